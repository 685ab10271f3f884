/* SPDX-License-Identifier: Apache-2.0 */
/* judge.c - assets to verdicts: each different question is worked out once (memo.c), by the search
 * over the values of what is missing (search.c), and said (verdict.c). The order of clauses and
 * packs does not matter. */
#include "policy/judge.h"
#include <stdlib.h>
#include "policy/statements.h"

/* Which of the pack's clauses with legal names x's provider is, as far as the evidence says. */
static void set_legal_names(const cp_policy *p, cp_facts *x)
{
    static const cp_mask other = (cp_mask)1 << (CP_CELLS_MAX - 1);
    cp_mask all = other, is = 0;
    bool is_company = false;
    for (uint32_t i = 0; i < p->n_clauses; i++) {
        const cp_policy_clause *c = &p->clauses[i];
        if (!c->is_legal_name)
            continue;
        cp_mask own = (cp_mask)1 << c->legal_slot;
        all |= own;
        for (uint32_t k = 0; k < x->n_companies; k++)
            for (uint32_t n = 0; n < c->n_legal_names; n++)
                if (cp_str_eq(x->companies[k], c->legal_names[n]))
                    is |= own;
        for (uint32_t k = 0; k < x->n_asns; k++)
            for (uint32_t n = 0; n < c->n_asns; n++)
                if (x->asns[k] == c->asns[n])
                    is |= own;
    }
    for (uint32_t k = 0; k < x->n_companies; k++)
        is_company |= x->is_company[k];
    x->set[CP_FACT_LEGAL_NAME] = all;
    if (is || is_company) {
        x->set[CP_FACT_LEGAL_NAME] = is | other;
        x->missing &= ~(1u << CP_FACT_LEGAL_NAME);
    }
}

static const cp_judged *by_facts(cp_judge *j, const cp_pack_now *now, const cp_facts *x);

/* A new verdict for facts that p has not met. */
static const cp_judged *work_out(cp_judge *j, const cp_pack_now *now, const cp_facts *x)
{
    cp_judged *v = CP_NEW(j->a, cp_judged);
    v->outcome = CP_MAY_NO;
    if (now->twin) { /* the same clauses say the same */
        const cp_judged *other = by_facts(j, now->twin, x);
        v->outcome = other->outcome;
        v->open = other->open;
    } else if (!now->pack->is_position) {
        v->outcome = cp_judge_search(j, now, x, &v->open);
    }
    v->v = cp_judge_say(j, now, x, v->outcome, &v->open);
    return v;
}

/* Who looks at the answer has looked at all that it rests on. */
static const cp_judged *by_facts(cp_judge *j, const cp_pack_now *now, const cp_facts *x)
{
    cp_memo_end *root = &j->memo[now->pack->index];
    const cp_judged *v = cp_memo_get(j, now, root, x);
    if (v)
        return v;
    cp_arena_mark mark = cp_arena_here(j->scratch);
    cp_trace trace = { .n = 0 };
    cp_facts traced = *x;
    traced.trace = &trace;
    v = work_out(j, now, &traced);
    cp_memo_put(j, now, root, x, &trace, v);
    cp_trace_add(x, &trace);
    cp_arena_back(j->scratch, mark);
    return v;
}

/* Does p see facts that other packs do not: its own companies and criteria? Beside them who sells
 * what another one made. */
static bool sees_more(const cp_judge *j, const cp_policy *p)
{
    return p->reads >> CP_FACT_LEGAL_NAME & 1 ||
           (p->n_criteria && j->answers.told.n + j->answers.by_key.n);
}

const cp_facts *cp_facts_seen(cp_judge *j, const cp_policy *p, const cp_facts *x, cp_facts *own)
{
    bool is_open = cp_facts_open_maker(cp_judge_now(j, p), x);
    if (!is_open && !sees_more(j, p))
        return x;
    *own = *x;
    if (is_open)
        cp_facts_leave_maker_open(own);
    if (sees_more(j, p)) {
        set_legal_names(p, own);
        cp_facts_set_criteria(j, p, own);
    }
    return own;
}

