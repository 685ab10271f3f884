/* SPDX-License-Identifier: Apache-2.0 */
/* case_db.h - the opened database and its statements (internal to the store room).
 *
 * Statements are prepared once per opened case and bound by position; no SQL is ever built from
 * input. Their texts stand in case_db.c. */
#pragma once
#include "base/buf.h"
#include "model/flow_names.h"
#include "model/flow_pack.h"
#include "store/case.h"
#include "store/case_pack.h"
#include "store/case_schema.h"

typedef enum stmt_id {
    INS_SUBJECT,
    INS_WORD,
    INS_LINK,
    INS_STATEMENT,
    INS_TIE,
    INS_IMPORT,
    SET_IMPORT,
    INS_PROBLEM,
    SEL_KNOWN,
    SEL_IMPORTS,
    SEL_IMPORT_IDS,
    SEL_PROBLEMS,
    SEL_WORD,
    SEL_WORDS,
    SEL_SUBJECT,
    SEL_SUBJECTS,
    SEL_LINKS,
    SEL_STATEMENTS,
    SEL_TIES,
    SEL_IDS,
    INS_ID,
    INS_FLOW_BLOCK,
    INS_FLOW_NAME,
    INS_ORIGIN_BLOCK,
    SEL_ORIGIN_BLOCKS,
    INS_STATE_BLOCK,
    SEL_STATE_BLOCKS,
    SEL_STATE_KINDS,
    SEL_STATE_BLOCK,
    INS_EXPORTER,
    SEL_FLOW_BLOCKS,
    SEL_FLOW_BLOCKS_AFTER,
    SEL_FLOW_MARK,
    SEL_FLOW_BLOCK,
    SEL_FLOW_DATA,
    SEL_FLOW_NAMES,
    SEL_FLOW_NAMES_AFTER,
    SEL_FLOW_NAMES_MARK,
    SEL_EXPORTERS,
    SEL_MISNUMBERED,
    SEL_LACKS,
    INS_COLLECT,
    ADD_COLLECTED,
    END_COLLECT,
    SEL_DIGEST,
    SEL_NEXT_BLOCK,
    SEL_NEXT_NAMES,
    INS_SESSION,
    SEL_SESSION,
    SEL_SESSION_OF,
    SEL_UNENDED,
    SET_SESSION,
    END_SESSION,
    INS_TEMPLATE,
    SET_TEMPLATE,
    SEL_TEMPLATES,
    DEL_TEMPLATES,
    INS_BESIDE,
    SEL_BESIDE,
    SEL_BESIDE_USED,
    SET_BESIDE,
    SEL_CLUSTER,
    INS_CLUSTER,
    SEL_SHIP_OPEN,
    SEL_SHIP_WAITING,
    SEL_SHIP_BLOCKS,
    SEL_SHIP_SIZE,
    SEL_SHIP_ROWS,
    SEL_SHIP_TIMES,
    SEL_GONE,
    SEL_GOING,
    SEL_GOING_SINCE,
    INS_GONE,
    SET_GONE,
    INS_SHIP,
    INS_SHIP_PART,
    SET_SHIP,
    DEL_SHIPPED,
    DEL_LINKS,
    DEL_TIES,
    DEL_STATEMENTS,
    DEL_SUBJECTS,
    DEL_PROBLEMS,
    DEL_FLOW_BLOCKS,
    DEL_FLOW_NAMES,
    DEL_EXPORTERS,
    DEL_ORIGIN_BLOCKS,
    DEL_STATE_BLOCKS,
    DEL_SESSIONS,
    DEL_IMPORT,
    SEL_MAPS,
    INS_MAP,
    DEL_MAPS,
    SEL_PROFILE,
    SET_PROFILE,
    INS_LOG,
    SEL_LOG,
    INS_FINDING,
    SEL_FINDINGS,
    INS_LIST,
    SET_LIST,
    SEL_LIST_KNOWN,
    SEL_LISTS,
    INS_PRODUCT,
    SEL_PRODUCTS,
    STMT_COUNT
} stmt_id;

/* The latest subject: what is told of it next goes into the same row, which is written when another
 * one comes. */
typedef struct cp_case_subject {
    cp_arena *a; /* of ids and realm */
    cp_arena_mark empty;
    cp_ident *ids;
    cp_str realm;
    uint32_t n;
    int64_t id;
    bool is_written; /* all its row has */
    cp_buf idents, facts;
    cp_pack_last last;
} cp_case_subject;

/* Blocks of this import (or this batch) so far, and the names that wait until they make another
 * one. */
typedef struct cp_case_flows {
    uint64_t n_blocks, n_name_blocks;
    cp_flow_names_packer *names; /* NULL: none came yet; so all of them */
    cp_flow_unpacker *blocks;    /* to look at those of flows without sampling */
    uint64_t *unsampled;         /* by number of the exporter, until it is told */
    uint64_t n_unsampled;        /* of them all */
} cp_case_flows;

