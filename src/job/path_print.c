/* SPDX-License-Identifier: Apache-2.0 */
/* path_print.c - `path` for people: what the model lacks, the answers by policy, and for each
 * policy the path hop by hop, or what stands in the way and why. */
#include "job/path_l3.h"
#include "job/path_say.h"
#include "report/grid.h"
#include "report/parts.h"

enum { NAMES_SHOWN = 6 };

static const char *color_of(cp_path_label l)
{
    return l == CP_LABEL_EXCLUDED ? "red" : l == CP_LABEL_UNKNOWN ? "yellow" : NULL;
}

static void line(const cp_path_found *x, cp_buf *out, const char *indent, cp_str text)
{
    cp_buf_fmt(out, "%s%.*s\n", indent, CP_FMT(cp_text_safe(x->m->j->a, text)));
}

/* ---- first */

static void texts(const cp_path_model *m, const char *mark, const cp_texts *v, cp_buf *out)
{
    for (uint32_t i = 0; i < v->n; i++)
        cp_buf_fmt(out, "  %s %.*s\n", mark, CP_FMT(cp_text_safe(m->j->a, v->v[i])));
}

void cp_path_print_model(const cp_path_model *m, bool assumes_complete, cp_buf *out)
{
    uint32_t n_things = 0;
    for (uint32_t i = 0; i < m->things.n; i++)
        n_things += m->things.v[i].is_in && m->things.v[i].kind <= CP_THING_SWITCH;
    cp_buf_fmt(out, "Network\n  %u devices, %u links, %u with metrics", n_things, m->n_links_in,
               m->n_with_metric);
    if (m->needs.n)
        cp_buf_fmt(out, "; %u relation%s to what is needed", m->needs.n, m->needs.n > 1 ? "s" : "");
    cp_buf_char(out, '\n');
    texts(m, "!", &m->gaps, out);
    texts(m, "!", &m->need_gaps, out);
    bool has_gaps = m->gaps.n + m->need_gaps.n > 0;
    if (has_gaps && assumes_complete)
        cp_buf_add_c(out, "  The model is taken as complete all the same (--assume-complete).\n");
    else if (has_gaps)
        cp_buf_add_c(out, "  The model is incomplete: what that could overturn is not proven "
                          "(--assume-complete takes it as complete).\n");
    texts(m, ".", &m->notes, out);
    cp_buf_char(out, '\n');
}

static void heading(const cp_path_found *x, cp_buf *out)
{
    cp_arena *a = x->m->j->a;
    const cp_path_request *r = x->r;
    cp_buf_fmt(out, "From %.*s to %.*s, %s", CP_FMT(cp_text_safe(a, r->from.word)),
               CP_FMT(cp_text_safe(a, r->to.word)), cp_path_reading_name(r->reading));
    if (x->n_pairs > 1)
        cp_buf_fmt(out, "; %llu pairs, the worst is shown", (unsigned long long)x->n_pairs);
    if (r->from.n_without + r->to.n_without)
        cp_buf_fmt(out, "; %u without a link left out", r->from.n_without + r->to.n_without);
    cp_buf_fmt(out, "\n%.*s\n\n", CP_FMT(cp_path_scope(a, x->m, r->assumes_complete)));
}

/* ---- a row for each policy */

enum { COLUMNS = 7, BINDS = 1 << 16 /* beside the questions */ };

static bool all_bind(const cp_path_found *x)
{
    bool all = true;
    for (uint32_t i = 0; i < x->n; i++)
        all = all && x->m->ans->policies[x->v[i].policy].binds == CP_YES;
    return all;
}

