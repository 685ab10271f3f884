/* SPDX-License-Identifier: Apache-2.0 */
/* path_blast.c - `path blast`: which devices cut off most when they are gone, by policy: pairs of
 * others that lose every path, and pairs that lose every clean one; those that the device is an end
 * of; and, where somebody tells of them, subscribers and what flows. */
#include <stdlib.h>
#include "codec/csv.h"
#include "job/path_say.h"
#include "report/grid.h"
#include "report/parts.h"

enum { ROWS_SHOWN = 20 };

typedef struct row {
    uint32_t item;
    cp_blast pairs;
    cp_cut_off cut;
    cp_flow_lost flow;
} row;

typedef struct ranking {
    const cp_path_model *m;
    const cp_path_loads *loads;
    cp_report_format format;
    cp_path_found found;
    cp_jw *w;
} ranking;

/* One policy. */
typedef struct ranked {
    row *v;
    uint32_t n;
    uint64_t served; /* subscribers in all */
    cp_flow_sums flow;
} ranked;

static int descending(uint64_t x, uint64_t y) { return x == y ? 0 : x > y ? -1 : 1; }

/* What is not told is 0 of all. */
static int by_blast(const void *x, const void *y)
{
    const row *a = x, *b = y;
    const uint64_t keys[][2] = {
        { a->cut.clean_served, b->cut.clean_served },   { a->cut.served, b->cut.served },
        { a->flow.clean_bps, b->flow.clean_bps },       { a->flow.bps, b->flow.bps },
        { a->pairs.clean_pairs, b->pairs.clean_pairs }, { a->pairs.pairs, b->pairs.pairs },
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i][0] != keys[i][1])
            return descending(keys[i][0], keys[i][1]);
    return (a->item > b->item) - (a->item < b->item);
}

/* ---- working out */

static const uint32_t *served_of(const ranking *k, const cp_path_finding *f, cp_arena *a,
                                 uint64_t *sum)
{
    uint32_t n = f->pn->net.n_items;
    uint32_t *v = CP_NEW_RAW(a, uint32_t, n);
    *sum = 0;
    for (uint32_t i = 0; i < n; i++)
        *sum += v[i] = k->loads->served[f->pn->thing_of[i]];
    return v;
}

static const cp_blast_flow *flows_of(const ranking *k, const cp_path_finding *f, cp_arena *a)
{
    uint32_t n = k->loads->flows.n;
    const cp_path_flow *from = k->loads->flows.v;
    cp_blast_flow *v = CP_NEW_RAW(a, cp_blast_flow, n);
    for (uint32_t i = 0; i < n; i++)
        v[i] = (cp_blast_flow){ f->pn->item_of[from[i].from], f->pn->item_of[from[i].to],
                                from[i].bps };
    return v;
}

static bool is_worth_a_row(const row *x)
{
    return x->pairs.pairs || x->pairs.clean_pairs || x->cut.served || x->flow.bps || x->flow.own;
}

static ranked rank(const ranking *k, const cp_path_finding *f)
{
    cp_arena *a = k->m->j->a, *scratch = cp_arena_new(0);
    uint32_t n = f->pn->net.n_items;
    cp_blast *pairs = CP_NEW_RAW(scratch, cp_blast, n);
    cp_cut_off *cut = CP_NEW_ARRAY(scratch, cp_cut_off, n);
    cp_flow_lost *flow = CP_NEW_ARRAY(scratch, cp_flow_lost, n);
    ranked out = { .v = CP_NEW_ARRAY(a, row, n) };
    cp_blast_all(f->l0, scratch, &f->taints, NULL, pairs);
    if (k->loads->served)
        cp_blast_cut_off(f->l0, scratch, &f->taints, served_of(k, f, scratch, &out.served), cut);
    if (k->loads->has_demands)
        cp_blast_flows(f->l0, scratch, &f->taints, flows_of(k, f, scratch), k->loads->flows.n, flow,
                       &out.flow);
    for (uint32_t i = 0; i < n; i++) {
        row x = { i, pairs[i], cut[i], flow[i] };
        if (is_worth_a_row(&x))
            out.v[out.n++] = x;
    }
    cp_arena_free(scratch);
    if (out.n)
        qsort(out.v, out.n, sizeof *out.v, by_blast);
    return out;
}

