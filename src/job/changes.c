/* SPDX-License-Identifier: Apache-2.0 */
/* changes.c - see changes.h. */
#include "job/changes.h"
#include <sys/stat.h>

cp_rc cp_changes_word(cp_job *j, cp_str word, cp_date otherwise, cp_str *path, cp_date *on,
                      cp_err *err)
{
    struct stat st;
    size_t at = word.n;
    *path = word;
    *on = otherwise;
    while (at && word.p[at - 1] != '@')
        at--;
    if (at == 0 || stat(cp_str_dup(j->a, word).p, &st) == 0)
        return CP_OK;
    cp_str date = cp_str_from(word, at);
    if (at == 1 || date.n != 10 || !cp_date_parse(date, on))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "\"%.*s\" is no file; CASE@DATE needs a day such as 2026-11-23",
                       CP_FMT(word));
    *path = cp_str_slice(word, 0, at - 1);
    return CP_OK;
}

cp_rc cp_changes_gather(cp_job *j, cp_str path, cp_evidence_set *e, cp_err *err)
{
    cp_opts own = j->opts;
    j->opts.case_path = path;
    j->opts.has_case = true;
    j->opts.interface = CP_STR("");
    cp_rc rc = cp_evidence_gather(j, j->opts.n_args, true, e, err);
    j->opts = own;
    return rc;
}

/* As told for a side, with coverage and notes; nothing is judged yet. */
static cp_rc answer_of(cp_changing *c, int side, cp_err *err)
{
    cp_job *j = c->j;
    cp_str own = j->opts.as_of;
    j->opts.as_of = cp_date_text(j->a, c->in[side].on);
    cp_rc rc = cp_evidence_answer(j, c->in[side].e, false, &c->ans[side], err);
    j->opts.as_of = own;
    c->ans[side].command = CP_STR("diff");
    return rc;
}

cp_rc cp_changes_find(cp_job *j, const cp_changes_in in[CP_SIDES], cp_changes *out, cp_err *err)
{
    cp_changing *c = CP_NEW(j->a, cp_changing);
    cp_rc rc = CP_OK;
    *out = (cp_changes){ .n_policies = 0 };
    c->j = j;
    c->out = out;
    for (int s = 0; s < CP_SIDES && rc == CP_OK; s++) {
        c->in[s] = in[s];
        rc = answer_of(c, s, err);
        out->side[s] = (cp_changes_side){ .name = in[s].name, .on = in[s].on };
        out->side[s].answer = &c->ans[s];
    }
    if (rc != CP_OK)
        return rc;
    cp_changes_match(c);
    if ((rc = cp_changes_judge(c, err)) != CP_OK)
        return rc;
    cp_changes_verdicts(c);
    return cp_changes_paths(c, err);
}

void cp_changes_status(cp_job *j, const cp_evidence_set *after, const cp_changes *c)
{
    if (after->n_unreadable || after->n_waivers_bad ||
        (j->opts.strict && (after->n_partly || after->n_not_recognised)))
        j->status = 3;
    else if (c->n_findings_new && !cp_str_eq(j->opts.fail_on, CP_STR("never")))
        j->status = 1;
    else if (c->n_open_new && !cp_str_eq(j->opts.fail_on_unknown, CP_STR("never")))
        j->status = 4;
}
