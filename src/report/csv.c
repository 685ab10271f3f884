/* SPDX-License-Identifier: Apache-2.0 */
/* csv.c - one row per asset, a column per policy: what is opened in a spreadsheet. */
#include "codec/csv.h"
#include "report/assurance.h"
#include "report/inside.h"
#include "report/render.h"
#include "report/soldas.h"

static const cp_attr columns[] = { CP_ATTR_BRAND, CP_ATTR_PRODUCT,    CP_ATTR_VERSION,
                                   CP_ATTR_SITE,  CP_ATTR_ROLE,       CP_ATTR_FUNCTION,
                                   CP_ATTR_CLASS, CP_ATTR_GENERATION, CP_ATTR_STATUS };
enum { COLUMNS = sizeof columns / sizeof *columns };

static cp_str idents(cp_arena *a, const cp_asset *as, cp_ident_kind kind)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < as->n_ids; i++)
        if (as->ids[i].kind == kind)
            cp_buf_fmt(&b, "%s%.*s", cp_buf_str(&b).n ? ";" : "", CP_FMT(as->ids[i].value));
    return cp_buf_str(&b);
}

/* A cell of text from outside: no control and no mark of direction. */
static void cell(cp_buf *out, cp_arena *a, cp_str s, bool first)
{
    cp_csv_cell(out, cp_text_safe(a, s), first);
}

/* The column stands there only if it says something: it was added later. */
static bool has_waivers(const cp_answer *ans)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < ans->n_policies; i++)
        n += ans->policies[i].n_waived;
    return n > 0;
}

/* "POLICY: waived by ..; POLICY: .." */
static cp_str waivers(cp_arena *a, const cp_answer_asset *x)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < x->n_verdicts; i++) {
        const cp_waiver *w = cp_answer_waiver(x, i);
        if (w)
            cp_buf_fmt(&b, "%s%.*s (%s): %.*s", cp_buf_str(&b).n ? "; " : "",
                       CP_FMT(x->verdicts[i]->policy), cp_result_name(x->verdicts[i]->result),
                       CP_FMT(cp_waiver_text(a, w)));
    }
    return cp_buf_str(&b);
}

static void head(const cp_answer *ans, bool has_relabels, cp_buf *out)
{
    cp_buf_add_c(out, "asset,name,realm,maker,maker_id,maker_confidence");
    for (int i = 0; i < COLUMNS; i++)
        cp_buf_fmt(out, ",%s", cp_attr_name(columns[i]));
    cp_buf_add_c(out, ",ip,mac,serial,parent,sources");
    for (uint32_t i = 0; i < ans->n_policies; i++) {
        cell(out, out->a, ans->policies[i].id, false);
        cell(out, out->a, cp_str_fmt(out->a, "%.*s missing", CP_FMT(ans->policies[i].id)), false);
    }
    cp_buf_add_c(out, ",findings,assurance");
    cp_buf_add_c(out, has_waivers(ans) ? ",waivers" : "");
    cp_buf_add_c(out, has_relabels ? ",relabel" : "");
    cp_buf_add_c(out, ans->n_inside ? ",inside\r\n" : "\r\n");
}

static void beside(const cp_answer_asset *x, cp_arena *a, cp_buf *out)
{
    cp_buf findings = cp_buf_new(a), assurance = cp_buf_new(a);
    for (uint32_t i = 0; i < x->n_findings; i++)
        cp_buf_fmt(&findings, "%s%.*s: %s", i ? "; " : "", CP_FMT(x->findings[i].policy),
                   cp_finding_word(&x->findings[i]));
    for (uint32_t i = 0; i < x->n_assurance; i++)
        cp_buf_fmt(&assurance, "%s%.*s", i ? "; " : "",
                   CP_FMT(cp_assurance_short(a, &x->assurance[i])));
    cell(out, a, cp_buf_str(&findings), false);
    cell(out, a, cp_buf_str(&assurance), false);
}

static void row(const cp_answer *ans, const cp_answer_asset *x, bool has_relabels, cp_arena *a,
                cp_buf *out)
{
    static const cp_ident_kind kinds[] = { CP_IDENT_IP, CP_IDENT_MAC, CP_IDENT_SERIAL };
    const cp_asset *as = &x->asset;
    const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
    bool shown = m && m->confidence >= CP_SHOW_MIN;
    cp_buf sources = cp_buf_new(a);
    cell(out, a, as->id, true);
    cell(out, a, cp_asset_name(as), false);
    cell(out, a, as->realm, false);
    cell(out, a, shown ? m->name : CP_STR(""), false);
    cell(out, a, shown ? m->value : CP_STR(""), false);
    cell(out, a, shown ? cp_str_fmt(a, "%.4f", m->confidence) : CP_STR(""), false);
    for (int i = 0; i < COLUMNS; i++)
        cell(out, a, cp_asset_shown(as, columns[i]), false);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        cell(out, a, idents(a, as, kinds[i]), false);
    cell(out, a, as->parent, false);
    for (uint32_t i = 0; i < as->n_sources; i++)
        if (as->sources[i] < ans->n_sources)
            cp_buf_fmt(&sources, "%s%.*s", i ? ";" : "", CP_FMT(ans->sources[as->sources[i]].name));
    cell(out, a, cp_buf_str(&sources), false);
    for (uint32_t i = 0; i < x->n_verdicts; i++) {
        const cp_waiver *w = cp_answer_waiver(x, i);
        cell(out, a, w ? CP_STR("waived") : cp_str_c(cp_result_name(x->verdicts[i]->result)),
             false);
        cell(out, a, cp_text_join(a, x->verdicts[i]->missing, x->verdicts[i]->n_missing, ";"),
             false);
    }
    beside(x, a, out);
    if (has_waivers(ans))
        cell(out, a, waivers(a, x), false);
    if (has_relabels)
        cell(out, a, cp_sold_as_text(a, ans, as), false);
    if (ans->n_inside)
        cell(out, a, cp_inside_cell(a, ans, x), false);
    cp_buf_add_c(out, "\r\n");
}

void cp_render_csv(const cp_answer *ans, cp_arena *scratch, cp_buf *out)
{
    (void)scratch;
    bool has_relabels = cp_sold_as_any(ans); /* a column that was added later, like waivers */
    head(ans, has_relabels, out);
    for (uint32_t i = 0; i < ans->n_assets; i++) {
        cp_arena *one = cp_arena_new(0);
        row(ans, &ans->assets[i], has_relabels, one, out);
        cp_arena_free(one);
    }
}
