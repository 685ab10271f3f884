/* SPDX-License-Identifier: Apache-2.0 */
/* rows.h - rows of cells, from text or from a sheet of a workbook, of which the next ones can be
 * looked at before they are taken: whoever looks for a header must not lose what he passed.
 *
 *     text   --codec/csv.h----.                      .--> [ahead: row row row ..] --> next
 *     input  --in pieces------+--> row, one by one --'        (peek)
 *     sheet  --codec/book.h---'
 *
 * A long text is read in pieces that end where a row ends:
 *
 *     [header row row row ro]w row row ...      the row that goes to the end of a piece is read
 *                        [row row row ..        again, at the beginning of the next
 *
 * The position of a row is its line, or of a sheet what cp_pos_of_sheet makes of it. */
#pragma once
#include "codec/book.h"
#include "codec/charset.h"
#include "codec/csv.h"
#include "sources/input.h"

enum {
    CP_ROWS_AHEAD_MAX = 512, /* that may be looked at */
    CP_ROWS_PIECE_BYTES = 4 * 1024 * 1024
};
#define CP_ROWS_TEXT_BYTES_MAX ((uint64_t)2 << 30) /* of what is read in one piece */

typedef struct cp_row {
    cp_str *cells; /* trimmed; those at the end that are empty may be left out of a sheet's row */
    uint32_t n;
    uint64_t pos;
    bool is_bad;      /* it cannot be used: fault says why, and there are no cells */
    bool is_heading;  /* of a sheet: one text over several columns */
    bool is_borrowed; /* the texts are the sheet's, until its next row */
    cp_str fault;
} cp_row;

typedef struct cp_rows_pieces {
    cp_input *in;
    cp_arena *a; /* of the piece, where it had to be converted */
    cp_bytes raw;
    cp_str text;
    size_t want_bytes;
    cp_charset_use passed; /* as it was where the piece begins */
    bool is_end;           /* nothing comes behind it */
    bool is_full;          /* no larger one is to be had: its last row ends where it ends */
} cp_rows_pieces;

typedef struct cp_rows {
    cp_arena *a;
    cp_csv csv;
    cp_rows_pieces *pieces; /* NULL: the whole text stands in memory */
    const cp_book *book;    /* NULL: text */
    uint32_t sheet_index;
    cp_sheet *sheet;
    cp_str text;        /* where it is in memory */
    cp_charset_use use; /* how it became UTF-8, as far as it was read */
    bool is_told;       /* which encoding it is */
    bool is_end_told;
    cp_arena *ahead_arena;
    cp_arena_mark ahead_mark;
    cp_row *ahead;
    uint32_t ahead_at, ahead_n;
    uint64_t last_pos; /* of the row last given */
    cp_rc rc;          /* why there are no more; CP_OK: the end */
    cp_err err;
} cp_rows;

/* Text in any encoding of charset.h, and UTF-16 with its mark. hint may be NULL. */
void cp_rows_of_text(cp_arena *a, cp_bytes text, const cp_charset_hint *hint, cp_rows *out);
/* What is left of the input: in one piece, or, if it is longer than CP_ROWS_PIECE_BYTES and need
 * not be read twice, in pieces. UTF-16 is never read so. */
CP_MUST_CHECK cp_rc cp_rows_of_input(cp_arena *a, cp_input *in, const cp_charset_hint *hint,
                                     bool is_twice, cp_rows *out, cp_err *err);
CP_MUST_CHECK cp_rc cp_rows_of_sheet(cp_arena *a, const cp_book *book, uint32_t sheet, cp_rows *out,
                                     cp_err *err);
/* Those are from the beginning again. False: they cannot be read twice. */
bool cp_rows_again(cp_arena *a, const cp_rows *r, cp_rows *out);
/* The row that comes i rows behind the next (i < CP_ROWS_AHEAD_MAX); NULL if there is none. Valid
 * until it was taken and another is looked at. */
const cp_row *cp_rows_peek(cp_rows *r, uint32_t i);
/* Takes the next; its cells are valid until another row is looked at or taken. */
bool cp_rows_next(cp_rows *r, cp_row *out);
