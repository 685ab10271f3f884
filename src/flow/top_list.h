/* SPDX-License-Identifier: Apache-2.0 */
/* top_list.h - inside of top_feed.c and top_plain.c: rows into the lists in which they wait. */
#pragma once
#include "flow/top_in.h"

/* Its first bits are the partition, and some more the list. */
static inline uint64_t cp_flow_top_hash(const asking *q, const cp_flow_add_row *r)
{
    uint64_t hi = r->hi;
    if (q->is_plain)
        return cp_flow_mix(&q->table->mixer, hi);
    if ((q->is_most || q->is_merged) && hi >> 32 > (hi & UINT32_MAX))
        hi = hi << 32 | hi >> 32;
    return cp_flow_hash(q->seed, hi, q->is_most ? 0 : r->lo);
}

static inline uint32_t cp_flow_top_list_of(const asking *q, uint64_t hash)
{
    static_assert(CP_FLOW_PARTS == 1 << PART_BITS, "the first bits of a hash");
    return (uint32_t)(hash >> (64 - PART_BITS - q->list_shift));
}

/* Another one for the rows of that list. False: there is no room, and nothing is listed any
 * more. */
bool cp_flow_top_open_list(asker *t, uint32_t kind, uint32_t nr, uint32_t row_bytes);

/* Where the next row of the list goes; NULL: there is no room. */
static inline void *cp_flow_top_place(asker *t, uint32_t kind, uint32_t nr, uint32_t row_bytes)
{
    open_lists *o = &t->open[kind];
    if (!o->left[nr] && !cp_flow_top_open_list(t, kind, nr, row_bytes))
        return NULL;
    char *at = o->at[nr];
    o->at[nr] = at + row_bytes;
    o->left[nr]--;
    __builtin_prefetch(at + 64 + row_bytes, 1);
    return at;
}

/* What is in the lists is told to be so many; the next rows of each begin another one. */
void cp_flow_top_close_lists(asker *t, uint32_t kind);
/* What was taken for lists and is not needed. */
void cp_flow_top_give_spare(asker *t);
/* There is no more room for lists: what stands in them is added up now. */
void cp_flow_top_stop_listing(asker *t);
/* Into a list, or into the rows that are added to the partition at once. */
void cp_flow_top_put(asker *t, const cp_flow_add_row *r);
/* Whatever is asked. False: the pass has to begin anew, with more told apart. */
bool cp_flow_top_put_flow(asker *t, const cp_flow_columns *c, uint32_t i);
/* As that of each row, where the question is plain and no row stands for several flows. */
void cp_flow_top_put_plain(asker *t, const cp_flow_columns *c);
bool cp_flow_top_list_plain(asker *t, const cp_flow_add_row *r, uint64_t hash);
