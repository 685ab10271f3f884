/* SPDX-License-Identifier: Apache-2.0 */
/* misses.h - what was told in texts, and nobody read: where a rule of data/fingerprints is missing.
 *
 *     observation --its kind can carry a maker, no rule matched, no name stood in it--> miss
 *     misses --kind and shape--> groups with counts and one example, the most frequent first
 *
 * A shape is the value with its numbers taken out: "AC-7 v1.2.30 (aa00bb11)" and "AC-9 v2.0.1
 * (00ff00ff)" are both "AC-9 v9.9.9 (#)". */
#pragma once
#include "identify/knowledge.h"
#include "identify/obs_store.h"

enum {
    CP_MISS_SHAPE_BYTES_MAX = 96,     /* the rest of a text does not tell forms apart */
    CP_MISS_GROUPS_MAX = 1000 * 1000, /* hostile texts of a million forms: more is no help */
};

typedef struct cp_miss {
    cp_kind kind;
    cp_str shape;
    cp_str example;    /* the first value of this shape */
    uint64_t n_seen;   /* observations */
    uint32_t n_values; /* different ones */
    uint32_t source;   /* where the example stands: index of the answer's sources, and place */
    uint64_t pos;
} cp_miss;

typedef struct cp_misses {
    const cp_miss *v;
    uint32_t n;
    uint64_t n_seen; /* observations that could carry a maker, with those that did */
    uint64_t n_missed;
} cp_misses;

/* Can an observation of this kind name a maker by a rule, a name or a number? Addresses are looked
 * up in the register of blocks, where no rule helps. */
bool cp_miss_kind(const cp_knowledge *k, cp_kind kind);
cp_str cp_miss_shape(cp_arena *a, cp_str value);
/* Of the subjects themselves, not of their components. Errors: CP_EFORMAT, a pattern does not
 * compile; CP_ELIMIT, more than CP_MISS_GROUPS_MAX groups. */
CP_MUST_CHECK cp_rc cp_misses_find(cp_arena *a, cp_knowledge *k, const cp_obs_store *s,
                                   cp_misses *out, cp_err *err);
