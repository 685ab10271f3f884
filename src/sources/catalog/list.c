/* SPDX-License-Identifier: Apache-2.0 */
/* list.c - the three forms of a list of products: see catalog.h. Each gives records to record.c. */
#include "codec/json.h"
#include "codec/yaml.h"
#include "sources/catalog/record.h"
#include "sources/import/table.h"

enum { RECORDS_PER_ASK = 1024 };

static void free_arena(void *arg) { cp_arena_free(arg); }

/* Memory of one product at a time. */
static cp_arena *scratch_of(cp_arena *a)
{
    uint64_t limit = cp_arena_limit_bytes(a);
    cp_arena *s = cp_arena_new(limit == UINT64_MAX ? 0 : limit);
    cp_arena_defer(a, free_arena, s);
    return s;
}

static bool is_stopped(const cp_read_opts *opts, uint64_t records)
{
    return opts && opts->is_stopped && records % RECORDS_PER_ASK == 0 &&
           opts->is_stopped(opts->stop_ctx);
}

/* --- one YAML file a product ------------------------------------------------------------------ */
static bool is_module(const cp_tree *t)
{
    /* what only a device type has */
    static const char *const of_devices[] = { "slug", "u_height", "is_full_depth" };
    for (size_t i = 0; i < sizeof of_devices / sizeof *of_devices; i++)
        if (cp_tree_get(t, cp_str_c(of_devices[i])))
            return false;
    return true;
}

/* A rack has a maker and a model too, and is furniture. */
static bool is_rack(const cp_tree *t)
{
    return cp_tree_get(t, CP_STR("form_factor")) && cp_tree_get(t, CP_STR("width"));
}

cp_rc cp_catalog_read_type(cp_arena *a, cp_bytes text, const cp_product_sink *sink, cp_source *src,
                           cp_err *err)
{
    const cp_tree *t;
    cp_record r;
    cp_rc rc = cp_yaml_parse(a, text, &t, err);
    if (rc == CP_OK)
        rc = cp_record_init(&r, a, a, sink, src, err);
    if (rc != CP_OK)
        return rc;
    bool has_maker = cp_tree_get(t, CP_STR("manufacturer")) != NULL,
         has_model = cp_tree_get(t, CP_STR("model")) != NULL;
    if (!has_maker && !has_model)
        return cp_fail(err, CP_EUNKNOWN, CP_NO_OFF,
                       "no device type: it has neither `manufacturer` nor `model`");
    if (is_rack(t))
        return cp_fail(err, CP_EUNKNOWN, CP_NO_OFF, "a rack, which is no equipment");
    cp_record_begin(&r, t->line);
    if (cp_record_of_tree(&r, t)) {
        if (r.p.field[CP_PRODUCT_KIND].n == 0)
            r.p.field[CP_PRODUCT_KIND] = is_module(t) ? CP_STR("module") : CP_STR("device");
        rc = cp_record_end(&r, err);
    }
    return rc;
}

/* --- one JSON object a line ------------------------------------------------------------------- */
static cp_rc read_line(cp_record *r, cp_str line, cp_err *err)
{
    const cp_tree *t;
    cp_err why;
    if (line.n > CP_CATALOG_LINE_BYTES_MAX) {
        cp_source_bad(r->a, r->src, r->p.line, "the line has %zu bytes, the limit is %d", line.n,
                      CP_CATALOG_LINE_BYTES_MAX);
        return CP_OK;
    }
    t = cp_json_quick(r->scratch, line);
    if (!t && cp_json_parse(r->scratch, cp_bytes_of_str(line), &t, &why) != CP_OK) {
        cp_source_bad(r->a, r->src, r->p.line, "%s", why.msg);
        return CP_OK;
    }
    return cp_record_of_tree(r, t) ? cp_record_end(r, err) : CP_OK;
}

