/* SPDX-License-Identifier: Apache-2.0 */
/* test_fail.c - failures of one pair against every set of up to k elements, each worked out by
 * routes_oracle.h from nothing; and distances while elements fail and come back in any order.
 * Argument: how many random nets (20,000), and a seed. */
#include "path/failing.h"
#include "routes_oracle.h"

enum { ELEMENTS = DEVICES + LINKS + RISKS };

typedef struct told {
    uint32_t n[CP_UNKNOWN_COUNT], n_cut; /* CP_FAIL_NEVER: no set */
    fraction worst[CP_UNKNOWN_COUNT];
} told;

static uint32_t elements_of(const small *s, uint32_t kinds, cp_element *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; (kinds & CP_FAIL_DEVICES) && i < s->net.n_items; i++)
        if (i != s->from && i != s->to && s->net.arc_first[i] < s->net.arc_first[i + 1])
            out[n++] = (cp_element){ CP_ELEMENT_DEVICE, i };
    for (uint32_t i = 0; (kinds & CP_FAIL_LINKS) && i < s->net.n_links; i++)
        out[n++] = (cp_element){ CP_ELEMENT_LINK, i };
    for (uint32_t i = 0; (kinds & CP_FAIL_RISKS) && i < s->net.n_risks; i++)
        out[n++] = (cp_element){ CP_ELEMENT_RISK, i };
    return n;
}

/* All sets of up to `left` of the elements from `at` on, in addition to those that failed. */
static void try_all(const small *s, const cp_element *all, uint32_t n, uint32_t at, uint32_t size,
                    uint32_t left, down d, told *out)
{
    seen x = look(s, &d);
    if (x.metric == UINT64_MAX && size < out->n_cut)
        out->n_cut = size;
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
        if (x.is_dirty[u] && size < out->n[u])
            out->n[u] = size;
        if (is_less(out->worst[u], x.share[u]))
            out->worst[u] = x.share[u];
    }
    for (uint32_t i = at; left && i < n; i++) {
        down more = d;
        fail_element(s, all[i], &more);
        try_all(s, all, n, i + 1, size + 1, left - 1, more, out);
    }
}

static bool is_of_kinds(const small *s, const cp_element *set, uint32_t n, uint32_t kinds)
{
    bool ok = true;
    for (uint32_t i = 0; i < n; i++) {
        ok = ok && (kinds >> set[i].kind & 1);
        ok = ok &&
             !(set[i].kind == CP_ELEMENT_DEVICE && (set[i].at == s->from || set[i].at == s->to));
        ok = ok && (i == 0 || set[i - 1].kind < set[i].kind ||
                    (set[i - 1].kind == set[i].kind && set[i - 1].at < set[i].at));
    }
    return ok;
}

static down failed(const small *s, const cp_element *set, uint32_t n)
{
    down d = { 0 };
    for (uint32_t i = 0; i < n; i++)
        fail_element(s, set[i], &d);
    return d;
}

/* What is told of a labelling: as small and as bad as it can be, and true of the set told. */
static uint32_t compare(const small *s, const cp_fail_answer *got, const told *want, int u,
                        uint32_t kinds)
{
    uint32_t wrong = got->n[u] != want->n[u];
    if (got->n[u] != CP_FAIL_NEVER && !wrong) {
        down d = failed(s, got->set[u], got->n[u]);
        seen x = look(s, &d);
        wrong += !is_of_kinds(s, got->set[u], got->n[u], kinds);
        wrong += !trail_is(s, &d, &got->route[u], u, false, x.metric);
    }
    wrong += !share_is(got->worst[u], want->worst[u]);
    if (want->worst[u].num) {
        down d = failed(s, got->worst_set[u], got->n_worst[u]);
        seen x = look(s, &d);
        wrong += !is_of_kinds(s, got->worst_set[u], got->n_worst[u], kinds);
        wrong += !share_is(got->worst[u], x.share[u]);
    }
    return wrong;
}

static uint32_t check_sets(cp_arena *a, cp_rand *r, cp_routes *g, const small *s)
{
    uint32_t k = cp_rand_below(r, 16) ? cp_rand_below(r, 3) : 3, kinds = cp_rand_below(r, 8);
    cp_element all[ELEMENTS];
    uint32_t n = elements_of(s, kinds, all), wrong = 0;
    told want = { { CP_FAIL_NEVER, CP_FAIL_NEVER }, CP_FAIL_NEVER, { { 0, 1 }, { 0, 1 } } };
    cp_fail_answer got;
    cp_err err = { 0 };
    try_all(s, all, n, 0, 0, k, (down){ 0 }, &want);
    if (cp_fail_ask(g, a, &s->taints, s->from, s->to, k, kinds, UINT64_MAX, NULL, &got, &err) !=
        CP_OK)
        return 1;
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++)
        wrong += compare(s, &got, &want, u, kinds);
    wrong += got.cuts_off != (want.n_cut != CP_FAIL_NEVER);
    if (got.cuts_off && want.n_cut != CP_FAIL_NEVER) {
        down d = failed(s, got.cut, got.n_cut);
        wrong += got.n_cut != want.n_cut || look(s, &d).metric != UINT64_MAX;
        wrong += !is_of_kinds(s, got.cut, got.n_cut, kinds);
    }
    cp_path_answer every = want.n_cut == 0                                ? CP_PATH_NONE
                           : want.n[CP_UNKNOWN_EXCLUDED] == CP_FAIL_NEVER ? CP_PATH_CLEAN
                           : want.n[CP_UNKNOWN_CLEAN] == CP_FAIL_NEVER    ? CP_PATH_UNDETERMINED
                                                                          : CP_PATH_EXCLUDED;
    return wrong + (got.every != every);
}

