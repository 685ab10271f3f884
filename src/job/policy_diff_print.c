/* SPDX-License-Identifier: Apache-2.0 */
/* policy_diff_print.c - the answer of `policy diff` as table, JSON and CSV: first what was compared
 * and on what, then the counts, then each thing that is not the same. */
#include "codec/csv.h"
#include "codec/json.h"
#include "job/catalog_print.h"
#include "job/policy_diff.h"
#include "report/grid.h"
#include "report/parts.h"

enum { COUNT_ROWS_MAX = 15 }; /* of a table of counts for people; JSON has all */

static const char *const count_columns[] = { "ADDED", "REMOVED", "CHANGED", "UNDECIDABLE", "SAME" };
static const cp_diff_kind count_kinds[] = { CP_DIFF_ADDED, CP_DIFF_REMOVED, CP_DIFF_CHANGED,
                                            CP_DIFF_UNDECIDABLE, CP_DIFF_SAME };
enum { COUNTS = sizeof count_kinds / sizeof *count_kinds };

static cp_str number(cp_arena *a, uint64_t n)
{
    return cp_str_fmt(a, "%llu", (unsigned long long)n);
}

/* The verdict that says why the thing is in this list. */
static const cp_verdict *telling(const cp_diff_row *r)
{
    switch (r->kind) {
    case CP_DIFF_REMOVED: return r->a;
    case CP_DIFF_UNDECIDABLE: return r->b->result == CP_VERDICT_UNDETERMINED ? r->b : r->a;
    case CP_DIFF_SAME:
    case CP_DIFF_ADDED:
    case CP_DIFF_CHANGED:
    case CP_DIFF_KIND_COUNT: break;
    }
    return r->b;
}

/* ---- for people ---- */

static void compared(const cp_diff_answer *d)
{
    cp_buf *out = d->j->out;
    for (int s = 0; s < 2; s++) {
        const cp_policy *p = d->side[s].pack;
        cp_buf_fmt(out, "%c  %.*s on %.*s (%s): %.*s\n", 'A' + s, CP_FMT(p->id),
                   CP_FMT(cp_date_text(d->j->a, d->side[s].on)),
                   cp_law_name(cp_policy_law(p, d->side[s].on)),
                   CP_FMT(cp_text_safe(d->j->a, p->title)));
    }
    cp_buf_add_c(out, "What changes if B applies instead of A, both judged as if they bound "
                      "us.\n\n");
}

static void case_coverage(const cp_diff_answer *d, const cp_diff_case *x)
{
    cp_buf *out = d->j->out;
    cp_buf_fmt(out, "%u assets from %u sources", x->n_things, x->ans.n_sources);
    if (x->n_left_out)
        cp_buf_fmt(out, "; %u not in service left out (--all compares them too)", x->n_left_out);
    cp_buf_add_c(out, ".\n");
    for (uint32_t i = 0; i < x->ans.n_notes; i++)
        cp_buf_fmt(out, "  ! %.*s\n", CP_FMT(cp_text_safe(d->j->a, x->ans.notes[i])));
}

static void coverage(const cp_diff_answer *d)
{
    uint32_t n_faults = 0;
    if (d->products)
        cp_coverage_table(d->j, d->products, d->coverage);
    for (uint32_t i = 0; i < d->cases.n; i++)
        n_faults += d->cases.v[i].fault.n > 0;
    if (!d->products && !d->has_table)
        case_coverage(d, &d->cases.v[0]);
    if (d->has_table)
        cp_buf_fmt(d->j->out, "%u assets of %u cases; %u could not be read.\n", d->n_things,
                   d->cases.n, n_faults);
    cp_buf_char(d->j->out, '\n');
}

