/* SPDX-License-Identifier: Apache-2.0 */
/* test_routes.c - routes of one pair, of all to one, and loads, against routes_oracle.h; first a
 * few nets whose answers are known. Argument: how many random nets (20,000), and a seed. */
#include <math.h>
#include "path/share.h"
#include "routes_oracle.h"

/* ---- shares */

static void check_shares(void)
{
    cp_share third = cp_share_over(cp_share_of(1, 1), 3), sum = cp_share_add(third, third);
    is_uint(sum.num, 2, "a third and a third: numerator");
    is_uint(sum.den, 3, "denominator");
    ok(sum.low < 2.0 / 3 && sum.high > 2.0 / 3 && sum.high - sum.low < 1e-14, "bounds are close");
    cp_share x = cp_share_of(1, 1), one = x, sixth = cp_share_over(cp_share_of(1, 2), 3);
    ok(cp_share_is_one(&one) && one.low == 1 && one.high == 1, "the whole is exact");
    is_uint(cp_share_add(cp_share_add(third, sixth), cp_share_of(1, 2)).num, 1, "adds up to 1");
    for (int i = 0; i < 40; i++)
        x = cp_share_over(x, 3);
    is_uint(x.den, 12157665459056928801u, "3^40 fits");
    x = cp_share_over(x, 3);
    ok(x.den == 0 && x.low < pow(3, -41) && pow(3, -41) < x.high, "3^41 does not: bounds");
    x = cp_share_add(x, third);
    ok(x.den == 0 && x.low <= 1.0 / 3 && 1.0 / 3 < x.high && x.high - x.low < 1e-14,
       "a bound added");
    is_int(cp_share_cmp(third, sixth), 1, "a third is more than a sixth");
    is_int(cp_share_cmp(third, third), 0, "and not more than itself");
    is_int(cp_share_cmp(third, x), -1, "bounds are compared by the upper one");
}

/* ---- against the oracle */

static uint32_t check_pair(cp_arena *a, cp_routes *g, const small *s)
{
    seen want = look(s, &(down){ 0 });
    cp_routes_answer got;
    uint32_t wrong = 0;
    table t = tables(s, &(down){ 0 });
    cp_routes_ask(g, a, &s->taints, s->from, s->to, &got);
    for (uint32_t i = 0; i < s->net.n_items; i++)
        wrong += got.distance[i] != t.distance[i];
    wrong += got.metric != want.metric;
    if (want.metric == UINT64_MAX)
        return wrong + (got.some != CP_PATH_NONE || got.every != CP_PATH_NONE);
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
        wrong += (got.some_route[u].from != CP_NO_ITEM) != want.is_clean[u];
        wrong += (got.dirty_route[u].from != CP_NO_ITEM) != want.is_dirty[u];
        wrong += want.is_clean[u] &&
                 !trail_is(s, &(down){ 0 }, &got.some_route[u], u, true, want.metric);
        wrong += want.is_dirty[u] &&
                 !trail_is(s, &(down){ 0 }, &got.dirty_route[u], u, false, want.metric);
        wrong += !share_is(got.excluded[u], want.share[u]);
    }
    return wrong;
}

static uint32_t check_column(cp_arena *a, cp_routes *g, const small *s)
{
    uint32_t wrong = 0;
    cp_routes_column all, labels;
    cp_routes_ask_labels(g, a, s->dirty[CP_UNKNOWN_EXCLUDED], s->to, &labels);
    cp_routes_ask_all(g, a, &s->taints, s->to, &all);
    for (uint32_t i = 0; i < s->net.n_items; i++) {
        small at = *s;
        at.from = i;
        seen want = look(&at, &(down){ 0 });
        wrong += all.distance[i] != want.metric || labels.distance[i] != want.metric;
        for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
            wrong += (all.dirty[i] >> u & 1) != want.is_dirty[u];
            wrong += (all.clean[i] >> u & 1) != want.is_clean[u];
            wrong +=
                want.metric != UINT64_MAX && !share_is(cp_routes_share(g, i, u), want.share[u]);
        }
        wrong += (labels.dirty[i] & 1) != want.is_dirty[CP_UNKNOWN_EXCLUDED];
        wrong += (labels.clean[i] & 1) != want.is_clean[CP_UNKNOWN_EXCLUDED];
    }
    return wrong;
}

