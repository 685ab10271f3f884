/* SPDX-License-Identifier: Apache-2.0 */
/* stats.c - see stats.h. The transform is the usual one of radix 2 on half as many complex values
 * (even places real, odd ones imaginary), taken apart at the end: Cooley and Tukey, 1965; Numerical
 * methods text books call it "two for one". */
#include "flow/stats.h"
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include "flow/wide.h"

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

/* Angles of each level side by side, because steps through one table would be slow: those of level
 * len (pi k / len, k < len) start at len. */
void cp_fft_init(cp_arena *a, cp_fft *f, uint32_t n_max)
{
    assert(n_max >= 4 && (n_max & (n_max - 1)) == 0);
    f->n_max = n_max;
    f->cos = CP_NEW_RAW(a, float, n_max);
    f->sin = CP_NEW_RAW(a, float, n_max);
    f->re = CP_NEW_RAW(a, float, n_max / 2);
    f->im = CP_NEW_RAW(a, float, n_max / 2);
    f->cos[0] = f->sin[0] = 0;
    uint32_t last = n_max / 2;
    for (uint32_t k = 0; k < last; k++) {
        double angle = 2 * M_PI * k / n_max;
        f->cos[last + k] = (float)cos(angle);
        f->sin[last + k] = (float)sin(angle);
    }
    for (uint32_t at = last - 1; at > 0; at--) { /* every second one of the level above */
        f->cos[at] = f->cos[2 * (size_t)at];
        f->sin[at] = f->sin[2 * (size_t)at];
    }
}

static uint32_t next_reversed(uint32_t j, uint32_t half)
{
    uint32_t bit = half >> 1;
    for (; bit && (j & bit); bit >>= 1)
        j ^= bit;
    return j | bit;
}

/* Values to places whose bits are reversed. */
static void load_reversed(cp_fft *f, const float *v, uint32_t half)
{
    for (uint32_t i = 0, j = 0; i < half; i++) {
        f->re[j] = v[2 * (size_t)i];
        f->im[j] = v[2 * (size_t)i + 1];
        j = next_reversed(j, half);
    }
}

/* a, b: a + b w, a - b w. */
#define BUTTERFLY(a_re, a_im, b_re, b_im, c, s)            \
    do {                                                   \
        __typeof__(b_re) x_ = (b_re) * (c) - (b_im) * (s); \
        __typeof__(b_re) y_ = (b_re) * (s) + (b_im) * (c); \
        (b_re) = (a_re)-x_;                                \
        (b_im) = (a_im)-y_;                                \
        (a_re) += x_;                                      \
        (a_im) += y_;                                      \
    } while (0)

enum { FIRST = CP_EIGHT }; /* values that the first three levels take together */

/* The first three levels, while the values go to their places: those of FIRST places lie half /
 * FIRST apart, so that FIRST such groups are worked out side by side. half: at least FIRST^2. */
CP_WIDE_INLINE void first_levels(cp_fft *f, const float *v, uint32_t half)
{
    static const uint8_t from[FIRST] = { 0, 4, 2, 6, 1, 5, 3, 7 };
    uint32_t apart = half / FIRST;
    for (uint32_t p = 0, to = 0; p < apart; p += FIRST) {
        cp_eight re[FIRST], im[FIRST];
        for (uint32_t g = 0; g < FIRST; g++) {
            const float *x = v + 2 * ((size_t)from[g] * apart + p);
            for (uint32_t q = 0; q < FIRST; q++) {
                re[g][q] = x[2 * q];
                im[g][q] = x[2 * q + 1];
            }
        }
#define PAIR(len, g)                                                             \
    BUTTERFLY(re[g], im[g], re[g + len], im[g + len], f->cos[len + (g) % (len)], \
              f->sin[len + (g) % (len)])
        PAIR(1, 0);
        PAIR(1, 2);
        PAIR(1, 4);
        PAIR(1, 6);
        PAIR(2, 0);
        PAIR(2, 1);
        PAIR(2, 4);
        PAIR(2, 5);
        PAIR(4, 0);
        PAIR(4, 1);
        PAIR(4, 2);
        PAIR(4, 3);
#undef PAIR
        for (uint32_t q = 0; q < FIRST; q++) {
            for (uint32_t g = 0; g < FIRST; g++) {
                f->re[to * FIRST + g] = re[g][q];
                f->im[to * FIRST + g] = im[g][q];
            }
            to = next_reversed(to, apart);
        }
    }
}

CP_WIDE_INLINE void level(cp_fft *f, uint32_t half, uint32_t len)
{
    for (uint32_t i = 0; i < half; i += 2 * len)
        for (uint32_t k = 0; k < len; k++) {
            float *re = f->re + i + k, *im = f->im + i + k;
            BUTTERFLY(re[0], im[0], re[len], im[len], f->cos[len + k], f->sin[len + k]);
        }
}

