/* SPDX-License-Identifier: Apache-2.0 */
/* tables.h - all the tables of a file, each by the reader of its form.
 *
 *     text      -> table, table ...          (one below the other)
 *     workbook  -> sheet -> table, table ...
 *                           `-- whose form is known by its header, unless the user says it
 *
 * A sheet that is no table, or rows in it that are under no header, are counted and told with their
 * place. */
#pragma once
#include "sources/import/table.h"
#include "sources/reader.h"

/* What the readers of forms share while one file is read. */
typedef struct cp_tables {
    cp_arena *a;
    const cp_read_opts *opts;
    const cp_obs_sink *sink;
    cp_source *src;
    void *kept[CP_FORM_COUNT]; /* of each form, for all its tables; NULL at first */
} cp_tables;

typedef struct cp_form_reader {
    cp_form form;
    bool reads_twice; /* its tables */
    /* How surely the next rows are a table of this form, 1..100; 0: they are not. */
    int (*sure)(cp_table_heads *h, cp_str file_name);
    /* All rows of one table. */
    cp_rc (*rows)(cp_tables *x, cp_table *t, cp_err *err);
    /* After the last table, if there was one. May be NULL. */
    void (*end)(cp_tables *x);
} cp_form_reader;

extern const cp_form_reader cp_read_inventory, cp_read_links, cp_read_approvals, cp_read_answers,
    cp_read_carriage, cp_read_dependencies, cp_read_demands, cp_read_aliases, cp_read_inspections;

/* What the readers of text do: the first table is of this form, those below it of theirs. A
 * workbook is read as well (somebody said --as): then all its sheets are of this form. */
CP_MUST_CHECK cp_rc cp_tables_read(cp_arena *a, cp_input *in, const cp_form_reader *form,
                                   const cp_read_opts *opts, const cp_obs_sink *sink,
                                   cp_source *src, cp_err *err);
/* form NULL: each sheet by its header. */
CP_MUST_CHECK cp_rc cp_tables_read_book(cp_arena *a, cp_input *in, const cp_form_reader *form,
                                        const cp_read_opts *opts, const cp_obs_sink *sink,
                                        cp_source *src, cp_err *err);
/* cp_format.detect of a text. */
int cp_tables_detect(const cp_form_reader *form, cp_bytes head, cp_str name);
/* CP_EINTR when the user wants it to stop; asked every so many rows. */
CP_MUST_CHECK cp_rc cp_tables_go_on(const cp_tables *x, uint64_t row, cp_err *err);
