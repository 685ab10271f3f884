/* SPDX-License-Identifier: Apache-2.0 */
/* blocks.c - see blocks.h. Tarjan, "Depth-first search and linear graph algorithms", SIAM J.
 * Computing 1 (1972), without his stack of links: an item hangs in the block of its parent unless
 * nothing below it reaches beyond the parent, and that is known when all numbers are; then one
 * sweep in their order tells every block.
 *
 * Parallel links need no care: that a child sees its parent once more changes nothing here.
 *
 * Steps up that skip: Myers, "An applicative random-access stack", IPL 17 (1983). */
#include "path/blocks.h"
#include <assert.h>
#include <string.h>

typedef struct frame {
    uint32_t number, low, arc, arc_end;
} frame;

typedef struct search {
    const cp_net *net;
    uint32_t n;
    uint32_t *number, *item, *parent, *low;
    frame *stack;
} search;

static uint32_t *filled(cp_arena *a, uint32_t n)
{
    uint32_t *v = CP_NEW_ARRAY(a, uint32_t, n);
    memset(v, 0xff, (size_t)n * sizeof *v);
    return v;
}

static inline frame enter(search *s, uint32_t item, uint32_t parent)
{
    uint32_t x = s->n++;
    s->number[item] = x;
    s->item[x] = item;
    s->parent[x] = parent;
    return (frame){ x, x, s->net->arc_first[item], s->net->arc_first[item + 1] };
}

static inline bool is_left_out(const cp_net *n, const uint8_t *dirty, cp_arc arc)
{
    uint32_t rides = n->links[arc.link].rides;
    return dirty[arc.to] || (rides != CP_NO_ITEM && dirty[rides]);
}

/* All that the item reaches. is_whole: nothing is left out, and no label is looked at. */
static inline void walk(search *s, uint32_t from, const uint8_t *dirty, const bool is_whole)
{
    const cp_arc *arcs = s->net->arcs;
    frame *at = s->stack;
    *at = enter(s, from, CP_NO_ITEM);
    for (;;) {
        if (at->arc < at->arc_end) {
            cp_arc arc = arcs[at->arc++];
            uint32_t x = s->number[arc.to];
            if (!is_whole && is_left_out(s->net, dirty, arc))
                continue;
            if (x == CP_NO_ITEM) {
                uint32_t parent = at->number;
                *++at = enter(s, arc.to, parent);
            } else if (x < at->low) {
                at->low = x;
            }
            continue;
        }
        s->low[at->number] = at->low;
        if (at == s->stack)
            return;
        if (at->low < at[-1].low)
            at[-1].low = at->low;
        at--;
    }
}

static void walk_whole(search *s)
{
    for (uint32_t i = 0; i < s->net->n_items; i++)
        if (s->number[i] == CP_NO_ITEM)
            walk(s, i, NULL, true);
}

static void walk_clean(search *s, const uint8_t *dirty)
{
    for (uint32_t i = 0; i < s->net->n_items; i++)
        if (s->number[i] == CP_NO_ITEM && !dirty[i])
            walk(s, i, dirty, false);
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

void cp_blocks_of(cp_arena *a, const cp_net *net, const uint8_t *dirty, cp_blocks *out)
{
    uint32_t n = net->n_items;
    search s = { .net = net, .number = filled(a, n) };
    s.item = CP_NEW_ARRAY(a, uint32_t, n);
    s.parent = CP_NEW_ARRAY(a, uint32_t, n);
    cp_arena *scratch = cp_arena_new(0);
    s.low = CP_NEW_ARRAY(scratch, uint32_t, n);
    s.stack = CP_NEW_ARRAY(scratch, frame, (size_t)n + 1);
    if (dirty)
        walk_clean(&s, dirty);
    else
        walk_whole(&s);

    tree t = { .n_tops = CP_NEW_ARRAY(a, uint8_t, s.n) };
    uint32_t **const arrays[] = { &t.root, &t.block, &t.up,         &t.depth,
                                  &t.jump, &t.top,   &t.block_items };
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        *arrays[i] = CP_NEW_ARRAY(a, uint32_t, s.n);
    for (uint32_t x = 0; x < s.n; x++)
        if (s.parent[x] == CP_NO_ITEM)
            add_root(&t, x);
        else
            add_below(&t, x, s.parent[x], s.low[x]);
    cp_arena_free(scratch);
    *out = (cp_blocks){ s.n,      t.n_blocks, t.n_components, s.number,     s.item,
                        s.parent, t.root,     t.block,        t.up,         t.depth,
                        t.jump,   t.n_tops,   t.top,          t.block_items };
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
