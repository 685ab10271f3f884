/* SPDX-License-Identifier: Apache-2.0 */
/* case.c - opening a case, and what it keeps besides evidence: ids, profile, log. */
#include "store/case.h"
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "store/case_beside.h"
#include "store/case_db.h"
#include "store/case_ship.h"

static void close_case(void *arg)
{
    cp_case *c = arg;
    for (int i = 0; i < STMT_COUNT; i++)
        (void)sqlite3_finalize(c->stmts[i]);
    (void)sqlite3_close(c->db);
    cp_arena_free(c->subject.a);
}

/* Ours, and of a version that we know; an empty file is version 0 of ours. */
static cp_rc check_version(cp_case *c, bool is_new, int64_t *version, cp_err *err)
{
    int64_t app = 0, objects = 0, strange = 0;
    /* at one moment: another process may just be making it */
    cp_rc rc = cp_case_exec(c->db, "BEGIN", err);
    if (rc == CP_OK)
        rc = cp_db_number(c, "PRAGMA application_id", &app, err);
    if (rc == CP_OK)
        rc = cp_db_number(c, "PRAGMA user_version", version, err);
    if (rc == CP_OK)
        rc = cp_db_number(c, "SELECT count(*) FROM sqlite_schema", &objects, err);
    if (rc == CP_OK)
        rc = cp_db_number(c,
                          "SELECT count(*) FROM sqlite_schema WHERE type IN ('view','trigger') OR "
                          "sql LIKE 'CREATE VIRTUAL%'",
                          &strange, err);
    (void)sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL); /* nothing was written */
    if (rc != CP_OK)
        return rc;
    /* Who was killed while making it may have left the header of an empty database. */
    bool is_empty = is_new || (app == 0 && *version == 0 && objects == 0);
    if (!is_empty && app != CP_CASE_APPLICATION_ID)
        rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                     "this SQLite file is no case (application_id is %lld, expected %d)",
                     (long long)app, CP_CASE_APPLICATION_ID);
    else if (strange) /* a view could run for ever, a trigger write what nobody imported */
        rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                     "this case holds %lld views, triggers or virtual tables, which no case has: "
                     "it was tampered with",
                     (long long)strange);
    else if (*version > CP_CASE_VERSION)
        rc = cp_fail(
            err, CP_EVERSION, CP_NO_OFF,
            "the case is of version %lld, this program knows up to %d: use a newer cleanpath",
            (long long)*version, CP_CASE_VERSION);
    if (rc != CP_OK)
        cp_err_in_file(err, c->path.p, c->path.n);
    return rc;
}

/* SQLite does not wait its time when several processes make a new case at once and each wants the
 * log. */
static cp_rc use_log(cp_case *c, cp_err *err)
{
    enum { PAUSE_MS = 20 };
    cp_rc rc = CP_EBUSY;
    for (int waited = 0; rc == CP_EBUSY && waited < CP_CASE_BUSY_MS; waited += PAUSE_MS) {
        rc = cp_case_exec(c->db, "PRAGMA journal_mode=WAL", err);
        if (rc == CP_EBUSY)
            (void)sqlite3_sleep(PAUSE_MS);
    }
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
    /* of a file that has pages already it changes nothing. Blocks of flows are read a tenth faster
     * than by pages of 4 KiB; larger ones make every small case larger */
    if (mode != CP_CASE_READ && version == 0)
        rc = cp_case_exec(c->db, "PRAGMA page_size=8192", err);
    if (rc == CP_OK && mode != CP_CASE_READ)
        rc = use_log(c, err);
    if (rc == CP_OK && mode != CP_CASE_READ)
        rc = cp_case_exec(c->db,
                          "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                          "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY",
                          err);
    if (rc == CP_OK && mode == CP_CASE_CREATE_FLOWS) /* what was written is not read again */
        rc = cp_case_exec(c->db, "PRAGMA cache_size=-4096; PRAGMA wal_autocheckpoint=1024", err);
    if (rc == CP_OK && mode != CP_CASE_READ && version < CP_CASE_VERSION)
        rc = cp_case_migrate(c->db, err);
    if (rc == CP_OK && mode == CP_CASE_READ && version == 0)
        rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                     "there is nothing in this case yet: `cleanpath import FILE...` fills it");
    else if (rc == CP_OK && mode == CP_CASE_READ && version < CP_CASE_VERSION)
        rc = cp_fail(err, CP_EVERSION, CP_NO_OFF,
                     "the case is of the older version %lld: import something to bring it to %d",
                     (long long)version, CP_CASE_VERSION);
    cp_err_in_file(rc == CP_OK ? NULL : err, c->path.p, c->path.n);
    return rc;
}

