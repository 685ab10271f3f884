/* SPDX-License-Identifier: Apache-2.0 */
/* round.c - see round.h. The grid has some thousand schedules. What could not be evidence even if
 * chance put no event into a window is not worked out and counts as nothing, which makes the mean a
 * little smaller. */
#include "flow/round.h"
#include <math.h>

#define PERIOD(s) s * 1e6,
static const double periods_us[] = { CP_ROUND_PERIODS(PERIOD) };
enum { N_PERIODS = sizeof periods_us / sizeof *periods_us, CYCLES_MIN = 12 };
static const double jitters[CP_ROUND_JITTERS] = { 0.02, 0.05, 0.1, 0.2, 0.3 };
#define STRAY 0.03
#define STEP 0.5     /* of phase, in jitters */
#define WORTH 7.0    /* nats: less is no evidence when all are paid for, and is not looked at */
#define BETTER 1.0   /* nats: than a longer period or a smaller jitter, which say more */
#define SLOW_BIN 3.0 /* periods: a bin so wide is in windows as often as anything is */

/* Time in windows from 0 to x, both in periods, the window around 0 and all whole numbers. */
static double in_windows(double x, double jitter)
{
    double beat = floor(x + 0.5);
    double off = x - beat;
    off = off < -jitter ? -jitter : off > jitter ? jitter : off;
    return 2 * jitter * beat + off;
}

/* The smooth density in periods: bins that are narrow enough to tell windows apart. */
typedef struct density {
    double lo[CP_RHYTHM_BINS], hi[CP_RHYTHM_BINS], mass[CP_RHYTHM_BINS]; /* mass over the width */
    uint32_t n;
    double wide, all;
} density;

static void density_of(const float *mass, double period, density *out)
{
    double widen = exp2(1.0 / CP_RHYTHM_BINS_PER_OCTAVE);
    out->n = 0;
    out->wide = out->all = 0;
    for (int b = 0; b < CP_RHYTHM_BINS; b++) {
        if (mass[b] < 1e-6f)
            continue;
        double lo = exp2((b - 0.5) / CP_RHYTHM_BINS_PER_OCTAVE + CP_RHYTHM_LOW_OCTAVE) / period;
        double hi = lo * widen;
        out->all += (double)mass[b];
        if (hi - lo >= SLOW_BIN) {
            out->wide += (double)mass[b];
            continue;
        }
        out->lo[out->n] = lo;
        out->hi[out->n] = hi;
        out->mass[out->n++] = (double)mass[b] / (hi - lo);
    }
}

/* What share of its mass is in windows, if an interval begins at phase from. */
static double share_in(const density *d, double from, double jitter)
{
    double sum = d->wide * 2 * jitter;
    for (uint32_t i = 0; i < d->n; i++)
        sum += d->mass[i] *
               (in_windows(from + d->hi[i], jitter) - in_windows(from + d->lo[i], jitter));
    return d->all > 0 ? sum / d->all : 2 * jitter;
}

static double phase_at(const int64_t *t, uint32_t i, double period, double phase)
{
    double x = (double)(t[i] - t[0]) / period - phase;
    return x - floor(x + 0.5);
}

static double ratio_of(const int64_t *t, uint32_t n, double period, double phase, double jitter,
                       const density *d)
{
    double sum = 0, rise = (1 - STRAY) / (2 * jitter), from = phase_at(t, 0, period, phase);
    for (uint32_t i = 1; i < n; i++) {
        double z = share_in(d, from, jitter);
        from = phase_at(t, i, period, phase);
        sum += log((fabs(from) <= jitter ? rise : 0) + STRAY) - log(rise * z + STRAY);
    }
    return sum;
}

double cp_round_ratio(const int64_t *t, uint32_t n, double period_us, double phase, double jitter,
                      const float mass[CP_RHYTHM_BINS])
{
    density d;
    density_of(mass, period_us, &d);
    return ratio_of(t, n, period_us, phase, jitter, &d);
}

/* Phases of the events, in order, and once more a turn before and behind. */
typedef struct turns {
    double v[3 * CP_ROUND_EVENTS_MAX];
    uint32_t n, lo, hi; /* lo..hi-1 are in the last window that was asked for */
} turns;

