/* SPDX-License-Identifier: Apache-2.0 */
/* round.h - do few events, of which most were not sampled, keep the beat of a schedule?
 *
 * Of a clock of any period a dozen sampled events say too little: to have tried thousands of
 * periods costs more than they have to say. But schedules are set by people (or by programs that
 * people wrote), and to round periods: these are few, and so are a test of their own.
 *
 *     windows     |<-2J->|        |<-2J->|        |<-2J->|      of one period, phase and jitter
 *     events         x                               x     .
 *
 * Under chance an event falls into a window with the probability that the smooth density of its
 * interval (rhythm.h) gives to all windows together, from where the last event was: Z. Under the
 * schedule it does so but for a share of strays. So the ratio of an event is
 *
 *     ((1 - stray) / 2J if it is in a window, + stray) / ((1 - stray) Z / 2J + stray)
 *
 * the density itself is in both and falls out, and that is why it is less to be paid for than where
 * the period is not known (cp_rhythm_clock_of). Evidence is the mean of the products over all
 * periods, phases and jitters; its expectation is 1 where the density is the true one. That is
 * fitted to the same intervals, but Z asks it only how it changes within a period. */
#pragma once
#include "flow/rhythm.h"

enum {
    CP_ROUND_EVENTS_MIN = 8,
    CP_ROUND_EVENTS_MAX = 96, /* fold.h sees those of more */
    CP_ROUND_JITTERS = 5,
};
/* Seconds. Not longer: days and nights, and working hours, are no timers. */
#define CP_ROUND_PERIODS(X) \
    X(10)                   \
    X(15)                   \
    X(20)                   \
    X(30)                   \
    X(60)                   \
    X(120)                  \
    X(180)                  \
    X(300)                  \
    X(600)                  \
    X(900)                  \
    X(1200)                 \
    X(1800)                 \
    X(3600)

/* t ascending. lab is used as scratch. */
cp_rhythm_clock cp_round_of(cp_rhythm_lab *lab, const int64_t *t, uint32_t n);

/* The log of the product for one schedule: phase is that of the middle of a window, in periods from
 * t[0] on. mass: of cp_rhythm_smooth_of. */
double cp_round_ratio(const int64_t *t, uint32_t n, double period_us, double phase, double jitter,
                      const float mass[CP_RHYTHM_BINS]);