const cp_verdict *cp_judge_by_facts(cp_judge *j, const cp_policy *p, const cp_facts *x)
{
    cp_facts own;
    return &by_facts(j, cp_judge_now(j, p), cp_facts_seen(j, p, x, &own))->v;
}

uint32_t cp_judge_clauses(cp_judge *j, const cp_policy *p, const cp_asset *as, uint32_t *out)
{
    const cp_pack_now *now = cp_judge_now(j, p);
    cp_arena_mark mark = cp_arena_here(j->scratch);
    cp_facts own;
    const cp_facts *x = cp_facts_seen(j, p, cp_facts_build(j, j->scratch, as), &own);
    uint32_t n = 0, ignored = 0;
    for (uint32_t i = 0; i < p->n_clauses && !p->is_position; i++)
        if (cp_clause_names(j, now, i, x, &ignored) != CP_MAY_NO)
            out[n++] = i;
    cp_arena_back(j->scratch, mark);
    return n;
}

/* One asset stands for all with the same claims: its verdicts by row_of. */
struct cp_alike {
    const cp_facts *facts; /* while they are being judged */
    const cp_verdict **row;
    const cp_policy *const *row_of;
    uint32_t n;
};

/* Assets, claims and values lie apart: those that are read next are fetched while a key is made. */
static void fetch(const cp_asset *const *v, uint32_t n)
{
    enum { VALUES = 2, CLAIMS = 6, ASSET = 12 }; /* ahead */
    for (uint32_t i = 0; VALUES < n && i < v[VALUES]->n_claims; i++)
        __builtin_prefetch(v[VALUES]->claims[i].value.p);
    for (uint32_t i = 0; CLAIMS < n && i < v[CLAIMS]->n_claims; i++)
        __builtin_prefetch(&v[CLAIMS]->claims[i]);
    if (ASSET < n)
        __builtin_prefetch(&v[ASSET]->claims);
}

/* Finds, or makes, what each of n assets (at most CP_MAP_MANY) is like. n_ahead: how many
 * follow. */
static void find_alike(cp_judge *j, const cp_asset *const *assets, uint32_t n, uint32_t n_ahead,
                       cp_alike **out)
{
    cp_str keys[CP_MAP_MANY];
    size_t from[CP_MAP_MANY + 1] = { 0 };
    uint64_t *at[CP_MAP_MANY];
    j->n_key = 0;
    for (uint32_t i = 0; i < n; i++) {
        fetch(assets + i, n + n_ahead - i);
        cp_memo_add_asset_key(j, assets[i]);
        from[i + 1] = j->n_key;
    }
    for (uint32_t i = 0; i < n; i++)
        keys[i] = from[i + 1] ? (cp_str){ j->key + from[i], from[i + 1] - from[i] } : CP_STR("");
    cp_map_get_many(&j->kinds, keys, n, at);
    for (uint32_t i = 0; i < n; i++) {
        out[i] = at[i] ? (cp_alike *)(uintptr_t)*at[i] : NULL;
        __builtin_prefetch(out[i]);
    }
    for (uint32_t i = 0; i < n; i++) {
        const uint64_t *twin = out[i] ? NULL : cp_map_get(&j->kinds, keys[i]); /* made just now? */
        if (twin)
            out[i] = (cp_alike *)(uintptr_t)*twin;
        if (out[i])
            continue;
        out[i] = CP_NEW(j->a, cp_alike);
        *cp_map_put(j->a, &j->kinds, cp_str_dup(j->a, keys[i]), NULL) = (uint64_t)(uintptr_t)out[i];
    }
}

