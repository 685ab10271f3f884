/* SPDX-License-Identifier: Apache-2.0 */
/* l0_every.c - see l0.h: whether all paths are clean, and what all of them pass.
 *
 *     FROM - block 0 - cut - block 1 - cut - ... - TO      all that a path can visit
 *                         \- what hangs here could only be left where it was entered
 *
 * In a block of three items and more any two are joined by two paths that share no other, so from
 * an item of it a path leads to either end without the other's (Menger): a path through whatever is
 * dirty is found by a flow of two from there. */
#include <assert.h>
#include <string.h>
#include "path/flow.h"
#include "path/l0_in.h"

/* ---- the way */

/* From x up to `below`, both included: its blocks, and the items between them. */
static uint32_t climb(const cp_blocks *b, uint32_t x, uint32_t below, uint32_t *blocks,
                      uint32_t *cuts)
{
    uint32_t n = 0;
    if (below == CP_NO_ITEM)
        return 0;
    blocks[n++] = b->block[x];
    for (; x != below; n++) {
        x = b->up[x];
        cuts[n - 1] = x;
        blocks[n] = b->block[x];
    }
    return n;
}

static uint32_t rise(const cp_blocks *b, uint32_t x, uint32_t below)
{
    return below == CP_NO_ITEM ? 0 : b->depth[x] - b->depth[below] + 1;
}

static void list_blocks(cp_arena *a, const cp_blocks *b, uint32_t from, uint32_t to, cp_way *w)
{
    uint32_t below[2];
    w->meet = cp_blocks_meet(b, from, to, below);
    uint32_t n_up = rise(b, from, below[0]), n_down = rise(b, to, below[1]);
    uint32_t *blocks = CP_NEW_ARRAY(a, uint32_t, n_up + n_down);
    uint32_t *cuts = CP_NEW_ARRAY(a, uint32_t, n_up + n_down);
    (void)climb(b, from, below[0], blocks, cuts);
    bool is_one = n_up && n_down && b->block[below[0]] == b->block[below[1]];
    uint32_t *down_blocks = CP_NEW_ARRAY(a, uint32_t, n_down);
    uint32_t *down_cuts = CP_NEW_ARRAY(a, uint32_t, n_down);
    (void)climb(b, to, below[1], down_blocks, down_cuts);
    if (n_up && n_down && !is_one)
        cuts[n_up - 1] = w->meet;
    uint32_t n = n_up - is_one;
    for (uint32_t i = n_down; i-- > 0; n++) {
        blocks[n] = down_blocks[i];
        if (i)
            cuts[n] = down_cuts[i - 1];
    }
    w->n = n;
    w->blocks = blocks;
    w->cuts = cuts;
}

void cp_way_of(cp_arena *a, const cp_blocks *b, uint32_t from, uint32_t to, cp_way *out)
{
    cp_way w = { 0 };
    list_blocks(a, b, from, to, &w);
    uint32_t *nth = CP_NEW_ARRAY(a, uint32_t, b->n_blocks);
    uint32_t *at = CP_NEW_ARRAY(a, uint32_t, b->n);
    memset(nth, 0xff, (size_t)b->n_blocks * sizeof *nth);
    memset(at, 0xff, (size_t)b->n * sizeof *at);
    for (uint32_t i = 0; i < w.n; i++)
        nth[w.blocks[i]] = i;
    uint32_t root = b->root[from];
    for (uint32_t x = root; x < b->n && b->root[x] == root; x++) {
        bool is_on = x == w.meet || (x != root && nth[b->block[x]] != CP_NO_BLOCK);
        at[x] = is_on ? x : x == root ? w.meet : at[b->up[x]];
    }
    w.nth = nth;
    w.at = at;
    *out = w;
}

/* ---- every path is clean */

static void tell_within(cp_arena *a, const cp_l0 *g, const cp_way *w, cp_l0_every *out)
{
    const cp_blocks *b = &g->blocks;
    uint32_t n = 0, n_items = g->net->n_items;
    uint32_t *attached = CP_NEW_ARRAY(a, uint32_t, n_items);
    for (uint32_t x = 0; x < b->n; x++) {
        bool hangs = w->at[x] != CP_NO_ITEM && w->at[x] != x;
        attached[b->item[x]] = hangs ? b->item[w->at[x]] : CP_NO_ITEM;
        n += w->at[x] == x;
    }
    uint32_t *within = CP_NEW_ARRAY(a, uint32_t, n);
    for (uint32_t i = 0; i < n_items; i++)
        if (w->at[b->number[i]] == b->number[i])
            within[out->n_within++] = i;
    out->within = within;
    out->attached = attached;
}

