/* SPDX-License-Identifier: Apache-2.0 */
/* records.h - the records of a JSON text, one after the other, so that a list of a million needs
 * the memory of one.
 *
 *     [ {..}, {..} ]        each element
 *     {..} {..} {..}        each document, also one a line
 *
 * A record that is no JSON is told and passed over, if its end can be found by its brackets. */
#pragma once
#include "codec/tree.h"
#include "sources/reader.h"

enum { CP_RECORD_BYTES_MAX = 64 * 1024 * 1024 };
#define CP_RECORDS_BYTES_MAX ((uint64_t)512 << 20)

typedef struct cp_records {
    cp_arena *a, *scratch; /* scratch is emptied before each record */
    cp_arena_mark empty;
    cp_str text;
    size_t at;
    uint64_t line; /* where the record last given begins */
    uint64_t next_line, n;
    bool in_list, is_end;
    cp_source *src;
} cp_records;

/* Reads the whole input, at most bytes_max. Errors: those of the input, CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_records_open(cp_arena *a, cp_input *in, uint64_t bytes_max,
                                    const cp_read_opts *opts, cp_source *src, cp_records *out,
                                    cp_err *err);
/* The next record, valid until the one after it. Counts neither good nor bad ones but those that
 * are no JSON. */
bool cp_records_next(cp_records *r, const cp_tree **out);
/* The line of a value in it. */
uint64_t cp_records_line(const cp_records *r, const cp_tree *t);

/* ---- values */

/* Is the text JSON, and does it hold all of these keys (NULL at the end)? */
bool cp_records_have(cp_bytes head, const char *const *keys);
/* The scalar of a key, trimmed; "" for all else. */
cp_str cp_record_text(const cp_tree *t, const char *key);
const cp_tree *cp_record_at(const cp_tree *t, const char *key);
