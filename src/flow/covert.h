/* SPDX-License-Identifier: Apache-2.0 */
/* covert.h - do the intervals between connections spell something? A timing channel sends a sign
 * by how long it waits: its intervals take a few values, in an order that cannot be foretold
 * (Cabuk, Brodley, Shields: IP covert timing channels, CCS 2004; Gianvecchio and Wang look at the
 * entropy of the order: Detecting covert timing channels, CCS 2007).
 *
 * A value is a window as wide as CP_COVERT_WINDOW. Where intervals are smooth in the sense of
 * rhythm.h, no window holds more than CP_COVERT_SHARE of them, so as many as are found in the
 * fullest windows have at most a binomial chance, times the number of ways to place the windows.
 *
 * Windows that lie near each other are one value with jitter. One value is a timer, and values at
 * the multiples of the first are a timer some of whose beats are missing: that is for beacon.h, and
 * a channel that sends bits by leaving beats out looks the same. Values in an order that can be
 * foretold are a pattern, as a program makes that opens several connections a beat; it is told
 * apart. */
#pragma once
#include "flow/series.h"

enum {
    CP_COVERT_EVENTS_MIN = 40,
    CP_COVERT_VALUES_MAX = 4,
    CP_COVERT_WINDOWS_MAX = 8,
    CP_COVERT_INTERVALS_MAX = 1 << 16, /* of more, the first */
};
#define CP_COVERT_WINDOW 0.1 /* octaves: 7 % */
/* octaves, a quarter more: nearer values are one that is less exact */
#define CP_COVERT_APART 0.32
/* The largest density of a bell as wide as CP_RHYTHM_SMOOTH, over such a window; that of an
 * exponential is less. */
#define CP_COVERT_SHARE 0.0277

typedef struct cp_covert {
    double log_p;       /* natural; <= 0; corrected for the values tried. 0: nothing to be said */
    uint32_t n_windows; /* that the values are made of: such as lie side by side are one */
    uint32_t n_values;
    double value_us[CP_COVERT_VALUES_MAX]; /* ascending: the middle of those in the window */
    uint32_t n_of[CP_COVERT_VALUES_MAX];
    uint32_t n_intervals;
    /* Bits a sign: of its value, and of its value if the one before is known. The first is what
     * could be sent, the second what the order leaves open. */
    double entropy, entropy_next;
    bool is_pattern; /* the order can be foretold: no channel */
} cp_covert;

/* Scratch in a, given up again. */
cp_covert cp_covert_of(cp_arena *a, const cp_series *s);
/* In words, with its numbers; "" where n_values is 0. */
cp_str cp_covert_explain(cp_arena *a, const cp_covert *c);

/* How far the intervals of s (over their median) are from those of others at the same service:
 * the largest distance of the distributions (Kolmogorov, Smirnov), and the logarithm of its p.
 * others: ascending, as cp_covert_ratios puts them; what is not independent (bursts) makes p too
 * small, so it is a measure to order by, beside the test above. */
double cp_covert_unlike(cp_arena *a, const cp_series *s, const double *others, uint32_t n_others,
                        double *log_p);
/* Intervals over their median, ascending, into out (room for n - 1); returns how many. */
uint32_t cp_covert_ratios(const cp_series *s, double *out);
