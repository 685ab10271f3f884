/* SPDX-License-Identifier: Apache-2.0 */
/* needs.c - see needs.h. Parts that need each other: Tarjan 1972. Cheapest derivations: Knuth, "A
 * generalization of Dijkstra's algorithm", IPL 6 (1977). */
#include "path/needs.h"
#include <assert.h>

/* ---- a queue by least key */

static bool is_before(cp_heap_entry x, cp_heap_entry y)
{
    if (x.key != y.key)
        return x.key < y.key;
    return x.hops != y.hops ? x.hops < y.hops : x.item < y.item;
}

void cp_heap_push(cp_heap *h, cp_heap_entry x)
{
    if (h->n == h->cap)
        h->v = cp_vec_more(h->a, h->v, &h->cap, sizeof *h->v);
    uint32_t i = h->n++;
    for (; i && is_before(x, h->v[(i - 1) / 2]); i = (i - 1) / 2)
        h->v[i] = h->v[(i - 1) / 2];
    h->v[i] = x;
}

cp_heap_entry cp_heap_pop(cp_heap *h)
{
    cp_heap_entry top = h->v[0], x = h->v[--h->n];
    uint32_t i = 0;
    for (uint32_t k = 1; k < h->n; k = 2 * i + 1) {
        k += k + 1 < h->n && is_before(h->v[k + 1], h->v[k]);
        if (!is_before(h->v[k], x))
            break;
        h->v[i] = h->v[k];
        i = k;
    }
    h->v[i] = x;
    return top;
}

/* ---- what is needed, in order */

typedef struct frame {
    uint32_t item, group, option; /* where to go on: place in groups, and in the group */
} frame;

typedef struct search {
    cp_needs *d;
    uint32_t *number, *low, *stack;
    uint32_t n_stack, n_numbers, n_parts;
    frame *frames;
} search;

static uint32_t next_option(const cp_needs *d, frame *f)
{
    const cp_net *n = d->net;
    for (; f->group < d->first[f->item + 1]; f->group++, f->option = 0) {
        uint32_t g = d->groups[f->group];
        if (f->option < n->group_first[g + 1] - n->group_first[g])
            return n->options[n->group_first[g] + f->option++];
    }
    return CP_NO_ITEM;
}

static frame enter(search *s, uint32_t item)
{
    s->number[item] = s->low[item] = s->n_numbers++;
    s->stack[s->n_stack++] = item;
    return (frame){ item, s->d->first[item], 0 };
}

/* The items that are left on the stack above and with x need each other. */
static void close_part(search *s, uint32_t x)
{
    uint32_t item;
    do {
        item = s->stack[--s->n_stack];
        s->d->part[item] = s->n_parts;
        s->d->order[s->d->n++] = item;
    } while (item != x);
    s->n_parts++;
}

static void visit(search *s, uint32_t root)
{
    frame *at = s->frames;
    *at = enter(s, root);
    for (;;) {
        uint32_t x = at->item, o = next_option(s->d, at);
        if (o != CP_NO_ITEM) {
            if (s->number[o] == CP_NO_ITEM)
                *++at = enter(s, o);
            else if (s->d->part[o] == CP_NO_ITEM && s->number[o] < s->low[x])
                s->low[x] = s->number[o];
            continue;
        }
        if (s->low[x] == s->number[x])
            close_part(s, x);
        if (at == s->frames)
            return;
        at--;
        if (s->low[x] < s->low[at->item])
            s->low[at->item] = s->low[x];
    }
}

static uint32_t *none(cp_arena *a, uint32_t n)
{
    uint32_t *v = CP_NEW_ARRAY(a, uint32_t, n);
    memset(v, 0xff, (size_t)n * sizeof *v);
    return v;
}

