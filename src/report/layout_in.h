/* SPDX-License-Identifier: Apache-2.0 */
/* layout_in.h - what the files of the layout share: layout.c (the whole, nodes in their group),
 * layout_groups.c (which nodes are a group), layout_place.c (where the groups are). */
#pragma once
#include "report/layout.h"

/* Neighbours of every node: those of i are to[first[i]] up to to[first[i + 1] - 1]. */
typedef struct cp_layout_graph {
    uint32_t n;
    const uint32_t *first, *to;
    const uint32_t *weight; /* per entry of to; NULL: 1 each */
} cp_layout_graph;
cp_layout_graph cp_layout_graph_of(cp_arena *a, uint32_t n, const cp_layout_link *links,
                                   uint32_t n_links);
/* The graph of the groups of a graph, several links of a pair as one of that weight. */
cp_layout_graph cp_layout_quotient(cp_arena *a, const cp_layout_graph *g, const uint32_t *group,
                                   uint32_t n_groups);

/* Writes the group of each node that has none; returns how many there are then. */
uint32_t cp_layout_find_groups(cp_arena *a, const cp_layout_in *in, const cp_layout_graph *g,
                               uint32_t *group);
/* Which nodes are a piece, of a graph of any size: writes the piece of each, returns how many. */
uint32_t cp_layout_pieces(cp_arena *a, const cp_layout_graph *g, uint32_t *piece);

typedef struct cp_layout_spot {
    double x, y, r;
} cp_layout_spot;
/* r is given, x and y are written: no two spots come nearer than `gap`. */
void cp_layout_place(cp_arena *a, const cp_layout_graph *g, double gap, cp_layout_spot *spots);
