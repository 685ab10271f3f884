/* SPDX-License-Identifier: Apache-2.0 */
/* case_maps.c - how the columns of tables were mapped by hand, for the next table of the same
 * headers. */
#include "store/case_db.h"

cp_rc cp_case_maps(cp_case *c, cp_arena *a, cp_case_map **out, uint32_t *n, cp_err *err)
{
    CP_VEC(cp_case_map) v = { 0 };
    sqlite3_stmt *s;
    int r;
    cp_rc rc = cp_db_prepare(c, SEL_MAPS, &s, err);
    if (rc != CP_OK)
        return rc;
    while ((r = sqlite3_step(s)) == SQLITE_ROW)
        cp_vec_push(a, &v,
                    ((cp_case_map){ cp_db_col_str(a, s, 0), cp_db_col_str(a, s, 1),
                                    cp_db_col_str(a, s, 2) }));
    (void)sqlite3_reset(s);
    if (r != SQLITE_DONE)
        return cp_db_fail(c, r, "cannot read the case", err);
    *out = v.v;
    *n = v.n;
    return CP_OK;
}

/* Ends the transaction that was begun, well or not. */
static cp_rc end(cp_case *c, cp_rc rc, cp_err *err)
{
    if (rc == CP_OK)
        rc = cp_case_exec(c->db, "COMMIT", err);
    if (rc != CP_OK)
        (void)sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}

cp_rc cp_case_maps_add(cp_case *c, const cp_case_map *v, uint32_t n, cp_str by, cp_time at,
                       cp_err *err)
{
    sqlite3_stmt *s;
    cp_arena *scratch = cp_arena_new(0);
    cp_rc rc = cp_case_exec(c->db, "BEGIN IMMEDIATE", err);
    if (rc != CP_OK) {
        cp_arena_free(scratch);
        return rc;
    }
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        if ((rc = cp_db_prepare(c, INS_MAP, &s, err)) != CP_OK)
            break;
        cp_db_bind_str(s, 1, v[i].headers);
        cp_db_bind_str(s, 2, v[i].header);
        cp_db_bind_str(s, 3, v[i].field);
        rc = cp_db_step_done(c, s, err);
        cp_str what = cp_str_fmt(scratch, "%.*s=%.*s", CP_FMT(v[i].header), CP_FMT(v[i].field));
        if (rc == CP_OK)
            rc = cp_db_log(c, at, by, CP_STR("map"), what, err);
    }
    cp_arena_free(scratch);
    return end(c, rc, err);
}

cp_rc cp_case_maps_forget(cp_case *c, cp_str by, cp_time at, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_case_exec(c->db, "BEGIN IMMEDIATE", err);
    if (rc != CP_OK)
        return rc;
    if ((rc = cp_db_prepare(c, DEL_MAPS, &s, err)) == CP_OK)
        rc = cp_db_step_done(c, s, err);
    if (rc == CP_OK)
        rc = cp_db_log(c, at, by, CP_STR("forget-map"), CP_STR(""), err);
    return end(c, rc, err);
}