static cp_str folder_of(cp_case *c)
{
    size_t n = c->path.n;
    while (n && c->path.p[n - 1] != '/')
        n--;
    return n ? cp_str_dup(c->a, cp_str_slice(c->path, 0, n)) : CP_STR(".");
}

/* May the case and the files beside it (log, index of the log) be written? */
static bool is_writable(cp_case *c)
{
    return access(c->path.p, W_OK) == 0 && access(folder_of(c).p, W_OK) == 0;
}

/* SQLite says of a folder that may not be written that the file is not there: it tries to read it
 * then. */
static cp_rc check_folder(cp_case *c, cp_err *err)
{
    if (access(folder_of(c).p, W_OK | X_OK) == 0)
        return CP_OK;
    cp_rc rc = cp_fail(err, CP_EPERM, CP_NO_OFF, "no case can be made here: %s", strerror(errno));
    cp_err_in_file(err, c->path.p, c->path.n);
    return rc;
}

/* Is something in the write-ahead log that is not in the case yet? */
static bool has_log(cp_case *c)
{
    struct stat st;
    return stat(cp_str_fmt(c->a, "%.*s-wal", CP_FMT(c->path)).p, &st) == 0 && st.st_size > 0;
}

/* As a URI of SQLite: there, and only there, '?', '#' and '%' mean something. */
static cp_str frozen_name(cp_arena *a, cp_str path)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, path.p[0] == '/' ? "file:" : "file:./");
    for (size_t i = 0; i < path.n; i++)
        if (path.p[i] == '?' || path.p[i] == '#' || path.p[i] == '%')
            cp_buf_fmt(&b, "%%%02x", (unsigned)path.p[i]);
        else
            cp_buf_char(&b, path.p[i]);
    cp_buf_add_c(&b, "?immutable=1");
    return cp_str_dup(a, cp_buf_str(&b));
}

/* frozen: without the files beside it, which even a reader makes: for a case on a full disk or a
 * read-only one, and for one that belongs to somebody else, who could not open files of ours. */
static cp_rc open_db(cp_case *c, cp_case_mode mode, bool frozen, cp_err *err)
{
    int flags = SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX | /* one thread */
                (frozen ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI : SQLITE_OPEN_READWRITE);
    if (mode != CP_CASE_READ)
        flags |= SQLITE_OPEN_CREATE;
    /* a name like ":memory:" or "file:..." means something else to SQLite; a path does not */
    cp_str name = frozen                ? frozen_name(c->a, c->path)
                  : c->path.p[0] == '/' ? c->path
                                        : cp_str_fmt(c->a, "./%.*s", CP_FMT(c->path));
    int rc = sqlite3_open_v2(name.p, &c->db, flags, NULL);
    return rc == SQLITE_OK ? CP_OK : cp_db_fail(c, rc, "cannot open the case", err);
}

