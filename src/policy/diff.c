/* SPDX-License-Identifier: Apache-2.0 */
/* diff.c - see diff.h. A million assets have few different facts, as far as two packs read them:
 * what was explored for some is kept for all that are alike. */
#include "policy/diff.h"
#include <stdlib.h>
#include <string.h>
#include "policy/judge.h"

static const char *const kind_names[] = {
#define ROW(id, name) [CP_DIFF_##id] = name,
    CP_DIFF_KINDS(ROW)
#undef ROW
};
static const char *const part_names[] = {
#define ROW(id, name) [CP_DIFF_IN_##id] = name,
    CP_DIFF_PARTS(ROW)
#undef ROW
};
static_assert(sizeof kind_names / sizeof *kind_names == CP_DIFF_KIND_COUNT, "a name for each");
static_assert(sizeof part_names / sizeof *part_names == CP_DIFF_PART_COUNT, "a name for each");

const char *cp_diff_kind_name(cp_diff_kind k)
{
    assert(k < CP_DIFF_KIND_COUNT);
    return kind_names[k];
}

const char *cp_diff_part_name(cp_diff_part p)
{
    assert(p < CP_DIFF_PART_COUNT);
    return part_names[p];
}

struct cp_diff {
    cp_arena *a, *scratch;
    const cp_policy_lib *lib;
    cp_diff_side side[2];
    const cp_policy *packs[2]; /* the same, as the judge wants them */
    uint32_t later;   /* the side of the later day: its facts reach as far as those of the other */
    bool can_explore; /* both judges call makers by the same numbers */
    CP_VEC(cp_maker_no) makers; /* one of those that are alike to both packs; filled when needed */
    cp_map explored;            /* facts -> parts << 8 | cp_diff_kind */
};

static void free_arena(void *arg) { cp_arena_free(arg); }

/* Statements count from a day on, so that on another day other makers are numbered. */
static bool has_same_numbers(const cp_judge *a, const cp_judge *b)
{
    if (a->named.n != b->named.n)
        return false;
    for (uint32_t i = 0; a != b && i < a->named.n; i++)
        if (!cp_str_eq(a->named.v[i].id, b->named.v[i].id))
            return false;
    return true;
}

cp_diff *cp_diff_new(cp_arena *a, const cp_policy_lib *lib, cp_diff_side from, cp_diff_side to)
{
    cp_diff *d = CP_NEW(a, cp_diff);
    assert(!from.pack->is_position && !to.pack->is_position);
    *d = (cp_diff){ .a = a,
                    .scratch = cp_arena_new(0),
                    .lib = lib,
                    .side = { from, to },
                    .packs = { from.pack, to.pack } };
    d->later = to.judge->today >= from.judge->today;
    d->can_explore = has_same_numbers(from.judge, to.judge);
    cp_arena_defer(a, free_arena, d->scratch);
    return d;
}

/* The only places that judge: an asset by both sides, and facts by one. */
static void judge_both(const cp_diff *d, const cp_asset *as, const cp_verdict *v[2])
{
    bool is_one = d->side[0].judge == d->side[1].judge;
    const cp_verdict *const *row;
    cp_judge_assets(d->side[0].judge, d->packs, is_one ? 2 : 1, &as, 1, &row);
    v[0] = row[0];
    if (!is_one)
        cp_judge_assets(d->side[1].judge, &d->packs[1], 1, &as, 1, &row);
    v[1] = row[is_one ? 1 : 0];
}

static const cp_verdict *judge_facts(const cp_diff *d, int side, const cp_facts *x)
{
    return cp_judge_by_facts(d->side[side].judge, d->side[side].pack, x);
}

/* ---- two verdicts that are both determined ---- */

static bool names(const cp_verdict *v)
{
    return v->result == CP_VERDICT_EXCLUDED || v->result == CP_VERDICT_RESTRICTED;
}

