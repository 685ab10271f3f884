/* SPDX-License-Identifier: Apache-2.0 */
/* seen.c - see seen.h. */
#include "sources/pcap/seen.h"
#include <string.h>
#include <sys/random.h>

enum { SLOTS_LOG_FIRST = 10 };

static void free_slots(void *arg) { cp_arena_free(*(cp_arena **)arg); }

/* The slots have an arena of their own, so that those outgrown are given back. */
static void make_slots(cp_arena *a, cp_seen *s, uint32_t n_log)
{
    if (!s->own) {
        s->own = CP_NEW(a, cp_arena *);
        cp_arena_defer(a, free_slots, s->own);
    }
    *s->own = cp_arena_new(0);
    s->slots = CP_NEW_ARRAY(*s->own, uint64_t, (size_t)1 << n_log);
    s->shift = 64 - n_log;
    s->mask = (uint32_t)(((uint64_t)1 << n_log) - 1);
}

cp_seen cp_seen_new(cp_arena *a, uint32_t n_max)
{
    /* digits of pi and the golden ratio: early at boot they serve honest input */
    cp_seen s = { .n_max = n_max,
                  .k = 0x9e3779b97f4a7c15u,
                  .secret = { 0x243f6a8885a308d3u, 0x13198a2e03707344u, 0xa4093822299f31d0u } };
    assert(n_max > 0 && n_max < UINT32_MAX / 4);
    uint64_t random[4];
    if (getrandom(random, sizeof random, GRND_NONBLOCK) == (ssize_t)sizeof random) {
        memcpy(s.secret, random, sizeof s.secret);
        s.k = random[3];
    }
    s.k |= 1;
    make_slots(a, &s, SLOTS_LOG_FIRST);
    return s;
}

static void put(cp_seen *s, uint64_t key)
{
    uint32_t i = (uint32_t)((key * s->k) >> s->shift);
    while (s->slots[i])
        i = (i + 1) & s->mask;
    s->slots[i] = key;
}

static void grow(cp_arena *a, cp_seen *s)
{
    cp_arena *outgrown = *s->own;
    uint64_t *old = s->slots;
    uint32_t n_old = s->mask + 1;
    make_slots(a, s, 64 - s->shift + 1);
    for (uint32_t i = 0; i < n_old; i++)
        if (old[i])
            put(s, old[i]);
    cp_arena_free(outgrown);
}

bool cp_seen_add(cp_arena *a, cp_seen *s, uint64_t key)
{
    assert(key != 0);
    if (cp_seen_has(s, key))
        return false;
    if (s->n == s->n_max) {
        s->n_over++;
        return false;
    }
    if (s->n >= (s->mask + 1) / 2)
        grow(a, s);
    put(s, key);
    s->n++;
    return true;
}

/* 16 bytes at a time, each half hidden by a secret so that nobody can make a factor 0. */
uint64_t cp_seen_key(const cp_seen *s, cp_bytes b)
{
    uint64_t h = s->secret[2], n = b.n, x[2];
    for (; b.n >= sizeof x; b = (cp_bytes){ b.p + sizeof x, b.n - sizeof x }) {
        memcpy(x, b.p, sizeof x);
        h = cp_fold64(x[0] ^ s->secret[0] ^ h, x[1] ^ s->secret[1]);
    }
    x[0] = x[1] = 0;
    if (b.n)
        memcpy(x, b.p, b.n);
    h = cp_fold64(x[0] ^ s->secret[0] ^ h, x[1] ^ s->secret[1]);
    return cp_fold64(h ^ s->secret[1], n ^ s->secret[2]) | 1;
}

uint64_t cp_seen_mac(const uint8_t mac[6])
{
    uint64_t key = 1; /* so that it is not 0 */
    for (int i = 0; i < 6; i++)
        key = key << 8 | mac[i];
    return key;
}

uint64_t cp_seen_ip(const cp_seen *s, cp_bytes ip)
{
    uint64_t key = 1;
    if (ip.n != 4)
        return cp_seen_key(s, ip);
    for (int i = 0; i < 4; i++)
        key = key << 8 | ip.p[i];
    return key;
}
