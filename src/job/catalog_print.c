/* SPDX-License-Identifier: Apache-2.0 */
/* catalog_print.c - see catalog_print.h. Coverage comes first: a class without products says that
 * nothing is known of it, and not that nothing would be hit. */
#include "job/catalog_print.h"
#include "codec/csv.h"
#include "job/evidence.h"
#include "policy/diff.h"
#include "report/grid.h"

enum { NAMES_SHOWN = 8 };

static cp_str number(cp_arena *a, uint64_t n)
{
    return cp_str_fmt(a, "%llu", (unsigned long long)n);
}

/* ---- coverage ---- */

static void unknown_makers(cp_job *j, const cp_catalog *c)
{
    if (c->n_no_maker + c->n_several == 0)
        return;
    cp_buf_fmt(
        j->out,
        "Products whose maker is not established: %u (no file of makers lists it) and %u (the "
        "name means several):",
        c->n_no_maker, c->n_several);
    for (uint32_t i = 0; i < c->unknown_makers.n && i < NAMES_SHOWN; i++)
        cp_buf_fmt(j->out, "%s %.*s", i ? "," : "",
                   CP_FMT(cp_text_safe(j->a, c->unknown_makers.items[i].key)));
    if (c->unknown_makers.n > NAMES_SHOWN)
        cp_buf_fmt(j->out, " and %u more", c->unknown_makers.n - NAMES_SHOWN);
    cp_buf_add_c(j->out, ". They are not known to be clean.\n");
}

static uint64_t bad_records(const cp_products *p)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < p->n_sources; i++)
        n += p->sources[i].records_bad;
    return n;
}

void cp_coverage_table(cp_job *j, const cp_products *p, const cp_coverage *c)
{
    static const cp_grid_column columns[] = { { "CLASS", false, true },
                                              { "PRODUCTS", true, false },
                                              { "STATED", true, false },
                                              { "PRESUMED", true, false } };
    const cp_catalog *all = &p->catalog;
    uint64_t n_bad = bad_records(p);
    cp_buf_fmt(j->out, "Catalogue (%.*s): products %u, lists %u",
               CP_FMT(cp_text_safe(j->a, p->from)), all->n, p->n_sources);
    const struct {
        const char *what;
        uint64_t n;
    } also[] = { { "listed again", all->n_listed - all->n },
                 { "malformed records", n_bad },
                 { "lists that could not be read", p->read.n_broken },
                 { "other files passed over", p->read.n_other } };
    for (size_t i = 0; i < sizeof also / sizeof *also; i++)
        if (also[i].n)
            cp_buf_fmt(j->out, ", %s %llu", also[i].what, (unsigned long long)also[i].n);
    cp_buf_add_c(j->out, ".\n");
    unknown_makers(j, all);
    if (all->n_differing)
        cp_buf_fmt(j->out,
                   "Products about which lists contradict each other, so that it is open: %u.\n",
                   all->n_differing);
    cp_grid g = cp_grid_new(j->a, columns, sizeof columns / sizeof *columns, j->width);
    for (uint32_t i = 0; i < c->n; i++) {
        const cp_class_coverage *x = &c->v[i];
        uint32_t stated = x->n[CP_CLASS_STATED], presumed = x->n[CP_CLASS_PRESUMED];
        cp_grid_row(&g,
                    (cp_str[]){ x->title, number(j->a, stated + presumed), number(j->a, stated),
                                number(j->a, presumed) },
                    NULL);
    }
    cp_grid_row(
        &g,
        (cp_str[]){ CP_STR("class not known"), number(j->a, c->n_unknown), CP_STR(""), CP_STR("") },
        NULL);
    cp_grid_print(&g, j->color, j->out);
}