static void summary(const cp_path_found *x, cp_buf *out)
{
    static const cp_grid_column all[COLUMNS] = {
        { "POLICY", false, true },   { "BINDS YOU", false, false }, { "SOME", false, false },
        { "EVERY", false, false },   { "SURVIVES", false, false },  { "ROUTES", false, false },
        { "FAILURES", false, false }
    };
    static const uint32_t bits[COLUMNS] = {
        0, BINDS, CP_ASK_SOME, CP_ASK_EVERY, CP_ASK_SURVIVES, CP_ASK_ROUTES, CP_ASK_FAILURES
    };
    uint32_t shown = x->r->asked | (all_bind(x) ? 0 : BINDS), n = 0;
    cp_grid_column columns[COLUMNS];
    for (int i = 0; i < COLUMNS; i++)
        if (i == 0 || shown & bits[i])
            columns[n++] = all[i];
    cp_grid g = cp_grid_new(x->m->j->a, columns, n, x->m->j->width);
    for (uint32_t i = 0; i < x->n; i++) {
        const cp_answer_policy *p = &x->m->ans->policies[x->v[i].policy];
        cp_str cells[COLUMNS] = { p->id };
        uint32_t c = 1;
        for (int k = 1; k < COLUMNS; k++)
            if (shown & bits[k])
                cells[c++] = bits[k] == BINDS ? cp_str_c(cp_tri_name(p->binds))
                                              : cp_path_cell(x, &x->v[i], bits[k]);
        cp_grid_row(&g, cells, NULL);
    }
    cp_grid_print(&g, x->m->j->color, out);
}

/* ---- hop by hop */

enum { INDENT = 4 };

static void print_indented(cp_grid *g, bool color, cp_buf *out)
{
    cp_buf b = cp_buf_new(g->a);
    cp_grid_print(g, color, &b);
    cp_str rest = cp_buf_str(&b), row;
    while (cp_str_cut(&rest, '\n', &row))
        cp_buf_fmt(out, "%*s%.*s\n", INDENT, "", CP_FMT(row));
}

static void hops(const cp_path_found *x, const cp_path_finding *f, const cp_trail *t, cp_buf *out)
{
    static const cp_grid_column columns[] = { { "DEVICE", false, true },
                                              { "MAKER", false, true },
                                              { "VERDICT", false, true },
                                              { "LINK", false, true } };
    cp_arena *a = x->m->j->a;
    uint32_t width = x->m->j->width;
    cp_grid g = cp_grid_new(a, columns, 4, width > INDENT ? width - INDENT : width);
    uint32_t item = t->from;
    for (uint32_t i = 0; i <= t->n_links; i++) {
        bool is_last = i == t->n_links;
        cp_path_label label = cp_path_item_label(f, item);
        cp_path_label link = is_last ? CP_LABEL_CLEAN : cp_path_link_label(f, t->links[i]);
        cp_str cells[] = { cp_path_item_name(f, x->m, item),
                           cp_path_maker(x->m, f->pn->thing_of[item]), cp_path_verdict(x, f, item),
                           is_last ? CP_STR("") : cp_path_link_text(x, f, t->links[i], item) };
        cp_grid_row(&g, cells, color_of(label == CP_LABEL_CLEAN ? link : label));
        if (!is_last)
            item = cp_path_next(&f->pn->net, item, t->links[i]);
    }
    print_indented(&g, x->m->j->color, out);
}

/* ---- one policy */

static cp_str names(const cp_path_found *x, const cp_path_finding *f, const uint32_t *v, uint32_t n)
{
    cp_buf b = cp_buf_new(x->m->j->a);
    for (uint32_t i = 0; i < n && i < NAMES_SHOWN; i++)
        cp_buf_fmt(&b, "%s%.*s (%.*s)", i ? ", " : "", CP_FMT(cp_path_item_name(f, x->m, v[i])),
                   CP_FMT(cp_path_verdict(x, f, v[i])));
    if (n > NAMES_SHOWN)
        cp_buf_fmt(&b, " and %u more", n - NAMES_SHOWN);
    return cp_buf_str(&b);
}

static void not_some(const cp_path_found *x, const cp_path_finding *f, cp_unknown u, cp_buf *out)
{
    cp_path_border b = cp_path_border_of(x->m->j->a, f, u);
    bool at_end = f->taints.dirty[u][f->from] || f->taints.dirty[u][f->to];
    const char *why =
        at_end ? "an end itself is not clean" : "on the way out of what is clean stand";
    line(x, out, "  ",
         cp_str_fmt(x->m->j->a, "why not: %s: %.*s", why, CP_FMT(names(x, f, b.items, b.n))));
}

