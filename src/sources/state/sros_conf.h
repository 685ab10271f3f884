/* SPDX-License-Identifier: Apache-2.0 */
/* sros_conf.h - configurations of SR OS, between sros_conf.c (lines and blocks), sros_conf_iface.c
 * (interfaces, ports, LAGs, static routes), sros_filter.c (filters), sros_peer.c (OSPF, IS-IS) and
 * sros_peer_bgp.c.
 *
 * Three forms are the same paths: what lines are set off from (the classic command line), what
 * braces they stand in (the MD-CLI), and whole paths in one line (`/configure ...`, `info flat`).
 * What several lines tell of one thing is kept until a line of another thing comes. */
#pragma once
#include "base/map.h"
#include "base/vec.h"
#include "sources/state/path.h"
#include "sources/state/peers.h"
#include "sources/state/sros.h"

enum {
    SROS_KEY_BYTES_MAX = 512,
    SROS_ROWS_OF_IFACE_MAX = 1024,
    SROS_ENTRIES_MAX = 1 << 20,  /* of filters; a router has room for some 100,000 */
    SROS_PREFIXES_MAX = 1 << 20, /* of lists that filters name */
    SROS_BOXES_MAX = 4096,       /* of an entry */
    SROS_TEXT_BYTES_MAX = 200,   /* of an entry, as it is told */
};

/* ---- filters */

/* One side of what an entry matches: a prefix, or the prefixes of a list. */
typedef struct sros_side {
    cp_state_net net;
    cp_str address, list; /* address: its mask is still to come */
    uint64_t port[2];
    bool has_ports;
} sros_side;

typedef struct sros_entry {
    uint64_t seq, line;
    sros_side src, dst;
    uint64_t protocol[2][2]; /* first and last, of one protocol or two */
    uint32_t n_protocols;    /* 0: any */
    cp_str text;
    uint64_t says;   /* as cp_state_rule.says */
    bool has_action; /* without one it is not in force */
    bool is_partial;
    const char *limit; /* what is not modelled: "policy routing", "nat"; NULL */
} sros_entry;

typedef struct sros_filter {
    cp_str name;
    bool is_v6, is_open;         /* is_open: another filter is embedded: nothing is known of it */
    uint64_t default_says, line; /* line: of its default action, or where it begins */
    CP_VEC(sros_entry) entries;
    const char *limit; /* of the first entry that has one */
    uint64_t limit_seq;
} sros_filter;

typedef struct sros_list {
    CP_VEC(cp_state_net) nets;
    bool is_open; /* more may be of it, or less */
} sros_list;

typedef struct sros_use {
    cp_str iface, filter, vrf;
    bool is_v6;
    uint64_t line;
} sros_use;

typedef struct sros_filters {
    CP_VEC(sros_filter) v;
    CP_VEC(sros_list) lists;
    CP_VEC(sros_use) uses;
    cp_map of, list_of; /* "4 10", "6 10" -> index */
    uint32_t n_entries, n_prefixes;
} sros_filters;

/* Lines below `filter`. */
cp_state_heard sros_filter_line(cp_state_section *s, sros_filters *m, const cp_state_path *p);
/* iface uses it: a row, and what its entries do that is not modelled is a limit of iface. */
void sros_filter_used(cp_state_section *s, sros_filters *m, cp_str vrf, cp_str iface, cp_str filter,
                      bool is_v6, bool is_in);
/* All rules, when all lists are known. */
void sros_filters_tell(cp_state_section *s, sros_filters *m);

/* ---- interfaces, ports, routes */

typedef enum sros_kind { SROS_NOTHING, SROS_IFACE, SROS_PORT, SROS_ROUTE } sros_kind;

/* What lines tell of now. */
typedef struct sros_thing {
    sros_kind kind;
    char key[SROS_KEY_BYTES_MAX]; /* words of its path */
    size_t n_key;
    uint64_t line;
    cp_str vrf, name;
    bool is_told; /* a line said something of it */
    cp_state_iface f;
    CP_VEC(cp_state) rows;
    cp_state_net primary; /* whose length is still to come */
    cp_state_route route;
    bool is_on; /* a static route is not, until a line says so */
} sros_thing;

/* What holds for all processes of a router, or of a VPRN. */
typedef struct sros_router {
    cp_str vrf;
    uint64_t as; /* 0: not told */
    cp_state_net id;
} sros_router;

/* A network entity title, whose parts stand in lines of their own (ISO 10589, 7.1). */
typedef struct sros_net_title {
    cp_str area, system;
} sros_net_title;

typedef struct sros_conf {
    cp_state_path path;
    uint32_t n_braces;
    sros_thing now;
    sros_filters filters;
    bool has_groups;
    cp_bgp bgp;
    cp_igp igp;
    cp_map router_of; /* vrf -> sros_router * */
    cp_map titles;    /* process of IS-IS -> sros_net_title * */
} sros_conf;

/* Lines below `interface`, i words of the path. */
cp_state_heard sros_iface_line(cp_state_section *s, sros_conf *m, uint32_t i);
cp_state_heard sros_port_line(cp_state_section *s, sros_conf *m);
cp_state_heard sros_lag_line(cp_state_section *s, sros_conf *m);
/* Static routes, whose prefix is word i. */
cp_state_heard sros_route_line(cp_state_section *s, sros_conf *m, uint32_t i);
/* Is it of the thing that is open? Otherwise that one is told, and a new one begins, of the first n
 * words: true. */
bool sros_thing_of(cp_state_section *s, sros_conf *m, sros_kind kind, uint32_t n);
void sros_thing_end(cp_state_section *s, sros_conf *m);
/* The table of `router NAME`, `service vprn NAME`. */
cp_str sros_vrf_of(cp_state_section *s, const cp_state_path *p);

/* "router * isis ...", "... ospf ...", "... ospf3 ..." */
cp_state_heard sros_igp_line(cp_state_section *s, sros_conf *m);
/* "router * bgp ..." */
cp_state_heard sros_bgp_line(cp_state_section *s, sros_conf *m);
/* The AS and the id of a router; false: the line is none of these. */
bool sros_router_line(cp_state_section *s, sros_conf *m, cp_state_heard *heard);
void sros_peers_tell(cp_state_section *s, sros_conf *m);
/* "shutdown", "admin-state enable": is it shut down? */
cp_peer_said sros_state(const cp_state_path *p, uint32_t i);

cp_state_heard sros_hear_conf(cp_state_section *s, cp_str line);
void sros_end_conf(cp_state_section *s);
int sros_is_conf(cp_str head);
