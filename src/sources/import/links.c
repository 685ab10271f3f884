/* SPDX-License-Identifier: Apache-2.0 */
/* links.c - a table of links, one a row:
 * a,b,a_port,b_port,metric,metric_back,capacity_bps,layer,srlg,link.
 *
 * The ends are names as in the inventory, or addresses. A row counts as seen from both ends. */
#include "sources/import/import.h"
#include "sources/import/rate.h"
#include "sources/import/tables.h"
#include "sources/values.h"

enum { A, B, A_PORT, B_PORT, METRIC, METRIC_BACK, CAPACITY, LAYER, SRLG, NAME, N_FIELDS };
enum { SHOWN_MAX = 60 };

typedef struct linker {
    cp_arena *a;
    cp_table *table;
    cp_source *src;
    uint64_t n_loops;     /* from a device to itself: kept, for whoever looks at cables */
    uint64_t header_unit; /* bits per second of a number without a unit; 0: the header has none */
} linker;

static void complain(linker *k, uint32_t column, cp_str value, const char *what)
{
    cp_str header = cp_value_head(k->table->columns[column].header, SHOWN_MAX);
    value = cp_value_head(value, SHOWN_MAX);
    cp_source_bad(k->a, k->src, cp_table_cell(k->table, column), "%.*s: \"%.*s\" is %s",
                  CP_FMT(header), CP_FMT(value), what);
}

static void read_metric(linker *k, uint32_t column, cp_str cell, uint64_t *out)
{
    uint64_t metric;
    if (cp_str_eq_nocase(cell, CP_STR("unused")))
        *out = CP_METRIC_UNUSED;
    else if (!cp_str_u64(cell, &metric))
        complain(k, column, cell, "no metric (a whole number)");
    else if (metric == 0 || metric > CP_METRIC_MAX)
        complain(k, column, cell,
                 "no metric: 1 to 4294967295, or \"unused\" where routing does not use the link");
    else
        *out = metric;
}

static void read_cell(linker *k, uint32_t column, cp_str cell, cp_link *l)
{
    if (cp_value_is_placeholder(cell))
        return;
    switch (k->table->columns[column].field) {
    case A_PORT: l->a.port = cp_value_head(cell, CP_OBS_VALUE_BYTES_MAX); break;
    case B_PORT: l->b.port = cp_value_head(cell, CP_OBS_VALUE_BYTES_MAX); break;
    case METRIC: read_metric(k, column, cell, &l->metric); break;
    case METRIC_BACK: read_metric(k, column, cell, &l->metric_back); break;
    case CAPACITY:
        if (!cp_rate_read(cell, k->header_unit, &l->capacity_bps))
            complain(k, column, cell, "no capacity: write bits per second, or a unit such as 10G");
        break;
    case LAYER: l->layer = cp_value_head(cell, CP_OBS_VALUE_BYTES_MAX); break;
    case SRLG: l->srlg = cp_value_head(cell, CP_OBS_VALUE_BYTES_MAX); break;
    case NAME: l->name = cp_value_head(cell, CP_OBS_VALUE_BYTES_MAX); break;
    default: break; /* the ends, and columns without a field */
    }
}

static cp_rc link_row(linker *k, const cp_str *cells, const cp_obs_sink *sink, cp_err *err)
{
    cp_link l = {
        .kind = CP_LINK_TABLE, .both_sides = true, .at = CP_TIME_NONE, .pos = k->table->pos
    };
    cp_str a = CP_STR(""), b = CP_STR("");
    for (uint32_t i = 0; i < k->table->n_columns; i++) {
        if (k->table->columns[i].field == A)
            a = cells[i];
        else if (k->table->columns[i].field == B)
            b = cells[i];
        else if (cells[i].n)
            read_cell(k, i, cells[i], &l);
    }
    if (cp_value_is_placeholder(a) || cp_value_is_placeholder(b)) {
        cp_source_bad(k->a, k->src, l.pos, "the link has no %s end",
                      cp_value_is_placeholder(a) ? "first" : "second");
        return CP_OK;
    }
    cp_ident end_a = cp_table_ident(k->table->row_arena, a),
             end_b = cp_table_ident(k->table->row_arena, b);
    l.a.ids = &end_a;
    l.b.ids = &end_b;
    l.a.n_ids = l.b.n_ids = 1;
    k->n_loops += end_a.kind == end_b.kind && cp_str_eq_nocase(end_a.value, end_b.value);
    return sink->link ? sink->link(sink->ctx, &l, err) : CP_OK;
}

static cp_rc links_rows(cp_tables *x, cp_table *t, cp_err *err)
{
    linker k = { .a = x->a, .table = t, .src = x->src };
    cp_str *cells;
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; i < t->n_columns; i++)
        if (t->columns[i].field == CAPACITY)
            k.header_unit = cp_rate_unit(x->a, t->columns[i].header);
    for (uint64_t i = 0; rc == CP_OK && cp_table_next(t, x->src, &cells); i++)
        if ((rc = cp_tables_go_on(x, i, err)) == CP_OK)
            rc = link_row(&k, cells, x->sink, err);
    if (k.n_loops)
        cp_table_note(x->a, x->src, "%llu link%s from a device to itself",
                      (unsigned long long)k.n_loops, k.n_loops == 1 ? "" : "s");
    return rc;
}

/* Two columns called "from" and "to" may also be of traffic: a third of a link must stand beside
 * them. */
static int sure_links(cp_table_heads *h, cp_str name)
{
    (void)name;
    const cp_table_look *l = cp_table_look_for(h, CP_FORM_LINKS);
    if (!l->is_table || l->is_other || l->n_required < 2)
        return 0;
    return l->n_fields >= 3 ? 85 : l->n_cells == 2 ? 70 : 0;
}

const cp_form_reader cp_read_links = { CP_FORM_LINKS, false, sure_links, links_rows, NULL };

static cp_rc read_links(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                        const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    return cp_tables_read(a, in, &cp_read_links, opts, sink, src, err);
}

static int detect_links(cp_bytes head, cp_str name)
{
    return cp_tables_detect(&cp_read_links, head, name);
}

const cp_format cp_format_links = {
    .name = "links-csv",
    .what = "links (CSV)",
    .detect = detect_links,
    .read = read_links,
};