cp_rc cp_catalog_read_lines(cp_arena *a, cp_bytes text, const cp_read_opts *opts,
                            const cp_product_sink *sink, cp_source *src, cp_err *err)
{
    cp_record r;
    cp_str rest = cp_str_of_bytes(text), line;
    uint64_t at = 0;
    cp_rc rc = cp_record_init(&r, a, scratch_of(a), sink, src, err);
    cp_arena_mark mark = cp_arena_here(rc == CP_OK ? r.scratch : a);
    while (rc == CP_OK && cp_str_cut_line(&rest, &line)) {
        at++;
        if (cp_str_trim(line).n == 0)
            continue;
        cp_record_begin(&r, at);
        rc = is_stopped(opts, src->records) ? cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted")
                                            : read_line(&r, line, err);
        cp_arena_back(r.scratch, mark);
    }
    return rc;
}

/* --- a table ---------------------------------------------------------------------------------- */

/* Which column of an inventory says which field of a product. */
static const struct {
    const char *column;
    cp_product_field field;
} columns[] = {
    { "maker", CP_PRODUCT_MAKER },
    { "product", CP_PRODUCT_PRODUCT },
    { "part_number", CP_PRODUCT_PART_NUMBER },
    { "class", CP_PRODUCT_CLASS },
    { "generation", CP_PRODUCT_GENERATION },
    { "function", CP_PRODUCT_FUNCTION },
    { "made_in", CP_PRODUCT_MADE_IN },
    { "contains", CP_PRODUCT_CONTAINS },
    { "fcc_id", CP_PRODUCT_FCC_ID },
    { "notes", CP_PRODUCT_NOTES },
    { "name", CP_PRODUCT_PRODUCT }, /* where the product has no column of its own */
};

static bool has_column(const cp_table *t, const char *column)
{
    int field = cp_form_field(CP_FORM_INVENTORY, cp_str_c(column));
    for (uint32_t i = 0; i < t->n_columns; i++)
        if (t->columns[i].field == field)
            return true;
    return false;
}

static cp_rc check_columns(const cp_table *t, cp_err *err)
{
    bool has_product = has_column(t, "product") || has_column(t, "name");
    if (has_product && has_column(t, "maker"))
        return CP_OK;
    return cp_fail_line(err, CP_EFORMAT, t->header_pos ? t->header_pos : 1,
                        "a list of products needs a column for the %s: name it, for example --map "
                        "'HEADER=%s'",
                        has_product ? "maker" : "product", has_product ? "maker" : "product");
}

/* The columns of a field may be several (notes): what is told in one of them counts. */
static void put_row(cp_record *r, const cp_table *t, const cp_str *cells)
{
    for (size_t k = 0; k < sizeof columns / sizeof *columns; k++) {
        int field = cp_form_field(CP_FORM_INVENTORY, cp_str_c(columns[k].column));
        for (uint32_t i = 0; i < t->n_columns; i++)
            if (t->columns[i].field == field && r->p.field[columns[k].field].n == 0)
                cp_record_put(r, columns[k].field, cells[i]);
    }
}

cp_rc cp_catalog_read_table(cp_arena *a, cp_bytes text, const cp_read_opts *opts,
                            const cp_product_sink *sink, cp_source *src, cp_err *err)
{
    static const cp_read_opts none;
    cp_table t;
    cp_record r;
    cp_str *cells;
    cp_rc rc = cp_table_open(a, text, CP_FORM_INVENTORY, opts ? opts : &none, src, &t, err);
    if (rc == CP_OK)
        rc = check_columns(&t, err);
    if (rc == CP_OK)
        rc = cp_record_init(&r, a, scratch_of(a), sink, src, err);
    cp_arena_mark mark = cp_arena_here(rc == CP_OK ? r.scratch : a);
    while (rc == CP_OK && cp_table_next(&t, src, &cells)) {
        src->records--; /* the table counts its rows, a record itself */
        cp_record_begin(&r, t.pos);
        put_row(&r, &t, cells);
        rc = is_stopped(opts, src->records) ? cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted")
                                            : cp_record_end(&r, err);
        cp_arena_back(r.scratch, mark);
    }
    return rc;
}
