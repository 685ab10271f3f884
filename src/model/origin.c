/* SPDX-License-Identifier: Apache-2.0 */
/* origin.c - see origin.h. */
#include "model/origin.h"

enum { MAGIC_BYTES = 4, VERSION = 1, ADDR_BYTES = sizeof(cp_flow_addr) };
static const char *const magics[] = {
    [CP_ORIGIN_BLOCK_PREFIXES] = "CPOR", [CP_ORIGIN_BLOCK_NAMES] = "CPON"
};
static const char *const names[] = {
#define NAME(id, name) name,
    CP_ORIGIN_BLOCKS(NAME)
#undef NAME
};

const char *cp_origin_block_name(cp_origin_block_kind k) { return names[k]; }

bool cp_origin_block_by_name(cp_str name, cp_origin_block_kind *out)
{
    for (int i = 0; i < CP_ORIGIN_BLOCK_KIND_COUNT; i++)
        if (cp_str_eq(name, cp_str_c(names[i]))) {
            *out = (cp_origin_block_kind)i;
            return true;
        }
    return false;
}

bool cp_origin_net(cp_ip ip, uint32_t length, cp_origin *out)
{
    uint32_t max = ip.version == 4 ? 32 : 128;
    if (length > max)
        return false;
    out->net = cp_flow_addr_of(ip);
    out->bits = (uint8_t)(length + 128 - max);
    uint32_t whole = out->bits / 8, rest = out->bits % 8;
    if (rest)
        out->net.b[whole] &= (uint8_t)(0xff00 >> rest);
    for (uint32_t i = whole + (rest != 0); i < ADDR_BYTES; i++)
        out->net.b[i] = 0;
    return true;
}

void cp_origin_add_as(cp_origin *o, uint32_t asn)
{
    for (uint32_t i = 0; i < o->n_asns; i++)
        if (o->asns[i] == asn)
            return;
    if (o->n_asns == CP_ORIGINS_MAX)
        o->what |= CP_ORIGIN_MORE;
    else
        o->asns[o->n_asns++] = asn;
}

/* ---- packing */

struct cp_origin_packer {
    cp_origin_block_kind kind;
    cp_buf buf;
    uint32_t n;
    cp_flow_addr before;
};

static void put_number(cp_buf *b, uint64_t v)
{
    for (; v > 0x7f; v >>= 7)
        cp_buf_char(b, (char)(v | 0x80));
    cp_buf_char(b, (char)v);
}

cp_origin_packer *cp_origin_packer_new(cp_arena *a, cp_origin_block_kind kind)
{
    cp_origin_packer *p = CP_NEW(a, cp_origin_packer);
    p->kind = kind;
    p->buf = cp_buf_new(a);
    return p;
}

/* The first row of a block begins it; the one before was taken. */
static void begin(cp_origin_packer *p)
{
    if (p->n)
        return;
    p->buf.n = 0;
    p->before = (cp_flow_addr){ { 0 } };
    cp_buf_add(&p->buf, (cp_str){ magics[p->kind], MAGIC_BYTES });
    cp_buf_char(&p->buf, VERSION);
    for (int i = 0; i < 4; i++)
        cp_buf_char(&p->buf, 0); /* the number of rows, when it is known */
}

bool cp_origin_packer_add(cp_origin_packer *p, const cp_origin *o)
{
    uint32_t n = (o->bits + 7u) / 8, same = 0;
    assert(p->kind == CP_ORIGIN_BLOCK_PREFIXES && p->n < CP_ORIGIN_BLOCK_ROWS && o->bits <= 128);
    begin(p);
    while (same < n && o->net.b[same] == p->before.b[same])
        same++;
    cp_buf_char(&p->buf, (char)o->bits);
    cp_buf_char(&p->buf, (char)same);
    cp_buf_add(&p->buf, (cp_str){ (const char *)o->net.b + same, n - same });
    put_number(&p->buf, (uint64_t)o->n_asns << 2 | (o->what & 3u));
    for (uint32_t i = 0; i < o->n_asns; i++)
        put_number(&p->buf, o->asns[i]);
    p->before = o->net;
    return ++p->n == CP_ORIGIN_BLOCK_ROWS;
}

bool cp_origin_packer_add_name(cp_origin_packer *p, const cp_as_name *x)
{
    cp_str name = cp_str_slice(x->name, 0, CP_AS_NAME_BYTES_MAX);
    assert(p->kind == CP_ORIGIN_BLOCK_NAMES && p->n < CP_ORIGIN_BLOCK_ROWS);
    begin(p);
    put_number(&p->buf, x->asn);
    cp_buf_char(&p->buf, (char)name.n);
    cp_buf_add(&p->buf, name);
    return ++p->n == CP_ORIGIN_BLOCK_ROWS;
}