/* The first dirty item, and if none is the first dirty link, from FROM on. */
static bool find_dirty(const cp_net *n, const cp_spread *s, const uint8_t *is_outside,
                       const uint8_t *dirty, uint32_t *item, uint32_t *link)
{
    *item = CP_NO_ITEM;
    *link = CP_NO_LINK;
    for (uint32_t i = 0; i < s->n; i++)
        if (dirty[s->items[i]]) {
            *item = s->items[i];
            return true;
        }
    for (uint32_t i = 0; i < s->n; i++)
        for (uint32_t k = n->arc_first[s->items[i]]; k < n->arc_first[s->items[i] + 1]; k++)
            if (!is_outside[n->arcs[k].to] && cp_l0_link_dirty(n, dirty, n->arcs[k].link)) {
                *link = n->arcs[k].link;
                return true;
            }
    return false;
}

/* The ends that are made up: one that both ends of the path lead to, and where the dirty link is
 * cut open. */
typedef enum made_up { TO_FROM, TO_TO, AT_A, AT_B, MADE_UP_COUNT } made_up;

/* Two disjoint paths from what is dirty, one to either end: joined they are one from FROM to TO.
 * own: links that are not made up have less. */
static cp_trail join(cp_arena *a, const cp_disjoint *d, uint32_t own, uint32_t from, uint32_t link)
{
    assert(d->n == 2);
    uint32_t n = 0;
    uint32_t *links = CP_NEW_ARRAY(a, uint32_t, (size_t)d->first[2]);
    uint32_t back = d->links[d->first[1] - 1] == own + TO_FROM ? 0 : 1;
    for (uint32_t i = d->first[back + 1]; i-- > d->first[back];)
        if (d->links[i] < own)
            links[n++] = d->links[i];
    if (link != CP_NO_LINK)
        links[n++] = link;
    for (uint32_t i = d->first[!back]; i < d->first[!back + 1]; i++)
        if (d->links[i] < own)
            links[n++] = d->links[i];
    return (cp_trail){ from, n, links };
}

/* A simple path from FROM to TO, two different items, through an item of the way or a link (then
 * item is CP_NO_ITEM). s: all of the way, from FROM. */
static cp_trail pass_through(cp_arena *a, const cp_net *n, const cp_spread *s, uint32_t from,
                             uint32_t to, uint32_t item, uint32_t link)
{
    if (item == from || item == to)
        return cp_spread_trail(a, n, s, to);
    cp_arena *scratch = cp_arena_new(0);
    const uint32_t end = n->n_items, open = n->n_items + 1;
    uint32_t *items = CP_NEW_ARRAY(scratch, uint32_t, (size_t)s->n + 2), n_extra = 2;
    uint32_t *number = CP_NEW_ARRAY(scratch, uint32_t, (size_t)n->n_items + CP_PART_EXTRA);
    memset(number, 0xff, ((size_t)n->n_items + CP_PART_EXTRA) * sizeof *number);
    memcpy(items, s->items, s->n * sizeof *items);
    items[s->n] = end;
    items[s->n + 1] = open;
    cp_part_extra extra[MADE_UP_COUNT] = { [TO_FROM] = { from, end }, [TO_TO] = { to, end } };
    if (item == CP_NO_ITEM) {
        extra[AT_A] = (cp_part_extra){ open, n->links[link].a };
        extra[AT_B] = (cp_part_extra){ open, n->links[link].b };
        n_extra = MADE_UP_COUNT;
        item = open;
    }
    cp_part p;
    cp_disjoint d;
    cp_part_of(scratch, n, number, items, s->n + 2, NULL, extra, n_extra, &p);
    cp_disjoint_items(scratch, &p, number[item], number[end], 2, &d);
    cp_trail out = join(a, &d, n->n_links, from, item == open ? link : CP_NO_LINK);
    cp_arena_free(scratch);
    return out;
}

