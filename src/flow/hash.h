/* SPDX-License-Identifier: Apache-2.0 */
/* hash.h - 128 bits to 64, seeded: two folded multiplications, as in wyhash and in the table of a
 * block's addresses (model/flow_pack.c). */
#pragma once
#include <stdint.h>

static inline uint64_t cp_flow_hash(uint64_t seed, uint64_t hi, uint64_t lo)
{
    __uint128_t m = (__uint128_t)(hi ^ seed) * 0x9e3779b97f4a7c15u;
    uint64_t h = (uint64_t)m ^ (uint64_t)(m >> 64) ^ lo;
    m = (__uint128_t)(h ^ seed >> 32) * 0xd6e8feb86659fd93u;
    return (uint64_t)m ^ (uint64_t)(m >> 64);
}
