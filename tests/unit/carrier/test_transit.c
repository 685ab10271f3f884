/* SPDX-License-Identifier: Apache-2.0 */
/* test_transit.c - alarms of random announcements, withdrawals and flaps of peers against a model
 * that keeps all routes in a list and looks through it; what goes on after a restart; paths without
 * end. */
#include "carrier/transit.h"
#include "tap.h"

enum { ASNS = 8, NETS = 4, PEERS = 3, EVENTS_MAX = 120, ROUTES_MAX = EVENTS_MAX, IDS = 2 };

static const cp_as_standing standings[ASNS + 1] = {
    [1] = CP_AS_ALLOWED, [2] = CP_AS_EXCLUDED, [3] = CP_AS_UNKNOWN, [4] = CP_AS_UNDETERMINED,
    [5] = CP_AS_UNKNOWN, [6] = CP_AS_ALLOWED,  [7] = CP_AS_UNKNOWN, [8] = CP_AS_ALLOWED,
};

typedef struct model_route {
    bool is_there;
    uint32_t carriers; /* bits */
} model_route;

typedef struct model {
    model_route routes[NETS][PEERS][IDS];
    uint32_t baseline[NETS], open[NETS];
    bool is_met[PEERS];
    cp_buf said; /* "+net asn" and "-net asn", those of one event in the order of numbers */
} model;

static cp_ip net_ip(uint32_t i)
{
    const uint8_t b[4] = { 10, (uint8_t)i, 0, 0 };
    return cp_ip_v4(b);
}

static uint32_t all_of(const model *m, uint32_t net)
{
    uint32_t bits = 0;
    for (int p = 0; p < PEERS; p++)
        for (int i = 0; i < IDS; i++)
            bits |= m->routes[net][p][i].is_there ? m->routes[net][p][i].carriers : 0;
    return bits;
}

static void say(cp_buf *b, char sign, uint32_t net, uint32_t asns)
{
    for (uint32_t k = 1; k <= ASNS; k++)
        if (asns >> k & 1)
            cp_buf_fmt(b, "%c%u %u\n", sign, net, k);
}

static void close_open(model *m, uint32_t net)
{
    uint32_t over = m->open[net] & ~all_of(m, net);
    say(&m->said, '-', net, over);
    m->open[net] &= ~over;
}

static void model_announce(model *m, uint32_t net, uint32_t peer, uint32_t id, uint32_t carriers)
{
    uint32_t fresh = carriers & ~m->baseline[net] & ~m->open[net];
    m->routes[net][peer][id] = (model_route){ true, carriers };
    if (m->is_met[peer]) {
        say(&m->said, '+', net, fresh);
        m->open[net] |= fresh;
    } else {
        m->baseline[net] |= fresh;
    }
    close_open(m, net);
}

static void model_forget(model *m, uint32_t peer)
{
    for (uint32_t net = 0; net < NETS; net++) {
        for (int i = 0; i < IDS; i++)
            m->routes[net][peer][i].is_there = false;
        close_open(m, net);
    }
}

/* ---- what is tested */

typedef struct heard {
    cp_buf said;
    uint64_t n_bad;
} heard;

/* Alarms of one event come in the order of paths and lists; they are compared sorted. */
static cp_rc hear(void *ctx, const cp_transit_alert *x, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    cp_buf_fmt(&h->said, "%c%u %u\n", x->is_end ? '-' : '+', x->net.b[13], x->asn);
    bool has = x->is_end && x->n_path == 0;
    for (uint32_t i = 0; i < x->n_path; i++)
        has |= x->path[i] == x->asn;
    h->n_bad += !has || x->standing != standings[x->asn] || x->bits != 112 ||
                (x->is_end ? x->attrs != NULL : x->attrs == NULL);
    return CP_OK;
}

/* The lines of a text, sorted: at most some dozen. */
static cp_str sorted(cp_arena *a, cp_str s)
{
    CP_VEC(cp_str) v = { 0 };
    cp_str line;
    cp_buf b = cp_buf_new(a);
    while (cp_str_cut(&s, '\n', &line))
        if (line.n)
            cp_vec_push(a, &v, line);
    for (uint32_t i = 1; i < v.n; i++)
        for (uint32_t k = i; k && cp_str_cmp(v.v[k], v.v[k - 1]) < 0; k--) {
            cp_str t = v.v[k];
            v.v[k] = v.v[k - 1];
            v.v[k - 1] = t;
        }
    for (uint32_t i = 0; i < v.n; i++)
        cp_buf_fmt(&b, "%.*s\n", CP_FMT(v.v[i]));
    return cp_buf_str(&b);
}

