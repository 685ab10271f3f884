/* SPDX-License-Identifier: Apache-2.0 */
/* inflate.c - see inflate.h. zlib, libzstd, liblzma and bzip2.h, each behind one function that
 * makes a step:
 *
 *     step: [input] -> engine -> [output]      until the output is full or the input is used up
 *
 * A fault that comes after some output of the same call is kept and told by the next call, so that
 * what was good before it is not lost. */
#include "codec/inflate.h"
#include <limits.h>
#include <lzma.h>
#include <sched.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>
#include "codec/bzip2.h"

enum {
    ZSTD_WINDOW_LOG_MAX = 27, /* 128 MiB: what zstd itself accepts without --long */
    XZ_MIB_MAX = 128,         /* xz -9 asks for 65 */
    XZ_PADDING_BYTES = 4,     /* zeros behind a stream come by so many (.xz 1.1, 2.2) */
};

struct cp_inflate {
    cp_compression kind;
    z_stream gzip;
    cp_bzip2 *bzip2;
    lzma_stream xz;
    uint32_t n_zeros; /* behind a stream of xz */
    ZSTD_DStream *zstd;
    uint64_t in_bytes, out_bytes, out_bytes_max;
    bool is_member_end; /* between members, or behind the last */
    bool is_padding;    /* zeros behind the last member, as tapes leave them */
    uint8_t magic[4];   /* of the zstd frame that begins */
    uint32_t magic_n;
    bool is_pending; /* the output was full: there may be more without input */
    cp_err err;      /* .rc CP_OK: none yet */
};

/* "BZh", the size of blocks, and the magic of a block, or of the end where there is none: three
 * letters alone also begin words. */
static bool is_bzip2(cp_bytes head)
{
    static const uint8_t block[] = { 0x31, 0x41, 0x59, 0x26, 0x53, 0x59 },
                         end[] = { 0x17, 0x72, 0x45, 0x38, 0x50, 0x90 };
    if (head.n < 10 || memcmp(head.p, "BZh", 3) != 0 || head.p[3] < '1' || head.p[3] > '9')
        return false;
    return memcmp(head.p + 4, block, sizeof block) == 0 || memcmp(head.p + 4, end, sizeof end) == 0;
}

cp_compression cp_compression_of(cp_bytes head)
{
    static const uint8_t xz[] = { 0xfd, '7', 'z', 'X', 'Z', 0 };
    if (head.n >= 2 && head.p[0] == 0x1f && head.p[1] == 0x8b)
        return CP_GZIP;
    if (head.n >= 4 && head.p[0] == 0x28 && head.p[1] == 0xb5 && head.p[2] == 0x2f &&
        head.p[3] == 0xfd)
        return CP_ZSTD;
    if (is_bzip2(head))
        return CP_BZIP2;
    if (head.n >= sizeof xz && memcmp(head.p, xz, sizeof xz) == 0)
        return CP_XZ;
    return CP_PLAIN;
}

const char *cp_compression_name(cp_compression c)
{
    switch (c) {
    case CP_PLAIN: return "";
    case CP_GZIP: return "gzip";
    case CP_ZSTD: return "zstd";
    case CP_BZIP2: return "bzip2";
    case CP_XZ: return "xz";
    }
    return "";
}

bool cp_compression_is_name(cp_str s)
{
    for (int c = CP_PLAIN; c < CP_COMPRESSIONS; c++)
        if (cp_str_eq(s, cp_str_c(cp_compression_name((cp_compression)c))))
            return true;
    return false;
}

static void end_gzip(void *z) { (void)inflateEnd(z); }
static void end_zstd(void *z) { (void)ZSTD_freeDStream(z); }

static void end_xz(void *z) { lzma_end(z); }

/* By one thread: the decoder of liblzma with several of them read memory that was freed where the
 * input was damaged (CVE-2025-31115, before 5.8.1), and where it is is told exactly by this one. */
static void begin_xz(cp_inflate *z)
{
    if (lzma_stream_decoder(&z->xz, (uint64_t)XZ_MIB_MAX << 20, LZMA_TELL_UNSUPPORTED_CHECK) !=
        LZMA_OK)
        abort(); /* only for want of memory */
}

/* Processors that this process may use. */
static uint32_t n_processors(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return n > 1 ? (uint32_t)n : 1;
}

