/* SPDX-License-Identifier: Apache-2.0 */
/* policy.h - dated rule sets and what they say of an asset. The format is docs/formats/policy.md,
 * the verdict that of ARCHITECTURE.md. The engine is pure: it gets the bytes of the packs and never
 * the clock.
 *
 *     lib = cp_policy_lib_new(a, makers);
 *     for each file under data/policies: cp_policy_lib_add(lib, name, bytes);
 *     cp_policy_lib_finish(lib, &err)                      references between packs, unknown makers
 *     judge = cp_judge_new(a, lib, &(cp_judge_opts){ profile, as_of, accept, false });
 *     verdict = cp_judge_asset(judge, pack, asset);
 *
 * Everything returned lives as long as the arena. */
#pragma once
#include "model/answer.h"
#include "policy/criteria.h"
#include "policy/owner.h"

/* A note (text, until) or an event (date, text). */
typedef struct cp_policy_text {
    cp_str id, text;
    cp_date date, until;
    cp_policy_basis basis;
} cp_policy_text;

typedef struct cp_policy_addressee {
    cp_str role, title;
    bool is_anywhere; /* whatever the country */
    cp_policy_basis basis;
} cp_policy_addressee;

typedef struct cp_policy_duty {
    cp_verb verb;
    cp_applies applies; /* NO, YES, UNKNOWN; FROM follows from the dates */
    cp_date from, deadline;
    int32_t days_after_added; /* -1: `from` counts */
    cp_str deadline_rule;     /* "" none: what else decides when it begins or ends */
    const cp_pred *when;
    const cp_str *roles; /* none: all addressees */
    uint32_t n_roles;
    const cp_str *clauses; /* none: all clauses */
    uint32_t n_clauses;
    cp_str condition, text;
    cp_policy_basis basis;
} cp_policy_duty;

typedef struct cp_policy_exemption {
    cp_str id, text;
    const cp_pred *when;     /* `if` */
    bool is_asked;           /* what nobody stated is a missing fact ... */
    const cp_pred *ask_when; /* ... for these things only; NULL: for all */
    cp_date from, until;
    uint32_t keeps; /* bit per verb */
    cp_policy_basis basis;
} cp_policy_exemption;

typedef struct cp_policy_member {
    cp_str id;
    uint32_t maker; /* index into cp_makers, or UINT32_MAX: known to this pack alone */
    cp_date since, until;
    cp_conf conf;
} cp_policy_member;

typedef struct cp_policy_purpose {
    uint32_t bit;
    cp_mask cell;     /* once all packs are there */
    cp_str condition; /* "" none */
    cp_date from;     /* of the condition; not set: always */
} cp_policy_purpose;

typedef enum cp_reach {
    CP_REACH_MADE,
    CP_REACH_INSIDE,
    CP_REACH_MANAGED,
    CP_REACH_OPERATED
} cp_reach;

/* The fact in which the maker stands that a clause of that reach looks at. */
static inline cp_fact cp_reach_fact(cp_reach r)
{
    static const cp_fact facts[] = { [CP_REACH_MADE] = CP_FACT_MAKER,
                                     [CP_REACH_INSIDE] = CP_FACT_CONTAINS,
                                     [CP_REACH_MANAGED] = CP_FACT_MANAGED_BY,
                                     [CP_REACH_OPERATED] = CP_FACT_OPERATED_BY };
    return facts[r];
}

typedef struct cp_policy_clause {
    cp_str id, title, note, condition;
    cp_place at;
    cp_policy_member *makers;
    uint32_t n_makers;
    const cp_pred *maker_country;
    bool has_affiliates;
    uint32_t affiliates_by; /* bits CP_OWNER_...: which ties count */
    cp_conf affiliates_conf;
    cp_str makers_of;                /* pack whose makers are taken too; "" none */
    const cp_str *makers_of_clauses; /* none: of all its clauses */
    uint32_t n_makers_of_clauses;
    bool is_legal_name;        /* match: legal_name */
    uint32_t legal_slot;       /* its number among the clauses of the pack that have names */
    const cp_str *legal_names; /* compared form */
    uint32_t n_legal_names;
    const uint32_t *asns;
    uint32_t n_asns;
    cp_reach reach;
    const cp_pred *essential; /* only substantial or essential components count; NULL: all */
    const cp_pred *subject;   /* class, generation, function, country: what is governed */
    cp_str place;             /* compared form, "" anywhere */
    const cp_policy_purpose *purposes;
    uint32_t n_purposes;
    const cp_pred *made_in, *when, *criteria;
    bool is_allow_list, is_list_public;
    cp_str list_name;
    const cp_pred *listed;
    const cp_policy_exemption **exempt;
    uint32_t n_exempt;
    cp_date date_added, from, removed;
    double cap_share; /* negative: no cap */
    cp_str cap_unit;
    cp_date cap_deadline;
    const cp_policy_duty *duties;
    uint32_t n_duties;
    bool has_own_duties;
    cp_policy_basis basis;
} cp_policy_clause;

