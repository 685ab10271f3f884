/* SPDX-License-Identifier: Apache-2.0 */
/* carriers_diff.c - `carriers diff BEFORE AFTER`: which prefixes go through other carriers than
 * before.
 *
 *     rows of before  10/8 --.                      AS that came, that went; the only way now;
 *     rows of after   10/8 --+-- side by side -->   appeared, gone
 *
 * A prefix is told if it goes through other ASes that count, or if excluded paths have become, or
 * are no longer, the only ones. That there are more or fewer paths alone is no change. */
#include "codec/csv.h"
#include "job/carriers.h"
#include "report/grid.h"
#include "report/parts.h"

enum { BEFORE, AFTER, ROWS_DEFAULT = 40 };

/* id, name, what it is */
#define CHANGES(X)                                                          \
    X(CAME, "came", "go through carriers that count, and did not before")   \
    X(OTHERS, "others", "go through others of them")                        \
    X(ONLY, "only_way", "have no other way any more")                       \
    X(ROUND, "other_way", "have another way again")                         \
    X(WENT, "went", "do not go through any of them any more")               \
    X(APPEARED, "appeared", "were not there, and go through such carriers") \
    X(GONE, "gone", "went through such carriers, and are not there any more")
typedef enum change_kind {
#define CHANGE_ID(id, name, what) id,
    CHANGES(CHANGE_ID)
#undef CHANGE_ID
        CHANGE_KINDS
} change_kind;
static const struct {
    const char *name, *what;
} changes[] = {
#define CHANGE_ROW(id, name, what) { name, what },
    CHANGES(CHANGE_ROW)
#undef CHANGE_ROW
};

typedef struct change {
    change_kind kind;
    const cp_exposure_row *row[2]; /* NULL: not there */
} change;

typedef struct comparing {
    cp_carriers c;
    cp_exposure *x[2];
    CP_VEC(change) v;
    uint64_t counts[CHANGE_KINDS];
} comparing;

static bool is_only_way(const cp_exposure_row *r)
{
    return r->paths[CP_AS_EXCLUDED] && r->paths[CP_AS_EXCLUDED] == cp_exposure_paths(r);
}

/* Sets of the two sides have numbers of their own. */
static bool same_via(const comparing *k, const cp_exposure_row *a, const cp_exposure_row *b)
{
    const cp_via *x = cp_exposure_via(k->x[BEFORE], a->via),
                 *y = cp_exposure_via(k->x[AFTER], b->via);
    return x->n == y->n && (x->n == 0 || memcmp(x->asns, y->asns, x->n * sizeof *x->asns) == 0);
}

static void add(comparing *k, change_kind kind, const cp_exposure_row *a, const cp_exposure_row *b)
{
    k->counts[kind]++;
    cp_vec_push(k->c.j->a, &k->v, ((change){ kind, { a, b } }));
}

static void compare_both(comparing *k, const cp_exposure_row *a, const cp_exposure_row *b)
{
    bool counted = cp_carriers_is_shown(a), counts = cp_carriers_is_shown(b);
    if (!counted && counts)
        add(k, CAME, a, b);
    else if (counted && !counts)
        add(k, WENT, a, b);
    else if (is_only_way(a) != is_only_way(b))
        add(k, is_only_way(b) ? ONLY : ROUND, a, b);
    else if (!same_via(k, a, b))
        add(k, OTHERS, a, b);
}

static void compare(comparing *k)
{
    uint32_t n[2], i = 0, m = 0;
    const cp_exposure_row *a = cp_exposure_rows(k->x[BEFORE], &n[BEFORE]),
                          *b = cp_exposure_rows(k->x[AFTER], &n[AFTER]);
    while (i < n[BEFORE] || m < n[AFTER]) {
        int order = i == n[BEFORE] ? 1 : m == n[AFTER] ? -1 : cp_exposure_order(&a[i], &b[m]);
        if (order < 0 && cp_carriers_is_shown(&a[i]))
            add(k, GONE, &a[i], NULL);
        else if (order > 0 && cp_carriers_is_shown(&b[m]))
            add(k, APPEARED, NULL, &b[m]);
        else if (order == 0)
            compare_both(k, &a[i], &b[m]);
        i += order <= 0;
        m += order >= 0;
    }
}

/* ---- printing */

/* ASes of one side that the other does not have; of a side that is not there: none. */
static cp_str only_in(cp_arena *a, const comparing *k, const change *x, int side)
{
    cp_buf b = cp_buf_new(a);
    if (!x->row[side])
        return CP_STR("");
    const cp_via *v = cp_exposure_via(k->x[side], x->row[side]->via);
    const cp_via *other = x->row[!side] ? cp_exposure_via(k->x[!side], x->row[!side]->via)
                                        : cp_exposure_via(k->x[!side], 0);
    for (uint32_t i = 0; i < v->n; i++) {
        bool has = false;
        for (uint32_t m = 0; m < other->n; m++)
            has |= other->asns[m] == v->asns[i];
        if (!has)
            cp_buf_fmt(&b, "%sAS%u", b.n ? "; " : "", v->asns[i]);
    }
    return cp_buf_str(&b);
}

