/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_iface.h - between vrp.c (commands), vrp_iface.c (tables) and vrp_port.c (one by one). */
#pragma once
#include "sources/state/vrp.h"

typedef struct cp_vrp_ports {
    bool is_begun, has_columns, is_comware, has_mode, is_bridge, is_partner, is_open, is_list;
    uint64_t line, mac, vlan;
    uint64_t what;
    int physical, protocol; /* 1 up, -1 down, 0 not told */
    cp_vrp_word name;       /* of the port, the bundle or the VPN that is told of */
} cp_vrp_ports;

/* "GE0/0/1(10G)": without what stands in brackets. */
cp_str cp_vrp_port_name(cp_str word);
/* "up", "*down", "up(s)", "ADM", "Stby", "Administratively DOWN": 1, -1; 0: it is neither. */
int cp_vrp_port_state(cp_str word);
/* Up, where both are; down, where it is physically; else neither. */
uint64_t cp_vrp_port_what(int physical, int protocol);
/* An interface whose packets go on in another manner than is modelled, which is a limit. */
bool cp_vrp_port_is_tunnel(cp_str name);
void cp_vrp_port_limits(cp_state_section *s, cp_str name);

cp_state_heard cp_vrp_port_brief(cp_state_section *s, cp_str line);
cp_state_heard cp_vrp_ip_brief(cp_state_section *s, cp_str line);
cp_state_heard cp_vrp_trunk(cp_state_section *s, cp_str line);
cp_state_heard cp_vrp_vpn(cp_state_section *s, cp_str line);
cp_state_heard cp_vrp_vrrp(cp_state_section *s, cp_str line);
cp_state_heard cp_vrp_port(cp_state_section *s, cp_str line);
void cp_vrp_port_end(cp_state_section *s);
