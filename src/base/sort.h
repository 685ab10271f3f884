/* SPDX-License-Identifier: Apache-2.0 */
/* sort.h - large arrays, sorted by a number first and by an order where that is the same.
 *
 *     items --key--> [key, place] --byte by byte, the lowest first--> runs of one key --order-->
 *
 * qsort_r compares each of a million items twenty times, mostly with one that is not in the
 * processor's cache. Where a number of 64 bits (a hash, a group, the beginning of a name) tells
 * nearly all items apart, a few passes through the numbers alone do. */
#pragma once
#include <stddef.h>
#include <stdint.h>

/* A number that does not contradict the order: of a smaller one, the item stands before. */
typedef uint64_t cp_sort_key(const void *item, void *ctx);
typedef int cp_sort_order(const void *a, const void *b, void *ctx);

/* Sorts n items of item_bytes each. v may be NULL if n is 0. Needs 32 + item_bytes bytes an item
 * while it sorts. Items that are the same by order stand in any order. */
void cp_sort(void *v, uint32_t n, size_t item_bytes, cp_sort_key *key, cp_sort_order *order,
             void *ctx);

/* Of n items in that order, the place of the first that does not stand before x; n: all do. An
 * order that says -1 also of what is the same finds the first behind x. Here, so that the order
 * becomes part of it: tables are asked of each address and each character. */
static inline uint32_t cp_sort_find(const void *v, uint32_t n, size_t item_bytes, const void *x,
                                    int (*order)(const void *item, const void *x))
{
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (order((const char *)v + middle * item_bytes, x) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
