/* SPDX-License-Identifier: Apache-2.0 */
/* test_flow_pack.c - blocks of flows read back as they were packed, and whatever is wrong with one
 * is told. */
#include "model/flow_pack.h"
#include "tap.h"

enum { ALL = (1u << CP_FLOW_COLUMN_COUNT) - 1 };

static uint64_t any_bits(cp_rand *r) { return cp_rand_u64(r) >> cp_rand_below(r, 64); }

/* few: all addresses of a few, as in a block of one network */
static cp_flow any_flow(cp_rand *r, bool few)
{
    cp_flow f = { 0 };
    cp_flow_addr *ends[] = { &f.src, &f.dst };
    for (size_t i = 0; i < 2; i++) {
        uint8_t b[16] = { 0 };
        for (size_t k = few ? 15 : 0; k < sizeof b; k++)
            b[k] = (uint8_t)cp_rand_u64(r);
        uint32_t which = cp_rand_below(r, 8);
        *ends[i] = which == 0 ? (cp_flow_addr){ { 0 } }
                              : cp_flow_addr_of(which < 6 ? cp_ip_v4(b + 12) : cp_ip_v6(b));
    }
#define ANY(id, field, type) f.field = (type)any_bits(r);
    CP_FLOW_COLUMNS(ANY)
#undef ANY
    if (few) /* what exporters say: milliseconds */
        f.at = (int64_t)1700000000000000 + (int64_t)cp_rand_below(r, 100000) * 1000;
    return f;
}

static bool is_row(const cp_flow_columns *c, uint32_t i, const cp_flow *f)
{
    bool is_same = memcmp(&c->addrs[c->src[i]], &f->src, sizeof f->src) == 0 &&
                   memcmp(&c->addrs[c->dst[i]], &f->dst, sizeof f->dst) == 0;
#define SAME(id, field, type) is_same = is_same && c->field[i] == f->field;
    CP_FLOW_COLUMNS(SAME)
#undef SAME
    return is_same;
}

static void check_reads_back(uint64_t seed, uint32_t n, bool few)
{
    cp_arena *a = cp_arena_new(0);
    cp_rand r = { seed };
    cp_flow *v = CP_NEW_ARRAY(a, cp_flow, n);
    cp_flow_packer *p = cp_flow_packer_new(a, seed);
    cp_flow_unpacker *u = cp_flow_unpacker_new(a);
    const cp_flow_columns *c = NULL;
    cp_err err = { 0 };
    bool is_full = false;
    uint32_t n_same = 0;
    for (uint32_t i = 0; i < n; i++) {
        v[i] = any_flow(&r, few);
        is_full = cp_flow_packer_add(p, &v[i]);
    }
    ok(is_full == (n == CP_FLOW_BLOCK_ROWS), "%u rows: full or not", n);
    cp_flow_block b = cp_flow_packer_take(p);
    ok(cp_flow_packer_rows(p) == 0 && b.n_rows == n, "%u rows: taken", n);
    ok(cp_flow_unpack(u, b.bytes, ALL, &c, &err) == CP_OK, "%u rows: %s", n, err.msg);
    for (uint32_t i = 0; c && i < c->n; i++)
        n_same += is_row(c, i, &v[i]) && v[i].at >= b.first_at && v[i].at <= b.last_at;
    ok(c && c->n == n && n_same == n, "%u rows, seed %llu: %u the same, %zu bytes a row", n,
       (unsigned long long)seed, n_same, b.bytes.n / n);
    ok(cp_flow_unpack(u, b.bytes, 1u << CP_FLOW_BYTES, &c, &err) == CP_OK && c->bytes &&
           !c->packets,
       "%u rows: only what is wanted", n);
    cp_arena_free(a);
}

