/* SPDX-License-Identifier: Apache-2.0 */
/* finding.c - `finding list | show | confirm | reject | reported`: what an audit finds is a
 * candidate until a person decides. Decisions are only ever added to the case. */
#include "job/beside.h"
#include "report/grid.h"
#include "report/parts.h"

typedef struct finder {
    cp_job *j;
    cp_evidence_set e;
    cp_answer ans;
    cp_drafts drafts;
    cp_finding *log;
    uint32_t n_log;
    cp_map assets, policies; /* ids of those in the answer */
    cp_report_format format;
} finder;

static cp_rc too_many(cp_job *j, const char *verb, uint32_t wanted, cp_err *err)
{
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "finding %s %s, got %u words", verb,
                   wanted == 1 ? "takes one ASSET" : "takes at most one STATE", j->opts.n_args - 1);
}

/* For the clocks. */
static cp_rc load_forms(finder *f, cp_err *err)
{
    cp_job *j = f->j;
    bool is_known = j->opts.clause.n == 0;
    cp_drafts_load(j->a, &f->drafts);
    for (uint32_t i = 0; i < f->drafts.faults.n; i++) {
        char text[CP_ERR_MSG_MAX + CP_ERR_FILE_MAX + 64];
        (void)cp_err_text(&f->drafts.faults.v[i].err, text, sizeof text);
        j->warn(j, "%s", text);
        j->status = 3;
    }
    for (uint32_t i = 0; i < f->drafts.forms.n; i++)
        is_known |= cp_str_eq(f->drafts.forms.v[i].clause, j->opts.clause);
    return is_known ? CP_OK
                    : cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                              "no form is of the clause \"%.*s\"; `cleanpath form list` shows them",
                              CP_FMT(j->opts.clause));
}

/* The case as it stands, judged; whatever its status, because who names a thing means it. */
static cp_rc begin(cp_job *j, bool is_all, finder *f, cp_err *err)
{
    *f = (finder){ .j = j };
    j->opts.all |= is_all;
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &f->format, err);
    if (rc == CP_OK)
        rc = cp_evidence_gather(j, j->opts.n_args, true, &f->e, err);
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, &f->e, true, &f->ans, err);
    if (rc == CP_OK)
        rc = cp_case_findings(f->e.kase, j->a, &f->log, &f->n_log, err);
    if (rc != CP_OK)
        return rc;
    f->ans.command = CP_STR("finding");
    for (uint32_t i = 0; f->n_log && i < f->ans.n_assets; i++) {
        const cp_asset *as = &f->ans.assets[i].asset;
        (void)cp_map_put(j->a, &f->assets, as->id, NULL);
        for (uint32_t k = 0; k < as->n_other_ids; k++)
            (void)cp_map_put(j->a, &f->assets, as->other_ids[k], NULL);
    }
    for (uint32_t i = 0; i < f->ans.n_policies; i++)
        (void)cp_map_put(j->a, &f->policies, f->ans.policies[i].id, NULL);
    return load_forms(f, err);
}

/* ---- what is shown ---- */

static const cp_due *dues(finder *f, const cp_finding_status *s, uint32_t *n)
{
    *n = 0;
    return s ? cp_dues(f->j->a, &f->drafts, f->j->opts.clause, s->policy, s, f->ans.as_of, n)
             : NULL;
}

/* The one that is due next. */
static cp_str next_due(finder *f, const cp_finding_status *s)
{
    uint32_t n;
    const cp_due *v = dues(f, s, &n), *next = NULL;
    for (uint32_t i = 0; i < n; i++) {
        if (v[i].is_overdue && f->j->status == 0)
            f->j->status = 1;
        if (!v[i].is_done && cp_date_is_set(v[i].due) &&
            (!next || v[i].due.first_day < next->due.first_day))
            next = &v[i];
    }
    return next ? cp_due_text(f->j->a, next) : CP_STR("");
}

static bool is_shown(const cp_verdict *v, const cp_finding_status *s)
{
    return (s && s->decision) || cp_finding_is_candidate(v);
}

/* "open": what is not settled; else the first word of the state. */
static bool is_wanted(cp_str state, const cp_finding_status *s)
{
    cp_str word = cp_str_c(cp_finding_word(s));
    if (cp_str_eq(state, CP_STR("open")))
        return !s || !cp_finding_is_settled(s);
    return state.n == 0 || cp_str_starts(word, state);
}

static cp_str maker_name(const cp_asset *as)
{
    const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
    return m && m->confidence >= CP_SHOW_MIN ? m->name : CP_STR("unknown");
}

