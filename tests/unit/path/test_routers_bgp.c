/* SPDX-License-Identifier: Apache-2.0 */
/* test_routers_bgp.c - which routes follow from a table and from what BGP told since: by rows; that
 * words of systems for protocols are known; that limits hold and memory is given back; at random,
 * that no more is concluded than the rules allow. The rules as a whole are held against a model of
 * their own by tests/data/watch/bmp_oracle.py. Argument: how many cases (20,000), and a seed. */
#include <string.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/rand.h"
#include "path/routers_bgp.h"
#include "tap.h"

static cp_state_net net_of(const char *text)
{
    cp_state_net n = { .is_set = false };
    cp_str s = cp_str_c(text);
    ptrdiff_t slash = cp_str_find_char(s, '/');
    cp_ip ip;
    if (slash >= 0 && cp_ip_parse(cp_str_slice(s, 0, (size_t)slash), &ip))
        (void)cp_state_net_of(ip, (uint32_t)strtoul(text + slash + 1, NULL, 10), &n);
    else if (cp_ip_parse(s, &ip))
        (void)cp_state_addr_of(ip, &n);
    return n;
}

/* A row of the table: what: 'c' connected, 'd' drops, 0 a next hop. */
typedef struct told {
    const char *net, *via, *protocol;
    uint64_t distance;
    char what;
} told;

static cp_routers_bgp_row row_of(const told *t)
{
    cp_routers_bgp_row r = { .source = 1 };
    uint64_t what = t->what == 'c' ? CP_STATE_CONNECTED : t->what == 'd' ? CP_STATE_DROP : 0;
    r.s = (cp_state){ .kind = CP_STATE_ROUTE, .vrf = CP_STR(""), .pos = 1 };
    r.s.route = (cp_state_route){ .net = net_of(t->net),
                                  .protocol = cp_str_c(t->protocol),
                                  .preference = t->distance,
                                  .what = CP_STATE_USED | what };
    if (t->via)
        r.s.route.via = net_of(t->via);
    return r;
}

typedef struct listing {
    cp_arena *a;
    cp_buf out;
    const char *of; /* a prefix; NULL: all */
    uint32_t n;
} listing;

/* "10.0.13.2 " for each next hop, "? " for one that is not known, "doubt ", "net " */
static cp_rc list(void *ctx, uint32_t source, const cp_state *s, cp_err *err)
{
    listing *l = ctx;
    cp_state_net of = l->of ? net_of(l->of) : s->route.net;
    (void)source, (void)err;
    l->n++;
    if (s->route.net.bits != of.bits || memcmp(&s->route.net.addr, &of.addr, sizeof of.addr) != 0)
        return CP_OK;
    if (s->route.what & CP_STATE_LABELLED)
        cp_buf_fmt(&l->out, *cp_routers_bgp_why(s->route.protocol) ? "doubt " : "label ");
    else if (s->route.what & CP_STATE_CONNECTED)
        cp_buf_fmt(&l->out, "net ");
    else if (!s->route.via.is_set)
        cp_buf_fmt(&l->out, "? ");
    else
        cp_buf_fmt(&l->out, "%u.%u.%u.%u ", s->route.via.addr.b[12], s->route.via.addr.b[13],
                   s->route.via.addr.b[14], s->route.via.addr.b[15]);
    return CP_OK;
}

static cp_str over(listing *l, cp_routers_bgp *b, const told *rows, uint32_t n, uint64_t seq,
                   const char *of, bool is_all)
{
    cp_routers_bgp_row v[16];
    cp_err err;
    for (uint32_t i = 0; i < n; i++)
        v[i] = row_of(&rows[i]);
    l->out = cp_buf_new(l->a);
    l->of = of;
    l->n = 0;
    cp_routers_bgp_table t = { v, n, seq, CP_STR(""), is_all };
    bool is_good = cp_routers_bgp_over(b, &t, list, l, &err) == CP_OK;
    return is_good ? cp_buf_str(&l->out) : CP_STR("failed");
}