static void fill_some(cp_judge *j, const cp_policy *p, uint32_t column, cp_alike **v, uint32_t n)
{
    const cp_pack_now *now = cp_judge_now(j, p);
    cp_facts own[CP_MEMO_MANY];
    const cp_facts *x[CP_MEMO_MANY];
    const void *known[CP_MEMO_MANY];
    bool is_plain = !sees_more(j, p);
    for (uint32_t i = 0; i < n; i++)
        x[i] = is_plain && !v[i]->facts->made_or_sold ? v[i]->facts
                                                      : cp_facts_seen(j, p, v[i]->facts, &own[i]);
    cp_memo_get_many(j, now, &j->memo[p->index], x, n, known);
    for (uint32_t i = 0; i < n; i++)
        v[i]->row[column] =
            known[i] ? &((const cp_judged *)known[i])->v : &by_facts(j, now, x[i])->v;
}

/* Assets of one maker and class take much the same way through the trees. */
static int by_kin(const void *a, const void *b)
{
    const cp_facts *x = (*(cp_alike *const *)a)->facts, *y = (*(cp_alike *const *)b)->facts;
    if (x->maker[CP_FACT_MAKER] != y->maker[CP_FACT_MAKER])
        return x->maker[CP_FACT_MAKER] < y->maker[CP_FACT_MAKER] ? -1 : 1;
    return (x->set[CP_FACT_CLASS] > y->set[CP_FACT_CLASS]) -
           (x->set[CP_FACT_CLASS] < y->set[CP_FACT_CLASS]);
}

/* Pack by pack, so that what a pack has learnt stays in the processor's cache. */
static void fill_rows(cp_judge *j, const cp_policy *const *packs, uint32_t n, cp_alike **v,
                      uint32_t n_v)
{
    qsort(v, n_v, sizeof *v, by_kin);
    for (uint32_t p = 0; p < n; p++)
        for (uint32_t i = 0; i < n_v; i += CP_MEMO_MANY)
            fill_some(j, packs[p], p, v + i, n_v - i < CP_MEMO_MANY ? n_v - i : CP_MEMO_MANY);
}

static void new_row(cp_judge *j, const cp_policy *const *packs, uint32_t n, const cp_asset *as,
                    cp_alike *k)
{
    k->facts = cp_facts_build(j, j->scratch, as);
    k->row = CP_NEW_ARRAY(j->a, const cp_verdict *, n);
    k->row_of = packs;
    k->n = n;
}

void cp_judge_assets(cp_judge *j, const cp_policy *const *packs, uint32_t n,
                     const cp_asset *const *assets, uint32_t n_assets,
                     const cp_verdict *const **rows)
{
    cp_alike *fresh[CP_JUDGE_BLOCK], *found[CP_MAP_MANY];
    cp_arena_mark mark = cp_arena_here(j->scratch);
    uint32_t n_fresh = 0, n_some;
    for (uint32_t i = 0; i < n_assets; i += n_some) {
        n_some = n_assets - i < CP_MAP_MANY ? n_assets - i : CP_MAP_MANY;
        find_alike(j, assets + i, n_some, n_assets - i - n_some, found);
        for (uint32_t k = 0; k < n_some; k++) {
            if (found[k]->row_of != packs || found[k]->n != n) {
                new_row(j, packs, n, assets[i + k], found[k]);
                fresh[n_fresh++] = found[k];
            }
            rows[i + k] = (const cp_verdict *const *)found[k]->row;
        }
        if (n_fresh + CP_MAP_MANY > CP_JUDGE_BLOCK || i + n_some == n_assets) {
            fill_rows(j, packs, n, fresh, n_fresh);
            cp_arena_back(j->scratch, mark);
            n_fresh = 0;
        }
    }
}

cp_verdict cp_judge_asset(cp_judge *j, const cp_policy *p, const cp_asset *as)
{
    return *cp_judge_by_facts(j, p, cp_judge_facts(j, as));
}

/* ---- a new judge */

