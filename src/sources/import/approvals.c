/* SPDX-License-Identifier: Apache-2.0 */
/* approvals.c - a table of approvals, one a row: maker,product,licensee,from,to,by,note.
 *
 * Each row is a statement {approval, yes} about a maker's product; without a product, about all of
 * the maker. Whether maker and product are known is decided where makers are known. */
#include "sources/import/dates.h"
#include "sources/import/import.h"
#include "sources/import/tables.h"
#include "sources/values.h"

enum { MAKER, PRODUCT, LICENSEE, FROM, TO, BY, NOTE };
enum { SHOWN_MAX = 60 };

typedef struct approver {
    cp_arena *a;
    cp_table *table;
    cp_source *src;
    cp_date_order *orders; /* by column */
} approver;

static bool is_date(const approver *p, uint32_t column)
{
    int field = p->table->columns[column].field;
    return field == FROM || field == TO;
}

/* False: it is none, which was told. A month or a year begins with its first day and ends with its
 * last. */
static bool read_date(approver *p, uint32_t column, cp_str cell, cp_date *out)
{
    bool is_vague = false;
    if (cp_date_read(cell, &p->orders[column], out, &is_vague) && !is_vague)
        return true;
    cp_str header = cp_value_head(p->table->columns[column].header, SHOWN_MAX);
    cp_str value = cp_value_head(cell, SHOWN_MAX);
    cp_source_bad(p->a, p->src, p->table->pos,
                  "%.*s: \"%.*s\" is no date that can be read in one way only (write 2026-11-23); "
                  "the approval does not count",
                  CP_FMT(header), CP_FMT(value));
    return false;
}

/* An empty cell means all of the maker, anybody, for ever; "unknown" and "to be determined" do not:
 * the approval would be wider than anybody said. */
static bool is_unsaid(approver *p, uint32_t column, cp_str cell)
{
    static const char *const nothing[] = { "",     "-",    "--",       "---",
                                           "n/a",  "n.a.", "n.a",      "na",
                                           "无",   "없음", "해당없음", "해당 없음",
                                           "none", "k.a.", "k. a.",    "not applicable" };
    int field = p->table->columns[column].field;
    if (field < PRODUCT || field > TO)
        return false;
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (cp_str_eq_nocase(cell, cp_str_c(nothing[i])))
            return false;
    cp_str header = cp_value_head(p->table->columns[column].header, SHOWN_MAX);
    cp_source_bad(p->a, p->src, p->table->pos,
                  "%.*s: \"%.*s\" does not say for what the approval is (empty: for all); it does "
                  "not count",
                  CP_FMT(header), CP_FMT(cp_value_head(cell, SHOWN_MAX)));
    return true;
}

/* False: the row does not count, which was told, once. */
static bool read_row(approver *p, const cp_str *cells, cp_statement *x)
{
    bool is_good = true;
    for (uint32_t i = 0; i < p->table->n_columns && is_good; i++) {
        if (cp_value_is_placeholder(cells[i])) {
            is_good = !is_unsaid(p, i, cells[i]);
            continue;
        }
        cp_str cell = cp_value_head(cells[i], CP_OBS_VALUE_BYTES_MAX);
        switch (p->table->columns[i].field) {
        case MAKER: x->maker = cell; break;
        case PRODUCT: x->product = cell; break;
        case LICENSEE: x->licensee = cell; break;
        case FROM: is_good = read_date(p, i, cell, &x->from); break;
        case TO: is_good = read_date(p, i, cell, &x->to); break;
        case BY: x->by = cell; break;
        case NOTE: x->note = cell; break;
        default: break; /* a column without a field */
        }
    }
    return is_good;
}

static cp_rc approve(approver *p, const cp_str *cells, const cp_obs_sink *sink, cp_err *err)
{
    cp_statement x = { .maker = CP_STR(""),
                       .state = CP_STR(""),
                       .product = CP_STR(""),
                       .fact = CP_STR("approval"),
                       .value = CP_STR("yes"),
                       .licensee = CP_STR(""),
                       .by = CP_STR(""),
                       .note = CP_STR(""),
                       .from = CP_DATE_NONE,
                       .to = CP_DATE_NONE,
                       .on = CP_DATE_NONE,
                       .pos = p->table->pos };
    if (!read_row(p, cells, &x))
        return CP_OK; /* told */
    if (x.maker.n == 0) {
        cp_source_bad(p->a, p->src, x.pos, "the approval names no maker: it does not count");
        return CP_OK;
    }
    if (cp_date_is_set(x.from) && cp_date_is_set(x.to) && x.to.last_day < x.from.first_day) {
        cp_source_bad(p->a, p->src, x.pos, "the approval ends before it begins: it does not count");
        return CP_OK;
    }
    return sink->statement ? sink->statement(sink->ctx, &x, err) : CP_OK;
}

static void learn_dates(approver *p)
{
    cp_source nobody = { .records = 0 };
    cp_arena *a = cp_arena_new(0);
    cp_table again;
    cp_str *cells;
    p->orders = CP_NEW_ARRAY(p->a, cp_date_order, p->table->n_columns);
    if (cp_table_again(a, p->table, &again))
        while (cp_table_next(&again, &nobody, &cells))
            for (uint32_t i = 0; i < again.n_columns; i++)
                if (is_date(p, i) && cells[i].n)
                    cp_date_order_learn(&p->orders[i], cells[i]);
    cp_arena_free(a);
}

static cp_rc approvals_rows(cp_tables *x, cp_table *t, cp_err *err)
{
    approver p = { .a = x->a, .table = t, .src = x->src };
    cp_str *cells;
    cp_rc rc = CP_OK;
    learn_dates(&p);
    for (uint64_t i = 0; rc == CP_OK && cp_table_next(t, x->src, &cells); i++)
        if ((rc = cp_tables_go_on(x, i, err)) == CP_OK)
            rc = approve(&p, cells, x->sink, err);
    return rc;
}

/* A maker, and to whom the approval was given or how long it lasts, and nothing by which one device
 * is told from another. */
static int sure_approvals(cp_table_heads *h, cp_str name)
{
    (void)name;
    static const char *const of_devices[] = { "name", "serial", "mac", "ip" };
    const cp_table_look *l = cp_table_look_for(h, CP_FORM_APPROVALS);
    if (!l->is_table || !(l->fields >> MAKER & 1))
        return 0;
    bool has_days = (l->fields >> FROM & 1) && (l->fields >> TO & 1);
    if (!(l->fields >> LICENSEE & 1) && !((l->fields >> PRODUCT & 1) && has_days))
        return 0;
    const cp_table_look *devices = cp_table_look_for(h, CP_FORM_INVENTORY);
    for (size_t i = 0; i < sizeof of_devices / sizeof *of_devices; i++)
        if (devices->fields >> cp_form_field(CP_FORM_INVENTORY, cp_str_c(of_devices[i])) & 1)
            return 0;
    return has_days || (l->fields >> PRODUCT & 1) ? 90 : 50;
}

const cp_form_reader cp_read_approvals = { CP_FORM_APPROVALS, true, sure_approvals, approvals_rows,
                                           NULL };

static cp_rc read_approvals(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                            const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    return cp_tables_read(a, in, &cp_read_approvals, opts, sink, src, err);
}

static int detect_approvals(cp_bytes head, cp_str name)
{
    return cp_tables_detect(&cp_read_approvals, head, name);
}

const cp_format cp_format_approvals = {
    .name = "approvals-csv",
    .what = "approvals (CSV)",
    .detect = detect_approvals,
    .read = read_approvals,
};