static void case_table(const cp_diff_answer *d)
{
    static const cp_grid_column columns[] = {
        { "CASE", false, false },      { "OPERATOR", false, true }, { "ASSETS", true, false },
        { "ADDED", true, false },      { "REMOVED", true, false },  { "CHANGED", true, false },
        { "UNDECIDABLE", true, false }
    };
    cp_arena *a = d->j->a;
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns, d->j->width);
    for (uint32_t i = 0; i < d->cases.n; i++) {
        const cp_diff_case *x = &d->cases.v[i];
        cp_str cells[] = { x->name,   x->operator_, number(a, x->n_things), { "", 0 }, { "", 0 },
                           { "", 0 }, { "", 0 } };
        for (int k = 0; k < COUNTS - 1; k++)
            cells[3 + k] = number(a, x->n[count_kinds[k]]);
        for (int k = 2; k < 7 && x->fault.n; k++)
            cells[k] = CP_STR("not read");
        cp_grid_row(&g, cells, NULL);
    }
    cp_grid_print(&g, d->j->color, d->j->out);
    cp_buf_char(d->j->out, '\n');
}

static void count_row(cp_grid *g, cp_arena *a, cp_str name, const uint32_t *n)
{
    cp_str cells[1 + COUNTS] = { name };
    for (int k = 0; k < COUNTS; k++)
        cells[1 + k] = number(a, n[count_kinds[k]]);
    cp_grid_row(g, cells, NULL);
}

static bool differs(const cp_diff_count *c)
{
    return c->n[CP_DIFF_ADDED] + c->n[CP_DIFF_REMOVED] + c->n[CP_DIFF_CHANGED] +
               c->n[CP_DIFF_UNDECIDABLE] >
           0;
}

static void count_table(const cp_diff_answer *d, const char *title, const cp_diff_counts *c)
{
    cp_grid_column columns[1 + COUNTS] = { { title, false, true } };
    cp_arena *a = d->j->a;
    uint32_t n_shown = 0, n_more = 0;
    for (int k = 0; k < COUNTS; k++)
        columns[1 + k] = (cp_grid_column){ count_columns[k], true, false };
    cp_grid g = cp_grid_new(a, columns, 1 + COUNTS, d->j->width);
    for (uint32_t i = 0; i < c->list.n; i++) {
        const cp_diff_count *x = &c->list.v[i];
        if (!differs(x))
            continue;
        if (n_shown++ < COUNT_ROWS_MAX)
            count_row(&g, a, x->name.n ? x->name : CP_STR("(not known)"), x->n);
        else
            n_more++;
    }
    if (n_shown) {
        cp_grid_print(&g, d->j->color, d->j->out);
        if (n_more)
            cp_buf_fmt(d->j->out, "... and %u more (--format json has all)\n", n_more);
        cp_buf_char(d->j->out, '\n');
    }
}

static void counts(const cp_diff_answer *d)
{
    cp_buf_fmt(d->j->out, "%u added, %u removed, %u changed, %u undecidable, %u the same\n\n",
               d->n[CP_DIFF_ADDED], d->n[CP_DIFF_REMOVED], d->n[CP_DIFF_CHANGED],
               d->n[CP_DIFF_UNDECIDABLE], d->n[CP_DIFF_SAME]);
    count_table(d, "MAKER", &d->by_maker);
    count_table(d, "CLASS", &d->by_class);
    if (!d->products)
        count_table(d, "SITE", &d->by_site);
}

/* "excluded 1" */
static cp_str verdict_text(cp_arena *a, const cp_verdict *v)
{
    return cp_str_fmt(a, "%s%s%.*s", cp_result_name(v->result), v->clause.n ? " " : "",
                      CP_FMT(v->clause));
}

/* The duties of v that the other has not alike: what both say is no difference. */
static cp_str duties_text(cp_arena *a, const cp_verdict *v, const cp_verdict *other)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < v->n_duties; i++) {
        cp_str text = cp_duty_text(a, &v->duties[i]);
        bool is_shared = false;
        for (uint32_t k = 0; k < other->n_duties; k++)
            is_shared |= cp_str_eq(text, cp_duty_text(a, &other->duties[k]));
        if (!is_shared)
            cp_buf_fmt(&b, "%s%.*s", b.total_bytes ? ", " : "", CP_FMT(text));
    }
    return b.total_bytes ? cp_buf_str(&b) : CP_STR("no more");
}