static void some(const cp_path_found *x, const cp_path_finding *f, cp_buf *out)
{
    const cp_l0_some *s = &f->some;
    line(x, out, "  ", cp_path_some_text(x, f));
    if (s->answer == CP_PATH_CLEAN)
        hops(x, f, &s->path[CP_UNKNOWN_EXCLUDED], out);
    if (s->answer == CP_PATH_UNDETERMINED) {
        hops(x, f, &s->path[CP_UNKNOWN_CLEAN], out);
        not_some(x, f, CP_UNKNOWN_EXCLUDED, out);
    }
    if (s->answer == CP_PATH_EXCLUDED)
        not_some(x, f, CP_UNKNOWN_CLEAN, out);
}

static void every(const cp_path_found *x, const cp_path_finding *f, cp_buf *out)
{
    cp_unknown u = f->every.answer == CP_PATH_EXCLUDED ? CP_UNKNOWN_CLEAN : CP_UNKNOWN_EXCLUDED;
    line(x, out, "  ", cp_path_every_text(x, f));
    if (f->every.answer == CP_PATH_EXCLUDED || f->every.answer == CP_PATH_UNDETERMINED)
        hops(x, f, &f->every.through[u], out);
}

static void unavoidable(const cp_path_found *x, const cp_path_finding *f, cp_buf *out)
{
    const cp_l0_unavoidable *v = &f->unavoidable;
    if (f->some_answer == CP_PATH_NONE || f->from == f->to)
        return;
    const char *known = x->is_incomplete ? " that is known" : "";
    line(x, out, "  ",
         v->n ? cp_str_fmt(x->m->j->a, "on every path%s: %.*s", known,
                           CP_FMT(names(x, f, v->items, v->n)))
              : CP_STR("on every path: nothing but the ends"));
}

static void routes(const cp_path_found *x, const cp_path_finding *f, cp_buf *out)
{
    line(x, out, "  ", cp_path_routes_text(x, f));
    if (f->routes_answer == CP_PATH_NOT_MODELLED || f->routes.every == CP_PATH_NONE)
        return;
    cp_unknown u = f->routes.every == CP_PATH_EXCLUDED ? CP_UNKNOWN_CLEAN : CP_UNKNOWN_EXCLUDED;
    const cp_trail *dirty = &f->routes.dirty_route[u];
    hops(x, f, dirty->from != CP_NO_ITEM ? dirty : &f->routes.some_route[CP_UNKNOWN_EXCLUDED], out);
}

static void failures(const cp_path_found *x, const cp_path_finding *f, cp_buf *out)
{
    const cp_fail_answer *y = &f->failures;
    line(x, out, "  ", cp_path_failures_text(x, f));
    if (f->failures_answer == CP_PATH_NOT_MODELLED)
        return;
    if (y->every == CP_PATH_EXCLUDED)
        hops(x, f, &y->route[CP_UNKNOWN_CLEAN], out);
    if (y->every == CP_PATH_UNDETERMINED)
        hops(x, f, &y->route[CP_UNKNOWN_EXCLUDED], out);
}

typedef struct plan {
    const char *question, *outcome; /* "some", "clean" */
    const uint32_t *items;
    uint32_t n;
    uint64_t cost;
    bool is_exact;
} plan;

/* "cost 2.5 (assumed: 1 for core-1)" */
static cp_str cost_text(const cp_path_found *x, const cp_path_finding *f, const plan *p)
{
    cp_arena *a = x->m->j->a;
    const cp_path_costs *costs = &x->m->costs;
    cp_buf b = cp_buf_new(a);
    uint32_t n = 0;
    cp_buf_fmt(&b, "cost %.*s", CP_FMT(cp_path_cost_text(a, p->cost)));
    for (uint32_t i = 0; i < p->n && costs->of; i++) {
        if (costs->is_told[f->pn->thing_of[p->items[i]]])
            continue;
        if (n < NAMES_SHOWN)
            cp_buf_fmt(&b, "%s%.*s", n ? ", " : " (assumed: 1 for ",
                       CP_FMT(cp_path_item_name(f, x->m, p->items[i])));
        n++;
    }
    if (n > NAMES_SHOWN)
        cp_buf_fmt(&b, " and %u more", n - NAMES_SHOWN);
    cp_buf_add_c(&b, n ? ")" : costs->of ? "" : " (assumed: 1 each)");
    return cp_buf_str(&b);
}