/* ---- a table */

static cp_str number(cp_arena *a, uint64_t n)
{
    return cp_str_fmt(a, "%llu", (unsigned long long)n);
}

/* Something is never shown as nothing, nor less than all as all. */
static cp_str share(cp_arena *a, uint64_t part, uint64_t all)
{
    double percent = all ? 100 * (double)part / (double)all : 0;
    if (part && percent < 0.05)
        return CP_STR("<0.1%");
    if (part < all && percent >= 99.95)
        return CP_STR(">99.9%");
    return cp_str_fmt(a, "%.1f%%", percent);
}

static cp_str rate(cp_arena *a, uint64_t bps)
{
    static const char *const units[] = { "bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s" };
    size_t u = 0;
    double v = (double)bps;
    for (; v >= 1000 && u + 1 < sizeof units / sizeof *units; u++)
        v /= 1000;
    return cp_str_fmt(a, "%.4g %s", v, units[u]);
}

enum { COLUMNS_MAX = 13 };

typedef struct line {
    const ranking *k;
    cp_grid_column columns[COLUMNS_MAX];
    cp_str cells[COLUMNS_MAX];
    uint32_t n;
} line;

static void put(line *l, const char *name, bool is_text, cp_str cell)
{
    l->columns[l->n] = (cp_grid_column){ name, !is_text, is_text };
    l->cells[l->n++] = cell;
}

/* The cells of a row, with the names of their columns. */
static void fill(line *l, const cp_path_finding *f, const ranked *all, const row *x)
{
    const ranking *k = l->k;
    cp_arena *a = k->m->j->a;
    uint64_t flow = all->flow.all;
    l->n = 0;
    put(l, "DEVICE", true, cp_path_item_name(f, k->m, x->item));
    put(l, "MAKER", true, cp_path_maker(k->m, f->pn->thing_of[x->item]));
    put(l, "VERDICT", true, cp_path_verdict(&k->found, f, x->item));
    if (k->loads->served) {
        put(l, "CLEAN SUBSCRIBERS", false, number(a, x->cut.clean_served));
        put(l, "SUBSCRIBERS", false, number(a, x->cut.served));
    }
    if (k->loads->has_demands) {
        put(l, "CLEAN DEMAND", false, share(a, x->flow.clean_bps, flow));
        put(l, "+OWN", false, share(a, x->flow.clean_own, flow));
        put(l, "DEMAND", false, share(a, x->flow.bps, flow));
        put(l, "+OWN", false, share(a, x->flow.own, flow));
    }
    put(l, "CLEAN PAIRS", false, number(a, x->pairs.clean_pairs));
    put(l, "+OWN", false, number(a, x->pairs.clean_own));
    put(l, "PAIRS", false, number(a, x->pairs.pairs));
    put(l, "+OWN", false, number(a, x->pairs.own));
}

static void print_sums(const ranking *k, const ranked *x)
{
    cp_job *j = k->m->j;
    if (k->loads->served)
        cp_buf_fmt(j->out, "of %llu subscribers\n", (unsigned long long)x->served);
    if (k->loads->has_demands)
        cp_buf_fmt(j->out, "of a demand of %.*s: %.*s has a path, %.*s a clean one\n",
                   CP_FMT(rate(j->a, x->flow.all)), CP_FMT(rate(j->a, x->flow.joined)),
                   CP_FMT(rate(j->a, x->flow.clean)));
}

static void print_table(const ranking *k, const cp_path_finding *f, const ranked *x)
{
    const cp_job *j = k->m->j;
    uint64_t most = j->opts.limit ? j->opts.limit : ROWS_SHOWN;
    cp_buf_fmt(j->out, "\n%.*s\n", CP_FMT(cp_text_safe(j->a, k->m->ans->policies[f->policy].id)));
    print_sums(k, x);
    if (x->n == 0) {
        cp_buf_add_c(j->out, "no device alone cuts off anything\n");
        return;
    }
    line l = { .k = k };
    fill(&l, f, x, &x->v[0]);
    cp_grid g = cp_grid_new(j->a, l.columns, l.n, j->width);
    for (uint32_t i = 0; i < x->n && i < most; i++) {
        fill(&l, f, x, &x->v[i]);
        cp_grid_row(&g, l.cells, NULL);
    }
    cp_grid_print(&g, j->color, j->out);
    if (x->n > most)
        cp_buf_fmt(j->out, "... and %llu more (-f csv has all)\n",
                   (unsigned long long)(x->n - most));
}

