/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_peer.h - with whom a router of VRP or Comware exchanges routes, as its configuration says it:
 * OSPF and IS-IS (vrp_peer.c), BGP (vrp_peer_bgp.c). */
#pragma once
#include "sources/state/peer_words.h"
#include "sources/state/peers.h"
#include "sources/state/vrp.h"

typedef struct cp_vrp_peers {
    cp_igp igp;
    cp_igp_process *process; /* of the block; NULL: its head was not understood */
    cp_vrp_word area;        /* of the block; n 0: none */
    cp_bgp bgp;
    cp_vrp_word vrf;        /* of the block of BGP, where lines stand now */
    size_t vrf_indent;      /* of the line that named it */
    cp_state_net router_id; /* of processes that have none of their own */
} cp_vrp_peers;

/* "ospf 1 router-id 192.0.2.1 vpn-instance red": a block begins. False: the line is none. */
bool cp_vrp_igp_begin(cp_state_section *s, cp_vrp_peers *m, cp_str line, cp_state_heard *heard);
cp_state_heard cp_vrp_igp_line(cp_state_section *s, cp_vrp_peers *m, cp_str line);
/* A line of an interface; false: it is of no such protocol. */
bool cp_vrp_igp_port_line(cp_state_section *s, cp_vrp_peers *m, cp_str iface, cp_str vrf,
                          cp_str line, cp_state_heard *heard);

/* "bgp 65001 instance x". False: the line is none. */
bool cp_vrp_bgp_begin(cp_state_section *s, cp_vrp_peers *m, cp_str line, cp_state_heard *heard);
cp_state_heard cp_vrp_bgp_line(cp_state_section *s, cp_vrp_peers *m, cp_str line, size_t indent);
void cp_vrp_bgp_end(cp_state_section *s, cp_vrp_peers *m);
/* Rows of all that had to wait for the end of the configuration. */
void cp_vrp_peers_end(cp_state_section *s, cp_vrp_peers *m);

/* "Vlanif 10 ...", "Vlanif10 ...": the name, in one word. */
cp_str cp_vrp_iface_name(cp_state_section *s, cp_str *rest);
