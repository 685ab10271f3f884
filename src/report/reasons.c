/* SPDX-License-Identifier: Apache-2.0 */
/* reasons.c - why the asset that is explained is one thing, of this maker, and what would change
 * it; as text and as JSON. */
#include <math.h>
#include "report/grid.h"
#include "report/render.h"

static void heading(cp_buf *out, const cp_report_opts *opts, const char *text)
{
    cp_buf_fmt(out, opts->color ? "\n\033[1m%s\033[0m\n" : "\n%s\n", text);
}

static cp_str sources(const cp_answer *ans, const cp_join_reason *r, cp_arena *a)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < r->n_sources; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? ", " : "",
                   CP_FMT(r->sources[i] < ans->n_sources ? ans->sources[r->sources[i]].name
                                                         : CP_STR("?")));
    return cp_buf_str(&b);
}

static const char *kind_name(const cp_join_reason *r)
{
    return r->ident.kind == CP_IDENT_COUNT ? "certificate key" : cp_ident_kind_name(r->ident.kind);
}

static cp_str identifier(const cp_join_reason *r, cp_arena *a)
{
    if (r->said.n)
        return cp_str_fmt(a, "said by %.*s", CP_FMT(r->said));
    if (r->ident.kind == CP_IDENT_AGENT) /* its number means nothing to anybody */
        return CP_STR("told by one agent, or in one row");
    return cp_str_fmt(a, "%s %.*s", kind_name(r), CP_FMT(r->ident.value));
}

static void joins(const cp_answer *ans, const cp_asset_reasons *x, const cp_report_opts *opts,
                  cp_arena *a, cp_buf *out)
{
    static const cp_grid_column columns[] = { { "BY", false, true },
                                              { "SUBJECTS", true, false },
                                              { "IN", false, true },
                                              { "", false, true } };
    if (x->n_joins == 0)
        return;
    heading(out, opts,
            "Joined (the strongest identifier first; what was not joined is a conflict below)");
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns, opts->width);
    for (uint32_t i = 0; i < x->n_joins; i++) {
        const cp_join_reason *r = &x->joins[i];
        cp_grid_row(&g,
                    (cp_str[]){ identifier(r, a), cp_str_fmt(a, "%u", r->n_subjects),
                                sources(ans, r, a),
                                r->is_needed ? CP_STR("") : CP_STR("would not be needed") },
                    NULL);
    }
    cp_grid_print(&g, false, out);
}

cp_str cp_called_text(cp_arena *a, const cp_answer *ans, cp_str id)
{
    uint32_t i = 0;
    while (i < ans->n_assets && !cp_str_eq(ans->assets[i].asset.id, id))
        i++;
    if (i == ans->n_assets || cp_str_eq(cp_asset_name(&ans->assets[i].asset), id))
        return id;
    return cp_str_fmt(a, "%.*s (%.*s)", CP_FMT(cp_asset_name(&ans->assets[i].asset)), CP_FMT(id));
}

cp_str cp_day_text(cp_arena *a, cp_time at, cp_time beside)
{
    enum { DATE_BYTES = 10 };
    cp_str t = cp_time_text(a, at), u = cp_time_text(a, beside);
    cp_str day = cp_str_slice(t, 0, DATE_BYTES);
    return at == beside || !cp_str_eq(day, cp_str_slice(u, 0, DATE_BYTES)) ? day : t;
}

static void times(const cp_answer *ans, const cp_asset_reasons *x, const cp_report_opts *opts,
                  cp_arena *a, cp_buf *out)
{
    static const cp_grid_column columns[] = { { "IDENTIFIER", false, true },
                                              { "FROM", false, false },
                                              { "UNTIL", false, false },
                                              { "THEN", false, true } };
    if (x->n_times == 0)
        return;
    heading(out, opts, "When (it was told of first and last)");
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns, opts->width);
    for (uint32_t i = 0; i < x->n_times; i++) {
        const cp_ident_time *t = &x->times[i];
        cp_str then = CP_STR("");
        if (t->then.n)
            then = cp_str_fmt(a, "%.*s, from %.*s on", CP_FMT(cp_called_text(a, ans, t->then)),
                              CP_FMT(cp_day_text(a, t->then_from, t->until)));
        cp_grid_row(&g,
                    (cp_str[]){ cp_str_fmt(a, "%s %.*s", cp_ident_kind_name(t->ident.kind),
                                           CP_FMT(t->ident.value)),
                                cp_day_text(a, t->from, t->from),
                                cp_day_text(a, t->until, t->then.n ? t->then_from : t->until),
                                then },
                    NULL);
    }
    cp_grid_print(&g, false, out);
    if (x->n_times == CP_IDENT_TIMES_MAX)
        cp_buf_fmt(out, "... and perhaps more\n");
}

