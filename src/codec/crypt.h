/* SPDX-License-Identifier: Apache-2.0 */
/* crypt.h - the few operations that open packets whose keys everybody can derive (QUIC Initial), by
 * libcrypto. Nothing here keeps a secret. */
#pragma once
#include "base/base.h"

/* libcrypto reads no settings of the machine, which may name modules to load: nothing here needs
 * any, and a program that is one file cannot load them. Once, before anything is hashed. */
void cp_crypt_begin(void);

enum { CP_AES128_BYTES = 16, CP_GCM_IV_BYTES = 12, CP_GCM_TAG_BYTES = 16, CP_HMAC_BYTES = 32 };

/* HMAC with SHA-256 (RFC 2104). */
void cp_hmac_sha256(cp_bytes key, cp_bytes message, uint8_t out[CP_HMAC_BYTES]);
/* One block of AES-128 (FIPS 197). */
void cp_aes128_block(const uint8_t key[CP_AES128_BYTES], const uint8_t in[CP_AES128_BYTES],
                     uint8_t out[CP_AES128_BYTES]);
/* AES-128-GCM (NIST SP 800-38D): opens `sealed`, the text with the tag behind it, into `out`, which
 * has room for sealed.n - CP_GCM_TAG_BYTES. False: it is shorter than a tag, or was not sealed with
 * this key, iv and head; out is then worth nothing. */
bool cp_aes128_gcm_open(const uint8_t key[CP_AES128_BYTES], const uint8_t iv[CP_GCM_IV_BYTES],
                        cp_bytes head, cp_bytes sealed, uint8_t *out);
