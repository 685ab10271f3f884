/* SPDX-License-Identifier: Apache-2.0 */
/* unzip.c - see unzip.h. Clause numbers are those of APPNOTE.TXT 6.3.10. */
#include "codec/unzip.h"
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

enum {
    LOCAL_SIGN = 0x04034b50,
    CENTRAL_SIGN = 0x02014b50,
    END_SIGN = 0x06054b50,
    END64_SIGN = 0x06064b50,
    LOCATOR64_SIGN = 0x07064b50,
    LOCAL_BYTES = 30,
    CENTRAL_BYTES = 46,
    END_BYTES = 22,
    END64_BYTES = 56,
    LOCATOR64_BYTES = 20,
    COMMENT_MAX = 0xffff,
    EXTRA_ZIP64 = 0x0001,
    STORED = 0,
    DEFLATED = 8,
    FLAG_ENCRYPTED = 1 | 1 << 6 | 1 << 13, /* 4.4.4: also strong, and of the directory */
    IN_BYTES = 128 * 1024,
};

struct cp_unzip {
    cp_arena *a;
    cp_bytes memory;
    int fd; /* -1: memory */
    uint64_t size;
    cp_unzip_entry *v;
    uint32_t n;
};

struct cp_unzip_stream {
    cp_unzip *z;
    const cp_unzip_entry *e;
    z_stream inflate;
    bool is_open; /* inflate holds memory */
    bool is_done;
    uint64_t at, packed_end; /* in the file */
    uint64_t plain_bytes;
    uint32_t crc;
    uint8_t *in;
    cp_err err;
};

bool cp_unzip_is_zip(cp_bytes head)
{
    cp_cur c = cp_cur_of(head);
    return cp_cur_u32le(&c) == LOCAL_SIGN && !c.bad;
}

/* ---- bytes of the archive */

static cp_rc cut_off(cp_err *err, uint64_t off)
{
    return cp_fail(err, CP_ESHORT, off, "the archive is cut off");
}

/* The n bytes at off: borrowed from memory, or read into a. */
static cp_rc take(cp_arena *a, const cp_unzip *z, uint64_t off, size_t n, cp_bytes *out,
                  cp_err *err)
{
    if (off > z->size || n > z->size - off)
        return cut_off(err, z->size);
    if (z->fd < 0) {
        *out = (cp_bytes){ z->memory.p + off, n };
        return CP_OK;
    }
    uint8_t *p = CP_NEW_RAW(a, uint8_t, n);
    for (size_t got = 0; got < n;) {
        ssize_t r = pread(z->fd, p + got, n - got, (off_t)(off + got));
        if (r == 0)
            return cut_off(err, off + got);
        if (r < 0 && errno != EINTR)
            return cp_fail_errno(err, errno, "cannot read");
        got += r > 0 ? (size_t)r : 0;
    }
    *out = (cp_bytes){ p, n };
    return CP_OK;
}

/* ---- the directory */

typedef struct directory {
    uint64_t off, bytes, n;
} directory;

/* 4.3.14 and 4.3.15: where the directory is too large for the end record to tell. */
static cp_rc read_end64(cp_arena *a, const cp_unzip *z, uint64_t end, directory *d, cp_err *err)
{
    cp_bytes b;
    if (end < LOCATOR64_BYTES)
        return cp_fail(err, CP_EFORMAT, end, "the archive has no zip64 locator");
    cp_rc rc = take(a, z, end - LOCATOR64_BYTES, LOCATOR64_BYTES, &b, err);
    if (rc != CP_OK)
        return rc;
    cp_cur c = cp_cur_of(b);
    bool is_there = cp_cur_u32le(&c) == LOCATOR64_SIGN;
    cp_cur_skip(&c, 4);
    uint64_t at = cp_cur_u64le(&c);
    if (!is_there || at > end - LOCATOR64_BYTES)
        return cp_fail(err, CP_EFORMAT, end, "the archive has no zip64 locator");
    if ((rc = take(a, z, at, END64_BYTES, &b, err)) != CP_OK)
        return rc;
    c = cp_cur_of(b);
    if (cp_cur_u32le(&c) != END64_SIGN)
        return cp_fail(err, CP_EFORMAT, at, "the zip64 end record is not where it should be");
    cp_cur_skip(&c, 28);
    d->n = cp_cur_u64le(&c);
    d->bytes = cp_cur_u64le(&c);
    d->off = cp_cur_u64le(&c);
    return CP_OK;
}

