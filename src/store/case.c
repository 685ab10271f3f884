/* SPDX-License-Identifier: Apache-2.0 */
/* case.c - see case.h. Statements are prepared once per opened case and bound by position; no SQL
 * is ever built from input. Consecutive observations about the same subject share one subject row,
 * as the readers give them. */
#include "store/case.h"
#include <unistd.h>
#include "store/case_schema.h"

typedef enum stmt_id {
    INS_SUBJECT,
    INS_IDENT,
    INS_OBS,
    INS_LINK,
    INS_IMPORT,
    INS_PROBLEM,
    SEL_KNOWN,
    SEL_IMPORTS,
    SEL_PROBLEMS,
    SEL_IDENTS,
    SEL_OBS,
    SEL_LINKS,
    SEL_IDS,
    INS_ID,
    SEL_PROFILE,
    SET_PROFILE,
    INS_LOG,
    SEL_LOG,
    STMT_COUNT
} stmt_id;

static const char *const sql[] = {
    [INS_SUBJECT] = "INSERT INTO subject(import) VALUES(?)",
    [INS_IDENT] = "INSERT INTO ident VALUES(?,?,?,?)",
    [INS_OBS] =
        "INSERT INTO observation(import,subject,part,kind,value,at,pos) VALUES(?,?,?,?,?,?,?)",
    [INS_LINK] =
        "INSERT INTO "
        "link(import,kind,a,a_port,b,b_port,layer,srlg,metric,metric_back,capacity_bps,both_sides,"
        "at,pos) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [INS_IMPORT] = "INSERT INTO import VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [INS_PROBLEM] = "INSERT INTO problem VALUES(?,?,?)",
    [SEL_KNOWN] = "SELECT id FROM import WHERE sha256=? AND realm=? AND format=?",
    [SEL_IMPORTS] = "SELECT * FROM import ORDER BY id",
    [SEL_PROBLEMS] = "SELECT pos,text FROM problem WHERE import=? ORDER BY rowid",
    [SEL_IDENTS] = "SELECT kind,value FROM ident WHERE subject=? ORDER BY seq",
    [SEL_OBS] = "SELECT subject,part,kind,value,at,pos FROM observation WHERE import=? ORDER BY id",
    [SEL_LINKS] = "SELECT "
                  "kind,a,a_port,b,b_port,layer,srlg,metric,metric_back,capacity_bps,both_sides,at,"
                  "pos FROM link "
                  "WHERE import=? ORDER BY id",
    [SEL_IDS] = "SELECT id,realm,kind,value FROM asset_id ORDER BY id",
    [INS_ID] = "INSERT OR IGNORE INTO asset_id VALUES(?,?,?,?)",
    [SEL_PROFILE] = "SELECT yaml FROM profile",
    [SET_PROFILE] =
        "INSERT INTO profile VALUES(1,?) ON CONFLICT(one) DO UPDATE SET yaml=excluded.yaml",
    [INS_LOG] = "INSERT INTO log(at,by,action,detail) VALUES(?,?,?,?)",
    [SEL_LOG] = "SELECT at,by,action,detail FROM log ORDER BY id",
};
static_assert(sizeof sql / sizeof *sql == STMT_COUNT, "a text for each");

struct cp_case {
    sqlite3 *db;
    cp_str path;
    sqlite3_stmt *stmts[STMT_COUNT];
    cp_arena *a;
    bool in_import;
    int64_t import_id;
    /* the latest subject, to share its row */
    cp_arena *subject_arena;
    cp_ident *subject_ids;
    uint32_t subject_n;
    int64_t subject_id;
};

static void close_case(void *arg)
{
    cp_case *c = arg;
    for (int i = 0; i < STMT_COUNT; i++)
        (void)sqlite3_finalize(c->stmts[i]);
    (void)sqlite3_close(c->db);
    cp_arena_free(c->subject_arena);
}

static cp_rc fail(cp_case *c, int rc, const char *what, cp_err *err)
{
    cp_rc e = cp_case_fail(c->db, rc, what, err);
    cp_err_in_file(err, c->path.p, c->path.n);
    return e;
}

