/* SPDX-License-Identifier: Apache-2.0 */
/* adjacent_in.h - inside of adjacent.h: what was told, by number.
 *
 *     adjacent.c takes rows;  adjacent_part.c finds out which interface takes part in what;
 *     adjacent_pair.c puts two and two together */
#pragma once
#include "base/map.h"
#include "base/vec.h"
#include "path/adjacent.h"

#define CP_NO_IFACE UINT32_MAX

typedef enum cp_speaks {
    CP_SPEAKS_OSPF,
    CP_SPEAKS_OSPF3,
    CP_SPEAKS_ISIS,
    CP_SPEAKS_COUNT
} cp_speaks;

typedef struct cp_adjacent_iface {
    cp_adjacent_of of; /* source: of the first row */
    cp_str name;       /* as it is written at most length */
    bool is_up, is_down;
    uint32_t first, n; /* addresses, into at_iface */
    uint32_t first_part, n_parts;
} cp_adjacent_iface;

typedef struct cp_adjacent_addr {
    cp_state_net addr, net; /* net: bits as told */
    uint32_t realm, iface, vrf;
    bool is_secondary, is_virtual;
} cp_adjacent_addr;

/* A row of a peer. */
typedef struct cp_adjacent_said {
    uint32_t asset, source;
    cp_speaks speaks;
    uint32_t iface, instance, vrf, area; /* words; 0: not told */
    cp_state_net addr;
    uint64_t metric, what, pos;
} cp_adjacent_said;

/* An interface in an area, or at a level. */
typedef struct cp_adjacent_part {
    uint32_t iface;
    cp_speaks speaks;
    uint32_t area;     /* of OSPF; level 1 or 2 of IS-IS */
    uint32_t net_area; /* of IS-IS: that of its NET, a word; 0: not told */
    bool is_active;
    uint32_t first, n; /* rows that say so, into rows */
} cp_adjacent_part;

typedef struct cp_adjacent_known_addr {
    uint32_t realm, asset;
    cp_str name;
    cp_state_net addr;
} cp_adjacent_known_addr;

typedef struct cp_adjacent_self {
    uint64_t levels;
    uint32_t net_area; /* the first; several are taken as not told */
    bool is_off;
} cp_adjacent_self;

/* Interfaces, that of the lower asset first. */
typedef struct cp_adjacent_line {
    uint32_t a, b;
} cp_adjacent_line;

struct cp_adjacent {
    cp_arena *a;
    uint64_t n_rows, n_over;
    CP_VEC(cp_str) words; /* number 0 is "" */
    cp_map word_of, iface_of, self_of;
    CP_VEC(cp_adjacent_iface) ifaces;
    CP_VEC(cp_adjacent_addr) addrs;
    CP_VEC(cp_adjacent_said) said;
    CP_VEC(cp_adjacent_self) selves;
    CP_VEC(cp_adjacent_known_addr) known;
    CP_VEC(cp_adjacent_line) lines;
    /* of adjacent_part.c */
    const uint32_t *at_iface; /* addrs by interface */
    CP_VEC(cp_adjacent_part) parts;
    CP_VEC(uint32_t) rows;
};

uint32_t cp_adjacent_word(cp_adjacent *x, cp_str s);
/* Of a process that the row is of; NULL: nobody tells of it. */
const cp_adjacent_self *cp_adjacent_self_of(const cp_adjacent *x, const cp_adjacent_said *s);
/* Who has an address; NULL: nobody, or several. */
const cp_adjacent_known_addr *cp_adjacent_known_at(const cp_adjacent *x, uint32_t realm,
                                                   const cp_state_net *addr);
/* The network of an address. */
cp_state_net cp_adjacent_net(const cp_state_net *addr, uint64_t length);
int cp_adjacent_by_addr(const cp_state_net *x, const cp_state_net *y);

/* Fills parts and rows. */
void cp_adjacent_parts(cp_adjacent *x);
/* From addresses, by (realm, network), and parts. */
void cp_adjacent_pairs(cp_adjacent *x, cp_adjacents *out);
