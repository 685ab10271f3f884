/* SPDX-License-Identifier: Apache-2.0 */
/* test_inflate.c - streams in any pieces, cut off at every byte, damaged, concatenated, and
 * bombs. */
#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>
#include "codec/inflate.h"
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))

static cp_bytes gzip(cp_arena *a, cp_str plain)
{
    z_stream z = { 0 };
    uint8_t *out = cp_arena_alloc(a, plain.n + 100);
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    z.next_in = (Bytef *)(uintptr_t)plain.p;
    z.avail_in = (uInt)plain.n;
    z.next_out = out;
    z.avail_out = (uInt)plain.n + 100;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        abort();
    (void)deflateEnd(&z);
    return (cp_bytes){ out, z.total_out };
}

static cp_bytes zstd(cp_arena *a, cp_str plain)
{
    size_t cap = ZSTD_compressBound(plain.n);
    uint8_t *out = cp_arena_alloc(a, cap);
    size_t n = ZSTD_compress(out, cap, plain.p, plain.n, 3);
    if (ZSTD_isError(n))
        abort();
    return (cp_bytes){ out, n };
}

static cp_bytes bzip2(cp_arena *a, cp_str plain)
{
    unsigned cap = (unsigned)(plain.n + plain.n / 100 + 600);
    char *out = cp_arena_alloc(a, cap);
    if (BZ2_bzBuffToBuffCompress(out, &cap, (char *)(uintptr_t)plain.p, (unsigned)plain.n, 1, 0,
                                 0) != BZ_OK)
        abort();
    return (cp_bytes){ (uint8_t *)out, cap };
}

/* With a check of each kind; dict_bytes: that are asked for to unpack it. */
static cp_bytes xz_of(cp_arena *a, cp_str plain, lzma_check check, uint32_t dict_bytes)
{
    size_t cap = lzma_stream_buffer_bound(plain.n), n = 0;
    uint8_t *out = cp_arena_alloc(a, cap);
    lzma_options_lzma lzma;
    lzma_filter filters[] = { { LZMA_FILTER_LZMA2, &lzma }, { LZMA_VLI_UNKNOWN, NULL } };
    if (lzma_lzma_preset(&lzma, 0))
        abort();
    lzma.dict_size = dict_bytes;
    if (lzma_stream_buffer_encode(filters, check, NULL, (const uint8_t *)plain.p, plain.n, out, &n,
                                  cap) != LZMA_OK)
        abort();
    return (cp_bytes){ out, n };
}

static cp_bytes xz(cp_arena *a, cp_str plain) { return xz_of(a, plain, LZMA_CHECK_CRC32, 65536); }

static cp_bytes packed_as(cp_arena *a, int c, cp_str plain)
{
    return c == CP_GZIP    ? gzip(a, plain)
           : c == CP_ZSTD  ? zstd(a, plain)
           : c == CP_BZIP2 ? bzip2(a, plain)
           : c == CP_XZ    ? xz(a, plain)
                           : cp_bytes_of_str(plain);
}

static cp_bytes joined(cp_arena *a, cp_bytes x, cp_bytes y)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add(&b, cp_str_of_bytes(x));
    cp_buf_add(&b, cp_str_of_bytes(y));
    return cp_bytes_of_str(cp_buf_str(&b));
}

typedef struct unpacked {
    cp_str text; /* what came before the end or the fault */
    cp_rc rc;
    bool complete;
    cp_err err;
} unpacked;

/* Input in pieces of in_n, output in pieces of out_n bytes. */
static unpacked unpack(cp_arena *a, cp_compression c, cp_bytes in, uint64_t max, size_t in_n,
                       size_t out_n)
{
    cp_arena *scratch = cp_arena_new(0);
    cp_inflate *z = cp_inflate_new(scratch, c, max);
    cp_buf b = cp_buf_new(a);
    uint8_t *out = malloc(out_n);
    unpacked u = { .rc = CP_OK };
    for (size_t at = 0; u.rc == CP_OK;) {
        size_t n = in.n - at < in_n ? in.n - at : in_n, got = 0;
        uint8_t *copy = malloc(n ? n : 1);
        if (n)
            memcpy(copy, in.p + at, n);
        cp_bytes piece = { copy, n };
        u.rc = cp_inflate_step(z, &piece, out, out_n, &got, &u.err);
        at += n - piece.n;
        free(copy);
        if (u.rc == CP_OK)
            cp_buf_add(&b, (cp_str){ (char *)out, got });
        if (got == 0 && n == 0)
            break;
    }
    u.complete = cp_inflate_is_complete(z);
    u.text = cp_buf_str(&b);
    free(out);
    cp_arena_free(scratch);
    return u;
}

