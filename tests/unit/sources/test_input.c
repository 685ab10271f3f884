/* SPDX-License-Identifier: Apache-2.0 */
/* Inputs: the same bytes in the same order and the same SHA-256, however they are stored and
 * however they are asked for; what cannot be read says so. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>
#include "codec/sha256.h"
#include "frames.h"
#include "sources/input.h"

enum { BIG = 5 * 1024 * 1024 + 12345 };

static char dir[] = "/tmp/cleanpath-test-XXXXXX";

static cp_str path_of(cp_arena *a, const char *name) { return cp_str_fmt(a, "%s/%s", dir, name); }

static void write_file(cp_arena *a, const char *name, cp_bytes b)
{
    FILE *f = fopen(path_of(a, name).p, "wb");
    if (!f || (b.n && fwrite(b.p, b.n, 1, f) != 1) || fclose(f) != 0) {
        printf("Bail out! cannot write %s/%s\n", dir, name);
        exit(99);
    }
}

/* Not a repetition of blocks, so that a block out of place shows. */
static cp_bytes pattern(cp_arena *a, size_t n)
{
    uint8_t *p = cp_arena_alloc(a, n);
    cp_rand r = { 7 };
    for (size_t i = 0; i < n; i++)
        p[i] = (uint8_t)(i % 251 ^ (i & 4095 ? 0 : cp_rand_u64(&r)));
    return (cp_bytes){ p, n };
}

static cp_bytes gzipped(cp_arena *a, cp_bytes b, int members)
{
    size_t cap = b.n + b.n / 100 + 1000, used = 0;
    uint8_t *out = cp_arena_alloc(a, cap);
    for (int i = 0; i < members; i++) {
        size_t from = b.n / (size_t)members * (size_t)i,
               to = i == members - 1 ? b.n : b.n / (size_t)members * (size_t)(i + 1);
        z_stream z = { .next_in = (Bytef *)(uintptr_t)b.p + from, .avail_in = (uInt)(to - from) };
        z.next_out = out + used;
        z.avail_out = (uInt)(cap - used);
        if (deflateInit2(&z, 1, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) != Z_OK ||
            deflate(&z, Z_FINISH) != Z_STREAM_END)
            exit(99);
        used += z.total_out;
        deflateEnd(&z);
    }
    return (cp_bytes){ out, used };
}

static cp_bytes zstded(cp_arena *a, cp_bytes b)
{
    size_t cap = ZSTD_compressBound(b.n);
    uint8_t *out = cp_arena_alloc(a, cap);
    return (cp_bytes){ out, ZSTD_compress(out, cap, b.p, b.n, 1) };
}

/* Reads in steps of random wants, among them some beyond a block and the ring. */
static bool reads_as(cp_input *in, cp_bytes want, uint64_t seed, size_t want_max)
{
    cp_rand r = { seed };
    size_t at = 0;
    for (;;) {
        size_t ask = 1 + cp_rand_below(&r, (uint32_t)want_max);
        if (cp_rand_below(&r, 50) == 0)
            ask += 3 * 1024 * 1024;
        cp_bytes b = cp_input_peek(in, ask);
        if (b.n < ask && at + b.n != want.n)
            return false; /* fewer only at the end */
        if (b.n == 0)
            return at == want.n && cp_input_off(in) == want.n;
        size_t n = 1 + cp_rand_below(&r, (uint32_t)(b.n < ask ? b.n : ask));
        if (at + b.n > want.n || memcmp(b.p, want.p + at, b.n) != 0)
            return false;
        cp_input_skip(in, n > b.n ? b.n : n);
        at += n > b.n ? b.n : n;
    }
}

static void check_file(const char *name, cp_bytes plain, cp_bytes stored)
{
    static const size_t wants[] = { 16, 70000, 600000 };
    for (size_t i = 0; i < sizeof wants / sizeof *wants; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_input *in = NULL;
        write_file(a, name, stored);
        is_int(cp_input_open(a, path_of(a, name), &in, NULL), CP_OK, "%s: opened", name);
        ok(reads_as(in, plain, i, wants[i]), "%s: read in pieces of up to %zu", name, wants[i]);
        is_int(cp_input_error(in, NULL), CP_OK, "%s: no error", name);
        is_str(cp_input_sha256(in), cp_sha256_hex(a, stored), "%s: SHA-256 of the file", name);
        is_uint(cp_input_raw_off(in), stored.n, "%s: all of it read", name);
        is_uint(cp_input_raw_size(in), stored.n, "%s: its size", name);
        cp_arena_free(a);
    }
}

