/* SPDX-License-Identifier: Apache-2.0 */
/* deflate.c - see deflate.h. */
#include "codec/deflate.h"
#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

enum {
    LEVEL = 9,             /* a page is made once and kept, sent and opened often */
    PIECE_BYTES = 3 * 8192 /* base64 takes three at a time */
};

struct cp_packer {
    z_stream z;
    cp_buf in, *out;
    uint8_t piece[PIECE_BYTES];
};

void cp_base64(cp_bytes b, cp_buf *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < b.n; i += 3) {
        size_t left = b.n - i;
        uint32_t v = (uint32_t)b.p[i] << 16 | (left > 1 ? (uint32_t)b.p[i + 1] << 8 : 0) |
                     (left > 2 ? b.p[i + 2] : 0);
        const char four[] = { digits[v >> 18], digits[v >> 12 & 63],
                              left > 1 ? digits[v >> 6 & 63] : '=',
                              left > 2 ? digits[v & 63] : '=' };
        cp_buf_add(out, (cp_str){ four, sizeof four });
    }
}

/* Packs what there is; whole pieces go out, the rest of one stays until the end. */
static void pack(cp_packer *p, cp_bytes b, int flush)
{
    bool is_more = true;
    p->z.next_in = (Bytef *)(uintptr_t)b.p;
    p->z.avail_in = (uInt)b.n;
    while (is_more) {
        int rc = deflate(&p->z, flush);
        assert(rc == Z_OK || rc == Z_STREAM_END || rc == Z_BUF_ERROR);
        is_more = p->z.avail_out == 0 && rc != Z_STREAM_END;
        if (p->z.avail_out && flush != Z_FINISH)
            return;
        cp_base64((cp_bytes){ p->piece, PIECE_BYTES - p->z.avail_out }, p->out);
        p->z.next_out = p->piece;
        p->z.avail_out = PIECE_BYTES;
    }
}

/* A buffer hands on at most what it was given at once: far below 4 GiB, but nobody promises it. */
static cp_rc take(void *ctx, cp_bytes piece, cp_err *err)
{
    cp_packer *p = ctx;
    (void)err;
    while (piece.n) {
        size_t n = piece.n < INT_MAX ? piece.n : INT_MAX;
        pack(p, (cp_bytes){ piece.p, n }, Z_NO_FLUSH);
        piece = (cp_bytes){ piece.p + n, piece.n - n };
    }
    return CP_OK;
}

static void end(void *z) { (void)deflateEnd(z); }

cp_packer *cp_packer_new(cp_arena *a, cp_buf *out)
{
    cp_packer *p = CP_NEW(a, cp_packer);
    p->out = out;
    p->in = (cp_buf){ .a = a, .flush = take, .ctx = p };
    if (deflateInit2(&p->z, LEVEL, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        abort(); /* only for want of memory */
    cp_arena_defer(a, end, &p->z);
    return p;
}

cp_buf *cp_packer_begin(cp_packer *p)
{
    (void)deflateReset(&p->z);
    p->z.next_out = p->piece;
    p->z.avail_out = PIECE_BYTES;
    p->in.n = 0;
    p->in.total_bytes = 0;
    return &p->in;
}

void cp_packer_end(cp_packer *p)
{
    cp_rc rc = cp_buf_end(&p->in, NULL);
    assert(rc == CP_OK);
    pack(p, (cp_bytes){ NULL, 0 }, Z_FINISH);
}
