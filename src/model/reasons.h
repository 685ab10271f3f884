/* SPDX-License-Identifier: Apache-2.0 */
/* reasons.h - why an asset is taken for one thing of one maker, and what would change it. Worked
 * out for the assets that somebody asks about; the engine is asked each time, nothing is estimated.
 *
 *     candidate: sum = rest + the heaviest item of each kind; share = e^sum / (1 + all e^sum) */
#pragma once
#include "model/asset.h"

/* An identifier by which subjects of sources are one asset. */
typedef struct cp_join_reason {
    cp_ident ident; /* of kind CP_IDENT_COUNT: the key of a certificate, which is no identifier */
    const uint32_t *sources; /* that tell it of the asset: indexes, ascending */
    uint32_t n_sources;
    uint32_t n_subjects;
    cp_str said;    /* "J. Doe on 2026-11-23 (WHY)": a person says so; "" the identifier alone */
    bool is_needed; /* nothing stronger had put them all together */
} cp_join_reason;

/* When an identifier was told of the asset. */
typedef struct cp_ident_time {
    cp_ident ident;
    cp_time from, until;
    cp_str then; /* the id of the asset of which it was told next, after all that; "" of none */
    cp_time then_from;
} cp_ident_time;

typedef struct cp_term {
    cp_str kind;   /* of evidence */
    double weight; /* of its heaviest item, log-odds */
} cp_term;

typedef struct cp_candidate {
    cp_str id, name; /* of the maker */
    const cp_term *terms;
    uint32_t n_terms;
    double rest; /* where evidence cannot tell it from others of a group; else 0 */
    double sum, share;
} cp_candidate;

/* Who would lead if the evidence were another. */
typedef struct cp_what_if {
    cp_str kind;     /* of evidence */
    bool is_assumed; /* it is added, and says `says`; else all of that kind is left out */
    cp_str says;     /* name of a maker; "" of somebody whom nothing else names */
    double weight;   /* of what is added */
    cp_str id, name; /* of the maker that leads then; "" whom nothing else names, or nobody does */
    double share;    /* his; 0: nobody leads */
} cp_what_if;

enum { CP_WHAT_IFS_MAX = 64, CP_CANDIDATES_SHOWN = 64, CP_IDENT_TIMES_MAX = 256 };

typedef struct cp_asset_reasons {
    uint32_t asset; /* index */
    const cp_join_reason *joins;
    const cp_ident_time *times;     /* none where all that is known is of one day */
    const cp_candidate *candidates; /* the one of the largest share first */
    const cp_what_if *ifs;
    const cp_str *questions; /* sentences: what a relabelled device leaves open */
    uint32_t n_joins, n_times, n_candidates, n_ifs, n_questions;
} cp_asset_reasons;
