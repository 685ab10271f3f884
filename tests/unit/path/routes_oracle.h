/* SPDX-License-Identifier: Apache-2.0 */
/* routes_oracle.h - small random nets, and what is said of their routes by other means: distances
 * by Bellman and Ford, every route enumerated, shares as the sum of what each of them carries. */
#pragma once
#include "path/routes.h"
#include "tap.h"

enum { DEVICES = 8, CARRIERS = 2, LINKS = 14, RISKS = 2, ROUTES_MAX = 4096 };
__extension__ typedef unsigned __int128 wide;

typedef struct fraction {
    wide num, den;
} fraction;

static inline fraction reduced(wide num, wide den)
{
    wide a = num, b = den;
    while (b) {
        wide t = a % b;
        a = b;
        b = t;
    }
    return (fraction){ num / a, den / a };
}

static inline fraction plus(fraction a, fraction b)
{
    return reduced(a.num * b.den + b.num * a.den, a.den * b.den);
}

static inline bool is_less(fraction a, fraction b) { return a.num * b.den < b.num * a.den; }

/* Items 0 to n - 1 are devices; behind them stand those that links ride on. */
typedef struct small {
    cp_net net;
    cp_taints taints;
    uint32_t from, to;
    uint64_t dirty[CP_UNKNOWN_COUNT][DEVICES + CARRIERS]; /* bit 0, per item of the net */
} small;

/* Small ones tie often; others fill the queue's ring, share its buckets, or pass 32 bits. */
static inline uint32_t random_metric(cp_rand *r, uint32_t scale)
{
    static const uint32_t most[] = { 3, 4000, 90000, UINT32_MAX };
    uint32_t x = cp_rand_below(r, 4);
    return x == 3 ? most[scale] : x;
}

static inline void add_links(cp_net_maker *m, cp_rand *r, uint32_t n, uint32_t n_links)
{
    uint32_t scale = cp_rand_below(r, 2) ? 0 : cp_rand_below(r, 4);
    bool is_even = cp_rand_below(r, 2) == 0;
    bool has_carriers = cp_rand_below(r, 3) == 0;
    for (uint32_t i = 0; i < n_links; i++) {
        uint32_t there = random_metric(r, scale), back = random_metric(r, scale);
        if (is_even)
            there = back = scale == 3 ? UINT32_MAX : 1;
        uint32_t a = cp_rand_below(r, n), b = cp_rand_below(r, n);
        uint32_t rides =
            has_carriers && cp_rand_below(r, 2) ? n + cp_rand_below(r, CARRIERS) : CP_NO_ITEM;
        (void)cp_net_add_link(m, a, b, there, back, rides);
    }
}

static inline void add_risks(cp_net_maker *m, cp_rand *r, uint32_t n_links)
{
    uint32_t n = n_links ? cp_rand_below(r, RISKS + 1) : 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t links[3];
        for (uint32_t k = 0; k < 3; k++)
            links[k] = cp_rand_below(r, n_links);
        cp_net_risk(m, i ? CP_STR("q") : CP_STR("p"), links, 1 + cp_rand_below(r, 3));
    }
}

static inline void tell_taints(cp_arena *a, small *s)
{
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
        uint8_t *dirty = CP_NEW_ARRAY(a, uint8_t, s->net.n_items);
        (void)cp_net_taint(a, &s->net, CP_EXPOSURE, u, 1, s->dirty[u], NULL);
        for (uint32_t i = 0; i < s->net.n_items; i++)
            dirty[i] = (uint8_t)s->dirty[u][i];
        s->taints.dirty[u] = dirty;
    }
}

static inline small random_small(cp_arena *a, cp_rand *r)
{
    static const cp_str policies[] = { CP_STR_INIT("p") };
    small s = { 0 };
    uint32_t n = 1 + cp_rand_below(r, DEVICES), n_links = cp_rand_below(r, LINKS + 1);
    uint32_t dirt = 2 + cp_rand_below(r, 6);
    bool has_stubs = cp_rand_below(r, 3) == 0;
    cp_net_maker *m = cp_net_maker_new(a, policies, 1);
    for (uint32_t i = 0; i < n + CARRIERS; i++)
        (void)cp_net_item(m, cp_str_fmt(a, "i%u", i), cp_rand_below(r, dirt) == 0,
                          cp_rand_below(r, dirt) == 0,
                          has_stubs && cp_rand_below(r, 4) == 0 ? CP_ITEM_END_ONLY : 0);
    add_links(m, r, n, n_links);
    add_risks(m, r, n_links);
    if (cp_rand_below(r, 4) == 0)
        cp_net_need(m, cp_rand_below(r, n), (uint32_t[]){ cp_rand_below(r, n) }, 1);
    cp_err err = { 0 };
    if (cp_net_make(m, &s.net, NULL, &err) != CP_OK)
        abort();
    tell_taints(a, &s);
    s.from = cp_rand_below(r, n);
    s.to = cp_rand_below(r, n);
    return s;
}

/* ---- routes, when elements have failed: bits of devices and of links */

typedef struct down {
    uint32_t devices, links;
} down;

