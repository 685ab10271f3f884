/* SPDX-License-Identifier: Apache-2.0 */
/* test_upstream.c - shares of neighbours against a plain look at every live route for every
 * address, and sets against all subsets: nested prefixes and default routes of both versions,
 * routes that are told again and taken back, sessions that begin anew, several sessions and several
 * paths, our own routers. All is within 32 addresses of each version, so that what is wanted of a
 * prefix can be added up address by address. */
#include "carrier/net.h"
#include "carrier/upstream.h"
#include "tap.h"

enum {
    EVENTS_MAX = 40,
    HOPS_MAX = 4,
    ASNS = 8,
    OUR_AS = 9,
    SESSIONS = 7,
    GROUPS = 10,
    ADDRS = 64,
    WANTED_MAX = 12
};

typedef struct made {
    cp_bgp_event event;
    uint32_t session, path_id, asns[HOPS_MAX], n;
    bool has_path_id;
    cp_flow_addr net;
    uint8_t bits;
    uint8_t wire[2 + 4 * HOPS_MAX];
    bool is_live;
} made;

static const cp_as_standing standings[OUR_AS + 1] = {
    [1] = CP_AS_ALLOWED,      [2] = CP_AS_EXCLUDED, [3] = CP_AS_RESTRICTED,
    [4] = CP_AS_UNDETERMINED, [5] = CP_AS_UNKNOWN,  [6] = CP_AS_EXCLUDED,
    [7] = CP_AS_ALLOWED,      [8] = CP_AS_ALLOWED,  [9] = CP_AS_ALLOWED,
};

/* Of AS 1 two sessions, of AS 2 an announcement to it, of ours two routers. */
static const cp_bgp_peer peers[SESSIONS] = {
    { .addr = { .version = 4, .b = { 192, 0, 2, 1 } }, .as = 1 },
    { .addr = { .version = 4, .b = { 192, 0, 2, 2 } }, .as = 1, .bgp_id = 7 },
    { .addr = { .version = 4, .b = { 192, 0, 2, 3 } }, .as = 7 },
    { .addr = { .version = 4, .b = { 192, 0, 2, 4 } }, .as = 5 },
    { .addr = { .version = 4, .b = { 192, 0, 2, 5 } }, .as = 2, .view = CP_BGP_ADJ_RIB_OUT_POST },
    { .addr = { .version = 4, .b = { 192, 0, 2, 6 } }, .as = OUR_AS },
    { .addr = { .version = 4, .b = { 192, 0, 2, 7 } }, .as = OUR_AS },
};

static cp_flow_addr addr_of(uint32_t i)
{
    uint8_t v4[4] = { 10, 1, 2, (uint8_t)(i & 31) }, v6[16] = { 0x20, 1, 0xd, 0xb8 };
    v6[15] = (uint8_t)(i & 31);
    return cp_flow_addr_of(i < 32 ? cp_ip_v4(v4) : cp_ip_v6(v6));
}

static void random_net(cp_rand *r, cp_flow_addr *net, uint8_t *bits)
{
    uint32_t i = cp_rand_below(r, ADDRS), length = 123 + cp_rand_below(r, 6);
    *net = addr_of(i);
    if (cp_rand_below(r, 8) == 0)
        length = i < 32 ? CP_NET_BITS_V4 : 0;
    *bits = (uint8_t)length;
    for (uint32_t k = length; k < 128; k++)
        net->b[k / 8] &= (uint8_t) ~(0x80u >> k % 8);
}

static void make_path(cp_rand *r, made *m)
{
    m->n = cp_rand_below(r, HOPS_MAX + 1);
    m->wire[0] = CP_BGP_SEQUENCE;
    m->wire[1] = (uint8_t)m->n;
    for (uint32_t i = 0; i < m->n; i++) {
        uint32_t asn = 1 + cp_rand_below(r, ASNS + (m->session >= 5));
        if (i == 0 && m->session < 4 && cp_rand_below(r, 4))
            asn = peers[m->session].as;
        m->asns[i] = asn;
        m->wire[5 + 4 * i] = (uint8_t)asn;
    }
    if (m->n == 0)
        m->asns[m->n++] = peers[m->session].as;
}