/* ---- for programs: one list of numbers for CSV and JSON */

typedef struct value {
    const char *name;
    bool is_told;
    uint64_t v;
} value;
enum { VALUES = 10 };

static void values_of(const ranking *k, const row *x, value out[VALUES])
{
    bool served = k->loads->served != NULL, flows = k->loads->has_demands;
    const value v[VALUES] = {
        { "clean_pairs", true, x->pairs.clean_pairs },
        { "pairs", true, x->pairs.pairs },
        { "own_clean_pairs", true, x->pairs.clean_own },
        { "own_pairs", true, x->pairs.own },
        { "clean_subscribers", served, x->cut.clean_served },
        { "subscribers", served, x->cut.served },
        { "clean_demand_bps", flows, x->flow.clean_bps },
        { "demand_bps", flows, x->flow.bps },
        { "own_clean_demand_bps", flows, x->flow.clean_own },
        { "own_demand_bps", flows, x->flow.own },
    };
    memcpy(out, v, sizeof v);
}

static void print_rows(const ranking *k, const cp_path_finding *f, const ranked *x)
{
    cp_buf *out = k->m->j->out;
    value values[VALUES];
    for (uint32_t i = 0; i < x->n; i++) {
        uint32_t thing = f->pn->thing_of[x->v[i].item];
        cp_csv_cell(out, k->m->ans->policies[f->policy].id, true);
        cp_csv_cell(out, k->m->things.v[thing].id, false);
        cp_csv_cell(out, k->m->things.v[thing].name, false);
        cp_csv_cell(out, cp_path_maker(k->m, thing), false);
        cp_csv_cell(out, cp_str_c(cp_path_label_name(cp_path_item_label(f, x->v[i].item))), false);
        values_of(k, &x->v[i], values);
        for (int c = 0; c < VALUES; c++) {
            cp_buf_char(out, ',');
            if (values[c].is_told)
                cp_buf_fmt(out, "%llu", (unsigned long long)values[c].v);
        }
        cp_buf_char(out, '\n');
    }
}

static void key_if(cp_jw *w, const char *key, bool is_told, uint64_t v)
{
    cp_jw_key(w, key);
    if (is_told)
        cp_jw_u64(w, v);
    else
        cp_jw_null(w);
}

static void print_device(const ranking *k, const cp_path_finding *f, const ranked *all,
                         const row *x)
{
    cp_jw *w = k->w;
    uint32_t thing = f->pn->thing_of[x->item];
    value values[VALUES];
    cp_jw_obj(w);
    cp_jw_kstr(w, "asset", k->m->things.v[thing].id);
    cp_jw_kstr(w, "name", k->m->things.v[thing].name);
    cp_jw_kstr_opt(w, "maker", cp_path_maker(k->m, thing));
    cp_jw_kstr(w, "label", cp_str_c(cp_path_label_name(cp_path_item_label(f, x->item))));
    values_of(k, x, values);
    for (int c = 0; c < VALUES; c++)
        key_if(w, values[c].name, values[c].is_told, values[c].v);
    const uint64_t parts[] = { x->flow.clean_bps, x->flow.bps };
    static const char *const names[] = { "clean_demand_share", "demand_share" };
    for (int i = 0; i < 2; i++) {
        cp_jw_key(w, names[i]);
        if (all->flow.all)
            cp_jw_double(w, (double)parts[i] / (double)all->flow.all);
        else
            cp_jw_null(w);
    }
    cp_jw_obj_end(w);
}