cp_inflate *cp_inflate_new(cp_arena *a, cp_compression c, uint64_t plain_bytes_max)
{
    cp_inflate *z = CP_NEW(a, cp_inflate);
    z->kind = c;
    z->out_bytes_max = plain_bytes_max ? plain_bytes_max : UINT64_MAX;
    if (c == CP_GZIP) {
        if (inflateInit2(&z->gzip, 15 + 16) != Z_OK)
            abort(); /* only for want of memory */
        cp_arena_defer(a, end_gzip, &z->gzip);
    } else if (c == CP_BZIP2) {
        z->bzip2 = cp_bzip2_new(a, n_processors());
    } else if (c == CP_XZ) {
        z->xz = (lzma_stream)LZMA_STREAM_INIT;
        begin_xz(z);
        cp_arena_defer(a, end_xz, &z->xz);
    } else if (c == CP_ZSTD) {
        z->zstd = ZSTD_createDStream();
        if (!z->zstd)
            abort();
        cp_arena_defer(a, end_zstd, z->zstd);
        (void)ZSTD_DCtx_setParameter(z->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG_MAX);
    }
    return z;
}

static void take(cp_inflate *z, cp_bytes *in, size_t n)
{
    if (n)
        *in = (cp_bytes){ in->p + n, in->n - n };
    z->in_bytes += n;
}

/* Zeros behind the last member, to the end. */
static void skip_padding(cp_inflate *z, cp_bytes *in)
{
    size_t n = 0;
    while (n < in->n && in->p[n] == 0)
        n++;
    take(z, in, n);
    if (in->n)
        (void)cp_fail(&z->err, CP_EFORMAT, z->in_bytes,
                      "only zeros may follow the last %s member, got 0x%02x",
                      cp_compression_name(z->kind), in->p[0]);
}

/* Moves *in on and returns how much was written; a fault is in z->err. */
static size_t step_gzip(cp_inflate *z, cp_bytes *in, uint8_t *out, size_t cap)
{
    if (z->is_member_end && in->n) {
        z->is_padding = z->is_padding || in->p[0] == 0;
        (void)inflateReset(&z->gzip);
        z->is_member_end = z->is_padding;
    }
    if (z->is_padding) {
        skip_padding(z, in);
        return 0;
    }
    z->gzip.next_in = (Bytef *)(uintptr_t)in->p;
    z->gzip.avail_in = in->n < UINT_MAX ? (uInt)in->n : UINT_MAX;
    z->gzip.next_out = out;
    z->gzip.avail_out = cap < UINT_MAX ? (uInt)cap : UINT_MAX;
    uInt had = z->gzip.avail_in, room = z->gzip.avail_out;
    int rc = inflate(&z->gzip, Z_NO_FLUSH);
    take(z, in, had - z->gzip.avail_in);
    z->is_member_end = rc == Z_STREAM_END;
    if (rc == Z_MEM_ERROR)
        abort();
    if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR)
        (void)cp_fail(&z->err, CP_EFORMAT, z->in_bytes, "gzip data is damaged: %s",
                      z->gzip.msg ? z->gzip.msg : "a dictionary is asked for");
    return room - z->gzip.avail_out;
}

/* What it holds and did not unpack yet is not counted as taken. */
static size_t step_bzip2(cp_inflate *z, cp_bytes *in, uint8_t *out, size_t cap)
{
    size_t made = 0;
    z->err.rc = cp_bzip2_step(z->bzip2, in, out, cap, &made, &z->err);
    z->in_bytes = cp_bzip2_at(z->bzip2);
    z->is_member_end = cp_bzip2_is_end(z->bzip2);
    return made;
}

/* libzstd also has decoders for what was written before the format was settled, and which of them
 * it takes depends on the pieces. So the magic is read here: a frame, or one that is skipped (RFC
 * 8878, 3.1.1 and 3.1.2). False until it is complete, or if it is neither. */
