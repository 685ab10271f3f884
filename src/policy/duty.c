/* SPDX-License-Identifier: Apache-2.0 */
/* duty.c - what follows from the clauses that name an asset, one line per verb.
 *
 * Of several duties with the same verb the strongest statement is kept: it applies; it applies from
 * a date; it may apply (facts of the asset are missing, or the source was not checked); it does
 * not. A day that is not known leaves a duty open only if it matters: where models authorised
 * before a day are barred by one duty and later ones by another, all are barred. */
#include "policy/judge.h"

/* How much a statement says, for choosing among several. */
static int rank(cp_applies a)
{
    switch (a) {
    case CP_APPLIES_YES: return 4;
    case CP_APPLIES_FROM: return 3;
    case CP_APPLIES_UNKNOWN: return 2;
    case CP_APPLIES_NO: return 1;
    }
    return 0;
}

static bool is_ours(cp_judge *j, const cp_policy *p, const cp_policy_duty *d)
{
    const cp_profile *who = j->opts.profile;
    if (d->n_roles == 0 || j->opts.as_if_bound || !who)
        return true;
    bool any_known = false, may_be = false;
    for (uint32_t i = 0; i < p->n_addressees; i++)
        any_known |= cp_policy_role(j->scratch, j->lib, who, p->addressees[i].role) == CP_YES;
    for (uint32_t i = 0; i < d->n_roles; i++) {
        cp_tri has = cp_policy_role(j->scratch, j->lib, who, d->roles[i]);
        may_be |= has == CP_YES || (has == CP_UNKNOWN && !any_known);
    }
    return may_be;
}

/* The duty under a clause that names the asset, surely or perhaps. */
static cp_duty state(cp_judge *j, const cp_policy_duty *d, const cp_policy_clause *c, bool is_sure)
{
    cp_date begins = cp_duty_begins(d, c);
    cp_duty out = {
        .verb = d->verb, .applies = d->applies, .from = CP_DATE_NONE, .deadline = d->deadline
    };
    cp_may begun =
        cp_date_is_set(begins) ? cp_may_not(cp_days_before(cp_judge_today(j), begins)) : CP_MAY_YES;
    bool is_unchecked = cp_is_unchecked(d->basis.conf);
    if (d->applies == CP_APPLIES_NO)
        return out;
    if (is_unchecked || !is_sure || d->condition.n || begun == CP_MAY_COND || cp_duty_awaits(d, c))
        out.applies = CP_APPLIES_UNKNOWN;
    else if (begun == CP_MAY_NO) {
        out.applies = CP_APPLIES_FROM;
        out.from = begins;
    }
    return out;
}

static cp_str note_of(cp_judge *j, const cp_policy_duty *d, const cp_policy_clause *c)
{
    cp_str note = d->text.n ? d->text : c->title;
    if (d->applies == CP_APPLIES_NO)
        return note;
    if (d->deadline_rule.n)
        note = cp_str_fmt(j->a, "%.*s; the day depends on this: %.*s", CP_FMT(note),
                          CP_FMT(d->deadline_rule));
    if (cp_is_unchecked(d->basis.conf))
        return cp_str_fmt(j->a, "%.*s (source not checked)", CP_FMT(note));
    return d->condition.n
               ? cp_str_fmt(j->a, "%.*s; only if %.*s", CP_FMT(note), CP_FMT(d->condition))
               : note;
}

/* Is d what is said of its verb now? */
static bool take(cp_duty *best, bool *has, cp_duty d)
{
    if (!*has || rank(d.applies) > rank(best->applies) ||
        (d.applies == CP_APPLIES_FROM && best->applies == CP_APPLIES_FROM &&
         d.from.first_day < best->from.first_day)) {
        cp_date earlier =
            *has && rank(d.applies) == rank(best->applies) ? best->deadline : CP_DATE_NONE;
        *best = d;
        if (!cp_date_is_set(best->deadline))
            best->deadline = earlier;
        *has = true;
        return true;
    }
    if (d.applies != CP_APPLIES_NO && rank(d.applies) == rank(best->applies) &&
        cp_date_is_set(d.deadline) &&
        (!cp_date_is_set(best->deadline) || d.deadline.first_day < best->deadline.first_day))
        best->deadline = d.deadline;
    return false;
}

/* The strongest statement per verb. */
typedef struct statements {
    cp_duty best[CP_VERB_COUNT];
    bool has[CP_VERB_COUNT];
} statements;