static uint32_t counted_of(const cp_exposure_row *r)
{
    return r->paths[CP_AS_EXCLUDED] + r->paths[CP_AS_RESTRICTED] + r->paths[CP_AS_UNDETERMINED];
}

static cp_str paths_of(cp_arena *a, const cp_exposure_row *r)
{
    return r ? cp_str_fmt(a, "%u of %u", counted_of(r), cp_exposure_paths(r)) : CP_STR("");
}

static cp_str path_of(cp_arena *a, const comparing *k, const change *x, int side)
{
    const cp_exposure_row *r = x->row[side];
    return r && r->path ? cp_carriers_path_text(a, cp_exposure_path_of(k->x[side], r->path))
                        : CP_STR("");
}

static cp_str net_of(cp_arena *a, const change *x)
{
    const cp_exposure_row *r = x->row[AFTER] ? x->row[AFTER] : x->row[BEFORE];
    return cp_carriers_net_text(a, &r->net, r->bits);
}

static void print(const comparing *k)
{
    static const cp_grid_column columns[] = {
        { "CHANGE", false, false },  { "PREFIX", false, false },      { "CAME", false, true },
        { "WENT", false, true },     { "PATHS BEFORE", true, false }, { "NOW", true, false },
        { "PATH NOW", false, true }, { "PATH BEFORE", false, true },
    };
    cp_arena *a = k->c.j->a;
    cp_buf *out = k->c.j->out;
    cp_report_opts opts = cp_job_report_opts(k->c.j);
    uint32_t max = opts.rows_max ? opts.rows_max : opts.quiet ? UINT32_MAX : ROWS_DEFAULT;
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns, opts.width);
    if (!opts.quiet)
        cp_print_coverage(k->c.ans, &opts, a, out);
    for (int i = 0; i < CHANGE_KINDS; i++)
        if (k->counts[i])
            cp_buf_fmt(out, "%s %llu: prefixes that %s\n", changes[i].name,
                       (unsigned long long)k->counts[i], changes[i].what);
    if (k->v.n == 0)
        cp_buf_add_c(out, "no prefix goes through other carriers than before\n");
    for (uint32_t i = 0; i < k->v.n && i < max; i++) {
        const change *x = &k->v.v[i];
        const cp_str cells[] = { cp_str_c(changes[x->kind].name), net_of(a, x),
                                 only_in(a, k, x, AFTER),         only_in(a, k, x, BEFORE),
                                 paths_of(a, x->row[BEFORE]),     paths_of(a, x->row[AFTER]),
                                 path_of(a, k, x, AFTER),         path_of(a, k, x, BEFORE) };
        bool is_worse = x->kind == CAME || x->kind == ONLY || x->kind == APPEARED;
        cp_grid_row(&g, cells, is_worse ? "red" : x->kind == OTHERS ? "yellow" : "green");
    }
    if (k->v.n)
        cp_grid_print(&g, opts.color, out);
    if (k->v.n > max)
        cp_buf_fmt(out, "... and %u more: --limit N, or another format, has them all\n",
                   k->v.n - max);
}

static void asns(cp_jw *w, const comparing *k, const change *x, const char *key, int side)
{
    cp_str text = only_in(k->c.scratch, k, x, side), one;
    uint32_t asn;
    cp_jw_key(w, key);
    cp_jw_arr(w);
    while (cp_str_cut(&text, ';', &one))
        if (cp_str_u32(cp_str_from(cp_str_trim(one), 2), &asn))
            cp_jw_u64(w, asn);
    cp_jw_arr_end(w);
}

static void side(cp_jw *w, const comparing *k, const change *x, const char *key, int s)
{
    const cp_exposure_row *r = x->row[s];
    cp_jw_key(w, key);
    if (!r) {
        cp_jw_null(w);
        return;
    }
    cp_jw_obj(w);
    cp_jw_ku64(w, "paths", cp_exposure_paths(r));
    cp_jw_ku64(w, "excluded_paths", r->paths[CP_AS_EXCLUDED]);
    cp_jw_ku64(w, "counted_paths", counted_of(r));
    if (r->path) {
        const cp_exposure_path *p = cp_exposure_path_of(k->x[s], r->path);
        cp_jw_key(w, "path");
        cp_jw_arr(w);
        for (uint32_t i = 0; i < p->n; i++)
            cp_jw_u64(w, p->asns[i]);
        cp_jw_arr_end(w);
    }
    cp_jw_obj_end(w);
}