static void say_plan(const cp_path_found *x, const cp_path_finding *f, const plan *p, cp_buf *out)
{
    line(x, out, "  ",
         cp_str_fmt(x->m->j->a, "inspect (%s): proven-%s if these turn out %s: %.*s; %.*s, %s",
                    p->question, p->outcome, p->outcome, CP_FMT(names(x, f, p->items, p->n)),
                    CP_FMT(cost_text(x, f, p)),
                    p->is_exact ? "the least there is" : "there may be a cheaper set"));
}

static void inspect(const cp_path_found *x, const cp_path_finding *f, int which, cp_buf *out)
{
    static const char *const questions[] = { "some", "every" };
    const cp_inspect *i = &f->inspect[which];
    if (!f->has_inspect[which])
        return;
    say_plan(x, f,
             &(plan){ questions[which], "clean", i->to_clean, i->n_to_clean, i->cost_clean,
                      i->is_exact },
             out);
    say_plan(x, f,
             &(plan){ questions[which], "excluded", i->to_excluded, i->n_to_excluded,
                      i->cost_excluded, i->is_exact },
             out);
}

static void one_policy(const cp_path_found *x, const cp_path_finding *f, cp_buf *out)
{
    cp_arena *a = x->m->j->a;
    uint32_t asked = x->r->asked;
    cp_buf_fmt(out, "\n%.*s", CP_FMT(cp_text_safe(a, x->m->ans->policies[f->policy].id)));
    if (!f->has_rule) {
        cp_buf_add_c(out, ": no-rule: it excludes nothing on that day\n");
        return;
    }
    if (x->n_pairs > 1)
        cp_buf_fmt(out, ": from %.*s to %.*s; pairs: %.*s",
                   CP_FMT(cp_text_safe(a, cp_path_item_name(f, x->m, f->from))),
                   CP_FMT(cp_text_safe(a, cp_path_item_name(f, x->m, f->to))),
                   CP_FMT(cp_path_counts(a, f)));
    cp_date until = cp_path_until(x, f);
    if (cp_date_is_set(until))
        cp_buf_fmt(out, "; clean until %.*s", CP_FMT(cp_date_text(a, until)));
    cp_buf_char(out, '\n');
    if (asked & CP_ASK_SOME)
        some(x, f, out);
    if (asked & CP_ASK_EVERY)
        every(x, f, out);
    if (asked & CP_ASK_UNAVOIDABLE)
        unavoidable(x, f, out);
    if (asked & CP_ASK_SURVIVES)
        line(x, out, "  ", cp_path_survives_text(x, f));
    if (asked & CP_ASK_ROUTES)
        routes(x, f, out);
    if (asked & CP_ASK_FAILURES)
        failures(x, f, out);
    inspect(x, f, 0, out);
    inspect(x, f, 1, out);
}

static void begin(const cp_path_found *x, cp_buf *out)
{
    const cp_job *j = x->m->j;
    cp_report_opts opts = cp_job_report_opts(j);
    if (!j->opts.quiet) {
        cp_print_coverage(x->m->ans, &opts, j->a, out);
        cp_path_print_model(x->m, x->r->assumes_complete, out);
    }
    heading(x, out);
    summary(x, out);
}

static void nothing_to_inspect(const cp_path_finding *f, cp_buf *out)
{
    bool is_open =
        f->some_answer == CP_PATH_UNDETERMINED || f->every_answer == CP_PATH_UNDETERMINED;
    cp_buf_fmt(out, "  nothing to inspect: %s\n",
               is_open ? "what is open hangs on the gaps of the model"
                       : "no answer hangs on what is unknown");
}

void cp_path_print_inspect(const cp_path_found *x, cp_buf *out)
{
    begin(x, out);
    for (uint32_t i = 0; i < x->n; i++) {
        const cp_path_finding *f = &x->v[i];
        cp_buf_fmt(out, "\n%.*s\n",
                   CP_FMT(cp_text_safe(x->m->j->a, x->m->ans->policies[f->policy].id)));
        inspect(x, f, 0, out);
        inspect(x, f, 1, out);
        if (!f->has_inspect[0] && !f->has_inspect[1])
            nothing_to_inspect(f, out);
    }
}

void cp_path_print(const cp_path_found *x, cp_buf *out)
{
    begin(x, out);
    for (uint32_t i = 0; i < x->n; i++)
        one_policy(x, &x->v[i], out);
    if (x->l3)
        cp_l3_print(x, out);
}
