/* SPDX-License-Identifier: Apache-2.0 */
/* path_all.c - `path --all`: every site with every site, the worst pair of devices in each cell.
 *
 *     some   devices of one site between which a clean path is sure answer alike to all others: one
 *            of
 *            them stands for all, so that a million devices need no square of their number
 *     every  pair by pair
 *
 * Both are symmetric: of two sites one cell is told. */
#include <stdlib.h>
#include "codec/csv.h"
#include "job/path_say.h"
#include "job/progress.h"
#include "report/grid.h"
#include "report/parts.h"

enum {
    CELLS_MAX = 20 * 1000 * 1000,  /* of one policy: some 6,000 sites */
    PAIRS_MAX = 100 * 1000 * 1000, /* asked one by one, of one policy */
    ROWS_SHOWN = 40,               /* of cells that are not clean, where the matrix is too wide */
    MATRIX_SITES_MAX = CP_GRID_COLUMNS_MAX - 1,
};

typedef struct site {
    cp_str name;
    uint32_t first, n; /* devices */
} site;

typedef struct cell {
    uint32_t policy; /* finding */
    const site *from, *to;
    cp_path_answer answer;
    uint32_t items[2]; /* the worst pair; CP_NO_ITEM: there is none */
} cell;

typedef struct all {
    const cp_path_model *m;
    const cp_path_request *r;
    cp_path_found found; /* policies and their nets */
    site *sites;
    uint32_t n_sites, n_without_site;
    uint32_t *devices; /* things, by site */
    cp_report_format format;
    cp_jw *w;
    cp_path_pair_fn *each; /* who takes the cells, instead of printing; NULL: nobody */
    void *ctx;
    uint64_t counts[CP_PATH_ANSWER_COUNT]; /* of the policy at hand */
    CP_VEC(cell) open;             /* of the policy at hand: the worst cells that are not clean */
    uint64_t n_open;               /* all of them */
    CP_VEC(cp_path_answer) matrix; /* of the policy at hand, for people */
} all;

/* ---- sites */

typedef struct placed {
    cp_str site;
    uint32_t thing;
} placed;

static int by_site(const void *x, const void *y)
{
    const placed *a = x, *b = y;
    int c = cp_str_cmp(a->site, b->site);
    return c ? c : (a->thing > b->thing) - (a->thing < b->thing);
}

static cp_rc find_sites(all *k, cp_err *err)
{
    const cp_path_model *m = k->m;
    cp_arena *a = m->j->a;
    CP_VEC(placed) v = { 0 };
    CP_VEC(site) sites = { 0 };
    const bool *has_link = cp_path_with_links(m);
    for (uint32_t i = 0; i < m->links.n_assets; i++) {
        cp_str name = cp_asset_shown(&m->e->found.assets[i], CP_ATTR_SITE);
        if (!m->things.v[i].is_in || !has_link[i])
            continue;
        if (name.n)
            cp_vec_push(a, &v, ((placed){ name, i }));
        else
            k->n_without_site++;
    }
    if (v.n)
        qsort(v.v, v.n, sizeof *v.v, by_site);
    k->devices = CP_NEW_ARRAY(a, uint32_t, v.n);
    for (uint32_t i = 0; i < v.n; i++) {
        k->devices[i] = v.v[i].thing;
        if (i == 0 || !cp_str_eq(v.v[i].site, v.v[i - 1].site))
            cp_vec_push(a, &sites, ((site){ v.v[i].site, i, 0 }));
        sites.v[sites.n - 1].n++;
    }
    k->sites = sites.v;
    k->n_sites = sites.n;
    if (sites.n == 0)
        return cp_fail(err, CP_ENOENT, CP_NO_OFF,
                       "no asset with a link has a site: an inventory tells them (column site)");
    if ((uint64_t)sites.n * (sites.n + 1) / 2 > CELLS_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "%u sites have more than %d cells", sites.n,
                       CELLS_MAX);
    return CP_OK;
}

/* ---- one policy */

