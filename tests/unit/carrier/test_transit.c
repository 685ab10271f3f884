/* SPDX-License-Identifier: Apache-2.0 */
/* test_transit.c - alarms of random announcements, withdrawals, flaps of peers, routers that are
 * not heard for a while, time that passes and restarts, against a model that keeps all routes in a
 * list and looks through it; what goes on after a restart; paths without end. */
#include "carrier/transit.h"
#include "tap.h"

enum { ASNS = 8, NETS = 4, PEERS = 3, ROUTERS = 2, EVENTS_MAX = 120, IDS = 2, SETTLE_S = 60 };
static const cp_time second = 1000000;

static const cp_as_standing standings[ASNS + 1] = {
    [1] = CP_AS_ALLOWED, [2] = CP_AS_EXCLUDED, [3] = CP_AS_UNKNOWN, [4] = CP_AS_UNDETERMINED,
    [5] = CP_AS_UNKNOWN, [6] = CP_AS_ALLOWED,  [7] = CP_AS_UNKNOWN, [8] = CP_AS_ALLOWED,
};

typedef struct model_route {
    bool is_there, is_stale;
    uint32_t carriers; /* bits */
} model_route;

typedef struct model {
    model_route routes[NETS][PEERS][IDS];
    uint32_t waits_for[NETS][ROUTERS]; /* carriers of alarms that were restored */
    uint32_t baseline[NETS], open[NETS], unheard[NETS], waiting[NETS];
    cp_time hold, begun_at[NETS][ASNS + 1];
    uint64_t n_passed;
    bool is_met[PEERS], is_heard[ROUTERS];
    cp_time first_at[PEERS], heard_at[ROUTERS];
    cp_buf said; /* "+net asn", "-", "?" not heard, "!" heard; those of one event in order */
} model;

static cp_ip net_ip(uint32_t i)
{
    const uint8_t b[4] = { 10, (uint8_t)i, 0, 0 };
    return cp_ip_v4(b);
}

static uint32_t router_of(uint32_t peer) { return peer == 2; }
static cp_str router_name(uint32_t router) { return router ? CP_STR("r2") : CP_STR("r1"); }

static uint32_t all_of(const model *m, uint32_t net, bool stale)
{
    uint32_t bits = stale ? m->waits_for[net][0] | m->waits_for[net][1] : 0;
    for (int p = 0; p < PEERS; p++)
        for (int i = 0; i < IDS; i++) {
            const model_route *r = &m->routes[net][p][i];
            bits |= r->is_there && r->is_stale == stale ? r->carriers : 0;
        }
    return bits;
}

static void say(cp_buf *b, char sign, uint32_t net, uint32_t asns)
{
    for (uint32_t k = 1; k <= ASNS; k++)
        if (asns >> k & 1)
            cp_buf_fmt(b, "%c%u %u\n", sign, net, k);
}

/* How the alarms of a prefix stand, by the routes that there are, and what is said of that. */
static void look(model *m, uint32_t net)
{
    uint32_t told = all_of(m, net, false), stale = all_of(m, net, true);
    uint32_t over = m->open[net] & ~told & ~stale, lost = m->open[net] & ~told & stale;
    m->n_passed += (uint32_t)__builtin_popcount(m->waiting[net] & ~told & ~stale);
    m->waiting[net] &= told | stale;
    say(&m->said, '-', net, over);
    say(&m->said, '!', net, m->unheard[net] & told);
    say(&m->said, '?', net, lost & ~m->unheard[net]);
    m->open[net] &= ~over;
    m->unheard[net] = lost;
}

