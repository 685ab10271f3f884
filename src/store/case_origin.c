/* SPDX-License-Identifier: Apache-2.0 */
/* case_origin.c - routing tables into the case and out of it again. */
#include "store/case_origin.h"
#include "store/case_db.h"

cp_rc cp_origins_sink_block(void *ctx, const cp_origin_block *b, cp_err *err)
{
    cp_case *c = ctx;
    sqlite3_stmt *s;
    assert(b->n_rows && b->bytes.n <= CP_ORIGIN_BLOCK_BYTES_MAX);
    cp_rc rc = cp_db_prepare(c, INS_ORIGIN_BLOCK, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, c->import_id);
    cp_db_bind_int(s, 2, (int64_t)c->n_origin_blocks++);
    cp_db_bind_str(s, 3, cp_str_c(cp_origin_block_name(b->kind)));
    cp_db_bind_int(s, 4, b->n_rows);
    cp_db_bind_bytes(s, 5, b->bytes);
    return cp_db_step_done(c, s, err);
}

/* The blocks of an import. */
static cp_rc each_block(cp_case *c, int64_t import, cp_origin_block_kind kind,
                        cp_rc (*tell)(void *ctx, const cp_origin_block *b, cp_err *err), void *ctx,
                        cp_err *err)
{
    sqlite3_stmt *s;
    int r = SQLITE_ROW;
    cp_rc rc = cp_db_prepare(c, SEL_ORIGIN_BLOCKS, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, import);
    cp_db_bind_str(s, 2, cp_str_c(cp_origin_block_name(kind)));
    while (rc == CP_OK && (r = sqlite3_step(s)) == SQLITE_ROW) {
        int64_t rows = sqlite3_column_int64(s, 0);
        cp_origin_block b = { .kind = kind,
                              .n_rows =
                                  rows > 0 && rows <= CP_ORIGIN_BLOCK_ROWS ? (uint32_t)rows : 0,
                              .bytes = cp_db_col_bytes(s, 1) };
        rc = tell(ctx, &b, err);
    }
    (void)sqlite3_reset(s);
    return rc != CP_OK || r == SQLITE_DONE ? rc : cp_db_fail(c, r, "cannot read the case", err);
}

/* As they were told; damage is found by whoever unpacks them. */
cp_rc cp_origins_replay(cp_case *c, int64_t import, const cp_obs_sink *sink, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (int k = 0; rc == CP_OK && sink->origins && k < CP_ORIGIN_BLOCK_KIND_COUNT; k++)
        rc = each_block(c, import, (cp_origin_block_kind)k, sink->origins, sink->ctx, err);
    return rc;
}

typedef struct telling {
    cp_case *c;
    void (*origin)(void *ctx, const cp_origin *o);
    void (*name)(void *ctx, const cp_as_name *n);
    void *ctx;
    cp_flow_damage *damage; /* NULL: it is an error */
} telling;

static cp_rc tell_block(void *ctx, const cp_origin_block *b, cp_err *err)
{
    telling *t = ctx;
    cp_err why;
    cp_rc rc = b->kind == CP_ORIGIN_BLOCK_PREFIXES
                   ? cp_origins_unpack(b->bytes, t->origin, t->ctx, &why)
                   : cp_as_names_unpack(b->bytes, t->name, t->ctx, &why);
    if (rc == CP_OK)
        return CP_OK;
    cp_err_in_file(&why, t->c->path.p, t->c->path.n);
    if (!t->damage)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "the case is damaged: %s", why.msg);
    cp_flow_damage_add(t->damage, b->n_rows, &why);
    return CP_OK;
}

static cp_rc tell(cp_case *c, uint32_t index, cp_origin_block_kind kind, telling *t, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    int64_t *imports;
    uint32_t n;
    t->c = c;
    cp_rc rc = cp_case_import_ids(c, a, &imports, &n, err);
    if (rc == CP_OK && index < n)
        rc = each_block(c, imports[index], kind, tell_block, t, err);
    cp_arena_free(a);
    return rc;
}

cp_rc cp_case_origins(cp_case *c, uint32_t index, void (*each)(void *ctx, const cp_origin *o),
                      void *ctx, cp_flow_damage *damage, cp_err *err)
{
    telling t = { .origin = each, .ctx = ctx, .damage = damage };
    return tell(c, index, CP_ORIGIN_BLOCK_PREFIXES, &t, err);
}

cp_rc cp_case_as_names(cp_case *c, uint32_t index, void (*each)(void *ctx, const cp_as_name *n),
                       void *ctx, cp_flow_damage *damage, cp_err *err)
{
    telling t = { .name = each, .ctx = ctx, .damage = damage };
    return tell(c, index, CP_ORIGIN_BLOCK_NAMES, &t, err);
}

static void look_at_origin(void *ctx, const cp_origin *o)
{
    (void)ctx;
    (void)o;
}
static void look_at_name(void *ctx, const cp_as_name *n)
{
    (void)ctx;
    (void)n;
}

cp_rc cp_origins_check(cp_case *c, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    int64_t *imports;
    uint32_t n;
    telling t = { .c = c, .origin = look_at_origin, .name = look_at_name };
    cp_rc rc = cp_case_import_ids(c, a, &imports, &n, err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        for (int k = 0; rc == CP_OK && k < CP_ORIGIN_BLOCK_KIND_COUNT; k++)
            rc = each_block(c, imports[i], (cp_origin_block_kind)k, tell_block, &t, err);
    cp_arena_free(a);
    return rc;
}
