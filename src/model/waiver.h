/* SPDX-License-Identifier: Apache-2.0 */
/* waiver.h - a finding that somebody answers for until a day: shown as waived, never as allowed.
 * docs/formats/waivers.md is the format. */
#pragma once
#include "base/base.h"

typedef struct cp_waiver {
    cp_str asset;  /* an id, a name, an identifier, or a pattern with * and ?; "" any */
    cp_str policy; /* id; "" any */
    cp_str clause; /* of the policy; "" any */
    cp_str reason, approver;
    cp_date expires; /* one day, the last on which it holds */
    cp_str file;     /* where it stands */
    uint64_t line;
} cp_waiver;

typedef struct cp_waivers {
    const cp_waiver *v;
    uint32_t n;
} cp_waivers;

/* Has it ended before that day? */
static inline bool cp_waiver_is_expired(const cp_waiver *w, cp_date as_of)
{
    return w->expires.last_day < as_of.first_day;
}

/* "POLICY/CLAUSE", "POLICY" or "". */
static inline cp_str cp_waiver_rule(cp_arena *a, const cp_waiver *w)
{
    return w->clause.n ? cp_str_fmt(a, "%.*s/%.*s", CP_FMT(w->policy), CP_FMT(w->clause))
                       : w->policy;
}
