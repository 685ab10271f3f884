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
    uint64_t *below; /* per number: with all that hangs on it */
    uint64_t *own;   /* per number: its weight */
    uint64_t *block; /* per block: without its top */
    uint64_t *seen;  /* per number: of its parts, those that were multiplied already */
    bool is_narrow;  /* all products fit 64 bits */
} sums;

static sums add_up(cp_arena *scratch, const cp_net *n, const cp_blocks *b, const uint32_t *weights)
{
    sums s = {
        .below = CP_NEW_ARRAY(scratch, uint64_t, b->n),
        .own = CP_NEW_ARRAY(scratch, uint64_t, b->n),
        .block = CP_NEW_ARRAY(scratch, uint64_t, b->n_blocks),
        .seen = CP_NEW_ARRAY(scratch, uint64_t, b->n),
    };
    uint64_t all = 0;
    for (uint32_t x = 0; x < b->n; x++)
        all += s.below[x] = s.own[x] = weight_of(n, weights, b->item[x]);
    s.is_narrow = all <= UINT32_MAX;
    for (uint32_t x = b->n; x-- > 0;)
        if (b->up[x] != CP_NO_ITEM) {
            s.below[b->up[x]] += s.below[x];
            s.block[b->block[x]] += s.below[x];
        }
    return s;
}

/* lost: per number, pairs of others; 64 bits are enough. */
static void multiply(const cp_blocks *b, sums *s, uint64_t *lost)
{
    for (uint32_t k = 0; k < b->n_blocks; k++) {
        uint32_t top = b->top[k];
        lost[top] += s->seen[top] * s->block[k];
        s->seen[top] += s->block[k];
    }
    for (uint32_t x = 0; x < b->n; x++)
        lost[x] += s->seen[x] * (s->below[b->root[x]] - s->below[x]);
}

static void multiply_wide(cp_arena *scratch, const cp_blocks *b, sums *s, uint64_t *lost)
{
    wide *sum = CP_NEW_ARRAY(scratch, wide, b->n);
    for (uint32_t k = 0; k < b->n_blocks; k++) {
        uint32_t top = b->top[k];
        sum[top] += (wide)s->seen[top] * s->block[k];
        s->seen[top] += s->block[k];
    }
    for (uint32_t x = 0; x < b->n; x++)
        lost[x] = saturated(sum[x] + (wide)s->seen[x] * (s->below[b->root[x]] - s->below[x]));
}

static void blast(cp_arena *scratch, const cp_net *n, const cp_blocks *b, const uint32_t *weights,
                  bool is_clean, cp_blast *out)
{
    sums s = add_up(scratch, n, b, weights);
    uint64_t *lost = CP_NEW_ARRAY(scratch, uint64_t, b->n);
    if (s.is_narrow)
        multiply(b, &s, lost);
    else
        multiply_wide(scratch, b, &s, lost);
    for (uint32_t x = 0; x < b->n; x++) {
        cp_blast *to = &out[b->item[x]];
        uint64_t own = saturated((wide)s.own[x] * (s.below[b->root[x]] - s.own[x]));
        *(is_clean ? &to->clean_pairs : &to->pairs) = lost[x];
        *(is_clean ? &to->clean_own : &to->own) = own;
    }
}

void cp_blast_all(cp_l0 *g, cp_arena *scratch, const cp_taints *t, const uint32_t *weights,
                  cp_blast *out)
{
    const cp_net *n = cp_l0_net(g);
    const cp_blocks *all = cp_l0_blocks(g);
    const uint8_t *dirty = t->dirty[CP_UNKNOWN_EXCLUDED];
    cp_arena_mark mark = cp_arena_here(scratch);
    memset(out, 0, n->n_items * sizeof *out);
    blast(scratch, n, all, weights, false, out);
    if (n->n_items && memchr(dirty, 1, n->n_items)) {
        cp_blocks clean;
        cp_blocks_of(scratch, n, dirty, &clean);
        blast(scratch, n, &clean, weights, true, out);
    } else {
        for (uint32_t i = 0; i < n->n_items; i++) {
            out[i].clean_pairs = out[i].pairs;
            out[i].clean_own = out[i].own;
        }
    }
    cp_arena_back(scratch, mark);
}