/* What BGP said: "+VIA", "-", "in", "eor", "#": the table was told (again) here. */
static const struct row {
    const char *name;
    told rows[5];
    const char *said[5];
    const char *want; /* of 192.0.2.0/24 */
    bool has_ids, is_partial, is_all;
} rows[] = {
    { "nothing was said",
      { { "192.0.2.0/24", "10.0.13.2", "bgp", 20, 0 } },
      { NULL },
      "10.0.13.2 ",
      0,
      0,
      0 },
    { "another next hop",
      { { "192.0.2.0/24", "10.0.13.2", "bgp", 20, 0 } },
      { "+10.0.12.2" },
      "10.0.12.2 ? ",
      0,
      0,
      0 },
    { "with path identifiers it is all",
      { { "192.0.2.0/24", "10.0.13.2", "bgp", 20, 0 } },
      { "+10.0.12.2" },
      "10.0.12.2 ",
      1,
      0,
      0 },
    { "or where somebody says so",
      { { "192.0.2.0/24", "10.0.13.2", "bgp", 20, 0 } },
      { "+10.0.12.2" },
      "10.0.12.2 ",
      0,
      0,
      1 },
    { "the table had it alone",
      { { "192.0.2.0/24", "10.0.13.2", "bgp", 20, 0 },
        { "10.0.13.0/30", NULL, "connected", 0, 'c' } },
      { "+10.0.13.2" },
      "10.0.13.2 ",
      0,
      0,
      0 },
    { "but BGP had another since",
      { { "192.0.2.0/24", "10.0.13.2", "bgp", 20, 0 } },
      { "+10.0.12.2", "+10.0.13.2" },
      "10.0.13.2 ? ",
      0,
      0,
      0 },
    { "one of two that the table has",
      { { "192.0.2.0/24", "10.0.13.2", "bgp", 20, 0 },
        { "192.0.2.0/24", "10.0.12.2", "bgp", 20, 0 },
        { "10.0.13.0/30", NULL, "connected", 0, 'c' },
        { "10.0.12.0/30", NULL, "connected", 0, 'c' } },
      { "+10.0.12.2" },
      "10.0.13.2 10.0.12.2 ",
      0,
      0,
      0 },
    { "with identifiers it is one of two no more",
      { { "192.0.2.0/24", "10.0.13.2", "bgp", 20, 0 },
        { "192.0.2.0/24", "10.0.12.2", "bgp", 20, 0 } },
      { "+10.0.12.2" },
      "10.0.12.2 ",
      1,
      0,
      0 },
    { "it went",
      { { "192.0.2.0/24", "10.0.13.2", "bgp", 20, 0 } },
      { "+10.0.13.2", "-" },
      "doubt ",
      1,
      0,
      0 },
    { "it went, and never came",
      { { "192.0.2.0/24", "10.0.13.2", "bgp", 20, 0 } },
      { "-" },
      "doubt ",
      1,
      0,
      0 },
    { "it was not told by the end of RIB",
      { { "192.0.2.0/24", "10.0.13.2", "bgp", 20, 0 } },
      { "eor" },
      "doubt ",
      1,
      0,
      0 },
    { "of a Loc-RIB that is told in part that means nothing",
      { { "192.0.2.0/24", "10.0.13.2", "bgp", 20, 0 } },
      { "other", "eor" },
      "10.0.13.2 ",
      1,
      1,
      0 },
    { "the table came behind it",
      { { "192.0.2.0/24", "10.0.13.2", "bgp", 20, 0 } },
      { "+10.0.12.2", "eor", "#" },
      "10.0.13.2 ",
      1,
      0,
      0 },
    { "and the table says that it has gone",
      { { "10.0.0.0/8", "10.0.13.2", "bgp", 20, 0 } },
      { "+10.0.12.2", "#" },
      "",
      1,
      0,
      0 },
    { "it went before the table came",
      { { "192.0.2.0/24", "10.0.13.2", "ospf", 110, 0 } },
      { "+10.0.12.2", "-", "#" },
      "10.0.13.2 ",
      1,
      0,
      0 },
    { "another protocol has it",
      { { "192.0.2.0/24", "10.0.13.2", "ospf", 110, 0 } },
      { "+10.0.12.2" },
      "doubt ",
      1,
      0,
      0 },
    { "one of lower distance",
      { { "192.0.2.0/24", "10.0.13.2", "static", 1, 0 },
        { "198.51.100.0/24", "10.0.13.2", "bgp", 20, 0 },
        { "203.0.113.0/24", "10.0.13.2", "bgp", 200, 0 } },
      { "+10.0.12.2" },
      "10.0.13.2 ",
      1,
      0,
      0 },
    { "one of higher distance",
      { { "192.0.2.0/24", "10.0.13.2", "static", 250, 0 },
        { "198.51.100.0/24", "10.0.13.2", "bgp", 20, 0 },
        { "203.0.113.0/24", "10.0.13.2", "bgp", 200, 0 } },
      { "+10.0.12.2" },
      "10.0.12.2 ",
      1,
      0,
      0 },
    { "between those of BGP",
      { { "192.0.2.0/24", "10.0.13.2", "ospf", 110, 0 },
        { "198.51.100.0/24", "10.0.13.2", "bgp", 20, 0 },
        { "203.0.113.0/24", "10.0.13.2", "bgp", 200, 0 } },
      { "+10.0.12.2" },
      "doubt ",
      1,
      0,
      0 },
    { "of BGP one distance is known",
      { { "192.0.2.0/24", "10.0.13.2", "static", 60, 0 },
        { "198.51.100.0/24", "10.0.13.2", "bgp", 255, 0 } },
      { "+10.0.12.2" },
      "doubt ",
      1,
      0,
      0 },
    { "it is both's",
      { { "192.0.2.0/24", "10.0.13.2", "Static", 60, 0 },
        { "198.51.100.0/24", "10.0.13.2", "IBGP", 255, 0 },
        { "203.0.113.0/24", "10.0.13.2", "EBGP", 255, 0 } },
      { "+10.0.12.2" },
      "10.0.13.2 ",
      1,
      0,
      0 },
    { "another protocol stays when BGP's goes",
      { { "192.0.2.0/24", "10.0.13.2", "ospf", 110, 0 } },
      { "+10.0.12.2", "-" },
      "10.0.13.2 ",
      1,
      0,
      0 },
    { "but who knows of a part",
      { { "192.0.2.0/24", "10.0.13.2", "ospf", 110, 0 } },
      { "+10.0.12.2", "-" },
      "doubt ",
      1,
      1,
      0 },
    { "a network of its own stays",
      { { "192.0.2.0/24", NULL, "connected", 0, 'c' } },
      { "+10.0.12.2" },
      "net ",
      1,
      0,
      0 },
    { "whatever peers announce",
      { { "192.0.2.0/24", NULL, "connected", 0, 'c' } },
      { "in" },
      "net ",
      1,
      0,
      0 },
    { "a peer announces it",
      { { "192.0.2.0/24", "10.0.13.2", "bgp", 20, 0 } },
      { "in" },
      "doubt ",
      1,
      0,
      0 },
    { "a peer announces what another protocol has",
      { { "192.0.2.0/24", "10.0.13.2", "ospf", 110, 0 } },
      { "in" },
      "doubt ",
      1,
      0,
      0 },
    { "a peer announces a new one",
      { { "10.0.0.0/8", "10.0.13.2", "bgp", 20, 0 } },
      { "in" },
      "doubt ",
      1,
      0,
      0 },
    { "a peer goes",
      { { "192.0.2.0/24", "10.0.13.2", "bgp", 20, 0 } },
      { "in-down" },
      "doubt ",
      1,
      0,
      0 },
    { "a peer goes, and another protocol has it",
      { { "192.0.2.0/24", "10.0.13.2", "ospf", 110, 0 } },
      { "in-down" },
      "10.0.13.2 ",
      1,
      0,
      0 },
    { "the table came behind it, too",
      { { "192.0.2.0/24", "10.0.13.2", "bgp", 20, 0 } },
      { "in", "in-down", "#" },
      "10.0.13.2 ",
      1,
      0,
      0 },
    { "the table does not know its protocols",
      { { "192.0.2.0/24", "10.0.13.2", "", 0, 0 } },
      { "+10.0.12.2" },
      "doubt ",
      1,
      0,
      0 },
    { "nor a daemon's of several",
      { { "192.0.2.0/24", "10.0.13.2", "zebra", 0, 0 } },
      { "+10.0.12.2" },
      "doubt ",
      1,
      0,
      0 },
    { "and it is the same",
      { { "192.0.2.0/24", "10.0.13.2", "", 0, 0 }, { "10.0.13.0/30", NULL, "", 0, 'c' } },
      { "+10.0.13.2" },
      "10.0.13.2 ",
      1,
      0,
      0 },
    { "the table does not know, and BGP has it not",
      { { "192.0.2.0/24", "10.0.13.2", "", 0, 0 } },
      { "eor" },
      "doubt ",
      1,
      0,
      0 },
    { "of some it knows",
      { { "192.0.2.0/24", "10.0.13.2", "", 0, 0 }, { "10.0.13.0/30", NULL, "kernel", 0, 'c' } },
      { "eor" },
      "10.0.13.2 ",
      1,
      0,
      0 },
    { "it is the router's own",
      { { "192.0.2.0/24", "10.0.13.2", "bgp", 20, 0 } },
      { "+" },
      "doubt ",
      1,
      0,
      0 },
    { "it is new",
      { { "10.0.0.0/8", "10.0.13.2", "bgp", 20, 0 } },
      { "+10.0.12.2" },
      "10.0.12.2 ",
      1,
      0,
      0 },
    { "it is new, and went",
      { { "10.0.0.0/8", "10.0.13.2", "bgp", 20, 0 } },
      { "+10.0.12.2", "-" },
      "",
      1,
      0,
      0 },
    { "in part it may be there",
      { { "10.0.0.0/8", "10.0.13.2", "bgp", 20, 0 } },
      { "+10.0.12.2", "-" },
      "doubt ",
      1,
      1,
      0 },
    { "the next hop is behind another",
      { { "192.0.2.0/24", "10.0.13.2", "bgp", 20, 0 },
        { "10.255.0.3/32", "10.0.13.2", "ospf", 110, 0 },
        { "10.0.13.0/30", NULL, "connected", 0, 'c' } },
      { "+10.255.0.3" },
      "10.255.0.3 ",
      0,
      0,
      0 },
    { "of which BGP says something, too",
      { { "192.0.2.0/24", "10.0.13.2", "bgp", 20, 0 },
        { "10.255.0.3/32", "10.0.13.2", "ospf", 110, 0 },
        { "10.0.13.0/30", NULL, "connected", 0, 'c' } },
      { "loop", "+10.255.0.3" },
      "10.255.0.3 ? ",
      0,
      0,
      0 },
    { "a drop of BGP goes",
      { { "192.0.2.0/24", NULL, "bgp", 20, 'd' } },
      { "+10.0.12.2" },
      "10.0.12.2 ",
      1,
      0,
      0 },
    { "no table: nothing follows", { { NULL, NULL, NULL, 0, 0 } }, { "+10.0.12.2" }, "", 1, 0, 0 },
};

