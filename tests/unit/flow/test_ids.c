/* SPDX-License-Identifier: Apache-2.0 */
/* test_ids.c - numbers of addresses: the same however many threads looked, in the order of the
 * addresses, with a limit that leaves out the same ones whoever came first; and who has them. */
#include <stdlib.h>
#include "blocks.h"
#include "flow/ids.h"
#include "tap.h"

static const cp_time begin = (cp_time)1790000000 * 1000000;

static cp_flow_addr any_addr(cp_rand *r, uint32_t n)
{
    uint32_t v = cp_rand_below(r, n) * 2654435761u;
    uint8_t b[16] = { v % 7 ? 0x20 : 0, v % 7 > 0, 0xd, 0xb8 };
    if (v % 21 == 0)
        b[2] = b[3] = 0; /* before all of version 4 */
    memcpy(b + 12, &v, 4);
    return cp_flow_addr_of(v % 3 ? cp_ip_v4(b + 12) : cp_ip_v6(b));
}

static int compare(const void *x, const void *y) { return memcmp(x, y, sizeof(cp_flow_addr)); }

/* Blocks of flows between n addresses, turned round from the given one. */
static cp_flow_set make(cp_arena *a, blocks *b, uint32_t n, uint32_t n_flows, uint32_t turn,
                        cp_flow_addr *all)
{
    *b = blocks_new(a, 1000);
    for (uint32_t i = 0; i < n_flows; i++) {
        cp_rand r = { 1 + (i + turn) % n_flows };
        cp_flow f = { .src = any_addr(&r, n), .dst = any_addr(&r, n), .at = begin };
        blocks_add(b, &f);
        all[2 * i] = f.src;
        all[2 * i + 1] = f.dst;
    }
    return blocks_set(b, NULL, 0);
}

/* Each block's addresses, as they are found one by one. */
static void check_blocks(cp_arena *a, const cp_flow_set *set, const cp_flow_ids *ids)
{
    cp_flow_iter it;
    const cp_flow_columns *c = NULL;
    cp_err err;
    uint32_t *out = CP_NEW_ARRAY(a, uint32_t, 2 * CP_FLOW_BLOCK_ROWS), n = 0, n_same = 0;
    cp_rc rc = set->iter(set->ctx, a, 0, set->n_blocks, &it, &err);
    while (rc == CP_OK && (rc = it.next(it.ctx, 0, &c, &err)) == CP_OK && c) {
        cp_flow_ids_map(ids, c, out);
        n += c->n_addrs;
        for (uint32_t i = 0; i < c->n_addrs; i++)
            n_same += out[i] == cp_flow_ids_find(ids, &c->addrs[i]);
    }
    ok(rc == CP_OK && n > 0 && n == n_same, "%u of blocks, as they are found by themselves", n);
}

static void check_all(uint32_t n_threads, uint32_t n_addrs, uint32_t n_flows)
{
    cp_arena *a = cp_arena_new(0);
    blocks b;
    cp_flow_addr *all = CP_NEW_ARRAY(a, cp_flow_addr, 2 * n_flows);
    cp_flow_set set = make(a, &b, n_addrs, n_flows, 0, all);
    cp_flow_ids_opts o = { .seed = 5, .n_threads = n_threads };
    cp_flow_ids *ids;
    cp_err err;
    uint32_t n = 0, n_same = 0, n_found = 0, n_mapped = 0;
    ok(cp_flow_ids_new(a, &set, &o, &ids, &err) == CP_OK, "made by %u threads", n_threads);
    qsort(all, 2 * n_flows, sizeof *all, compare);
    for (uint32_t i = 0; i < 2 * n_flows; i++) {
        if (i && compare(&all[i], &all[i - 1]) == 0)
            continue;
        n_same += n < cp_flow_ids_n(ids) && compare(cp_flow_ids_addr(ids, n), &all[i]) == 0;
        n_found += cp_flow_ids_find(ids, &all[i]) == n;
        n++;
    }
    is_uint(cp_flow_ids_n(ids), n, "as many as there are");
    ok(n_same == n && n_found == n, "in the order of the addresses");
    is_uint(cp_flow_ids_left_out(ids), 0, "none is left out");
    cp_flow_addr other = { { 1, 2, 3 } };
    is_uint(cp_flow_ids_find(ids, &other), n, "another is none of them");
    cp_flow_columns c = { .n_addrs = n, .addrs = cp_flow_ids_addr(ids, 0) };
    uint32_t *out = CP_NEW_ARRAY(a, uint32_t, n);
    for (uint32_t many = 0; many < 100; many++) {
        c.n_addrs = many;
        cp_flow_ids_map(ids, &c, out);
        for (uint32_t i = 0; i < many; i++)
            n_mapped += out[i] == i;
    }
    is_uint(n_mapped, 99 * 100 / 2, "a block's, whatever their number");
    check_blocks(a, &set, ids);
    cp_arena_free(a);
}

static bool is_wanted(void *ctx, const cp_flow_addr *addr)
{
    (void)ctx;
    return addr->b[15] % 64 == 1;
}

