/* SPDX-License-Identifier: Apache-2.0 */
/* case_db.c - see case_db.h. */
#include "store/case_db.h"

static const char *const sql[] = {
    [INS_SUBJECT] = "INSERT INTO subject(id,import,realm,idents,facts) VALUES(?,?,?,?,?)",
    [INS_WORD] = "INSERT OR IGNORE INTO word(text) VALUES(?)",
    [INS_LINK] =
        "INSERT INTO "
        "link(import,kind,a,a_port,b,b_port,layer,srlg,metric,metric_back,capacity_bps,both_sides,"
        "at,pos,name,area,a_router,b_router,end_only) "
        "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [INS_STATEMENT] =
        "INSERT INTO "
        "statement(import,maker,state,product,fact,value,licensee,by,note,valid_from,valid_to,"
        "said_on,pos) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [INS_TIE] = "INSERT INTO tie(import,kind,a,b,link,name,what,bps,pos) "
                "VALUES(?,?,?,?,?,?,?,?,?)",
    [INS_IMPORT] =
        "INSERT INTO import VALUES(?,'','','','','','',0,0,0,0,0,0,0,NULL,NULL,0,'',0,0,'',"
        "0,0,0,0,0,'',0)",
    [SET_IMPORT] = "UPDATE import SET "
                   "name=?2,sha256=?3,format=?4,realm=?5,compression=?6,note=?7,bytes=?8,state=?9,"
                   "records=?10,records_bad=?11,records_unused=?12,observations=?13,links=?14,"
                   "first_at=?15,last_at=?16,"
                   "imported_at=?17,imported_by=?18,statements=?19,ties=?20,sheets=?21,"
                   "flows=?22,exporters=?23,flow_names=?24,prefixes=?25,as_names=?26,"
                   "whose=?27,states=?28 WHERE id=?1",
    [INS_PROBLEM] = "INSERT INTO problem VALUES(?,?,?)",
    [SEL_KNOWN] = "SELECT id FROM import WHERE sha256=? AND realm=? AND format=? AND "
                  "whose=?",
    [SEL_IMPORTS] = "SELECT * FROM import ORDER BY id",
    [SEL_IMPORT_IDS] = "SELECT id FROM import ORDER BY id",
    [SEL_PROBLEMS] = "SELECT pos,text FROM problem WHERE import=? ORDER BY rowid",
    [SEL_WORD] = "SELECT id FROM word WHERE text=?",
    [SEL_WORDS] = "SELECT id,text FROM word",
    [SEL_SUBJECT] = "SELECT id,realm,idents FROM subject WHERE id=?",
    [SEL_SUBJECTS] = "SELECT id,realm,idents,facts FROM subject WHERE import=? ORDER BY id",
    [SEL_LINKS] = "SELECT "
                  "kind,a,a_port,b,b_port,layer,srlg,metric,metric_back,capacity_bps,both_sides,at,"
                  "pos,name,area,a_router,b_router,end_only FROM link "
                  "WHERE import=? ORDER BY id",
    [SEL_STATEMENTS] =
        "SELECT maker,state,product,fact,value,licensee,by,note,valid_from,valid_to,said_on,pos "
        "FROM statement WHERE import=? ORDER BY id",
    [SEL_TIES] = "SELECT kind,a,b,link,name,what,bps,pos FROM tie WHERE import=? ORDER BY id",
    [SEL_IDS] = "SELECT id,realm,kind,value FROM asset_id ORDER BY id",
    [INS_ID] = "INSERT OR REPLACE INTO asset_id VALUES(?,?,?,?)",
    [INS_FLOW_BLOCK] = "INSERT INTO flow_block(import,seq,rows,first_at,last_at,data,beside_at,"
                       "beside_bytes) VALUES(?,?,?,?,?,?,?,?)",
    [INS_FLOW_NAME] = "INSERT INTO flow_name(import,seq,rows,first_at,last_at,data) "
                      "VALUES(?,?,?,?,?,?)",
    [INS_ORIGIN_BLOCK] = "INSERT INTO origin_block(import,seq,kind,rows,data) VALUES(?,?,?,?,?)",
    [INS_STATE_BLOCK] = "INSERT INTO state_block(import,subject,rows,kinds,data) VALUES(?,?,?,?,?)",
    [SEL_STATE_BLOCKS] = "SELECT subject,rows,data,id,kinds FROM state_block WHERE import=?1 AND "
                         "(kinds&?2 OR ?2<0) ORDER BY id",
    [SEL_STATE_KINDS] =
        "SELECT 1 FROM state_block INDEXED BY state_block_import WHERE kinds&? LIMIT 1",
    [SEL_STATE_BLOCK] = "SELECT data FROM state_block WHERE id=?",
    [SEL_ORIGIN_BLOCKS] = "SELECT rows,data FROM origin_block WHERE import=? AND kind=? "
                          "ORDER BY seq",
    /* what is told of it again takes the place of what was, but unsampled, which is of new flows */
    [INS_EXPORTER] =
        "INSERT INTO "
        "flow_exporter(import,nr,addr,domain,proto,sampling,sampling_mixed,first_at,last_at,"
        "packets,flows,lost,restarts,no_template,bad,unused,unsampled) "
        "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(import,nr) DO UPDATE SET "
        "addr=excluded.addr,domain=excluded.domain,proto=excluded.proto,"
        "sampling=excluded.sampling,sampling_mixed=excluded.sampling_mixed,"
        "first_at=excluded.first_at,last_at=excluded.last_at,packets=excluded.packets,"
        "flows=excluded.flows,lost=excluded.lost,restarts=excluded.restarts,"
        "no_template=excluded.no_template,bad=excluded.bad,unused=excluded.unused,"
        "unsampled=unsampled+excluded.unsampled",
    /* a sum that is too large for SQLite is as large as it can be */
    [SEL_LACKS] = "SELECT import,count(*) FILTER (WHERE unsampled>0 AND "
                  "(sampling=0 OR sampling_mixed<>0)),"
                  "min(total(max(lost,0)),9e18),min(total(max(no_template,0)),9e18),"
                  "min(total(max(bad,0)),9e18) FROM flow_exporter WHERE import>=? GROUP BY import "
                  "ORDER BY import",
    /* the index has all of it */
    [SEL_FLOW_BLOCKS] = "SELECT import,id,rows,first_at,last_at FROM flow_block AS b "
                        "INDEXED BY flow_block_import WHERE seq>coalesce((SELECT max(seq_to) FROM "
                        "flow_ship WHERE import=b.import AND done_at IS NOT NULL),-1) "
                        "ORDER BY import,seq,rows,first_at,last_at",
    /* by number: only what is new is looked at, however much there is */
    [SEL_FLOW_BLOCKS_AFTER] =
        "SELECT import,id,rows,first_at,last_at FROM flow_block AS b NOT INDEXED WHERE id>? AND "
        "seq>coalesce((SELECT max(seq_to) FROM flow_ship WHERE import=b.import AND done_at IS NOT "
        "NULL),-1) ORDER BY import,seq",
    [SEL_FLOW_MARK] = "SELECT (SELECT coalesce(max(id),0) FROM flow_block),"
                      "(SELECT coalesce(max(id),0) FROM log),"
                      "(SELECT count(*) FROM flow_session WHERE ended_at IS NULL)",
    [SEL_FLOW_BLOCK] = "SELECT data,beside_at,beside_bytes FROM flow_block WHERE id=? AND import=?",
    [SEL_FLOW_DATA] = "SELECT data,rows,first_at,last_at,beside_at,beside_bytes FROM flow_block "
                      "WHERE import=? ORDER BY seq",
    [SEL_FLOW_NAMES_AFTER] = "SELECT data,rows FROM flow_name NOT INDEXED WHERE id>? AND id<=? "
                             "ORDER BY id",
    [SEL_FLOW_NAMES_MARK] = "SELECT coalesce(max(id),0) FROM flow_name",
    [SEL_FLOW_NAMES] = "SELECT data,rows FROM flow_name WHERE import=? ORDER BY seq",
    [SEL_EXPORTERS] = "SELECT nr,addr,domain,proto,sampling,sampling_mixed,first_at,last_at,"
                      "packets,flows,lost,restarts,no_template,bad,unused,unsampled "
                      "FROM flow_exporter WHERE import=? ORDER BY nr",
    [SEL_MISNUMBERED] = "SELECT count(*)<>coalesce(max(nr),-1)+1 FROM flow_exporter WHERE import=?",
    [INS_COLLECT] = "INSERT INTO import(id,name,sha256,format,realm,compression,note,bytes,state,"
                    "records,records_bad,records_unused,observations,links,imported_at,imported_by)"
                    " VALUES(?1,?2,?3,'collect',?4,'','',0,?5,0,0,0,0,0,?6,?7)",
    [ADD_COLLECTED] = "UPDATE import SET bytes=bytes+?2,records=records+?3,"
                      "records_bad=records_bad+?4,records_unused=records_unused+?5,flows=flows+?6,"
                      "flow_names=flow_names+?7,first_at=coalesce(min(first_at,?8),first_at,?8),"
                      "last_at=coalesce(max(last_at,?9),last_at,?9),sha256=?10,exporters=(SELECT "
                      "count(*) FROM flow_exporter WHERE import=?1) WHERE id=?1",
    [END_COLLECT] = "UPDATE import SET state=?2,note=?3 WHERE id=?1",
    [SEL_DIGEST] = "SELECT sha256 FROM import WHERE id=?",
    /* of those that went to ClickHouse only the ledger knows */
    [SEL_NEXT_BLOCK] = "SELECT max((SELECT coalesce(max(seq),-1) FROM flow_block WHERE import=?1),"
                       "(SELECT coalesce(max(seq_to),-1) FROM flow_ship WHERE import=?1))+1",
    [SEL_NEXT_NAMES] = "SELECT coalesce(max(seq)+1,0) FROM flow_name WHERE import=?",
    [INS_SESSION] = "INSERT INTO flow_session VALUES(?,?,0,NULL)",
    [SEL_SESSION] = "SELECT import,batch,ended_at FROM flow_session WHERE session=?",
    [SEL_SESSION_OF] = "SELECT batch,ended_at FROM flow_session WHERE import=?",
    [SEL_UNENDED] = "SELECT session FROM flow_session JOIN import ON import.id=import WHERE "
                    "ended_at IS NULL AND name=? AND realm=? ORDER BY import DESC LIMIT 1",
    [SET_SESSION] = "UPDATE flow_session SET batch=?2 WHERE import=?1",
    [END_SESSION] = "UPDATE flow_session SET ended_at=?2 WHERE import=?1 AND ended_at IS NULL",
    [INS_TEMPLATE] = "INSERT OR REPLACE INTO flow_template VALUES(?,?,?,?,?,?)",
    [SET_TEMPLATE] = "UPDATE flow_template SET data=?5,at=?6 WHERE addr=?1 AND domain=?2 AND "
                     "proto=?3 AND template=?4",
    [SEL_TEMPLATES] = "SELECT addr,domain,proto,template,data,at FROM flow_template "
                      "ORDER BY at DESC LIMIT ?",
    [DEL_TEMPLATES] = "DELETE FROM flow_template WHERE at<?",
    [INS_BESIDE] = "INSERT INTO flow_beside VALUES(1,randomblob(16),?) ON CONFLICT(one) DO NOTHING",
    [SEL_BESIDE] = "SELECT id,bytes FROM flow_beside",
    [SEL_BESIDE_USED] = "SELECT beside_at,beside_bytes FROM flow_block WHERE beside_at>0 "
                        "ORDER BY beside_at",
    [SET_BESIDE] = "UPDATE flow_beside SET bytes=?",
    [SEL_CLUSTER] = "SELECT id,shards FROM flow_cluster",
    [INS_CLUSTER] = "INSERT INTO flow_cluster VALUES(1,lower(hex(randomblob(16))),?) "
                    "ON CONFLICT(one) DO NOTHING",
    [SEL_SHIP_OPEN] = "SELECT batch,import,seq_from,seq_to,rows FROM flow_ship "
                      "WHERE done_at IS NULL ORDER BY batch",
    [SEL_SHIP_WAITING] = "SELECT import,seq,rows,first_at,last_at FROM flow_block AS b "
                         "INDEXED BY flow_block_import WHERE seq>coalesce((SELECT max(seq_to) FROM "
                         "flow_ship WHERE import=b.import),-1) ORDER BY import,seq",
    [SEL_SHIP_BLOCKS] =
        "SELECT data,rows,beside_at,beside_bytes FROM flow_block WHERE import=? AND "
        "seq BETWEEN ? AND ? ORDER BY seq",
    [SEL_SHIP_SIZE] =
        "SELECT coalesce(sum(rows),0),coalesce(sum(length(data)+beside_bytes),0) FROM flow_block "
        "AS b WHERE seq>coalesce((SELECT max(seq_to) FROM flow_ship WHERE "
        "import=b.import AND done_at IS NOT NULL),-1)",
    [SEL_SHIP_ROWS] =
        "SELECT shard,sum(p.rows) FROM flow_ship_part AS p JOIN flow_ship USING(batch) "
        "WHERE done_at IS NOT NULL AND batch NOT IN (SELECT batch FROM flow_gone) GROUP BY shard",
    [SEL_SHIP_TIMES] = "SELECT min(first_at),max(last_at) FROM flow_ship WHERE done_at IS NOT NULL "
                       "AND batch NOT IN (SELECT batch FROM flow_gone)",
    [SEL_GONE] = "SELECT coalesce(sum(rows),0),min(first_at),max(last_at) FROM flow_ship JOIN "
                 "flow_gone USING(batch)",
    [SEL_GOING] = "SELECT batch FROM flow_gone WHERE done_at IS NULL ORDER BY batch",
    [SEL_GOING_SINCE] = "SELECT batch FROM flow_gone WHERE done_at IS NULL AND at<=? ORDER BY "
                        "batch LIMIT ?",
    /* the oldest first; of one without any time of flows, when it went there */
    [INS_GONE] = "INSERT INTO flow_gone SELECT batch,?2,NULL FROM flow_ship WHERE done_at IS NOT "
                 "NULL AND coalesce(last_at,done_at)<?1 AND batch NOT IN (SELECT batch FROM "
                 "flow_gone) ORDER BY batch LIMIT max(?3-(SELECT count(*) FROM flow_gone WHERE "
                 "done_at IS NULL),0)",
    [SET_GONE] = "UPDATE flow_gone SET done_at=?2 WHERE batch=?1",
    [INS_SHIP] = "INSERT INTO flow_ship VALUES(?,?,?,?,?,?,?,NULL)",
    [INS_SHIP_PART] = "INSERT OR REPLACE INTO flow_ship_part VALUES(?,?,?)",
    [SET_SHIP] = "UPDATE flow_ship SET done_at=?2 WHERE batch=?1",
    [DEL_SHIPPED] = "DELETE FROM flow_block WHERE EXISTS(SELECT 1 FROM flow_ship AS s WHERE "
                    "s.import=flow_block.import AND flow_block.seq BETWEEN s.seq_from AND s.seq_to "
                    "AND s.done_at<?)",
    [DEL_LINKS] = "DELETE FROM link WHERE import=?",
    [DEL_TIES] = "DELETE FROM tie WHERE import=?",
    [DEL_STATEMENTS] = "DELETE FROM statement WHERE import=?",
    [DEL_SUBJECTS] = "DELETE FROM subject WHERE import=?",
    [DEL_PROBLEMS] = "DELETE FROM problem WHERE import=?",
    [DEL_FLOW_BLOCKS] = "DELETE FROM flow_block WHERE import=?",
    [DEL_FLOW_NAMES] = "DELETE FROM flow_name WHERE import=?",
    [DEL_EXPORTERS] = "DELETE FROM flow_exporter WHERE import=?",
    [DEL_STATE_BLOCKS] = "DELETE FROM state_block WHERE import=?",
    [DEL_ORIGIN_BLOCKS] = "DELETE FROM origin_block WHERE import=?",
    [DEL_SESSIONS] = "DELETE FROM flow_session WHERE import=?",
    [DEL_IMPORT] = "DELETE FROM import WHERE id=?",
    [SEL_MAPS] = "SELECT headers,header,field FROM column_map ORDER BY headers,header",
    [INS_MAP] = "INSERT OR REPLACE INTO column_map VALUES(?,?,?)",
    [DEL_MAPS] = "DELETE FROM column_map",
    [SEL_PROFILE] = "SELECT yaml FROM profile",
    [SET_PROFILE] =
        "INSERT INTO profile VALUES(1,?) ON CONFLICT(one) DO UPDATE SET yaml=excluded.yaml",
    [INS_LOG] = "INSERT INTO log(at,by,action,detail) VALUES(?,?,?,?)",
    [SEL_LOG] = "SELECT at,by,action,detail FROM log ORDER BY id",
    [INS_FINDING] = "INSERT INTO "
                    "finding(asset,policy,state,by,reason,on_day,at,result,clause,digest) "
                    "VALUES(?,?,?,?,?,?,?,?,?,?)",
    [SEL_FINDINGS] = "SELECT * FROM finding ORDER BY id",
    [INS_LIST] = "INSERT INTO catalog_import VALUES(?,'','','','',0,0,0,0,'')",
    [SET_LIST] = "UPDATE catalog_import SET "
                 "name=?2,sha256=?3,format=?4,note=?5,bytes=?6,records=?7,records_bad=?8,"
                 "imported_at=?9,imported_by=?10 WHERE id=?1",
    [SEL_LIST_KNOWN] = "SELECT id FROM catalog_import WHERE sha256=?",
    [SEL_LISTS] = "SELECT * FROM catalog_import ORDER BY id",
    /* the fields in the order of CP_PRODUCT_FIELDS */
    [INS_PRODUCT] = "INSERT INTO product VALUES(NULL,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [SEL_PRODUCTS] = "SELECT * FROM product ORDER BY import,id",
};
static_assert(sizeof sql / sizeof *sql == STMT_COUNT, "a text for each");

