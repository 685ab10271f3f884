/* SPDX-License-Identifier: Apache-2.0 */
/* inspections.c - a table of what it costs to find out who made something, one price a row:
 *
 *     asset,site,class,inspection_cost
 *     core-1,,,0                          core-1 can be asked from here
 *     ,north,,1                           whoever inspects at the site north has a day's way
 *     ,,ran,0.5                           radio equipment, wherever it stands
 *     *,,,2                               all others
 *
 * An asset named decides alone, whatever else its row says. Units are the user's; prices are kept
 * in thousandths, so that sums are exact. Whether what is named is known is decided where assets
 * are known, and so is what two rows of one thing mean. */
#include "sources/import/import.h"
#include "sources/import/tables.h"
#include "sources/values.h"

enum { ASSET, SITE, CLASS, COST };
enum {
    SHOWN_MAX = 60,
    DECIMALS_MAX = 3,
    COST_MAX = 1000 * 1000, /* in thousandths it must fit 32 bits */
    THINGS_MAX = 256        /* in one cell */
};

typedef struct pricing {
    cp_arena *a;
    cp_table *table;
    cp_source *src;
} pricing;

/* What a cell says of the field; "" nothing. */
static cp_str cell_of(const pricing *p, const cp_str *cells, int field)
{
    for (uint32_t i = 0; i < p->table->n_columns; i++)
        if (p->table->columns[i].field == field && !cp_value_is_placeholder(cells[i]))
            return cp_value_head(cells[i], CP_OBS_VALUE_BYTES_MAX);
    return CP_STR("");
}

static void complain(pricing *p, const char *what, cp_str value, cp_str hint)
{
    value = cp_value_head(value, SHOWN_MAX);
    cp_source_bad(p->a, p->src, p->table->pos, "\"%.*s\" is %s%s%.*s%s; the row does not count",
                  CP_FMT(value), what, hint.n ? "; did you mean " : "", CP_FMT(hint),
                  hint.n ? "?" : "");
}

/* 2, 0.5, 12.250: in thousandths. False: it is no such number. */
static bool read_cost(cp_str s, uint64_t *out)
{
    ptrdiff_t dot = cp_str_find_char(s, '.');
    cp_str whole = dot < 0 ? s : cp_str_slice(s, 0, (size_t)dot);
    cp_str part = dot < 0 ? CP_STR("0") : cp_str_from(s, (size_t)dot + 1);
    uint64_t units, parts;
    if (part.n == 0 || part.n > DECIMALS_MAX || !cp_str_u64(whole, &units) ||
        !cp_str_u64(part, &parts) || units > COST_MAX)
        return false;
    for (size_t i = part.n; i < DECIMALS_MAX; i++)
        parts *= 10;
    *out = units * 1000 + parts;
    return *out <= (uint64_t)COST_MAX * 1000;
}

/* Something that is named, and not all. */
static cp_str named(cp_str s) { return cp_str_eq(s, CP_STR("*")) ? CP_STR("") : s; }

/* False: told, and the row says nothing. */
static bool read_row(pricing *p, const cp_str *cells, cp_tie *t, cp_str *asset)
{
    cp_str cost = cell_of(p, cells, COST), site = cell_of(p, cells, SITE);
    cp_str class = cell_of(p, cells, CLASS), who = cell_of(p, cells, ASSET);
    if (who.n + site.n + class.n == 0 || cost.n == 0) {
        cp_source_bad(p->a, p->src, t->pos, "the row does not say %s",
                      cost.n ? "of what (* stands for all others)" : "what the inspection costs");
        return false;
    }
    if (!read_cost(cost, &t->amount)) {
        complain(p, "no cost: 0 to 1000000, with at most three decimals", cost, CP_STR(""));
        return false;
    }
    *asset = named(who);
    t->name = asset->n ? CP_STR("") : named(site);
    if (asset->n || named(class).n == 0)
        return true;
    t->what = cp_form_word(p->table->row_arena, p->table->forms, "class", class);
    if (t->what.n == 0)
        complain(p, "no known class", class,
                 cp_form_nearest(p->table->row_arena, p->table->forms, "class", class));
    return t->what.n > 0;
}

