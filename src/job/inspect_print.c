/* SPDX-License-Identifier: Apache-2.0 */
/* inspect_print.c - see inspect.h: the ranking as table and JSON; and for the person who goes there
 * a checklist on paper (Markdown, HTML) or a form that comes back (CSV), site by site, so that
 * nobody goes to one twice. */
#include <stdlib.h>
#include "codec/csv.h"
#include "job/inspect.h"
#include "report/grid.h"
#include "report/markdown.h"
#include "report/parts.h"

enum { ROWS_DEFAULT = 20, TEXT_BYTES_MAX = 500 };

/* What is read on the device: facts as a form of answers has them. */
static const struct {
    const char *fact, *asks;
} reads[] = {
    { "maker", "the maker's name on the label" },
    { "product", "the model" },
    { "part_number", "the part number" },
    { "serial", "the serial number" },
    { "fcc_id", "the FCC ID" },
    { "version", "the firmware or software version" },
    { "contains", "whose boards or modules are in it; none if none" },
};
enum { N_READS = sizeof reads / sizeof *reads };

static const cp_asset *asset_of(const cp_visits *x, const cp_visit *v)
{
    return &x->ans->assets[v->asset].asset;
}

static uint32_t rows_of(const cp_visits *x, bool is_table)
{
    uint64_t max = x->j->opts.limit ? x->j->opts.limit : is_table ? ROWS_DEFAULT : UINT32_MAX;
    return x->n < max ? x->n : (uint32_t)max;
}

static cp_str maker_of(cp_arena *a, const cp_asset *as)
{
    const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
    return m && m->confidence >= CP_SHOW_MIN
               ? cp_str_fmt(a, "%.*s %.2f", CP_FMT(m->name), m->confidence)
               : CP_STR("unknown");
}

/* Addresses and the like, as people look for them. */
static cp_str addresses(cp_arena *a, const cp_asset *as)
{
    enum { SHOWN = 4 };
    static const cp_ident_kind kinds[] = { CP_IDENT_IP, CP_IDENT_MAC, CP_IDENT_SERIAL,
                                           CP_IDENT_CHASSIS };
    cp_buf b = cp_buf_new(a);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (uint32_t i = 0, n = 0; i < as->n_ids && n < SHOWN; i++)
            if (as->ids[i].kind == kinds[k]) {
                cp_buf_fmt(&b, "%s%s %.*s", b.total_bytes ? ", " : "", cp_ident_kind_name(kinds[k]),
                           CP_FMT(as->ids[i].value));
                n++;
            }
    return cp_buf_str(&b);
}

/* ---- the ranking */

static void print_table(const cp_visits *x)
{
    static const cp_grid_column columns[] = {
        { "RANK", true, false },  { "NAME", false, true },    { "SITE", false, true },
        { "MAKER", false, true }, { "SETTLES", true, false }, { "PERHAPS", true, false },
        { "WHY", false, true }
    };
    cp_job *j = x->j;
    cp_report_opts opts = cp_job_report_opts(j);
    uint32_t n = rows_of(x, true);
    if (!opts.quiet)
        cp_print_coverage(x->ans, &opts, j->a, j->out);
    if (x->not_looked.n)
        cp_buf_fmt(j->out, "! %.*s\n", CP_FMT(x->not_looked));
    if (x->n_without)
        cp_buf_fmt(j->out,
                   "! %u open verdicts need facts that do not stand on a device; `cleanpath policy "
                   "ask` asks for these\n",
                   x->n_without);
    if (x->n == 0) {
        cp_buf_add_c(j->out, "no look at a device would settle anything\n");
        return;
    }
    cp_grid g = cp_grid_new(j->a, columns, sizeof columns / sizeof *columns, opts.width);
    for (uint32_t i = 0; i < n; i++) {
        const cp_visit *v = &x->v[i];
        cp_grid_row(&g,
                    (cp_str[]){ cp_str_fmt(j->a, "%u", i + 1), cp_asset_name(asset_of(x, v)),
                                v->site, maker_of(j->a, asset_of(x, v)),
                                cp_str_fmt(j->a, "%u", v->n_settled + v->n_paths),
                                cp_str_fmt(j->a, "%u", v->n_perhaps + v->n_paths_with), v->why },
                    NULL);
    }
    cp_grid_print(&g, opts.color, j->out);
    if (n < x->n)
        cp_buf_fmt(j->out, "... and %u more: --limit N, or another format, has them all\n",
                   x->n - n);
}

