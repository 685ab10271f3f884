/* SPDX-License-Identifier: Apache-2.0 */
/* map.h - text to 64-bit value (an index or a pointer), in an arena; iterated in the order of
 * insertion, so that answers do not depend on hashing.
 *
 *     slots: [ . | 2 | . | 0 | 1 | . | . | . ]   open addressing, index into
 *     items: [ {key,value,hash} {..} {..} ]      which are kept in order
 *
 * Keys are borrowed: they must live as long as the map. Nothing is ever removed. The hash is seeded
 * per process by cp_map_seed (0 until set), so that input cannot choose collisions. */
#pragma once
#include "base/arena.h"

typedef struct cp_map_item {
    cp_str key;
    uint64_t value, hash;
} cp_map_item;

typedef struct cp_map {
    cp_map_item *items;
    uint32_t *slots; /* index + 1; 0: free */
    uint32_t n, n_cap, n_slots;
} cp_map; /* all zero is an empty map */

/* Address of the value of key, or NULL. Valid until the next cp_map_put. */
uint64_t *cp_map_get(const cp_map *m, cp_str key);
/* The same for n keys at once, whose look-ups overlap: on a map larger than the processor's cache
 * several times as fast. n is at most CP_MAP_MANY. */
enum { CP_MAP_MANY = 16 };
void cp_map_get_many(const cp_map *m, const cp_str *keys, uint32_t n, uint64_t **out);
/* Address of the value of key; *added (may be NULL) tells whether it was put in now, with value
 * 0. */
uint64_t *cp_map_put(cp_arena *a, cp_map *m, cp_str key, bool *added);
void cp_map_seed(uint64_t seed);
/* The hash of a key, for tables of another kind that input must not upset either. */
uint64_t cp_map_hash(cp_str key);
