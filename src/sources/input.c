/* SPDX-License-Identifier: Apache-2.0 */
/* input.c - see input.h.
 *
 * A file that is not packed is parsed where read(2) put it. Blocks stand in a ring; what a parser
 * left unread at the end of one is copied into the head room of the next, so that it is contiguous
 * with what follows:
 *
 *     block:  [ head room 640 KiB ......carry|data 1 MiB ................. ]
 *                                       ^p                             ^end
 *
 * The blocks are hashed by a thread of their own, which may be behind by the length of the ring:
 * SHA-256 is slower (1.7 GB/s with the processor's instructions for it) than the parsers of
 * captures, so a file costs the longer of the two and not their sum. A file of one block is hashed
 * in place, because a thread would cost more than it. Wants beyond the ring (a table in one piece)
 * and unpacked data go to one growing buffer, `big`. */
#include "sources/input.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/thread.h"
#include "codec/charset.h"
#include "codec/sha256.h"

enum {
    BLOCK_BYTES = 1024 * 1024,
    HEAD_BYTES = 640 * 1024,        /* a little more than two frames of the largest size */
    RING_BLOCKS = 4,                /* how far hashing may be behind */
    WINDOW_BYTES = 1024 * 1024,     /* of unpacked data, at first */
    WINDOW_SMALL_BYTES = 64 * 1024, /* for one of many small files */
};
#define PLAIN_BYTES_MAX ((uint64_t)1 << 40) /* unpacked; the ratio is limited in codec/inflate.h */

/* One producer (the parser's thread), one consumer. Blocks are counted, not indexed, so that
 * "full" and "empty" differ: n_given - n_done are waiting. */
typedef struct hasher {
    cp_sha256 sha;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t given, done;
    cp_bytes waiting[RING_BLOCKS];
    uint64_t n_given, n_done;
    bool is_running, is_closing;
    bool is_forgone;
} hasher;

struct cp_input {
    cp_arena *a;
    int fd; /* -1: memory */
    bool is_borrowed;
    cp_bytes memory;
    size_t memory_read;
    uint64_t raw_read, raw_size;
    uint64_t off;
    const uint8_t *p, *end;       /* what was made contiguous and not skipped */
    uint8_t *blocks[RING_BLOCKS]; /* where the data begin, behind the head room */
    uint64_t n_blocks_read;
    bool is_small;   /* the first block is as long as the file says and has no head room */
    cp_bytes packed; /* not yet unpacked */
    cp_inflate *inflate;
    cp_compression compression;
    uint8_t *big;
    size_t big_cap;
    bool is_at_end; /* of the file */
    cp_rc rc;
    cp_err err;
    hasher hash;
    cp_str sha256; /* once known */
};

/* ---- hashing ---- */

static void *hash_blocks(void *arg)
{
    hasher *h = arg;
    (void)pthread_mutex_lock(&h->lock);
    for (;;) {
        while (h->n_given == h->n_done && !h->is_closing)
            (void)pthread_cond_wait(&h->given, &h->lock);
        if (h->n_given == h->n_done)
            break;
        cp_bytes b = h->waiting[h->n_done % RING_BLOCKS];
        (void)pthread_mutex_unlock(&h->lock);
        cp_sha256_add(&h->sha, b);
        (void)pthread_mutex_lock(&h->lock);
        h->n_done++;
        (void)pthread_cond_signal(&h->done);
    }
    (void)pthread_mutex_unlock(&h->lock);
    return NULL;
}

/* Until at most n_left blocks wait. */
static void hasher_wait(hasher *h, uint64_t n_left)
{
    if (!h->is_running)
        return;
    (void)pthread_mutex_lock(&h->lock);
    while (h->n_given - h->n_done > n_left)
        (void)pthread_cond_wait(&h->done, &h->lock);
    (void)pthread_mutex_unlock(&h->lock);
}

static void hasher_stop(void *arg)
{
    hasher *h = arg;
    if (!h->is_running)
        return;
    (void)pthread_mutex_lock(&h->lock);
    h->is_closing = true;
    (void)pthread_cond_signal(&h->given);
    (void)pthread_mutex_unlock(&h->lock);
    (void)pthread_join(h->thread, NULL);
    h->is_running = false;
}

/* The first block waits for a second before a thread is worth it (hasher_end takes it
 * otherwise). */