static void json_counts(cp_jw *w, const char *key, uint32_t verdicts, uint32_t paths)
{
    cp_jw_key(w, key);
    cp_jw_obj(w);
    cp_jw_ku64(w, "verdicts", verdicts);
    cp_jw_ku64(w, "paths", paths);
    cp_jw_obj_end(w);
}

static void json_device(cp_jw *w, const cp_visits *x, uint32_t i)
{
    const cp_visit *v = &x->v[i];
    const cp_asset *as = asset_of(x, v);
    const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
    bool is_shown = m && m->confidence >= CP_SHOW_MIN;
    cp_jw_obj(w);
    cp_jw_ku64(w, "rank", i + 1);
    cp_jw_kstr(w, "asset", as->id);
    cp_jw_kstr(w, "name", cp_asset_name(as));
    cp_jw_kstr_opt(w, "site", v->site);
    cp_jw_kstr_opt(w, "connected_to", v->where);
    cp_jw_kstr_opt(w, "maker", is_shown ? m->value : CP_STR(""));
    cp_jw_knum(w, "confidence", is_shown ? m->confidence : 0);
    cp_jw_ku64(w, "open", v->n_open);
    json_counts(w, "settles", v->n_settled, v->n_paths);
    json_counts(w, "perhaps", v->n_perhaps, v->n_paths_with);
    cp_jw_kstr_opt(w, "missing", v->missing);
    cp_jw_kstr(w, "why", v->why);
    cp_jw_obj_end(w);
}

static void print_json(const cp_visits *x)
{
    cp_jw w = cp_jw_new(x->j->out);
    uint32_t n = rows_of(x, false);
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "schema", CP_STR("cleanpath/inspect/1"));
    cp_jw_kstr(&w, "as_of", cp_date_text(x->j->a, x->ans->as_of));
    cp_jw_kstr(&w, "version", x->ans->version);
    cp_json_coverage(&w, x->ans);
    cp_jw_ku64(&w, "not_on_devices", x->n_without);
    cp_jw_kstr_opt(&w, "not_looked_at", x->not_looked);
    cp_jw_ku64(&w, "left_out", x->n - n);
    cp_jw_key(&w, "devices");
    cp_jw_arr(&w);
    for (uint32_t i = 0; i < n; i++)
        json_device(&w, x, i);
    cp_jw_arr_end(&w);
    cp_jw_obj_end(&w);
    cp_buf_char(x->j->out, '\n');
}

/* ---- by site */

typedef struct stop {
    const cp_visit *v;
    uint64_t of_site; /* what its site settles, all in all */
    uint32_t rank;
} stop;

static int by_tour(const void *p, const void *q)
{
    const stop *a = p, *b = q;
    int c = cp_str_cmp(a->v->site, b->v->site);
    if (!a->v->site.n != !b->v->site.n)
        return a->v->site.n ? -1 : 1; /* where nobody knows it to stand comes last */
    if (a->of_site != b->of_site)
        return a->of_site > b->of_site ? -1 : 1;
    return c ? c : a->rank < b->rank ? -1 : 1;
}

