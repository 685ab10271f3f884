/* SPDX-License-Identifier: Apache-2.0 */
/* link.c - what a pack's clauses refer to, and what they tell apart.
 *
 * The evaluator tries the values of missing facts. It need not try them all: two classes that stand
 * in the same sets of every clause are the same to the pack. So the sets of each fact (cuts), the
 * days at which an answer can change and the makers that could be named are gathered here once. */
#include "policy/pack.h"

enum {
    CP_SMALL_LIST = 8, /* generations, states of an asset, yes and no: a cell for each word */
};

typedef struct gather {
    cp_arena *a;
    const cp_policy_lib *lib;
    CP_VEC(cp_set) sets;
    CP_VEC(cp_policy_day_fact) days;
    CP_VEC(cp_str) makers;
    cp_map seen; /* maker ids */
    cp_fact fact;
} gather;

static void add_set(void *ctx, cp_set s)
{
    gather *g = ctx;
    for (uint32_t i = 0; i < g->sets.n; i++)
        if (cp_set_eq(g->sets.v[i], s))
            return;
    cp_vec_push(g->a, &g->sets, s);
}

static void add_day(void *ctx, int32_t day)
{
    gather *g = ctx;
    for (uint32_t i = 0; i < g->days.n; i++)
        if (g->days.v[i].fact == g->fact && g->days.v[i].day == day)
            return;
    *cp_vec_add(g->a, &g->days) = (cp_policy_day_fact){ g->fact, day };
}

static void add_maker_id(gather *g, cp_str id)
{
    bool added;
    (void)cp_map_put(g->a, &g->seen, id, &added);
    if (added)
        cp_vec_push(g->a, &g->makers, id);
}

static void add_maker(void *ctx, uint32_t maker)
{
    gather *g = ctx;
    add_maker_id(g, g->lib->known->v[maker].id);
}

static void each_pred(const cp_policy *p, const cp_policy_clause *c,
                      void (*fn)(gather *, const cp_pred *, cp_date), gather *g)
{
    const cp_pred *own[] = { c->subject, c->made_in,       c->when,     c->criteria,
                             c->listed,  c->maker_country, c->essential };
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        fn(g, own[i], c->date_added);
    for (uint32_t i = 0; i < c->n_exempt; i++) {
        fn(g, c->exempt[i]->when, c->date_added);
        fn(g, c->exempt[i]->ask_when, c->date_added);
    }
    (void)p;
}

static uint32_t reads_of(const cp_pred *p)
{
    uint32_t bits = 0;
    if (!p)
        return 0;
    if (p->kind == CP_PRED_IN || p->kind == CP_PRED_DATE)
        bits |= 1u << p->fact;
    for (uint32_t i = 0; i < p->n_items; i++)
        bits |= reads_of(p->items[i]);
    return bits;
}

static void gather_sets(gather *g, const cp_pred *p, cp_date added)
{
    (void)added;
    cp_pred_sets(p, g->fact, add_set, g);
}

static void gather_days(gather *g, const cp_pred *p, cp_date added)
{
    cp_pred_days(p, g->fact, added, add_day, g);
}

static void gather_dates(gather *g, cp_policy *p)
{
    for (g->fact = CP_FACT_PURCHASED; g->fact < CP_FACT_COUNT; g->fact++)
        for (uint32_t i = 0; i < p->n_clauses; i++)
            each_pred(p, &p->clauses[i], gather_days, g);
    p->days = g->days.v;
    p->n_days = g->days.n;
}

/* The sets of words that p asks for: those of its clauses, and then those of its duties, which do
 * not change the result. */
static void gather_fact(gather *g, cp_policy *p, cp_fact f)
{
    g->fact = f;
    g->sets.n = g->sets.cap = 0;
    g->sets.v = NULL;
    for (uint32_t i = 0; i < p->n_clauses; i++) {
        const cp_policy_clause *c = &p->clauses[i];
        each_pred(p, c, gather_sets, g);
        for (uint32_t k = 0; f == CP_FACT_PURPOSE && k < c->n_purposes; k++) {
            cp_set s = { { 0 } };
            cp_set_add(&s, c->purposes[k].bit);
            add_set(g, s);
        }
    }
    p->reads |= g->sets.n ? 1u << f : 0;
    for (uint32_t i = 0; i < p->n_clauses; i++) {
        const cp_policy_clause *c = &p->clauses[i];
        const cp_policy_duty *v = c->has_own_duties ? c->duties : p->duties;
        for (uint32_t k = 0; k < (c->has_own_duties ? c->n_duties : p->n_duties); k++)
            gather_sets(g, v[k].when, c->date_added);
    }
    p->cuts[f] = g->sets.v;
    p->n_cuts[f] = g->sets.n;
}