static void hasher_give(hasher *h, cp_bytes b)
{
    if (h->is_forgone)
        return;
    if (h->n_given == 1 && !h->is_running)
        h->is_running = cp_thread_start(&h->thread, hash_blocks, h);
    if (h->n_given >= 1 && !h->is_running) { /* no thread to be had: here, then */
        for (; h->n_done < h->n_given; h->n_done++)
            cp_sha256_add(&h->sha, h->waiting[h->n_done % RING_BLOCKS]);
        cp_sha256_add(&h->sha, b);
        h->n_given++;
        h->n_done++;
        return;
    }
    (void)pthread_mutex_lock(&h->lock);
    h->waiting[h->n_given++ % RING_BLOCKS] = b;
    (void)pthread_cond_signal(&h->given);
    (void)pthread_mutex_unlock(&h->lock);
}

static void hasher_end(hasher *h, uint8_t digest[32])
{
    hasher_stop(h);
    for (; h->n_done < h->n_given; h->n_done++)
        cp_sha256_add(&h->sha, h->waiting[h->n_done % RING_BLOCKS]);
    cp_sha256_end(&h->sha, digest);
}

/* ---- opening ---- */

static void close_fd(void *arg)
{
    cp_input *in = arg;
    if (in->fd > STDIN_FILENO && !in->is_borrowed)
        (void)close(in->fd);
}

static cp_input *input_new(cp_arena *a)
{
    cp_input *in = CP_NEW(a, cp_input);
    in->a = a;
    in->fd = -1;
    in->hash.sha = cp_sha256_new(a);
    (void)pthread_mutex_init(&in->hash.lock, NULL);
    (void)pthread_cond_init(&in->hash.given, NULL);
    (void)pthread_cond_init(&in->hash.done, NULL);
    cp_arena_defer(a, close_fd, in);
    cp_arena_defer(a, hasher_stop, &in->hash);
    return in;
}

static void fail(cp_input *in, cp_rc rc, const cp_err *err)
{
    if (in->rc == CP_OK) {
        in->rc = rc;
        in->err = *err;
    }
    in->is_at_end = true;
}

/* Fills b from the file unless it ends before. */
static size_t read_fully(cp_input *in, uint8_t *b, size_t n)
{
    size_t got = 0;
    while (got < n && !in->is_at_end) {
        ssize_t r = read(in->fd, b + got, n - got);
        if (r > 0) {
            got += (size_t)r;
        } else if (r == 0) {
            in->is_at_end = true;
        } else if (errno != EINTR) {
            cp_err err;
            fail(in, cp_fail_errno(&err, errno, "cannot read"), &err);
        }
    }
    return got;
}

/* Where the next block goes. */
static uint8_t *block_of(cp_input *in, size_t *cap)
{
    uint32_t slot = in->n_blocks_read % RING_BLOCKS;
    *cap = BLOCK_BYTES;
    if (in->n_blocks_read == 0 && in->raw_size > 0 && in->raw_size < BLOCK_BYTES) {
        in->is_small = true;
        *cap = (size_t)in->raw_size + 1; /* one more, so that the end shows in the same read */
        return in->blocks[slot] = cp_arena_alloc(in->a, *cap);
    }
    if (!in->blocks[slot] || (in->is_small && in->n_blocks_read == RING_BLOCKS))
        in->blocks[slot] = (uint8_t *)cp_arena_alloc(in->a, (size_t)HEAD_BYTES + *cap) + HEAD_BYTES;
    return in->blocks[slot];
}

/* The next piece of the file as it is on disk, with room for HEAD_BYTES before it. Empty: the
 * end. */
static cp_bytes next_raw(cp_input *in)
{
    cp_bytes none = { NULL, 0 };
    if (in->is_at_end)
        return none;
    if (in->fd < 0) {
        size_t left = in->memory.n - in->memory_read, n = left < BLOCK_BYTES ? left : BLOCK_BYTES;
        cp_bytes piece = { n ? in->memory.p + in->memory_read : NULL, n };
        in->memory_read += n;
        in->raw_read += n;
        in->is_at_end = n == 0;
        return piece;
    }
    hasher_wait(&in->hash, RING_BLOCKS - 1); /* the oldest block is the one that is written over */
    size_t cap;
    cp_bytes piece = { block_of(in, &cap), 0 };
    piece.n = read_fully(in, (uint8_t *)(uintptr_t)piece.p, cap);
    if (piece.n == 0)
        return none;
    in->n_blocks_read++;
    in->raw_read += piece.n;
    hasher_give(&in->hash, piece);
    return piece;
}

/* Reads the first piece and finds out whether it is packed. */
static void start(cp_input *in)
{
    cp_bytes first = next_raw(in);
    in->compression = cp_compression_of(first);
    if (in->compression == CP_PLAIN) {
        in->p = first.p;
        in->end = first.p ? first.p + first.n : NULL;
    } else {
        in->packed = first;
        in->inflate = cp_inflate_new(in->a, in->compression, PLAIN_BYTES_MAX);
    }
}