cp_rc cp_db_fail(cp_case *c, int rc, const char *what, cp_err *err)
{
    cp_rc e = cp_case_fail(c->db, rc, what, err);
    cp_err_in_file(err, c->path.p, c->path.n);
    return e;
}

cp_rc cp_db_prepare(cp_case *c, stmt_id id, sqlite3_stmt **out, cp_err *err)
{
    *out = NULL; /* gcc 12 does not see that fail() is never CP_OK */
    if (!c->stmts[id]) {
        int rc =
            sqlite3_prepare_v3(c->db, sql[id], -1, SQLITE_PREPARE_PERSISTENT, &c->stmts[id], NULL);
        if (rc != SQLITE_OK)
            return cp_db_fail(c, rc, "cannot use the case", err);
    }
    (void)sqlite3_reset(c->stmts[id]);
    *out = c->stmts[id];
    return CP_OK;
}

/* SQLITE_STATIC: the text outlives the step that follows at once. */
void cp_db_bind_str(sqlite3_stmt *s, int at, cp_str v)
{
    (void)sqlite3_bind_text64(s, at, v.p ? v.p : "", v.n, SQLITE_STATIC, SQLITE_UTF8);
}
void cp_db_bind_int(sqlite3_stmt *s, int at, int64_t v) { (void)sqlite3_bind_int64(s, at, v); }
void cp_db_bind_time(sqlite3_stmt *s, int at, cp_time t)
{
    (void)(t == CP_TIME_NONE ? sqlite3_bind_null(s, at) : sqlite3_bind_int64(s, at, t));
}