typedef struct cp_policy_day_fact {
    cp_fact fact;
    int32_t day; /* the evaluator tells days before it from the others */
} cp_policy_day_fact;

typedef struct cp_policy {
    cp_str id, title, jurisdiction, instrument, citation, summary, file, digest;
    bool is_position;
    cp_law law;
    cp_date enacted, effective, ends, read;
    const cp_policy_addressee *addressees;
    uint32_t n_addressees;
    const cp_policy_source *sources;
    uint32_t n_sources;
    const cp_policy_clause *clauses;
    uint32_t n_clauses;
    const cp_policy_exemption *exemptions;
    uint32_t n_exemptions;
    const cp_policy_duty *duties;
    uint32_t n_duties;
    const cp_str *criteria_sets; /* ids, shown */
    uint32_t n_criteria_sets;
    /* slot k (CP_FACT_CRITERION_0 + k) is lib->criteria.items[criteria[k]] */
    uint32_t criteria[CP_FACT_CRITERIA_MAX], n_criteria;
    const cp_policy_text *notes, *events;
    uint32_t n_notes, n_events;
    cp_str same_clauses_as;
    /* whose sources the clauses name; itself, or the pack above */
    const struct cp_policy *clauses_of;
    /* What the evaluator tells apart, gathered at loading: */
    const cp_set *cuts[CP_FACT_DATES]; /* sets that the clauses and duties ask for */
    uint32_t n_cuts[CP_FACT_DATES];
    const cp_mask *cells[CP_FACT_DATES]; /* cells of the library that are one to this pack */
    uint32_t n_cells[CP_FACT_DATES];
    uint8_t cell_no[CP_FACT_DATES][CP_CELLS_MAX]; /* which of them each cell of the library is in */
    uint32_t index;                               /* in lib->packs */
    const cp_policy_day_fact *days;
    uint32_t n_days;
    const cp_policy_day_fact *duty_days; /* the same for what duties ask for */
    uint32_t n_duty_days;
    uint32_t reads, duty_reads; /* facts that the clauses read, and the duties: bits */
    bool has_places;
    cp_map named;         /* the makers below */
    const cp_str *makers; /* every maker that could be named, and one that nobody names ("") */
    uint32_t n_makers;
} cp_policy;

typedef struct cp_policy_lib {
    cp_arena *a;
    const cp_makers *known;
    cp_owners owners;
    cp_vocab vocab;
    cp_criteria criteria;
    cp_cells cells[CP_FACT_DATES]; /* of each fact that is a set */
    cp_diags diags;
    /* sorted by id; only after cp_policy_lib_finish, only those without errors */
    const cp_policy **packs;
    uint32_t n_packs;
    void *reading; /* files added, until finish */
} cp_policy_lib;

enum {
    CP_POLICY_CLAUSES_MAX = 300, /* the bits of a set; the longest list known has under 200 names */
    CP_POLICY_PACKS_MAX = 4096,
};

cp_policy_lib *cp_policy_lib_new(cp_arena *a, const cp_makers *makers);
/* One file: a pack, a set of criteria, the vocabulary or the countries, told by its `schema`.
 * Mistakes are collected in lib->diags. */
void cp_policy_lib_add(cp_policy_lib *lib, cp_str file, cp_bytes yaml);
/* Resolves what packs say of each other and of makers. CP_EFORMAT with the first mistake if there
 * was any; the packs without mistakes are usable all the same. Call once. */