/* What is live stays marked: an older route of the same session, prefix and path ends. */
static void end_older(made *v, uint32_t n, const made *m)
{
    for (uint32_t i = 0; i < n; i++) {
        bool is_same = v[i].bits == m->bits && memcmp(&v[i].net, &m->net, sizeof m->net) == 0 &&
                       v[i].has_path_id == m->has_path_id && v[i].path_id == m->path_id;
        bool is_all = m->event == CP_BGP_PEER_UP || m->event == CP_BGP_PEER_DOWN;
        if (v[i].session == m->session && (is_same || is_all))
            v[i].is_live = false;
    }
}

static void make(cp_rand *r, made *v, uint32_t n)
{
    static const cp_bgp_event events[] = {
        CP_BGP_ENTRY,     CP_BGP_ANNOUNCED,     CP_BGP_ANNOUNCED,
        CP_BGP_ANNOUNCED, CP_BGP_WITHDRAWN_NET, CP_BGP_ANNOUNCED
    };
    for (uint32_t i = 0; i < n; i++) {
        made *m = &v[i];
        *m = (made){ .event = events[cp_rand_below(r, 6)], .session = cp_rand_below(r, SESSIONS) };
        if (cp_rand_below(r, 24) == 0)
            m->event = cp_rand_below(r, 2) ? CP_BGP_PEER_DOWN : CP_BGP_PEER_UP;
        random_net(r, &m->net, &m->bits);
        m->has_path_id = cp_rand_below(r, 4) == 0;
        m->path_id = m->has_path_id ? cp_rand_below(r, 3) : 0;
        if (i && cp_rand_below(r, 3) == 0) { /* of one that was told before */
            const made *old = &v[cp_rand_below(r, i)];
            m->session = old->session;
            m->net = old->net;
            m->bits = old->bits;
            m->has_path_id = old->has_path_id;
            m->path_id = old->path_id;
        }
        make_path(r, m);
        m->is_live = m->event == CP_BGP_ENTRY || m->event == CP_BGP_ANNOUNCED;
        end_older(v, i, m);
    }
}

static void tell(cp_upstreams *x, made *m)
{
    bool has_path = m->event == CP_BGP_ENTRY || m->event == CP_BGP_ANNOUNCED;
    bool is_empty = m->wire[1] == 0;
    cp_bgp_attrs attrs = { .path = { .own = { m->wire, is_empty ? 0 : 2 + 4 * (size_t)m->wire[1] },
                                     .as_bytes = 4 } };
    cp_bgp_peer peer = peers[m->session];
    if (m->event != CP_BGP_ENTRY)
        peer.bgp_id = 0; /* updates do not tell it */
    bool is_v4 = cp_net_is_v4(&m->net, m->bits);
    cp_bgp_route route = { .event = m->event,
                           .peer = &peer,
                           .peer_nr = m->session,
                           .has_path_id = m->has_path_id,
                           .path_id = m->path_id,
                           .net = is_v4 ? cp_ip_v4(m->net.b + 12) : cp_ip_v6(m->net.b),
                           .length = (uint8_t)(is_v4 ? m->bits - CP_NET_BITS_V4 : m->bits),
                           .attrs = has_path ? &attrs : NULL };
    cp_upstreams_add(x, &route);
}

/* ---- the same by loops */

/* By whom packets go that follow it: its peer's AS, of our own the first other. */
static uint32_t neighbour_of(const made *m)
{
    if (peers[m->session].as != OUR_AS)
        return m->session == 4 ? 0 : peers[m->session].as;
    for (uint32_t i = 0; i < m->n; i++)
        if (m->asns[i] != OUR_AS)
            return m->asns[i];
    return 0;
}