static cp_rc prepare(cp_case *c, stmt_id id, sqlite3_stmt **out, cp_err *err)
{
    *out = NULL; /* gcc 12 does not see that fail() is never CP_OK */
    if (!c->stmts[id]) {
        int rc =
            sqlite3_prepare_v3(c->db, sql[id], -1, SQLITE_PREPARE_PERSISTENT, &c->stmts[id], NULL);
        if (rc != SQLITE_OK)
            return fail(c, rc, "case", err);
    }
    (void)sqlite3_reset(c->stmts[id]);
    *out = c->stmts[id];
    return CP_OK;
}

/* SQLITE_STATIC: the text outlives the step that follows at once. */
static void bind_str(sqlite3_stmt *s, int at, cp_str v)
{
    (void)sqlite3_bind_text64(s, at, v.p ? v.p : "", v.n, SQLITE_STATIC, SQLITE_UTF8);
}
static void bind_int(sqlite3_stmt *s, int at, int64_t v) { (void)sqlite3_bind_int64(s, at, v); }
static void bind_time(sqlite3_stmt *s, int at, cp_time t)
{
    (void)(t == CP_TIME_NONE ? sqlite3_bind_null(s, at) : sqlite3_bind_int64(s, at, t));
}

static cp_rc step_done(cp_case *c, sqlite3_stmt *s, cp_err *err)
{
    int rc = sqlite3_step(s);
    (void)sqlite3_reset(s);
    return rc == SQLITE_DONE || rc == SQLITE_ROW ? CP_OK
                                                 : fail(c, rc, "cannot write to the case", err);
}

static cp_str col_str(cp_arena *a, sqlite3_stmt *s, int at)
{
    const void *p = sqlite3_column_blob(s, at);
    return cp_str_dup(a, (cp_str){ p, (size_t)sqlite3_column_bytes(s, at) });
}

static cp_time col_time(sqlite3_stmt *s, int at)
{
    return sqlite3_column_type(s, at) == SQLITE_NULL ? CP_TIME_NONE : sqlite3_column_int64(s, at);
}

static cp_rc pragma_int(cp_case *c, const char *text, int64_t *out, cp_err *err)
{
    sqlite3_stmt *s;
    int rc = sqlite3_prepare_v2(c->db, text, -1, &s, NULL);
    if (rc == SQLITE_OK && (rc = sqlite3_step(s)) == SQLITE_ROW)
        *out = sqlite3_column_int64(s, 0);
    (void)sqlite3_finalize(s);
    return rc == SQLITE_ROW ? CP_OK : fail(c, rc, "cannot read the case", err);
}

/* Ours, and of a version that we know; an empty file is version 0 of ours. */
static cp_rc check_version(cp_case *c, bool is_new, int64_t *version, cp_err *err)
{
    int64_t app = 0, pages = 0;
    cp_rc rc = pragma_int(c, "PRAGMA application_id", &app, err);
    if (rc == CP_OK)
        rc = pragma_int(c, "PRAGMA user_version", version, err);
    if (rc == CP_OK)
        rc = pragma_int(c, "PRAGMA page_count", &pages, err);
    if (rc != CP_OK)
        return rc;
    bool is_empty = is_new || pages == 0;
    if (!is_empty && app != CP_CASE_APPLICATION_ID)
        rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                     "this SQLite file is no case (application_id is %lld, expected %d)",
                     (long long)app, CP_CASE_APPLICATION_ID);
    else if (*version > CP_CASE_VERSION)
        rc = cp_fail(
            err, CP_EVERSION, CP_NO_OFF,
            "the case is of version %lld, this program knows up to %d: use a newer cleanpath",
            (long long)*version, CP_CASE_VERSION);
    if (rc != CP_OK)
        cp_err_in_file(err, c->path.p, c->path.n);
    return rc;
}