typedef struct asking {
    all *k;
    const cp_path_finding *f;
    const cp_l0_quick *quick;
    uint32_t finding;
    bool is_every;
    uint32_t *first; /* per site, into items: those that stand for others */
    uint32_t *items;
} asking;

static cp_path_answer ask(const asking *q, uint32_t from, uint32_t to)
{
    return q->is_every ? cp_l0_quick_every(q->quick, from, to)
                       : cp_l0_quick_some(q->quick, from, to);
}

/* Do both answer alike to everybody? */
static bool is_alike(const asking *q, uint32_t x, uint32_t y)
{
    cp_path_answer own = ask(q, x, x), between = ask(q, x, y);
    if (own != ask(q, y, y))
        return false;
    return own == CP_PATH_EXCLUDED ? between != CP_PATH_NONE : between == own;
}

static void find_standing(asking *q)
{
    const all *k = q->k;
    uint32_t n = 0;
    for (uint32_t s = 0; s < k->n_sites; s++) {
        q->first[s] = n;
        for (uint32_t i = k->sites[s].first; i < k->sites[s].first + k->sites[s].n; i++) {
            uint32_t item = q->f->pn->item_of[k->devices[i]], seen = q->first[s];
            while (!q->is_every && seen < n && !is_alike(q, q->items[seen], item))
                seen++;
            if (q->is_every || seen == n)
                q->items[n++] = item;
        }
    }
    q->first[k->n_sites] = n;
}

static cp_rc check_pairs(const asking *q, cp_err *err)
{
    uint64_t n = q->first[q->k->n_sites];
    if (n * n / 2 <= PAIRS_MAX)
        return CP_OK;
    return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "%llu devices have more than %d pairs%s",
                   (unsigned long long)n, PAIRS_MAX, q->is_every ? ": --some needs fewer" : "");
}

/* The worst of all pairs; within a site, of a device with itself only where it is alone. */
static cell ask_cell(const asking *q, uint32_t s, uint32_t t)
{
    const all *k = q->k;
    cell c = { q->finding, &k->sites[s], &k->sites[t], CP_PATH_CLEAN, { CP_NO_ITEM, CP_NO_ITEM } };
    int worst = 0;
    for (uint32_t i = q->first[s]; i < q->first[s + 1]; i++)
        for (uint32_t o = s == t ? i : q->first[t]; o < q->first[t + 1]; o++) {
            bool is_self = q->items[i] == q->items[o];
            if (is_self && q->is_every && k->sites[s].n > 1)
                continue;
            cp_path_answer raw = ask(q, q->items[i], q->items[o]);
            cp_path_answer x =
                cp_path_left(&k->found, q->f, q->is_every, raw, q->items[i], q->items[o]);
            int badness = 10 * cp_path_badness(x) + cp_path_badness(raw);
            if (badness <= worst)
                continue;
            worst = badness;
            c.answer = x;
            c.items[0] = q->items[i];
            c.items[1] = q->items[o];
        }
    return c;
}

/* ---- telling */

static cp_str asset_of(const all *k, const cell *c, int end)
{
    const cp_path_finding *f = &k->found.v[c->policy];
    return c->items[end] == CP_NO_ITEM ? CP_STR("")
                                       : k->m->things.v[f->pn->thing_of[c->items[end]]].id;
}

static cp_str policy_of(const all *k, const cell *c)
{
    return k->m->ans->policies[k->found.v[c->policy].policy].id;
}

static void put_json(const all *k, const cell *c)
{
    cp_jw *w = k->w;
    cp_jw_obj(w);
    cp_jw_kstr(w, "policy", policy_of(k, c));
    cp_jw_kstr(w, "from", c->from->name);
    cp_jw_kstr(w, "to", c->to->name);
    cp_jw_kstr(w, "answer", cp_str_c(cp_path_answer_name(c->answer)));
    cp_jw_kstr_opt(w, "from_asset", asset_of(k, c, 0));
    cp_jw_kstr_opt(w, "to_asset", asset_of(k, c, 1));
    cp_jw_obj_end(w);
}

