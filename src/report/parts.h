/* SPDX-License-Identifier: Apache-2.0 */
/* parts.h - pieces of documents, for commands that put one together themselves. */
#pragma once
#include "codec/json.h"
#include "model/changes.h"
#include "report/draft.h"
#include "report/report.h"

/* "coverage": what was read and what was not; in it "data", what the identification rests on;
 * "policies": what was asked. */
void cp_json_coverage(cp_jw *w, const cp_answer *ans);
void cp_json_data(cp_jw *w, const cp_answer *ans);
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

/* Routes through carriers that count (ans->carriers, not NULL), a sentence after the other; of one
 * policy, how many carriers it speaks of. */
typedef void cp_carriers_say(void *ctx, cp_str text);
void cp_carriers_words(cp_arena *a, const cp_answer *ans, cp_carriers_say *say, void *ctx);
cp_str cp_carriers_policy_text(cp_arena *a, const cp_carrier_view *v, uint32_t policy);

/* ---- what changed (model/changes.h) */

/* A document of its own: cleanpath/diff/1. At most rows_max rows of each list, 0: all; what is left
 * out is counted. */
void cp_changes_json(const cp_changes *c, uint32_t rows_max, cp_buf *out);
/* Its keys but schema, as_of and coverage, into the object that is open. */
void cp_json_changes(cp_jw *w, const cp_changes *c, uint32_t rows_max);
/* One row for each thing that changed. */
void cp_changes_csv(const cp_changes *c, cp_buf *out);
/* With opts->rows_max rows of each table; opts->quiet: without what was compared. */
void cp_changes_table(const cp_changes *c, const cp_report_opts *opts, cp_arena *a, cp_buf *out);
/* The tables alone, for who has told the rest. */
void cp_print_changes(const cp_changes *c, const cp_report_opts *opts, cp_arena *a, cp_buf *out);
/* "Acme", "Acme (0.71)" where that is no fact, "" for nothing. */
cp_str cp_change_value_text(cp_arena *a, const cp_claim *claim, double accept);
/* Which one of the other side a new or gone one may be, or is put together with; "" none. */
cp_str cp_change_hint_text(cp_arena *a, const cp_change *x);
/* "excluded 1 (waived)"; "-" for none. */
cp_str cp_change_verdict_text(cp_arena *a, const cp_verdict_change *x, int side);
/* The asset as it is; of what is gone, as it was. */
const cp_asset *cp_change_asset(const cp_asset *const asset[CP_SIDES]);
/* Why: what the verdict that stands now says; of a thing that is gone, that it is gone. */
cp_str cp_change_reason(const cp_verdict_change *x);
