/* SPDX-License-Identifier: Apache-2.0 */
/* case_ship.c - see case_ship.h. */
#include "store/case_ship.h"
#include "store/case_beside.h"
#include "store/case_db.h"

static cp_rc stepped(cp_case *c, sqlite3_stmt *s, int r, cp_rc rc, cp_err *err)
{
    (void)sqlite3_reset(s);
    if (rc == CP_OK && r != SQLITE_DONE && r != SQLITE_ROW)
        rc = cp_db_fail(c, r, "cannot read the case", err);
    return rc;
}

/* ---- the cluster */

cp_rc cp_case_cluster_of(cp_case *c, cp_arena *a, cp_case_cluster *out, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, SEL_CLUSTER, &s, err);
    if (rc != CP_OK)
        return rc;
    *out = (cp_case_cluster){ CP_STR(""), 0 };
    int r = sqlite3_step(s);
    if (r == SQLITE_ROW) {
        *out = (cp_case_cluster){ cp_db_col_str(a, s, 0), (uint32_t)sqlite3_column_int64(s, 1) };
        if (out->n_shards < 1 || out->n_shards > CP_CASE_SHARDS_MAX)
            rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "the case is damaged: a cluster of %u shards",
                         out->n_shards);
    }
    return stepped(c, s, r, rc, err);
}

cp_rc cp_case_cluster_set(cp_case *c, cp_arena *a, uint32_t n_shards, cp_case_cluster *out,
                          cp_err *err)
{
    sqlite3_stmt *s;
    assert(n_shards > 0 && n_shards <= CP_CASE_SHARDS_MAX);
    cp_rc rc = cp_case_exec(c->db, "BEGIN IMMEDIATE", err);
    if (rc != CP_OK)
        return rc;
    rc = cp_db_prepare(c, INS_CLUSTER, &s, err);
    if (rc == CP_OK) {
        cp_db_bind_int(s, 1, n_shards);
        rc = cp_db_step_done(c, s, err);
    }
    if (rc == CP_OK)
        rc = cp_case_cluster_of(c, a, out, err);
    rc = cp_db_end(c, rc, err);
    if (rc == CP_OK && out->n_shards != n_shards)
        return cp_fail(
            err, CP_EUSAGE, CP_NO_OFF,
            "this case goes to %u shards, and --clickhouse names %u: a pair of addresses "
            "is on one of them, for good",
            out->n_shards, n_shards);
    return rc;
}

/* ---- a batch */

static cp_rc open_one(cp_case *c, cp_case_ship *out, bool *has, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, SEL_SHIP_OPEN, &s, err);
    if (rc != CP_OK)
        return rc;
    int r = sqlite3_step(s);
    *has = r == SQLITE_ROW;
    if (*has)
        *out = (cp_case_ship){ .batch = (uint32_t)sqlite3_column_int64(s, 0),
                               .import = sqlite3_column_int64(s, 1),
                               .seq_from = (uint64_t)sqlite3_column_int64(s, 2),
                               .seq_to = (uint64_t)sqlite3_column_int64(s, 3),
                               .rows = (uint64_t)sqlite3_column_int64(s, 4) };
    return stepped(c, s, r, rc, err);
}

/* The first blocks that wait, of one import. */
static cp_rc choose(cp_case *c, uint64_t rows_max, cp_case_ship *x, cp_time *first, cp_time *last,
                    bool *has, cp_err *err)
{
    sqlite3_stmt *s;
    int r;
    cp_rc rc = cp_db_prepare(c, SEL_SHIP_WAITING, &s, err);
    if (rc != CP_OK)
        return rc;
    *has = false;
    while ((r = sqlite3_step(s)) == SQLITE_ROW) {
        int64_t import = sqlite3_column_int64(s, 0);
        uint64_t seq = (uint64_t)sqlite3_column_int64(s, 1);
        uint64_t rows = (uint64_t)sqlite3_column_int64(s, 2);
        cp_time from = cp_db_col_time(s, 3), to = cp_db_col_time(s, 4);
        if (*has && (import != x->import || x->rows + rows > rows_max))
            break;
        if (!*has)
            *x = (cp_case_ship){ .import = import, .seq_from = seq };
        *first = !*has || (from != CP_TIME_NONE && from < *first) ? from : *first;
        *last = !*has || to > *last ? to : *last;
        x->seq_to = seq;
        x->rows += rows;
        *has = true;
    }
    return stepped(c, s, r, rc, err);
}