static cp_str sample(cp_arena *a)
{
    cp_buf b = cp_buf_new(a);
    cp_rand r = { 7 };
    for (int i = 0; i < 200; i++)
        cp_buf_fmt(&b, "row %d,%u,the same text again\n", i, cp_rand_below(&r, 1000));
    return cp_buf_str(&b);
}

static void test_pieces(cp_arena *a)
{
    static const size_t sizes[] = { 1, 2, 7, 100, 65536 };
    cp_str plain = sample(a);
    cp_bytes packed[] = { cp_bytes_of_str(plain), gzip(a, plain), zstd(a, plain), bzip2(a, plain),
                          xz(a, plain) };
    for (int c = CP_PLAIN; c < CP_COMPRESSIONS; c++)
        for (size_t i = 0; i < N(sizes) * N(sizes); i++) {
            unpacked u = unpack(a, (cp_compression)c, packed[c], 0, sizes[i % N(sizes)],
                                sizes[i / N(sizes)]);
            ok(u.rc == CP_OK && u.complete && cp_str_eq(u.text, plain),
               "%s%s in %zu, out %zu bytes", c ? "" : "plain",
               cp_compression_name((cp_compression)c), sizes[i % N(sizes)], sizes[i / N(sizes)]);
        }
    cp_bytes empty[] = { gzip(a, CP_STR("")), zstd(a, CP_STR("")), bzip2(a, CP_STR("")),
                         xz(a, CP_STR("")) };
    for (int i = 0; i < 4; i++) {
        cp_compression c = (cp_compression)(CP_GZIP + i);
        unpacked u = unpack(a, c, empty[i], 0, 9, 9);
        ok(u.rc == CP_OK && u.complete && u.text.n == 0, "nothing, packed");
        ok(cp_compression_of(empty[i]) == c, "is known by its first bytes");
    }
    is_int(cp_compression_of(cp_bytes_of_str(plain)), CP_PLAIN, "text is not packed");
    is_int(cp_compression_of((cp_bytes){ empty[1].p, 3 }), CP_PLAIN,
           "three bytes are too few to tell");
    is_int(cp_compression_of((cp_bytes){ NULL, 0 }), CP_PLAIN, "none too");
}

static void test_truncated(cp_arena *a)
{
    cp_str plain = cp_str_slice(sample(a), 0, 900);
    for (int c = CP_GZIP; c < CP_COMPRESSIONS; c++) {
        cp_bytes whole = packed_as(a, c, plain);
        uint32_t wrong = 0;
        for (size_t n = 0; n < whole.n; n++) {
            unpacked u = unpack(a, (cp_compression)c, (cp_bytes){ whole.p, n }, 0, 64, 64);
            wrong += u.rc != CP_OK || u.complete || !cp_str_starts(plain, u.text);
        }
        is_uint(wrong, 0, "%s cut off at %zu bytes: never complete, what came is right",
                cp_compression_name((cp_compression)c), whole.n);
    }
}

/* Any one byte changed: an error or, rarely, the same text (unused header fields); never a
 * crash. */
static void test_damaged(cp_arena *a)
{
    cp_str plain = cp_str_slice(sample(a), 0, 900);
    for (int c = CP_GZIP; c < CP_COMPRESSIONS; c++) {
        cp_bytes whole = packed_as(a, c, plain);
        uint32_t refused = 0, other = 0;
        for (size_t n = 0; n < whole.n; n++) {
            uint8_t *p = cp_arena_dup(a, whole.p, whole.n);
            p[n] ^= 0x55;
            unpacked u = unpack(a, (cp_compression)c, (cp_bytes){ p, whole.n }, 100000, 64, 64);
            refused += u.rc != CP_OK || !u.complete;
            other += u.rc != CP_OK && u.rc != CP_EFORMAT && u.rc != CP_ELIMIT;
            other += u.rc != CP_OK && u.err.off_bytes > whole.n;
        }
        is_uint(other, 0, "damaged %s is malformed or too large, at a byte of it",
                cp_compression_name((cp_compression)c));
        ok(refused > whole.n / 2, "%u of %zu damages are noticed", refused, whole.n);
    }
}

