/* SPDX-License-Identifier: Apache-2.0 */
/* table.h - a table as text whose header is where it is, called what it is called.
 *
 *     Metro Example Networks - equipment register      rows above the header are passed over
 *     ,,,,                                              (and told)
 *     Device name ; Vendor ; S/N ; Remarks ; Rack       the row with most known headers
 *          name     maker  serial  notes     -          header -> field: by --map, by name,
 *     core-1      ; ...                                 by values where the header says nothing
 */
#pragma once
#include "codec/csv.h"
#include "sources/import/forms.h"
#include "sources/reader.h"

enum {
    CP_TABLE_HEADER_ROWS = 50, /* in so many rows the header must stand */
    CP_TABLE_SAMPLE_ROWS = 200 /* are looked at to guess what a column holds */
};
#define CP_TABLE_BYTES_MAX ((uint64_t)2 << 30) /* of what is read in one piece */

/* A long table is read in pieces that end where a row ends:
 *
 *     [header row row row ro]w row row ...      the row that goes to the end of a piece is read
 *                        [row row row ..        again, at the beginning of the next
 */
typedef struct cp_table_pieces {
    cp_input *in;
    cp_arena *a; /* of the piece, where it had to be converted */
    cp_bytes raw;
    cp_str text;
    size_t want_bytes;
    bool was_guessed; /* the encoding */
    bool is_end;      /* nothing comes behind it */
    bool is_full;     /* no larger one is to be had: its last row ends where it ends */
    bool is_told;     /* the guess */
} cp_table_pieces;

typedef struct cp_table_column {
    cp_str header;           /* trimmed; "" if the table has none */
    int field;               /* of the form; -1: ignored */
    uint32_t rank;           /* how close the header is to the field; 0: by --map */
    const char *why_ignored; /* "" if it is simply not known */
} cp_table_column;

typedef struct cp_table {
    cp_arena *a;
    cp_arena *row_arena; /* emptied before each row */
    cp_arena_mark row_mark;
    const cp_forms *forms;
    cp_form form;
    cp_csv csv;
    cp_csv first;            /* as it stood before the first row of data */
    cp_table_pieces *pieces; /* NULL: the whole stands in memory */
    cp_table_column *columns;
    uint32_t n_columns;
    uint64_t header_line; /* 0: the table has none */
    uint32_t n_skipped;   /* rows above it */
    uint32_t n_again;     /* rows so far that repeat it */
    bool was_guessed;     /* the encoding */
} cp_table;

/* What the head of a file looks like, for detection. */
typedef struct cp_table_look {
    bool is_table;       /* most rows have the same number of cells, at least two */
    bool is_other;       /* the header is that of a table of another kind */
    uint32_t n_cells;    /* of the header */
    uint32_t n_fields;   /* distinct fields that the header names */
    uint32_t n_required; /* of them those without which it is no table of the form */
    uint64_t fields;     /* a bit for each that is named */
} cp_table_look;
cp_table_look cp_table_look_at(cp_bytes head, cp_form form);

/* Finds header and columns, and says in src->note what was understood. Errors: CP_EFORMAT if what
 * the form requires is missing (the message tells what was found and how to map it), CP_EUNKNOWN if
 * not one header is known, CP_EUSAGE for a --map to a field that no form has. */
CP_MUST_CHECK cp_rc cp_table_open(cp_arena *a, cp_bytes text, cp_form form,
                                  const cp_read_opts *opts, cp_source *src, cp_table *out,
                                  cp_err *err);
/* The same of what is left of the input: in one piece, or, if it is longer than
 * CP_TABLE_PIECE_BYTES, in pieces. A table in pieces cannot be rewound; UTF-16 is never read so. */
enum { CP_TABLE_PIECE_BYTES = 4 * 1024 * 1024 };
CP_MUST_CHECK cp_rc cp_table_open_input(cp_arena *a, cp_input *in, cp_form form,
                                        const cp_read_opts *opts, cp_source *src, cp_table *out,
                                        cp_err *err);
/* The next row that holds something: cells[i] of column i, trimmed, "" if absent. Rows that cannot
 * be used are told in src. False at the end. */
bool cp_table_next(cp_table *t, cp_source *src, cp_str **cells);
void cp_table_rewind(cp_table *t);
/* What a name in a cell stands for: an IP address, a hardware address, else a name. */
cp_ident cp_table_ident(cp_arena *a, cp_str name);
/* Adds a sentence to the note. */
void cp_table_note(cp_arena *a, cp_source *src, const char *fmt, ...) CP_PRINTF(3, 4);
