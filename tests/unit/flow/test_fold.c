/* SPDX-License-Identifier: Apache-2.0 */
/* test_fold.c - phases: what is planted is found, chance is as rare as its p-value says. */
#include <math.h>
#include "flow/fold.h"
#include "tap.h"

enum { N_MAX = 4000 };
#define DAY_US 86400e6

static double uniform(cp_rand *r) { return (double)(cp_rand_u64(r) >> 11) / 9007199254740992.0; }

static int by_time(const void *x, const void *y)
{
    cp_time a = *(const cp_time *)x, b = *(const cp_time *)y;
    return (a > b) - (a < b);
}

/* n_even events anywhere in a day, and those of a clock that are seen. */
static uint32_t plant(cp_rand *r, cp_time *t, double period_us, double jitter, double seen,
                      uint32_t n_even)
{
    uint32_t n = 0;
    double phase = uniform(r) * period_us;
    for (double at = phase; at < DAY_US && period_us > 0 && n < N_MAX; at += period_us)
        if (uniform(r) < seen)
            t[n++] = (cp_time)(at + jitter * period_us * (2 * uniform(r) - 1));
    for (uint32_t i = 0; i < n_even && n < N_MAX; i++)
        t[n++] = (cp_time)(uniform(r) * DAY_US);
    qsort(t, n, sizeof *t, by_time);
    return n;
}

static void check_power(void)
{
    cp_time t[100];
    cp_rand r = { 1 };
    uint32_t n = plant(&r, t, 3600e6, 0.1, 1, 30);
    double re = 0, im = 0;
    for (uint32_t i = 0; i < n; i++) {
        re += cos(2 * M_PI * 3 * (double)(t[i] - t[0]) / 3600e6);
        im += sin(2 * M_PI * 3 * (double)(t[i] - t[0]) / 3600e6);
    }
    ok(fabs(cp_fold_power(t, n, 3600e6, 3) - (re * re + im * im) / n) < 1e-9,
       "power by definition");
}

static void check_clocks(cp_fold_lab *lab)
{
    static const struct row {
        const char *name;
        double period_us, jitter, seen, fastest;
        uint32_t n_even;
        double log_p_max;
    } rows[] = {
        { "exact", 600e6, 0, 1, 4, 0, -40 },
        { "jitter and loss", 600e6, 0.2, 0.8, 4, 0, -20 },
        { "one in fifty is seen", 10e6, 0.01, 0.02, 64, 0, -20 },
        { "in twice as much traffic", 300e6, 0.05, 1, 4, 576, -20 },
        { "a sixth of an hour, sampled", 600e6, 0.02, 0.15, 64, 0, -20 },
    };
    cp_time t[N_MAX];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *x = &rows[i];
        cp_rand r = { i + 11 };
        uint32_t n = plant(&r, t, x->period_us, x->jitter, x->seen, x->n_even);
        cp_fold f = cp_fold_of(lab, t, n, x->fastest, 1e6, 0);
        ok(f.log_p < x->log_p_max, "%s: %u events, log p %.1f", x->name, n, f.log_p);
        ok(fabs(f.period_us / x->period_us - 1) < 0.002, "%s: period %.4f s", x->name,
           f.period_us / 1e6);
        double h1 = cp_fold_power(t, n, f.period_us, 1);
        ok(f.harmonics > 1 || fabs(f.power - h1) <= h1 * 0.5, "%s: power %.1f of %.1f", x->name,
           f.power, h1);
    }
}

static void check_chance(cp_fold_lab *lab)
{
    const uint32_t cases = tap_cases(600);
    cp_time t[N_MAX];
    cp_rand r = { 5 };
    uint32_t n_20 = 0, n_1000 = 0;
    for (uint32_t i = 0; i < cases; i++) {
        uint32_t n = plant(&r, t, 0, 0, 0, 8 + cp_rand_below(&r, 100));
        double log_p = cp_fold_of(lab, t, n, 4, 1e6, 0).log_p;
        n_20 += log_p < -log(20);
        n_1000 += log_p < -log(1000);
    }
    ok(n_20 <= cases / 20 + cases / 60 && n_1000 <= cases / 1000 + 2,
       "of %u even ones %u below 1/20, %u below 1/1000", cases, n_20, n_1000);
}

static void check_odd(cp_fold_lab *lab)
{
    cp_time t[N_MAX];
    for (uint32_t i = 0; i < N_MAX; i++)
        t[i] = -5;
    ok(cp_fold_of(lab, t, N_MAX, 4, 1e6, 0).log_p == 0, "all at once");
    ok(cp_fold_of(lab, t, 3, 4, 1e6, 0).log_p == 0, "too few");
    for (uint32_t i = 0; i < N_MAX; i++)
        t[i] = INT64_MIN / 2 + (cp_time)i * 1000;
    cp_fold f = cp_fold_of(lab, t, N_MAX, 64, 1, 0);
    ok(isfinite(f.log_p) && f.log_p <= 0, "a long time ago, very fast");
    for (uint32_t i = 0; i < 6; i++)
        t[i] = i ? INT64_MAX / 2 - 6 + i : 0;
    ok(cp_fold_of(lab, t, 6, 64, 1e6, 0).log_p <= 0, "one, and a long time later five");
    f = cp_fold_of(lab, t, 6, 4, 1e30, 0);
    ok(f.log_p == 0, "no period is long enough");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_fold_lab *lab = cp_fold_lab_new(a);
    check_power();
    check_clocks(lab);
    check_chance(lab);
    check_odd(lab);
    cp_arena_free(a);
    return tap_done();
}
