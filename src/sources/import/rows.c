/* SPDX-License-Identifier: Apache-2.0 */
/* rows.c - see rows.h. */
#include "sources/import/rows.h"
#include <string.h>
#include "model/source.h"

enum { UTF8_MARK_BYTES = 3 };

/* --- pieces ---------------------------------------------------------------------------------- */
static bool is_utf16(cp_bytes b)
{
    return b.n >= 2 && ((b.p[0] == 0xff && b.p[1] == 0xfe) || (b.p[0] == 0xfe && b.p[1] == 0xff));
}

static void peek_piece(cp_rows_pieces *p, cp_charset_use *use)
{
    p->raw = cp_input_peek(p->in, p->want_bytes);
    p->is_end = p->raw.n < p->want_bytes;
    if (!p->is_end)
        p->raw.n = p->want_bytes;
    p->is_full = p->want_bytes >= CP_INPUT_PEEK_MAX;
    cp_arena_free(p->a);
    p->a = cp_arena_new(0);
    *use = p->passed;
    p->text = cp_charset_text(p->a, p->raw, use);
    p->passed.guess = use->guess;
}

/* The piece that begins with what `left` leaves; a larger one, if that is all of this one. */
static void next_piece(cp_rows *r, cp_str left)
{
    cp_rows_pieces *p = r->pieces;
    size_t done = cp_charset_raw_bytes(p->raw, (size_t)(left.p - p->text.p), &p->passed);
    if (left.p == p->text.p)
        p->want_bytes =
            p->want_bytes < CP_INPUT_PEEK_MAX / 2 ? p->want_bytes * 2 : CP_INPUT_PEEK_MAX;
    else
        p->want_bytes = CP_ROWS_PIECE_BYTES;
    cp_input_skip(p->in, done);
    peek_piece(p, &r->use);
    r->csv.rest = p->text;
}

static void free_piece(void *pieces) { cp_arena_free(((cp_rows_pieces *)pieces)->a); }

/* --- where they come from -------------------------------------------------------------------- */
static void free_ahead(void *rows) { cp_arena_free(((cp_rows *)rows)->ahead_arena); }

static void begin_ahead(cp_rows *r)
{
    r->ahead_arena = cp_arena_new(0);
    r->ahead_mark = cp_arena_here(r->ahead_arena);
    r->ahead = CP_NEW_ARRAY(r->a, cp_row, CP_ROWS_AHEAD_MAX);
    cp_arena_defer(r->a, free_ahead, r);
}

void cp_rows_of_text(cp_arena *a, cp_bytes text, const cp_charset_hint *hint, cp_rows *out)
{
    bool is_utf16;
    *out = (cp_rows){ .a = a, .use.hint = hint ? *hint : (cp_charset_hint){ 0 } };
    size_t n = text.n;
    text = cp_charset_unmark(a, text, &is_utf16);
    out->use.bytes = is_utf16 ? 0 : n - text.n;
    out->text = is_utf16 ? cp_str_of_bytes(text) : cp_charset_text(a, text, &out->use);
    out->csv = cp_csv_open(out->text, 0);
    begin_ahead(out);
}

/* Over the byte order mark of UTF-8, if there is one. */
static bool skip_mark(cp_input *in)
{
    cp_bytes b = cp_input_peek(in, UTF8_MARK_BYTES);
    bool has_mark = cp_str_starts(cp_str_of_bytes(b), CP_STR("\xef\xbb\xbf"));
    if (has_mark)
        cp_input_skip(in, UTF8_MARK_BYTES);
    return has_mark;
}

cp_rc cp_rows_of_input(cp_arena *a, cp_input *in, const cp_charset_hint *hint, bool is_twice,
                       cp_rows *out, cp_err *err)
{
    cp_bytes text;
    cp_rows_pieces *p = CP_NEW(a, cp_rows_pieces);
    bool has_mark = skip_mark(in);
    *p = (cp_rows_pieces){ .in = in, .want_bytes = CP_ROWS_PIECE_BYTES, .passed.hint = *hint };
    p->passed.bytes = has_mark ? UTF8_MARK_BYTES : 0;
    *out = (cp_rows){ .a = a, .pieces = p };
    peek_piece(p, &out->use);
    cp_arena_defer(a, free_piece, p);
    if (p->is_end || is_utf16(p->raw) || is_twice) {
        cp_rc rc = cp_input_all(in, CP_ROWS_TEXT_BYTES_MAX, &text, err);
        if (rc == CP_OK)
            cp_rows_of_text(a, text, hint, out);
        return rc;
    }
    out->csv = cp_csv_open(p->text, 0);
    begin_ahead(out);
    return CP_OK;
}

