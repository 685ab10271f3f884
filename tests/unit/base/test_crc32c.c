/* SPDX-License-Identifier: Apache-2.0 */
/* test_crc32c.c - CRC-32C by the examples of RFC 3720, B.4, and both ways alike. */
#include "base/crc32c.h"
#include "base/rand.h"
#include "tap.h"

static void check_examples(void)
{
    uint8_t zeros[32] = { 0 }, ones[32], up[32], down[32];
    for (uint32_t i = 0; i < 32; i++) {
        ones[i] = 0xff;
        up[i] = (uint8_t)i;
        down[i] = (uint8_t)(31 - i);
    }
    const struct row {
        const char *name;
        cp_bytes in;
        uint32_t want;
    } rows[] = {
        { "nothing", { NULL, 0 }, 0 },
        { "32 zeros", { zeros, 32 }, 0x8a9136aa },
        { "32 ones", { ones, 32 }, 0x62a8ab43 },
        { "ascending", { up, 32 }, 0x46dd794e },
        { "descending", { down, 32 }, 0x113fdb5c },
        { "the usual check value", { (const uint8_t *)"123456789", 9 }, 0xe3069283 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        is_uint(cp_crc32c(0, rows[i].in), rows[i].want, "%s", rows[i].name);
        is_uint(cp_crc32c_plain(0, rows[i].in), rows[i].want, "%s, on any processor", rows[i].name);
    }
}

static void check_pieces(void)
{
    cp_rand r = { 1 };
    static uint8_t b[16 * 1024]; /* some times as long as what is worked out side by side */
    uint32_t n_same = 0;
    for (size_t i = 0; i < sizeof b; i++)
        b[i] = (uint8_t)cp_rand_u64(&r);
    for (uint32_t i = 0; i < 1000; i++) {
        size_t n = cp_rand_below(&r, i % 2 ? sizeof b : 300),
               cut = cp_rand_below(&r, (uint32_t)n + 1);
        uint32_t first = cp_crc32c(0, (cp_bytes){ b, cut });
        uint32_t whole = cp_crc32c_plain(0, (cp_bytes){ b, n });
        n_same += cp_crc32c(first, (cp_bytes){ b + cut, n - cut }) == whole;
    }
    is_uint(n_same, 1000, "in two pieces as in one");
}

int main(void)
{
    check_examples();
    check_pieces();
    return tap_done();
}