static cp_rc new_one(cp_case *c, uint64_t rows_max, cp_case_ship *out, bool *has, cp_err *err)
{
    cp_case_ship x = { 0 };
    cp_time first = CP_TIME_NONE, last = CP_TIME_NONE;
    sqlite3_stmt *s;
    cp_rc rc = choose(c, rows_max, &x, &first, &last, has, err);
    if (rc == CP_OK && *has)
        rc = cp_case_ship_last(c, &x.batch, err);
    if (rc == CP_OK && x.batch == UINT32_MAX)
        rc = cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %u batches", x.batch);
    if (rc == CP_OK && *has && (rc = cp_db_prepare(c, INS_SHIP, &s, err)) == CP_OK) {
        cp_db_bind_int(s, 1, ++x.batch);
        cp_db_bind_int(s, 2, x.import);
        cp_db_bind_int(s, 3, (int64_t)x.seq_from);
        cp_db_bind_int(s, 4, (int64_t)x.seq_to);
        cp_db_bind_int(s, 5, (int64_t)x.rows);
        cp_db_bind_time(s, 6, first);
        cp_db_bind_time(s, 7, last);
        rc = cp_db_step_done(c, s, err);
    }
    *out = x;
    return rc;
}

cp_rc cp_case_ship_next(cp_case *c, uint64_t rows_max, cp_case_ship *out, bool *has, cp_err *err)
{
    cp_rc rc = cp_case_exec(c->db, "BEGIN IMMEDIATE", err);
    if (rc != CP_OK)
        return rc;
    rc = open_one(c, out, has, err);
    if (rc == CP_OK && !*has)
        rc = new_one(c, rows_max, out, has, err);
    return cp_db_end(c, rc, err);
}

cp_rc cp_case_ship_blocks(cp_case *c, const cp_case_ship *x, cp_case_ship_each each, void *ctx,
                          cp_err *err)
{
    sqlite3_stmt *s;
    uint64_t rows = 0;
    int r = SQLITE_ROW;
    cp_rc rc = cp_db_prepare(c, SEL_SHIP_BLOCKS, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, x->import);
    cp_db_bind_int(s, 2, (int64_t)x->seq_from);
    cp_db_bind_int(s, 3, (int64_t)x->seq_to);
    while (rc == CP_OK && (r = sqlite3_step(s)) == SQLITE_ROW) {
        rows += (uint64_t)sqlite3_column_int64(s, 1);
        cp_bytes block;
        rc = cp_beside_block(c, s, 0, 2, &block, err);
        if (rc == CP_OK)
            rc = each(ctx, block, err);
    }
    rc = stepped(c, s, r, rc, err);
    if (rc == CP_OK && rows != x->rows)
        rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                     "the case is damaged: batch %u for ClickHouse has %llu flows, expected %llu",
                     x->batch, (unsigned long long)rows, (unsigned long long)x->rows);
    return rc;
}

static cp_rc forget(cp_case *c, cp_time before, bool *has_room, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, DEL_SHIPPED, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, before);
    rc = cp_db_step_done(c, s, err);
    *has_room = rc == CP_OK && sqlite3_changes(c->db) > 0;
    return rc;
}

cp_rc cp_case_ship_done(cp_case *c, const cp_case_ship *x, const uint64_t *rows, uint32_t n_shards,
                        cp_time at, cp_err *err)
{
    sqlite3_stmt *s;
    bool has_room = false;
    cp_rc rc = cp_case_exec(c->db, "BEGIN IMMEDIATE", err);
    if (rc != CP_OK)
        return rc;
    for (uint32_t i = 0; rc == CP_OK && i < n_shards; i++)
        if ((rc = cp_db_prepare(c, INS_SHIP_PART, &s, err)) == CP_OK) {
            cp_db_bind_int(s, 1, x->batch);
            cp_db_bind_int(s, 2, i);
            cp_db_bind_int(s, 3, (int64_t)rows[i]);
            rc = cp_db_step_done(c, s, err);
        }
    if (rc == CP_OK && (rc = cp_db_prepare(c, SET_SHIP, &s, err)) == CP_OK) {
        cp_db_bind_int(s, 1, x->batch);
        cp_db_bind_int(s, 2, at);
        rc = cp_db_step_done(c, s, err);
    }
    if (rc == CP_OK)
        rc = forget(c, at - CP_CASE_SHIP_KEEP_US, &has_room, err);
    rc = cp_db_end(c, rc, err);
    if (rc == CP_OK && has_room)
        cp_beside_sweep(c);
    return rc;
}

cp_rc cp_case_ship_last(cp_case *c, uint32_t *batch, cp_err *err)
{
    int64_t n = 0;
    cp_rc rc = cp_db_number(c, "SELECT coalesce(max(batch),0) FROM flow_ship", &n, err);
    *batch = (uint32_t)n;
    return rc;
}

cp_rc cp_case_ship_waiting(cp_case *c, uint64_t *rows, uint64_t *bytes, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, SEL_SHIP_SIZE, &s, err);
    if (rc != CP_OK)
        return rc;
    int r = sqlite3_step(s);
    *rows = r == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(s, 0) : 0;
    *bytes = r == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(s, 1) : 0;
    return stepped(c, s, r, rc, err);
}

/* ---- what leaves */

