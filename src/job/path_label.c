/* SPDX-License-Identifier: Apache-2.0 */
/* path_label.c - what a verdict makes of a thing on a path: clean, excluded or unknown.
 *
 *     allowed, not addressed   clean      (by a policy that excludes something on that day)
 *     excluded                 excluded
 *     restricted               as --restricted says (unknown); with a reservation: unknown
 *     undetermined, none       unknown
 *
 * Who asks for a day (--as-of) asks whether a path may be used on it: what may be used until a
 * later day is clean, and the answer says until when. */
#include "job/path.h"

const char *cp_path_label_name(cp_path_label l)
{
    static const char *const names[] = { "clean", "excluded", "unknown" };
    return names[l];
}

cp_rc cp_path_rules_read(const cp_job *j, cp_path_rules *out, cp_err *err)
{
    *out = (cp_path_rules){ CP_LABEL_UNKNOWN, j->opts.as_of.n > 0 };
    if (j->opts.restricted.n == 0)
        return CP_OK;
    for (unsigned l = 0; l <= CP_LABEL_UNKNOWN; l++)
        if (cp_str_eq(j->opts.restricted, cp_str_c(cp_path_label_name((cp_path_label)l)))) {
            out->restricted = (cp_path_label)l;
            return CP_OK;
        }
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                   "--restricted is \"%.*s\", expected clean, excluded or unknown",
                   CP_FMT(j->opts.restricted));
}

/* The day from which it may not be used any more, if that is known and not yet there. */
static cp_date last_use(const cp_verdict *v, cp_date as_of)
{
    for (uint32_t i = 0; i < v->n_duties; i++) {
        const cp_duty *d = &v->duties[i];
        if (d->verb != CP_VERB_USE)
            continue;
        cp_date end = d->applies == CP_APPLIES_FROM  ? d->from
                      : d->applies == CP_APPLIES_YES ? d->deadline
                                                     : CP_DATE_NONE;
        return cp_date_is_set(end) && end.first_day > as_of.last_day ? end : CP_DATE_NONE;
    }
    return CP_DATE_NONE;
}

cp_path_label cp_path_label_of(const cp_path_rules *r, const cp_verdict *v, cp_date as_of,
                               cp_date *until)
{
    *until = CP_DATE_NONE;
    if (!v || v->result == CP_VERDICT_UNDETERMINED)
        return CP_LABEL_UNKNOWN;
    if (v->result == CP_VERDICT_ALLOWED || v->result == CP_VERDICT_NOT_ADDRESSED)
        return CP_LABEL_CLEAN;
    if (v->result == CP_VERDICT_RESTRICTED && cp_policy_has_reservation(v))
        return CP_LABEL_UNKNOWN;
    *until = r->has_day ? last_use(v, as_of) : CP_DATE_NONE;
    if (cp_date_is_set(*until))
        return CP_LABEL_CLEAN;
    return v->result == CP_VERDICT_EXCLUDED ? CP_LABEL_EXCLUDED : r->restricted;
}
