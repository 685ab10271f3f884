/* SPDX-License-Identifier: Apache-2.0 */
/* reason.c - the sentence of a verdict: the clause in the pack's own words, then what it hangs on.
 *
 *     excluded       Clause 14 excludes it: TITLE; using it stays free.
 *     restricted     Clause 12 excludes it from 2023-12-31 on: TITLE.
 *     undetermined   Clause f3B could exclude it: TITLE; to find out: what it is used for
 *                    (purpose).
 *     allowed        Clause 12 would exclude it, but it is exempt before 2028-01-01: TEXT.
 *
 * "Allowed" names the clause that came nearest: a reader who expected a hit must see why there is
 * none. One verdict is shared by all assets that are the same to the pack (judge.c), so nothing may
 * be quoted here that the pack does not read. */
#include "policy/judge.h"

/* ---- no clause names it */

static cp_str exempt_until(cp_judge *j, const cp_policy_clause *c, const cp_policy_exemption *e,
                           cp_may maker)
{
    bool ends = cp_date_is_set(e->until);
    return cp_str_fmt(j->a, "Clause %.*s %s exclude it, but it is exempt%s%.*s: %.*s.",
                      CP_FMT(c->id), maker == CP_MAY_YES ? "would" : "could",
                      ends ? " before " : "",
                      CP_FMT(ends ? cp_date_text(j->a, e->until) : CP_STR("")), CP_FMT(e->text));
}

/* The maker was once under a house that c names, but neither today nor when this was made. */
static cp_str was_under(cp_judge *j, const cp_policy_clause *c, const cp_facts *x)
{
    static const cp_fact_days ever = { INT32_MIN, INT32_MAX };
    const cp_maker *maker = j->named.v[x->maker[CP_FACT_MAKER]].known;
    cp_facts_read(x, CP_FACT_MAKER);
    bool by_maker = maker && c->has_affiliates && c->reach == CP_REACH_MADE;
    for (uint32_t i = 0; by_maker && i < c->n_makers; i++) {
        uint32_t house = c->makers[i].maker;
        if (house != UINT32_MAX && house != (uint32_t)(maker - j->lib->known->v) &&
            cp_owners_under(&j->lib->owners, c->affiliates_by, (uint32_t)(maker - j->lib->known->v),
                            house, ever) != CP_MAY_NO)
            return cp_str_fmt(j->a,
                              "Clause %.*s does not name it: %.*s was under %.*s, but neither on "
                              "%.*s nor when this was made.",
                              CP_FMT(c->id), CP_FMT(maker->name),
                              CP_FMT(j->lib->known->v[house].name),
                              CP_FMT(cp_date_text(j->a, j->opts.as_of)));
    }
    return CP_STR("");
}

/* Which condition of a clause that governs x is the one that fails; "" if x's maker is simply
 * another. */
static cp_str near_miss(cp_judge *j, const cp_pack_now *now, uint32_t n, const cp_facts *x)
{
    const cp_policy_clause *c = &now->pack->clauses[n];
    const cp_policy_exemption *e = cp_clause_exemption(j, c, x);
    uint32_t ignored = 0;
    cp_facts_read(x, CP_FACT_MAKER);
    cp_facts_read(x, CP_FACT_PURPOSE);
    cp_may maker = cp_clause_maker(j, now, n, x, &ignored);
    if (c->is_legal_name && maker == CP_MAY_NO) {
        for (uint32_t i = 0; i < c->n_makers; i++)
            if (cp_str_eq(c->makers[i].id, j->named.v[x->maker[CP_FACT_MAKER]].id))
                return cp_str_fmt(j->a, "Clause %.*s names another company of the group: %.*s.",
                                  CP_FMT(c->id), CP_FMT(c->title));
        return CP_STR("");
    }
    if (maker == CP_MAY_NO && c->essential && cp_clause_any_inside(j, now, n, x) != CP_MAY_NO)
        return cp_str_fmt(j->a,
                          "Clause %.*s needs a component that is substantial or essential, or "
                          "critical technology, and it is said that none of these is: %.*s.",
                          CP_FMT(c->id), CP_FMT(c->title));
    if (maker == CP_MAY_NO)
        return was_under(j, c, x);
    if (e)
        return exempt_until(j, c, e, maker);
    if (c->listed && !(cp_pred_eval(c->listed, x, c->date_added, &ignored) & CP_MAY_NO))
        return cp_str_fmt(j->a, "It is on %.*s, as clause %.*s asks.", CP_FMT(c->list_name),
                          CP_FMT(c->id));
    if (c->n_purposes && !(x->set[CP_FACT_PURPOSE] & now->clauses[n].purposes))
        return cp_str_fmt(j->a, "What it is used for is none of the purposes of clause %.*s: %.*s.",
                          CP_FMT(c->id), CP_FMT(c->title));
    if (c->made_in && cp_pred_eval(c->made_in, x, c->date_added, &ignored) == CP_MAY_NO)
        return cp_str_fmt(j->a, "Clause %.*s names only what was produced elsewhere: %.*s.",
                          CP_FMT(c->id), CP_FMT(c->title));
    return CP_STR("");
}

