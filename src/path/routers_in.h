/* SPDX-License-Identifier: Apache-2.0 */
/* routers_in.h - inside of routers.h: what was told, by number.
 *
 *     routers.c takes rows;  routers_filter.c makes filters of them;  routers_hop.c finds next
 *     hops;
 *     routers_make.c makes the plane;  routers_live.c keeps it up */
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
    uint32_t alike;      /* of the item, the one before whose name may be short for this: + 1 */
    cp_str name;
    uint64_t mac;
    bool is_hearsay; /* it stands for addresses that others tell of */
    bool is_down;
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
    uint32_t at; /* interface; UINT32_MAX: none was told */
} cp_routers_held;

typedef struct cp_routers_heard {
    cp_state_net addr;
    uint64_t mac;
    uint32_t item, iface; /* UINT32_MAX: not told */
} cp_routers_heard;

/* A prefix to which packets go on with a label. */
typedef struct cp_routers_lsp {
    cp_state_net fec;
    uint32_t table;
} cp_routers_lsp;

typedef struct cp_routers_limit {
    uint32_t item, table; /* UINT32_MAX: all */
    uint32_t iface;       /* UINT32_MAX: of the table */
    cp_str text;
    cp_routers_place at;
    bool is_line;
} cp_routers_limit;

typedef struct cp_routers_rule {
    uint32_t item, source, order;
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

/* Two tables that turned out to be one. */
typedef struct cp_routers_same {
    uint32_t from, to;
} cp_routers_same;

/* Routes of a table in use, by net. */
typedef struct cp_routers_shown {
    const cp_routers_route *v; /* NULL: those of the plane that was made */
    uint32_t n;
} cp_routers_shown;

struct cp_routers {
    cp_arena *a;
    uint64_t n_rows;
    cp_buf key;
    CP_VEC(cp_str) words;
    cp_map word_of, table_of, iface_of, alike;
    CP_VEC(cp_routers_item) items;
    CP_VEC(cp_routers_table) tables;
    CP_VEC(cp_routers_iface) ifaces;
    CP_VEC(cp_routers_owned) owned;
    CP_VEC(cp_routers_on) nets;
    CP_VEC(cp_routers_held) routes;
    CP_VEC(cp_routers_heard) heard;
    CP_VEC(cp_routers_lsp) lsps;
    CP_VEC(cp_routers_limit) limits;
    CP_VEC(cp_routers_rule) rules;
    CP_VEC(cp_routers_use) uses;
    CP_VEC(cp_routers_same) same;
    CP_VEC(uint32_t) later; /* sources that contradict nobody */
    /* of the plane that was made last: routes of its version in use, by table, net */
    const cp_routers_route *shown;
    uint32_t n_shown;
    const uint32_t *shown_first;       /* n_tables + 1 */
    const cp_routers_shown *shown_now; /* per table, of those that were told anew; NULL: none */
};

uint32_t cp_routers_table_of(cp_routers *r, uint32_t item, cp_str vrf);
uint32_t cp_routers_iface_of(cp_routers *r, uint32_t item, cp_str name);
/* Tables that are one become one; places of tables change. */
void cp_routers_settle(cp_routers *r, cp_arena *scratch);

/* ---- routers_hop.c */

/* to, of a next hop that is resolved by a route that drops; no plane sees it */
#define CP_ROUTERS_DROPS (CP_PLANE_NOWHERE - 1)

typedef CP_VEC(cp_plane_hop) cp_routers_hops;
/* Where a next hop leads: runs of what the maker keeps. */
typedef struct cp_routers_way {
    uint32_t hops, n_hops, lost, n_lost;
    bool is_modelled;
} cp_routers_way;

/* Routes in use of a version: by table, then net; and where each table's begin. */
typedef struct cp_routers_sorted {
    const cp_routers_held *v;
    const uint32_t *first; /* NULL: nobody needs them */
} cp_routers_sorted;

/* A next hop that is being looked up in a table, or was, on behalf of the route in hand. */
typedef struct cp_routers_look {
    uint32_t table;
    bool is_open;
    cp_state_net via;
} cp_routers_look;

/* An address on a network that a table is on. */
typedef struct cp_routers_near {
    uint32_t row, owned; /* the first of the network's; whose address it is */
} cp_routers_near;

typedef struct cp_routers_maker {
    cp_routers *r;
    cp_arena *a; /* scratch */
    const cp_net *net;
    bool is_v4;
    /* routes in use of this version: by table, then net; and where each table's begin */
    const cp_routers_held *v;
    const uint32_t *first;
    cp_routers_sorted other;       /* those of the other version, if a next hop is of that */
    const cp_routers_owned *owned; /* of both, by address, each of an interface once */
    uint32_t n_owned;
    const uint32_t *by_mac; /* interfaces that tell theirs */
    uint32_t n_by_mac;
    const cp_routers_heard *heard; /* by item, address */
    uint32_t n_heard;
    CP_VEC(cp_routers_near) near; /* of the table in hand, by row, address; near_at: the next */
    uint32_t near_at, n_near;     /* n_near: of all tables before */
    bool *is_limited;             /* per table: a row says so */
    CP_VEC(cp_routers_lost) lost;
    cp_map lost_of;
    CP_VEC(uint32_t) met; /* of lost, by the route in hand */
    CP_VEC(cp_routers_look) looks;
    cp_map way_of;
    CP_VEC(cp_routers_way) ways;
    cp_routers_hops way_hops;
    CP_VEC(uint32_t) way_lost;
} cp_routers_maker;

/* All places to which a packet for this route may go, added to out. False: it is not modelled
 * (labels, a tunnel). */
bool cp_routers_hops_of(cp_routers_maker *m, const cp_routers_held *h, cp_routers_hops *out);
/* To an address on the network of that route. */
void cp_routers_hops_on(cp_routers_maker *m, const cp_routers_held *h, const cp_state_net *to,
                        cp_routers_hops *out);
/* The rows of the longest prefix of a table that has this address; n 0: none. */
const cp_routers_held *cp_routers_longest(const cp_routers_maker *m, uint32_t table,
                                          const cp_state_net *addr, uint32_t *n);
/* Is the address in the network of so many bits? */
bool cp_routers_within(const cp_state_net *addr, const cp_state_net *net, unsigned bits);
/* Of the owned, the first whose address is not below. */
uint32_t cp_routers_owned_from(const cp_routers_maker *m, const cp_state_net *addr);

/* ---- routers_filter.c */

/* Which tables are not modelled, and what each interface filters. */
CP_MUST_CHECK cp_rc cp_routers_filters(cp_routers_maker *m, cp_plane *p, bool ignores_lines,
                                       cp_err *err);
