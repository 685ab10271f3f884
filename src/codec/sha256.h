/* SPDX-License-Identifier: Apache-2.0 */
/* sha256.h - SHA-256 (FIPS 180-4) by libcrypto, which uses the processor's instructions for it. */
#pragma once
#include "base/base.h"

typedef struct cp_sha256 {
    void *ctx;
} cp_sha256;

cp_sha256 cp_sha256_new(cp_arena *a); /* freed with a */
void cp_sha256_add(cp_sha256 *h, cp_bytes b);
void cp_sha256_end(cp_sha256 *h, uint8_t out[32]);
cp_str cp_sha256_hex(cp_arena *a, cp_bytes b); /* of one piece, lower-case hex */
/* That of the first half and that of the second, one after the other: in three fifths of the time
 * of the whole. The first half is the greatest multiple of 64 bytes that is not more than half. */
void cp_sha256_halves(cp_bytes b, uint8_t out[64]);
void cp_sha256_halves_plain(cp_bytes b, uint8_t out[64]); /* the same, on any processor */