static void model_pass(model *m, cp_time now)
{
    for (uint32_t net = 0; net < NETS; net++) {
        for (uint32_t p = 0; p < PEERS; p++)
            for (int i = 0; i < IDS; i++)
                if (m->routes[net][p][i].is_stale && m->is_heard[router_of(p)] &&
                    now - m->heard_at[router_of(p)] >= SETTLE_S * second)
                    m->routes[net][p][i] = (model_route){ .is_there = false };
        for (uint32_t r = 0; r < ROUTERS; r++)
            if (m->is_heard[r] && now - m->heard_at[r] >= SETTLE_S * second)
                m->waits_for[net][r] = 0;
        look(m, net);
        for (uint32_t asn = 1; asn <= ASNS; asn++) {
            uint32_t bit = m->waiting[net] & 1u << asn;
            if (!bit || now - m->begun_at[net][asn] < m->hold)
                continue;
            say(&m->said, '+', net, bit);
            m->waiting[net] &= ~bit;
            m->open[net] |= bit;
        }
        look(m, net);
    }
}

/* Before whatever a peer says. */
static void model_hear(model *m, uint32_t peer, cp_time now)
{
    uint32_t r = router_of(peer);
    m->first_at[peer] = m->first_at[peer] ? m->first_at[peer] : now;
    m->is_met[peer] |= now - m->first_at[peer] >= SETTLE_S * second;
    if (!m->is_heard[r])
        m->heard_at[r] = now;
    m->is_heard[r] = true;
    model_pass(m, now);
}

static void model_announce(model *m, uint32_t net, uint32_t peer, uint32_t id, uint32_t carriers,
                           cp_time now)
{
    uint32_t fresh = carriers & ~m->baseline[net] & ~m->open[net] & ~m->waiting[net];
    m->routes[net][peer][id] = (model_route){ .is_there = true, .carriers = carriers };
    m->waits_for[net][router_of(peer)] &= ~carriers;
    if (m->is_met[peer] && m->hold) {
        m->waiting[net] |= fresh;
        for (uint32_t asn = 1; asn <= ASNS; asn++)
            if (fresh >> asn & 1)
                m->begun_at[net][asn] = now;
    } else if (m->is_met[peer]) {
        say(&m->said, '+', net, fresh);
        m->open[net] |= fresh;
    } else {
        m->baseline[net] |= fresh;
    }
    look(m, net);
}

static void model_forget(model *m, uint32_t peer, bool with_stale)
{
    for (uint32_t net = 0; net < NETS; net++) {
        for (int i = 0; i < IDS; i++)
            if (with_stale || !m->routes[net][peer][i].is_stale)
                m->routes[net][peer][i] = (model_route){ .is_there = false };
        look(m, net);
    }
}

static void model_end_of_rib(model *m, uint32_t peer)
{
    m->is_met[peer] = true;
    for (uint32_t net = 0; net < NETS; net++) {
        for (int i = 0; i < IDS; i++)
            if (m->routes[net][peer][i].is_stale)
                m->routes[net][peer][i] = (model_route){ .is_there = false };
        look(m, net);
    }
}

static void model_lose(model *m, uint32_t router)
{
    m->is_heard[router] = false;
    for (uint32_t net = 0; net < NETS; net++) {
        for (uint32_t p = 0; p < PEERS; p++)
            for (int i = 0; i < IDS; i++)
                if (router_of(p) == router)
                    m->routes[net][p][i].is_stale = m->routes[net][p][i].is_there;
        look(m, net);
    }
}

/* All routes are gone; of alarms it is known which routers told them. */
static void model_restart(model *m)
{
    for (uint32_t net = 0; net < NETS; net++) {
        for (uint32_t p = 0; p < PEERS; p++)
            for (int i = 0; i < IDS; i++)
                if (m->routes[net][p][i].is_there)
                    m->waits_for[net][router_of(p)] |= m->routes[net][p][i].carriers;
        for (uint32_t r = 0; r < ROUTERS; r++)
            m->waits_for[net][r] &= m->open[net];
        m->unheard[net] = m->open[net];
        m->waiting[net] = 0;
    }
    m->n_passed = 0;
    memset(m->routes, 0, sizeof m->routes);
    memset(m->is_heard, 0, sizeof m->is_heard);
    for (uint32_t p = 0; p < PEERS; p++)
        m->first_at[p] = m->is_met[p] ? m->first_at[p] : 0;
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
    bool has_route = x->event == CP_TRANSIT_BEGINS || x->event == CP_TRANSIT_HEARD;
    cp_buf_fmt(&h->said, "%c%u %u\n", "+-?!"[x->event], x -> net.b[13], x->asn);
    bool has = !has_route && x->n_path == 0;
    for (uint32_t i = 0; i < x->n_path; i++)
        has |= x->path[i] == x->asn;
    h->n_bad += !has || x->standing != standings[x->asn] || x->bits != 112 ||
                (has_route && !x->is_late) != (x->attrs != NULL);
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
    return cp_transit_add(k->w, router_name(router_of(peer)), &r, k->now, &err) == CP_OK;
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
    cp_transit_hold(w, k->m.hold);
    k->w = w;
    model_restart(&k->m);
    return rc == CP_OK;
}

