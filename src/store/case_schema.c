/* SPDX-License-Identifier: Apache-2.0 */
/* case_schema.c - see case_schema.h. migrations[i] leads from version i to i + 1 and is never
 * edited after a release. */
#include "store/case_schema.h"
#include <errno.h>
#include <stdio.h>
#include "store/case.h"
#include "store/case_pack.h"

static const char *const migrations[] = {
    "CREATE TABLE import("
    "  id INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, format TEXT NOT NULL, "
    "realm TEXT NOT NULL,"
    "  compression TEXT NOT NULL, note TEXT NOT NULL, bytes INTEGER NOT NULL, state INTEGER NOT "
    "NULL,"
    "  records INTEGER NOT NULL, records_bad INTEGER NOT NULL, records_unused INTEGER NOT NULL,"
    "  observations INTEGER NOT NULL, links INTEGER NOT NULL, first_at INTEGER, last_at INTEGER,"
    "  imported_at INTEGER NOT NULL, imported_by TEXT NOT NULL, UNIQUE(sha256, realm, format)) "
    "STRICT;"
    "CREATE TABLE problem("
    "  import INTEGER NOT NULL REFERENCES import(id) ON DELETE CASCADE, pos INTEGER NOT NULL, text "
    "TEXT NOT NULL) STRICT;"
    "CREATE INDEX problem_import ON problem(import);"
    "CREATE TABLE subject("
    "  id INTEGER PRIMARY KEY, import INTEGER NOT NULL REFERENCES import(id) ON DELETE CASCADE) "
    "STRICT;"
    "CREATE INDEX subject_import ON subject(import);"
    "CREATE TABLE ident("
    "  subject INTEGER NOT NULL REFERENCES subject(id) ON DELETE CASCADE, seq INTEGER NOT NULL, "
    "kind TEXT NOT NULL,"
    "  value TEXT NOT NULL, PRIMARY KEY(subject, seq)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE observation("
    "  id INTEGER PRIMARY KEY, import INTEGER NOT NULL REFERENCES import(id) ON DELETE CASCADE,"
    "  subject INTEGER NOT NULL REFERENCES subject(id), part TEXT NOT NULL, kind TEXT NOT NULL, "
    "value BLOB NOT NULL,"
    "  at INTEGER, pos INTEGER NOT NULL) STRICT;"
    "CREATE INDEX observation_import ON observation(import, id);"
    "CREATE TABLE link("
    "  id INTEGER PRIMARY KEY, import INTEGER NOT NULL REFERENCES import(id) ON DELETE CASCADE, "
    "kind TEXT NOT NULL,"
    "  a INTEGER REFERENCES subject(id), a_port TEXT NOT NULL, b INTEGER REFERENCES subject(id), "
    "b_port TEXT NOT NULL,"
    "  layer TEXT NOT NULL, srlg TEXT NOT NULL, metric INTEGER NOT NULL, metric_back INTEGER NOT "
    "NULL,"
    "  capacity_bps INTEGER NOT NULL, both_sides INTEGER NOT NULL, at INTEGER, pos INTEGER NOT "
    "NULL) STRICT;"
    "CREATE INDEX link_import ON link(import, id);"
    "CREATE TABLE asset_id("
    "  id TEXT PRIMARY KEY, realm TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL) STRICT, "
    "WITHOUT ROWID;"
    "CREATE TABLE profile(one INTEGER PRIMARY KEY CHECK(one = 1), yaml TEXT NOT NULL) STRICT;"
    "CREATE TABLE log("
    "  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, action TEXT NOT NULL, detail "
    "TEXT NOT NULL) STRICT;",
    /* 1 to 2: what people decided about what was found; only ever added to */
    "CREATE TABLE finding("
    "  id INTEGER PRIMARY KEY, asset TEXT NOT NULL, policy TEXT NOT NULL, state TEXT NOT NULL, by "
    "TEXT NOT NULL,"
    "  reason TEXT NOT NULL, on_day INTEGER NOT NULL, at INTEGER NOT NULL, result TEXT NOT NULL,"
    "  clause TEXT NOT NULL, digest TEXT NOT NULL) STRICT;"
    /* and lists of products */
    "CREATE TABLE catalog_import("
    "  id INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL UNIQUE, format TEXT NOT "
    "NULL, note TEXT NOT NULL,"
    "  bytes INTEGER NOT NULL, records INTEGER NOT NULL, records_bad INTEGER NOT NULL,"
    "  imported_at INTEGER NOT NULL, imported_by TEXT NOT NULL) STRICT;"
    "CREATE TABLE product("
    "  id INTEGER PRIMARY KEY, import INTEGER NOT NULL REFERENCES catalog_import(id) ON DELETE "
    "CASCADE, line INTEGER NOT NULL,"
    "  maker TEXT NOT NULL, product TEXT NOT NULL, part_number TEXT NOT NULL, slug TEXT NOT NULL,"
    "  kind TEXT NOT NULL, class TEXT NOT NULL, generation TEXT NOT NULL, function TEXT NOT NULL,"
    "  made_in TEXT NOT NULL, contains TEXT NOT NULL, fcc_id TEXT NOT NULL, interfaces TEXT NOT "
    "NULL,"
    "  poe TEXT NOT NULL, notes TEXT NOT NULL) STRICT;"
    "CREATE INDEX product_import ON product(import, id);"
    "ALTER TABLE import ADD COLUMN statements INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE statement("
    "  id INTEGER PRIMARY KEY, import INTEGER NOT NULL REFERENCES import(id) ON DELETE CASCADE, "
    "maker TEXT NOT NULL,"
    "  state TEXT NOT NULL, product TEXT NOT NULL, fact TEXT NOT NULL, value TEXT NOT NULL, "
    "licensee TEXT NOT NULL,"
    "  by TEXT NOT NULL, note TEXT NOT NULL, valid_from TEXT NOT NULL, valid_to TEXT NOT NULL, "
    "said_on TEXT NOT NULL,"
    "  pos INTEGER NOT NULL) STRICT;"
    "CREATE INDEX statement_import ON statement(import, id);",
    /* 2 to 3: more of a link, and relations that are no links (bps: their amount) */
    "ALTER TABLE import ADD COLUMN ties INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE link ADD COLUMN name TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE link ADD COLUMN area TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE link ADD COLUMN a_router TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE link ADD COLUMN b_router TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE link ADD COLUMN end_only INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE tie("
    "  id INTEGER PRIMARY KEY, import INTEGER NOT NULL REFERENCES import(id) ON DELETE CASCADE, "
    "kind TEXT NOT NULL,"
    "  a INTEGER REFERENCES subject(id), b INTEGER REFERENCES subject(id), link TEXT NOT NULL, "
    "name TEXT NOT NULL,"
    "  what TEXT NOT NULL, bps INTEGER NOT NULL, pos INTEGER NOT NULL) STRICT;"
    "CREATE INDEX tie_import ON tie(import, id);",
    /* 3 to 4: rows of a table may be of other realms than the rest of it */
    "ALTER TABLE subject ADD COLUMN realm TEXT NOT NULL DEFAULT '';",
    /* 4 to 5: the sheets of a workbook, one a line; and how the columns of tables were mapped */
    "ALTER TABLE import ADD COLUMN sheets TEXT NOT NULL DEFAULT '';"
    "CREATE TABLE column_map("
    "  headers TEXT NOT NULL, header TEXT NOT NULL, field TEXT NOT NULL,"
    "  PRIMARY KEY(headers, header)) STRICT, WITHOUT ROWID;",
    /* 5 to 6: subjects hold their identifiers and what was observed of them (case_pack.h), which
     * had a row each before; cp_pack_old_rows */
    "CREATE TABLE word(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;"
    "ALTER TABLE subject ADD COLUMN idents BLOB NOT NULL DEFAULT x'';"
    "ALTER TABLE subject ADD COLUMN facts BLOB NOT NULL DEFAULT x'';",
    /* 6 to 7: flows in blocks (model/flow_pack.h, flow_names.h), who told them, and what a
     * collector has to know when it is started again. The index holds all that is to be known of a
     * block before it is read */
    "ALTER TABLE import ADD COLUMN flows INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE import ADD COLUMN exporters INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE import ADD COLUMN flow_names INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE flow_block("
    "  id INTEGER PRIMARY KEY, import INTEGER NOT NULL REFERENCES import(id) ON DELETE CASCADE, "
    "seq INTEGER NOT NULL,"
    "  rows INTEGER NOT NULL, first_at INTEGER, last_at INTEGER, data BLOB NOT NULL) STRICT;"
    "CREATE INDEX flow_block_import ON flow_block(import, seq, rows, first_at, last_at);"
    "CREATE TABLE flow_name("
    "  id INTEGER PRIMARY KEY, import INTEGER NOT NULL REFERENCES import(id) ON DELETE CASCADE, "
    "seq INTEGER NOT NULL,"
    "  rows INTEGER NOT NULL, first_at INTEGER, last_at INTEGER, data BLOB NOT NULL) STRICT;"
    "CREATE INDEX flow_name_import ON flow_name(import, seq, rows, first_at, last_at);"
    "CREATE TABLE flow_exporter("
    "  import INTEGER NOT NULL REFERENCES import(id) ON DELETE CASCADE, nr INTEGER NOT NULL, addr "
    "BLOB NOT NULL,"
    "  domain INTEGER NOT NULL, proto TEXT NOT NULL, sampling INTEGER NOT NULL, sampling_mixed "
    "INTEGER NOT NULL,"
    "  first_at INTEGER, last_at INTEGER, packets INTEGER NOT NULL, flows INTEGER NOT NULL, lost "
    "INTEGER NOT NULL,"
    "  restarts INTEGER NOT NULL, no_template INTEGER NOT NULL, bad INTEGER NOT NULL, unused "
    "INTEGER NOT NULL,"
    "  unsampled INTEGER NOT NULL, PRIMARY KEY(import, nr)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE flow_template("
    "  addr BLOB NOT NULL, domain INTEGER NOT NULL, proto TEXT NOT NULL, template INTEGER NOT NULL,"
    "  data BLOB NOT NULL, at INTEGER, PRIMARY KEY(addr, domain, proto, template)) STRICT, WITHOUT "
    "ROWID;"
    "CREATE TABLE flow_session("
    "  import INTEGER PRIMARY KEY REFERENCES import(id) ON DELETE CASCADE, session TEXT NOT NULL "
    "UNIQUE,"
    "  batch INTEGER NOT NULL, ended_at INTEGER) STRICT;",
    /* 7 to 8: who announces which prefix, and names of AS, in blocks (model/origin.h) */
    "ALTER TABLE import ADD COLUMN prefixes INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE import ADD COLUMN as_names INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE origin_block("
    "  id INTEGER PRIMARY KEY, import INTEGER NOT NULL REFERENCES import(id) ON DELETE CASCADE, "
    "seq INTEGER NOT NULL,"
    "  kind TEXT NOT NULL, rows INTEGER NOT NULL, data BLOB NOT NULL) STRICT;"
    "CREATE INDEX origin_block_import ON origin_block(import, kind, seq);",
    /* 8 to 9: flows that went on to ClickHouse (case_ship.h). An import of which some did stays */
    "CREATE TABLE flow_cluster("
    "  one INTEGER PRIMARY KEY CHECK(one = 1), id TEXT NOT NULL, shards INTEGER NOT NULL) STRICT;"
    "CREATE TABLE flow_ship("
    "  batch INTEGER PRIMARY KEY, import INTEGER NOT NULL REFERENCES import(id), seq_from INTEGER "
    "NOT NULL,"
    "  seq_to INTEGER NOT NULL, rows INTEGER NOT NULL, first_at INTEGER, last_at INTEGER, done_at "
    "INTEGER) STRICT;"
    "CREATE INDEX flow_ship_import ON flow_ship(import, seq_from, seq_to, done_at);"
    "CREATE TABLE flow_ship_part("
    "  batch INTEGER NOT NULL REFERENCES flow_ship(batch), shard INTEGER NOT NULL, rows INTEGER "
    "NOT "
    "NULL,"
    "  PRIMARY KEY(batch, shard)) STRICT, WITHOUT ROWID;",
    /* 9 to 10: the same content may be of several, where the name says whose it is. SQLite changes
     * what is unique only by a new table */
    "CREATE TABLE import_of_whom("
    "  id INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, format TEXT NOT NULL, "
    "realm TEXT NOT NULL,"
    "  compression TEXT NOT NULL, note TEXT NOT NULL, bytes INTEGER NOT NULL, state INTEGER NOT "
    "NULL,"
    "  records INTEGER NOT NULL, records_bad INTEGER NOT NULL, records_unused INTEGER NOT NULL,"
    "  observations INTEGER NOT NULL, links INTEGER NOT NULL, first_at INTEGER, last_at INTEGER,"
    "  imported_at INTEGER NOT NULL, imported_by TEXT NOT NULL, statements INTEGER NOT NULL "
    "DEFAULT 0,"
    "  ties INTEGER NOT NULL DEFAULT 0, sheets TEXT NOT NULL DEFAULT '', flows INTEGER NOT NULL "
    "DEFAULT 0,"
    "  exporters INTEGER NOT NULL DEFAULT 0, flow_names INTEGER NOT NULL DEFAULT 0, prefixes "
    "INTEGER NOT NULL DEFAULT 0,"
    "  as_names INTEGER NOT NULL DEFAULT 0, whose TEXT NOT NULL DEFAULT '',"
    "  UNIQUE(sha256, realm, format, whose)) STRICT;"
    "INSERT INTO import_of_whom SELECT *, '' FROM import;"
    "DROP TABLE import;"
    "ALTER TABLE import_of_whom RENAME TO import;",
    /* 10 to 11: batches that leave ClickHouse, because they are old (case_ship.h) */
    "CREATE TABLE flow_gone("
    "  batch INTEGER PRIMARY KEY REFERENCES flow_ship(batch), at INTEGER NOT NULL, done_at "
    "INTEGER) STRICT;",
    /* 11 to 12: what routers say of their forwarding, in blocks (model/state.h) */
    "ALTER TABLE import ADD COLUMN states INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE state_block("
    "  id INTEGER PRIMARY KEY, import INTEGER NOT NULL REFERENCES import(id) ON DELETE CASCADE,"
    "  subject INTEGER NOT NULL REFERENCES subject(id), rows INTEGER NOT NULL, data BLOB NOT NULL)"
    "  STRICT;"
    "CREATE INDEX state_block_import ON state_block(import, id);"
    "CREATE INDEX state_block_subject ON state_block(subject);",
    /* 12 to 13: which kinds of rows a block has. Of older blocks nobody knows: any of the kinds
     * that there were, which had no peers. A column behind the data is read past them, so what is
     * asked is in the index. */
    "ALTER TABLE state_block ADD COLUMN kinds INTEGER NOT NULL DEFAULT 1023;"
    "DROP INDEX state_block_import;"
    "CREATE INDEX state_block_import ON state_block(import, id, kinds);",
    /* 13 to 14: large blocks of flows that stand beside the case (case_beside.h): their data is
     * empty then */
    "ALTER TABLE flow_block ADD COLUMN beside_at INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE flow_block ADD COLUMN beside_bytes INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE flow_beside("
    "  one INTEGER PRIMARY KEY CHECK(one = 1), id BLOB NOT NULL, bytes INTEGER NOT NULL) STRICT;",
};
enum { ROWS_UNPACKED = 5 }; /* the last version that had them */
static_assert(sizeof migrations / sizeof *migrations == CP_CASE_VERSION, "a way to every version");

