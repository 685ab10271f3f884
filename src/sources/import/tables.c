/* SPDX-License-Identifier: Apache-2.0 */
/* tables.c - see tables.h. */
#include "sources/import/tables.h"
#include <string.h>
#include "sources/import/import.h"
#include "sources/text.h"

enum {
    ROWS_PER_ASK = 1024,
    SHEETS_NOTED = 12, /* that are named in the note; the rest is counted */
    SAME_HEADER = 2,   /* rows between what two forms take for it */
};
#define BOOK_BYTES_MAX ((uint64_t)512 << 20) /* that does not come as a file */

static const cp_form_reader *const readers[] = {
    &cp_read_inventory,    &cp_read_links,     &cp_read_carriage,
    &cp_read_dependencies, &cp_read_demands,   &cp_read_aliases,
    &cp_read_inspections,  &cp_read_approvals, &cp_read_answers,
};
enum { N_READERS = sizeof readers / sizeof *readers };
static_assert((int)N_READERS == (int)CP_FORM_COUNT, "one for each form");

cp_rc cp_tables_go_on(const cp_tables *x, uint64_t row, cp_err *err)
{
    const cp_read_opts *o = x->opts;
    bool asks = row % ROWS_PER_ASK == 0 && o->is_stopped;
    return asks && o->is_stopped(o->stop_ctx) ? cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped")
                                              : CP_OK;
}

/* The surest of those whose header stands first: below it may be tables of other forms. */
static const cp_form_reader *best_of(cp_table_heads *h, cp_str name)
{
    const cp_form_reader *best = NULL;
    int best_sure = 0;
    uint32_t best_at = 0;
    for (int i = 0; i < N_READERS; i++) {
        int sure = readers[i]->sure(h, name);
        uint32_t at = sure ? cp_table_look_for(h, readers[i]->form)->index : 0;
        bool is_close = best && at <= best_at + SAME_HEADER && best_at <= at + SAME_HEADER;
        if (sure && (!best || (is_close ? sure > best_sure : at < best_at))) {
            best = readers[i];
            best_sure = sure;
            best_at = at;
        }
    }
    return best;
}

int cp_tables_detect(const cp_form_reader *form, cp_bytes head, cp_str name)
{
    cp_str s = cp_str_trim(cp_str_of_bytes(head));
    if (s.n == 0 || s.p[0] == '{' || s.p[0] == '[' || s.p[0] == '<')
        return 0;
    cp_arena *a = cp_arena_new(0);
    cp_rows *rows = CP_NEW(a, cp_rows);
    cp_table_heads h = { .a = a, .rows = rows, .begin = s };
    cp_rows_of_text(a, head, NULL, rows);
    int sure = cp_forms_get(&h.forms, NULL) == CP_OK ? form->sure(&h, name) : 0;
    if (sure && cp_table_look_for(&h, form->form)->index > SAME_HEADER && best_of(&h, name) != form)
        sure = 0;
    cp_arena_free(a);
    return sure;
}

/* Of the table that begins in the next rows; NULL: it is of no form. */
static const cp_form_reader *reader_of(cp_rows *rows)
{
    cp_table_heads h = { .a = cp_arena_new(0), .rows = rows };
    const cp_form_reader *best =
        cp_forms_get(&h.forms, NULL) == CP_OK ? best_of(&h, CP_STR("")) : NULL;
    cp_arena_free(h.a);
    return best;
}

/* Is one of these columns mapped by hand? Then it is a table whatever the rest is called. */
static bool is_mapped(const cp_tables *x, cp_rows *rows)
{
    const cp_row *r;
    for (uint32_t i = 0;
         x->opts->n_maps && i < CP_TABLE_HEADER_ROWS && (r = cp_rows_peek(rows, i)) != NULL; i++)
        for (uint32_t k = 0; k < r->n; k++)
            for (uint32_t m = 0; m < x->opts->n_maps; m++)
                if (cp_str_eq(r->cells[k], cp_str_trim(x->opts->maps[m].header)))
                    return true;
    return false;
}

/* Rows under no header; up to where one begins. */
static void pass_over(cp_tables *x, cp_rows *rows, uint64_t *n, uint64_t *first)
{
    const cp_forms *f;
    cp_arena *scratch = cp_arena_new(0);
    cp_arena_mark mark = cp_arena_here(scratch);
    cp_row row;
    const cp_row *ahead = cp_rows_peek(rows, 0);
    if (cp_forms_get(&f, NULL) != CP_OK)
        ahead = NULL;
    for (bool is_first = true; ahead; ahead = cp_rows_peek(rows, 0), is_first = false) {
        cp_arena_back(scratch, mark);
        if (!is_first && cp_table_is_header(scratch, f, ahead))
            break;
        (void)cp_rows_next(rows, &row);
        if (row.n == 0 && !row.is_bad)
            continue;
        *first = *n == 0 ? row.pos : *first;
        ++*n;
        x->src->records++;
        x->src->records_unused++;
    }
    cp_arena_free(scratch);
}

