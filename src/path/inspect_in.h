/* SPDX-License-Identifier: Apache-2.0 */
/* inspect_in.h - the part of a net that paths between two items can visit, a cheapest path through
 * it and a cheapest cut of it, by what items and links cost. For inspect*.c. */
#pragma once
#include "path/blast.h"
#include "path/needs.h"

/* Items are numbered from 0 within it. */
typedef struct cp_region {
    const cp_net *net;
    uint32_t n, n_links, from, to; /* numbers */
    const uint32_t *items;         /* per number */
    const uint32_t *arc_first;     /* n + 1, into arcs */
    const cp_arc *arcs;            /* to: number; link: of the net */
    struct cp_cut *cut;            /* kept from one cut to the next */
} cp_region;

/* False: the two are not joined at all. */
bool cp_region_of(cp_arena *a, cp_l0 *g, uint32_t from, uint32_t to, cp_region *out);
/* What paths touch, once for each item and once for each link that rides on something. out: room
 * for n + n_links. */
uint32_t cp_region_touched(const cp_region *r, uint32_t *out);

/* The cheapest path by shares of what is touched; out as above. False: none is possible. */
bool cp_region_path(const cp_region *r, cp_arena *scratch, const cp_needs *d, uint64_t *low,
                    uint32_t *out, uint32_t *n_out);
/* The cheapest set of items and links without which there is no path. False: none is possible, or
 * more than *work arcs would have to be looked at (then *work is 0). out: room for
 * n + 2 n_links, an item may stand in it twice. */
bool cp_region_cut(cp_region *r, cp_arena *a, const cp_needs *d, uint64_t *work, uint64_t *low,
                   uint32_t *out, uint32_t *n_out);

/* cp_inspect_some and _every with a bound of their own on the work, in arcs and options looked
 * at. */
enum { CP_INSPECT_WORK_MAX = 1 << 24 };
void cp_inspect_within(cp_l0 *g, cp_arena *a, const cp_taints *t, uint32_t from, uint32_t to,
                       const uint32_t *costs, bool is_every, uint64_t work_max, cp_inspect *out);
