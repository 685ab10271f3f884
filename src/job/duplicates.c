/* SPDX-License-Identifier: Apache-2.0 */
/* duplicates.c - see duplicates.h. Nothing is joined here: a person looks. */
#include "job/duplicates.h"
#include "codec/csv.h"
#include "identify/duplicates.h"
#include "job/beside.h"
#include "report/grid.h"
#include "report/parts.h"

enum { ROWS_DEFAULT = 200 };

typedef struct pairs {
    cp_job *j;
    const cp_answer *ans;
    const cp_duplicate *v;
    uint32_t n;
} pairs;

/* ---- which */

static bool matches(cp_arena *a, const cp_answer *ans, const cp_duplicate *d, cp_str word)
{
    return cp_job_asset_matches(a, &ans->assets[d->a], word) ||
           cp_job_asset_matches(a, &ans->assets[d->b], word);
}

static void find(pairs *p, const cp_identified *found, const cp_str *words, uint32_t n_words)
{
    uint32_t n;
    const cp_duplicate *all = cp_duplicates(p->j->a, found->assets, found->n_assets, &n);
    cp_duplicate *v = CP_NEW_ARRAY(p->j->a, cp_duplicate, n);
    for (uint32_t i = 0; i < n; i++) {
        cp_arena *scratch = cp_arena_new(0);
        bool keep = true;
        for (uint32_t k = 0; keep && k < n_words; k++)
            keep = matches(scratch, p->ans, &all[i], words[k]);
        if (keep)
            v[p->n++] = all[i];
        cp_arena_free(scratch);
    }
    p->v = v;
}

/* ---- why */

static cp_str sign_text(cp_arena *a, const cp_duplicate *d, cp_duplicate_sign s)
{
    if (s == CP_DUPLICATE_IDENTIFIER && d->shared.value.n)
        return cp_str_fmt(a, "same %s %.*s", cp_ident_kind_name(d->shared.kind),
                          CP_FMT(d->shared.value));
    return cp_str_c(cp_duplicate_sign_name(s));
}

/* Those for it, or those against it; how many. */
static uint32_t reasons(cp_arena *a, const cp_duplicate *d, bool is_for, cp_str *out)
{
    uint32_t n = 0;
    for (unsigned s = 0; s < CP_DUPLICATE_COUNT; s++)
        if (d->signs >> s & 1 && (cp_duplicate_sign_weight((cp_duplicate_sign)s) > 0) == is_for)
            out[n++] = sign_text(a, d, (cp_duplicate_sign)s);
    return n;
}

static cp_str reasons_text(cp_arena *a, const cp_duplicate *d, bool is_for)
{
    cp_str v[CP_DUPLICATE_COUNT];
    uint32_t n = reasons(a, d, is_for, v);
    return cp_text_join(a, v, n, ", ");
}

/* ---- printing */

static cp_str called(cp_arena *a, const cp_asset *as)
{
    cp_str name = cp_asset_name(as);
    return cp_str_eq(name, as->id) ? name
                                   : cp_str_fmt(a, "%.*s (%.*s)", CP_FMT(name), CP_FMT(as->id));
}

static void print_table(const pairs *p)
{
    static const cp_grid_column columns[] = {
        { "A", false, true },   { "B", false, true },       { "WEIGHT", true, false },
        { "FOR", false, true }, { "AGAINST", false, true },
    };
    cp_arena *a = p->j->a;
    cp_report_opts opts = cp_job_report_opts(p->j);
    uint32_t max = opts.rows_max ? opts.rows_max : opts.quiet ? UINT32_MAX : ROWS_DEFAULT;
    uint32_t n = p->n < max ? p->n : max;
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns, opts.width);
    if (!opts.quiet)
        cp_print_coverage(p->ans, &opts, a, p->j->out);
    if (p->n == 0) {
        cp_buf_add_c(p->j->out, "no two assets look like one\n");
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        const cp_duplicate *d = &p->v[i];
        cp_str against = reasons_text(a, d, false);
        const cp_str cells[] = { called(a, &p->ans->assets[d->a].asset),
                                 called(a, &p->ans->assets[d->b].asset),
                                 cp_str_fmt(a, "%d", d->weight), reasons_text(a, d, true),
                                 against.n ? against : CP_STR("-") };
        cp_grid_row(&g, cells, NULL);
    }
    cp_grid_print(&g, opts.color, p->j->out);
    if (n < p->n)
        cp_buf_fmt(p->j->out, "... and %u more: --limit N, or another format, has them all\n",
                   p->n - n);
    if (!opts.quiet)
        cp_buf_fmt(p->j->out, "\n%u pair%s may be one device each; none was joined.\n", p->n,
                   p->n == 1 ? "" : "s");
}