static void put_in_order(cp_arena *a, cp_needs *d, const uint32_t *roots, uint32_t n_roots)
{
    uint32_t n = d->net->n_items;
    d->order = CP_NEW_ARRAY(a, uint32_t, n);
    d->part = none(a, n);
    cp_arena *scratch = cp_arena_new(0);
    search s = { .d = d,
                 .number = none(scratch, n),
                 .low = CP_NEW_ARRAY(scratch, uint32_t, n),
                 .stack = CP_NEW_ARRAY(scratch, uint32_t, n),
                 .frames = CP_NEW_ARRAY(scratch, frame, n) };
    for (uint32_t i = 0; i < n_roots; i++)
        if (s.number[roots[i]] == CP_NO_ITEM)
            visit(&s, roots[i]);
    cp_arena_free(scratch);
}

/* first[x]..first[x + 1]: groups by the items that have them. */
static void index_groups(cp_arena *a, cp_needs *d)
{
    const cp_net *n = d->net;
    d->first = CP_NEW_ARRAY(a, uint32_t, (size_t)n->n_items + 2);
    d->groups = CP_NEW_ARRAY(a, uint32_t, n->n_groups);
    for (uint32_t g = 0; g < n->n_groups; g++)
        d->first[n->group_item[g] + 2]++;
    for (uint32_t i = 2; i < n->n_items + 2; i++)
        d->first[i] += d->first[i - 1];
    for (uint32_t g = 0; g < n->n_groups; g++)
        d->groups[d->first[n->group_item[g] + 1]++] = g;
}

/* The same of options, for the groups of what is needed. */
static void index_uses(cp_arena *a, cp_needs *d)
{
    const cp_net *n = d->net;
    uint32_t n_options = n->n_groups ? n->group_first[n->n_groups] : 0;
    d->used_first = CP_NEW_ARRAY(a, uint32_t, (size_t)n->n_items + 2);
    d->used_by = CP_NEW_ARRAY(a, uint32_t, n_options);
    for (uint32_t k = 0; k < n_options; k++)
        d->used_first[n->options[k] + 2]++;
    for (uint32_t i = 2; i < n->n_items + 2; i++)
        d->used_first[i] += d->used_first[i - 1];
    for (uint32_t g = 0; g < n->n_groups; g++)
        for (uint32_t k = n->group_first[g]; k < n->group_first[g + 1]; k++)
            d->used_by[d->used_first[n->options[k] + 1]++] = g;
}

static uint32_t end_of_part(const cp_needs *d, uint32_t i)
{
    uint32_t part = d->part[d->order[i]];
    while (i < d->n && d->part[d->order[i]] == part)
        i++;
    return i;
}

/* Uses from within a part do not count, and all of a part have the sum. */
static void count_uses(cp_needs *d, const uint32_t *roots, uint32_t n_roots)
{
    const cp_net *n = d->net;
    for (uint32_t i = 0; i < n_roots; i++)
        d->uses[roots[i]]++;
    for (uint32_t i = 0; i < d->n; i++) {
        frame f = { d->order[i], d->first[d->order[i]], 0 };
        for (uint32_t o = next_option(d, &f); o != CP_NO_ITEM; o = next_option(d, &f))
            d->uses[o] += d->part[o] != d->part[f.item];
    }
    for (uint32_t i = 0, end; i < d->n; i = end) {
        uint32_t sum = 0;
        end = end_of_part(d, i);
        for (uint32_t k = i; k < end; k++)
            sum += d->uses[d->order[k]];
        for (uint32_t k = i; k < end; k++)
            d->uses[d->order[k]] = sum;
    }
    assert(n->n_items >= d->n);
}

static void hold(cp_needs *d, const cp_taints *t)
{
    const cp_net *n = d->net;
    for (uint32_t i = 0; i < d->n; i++) {
        uint32_t x = d->order[i];
        bool is_unknown = n->unknown[x] >> t->policy & 1;
        d->held[x] = n->excluded[x] >> t->policy & 1 ? CP_HELD_EXCLUDED
                     : is_unknown                    ? CP_HELD_OPEN
                                                     : CP_HELD_CLEAN;
        d->total += is_unknown ? cp_needs_cost(d, x) : 0;
    }
    enum { SHIFT_MAX = 20, BITS_MAX = 61 };
    int bits = d->total ? 64 - __builtin_clzll(d->total) : 0;
    d->shift = (uint32_t)(bits + SHIFT_MAX > BITS_MAX ? BITS_MAX - bits : SHIFT_MAX);
}

