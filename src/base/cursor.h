/* SPDX-License-Identifier: Apache-2.0 */
/* cursor.h - the only way to read untrusted bytes: bounded, and with an error that sticks.
 *
 *     base ..... off ...... end     a read past `end` sets bad, moves nothing, and yields zeros;
 *                |- left --|         so read a whole header and ask `c->bad` once.
 *
 * A nested length becomes a cursor of its own (cp_cur_sub): a child cannot read its sibling.
 * Offsets are those of the outermost bytes, for messages. Idea: Knot DNS wire_ctx. */
#pragma once
#include <string.h>
#include "base/str.h"

typedef struct cp_cur {
    const uint8_t *p, *end;
    uint64_t off_bytes; /* of p in the outermost input */
    bool bad;
} cp_cur;

static inline cp_cur cp_cur_of(cp_bytes b)
{
    return (cp_cur){ b.p, b.p ? b.p + b.n : b.p, 0, false };
}
static inline cp_cur cp_cur_at(cp_bytes b, uint64_t off_bytes)
{
    return (cp_cur){ b.p, b.p ? b.p + b.n : b.p, off_bytes, false };
}
static inline size_t cp_cur_left(const cp_cur *c) { return c->bad ? 0 : (size_t)(c->end - c->p); }
static inline uint64_t cp_cur_off(const cp_cur *c) { return c->off_bytes; }

/* The next n bytes, or an empty slice and bad. */
static inline cp_bytes cp_cur_take(cp_cur *c, size_t n)
{
    if (c->bad || n > (size_t)(c->end - c->p)) {
        c->bad = true;
        return (cp_bytes){ NULL, 0 };
    }
    cp_bytes b = { c->p, n };
    c->p = n ? c->p + n : c->p; /* there may be no bytes at all: NULL + 0 is undefined */
    c->off_bytes += n;
    return b;
}

static inline void cp_cur_skip(cp_cur *c, size_t n) { (void)cp_cur_take(c, n); }
static inline cp_bytes cp_cur_rest(cp_cur *c) { return cp_cur_take(c, cp_cur_left(c)); }

/* A cursor over the next n bytes; the parent moves past them. A bad child means a bad parent, not
 * the reverse. */
static inline cp_cur cp_cur_sub(cp_cur *c, size_t n)
{
    uint64_t off = c->off_bytes;
    cp_bytes b = cp_cur_take(c, n);
    return (cp_cur){ b.p, b.p ? b.p + b.n : b.p, off, c->bad };
}

static inline uint8_t cp_cur_u8(cp_cur *c)
{
    cp_bytes b = cp_cur_take(c, 1);
    return b.n ? b.p[0] : 0;
}

static inline uint16_t cp_cur_u16be(cp_cur *c)
{
    cp_bytes b = cp_cur_take(c, 2);
    return b.n ? (uint16_t)(b.p[0] << 8 | b.p[1]) : 0;
}

static inline uint32_t cp_cur_u24be(cp_cur *c)
{
    cp_bytes b = cp_cur_take(c, 3);
    return b.n ? (uint32_t)b.p[0] << 16 | (uint32_t)b.p[1] << 8 | b.p[2] : 0;
}

static inline uint32_t cp_cur_u32be(cp_cur *c)
{
    cp_bytes b = cp_cur_take(c, 4);
    return b.n ? (uint32_t)b.p[0] << 24 | (uint32_t)b.p[1] << 16 | (uint32_t)b.p[2] << 8 | b.p[3]
               : 0;
}

static inline uint64_t cp_cur_u64be(cp_cur *c)
{
    cp_bytes b = cp_cur_take(c, 8);
    uint64_t v = 0;
    for (size_t i = 0; i < b.n; i++)
        v = v << 8 | b.p[i];
    return v;
}

static inline uint16_t cp_cur_u16le(cp_cur *c) { return __builtin_bswap16(cp_cur_u16be(c)); }
static inline uint32_t cp_cur_u32le(cp_cur *c) { return __builtin_bswap32(cp_cur_u32be(c)); }
static inline uint64_t cp_cur_u64le(cp_cur *c) { return __builtin_bswap64(cp_cur_u64be(c)); }

/* The byte at offset i from here without moving; 0 beyond the end (not an error: for
 * look-ahead). */
static inline uint8_t cp_cur_peek(const cp_cur *c, size_t i)
{
    return i < cp_cur_left(c) ? c->p[i] : 0;
}
