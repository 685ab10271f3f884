/* SPDX-License-Identifier: Apache-2.0 */
/* test_arena.c - sizes, growth, the limit and its trap, the order of clean-ups, marks. What must
 * abort is tried in a child process. */
#include <sys/wait.h>
#include <unistd.h>
#include "base/pages.h"
#include "tap.h"

static bool is_zero(const void *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (((const unsigned char *)p)[i])
            return false;
    return true;
}

static void test_alloc(void)
{
    static const size_t sizes[] = { 0, 1, 15, 16, 17, 4096, 16384, 16385, 1 << 20, 40 << 20 };
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        unsigned char *p = cp_arena_alloc(a, sizes[i]), *q = cp_arena_alloc(a, sizes[i]);
        ok((uintptr_t)p % 16 == 0 && (uintptr_t)q % 16 == 0, "%zu bytes are aligned", sizes[i]);
        ok(is_zero(p, sizes[i]) && is_zero(q, sizes[i]), "%zu bytes are zero", sizes[i]);
        ok(p != q, "%zu bytes have a place of their own", sizes[i]);
        memset(p, 0xff, sizes[i]);
        memset(q, 0xff, sizes[i]);
    }
    cp_str dup = { cp_arena_dup(a, "abc", 3), 3 };
    is_cstr(dup, "abc", "a copy");
    ok(cp_arena_dup(a, NULL, 0) != NULL, "a copy of nothing");
    is_uint(cp_arena_limit_bytes(a), UINT64_MAX, "0 is no limit");
    cp_arena_free(a);
    cp_arena_free(NULL);
}

static void test_grow(void)
{
    cp_arena *a = cp_arena_new(0);
    char *p = cp_arena_alloc(a, 10);
    memcpy(p, "0123456789", 10);
    char *q = cp_arena_grow(a, p, 10, 100);
    ok(q == p, "the latest allocation grows in place");
    ok(memcmp(q, "0123456789", 10) == 0 && is_zero(q + 10, 90), "and the new part is zero");
    (void)cp_arena_alloc(a, 1);
    char *r = cp_arena_grow(a, q, 100, 200);
    ok(r != q, "an older one moves");
    ok(memcmp(r, "0123456789", 10) == 0 && is_zero(r + 10, 190), "with its content");
    char *s = cp_arena_grow(a, r, 200, 1 << 20);
    ok(memcmp(s, "0123456789", 10) == 0, "what does not fit the chunk moves");
    ok(cp_arena_grow(a, s, 1 << 20, 1 << 20) == s, "growing by nothing moves nothing");
    ok(cp_arena_grow(a, NULL, 0, 0) != NULL, "growing nothing to nothing gives a pointer");
    cp_arena_free(a);
}

static void test_trap(void)
{
    cp_arena *a = cp_arena_new(100000);
    volatile int trapped = 0;
    volatile size_t huge = SIZE_MAX - 8;
    (void)cp_arena_alloc(a, 60000);
    if (setjmp(*cp_arena_trap(a)) != 0)
        trapped++;
    if (trapped == 0)
        (void)cp_arena_alloc(a, 60000);
    if (trapped == 1)
        (void)cp_arena_alloc(a, huge);
    if (trapped == 2)
        (void)cp_arena_alloc_array(a, huge / 2, 16);
    if (trapped == 3)
        (void)cp_arena_grow(a, NULL, 0, 60000);
    is_int(trapped, 4, "four allocations beyond the limit are trapped");
    is_uint(cp_arena_used_bytes(a), 60000, "and use nothing");
    ok(cp_arena_alloc(a, 30000) != NULL, "what fits is still given");
    is_uint(cp_arena_limit_bytes(a), 100000, "the limit is told");
    cp_arena_free(a);
}

static void beyond_limit(void) { (void)cp_arena_alloc(cp_arena_new(1000), 2000); }

static void no_clean_up(void *arg) { (void)arg; }

static void back_over_deferred(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_arena_mark mark = cp_arena_here(a);
    cp_arena_defer(a, no_clean_up, NULL);
    cp_arena_back(a, mark);
}

