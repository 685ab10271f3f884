/* SPDX-License-Identifier: Apache-2.0 */
/* facts.h - what is known of an asset, as the evaluator reads it: for each fact either its value or
 * the values that it could have.
 *
 *     class        known: {core}            all of them at once (several values in a cell)
 *     generation   missing: {2g 3g 4g 5g}   one of them, nobody said which
 *     installed    2021-01-01 .. 2021-12-31 one day of it
 *     maker        "acme", or missing: anybody
 *
 * The order of the facts is the order in which the evaluator tries values: what others depend on
 * comes first. */
#pragma once
#include "model/asset.h"
#include "model/profile.h"
#include "policy/set.h"

/* id, name as verdicts list it, how it is held, how one asks for it. The criteria are slots: which
 * item of which set each stands for, the pack says (cp_policy.criteria). */
#define CP_FACTS(X)                                                                                \
    X(MAKER, "maker", MAKER, "who made it")                                                        \
    X(CONTAINS, "contains", MAKER, "whose parts are inside")                                       \
    X(MANAGED_BY, "managed_by", MAKER, "who made the system that manages it")                      \
    X(OPERATED_BY, "operated_by", MAKER, "who operates it")                                        \
    X(LEGAL_NAME, "legal_name", SET, "which company of a group provides it")                       \
    X(MAKER_COUNTRY, "maker_country", SET, "where its maker is seated")                            \
    X(CLASS, "class", SET, "what kind of thing it is")                                             \
    X(GENERATION, "generation", SET, "which mobile generation it serves, or none")                 \
    X(PURPOSE, "purpose", SET, "what it is used for")                                              \
    X(MADE_IN, "made_in", SET, "where it was produced")                                            \
    X(APPROVAL, "approval", SET, "whether it has the approval")                                    \
    X(FUNCTION, "function", SET, "what it does on a path")                                         \
    X(ROLE, "role", SET, "what its role is")                                                       \
    X(COUNTRY, "country", SET, "where it stands")                                                  \
    X(STATUS, "status", SET, "whether it is in service")                                           \
    X(ROUTES_USER_DATA, "routes_user_data", SET, "whether it can route or redirect user data")     \
    X(HANDLES_USER_DATA, "handles_user_data", SET, "whether it permits visibility into user data") \
    X(ESSENTIAL, "essential", SET,                                                                 \
      "whether what the rule covers inside is substantial or essential (needed for proper "        \
      "function or performance), or critical technology")                                          \
    X(CRITERION_0, "criterion_0", SET, "")                                                         \
    X(CRITERION_1, "criterion_1", SET, "")                                                         \
    X(CRITERION_2, "criterion_2", SET, "")                                                         \
    X(CRITERION_3, "criterion_3", SET, "")                                                         \
    X(CRITERION_4, "criterion_4", SET, "")                                                         \
    X(CRITERION_5, "criterion_5", SET, "")                                                         \
    X(CRITERION_6, "criterion_6", SET, "")                                                         \
    X(CRITERION_7, "criterion_7", SET, "")                                                         \
    X(PURCHASED, "purchased", DATE, "when it was bought")                                          \
    X(INSTALLED, "installed", DATE, "when it was installed")                                       \
    X(AUTHORISED, "authorised", DATE, "when its model was authorised")                             \
    X(MANUFACTURED, "manufactured", DATE, "when it was made")

typedef enum cp_fact {
#define CP_FACT_ID(id, name, kind, question) CP_FACT_##id,
    CP_FACTS(CP_FACT_ID)
#undef CP_FACT_ID
        CP_FACT_COUNT
} cp_fact;

typedef enum cp_fact_kind { CP_FACT_KIND_MAKER, CP_FACT_KIND_SET, CP_FACT_KIND_DATE } cp_fact_kind;

enum {
    CP_FACT_MAKERS = CP_FACT_LEGAL_NAME, /* how many facts are makers; sets and dates follow */
    CP_FACT_DATES = CP_FACT_PURCHASED,   /* the first date */
    CP_FACT_CRITERIA_MAX = CP_FACT_CRITERION_7 - CP_FACT_CRITERION_0 + 1, /* of one pack */
    /* makers of parts that can be named, in one asset; with more of them, which no device has, the
     * fact stays open */
    CP_FACTS_INSIDE_MAX = 64,
};