static cp_str parts_text(cp_arena *a, uint32_t parts)
{
    cp_buf b = cp_buf_new(a);
    for (unsigned p = 0; p < CP_DIFF_PART_COUNT; p++)
        if (parts >> p & 1)
            cp_buf_fmt(&b, "%s%s", b.total_bytes ? ", " : "", cp_diff_part_name((cp_diff_part)p));
    return cp_buf_str(&b);
}

/* What is missing; in what they differ, and the duties of both if these do; else the reason. */
static cp_str why_text(cp_arena *a, const cp_diff_row *r)
{
    if (r->kind == CP_DIFF_UNDECIDABLE)
        return cp_str_fmt(a, "missing: %.*s",
                          CP_FMT(cp_text_join(a, r->missing, r->n_missing, ", ")));
    if (r->kind != CP_DIFF_CHANGED)
        return telling(r)->reason;
    cp_str parts = parts_text(a, r->parts);
    if (!(r->parts >> CP_DIFF_IN_DUTIES & 1))
        return cp_str_fmt(a, "%.*s: %.*s", CP_FMT(parts), CP_FMT(r->b->reason));
    return cp_str_fmt(a, "%.*s: before: %.*s; then: %.*s", CP_FMT(parts),
                      CP_FMT(duties_text(a, r->a, r->b)), CP_FMT(duties_text(a, r->b, r->a)));
}

static cp_str class_text(cp_arena *a, const cp_diff_answer *d, const cp_diff_thing *t)
{
    if (t->row.class_.n == 0)
        return CP_STR("?");
    return d->products && t->class_from == CP_CLASS_PRESUMED
               ? cp_str_fmt(a, "%.*s (presumed)", CP_FMT(t->row.class_))
               : t->row.class_;
}

static void thing_row(cp_grid *g, const cp_diff_answer *d, const cp_diff_thing *t, cp_arena *one)
{
    cp_arena_mark mark = cp_arena_here(one);
    cp_str cells[8];
    uint32_t n = 0;
    cells[n++] = cp_str_c(cp_diff_kind_name(t->row.kind));
    if (d->has_table)
        cells[n++] = d->cases.v[t->of_case].name;
    cells[n++] = d->products ? t->id : t->name;
    cells[n++] = t->maker.n ? t->maker : CP_STR("?");
    cells[n++] = class_text(one, d, t);
    cells[n++] = verdict_text(one, t->row.a);
    cells[n++] = verdict_text(one, t->row.b);
    cells[n++] = why_text(one, &t->row);
    cp_grid_row(g, cells, NULL);
    cp_arena_back(one, mark);
}

void cp_policy_diff_table(const cp_diff_answer *d)
{
    static const cp_grid_column of_cases[] = { { "CHANGE", false, false }, { "CASE", false, true },
                                               { "ASSET", false, true },   { "MAKER", false, true },
                                               { "CLASS", false, true },   { "A", false, true },
                                               { "B", false, true },       { "WHY", false, true } };
    const cp_job *j = d->j;
    uint64_t limit = j->opts.limit && j->opts.limit < d->things.n ? j->opts.limit : d->things.n;
    if (!j->opts.quiet) {
        compared(d);
        coverage(d);
    }
    if (d->has_table)
        case_table(d);
    counts(d);
    if (d->things.n == 0)
        return;
    cp_grid_column columns[8] = { of_cases[0] };
    uint32_t n = 1;
    for (int i = d->has_table ? 1 : 2; i < 8; i++)
        columns[n++] = of_cases[i];
    columns[d->has_table ? 2 : 1].name = d->products ? "PRODUCT" : "ASSET";
    cp_grid g = cp_grid_new(j->a, columns, n, j->width);
    cp_arena *one = cp_arena_new(0);
    for (uint32_t i = 0; i < limit; i++)
        thing_row(&g, d, &d->things.v[i], one);
    cp_arena_free(one);
    cp_grid_print(&g, j->color, j->out);
    if (limit < d->things.n)
        cp_buf_fmt(j->out, "... and %llu more (--limit 0 shows all)\n",
                   (unsigned long long)(d->things.n - limit));
}