cp_rc cp_db_step_done(cp_case *c, sqlite3_stmt *s, cp_err *err)
{
    int rc = sqlite3_step(s);
    (void)sqlite3_reset(s);
    return rc == SQLITE_DONE || rc == SQLITE_ROW
               ? CP_OK
               : cp_db_fail(c, rc, "cannot write to the case", err);
}

void cp_db_bind_buf(sqlite3_stmt *s, int at, const cp_buf *b)
{
    (void)sqlite3_bind_blob64(s, at, b->n ? b->p : "", b->n, SQLITE_STATIC);
}

void cp_db_bind_bytes(sqlite3_stmt *s, int at, cp_bytes v)
{
    (void)sqlite3_bind_blob64(s, at, v.n ? (const void *)v.p : "", v.n, SQLITE_STATIC);
}

cp_bytes cp_db_col_bytes(sqlite3_stmt *s, int at)
{
    const void *p = sqlite3_column_blob(s, at);
    return p ? (cp_bytes){ p, (size_t)sqlite3_column_bytes(s, at) } : (cp_bytes){ NULL, 0 };
}

cp_str cp_db_col_str(cp_arena *a, sqlite3_stmt *s, int at)
{
    const void *p = sqlite3_column_blob(s, at);
    return cp_str_dup(a, (cp_str){ p, (size_t)sqlite3_column_bytes(s, at) });
}