cp_rc cp_rows_of_sheet(cp_arena *a, const cp_book *book, uint32_t sheet, cp_rows *out, cp_err *err)
{
    *out = (cp_rows){ .a = a, .book = book, .sheet_index = sheet };
    cp_rc rc = cp_sheet_open(a, book, sheet, &out->sheet, err);
    if (rc == CP_OK)
        begin_ahead(out);
    return rc;
}

bool cp_rows_again(cp_arena *a, const cp_rows *r, cp_rows *out)
{
    if (r->book)
        return cp_rows_of_sheet(a, r->book, r->sheet_index, out, NULL) == CP_OK;
    if (r->pieces)
        return false;
    *out = (cp_rows){ .a = a, .text = r->text, .csv = cp_csv_open(r->text, 0) };
    begin_ahead(out);
    return true;
}

/* --- one after the other --------------------------------------------------------------------- */
static bool next_of_text(cp_rows *r, cp_arena *a, cp_row *out)
{
    for (;;) {
        cp_csv before = r->csv;
        const cp_rows_pieces *p = r->pieces;
        *out = (cp_row){ .n = 0 };
        bool is_row = cp_csv_next(&r->csv, a, &out->cells, &out->n);
        bool may_go_on = r->csv.rest.n == 0 || r->csv.rc != CP_OK;
        if (p && may_go_on && !p->is_end && !(p->is_full && before.rest.n > 0)) {
            r->csv = before;
            next_piece(r, before.rest);
            continue;
        }
        if (!is_row && r->csv.rc != CP_OK) {
            r->rc = r->csv.rc;
            r->err = r->csv.err;
        }
        out->pos = r->csv.line;
        out->is_bad = is_row && r->csv.row_bad;
        if (out->is_bad)
            out->fault = cp_str_dup(a, cp_str_c(r->csv.err.msg));
        for (uint32_t i = 0; i < out->n; i++)
            out->cells[i] = cp_csv_text(cp_str_trim(out->cells[i]));
        return is_row;
    }
}

/* The cells are those of the sheet, until it gives another row: see keep_ahead. */
static bool next_of_sheet(cp_rows *r, cp_arena *a, cp_row *out)
{
    const cp_str *cells;
    uint32_t row;
    *out = (cp_row){ .n = 0 };
    if (!cp_sheet_next(r->sheet, &row, &cells, &out->n, &out->is_heading)) {
        r->rc = cp_sheet_error(r->sheet, &r->err);
        return false;
    }
    out->pos = cp_pos_of_sheet(r->sheet_index, row, 0);
    out->is_borrowed = true;
    out->cells = CP_NEW_RAW(a, cp_str, out->n);
    memcpy(out->cells, cells, out->n * sizeof *cells);
    return true;
}

static bool next_row(cp_rows *r, cp_arena *a, cp_row *out)
{
    if (r->rc != CP_OK)
        return false;
    return r->book ? next_of_sheet(r, a, out) : next_of_text(r, a, out);
}

/* What was looked at and not taken outlives the next row of the sheet. */
static void keep_ahead(cp_rows *r)
{
    for (uint32_t i = r->ahead_at; i < r->ahead_n; i++) {
        cp_row *x = &r->ahead[i];
        for (uint32_t k = 0; k < x->n && x->is_borrowed; k++)
            x->cells[k] = cp_str_dup(r->ahead_arena, x->cells[k]);
        x->is_borrowed = false;
    }
}

const cp_row *cp_rows_peek(cp_rows *r, uint32_t i)
{
    assert(i < CP_ROWS_AHEAD_MAX);
    if (r->ahead_at == r->ahead_n) {
        cp_arena_back(r->ahead_arena, r->ahead_mark);
        r->ahead_at = r->ahead_n = 0;
    }
    if (r->ahead_at + i >= CP_ROWS_AHEAD_MAX) { /* those that were taken make room */
        r->ahead_n -= r->ahead_at;
        memmove(r->ahead, r->ahead + r->ahead_at, r->ahead_n * sizeof *r->ahead);
        r->ahead_at = 0;
    }
    while (r->ahead_at + i >= r->ahead_n) {
        keep_ahead(r);
        if (!next_row(r, r->ahead_arena, &r->ahead[r->ahead_n]))
            return NULL;
        r->ahead_n++;
    }
    return &r->ahead[r->ahead_at + i];
}

bool cp_rows_next(cp_rows *r, cp_row *out)
{
    if (!cp_rows_peek(r, 0))
        return false;
    *out = r->ahead[r->ahead_at++];
    r->last_pos = out->pos;
    return true;
}
