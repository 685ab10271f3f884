/* SPDX-License-Identifier: Apache-2.0 */
/* test_buf.c - text that stays, text handed on in pieces, and errors that stick. */
#include <fcntl.h>
#include <unistd.h>
#include "tap.h"

typedef struct taker {
    uint64_t bytes, sum;
    uint32_t pieces;
    uint32_t fail_at; /* piece, from 1; 0: never */
} taker;

static cp_rc take(void *ctx, cp_bytes piece, cp_err *err)
{
    taker *t = ctx;
    if (++t->pieces == t->fail_at)
        return cp_fail(err, CP_EFULL, CP_NO_OFF, "piece %u", t->pieces);
    t->bytes += piece.n;
    for (size_t i = 0; i < piece.n; i++)
        t->sum = t->sum * 31 + piece.p[i];
    return CP_OK;
}

static void test_held(cp_arena *a)
{
    cp_buf b = cp_buf_new(a);
    is_cstr(cp_buf_str(&b), "", "an empty buffer is empty text");
    cp_buf_add(&b, CP_STR("one "));
    cp_buf_add_c(&b, "two");
    cp_buf_char(&b, ' ');
    cp_buf_fmt(&b, "%d-%s", 3, "x");
    cp_buf_add(&b, CP_STR(""));
    cp_buf_add_c(&b, NULL);
    is_cstr(cp_buf_str(&b), "one two 3-x", "pieces of every kind");
    is_uint(b.total_bytes, 11, "and their number of bytes");
    is_int(cp_buf_end(&b, NULL), CP_OK, "the end");
    cp_buf_add(&b, (cp_str){ "a\0b", 3 });
    is_uint(cp_buf_str(&b).n, 14, "NUL is a byte like any other");
}

/* Around the size of the small buffer in cp_buf_fmt, with the buffer large enough and not. */
static void test_fmt(cp_arena *a)
{
    char want[600];
    memset(want, 'w', sizeof want);
    for (int n = 250; n <= 260; n++) {
        cp_buf b = cp_buf_new(a), c = cp_buf_new(a);
        for (int i = 0; i < 40; i++)
            cp_buf_add(&c, CP_STR("0123456789012345678901234"));
        uint64_t before = cp_buf_str(&c).n;
        cp_buf_fmt(&b, "%.*s", n, want);
        cp_buf_fmt(&c, "%.*s", n, want);
        cp_str all = { want, (size_t)n };
        is_str(cp_buf_str(&b), all, "%d bytes by format", n);
        is_str(cp_str_from(cp_buf_str(&c), before), all, "behind others");
    }
}

static void test_flush(cp_arena *a)
{
    taker t = { 0 };
    cp_buf b = { .a = a, .flush = take, .ctx = &t };
    uint64_t sum = 0;
    for (int i = 0; i < 50000; i++) {
        cp_buf_fmt(&b, "%d\n", i);
        if (b.n > CP_BUF_FLUSH_BYTES)
            break;
    }
    ok(t.pieces >= 4 && b.n < CP_BUF_FLUSH_BYTES, "long text is handed on in pieces");
    is_int(cp_buf_end(&b, NULL), CP_OK, "the rest at the end");
    for (int i = 0; i < 50000; i++) {
        char text[16];
        int n = snprintf(text, sizeof text, "%d\n", i);
        for (int k = 0; k < n; k++)
            sum = sum * 31 + (unsigned char)text[k];
    }
    ok(t.bytes == b.total_bytes && t.sum == sum, "nothing is lost or changed");
    ok(cp_arena_used_bytes(a) < 4 * CP_BUF_FLUSH_BYTES, "in a few pieces' memory");
}

static void test_errors(cp_arena *a)
{
    taker t = { .fail_at = 2 };
    cp_buf b = { .a = a, .flush = take, .ctx = &t };
    cp_err err = { 0 };
    for (int i = 0; i < 100000; i++)
        cp_buf_add(&b, CP_STR("0123456789"));
    is_int(cp_buf_end(&b, &err), CP_EFULL, "the first error is told at the end");
    is_cstr(cp_str_c(err.msg), "piece 2", "with its message");
    is_uint(t.pieces, 2, "nothing is tried after it");
    cp_buf_add(&b, CP_STR("x"));
    is_int(cp_buf_end(&b, NULL), CP_EFULL, "and it stays");

    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    cp_buf d = cp_buf_to_fd(a, full);
    cp_buf_add(&d, CP_STR("text"));
    is_int(cp_buf_end(&d, &err), CP_EFULL, "a full disk");
    (void)close(full);
    cp_buf e = cp_buf_to_fd(a, -1);
    cp_buf_add(&e, CP_STR("text"));
    is_int(cp_buf_end(&e, &err), CP_EIO, "a closed file");
    cp_buf empty = cp_buf_to_fd(a, -1);
    is_int(cp_buf_end(&empty, &err), CP_OK, "nothing to write is no error");
}

static void test_fd(cp_arena *a)
{
    int fds[2];
    char got[32];
    if (!ok(pipe(fds) == 0, "a pipe"))
        return;
    cp_buf b = cp_buf_to_fd(a, fds[1]);
    cp_buf_add(&b, CP_STR("to the file"));
    is_int(cp_buf_end(&b, NULL), CP_OK, "writing to a pipe");
    ssize_t n = read(fds[0], got, sizeof got);
    cp_str text = { got, n > 0 ? (size_t)n : 0 };
    is_cstr(text, "to the file", "what arrives");
    (void)close(fds[0]);
    (void)close(fds[1]);
}

/* What was stopped is not written, and says so. */
static void test_stopped(cp_arena *a)
{
    int fds[2];
    cp_err err = { 0 };
    volatile int stopped = 1;
    if (!ok(pipe(fds) == 0, "a pipe"))
        return;
    cp_buf b = cp_buf_to_fd(a, fds[1]);
    b.stopped = &stopped;
    cp_buf_add(&b, CP_STR("not any more"));
    is_int(cp_buf_end(&b, &err), CP_EINTR, "writing after a stop");
    (void)close(fds[1]);
    char got[8];
    is_int((int)read(fds[0], got, sizeof got), 0, "nothing arrives");
    (void)close(fds[0]);
}

int main(void)
{
    void (*const tests[])(cp_arena *) = { test_held,   test_fmt, test_flush,
                                          test_errors, test_fd,  test_stopped };
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        cp_arena *a = cp_arena_new(0);
        tests[i](a);
        cp_arena_free(a);
    }
    return tap_done();
}
