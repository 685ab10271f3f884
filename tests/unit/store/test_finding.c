/* SPDX-License-Identifier: Apache-2.0 */
/* test_finding.c - the log of decisions in a case: kept in order, never changed, all or none; and a
 * case of the version before it. */
#include <sqlite3.h>
#include <unistd.h>
#include "store/case.h"
#include "tap.h"

static char folder[] = "/tmp/cleanpath-finding-XXXXXX";

static void sql(cp_str path, const char *text)
{
    sqlite3 *db;
    ok(sqlite3_open(path.p, &db) == SQLITE_OK &&
           sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK,
       "%s", text);
    sqlite3_close(db);
}

static const cp_finding rows[] = {
    { CP_STR_INIT("serial-1"),
      CP_STR_INIT("p"),
      CP_FINDING_CONFIRMED,
      CP_STR_INIT("J. Doe"),
      CP_STR_INIT("label read on site"),
      { 20780, 20780 },
      1000,
      CP_STR_INIT("excluded"),
      CP_STR_INIT("1"),
      CP_STR_INIT("aa") },
    { CP_STR_INIT("serial-1"),
      CP_STR_INIT("p"),
      CP_FINDING_REJECTED,
      CP_STR_INIT("D. Bergson"),
      CP_STR_INIT("a \"quoted\"; DROP TABLE finding; \xe2\x82\xac"),
      { 20781, 20781 },
      2000,
      CP_STR_INIT("excluded"),
      CP_STR_INIT(""),
      CP_STR_INIT("bb") },
};

static void test_log(cp_arena *a, cp_str path)
{
    cp_case *c;
    cp_err err;
    cp_finding *v;
    uint32_t n;
    cp_case_log_row *log;
    is_int(cp_case_open(a, path, CP_CASE_CREATE, &c, &err), CP_OK, "a case");
    is_int(cp_case_findings(c, a, &v, &n, &err), CP_OK, "read");
    is_int(n, 0, "nobody decided");
    is_int(cp_case_findings_add(c, rows, 2, &err), CP_OK, "two decisions");
    is_int(cp_case_findings_add(c, rows, 1, &err), CP_OK, "the first again: the log keeps all");
    is_int(cp_case_findings(c, a, &v, &n, &err), CP_OK, "read");
    is_int(n, 3, "three");
    for (uint32_t i = 0; i < 2 && i < n; i++) {
        ok(v[i].state == rows[i].state && v[i].at == rows[i].at &&
               v[i].on.first_day == rows[i].on.first_day && cp_str_eq(v[i].by, rows[i].by) &&
               cp_str_eq(v[i].reason, rows[i].reason) && cp_str_eq(v[i].result, rows[i].result) &&
               cp_str_eq(v[i].clause, rows[i].clause) && cp_str_eq(v[i].digest, rows[i].digest) &&
               cp_str_eq(v[i].asset, rows[i].asset) && cp_str_eq(v[i].policy, rows[i].policy),
           "row %u as it was given", i);
    }
    is_int(cp_case_log(c, a, &log, &n, &err), CP_OK, "the case's own log");
    ok(n == 3 && cp_str_eq(log[1].action, CP_STR("finding")) &&
           cp_str_eq(log[1].by, CP_STR("D. Bergson")),
       "names who decided");
}

static void test_older(cp_arena *a, cp_str path)
{
    cp_case *c;
    cp_err err = { 0 };
    cp_finding *v;
    uint32_t n;
    sql(path,
        "DROP TABLE flow_beside; DROP TABLE state_block; DROP TABLE flow_gone;"
        "DROP TABLE flow_ship_part; DROP TABLE flow_ship; DROP TABLE "
        "flow_cluster;"
        "PRAGMA foreign_keys=OFF; CREATE TABLE o AS SELECT id,name,sha256,format,realm,"
        "compression,note,bytes,state,records,records_bad,records_unused,observations,links,"
        "first_at,last_at,imported_at,imported_by FROM import;"
        "DROP TABLE import; ALTER TABLE o RENAME TO import; DROP TABLE origin_block;"
        "DROP TABLE flow_block; DROP TABLE flow_name; DROP TABLE flow_exporter;"
        "DROP TABLE flow_template; DROP TABLE flow_session;"
        "DROP TABLE finding; DROP TABLE statement; DROP TABLE product;"
        "DROP TABLE catalog_import; DROP TABLE tie;"
        "ALTER TABLE link DROP COLUMN name; ALTER TABLE link DROP COLUMN area;"
        "ALTER TABLE link DROP COLUMN a_router; ALTER TABLE link DROP COLUMN b_router;"
        "ALTER TABLE link DROP COLUMN end_only; ALTER TABLE subject DROP COLUMN realm;"
        "CREATE TABLE ident(subject, seq, kind, value, PRIMARY KEY(subject, seq));"
        "CREATE TABLE observation(id INTEGER PRIMARY KEY, import, subject, part, kind, value, "
        "at, pos);"
        "ALTER TABLE subject DROP COLUMN idents; ALTER TABLE subject DROP COLUMN facts;"
        "DROP TABLE word; DROP TABLE column_map;"
        "PRAGMA user_version=1");
    is_int(cp_case_open(a, path, CP_CASE_READ, &c, &err), CP_EVERSION, "a case of version 1");
    is_int(cp_case_open(a, path, CP_CASE_CREATE, &c, &err), CP_OK, "is brought up to date");
    is_int(cp_case_findings(c, a, &v, &n, &err), CP_OK, "and can be asked");
    is_int(n, 0, "for decisions, of which it has none");
    is_int(cp_case_findings_add(c, rows, 1, &err), CP_OK, "and keeps them");
    is_int(cp_case_check(c, &err), CP_OK, "and is sound");
}

static void test_damaged(cp_arena *a, cp_str path)
{
    cp_case *c;
    cp_err err = { 0 };
    cp_finding *v;
    uint32_t n;
    sql(path, "UPDATE finding SET state='allowed'");
    is_int(cp_case_open(a, path, CP_CASE_READ, &c, &err), CP_OK, "a case that was meddled with");
    is_int(cp_case_findings(c, a, &v, &n, &err), CP_EFORMAT, "is refused");
    ok(cp_str_has(cp_str_c(err.msg), CP_STR("unknown state")) && err.file[0], "%s", err.msg);
}

int main(void)
{
    if (!mkdtemp(folder))
        return 1;
    cp_arena *a = cp_arena_new(0), *b = cp_arena_new(0);
    cp_str path = cp_str_fmt(b, "%s/a.case", folder);
    test_log(a, path);
    cp_arena_free(a);
    a = cp_arena_new(0);
    test_older(a, path);
    test_damaged(a, path);
    cp_arena_free(a);
    static const char *const tails[] = { "", "-wal", "-shm" };
    for (size_t k = 0; k < 3; k++)
        (void)unlink(cp_str_fmt(b, "%.*s%s", CP_FMT(path), tails[k]).p);
    (void)rmdir(folder);
    cp_arena_free(b);
    return tap_done();
}
