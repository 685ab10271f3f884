/* SPDX-License-Identifier: Apache-2.0 */
/* frr.h - what FRR shows, and those that began with the same program: the readers of frr.c. */
#pragma once
#include "sources/state/state.h"

enum { FRR_ROUTES_BYTES = 128, FRR_JSON_BYTES = 8 };

/* What was asked beside the table: "vrf red json". A part of the table is a limit of it. */
void frr_args(cp_state_section *s);

/* lines (frr_route.c) */
int frr_routes_fit(cp_str head);
cp_state_heard frr_hear_routes(cp_state_section *s, cp_str line);
/* JSON (frr_json.c) */
int frr_routes_json_fit(cp_str head);
void frr_read_routes(cp_state_section *s, cp_state_text *in);
int frr_bgp_json_fits(cp_str head);
void frr_read_bgp(cp_state_section *s, cp_state_text *in);
int frr_interfaces_json_fit(cp_str head);
void frr_read_interfaces(cp_state_section *s, cp_state_text *in);
/* configurations (frr_conf.c); what is remembered is ios.h's */
int frr_is_conf(cp_str head);
cp_state_heard frr_hear_conf(cp_state_section *s, cp_str line);