static uint32_t way_of_path(const made *m)
{
    uint32_t worst = CP_AS_ALLOWED;
    for (uint32_t i = 0; i < m->n; i++)
        worst = standings[m->asns[i]] > worst ? standings[m->asns[i]] : worst;
    return worst;
}

/* How neighbours of `who` (bits by AS) lead to a prefix: the worst of the longest; and bits of the
 * ASes that count on these. */
static uint32_t way_of(const made *v, uint32_t n, uint32_t who, const cp_flow_addr *net,
                       uint8_t bits, uint32_t *ases)
{
    int longest = -1;
    uint32_t way = CP_UPSTREAM_NO_ROUTE;
    *ases = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t as = neighbour_of(&v[i]);
        if (!v[i].is_live || !as || !(who >> as & 1) ||
            !cp_net_covers(&v[i].net, v[i].bits, net, bits) || v[i].bits < longest)
            continue;
        uint32_t is = way_of_path(&v[i]);
        way = v[i].bits > longest || is > way ? is : way;
        *ases = v[i].bits > longest ? 0 : *ases;
        longest = v[i].bits;
        for (uint32_t k = 0; k < v[i].n; k++)
            *ases |= standings[v[i].asns[k]] >= CP_AS_UNDETERMINED ? 1u << v[i].asns[k] : 0;
    }
    return way;
}

typedef struct item {
    cp_flow_addr net;
    uint8_t bits;
    double to, from;
} item;

typedef struct expected {
    double ways[GROUPS][CP_UPSTREAM_WAYS], from[GROUPS][CP_UPSTREAM_WAYS];
    double all, best, worst, left, gained[GROUPS], lost[GROUPS];
    double some[GROUPS], every[GROUPS], today[GROUPS];
    double covered[2][1 << GROUPS];      /* by all sets: clean, unnamed */
    double covered_from[2][1 << GROUPS]; /* where nothing goes there */
    uint32_t neighbours;                 /* bits */
} expected;

static void expect_item(expected *e, const made *v, uint32_t n, const item *w, uint32_t today)
{
    uint32_t clean = 0, unnamed = 0, n_leading = 0, met[GROUPS] = { 0 }, ases, met_today = 0;
    for (uint32_t g = 1; g < GROUPS; g++) {
        if (!(e->neighbours >> g & 1))
            continue;
        uint32_t way = way_of(v, n, 1u << g, &w->net, w->bits, &ases);
        e->ways[g][way] += w->to;
        e->from[g][way] += w->from;
        clean |= way == CP_AS_ALLOWED ? 1u << g : 0;
        unnamed |= way <= CP_AS_UNKNOWN ? 1u << g : 0;
        n_leading += way != CP_UPSTREAM_NO_ROUTE;
        for (uint32_t k = 1; k < GROUPS; k++)
            met[k] += ases >> k & 1;
        met_today |= today >> g & 1 ? ases : 0;
    }
    for (uint32_t k = 1; k < GROUPS; k++) {
        e->some[k] += met[k] ? w->to : 0;
        e->every[k] += met[k] && met[k] == n_leading ? w->to : 0;
        e->today[k] += met_today >> k & 1 ? w->to : 0;
        e->gained[k] += clean >> k & 1 && !(clean & today) ? w->to : 0;
        e->lost[k] += !(clean >> k & 1) && clean & today ? w->to : 0;
    }
    e->all += w->to;
    e->left += clean ? 0 : w->to;
    e->best += clean & today ? w->to : 0;
    uint32_t worst = way_of(v, n, today, &w->net, w->bits, &ases);
    e->worst += clean & today && worst == CP_AS_ALLOWED ? w->to : 0;
    for (uint32_t set = 0; set < 1u << GROUPS; set++) {
        e->covered[0][set] += set & clean ? w->to : 0;
        e->covered[1][set] += set & unnamed ? w->to : 0;
        e->covered_from[0][set] += set & clean ? w->from : 0;
        e->covered_from[1][set] += set & unnamed ? w->from : 0;
    }
}

