/* SPDX-License-Identifier: Apache-2.0 */
/* Peers of configurations: numbers, groups of BGP and interfaces of OSPF and IS-IS against plain
 * ways of working them out. */
#include <stdlib.h>
#include "base/rand.h"
#include "sources/state/peers.h"
#include "sources/state/teller.h"
#include "state_told.h"
#include "tap.h"

/* ---- a section of no dialect */

typedef struct stage {
    cp_state_section s;
    cp_obs_sink sink;
    state_told told;
} stage;

static stage *stage_new(cp_arena *a)
{
    stage *x = CP_NEW(a, stage);
    x->told = (state_told){ .a = a, .host = CP_STR("-"), .src = { .name = CP_STR("") } };
    x->told.rows = cp_buf_new(a);
    x->sink = (cp_obs_sink){ .ctx = &x->told, .obs = told_obs, .state = told_block };
    x->s = (cp_state_section){ .a = a, .vrf = CP_STR(""), .why = CP_STR(""), .line = 1 };
    x->s.teller = cp_state_teller_new(a, &x->sink, &x->told.src, &x->told.err);
    return x;
}

static int by_text(const void *x, const void *y)
{
    const cp_str *a = x, *b = y;
    return cp_str_cmp(*a, *b);
}

static cp_str sorted(cp_arena *a, cp_str text)
{
    cp_str line;
    CP_VEC(cp_str) lines = { 0 };
    while (cp_str_cut_line(&text, &line))
        *cp_vec_add(a, &lines) = line;
    if (lines.n)
        qsort(lines.v, lines.n, sizeof *lines.v, by_text);
    cp_buf b = cp_buf_new(a);
    cp_vec_each(l, &lines) cp_buf_fmt(&b, "%.*s\n", CP_FMT(*l));
    return cp_buf_str(&b);
}

static cp_str rows_of(stage *x)
{
    bool is_fine = cp_state_teller_end(x->s.teller) == CP_OK;
    return is_fine ? sorted(x->s.a, cp_buf_str(&x->told.rows)) : cp_str_c(x->told.err.msg);
}

/* ---- numbers */

static void check_numbers(void)
{
    static const struct {
        const char *text;
        uint64_t as; /* 0: none */
    } as_rows[] = {
        { "64496", 64496 },
        { "65551", 65551 },
        { "1.10", 65546 },
        { "0.64496", 64496 },
        { "4294967295", 4294967295 },
        { "65535.65535", 4294967295 },
        { "0", 0 },
        { "0.0", 0 },
        { "4294967296", 0 },
        { "65536.1", 0 },
        { "1.65536", 0 },
        { "1.2.3", 0 },
        { "1.", 0 },
        { ".1", 0 },
        { "-1", 0 },
        { "64496x", 0 },
        { "", 0 },
    };
    for (size_t i = 0; i < sizeof as_rows / sizeof *as_rows; i++) {
        uint64_t as = 0;
        bool is_as = cp_state_as(cp_str_c(as_rows[i].text), &as);
        ok(is_as == (as_rows[i].as > 0) && as == as_rows[i].as, "AS '%s'", as_rows[i].text);
    }
    static const struct {
        const char *text;
        bool is_area;
    } areas[] = { { "0", true },
                  { "0.0.0.0", true },
                  { "4294967295", true },
                  { "10.0.0.1", true },
                  { "4294967296", false },
                  { "0.0.0", false },
                  { "backbone", false },
                  { "", false },
                  { "-1", false },
                  { "0.0.0.256", false },
                  { "192.0.2.1/32", false },
                  { "2001:db8::1", false } };
    for (size_t i = 0; i < sizeof areas / sizeof *areas; i++)
        ok(cp_state_is_area(cp_str_c(areas[i].text)) == areas[i].is_area, "area '%s'",
           areas[i].text);
    uint64_t n = 7;
    ok(!cp_state_metric(CP_STR("0"), CP_OSPF_METRIC_MAX, &n) &&
           !cp_state_metric(CP_STR("65536"), CP_OSPF_METRIC_MAX, &n) &&
           !cp_state_metric(CP_STR("x"), CP_OSPF_METRIC_MAX, &n) && n == 7,
       "no costs");
    ok(cp_state_metric(CP_STR("65535"), CP_OSPF_METRIC_MAX, &n) && n == 65535, "the largest cost");
}

/* ---- groups of BGP: what a group has, by going to the groups of groups each time */

enum { GROUPS = 8, NEIGHBOURS = 6 };

