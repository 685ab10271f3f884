/* SPDX-License-Identifier: Apache-2.0 */
/* report.h - an answer as people and programs read it. Every renderer takes the whole cp_answer and
 * writes bytes into a cp_buf; none reads a file, a clock or a terminal. Names from the network are
 * data: they are made harmless in each format (terminal escapes and bidirectional controls, HTML,
 * formulas of spreadsheets). */
#pragma once
#include "model/finding.h"

#define CP_REPORT_FORMATS(X)  \
    X(TABLE, "table")         \
    X(JSON, "json")           \
    X(NDJSON, "ndjson")       \
    X(CSV, "csv")             \
    X(HTML, "html")           \
    X(SARIF, "sarif")         \
    X(JUNIT, "junit")         \
    X(LOOKUP, "lookup")       \
    X(BOARD, "board")         \
    X(CYCLONEDX, "cyclonedx") \
    X(OSCAL, "oscal")         \
    X(XLSX, "xlsx")
typedef enum cp_report_format {
#define CP_REPORT_FORMAT_ID(id, name) CP_REPORT_##id,
    CP_REPORT_FORMATS(CP_REPORT_FORMAT_ID)
#undef CP_REPORT_FORMAT_ID
        CP_REPORT_FORMAT_COUNT
} cp_report_format;

typedef struct cp_report_opts {
    bool color;        /* terminal escapes for colour; meaning never rests on it */
    uint32_t width;    /* columns of the terminal; 0: do not cut anything */
    uint32_t rows_max; /* of the table of assets; 0: all. What is left out is told */
    bool quiet;        /* table: without the coverage and the notes */
    bool verbose;      /* table: a line of reasons under each asset */
} cp_report_opts;

/* The duties of a verdict in words: "keep until 2027-12-31; buy: no; maintain: unclear". "" if it
 * has none. A verb that is not among them is not forbidden by this policy. as_of: the day judged,
 * from which a deadline is in the future or in the past. */
cp_str cp_meaning_text(cp_arena *a, const cp_verdict *v, cp_date as_of);

bool cp_report_format_by_name(cp_str name, cp_report_format *out);

/* The whole answer. scratch is used for text being made and given back. */
void cp_report(const cp_answer *ans, cp_report_format format, const cp_report_opts *opts,
               cp_arena *scratch, cp_buf *out);

/* One asset with everything behind it: every observation, rule and clause; as text (TABLE) or
 * JSON. */
void cp_report_asset(const cp_answer *ans, const cp_answer_asset *x, cp_report_format format,
                     const cp_report_opts *opts, cp_arena *scratch, cp_buf *out);
