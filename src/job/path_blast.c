/* SPDX-License-Identifier: Apache-2.0 */
/* path_blast.c - `path blast`: which devices cut off most when they are gone, by policy: pairs of
 * others that lose every path, and pairs that lose every clean one. */
#include <stdlib.h>
#include "codec/csv.h"
#include "job/path_say.h"
#include "report/grid.h"
#include "report/parts.h"

enum { ROWS_SHOWN = 20 };

typedef struct row {
    uint32_t item;
    cp_blast blast;
} row;

typedef struct ranking {
    const cp_path_model *m;
    cp_report_format format;
    cp_path_found found;
    cp_jw *w;
} ranking;

static int by_blast(const void *x, const void *y)
{
    const row *a = x, *b = y;
    if (a->blast.clean_pairs != b->blast.clean_pairs)
        return a->blast.clean_pairs > b->blast.clean_pairs ? -1 : 1;
    if (a->blast.pairs != b->blast.pairs)
        return a->blast.pairs > b->blast.pairs ? -1 : 1;
    return (a->item > b->item) - (a->item < b->item);
}

static row *rank(const ranking *k, const cp_path_finding *f, uint32_t *n_out)
{
    cp_arena *a = k->m->j->a;
    const cp_net *n = &f->pn->net;
    cp_blast *all = CP_NEW_ARRAY(a, cp_blast, n->n_items);
    row *v = CP_NEW_ARRAY(a, row, n->n_items);
    cp_arena *scratch = cp_arena_new(0);
    cp_blast_all(f->l0, scratch, &f->taints, NULL, all);
    cp_arena_free(scratch);
    *n_out = 0;
    for (uint32_t i = 0; i < n->n_items; i++)
        if (all[i].pairs || all[i].clean_pairs)
            v[(*n_out)++] = (row){ i, all[i] };
    if (*n_out)
        qsort(v, *n_out, sizeof *v, by_blast);
    return v;
}

static cp_str number(cp_arena *a, uint64_t n)
{
    return cp_str_fmt(a, "%llu", (unsigned long long)n);
}

static void print_table(const ranking *k, const cp_path_finding *f, const row *v, uint32_t n)
{
    static const cp_grid_column columns[] = { { "DEVICE", false, true },
                                              { "MAKER", false, true },
                                              { "VERDICT", false, true },
                                              { "CLEAN PAIRS", true, false },
                                              { "PAIRS", true, false } };
    const cp_job *j = k->m->j;
    uint64_t most = j->opts.limit ? j->opts.limit : ROWS_SHOWN;
    cp_grid g = cp_grid_new(j->a, columns, 5, j->width);
    cp_buf_fmt(j->out, "\n%.*s\n", CP_FMT(cp_text_safe(j->a, k->m->ans->policies[f->policy].id)));
    for (uint32_t i = 0; i < n && i < most; i++) {
        cp_str cells[] = { cp_path_item_name(f, k->m, v[i].item),
                           cp_path_maker(k->m, f->pn->thing_of[v[i].item]),
                           cp_path_verdict(&k->found, f, v[i].item),
                           number(j->a, v[i].blast.clean_pairs), number(j->a, v[i].blast.pairs) };
        cp_grid_row(&g, cells, NULL);
    }
    if (n)
        cp_grid_print(&g, j->color, j->out);
    else
        cp_buf_add_c(j->out, "no device alone cuts off anything\n");
    if (n > most)
        cp_buf_fmt(j->out, "... and %llu more (-f csv has all)\n", (unsigned long long)(n - most));
}

static void print_rows(const ranking *k, const cp_path_finding *f, const row *v, uint32_t n)
{
    cp_buf *out = k->m->j->out;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t thing = f->pn->thing_of[v[i].item];
        cp_csv_cell(out, k->m->ans->policies[f->policy].id, true);
        cp_csv_cell(out, k->m->things.v[thing].id, false);
        cp_csv_cell(out, k->m->things.v[thing].name, false);
        cp_csv_cell(out, cp_path_maker(k->m, thing), false);
        cp_csv_cell(out, cp_str_c(cp_path_label_name(cp_path_item_label(f, v[i].item))), false);
        cp_buf_fmt(out, ",%llu,%llu\n", (unsigned long long)v[i].blast.clean_pairs,
                   (unsigned long long)v[i].blast.pairs);
    }
}

