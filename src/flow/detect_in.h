/* SPDX-License-Identifier: Apache-2.0 */
/* detect_in.h - what detectors share. */
#pragma once
#include "flow/detect.h"

typedef CP_VEC(cp_flow_finding) cp_flow_findings;

/* Corrects p for n_looked_at, sets the scores of those that have a p-value, puts them in order and
 * keeps CP_FLOW_FINDINGS_MAX. */
void cp_detect_end(cp_flow_findings *v, cp_flow_finding_kind kind, uint64_t n_looked_at,
                   cp_flow_found *out);
/* Natural logarithm of what a finding's p may be. */
double cp_detect_log_p(double p_max, double usual);
/* Adds bytes to bins of time, evenly from its begin to its end. */
void cp_detect_spread(uint64_t *to, uint32_t n_bins, cp_time from, uint64_t bin_us, cp_time at,
                      uint64_t span_us, uint64_t bytes);
/* Natural logarithm of p of a rank correlation of n changes of which neighbours share a bin:
 * Fisher's z of half as many values, one-sided. */
double cp_detect_log_p_of_rank(double r, uint32_t n);
/* Receivers whose volume follows what an exporter forwards to others (detect_transit.c): added to
 * *found, not corrected. Goes through the flows twice. Errors: of the set's. */
CP_MUST_CHECK cp_rc cp_detect_transit(cp_arena *a, const cp_flow_set *set,
                                      const cp_series_options *o, const cp_flow_ids *ids,
                                      const cp_transit_others *others, double p_max,
                                      cp_flow_findings *found, uint64_t *n_looked_at,
                                      cp_str *cannot_see, cp_err *err);
/* Addresses in texts. */
cp_str cp_detect_addr(cp_arena *a, const cp_flow_addr *x);
/* Adds to a text. */
void cp_detect_say(cp_arena *a, cp_str *to, const char *fmt, ...) CP_PRINTF(3, 4);