cp_rc cp_case_open(cp_arena *a, cp_str path, cp_case_mode mode, cp_case **out, cp_err *err)
{
    cp_case *c = CP_NEW(a, cp_case);
    struct stat st;
    c->a = a;
    c->path = cp_str_dup(a, path);
    if (path.n == 0 || strlen(c->path.p) != path.n)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "the case needs the name of a file");
    bool is_new = stat(c->path.p, &st) != 0;
    if (!is_new && !S_ISREG(st.st_mode)) {
        cp_rc rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "%s, expected a case, which is a file",
                           S_ISDIR(st.st_mode) ? "is a folder" : "is no file");
        cp_err_in_file(err, c->path.p, c->path.n);
        return rc;
    }
    if (is_new && mode == CP_CASE_READ) {
        cp_rc rc = cp_fail(err, CP_ENOENT, CP_NO_OFF,
                           "there is no case here: `cleanpath import FILE...` makes one");
        cp_err_in_file(err, c->path.p, c->path.n);
        return rc;
    }
    cp_rc rc = is_new ? check_folder(c, err) : CP_OK;
    if (rc != CP_OK)
        return rc;
    if (!is_new && mode != CP_CASE_READ && !is_writable(c)) {
        rc = cp_fail(err, CP_EPERM, CP_NO_OFF,
                     "this case may only be read: you may not write to it or to its folder");
        cp_err_in_file(err, c->path.p, c->path.n);
        return rc;
    }
    c->subject =
        (cp_case_subject){ .a = cp_arena_new(0), .idents = cp_buf_new(a), .facts = cp_buf_new(a) };
    c->subject.empty = cp_arena_here(c->subject.a);
    cp_arena_defer(a, close_case, c);
    bool frozen = mode == CP_CASE_READ && !is_writable(c) && !has_log(c);
    rc = open_db(c, mode, frozen, err);
    if (rc == CP_OK)
        rc = set_up(c, mode, is_new, err);
    if (rc == CP_EFULL && mode == CP_CASE_READ && !has_log(c)) {
        (void)sqlite3_close(c->db);
        c->db = NULL;
        if ((rc = open_db(c, mode, true, err)) == CP_OK)
            rc = set_up(c, mode, is_new, err);
    }
    if (rc == CP_OK)
        *out = c;
    return rc;
}

cp_rc cp_case_asset_ids(cp_case *c, cp_arena *a, cp_case_asset_id **out, uint32_t *n, cp_err *err)
{
    CP_VEC(cp_case_asset_id) v = { 0 };
    sqlite3_stmt *s;
    int r;
    cp_rc rc = cp_db_prepare(c, SEL_IDS, &s, err);
    if (rc != CP_OK)
        return rc;
    while ((r = sqlite3_step(s)) == SQLITE_ROW) {
        cp_case_asset_id x = { cp_db_col_str(a, s, 0),
                               cp_db_col_str(a, s, 1),
                               { CP_IDENT_AGENT, CP_STR("") } };
        if (!cp_ident_kind_by_name(cp_db_col_str(a, s, 2), &x.ident.kind))
            continue;
        x.ident.value = cp_db_col_str(a, s, 3);
        cp_vec_push(a, &v, x);
    }
    (void)sqlite3_reset(s);
    *out = v.v;
    *n = v.n;
    return r == SQLITE_DONE ? CP_OK : cp_db_fail(c, r, "cannot read the case", err);
}

cp_rc cp_case_asset_ids_add(cp_case *c, const cp_case_asset_id *v, uint32_t n, cp_err *err)
{
    sqlite3_stmt *s;
    (void)sqlite3_busy_timeout(c->db, 0); /* whoever reads does not wait for a writer */
    cp_rc rc = cp_case_exec(c->db, "BEGIN IMMEDIATE", err);
    (void)sqlite3_busy_timeout(c->db, CP_CASE_BUSY_MS);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        if ((rc = cp_db_prepare(c, INS_ID, &s, err)) != CP_OK)
            break;
        cp_db_bind_str(s, 1, v[i].id);
        cp_db_bind_str(s, 2, v[i].realm);
        cp_db_bind_str(s, 3, cp_str_c(cp_ident_kind_name(v[i].ident.kind)));
        cp_db_bind_str(s, 4, v[i].ident.value);
        rc = cp_db_step_done(c, s, err);
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
    cp_rc rc = cp_db_prepare(c, SEL_PROFILE, &s, err);
    if (rc != CP_OK)
        return rc;
    int r = sqlite3_step(s);
    *out = r == SQLITE_ROW ? cp_db_col_str(a, s, 0) : CP_STR("");
    (void)sqlite3_reset(s);
    return r == SQLITE_ROW || r == SQLITE_DONE ? CP_OK
                                               : cp_db_fail(c, r, "cannot read the case", err);
}

