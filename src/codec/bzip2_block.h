/* SPDX-License-Identifier: Apache-2.0 */
/* bzip2_block.h - one block of bzip2, out of bits that lie in memory. bzip2 has no standard; what
 * is read here is what bzip2 1.0.8 writes and accepts, to the bit (tests/unit/codec/test_bzip2.c
 * compares them):
 *
 *     magic, CRC-32, origin; letters in use; selectors; code lengths; codes ... end of block
 *       --parse--> last column --link--> permutation --walk--> bytes --runs--> plain bytes
 *
 * The walk jumps through megabytes and mostly waits for memory. So two blocks are walked at once,
 * the one while the other waits. */
#pragma once
#include "base/base.h"

enum {
    CP_BZIP2_LEVEL_BYTES = 100000, /* a block of level n has at most n times as many */
    CP_BZIP2_BLOCK_BYTES = 9 * CP_BZIP2_LEVEL_BYTES,
    CP_BZIP2_MAGIC_BITS = 48,
    CP_BZIP2_PAD_BYTES = 16, /* that may be read behind the input, whatever they are */
};
#define CP_BZIP2_BLOCK_MAGIC UINT64_C(0x314159265359)
#define CP_BZIP2_END_MAGIC UINT64_C(0x177245385090)

typedef enum cp_bzip2_result { CP_BZIP2_GOOD, CP_BZIP2_BAD, CP_BZIP2_SHORT } cp_bzip2_result;

typedef struct cp_bzip2_block {
    uint32_t crc, n, origin; /* n: bytes before runs are made of them again */
    bool is_random;          /* written before 1999: there is more to be undone, not here */
    uint64_t end_bit;        /* behind it; BAD: behind what was read last */
} cp_bzip2_block;

/* 64 bits from `bit` on, of which 57 are meant. */
static inline uint64_t cp_bzip2_bits(const uint8_t *p, uint64_t bit)
{
    uint64_t v;
    memcpy(&v, p + (bit >> 3), sizeof v);
    return __builtin_bswap64(v) << (bit & 7);
}

typedef struct cp_bzip2_work cp_bzip2_work;
void cp_bzip2_work_new(cp_arena *a, cp_bzip2_work *w[2]);
/* From the bit behind the magic; n bytes, and CP_BZIP2_PAD_BYTES more. */
cp_bzip2_result cp_bzip2_parse(cp_bzip2_work *w, const uint8_t *p, size_t n, uint64_t bit,
                               uint32_t level, cp_bzip2_block *b);
/* The bytes of blocks that were parsed and are good and not random, n of each: one or two at a time
 * (b[1] NULL: one). */
void cp_bzip2_walk(cp_bzip2_work *const w[2], const cp_bzip2_block *const b[2],
                   uint8_t *const bytes[2]);

/* CRC-32 with the highest bit first, eight bytes at a time: of[k][b] is of byte b with k zeros
 * behind it. */
typedef struct cp_bzip2_crc {
    uint32_t of[8][256];
} cp_bzip2_crc;
void cp_bzip2_crc_make(cp_bzip2_crc *t);

/* Makes runs: four equal bytes are followed by how many more there are. */
typedef struct cp_bzip2_runs {
    const cp_bzip2_crc *table;
    const uint8_t *bytes;
    uint32_t n, at, crc;
    uint32_t left; /* of the run that was begun, of the byte c */
    uint8_t c;
    bool is_bad; /* the block ends where a number must come */
} cp_bzip2_runs;
void cp_bzip2_runs_begin(cp_bzip2_runs *r, const cp_bzip2_crc *t, const uint8_t *bytes, uint32_t n);
size_t cp_bzip2_runs_step(cp_bzip2_runs *r, uint8_t *out, size_t cap);
static inline bool cp_bzip2_runs_is_end(const cp_bzip2_runs *r)
{
    return r->at >= r->n && r->left == 0;
}
uint32_t cp_bzip2_runs_crc(const cp_bzip2_runs *r);
