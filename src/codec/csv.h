/* SPDX-License-Identifier: Apache-2.0 */
/* csv.h - tables as text (RFC 4180, and what spreadsheets really write).
 *
 * Separator found by content (comma, semicolon, tab, bar) or told by a first line `sep=;`; CRLF, LF
 * or CR; encodings are the caller's (codec/charset.h). A stray
 * quote inside an unquoted cell is kept as text; so is what stands behind a closing quote. An open
 * quote at the end of input is CP_EFORMAT with the line where it began, and what was read before
 * stays good. A NUL byte (CP_EFORMAT), a cell or a row beyond a limit (CP_ELIMIT) spoil their row
 * only. */
#pragma once
#include "base/base.h"

enum {
    CP_CSV_CELLS_MAX = 4096, /* of a row; spreadsheets end at 16,384 columns, people far before */
    CP_CSV_CELL_BYTES_MAX = 1024 * 1024 /* as it stands, with its quotes */
};

typedef struct cp_csv {
    cp_str rest;
    char sep;
    uint64_t line; /* of the row last given, from 1 */
    uint64_t next_line;
    cp_rc rc; /* why cp_csv_next gave false: CP_OK at the end */
    cp_err err;
    bool row_bad; /* the row last given is malformed: err says why; go on with the next */
} cp_csv;

/* sep 0: by content (the first lines). */
cp_csv cp_csv_open(cp_str text, char sep);
/* The next row's cells, unquoted, not trimmed; cells owned by a. An empty line is a row of no
 * cells, and so is a bad row. False at the end, or with c->rc set. */
bool cp_csv_next(cp_csv *c, cp_arena *a, cp_str **cells, uint32_t *n);

/* Writes one cell, quoted if needed (also for separators other than the comma, at which some
 * spreadsheets split). Characters that act (cp_utf8_is_active) but for TAB and LF, and what is not
 * UTF-8, become U+FFFD.
 * Text that a spreadsheet would take as a formula (= + - @ TAB and their full-width forms first,
 * also behind blanks) gets an apostrophe in front, and so does what begins with apostrophes before
 * such a text, so that cp_csv_text gives back what was written; numbers do not. A row of one empty
 * cell is an empty line. */
void cp_csv_cell(cp_buf *b, cp_str s, bool first);
/* A cell, trimmed, without the apostrophe that keeps a spreadsheet from reading a formula, or from
 * reading a number. */
cp_str cp_csv_text(cp_str cell);