static uint64_t say(cp_routers_bgp *b, const struct row *r, const char *word, uint64_t seq)
{
    cp_routers_bgp_route x = { .net = net_of("192.0.2.0/24"),
                               .has_path_id = r->has_ids,
                               .is_partial = r->is_partial,
                               .at = { 2, seq } };
    if (strcmp(word, "other") == 0)
        x.net = net_of("203.0.113.0/25");
    if (strcmp(word, "loop") == 0)
        x.net = net_of("10.255.0.3/32");
    if (word[0] == '+' && word[1])
        x.via = net_of(word + 1);
    if (word[0] == '+' || word[0] == 'o' || word[0] == 'l')
        (void)cp_routers_bgp_set(b, &x, seq);
    else if (word[0] == '-')
        (void)cp_routers_bgp_unset(b, &x, seq);
    else if (word[0] == 'e')
        cp_routers_bgp_whole(b, seq, x.at);
    else if (strcmp(word, "in") == 0)
        (void)cp_routers_bgp_doubt(b, &x, seq);
    else if (word[0] == 'i')
        cp_routers_bgp_doubt_all(b, seq, x.at);
    return word[0] == '#' ? seq : 0;
}

static void check_row(const struct row *r)
{
    cp_routers_bgp_limits limits = { 100, 0, 1000 };
    listing l = { .a = cp_arena_new(0) };
    cp_routers_bgp *b = cp_routers_bgp_new(&limits);
    uint64_t at = 0;
    uint32_t n = 0;
    while (n < 5 && r->rows[n].net)
        n++;
    for (uint64_t i = 0; i < 5 && r->said[i]; i++) {
        uint64_t told_at = say(b, r, r->said[i], i + 1);
        at = told_at ? told_at : at;
    }
    for (int twice = 0; twice < 2; twice++) /* what is forgotten behind it must not be missed */
        is_str(over(&l, b, r->rows, n, at, "192.0.2.0/24", r->is_all), cp_str_c(r->want), "%s",
               r->name);
    cp_routers_bgp_free(b);
    ok(limits.n == 0, "%s: nothing is kept", r->name);
    cp_arena_free(l.a);
}

