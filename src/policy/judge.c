/* SPDX-License-Identifier: Apache-2.0 */
/* judge.c - the result for all values of the missing facts, and the facts among them that matter.
 *
 * cp_pack_names gives a set of results that contains every possible one, but may be too large: in
 * "class is core and the generation is 5G, or class is core and it is not" it does not see that the
 * generation cannot matter. So where the set has more than one result, the values of the facts it
 * hung on are tried one after the other, coarse cells at a time (facts_split), until every branch
 * has one result. Two different ones: undetermined. A fact is listed as missing if and only if two
 * completions that differ in it alone give different results. The order of clauses and packs does
 * not matter. */
#include "policy/judge.h"
#include <stdlib.h>

/* ---- splitting the values of one fact */

/* Each cell that reaches over the edge of `cut` becomes two. */
static uint32_t cut_cells(cp_set *cells, uint32_t n, cp_set cut)
{
    for (uint32_t i = 0, had = n; i < had; i++) {
        cp_set in = cp_set_and(cells[i], cut), out = cp_set_minus(cells[i], cut);
        if (cp_set_any(in) && cp_set_any(out)) {
            cells[i] = in;
            cells[n++] = out;
        }
    }
    return n;
}

static void split_sets(const cp_judge *j, const cp_policy *p, const cp_facts *x, cp_fact f,
                       bool (*each)(void *, const cp_facts *), void *ctx)
{
    cp_set cells[CP_SET_BITS] = { x->set[f] };
    uint32_t n = 1;
    for (uint32_t c = 0; c < p->n_cuts[f]; c++)
        n = cut_cells(cells, n, p->cuts[f][c]);
    if (f == CP_FACT_CLASS) { /* whether a generation and a day of manufacture make sense */
        n = cut_cells(cells, n, j->lib->vocab.mobile);
        n = cut_cells(cells, n, j->services);
    }
    for (uint32_t i = 0; i < n; i++) {
        cp_facts y = *x;
        y.set[f] = cells[i];
        y.tried |= 1u << f;
        if (f == CP_FACT_CLASS && y.unstated >> CP_FACT_GENERATION & 1 &&
            !cp_set_any(cp_set_and(cells[i], j->lib->vocab.mobile)))
            y.set[CP_FACT_GENERATION] = j->no_generation;
        if (!each(ctx, &y))
            return;
    }
}

/* Each cut is a date of the law or of an ownership: a few hundred, were all of them in one pack. */
enum { DAYS_MAX = 2048 };

typedef struct day_list {
    int32_t v[DAYS_MAX];
    uint32_t n;
    cp_fact_days within;
} day_list;

static void add_day(void *ctx, int32_t day)
{
    day_list *d = ctx;
    if (day > d->within.lo && day <= d->within.hi && d->n < sizeof d->v / sizeof *d->v)
        d->v[d->n++] = day;
}

static int by_day(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return x < y ? -1 : x > y;
}

/* The days at which the answer can change with fact f, ascending, within x's interval. */
static void cut_days(const cp_judge *j, const cp_policy *p, const cp_facts *x, cp_fact f,
                     day_list *d)
{
    uint32_t others = 1u << CP_FACT_CONTAINS | 1u << CP_FACT_MANAGED_BY | 1u << CP_FACT_OPERATED_BY;
    bool is_open = cp_facts_is_missing(x, CP_FACT_MAKER) && !(x->tried >> CP_FACT_MAKER & 1);
    d->within = x->day[f];
    for (uint32_t i = 0; i < p->n_days; i++)
        if (p->days[i].fact == f)
            add_day(d, p->days[i].day);
    for (uint32_t i = 0; i < p->n_makers && f == CP_FACT_MANUFACTURED; i++) {
        const cp_maker *m = p->makers[i].n ? cp_maker_by_id(j->lib->known, p->makers[i]) : NULL;
        if (m && (is_open || p->reads & others || cp_str_eq(m->id, x->maker[CP_FACT_MAKER])))
            cp_owners_days(&j->lib->owners, (uint32_t)(m - j->lib->known->v), add_day, d);
    }
    qsort(d->v, d->n, sizeof *d->v, by_day);
}

