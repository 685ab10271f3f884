/* SPDX-License-Identifier: Apache-2.0 */
/* linux.h - what iproute2 shows: the readers of linux.c's table. */
#pragma once
#include "sources/state/state.h"

/* "sudo ip -j -6 route show table all" as "ip route show table all -j -6". */
cp_str cp_linux_typed(cp_arena *a, cp_str typed);

/* ip route, as lines and as JSON (linux_route.c) */
enum {
    CP_LINUX_ROUTE_MEM = 512,
    CP_LINUX_RULE_MEM = 16,
    CP_LINUX_LINK_MEM = 320,
    CP_LINUX_NETCONF_MEM = 16
};
int cp_linux_route_fits(cp_str head);
int cp_linux_route_json_fits(cp_str head);
cp_state_heard cp_linux_route_line(cp_state_section *s, cp_str line);
void cp_linux_route_end(cp_state_section *s);
void cp_linux_route_text(cp_state_section *s, cp_state_text *in);

/* ip rule (linux_route.c) */
int cp_linux_rule_json_fits(cp_str head);
cp_state_heard cp_linux_rule_line(cp_state_section *s, cp_str line);
void cp_linux_rule_end(cp_state_section *s);
void cp_linux_rule_text(cp_state_section *s, cp_state_text *in);

/* ip neigh (linux.c); filters: netfilter.h */
int cp_linux_neighbour_fits(cp_str head);
cp_state_heard cp_linux_neighbour_line(cp_state_section *s, cp_str line);

/* ip address, ip link, ip netconf (linux_link.c) */
int cp_linux_link_fits(cp_str head);
int cp_linux_link_json_fits(cp_str head);
int cp_linux_netconf_json_fits(cp_str head);
cp_state_heard cp_linux_link_line(cp_state_section *s, cp_str line);
void cp_linux_link_end(cp_state_section *s);
void cp_linux_link_text(cp_state_section *s, cp_state_text *in);
void cp_linux_netconf_text(cp_state_section *s, cp_state_text *in);
