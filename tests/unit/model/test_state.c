/* SPDX-License-Identifier: Apache-2.0 */
/* test_state.c - rows of routers' states: packed and unpacked they are the same; a block that was
 * cut or changed is refused or read within its limits. */
#include "base/rand.h"
#include "base/vec.h"
#include "model/state.h"
#include "tap.h"

typedef struct told {
    cp_arena *a;
    CP_VEC(cp_state) rows;
    bool is_kept;
} told;

static void hear(void *ctx, const cp_state *s)
{
    told *t = ctx;
    if (t->is_kept)
        cp_vec_push(t->a, &t->rows, *s);
    else
        t->rows.n++;
}

/* ---- single rows */

static cp_state_net net(const char *ip, uint32_t length)
{
    cp_state_net n = { .is_set = false };
    cp_ip x;
    if (!cp_ip_parse(tap_cstr(ip), &x) || !cp_state_net_of(x, length, &n))
        n.is_set = false;
    return n;
}

static void check_nets(void)
{
    cp_ip x;
    cp_state_net n = net("192.0.2.255", 25);
    ok(n.is_set && n.bits == 121 && n.addr.b[15] == 128, "host bits are cleared");
    ok(cp_state_net_is_v4(&n), "of version 4");
    n = net("2001:db8::1", 32);
    ok(n.is_set && n.bits == 32 && n.addr.b[15] == 0 && !cp_state_net_is_v4(&n), "of version 6");
    n = net("0.0.0.0", 0);
    ok(n.is_set && n.bits == 96 && cp_state_net_is_v4(&n), "the default route of version 4");
    n = net("::", 0);
    ok(n.is_set && n.bits == 0 && !cp_state_net_is_v4(&n), "that of version 6");
    ok(cp_ip_parse(CP_STR("192.0.2.1"), &x) && !cp_state_net_of(x, 33, &n), "/33");
    ok(cp_state_addr_of(x, &n) && n.bits == 128, "one address");
}

/* ---- random rows */

static cp_str random_word(cp_arena *a, cp_rand *r)
{
    static const char *const some[] = { "", "GigabitEthernet0/0/1", "Eth-Trunk1", "vpn-a", "OSPF" };
    if (cp_rand_below(r, 4))
        return tap_cstr(some[cp_rand_below(r, 5)]);
    size_t n = cp_rand_below(r, CP_STATE_WORD_BYTES_MAX + 1);
    char *p = cp_arena_alloc(a, n);
    for (size_t i = 0; i < n; i++)
        p[i] = (char)cp_rand_u64(r);
    return (cp_str){ p, n };
}

static uint64_t random_number(cp_rand *r) { return cp_rand_u64(r) >> cp_rand_below(r, 64); }

static cp_state_net random_net(cp_rand *r)
{
    cp_ip ip = { .version = cp_rand_below(r, 2) ? 4 : 6 };
    cp_state_net n = { .is_set = false };
    for (int i = 0; i < 16; i++)
        ip.b[i] = (uint8_t)cp_rand_u64(r);
    if (cp_rand_below(r, 4) == 0 ||
        !cp_state_net_of(ip, cp_rand_below(r, ip.version == 4 ? 33 : 129), &n))
        n = (cp_state_net){ .is_set = false };
    return n;
}

static cp_state random_state(cp_arena *a, cp_rand *r)
{
    cp_state s = { .kind = (cp_state_kind)cp_rand_below(r, CP_STATE_KIND_COUNT),
                   .vrf = random_word(a, r),
                   .pos = random_number(r) };
    switch (s.kind) {
    case CP_STATE_ROUTE:
        s.route = (cp_state_route){ random_net(r),     random_net(r),     random_word(a, r),
                                    random_word(a, r), random_word(a, r), random_number(r),
                                    random_number(r),  random_number(r) };
        break;
    case CP_STATE_NEIGHBOUR:
        s.neighbour = (cp_state_neighbour){ random_net(r), random_number(r), random_word(a, r) };
        break;
    case CP_STATE_IFACE:
        s.iface = (cp_state_iface){ random_word(a, r), random_word(a, r), random_word(a, r),
                                    random_number(r),  random_number(r),  random_number(r) };
        break;
    case CP_STATE_ADDRESS:
        s.address = (cp_state_address){ random_net(r), random_word(a, r), random_number(r),
                                        random_number(r) };
        break;
    case CP_STATE_RULE:
        s.rule = (cp_state_rule){ .filter = random_word(a, r),
                                  .text = random_word(a, r),
                                  .src = random_net(r),
                                  .dst = random_net(r),
                                  .seq = random_number(r),
                                  .protocol = { random_number(r), random_number(r) },
                                  .dst_port = { random_number(r), random_number(r) },
                                  .says = random_number(r) };
        break;
    case CP_STATE_USE:
        s.use = (cp_state_use){ random_word(a, r), random_word(a, r), random_number(r) };
        break;
    case CP_STATE_LIMIT:
        s.limit = (cp_state_limit){ random_word(a, r), random_word(a, r), random_word(a, r) };
        break;
    case CP_STATE_LINE: s.line = (cp_state_line){ random_word(a, r) }; break;
    case CP_STATE_LSP:
        s.lsp = (cp_state_lsp){ random_net(r),     random_net(r),     random_word(a, r),
                                random_word(a, r), random_word(a, r), random_number(r),
                                random_number(r),  random_number(r) };
        break;
    case CP_STATE_STATION:
        s.station = (cp_state_station){ random_number(r), random_number(r), random_word(a, r),
                                        random_word(a, r) };
        break;
    case CP_STATE_PEER:
        s.peer = (cp_state_peer){ .addr = random_net(r),
                                  .protocol = random_word(a, r),
                                  .instance = random_word(a, r),
                                  .iface = random_word(a, r),
                                  .area = random_word(a, r),
                                  .text = random_word(a, r),
                                  .as = random_number(r),
                                  .local_as = random_number(r),
                                  .metric = random_number(r),
                                  .what = random_number(r) };
        break;
    case CP_STATE_KIND_COUNT: break;
    }
    return s;
}

