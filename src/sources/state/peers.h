/* SPDX-License-Identifier: Apache-2.0 */
/* peers.h - with whom a router is configured to exchange routes, as readers of configurations hear
 * it: line by line, in an order of its own, so that rows (cp_state_peer) are told at the end.
 *
 *     BGP    neighbour 192.0.2.1 --of--> group "core": AS 64501 --of--> template "all": off
 *     OSPF   process 1: passive      interface Ethernet1: area 0, cost 10, not passive
 *     IS-IS  process A: NET, level 2     interface Ethernet1: metric 10, 20 at level 2
 *
 * What is told nearer wins. Of a group that is not there nothing is taken: what nobody told stays
 * untold. The instance of a row of BGP is the name of its process, where one is told: the number
 * behind `router bgp` is an AS, and stands there. */
#pragma once
#include "base/map.h"
#include "base/vec.h"
#include "sources/state/state.h"
#include "sources/topo/lsdb.h"

enum {
    /* neighbours and groups of a process of BGP; interfaces, networks and neighbours of the other
     * protocols in a configuration: the largest routers have some 10,000 */
    CP_PEERS_MAX = 1 << 17,
    CP_PEER_GROUPS_DEEP = 16, /* a group of a group of ...: IOS has 8 */
};

/* "65001", "1.10" (RFC 5396): 1 to 4294967295. */
bool cp_state_as(cp_str text, uint64_t *as);
/* "0", "0.0.0.1": an area of OSPF (RFC 2328, C.2). */
bool cp_state_is_area(cp_str text);
/* 1 to most: CP_OSPF_METRIC_MAX, CP_ISIS_METRIC_MAX. */
bool cp_state_metric(cp_str text, uint64_t most, uint64_t *metric);

typedef enum cp_peer_said { CP_PEER_UNTOLD, CP_PEER_NO, CP_PEER_YES } cp_peer_said;

/* ---- BGP */

/* A group; groups with another `space` are others, though they have the same name. */
typedef struct cp_bgp_name {
    char space; /* 0: that of neighbours */
    cp_str name;
} cp_bgp_name;

typedef enum cp_bgp_side { CP_BGP_UNTOLD, CP_BGP_INTERNAL, CP_BGP_EXTERNAL } cp_bgp_side;

/* A neighbour, or a group. */
typedef struct cp_conf_bgp_peer {
    cp_state row;      /* of a neighbour: the reader sets addr and iface; as, local_as, and text
                          * (what it is called) of both */
    cp_bgp_name of[2]; /* the groups of which it takes what is not told of itself, the nearer
                          * first; name "": none */
    cp_bgp_side side;  /* where as is 0 */
    cp_peer_said off;
    bool is_inactive;  /* in some family: off, unless it */
    bool is_active;    /* is told to be active in another */
    bool is_neighbour; /* it becomes a row */
    bool is_done;      /* of peers.c */
} cp_conf_bgp_peer;

typedef struct cp_bgp {
    cp_str instance;
    uint64_t as; /* 0: not told yet */
    bool is_off;
    CP_VEC(cp_conf_bgp_peer *) peers;
    CP_VEC(cp_state *) selves; /* of each VRF */
    cp_map peer_of, self_of;
} cp_bgp;

/* All zero is a process of which nothing is told. Its neighbours are told, and it is so again. */
void cp_bgp_tell(cp_state_section *s, cp_bgp *b);
/* The row of the router itself in a VRF, made where it is not there. NULL here and below: there are
 * too many, and s->why says so. */
cp_state_peer *cp_bgp_self(cp_state_section *s, cp_bgp *b, cp_str vrf);
/* A neighbour or a group by its name; new: of s->line. Groups are looked for in the VRF, then in
 * the main table. */
cp_conf_bgp_peer *cp_bgp_peer_of(cp_state_section *s, cp_bgp *b, cp_str vrf, cp_bgp_name name);

/* ---- OSPF, IS-IS */

typedef struct cp_igp_process {
    cp_state row;    /* of the router itself: addr, area, text, level */
    bool is_passive; /* an interface is, unless it is told not to be */
    bool is_off;
    uint64_t metric[2]; /* of an interface that has none, at level 1 and 2; 0: not told */
    uint64_t six[2];    /* the same in IS-IS's topology of IPv6 */
} cp_igp_process;

typedef struct cp_igp_iface {
    cp_state row;    /* the reader sets vrf, area, level */
    bool takes_part; /* it is told to; else a network of its address may be */
    bool is_other;   /* a network or a neighbour */
    bool is_second;  /* a second adjacency on it */
    cp_peer_said passive, off;
    uint64_t metric[2];            /* of OSPF: the first */
    uint64_t six[2];               /* in IS-IS's topology of IPv6 */
    struct cp_igp_iface *next;     /* of the same protocol and interface */
    const cp_igp_process *process; /* NULL: by its name */
    bool is_spread;                /* of peers.c */
} cp_igp_iface;

typedef struct cp_igp {
    CP_VEC(cp_igp_process *) processes;
    CP_VEC(cp_igp_iface *) ifaces;
    cp_map process_of, only_of, iface_of, first_of, other_of;
} cp_igp;

/* Rows of all that was told, once. */
void cp_igp_tell(cp_state_section *s, cp_igp *g);
/* By protocol ("OSPF", "OSPFv3", "IS-IS"), instance and VRF; new: of s->line. */
cp_igp_process *cp_igp_process_of(cp_state_section *s, cp_igp *g, const char *protocol,
                                  cp_str instance, cp_str vrf);
/* An interface in a process; instance "": in all of that protocol in which it is, or, if it takes
 * part by it, in that which is the only one of its VRF. New: of s->line. */
cp_igp_iface *cp_igp_iface_of(cp_state_section *s, cp_igp *g, const char *protocol, cp_str instance,
                              cp_str iface);
/* A second adjacency over the same interface, of another area (RFC 5185). */
cp_igp_iface *cp_igp_second_of(cp_state_section *s, cp_igp *g, const char *protocol,
                               cp_str instance, cp_str iface, cp_str area);
/* A network whose interfaces take part; a neighbour that is told by its address, once of each text
 * and area (text: "virtual link"). */
cp_igp_iface *cp_igp_network(cp_state_section *s, cp_igp *g, const cp_igp_process *p,
                             cp_state_net net, cp_str area);
cp_igp_iface *cp_igp_neighbour(cp_state_section *s, cp_igp *g, const cp_igp_process *p,
                               cp_state_net addr, cp_str area, const char *text);
