/* SPDX-License-Identifier: Apache-2.0 */
/* audit.c - the main job (audit), and those that show a part of it: identify, assets, report. */
#include <string.h>
#include "job/evidence.h"

static cp_rc print(cp_job *j, const cp_answer *ans, cp_report_format otherwise, cp_err *err)
{
    cp_report_format format;
    cp_report_opts opts = cp_job_report_opts(j);
    cp_rc rc = cp_job_format(j, otherwise, &format, err);
    if (rc == CP_OK)
        cp_report(ans, format, &opts, j->a, j->out);
    return rc;
}

static cp_rc run(cp_job *j, const char *name, bool with_policies, cp_report_format otherwise,
                 cp_err *err)
{
    cp_evidence_set e;
    cp_answer ans;
    cp_rc rc = cp_evidence_gather(j, 0, &e, err);
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, &e, with_policies, &ans, err);
    if (rc != CP_OK)
        return rc;
    ans.command = cp_str_c(name);
    cp_evidence_status(j, &e, &ans);
    return print(j, &ans, otherwise, err);
}

cp_rc cp_job_audit(cp_job *j, cp_err *err) { return run(j, "audit", true, CP_REPORT_TABLE, err); }

cp_rc cp_job_report(cp_job *j, cp_err *err)
{
    if (j->out_is_terminal && (j->opts.format.n == 0 || cp_str_eq(j->opts.format, CP_STR("html"))))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "a page of HTML is not for a terminal: add -o report.html");
    return run(j, "report", true, CP_REPORT_HTML, err);
}

cp_rc cp_job_identify(cp_job *j, cp_err *err)
{
    if (j->opts.n_args == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "identify needs FILE...");
    j->opts.has_case = false; /* stateless, whatever the settings say */
    return run(j, "identify", false, CP_REPORT_TABLE, err);
}

cp_rc cp_job_import(cp_job *j, cp_err *err)
{
    cp_evidence_set e;
    cp_rc rc = cp_evidence_import(j, 0, &e, err);
    if (rc == CP_OK && (e.n_unreadable || (j->opts.strict && (e.n_partly || e.n_not_recognised))))
        j->status = 3;
    return rc;
}

/* ---- assets ---- */

static bool has_nocase(cp_arena *a, cp_str s, cp_str word)
{
    return cp_str_has(cp_str_lower(a, s), cp_str_lower(a, word));
}

static bool field_has(cp_arena *a, const cp_answer_asset *x, cp_str field, cp_str word)
{
    cp_attr attr;
    const cp_claim *m = cp_asset_claim(&x->asset, CP_ATTR_MAKER);
    if (cp_str_eq(field, CP_STR("result"))) {
        for (uint32_t k = 0; k < x->n_verdicts; k++)
            if (cp_str_eq(word, cp_str_c(cp_result_name(x->verdicts[k].result))))
                return true;
        return false;
    }
    if (cp_str_eq(field, CP_STR("name")))
        return has_nocase(a, cp_asset_name(&x->asset), word);
    if (cp_str_eq(field, CP_STR("maker")))
        return m && m->confidence >= CP_SHOW_MIN &&
               (has_nocase(a, m->value, word) || has_nocase(a, m->name, word));
    if (cp_attr_by_name(field, &attr))
        return has_nocase(a, cp_asset_shown(&x->asset, attr), word);
    for (uint32_t i = 0; i < x->asset.n_ids; i++)
        if (cp_str_eq(field, cp_str_c(cp_ident_kind_name(x->asset.ids[i].kind))) &&
            has_nocase(a, x->asset.ids[i].value, word))
            return true;
    return false;
}

static bool is_field(cp_str field)
{
    cp_attr attr;
    cp_ident_kind kind;
    return cp_attr_by_name(field, &attr) || cp_ident_kind_by_name(field, &kind) ||
           cp_str_eq(field, CP_STR("result"));
}