/* What a router says. */
static bool step_told(walker *k, uint32_t what)
{
    cp_bgp_attrs attrs;
    uint32_t peer = cp_rand_below(&k->r, PEERS), net = cp_rand_below(&k->r, NETS),
             id = cp_rand_below(&k->r, IDS);
    model *m = &k->m;
    model_hear(m, peer, k->now);
    if (what < 25) {
        uint32_t carriers = random_path(k, &attrs);
        model_announce(m, net, peer, id, carriers, k->now);
        return push(k, CP_BGP_ANNOUNCED, peer, net, id, &attrs);
    }
    if (what < 36) {
        m->routes[net][peer][id] = (model_route){ .is_there = false };
        look(m, net);
        return push(k, CP_BGP_WITHDRAWN_NET, peer, net, id, NULL);
    }
    if (what < 38) {
        model_forget(m, peer, what == 36);
        return push(k, what == 36 ? CP_BGP_PEER_DOWN : CP_BGP_PEER_UP, peer, net, 0, NULL);
    }
    model_end_of_rib(m, peer);
    return push(k, CP_BGP_END_OF_RIB, peer, net, 0, NULL);
}

static bool step(walker *k)
{
    cp_err err;
    uint32_t what = cp_rand_below(&k->r, 45), router = cp_rand_below(&k->r, ROUTERS);
    k->now += 1000;
    if (what < 40)
        return step_told(k, what);
    if (what < 42) {
        model_lose(&k->m, router);
        return cp_transit_lose(k->w, router_name(router), k->now, &err) == CP_OK;
    }
    if (what == 44)
        return start_again(k);
    k->now += what == 42 ? 20 * second : 61 * second;
    model_pass(&k->m, k->now);
    return cp_transit_pass(k->w, k->now, &err) == CP_OK;
}

static bool check(uint64_t seed, const cp_as_table *table)
{
    walker *k = calloc(1, sizeof *k);
    k->a = cp_arena_new(0);
    k->table = table;
    k->to = (cp_transit_to){ &k->h, hear };
    k->r = (cp_rand){ seed };
    k->w = cp_transit_new(k->a, table, 0, 0, &k->to);
    k->m.hold = (cp_time[]){ 0, 0, 3000, 20 * second }[cp_rand_below(&k->r, 4)];
    cp_transit_hold(k->w, k->m.hold);
    k->now = 1000000;
    k->m.said = cp_buf_new(k->a);
    k->h.said = cp_buf_new(k->a);
    uint32_t n = 1 + cp_rand_below(&k->r, EVENTS_MAX), n_open = 0, n_unheard = 0, n_waiting = 0;
    bool ok = true;
    cp_transit_counts counts;
    for (uint32_t i = 0; ok && i < n; i++) {
        k->m.said.n = k->h.said.n = 0;
        ok = step(k) &&
             cp_str_eq(sorted(k->a, cp_buf_str(&k->m.said)), sorted(k->a, cp_buf_str(&k->h.said)));
    }
    cp_transit_count(k->w, &counts);
    for (uint32_t i = 0; i < NETS; i++) {
        n_open += (uint32_t)__builtin_popcount(k->m.open[i]);
        n_unheard += (uint32_t)__builtin_popcount(k->m.unheard[i]);
        n_waiting += (uint32_t)__builtin_popcount(k->m.waiting[i]);
    }
    ok = ok && k->h.n_bad == 0 && counts.open == n_open && counts.unheard == n_unheard &&
         counts.waiting == n_waiting && counts.passed == k->m.n_passed;
    cp_arena_free(k->a);
    free(k);
    return ok;
}