static bool is_in_answer(const finder *f, const cp_finding *entry)
{
    return cp_map_get(&f->assets, entry->asset) && cp_map_get(&f->policies, entry->policy);
}

/* Of things that the evidence names no more, and of policies that were not asked: nothing that
 * somebody decided is ever hidden. */
static void elsewhere(finder *f)
{
    bool is_first = true;
    for (uint32_t i = 0; i < f->n_log; i++) {
        const cp_finding *d = &f->log[i];
        if (is_in_answer(f, d))
            continue;
        if (is_first)
            cp_buf_add_c(f->j->out, "\nDecisions on what is not in this answer (not in service, no "
                                    "longer found, or a policy that was not asked)\n");
        is_first = false;
        cp_str line =
            cp_str_fmt(f->j->a, "%.*s, %.*s: %s on %.*s by %.*s: %.*s", CP_FMT(d->asset),
                       CP_FMT(d->policy), cp_finding_state_name(d->state),
                       CP_FMT(cp_date_text(f->j->a, d->on)), CP_FMT(d->by), CP_FMT(d->reason));
        cp_buf_fmt(f->j->out, "  %.*s\n", CP_FMT(cp_text_safe(f->j->a, line)));
    }
}

static uint32_t table(finder *f, cp_str state)
{
    static const cp_grid_column columns[] = {
        { "STATE", false, false },  { "NAME", false, true },    { "ASSET", false, true },
        { "MAKER", false, true },   { "PRODUCT", false, true }, { "POLICY", false, false },
        { "RESULT", false, false }, { "BY", false, true },      { "NEXT", false, true }
    };
    cp_grid g = cp_grid_new(f->j->a, columns, sizeof columns / sizeof *columns, f->j->width);
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->ans.n_assets; i++) {
        const cp_answer_asset *x = &f->ans.assets[i];
        for (uint32_t k = 0; k < x->n_verdicts; k++) {
            const cp_verdict *v = cp_answer_verdict(x, k);
            const cp_finding_status *s = cp_finding_of(x, v->policy);
            if (!is_shown(v, s) || !is_wanted(state, s))
                continue;
            n++;
            cp_grid_row(&g,
                        (cp_str[]){ cp_str_c(cp_finding_word(s)), cp_asset_name(&x->asset),
                                    x->asset.id, maker_name(&x->asset),
                                    cp_asset_shown(&x->asset, CP_ATTR_PRODUCT), v->policy,
                                    cp_str_c(cp_result_name(v->result)),
                                    s ? s->decision->by : CP_STR(""), next_due(f, s) },
                        NULL);
        }
    }
    if (n)
        cp_grid_print(&g, f->j->color, f->j->out);
    return n;
}

static void log_lines(finder *f, const cp_asset *as, cp_str policy)
{
    for (uint32_t i = 0; i < f->n_log; i++) {
        const cp_finding *d = &f->log[i];
        if (!cp_asset_has_id(as, d->asset) || !cp_str_eq(d->policy, policy))
            continue;
        cp_str line = cp_str_fmt(
            f->j->a, "%s on %.*s by %.*s: %.*s (written %.*s; the verdict was %.*s%s%.*s)",
            cp_finding_state_name(d->state), CP_FMT(cp_date_text(f->j->a, d->on)), CP_FMT(d->by),
            CP_FMT(d->reason), CP_FMT(cp_time_text(f->j->a, d->at)), CP_FMT(d->result),
            d->clause.n ? ", clause " : "", CP_FMT(d->clause));
        cp_buf_fmt(f->j->out, "    log: %.*s\n", CP_FMT(cp_text_safe(f->j->a, line)));
    }
}

static void print_one(finder *f, const cp_answer_asset *x)
{
    cp_buf *out = f->j->out;
    cp_arena *a = f->j->a;
    cp_buf_fmt(out, "%.*s (%.*s), %.*s %.*s\n", CP_FMT(cp_text_safe(a, cp_asset_name(&x->asset))),
               CP_FMT(cp_text_safe(a, x->asset.id)), CP_FMT(cp_text_safe(a, maker_name(&x->asset))),
               CP_FMT(cp_text_safe(a, cp_asset_shown(&x->asset, CP_ATTR_PRODUCT))));
    for (uint32_t k = 0; k < x->n_verdicts; k++) {
        const cp_verdict *v = cp_answer_verdict(x, k);
        const cp_finding_status *s = cp_finding_of(x, v->policy);
        uint32_t n;
        if (!is_shown(v, s))
            continue;
        cp_buf_fmt(out, "  %.*s: %s%s%.*s: %s%s\n", CP_FMT(cp_text_safe(a, v->policy)),
                   cp_result_name(v->result), v->clause.n ? ", clause " : "",
                   CP_FMT(cp_text_safe(a, v->clause)), cp_finding_word(s),
                   s && s->has_changed && s->decision->state == CP_FINDING_CONFIRMED
                       ? "; verdict or evidence have changed since"
                       : "");
        const cp_due *d = dues(f, s, &n);
        for (uint32_t i = 0; i < n; i++)
            cp_buf_fmt(out, "    %.*s\n", CP_FMT(cp_text_safe(a, cp_due_text(a, &d[i]))));
        log_lines(f, &x->asset, v->policy);
    }
}

