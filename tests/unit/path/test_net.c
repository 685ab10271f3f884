/* SPDX-License-Identifier: Apache-2.0 */
/* test_net.c - canonical order from any order, and what is dirty against its definition: the
 * intersection of all sets that are closed, found by trying every subset of a small net. */
#include "path/net.h"
#include "tap.h"

enum { ITEMS = 7, GROUPS = 9 };

typedef struct need {
    uint32_t item, options[3], n;
} need;

typedef struct small {
    uint32_t n, n_needs;
    uint64_t excluded[ITEMS], unknown[ITEMS];
    need needs[GROUPS];
    cp_str ids[ITEMS];
} small;

static small random_small(cp_arena *a, cp_rand *r)
{
    small s = { .n = 1 + cp_rand_below(r, ITEMS), .n_needs = cp_rand_below(r, GROUPS + 1) };
    for (uint32_t i = 0; i < s.n; i++) {
        s.ids[i] = cp_str_fmt(a, "i%u", (i * 5 + 3) % 7);
        s.excluded[i] = cp_rand_u64(r) & cp_rand_u64(r) & cp_rand_u64(r) & 7;
        s.unknown[i] = cp_rand_u64(r) & cp_rand_u64(r) & ~s.excluded[i] & 7;
    }
    for (uint32_t g = 0; g < s.n_needs; g++) {
        need *x = &s.needs[g];
        x->item = cp_rand_below(r, s.n);
        x->n = 1 + cp_rand_below(r, 3);
        for (uint32_t k = 0; k < x->n; k++)
            x->options[k] = cp_rand_below(r, s.n);
    }
    return s;
}

static bool group_is_dirty(const need *x, uint32_t set, cp_reading reading)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < x->n; k++)
        n += set >> x->options[k] & 1;
    return reading == CP_EXPOSURE ? n > 0 : n == x->n;
}

static bool is_closed(const small *s, uint32_t set, uint32_t policy, cp_reading reading,
                      cp_unknown u)
{
    for (uint32_t i = 0; i < s->n; i++) {
        uint64_t own = s->excluded[i] | (u == CP_UNKNOWN_EXCLUDED ? s->unknown[i] : 0);
        if ((own >> policy & 1) && !(set >> i & 1))
            return false;
    }
    for (uint32_t g = 0; g < s->n_needs; g++)
        if (!(set >> s->needs[g].item & 1) && group_is_dirty(&s->needs[g], set, reading))
            return false;
    return true;
}

static uint32_t least_closed(const small *s, uint32_t policy, cp_reading reading, cp_unknown u)
{
    uint32_t least = (1U << s->n) - 1;
    for (uint32_t set = 0; set < 1U << s->n; set++)
        if (is_closed(s, set, policy, reading, u))
            least &= set;
    return least;
}

/* Each of the order follows from labels and earlier ones; returns the set that it tells. */
static bool order_holds(const cp_net *n, cp_reading reading, cp_unknown u, uint64_t policy,
                        const uint32_t *order, uint32_t n_order)
{
    uint64_t set[ITEMS];
    for (uint32_t i = 0; i < n->n_items; i++)
        set[i] = (n->excluded[i] | (u == CP_UNKNOWN_EXCLUDED ? n->unknown[i] : 0)) & policy;
    for (uint32_t k = 0; k < n_order; k++) {
        bool follows = false;
        for (uint32_t g = 0; g < n->n_groups; g++) {
            uint32_t n_dirty = 0, from = n->group_first[g], to = n->group_first[g + 1];
            for (uint32_t i = from; i < to; i++)
                n_dirty += set[n->options[i]] != 0;
            follows = follows || (n->group_item[g] == order[k] &&
                                  (reading == CP_EXPOSURE ? n_dirty > 0 : n_dirty == to - from));
        }
        if (!follows || set[order[k]])
            return false;
        set[order[k]] = policy;
    }
    return true;
}

static uint32_t check_one(cp_arena *a, cp_rand *r)
{
    static const cp_str policies[] = { CP_STR_INIT("p"), CP_STR_INIT("q"), CP_STR_INIT("r") };
    small s = random_small(a, r);
    cp_net_maker *m = cp_net_maker_new(a, policies, 3);
    for (uint32_t i = 0; i < s.n; i++)
        (void)cp_net_item(m, s.ids[i], s.excluded[i], s.unknown[i], 0);
    for (uint32_t g = 0; g < s.n_needs; g++)
        cp_net_need(m, s.needs[g].item, s.needs[g].options, s.needs[g].n);
    cp_net net;
    cp_net_places at;
    cp_err err = { 0 };
    if (cp_net_make(m, &net, &at, &err) != CP_OK)
        return 1;
    uint32_t wrong = 0;
    uint64_t all[ITEMS], one[ITEMS];
    uint32_t order[ITEMS];
    for (int reading = 0; reading < CP_READING_COUNT; reading++)
        for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
            (void)cp_net_taint(a, &net, reading, u, 7, all, NULL);
            for (uint32_t p = 0; p < 3; p++) {
                uint32_t want = least_closed(&s, p, reading, u);
                uint32_t n = cp_net_taint(a, &net, reading, u, 1U << p, one, order);
                for (uint32_t i = 0; i < s.n; i++) {
                    wrong += (all[at.items[i]] >> p & 1) != (want >> i & 1);
                    wrong += (one[at.items[i]] != 0) != (want >> i & 1);
                }
                wrong += !order_holds(&net, reading, u, 1U << p, order, n);
            }
        }
    return wrong;
}

