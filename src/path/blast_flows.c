/* SPDX-License-Identifier: Apache-2.0 */
/* blast_flows.c - see blast.h: what is served, and what flows, that is lost with a device.
 *
 *     flow from s to t: +bps at s and at t, -bps at m where their ways to the root meet, and again
 *     at what is above m (in one block without m: twice at m, which is not on the way)
 *
 *     so that what hangs on a device, added up, is all that passes it or ends there. One pass from
 *     the greatest number down does it, as in blast.c. */
#include "path/blast.h"

/* Sums of up to 2^32 flows of 64 bits; below zero on the way. */
typedef __int128 wide;

static uint64_t saturated(wide x) { return x > UINT64_MAX ? UINT64_MAX : (uint64_t)x; }

/* The blocks of what is clean. */
static const cp_blocks *clean_blocks(cp_arena *scratch, cp_l0 *g, const cp_taints *t)
{
    const cp_net *n = cp_l0_net(g);
    const uint8_t *dirty = t->dirty[CP_UNKNOWN_EXCLUDED];
    if (n->n_items == 0 || !memchr(dirty, 1, n->n_items))
        return cp_l0_blocks(g);
    const cp_blocks *clean = cp_l0_clean(g, t);
    if (clean)
        return clean;
    cp_blocks *blocks = CP_NEW(scratch, cp_blocks);
    cp_blocks_of(scratch, n, dirty, blocks);
    return blocks;
}

/* ---- what is served */

typedef struct part {
    uint32_t items;
    uint64_t served;
} part;

static part larger(part x, part y)
{
    bool is_y = y.items > x.items || (y.items == x.items && y.served > x.served);
    return is_y ? y : x;
}

typedef struct parts {
    part *below;   /* per number: with all that hangs on it */
    part *block;   /* per block: without its top */
    part *largest; /* per number: of the parts that its loss leaves */
} parts;

static parts parts_of(cp_arena *scratch, const cp_blocks *b, const uint32_t *served)
{
    parts p = { CP_NEW_RAW(scratch, part, b->n), CP_NEW_ARRAY(scratch, part, b->n_blocks),
                CP_NEW_ARRAY(scratch, part, b->n) };
    for (uint32_t x = 0; x < b->n; x++)
        p.below[x] = (part){ 1, served[b->item[x]] };
    for (uint32_t x = b->n; x-- > 0;) {
        if (b->up[x] == CP_NO_ITEM)
            continue;
        part *up = &p.below[b->up[x]], *block = &p.block[b->block[x]];
        *up = (part){ up->items + p.below[x].items, up->served + p.below[x].served };
        *block = (part){ block->items + p.below[x].items, block->served + p.below[x].served };
    }
    for (uint32_t k = 0; k < b->n_blocks; k++)
        p.largest[b->top[k]] = larger(p.largest[b->top[k]], p.block[k]);
    for (uint32_t x = 0; x < b->n; x++) {
        part all = p.below[b->root[x]];
        part above = { all.items - p.below[x].items, all.served - p.below[x].served };
        p.largest[x] = larger(p.largest[x], above);
    }
    return p;
}

static uint64_t cut_off(const cp_blocks *b, const parts *p, uint32_t item)
{
    uint32_t x = b->number[item];
    return x == CP_NO_ITEM ? 0 : p->below[b->root[x]].served - p->largest[x].served;
}

void cp_blast_cut_off(cp_l0 *g, cp_arena *scratch, const cp_taints *t, const uint32_t *served,
                      cp_cut_off *out)
{
    cp_arena_mark mark = cp_arena_here(scratch);
    const cp_blocks *all = cp_l0_blocks(g), *clean = clean_blocks(scratch, g, t);
    parts of_all = parts_of(scratch, all, served), of_clean = parts_of(scratch, clean, served);
    for (uint32_t i = 0; i < cp_l0_net(g)->n_items; i++)
        out[i] = (cp_cut_off){ cut_off(all, &of_all, i), cut_off(clean, &of_clean, i) };
    cp_arena_back(scratch, mark);
}

/* ---- what flows */

typedef struct passing {
    wide *through; /* per number: what passes it, or ends there */
    wide *own;     /* per number: what ends there */
    wide joined;
} passing;

static void add_flow(const cp_blocks *b, passing *p, const cp_blast_flow *f)
{
    uint32_t s = b->number[f->from], t = b->number[f->to], below[2];
    if (s == CP_NO_ITEM || t == CP_NO_ITEM || s == t || b->root[s] != b->root[t])
        return;
    uint32_t m = cp_blocks_meet(b, s, t, below);
    bool is_beside = below[0] != CP_NO_ITEM && below[1] != CP_NO_ITEM &&
                     b->block[below[0]] == b->block[below[1]];
    uint32_t above = is_beside ? m : b->up[m];
    p->joined += f->bps;
    p->own[s] += f->bps;
    p->own[t] += f->bps;
    p->through[s] += f->bps;
    p->through[t] += f->bps;
    p->through[m] -= f->bps;
    if (above != CP_NO_ITEM)
        p->through[above] -= f->bps;
}

static passing pass(cp_arena *scratch, const cp_blocks *b, const cp_blast_flow *flows, uint32_t n)
{
    passing p = { CP_NEW_ARRAY(scratch, wide, b->n), CP_NEW_ARRAY(scratch, wide, b->n), 0 };
    for (uint32_t i = 0; i < n; i++)
        add_flow(b, &p, &flows[i]);
    for (uint32_t x = b->n; x-- > 0;)
        if (b->up[x] != CP_NO_ITEM)
            p.through[b->up[x]] += p.through[x];
    return p;
}

static void tell(const cp_blocks *b, const passing *p, uint32_t item, uint64_t *others,
                 uint64_t *own)
{
    uint32_t x = b->number[item];
    *others = x == CP_NO_ITEM ? 0 : saturated(p->through[x] - p->own[x]);
    *own = x == CP_NO_ITEM ? 0 : saturated(p->own[x]);
}

void cp_blast_flows(cp_l0 *g, cp_arena *scratch, const cp_taints *t, const cp_blast_flow *flows,
                    uint32_t n, cp_flow_lost *out, cp_flow_sums *sums)
{
    cp_arena_mark mark = cp_arena_here(scratch);
    const cp_blocks *all = cp_l0_blocks(g), *clean = clean_blocks(scratch, g, t);
    passing of_all = pass(scratch, all, flows, n), of_clean = pass(scratch, clean, flows, n);
    wide told = 0;
    for (uint32_t i = 0; i < n; i++)
        told += flows[i].from == flows[i].to ? 0 : flows[i].bps;
    *sums = (cp_flow_sums){ saturated(told), saturated(of_all.joined), saturated(of_clean.joined) };
    for (uint32_t i = 0; i < cp_l0_net(g)->n_items; i++) {
        tell(all, &of_all, i, &out[i].bps, &out[i].own);
        tell(clean, &of_clean, i, &out[i].clean_bps, &out[i].clean_own);
    }
    cp_arena_back(scratch, mark);
}
