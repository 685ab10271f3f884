/* SPDX-License-Identifier: Apache-2.0 */
/* blast.c - see blast.h: what is lost with a device, of all devices at once.
 *
 *       x (weight w)          Without x its component falls into what hangs below x by each block
 *      / \     \              whose top is x (its `parts`), and what is left above. A pair is lost
 *     A   B    above          that has its ends in two of them: the sum of the products.
 *
 * Numbers of a depth-first search are such that what hangs on an item has greater ones: one pass
 * downwards adds up, one over the blocks multiplies. */
#include "path/blast.h"

/* Weights are below 2^32 and items at most 2^24, so that sums are below 2^56; products of two may
 * need 112 bits. Where all of a net is below 2^32, products of sums fit 64. */
typedef unsigned __int128 wide;

static uint64_t saturated(wide x) { return x > UINT64_MAX ? UINT64_MAX : (uint64_t)x; }

static uint64_t weight_of(const cp_net *n, const uint32_t *weights, uint32_t item)
{
    return weights ? weights[item] : n->arc_first[item + 1] > n->arc_first[item];
}

typedef struct sums {
    const cp_blocks *blocks;
    uint64_t *below; /* per number: with all that hangs on it */
    uint64_t *block; /* per block: without its top */
    uint64_t *seen;  /* per number: of its parts, those that were multiplied already */
    uint64_t *lost;  /* per number: pairs of others */
    bool is_narrow;  /* all products fit 64 bits */
} sums;

static void add_up(const cp_net *n, const cp_blocks *b, const uint32_t *weights, sums *s)
{
    uint64_t all = 0;
    s->blocks = b;
    memset(s->block, 0, b->n_blocks * sizeof *s->block);
    memset(s->seen, 0, b->n * sizeof *s->seen);
    memset(s->lost, 0, b->n * sizeof *s->lost);
    for (uint32_t x = 0; x < b->n; x++)
        all += s->below[x] = weight_of(n, weights, b->item[x]);
    s->is_narrow = all <= UINT32_MAX;
    for (uint32_t x = b->n; x-- > 0;)
        if (b->up[x] != CP_NO_ITEM) {
            s->below[b->up[x]] += s->below[x];
            s->block[b->block[x]] += s->below[x];
        }
}

/* 64 bits are enough. */
static void multiply(sums *s)
{
    const cp_blocks *b = s->blocks;
    for (uint32_t k = 0; k < b->n_blocks; k++) {
        uint32_t top = b->top[k];
        s->lost[top] += s->seen[top] * s->block[k];
        s->seen[top] += s->block[k];
    }
    for (uint32_t x = 0; x < b->n; x++)
        s->lost[x] += s->seen[x] * (s->below[b->root[x]] - s->below[x]);
}

static void multiply_wide(cp_arena *scratch, sums *s)
{
    const cp_blocks *b = s->blocks;
    wide *sum = CP_NEW_ARRAY(scratch, wide, b->n);
    for (uint32_t k = 0; k < b->n_blocks; k++) {
        uint32_t top = b->top[k];
        sum[top] += (wide)s->seen[top] * s->block[k];
        s->seen[top] += s->block[k];
    }
    for (uint32_t x = 0; x < b->n; x++)
        s->lost[x] = saturated(sum[x] + (wide)s->seen[x] * (s->below[b->root[x]] - s->below[x]));
}

static void work_out(cp_arena *scratch, const cp_net *n, const cp_blocks *b,
                     const uint32_t *weights, sums *s)
{
    add_up(n, b, weights, s);
    if (s->is_narrow)
        multiply(s);
    else
        multiply_wide(scratch, s);
}

/* Pairs of others, and of its own. */
static void tell(const sums *s, uint32_t item, uint64_t weight, uint64_t *others, uint64_t *own)
{
    uint32_t x = s->blocks->number[item];
    if (x == CP_NO_ITEM)
        return;
    uint64_t rest = s->below[s->blocks->root[x]] - weight;
    *others = s->lost[x];
    *own = s->is_narrow ? weight * rest : saturated((wide)weight * rest);
}

static void tell_clean(cp_arena *scratch, cp_l0 *g, const cp_taints *t, const uint32_t *weights,
                       sums *s, cp_blast *out)
{
    const cp_net *n = cp_l0_net(g);
    const cp_blocks *clean = cp_l0_clean(g, t);
    cp_blocks blocks;
    if (!clean) {
        cp_blocks_of(scratch, n, t->dirty[CP_UNKNOWN_EXCLUDED], &blocks);
        clean = &blocks;
    }
    work_out(scratch, n, clean, weights, s);
    for (uint32_t i = 0; i < n->n_items; i++)
        tell(s, i, weight_of(n, weights, i), &out[i].clean_pairs, &out[i].clean_own);
}

void cp_blast_all(cp_l0 *g, cp_arena *scratch, const cp_taints *t, const uint32_t *weights,
                  cp_blast *out)
{
    const cp_net *n = cp_l0_net(g);
    const cp_blocks *all = cp_l0_blocks(g);
    cp_arena_mark mark = cp_arena_here(scratch);
    sums s = {
        .below = CP_NEW_RAW(scratch, uint64_t, all->n),
        .block = CP_NEW_RAW(scratch, uint64_t, all->n),
        .seen = CP_NEW_RAW(scratch, uint64_t, all->n),
        .lost = CP_NEW_RAW(scratch, uint64_t, all->n),
    };
    bool is_clean = !n->n_items || !memchr(t->dirty[CP_UNKNOWN_EXCLUDED], 1, n->n_items);
    work_out(scratch, n, all, weights, &s);
    for (uint32_t i = 0; i < n->n_items; i++) {
        cp_blast x = { 0 };
        tell(&s, i, weight_of(n, weights, i), &x.pairs, &x.own);
        x.clean_pairs = is_clean ? x.pairs : 0;
        x.clean_own = is_clean ? x.own : 0;
        out[i] = x;
    }
    if (!is_clean)
        tell_clean(scratch, g, t, weights, &s, out);
    cp_arena_back(scratch, mark);
}