static void print_json(const ranking *k, const cp_path_finding *f, const ranked *x)
{
    cp_jw *w = k->w;
    bool has_flows = f->has_rule && k->loads->has_demands;
    cp_jw_obj(w);
    cp_jw_kstr(w, "policy", k->m->ans->policies[f->policy].id);
    cp_jw_kbool(w, "has_rule", f->has_rule);
    key_if(w, "subscribers", f->has_rule && k->loads->served, x->served);
    key_if(w, "demand_bps", has_flows, x->flow.all);
    key_if(w, "demand_with_path_bps", has_flows, x->flow.joined);
    key_if(w, "demand_with_clean_path_bps", has_flows, x->flow.clean);
    cp_jw_key(w, "devices");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < x->n; i++)
        print_device(k, f, x, &x->v[i]);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

/* ---- all */

static void begin_csv(const ranking *k)
{
    value values[VALUES];
    const row none = { 0 };
    values_of(k, &none, values);
    cp_buf_add_c(k->m->j->out, "policy,asset,name,maker,label");
    for (int c = 0; c < VALUES; c++)
        cp_buf_fmt(k->m->j->out, ",%s", values[c].name);
    cp_buf_char(k->m->j->out, '\n');
}

static void begin_json(const ranking *k)
{
    cp_path_json_head(k->w, k->m, "cleanpath/path-blast/1");
    cp_json_policies(k->w, k->m->ans);
    cp_jw_kstr(k->w, "reading", cp_str_c(cp_path_reading_name(k->found.r->reading)));
    cp_path_json_scope(k->w, k->m, k->found.r->assumes_complete);
    cp_jw_key(k->w, "rankings");
    cp_jw_arr(k->w);
}

static void begin_table(const ranking *k)
{
    const cp_job *j = k->m->j;
    cp_report_opts opts = cp_job_report_opts(j);
    bool assumes_complete = k->found.r->assumes_complete;
    if (!j->opts.quiet) {
        cp_print_coverage(k->m->ans, &opts, j->a, j->out);
        cp_path_print_model(k->m, assumes_complete, j->out);
    }
    cp_buf_add_c(j->out,
                 "What is cut off without one device: pairs of others that lose every clean "
                 "path, and that lose every path\n+OWN: likewise of what it is an end of itself\n");
    if (k->loads->served)
        cp_buf_add_c(j->out, "SUBSCRIBERS: its own, and those who are cut off from the largest "
                             "part that is left\n");
    if (k->loads->has_demands)
        cp_buf_add_c(j->out, "DEMAND: as a part of all that is told\n");
    cp_buf_fmt(j->out, "%.*s\n", CP_FMT(cp_path_scope(j->a, k->m, assumes_complete)));
}

static void one(const ranking *k, const cp_path_finding *f)
{
    ranked x = { .n = 0 };
    if (f->has_rule)
        x = rank(k, f);
    if (k->format == CP_REPORT_JSON)
        print_json(k, f, &x);
    else if (k->format == CP_REPORT_CSV)
        print_rows(k, f, &x);
    else if (f->has_rule)
        print_table(k, f, &x);
    else
        cp_buf_fmt(k->m->j->out, "\n%.*s: no-rule: it excludes nothing on that day\n",
                   CP_FMT(cp_text_safe(k->m->j->a, k->m->ans->policies[f->policy].id)));
}

cp_rc cp_path_blast(const cp_path_model *m, const cp_path_loads *loads, cp_path_request *r,
                    cp_report_format format, cp_err *err)
{
    cp_jw w = cp_jw_new(m->j->out);
    ranking k = { .m = m, .loads = loads, .format = format, .w = &w };
    w.pretty = true;
    cp_rc rc = cp_path_prepare(m, r, &k.found, err);
    if (rc != CP_OK)
        return rc;
    if (format == CP_REPORT_JSON)
        begin_json(&k);
    else if (format == CP_REPORT_CSV)
        begin_csv(&k);
    else
        begin_table(&k);
    for (uint32_t i = 0; i < k.found.n && !*m->j->interrupted; i++)
        one(&k, &k.found.v[i]);
    if (format == CP_REPORT_JSON) {
        cp_jw_arr_end(&w);
        cp_jw_obj_end(&w);
        cp_buf_char(m->j->out, '\n');
    }
    return CP_OK;
}
