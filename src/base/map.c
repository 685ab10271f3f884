/* SPDX-License-Identifier: Apache-2.0 */
/* map.c - see map.h. Linear probing at a load of at most one half. */
#include "base/map.h"
#include <assert.h>
#include <string.h>
#include "base/str.h"

enum { SLOTS_FIRST = 16 };

static uint64_t hash_seed;

void cp_map_seed(uint64_t seed) { hash_seed = seed; }
uint64_t cp_map_hash(cp_str key) { return cp_hash(key, hash_seed); }

/* The slot that holds key, or the free one where it belongs. */
static uint32_t *find(const cp_map *m, cp_str key, uint64_t hash)
{
    for (uint32_t i = (uint32_t)hash & (m->n_slots - 1);; i = (i + 1) & (m->n_slots - 1)) {
        uint32_t at = m->slots[i];
        if (at == 0)
            return &m->slots[i];
        const cp_map_item *it = &m->items[at - 1];
        if (it->hash == hash && cp_str_eq(it->key, key))
            return &m->slots[i];
    }
}

uint64_t *cp_map_get(const cp_map *m, cp_str key)
{
    if (m->n == 0)
        return NULL;
    uint32_t at = *find(m, key, cp_hash(key, hash_seed));
    return at ? &m->items[at - 1].value : NULL;
}

void cp_map_get_many(const cp_map *m, const cp_str *keys, uint32_t n, uint64_t **out)
{
    uint64_t hash[CP_MAP_MANY];
    assert(n <= CP_MAP_MANY);
    for (uint32_t i = 0; i < n; i++) {
        hash[i] = cp_hash(keys[i], hash_seed);
        if (m->n)
            __builtin_prefetch(&m->slots[(uint32_t)hash[i] & (m->n_slots - 1)]);
    }
    for (uint32_t i = 0; i < n && m->n; i++) {
        uint32_t at = m->slots[(uint32_t)hash[i] & (m->n_slots - 1)];
        __builtin_prefetch(&m->items[at ? at - 1 : 0]);
    }
    for (uint32_t i = 0; i < n && m->n; i++) {
        uint32_t at = m->slots[(uint32_t)hash[i] & (m->n_slots - 1)];
        const cp_str *key = &m->items[at ? at - 1 : 0].key;
        for (size_t k = 0; k < key->n; k += 64)
            __builtin_prefetch(key->p + k);
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = m->n ? *find(m, keys[i], hash[i]) : 0;
        out[i] = at ? &m->items[at - 1].value : NULL;
    }
}

static void grow(cp_arena *a, cp_map *m)
{
    uint32_t old = m->n_slots;
    assert(old < UINT32_MAX / 4);
    m->n_slots = old ? old * 2 : SLOTS_FIRST;
    m->slots = CP_NEW_ARRAY(a, uint32_t, m->n_slots);
    m->items = cp_arena_grow(a, m->items, m->n_cap * sizeof *m->items,
                             (m->n_slots / 2) * sizeof *m->items);
    m->n_cap = m->n_slots / 2;
    for (uint32_t i = 0; i < m->n; i++) {
        uint32_t s = (uint32_t)m->items[i].hash & (m->n_slots - 1);
        while (m->slots[s])
            s = (s + 1) & (m->n_slots - 1);
        m->slots[s] = i + 1;
    }
}

uint64_t *cp_map_put(cp_arena *a, cp_map *m, cp_str key, bool *added)
{
    uint64_t hash = cp_hash(key, hash_seed);
    if (m->n == m->n_cap)
        grow(a, m);
    uint32_t *slot = find(m, key, hash);
    if (added)
        *added = *slot == 0;
    if (*slot == 0) {
        m->items[m->n] = (cp_map_item){ key, 0, hash };
        *slot = ++m->n;
    }
    return &m->items[*slot - 1].value;
}
