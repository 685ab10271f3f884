/* SPDX-License-Identifier: Apache-2.0 */
/* catalog.c - `catalog import DIR|FILE... | list [FILTER...] | show PRODUCT`. */
#include <unistd.h>
#include "job/catalog_print.h"
#include "job/evidence.h"
#include "job/policies.h"
#include "policy/diff.h"

/* ---- import ---- */

static void count(cp_buf *b, uint64_t n, const char *one, const char *many)
{
    if (n)
        cp_buf_fmt(b, ", %llu %s", (unsigned long long)n, n == 1 ? one : many);
}

static void tell(cp_job *j, const cp_lists_read *r)
{
    cp_buf_fmt(j->out, "%llu product%s from %llu list%s", (unsigned long long)r->n_products,
               r->n_products == 1 ? "" : "s", (unsigned long long)r->n_read,
               r->n_read == 1 ? "" : "s");
    count(j->out, r->n_known, "list was in the case already", "lists were in the case already");
    count(j->out, r->n_broken, "list could not be read", "lists could not be read");
    count(j->out, r->n_records_bad, "record was malformed", "records were malformed");
    count(j->out, r->n_other, "other file was passed over", "other files were passed over");
    cp_buf_char(j->out, '\n');
}

static bool is_readable(const cp_str *paths, uint32_t n, cp_arena *a)
{
    for (uint32_t i = 0; i < n; i++)
        if (cp_str_eq(paths[i], CP_STR("-")) || access(cp_str_dup(a, paths[i]).p, R_OK) == 0)
            return true;
    return false;
}

static cp_rc import(cp_job *j, cp_err *err)
{
    const cp_str *paths = j->opts.args + 1;
    uint32_t n = j->opts.n_args - 1;
    cp_lists_read r;
    cp_case *c;
    if (n == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "catalog import needs DIR|FILE...");
    /* a mistyped name should not leave an empty case behind */
    bool makes_case = access(cp_str_dup(j->a, j->opts.case_path).p, F_OK) != 0;
    if (makes_case && !is_readable(paths, n, j->a)) {
        cp_rc rc = cp_fail(err, CP_ENOENT, CP_NO_OFF, "cannot be read");
        cp_err_in_file(err, paths[0].p, paths[0].n);
        return rc;
    }
    cp_rc rc = cp_case_open(j->a, j->opts.case_path, CP_CASE_CREATE, &c, err);
    if (rc == CP_OK)
        rc = cp_job_lists_import(j, c, paths, n, &r, err);
    if (rc != CP_OK)
        return rc;
    tell(j, &r);
    bool is_nothing = r.n_read + r.n_known == 0;
    if (is_nothing || r.n_unreadable || (j->opts.strict && (r.n_broken || r.n_partly)))
        j->status = 3;
    return CP_OK;
}

/* ---- list and show ---- */

static cp_rc load(cp_job *j, cp_catalog_view *v, cp_products *products, cp_coverage *coverage,
                  cp_err *err)
{
    cp_knowledge *k;
    cp_policy_lib *lib;
    cp_set named = { { 0 } };
    cp_rc rc = cp_job_as_of(j, &v->as_of, err);
    if (rc == CP_OK)
        rc = cp_job_makers(j, &k, err);
    if (rc == CP_OK)
        rc = cp_job_policies(j, cp_knowledge_makers(k), &lib, err);
    if (rc == CP_OK)
        rc = cp_job_products(j, k, NULL, 0, products, err);
    if (rc != CP_OK)
        return rc;
    for (uint32_t i = 0; i < lib->n_packs; i++)
        named = cp_set_or(named, cp_policy_classes_named(lib, lib->packs[i]));
    *coverage = cp_job_coverage(j, lib, named, &products->catalog);
    v->j = j;
    v->lib = lib;
    v->products = products;
    v->coverage = coverage;
    return CP_OK;
}

static bool has_nocase(cp_arena *a, cp_str s, cp_str word)
{
    return cp_str_has(cp_str_lower(a, s), cp_str_lower(a, word));
}

/* The text of a field as a filter sees it; false: there is no such field. */
static bool field_text(const cp_catalog_view *v, uint32_t at, cp_arena *a, cp_str field,
                       cp_str *out)
{
    const cp_catalog_item *x = &v->products->catalog.v[at];
    for (unsigned f = 0; f < CP_PRODUCT_FIELD_COUNT; f++)
        if (cp_str_eq(field, cp_str_c(cp_product_field_name((cp_product_field)f)))) {
            *out = x->p.field[f];
            if (f == CP_PRODUCT_CLASS)
                *out = v->coverage->from[at] == CP_CLASS_UNKNOWN
                           ? CP_STR("unknown")
                           : cp_policy_class_text(a, v->lib, v->coverage->of[at]);
            if (f == CP_PRODUCT_MAKER)
                *out = cp_str_fmt(a, "%.*s %.*s %s", CP_FMT(x->p.field[f]),
                                  CP_FMT(cp_catalog_maker_name(x)),
                                  x->n_makers == 1 ? x->makers[0]->id.p : "");
            return true;
        }
    return false;
}