static void put_csv(const all *k, const cell *c, cp_buf *out)
{
    cp_csv_cell(out, policy_of(k, c), true);
    cp_csv_cell(out, c->from->name, false);
    cp_csv_cell(out, c->to->name, false);
    cp_csv_cell(out, cp_str_c(cp_path_answer_name(c->answer)), false);
    cp_csv_cell(out, asset_of(k, c, 0), false);
    cp_csv_cell(out, asset_of(k, c, 1), false);
    cp_buf_char(out, '\n');
}

static int by_badness(const void *x, const void *y)
{
    const cell *a = x, *b = y;
    int d = cp_path_badness(b->answer) - cp_path_badness(a->answer);
    return d                    ? d
           : a->from != b->from ? (a->from > b->from) - (a->from < b->from)
                                : (a->to > b->to) - (a->to < b->to);
}

static uint64_t n_rows(const all *k)
{
    return k->m->j->opts.limit ? k->m->j->opts.limit : ROWS_SHOWN;
}

static void sort_open(all *k)
{
    if (k->open.n)
        qsort(k->open.v, k->open.n, sizeof *k->open.v, by_badness);
}

/* No more is kept than is shown, and as much again while it comes. */
static void keep_worst(all *k, const cell *c)
{
    cp_vec_push(k->m->j->a, &k->open, *c);
    k->n_open++;
    if (k->open.n < 2 * n_rows(k) + 1024)
        return;
    sort_open(k);
    k->open.n = (uint32_t)n_rows(k);
}

static void put(all *k, const cell *c)
{
    cp_buf *out = k->m->j->out;
    k->counts[c->answer]++;
    if (k->each) {
        k->each(k->ctx, &(cp_path_of_sites){ policy_of(k, c),
                                             c->from->name,
                                             c->to->name,
                                             c->answer,
                                             &k->found.v[c->policy],
                                             { c->items[0], c->items[1] } });
        return;
    }
    if (k->format == CP_REPORT_JSON) {
        put_json(k, c);
        return;
    }
    if (k->format == CP_REPORT_NDJSON) {
        put_json(k, c);
        cp_buf_char(out, '\n');
        k->w->need_comma = false;
        return;
    }
    if (k->format == CP_REPORT_CSV) {
        put_csv(k, c, out);
        return;
    }
    if (k->n_sites <= MATRIX_SITES_MAX)
        cp_vec_push(k->m->j->a, &k->matrix, c->answer);
    else if (c->answer != CP_PATH_CLEAN)
        keep_worst(k, c);
}

/* ---- for people */

static cp_str short_answer(cp_path_answer x)
{
    switch (x) {
    case CP_PATH_CLEAN: return CP_STR("clean");
    case CP_PATH_EXCLUDED: return CP_STR("excluded");
    case CP_PATH_UNDETERMINED: return CP_STR("?");
    case CP_PATH_NONE: return CP_STR("no path");
    case CP_PATH_NO_RULE:
    case CP_PATH_NOT_MODELLED:
    case CP_PATH_ANSWER_COUNT: break;
    }
    return CP_STR("-");
}

/* The cells come row by row, each from the diagonal on. */
static cp_path_answer at(const all *k, uint32_t s, uint32_t t)
{
    uint32_t low = s < t ? s : t, high = s < t ? t : s;
    return k->matrix.v[low * k->n_sites - low * (low + 1) / 2 + high];
}

static void print_matrix(const all *k)
{
    cp_grid_column columns[CP_GRID_COLUMNS_MAX] = { { "SITE", false, true } };
    for (uint32_t s = 0; s < k->n_sites; s++)
        columns[s + 1] =
            (cp_grid_column){ cp_str_dup(k->m->j->a, cp_text_safe(k->m->j->a, k->sites[s].name)).p,
                              false, true };
    cp_grid g = cp_grid_new(k->m->j->a, columns, k->n_sites + 1, k->m->j->width);
    for (uint32_t s = 0; s < k->n_sites; s++) {
        cp_str cells[CP_GRID_COLUMNS_MAX] = { k->sites[s].name };
        for (uint32_t t = 0; t < k->n_sites; t++)
            cells[t + 1] = short_answer(at(k, s, t));
        cp_grid_row(&g, cells, NULL);
    }
    cp_grid_print(&g, k->m->j->color, k->m->j->out);
}

