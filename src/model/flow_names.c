/* SPDX-License-Identifier: Apache-2.0 */
/* flow_names.c - see flow_names.h. */
#include "model/flow_names.h"
#include <string.h>

enum {
    MAGIC_BYTES = 4,
    VERSION = 1,
    ADDRS_MAX = 2 * CP_FLOW_NAMES_ROWS,
    ADDR_SLOTS = 2 * ADDRS_MAX, /* powers of two, at most half full */
    TEXT_SLOTS = 2 * CP_FLOW_NAMES_ROWS,
    TEXT_BYTES = CP_FLOW_NAMES_ROWS * CP_FLOW_NAME_BYTES_MAX,
    NUMBER_BYTES_MAX = 10, /* 64 bits, 7 a byte */
    HEAD_BYTES = MAGIC_BYTES + 1 + 4 * 2,
    /* of a row: kind, three places of at most 14 bits, time, and qtype, rcode, bytes */
    ROW_BYTES_MAX = 1 + 3 * 2 + NUMBER_BYTES_MAX + 3 + 2 + 5,
};
static_assert(HEAD_BYTES + ADDRS_MAX * sizeof(cp_flow_addr) + TEXT_BYTES + CP_FLOW_NAMES_ROWS +
                      CP_FLOW_NAMES_ROWS * ROW_BYTES_MAX <=
                  CP_FLOW_NAMES_BYTES_MAX,
              "who is told of a block knows how long it may be");
static_assert(ADDRS_MAX <= 1 << 14, "a place is at most two bytes");
static const uint8_t magic[MAGIC_BYTES] = { 'C', 'P', 'F', 'N' };
static const uint8_t v4_prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

static bool is_v4(const cp_flow_addr *x) { return memcmp(x->b, v4_prefix, sizeof v4_prefix) == 0; }

/* ---- packing */

typedef struct row {
    uint16_t client, addr, text;
    uint8_t kind, rcode;
    uint16_t qtype;
    uint32_t bytes;
    cp_time at;
} row;

struct cp_flow_names_packer {
    uint64_t seed;
    uint32_t n, n_addrs, n_texts;
    row *rows;
    cp_flow_addr *addrs;
    uint16_t *order;                   /* of an address in the block: version 4 comes first */
    cp_str *texts;                     /* in text_bytes */
    uint16_t *addr_slots, *text_slots; /* place + 1; 0: free */
    uint8_t *text_bytes, *out;
    size_t n_text_bytes;
};

cp_flow_names_packer *cp_flow_names_packer_new(cp_arena *a, uint64_t seed)
{
    cp_flow_names_packer *p = CP_NEW(a, cp_flow_names_packer);
    p->seed = seed;
    p->rows = CP_NEW_RAW(a, row, CP_FLOW_NAMES_ROWS);
    p->addrs = CP_NEW_RAW(a, cp_flow_addr, ADDRS_MAX);
    p->order = CP_NEW_RAW(a, uint16_t, ADDRS_MAX);
    p->texts = CP_NEW_RAW(a, cp_str, CP_FLOW_NAMES_ROWS);
    p->addr_slots = CP_NEW_ARRAY(a, uint16_t, ADDR_SLOTS);
    p->text_slots = CP_NEW_ARRAY(a, uint16_t, TEXT_SLOTS);
    p->text_bytes = CP_NEW_RAW(a, uint8_t, TEXT_BYTES);
    p->out = CP_NEW_RAW(a, uint8_t, CP_FLOW_NAMES_BYTES_MAX);
    return p;
}

static uint16_t place_of_addr(cp_flow_names_packer *p, const cp_flow_addr *x)
{
    uint64_t h = cp_hash((cp_str){ (const char *)x->b, sizeof x->b }, p->seed);
    uint32_t at = (uint32_t)h & (ADDR_SLOTS - 1);
    for (; p->addr_slots[at]; at = (at + 1) & (ADDR_SLOTS - 1))
        if (memcmp(&p->addrs[p->addr_slots[at] - 1], x, sizeof *x) == 0)
            return (uint16_t)(p->addr_slots[at] - 1);
    p->addrs[p->n_addrs] = *x;
    p->addr_slots[at] = (uint16_t)++p->n_addrs;
    return (uint16_t)(p->n_addrs - 1);
}

static uint16_t place_of_text(cp_flow_names_packer *p, cp_str x)
{
    uint32_t at = (uint32_t)cp_hash(x, p->seed) & (TEXT_SLOTS - 1);
    for (; p->text_slots[at]; at = (at + 1) & (TEXT_SLOTS - 1))
        if (cp_str_eq(p->texts[p->text_slots[at] - 1], x))
            return (uint16_t)(p->text_slots[at] - 1);
    uint8_t *to = p->text_bytes + p->n_text_bytes;
    if (x.n)
        memcpy(to, x.p, x.n);
    p->n_text_bytes += x.n;
    p->texts[p->n_texts] = (cp_str){ (const char *)to, x.n };
    p->text_slots[at] = (uint16_t)++p->n_texts;
    return (uint16_t)(p->n_texts - 1);
}