static void ask_label(cp_arena *a, const cp_net *n, const uint8_t *dirty, const cp_spread *s,
                      const uint8_t *is_outside, uint32_t to, int u, cp_l0_every *out)
{
    uint32_t *item = &out->witness[u], *link = &out->witness_link[u];
    out->holds[u] = !find_dirty(n, s, is_outside, dirty, item, link);
    if (!out->holds[u])
        out->through[u] = pass_through(a, n, s, s->items[0], to, *item, *link);
}

/* What is dirty with unknown as clean is so with unknown as excluded. */
static void ask_labels(const cp_l0 *g, cp_arena *a, const cp_taints *t, const cp_spread *s,
                       const uint8_t *is_outside, uint32_t to, cp_l0_every *out)
{
    const int less = CP_UNKNOWN_CLEAN, more = CP_UNKNOWN_EXCLUDED;
    ask_label(a, g->net, t->dirty[less], s, is_outside, to, less, out);
    if (out->holds[less]) {
        ask_label(a, g->net, t->dirty[more], s, is_outside, to, more, out);
    } else {
        out->witness[more] = out->witness[less];
        out->witness_link[more] = out->witness_link[less];
        out->through[more] = out->through[less];
    }
    out->answer = cp_l0_answer(out->holds);
}

void cp_l0_ask_every(cp_l0 *g, cp_arena *a, const cp_taints *t, uint32_t from, uint32_t to,
                     cp_l0_every *out)
{
    const cp_net *n = g->net;
    const cp_blocks *b = &g->blocks;
    *out = (cp_l0_every){ .answer = CP_PATH_NONE };
    if (!cp_l0_is_joined(g, from, to))
        return;
    cp_arena *scratch = cp_arena_new(0);
    cp_way w;
    cp_spread s;
    cp_way_of(scratch, b, b->number[from], b->number[to], &w);
    tell_within(a, g, &w, out);
    uint8_t *is_outside = CP_NEW_ARRAY(scratch, uint8_t, n->n_items);
    memset(is_outside, 1, n->n_items);
    for (uint32_t i = 0; i < out->n_within; i++)
        is_outside[out->within[i]] = 0;
    cp_spread_from(scratch, n, from, CP_NO_ITEM, NULL, is_outside, &s);
    ask_labels(g, a, t, &s, is_outside, to, out);
    cp_arena_free(scratch);
}

/* ---- what every path passes */

/* The items of each block of the way, one block after the other. */
typedef struct lists {
    uint32_t *first, *items; /* n + 1; items of the net */
} lists;

static void list_items(cp_arena *a, const cp_blocks *b, const cp_way *w, lists *out)
{
    uint32_t *first = CP_NEW_ARRAY(a, uint32_t, (size_t)w->n + 1), total = 0;
    uint32_t *fill = CP_NEW_ARRAY(a, uint32_t, w->n);
    for (uint32_t i = 0; i < w->n; i++) {
        first[i] = fill[i] = total;
        total += b->block_items[w->blocks[i]];
    }
    first[w->n] = total;
    uint32_t *items = CP_NEW_ARRAY(a, uint32_t, total);
    for (uint32_t i = 0; i < w->n; i++)
        items[fill[i]++] = b->item[b->top[w->blocks[i]]];
    for (uint32_t x = w->meet; w->n && x < b->n && b->root[x] == b->root[w->meet]; x++)
        if (w->at[x] == x && b->block[x] != CP_NO_BLOCK && w->nth[b->block[x]] != CP_NO_BLOCK)
            items[fill[w->nth[b->block[x]]]++] = b->item[x];
    *out = (lists){ first, items };
}

typedef struct routes {
    const cp_net *net;
    uint32_t *number; /* for the parts */
    uint32_t *links[2];
    uint32_t n[2];
} routes;

/* Where a block is two items, both routes take the same link. */
static void take_link(routes *r, uint32_t from, uint32_t to)
{
    uint32_t k = r->net->arc_first[from];
    while (r->net->arcs[k].to != to)
        k++;
    for (int i = 0; i < 2; i++)
        r->links[i][r->n[i]++] = r->net->arcs[k].link;
}