static void print_json(const ranking *k, const cp_path_finding *f, const row *v, uint32_t n)
{
    cp_jw *w = k->w;
    cp_jw_obj(w);
    cp_jw_kstr(w, "policy", k->m->ans->policies[f->policy].id);
    cp_jw_kbool(w, "has_rule", f->has_rule);
    cp_jw_key(w, "devices");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t thing = f->pn->thing_of[v[i].item];
        cp_jw_obj(w);
        cp_jw_kstr(w, "asset", k->m->things.v[thing].id);
        cp_jw_kstr(w, "name", k->m->things.v[thing].name);
        cp_jw_kstr_opt(w, "maker", cp_path_maker(k->m, thing));
        cp_jw_kstr(w, "label", cp_str_c(cp_path_label_name(cp_path_item_label(f, v[i].item))));
        cp_jw_ku64(w, "clean_pairs", v[i].blast.clean_pairs);
        cp_jw_ku64(w, "pairs", v[i].blast.pairs);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

static void begin(const ranking *k)
{
    const cp_job *j = k->m->j;
    cp_report_opts opts = cp_job_report_opts(j);
    bool assumes_complete = k->found.r->assumes_complete;
    if (k->format == CP_REPORT_CSV) {
        cp_buf_add_c(j->out, "policy,asset,name,maker,label,clean_pairs,pairs\n");
        return;
    }
    if (k->format == CP_REPORT_JSON) {
        cp_path_json_head(k->w, k->m, "cleanpath/path-blast/1");
        cp_json_policies(k->w, k->m->ans);
        cp_jw_kstr(k->w, "reading", cp_str_c(cp_path_reading_name(k->found.r->reading)));
        cp_path_json_scope(k->w, k->m, assumes_complete);
        cp_jw_key(k->w, "rankings");
        cp_jw_arr(k->w);
        return;
    }
    if (!j->opts.quiet) {
        cp_print_coverage(k->m->ans, &opts, j->a, j->out);
        cp_path_print_model(k->m, assumes_complete, j->out);
    }
    cp_buf_fmt(j->out,
               "What is cut off without one device: pairs of others that lose every clean "
               "path, and that lose every path\n%.*s\n",
               CP_FMT(cp_path_scope(j->a, k->m, assumes_complete)));
}

static void one(const ranking *k, const cp_path_finding *f)
{
    uint32_t n = 0;
    row *v = f->has_rule ? rank(k, f, &n) : NULL;
    if (k->format == CP_REPORT_JSON)
        print_json(k, f, v, n);
    else if (k->format == CP_REPORT_CSV)
        print_rows(k, f, v, n);
    else if (f->has_rule)
        print_table(k, f, v, n);
    else
        cp_buf_fmt(k->m->j->out, "\n%.*s: no-rule: it excludes nothing on that day\n",
                   CP_FMT(cp_text_safe(k->m->j->a, k->m->ans->policies[f->policy].id)));
}

cp_rc cp_path_blast(const cp_path_model *m, cp_path_request *r, cp_report_format format,
                    cp_err *err)
{
    cp_jw w = cp_jw_new(m->j->out);
    ranking k = { .m = m, .format = format, .w = &w };
    w.pretty = true;
    cp_rc rc = cp_path_prepare(m, r, &k.found, err);
    if (rc != CP_OK)
        return rc;
    begin(&k);
    for (uint32_t i = 0; i < k.found.n && !*m->j->interrupted; i++)
        one(&k, &k.found.v[i]);
    if (format == CP_REPORT_JSON) {
        cp_jw_arr_end(&w);
        cp_jw_obj_end(&w);
        cp_buf_char(m->j->out, '\n');
    }
    return CP_OK;
}