static void print_list(all *k)
{
    static const cp_grid_column columns[] = { { "FROM", false, true },
                                              { "TO", false, true },
                                              { "ANSWER", false, false },
                                              { "FROM ASSET", false, true },
                                              { "TO ASSET", false, true } };
    cp_grid g = cp_grid_new(k->m->j->a, columns, 5, k->m->j->width);
    uint64_t most = n_rows(k);
    sort_open(k);
    for (uint32_t i = 0; i < k->open.n && i < most; i++) {
        const cell *c = &k->open.v[i];
        cp_str cells[] = { c->from->name, c->to->name, cp_str_c(cp_path_answer_name(c->answer)),
                           asset_of(k, c, 0), asset_of(k, c, 1) };
        cp_grid_row(&g, cells, NULL);
    }
    if (k->open.n)
        cp_grid_print(&g, k->m->j->color, k->m->j->out);
    if (k->n_open > most)
        cp_buf_fmt(k->m->j->out, "... and %llu more cells that are not clean (-f csv has all)\n",
                   (unsigned long long)(k->n_open - most));
}

static void print_policy(all *k, const cp_path_finding *f)
{
    cp_buf *out = k->m->j->out;
    cp_buf_fmt(out,
               "\n%.*s: ", CP_FMT(cp_text_safe(k->m->j->a, k->m->ans->policies[f->policy].id)));
    if (!f->has_rule) {
        cp_buf_add_c(out, "no-rule: it excludes nothing on that day\n");
        return;
    }
    const char *comma = "";
    for (unsigned i = 0; i < CP_PATH_ANSWER_COUNT; i++)
        if (k->counts[i]) {
            cp_buf_fmt(out, "%s%llu %s", comma, (unsigned long long)k->counts[i],
                       cp_path_answer_name((cp_path_answer)i));
            comma = ", ";
        }
    cp_buf_char(out, '\n');
    if (k->n_sites <= MATRIX_SITES_MAX)
        print_matrix(k);
    else
        print_list(k);
}

/* ---- the whole */

static cp_rc ask_policy(all *k, uint32_t finding, cp_err *err)
{
    cp_path_finding *f = &k->found.v[finding];
    cp_arena *scratch = cp_arena_new(0);
    asking q = { .k = k, .f = f, .finding = finding, .is_every = k->r->deciding & CP_ASK_EVERY };
    uint32_t n = k->sites[k->n_sites - 1].first + k->sites[k->n_sites - 1].n;
    q.quick = cp_l0_quick_new(f->l0, scratch, &f->taints);
    q.first = CP_NEW_ARRAY(scratch, uint32_t, k->n_sites + 1);
    q.items = CP_NEW_ARRAY(scratch, uint32_t, n);
    find_standing(&q);
    cp_rc rc = check_pairs(&q, err);
    uint64_t n_asked = 0;
    cp_progress_phase(k->m->j, CP_STR("asking"), "pairs of sites",
                      (uint64_t)k->n_sites * (k->n_sites + 1) / 2);
    for (uint32_t s = 0; s < k->n_sites && rc == CP_OK; s++) {
        for (uint32_t t = s; t < k->n_sites; t++) {
            cp_progress_at(k->m->j, n_asked++);
            cell c = ask_cell(&q, s, t);
            put(k, &c);
            f->counts[c.answer]++;
        }
        if (*k->m->j->interrupted)
            rc = cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
    }
    cp_arena_free(scratch);
    return rc;
}

static void begin_text(const all *k)
{
    const cp_job *j = k->m->j;
    cp_report_opts opts = cp_job_report_opts(j);
    if (!j->opts.quiet) {
        cp_print_coverage(k->m->ans, &opts, j->a, j->out);
        cp_path_print_model(k->m, k->r->assumes_complete, j->out);
    }
    cp_buf_fmt(j->out, "Is %s path clean, between %u sites (the worst pair of devices)? %s\n",
               k->r->deciding & CP_ASK_EVERY ? "every" : "some", k->n_sites,
               cp_path_reading_name(k->r->reading));
    cp_buf_fmt(j->out, "%.*s\n", CP_FMT(cp_path_scope(j->a, k->m, k->r->assumes_complete)));
    if (k->n_without_site)
        cp_buf_fmt(j->out, "%u device%s without a site left out.\n", k->n_without_site,
                   k->n_without_site > 1 ? "s" : "");
}

