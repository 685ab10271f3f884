/* SPDX-License-Identifier: Apache-2.0 */
/* test_origins.c - the longest prefix against a look through all of them, on random tables of
 * prefixes that lie in each other; several origins; default routes. */
#include "carrier/origins.h"
#include "tap.h"

enum { ROWS_MAX = 400 };

static bool covers(const cp_origin *o, const cp_flow_addr *x)
{
    static const uint8_t v4[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
    bool is_row_v4 = o->bits >= 96 && memcmp(o->net.b, v4, sizeof v4) == 0;
    if (is_row_v4 != (memcmp(x->b, v4, sizeof v4) == 0))
        return false; /* one of version 6 says nothing of version 4, though it stands within it */
    for (uint32_t i = 0; i < o->bits; i++)
        if ((o->net.b[i / 8] ^ x->b[i / 8]) & (0x80 >> i % 8))
            return false;
    return true;
}

/* Few different bits, so that prefixes meet. */
static cp_ip any_ip(cp_rand *r, bool is_v6)
{
    uint8_t b[16] = { 0 };
    for (int i = 0; i < 16; i++)
        b[i] = (uint8_t)(cp_rand_below(r, 4) == 0 ? cp_rand_below(r, 3) * 127 : 0x20);
    return is_v6 ? cp_ip_v6(b) : cp_ip_v4(b);
}

static uint32_t add_rows(cp_rand *r, cp_origins *t, cp_origin *rows, uint32_t n)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool is_v6 = cp_rand_below(r, 3) == 0;
        cp_origin o = { .bits = 0 };
        uint32_t least = is_v6 ? CP_ORIGINS_BITS_LEAST_V6 : CP_ORIGINS_BITS_LEAST_V4;
        uint32_t length = cp_rand_below(r, is_v6 ? 129 : 33);
        (void)cp_origin_net(any_ip(r, is_v6), length, &o);
        for (uint32_t k = 1 + (cp_rand_below(r, 8) == 0); k; k--)
            cp_origin_add_as(&o, 1 + cp_rand_below(r, 9));
        (void)cp_origins_add(t, &o);
        if (length >= least)
            rows[kept++] = o;
    }
    return kept;
}

/* The origins of all rows of the longest prefix, as bits. */
static uint32_t by_scan(const cp_origin *rows, uint32_t n, const cp_flow_addr *x, uint32_t *bits)
{
    uint32_t found = 0;
    *bits = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!covers(&rows[i], x) || rows[i].bits < *bits)
            continue;
        found = rows[i].bits > *bits ? 0 : found;
        *bits = rows[i].bits;
        for (uint32_t k = 0; k < rows[i].n_asns; k++)
            found |= 1u << rows[i].asns[k];
    }
    return found;
}

static uint32_t by_table(const cp_origins *t, const cp_flow_addr *x, uint32_t *bits)
{
    uint32_t found = 0;
    *bits = 0;
    uint32_t set = cp_origins_find(t, x, bits);
    for (uint32_t k = 0; set && k < cp_origins_set(t, set)->n; k++)
        found |= 1u << cp_origins_set(t, set)->asns[k];
    return found;
}

static void test_random(void)
{
    uint32_t n_tables = tap_cases(600), wrong = 0, hits = 0;
    for (uint32_t i = 0; i < n_tables; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_rand r = { i + 1 };
        cp_origin rows[ROWS_MAX];
        cp_origins *t = cp_origins_new(a);
        uint32_t n = add_rows(&r, t, rows, cp_rand_below(&r, ROWS_MAX));
        cp_origins_done(t);
        for (int k = 0; k < 300; k++) {
            cp_flow_addr x = cp_flow_addr_of(any_ip(&r, k % 3 == 0));
            if (n && k % 4 == 1) { /* the first address of one, and the one before it */
                x = rows[cp_rand_below(&r, n)].net;
                for (int b = 15; k % 8 == 1 && b >= 0 && x.b[b]-- == 0;)
                    b--;
            }
            uint32_t bits, want_bits;
            uint32_t want = by_scan(rows, n, &x, &want_bits), got = by_table(t, &x, &bits);
            wrong += got != want || bits != want_bits;
            hits += want != 0;
        }
        cp_arena_free(a);
    }
    is_uint(wrong, 0, "%u random tables: the same as a look through all rows (%u hits)", n_tables,
            hits);
    ok(hits > n_tables * 20, "and there was something to find");
}

