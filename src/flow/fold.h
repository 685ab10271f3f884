/* SPDX-License-Identifier: Apache-2.0 */
/* fold.h - do events keep a phase? A clock (cron, a schedule) beats at phase + k * period, so that
 * its phase outlives missed beats, sampling and other traffic between, where intervals tell nothing
 * any more. A timer that sleeps after each beat drifts; that is what rhythm.h is for.
 *
 * A Fourier transform of the events finds candidates; each is looked at again with the events
 * themselves: Z^2 of 1, 2 and 4 harmonics (Buccheri and others 1983; de Jager, Raubenheimer,
 * Swanepoel 1989 for the H-test). Noise is not taken to be white: events that come in bursts, and
 * days and nights, have more power at low frequencies, so each power is divided by the mean power
 * around it, and at least by that of independent events. The p-value is corrected for the number of
 * independent frequencies and for the harmonics tried. */
#pragma once
#include "flow/stats.h"

enum {
    CP_FOLD_EVENTS_MIN = 6,
    CP_FOLD_SIZE_MAX = 1 << 17,  /* values of the transform */
    CP_FOLD_EVENTS_FINE = 20000, /* only so many of the first are looked at again */
    CP_FOLD_CYCLES_MIN = 8,      /* slower periods have too few beats to be told from chance */
};

/* About 2.5 MiB: scratch of one thread. */
typedef struct cp_fold_lab cp_fold_lab;
cp_fold_lab *cp_fold_lab_new(cp_arena *a);

typedef struct cp_fold {
    double log_p;     /* <= 0; corrected for the frequencies tried */
    double period_us; /* 0: nothing to be said */
    double phase_us;  /* of the mean beat, from t[0] on: 0..period */
    uint32_t harmonics;
    double power; /* sum of the harmonics' powers, each over the noise around it */
    double n_trials;
} cp_fold;

/* t ascending. fastest: how many times as fast as the mean rate of events the period may be (the
 * fewer of the beats are seen, the more). period_min_us: shorter ones are not tried, because the
 * times are not told finely enough; period_max_us: nor are longer ones, 0: no limit. */
cp_fold cp_fold_of(cp_fold_lab *lab, const cp_time *t, uint32_t n, double fastest,
                   double period_min_us, double period_max_us);

/* Power of one overtone of one period by its definition: |sum exp(2 pi i h t / period)|^2 / n. */
double cp_fold_power(const cp_time *t, uint32_t n, double period_us, uint32_t overtone);