/* "oui 2.4 + snmp.sys_object_id 4.1 - 1.1 (cannot tell it from others)" */
static cp_str sum_text(const cp_candidate *c, cp_arena *a)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t t = 0; t < c->n_terms; t++) {
        double w = c->terms[t].weight;
        cp_buf_fmt(&b, "%s%.*s %.1f",
                   t == 0  ? (w < 0 ? "-" : "")
                   : w < 0 ? " - "
                           : " + ",
                   CP_FMT(c->terms[t].kind), fabs(w));
    }
    if (c->rest < 0 || c->rest > 0)
        cp_buf_fmt(&b, " %s %.1f (cannot be told from another)", c->rest < 0 ? "-" : "+",
                   fabs(c->rest));
    return cp_buf_str(&b);
}

static void candidates(const cp_answer *ans, const cp_asset_reasons *x, const cp_report_opts *opts,
                       cp_arena *a, cp_buf *out)
{
    static const cp_grid_column columns[] = { { "MAKER", false, true },
                                              { "EVIDENCE, THE HEAVIEST OF EACH KIND", false,
                                                true },
                                              { "SUM", true, false },
                                              { "E^SUM", true, false },
                                              { "SHARE", true, false } };
    double all = 1;
    if (x->n_candidates == 0)
        return;
    heading(out, opts, "Who made it (share = e^sum / (1 + all e^sum))");
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns, opts->width);
    for (uint32_t i = 0; i < x->n_candidates; i++) {
        const cp_candidate *c = &x->candidates[i];
        all += exp(c->sum);
        cp_grid_row(&g,
                    (cp_str[]){ cp_str_fmt(a, "%.*s (%.*s)", CP_FMT(c->name), CP_FMT(c->id)),
                                sum_text(c, a), cp_str_fmt(a, "%.1f", c->sum),
                                cp_str_fmt(a, "%.2f", exp(c->sum)),
                                cp_str_fmt(a, "%.3f", c->share) },
                    NULL);
    }
    cp_grid_row(&g,
                (cp_str[]){ CP_STR("none of them"), CP_STR("what is taken without evidence"),
                            CP_STR("0.0"), CP_STR("1.00"), cp_str_fmt(a, "%.3f", 1 / all) },
                NULL);
    cp_grid_print(&g, false, out);
    const cp_candidate *c = &x->candidates[0];
    cp_buf_fmt(out, "  %.*s: %.2f / %.2f = %.3f; %s from %g on\n", CP_FMT(cp_text_safe(a, c->name)),
               exp(c->sum), all, c->share,
               c->share >= ans->accept && c->sum > 0 ? "a fact, as everything" : "a fact would be",
               ans->accept);
}

/* "without oui", "if inventory.maker (3.0) said Acme" */
static cp_str condition(const cp_what_if *f, const char *somebody, cp_arena *a)
{
    if (!f->is_assumed)
        return cp_str_fmt(a, "without %.*s", CP_FMT(f->kind));
    return cp_str_fmt(a, "if %.*s (%.1f) said %.*s", CP_FMT(f->kind), f->weight,
                      CP_FMT(f->says.n ? f->says : cp_str_c(somebody)));
}

static cp_str led(const cp_answer *ans, const cp_what_if *f, const char *somebody, cp_arena *a)
{
    if (f->share <= 0)
        return CP_STR("unknown");
    return cp_str_fmt(a, "%.*s %.3f, %s", CP_FMT(f->id.n ? f->name : cp_str_c(somebody)), f->share,
                      f->share >= ans->accept   ? "a fact"
                      : f->share >= CP_SHOW_MIN ? "no fact"
                                                : "unknown");
}

static bool changes(const cp_answer *ans, const cp_candidate *c, const cp_what_if *f)
{
    bool was_fact = c && c->sum > 0 && c->share >= ans->accept;
    bool was_shown = c && c->sum > 0 && c->share >= CP_SHOW_MIN;
    bool is_same = c ? cp_str_eq(f->id, c->id) : f->share <= 0;
    return !is_same || was_fact != (f->share >= ans->accept) ||
           was_shown != (f->share >= CP_SHOW_MIN);
}

static void ifs(const cp_answer *ans, const cp_asset_reasons *x, const cp_report_opts *opts,
                cp_arena *a, cp_buf *out)
{
    static const cp_grid_column columns[] = { { "IF THE EVIDENCE WERE ANOTHER", false, true },
                                              { "ITS MAKER", false, true },
                                              { "", false, false } };
    const cp_candidate *c = x->n_candidates ? &x->candidates[0] : NULL;
    const char *who = c ? "somebody else" : "some maker";
    if (x->n_ifs == 0)
        return;
    heading(out, opts, "What would change it (each was weighed anew)");
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns, opts->width);
    for (uint32_t i = 0; i < x->n_ifs; i++)
        cp_grid_row(&g,
                    (cp_str[]){ condition(&x->ifs[i], who, a), led(ans, &x->ifs[i], who, a),
                                changes(ans, c, &x->ifs[i]) ? CP_STR("changes it") : CP_STR("") },
                    NULL);
    cp_grid_print(&g, false, out);
}