static void split_days(const cp_judge *j, const cp_policy *p, const cp_facts *x, cp_fact f,
                       bool (*each)(void *, const cp_facts *), void *ctx)
{
    day_list d = { 0 };
    int32_t lo = x->day[f].lo;
    cut_days(j, p, x, f, &d);
    for (uint32_t i = 0; i <= d.n; i++) {
        if (i < d.n && d.v[i] == lo)
            continue;
        cp_facts y = *x;
        y.day[f] = (cp_fact_days){ lo, i < d.n ? d.v[i] - 1 : x->day[f].hi };
        y.tried |= 1u << f;
        if (!each(ctx, &y))
            return;
        lo = i < d.n ? d.v[i] : lo;
    }
}

static void split_makers(const cp_judge *j, const cp_policy *p, const cp_facts *x, cp_fact f,
                         bool (*each)(void *, const cp_facts *), void *ctx)
{
    const cp_pack_now *now = cp_judge_now(j, p);
    bool is_among = f == CP_FACT_MAKER && x->n_candidates;
    const cp_str *ids = is_among ? x->candidates : now->makers;
    for (uint32_t i = 0; i < (is_among ? x->n_candidates : now->n_makers); i++) {
        cp_facts y = *x;
        y.maker[f] = ids[i];
        y.tried |= 1u << f;
        if (f == CP_FACT_MAKER)
            cp_facts_set_criteria(j, p, &y);
        const cp_maker *m =
            f == CP_FACT_MAKER && ids[i].n ? cp_maker_by_id(j->lib->known, ids[i]) : NULL;
        uint32_t bit;
        if (m && m->country.n &&
            cp_vocab_find(j->scratch, &j->lib->vocab, CP_FACT_MAKER_COUNTRY, m->country, &bit)) {
            y.set[CP_FACT_MAKER_COUNTRY] = (cp_set){ { 0 } };
            cp_set_add(&y.set[CP_FACT_MAKER_COUNTRY], bit);
        }
        if (!each(ctx, &y))
            return;
    }
}

void cp_facts_split(const cp_judge *j, const cp_policy *p, const cp_facts *x, cp_fact f,
                    bool (*each)(void *ctx, const cp_facts *x), void *ctx)
{
    switch (cp_fact_kind_of(f)) {
    case CP_FACT_KIND_MAKER: split_makers(j, p, x, f, each, ctx); break;
    case CP_FACT_KIND_SET: split_sets(j, p, x, f, each, ctx); break;
    case CP_FACT_KIND_DATE: split_days(j, p, x, f, each, ctx); break;
    }
}

/* ---- the search */

typedef struct search {
    cp_judge *j;
    const cp_pack_now *now;
    cp_may found;
    cp_fact fact; /* of matters() */
    uint32_t other;
    bool answer;
} search;

static cp_may names(search *s, const cp_facts *x, uint32_t *touched)
{
    s->j->n_steps++;
    cp_arena_mark mark = cp_arena_here(s->j->scratch);
    cp_may m = cp_pack_names(s->j, s->now, x, touched);
    cp_arena_back(s->j->scratch, mark);
    *touched &= ~x->tried; /* what was tried is one value to this pack */
    return m;
}

static cp_may highest(cp_may m)
{
    return m & CP_MAY_YES ? CP_MAY_YES : m & CP_MAY_COND ? CP_MAY_COND : CP_MAY_NO;
}

static bool find_results(void *ctx, const cp_facts *x)
{
    search *s = ctx;
    uint32_t touched = 0;
    cp_may m = names(s, x, &touched);
    if (cp_may_is_one(m) || touched == 0) {
        s->found |= highest(m);
    } else if (s->j->n_steps >= CP_JUDGE_STEPS_MAX) {
        s->found |= m;
    } else {
        cp_facts_split(s->j, s->now->pack, x, (cp_fact)__builtin_ctz(touched), find_results, s);
    }
    return cp_may_is_one(s->found);
}