static cp_str say_silence(cp_judge *j, const cp_pack_now *now, const cp_facts *x, bool is_governed)
{
    const cp_policy *p = now->pack;
    uint32_t ignored = 0;
    if (p->is_position)
        return CP_STR("A position is shown and never judges.");
    if (cp_days_before(cp_judge_today(j), p->enacted) == CP_MAY_YES)
        return cp_str_fmt(j->a, "The rule does not exist before %.*s.",
                          CP_FMT(cp_date_text(j->a, p->enacted)));
    if (cp_date_is_set(p->ends) && cp_days_before(cp_judge_today(j), p->ends) != CP_MAY_YES)
        return cp_str_fmt(j->a, "The rule ended on %.*s.", CP_FMT(cp_date_text(j->a, p->ends)));
    for (uint32_t i = 0; i < p->n_clauses; i++)
        if (cp_clause_governs(now, i, x, &ignored) != CP_MAY_NO) {
            cp_str why = near_miss(j, now, i, x);
            if (why.n)
                return why;
        }
    return now->silence[is_governed];
}

/* ---- a clause names it, or could */

/* What follows for a thing that is there already, if it is less than the end of its use. */
static cp_str say_use(cp_judge *j, const cp_verdict *v)
{
    for (uint32_t i = 0; i < v->n_duties; i++) {
        const cp_duty *d = &v->duties[i];
        if (d->verb == CP_VERB_USE && d->applies == CP_APPLIES_NO)
            return CP_STR("; using what is there stays free");
        if (d->verb == CP_VERB_USE && d->applies == CP_APPLIES_FROM)
            return cp_str_fmt(j->scratch, "; its use has to end by %.*s",
                              CP_FMT(cp_date_text(j->scratch, d->from)));
    }
    return CP_STR("");
}

static cp_str say_questions(cp_judge *j, const cp_policy *p, const cp_open *open)
{
    cp_buf b = cp_buf_new(j->scratch);
    uint32_t n = open->n_alone ? open->n_alone : open->n;
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(&b, "%s%.*s (%.*s)",
                   i == 0       ? ""
                   : i + 1 == n ? " or "
                                : ", ",
                   CP_FMT(cp_policy_fact_question(j->scratch, j->lib, p, open->facts[i])),
                   CP_FMT(cp_policy_fact_name(j->scratch, j->lib, p, open->facts[i])));
    for (uint32_t i = n; i < open->n; i++)
        cp_buf_fmt(&b, "%s%.*s", i == n ? "; then perhaps " : ", ",
                   CP_FMT(cp_policy_fact_name(j->scratch, j->lib, p, open->facts[i])));
    return cp_buf_str(&b);
}

/* The rule names whose name stands on it, and not who made it. */
static cp_str say_seller(cp_judge *j, const cp_facts *x, const cp_open *open)
{
    const cp_maker *m = x->is_sold_as ? j->named.v[x->candidates[1]].known : NULL;
    cp_facts_read(x, CP_FACT_MAKER);
    for (uint32_t i = 0; i < open->n && m; i++)
        if (open->facts[i] == CP_FACT_MAKER)
            return cp_str_fmt(j->scratch,
                              " It is sold under the name %.*s, and made by another: ask which of "
                              "them the rule means.",
                              CP_FMT(m->name));
    return CP_STR("");
}

static cp_str say_hit(cp_judge *j, const cp_pack_now *now, const cp_facts *x, const cp_verdict *v,
                      uint32_t at, const cp_open *open)
{
    const cp_policy_clause *c = &now->pack->clauses[at];
    if (v->result == CP_VERDICT_EXCLUDED)
        return cp_str_fmt(j->a, "Clause %.*s excludes it: %.*s%.*s.", CP_FMT(c->id),
                          CP_FMT(c->title), CP_FMT(say_use(j, v)));
    if (v->result == CP_VERDICT_RESTRICTED)
        return cp_str_fmt(j->a, "Clause %.*s excludes it %.*s: %.*s.", CP_FMT(c->id),
                          CP_FMT(cp_clause_reservation(j, now, at, x)), CP_FMT(c->title));
    cp_str questions = say_questions(j, now->pack, open);
    if (c->is_allow_list && !c->is_list_public)
        return cp_str_fmt(
            j->a,
            "Clause %.*s excludes it unless it is on %.*s, which is not public; to find out: %.*s.",
            CP_FMT(c->id), CP_FMT(c->list_name), CP_FMT(questions));
    return cp_str_fmt(j->a, "Clause %.*s could exclude it: %.*s; to find out: %.*s.%.*s",
                      CP_FMT(c->id), CP_FMT(c->title), CP_FMT(questions),
                      CP_FMT(say_seller(j, x, open)));
}

cp_str cp_judge_reason(cp_judge *j, const cp_pack_now *now, const cp_facts *x, const cp_verdict *v,
                       uint32_t clause, const cp_open *open)
{
    cp_str why = clause == UINT32_MAX ? say_silence(j, now, x, v->result == CP_VERDICT_ALLOWED)
                                      : say_hit(j, now, x, v, clause, open);
    return now->not_bound.n ? cp_str_fmt(j->a, "%.*s %.*s", CP_FMT(why), CP_FMT(now->not_bound))
                            : why;
}