static bool is_no_room(int err_no)
{
    return err_no == ENOSPC || err_no == EDQUOT || err_no == EFBIG;
}

cp_rc cp_case_fail(sqlite3 *db, int sqlite_rc, const char *what, cp_err *err)
{
    static const struct {
        int sqlite;
        cp_rc rc;
        const char *hint;
    } table[] = {
        { SQLITE_BUSY, CP_EBUSY,
          " (another process is writing to this case; try again when it is done)" },
        { SQLITE_LOCKED, CP_EBUSY, "" },
        { SQLITE_FULL, CP_EFULL,
          " (what was begun is not kept, all the rest is; free some space and repeat it)" },
        { SQLITE_CANTOPEN, CP_EPERM, "" },
        { SQLITE_PERM, CP_EPERM, "" },
        { SQLITE_READONLY, CP_EPERM, "" },
        { SQLITE_CORRUPT, CP_EFORMAT, " (the file is damaged; restore a copy)" },
        { SQLITE_NOTADB, CP_EFORMAT, " (expected a case made by cleanpath)" },
        { SQLITE_TOOBIG, CP_ELIMIT, "" },
    };
    /* the index of the log (-shm) cannot grow on a full disk, which SQLite calls an I/O error */
    int why = db && (sqlite_rc & 0xff) == SQLITE_IOERR ? sqlite3_system_errno(db) : 0;
    if (is_no_room(why))
        sqlite_rc = SQLITE_FULL;
    int system = db && (sqlite_rc & 0xff) == SQLITE_CANTOPEN ? sqlite3_system_errno(db) : 0;
    if (system)
        return cp_fail_errno(err, system, what);
    const char *words =
        db && (sqlite_rc & 0xff) != SQLITE_FULL ? sqlite3_errmsg(db) : sqlite3_errstr(sqlite_rc);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].sqlite == (sqlite_rc & 0xff))
            return cp_fail(err, table[i].rc, CP_NO_OFF, "%s: %s%s", what, words, table[i].hint);
    return cp_fail(err, CP_EIO, CP_NO_OFF, "%s: %s", what, words);
}

