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
#endif

uint32_t cp_crc32c_plain(uint32_t before, cp_bytes b) { return ~by_table(~before, b); }

uint32_t cp_crc32c(uint32_t before, cp_bytes b)
{
#if defined __x86_64__
    if (__builtin_cpu_supports("sse4.2"))
        return ~by_instruction(~before, b);
#endif
    return cp_crc32c_plain(before, b);
}
