/* SPDX-License-Identifier: Apache-2.0 */
/* case_catalog.c - lists of products into the case and out again. A checkout has thousands of small
 * files: they share one transaction, in which each is a savepoint, because a file that breaks off
 * must leave nothing and a commit of its own would cost a write to the disk each. */
#include "store/case_db.h"

cp_rc cp_case_catalog_begin(cp_case *c, cp_err *err)
{
    int64_t n = 0;
    assert(!c->in_import);
    cp_rc rc = cp_case_exec(c->db, "BEGIN IMMEDIATE", err);
    if (rc == CP_OK) {
        c->in_import = true;
        if ((rc = cp_db_number(c, "SELECT count(*) FROM product", &n, err)) != CP_OK)
            cp_case_catalog_abort(c);
    }
    c->n_products = (uint64_t)n;
    cp_err_in_file(rc == CP_OK ? NULL : err, c->path.p, c->path.n);
    return rc;
}

void cp_case_catalog_abort(cp_case *c) { cp_case_import_abort(c); }

cp_rc cp_case_catalog_file_begin(cp_case *c, cp_err *err)
{
    sqlite3_stmt *s;
    assert(c->in_import);
    cp_rc rc = cp_case_exec(c->db, "SAVEPOINT one_file", err);
    if (rc == CP_OK)
        rc =
            cp_db_number(c, "SELECT coalesce(max(id),0)+1 FROM catalog_import", &c->import_id, err);
    if (rc != CP_OK || (rc = cp_db_prepare(c, INS_LIST, &s, err)) != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, c->import_id);
    return cp_db_step_done(c, s, err);
}

static cp_rc put_product(void *ctx, const cp_product *p, cp_err *err)
{
    cp_case *c = ctx;
    sqlite3_stmt *s;
    if (c->n_products >= CP_PRODUCTS_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d products in one case",
                       CP_PRODUCTS_MAX);
    cp_rc rc = cp_db_prepare(c, INS_PRODUCT, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, c->import_id);
    cp_db_bind_int(s, 2, (int64_t)p->line);
    for (int f = 0; f < CP_PRODUCT_FIELD_COUNT; f++)
        cp_db_bind_str(s, 3 + f, p->field[f]);
    if ((rc = cp_db_step_done(c, s, err)) == CP_OK)
        c->n_products++;
    return rc;
}

cp_product_sink cp_case_catalog_sink(cp_case *c) { return (cp_product_sink){ c, put_product }; }

cp_rc cp_case_catalog_file_abort(cp_case *c, cp_err *err)
{
    int64_t n = 0;
    cp_rc rc = cp_case_exec(c->db, "ROLLBACK TO one_file; RELEASE one_file", err);
    if (rc == CP_OK)
        rc = cp_db_number(c, "SELECT count(*) FROM product", &n, err);
    c->n_products = (uint64_t)n;
    return rc;
}

static cp_rc is_known_list(cp_case *c, const cp_source *src, bool *out, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, SEL_LIST_KNOWN, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_str(s, 1, src->sha256);
    *out = sqlite3_step(s) == SQLITE_ROW;
    (void)sqlite3_reset(s);
    return CP_OK;
}

static cp_rc put_list(cp_case *c, const cp_source *x, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, SET_LIST, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, c->import_id);
    cp_db_bind_str(s, 2, x->name);
    cp_db_bind_str(s, 3, x->sha256);
    cp_db_bind_str(s, 4, x->format);
    cp_db_bind_str(s, 5, x->note);
    cp_db_bind_int(s, 6, (int64_t)x->bytes);
    cp_db_bind_int(s, 7, (int64_t)x->records);
    cp_db_bind_int(s, 8, (int64_t)x->records_bad);
    cp_db_bind_int(s, 9, x->imported_at);
    cp_db_bind_str(s, 10, x->imported_by);
    return cp_db_step_done(c, s, err);
}

cp_rc cp_case_catalog_file_end(cp_case *c, const cp_source *src, bool *is_known, cp_err *err)
{
    cp_rc rc = is_known_list(c, src, is_known, err);
    if (rc == CP_OK && *is_known)
        return cp_case_catalog_file_abort(c, err);
    if (rc == CP_OK)
        rc = put_list(c, src, err);
    return rc == CP_OK ? cp_case_exec(c->db, "RELEASE one_file", err) : rc;
}

