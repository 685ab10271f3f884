/* SPDX-License-Identifier: Apache-2.0 */
/* zxros.h - what the parts of the dialect of ZXROS (ZXR10) share. */
#pragma once
#include "sources/state/state.h"

enum { ZXROS_COLUMNS_MAX = 8, ZXROS_NAME_BYTES_MAX = 128 };

typedef enum zxros_column {
    ZXROS_DEST,
    ZXROS_MASK,
    ZXROS_GW,
    ZXROS_IFACE,
    ZXROS_OWNER,
    ZXROS_PRI,
    ZXROS_METRIC
} zxros_column;

/* `show ip forwarding route`, `show ip route`: zxros_route.c. A row waits for the line below it,
 * where the rest of a long name may stand. */
typedef struct zxros_route {
    zxros_column order[ZXROS_COLUMNS_MAX];
    uint32_t n_columns;
    size_t iface_column;
    bool has_row, has_net, has_status, is_v6, has_vrf;
    cp_state row;
    char iface[ZXROS_NAME_BYTES_MAX], owner[ZXROS_NAME_BYTES_MAX];
    size_t n_iface, n_owner;
    cp_state_net net; /* of the row before */
    bool is_used;     /* the row before */
    uint64_t n_wanted, n_told;
} zxros_route;
cp_state_heard zxros_route_line(cp_state_section *s, cp_str line);
void zxros_route_end(cp_state_section *s);
/* "vrf red", "vrf red | one-line": s->vrf; other arguments leave routes out, which is a limit. */
void zxros_args(cp_state_section *s);

/* A word behind those that are there; false: there is no room. */
bool zxros_take(char *to, size_t *n, cp_str word);

/* ---- zxros_near.c */

typedef struct zxros_text {
    char v[ZXROS_NAME_BYTES_MAX];
    size_t n;
} zxros_text;

typedef struct zxros_lldp {
    zxros_text port, chassis, far, name;
    size_t far_at, name_at; /* where columns begin */
    uint64_t line, n_told, n_wanted;
    bool has_columns, has_row, is_brief, is_text;
} zxros_lldp;
cp_state_heard zxros_hear_lldp(cp_state_section *s, cp_str line);
cp_state_heard zxros_hear_entry(cp_state_section *s, cp_str line);
void zxros_end_lldp(cp_state_section *s);

enum { ZXROS_LISTS_BYTES = 256 };
cp_state_heard zxros_hear_lists(cp_state_section *s, cp_str line);
void zxros_end_lists(cp_state_section *s);
typedef struct zxros_groups {
    zxros_text iface;
    bool is_vlan;
} zxros_groups;
cp_state_heard zxros_hear_groups(cp_state_section *s, cp_str line);

typedef struct zxros_v6 {
    cp_state_net net;
    zxros_text owner;
    uint64_t preference, metric, n_hops;
    bool has_args, has_columns, has_net;
} zxros_v6;
cp_state_heard zxros_hear_v6(cp_state_section *s, cp_str line);
void zxros_end_v6(cp_state_section *s);

/* ---- zxros_conf.c */

enum { ZXROS_CONF_BYTES = 24 * 1024 };
cp_state_heard zxros_hear_conf(cp_state_section *s, cp_str line);
void zxros_end_conf(cp_state_section *s);
int zxros_is_conf(cp_str head);

/* ---- zxros_label.c */

typedef struct zxros_lsps {
    bool has_begun, has_columns, is_color, has_row;
    size_t fec_at, iface_at; /* where these begin in the row */
    uint64_t line;
    cp_state_lsp row;
    zxros_text fec, iface;
} zxros_lsps;
cp_state_heard zxros_hear_lsps(cp_state_section *s, cp_str line);
void zxros_end_lsps(cp_state_section *s);

typedef struct zxros_bindings {
    bool has_begun, is_remote;
    cp_state_net fec;
    uint64_t local;
} zxros_bindings;
cp_state_heard zxros_hear_bindings(cp_state_section *s, cp_str line);

/* ---- zxros_frame.c */

typedef struct zxros_rows {
    bool has_begun, has_row;
    uint8_t order[ZXROS_COLUMNS_MAX];
    uint32_t n_columns; /* 0: no heading yet */
    uint64_t n_told, n_wanted;
    cp_state row;
    zxros_text iface, kind, begin; /* of the row; begin: of its line */
} zxros_rows;
cp_state_heard zxros_hear_frames(cp_state_section *s, cp_str line);
cp_state_heard zxros_hear_nd(cp_state_section *s, cp_str line);
void zxros_end_rows(cp_state_section *s);

/* ---- zxros_bgp.c */

typedef struct zxros_paths {
    bool has_begun, has_net, needs_hop, is_more, is_sent;
    size_t net_at; /* the column; 0: no heading yet */
    cp_state_net net;
} zxros_paths;
cp_state_heard zxros_hear_paths(cp_state_section *s, cp_str line);