static bool gather_results(void *ctx, const cp_facts *x)
{
    search *s = ctx;
    uint32_t touched = 0;
    cp_may m = names(s, x, &touched);
    if (cp_may_is_one(m) || touched == 0)
        s->found |= highest(m);
    else
        s->other |= touched;
    return true;
}

/* Are there values of the other facts with which different values of s->fact give different
 * results? */
static bool matters(void *ctx, const cp_facts *x)
{
    search *s = ctx;
    uint32_t touched = 0, own = 1u << s->fact;
    cp_may m = names(s, x, &touched);
    if (cp_may_is_one(m) || touched == 0)
        return true;
    if (s->j->n_steps >= CP_JUDGE_STEPS_MAX) {
        s->answer = true;
        return false;
    }
    uint32_t others = touched & ~own;
    if (others == 0) {
        s->found = 0;
        s->other = 0;
        cp_facts_split(s->j, s->now->pack, x, s->fact, gather_results, s);
        others = s->other & ~own;
        if (others == 0) {
            s->answer |= !cp_may_is_one(s->found);
            return !s->answer;
        }
    }
    cp_facts_split(s->j, s->now->pack, x, (cp_fact)__builtin_ctz(others), matters, s);
    return !s->answer;
}

/* Which of the pack's clauses with legal names x's provider is, as far as the evidence says. */
static void set_legal_names(const cp_policy *p, cp_facts *x)
{
    cp_set all = { { 0 } }, is = { { 0 } };
    bool is_company = false;
    for (uint32_t i = 0; i < p->n_clauses; i++) {
        const cp_policy_clause *c = &p->clauses[i];
        if (!c->is_legal_name)
            continue;
        cp_set_add(&all, i);
        for (uint32_t k = 0; k < x->n_companies; k++)
            for (uint32_t n = 0; n < c->n_legal_names; n++)
                if (cp_str_eq(x->companies[k], c->legal_names[n]))
                    cp_set_add(&is, i);
        for (uint32_t k = 0; k < x->n_asns; k++)
            for (uint32_t n = 0; n < c->n_asns; n++)
                if (x->asns[k] == c->asns[n])
                    cp_set_add(&is, i);
    }
    for (uint32_t k = 0; k < x->n_companies; k++)
        is_company |= x->is_company[k];
    cp_set_add(&all, CP_SET_OTHER);
    x->set[CP_FACT_LEGAL_NAME] = all;
    if (cp_set_any(is) || is_company) {
        cp_set_add(&is, CP_SET_OTHER);
        x->set[CP_FACT_LEGAL_NAME] = is;
        x->missing &= ~(1u << CP_FACT_LEGAL_NAME);
    }
}

void cp_facts_set_criteria(const cp_judge *j, const cp_policy *p, cp_facts *x)
{
    bool is_known = !cp_facts_is_missing(x, CP_FACT_MAKER),
         is_tried = x->tried >> CP_FACT_MAKER & 1;
    const cp_maker *m = (is_known || is_tried) && x->maker[CP_FACT_MAKER].n
                            ? cp_maker_by_id(j->lib->known, x->maker[CP_FACT_MAKER])
                            : NULL;
    for (uint32_t k = 0; m && k < p->n_criteria; k++) {
        cp_fact f = (cp_fact)(CP_FACT_CRITERION_0 + k);
        cp_tri t = cp_answer_of(&j->answers, &j->lib->criteria.items.v[p->criteria[k]],
                                (uint32_t)(m - j->lib->known->v));
        if (t == CP_UNKNOWN)
            continue;
        x->set[f] = t == CP_YES ? j->yes : j->no;
        if (is_known) /* else it is the answer of the maker that is tried */
            x->missing &= ~(1u << f);
    }
}

/* ---- the order of the questions */

typedef struct tally {
    search *s;
    cp_fact fact;
    double settled, all;
} tally;

/* How many values of the fact y stands for. Nearly all makers are named by no pack, so that one
 * cell weighs as much as all the makers that we know. */
static double weight_of(const tally *t, const cp_facts *y)
{
    switch (cp_fact_kind_of(t->fact)) {
    case CP_FACT_KIND_MAKER: return y->maker[t->fact].n ? 1 : t->s->j->lib->known->n;
    case CP_FACT_KIND_SET: return cp_set_count(y->set[t->fact]);
    case CP_FACT_KIND_DATE: break;
    }
    return 1;
}

