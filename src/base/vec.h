/* SPDX-License-Identifier: Apache-2.0 */
/* vec.h - growing arrays in an arena: `CP_VEC(cp_link) links = {0}; *cp_vec_add(a, &links) = link;`
 *
 * Growth doubles and leaves the old copy in the arena, so a vector costs at most twice its size;
 * pointers to items die when it grows, indexes do not. Up to 2^31 items. */
#pragma once
#include <assert.h>
#include "base/arena.h"

#define CP_VEC(T)        \
    struct {             \
        T *v;            \
        uint32_t n, cap; \
    }

/* Address of a new zeroed item at the end. */
#define cp_vec_add(a, vec)                                                        \
    ((vec)->n == (vec)->cap                                                       \
         ? ((vec)->v = cp_vec_more((a), (vec)->v, &(vec)->cap, sizeof *(vec)->v)) \
         : (vec)->v,                                                              \
     &(vec)->v[(vec)->n++])
#define cp_vec_push(a, vec, item) ((void)(*cp_vec_add((a), (vec)) = (item)))
#define cp_vec_each(it, vec)                                                                       \
    for (__typeof__((vec)->v) it = (vec)->v, it##_end = (vec)->n ? (vec)->v + (vec)->n : (vec)->v; \
         it < it##_end; it++)

static inline void *cp_vec_more(cp_arena *a, void *v, uint32_t *cap, size_t item_bytes)
{
    uint32_t old = *cap, now = old ? old * 2 : 8;
    assert(old <= UINT32_MAX / 4);
    *cap = now;
    return cp_arena_grow(a, v, old * item_bytes, now * item_bytes);
}