cp_rc cp_case_catalog_end(cp_case *c, cp_str what, cp_str by, cp_time at, cp_err *err)
{
    assert(c->in_import);
    cp_rc rc = cp_db_log(c, at, by, CP_STR("catalog import"), what, err);
    if (rc == CP_OK && (rc = cp_case_exec(c->db, "COMMIT", err)) == CP_OK)
        c->in_import = false;
    if (rc != CP_OK) {
        cp_err_in_file(err, c->path.p, c->path.n);
        cp_case_catalog_abort(c);
    }
    return rc;
}

/* ---- out of the case ---- */

static void read_list(cp_arena *a, sqlite3_stmt *s, cp_source *x)
{
    *x = (cp_source){ .name = cp_db_col_str(a, s, 1),
                      .sha256 = cp_db_col_str(a, s, 2),
                      .format = cp_db_col_str(a, s, 3),
                      .note = cp_db_col_str(a, s, 4),
                      .bytes = (uint64_t)sqlite3_column_int64(s, 5),
                      .records = (uint64_t)sqlite3_column_int64(s, 6),
                      .records_bad = (uint64_t)sqlite3_column_int64(s, 7),
                      .imported_at = sqlite3_column_int64(s, 8),
                      .imported_by = cp_db_col_str(a, s, 9),
                      .first_at = CP_TIME_NONE,
                      .last_at = CP_TIME_NONE };
    x->state = x->records_bad ? CP_SOURCE_PARTLY : CP_SOURCE_READ;
}

typedef CP_VEC(int64_t) id_list;

static cp_rc read_lists(cp_case *c, cp_arena *a, id_list *ids, cp_case_catalog *out, cp_err *err)
{
    CP_VEC(cp_source) v = { 0 };
    sqlite3_stmt *s;
    int r;
    cp_rc rc = cp_db_prepare(c, SEL_LISTS, &s, err);
    if (rc != CP_OK)
        return rc;
    while ((r = sqlite3_step(s)) == SQLITE_ROW) {
        read_list(a, s, cp_vec_add(a, &v));
        cp_vec_push(a, ids, sqlite3_column_int64(s, 0));
    }
    (void)sqlite3_reset(s);
    out->sources = v.v;
    out->n_sources = v.n;
    return r == SQLITE_DONE ? CP_OK : cp_db_fail(c, r, "cannot read the case", err);
}

cp_rc cp_case_catalog_read(cp_case *c, cp_arena *a, cp_case_catalog *out, cp_err *err)
{
    id_list ids = { 0 };
    CP_VEC(cp_product) v = { 0 };
    sqlite3_stmt *s = NULL;
    int r = SQLITE_DONE;
    uint32_t at = 0;
    *out = (cp_case_catalog){ .n_sources = 0 };
    cp_rc rc = read_lists(c, a, &ids, out, err);
    if (rc == CP_OK)
        rc = cp_db_prepare(c, SEL_PRODUCTS, &s, err);
    while (rc == CP_OK && (r = sqlite3_step(s)) == SQLITE_ROW) {
        while (at < ids.n && ids.v[at] != sqlite3_column_int64(s, 1))
            at++; /* both are in the order of the lists */
        if (at == ids.n || v.n == CP_PRODUCTS_MAX)
            break;
        cp_product *p = cp_vec_add(a, &v);
        p->source = at;
        p->line = (uint64_t)sqlite3_column_int64(s, 2);
        for (int f = 0; f < CP_PRODUCT_FIELD_COUNT; f++) /* most are empty */
            p->field[f] = sqlite3_column_bytes(s, 3 + f) ? cp_db_col_str(a, s, 3 + f) : CP_STR("");
    }
    if (s)
        (void)sqlite3_reset(s);
    if (rc != CP_OK)
        return rc;
    if (r == SQLITE_ROW)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "the case is damaged: products without their list, or more than %d",
                       CP_PRODUCTS_MAX);
    out->products = v.v;
    out->n_products = v.n;
    return r == SQLITE_DONE ? CP_OK : cp_db_fail(c, r, "cannot read the case", err);
}
