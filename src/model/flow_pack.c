/* SPDX-License-Identifier: Apache-2.0 */
/* flow_pack.c - see flow_pack.h. */
#include "model/flow_pack.h"
#include <string.h>
#include "base/crc32c.h"
#include "model/flow_columns.h"

enum {
    MAGIC_BYTES = 4,
    VERSION = 2,
    VERSION_UNSUMMED = 1,
    SUM_BYTES = 4,
    ADDRS_MAX = 2 * CP_FLOW_BLOCK_ROWS,
    SLOTS_MAX = 2 * ADDRS_MAX, /* a power of two, at most three quarters full */
    SLOTS_FIRST = 4096,
    PLACE_BITS = 18,                    /* of a place + 1 */
    COLUMNS = 2 + CP_FLOW_COLUMN_COUNT, /* src and dst are the first two */
    COLUMN_HEAD_BYTES = 8 + 4 + 1 + SUM_BYTES,
    HEAD_BYTES = MAGIC_BYTES + 1 + 4 + 4 + 4 + 1,
};
/* Of an address not of version 4, until it is known how many of version 4 stand before it. */
#define OTHER ((uint32_t)1 << 31)
#define SUM(id, field, type) +sizeof(type)
static_assert(HEAD_BYTES + COLUMNS * COLUMN_HEAD_BYTES + SUM_BYTES +
                      ADDRS_MAX * sizeof(cp_flow_addr) +
                      CP_FLOW_BLOCK_ROWS * (2 * sizeof(uint32_t) CP_FLOW_COLUMNS(SUM)) <=
                  CP_FLOW_BLOCK_BYTES_MAX,
              "who is told of a block knows how long it may be");
#undef SUM
static const uint8_t magic[MAGIC_BYTES] = { 'C', 'P', 'F', 'B' };
static const uint8_t v4_prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

/* Bytes of a value in memory, of src and dst first. */
static const uint8_t column_bytes[COLUMNS] = { 4, 4,
#define SIZE(id, field, type) sizeof(type),
                                               CP_FLOW_COLUMNS(SIZE)
#undef SIZE
};

static bool is_v4(const cp_flow_addr *x) { return memcmp(x->b, v4_prefix, sizeof v4_prefix) == 0; }

/* ---- packing */

/* Rows are put apart into columns some at a time, while they are in the nearest cache; where their
 * addresses stand in the table, which is far larger, is asked for when they come. */
enum { SOME = 128 };
typedef struct waiting {
    cp_flow row;
    uint64_t hash[2];
} waiting;

struct cp_flow_packer {
    uint64_t seed, odd;
    uint32_t n, n_v4, n_others;
    uint32_t *v4; /* addresses, as they are sent */
    cp_flow_addr *others;
    uint64_t *slots;     /* see slot_of; 0: free */
    uint32_t n_slots;    /* as few as do, so that they stay in the processor's cache */
    uint32_t *src, *dst; /* places in v4, or in others and OTHER */
/* CP_FLOW_SOME_AT_ONCE more than a block has */
#define FIELD(id, field, type) type *field, field##_same;
    CP_FLOW_COLUMNS(FIELD)
#undef FIELD
    uint32_t lazy;    /* columns of which all rows are the same: _same, and nothing is written */
    waiting *waiting; /* SOME, from row n_settled on */
    uint32_t n_settled;
    uint8_t *out;
};

cp_flow_packer *cp_flow_packer_new(cp_arena *a, uint64_t seed)
{
    cp_flow_packer *p = CP_NEW(a, cp_flow_packer);
    size_t row_bytes = 0;
    p->seed = seed;
    p->odd = cp_fold64(seed ^ 0xa0761d6478bd642fu, 0x9e3779b97f4a7c15u) | 1;
    p->v4 = CP_NEW_RAW(a, uint32_t, ADDRS_MAX);
    p->others = CP_NEW_RAW(a, cp_flow_addr, ADDRS_MAX);
    p->slots = CP_NEW_RAW(a, uint64_t, SLOTS_MAX);
    p->n_slots = SLOTS_FIRST;
    memset(p->slots, 0, p->n_slots * sizeof *p->slots);
    p->waiting = CP_NEW_RAW(a, waiting, SOME);
    p->src = CP_NEW_RAW(a, uint32_t, CP_FLOW_BLOCK_ROWS);
    p->dst = CP_NEW_RAW(a, uint32_t, CP_FLOW_BLOCK_ROWS);
#define NEW(id, field, type) \
    p->field = CP_NEW_RAW(a, type, CP_FLOW_BLOCK_ROWS + CP_FLOW_SOME_AT_ONCE);
    CP_FLOW_COLUMNS(NEW)
#undef NEW
    for (uint32_t i = 0; i < COLUMNS; i++)
        row_bytes += column_bytes[i];
    p->out = CP_NEW_RAW(a, uint8_t,
                        HEAD_BYTES + COLUMNS * COLUMN_HEAD_BYTES + SUM_BYTES +
                            ADDRS_MAX * sizeof(cp_flow_addr) + CP_FLOW_BLOCK_ROWS * row_bytes +
                            sizeof(uint64_t));
    return p;
}