/* One table in the next rows. */
static cp_rc read_table(cp_tables *x, cp_rows *rows, const cp_form_reader *form, cp_err *err)
{
    cp_table *t = CP_NEW(x->a, cp_table);
    cp_rc rc = cp_table_open_rows(x->a, rows, form->form, x->opts, x->src, t, err);
    return rc == CP_OK ? form->rows(x, t, err) : rc;
}

static void end_forms(cp_tables *x)
{
    for (int i = 0; i < N_READERS; i++)
        if (readers[i]->end && x->kept[readers[i]->form])
            readers[i]->end(x);
}

/* A table of which something is missing is told, and the others are read. */
static bool is_table_fault(cp_rc rc) { return rc == CP_EFORMAT || rc == CP_EUNKNOWN; }

/* What is below the first table of a text. */
static cp_rc read_others(cp_tables *x, cp_rows *rows, cp_err *err)
{
    cp_rc rc = CP_OK;
    uint64_t n = 0, first = 0;
    while (rc == CP_OK && cp_rows_peek(rows, 0)) {
        cp_err fault = { .off_bytes = CP_NO_OFF };
        const cp_form_reader *form = reader_of(rows);
        rc = form ? read_table(x, rows, form, &fault) : CP_OK;
        if (is_table_fault(rc))
            cp_source_bad(x->a, x->src, fault.line, "%s", fault.msg);
        if (!form || is_table_fault(rc)) {
            rc = CP_OK;
            pass_over(x, rows, &n, &first);
        } else if (rc != CP_OK) {
            *err = fault;
        }
    }
    if (n)
        cp_table_note(x->a, x->src,
                      "%llu row%s under a header that is not known, from line %llu: not "
                      "read",
                      (unsigned long long)n, n == 1 ? "" : "s", (unsigned long long)first);
    return rc;
}

cp_rc cp_tables_read(cp_arena *a, cp_input *in, const cp_form_reader *form,
                     const cp_read_opts *opts, const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    cp_tables x = { .a = a, .opts = opts, .sink = sink, .src = src };
    cp_rows *rows = CP_NEW(a, cp_rows);
    cp_bytes head = cp_input_peek(in, CP_INPUT_HEAD_BYTES);
    if (cp_unzip_is_zip(head) || cp_book_refused(head)[0])
        return cp_tables_read_book(a, in, form, opts, sink, src, err);
    cp_charset_hint hint = cp_text_hint(a, opts, CP_TEXT_OF_PEOPLE);
    cp_rc rc = cp_rows_of_input(a, in, &hint, form->reads_twice, rows, err);
    if (rc == CP_OK)
        rc = read_table(&x, rows, form, err);
    if (rc == CP_OK)
        rc = read_others(&x, rows, err);
    if (rc == CP_OK)
        cp_text_tell_end(a, src, &rows->use);
    end_forms(&x);
    return rc;
}

/* --- workbooks ------------------------------------------------------------------------------- */

typedef struct reading {
    cp_tables x;
    const cp_book *book;
    const cp_form_reader *form;
    uint32_t n_tables, n_not_read;
    cp_rc first_rc; /* why the first sheet could not be read */
    cp_err first_err;
    cp_buf unknown; /* sheets that are no table */
    uint32_t n_unknown;
} reading;

/* The other sheets of our own workbooks, which say what to write in the first. */
static bool is_own_help(const cp_book_sheet *s)
{
    return cp_str_eq(s->name, CP_STR("What to write")) ||
           cp_str_eq(s->name, CP_STR("How to answer")) ||
           (s->is_hidden && cp_str_eq(s->name, CP_STR("Words")));
}

static void note_odd(reading *r, uint32_t sheet, const cp_sheet_odd *o, const char *one,
                     const char *more)
{
    cp_tables *x = &r->x;
    if (o->n == 0)
        return;
    cp_str at = cp_source_place(x->a, x->src, cp_pos_of_sheet(sheet, o->row, o->column));
    cp_table_note(x->a, x->src, "%llu %s (%s%.*s)", (unsigned long long)o->n,
                  o->n == 1 ? one : more, o->n == 1 ? "" : "the first: ", CP_FMT(at));
}

