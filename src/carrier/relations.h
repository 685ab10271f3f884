/* SPDX-License-Identifier: Apache-2.0 */
/* relations.h - who sells transit to whom, as a graph of autonomous systems.
 *
 *     rows (a, b, kind) --> pairs, each with all that rows say of it --> lists by AS and tie
 *
 *     asns      [ 64496 | 64497 | 64500 ]         ascending; the place of an AS is its id
 *     PROVIDERS first [0 1 1 2]  to [ 1 2 ]       of id i: to[first[i]] .. to[first[i + 1] - 1]
 *
 * Of a pair rows may contradict each other (each the other's provider; peers and provider). Nobody
 * can tell then which of them holds: the tie is DOUBTFUL, counted and told, and whoever asks says
 * whether it is left out or used for all that any of the rows would allow.
 *
 * A set of relations has a name, which every answer that rests on it carries. */
#pragma once
#include "model/as.h"

enum {
    /* Rows: some half a million pairs are known today, of nearly as many by each of few sources. */
    CP_RELATIONS_MAX = 16 * 1024 * 1024,
    CP_RELATIONS_DOUBTS_TOLD = 1000, /* the rest is only counted */
};
#define CP_NO_AS UINT32_MAX /* the id of one that is in no row */

/* What the second of two is to the first. */
#define CP_AS_TIES(X)        \
    X(PROVIDERS, "provider") \
    X(CUSTOMERS, "customer") \
    X(PEERS, "peer")         \
    X(SIBLINGS, "sibling")   \
    X(DOUBTFUL, "contradicted")
typedef enum cp_as_tie {
#define CP_AS_TIE_ID(id, name) CP_AS_TIE_##id,
    CP_AS_TIES(CP_AS_TIE_ID)
#undef CP_AS_TIE_ID
        CP_AS_TIE_COUNT,
    CP_AS_TIE_NONE = CP_AS_TIE_COUNT /* no row tells of both */
} cp_as_tie;
const char *cp_as_tie_name(cp_as_tie t); /* "unknown" for CP_AS_TIE_NONE */

/* Two rows of one pair that contradict each other. */
typedef struct cp_relation_doubt {
    cp_as_relation one, other;
} cp_relation_doubt;

typedef struct cp_relations {
    cp_str name; /* of the set */
    uint32_t n;  /* AS */
    const uint32_t *asns;
    /* n + 1 offsets; ids, ascending */
    const uint32_t *first[CP_AS_TIE_COUNT], *to[CP_AS_TIE_COUNT];
    /* Pairs, by what the second is to the first: PROVIDERS none (they are CUSTOMERS). */
    uint32_t n_pairs[CP_AS_TIE_COUNT];
    uint64_t n_rows, n_again; /* all; such that said what another row had said */
    uint64_t n_doubts;        /* pairs; the first of them */
    const cp_relation_doubt *doubts;
    uint32_t n_doubts_told;
} cp_relations;

typedef struct cp_relations_maker cp_relations_maker;
cp_relations_maker *cp_relations_new(cp_arena *a, cp_str name);
/* Of several files in any order. False: there are CP_RELATIONS_MAX, and it was not taken. */
bool cp_relations_add(cp_relations_maker *m, const cp_as_relation *r);
/* After the last row. */
const cp_relations *cp_relations_done(cp_relations_maker *m);

uint32_t cp_relations_id(const cp_relations *r, uint32_t asn); /* or CP_NO_AS */
/* what `of` is to id */
cp_as_tie cp_relations_tie(const cp_relations *r, uint32_t id, uint32_t of);