void cp_needs_init(cp_arena *a, cp_needs *d, const cp_net *n, const cp_taints *t, cp_goal goal,
                   const uint32_t *costs, const uint32_t *roots, uint32_t n_roots)
{
    *d = (cp_needs){ .net = n, .reading = t->reading, .goal = goal, .costs = costs };
    index_groups(a, d);
    index_uses(a, d);
    put_in_order(a, d, roots, n_roots);
    d->uses = CP_NEW_ARRAY(a, uint32_t, n->n_items);
    d->held = CP_NEW_ARRAY(a, uint8_t, n->n_items);
    d->is_dirty = CP_NEW_ARRAY(a, bool, n->n_items);
    d->price = CP_NEW_ARRAY(a, uint64_t, n->n_items);
    d->whole = CP_NEW_ARRAY(a, uint64_t, n->n_items);
    d->because = CP_NEW_ARRAY(a, uint32_t, n->n_items);
    d->left = CP_NEW_ARRAY(a, uint32_t, n->n_groups);
    d->group_sum = CP_NEW_ARRAY(a, uint64_t, n->n_groups);
    d->queue = CP_NEW_ARRAY(a, uint32_t, n->n_items);
    d->heap = CP_NEW(a, cp_heap);
    d->heap->a = a;
    count_uses(d, roots, n_roots);
    hold(d, t);
}

/* ---- bounds */

static bool is_excluded(const cp_needs *d, uint32_t item)
{
    cp_held x = d->held[item];
    return x == CP_HELD_EXCLUDED || x == (d->goal == CP_GOAL_CLEAN ? CP_HELD_LEFT : CP_HELD_TAKEN);
}

static bool is_needed(const cp_needs *d, uint32_t group)
{
    return d->part[d->net->group_item[group]] != CP_NO_ITEM;
}

/* Dirty with what is open as clean. Each item is put into the queue once. */
static void spread(cp_needs *d)
{
    const cp_net *n = d->net;
    uint32_t n_queue = 0;
    for (uint32_t g = 0; g < n->n_groups; g++)
        d->left[g] = n->group_first[g + 1] - n->group_first[g];
    for (uint32_t i = 0; i < d->n; i++) {
        uint32_t x = d->order[i];
        d->is_dirty[x] = is_excluded(d, x);
        if (d->is_dirty[x])
            d->queue[n_queue++] = x;
    }
    for (uint32_t i = 0; i < n_queue; i++) {
        uint32_t x = d->queue[i];
        for (uint32_t k = d->used_first[x]; k < d->used_first[x + 1]; k++) {
            uint32_t g = d->used_by[k], of = n->group_item[g];
            d->left[g]--;
            bool is_so = d->reading == CP_EXPOSURE || d->left[g] == 0;
            if (!is_so || !is_needed(d, g) || d->is_dirty[of])
                continue;
            d->is_dirty[of] = true;
            d->queue[n_queue++] = of;
        }
    }
}

static uint64_t own_price(const cp_needs *d, uint32_t item)
{
    return d->held[item] == CP_HELD_OPEN ? cp_needs_cost(d, item) << d->shift : 0;
}

static uint64_t least(uint64_t x, uint64_t y) { return x < y ? x : y; }

/* What x pays at least for a group to be clean; within the part nothing. */
static uint64_t clean_group(const cp_needs *d, uint32_t x, uint32_t g)
{
    const cp_net *n = d->net;
    uint64_t sum = 0, min = CP_ENDLESS;
    for (uint32_t k = n->group_first[g]; k < n->group_first[g + 1]; k++) {
        uint32_t o = n->options[k];
        uint64_t share = d->is_dirty[o]             ? CP_ENDLESS
                         : d->part[o] == d->part[x] ? 0
                                                    : cp_needs_share(d, o);
        sum += least(share, CP_ENDLESS - sum);
        min = least(min, share);
    }
    return d->reading == CP_EXPOSURE ? sum : min;
}