static cp_rc read_end_at(cp_arena *a, const cp_unzip *z, cp_bytes tail, uint64_t end, directory *d,
                         cp_err *err)
{
    cp_cur c = cp_cur_of(tail);
    cp_cur_skip(&c, 4);
    unsigned disk = cp_cur_u16le(&c), first_disk = cp_cur_u16le(&c);
    unsigned n_here = cp_cur_u16le(&c);
    d->n = cp_cur_u16le(&c);
    d->bytes = cp_cur_u32le(&c);
    d->off = cp_cur_u32le(&c);
    bool is_64 = d->n == UINT16_MAX || d->bytes == UINT32_MAX || d->off == UINT32_MAX;
    if (!is_64 && (disk || first_disk || n_here != d->n))
        return cp_fail(err, CP_EFORMAT, end, "the archive is one of several parts");
    cp_rc rc = is_64 ? read_end64(a, z, end, d, err) : CP_OK;
    if (rc != CP_OK)
        return rc;
    if (d->off > end || d->bytes > end - d->off)
        return cp_fail(err, CP_EFORMAT, end, "the directory of the archive lies outside of it");
    if (d->n > CP_UNZIP_ENTRIES_MAX || d->bytes > CP_UNZIP_DIRECTORY_BYTES_MAX)
        return cp_fail(err, CP_ELIMIT, end,
                       "the archive has %llu entries, more than the limit of %d",
                       (unsigned long long)d->n, CP_UNZIP_ENTRIES_MAX);
    return CP_OK;
}

/* 4.3.16: the last record whose comment ends within the file. */
static cp_rc find_end(cp_arena *a, const cp_unzip *z, directory *d, cp_err *err)
{
    cp_bytes tail;
    size_t n = z->size < END_BYTES + COMMENT_MAX ? (size_t)z->size : END_BYTES + COMMENT_MAX;
    cp_rc rc = take(a, z, z->size - n, n, &tail, err);
    if (rc != CP_OK)
        return rc;
    for (size_t at = n >= END_BYTES ? n - END_BYTES + 1 : 0; at-- > 0;) {
        cp_cur c = cp_cur_of((cp_bytes){ tail.p + at, n - at });
        if (tail.p[at] != 'P' || cp_cur_u32le(&c) != END_SIGN)
            continue;
        cp_cur_skip(&c, 16);
        if (cp_cur_u16le(&c) <= n - at - END_BYTES)
            return read_end_at(a, z, (cp_bytes){ tail.p + at, n - at }, z->size - n + at, d, err);
    }
    return cp_fail(err, CP_ESHORT, z->size, "the archive is cut off: its directory is missing");
}

/* 4.5.3: what did not fit into 32 bits, in this order. */
static void read_zip64(cp_cur extra, cp_unzip_entry *e)
{
    while (cp_cur_left(&extra) >= 4) {
        unsigned id = cp_cur_u16le(&extra);
        cp_cur x = cp_cur_sub(&extra, cp_cur_u16le(&extra));
        if (id != EXTRA_ZIP64)
            continue;
        if (e->plain_bytes == UINT32_MAX)
            e->plain_bytes = cp_cur_u64le(&x);
        if (e->packed_bytes == UINT32_MAX)
            e->packed_bytes = cp_cur_u64le(&x);
        if (e->off_bytes == UINT32_MAX)
            e->off_bytes = cp_cur_u64le(&x);
        return;
    }
}