static cp_rc set_up(cp_case *c, cp_case_mode mode, bool is_new, cp_err *err)
{
    int64_t version = 0;
    (void)sqlite3_busy_timeout(c->db, CP_CASE_BUSY_MS);
    (void)sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(c->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    cp_rc rc = check_version(c, is_new, &version, err);
    if (rc != CP_OK)
        return rc;
    if (mode == CP_CASE_CREATE)
        rc =
            cp_case_exec(c->db,
                         "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                         "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY",
                         err);
    if (rc == CP_OK && mode == CP_CASE_CREATE && version < CP_CASE_VERSION)
        rc = cp_case_migrate(c->db, (int)version, err);
    if (rc == CP_OK && mode == CP_CASE_READ && version < CP_CASE_VERSION)
        rc = cp_fail(err, CP_EVERSION, CP_NO_OFF,
                     "the case is of the older version %lld: import something to bring it to %d",
                     (long long)version, CP_CASE_VERSION);
    cp_err_in_file(rc == CP_OK ? NULL : err, c->path.p, c->path.n);
    return rc;
}

cp_rc cp_case_open(cp_arena *a, cp_str path, cp_case_mode mode, cp_case **out, cp_err *err)
{
    cp_case *c = CP_NEW(a, cp_case);
    c->a = a;
    c->path = cp_str_dup(a, path);
    bool is_new = access(c->path.p, F_OK) != 0;
    if (is_new && mode == CP_CASE_READ) {
        cp_rc rc = cp_fail(err, CP_ENOENT, CP_NO_OFF,
                           "there is no case here: `cleanpath import FILE...` makes one");
        cp_err_in_file(err, c->path.p, c->path.n);
        return rc;
    }
    c->subject_arena = cp_arena_new(0);
    cp_arena_defer(a, close_case, c);
    int flags = SQLITE_OPEN_READWRITE | (mode == CP_CASE_CREATE ? SQLITE_OPEN_CREATE : 0);
    int rc = sqlite3_open_v2(c->path.p, &c->db, flags | SQLITE_OPEN_EXRESCODE, NULL);
    if (rc != SQLITE_OK)
        return fail(c, rc, "cannot open the case", err);
    cp_rc e = set_up(c, mode, is_new, err);
    if (e == CP_OK)
        *out = c;
    return e;
}

/* ---- import ---- */

cp_rc cp_case_import_begin(cp_case *c, cp_err *err)
{
    int64_t next = 0;
    assert(!c->in_import);
    cp_rc rc = cp_case_exec(c->db, "BEGIN IMMEDIATE; PRAGMA defer_foreign_keys=ON", err);
    if (rc == CP_OK &&
        (rc = pragma_int(c, "SELECT coalesce(max(id),0)+1 FROM import", &next, err)) != CP_OK)
        (void)sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
    if (rc != CP_OK) {
        cp_err_in_file(err, c->path.p, c->path.n);
        return rc;
    }
    c->in_import = true;
    c->import_id = next;
    c->subject_n = 0;
    return CP_OK;
}

void cp_case_import_abort(cp_case *c)
{
    for (int i = 0; i < STMT_COUNT; i++)
        if (c->stmts[i])
            (void)sqlite3_reset(c->stmts[i]);
    if (c->in_import)
        (void)sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
    c->in_import = false;
}

static bool is_latest_subject(const cp_case *c, const cp_ident *ids, uint32_t n)
{
    if (n != c->subject_n)
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (ids[i].kind != c->subject_ids[i].kind ||
            !cp_str_eq(ids[i].value, c->subject_ids[i].value))
            return false;
    return true;
}

static void remember_subject(cp_case *c, const cp_ident *ids, uint32_t n, int64_t id)
{
    cp_arena_free(c->subject_arena);
    c->subject_arena = cp_arena_new(0);
    c->subject_ids = CP_NEW_ARRAY(c->subject_arena, cp_ident, n);
    for (uint32_t i = 0; i < n; i++)
        c->subject_ids[i] = (cp_ident){ ids[i].kind, cp_str_dup(c->subject_arena, ids[i].value) };
    c->subject_n = n;
    c->subject_id = id;
}

static cp_rc put_subject(cp_case *c, const cp_ident *ids, uint32_t n, int64_t *id, cp_err *err)
{
    sqlite3_stmt *s;
    if (c->subject_n && is_latest_subject(c, ids, n)) {
        *id = c->subject_id;
        return CP_OK;
    }
    cp_rc rc = prepare(c, INS_SUBJECT, &s, err);
    if (rc != CP_OK)
        return rc;
    bind_int(s, 1, c->import_id);
    if ((rc = step_done(c, s, err)) != CP_OK)
        return rc;
    *id = sqlite3_last_insert_rowid(c->db);
    for (uint32_t i = 0; i < n; i++) {
        if ((rc = prepare(c, INS_IDENT, &s, err)) != CP_OK)
            return rc;
        bind_int(s, 1, *id);
        bind_int(s, 2, i);
        bind_str(s, 3, cp_str_c(cp_ident_kind_name(ids[i].kind)));
        bind_str(s, 4, ids[i].value);
        if ((rc = step_done(c, s, err)) != CP_OK)
            return rc;
    }
    remember_subject(c, ids, n, *id);
    return CP_OK;
}

static cp_rc put_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    cp_case *c = ctx;
    sqlite3_stmt *s;
    int64_t subject;
    cp_rc rc = put_subject(c, o->ids, o->n_ids, &subject, err);
    if (rc != CP_OK || (rc = prepare(c, INS_OBS, &s, err)) != CP_OK)
        return rc;
    bind_int(s, 1, c->import_id);
    bind_int(s, 2, subject);
    bind_str(s, 3, o->part);
    bind_str(s, 4, cp_str_c(cp_kind_name(o->kind)));
    (void)sqlite3_bind_blob64(s, 5, o->value.p ? o->value.p : "", o->value.n, SQLITE_STATIC);
    bind_time(s, 6, o->at);
    bind_int(s, 7, (int64_t)o->pos);
    return step_done(c, s, err);
}