static void take_block(routes *r, cp_arena *scratch, const uint32_t *items, uint32_t n,
                       uint32_t from, uint32_t to)
{
    if (n == 2) {
        take_link(r, from, to);
        return;
    }
    cp_arena_mark mark = cp_arena_here(scratch);
    cp_part p;
    cp_disjoint d;
    cp_part_of(scratch, r->net, r->number, items, n, NULL, NULL, 0, &p);
    cp_disjoint_items(scratch, &p, r->number[from], r->number[to], 2, &d);
    assert(d.n == 2);
    for (uint32_t i = 0; i < 2; i++)
        for (uint32_t k = d.first[i]; k < d.first[i + 1]; k++)
            r->links[i][r->n[i]++] = d.links[k];
    cp_part_end(&p);
    cp_arena_back(scratch, mark);
}

static void tell_routes(cp_arena *a, cp_arena *scratch, const cp_l0 *g, const cp_way *w,
                        uint32_t from, uint32_t to, cp_l0_unavoidable *out)
{
    const cp_blocks *b = &g->blocks;
    lists l;
    list_items(scratch, b, w, &l);
    size_t n_number = (size_t)g->net->n_items + CP_PART_EXTRA;
    routes r = { .net = g->net, .number = CP_NEW_ARRAY(scratch, uint32_t, n_number) };
    memset(r.number, 0xff, n_number * sizeof *r.number);
    for (int i = 0; i < 2; i++)
        r.links[i] = CP_NEW_ARRAY(scratch, uint32_t, l.first[w->n]);
    for (uint32_t i = 0; i < w->n; i++) {
        uint32_t x = i ? b->item[w->cuts[i - 1]] : from;
        uint32_t y = i + 1 < w->n ? b->item[w->cuts[i]] : to;
        take_block(&r, scratch, l.items + l.first[i], l.first[i + 1] - l.first[i], x, y);
    }
    for (int i = 0; i < 2; i++)
        out->routes[i] =
            (cp_trail){ from, r.n[i], cp_arena_dup(a, r.links[i], r.n[i] * sizeof *r.links[i]) };
}

/* Items of the nth block of the way: 2 n; the cut after it: 2 n + 1. What hangs on something is
 * where that is, but never on an odd place. */
static const uint32_t *tell_places(cp_arena *a, cp_arena *scratch, const cp_l0 *g, const cp_way *w,
                                   uint32_t from, uint32_t to)
{
    const cp_blocks *b = &g->blocks;
    uint32_t *of = CP_NEW_ARRAY(scratch, uint32_t, b->n);
    uint32_t *place = CP_NEW_ARRAY(a, uint32_t, g->net->n_items);
    memset(place, 0xff, (size_t)g->net->n_items * sizeof *place);
    for (uint32_t x = 0; x < b->n; x++)
        if (w->at[x] == x && b->block[x] != CP_NO_BLOCK && w->nth[b->block[x]] != CP_NO_BLOCK)
            of[x] = 2 * w->nth[b->block[x]];
    if (w->n) { /* the top of all has its own block elsewhere */
        uint32_t below[2];
        (void)cp_blocks_meet(b, b->number[from], b->number[to], below);
        of[w->meet] = below[0] == CP_NO_ITEM ? 0 : 2 * w->nth[b->block[below[0]]];
        of[b->number[from]] = 0;
        of[b->number[to]] = 2 * (w->n - 1);
    }
    for (uint32_t i = 0; i + 1 < w->n; i++)
        of[w->cuts[i]] = 2 * i + 1;
    for (uint32_t x = 0; x < b->n; x++)
        if (w->at[x] != CP_NO_ITEM)
            place[b->item[x]] = of[w->at[x]] + (w->at[x] != x && of[w->at[x]] % 2);
    return place;
}

void cp_l0_ask_unavoidable(cp_l0 *g, cp_arena *a, uint32_t from, uint32_t to,
                           cp_l0_unavoidable *out)
{
    const cp_blocks *b = &g->blocks;
    *out = (cp_l0_unavoidable){ .exists = cp_l0_is_joined(g, from, to) };
    if (!out->exists)
        return;
    cp_arena *scratch = cp_arena_new(0);
    cp_way w;
    cp_way_of(scratch, b, b->number[from], b->number[to], &w);
    out->n = w.n ? w.n - 1 : 0;
    uint32_t *items = CP_NEW_ARRAY(a, uint32_t, out->n);
    for (uint32_t i = 0; i < out->n; i++)
        items[i] = b->item[w.cuts[i]];
    out->items = items;
    out->place = tell_places(a, scratch, g, &w, from, to);
    tell_routes(a, scratch, g, &w, from, to, out);
    cp_arena_free(scratch);
}
