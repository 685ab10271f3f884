/* SPDX-License-Identifier: Apache-2.0 */
/* judged.h - what the formats for other programs ask of an answer: how a verdict counts for the
 * user, where its evidence stands, how sure it is. One meaning for all of them, and that of the
 * exit status. */
#pragma once
#include "report/report.h"

/* How a verdict counts. The worst comes first. A waiver, or a rule that does not bind, takes it out
 * of the way; it is shown all the same. */
typedef enum cp_stance {
    CP_STANCE_FOUND, /* excluded by a rule that binds: exit status 1 */
    CP_STANCE_NAMED, /* restricted by a rule that binds: exit status 1 under --fail-on restricted */
    CP_STANCE_OPEN,  /* undetermined, or not known to bind: exit status 4 */
    CP_STANCE_WAIVED,
    CP_STANCE_ASIDE, /* excluded, restricted or undetermined, by a rule that binds somebody else, or
                      * of which nobody can say whom it binds: there is no profile */
    CP_STANCE_CLEAR, /* allowed or not addressed, whomever it binds */
    CP_STANCE_COUNT
} cp_stance;

cp_stance cp_stance_of(const cp_answer *ans, const cp_answer_asset *x, uint32_t i);
/* The index of its worst verdict by stance, then by result; of equals the first. n_verdicts must
 * not be 0. */
uint32_t cp_stance_worst(const cp_answer *ans, const cp_answer_asset *x);
/* The same among the verdicts that speak to the user: those of rules that bind, or of which it is
 * not known. UINT32_MAX: there is none. */
uint32_t cp_stance_worst_binding(const cp_answer *ans, const cp_answer_asset *x);

/* Where the strongest evidence of an asset stands. */
typedef struct cp_where {
    uint32_t source;      /* index, or UINT32_MAX: the answer has no source for it */
    uint64_t pos;         /* line, row or frame; 0: the whole */
    const cp_evidence *e; /* NULL: none */
} cp_where;
/* The weightiest evidence of the maker; without one, the weightiest of all; without any, the first
 * source of the asset. */
cp_where cp_where_of(const cp_answer *ans, const cp_asset *as);
/* "agg.csv:17", "lab.pcap, frame 17"; "the case" where there is no source. */
cp_str cp_where_text(cp_arena *a, const cp_answer *ans, cp_where at);
/* Are the positions of this format frames, and not lines? */
bool cp_where_is_frame(cp_str format);
/* A position of that source: see cp_source_place. */
cp_str cp_where_place(cp_arena *a, const cp_answer *ans, uint32_t source, uint64_t pos);

/* The claim that says how sure a verdict is: the weakest that it rests on; of one that is
 * undetermined, or rests on none, that of the maker, if there is one to be shown; else NULL. */
const cp_claim *cp_confidence_of(const cp_verdict *v, const cp_asset *as);

/* A file name as a URI reference (RFC 3986, 4.1): relative as it is, absolute as file:///...;
 * everything but unreserved characters and '/' is percent-encoded. Standard input, "-", is "stdin".
 * The text is owned by a. */
cp_str cp_uri_of_file(cp_arena *a, cp_str name);
/* An address of the web (http or https) with what may not stand in a URI percent-encoded; "" for
 * all else. */
cp_str cp_uri_of_web(cp_arena *a, cp_str url);

/* The clauses that some verdict names, in the order in which they are met. */
typedef struct cp_clause_named {
    cp_str id;                      /* POLICY/CLAUSE; POLICY where the verdict names no clause */
    const cp_answer_policy *policy; /* NULL: the answer has no such policy */
    const cp_verdict *first;        /* that named it */
    uint32_t policy_at;
} cp_clause_named;

typedef struct cp_clauses {
    CP_VEC(cp_clause_named) v;
    cp_map at; /* id -> index */
} cp_clauses;

/* Only of the verdicts that is_told says. */
cp_clauses cp_clauses_of(cp_arena *a, const cp_answer *ans,
                         bool (*is_told)(const cp_answer *ans, const cp_answer_asset *x,
                                         uint32_t i));
cp_str cp_clause_id(cp_arena *a, const cp_verdict *v);
/* "TITLE, clause 1" */
cp_str cp_clause_title(cp_arena *a, const cp_clause_named *c);

/* "Excluded under us-list 1: REASON" without what acts on a terminal. */
cp_str cp_verdict_sentence(cp_arena *a, const cp_verdict *v);
