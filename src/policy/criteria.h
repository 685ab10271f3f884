/* SPDX-License-Identifier: Apache-2.0 */
/* criteria.h - questions that a law, a framework or a user asks about a supplier, each answered
 * yes, no or unknown per maker. The format is docs/formats/policy.md, "Criteria".
 *
 *     set pt-cssc   item pt-1  "its legal system lets the home state control ... abroad"   state
 *                   item pt-2  "the home state is outside ..."                             state
 *
 * A pack's clause asks for them (`criteria: {any: [pt-1, pt-2]}`): to the evaluator each is a fact
 * of its own (CP_FACT_CRITERION_0 ...), which the pack's slot ties to an item. */
#pragma once
#include "model/statement.h"
#include "policy/basis.h"
#include "policy/pred.h"

#define CP_CRITERION_SUBJECTS(X) \
    X(ENTITY, "entity")          \
    X(STATE, "state")            \
    X(PRODUCT, "product")        \
    X(OPERATOR, "operator")
typedef enum cp_criterion_subject {
#define CP_CRITERION_SUBJECT_ID(id, name) CP_CRITERION_##id,
    CP_CRITERION_SUBJECTS(CP_CRITERION_SUBJECT_ID)
#undef CP_CRITERION_SUBJECT_ID
        CP_CRITERION_SUBJECT_COUNT
} cp_criterion_subject;

typedef struct cp_criterion {
    cp_str id, text;
    cp_criterion_subject subject;
    cp_tri speaks_for; /* YES, NO: the answer that speaks for the supplier; UNKNOWN: not said */
    cp_str same_as_id; /* "" */
    uint32_t same_as;  /* index of the item that is asked instead; its own where there is none */
    uint32_t set;      /* index into cp_criteria.sets */
    cp_place at;
    cp_policy_basis basis;
} cp_criterion;

typedef struct cp_criteria_set {
    cp_str id, title, note, file;
    cp_date read;
    cp_sources sources;
    uint32_t first, n; /* its items */
} cp_criteria_set;

typedef struct cp_criteria {
    CP_VEC(cp_criteria_set) sets;
    CP_VEC(cp_criterion) items;
    cp_map by_id, set_by_id; /* id -> index */
} cp_criteria;

enum { CP_CRITERIA_MAX = 2000, CP_CRITERIA_SETS_MAX = 200 };

const char *cp_criterion_subject_name(cp_criterion_subject s);

/* One file of schema cleanpath-criteria/1; mistakes go to the reader. */
void cp_criteria_read(cp_reader *r, cp_criteria *c, const cp_tree *t);
/* Resolves `same_as`; after all files. The reader's file is set to that of each mistake. */
void cp_criteria_link(cp_reader *r, cp_criteria *c);
/* The item that is asked for id (an item that is the same as another: the other), or NULL. */
const cp_criterion *cp_criterion_by_id(const cp_criteria *c, cp_str id);

/* What statements say about makers and states, gathered once. */
typedef struct cp_answers {
    const cp_criteria *criteria;
    cp_map who;          /* ids of makers and states of whom something is told -> number */
    cp_map by_key;       /* criterion and number -> bits: 1 yes, 2 no */
    CP_VEC(cp_str) told; /* the makers among them */
} cp_answers;

/* Words other than yes and no, and criteria that no set has, tell nothing. A maker that no table
 * has is known by the word that is used for it. */
void cp_answers_init(cp_arena *a, cp_answers *ans, const cp_criteria *c, const cp_makers *makers,
                     const cp_statement *v, uint32_t n, cp_date as_of);
/* yes or no as answered for the maker (an id), else for the state in which it is seated ("" not
 * known); unknown where nobody answered or two answers contradict each other. */
cp_tri cp_answer_of(const cp_answers *ans, const cp_criterion *c, cp_str maker, cp_str seat);
