/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_label.h - between vrp.c (commands) and vrp_label.c (LSPs), vrp_frame.c (hardware addresses),
 * vrp_bgp.c (the table of BGP). */
#pragma once
#include "sources/state/vrp.h"

typedef struct cp_vrp_lsps {
    bool has_columns, is_open, is_pending;
    uint64_t line, in, out;
    cp_state_net fec, via;
    cp_vrp_word protocol, name, iface, vrf;
} cp_vrp_lsps;
cp_state_heard cp_vrp_lsp(cp_state_section *s, cp_str line);
void cp_vrp_lsps_end(cp_state_section *s);

typedef struct cp_vrp_frames {
    bool is_begun, has_columns, has_state, has_inner, has_total;
    uint64_t n, want;
} cp_vrp_frames;
cp_state_heard cp_vrp_frame(cp_state_section *s, cp_str line);
void cp_vrp_frames_end(cp_state_section *s);

typedef struct cp_vrp_paths {
    bool is_begun, has_net, is_more;
    size_t net_at, med_at, preference_at; /* columns; net_at 0: no heading yet */
    cp_state_net net;
    bool is_six; /* of IPv6, as keys and values */
} cp_vrp_paths;
/* Is it the table, and not the details of one network? */
int cp_vrp_is_paths(cp_str head);
cp_state_heard cp_vrp_path(cp_state_section *s, cp_str line);
