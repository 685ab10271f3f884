/* SPDX-License-Identifier: Apache-2.0 */
/* rita.h - the beacon score that RITA (version 5) publishes, as a mode to compare with, for those
 * who know it and for docs/flow-beacons.md. Written from its public descriptions, not from its
 * code: docs "Understanding RITA Measurements", default_config.hjson of version 5, and the texts of
 * rita-legacy's changes 69 (skew), 742 (coefficient of variation), 745 (dispersion is not
 * negative), 773 (intervals of 0 do not count), 792 (no count of connections), 793 (duration), 794
 * (two modes). Where these leave something open, it stands below with "open".
 *
 *     score = (timestamps + sizes + histogram + duration) / 4, of 24 hours
 *
 * timestamps, sizes: mean of 1 - |Bowley's skew| and of 1 - MAD / median, of the intervals (whole
 *   seconds; open: rounding) and of the client's bytes; open: the divisor of the dispersion, which
 *   the texts give as "cap where it could go negative".
 * histogram: connections per hour, 24 of them: the greater of 1 - standard deviation / mean (0 if
 *   negative), and, from 11 hours on, of the share of hours whose counts fall into the two fullest
 *   classes of counts, a class as wide as 5 % of the largest count, one outlier left out.
 * duration: from more than 6 hours seen on, the greater of the share of the observed time between
 *   its first and last connection, and of the longest run of hours seen (around midnight too) by
 *   12. */
#pragma once
#include "flow/series.h"

enum { CP_RITA_CONNECTIONS_MIN = 4 };

typedef struct cp_rita {
    double score; /* 0..1; 0 with fewer than CP_RITA_CONNECTIONS_MIN connections */
    double timestamps, sizes, histogram, duration;
    double skew_ts, mad_ts, skew_size, mad_size; /* of 1, as they enter */
    cp_time from;                                /* the 24 hours that this is of */
} cp_rita;

/* Of the 24 hours within from..to (the observation) that score highest; days begin at `from`.
 * Scratch in a. */
cp_rita cp_rita_of(cp_arena *a, const cp_series *s, cp_time from, cp_time to);
