/* SPDX-License-Identifier: Apache-2.0 */
/* book.h - a workbook (ECMA-376, SpreadsheetML; .xlsx, .xlsm) as rows of cells as text.
 *
 *     archive --> workbook.xml: sheets, epoch --> styles.xml: what numbers stand for
 *                                             \-> sharedStrings.xml --> [texts in blocks]
 *     sheet   --first pass--> merged areas    --second pass--> row, row, row ...
 *
 * A sheet is unpacked piece by piece, twice (merged areas stand behind the rows), so that its size
 * is of time alone. What a cell says:
 *     text        as it stands, also of rich text; without phonetic hints
 *     number      as somebody typed it: 49.5, 358240051111110; 007 and 7.10 where the format of the
 *                 cell says so (000, 0.00). Spreadsheets keep 15 digits: a longer number has lost
 *                 its end, so it is left out and counted
 *     date        2026-11-23, 2026-11-23 10:00, 2026-11 or 2026 as far as the format shows it; from
 *                 either epoch
 *     TRUE, FALSE
 *     formula     the value that was computed when the book was saved; if there is none, counted
 *     error       nothing, counted
 * The value of a merged area stands in the first column of each of its rows. Hidden sheets, rows
 * and columns are read, and told. Macros are never looked at, links to other books never
 * followed. */
#pragma once
#include "codec/unzip.h"

enum {
    CP_BOOK_SHEETS_MAX = 255,                  /* their number stands in 8 bits of a position */
    CP_BOOK_SHEET_NAME_BYTES_MAX = 128,        /* 31 characters */
    CP_BOOK_PART_BYTES_MAX = 64 * 1024 * 1024, /* of workbook.xml, styles.xml, each in one piece */
    CP_BOOK_STYLES_MAX = 65536,                /* spreadsheets end at 65,490 */
    CP_BOOK_STRINGS_MAX = 64 * 1024 * 1024,
    CP_SHEET_ROWS_MAX = 1048576,
    CP_SHEET_COLUMNS_MAX = 4096, /* as of CSV; what stands in columns beyond is counted */
    CP_SHEET_CELL_BYTES_MAX = 1024 * 1024,
    CP_SHEET_MERGES_MAX = 1000 * 1000,
    CP_SHEET_FILLED_MAX = 64 * 1000 * 1000, /* cells to which merged areas give a value */
    CP_SHEET_HIDDEN_MAX = 16,               /* ranges of hidden columns that are named */
};
#define CP_BOOK_STRING_BYTES_MAX ((uint64_t)1 << 30) /* all shared texts together */

typedef struct cp_book_sheet {
    cp_str name; /* clean; never empty */
    bool is_hidden;
    bool is_table;              /* no chart, no dialog, no sheet of macros */
    const cp_unzip_entry *part; /* NULL: it is not in the archive */
} cp_book_sheet;

typedef struct cp_book_styles cp_book_styles;
typedef struct cp_book_strings cp_book_strings;

typedef struct cp_book {
    cp_arena *a;
    cp_unzip *z;
    cp_book_sheet *sheets;
    uint32_t n_sheets;
    uint32_t n_sheets_beyond; /* CP_BOOK_SHEETS_MAX: not among them */
    uint32_t n_links_out;     /* to other books */
    bool has_macros;
    bool is_1904; /* the epoch */
    const cp_book_styles *styles;
    const cp_book_strings *strings;
} cp_book;

/* Does this begin as an archive in which a workbook may be, or as an old or protected one? What it
 * is in the end, cp_book_open tells. 0: no; otherwise how sure, 1..100. */
int cp_book_detect(cp_bytes head, cp_str file_name);
/* What begins so is no archive and cannot be read, and this is why; "" if that cannot be said. */
const char *cp_book_refused(cp_bytes head);
/* Errors: those of cp_unzip_open; CP_EUNKNOWN (an archive, but no workbook), CP_EFORMAT. */
CP_MUST_CHECK cp_rc cp_book_open(cp_arena *a, cp_unzip *z, cp_book **out, cp_err *err);

/* Something that is left out, how often, and where first. */
typedef struct cp_sheet_odd {
    uint64_t n;
    uint32_t row, column; /* from 1 */
} cp_sheet_odd;

typedef struct cp_sheet cp_sheet;
typedef struct cp_sheet_told {
    cp_sheet_odd no_value; /* formulas that were never computed */
    cp_sheet_odd errors;   /* #REF! and the like */
    cp_sheet_odd digits;   /* numbers of more than 15 digits */
    cp_sheet_odd beyond;   /* values beyond the last column that is read, or too long */
    cp_sheet_odd no_place; /* values whose reference is none, or that refer to no text */
    uint64_t n_hidden_rows;
    uint32_t first_hidden_row;
    struct {
        uint32_t from, to;
    } hidden_columns[CP_SHEET_HIDDEN_MAX];
    uint32_t n_hidden_columns;
    uint32_t n_merges;
    bool is_fill_over; /* merged areas beyond CP_SHEET_FILLED_MAX have a value only once */
} cp_sheet_told;

/* The first pass. Errors: the sheet is damaged or over a limit; the others may be read all the
 * same. */
CP_MUST_CHECK cp_rc cp_sheet_open(cp_arena *a, const cp_book *book, uint32_t sheet, cp_sheet **out,
                                  cp_err *err);
/* The next row that holds something, its number from 1 in *row: cells[i] of column i, valid until
 * the next call. Is it nothing but a heading (one text merged over three columns or more)?
 * *is_heading. False at the end, or with cp_sheet_error. */
bool cp_sheet_next(cp_sheet *s, uint32_t *row, const cp_str **cells, uint32_t *n, bool *is_heading);
cp_rc cp_sheet_error(const cp_sheet *s, cp_err *err);
/* What was met so far. */
const cp_sheet_told *cp_sheet_says(const cp_sheet *s);
/* Gives its memory back before its arena ends. */
void cp_sheet_close(cp_sheet *s);

/* "B17", "AA3"; row 0: the column alone. */
cp_str cp_sheet_place(cp_arena *a, uint32_t row, uint32_t column);
