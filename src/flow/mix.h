/* SPDX-License-Identifier: Apache-2.0 */
/* mix.h - 64 bits to 64 others, seeded, and back again.
 *
 *     x ^ seed --* odd, fold--> --* odd, fold--> mixed
 *
 * A key that is mixed is its own hash: what begins alike need not be written down again, and
 * nothing is hashed twice. Where keys have one end alone, its 32 bits are mixed to 32 others, and
 * what there is to be written down is half as much. Both odd factors depend on the seed, so that
 * nobody who does not know it can choose keys that meet (Dietzfelbinger et al. 1997). */
#pragma once
#include <stdbool.h>
#include "flow/hash.h"

typedef struct cp_flow_mixer {
    uint64_t seed, odd[2], back[2]; /* odd * back = 1 */
    bool is_of_end;                 /* keys have 32 bits, ... */
    uint8_t end_shift;              /* ... from this one on; the others are 0 */
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

/* What a mixed end is as a mixed key: it comes first, and every bit of it is in the lower 32. */
static inline uint64_t cp_flow_mixed_end(uint32_t mixed)
{
    return (uint64_t)mixed << 32 | (mixed ^ mixed << 9);
}

static inline uint64_t cp_flow_mix_end(const cp_flow_mixer *m, uint32_t x)
{
    x = (x ^ (uint32_t)m->seed) * (uint32_t)m->odd[0];
    x = (x ^ x >> 16) * (uint32_t)m->odd[1];
    return cp_flow_mixed_end(x ^ x >> 16);
}

static inline uint64_t cp_flow_unmix_end(const cp_flow_mixer *m, uint64_t mixed)
{
    uint32_t x = (uint32_t)(mixed >> 32);
    x = (x ^ x >> 16) * (uint32_t)m->back[1];
    x = (x ^ x >> 16) * (uint32_t)m->back[0];
    return (uint64_t)(x ^ (uint32_t)m->seed) << m->end_shift;
}

static inline uint64_t cp_flow_mix_pair(const cp_flow_mixer *m, uint64_t x)
{
    x = (x ^ m->seed) * m->odd[0];
    x = (x ^ x >> 32) * m->odd[1];
    return x ^ x >> 32;
}

static inline uint64_t cp_flow_mix(const cp_flow_mixer *m, uint64_t x)
{
    return m->is_of_end ? cp_flow_mix_end(m, (uint32_t)(x >> m->end_shift))
                        : cp_flow_mix_pair(m, x);
}

static inline uint64_t cp_flow_unmix(const cp_flow_mixer *m, uint64_t x)
{
    if (m->is_of_end)
        return cp_flow_unmix_end(m, x);
    x = (x ^ x >> 32) * m->back[1];
    x = (x ^ x >> 32) * m->back[0];
    return x ^ m->seed;
}
