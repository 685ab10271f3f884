/* SPDX-License-Identifier: Apache-2.0 */
/* stats.c - see stats.h. The transform is the usual one of radix 2 on half as many complex values
 * (even places real, odd ones imaginary), taken apart at the end: Cooley and Tukey, 1965; Numerical
 * methods text books call it "two for one". */
#include "flow/stats.h"
#include <assert.h>
#include <math.h>
#include <stdlib.h>

double cp_stat_quantile(const double *v, uint32_t n, double share)
{
    assert(n > 0);
    double at = share * (n - 1);
    uint32_t i = (uint32_t)at;
    if (i + 1 >= n)
        return v[n - 1];
    return v[i] + (at - i) * (v[i + 1] - v[i]);
}

static int by_value(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

void cp_stat_sort(double *v, uint32_t n)
{
    if (n > 1)
        qsort(v, n, sizeof *v, by_value);
}

double cp_stat_mad(const double *v, uint32_t n, double mid, double *scratch)
{
    for (uint32_t i = 0; i < n; i++)
        scratch[i] = fabs(v[i] - mid);
    cp_stat_sort(scratch, n);
    return cp_stat_quantile(scratch, n, 0.5);
}

double cp_stat_bowley(const double *v, uint32_t n)
{
    double q1 = cp_stat_quantile(v, n, 0.25), q2 = cp_stat_quantile(v, n, 0.5);
    double q3 = cp_stat_quantile(v, n, 0.75);
    return q1 < q2 && q2 < q3 ? (q1 + q3 - 2 * q2) / (q3 - q1) : 0;
}

double cp_stat_gamma_tail_log(uint32_t k, double x)
{
    if (!(x > 0))
        return 0;
    double term = 1, sum = 1; /* x^i / i!; k is small */
    for (uint32_t i = 1; i < k; i++) {
        term *= x / i;
        sum += term;
    }
    double log_p = log(sum) - x;
    return log_p < 0 ? log_p : 0;
}

double cp_stat_normal_cdf(double x) { return 0.5 * erfc(-x / sqrt(2.0)); }

double cp_stat_binomial_tail(uint64_t n, double p, uint64_t at_least)
{
    if (at_least == 0)
        return 1;
    if (at_least > n || !(p > 0))
        return 0;
    if (p >= 1)
        return 1;
    if (n > CP_STAT_BINOMIAL_MAX) {
        double mean = (double)n * p, sd = sqrt(mean * (1 - p));
        return cp_stat_normal_cdf((mean - (double)at_least + 0.5) / sd);
    }
    double tail = 0, odds = log(p) - log1p(-p);
    double log_mass = (double)n * log1p(-p); /* of i = 0 */
    for (uint64_t i = 0; i <= n; i++) {
        if (i >= at_least)
            tail += exp(log_mass);
        if (i < n)
            log_mass += odds + log((double)(n - i) / (double)(i + 1));
    }
    return tail < 1 ? tail : 1;
}

double cp_stat_binomial_tail_log(uint64_t n, double p, uint64_t at_least)
{
    if (at_least > n || !(p > 0))
        return at_least == 0 ? 0 : -INFINITY;
    double q = n ? (double)at_least / (double)n : 0;
    if (q <= p || p >= 1)
        return 0;
    double apart = q * log(q / p) + (q < 1 ? (1 - q) * log((1 - q) / (1 - p)) : 0);
    return -(double)n * apart; /* relative entropy */
}

double cp_stat_log_add(double a, double b)
{
    double hi = a > b ? a : b, lo = a > b ? b : a;
    return lo == -INFINITY ? hi : hi + log1p(exp(lo - hi));
}

double cp_stat_ks(const double *a, uint32_t n_a, const double *b, uint32_t n_b, double *log_p)
{
    double most = 0;
    for (uint32_t i = 0, j = 0; i < n_a && j < n_b;) {
        double at = a[i] <= b[j] ? a[i] : b[j];
        while (i < n_a && a[i] <= at)
            i++;
        while (j < n_b && b[j] <= at)
            j++;
        double d = fabs((double)i / n_a - (double)j / n_b);
        most = d > most ? d : most;
    }
    double n = n_a && n_b ? (double)n_a * n_b / ((double)n_a + n_b) : 0;
    double x = (sqrt(n) + 0.12 + 0.11 / sqrt(n > 0 ? n : 1)) * most;
    double log_tail = log(2.0) - 2 * x * x; /* the further terms of the sum only lessen it */
    *log_p = n > 0 && log_tail < 0 ? log_tail : 0;
    return most;
}

void cp_fft_init(cp_arena *a, cp_fft *f, uint32_t n_max)
{
    assert(n_max >= 4 && (n_max & (n_max - 1)) == 0);
    f->n_max = n_max;
    f->cos_sin = CP_NEW_RAW(a, float, n_max);
    f->re = CP_NEW_RAW(a, float, n_max / 2);
    f->im = CP_NEW_RAW(a, float, n_max / 2);
    for (uint32_t i = 0; i < n_max / 2; i++) {
        double angle = 2 * M_PI * i / n_max;
        f->cos_sin[2 * (size_t)i] = (float)cos(angle);
        f->cos_sin[2 * (size_t)i + 1] = (float)sin(angle);
    }
}

/* Values to places whose bits are reversed. */
static void load_reversed(cp_fft *f, const float *v, uint32_t half)
{
    for (uint32_t i = 0, j = 0; i < half; i++) {
        f->re[j] = v[2 * (size_t)i];
        f->im[j] = v[2 * (size_t)i + 1];
        uint32_t bit = half >> 1;
        for (; bit && (j & bit); bit >>= 1)
            j ^= bit;
        j |= bit;
    }
}

static void butterflies(cp_fft *f, uint32_t half)
{
    float *re = f->re, *im = f->im;
    for (uint32_t len = 1; len < half; len *= 2) {
        size_t step = f->n_max / (2 * (size_t)len);
        for (uint32_t i = 0; i < half; i++) {
            if (i & len) {
                i += len - 1;
                continue;
            }
            uint32_t o = i + len, k = i & (len - 1);
            float c = f->cos_sin[2 * step * k], s = f->cos_sin[2 * step * k + 1];
            float x = re[o] * c - im[o] * s, y = re[o] * s + im[o] * c;
            re[o] = re[i] - x;
            im[o] = im[i] - y;
            re[i] += x;
            im[i] += y;
        }
    }
}

void cp_fft_powers(cp_fft *f, const float *v, uint32_t n, float *out)
{
    assert(n >= 4 && n <= f->n_max && (n & (n - 1)) == 0);
    uint32_t half = n / 2;
    size_t step = f->n_max / n;
    load_reversed(f, v, half);
    butterflies(f, half);
    for (uint32_t k = 0; k < half; k++) {
        uint32_t m = (half - k) & (half - 1);
        float er = (f->re[k] + f->re[m]) / 2, ei = (f->im[k] - f->im[m]) / 2;
        float odd = (f->im[k] + f->im[m]) / 2, odd_i = (f->re[m] - f->re[k]) / 2;
        float c = f->cos_sin[2 * step * k], s = f->cos_sin[2 * step * k + 1];
        float x = er + odd * c - odd_i * s, y = ei + odd * s + odd_i * c;
        out[k] = x * x + y * y;
    }
}