static bool word_matches(const cp_catalog_view *v, uint32_t at, cp_arena *a, cp_str word)
{
    static const char *const anywhere[] = { "maker", "product", "part_number", "slug" };
    ptrdiff_t colon = cp_str_find_char(word, ':');
    cp_str text;
    if (colon > 0 && field_text(v, at, a, cp_str_slice(word, 0, (size_t)colon), &text))
        return has_nocase(a, text, cp_str_from(word, (size_t)colon + 1));
    for (size_t i = 0; i < sizeof anywhere / sizeof *anywhere; i++)
        if (field_text(v, at, a, cp_str_c(anywhere[i]), &text) && has_nocase(a, text, word))
            return true;
    return false;
}

static void choose(cp_catalog_view *v, const cp_str *words, uint32_t n_words)
{
    const cp_catalog *c = &v->products->catalog;
    uint32_t *shown = CP_NEW_ARRAY(v->j->a, uint32_t, c->n);
    cp_arena *scratch = cp_arena_new(0);
    for (uint32_t i = 0; i < c->n; i++) {
        cp_arena_mark mark = cp_arena_here(scratch);
        bool keep = true;
        for (uint32_t k = 0; keep && k < n_words; k++)
            keep = word_matches(v, i, scratch, words[k]);
        if (keep)
            shown[v->n_shown++] = i;
        cp_arena_back(scratch, mark);
    }
    cp_arena_free(scratch);
    v->shown = shown;
}

static cp_rc list(cp_job *j, cp_err *err)
{
    cp_catalog_view v = { .n_shown = 0 };
    cp_products products;
    cp_coverage coverage;
    cp_report_format format;
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (rc == CP_OK)
        rc = load(j, &v, &products, &coverage, err);
    if (rc != CP_OK)
        return rc;
    choose(&v, j->opts.args + 1, j->opts.n_args - 1);
    if (format == CP_REPORT_JSON)
        cp_catalog_json(&v);
    else if (format == CP_REPORT_CSV)
        cp_catalog_csv(&v);
    else
        cp_catalog_table(&v);
    return CP_OK;
}

/* An id, else a whole name: product, part number or slug. */
static void find(cp_catalog_view *v, cp_str name)
{
    static const cp_product_field names[] = { CP_PRODUCT_PRODUCT, CP_PRODUCT_PART_NUMBER,
                                              CP_PRODUCT_SLUG };
    const cp_catalog *c = &v->products->catalog;
    uint32_t *shown = CP_NEW_ARRAY(v->j->a, uint32_t, c->n);
    cp_str wanted = cp_name_norm(v->j->a, name);
    v->shown = shown;
    for (uint32_t i = 0; i < c->n; i++)
        if (cp_str_eq(c->v[i].id, name)) {
            shown[v->n_shown++] = i;
            return;
        }
    for (uint32_t i = 0; i < c->n; i++) {
        bool is_it = false;
        for (size_t k = 0; wanted.n && k < sizeof names / sizeof *names; k++)
            is_it |= cp_str_eq(cp_name_norm(v->j->a, c->v[i].p.field[names[k]]), wanted);
        if (is_it)
            shown[v->n_shown++] = i;
    }
}

static cp_str nearest(const cp_catalog *c, cp_str name)
{
    cp_str best = CP_STR("");
    size_t best_distance = name.n / 3 + 1;
    for (uint32_t i = 0; i < c->n; i++) {
        const cp_str near[] = { c->v[i].p.field[CP_PRODUCT_PRODUCT], c->v[i].id };
        for (size_t k = 0; k < sizeof near / sizeof *near; k++) {
            size_t d = cp_str_distance(near[k], name);
            if (d < best_distance) {
                best = near[k];
                best_distance = d;
            }
        }
    }
    return best;
}

static cp_rc show(cp_job *j, cp_err *err)
{
    cp_catalog_view v = { .n_shown = 0 };
    cp_products products;
    cp_coverage coverage;
    cp_report_format format;
    if (j->opts.n_args != 2)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "catalog show needs one PRODUCT");
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (rc == CP_OK && format == CP_REPORT_CSV)
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF, "catalog show prints table or json");
    if (rc == CP_OK)
        rc = load(j, &v, &products, &coverage, err);
    if (rc != CP_OK)
        return rc;
    find(&v, j->opts.args[1]);
    if (v.n_shown == 0) {
        cp_str near = nearest(&products.catalog, j->opts.args[1]);
        return cp_fail(err, CP_ENOENT, CP_NO_OFF, "there is no product \"%.*s\"%s%.*s%s",
                       CP_FMT(j->opts.args[1]),
                       near.n ? "; did you mean " : "; `cleanpath catalog list` shows all",
                       CP_FMT(near), near.n ? "?" : "");
    }
    if (format == CP_REPORT_JSON)
        cp_catalog_json(&v);
    else
        cp_catalog_details(&v);
    return CP_OK;
}

cp_rc cp_job_catalog(cp_job *j, cp_err *err)
{
    static const struct {
        const char *name;
        cp_rc (*run)(cp_job *j, cp_err *err);
    } verbs[] = { { "import", import }, { "list", list }, { "show", show } };
    if (j->opts.n_args == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "catalog needs import DIR|FILE..., list or show PRODUCT");
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (cp_str_eq(j->opts.args[0], cp_str_c(verbs[i].name)))
            return verbs[i].run(j, err);
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "catalog knows import, list and show, not \"%.*s\"",
                   CP_FMT(j->opts.args[0]));
}
