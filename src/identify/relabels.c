/* SPDX-License-Identifier: Apache-2.0 */
/* relabels.c - the table of relabels.h: loading it, and which rows can be about a device. The
 * questions are in relabels_ask.c. */
#include "identify/relabels.h"
#include <stdlib.h>
#include "base/sort.h"
#include "identify/rows.h"

enum { ROWS_MAX = 100 * 1000 }; /* far above what a person can maintain */

static const char *const file_keys[] = { "schema", "as_of", "sources", "also", "relabels" };
static const char *const row_keys[] = { "sold_as", "made_by", "classes", "products", "whole",
                                        "since",   "until",   "conf",    "src",      "note" };
#define KEYS(v) (v), sizeof(v) / sizeof *(v)

static cp_rc load_confidence(const cp_rows *l, const cp_tree *x, cp_relabel *r)
{
    cp_str conf = cp_tree_get_text(x, CP_STR("conf")), whole = cp_tree_get_text(x, CP_STR("whole"));
    if (!cp_conf_by_name(conf, &r->conf) || r->conf == CP_CONF_UNKNOWN)
        return cp_fail_line(l->err, CP_EFORMAT, x->line,
                            "conf: \"%.*s\", expected verified, partial or memory", CP_FMT(conf));
    r->is_whole = cp_str_eq(whole, CP_STR("yes"));
    if (whole.n && !r->is_whole && !cp_str_eq(whole, CP_STR("no")))
        return cp_fail_line(l->err, CP_EFORMAT, x->line, "whole: expected yes or no");
    return CP_OK;
}

/* Hearsay may have none. */
static cp_rc load_sources(const cp_rows *l, const cp_tree *x, cp_conf conf, cp_relation *rel)
{
    const cp_str *src;
    uint32_t n;
    cp_rc rc = cp_rows_sources(l, x, &src, &rel->cites, &n);
    if (rc != CP_OK)
        return rc;
    if (n == 0 && conf != CP_CONF_MEMORY)
        return cp_fail_line(l->err, CP_EFORMAT, x->line, "src: only hearsay (memory) has none");
    cp_buf b = cp_buf_new(l->t->a);
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? " " : "", CP_FMT(src[i]));
    rel->src = cp_buf_str(&b);
    rel->n_cites = n;
    return CP_OK;
}

/* The classes, and what else these are called. */
static cp_rc load_classes(const cp_rows *l, const cp_tree *x, cp_relabel *r)
{
    const cp_tree *also_of = cp_tree_get(l->file, CP_STR("also"));
    CP_VEC(cp_str) all = { 0 };
    const cp_str *v, *also;
    uint32_t n, n_also;
    cp_rc rc = cp_yaml_texts(l->t->a, cp_tree_get(x, CP_STR("classes")), &v, &n, l->err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        cp_vec_push(l->t->a, &all, v[i]);
        rc = cp_yaml_texts(l->t->a, cp_tree_get(also_of, v[i]), &also, &n_also, l->err);
        for (uint32_t k = 0; rc == CP_OK && k < n_also; k++)
            cp_vec_push(l->t->a, &all, also[k]);
    }
    r->classes = all.v;
    r->n_classes = rc == CP_OK ? all.n : 0;
    return rc;
}

static cp_rc load_scope(const cp_rows *l, const cp_tree *x, cp_relabel *r)
{
    const cp_str *v;
    uint32_t n;
    cp_rc rc = load_classes(l, x, r);
    if (rc == CP_OK)
        rc = cp_yaml_texts(l->t->a, cp_tree_get(x, CP_STR("products")), &v, &n, l->err);
    if (rc != CP_OK)
        return rc;
    cp_relabel_product *products = CP_NEW_ARRAY(l->t->a, cp_relabel_product, n);
    for (uint32_t i = 0; i < n; i++)
        products[i] = (cp_relabel_product){ cp_name_norm(l->t->a, v[i]),
                                            v[i].n && v[i].p[v[i].n - 1] == '*' };
    r->products = products;
    r->n_products = n;
    rc = cp_yaml_date(x, CP_STR("since"), &r->since, l->err);
    return rc == CP_OK ? cp_yaml_date(x, CP_STR("until"), &r->until, l->err) : rc;
}

/* "video_surveillance: IPCA*, IPCB*; the line called Performance", as the row says it. */
static cp_rc load_note(const cp_rows *l, const cp_tree *x, cp_str *out)
{
    static const char *const lists[] = { "classes", "products" };
    cp_buf b = cp_buf_new(l->t->a);
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
        const cp_str *v;
        uint32_t n;
        cp_rc rc = cp_yaml_texts(l->t->a, cp_tree_get(x, cp_str_c(lists[k])), &v, &n, l->err);
        if (rc != CP_OK)
            return rc;
        for (uint32_t i = 0; i < n; i++)
            cp_buf_fmt(&b, "%s%.*s", i ? ", " : b.n ? ": " : "", CP_FMT(v[i]));
    }
    cp_str note = cp_tree_get_text(x, CP_STR("note"));
    if (note.n)
        cp_buf_fmt(&b, "%s%.*s", b.n ? "; " : "", CP_FMT(note));
    *out = cp_buf_str(&b);
    return CP_OK;
}

/* What reads ownership and ties sees the row as a relation of who sells. */
static void add_relation(const cp_rows *l, cp_maker *m, const cp_relation *rel)
{
    cp_relation *v = CP_NEW_ARRAY(l->t->a, cp_relation, m->n_relations + 1);
    for (uint32_t i = 0; i < m->n_relations; i++)
        v[i] = m->relations[i];
    v[m->n_relations++] = *rel;
    m->relations = v;
}