typedef struct member_row {
    const char *name, *want;
    cp_compression c;
    cp_bytes in;
    cp_rc rc;
    bool complete;
} member_row;

static void check_members(const member_row *rows, size_t n)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < n; i++)
        for (size_t in_n = 1; in_n <= 64; in_n *= 8) {
            unpacked u = unpack(a, rows[i].c, rows[i].in, 0, in_n, 64);
            is_int(u.rc, rows[i].rc, "%s, in pieces of %zu", rows[i].name, in_n);
            is_int(u.complete, rows[i].complete, "%s: complete?", rows[i].name);
            is_cstr(u.text, rows[i].want, "%s: the text", rows[i].name);
        }
    cp_arena_free(a);
}

static void test_members(cp_arena *a)
{
    cp_bytes one = gzip(a, CP_STR("one ")), two = gzip(a, CP_STR("two")),
             both = joined(a, one, two);
    cp_bytes zone = zstd(a, CP_STR("one ")), ztwo = zstd(a, CP_STR("two")),
             zboth = joined(a, zone, ztwo);
    cp_bytes bone = bzip2(a, CP_STR("one ")), btwo = bzip2(a, CP_STR("two")),
             bboth = joined(a, bone, btwo);
    cp_bytes zeros = { (const uint8_t *)"\0\0\0\0\0", 5 }, junk = { (const uint8_t *)"\0\0x", 3 };
    cp_bytes skip = { (const uint8_t *)"\x50\x2a\x4d\x18\3\0\0\0abc", 11 };
    cp_bytes legacy = { (const uint8_t *)"\x25\xb5\x2f\xfd\x04\0\0\0\0", 9 };
    const member_row rows[] = {
        { "two gzip members", "one two", CP_GZIP, both, CP_OK, true },
        { "the second cut off", "one ", CP_GZIP, { both.p, one.n + 10 }, CP_OK, false },
        { "cut off in the second magic", "one ", CP_GZIP, { both.p, one.n + 1 }, CP_OK, false },
        { "zeros behind the last", "one ", CP_GZIP, joined(a, one, zeros), CP_OK, true },
        { "more than zeros behind the last", "one ", CP_GZIP, joined(a, one, junk), CP_EFORMAT,
          false },
        { "a member behind zeros", "one ", CP_GZIP, joined(a, joined(a, one, zeros), two),
          CP_EFORMAT, false },
        { "something else behind the last", "one ", CP_GZIP, joined(a, one, skip), CP_EFORMAT,
          false },
        { "two zstd frames", "one two", CP_ZSTD, zboth, CP_OK, true },
        { "a skippable frame between", "one two", CP_ZSTD, joined(a, joined(a, zone, skip), ztwo),
          CP_OK, true },
        { "a skippable frame alone", "", CP_ZSTD, skip, CP_OK, true },
        { "junk behind a zstd frame", "one ", CP_ZSTD, joined(a, zone, joined(a, junk, junk)),
          CP_EFORMAT, false },
        { "too little behind a zstd frame to say", "one ", CP_ZSTD, joined(a, zone, junk), CP_OK,
          false },
        { "a frame of zstd before its format was settled", "", CP_ZSTD, legacy, CP_EFORMAT, false },
        { "two bzip2 streams", "one two", CP_BZIP2, bboth, CP_OK, true },
        { "the second bzip2 stream cut off",
          "one ",
          CP_BZIP2,
          { bboth.p, bone.n + 20 },
          CP_OK,
          false },
        { "zeros behind bzip2", "one ", CP_BZIP2, joined(a, bone, zeros), CP_OK, true },
        { "more than zeros behind bzip2", "one ", CP_BZIP2, joined(a, bone, junk), CP_EFORMAT,
          false },
        { "gzip behind bzip2", "one ", CP_BZIP2, joined(a, bone, two), CP_EFORMAT, false },
        { "bzip2 that is gzip", "", CP_BZIP2, one, CP_EFORMAT, false },
        { "gzip that is zstd", "", CP_GZIP, zone, CP_EFORMAT, false },
        { "zstd that is gzip", "", CP_ZSTD, one, CP_EFORMAT, false },
        { "nothing", "", CP_GZIP, { NULL, 0 }, CP_OK, false },
        { "nothing", "", CP_ZSTD, { NULL, 0 }, CP_OK, false },
        { "nothing", "", CP_BZIP2, { NULL, 0 }, CP_OK, false },
    };
    check_members(rows, N(rows));
}