/* As bytes: packed alone, each row is its own block. */
static cp_bytes alone(cp_arena *a, const cp_state *s)
{
    uint32_t n;
    cp_state_packer *p = cp_state_packer_new(a);
    (void)cp_state_packer_add(p, s);
    return cp_state_packer_take(p, &n);
}

static bool same(cp_arena *a, const cp_state *x, const cp_state *y)
{
    cp_bytes i = alone(a, x), j = alone(a, y);
    return x->kind == y->kind && x->pos == y->pos && cp_str_eq(x->vrf, y->vrf) && i.n == j.n &&
           memcmp(i.p, j.p, i.n) == 0;
}

static uint32_t check_round(cp_arena *a, uint64_t seed)
{
    cp_rand r = { seed };
    uint32_t n = 1 + cp_rand_below(&r, 40), n_rows = 0, wrong = 0;
    cp_state *rows = CP_NEW_ARRAY(a, cp_state, n);
    cp_state_packer *p = cp_state_packer_new(a);
    for (int round = 0; round < 2; round++) { /* a packer is used again */
        for (uint32_t i = 0; i < n; i++) {
            rows[i] = random_state(a, &r);
            wrong += cp_state_packer_add(p, &rows[i]);
        }
        told t = { .a = a, .is_kept = true };
        cp_bytes b = cp_state_packer_take(p, &n_rows);
        uint32_t kinds = 0;
        for (uint32_t i = 0; i < n; i++)
            kinds |= UINT32_C(1) << rows[i].kind;
        wrong += cp_state_packer_kinds(p) != kinds;
        wrong += n_rows != n || cp_states_unpack(b, hear, &t, NULL) != CP_OK || t.rows.n != n;
        for (uint32_t i = 0; i < n && !wrong; i++)
            wrong += !same(a, &rows[i], &t.rows.v[i]);
    }
    return wrong + (cp_state_packer_take(p, &n_rows).n != 0) + (n_rows != 0);
}

static void check_hostile(cp_arena *a)
{
    cp_rand r = { 1 };
    cp_state_packer *p = cp_state_packer_new(a);
    for (int i = 0; i < 30; i++) {
        cp_state s = random_state(a, &r);
        (void)cp_state_packer_add(p, &s);
    }
    uint32_t n, accepted = 0, strange = 0;
    cp_bytes b = cp_state_packer_take(p, &n);
    uint8_t *copy = cp_arena_dup(a, b.p, b.n);
    for (size_t i = 0; i < b.n; i++) {
        told t = { .a = a };
        accepted += cp_states_unpack((cp_bytes){ copy, i }, hear, &t, NULL) == CP_OK;
    }
    is_uint(accepted, 0, "cut at any byte it is refused");
    for (size_t i = 0; i < b.n; i++) {
        told t = { .a = a };
        copy[i] ^= (uint8_t)(1u << i % 8);
        cp_rc rc = cp_states_unpack((cp_bytes){ copy, b.n }, hear, &t, NULL);
        strange += (rc != CP_OK && rc != CP_EFORMAT) || t.rows.n > CP_STATE_BLOCK_ROWS;
        copy[i] ^= (uint8_t)(1u << i % 8);
    }
    is_uint(strange, 0, "with any byte changed it is refused, or read within its limits");
    cp_err err;
    ok(cp_states_unpack((cp_bytes){ (const uint8_t *)"CPOR\1\1", 6 }, hear, NULL, &err) ==
           CP_EFORMAT,
       "another block: %s", err.msg);
}

static void check_full(cp_arena *a)
{
    cp_state_packer *p = cp_state_packer_new(a);
    cp_state s = { .kind = CP_STATE_LINE };
    uint32_t n = 0, n_rows;
    do
        s.pos++;
    while (++n < 2 * CP_STATE_BLOCK_ROWS && !cp_state_packer_add(p, &s));
    is_uint(n, CP_STATE_BLOCK_ROWS, "a block is full of rows");
    cp_bytes b = cp_state_packer_take(p, &n_rows);
    told t = { .a = a };
    is_int(cp_states_unpack(b, hear, &t, NULL), CP_OK, "and can be read");
    is_uint(t.rows.n, CP_STATE_BLOCK_ROWS, "whole");
    ok(b.n < 5 * CP_STATE_BLOCK_ROWS, "of five bytes a line");
}

int main(void)
{
    uint32_t n = tap_cases(3000), wrong = 0;
    cp_arena *a = cp_arena_new(0);
    check_nets();
    for (uint32_t i = 0; i < n; i++) {
        cp_arena *own = cp_arena_new(0);
        if (check_round(own, i) && !wrong++)
            printf("# first wrong: seed %u\n", i);
        cp_arena_free(own);
    }
    is_uint(wrong, 0, "of %u random blocks", n);
    check_hostile(a);
    check_full(a);
    cp_arena_free(a);
    return tap_done();
}