/* ---- limits, and what is forgotten */

static cp_routers_bgp_route nth(uint32_t i, uint32_t id)
{
    uint8_t addr[4] = { 10, (uint8_t)(i >> 16), (uint8_t)(i >> 8), (uint8_t)i },
            hop[4] = { 10, 0, 0, 1 };
    cp_routers_bgp_route x = { .path_id = id, .has_path_id = true, .at = { 2, 1 } };
    (void)cp_state_net_of(cp_ip_v4(addr), 32, &x.net);
    (void)cp_state_addr_of(cp_ip_v4(hop), &x.via);
    return x;
}

static void check_limits(void)
{
    cp_routers_bgp_limits limits = { 1000, 0, 3000 };
    cp_routers_bgp *b = cp_routers_bgp_new(&limits), *other = cp_routers_bgp_new(&limits);
    uint64_t seq = 1;
    for (uint32_t i = 0; i < 1000; i++) {
        cp_routers_bgp_route x = nth(i, 1);
        (void)cp_routers_bgp_set(b, &x, seq++);
    }
    ok(!cp_routers_bgp_is_over(b) && limits.n == 2000, "as many prefixes as can be");
    cp_routers_bgp_route more = nth(5000, 1);
    ok(cp_routers_bgp_set(b, &more, seq++) && cp_routers_bgp_is_over(b), "one more is too many");
    for (uint32_t i = 0; i < 600; i++) {
        cp_routers_bgp_route x = nth(i, 1);
        (void)cp_routers_bgp_set(other, &x, seq++);
    }
    ok(cp_routers_bgp_is_over(other) && limits.n <= 3001, "of all together, too");
    cp_routers_bgp_forget(b);
    ok(!cp_routers_bgp_is_over(b) && cp_routers_bgp_n_nets(b) == 0, "all is forgotten");
    for (uint32_t id = 0; id <= CP_ROUTERS_BGP_PATHS_MAX; id++) {
        cp_routers_bgp_route x = nth(1, id);
        (void)cp_routers_bgp_set(b, &x, seq++);
    }
    ok(cp_routers_bgp_is_over(b), "next hops of a prefix");
    cp_routers_bgp_free(b);
    cp_routers_bgp_free(other);
    ok(limits.n == 0, "nothing is kept");
}

