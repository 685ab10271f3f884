/* SPDX-License-Identifier: Apache-2.0 */
/* identify.h - from observations to assets: what belongs together, who made it, and why we say so.
 *
 *     observations -> (joined by identifiers) -> assets -> (evidence weighed) -> claims
 *
 * Joined are: the subjects of one agent within its source, one REF in a realm, one engine id, one
 * chassis id, one serial number, one hardware address that is an identity, one IP address in a
 * realm; in this order, and never where that would put together two different serial numbers,
 * engine ids, chassis addresses or makers. An identifier that would do so joins nobody and is shown
 * at each asset as evidence of kind "conflict". Names join where something else agrees (join.h),
 * and answers to a questionnaire (observations of kind inventory.answer) with the one device of a
 * realm that is called so; an answer about no device that somebody else tells of is a stray and no
 * asset. What was measured of it: docs/formats/resolution.md. Rules of evidence:
 * data/fingerprints/README.md.
 *
 * The result does not depend on the order of sources or observations, but for the indexes. */
#pragma once
#include "identify/flood.h"
#include "identify/knowledge.h"
#include "identify/obs_store.h"
#include "identify/private.h"
#include "model/link.h"
#include "model/reasons.h"

/* An asset that had this id before: it keeps the id while it still has the identifier. */
typedef struct cp_prior_id {
    cp_str id, realm;
    cp_ident ident; /* one of its identifiers; several rows for several */
} cp_prior_id;

typedef struct cp_identify_opts {
    const cp_prior_id *priors;
    uint32_t n_priors;
    bool (*is_stopped)(void *ctx); /* NULL: never. True ends with CP_EINTR */
    void *stop_ctx;
    bool (*is_asked)(void *ctx, const cp_asset *as); /* NULL: nobody asks for reasons */
    void *ask_ctx;
    cp_time until; /* what people say of which things are one counts up to here; 0: whenever */
} cp_identify_opts;

/* Where an answer stands that is about no device of the evidence. */
typedef struct cp_stray_answer {
    uint32_t source;
    uint64_t pos;
} cp_stray_answer;

/* A block of rows (model/state.h) of what a router says. */
typedef struct cp_router_state {
    uint32_t asset; /* CP_NO_ASSET: several are called so, or none */
    cp_str name;    /* as the terminal calls it */
    cp_str realm;
    uint32_t source; /* the answer's index */
    uint32_t n_rows;
    uint32_t kinds; /* that are among them: 1 << cp_state_kind each */
    cp_bytes bytes;
    int64_t place; /* where the case has the bytes, that told of them; 0: they are here */
} cp_router_state;

typedef struct cp_identified {
    cp_asset *assets; /* sorted by name (cp_asset_name), then id */
    uint32_t n_assets;
    cp_asset_link *links; /* in the order told */
    uint32_t n_links;
    cp_asset_tie *ties; /* in the order told */
    uint32_t n_ties;
    cp_router_state *states; /* in the order told; only if the store keeps them */
    uint32_t n_states;
    cp_stray_answer *strays; /* each row once; answers make no asset */
    uint32_t n_strays;
    cp_flood *floods; /* addresses that are no assets, by the names of the sources */
    uint32_t n_floods;
    const cp_asset_reasons *reasons; /* of those that were asked about */
    uint32_t n_reasons;
    cp_private private; /* assets whose addresses change */
} cp_identified;

/* opts may be NULL. Everything in out is owned by a, or by the store's and the knowledge's arena:
 * all three must live as long as it. Errors: CP_EINTR, CP_EFORMAT (a rule whose pattern does not
 * compile). */
CP_MUST_CHECK cp_rc cp_identify(cp_arena *a, cp_knowledge *k, const cp_obs_store *s,
                                const cp_identify_opts *opts, cp_identified *out, cp_err *err);