void cp_print_reasons(const cp_answer *ans, const cp_report_opts *opts, cp_arena *a, cp_buf *out)
{
    const cp_asset_reasons *x = ans->reasons;
    if (!x)
        return;
    joins(ans, x, opts, a, out);
    times(ans, x, opts, a, out);
    candidates(ans, x, opts, a, out);
    ifs(ans, x, opts, a, out);
    if (x->n_questions)
        heading(out, opts, "Sold by one, made by another? (questions, and no evidence)");
    for (uint32_t i = 0; i < x->n_questions; i++)
        cp_buf_fmt(out, "  %.*s\n", CP_FMT(cp_text_safe(a, x->questions[i])));
}

/* ---- the same as JSON */

static void json_joins(cp_jw *w, const cp_answer *ans)
{
    const cp_asset_reasons *x = ans->reasons;
    cp_jw_key(w, "joins");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < x->n_joins; i++) {
        const cp_join_reason *r = &x->joins[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "identifier", cp_str_c(kind_name(r)));
        cp_jw_kstr(w, "value", r->ident.value);
        cp_jw_ku64(w, "subjects", r->n_subjects);
        cp_jw_kbool(w, "needed", r->is_needed);
        cp_jw_kstr_opt(w, "said_by", r->said);
        cp_jw_key(w, "sources");
        cp_jw_arr(w);
        for (uint32_t k = 0; k < r->n_sources; k++)
            cp_jw_str(w, r->sources[k] < ans->n_sources ? ans->sources[r->sources[k]].name
                                                        : CP_STR(""));
        cp_jw_arr_end(w);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void json_times(cp_jw *w, const cp_asset_reasons *x)
{
    cp_jw_key(w, "times");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < x->n_times; i++) {
        const cp_ident_time *t = &x->times[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "identifier", cp_str_c(cp_ident_kind_name(t->ident.kind)));
        cp_jw_kstr(w, "value", t->ident.value);
        cp_jw_kstr(w, "from", cp_time_text(w->scratch, t->from));
        cp_jw_kstr(w, "until", cp_time_text(w->scratch, t->until));
        cp_jw_kstr_opt(w, "then", t->then);
        cp_jw_kstr_opt(w, "then_from",
                       t->then.n ? cp_time_text(w->scratch, t->then_from) : CP_STR(""));
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void json_candidates(cp_jw *w, const cp_asset_reasons *x)
{
    cp_jw_key(w, "candidates");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < x->n_candidates; i++) {
        const cp_candidate *c = &x->candidates[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "maker", c->id);
        cp_jw_kstr(w, "name", c->name);
        cp_jw_key(w, "terms");
        cp_jw_arr(w);
        for (uint32_t t = 0; t < c->n_terms; t++) {
            cp_jw_obj(w);
            cp_jw_kstr(w, "kind", c->terms[t].kind);
            cp_jw_knum(w, "weight", c->terms[t].weight);
            cp_jw_obj_end(w);
        }
        cp_jw_arr_end(w);
        cp_jw_knum(w, "rest", c->rest);
        cp_jw_knum(w, "sum", c->sum);
        cp_jw_knum(w, "share", c->share);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void json_ifs(cp_jw *w, const cp_answer *ans)
{
    const cp_asset_reasons *x = ans->reasons;
    const cp_candidate *c = x->n_candidates ? &x->candidates[0] : NULL;
    cp_jw_key(w, "what_if");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < x->n_ifs; i++) {
        const cp_what_if *f = &x->ifs[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "evidence", f->kind);
        cp_jw_kstr(w, "is", f->is_assumed ? CP_STR("assumed") : CP_STR("left_out"));
        if (f->is_assumed) {
            cp_jw_kstr_opt(w, "says", f->says);
            cp_jw_knum(w, "weight", f->weight);
        }
        cp_jw_kstr_opt(w, "maker", f->id);
        cp_jw_knum(w, "share", f->share);
        cp_jw_kbool(w, "fact", f->share >= ans->accept);
        cp_jw_kbool(w, "changes", changes(ans, c, f));
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

void cp_json_reasons(cp_jw *w, const cp_answer *ans)
{
    const cp_asset_reasons *x = ans->reasons;
    if (!x)
        return;
    cp_jw_key(w, "reasons");
    cp_jw_obj(w);
    json_joins(w, ans);
    json_times(w, x);
    json_candidates(w, x);
    json_ifs(w, ans);
    cp_jw_key(w, "relabel_questions");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < x->n_questions; i++)
        cp_jw_str(w, x->questions[i]);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}