static stop *tour(const cp_visits *x, uint32_t n)
{
    cp_arena *a = x->j->a;
    cp_map sites = { 0 };
    stop *v = CP_NEW_ARRAY(a, stop, n + 1);
    for (uint32_t i = 0; i < n; i++)
        *cp_map_put(a, &sites, x->v[i].site, NULL) +=
            (uint64_t)1000 * (x->v[i].n_settled + x->v[i].n_paths) + x->v[i].n_perhaps +
            x->v[i].n_paths_with;
    for (uint32_t i = 0; i < n; i++)
        v[i] = (stop){ &x->v[i], *cp_map_get(&sites, x->v[i].site), i };
    if (n)
        qsort(v, n, sizeof *v, by_tour);
    return v;
}

static cp_str site_name(cp_str site) { return site.n ? site : CP_STR("(nobody says where)"); }

/* ---- the form */

static void print_csv(const cp_visits *x)
{
    uint32_t n = rows_of(x, false);
    const stop *v = tour(x, n);
    cp_buf *out = x->j->out;
    cp_buf_add_c(out, "question,supplier,fact,asks,assets,subjects,realm,answer,answered_by,"
                      "answered_on,note\n");
    for (uint32_t i = 0; i < n; i++) {
        cp_arena *a = cp_arena_new(0);
        const cp_asset *as = asset_of(x, v[i].v);
        cp_str place = cp_str_fmt(a, "on site: %.*s", CP_FMT(site_name(v[i].v->site)));
        cp_str ids = addresses(a, as);
        cp_str name = cp_str_fmt(a, "%.*s%s%.*s%s%.*s", CP_FMT(cp_asset_name(as)),
                                 ids.n ? "; " : "", CP_FMT(ids),
                                 v[i].v->where.n ? "; connected to " : "", CP_FMT(v[i].v->where));
        for (int k = 0; k < N_READS && v[i].v->subject.n; k++) {
            const cp_str cells[] = { cp_str_fmt(a, "look-%u-%s", v[i].rank + 1, reads[k].fact),
                                     place,
                                     cp_str_c(reads[k].fact),
                                     cp_str_c(reads[k].asks),
                                     name,
                                     v[i].v->subject,
                                     as->realm,
                                     CP_STR(""),
                                     CP_STR(""),
                                     CP_STR(""),
                                     CP_STR("") };
            for (size_t c = 0; c < sizeof cells / sizeof *cells; c++)
                cp_csv_cell(out, cells[c], c == 0);
            cp_buf_char(out, '\n');
        }
        cp_arena_free(a);
    }
}

/* ---- paper */

static void html(cp_buf *out, cp_arena *a, cp_str text)
{
    static const char *const entities[] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"
    };
    text = cp_text_safe(a, cp_str_slice(text, 0, text.n));
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c < sizeof entities / sizeof *entities && entities[c])
            cp_buf_add_c(out, entities[c]);
        else
            cp_buf_char(out, text.p[i]);
    }
}

static void sentence(const cp_visits *x, bool is_html, const char *label, cp_str text)
{
    cp_arena *a = cp_arena_new(0);
    if (text.n && is_html) {
        cp_buf_fmt(x->j->out, "<p>%s: ", label);
        html(x->j->out, a, text);
        cp_buf_add_c(x->j->out, "</p>\n");
    } else if (text.n) {
        cp_buf_fmt(x->j->out, "- %s: %.*s\n", label, CP_FMT(cp_markdown(a, text, TEXT_BYTES_MAX)));
    }
    cp_arena_free(a);
}

static void title(const cp_visits *x, bool is_html, int level, cp_str text)
{
    cp_arena *a = cp_arena_new(0);
    if (is_html) {
        cp_buf_fmt(x->j->out, "<h%d>", level);
        html(x->j->out, a, text);
        cp_buf_fmt(x->j->out, "</h%d>\n", level);
    } else {
        cp_buf_fmt(x->j->out, "\n%.*s %.*s\n\n", level, "####",
                   CP_FMT(cp_markdown(a, text, TEXT_BYTES_MAX)));
    }
    cp_arena_free(a);
}