static void check_memory(const char *name, cp_bytes plain, cp_bytes stored)
{
    cp_arena *a = cp_arena_new(0);
    cp_input *in = cp_input_of_bytes(a, stored);
    ok(reads_as(in, plain, 3, 1000), "%s from memory", name);
    is_str(cp_input_sha256(in), cp_sha256_hex(a, stored), "%s from memory: SHA-256", name);
    cp_arena_free(a);
}

/* Hashing reads on to the end, wherever the parser stopped; twice gives the same. */
static void check_unread(cp_bytes plain)
{
    cp_arena *a = cp_arena_new(0);
    cp_input *in = NULL, *all = NULL;
    cp_bytes b;
    write_file(a, "unread", plain);
    is_int(cp_input_open(a, path_of(a, "unread"), &in, NULL), CP_OK, "opened");
    (void)cp_input_peek(in, 100);
    is_str(cp_input_sha256(in), cp_sha256_hex(a, plain), "SHA-256 of what was not parsed");
    is_str(cp_input_sha256(in), cp_sha256_hex(a, plain), "and again");
    is_int(cp_input_open(a, path_of(a, "unread"), &all, NULL), CP_OK, "opened");
    is_int(cp_input_all(all, 1 << 30, &b, NULL), CP_OK, "in one piece");
    ok(b.n == plain.n && memcmp(b.p, plain.p, b.n) == 0, "in one piece: the same");
    cp_arena_free(a);
}

static void check_limit(cp_bytes plain)
{
    cp_arena *a = cp_arena_new(0);
    cp_input *in = NULL;
    cp_bytes b;
    cp_err err;
    is_int(cp_input_open(a, path_of(a, "unread"), &in, NULL), CP_OK, "opened");
    is_int(cp_input_all(in, 1000, &b, &err), CP_ELIMIT, "more than allowed in one piece");
    ok(strstr(err.msg, "1000") != NULL, "the message names the limit: %s", err.msg);
    is_int(cp_input_all(cp_input_of_bytes(a, plain), 1000, &b, NULL), CP_ELIMIT, "from memory too");
    cp_arena_free(a);
}

static const struct {
    const char *name;
    cp_rc want;
    const char *say;
} refused[] = {
    { "no-such-file", CP_ENOENT, "cannot open: No such file or directory" },
    { "folder", CP_EFORMAT, "is a directory, expected a file" },
};

static void check_refused(void)
{
    cp_arena *a = cp_arena_new(0);
    (void)mkdir(path_of(a, "folder").p, 0700);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        cp_input *in = NULL;
        cp_err err;
        is_int(cp_input_open(a, path_of(a, refused[i].name), &in, &err), refused[i].want, "%s",
               refused[i].name);
        is_cstr(cp_str_c(err.msg), refused[i].say, "%s: message", refused[i].name);
    }
    cp_input *in = NULL;
    is_int(cp_input_open(a, (cp_str){ "a\0b", 3 }, &in, NULL), CP_ENOENT, "a NUL in the name");
    (void)rmdir(path_of(a, "folder").p);
    cp_arena_free(a);
}

/* root may read everything, so this runs as somebody else. */
static void check_permission(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_input *in = NULL;
    write_file(a, "secret", cp_bytes_of_str(CP_STR("x")));
    (void)chmod(path_of(a, "secret").p, 0);
    (void)chmod(dir, 0755);
    bool was_root = geteuid() == 0;
    if (was_root && seteuid(65534) != 0)
        tap_skip("cannot become another user");
    else
        is_int(cp_input_open(a, path_of(a, "secret"), &in, NULL), CP_EPERM, "no permission");
    if (was_root && seteuid(0) != 0)
        exit(99);
    (void)unlink(path_of(a, "secret").p);
    cp_arena_free(a);
}

/* Packed data cut at every byte of the head and at some of the rest: what was unpacked before is
 * good, and the end is told. */
