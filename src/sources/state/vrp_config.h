/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_config.h - between vrp_config.c (blocks), vrp_config_iface.c (an interface) and vrp.c. */
#pragma once
#include "sources/state/vrp_acl.h"
#include "sources/state/vrp_iface.h"
#include "sources/state/vrp_peer.h"

typedef enum cp_vrp_block {
    CP_VRP_NO_BLOCK,
    CP_VRP_PORT, /* interface */
    CP_VRP_ACL,  /* its rules */
    CP_VRP_VLAN, /* vlan: filters and policies may stand there */
    CP_VRP_IGP,  /* ospf, ospfv3, isis */
    CP_VRP_BGP,
    CP_VRP_KNOWN,   /* whose lines say nothing of the way of packets, or are seen in tables */
    CP_VRP_UNKNOWN, /* whose lines are not understood */
} cp_vrp_block;

typedef struct cp_vrp_config {
    cp_vrp_block block;
    size_t indent;     /* of its first line */
    cp_vrp_ports port; /* CP_VRP_PORT */
    cp_vrp_word parent, vrf, text;
    bool is_member, is_routed; /* Comware: a port of layer 3 */
    uint64_t group;            /* Comware: of the bundle, which may be of layer 2 or 3 */
    cp_vrp_acl acl;            /* CP_VRP_ACL */
    cp_vrp_peers peers;        /* CP_VRP_IGP, CP_VRP_BGP */
} cp_vrp_config;

cp_state_heard cp_vrp_config_line(cp_state_section *s, cp_str line);
void cp_vrp_config_end(cp_state_section *s);
/* "ADDRESS MASK", "ADDRESS LENGTH", "ADDRESS/LENGTH" of *rest. */
bool cp_vrp_address(cp_str *rest, cp_state_net *addr, uint64_t *length);

void cp_vrp_config_port(cp_state_section *s, cp_vrp_config *m, cp_str name);
cp_state_heard cp_vrp_config_port_line(cp_state_section *s, cp_vrp_config *m, cp_str line);
void cp_vrp_config_port_end(cp_state_section *s, cp_vrp_config *m);
/* "inbound acl 3000", "3000 inbound": a use of a filter by `iface`. False: it is none. */
bool cp_vrp_use(cp_state_section *s, cp_str iface, cp_str text);