typedef struct plain {
    uint64_t as, own;
    bool is_internal;
    cp_peer_said off;
    uint32_t of[2]; /* groups before which there is none like it; 0: none */
} plain;

static uint64_t plain_as(const plain *v, uint32_t i)
{
    if (v[i].as || v[i].is_internal)
        return v[i].as ? v[i].as : 64496;
    uint64_t as = v[i].of[0] ? plain_as(v, v[i].of[0]) : 0;
    return as ? as : v[i].of[1] ? plain_as(v, v[i].of[1]) : 0;
}

static uint64_t plain_own(const plain *v, uint32_t i)
{
    uint64_t own = v[i].own ? v[i].own : v[i].of[0] ? plain_own(v, v[i].of[0]) : 0;
    return own ? own : v[i].of[1] ? plain_own(v, v[i].of[1]) : 0;
}

static cp_peer_said plain_off(const plain *v, uint32_t i)
{
    cp_peer_said off = v[i].off ? v[i].off : v[i].of[0] ? plain_off(v, v[i].of[0]) : CP_PEER_UNTOLD;
    return off ? off : v[i].of[1] ? plain_off(v, v[i].of[1]) : CP_PEER_UNTOLD;
}

static cp_bgp_name plain_name(cp_arena *a, uint32_t i, uint32_t n)
{
    return (cp_bgp_name){ i % 2 ? 's' : 0,
                          i < n ? cp_str_fmt(a, "g%u", i / 2) : cp_str_fmt(a, "192.0.2.%u", i) };
}

static void plain_fill(cp_rand *r, plain *v)
{
    for (uint32_t i = 1; i < GROUPS + NEIGHBOURS; i++) {
        v[i] = (plain){ .as = cp_rand_below(r, 3) ? 0 : 64497 + i,
                        .own = cp_rand_below(r, 4) ? 0 : 65536 + i,
                        .is_internal = cp_rand_below(r, 5) == 0,
                        .off = (cp_peer_said)cp_rand_below(r, 3) };
        for (int k = 0; k < 2; k++)
            v[i].of[k] = (uint32_t)cp_rand_below(r, i < GROUPS ? i : GROUPS);
    }
}

static void plain_say(stage *x, cp_bgp *b, const plain *v, uint32_t i)
{
    bool is_group = i < GROUPS;
    cp_bgp_name name = plain_name(x->s.a, i, GROUPS);
    if (!is_group)
        name.space = 0;
    cp_conf_bgp_peer *p = cp_bgp_peer_of(&x->s, b, CP_STR(""), name);
    p->row.peer.as = v[i].as;
    p->row.peer.local_as = v[i].own;
    p->side = v[i].is_internal ? CP_BGP_INTERNAL : CP_BGP_UNTOLD;
    p->off = v[i].off;
    p->is_neighbour = !is_group;
    if (!is_group)
        (void)cp_state_address_of(name.name, &p->row.peer.addr);
    for (int k = 0; k < 2; k++)
        if (v[i].of[k])
            p->of[k] = plain_name(x->s.a, v[i].of[k], GROUPS);
}

static void check_groups(void)
{
    uint32_t n = tap_cases(4000), n_same = 0;
    cp_rand r = { 17 };
    for (uint32_t c = 0; c < n; c++) {
        cp_arena *a = cp_arena_new(0);
        stage *x = stage_new(a);
        plain v[GROUPS + NEIGHBOURS] = { 0 };
        cp_bgp b = { .as = 64496, .instance = CP_STR("") };
        uint32_t order[GROUPS + NEIGHBOURS];
        cp_buf want = cp_buf_new(a);
        plain_fill(&r, v);
        for (uint32_t i = 1; i < GROUPS + NEIGHBOURS; i++) { /* said in any order */
            uint32_t k = 1 + (uint32_t)cp_rand_below(&r, i);
            order[i] = order[k];
            order[k] = i;
        }
        for (uint32_t i = 1; i < GROUPS + NEIGHBOURS; i++)
            plain_say(x, &b, v, order[i]);
        cp_bgp_tell(&x->s, &b);
        for (uint32_t i = GROUPS; i < GROUPS + NEIGHBOURS; i++) {
            uint64_t as = plain_as(v, i), own = plain_own(v, i);
            cp_str group = v[i].of[0] ? plain_name(a, v[i].of[0], GROUPS).name : CP_STR("");
            cp_buf_fmt(&want, "peer 192.0.2.%u BGP", i);
            if (as)
                cp_buf_fmt(&want, " as %llu", (unsigned long long)as);
            cp_buf_fmt(&want, " own %llu", (unsigned long long)(own ? own : 64496));
            if (plain_off(v, i) == CP_PEER_YES)
                cp_buf_fmt(&want, " off");
            if (group.n)
                cp_buf_fmt(&want, " \"%.*s\"", CP_FMT(group));
            cp_buf_fmt(&want, " :1\n");
        }
        cp_str told = rows_of(x), wanted = sorted(a, cp_buf_str(&want));
        n_same += cp_str_eq(told, wanted);
        if (!cp_str_eq(told, wanted))
            printf("# case %u:\n%.*swanted\n%.*s", c, CP_FMT(told), CP_FMT(wanted));
        cp_arena_free(a);
    }
    ok(n_same == n, "%u of %u processes: neighbours have what their groups have", n_same, n);
}

