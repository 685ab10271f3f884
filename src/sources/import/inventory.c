/* SPDX-License-Identifier: Apache-2.0 */
/* inventory.c - a table of equipment, one thing a row, whatever its columns are called. What its
 * cells mean is in thing.h. */
#include "sources/import/guess.h"
#include "sources/import/import.h"
#include "sources/import/tables.h"
#include "sources/import/thing.h"

typedef struct importer {
    cp_table *table;
    cp_things *things;
    cp_date_order *orders; /* by column */
    bool is_learned;
} importer;

static bool is_date(int f)
{
    return f == CP_THING_MANUFACTURED || f == CP_THING_PURCHASED || f == CP_THING_INSTALLED ||
           f == CP_THING_AUTHORISED;
}

/* Reads the table once more to learn in which order its dates are written. */
static void learn_dates(importer *m)
{
    cp_source nobody = { .records = 0 };
    cp_arena *a = cp_arena_new(0);
    cp_table again;
    cp_str *cells;
    m->is_learned = true;
    if (cp_table_again(a, m->table, &again))
        while (cp_table_next(&again, &nobody, &cells))
            for (uint32_t i = 0; i < again.n_columns; i++)
                if (is_date(again.columns[i].field) && cells[i].n)
                    cp_date_order_learn(&m->orders[i], cells[i]);
    cp_arena_free(a);
}

/* Most tables have no date of which the day may be the month: they are read but once. */
static bool needs_order(const importer *m, const cp_str *cells)
{
    static const cp_date_order none;
    for (uint32_t i = 0; i < m->table->n_columns; i++) {
        cp_date d;
        bool is_vague = false;
        if (is_date(m->table->columns[i].field) && cells[i].n &&
            cp_date_read(cells[i], &none, &d, &is_vague) && is_vague)
            return true;
    }
    return false;
}

static cp_rc import_row(importer *m, const cp_str *cells, cp_err *err)
{
    if (!m->is_learned && needs_order(m, cells))
        learn_dates(m);
    cp_thing_begin(m->things, m->table->pos);
    for (uint32_t i = 0; i < m->table->n_columns; i++) {
        const cp_table_column *c = &m->table->columns[i];
        if (c->field < 0)
            continue;
        cp_thing_in_column(m->things, i + 1);
        cp_thing_set_cell(m->things, (cp_thing_field)c->field, cells[i], c->header, &m->orders[i]);
    }
    return cp_thing_end(m->things, err);
}

static cp_rc inventory_rows(cp_tables *x, cp_table *t, cp_err *err)
{
    importer m = { .table = t };
    cp_str *cells;
    cp_rc rc = CP_OK;
    if (!x->kept[CP_FORM_INVENTORY]) {
        rc = cp_things_new(x->a, x->sink, x->src, &m.things, err);
        x->kept[CP_FORM_INVENTORY] = rc == CP_OK ? m.things : NULL;
    }
    m.things = x->kept[CP_FORM_INVENTORY];
    m.orders = CP_NEW_ARRAY(x->a, cp_date_order, t->n_columns);
    for (uint64_t i = 0; rc == CP_OK && cp_table_next(t, x->src, &cells); i++)
        if ((rc = cp_tables_go_on(x, i, err)) == CP_OK)
            rc = import_row(&m, cells, err);
    return rc;
}

static void inventory_end(cp_tables *x) { cp_things_end(x->kept[CP_FORM_INVENTORY]); }

/* A table without one known header may still be mapped by the user, so it is taken, weakly, if its
 * name says that it is a table; the reader then tells what to do. */
static int sure_inventory(cp_table_heads *h, cp_str name)
{
    const cp_table_look *l = cp_table_look_for(h, CP_FORM_INVENTORY);
    bool is_csv = cp_str_ends(name, CP_STR(".csv")) || cp_str_ends(name, CP_STR(".tsv"));
    if (!l->is_table || l->is_other)
        return 0;
    if (l->n_required > 0 && l->n_fields >= 2)
        return l->n_fields >= 3 ? 75 : 60;
    if (l->n_fields == 0 && h->rows->book)
        return cp_guess_has_devices(h->rows) ? 30 : 0;
    return is_csv ? l->n_required > 0 ? 40 : 5 : 0;
}

const cp_form_reader cp_read_inventory = { CP_FORM_INVENTORY, true, sure_inventory, inventory_rows,
                                           inventory_end };

static cp_rc read_inventory(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                            const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    return cp_tables_read(a, in, &cp_read_inventory, opts, sink, src, err);
}

static int detect_inventory(cp_bytes head, cp_str name)
{
    return cp_tables_detect(&cp_read_inventory, head, name);
}

const cp_format cp_format_inventory = {
    .name = "inventory-csv",
    .what = "inventory (CSV)",
    .detect = detect_inventory,
    .read = read_inventory,
};