typedef struct walker {
    cp_arena *a;
    const cp_as_table *table;
    cp_transit *w;
    cp_transit_to to;
    model m;
    heard h;
    cp_rand r;
    uint8_t wire[2 + 4 * 16];
    cp_time now;
} walker;

static bool push(walker *k, cp_bgp_event event, uint32_t peer, uint32_t net, uint32_t id,
                 const cp_bgp_attrs *attrs)
{
    const cp_bgp_peer p = { .addr = net_ip(100 + peer), .as = 64496 + peer, .bgp_id = peer };
    cp_bgp_route r = { .event = event,
                       .peer = &p,
                       .net = net_ip(net),
                       .length = 16,
                       .path_id = id,
                       .has_path_id = id != 0,
                       .attrs = attrs,
                       .at = k->now };
    cp_err err;
    return cp_transit_add(k->w, CP_STR("r1"), &r, k->now, &err) == CP_OK;
}

static uint32_t random_path(walker *k, cp_bgp_attrs *attrs)
{
    uint32_t n = 1 + cp_rand_below(&k->r, 6), carriers = 0;
    k->wire[0] = CP_BGP_SEQUENCE;
    k->wire[1] = (uint8_t)n;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t asn = 1 + cp_rand_below(&k->r, ASNS);
        const uint8_t b[4] = { 0, 0, 0, (uint8_t)asn };
        memcpy(k->wire + 2 + 4 * (size_t)i, b, 4);
        carriers |= standings[asn] >= CP_AS_UNDETERMINED ? 1u << asn : 0;
    }
    *attrs = (cp_bgp_attrs){ .path = { .own = { k->wire, 2 + 4 * (size_t)n }, .as_bytes = 4 } };
    return carriers;
}

static cp_rc restore(void *ctx, const cp_transit_kept *kept, cp_err *err)
{
    (void)err;
    return cp_transit_restore(ctx, kept) ? CP_OK : CP_ELIMIT;
}

/* As if the program were started anew: all routes are gone, and come again. */
static bool start_again(walker *k)
{
    cp_err err;
    cp_transit *w = cp_transit_new(k->a, k->table, 0, 0, &k->to);
    cp_rc rc = cp_transit_keep(k->w, w, restore, &err);
    k->w = w;
    memset(k->m.routes, 0, sizeof k->m.routes);
    for (uint32_t p = 0; p < PEERS; p++)
        if (!k->m.is_met[p])
            (void)push(k, CP_BGP_PEER_UP, p, 0, 0, NULL);
    return rc == CP_OK;
}

static bool step(walker *k)
{
    cp_bgp_attrs attrs;
    uint32_t what = cp_rand_below(&k->r, 40), peer = cp_rand_below(&k->r, PEERS),
             net = cp_rand_below(&k->r, NETS), id = cp_rand_below(&k->r, IDS);
    model *m = &k->m;
    k->now += 1000;
    if (what < 25) {
        uint32_t carriers = random_path(k, &attrs);
        model_announce(m, net, peer, id, carriers);
        return push(k, CP_BGP_ANNOUNCED, peer, net, id, &attrs);
    }
    if (what < 36) {
        m->routes[net][peer][id].is_there = false;
        close_open(m, net);
        return push(k, CP_BGP_WITHDRAWN_NET, peer, net, id, NULL);
    }
    if (what < 38) {
        model_forget(m, peer);
        return push(k, what == 36 ? CP_BGP_PEER_DOWN : CP_BGP_PEER_UP, peer, net, 0, NULL);
    }
    m->is_met[peer] = true;
    return push(k, CP_BGP_END_OF_RIB, peer, net, 0, NULL);
}

static bool check(uint64_t seed, const cp_as_table *table)
{
    walker *k = calloc(1, sizeof *k);
    k->a = cp_arena_new(0);
    k->table = table;
    k->to = (cp_transit_to){ &k->h, hear };
    k->r = (cp_rand){ seed };
    k->w = cp_transit_new(k->a, table, 0, 0, &k->to);
    k->now = 1000000;
    k->m.said = cp_buf_new(k->a);
    k->h.said = cp_buf_new(k->a);
    uint32_t n = 1 + cp_rand_below(&k->r, EVENTS_MAX), n_open = 0;
    bool ok = true;
    cp_transit_counts counts;
    for (uint32_t i = 0; ok && i < n; i++) {
        k->m.said.n = k->h.said.n = 0;
        ok = step(k) &&
             cp_str_eq(sorted(k->a, cp_buf_str(&k->m.said)), sorted(k->a, cp_buf_str(&k->h.said)));
    }
    cp_transit_count(k->w, &counts);
    for (uint32_t i = 0; i < NETS; i++)
        n_open += (uint32_t)__builtin_popcount(k->m.open[i]);
    ok = ok && k->h.n_bad == 0 && counts.open == n_open && counts.begun - counts.ended == n_open;
    cp_arena_free(k->a);
    free(k);
    return ok;
}

