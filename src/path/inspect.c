/* SPDX-License-Identifier: Apache-2.0 */
/* inspect.c - see blast.h: the cheapest inspections that would prove an answer.
 *
 *     bound: a cheapest path (to be clean), a cheapest cut (to be excluded), by shared prices
 *       |      its items with what they need: a set that does; its price: no set costs less
 *       +-- both are equal, or the best set so far is no dearer: nothing better here
 *       +-- else an unknown item of the set is taken, and then left (Land and Doig 1960)
 *
 * Where nothing is shared the first bound is the answer. Where the work is over before all is
 * decided, the best set so far is told, and that it may not be the cheapest. */
#include <assert.h>
#include "path/inspect_in.h"
#include "path/l0_in.h"

typedef struct set {
    uint32_t *items, n;
    uint64_t cost;
} set;

typedef struct search {
    cp_arena *a;
    cp_region *region;
    cp_needs needs;
    bool is_every;
    uint32_t *roots, n_roots;     /* what shall be brought to the goal */
    uint32_t *decided, n_decided; /* items, in order */
    uint64_t taken, work;         /* cost of what is taken; what may still be done */
    set now, best;
} search;

static uint64_t least(uint64_t x, uint64_t y) { return x < y ? x : y; }

/* ---- one bound: roots, and what they cost at least in units of the prices */

/* All that paths touch must be clean. */
static bool look_all(search *s, uint64_t *low)
{
    *low = 0;
    for (uint32_t i = 0; i < s->region->n_touched; i++)
        *low += least(cp_needs_share(&s->needs, s->region->touched[i]), CP_ENDLESS - *low);
    memcpy(s->roots, s->region->touched, s->region->n_touched * sizeof *s->roots);
    s->n_roots = s->region->n_touched;
    return *low < CP_ENDLESS;
}

/* Any one of it dirty is enough. Under exposure any one that it needs is. */
static bool look_one(search *s, uint64_t *low)
{
    const cp_needs *d = &s->needs;
    bool is_exposure = d->reading == CP_EXPOSURE;
    uint64_t best = CP_ENDLESS;
    *low = CP_ENDLESS;
    s->n_roots = 0;
    for (uint32_t i = 0; i < (is_exposure ? d->n : s->region->n_touched); i++) {
        uint32_t x = is_exposure ? d->order[i] : s->region->touched[i];
        if (d->whole[x] < best) {
            best = d->whole[x];
            s->roots[0] = x;
            s->n_roots = 1;
        }
        *low = least(*low, d->price[x]);
    }
    if (is_exposure && s->n_roots)
        *low = best << d->shift;
    return s->n_roots > 0;
}

static bool look(search *s, uint64_t *low)
{
    cp_needs *d = &s->needs;
    uint64_t effort = d->n + (d->net->n_groups ? d->net->group_first[d->net->n_groups] : 0) +
                      s->region->n + 2 * (uint64_t)s->region->n_links;
    s->work -= least(s->work, effort);
    cp_needs_bound(d);
    if (s->is_every)
        return d->goal == CP_GOAL_CLEAN ? look_all(s, low) : look_one(s, low);
    if (d->goal == CP_GOAL_CLEAN)
        return cp_region_path(s->region, s->a, d, low, s->roots, &s->n_roots);
    return cp_region_cut(s->region, s->a, d, &s->work, low, s->roots, &s->n_roots);
}

/* ---- sets */

static void keep(set *to, const set *from)
{
    memcpy(to->items, from->items, from->n * sizeof *to->items);
    to->n = from->n;
    to->cost = from->cost;
}

/* What is taken, and what brings the roots to the goal. */
static void make_set(search *s)
{
    s->now.n = cp_needs_pick(&s->needs, s->a, s->roots, s->n_roots, s->now.items);
    s->now.cost = s->taken;
    for (uint32_t i = 0; i < s->now.n; i++)
        s->now.cost += cp_needs_cost(&s->needs, s->now.items[i]);
    for (uint32_t i = 0; i < s->n_decided; i++)
        if (s->needs.held[s->decided[i]] == CP_HELD_TAKEN)
            s->now.items[s->now.n++] = s->decided[i];
}