cp_time cp_db_col_time(sqlite3_stmt *s, int at)
{
    return sqlite3_column_type(s, at) == SQLITE_NULL ? CP_TIME_NONE : sqlite3_column_int64(s, at);
}

cp_rc cp_db_number(cp_case *c, const char *text, int64_t *out, cp_err *err)
{
    sqlite3_stmt *s;
    int rc = sqlite3_prepare_v2(c->db, text, -1, &s, NULL);
    if (rc == SQLITE_OK && (rc = sqlite3_step(s)) == SQLITE_ROW)
        *out = sqlite3_column_int64(s, 0);
    (void)sqlite3_finalize(s);
    return rc == SQLITE_ROW ? CP_OK : cp_db_fail(c, rc, "cannot read the case", err);
}

cp_rc cp_db_number_of(cp_case *c, stmt_id id, int64_t import, int64_t *out, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, id, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, import);
    int r = sqlite3_step(s);
    if (r == SQLITE_ROW)
        *out = sqlite3_column_int64(s, 0);
    (void)sqlite3_reset(s);
    return r == SQLITE_ROW ? CP_OK : cp_db_fail(c, r, "cannot read the case", err);
}

cp_rc cp_db_log(cp_case *c, cp_time at, cp_str by, cp_str action, cp_str detail, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, INS_LOG, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, at);
    cp_db_bind_str(s, 2, by);
    cp_db_bind_str(s, 3, action);
    cp_db_bind_str(s, 4, detail);
    return cp_db_step_done(c, s, err);
}

cp_rc cp_db_end(cp_case *c, cp_rc rc, cp_err *err)
{
    if (rc == CP_OK)
        rc = cp_case_exec(c->db, "COMMIT", err);
    if (rc == CP_OK)
        return CP_OK;
    for (int i = 0; i < STMT_COUNT; i++)
        if (c->stmts[i])
            (void)sqlite3_reset(c->stmts[i]);
    (void)sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
    cp_err_in_file(err, c->path.p, c->path.n);
    return rc;
}