/* Unknown labels, each way of filling them in: what the answer has to say of all together. */
static uint32_t check_completions(cp_arena *a, cp_routes *g, const small *s)
{
    uint32_t items[DEVICES + CARRIERS], n = 0, n_some = 0, n_every = 0;
    for (uint32_t i = 0; i < s->net.n_items; i++)
        if (s->net.unknown[i])
            items[n++] = i;
    for (uint32_t set = 0; set < 1U << n; set++) {
        uint64_t excluded[DEVICES + CARRIERS], none[DEVICES + CARRIERS] = { 0 };
        small one = *s;
        memcpy(excluded, s->net.excluded, s->net.n_items * sizeof *excluded);
        for (uint32_t k = 0; k < n; k++)
            excluded[items[k]] |= set >> k & 1;
        one.net.excluded = excluded;
        one.net.unknown = none;
        tell_taints(a, &one);
        seen x = look(&one, &(down){ 0 });
        n_some += x.is_clean[0];
        n_every += !x.is_dirty[0];
    }
    cp_routes_answer got;
    cp_routes_ask(g, a, &s->taints, s->from, s->to, &got);
    if (got.some == CP_PATH_NONE)
        return n_some != 0;
    cp_path_answer some = n_some == 1U << n ? CP_PATH_CLEAN
                          : n_some          ? CP_PATH_UNDETERMINED
                                            : CP_PATH_EXCLUDED;
    cp_path_answer every = n_every == 1U << n ? CP_PATH_CLEAN
                           : n_every          ? CP_PATH_UNDETERMINED
                                              : CP_PATH_EXCLUDED;
    return (got.some != some) + (got.every != every);
}

/* What of traffic between two items a link carries: the share that touches something dirty when
 * that link alone rides on something dirty. The first of all items without links can be it. */
static double part_of_link(const small *s, uint32_t link, const cp_demand *d)
{
    small one = *s;
    cp_net_link links[LINKS];
    uint32_t carrier = 0;
    while (s->net.arc_first[carrier] != s->net.arc_first[carrier + 1] || carrier == d->from ||
           carrier == d->to)
        if (++carrier == s->net.n_items)
            return NAN;
    memcpy(links, s->net.links, s->net.n_links * sizeof *links);
    for (uint32_t k = 0; k < s->net.n_links; k++)
        links[k].rides = k == link ? carrier : CP_NO_ITEM;
    memset(one.dirty, 0, sizeof one.dirty);
    one.dirty[0][carrier] = 1;
    one.net.links = links;
    one.from = d->from;
    one.to = d->to;
    fraction share = look(&one, &(down){ 0 }).share[0];
    return (double)share.num / (double)share.den;
}

static uint32_t check_loads(cp_arena *a, cp_rand *r, cp_routes *g, const small *s)
{
    cp_demand demands[5];
    uint32_t wrong = 0, n = cp_rand_below(r, 6);
    double loads[2 * LINKS];
    for (uint32_t i = 0; i < n; i++)
        demands[i] = (cp_demand){ cp_rand_below(r, s->net.n_items),
                                  cp_rand_below(r, s->net.n_items), 1 + cp_rand_below(r, 100) };
    cp_routes_loads(g, a, demands, n, loads);
    for (uint32_t l = 0; l < s->net.n_links; l++) {
        double want = 0;
        for (uint32_t i = 0; i < n; i++)
            want += demands[i].bps * part_of_link(s, l, &demands[i]);
        wrong += fabs(loads[2 * l] + loads[2 * l + 1] - want) > 1e-9;
    }
    return wrong;
}

static void check_random(uint32_t n, uint64_t seed)
{
    uint32_t wrong[4] = { 0 };
    for (uint32_t i = 0; i < n; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_rand r = { seed + i };
        small s = random_small(a, &r);
        cp_routes *g = cp_routes_new(a, &s.net);
        uint32_t now[4] = { check_pair(a, g, &s), check_column(a, g, &s),
                            check_completions(a, g, &s), i % 8 ? 0 : check_loads(a, &r, g, &s) };
        for (int k = 0; k < 4; k++) {
            if (now[k] && !wrong[k])
                tap_note("the first is that of seed %" PRIu64 ", check %d", seed + i, k);
            wrong[k] += now[k];
        }
        cp_arena_free(a);
    }
    is_uint(wrong[0], 0, "pairs of %u nets", n);
    is_uint(wrong[1], 0, "all to one, and many labels at once, of %u nets", n);
    is_uint(wrong[2], 0, "every completion of unknown labels of %u nets", n);
    is_uint(wrong[3], 0, "loads of every eighth of %u nets", n);
}

int main(int argc, char **argv)
{
    uint32_t n = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : tap_cases(20000);
    check_shares();
    check_random(n, argc > 2 ? strtoull(argv[2], NULL, 10) : 1);
    return tap_done();
}
