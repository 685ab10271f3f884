/* SPDX-License-Identifier: Apache-2.0 */
/* test_flow_names.c - blocks of names read back as they were packed, and whatever is wrong with one
 * is told. */
#include "model/flow_names.h"
#include "tap.h"

/* few: of a small network, as a resolver sees it */
static cp_flow_name any_name(cp_arena *a, cp_rand *r, bool few)
{
    cp_flow_name n = { .kind = (cp_flow_name_kind)cp_rand_below(r, CP_FLOW_NAME_KIND_COUNT),
                       .qtype = (uint16_t)(few ? 1 : cp_rand_u64(r)),
                       .rcode = (uint8_t)(few ? 0 : cp_rand_u64(r)),
                       .bytes = (uint32_t)(cp_rand_u64(r) >> cp_rand_below(r, 64)) };
    cp_flow_addr *ends[] = { &n.client, &n.addr };
    for (size_t i = 0; i < 2; i++) {
        uint8_t b[16] = { 0 };
        for (size_t k = few ? 15 : 0; k < sizeof b; k++)
            b[k] = (uint8_t)cp_rand_u64(r);
        uint32_t which = cp_rand_below(r, 8);
        *ends[i] = which == 0 ? (cp_flow_addr){ { 0 } }
                              : cp_flow_addr_of(which < 6 ? cp_ip_v4(b + 12) : cp_ip_v6(b));
    }
    n.at = few                         ? 1700000000000000 + (int64_t)cp_rand_below(r, 1000000000)
           : cp_rand_below(r, 50) == 0 ? CP_TIME_NONE
                                       : (int64_t)cp_rand_u64(r);
    if (few) {
        n.name = cp_str_fmt(a, "host-%u.example", cp_rand_below(r, 300));
    } else {
        char *text = cp_arena_alloc(a, CP_FLOW_NAME_BYTES_MAX);
        n.name = (cp_str){ text, cp_rand_below(r, CP_FLOW_NAME_BYTES_MAX + 1) };
        for (size_t i = 0; i < n.name.n; i++)
            text[i] = (char)cp_rand_u64(r);
    }
    return n;
}

static bool is_same(const cp_flow_name *x, const cp_flow_name *y)
{
    return x->kind == y->kind && memcmp(&x->client, &y->client, sizeof x->client) == 0 &&
           memcmp(&x->addr, &y->addr, sizeof x->addr) == 0 && x->at == y->at &&
           x->qtype == y->qtype && x->rcode == y->rcode && x->bytes == y->bytes &&
           cp_str_eq(x->name, y->name);
}

static void check_reads_back(uint64_t seed, uint32_t n, bool few)
{
    cp_arena *a = cp_arena_new(0);
    cp_rand r = { seed };
    cp_flow_name *v = CP_NEW_ARRAY(a, cp_flow_name, n);
    cp_flow_names_packer *p = cp_flow_names_packer_new(a, seed);
    cp_flow_names_unpacker *u = cp_flow_names_unpacker_new(a);
    const cp_flow_name *got = NULL;
    uint32_t n_got = 0, n_same = 0;
    cp_err err = { 0 };
    for (int round = 0; round < 2; round++) { /* taken, it is as new */
        bool is_full = false;
        for (uint32_t i = 0; i < n; i++) {
            v[i] = any_name(a, &r, few);
            is_full = cp_flow_names_packer_add(p, &v[i]);
        }
        ok(is_full == (n == CP_FLOW_NAMES_ROWS) && cp_flow_names_packer_rows(p) == n,
           "%u names: full or not", n);
        cp_flow_block b = cp_flow_names_packer_take(p);
        ok(cp_flow_names_packer_rows(p) == 0 && b.n_rows == n &&
               b.bytes.n <= CP_FLOW_NAMES_BYTES_MAX,
           "%u names: taken", n);
        ok(cp_flow_names_unpack(u, b.bytes, &got, &n_got, &err) == CP_OK, "%u names: %s", n,
           err.msg);
        n_same = 0;
        for (uint32_t i = 0; i < n_got; i++)
            n_same += is_same(&got[i], &v[i]) &&
                      (v[i].at == CP_TIME_NONE || (v[i].at >= b.first_at && v[i].at <= b.last_at));
        ok(n_got == n && n_same == n, "%u names, seed %llu: %u the same, %zu bytes each", n,
           (unsigned long long)seed, n_same, b.bytes.n / n);
    }
    cp_arena_free(a);
}

static void check_long(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_flow_names_packer *p = cp_flow_names_packer_new(a, 1);
    const cp_flow_name *got = NULL;
    uint32_t n = 0;
    cp_err err = { 0 };
    cp_flow_name x = { .name = { cp_arena_alloc(a, 1000), 1000 }, .at = CP_TIME_NONE };
    (void)cp_flow_names_packer_add(p, &x);
    cp_flow_block b = cp_flow_names_packer_take(p);
    ok(b.first_at == CP_TIME_NONE && b.last_at == CP_TIME_NONE, "no time");
    ok(cp_flow_names_unpack(cp_flow_names_unpacker_new(a), b.bytes, &got, &n, &err) == CP_OK &&
           n == 1 && got->name.n == CP_FLOW_NAME_BYTES_MAX,
       "a name that is too long is cut");
    cp_arena_free(a);
}

/* Each cut of a block is told, and each changed bit is told or gives something that can be read. */
static void check_damaged(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_rand r = { 7 };
    cp_flow_names_packer *p = cp_flow_names_packer_new(a, 1);
    cp_flow_names_unpacker *u = cp_flow_names_unpacker_new(a);
    const cp_flow_name *v;
    uint32_t n, n_cut = 0, n_outside = 0;
    cp_err err = { 0 };
    for (uint32_t i = 0; i < 5; i++) {
        cp_flow_name x = any_name(a, &r, i > 2);
        (void)cp_flow_names_packer_add(p, &x);
    }
    cp_bytes b = cp_flow_names_packer_take(p).bytes;
    for (size_t len = 0; len < b.n; len++) {
        cp_bytes cut = { cp_arena_dup(a, b.p, len), len };
        n_cut += cp_flow_names_unpack(u, cut, &v, &n, &err) != CP_OK;
    }
    ok(n_cut == b.n, "each cut is told");
    for (size_t i = 0; i < b.n * 8; i++) {
        cp_bytes bent = { cp_arena_dup(a, b.p, b.n), b.n };
        ((uint8_t *)bent.p)[i / 8] ^= (uint8_t)(1 << i % 8);
        if (cp_flow_names_unpack(u, bent, &v, &n, &err) == CP_OK)
            for (uint32_t k = 0; k < n; k++)
                n_outside += v[k].kind >= CP_FLOW_NAME_KIND_COUNT ||
                             v[k].name.n > CP_FLOW_NAME_BYTES_MAX ||
                             (const uint8_t *)v[k].name.p < bent.p ||
                             (const uint8_t *)v[k].name.p + v[k].name.n > bent.p + bent.n;
    }
    ok(n_outside == 0, "nothing beyond the block");
    cp_arena_free(a);
}

int main(void)
{
    check_reads_back(1, 1, false);
    check_reads_back(2, 1000, false);
    check_reads_back(3, 1000, true);
    check_reads_back(4, CP_FLOW_NAMES_ROWS, false);
    check_reads_back(5, CP_FLOW_NAMES_ROWS, true);
    check_long();
    check_damaged();
    return tap_done();
}
