/* SPDX-License-Identifier: Apache-2.0 */
/* adjacent.h - from what routers are configured to do (rows of peers and addresses, model/state.h)
 * to links: two that speak OSPF or IS-IS with each other over a network that both are on.
 *
 *     r1: ge0 is 192.0.2.1/30      r1: ge0 in area 0, cost 10   --.
 *     r2: xe1 is 192.0.2.2/30      r2: network 192.0.2.0/24 in 0  +--> r1.ge0 - r2.xe1, 10 there
 *
 * Both have to be told to: in one area of OSPF (RFC 2328, 10.5), at a level of IS-IS that both
 * have, and at level 1 in an area of both (ISO 10589, 8.2.4). An interface that is passive, off or
 * down speaks with nobody. What only one of them is told is a neighbour that is awaited, and no
 * link. Over a network of more than two there is a link between each two, as the readers of routing
 * databases tell it (sources/topo/lsdb.h).
 *
 * Lines without addresses of their own (unnumbered) are on no network; two such interfaces are
 * linked where somebody told that one line is plugged into both, and no other into either.
 *
 * Each row of either end that says so becomes a telling: a configuration is a plan, and nobody says
 * that the line is plugged in. Ports are told by their names, and the first end's also by its
 * address, which is how a routing database calls them.
 *
 * Nothing is concluded from a network on which one address is on two interfaces: networks of
 * several VRFs, or of several places, have the same addresses then. Sessions of BGP are no links.
 * Everything is deterministic. Pure. O(n log n), and the links between each two on a network. */
#pragma once
#include "model/link.h"
#include "model/state.h"

enum {
    CP_ADJACENT_ROWS_MAX = 1 << 26,
    CP_ADJACENT_SEGMENT_MAX = 256,  /* routers on a network: as of a database's segment */
    CP_ADJACENT_TOLD_MAX = 1 << 22, /* tellings that come of all */
    CP_ADJACENT_SAID_MAX = 8,       /* rows of one end that are told of one link: days, files */
};

typedef struct cp_adjacent cp_adjacent;
cp_adjacent *cp_adjacent_new(cp_arena *a);

/* Whose rows they are. Texts are borrowed. */
typedef struct cp_adjacent_of {
    uint32_t asset, source;
    cp_str name, realm;
} cp_adjacent_of;
/* Other kinds of rows are passed over. Texts of the row are copied. Errors: CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_adjacent_add(cp_adjacent *x, const cp_adjacent_of *of, const cp_state *row,
                                    cp_err *err);
/* An address of something of which no more is known. */
void cp_adjacent_known(cp_adjacent *x, const cp_adjacent_of *of, cp_ip ip);

/* A line between two ports, as neighbours were heard or a table has it; after all rows. */
void cp_adjacent_wire(cp_adjacent *x, uint32_t asset, cp_str port, uint32_t other,
                      cp_str other_port);

typedef struct cp_adjacents {
    const cp_asset_link *links; /* between two that are both told to */
    uint32_t n_links;
    const cp_asset_link *awaited; /* a is told to; b is on that network, or is whom it is told of */
    uint32_t n_awaited;
    uint32_t n_ambiguous; /* networks with an address on two interfaces, of which nothing is told */
    uint32_t n_crowded;   /* networks of more than CP_ADJACENT_SEGMENT_MAX: the first are linked */
    uint64_t n_over;      /* tellings beyond CP_ADJACENT_TOLD_MAX */
} cp_adjacents;
/* Once, of all that was added. */
void cp_adjacent_find(cp_adjacent *x, cp_adjacents *out);
/* Whose address it is, after cp_adjacent_find; CP_NO_ASSET: nobody's, or of several. */
uint32_t cp_adjacent_owner(const cp_adjacent *x, cp_str realm, const cp_state_net *addr);