/* Packs that share their clauses name by the same clause if it has the same id. */
static uint32_t parts_changed(const cp_diff *d, const cp_verdict *a, const cp_verdict *b)
{
    const cp_policy *of_a = d->side[0].pack->clauses_of, *of_b = d->side[1].pack->clauses_of;
    bool is_same_clause = of_a == of_b && cp_str_eq(a->clause, b->clause);
    uint32_t parts = 0;
    if (a->result != b->result)
        parts |= 1u << CP_DIFF_IN_RESULT;
    if (!is_same_clause)
        parts |= 1u << CP_DIFF_IN_CLAUSE;
    else if (!cp_str_eq(a->reason, b->reason))
        parts |= 1u << CP_DIFF_IN_REASON;
    if (!cp_verdict_has_same_duties(a, b))
        parts |= 1u << CP_DIFF_IN_DUTIES;
    return parts;
}

static cp_diff_kind compare(const cp_diff *d, const cp_verdict *const v[2], uint32_t *parts)
{
    *parts = names(v[0]) && names(v[1]) ? parts_changed(d, v[0], v[1]) : 0;
    if (names(v[0]) != names(v[1]))
        return names(v[1]) ? CP_DIFF_ADDED : CP_DIFF_REMOVED;
    return *parts ? CP_DIFF_CHANGED : CP_DIFF_SAME;
}

static bool is_open(const cp_verdict *v) { return v->result == CP_VERDICT_UNDETERMINED; }

/* ---- all values of what is missing, on both packs at once ---- */

/* What is known, and what is tried. A criterion has another slot in each pack, so what it is tried
 * as is kept apart. */
typedef struct world {
    cp_facts x;
    struct {
        uint32_t item; /* of the library's criteria */
        bool holds;
    } told[2 * CP_FACT_CRITERIA_MAX];
    uint32_t n_told;
} world;

typedef struct exploring {
    const cp_diff *d;
    uint32_t kinds; /* bit per kind that was met */
    uint32_t parts; /* of those that changed */
    uint32_t n_steps;
    bool is_given_up;
} exploring;

static bool explore(exploring *e, const world *w);

/* Could either pack name it? 0 stands for everybody else. */
static bool is_named(const cp_diff *d, cp_maker_no no)
{
    bool is = false;
    for (int s = 0; s < 2; s++)
        is |= cp_judge_now(d->side[s].judge, d->side[s].pack)->is_named[no];
    return is;
}

/* Makers that are one to one pack may be several to the other. */
static void gather_makers(cp_diff *d)
{
    cp_map seen = { 0 };
    for (uint32_t no = 0; no < d->side[0].judge->named.n; no++) {
        cp_buf key = cp_buf_new(d->a);
        bool is_new;
        if (no && !is_named(d, (cp_maker_no)no))
            continue;
        for (int s = 0; s < 2; s++)
            cp_pack_maker_key(d->side[s].judge, cp_judge_now(d->side[s].judge, d->packs[s]),
                              (cp_maker_no)no, &key);
        (void)cp_map_put(d->a, &seen, cp_buf_str(&key), &is_new);
        if (is_new)
            cp_vec_push(d->a, &d->makers, (cp_maker_no)no);
    }
}

static bool goes_on(const exploring *e)
{
    return !e->is_given_up && (e->kinds & (e->kinds - 1)) == 0;
}

/* A fact that the two packs do not read alike, or of which several values may hold at once, is not
 * tried; nor is one that is of several components, which the packs may name each its own. */
static bool can_try(const cp_diff *d, const cp_facts *x, cp_fact f)
{
    uint32_t n_open = cp_facts_is_missing(x, CP_FACT_CONTAINS);
    for (uint32_t i = 0; i < x->n_inside; i++)
        n_open += is_named(d, x->inside[i]) && x->inside_essential[i] == CP_ESSENTIAL_OPEN;
    return f != CP_FACT_LEGAL_NAME && f != CP_FACT_CONTAINS &&
           (f != CP_FACT_ESSENTIAL || n_open <= 1);
}

typedef struct cell_of_world {
    exploring *e;
    const world *from;
} cell_of_world;

/* The cell of one pack may be several to the other, which splits it again: to it nothing was
 * tried. */
static bool explore_cell(void *ctx, const cp_facts *cell)
{
    const cell_of_world *c = ctx;
    world w = *c->from;
    w.x = *cell;
    w.x.tried = 0;
    return explore(c->e, &w);
}