static void price_clean_part(cp_needs *d, uint32_t begin, uint32_t end)
{
    uint64_t all = 0;
    for (uint32_t i = begin; i < end; i++) {
        uint32_t x = d->order[i];
        uint64_t sum = own_price(d, x);
        for (uint32_t k = d->first[x]; k < d->first[x + 1] && !d->is_dirty[x]; k++)
            sum += least(clean_group(d, x, d->groups[k]), CP_ENDLESS - sum);
        d->price[x] = d->is_dirty[x] ? CP_ENDLESS : sum;
        all += least(d->price[x], CP_ENDLESS - all);
    }
    /* Under exposure a part is clean as a whole or not at all. */
    for (uint32_t i = begin; i < end && d->reading == CP_EXPOSURE; i++)
        d->price[d->order[i]] = all;
}

/* What makes a group of x dirty by others than its part; CP_ENDLESS: it cannot be the first reason.
 * Options that are dirty already cost nothing. */
static uint64_t dirty_group(const cp_needs *d, uint32_t x, uint32_t g)
{
    const cp_net *n = d->net;
    uint64_t sum = 0, min = CP_ENDLESS;
    for (uint32_t k = n->group_first[g]; k < n->group_first[g + 1]; k++) {
        uint32_t o = n->options[k];
        uint64_t share = d->is_dirty[o]             ? 0
                         : d->part[o] == d->part[x] ? CP_ENDLESS
                                                    : cp_needs_share(d, o);
        sum += least(share, CP_ENDLESS - sum);
        min = least(min, share);
    }
    return d->reading == CP_EXPOSURE ? min : sum;
}

static void offer(cp_needs *d, uint32_t item, uint64_t cost, uint32_t because)
{
    if (d->is_dirty[item] || cost >= d->whole[item])
        return;
    d->whole[item] = cost;
    d->because[item] = because;
    cp_heap_push(d->heap, (cp_heap_entry){ cost, item, 0 });
}

/* Each item's cheapest derivation, as if nothing were shared; well-founded, for an item's cost is
 * settled after those of what it follows from. */
static void derive(cp_needs *d)
{
    const cp_net *n = d->net;
    memset(d->group_sum, 0, n->n_groups * sizeof *d->group_sum);
    for (uint32_t i = 0; i < d->n; i++)
        d->whole[d->order[i]] = d->is_dirty[d->order[i]] ? 0 : CP_ENDLESS;
    for (uint32_t i = 0; i < d->n; i++)
        if (d->held[d->order[i]] == CP_HELD_OPEN)
            offer(d, d->order[i], cp_needs_cost(d, d->order[i]), CP_NO_ITEM);
    while (d->heap->n) {
        cp_heap_entry top = cp_heap_pop(d->heap);
        if (top.key != d->whole[top.item])
            continue;
        for (uint32_t k = d->used_first[top.item]; k < d->used_first[top.item + 1]; k++) {
            uint32_t g = d->used_by[k];
            d->group_sum[g] = least(d->group_sum[g] + top.key, CP_ENDLESS - 1);
            d->left[g]--;
            if (!is_needed(d, g))
                continue;
            if (d->reading == CP_EXPOSURE)
                offer(d, n->group_item[g], top.key, top.item);
            else if (d->left[g] == 0)
                offer(d, n->group_item[g], d->group_sum[g], g);
        }
    }
}

/* Whatever of the part gets dirty first does so by itself or by others: none costs less. What
 * nothing derives cannot be had. */
