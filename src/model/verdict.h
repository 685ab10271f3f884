/* SPDX-License-Identifier: Apache-2.0 */
/* verdict.h - policy x addressee x asset x date. The words are those of ARCHITECTURE.md. */
#pragma once
#include "model/asset.h"

#define CP_VERDICTS(X)              \
    X(EXCLUDED, "excluded")         \
    X(RESTRICTED, "restricted")     \
    X(ALLOWED, "allowed")           \
    X(UNDETERMINED, "undetermined") \
    X(NOT_ADDRESSED, "not_addressed")

typedef enum cp_result {
#define CP_VERDICT_ID(id, name) CP_VERDICT_##id,
    CP_VERDICTS(CP_VERDICT_ID)
#undef CP_VERDICT_ID
        CP_VERDICT_COUNT
} cp_result;

#define CP_LAWS(X)          \
    X(IN_FORCE, "in_force") \
    X(ENACTED, "enacted")   \
    X(PROPOSED, "proposed") \
    X(REPORTED, "reported") \
    X(POSITION, "position")
typedef enum cp_law {
#define CP_LAW_ID(id, name) CP_LAW_##id,
    CP_LAWS(CP_LAW_ID)
#undef CP_LAW_ID
        CP_LAW_COUNT
} cp_law;

#define CP_VERBS(X)         \
    X(USE, "use")           \
    X(BUY, "buy")           \
    X(INSTALL, "install")   \
    X(EXTEND, "extend")     \
    X(MAINTAIN, "maintain") \
    X(IMPORT, "import")
typedef enum cp_verb {
#define CP_VERB_ID(id, name) CP_VERB_##id,
    CP_VERBS(CP_VERB_ID)
#undef CP_VERB_ID
        CP_VERB_COUNT
} cp_verb;

typedef enum cp_applies {
    CP_APPLIES_NO,
    CP_APPLIES_YES,
    CP_APPLIES_FROM,
    CP_APPLIES_UNKNOWN
} cp_applies;

typedef struct cp_duty {
    cp_verb verb;
    cp_applies applies;
    cp_date from;     /* for CP_APPLIES_FROM */
    cp_date deadline; /* not set: none */
    cp_str note;
} cp_duty;

typedef struct cp_citation {
    cp_str url, title;
    cp_date date;
    cp_str tier; /* official, secondary, press */
} cp_citation;

typedef struct cp_verdict {
    cp_str policy;      /* id */
    cp_str pack_digest; /* SHA-256 of the pack's bytes, hex */
    cp_law law;
    cp_tri binds;
    cp_result result;
    cp_str clause; /* id in the pack; "" */
    cp_str reason; /* one sentence */
    const cp_duty *duties;
    uint32_t n_duties;
    /* facts whose values could change the result; none unless undetermined or restricted */
    const cp_str *missing;
    uint32_t n_missing;
    const cp_str *via; /* maker ids from the asset's maker to the one that the clause names */
    uint32_t n_via;
    const cp_citation *sources;
    uint32_t n_sources;
    double accept;         /* the threshold in force */
    uint64_t rests_on;     /* attributes that the policy reads: bits of cp_attr */
    const cp_str *assumed; /* sentences: what was presumed where nobody stated it */
    uint32_t n_assumed;
} cp_verdict;

/* A duty of a whole fleet: a share cap. */
typedef struct cp_obligation {
    cp_str policy, clause;
    cp_str measure;                       /* "share of base_stations" */
    double numerator, denominator, limit; /* numerator and denominator negative: not known */
    cp_tri met;
    cp_date deadline;
    cp_str reason; /* one sentence */
} cp_obligation;

/* The weakest accepted claim of the asset that the verdict rests on, or NULL. */
const cp_claim *cp_verdict_weakest(const cp_verdict *v, const cp_asset *as);

/* The same verbs, from the same days until the same; notes do not count. */
bool cp_verdict_has_same_duties(const cp_verdict *a, const cp_verdict *b);

const char *cp_result_name(cp_result r);
const char *cp_law_name(cp_law l);
const char *cp_verb_name(cp_verb v);
const char *cp_tri_name(cp_tri t); /* yes, no, unknown */
