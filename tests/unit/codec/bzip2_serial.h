/* SPDX-License-Identifier: Apache-2.0 */
/* bzip2_serial.h - what libbz2 makes of an input, stream by stream, and what bzip2.h does, in any
 * pieces and by any number of threads; of the test and the fuzz target. */
#pragma once
#include <bzlib.h>
#include <stdlib.h>
#include "codec/bzip2.h"

typedef struct bzip2_got {
    cp_str text; /* what came before the end or the fault */
    bool is_bad, is_complete;
    uint64_t off; /* of the fault */
} bzip2_got;

enum { BZIP2_TEXT_MAX = 64 * 1024 * 1024 }; /* more is not looked at */

static __attribute__((unused)) cp_bytes bzip2_pack(cp_arena *a, cp_bytes plain, int level,
                                                   size_t flush_each)
{
    size_t cap = plain.n + plain.n / 50 + 1000 + (flush_each ? plain.n / flush_each * 200 : 0);
    char *out = cp_arena_alloc(a, cap);
    bz_stream s = { .next_out = out, .avail_out = (unsigned)cap };
    if (BZ2_bzCompressInit(&s, level, 0, 0) != BZ_OK)
        abort();
    for (size_t at = 0; flush_each && at + flush_each < plain.n; at += flush_each) {
        s.next_in = (char *)(uintptr_t)plain.p + at;
        s.avail_in = (unsigned)flush_each;
        if (BZ2_bzCompress(&s, BZ_FLUSH) != BZ_RUN_OK)
            abort();
    }
    size_t done = flush_each && plain.n ? (plain.n - 1) / flush_each * flush_each : 0;
    s.next_in = plain.n ? (char *)(uintptr_t)plain.p + done : NULL;
    s.avail_in = (unsigned)(plain.n - done);
    if (BZ2_bzCompress(&s, BZ_FINISH) != BZ_STREAM_END)
        abort();
    (void)BZ2_bzCompressEnd(&s);
    return (cp_bytes){ (uint8_t *)out, (size_t)(s.next_out - out) };
}

/* One stream from `at` on. */
static bool bzip2_serial_stream(cp_bytes in, size_t *at, cp_buf *b, bool *is_end)
{
    enum { OUT = 64 * 1024 };
    static char out[OUT];
    bz_stream s = { .next_in = (char *)(uintptr_t)in.p + *at, .avail_in = (unsigned)(in.n - *at) };
    int rc = BZ2_bzDecompressInit(&s, 0, 0);
    for (unsigned made = 1; rc == BZ_OK && (s.avail_in || made) && b->n < BZIP2_TEXT_MAX;) {
        s.next_out = out;
        s.avail_out = OUT;
        rc = BZ2_bzDecompress(&s);
        made = OUT - s.avail_out;
        cp_buf_add(b, (cp_str){ out, made });
    }
    *at = in.n - s.avail_in;
    (void)BZ2_bzDecompressEnd(&s);
    *is_end = rc == BZ_STREAM_END;
    return rc == BZ_OK || rc == BZ_STREAM_END;
}

static bzip2_got bzip2_serial(cp_arena *a, cp_bytes in)
{
    cp_buf b = cp_buf_new(a);
    bzip2_got g = { .is_complete = false };
    size_t at = 0;
    while (at < in.n && !g.is_bad) {
        if (g.is_complete && in.p[at] == 0) { /* behind the last */
            while (at < in.n && in.p[at] == 0)
                at++;
            g.is_bad = at < in.n;
            break;
        }
        g.is_bad = !bzip2_serial_stream(in, &at, &b, &g.is_complete);
    }
    g.is_complete = g.is_complete && !g.is_bad;
    g.off = g.is_bad ? at : 0;
    g.text = cp_buf_str(&b);
    return g;
}

static bzip2_got bzip2_ours(cp_arena *a, cp_bytes in, uint32_t n_threads, size_t in_n, size_t out_n)
{
    cp_arena *own = cp_arena_new(0);
    cp_bzip2 *z = cp_bzip2_new(own, n_threads);
    cp_buf b = cp_buf_new(a);
    uint8_t *out = malloc(out_n);
    bzip2_got g = { .is_bad = false };
    cp_err err;
    bool is_end = false;
    for (size_t at = 0, got = 0; !g.is_bad && !is_end && b.n < BZIP2_TEXT_MAX;) {
        size_t n = in.n - at < in_n ? in.n - at : in_n;
        uint8_t *copy = malloc(n ? n : 1); /* nothing behind it may be looked at */
        if (n)
            memcpy(copy, in.p + at, n);
        cp_bytes piece = { copy, n };
        g.is_bad = cp_bzip2_step(z, &piece, out, out_n, &got, &err) != CP_OK;
        at += n - piece.n;
        free(copy);
        cp_buf_add(&b, (cp_str){ (char *)out, got });
        is_end = !n && !got;
    }
    g.is_complete = !g.is_bad && cp_bzip2_is_end(z);
    g.off = g.is_bad ? err.off_bytes : 0;
    g.text = cp_buf_str(&b);
    free(out);
    cp_arena_free(own);
    return g;
}

/* Where a block ends in four equal bytes, without the number of more, libbz2 keeps back what it
 * made of it in the same call: less comes out. */
static inline bool bzip2_same(const bzip2_got *serial, const bzip2_got *y)
{
    if (serial->text.n >= BZIP2_TEXT_MAX && y->text.n >= BZIP2_TEXT_MAX)
        return !memcmp(serial->text.p, y->text.p, BZIP2_TEXT_MAX);
    if (serial->is_bad != y->is_bad || serial->is_complete != y->is_complete ||
        serial->off != y->off)
        return false;
    return cp_str_eq(serial->text, y->text) ||
           (y->is_bad && y->text.n > serial->text.n && cp_str_starts(y->text, serial->text));
}