cp_rc cp_case_exec(sqlite3 *db, const char *sql, cp_err *err)
{
    errno = 0;
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    /* of a COMMIT that failed SQLite does not keep why, unless it was ENOSPC: a quota, a limit */
    if ((rc & 0xff) == SQLITE_IOERR && is_no_room(errno))
        rc = SQLITE_FULL;
    return rc == SQLITE_OK ? CP_OK : cp_case_fail(db, rc, "cannot write to the case", err);
}

/* Within the transaction: what was read before it may have changed since. */
static cp_rc read_version(sqlite3 *db, int *out, cp_err *err)
{
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &s, NULL);
    if (rc == SQLITE_OK && (rc = sqlite3_step(s)) == SQLITE_ROW)
        *out = sqlite3_column_int(s, 0);
    (void)sqlite3_finalize(s);
    return rc == SQLITE_ROW ? CP_OK : cp_case_fail(db, rc, "cannot read the case", err);
}

cp_rc cp_case_migrate(sqlite3 *db, cp_err *err)
{
    char pragma[120];
    int version = 0;
    /* else a table that is dropped takes the rows with it that refer to its own */
    cp_rc rc = cp_case_exec(db, "PRAGMA foreign_keys=OFF; BEGIN IMMEDIATE", err);
    if (rc == CP_OK)
        rc = read_version(db, &version, err);
    for (int v = version; rc == CP_OK && v < CP_CASE_VERSION; v++)
        if ((rc = cp_case_exec(db, migrations[v], err)) == CP_OK && v == ROWS_UNPACKED)
            rc = cp_pack_old_rows(db, err);
    if (rc != CP_OK)
        goto failed;
    (void)snprintf(pragma, sizeof pragma,
                   "PRAGMA application_id=%d; PRAGMA user_version=%d; COMMIT; "
                   "PRAGMA foreign_keys=ON",
                   CP_CASE_APPLICATION_ID, CP_CASE_VERSION);
    rc = cp_case_exec(db, pragma, err);
    if (rc == CP_OK)
        return CP_OK;
failed:
    (void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}