static bool word_matches(cp_arena *a, const cp_answer_asset *x, cp_str filter)
{
    static const char *const anywhere[] = { "name", "maker", "product", "site" };
    ptrdiff_t colon = cp_str_find_char(filter, ':');
    if (colon > 0 && is_field(cp_str_slice(filter, 0, (size_t)colon)))
        return field_has(a, x, cp_str_slice(filter, 0, (size_t)colon),
                         cp_str_from(filter, (size_t)colon + 1));
    for (size_t i = 0; i < sizeof anywhere / sizeof *anywhere; i++)
        if (field_has(a, x, cp_str_c(anywhere[i]), filter))
            return true;
    return has_nocase(a, x->asset.id, filter);
}

/* Keeps those for which every word holds. */
static void filter(cp_job *j, const cp_str *words, uint32_t n_words, cp_answer *ans)
{
    cp_answer_asset *v = (cp_answer_asset *)ans->assets;
    uint32_t n = 0;
    for (uint32_t i = 0; i < ans->n_assets; i++) {
        cp_arena *one = cp_arena_new(0);
        bool keep = true;
        for (uint32_t k = 0; keep && k < n_words; k++)
            keep = word_matches(one, &v[i], words[k]);
        if (keep)
            v[n++] = v[i];
        cp_arena_free(one);
    }
    (void)j;
    ans->n_assets = n;
}

cp_rc cp_job_assets(cp_job *j, cp_err *err)
{
    cp_evidence_set e;
    cp_answer ans;
    cp_str *words = j->opts.args;
    uint32_t n_words = j->opts.n_args;
    j->opts.n_args = 0; /* words, not files: the case is read */
    cp_rc rc = cp_evidence_gather(j, 0, &e, err);
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, &e, true, &ans, err);
    if (rc != CP_OK)
        return rc;
    ans.command = CP_STR("assets");
    filter(j, words, n_words, &ans);
    return print(j, &ans, CP_REPORT_TABLE, err);
}

/* ---- explain ---- */

static bool is_called(const cp_answer_asset *x, cp_str what)
{
    if (cp_str_starts(what, CP_STR("asset:")))
        what = cp_str_from(what, 6);
    if (cp_str_eq(x->asset.id, what) || cp_str_eq_nocase(cp_asset_name(&x->asset), what))
        return true;
    for (uint32_t i = 0; i < x->asset.n_ids; i++)
        if (x->asset.ids[i].kind != CP_IDENT_AGENT && cp_str_eq_nocase(x->asset.ids[i].value, what))
            return true;
    return false;
}

static cp_rc find(cp_job *j, const cp_answer *ans, cp_str what, const cp_answer_asset **out,
                  cp_err *err)
{
    cp_buf names = cp_buf_new(j->a);
    uint32_t n = 0;
    for (uint32_t i = 0; i < ans->n_assets; i++)
        if (is_called(&ans->assets[i], what)) {
            *out = &ans->assets[i];
            if (cp_str_eq(ans->assets[i].asset.id, what))
                return CP_OK;
            cp_buf_fmt(&names, "%s%.*s", n++ ? ", " : "", CP_FMT(ans->assets[i].asset.id));
        }
    if (n == 1)
        return CP_OK;
    if (n > 1)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "%u assets are called \"%.*s\"; name one by its id: %.*s", n, CP_FMT(what),
                       CP_FMT(cp_buf_str(&names)));
    return cp_fail(err, CP_ENOENT, CP_NO_OFF,
                   "no asset is called \"%.*s\"; `cleanpath assets` lists them", CP_FMT(what));
}

cp_rc cp_job_explain(cp_job *j, cp_err *err)
{
    cp_evidence_set e;
    cp_answer ans;
    cp_report_format format;
    const cp_answer_asset *x = NULL;
    cp_report_opts opts = cp_job_report_opts(j);
    if (j->opts.n_args == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "explain needs ASSET");
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (rc == CP_OK)
        rc = cp_evidence_gather(j, 1, &e, err);
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, &e, true, &ans, err);
    if (rc == CP_OK)
        rc = find(j, &ans, j->opts.args[0], &x, err);
    if (rc != CP_OK)
        return rc;
    ans.command = CP_STR("explain");
    cp_report_asset(&ans, x, format, &opts, j->a, j->out);
    return CP_OK;
}