static void print_csv(const pairs *p)
{
    cp_arena *a = cp_arena_new(0);
    cp_buf *out = p->j->out;
    cp_buf_add_c(out, "a,a_name,b,b_name,realm_a,realm_b,weight,for,against\n");
    for (uint32_t i = 0; i < p->n; i++) {
        cp_arena_mark mark = cp_arena_here(a);
        const cp_duplicate *d = &p->v[i];
        const cp_asset *x = &p->ans->assets[d->a].asset, *y = &p->ans->assets[d->b].asset;
        const cp_str cells[] = { x->id,
                                 cp_asset_name(x),
                                 y->id,
                                 cp_asset_name(y),
                                 x->realm,
                                 y->realm,
                                 cp_str_fmt(a, "%d", d->weight),
                                 reasons_text(a, d, true),
                                 reasons_text(a, d, false) };
        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
            cp_csv_cell(out, cells[k], k == 0);
        cp_buf_char(out, '\n');
        cp_arena_back(a, mark);
    }
    cp_arena_free(a);
}

static void json_side(cp_jw *w, const char *key, const cp_asset *as)
{
    cp_jw_key(w, key);
    cp_jw_obj(w);
    cp_jw_kstr(w, "asset", as->id);
    cp_jw_kstr(w, "name", cp_asset_name(as));
    cp_jw_kstr(w, "realm", as->realm);
    cp_jw_obj_end(w);
}

static void json_reasons(cp_jw *w, cp_arena *a, const char *key, const cp_duplicate *d, bool is_for)
{
    cp_str v[CP_DUPLICATE_COUNT];
    uint32_t n = reasons(a, d, is_for, v);
    cp_jw_key(w, key);
    cp_jw_arr(w);
    for (uint32_t i = 0; i < n; i++)
        cp_jw_str(w, v[i]);
    cp_jw_arr_end(w);
}

static void json_pair(cp_jw *w, cp_arena *a, const pairs *p, const cp_duplicate *d)
{
    cp_jw_obj(w);
    json_side(w, "a", &p->ans->assets[d->a].asset);
    json_side(w, "b", &p->ans->assets[d->b].asset);
    cp_jw_key(w, "weight");
    cp_jw_i64(w, d->weight);
    json_reasons(w, a, "for", d, true);
    json_reasons(w, a, "against", d, false);
    cp_jw_obj_end(w);
}

static void print_json(const pairs *p, bool one_a_line)
{
    cp_buf *out = p->j->out;
    cp_jw w = cp_jw_new(out);
    cp_arena *a = cp_arena_new(0);
    w.pretty = !one_a_line;
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "schema", CP_STR("cleanpath/duplicates/1"));
    cp_jw_kstr(&w, "as_of", cp_date_text(w.scratch, p->ans->as_of));
    cp_jw_kstr(&w, "version", p->ans->version);
    cp_json_coverage(&w, p->ans);
    if (!one_a_line) {
        cp_jw_key(&w, "duplicates");
        cp_jw_arr(&w);
        for (uint32_t i = 0; i < p->n; i++)
            json_pair(&w, a, p, &p->v[i]);
        cp_jw_arr_end(&w);
    }
    cp_jw_obj_end(&w);
    cp_buf_char(out, '\n');
    for (uint32_t i = 0; one_a_line && i < p->n; i++) {
        cp_jw line = cp_jw_new(out);
        json_pair(&line, a, p, &p->v[i]);
        cp_buf_char(out, '\n');
    }
    cp_arena_free(a);
}

cp_rc cp_job_duplicates(cp_job *j, cp_err *err)
{
    cp_evidence_set e;
    cp_answer ans;
    cp_report_format format;
    pairs p = { .j = j, .ans = &ans };
    cp_str *words = j->opts.args;
    uint32_t n_words = j->opts.n_args;
    j->opts.n_args = 0; /* words, not files: the case is read */
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (rc == CP_OK && format > CP_REPORT_CSV)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%.*s is no format of this answer",
                       CP_FMT(j->opts.format));
    if (rc == CP_OK)
        rc = cp_evidence_gather(j, 0, false, &e, err);
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, &e, false, &ans, err);
    if (rc != CP_OK)
        return rc;
    ans.command = CP_STR("assets");
    find(&p, &e.found, words, n_words);
    cp_evidence_status(j, &e, &ans);
    if (format == CP_REPORT_TABLE)
        print_table(&p);
    else if (format == CP_REPORT_CSV)
        print_csv(&p);
    else
        print_json(&p, format == CP_REPORT_NDJSON);
    return CP_OK;
}
