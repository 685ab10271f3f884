/* SPDX-License-Identifier: Apache-2.0 */
/* test_unzip.c - archives as they should be, cut off at every byte, and each wrong in one place. */
#include <fcntl.h>
#include <unistd.h>
#include "codec/unzip.h"
#include "tap.h"
#include "zipped.h"

#define N(t) (sizeof(t) / sizeof *(t))

static cp_str long_text(cp_arena *a)
{
    cp_buf b = cp_buf_new(a);
    for (int i = 0; i < 40000; i++)
        cp_buf_fmt(&b, "row %d of many\n", i * 7919 % 10007);
    return cp_buf_str(&b);
}

/* The entry in pieces of n bytes. */
static cp_rc unpack(cp_arena *a, cp_unzip *z, const cp_unzip_entry *e, size_t piece, cp_str *out,
                    cp_err *err)
{
    cp_unzip_stream *s;
    cp_buf b = cp_buf_new(a);
    uint8_t *p = cp_arena_alloc(a, piece);
    cp_rc rc = cp_unzip_begin(a, z, e, &s, err);
    for (size_t n = 1; rc == CP_OK && n;) {
        rc = cp_unzip_read(s, p, piece, &n, err);
        if (rc == CP_OK)
            cp_buf_add(&b, (cp_str){ (char *)p, n });
    }
    *out = cp_buf_str(&b);
    return rc;
}

static void check_whole(cp_arena *a, cp_unzip *z, cp_str text, const char *how)
{
    static const size_t pieces[] = { 1, 100, 65536, 1 << 20 };
    cp_err err;
    cp_str got;
    uint32_t n;
    const cp_unzip_entry *v = cp_unzip_entries(z, &n);
    is_int(n, 3, "%s: entries", how);
    ok(cp_unzip_find(z, CP_STR("A/B.TXT")) == &v[1], "%s: found in any case", how);
    ok(!cp_unzip_find(z, CP_STR("b.txt")), "%s: not what is not there", how);
    for (size_t i = 0; i < N(pieces); i++) {
        is_int(unpack(a, z, &v[1], pieces[i], &got, &err), CP_OK, "%s: deflated, by %zu", how,
               pieces[i]);
        ok(cp_str_eq(got, text), "%s: is what it was", how);
    }
    is_int(unpack(a, z, &v[0], 3, &got, &err), CP_OK, "%s: stored", how);
    is_cstr(got, "stored text", "%s: is what it was", how);
    is_int(unpack(a, z, &v[2], 3, &got, &err), CP_OK, "%s: empty", how);
    is_int((int)got.n, 0, "%s: is empty", how);
    cp_bytes all;
    is_int(cp_unzip_all(a, z, &v[1], text.n, &all, &err), CP_OK, "%s: at once", how);
    is_int(cp_unzip_all(a, z, &v[1], text.n - 1, &all, &err), CP_ELIMIT, "%s: too long", how);
}

static void test_good(cp_arena *a)
{
    cp_str text = long_text(a);
    const zip_entry v[] = { { "first", CP_STR("stored text"), 0, 0, 0, false, false, false },
                            { "a/b.txt", text, 8, 0, 0, false, false, true },
                            { "none", CP_STR(""), 8, 0, 0, false, false, false } };
    cp_bytes zip = zip_of(a, v, 3, "a comment");
    cp_unzip *z;
    cp_err err;
    ok(cp_unzip_is_zip(zip), "is known by its beginning");
    is_int(cp_unzip_open(a, zip, &z, &err), CP_OK, "opened in memory");
    check_whole(a, z, text, "memory");
    char name[] = "/tmp/cp-unzip-XXXXXX";
    int fd = mkstemp(name);
    ok(fd >= 0 && write(fd, zip.p, zip.n) == (ssize_t)zip.n, "a file");
    (void)unlink(name);
    is_int(cp_unzip_open_fd(a, fd, zip.n, &z, &err), CP_OK, "opened as a file");
    check_whole(a, z, text, "file");
    ok(ftruncate(fd, 100) == 0, "the file shrinks");
    cp_str got;
    is_int(unpack(a, z, cp_unzip_find(z, CP_STR("a/b.txt")), 100, &got, &err), CP_ESHORT,
           "while it is read");
    (void)close(fd);
}

