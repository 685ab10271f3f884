/* SPDX-License-Identifier: Apache-2.0 */
/* blocks.c - see blocks.h. Tarjan, "Depth-first search and linear graph algorithms", SIAM J.
 * Computing 1 (1972), taken apart so that what is random is one load a link:
 *
 *     search     each item, when it is entered, looks at all its links at once. Who has a number is
 *                an ancestor (that holds of undirected nets, and at that moment only); who has none
 *                is put by, and asked again when its turn comes
 *     low        how far up anything below an item reaches: one sweep, from the last number back
 *     blocks     an item hangs in the block of its parent, unless nothing from it on reaches beyond
 *                the parent: one sweep, from the first number on. No stack of links is needed
 *
 * Parallel links need no care: that a child sees its parent once more changes nothing here.
 *
 * Measured and left out (docs/adr/0008): a relabelling in the order of a breadth-first search; a
 * breadth-first search and union of what a circle holds together.
 *
 * Steps up that skip: Myers, "An applicative random-access stack", IPL 17 (1983). */
#include "path/blocks.h"
#include <assert.h>
#include <string.h>
#include "path/l0_in.h"

#define LEFT_OUT (CP_NO_ITEM - 1) /* in `number` while the search goes on */

typedef struct node { /* of an item: one line of the cache tells both */
    uint32_t number, first;
} node;

typedef struct put_by {
    uint32_t item, parent;
} put_by;

typedef struct search {
    const cp_net *net;
    const uint8_t *dirty; /* where links that ride on what is left out have to be left out too */
    node *nodes;          /* per item, and one more */
    put_by *stack;
    uint32_t n;
    uint32_t *item, *parent, *low;
} search;

static inline bool is_left_out(const search *s, cp_arc arc)
{
    uint32_t rides = s->net->links[arc.link].rides;
    return rides != CP_NO_ITEM && s->dirty[rides];
}

/* Numbers the item and puts its neighbours by that have no number; returns the height of the stack.
 * Without a branch on what is found, which nothing could foretell. */
static inline uint32_t enter(search *s, put_by who, uint32_t height, const bool has_rides)
{
    const cp_arc *restrict arcs = s->net->arcs;
    node *restrict nodes = s->nodes;
    put_by *restrict stack = s->stack;
    uint32_t x = s->n++, low = x, k = nodes[who.item].first, end = nodes[who.item + 1].first;
    nodes[who.item].number = x;
    for (; k < end; k++) {
        uint32_t to = arcs[k].to, number = nodes[to].number;
        if (has_rides && is_left_out(s, arcs[k]))
            continue;
        stack[height] = (put_by){ to, x };
        __builtin_prefetch(&arcs[nodes[to].first]); /* it may well be the next */
        __builtin_prefetch(&arcs[nodes[to].first + 7]);
        height += number == CP_NO_ITEM;
        low = number < low ? number : low;
    }
    s->item[x] = who.item;
    s->parent[x] = who.parent;
    s->low[x] = low;
    return height;
}

static inline void walk(search *s, const bool has_rides)
{
    for (uint32_t i = 0; i < s->net->n_items; i++) {
        s->stack[0] = (put_by){ i, CP_NO_ITEM };
        for (uint32_t height = 1; height > 0;) {
            put_by who = s->stack[--height];
            if (s->nodes[who.item].number == CP_NO_ITEM)
                height = enter(s, who, height, has_rides);
        }
    }
}

static void walk_all(search *s) { walk(s, false); }
static void walk_all_clean(search *s) { walk(s, true); }

/* number: of all items, written. */
static void run(cp_arena *scratch, search *s, const uint8_t *dirty, uint32_t *number)
{
    const cp_net *n = s->net;
    s->nodes = CP_NEW_RAW(scratch, node, (size_t)n->n_items + 1);
    s->low = CP_NEW_RAW(scratch, uint32_t, n->n_items);
    s->stack = CP_NEW_RAW(scratch, put_by, 2 * (size_t)n->n_links + 2);
    for (uint32_t i = 0; i < n->n_items; i++)
        s->nodes[i] = (node){ dirty && dirty[i] ? LEFT_OUT : CP_NO_ITEM, n->arc_first[i] };
    s->nodes[n->n_items].first = n->arc_first[n->n_items];
    s->dirty = dirty;
    if (dirty && cp_l0_has_dirty_links(n, dirty))
        walk_all_clean(s);
    else
        walk_all(s);
    for (uint32_t i = 0; i < n->n_items; i++)
        number[i] = s->nodes[i].number == LEFT_OUT ? CP_NO_ITEM : s->nodes[i].number;
    for (uint32_t x = s->n; x-- > 0;)
        if (s->parent[x] != CP_NO_ITEM && s->low[x] < s->low[s->parent[x]])
            s->low[s->parent[x]] = s->low[x];
}