cp_rc cp_case_ship_forget(cp_case *c, cp_time before, cp_time at, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_case_exec(c->db, "BEGIN IMMEDIATE", err);
    if (rc != CP_OK)
        return rc;
    if ((rc = cp_db_prepare(c, INS_GONE, &s, err)) == CP_OK) {
        cp_db_bind_int(s, 1, before);
        cp_db_bind_int(s, 2, at);
        cp_db_bind_int(s, 3, CP_CASE_GOING_MAX);
        rc = cp_db_step_done(c, s, err);
    }
    return cp_db_end(c, rc, err);
}

cp_rc cp_case_ship_going(cp_case *c, cp_time at, uint32_t *v, uint32_t *n, cp_err *err)
{
    sqlite3_stmt *s;
    int r;
    cp_rc rc = cp_db_prepare(c, SEL_GOING_SINCE, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, at - CP_CASE_SHIP_KEEP_US);
    cp_db_bind_int(s, 2, CP_CASE_GOING_MAX);
    for (*n = 0; (r = sqlite3_step(s)) == SQLITE_ROW && *n < CP_CASE_GOING_MAX;)
        v[(*n)++] = (uint32_t)sqlite3_column_int64(s, 0);
    return stepped(c, s, r, rc, err);
}

cp_rc cp_case_ship_gone(cp_case *c, const uint32_t *v, uint32_t n, cp_time at, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_case_exec(c->db, "BEGIN IMMEDIATE", err);
    if (rc != CP_OK)
        return rc;
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        if ((rc = cp_db_prepare(c, SET_GONE, &s, err)) == CP_OK) {
            cp_db_bind_int(s, 1, v[i]);
            cp_db_bind_int(s, 2, at);
            rc = cp_db_step_done(c, s, err);
        }
    return cp_db_end(c, rc, err);
}

cp_rc cp_case_forgotten_of(cp_case *c, cp_case_forgotten *out, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, SEL_GONE, &s, err);
    if (rc != CP_OK)
        return rc;
    *out = (cp_case_forgotten){ 0, CP_TIME_NONE, CP_TIME_NONE };
    int r = sqlite3_step(s);
    if (r == SQLITE_ROW)
        *out = (cp_case_forgotten){ (uint64_t)sqlite3_column_int64(s, 0), cp_db_col_time(s, 1),
                                    cp_db_col_time(s, 2) };
    return stepped(c, s, r, rc, err);
}

/* ---- what is done */

static cp_rc read_open(cp_case *c, cp_arena *a, cp_case_shipped *out, cp_err *err)
{
    static const int lists[] = { SEL_SHIP_OPEN, SEL_GOING };
    CP_VEC(uint32_t) v = { 0 };
    cp_rc rc = CP_OK;
    for (size_t i = 0; rc == CP_OK && i < sizeof lists / sizeof *lists; i++) {
        sqlite3_stmt *s;
        int r;
        if ((rc = cp_db_prepare(c, lists[i], &s, err)) != CP_OK)
            return rc;
        while ((r = sqlite3_step(s)) == SQLITE_ROW)
            cp_vec_push(a, &v, (uint32_t)sqlite3_column_int64(s, 0));
        rc = stepped(c, s, r, rc, err);
    }
    out->open = v.v;
    out->n_open = v.n;
    return rc;
}

static cp_rc read_rows(cp_case *c, cp_case_shipped *out, cp_err *err)
{
    sqlite3_stmt *s;
    int r = SQLITE_ROW;
    cp_rc rc = cp_db_prepare(c, SEL_SHIP_ROWS, &s, err);
    if (rc != CP_OK)
        return rc;
    while (rc == CP_OK && (r = sqlite3_step(s)) == SQLITE_ROW) {
        int64_t shard = sqlite3_column_int64(s, 0);
        if (shard < 0 || shard >= out->cluster.n_shards) {
            rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "the case is damaged: shard %lld of %u",
                         (long long)shard, out->cluster.n_shards);
            break;
        }
        out->rows_of[shard] = (uint64_t)sqlite3_column_int64(s, 1);
        out->rows += out->rows_of[shard];
    }
    return stepped(c, s, r, rc, err);
}

static cp_rc read_times(cp_case *c, cp_case_shipped *out, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, SEL_SHIP_TIMES, &s, err);
    if (rc != CP_OK)
        return rc;
    int r = sqlite3_step(s);
    if (r == SQLITE_ROW) {
        out->first_at = cp_db_col_time(s, 0);
        out->last_at = cp_db_col_time(s, 1);
    }
    return stepped(c, s, r, rc, err);
}

cp_rc cp_case_shipped_of(cp_case *c, cp_arena *a, cp_case_shipped *out, cp_err *err)
{
    *out = (cp_case_shipped){ .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    cp_rc rc = cp_case_cluster_of(c, a, &out->cluster, err);
    if (rc == CP_OK)
        rc = cp_case_ship_last(c, &out->batch_max, err);
    if (rc == CP_OK)
        rc = read_open(c, a, out, err);
    if (rc == CP_OK)
        rc = read_rows(c, out, err);
    if (rc == CP_OK)
        rc = cp_case_forgotten_of(c, &out->forgotten, err);
    return rc == CP_OK ? read_times(c, out, err) : rc;
}
