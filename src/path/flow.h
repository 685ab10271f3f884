/* SPDX-License-Identifier: Apache-2.0 */
/* flow.h - paths that share no item, or no link, as many as there are (Menger 1927), by flow. For
 * the room's own use.
 *
 * Works on a part of the net that is copied out: its items numbered from 0, so that what is asked
 * of one block costs no more than the block. */
#pragma once
#include "path/net.h"

/* Besides items of the net, ends made up: */
enum { CP_PART_EXTRA = 2 };
typedef struct cp_part_extra {
    uint32_t a, b; /* items, or n_items, n_items + 1: made up */
} cp_part_extra;

typedef struct cp_part {
    uint32_t n;
    uint32_t n_names;      /* names of links are below it */
    const uint32_t *item;  /* per number. Made up: n_items and above */
    uint32_t *number;      /* per item, the made-up ones too; CP_NO_ITEM: not in it */
    const uint32_t *first; /* n + 1, into arcs */
    const cp_arc *arcs; /* to: number; link: as the net has it, made-up ones n_links and above, in
                            * the order in which they were given */
} cp_part;

/* items: those that belong to it, borrowed, the made-up ones last. number: room for n_items and
 * CP_PART_EXTRA, all CP_NO_ITEM; cp_part_end makes it so again. dirty: NULL, or per item: links
 * that ride on such are left out. extra: links made up. */
void cp_part_of(cp_arena *a, const cp_net *n, uint32_t *number, const uint32_t *items,
                uint32_t n_of, const uint8_t *dirty, const cp_part_extra *extra, uint32_t n_extra,
                cp_part *out);
void cp_part_end(cp_part *p);

/* Paths between two items of a part. */
typedef struct cp_disjoint {
    uint32_t n;
    const uint32_t *first; /* n + 1, into links */
    const uint32_t *links; /* from FROM on */
    const uint32_t *cut;   /* numbers of items of the part (or links), whose loss leaves none;
                            * n_cut: n, or 0 where there are at_most of them or more */
    uint32_t n_cut;
    const uint8_t *is_near; /* per item of the part: on FROM's side of the cut */
} cp_disjoint;

/* No item in common but the ends. A link between the ends is a path too, and then there is no cut.
 * Dinic, "Algorithm for solution of a problem of maximum flow", 1970; each item holds one path:
 * O(sqrt(items) links). from != to. */
void cp_disjoint_items(cp_arena *a, const cp_part *p, uint32_t from, uint32_t to, uint32_t at_most,
                       cp_disjoint *out);
/* No link in common; each path passes no item twice. O(min(items^2/3, sqrt(links)) links). */
void cp_disjoint_links(cp_arena *a, const cp_part *p, uint32_t from, uint32_t to, uint32_t at_most,
                       cp_disjoint *out);