static bool is_better(const set *x, const set *y)
{
    return x->cost < y->cost || (x->cost == y->cost && x->n < y->n);
}

/* The open item of the set that is shared most. */
static uint32_t branch_item(const search *s)
{
    const cp_needs *d = &s->needs;
    uint32_t best = CP_NO_ITEM;
    for (uint32_t i = 0; i < s->now.n; i++) {
        uint32_t x = s->now.items[i];
        if (d->held[x] != CP_HELD_OPEN)
            continue;
        if (best == CP_NO_ITEM || d->uses[x] > d->uses[best] ||
            (d->uses[x] == d->uses[best] && cp_needs_cost(d, x) > cp_needs_cost(d, best)))
            best = x;
    }
    return best;
}

/* Which item to decide next; CP_NO_ITEM: nothing better is below what is decided. */
static uint32_t examine(search *s)
{
    uint64_t low;
    if (!look(s, &low))
        return CP_NO_ITEM;
    make_set(s);
    if (is_better(&s->now, &s->best))
        keep(&s->best, &s->now);
    uint64_t unit = UINT64_C(1) << s->needs.shift;
    bool is_forced = s->is_every && s->needs.goal == CP_GOAL_CLEAN &&
                     s->needs.reading == CP_EXPOSURE; /* all of it must be inspected */
    if (is_forced || s->taken + (low + unit - 1) / unit >= s->best.cost)
        return CP_NO_ITEM;
    return branch_item(s);
}

/* ---- the search */

static void decide(search *s, uint32_t item, cp_held held)
{
    s->taken -= s->needs.held[item] == CP_HELD_TAKEN ? cp_needs_cost(&s->needs, item) : 0;
    s->needs.held[item] = (uint8_t)held;
    s->taken += held == CP_HELD_TAKEN ? cp_needs_cost(&s->needs, item) : 0;
}

/* To what was not tried yet; false: all was. */
static bool go_back(search *s)
{
    while (s->n_decided && s->needs.held[s->decided[s->n_decided - 1]] == CP_HELD_LEFT)
        decide(s, s->decided[--s->n_decided], CP_HELD_OPEN);
    if (s->n_decided)
        decide(s, s->decided[s->n_decided - 1], CP_HELD_LEFT);
    return s->n_decided > 0;
}

/* False: the work was over before all was tried. */
static bool try_all(search *s)
{
    do {
        uint32_t x = examine(s);
        if (s->work == 0)
            return false;
        while (x != CP_NO_ITEM) {
            s->decided[s->n_decided++] = x;
            decide(s, x, CP_HELD_TAKEN);
            x = examine(s);
            if (s->work == 0)
                return false;
        }
    } while (go_back(s));
    return true;
}

/* All that is open does it, if anything does. */
static void start_set(search *s)
{
    const cp_needs *d = &s->needs;
    s->best.cost = d->total;
    for (uint32_t i = 0; i < d->n; i++)
        if (d->held[d->order[i]] == CP_HELD_OPEN)
            s->best.items[s->best.n++] = d->order[i];
}

/* The best set without what it can do without, the last first. */
static void thin_out(search *s)
{
    enum { TRIES_MAX = 256 };
    cp_needs *d = &s->needs;
    uint64_t low;
    for (uint32_t i = 0; i < d->n; i++)
        if (d->held[d->order[i]] >= CP_HELD_OPEN)
            d->held[d->order[i]] = CP_HELD_LEFT;
    for (uint32_t i = 0; i < s->best.n; i++)
        d->held[s->best.items[i]] = CP_HELD_TAKEN;
    uint32_t n = 0, tried = 0;
    for (uint32_t i = 0; i < s->best.n; i++) {
        uint32_t x = s->best.items[i];
        d->held[x] = CP_HELD_LEFT;
        if (tried++ < TRIES_MAX && s->work && look(s, &low)) {
            s->best.cost -= cp_needs_cost(d, x);
            continue;
        }
        d->held[x] = CP_HELD_TAKEN;
        s->best.items[n++] = x;
    }
    s->best.n = n;
}