/* Hidden things are read like all others, and said: whoever sees the sheet does not see them. */
static void note_hidden(reading *r, uint32_t sheet, const cp_sheet_told *t)
{
    cp_arena *a = r->x.a;
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < t->n_hidden_columns && i < CP_SHEET_HIDDEN_MAX; i++) {
        uint32_t from = t->hidden_columns[i].from, to = t->hidden_columns[i].to;
        if (to > CP_SHEET_COLUMNS_MAX) /* all that nobody uses */
            continue;
        cp_buf_fmt(&b, "%s%.*s", b.total_bytes ? ", " : "", CP_FMT(cp_sheet_place(a, 0, from)));
        if (to > from)
            cp_buf_fmt(&b, " to %.*s", CP_FMT(cp_sheet_place(a, 0, to)));
    }
    if (b.total_bytes)
        cp_table_note(a, r->x.src, "sheet \"%.*s\": hidden columns (%.*s) are read",
                      CP_FMT(r->book->sheets[sheet].name), CP_FMT(cp_buf_str(&b)));
    if (t->n_hidden_rows)
        cp_table_note(a, r->x.src, "sheet \"%.*s\": %llu hidden row%s (%s%u) read",
                      CP_FMT(r->book->sheets[sheet].name), (unsigned long long)t->n_hidden_rows,
                      t->n_hidden_rows == 1 ? "" : "s", t->n_hidden_rows == 1 ? "" : "from ",
                      t->first_hidden_row);
    if (r->book->sheets[sheet].is_hidden)
        cp_table_note(a, r->x.src, "sheet \"%.*s\" is hidden: read",
                      CP_FMT(r->book->sheets[sheet].name));
}

static void note_sheet(reading *r, uint32_t sheet, const cp_sheet_told *t)
{
    note_hidden(r, sheet, t);
    note_odd(r, sheet, &t->no_value, "formula has no value: open and save it in a spreadsheet",
             "formulas have no value: open and save it in a spreadsheet");
    note_odd(r, sheet, &t->errors, "cell holds an error", "cells hold errors");
    note_odd(r, sheet, &t->digits,
             "number has more digits than a spreadsheet keeps: left out; write it as text",
             "numbers have more digits than a spreadsheet keeps: left out; write them as text");
    note_odd(r, sheet, &t->beyond, "cell is too long or too far to the right: left out",
             "cells are too long or too far to the right: left out");
    note_odd(r, sheet, &t->no_place, "cell says nothing that is there: left out",
             "cells say nothing that is there: left out");
    if (t->is_fill_over)
        cp_table_note(
            r->x.a, r->x.src,
            "sheet \"%.*s\": merged areas of more than %d cells: those beyond have no value",
            CP_FMT(r->book->sheets[sheet].name), CP_SHEET_FILLED_MAX);
}

static void note_unknown(reading *r, uint32_t sheet, uint64_t n)
{
    cp_str name = r->book->sheets[sheet].name;
    if (r->n_unknown++ < SHEETS_NOTED)
        cp_buf_fmt(&r->unknown, "%s\"%.*s\" (%llu row%s)", r->unknown.total_bytes ? ", " : "",
                   CP_FMT(name), (unsigned long long)n, n == 1 ? "" : "s");
}

/* All tables of a sheet. */
static cp_rc read_rows(reading *r, cp_rows *rows, uint32_t sheet, cp_err *err)
{
    cp_rc rc = CP_OK;
    uint64_t n_over = 0, first = 0;
    while (rc == CP_OK && cp_rows_peek(rows, 0)) {
        const cp_form_reader *form = r->form ? r->form : reader_of(rows);
        if (!form && is_mapped(&r->x, rows))
            form = &cp_read_inventory;
        if (form) {
            rc = read_table(&r->x, rows, form, err);
            r->n_tables += rc == CP_OK;
        }
        if (!form || is_table_fault(rc)) {
            if (rc != CP_OK && r->first_rc == CP_OK) {
                r->first_rc = rc;
                r->first_err = *err;
            }
            if (rc != CP_OK)
                cp_source_bad(r->x.a, r->x.src, err->line, "%s", err->msg);
            rc = CP_OK;
            pass_over(&r->x, rows, &n_over, &first);
        }
    }
    if (n_over)
        note_unknown(r, sheet, n_over);
    return rc;
}

/* A sheet that is damaged is told; the others are read all the same. */
static cp_rc read_sheet(reading *r, uint32_t sheet, cp_err *err)
{
    const cp_book_sheet *of = &r->book->sheets[sheet];
    cp_err fault = { .off_bytes = CP_NO_OFF };
    if (!of->is_table || is_own_help(of))
        return CP_OK;
    cp_arena *a = cp_arena_new(0);
    cp_rows *rows = CP_NEW(a, cp_rows);
    cp_rc rc = cp_rows_of_sheet(a, r->book, sheet, rows, &fault);
    if (rc == CP_OK) {
        rc = read_rows(r, rows, sheet, err);
        if (rc == CP_OK)
            note_sheet(r, sheet, cp_sheet_says(rows->sheet));
        fault = rows->err;
        if (rows->rc != CP_OK && !rows->is_end_told)
            cp_source_bad(r->x.a, r->x.src, cp_pos_of_sheet(sheet, (uint32_t)fault.line, 0),
                          "%s; what follows was not read", fault.msg);
    } else {
        r->n_not_read++;
        cp_source_bad(r->x.a, r->x.src, cp_pos_of_sheet(sheet, 0, 0), "%s: it was not read",
                      fault.msg);
        if (r->first_rc == CP_OK) {
            r->first_rc = rc;
            r->first_err = fault;
        }
        rc = CP_OK;
    }
    cp_arena_free(a);
    return rc;
}