/* Of an address of version 4, which nearly all are. One multiplication by an odd number that nobody
 * knows, and its upper half: two addresses meet by chance alone (Dietzfelbinger et al. 1997). */
static uint64_t hash_of_v4(const cp_flow_packer *p, uint32_t v4)
{
    return (uint64_t)v4 * p->odd >> 32;
}

static uint64_t hash_of(const cp_flow_packer *p, const cp_flow_addr *x)
{
    uint32_t v4;
    memcpy(&v4, x->b + sizeof v4_prefix, sizeof v4);
    if (is_v4(x))
        return hash_of_v4(p, v4);

    uint64_t hi, lo;
    memcpy(&hi, x->b, 8);
    memcpy(&lo, x->b + 8, 8);
    __uint128_t m = (__uint128_t)(hi ^ p->seed) * 0x9e3779b97f4a7c15u;
    uint64_t h = (uint64_t)m ^ (uint64_t)(m >> 64) ^ lo;
    m = (__uint128_t)h * 0xd6e8feb86659fd93u;
    return (uint64_t)m ^ (uint64_t)(m >> 64);
}

/* place + 1 in the low bits; above them enough of the address to know it by: of version 4 all of it
 * and a bit that says so, of others a part of the hash, and the address itself is looked at. */
static uint64_t known_v4(uint32_t v4) { return ((uint64_t)1 << 32 | v4) << PLACE_BITS; }

static uint64_t known_other(uint64_t hash)
{
    return ((uint64_t)1 << 33 | (hash >> 32)) << PLACE_BITS;
}

static void put_slot(const cp_flow_packer *p, uint64_t hash, uint64_t slot)
{
    uint32_t at = (uint32_t)hash & (p->n_slots - 1);
    while (p->slots[at])
        at = (at + 1) & (p->n_slots - 1);
    p->slots[at] = slot;
}

static void grow_slots(cp_flow_packer *p)
{
    p->n_slots *= 2;
    memset(p->slots, 0, p->n_slots * sizeof *p->slots);
    for (uint32_t i = 0; i < p->n_v4; i++)
        put_slot(p, hash_of_v4(p, p->v4[i]), known_v4(p->v4[i]) | (i + 1));
    for (uint32_t i = 0; i < p->n_others; i++) {
        uint64_t hash = hash_of(p, &p->others[i]);
        put_slot(p, hash, known_other(hash) | (i + 1));
    }
}

static void grow_if_full(cp_flow_packer *p)
{
    if (p->n_v4 + p->n_others > p->n_slots / 4 * 3)
        grow_slots(p);
}

static uint32_t place_in(uint64_t slot) { return ((uint32_t)slot & ((1u << PLACE_BITS) - 1)) - 1; }

static uint32_t place_of_v4(cp_flow_packer *p, uint32_t v4, uint64_t hash)
{
    uint64_t want = known_v4(v4);
    uint32_t at = (uint32_t)hash & (p->n_slots - 1);
    for (uint64_t slot; (slot = p->slots[at]) != 0; at = (at + 1) & (p->n_slots - 1))
        if (slot >> PLACE_BITS == want >> PLACE_BITS)
            return place_in(slot);
    p->v4[p->n_v4++] = v4;
    p->slots[at] = want | p->n_v4;
    grow_if_full(p);
    return p->n_v4 - 1;
}

