/* SPDX-License-Identifier: Apache-2.0 */
/* test_blast.c - blast radius of every device, against taking it out and counting; a chain of
 * 300,000 devices, weights whose products pass 64 bits. test_blast N: N random nets. */
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
    random_nets(argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 20000);
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
