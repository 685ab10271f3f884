/* SPDX-License-Identifier: Apache-2.0 */
/* case_db.h - the opened database and its statements (internal to the store room).
 *
 * Statements are prepared once per opened case and bound by position; no SQL is ever built from
 * input. Their texts stand in case_db.c. */
#pragma once
#include "store/case.h"
#include "store/case_schema.h"

typedef enum stmt_id {
    INS_SUBJECT,
    INS_IDENT,
    INS_OBS,
    INS_LINK,
    INS_STATEMENT,
    INS_TIE,
    INS_IMPORT,
    SET_IMPORT,
    INS_PROBLEM,
    SEL_KNOWN,
    SEL_IMPORTS,
    SEL_PROBLEMS,
    SEL_REALM,
    SEL_IDENTS,
    SEL_OBS,
    SEL_LINKS,
    SEL_STATEMENTS,
    SEL_TIES,
    SEL_IDS,
    INS_ID,
    DEL_OBS,
    DEL_LINKS,
    DEL_TIES,
    DEL_STATEMENTS,
    DEL_IDENTS,
    DEL_SUBJECTS,
    DEL_PROBLEMS,
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

struct cp_case {
    sqlite3 *db;
    cp_str path;
    sqlite3_stmt *stmts[STMT_COUNT];
    cp_arena *a;
    bool in_import, replaces;
    int64_t import_id;
    uint64_t n_products; /* in the case and in this import */
    /* the latest subject, to share its row */
    cp_arena *subject_arena;
    cp_ident *subject_ids;
    cp_str subject_realm;
    uint32_t subject_n;
    int64_t subject_id;
};

/* The code for what SQLite answered, with the case's name. */
cp_rc cp_db_fail(cp_case *c, int rc, const char *what, cp_err *err);
/* The statement, reset and ready to be bound. */
CP_MUST_CHECK cp_rc cp_db_prepare(cp_case *c, stmt_id id, sqlite3_stmt **out, cp_err *err);
CP_MUST_CHECK cp_rc cp_db_step_done(cp_case *c, sqlite3_stmt *s, cp_err *err);
/* The first number of the first row. */
CP_MUST_CHECK cp_rc cp_db_number(cp_case *c, const char *text, int64_t *out, cp_err *err);
CP_MUST_CHECK cp_rc cp_db_log(cp_case *c, cp_time at, cp_str by, cp_str action, cp_str detail,
                              cp_err *err);

/* Bound text is borrowed: it must live until the statement was stepped. */
void cp_db_bind_str(sqlite3_stmt *s, int at, cp_str v);
void cp_db_bind_int(sqlite3_stmt *s, int at, int64_t v);
void cp_db_bind_time(sqlite3_stmt *s, int at, cp_time t); /* NULL for CP_TIME_NONE */
cp_str cp_db_col_str(cp_arena *a, sqlite3_stmt *s, int at);
cp_time cp_db_col_time(sqlite3_stmt *s, int at);
