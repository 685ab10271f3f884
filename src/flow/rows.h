/* SPDX-License-Identifier: Apache-2.0 */
/* rows.h - rows that wait in lists until all of a partition are there, so that its sums are added
 * up within the processor's cache, and never stand beside all others'.
 *
 *     list --> [ tight tight .. ] --> [ plain plain .. ] --> ..     of one kind each
 *
 * They are most of the memory that an answer takes, and to write and read that is most of its time:
 * a row is as short as its figures allow. */
#pragma once
#include "flow/table.h"

enum {
    CP_FLOW_LISTS_MAX = 512, /* as many of them for each partition */
    CP_FLOW_LIST_BITS = 9,
    CP_FLOW_LIST_BYTES = 4096,
};

/* Any key. */
typedef struct cp_flow_short_row {
    uint64_t hi;
    cp_time at;
    uint32_t packets, bytes, span_us;
    uint32_t sampling : 25, rule : 7;
    uint64_t lo; /* left out where it is 0 of all */
} cp_flow_short_row;
enum { CP_FLOW_SHORTEST_BYTES = offsetof(cp_flow_short_row, lo) };

/* Where nothing but addresses is told apart and nothing is estimated. One number, because bits of a
 * struct are put in place by reading what stood there, which is in no cache:
 *
 *     packed:  at, from the list's base on, in us | unknown sampling | packets
 *                          39                              1             24      bits */
typedef struct cp_flow_plain_row {
    uint64_t hi;
    uint64_t packed;
    uint32_t bytes, span_us;
} cp_flow_plain_row;
enum {
    CP_FLOW_PLAIN_PACKETS_BITS = 24,
    CP_FLOW_PLAIN_AT_SHIFT = CP_FLOW_PLAIN_PACKETS_BITS + 1,
    CP_FLOW_PLAIN_AT_BITS = 64 - CP_FLOW_PLAIN_AT_SHIFT, /* six days */
};

/* The same, of small figures and times in whole milliseconds, as most exporters tell them:
 *
 *     key:    the mixed key, without the bits that the list is known by | upper bits of the span
 *                                 55                                              9
 *     packed: lower bits of the span | at, from the base on | bytes | unknown sampling | packets
 *                      8                      22               21           1             12 */
typedef struct cp_flow_tight_row {
    uint64_t key, packed;
} cp_flow_tight_row;

/* The same where keys have one end alone: what follows from the first 32 bits of the mixed key
 * (mix.h) is left out.
 *
 *     key:    the mixed end, without the bits that the list is known by | upper bits of the span
 *                                 23                                              9 */
typedef struct __attribute__((packed, aligned(4))) cp_flow_end_row {
    uint32_t key;
    uint64_t packed;
} cp_flow_end_row;
enum {
    CP_FLOW_TIGHT_PACKETS_BITS = 12,
    CP_FLOW_TIGHT_BYTES_BITS = 21,
    CP_FLOW_TIGHT_AT_BITS = 22, /* 70 minutes, in milliseconds */
    CP_FLOW_TIGHT_SPAN_BITS = 17,
    CP_FLOW_TIGHT_BYTES_SHIFT = CP_FLOW_TIGHT_PACKETS_BITS + 1,
    CP_FLOW_TIGHT_AT_SHIFT = CP_FLOW_TIGHT_BYTES_SHIFT + CP_FLOW_TIGHT_BYTES_BITS,
    CP_FLOW_TIGHT_SPAN_SHIFT = CP_FLOW_TIGHT_AT_SHIFT + CP_FLOW_TIGHT_AT_BITS,
    CP_FLOW_TIGHT_SPAN_LOW_BITS = 64 - CP_FLOW_TIGHT_SPAN_SHIFT,
    CP_FLOW_US_A_MS = 1000,
};
static_assert(CP_FLOW_TIGHT_SPAN_BITS - CP_FLOW_TIGHT_SPAN_LOW_BITS == CP_FLOW_LIST_BITS,
              "what the list is known by makes room for the rest of the span");
static_assert(sizeof(cp_flow_plain_row) == 24 && sizeof(cp_flow_tight_row) == 16 &&
                  sizeof(cp_flow_end_row) == 12,
              "the memory of these is what they take most of");

typedef struct cp_flow_rows {
    struct cp_flow_rows *next;
    cp_time base; /* of plain and tight ones */
    uint32_t n;
    /* of which kind: cp_flow_short_row (or its first CP_FLOW_SHORTEST_BYTES), plain, tight, of an
     * end */
    uint32_t row_bytes;
    uint32_t list; /* that they are in: the first bits of each tight one's mixed key */
    _Alignas(16) char v[];
} cp_flow_rows;