static bool read_magic(cp_inflate *z, cp_bytes *in)
{
    static const uint8_t frame[] = { 0x28, 0xb5, 0x2f, 0xfd },
                         skipped[] = { 0x50, 0x2a, 0x4d, 0x18 };
    while (z->magic_n < sizeof z->magic && in->n) {
        z->magic[z->magic_n++] = in->p[0];
        z->is_member_end = false;
        take(z, in, 1);
    }
    bool is_skipped = (z->magic[0] & 0xf0) == skipped[0] && !memcmp(z->magic + 1, skipped + 1, 3);
    if (z->magic_n < sizeof z->magic)
        return false;
    if (!is_skipped && memcmp(z->magic, frame, sizeof frame) != 0)
        (void)cp_fail(&z->err, CP_EFORMAT, z->in_bytes,
                      "a zstd frame must begin here, got 0x%02x%02x%02x%02x", z->magic[0],
                      z->magic[1], z->magic[2], z->magic[3]);
    return z->err.rc == CP_OK;
}

static size_t step_zstd(cp_inflate *z, cp_bytes *in, uint8_t *out, size_t cap)
{
    ZSTD_outBuffer to = { out, cap, 0 };
    size_t rc = 0;
    if (z->magic_n < sizeof z->magic) {
        ZSTD_inBuffer magic = { z->magic, sizeof z->magic, 0 };
        if (read_magic(z, in))
            rc = ZSTD_decompressStream(z->zstd, &to, &magic);
    } else {
        ZSTD_inBuffer from = { in->p, in->n, 0 };
        rc = ZSTD_decompressStream(z->zstd, &to, &from);
        take(z, in, from.pos);
        z->is_member_end = rc == 0;
        z->magic_n = rc == 0 ? 0 : z->magic_n;
    }
    if (!ZSTD_isError(rc))
        return to.pos;
    ZSTD_ErrorCode code = ZSTD_getErrorCode(rc);
    if (code == ZSTD_error_memory_allocation)
        abort();
    if (code == ZSTD_error_frameParameter_windowTooLarge)
        (void)cp_fail(&z->err, CP_ELIMIT, z->in_bytes,
                      "zstd frame asks for a window above the limit of %u MiB",
                      1u << (ZSTD_WINDOW_LOG_MAX - 20));
    else
        (void)cp_fail(&z->err, CP_EFORMAT, z->in_bytes, "zstd data is damaged: %s",
                      ZSTD_getErrorString(code));
    return to.pos;
}

/* Behind a stream: zeros, and another one. False: nothing more is there, or it is malformed. */
static bool next_xz(cp_inflate *z, cp_bytes *in)
{
    size_t n = 0;
    while (n < in->n && in->p[n] == 0)
        n++;
    take(z, in, n);
    z->n_zeros = (z->n_zeros + (uint32_t)(n % XZ_PADDING_BYTES)) % XZ_PADDING_BYTES;
    if (!in->n)
        return false;
    if (z->n_zeros) {
        (void)cp_fail(&z->err, CP_EFORMAT, z->in_bytes,
                      "zeros behind a stream of xz must be a multiple of %d", XZ_PADDING_BYTES);
        return false;
    }
    begin_xz(z);
    z->is_member_end = false;
    return true;
}

static void fail_xz(cp_inflate *z, lzma_ret rc)
{
    if (rc == LZMA_MEM_ERROR)
        abort();
    if (rc == LZMA_MEMLIMIT_ERROR)
        (void)cp_fail(&z->err, CP_ELIMIT, z->in_bytes,
                      "xz data needs %llu MiB to be unpacked, above the limit of %d",
                      (unsigned long long)(lzma_memusage(&z->xz) >> 20), XZ_MIB_MAX);
    else
        (void)cp_fail(&z->err, CP_EFORMAT, z->in_bytes, "xz data is damaged: %s",
                      rc == LZMA_FORMAT_ERROR        ? "a stream must begin here"
                      : rc == LZMA_OPTIONS_ERROR     ? "its filters are not known"
                      : rc == LZMA_UNSUPPORTED_CHECK ? "its kind of check is not known"
                                                     : "it is not what was packed");
}

static size_t step_xz(cp_inflate *z, cp_bytes *in, uint8_t *out, size_t cap)
{
    if (z->is_member_end && !next_xz(z, in))
        return 0;
    z->xz.next_in = in->p;
    z->xz.avail_in = in->n;
    z->xz.next_out = out;
    z->xz.avail_out = cap;
    lzma_ret rc = lzma_code(&z->xz, LZMA_RUN);
    take(z, in, in->n - z->xz.avail_in);
    z->is_member_end = rc == LZMA_STREAM_END;
    if (rc != LZMA_OK && rc != LZMA_STREAM_END && rc != LZMA_BUF_ERROR)
        fail_xz(z, rc);
    return cap - z->xz.avail_out;
}

