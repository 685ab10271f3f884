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
/* Addresses in texts. */
cp_str cp_detect_addr(cp_arena *a, const cp_flow_addr *x);
/* Adds to a text. */
void cp_detect_say(cp_arena *a, cp_str *to, const char *fmt, ...) CP_PRINTF(3, 4);