static void test_members_of_xz(cp_arena *a)
{
    cp_bytes xone = xz(a, CP_STR("one ")), xtwo = xz(a, CP_STR("two")),
             one = gzip(a, CP_STR("one "));
    cp_bytes four = { (const uint8_t *)"\0\0\0\0", 4 }, three = { four.p, 3 };
    const member_row rows[] = {
        { "two xz streams", "one two", CP_XZ, joined(a, xone, xtwo), CP_OK, true },
        { "zeros between", "one two", CP_XZ, joined(a, joined(a, xone, four), xtwo), CP_OK, true },
        { "zeros behind xz", "one ", CP_XZ, joined(a, joined(a, xone, four), four), CP_OK, true },
        { "three zeros behind xz", "one ", CP_XZ, joined(a, xone, three), CP_OK, false },
        { "seven zeros between", "one ", CP_XZ,
          joined(a, joined(a, joined(a, xone, four), three), xtwo), CP_EFORMAT, false },
        { "more than zeros behind xz", "one ", CP_XZ, joined(a, joined(a, xone, four), one),
          CP_EFORMAT, false },
        { "the second xz stream cut off", "one ", CP_XZ, joined(a, xone, (cp_bytes){ xtwo.p, 11 }),
          CP_OK, false },
        { "xz that is gzip", "", CP_XZ, one, CP_EFORMAT, false },
        { "gzip that is xz", "", CP_GZIP, xone, CP_EFORMAT, false },
        { "nothing", "", CP_XZ, { NULL, 0 }, CP_OK, false },
    };
    check_members(rows, N(rows));
}

static void test_limits(cp_arena *a)
{
    cp_str plain = sample(a);
    for (int c = CP_PLAIN; c < CP_COMPRESSIONS; c++) {
        cp_bytes in = packed_as(a, c, plain);
        const char *name = c ? cp_compression_name((cp_compression)c) : "plain";
        for (size_t out_n = 1; out_n <= 10000; out_n *= 100) {
            unpacked u = unpack(a, (cp_compression)c, in, plain.n, 1000, out_n);
            ok(u.rc == CP_OK && u.complete && u.text.n == plain.n, "%s: exactly the limit", name);
            u = unpack(a, (cp_compression)c, in, plain.n - 1, 1000, out_n);
            is_int(u.rc, CP_ELIMIT, "%s: one byte more", name);
            ok(u.text.n == plain.n - 1, "%s: no byte beyond the limit is given", name);
            u = unpack(a, (cp_compression)c, in, 1, 1000, out_n);
            ok(u.rc == CP_ELIMIT && u.text.n == 1 && !u.complete, "%s: a limit of 1", name);
        }
    }
}

/* 300 MiB of zeros in some kilobytes, made and read piece by piece. */
static void test_bomb(cp_arena *a)
{
    enum { MIB = 1 << 20, MIBS = 300 };
    cp_buf packed = cp_buf_new(a);
    uint8_t *zeros = cp_arena_alloc(a, MIB), *out = cp_arena_alloc(a, MIB);
    ZSTD_CStream *s = ZSTD_createCStream();
    for (int i = 0; i < MIBS; i++) {
        ZSTD_inBuffer in = { zeros, MIB, 0 };
        ZSTD_outBuffer to = { out, MIB, 0 };
        (void)ZSTD_compressStream2(s, &to, &in, i + 1 < MIBS ? ZSTD_e_continue : ZSTD_e_end);
        cp_buf_add(&packed, (cp_str){ (char *)out, to.pos });
    }
    ZSTD_freeCStream(s);
    cp_bytes in = cp_bytes_of_str(cp_buf_str(&packed));
    cp_inflate *z = cp_inflate_new(a, CP_ZSTD, 0);
    uint64_t total = 0;
    cp_err err = { 0 };
    cp_rc rc = CP_OK;
    for (size_t got = 1; rc == CP_OK && got; total += rc == CP_OK ? got : 0)
        rc = cp_inflate_step(z, &in, out, MIB, &got, &err);
    is_int(rc, CP_ELIMIT, "%zu bytes for %d MiB are refused", cp_buf_str(&packed).n, MIBS);
    ok(cp_str_has(cp_str_c(err.msg), CP_STR("bomb")), "as a bomb: %s", err.msg);
    ok(total <= (uint64_t)CP_INFLATE_FREE_BYTES + 2 * MIB, "after no more than is free");
    size_t got;
    is_int(cp_inflate_step(z, &in, out, MIB, &got, NULL), CP_ELIMIT, "the fault stays");
}

