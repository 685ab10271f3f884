/* SPDX-License-Identifier: Apache-2.0 */
/* weigh.h - from the rows of one asset to its evidence and claims: data/fingerprints/README.md,
 * sections 3 to 6.
 *
 *     rows --readings--> items [who or value, kind of evidence, weight]
 *     per value: the heaviest item of each kind counts; confidence = e^L / (1 + sum of all e^L) */
#pragma once
#include "identify/join.h"
#include "identify/know.h"
#include "model/reasons.h"

typedef struct cp_weigher {
    cp_arena *a;       /* of the results */
    cp_arena *scratch; /* given back after each asset */
    cp_knowledge *k;
    const cp_obs_store *s;
    const cp_text_reading *readings;
    const uint32_t *reading_of; /* per row: index + 1; 0 says nothing */
} cp_weigher;

/* What would be, if something said so. */
typedef struct cp_weigh_assumed {
    uint32_t maker; /* index */
    cp_kind kind;
    double weight;
} cp_weigh_assumed;

/* What one asset is made of. */
typedef struct cp_weigh_in {
    const uint32_t *rows; /* in an order that does not depend on the import */
    uint32_t n_rows;
    bool is_by_lot;      /* a made-up address that fell into a registered block (flood.h) */
    bool is_component;   /* a device has its components' rows too: kept, they say nothing of it */
    uint32_t removed_by; /* row + 1: of a component, another one is in its slot now; 0 */
    const cp_join_conflict *conflicts;
    uint32_t n_conflicts;
    const uint64_t *without; /* kinds of evidence that are left out, by bit (CP_FUSE_COUNT of
                              * them); NULL: none */
    const cp_weigh_assumed *assumed;
    uint32_t n_assumed;
} cp_weigh_in;

/* "ip 192.0.2.7": the value of the evidence that tells of the conflict; its rule is filled in by
 * the caller, who knows the ids. */
cp_str cp_conflict_value(cp_arena *a, const cp_obs_store *s, const cp_join_conflict *c);

/* Fills claims, others, evidence and sources of *out. */
void cp_weigh(cp_weigher *w, const cp_weigh_in *in, cp_asset *out);
/* Who may have made it, the likeliest first, with how that was weighed; owned by w->a. */
uint32_t cp_weigh_makers(cp_weigher *w, const cp_weigh_in *in, cp_candidate **out);
/* The kind of evidence that evidence and terms call so. */
uint16_t cp_fuse_by_name(cp_str name);
