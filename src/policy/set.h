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

/* Words that stand in the same sets of every pack are one to the evaluator: a cell. So what a fact
 * is, or could be, is a few bits.
 *
 *     words of a fact   [ DE | FI | US | CN | .. 250 ]      packs ask for {CN}, {DE FI ..}
 *     its cells         [ 1 1 .. | 0 ..        | 2 ]        three masks of one bit each */
typedef uint64_t cp_mask;

enum {
    CP_CELLS_MAX = 62,                     /* a key holds them and two bits more (memo.c) */
    CP_LEGAL_NAMES_MAX = CP_CELLS_MAX - 1, /* of one pack, and a cell for every other name */
};

typedef struct cp_cells {
    uint8_t of[CP_SET_BITS];      /* cell of each word */
    uint32_t words[CP_CELLS_MAX]; /* how many words of the fact's list are in it */
    uint32_t n;
    cp_mask all; /* every cell that a word of the list is in */
} cp_cells;

static inline bool cp_mask_is_one(cp_mask m) { return m && (m & (m - 1)) == 0; }

static inline cp_mask cp_cells_mask(const cp_cells *c, cp_set s)
{
    cp_mask m = 0;
    for (uint32_t w = 0; w < CP_SET_WORDS; w++)
        for (uint64_t bits = s.w[w]; bits; bits &= bits - 1)
            m |= (cp_mask)1 << c->of[w * 64 + (uint32_t)__builtin_ctzll(bits)];
    return m;
}

/* How many words are in these cells. */
static inline uint32_t cp_cells_words(const cp_cells *c, cp_mask m)
{
    uint32_t n = 0;
    for (; m; m &= m - 1)
        n += c->words[__builtin_ctzll(m)];
    return n;
}