cp_origin_block cp_origin_packer_take(cp_origin_packer *p)
{
    cp_origin_block b = { .kind = p->kind, .n_rows = p->n };
    if (!p->n)
        return b;
    for (int i = 0; i < 4; i++)
        p->buf.p[MAGIC_BYTES + 1 + i] = (char)(p->n >> (8 * i));
    b.bytes = cp_bytes_of_str(cp_buf_str(&p->buf));
    p->n = 0;
    return b;
}

/* ---- unpacking */

/* Of at most 32 bits; more is bad. */
static uint32_t number(cp_cur *in)
{
    uint64_t v = 0;
    for (int shift = 0; shift < 35; shift += 7) {
        uint8_t byte = cp_cur_u8(in);
        v |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            in->bad |= v > UINT32_MAX;
            return in->bad ? 0 : (uint32_t)v;
        }
    }
    in->bad = true;
    return 0;
}

static cp_rc read_head(cp_cur *in, cp_origin_block_kind kind, uint32_t *n, cp_err *err)
{
    cp_bytes magic = cp_cur_take(in, MAGIC_BYTES);
    uint8_t version = cp_cur_u8(in);
    *n = cp_cur_u32le(in);
    if (in->bad || memcmp(magic.p, magics[kind], MAGIC_BYTES) != 0 || version != VERSION)
        return cp_fail(err, CP_EFORMAT, 0, "expected a block of %s of version %d", names[kind],
                       VERSION);
    if (!*n || *n > CP_ORIGIN_BLOCK_ROWS)
        return cp_fail(err, CP_EFORMAT, MAGIC_BYTES + 1, "a block of %s of %u rows", names[kind],
                       *n);
    return CP_OK;
}

static cp_rc damaged(const cp_cur *in, cp_origin_block_kind kind, cp_err *err)
{
    return cp_fail(err, CP_EFORMAT, cp_cur_off(in), "a block of %s is damaged at byte %llu",
                   names[kind], (unsigned long long)cp_cur_off(in));
}

static void read_row(cp_cur *in, cp_origin *o)
{
    o->bits = cp_cur_u8(in);
    uint32_t n = (o->bits + 7u) / 8, same = cp_cur_u8(in);
    if (o->bits > 128 || same > n) {
        in->bad = true;
        return;
    }
    cp_bytes rest = cp_cur_take(in, n - same);
    if (rest.n)
        memcpy(o->net.b + same, rest.p, rest.n);
    memset(o->net.b + n, 0, ADDR_BYTES - n);
    if (o->bits % 8 && o->net.b[n - 1] & (uint8_t)(0xff >> o->bits % 8))
        in->bad = true; /* the prefix is longer than it says */
    uint32_t head = number(in);
    if (head >> 2 > CP_ORIGINS_MAX)
        in->bad = true;
    o->what = head & 3;
    o->n_asns = in->bad ? 0 : (uint8_t)(head >> 2);
    for (uint32_t i = 0; i < o->n_asns; i++)
        o->asns[i] = number(in);
}

cp_rc cp_origins_unpack(cp_bytes block, void (*each)(void *ctx, const cp_origin *o), void *ctx,
                        cp_err *err)
{
    cp_cur in = cp_cur_of(block);
    cp_origin o = { .bits = 0 };
    uint32_t n;
    cp_rc rc = read_head(&in, CP_ORIGIN_BLOCK_PREFIXES, &n, err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        read_row(&in, &o);
        if (in.bad)
            return damaged(&in, CP_ORIGIN_BLOCK_PREFIXES, err);
        each(ctx, &o);
    }
    return rc == CP_OK && cp_cur_left(&in) ? damaged(&in, CP_ORIGIN_BLOCK_PREFIXES, err) : rc;
}

cp_rc cp_as_names_unpack(cp_bytes block, void (*each)(void *ctx, const cp_as_name *n), void *ctx,
                         cp_err *err)
{
    cp_cur in = cp_cur_of(block);
    uint32_t n;
    cp_rc rc = read_head(&in, CP_ORIGIN_BLOCK_NAMES, &n, err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        cp_as_name x = { .asn = number(&in) };
        uint8_t length = cp_cur_u8(&in);
        x.name = cp_str_of_bytes(cp_cur_take(&in, length));
        if (in.bad)
            return damaged(&in, CP_ORIGIN_BLOCK_NAMES, err);
        each(ctx, &x);
    }
    return rc == CP_OK && cp_cur_left(&in) ? damaged(&in, CP_ORIGIN_BLOCK_NAMES, err) : rc;
}
