/* SPDX-License-Identifier: Apache-2.0 */
/* routes_oracle.h - small random nets, and what is said of their routes by other means: distances
 * by Bellman and Ford, every route enumerated, shares as the sum of what each of them carries. With
 * several areas: distances of all to all in each area (Floyd and Warshall), from which every device
 * makes its table as the standards have it, summary by summary. */
#pragma once
#include "path/routes.h"
#include "tap.h"

enum { DEVICES = 8, CARRIERS = 2, LINKS = 14, RISKS = 2, ITEMS = DEVICES + CARRIERS };
enum { AREAS = 3 + DEVICES, BACKBONE = AREAS - 1 }; /* OSPF's by number, then parts of level 1 */
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
    bool has_areas, has_levels;
    uint32_t group[LINKS][2];                             /* of the ends, as links were added */
    uint64_t dirty[CP_UNKNOWN_COUNT][DEVICES + CARRIERS]; /* bit 0, per item of the net */
} small;

/* Small ones tie often; others fill the queue's ring, share its buckets, or pass 32 bits. */
static inline uint32_t random_metric(cp_rand *r, uint32_t scale)
{
    static const uint32_t most[] = { 3, 4000, 90000, UINT32_MAX };
    uint32_t x = cp_rand_below(r, 4);
    return x == 3 ? most[scale] : x;
}

static inline void add_links(cp_net_maker *m, cp_rand *r, small *s, uint32_t n, uint32_t n_links)
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
        s->group[i][0] = a % 3;
        s->group[i][1] = b % 3;
        (void)cp_net_add_link(m, a, b, there, back, rides);
    }
}