/* ---- the same as JSON ---- */

static void json_row(finder *f, cp_jw *w, const cp_answer_asset *x, const cp_verdict *v)
{
    const cp_finding_status *s = cp_finding_of(x, v->policy);
    uint32_t n;
    cp_jw_obj(w);
    cp_jw_kstr(w, "asset", x->asset.id);
    cp_jw_kstr(w, "name", cp_asset_name(&x->asset));
    cp_jw_kstr_opt(w, "maker", cp_asset_shown(&x->asset, CP_ATTR_MAKER));
    cp_jw_kstr_opt(w, "product", cp_asset_shown(&x->asset, CP_ATTR_PRODUCT));
    cp_jw_kstr(w, "policy", v->policy);
    cp_jw_kstr(w, "result", cp_str_c(cp_result_name(v->result)));
    cp_jw_kstr_opt(w, "clause", v->clause);
    cp_jw_kstr(w, "binds", cp_str_c(cp_tri_name(v->binds)));
    cp_jw_kbool(w, "candidate", cp_finding_is_candidate(v));
    cp_jw_kstr(w, "state", cp_str_c(cp_finding_word(s)));
    cp_jw_kbool(w, "changed", s && s->has_changed);
    cp_jw_key(w, "log");
    cp_jw_arr(w);
    for (uint32_t i = 0; s && i < f->n_log; i++)
        if (cp_asset_has_id(&x->asset, f->log[i].asset) && cp_str_eq(f->log[i].policy, v->policy))
            cp_json_decision(w, &f->log[i]);
    cp_jw_arr_end(w);
    const cp_due *d = dues(f, s, &n);
    for (uint32_t i = 0; i < n; i++)
        if (d[i].is_overdue && f->j->status == 0)
            f->j->status = 1;
    cp_json_dues(w, d, n);
    cp_jw_obj_end(w);
}

/* only: one asset, or NULL for all. */
static void json(finder *f, const cp_answer_asset *only, cp_str state)
{
    cp_jw w = cp_jw_new(f->j->out);
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "schema", CP_STR("cleanpath/finding/1"));
    cp_jw_kstr(&w, "as_of", cp_date_text(f->j->a, f->ans.as_of));
    cp_json_coverage(&w, &f->ans);
    cp_jw_key(&w, "findings");
    cp_jw_arr(&w);
    for (uint32_t i = 0; i < f->ans.n_assets; i++) {
        const cp_answer_asset *x = &f->ans.assets[i];
        for (uint32_t k = 0; k < x->n_verdicts && (!only || x == only); k++) {
            const cp_verdict *v = cp_answer_verdict(x, k);
            const cp_finding_status *s = cp_finding_of(x, v->policy);
            if (is_shown(v, s) && is_wanted(state, s))
                json_row(f, &w, x, v);
        }
    }
    cp_jw_arr_end(&w);
    cp_jw_key(&w, "elsewhere");
    cp_jw_arr(&w);
    for (uint32_t i = 0; i < f->n_log && !only; i++)
        if (!is_in_answer(f, &f->log[i]))
            cp_json_decision(&w, &f->log[i]);
    cp_jw_arr_end(&w);
    cp_jw_obj_end(&w);
    cp_buf_char(f->j->out, '\n');
}

