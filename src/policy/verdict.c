/* SPDX-License-Identifier: Apache-2.0 */
/* verdict.c - the outcome of the search, said as a verdict: which clause, why, by which chain, on
 * which sources. */
#include <stdlib.h>
#include "policy/judge.h"

/* Numbers inside ids count as numbers: 2 before 10. */
static int natural(cp_str a, cp_str b)
{
    uint64_t x, y;
    if (cp_str_u64(a, &x) && cp_str_u64(b, &y))
        return x < y ? -1 : x > y;
    return cp_str_cmp(a, b);
}

/* What a clause says of x, for choosing the one to name: certain before possible, whole before
 * under reservation, older before younger. Where the result is open, the clause on which it hangs
 * comes first. */
static int weight(cp_may m, bool is_open)
{
    bool is_possible = !cp_may_is_one(m);
    if (is_open && is_possible)
        return m & CP_MAY_YES ? 7 : m & CP_MAY_COND ? 6 : 0;
    return m == CP_MAY_YES    ? 5
           : m == CP_MAY_COND ? 4
           : m & CP_MAY_YES   ? 3
           : m & CP_MAY_COND  ? 2
                              : 0;
}

/* How many classes a clause governs: the narrower one says more. */
static uint32_t classes(const cp_policy_clause *c)
{
    for (uint32_t i = 0; i < c->subject->n_items; i++)
        if (c->subject->items[i] && c->subject->items[i]->fact == CP_FACT_CLASS)
            return cp_set_count(c->subject->items[i]->set);
    return CP_SET_BITS;
}

static uint32_t choose(const cp_policy *p, const cp_may *names, bool is_open)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < p->n_clauses; i++) {
        if (weight(names[i], is_open) == 0)
            continue;
        if (best == UINT32_MAX) {
            best = i;
            continue;
        }
        const cp_policy_clause *c = &p->clauses[i], *b = &p->clauses[best];
        int d = weight(names[i], is_open) - weight(names[best], is_open);
        d = d ? d : b->date_added.first_day - c->date_added.first_day;
        d = d ? d : (int)classes(b) - (int)classes(c);
        d = d ? d : -natural(c->id, b->id);
        best = d > 0 ? i : best;
    }
    return best;
}

static void add_sources(cp_judge *j, const cp_policy *p, const cp_policy_basis *b, cp_citation *out,
                        uint32_t *n)
{
    for (uint32_t i = 0; i < b->n_src; i++) {
        const cp_policy_source *s = &p->sources[b->src[i]];
        bool had = false;
        for (uint32_t k = 0; k < *n; k++)
            had |= cp_str_eq(out[k].url, s->url);
        if (!had)
            out[(*n)++] = (cp_citation){ s->url, s->title.n ? s->title : s->key, s->date, s->tier };
    }
    (void)j;
}

static void say_sources(cp_judge *j, const cp_policy *p, const cp_policy_clause *c, cp_verdict *v)
{
    uint32_t max = p->n_sources + p->clauses_of->n_sources + 1, n = 0;
    cp_citation *out = CP_NEW_ARRAY(j->a, cp_citation, max);
    const cp_policy_duty *duties = c && c->has_own_duties ? NULL : p->duties;
    if (c)
        add_sources(j, p->clauses_of, &c->basis, out, &n);
    for (uint32_t i = 0; c && duties && i < p->n_duties; i++)
        add_sources(j, p, &duties[i].basis, out, &n);
    for (uint32_t i = 0; !c && i < p->n_events; i++)
        add_sources(j, p, &p->events[i].basis, out, &n);
    v->sources = out;
    v->n_sources = n;
}

static void say_chain(cp_judge *j, const cp_policy *p, uint32_t c, const cp_facts *x, cp_verdict *v)
{
    uint32_t chain[CP_OWNER_DEPTH_MAX + 1], n = 0, ignored = 0;
    const cp_policy_clause *clause = &p->clauses[c];
    bool is_open = cp_facts_is_missing(x, CP_FACT_MAKER) && clause->reach == CP_REACH_MADE;
    if (clause->n_makers && !is_open && cp_clause_maker(j, p, c, x, &ignored) != CP_MAY_NO)
        n = cp_clause_chain(j, clause, x, chain, CP_OWNER_DEPTH_MAX + 1);
    cp_str *ids = CP_NEW_ARRAY(j->a, cp_str, n + 1);
    for (uint32_t i = 0; i < n; i++)
        ids[i] = j->lib->known->v[chain[i]].id;
    if (n == 0 && clause->n_makers && !is_open && clause->reach == CP_REACH_MADE &&
        x->maker[CP_FACT_MAKER].n)
        for (uint32_t i = 0; i < clause->n_makers; i++) /* a house that only this pack knows */
            if (cp_str_eq(clause->makers[i].id, x->maker[CP_FACT_MAKER]))
                ids[n++] = clause->makers[i].id, i = clause->n_makers;
    v->via = ids;
    v->n_via = n;
}

