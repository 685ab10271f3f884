/* SPDX-License-Identifier: Apache-2.0 */
/* routers_in.h - inside of routers.h: what was told, by number.
 *
 *     routers.c takes rows;  routers_make.c makes the plane;  routers_hop.c finds next hops */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"
#include "path/routers.h"

typedef struct cp_routers_item {
    uint32_t ifaces; /* the last one + 1 */
} cp_routers_item;

typedef struct cp_routers_iface {
    uint32_t item, next; /* of the item: + 1 */
    uint32_t table;      /* of its addresses; UINT32_MAX: none was told */
    uint32_t nets;       /* its networks, of the version of the plane: the last one of nets + 1 */
    cp_str name;
    uint64_t mac;
    bool is_hearsay; /* it stands for addresses that others tell of */
    /* of the plane that is made */
    uint32_t in, out; /* filters, or CP_NO_FILTER */
} cp_routers_iface;

typedef struct cp_routers_owned {
    cp_state_net addr;
    uint32_t iface;
    uint8_t length; /* of its network, of 128 */
    bool is_virtual;
} cp_routers_owned;

/* A network that an interface is on. */
typedef struct cp_routers_on {
    uint32_t owned, next; /* + 1 */
} cp_routers_on;

typedef struct cp_routers_held {
    cp_routers_route row;
    uint32_t via_table;
} cp_routers_held;

typedef struct cp_routers_heard {
    cp_state_net addr;
    uint64_t mac;
    uint32_t item, iface; /* UINT32_MAX: not told */
} cp_routers_heard;

typedef struct cp_routers_limit {
    uint32_t item, table; /* UINT32_MAX: all */
    uint32_t iface;       /* UINT32_MAX: of the table */
    cp_str text;
    cp_routers_place at;
    bool is_line;
} cp_routers_limit;

typedef struct cp_routers_rule {
    uint32_t item, order;
    cp_str filter;
    uint8_t versions; /* CP_STATE_V4, CP_STATE_V6 */
    cp_filter_rule rule;
} cp_routers_rule;

typedef struct cp_routers_use {
    uint32_t item, iface; /* UINT32_MAX: all */
    cp_str filter;
    uint8_t versions;
    bool is_in, is_out;
} cp_routers_use;

struct cp_routers {
    cp_arena *a;
    uint64_t n_rows;
    CP_VEC(cp_str) words;
    cp_map word_of, table_of, iface_of;
    CP_VEC(cp_routers_item) items;
    CP_VEC(cp_routers_table) tables;
    CP_VEC(cp_routers_iface) ifaces;
    CP_VEC(cp_routers_owned) owned;
    CP_VEC(cp_routers_on) nets;
    CP_VEC(cp_routers_held) routes;
    CP_VEC(cp_routers_heard) heard;
    CP_VEC(cp_routers_limit) limits;
    CP_VEC(cp_routers_rule) rules;
    CP_VEC(cp_routers_use) uses;
    /* of the plane that was made last: routes of its version in use, by table, net */
    const cp_routers_route *shown;
    uint32_t n_shown;
    const uint32_t *shown_first; /* n_tables + 1 */
};

uint32_t cp_routers_table_of(cp_routers *r, uint32_t item, cp_str vrf);
uint32_t cp_routers_iface_of(cp_routers *r, uint32_t item, cp_str name);

/* ---- routers_hop.c */

typedef CP_VEC(cp_plane_hop) cp_routers_hops;
typedef struct cp_routers_maker {
    cp_routers *r;
    cp_arena *a; /* scratch */
    const cp_net *net;
    bool is_v4;
    /* routes in use of this version: by table, then net; and where each table's begin */
    const cp_routers_held *v;
    const uint32_t *first;
    const cp_routers_owned *owned; /* by address */
    uint32_t n_owned;
    const cp_routers_heard *heard; /* by item, address */
    uint32_t n_heard;
    CP_VEC(cp_routers_lost) lost;
    cp_map lost_of;
} cp_routers_maker;

/* All places to which a packet for this route may go, added to out. False: it is not modelled
 * (labels, a tunnel). */
bool cp_routers_hops_of(cp_routers_maker *m, const cp_routers_held *h, uint32_t deep,
                        cp_routers_hops *out);
/* The rows of the longest prefix of a table that has this address; n 0: none. */
const cp_routers_held *cp_routers_longest(const cp_routers_maker *m, uint32_t table,
                                          const cp_state_net *addr, uint32_t *n);
