/* SPDX-License-Identifier: Apache-2.0 */
/* l0_quick.c - see l0.h: answers for many pairs. Sums along the way to the root of the block-cut
 * tree make of a question one meeting place and a few subtractions:
 *
 *     dirty things in the blocks from s up to the meeting place m:  sum[s] - sum[m]
 *     dirty items among s, up(s), ...:                              cuts[s] - cuts[m]
 *
 * All that a question needs of one item stands in one line of the cache. */
#include <string.h>
#include "path/l0_in.h"

typedef struct at { /* per number */
    uint32_t root;
    uint32_t part[CP_UNKNOWN_COUNT]; /* of the clean items; a dirty one: CP_NO_ITEM */
    uint32_t sum[CP_UNKNOWN_COUNT];  /* dirty items and links in its block (top excluded) and those
                                      * above */
    uint32_t cuts;                   /* dirty ones (unknown as clean) among it and what is above */
    bool is_dirty[CP_UNKNOWN_COUNT];
} at;

struct cp_l0_quick {
    const cp_blocks *blocks;
    at *at;
};

static uint32_t find(uint32_t *part, uint32_t x)
{
    while (part[x] != x)
        x = part[x] = part[part[x]];
    return x;
}

static void unite(uint32_t *part, uint32_t x, uint32_t y)
{
    x = find(part, x);
    y = find(part, y);
    if (x < y)
        part[y] = x;
    else
        part[x] = y;
}

typedef struct count { /* per block, its top excluded */
    uint32_t dirty[CP_UNKNOWN_COUNT];
} count;

typedef struct work {
    const cp_l0 *g;
    const cp_taints *t;
    uint32_t *part[CP_UNKNOWN_COUNT]; /* by number; each points at one of less number or itself */
    uint8_t *label;                   /* by number: how many of the two have it dirty */
    count *in_block;
} work;

/* Parts of what is clean with unknown as excluded. */
static void find_parts(work *w)
{
    const cp_net *n = w->g->net;
    const cp_blocks *b = &w->g->blocks;
    const uint8_t *dirty = w->t->dirty[CP_UNKNOWN_EXCLUDED];
    uint32_t *part = w->part[CP_UNKNOWN_EXCLUDED];
    for (uint32_t x = 0; x < b->n; x++) {
        part[x] = x;
        w->label[x] = dirty[b->item[x]];
    }
    for (uint32_t i = 0; i < n->n_links; i++) {
        const cp_net_link *l = &n->links[i];
        if (!(dirty[l->a] | dirty[l->b]) && !cp_l0_link_dirty(n, dirty, i))
            unite(part, b->number[l->a], b->number[l->b]);
    }
}

/* The same, where a search found them already. */
static void take_parts(cp_arena *scratch, work *w, const cp_blocks *clean)
{
    const cp_blocks *b = &w->g->blocks;
    uint32_t *first = CP_NEW_ARRAY(scratch, uint32_t, clean->n); /* number + 1, of each root */
    for (uint32_t x = 0; x < b->n; x++) {
        uint32_t y = clean->number[b->item[x]], to = x;
        w->label[x] = y == CP_NO_ITEM;
        if (y != CP_NO_ITEM) {
            uint32_t root = clean->root[y];
            to = first[root] ? first[root] - 1 : x;
            first[root] = to + 1;
        }
        w->part[CP_UNKNOWN_EXCLUDED][x] = to;
    }
}

/* What is dirty with unknown as excluded may be so with unknown as clean; and what is dirty in each
 * block. */
static void count_dirty(work *w)
{
    const cp_net *n = w->g->net;
    const cp_blocks *b = &w->g->blocks;
    const uint8_t *less = w->t->dirty[CP_UNKNOWN_CLEAN], *more = w->t->dirty[CP_UNKNOWN_EXCLUDED];
    for (uint32_t x = 0; x < b->n; x++) {
        if (!w->label[x])
            continue;
        uint8_t is_less = less[b->item[x]];
        w->label[x] += is_less;
        if (b->block[x] == CP_NO_BLOCK)
            continue;
        w->in_block[b->block[x]].dirty[CP_UNKNOWN_CLEAN] += is_less;
        w->in_block[b->block[x]].dirty[CP_UNKNOWN_EXCLUDED]++;
    }
    for (uint32_t i = 0; n->n_rides && i < n->n_links; i++) {
        uint32_t x = b->number[n->links[i].a], y = b->number[n->links[i].b];
        count *to = &w->in_block[b->block[x > y ? x : y]];
        to->dirty[CP_UNKNOWN_CLEAN] += cp_l0_link_dirty(n, less, i);
        to->dirty[CP_UNKNOWN_EXCLUDED] += cp_l0_link_dirty(n, more, i);
    }
}