static size_t step_plain(cp_inflate *z, cp_bytes *in, uint8_t *out, size_t cap)
{
    size_t n = in->n < cap ? in->n : cap;
    if (n)
        memcpy(out, in->p, n);
    take(z, in, n);
    z->is_member_end = true;
    return n;
}

static size_t step(cp_inflate *z, cp_bytes *in, uint8_t *out, size_t cap)
{
    switch (z->kind) {
    case CP_PLAIN: return step_plain(z, in, out, cap);
    case CP_GZIP: return step_gzip(z, in, out, cap);
    case CP_ZSTD: return step_zstd(z, in, out, cap);
    case CP_BZIP2: return step_bzip2(z, in, out, cap);
    case CP_XZ: return step_xz(z, in, out, cap);
    }
    return 0;
}

/* Both limits; at out_bytes_max one byte more is asked for, to tell a full stream from a bomb. */
static void check_limits(cp_inflate *z)
{
    if (z->out_bytes > z->out_bytes_max)
        (void)cp_fail(&z->err, CP_ELIMIT, z->in_bytes,
                      "the unpacked data is larger than the limit of %llu bytes",
                      (unsigned long long)z->out_bytes_max);
    else if (z->kind != CP_PLAIN && z->out_bytes > CP_INFLATE_FREE_BYTES &&
             z->out_bytes / CP_INFLATE_RATIO_MAX > z->in_bytes)
        (void)cp_fail(&z->err, CP_ELIMIT, z->in_bytes,
                      "%llu bytes unpack to more than %d times as much: taken for a bomb (if it "
                      "is none, unpack it first)",
                      (unsigned long long)z->in_bytes, CP_INFLATE_RATIO_MAX);
}

cp_rc cp_inflate_step(cp_inflate *z, cp_bytes *in, uint8_t *out, size_t out_cap, size_t *out_n,
                      cp_err *err)
{
    size_t n = 0;
    assert(out_cap > 0);
    z->is_pending = z->is_pending || (z->kind == CP_BZIP2 && !in->n); /* all that it holds */
    while (z->err.rc == CP_OK && n < out_cap && (in->n || z->is_pending)) {
        uint8_t spill;
        uint64_t room = z->out_bytes_max - z->out_bytes;
        size_t cap = out_cap - n < room ? out_cap - n : (size_t)room;
        size_t had = in->n, made = step(z, in, cap ? out + n : &spill, cap ? cap : 1);
        z->out_bytes += made;
        check_limits(z);
        n += cap ? made : 0;
        z->is_pending = made == (cap ? cap : 1) && !z->is_member_end;
        if (made == 0 && in->n && in->n == had && z->err.rc == CP_OK)
            (void)cp_fail(&z->err, CP_EFORMAT, z->in_bytes, "the packed data leads nowhere");
    }
    if (n == 0 && z->err.rc != CP_OK) {
        if (err)
            *err = z->err;
        return z->err.rc;
    }
    *out_n = n;
    return CP_OK;
}

bool cp_inflate_is_complete(const cp_inflate *z)
{
    return z->err.rc == CP_OK && z->n_zeros == 0 && (z->is_member_end || z->kind == CP_PLAIN);
}

static size_t inflate_as(int window_bits, cp_bytes in, uint8_t *out, size_t cap)
{
    z_stream z = { .next_in = (Bytef *)(uintptr_t)in.p,
                   .avail_in = in.n < UINT_MAX ? (uInt)in.n : UINT_MAX,
                   .next_out = out,
                   .avail_out = cap < UINT_MAX ? (uInt)cap : UINT_MAX };
    uInt room = z.avail_out;
    if (inflateInit2(&z, window_bits) != Z_OK)
        abort(); /* only for want of memory */
    (void)inflate(&z, Z_SYNC_FLUSH);
    (void)inflateEnd(&z);
    return room - z.avail_out;
}

/* What servers call deflate is bare as often as it has the head of zlib (RFC 9110, 8.4.1.2). */
size_t cp_inflate_front(cp_bytes in, uint8_t *out, size_t cap)
{
    size_t n = in.n && cap ? inflate_as(15 + 32, in, out, cap) : 0;
    return n || !in.n || !cap ? n : inflate_as(-15, in, out, cap);
}
