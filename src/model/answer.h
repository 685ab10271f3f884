/* SPDX-License-Identifier: Apache-2.0 */
/* answer.h - what a command found out, complete: the one thing that every renderer prints. */
#pragma once
#include "model/asset.h"
#include "model/profile.h"
#include "model/verdict.h"

/* One pack that was asked. */
typedef struct cp_answer_policy {
    cp_str id, title, jurisdiction, kind /* rules, position */, digest;
    cp_law law;
    cp_tri binds;
    cp_date as_of; /* age of the pack's facts */
    cp_date effective;
    uint32_t counts[CP_VERDICT_COUNT]; /* assets in service, by result */
    uint32_t n_waived;
} cp_answer_policy;

/* What the identification rests on: registries, makers, fingerprints, and their age. */
typedef struct cp_answer_data {
    cp_str name, as_of, origin; /* "oui", "2026-11-01", "built in" or a file */
    uint64_t entries;
} cp_answer_data;

typedef struct cp_answer_asset {
    cp_asset asset;
    const cp_verdict *const *verdicts; /* one per policy of the answer, in that order; alike
                                        * assets share them */
    uint32_t n_verdicts;
} cp_answer_asset;

typedef struct cp_answer {
    cp_str command, version; /* "audit", the program's version */
    cp_date as_of;
    double accept;
    cp_profile profile;
    cp_str profile_from; /* a file, or "the case"; "" none */
    const cp_source *sources;
    uint32_t n_sources;
    const cp_answer_data *data;
    uint32_t n_data;
    const cp_answer_policy *policies;
    uint32_t n_policies;
    const cp_obligation *obligations; /* of fleets: share caps */
    uint32_t n_obligations;
    const cp_answer_asset *assets; /* sorted by name, then id */
    uint32_t n_assets;
    uint32_t n_links;
    const cp_str *notes; /* to be known first: no profile, stale tables, unused waivers ... */
    uint32_t n_notes;
} cp_answer;
