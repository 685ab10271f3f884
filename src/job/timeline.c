/* SPDX-License-Identifier: Apache-2.0 */
/* timeline.c - `policy timeline ASSET [FILE...]`: what each policy says of one asset, from when to
 * when, and why that changes. */
#include "policy/timeline.h"
#include "job/beside.h"
#include "job/policy_verbs.h"
#include "report/grid.h"
#include "report/render.h"

typedef struct timeline {
    cp_job *j;
    cp_evidence_set e;
    cp_answer ans;
    const cp_answer_asset *asset;
    cp_policy_lib *lib;
    cp_pack_list packs;
    cp_timeline rows;
    cp_sentences never; /* packs that do not address it on any day */
} timeline;

static cp_str day_text(cp_arena *a, int32_t day)
{
    bool is_open = day == CP_TIMELINE_OPEN_FROM || day == CP_TIMELINE_OPEN_TO;
    return is_open ? CP_STR("") : cp_date_text(a, cp_date_of_day(day));
}

/* Two rows that differ in what only the engine tells apart (a duty that begins on its deadline)
 * are one to a reader. */
static bool is_like(cp_arena *a, const cp_timeline_row *x, const cp_timeline_row *y)
{
    const cp_verdict *v = &x->verdict, *w = &y->verdict;
    return x->policy == y->policy && v->result == w->result && v->law == w->law &&
           cp_str_eq(v->clause, w->clause) && v->n_missing == w->n_missing &&
           v->n_via == w->n_via &&
           cp_str_eq(cp_text_join(a, v->missing, v->n_missing, " "),
                     cp_text_join(a, w->missing, w->n_missing, " ")) &&
           cp_str_eq(cp_text_join(a, v->via, v->n_via, " "),
                     cp_text_join(a, w->via, w->n_via, " ")) &&
           cp_str_eq(cp_meaning_text(a, v, x->as_of), cp_meaning_text(a, w, y->as_of));
}

static void merge(timeline *t)
{
    cp_timeline_row *v = t->rows.v.v;
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->rows.v.n; i++)
        if (n && is_like(t->j->a, &v[n - 1], &v[i]))
            v[n - 1].to = v[i].to;
        else
            v[n++] = v[i];
    t->rows.v.n = n;
}

/* Is this row all that its pack has to say, and is that nothing? */
static bool is_silent(const timeline *t, uint32_t i)
{
    const cp_timeline_row *v = t->rows.v.v, *r = &v[i];
    bool is_alone = (i == 0 || v[i - 1].policy != r->policy) &&
                    (i + 1 == t->rows.v.n || v[i + 1].policy != r->policy);
    return is_alone && r->verdict.result == CP_VERDICT_NOT_ADDRESSED;
}

/* Of a day on which there was no such rule it has no state. */
static cp_str law_text(const cp_timeline_row *r)
{
    bool is_before = cp_date_is_set(r->policy->enacted) &&
                     cp_date_before(r->as_of, r->policy->enacted) == CP_YES;
    return is_before ? CP_STR("") : cp_str_c(cp_law_name(r->verdict.law));
}

static void as_table(timeline *t)
{
    static const cp_grid_column columns[] = {
        { "FROM", false, false }, { "TO", false, false },           { "POLICY", false, true },
        { "LAW", false, false },  { "RESULT", false, false },       { "CLAUSE", false, true },
        { "MEANS", false, true }, { "WHY IT CHANGES", false, true }
    };
    cp_job *j = t->j;
    cp_arena *a = j->a;
    const cp_asset *as = &t->asset->asset;
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns, j->width);
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->rows.v.n; i++) {
        const cp_timeline_row *r = &t->rows.v.v[i];
        if (is_silent(t, i)) {
            cp_vec_push(a, &t->never, r->policy->id);
            continue;
        }
        const cp_verdict *v = &r->verdict;
        cp_str means = cp_meaning_text(a, v, r->as_of);
        cp_str missing =
            v->n_missing ? cp_str_fmt(a, "missing: %.*s", CP_FMT(v->missing[0])) : CP_STR("");
        bool hits = v->result != CP_VERDICT_ALLOWED && v->result != CP_VERDICT_NOT_ADDRESSED;
        n++;
        cp_grid_row(&g,
                    (cp_str[]){ day_text(a, r->from), day_text(a, r->to), r->policy->id,
                                law_text(r),
                                v->binds == CP_YES || !hits
                                    ? cp_str_c(cp_result_name(v->result))
                                    : cp_str_fmt(a, "(%s)", cp_result_name(v->result)),
                                v->clause, means.n ? means : missing, r->why },
                    NULL);
    }
    cp_buf_fmt(j->out, "%.*s (%.*s)\n", CP_FMT(cp_text_safe(a, cp_asset_name(as))),
               CP_FMT(cp_text_safe(a, as->id)));
    if (n)
        cp_grid_print(&g, j->color, j->out);
    for (uint32_t i = 0; i < t->never.n; i++)
        cp_buf_fmt(j->out, "%s%.*s",
                   i ? ", " : "not addressed on any day: ", CP_FMT(t->never.v[i]));
    cp_buf_add_c(j->out, t->never.n ? "\n" : "");
    if (!j->opts.quiet)
        cp_buf_add_c(j->out, "(an empty FROM or TO: no day is known; in brackets: a rule that does "
                             "not bind you, or is not known to; days to come as the rules stand "
                             "today)\n");
}