static void turns_of(const int64_t *t, uint32_t n, double period, turns *out)
{
    double *v = out->v;
    for (uint32_t i = 1; i < n; i++)
        v[i - 1] = phase_at(t, i, period, 0);
    cp_stat_sort(v, n - 1);
    out->n = n - 1;
    for (uint32_t i = 0; i < n - 1; i++) {
        v[i + 2 * (n - 1)] = v[i] + 1;
        v[i + n - 1] = v[i];
        v[i] -= 1;
    }
}

/* The ratio if chance put no more into windows than there is by their width. Phases ascend. */
static double hope(turns *x, double phase, double jitter)
{
    while (x->lo < 3 * x->n && x->v[x->lo] < phase - jitter)
        x->lo++;
    while (x->hi < 3 * x->n && x->v[x->hi] <= phase + jitter)
        x->hi++;
    double n_in = x->hi - x->lo;
    return n_in * log((1 - STRAY) / (2 * jitter) + STRAY) + (x->n - n_in) * log(STRAY);
}

static void measure(const int64_t *t, uint32_t n, double jitter, cp_rhythm_clock *r)
{
    double sum = 0, square = 0, phase = r->phase_us / r->period_us;
    r->n_fit = 0;
    for (uint32_t i = 0; i < n; i++) {
        double off = phase_at(t, i, r->period_us, phase);
        if (fabs(off) > jitter)
            continue;
        r->n_fit++;
        sum += off;
        square += off * off;
    }
    double mean = r->n_fit ? sum / r->n_fit : 0;
    r->jitter = r->n_fit ? sqrt(3 * fmax(0, square / r->n_fit - mean * mean)) : 0;
    r->phase_us += mean * r->period_us;
    r->seen = fmin(1, r->n_fit / ((double)(t[n - 1] - t[0]) / r->period_us + 1));
}

/* One period, all phases and jitters; adds to the mean. */
static void look(const int64_t *t, uint32_t n, double period, const float *mass, double *sum,
                 double *best_jitter, cp_rhythm_clock *best)
{
    turns x;
    density d;
    turns_of(t, n, period, &x);
    density_of(mass, period, &d);
    for (uint32_t j = 0; j < CP_ROUND_JITTERS; j++) {
        uint32_t n_phases = (uint32_t)ceil(1 / (jitters[j] * STEP));
        x.lo = x.hi = 0;
        double weight = -log((double)N_PERIODS * CP_ROUND_JITTERS * n_phases);
        for (uint32_t k = 0; k < n_phases; k++) {
            double phase = (double)k / n_phases;
            if (hope(&x, phase, jitters[j]) < WORTH)
                continue;
            double ratio = ratio_of(t, n, period, phase, jitters[j], &d);
            *sum = cp_stat_log_add(*sum, ratio + weight);
            if (ratio > best->likelihood + BETTER) {
                best->likelihood = ratio;
                best->period_us = period;
                best->phase_us = phase * period;
                *best_jitter = jitters[j];
            }
        }
    }
}

cp_rhythm_clock cp_round_of(cp_rhythm_lab *lab, const int64_t *t, uint32_t n)
{
    cp_rhythm_clock best = { .evidence = -INFINITY, .likelihood = -INFINITY };
    float mass[CP_RHYTHM_BINS];
    int64_t d[CP_ROUND_EVENTS_MAX];
    double sum = -INFINITY, jitter = 0;
    if (n < CP_ROUND_EVENTS_MIN || n > CP_ROUND_EVENTS_MAX)
        return best;
    for (uint32_t i = 1; i < n; i++)
        d[i - 1] = t[i] - t[i - 1];
    if (!cp_rhythm_smooth_of(lab, d, n - 1, mass))
        return best;
    for (uint32_t p = N_PERIODS; p-- > 0;) /* what keeps a period keeps its parts as well */
        if ((double)(t[n - 1] - t[0]) >= CYCLES_MIN * periods_us[p])
            look(t, n, periods_us[p], mass, &sum, &jitter, &best);
    if (!(sum > CP_RHYTHM_EVIDENCE_MIN))
        return best;
    best.evidence = sum;
    measure(t, n, jitter, &best);
    return best;
}
