/* SPDX-License-Identifier: Apache-2.0 */
/* case_schema.h - the tables of a case and the way from older versions to this one (internal to the
 * store room). */
#pragma once
#include <sqlite3.h>
#include "base/base.h"

/* Brings an empty or older file to CP_CASE_VERSION, in one transaction, unless another process was
 * faster. */
CP_MUST_CHECK cp_rc cp_case_migrate(sqlite3 *db, cp_err *err);
/* The code for what SQLite answered, with its words. */
cp_rc cp_case_fail(sqlite3 *db, int sqlite_rc, const char *what, cp_err *err);
CP_MUST_CHECK cp_rc cp_case_exec(sqlite3 *db, const char *sql, cp_err *err);