static void row_json(cp_jw *w, const cp_timeline_row *r)
{
    const cp_verdict *v = &r->verdict;
    cp_jw_obj(w);
    cp_jw_kstr(w, "policy", r->policy->id);
    cp_jw_kstr_opt(w, "from", day_text(w->scratch, r->from));
    cp_jw_kstr_opt(w, "to", day_text(w->scratch, r->to));
    cp_jw_kstr_opt(w, "law", law_text(r));
    cp_jw_kstr(w, "binds", cp_str_c(cp_tri_name(v->binds)));
    cp_jw_kstr(w, "result", cp_str_c(cp_result_name(v->result)));
    cp_jw_kstr_opt(w, "clause", v->clause);
    cp_jw_kstr_opt(w, "means", cp_meaning_text(w->scratch, v, r->as_of));
    cp_jw_kstr_opt(w, "why", r->why);
    cp_jw_kstr_opt(w, "reason", v->reason);
    cp_jw_kstrs(w, "missing", v->missing, v->n_missing);
    cp_jw_kstrs(w, "via", v->via, v->n_via);
    cp_jw_obj_end(w);
}

static void as_json(timeline *t)
{
    cp_jw w;
    cp_job *j = t->j;
    cp_policy_document(&w, j, "cleanpath/policy-timeline/1", t->ans.as_of, t->ans.notes,
                       t->ans.n_notes);
    cp_jw_kstr(&w, "asset", t->asset->asset.id);
    cp_jw_kstr(&w, "name", cp_asset_name(&t->asset->asset));
    cp_jw_key(&w, "rows");
    cp_jw_arr(&w);
    cp_vec_each(r, &t->rows.v) row_json(&w, r);
    cp_jw_arr_end(&w);
    cp_jw_obj_end(&w);
    cp_buf_char(j->out, '\n');
}

static cp_rc gather(timeline *t, cp_err *err)
{
    cp_job *j = t->j;
    cp_rc rc = cp_evidence_gather(j, 2, true, &t->e, err);
    if (rc == CP_OK) /* judged day by day below */
        rc = cp_evidence_answer(j, &t->e, false, &t->ans, err);
    if (rc == CP_OK)
        rc = cp_job_find_asset(j, &t->ans, j->opts.args[1], &t->asset, err);
    if (rc == CP_OK)
        rc = cp_job_policies(j, cp_knowledge_makers(t->e.knowledge), &t->lib, err);
    if (rc == CP_OK)
        rc = cp_job_policies_chosen(j, t->lib, &t->e.profile, &t->packs, err);
    return rc;
}

cp_rc cp_policy_timeline(cp_job *j, cp_err *err)
{
    timeline t = { .j = j };
    cp_date from, to;
    cp_report_format format;
    if (j->opts.n_args < 2)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "policy timeline needs ASSET");
    cp_rc rc = cp_policy_formats(j, "policy", &format, err);
    if (rc == CP_OK)
        rc = cp_policy_range(j, &from, &to, err);
    if (rc == CP_OK)
        rc = gather(&t, err);
    if (rc != CP_OK)
        return rc;
    cp_timeline_opts opts = {
        .profile = t.e.profile.is_set ? &t.e.profile : NULL,
        .accept = j->opts.accept,
        .as_if_bound = j->opts.n_policies > 0,
        .statements = t.e.statements,
        .n_statements = t.e.n_statements,
        .from = cp_date_is_set(from) ? from.first_day : CP_TIMELINE_OPEN_FROM,
        .to = cp_date_is_set(to) ? to.last_day : CP_TIMELINE_OPEN_TO,
    };
    cp_timeline_fill(j->a, t.lib, t.packs.v, t.packs.n, &opts, &t.asset->asset, &t.rows);
    merge(&t);
    if (format == CP_REPORT_JSON)
        as_json(&t);
    else
        as_table(&t);
    return CP_OK;
}
