/* SPDX-License-Identifier: Apache-2.0 */
/* scan.c - see scan.h. */
#include "sources/pcap/scan.h"
#include <sys/random.h>
#include "sources/ip/syn.h"

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

/* A SYN and whose: all of its bytes but those that are never the same, so that two with one hash
 * are of one form (sources/ip/syn.h). p: the packet, t: the segment. */
static uint64_t form_of(const cp_scan *s, const uint8_t *mac, const uint8_t *p, const uint8_t *t)
{
    enum { OPTIONS_MAX = 40, END = 0, NOP = 1, TIMES = 8, TIMES_BYTES = 10 };
    uint8_t o[OPTIONS_MAX + 8] = { 0 }; /* a whole number of pairs of words */
    size_t n = (size_t)(t[12] >> 4) * 4 - 20;
    memcpy(o, t + 20, n);
    for (size_t i = 0; i + 1 < n && o[i] != END; i += o[i] == NOP ? 1 : o[i + 1]) {
        if (o[i] != NOP && o[i + 1] < 2)
            break;
        if (o[i] == TIMES && o[i + 1] == TIMES_BYTES && i + TIMES_BYTES <= n) {
            bool has_own = cp_scan_be32(o + i + 2), has_other = cp_scan_be32(o + i + 6);
            memset(o + i + 2, 0, TIMES_BYTES - 2);
            o[i + 2] = (uint8_t)(has_own | has_other << 1);
            break;
        }
    }
    uint64_t of_ip = p[0] >> 4 == 4
                         ? (uint64_t)p[8] << 3 | (p[6] & 0x40) >> 5 | !cp_scan_be16(p + 4)
                         : (uint64_t)p[7] << 3 | 4 | !(cp_scan_be32(p) & 0xfffff);
    uint64_t head = of_ip << 48 | (uint64_t)cp_scan_be16(t + 14) << 32 |
                    (uint64_t)cp_scan_be16(t + 18) << 16 | (uint64_t)t[12] << 4 |
                    (uint64_t)!cp_scan_be32(t + 4) << 1 | !cp_scan_be32(t + 8);
    uint64_t h = cp_fold64(cp_scan_be48(mac) ^ s->k[2], head ^ s->k[1]);
    for (size_t i = 0; i < n; i += 16)
        h = cp_fold64(cp_scan_be64(o + i) ^ h, cp_scan_be64(o + i + 8) ^ s->k[0]);
    return cp_scan_pair_of(h);
}

/* Remembered among the pairs, as one that is known. */
static bool is_repeated(cp_scan *s, uint64_t form)
{
    for (uint32_t i = (uint32_t)(form >> s->shift);; i = (i + 1) & s->mask) {
        if (s->pairs[i] == form + CP_SCAN_FIRST)
            return true;
        if (s->pairs[i] == 0) {
            cp_scan_put_pair(s, form + CP_SCAN_FIRST);
            return false;
        }
    }
}

cp_scanned cp_scan_syn(cp_scan *s, cp_scanned x, cp_bytes f, uint32_t link_type)
{
    enum { IP4 = 20, IP6 = 40 };
    cp_scan_packet at =
        link_type == CP_LINK_ETHERNET ? cp_scan_ethernet(f) : cp_scan_bare(f, link_type);
    bool is_v4 = x.class == CP_SCAN_SYN4;
    if (!cp_syn_is_first_hop(at.p[is_v4 ? 8 : 7]) ||
        is_repeated(s, form_of(s, at.mac, at.p, at.p + (is_v4 ? IP4 : IP6))))
        x.class = is_v4 ? CP_SCAN_PLAIN4 : CP_SCAN_PLAIN6;
    else if (link_type != CP_LINK_ETHERNET)
        x.class = CP_SCAN_FULL;
    return x;
}
