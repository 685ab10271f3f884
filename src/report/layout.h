/* SPDX-License-Identifier: Apache-2.0 */
/* layout.h - where the page draws the devices of a network: computed here once, so that a browser
 * with 100,000 of them has nothing to settle and the same evidence gives the same picture.
 *
 *     nodes with a site, links --> groups (sites; where none is told, clusters found from the
 *     links)
 *           --> a circle for each group, none over another --> nodes inside by their links
 *
 * Pure: no clock, no randomness; the same input gives the same bytes. O(nodes + links) and what
 * the groups cost, which are placed by forces up to CP_LAYOUT_FORCE_MAX of them, else in pieces. */
#pragma once
#include "base/base.h"

#define CP_LAYOUT_NO_GROUP UINT32_MAX
enum {
    CP_LAYOUT_SIDE = 65535,     /* coordinates are 0 to this */
    CP_LAYOUT_FORCE_MAX = 2000, /* groups with links to others: their square is worked out */
};

typedef struct cp_layout_link {
    uint32_t a, b; /* nodes, not the same */
} cp_layout_link;

typedef struct cp_layout_in {
    uint32_t n_nodes, n_groups, n_links;
    const uint32_t *group; /* per node: the site that was told, below n_groups, or NO_GROUP */
    const bool *joins;     /* per node without one: is it drawn in the group that it has most links
                            * with (a neighbour of which nobody tells where it is)? NULL: none */
    const cp_layout_link *links;
} cp_layout_in;

typedef struct cp_layout_circle {
    uint32_t x, y, r; /* r at least 1 unless the group is empty */
    uint32_t n;       /* nodes */
} cp_layout_circle;

typedef struct cp_layout {
    uint32_t n_groups;               /* those told, in their order, then those found */
    const uint32_t *group;           /* per node */
    const int32_t *x, *y;            /* per node, from the centre of its group; inside its circle */
    const cp_layout_circle *circles; /* no two overlap */
} cp_layout;

/* Everything is owned by a. */
void cp_layout_make(cp_arena *a, const cp_layout_in *in, cp_layout *out);