bool cp_flow_names_packer_add(cp_flow_names_packer *p, const cp_flow_name *n)
{
    assert(p->n < CP_FLOW_NAMES_ROWS);
    p->rows[p->n++] =
        (row){ .client = place_of_addr(p, &n->client),
               .addr = place_of_addr(p, &n->addr),
               .text = place_of_text(p, cp_str_slice(n->name, 0, CP_FLOW_NAME_BYTES_MAX)),
               .kind = (uint8_t)n->kind,
               .rcode = n->rcode,
               .qtype = n->qtype,
               .bytes = n->bytes,
               .at = n->at };
    return p->n == CP_FLOW_NAMES_ROWS;
}

uint32_t cp_flow_names_packer_rows(const cp_flow_names_packer *p) { return p->n; }

static uint8_t *put_u16(uint8_t *out, uint32_t v)
{
    *out++ = (uint8_t)v;
    *out++ = (uint8_t)(v >> 8);
    return out;
}

static uint8_t *put_number(uint8_t *out, uint64_t v)
{
    for (; v > 0x7f; v >>= 7)
        *out++ = (uint8_t)(v | 0x80);
    *out++ = (uint8_t)v;
    return out;
}

static uint64_t zigzag(uint64_t v) { return v << 1 ^ (v >> 63 ? UINT64_MAX : 0); }
static uint64_t unzigzag(uint64_t v) { return v >> 1 ^ (v & 1 ? UINT64_MAX : 0); }

static uint8_t *put_addrs(cp_flow_names_packer *p, uint8_t *out, uint32_t n4)
{
    uint8_t *v4 = out, *rest = out + (size_t)n4 * 4;
    uint32_t next4 = 0, next6 = n4;
    for (uint32_t i = 0; i < p->n_addrs; i++)
        if (is_v4(&p->addrs[i])) {
            memcpy(v4, p->addrs[i].b + sizeof v4_prefix, 4);
            v4 += 4;
            p->order[i] = (uint16_t)next4++;
        } else {
            memcpy(rest, p->addrs[i].b, sizeof(cp_flow_addr));
            rest += sizeof(cp_flow_addr);
            p->order[i] = (uint16_t)next6++;
        }
    return rest;
}

static uint8_t *put_rows(const cp_flow_names_packer *p, uint8_t *out, cp_flow_block *b)
{
    uint64_t before = 0;
    for (const row *r = p->rows; r < p->rows + p->n; r++) {
        const uint64_t numbers[] = { r->kind,
                                     p->order[r->client],
                                     p->order[r->addr],
                                     r->text,
                                     zigzag((uint64_t)r->at - before),
                                     r->qtype,
                                     r->rcode,
                                     r->bytes };
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
            out = put_number(out, numbers[i]);
        before = (uint64_t)r->at;
        if (r->at == CP_TIME_NONE)
            continue;
        b->first_at = b->first_at == CP_TIME_NONE || r->at < b->first_at ? r->at : b->first_at;
        b->last_at = b->last_at == CP_TIME_NONE || r->at > b->last_at ? r->at : b->last_at;
    }
    return out;
}