static cp_rc put_end(cp_case *c, sqlite3_stmt *s, int at, const cp_link_end *e, cp_err *err)
{
    int64_t id;
    if (e->n_ids == 0) {
        (void)sqlite3_bind_null(s, at);
        return CP_OK;
    }
    cp_rc rc = put_subject(c, e->ids, e->n_ids, &id, err);
    if (rc == CP_OK)
        bind_int(s, at, id);
    return rc;
}

static cp_rc put_link(void *ctx, const cp_link *l, cp_err *err)
{
    cp_case *c = ctx;
    sqlite3_stmt *s;
    cp_rc rc = prepare(c, INS_LINK, &s, err);
    if (rc != CP_OK || (rc = put_end(c, s, 3, &l->a, err)) != CP_OK ||
        (rc = put_end(c, s, 5, &l->b, err)) != CP_OK)
        return rc;
    bind_int(s, 1, c->import_id);
    bind_str(s, 2, cp_str_c(cp_link_kind_name(l->kind)));
    bind_str(s, 4, l->a.port);
    bind_str(s, 6, l->b.port);
    bind_str(s, 7, l->layer);
    bind_str(s, 8, l->srlg);
    bind_int(s, 9, (int64_t)l->metric);
    bind_int(s, 10, (int64_t)l->metric_back);
    bind_int(s, 11, (int64_t)l->capacity_bps);
    bind_int(s, 12, l->both_sides);
    bind_time(s, 13, l->at);
    bind_int(s, 14, (int64_t)l->pos);
    return step_done(c, s, err);
}

cp_obs_sink cp_case_sink(cp_case *c) { return (cp_obs_sink){ c, put_obs, put_link }; }