static cp_rc tell(const cp_obs_sink *sink, const cp_tie *t, cp_err *err)
{
    return sink->tie ? sink->tie(sink->ctx, t, err) : CP_OK;
}

/* A price for each thing in the cell. */
static cp_rc tell_assets(pricing *p, cp_tie *t, cp_str assets, const cp_obs_sink *sink, cp_err *err)
{
    cp_str rest = assets, one;
    cp_rc rc = CP_OK;
    for (uint32_t n = 0; rc == CP_OK && cp_str_cut(&rest, ';', &one); n++) {
        one = cp_str_trim(one);
        if (n >= THINGS_MAX) {
            cp_source_bad(p->a, p->src, t->pos, "more than %d things in one cell: the first count",
                          THINGS_MAX);
            break;
        }
        if (cp_value_is_placeholder(one))
            continue;
        cp_ident to = cp_table_ident(p->table->row_arena, one);
        t->b = &to;
        t->n_b = 1;
        rc = tell(sink, t, err);
    }
    if (t->n_b == 0)
        cp_source_bad(p->a, p->src, t->pos, "\"%.*s\" names nothing; the row does not count",
                      CP_FMT(cp_value_head(assets, SHOWN_MAX)));
    return rc;
}

static cp_rc price_row(pricing *p, const cp_str *cells, const cp_obs_sink *sink, cp_err *err)
{
    cp_tie t = { .kind = CP_TIE_INSPECTION, .pos = p->table->pos };
    cp_str asset;
    if (!read_row(p, cells, &t, &asset))
        return CP_OK;
    return asset.n ? tell_assets(p, &t, asset, sink, err) : tell(sink, &t, err);
}

static cp_rc inspections_rows(cp_tables *x, cp_table *t, cp_err *err)
{
    pricing p = { .a = x->a, .table = t, .src = x->src };
    cp_str *cells;
    cp_rc rc = CP_OK;
    for (uint64_t i = 0; rc == CP_OK && cp_table_next(t, x->src, &cells); i++)
        if ((rc = cp_tables_go_on(x, i, err)) == CP_OK)
            rc = price_row(&p, cells, x->sink, err);
    return rc;
}

/* The header, as it begins the file; of a sheet, its rows. */
static bool is_called(cp_table_heads *h, const char *what)
{
    ptrdiff_t end = cp_str_find_char(h->begin, '\n');
    cp_str line = end < 0 ? h->begin : cp_str_slice(h->begin, 0, (size_t)end);
    const cp_row *r = h->rows->book ? cp_rows_peek(h->rows, 0) : NULL;
    bool found = cp_str_has(cp_str_lower(h->a, line), cp_str_c(what));
    for (uint32_t i = 0; r && i < r->n && !found; i++)
        found = cp_str_has(cp_str_lower(h->a, r->cells[i]), cp_str_c(what));
    return found;
}

/* An inventory may tell what things cost, too: so either the header or the file must be called by
 * inspections. */
static int sure_inspections(cp_table_heads *h, cp_str name)
{
    const cp_table_look *l = cp_table_look_for(h, CP_FORM_INSPECTIONS);
    if (!l->is_table || l->n_required == 0 || l->n_fields < 2)
        return 0;
    bool is_file = cp_str_has(cp_str_lower(h->a, name), CP_STR("inspection"));
    return (is_called(h, "inspect") || is_called(h, "visit") || is_file) &&
                   l->n_cells <= l->n_fields + 1
               ? 94
               : 0;
}

const cp_form_reader cp_read_inspections = { CP_FORM_INSPECTIONS, false, sure_inspections,
                                             inspections_rows, NULL };

static cp_rc read_inspections(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                              const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    return cp_tables_read(a, in, &cp_read_inspections, opts, sink, src, err);
}

static int detect_inspections(cp_bytes head, cp_str name)
{
    return cp_tables_detect(&cp_read_inspections, head, name);
}

const cp_format cp_format_inspections = {
    .name = "inspections-csv",
    .what = "costs of inspections (CSV)",
    .detect = detect_inspections,
    .read = read_inspections,
};
