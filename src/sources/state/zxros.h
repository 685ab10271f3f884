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