static void check_odd_groups(void)
{
    cp_arena *a = cp_arena_new(0);
    stage *x = stage_new(a);
    cp_bgp b = { .as = 64496, .instance = CP_STR("") };
    cp_bgp_name names[3];
    for (uint32_t i = 0; i < 3; i++)
        names[i] = (cp_bgp_name){ 0, cp_str_fmt(a, "%u", i) };
    for (uint32_t i = 0; i < 3; i++) /* round and round */
        cp_bgp_peer_of(&x->s, &b, CP_STR(""), names[i])->of[0] = names[(i + 1) % 3];
    cp_bgp_peer_of(&x->s, &b, CP_STR(""), names[2])->row.peer.as = 64497;
    cp_conf_bgp_peer *p =
        cp_bgp_peer_of(&x->s, &b, CP_STR("red"), (cp_bgp_name){ 0, CP_STR("192.0.2.1") });
    p->is_neighbour = true;
    p->of[0] = names[0];
    p->of[1] = (cp_bgp_name){ 0, CP_STR("nobody") };
    (void)cp_state_address_of(CP_STR("192.0.2.1"), &p->row.peer.addr);
    cp_bgp_self(&x->s, &b, CP_STR("red"))->local_as = 64511;
    cp_bgp_tell(&x->s, &b);
    cp_str told = rows_of(x);
    ok(cp_str_eq(told, CP_STR("peer [red] 192.0.2.1 BGP as 64497 own 64511 \"0\" :1\n"
                              "peer [red] BGP own 64511 self :1\n")),
       "groups of each other, a group that is not there, a group of the main table: %.*s",
       CP_FMT(told));
    cp_arena_free(a);
}

/* Families in which a neighbour is told to be active, or not to be; the second is of a group. */
static void check_families(void)
{
    cp_arena *a = cp_arena_new(0);
    stage *x = stage_new(a);
    cp_bgp b = { .as = 64496, .instance = CP_STR("") };
    cp_bgp_peer_of(&x->s, &b, CP_STR(""), (cp_bgp_name){ 'g', CP_STR("g") })->is_active = true;
    for (uint32_t i = 0; i < 8; i++) {
        cp_str name = cp_str_fmt(a, "192.0.2.%u", i);
        cp_conf_bgp_peer *p = cp_bgp_peer_of(&x->s, &b, CP_STR(""), (cp_bgp_name){ 0, name });
        (void)cp_state_address_of(name, &p->row.peer.addr);
        p->is_neighbour = true;
        p->is_inactive = i & 1;
        p->is_active = i & 2;
        if (i & 4)
            p->of[0] = (cp_bgp_name){ 'g', CP_STR("g") };
    }
    cp_bgp_tell(&x->s, &b);
    cp_str told = rows_of(x);
    ok(cp_str_find(told, CP_STR("192.0.2.1 BGP own 64496 off :1")) >= 0 &&
           cp_str_find(cp_str_from(told, (size_t)cp_str_find(told, CP_STR(" off")) + 4),
                       CP_STR(" off")) < 0,
       "off is who is inactive in one family and active in none: %.*s", CP_FMT(told));
    cp_arena_free(a);
}

static void check_many(void)
{
    cp_arena *a = cp_arena_new(0);
    stage *x = stage_new(a);
    cp_bgp b = { .as = 64496, .instance = CP_STR("") };
    uint32_t n = 0;
    while (cp_bgp_peer_of(&x->s, &b, CP_STR(""), (cp_bgp_name){ 0, cp_str_fmt(a, "%u", n) }))
        n++;
    ok(n == CP_PEERS_MAX && x->s.why.n, "%u names, and no more: %.*s", n, CP_FMT(x->s.why));
    ok(cp_bgp_peer_of(&x->s, &b, CP_STR(""), (cp_bgp_name){ 0, CP_STR("7") }),
       "one that is there is found");
    cp_arena_free(a);
}

