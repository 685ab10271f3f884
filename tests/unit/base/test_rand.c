/* SPDX-License-Identifier: Apache-2.0 */
/* test_rand.c - the stream is splitmix64, on every machine. Wanted numbers: computed in
 * Python's unbounded integers from the definition in the paper. */
#include "tap.h"

int main(void)
{
    static const uint64_t want[] = { 0x599ed017fb08fc85, 0x2c73f08458540fa5, 0x883ebce5a3f27c77,
                                     0x3fbef740e9177b3f, 0xe3b8346708cb5ecd };
    cp_rand r = { 1234567 };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        ok(cp_rand_u64(&r) == want[i], "number %zu after seed 1234567", i);
    for (uint32_t n = 1; n < 200; n = n * 3 + 1) {
        uint32_t seen = 0, beyond = 0, hits[200] = { 0 };
        for (int i = 0; i < 20000; i++) {
            uint32_t v = cp_rand_below(&r, n);
            beyond += v >= n;
            hits[v < n ? v : 0]++;
        }
        for (uint32_t i = 0; i < n; i++)
            seen += hits[i] > 0;
        is_uint(beyond, 0, "below %u", n);
        is_uint(seen, n, "all numbers below %u occur", n);
    }
    ok(cp_rand_below(&r, UINT32_MAX) < UINT32_MAX, "the largest range");
    return tap_done();
}