static cp_rc put_import(cp_case *c, const cp_source *x, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = prepare(c, INS_IMPORT, &s, err);
    if (rc != CP_OK)
        return rc;
    const cp_str text[] = { x->name, x->sha256, x->format, x->realm, x->compression, x->note };
    const uint64_t number[] = { x->bytes,          (uint64_t)x->state, x->records, x->records_bad,
                                x->records_unused, x->observations,    x->links };
    bind_int(s, 1, c->import_id);
    for (int i = 0; i < 6; i++)
        bind_str(s, 2 + i, text[i]);
    for (int i = 0; i < 7; i++)
        bind_int(s, 8 + i, (int64_t)number[i]);
    bind_time(s, 15, x->first_at);
    bind_time(s, 16, x->last_at);
    bind_int(s, 17, x->imported_at);
    bind_str(s, 18, x->imported_by);
    if ((rc = step_done(c, s, err)) != CP_OK)
        return rc;
    for (uint32_t i = 0; i < x->n_problems; i++) {
        if ((rc = prepare(c, INS_PROBLEM, &s, err)) != CP_OK)
            return rc;
        bind_int(s, 1, c->import_id);
        bind_int(s, 2, (int64_t)x->problems[i].pos);
        bind_str(s, 3, x->problems[i].text);
        if ((rc = step_done(c, s, err)) != CP_OK)
            return rc;
    }
    return CP_OK;
}

static cp_rc put_log(cp_case *c, cp_time at, cp_str by, cp_str action, cp_str detail, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = prepare(c, INS_LOG, &s, err);
    if (rc != CP_OK)
        return rc;
    bind_int(s, 1, at);
    bind_str(s, 2, by);
    bind_str(s, 3, action);
    bind_str(s, 4, detail);
    return step_done(c, s, err);
}

static cp_rc is_known_content(cp_case *c, const cp_source *src, bool *out, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = prepare(c, SEL_KNOWN, &s, err);
    if (rc != CP_OK)
        return rc;
    bind_str(s, 1, src->sha256);
    bind_str(s, 2, src->realm);
    bind_str(s, 3, src->format);
    *out = sqlite3_step(s) == SQLITE_ROW;
    (void)sqlite3_reset(s);
    return CP_OK;
}

cp_rc cp_case_import_end(cp_case *c, const cp_source *src, bool *is_known, cp_err *err)
{
    assert(c->in_import);
    cp_rc rc = is_known_content(c, src, is_known, err);
    if (rc == CP_OK && *is_known) {
        cp_case_import_abort(c);
        return CP_OK;
    }
    if (rc == CP_OK)
        rc = put_import(c, src, err);
    if (rc == CP_OK)
        rc = put_log(c, src->imported_at, src->imported_by, CP_STR("import"), src->name, err);
    if (rc == CP_OK && (rc = cp_case_exec(c->db, "COMMIT", err)) == CP_OK)
        c->in_import = false;
    if (rc != CP_OK) {
        cp_err_in_file(err, c->path.p, c->path.n);
        cp_case_import_abort(c);
    }
    return rc;
}

/* ---- reading back ---- */

static void read_import(cp_arena *a, sqlite3_stmt *s, cp_source *x)
{
    cp_str *text[] = { &x->name, &x->sha256, &x->format, &x->realm, &x->compression, &x->note };
    uint64_t state = 0;
    uint64_t *number[] = { &x->bytes,          &state,           &x->records, &x->records_bad,
                           &x->records_unused, &x->observations, &x->links };
    for (int i = 0; i < 6; i++)
        *text[i] = col_str(a, s, 1 + i);
    for (int i = 0; i < 7; i++)
        *number[i] = (uint64_t)sqlite3_column_int64(s, 7 + i);
    x->state = state < CP_SOURCE_STATE_COUNT ? (cp_source_state)state : CP_SOURCE_UNREADABLE;
    x->first_at = col_time(s, 14);
    x->last_at = col_time(s, 15);
    x->imported_at = sqlite3_column_int64(s, 16);
    x->imported_by = col_str(a, s, 17);
}

static cp_rc read_problems(cp_case *c, cp_arena *a, int64_t import_id, cp_source *x, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = prepare(c, SEL_PROBLEMS, &s, err);
    if (rc != CP_OK)
        return rc;
    bind_int(s, 1, import_id);
    int r = SQLITE_DONE;
    while (x->n_problems < CP_SOURCE_PROBLEMS_MAX && (r = sqlite3_step(s)) == SQLITE_ROW)
        x->problems[x->n_problems++] =
            (cp_problem){ (uint64_t)sqlite3_column_int64(s, 0), col_str(a, s, 1) };
    (void)sqlite3_reset(s);
    return r == SQLITE_ROW || r == SQLITE_DONE ? CP_OK : fail(c, r, "cannot read the case", err);
}