static void test_dirty(void)
{
    cp_rand r = { 5 };
    uint32_t wrong = 0, n = 5000;
    for (uint32_t i = 0; i < n; i++) {
        cp_arena *a = cp_arena_new(0);
        wrong += check_one(a, &r);
        cp_arena_free(a);
    }
    is_uint(wrong, 0, "what is dirty, in %u small nets, is the least closed set", n);
}

static void test_order(void)
{
    static const cp_str policies[] = { CP_STR_INIT("p") };
    cp_arena *a = cp_arena_new(0);
    cp_net_maker *m = cp_net_maker_new(a, policies, 1);
    uint32_t c = cp_net_item(m, CP_STR("c"), 0, 1, 0), b = cp_net_item(m, CP_STR("b"), 1, 1, 0);
    uint32_t d = cp_net_item(m, CP_STR("a"), 0, 0, CP_ITEM_END_ONLY);
    uint32_t x = cp_net_add_link(m, c, d, 7, 9, b), y = cp_net_add_link(m, b, d, 1, 2, CP_NO_ITEM);
    uint32_t loop = cp_net_add_link(m, b, b, 1, 1, CP_NO_ITEM);
    uint32_t z = cp_net_add_link(m, d, c, 3, 7, CP_NO_ITEM);
    cp_net_need(m, c, (uint32_t[]){ b, d, b }, 3);
    cp_net_risk(m, CP_STR("duct"), (uint32_t[]){ x, y, loop, x }, 4);
    cp_net n;
    cp_net_places at;
    cp_err err = { 0 };
    if (!is_uint(cp_net_make(m, &n, &at, &err), CP_OK, "a net is made"))
        return;
    is_cstr(n.ids[0], "a", "items are ordered by id");
    is_uint(n.flags[0], CP_ITEM_END_ONLY, "and keep their flags");
    is_uint(n.unknown[at.items[b]], 0, "what is excluded is not unknown as well");
    is_uint(n.n_links, 3, "a link to itself is left out");
    is_uint(n.n_loops, 1, "and counted");
    is_uint(at.links[loop], CP_NO_LINK, "and has no place");
    const cp_net_link *l = &n.links[at.links[x]];
    is_uint(l->a == 0 && l->b == 2 && l->metric == 9 && l->metric_back == 7 && l->rides == 1, true,
            "a link from the greater to the lesser is turned with its metrics");
    is_uint(at.links[y] < at.links[z] && at.links[z] < at.links[x], true, "links are ordered");
    is_uint(n.group_first[1], 2, "an option counts once");
    is_uint(n.risk_first[1], 2, "so does a link of a risk, and a loop not at all");
    is_uint(n.arc_first[3], 6, "each link is seen from both ends");
    is_uint(n.arcs[n.arc_first[1]].to, 0, "b leads to a");
    cp_arena_free(a);
}

static void test_bad(void)
{
    static const cp_str policies[] = { CP_STR_INIT("p") };
    cp_net n;
    cp_err err = { 0 };
    cp_arena *a = cp_arena_new(0);
    cp_net_maker *m = cp_net_maker_new(a, policies, 1);
    (void)cp_net_item(m, CP_STR("twice"), 0, 0, 0);
    (void)cp_net_item(m, CP_STR("twice"), 0, 0, 0);
    is_uint(cp_net_make(m, &n, NULL, &err), CP_EFORMAT, "two things of one id");
    m = cp_net_maker_new(a, policies, 1);
    (void)cp_net_item(m, CP_STR("one"), 0, 0, 0);
    (void)cp_net_add_link(m, 0, 1, 1, 1, CP_NO_ITEM);
    is_uint(cp_net_make(m, &n, NULL, &err), CP_EFORMAT, "a link to what there is not");
    m = cp_net_maker_new(a, policies, 1);
    (void)cp_net_item(m, CP_STR("one"), 0, 0, 0);
    cp_net_need(m, 0, NULL, 0);
    is_uint(cp_net_make(m, &n, NULL, &err), CP_EFORMAT, "a need of nothing");
    m = cp_net_maker_new(a, policies, 0);
    is_uint(cp_net_make(m, &n, NULL, &err), CP_ELIMIT, "no policy");
    cp_arena_free(a);
}

int main(void)
{
    test_order();
    test_bad();
    test_dirty();
    return tap_done();
}
