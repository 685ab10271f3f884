/* SPDX-License-Identifier: Apache-2.0 */
/* flows_block.h - inside of `flows --block`: from conversations to rules that end them.
 *
 *     rows (pair and service) --> pairs --> proposed, or held back with the reason --> rules
 *                     links --> who carries paths --^
 *
 * A rule matches an address of the equipment and one of a peer outside, both, in either direction:
 * what passes through a device on its way between others is matched by none. Held back, and only
 * in comments, is what nobody may want to lose: see CP_FLOWS_HOLDS. */
#pragma once
#include "job/flows.h"

/* Why a pair is not proposed. id, in words */
#define CP_FLOWS_HOLDS(X)                                                                 \
    X(NO, "")                                                                             \
    X(INSIDE, "both ends are inside")                                                     \
    X(OUTSIDE, "no end is inside")                                                        \
    X(NOBODY, "the end inside is none of the equipment; to propose it, name its address") \
    X(NO_HOST, "an end is no address of one machine")                                     \
    X(CARRIES, "the peer is linked with the equipment and may be on paths of others")     \
    X(CONTROL, "routing, a tunnel or signalling: traffic of others may depend on it")
typedef enum cp_flows_hold {
#define CP_FLOWS_HOLD_ID(id, what) CP_FLOWS_HOLD_##id,
    CP_FLOWS_HOLDS(CP_FLOWS_HOLD_ID)
#undef CP_FLOWS_HOLD_ID
        CP_FLOWS_HOLD_COUNT
} cp_flows_hold;

enum { CP_FLOWS_SERVICES_SHOWN = 4 };
typedef struct cp_flows_pair {
    cp_flow_addr near, far; /* near: of the equipment, where one is */
    uint32_t near_id, far_id;
    cp_flows_hold held;
    cp_str why; /* what is told beyond that; "" */
    cp_str services[CP_FLOWS_SERVICES_SHOWN];
    uint32_t n_services;
} cp_flows_pair;

typedef struct cp_flows_paths cp_flows_paths;
/* Without links in the case: of nothing. Errors: those of the path model. */
CP_MUST_CHECK cp_rc cp_flows_paths_make(cp_flows *f, cp_flows_paths **out, cp_err *err);
uint32_t cp_flows_paths_links(const cp_flows_paths *p, uint32_t *n_devices);
/* A device heard or told of by that address, which is no asset: what it carries nobody knows. */
bool cp_flows_is_neighbour(const cp_flows_paths *p, const cp_flow_addr *addr);
bool cp_flows_is_linked(const cp_flows_paths *p, const cp_answer_asset *x);
/* "core-1 carries paths: 1200 subscribers are cut off without it"; "" it is on none of others. */
cp_str cp_flows_carries(cp_arena *a, const cp_flows_paths *p, const cp_answer_asset *x);

typedef struct cp_flows_list {
    const cp_flows *f;
    const cp_flows_paths *paths;
    CP_VEC(cp_flows_pair) pairs;
    uint32_t counts[CP_FLOWS_HOLD_COUNT];
} cp_flows_list;
const char *cp_flows_hold_name(cp_flows_hold h);
/* One line of ASCII without quotes that names both ends and what they speak, cut at n_max. */
cp_str cp_flows_pair_text(cp_arena *a, const cp_flows_list *l, const cp_flows_pair *p,
                          size_t n_max);
/* format: nftables, acl, text. */
void cp_flows_rules(const cp_flows_list *l, cp_str format, cp_buf *out);

/* `flows --block`: CP_EUSAGE where the view was not narrowed. */
CP_MUST_CHECK cp_rc cp_flows_block(cp_flows *f, cp_err *err);
