/* SPDX-License-Identifier: Apache-2.0 */
/* diff.c - `diff CASE1 CASE2`: what is not the same in two cases. */
#include "job/changes.h"
#include "report/parts.h"

static cp_rc read_sides(cp_job *j, cp_changes_in in[CP_SIDES], cp_err *err)
{
    cp_date today;
    if (j->opts.n_args != CP_SIDES)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "diff needs two cases: diff CASE1 CASE2, each also as CASE@DATE");
    cp_rc rc = cp_job_as_of(j, &today, err);
    for (int s = 0; s < CP_SIDES && rc == CP_OK; s++) {
        rc = cp_changes_word(j, j->opts.args[s], today, &in[s].name, &in[s].on, err);
        if (rc != CP_OK)
            return rc;
        in[s].e = CP_NEW(j->a, cp_evidence_set);
        rc = cp_changes_gather(j, in[s].name, in[s].e, err);
    }
    return rc;
}

cp_rc cp_job_diff(cp_job *j, cp_err *err)
{
    cp_changes_in in[CP_SIDES] = { 0 };
    cp_changes *c = CP_NEW(j->a, cp_changes);
    cp_report_format format;
    cp_report_opts opts = cp_job_report_opts(j);
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (rc == CP_OK)
        rc = read_sides(j, in, err);
    if (rc == CP_OK)
        rc = cp_changes_find(j, in, c, err);
    if (rc != CP_OK)
        return rc;
    cp_changes_status(j, in[CP_AFTER].e, c);
    if (j->status != 3 && j->opts.strict && in[CP_BEFORE].e->n_partly)
        j->status = 3;
    if (format == CP_REPORT_JSON)
        cp_changes_json(c, 0, j->out);
    else if (format == CP_REPORT_CSV)
        cp_changes_csv(c, j->out);
    else
        cp_changes_table(c, &opts, j->a, j->out);
    return CP_OK;
}
