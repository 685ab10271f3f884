/* SPDX-License-Identifier: Apache-2.0 */
/* l0_quick.c - see l0.h: answers for many pairs. Sums along the way to the root of the block-cut
 * tree make of a question one meeting place and a few subtractions:
 *
 *     dirty things in the blocks from s up to the meeting place m:  sum[s] - sum[m]
 *     dirty items among s, up(s), ...:                              cuts[s] - cuts[m]  */
#include <assert.h>
#include "path/l0_in.h"

typedef struct labelling {
    const uint8_t *dirty;
    uint32_t *part; /* of the clean items; a dirty one: CP_NO_ITEM */
    uint32_t *sum;  /* per number: dirty items and links in its block (top excluded) and those
                     * above */
} labelling;

struct cp_l0_quick {
    const cp_l0 *g;
    labelling of[CP_UNKNOWN_COUNT];
    uint32_t *cuts; /* unknown as clean, per number: dirty ones among it and what is above */
};

static uint32_t find(uint32_t *part, uint32_t x)
{
    while (part[x] != x)
        x = part[x] = part[part[x]];
    return x;
}

/* Parts of the clean items, each named after its least number. */
static void find_parts(const cp_l0 *g, labelling *l)
{
    const cp_net *n = g->net;
    const cp_blocks *b = &g->blocks;
    for (uint32_t x = 0; x < b->n; x++)
        l->part[x] = x;
    for (uint32_t i = 0; i < n->n_links; i++) {
        const cp_net_link *k = &n->links[i];
        if (l->dirty[k->a] || l->dirty[k->b] || cp_l0_link_dirty(n, l->dirty, i))
            continue;
        uint32_t x = find(l->part, b->number[k->a]), y = find(l->part, b->number[k->b]);
        if (x < y)
            l->part[y] = x;
        else
            l->part[x] = y;
    }
    for (uint32_t x = 0; x < b->n; x++)
        l->part[x] = l->dirty[b->item[x]] ? CP_NO_ITEM : find(l->part, x);
}

/* block_sum: per block, zero. */
static void add_up(const cp_l0 *g, labelling *l, uint32_t *block_sum)
{
    const cp_net *n = g->net;
    const cp_blocks *b = &g->blocks;
    for (uint32_t i = 0; i < n->n_links; i++)
        if (cp_l0_link_dirty(n, l->dirty, i)) {
            uint32_t x = b->number[n->links[i].a], y = b->number[n->links[i].b];
            block_sum[b->block[x > y ? x : y]]++;
        }
    for (uint32_t x = 0; x < b->n; x++)
        if (b->block[x] != CP_NO_BLOCK)
            block_sum[b->block[x]] += l->dirty[b->item[x]];
    for (uint32_t x = 0; x < b->n; x++)
        l->sum[x] = b->block[x] == CP_NO_BLOCK ? 0 : l->sum[b->up[x]] + block_sum[b->block[x]];
}

cp_l0_quick *cp_l0_quick_new(cp_l0 *g, cp_arena *a, const cp_taints *t)
{
    const cp_blocks *b = &g->blocks;
    cp_l0_quick *q = CP_NEW(a, cp_l0_quick);
    q->g = g;
    q->cuts = CP_NEW_ARRAY(a, uint32_t, b->n);
    for (uint32_t x = 0; x < b->n; x++)
        q->cuts[x] = t->dirty[CP_UNKNOWN_CLEAN][b->item[x]] +
                     (b->up[x] == CP_NO_ITEM ? 0 : q->cuts[b->up[x]]);
    cp_arena *scratch = cp_arena_new(0);
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
        labelling *l = &q->of[u];
        l->dirty = t->dirty[u];
        l->part = CP_NEW_ARRAY(a, uint32_t, b->n);
        l->sum = CP_NEW_ARRAY(a, uint32_t, b->n);
        find_parts(g, l);
        add_up(g, l, CP_NEW_ARRAY(scratch, uint32_t, b->n_blocks));
    }
    cp_arena_free(scratch);
    return q;
}

cp_path_answer cp_l0_quick_some(const cp_l0_quick *q, uint32_t from, uint32_t to)
{
    const cp_blocks *b = &q->g->blocks;
    uint32_t s = b->number[from], t = b->number[to];
    bool exists[CP_UNKNOWN_COUNT];
    if (b->root[s] != b->root[t])
        return CP_PATH_NONE;
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++)
        exists[u] = q->of[u].part[s] == q->of[u].part[t] && q->of[u].part[s] != CP_NO_ITEM;
    return cp_l0_answer(exists);
}

cp_path_answer cp_l0_quick_every(const cp_l0_quick *q, uint32_t from, uint32_t to)
{
    const cp_blocks *b = &q->g->blocks;
    uint32_t s = b->number[from], t = b->number[to], below[2];
    bool holds[CP_UNKNOWN_COUNT];
    if (b->root[s] != b->root[t])
        return CP_PATH_NONE;
    uint32_t m = cp_blocks_meet(b, s, t, below);
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
        const labelling *l = &q->of[u];
        holds[u] = l->sum[s] == l->sum[m] && l->sum[t] == l->sum[m] && !l->dirty[b->item[m]];
    }
    return cp_l0_answer(holds);
}

uint32_t cp_l0_quick_unavoidable(const cp_l0_quick *q, uint32_t from, uint32_t to)
{
    const cp_blocks *b = &q->g->blocks;
    uint32_t s = b->number[from], t = b->number[to], below[2], n = 0;
    if (b->root[s] != b->root[t])
        return 0;
    uint32_t m = cp_blocks_meet(b, s, t, below);
    if (below[0] != CP_NO_ITEM)
        n += q->cuts[b->up[s]] - q->cuts[m];
    if (below[1] != CP_NO_ITEM)
        n += q->cuts[b->up[t]] - q->cuts[m];
    bool passes = below[0] != CP_NO_ITEM && below[1] != CP_NO_ITEM &&
                  b->block[below[0]] != b->block[below[1]];
    return n + (passes && q->of[CP_UNKNOWN_CLEAN].dirty[b->item[m]]);
}