static void find_neighbours(expected *e, const made *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        bool was_told = v[i].event == CP_BGP_ENTRY || v[i].event == CP_BGP_ANNOUNCED;
        bool counts = peers[v[i].session].as == OUR_AS ? v[i].is_live : was_told;
        if (counts && neighbour_of(&v[i]))
            e->neighbours |= 1u << neighbour_of(&v[i]);
    }
}

/* ---- compared */

static double weight_of(const cp_upstream_answer *got, const cp_upstream_sum *s)
{
    return got->is_by_from ? s->from : s->to;
}

static bool same_plan(const cp_upstream_answer *got, const cp_upstream_plan *p, const double *cover,
                      uint32_t neighbours)
{
    double most = cover[neighbours];
    uint32_t fewest = GROUPS + 1;
    for (uint32_t set = 0; set < 1u << GROUPS; set++) {
        uint32_t n = (uint32_t)__builtin_popcount(set & neighbours);
        if ((set & ~neighbours) == 0 && cover[set] == most && n < fewest)
            fewest = n;
    }
    bool ok = weight_of(got, &p->most) == most && p->is_exact && !p->is_short &&
              p->n == (most > 0 ? fewest : 0);
    for (uint32_t i = 0; ok && i < p->n; i++) {
        double best = 0;
        uint32_t set = 0;
        for (uint32_t k = 0; k < p->steps[i].n; k++)
            set |= 1u << got->v[p->steps[i].members[k]].as;
        for (uint32_t s = 0; s < 1u << GROUPS; s++)
            if ((s & ~neighbours) == 0 && (uint32_t)__builtin_popcount(s) == i + 1)
                best = cover[s] > best ? cover[s] : best;
        ok = p->steps[i].n == i + 1 && (uint32_t)__builtin_popcount(set) == i + 1 &&
             weight_of(got, &p->steps[i].covered) == cover[set] && cover[set] == best;
    }
    return ok;
}

static bool same_ases(const cp_upstream_answer *got, const expected *e)
{
    uint32_t seen = 0;
    for (uint32_t i = 0; i < got->n_ases; i++) {
        const cp_upstream_as *as = &got->ases[i];
        seen |= 1u << as->asn;
        if (as->some.to != e->some[as->asn] || as->every.to != e->every[as->asn] ||
            as->today.to != e->today[as->asn])
            return false;
    }
    for (uint32_t k = 1; k < GROUPS; k++)
        if (e->some[k] > 0 && !(seen >> k & 1))
            return false;
    return true;
}

static bool same(const cp_upstream_answer *got, const expected *e)
{
    bool ok = got->n == (uint32_t)__builtin_popcount(e->neighbours) && got->all.to == e->all &&
              got->today_best.to == e->best && got->today_worst.to == e->worst &&
              got->left_sum.to == e->left;
    double left = got->unmatched.to;
    const double(*cover)[1 << GROUPS] = got->is_by_from ? e->covered_from : e->covered;
    for (uint32_t i = 0; ok && i < got->n; i++) {
        const cp_upstream *u = &got->v[i];
        for (int w = 0; w < CP_UPSTREAM_WAYS; w++)
            ok &= u->ways[w].to == e->ways[u->as][w] && u->ways[w].from == e->from[u->as][w];
        ok &= !got->has_today || (u->gained.to == e->gained[u->as] && u->lost.to == e->lost[u->as]);
        ok &= i == 0 || got->v[i - 1].ways[CP_AS_ALLOWED].to >= u->ways[CP_AS_ALLOWED].to;
    }
    for (uint32_t i = 0; ok && i < got->n_left; i++) {
        left += got->left[i].sum.to;
        ok = i == 0 || got->left[i - 1].sum.to >= got->left[i].sum.to;
    }
    return ok && left == e->left && same_ases(got, e) &&
           same_plan(got, &got->clean, cover[0], e->neighbours) &&
           same_plan(got, &got->unnamed, cover[1], e->neighbours);
}