static void add(cp_origins *t, const char *net, uint32_t length, uint32_t asn, uint8_t what)
{
    cp_ip ip;
    cp_origin o = { .what = what };
    (void)cp_ip_parse(cp_str_c(net), &ip);
    (void)cp_origin_net(ip, length, &o);
    if (asn)
        cp_origin_add_as(&o, asn);
    (void)cp_origins_add(t, &o);
}

static const cp_origin_set *find(const cp_origins *t, const char *addr, uint32_t *bits)
{
    cp_ip ip;
    (void)cp_ip_parse(cp_str_c(addr), &ip);
    cp_flow_addr x = cp_flow_addr_of(ip);
    uint32_t set = cp_origins_find(t, &x, bits);
    return set ? cp_origins_set(t, set) : NULL;
}

static void test_rows(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_origins *t = cp_origins_new(a);
    uint32_t bits = 0;
    add(t, "0.0.0.0", 0, 99, 0);
    add(t, "::", 0, 99, 0);
    add(t, "2000::", 3, 99, 0);
    add(t, "192.0.2.0", 24, 64500, 0);
    add(t, "192.0.2.0", 24, 64501, 0);
    add(t, "192.0.2.128", 25, 0, CP_ORIGIN_UNKNOWN);
    add(t, "255.255.255.0", 24, 64502, 0);
    add(t, "2001:db8::", 32, 64503, 0);
    add(t, "ffff::", 16, 64504, 0);
    cp_origins_done(t);
    is_uint(cp_origins_n_defaults(t), 3, "what is shorter than anybody's is left out");
    is_uint(cp_origins_n(t, false), 3, "prefixes of version 4");
    is_uint(cp_origins_n(t, true), 2, "of version 6");
    const cp_origin_set *s = find(t, "192.0.2.1", &bits);
    ok(s && s->n == 2 && s->asns[0] == 64500 && s->asns[1] == 64501 && bits == 120,
       "several origins stay several");
    s = find(t, "192.0.2.200", &bits);
    ok(s && s->n == 0 && s->what == CP_ORIGIN_UNKNOWN && bits == 121,
       "the longer prefix counts, though its origin is not known");
    s = find(t, "255.255.255.255", &bits);
    ok(s && s->asns[0] == 64502, "the last address of version 4");
    s = find(t, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", &bits);
    ok(s && s->asns[0] == 64504, "and of version 6");
    ok(!find(t, "198.51.100.1", &bits) && !find(t, "2001:db9::1", &bits), "others are nobody's");
    ok(!find(t, "0.0.0.0", &bits) && !find(t, "::", &bits), "nor is the first address");
    cp_arena_free(a);
    a = cp_arena_new(0);
    t = cp_origins_new(a);
    cp_origins_done(t);
    ok(!find(t, "192.0.2.1", &bits) && !find(t, "2001:db8::1", &bits), "an empty table");
    cp_arena_free(a);
}

/* As many prefixes as a full table of today, of lengths as they are there. */
static void test_size(void)
{
    enum { N = 1000 * 1000, MB = 1000 * 1000 };
    cp_arena *a = cp_arena_new(0);
    cp_origins *t = cp_origins_new(a);
    cp_rand r = { 1 };
    for (uint32_t i = 0; i < N; i++) {
        uint64_t any = cp_rand_u64(&r);
        uint8_t b[16] = { 0x20,
                          (uint8_t)(any & 15),
                          (uint8_t)(any >> 8),
                          (uint8_t)(any >> 16),
                          (uint8_t)(any >> 24),
                          (uint8_t)(any >> 32) };
        uint8_t v4[4] = { (uint8_t)(1 + (any & 127)), b[2], b[3], b[4] };
        bool is_v6 = i % 5 == 0;
        cp_origin o = { .bits = 0 };
        (void)cp_origin_net(is_v6 ? cp_ip_v6(b) : cp_ip_v4(v4), is_v6 ? 48 : 24 - i % 7 % 5, &o);
        cp_origin_add_as(&o, 1 + (uint32_t)(any >> 40) % 80000);
        (void)cp_origins_add(t, &o);
    }
    cp_origins_done(t);
    ok(cp_origins_bytes(t) < (uint64_t)60 * MB, "%u prefixes in %llu bytes",
       cp_origins_n(t, false) + cp_origins_n(t, true), (unsigned long long)cp_origins_bytes(t));
    cp_arena_free(a);
}

int main(void)
{
    test_random();
    test_rows();
    test_size();
    return tap_done();
}