static bool explore_maker(exploring *e, const world *from, cp_fact f, cp_maker_no no)
{
    const cp_named_maker *who = &e->d->side[0].judge->named.v[no];
    world w = *from;
    w.x.maker[f] = no;
    w.x.missing &= ~(1u << f);
    w.x.unstated &= ~(1u << f);
    if (f == CP_FACT_MAKER) {
        w.x.known_maker = who->known;
        w.x.maker_id = who->id;
        w.x.n_candidates = 0;
    }
    if (f == CP_FACT_MAKER && who->seat) {
        w.x.set[CP_FACT_MAKER_COUNTRY] = who->seat;
        w.x.missing &= ~(1u << CP_FACT_MAKER_COUNTRY);
    }
    return explore(e, &w);
}

/* One of the candidates, if it is surely one of them; else one that either pack names, or
 * another. */
static void explore_makers(exploring *e, const world *w, cp_fact f)
{
    bool is_among = f == CP_FACT_MAKER && w->x.n_candidates;
    const cp_maker_no *v = is_among ? w->x.candidates : e->d->makers.v;
    for (uint32_t i = 0; i < (is_among ? w->x.n_candidates : e->d->makers.n); i++)
        if (!explore_maker(e, w, f, v[i]))
            return;
}

static void explore_criterion(exploring *e, const world *from, const cp_criterion *c)
{
    world w = *from;
    if (w.n_told == sizeof w.told / sizeof *w.told) {
        e->is_given_up = true;
        return;
    }
    w.told[w.n_told].item = (uint32_t)(c - e->d->lib->criteria.items.v);
    for (int holds = 0; holds < 2; holds++) {
        w.told[from->n_told].holds = holds;
        w.n_told = from->n_told + 1;
        if (!explore(e, &w))
            return;
    }
}

/* The facts of a world as one pack reads them. */
static cp_facts of_side(const cp_diff *d, int side, const world *w)
{
    const cp_policy *p = d->side[side].pack;
    const cp_judge *j = d->side[side].judge;
    cp_facts x = w->x;
    for (uint32_t i = 0; i < w->n_told; i++)
        for (uint32_t k = 0; k < p->n_criteria; k++) {
            cp_fact f = (cp_fact)(CP_FACT_CRITERION_0 + k);
            if (p->criteria[k] != w->told[i].item)
                continue;
            x.set[f] = w->told[i].holds ? j->yes : j->no;
            x.missing &= ~(1u << f);
            x.unstated &= ~(1u << f);
        }
    return x;
}

/* Tries all values of the first fact that this side misses. */
static void try_first(exploring *e, const world *w, int side, const cp_verdict *v)
{
    static const cp_str criterion = CP_STR_INIT("criterion:");
    const cp_diff *d = e->d;
    cp_str name = v->n_missing ? v->missing[0] : CP_STR("");
    cp_fact f;
    if (cp_str_starts(name, criterion)) {
        const cp_criterion *c =
            cp_criterion_by_id(&d->lib->criteria, cp_str_from(name, criterion.n));
        assert(c); /* the verdict names one of the library */
        explore_criterion(e, w, c);
        return;
    }
    if (!cp_fact_by_name(name, &f) || !can_try(d, &w->x, f)) {
        e->is_given_up = true;
    } else if (cp_fact_kind_of(f) == CP_FACT_KIND_MAKER) {
        explore_makers(e, w, f);
    } else {
        cell_of_world ctx = { e, w };
        cp_facts_split(d->side[side].judge, d->side[side].pack, &w->x, f, explore_cell, &ctx);
    }
}

static bool explore(exploring *e, const world *w)
{
    const cp_verdict *v[2];
    uint32_t parts;
    if (++e->n_steps > CP_DIFF_STEPS_MAX) {
        e->is_given_up = true;
        return false;
    }
    for (int s = 0; s < 2; s++) {
        cp_facts x = of_side(e->d, s, w);
        v[s] = judge_facts(e->d, s, &x);
    }
    if (!is_open(v[0]) && !is_open(v[1])) {
        e->kinds |= 1u << compare(e->d, v, &parts);
        e->parts |= parts;
        return goes_on(e);
    }
    int s = is_open(v[0]) ? 0 : 1;
    try_first(e, w, s, v[s]);
    return goes_on(e);
}

static void key_bytes(cp_buf *b, const void *p, size_t n) { cp_buf_add(b, (cp_str){ p, n }); }

static void key_text(cp_buf *b, cp_str s)
{
    key_bytes(b, &s.n, sizeof s.n);
    cp_buf_add(b, s);
}