static void sources_json(cp_jw *w, const cp_products *p)
{
    enum { LISTED_MAX = 100 }; /* a checkout has thousands of files, each a product */
    cp_jw_ku64(w, "lists", p->n_sources);
    cp_jw_key(w, "sources");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < p->n_sources && i < LISTED_MAX; i++) {
        const cp_source *s = &p->sources[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "name", s->name);
        cp_jw_kstr(w, "sha256", s->sha256);
        cp_jw_kstr(w, "format", s->format);
        cp_jw_ku64(w, "bytes", s->bytes);
        cp_jw_ku64(w, "records", s->records);
        cp_jw_ku64(w, "records_bad", s->records_bad);
        cp_jw_kstr_opt(w, "note", s->note);
        cp_jw_kstr(w, "imported_at", cp_time_text(w->scratch, s->imported_at));
        cp_jw_kstr(w, "imported_by", s->imported_by);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void classes_json(cp_jw *w, const cp_coverage *c)
{
    cp_jw_key(w, "classes");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < c->n; i++) {
        const cp_class_coverage *x = &c->v[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "class", x->id);
        cp_jw_kstr(w, "title", x->title);
        cp_jw_kbool(w, "named_by_policies", x->is_named);
        cp_jw_ku64(w, "products", x->n[CP_CLASS_STATED] + x->n[CP_CLASS_PRESUMED]);
        cp_jw_ku64(w, "stated", x->n[CP_CLASS_STATED]);
        cp_jw_ku64(w, "presumed", x->n[CP_CLASS_PRESUMED]);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_ku64(w, "class_unknown", c->n_unknown);
}

void cp_coverage_json(cp_jw *w, const cp_products *p, const cp_coverage *c)
{
    const cp_catalog *all = &p->catalog;
    cp_jw_key(w, "coverage");
    cp_jw_obj(w);
    cp_jw_ku64(w, "products", all->n);
    cp_jw_ku64(w, "listed", all->n_listed);
    cp_jw_ku64(w, "contradicting", all->n_differing);
    cp_jw_ku64(w, "maker_unknown", all->n_no_maker);
    cp_jw_ku64(w, "maker_ambiguous", all->n_several);
    cp_jw_key(w, "makers_not_established");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < all->unknown_makers.n; i++) {
        cp_jw_obj(w);
        cp_jw_kstr(w, "name", all->unknown_makers.items[i].key);
        cp_jw_ku64(w, "products", all->unknown_makers.items[i].value);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_ku64(w, "lists_broken", p->read.n_broken);
    cp_jw_ku64(w, "files_passed_over", p->read.n_other);
    classes_json(w, c);
    sources_json(w, p);
    cp_jw_obj_end(w);
}

/* ---- products ---- */

static cp_str class_of(const cp_catalog_view *v, uint32_t at)
{
    return cp_policy_class_text(v->j->a, v->lib, v->coverage->of[at]);
}

void cp_catalog_table(const cp_catalog_view *v)
{
    static const cp_grid_column columns[] = {
        { "PRODUCT", false, false }, { "MAKER", false, true },  { "NAME", false, true },
        { "PART", false, true },     { "CLASS", false, false }, { "FROM", false, false }
    };
    cp_job *j = v->j;
    if (!j->opts.quiet) {
        cp_coverage_table(j, v->products, v->coverage);
        cp_buf_char(j->out, '\n');
    }
    cp_grid g = cp_grid_new(j->a, columns, sizeof columns / sizeof *columns, j->width);
    uint32_t n = j->opts.limit && j->opts.limit < v->n_shown ? (uint32_t)j->opts.limit : v->n_shown;
    for (uint32_t i = 0; i < n; i++) {
        const cp_catalog_item *x = &v->products->catalog.v[v->shown[i]];
        bool is_maker_known = x->n_makers == 1;
        cp_str maker = cp_catalog_maker_name(x);
        cp_grid_row(&g,
                    (cp_str[]){ x->id,
                                is_maker_known ? maker : cp_str_fmt(j->a, "%.*s ?", CP_FMT(maker)),
                                x->p.field[CP_PRODUCT_PRODUCT], x->p.field[CP_PRODUCT_PART_NUMBER],
                                class_of(v, v->shown[i]),
                                cp_str_c(cp_class_from_name(v->coverage->from[v->shown[i]])) },
                    NULL);
    }
    cp_grid_print(&g, j->color, j->out);
    if (n < v->n_shown)
        cp_buf_fmt(j->out, "... and %u more (--limit 0 shows all)\n", v->n_shown - n);
}

void cp_catalog_csv(const cp_catalog_view *v)
{
    cp_buf *out = v->j->out;
    cp_buf_add_c(out, "id,maker_id,class_from,presumed_because,times_listed");
    for (unsigned f = 0; f < CP_PRODUCT_FIELD_COUNT; f++)
        cp_buf_fmt(out, ",%s", cp_product_field_name((cp_product_field)f));
    cp_buf_add_c(out, "\r\n");
    for (uint32_t i = 0; i < v->n_shown; i++) {
        const cp_catalog_item *x = &v->products->catalog.v[v->shown[i]];
        cp_arena *one = cp_arena_new(0);
        cp_csv_cell(out, cp_text_safe(one, x->id), true);
        cp_csv_cell(out, x->n_makers == 1 ? x->makers[0]->id : CP_STR(""), false);
        cp_csv_cell(out, cp_str_c(cp_class_from_name(v->coverage->from[v->shown[i]])), false);
        cp_csv_cell(out, x->presumed_why, false);
        cp_csv_cell(out, number(one, x->n_times), false);
        for (unsigned f = 0; f < CP_PRODUCT_FIELD_COUNT; f++)
            cp_csv_cell(out,
                        f == CP_PRODUCT_CLASS ? class_of(v, v->shown[i])
                                              : cp_text_safe(one, x->p.field[f]),
                        false);
        cp_buf_add_c(out, "\r\n");
        cp_arena_free(one);
    }
}

static void product_json(cp_jw *w, const cp_catalog_view *v, uint32_t at)
{
    const cp_catalog_item *x = &v->products->catalog.v[at];
    const cp_source *s = &v->products->sources[x->p.source];
    cp_jw_obj(w);
    cp_jw_kstr(w, "product", x->id);
    cp_jw_kstr_opt(w, "maker_id", x->n_makers == 1 ? x->makers[0]->id : CP_STR(""));
    cp_jw_key(w, "maker_candidates");
    cp_jw_arr(w);
    for (uint32_t i = 0; x->n_makers > 1 && i < x->n_makers && i < CP_CATALOG_MAKERS_MAX; i++)
        cp_jw_str(w, x->makers[i]->id);
    cp_jw_arr_end(w);
    cp_jw_kstr_opt(w, "class", class_of(v, at));
    cp_jw_kstr(w, "class_from", cp_str_c(cp_class_from_name(v->coverage->from[at])));
    cp_jw_kstr_opt(w, "presumed_because", x->presumed_why);
    cp_jw_key(w, "told"); /* as the lists write it */
    cp_jw_obj(w);
    for (unsigned f = 0; f < CP_PRODUCT_FIELD_COUNT; f++)
        if (x->p.field[f].n)
            cp_jw_kstr(w, cp_product_field_name((cp_product_field)f), x->p.field[f]);
    cp_jw_obj_end(w);
    cp_jw_key(w, "contradicting");
    cp_jw_arr(w);
    for (unsigned f = 0; f < CP_PRODUCT_FIELD_COUNT; f++)
        if (x->differs >> f & 1)
            cp_jw_str(w, cp_str_c(cp_product_field_name((cp_product_field)f)));
    cp_jw_arr_end(w);
    cp_jw_ku64(w, "times_listed", x->n_times);
    cp_jw_kstr(w, "source", s->name);
    cp_jw_kstr(w, "sha256", s->sha256);
    cp_jw_ku64(w, "line", x->p.line);
    cp_jw_obj_end(w);
}

void cp_catalog_json(const cp_catalog_view *v)
{
    cp_jw w = cp_jw_new(v->j->out);
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "schema", CP_STR("cleanpath/catalog/1"));
    cp_jw_kstr(&w, "as_of", cp_date_text(v->j->a, v->as_of));
    cp_coverage_json(&w, v->products, v->coverage);
    cp_jw_key(&w, "products");
    cp_jw_arr(&w);
    for (uint32_t i = 0; i < v->n_shown; i++)
        product_json(&w, v, v->shown[i]);
    cp_jw_arr_end(&w);
    cp_jw_obj_end(&w);
    cp_buf_char(v->j->out, '\n');
}

