/* SPDX-License-Identifier: Apache-2.0 */
/* test_stats.c - the arithmetic against its definitions. */
#include <math.h>
#include "flow/stats.h"
#include "tap.h"

static bool near(double got, double want, double off)
{
    bool is_near = fabs(got - want) <= off;
    if (!is_near)
        tap_note("got %.9g, want %.9g", got, want);
    return is_near;
}

static void check_order(void)
{
    double v[] = { 5, 1, 4, 2, 3 }, w[5], same[] = { 7, 7, 7, 7 }, skew[] = { 1, 2, 3, 10, 11 };
    cp_stat_sort(v, 5);
    ok(v[0] == 1 && v[4] == 5, "in order");
    ok(cp_stat_quantile(v, 5, 0.5) == 3 && cp_stat_quantile(v, 5, 0.125) == 1.5, "quantiles");
    ok(cp_stat_quantile(v, 1, 0.9) == 1 && cp_stat_quantile(v, 5, 1) == 5, "quantiles at the ends");
    ok(cp_stat_mad(v, 5, 3, w) == 1, "median deviation");
    ok(cp_stat_bowley(v, 5) == 0 && cp_stat_bowley(same, 4) == 0, "even ones are not skew");
    ok(near(cp_stat_bowley(skew, 5), (2 + 10 - 6) / 8.0, 1e-12), "skew by the formula");
}

/* Integral of x^(k-1) exp(-x) / (k-1)! from x on, in small steps. */
static double gamma_tail(uint32_t k, double x)
{
    double sum = 0, step = 0.0005, factorial = 1;
    for (uint32_t i = 2; i < k; i++)
        factorial *= i;
    for (double t = x + step / 2; t < x + 80; t += step)
        sum += pow(t, k - 1) * exp(-t) / factorial * step;
    return sum;
}

static void check_tails(void)
{
    for (uint32_t k = 1; k <= 4; k++)
        for (double x = 0.5; x < 30; x *= 3)
            ok(near(exp(cp_stat_gamma_tail_log(k, x)) / gamma_tail(k, x), 1, 1e-3),
               "gamma tail, shape %u from %.1f on", k, x);
    ok(cp_stat_gamma_tail_log(1, 1e6) == -1e6 && cp_stat_gamma_tail_log(3, 0) == 0,
       "far beyond a double, and from 0 on");
    /* 5 of 10 coins, and more, by counting: 638 of 1024 */
    ok(near(cp_stat_binomial_tail(10, 0.5, 5), 638 / 1024.0, 1e-12), "binomial tail");
    ok(cp_stat_binomial_tail(10, 0.5, 0) == 1 && cp_stat_binomial_tail(10, 0.5, 11) == 0 &&
           cp_stat_binomial_tail(10, 0, 1) == 0 && cp_stat_binomial_tail(10, 1, 10) == 1,
       "binomial tail at its ends");
    ok(near(cp_stat_binomial_tail(1000000, 0.5, 500500), 0.1587, 0.001), "many: normal");
    ok(near(cp_stat_log_add(log(3), log(4)), log(7), 1e-12) && cp_stat_log_add(-INFINITY, 2) == 2,
       "sum of logarithms");
}

static void check_ks(void)
{
    double a[] = { 1, 2, 3, 4 }, b[] = { 3, 4, 5, 6 }, log_p;
    ok(near(cp_stat_ks(a, 4, b, 4, &log_p), 0.5, 1e-12), "distance of two samples");
    ok(cp_stat_ks(a, 4, a, 4, &log_p) == 0 && log_p == 0, "none of the same");
    ok(cp_stat_ks(a, 0, b, 4, &log_p) == 0 && log_p == 0, "nor of an empty one");
}

static void check_fft(uint32_t n, uint32_t n_max)
{
    cp_arena *a = cp_arena_new(0);
    cp_fft f;
    cp_rand r = { n };
    cp_fft_init(a, &f, n_max);
    float *v = CP_NEW_ARRAY(a, float, n), *power = CP_NEW_ARRAY(a, float, n);
    double worst = 0;
    for (uint32_t i = 0; i < n; i++)
        v[i] = (float)cp_rand_below(&r, 10);
    cp_fft_powers(&f, v, n, power);
    for (uint32_t k = 0; k < n / 2; k++) {
        double re = 0, im = 0;
        for (uint32_t i = 0; i < n; i++) {
            re += (double)v[i] * cos(2 * M_PI * k * i / n);
            im += (double)v[i] * sin(2 * M_PI * k * i / n);
        }
        worst = fmax(worst, fabs((double)power[k] - (re * re + im * im)) / (re * re + im * im + n));
    }
    ok(worst < 1e-3, "transform of %u in %u: off by %.1e at most", n, n_max, worst);
    cp_arena_free(a);
}

int main(void)
{
    check_order();
    check_tails();
    check_ks();
    check_fft(4, 4);
    check_fft(8, 64);
    check_fft(64, 64);
    check_fft(128, 128); /* from here on some levels are taken together */
    check_fft(512, 4096);
    check_fft(2048, 2048);
    check_fft(256, 1024);
    check_fft(1024, 1024);
    return tap_done();
}