static uint32_t place_of_other(cp_flow_packer *p, const cp_flow_addr *x, uint64_t hash)
{
    uint64_t want = known_other(hash);
    uint32_t at = (uint32_t)hash & (p->n_slots - 1);
    for (uint64_t slot; (slot = p->slots[at]) != 0; at = (at + 1) & (p->n_slots - 1))
        if (slot >> PLACE_BITS == want >> PLACE_BITS &&
            memcmp(&p->others[place_in(slot)], x, sizeof *x) == 0)
            return OTHER | place_in(slot);
    p->others[p->n_others++] = *x;
    p->slots[at] = want | p->n_others;
    grow_if_full(p);
    return OTHER | (p->n_others - 1);
}

static uint32_t place_of(cp_flow_packer *p, const cp_flow_addr *x, uint64_t hash)
{
    uint32_t v4;
    memcpy(&v4, x->b + sizeof v4_prefix, sizeof v4);
    return is_v4(x) ? place_of_v4(p, v4, hash) : place_of_other(p, x, hash);
}

static uint64_t ask(const cp_flow_packer *p, const cp_flow_addr *x)
{
    uint64_t hash = hash_of(p, x);
    __builtin_prefetch(&p->slots[hash & (p->n_slots - 1)]);
    return hash;
}

uint32_t cp_flow_packer_rows(const cp_flow_packer *p) { return p->n; }

static uint8_t *put_le(uint8_t *out, uint64_t v, uint32_t bytes)
{
    for (uint32_t i = 0; i < bytes; i++, v >>= 8)
        *out++ = (uint8_t)v;
    return out;
}

static cp_flow_coding coding_of(uint64_t min, uint64_t max)
{
    return (cp_flow_coding){ min, 1, cp_flow_width_of(max - min), max - min, 0 };
}

static cp_flow_coding coding_of_places(const uint32_t *v, uint32_t n)
{
    uint32_t min, max;
    cp_flow_range_uint32_t(v, n, &min, &max);
    return coding_of(min, max);
}

#define LOOPS(type)                                                      \
    static void settle_##type(type *to, const type *from, uint32_t n)    \
    {                                                                    \
        const uint8_t *p = (const uint8_t *)from;                        \
        for (uint32_t i = 0; i < n; i++, p += sizeof(waiting))           \
            memcpy(&to[i], p, sizeof to[i]);                             \
    }                                                                    \
    static void fill_##type(type *to, type v, uint32_t n)                \
    {                                                                    \
        for (uint32_t i = 0; i < n; i++)                                 \
            to[i] = v;                                                   \
    }                                                                    \
    /* up to CP_FLOW_SOME_AT_ONCE - 1 more than n, without a call */     \
    static void copy_##type(type *to, const type *from, uint32_t n)      \
    {                                                                    \
        for (uint32_t i = 0; i < n; i += CP_FLOW_SOME_AT_ONCE)           \
            memcpy(to + i, from + i, CP_FLOW_SOME_AT_ONCE * sizeof *to); \
    }
LOOPS(int64_t)
LOOPS(uint64_t)
LOOPS(uint32_t)
LOOPS(uint16_t)
LOOPS(uint8_t)
#undef LOOPS

