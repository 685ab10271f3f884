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

static void split_sets(const cp_judge *j, const cp_policy *p, const cp_facts *x, cp_fact f,
                       bool (*each)(void *, const cp_facts *), void *ctx)
{
    bool is_local = cp_fact_is_local(f);
    if (f == CP_FACT_CLASS)
        cp_facts_read(x, CP_FACT_GENERATION);
    for (uint32_t i = 0; i < (is_local ? CP_CELLS_MAX : p->n_cells[f]); i++) {
        cp_mask part = x->set[f] & (is_local ? (cp_mask)1 << i : p->cells[f][i]);
        if (!part)
            continue;
        cp_facts y = *x;
        y.set[f] = part;
        y.tried |= 1u << f;
        if (f == CP_FACT_CLASS && y.unstated >> CP_FACT_GENERATION & 1 && !(part & j->mobile))
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

/* The days at which the answer can change with fact f, ascending, within x's interval. Ownership
 * counts for the maker at hand alone, where that is known. */
static void cut_days(const cp_judge *j, const cp_policy *p, const cp_facts *x, cp_fact f,
                     day_list *d)
{
    uint32_t others = 1u << CP_FACT_CONTAINS | 1u << CP_FACT_MANAGED_BY | 1u << CP_FACT_OPERATED_BY;
    bool is_open = cp_facts_is_missing(x, CP_FACT_MAKER) && !(x->tried >> CP_FACT_MAKER & 1);
    cp_facts_read(x, CP_FACT_MAKER);
    d->within = x->day[CP_DAY(f)];
    for (uint32_t i = 0; i < p->n_days; i++)
        if (p->days[i].fact == f)
            add_day(d, p->days[i].day);
    const cp_pack_now *now = cp_judge_now(j, p);
    for (uint32_t i = 0; i < now->n_makers && f == CP_FACT_MANUFACTURED; i++) {
        const cp_maker *m = j->named.v[now->makers[i]].known;
        if (m && (is_open || p->reads & others || now->makers[i] == x->maker[CP_FACT_MAKER]))
            cp_owners_days(&j->lib->owners, (uint32_t)(m - j->lib->known->v), add_day, d);
    }
    qsort(d->v, d->n, sizeof *d->v, by_day);
}

static void split_days(const cp_judge *j, const cp_policy *p, const cp_facts *x, cp_fact f,
                       bool (*each)(void *, const cp_facts *), void *ctx)
{
    day_list d = { 0 };
    int32_t lo = x->day[CP_DAY(f)].lo;
    cut_days(j, p, x, f, &d);
    for (uint32_t i = 0; i <= d.n; i++) {
        if (i < d.n && d.v[i] == lo)
            continue;
        cp_facts y = *x;
        y.day[CP_DAY(f)] = (cp_fact_days){ lo, i < d.n ? d.v[i] - 1 : x->day[CP_DAY(f)].hi };
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
    const cp_maker_no *ids = is_among ? x->candidates : now->makers;
    for (uint32_t i = 0; i < (is_among ? x->n_candidates : now->n_makers); i++) {
        cp_facts y = *x;
        y.maker[f] = ids[i];
        y.tried |= 1u << f;
        if (f == CP_FACT_MAKER)
            cp_facts_set_criteria(j, p, &y);
        if (f == CP_FACT_MAKER && j->named.v[ids[i]].seat)
            y.set[CP_FACT_MAKER_COUNTRY] = j->named.v[ids[i]].seat;
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

void cp_facts_set_criteria(const cp_judge *j, const cp_policy *p, cp_facts *x)
{
    bool is_known = !cp_facts_is_missing(x, CP_FACT_MAKER);
    const cp_maker *m = is_known                        ? x->known_maker
                        : x->tried >> CP_FACT_MAKER & 1 ? j->named.v[x->maker[CP_FACT_MAKER]].known
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
    case CP_FACT_KIND_MAKER: return y->maker[t->fact] ? 1 : t->s->j->lib->known->n;
    case CP_FACT_KIND_SET:
        return cp_fact_is_local(t->fact)
                   ? 1
                   : cp_cells_words(&t->s->j->lib->cells[t->fact], y->set[t->fact]);
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
    cp_facts_read(x, CP_TRACE_MISSING);
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

/* ---- the judge */

/* All days that p tells apart for fact f, whoever is the maker. */
static cp_days days_of(cp_judge *j, const cp_policy *p, cp_fact f)
{
    cp_facts anything = { .missing = 1u << CP_FACT_MAKER };
    day_list d = { 0 };
    anything.day[CP_DAY(f)] = (cp_fact_days){ INT32_MIN, INT32_MAX };
    cut_days(j, p, &anything, f, &d);
    for (uint32_t i = 0; i < p->n_duty_days; i++)
        if (p->duty_days[i].fact == f)
            add_day(&d, p->duty_days[i].day);
    qsort(d.v, d.n, sizeof *d.v, by_day);
    return (cp_days){ cp_arena_dup(j->a, d.v, d.n * sizeof *d.v), d.n };
}

/* A new verdict for facts that p has not met. */
static const cp_verdict *work_out(cp_judge *j, const cp_pack_now *now, const cp_facts *x)
{
    const cp_policy *p = now->pack;
    search s = { .j = j, .now = now };
    cp_open open = { .n = 0 };
    j->n_steps = 0;
    if (!p->is_position)
        (void)find_results(&s, x);
    if (!cp_may_is_one(s.found))
        open = open_facts(&s, x);
    cp_verdict *v = CP_NEW(j->a, cp_verdict);
    *v = cp_judge_say(j, now, x, p->is_position ? CP_MAY_NO : s.found, &open);
    return v;
}

const cp_verdict *cp_judge_by_facts(cp_judge *j, const cp_policy *p, const cp_facts *facts)
{
    const cp_pack_now *now = cp_judge_now(j, p);
    cp_arena_mark mark = cp_arena_here(j->scratch);
    cp_facts x = *facts;
    set_legal_names(p, &x);
    cp_facts_set_criteria(j, p, &x);
    cp_memo_key key;
    cp_memo_key_of(j, now, &x, &key);
    const cp_verdict *v = cp_memo_get(j, p, &key);
    if (!v) {
        cp_trace trace = { .n = 0 };
        x.trace = &trace;
        v = work_out(j, now, &x);
        cp_memo_put(j, p, &key, &trace, v);
    }
    cp_arena_back(j->scratch, mark);
    return v;
}

/* One asset stands for all with the same claims: its facts, and its verdicts as they are asked. */
struct cp_alike {
    const cp_facts *facts;
    const cp_verdict *const *row; /* by row_of */
    const cp_policy *const *row_of;
    uint32_t n;
};

static cp_alike *alike_of(cp_judge *j, const cp_asset *as)
{
    cp_arena_mark mark = cp_arena_here(j->scratch);
    cp_str key = cp_memo_asset_key(j, as);
    uint64_t *at = cp_map_get(&j->kinds, key);
    if (!at) {
        cp_alike *k = CP_NEW(j->a, cp_alike);
        at = cp_map_put(j->a, &j->kinds, cp_str_dup(j->a, key), NULL);
        *at = (uint64_t)(uintptr_t)k;
    }
    cp_arena_back(j->scratch, mark);
    return (cp_alike *)(uintptr_t)*at;
}

const cp_verdict *const *cp_judge_asset_by(cp_judge *j, const cp_policy *const *packs, uint32_t n,
                                           const cp_asset *as)
{
    cp_alike *k = alike_of(j, as);
    if (k->row && k->row_of == packs && k->n == n)
        return k->row;
    if (!k->facts)
        k->facts = cp_facts_build(j, j->a, as);
    const cp_verdict **row = CP_NEW_ARRAY(j->a, const cp_verdict *, n);
    for (uint32_t i = 0; i < n; i++)
        row[i] = cp_judge_by_facts(j, packs[i], k->facts);
    k->row = row;
    k->row_of = packs;
    k->n = n;
    return k->row;
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
        add_named(j, j->lib->known->v[j->answers.told.v[i]].id);
}

static bool is_told(const cp_judge *j, const cp_policy *p, uint32_t maker)
{
    for (uint32_t k = 0; k < p->n_criteria; k++)
        if (cp_answer_of(&j->answers, &j->lib->criteria.items.v[p->criteria[k]], maker) !=
            CP_UNKNOWN)
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
        cp_maker_no no = cp_judge_maker_no(j, j->lib->known->v[j->answers.told.v[i]].id);
        if (now->is_named[no] || !is_told(j, p, j->answers.told.v[i]))
            continue;
        now->is_named[no] = 1;
        cp_vec_push(j->a, &all, no);
    }
    now->is_named[0] = 0;
    now->makers = all.v;
    now->n_makers = all.n;
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
    number_makers(j);
    set_words(j);
    j->memo = CP_NEW_ARRAY(a, cp_memo, lib->n_packs + 1);
    j->packs = CP_NEW_ARRAY(a, cp_pack_now, lib->n_packs + 1);
    for (uint32_t i = 0; i < lib->n_packs; i++) {
        j->packs[i] = cp_pack_on_day(j, lib->packs[i]);
        set_makers(j, &j->packs[i]);
        for (unsigned f = CP_FACT_DATES; f < CP_FACT_COUNT; f++)
            j->packs[i].days[CP_DAY(f)] = days_of(j, lib->packs[i], (cp_fact)f);
    }
    cp_memo_init(j);
    return j;
}

const cp_pack_now *cp_judge_now(const cp_judge *j, const cp_policy *p)
{
    assert(p->index < j->lib->n_packs && j->lib->packs[p->index] == p);
    return &j->packs[p->index];
}
