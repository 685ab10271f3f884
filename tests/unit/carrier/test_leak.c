/* SPDX-License-Identifier: Apache-2.0 */
/* test_leak.c - paths against relations: each type of RFC 7908 that a path can show, what is not
 * known, Only to Customer (RFC 9234), and all that unknown hops could be, tried out. */
#include "carrier/leak.h"
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))

/* 1 and 2 are peers above all; 11, 12 buy of 1, 13 of 2 and is peer of 12; 21 buys of 11, 12 and
 * 13; 31 and 21 are siblings; rows of 41 and 11 contradict each other. */
static const cp_as_relation known[] = {
    { .a = 1, .b = 2, .kind = CP_AS_PEER },       { .a = 1, .b = 11, .kind = CP_AS_PROVIDER },
    { .a = 1, .b = 12, .kind = CP_AS_PROVIDER },  { .a = 2, .b = 13, .kind = CP_AS_PROVIDER },
    { .a = 12, .b = 13, .kind = CP_AS_PEER },     { .a = 11, .b = 12, .kind = CP_AS_PEER },
    { .a = 11, .b = 21, .kind = CP_AS_PROVIDER }, { .a = 12, .b = 21, .kind = CP_AS_PROVIDER },
    { .a = 13, .b = 21, .kind = CP_AS_PROVIDER }, { .a = 21, .b = 31, .kind = CP_AS_SIBLING },
    { .a = 11, .b = 41, .kind = CP_AS_PROVIDER }, { .a = 11, .b = 41, .kind = CP_AS_PEER },
};

static const struct row {
    const char *what;
    uint32_t path[8]; /* as in a message; ends with UINT32_MAX */
    uint32_t otc;
    cp_leak_state state;
    cp_leak_type type;
    cp_leak_why why;
    uint32_t from, by, to; /* of what is undetermined: by, to are one, other */
} rows[] = {
#define PATH(...)               \
    {                           \
        __VA_ARGS__, UINT32_MAX \
    }
    { "one AS", PATH(1), 0, CP_LEAK_NONE, 0, 0, 0, 0, 0 },
    { "up, over, down", PATH(13, 2, 1, 11, 21), 0, CP_LEAK_NONE, 0, 0, 0, 0, 0 },
    { "prepended", PATH(1, 1, 11, 11, 11, 21, 21), 0, CP_LEAK_NONE, 0, 0, 0, 0, 0 },
    { "type 1, provider to provider", PATH(2, 13, 21, 12, 1), 0, CP_LEAK_LEAK, CP_LEAK_HAIRPIN, 0,
      12, 21, 13 },
    { "type 2, peer to peer", PATH(13, 12, 11), 0, CP_LEAK_LEAK, CP_LEAK_LATERAL, 0, 11, 12, 13 },
    { "type 3, provider to peer", PATH(13, 12, 1), 0, CP_LEAK_LEAK, CP_LEAK_PROVIDER_TO_PEER, 0, 1,
      12, 13 },
    { "type 4, peer to provider", PATH(1, 12, 13), 0, CP_LEAK_LEAK, CP_LEAK_PEER_TO_PROVIDER, 0, 13,
      12, 1 },
    { "one unknown hop is no valley, whatever it is", PATH(99, 98), 0, CP_LEAK_NONE, 0, 0, 0, 0,
      0 },
    { "unknown at the top", PATH(12, 99, 11, 21), 0, CP_LEAK_UNDETERMINED, 0,
      CP_LEAK_WHY_NO_RELATION, 0, 11, 99 },
    { "unknown behind a peering", PATH(99, 12, 13), 0, CP_LEAK_UNDETERMINED, 0,
      CP_LEAK_WHY_NO_RELATION, 0, 12, 99 },
    { "an unknown one above what went up", PATH(99, 1, 11), 0, CP_LEAK_NONE, 0, 0, 0, 0, 0 },
    { "an unknown one before what goes down", PATH(21, 11, 99), 0, CP_LEAK_NONE, 0, 0, 0, 0, 0 },
    { "unknown between down and up", PATH(1, 12, 99, 21, 13), 0, CP_LEAK_LEAK, CP_LEAK_UNTOLD, 0,
      13, 21, 1 },
    { "siblings tell nothing", PATH(13, 21, 31), 0, CP_LEAK_NONE, 0, 0, 0, 0, 0 },
    { "contradicted", PATH(41, 11, 12), 0, CP_LEAK_UNDETERMINED, 0, CP_LEAK_WHY_CONTRADICTED, 0, 11,
      41 },
    { "a set", PATH(2, 0, 11, 1), 0, CP_LEAK_UNDETERMINED, 0, CP_LEAK_WHY_SET, 0, 11, 0 },
    { "a loop", PATH(1, 11, 1, 2), 0, CP_LEAK_UNDETERMINED, 0, CP_LEAK_WHY_LOOP, 0, 0, 0 },
    { "AS_TRANS twice is no loop", PATH(23456, 1, 23456), 0, CP_LEAK_UNDETERMINED, 0,
      CP_LEAK_WHY_SET, 0, 23456, 1 },
    { "OTC of one that went down, and all does", PATH(21, 11, 1), 1, CP_LEAK_NONE, 0, 0, 0, 0, 0 },
    { "OTC tells what relations do not", PATH(1, 11, 99), 99, CP_LEAK_LEAK, CP_LEAK_UNTOLD, 0, 99,
      11, 1 },
    { "OTC behind the leak", PATH(99, 1, 11, 98), 1, CP_LEAK_UNDETERMINED, 0,
      CP_LEAK_WHY_NO_RELATION, 0, 98, 11 },
    { "OTC of the nearest", PATH(1, 11), 1, CP_LEAK_NONE, 0, 0, 0, 0, 0 },
    { "OTC against the relations", PATH(2, 1, 11), 11, CP_LEAK_UNDETERMINED, 0,
      CP_LEAK_WHY_CONTRADICTED, 0, 11, 1 },
    { "OTC of somebody else", PATH(21, 11, 1), 77, CP_LEAK_UNDETERMINED, 0,
      CP_LEAK_WHY_OTC_ELSEWHERE, 0, 0, 0 },
};

