/* SPDX-License-Identifier: Apache-2.0 */
/* test_round.c - the ratio of a schedule against its definition, which are found, and how often
 * chance has evidence. */
#include <math.h>
#include "flow/round.h"
#include "tap.h"

enum { N_MAX = CP_ROUND_EVENTS_MAX };
#define S INT64_C(1000000)

static double uniform(cp_rand *r) { return (double)(cp_rand_u64(r) >> 11) / 9007199254740992.0; }
static double normal(cp_rand *r)
{
    return sqrt(-2 * log(1 - uniform(r))) * cos(2 * M_PI * uniform(r));
}

/* Beats of a clock of which few are seen, for a day. */
static uint32_t clock_of(cp_rand *r, double period_s, double jitter, double seen, int64_t *t)
{
    double phase = uniform(r);
    uint32_t n = 0;
    for (uint32_t k = 1; (k + 1) * period_s < 86400 && n < N_MAX; k++)
        if (uniform(r) < seen)
            t[n++] = (int64_t)((k + phase + jitter * (2 * uniform(r) - 1)) * period_s * 1e6);
    return n;
}

/* Events of no clock: even, by days and nights, in bursts, of heavy tails. */
static uint32_t chance(cp_rand *r, uint32_t kind, uint32_t want, int64_t *t)
{
    double at = 0, mean = 86400.0 / want;
    uint32_t n = 0;
    while (n < want) {
        double e = -log(1 - uniform(r));
        at += kind == 0   ? mean * e
              : kind == 1 ? (fmod(at, 86400) < 50000 ? 0.5 : 3) * mean * e
              : kind == 2 ? (uniform(r) < 0.7 ? exp(1 + 1.3 * normal(r)) : 3 * mean * e)
                          : mean * 0.3 * exp(1.8 * normal(r));
        t[n++] = (int64_t)(at * 1e6);
    }
    return n;
}

/* ---- the definition: each interval's mass in a hundred parts a bin */

static bool is_in(double at_us, double period, double phase, double jitter)
{
    double x = at_us / period - phase;
    return fabs(x - floor(x + 0.5)) <= jitter;
}

static double ratio_by_definition(const int64_t *t, uint32_t n, double period, double phase,
                                  double jitter, const float *mass)
{
    enum { PARTS = 100 };
    double sum = 0;
    for (uint32_t i = 1; i < n; i++) {
        double in = 0, all = 0, from = (double)(t[i - 1] - t[0]);
        for (int b = 0; b < CP_RHYTHM_BINS; b++) {
            double lo = exp2((b - 0.5) / CP_RHYTHM_BINS_PER_OCTAVE + CP_RHYTHM_LOW_OCTAVE);
            double hi = exp2((b + 0.5) / CP_RHYTHM_BINS_PER_OCTAVE + CP_RHYTHM_LOW_OCTAVE);
            for (int k = 0; k < PARTS && mass[b] > 1e-6f; k++) {
                double d = lo + (hi - lo) * (k + 0.5) / PARTS;
                in += (double)mass[b] / PARTS * is_in(from + d, period, phase, jitter);
                all += (double)mass[b] / PARTS;
            }
        }
        double rise = 0.97 / (2 * jitter);
        bool is_of = is_in((double)(t[i] - t[0]), period, phase, jitter);
        sum += log((is_of ? rise : 0) + 0.03) - log(rise * in / all + 0.03);
    }
    return sum;
}

static void check_definition(cp_rhythm_lab *lab)
{
    cp_rand r = { 4 };
    uint32_t n_bad = 0;
    for (uint32_t i = 0; i < tap_cases(32) + 4; i++) {
        int64_t t[N_MAX], d[N_MAX];
        float mass[CP_RHYTHM_BINS];
        double period = 60e6 * (1 + 20 * uniform(&r)), phase = uniform(&r);
        double jitter = 0.05 + 0.25 * uniform(&r);
        uint32_t n = chance(&r, i % 4, 12, t);
        for (uint32_t k = 1; k < n; k++)
            d[k - 1] = t[k] - t[k - 1];
        if (!cp_rhythm_smooth_of(lab, d, n - 1, mass))
            continue;
        double all = 0;
        for (int b = 0; b < CP_RHYTHM_BINS; b++)
            all += (double)mass[b];
        double got = cp_round_ratio(t, n, period, phase, jitter, mass);
        double want = ratio_by_definition(t, n, period, phase, jitter, mass);
        n_bad += !(fabs(got - want) < 0.1 + 0.03 * fabs(want)) || !(fabs(all - 1) < 0.05);
        if (n_bad)
            tap_note("%u: %.3f, by definition %.3f; mass %.3f", i, got, want, all);
    }
    is_uint(n_bad, 0, "ratios are as by definition");
}