static cp_rc list(cp_job *j, cp_finding_state unused, cp_err *err)
{
    static const char *const states[] = { "open", "candidate", "confirmed", "rejected" };
    finder f;
    cp_report_opts opts = cp_job_report_opts(j);
    cp_str state = j->opts.n_args > 1 ? j->opts.args[1] : CP_STR("");
    bool is_known = state.n == 0;
    (void)unused;
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        is_known |= cp_str_eq(state, cp_str_c(states[i]));
    if (j->opts.n_args > 2)
        return too_many(j, "list", 0, err);
    if (!is_known)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "finding list knows open, candidate, confirmed and rejected, not \"%.*s\"",
                       CP_FMT(state));
    cp_rc rc = begin(j, false, &f, err);
    if (rc != CP_OK)
        return rc;
    if (f.format == CP_REPORT_JSON) {
        json(&f, NULL, state);
        return CP_OK;
    }
    if (!j->opts.quiet)
        cp_print_coverage(&f.ans, &opts, j->a, j->out);
    if (table(&f, state) == 0)
        cp_buf_fmt(j->out, "none%s%.*s\n", state.n ? " is " : "", CP_FMT(state));
    elsewhere(&f);
    return CP_OK;
}

static cp_rc show(cp_job *j, cp_finding_state unused, cp_err *err)
{
    finder f;
    const cp_answer_asset *x;
    (void)unused;
    if (j->opts.n_args != 2)
        return too_many(j, "show", 1, err);
    cp_rc rc = begin(j, true, &f, err);
    if (rc == CP_OK)
        rc = cp_job_find_asset(j, &f.ans, j->opts.args[1], &x, err);
    if (rc != CP_OK)
        return rc;
    if (f.format == CP_REPORT_JSON)
        json(&f, x, CP_STR(""));
    else
        print_one(&f, x);
    return CP_OK;
}

/* ---- deciding ---- */

static cp_rc check_text(const char *option, cp_str s, size_t max, cp_err *err)
{
    if (cp_str_trim(s).n == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "a decision needs %s: it stands in the case for good", option);
    if (s.n > max)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%s has %zu bytes, at most %zu are kept", option,
                       s.n, max);
    if (!cp_str_is_utf8(s))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%s is not UTF-8", option);
    return CP_OK;
}

static cp_rc check_on(const cp_job *j, cp_date as_of, cp_date *out, cp_err *err)
{
    *out = as_of;
    if (j->opts.on.n == 0)
        return CP_OK;
    if (j->opts.on.n != 10 || !cp_date_parse(j->opts.on, out))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--on is \"%.*s\", expected a day such as 2026-11-23", CP_FMT(j->opts.on));
    if (out->first_day > as_of.first_day)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--on %.*s has not come yet", CP_FMT(j->opts.on));
    return CP_OK;
}

/* Does the decision say anything new of this verdict? Confirming what is confirmed would move its
 * clock, so it is told instead. */
static bool is_new(finder *f, cp_finding_state state, const cp_finding_status *s)
{
    const cp_finding *d = s ? s->decision : NULL;
    if (!d || d->state != state || (state == CP_FINDING_REJECTED && s->has_changed))
        return true;
    f->j->warn(f->j, "%.*s: is %s already, on %.*s by %.*s", CP_FMT(s->policy), cp_finding_word(s),
               CP_FMT(cp_date_text(f->j->a, d->on)), CP_FMT(d->by));
    return false;
}

static bool takes(cp_finding_state state, const cp_verdict *v, const cp_finding_status *s)
{
    bool is_confirmed = s && s->decision && s->decision->state == CP_FINDING_CONFIRMED;
    switch (state) {
    case CP_FINDING_CONFIRMED: return cp_finding_is_candidate(v);
    case CP_FINDING_REJECTED: return cp_finding_is_candidate(v) || is_confirmed;
    case CP_FINDING_REPORTED: return is_confirmed;
    case CP_FINDING_STATE_COUNT: break;
    }
    return false;
}

static cp_rc nothing_to_decide(finder *f, cp_finding_state state, const cp_answer_asset *x,
                               cp_err *err)
{
    cp_buf b = cp_buf_new(f->j->a);
    for (uint32_t i = 0; i < x->n_verdicts; i++)
        cp_buf_fmt(&b, "%s%.*s: %s", i ? ", " : "", CP_FMT(cp_answer_verdict(x, i)->policy),
                   cp_result_name(cp_answer_verdict(x, i)->result));
    if (state == CP_FINDING_REPORTED)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "nobody confirmed a find on \"%.*s\": there is nothing to report yet",
                       CP_FMT(x->asset.id));
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                   "no policy that was asked names \"%.*s\", so there is nothing to %s (%.*s)",
                   CP_FMT(x->asset.id), state == CP_FINDING_CONFIRMED ? "confirm" : "reject",
                   CP_FMT(b.n ? cp_buf_str(&b) : CP_STR("none was asked")));
}