struct cp_case {
    sqlite3 *db;
    cp_str path;
    sqlite3_stmt *stmts[STMT_COUNT];
    cp_arena *a;
    bool in_import, replaces;
    int64_t import_id;
    uint64_t n_products; /* in the case and in this import */
    cp_case_subject subject;
    cp_case_flows flows;
    struct cp_beside *beside; /* NULL until it is needed */
    uint64_t n_origin_blocks; /* of this import */
    int64_t collected;        /* the import of a collector; 0: there is none */
    /* rows of the table word; 0: not asked for in this import */
    uint64_t kind_words[CP_KIND_COUNT], ident_words[CP_IDENT_COUNT];
};

/* The code for what SQLite answered, with the case's name. */
cp_rc cp_db_fail(cp_case *c, int rc, const char *what, cp_err *err);
/* Ends the transaction: by COMMIT if rc is CP_OK, else (or if that fails) by ROLLBACK. */
CP_MUST_CHECK cp_rc cp_db_end(cp_case *c, cp_rc rc, cp_err *err);
/* The statement, reset and ready to be bound. */
CP_MUST_CHECK cp_rc cp_db_prepare(cp_case *c, stmt_id id, sqlite3_stmt **out, cp_err *err);
CP_MUST_CHECK cp_rc cp_db_step_done(cp_case *c, sqlite3_stmt *s, cp_err *err);
/* The first number of the first row. */
CP_MUST_CHECK cp_rc cp_db_number(cp_case *c, const char *text, int64_t *out, cp_err *err);
/* The same of a statement, which knows this import. */
CP_MUST_CHECK cp_rc cp_db_number_of(cp_case *c, stmt_id id, int64_t import, int64_t *out,
                                    cp_err *err);
CP_MUST_CHECK cp_rc cp_db_log(cp_case *c, cp_time at, cp_str by, cp_str action, cp_str detail,
                              cp_err *err);

/* The rows of all imports, in order. */
CP_MUST_CHECK cp_rc cp_case_import_ids(cp_case *c, cp_arena *a, int64_t **out, uint32_t *n,
                                       cp_err *err);

/* Bound text is borrowed: it must live until the statement was stepped. */
void cp_db_bind_str(sqlite3_stmt *s, int at, cp_str v);
void cp_db_bind_int(sqlite3_stmt *s, int at, int64_t v);
void cp_db_bind_buf(sqlite3_stmt *s, int at, const cp_buf *b);
void cp_db_bind_time(sqlite3_stmt *s, int at, cp_time t); /* NULL for CP_TIME_NONE */
void cp_db_bind_bytes(sqlite3_stmt *s, int at, cp_bytes v);
cp_str cp_db_col_str(cp_arena *a, sqlite3_stmt *s, int at);
cp_bytes cp_db_col_bytes(sqlite3_stmt *s, int at); /* valid until the statement goes on */
cp_time cp_db_col_time(sqlite3_stmt *s, int at);

/* ---- flows (case_flow.c), within an import */

void cp_flows_begin(cp_case *c); /* of an import: there are none */
CP_MUST_CHECK cp_rc cp_flows_put_block(cp_case *c, int64_t import, uint64_t seq,
                                       const cp_flow_block *b, cp_err *err);
/* Likewise; a large one may come to stand beside the case (case_beside.h). */
CP_MUST_CHECK cp_rc cp_flows_put_collected(cp_case *c, int64_t import, uint64_t seq,
                                           const cp_flow_block *b, cp_err *err);
CP_MUST_CHECK cp_rc cp_flows_put_names(cp_case *c, int64_t import, uint64_t seq,
                                       const cp_flow_block *b, cp_err *err);
/* In place of what was told of this number before. */
CP_MUST_CHECK cp_rc cp_flows_put_exporter(cp_case *c, int64_t import, const cp_exporter *x,
                                          cp_err *err);
/* For the sink; ctx is the case. */
cp_rc cp_flows_sink_block(void *ctx, const cp_flow_block *b, cp_err *err);
cp_rc cp_flows_sink_exporter(void *ctx, const cp_exporter *x, cp_err *err);
cp_rc cp_flows_sink_name(void *ctx, const cp_flow_name *n, cp_err *err);
/* Those of an import. */
CP_MUST_CHECK cp_rc cp_flows_exporters(cp_case *c, cp_arena *a, int64_t import,
                                       const cp_exporter **out, uint32_t *n, cp_err *err);
/* Are all flows without sampling accounted for by their exporters, and these numbered without gaps?
 * CP_EINTERNAL: by no fault of the input. */
CP_MUST_CHECK cp_rc cp_flows_check(cp_case *c, int64_t import, cp_err *err);
/* Writes the names that wait. */
CP_MUST_CHECK cp_rc cp_flows_end(cp_case *c, cp_err *err);
CP_MUST_CHECK cp_rc cp_flows_replay(cp_case *c, int64_t import, const cp_obs_sink *sink,
                                    cp_err *err);

/* ---- routing tables (case_origin.c), within an import */
cp_rc cp_origins_sink_block(void *ctx, const cp_origin_block *b, cp_err *err);
CP_MUST_CHECK cp_rc cp_origins_replay(cp_case *c, int64_t import, const cp_obs_sink *sink,
                                      cp_err *err);
/* Can all blocks be read? CP_EFORMAT. */
CP_MUST_CHECK cp_rc cp_origins_check(cp_case *c, cp_err *err);
/* The same of what routers say (case_read.c). */
CP_MUST_CHECK cp_rc cp_states_check(cp_case *c, cp_err *err);