static void test_xz(cp_arena *a)
{
    static const struct {
        const char *name;
        lzma_check check;
        uint32_t dict_mib;
        cp_rc rc;
    } rows[] = { { "without a check", LZMA_CHECK_NONE, 1, CP_OK },
                 { "CRC-64", LZMA_CHECK_CRC64, 1, CP_OK },
                 { "SHA-256", LZMA_CHECK_SHA256, 1, CP_OK },
                 { "as xz -9", LZMA_CHECK_CRC64, 64, CP_OK },
                 { "a large dictionary", LZMA_CHECK_CRC64, 192, CP_ELIMIT } };
    for (size_t i = 0; i < N(rows); i++) {
        cp_bytes in = xz_of(a, sample(a), rows[i].check, rows[i].dict_mib << 20);
        unpacked u = unpack(a, CP_XZ, in, 0, 100, 1000);
        is_int(u.rc, rows[i].rc, "%s %s", rows[i].name, u.err.msg);
        ok(u.rc != CP_OK || (u.complete && cp_str_eq(u.text, sample(a))), "and its text");
    }
    cp_bytes x = xz(a, sample(a));
    uint8_t *p = (uint8_t *)(uintptr_t)x.p;
    p[7] = 2; /* a kind of check that is not told of; the CRC of the flags behind it */
    uint32_t crc = lzma_crc32(p + 6, 2, 0);
    for (int i = 0; i < 4; i++)
        p[8 + i] = (uint8_t)(crc >> 8 * i);
    unpacked u = unpack(a, CP_XZ, x, 0, 100, 1000);
    is_int(u.rc, CP_EFORMAT, "a check that nobody knows: %s", u.err.msg);
    cp_str zeros = { cp_arena_alloc(a, (size_t)100 << 20), (size_t)100 << 20 };
    u = unpack(a, CP_XZ, xz_of(a, zeros, LZMA_CHECK_NONE, 1 << 20), 0, 100000, 1 << 20);
    ok(u.rc == CP_ELIMIT && cp_str_has(cp_str_c(u.err.msg), CP_STR("bomb")), "a bomb of xz");
}

static void test_window(cp_arena *a)
{
    /* RFC 8878, 3.1.1.1: magic, descriptor without size, window descriptor (exponent << 3) */
    static const struct {
        uint8_t exponent; /* window of 2^(10 + exponent) bytes */
        cp_rc rc;
    } rows[] = { { 17, CP_OK }, { 18, CP_ELIMIT }, { 31, CP_ELIMIT } };
    for (size_t i = 0; i < N(rows); i++) {
        uint8_t frame[] = { 0x28, 0xb5, 0x2f, 0xfd, 0, (uint8_t)(rows[i].exponent << 3), 1, 0, 0 };
        unpacked u = unpack(a, CP_ZSTD, (cp_bytes){ frame, sizeof frame }, 0, 100, 100);
        is_int(u.rc, rows[i].rc, "a window of 2^%d bytes %s", 10 + rows[i].exponent, u.err.msg);
    }
}

int main(void)
{
    void (*const tests[])(cp_arena *) = { test_pieces,  test_truncated,     test_damaged,
                                          test_members, test_limits,        test_bomb,
                                          test_window,  test_members_of_xz, test_xz };
    for (size_t i = 0; i < N(tests); i++) {
        cp_arena *a = cp_arena_new(0);
        tests[i](a);
        cp_arena_free(a);
    }
    return tap_done();
}