#define CP_FLOW_ROWS_INLINE static inline __attribute__((always_inline))

/* ---- tight ones */

/* Those of a key that begins with the bits of a list. */
CP_FLOW_ROWS_INLINE uint32_t cp_flow_list_of(uint64_t mixed)
{
    return (uint32_t)(mixed >> (64 - CP_FLOW_LIST_BITS));
}

/* What a row keeps of the key, which tells it from others in its list. */
CP_FLOW_ROWS_INLINE uint64_t cp_flow_tight_key(const cp_flow_tight_row *r)
{
    return r->key >> CP_FLOW_LIST_BITS;
}

CP_FLOW_ROWS_INLINE uint64_t cp_flow_tight_key_of(uint64_t mixed)
{
    return mixed << CP_FLOW_LIST_BITS >> CP_FLOW_LIST_BITS;
}

CP_FLOW_ROWS_INLINE uint64_t cp_flow_mixed_of(uint32_t list, uint64_t tight_key)
{
    return (uint64_t)list << (64 - CP_FLOW_LIST_BITS) | tight_key;
}

/* A row of an end in that list, as any tight one. */
CP_FLOW_ROWS_INLINE cp_flow_tight_row cp_flow_tight_of_end(const cp_flow_end_row *r, uint32_t list)
{
    uint32_t mixed = list << (32 - CP_FLOW_LIST_BITS) | r->key >> CP_FLOW_LIST_BITS;
    return (cp_flow_tight_row){ cp_flow_mixed_end(mixed) << CP_FLOW_LIST_BITS |
                                    (r->key & (CP_FLOW_LISTS_MAX - 1)),
                                r->packed };
}

CP_FLOW_ROWS_INLINE cp_flow_end_row cp_flow_end_of_tight(const cp_flow_tight_row *r)
{
    uint32_t mixed = (uint32_t)(cp_flow_tight_key(r) >> 32);
    return (cp_flow_end_row){ mixed << CP_FLOW_LIST_BITS | (r->key & (CP_FLOW_LISTS_MAX - 1)),
                              r->packed };
}

CP_FLOW_ROWS_INLINE bool cp_flow_rows_are_tight(uint32_t row_bytes)
{
    return row_bytes == sizeof(cp_flow_tight_row) || row_bytes == sizeof(cp_flow_end_row);
}

/* Of a list of either. */
CP_FLOW_ROWS_INLINE cp_flow_tight_row cp_flow_tight_at(const cp_flow_rows *l, uint32_t i,
                                                       uint32_t row_bytes)
{
    return row_bytes == sizeof(cp_flow_end_row)
               ? cp_flow_tight_of_end((const cp_flow_end_row *)l->v + i, l->list)
               : ((const cp_flow_tight_row *)l->v)[i];
}

/* What stands in the place of a figure, of all rows but the key. */
typedef struct cp_flow_tight_figures {
    uint64_t packed, span_high;
    uint64_t beyond; /* 0: it fits */
} cp_flow_tight_figures;

/* Of the lower 32 bits, as the compiler divides numbers of 32 bits; so it does several at once. */
CP_FLOW_ROWS_INLINE uint64_t cp_flow_whole_ms(uint64_t us)
{
    return (us & UINT32_MAX) * 274877907u >> 38;
}
static_assert(CP_FLOW_US_A_MS == 1000, "that is what is divided by");

CP_FLOW_ROWS_INLINE cp_flow_tight_figures cp_flow_tighten(uint64_t packets, uint64_t bytes,
                                                          uint64_t at_us, uint64_t span_us,
                                                          bool is_unknown)
{
    uint64_t at_ms = cp_flow_whole_ms(at_us), span_ms = cp_flow_whole_ms(span_us);
    uint64_t beyond = packets >> CP_FLOW_TIGHT_PACKETS_BITS | bytes >> CP_FLOW_TIGHT_BYTES_BITS |
                      at_ms >> CP_FLOW_TIGHT_AT_BITS | span_ms >> CP_FLOW_TIGHT_SPAN_BITS;
    beyond |= (at_ms * CP_FLOW_US_A_MS ^ at_us) | (span_ms * CP_FLOW_US_A_MS ^ span_us);
    return (cp_flow_tight_figures){
        .packed = packets | (uint64_t)is_unknown << CP_FLOW_TIGHT_PACKETS_BITS |
                  bytes << CP_FLOW_TIGHT_BYTES_SHIFT | at_ms << CP_FLOW_TIGHT_AT_SHIFT |
                  span_ms << CP_FLOW_TIGHT_SPAN_SHIFT,
        .span_high = span_ms >> CP_FLOW_TIGHT_SPAN_LOW_BITS,
        .beyond = beyond,
    };
}

