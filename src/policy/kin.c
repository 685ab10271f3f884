/* SPDX-License-Identifier: Apache-2.0 */
/* kin.c - see kin.h. */
#include "policy/kin.h"
#include <stdlib.h>
#include "policy/judge.h"

typedef struct walk {
    cp_arena *a;
    const cp_owners *o;
    cp_fact_days day;
    bool is_up;
    uint32_t path[CP_OWNER_DEPTH_MAX + 1];
    cp_kins *out;
} walk;

static void step(walk *w, uint32_t maker, uint32_t depth);

static void follow(walk *w, const cp_span *s, uint32_t depth)
{
    uint32_t next = w->is_up ? s->parent : s->child;
    if (s->tie != CP_OWNER_CONTROL || w->out->n >= CP_KINS_MAX)
        return;
    cp_kin k = { s, depth + 1, cp_span_on(s, w->day), false };
    for (uint32_t i = 0; i <= depth; i++)
        k.goes_round |= w->path[i] == next;
    if (k.on_day == CP_MAY_NO && depth > 0)
        return;
    cp_vec_push(w->a, w->out, k);
    if (k.on_day != CP_MAY_NO && !k.goes_round && depth + 1 < CP_OWNER_DEPTH_MAX)
        step(w, next, depth + 1);
}

static void step(walk *w, uint32_t maker, uint32_t depth)
{
    const cp_owners *o = w->o;
    w->path[depth] = maker;
    if (w->is_up) {
        for (uint32_t i = o->first[maker]; i < o->first[maker + 1]; i++)
            follow(w, &o->spans.v[i], depth);
        return;
    }
    for (uint32_t i = 0; i < o->spans.n; i++)
        if (o->spans.v[i].parent == maker)
            follow(w, &o->spans.v[i], depth);
}

static void go(cp_arena *a, const cp_owners *o, uint32_t maker, cp_date day, bool is_up,
               cp_kins *out)
{
    walk w = { .a = a, .o = o, .is_up = is_up, .out = out };
    w.day = (cp_fact_days){ day.first_day, day.last_day };
    *out = (cp_kins){ 0 };
    step(&w, maker, 0);
}

void cp_kin_up(cp_arena *a, const cp_owners *o, uint32_t maker, cp_date day, cp_kins *out)
{
    go(a, o, maker, day, true, out);
}

void cp_kin_down(cp_arena *a, const cp_owners *o, uint32_t maker, cp_date day, cp_kins *out)
{
    go(a, o, maker, day, false, out);
}

/* ---- ties that are no control ---- */

static const struct {
    const char *type;
    cp_kin_tie_kind kind;
} kinds[] = {
    { "joint_venture", CP_KIN_TIE_JOINT_VENTURE },
    { "joint_venture_of", CP_KIN_TIE_JOINT_VENTURE },
    { "minority_holder", CP_KIN_TIE_MINORITY },
    { "shareholder", CP_KIN_TIE_MINORITY },
    { "indirect_shareholder", CP_KIN_TIE_MINORITY },
    { "oem_for", CP_KIN_TIE_RELABEL },
    { "oem_from", CP_KIN_TIE_RELABEL },
    { "oem_relabels", CP_KIN_TIE_RELABEL },
    { "rebrand_suspected", CP_KIN_TIE_RELABEL },
};

static const char *const tie_names[] = {
#define ROW(id, name) [CP_KIN_TIE_##id] = name,
    CP_KIN_TIES(ROW)
#undef ROW
};

const char *cp_kin_tie_kind_name(cp_kin_tie_kind k)
{
    assert(k < CP_KIN_TIE_COUNT);
    return tie_names[k];
}

/* What owner.c reads as control is told as such, and not again here. */
static cp_kin_tie_kind kind_of(cp_str type)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (cp_str_eq(type, cp_str_c(kinds[i].type)))
            return kinds[i].kind;
    return CP_KIN_TIE_OTHER;
}

static bool names_id(cp_str list, cp_str id)
{
    cp_str one;
    while (cp_str_cut(&list, ',', &one))
        if (cp_str_eq(cp_str_trim(one), id))
            return true;
    return false;
}

static int by_kind(const void *p, const void *q)
{
    const cp_kin_tie *x = p, *y = q;
    if (x->kind != y->kind)
        return (int)x->kind - (int)y->kind;
    if (x->told_by != y->told_by)
        return x->told_by < y->told_by ? -1 : 1;
    return x->rel < y->rel ? -1 : x->rel > y->rel;
}

