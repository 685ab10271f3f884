/* SPDX-License-Identifier: Apache-2.0 */
/* sort.c - see sort.h. Radix sort from the lowest byte; bytes that all keys share cost nothing. */
#include "base/sort.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"

enum {
    KEY_BYTES = 8,
    BYTE_VALUES = 256,
    ITEMS_MIN = 512, /* fewer fit the cache, and counting bytes costs more than it saves */
};

typedef struct keyed {
    uint64_t key;
    uint32_t at;
} keyed;

static unsigned byte_of(uint64_t key, unsigned i) { return key >> 8 * i & 0xff; }

/* Moves all from `from` to `to`, by one byte of the key. counts: how many have each value. */
static void pass(const keyed *from, keyed *to, uint32_t n, unsigned byte,
                 const uint32_t counts[BYTE_VALUES])
{
    uint32_t next[BYTE_VALUES], sum = 0;
    for (unsigned b = 0; b < BYTE_VALUES; b++) {
        next[b] = sum;
        sum += counts[b];
    }
    for (uint32_t i = 0; i < n; i++)
        to[next[byte_of(from[i].key, byte)]++] = from[i];
}

/* The sorted ones: v or w. */
static keyed *sort_keys(keyed *v, keyed *w, uint32_t n)
{
    uint32_t counts[KEY_BYTES][BYTE_VALUES] = { { 0 } };
    for (uint32_t i = 0; i < n; i++)
        for (unsigned b = 0; b < KEY_BYTES; b++)
            counts[b][byte_of(v[i].key, b)]++;
    for (unsigned b = 0; b < KEY_BYTES; b++) {
        if (counts[b][byte_of(v[0].key, b)] == n)
            continue;
        pass(v, w, n, b, counts[b]);
        keyed *t = v;
        v = w;
        w = t;
    }
    return v;
}

static bool is_sorted(const char *v, uint32_t n, size_t item_bytes, cp_sort_order *order, void *ctx)
{
    for (uint32_t i = 1; i < n; i++)
        if (order(v + (i - 1) * item_bytes, v + i * item_bytes, ctx) > 0)
            return false;
    return true;
}

void cp_sort(void *items, uint32_t n, size_t item_bytes, cp_sort_key *key, cp_sort_order *order,
             void *ctx)
{
    char *v = items;
    if (n < ITEMS_MIN) {
        if (n && !is_sorted(v, n, item_bytes, order, ctx))
            qsort_r(v, n, item_bytes, order, ctx);
        return;
    }
    cp_arena *work = cp_arena_new(0);
    keyed *keys = CP_NEW_RAW(work, keyed, n);
    for (uint32_t i = 0; i < n; i++)
        keys[i] = (keyed){ key(v + i * item_bytes, ctx), i };
    keys = sort_keys(keys, CP_NEW_RAW(work, keyed, n), n);
    char *copy = cp_arena_dup(work, v, n * item_bytes);
    for (uint32_t i = 0; i < n; i++)
        memcpy(v + i * item_bytes, copy + keys[i].at * item_bytes, item_bytes);
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && keys[end].key == keys[i].key;)
            end++;
        if (!is_sorted(v + i * item_bytes, end - i, item_bytes, order, ctx))
            qsort_r(v + i * item_bytes, end - i, item_bytes, order, ctx);
    }
    cp_arena_free(work);
}
