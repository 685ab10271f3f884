/* SPDX-License-Identifier: Apache-2.0 */
/* table.h - a table whose header is where it is, called what it is called, in a text or in a sheet
 * of a workbook.
 *
 *     Metro Example Networks - equipment register      rows above the header are passed over
 *     ,,,,                                              (and told)
 *     Device name ; Vendor ; S/N ; Remarks ; Rack       the row with most known headers
 *          name     maker  serial  notes     -          header -> field: by --map, by what was
 *     core-1      ; ...                                 mapped before, by name, by values where the
 *     ...                                               header says nothing
 *     Links between them                                a title, and another header: the table ends
 *     From ; To ; Port                                  above it, and another begins
 *
 * Rows in which nothing of a thing stands are left out and counted: the header again, a title over
 * several columns, a total, a comment ("# ..."). */
#pragma once
#include "sources/import/forms.h"
#include "sources/import/rows.h"
#include "sources/reader.h"

enum {
    CP_TABLE_HEADER_ROWS = 50, /* in so many rows the header must stand */
    CP_TABLE_SAMPLE_ROWS = 200 /* are looked at to guess what a column holds */
};
static_assert(CP_TABLE_HEADER_ROWS + CP_TABLE_SAMPLE_ROWS < CP_ROWS_AHEAD_MAX, "can be looked at");

typedef struct cp_table_column {
    cp_str header;           /* trimmed; "" if the table has none */
    int field;               /* of the form; -1: ignored */
    uint32_t rank;           /* how close the header is to the field; 0: by --map */
    bool is_kept;            /* as it was mapped before */
    bool is_guessed;         /* by its values */
    bool repeats;            /* they do, where it was looked at */
    const char *why_ignored; /* "" if it is simply not known */
} cp_table_column;

typedef struct cp_table {
    cp_arena *a;
    cp_arena *row_arena; /* emptied before each row */
    cp_arena_mark row_mark;
    const cp_forms *forms;
    cp_form form;
    cp_rows *rows;
    uint64_t pos;       /* of the row last given */
    uint64_t first_pos; /* rows at and above it are not of the table */
    cp_table_column *columns;
    uint32_t n_columns;
    uint64_t header_pos; /* 0: the table has none */
    uint32_t n_skipped;  /* rows above it */
    uint32_t n_again;    /* rows so far that repeat it */
    uint32_t n_titles, n_totals, n_comments;
    bool is_next;    /* another table stands above it */
    bool is_unknown; /* the header is in words that are not known */
    const cp_read_opts *opts;
} cp_table;

/* What the next rows look like, for detection. */
typedef struct cp_table_look {
    bool is_table;       /* most rows have the same number of cells, at least two */
    bool is_other;       /* the header is that of a table of another kind */
    uint32_t index;      /* of the header, from the next row */
    uint32_t n_cells;    /* of the header */
    uint32_t n_fields;   /* distinct fields that the header names */
    uint32_t n_required; /* of them those without which it is no table of the form */
    uint64_t fields;     /* a bit for each that is named */
} cp_table_look;

/* Rows to be recognised; looks are made once. */
typedef struct cp_table_heads {
    cp_arena *a;
    const cp_forms *forms; /* NULL: there is nothing */
    cp_rows *rows;
    cp_str begin; /* of the text that they are read from; "" of a sheet */
    bool is_made[CP_FORM_COUNT];
    cp_table_look made[CP_FORM_COUNT];
} cp_table_heads;
const cp_table_look *cp_table_look_for(cp_table_heads *h, cp_form form);
/* The same of the head of a file. */
cp_table_look cp_table_look_at(cp_bytes head, cp_form form);

/* Finds header and columns in the next rows, and says in src->note what was understood. Errors:
 * CP_EFORMAT if what the form requires is missing (the message tells what was found and how to map
 * it), CP_EUNKNOWN if not one header is known, CP_EUSAGE for a --map to a field that no form
 * has. rows and opts must live as long as the table. */
CP_MUST_CHECK cp_rc cp_table_open_rows(cp_arena *a, cp_rows *rows, cp_form form,
                                       const cp_read_opts *opts, cp_source *src, cp_table *out,
                                       cp_err *err);
/* The same of a text. */
CP_MUST_CHECK cp_rc cp_table_open(cp_arena *a, cp_bytes text, cp_form form,
                                  const cp_read_opts *opts, cp_source *src, cp_table *out,
                                  cp_err *err);
/* The next row that holds something: cells[i] of column i, "" if absent. Rows that cannot be used
 * are told in src. False at the end, or where another table begins (cp_rows_peek shows its header,
 * or a title above it). */
bool cp_table_next(cp_table *t, cp_source *src, cp_str **cells);
/* The same table from its first row, for whoever has to read it twice. False: it cannot be. */
bool cp_table_again(cp_arena *a, const cp_table *t, cp_table *out);
/* The position of a cell of the row last given: in a text, the row. column from 0. */
uint64_t cp_table_cell(const cp_table *t, uint32_t column);
/* What its words are called by in the case: its headers, normalised. */
cp_str cp_table_key(cp_arena *a, const cp_table *t);
/* Does the row look like a header of some form? */
bool cp_table_is_header(cp_arena *scratch, const cp_forms *f, const cp_row *row);
/* What a name in a cell stands for: an IP address, a hardware address, else a name. */
cp_ident cp_table_ident(cp_arena *a, cp_str name);
/* Adds a sentence to the note. */
void cp_table_note(cp_arena *a, cp_source *src, const char *fmt, ...) CP_PRINTF(3, 4);
/* "line 17", "row 17 of \"Register\"", for sentences. */
cp_str cp_table_where(cp_arena *a, const cp_source *src, uint64_t pos);
