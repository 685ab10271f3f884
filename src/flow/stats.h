/* SPDX-License-Identifier: Apache-2.0 */
/* stats.h - the arithmetic under the detectors: order statistics, tails, a Fourier transform. All
 * of it is plain C on doubles, without tables that outlive a call, so that the same input gives the
 * same bytes. */
#pragma once
#include "base/base.h"

/* v ascending, n > 0; share 0..1. Linear between the two nearest. */
double cp_stat_quantile(const double *v, uint32_t n, double share);
void cp_stat_sort(double *v, uint32_t n); /* no NaN in it */
/* Median of |v - mid|; scratch: n doubles. */
double cp_stat_mad(const double *v, uint32_t n, double mid, double *scratch);
/* Bowley's coefficient of skewness, -1..1, of v ascending: (Q1 + Q3 - 2 Q2) / (Q3 - Q1); 0 where
 * the median is one of the quartiles, because it jumps to 1 there. */
double cp_stat_bowley(const double *v, uint32_t n);

/* log P(X > x) of a Gamma variable of whole shape k >= 1 and scale 1, x >= 0: the power of k
 * harmonics of noise. */
double cp_stat_gamma_tail_log(uint32_t k, double x);
/* P(X >= at_least) of a binomial variable; n at most CP_STAT_BINOMIAL_MAX, beyond by the normal
 * distribution. */
enum { CP_STAT_BINOMIAL_MAX = 4096 };
double cp_stat_binomial_tail(uint64_t n, double p, uint64_t at_least);
/* An upper bound of the logarithm of the same, at any n (Chernoff): exact in its leading term. */
double cp_stat_binomial_tail_log(uint64_t n, double p, uint64_t at_least);
double cp_stat_normal_cdf(double x);
/* log(exp(a) + exp(b)); either may be -INFINITY. */
double cp_stat_log_add(double a, double b);

/* Largest distance of the distribution functions of two ascending samples (Kolmogorov, Smirnov),
 * and the logarithm of its p-value by the first terms of the limit. */
double cp_stat_ks(const double *a, uint32_t n_a, const double *b, uint32_t n_b, double *log_p);

/* Powers of the Fourier transform of n real values, n a power of two from 4: out[k] =
 * |sum v exp(2 pi i k j / n)|^2 for k < n / 2. */
typedef struct cp_fft {
    uint32_t n_max;
    float *cos, *sin; /* n_max: of the angles of each level */
    float *re, *im;   /* n_max / 2 */
} cp_fft;
void cp_fft_init(cp_arena *a, cp_fft *f, uint32_t n_max);
void cp_fft_powers(cp_fft *f, const float *v, uint32_t n, float *out);