static cp_rc load_row(const cp_rows *l, const cp_tree *x)
{
    cp_relabel r = { .since = CP_DATE_NONE, .until = CP_DATE_NONE };
    cp_rc rc = cp_yaml_keys(x, "relabel", KEYS(row_keys), l->err);
    if (rc == CP_OK)
        rc = cp_rows_maker(l, x, "sold_as", cp_tree_get_text(x, CP_STR("sold_as")), &r.sold_as);
    if (rc == CP_OK)
        rc = cp_rows_maker(l, x, "made_by", cp_tree_get_text(x, CP_STR("made_by")), &r.made_by);
    if (rc == CP_OK && r.sold_as == r.made_by)
        rc = cp_fail_line(l->err, CP_EFORMAT, x->line, "a house is not its own relabeller");
    if (rc == CP_OK)
        rc = load_confidence(l, x, &r);
    if (rc == CP_OK)
        rc = load_scope(l, x, &r);
    cp_relation *rel = CP_NEW(l->t->a, cp_relation);
    if (rc == CP_OK)
        rc = load_sources(l, x, r.conf, rel);
    if (rc == CP_OK)
        rc = load_note(l, x, &rel->note);
    if (rc != CP_OK)
        return rc;
    rel->type = CP_STR("oem_from");
    rel->to = l->t->m.v[r.made_by].id;
    rel->date = CP_DATE_NONE;
    rel->since = r.since;
    rel->until = r.until;
    rel->share = -1;
    rel->conf = r.conf;
    r.rel = rel;
    add_relation(l, &l->t->m.v[r.sold_as], rel);
    cp_vec_push(l->t->a, &l->t->relabels.v, r);
    return CP_OK;
}

static int by_seller(const void *p, const void *q)
{
    const cp_relabel *a = p, *b = q;
    if (a->sold_as != b->sold_as)
        return a->sold_as < b->sold_as ? -1 : 1;
    if (a->conf != b->conf)
        return (int)a->conf - (int)b->conf;
    return a->made_by < b->made_by ? -1 : a->made_by > b->made_by;
}

cp_rc cp_relabels_load(cp_maker_table *t, const cp_tree *file, cp_err *err)
{
    cp_rows l = { t, file, err };
    cp_rc rc = cp_rows_load(&l, "relabels", ROWS_MAX, KEYS(file_keys), load_row);
    if (rc != CP_OK)
        return rc;
    t->relabels.n_files++;
    if (t->relabels.v.n)
        qsort(t->relabels.v.v, t->relabels.v.n, sizeof *t->relabels.v.v, by_seller);
    return CP_OK;
}

const cp_relabel *cp_relabels_of(const cp_relabels *t, uint32_t sold_as, uint32_t *n)
{
    cp_relabel like = { .sold_as = sold_as };
    uint32_t first = cp_sort_find(t->v.v, t->v.n, sizeof *t->v.v, &like, by_seller), end = first;
    while (end < t->v.n && t->v.v[end].sold_as == sold_as)
        end++;
    *n = end - first;
    return *n ? &t->v.v[first] : NULL;
}

/* Do these words stand in the text, or do its words begin so? "ax57" in "agg ax5735 24". */
static bool names_product(cp_str text, const cp_relabel_product *p)
{
    for (size_t i = 0; p->norm.n && i + p->norm.n <= text.n; i++) {
        size_t end = i + p->norm.n;
        if ((i == 0 || text.p[i - 1] == ' ') &&
            cp_str_eq(cp_str_slice(text, i, p->norm.n), p->norm) &&
            (p->is_beginning || end == text.n || text.p[end] == ' '))
            return true;
    }
    return false;
}

static cp_relabel_fit class_fits(const cp_relabel *r, cp_str class_)
{
    if (r->n_classes == 0)
        return CP_RELABEL_YES;
    if (class_.n == 0)
        return r->is_whole ? CP_RELABEL_YES : CP_RELABEL_MAYBE;
    for (uint32_t i = 0; i < r->n_classes; i++)
        if (cp_str_eq_nocase(r->classes[i], class_))
            return CP_RELABEL_YES;
    return CP_RELABEL_NO;
}

static cp_relabel_fit product_fits(cp_arena *scratch, const cp_relabel *r, cp_str product)
{
    if (r->n_products == 0)
        return CP_RELABEL_YES;
    if (product.n == 0)
        return CP_RELABEL_MAYBE;
    cp_str norm = cp_name_norm(scratch, product);
    for (uint32_t i = 0; i < r->n_products; i++)
        if (names_product(norm, &r->products[i]))
            return CP_RELABEL_YES;
    return CP_RELABEL_NO;
}

/* A day that is not known excludes nothing: most inventories have none. */
static bool day_excludes(const cp_relabel *r, cp_date made)
{
    if (!cp_date_is_set(made))
        return false;
    return (cp_date_is_set(r->since) && made.last_day < r->since.first_day) ||
           (cp_date_is_set(r->until) && made.first_day > r->until.last_day);
}

cp_relabel_fit cp_relabel_fits(cp_arena *scratch, const cp_relabel *r, const cp_relabel_device *d)
{
    cp_relabel_fit by_class = class_fits(r, d->class_),
                   by_product = product_fits(scratch, r, d->product);
    if (day_excludes(r, d->made))
        return CP_RELABEL_NO;
    /* a product that the row names is of the row's class, whoever tells of a class or not */
    if (r->n_products && by_product == CP_RELABEL_YES && by_class == CP_RELABEL_MAYBE)
        return CP_RELABEL_YES;
    return by_class < by_product ? by_class : by_product;
}
