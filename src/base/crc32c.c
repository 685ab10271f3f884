/* SPDX-License-Identifier: Apache-2.0 */
/* crc32c.c - see crc32c.h. */
#include "base/crc32c.h"
#include <string.h>

enum { POLYNOMIAL = 0x82f63b78 }; /* 0x1edc6f41, its bits the other way round */

/* Two steps of four bits a byte, by a table of 16: for processors that cannot do better. */
static uint32_t by_table(uint32_t crc, cp_bytes b)
{
#define BIT(x) ((x) >> 1 ^ ((x)&1 ? (uint32_t)POLYNOMIAL : 0))
#define NIBBLE(x) BIT(BIT(BIT(BIT((uint32_t)(x)))))
    static const uint32_t of[16] = { NIBBLE(0),  NIBBLE(1),  NIBBLE(2),  NIBBLE(3),
                                     NIBBLE(4),  NIBBLE(5),  NIBBLE(6),  NIBBLE(7),
                                     NIBBLE(8),  NIBBLE(9),  NIBBLE(10), NIBBLE(11),
                                     NIBBLE(12), NIBBLE(13), NIBBLE(14), NIBBLE(15) };
#undef NIBBLE
#undef BIT
    for (size_t i = 0; i < b.n; i++) {
        crc ^= b.p[i];
        crc = crc >> 4 ^ of[crc & 15];
        crc = crc >> 4 ^ of[crc & 15];
    }
    return crc;
}

#if defined __x86_64__
__attribute__((target("sse4.2"))) static uint32_t by_instruction(uint32_t crc, cp_bytes b)
{
    uint64_t wide = crc;
    size_t i = 0;
    for (; i + sizeof wide <= b.n; i += sizeof wide) {
        uint64_t v;
        memcpy(&v, b.p + i, sizeof v);
        wide = __builtin_ia32_crc32di(wide, v);
    }
    crc = (uint32_t)wide;
    for (; i < b.n; i++)
        crc = __builtin_ia32_crc32qi(crc, b.p[i]);
    return crc;
}

/* Three lanes at once, because the instruction takes three cycles and can begin in each:
 *
 *     [ lane 1 ][ lane 2 ][ lane 3 ]    crc = crc1 * x^(8 * 2 LANE) + crc2 * x^(8 * LANE) + crc3
 *
 * modulo the polynomial. The instruction itself multiplies by x^32, and a product of two numbers
 * whose bits stand the other way round is short of one bit, so that 33 is less to be multiplied
 * by. */
enum { LANE = 1024 };
static const uint32_t by_1_lane = 0x170076fa;  /* x^(8 LANE - 33), the bit of x^0 first */
static const uint32_t by_2_lanes = 0xa51b6135; /* x^(16 LANE - 33) */
#define LANES_TARGET __attribute__((target("sse4.2,pclmul")))
typedef long long two_wide __attribute__((vector_size(16)));

LANES_TARGET static uint32_t times(uint64_t crc, uint32_t factor)
{
    two_wide x = { (long long)crc, 0 }, y = { factor, 0 };
    return (uint32_t)__builtin_ia32_crc32di(
        0, (unsigned long long)__builtin_ia32_pclmulqdq128(x, y, 0)[0]);
}

LANES_TARGET static uint32_t by_lanes(uint32_t crc, cp_bytes b)
{
    for (; b.n >= (size_t)3 * LANE; b = (cp_bytes){ b.p + 3 * LANE, b.n - 3 * LANE }) {
        uint64_t of[3] = { crc };
        for (size_t i = 0; i < LANE; i += sizeof(uint64_t)) {
            uint64_t v[3];
            for (size_t k = 0; k < 3; k++)
                memcpy(&v[k], b.p + k * LANE + i, sizeof v[k]);
            for (size_t k = 0; k < 3; k++)
                of[k] = __builtin_ia32_crc32di(of[k], v[k]);
        }
        crc = times(of[0], by_2_lanes) ^ times(of[1], by_1_lane) ^ (uint32_t)of[2];
    }
    return by_instruction(crc, b);
}
#endif

uint32_t cp_crc32c_plain(uint32_t before, cp_bytes b) { return ~by_table(~before, b); }

uint32_t cp_crc32c(uint32_t before, cp_bytes b)
{
#if defined __x86_64__
    if (__builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("pclmul"))
        return ~by_lanes(~before, b);
    if (__builtin_cpu_supports("sse4.2"))
        return ~by_instruction(~before, b);
#endif
    return cp_crc32c_plain(before, b);
}
