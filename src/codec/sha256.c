/* SPDX-License-Identifier: Apache-2.0 */
/* sha256.c - see sha256.h. libcrypto can only fail here for want of memory, which aborts as in the
 * arena. */
#include "codec/sha256.h"
#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>

static void must(int ok)
{
    if (ok != 1)
        abort();
}

static void free_ctx(void *ctx) { EVP_MD_CTX_free(ctx); }

cp_sha256 cp_sha256_new(cp_arena *a)
{
    cp_sha256 h = { EVP_MD_CTX_new() };
    must(h.ctx != NULL);
    cp_arena_defer(a, free_ctx, h.ctx);
    must(EVP_DigestInit_ex(h.ctx, EVP_sha256(), NULL));
    return h;
}

void cp_sha256_add(cp_sha256 *h, cp_bytes b) { must(EVP_DigestUpdate(h->ctx, b.p, b.n)); }

void cp_sha256_end(cp_sha256 *h, uint8_t out[32]) { must(EVP_DigestFinal_ex(h->ctx, out, NULL)); }

/* EVP_sha256() is looked up among the providers whenever it is used, which takes longer than
 * hashing a short text. Found once, and kept until the program ends. */
static const EVP_MD *found;
static pthread_once_t find_once = PTHREAD_ONCE_INIT;

static void find(void)
{
    found = EVP_MD_fetch(NULL, "SHA2-256", NULL);
    must(found != NULL);
}

cp_str cp_sha256_hex(cp_arena *a, cp_bytes b)
{
    uint8_t digest[32];
    must(pthread_once(&find_once, find) == 0);
    must(EVP_Digest(b.p ? b.p : (const uint8_t *)"", b.n, digest, NULL, found, NULL));
    return cp_hex(a, (cp_bytes){ digest, sizeof digest });
}