/* ---- interfaces of OSPF: statements in any order */

enum { PROCESSES = 2, IFACES = 3 };

typedef struct words {
    bool has_area[PROCESSES + 1][IFACES]; /* the last: of no process */
    uint64_t cost[IFACES];
    cp_peer_said by_process[PROCESSES][IFACES], by_iface[IFACES];
    bool is_default[PROCESSES];
} words;

static void words_fill(cp_rand *r, words *w)
{
    for (uint32_t f = 0; f < IFACES; f++) {
        w->cost[f] = cp_rand_below(r, 2) ? 10 + f : 0;
        w->by_iface[f] = (cp_peer_said)cp_rand_below(r, 3);
        for (uint32_t p = 0; p < PROCESSES; p++) {
            w->has_area[p][f] = cp_rand_below(r, 2);
            w->by_process[p][f] = (cp_peer_said)cp_rand_below(r, 3);
        }
    }
    for (uint32_t p = 0; p < PROCESSES; p++)
        w->is_default[p] = cp_rand_below(r, 2);
}

static cp_igp_iface *named(stage *x, cp_igp *g, uint32_t p, uint32_t f)
{
    return cp_igp_iface_of(&x->s, g, "OSPF",
                           p < PROCESSES ? cp_str_fmt(x->s.a, "%u", p) : CP_STR(""),
                           cp_str_fmt(x->s.a, "Eth%u", f));
}

/* The i-th of all statements. */
static void words_say(stage *x, cp_igp *g, const words *w, uint32_t i)
{
    uint32_t f = i % IFACES, p = i / IFACES % PROCESSES, what = i / IFACES / PROCESSES;
    if (what == 0 && w->has_area[p][f]) {
        cp_igp_iface *to = named(x, g, p, f);
        to->takes_part = true;
        to->row.peer.area = CP_STR("0");
    } else if (what == 1 && p == 0 && w->cost[f]) {
        named(x, g, PROCESSES, f)->metric[0] = w->cost[f];
    } else if (what == 1 && p == 1 && w->by_iface[f]) {
        named(x, g, PROCESSES, f)->passive = w->by_iface[f];
    } else if (what == 2 && w->by_process[p][f]) {
        named(x, g, p, f)->passive = w->by_process[p][f];
    } else if (what == 3) {
        cp_igp_process_of(&x->s, g, "OSPF", cp_str_fmt(x->s.a, "%u", p), CP_STR(""))->is_passive =
            w->is_default[p];
    }
}

enum { STATEMENTS = 4 * IFACES * PROCESSES };

static void want_iface(cp_buf *b, const words *w, uint32_t f)
{
    bool is_anywhere = false;
    for (uint32_t p = 0; p < PROCESSES; p++) {
        cp_peer_said said = w->by_process[p][f], all = said ? said : w->by_iface[f];
        bool is_there = w->has_area[p][f] || said;
        is_anywhere = is_anywhere || is_there;
        if (!is_there || (!w->has_area[p][f] && w->cost[f] == 0 && all != CP_PEER_YES &&
                          !(all == CP_PEER_NO && w->is_default[p])))
            continue;
        cp_buf_fmt(b, "peer OSPF %u", p);
        if (w->has_area[p][f])
            cp_buf_fmt(b, " area 0");
        if (w->cost[f])
            cp_buf_fmt(b, " metric %llu", (unsigned long long)w->cost[f]);
        cp_buf_fmt(b, " if Eth%u", f);
        if (all == CP_PEER_YES || (all == CP_PEER_UNTOLD && w->is_default[p]))
            cp_buf_fmt(b, " passive");
        cp_buf_fmt(b, " :1\n");
    }
    if (is_anywhere || (w->cost[f] == 0 && w->by_iface[f] != CP_PEER_YES))
        return;
    cp_buf_fmt(b, "peer OSPF");
    if (w->cost[f])
        cp_buf_fmt(b, " metric %llu", (unsigned long long)w->cost[f]);
    cp_buf_fmt(b, " if Eth%u%s :1\n", f, w->by_iface[f] == CP_PEER_YES ? " passive" : "");
}