static void check_cut(const char *name, cp_bytes plain, cp_bytes stored)
{
    bool all_told = true, all_good = true;
    size_t n_cuts = 0;
    for (size_t n = 5; n < stored.n; n += n < 100 ? 1 : stored.n / 50, n_cuts++) {
        cp_arena *a = cp_arena_new(0);
        cp_input *in = cp_input_of_bytes(a, (cp_bytes){ stored.p, n });
        cp_bytes b = { NULL, 0 };
        cp_rc rc = cp_input_all(in, 1 << 30, &b, NULL);
        all_told = all_told && (rc != CP_OK || cp_input_error(in, NULL) == CP_ESHORT);
        all_good = all_good && b.n < plain.n + 1 && (b.n == 0 || memcmp(b.p, plain.p, b.n) == 0);
        cp_arena_free(a);
    }
    ok(all_told, "%s cut %zu times: told", name, n_cuts);
    ok(all_good, "%s cut %zu times: what came before is good", name, n_cuts);
}

static void check_bomb(void)
{
    cp_arena *a = cp_arena_new(0);
    enum { PART = 64 * 1024 * 1024 };
    size_t one;
    cp_bytes zeros = { cp_arena_alloc(a, PART), PART }, packed = zstded(a, zeros);
    one = packed.n;
    /* 2.5 GiB of zeros in frames that follow each other */
    uint8_t *many = cp_arena_alloc(a, one * 40);
    for (size_t i = 0; i < 40; i++)
        memcpy(many + i * one, packed.p, one);
    cp_input *in = cp_input_of_bytes(a, (cp_bytes){ many, one * 40 });
    uint64_t total = 0;
    for (cp_bytes b; (b = cp_input_peek(in, 65536)).n > 0; total += b.n)
        cp_input_skip(in, b.n);
    is_int(cp_input_error(in, NULL), CP_ELIMIT, "a bomb of zeros is refused");
    ok(total <= (uint64_t)CP_INFLATE_FREE_BYTES * 2, "after %llu MiB",
       (unsigned long long)(total >> 20));
    cp_arena_free(a);
}

static void check_pipe(cp_bytes plain)
{
    int ends[2], saved = dup(STDIN_FILENO);
    cp_arena *a = cp_arena_new(0);
    cp_input *in = NULL;
    if (pipe(ends) != 0 || saved < 0)
        exit(99);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        for (size_t n = 0; n < plain.n;) {
            ssize_t w = write(ends[1], plain.p + n, plain.n - n > 777 ? 777 : plain.n - n);
            if (w <= 0)
                _exit(1);
            n += (size_t)w;
        }
        _exit(0);
    }
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    is_int(cp_input_open(a, CP_STR("-"), &in, NULL), CP_OK, "standard input is a pipe");
    ok(reads_as(in, plain, 5, 3000), "the same from a pipe");
    is_uint(cp_input_raw_size(in), 0, "a pipe has no size");
    is_str(cp_input_sha256(in), cp_sha256_hex(a, plain), "SHA-256 of a pipe");
    cp_arena_free(a);
    dup2(saved, STDIN_FILENO);
    close(saved);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    if (!mkdtemp(dir)) {
        printf("Bail out! no temporary folder\n");
        return 99;
    }
    cp_bytes big = pattern(a, BIG), small = { big.p, 1000 }, none = { big.p, 0 };
    check_file("small", small, small);
    check_file("empty", none, none);
    check_file("big", big, big);
    check_file("a block exactly", (cp_bytes){ big.p, 1 << 20 }, (cp_bytes){ big.p, 1 << 20 });
    check_file("gzip", big, gzipped(a, big, 1));
    check_file("gzip of three members", big, gzipped(a, big, 3));
    check_file("zstd", big, zstded(a, big));
    check_memory("plain", big, big);
    check_memory("gzip", big, gzipped(a, big, 2));
    check_unread(big);
    check_limit(big);
    check_refused();
    check_permission();
    check_cut("gzip", small, gzipped(a, small, 1));
    check_cut("zstd", small, zstded(a, small));
    check_cut("large gzip", big, gzipped(a, big, 1));
    check_bomb();
    check_pipe(big);
    if (system(cp_str_fmt(a, "rm -rf %s", dir).p) != 0)
        tap_note("%s is left", dir);
    cp_arena_free(a);
    return tap_done();
}
