/* SPDX-License-Identifier: Apache-2.0 */
/* verdict.c - the outcome of the search, said as a verdict: which clause, by which chain, on which
 * sources. Why, is said in reason.c. */
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
 * under reservation. Where the result is open, the clause on which it hangs comes first. */
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

/* Among equals: one that names the maker (nothing else about the thing lets it escape) before a
 * category, the older before the younger, the narrower before the wider (where the result is open,
 * narrow clauses are the unlikely ones). */
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
        d = d ? d : (c->n_makers > 0) - (b->n_makers > 0);
        d = d ? d : b->date_added.first_day - c->date_added.first_day;
        d = d || is_open ? d : (int)classes(b) - (int)classes(c);
        d = d ? d : -natural(c->id, b->id);
        best = d > 0 ? i : best;
    }
    return best;
}

static void add_sources(const cp_policy *p, const cp_policy_basis *b, cp_citation *out, uint32_t *n)
{
    for (uint32_t i = 0; i < b->n_src; i++) {
        const cp_policy_source *s = &p->sources[b->src[i]];
        bool had = false;
        for (uint32_t k = 0; k < *n; k++)
            had |= cp_str_eq(out[k].url, s->url);
        if (!had)
            out[(*n)++] = (cp_citation){ s->url, s->title.n ? s->title : s->key, s->date, s->tier };
    }
}

static void gather_sources(cp_judge *j, const cp_policy *p, const cp_policy_clause *c,
                           cp_cited *out_list)
{
    uint32_t max = p->n_sources + p->clauses_of->n_sources + 1, n = 0;
    cp_citation *out = CP_NEW_ARRAY(j->a, cp_citation, max);
    const cp_policy_duty *duties = c && c->has_own_duties ? NULL : p->duties;
    if (c)
        add_sources(p->clauses_of, &c->basis, out, &n);
    for (uint32_t i = 0; c && duties && i < p->n_duties; i++)
        add_sources(p, &duties[i].basis, out, &n);
    for (uint32_t i = 0; !c && i < p->n_events; i++)
        add_sources(p, &p->events[i].basis, out, &n);
    out_list->v = out;
    out_list->n = n;
}

/* The sources of the clause at hand, or of the pack: the same for every verdict. */
static void say_sources(cp_judge *j, const cp_pack_now *now, uint32_t clause, cp_verdict *v)
{
    bool is_named = clause != UINT32_MAX;
    cp_cited *kept = &now->cited[is_named ? clause + 1 : 0];
    if (!kept->v)
        gather_sources(j, now->pack, is_named ? &now->pack->clauses[clause] : NULL, kept);
    v->sources = kept->v;
    v->n_sources = kept->n;
}

static void say_chain(cp_judge *j, const cp_pack_now *now, uint32_t c, const cp_facts *x,
                      cp_verdict *v)
{
    const cp_policy *p = now->pack;
    uint32_t chain[CP_OWNER_DEPTH_MAX + 1], n = 0, ignored = 0;
    const cp_policy_clause *clause = &p->clauses[c];
    bool is_open = cp_facts_is_missing(x, CP_FACT_MAKER) && clause->reach == CP_REACH_MADE;
    cp_facts_read(x, CP_FACT_MAKER);
    if (clause->n_makers && !is_open && cp_clause_maker(j, now, c, x, &ignored) != CP_MAY_NO)
        n = cp_clause_chain(j, clause, x, chain, CP_OWNER_DEPTH_MAX + 1);
    cp_str *ids = CP_NEW_ARRAY(j->a, cp_str, n + 1);
    for (uint32_t i = 0; i < n; i++)
        ids[i] = j->lib->known->v[chain[i]].id;
    if (n == 0 && clause->n_makers && !is_open && clause->reach == CP_REACH_MADE &&
        x->maker[CP_FACT_MAKER])
        for (uint32_t i = 0; i < clause->n_makers; i++) /* a house that only this pack knows */
            if (cp_str_eq(clause->makers[i].id, j->named.v[x->maker[CP_FACT_MAKER]].id))
                ids[n++] = clause->makers[i].id, i = clause->n_makers;
    v->via = ids;
    v->n_via = n;
}

static void say_missing(cp_judge *j, const cp_policy *p, const cp_open *open, cp_verdict *v)
{
    cp_str *list = CP_NEW_ARRAY(j->a, cp_str, open->n + 1);
    for (uint32_t i = 0; i < open->n; i++)
        list[i] = cp_policy_fact_name(j->a, j->lib, p, open->facts[i]);
    v->missing = list;
    v->n_missing = open->n;
}

/* Nothing but a class is ever presumed. */
static void say_assumed(cp_judge *j, const cp_policy *p, const cp_facts *x, cp_verdict *v)
{
    if (p->is_position)
        return;
    cp_facts_read(x, CP_FACT_CLASS);
    if (!(x->unstated >> CP_FACT_CLASS & 1))
        return;
    cp_facts_read(x, CP_TRACE_ASSUMED);
    cp_str *list = CP_NEW_ARRAY(j->a, cp_str, x->n_assumed + 1);
    for (uint32_t i = 0; i < x->n_assumed; i++)
        list[i] = cp_str_dup(j->a, x->assumed[i]);
    v->assumed = list;
    v->n_assumed = x->n_assumed;
}

cp_verdict cp_judge_say(cp_judge *j, const cp_pack_now *now, const cp_facts *x, cp_may outcome,
                        const cp_open *open)
{
    const cp_policy *p = now->pack;
    cp_verdict v = { .policy = p->id,
                     .pack_digest = p->digest,
                     .law = now->law,
                     .binds = now->binds,
                     .rests_on = now->rests_on,
                     .accept = j->opts.accept };
    cp_may *names = CP_NEW_ARRAY(j->scratch, cp_may, p->n_clauses + 1);
    bool is_governed = false, is_named = outcome != CP_MAY_NO;
    uint32_t ignored = 0, at = UINT32_MAX;
    for (uint32_t i = 0; i < p->n_clauses; i++) {
        names[i] = is_named ? cp_clause_names(j, now, i, x, &ignored) : CP_MAY_NO;
        is_governed = is_governed || (!p->clauses[i].condition.n &&
                                      cp_clause_governs(now, i, x, &ignored) != CP_MAY_NO);
    }
    v.result = !cp_may_is_one(outcome)  ? CP_VERDICT_UNDETERMINED
               : outcome == CP_MAY_YES  ? CP_VERDICT_EXCLUDED
               : outcome == CP_MAY_COND ? CP_VERDICT_RESTRICTED
               : is_governed            ? CP_VERDICT_ALLOWED
                                        : CP_VERDICT_NOT_ADDRESSED;
    say_missing(j, p, open, &v);
    say_assumed(j, p, x, &v);
    if (is_named || (is_governed && now->keeps))
        v.duties = cp_judge_duties(j, now, x, names, &v.n_duties);
    if (is_named) {
        at = choose(p, names, v.result == CP_VERDICT_UNDETERMINED);
        assert(at != UINT32_MAX); /* what is not NO for the pack is not NO for one of its clauses */
        v.clause = p->clauses[at].id;
        say_chain(j, now, at, x, &v);
    }
    v.reason = cp_judge_reason(j, now, x, &v, at, open);
    say_sources(j, now, at, &v);
    return v;
}