/* A box to write into for each thing that is read. */
static void boxes(const cp_visits *x, bool is_html)
{
    cp_buf *out = x->j->out;
    if (is_html) {
        cp_buf_add_c(out, "<table>\n");
        for (int k = 0; k < N_READS; k++)
            cp_buf_fmt(out, "<tr><th>%s</th><td></td></tr>\n", reads[k].asks);
        cp_buf_add_c(out,
                     "<tr><th>read by, on (day)</th><td></td></tr>\n</table>\n<p>\xe2\x98\x90 "
                     "photograph of the label \xe2\x98\x90 of the front with its ports \xe2\x98"
                     "\x90 of the boards, if it is open</p>\n");
        return;
    }
    cp_buf_add_c(out, "\n| read | write here |\n|---|---|\n");
    for (int k = 0; k < N_READS; k++)
        cp_buf_fmt(out, "| %s | |\n", reads[k].asks);
    cp_buf_add_c(out,
                 "| read by, on (day) | |\n\n- [ ] photograph of the label\n- [ ] of the front "
                 "with its ports\n- [ ] of the boards, if it is open\n");
}

static void device(const cp_visits *x, bool is_html, const stop *s)
{
    cp_arena *a = x->j->a;
    const cp_asset *as = asset_of(x, s->v);
    title(x, is_html, 3, cp_str_fmt(a, "%u. %.*s", s->rank + 1, CP_FMT(cp_asset_name(as))));
    sentence(x, is_html, "known as", as->id);
    sentence(x, is_html, "addresses", addresses(a, as));
    sentence(x, is_html, "part of", as->parent);
    sentence(x, is_html, "connected to", s->v->where);
    sentence(x, is_html, "said so far",
             cp_str_fmt(a, "%.*s %.*s", CP_FMT(maker_of(a, as)),
                        CP_FMT(cp_asset_shown(as, CP_ATTR_PRODUCT))));
    sentence(x, is_html, "why", s->v->why);
    boxes(x, is_html);
}

static void print_paper(const cp_visits *x, bool is_html)
{
    cp_buf *out = x->j->out;
    uint32_t n = rows_of(x, false);
    const stop *v = tour(x, n);
    if (is_html)
        cp_buf_add_c(out, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                          "<title>What to look at</title>\n<style>body{font:11pt sans-serif;"
                          "margin:2em}table{border-collapse:collapse;width:100%}th{text-align:left;"
                          "font-weight:normal;width:40%}th,td{border:1px solid;padding:.4em}"
                          "h3{break-after:avoid}table{break-inside:avoid}p{margin:.2em 0}</style>"
                          "</head><body>\n");
    title(x, is_html, 1,
          cp_str_fmt(x->j->a, "What to look at (as of %.*s)",
                     CP_FMT(cp_date_text(x->j->a, x->ans->as_of))));
    for (uint32_t i = 0; i < x->ans->n_notes; i++)
        sentence(x, is_html, "note", x->ans->notes[i]);
    sentence(x, is_html, "note", x->not_looked);
    if (n < x->n)
        sentence(x, is_html, "note",
                 cp_str_fmt(x->j->a, "%u more devices are left out (--limit)", x->n - n));
    for (uint32_t i = 0; i < n; i++) {
        if (i == 0 || !cp_str_eq(v[i].v->site, v[i - 1].v->site))
            title(x, is_html, 2,
                  cp_str_fmt(x->j->a, "Site: %.*s", CP_FMT(site_name(v[i].v->site))));
        device(x, is_html, &v[i]);
    }
    cp_buf_add_c(out, is_html ? "</body></html>\n" : "");
}

void cp_visits_print(const cp_visits *x, cp_visit_format format)
{
    switch (format) {
    case CP_VISITS_TABLE: print_table(x); break;
    case CP_VISITS_JSON: print_json(x); break;
    case CP_VISITS_CSV: print_csv(x); break;
    case CP_VISITS_MARKDOWN: print_paper(x, false); break;
    case CP_VISITS_HTML: print_paper(x, true); break;
    }
}