cp_flow_block cp_flow_names_packer_take(cp_flow_names_packer *p)
{
    cp_flow_block b = { .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    uint8_t *out = p->out;
    uint32_t n4 = 0;
    if (!p->n)
        return b;
    for (uint32_t i = 0; i < p->n_addrs; i++)
        n4 += is_v4(&p->addrs[i]);
    memcpy(out, magic, MAGIC_BYTES);
    out += MAGIC_BYTES;
    *out++ = VERSION;
    out = put_u16(put_u16(out, p->n), n4);
    out = put_u16(put_u16(out, p->n_addrs - n4), p->n_texts);
    out = put_addrs(p, out, n4);
    for (uint32_t i = 0; i < p->n_texts; i++) {
        *out++ = (uint8_t)p->texts[i].n;
        if (p->texts[i].n)
            memcpy(out, p->texts[i].p, p->texts[i].n);
        out += p->texts[i].n;
    }
    out = put_rows(p, out, &b);
    b.bytes = (cp_bytes){ p->out, (size_t)(out - p->out) };
    b.n_rows = p->n;
    memset(p->addr_slots, 0, ADDR_SLOTS * sizeof *p->addr_slots);
    memset(p->text_slots, 0, TEXT_SLOTS * sizeof *p->text_slots);
    p->n = p->n_addrs = p->n_texts = 0;
    p->n_text_bytes = 0;
    return b;
}

/* ---- unpacking */

struct cp_flow_names_unpacker {
    cp_flow_name *rows;
    cp_flow_addr *addrs;
    cp_str *texts;
};

cp_flow_names_unpacker *cp_flow_names_unpacker_new(cp_arena *a)
{
    cp_flow_names_unpacker *u = CP_NEW(a, cp_flow_names_unpacker);
    u->rows = CP_NEW_RAW(a, cp_flow_name, CP_FLOW_NAMES_ROWS);
    u->addrs = CP_NEW_RAW(a, cp_flow_addr, ADDRS_MAX);
    u->texts = CP_NEW_RAW(a, cp_str, CP_FLOW_NAMES_ROWS);
    return u;
}

typedef struct head {
    uint32_t n, n4, n6, n_texts;
} head;

static cp_rc read_head(cp_cur *in, head *out, cp_err *err)
{
    cp_bytes m = cp_cur_take(in, MAGIC_BYTES);
    uint8_t version = cp_cur_u8(in);
    out->n = cp_cur_u16le(in);
    out->n4 = cp_cur_u16le(in);
    out->n6 = cp_cur_u16le(in);
    out->n_texts = cp_cur_u16le(in);
    if (in->bad || memcmp(m.p, magic, MAGIC_BYTES) != 0 || version != VERSION)
        return cp_fail(err, CP_EFORMAT, 0, "expected a block of names of version %d", VERSION);
    if (!out->n || out->n > CP_FLOW_NAMES_ROWS || out->n4 + out->n6 > ADDRS_MAX ||
        out->n_texts > CP_FLOW_NAMES_ROWS)
        return cp_fail(err, CP_EFORMAT, MAGIC_BYTES + 1,
                       "a block of names of %u rows, %u and %u addresses and %u texts", out->n,
                       out->n4, out->n6, out->n_texts);
    return CP_OK;
}

static void read_tables(cp_flow_names_unpacker *u, cp_cur *in, const head *h)
{
    for (uint32_t i = 0; i < h->n4 + h->n6 && !in->bad; i++) {
        size_t n = i < h->n4 ? 4 : sizeof(cp_flow_addr), at = sizeof(cp_flow_addr) - n;
        cp_bytes b = cp_cur_take(in, n);
        memcpy(u->addrs[i].b, v4_prefix, sizeof v4_prefix);
        if (b.n)
            memcpy(u->addrs[i].b + at, b.p, n);
    }
    for (uint32_t i = 0; i < h->n_texts && !in->bad; i++) {
        uint8_t n = cp_cur_u8(in);
        u->texts[i] = cp_str_of_bytes(cp_cur_take(in, n));
    }
}

/* At most max; more is bad. */
static uint64_t number(cp_cur *in, uint64_t max)
{
    uint64_t v = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        uint8_t byte = cp_cur_u8(in);
        uint64_t bits = byte & 0x7f;
        if (bits << shift >> shift != bits)
            in->bad = true;
        v |= bits << shift;
        if (byte < 0x80 || in->bad)
            break;
        if (shift == 63)
            in->bad = true;
    }
    if (v > max)
        in->bad = true;
    return in->bad ? 0 : v;
}

/* False: it is of a kind that we do not know (or in->bad). */
static bool read_row(cp_flow_names_unpacker *u, cp_cur *in, const head *h, uint64_t *time,
                     cp_flow_name *out)
{
    uint64_t kind = number(in, UINT8_MAX), client = number(in, UINT16_MAX),
             addr = number(in, UINT16_MAX), text = number(in, UINT16_MAX);
    *time += unzigzag(number(in, UINT64_MAX));
    out->at = (cp_time)*time;
    out->qtype = (uint16_t)number(in, UINT16_MAX);
    out->rcode = (uint8_t)number(in, UINT8_MAX);
    out->bytes = (uint32_t)number(in, UINT32_MAX);
    if (client >= h->n4 + h->n6 || addr >= h->n4 + h->n6 || text >= h->n_texts)
        in->bad = true;
    if (in->bad || kind >= CP_FLOW_NAME_KIND_COUNT)
        return false;
    out->kind = (cp_flow_name_kind)kind;
    out->client = u->addrs[client];
    out->addr = u->addrs[addr];
    out->name = u->texts[text];
    return true;
}

cp_rc cp_flow_names_unpack(cp_flow_names_unpacker *u, cp_bytes block, const cp_flow_name **out,
                           uint32_t *n, cp_err *err)
{
    cp_cur in = cp_cur_of(block);
    head h;
    uint64_t time = 0;
    uint32_t n_known = 0;
    cp_rc rc = read_head(&in, &h, err);
    if (rc != CP_OK)
        return rc;
    read_tables(u, &in, &h);
    for (uint32_t i = 0; i < h.n && !in.bad; i++)
        n_known += read_row(u, &in, &h, &time, &u->rows[n_known]);
    if (in.bad || cp_cur_left(&in))
        return cp_fail(err, CP_EFORMAT, cp_cur_off(&in), "a block of names is damaged at byte %llu",
                       (unsigned long long)cp_cur_off(&in));
    *out = u->rows;
    *n = n_known;
    return CP_OK;
}