CP_FLOW_ROWS_INLINE uint64_t cp_flow_tight_packets(const cp_flow_tight_row *r)
{
    return r->packed & ((1u << CP_FLOW_TIGHT_PACKETS_BITS) - 1);
}

CP_FLOW_ROWS_INLINE uint64_t cp_flow_tight_bytes(const cp_flow_tight_row *r)
{
    return r->packed >> CP_FLOW_TIGHT_BYTES_SHIFT & ((1u << CP_FLOW_TIGHT_BYTES_BITS) - 1);
}

CP_FLOW_ROWS_INLINE bool cp_flow_tight_is_unknown(const cp_flow_tight_row *r)
{
    return r->packed >> CP_FLOW_TIGHT_PACKETS_BITS & 1;
}

CP_FLOW_ROWS_INLINE cp_flow_add_row cp_flow_lengthen_tight(const cp_flow_rows *l,
                                                           const cp_flow_tight_row *r,
                                                           const cp_flow_mixer *m)
{
    uint64_t at_ms = r->packed >> CP_FLOW_TIGHT_AT_SHIFT & ((1u << CP_FLOW_TIGHT_AT_BITS) - 1);
    uint64_t span_ms = r->packed >> CP_FLOW_TIGHT_SPAN_SHIFT | (r->key & (CP_FLOW_LISTS_MAX - 1))
                                                                   << CP_FLOW_TIGHT_SPAN_LOW_BITS;
    cp_time at = (cp_time)((uint64_t)l->base + at_ms * CP_FLOW_US_A_MS);
    return (cp_flow_add_row){
        .hi = cp_flow_unmix(m, cp_flow_mixed_of(l->list, cp_flow_tight_key(r))),
        .packets = cp_flow_tight_packets(r),
        .bytes = cp_flow_tight_bytes(r),
        .at = at,
        .end = at + (cp_time)(span_ms * CP_FLOW_US_A_MS),
        .sampling = cp_flow_tight_is_unknown(r) ? CP_SAMPLING_UNKNOWN : CP_SAMPLING_NONE,
    };
}

/* ---- the others */

CP_FLOW_ROWS_INLINE cp_flow_add_row cp_flow_lengthen_short(const char *row, uint32_t row_bytes)
{
    cp_flow_short_row s = { .lo = 0 };
    memcpy(&s, row, row_bytes);
    return (cp_flow_add_row){ .hi = s.hi,
                              .lo = s.lo,
                              .packets = s.packets,
                              .bytes = s.bytes,
                              .at = s.at,
                              .end = s.at + (cp_time)s.span_us,
                              .sampling = s.sampling,
                              .rule = s.rule };
}

CP_FLOW_ROWS_INLINE cp_flow_add_row cp_flow_lengthen_plain(const cp_flow_rows *l,
                                                           const cp_flow_plain_row *r)
{
    cp_time at = (cp_time)((uint64_t)l->base + (r->packed >> CP_FLOW_PLAIN_AT_SHIFT));
    bool is_unknown = r->packed >> CP_FLOW_PLAIN_PACKETS_BITS & 1;
    return (cp_flow_add_row){ .hi = r->hi,
                              .packets = r->packed & ((1u << CP_FLOW_PLAIN_PACKETS_BITS) - 1),
                              .bytes = r->bytes,
                              .at = at,
                              .end = at + (cp_time)r->span_us,
                              .sampling = is_unknown ? CP_SAMPLING_UNKNOWN : CP_SAMPLING_NONE };
}

/* Any: row_bytes is that of the list, and where it is known beforehand the others cost nothing. */
CP_FLOW_ROWS_INLINE cp_flow_add_row cp_flow_row_at(const cp_flow_rows *l, uint32_t i,
                                                   uint32_t row_bytes, const cp_flow_mixer *m)
{
    const char *row = l->v + (size_t)i * row_bytes;
    if (cp_flow_rows_are_tight(row_bytes)) {
        cp_flow_tight_row tight = cp_flow_tight_at(l, i, row_bytes);
        return cp_flow_lengthen_tight(l, &tight, m);
    }
    return row_bytes == sizeof(cp_flow_plain_row)
               ? cp_flow_lengthen_plain(l, (const cp_flow_plain_row *)row)
               : cp_flow_lengthen_short(row, row_bytes);
}
