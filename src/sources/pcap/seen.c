/* SPDX-License-Identifier: Apache-2.0 */
/* seen.c - see seen.h. */
#include "sources/pcap/seen.h"
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
    cp_seen s = { .n_max = n_max, .k = 0x9e3779b97f4a7c15u };
    assert(n_max > 0 && n_max < UINT32_MAX / 4);
    if (getrandom(&s.k, sizeof s.k, GRND_NONBLOCK) < 0)
        s.k = 0x9e3779b97f4a7c15u; /* early at boot: the golden ratio serves honest input */
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
