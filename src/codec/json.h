/* SPDX-License-Identifier: Apache-2.0 */
/* json.h - JSON (RFC 8259): reading by jansson into a tree, writing straight into a buffer.
 *
 * Reading: depth at most CP_JSON_DEPTH_MAX, duplicate keys refused, UTF-8 only. Errors: CP_EFORMAT
 * with line and byte; CP_ELIMIT, also where the heap needed while reading exceeds what the arena
 * may still take. Integers beyond 64 bits become the nearest double. Every value has its line, no
 * column. The tree is one block of the arena; nothing is deferred, so a mark may be set before and
 * gone back to (a line of NDJSON at a time).
 *
 * Writing: commas and escaping are done here; bytes that are not UTF-8 become U+FFFD; `<`, `>`,
 * `&`, control characters, line separators and the marks of text direction are escaped, so the
 * output may stand inside HTML and be shown on a terminal. */
#pragma once
#include "codec/tree.h"

enum { CP_JSON_DEPTH_MAX = 128, CP_JSON_BYTES_MAX = 1024 * 1024 * 1024 };

CP_MUST_CHECK cp_rc cp_json_parse(cp_arena *a, cp_bytes in, const cp_tree **out, cp_err *err);

/* The same tree, ten times as fast, for what is plain (json_quick.c); NULL for all else, mistakes
 * too: then cp_json_parse decides. Texts are borrowed from in, without a NUL behind. */
const cp_tree *cp_json_quick(cp_arena *a, cp_str in);

typedef struct cp_jw {
    cp_buf *b;
    cp_arena *scratch;
    bool need_comma;
    bool after_key; /* its value comes next */
    bool pretty;    /* objects and arrays on lines of their own, two blanks a level */
    uint32_t depth;
} cp_jw;

cp_jw cp_jw_new(cp_buf *b);
void cp_jw_obj(cp_jw *w);
void cp_jw_obj_end(cp_jw *w);
void cp_jw_arr(cp_jw *w);
void cp_jw_arr_end(cp_jw *w);
void cp_jw_key(cp_jw *w, const char *key);
void cp_jw_str(cp_jw *w, cp_str s);
void cp_jw_u64(cp_jw *w, uint64_t v);
void cp_jw_i64(cp_jw *w, int64_t v);
/* At most four decimals, trailing zeros dropped; not finite: null. */
void cp_jw_num(cp_jw *w, double v);
/* With as many digits as it takes to read the same number again: for bounds, and small shares. */
void cp_jw_double(cp_jw *w, double v);
void cp_jw_bool(cp_jw *w, bool v);
void cp_jw_null(cp_jw *w);
/* One value that this writer made before. */
void cp_jw_json(cp_jw *w, cp_str value);
/* key and value at once; _opt writes null for "" */
void cp_jw_kstr(cp_jw *w, const char *key, cp_str s);
void cp_jw_kstr_opt(cp_jw *w, const char *key, cp_str s);
void cp_jw_ku64(cp_jw *w, const char *key, uint64_t v);
void cp_jw_knum(cp_jw *w, const char *key, double v);
void cp_jw_kdouble(cp_jw *w, const char *key, double v);
void cp_jw_kbool(cp_jw *w, const char *key, bool v);
void cp_jw_kstrs(cp_jw *w, const char *key, const cp_str *v, uint32_t n); /* an array of them */
/* The escaped inside of a JSON string, without the quotes. */
void cp_json_escape(cp_buf *b, cp_str s);