static bool add_cell(void *ctx, const cp_facts *y)
{
    tally *t = ctx;
    search s = *t->s;
    double weight = weight_of(t, y);
    s.found = 0;
    (void)find_results(&s, y);
    t->all += weight;
    t->settled += cp_may_is_one(s.found) ? weight : 0;
    return true;
}

/* The share of f's values that settle the result, whatever the other missing facts are. */
static double share_settled(search *s, const cp_facts *x, cp_fact f)
{
    tally t = { s, f, 0, 0 };
    cp_facts_split(s->j, s->now->pack, x, f, add_cell, &t);
    return t.all > 0 ? t.settled / t.all : 0;
}

/* Whether a criterion holds of the maker can only be answered once it is known who that is. */
static void add_maker(cp_open *open, const cp_facts *x)
{
    bool asks = false, has = !cp_facts_is_missing(x, CP_FACT_MAKER);
    for (uint32_t i = 0; i < open->n; i++) {
        asks |= cp_fact_is_criterion(open->facts[i]);
        has |= open->facts[i] == CP_FACT_MAKER;
    }
    if (!asks || has)
        return;
    for (uint32_t i = open->n++; i > 0; i--)
        open->facts[i] = open->facts[i - 1];
    open->facts[0] = CP_FACT_MAKER;
    open->n_alone += open->n_alone > 0;
}

/* The facts that matter, the one that settles most first. */
static cp_open open_facts(search *s, const cp_facts *x)
{
    cp_open open = { .n = 0 };
    double shares[CP_FACT_COUNT];
    for (unsigned f = 0; f < CP_FACT_COUNT; f++) {
        search probe = { .j = s->j, .now = s->now, .fact = (cp_fact)f };
        if (x->missing & s->now->pack->reads & 1u << f)
            (void)matters(&probe, x);
        if (!probe.answer)
            continue;
        double share = share_settled(s, x, (cp_fact)f);
        uint32_t at = open.n++;
        for (; at > 0 && shares[at - 1] < share; at--) {
            shares[at] = shares[at - 1];
            open.facts[at] = open.facts[at - 1];
        }
        shares[at] = share;
        open.facts[at] = (cp_fact)f;
        open.n_alone += share > 0;
    }
    add_maker(&open, x);
    return open;
}

static cp_verdict work_out(cp_judge *j, const cp_pack_now *now, const cp_facts *x)
{
    const cp_policy *p = now->pack;
    search s = { .j = j, .now = now };
    cp_open open = { .n = 0 };
    j->n_steps = 0;
    if (!p->is_position)
        (void)find_results(&s, x);
    if (!cp_may_is_one(s.found))
        open = open_facts(&s, x);
    return cp_judge_say(j, now, x, p->is_position ? CP_MAY_NO : s.found, &open);
}

/* ---- the judge */

static void key_bytes(cp_buf *b, const void *p, size_t n) { cp_buf_add(b, (cp_str){ p, n }); }

static void key_text(cp_buf *b, cp_str s)
{
    key_bytes(b, &s.n, sizeof s.n);
    cp_buf_add(b, s);
}

/* All days that p tells apart for fact f, whoever is the maker. */
static cp_days days_of(cp_judge *j, const cp_policy *p, cp_fact f)
{
    cp_facts anything = { .missing = 1u << CP_FACT_MAKER };
    day_list d = { 0 };
    anything.day[f] = (cp_fact_days){ INT32_MIN, INT32_MAX };
    cut_days(j, p, &anything, f, &d);
    for (uint32_t i = 0; i < p->n_duty_days; i++)
        if (p->duty_days[i].fact == f)
            add_day(&d, p->duty_days[i].day);
    qsort(d.v, d.n, sizeof *d.v, by_day);
    return (cp_days){ cp_arena_dup(j->a, d.v, d.n * sizeof *d.v), d.n };
}

