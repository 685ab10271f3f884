/* SPDX-License-Identifier: Apache-2.0 */
/* routers_live.h - a plane of routers that is kept up while they tell of other routes.
 *
 *     routes of one item --routers.h, of that item alone--> actions of its tables
 *         --those that differ--> cp_plane_live_set --> whose fates change, in which regions
 *
 * A next hop is looked up in tables of the same item only, so the routes of one item decide the
 * actions of that item and of nobody else; but of all of them, as one route may lead to the next
 * hop of another. So all actions of the item are found anew, and what differs is set. What is no
 * route (addresses, interfaces, neighbours, filters, limits) may change actions of others, and is
 * not taken: then a plane is made anew. */
#pragma once
#include "path/routers.h"

typedef struct cp_routers_live cp_routers_live;
/* made: of r, with these arguments; labelled, and asked at least once. It and r change from then
 * on; r must not be made of anew. */
cp_routers_live *cp_routers_live_new(cp_routers *r, const cp_routers_plane *made, const cp_net *net,
                                     unsigned bits, bool ignores_lines);
void cp_routers_live_free(cp_routers_live *l);

/* What an update says, before it counts: the table has no routes of this version any more ... */
void cp_routers_live_drop(cp_routers_live *l, uint32_t table, bool is_v4);
/* ... but this one. Errors: CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_routers_live_add(cp_routers_live *l, uint32_t item, uint32_t source,
                                        const cp_state *route, cp_err *err);

/* An action that is another one now: as cp_plane_does has it; 0: none. */
typedef struct cp_routers_change {
    uint32_t table, prefix;
    uint16_t was, is;
} cp_routers_change;
typedef struct cp_routers_hearer {
    /* A prefix is new: its region was a part of the other one's, or of its. Before all changes. */
    void (*born)(void *ctx, uint32_t prefix, uint32_t above);
    void (*changed)(void *ctx, const cp_routers_change *why, const cp_plane_change *x);
    void *ctx;
} cp_routers_hearer;
/* What was said of the item counts. *fits false: it does not fit in the plane (another table,
 * another filter, too many actions); nobody was told of anything, and this and its plane are of no
 * use any more. Errors: CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_routers_live_commit(cp_routers_live *l, uint32_t item,
                                           const cp_routers_hearer *to, bool *fits, cp_err *err);

/* The table of an item by a name or number of its VRF; UINT32_MAX: there is none. */
uint32_t cp_routers_find_table(cp_routers *r, uint32_t item, cp_str vrf);
/* The one item that has this address; CP_NO_ITEM: nobody is known to, or several. */
uint32_t cp_routers_owner(const cp_routers *r, cp_ip ip);
/* The name of that VRF; vrf itself: nobody told of it. */
cp_str cp_routers_vrf(cp_routers *r, uint32_t item, cp_str vrf);