static void check_limit(bool with_wanted, uint32_t n_max)
{
    enum { N = 40000, FLOWS = 60000 };
    cp_flow_addr *first = NULL;
    uint32_t n_first = 0, n_wanted_missing = 0;
    uint64_t left_out = 0;
    cp_arena *keep = cp_arena_new(0);
    for (uint32_t k = 0; k < 4; k++) {
        cp_arena *a = cp_arena_new(0);
        blocks b;
        cp_flow_addr *all = CP_NEW_ARRAY(a, cp_flow_addr, 2 * FLOWS);
        cp_flow_set set = make(a, &b, N, FLOWS, k * 7919, all);
        cp_flow_ids_opts o = { .seed = 5,
                               .n_threads = 1 + k % 2,
                               .n_max = n_max,
                               .is_wanted = with_wanted ? is_wanted : NULL };
        cp_flow_ids *ids = NULL;
        cp_err err;
        if (cp_flow_ids_new(a, &set, &o, &ids, &err) != CP_OK)
            break;
        uint32_t n = cp_flow_ids_n(ids);
        if (k == 0) {
            first = cp_arena_dup(keep, cp_flow_ids_addr(ids, 0), n * sizeof *first);
            n_first = n;
            left_out = cp_flow_ids_left_out(ids);
        }
        for (uint32_t i = 0; i < 2 * FLOWS; i++)
            n_wanted_missing +=
                with_wanted && is_wanted(NULL, &all[i]) && cp_flow_ids_find(ids, &all[i]) == n;
        ok(n == n_first && left_out == cp_flow_ids_left_out(ids) &&
               memcmp(first, cp_flow_ids_addr(ids, 0), n * sizeof *first) == 0,
           "at most %u, turn %u: the same %u, about %llu left out", n_max, k, n,
           (unsigned long long)left_out);
        cp_arena_free(a);
    }
    ok(left_out > 0 && n_wanted_missing == 0, "what is wanted is kept");
    if (!with_wanted)
        ok(n_first <= n_max && n_first + left_out > 30000 && n_first + left_out < 46000,
           "%u of about %llu", n_first, (unsigned long long)(n_first + left_out));
    cp_arena_free(keep);
}

static uint32_t resolve(void *ctx, const cp_flow_addr *addr, cp_flow_hold *out)
{
    const cp_flow_hold *v = ctx;
    uint32_t n = addr->b[15];
    for (uint32_t i = 0; i < n && i < CP_FLOW_HOLDS_MAX; i++)
        out[i] = v[i];
    return n;
}

static void check_holders(void)
{
    static const struct row {
        const char *name;
        uint32_t n;
        cp_flow_hold holds[3];
        cp_time at;
        int32_t want;
        bool varies;
    } rows[] = {
        { "nobody", 0, { { 0 } }, 5, -1, false },
        { "always the same", 1, { { CP_TIME_NONE, CP_TIME_NONE, { 7, 1 } } }, 5, 7, false },
        { "before it passed on",
          2,
          { { CP_TIME_NONE, 10, { 1, 1 } }, { 10, CP_TIME_NONE, { 2, 1 } } },
          9,
          1,
          true },
        { "after it passed on",
          2,
          { { CP_TIME_NONE, 10, { 1, 1 } }, { 10, CP_TIME_NONE, { 2, 1 } } },
          10,
          2,
          true },
        { "in between", 2, { { 1, 10, { 1, 1 } }, { 20, 30, { 2, 1 } } }, 15, -1, true },
        { "before the first", 2, { { 1, 10, { 1, 1 } }, { 20, 30, { 2, 1 } } }, 0, -1, true },
        { "two at the same time", 2, { { 1, 10, { 1, 1 } }, { 9, 30, { 2, 1 } } }, 5, -1, false },
        { "out of order", 2, { { 20, 30, { 1, 1 } }, { 1, 10, { 2, 1 } } }, 5, -1, false },
        { "for no time at all", 1, { { 5, 5, { 1, 1 } } }, 5, -1, false },
        { "more than is believed",
          CP_FLOW_HOLDS_MAX + 1,
          { { CP_TIME_NONE, 10, { 1, 1 } }, { 0 }, { 0 } },
          5,
          -1,
          false },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_flow_hold v[CP_FLOW_HOLDS_MAX] = { { 0 } };
        blocks b = blocks_new(a, 0);
        cp_flow f = { .at = begin };
        cp_flow_ids_opts o = { .seed = 1 };
        cp_flow_ids *ids;
        cp_err err;
        f.src.b[15] = f.dst.b[15] = (uint8_t)rows[i].n;
        blocks_add(&b, &f);
        cp_flow_set set = blocks_set(&b, NULL, 0);
        memcpy(v, rows[i].holds, sizeof rows[i].holds);
        if (cp_flow_ids_new(a, &set, &o, &ids, &err) == CP_OK) {
            cp_flow_ids_resolve(ids, resolve, v);
            is_int(cp_flow_ids_end(ids, 0, rows[i].at).asset, rows[i].want, "%s", rows[i].name);
            ok(cp_flow_ids_varies(ids, 0) == rows[i].varies, "%s: varies or not", rows[i].name);
            is_int(cp_flow_ids_end(ids, 1, 5).asset, -1, "%s: the rest is nobody's", rows[i].name);
        }
        cp_arena_free(a);
    }
}

int main(void)
{
    check_all(1, 5000, 20000);
    check_all(2, 5000, 20000);
    check_all(3, 400 * 1000, tap_cases(300 * 1000)); /* more than wait for a shard */
    check_limit(false, 20000);
    check_limit(false, 640);
    check_limit(true, 6400);
    check_limit(true, 64); /* less than is wanted */
    check_holders();
    return tap_done();
}