typedef struct cp_fact_days {
    int32_t lo, hi; /* days since 1970, both included */
} cp_fact_days;

#define CP_DAY(fact) ((fact)-CP_FACT_DATES)

typedef uint16_t cp_maker_no;

/* Which facts were looked at, in the order of the first look: what was not read cannot have had a
 * part in the answer (memo.c). */
typedef struct cp_trace {
    uint64_t bits; /* of cp_fact; CP_TRACE_...: what else can be read */
    uint32_t n;
    uint8_t order[64];
} cp_trace;

enum { CP_TRACE_SITE = CP_FACT_COUNT, CP_TRACE_MISSING, CP_TRACE_ASSUMED, CP_TRACE_COUNT };
static_assert(CP_TRACE_COUNT <= 64, "a bit for each");

typedef struct cp_facts {
    /* bit per fact: what follows is what it could be, not what it is */
    uint32_t missing;
    /* those of them of which nobody said anything (a year alone says something) */
    uint32_t unstated;
    /* missing facts to which the evaluator has given one of their values */
    uint32_t tried;
    cp_mask set[CP_FACT_DATES]; /* facts that are sets; the others stay empty */
    cp_fact_days day[CP_FACT_COUNT - CP_FACT_DATES]; /* by CP_DAY(fact) */
    /* MAKER, MANAGED_BY, OPERATED_BY: number in cp_judge.named; 0: nobody that a pack names */
    cp_maker_no maker[CP_FACT_MAKERS];
    const cp_maker *known_maker;   /* MAKER, if it is stated and in cp_makers */
    cp_str maker_id;               /* MAKER as stated */
    const cp_maker_no *candidates; /* MAKER missing, but surely one of these; none: anybody */
    uint32_t n_candidates;
    bool is_sold_as; /* candidates: who made it, and who sells it under his own name */
    /* these two, if a table of relabels tells of them and a pack names the seller; else NULL */
    const cp_maker_no *made_or_sold;
    const cp_maker_no *inside; /* CONTAINS: these surely; where it is missing, perhaps one more */
    /* of each of them a cp_essential: NO, YES, or OPEN: that is the fact ESSENTIAL, one for all */
    const uint8_t *inside_essential;
    uint32_t n_inside;
    uint32_t rest_essential; /* the same of what else may be inside */
    const cp_str *companies; /* names of the provider as the evidence spells them, compared form */
    const bool *is_company;  /* whether the name says which company of a group it is */
    uint32_t n_companies;
    const uint32_t *asns;
    uint32_t n_asns;
    cp_str site;           /* compared form */
    const cp_str *assumed; /* sentences, shown in the verdict */
    uint32_t n_assumed;
    cp_trace *trace; /* NULL: nobody wants to know */
} cp_facts;

static inline void cp_facts_read(const cp_facts *x, unsigned what)
{
    cp_trace *t = x->trace;
    if (!t || t->bits >> what & 1)
        return;
    t->bits |= 1ull << what;
    t->order[t->n++] = (uint8_t)what;
}

const char *cp_fact_name(cp_fact f);
/* "who made it": what somebody would have to find out. */
const char *cp_fact_question(cp_fact f);
static inline cp_fact_kind cp_fact_kind_of(cp_fact f)
{
    return f < CP_FACT_LEGAL_NAME  ? CP_FACT_KIND_MAKER
           : f < CP_FACT_PURCHASED ? CP_FACT_KIND_SET
                                   : CP_FACT_KIND_DATE;
}
bool cp_fact_by_name(cp_str name, cp_fact *out);

/* A fact whose values only one pack has: their cells are numbered by the pack. */
static inline bool cp_fact_is_local(cp_fact f) { return f == CP_FACT_LEGAL_NAME; }
static inline bool cp_fact_is_criterion(cp_fact f)
{
    return f >= CP_FACT_CRITERION_0 && f <= CP_FACT_CRITERION_7;
}
static inline bool cp_facts_is_missing(const cp_facts *x, cp_fact f) { return x->missing >> f & 1; }
