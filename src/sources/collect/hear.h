/* SPDX-License-Identifier: Apache-2.0 */
/* hear.h - what the process that receives says, looked at: bytes to batches (inside.h has their
 * form). */
#pragma once
#include "model/flow_pack.h"
#include "sources/collect/collect.h"
#include "sources/collect/places.h"

typedef struct cp_collect_ear {
    cp_arena *a;
    uint8_t *b; /* what came and is not taken */
    size_t n, cap;
    size_t ready, looked; /* bytes: up to the last COUNTS, which can be committed; looked at */
    size_t taken;         /* of the batch that is out */
    bool has_ended;       /* as it says */
    cp_exporter *known;   /* who has a number, as it stands */
    uint32_t n_known, known_cap;
    bool *in_batch; /* of each number */
    cp_flow_unpacker *unpacker;
    cp_collect_places *places;
    cp_arena *batch; /* NULL: there is none */
} cp_collect_ear;

/* known: exporters that have numbers, in their order. places: where blocks may stand, which the
 * other process may change at any time. */
cp_collect_ear *cp_collect_ear_new(cp_arena *a, const cp_exporter *known, uint32_t n,
                                   cp_collect_places *places);
/* How many bytes more can be put behind the n of b; 0: what is ready has to be taken first. */
size_t cp_collect_ear_room(cp_collect_ear *e);
/* n more bytes stand in b. Errors: CP_EFORMAT (what cannot be), CP_EIO (it says why it failed). */
CP_MUST_CHECK cp_rc cp_collect_ear_came(cp_collect_ear *e, size_t n, cp_err *err);
/* All that is ready, if anything is: then *has, and out is valid until cp_collect_ear_taken, which
 * has to be called before anything else. Errors: CP_EFORMAT. */
CP_MUST_CHECK cp_rc cp_collect_ear_batch(cp_collect_ear *e, cp_collect_batch *out, bool *has,
                                         cp_err *err);
void cp_collect_ear_taken(cp_collect_ear *e);