/* The rows that wait, into their columns. */
static void settle(cp_flow_packer *p)
{
    uint32_t at = p->n_settled, n = p->n - at;
    const cp_flow *row = &p->waiting[0].row;
    for (uint32_t i = 0; i < n; i++) {
        const waiting *w = &p->waiting[i];
        p->src[at + i] = place_of(p, &w->row.src, w->hash[0]);
        p->dst[at + i] = place_of(p, &w->row.dst, w->hash[1]);
    }
#define SETTLE(id, field, type)                     \
    if (p->lazy & 1u << CP_FLOW_##id)               \
        fill_##type(p->field, p->field##_same, at); \
    settle_##type(p->field + at, &row->field, n);
    CP_FLOW_COLUMNS(SETTLE)
#undef SETTLE
    p->lazy = 0;
    p->n_settled = p->n;
}

/* Most addresses were seen before, and stand where they would stand alone. */
static inline uint32_t usual_place_of_v4(cp_flow_packer *p, uint32_t v4, uint32_t hash)
{
    uint64_t slot = p->slots[hash & (p->n_slots - 1)];
    return slot >> PLACE_BITS == known_v4(v4) >> PLACE_BITS ? place_in(slot)
                                                            : place_of_v4(p, v4, hash);
}

/* As settle, of what has columns already: all are asked for before the first is looked at. */
static void put_places_v4(cp_flow_packer *p, const uint32_t *src, const uint32_t *dst, uint32_t n)
{
    uint32_t hash[2][CP_FLOW_SOME_ROWS], *to[2] = { p->src + p->n, p->dst + p->n };
    const uint64_t *slots = p->slots;
    for (uint32_t i = 0, mask = p->n_slots - 1; i < n; i++) {
        hash[0][i] = (uint32_t)hash_of_v4(p, src[i]);
        hash[1][i] = (uint32_t)hash_of_v4(p, dst[i]);
        __builtin_prefetch(&slots[hash[0][i] & mask]);
        __builtin_prefetch(&slots[hash[1][i] & mask]);
    }
    for (uint32_t i = 0; i < n; i++) {
        to[0][i] = usual_place_of_v4(p, src[i], hash[0][i]);
        to[1][i] = usual_place_of_v4(p, dst[i], hash[1][i]);
    }
}

static void put_places(cp_flow_packer *p, const cp_flow_addr *src, const cp_flow_addr *dst,
                       uint32_t n)
{
    uint64_t hash[2][CP_FLOW_SOME_ROWS];
    for (uint32_t i = 0; i < n; i++) {
        hash[0][i] = ask(p, &src[i]);
        hash[1][i] = ask(p, &dst[i]);
    }
    for (uint32_t i = 0; i < n; i++) {
        p->src[p->n + i] = place_of(p, &src[i], hash[0][i]);
        p->dst[p->n + i] = place_of(p, &dst[i], hash[1][i]);
    }
}

/* A column that was the same in all rows and stays so is not written at all. */
uint32_t cp_flow_packer_add_some(cp_flow_packer *p, const cp_flow_some *s, uint32_t exporter,
                                 uint32_t from)
{
    if (p->n_settled < p->n)
        settle(p);
    uint32_t at = p->n, n = s->n - from;
    cp_flow all = s->all;
    all.exporter = exporter;
    assert(from < s->n && s->n <= CP_FLOW_SOME_ROWS && at < CP_FLOW_BLOCK_ROWS);
    if (n > CP_FLOW_BLOCK_ROWS - at)
        n = CP_FLOW_BLOCK_ROWS - at;
    if (at == 0)
        p->lazy = (1u << CP_FLOW_COLUMN_COUNT) - 1;
    if (s->is_v4)
        put_places_v4(p, s->src4 + from, s->dst4 + from, n);
    else
        put_places(p, s->src + from, s->dst + from, n);
#define ADD(id, field, type)                            \
    if (s->varies & 1u << CP_FLOW_##id) {               \
        if (p->lazy & 1u << CP_FLOW_##id)               \
            fill_##type(p->field, p->field##_same, at); \
        p->lazy &= ~(1u << CP_FLOW_##id);               \
        copy_##type(p->field + at, s->field + from, n); \
    } else if (at == 0) {                               \
        p->field##_same = all.field;                    \
    } else if (!(p->lazy & 1u << CP_FLOW_##id)) {       \
        fill_##type(p->field + at, all.field, n);       \
    } else if (p->field##_same != all.field) {          \
        fill_##type(p->field, p->field##_same, at);     \
        fill_##type(p->field + at, all.field, n);       \
        p->lazy &= ~(1u << CP_FLOW_##id);               \
    }
    CP_FLOW_COLUMNS(ADD)
#undef ADD
    p->n = p->n_settled = at + n;
    return from + n;
}

bool cp_flow_packer_add(cp_flow_packer *p, const cp_flow *f)
{
    waiting *w = &p->waiting[p->n++ - p->n_settled];
    w->row = *f;
    w->hash[0] = ask(p, &f->src);
    w->hash[1] = ask(p, &f->dst);
    if (p->n - p->n_settled == SOME)
        settle(p);
    return p->n == CP_FLOW_BLOCK_ROWS;
}

/* Addresses of version 4 come first. */
static void settle_others(uint32_t *places, uint32_t n, uint32_t n_v4)
{
    for (uint32_t i = 0; i < n; i++)
        places[i] = places[i] & OTHER ? (places[i] & ~OTHER) + n_v4 : places[i];
}

static uint8_t *put_addrs(cp_flow_packer *p, uint8_t *out)
{
    size_t v4_bytes = p->n_v4 * sizeof *p->v4, others_bytes = p->n_others * sizeof *p->others;
    if (p->n_others) {
        settle_others(p->src, p->n, p->n_v4);
        settle_others(p->dst, p->n, p->n_v4);
    }
    memcpy(out, p->v4, v4_bytes);
    memcpy(out + v4_bytes, p->others, others_bytes);
    return out + v4_bytes + others_bytes;
}

static uint8_t *put_column_head(uint8_t *out, const cp_flow_coding *c)
{
    out = put_le(out, c->base, 8);
    out = put_le(out, c->step, 4);
    out = put_le(out, c->width, 1);
    return put_le(out, c->sum, SUM_BYTES);
}

static uint32_t sum_of_head(cp_bytes head, cp_bytes addrs)
{
    return cp_crc32c(cp_crc32c(0, head), addrs);
}

static void put_head(const cp_flow_packer *p, uint8_t *out)
{
    memcpy(out, magic, MAGIC_BYTES);
    out = put_le(out + MAGIC_BYTES, VERSION, 1);
    out = put_le(put_le(put_le(out, p->n, 4), p->n_v4, 4), p->n_others, 4);
    (void)put_le(out, COLUMNS, 1);
}

/* Of the values that were just written, while they are in the nearest cache. */
static uint8_t *put_sum(cp_flow_coding *c, uint8_t *from, uint8_t *to)
{
    c->sum = cp_crc32c(0, (cp_bytes){ from, (size_t)(to - from) });
    return to;
}

/* The values of all columns, and how they are written. */
static uint8_t *put_columns(const cp_flow_packer *p, uint8_t *out, cp_flow_coding *c,
                            cp_flow_block *b)
{
    uint32_t n = p->n;
    uint8_t *from = out;
    *c = coding_of_places(p->src, n);
    out = cp_flow_put_uint32_t(out, c, p->src, n);
    from = put_sum(c++, from, out);
    *c = coding_of_places(p->dst, n);
    out = cp_flow_put_uint32_t(out, c, p->dst, n);
    from = put_sum(c++, from, out);
#define PUT(id, field, type)                                                              \
    do {                                                                                  \
        type min = p->field##_same, max = min;                                            \
        if (!(p->lazy & 1u << CP_FLOW_##id))                                              \
            cp_flow_range_##type(p->field, n, &min, &max);                                \
        *c = coding_of((uint64_t)min, (uint64_t)max);                                     \
        if (CP_FLOW_##id == CP_FLOW_AT) {                                                 \
            b->first_at = (cp_time)min;                                                   \
            b->last_at = (cp_time)max;                                                    \
        }                                                                                 \
        if (CP_FLOW_##id == CP_FLOW_AT || CP_FLOW_##id == CP_FLOW_SPAN)                   \
            out = cp_flow_put_times(out, c, (const uint64_t *)(const void *)p->field, n); \
        else                                                                              \
            out = cp_flow_put_##type(out, c, p->field, n);                                \
        from = put_sum(c++, from, out);                                                   \
    } while (0);
    CP_FLOW_COLUMNS(PUT)
#undef PUT
    return out;
}

cp_flow_block cp_flow_packer_take(cp_flow_packer *p) { return cp_flow_packer_take_to(p, p->out); }

cp_flow_block cp_flow_packer_take_to(cp_flow_packer *p, uint8_t *to)
{
    cp_flow_block b = { .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    cp_flow_coding cols[COLUMNS];
    if (!p->n)
        return b;
    if (p->n_settled < p->n)
        settle(p);
    uint32_t n = p->n;
    uint8_t *heads = to + HEAD_BYTES;
    uint8_t *addrs = heads + COLUMNS * COLUMN_HEAD_BYTES + SUM_BYTES;
    uint8_t *values = put_addrs(p, addrs);
    uint8_t *out = put_columns(p, values, cols, &b);
    put_head(p, to);
    for (uint32_t i = 0; i < COLUMNS; i++)
        heads = put_column_head(heads, &cols[i]);
    (void)put_le(heads,
                 sum_of_head((cp_bytes){ to, (size_t)(heads - to) },
                             (cp_bytes){ addrs, (size_t)(values - addrs) }),
                 SUM_BYTES);
    b.bytes = (cp_bytes){ to, (size_t)(out - to) };
    b.n_rows = n;
    memset(p->slots, 0, p->n_slots * sizeof *p->slots);
    p->n = p->n_settled = p->n_v4 = p->n_others = 0;
    return b;
}

/* ---- unpacking */

struct cp_flow_unpacker {
    cp_arena *a;
    uint8_t *in; /* a copy of the values with room behind, see cp_flow_get_.. */
    cp_flow_addr *addrs;
    uint32_t *src, *dst;
#define FIELD(id, field, type) type *field; /* NULL until it was wanted */
    CP_FLOW_COLUMNS(FIELD)
#undef FIELD
    cp_flow_columns cols;
};

cp_flow_unpacker *cp_flow_unpacker_new(cp_arena *a)
{
    cp_flow_unpacker *u = CP_NEW(a, cp_flow_unpacker);
    u->a = a;
    u->addrs = CP_NEW_RAW(a, cp_flow_addr, ADDRS_MAX);
    u->src = CP_NEW_RAW(a, uint32_t, CP_FLOW_BLOCK_ROWS);
    u->dst = CP_NEW_RAW(a, uint32_t, CP_FLOW_BLOCK_ROWS);
    return u;
}

/* A block that was taken apart, not yet unpacked. */
typedef struct parts {
    uint32_t n, n4, n6, n_columns, sum;
    bool is_summed;
    cp_flow_coding cols[COLUMNS]; /* those that it does not have are all zero */
    cp_bytes head, v4, v6, values[COLUMNS];
} parts;

static cp_rc read_head(cp_cur *in, parts *out, cp_err *err)
{
    cp_bytes m = cp_cur_take(in, MAGIC_BYTES);
    uint8_t version = cp_cur_u8(in);
    out->n = cp_cur_u32le(in);
    out->n4 = cp_cur_u32le(in);
    out->n6 = cp_cur_u32le(in);
    out->n_columns = cp_cur_u8(in);
    if (in->bad || memcmp(m.p, magic, MAGIC_BYTES) != 0 ||
        (version != VERSION && version != VERSION_UNSUMMED))
        return cp_fail(err, CP_EFORMAT, 0, "expected a block of flows of version %d or %d",
                       VERSION_UNSUMMED, VERSION);
    out->is_summed = version == VERSION;
    if (!out->n || out->n > CP_FLOW_BLOCK_ROWS || out->n4 > ADDRS_MAX || out->n6 > ADDRS_MAX ||
        out->n4 + out->n6 > ADDRS_MAX || out->n_columns < 2)
        return cp_fail(err, CP_EFORMAT, MAGIC_BYTES + 1,
                       "a block of flows of %u rows, %u and %u addresses and %u columns", out->n,
                       out->n4, out->n6, out->n_columns);
    return CP_OK;
}

/* Columns beyond those that we know (of a newer program) are passed over. */
static cp_rc read_parts(cp_bytes block, parts *out, cp_err *err)
{
    cp_cur in = cp_cur_of(block);
    cp_rc rc = read_head(&in, out, err);
    if (rc != CP_OK)
        return rc;
    for (uint32_t i = 0; i < out->n_columns; i++) {
        cp_flow_coding c = { cp_cur_u64le(&in), cp_cur_u32le(&in), cp_cur_u8(&in), 0, 0 };
        c.sum = out->is_summed ? cp_cur_u32le(&in) : 0;
        if (c.width > 8)
            return cp_fail(err, CP_EFORMAT, cp_cur_off(&in), "column %u of flows is %u bytes wide",
                           i, c.width);
        if (i < COLUMNS)
            out->cols[i] = c;
    }
    out->head = (cp_bytes){ block.p, (size_t)cp_cur_off(&in) };
    out->sum = out->is_summed ? cp_cur_u32le(&in) : 0;
    out->v4 = cp_cur_take(&in, (size_t)out->n4 * 4);
    out->v6 = cp_cur_take(&in, (size_t)out->n6 * sizeof(cp_flow_addr));
    for (uint32_t i = 0; i < COLUMNS && i < out->n_columns; i++)
        out->values[i] = cp_cur_take(&in, (size_t)out->n * out->cols[i].width);
    if (in.bad)
        return cp_fail(err, CP_EFORMAT, cp_cur_off(&in), "a block of flows ends in its columns");
    return CP_OK;
}

/* Values of the last column may not have eight bytes behind them: those that would be read beyond
 * the block are copied to where they have. */
static const uint8_t *with_room(cp_flow_unpacker *u, cp_bytes block, cp_bytes v)
{
    if (!v.n || v.p + v.n + sizeof(uint64_t) <= block.p + block.n)
        return v.n ? v.p : (const uint8_t *)&u->cols; /* of no width: eight readable bytes */
    if (!u->in)
        u->in = CP_NEW_RAW(u->a, uint8_t, CP_FLOW_BLOCK_ROWS * sizeof(uint64_t) + sizeof(uint64_t));
    memcpy(u->in, v.p, v.n);
    return u->in;
}

static void unpack_addrs(cp_flow_unpacker *u, const parts *b)
{
    for (uint32_t i = 0; i < b->n4; i++) {
        memcpy(u->addrs[i].b, v4_prefix, sizeof v4_prefix);
        memcpy(u->addrs[i].b + sizeof v4_prefix, b->v4.p + (size_t)i * 4, 4);
    }
    if (b->n6)
        memcpy(u->addrs + b->n4, b->v6.p, (size_t)b->n6 * sizeof(cp_flow_addr));
}

static cp_rc check_sums(const parts *b, uint32_t want, cp_err *err)
{
    if (!b->is_summed)
        return CP_OK;
    if (sum_of_head(b->head, (cp_bytes){ b->v4.p, b->v4.n + b->v6.n }) != b->sum)
        return cp_fail(err, CP_EFORMAT, 0,
                       "the head of a block of flows is not what was written: its CRC-32C differs");
    for (uint32_t i = 0; i < COLUMNS && i < b->n_columns; i++)
        if ((i < 2 || want >> (i - 2) & 1) && cp_crc32c(0, b->values[i]) != b->cols[i].sum)
            return cp_fail(err, CP_EFORMAT, 0,
                           "column %u of a block of flows is not what was written: its CRC-32C "
                           "differs",
                           i);
    return CP_OK;
}

static cp_rc check_places(const parts *b, const uint32_t *v, const char *what, cp_err *err)
{
    uint32_t min, max;
    cp_flow_range_uint32_t(v, b->n, &min, &max);
    if (max >= b->n4 + b->n6)
        return cp_fail(err, CP_EFORMAT, 0, "a block of flows has %u addresses, and %s number %u",
                       b->n4 + b->n6, what, max);
    return CP_OK;
}

/* Of columns that are all zero, as most are of most blocks: nothing writes here, so that it is no
 * more than one page of memory, however long. */
static uint64_t zeros[CP_FLOW_BLOCK_ROWS];

cp_rc cp_flow_unpack(cp_flow_unpacker *u, cp_bytes block, uint32_t want,
                     const cp_flow_columns **out, cp_err *err)
{
    parts b = { 0 };
    cp_rc rc = read_parts(block, &b, err);
    if (rc == CP_OK)
        rc = check_sums(&b, want, err);
    if (rc != CP_OK)
        return rc;
    u->cols = (cp_flow_columns){ .n = b.n, .n_addrs = b.n4 + b.n6, .addrs = u->addrs };
    unpack_addrs(u, &b);
    cp_flow_get_uint32_t(u->src, &b.cols[0], with_room(u, block, b.values[0]), b.n);
    cp_flow_get_uint32_t(u->dst, &b.cols[1], with_room(u, block, b.values[1]), b.n);
    if ((rc = check_places(&b, u->src, "source", err)) != CP_OK ||
        (rc = check_places(&b, u->dst, "destination", err)) != CP_OK)
        return rc;
    u->cols.src = u->src;
    u->cols.dst = u->dst;
#define UNPACK(id, field, type)                                                                    \
    if (want & 1u << CP_FLOW_##id) {                                                               \
        const cp_flow_coding *c = &b.cols[2 + CP_FLOW_##id];                                       \
        bool is_zero = c->width == 0 && c->base == 0;                                              \
        if (!is_zero && !u->field)                                                                 \
            u->field = CP_NEW_RAW(u->a, type, CP_FLOW_BLOCK_ROWS);                                 \
        if (!is_zero)                                                                              \
            cp_flow_get_##type(u->field, c, with_room(u, block, b.values[2 + CP_FLOW_##id]), b.n); \
        u->cols.field = is_zero ? (const type *)zeros : u->field;                                  \
    }
    CP_FLOW_COLUMNS(UNPACK)
#undef UNPACK
    *out = &u->cols;
    return CP_OK;
}

uint64_t cp_flow_block_least(cp_bytes block, cp_flow_column of)
{
    parts b = { 0 };
    return read_parts(block, &b, NULL) == CP_OK ? b.cols[2 + of].base : 0;
}