/* ---- for programs ---- */

static void side_json(cp_jw *w, const char *key, const cp_diff_pack *s)
{
    cp_jw_key(w, key);
    cp_jw_obj(w);
    cp_jw_kstr(w, "policy", s->pack->id);
    cp_jw_kstr(w, "on", cp_date_text(w->scratch, s->on));
    cp_jw_kstr(w, "title", s->pack->title);
    cp_jw_kstr(w, "law", cp_str_c(cp_law_name(cp_policy_law(s->pack, s->on))));
    cp_jw_kstr(w, "digest", s->pack->digest);
    cp_jw_obj_end(w);
}

static void verdict_json(cp_jw *w, const char *key, const cp_verdict *v)
{
    cp_jw_key(w, key);
    cp_jw_obj(w);
    cp_jw_kstr(w, "result", cp_str_c(cp_result_name(v->result)));
    cp_jw_kstr_opt(w, "clause", v->clause);
    cp_jw_kstr_opt(w, "reason", v->reason);
    cp_json_duties(w, v);
    cp_jw_kstrs(w, "missing", v->missing, v->n_missing);
    cp_jw_kstrs(w, "via", v->via, v->n_via);
    cp_jw_kstrs(w, "assumed", v->assumed, v->n_assumed);
    cp_jw_obj_end(w);
}

static void thing_json(cp_jw *w, const cp_diff_answer *d, const cp_diff_thing *t)
{
    const cp_verdict *v = telling(&t->row);
    cp_jw_obj(w);
    cp_jw_kstr(w, d->products ? "product" : "asset", t->id);
    cp_jw_kstr(w, "name", t->name);
    if (d->has_table)
        cp_jw_kstr(w, "case", d->cases.v[t->of_case].name);
    cp_jw_key(w, "maker");
    cp_jw_obj(w);
    cp_jw_kstr_opt(w, "id", t->maker_id);
    cp_jw_kstr_opt(w, "name", t->maker);
    cp_jw_obj_end(w);
    cp_jw_kstr_opt(w, "class", t->row.class_);
    if (d->products) {
        cp_jw_kstr(w, "class_from", cp_str_c(cp_class_from_name(t->class_from)));
        cp_jw_kstr_opt(w, "presumed_because", t->because);
    } else {
        cp_jw_kstr_opt(w, "site", t->site);
    }
    cp_jw_kstr_opt(w, "clause", v->clause);
    cp_jw_kstr_opt(w, "reason", v->reason);
    cp_jw_key(w, "differs_in");
    cp_jw_arr(w);
    for (unsigned p = 0; p < CP_DIFF_PART_COUNT; p++)
        if (t->row.parts >> p & 1)
            cp_jw_str(w, cp_str_c(cp_diff_part_name((cp_diff_part)p)));
    cp_jw_arr_end(w);
    cp_jw_kstrs(w, "missing", t->row.missing, t->row.n_missing);
    verdict_json(w, "a", t->row.a);
    verdict_json(w, "b", t->row.b);
    cp_jw_obj_end(w);
}

static void kind_counts_json(cp_jw *w, const uint32_t *n)
{
    for (int k = 0; k < COUNTS; k++)
        cp_jw_ku64(w, cp_diff_kind_name(count_kinds[k]), n[count_kinds[k]]);
}

