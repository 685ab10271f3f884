/* SPDX-License-Identifier: Apache-2.0 */
/* answer.h - what a command found out, complete: the one thing that every renderer prints. */
#pragma once
#include "model/carrier_view.h"
#include "model/chart.h"
#include "model/profile.h"
#include "model/reasons.h"
#include "model/traffic.h"
#include "model/verdict.h"
#include "model/waiver.h"

/* One pack that was asked. */
typedef struct cp_answer_policy {
    cp_str id, title, jurisdiction, kind /* rules, position */, digest;
    cp_law law;
    cp_tri binds;
    cp_date as_of; /* age of the pack's facts */
    cp_date effective;
    uint32_t counts[CP_VERDICT_COUNT]; /* assets in service, by result */
    uint32_t n_waived;                 /* of those excluded and restricted */
} cp_answer_policy;

/* What the identification rests on: registries, makers, fingerprints, and their age. */
typedef struct cp_answer_data {
    cp_str name, as_of, origin; /* "oui", "2026-11-01", "built in" or a file */
    uint64_t entries;
} cp_answer_data;

typedef enum cp_finding_state {
    CP_FINDING_CONFIRMED,
    CP_FINDING_REJECTED,
    CP_FINDING_REPORTED,
    CP_FINDING_STATE_COUNT
} cp_finding_state;

/* One line of the log of decisions (model/finding.h). */
typedef struct cp_finding {
    cp_str asset, policy; /* ids */
    cp_finding_state state;
    cp_str by, reason;
    cp_date on;            /* the day of the identification, or of the report */
    cp_time at;            /* when it was written down */
    cp_str result, clause; /* of the verdict at that time */
    cp_str digest;         /* of that verdict and its evidence: SHA-256 in hex */
} cp_finding;

typedef struct cp_finding_status {
    cp_str policy;
    const cp_finding *decision; /* in force: the latest confirmation or rejection; NULL: none */
    const cp_finding *reported; /* the first report that went out since; NULL: none */
    bool has_changed;           /* verdict or evidence are others than at the decision */
    uint32_t n_entries;         /* of the log, superseded ones too */
} cp_finding_status;

/* What somebody certified of its technical security, as a table told it. Beside the verdicts, and
 * never a reason of one. */
typedef struct cp_assurance {
    cp_str text;          /* as written */
    cp_str scheme, title; /* of data/assurance; "" a scheme that is not known */
    cp_str spec;          /* level or specification; "" not told */
    cp_date until;        /* not set: not told */
    cp_tri is_expired;    /* on the day of the answer; unknown where `until` is not told */
} cp_assurance;

typedef struct cp_answer_asset {
    cp_asset asset;
    const cp_verdict *const *verdicts; /* one per policy of the answer, in that order; alike
                                        * assets share them */
    const cp_finding_status *findings; /* of the policies on which somebody decided */
    const cp_assurance *assurance;
    const cp_waiver **waivers; /* one per verdict, NULL where none covers it; NULL: none at all */
    uint32_t n_verdicts, n_findings, n_assurance;
} cp_answer_asset;

/* The waiver that covers verdict i, or NULL. */
static inline const cp_waiver *cp_answer_waiver(const cp_answer_asset *x, uint32_t i)
{
    return x->waivers ? x->waivers[i] : NULL;
}

static inline const cp_verdict *cp_answer_verdict(const cp_answer_asset *x, uint32_t i)
{
    return x->verdicts[i];
}

/* Parts of which a policy says what it does not say of the whole: see report/inside.h. */
typedef struct cp_inside {
    uint32_t asset, policy; /* indexes: of the whole, of the verdict */
    cp_result result;       /* of the parts: excluded, restricted, undetermined */
    const uint32_t *parts;  /* indexes of assets; one at least */
    uint32_t n;
} cp_inside;

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
    const cp_inside *inside; /* by asset, then policy, then the worst result first */
    uint32_t n_inside;
    const cp_flood *floods; /* addresses that are no assets and were not judged */
    uint32_t n_floods;
    uint32_t n_links;
    const cp_statement *said; /* about the maker of the asset that is explained; else none */
    uint32_t n_said;
    const cp_asset_reasons *reasons; /* of that asset; NULL: none were asked for */
    const struct cp_changes *since;  /* what changed since another case; NULL: not asked */
    const cp_str *notes; /* to be known first: no profile, stale tables, unused waivers ... */
    uint32_t n_notes;
    const cp_chart *chart;           /* what only a page shows; NULL: not collected */
    const cp_traffic *traffic;       /* the same of flows; NULL: there are none */
    const cp_carrier_view *carriers; /* of routes through carriers; NULL: nobody asked */
    bool is_redacted;                /* names, addresses, sites and files are pseudonyms */
} cp_answer;
