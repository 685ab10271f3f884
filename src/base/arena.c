/* SPDX-License-Identifier: Apache-2.0 */
/* arena.c - see arena.h and pages.h. */
#include "base/arena.h"
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include "base/pages.h"

enum {
    CHUNK_FIRST_BYTES = 16 * 1024,          /* a small job fits in one */
    CHUNK_LARGEST_BYTES = 16 * 1024 * 1024, /* doubling beyond would waste what it saves */
    ALIGN_BYTES = 16,
    /* of a huge page: large chunks are made of these where they can */
    HUGE_BYTES = 2 * 1024 * 1024,
};

typedef struct chunk {
    struct chunk *prev;
    size_t size, used; /* of data[] */
    _Alignas(ALIGN_BYTES) unsigned char data[];
} chunk;

typedef struct deferred {
    struct deferred *prev;
    void (*fn)(void *);
    void *arg;
} deferred;

struct cp_arena {
    chunk *top;
    deferred *last;
    uint64_t total_bytes, limit_bytes;
    jmp_buf trap;
    bool has_trap, is_of_small_pages;
};

static void *malloc_or_abort(size_t n)
{
    void *p = malloc(n);
    if (!p) {
        (void)fputs("cleanpath: out of memory\n", stderr);
        abort();
    }
    return p;
}

/* Memory for a chunk. A job of a million assets touches a hundred thousand pages once; huge ones
 * spare it as many faults. Without them it works as well. */
static chunk *chunk_memory(size_t n)
{
    if (n < 2 * (size_t)HUGE_BYTES || n > SIZE_MAX - HUGE_BYTES)
        return malloc_or_abort(n);
    size_t whole = (n + HUGE_BYTES - 1) & ~(size_t)(HUGE_BYTES - 1);
    void *p = aligned_alloc(HUGE_BYTES, whole);
    if (!p)
        return malloc_or_abort(n);
    (void)madvise(p, whole, MADV_HUGEPAGE);
    return p;
}

static chunk *chunk_new(chunk *prev, size_t size, bool is_of_small_pages)
{
    size_t n = sizeof(chunk) + size;
    chunk *c = is_of_small_pages ? malloc_or_abort(n) : chunk_memory(n);
    c->prev = prev;
    c->size = size;
    c->used = 0;
    return c;
}

cp_arena *cp_arena_new(uint64_t limit_bytes)
{
    cp_arena *a = malloc_or_abort(sizeof *a);
    memset(a, 0, sizeof *a);
    a->top = chunk_new(NULL, CHUNK_FIRST_BYTES, true);
    a->limit_bytes = limit_bytes ? limit_bytes : UINT64_MAX;
    return a;
}

void cp_arena_use_small_pages(cp_arena *a) { a->is_of_small_pages = true; }

void cp_arena_free(cp_arena *a)
{
    if (!a)
        return;
    for (deferred *d = a->last; d; d = d->prev)
        d->fn(d->arg);
    for (chunk *c = a->top, *prev; c; c = prev) {
        prev = c->prev;
        free(c);
    }
    free(a);
}

static void over_limit(cp_arena *a)
{
    if (a->has_trap)
        longjmp(a->trap, 1);
    (void)fprintf(stderr, "cleanpath: a job needs more than its %llu bytes\n",
                  (unsigned long long)a->limit_bytes);
    abort();
}

static size_t round_up(size_t n) { return (n + ALIGN_BYTES - 1) & ~(size_t)(ALIGN_BYTES - 1); }

static void push_chunk(cp_arena *a, size_t n)
{
    size_t size = a->top->size < CHUNK_LARGEST_BYTES ? a->top->size * 2 : CHUNK_LARGEST_BYTES;
    a->top = chunk_new(a->top, size > n ? size : n, a->is_of_small_pages);
}

/* n bytes of any content. */
static inline void *take(cp_arena *a, size_t n)
{
    if (n > SIZE_MAX / 2 || a->total_bytes + n > a->limit_bytes)
        over_limit(a);
    size_t want = round_up(n ? n : 1);
    if (want > a->top->size - a->top->used)
        push_chunk(a, want);
    void *p = a->top->data + a->top->used;
    a->top->used += want;
    a->total_bytes += want;
    return p;
}

void *cp_arena_alloc(cp_arena *a, size_t n)
{
    void *p = take(a, n);
    return memset(p, 0, round_up(n ? n : 1));
}

void *cp_arena_alloc_array(cp_arena *a, size_t n, size_t item_bytes)
{
    if (item_bytes && n > SIZE_MAX / 2 / item_bytes)
        over_limit(a);
    return cp_arena_alloc(a, n * item_bytes);
}

void *cp_arena_alloc_raw(cp_arena *a, size_t n, size_t item_bytes)
{
    if (item_bytes && n > SIZE_MAX / 2 / item_bytes)
        over_limit(a);
    return take(a, n * item_bytes);
}

void *cp_arena_grow(cp_arena *a, void *p, size_t old_n, size_t new_n)
{
    size_t had = round_up(old_n ? old_n : 1), want = round_up(new_n ? new_n : 1);
    unsigned char *end = a->top->data + a->top->used;
    assert(new_n >= old_n);
    if (p && (unsigned char *)p + had == end && want - had <= a->top->size - a->top->used) {
        if (want > had)
            (void)cp_arena_alloc(a, want - had); /* contiguous: the old block just becomes longer */
        return p;
    }
    char *q = take(a, new_n);
    if (old_n)
        memcpy(q, p, old_n);
    memset(q + old_n, 0, want - old_n);
    return q;
}

void *cp_arena_room(cp_arena *a, void *p, size_t *cap, size_t need, size_t least)
{
    size_t now = *cap ? *cap : least, before = *cap;
    if (need <= *cap)
        return p;
    while (now < need)
        now *= 2;
    *cap = now;
    return cp_arena_grow(a, p, before, now);
}

void *cp_arena_dup(cp_arena *a, const void *p, size_t n)
{
    void *q = take(a, n);
    if (n)
        memcpy(q, p, n);
    return q;
}

char *cp_arena_dup_text(cp_arena *a, const char *p, size_t n)
{
    char *q = take(a, n + 1);
    if (n)
        memcpy(q, p, n);
    q[n] = '\0';
    return q;
}

void cp_arena_defer(cp_arena *a, void (*fn)(void *), void *arg)
{
    deferred *d = CP_NEW(a, deferred);
    *d = (deferred){ a->last, fn, arg };
    a->last = d;
}

uint64_t cp_arena_used_bytes(const cp_arena *a) { return a->total_bytes; }
uint64_t cp_arena_limit_bytes(const cp_arena *a) { return a->limit_bytes; }

cp_arena_mark cp_arena_here(const cp_arena *a)
{
    return (cp_arena_mark){ a->top, a->last, a->top->used, a->total_bytes };
}

void cp_arena_back(cp_arena *a, cp_arena_mark mark)
{
    assert(a->last == mark.deferred); /* it would be freed with what stands above the mark */
    while (a->top != mark.chunk) {
        chunk *prev = a->top->prev;
        assert(prev);
        free(a->top);
        a->top = prev;
    }
    a->top->used = mark.used;
    a->total_bytes = mark.total;
}

jmp_buf *cp_arena_trap(cp_arena *a)
{
    a->has_trap = true;
    return &a->trap;
}