static void counts_json(cp_jw *w, const char *key, const cp_diff_counts *c)
{
    cp_jw_key(w, key);
    cp_jw_arr(w);
    for (uint32_t i = 0; i < c->list.n; i++) {
        cp_jw_obj(w);
        cp_jw_kstr_opt(w, "name", c->list.v[i].name);
        kind_counts_json(w, c->list.v[i].n);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void cases_json(cp_jw *w, const cp_diff_answer *d)
{
    cp_jw_key(w, "cases");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < d->cases.n; i++) {
        const cp_diff_case *x = &d->cases.v[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "case", x->name);
        cp_jw_kstr(w, "path", x->path);
        cp_jw_kstr_opt(w, "operator", x->operator_);
        cp_jw_kstr_opt(w, "fault", x->fault);
        cp_jw_ku64(w, "assets", x->n_things);
        cp_jw_ku64(w, "left_out", x->n_left_out);
        kind_counts_json(w, x->n);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void coverage_json(cp_jw *w, const cp_diff_answer *d)
{
    if (d->products) {
        cp_coverage_json(w, d->products, d->coverage);
    } else if (!d->has_table) {
        cp_json_coverage(w, &d->cases.v[0].ans);
    } else {
        cp_jw_key(w, "coverage");
        cp_jw_obj(w);
        cp_jw_ku64(w, "cases", d->cases.n);
        cp_jw_ku64(w, "assets", d->n_things);
        cp_jw_obj_end(w);
    }
}

void cp_policy_diff_json(const cp_diff_answer *d)
{
    cp_jw w = cp_jw_new(d->j->out);
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "schema", CP_STR("cleanpath/policy-diff/1"));
    cp_jw_kstr(&w, "as_of", cp_date_text(d->j->a, d->as_of));
    coverage_json(&w, d);
    side_json(&w, "a", &d->side[0]);
    side_json(&w, "b", &d->side[1]);
    cp_jw_key(&w, "counts");
    cp_jw_obj(&w);
    cp_jw_ku64(&w, d->products ? "products" : "assets", d->n_things);
    kind_counts_json(&w, d->n);
    counts_json(&w, "by_maker", &d->by_maker);
    counts_json(&w, "by_class", &d->by_class);
    counts_json(&w, "by_site", &d->by_site);
    cp_jw_obj_end(&w);
    if (!d->products)
        cases_json(&w, d);
    for (int k = CP_DIFF_ADDED; k < CP_DIFF_KIND_COUNT; k++) {
        cp_jw_key(&w, cp_diff_kind_name((cp_diff_kind)k));
        cp_jw_arr(&w);
        for (uint32_t i = 0; i < d->things.n; i++)
            if (d->things.v[i].row.kind == (cp_diff_kind)k)
                thing_json(&w, d, &d->things.v[i]);
        cp_jw_arr_end(&w);
    }
    cp_jw_obj_end(&w);
    cp_buf_char(d->j->out, '\n');
}

void cp_policy_diff_csv(const cp_diff_answer *d)
{
    cp_buf *out = d->j->out;
    cp_buf_fmt(out,
               "change,case,%s,name,maker,maker_id,class,class_from,site,a_result,a_clause,"
               "b_result,b_clause,differs_in,missing,reason\r\n",
               d->products ? "product" : "asset");
    for (uint32_t i = 0; i < d->things.n; i++) {
        const cp_diff_thing *t = &d->things.v[i];
        const cp_diff_row *r = &t->row;
        cp_arena *one = cp_arena_new(0);
        cp_str cells[] = {
            cp_str_c(cp_diff_kind_name(r->kind)),
            d->has_table ? d->cases.v[t->of_case].name : CP_STR(""),
            t->id,
            t->name,
            t->maker,
            t->maker_id,
            r->class_,
            d->products ? cp_str_c(cp_class_from_name(t->class_from)) : CP_STR(""),
            t->site,
            cp_str_c(cp_result_name(r->a->result)),
            r->a->clause,
            cp_str_c(cp_result_name(r->b->result)),
            r->b->clause,
            parts_text(one, r->parts),
            cp_text_join(one, r->missing, r->n_missing, ";"),
            telling(r)->reason,
        };
        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
            cp_csv_cell(out, cp_text_safe(one, cells[k]), k == 0);
        cp_buf_add_c(out, "\r\n");
        cp_arena_free(one);
    }
}