static statements gather(cp_judge *j, const cp_pack_now *now, const cp_facts *x,
                         const cp_may *names)
{
    const cp_policy *p = now->pack;
    statements s = { .has = { false } };
    struct {
        const cp_policy_duty *duty;
        const cp_policy_clause *clause;
    } from[CP_VERB_COUNT];
    for (uint32_t i = 0; i < p->n_clauses; i++) {
        const cp_policy_clause *c = &p->clauses[i];
        const cp_policy_duty *v = c->has_own_duties ? c->duties : p->duties;
        const cp_policy_exemption *e =
            names[i] == CP_MAY_NO && now->clauses[i].keeps ? cp_clause_exemption(j, c, x) : NULL;
        uint32_t n = c->has_own_duties ? c->n_duties : p->n_duties, ignored = 0;
        if (e && !e->keeps)
            e = NULL;
        /* what an exemption keeps holds for things that the clause would name without it */
        cp_may is = e ? cp_clause_but_for_exemptions(j, now, i, x) : names[i];
        bool is_sure = is == CP_MAY_YES ||
                       (is == CP_MAY_COND && cp_clause_will_name(j, now, i, x) == CP_MAY_YES);
        for (uint32_t k = 0; k < n && is != CP_MAY_NO; k++) {
            if (!cp_duty_is_of(&v[k], c) || !is_ours(j, p, &v[k]) ||
                (e && !(e->keeps >> v[k].verb & 1)))
                continue;
            cp_may when =
                v[k].when ? cp_pred_eval(v[k].when, x, c->date_added, &ignored) : CP_MAY_YES;
            if (when == CP_MAY_NO)
                continue;
            cp_duty d = state(j, &v[k], c, is_sure);
            if (when != CP_MAY_YES)
                d.applies = CP_APPLIES_UNKNOWN;
            if (take(&s.best[d.verb], &s.has[d.verb], d)) {
                from[d.verb].duty = &v[k];
                from[d.verb].clause = c;
            }
        }
    }
    for (unsigned v = 0; v < CP_VERB_COUNT; v++)
        if (s.has[v])
            s.best[v].note = note_of(j, from[v].duty, from[v].clause);
    return s;
}

/* What holds whichever of two is the case. */
static void agree(cp_judge *j, statements *s, const statements *other)
{
    for (unsigned v = 0; v < CP_VERB_COUNT; v++) {
        cp_duty *a = &s->best[v];
        const cp_duty *b = &other->best[v];
        bool both = s->has[v] && other->has[v];
        if (!s->has[v])
            *a = *b;
        if (s->has[v] != other->has[v] ||
            (both && (a->applies != b->applies || a->from.first_day != b->from.first_day)))
            a->applies = CP_APPLIES_UNKNOWN;
        if (both && !cp_str_eq(a->note, b->note) && !cp_str_has(a->note, b->note))
            a->note = cp_str_fmt(j->a, "%.*s; %.*s", CP_FMT(a->note), CP_FMT(b->note));
        s->has[v] |= other->has[v];
    }
}

/* The first missing date that duties hang on; a second one would be tried for each day of the
 * first, and no law known has two. */
static bool open_date(const cp_policy *p, const cp_facts *x, cp_fact *out)
{
    for (uint32_t i = 0; i < p->n_duty_days; i++) {
        cp_facts_read(x, p->duty_days[i].fact);
        if (cp_facts_is_missing(x, p->duty_days[i].fact)) {
            *out = p->duty_days[i].fact;
            return true;
        }
    }
    return false;
}

/* For every day that a missing date could be, as far as the duties tell days apart. */
static statements gather_all(cp_judge *j, const cp_pack_now *now, const cp_facts *x,
                             const cp_may *names)
{
    const cp_policy *p = now->pack;
    statements all = { .has = { false } };
    cp_facts y = *x;
    cp_fact f;
    if (!open_date(p, x, &f))
        return gather(j, now, x, names);
    for (bool is_first = true;; is_first = false) {
        y.day[CP_DAY(f)].hi = x->day[CP_DAY(f)].hi;
        for (uint32_t i = 0; i < p->n_duty_days; i++)
            if (p->duty_days[i].fact == f && p->duty_days[i].day > y.day[CP_DAY(f)].lo &&
                p->duty_days[i].day <= y.day[CP_DAY(f)].hi)
                y.day[CP_DAY(f)].hi = p->duty_days[i].day - 1;
        statements s = gather(j, now, &y, names);
        if (is_first)
            all = s;
        else
            agree(j, &all, &s);
        if (y.day[CP_DAY(f)].hi >= x->day[CP_DAY(f)].hi)
            return all;
        y.day[CP_DAY(f)].lo = y.day[CP_DAY(f)].hi + 1;
    }
}

const cp_duty *cp_judge_duties(cp_judge *j, const cp_pack_now *now, const cp_facts *x,
                               const cp_may *names, uint32_t *n_out)
{
    statements s = gather_all(j, now, x, names);
    uint32_t n = 0;
    for (unsigned v = 0; v < CP_VERB_COUNT; v++)
        n += s.has[v];
    cp_duty *out = CP_NEW_ARRAY(j->a, cp_duty, n);
    *n_out = 0;
    for (unsigned v = 0; v < CP_VERB_COUNT; v++)
        if (s.has[v])
            out[(*n_out)++] = s.best[v];
    return out;
}