/* As earlier versions kept it: nobody knows who told an alarm. */
static cp_rc restore_unsigned(void *ctx, const cp_transit_kept *kept, cp_err *err)
{
    cp_transit_kept old = *kept;
    memset(old.n_by, 0, sizeof old.n_by);
    return restore(ctx, &old, err);
}

/* What was open goes on, and ends when who told it has been heard for a minute without it: whoever
 * that was, where it is not known. */
static void check_restart(const cp_as_table *table, bool is_known_who)
{
    static const uint8_t dirty[] = { 2, 2, 0, 0, 0, 1, 0, 0, 0, 2 };
    const cp_bgp_attrs attrs = { .path = { .own = { dirty, sizeof dirty }, .as_bytes = 4 } };
    walker *k = calloc(1, sizeof *k);
    cp_transit_counts n;
    cp_err err;
    k->a = cp_arena_new(0);
    k->table = table;
    k->to = (cp_transit_to){ &k->h, hear };
    k->w = cp_transit_new(k->a, table, 0, 0, &k->to);
    k->h.said = cp_buf_new(k->a);
    ok(push(k, CP_BGP_ANNOUNCED, 0, 1, 0, &attrs), "before the end of its RIB: the baseline");
    ok(push(k, CP_BGP_END_OF_RIB, 0, 0, 0, NULL) && push(k, CP_BGP_END_OF_RIB, 2, 0, 0, NULL),
       "ends of RIB");
    ok(push(k, CP_BGP_ANNOUNCED, 0, 0, 0, &attrs), "then an alarm");
    ok(push(k, CP_BGP_ANNOUNCED, 0, 2, 0, &attrs), "and another");
    cp_transit *w = cp_transit_new(k->a, table, 0, 0, &k->to);
    ok(cp_transit_keep(k->w, w, is_known_who ? restore : restore_unsigned, &err) == CP_OK,
       "what has to be known is kept");
    k->w = w;
    cp_transit_count(k->w, &n);
    ok(n.open == 2 && n.unheard == 2 && n.held == 0, "open alarms are known, and not heard");
    ok(push(k, CP_BGP_WITHDRAWN_NET, 2, 3, 0, NULL), "another router is heard");
    k->now += (SETTLE_S + 1) * second;
    ok(cp_transit_pass(k->w, k->now, &err) == CP_OK, "a minute passes");
    is_cstr(cp_buf_str(&k->h.said), is_known_who ? "+0 2\n+2 2\n" : "+0 2\n+2 2\n-0 2\n-2 2\n",
            "which ends no alarm of whom it is known that others told it");
    ok(push(k, CP_BGP_ANNOUNCED, 0, 0, 0, &attrs), "told again");
    ok(push(k, CP_BGP_ANNOUNCED, 0, 1, 0, &attrs), "and what is in the baseline");
    k->now += (SETTLE_S + 1) * second;
    ok(cp_transit_pass(k->w, k->now, &err) == CP_OK, "a minute later");
    is_cstr(cp_buf_str(&k->h.said),
            is_known_who ? "+0 2\n+2 2\n!0 2\n-2 2\n" : "+0 2\n+2 2\n-0 2\n-2 2\n+0 2\n",
            "one that it does not tell again is over, the other is heard again");
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
    uint32_t n_bad = 0, n = tap_cases(10000);
    cp_arena *a = cp_arena_new(0);
    cp_as_table *t = cp_as_table_new(a);
    for (uint32_t k = 1; k <= ASNS; k++)
        cp_as_table_set(t, k, standings[k]);
    for (uint32_t i = 0; i < n; i++)
        if (!check(i + 1, t) && n_bad++ < 3)
            printf("# seed %u\n", i + 1);
    is_uint(n_bad, 0, "alarms are those of a plain model");
    check_restart(t, true);
    check_restart(t, false);
    check_churn(t);
    cp_arena_free(a);
    return tap_done();
}
