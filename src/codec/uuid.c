/* SPDX-License-Identifier: Apache-2.0 */
/* uuid.c - see uuid.h. SHA-1 is what the standard wants; nothing rests on its strength. */
#include "codec/uuid.h"
#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>

const cp_uuid cp_uuid_dns = { { 0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00,
                                0xc0, 0x4f, 0xd4, 0x30, 0xc8 } };

/* Found once and kept, as in sha256.c: it takes longer than to hash a name. */
static const EVP_MD *found;
static pthread_once_t find_once = PTHREAD_ONCE_INIT;

static void find(void) { found = EVP_MD_fetch(NULL, "SHA1", NULL); }

cp_uuid cp_uuid_of_name(cp_uuid namespace, cp_str name)
{
    uint8_t digest[20];
    cp_uuid u;
    EVP_MD_CTX *ctx = pthread_once(&find_once, find) == 0 && found ? EVP_MD_CTX_new() : NULL;
    bool is_done = ctx && EVP_DigestInit_ex(ctx, found, NULL) == 1 &&
                   EVP_DigestUpdate(ctx, namespace.b, sizeof namespace.b) == 1 &&
                   EVP_DigestUpdate(ctx, name.p ? name.p : "", name.n) == 1 &&
                   EVP_DigestFinal_ex(ctx, digest, NULL) == 1;
    EVP_MD_CTX_free(ctx);
    if (!is_done) /* for want of memory, as in sha256.c */
        abort();
    memcpy(u.b, digest, sizeof u.b);
    u.b[6] = (uint8_t)((u.b[6] & 0x0f) | 0x50);
    u.b[8] = (uint8_t)((u.b[8] & 0x3f) | 0x80);
    return u;
}

cp_str cp_uuid_text(cp_arena *a, cp_uuid u)
{
    cp_str hex = cp_hex(a, (cp_bytes){ u.b, sizeof u.b });
    return cp_str_fmt(a, "%.*s-%.*s-%.*s-%.*s-%.*s", 8, hex.p, 4, hex.p + 8, 4, hex.p + 12, 4,
                      hex.p + 16, 12, hex.p + 20);
}