static const cp_relations *make(cp_arena *a)
{
    cp_relations_maker *m = cp_relations_new(a, CP_STR("known"));
    for (size_t i = 0; i < N(known); i++)
        (void)cp_relations_add(m, &known[i]);
    return cp_relations_done(m);
}

static void check_row(const cp_relations *r, const struct row *x)
{
    uint32_t n = 0;
    while (x->path[n] != UINT32_MAX)
        n++;
    cp_leak got = cp_leak_of(r, x->path, n, x->otc);
    is_cstr(cp_str_c(cp_leak_state_name(got.state)), cp_leak_state_name(x->state), "%s", x->what);
    if (got.state == CP_LEAK_LEAK)
        ok(got.type == x->type && got.from == x->from && got.by == x->by && got.to == x->to,
           "%s: %s, from %u by %u (to %u) to %u", x->what, cp_leak_type_text(got.type), got.from,
           got.by, got.by_last, got.to);
    if (got.state == CP_LEAK_UNDETERMINED)
        ok(got.why == x->why && got.one == x->by && got.other == x->to, "%s: %s (%u, %u)", x->what,
           cp_leak_why_text(got.why), got.one, got.other);
}

/* ---- all that unknown hops could be */

typedef enum kind { UP, OVER, DOWN, UNKNOWN, SIBLING } kind;

static bool has_valley(const kind *v, uint32_t n)
{
    bool is_down = false;
    for (uint32_t i = 0; i < n; i++) {
        if (v[i] == SIBLING)
            continue;
        if (is_down && v[i] != DOWN)
            return true;
        is_down = is_down || v[i] != UP;
    }
    return false;
}

/* Counts what each choice of the unknown ones gives. */
static void try_all(kind *v, uint32_t n, uint32_t at, const kind *otc_hop, uint32_t *n_bad,
                    uint32_t *n_good)
{
    while (at < n && v[at] != UNKNOWN)
        at++;
    if (at == n) {
        *(has_valley(v, n) ? n_bad : n_good) += 1;
        return;
    }
    for (kind k = UP; k <= DOWN; k++) {
        if (&v[at] == otc_hop && k == UP)
            continue;
        v[at] = k;
        try_all(v, n, at + 1, otc_hop, n_bad, n_good);
    }
    v[at] = UNKNOWN;
}

static void add_hop(cp_relations_maker *m, kind k, uint32_t from, uint32_t to)
{
    cp_as_relation r = { .a = k == UP ? to : from,
                         .b = k == UP ? from : to,
                         .kind = k == OVER      ? CP_AS_PEER
                                 : k == SIBLING ? CP_AS_SIBLING
                                                : CP_AS_PROVIDER };
    if (k != UNKNOWN)
        (void)cp_relations_add(m, &r);
}