/* Two levels at once, so that the values go through memory half as often; len: at least FIRST. */
CP_WIDE_INLINE void two_levels(cp_fft *f, uint32_t half, size_t len)
{
    const float *c = f->cos, *s = f->sin;
    for (size_t i = 0; i < half; i += 4 * len)
        for (size_t k = 0; k < len; k += FIRST) {
            cp_eight a, a_i, b, b_i, x, x_i, y, y_i, c1, s1, c2, s2, c3, s3;
            float *re = f->re + i + k, *im = f->im + i + k;
            cp_eight_get(&a, re), cp_eight_get(&a_i, im);
            cp_eight_get(&b, re + len), cp_eight_get(&b_i, im + len);
            cp_eight_get(&x, re + 2 * len), cp_eight_get(&x_i, im + 2 * len);
            cp_eight_get(&y, re + 3 * len), cp_eight_get(&y_i, im + 3 * len);
            cp_eight_get(&c1, c + len + k), cp_eight_get(&s1, s + len + k);
            /* both halves of the next */
            cp_eight_get(&c2, c + 2 * len + k), cp_eight_get(&s2, s + 2 * len + k);
            cp_eight_get(&c3, c + 3 * len + k), cp_eight_get(&s3, s + 3 * len + k);
            BUTTERFLY(a, a_i, b, b_i, c1, s1);
            BUTTERFLY(x, x_i, y, y_i, c1, s1);
            BUTTERFLY(a, a_i, x, x_i, c2, s2);
            BUTTERFLY(b, b_i, y, y_i, c3, s3);
            cp_eight_put(re, &a), cp_eight_put(im, &a_i);
            cp_eight_put(re + len, &b), cp_eight_put(im + len, &b_i);
            cp_eight_put(re + 2 * len, &x), cp_eight_put(im + 2 * len, &x_i);
            cp_eight_put(re + 3 * len, &y), cp_eight_put(im + 3 * len, &y_i);
        }
}

/* The last one, if it is left over. */
CP_WIDE_INLINE void last_level(cp_fft *f, size_t len)
{
    for (size_t k = 0; k < len; k += FIRST) {
        cp_eight a, a_i, b, b_i, c, s;
        cp_eight_get(&a, f->re + k), cp_eight_get(&a_i, f->im + k);
        cp_eight_get(&b, f->re + len + k), cp_eight_get(&b_i, f->im + len + k);
        cp_eight_get(&c, f->cos + len + k), cp_eight_get(&s, f->sin + len + k);
        BUTTERFLY(a, a_i, b, b_i, c, s);
        cp_eight_put(f->re + k, &a), cp_eight_put(f->im + k, &a_i);
        cp_eight_put(f->re + len + k, &b), cp_eight_put(f->im + len + k, &b_i);
    }
}

CP_WIDE_INLINE void take_apart(const cp_fft *f, uint32_t half, float *restrict out)
{
    const float *restrict re = f->re, *restrict im = f->im;
    const float *restrict cos_of = f->cos + half, *restrict sin_of = f->sin + half;
    float both = re[0] + im[0];
    out[0] = both * both;
    for (uint32_t k = 1; k < half; k++) {
        float er = (re[k] + re[half - k]) / 2, ei = (im[k] - im[half - k]) / 2;
        float odd = (im[k] + im[half - k]) / 2, odd_i = (re[half - k] - re[k]) / 2;
        float c = cos_of[k], s = sin_of[k];
        float x = er + odd * c - odd_i * s, y = ei + odd * s + odd_i * c;
        out[k] = x * x + y * y;
    }
}

CP_WIDE_INLINE void powers(cp_fft *f, const float *v, uint32_t n, float *out)
{
    uint32_t half = n / 2, len = 1;
    if (half < FIRST * FIRST) {
        load_reversed(f, v, half);
        for (; len < half; len *= 2)
            level(f, half, len);
    } else {
        first_levels(f, v, half);
        len = FIRST;
    }
    for (; len * 2 < half; len *= 4)
        two_levels(f, half, len);
    if (len < half)
        last_level(f, len);
    take_apart(f, half, out);
}

CP_WIDE_AVX2 static void powers_avx2(cp_fft *f, const float *v, uint32_t n, float *out)
{
    powers(f, v, n, out);
}

static void powers_any(cp_fft *f, const float *v, uint32_t n, float *out) { powers(f, v, n, out); }

/* Both ways do the same sums in the same order, so that what is found is no matter of the
 * processor. */
void cp_fft_powers(cp_fft *f, const float *v, uint32_t n, float *out)
{
    assert(n >= 4 && n <= f->n_max && (n & (n - 1)) == 0);
    if (CP_WIDE_HAS_AVX2)
        powers_avx2(f, v, n, out);
    else
        powers_any(f, v, n, out);
}
