/* SPDX-License-Identifier: Apache-2.0 */
/* rand.h - a reproducible stream of numbers for synthetic networks and tests; never for secrets.
 * splitmix64 (Steele, Lea, Flood, OOPSLA 2014). */
#pragma once
#include <stdint.h>

typedef struct cp_rand {
    uint64_t state;
} cp_rand;

static inline uint64_t cp_rand_u64(cp_rand *r)
{
    uint64_t z = (r->state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* 0 <= result < n; n > 0. The bias of the multiply-shift is below n / 2^64. */
static inline uint32_t cp_rand_below(cp_rand *r, uint32_t n)
{
    return (uint32_t)(((cp_rand_u64(r) >> 32) * n) >> 32);
}