/* 4.3.12 */
static cp_rc read_entry(cp_cur *c, const directory *d, cp_unzip_entry *e, cp_err *err)
{
    uint64_t off = d->off + cp_cur_off(c);
    if (cp_cur_u32le(c) != CENTRAL_SIGN)
        return cp_fail(err, CP_EFORMAT, off, "an entry of the archive's directory must begin here");
    cp_cur_skip(c, 4);
    unsigned flags = cp_cur_u16le(c);
    *e = (cp_unzip_entry){ .method = cp_cur_u16le(c), .is_encrypted = flags & FLAG_ENCRYPTED };
    cp_cur_skip(c, 4);
    e->crc = cp_cur_u32le(c);
    e->packed_bytes = cp_cur_u32le(c);
    e->plain_bytes = cp_cur_u32le(c);
    size_t name_n = cp_cur_u16le(c), extra_n = cp_cur_u16le(c), comment_n = cp_cur_u16le(c);
    cp_cur_skip(c, 8);
    e->off_bytes = cp_cur_u32le(c);
    e->name = cp_str_of_bytes(cp_cur_take(c, name_n));
    read_zip64(cp_cur_sub(c, extra_n), e);
    cp_cur_skip(c, comment_n);
    if (c->bad)
        return cp_fail(err, CP_EFORMAT, off, "the archive's directory is shorter than it says");
    if (name_n > CP_UNZIP_NAME_BYTES_MAX)
        return cp_fail(err, CP_ELIMIT, off, "a name of %zu bytes is longer than the limit of %d",
                       name_n, CP_UNZIP_NAME_BYTES_MAX);
    return CP_OK;
}

static int by_place(const void *a, const void *b)
{
    const cp_unzip_entry *x = a, *y = b;
    return (x->off_bytes > y->off_bytes) - (x->off_bytes < y->off_bytes);
}

static bool is_bomb(uint64_t packed, uint64_t plain)
{
    return plain > CP_UNZIP_FREE_BYTES && plain / CP_UNZIP_RATIO_MAX > packed;
}

static cp_rc bomb(cp_err *err, uint64_t packed, uint64_t plain)
{
    return cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                   "%llu bytes unpack to %llu, more than %d times as much: taken for a bomb",
                   (unsigned long long)packed, (unsigned long long)plain, CP_UNZIP_RATIO_MAX);
}

/* No two over one another; and all of them together are no bomb. */
static cp_rc check_places(cp_unzip *z, const directory *d, cp_err *err)
{
    uint64_t plain = 0;
    if (z->n)
        qsort(z->v, z->n, sizeof *z->v, by_place);
    for (uint32_t i = 0; i < z->n; i++) {
        cp_unzip_entry *e = &z->v[i];
        e->end_bytes = i + 1 < z->n ? z->v[i + 1].off_bytes : d->off;
        if (e->end_bytes < e->off_bytes || e->end_bytes - e->off_bytes < LOCAL_BYTES ||
            e->packed_bytes > e->end_bytes - e->off_bytes - LOCAL_BYTES)
            return cp_fail(err, CP_EFORMAT, e->off_bytes,
                           "entries of the archive lie over one another, as in a bomb");
        if (__builtin_add_overflow(plain, e->plain_bytes, &plain))
            plain = UINT64_MAX;
    }
    return is_bomb(z->size, plain) ? bomb(err, z->size, plain) : CP_OK;
}

static cp_rc read_directory(cp_unzip *z, cp_err *err)
{
    directory d = { 0 };
    cp_bytes b;
    cp_arena *scratch = cp_arena_new(0);
    cp_rc rc = find_end(scratch, z, &d, err);
    cp_arena_free(scratch);
    if (rc == CP_OK)
        rc = take(z->a, z, d.off, (size_t)d.bytes, &b, err);
    if (rc != CP_OK)
        return rc;
    if (d.n > d.bytes / CENTRAL_BYTES)
        return cp_fail(err, CP_EFORMAT, d.off, "the archive's directory is shorter than it says");
    cp_cur c = cp_cur_of(b);
    z->v = CP_NEW_ARRAY(z->a, cp_unzip_entry, d.n);
    for (; z->n < d.n; z->n++)
        if ((rc = read_entry(&c, &d, &z->v[z->n], err)) != CP_OK)
            return rc;
    return check_places(z, &d, err);
}

static cp_rc open_archive(cp_arena *a, cp_bytes b, int fd, uint64_t size, cp_unzip **out,
                          cp_err *err)
{
    cp_unzip *z = CP_NEW(a, cp_unzip);
    *z = (cp_unzip){ .a = a, .memory = b, .fd = fd, .size = size };
    cp_rc rc = read_directory(z, err);
    if (rc == CP_OK)
        *out = z;
    return rc;
}

cp_rc cp_unzip_open(cp_arena *a, cp_bytes b, cp_unzip **out, cp_err *err)
{
    return open_archive(a, b, -1, b.n, out, err);
}

