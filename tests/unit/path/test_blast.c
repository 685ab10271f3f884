/* SPDX-License-Identifier: Apache-2.0 */
/* test_blast.c - blast radius of every device, against taking it out and counting; a chain of
 * 300,000 devices, weights whose products pass 64 bits; what is served and what flows likewise.
 * test_blast N: N random nets. */
#include "nets.h"
#include "path/blast.h"

static uint64_t counted(const cp_net *n, uint32_t dirty, uint32_t gone, const uint32_t *weights,
                        uint64_t *own)
{
    uint64_t lost = 0;
    *own = 0;
    for (uint32_t x = 0; x < n->n_items; x++) {
        uint32_t before = any_reach(n, dirty, 0, x), after = any_reach(n, dirty, gone, x);
        for (uint32_t y = x + 1; y < n->n_items; y++) {
            bool is_lost = (before & ~after) >> y & 1;
            uint64_t pairs = is_lost ? (uint64_t)weights[x] * weights[y] : 0;
            *((gone >> x | gone >> y) & 1 ? own : &lost) += pairs;
        }
    }
    return lost;
}

static int compare(const cp_net *n, const cp_taints *t, const uint32_t *told, const cp_blast *got)
{
    uint32_t weights[ANY_ITEMS_MAX], wrong = 0;
    for (uint32_t i = 0; i < n->n_items; i++)
        weights[i] = told ? told[i] : n->arc_first[i] < n->arc_first[i + 1];
    uint32_t bits = 0;
    for (uint32_t i = 0; i < n->n_items; i++)
        bits |= (uint32_t)t->dirty[CP_UNKNOWN_EXCLUDED][i] << i;
    for (uint32_t i = 0; i < n->n_items; i++) {
        uint64_t own, clean_own;
        uint64_t pairs = counted(n, 0, 1u << i, weights, &own);
        uint64_t clean = counted(n, bits, 1u << i, weights, &clean_own);
        wrong += got[i].pairs != pairs || got[i].own != own || got[i].clean_pairs != clean ||
                 got[i].clean_own != clean_own;
    }
    return wrong;
}

static void random_nets(uint32_t n_cases)
{
    cp_arena *a = cp_arena_new(0);
    cp_rand r = { 7 };
    uint32_t wrong = 0, n_lost = 0;
    for (uint32_t i = 0; i < n_cases; i++) {
        cp_arena_mark mark = cp_arena_here(a);
        cp_net n = any_net(a, &r, ANY_ITEMS_MAX);
        cp_taints t;
        cp_taints_of(a, &n, 0, cp_rand_below(&r, 2) ? CP_EXPOSURE : CP_AVAILABILITY, &t);
        uint32_t weights[ANY_ITEMS_MAX];
        bool is_wide = any_one_in(&r, 4), is_told = !any_one_in(&r, 3);
        for (int k = 0; k < ANY_ITEMS_MAX; k++)
            weights[k] = is_wide ? (uint32_t)cp_rand_u64(&r) >> 3 : cp_rand_below(&r, 5);
        cp_blast got[ANY_ITEMS_MAX];
        cp_blast_all(cp_l0_new(a, &n), a, &t, is_told ? weights : NULL, got);
        wrong += compare(&n, &t, is_told ? weights : NULL, got) != 0;
        for (uint32_t k = 0; k < n.n_items; k++)
            n_lost += got[k].clean_pairs != 0;
        cp_arena_back(a, mark);
    }
    is_uint(wrong, 0, "%u random nets: all pairs as counted one by one", n_cases);
    ok(n_lost > n_cases / 8, "%u devices whose loss parts clean pairs", n_lost);
    cp_arena_free(a);
}

/* ---- what is served, what flows */

static uint64_t served_by(const uint32_t *served, uint32_t set)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < ANY_ITEMS_MAX; i++)
        sum += set >> i & 1 ? served[i] : 0;
    return sum;
}

/* What hangs on x among what is not dirty, but for the largest part that is left. */
static uint64_t cut_off(const cp_net *n, uint32_t dirty, const uint32_t *served, uint32_t x)
{
    uint32_t whole = any_reach(n, dirty, 0, x);
    int most_items = 0;
    uint64_t most = 0;
    for (uint32_t y = 0; y < n->n_items; y++) {
        uint32_t part = whole >> y & 1 && y != x ? any_reach(n, dirty, 1u << x, y) : 0;
        int items = __builtin_popcount(part);
        uint64_t by_part = served_by(served, part);
        if (items > most_items || (items == most_items && by_part > most)) {
            most_items = items;
            most = by_part;
        }
    }
    return served_by(served, whole) - most;
}

static uint64_t plus(uint64_t x, uint64_t y) { return x > UINT64_MAX - y ? UINT64_MAX : x + y; }

/* lost[0]: between others, lost[1]: that ends at x. Returns what has a path. */
static uint64_t flow_lost(const cp_net *n, uint32_t dirty, const cp_blast_flow *v, uint32_t n_flows,
                          uint32_t x, uint64_t lost[2])
{
    uint64_t joined = 0;
    lost[0] = lost[1] = 0;
    for (uint32_t i = 0; i < n_flows; i++) {
        uint32_t s = v[i].from, t = v[i].to;
        if (s == t || !(any_reach(n, dirty, 0, s) >> t & 1))
            continue;
        joined = plus(joined, v[i].bps);
        if (x == s || x == t)
            lost[1] = plus(lost[1], v[i].bps);
        else if (!(any_reach(n, dirty, 1u << x, s) >> t & 1))
            lost[0] = plus(lost[0], v[i].bps);
    }
    return joined;
}