/* The provider's name is one of those that clauses list, or none: a cell for each clause. */
static void number_legal_names(cp_reader *r, cp_policy *p)
{
    uint32_t n = 0;
    cp_policy_clause *v = (cp_policy_clause *)(uintptr_t)p->clauses; /* still being made */
    for (uint32_t i = 0; i < p->n_clauses; i++) {
        if (!v[i].is_legal_name)
            continue;
        p->reads |= 1u << CP_FACT_LEGAL_NAME;
        v[i].legal_slot = n < CP_LEGAL_NAMES_MAX ? n : CP_LEGAL_NAMES_MAX - 1;
        if (++n == CP_LEGAL_NAMES_MAX + 1)
            cp_reader_error(r, v[i].at, "more than %d clauses with `match: legal_name`",
                            CP_LEGAL_NAMES_MAX);
    }
}

/* What a maker's name decides in this pack, as text: makers with the same are one to the
 * evaluator. */
static cp_str signature(gather *g, const cp_policy *p, cp_str id)
{
    cp_buf b = cp_buf_new(g->a);
    const uint64_t *at = cp_map_get(&g->lib->known->by_id, id);
    const uint32_t *first = g->lib->owners.first;
    bool has_owner = at && first[*at] < first[*at + 1];
    for (uint32_t i = 0; i < p->n_clauses; i++) {
        const cp_policy_clause *c = &p->clauses[i];
        for (uint32_t k = 0; k < c->n_makers; k++)
            if (cp_str_eq(c->makers[k].id, id))
                cp_buf_fmt(&b, "%u %d %d %d;", i, c->makers[k].conf, c->makers[k].since.first_day,
                           c->makers[k].until.first_day);
        if ((has_owner && c->has_affiliates) || c->maker_country || c->criteria || c->is_legal_name)
            cp_buf_add(&b, id);
    }
    return cp_buf_str(&b);
}

/* Where the seat decides, an unknown maker could be seated anywhere: one listed maker of each
 * country stands for it. */
static void gather_seats(gather *g)
{
    cp_map seen = { 0 };
    for (uint32_t i = 0; i < g->lib->known->n; i++) {
        const cp_maker *m = &g->lib->known->v[i];
        bool added = false;
        if (m->is_listed && m->country.n)
            (void)cp_map_put(g->a, &seen, m->country, &added);
        if (added)
            add_maker_id(g, m->id);
    }
}

static void gather_makers(gather *g, cp_policy *p)
{
    cp_map kinds = { 0 };
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n_clauses; i++) {
        const cp_policy_clause *c = &p->clauses[i];
        if (c->maker_country)
            gather_seats(g);
        for (uint32_t k = 0; k < c->n_makers; k++) {
            add_maker_id(g, c->makers[k].id);
            if (c->has_affiliates && c->makers[k].maker != UINT32_MAX)
                cp_owners_below(&g->lib->owners, c->affiliates_by, c->makers[k].maker, add_maker,
                                g);
        }
    }
    for (uint32_t i = 0; i < g->makers.n; i++) {
        bool added;
        (void)cp_map_put(g->a, &kinds, signature(g, p, g->makers.v[i]), &added);
        if (added)
            g->makers.v[n++] = g->makers.v[i];
    }
    g->makers.n = n;
    cp_vec_push(g->a, &g->makers, CP_STR(""));
    p->makers = g->makers.v;
    p->n_makers = g->makers.n;
}

