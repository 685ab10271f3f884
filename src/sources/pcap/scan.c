/* SPDX-License-Identifier: Apache-2.0 */
/* scan.c - see scan.h. */
#include "sources/pcap/scan.h"
#include <sys/random.h>

enum { PAIRS_LOG_FIRST = 8 };

static void free_pairs(void *arg) { cp_arena_free(*(cp_arena **)arg); }

/* An arena of their own, so that those outgrown are given back. */
static void make_pairs(cp_scan *s, uint32_t n_log)
{
    *s->own = cp_arena_new(0);
    s->pairs = CP_NEW_ARRAY(*s->own, uint64_t, (size_t)1 << n_log);
    s->mask = (1u << n_log) - 1;
    s->shift = 64 - n_log;
    s->n_pairs = 0;
}

cp_scan cp_scan_new(cp_arena *a, const cp_scan_signs *signs)
{
    /* digits of pi serve honest input, early at boot */
    cp_scan s = { .signs = signs,
                  .k = { 0x243f6a8885a308d3u, 0x13198a2e03707344u, 0xa4093822299f31d0u } };
    uint64_t k[3];
    if (getrandom(k, sizeof k, GRND_NONBLOCK) == (ssize_t)sizeof k)
        memcpy(s.k, k, sizeof k);
    s.own = CP_NEW(a, cp_arena *);
    cp_arena_defer(a, free_pairs, s.own);
    make_pairs(&s, PAIRS_LOG_FIRST);
    return s;
}

static void put(cp_scan *s, uint64_t pair)
{
    uint32_t i = (uint32_t)(pair >> s->shift);
    while (s->pairs[i])
        i = (i + 1) & s->mask;
    s->pairs[i] = pair;
    s->n_pairs++;
}

static void grow(cp_scan *s)
{
    cp_arena *outgrown = *s->own;
    const uint64_t *old = s->pairs;
    uint32_t n = s->mask + 1;
    make_pairs(s, 64 - s->shift + 1);
    for (uint32_t i = 0; i < n; i++)
        if (old[i])
            put(s, old[i]);
    cp_arena_free(outgrown);
}

void cp_scan_put_pair(cp_scan *s, uint64_t pair)
{
    if (s->n_pairs == CP_SCAN_PAIRS_MAX) {
        memset(s->pairs, 0, sizeof *s->pairs << CP_SCAN_PAIRS_LOG);
        s->n_pairs = 0;
    } else if (s->n_pairs > s->mask / 2) {
        grow(s);
    }
    put(s, pair);
}