void cp_kin_ties(cp_arena *a, const cp_makers *m, uint32_t maker, cp_kin_tie_list *out)
{
    cp_str id = m->v[maker].id;
    *out = (cp_kin_tie_list){ 0 };
    for (uint32_t i = 0; i < m->n; i++)
        for (uint32_t k = 0; k < m->v[i].n_relations; k++) {
            const cp_relation *r = &m->v[i].relations[k];
            bool is_about = i == maker || cp_str_eq(r->to, id) || names_id(r->others, id);
            if (is_about && !cp_owner_is_control(r->type))
                cp_vec_push(a, out, ((cp_kin_tie){ kind_of(r->type), i, r }));
        }
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, by_kind);
}

/* ---- who names it ---- */

static cp_may begun(cp_date d, cp_fact_days day)
{
    return cp_date_is_set(d) ? cp_may_not(cp_days_before(day, d)) : CP_MAY_YES;
}

static cp_may not_ended(cp_date d, cp_fact_days day)
{
    return cp_date_is_set(d) ? cp_days_before(day, d) : CP_MAY_YES;
}

static cp_may is_there(const cp_policy *p, const cp_policy_clause *c, cp_fact_days day)
{
    cp_may m = cp_may_and(begun(p->enacted, day), not_ended(p->ends, day));
    m = cp_may_and(m, cp_may_and(begun(c->date_added, day), not_ended(c->removed, day)));
    return cp_is_unchecked(c->basis.conf) ? cp_may_cap(m) : m;
}

static cp_may by_name(const cp_policy_lib *lib, const cp_policy_clause *c, uint32_t maker,
                      cp_fact_days day, uint32_t *house)
{
    cp_may best = CP_MAY_NO;
    for (uint32_t i = 0; i < c->n_makers; i++) {
        const cp_policy_member *m = &c->makers[i];
        if (m->maker == UINT32_MAX)
            continue;
        cp_may is = m->maker == maker ? CP_MAY_YES
                    : c->has_affiliates
                        ? cp_owners_under(&lib->owners, c->affiliates_by, maker, m->maker, day)
                        : CP_MAY_NO;
        if (m->maker != maker && cp_is_unchecked(c->affiliates_conf))
            is = cp_may_cap(is);
        is = cp_may_and(is, cp_may_and(begun(m->since, day), not_ended(m->until, day)));
        if (cp_is_unchecked(m->conf))
            is = cp_may_cap(is);
        if (is == CP_MAY_NO || (best != CP_MAY_NO && *house == maker))
            continue;
        best = cp_may_or(best, is);
        *house = m->maker;
    }
    return best;
}

static bool by_seat(const cp_policy_lib *lib, const cp_policy_clause *c, uint32_t maker)
{
    cp_facts x = { .missing = 0 };
    uint32_t bit, ignored = 0;
    cp_arena *a = cp_arena_new(0);
    bool is_known =
        cp_vocab_find(a, &lib->vocab, CP_FACT_MAKER_COUNTRY, lib->known->v[maker].country, &bit);
    cp_arena_free(a);
    if (!is_known)
        return false;
    x.set[CP_FACT_MAKER_COUNTRY] = (cp_mask)1 << lib->cells[CP_FACT_MAKER_COUNTRY].of[bit];
    return cp_pred_eval(c->maker_country, &x, c->date_added, &ignored) == CP_MAY_YES;
}

static void add_naming(cp_arena *a, const cp_policy_lib *lib, const cp_policy *p,
                       const cp_policy_clause *c, uint32_t maker, cp_fact_days day, cp_namings *out)
{
    uint32_t house = maker, chain[CP_OWNER_DEPTH_MAX + 1] = { maker }, n = 1;
    cp_may there = is_there(p, c, day), is = CP_MAY_YES;
    if ((!c->n_makers && !c->maker_country && !c->criteria) || there == CP_MAY_NO)
        return;
    if (c->n_makers)
        is = by_name(lib, c, maker, day, &house);
    if (is == CP_MAY_NO || (c->maker_country && !by_seat(lib, c, maker)))
        return;
    if (house != maker)
        n = cp_owners_chain(&lib->owners, c->affiliates_by, maker, house, day, chain,
                            CP_OWNER_DEPTH_MAX + 1);
    cp_vec_push(a, out,
                ((cp_naming){ p, c, c->n_makers == 0, c->criteria != NULL, cp_may_and(there, is),
                              cp_arena_dup(a, chain, n * sizeof *chain), n }));
}

void cp_kin_named_by(cp_arena *a, const cp_policy_lib *lib, uint32_t maker, cp_date day,
                     cp_namings *out)
{
    cp_fact_days on = { day.first_day, day.last_day };
    *out = (cp_namings){ 0 };
    for (uint32_t i = 0; i < lib->n_packs; i++)
        for (uint32_t k = 0; k < lib->packs[i]->n_clauses; k++)
            add_naming(a, lib, lib->packs[i], &lib->packs[i]->clauses[k], maker, on, out);
}
