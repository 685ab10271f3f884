/* SPDX-License-Identifier: Apache-2.0 */
/* rhythm.h - do the intervals between events come from a timer? A likelihood ratio.
 *
 * The timer sleeps a period with some jitter, each of its beats is seen with some probability, and
 * a share of the intervals is anything (the device was off, a person used the same service):
 *
 *     f1(d) = (1 - stray) * sum over m of seen (1 - seen)^(m-1) g_m(d) + stray * f0(d)
 *
 * where g_m is the density of m sleeps; of a clock, whose jitter does not add up, that of m periods
 * and two jitters. Against it stands everything that is smooth: f0 is the likeliest mixture, for
 * these very intervals, of exponential densities (Poisson at any rates: days and nights, bursts)
 * and of bells on the logarithm of the interval that are at least CP_RHYTHM_SMOOTH wide (people,
 * heavy tails). What is left is what these cannot do: to come again and again after the same time.
 * (Where there is a hard least interval, as a rate limit makes it, half a timer is seen.)
 *
 * Evidence is the mean of f1/f0 over a fixed grid of timers around the median interval. By
 * Markov's inequality it exceeds exp(x) with probability at most exp(-x) where f0 is true, whatever
 * f0 is (Wasserman, Ramdas, Balakrishnan: Universal inference, PNAS 117, 2020): the number of
 * timers tried is paid for. */
#pragma once
#include "flow/stats.h"

enum {
    CP_RHYTHM_BINS_PER_OCTAVE = 16, /* 4.4 %: timers that are more exact are not told apart */
    CP_RHYTHM_LOW_OCTAVE = 10,      /* 2^10 us: about a millisecond */
    CP_RHYTHM_OCTAVES = 35,         /* to 2^45 us: more than a year */
    CP_RHYTHM_BINS = CP_RHYTHM_BINS_PER_OCTAVE * CP_RHYTHM_OCTAVES,
    CP_RHYTHM_INTERVALS_MIN = 3,
};
/* Less evidence is none: it costs the more to be worked out the less there is. */
#define CP_RHYTHM_EVIDENCE_MIN 1.0
#define CP_RHYTHM_SMOOTH 1.0 /* standard deviation, nats: a factor of e */

/* Jitters (half the width of a uniform one, as share of the period) and probabilities to be seen
 * that are tried; shares of strays. */
enum { CP_RHYTHM_JITTERS = 6, CP_RHYTHM_SEENS = 4, CP_RHYTHM_STRAYS = 2, CP_RHYTHM_KINDS = 2 };

/* Tables and scratch of one thread: about 200 KiB. */
typedef struct cp_rhythm_lab cp_rhythm_lab;
cp_rhythm_lab *cp_rhythm_lab_new(cp_arena *a);

typedef struct cp_rhythm {
    double evidence;   /* natural logarithm; -INFINITY: none, and of the rest nothing is set */
    double likelihood; /* log ratio at the best timer of the grid */
    double
        period_us; /* of the best one, made finer by the intervals themselves; set, and likelihood
                          too, if there is little evidence, but for none at all: 0 */
    double jitter; /* share of the period; as measured */
    double seen;   /* share of the beats between the first and the last, gaps apart */
    uint32_t n_intervals, n_fit; /* those that the timer explains */
    uint32_t n_gaps;             /* intervals longer than any that it explains */
    uint64_t gaps_us;
} cp_rhythm;

/* d: intervals in microseconds, in their order, none negative; those of 0, and what is longer than
 * all bins, are left out. */
cp_rhythm cp_rhythm_of(cp_rhythm_lab *lab, const int64_t *d, uint32_t n);

/* Do few events keep a phase? Of a clock intervals say less than the events themselves, because
 * each jitter is in two of them. The same ratio, of events instead of intervals:
 *
 *     |<--J-->|           |<--J-->|           |<--J-->|     windows of a clock: period, phase,
 *     jitter
 *         x     stray        x        missed       x
 *
 *     f1 = (1 - stray) * seen (1 - seen)^missed / (2 J period) + stray * f0(interval before)
 *
 * of one that is in a later window than the last one was; of others stray * f0. Evidence is the
 * mean over a grid of periods, phases, jitters and shares of beats that are seen, as above: half of
 * it on periods near the median interval, half on three octaves. Periods that are not near the best
 * timer's are paid for and not tried. */
enum {
    CP_RHYTHM_CLOCK_EVENTS_MIN = 6,
    CP_RHYTHM_CLOCK_EVENTS_MAX = 48, /* fold.h finds those of more as well */
};
typedef struct cp_rhythm_clock {
    double evidence, likelihood; /* as cp_rhythm; -INFINITY: none */
    double period_us, phase_us;  /* from t[0] on */
    double jitter, seen;         /* as measured */
    uint32_t n_fit;              /* events in windows */
} cp_rhythm_clock;

/* t ascending, n of them; r: what cp_rhythm_of said just now, with this lab, of the intervals
 * between them. */
cp_rhythm_clock cp_rhythm_clock_of(const cp_rhythm_lab *lab, const int64_t *t, uint32_t n,
                                   const cp_rhythm *r);

/* The mass of f0, as it fits these intervals best, in each bin: bin b is around 2^(b /
 * CP_RHYTHM_BINS_PER_OCTAVE + CP_RHYTHM_LOW_OCTAVE) us. Returns false where there are too few. */
bool cp_rhythm_smooth_of(cp_rhythm_lab *lab, const int64_t *d, uint32_t n,
                         float mass[CP_RHYTHM_BINS]);

/* How much one interval says on average (nats) if there is such a timer: from what number of
 * events on it can be told. */
double cp_rhythm_information(cp_rhythm_lab *lab, bool is_clock, double jitter, double seen);

/* The log of f1/f0 of n intervals at one timer of the grid, f0 as above: timer is (kind *
 * CP_RHYTHM_JITTERS + jitter) * CP_RHYTHM_SEENS + seen, shift counts bins from below the median. */
double cp_rhythm_ratio_at(cp_rhythm_lab *lab, const int64_t *d, uint32_t n, uint32_t shift,
                          uint32_t timer, uint32_t stray);