static void check_ifaces(void)
{
    uint32_t n = tap_cases(4000), n_same = 0;
    cp_rand r = { 23 };
    for (uint32_t c = 0; c < n; c++) {
        cp_arena *a = cp_arena_new(0);
        stage *x = stage_new(a);
        words w = { 0 };
        cp_igp g = { .processes = { 0 } };
        uint32_t order[STATEMENTS];
        cp_buf want = cp_buf_new(a);
        words_fill(&r, &w);
        for (uint32_t i = 0; i < STATEMENTS; i++) {
            uint32_t k = (uint32_t)cp_rand_below(&r, i + 1);
            order[i] = order[k];
            order[k] = i;
        }
        for (uint32_t i = 0; i < STATEMENTS; i++)
            words_say(x, &g, &w, order[i]);
        cp_igp_tell(&x->s, &g);
        for (uint32_t p = 0; p < PROCESSES; p++)
            cp_buf_fmt(&want, "peer OSPF %u self :1\n", p);
        for (uint32_t f = 0; f < IFACES; f++)
            want_iface(&want, &w, f);
        cp_str told = rows_of(x), wanted = sorted(a, cp_buf_str(&want));
        n_same += cp_str_eq(told, wanted);
        if (!cp_str_eq(told, wanted))
            printf("# case %u:\n%.*swanted\n%.*s", c, CP_FMT(told), CP_FMT(wanted));
        cp_arena_free(a);
    }
    ok(n_same == n, "%u of %u configurations: passive, areas and costs in any order", n_same, n);
}

/* ---- levels of IS-IS, the only process of a VRF, networks */

static void check_rest(void)
{
    cp_arena *a = cp_arena_new(0);
    stage *x = stage_new(a);
    cp_igp g = { .processes = { 0 } };
    cp_state_net net;
    cp_igp_process *two = cp_igp_process_of(&x->s, &g, "IS-IS", CP_STR("A"), CP_STR(""));
    two->row.peer.what |= CP_STATE_PEER_LEVEL_2;
    cp_igp_process *both = cp_igp_process_of(&x->s, &g, "IS-IS", CP_STR("B"), CP_STR(""));
    both->metric[0] = both->metric[1] = 30;
    for (int i = 0; i < 4; i++) {
        cp_igp_iface *f = cp_igp_iface_of(&x->s, &g, "IS-IS", i == 0 ? CP_STR("A") : CP_STR("B"),
                                          cp_str_fmt(a, "e%d", i));
        f->takes_part = true;
        f->metric[0] = i < 2 ? 10 : 0;
        f->metric[1] = i < 2 ? 20 : 0;
        f->row.peer.what = i == 3 ? CP_STATE_PEER_LEVEL_1 : 0;
    }
    cp_igp_iface_of(&x->s, &g, "IS-IS", CP_STR("B"), CP_STR("e9"))->metric[0] = 5;
    cp_igp_process *v3 = cp_igp_process_of(&x->s, &g, "OSPFv3", CP_STR("7"), CP_STR("red"));
    v3->is_passive = v3->is_off = true;
    cp_igp_iface *cost = cp_igp_iface_of(&x->s, &g, "OSPFv3", CP_STR(""), CP_STR("e1"));
    cost->metric[0] = 9;
    cost->row.vrf = CP_STR("red");
    (void)cp_state_prefix(&x->s, CP_STR("2001:db8::/32"), &net);
    ok(cp_igp_network(&x->s, &g, v3, net, CP_STR("1")) ==
           cp_igp_network(&x->s, &g, v3, net, CP_STR("1")),
       "a network that is told twice is one");
    (void)cp_state_address_of(CP_STR("192.0.2.9"), &net);
    (void)cp_igp_neighbour(&x->s, &g, v3, net, CP_STR("1"), "virtual link");
    cp_igp_tell(&x->s, &g);
    cp_str told = rows_of(x);
    ok(cp_str_eq(told, CP_STR("peer IS-IS A metric 20 if e0 l2 :1\n"
                              "peer IS-IS A self l2 :1\n"
                              "peer IS-IS B metric 10 if e1 l1 :1\n"
                              "peer IS-IS B metric 20 if e1 l2 :1\n"
                              "peer IS-IS B metric 30 if e2 :1\n"
                              "peer IS-IS B metric 30 if e3 l1 :1\n"
                              "peer IS-IS B self :1\n"
                              "peer [red] 192.0.2.9 OSPFv3 7 area 1 off \"virtual link\" :1\n"
                              "peer [red] 2001:db8::/32 OSPFv3 7 area 1 network passive off :1\n"
                              "peer [red] OSPFv3 7 metric 9 if e1 passive off :1\n"
                              "peer [red] OSPFv3 7 self off :1\n")),
       "levels, defaults, a process that is alone: %.*s", CP_FMT(told));
    cp_arena_free(a);
}

int main(void)
{
    check_numbers();
    check_groups();
    check_odd_groups();
    check_families();
    check_many();
    check_ifaces();
    check_rest();
    return tap_done();
}