CP_MUST_CHECK cp_rc cp_policy_lib_finish(cp_policy_lib *lib, cp_err *err);
/* NULL if there is none. */
const cp_policy *cp_policy_by_id(const cp_policy_lib *lib, cp_str id);
/* The pack whose id is nearest, for "did you mean"; "" if none is near. */
cp_str cp_policy_nearest(const cp_policy_lib *lib, cp_str id);
/* The law on that day: enacted before `effective`, in force from it. */
cp_law cp_policy_law(const cp_policy *p, cp_date as_of);
/* Is there a clause that excludes something on that day: of a rules pack that is in force, no mere
 * cap of shares? Without one a policy says nothing of what may be used. */
bool cp_policy_excludes(const cp_policy *p, cp_date as_of);
/* Does the verdict stand only if something is true that nobody has checked? */
bool cp_policy_has_reservation(const cp_verdict *v);
/* A fact as verdicts list it and as one asks for it: for a criterion "criterion:ID" and its text.
 * Owned by a or static. */
cp_str cp_policy_fact_name(cp_arena *a, const cp_policy_lib *lib, const cp_policy *p, cp_fact f);
cp_str cp_policy_fact_question(cp_arena *a, const cp_policy_lib *lib, const cp_policy *p,
                               cp_fact f);

/* Does the pack bind who the profile describes? */
cp_tri cp_policy_binds(cp_arena *a, const cp_policy_lib *lib, const cp_policy *p,
                       const cp_profile *profile);

/* Has he this role, under any of its spellings? */
cp_tri cp_policy_role(cp_arena *scratch, const cp_policy_lib *lib, const cp_profile *who,
                      cp_str role);

typedef struct cp_judge_opts {
    const cp_profile *profile;      /* NULL: nobody said who we are */
    cp_date as_of;                  /* one day */
    double accept;                  /* CP_ACCEPT_DEFAULT */
    bool as_if_bound;               /* --policy P */
    const cp_statement *statements; /* about makers, states and products */
    uint32_t n_statements;
} cp_judge_opts;

typedef struct cp_judge cp_judge;
cp_judge *cp_judge_new(cp_arena *a, const cp_policy_lib *lib, const cp_judge_opts *opts);
/* The verdicts by n packs, in their order: rows[i] is of assets[i]; alike assets share one row.
 * `packs` must stay: rows are kept by its address. */
void cp_judge_assets(cp_judge *j, const cp_policy *const *packs, uint32_t n,
                     const cp_asset *const *assets, uint32_t n_assets,
                     const cp_verdict *const **rows);
/* By one pack. */
cp_verdict cp_judge_asset(cp_judge *j, const cp_policy *p, const cp_asset *as);

/* What became of each approval (statements whose fact is `approval`, about a maker), in their
 * order; read after the assets were judged. */
typedef enum cp_approval_state {
    CP_APPROVAL_COUNTS,    /* an asset has it */
    CP_APPROVAL_UNMATCHED, /* in force, and no asset is of that maker and product */
    CP_APPROVAL_EXPIRED,
    CP_APPROVAL_LATER,  /* not in force yet */
    CP_APPROVAL_OTHERS, /* given to somebody who is not the profile */
} cp_approval_state;

typedef struct cp_approval {
    const cp_statement *statement;
    cp_approval_state state;
} cp_approval;

const cp_approval *cp_judge_approvals(const cp_judge *j, uint32_t *n);

/* The facts of an asset, for who judges it by several packs or wants to see them. */
const cp_facts *cp_judge_facts(cp_judge *j, const cp_asset *as);
const cp_verdict *cp_judge_by_facts(cp_judge *j, const cp_policy *p, const cp_facts *x);

/* The clauses that name it, surely or perhaps, on the day judged: indexes into p->clauses, at most
 * p->n_clauses. A verdict tells one of them. */
uint32_t cp_judge_clauses(cp_judge *j, const cp_policy *p, const cp_asset *as, uint32_t *out);

/* The share caps of a pack over the assets in service. */
const cp_obligation *cp_judge_obligations(cp_judge *j, const cp_policy *p,
                                          const cp_answer_asset *assets, uint32_t n_assets,
                                          uint32_t *n_out);
