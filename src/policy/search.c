/* SPDX-License-Identifier: Apache-2.0 */
/* search.c - the result for all values of the missing facts, and the facts among them that matter.
 *
 * What the clauses say together is a set of results that contains every possible one, but may be
 * too large: in "class is core and the generation is 5G, or class is core and it is not" it does
 * not see that the generation cannot matter. So where the set has more than one result, the values
 * of a fact that it hung on are tried, coarse cells at a time (split.c), until every branch has one
 * result:
 *
 *     maker --acme--> class --core--> excluded         the result: undetermined, since leaves
 *     differ;
 *           |               --else--> allowed          class matters: under `acme` its branches
 *           --else--> allowed                          differ; maker matters as well
 *
 * A fact matters if and only if two completions that differ in it alone give different results:
 * if somewhere in the tree two branches of one of its nodes differ for the same values of all other
 * facts. That is read off the tree; nothing is evaluated twice. */
#include <string.h>
#include "policy/judge.h"

/* One of the values of a fact, or those that are one to the pack. */
typedef union cell {
    cp_mask set;
    cp_fact_days day;
    cp_maker_no maker;
} cell;

typedef struct node node;
typedef struct branch {
    cell value;
    const node *to;
} branch;

struct node {
    cp_may all; /* results of its leaves; a leaf has one (several: the search was given up) */
    cp_fact fact;
    uint32_t facts; /* of it and of the nodes below: bits */
    uint32_t n;     /* branches; 0: a leaf */
    const branch *v;
};

/* Where the search stands: clauses that said one thing say it for every value of what is still
 * missing, so that below they are not asked again. */
typedef struct search {
    cp_judge *j;
    cp_arena *a; /* of the nodes */
    const cp_pack_now *now;
    const uint16_t *open; /* clauses that can still say more than one thing */
    uint32_t n_open;
    cp_may said;          /* by the others together */
    CP_VEC(branch) found; /* branches of the node that is being split; in j->scratch */
    cp_fact fact;
} search;

/* ---- the tree */

static const node *grow(const search *above, const cp_facts *x);

/* What the pack says of x: NO, COND, YES. Of the clauses above, those that stay open are kept. */
static cp_may ask(search *s, const search *above, const cp_facts *x, uint32_t *touched)
{
    uint16_t *open = cp_arena_alloc(s->j->scratch, above->n_open * sizeof *open);
    cp_may all = s->said;
    for (uint32_t i = 0; i < above->n_open && all != CP_MAY_YES; i++) {
        cp_may m = cp_clause_names(s->j, s->now, above->open[i], x, touched);
        if (cp_may_is_one(m))
            s->said = cp_may_or(s->said, m);
        else
            open[s->n_open++] = above->open[i];
        all = cp_may_or(all, m);
    }
    s->open = open;
    s->j->n_steps++;
    return all;
}

static cp_may highest(cp_may m)
{
    return m & CP_MAY_YES ? CP_MAY_YES : m & CP_MAY_COND ? CP_MAY_COND : CP_MAY_NO;
}

static cell cell_of(const cp_facts *y, cp_fact f)
{
    switch (cp_fact_kind_of(f)) {
    case CP_FACT_KIND_MAKER: return (cell){ .maker = y->maker[f] };
    case CP_FACT_KIND_SET: return (cell){ .set = y->set[f] };
    case CP_FACT_KIND_DATE: break;
    }
    return (cell){ .day = y->day[CP_DAY(f)] };
}

/* Where the trees of a maker that is tried are kept: what is below it hangs on the facts that are
 * looked at there, and on what was open above. */
static cp_memo_end *kept_trees(const search *s, cp_maker_no maker)
{
    cp_judge *j = s->j;
    uint32_t head[] = { s->now->pack->index, maker, s->said };
    cp_str key = { NULL, sizeof head + s->n_open * sizeof *s->open };
    char *p = cp_arena_alloc(j->scratch, key.n);
    memcpy(p, head, sizeof head);
    memcpy(p + sizeof head, s->open, s->n_open * sizeof *s->open);
    key.p = p;
    uint64_t *at = cp_map_get(&j->branches, key);
    if (!at) {
        key.p = cp_arena_dup(j->a, p, key.n);
        at = cp_map_put(j->a, &j->branches, key, NULL);
        *at = (uint64_t)(uintptr_t)CP_NEW(j->a, cp_memo_end);
    }
    return (cp_memo_end *)(uintptr_t)*at;
}

