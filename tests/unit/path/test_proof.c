/* SPDX-License-Identifier: Apache-2.0 */
/* test_proof.c - the problem file, byte by byte for nets that were worked out by hand. */
#include "path/proof.h"
#include "tap.h"

static cp_net made(cp_net_maker *m)
{
    cp_net n = { 0 };
    cp_err err = { 0 };
    if (cp_net_make(m, &n, NULL, &err) != CP_OK) {
        printf("Bail out! no net: %s\n", err.msg);
        exit(1);
    }
    return n;
}

static cp_str problem_of(cp_arena *a, const cp_net *n)
{
    cp_buf b = cp_buf_new(a);
    cp_problem_write(n, &b);
    return cp_buf_str(&b);
}

/* The example of docs/formats/path-proof.md. */
static void documented(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_str policies[] = { CP_STR("first-policy"), CP_STR("second-policy") };
    cp_net_maker *m = cp_net_maker_new(a, policies, 2);
    uint32_t core = cp_net_item(m, CP_STR("core-1"), 0, 1, 0);
    uint32_t ride = cp_net_item(m, CP_STR("link agg-1"), 0, 0, 0);
    uint32_t agg_2 = cp_net_item(m, CP_STR("agg-2"), 0, 0, 0);
    uint32_t agg_1 = cp_net_item(m, CP_STR("agg-1"), 2, 0, 0);
    uint32_t ems = cp_net_item(m, CP_STR("ems"), 0, 0, 0);
    cp_net_need(m, agg_1, &ems, 1);
    cp_net_need(m, ride, (uint32_t[]){ core, agg_2, core }, 3);
    uint32_t links[] = { cp_net_add_link(m, core, agg_2, 20, 10, CP_NO_ITEM),
                         cp_net_add_link(m, agg_1, agg_2, 10, 10, ride) };
    cp_net_add_link(m, ems, ems, 1, 1, CP_NO_ITEM);
    cp_net_risk(m, CP_STR("duct-7"), links, 2);
    cp_net n = made(m);
    is_cstr(problem_of(a, &n),
            "cleanpath-problem 1\npolicies 2\nfirst-policy\nsecond-policy\n"
            "items 5\nd cx agg-1\nd cc agg-2\nd uc core-1\nd cc ems\nd cc link%20agg-1\n"
            "groups 2\n0 3\n4 1 2\nlinks 2\n0 1 10 10 4\n1 2 10 20 -\nrisks 1\nduct-7 0 1\nend\n",
            "the example of the page");
    cp_arena_free(a);
}

static void extremes(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_str policies[] = { CP_STR("50% of\xc3\xa4") };
    cp_net_maker *m = cp_net_maker_new(a, policies, 1);
    cp_net n = made(m);
    is_cstr(problem_of(a, &n),
            "cleanpath-problem 1\npolicies 1\n50%25%20of%C3%A4\nitems 0\ngroups 0\nlinks 0\n"
            "risks 0\nend\n",
            "an empty net");
    m = cp_net_maker_new(a, policies, 1);
    uint32_t x = cp_net_item(m, CP_STR(""), 1, 1, CP_ITEM_END_ONLY);
    uint32_t y = cp_net_item(m, CP_STR("\x7f~! \n"), 0, 1, 0);
    cp_net_add_link(m, y, x, UINT32_MAX, 0, y);
    cp_net_add_link(m, x, y, 99, 100, CP_NO_ITEM);
    cp_net_risk(m, CP_STR("\0r"), NULL, 0);
    n = made(m);
    is_cstr(problem_of(a, &n),
            "cleanpath-problem 1\npolicies 1\n50%25%20of%C3%A4\nitems 2\ne x %\nd u %7F~!%20%0A\n"
            "groups 0\nlinks 2\n0 1 0 4294967295 1\n0 1 99 100 -\nrisks 1\n%00r\nend\n",
            "names of all sorts, numbers at their limits");
    cp_arena_free(a);
}

/* 64 policies: a letter each. Ids longer than the room for a line. */
static void many_policies(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_str policies[CP_NET_POLICIES_MAX];
    for (int i = 0; i < CP_NET_POLICIES_MAX; i++)
        policies[i] = cp_str_fmt(a, "p%d", i);
    cp_net_maker *m = cp_net_maker_new(a, policies, CP_NET_POLICIES_MAX);
    char *id = cp_arena_alloc(a, 20000);
    memset(id, 'z', 20000);
    cp_net_item(m, (cp_str){ id, 20000 }, UINT64_C(1) << 63, 1, 0);
    cp_net n = made(m);
    cp_str got = problem_of(a, &n);
    char want[80] = "\nd u";
    memset(want + 4, 'c', 62);
    memcpy(want + 66, "x zzz", 6);
    ok(cp_str_has(got, cp_str_c(want)), "the letters of 64 policies, the first for the first");
    cp_str tail = cp_str_from(got, got.n - 20000 - 30);
    ok(tail.p[0] == 'z' && tail.p[19999] == 'z' &&
           cp_str_ends(tail, CP_STR("z\ngroups 0\nlinks 0\nrisks 0\nend\n")),
       "an id of 20,000 bytes");
    cp_arena_free(a);
}

int main(void)
{
    documented();
    extremes();
    many_policies();
    return tap_done();
}