cp_rc cp_unzip_open_fd(cp_arena *a, int fd, uint64_t bytes, cp_unzip **out, cp_err *err)
{
    assert(fd >= 0);
    return open_archive(a, (cp_bytes){ NULL, 0 }, fd, bytes, out, err);
}

const cp_unzip_entry *cp_unzip_entries(const cp_unzip *z, uint32_t *n)
{
    *n = z->n;
    return z->v;
}

const cp_unzip_entry *cp_unzip_find(const cp_unzip *z, cp_str name)
{
    for (uint32_t i = 0; i < z->n; i++)
        if (cp_str_eq_nocase(z->v[i].name, name))
            return &z->v[i];
    return NULL;
}

/* ---- one entry */

void cp_unzip_end(cp_unzip_stream *s)
{
    if (s->is_open)
        (void)inflateEnd(&s->inflate);
    s->is_open = false;
}

static void end_stream(void *s) { cp_unzip_end(s); }

/* 4.3.7: only the lengths of what stands before the data are read here; all else may be left open,
 * and stands in the directory. */
static cp_rc find_data(cp_unzip_stream *s, cp_err *err)
{
    const cp_unzip_entry *e = s->e;
    cp_bytes b;
    cp_arena *scratch = cp_arena_new(0);
    cp_rc rc = take(scratch, s->z, e->off_bytes, LOCAL_BYTES, &b, err);
    if (rc == CP_OK) {
        cp_cur c = cp_cur_of(b);
        if (cp_cur_u32le(&c) != LOCAL_SIGN)
            rc = cp_fail(err, CP_EFORMAT, e->off_bytes, "an entry of the archive must begin here");
        cp_cur_skip(&c, 22);
        unsigned name_n = cp_cur_u16le(&c), extra_n = cp_cur_u16le(&c);
        s->at = e->off_bytes + LOCAL_BYTES + name_n + extra_n;
    }
    cp_arena_free(scratch);
    if (rc == CP_OK && (s->at > e->end_bytes || e->packed_bytes > e->end_bytes - s->at))
        rc = cp_fail(err, CP_EFORMAT, e->off_bytes,
                     "entries of the archive lie over one another, as in a bomb");
    s->packed_end = s->at + e->packed_bytes;
    return rc;
}

cp_rc cp_unzip_begin(cp_arena *a, cp_unzip *z, const cp_unzip_entry *e, cp_unzip_stream **out,
                     cp_err *err)
{
    if (e->is_encrypted)
        return cp_fail(err, CP_EFORMAT, e->off_bytes,
                       "the archive is protected by a password: save it without one");
    if (e->method != STORED && e->method != DEFLATED)
        return cp_fail(err, CP_EFORMAT, e->off_bytes,
                       "an entry of the archive is packed by method %u, read are stored (0) and "
                       "deflated (8)",
                       e->method);
    if (is_bomb(e->packed_bytes, e->plain_bytes))
        return bomb(err, e->packed_bytes, e->plain_bytes);
    cp_unzip_stream *s = CP_NEW(a, cp_unzip_stream);
    s->z = z;
    s->e = e;
    cp_rc rc = find_data(s, err);
    if (rc != CP_OK)
        return rc;
    if (e->method == DEFLATED) {
        if (inflateInit2(&s->inflate, -15) != Z_OK)
            abort(); /* only for want of memory */
        s->is_open = true;
        cp_arena_defer(a, end_stream, s);
    }
    if (z->fd >= 0)
        s->in = CP_NEW_RAW(a, uint8_t, IN_BYTES);
    *out = s;
    return CP_OK;
}

/* The next packed bytes; none at their end. */
static cp_rc next_packed(cp_unzip_stream *s, size_t max, cp_bytes *out)
{
    const cp_unzip *z = s->z;
    size_t n = s->packed_end - s->at < max ? (size_t)(s->packed_end - s->at) : max;
    ssize_t got = (ssize_t)n;
    if (z->fd < 0) {
        *out = (cp_bytes){ z->memory.p + s->at, n };
    } else {
        n = n < IN_BYTES ? n : IN_BYTES;
        do
            got = n ? pread(z->fd, s->in, n, (off_t)s->at) : 0;
        while (got < 0 && errno == EINTR);
        if (got < 0)
            return cp_fail_errno(&s->err, errno, "cannot read");
        if (got == 0 && n)
            return cut_off(&s->err, s->at);
        *out = (cp_bytes){ s->in, (size_t)got };
    }
    s->at += (uint64_t)got;
    return CP_OK;
}