static void add_named(cp_judge *j, cp_str id)
{
    bool added;
    uint64_t *at = cp_map_put(j->a, &j->maker_no, id, &added);
    if (!added)
        return;
    *at = j->named.n;
    const cp_maker *m = id.n ? cp_maker_by_id(j->lib->known, id) : NULL;
    cp_named_maker who = { id, m, 0 };
    uint32_t bit;
    if (m && m->country.n &&
        cp_vocab_find(j->scratch, &j->lib->vocab, CP_FACT_MAKER_COUNTRY, m->country, &bit))
        who.seat = (cp_mask)1 << j->lib->cells[CP_FACT_MAKER_COUNTRY].of[bit];
    cp_vec_push(j->a, &j->named, who);
}

cp_maker_no cp_judge_maker_no(const cp_judge *j, cp_str id)
{
    const uint64_t *at = cp_map_get(&j->maker_no, id);
    return at ? (cp_maker_no)*at : 0;
}

/* Everybody whom a pack could name, and those of whom a criterion is told. */
static void number_makers(cp_judge *j)
{
    add_named(j, CP_STR(""));
    for (uint32_t i = 0; i < j->lib->n_packs; i++) {
        const cp_map *m = &j->lib->packs[i]->named;
        for (uint32_t k = 0; k < m->n; k++)
            add_named(j, m->items[k].key);
    }
    for (uint32_t i = 0; i < j->answers.told.n; i++)
        add_named(j, j->answers.told.v[i]);
}

cp_tri cp_judge_answer(const cp_judge *j, const cp_policy *p, uint32_t slot,
                       const cp_named_maker *who)
{
    return cp_answer_of(&j->answers, &j->lib->criteria.items.v[p->criteria[slot]], who->id,
                        who->known ? who->known->country : CP_STR(""));
}

static bool is_told(const cp_judge *j, const cp_policy *p, cp_maker_no no)
{
    for (uint32_t k = 0; k < p->n_criteria; k++)
        if (cp_judge_answer(j, p, k, &j->named.v[no]) != CP_UNKNOWN)
            return true;
    return false;
}

/* The pack's makers, and those of whom a criterion that it asks for is told: which maker it is can
 * then settle the criterion. */
static void set_makers(cp_judge *j, cp_pack_now *now)
{
    const cp_policy *p = now->pack;
    CP_VEC(cp_maker_no) all = { 0 };
    now->is_named = CP_NEW_ARRAY(j->a, uint8_t, j->named.n);
    for (uint32_t i = 0; i < p->named.n; i++)
        now->is_named[cp_judge_maker_no(j, p->named.items[i].key)] = 1;
    for (uint32_t i = 0; i < p->n_makers; i++)
        cp_vec_push(j->a, &all, cp_judge_maker_no(j, p->makers[i]));
    for (uint32_t i = 0; i < j->answers.told.n; i++) {
        cp_maker_no no = cp_judge_maker_no(j, j->answers.told.v[i]);
        if (now->is_named[no] || !is_told(j, p, no))
            continue;
        now->is_named[no] = 1;
        cp_vec_push(j->a, &all, no);
    }
    now->is_named[0] = 0;
    now->makers = all.v;
    now->n_makers = all.n;
}

void cp_pack_maker_key(cp_judge *j, const cp_pack_now *now, cp_maker_no no, cp_buf *out)
{
    const cp_policy *p = now->pack;
    cp_buf_char(out, no == 0); /* everybody else: stands for itself */
    for (uint32_t c = 0; no && c < p->n_clauses; c++)
        cp_clause_maker_key(j, now, c, no, out);
    for (uint32_t k = 0; no && k < p->n_criteria; k++)
        cp_buf_char(out, (char)cp_judge_answer(j, p, k, &j->named.v[no]));
}

/* Makers that come to the same in every clause are one to the search. */
static void merge_makers(cp_judge *j, cp_pack_now *now)
{
    cp_map seen = { 0 };
    cp_maker_no *v = CP_NEW_ARRAY(j->a, cp_maker_no, now->n_makers);
    uint32_t n = 0;
    now->alike = CP_NEW_ARRAY(j->a, uint32_t, now->n_makers);
    for (uint32_t i = 0; i < now->n_makers; i++) {
        cp_maker_no no = now->makers[i];
        cp_buf key = cp_buf_new(j->a);
        bool added;
        cp_pack_maker_key(j, now, no, &key);
        uint64_t *at = cp_map_put(j->a, &seen, cp_buf_str(&key), &added);
        if (added) {
            *at = n;
            v[n++] = no;
        }
        now->alike[*at]++;
    }
    now->makers = v;
    now->n_makers = n;
}

