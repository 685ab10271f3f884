/* SPDX-License-Identifier: Apache-2.0 */
/* crc32c.h - CRC-32C (Castagnoli; RFC 3720, 12.1): finds any flipped bit and any burst of 32 bits.
 * By the instruction of SSE4.2 where the processor has it, 8 bytes in three cycles, and 24 where it
 * has PCLMULQDQ too and they are many. It proves nothing against who changes data on purpose. */
#pragma once
#include "base/str.h"

/* Goes on from what was before: 0 of nothing. */
uint32_t cp_crc32c(uint32_t before, cp_bytes b);
/* The same on any processor: some tenths of a GB a second. */
uint32_t cp_crc32c_plain(uint32_t before, cp_bytes b);