/* Who announces and withdraws others and others does not fill the memory. */
static void check_tidy(void)
{
    cp_routers_bgp_limits limits = { 5000, 0, 20000 };
    cp_routers_bgp *b = cp_routers_bgp_new(&limits);
    listing l = { .a = cp_arena_new(0) };
    const told t = { "192.0.2.0/24", "10.0.13.2", "bgp", 20, 0 };
    uint64_t seq = 1;
    for (uint32_t i = 0; i < 40000; i++) {
        cp_routers_bgp_route x = nth(i, 1);
        (void)cp_routers_bgp_set(b, &x, seq++);
        (void)cp_routers_bgp_unset(b, &x, seq++);
        if (i % 2000 == 1999)
            (void)over(&l, b, &t, 1, 0, NULL, false);
    }
    ok(!cp_routers_bgp_is_over(b) && cp_routers_bgp_n_nets(b) < 5000,
       "those that went are forgotten");
    is_str(over(&l, b, &t, 1, 0, NULL, false), CP_STR("10.0.13.2 "), "and nothing is left of them");
    cp_routers_bgp_free(b);
    cp_arena_free(l.a);
}

/* ---- at random: each prefix of both has one thing that becomes of it, and BGP's next hops are
 * only those that it said */

static bool check_random(cp_rand *r)
{
    static const char *const nets[] = { "192.0.2.0/24", "192.0.2.0/25", "10.0.13.0/30",
                                        "0.0.0.0/0" };
    static const char *const vias[] = { "10.0.12.2", "10.0.13.2", "192.0.2.9" };
    static const char *const protocols[] = { "bgp", "ospf", "", "zebra", "IBGP" };
    cp_routers_bgp_limits limits = { 100, 0, 1000 };
    cp_routers_bgp *b = cp_routers_bgp_new(&limits);
    listing l = { .a = cp_arena_new(0) };
    told rows_of[4];
    bool is_good = true, has_said[4] = { false };
    uint32_t n = 0;
    uint64_t table_at = cp_rand_below(r, 4);
    for (uint32_t i = 0; i < 4; i++)
        if (cp_rand_below(r, 2))
            rows_of[n++] = (told){ nets[i], vias[cp_rand_below(r, 3)],
                                   protocols[cp_rand_below(r, 5)], cp_rand_below(r, 3) * 100, 0 };
    for (uint64_t seq = 1; seq < 12; seq++) {
        uint32_t at = cp_rand_below(r, 4);
        cp_routers_bgp_route x = { .net = net_of(nets[at]),
                                   .via = net_of(vias[cp_rand_below(r, 3)]),
                                   .path_id = cp_rand_below(r, 2),
                                   .has_path_id = true,
                                   .at = { 2, seq } };
        uint32_t kind = cp_rand_below(r, 8);
        has_said[at] = true;
        if (kind < 4)
            (void)cp_routers_bgp_set(b, &x, seq);
        else if (kind < 6)
            (void)cp_routers_bgp_unset(b, &x, seq);
        else if (kind < 7)
            (void)cp_routers_bgp_doubt(b, &x, seq);
        else
            cp_routers_bgp_whole(b, seq, x.at);
    }
    for (uint32_t i = 0; i < 4; i++) {
        cp_str got = over(&l, b, rows_of, n, table_at, nets[i], false);
        bool is_in = false;
        for (uint32_t k = 0; k < n; k++)
            is_in = is_in || strcmp(rows_of[k].net, nets[i]) == 0;
        bool is_doubt = cp_str_find(got, CP_STR("doubt")) >= 0;
        is_good = is_good && (!is_in || got.n > 0) && (is_in || has_said[i] || got.n == 0) &&
                  (!is_doubt || cp_str_eq(got, CP_STR("doubt "))) &&
                  cp_str_find(got, CP_STR("?")) < 0;
    }
    cp_routers_bgp_free(b);
    cp_arena_free(l.a);
    return is_good && limits.n == 0;
}

int main(int argc, char **argv)
{
    uint32_t n = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : tap_cases(20000), n_good = 0;
    cp_rand r = { argc > 2 ? strtoull(argv[2], NULL, 10) : 1 };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    check_limits();
    check_tidy();
    for (uint32_t i = 0; i < n; i++)
        n_good += check_random(&r);
    ok(n_good == n, "%u of %u at random", n_good, n);
    return tap_done();
}