static void maker_line(cp_job *j, const cp_catalog_item *x)
{
    cp_str written = cp_text_safe(j->a, x->p.field[CP_PRODUCT_MAKER]);
    cp_buf_fmt(j->out, "  %-12s %.*s", "maker", CP_FMT(written));
    if (x->n_makers == 1)
        cp_buf_fmt(j->out, ", which is %.*s (%.*s)", CP_FMT(x->makers[0]->name),
                   CP_FMT(x->makers[0]->id));
    else if (x->n_makers == 0)
        cp_buf_add_c(j->out, ", whom no file of makers lists: not known to be clean");
    for (uint32_t i = 0; x->n_makers > 1 && i < x->n_makers && i < CP_CATALOG_MAKERS_MAX; i++)
        cp_buf_fmt(j->out, "%s%.*s", i ? ", or " : ", which may be ", CP_FMT(x->makers[i]->id));
    cp_buf_char(j->out, '\n');
}

static void class_line(const cp_catalog_view *v, uint32_t at)
{
    const cp_catalog_item *x = &v->products->catalog.v[at];
    cp_class_from from = v->coverage->from[at];
    cp_str class_ = class_of(v, at);
    cp_buf_fmt(v->j->out, "  %-12s %.*s", "class", CP_FMT(class_.n ? class_ : CP_STR("not known")));
    if (from == CP_CLASS_PRESUMED)
        cp_buf_fmt(
            v->j->out, ", presumed: %.*s",
            CP_FMT(x->presumed_why.n ? x->presumed_why : CP_STR("that is what its maker makes")));
    else if (x->differs >> CP_PRODUCT_CLASS & 1)
        cp_buf_add_c(v->j->out, ": the lists contradict each other");
    cp_buf_char(v->j->out, '\n');
}

