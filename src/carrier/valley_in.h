/* SPDX-License-Identifier: Apache-2.0 */
/* valley_in.h - what the files of valley share: the graph in the order of the sweep, and the
 * sweep.
 *
 * Places: AS that are not removed, customers before providers; the members of a ring stand side by
 * side. An edge is in the lists of both ends, for each reads what others have, and writes only its
 * own row. */
#pragma once
#include "carrier/valley.h"

enum { VALLEY_WORDS = CP_VALLEY_LANES / 64, NO_PLACE = UINT32_MAX };

/* A bit for each lane. */
typedef struct valley_row {
    uint64_t w[VALLEY_WORDS];
} valley_row;

typedef struct valley_lists {
    uint32_t *first, *to; /* by place */
} valley_lists;

struct cp_valley {
    const cp_relations *r;
    const bool *removed; /* by id; NULL: none */
    bool use_doubtful;
    uint32_t n;             /* places */
    uint32_t *ids, *places; /* place -> id; id -> place or NO_PLACE */
    uint32_t *ring_end;     /* by place: where its ring ends; place + 1 of what is in none */
    uint32_t *ring_begin;
    valley_lists below, beside, above; /* customers, peers, providers; siblings are in two */
    uint32_t n_in_rings, largest;
};

/* What lanes begin with and what they may not use. */
typedef struct valley_seed {
    uint32_t place;
    uint16_t lane;
    bool is_down; /* it begins on the way down */
} valley_seed;

typedef struct valley_sweep {
    const cp_valley *v;
    valley_row *up, *down; /* by place: the answer; down has all that is reached */
    const valley_seed *seeds;
    uint32_t n_seeds;
    /* Lane i may not use the place shut[i]; no lane may use shut_all. NO_PLACE: none. */
    const uint32_t *shut;
    uint32_t n_shut, shut_all;
    const cp_valley_run *run;
} valley_sweep;

/* Rows of the arena's, for one sweep after the other. */
void cp_valley_sweep_init(cp_arena *a, const cp_valley *v, valley_sweep *s);
/* False: it was stopped. */
bool cp_valley_sweep(valley_sweep *s);