/* Addresses, prefixes (each address has its share), or all that are told. */
static void want(cp_rand *r, cp_upstreams *x, expected *e, const made *v, uint32_t n,
                 uint32_t today)
{
    uint32_t kind = cp_rand_below(r, 3);
    if (kind == 2) {
        cp_upstreams_want_all(x);
        for (uint32_t i = 0; i < n; i++) {
            bool is_again = false;
            item w = { v[i].net, v[i].bits, 1, 0 };
            for (uint32_t k = 0; k < i; k++)
                is_again |= v[k].is_live && neighbour_of(&v[k]) && v[k].bits == w.bits &&
                            memcmp(&v[k].net, &w.net, sizeof w.net) == 0;
            if (v[i].is_live && neighbour_of(&v[i]) && !is_again)
                expect_item(e, v, n, &w, today);
        }
        return;
    }
    for (uint32_t i = cp_rand_below(r, WANTED_MAX); i-- > 0;) {
        item w = { .to = 32 * cp_rand_below(r, 9), .from = cp_rand_below(r, 9) };
        if (kind == 0) {
            w.net = addr_of(cp_rand_below(r, ADDRS));
            w.bits = 128;
            cp_upstreams_want_row(x, cp_upstreams_row_of(x, &w.net), w.to, w.from, 1);
            expect_item(e, v, n, &w, today);
            continue;
        }
        do
            random_net(r, &w.net, &w.bits);
        while (w.bits < 123);
        cp_upstreams_want_net(x, &w.net, w.bits, w.to);
        for (uint32_t k = 0; k < ADDRS; k++) {
            item one = { addr_of(k), 128, w.to / (1u << (128 - w.bits)), 0 };
            if (cp_net_covers(&w.net, w.bits, &one.net, 128))
                expect_item(e, v, n, &one, today);
        }
    }
}

static bool check(uint64_t seed, const cp_as_table *t)
{
    cp_rand r = { seed };
    cp_arena *a = cp_arena_new(0);
    made *v = CP_NEW_ARRAY(a, made, EVENTS_MAX);
    expected *e = CP_NEW(a, expected);
    uint32_t n = cp_rand_below(&r, EVENTS_MAX + 1), today = 0, ases[2], n_today = 0;
    cp_upstream_opts opts = { .our_as = OUR_AS };
    cp_upstreams *x = cp_upstreams_new(a, t, &opts);
    make(&r, v, n);
    for (uint32_t i = 0; i < n; i++)
        tell(x, &v[i]);
    cp_upstreams_done(x);
    find_neighbours(e, v, n);
    for (uint32_t i = cp_rand_below(&r, 3); i-- > 0;) {
        ases[n_today] = 1 + cp_rand_below(&r, ASNS);
        today |= 1u << ases[n_today++];
    }
    want(&r, x, e, v, n, today & e->neighbours);
    const cp_upstream_answer *got = cp_upstreams_answer_of(x, ases, n_today);
    bool ok = same(got, e);
    cp_arena_free(a);
    return ok;
}

/* ---- limits */

static void announce(cp_upstreams *x, uint32_t as, uint32_t net, uint32_t hop)
{
    uint8_t wire[] = { CP_BGP_SEQUENCE, 2, (uint8_t)as, (uint8_t)hop };
    uint8_t b[4] = { 10, (uint8_t)(net >> 8), (uint8_t)net, 0 };
    cp_bgp_attrs attrs = { .path = { .own = { wire, sizeof wire }, .as_bytes = 1 } };
    uint8_t wide[] = { CP_BGP_SEQUENCE, 2, 0, (uint8_t)as, 0, (uint8_t)hop };
    attrs.path = (cp_bgp_path){ .own = { wide, sizeof wide }, .as_bytes = 2 };
    cp_bgp_peer peer = { .addr = cp_ip_v4((uint8_t[4]){ 192, 0, 2, (uint8_t)as }), .as = as };
    cp_bgp_route route = { .event = CP_BGP_ENTRY,
                           .peer = &peer,
                           .peer_nr = as,
                           .net = cp_ip_v4(b),
                           .length = 24,
                           .attrs = &attrs };
    cp_upstreams_add(x, &route);
}