/* A stack of failures that grows and shrinks; after each step all distances are right. */
static uint32_t check_stack(cp_arena *a, cp_rand *r, const small *s)
{
    cp_spf spf;
    cp_failing f;
    cp_element set[6], all[ELEMENTS];
    size_t marks[6];
    uint32_t n = 0, wrong = 0, n_all = elements_of(s, 7, all);
    cp_spf_init(&spf, a, &s->net);
    cp_spf_run(&spf, spf.place[s->to], NULL);
    cp_failing_init(&f, a, &spf);
    cp_failing_start(&f);
    for (uint32_t step = 0; step < 12 && n_all; step++) {
        if (n < 6 && (n == 0 || cp_rand_below(r, 5) > 1)) {
            set[n] = all[cp_rand_below(r, n_all)];
            marks[n] = cp_failing_fail(&f, set[n]);
            n++;
        } else {
            n--;
            cp_failing_undo(&f, set[n], marks[n]);
        }
        uint64_t want[DEVICES + CARRIERS];
        down d = failed(s, set, n);
        bellman_ford(s, &d, want);
        for (uint32_t i = 0; i < s->net.n_items; i++)
            if (!(d.devices >> i & 1)) /* of what is down nothing is said */
                wrong += f.distance[spf.place[i]] != want[i];
    }
    return wrong;
}

/* ---- limits */

static void check_limits(void)
{
    static const cp_str policies[] = { CP_STR_INIT("p") };
    cp_arena *a = cp_arena_new(0);
    cp_net_maker *m = cp_net_maker_new(a, policies, 1);
    small s = { .to = 3 };
    for (uint32_t i = 0; i < 4; i++)
        (void)cp_net_item(m, cp_str_fmt(a, "%u", i), i == 1, 0, 0);
    (void)cp_net_add_link(m, 0, 1, 2, 2, CP_NO_ITEM);
    (void)cp_net_add_link(m, 1, 3, 2, 2, CP_NO_ITEM);
    (void)cp_net_add_link(m, 0, 2, 1, 1, CP_NO_ITEM);
    (void)cp_net_add_link(m, 2, 3, 1, 1, CP_NO_ITEM);
    cp_err err = { 0 };
    cp_fail_answer x;
    volatile int stopped = 0;
    is_int(cp_net_make(m, &s.net, NULL, &err), CP_OK, "a square");
    tell_taints(a, &s);
    cp_routes *g = cp_routes_new(a, &s.net);
    is_int(cp_fail_ask(g, a, &s.taints, 0, 3, 1, CP_FAIL_LINKS, 2, &stopped, &x, &err), CP_OK,
           "one failure of either way's links is one of two sets, with none");
    is_uint(x.n_examined, 2, "links of a chain stand for each other");
    is_uint(x.n[0], 1, "one brings the excluded way");
    ok(x.worst[0].num == 1 && x.worst[0].den == 1, "all of it");
    ok(!x.cuts_off, "one does not cut off");
    is_int(cp_fail_ask(g, a, &s.taints, 0, 3, 1, CP_FAIL_LINKS, 1, &stopped, &x, &err), CP_ELIMIT,
           "too many sets");
    is_cstr(tap_cstr(err.msg), "more than 1 sets of failures would have to be worked out",
            "the message");
    stopped = 1;
    is_int(cp_fail_ask(g, a, &s.taints, 0, 3, 1, CP_FAIL_LINKS, 9, &stopped, &x, &err), CP_EINTR,
           "interrupted");
    is_int(cp_fail_ask(g, a, &s.taints, 0, 3, 9, CP_FAIL_LINKS, 9, NULL, &x, &err), CP_ELIMIT,
           "too many at once");
    is_int(cp_fail_ask(g, a, &s.taints, 0, 3, 2, CP_FAIL_LINKS, 9, NULL, &x, &err), CP_OK,
           "after errors all is as before");
    ok(x.cuts_off && x.n_cut == 2, "two cut off");
    cp_arena_free(a);
}

int main(int argc, char **argv)
{
    uint32_t n = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : tap_cases(20000),
             wrong[2] = { 0 };
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    check_limits();
    for (uint32_t i = 0; i < n; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_rand r = { seed + i };
        small s = random_small(a, &r);
        uint32_t now[2] = { check_sets(a, &r, cp_routes_new(a, &s.net), &s),
                            check_stack(a, &r, &s) };
        for (int k = 0; k < 2; k++) {
            if (now[k] && !wrong[k])
                tap_note("the first is that of seed %" PRIu64 ", check %d", seed + i, k);
            wrong[k] += now[k];
        }
        cp_arena_free(a);
    }
    is_uint(wrong[0], 0, "sets of failures of %u nets", n);
    is_uint(wrong[1], 0, "distances while elements fail and come back, in %u nets", n);
    return tap_done();
}
