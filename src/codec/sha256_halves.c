/* SPDX-License-Identifier: Apache-2.0 */
/* sha256_halves.c - the halves of a text at once, where the processor has instructions for SHA-256
 * (SHA256RNDS2 and its like on x86-64): each waits for the one before, so that two texts in turn
 * take hardly longer than one. */
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include "codec/sha256.h"

enum { BLOCK = 64, DIGEST = 32 };

static void by_library(cp_bytes b, uint8_t out[DIGEST])
{
    const uint8_t *p = b.p ? b.p : (const uint8_t *)"";
    if (EVP_Digest(p, b.n, out, NULL, EVP_sha256(), NULL) != 1)
        abort(); /* for want of memory alone */
}

#if defined __x86_64__
#include <cpuid.h>
#include <immintrin.h>

/* FIPS 180-4, 4.2.2 */
static const uint32_t k[BLOCK] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
};

#define SHA __attribute__((target("sha,sse4.1")))
/* The state as the instructions want it: ABEF, CDGH, the first on top. */
typedef struct state {
    __m128i abef, cdgh;
} state;

SHA static inline __attribute__((always_inline)) void load(__m128i m[4], const uint8_t *p)
{
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    for (int i = 0; i < 4; i++)
        m[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i)), swap);
}

/* Rounds 4 i to 4 i + 3, and what of the message they make ready for later ones: m[i % 4] is that
 * of these rounds. */
SHA static inline __attribute__((always_inline)) void four_rounds(state *s, __m128i m[4], int i)
{
    __m128i now = m[i & 3], wk;
    wk = _mm_add_epi32(now, _mm_load_si128((const __m128i *)(const void *)&k[4 * i]));
    s->cdgh = _mm_sha256rnds2_epu32(s->cdgh, s->abef, wk);
    if (i >= 3 && i < 15) {
        __m128i next = _mm_add_epi32(m[(i + 1) & 3], _mm_alignr_epi8(now, m[(i + 3) & 3], 4));
        m[(i + 1) & 3] = _mm_sha256msg2_epu32(next, now);
    }
    s->abef = _mm_sha256rnds2_epu32(s->abef, s->cdgh, _mm_shuffle_epi32(wk, 0x0e));
    if (i >= 1 && i < 13)
        m[(i + 3) & 3] = _mm_sha256msg1_epu32(m[(i + 3) & 3], now);
}

SHA static void two_at_once(state *a, state *b, const uint8_t *pa, const uint8_t *pb, size_t blocks)
{
    state sa = *a, sb = *b;
    for (; blocks > 0; blocks--, pa += BLOCK, pb += BLOCK) {
        const state before_a = sa, before_b = sb;
        __m128i ma[4], mb[4];
        load(ma, pa);
        load(mb, pb);
#pragma GCC unroll 16
        for (int i = 0; i < 16; i++) {
            four_rounds(&sa, ma, i);
            four_rounds(&sb, mb, i);
        }
        sa.abef = _mm_add_epi32(sa.abef, before_a.abef);
        sa.cdgh = _mm_add_epi32(sa.cdgh, before_a.cdgh);
        sb.abef = _mm_add_epi32(sb.abef, before_b.abef);
        sb.cdgh = _mm_add_epi32(sb.cdgh, before_b.cdgh);
    }
    *a = sa;
    *b = sb;
}

/* What is left of a text of n bytes, with its end (FIPS 180-4, 5.1.1), and the digest. */
SHA static void finish(state *s, const uint8_t *rest, size_t n_rest, uint64_t n, uint8_t *out)
{
    enum { BLOCKS_MAX = 4 }; /* a half has up to two blocks and a part more than the other */
    uint8_t tail[BLOCKS_MAX * BLOCK] = { 0 };
    size_t blocks = (n_rest + 1 + 8 + BLOCK - 1) / BLOCK;
    state nobody = *s;
    assert(blocks <= BLOCKS_MAX);
    if (n_rest)
        memcpy(tail, rest, n_rest);
    tail[n_rest] = 0x80;
    for (size_t i = 0; i < 8; i++)
        tail[blocks * BLOCK - 1 - i] = (uint8_t)(n * 8 >> 8 * i);
    two_at_once(s, &nobody, tail, tail, blocks);
    const uint32_t words[8] = {
        (uint32_t)_mm_extract_epi32(s->abef, 3), (uint32_t)_mm_extract_epi32(s->abef, 2),
        (uint32_t)_mm_extract_epi32(s->cdgh, 3), (uint32_t)_mm_extract_epi32(s->cdgh, 2),
        (uint32_t)_mm_extract_epi32(s->abef, 1), (uint32_t)_mm_extract_epi32(s->abef, 0),
        (uint32_t)_mm_extract_epi32(s->cdgh, 1), (uint32_t)_mm_extract_epi32(s->cdgh, 0),
    };
    for (size_t i = 0; i < DIGEST; i++)
        out[i] = (uint8_t)(words[i / 4] >> (24 - 8 * (i % 4)));
}

SHA static void by_instructions(cp_bytes b, size_t half, uint8_t out[2 * DIGEST])
{
    /* FIPS 180-4, 5.3.3 */
    state first = { _mm_set_epi32(0x6a09e667, (int)0xbb67ae85, 0x510e527f, (int)0x9b05688c),
                    _mm_set_epi32(0x3c6ef372, (int)0xa54ff53a, 0x1f83d9ab, 0x5be0cd19) };
    state second = first;
    size_t blocks = half / BLOCK;
    two_at_once(&first, &second, b.p, b.p + half, blocks);
    finish(&first, NULL, 0, half, out);
    finish(&second, b.p + 2 * half, b.n - 2 * half, b.n - half, out + DIGEST);
}

static bool has_instructions(void)
{
    uint32_t a, b, c, d;
    return __builtin_cpu_supports("sse4.1") && __get_cpuid_count(7, 0, &a, &b, &c, &d) &&
           b >> 29 & 1;
}
#endif

void cp_sha256_halves_plain(cp_bytes b, uint8_t out[2 * DIGEST])
{
    size_t half = b.n / 2 / BLOCK * BLOCK;
    by_library((cp_bytes){ b.p, half }, out);
    by_library((cp_bytes){ half ? b.p + half : b.p, b.n - half }, out + DIGEST);
}

void cp_sha256_halves(cp_bytes b, uint8_t out[2 * DIGEST])
{
#if defined __x86_64__
    size_t half = b.n / 2 / BLOCK * BLOCK;
    if (half && has_instructions()) {
        by_instructions(b, half, out);
        return;
    }
#endif
    cp_sha256_halves_plain(b, out);
}
