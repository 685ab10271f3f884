/* SPDX-License-Identifier: Apache-2.0 */
/* seen.h - a bounded set of 64-bit keys: "was this address there before?"
 *
 *     slots: [ . | key | . | key | key | . | . | . ]     open addressing, load at most one half
 *
 * The slot is the top of key * k with a random odd k (Dietzfelbinger et al., 1997: two keys collide
 * with at most twice the chance of a random function), so that the sender of frames cannot choose
 * keys that all fall into one place. Which keys are in the set does not depend on k.
 *
 * What is longer than 64 bits is kept as a hash whose key nobody else knows: of a million, two are
 * taken for one with a chance of 3 in 100 million. */
#pragma once
#include "base/base.h"

typedef struct cp_seen {
    uint64_t *slots; /* 0: free */
    cp_arena **own;  /* holds the slots; freed with the arena of the set */
    uint64_t k, secret[3];
    uint32_t n, n_max;
    uint32_t shift; /* 64 - log2 of the number of slots */
    uint32_t mask;
    uint64_t n_over; /* refused because full */
} cp_seen;

cp_seen cp_seen_new(cp_arena *a, uint32_t n_max);
/* Puts key (not 0) into the set. True if it was not there before; false if it was, or if the set is
 * full (n_over counts that). */
bool cp_seen_add(cp_arena *a, cp_seen *s, uint64_t key);

/* Keys, never 0. */
uint64_t cp_seen_key(const cp_seen *s, cp_bytes b);
uint64_t cp_seen_mac(const uint8_t mac[6]);
uint64_t cp_seen_ip(const cp_seen *s, cp_bytes ip);

static inline bool cp_seen_has(const cp_seen *s, uint64_t key)
{
    for (uint32_t i = (uint32_t)((key * s->k) >> s->shift);; i = (i + 1) & s->mask) {
        if (s->slots[i] == key)
            return true;
        if (s->slots[i] == 0)
            return false;
    }
}
