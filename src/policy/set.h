/* SPDX-License-Identifier: Apache-2.0 */
/* set.h - a set of words of one fact, as bits. 320 bits hold the countries (250), the longest of
 * the lists; the last bit stands for every word that no pack mentions, so that two unmentioned
 * words are the same to the evaluator. */
#pragma once
#include "base/base.h"

enum { CP_SET_WORDS = 5, CP_SET_BITS = CP_SET_WORDS * 64, CP_SET_OTHER = CP_SET_BITS - 1 };

typedef struct cp_set {
    uint64_t w[CP_SET_WORDS];
} cp_set;

static inline void cp_set_add(cp_set *s, uint32_t bit) { s->w[bit / 64] |= 1ULL << (bit % 64); }
static inline bool cp_set_has(cp_set s, uint32_t bit) { return s.w[bit / 64] >> (bit % 64) & 1; }

static inline cp_set cp_set_and(cp_set a, cp_set b)
{
    for (int i = 0; i < CP_SET_WORDS; i++)
        a.w[i] &= b.w[i];
    return a;
}

static inline cp_set cp_set_or(cp_set a, cp_set b)
{
    for (int i = 0; i < CP_SET_WORDS; i++)
        a.w[i] |= b.w[i];
    return a;
}

static inline cp_set cp_set_minus(cp_set a, cp_set b)
{
    for (int i = 0; i < CP_SET_WORDS; i++)
        a.w[i] &= ~b.w[i];
    return a;
}

static inline bool cp_set_any(cp_set s)
{
    uint64_t all = 0;
    for (int i = 0; i < CP_SET_WORDS; i++)
        all |= s.w[i];
    return all != 0;
}

static inline bool cp_set_eq(cp_set a, cp_set b)
{
    uint64_t differs = 0;
    for (int i = 0; i < CP_SET_WORDS; i++)
        differs |= a.w[i] ^ b.w[i];
    return differs == 0;
}

static inline uint32_t cp_set_count(cp_set s)
{
    uint32_t n = 0;
    for (int i = 0; i < CP_SET_WORDS; i++)
        n += (uint32_t)__builtin_popcountll(s.w[i]);
    return n;
}

static inline cp_set cp_set_first_n(uint32_t n)
{
    cp_set s = { { 0 } };
    for (uint32_t i = 0; i < n; i++)
        cp_set_add(&s, i);
    return s;
}