/* Which cell the ends of an interval are in: days between two cuts are the same to the pack. */
static void key_days(cp_buf *b, const cp_days *d, cp_fact_days day)
{
    uint32_t cell[2] = { 0 };
    while (cell[0] < d->n && day.lo >= d->v[cell[0]])
        cell[0]++;
    for (cell[1] = cell[0]; cell[1] < d->n && day.hi >= d->v[cell[1]];)
        cell[1]++;
    key_bytes(b, cell, sizeof cell);
}

static cp_str named(const cp_policy *p, cp_str maker)
{
    return cp_map_get(&p->named, maker) ? maker : CP_STR("");
}

/* All of x that p's verdict depends on, and no more, so that many assets share one. */
static cp_str key_of(const cp_judge *j, const cp_pack_now *now, const cp_facts *x)
{
    const cp_policy *p = now->pack;
    cp_buf b = cp_buf_new(j->scratch);
    uint32_t reads = p->reads | p->duty_reads,
             known[] = { x->missing & reads, x->unstated & reads };
    key_bytes(&b, &p, sizeof(void *));
    key_bytes(&b, known, sizeof known);
    for (unsigned f = 0; f < CP_FACT_COUNT; f++) {
        if (!(reads >> f & 1))
            continue;
        if (cp_fact_kind_of((cp_fact)f) == CP_FACT_KIND_DATE)
            key_days(&b, &now->days[f - CP_FACT_DATES], x->day[f]);
        else if (cp_fact_kind_of((cp_fact)f) == CP_FACT_KIND_SET)
            key_bytes(&b, &x->set[f], sizeof x->set[f]);
        else if (f != CP_FACT_CONTAINS)
            key_text(&b, named(p, x->maker[f]));
    }
    for (uint32_t i = 0; i < x->n_candidates && reads >> CP_FACT_MAKER & 1; i++)
        key_text(&b, named(p, x->candidates[i]));
    key_bytes(&b, &x->n_candidates, sizeof x->n_candidates);
    for (uint32_t i = 0; i < x->n_inside && reads >> CP_FACT_CONTAINS & 1; i++)
        key_text(&b, named(p, x->inside[i]));
    for (uint32_t i = 0; i < x->n_assumed; i++)
        key_text(&b, x->assumed[i]);
    if (p->has_places)
        key_text(&b, x->site);
    return cp_buf_str(&b);
}

static void set_weakest(const cp_policy *p, const cp_facts *x, cp_verdict *v)
{
    double weakest = 2;
    for (unsigned f = 0; f < CP_FACT_COUNT && !p->is_position; f++)
        if (p->reads & ~x->unstated & 1u << f && x->confidence[f] > 0 &&
            x->confidence[f] < weakest) {
            weakest = x->confidence[f];
            v->weakest = cp_str_c(cp_fact_name((cp_fact)f));
            v->weakest_confidence = weakest;
        }
}

cp_verdict cp_judge_by_facts(cp_judge *j, const cp_policy *p, const cp_facts *facts)
{
    const cp_pack_now *now = cp_judge_now(j, p);
    cp_arena_mark mark = cp_arena_here(j->scratch);
    cp_facts x = *facts;
    set_legal_names(p, &x);
    cp_facts_set_criteria(j, p, &x);
    cp_str key = key_of(j, now, &x);
    const uint64_t *at = cp_map_get(&j->memo, key);
    cp_verdict v;
    if (at) {
        v = *(const cp_verdict *)(uintptr_t)*at;
    } else {
        cp_verdict *made = CP_NEW(j->a, cp_verdict);
        key = cp_str_dup(j->a, key);
        v = *made = work_out(j, now, &x);
        *cp_map_put(j->a, &j->memo, key, NULL) = (uint64_t)(uintptr_t)made;
    }
    cp_arena_back(j->scratch, mark);
    set_weakest(p, &x, &v);
    return v;
}

void cp_judge_asset_by(cp_judge *j, const cp_policy *const *packs, uint32_t n, const cp_asset *as,
                       cp_verdict *out)
{
    cp_arena_mark mark = cp_arena_here(j->asset);
    const cp_facts *x = cp_facts_build(j, j->asset, as);
    for (uint32_t i = 0; i < n; i++)
        out[i] = cp_judge_by_facts(j, packs[i], x);
    cp_arena_back(j->asset, mark);
}

