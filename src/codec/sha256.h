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