/* Wherever it ends, it is an error and no crash. */
static void test_cut(cp_arena *a)
{
    const zip_entry v[] = { { "x", CP_STR("some text, some text"), 8, 0, 0, false, false, false },
                            { "y", CP_STR("more"), 0, 0, 0, false, false, true } };
    cp_bytes zip = zip_of(a, v, 2, "");
    uint32_t n_bad = 0;
    for (size_t n = 0; n < zip.n; n++) {
        cp_arena *b = cp_arena_new(0);
        cp_unzip *z;
        cp_err err;
        n_bad +=
            cp_unzip_open(b, (cp_bytes){ cp_arena_dup(b, zip.p, n), n }, &z, &err) == CP_ESHORT;
        cp_arena_free(b);
    }
    is_int((int)n_bad, (int)zip.n, "cut off anywhere is cut off");
}

static const struct row {
    const char *name;
    zip_entry v[2];
    cp_rc open, read;
    const char *says;
} rows[] = {
    { "encrypted",
      { { "x", CP_STR_INIT("text"), 8, 1, 0, false, false, false } },
      CP_OK,
      CP_EFORMAT,
      "password" },
    { "packed by another method",
      { { "x", CP_STR_INIT("text"), 12, 0, 0, false, false, false } },
      CP_OK,
      CP_EFORMAT,
      "method 12" },
    { "wrong checksum",
      { { "x", CP_STR_INIT("text"), 8, 0, 0, false, true, false } },
      CP_OK,
      CP_EFORMAT,
      "checksum" },
    { "longer than it says",
      { { "x", CP_STR_INIT("text"), 8, 0, -1, false, false, false } },
      CP_OK,
      CP_EFORMAT,
      "as much" },
    { "shorter than it says",
      { { "x", CP_STR_INIT("text"), 8, 0, 3, false, false, false } },
      CP_OK,
      CP_EFORMAT,
      "as much" },
    { "one over the other",
      { { "x", CP_STR_INIT("text"), 8, 0, 0, false, false, false },
        { "y", CP_STR_INIT("text"), 8, 0, 0, true, false, false } },
      CP_EFORMAT,
      CP_OK,
      "over one another" },
    { "a bomb that says so",
      { { "x", CP_STR_INIT("text"), 8, 0, (int64_t)1 << 31, false, false, true } },
      CP_ELIMIT,
      CP_OK,
      "bomb" },
};

static void check_row(cp_arena *a, const struct row *r)
{
    cp_unzip *z;
    cp_err err = { .msg = "" };
    cp_str got;
    uint32_t n;
    cp_bytes zip = zip_of(a, r->v, r->v[1].name ? 2 : 1, "");
    is_int(cp_unzip_open(a, zip, &z, &err), r->open, "%s: opened", r->name);
    if (r->open == CP_OK)
        is_int(unpack(a, z, cp_unzip_entries(z, &n), 1000, &got, &err), r->read, "%s: read",
               r->name);
    ok(strstr(err.msg, r->says) != NULL, "%s: %s", r->name, err.msg);
}

/* What unpacks to a thousand times as much is not read to its end, whatever was said. */
static void test_bomb(cp_arena *a)
{
    cp_buf b = cp_buf_new(a);
    static char zeros[1 << 20];
    for (int i = 0; i < 80; i++)
        cp_buf_add(&b, (cp_str){ zeros, sizeof zeros });
    const zip_entry honest = { "x", cp_buf_str(&b), 8, 0, 0, false, false, false };
    zip_entry lying = honest;
    lying.says_more = 1000 - (int64_t)lying.plain.n;
    cp_unzip *z;
    cp_err err;
    cp_str got;
    uint32_t n;
    is_int(cp_unzip_open(a, zip_of(a, &honest, 1, ""), &z, &err), CP_ELIMIT, "an honest bomb");
    is_int(cp_unzip_open(a, zip_of(a, &lying, 1, ""), &z, &err), CP_OK, "one that says 1000 bytes");
    is_int(unpack(a, z, cp_unzip_entries(z, &n), 65536, &got, &err), CP_EFORMAT, "ends there");
    ok(got.n <= 65536, "after a piece");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_unzip *z;
    cp_err err;
    test_good(a);
    test_cut(a);
    for (size_t i = 0; i < N(rows); i++)
        check_row(a, &rows[i]);
    test_bomb(a);
    is_int(cp_unzip_open(a, zip_of(a, NULL, 0, ""), &z, &err), CP_OK, "an empty archive");
    is_int(cp_unzip_open(a, (cp_bytes){ (const uint8_t *)"PK\3\4 and nothing", 16 }, &z, &err),
           CP_ESHORT, "no directory");
    cp_arena_free(a);
    return tap_done();
}