static inline void fail_element(const small *s, cp_element e, down *d)
{
    if (e.kind == CP_ELEMENT_DEVICE)
        d->devices |= 1U << e.at;
    else if (e.kind == CP_ELEMENT_LINK)
        d->links |= 1U << e.at;
    else
        for (uint32_t k = s->net.risk_first[e.at]; k < s->net.risk_first[e.at + 1]; k++)
            d->links |= 1U << s->net.risk_links[k];
}

/* What link offers x towards TO; 0: nothing. */
static inline uint32_t metric_from(const small *s, const down *d, uint32_t link, uint32_t x)
{
    const cp_net_link *l = &s->net.links[link];
    uint32_t head = l->a == x ? l->b : l->a;
    bool is_closed = head != s->to && (s->net.flags[head] & CP_ITEM_END_ONLY);
    if ((l->a != x && l->b != x) || is_closed || (d->links >> link & 1) ||
        ((d->devices >> x | d->devices >> head) & 1))
        return 0;
    return l->a == x ? l->metric : l->metric_back;
}

static inline void bellman_ford(const small *s, const down *d, uint64_t *distance)
{
    for (uint32_t i = 0; i < s->net.n_items; i++)
        distance[i] = i == s->to ? 0 : UINT64_MAX;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t l = 0; l < s->net.n_links; l++)
            for (int way = 0; way < 2; way++) {
                uint32_t x = way ? s->net.links[l].b : s->net.links[l].a;
                uint32_t y = way ? s->net.links[l].a : s->net.links[l].b;
                uint32_t metric = metric_from(s, d, l, x);
                if (metric && distance[y] != UINT64_MAX && distance[y] + metric < distance[x]) {
                    distance[x] = distance[y] + metric;
                    changed = true;
                }
            }
    }
}

typedef struct seen {
    uint64_t metric;                                             /* UINT64_MAX: no route */
    bool is_clean[CP_UNKNOWN_COUNT], is_dirty[CP_UNKNOWN_COUNT]; /* some route is */
    fraction share[CP_UNKNOWN_COUNT];
    uint32_t n_routes;
} seen;

static inline bool is_dirty_link(const small *s, int u, uint32_t link)
{
    return cp_net_link_dirty(&s->net, s->dirty[u], link);
}

/* Every way on from x; part is what reaches x, touched what was dirty so far (a bit per
 * unknown). */
static inline void follow(const small *s, const down *d, const uint64_t *distance, uint32_t x,
                          fraction part, uint32_t touched, seen *out)
{
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++)
        touched |= s->dirty[u][x] ? 1U << u : 0;
    if (x == s->to) {
        out->n_routes++;
        for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
            out->is_dirty[u] = out->is_dirty[u] || (touched >> u & 1);
            out->is_clean[u] = out->is_clean[u] || !(touched >> u & 1);
            if (touched >> u & 1)
                out->share[u] = plus(out->share[u], part);
        }
        return;
    }
    uint32_t next[LINKS], n = 0;
    for (uint32_t l = 0; l < s->net.n_links; l++) {
        uint32_t metric = metric_from(s, d, l, x);
        uint32_t y = s->net.links[l].a == x ? s->net.links[l].b : s->net.links[l].a;
        if (metric && distance[y] != UINT64_MAX && distance[y] + metric == distance[x])
            next[n++] = l;
    }
    for (uint32_t k = 0; k < n; k++) {
        uint32_t y =
            s->net.links[next[k]].a == x ? s->net.links[next[k]].b : s->net.links[next[k]].a;
        uint32_t more = touched;
        for (int u = 0; u < CP_UNKNOWN_COUNT; u++)
            more |= is_dirty_link(s, u, next[k]) ? 1U << u : 0;
        follow(s, d, distance, y, reduced(part.num, part.den * n), more, out);
    }
}

static inline seen look(const small *s, const down *d)
{
    uint64_t distance[DEVICES + CARRIERS];
    seen out = { .share = { { 0, 1 }, { 0, 1 } } };
    bellman_ford(s, d, distance);
    out.metric = distance[s->from];
    if (out.metric != UINT64_MAX)
        follow(s, d, distance, s->from, (fraction){ 1, 1 }, 0, &out);
    return out;
}

/* ---- comparisons */

static inline bool share_is(cp_share got, fraction want)
{
    double value = (double)want.num / (double)want.den;
    return got.den && (wide)got.num == want.num && (wide)got.den == want.den && got.low <= value &&
           value <= got.high && got.high - got.low < 1e-12;
}

/* A route of what is left, of that metric; clean or dirty as told. */
static inline bool trail_is(const small *s, const down *d, const cp_trail *t, int u, bool is_clean,
                            uint64_t metric)
{
    uint32_t x = s->from;
    bool is_dirty = s->dirty[u][x] != 0;
    uint64_t sum = 0;
    if (t->from != s->from)
        return false;
    for (uint32_t k = 0; k < t->n_links; k++) {
        const cp_net_link *l = &s->net.links[t->links[k]];
        uint32_t m = metric_from(s, d, t->links[k], x);
        if (m == 0)
            return false;
        sum += m;
        x = l->a == x ? l->b : l->a;
        is_dirty = is_dirty || is_dirty_link(s, u, t->links[k]) || s->dirty[u][x] != 0;
    }
    return x == s->to && sum == metric && is_dirty != is_clean;
}