void cp_catalog_details(const cp_catalog_view *v)
{
    cp_job *j = v->j;
    for (uint32_t i = 0; i < v->n_shown; i++) {
        const cp_catalog_item *x = &v->products->catalog.v[v->shown[i]];
        const cp_source *s = &v->products->sources[x->p.source];
        cp_buf_fmt(j->out, "%s%.*s\n", i ? "\n" : "", CP_FMT(cp_text_safe(j->a, x->id)));
        maker_line(j, x);
        class_line(v, v->shown[i]);
        for (unsigned f = 0; f < CP_PRODUCT_FIELD_COUNT; f++)
            if (x->p.field[f].n && f != CP_PRODUCT_MAKER && f != CP_PRODUCT_CLASS)
                cp_buf_fmt(j->out, "  %-12s %.*s%s\n", cp_product_field_name((cp_product_field)f),
                           CP_FMT(cp_text_safe(j->a, x->p.field[f])),
                           x->differs >> f & 1 ? " (another list says otherwise: open)" : "");
        cp_buf_fmt(j->out, "  %-12s %.*s:%llu, listed %u time%s\n", "from",
                   CP_FMT(cp_text_safe(j->a, s->name)), (unsigned long long)x->p.line, x->n_times,
                   x->n_times > 1 ? "s" : "");
    }
}