static cp_rc damaged(cp_unzip_stream *s, const char *why)
{
    return cp_fail(&s->err, CP_EFORMAT, s->at, "an entry of the archive is damaged: %s", why);
}

static cp_rc step_stored(cp_unzip_stream *s, uint8_t *out, size_t cap, size_t *n)
{
    cp_bytes b;
    cp_rc rc = next_packed(s, cap, &b);
    if (rc != CP_OK)
        return rc;
    if (b.n)
        memcpy(out, b.p, b.n);
    *n = b.n;
    s->is_done = s->at == s->packed_end;
    return CP_OK;
}

static cp_rc step_deflated(cp_unzip_stream *s, uint8_t *out, size_t cap, size_t *n)
{
    z_stream *z = &s->inflate;
    cp_bytes b;
    if (z->avail_in == 0 && s->at < s->packed_end) {
        cp_rc rc = next_packed(s, 1u << 30, &b);
        if (rc != CP_OK)
            return rc;
        z->next_in = (Bytef *)(uintptr_t)b.p;
        z->avail_in = (uInt)b.n;
    }
    uInt room = cap < 1u << 30 ? (uInt)cap : 1u << 30;
    z->next_out = out;
    z->avail_out = room;
    int rc = inflate(z, Z_NO_FLUSH);
    *n = room - z->avail_out;
    s->is_done = rc == Z_STREAM_END;
    if (rc == Z_MEM_ERROR)
        abort();
    if (s->is_done && (z->avail_in || s->at < s->packed_end))
        return damaged(s, "something follows its end");
    if (rc == Z_BUF_ERROR && s->at == s->packed_end && z->avail_in == 0)
        return damaged(s, "it ends too early");
    if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR)
        return damaged(s, z->msg ? z->msg : "a dictionary is asked for");
    return CP_OK;
}

/* At its end, all of it must be there as it was put in. */
static cp_rc check(cp_unzip_stream *s)
{
    if (s->plain_bytes > s->e->plain_bytes || (s->is_done && s->plain_bytes != s->e->plain_bytes))
        return damaged(s, "it does not unpack to as much as the directory says");
    if (s->is_done && s->crc != s->e->crc)
        return damaged(s, "its checksum is wrong");
    return CP_OK;
}

cp_rc cp_unzip_read(cp_unzip_stream *s, uint8_t *out, size_t cap, size_t *n, cp_err *err)
{
    cp_rc rc = s->err.rc;
    size_t made = 0;
    while (rc == CP_OK && !s->is_done && made < cap) {
        size_t got = 0;
        rc = s->e->method == STORED ? step_stored(s, out + made, cap - made, &got)
                                    : step_deflated(s, out + made, cap - made, &got);
        if (got)
            s->crc = (uint32_t)crc32_z(s->crc, out + made, got);
        s->plain_bytes += got;
        made += got;
        if (rc == CP_OK)
            rc = check(s);
    }
    if (rc != CP_OK) {
        if (err)
            *err = s->err;
        return rc;
    }
    *n = made;
    return CP_OK;
}

cp_rc cp_unzip_all(cp_arena *a, cp_unzip *z, const cp_unzip_entry *e, uint64_t bytes_max,
                   cp_bytes *out, cp_err *err)
{
    cp_unzip_stream *s;
    size_t n = 0;
    if (e->plain_bytes > bytes_max)
        return cp_fail(err, CP_ELIMIT, e->off_bytes,
                       "a part of %llu bytes is longer than the limit of %llu",
                       (unsigned long long)e->plain_bytes, (unsigned long long)bytes_max);
    cp_rc rc = cp_unzip_begin(a, z, e, &s, err);
    if (rc != CP_OK)
        return rc;
    uint8_t *p = CP_NEW_RAW(a, uint8_t, e->plain_bytes + 1);
    /* one more, so that the end is looked for */
    rc = cp_unzip_read(s, p, (size_t)e->plain_bytes + 1, &n, err);
    cp_unzip_end(s);
    if (rc == CP_OK)
        *out = (cp_bytes){ p, n };
    return rc;
}
