/* SPDX-License-Identifier: Apache-2.0 */
/* blocks.h - the blocks (largest parts that no single item's loss takes apart), the items between
 * them, and the tree they make.
 *
 *     items are numbered in the order of a depth-first search; each but the roots hangs by the link
 *     to its parent in ONE block; the block's item of least number is its top:
 *
 *         top[0] = 0        0---1     block 0: 0 1 2     block[1] = block[2] = 0, up = 0
 *         top[1] = 2         \ /
 *                             2---3   block 1: 2 3       block[3] = 1, up[3] = 2
 *
 *     item --block--> block --top--> item --block--> ...   the block-cut tree, towards its root;
 *     `up` takes both steps at once, and always leads to a smaller number
 *
 * A link lies in the block of whichever of its ends has the greater number. An item without links
 * is a component alone, with no block. */
#pragma once
#include "path/net.h"

#define CP_NO_BLOCK UINT32_MAX

typedef struct cp_blocks {
    uint32_t n, n_blocks, n_components;
    const uint32_t *number; /* per item; CP_NO_ITEM: it was left out */
    /* The others by number, 0 to n - 1. A component has consecutive ones, from its root on. */
    const uint32_t *item;
    const uint32_t *parent;      /* in the search; CP_NO_ITEM: a root */
    const uint32_t *root;        /* of its component */
    const uint32_t *block;       /* CP_NO_BLOCK: a root */
    const uint32_t *up;          /* the top of its block; CP_NO_ITEM: a root */
    const uint32_t *depth;       /* how often `up` can be taken */
    const uint32_t *jump;        /* a further step up, for cp_blocks_meet; a root: itself */
    const uint8_t *n_tops;       /* blocks whose top it is: 0, 1, 2 (or more) */
    const uint32_t *top;         /* per block: number */
    const uint32_t *block_items; /* per block: its items, top included */
} cp_blocks;

/* dirty: NULL, or per item: those and the links that ride on them are left out. O(items + links);
 * iterative, so a chain of all items is fine. */
void cp_blocks_of(cp_arena *a, const cp_net *n, const uint8_t *dirty, cp_blocks *out);

/* Its loss takes its component apart. x: number. */
static inline bool cp_blocks_is_cut(const cp_blocks *b, uint32_t x)
{
    return b->n_tops[x] + (b->parent[x] != CP_NO_ITEM) >= 2;
}

/* Where the ways of s and t towards the root meet; below[0], below[1]: the last numbers before it,
 * CP_NO_ITEM where s or t is it itself. The path from s to t in the block-cut tree climbs from s to
 * below[0]; is within one block if both have the same; else passes through the result; descends
 * from below[1] to t. s and t: numbers in one component. O(log items). */
uint32_t cp_blocks_meet(const cp_blocks *b, uint32_t s, uint32_t t, uint32_t below[2]);
