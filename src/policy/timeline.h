/* SPDX-License-Identifier: Apache-2.0 */
/* timeline.h - what policies say of one asset on every day, past and future: the days at which a
 * verdict changes, and why.
 *
 *     days of the pack, its clauses, duties and exemptions, of ownership  -> candidate days
 *     the asset judged on each of them; neighbours that say the same are one row
 *
 * Between two candidate days nothing that the evaluator compares with the day judged lies, so the
 * rows are those that judging on every single day would give. What the rules of today say of a day
 * is told: a clause that was repealed and is in no pack is not known. */
#pragma once
#include "policy/policy.h"

#define CP_TIMELINE_OPEN_FROM INT32_MIN
#define CP_TIMELINE_OPEN_TO INT32_MAX

typedef struct cp_timeline_row {
    const cp_policy *policy;
    int32_t from, to; /* days, both included; CP_TIMELINE_OPEN_*: since ever, still */
    /* as of the first day of the row (open: of a day before all that is known) */
    cp_verdict verdict;
    cp_date as_of; /* that day */
    cp_str why;    /* what changed on `from`; "" for the first row */
} cp_timeline_row;

typedef struct cp_timeline_opts {
    const cp_profile *profile; /* NULL: nobody said who we are */
    double accept;
    bool as_if_bound;
    const cp_statement *statements; /* about makers, states and products */
    uint32_t n_statements;
    int32_t from, to; /* CP_TIMELINE_OPEN_*: no limit */
} cp_timeline_opts;

typedef struct cp_timeline {
    CP_VEC(cp_timeline_row) v; /* by policy in the order of `packs`, then by day */
} cp_timeline;

void cp_timeline_fill(cp_arena *a, const cp_policy_lib *lib, const cp_policy *const *packs,
                      uint32_t n, const cp_timeline_opts *opts, const cp_asset *as,
                      cp_timeline *out);
/* Do the verdicts of two days say the same? Deadlines that have passed since count as a change. */
bool cp_timeline_same(const cp_verdict *x, cp_date x_day, const cp_verdict *y, cp_date y_day);
