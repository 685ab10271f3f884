/* SPDX-License-Identifier: Apache-2.0 */
/* inspect_in.h - the part of a net that inspections can change for the paths between two items, a
 * cheapest path through it and a cheapest cut of it, by what items and links cost. For inspect*.c.
 *
 *     clean - clean          What stays clean whatever is found becomes one node with what it is
 *       |       |            joined to by links that do too; what is dirty in any case is left out.
 *     clean - unknown        A network is asked about because few of its items are unknown. */
#pragma once
#include "path/blast.h"
#include "path/needs.h"

/* Nodes are numbered from 0, links too. */
typedef struct cp_region {
    uint32_t n, n_links, from, to; /* from, to: nodes */
    const uint32_t *items;         /* per node; CP_NO_ITEM: such as stay clean */
    const uint32_t *rides;         /* per link: on what may be dirty, or CP_NO_ITEM */
    const uint32_t *arc_first;     /* n + 1, into arcs */
    const cp_arc *arcs;            /* to: node; link: of the region */
    const uint32_t *touched;       /* what may be clean and may be dirty: once for each node, and */
    uint32_t n_touched;            /* once for each link that rides on it */
    struct cp_cut *cut;            /* kept from one cut to the next */
} cp_region;

/* False: no inspection can make or break a path. is_every: only `touched` is told, of all that
 * paths visit. */
bool cp_region_of(cp_arena *a, cp_l0 *g, const cp_taints *t, uint32_t from, uint32_t to,
                  bool is_every, cp_region *out);

/* The cheapest path by shares of what is touched. out: room for n + 2 n_links, an item may stand in
 * it twice. False: none is possible. */
bool cp_region_path(const cp_region *r, cp_arena *scratch, const cp_needs *d, uint64_t *low,
                    uint32_t *out, uint32_t *n_out);
/* The cheapest set of items and links without which there is no path. False: none is possible, or
 * more than *work arcs would have to be looked at (then *work is 0). out: likewise. */
bool cp_region_cut(cp_region *r, cp_arena *a, const cp_needs *d, uint64_t *work, uint64_t *low,
                   uint32_t *out, uint32_t *n_out);

/* cp_inspect_some and _every with a bound of their own on the work, in arcs and options looked at,
 * beside what one bound takes. Theirs is a second or less, for `cleanpath path` asks on the way;
 * eight times as much was found to save one inspection of thirty, where much is shared. */
enum { CP_INSPECT_WORK_MAX = 1 << 24 };
void cp_inspect_within(cp_l0 *g, cp_arena *a, const cp_taints *t, uint32_t from, uint32_t to,
                       const uint32_t *costs, bool is_every, uint64_t work_max, cp_inspect *out);
