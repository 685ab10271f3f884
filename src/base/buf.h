/* SPDX-License-Identifier: Apache-2.0 */
/* buf.h - text being made: appended to memory, and handed on in pieces when a flush is set, so that
 * a report of a million assets needs 64 KiB. Errors stick: check once, with cp_buf_end. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

enum { CP_BUF_FLUSH_BYTES = 64 * 1024 };

typedef struct cp_buf {
    cp_arena *a;
    char *p;
    size_t n, cap;
    cp_rc (*flush)(void *ctx, cp_bytes piece, cp_err *err); /* NULL: everything stays in p */
    void *ctx;
    const volatile int *stopped; /* not 0: the next flush fails with CP_EINTR; NULL: never */
    cp_rc rc;                    /* of the first failed flush; what is added after it is dropped */
    cp_err err;
    uint64_t total_bytes; /* handed on and still held */
} cp_buf;

cp_buf cp_buf_new(cp_arena *a);
/* Writes to an open file descriptor (not owned). */
cp_buf cp_buf_to_fd(cp_arena *a, int fd);
void cp_buf_add(cp_buf *b, cp_str s);
void cp_buf_add_c(cp_buf *b, const char *s);
void cp_buf_char(cp_buf *b, char c);
void cp_buf_fmt(cp_buf *b, const char *fmt, ...) CP_PRINTF(2, 3);
cp_str cp_buf_str(const cp_buf *b); /* what is held; valid until the next addition */
/* Hands on what is left; the first error of all. */
CP_MUST_CHECK cp_rc cp_buf_end(cp_buf *b, cp_err *err);
