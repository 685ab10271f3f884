/* SPDX-License-Identifier: Apache-2.0 */
/* parts.h - pieces of documents, for commands that put one together themselves. */
#pragma once
#include "codec/json.h"
#include "report/draft.h"
#include "report/report.h"

/* "coverage": what was read and what was not; "policies": what was asked. */
void cp_json_coverage(cp_jw *w, const cp_answer *ans);
void cp_json_policies(cp_jw *w, const cp_answer *ans);
/* One line of the log of decisions, as an object. */
void cp_json_decision(cp_jw *w, const cp_finding *f);
/* "deadlines": when reports are due. */
void cp_json_dues(cp_jw *w, const cp_due *v, uint32_t n);
/* The keys of a form, without its sections, into the object that is open. */
void cp_json_form(cp_jw *w, const cp_draft_form *f);
/* The coverage as text, as every answer begins. */
void cp_print_coverage(const cp_answer *ans, const cp_report_opts *opts, cp_arena *a, cp_buf *out);
/* Key and value of "duties". */
void cp_json_duties(cp_jw *w, const cp_verdict *v);
/* "use forbidden from 2027-12-31" and the like, for people. */
cp_str cp_duty_text(cp_arena *a, const cp_duty *d);
/* Values joined by ", " or another separator. */
cp_str cp_text_join(cp_arena *a, const cp_str *v, uint32_t n, const char *separator);