/* What was open goes on, and ends a minute after the restart if nobody tells it again. */
static void check_restart(const cp_as_table *table)
{
    static const uint8_t dirty[] = { 2, 2, 0, 0, 0, 1, 0, 0, 0, 2 };
    const cp_bgp_attrs attrs = { .path = { .own = { dirty, sizeof dirty }, .as_bytes = 4 } };
    walker *k = calloc(1, sizeof *k);
    cp_transit_counts n;
    k->a = cp_arena_new(0);
    k->table = table;
    k->to = (cp_transit_to){ &k->h, hear };
    k->w = cp_transit_new(k->a, table, 0, 0, &k->to);
    k->h.said = cp_buf_new(k->a);
    k->m.is_met[0] = k->m.is_met[1] = k->m.is_met[2] = true;
    ok(push(k, CP_BGP_ANNOUNCED, 0, 1, 0, &attrs), "before the end of its RIB: the baseline");
    ok(push(k, CP_BGP_END_OF_RIB, 0, 0, 0, NULL), "end of RIB");
    ok(push(k, CP_BGP_ANNOUNCED, 0, 0, 0, &attrs), "then an alarm");
    ok(push(k, CP_BGP_ANNOUNCED, 0, 2, 0, &attrs), "and another");
    ok(start_again(k), "what has to be known is kept");
    cp_transit_count(k->w, &n);
    is_uint(n.open, 2, "open alarms are known after a restart");
    ok(push(k, CP_BGP_ANNOUNCED, 0, 0, 0, &attrs), "told again");
    ok(push(k, CP_BGP_ANNOUNCED, 0, 1, 0, &attrs), "and what is in the baseline");
    k->now += (CP_TRANSIT_SETTLE_S + 1) * (cp_time)1000000;
    ok(push(k, CP_BGP_WITHDRAWN_NET, 0, 3, 0, NULL), "a minute later");
    is_cstr(cp_buf_str(&k->h.said), "+0 2\n+2 2\n-2 2\n",
            "one that nobody tells again is over, the other goes on in silence");
    is_uint(k->h.n_bad, 0, "alerts are whole");
    cp_arena_free(k->a);
    free(k);
}

/* More paths than are kept at once: those that no route has go. */
static void check_churn(const cp_as_table *table)
{
    walker *k = calloc(1, sizeof *k);
    cp_transit_counts n;
    uint8_t wire[2 + 4 * 4] = { 2, 4 };
    bool is_fine = true;
    k->a = cp_arena_new(0);
    k->to = (cp_transit_to){ &k->h, hear };
    k->w = cp_transit_new(k->a, table, 0, 0, &k->to);
    k->h.said = cp_buf_new(k->a);
    is_fine &= push(k, CP_BGP_END_OF_RIB, 0, 0, 0, NULL);
    for (uint32_t i = 0; i < 300000; i++) {
        const cp_bgp_attrs attrs = { .path = { .own = { wire, sizeof wire }, .as_bytes = 4 } };
        for (int b = 0; b < 4; b++)
            wire[6 + b] = (uint8_t)(i >> 8 * b & 0xff);
        wire[2] = 9;
        wire[13] = i == 299999 ? 2 : 1;
        is_fine &= push(k, CP_BGP_ANNOUNCED, 0, i % NETS, 0, &attrs);
    }
    cp_transit_count(k->w, &n);
    ok(is_fine && n.held == NETS && n.open == 1, "300,000 paths, of which four are left");
    is_cstr(cp_buf_str(&k->h.said), "+3 2\n", "and the last is seen");
    cp_arena_free(k->a);
    free(k);
}

int main(void)
{
    uint32_t n_bad = 0, n = tap_cases(20000);
    cp_arena *a = cp_arena_new(0);
    cp_as_table *t = cp_as_table_new(a);
    for (uint32_t k = 1; k <= ASNS; k++)
        cp_as_table_set(t, k, standings[k]);
    for (uint32_t i = 0; i < n; i++)
        if (!check(i + 1, t) && n_bad++ < 3)
            printf("# seed %u\n", i + 1);
    is_uint(n_bad, 0, "alarms are those of a plain model");
    check_restart(t);
    check_churn(t);
    cp_arena_free(a);
    return tap_done();
}
