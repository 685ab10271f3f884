/* SPDX-License-Identifier: Apache-2.0 */
/* arena.h - memory of one job: allocated piece by piece, freed at once, with the clean-ups that
 * were deferred to it.
 *
 *     [chunk 64 KiB: used ..|free] -> [chunk 128 KiB: ...] -> ...   growing, so few mallocs
 *     [defer]->[defer]->[defer]    run in reverse order by cp_arena_free
 *
 * cp_arena_alloc never returns NULL. An arena has a limit in bytes; passing it is answered by the
 * trap of the job (cp_arena_trap), which reports CP_ELIMIT, and by abort() where no trap is set.
 * Sizes that come from input meet a named limit first, so the trap is the last fence and not the
 * usual way out. One arena is used by one thread. */
#pragma once
#include <setjmp.h>
#include <stddef.h>
#include "base/err.h"
#include "base/str.h"

typedef struct cp_arena cp_arena;

/* limit_bytes 0: no limit but the machine's. Aborts if not even the first chunk can be had. */
cp_arena *cp_arena_new(uint64_t limit_bytes);
/* Runs the deferred calls, the latest first, and frees everything. NULL is fine. */
void cp_arena_free(cp_arena *a);

/* Zeroed memory aligned for any type, of n bytes (n = 0 gives a valid pointer). Owned by the
 * arena. */
void *cp_arena_alloc(cp_arena *a, size_t n) __attribute__((malloc, returns_nonnull, alloc_size(2)));
void *cp_arena_alloc_array(cp_arena *a, size_t n, size_t item_bytes)
    __attribute__((returns_nonnull));
/* The same of any content, for large arrays that are written before they are read. */
void *cp_arena_alloc_raw(cp_arena *a, size_t n, size_t item_bytes) __attribute__((returns_nonnull));
/* A bigger copy of p (old_n bytes). Grows in place when p was the latest allocation. */
void *cp_arena_grow(cp_arena *a, void *p, size_t old_n, size_t new_n)
    __attribute__((returns_nonnull));
/* p (of *cap bytes, or NULL) with room for `need`: doubled until it has, from `least` on. */
void *cp_arena_room(cp_arena *a, void *p, size_t *cap, size_t need, size_t least);
void *cp_arena_dup(cp_arena *a, const void *p, size_t n) __attribute__((returns_nonnull));
/* The same with a NUL behind. */
char *cp_arena_dup_text(cp_arena *a, const char *p, size_t n) __attribute__((returns_nonnull));
#define CP_NEW(a, T) ((T *)cp_arena_alloc((a), sizeof(T)))
#define CP_NEW_ARRAY(a, T, n) ((T *)cp_arena_alloc_array((a), (n), sizeof(T)))
#define CP_NEW_RAW(a, T, n) ((T *)cp_arena_alloc_raw((a), (n), sizeof(T)))

/* fn(arg) runs when the arena is freed. */
void cp_arena_defer(cp_arena *a, void (*fn)(void *arg), void *arg);

uint64_t cp_arena_used_bytes(const cp_arena *a);
uint64_t cp_arena_limit_bytes(const cp_arena *a);

/* A mark, and the way back to it: all that was allocated since is given up (nothing may have been
 * deferred since). For loops whose scratch would otherwise pile up. */
typedef struct cp_arena_mark {
    void *chunk, *deferred;
    size_t used;
    uint64_t total;
} cp_arena_mark;
cp_arena_mark cp_arena_here(const cp_arena *a);
void cp_arena_back(cp_arena *a, cp_arena_mark mark);

/* The trap: `if (setjmp(*cp_arena_trap(a)) != 0) -> over the limit`. Set it in the function that
 * owns the arena. */
jmp_buf *cp_arena_trap(cp_arena *a);
