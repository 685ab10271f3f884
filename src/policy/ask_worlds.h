/* SPDX-License-Identifier: Apache-2.0 */
/* ask_worlds.h - what each answer would change (the inside of ask.h).
 *
 * A kind is all assets about which the same is known; its worlds are what could be known of them
 * once questions were answered:
 *
 *     kind --(nothing answered)--> [as it is: 3 verdicts open]
 *          --class-->              [core: 1 open, weight 0.03] [antenna: 2 open, 0.03] ...
 *          --class, purpose-->     ...
 *
 * Worlds in which nothing is open any more are left out. */
#pragma once
#include "policy/judge.h"

enum { CP_WORLDS_MAX = 48 }; /* of one kind after some answers, by what is open in them */

/* A fact, or beyond CP_FACT_COUNT a criterion. */
typedef uint32_t cp_ask_ref;
static inline bool cp_ask_is_criterion(cp_ask_ref r) { return r >= CP_FACT_COUNT; }

typedef struct cp_ask_value {
    cp_str text;
    double weight;     /* how many values it stands for */
    cp_fact_days days; /* of a date */
} cp_ask_value;

typedef struct cp_ask_values {
    CP_VEC(cp_ask_value) v;
    bool is_made;
} cp_ask_values;

typedef struct cp_ask_open {
    const cp_policy *pack;
    uint32_t facts; /* that are missing: bits */
    cp_ask_ref criteria[CP_FACT_CRITERIA_MAX];
    uint32_t n_criteria;
} cp_ask_open;

typedef struct cp_world {
    cp_asset asset;
    cp_judge *judge;
    double weight;
    const cp_ask_open *open;
    uint32_t n_open;
} cp_world;

typedef struct cp_ask_effect {
    bool is_needed; /* verdicts hang on it in some world */
    double settles; /* how many of them an answer settles, in the mean over worlds and values */
} cp_ask_effect;

typedef struct cp_worlds {
    CP_VEC(cp_world) v;
    cp_map settled;           /* by ref: uint32_t *, of a kind as it is */
    cp_map effects, children; /* by ref: index + 1 into these */
    CP_VEC(cp_ask_effect) effect;
    CP_VEC(struct cp_worlds *) child;
} cp_worlds;

/* Judges of other statements: what they add to those of the case. */
typedef struct cp_ask_judges {
    cp_map by_key;
    CP_VEC(cp_judge *) v;
} cp_ask_judges;

typedef struct cp_asker {
    cp_arena *a, *scratch;
    const cp_policy_lib *lib;
    const cp_policy *const *packs;
    uint32_t n_packs;
    cp_judge *judge;
    cp_ask_judges judges;
    cp_ask_values values[CP_FACT_COUNT];
    cp_ask_values yes_no;
} cp_asker;

/* The column of an inventory in which an answer stands; false: there is none. */
bool cp_ask_column(cp_fact f, cp_attr *out);
/* The values of a fact that the packs tell apart. */
const cp_ask_values *cp_ask_values_of(cp_asker *k, cp_ask_ref r);

cp_worlds *cp_worlds_of(cp_asker *k, const cp_asset *as);
/* Worked out once for each. */
cp_ask_effect cp_worlds_effect(cp_asker *k, cp_worlds *w, cp_ask_ref r);
/* The worlds once r is answered. */
cp_worlds *cp_worlds_after(cp_asker *k, cp_worlds *w, cp_ask_ref r);
/* In the only world of a kind as it is: verdicts settled by each value; UINT32_MAX where the value
 * contradicts what is stated. */
const uint32_t *cp_worlds_settled(cp_asker *k, cp_worlds *w, cp_ask_ref r);
