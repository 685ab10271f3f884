/* SPDX-License-Identifier: Apache-2.0 */
/* links.h - from links as they were told to the links that there are.
 *
 *     a hears b on 1, b's port is 7   --.
 *     b hears a on 7, a's port is 1   --+--> one link a.1 - b.7, told four times, seen from both
 *     a table: a, b, metric 10        --+                 ends, metric 10
 *     a routing database: a - b, 10   --'    (or configurations of both, adjacent.h)
 *
 * Tellings of one pair are the same link if they agree on a port and contradict each other on none;
 * tellings without ports are about whatever links the pair has, and make one if it has none. Names
 * of ports are compared as people shorten them ("GigabitEthernet0/1" is "Gi0/1").
 *
 *     a hears b and c on 1            ---->  a.1 - (switch) - b, (switch) - c
 *
 * Frames of these protocols go no further than the next bridge. Who hears several devices on one
 * port has something between that speaks none of them: a switch that nobody manages, and of which
 * nothing is known. Tables do not lead to this: a splitter has many on one port.
 *
 *     a bridge learnt b and nobody else on 1 ---->  a.1 - b   (links_attached.c)
 *
 * That is a guess: behind the port may be a bridge that lets b through.
 *
 * Routing between devices that hear each other so is a link of its own that leads through it.
 *
 * An end that was told and is no asset becomes a stranger, one for each identifier: its label is
 * unknown, and what else it is linked with nobody told. Everything is deterministic, in any order
 * of the tellings. Pure. O(n log n). */
#pragma once
#include "model/link.h"

enum { CP_LINKS_TOLD_MAX = 1 << 26 };

typedef enum cp_node_kind {
    CP_NODE_STRANGER, /* a neighbour that is not in the inventory */
    CP_NODE_SWITCH,   /* inferred */
} cp_node_kind;

/* What is no asset. Nodes are the assets by their indexes, then the others by their ids. */
typedef struct cp_link_node {
    cp_node_kind kind;
    cp_str id;   /* unique, also among assets: "stranger:mac:00:00:5e:00:53:01" */
    cp_str name; /* to be shown */
    cp_str realm;
    uint32_t told; /* a telling that names it */
} cp_link_node;

enum {
    CP_SEEN_A = 1,
    CP_SEEN_B = 2,
    CP_SEEN_TABLE = 4,
    CP_SEEN_ROUTING = 8,
    CP_SEEN_BRIDGE = 16,
    CP_SEEN_CONFIG_A = 32, /* a is configured to speak a routing protocol with b */
    CP_SEEN_CONFIG_B = 64,
    CP_SEEN_CONFIG = CP_SEEN_CONFIG_A | CP_SEEN_CONFIG_B,
    CP_SEEN_RIB = 128, /* a path of ASes was told that begins, or ends, there */
};
#define CP_NO_NODE UINT32_MAX

typedef struct cp_real_link {
    uint32_t a, b; /* nodes, a < b */
    cp_str a_port, b_port, layer, srlg;
    uint32_t metric, metric_back; /* a to b, b to a; 0: none told, or told not to be used */
    cp_str area; /* that the metrics are of: OSPF's, a level of IS-IS; "level-1-2": told of both */
    uint64_t capacity_bps;
    double confidence; /* that there is this link */
    uint32_t seen;     /* CP_SEEN_ */
    uint32_t through;  /* the inferred switch that it leads through, or CP_NO_NODE: the routing of
                         * two devices that hear each other by it */
    bool one_sided;    /* only one of the ends tells of it, and nobody else */
    bool contradicts;  /* metrics of one area were told that differ: the one of the better source
                         * (routing, configurations, tables), then the lesser one, is taken */
    uint32_t first, n; /* tellings of this link: into cp_links.evidence */
    uint32_t first_of_pair, n_of_pair; /* tellings without ports: of all links of the pair */
} cp_real_link;

typedef struct cp_links {
    const cp_link_node *others;
    uint32_t n_assets, n_others; /* node n_assets + i is others[i] */
    const cp_real_link *links;   /* by (a, b, a_port, b_port) */
    uint32_t n_links;
    const uint32_t *evidence; /* indexes of tellings */
    const uint8_t *end_only;  /* per node: routing does not pass through it */
    uint32_t n_strangers, n_switches;
    uint32_t n_one_sided;     /* links that only one of the ends tells of */
    uint32_t n_contradicting; /* links with contradicting metrics */
    uint32_t n_loops;         /* tellings of a link from a device to itself: left out */
    uint32_t n_half;          /* tellings of one end only (a frame on a wire): left out */
    uint32_t n_unattached;    /* tellings of bridges that other tellings speak against: left out */
    uint32_t n_repeated;      /* tellings that say nothing that another of the same source had not
                               * said */
} cp_links;

/* told: n of them, about n_assets assets of those ids; borrowed. Errors: CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_links_of(cp_arena *a, const cp_asset_link *told, uint32_t n,
                                const cp_str *asset_ids, uint32_t n_assets, cp_links *out,
                                cp_err *err);
/* Why there is this link, in words: "heard at both ends and told by a table". */
cp_str cp_link_reason(cp_arena *a, const cp_real_link *l);
/* The metrics that are told of it, whichever way, each once in the order of the tellings: "10, 20"
 * (of more than 8: " ..."). told: as of cp_links_of. */
cp_str cp_link_metrics_told(cp_arena *a, const cp_links *x, const cp_asset_link *told,
                            const cp_real_link *l);
/* A port as it is compared. Owned by a, or the port itself. */
cp_str cp_port_key(cp_arena *a, cp_str port);