static int compare_loads(const cp_net *n, const cp_taints *t, cp_rand *r, uint32_t *n_lost)
{
    enum { FLOWS_MAX = 12 };
    cp_arena *a = cp_arena_new(0);
    uint32_t served[ANY_ITEMS_MAX] = { 0 }, bits = 0, wrong = 0;
    uint32_t n_flows = cp_rand_below(r, FLOWS_MAX + 1);
    bool is_wide = any_one_in(r, 4);
    cp_blast_flow v[FLOWS_MAX];
    for (uint32_t i = 0; i < n->n_items; i++) {
        served[i] = is_wide ? (uint32_t)cp_rand_u64(r) : cp_rand_below(r, 4);
        bits |= (uint32_t)t->dirty[CP_UNKNOWN_EXCLUDED][i] << i;
    }
    for (uint32_t i = 0; i < n_flows; i++)
        v[i] = (cp_blast_flow){ cp_rand_below(r, n->n_items), cp_rand_below(r, n->n_items),
                                is_wide ? cp_rand_u64(r) : cp_rand_below(r, 9) };
    cp_l0 *g = any_one_in(r, 2) ? cp_l0_new(a, n) : cp_l0_new_for(a, n, t);
    cp_cut_off cut[ANY_ITEMS_MAX];
    cp_flow_lost lost[ANY_ITEMS_MAX];
    cp_flow_sums sums;
    cp_blast_cut_off(g, a, t, served, cut);
    cp_blast_flows(g, a, t, v, n_flows, lost, &sums);
    for (uint32_t x = 0; x < n->n_items; x++) {
        uint64_t all[2], clean[2];
        uint64_t joined = flow_lost(n, 0, v, n_flows, x, all);
        uint64_t joined_clean = flow_lost(n, bits, v, n_flows, x, clean);
        wrong += cut[x].served != cut_off(n, 0, served, x) ||
                 cut[x].clean_served != (bits >> x & 1 ? 0 : cut_off(n, bits, served, x));
        wrong += lost[x].bps != all[0] || lost[x].own != all[1] || lost[x].clean_bps != clean[0] ||
                 lost[x].clean_own != clean[1];
        wrong += sums.joined != joined || sums.clean != joined_clean || sums.all < sums.joined;
        *n_lost += clean[0] > 0;
    }
    cp_arena_free(a);
    return (int)wrong;
}

static void random_loads(uint32_t n_cases)
{
    cp_arena *a = cp_arena_new(0);
    cp_rand r = { 11 };
    uint32_t wrong = 0, n_lost = 0;
    for (uint32_t i = 0; i < n_cases; i++) {
        cp_arena_mark mark = cp_arena_here(a);
        cp_net n = any_net(a, &r, ANY_ITEMS_MAX);
        cp_taints t;
        cp_taints_of(a, &n, 0, cp_rand_below(&r, 2) ? CP_EXPOSURE : CP_AVAILABILITY, &t);
        wrong += compare_loads(&n, &t, &r, &n_lost) != 0;
        cp_arena_back(a, mark);
    }
    is_uint(wrong, 0, "%u random nets: what is served and what flows, as counted one by one",
            n_cases);
    ok(n_lost > n_cases / 16, "%u devices whose loss parts clean flows", n_lost);
    cp_arena_free(a);
}

/* n devices in a row, all of the weight. */
static cp_blast middle_of_chain(uint32_t n, uint32_t weight)
{
    cp_arena *a = cp_arena_new(0);
    cp_str policy = CP_STR("p");
    cp_net_maker *m = cp_net_maker_new(a, &policy, 1);
    for (uint32_t i = 0; i < n; i++)
        cp_net_item(m, cp_str_fmt(a, "%07u", i), 0, 0, 0);
    for (uint32_t i = 0; i + 1 < n; i++)
        cp_net_add_link(m, i, i + 1, 1, 1, CP_NO_ITEM);
    cp_net net = any_made(m);
    uint32_t *weights = CP_NEW_ARRAY(a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++)
        weights[i] = weight;
    cp_taints t;
    cp_taints_of(a, &net, 0, CP_EXPOSURE, &t);
    cp_blast *out = CP_NEW_ARRAY(a, cp_blast, n);
    cp_blast_all(cp_l0_new(a, &net), a, &t, weights, out);
    cp_blast x = out[n / 2];
    cp_arena_free(a);
    return x;
}

int main(int argc, char **argv)
{
    random_nets(argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : tap_cases(20000));
    random_loads(argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : tap_cases(20000));
    cp_blast x = middle_of_chain(300001, 1);
    ok(x.pairs == UINT64_C(150000) * 150000 && x.own == 300000 && x.clean_pairs == x.pairs,
       "in the middle of a chain of 300,001");
    x = middle_of_chain(300001, 20000);
    ok(x.pairs == UINT64_C(9000000000000000000) && x.own == UINT64_C(120000000000000),
       "products that need 63 bits, of sums that need 33");
    x = middle_of_chain(300001, UINT32_MAX);
    ok(x.pairs == UINT64_MAX && x.own == UINT64_MAX, "more pairs than 64 bits hold");
    return tap_done();
}
