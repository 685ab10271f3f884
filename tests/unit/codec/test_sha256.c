/* SPDX-License-Identifier: Apache-2.0 */
/* test_sha256.c - the examples of FIPS 180-4 (NIST's "SHA256.pdf" and the empty message), whole and
 * in pieces. */
#include <string.h>
#include "codec/sha256.h"
#include "tap.h"

static const struct {
    const char *in;
    uint32_t times;
    const char *want;
} rows[] = {
    { "", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
    { "abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
    { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
    { "a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" },
};

/* Of every length at which blocks and their padding come out otherwise, and of a large text, both
 * ways, and each half as a text of its own. */
static void halves(void)
{
    enum { LENGTHS = 700, LARGE = 1000003 };
    cp_arena *a = cp_arena_new(0);
    uint8_t *text = CP_NEW_RAW(a, uint8_t, LARGE);
    uint32_t n_wrong = 0;
    for (uint32_t i = 0; i < LARGE; i++)
        text[i] = (uint8_t)(i * 2654435761u >> 24);
    for (size_t n = 0; n <= LENGTHS; n++) {
        uint8_t one[64], other[64];
        cp_bytes in = { text, n < LENGTHS ? n : LARGE };
        size_t half = in.n / 128 * 64;
        cp_str first = cp_sha256_hex(a, (cp_bytes){ text, half });
        cp_str second = cp_sha256_hex(a, (cp_bytes){ text + half, in.n - half });
        cp_sha256_halves(in, one);
        cp_sha256_halves_plain(in, other);
        n_wrong += memcmp(one, other, sizeof one) != 0;
        n_wrong += !cp_str_eq(cp_hex(a, (cp_bytes){ one, 32 }), first);
        n_wrong += !cp_str_eq(cp_hex(a, (cp_bytes){ one + 32, 32 }), second);
    }
    is_int(n_wrong, 0, "halves of %d lengths, with and without instructions", LENGTHS + 1);
    cp_sha256_halves((cp_bytes){ NULL, 0 }, text);
    is_cstr(cp_hex(a, (cp_bytes){ text, 32 }), rows[0].want, "halves of no bytes at all");
    cp_arena_free(a);
}

int main(void)
{
    halves();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_bytes in = cp_bytes_of_str(cp_str_c(rows[i].in));
        cp_sha256 h = cp_sha256_new(a);
        uint8_t digest[32];
        cp_buf whole = cp_buf_new(a);
        for (uint32_t k = 0; k < rows[i].times; k++) {
            cp_sha256_add(&h, in);
            cp_buf_add(&whole, cp_str_of_bytes(in));
        }
        cp_sha256_end(&h, digest);
        is_cstr(cp_hex(a, (cp_bytes){ digest, sizeof digest }), rows[i].want, "row %zu in pieces",
                i);
        is_cstr(cp_sha256_hex(a, cp_bytes_of_str(cp_buf_str(&whole))), rows[i].want, "row %zu", i);
        cp_arena_free(a);
    }
    cp_arena *a = cp_arena_new(0);
    is_cstr(cp_sha256_hex(a, (cp_bytes){ NULL, 0 }), rows[0].want, "no bytes at all");
    cp_sha256 h = cp_sha256_new(a);
    cp_sha256_add(&h, (cp_bytes){ NULL, 0 });
    uint8_t digest[32];
    cp_sha256_end(&h, digest);
    is_cstr(cp_hex(a, (cp_bytes){ digest, sizeof digest }), rows[0].want, "no bytes, in pieces");
    (void)cp_sha256_new(a); /* freed with the arena though it is never ended */
    cp_arena_free(a);
    return tap_done();
}
