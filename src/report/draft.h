/* SPDX-License-Identifier: Apache-2.0 */
/* draft.h - forms: what a clause of a contract asks for, filled with what the answer knows.
 *
 *     data/forms/<jurisdiction>/<id>.yaml --cp_drafts_load--> forms
 *     form + answer (verdicts, decisions, evidence) --cp_draft_text / cp_draft_json--> a draft
 *
 * All texts are data (docs/formats/forms.md); the program adds what was not seen, values with their
 * evidence, and blanks. Only what a person confirmed goes into a report; candidates stand apart. A
 * draft helps to document and says of nobody that a rule is met. */
#pragma once
#include "model/finding.h"
#include "report/holidays.h"

enum {
    CP_DRAFT_FORMS_MAX = 200,
    CP_DRAFT_SECTIONS_MAX = 64,
    CP_DRAFT_FIELDS_MAX = 100,    /* of a section; so many questions too */
    CP_DRAFT_DEADLINE_MAX = 1000, /* days or hours */
    CP_DRAFT_VALUES_MAX = 20      /* different values of a field that are shown */
};

typedef struct cp_draft_source {
    cp_str key, url, title, tier;
    cp_date date;
    cp_str read; /* yes, partly, no: how much of it was read for this form */
} cp_draft_source;

/* What a text rests on. */
typedef struct cp_draft_basis {
    const cp_str *src; /* keys of sources */
    uint32_t n_src;
    cp_conf conf; /* CP_CONF_COUNT: not told */
} cp_draft_basis;

/* Where a field gets its value: an attribute of the asset, or one of these. */
#define CP_DRAFT_VALUES(X)                                       \
    X(ASSETS, "assets") /* names and ids */                      \
    X(COUNT, "count")   /* how many things */                    \
    X(SERIAL, "serial")                                          \
    X(FCC_ID, "fcc_id")                                          \
    X(VERDICT, "verdict")   /* policy, result, clause */         \
    X(MISSING, "missing")   /* facts that the verdicts miss */   \
    X(DECISION, "decision") /* who decided what, when and why */ \
    X(PROFILE_NAME, "profile.name")                              \
    X(PROFILE_COUNTRY, "profile.country")                        \
    X(PROFILE_ROLES, "profile.roles")                            \
    X(AS_OF, "as_of")
typedef enum cp_draft_value_kind {
#define CP_DRAFT_VALUE_ID(id, name) CP_DRAFT_##id,
    CP_DRAFT_VALUES(CP_DRAFT_VALUE_ID)
#undef CP_DRAFT_VALUE_ID
        CP_DRAFT_VALUE_COUNT
} cp_draft_value_kind;

typedef struct cp_draft_from {
    cp_attr attr;             /* CP_ATTR_COUNT: `kind` */
    cp_draft_value_kind kind; /* CP_DRAFT_VALUE_COUNT: `attr` */
} cp_draft_from;

typedef struct cp_draft_field {
    cp_str id, label, hint;    /* hint: what to write into the blank */
    const cp_draft_from *from; /* none: always a blank */
    uint32_t n_from;
    cp_draft_basis basis;
} cp_draft_field;

typedef struct cp_draft_question {
    cp_str id, ask;
    const cp_draft_from *facts; /* what the case knows of it */
    uint32_t n_facts;
    const cp_str *answers, *then; /* n_answers each: what the answer would change */
    uint32_t n_answers;
    cp_draft_basis basis;
} cp_draft_question;

/* Of what a section speaks, beside its texts. */
#define CP_DRAFT_SHOWS(X)                                                         \
    X(NOTHING, "nothing")       /* fields once */                                 \
    X(CONFIRMED, "confirmed")   /* fields for each group of confirmed finds */    \
    X(CANDIDATES, "candidates") /* the same for those that nobody confirmed */    \
    X(REJECTED, "rejected")                                                       \
    X(SOURCES, "sources")   /* what was searched: files with digest and date */   \
    X(POLICIES, "policies") /* the rules that were asked, and tables, with age */ \
    X(UNKNOWN, "unknown")   /* facts that stay unknown, and for how many things */
typedef enum cp_draft_show {
#define CP_DRAFT_SHOW_ID(id, name) CP_DRAFT_SHOW_##id,
    CP_DRAFT_SHOWS(CP_DRAFT_SHOW_ID)
#undef CP_DRAFT_SHOW_ID
        CP_DRAFT_SHOW_COUNT
} cp_draft_show;

typedef struct cp_draft_section {
    cp_str title;
    const cp_str *text; /* paragraphs */
    uint32_t n_text;
    cp_draft_show show;
    cp_draft_field *fields;
    uint32_t n_fields;
    cp_draft_question *questions;
    uint32_t n_questions;
} cp_draft_section;