cp_rc cp_case_sources(cp_case *c, cp_arena *a, cp_source **out, uint32_t *n, cp_err *err)
{
    CP_VEC(cp_source) v = { 0 };
    CP_VEC(int64_t) ids = { 0 };
    sqlite3_stmt *s;
    int r;
    cp_rc rc = prepare(c, SEL_IMPORTS, &s, err);
    if (rc != CP_OK)
        return rc;
    while ((r = sqlite3_step(s)) == SQLITE_ROW) {
        read_import(a, s, cp_vec_add(a, &v));
        cp_vec_push(a, &ids, sqlite3_column_int64(s, 0));
    }
    (void)sqlite3_reset(s);
    if (r != SQLITE_DONE)
        return fail(c, r, "cannot read the case", err);
    for (uint32_t i = 0; i < v.n; i++)
        if ((rc = read_problems(c, a, ids.v[i], &v.v[i], err)) != CP_OK)
            return rc;
    *out = v.v;
    *n = v.n;
    return CP_OK;
}

static cp_rc import_id_at(cp_case *c, uint32_t index, int64_t *id, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = prepare(c, SEL_IMPORTS, &s, err);
    if (rc != CP_OK)
        return rc;
    int r = SQLITE_DONE;
    for (uint32_t i = 0; i <= index; i++)
        if ((r = sqlite3_step(s)) != SQLITE_ROW)
            break;
    *id = r == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
    (void)sqlite3_reset(s);
    return r == SQLITE_ROW ? CP_OK : fail(c, r, "cannot read the case", err);
}

typedef struct subject_cache {
    int64_t id;
    cp_ident ids[CP_OBS_IDENTS_MAX];
    uint32_t n;
    cp_arena *a;
} subject_cache;