static void price_dirty_part(cp_needs *d, uint32_t begin, uint32_t end)
{
    uint64_t first = CP_ENDLESS;
    for (uint32_t i = begin; i < end; i++) {
        uint32_t x = d->order[i];
        if (d->is_dirty[x])
            continue;
        if (d->held[x] == CP_HELD_OPEN)
            first = least(first, own_price(d, x));
        for (uint32_t k = d->first[x]; k < d->first[x + 1]; k++)
            first = least(first, dirty_group(d, x, d->groups[k]));
    }
    for (uint32_t i = begin; i < end; i++) {
        uint32_t x = d->order[i];
        d->price[x] = d->is_dirty[x] ? 0 : d->whole[x] >= CP_ENDLESS ? CP_ENDLESS : first;
    }
}

void cp_needs_bound(cp_needs *d)
{
    spread(d);
    if (d->goal == CP_GOAL_DIRTY)
        derive(d);
    for (uint32_t i = 0, end; i < d->n; i = end) {
        end = end_of_part(d, i);
        if (d->goal == CP_GOAL_CLEAN)
            price_clean_part(d, i, end);
        else
            price_dirty_part(d, i, end);
    }
}

/* ---- sets */

typedef struct pick {
    const cp_needs *d;
    uint32_t *list, n; /* to be brought to the goal, each once */
    bool *is_in;
} pick;

static void want(pick *p, uint32_t item)
{
    if (p->is_in[item])
        return;
    p->is_in[item] = true;
    p->list[p->n++] = item;
}

static void want_all(pick *p, uint32_t g)
{
    const cp_net *n = p->d->net;
    for (uint32_t k = n->group_first[g]; k < n->group_first[g + 1]; k++)
        want(p, n->options[k]);
}

/* One option that is clean or can be: of those that are wanted anyway, or the cheapest. */
static void want_one(pick *p, uint32_t g)
{
    const cp_needs *d = p->d;
    uint32_t best = CP_NO_ITEM;
    for (uint32_t k = d->net->group_first[g]; k < d->net->group_first[g + 1]; k++) {
        uint32_t o = d->net->options[k];
        if (d->is_dirty[o])
            continue;
        if (best == CP_NO_ITEM || (p->is_in[o] && !p->is_in[best]) ||
            (p->is_in[o] == p->is_in[best] && d->price[o] < d->price[best]))
            best = o;
    }
    assert(best != CP_NO_ITEM);
    want(p, best);
}

/* Whether the item's own label is one to be inspected. */
static bool pick_clean(pick *p, uint32_t x)
{
    for (uint32_t k = p->d->first[x]; k < p->d->first[x + 1]; k++)
        if (p->d->reading == CP_EXPOSURE)
            want_all(p, p->d->groups[k]);
        else
            want_one(p, p->d->groups[k]);
    return p->d->held[x] == CP_HELD_OPEN;
}

static bool pick_dirty(pick *p, uint32_t x)
{
    if (p->d->is_dirty[x])
        return false;
    if (p->d->because[x] == CP_NO_ITEM)
        return true;
    if (p->d->reading == CP_EXPOSURE)
        want(p, p->d->because[x]);
    else
        want_all(p, p->d->because[x]);
    return false;
}

uint32_t cp_needs_pick(cp_needs *d, cp_arena *scratch, const uint32_t *roots, uint32_t n_roots,
                       uint32_t *out)
{
    cp_arena_mark mark = cp_arena_here(scratch);
    pick p = { .d = d, .list = CP_NEW_ARRAY(scratch, uint32_t, d->n) };
    p.is_in = CP_NEW_ARRAY(scratch, bool, d->net->n_items);
    uint32_t n = 0;
    for (uint32_t i = 0; i < n_roots; i++)
        want(&p, roots[i]);
    for (uint32_t i = 0; i < p.n; i++) {
        uint32_t x = p.list[i];
        if (d->goal == CP_GOAL_CLEAN ? pick_clean(&p, x) : pick_dirty(&p, x))
            out[n++] = x;
    }
    cp_arena_back(scratch, mark);
    return n;
}