/* To both packs all makers that neither could name are one. */
static cp_maker_no named(const cp_diff *d, cp_maker_no no) { return is_named(d, no) ? no : 0; }

/* The facts, with what they point to. What was presumed changes no answer here. */
static cp_str key_of(const cp_diff *d, const cp_facts *x)
{
    cp_buf b = cp_buf_new(d->scratch);
    cp_facts y;
    memcpy(&y, x, sizeof y);
    for (int f = 0; f < CP_FACT_MAKERS; f++)
        y.maker[f] = named(d, x->maker[f]);
    y.known_maker = y.maker[CP_FACT_MAKER] ? x->known_maker : NULL;
    y.maker_id = y.site = (cp_str){ NULL, 0 };
    y.candidates = y.inside = NULL;
    y.inside_essential = NULL;
    y.companies = y.assumed = NULL;
    y.is_company = NULL;
    y.asns = NULL;
    y.trace = NULL;
    y.n_assumed = 0;
    key_bytes(&b, &y, sizeof y);
    for (uint32_t i = 0; i < x->n_candidates; i++)
        key_bytes(&b, &(cp_maker_no){ named(d, x->candidates[i]) }, sizeof(cp_maker_no));
    for (uint32_t i = 0; i < x->n_inside; i++)
        key_bytes(&b, &(cp_maker_no){ named(d, x->inside[i]) }, sizeof(cp_maker_no));
    key_bytes(&b, x->inside_essential, x->n_inside);
    for (uint32_t i = 0; i < x->n_companies; i++) {
        key_bytes(&b, &x->is_company[i], sizeof x->is_company[i]);
        key_text(&b, x->companies[i]);
    }
    key_bytes(&b, x->asns, x->n_asns * sizeof *x->asns);
    key_text(&b, d->packs[0]->has_places || d->packs[1]->has_places ? x->site : CP_STR(""));
    return cp_buf_str(&b);
}

static uint64_t explore_all(cp_diff *d, const cp_facts *x)
{
    if (d->makers.n == 0)
        gather_makers(d);
    exploring e = { .d = d };
    world w = { .x = *x };
    (void)explore(&e, &w);
    bool is_one = goes_on(&e) && e.kinds;
    cp_diff_kind kind = is_one ? (cp_diff_kind)__builtin_ctz(e.kinds) : CP_DIFF_UNDECIDABLE;
    return (uint64_t)e.parts << 8 | (uint64_t)kind;
}

static cp_diff_kind decide(cp_diff *d, const cp_asset *as, uint32_t *parts)
{
    const cp_facts *x = cp_facts_build(d->side[d->later].judge, d->scratch, as);
    *parts = 0;
    if (!d->can_explore)
        return CP_DIFF_UNDECIDABLE;
    cp_str key = key_of(d, x);
    const uint64_t *known = cp_map_get(&d->explored, key);
    uint64_t found = known ? *known : explore_all(d, x);
    if (!known)
        *cp_map_put(d->a, &d->explored, cp_str_dup(d->a, key), NULL) = found;
    *parts = (uint32_t)(found >> 8);
    return (cp_diff_kind)(found & 0xff);
}

/* ---- rows ---- */

static void add_missing(cp_str *list, uint32_t *n, const cp_verdict *v)
{
    for (uint32_t i = 0; v->result == CP_VERDICT_UNDETERMINED && i < v->n_missing; i++) {
        bool had = false;
        for (uint32_t k = 0; k < *n; k++)
            had |= cp_str_eq(list[k], v->missing[i]);
        if (!had)
            list[(*n)++] = v->missing[i];
    }
}

cp_diff_row cp_diff_asset(cp_diff *d, const cp_asset *as)
{
    cp_arena_mark mark = cp_arena_here(d->scratch);
    const cp_verdict *v[2];
    cp_set classes;
    judge_both(d, as, v);
    cp_diff_row row = { .a = v[0], .b = v[1], .class_ = CP_STR("") };
    if (cp_policy_class_of(d->scratch, d->lib, as, d->side[0].judge->opts.accept, &classes))
        row.class_ = cp_policy_class_text(d->a, d->lib, classes);
    row.kind =
        is_open(v[0]) || is_open(v[1]) ? decide(d, as, &row.parts) : compare(d, v, &row.parts);
    if (row.kind == CP_DIFF_UNDECIDABLE) {
        cp_str *list = CP_NEW_ARRAY(d->a, cp_str, v[0]->n_missing + v[1]->n_missing + 1);
        add_missing(list, &row.n_missing, v[0]);
        add_missing(list, &row.n_missing, v[1]);
        row.missing = list;
        row.parts = 0;
    }
    cp_arena_back(d->scratch, mark);
    return row;
}