typedef struct pair {
    uint32_t x, y;
} pair;

/* What is clean with unknown as excluded is so with unknown as clean: only links that became clean
 * by that are looked at. All are listed first, so that the loads do not wait for each other. */
static void add_unknown(cp_arena *scratch, work *w)
{
    const cp_net *n = w->g->net;
    const cp_blocks *b = &w->g->blocks;
    const uint8_t *less = w->t->dirty[CP_UNKNOWN_CLEAN], *more = w->t->dirty[CP_UNKNOWN_EXCLUDED];
    uint32_t *part = w->part[CP_UNKNOWN_CLEAN], n_pairs = 0;
    size_t n_most = n->n_rides ? n->n_links : 0;
    for (uint32_t x = 0; x < b->n; x++)
        if (w->label[x] == 1)
            n_most += n->arc_first[b->item[x] + 1] - n->arc_first[b->item[x]];
    pair *pairs = CP_NEW_RAW(scratch, pair, n_most + 1);
    for (uint32_t x = 0; x < b->n; x++) {
        uint32_t i = b->item[x];
        for (uint32_t k = n->arc_first[i]; w->label[x] == 1 && k < n->arc_first[i + 1]; k++) {
            cp_arc arc = n->arcs[k];
            pairs[n_pairs] = (pair){ x, b->number[arc.to] };
            n_pairs += !(less[arc.to] | (n->n_rides && cp_l0_link_dirty(n, less, arc.link)));
        }
    }
    for (uint32_t i = 0; n->n_rides && i < n->n_links; i++) {
        uint32_t x = n->links[i].a, y = n->links[i].b;
        pairs[n_pairs] = (pair){ b->number[x], b->number[y] };
        n_pairs +=
            cp_l0_link_dirty(n, more, i) && !cp_l0_link_dirty(n, less, i) && !less[x] && !less[y];
    }
    for (uint32_t i = 0; i < n_pairs; i++) {
        __builtin_prefetch(&part[pairs[i + 8 < n_pairs ? i + 8 : i].y]);
        unite(part, pairs[i].x, pairs[i].y);
    }
}

static void fill(const work *w, at *out)
{
    const cp_blocks *b = &w->g->blocks;
    static const at nothing;
    static const count none;
    for (uint32_t x = 0; x < b->n; x++) {
        const at *up = b->up[x] == CP_NO_ITEM ? &nothing : &out[b->up[x]];
        const count *in = b->block[x] == CP_NO_BLOCK ? &none : &w->in_block[b->block[x]];
        at to = { .root = b->root[x] };
        to.is_dirty[CP_UNKNOWN_CLEAN] = w->label[x] == 2;
        to.is_dirty[CP_UNKNOWN_EXCLUDED] = w->label[x] > 0;
        for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
            uint32_t *part = w->part[u];
            part[x] = part[part[x]]; /* what is less has its end already */
            to.part[u] = to.is_dirty[u] ? CP_NO_ITEM : part[x];
            to.sum[u] = up->sum[u] + in->dirty[u];
        }
        to.cuts = up->cuts + to.is_dirty[CP_UNKNOWN_CLEAN];
        out[x] = to;
    }
}

