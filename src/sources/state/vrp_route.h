/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_route.h - between vrp_route.c (columns) and vrp_keys.c (keys): a table while it is read. */
#pragma once
#include "sources/state/vrp.h"

typedef struct cp_vrp_hop {
    uint64_t line;
    cp_state_net via;
    cp_str protocol, iface;
    uint64_t preference, metric;
    bool is_used, is_gateway, is_relayed, is_drop, is_labelled, is_backup, is_more;
} cp_vrp_hop;

/* What stands behind the keys of one route. The others are known, and say nothing of its way. */
#define CP_VRP_FIELDS(X) \
    X(DESTINATION)       \
    X(LENGTH)            \
    X(NEXT_HOP)          \
    X(REAL_NEXT_HOP)     \
    X(RELAY)             \
    X(IFACE)             \
    X(PROTOCOL)          \
    X(PREFERENCE)        \
    X(COST)              \
    X(FLAGS)             \
    X(STATE)             \
    X(LABEL)             \
    X(TUNNEL)            \
    X(BACKUP)            \
    X(BACKUP_IFACE)
typedef enum cp_vrp_field {
#define CP_VRP_FIELD_ID(id) CP_VRP_##id,
    CP_VRP_FIELDS(CP_VRP_FIELD_ID)
#undef CP_VRP_FIELD_ID
        CP_VRP_FIELD_COUNT
} cp_vrp_field;

typedef struct cp_vrp_record {
    bool is_open;
    uint64_t line;
    cp_str fields[CP_VRP_FIELD_COUNT]; /* in text */
    size_t n;
    char text[1024]; /* a record has a dozen lines, of which a third is kept: it is 300 bytes */
} cp_vrp_record;

typedef struct cp_vrp_routes {
    bool is_begun, has_columns, has_flags, is_fib, is_inactive;
    uint64_t want_routes, want_nets, n_routes, n_nets; /* of the table; want 0: not printed */
    bool has_net;
    cp_state_net net; /* of the rows that follow without one */
    char protocol[24];
    size_t protocol_n;
    uint64_t preference, metric;
    bool is_waiting;
    cp_vrp_hop waits; /* whose interface's name may go on in the next line */
    bool was_told;    /* a record, to told_net: another of the same is one more hop */
    cp_state_net told_net;
    cp_vrp_record record;
} cp_vrp_routes;

void cp_vrp_route_tell(cp_state_section *s, cp_vrp_routes *m, cp_vrp_hop *h);
cp_state_heard cp_vrp_record_line(cp_state_section *s, cp_vrp_routes *m, cp_str line);
void cp_vrp_record_end(cp_state_section *s, cp_vrp_routes *m);