/* ---- counts ---- */

void cp_diff_counts_add(cp_arena *a, cp_diff_counts *c, cp_str name, cp_diff_kind kind)
{
    bool is_new;
    uint64_t *at = cp_map_put(a, &c->at, name, &is_new);
    if (is_new) {
        *at = c->list.n;
        cp_vec_push(a, &c->list, ((cp_diff_count){ .name = name }));
    }
    c->list.v[*at].n[kind]++;
}

static uint64_t differing(const cp_diff_count *c)
{
    uint64_t n = 0;
    for (int k = CP_DIFF_SAME + 1; k < CP_DIFF_KIND_COUNT; k++)
        n += c->n[k];
    return n;
}

static int by_weight(const void *x, const void *y)
{
    const cp_diff_count *a = x, *b = y;
    uint64_t n = differing(a), m = differing(b);
    return n != m ? (n < m ? 1 : -1) : cp_str_cmp(a->name, b->name);
}

void cp_diff_counts_sort(cp_diff_counts *c)
{
    if (c->list.n)
        qsort(c->list.v, c->list.n, sizeof *c->list.v, by_weight);
    c->at = (cp_map){ 0 }; /* the places are no longer those */
}

/* ---- classes ---- */

cp_set cp_policy_classes_named(const cp_policy_lib *lib, const cp_policy *p)
{
    cp_set named = { { 0 } }, all = cp_vocab_domain(&lib->vocab, CP_FACT_CLASS);
    for (uint32_t i = 0; i < p->n_cuts[CP_FACT_CLASS]; i++) {
        cp_set cut = p->cuts[CP_FACT_CLASS][i];
        if (cp_set_any(cp_set_minus(all, cut)))
            named = cp_set_or(named, cut);
    }
    return cp_set_and(named, all);
}

/* The words of a class that the vocabulary knows. */
static cp_set stated_classes(cp_arena *scratch, const cp_vocab *v, cp_str words)
{
    cp_set out = { { 0 } };
    cp_str word;
    uint32_t bit;
    while (cp_str_cut(&words, ';', &word))
        if (cp_vocab_find(scratch, v, CP_FACT_CLASS, cp_str_trim(word), &bit))
            cp_set_add(&out, bit);
    return out;
}

bool cp_policy_class_of(cp_arena *scratch, const cp_policy_lib *lib, const cp_asset *as,
                        double accept, cp_set *out)
{
    cp_str word;
    *out = stated_classes(scratch, &lib->vocab, cp_asset_fact(as, CP_ATTR_CLASS, accept));
    if (cp_set_any(*out))
        return true;
    cp_str id = cp_asset_fact(as, CP_ATTR_MAKER, accept);
    const cp_maker *m = id.n ? cp_maker_by_id(lib->known, id) : NULL;
    const cp_word_set *p =
        cp_vocab_presumed(scratch, &lib->vocab, cp_asset_fact(as, CP_ATTR_FUNCTION, accept),
                          m ? m->kind : CP_STR(""), &word);
    if (!p || cp_set_count(p->set) != 1)
        return false;
    *out = p->set;
    return true;
}

cp_str cp_policy_class_text(cp_arena *a, const cp_policy_lib *lib, cp_set classes)
{
    const cp_words *w = &lib->vocab.words[CP_FACT_CLASS];
    cp_buf b = cp_buf_new(a);
    bool is_one = cp_set_count(classes) == 1;
    for (uint32_t i = 0; i < w->names.n; i++) {
        if (!cp_set_has(classes, i))
            continue;
        if (is_one)
            return w->names.v[i];
        cp_buf_fmt(&b, "%s%.*s", b.total_bytes ? ";" : "", CP_FMT(w->names.v[i]));
    }
    return cp_buf_str(&b);
}