cp_rc cp_case_profile_set(cp_case *c, cp_str yaml, cp_str by, cp_time at, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_case_exec(c->db, "BEGIN IMMEDIATE", err);
    if (rc == CP_OK && (rc = cp_db_prepare(c, SET_PROFILE, &s, err)) == CP_OK) {
        cp_db_bind_str(s, 1, yaml);
        rc = cp_db_step_done(c, s, err);
    }
    if (rc == CP_OK)
        rc = cp_db_log(c, at, by, CP_STR("profile"), yaml, err);
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
    cp_rc rc = cp_db_prepare(c, SEL_LOG, &s, err);
    if (rc != CP_OK)
        return rc;
    while ((r = sqlite3_step(s)) == SQLITE_ROW)
        cp_vec_push(a, &v,
                    ((cp_case_log_row){ sqlite3_column_int64(s, 0), cp_db_col_str(a, s, 1),
                                        cp_db_col_str(a, s, 2), cp_db_col_str(a, s, 3) }));
    (void)sqlite3_reset(s);
    *out = v.v;
    *n = v.n;
    return r == SQLITE_DONE ? CP_OK : cp_db_fail(c, r, "cannot read the case", err);
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
    return r == SQLITE_OK ? rc : cp_db_fail(c, r, "cannot check the case", err);
}

/* What SQLite reads beyond the end are zeros, and the end of an empty page is zeros too. */
static cp_rc check_size(cp_case *c, cp_err *err)
{
    struct stat st;
    int64_t pages = 0, page_bytes = 0;
    if (has_log(c) || stat(c->path.p, &st) != 0)
        return CP_OK;
    cp_rc rc = cp_db_number(c, "PRAGMA page_count", &pages, err);
    if (rc == CP_OK)
        rc = cp_db_number(c, "PRAGMA page_size", &page_bytes, err);
    if (rc == CP_OK && st.st_size < pages * page_bytes)
        rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                     "the case is damaged: it was cut off at byte %" PRId64 ", expected %" PRId64,
                     (int64_t)st.st_size, pages * page_bytes);
    return rc;
}

/* SQLite does not know what a block of flows is. */
static cp_rc check_flows(cp_case *c, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    cp_flow_set set;
    cp_case_shipped far;
    cp_flow_iter it;
    const cp_flow_columns *cols = NULL;
    cp_rc rc = cp_case_flow_near(c, a, &set, &far, err);
    if (rc == CP_OK && set.n_blocks)
        rc = set.iter(set.ctx, a, 0, set.n_blocks, &it, err);
    while (rc == CP_OK && set.n_blocks)
        if ((rc = it.next(it.ctx, 1u << CP_FLOW_EXPORTER, &cols, err)) != CP_OK || !cols)
            break;
    if (rc == CP_OK && set.damage->n_blocks)
        rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                     "the case is damaged: %llu flows in %u block%s cannot be read; %s",
                     (unsigned long long)set.damage->n_flows, set.damage->n_blocks,
                     set.damage->n_blocks > 1 ? "s" : "", set.damage->first.msg);
    cp_arena_free(a);
    return rc;
}

cp_rc cp_case_check(cp_case *c, cp_err *err)
{
    cp_rc rc = check_size(c, err);
    if (rc == CP_OK)
        rc = check_rows(c, "PRAGMA integrity_check", "ok", err);
    if (rc == CP_OK)
        rc = check_rows(c, "PRAGMA foreign_key_check", NULL, err);
    if (rc == CP_OK)
        rc = check_flows(c, err);
    if (rc == CP_OK)
        rc = cp_beside_check(c, err);
    if (rc == CP_OK)
        rc = cp_origins_check(c, err);
    return rc == CP_OK ? cp_states_check(c, err) : rc;
}