/* Packs that take their clauses from another differ in their duties, and by these in the day from
 * which a clause counts. Where they do not, one search serves both. */
static void set_twin(cp_judge *j, cp_pack_now *now)
{
    const cp_policy *p = now->pack;
    for (uint32_t i = 0; i < p->index && !now->twin; i++) {
        const cp_pack_now *other = &j->packs[i];
        bool is_same = other->pack->clauses == p->clauses && p->n_clauses && !other->twin &&
                       !p->duty_reads && !other->pack->duty_reads;
        for (uint32_t c = 0; is_same && c < p->n_clauses; c++)
            is_same = now->clauses[c].is_there == other->clauses[c].is_there &&
                      now->clauses[c].most == other->clauses[c].most &&
                      now->clauses[c].why == other->clauses[c].why &&
                      now->clauses[c].purposes_plain == other->clauses[c].purposes_plain;
        if (is_same)
            now->twin = other;
    }
}

static cp_mask cell_of(const cp_judge *j, cp_fact f, const char *word)
{
    uint32_t bit;
    return cp_vocab_find(j->scratch, &j->lib->vocab, f, cp_str_c(word), &bit)
               ? (cp_mask)1 << j->lib->cells[f].of[bit]
               : 0;
}

static void set_words(cp_judge *j)
{
    cp_set services = { { 0 } };
    const cp_cells *classes = &j->lib->cells[CP_FACT_CLASS];
    (void)cp_vocab_classes(j->scratch, &j->lib->vocab, CP_STR("services"), &services);
    j->services = cp_cells_mask(classes, services);
    j->mobile = cp_cells_mask(classes, j->lib->vocab.mobile);
    j->no_generation = cell_of(j, CP_FACT_GENERATION, "none");
    j->not_yet_there = cell_of(j, CP_FACT_STATUS, "planned") | cell_of(j, CP_FACT_STATUS, "spare");
    j->yes = cell_of(j, CP_FACT_CRITERION_0, "yes");
    j->no = cell_of(j, CP_FACT_CRITERION_0, "no");
}

static void free_arena(void *arg) { cp_arena_free(arg); }

cp_judge *cp_judge_new(cp_arena *a, const cp_policy_lib *lib, const cp_judge_opts *opts)
{
    cp_judge *j = CP_NEW(a, cp_judge);
    j->a = a;
    j->scratch = cp_arena_new(0);
    cp_arena_defer(a, free_arena, j->scratch);
    j->lib = lib;
    j->opts = *opts;
    j->today = opts->as_of.first_day;
    cp_answers_init(a, &j->answers, &lib->criteria, lib->known, opts->statements,
                    opts->n_statements, opts->as_of);
    cp_approvals_index(j);
    number_makers(j);
    set_words(j);
    j->owner_days = CP_NEW_ARRAY(a, const cp_days *, j->named.n);
    j->memo = CP_NEW_ARRAY(a, cp_memo_end, lib->n_packs + 1);
    j->packs = CP_NEW_ARRAY(a, cp_pack_now, lib->n_packs + 1);
    for (uint32_t i = 0; i < lib->n_packs; i++) {
        j->packs[i] = cp_pack_on_day(j, lib->packs[i]);
        set_makers(j, &j->packs[i]);
        cp_judge_set_days(j, &j->packs[i]);
        merge_makers(j, &j->packs[i]);
        set_twin(j, &j->packs[i]);
    }
    cp_memo_init(j);
    return j;
}

const cp_pack_now *cp_judge_now(const cp_judge *j, const cp_policy *p)
{
    assert(p->index < j->lib->n_packs && j->lib->packs[p->index] == p);
    return &j->packs[p->index];
}
