/* SPDX-License-Identifier: Apache-2.0 */
/* l0_in.h - what the files of level L0 share; for the room's own use. */
#pragma once
#include "path/l0.h"

struct cp_l0 {
    const cp_net *net;
    cp_blocks blocks;
    const uint8_t *clean_of; /* what was dirty for these: NULL: there are none */
    cp_blocks clean;
};

/* What is reached from an item, nearest first. */
typedef struct cp_spread {
    uint32_t n;
    uint32_t *items;
    uint32_t *via; /* per item: the link by which; CP_NO_LINK: not reached, or FROM */
} cp_spread;

/* dirty: NULL, or per item: those and the links that ride on them are not passed; FROM is not
 * asked. barred: NULL, or per item: neither. to: where to stop, or CP_NO_ITEM. */
void cp_spread_from(cp_arena *a, const cp_net *n, uint32_t from, uint32_t to, const uint8_t *dirty,
                    const uint8_t *barred, cp_spread *out);
static inline bool cp_spread_has(const cp_spread *s, uint32_t item)
{
    return s->via[item] != CP_NO_LINK || s->items[0] == item;
}
/* The links from FROM to an item that is reached. */
cp_trail cp_spread_trail(cp_arena *a, const cp_net *n, const cp_spread *s, uint32_t to);
/* The items reached, ascending. */
const uint32_t *cp_spread_set(cp_arena *a, const cp_net *n, const cp_spread *s);

/* The blocks from one item to another, and the items between them: what all paths pass. */
typedef struct cp_way {
    uint32_t n, meet;       /* blocks (0: both ends are one item); number of the topmost item */
    const uint32_t *blocks; /* n */
    const uint32_t *cuts;   /* n - 1, numbers */
    const uint32_t *nth;    /* per block: its place in `blocks`, or CP_NO_BLOCK */
    const uint32_t *at;     /* per number: of the items of those blocks itself; of others in the
                             * component the one that they hang on; CP_NO_ITEM: elsewhere */
} cp_way;
/* from, to: numbers, in one component. */
void cp_way_of(cp_arena *a, const cp_blocks *b, uint32_t from, uint32_t to, cp_way *out);

/* Numbers of items or links, put in order. */
void cp_ascending(uint32_t *v, uint32_t n);

static inline bool cp_l0_is_joined(const cp_l0 *g, uint32_t from, uint32_t to)
{
    const cp_blocks *b = &g->blocks;
    return b->root[b->number[from]] == b->root[b->number[to]];
}

static inline bool cp_l0_link_dirty(const cp_net *n, const uint8_t *dirty, uint32_t link)
{
    uint32_t rides = n->links[link].rides;
    return rides != CP_NO_ITEM && dirty[rides];
}

static inline bool cp_l0_has_dirty_links(const cp_net *n, const uint8_t *dirty)
{
    bool has = false;
    for (uint32_t i = 0; n->n_rides && i < n->n_links && !has; i++)
        has = cp_l0_link_dirty(n, dirty, i);
    return has;
}

/* From whether it is so with unknown as clean, and as excluded. */
static inline cp_path_answer cp_l0_answer(const bool is_so[CP_UNKNOWN_COUNT])
{
    if (is_so[CP_UNKNOWN_EXCLUDED])
        return CP_PATH_CLEAN;
    return is_so[CP_UNKNOWN_CLEAN] ? CP_PATH_UNDETERMINED : CP_PATH_EXCLUDED;
}
