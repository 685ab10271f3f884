/* SPDX-License-Identifier: Apache-2.0 */
/* usual.h - what is usual, by order statistics that a few outliers do not move, and how far off it
 * something is.
 *
 * Durations and volumes have tails that fall as a power (Crovella and Bestavros, IEEE/ACM
 * Transactions on Networking 5, 1997; Paxson and Floyd, 1995), and their logarithms so as an
 * exponential. So values are compared as logarithms, with Laplace's distribution around the median:
 * its scale is MAD / ln 2, and
 *
 *     P(X > x) = exp(-(x - median) / scale) / 2
 *
 * From few values neither is known well: both are moved by two of their standard errors towards
 * what is compared, so that it rather looks usual. */
#pragma once
#include "base/base.h"

typedef struct cp_usual {
    double mid, scale;
    uint32_t n;
} cp_usual;

enum { CP_USUAL_MIN = 5 }; /* of fewer nothing is said: log_p is 0 */

/* v is sorted; scale_min: as nothing real is more equal than that. scratch: n doubles. */
cp_usual cp_usual_of(double *v, uint32_t n, double scale_min, double *scratch);
/* Natural logarithm of the chance to be at least x; at most 0. */
double cp_usual_log_p(const cp_usual *u, double x);
