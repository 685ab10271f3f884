/* SPDX-License-Identifier: Apache-2.0 */
/* scan.c - see scan.h. */
#include "sources/pcap/scan.h"
#include <sys/random.h>

cp_scan cp_scan_new(cp_arena *a, const cp_scan_signs *signs)
{
    /* digits of pi serve honest input, early at boot */
    cp_scan s = { .signs = signs,
                  .k = { 0x243f6a8885a308d3u, 0x13198a2e03707344u, 0xa4093822299f31d0u } };
    uint64_t k[3];
    if (getrandom(k, sizeof k, GRND_NONBLOCK) == (ssize_t)sizeof k)
        memcpy(s.k, k, sizeof k);
    s.pairs = CP_NEW_ARRAY(a, uint64_t, (size_t)1 << CP_SCAN_PAIRS_LOG);
    return s;
}

void cp_scan_put_pair(cp_scan *s, uint64_t pair)
{
    const uint32_t mask = (1u << CP_SCAN_PAIRS_LOG) - 1;
    if (s->n_pairs == CP_SCAN_PAIRS_MAX) {
        memset(s->pairs, 0, sizeof *s->pairs << CP_SCAN_PAIRS_LOG);
        s->n_pairs = 0;
    }
    uint32_t i = (uint32_t)(pair >> (64 - CP_SCAN_PAIRS_LOG));
    while (s->pairs[i])
        i = (i + 1) & mask;
    s->pairs[i] = pair;
    s->n_pairs++;
}