/* Assets whose maker is not known try the same makers again and again. */
static const node *grow_below_maker(const search *s, const cp_facts *y)
{
    cp_memo_end *root = kept_trees(s, y->maker[CP_FACT_MAKER]);
    const node *n = cp_memo_get(s->j, s->now, root, y);
    if (n)
        return n;
    cp_trace trace = { .n = 0 };
    cp_facts traced = *y;
    traced.trace = &trace;
    search kept = *s;
    kept.a = s->j->a;
    n = grow(&kept, &traced);
    if (s->j->n_steps < CP_JUDGE_STEPS_MAX) /* not given up */
        cp_memo_put(s->j, s->now, root, y, &trace, n);
    cp_trace_add(y, &trace);
    return n;
}

static bool add_branch(void *ctx, const cp_facts *y)
{
    search *s = ctx;
    branch b = { cell_of(y, s->fact),
                 s->fact == CP_FACT_MAKER ? grow_below_maker(s, y) : grow(s, y) };
    cp_vec_push(s->j->scratch, &s->found, b);
    return true;
}

static const node *leaf(cp_may m)
{
    static const node leaves[] = { [CP_MAY_NO] = { .all = CP_MAY_NO },
                                   [CP_MAY_COND] = { .all = CP_MAY_COND },
                                   [CP_MAY_YES] = { .all = CP_MAY_YES } };
    return &leaves[m];
}

static const node *grow(const search *above, const cp_facts *x)
{
    search s = { .j = above->j, .a = above->a, .now = above->now, .said = above->said };
    uint32_t touched = 0;
    cp_may m = ask(&s, above, x, &touched);
    touched &= ~x->tried; /* what was tried is one value to this pack */
    if (cp_may_is_one(m) || touched == 0)
        return leaf(highest(m));
    node *n = CP_NEW(s.a, node);
    if (s.j->n_steps >= CP_JUDGE_STEPS_MAX) {
        n->all = m;
        return n;
    }
    n->fact = s.fact = (cp_fact)__builtin_ctz(touched);
    n->facts = 1u << n->fact;
    cp_facts_split(s.j, s.now->pack, x, s.fact, add_branch, &s);
    n->n = s.found.n;
    n->v = cp_arena_dup(s.a, s.found.v, n->n * sizeof *n->v);
    for (uint32_t i = 0; i < n->n; i++) {
        n->all |= n->v[i].to->all;
        n->facts |= n->v[i].to->facts;
    }
    return n;
}

/* ---- reading it */

/* Values of facts that are fixed while two parts of the tree are compared. */
typedef struct fixed {
    uint32_t facts; /* bits */
    cell value[CP_FACT_COUNT];
} fixed;

/* What is in both; false if nothing is. */
static bool meet(cp_fact f, cell a, cell b, cell *out)
{
    switch (cp_fact_kind_of(f)) {
    case CP_FACT_KIND_MAKER: *out = a; return a.maker == b.maker;
    case CP_FACT_KIND_SET: *out = (cell){ .set = a.set & b.set }; return out->set != 0;
    case CP_FACT_KIND_DATE: break;
    }
    out->day = (cp_fact_days){ a.day.lo > b.day.lo ? a.day.lo : b.day.lo,
                               a.day.hi < b.day.hi ? a.day.hi : b.day.hi };
    return out->day.lo <= out->day.hi;
}

/* Fixes the fact of n to branch i, as far as it is free: false if that contradicts what is fixed.
 * *was is what undo needs. */
static bool fix(fixed *with, const node *n, uint32_t i, cell *was)
{
    uint32_t bit = 1u << n->fact;
    cell both = n->v[i].value;
    *was = with->value[n->fact];
    if (with->facts & bit && !meet(n->fact, *was, both, &both))
        return false;
    with->facts |= bit;
    with->value[n->fact] = both;
    return true;
}

static void undo(fixed *with, const node *n, uint32_t facts, cell was)
{
    with->facts = facts;
    with->value[n->fact] = was;
}

/* Is there a completion for which a and b give different results? */
static bool differ(fixed *with, const node *a, const node *b)
{
    if (cp_may_is_one(a->all) && cp_may_is_one(b->all))
        return a->all != b->all;
    if (!(a->all & b->all))
        return true;
    const node *n = a->n ? a : b;
    if (n->n == 0)
        return true; /* a search that was given up */
    bool is_so = false;
    uint32_t facts = with->facts;
    for (uint32_t i = 0; i < n->n && !is_so; i++) {
        cell was;
        if (!fix(with, n, i, &was))
            continue;
        is_so = differ(with, n == a ? n->v[i].to : a, n == a ? b : n->v[i].to);
        undo(with, n, facts, was);
    }
    return is_so;
}

/* Adds the facts that matter in the tree at n. */
static void gather(const node *n, uint32_t *matter)
{
    fixed nothing;
    if (cp_may_is_one(n->all) || !(n->facts & ~*matter))
        return;
    nothing.facts = 0;
    for (uint32_t i = 1; i < n->n && !(*matter >> n->fact & 1); i++)
        if (differ(&nothing, n->v[0].to, n->v[i].to))
            *matter |= 1u << n->fact;
    for (uint32_t i = 0; i < n->n; i++)
        gather(n->v[i].to, matter);
}