static cp_rc load_subject(cp_case *c, int64_t id, subject_cache *cache, cp_err *err)
{
    sqlite3_stmt *s;
    if (cache->a && cache->id == id)
        return CP_OK;
    cp_rc rc = prepare(c, SEL_IDENTS, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_arena_free(cache->a);
    cache->a = cp_arena_new(0);
    cache->id = id;
    cache->n = 0;
    bind_int(s, 1, id);
    int r;
    while ((r = sqlite3_step(s)) == SQLITE_ROW && cache->n < CP_OBS_IDENTS_MAX) {
        cp_ident *x = &cache->ids[cache->n];
        if (cp_ident_kind_by_name(col_str(cache->a, s, 0), &x->kind)) {
            x->value = col_str(cache->a, s, 1);
            cache->n++;
        }
    }
    (void)sqlite3_reset(s);
    return r == SQLITE_DONE || r == SQLITE_ROW ? CP_OK : fail(c, r, "cannot read the case", err);
}

static cp_rc replay_observations(cp_case *c, int64_t import_id, const cp_obs_sink *sink,
                                 cp_err *err)
{
    sqlite3_stmt *s;
    subject_cache subject = { 0 };
    int r = SQLITE_ROW;
    cp_rc rc = prepare(c, SEL_OBS, &s, err);
    if (rc != CP_OK)
        return rc;
    bind_int(s, 1, import_id);
    while (rc == CP_OK && (r = sqlite3_step(s)) == SQLITE_ROW) {
        cp_kind kind;
        cp_str kind_name = { (const char *)sqlite3_column_text(s, 2),
                             (size_t)sqlite3_column_bytes(s, 2) };
        if ((rc = load_subject(c, sqlite3_column_int64(s, 0), &subject, err)) != CP_OK ||
            subject.n == 0)
            continue;
        if (!cp_kind_by_name(kind_name, &kind))
            /* a kind of a newer program: it would have raised the version if old ones had to know
             * it */
            continue;
        cp_obs o = { .ids = subject.ids,
                     .n_ids = subject.n,
                     .kind = kind,
                     .at = col_time(s, 4),
                     .pos = (uint64_t)sqlite3_column_int64(s, 5) };
        o.part =
            (cp_str){ (const char *)sqlite3_column_text(s, 1), (size_t)sqlite3_column_bytes(s, 1) };
        o.value = (cp_str){ sqlite3_column_blob(s, 3), (size_t)sqlite3_column_bytes(s, 3) };
        rc = sink->obs(sink->ctx, &o, err);
    }
    (void)sqlite3_reset(s);
    cp_arena_free(subject.a);
    return rc != CP_OK || r == SQLITE_DONE ? rc : fail(c, r, "cannot read the case", err);
}

static cp_rc replay_links(cp_case *c, int64_t import_id, const cp_obs_sink *sink, cp_err *err)
{
    sqlite3_stmt *s;
    subject_cache a = { 0 }, b = { 0 };
    int r = SQLITE_ROW;
    cp_rc rc = prepare(c, SEL_LINKS, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_arena *scratch = cp_arena_new(0);
    bind_int(s, 1, import_id);
    while (rc == CP_OK && (r = sqlite3_step(s)) == SQLITE_ROW) {
        cp_str kind = col_str(scratch, s, 0);
        cp_link l = { .metric = (uint64_t)sqlite3_column_int64(s, 7),
                      .metric_back = (uint64_t)sqlite3_column_int64(s, 8),
                      .capacity_bps = (uint64_t)sqlite3_column_int64(s, 9),
                      .both_sides = sqlite3_column_int(s, 10) != 0,
                      .at = col_time(s, 11),
                      .pos = (uint64_t)sqlite3_column_int64(s, 12) };
        for (unsigned k = 0; k < CP_LINK_KIND_COUNT; k++)
            if (cp_str_eq(kind, cp_str_c(cp_link_kind_name((cp_link_kind)k))))
                l.kind = (cp_link_kind)k;
        bool has_a = sqlite3_column_type(s, 1) != SQLITE_NULL,
             has_b = sqlite3_column_type(s, 3) != SQLITE_NULL;
        if ((has_a && (rc = load_subject(c, sqlite3_column_int64(s, 1), &a, err)) != CP_OK) ||
            (has_b && (rc = load_subject(c, sqlite3_column_int64(s, 3), &b, err)) != CP_OK))
            break;
        l.a = (cp_link_end){ a.ids, has_a ? a.n : 0, col_str(scratch, s, 2) };
        l.b = (cp_link_end){ b.ids, has_b ? b.n : 0, col_str(scratch, s, 4) };
        l.layer = col_str(scratch, s, 5);
        l.srlg = col_str(scratch, s, 6);
        rc = sink->link(sink->ctx, &l, err);
    }
    (void)sqlite3_reset(s);
    cp_arena_free(a.a);
    cp_arena_free(b.a);
    cp_arena_free(scratch);
    return rc != CP_OK || r == SQLITE_DONE ? rc : fail(c, r, "cannot read the case", err);
}

cp_rc cp_case_replay(cp_case *c, uint32_t index, const cp_obs_sink *sink, cp_err *err)
{
    int64_t id;
    cp_rc rc = import_id_at(c, index, &id, err);
    if (rc == CP_OK)
        rc = replay_observations(c, id, sink, err);
    if (rc == CP_OK && sink->link)
        rc = replay_links(c, id, sink, err);
    return rc;
}

/* ---- ids, profile, log ---- */

cp_rc cp_case_asset_ids(cp_case *c, cp_arena *a, cp_case_asset_id **out, uint32_t *n, cp_err *err)
{
    CP_VEC(cp_case_asset_id) v = { 0 };
    sqlite3_stmt *s;
    int r;
    cp_rc rc = prepare(c, SEL_IDS, &s, err);
    if (rc != CP_OK)
        return rc;
    while ((r = sqlite3_step(s)) == SQLITE_ROW) {
        cp_case_asset_id x = { col_str(a, s, 0), col_str(a, s, 1), { CP_IDENT_AGENT, CP_STR("") } };
        if (!cp_ident_kind_by_name(col_str(a, s, 2), &x.ident.kind))
            continue;
        x.ident.value = col_str(a, s, 3);
        cp_vec_push(a, &v, x);
    }
    (void)sqlite3_reset(s);
    *out = v.v;
    *n = v.n;
    return r == SQLITE_DONE ? CP_OK : fail(c, r, "cannot read the case", err);
}

cp_rc cp_case_asset_ids_add(cp_case *c, const cp_case_asset_id *v, uint32_t n, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_case_exec(c->db, "BEGIN IMMEDIATE", err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        if ((rc = prepare(c, INS_ID, &s, err)) != CP_OK)
            break;
        bind_str(s, 1, v[i].id);
        bind_str(s, 2, v[i].realm);
        bind_str(s, 3, cp_str_c(cp_ident_kind_name(v[i].ident.kind)));
        bind_str(s, 4, v[i].ident.value);
        rc = step_done(c, s, err);
    }
    if (rc == CP_OK)
        rc = cp_case_exec(c->db, "COMMIT", err);
    if (rc != CP_OK)
        (void)sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}

cp_rc cp_case_profile(cp_case *c, cp_arena *a, cp_str *out, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = prepare(c, SEL_PROFILE, &s, err);
    if (rc != CP_OK)
        return rc;
    int r = sqlite3_step(s);
    *out = r == SQLITE_ROW ? col_str(a, s, 0) : CP_STR("");
    (void)sqlite3_reset(s);
    return r == SQLITE_ROW || r == SQLITE_DONE ? CP_OK : fail(c, r, "cannot read the case", err);
}

cp_rc cp_case_profile_set(cp_case *c, cp_str yaml, cp_str by, cp_time at, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_case_exec(c->db, "BEGIN IMMEDIATE", err);
    if (rc == CP_OK && (rc = prepare(c, SET_PROFILE, &s, err)) == CP_OK) {
        bind_str(s, 1, yaml);
        rc = step_done(c, s, err);
    }
    if (rc == CP_OK)
        rc = put_log(c, at, by, CP_STR("profile"), yaml, err);
    if (rc == CP_OK)
        rc = cp_case_exec(c->db, "COMMIT", err);
    if (rc != CP_OK)
        (void)sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}

cp_rc cp_case_log(cp_case *c, cp_arena *a, cp_case_log_row **out, uint32_t *n, cp_err *err)
{
    CP_VEC(cp_case_log_row) v = { 0 };
    sqlite3_stmt *s;
    int r;
    cp_rc rc = prepare(c, SEL_LOG, &s, err);
    if (rc != CP_OK)
        return rc;
    while ((r = sqlite3_step(s)) == SQLITE_ROW)
        cp_vec_push(a, &v,
                    ((cp_case_log_row){ sqlite3_column_int64(s, 0), col_str(a, s, 1),
                                        col_str(a, s, 2), col_str(a, s, 3) }));
    (void)sqlite3_reset(s);
    *out = v.v;
    *n = v.n;
    return r == SQLITE_DONE ? CP_OK : fail(c, r, "cannot read the case", err);
}

static cp_rc check_rows(cp_case *c, const char *text, const char *expected, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = CP_OK;
    int r = sqlite3_prepare_v2(c->db, text, -1, &s, NULL);
    while (r == SQLITE_OK && rc == CP_OK && sqlite3_step(s) == SQLITE_ROW) {
        const char *said = (const char *)sqlite3_column_text(s, 0);
        if (!expected || !said || !cp_str_eq(cp_str_c(said), cp_str_c(expected)))
            rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "the case is damaged: %s", said ? said : "?");
    }
    (void)sqlite3_finalize(s);
    return r == SQLITE_OK ? rc : fail(c, r, "cannot check the case", err);
}

cp_rc cp_case_check(cp_case *c, cp_err *err)
{
    cp_rc rc = check_rows(c, "PRAGMA integrity_check", "ok", err);
    return rc == CP_OK ? check_rows(c, "PRAGMA foreign_key_check", NULL, err) : rc;
}