typedef enum cp_draft_unit { CP_DRAFT_BUSINESS_DAYS, CP_DRAFT_DAYS, CP_DRAFT_HOURS } cp_draft_unit;

typedef struct cp_draft_deadline {
    uint32_t n; /* 0: the form has none */
    cp_draft_unit unit;
    cp_str after;    /* "" the confirmation; else the name of the form that comes before */
    cp_str calendar; /* of business days */
    cp_str text;     /* as the source says it */
    cp_draft_basis basis;
} cp_draft_deadline;

typedef struct cp_draft_form {
    cp_str file, id, name, title, jurisdiction, clause /* "" none */, summary;
    cp_date read;
    const cp_str *policies; /* ids; none: all that were asked */
    uint32_t n_policies;
    cp_draft_source *sources;
    uint32_t n_sources;
    const cp_str *intro; /* paragraphs */
    uint32_t n_intro;
    cp_draft_deadline deadline;
    cp_draft_section *sections;
    uint32_t n_sections;
} cp_draft_form;

typedef struct cp_draft_fault {
    cp_str file;
    cp_err err;
} cp_draft_fault;

typedef struct cp_drafts {
    CP_VEC(cp_draft_form) forms; /* by file */
    CP_VEC(cp_calendar) calendars;
    CP_VEC(cp_draft_fault) faults; /* files that could not be read; the others are usable */
} cp_drafts;

/* One file. Strings owned by a. CP_EFORMAT, CP_ELIMIT with the line. */
CP_MUST_CHECK cp_rc cp_draft_read(cp_arena *a, cp_bytes yaml, cp_draft_form *out, cp_err *err);
/* All forms of the data files. */
void cp_drafts_load(cp_arena *a, cp_drafts *out);
/* By id, or by name and clause ("" if it has but one). CP_EUSAGE with those that there are. */
CP_MUST_CHECK cp_rc cp_draft_find(cp_arena *a, const cp_drafts *d, cp_str name, cp_str clause,
                                  const cp_draft_form **out, cp_err *err);
/* Every clause that a form of that name is of, by commas. */
cp_str cp_draft_clauses(cp_arena *a, const cp_drafts *d, cp_str name);

/* When a report is due. */
typedef struct cp_due {
    const cp_draft_form *form;
    cp_date due;    /* not set: cannot be told, see why */
    cp_str why;     /* one sentence; "" */
    int32_t left;   /* business days (or days, hours / 24) to it; negative: since it */
    bool is_latest; /* counted from the last day of the report before it, which was not told sent */
    bool is_done;
    bool is_overdue;
} cp_due;
/* Those of a confirmed find; none for others. clause "": of all clauses. */
const cp_due *cp_dues(cp_arena *a, const cp_drafts *d, cp_str clause, cp_str policy,
                      const cp_finding_status *s, cp_date as_of, uint32_t *n);
/* "first-report (CLAUSE) due 2026-11-24, 1 business day left" */
cp_str cp_due_text(cp_arena *a, const cp_due *x);

/* Things that are the same to a form: of one maker, product and part number. */
typedef struct cp_draft_group {
    const cp_answer_asset **v;
    uint32_t n;
} cp_draft_group;
/* Does the form speak of this verdict? */
bool cp_draft_asks(const cp_draft_form *f, const cp_verdict *v);
/* Groups of those whose decision by a policy of the form is `show`; in the order of the answer. */
cp_draft_group *cp_draft_groups(cp_arena *a, const cp_answer *ans, const cp_draft_form *f,
                                cp_draft_show show, uint32_t *n);

typedef struct cp_draft_value {
    cp_str text;
    const cp_evidence *evidence; /* NULL: of the profile, the program, a decision */
    double confidence;           /* 1 where there is no evidence */
    bool is_fact;
    uint32_t n_assets;
} cp_draft_value;
/* What the answer knows of it: different values, at most CP_DRAFT_VALUES_MAX; *n_more beyond. */
const cp_draft_value *cp_draft_values(cp_arena *a, const cp_answer *ans, const cp_draft_form *f,
                                      const cp_draft_group *g, const cp_draft_from *from,
                                      uint32_t n_from, uint32_t *n, uint32_t *n_more);
/* Facts that verdicts of the form miss: a map from the fact to the number of things. */
cp_map cp_draft_unknown(cp_arena *a, const cp_answer *ans, const cp_draft_form *f);

void cp_draft_text(const cp_answer *ans, const cp_drafts *d, const cp_draft_form *f, cp_arena *a,
                   cp_buf *out);
void cp_draft_json(const cp_answer *ans, const cp_drafts *d, const cp_draft_form *f, cp_arena *a,
                   cp_buf *out);
const char *cp_draft_from_name(cp_draft_from from);
const char *cp_draft_show_name(cp_draft_show show);
const char *cp_draft_unit_name(cp_draft_unit unit);