static void put_sites(const all *k)
{
    cp_jw_key(k->w, "sites");
    cp_jw_arr(k->w);
    for (uint32_t s = 0; s < k->n_sites; s++) {
        cp_jw_obj(k->w);
        cp_jw_kstr(k->w, "site", k->sites[s].name);
        cp_jw_ku64(k->w, "devices", k->sites[s].n);
        cp_jw_obj_end(k->w);
    }
    cp_jw_arr_end(k->w);
}

static void begin_json(const all *k)
{
    cp_path_json_head(k->w, k->m, "cleanpath/path-all/1");
    cp_json_policies(k->w, k->m->ans);
    cp_jw_kstr(k->w, "question", cp_str_c(k->r->deciding & CP_ASK_EVERY ? "every" : "some"));
    cp_jw_kstr(k->w, "reading", cp_str_c(cp_path_reading_name(k->r->reading)));
    cp_path_json_scope(k->w, k->m, k->r->assumes_complete);
    cp_jw_ku64(k->w, "without_site", k->n_without_site);
    put_sites(k);
    if (k->format == CP_REPORT_JSON) {
        cp_jw_key(k->w, "cells");
        cp_jw_arr(k->w);
        return;
    }
    cp_jw_obj_end(k->w);
    cp_buf_char(k->m->j->out, '\n');
    k->w->need_comma = false;
}

static void begin(const all *k)
{
    if (k->format == CP_REPORT_CSV)
        cp_buf_add_c(k->m->j->out, "policy,from,to,answer,from_asset,to_asset\n");
    else if (k->format == CP_REPORT_JSON || k->format == CP_REPORT_NDJSON)
        begin_json(k);
    else
        begin_text(k);
}

static void end(const all *k)
{
    if (k->format != CP_REPORT_JSON)
        return;
    cp_jw_arr_end(k->w);
    cp_jw_obj_end(k->w);
    cp_buf_char(k->m->j->out, '\n');
}

cp_rc cp_path_pairs(const cp_path_model *m, cp_path_request *r, cp_path_pair_fn *each, void *ctx,
                    cp_err *err)
{
    all k = { .m = m, .r = r, .each = each, .ctx = ctx };
    cp_rc rc = find_sites(&k, err);
    if (rc == CP_OK)
        rc = cp_path_prepare(m, r, &k.found, err);
    for (uint32_t i = 0; rc == CP_OK && i < k.found.n; i++)
        if (k.found.v[i].has_rule)
            rc = ask_policy(&k, i, err);
    return rc;
}

cp_rc cp_path_all(const cp_path_model *m, cp_path_request *r, cp_report_format format,
                  cp_path_found *out, cp_err *err)
{
    cp_jw w = cp_jw_new(m->j->out);
    all k = { .m = m, .r = r, .format = format, .w = &w };
    w.pretty = format == CP_REPORT_JSON;
    cp_rc rc = find_sites(&k, err);
    if (rc == CP_OK)
        rc = cp_path_prepare(m, r, &k.found, err);
    if (rc != CP_OK)
        return rc;
    begin(&k);
    for (uint32_t i = 0; i < k.found.n && rc == CP_OK; i++) {
        memset(k.counts, 0, sizeof k.counts);
        k.open.n = k.matrix.n = 0;
        k.n_open = 0;
        if (k.found.v[i].has_rule)
            rc = ask_policy(&k, i, err);
        if (rc == CP_OK && format == CP_REPORT_TABLE)
            print_policy(&k, &k.found.v[i]);
    }
    if (rc != CP_OK)
        return rc;
    end(&k);
    cp_path_conclude(&k.found);
    *out = k.found;
    return CP_OK;
}