/* A maker that nobody has would be a rule that hits nothing: the nearest one is named. */
static void link_makers(cp_reader *r, cp_policy_lib *lib, const cp_policy_clause *c,
                        const cp_map *own)
{
    for (uint32_t k = 0; k < c->n_makers; k++) {
        cp_policy_member *m = &c->makers[k];
        const uint64_t *at = cp_map_get(&lib->known->by_id, m->id);
        m->maker = at ? (uint32_t)*at : UINT32_MAX;
        if (at || cp_map_get(own, m->id))
            continue;
        cp_buf ids = cp_buf_new(r->a);
        for (uint32_t i = 0; i < lib->known->n; i++)
            if (lib->known->v[i].is_listed) {
                cp_buf_add(&ids, lib->known->v[i].id);
                cp_buf_char(&ids, ' ');
            }
        cp_buf_char(&ids, '\0');
        cp_str near = cp_nearest(m->id, cp_buf_str(&ids).p);
        cp_reader_error(r, c->at, "clause `%.*s`: unknown maker `%.*s`%s%.*s%s", CP_FMT(c->id),
                        CP_FMT(m->id),
                        near.n ? "; did you mean `"
                               : "; expected an id of data/makers or of the pack's `entities`",
                        CP_FMT(near), near.n ? "`?" : "");
    }
}

static void link_exemptions(cp_reader *r, const cp_policy *p, cp_policy_clause *c, const cp_tree *t)
{
    const cp_tree *list = cp_tree_get(t, CP_STR("exempt"));
    c->exempt = CP_NEW_ARRAY(r->a, const cp_policy_exemption *, cp_tree_list_n(list) + 1);
    c->n_exempt = 0;
    for (uint32_t i = 0; i < cp_tree_list_n(list); i++) {
        const cp_tree *x = cp_tree_list_item(list, i);
        const cp_policy_exemption *found = NULL;
        for (uint32_t k = 0; k < p->n_exemptions; k++)
            if (cp_str_eq(p->exemptions[k].id, cp_tree_text(x)))
                found = &p->exemptions[k];
        if (found)
            c->exempt[c->n_exempt++] = found;
        else
            cp_reader_error(r, cp_at(x), "clause `%.*s`: no exemption `%.*s` in this pack",
                            CP_FMT(c->id), CP_FMT(cp_tree_text(x)));
    }
}

static cp_map read_entities(cp_reader *r, const cp_tree *t)
{
    cp_map own = { 0 };
    const cp_tree *list = cp_tree_get(t, CP_STR("entities"));
    for (uint32_t i = 0; i < cp_tree_list_n(list); i++) {
        const cp_tree *x = cp_tree_list_item(list, i);
        if (!cp_reader_keys(r, x, "an entity", "id name country"))
            continue;
        (void)cp_reader_text(r, x, "name", true);
        *cp_map_put(r->a, &own, cp_str_dup(r->a, cp_reader_text(r, x, "id", true)), NULL) = 1;
    }
    return own;
}

static void check_duty_clauses(cp_reader *r, const cp_policy *p, const cp_tree *t)
{
    for (uint32_t i = 0; i < p->n_duties; i++)
        for (uint32_t k = 0; k < p->duties[i].n_clauses; k++) {
            bool known = false;
            for (uint32_t c = 0; c < p->n_clauses; c++)
                known |= cp_str_eq(p->clauses[c].id, p->duties[i].clauses[k]);
            if (!known)
                cp_reader_error(r, cp_at_or(cp_tree_get(t, CP_STR("duties")), t),
                                "a duty is of clause `%.*s`, which is not there",
                                CP_FMT(p->duties[i].clauses[k]));
        }
}

/* What the clauses and the duties read at all: the evaluator need not try the rest, nor tell assets
 * apart by it. */
static void gather_reads(gather *g, cp_policy *p)
{
    for (uint32_t i = 0; i < p->n_clauses; i++) {
        const cp_policy_clause *c = &p->clauses[i];
        if (c->n_makers || c->maker_country)
            p->reads |=
                1u << cp_reach_fact(c->reach) | (c->maker_country ? 1u << CP_FACT_MAKER : 0);
        if (c->n_makers && c->has_affiliates)
            p->reads |= 1u << CP_FACT_MANUFACTURED | 1u << CP_FACT_CLASS;
        p->has_places |= c->place.n > 0;
    }
    for (uint32_t i = 0; i < p->n_days; i++)
        p->reads |= 1u << p->days[i].fact;
    if (p->reads >> CP_FACT_LEGAL_NAME & 1 || p->n_criteria)
        p->reads |= 1u << CP_FACT_MAKER;
    g->days.v = NULL;
    g->days.n = g->days.cap = 0;
    for (uint32_t i = 0; i < p->n_clauses; i++) {
        const cp_policy_clause *c = &p->clauses[i];
        const cp_policy_duty *v = c->has_own_duties ? c->duties : p->duties;
        for (uint32_t k = 0; k < (c->has_own_duties ? c->n_duties : p->n_duties); k++) {
            p->duty_reads |= reads_of(v[k].when);
            for (g->fact = CP_FACT_PURCHASED; g->fact < CP_FACT_COUNT; g->fact++)
                cp_pred_days(v[k].when, g->fact, c->date_added, add_day, g);
        }
    }
    p->duty_days = g->days.v;
    p->n_duty_days = g->days.n;
}

