/* SPDX-License-Identifier: Apache-2.0 */
/* search.h - a good schedule soon: local search with a temperature (Kirkpatrick, Gelatt, Vecchi
 * 1983) over stages and options, where breaking a rule costs, more the longer it is broken.
 *
 *     job to another stage | two jobs change stages | another option | another maker of a class
 *
 * It gives no bound (mip.h does). The same seed and number of moves give the same schedule. */
#pragma once
#include "plan/rules.h"

typedef struct cp_plan_search_how {
    uint64_t seed;
    uint64_t n_moves;
    /* NULL: only by n_moves; false ends it. Asked every few thousand moves. */
    bool (*more)(void *ctx);
    /* NULL, or told of each better schedule that holds. */
    void (*better)(void *ctx, const cp_plan_schedule *s, cp_plan_value v);
    void *ctx;
} cp_plan_search_how;

/* s: where it begins (any, its options valid or NONE), and the best that was found. False: none
 * that holds; s is then the one that breaks least. */
bool cp_plan_search(cp_plan_rules *r, cp_keep *k, cp_arena *a, const cp_plan_search_how *how,
                    cp_plan_schedule *s);
