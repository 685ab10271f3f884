/* SPDX-License-Identifier: Apache-2.0 */
/* xlsx.h - a workbook (ECMA-376) as bytes, by libxlsxwriter (xlsx.c is the one file that knows it).
 *
 * Cells are text or numbers and never formulas, whatever they begin with. Rows are written once and
 * in order, each sheet on its own, so that a book of any size needs little memory; sheets stand in
 * the order in which they were begun. The same calls give the same bytes.
 *
 * Limits of the format: CP_XLSX_ROWS_MAX rows of a sheet, CP_XLSX_TEXT_MAX UTF-16 units of a cell.
 * What does not fit is left out, counted, and told by cp_xlsx_left_out: never silently. */
#pragma once
#include "base/base.h"

enum {
    CP_XLSX_ROWS_MAX = 1048576, /* with the one of names */
    CP_XLSX_TEXT_MAX = 32767,
    CP_XLSX_SHEETS_MAX = 16,
    CP_XLSX_COLUMNS_MAX = 64,
    CP_XLSX_CHOICES_MAX = 65000, /* of a sheet */
};

typedef struct cp_xlsx_column {
    const char *name;
    uint16_t width;  /* characters; 0: as the name needs */
    bool is_number;  /* cells that read as numbers are numbers */
    bool is_wrapped; /* long text stands on several lines */
} cp_xlsx_column;

typedef struct cp_xlsx cp_xlsx;

/* False: this program was built without it. */
bool cp_xlsx_is_there(void);
/* made: the day that the file says it was made on. Freed with a. CP_EIO, CP_EFULL: no room for
 * temporary files. CP_EUSAGE where it is not there. */
CP_MUST_CHECK cp_rc cp_xlsx_new(cp_arena *a, cp_date made, cp_xlsx **out, cp_err *err);
/* A sheet with a frozen row of names and filters; columns are kept. Its number. */
uint32_t cp_xlsx_sheet(cp_xlsx *x, const char *name, const cp_xlsx_column *columns, uint32_t n);
/* One cell per column of the sheet. */
void cp_xlsx_row(cp_xlsx *x, uint32_t sheet, const cp_str *cells);
/* A list to choose from, in all rows of the column that exist or may come (at least rows_min).
 * is_open: another value is accepted with a remark, as where several are written with `;`. */
void cp_xlsx_choices(cp_xlsx *x, uint32_t sheet, uint32_t column, const cp_str *words, uint32_t n,
                     bool is_open);
/* The same in the row that was written last, of which CP_XLSX_CHOICES_MAX may have one: a list more
 * is left out, since every word can be typed as well. words are kept. */
void cp_xlsx_choices_here(cp_xlsx *x, uint32_t sheet, uint32_t column, const cp_str *words,
                          uint32_t n, bool is_open);
/* So far: rows that had no room, and cells that were cut (they end with an ellipsis). */
void cp_xlsx_left_out(const cp_xlsx *x, uint32_t sheet, uint64_t *rows, uint64_t *cells);
/* The whole file; nothing can be added then. */
CP_MUST_CHECK cp_rc cp_xlsx_end(cp_xlsx *x, cp_buf *out, cp_err *err);