void cp_pack_link(cp_reader *r, cp_policy_lib *lib, cp_policy *p, const cp_tree *t)
{
    gather g = { .a = r->a, .lib = lib };
    if (p->clauses_of == p) {
        cp_map own = read_entities(r, t);
        const cp_tree *list = cp_tree_get(t, CP_STR("clauses"));
        /* still being made */
        cp_policy_clause *clauses = (cp_policy_clause *)(uintptr_t)p->clauses;
        for (uint32_t i = 0, at = 0; i < cp_tree_list_n(list) && at < p->n_clauses; i++) {
            const cp_tree *x = cp_tree_list_item(list, i);
            if (x->kind != CP_TREE_MAP)
                continue;
            link_makers(r, lib, &clauses[at], &own);
            link_exemptions(r, p, &clauses[at++], x);
        }
    }
    check_duty_clauses(r, p, t);
    gather_makers(&g, p);
    for (unsigned f = CP_FACT_MAKERS; f < CP_FACT_DATES; f++)
        gather_fact(&g, p, (cp_fact)f);
    gather_dates(&g, p);
    number_legal_names(r, p);
    p->named = g.seen;
    gather_reads(&g, p);
}

/* ---- cells */

/* Each cell that reaches over the edge of `cut` becomes two. Cells above the limit are told by the
 * return value. */
static uint32_t cut_sets(cp_set *cells, uint32_t n, cp_set cut)
{
    for (uint32_t i = 0, had = n; i < had; i++) {
        cp_set in = cp_set_and(cells[i], cut), out = cp_set_minus(cells[i], cut);
        if (!cp_set_any(in) || !cp_set_any(out))
            continue;
        if (n == CP_CELLS_MAX)
            return CP_CELLS_MAX + 1;
        cells[i] = in;
        cells[n++] = out;
    }
    return n;
}

/* The words of fact f in cells: as coarse as all packs together allow. False: too many. */
static bool make_cells(const cp_policy_lib *lib, cp_fact f, cp_cells *out)
{
    cp_set cells[CP_CELLS_MAX] = { cp_set_first_n(CP_SET_BITS) },
           domain = cp_vocab_domain(&lib->vocab, f), services = { { 0 } };
    cp_arena *scratch = cp_arena_new(0);
    uint32_t n = cut_sets(cells, 1, domain);
    if (f == CP_FACT_CLASS && cp_vocab_classes(scratch, &lib->vocab, CP_STR("services"), &services))
        n = cut_sets(cells, n, services);
    if (f == CP_FACT_CLASS)
        n = cut_sets(cells, n, lib->vocab.mobile);
    cp_arena_free(scratch);
    /* none, yes, no, planned: words that the program itself asks for */
    for (uint32_t bit = 0; n <= CP_CELLS_MAX && lib->vocab.words[f].names.n <= CP_SMALL_LIST &&
                           bit < lib->vocab.words[f].names.n;
         bit++) {
        cp_set one = { { 0 } };
        cp_set_add(&one, bit);
        n = cut_sets(cells, n, one);
    }
    for (uint32_t p = 0; p < lib->n_packs; p++)
        for (uint32_t c = 0; c < lib->packs[p]->n_cuts[f] && n <= CP_CELLS_MAX; c++)
            n = cut_sets(cells, n, lib->packs[p]->cuts[f][c]);
    if (n > CP_CELLS_MAX)
        return false;
    *out = (cp_cells){ .n = n };
    for (uint32_t bit = 0; bit < CP_SET_BITS; bit++)
        for (uint32_t i = 0; i < n; i++)
            if (cp_set_has(cells[i], bit))
                out->of[bit] = (uint8_t)i;
    for (uint32_t bit = 0; bit < CP_SET_BITS; bit++)
        out->words[out->of[bit]] += cp_set_has(domain, bit);
    out->all = cp_cells_mask(out, domain);
    return true;
}

