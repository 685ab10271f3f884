/* SPDX-License-Identifier: Apache-2.0 */
/* crypt.c - see crypt.h. Besides a wrong tag, libcrypto can only fail here for want of memory,
 * which aborts as in the arena. */
#include "codec/crypt.h"
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>

static void must(bool ok)
{
    if (!ok)
        abort();
}

void cp_crypt_begin(void) { must(OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL) == 1); }

void cp_hmac_sha256(cp_bytes key, cp_bytes message, uint8_t out[CP_HMAC_BYTES])
{
    static const uint8_t nothing[1];
    unsigned n = 0;
    must(HMAC(EVP_sha256(), key.n ? key.p : nothing, (int)key.n, message.n ? message.p : nothing,
              message.n, out, &n) &&
         n == CP_HMAC_BYTES);
}

void cp_aes128_block(const uint8_t key[CP_AES128_BYTES], const uint8_t in[CP_AES128_BYTES],
                     uint8_t out[CP_AES128_BYTES])
{
    int n = 0;
    EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    must(c && EVP_EncryptInit_ex(c, EVP_aes_128_ecb(), NULL, key, NULL) == 1 &&
         EVP_CIPHER_CTX_set_padding(c, 0) == 1 &&
         EVP_EncryptUpdate(c, out, &n, in, CP_AES128_BYTES) == 1 && n == CP_AES128_BYTES);
    EVP_CIPHER_CTX_free(c);
}

bool cp_aes128_gcm_open(const uint8_t key[CP_AES128_BYTES], const uint8_t iv[CP_GCM_IV_BYTES],
                        cp_bytes head, cp_bytes sealed, uint8_t *out)
{
    int n = 0;
    uint8_t tag[CP_GCM_TAG_BYTES], rest[CP_AES128_BYTES];
    if (sealed.n < sizeof tag || sealed.n > INT32_MAX || head.n > INT32_MAX)
        return false;
    size_t n_text = sealed.n - sizeof tag;
    for (size_t i = 0; i < sizeof tag; i++)
        tag[i] = sealed.p[n_text + i];
    EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    must(c && EVP_DecryptInit_ex(c, EVP_aes_128_gcm(), NULL, key, iv) == 1);
    must(head.n == 0 || EVP_DecryptUpdate(c, NULL, &n, head.p, (int)head.n) == 1);
    must(n_text == 0 || EVP_DecryptUpdate(c, out, &n, sealed.p, (int)n_text) == 1);
    must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, sizeof tag, tag) == 1);
    bool ok = EVP_DecryptFinal_ex(c, rest, &n) == 1;
    EVP_CIPHER_CTX_free(c);
    return ok;
}
