/* SPDX-License-Identifier: Apache-2.0 */
/* kin.h - the ownership graph around one maker, and the clauses that name it, on a day.
 *
 *     up    it --> who controls it --> who controls that ...      depth 1, 2, ...
 *     down  it <-- what it controls <-- ...
 *     ties  joint ventures, minority holdings, relabels, other: never control
 *
 * A way that comes back to where it was ends there; cp_owners_faults tells of it. */
#pragma once
#include "policy/policy.h"

typedef struct cp_kin {
    const cp_span *span;
    uint32_t depth;  /* 1: the maker's own; 2: of whom that reaches ... */
    cp_may on_day;   /* YES, COND (a reservation) or NO (ended before, or begins later) */
    bool goes_round; /* the house reached stands on the way already */
} cp_kin;

typedef CP_VEC(cp_kin) cp_kins;
/* the largest group known has under 100 houses; the rest is left out */
enum { CP_KINS_MAX = 5 * 1000 };

/* Depth first, as one reads a tree. What does not hold on the day is told at depth 1 only, and not
 * followed. */
void cp_kin_up(cp_arena *a, const cp_owners *o, uint32_t maker, cp_date day, cp_kins *out);
void cp_kin_down(cp_arena *a, const cp_owners *o, uint32_t maker, cp_date day, cp_kins *out);

#define CP_KIN_TIES(X)                \
    X(JOINT_VENTURE, "joint_venture") \
    X(MINORITY, "minority")           \
    X(RELABEL, "relabel")             \
    X(OTHER, "other")
typedef enum cp_kin_tie_kind {
#define CP_KIN_TIE_ID(id, name) CP_KIN_TIE_##id,
    CP_KIN_TIES(CP_KIN_TIE_ID)
#undef CP_KIN_TIE_ID
        CP_KIN_TIE_COUNT
} cp_kin_tie_kind;
const char *cp_kin_tie_kind_name(cp_kin_tie_kind k);

typedef struct cp_kin_tie {
    cp_kin_tie_kind kind;
    uint32_t told_by; /* whose relation it is: the maker itself, or another that names it */
    const cp_relation *rel;
} cp_kin_tie;
typedef CP_VEC(cp_kin_tie) cp_kin_tie_list;
/* By kind, the maker's own first. */
void cp_kin_ties(cp_arena *a, const cp_makers *m, uint32_t maker, cp_kin_tie_list *out);

typedef struct cp_naming {
    const cp_policy *policy;
    const cp_policy_clause *clause;
    bool by_seat;        /* by the country of its seat, not by its name */
    bool asks_criteria;  /* only if answers to criteria say so */
    cp_may may;          /* YES or COND: under a reservation */
    const uint32_t *via; /* from the maker to the house that the clause names; n_via 1: itself */
    uint32_t n_via;
} cp_naming;
typedef CP_VEC(cp_naming) cp_namings;
/* Clauses of rules that name the maker on that day, whatever the product. Where the day of
 * manufacture would matter (it was under a named house before), only the day asked for counts. */
void cp_kin_named_by(cp_arena *a, const cp_policy_lib *lib, uint32_t maker, cp_date day,
                     cp_namings *out);
