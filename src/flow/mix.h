/* SPDX-License-Identifier: Apache-2.0 */
/* mix.h - 64 bits to 64 others, seeded, and back again.
 *
 *     x ^ seed --* odd, fold--> --* odd, fold--> mixed
 *
 * A key that is mixed is its own hash: what begins alike need not be written down again, and
 * nothing is hashed twice. Both odd factors depend on the seed, so that nobody who does not know it
 * can choose keys that meet (Dietzfelbinger et al. 1997). */
#pragma once
#include "flow/hash.h"

typedef struct cp_flow_mixer {
    uint64_t seed, odd[2], back[2]; /* odd * back = 1 */
} cp_flow_mixer;

static inline cp_flow_mixer cp_flow_mixer_of(uint64_t seed)
{
    enum { STEPS = 5 }; /* each doubles the bits that are right, of which there are 3 at first */
    cp_flow_mixer m = { .seed = seed };
    for (uint32_t i = 0; i < 2; i++) {
        m.odd[i] = cp_flow_hash(seed, 0xa0761d6478bd642fu, i + 1) | 1;
        m.back[i] = m.odd[i];
        for (int k = 0; k < STEPS; k++)
            m.back[i] *= 2 - m.odd[i] * m.back[i];
    }
    return m;
}

static inline uint64_t cp_flow_mix(const cp_flow_mixer *m, uint64_t x)
{
    x = (x ^ m->seed) * m->odd[0];
    x = (x ^ x >> 32) * m->odd[1];
    return x ^ x >> 32;
}

static inline uint64_t cp_flow_unmix(const cp_flow_mixer *m, uint64_t x)
{
    x = (x ^ x >> 32) * m->back[1];
    x = (x ^ x >> 32) * m->back[0];
    return x ^ m->seed;
}
