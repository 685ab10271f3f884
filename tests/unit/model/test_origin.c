/* SPDX-License-Identifier: Apache-2.0 */
/* test_origin.c - blocks of origins and names: the same after packing; cut off and damaged ones are
 * refused, and never read beyond. */
#include "model/origin.h"
#include "tap.h"

typedef struct heard {
    cp_arena *a;
    cp_buf text;
} heard;

static void hear(void *ctx, const cp_origin *o)
{
    heard *h = ctx;
    cp_str net = cp_ip_text(h->a, cp_flow_addr_ip(o->net));
    cp_buf_fmt(&h->text, "%.*s/%u %u", CP_FMT(net), o->bits, o->what);
    for (uint32_t i = 0; i < o->n_asns; i++)
        cp_buf_fmt(&h->text, " %u", o->asns[i]);
    cp_buf_char(&h->text, '\n');
}

static void hear_name(void *ctx, const cp_as_name *n)
{
    heard *h = ctx;
    cp_buf_fmt(&h->text, "%u %.*s\n", n->asn, CP_FMT(n->name));
}

static cp_origin row(const char *net, uint32_t length, uint32_t asn, uint8_t what)
{
    cp_origin o = { .what = what };
    cp_ip ip;
    (void)cp_ip_parse(cp_str_c(net), &ip);
    ok(cp_origin_net(ip, length, &o), "%s/%u is a prefix", net, length);
    if (asn)
        cp_origin_add_as(&o, asn);
    return o;
}

static void test_prefixes(cp_arena *a)
{
    cp_origin_packer *p = cp_origin_packer_new(a, CP_ORIGIN_BLOCK_PREFIXES);
    heard h = { a, cp_buf_new(a) };
    cp_err err;
    is_uint(cp_origin_packer_take(p).n_rows, 0, "nothing, at first");
    cp_origin o = row("192.0.2.77", 24, 64500, 0);
    cp_origin_add_as(&o, 64500);
    cp_origin_add_as(&o, UINT32_MAX);
    ok(!cp_origin_packer_add(p, &o), "there is room");
    o = row("192.0.2.255", 25, 0, CP_ORIGIN_UNKNOWN);
    (void)cp_origin_packer_add(p, &o);
    o = row("2001:db8::1", 33, 1, 0);
    (void)cp_origin_packer_add(p, &o);
    o = row("0.0.0.0", 0, 1, CP_ORIGIN_MORE);
    (void)cp_origin_packer_add(p, &o);
    cp_origin_block b = cp_origin_packer_take(p);
    is_int(cp_origins_unpack(b.bytes, hear, &h, &err), CP_OK, "unpacked");
    is_cstr(cp_buf_str(&h.text),
            "192.0.2.0/120 0 64500 4294967295\n192.0.2.128/121 1\n2001:db8::/33 0 1\n"
            "0.0.0.0/96 2 1\n",
            "as they were");
    cp_bytes whole = cp_bytes_dup(a, b.bytes);
    uint32_t wrong = 0;
    for (size_t n = 0; n < whole.n; n++)
        wrong += cp_origins_unpack((cp_bytes){ whole.p, n }, hear, &h, &err) != CP_EFORMAT;
    is_uint(wrong, 0, "cut off at every byte");
    for (size_t i = 0; i < whole.n * 8; i++) {
        uint8_t *v = cp_arena_dup(a, whole.p, whole.n);
        v[i / 8] ^= (uint8_t)(1 << i % 8);
        cp_rc rc = cp_origins_unpack((cp_bytes){ v, whole.n }, hear, &h, &err);
        wrong += rc != CP_OK && rc != CP_EFORMAT;
    }
    is_uint(wrong, 0, "with each bit turned");
    is_int(cp_as_names_unpack(whole, hear_name, &h, &err), CP_EFORMAT, "they are no names");
    ok(!cp_origin_net((cp_ip){ .version = 4 }, 33, &o), "a prefix of 33 bits of version 4");
    o = row("192.0.2.0", 24, 1, 0);
    for (uint32_t i = 2; i < 40; i++)
        cp_origin_add_as(&o, i);
    ok(o.n_asns == CP_ORIGINS_MAX && o.what == CP_ORIGIN_MORE, "more origins than are kept");
}

static void test_names(cp_arena *a)
{
    cp_origin_packer *p = cp_origin_packer_new(a, CP_ORIGIN_BLOCK_NAMES);
    heard h = { a, cp_buf_new(a) };
    cp_err err;
    char longest[300];
    memset(longest, 'x', sizeof longest);
    const cp_as_name names[] = { { 64500, CP_STR("EXAMPLE-1, ZZ") },
                                 { UINT32_MAX, { longest, sizeof longest } } };
    for (int i = 0; i < 2; i++)
        (void)cp_origin_packer_add_name(p, &names[i]);
    cp_origin_block b = cp_origin_packer_take(p);
    is_int(cp_as_names_unpack(b.bytes, hear_name, &h, &err), CP_OK, "unpacked");
    ok(cp_str_starts(cp_buf_str(&h.text), CP_STR("64500 EXAMPLE-1, ZZ\n4294967295 xxx")) &&
           cp_buf_str(&h.text).n == 20 + 11 + CP_AS_NAME_BYTES_MAX + 1,
       "as they were, and cut");
    uint32_t wrong = 0;
    for (size_t n = 0; n < b.bytes.n; n++)
        wrong += cp_as_names_unpack((cp_bytes){ b.bytes.p, n }, hear_name, &h, &err) != CP_EFORMAT;
    is_uint(wrong, 0, "cut off at every byte");
}

static void test_full(cp_arena *a)
{
    cp_origin_packer *p = cp_origin_packer_new(a, CP_ORIGIN_BLOCK_PREFIXES);
    cp_origin o = row("192.0.2.0", 24, 1, 0);
    uint32_t n = 1;
    while (!cp_origin_packer_add(p, &o))
        n++;
    is_uint(n, CP_ORIGIN_BLOCK_ROWS, "a block is full then");
    is_uint(cp_origin_packer_take(p).n_rows, n, "and has them all");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    test_prefixes(a);
    test_names(a);
    test_full(a);
    cp_arena_free(a);
    return tap_done();
}
