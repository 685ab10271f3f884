/* SPDX-License-Identifier: Apache-2.0 */
/* form.c - `form list | draft FORM`: what a clause asks for, filled with what the evidence
 * knows. */
#include "job/beside.h"
#include "report/grid.h"
#include "report/parts.h"

static void tell_faults(cp_job *j, const cp_drafts *d)
{
    for (uint32_t i = 0; i < d->faults.n; i++) {
        char text[CP_ERR_MSG_MAX + CP_ERR_FILE_MAX + 64];
        (void)cp_err_text(&d->faults.v[i].err, text, sizeof text);
        j->warn(j, "%s", text);
        j->status = 3;
    }
}

static cp_rc load(cp_job *j, cp_drafts *d, cp_err *err)
{
    cp_rc rc = cp_job_data(j, err);
    if (rc == CP_OK)
        cp_drafts_load(j->a, d);
    return rc;
}

static void list_json(cp_job *j, const cp_drafts *d, cp_date as_of)
{
    cp_jw w = cp_jw_new(j->out);
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "schema", CP_STR("cleanpath/form-list/1"));
    cp_jw_kstr(&w, "as_of", cp_date_text(j->a, as_of));
    cp_jw_key(&w, "coverage");
    cp_jw_obj(&w);
    cp_jw_ku64(&w, "unreadable", d->faults.n);
    cp_jw_obj_end(&w);
    cp_jw_key(&w, "forms");
    cp_jw_arr(&w);
    for (uint32_t i = 0; i < d->forms.n; i++) {
        cp_jw_obj(&w);
        cp_json_form(&w, &d->forms.v[i]);
        cp_jw_obj_end(&w);
    }
    cp_jw_arr_end(&w);
    cp_jw_obj_end(&w);
    cp_buf_char(j->out, '\n');
}

static cp_rc list(cp_job *j, cp_err *err)
{
    static const cp_grid_column columns[] = { { "FORM", false, false },
                                              { "CLAUSE", false, false },
                                              { "BY", false, false },
                                              { "READ", false, false },
                                              { "TITLE", false, true } };
    cp_drafts d;
    cp_report_format format;
    cp_date as_of;
    if (j->opts.n_args > 1)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "form list takes no argument, got \"%.*s\"",
                       CP_FMT(j->opts.args[1]));
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (rc == CP_OK)
        rc = cp_job_as_of(j, &as_of, err);
    if (rc == CP_OK)
        rc = load(j, &d, err);
    if (rc != CP_OK)
        return rc;
    tell_faults(j, &d);
    if (format == CP_REPORT_JSON) {
        list_json(j, &d, as_of);
        return CP_OK;
    }
    cp_grid g = cp_grid_new(j->a, columns, sizeof columns / sizeof *columns, j->width);
    for (uint32_t i = 0; i < d.forms.n; i++) {
        const cp_draft_form *f = &d.forms.v[i];
        cp_grid_row(&g,
                    (cp_str[]){ f->name, f->clause, f->jurisdiction, cp_date_text(j->a, f->read),
                                f->title },
                    NULL);
    }
    cp_grid_print(&g, j->color, j->out);
    return CP_OK;
}

/* Who drafts the form of a clause says that his contract has it: the form's policies are judged as
 * if they bound him, unless he names others. */
static void choose_policies(cp_job *j, const cp_draft_form *f)
{
    if (j->opts.n_policies || f->n_policies == 0)
        return;
    j->opts.policies = CP_NEW_ARRAY(j->a, cp_str, f->n_policies);
    for (uint32_t i = 0; i < f->n_policies; i++)
        j->opts.policies[i] = f->policies[i];
    j->opts.n_policies = f->n_policies;
}

static cp_rc draft(cp_job *j, cp_err *err)
{
    cp_drafts d;
    cp_evidence_set e;
    cp_answer ans;
    cp_report_format format;
    const cp_draft_form *f;
    if (j->opts.n_args < 2)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "form draft needs a FORM; `cleanpath form list` shows them");
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (rc == CP_OK)
        rc = load(j, &d, err);
    if (rc != CP_OK)
        return rc;
    tell_faults(j, &d);
    rc = cp_draft_find(j->a, &d, j->opts.args[1], j->opts.clause, &f, err);
    if (rc != CP_OK)
        return rc;
    choose_policies(j, f);
    rc = cp_evidence_gather(j, 2, true, &e, err);
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, &e, true, &ans, err);
    if (rc != CP_OK)
        return rc;
    ans.command = CP_STR("form");
    if (e.n_unreadable || (j->opts.strict && (e.n_partly || e.n_not_recognised)))
        j->status = 3;
    j->is_document = true;
    if (format == CP_REPORT_JSON)
        cp_draft_json(&ans, &d, f, j->a, j->out);
    else
        cp_draft_text(&ans, &d, f, j->a, j->out);
    return CP_OK;
}

cp_rc cp_job_form(cp_job *j, cp_err *err)
{
    cp_str verb = j->opts.n_args ? j->opts.args[0] : CP_STR("list");
    if (cp_str_eq(verb, CP_STR("list")))
        return list(j, err);
    if (cp_str_eq(verb, CP_STR("draft")))
        return draft(j, err);
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "form knows list and draft, not \"%.*s\"",
                   CP_FMT(verb));
}
