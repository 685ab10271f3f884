/* SPDX-License-Identifier: Apache-2.0 */
/* links_inside.h - what the two halves of links.h share: tellings with their ends as nodes. */
#pragma once
#include "path/links.h"

typedef enum cp_port_kind {
    CP_PORT_NAME,
    CP_PORT_NUMBER,
    CP_PORT_MAC,
    CP_PORT_IP,
    CP_PORT_KINDS
} cp_port_kind;

typedef struct cp_telling {
    uint32_t a, b; /* nodes, a < b */
    /* ports as they are compared: numbers in the order of their keys; 0: none */
    uint32_t a_key, b_key;
    uint32_t told;
    uint8_t seen;   /* CP_SEEN_ */
    bool is_turned; /* a is the other end of what was told */
    bool to_switch; /* b is an inferred switch: only a's port counts, and no metric */
} cp_telling;

typedef struct cp_via {
    uint32_t a, b, node; /* a pair, and the switch between */
} cp_via;

typedef struct cp_link_job {
    cp_arena *a, *scratch;
    const cp_asset_link *told;
    const cp_str *asset_ids;
    CP_VEC(cp_telling) v;
    const cp_str *keys;   /* of ports, ascending; number 0 stands for none */
    const uint8_t *kinds; /* cp_port_kind of each key */
    CP_VEC(cp_link_node) others;
    CP_VEC(cp_via) vias; /* ascending */
    CP_VEC(cp_real_link) links;
    CP_VEC(uint32_t) evidence;
    cp_links *out;
} cp_link_job;

/* The class of a kind: CP_SEEN_A where an end hears the other, _TABLE, _ROUTING, _BRIDGE,
 * _CONFIG_A. */
uint32_t cp_link_class(const cp_asset_link *l);
cp_port_kind cp_port_kind_of(cp_str key);
/* Leaves out what bridges saw on a port and does not hang there, as far as is known. */
void cp_links_attached(cp_link_job *j);
/* Replaces what is heard through switches that nobody manages. */
void cp_links_infer(cp_link_job *j);
/* The switch between the two, or CP_NO_NODE. */
uint32_t cp_links_via(const cp_link_job *j, uint32_t a, uint32_t b);
/* The links of one pair: n tellings in order. */
void cp_links_of_pair(cp_link_job *j, cp_telling *v, uint32_t n);

static inline uint32_t cp_union_root(uint32_t *up, uint32_t i)
{
    while (up[i] != i)
        i = up[i] = up[up[i]];
    return i;
}
/* The smaller root stays: the result does not depend on the order. */
static inline void cp_union_join(uint32_t *up, uint32_t i, uint32_t k)
{
    i = cp_union_root(up, i);
    k = cp_union_root(up, k);
    up[i > k ? i : k] = i > k ? k : i;
}
