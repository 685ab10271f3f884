/* SPDX-License-Identifier: Apache-2.0 */
/* buf.c - see buf.h. */
#include "base/buf.h"
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/str.h"

cp_buf cp_buf_new(cp_arena *a) { return (cp_buf){ .a = a }; }

static cp_rc write_all(void *ctx, cp_bytes piece, cp_err *err)
{
    int fd = (int)(intptr_t)ctx;
    while (piece.n) {
        ssize_t w = write(fd, piece.p, piece.n);
        if (w < 0 && errno == EINTR)
            continue;
        if (w < 0)
            return cp_fail_errno(err, errno, "cannot write");
        piece.p += w;
        piece.n -= (size_t)w;
    }
    return CP_OK;
}

cp_buf cp_buf_to_fd(cp_arena *a, int fd)
{
    return (cp_buf){ .a = a, .flush = write_all, .ctx = (void *)(intptr_t)fd };
}

static void flush(cp_buf *b)
{
    if (b->rc == CP_OK && b->stopped && *b->stopped)
        b->rc = cp_fail(&b->err, CP_EINTR, CP_NO_OFF, "interrupted");
    if (b->rc == CP_OK && b->n)
        b->rc = b->flush(b->ctx, (cp_bytes){ (uint8_t *)b->p, b->n }, &b->err);
    b->n = 0;
}

void cp_buf_add(cp_buf *b, cp_str s)
{
    if (s.n > b->cap - b->n) {
        size_t cap = b->cap ? b->cap : 1024;
        while (cap < b->n + s.n)
            cap *= 2;
        b->p = cp_arena_grow(b->a, b->p, b->cap, cap);
        b->cap = cap;
    }
    if (s.n)
        memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
    b->total_bytes += s.n;
    if (b->flush && b->n >= CP_BUF_FLUSH_BYTES)
        flush(b);
}

void cp_buf_add_c(cp_buf *b, const char *s) { cp_buf_add(b, cp_str_c(s)); }
void cp_buf_char(cp_buf *b, char c) { cp_buf_add(b, (cp_str){ &c, 1 }); }

void cp_buf_fmt(cp_buf *b, const char *fmt, ...)
{
    char small[256];
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = cp_vformat(small, sizeof small, fmt, ap);
    if (n >= 0 && (size_t)n < sizeof small) {
        cp_buf_add(b, (cp_str){ small, (size_t)n });
    } else if (n >= 0) {
        cp_arena_mark mark = cp_arena_here(b->a);
        cp_str s = cp_str_vfmt(b->a, fmt, again);
        bool fits = s.n <= b->cap - b->n;
        cp_buf_add(b, s);
        if (fits)
            cp_arena_back(b->a, mark);
    }
    va_end(again);
    va_end(ap);
}

cp_str cp_buf_str(const cp_buf *b) { return (cp_str){ b->p ? b->p : "", b->n }; }

cp_rc cp_buf_end(cp_buf *b, cp_err *err)
{
    if (b->flush)
        flush(b);
    if (b->rc != CP_OK && err)
        *err = b->err;
    return b->rc;
}
