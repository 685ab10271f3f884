/* SPDX-License-Identifier: Apache-2.0 */
/* routers.h - from what routers say of themselves (model/state.h) to a plane (plane.h): whose
 * tables there are, and at which table a packet comes out when a route sends it to a next hop.
 *
 *     route: prefix, next hop 192.0.2.2, interface ge0
 *         --who has 192.0.2.2 on the network of ge0?-->  interface xe1 of router 7, VRF red
 *         --> hop to the table "red" of 7; past what ge0 filters on the way out, xe1 on the way in
 *
 * A next hop without an interface (or that is not on the network of it) is looked up in the table
 * itself, again and again, as routers do (RFC 4271, 5.1.3). What stays open is never guessed:
 * - nobody has the address, or its hardware address is another than the one that was heard:
 *   the next hop is not known
 * - several have it: any of them, or one that nobody knows; of a virtual router (RFC 9568) any of
 *   those that are of it; who has it on an interface that is down, or nobody
 * - a filter of which several files tell different things, or none: it may decide anything
 * - who of several is a virtual router now is not modelled, for packets to its address
 * - a table that two sources tell differently (of two days, or parts of it): what is in force is
 *   not known
 * - a table of which no operational route was told, or of which something was not understood, is
 *   not modelled; neither is what passes an interface with NAT, policy routing, a tunnel
 *
 * An address of the router itself is delivered, unless a row says that its table is not
 * modelled. */
#pragma once
#include "model/state.h"
#include "path/plane.h"

enum {
    CP_ROUTERS_ROWS_MAX = 1 << 27,
    /* Addresses of others on the networks of a table, each of which takes an action; and of all
     * tables: where 2,900 routers stand on one network, each has a way to each (3 GB). With more a
     * table is not modelled. */
    CP_ROUTERS_NEAR_OF_TABLE_MAX = 60 * 1000,
    CP_ROUTERS_NEAR_MAX = 1 << 23,
    CP_ROUTERS_DEEP_MAX = 16,  /* next hops of next hops */
    CP_ROUTERS_LOOKS_MAX = 64, /* addresses that are looked up for one next hop */
};

typedef struct cp_routers cp_routers;
cp_routers *cp_routers_new(cp_arena *a);
/* What an item says. source: whose the position is. Texts are copied. Errors: CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_routers_add(cp_routers *r, uint32_t item, uint32_t source,
                                   const cp_state *row, cp_err *err);
/* An item with this address of which no more is known: what goes there goes to it, and what it does
 * with it is not modelled. */
void cp_routers_known(cp_routers *r, uint32_t item, cp_ip ip);

/* What this source tells of a prefix is in the place of what others told of it, and contradicts
 * nobody. */
void cp_routers_later(cp_routers *r, uint32_t source);

typedef struct cp_routers_place {
    uint32_t source;
    uint64_t pos;
} cp_routers_place;

/* A forwarding table. */
typedef struct cp_routers_table {
    uint32_t item;
    cp_str vrf;   /* "" the main one */
    bool is_told; /* there is an operational route; else it is not modelled */
    cp_str limit; /* why it is not modelled; "" it is */
    cp_routers_place limit_at, limit_with; /* the latter of what contradicts; pos 0: nothing */
} cp_routers_table;

/* A next hop that leads to no table. */
typedef struct cp_routers_lost {
    uint32_t table;
    cp_state_net via; /* not set: there was none */
    cp_str iface;
    const char *why;
    uint32_t n;          /* routes that have it */
    cp_routers_place at; /* the first of them */
} cp_routers_lost;

typedef struct cp_routers_plane {
    cp_plane *plane;
    const cp_routers_table *tables;
    uint32_t n_tables;
    const cp_routers_lost *lost;
    uint32_t n_lost;
    uint32_t n_routes; /* of this version, that are used */
} cp_routers_plane;
/* bits 32 or 128. net: for links that ride on something; may be NULL. ignores_lines: what was not
 * understood outside of tables is taken to be harmless. Called any number of times. Errors:
 * CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_routers_make(cp_routers *r, const cp_net *net, unsigned bits,
                                    bool ignores_lines, cp_routers_plane *out, cp_err *err);

/* The rows that tell of a prefix of a table, places in an array; n 0: it was concluded (from an
 * address of an interface, or of a neighbour). Of the plane that was made last. */
typedef struct cp_routers_route {
    cp_state_net net, via;
    cp_str iface, protocol;
    uint64_t what, preference, metric;
    uint32_t table;
    cp_routers_place at;
} cp_routers_route;
const cp_routers_route *cp_routers_rows(const cp_routers *r, uint32_t table, const cp_prefix *x,
                                        uint32_t *n);
uint32_t cp_routers_n_tables(const cp_routers *r);

/* "10.0.0.0/8" of a prefix of a plane of so many bits, and back. */
cp_prefix cp_routers_prefix(const cp_state_net *n);
cp_state_net cp_routers_net(const cp_prefix *p, unsigned bits);
/* Are these names of one interface? "Gi0/0/1" is "GigabitEthernet0/0/1". */
bool cp_routers_same_iface(cp_str a, cp_str b);