/* Which cells are one to this pack. */
static void merge_cells(cp_policy_lib *lib, cp_policy *p, cp_fact f)
{
    const cp_cells *all = &lib->cells[f];
    cp_mask *v = CP_NEW_ARRAY(lib->a, cp_mask, CP_CELLS_MAX);
    uint32_t n = 1;
    v[0] = ((cp_mask)1 << all->n) - 1;
    cp_mask fixed[] = { all->all, f == CP_FACT_CLASS ? cp_cells_mask(all, lib->vocab.mobile) : 0,
                        0 };
    cp_set services = { { 0 } };
    if (f == CP_FACT_CLASS && cp_vocab_classes(lib->a, &lib->vocab, CP_STR("services"), &services))
        fixed[2] = cp_cells_mask(all, services);
    for (uint32_t c = 0; c < p->n_cuts[f] + 3; c++) {
        cp_mask cut = c < 3 ? fixed[c] : cp_cells_mask(all, p->cuts[f][c - 3]);
        for (uint32_t i = 0, had = n; i < had; i++)
            if (v[i] & cut && v[i] & ~cut) {
                v[n++] = v[i] & ~cut;
                v[i] &= cut;
            }
    }
    p->cells[f] = v;
    p->n_cells[f] = n;
    for (uint32_t cell = 0; cell < all->n; cell++)
        for (uint32_t i = 0; i < n; i++)
            if (v[i] >> cell & 1)
                p->cell_no[f][cell] = (uint8_t)i;
}

static void compile_pack(cp_policy_lib *lib, cp_policy *p)
{
    cp_policy_clause *v = (cp_policy_clause *)(uintptr_t)p->clauses; /* still being made */
    for (uint32_t i = 0; i < p->n_clauses; i++) {
        const cp_policy_duty *duties = v[i].has_own_duties ? v[i].duties : p->duties;
        const cp_pred *preds[] = { v[i].subject, v[i].made_in,       v[i].when,     v[i].criteria,
                                   v[i].listed,  v[i].maker_country, v[i].essential };
        for (size_t k = 0; k < sizeof preds / sizeof *preds; k++)
            cp_pred_compile((cp_pred *)(uintptr_t)preds[k], lib->cells);
        for (uint32_t k = 0; k < v[i].n_exempt; k++) {
            cp_pred_compile((cp_pred *)(uintptr_t)v[i].exempt[k]->when, lib->cells);
            cp_pred_compile((cp_pred *)(uintptr_t)v[i].exempt[k]->ask_when, lib->cells);
        }
        for (uint32_t k = 0; k < (v[i].has_own_duties ? v[i].n_duties : p->n_duties); k++)
            cp_pred_compile((cp_pred *)(uintptr_t)duties[k].when, lib->cells);
        cp_policy_purpose *purposes = (cp_policy_purpose *)(uintptr_t)v[i].purposes;
        for (uint32_t k = 0; k < v[i].n_purposes; k++)
            purposes[k].cell = (cp_mask)1 << lib->cells[CP_FACT_PURPOSE].of[purposes[k].bit];
    }
    for (unsigned f = CP_FACT_MAKERS; f < CP_FACT_DATES; f++)
        if (!cp_fact_is_local((cp_fact)f))
            merge_cells(lib, p, (cp_fact)f);
}

void cp_packs_compile(cp_reader *r, cp_policy_lib *lib)
{
    for (unsigned f = CP_FACT_MAKERS; f < CP_FACT_DATES; f++)
        if (!cp_fact_is_local((cp_fact)f) && !make_cells(lib, (cp_fact)f, &lib->cells[f])) {
            cp_reader_error(r, (cp_place){ 0, 0 },
                            "the packs together tell more than %d groups of values of `%s` apart",
                            CP_CELLS_MAX, cp_fact_name((cp_fact)f));
            lib->n_packs = 0; /* none can be judged by */
            return;
        }
    for (uint32_t i = 0; i < lib->n_packs; i++)
        compile_pack(lib, (cp_policy *)(uintptr_t)lib->packs[i]);
}