/* ---- what is asked */

/* Whether all that is open suffices: no flow has to be found for that. */
static bool is_possible(search *s)
{
    const set *all = &s->best;
    uint64_t low, work = s->work;
    for (uint32_t i = 0; i < all->n; i++)
        s->needs.held[all->items[i]] = CP_HELD_TAKEN;
    s->work = UINT64_MAX;
    bool is_so = look(s, &low);
    s->work = work;
    for (uint32_t i = 0; i < all->n; i++)
        s->needs.held[all->items[i]] = CP_HELD_OPEN;
    return is_so;
}

static bool find(cp_arena *a, cp_region *r, const cp_net *n, const cp_taints *t, cp_goal goal,
                 const uint32_t *costs, bool is_every, uint64_t work_max, set *out)
{
    search s = { .a = a, .region = r, .is_every = is_every };
    s.work = work_max + 4 * (r->n + 4 * (uint64_t)r->n_links); /* one bound at least, mostly */
    cp_needs_init(a, &s.needs, n, t, goal, costs, r->touched, r->n_touched);
    /* roots of `every` under exposure may be any that is needed: one at a time */
    s.roots = CP_NEW_ARRAY(a, uint32_t, (size_t)r->n_touched + r->n + 2 * (size_t)r->n_links + 1);
    s.decided = CP_NEW_ARRAY(a, uint32_t, s.needs.n);
    s.now.items = CP_NEW_ARRAY(a, uint32_t, s.needs.n);
    s.best.items = CP_NEW_ARRAY(a, uint32_t, s.needs.n);
    start_set(&s);
    bool is_exact = true;
    if (!is_possible(&s)) {
        s.best = (set){ s.best.items, 0, UINT64_MAX };
    } else if (!try_all(&s)) {
        is_exact = false;
        s.work = work_max;
        thin_out(&s);
    }
    cp_ascending(s.best.items, s.best.n);
    *out = s.best;
    return is_exact;
}

void cp_inspect_within(cp_l0 *g, cp_arena *a, const cp_taints *t, uint32_t from, uint32_t to,
                       const uint32_t *costs, bool is_every, uint64_t work_max, cp_inspect *out)
{
    const cp_net *n = cp_l0_net(g);
    set sets[2] = { { .cost = UINT64_MAX }, { .cost = UINT64_MAX } };
    *out = (cp_inspect){ .is_exact = true };
    cp_arena *scratch = cp_arena_new(0);
    cp_region r;
    bool is_any = cp_region_of(scratch, g, t, from, to, is_every, &r);
    for (int i = 0; i < 2 && is_any; i++) {
        cp_arena_mark mark = cp_arena_here(scratch);
        out->is_exact &= find(scratch, &r, n, t, i ? CP_GOAL_DIRTY : CP_GOAL_CLEAN, costs, is_every,
                              work_max, &sets[i]);
        sets[i].items = cp_arena_dup(a, sets[i].items, sets[i].n * sizeof *sets[i].items);
        r.cut = NULL;
        cp_arena_back(scratch, mark);
    }
    cp_arena_free(scratch);
    out->to_clean = sets[0].items;
    out->n_to_clean = sets[0].n;
    out->cost_clean = sets[0].cost;
    out->to_excluded = sets[1].items;
    out->n_to_excluded = sets[1].n;
    out->cost_excluded = sets[1].cost;
}

void cp_inspect_some(cp_l0 *g, cp_arena *a, const cp_taints *t, uint32_t from, uint32_t to,
                     const uint32_t *costs, cp_inspect *out)
{
    cp_inspect_within(g, a, t, from, to, costs, false, CP_INSPECT_WORK_MAX, out);
}

void cp_inspect_every(cp_l0 *g, cp_arena *a, const cp_taints *t, uint32_t from, uint32_t to,
                      const uint32_t *costs, cp_inspect *out)
{
    cp_inspect_within(g, a, t, from, to, costs, true, CP_INSPECT_WORK_MAX, out);
}
