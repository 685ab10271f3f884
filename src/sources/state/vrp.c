/* SPDX-License-Identifier: Apache-2.0 */
/* vrp.c - the commands of VRP (Huawei) and of Comware (H3C, HPE), which tell the same in nearly
 * the same form, and what of it says nothing of the way of packets. Each command of VRP stands
 * twice: with its marks, that it be preferred to Comware's where they are seen, and without, that
 * an answer in another language or an empty one is not passed over. */
#include "sources/state/vrp.h"
#include "sources/state/vrp_route.h"

#define ROUTES                                                        \
    .line = cp_vrp_route, .end = cp_vrp_routes_end, .is_table = true, \
    .mem_bytes = sizeof(cp_vrp_routes)

static const cp_state_command vrp_commands[] = {
    { .words = "display ip routing-table", .marks = "Route Flags: R|Routing Table", ROUTES },
    { .words = "display ip routing-table", ROUTES },
    { .words = "display ipv6 routing-table", .marks = "PrefixLength :|Routing Table :", ROUTES },
    { .words = "display ipv6 routing-table", ROUTES },
    { .words = "display fib", .marks = "Route Flags: G|FIB Table", ROUTES },
    { .words = "display fib", ROUTES },
    { .words = "display ipv6 fib", .marks = "IPv6 FIB Table", ROUTES },
    { .words = "display ipv6 fib", ROUTES },
    { .words = NULL },
};

static const cp_state_command comware_commands[] = {
    { .words = "display ip routing-table",
      .marks = "Proto  Pre  Cost         NextHop|Proto   Pre Cost        "
               "NextHop|OrigNextHop:|RelyNextHop:",
      ROUTES },
    { .words = "display ipv6 routing-table", .marks = "Protocol  : |OrigNextHop:", ROUTES },
    { .words = "display fib", .marks = "U:Us|OutInterface", ROUTES },
    { .words = "display ipv6 fib", .marks = "U:Us", ROUTES },
    { .words = NULL },
};

static const cp_state_harmless harmless[] = {
    { .pattern = NULL },
};

const cp_state_dialect cp_state_vrp = {
    .name = "vrp",
    .what = "VRP (Huawei)",
    .commands = vrp_commands,
    .harmless = harmless,
};

const cp_state_dialect cp_state_comware = {
    .name = "comware",
    .what = "Comware (H3C, HPE)",
    .commands = comware_commands,
    .harmless = harmless,
};