static void test_random(void)
{
    enum { HOPS = 7 };
    uint32_t n_paths = tap_cases(40000), wrong = 0, seen[CP_LEAK_STATE_COUNT] = { 0 }, n_otc = 0;
    for (uint32_t i = 0; i < n_paths; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_rand x = { i + 1 };
        cp_relations_maker *m = cp_relations_new(a, CP_STR("x"));
        uint32_t n = cp_rand_below(&x, HOPS + 1), path[HOPS + 1], n_bad = 0, n_good = 0, otc = 0;
        kind v[HOPS];
        bool is_free = cp_rand_below(&x, 2); /* mostly up, then mostly down */
        for (uint32_t k = 0; k < n; k++) {
            v[k] = (kind)cp_rand_below(&x, 5);
            if (is_free && cp_rand_below(&x, 6))
                v[k] = k < n / 2 ? UP : DOWN;
            add_hop(m, v[k], k + 1, k + 2);
        }
        for (uint32_t k = 0; k <= n; k++)
            path[n - k] = k + 1;
        kind *at = NULL;
        if (n && cp_rand_below(&x, 3) == 0) {
            otc = 1 + cp_rand_below(&x, n);
            at = &v[otc - 1];
        }
        const cp_relations *r = cp_relations_done(m);
        cp_leak got = cp_leak_of(r, path, n + 1, otc);
        try_all(v, n, 0, NULL, &n_bad, &n_good);
        bool is_sure = n_good == 0;
        if (!is_sure && at) { /* Only to Customer leaves less open, or contradicts */
            bool is_against = *at == UP;
            n_bad = n_good = 0;
            *at = is_against ? UNKNOWN : *at;
            try_all(v, n, 0, is_against ? NULL : at, &n_bad, &n_good);
            n_otc += got.is_by_otc;
        }
        cp_leak_state want = n_good == 0 ? CP_LEAK_LEAK
                             : n_bad     ? CP_LEAK_UNDETERMINED
                                         : CP_LEAK_NONE;
        wrong += got.state != want;
        seen[want]++;
        cp_arena_free(a);
    }
    is_uint(wrong, 0, "%u random paths: as by all that unknown hops could be", n_paths);
    ok(seen[0] > n_paths / 10 && seen[1] > n_paths / 10 && seen[2] > n_paths / 10 &&
           n_otc > n_paths / 1000,
       "each answer is among them (%u, %u, %u; %u by Only to Customer)", seen[0], seen[1], seen[2],
       n_otc);
}

static void test_path(void)
{
    static const uint8_t own[] = { 3, 1, 0xfd, 0xe9,             /* confederation: 65001 */
                                   2, 2, 0xfb, 0xf0, 0xfb, 0xf1, /* 64496 64497 */
                                   1, 2, 0xfb, 0xf2, 0xfb, 0xf3, /* {64498 64499} */
                                   1, 1, 0xfb, 0xf4 };           /* {64500} */
    cp_bgp_path p = { .own = { own, sizeof own }, .n_hops = 4, .as_bytes = 2 };
    uint32_t asns[8];
    bool is_cut;
    p.n_own = p.n_hops;
    uint32_t n = cp_leak_path(&p, asns, 8, &is_cut);
    ok(n == 4 && asns[0] == 64496 && asns[1] == 64497 && asns[2] == 0 && asns[3] == 64500 &&
           !is_cut,
       "a path of a message: confederations are left out, a set is nobody, one of one is that one");
    n = cp_leak_path(&p, asns, 2, &is_cut);
    ok(n == 2 && is_cut, "a path that does not fit");
}

static void test_long(void)
{
    cp_arena *a = cp_arena_new(0);
    const cp_relations *r = make(a);
    uint32_t *path = CP_NEW_ARRAY(a, uint32_t, 3000);
    for (uint32_t i = 0; i < 3000; i++)
        path[i] = 100 + i;
    is_int(cp_leak_of(r, path, 3000, 0).why, CP_LEAK_WHY_LONG, "longer than any path");
    for (uint32_t i = 0; i < 3000; i++)
        path[i] = i < 2000 ? 1 : 11;
    is_int(cp_leak_of(r, path, 3000, 0).state, CP_LEAK_NONE, "prepended thousands of times");
    is_int(cp_leak_of(r, path, 0, 0).state, CP_LEAK_NONE, "an empty path");
    cp_arena_free(a);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    const cp_relations *r = make(a);
    for (size_t i = 0; i < N(rows); i++)
        check_row(r, &rows[i]);
    cp_arena_free(a);
    test_random();
    test_path();
    test_long();
    return tap_done();
}
