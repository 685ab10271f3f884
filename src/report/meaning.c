/* SPDX-License-Identifier: Apache-2.0 */
/* meaning.c - the duties of a verdict as what one may do with the thing: keep it, buy more of it,
 * extend it, maintain it. A verb for which the policy has no duty is left out: this policy does not
 * forbid it, and more is not known. */
#include "report/report.h"

static bool is_past(cp_date d, cp_date as_of)
{
    return cp_date_is_set(d) && d.last_day < as_of.first_day;
}

/* The last day before d, as exact as d is. */
static cp_str day_before(cp_arena *a, cp_date d)
{
    bool is_day = d.first_day == d.last_day;
    return is_day ? cp_date_text(a, cp_date_of_day(d.first_day - 1)) : cp_date_text(a, d);
}

static cp_str keep_text(cp_arena *a, const cp_duty *d, cp_date as_of)
{
    cp_str until = cp_date_text(a, d->deadline);
    bool is_over = is_past(d->deadline, as_of);
    switch (d->applies) {
    case CP_APPLIES_NO: return CP_STR("keep");
    case CP_APPLIES_YES:
        return until.n == 0 ? CP_STR("remove now")
               : is_over    ? cp_str_fmt(a, "remove now (was to end by %.*s)", CP_FMT(until))
                            : cp_str_fmt(a, "keep until %.*s", CP_FMT(until));
    case CP_APPLIES_FROM:
        return cp_str_fmt(a, "keep until %.*s", CP_FMT(until.n ? until : day_before(a, d->from)));
    case CP_APPLIES_UNKNOWN: break;
    }
    return until.n ? cp_str_fmt(a, "keep: unclear (a day named is %.*s)", CP_FMT(until))
                   : CP_STR("keep: unclear");
}

static cp_str verb_text(cp_arena *a, const cp_duty *d, cp_date as_of)
{
    const char *verb = cp_verb_name(d->verb);
    cp_str until = cp_date_text(a, d->deadline);
    switch (d->applies) {
    case CP_APPLIES_NO: return cp_str_fmt(a, "%s: yes", verb);
    case CP_APPLIES_YES:
        return until.n && !is_past(d->deadline, as_of)
                   ? cp_str_fmt(a, "%s: no, to end by %.*s", verb, CP_FMT(until))
                   : cp_str_fmt(a, "%s: no", verb);
    case CP_APPLIES_FROM:
        return cp_str_fmt(a, "%s: from %.*s no", verb, CP_FMT(cp_date_text(a, d->from)));
    case CP_APPLIES_UNKNOWN: break;
    }
    return cp_str_fmt(a, "%s: unclear", verb);
}

cp_str cp_meaning_text(cp_arena *a, const cp_verdict *v, cp_date as_of)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < v->n_duties; i++) {
        const cp_duty *d = &v->duties[i];
        if (i)
            cp_buf_add_c(&b, "; ");
        cp_buf_add(&b, d->verb == CP_VERB_USE ? keep_text(a, d, as_of) : verb_text(a, d, as_of));
    }
    return cp_buf_str(&b);
}