/* Devices fall into groups: links within one are in its area, most others in the backbone. */
static inline void add_areas(cp_net_maker *m, cp_rand *r, small *s, uint32_t n_links)
{
    static const cp_str ospf[] = { CP_STR_INIT("0.0.0.0"), CP_STR_INIT("0.0.0.1"),
                                   CP_STR_INIT("0.0.0.2"), CP_STR_INIT("") };
    static const cp_str isis[] = { CP_STR_INIT("level-2"), CP_STR_INIT("level-1"),
                                   CP_STR_INIT("level-1-2"), CP_STR_INIT("level-1") };
    uint32_t shift = cp_rand_below(r, 3);
    s->has_areas = true;
    s->has_levels = cp_rand_below(r, 2);
    for (uint32_t i = 0; i < n_links; i++) {
        uint32_t area = cp_rand_below(r, 4);
        if (shift)
            area = s->group[i][0] == s->group[i][1] ? s->group[i][0] : 0;
        cp_net_link_area(m, i, s->has_levels ? isis[area] : ospf[area]);
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
    add_links(m, r, &s, n, n_links);
    if (cp_rand_below(r, 3) == 0)
        add_areas(m, r, &s, n_links);
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

/* ---- who forwards to whom */

typedef struct table {
    uint64_t distance[ITEMS]; /* what each device has in its table; UINT64_MAX: nothing */
    uint32_t next[ITEMS];     /* a bit per link */
} table;

static inline uint32_t far_end(const small *s, uint32_t link, uint32_t x)
{
    return s->net.links[link].a == x ? s->net.links[link].b : s->net.links[link].a;
}

static inline void one_area(const small *s, const down *d, table *out)
{
    bellman_ford(s, d, out->distance);
    for (uint32_t x = 0; x < s->net.n_items; x++)
        for (uint32_t l = 0; l < s->net.n_links; l++) {
            uint32_t metric = metric_from(s, d, l, x), y = far_end(s, l, x);
            if (metric && out->distance[y] != UINT64_MAX &&
                out->distance[y] + metric == out->distance[x])
                out->next[x] |= 1U << l;
        }
}

typedef struct areas {
    uint32_t links[AREAS]; /* a bit per link */
    uint32_t touch[AREAS]; /* a bit per item */
    uint64_t distance[AREAS][ITEMS][ITEMS];
    uint64_t cost[ITEMS]; /* of routes found so far */
    int via[ITEMS];       /* area of those within; -1: not within */
} areas;

static inline bool is_up(const small *s, const down *d, uint32_t l)
{
    const cp_net_link *x = &s->net.links[l];
    return (x->metric || x->metric_back) && !(d->links >> l & 1) &&
           !((d->devices >> x->a | d->devices >> x->b) & 1);
}

/* Areas of level 1 are those of the net as it is when nothing has failed. */
static inline void tell_areas(const small *s, const down *d, areas *x)
{
    uint32_t part[ITEMS];
    for (uint32_t i = 0; i < s->net.n_items; i++)
        part[i] = i;
    for (uint32_t round = 0; round < ITEMS; round++)
        for (uint32_t l = 0; l < s->net.n_links; l++) {
            const cp_net_link *k = &s->net.links[l];
            cp_str id = s->net.areas[k->area];
            if (!cp_str_starts(id, CP_STR("level-1")) || !is_up(s, &(down){ 0 }, l))
                continue;
            part[k->a] = part[k->b] = part[k->a] < part[k->b] ? part[k->a] : part[k->b];
        }
    for (uint32_t l = 0; l < s->net.n_links; l++) {
        cp_str id = s->net.areas[s->net.links[l].area];
        if (!is_up(s, d, l))
            continue;
        if (cp_str_starts(id, CP_STR("level-1")))
            x->links[3 + part[s->net.links[l].a]] |= 1U << l;
        else if (id.n && id.p[id.n - 1] != '0' && id.p[0] == '0')
            x->links[id.p[id.n - 1] - '0'] |= 1U << l;
        if (!cp_str_eq(id, CP_STR("level-1")) && !(id.n && id.p[0] == '0' && id.p[6] != '0'))
            x->links[BACKBONE] |= 1U << l;
    }
}

static inline bool is_stub(const small *s, uint32_t x)
{
    return x != s->to && (s->net.flags[x] & CP_ITEM_END_ONLY);
}

static inline void all_to_all(const small *s, areas *x, int area)
{
    uint64_t(*m)[ITEMS] = x->distance[area];
    for (uint32_t i = 0; i < ITEMS; i++)
        for (uint32_t k = 0; k < ITEMS; k++)
            m[i][k] = i == k ? 0 : UINT64_MAX / 4;
    for (uint32_t l = 0; l < s->net.n_links; l++) {
        const cp_net_link *k = &s->net.links[l];
        if (!(x->links[area] >> l & 1))
            continue;
        x->touch[area] |= 1U << k->a | 1U << k->b;
        if (k->metric && k->metric < m[k->a][k->b])
            m[k->a][k->b] = k->metric;
        if (k->metric_back && k->metric_back < m[k->b][k->a])
            m[k->b][k->a] = k->metric_back;
    }
    for (uint32_t k = 0; k < s->net.n_items; k++)
        for (uint32_t i = 0; i < s->net.n_items && !is_stub(s, k); i++)
            for (uint32_t j = 0; j < s->net.n_items; j++)
                if (m[i][k] + m[k][j] < m[i][j])
                    m[i][j] = m[i][k] + m[k][j];
}

/* Links by which x goes to y in an area. */
static inline uint32_t first_links(const small *s, const areas *a, int area, uint32_t x, uint32_t y)
{
    uint32_t out = 0;
    for (uint32_t l = 0; l < s->net.n_links; l++) {
        const cp_net_link *k = &s->net.links[l];
        if (!(a->links[area] >> l & 1) || (k->a != x && k->b != x))
            continue;
        uint32_t z = far_end(s, l, x), metric = k->a == x ? k->metric : k->metric_back;
        if (metric && (z == y || !is_stub(s, z)) &&
            metric + a->distance[area][z][y] == a->distance[area][x][y])
            out |= 1U << l;
    }
    return out;
}

/* x may go to y in an area, at what y costs from there. */
static inline void offer_way(const small *s, const areas *a, int area, uint32_t x, uint32_t y,
                             uint64_t cost, table *out)
{
    uint64_t sum = a->distance[area][x][y];
    if (!(a->touch[area] >> x & a->touch[area] >> y & 1) || sum >= UINT64_MAX / 4)
        return;
    sum += cost;
    if (sum < out->distance[x])
        out->next[x] = 0;
    if (sum > out->distance[x])
        return;
    out->distance[x] = sum;
    out->next[x] |= first_links(s, a, area, x, y);
}

static inline void way_within(const small *s, areas *a, uint32_t x, table *out)
{
    a->via[x] = -1;
    for (int area = 0; area < AREAS; area++) {
        uint64_t before = out->distance[x];
        if (s->has_levels && area == BACKBONE)
            continue;
        offer_way(s, a, area, x, s->to, 0, out);
        if (out->distance[x] < before ||
            (before != UINT64_MAX && a->distance[area][x][s->to] == before &&
             (a->touch[area] >> x & a->touch[area] >> s->to & 1)))
            a->via[x] = area;
    }
}

static inline void way_by_backbone(const small *s, const areas *a, uint32_t x, table *out)
{
    if (s->has_levels)
        offer_way(s, a, BACKBONE, x, s->to, 0, out);
    for (uint32_t b = 0; b < s->net.n_items; b++)
        if (b != s->to && a->via[b] >= 0 && a->via[b] != BACKBONE && !is_stub(s, b))
            offer_way(s, a, BACKBONE, x, b, a->cost[b], out);
}

static inline void way_outward(const small *s, const areas *a, const uint64_t *cost, uint32_t x,
                               table *out)
{
    for (int area = 0; area < BACKBONE; area++)
        for (uint32_t b = 0; b < s->net.n_items; b++)
            if (b != s->to && (a->touch[BACKBONE] >> b & 1) && cost[b] != UINT64_MAX &&
                a->via[b] != area && !is_stub(s, b))
                offer_way(s, a, area, x, b, area >= 3 ? 0 : cost[b], out);
}

static inline void several_areas(const small *s, const down *d, table *out)
{
    static areas a;
    a = (areas){ 0 };
    tell_areas(s, d, &a);
    for (int area = 0; area < AREAS; area++)
        all_to_all(s, &a, area);
    for (uint32_t x = 0; x < s->net.n_items; x++) {
        out->distance[x] = x == s->to ? 0 : UINT64_MAX;
        if (x != s->to)
            way_within(s, &a, x, out);
        a.cost[x] = out->distance[x];
    }
    a.via[s->to] = -1;
    for (uint32_t x = 0; x < s->net.n_items; x++)
        if (a.cost[x] == UINT64_MAX)
            way_by_backbone(s, &a, x, out);
    memcpy(a.cost, out->distance, sizeof a.cost);
    for (uint32_t x = 0; x < s->net.n_items; x++)
        if (a.cost[x] == UINT64_MAX && !(a.touch[BACKBONE] >> x & 1))
            way_outward(s, &a, a.cost, x, out);
}

/* Who has no way on is not forwarded to; and so on. */
static inline void drop_dead_ends(const small *s, table *t)
{
    for (uint32_t round = 0; round < ITEMS; round++)
        for (uint32_t x = 0; x < s->net.n_items; x++) {
            for (uint32_t l = 0; l < s->net.n_links; l++)
                if ((t->next[x] >> l & 1) && t->distance[far_end(s, l, x)] == UINT64_MAX)
                    t->next[x] &= ~(1U << l);
            if (x != s->to && t->next[x] == 0)
                t->distance[x] = UINT64_MAX;
        }
}

static inline table tables(const small *s, const down *d)
{
    table out = { 0 };
    if (s->has_areas) {
        several_areas(s, d, &out);
        drop_dead_ends(s, &out);
    } else {
        one_area(s, d, &out);
    }
    return out;
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
static inline void follow(const small *s, const table *t, uint32_t x, fraction part,
                          uint32_t touched, seen *out)
{
    uint32_t n = (uint32_t)__builtin_popcount(t->next[x]);
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
    for (uint32_t l = 0; l < s->net.n_links; l++) {
        uint32_t more = touched;
        if (!(t->next[x] >> l & 1))
            continue;
        for (int u = 0; u < CP_UNKNOWN_COUNT; u++)
            more |= is_dirty_link(s, u, l) ? 1U << u : 0;
        follow(s, t, far_end(s, l, x), reduced(part.num, part.den * n), more, out);
    }
}

static inline seen look(const small *s, const down *d)
{
    table t = tables(s, d);
    seen out = { .share = { { 0, 1 }, { 0, 1 } } };
    out.metric = t.distance[s->from];
    if (out.metric != UINT64_MAX)
        follow(s, &t, s->from, (fraction){ 1, 1 }, 0, &out);
    return out;
}

/* ---- comparisons */

static inline bool share_is(cp_share got, fraction want)
{
    double value = (double)want.num / (double)want.den;
    return got.den && (wide)got.num == want.num && (wide)got.den == want.den && got.low <= value &&
           value <= got.high && got.high - got.low < 1e-12;
}

/* A route of what is left; clean or dirty as told. In one area its metrics add up to what is
 * told. */
static inline bool trail_is(const small *s, const down *d, const cp_trail *t, int u, bool is_clean,
                            uint64_t metric)
{
    uint32_t x = s->from;
    bool is_dirty = s->dirty[u][x] != 0;
    uint64_t sum = 0;
    table way = tables(s, d);
    if (t->from != s->from)
        return false;
    for (uint32_t k = 0; k < t->n_links; k++) {
        if (!(way.next[x] >> t->links[k] & 1))
            return false;
        sum += metric_from(s, d, t->links[k], x);
        x = far_end(s, t->links[k], x);
        is_dirty = is_dirty || is_dirty_link(s, u, t->links[k]) || s->dirty[u][x] != 0;
    }
    return x == s->to && (s->has_areas || sum == metric) && is_dirty != is_clean;
}
