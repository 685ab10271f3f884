/* SPDX-License-Identifier: Apache-2.0 */
/* layers.h - where a page draws nodes that stand in columns: computed here, as in layout.h.
 *
 *     columns from left to right, nodes of each one below the other
 *           --sweeps: each node to the middle of its neighbours--> fewest crossings that were met
 *
 * Pure: the same input gives the same bytes. Made for some 60 nodes. */
#pragma once
#include "base/base.h"

enum {
    CP_LAYERS_SIDE = 65535,       /* coordinates are 0 to this */
    CP_LAYERS_CROSSED_MAX = 4096, /* edges whose crossings are counted: pairs of them are */
};

typedef struct cp_layers_edge {
    uint32_t from, to;
} cp_layers_edge;

typedef struct cp_layers_in {
    uint32_t n_nodes, n_columns, n_edges;
    const uint32_t *column; /* per node, below n_columns */
    const bool *is_last;    /* per node: it stands below all others of its column */
    const cp_layers_edge *edges;
} cp_layers_in;

typedef struct cp_layers {
    const uint32_t *x, *y; /* per node, its middle; no two nodes at one place */
    uint32_t n_tallest;    /* nodes of the fullest column */
    uint64_t n_crossings;  /* between edges of the same two columns */
} cp_layers;

/* Nodes of a column come in their order where nothing says otherwise. Everything is owned by a. */
void cp_layers_make(cp_arena *a, const cp_layers_in *in, cp_layers *out);