typedef struct tree {
    uint32_t *root, *block, *up, *depth, *jump, *top, *block_items;
    uint8_t *n_tops;
    uint32_t n_blocks, n_components;
} tree;

static inline void add_root(tree *t, uint32_t x)
{
    t->root[x] = t->jump[x] = x;
    t->block[x] = CP_NO_BLOCK;
    t->up[x] = CP_NO_ITEM;
    t->depth[x] = 0;
    t->n_components++;
}

static inline void add_below(tree *t, uint32_t x, uint32_t parent, uint32_t low)
{
    uint32_t b = t->block[parent], up = t->up[parent];
    if (low >= parent) { /* nothing from here on reaches beyond the parent */
        b = t->n_blocks++;
        up = parent;
        t->top[b] = parent;
        t->block_items[b] = 1;
        t->n_tops[parent] += t->n_tops[parent] < 2;
    }
    uint32_t j = t->jump[up];
    t->block_items[b]++;
    t->block[x] = b;
    t->up[x] = up;
    t->root[x] = t->root[parent];
    t->depth[x] = t->depth[up] + 1;
    t->jump[x] = t->depth[up] - t->depth[j] == t->depth[j] - t->depth[t->jump[j]] ? t->jump[j] : up;
}

static void make_tree(const search *s, tree *t)
{
    for (uint32_t x = 0; x < s->n; x++)
        if (s->parent[x] == CP_NO_ITEM)
            add_root(t, x);
        else
            add_below(t, x, s->parent[x], s->low[x]);
}

void cp_blocks_of(cp_arena *a, const cp_net *net, const uint8_t *dirty, cp_blocks *out)
{
    uint32_t n = net->n_items, *number;
    search s = { .net = net };
    tree t = { 0 };
    uint32_t **const arrays[] = { &number, &s.item,  &s.parent, &t.root, &t.block,
                                  &t.up,   &t.depth, &t.jump,   &t.top,  &t.block_items };
    const size_t n_arrays = sizeof arrays / sizeof *arrays;
    /* in one piece, which the arena makes of huge pages */
    uint32_t *all = CP_NEW_RAW(a, uint32_t, n_arrays * ((size_t)n + 1));
    for (size_t i = 0; i < n_arrays; i++)
        *arrays[i] = all + i * ((size_t)n + 1);
    t.n_tops = CP_NEW_ARRAY(a, uint8_t, n);
    cp_arena *scratch = cp_arena_new(0);
    run(scratch, &s, dirty, number);
    make_tree(&s, &t);
    cp_arena_free(scratch);
    *out = (cp_blocks){
        .n = s.n,
        .n_blocks = t.n_blocks,
        .n_components = t.n_components,
        .number = number,
        .item = s.item,
        .parent = s.parent,
        .root = t.root,
        .block = t.block,
        .up = t.up,
        .depth = t.depth,
        .jump = t.jump,
        .n_tops = t.n_tops,
        .top = t.top,
        .block_items = t.block_items,
    };
}

/* The number on the way up from x that has the depth. */
static uint32_t climb(const cp_blocks *b, uint32_t x, uint32_t depth)
{
    while (b->depth[x] > depth)
        x = b->depth[b->jump[x]] >= depth ? b->jump[x] : b->up[x];
    return x;
}

/* Where one of the two is the meeting place, the other's last step before it, else CP_NO_ITEM. */
static uint32_t below_other(const cp_blocks *b, uint32_t x, uint32_t other)
{
    if (b->depth[x] <= b->depth[other])
        return CP_NO_ITEM;
    uint32_t y = climb(b, x, b->depth[other] + 1);
    return b->up[y] == other ? y : CP_NO_ITEM;
}

uint32_t cp_blocks_meet(const cp_blocks *b, uint32_t s, uint32_t t, uint32_t below[2])
{
    assert(b->root[s] == b->root[t]);
    below[0] = below_other(b, s, t);
    below[1] = below_other(b, t, s);
    if (s == t || below[0] != CP_NO_ITEM)
        return t;
    if (below[1] != CP_NO_ITEM)
        return s;
    uint32_t depth = b->depth[s] < b->depth[t] ? b->depth[s] : b->depth[t];
    s = climb(b, s, depth);
    t = climb(b, t, depth);
    while (b->up[s] != b->up[t]) {
        bool is_far = b->jump[s] != b->jump[t];
        s = is_far ? b->jump[s] : b->up[s];
        t = is_far ? b->jump[t] : b->up[t];
    }
    below[0] = s;
    below[1] = t;
    return b->up[s];
}