static cp_rc collect(finder *f, const cp_answer_asset *x, const cp_finding *like, cp_finding *out,
                     uint32_t *n, cp_err *err)
{
    uint32_t n_taken = 0;
    *n = 0;
    for (uint32_t i = 0; i < x->n_verdicts; i++) {
        const cp_verdict *v = cp_answer_verdict(x, i);
        const cp_finding_status *s = cp_finding_of(x, v->policy);
        if (!takes(like->state, v, s))
            continue;
        n_taken++;
        if (like->state == CP_FINDING_REPORTED && like->on.first_day < s->decision->on.first_day)
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                           "%.*s: a report before the find was confirmed, on %.*s?",
                           CP_FMT(v->policy), CP_FMT(cp_date_text(f->j->a, s->decision->on)));
        if (!is_new(f, like->state, s))
            continue;
        out[*n] = *like;
        out[*n].asset = x->asset.id;
        out[*n].policy = v->policy;
        out[*n].result = cp_str_c(cp_result_name(v->result));
        out[*n].clause = v->clause;
        out[(*n)++].digest = cp_job_verdict_digest(f->j->a, x, v);
    }
    if (n_taken == 0)
        return nothing_to_decide(f, like->state, x, err);
    return *n ? CP_OK
              : cp_fail(err, CP_EUSAGE, CP_NO_OFF, "nothing new was decided, nothing was kept");
}

static cp_rc write_down(finder *f, const cp_answer_asset *x, const cp_finding *v, uint32_t n,
                        cp_err *err)
{
    cp_case *c;
    cp_rc rc = cp_case_open(f->j->a, f->j->opts.case_path, CP_CASE_CREATE, &c, err);
    if (rc == CP_OK)
        rc = cp_case_findings_add(c, v, n, err);
    if (rc == CP_OK)
        rc = cp_job_beside(f->j, c, &f->ans, err);
    if (rc == CP_OK)
        rc = cp_case_findings(c, f->j->a, &f->log, &f->n_log, err);
    if (rc != CP_OK)
        return rc;
    if (f->format == CP_REPORT_JSON)
        json(f, x, CP_STR(""));
    else
        print_one(f, x);
    return CP_OK;
}

static cp_rc decide(cp_job *j, cp_finding_state state, cp_err *err)
{
    finder f;
    const cp_answer_asset *x;
    uint32_t n;
    cp_finding like = { .state = state, .by = j->opts.by, .reason = j->opts.reason };
    if (j->opts.n_args != 2)
        return too_many(
            j, state == CP_FINDING_CONFIRMED ? "confirm" : cp_str_dup(j->a, j->opts.args[0]).p, 1,
            err);
    cp_rc rc = check_text("--by NAME", j->opts.by, CP_FINDING_BY_BYTES_MAX, err);
    if (rc == CP_OK && (state != CP_FINDING_REPORTED || j->opts.reason.n))
        rc = check_text("--reason TEXT", j->opts.reason, CP_FINDING_REASON_BYTES_MAX, err);
    if (rc == CP_OK)
        rc = begin(j, true, &f, err);
    if (rc == CP_OK)
        rc = check_on(j, f.ans.as_of, &like.on, err);
    if (rc == CP_OK)
        rc = cp_job_find_asset(j, &f.ans, j->opts.args[1], &x, err);
    if (rc != CP_OK)
        return rc;
    like.at = cp_job_now();
    cp_finding *v = CP_NEW_ARRAY(j->a, cp_finding, x->n_verdicts);
    rc = collect(&f, x, &like, v, &n, err);
    return rc == CP_OK ? write_down(&f, x, v, n, err) : rc;
}

cp_rc cp_job_finding(cp_job *j, cp_err *err)
{
    static const struct {
        const char *name;
        cp_rc (*run)(cp_job *j, cp_finding_state state, cp_err *err);
        cp_finding_state state;
    } verbs[] = {
        { "list", list, CP_FINDING_STATE_COUNT },    { "show", show, CP_FINDING_STATE_COUNT },
        { "confirm", decide, CP_FINDING_CONFIRMED }, { "reject", decide, CP_FINDING_REJECTED },
        { "reported", decide, CP_FINDING_REPORTED },
    };
    cp_str verb = j->opts.n_args ? j->opts.args[0] : CP_STR("list");
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (cp_str_eq(verb, cp_str_c(verbs[i].name)))
            return verbs[i].run(j, verbs[i].state, err);
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                   "finding knows list, show, confirm, reject and reported, not \"%.*s\"",
                   CP_FMT(verb));
}