static cp_rc open_book(cp_arena *a, cp_input *in, const cp_book **out, cp_err *err)
{
    cp_unzip *z;
    cp_book *b;
    cp_bytes all = { NULL, 0 };
    const char *why = cp_book_refused(cp_input_peek(in, CP_INPUT_HEAD_BYTES));
    int fd = cp_input_file(in);
    if (why[0])
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "%s", why);
    cp_rc rc = fd < 0 ? cp_input_all(in, BOOK_BYTES_MAX, &all, err) : CP_OK;
    if (rc == CP_OK)
        rc = fd < 0 ? cp_unzip_open(a, all, &z, err)
                    : cp_unzip_open_fd(a, fd, cp_input_raw_size(in), &z, err);
    if (rc == CP_OK)
        rc = cp_book_open(a, z, &b, err);
    if (rc == CP_OK)
        *out = b;
    return rc;
}

static void note_book(reading *r)
{
    const cp_book *b = r->book;
    cp_tables *x = &r->x;
    if (r->n_unknown)
        cp_table_note(x->a, x->src, "no table that is known, not read: sheet%s %.*s%s",
                      r->n_unknown == 1 ? "" : "s", CP_FMT(cp_buf_str(&r->unknown)),
                      r->n_unknown > SHEETS_NOTED ? " and others" : "");
    if (b->has_macros)
        cp_table_note(x->a, x->src, "macros are in the workbook: not looked at");
    if (b->n_links_out)
        cp_table_note(x->a, x->src, "%u link%s to other workbooks: not followed", b->n_links_out,
                      b->n_links_out == 1 ? "" : "s");
    if (b->n_sheets_beyond)
        cp_source_bad(x->a, x->src, 0, "%u sheets beyond the limit of %d: not read",
                      b->n_sheets_beyond, CP_BOOK_SHEETS_MAX);
}

static bool is_own_report(const cp_book *b)
{
    return b->n_sheets > 1 && cp_str_eq(b->sheets[0].name, CP_STR("Read me first")) &&
           cp_str_eq(b->sheets[1].name, CP_STR("Answer"));
}

static cp_str names_of(cp_arena *a, const cp_book *b)
{
    cp_buf names = cp_buf_new(a);
    for (uint32_t i = 0; i < b->n_sheets; i++)
        cp_buf_fmt(&names, "%.*s\n", CP_FMT(b->sheets[i].name));
    return cp_buf_str(&names);
}

cp_rc cp_tables_read_book(cp_arena *a, cp_input *in, const cp_form_reader *form,
                          const cp_read_opts *opts, const cp_obs_sink *sink, cp_source *src,
                          cp_err *err)
{
    reading *r = CP_NEW(a, reading);
    *r = (reading){ .x = { .a = a, .opts = opts, .sink = sink, .src = src }, .form = form };
    r->unknown = cp_buf_new(a);
    cp_rc rc = open_book(a, in, &r->book, err);
    if (rc != CP_OK)
        return rc;
    if (!form && is_own_report(r->book))
        return cp_fail(err, CP_EUNKNOWN, CP_NO_OFF,
                       "a report of cleanpath: an answer is no evidence");
    src->sheets = names_of(a, r->book);
    for (uint32_t i = 0; rc == CP_OK && i < r->book->n_sheets; i++)
        rc = read_sheet(r, i, err);
    end_forms(&r->x);
    if (rc != CP_OK)
        return rc;
    note_book(r);
    if (r->n_tables == 0 && r->first_rc != CP_OK) {
        *err = r->first_err;
        err->line = 0;
        return r->first_rc;
    }
    if (r->n_tables == 0)
        return cp_fail(err, CP_EUNKNOWN, CP_NO_OFF,
                       "a workbook without a table that is known; if one of its sheets is an "
                       "inventory, say which column is what, for example --map 'HEADER=name'");
    return CP_OK;
}

static cp_rc read_book(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_obs_sink *sink,
                       cp_source *src, cp_err *err)
{
    return cp_tables_read_book(a, in, NULL, opts, sink, src, err);
}

const cp_format cp_format_xlsx = { .name = "xlsx",
                                   .what =
                                       "workbook (xlsx): sheets of inventory, links, answers ...",
                                   .detect = cp_book_detect,
                                   .read = read_book };
