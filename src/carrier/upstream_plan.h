/* SPDX-License-Identifier: Apache-2.0 */
/* upstream_plan.h - between upstream_ask.c, which looks at each prefix that is wanted, and
 * upstream_plan.c, which compares and chooses neighbours. */
#pragma once
#include "carrier/upstream_in.h"

typedef struct cp_upstream_group {
    uint32_t as;
    uint64_t distinguisher, routes;
    bool is_cut, is_today, is_session;
    CP_VEC(uint32_t) sessions;
} cp_upstream_group;

/* Of a prefix that is wanted. */
typedef struct cp_upstream_asked {
    uint32_t row, who; /* the group of the best way */
    uint8_t best;
    bool is_today; /* clean by one that is used today */
} cp_upstream_asked;

typedef struct cp_upstream_asking {
    cp_upstreams *x;
    cp_upstream_answer *out;
    CP_VEC(cp_upstream_group) groups; /* n neighbours, then sessions */
    uint32_t n;
    cp_upstream *ways; /* by group */
    uint16_t *at;      /* by group: the class of the prefix in hand */
    cp_upstream_asked *asked;
    uint32_t n_asked;
    /* Of each asked: who leads there so, a bit for each neighbour. */
    uint64_t *clean, *unnamed;
    uint32_t words;
    cp_upstream_as *ases;
    uint32_t n_ases, *met, *touched;
    bool *met_today;
} cp_upstream_asking;

/* Fills the rest of k->out: in order, sets, what is left. */
void cp_upstream_plan_all(cp_upstream_asking *k);