static cp_str say_missing(cp_judge *j, cp_verdict *v, uint32_t missing)
{
    cp_buf b = cp_buf_new(j->a);
    cp_str *list = CP_NEW_ARRAY(j->a, cp_str, CP_FACT_COUNT);
    for (unsigned f = 0; f < CP_FACT_COUNT; f++) {
        if (!(missing >> f & 1))
            continue;
        cp_buf_add_c(&b, v->n_missing ? ", " : "");
        cp_buf_add_c(&b, cp_fact_name((cp_fact)f));
        list[v->n_missing++] = cp_str_c(cp_fact_name((cp_fact)f));
    }
    v->missing = list;
    return cp_buf_str(&b);
}

static cp_str say_silence(cp_judge *j, const cp_pack_now *now, bool is_governed)
{
    const cp_policy *p = now->pack;
    if (p->is_position)
        return CP_STR("A position is shown and never judges.");
    if (cp_days_before(cp_judge_today(j), p->enacted) == CP_MAY_YES)
        return cp_str_fmt(j->a, "The rule does not exist before %.*s.",
                          CP_FMT(cp_date_text(j->a, p->enacted)));
    if (cp_date_is_set(p->ends) && cp_days_before(cp_judge_today(j), p->ends) != CP_MAY_YES)
        return cp_str_fmt(j->a, "The rule ended on %.*s.", CP_FMT(cp_date_text(j->a, p->ends)));
    return is_governed ? CP_STR("The rule governs this kind of thing and no clause names it.")
                       : CP_STR("The rule has no clause for this kind of thing.");
}

static void say_hit(cp_judge *j, const cp_pack_now *now, const cp_facts *x, const cp_may *names,
                    uint32_t missing, cp_verdict *v)
{
    const cp_policy *p = now->pack;
    uint32_t at = choose(p, names, v->result == CP_VERDICT_UNDETERMINED);
    const cp_policy_clause *c = at == UINT32_MAX ? NULL : &p->clauses[at];
    cp_str open = say_missing(j, v, missing);
    if (!c) {
        v->reason = CP_STR("A clause could name it.");
        return;
    }
    v->clause = c->id;
    v->duties = cp_judge_duties(j, now, x, names, &v->n_duties);
    say_chain(j, p, at, x, v);
    if (v->result == CP_VERDICT_EXCLUDED)
        v->reason =
            cp_str_fmt(j->a, "Clause %.*s names it: %.*s.", CP_FMT(c->id), CP_FMT(c->title));
    else if (v->result == CP_VERDICT_RESTRICTED)
        v->reason = cp_str_fmt(j->a, "Clause %.*s names it, %.*s: %.*s.", CP_FMT(c->id),
                               CP_FMT(cp_clause_reservation(j, now, at, x)), CP_FMT(c->title));
    else if (c->is_allow_list && !c->is_list_public)
        v->reason = cp_str_fmt(
            j->a,
            "Clause %.*s names it unless it is on %.*s, which is not public; not known: %.*s.",
            CP_FMT(c->id), CP_FMT(c->list_name), CP_FMT(open));
    else
        v->reason = cp_str_fmt(j->a, "Clause %.*s could name it: %.*s; not known: %.*s.",
                               CP_FMT(c->id), CP_FMT(c->title), CP_FMT(open));
    say_sources(j, p, c, v);
}

cp_verdict cp_judge_say(cp_judge *j, const cp_pack_now *now, const cp_facts *x, cp_may outcome,
                        uint32_t missing)
{
    const cp_policy *p = now->pack;
    cp_verdict v = { .policy = p->id,
                     .pack_digest = p->digest,
                     .law = now->law,
                     .binds = now->binds,
                     .accept = j->opts.accept,
                     .n_assumed = p->is_position ? 0 : x->n_assumed };
    cp_may *names = CP_NEW_ARRAY(j->scratch, cp_may, p->n_clauses + 1);
    cp_str *assumed = CP_NEW_ARRAY(j->a, cp_str, v.n_assumed + 1);
    for (uint32_t i = 0; i < v.n_assumed; i++)
        assumed[i] = cp_str_dup(j->a, x->assumed[i]);
    v.assumed = assumed;
    bool is_governed = false;
    uint32_t ignored = 0;
    for (uint32_t i = 0; i < p->n_clauses; i++) {
        names[i] = cp_clause_names(j, now, i, x, &ignored);
        is_governed |=
            !p->clauses[i].condition.n && cp_clause_governs(j, now, i, x, &ignored) != CP_MAY_NO;
    }
    v.result = !cp_may_is_one(outcome)  ? CP_VERDICT_UNDETERMINED
               : outcome == CP_MAY_YES  ? CP_VERDICT_EXCLUDED
               : outcome == CP_MAY_COND ? CP_VERDICT_RESTRICTED
               : is_governed            ? CP_VERDICT_ALLOWED
                                        : CP_VERDICT_NOT_ADDRESSED;
    if (v.result == CP_VERDICT_ALLOWED || v.result == CP_VERDICT_NOT_ADDRESSED) {
        v.reason = say_silence(j, now, is_governed);
        for (uint32_t i = 0; i < p->n_clauses; i++)
            names[i] = CP_MAY_NO;
        if (is_governed)
            v.duties = cp_judge_duties(j, now, x, names, &v.n_duties);
        say_sources(j, p, NULL, &v);
    } else {
        say_hit(j, now, x, names, missing, &v);
    }
    return v;
}
