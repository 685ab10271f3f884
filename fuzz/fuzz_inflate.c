/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_inflate.c - whatever the stream says, no more than the limit comes out of it, the pieces in
 * which it is given and taken do not matter, and what zlib, libzstd, libbz2 and liblzma
 * pack is unpacked.
 *
 * Input: [kind, sizes of pieces][stream] */
#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>
#include "codec/inflate.h"
#include "fuzz.h"

enum { LIMIT = 200000, OUT_MAX = 4096 };

typedef struct result {
    cp_str text;
    cp_rc rc;
    bool complete;
    cp_err err;
} result;

static result unpack(cp_arena *a, cp_compression c, cp_bytes in, size_t in_max, size_t out_max)
{
    cp_inflate *z = cp_inflate_new(a, c, LIMIT);
    cp_buf b = cp_buf_new(a);
    uint8_t out[OUT_MAX];
    result r = { .rc = CP_OK };
    for (size_t at = 0; r.rc == CP_OK;) {
        size_t n = in.n - at < in_max ? in.n - at : in_max, got = 0;
        cp_bytes piece = { in.p + at, n };
        r.rc = cp_inflate_step(z, &piece, out, out_max, &got, &r.err);
        MUST(piece.n <= n && got <= out_max && (got || !piece.n || r.rc != CP_OK));
        at += n - piece.n;
        if (r.rc == CP_OK)
            cp_buf_add(&b, (cp_str){ (char *)out, got });
        if (got == 0 && n == 0)
            break;
    }
    r.complete = cp_inflate_is_complete(z);
    r.text = cp_buf_str(&b);
    MUST(r.text.n <= LIMIT);
    MUST(r.rc == CP_OK ||
         ((r.rc == CP_EFORMAT || r.rc == CP_ELIMIT) && r.err.off_bytes <= in.n && !r.complete));
    return r;
}

static cp_bytes gzip(cp_arena *a, cp_bytes plain)
{
    z_stream z = { 0 };
    uLong cap = compressBound(plain.n) + 64;
    uint8_t *out = cp_arena_alloc(a, cap);
    MUST(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    z.next_in = (Bytef *)(uintptr_t)plain.p;
    z.avail_in = (uInt)plain.n;
    z.next_out = out;
    z.avail_out = (uInt)cap;
    MUST(deflate(&z, Z_FINISH) == Z_STREAM_END);
    (void)deflateEnd(&z);
    return (cp_bytes){ out, z.total_out };
}

static cp_bytes zstd(cp_arena *a, cp_bytes plain)
{
    size_t cap = ZSTD_compressBound(plain.n);
    uint8_t *out = cp_arena_alloc(a, cap);
    size_t n = ZSTD_compress(out, cap, plain.p, plain.n, 3);
    MUST(!ZSTD_isError(n));
    return (cp_bytes){ out, n };
}

static cp_bytes bzip2(cp_arena *a, cp_bytes plain)
{
    unsigned cap = (unsigned)(plain.n + plain.n / 100 + 600);
    char *out = cp_arena_alloc(a, cap);
    MUST(BZ2_bzBuffToBuffCompress(out, &cap, (char *)(uintptr_t)plain.p, (unsigned)plain.n, 1, 0,
                                  0) == BZ_OK);
    return (cp_bytes){ (uint8_t *)out, cap };
}

static cp_bytes xz(cp_arena *a, cp_bytes plain)
{
    size_t cap = lzma_stream_buffer_bound(plain.n), n = 0;
    uint8_t *out = cp_arena_alloc(a, cap);
    MUST(lzma_easy_buffer_encode(0, LZMA_CHECK_CRC32, NULL, plain.p, plain.n, out, &n, cap) ==
         LZMA_OK);
    return (cp_bytes){ out, n };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3 || size > LIMIT)
        return 0;
    cp_arena *a = cp_arena_new(0);
    cp_compression c = (cp_compression)(data[0] % CP_COMPRESSIONS);
    size_t in_max = 1 + data[1], out_max = 1 + data[2] * 16;
    cp_bytes in = { data + 3, size - 3 };
    result whole = unpack(a, c, in, SIZE_MAX, OUT_MAX), pieces = unpack(a, c, in, in_max, out_max);
    MUST(whole.rc == pieces.rc && whole.complete == pieces.complete);
    /* how much comes before a fault may differ, what comes may not */
    if (whole.rc == CP_OK)
        MUST(cp_str_eq(whole.text, pieces.text));
    else
        MUST(cp_str_starts(whole.text, pieces.text) || cp_str_starts(pieces.text, whole.text));
    result back = unpack(a, CP_GZIP, gzip(a, in), in_max, out_max);
    MUST(back.rc == CP_OK && back.complete && cp_str_eq(back.text, cp_str_of_bytes(in)));
    back = unpack(a, CP_ZSTD, zstd(a, in), in_max, out_max);
    MUST(back.rc == CP_OK && back.complete && cp_str_eq(back.text, cp_str_of_bytes(in)));
    back = unpack(a, CP_XZ, xz(a, in), in_max, out_max);
    MUST(back.rc == CP_OK && back.complete && cp_str_eq(back.text, cp_str_of_bytes(in)));
    back = unpack(a, CP_BZIP2, bzip2(a, in), in_max, out_max);
    MUST(back.rc == CP_OK && back.complete && cp_str_eq(back.text, cp_str_of_bytes(in)));
    cp_arena_free(a);
    return 0;
}
