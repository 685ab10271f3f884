/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_near.h - between vrp.c (commands) and vrp_near.c, vrp_lldp.c: neighbours. */
#pragma once
#include "sources/state/vrp.h"

typedef struct cp_vrp_near {
    bool is_begun, has_columns, is_comware, has_vpn, is_open;
    uint64_t n, want;
    uint64_t line, mac; /* of the neighbour that is told in several lines */
    cp_state_net addr;
    cp_vrp_word iface, vrf;
} cp_vrp_near;
cp_state_heard cp_vrp_arp(cp_state_section *s, cp_str line);
cp_state_heard cp_vrp_nd(cp_state_section *s, cp_str line);
void cp_vrp_near_end(cp_state_section *s);

enum { CP_VRP_LLDP_COLUMNS = 5 };
typedef struct cp_vrp_lldp {
    bool is_open, is_text; /* is_text: the description goes on */
    uint64_t line;
    cp_vrp_word port, chassis, name, far, far_text, mgmt;
    size_t columns[CP_VRP_LLDP_COLUMNS]; /* where they begin; of which: vrp_lldp.c */
} cp_vrp_lldp;
cp_state_heard cp_vrp_lldp_line(cp_state_section *s, cp_str line);
cp_state_heard cp_vrp_lldp_list(cp_state_section *s, cp_str line);
void cp_vrp_lldp_end(cp_state_section *s);
