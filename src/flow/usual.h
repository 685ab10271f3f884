/* SPDX-License-Identifier: Apache-2.0 */
/* usual.h - how far beyond what is usual something is.
 *
 * Durations and volumes have tails that fall as a power (Crovella and Bestavros, IEEE/ACM
 * Transactions on Networking 5, 1997; Paxson and Floyd, 1995), and their logarithms so as an
 * exponential. So values are compared as logarithms: of n values the k largest tell how the tail
 * falls (Hill, Annals of Statistics 3, 1975), and what lies beyond them is measured by it:
 *
 *     . . ::: :::: ::: :: : . | .  .   .      .            x
 *                            from   k values
 *                             |----------| r of them, sum beyond from; the others count as the last
 *
 *     P(X > x) = (k + 1) / (n + 1) * (1 + (x - from) / (sum + 8 like))^-(r + 8)
 *
 * which is the predictive distribution of one more excess, exact for an exponential tail however
 * small r is, so that few values make nothing look very unusual. It stays so where the largest
 * values are only known to be larger (censored: Epstein and Sobel, JASA 48, 1953). A tenth of the
 * tail, and at least one, is taken so, so that some that are unusual themselves do not make the
 * next look usual. What is known before counts as much as 8 values: of a mean `like`, 1 where the
 * power of a tail is 1, the heaviest of the papers above. k is a tenth of the values, and at least
 * ten or half of them, less those that are no more than `from`: many that are the same, as days of
 * silence are, tell nothing of how those beyond them fall. Nothing below the tail is unusual. */
#pragma once
#include "base/base.h"

typedef struct cp_usual {
    double mid;       /* the median: to be told */
    double from, sum; /* of the tail */
    double cut;       /* the largest excess that counts as it is */
    double like;      /* mean excess that is known before */
    uint32_t n, k, r;
} cp_usual;

enum { CP_USUAL_MIN = 5 }; /* of fewer nothing is said: log_p is 0 */

enum { CP_USUAL_BEFORE = 8 };

/* v is sorted. like: see above; 0: nothing is known before. */
cp_usual cp_usual_of(double *v, uint32_t n, double like);
/* What cp_usual_of would say of sorted v without v[at] (at == n: of all): of many that are each
 * compared with all others, without a copy of these. kept (all zero at first) is of one v: whoever
 * is below the tail leaves the same tail. */
cp_usual cp_usual_without(const double *v, uint32_t n, uint32_t at, double like, cp_usual *kept);
/* Natural logarithm of the chance to be at least x; at most 0. is_one: x is one of the values, and
 * is compared with the others. */
double cp_usual_log_p(const cp_usual *u, double x, bool is_one);
