/* SPDX-License-Identifier: Apache-2.0 */
/* The published vectors: HMAC (RFC 4231, 4.3), AES-128 (FIPS 197, appendix B), GCM (test cases 2
 * and 1 of its specification). */
#include <string.h>
#include "codec/crypt.h"
#include "tap.h"

static cp_bytes hex(cp_arena *a, const char *digits)
{
    cp_bytes b = { NULL, 0 };
    (void)cp_unhex(a, cp_str_c(digits), &b);
    return b;
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    uint8_t out[32];
    cp_hmac_sha256(cp_bytes_of_str(CP_STR("Jefe")),
                   cp_bytes_of_str(CP_STR("what do ya want for nothing?")), out);
    is_cstr(cp_hex(a, (cp_bytes){ out, 32 }),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", "HMAC");
    cp_aes128_block(hex(a, "2b7e151628aed2a6abf7158809cf4f3c").p,
                    hex(a, "3243f6a8885a308d313198a2e0370734").p, out);
    is_cstr(cp_hex(a, (cp_bytes){ out, 16 }), "3925841d02dc09fbdc118597196a0b32", "AES-128");
    uint8_t zero[16] = { 0 };
    cp_bytes sealed = hex(a, "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf");
    cp_bytes none = { NULL, 0 }, head = { zero, 1 };
    memset(out, 1, sizeof out);
    ok(cp_aes128_gcm_open(zero, zero, none, sealed, out) && memcmp(out, zero, 16) == 0, "GCM");
    ok(!cp_aes128_gcm_open(zero, zero, head, sealed, out), "another head");
    ok(!cp_aes128_gcm_open(zero, zero, none, (cp_bytes){ sealed.p, 31 }, out), "cut off");
    ok(!cp_aes128_gcm_open(zero, zero, none, (cp_bytes){ sealed.p, 15 }, out), "no tag");
    ok(cp_aes128_gcm_open(zero, zero, none, hex(a, "58e2fccefa7e3061367f1d57a4e7455a"), out),
       "nothing sealed");
    cp_arena_free(a);
    return tap_done();
}