static void test_aborts(const char *name, void (*fn)(void))
{
    int status = 0;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        (void)freopen("/dev/null", "w", stderr);
        fn();
        _exit(0);
    }
    (void)waitpid(child, &status, 0);
    ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT, "%s aborts", name);
}

static char order[8];

static void note(void *arg) { strncat(order, arg, 1); }

static void test_defer(void)
{
    cp_arena *a = cp_arena_new(0);
    static char names[] = "abc";
    for (char *p = names; *p; p++)
        cp_arena_defer(a, note, p);
    is_cstr(tap_cstr(order), "", "nothing is cleaned up before the end");
    cp_arena_free(a);
    is_cstr(tap_cstr(order), "cba", "clean-ups run in reverse order");
}

static void test_mark(void)
{
    cp_arena *a = cp_arena_new(1 << 20);
    char *keep = cp_arena_alloc(a, 8);
    memcpy(keep, "keep me", 8);
    uint64_t used = cp_arena_used_bytes(a);
    for (int round = 0; round < 50; round++) {
        cp_arena_mark mark = cp_arena_here(a);
        for (int i = 0; i < 10; i++) {
            char *p = cp_arena_alloc(a, 50000);
            if (!is_zero(p, 50000))
                round = 1000;
            memset(p, 'x', 50000);
        }
        cp_arena_back(a, mark);
        if (cp_arena_used_bytes(a) != used)
            round = 1000;
    }
    ok(cp_arena_used_bytes(a) == used, "50 rounds of 500 kB fit into a limit of 1 MiB");
    ok(memcmp(keep, "keep me", 8) == 0, "what was before the mark is untouched");
    char *again = cp_arena_alloc(a, 100);
    ok(is_zero(again, 100), "memory that is used again is zero");
    cp_arena_free(a);
}

static void test_raw(void)
{
    cp_arena *a = cp_arena_new(0);
    uint32_t *v = CP_NEW_RAW(a, uint32_t, 1000), *w = CP_NEW_RAW(a, uint32_t, 0);
    memset(v, 0xff, 1000 * sizeof *v);
    ok(w >= v + 1000, "what comes after an array of any content lies behind it");
    ok(*CP_NEW(a, uint64_t) == 0, "and is zeroed where that is promised");
    cp_arena_free(a);
}

/* Of chunks so large that they would be of huge pages otherwise. */
static void test_small_pages(void)
{
    enum { PIECES = 64, PIECE_BYTES = 1 << 20 };
    uint8_t *v[PIECES];
    uint32_t n_same = 0;
    cp_arena *a = cp_arena_new(0);
    cp_arena_use_small_pages(a);
    for (uint32_t i = 0; i < PIECES; i++) {
        v[i] = CP_NEW_RAW(a, uint8_t, PIECE_BYTES);
        memset(v[i], (int)i, PIECE_BYTES);
    }
    for (uint32_t i = 0; i < PIECES; i++)
        n_same += v[i][0] == i && v[i][PIECE_BYTES - 1] == i;
    is_uint(n_same, PIECES, "much memory of small pages");
    is_uint(cp_arena_used_bytes(a), (uint64_t)PIECES * PIECE_BYTES, "is counted like other");
    cp_arena_free(a);
}

static void raw_beyond_limit(void) { (void)CP_NEW_RAW(cp_arena_new(1000), uint64_t, 200); }
static void raw_overflow(void) { (void)CP_NEW_RAW(cp_arena_new(0), uint64_t, SIZE_MAX / 4); }

int main(void)
{
    test_alloc();
    test_raw();
    test_small_pages();
    test_aborts("an array of any content beyond the limit", raw_beyond_limit);
    test_aborts("an array of more bytes than can be counted", raw_overflow);
    test_grow();
    test_trap();
    test_aborts("passing the limit without a trap", beyond_limit);
    test_aborts("going back to a mark over a deferred clean-up", back_over_deferred);
    test_defer();
    test_mark();
    return tap_done();
}