static void row(cp_jw *w, const comparing *k, const change *x)
{
    cp_arena_mark mark = cp_arena_here(k->c.scratch);
    cp_jw_obj(w);
    cp_jw_kstr(w, "prefix", net_of(k->c.scratch, x));
    cp_jw_kstr(w, "change", cp_str_c(changes[x->kind].name));
    asns(w, k, x, "came", AFTER);
    asns(w, k, x, "went", BEFORE);
    side(w, k, x, "before", BEFORE);
    side(w, k, x, "after", AFTER);
    cp_jw_obj_end(w);
    cp_arena_back(k->c.scratch, mark);
}

static void head(cp_jw *w, const comparing *k)
{
    cp_jw_obj(w);
    cp_jw_kstr(w, "schema", CP_STR("cleanpath/carriers-diff/1"));
    cp_jw_kstr(w, "as_of", cp_date_text(k->c.scratch, k->c.ans->as_of));
    cp_jw_kstr(w, "version", k->c.ans->version);
    cp_json_coverage(w, k->c.ans);
    cp_json_policies(w, k->c.ans);
    cp_jw_key(w, "counts");
    cp_jw_obj(w);
    for (int i = 0; i < CHANGE_KINDS; i++)
        cp_jw_ku64(w, changes[i].name, k->counts[i]);
    cp_jw_obj_end(w);
}

static void print_json(const comparing *k, bool is_ndjson)
{
    cp_buf *out = k->c.j->out;
    cp_jw w = cp_jw_new(out);
    w.pretty = !is_ndjson;
    head(&w, k);
    if (!is_ndjson) {
        cp_jw_key(&w, "rows");
        cp_jw_arr(&w);
        for (uint32_t i = 0; i < k->v.n; i++)
            row(&w, k, &k->v.v[i]);
        cp_jw_arr_end(&w);
    }
    cp_jw_obj_end(&w);
    cp_buf_char(out, '\n');
    for (uint32_t i = 0; is_ndjson && i < k->v.n; i++) {
        w = cp_jw_new(out);
        row(&w, k, &k->v.v[i]);
        cp_buf_char(out, '\n');
    }
}

static void print_csv(const comparing *k)
{
    cp_arena *a = k->c.scratch;
    cp_buf *out = k->c.j->out;
    cp_buf_add_c(out, "change,prefix,came,went,paths_before,paths_now,path_now,path_before\n");
    for (uint32_t i = 0; i < k->v.n; i++) {
        cp_arena_mark mark = cp_arena_here(a);
        const change *x = &k->v.v[i];
        const cp_str cells[] = { cp_str_c(changes[x->kind].name), net_of(a, x),
                                 only_in(a, k, x, AFTER),         only_in(a, k, x, BEFORE),
                                 paths_of(a, x->row[BEFORE]),     paths_of(a, x->row[AFTER]),
                                 path_of(a, k, x, AFTER),         path_of(a, k, x, BEFORE) };
        for (size_t c = 0; c < sizeof cells / sizeof *cells; c++)
            cp_csv_cell(out, cells[c], c == 0);
        cp_buf_char(out, '\n');
        cp_arena_back(a, mark);
    }
}

cp_rc cp_carriers_diff(cp_job *j, cp_err *err)
{
    cp_evidence_set e;
    cp_answer ans = { .command = CP_STR("carriers diff") };
    comparing k = { .c = { .j = j, .e = &e, .ans = &ans } };
    cp_report_format format;
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (rc == CP_OK && format > CP_REPORT_CSV)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%.*s is no format of this answer",
                       CP_FMT(j->opts.format));
    if (rc == CP_OK && j->opts.n_args != 3)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "carriers diff needs two files: BEFORE AFTER");
    j->hides_digests = format == CP_REPORT_TABLE || format == CP_REPORT_CSV;
    cp_carriers_begin(&k.c);
    if (rc == CP_OK)
        rc = cp_carriers_load(&k.c, err);
    for (int s = 0; rc == CP_OK && s < 2; s++)
        rc = cp_carriers_read(&k.c, &j->opts.args[1 + s], 1, &k.x[s], err);
    if (rc != CP_OK)
        return rc;
    compare(&k);
    cp_carriers_answer(&k.c, CP_STR("carriers diff"));
    if (e.n_unreadable)
        j->status = 3;
    else if (k.counts[CAME] + k.counts[ONLY] + k.counts[APPEARED] &&
             !cp_str_eq(j->opts.fail_on, CP_STR("never")))
        j->status = 1;
    if (format == CP_REPORT_TABLE)
        print(&k);
    else if (format == CP_REPORT_CSV)
        print_csv(&k);
    else
        print_json(&k, format == CP_REPORT_NDJSON);
    return CP_OK;
}
