/* SPDX-License-Identifier: Apache-2.0 */
/* render.h - one function per format, internal to the report room; report.c chooses. */
#pragma once
#include "report/parts.h"

void cp_render_table(const cp_answer *ans, const cp_report_opts *opts, cp_arena *scratch,
                     cp_buf *out);
void cp_render_json(const cp_answer *ans, bool one_asset_a_line, cp_arena *scratch, cp_buf *out);
void cp_render_csv(const cp_answer *ans, cp_arena *scratch, cp_buf *out);
void cp_render_xlsx(const cp_answer *ans, cp_arena *scratch, cp_buf *out);
void cp_render_html(const cp_answer *ans, cp_arena *scratch, cp_buf *out);
void cp_render_sarif(const cp_answer *ans, cp_arena *scratch, cp_buf *out);
void cp_render_junit(const cp_answer *ans, cp_arena *scratch, cp_buf *out);
void cp_render_lookup(const cp_answer *ans, cp_buf *out);
void cp_render_cyclonedx(const cp_answer *ans, cp_arena *scratch, cp_buf *out);
void cp_render_oscal(const cp_answer *ans, cp_arena *scratch, cp_buf *out);
void cp_render_board(const cp_answer *ans, cp_arena *scratch, cp_buf *out);
void cp_render_asset_text(const cp_answer *ans, const cp_answer_asset *x,
                          const cp_report_opts *opts, cp_arena *scratch, cp_buf *out);
void cp_render_asset_json(const cp_answer *ans, const cp_answer_asset *x, cp_arena *scratch,
                          cp_buf *out);

/* "core-1 / MPU 1 (serial-9)"; the id alone of what has no other name. */
cp_str cp_called_text(cp_arena *a, const cp_answer *ans, cp_str id);
/* "2025-03-01"; of two in one day with the time. */
cp_str cp_day_text(cp_arena *a, cp_time at, cp_time beside);
/* Why it is one thing of this maker, and what would change it; nothing where nobody asked. */
void cp_print_reasons(const cp_answer *ans, const cp_report_opts *opts, cp_arena *a, cp_buf *out);
/* Key and value of "reasons". */
void cp_json_reasons(cp_jw *w, const cp_answer *ans);

/* "waived by J. Doe until 2027-06-30: REASON (FILE:LINE)" */
cp_str cp_waiver_text(cp_arena *a, const cp_waiver *w);
/* "URL (tier, date)" */
cp_str cp_citation_text(cp_arena *a, const cp_citation *c);
/* "confirmed on 2026-11-20 by J. Doe: why", for people. */
cp_str cp_decision_text(cp_arena *a, const cp_finding_status *s);