static void check_limits(const cp_as_table *t)
{
    cp_arena *a = cp_arena_new(0);
    cp_upstream_opts opts = { .prefixes_max = 2 };
    cp_upstreams *x = cp_upstreams_new(a, t, &opts);
    for (uint32_t i = 0; i < 3; i++)
        announce(x, 1, i, 7);
    cp_upstreams_done(x);
    cp_upstreams_want_all(x);
    const cp_upstream_answer *got = cp_upstreams_answer_of(x, NULL, 0);
    is_uint(got->untold, 1, "a route of a third prefix has no room");
    ok(got->v[0].is_cut && got->v[0].ways[CP_AS_ALLOWED].prefixes == 0 &&
           got->v[0].ways[CP_AS_UNKNOWN].prefixes == 2,
       "and what is allowed is not known any more");
    is_uint(got->clean.n + got->unnamed.n, 0, "nobody is recommended for it");
    opts = (cp_upstream_opts){ .cells_max = 1500 };
    x = cp_upstreams_new(a, t, &opts);
    announce(x, 1, 0, 7);
    announce(x, 7, 0, 8);
    cp_upstreams_done(x);
    cp_upstreams_want_all(x);
    got = cp_upstreams_answer_of(x, NULL, 0);
    ok(got->n == 2 && !got->v[0].is_cut && got->v[1].is_cut, "there is room for one session");
    is_uint(got->v[1].ways[CP_AS_UNKNOWN].prefixes, 1, "of the other nothing is known");
    cp_arena_free(a);
}

/* Of 25 neighbours each step takes who adds the most. */
static void check_many(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_as_table *t = cp_as_table_new(a);
    cp_upstream_opts opts = { 0 };
    cp_upstreams *x = cp_upstreams_new(a, t, &opts);
    for (uint32_t as = 100; as < 126; as++)
        cp_as_table_set(t, as, as == 125 ? CP_AS_EXCLUDED : CP_AS_ALLOWED);
    for (uint32_t i = 0; i < 25; i++)
        for (uint32_t net = 0; net < 60; net++)
            announce(x, 100 + i, net, net / 12 == i ? 100 : net == 59 && i == 20 ? 101 : 125);
    cp_upstreams_done(x);
    cp_upstreams_want_all(x);
    const cp_upstream_answer *got = cp_upstreams_answer_of(x, NULL, 0);
    is_uint(got->n, 25, "25 neighbours");
    ok(!got->clean.is_exact && !got->clean.is_short && got->clean.n == 5, "five of them do");
    is_uint((uint64_t)got->clean.steps[2].covered.to, 36, "three reach three times twelve");
    is_uint((uint64_t)got->clean.most.to, 60, "all that any covers");
    is_uint(got->n_left, 0, "nothing is left");
    cp_arena_free(a);
}

int main(void)
{
    uint32_t n_bad = 0, n = tap_cases(20000);
    cp_arena *a = cp_arena_new(0);
    cp_as_table *t = cp_as_table_new(a);
    for (uint32_t k = 1; k <= OUR_AS; k++)
        cp_as_table_set(t, k, standings[k]);
    for (uint32_t i = 0; i < n; i++)
        if (!check(i + 1, t) && n_bad++ < 3)
            printf("# seed %u\n", i + 1);
    is_uint(n_bad, 0, "shares and sets are those of a plain loop");
    check_limits(t);
    check_many();
    is_str(cp_str_c(cp_upstream_way_name(CP_UPSTREAM_NO_ROUTE)), CP_STR("no_route"),
           "ways have names");
    cp_arena_free(a);
    return tap_done();
}