cp_l0_quick *cp_l0_quick_new(cp_l0 *g, cp_arena *a, const cp_taints *t)
{
    const cp_blocks *b = &g->blocks;
    const cp_blocks *clean = cp_l0_clean(g, t);
    cp_l0_quick *q = CP_NEW(a, cp_l0_quick);
    q->blocks = b;
    q->at = CP_NEW_RAW(a, at, b->n);
    cp_arena *scratch = cp_arena_new(0);
    work w = { .g = g, .t = t, .label = CP_NEW_RAW(scratch, uint8_t, b->n) };
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++)
        w.part[u] = CP_NEW_RAW(scratch, uint32_t, b->n);
    w.in_block = CP_NEW_ARRAY(scratch, count, b->n_blocks);
    if (clean)
        take_parts(scratch, &w, clean);
    else
        find_parts(&w);
    count_dirty(&w);
    memcpy(w.part[CP_UNKNOWN_CLEAN], w.part[CP_UNKNOWN_EXCLUDED], b->n * sizeof *w.part[0]);
    add_unknown(scratch, &w);
    fill(&w, q->at);
    cp_arena_free(scratch);
    return q;
}

static cp_path_answer some(const at *s, const at *t)
{
    bool exists[CP_UNKNOWN_COUNT];
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++)
        exists[u] = s->part[u] == t->part[u] && s->part[u] != CP_NO_ITEM;
    return cp_l0_answer(exists);
}

/* m: where they meet. */
static cp_path_answer every(const at *s, const at *t, const at *m)
{
    bool holds[CP_UNKNOWN_COUNT];
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++)
        holds[u] = s->sum[u] == m->sum[u] && t->sum[u] == m->sum[u] && !m->is_dirty[u];
    return cp_l0_answer(holds);
}

static uint32_t unavoidable(const cp_l0_quick *q, uint32_t s, uint32_t t, uint32_t m,
                            const uint32_t below[2])
{
    const cp_blocks *b = q->blocks;
    bool climbs = below[0] != CP_NO_ITEM, descends = below[1] != CP_NO_ITEM;
    uint32_t n = climbs ? q->at[b->up[s]].cuts - q->at[m].cuts : 0;
    n += descends ? q->at[b->up[t]].cuts - q->at[m].cuts : 0;
    bool passes = climbs && descends && b->block[below[0]] != b->block[below[1]];
    return n + (passes && q->at[m].is_dirty[CP_UNKNOWN_CLEAN]);
}

static cp_l0_row row(const cp_l0_quick *q, uint32_t s, uint32_t t)
{
    const at *at_s = &q->at[s], *at_t = &q->at[t];
    uint32_t below[2];
    if (at_s->root != at_t->root)
        return (cp_l0_row){ CP_PATH_NONE, CP_PATH_NONE, 0 };
    uint32_t m = cp_blocks_meet(q->blocks, s, t, below);
    return (cp_l0_row){ some(at_s, at_t), every(at_s, at_t, &q->at[m]),
                        unavoidable(q, s, t, m, below) };
}

void cp_l0_quick_rows(const cp_l0_quick *q, const cp_l0_pair *pairs, uint32_t n, cp_l0_row *out)
{
    enum { AHEAD = 8 };
    const cp_blocks *b = q->blocks;
    for (uint32_t i = 0; i < n + AHEAD; i++) {
        if (i < n) {
            const uint32_t ends[2] = { b->number[pairs[i].from], b->number[pairs[i].to] };
            for (int k = 0; k < 2; k++) {
                __builtin_prefetch(&q->at[ends[k]]);
                __builtin_prefetch(&b->depth[ends[k]]);
                __builtin_prefetch(&b->up[ends[k]]);
                __builtin_prefetch(&b->jump[ends[k]]);
                __builtin_prefetch(&b->block[ends[k]]);
            }
        }
        if (i >= AHEAD)
            out[i - AHEAD] =
                row(q, b->number[pairs[i - AHEAD].from], b->number[pairs[i - AHEAD].to]);
    }
}

cp_path_answer cp_l0_quick_some(const cp_l0_quick *q, uint32_t from, uint32_t to)
{
    const at *s = &q->at[q->blocks->number[from]], *t = &q->at[q->blocks->number[to]];
    return s->root == t->root ? some(s, t) : CP_PATH_NONE;
}

cp_path_answer cp_l0_quick_every(const cp_l0_quick *q, uint32_t from, uint32_t to)
{
    return row(q, q->blocks->number[from], q->blocks->number[to]).every;
}

uint32_t cp_l0_quick_unavoidable(const cp_l0_quick *q, uint32_t from, uint32_t to)
{
    return row(q, q->blocks->number[from], q->blocks->number[to]).unavoidable;
}