cp_verdict cp_judge_asset(cp_judge *j, const cp_policy *p, const cp_asset *as)
{
    cp_verdict v;
    cp_judge_asset_by(j, &p, 1, as, &v);
    return v;
}

/* The pack's makers, and those of whom a criterion that it asks for is told: which maker it is can
 * then settle the criterion. */
static void add_told(cp_judge *j, cp_pack_now *now)
{
    const cp_policy *p = now->pack;
    now->makers = p->makers;
    now->n_makers = p->n_makers;
    if (p->n_criteria == 0 || j->answers.told.n == 0)
        return;
    CP_VEC(cp_str) all = { 0 };
    cp_map seen = { 0 };
    for (uint32_t i = 0; i < p->n_makers; i++) {
        cp_vec_push(j->a, &all, p->makers[i]);
        (void)cp_map_put(j->a, &seen, p->makers[i], NULL);
    }
    for (uint32_t i = 0; i < j->answers.told.n; i++) {
        cp_str id = j->lib->known->v[j->answers.told.v[i]].id;
        bool is_told = false;
        for (uint32_t k = 0; k < p->n_criteria; k++)
            is_told |= cp_answer_of(&j->answers, &j->lib->criteria.items.v[p->criteria[k]],
                                    j->answers.told.v[i]) != CP_UNKNOWN;
        if (is_told && !cp_map_get(&seen, id))
            cp_vec_push(j->a, &all, id);
    }
    now->makers = all.v;
    now->n_makers = all.n;
}

static void free_arena(void *arg) { cp_arena_free(arg); }

cp_judge *cp_judge_new(cp_arena *a, const cp_policy_lib *lib, const cp_judge_opts *opts)
{
    cp_judge *j = CP_NEW(a, cp_judge);
    j->a = a;
    j->scratch = cp_arena_new(0);
    j->asset = cp_arena_new(0);
    cp_arena_defer(a, free_arena, j->scratch);
    cp_arena_defer(a, free_arena, j->asset);
    j->lib = lib;
    j->opts = *opts;
    j->today = opts->as_of.first_day;
    for (unsigned f = CP_FACT_MAKERS; f < CP_FACT_DATES; f++)
        j->domains[f] = cp_vocab_domain(&lib->vocab, (cp_fact)f);
    (void)cp_vocab_classes(j->scratch, &lib->vocab, CP_STR("services"), &j->services);
    uint32_t none;
    if (cp_vocab_find(j->scratch, &lib->vocab, CP_FACT_GENERATION, CP_STR("none"), &none))
        cp_set_add(&j->no_generation, none);
    uint32_t bit;
    if (cp_vocab_find(j->scratch, &lib->vocab, CP_FACT_CRITERION_0, CP_STR("yes"), &bit))
        cp_set_add(&j->yes, bit);
    if (cp_vocab_find(j->scratch, &lib->vocab, CP_FACT_CRITERION_0, CP_STR("no"), &bit))
        cp_set_add(&j->no, bit);
    cp_answers_init(a, &j->answers, &lib->criteria, lib->known, opts->statements,
                    opts->n_statements, opts->as_of);
    j->packs = CP_NEW_ARRAY(a, cp_pack_now, lib->n_packs + 1);
    for (uint32_t i = 0; i < lib->n_packs; i++) {
        j->packs[i] = cp_pack_on_day(j, lib->packs[i]);
        add_told(j, &j->packs[i]);
        for (unsigned f = CP_FACT_DATES; f < CP_FACT_COUNT; f++)
            j->packs[i].days[f - CP_FACT_DATES] = days_of(j, lib->packs[i], (cp_fact)f);
    }
    return j;
}

const cp_pack_now *cp_judge_now(const cp_judge *j, const cp_policy *p)
{
    for (uint32_t i = 0; i < j->lib->n_packs; i++)
        if (j->lib->packs[i] == p)
            return &j->packs[i];
    assert(!"the pack is of another library");
    return NULL;
}
