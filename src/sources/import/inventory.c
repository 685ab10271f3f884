/* SPDX-License-Identifier: Apache-2.0 */
/* inventory.c - a table of equipment, one thing a row, whatever its columns are called. What its
 * cells mean is in thing.h. */
#include "sources/import/import.h"
#include "sources/import/table.h"
#include "sources/import/thing.h"

enum { ROWS_PER_ASK = 1024 };

typedef struct importer {
    cp_table table;
    cp_things *things;
    cp_date_order *orders; /* by column */
} importer;

static bool is_date(cp_thing_field f)
{
    return f == CP_THING_MANUFACTURED || f == CP_THING_PURCHASED || f == CP_THING_INSTALLED ||
           f == CP_THING_AUTHORISED;
}

static cp_rc import_row(importer *m, const cp_str *cells, cp_err *err)
{
    cp_thing_begin(m->things, m->table.csv.line);
    for (uint32_t i = 0; i < m->table.n_columns; i++) {
        const cp_table_column *c = &m->table.columns[i];
        if (c->field >= 0)
            cp_thing_set_cell(m->things, (cp_thing_field)c->field, cells[i], c->header,
                              &m->orders[i]);
    }
    return cp_thing_end(m->things, err);
}

/* Reads the table once to learn in which order its dates are written. */
static void learn_dates(cp_arena *a, importer *m)
{
    cp_source nobody = { .records = 0 };
    cp_str *cells;
    bool has_dates = false;
    m->orders = CP_NEW_ARRAY(a, cp_date_order, m->table.n_columns);
    for (uint32_t i = 0; i < m->table.n_columns; i++)
        has_dates = has_dates || is_date((cp_thing_field)m->table.columns[i].field);
    while (has_dates && cp_table_next(&m->table, &nobody, &cells))
        for (uint32_t i = 0; i < m->table.n_columns; i++)
            if (is_date((cp_thing_field)m->table.columns[i].field) && cells[i].n)
                cp_date_order_learn(&m->orders[i], cells[i]);
    cp_table_rewind(&m->table);
}

static cp_rc read_inventory(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                            const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    importer *m = CP_NEW(a, importer);
    cp_bytes text;
    cp_str *cells;
    cp_rc rc = cp_input_all(in, CP_TABLE_BYTES_MAX, &text, err);
    if (rc == CP_OK)
        rc = cp_table_open(a, text, CP_FORM_INVENTORY, opts, src, &m->table, err);
    if (rc == CP_OK)
        rc = cp_things_new(a, sink, src, &m->things, err);
    if (rc != CP_OK)
        return rc;
    learn_dates(a, m);
    for (uint64_t i = 0; rc == CP_OK && cp_table_next(&m->table, src, &cells); i++) {
        if (i % ROWS_PER_ASK == 0 && opts->is_stopped && opts->is_stopped(opts->stop_ctx))
            return cp_fail(err, CP_EINTR, CP_NO_OFF, "stopped");
        rc = import_row(m, cells, err);
    }
    cp_things_end(m->things);
    return rc;
}

/* A table without one known header may still be mapped by the user, so it is taken, weakly, if its
 * name says that it is a table; the reader then tells what to do. */
static int detect_inventory(cp_bytes head, cp_str name)
{
    cp_table_look l = cp_table_look_at(head, CP_FORM_INVENTORY);
    bool is_csv = cp_str_ends(name, CP_STR(".csv")) || cp_str_ends(name, CP_STR(".tsv"));
    if (!l.is_table || l.is_other)
        return 0;
    if (l.n_required > 0 && l.n_fields >= 2)
        return l.n_fields >= 3 ? 75 : 60;
    return is_csv ? l.n_required > 0 ? 40 : 5 : 0;
}

const cp_format cp_format_inventory = {
    .name = "inventory-csv",
    .what = "inventory (CSV)",
    .detect = detect_inventory,
    .read = read_inventory,
};
