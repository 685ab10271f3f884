/* SPDX-License-Identifier: Apache-2.0 */
/* case_pack.h - how a subject of a case keeps its identifiers and what was observed of it: packed
 * into its row, instead of a row for each (internal to the store room; docs/formats/case.md).
 *
 *     idents: [word][n][text] ...                                   each identifier
 *     facts:  [word, flags][place]([n][part])([time])[n][value] ... each observation
 *
 * Numbers are LEB128: 7 bits a byte, the lowest first, the upper bit set if more follow. Place and
 * time are told as the difference to those of the fact before, zigzag (0, -1, 1, -2 are 0, 1, 2,
 * 3). A word is the row of the table `word` that holds the name of a kind: a number of this program
 * would mean something else in the next one. A spreadsheet of 200,000 lines has 3 million facts; a
 * row for each, with its keys, took three times as long as reading the spreadsheet. */
#pragma once
#include <sqlite3.h>
#include "base/buf.h"
#include "base/cursor.h"
#include "base/time.h"

enum { CP_PACK_FACTS_BYTES_MAX = 64 * 1024 }; /* of one row; then another one of the subject */

typedef struct cp_pack_fact {
    uint64_t word; /* > 0 */
    cp_str part, value;
    cp_time at;
    uint64_t pos;
} cp_pack_fact;

/* Of the fact before; 0 in front of the first. */
typedef struct cp_pack_last {
    uint64_t pos, at;
} cp_pack_last;

void cp_pack_ident(cp_buf *to, uint64_t word, cp_str value);
void cp_pack_fact_put(cp_buf *to, cp_pack_last *last, const cp_pack_fact *f);

/* The next of them, borrowed from c; false at the end, and c->bad where they are damaged. */
bool cp_pack_ident_next(cp_cur *c, uint64_t *word, cp_str *value);
bool cp_pack_fact_next(cp_cur *c, cp_pack_last *last, cp_pack_fact *out);

/* Version 5 to 6: packs the rows of the tables ident and observation, of which nothing is left
 * then. Within a transaction. */
CP_MUST_CHECK cp_rc cp_pack_old_rows(sqlite3 *db, cp_err *err);