/* The results of the tree with what is fixed; ends as soon as there are two. */
static cp_may results(fixed *with, const node *n)
{
    cp_may m = 0;
    uint32_t facts = with->facts;
    if (!(n->facts & facts)) /* nothing below is fixed */
        return n->all;
    for (uint32_t i = 0; i < n->n && (m == 0 || cp_may_is_one(m)); i++) {
        cell was;
        if (n->v[i].to->all == m || !fix(with, n, i, &was)) /* nothing new, or not possible */
            continue;
        m |= results(with, n->v[i].to);
        undo(with, n, facts, was);
    }
    return m;
}

/* ---- the order of the questions */

typedef struct tally {
    cp_judge *j;
    const cp_pack_now *now;
    const node *tree;
    cp_fact fact;
    double settled, all;
} tally;

static double makers_alike(const tally *t, cp_maker_no no)
{
    for (uint32_t i = 0; no && i < t->now->n_makers; i++)
        if (t->now->makers[i] == no)
            return t->now->alike[i];
    return no ? 1 : t->j->lib->known->n;
}

/* How many values of the fact the cell stands for. Nearly all makers are named by no pack, so that
 * one cell weighs as much as all the makers that we know. */
static double weight_of(const tally *t, cell value)
{
    switch (cp_fact_kind_of(t->fact)) {
    case CP_FACT_KIND_MAKER: return makers_alike(t, value.maker);
    case CP_FACT_KIND_SET:
        return cp_fact_is_local(t->fact) ? 1
                                         : cp_cells_words(&t->j->lib->cells[t->fact], value.set);
    case CP_FACT_KIND_DATE: break;
    }
    return 1;
}

static void add_value(tally *t, cell value, cp_may m)
{
    double weight = weight_of(t, value);
    t->all += weight;
    t->settled += cp_may_is_one(m) ? weight : 0;
}

static bool add_cell(void *ctx, const cp_facts *y)
{
    tally *t = ctx;
    fixed with;
    with.facts = 1u << t->fact;
    with.value[t->fact] = cell_of(y, t->fact);
    add_value(t, with.value[t->fact], results(&with, t->tree));
    return true;
}

/* The share of the values of t->fact that settle the result whatever the other missing facts
 * are. */
static double share_settled(tally *t, const cp_facts *x)
{
    const node *root = t->tree;
    if (root->fact == t->fact) /* the cells are its branches */
        for (uint32_t i = 0; i < root->n; i++)
            add_value(t, root->v[i].value, root->v[i].to->all);
    else
        cp_facts_split(t->j, t->now->pack, x, t->fact, add_cell, t);
    return t->all > 0 ? t->settled / t->all : 0;
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

/* The facts that matter, those that settle most first. */
static void order(cp_judge *j, const cp_pack_now *now, const cp_facts *x, const node *tree,
                  cp_open *open)
{
    double shares[CP_FACT_COUNT];
    uint32_t matter = 0;
    gather(tree, &matter);
    for (uint32_t left = matter & now->pack->reads; left; left &= left - 1) {
        tally t = { .j = j, .now = now, .tree = tree, .fact = (cp_fact)__builtin_ctz(left) };
        double share = share_settled(&t, x);
        uint32_t at = open->n++;
        for (; at > 0 && shares[at - 1] < share; at--) {
            shares[at] = shares[at - 1];
            open->facts[at] = open->facts[at - 1];
        }
        shares[at] = share;
        open->facts[at] = t.fact;
        open->n_alone += share > 0;
    }
    add_maker(open, x);
}

cp_may cp_judge_search(cp_judge *j, const cp_pack_now *now, const cp_facts *x, cp_open *open)
{
    cp_arena_mark mark = cp_arena_here(j->scratch);
    uint16_t *all = cp_arena_alloc(j->scratch, now->pack->n_clauses * sizeof *all);
    for (uint32_t i = 0; i < now->pack->n_clauses; i++)
        all[i] = (uint16_t)i;
    search s = { .j = j,
                 .a = j->scratch,
                 .now = now,
                 .open = all,
                 .n_open = now->pack->n_clauses,
                 .said = CP_MAY_NO };
    j->n_steps = 0;
    const node *tree = grow(&s, x);
    cp_may m = tree->all;
    if (!cp_may_is_one(m)) {
        cp_facts_read(x, CP_TRACE_MISSING);
        order(j, now, x, tree, open);
    }
    cp_arena_back(j->scratch, mark);
    return m;
}