cp_rc cp_input_open(cp_arena *a, cp_str path, cp_input **out, cp_err *err)
{
    cp_input *in = input_new(a);
    struct stat st;
    cp_str name = cp_str_dup(a, path);
    if (name.n != strlen(name.p))
        return cp_fail(err, CP_ENOENT, CP_NO_OFF, "a file name cannot hold a NUL byte");
    in->fd =
        cp_str_eq(path, CP_STR("-")) ? STDIN_FILENO : open(name.p, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (in->fd < 0)
        return cp_fail_errno(err, errno, "cannot open");
    if (fstat(in->fd, &st) != 0)
        return cp_fail_errno(err, errno, "cannot look at the file");
    if (S_ISDIR(st.st_mode))
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "is a directory, expected a file");
    if (S_ISSOCK(st.st_mode) || S_ISBLK(st.st_mode))
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "is a device or socket, expected a file");
    in->raw_size = S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
    start(in);
    *out = in;
    return CP_OK;
}

cp_input *cp_input_of_fd(cp_arena *a, int fd, uint64_t raw_size)
{
    cp_input *in = input_new(a);
    in->fd = fd;
    in->is_borrowed = true;
    in->raw_size = raw_size;
    start(in);
    return in;
}

cp_input *cp_input_of_bytes(cp_arena *a, cp_bytes b)
{
    cp_input *in = input_new(a);
    in->memory = b;
    in->raw_size = b.n;
    start(in);
    if (in->compression == CP_PLAIN) { /* all of it is contiguous as it stands */
        in->p = b.p;
        in->end = b.p ? b.p + b.n : NULL;
        in->raw_read = in->memory_read = b.n;
        in->is_at_end = true;
    }
    return in;
}

/* ---- the window ---- */

static size_t n_ready(const cp_input *in) { return in->p ? (size_t)(in->end - in->p) : 0; }

/* Moves what is ready to the start of `big`, which then has room for `room` bytes more. */
static void move_to_big(cp_input *in, size_t room)
{
    size_t carry = n_ready(in);
    uint8_t *to = in->big;
    if (carry + room > in->big_cap) {
        bool is_little = in->raw_size > 0 && in->raw_size < WINDOW_SMALL_BYTES;
        size_t first = is_little ? WINDOW_SMALL_BYTES : WINDOW_BYTES;
        while (in->big_cap < carry + room)
            in->big_cap = in->big_cap ? in->big_cap * 2 : first;
        to = cp_arena_alloc(in->a, in->big_cap);
    }
    if (carry)
        memmove(to, in->p, carry);
    in->big = to;
    in->p = to;
    in->end = to + carry;
}

/* The next block with what is ready copied before it. */
static void fill_from_block(cp_input *in)
{
    size_t carry = n_ready(in);
    const uint8_t *from = in->p;
    cp_bytes b = next_raw(in);
    if (b.n == 0)
        return;
    uint8_t *to = (uint8_t *)(uintptr_t)b.p - carry; /* the head room of our own block */
    if (carry)
        memcpy(to, from, carry);
    in->p = to;
    in->end = b.p + b.n;
}

static void fill_plain(cp_input *in, size_t want)
{
    size_t carry = n_ready(in);
    if (carry <= HEAD_BYTES && want <= carry + BLOCK_BYTES) {
        fill_from_block(in);
        return;
    }
    move_to_big(in, want - carry + BLOCK_BYTES);
    while (n_ready(in) < want) {
        cp_bytes b = next_raw(in);
        if (b.n == 0)
            return;
        memcpy(in->big + n_ready(in), b.p, b.n);
        in->end += b.n;
    }
}

/* Unpacks until the window is full or the file at its end. */
static void fill_unpacked(cp_input *in, size_t want)
{
    cp_err err;
    move_to_big(in, want - n_ready(in));
    while (n_ready(in) < in->big_cap && in->rc == CP_OK) {
        size_t got = 0, had = n_ready(in);
        if (in->packed.n == 0)
            in->packed = next_raw(in);
        bool is_last = in->packed.n == 0;
        cp_rc rc =
            cp_inflate_step(in->inflate, &in->packed, in->big + had, in->big_cap - had, &got, &err);
        in->end += got;
        if (rc != CP_OK) {
            fail(in, rc, &err);
        } else if (is_last && got == 0) {
            if (!cp_inflate_is_complete(in->inflate))
                fail(in,
                     cp_fail(&err, CP_ESHORT, in->raw_read, "the %s data is cut off",
                             cp_compression_name(in->compression)),
                     &err);
            return;
        }
    }
}

