/* SPDX-License-Identifier: Apache-2.0 */
/* case_finding.c - the log of decisions: added to, read, and nothing else. */
#include "store/case_db.h"

static cp_rc put(cp_case *c, const cp_finding *f, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, INS_FINDING, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_str(s, 1, f->asset);
    cp_db_bind_str(s, 2, f->policy);
    cp_db_bind_str(s, 3, cp_str_c(cp_finding_state_name(f->state)));
    cp_db_bind_str(s, 4, f->by);
    cp_db_bind_str(s, 5, f->reason);
    cp_db_bind_int(s, 6, f->on.first_day);
    cp_db_bind_int(s, 7, f->at);
    cp_db_bind_str(s, 8, f->result);
    cp_db_bind_str(s, 9, f->clause);
    cp_db_bind_str(s, 10, f->digest);
    rc = cp_db_step_done(c, s, err);
    cp_str detail = cp_str_fmt(c->a, "%s %.*s, %.*s", cp_finding_state_name(f->state),
                               CP_FMT(f->asset), CP_FMT(f->policy));
    return rc == CP_OK ? cp_db_log(c, f->at, f->by, CP_STR("finding"), detail, err) : rc;
}

cp_rc cp_case_findings_add(cp_case *c, const cp_finding *v, uint32_t n, cp_err *err)
{
    cp_rc rc = cp_case_exec(c->db, "BEGIN IMMEDIATE", err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        rc = put(c, &v[i], err);
    if (rc == CP_OK)
        rc = cp_case_exec(c->db, "COMMIT", err);
    if (rc == CP_OK)
        return CP_OK;
    (void)sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
    cp_err_in_file(err, c->path.p, c->path.n);
    return rc;
}

/* A state of a newer program would have raised the version: what is not known is damage. */
static cp_rc read_row(cp_case *c, cp_arena *a, sqlite3_stmt *s, cp_finding *f, cp_err *err)
{
    int64_t day = sqlite3_column_int64(s, 6);
    *f = (cp_finding){ .asset = cp_db_col_str(a, s, 1),
                       .policy = cp_db_col_str(a, s, 2),
                       .by = cp_db_col_str(a, s, 4),
                       .reason = cp_db_col_str(a, s, 5),
                       .on = cp_date_of_day((int32_t)day),
                       .at = sqlite3_column_int64(s, 7),
                       .result = cp_db_col_str(a, s, 8),
                       .clause = cp_db_col_str(a, s, 9),
                       .digest = cp_db_col_str(a, s, 10) };
    if (!cp_finding_state_by_name(cp_db_col_str(a, s, 3), &f->state) ||
        day < cp_date_ymd(1900, 1, 1).first_day || day > cp_date_ymd(2999, 12, 31).last_day) {
        cp_rc rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                           "the case is damaged: a decision of an unknown state or day");
        cp_err_in_file(err, c->path.p, c->path.n);
        return rc;
    }
    return CP_OK;
}

cp_rc cp_case_findings(cp_case *c, cp_arena *a, cp_finding **out, uint32_t *n, cp_err *err)
{
    CP_VEC(cp_finding) v = { 0 };
    sqlite3_stmt *s;
    int r = SQLITE_ROW;
    cp_rc rc = cp_db_prepare(c, SEL_FINDINGS, &s, err);
    if (rc != CP_OK)
        return rc;
    while (rc == CP_OK && (r = sqlite3_step(s)) == SQLITE_ROW)
        rc = read_row(c, a, s, cp_vec_add(a, &v), err);
    (void)sqlite3_reset(s);
    *out = v.v;
    *n = v.n;
    return rc != CP_OK || r == SQLITE_DONE ? rc : cp_db_fail(c, r, "cannot read the case", err);
}
