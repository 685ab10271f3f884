/* SPDX-License-Identifier: Apache-2.0 */
/* per.h - as much of ASN.1's aligned PER (ITU-T X.691) as the setup messages of 3GPP need: bits,
 * what is aligned to bytes, lengths, and open types.
 *
 *     byte:  [7 6 5|4 3 2 1 0]     fields of less than 17 bits follow each other without a gap;
 *             read   left          longer ones begin at a byte
 *
 * Over a cp_cur: a read past the end sets c.bad and yields zeros. */
#pragma once
#include "base/base.h"

typedef struct cp_per {
    cp_cur c;
    uint8_t byte, n_left; /* bits of byte that are not read, the low ones */
} cp_per;

static inline cp_per cp_per_of(cp_cur c) { return (cp_per){ c, 0, 0 }; }
static inline void cp_per_align(cp_per *p) { p->n_left = 0; }

/* n at most 32. */
static inline uint32_t cp_per_bits(cp_per *p, unsigned n)
{
    uint32_t v = 0;
    for (; n > 0; n--) {
        if (p->n_left == 0) {
            p->byte = cp_cur_u8(&p->c);
            p->n_left = 8;
        }
        v = v << 1 | (p->byte >> --p->n_left & 1);
    }
    return v;
}

static inline cp_bytes cp_per_bytes(cp_per *p, size_t n)
{
    cp_per_align(p);
    return cp_cur_take(&p->c, n);
}

static inline uint16_t cp_per_u16(cp_per *p)
{
    cp_per_align(p);
    return cp_cur_u16be(&p->c);
}

/* A length without an upper limit (11.9.3.6, 11.9.3.7). Those of 16,384 and more, which come in
 * fragments, are bad: nothing that is read here is that long. */
static inline size_t cp_per_length(cp_per *p)
{
    cp_per_align(p);
    uint8_t first = cp_cur_u8(&p->c);
    if (first < 0x80)
        return first;
    if (first >= 0xc0)
        p->c.bad = true;
    return (size_t)(first & 0x3f) << 8 | cp_cur_u8(&p->c);
}

/* What an open type holds (11.2): it cannot read beyond. */
static inline cp_per cp_per_open(cp_per *p)
{
    size_t n = cp_per_length(p);
    return cp_per_of(cp_cur_sub(&p->c, n));
}