static cp_bytes make_ready(cp_input *in, size_t want)
{
    if (n_ready(in) < want) {
        if (in->compression != CP_PLAIN)
            fill_unpacked(in, want);
        else if (!in->is_at_end)
            fill_plain(in, want);
    }
    return (cp_bytes){ in->p, n_ready(in) };
}

cp_bytes cp_input_peek(cp_input *in, size_t want)
{
    assert(want <= CP_INPUT_PEEK_MAX);
    return make_ready(in, want);
}

void cp_input_skip(cp_input *in, size_t n)
{
    assert(n <= n_ready(in));
    if (n == 0) /* there may be no bytes at all: NULL + 0 is undefined */
        return;
    in->p += n;
    in->off += n;
}

cp_rc cp_input_all(cp_input *in, uint64_t bytes_max, cp_bytes *out, cp_err *err)
{
    size_t want = WINDOW_SMALL_BYTES;
    cp_bytes b = make_ready(in, want);
    while (b.n >= want && b.n <= bytes_max) {
        if (in->compression != CP_PLAIN && b.n >= CP_INFLATE_FREE_BYTES &&
            b.n / CP_INPUT_ALL_RATIO_MAX > in->raw_read)
            return cp_fail(err, CP_ELIMIT, in->raw_read,
                           "%llu bytes unpack to more than %d times as much, where text is "
                           "expected: taken for a bomb (if it is none, unpack it first)",
                           (unsigned long long)in->raw_read, CP_INPUT_ALL_RATIO_MAX);
        want = b.n * 4;
        b = make_ready(in, want);
    }
    if (b.n > bytes_max)
        return cp_fail(err, CP_ELIMIT, in->off + bytes_max,
                       "more than %llu bytes, which must be read in one piece",
                       (unsigned long long)bytes_max);
    if (in->rc != CP_OK && b.n == 0)
        return cp_input_error(in, err);
    *out = b;
    return CP_OK;
}

/* ---- any order ---- */

void cp_input_forgo_digest(cp_input *in)
{
    assert(!in->hash.is_running);
    in->hash.is_forgone = true;
    in->hash.n_given = in->hash.n_done = 0;
}

int cp_input_file(const cp_input *in)
{
    bool is_file = in->fd > STDIN_FILENO && !in->is_borrowed && in->raw_size > 0;
    return is_file && in->compression == CP_PLAIN ? in->fd : -1;
}

int cp_input_seekable(const cp_input *in) { return in->hash.is_forgone ? cp_input_file(in) : -1; }

void cp_input_go(cp_input *in, uint64_t off)
{
    cp_err err;
    assert(cp_input_seekable(in) >= 0);
    in->p = in->end = NULL;
    in->off = in->raw_read = off;
    in->is_at_end = false;
    if (lseek(in->fd, (off_t)off, SEEK_SET) < 0)
        fail(in, cp_fail_errno(&err, errno, "cannot go on reading"), &err);
}

/* ---- what is known about it ---- */

uint64_t cp_input_off(const cp_input *in) { return in->off; }
uint64_t cp_input_raw_off(const cp_input *in) { return in->raw_read; }
uint64_t cp_input_raw_size(const cp_input *in) { return in->raw_size; }
cp_compression cp_input_compression(const cp_input *in) { return in->compression; }

cp_rc cp_input_error(const cp_input *in, cp_err *err)
{
    if (in->rc != CP_OK && err)
        *err = in->err;
    return in->rc;
}

cp_bytes cp_text_of_marked(cp_arena *scratch, cp_bytes b)
{
    bool is_utf16;
    return cp_charset_unmark(scratch, b, &is_utf16);
}

cp_rc cp_input_text(cp_input *in, uint64_t bytes_max, cp_bytes *out, cp_err *err)
{
    cp_bytes all;
    cp_rc rc = cp_input_all(in, bytes_max, &all, err);
    if (rc == CP_OK)
        *out = cp_text_of_marked(in->a, all);
    return rc;
}

cp_str cp_input_sha256(cp_input *in)
{
    uint8_t digest[32];
    if (in->sha256.n || (in->fd < 0 && in->hash.is_forgone))
        return in->sha256;
    if (in->fd < 0) {
        in->sha256 = cp_sha256_hex(in->a, in->memory);
        return in->sha256;
    }
    /* An error of unpacking ends the parsing, not the hashing. */
    if (in->rc != CP_OK && in->rc != CP_EIO && in->rc != CP_EPERM)
        in->is_at_end = false;
    while (next_raw(in).n > 0)
        continue;
    if (in->rc == CP_EIO || in->rc == CP_EPERM || in->hash.is_forgone)
        return CP_STR("");
    hasher_end(&in->hash, digest);
    in->sha256 = cp_hex(in->a, (cp_bytes){ digest, sizeof digest });
    return in->sha256;
}
