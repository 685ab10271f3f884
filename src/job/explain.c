/* SPDX-License-Identifier: Apache-2.0 */
/* explain.c - `explain ASSET`: everything behind one asset. */
#include "job/beside.h"
#include "job/evidence.h"
#include "job/said.h"

bool cp_job_is_called(const cp_asset *as, cp_str what)
{
    if (cp_str_starts(what, CP_STR("asset:")))
        what = cp_str_from(what, 6);
    if (cp_asset_has_id(as, what) || cp_str_eq_nocase(cp_asset_name(as), what))
        return true;
    for (uint32_t i = 0; i < as->n_ids; i++)
        if (as->ids[i].kind != CP_IDENT_AGENT && cp_str_eq_nocase(as->ids[i].value, what))
            return true;
    return false;
}

/* Those whose names hold the word, for somebody who does not know the whole of it. */
static cp_str similar(cp_arena *a, const cp_answer *ans, cp_str what)
{
    enum { SHOWN = 5 };
    cp_buf b = cp_buf_new(a);
    uint32_t n = 0;
    cp_str word = cp_str_lower(a, what);
    for (uint32_t i = 0; i < ans->n_assets && n <= SHOWN; i++) {
        cp_arena_mark mark = cp_arena_here(a);
        cp_str name = cp_asset_name(&ans->assets[i].asset);
        bool has = word.n && cp_str_has(cp_str_lower(a, name), word);
        cp_arena_back(a, mark);
        if (has && ++n <= SHOWN)
            cp_buf_fmt(&b, "%s\"%.*s\"", n > 1 ? ", " : "", CP_FMT(name));
    }
    cp_buf_add_c(&b, n > SHOWN ? " and more" : "");
    return cp_buf_str(&b);
}

cp_rc cp_job_find_asset(cp_job *j, const cp_answer *ans, cp_str what, const cp_answer_asset **out,
                        cp_err *err)
{
    cp_buf names = cp_buf_new(j->a);
    uint32_t n = 0;
    for (uint32_t i = 0; i < ans->n_assets; i++)
        if (cp_job_is_called(&ans->assets[i].asset, what)) {
            *out = &ans->assets[i];
            if (cp_asset_has_id(&ans->assets[i].asset, what))
                return CP_OK;
            cp_buf_fmt(&names, "%s%.*s", n++ ? ", " : "", CP_FMT(ans->assets[i].asset.id));
        }
    if (n == 1)
        return CP_OK;
    if (n > 1)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "%u assets are called \"%.*s\"; name one by its id: %.*s", n, CP_FMT(what),
                       CP_FMT(cp_buf_str(&names)));
    cp_str near = similar(j->a, ans, what);
    return cp_fail(err, CP_ENOENT, CP_NO_OFF, "no asset is called \"%.*s\"; %s%.*s", CP_FMT(what),
                   near.n ? "there are " : "`cleanpath assets` lists them", CP_FMT(near));
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
    j->asked_about = j->opts.args[0];
    if (rc == CP_OK)
        rc = cp_evidence_gather(j, 1, true, &e, err);
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, &e, true, &ans, err);
    if (rc == CP_OK)
        rc = cp_job_find_asset(j, &ans, j->opts.args[0], &x, err);
    if (rc != CP_OK)
        return rc;
    ans.command = CP_STR("explain");
    for (uint32_t i = 0; i < e.found.n_reasons; i++)
        if (cp_str_eq(e.found.assets[e.found.reasons[i].asset].id, x->asset.id))
            ans.reasons = &e.found.reasons[i];
    ans.said = cp_job_said_of(j, &e, &x->asset, &ans.n_said);
    cp_report_asset(&ans, x, format, &opts, j->a, j->out);
    return CP_OK;
}
