/* SPDX-License-Identifier: Apache-2.0 */
/* places.c - see places.h. */
#include "sources/collect/places.h"
#include <string.h>

uint32_t cp_collect_place_take(cp_collect_places *p)
{
    enum { BEING_FILLED = 1 };
    uint32_t place = 0;
    for (; place < CP_COLLECT_PLACES; place++) {
        uint32_t is_free = 0;
        if (atomic_compare_exchange_strong(&p->bytes[place], &is_free, BEING_FILLED))
            break;
    }
    return place;
}

void cp_collect_place_fill(cp_collect_places *p, uint32_t place, uint32_t bytes)
{
    assert(place < CP_COLLECT_PLACES && bytes > 0 && bytes <= CP_FLOW_BLOCK_BYTES_MAX);
    atomic_store_explicit(&p->bytes[place], bytes, memory_order_release);
}

void cp_collect_place_give(cp_collect_places *p, uint32_t place)
{
    assert(place < CP_COLLECT_PLACES);
    atomic_store_explicit(&p->bytes[place], 0, memory_order_release);
}

cp_bytes cp_collect_place_copy(cp_arena *a, cp_collect_places *p, uint32_t place, uint32_t n)
{
    assert(place < CP_COLLECT_PLACES && n <= CP_FLOW_BLOCK_BYTES_MAX);
    enum { PAGE = 4096 };
    uint8_t *to = CP_NEW_RAW(a, uint8_t, (size_t)n + PAGE);
    to += -(uintptr_t)to & (PAGE - 1);
    (void)atomic_load_explicit(&p->bytes[place], memory_order_acquire);
    memcpy(to, p->of[place], n);
    return (cp_bytes){ to, n };
}

uint32_t cp_collect_places_taken(const cp_collect_places *p)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < CP_COLLECT_PLACES; i++)
        n += atomic_load_explicit(&p->bytes[i], memory_order_relaxed) != 0;
    return n;
}

uint64_t cp_collect_places_bytes(const cp_collect_places *p)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < CP_COLLECT_PLACES; i++)
        sum += atomic_load_explicit(&p->bytes[i], memory_order_relaxed);
    return sum;
}