static void check_schedules(cp_rhythm_lab *lab)
{
    static const struct row {
        const char *name;
        double period_s, jitter, seen, least; /* share that is found */
    } rows[] = {
        { "5 min, exact, 6 % seen", 300, 0.001, 0.06, 0.9 },
        { "5 min, jitter of a fifth", 300, 0.2, 0.08, 0.3 },
        { "1 min, a fifth, 4 % seen", 60, 0.2, 0.04, 0.9 },
        { "of no round period", 317, 0.2, 0.08, 0 },
    };
    const uint32_t cases = tap_cases(160) + 8;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *x = &rows[i];
        cp_rand r = { i + 3 };
        uint32_t n_found = 0, n_right = 0;
        for (uint32_t k = 0; k < cases; k++) {
            int64_t t[N_MAX];
            uint32_t n = clock_of(&r, x->period_s, x->jitter, x->seen, t);
            cp_rhythm_clock got = cp_round_of(lab, t, n);
            if (!(got.evidence > log(1e3)))
                continue;
            n_found++;
            n_right += fabs(got.period_us / 1e6 - x->period_s) < 1e-6 &&
                       fabs(got.jitter - x->jitter) < 0.1 && fabs(got.seen - x->seen) < 0.03 &&
                       got.n_fit <= n;
        }
        ok(n_found >= x->least * cases * 0.8 && (x->least > 0 || n_found <= cases / 10),
           "%s: %u of %u are found", x->name, n_found, cases);
        ok(x->least == 0 || n_right * 2 >= n_found, "%s: %u as they are", x->name, n_right);
    }
}

/* Evidence beyond log(x) has at most the chance 1/x, or a little more: the density is fitted. */
static void check_chance(cp_rhythm_lab *lab)
{
    static const char *const names[] = { "even", "days and nights", "bursts", "heavy tail" };
    const uint32_t cases = tap_cases(4000);
    for (uint32_t kind = 0; kind < 4; kind++) {
        uint32_t n_20 = 0, n_1000 = 0;
        cp_rand r = { kind + 1 };
        for (uint32_t i = 0; i < cases; i++) {
            int64_t t[N_MAX];
            uint32_t n = chance(&r, kind, 8 + cp_rand_below(&r, N_MAX - 8), t);
            double evidence = cp_round_of(lab, t, n).evidence;
            n_20 += evidence > log(20);
            n_1000 += evidence > log(1000);
        }
        ok(n_20 <= cases / 20 + 1 && n_1000 <= cases / 1000 + 1,
           "%s: of %u, %u beyond 20, %u beyond 1000", names[kind], cases, n_20, n_1000);
    }
}

static void check_odd(cp_rhythm_lab *lab)
{
    int64_t t[N_MAX] = { 0 };
    ok(cp_round_of(lab, t, 0).evidence == -INFINITY, "nothing");
    ok(cp_round_of(lab, t, N_MAX).evidence == -INFINITY, "all at once");
    for (int i = 0; i < N_MAX; i++)
        t[i] = i * (INT64_MAX / N_MAX);
    ok(!isnan(cp_round_of(lab, t, N_MAX).evidence), "thousands of years apart");
    for (int i = 0; i < N_MAX; i++)
        t[i] = i * 300 * S;
    cp_rhythm_clock r = cp_round_of(lab, t, N_MAX);
    ok(r.evidence > 100 && r.period_us > 0 && r.n_fit == N_MAX && !(r.jitter > 0.01),
       "each 5 min: of that, or of what 5 min is a multiple");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_rhythm_lab *lab = cp_rhythm_lab_new(a);
    check_definition(lab);
    check_schedules(lab);
    check_chance(lab);
    check_odd(lab);
    cp_arena_free(a);
    return tap_done();
}