/* n rows, as a decoder has them at once. Where they agree in a column it holds for all. */
static cp_flow_some some_of(cp_rand *r, const cp_flow *v, uint32_t n)
{
    static const uint8_t prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
    cp_flow_some s = { .n = n, .all = v[0], .is_v4 = true };
    for (uint32_t i = 0; i < n; i++) {
        s.is_v4 =
            s.is_v4 && memcmp(v[i].src.b, prefix, 12) == 0 && memcmp(v[i].dst.b, prefix, 12) == 0;
        s.src[i] = v[i].src;
        s.dst[i] = v[i].dst;
        memcpy(&s.src4[i], v[i].src.b + 12, 4);
        memcpy(&s.dst4[i], v[i].dst.b + 12, 4);
#define PUT(id, field, type)                                              \
    s.field[i] = v[i].field;                                              \
    if (v[i].field != v[0].field || (i == 0 && cp_rand_below(r, 4) == 0)) \
        s.varies |= 1u << CP_FLOW_##id;
        CP_FLOW_COLUMNS(PUT)
#undef PUT
    }
    s.varies &= ~(1u << CP_FLOW_EXPORTER);
    return s;
}

/* Some at once, now and then one by itself: the block is the same as by rows. */
static void check_some(uint64_t seed, uint32_t n)
{
    cp_arena *a = cp_arena_new(0);
    cp_rand r = { seed };
    cp_flow *v = CP_NEW_ARRAY(a, cp_flow, n);
    cp_flow_packer *rows = cp_flow_packer_new(a, 1), *p = cp_flow_packer_new(a, 2);
    uint32_t columns = (uint32_t)cp_rand_u64(&r), at = 0;
    for (uint32_t i = 0, run = 0; i < n; i++) {
        run = run ? run - 1 : cp_rand_below(&r, 200);
        v[i] = any_flow(&r, true);
        if (run % 2) /* of version 4 */
            v[i].src = v[i].dst = cp_flow_addr_v4(cp_rand_below(&r, 300));
        /* exporters come one after the other, and some columns seldom change */
        v[i].exporter = i / 100;
#define KEEP(id, field, type)                                         \
    if (i && (columns >> CP_FLOW_##id & 1) && cp_rand_below(&r, 100)) \
        v[i].field = v[i - 1].field;
        CP_FLOW_COLUMNS(KEEP)
#undef KEEP
        (void)cp_flow_packer_add(rows, &v[i]);
    }
    while (at < n) {
        uint32_t k = 1 + cp_rand_below(&r, CP_FLOW_SOME_ROWS), from = 0;
        for (uint32_t i = 0; i < k; i++)
            if (at + i == n || v[at + i].exporter != v[at].exporter)
                k = i;
        cp_flow_some s = some_of(&r, v + at, k);
        if (cp_rand_below(&r, 8) == 0)
            (void)cp_flow_packer_add(p, &v[at++]);
        else
            for (at += k; from < k;)
                from = cp_flow_packer_add_some(p, &s, s.all.exporter, from);
    }
    cp_flow_block x = cp_flow_packer_take(rows), y = cp_flow_packer_take(p);
    ok(x.n_rows == y.n_rows && x.bytes.n == y.bytes.n && x.first_at == y.first_at &&
           x.last_at == y.last_at && memcmp(x.bytes.p, y.bytes.p, x.bytes.n) == 0,
       "%u rows, seed %llu: some at once are packed as each by itself", n,
       (unsigned long long)seed);
    cp_arena_free(a);
}

/* The same block as version 1 had it. */
static cp_bytes unsummed(cp_arena *a, cp_bytes b)
{
    enum { HEAD = 4 + 1 + 4 + 4 + 4 + 1, COLUMN = 8 + 4 + 1, SUM = 4 };
    uint8_t *out = CP_NEW_ARRAY(a, uint8_t, b.n), *to = out;
    const uint8_t *p = b.p;
    uint32_t n_columns = b.p[HEAD - 1];
    memcpy(to, p, HEAD);
    to[4] = 1;
    to += HEAD;
    p += HEAD;
    for (uint32_t i = 0; i < n_columns; i++, to += COLUMN, p += COLUMN + SUM)
        memcpy(to, p, COLUMN);
    p += SUM;
    size_t rest = b.n - (size_t)(p - b.p);
    memcpy(to, p, rest);
    return (cp_bytes){ out, (size_t)(to - out) + rest };
}

/* Each cut of a block and each flipped bit is told; in one of version 1, which has no sums, it is
 * told or gives something that can be read. */
static void check_damaged(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_rand r = { 7 };
    cp_flow_packer *p = cp_flow_packer_new(a, 1);
    cp_flow_unpacker *u = cp_flow_unpacker_new(a);
    const cp_flow_columns *c;
    cp_err err = { 0 };
    uint32_t n_cut = 0, n_outside = 0, n_told = 0;
    for (uint32_t i = 0; i < 5; i++) {
        cp_flow f = any_flow(&r, i > 2);
        (void)cp_flow_packer_add(p, &f);
    }
    cp_bytes b = cp_flow_packer_take(p).bytes;
    for (size_t n = 0; n < b.n; n++) {
        cp_bytes cut = { cp_arena_dup(a, b.p, n), n };
        n_cut += cp_flow_unpack(u, cut, ALL, &c, &err) != CP_OK;
    }
    ok(n_cut == b.n, "each cut is told");
    for (size_t i = 0; i < b.n * 8; i++) {
        cp_bytes bent = { cp_arena_dup(a, b.p, b.n), b.n };
        ((uint8_t *)bent.p)[i / 8] ^= (uint8_t)(1 << i % 8);
        n_told += cp_flow_unpack(u, bent, ALL, &c, &err) != CP_OK;
    }
    ok(n_told == b.n * 8, "each flipped bit is told: %u of %zu", n_told, b.n * 8);
    b = unsummed(a, b);
    ok(cp_flow_unpack(u, b, ALL, &c, &err) == CP_OK, "version 1 is read: %s", err.msg);
    for (size_t i = 0; i < b.n * 8; i++) {
        cp_bytes bent = { cp_arena_dup(a, b.p, b.n), b.n };
        ((uint8_t *)bent.p)[i / 8] ^= (uint8_t)(1 << i % 8);
        if (cp_flow_unpack(u, bent, ALL, &c, &err) == CP_OK)
            for (uint32_t k = 0; k < c->n; k++)
                n_outside += c->src[k] >= c->n_addrs || c->dst[k] >= c->n_addrs;
    }
    ok(n_outside == 0, "no place beyond the addresses");
    cp_arena_free(a);
}

static void check_addrs(void)
{
    static const char *const texts[] = { "192.0.2.1", "0.0.0.0", "255.255.255.255", "2001:db8::1",
                                         "::1" };
    cp_arena *a = cp_arena_new(0);
    cp_ip ip;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ok(cp_ip_parse(tap_cstr(texts[i]), &ip), "%s", texts[i]);
        is_str(cp_ip_text(a, cp_flow_addr_ip(cp_flow_addr_of(ip))), tap_cstr(texts[i]), "%s",
               texts[i]);
    }
    ok(!cp_flow_addr_is_set(cp_flow_addr_of((cp_ip){ 0 })) &&
           cp_flow_addr_ip((cp_flow_addr){ { 0 } }).version == 0,
       "none stays none");
    cp_arena_free(a);
}

int main(void)
{
    check_addrs();
    check_reads_back(1, 1, false);
    check_reads_back(2, 1000, false);
    check_reads_back(3, 1000, true);
    check_reads_back(4, CP_FLOW_BLOCK_ROWS, false);
    check_reads_back(5, CP_FLOW_BLOCK_ROWS, true);
    for (uint64_t seed = 1; seed <= 20; seed++)
        check_some(seed, 1 + (uint32_t)seed * seed * 16);
    check_some(21, CP_FLOW_BLOCK_ROWS);
    check_damaged();
    return tap_done();
}
