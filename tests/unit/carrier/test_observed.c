/* SPDX-License-Identifier: Apache-2.0 */
/* test_observed.c - from a router or an AS to addresses, along paths that were told: collector,
 * regions, net and losses against every address, every route and every simple path of small random
 * networks with small random tables. What is proved cleanpath-check accepts; what says another
 * answer, or is put to a network in which an AS stands otherwise, only where it is true.
 * test_observed N: N of them. */
#include <stdlib.h>
#include "carrier/observed.h"
#include "codec/sha256.h"
#include "path/lost.h"
#include "path/proof.h"
#include "tap.h"

int checker_main(int argc, char **argv);
#define main checker_main
#include "../../../check/cleanpath-check.c"
#undef main

enum {
    ROUTES = 10,
    HOPS = 6,
    ASES = 7, /* 1 .. ASES */
    PEERS = 4,
    NODES = 4,
    BORDERS = 4,
    ADDRESSES = 16, /* 10.0.0.0/28 */
    OURS = 60,      /* an AS of ours */
    NOBODY = UINT32_MAX,
};

typedef struct told_hop {
    uint32_t asn;
    bool is_in_set;
} told_hop;

typedef struct told_route {
    cp_bgp_event event;
    cp_bgp_view view;
    uint32_t peer, addr, length; /* addr: 0..15 behind 10.0.0.0 */
    uint8_t wire[HOPS * 6];
    size_t n_wire;
    told_hop hops[HOPS + 1]; /* the peer's AS in front */
    uint32_t n, origin;
} told_route;

typedef struct problem {
    cp_bgp_peer peers[PEERS];
    told_route routes[ROUTES];
    uint32_t n_routes;
    char label[ASES + 1]; /* c, x, u */
    bool is_outside;
    cp_observed_start starts[BORDERS];
    uint32_t n_starts;
    uint32_t n_nodes, node_of[BORDERS]; /* of each start */
    char node_label[NODES];
    bool joined[NODES][NODES];
    uint32_t addr, length, to_as; /* the destination */
} problem;

/* ---- made up */

static char a_label(cp_rand *r) { return "ccccxu"[cp_rand_below(r, 6)]; }

static void make_path(cp_rand *r, const problem *p, told_route *x)
{
    uint32_t left = 1 + cp_rand_below(r, HOPS - 1);
    x->hops[x->n++] = (told_hop){ p->peers[x->peer].as, false };
    x->origin = p->peers[x->peer].as;
    if (cp_rand_below(r, 10) == 0)
        return; /* out of the peer's own AS */
    if (cp_rand_below(r, 8) == 0)
        left = 1;
    while (left) {
        bool is_set = cp_rand_below(r, 8) == 0;
        uint32_t n = 1 + cp_rand_below(r, left);
        x->wire[x->n_wire++] = is_set ? CP_BGP_SET : CP_BGP_SEQUENCE;
        x->wire[x->n_wire++] = (uint8_t)n;
        for (uint32_t i = 0; i < n; i++) {
            uint32_t asn = cp_rand_below(r, 20) == 0 ? OURS : 1 + cp_rand_below(r, ASES);
            if (x->n == 1 && cp_rand_below(r, 4))
                asn = p->peers[x->peer].as;
            memcpy(x->wire + x->n_wire, (uint8_t[]){ 0, 0, 0, (uint8_t)asn }, 4);
            x->n_wire += 4;
            x->hops[x->n++] = (told_hop){ asn, is_set && n > 1 };
            x->origin = asn;
        }
        x->origin = is_set && n > 1 ? 0 : x->origin;
        left -= n;
    }
}

static void make_route(cp_rand *r, const problem *p, told_route *x)
{
    *x = (told_route){ .event = CP_BGP_ENTRY, .peer = cp_rand_below(r, PEERS) };
    if (cp_rand_below(r, 12) == 0)
        x->event = cp_rand_below(r, 3) ? CP_BGP_WITHDRAWN_NET : CP_BGP_PEER_DOWN;
    if (cp_rand_below(r, 20) == 0)
        x->view = CP_BGP_ADJ_RIB_OUT_POST;
    x->length = 27 + cp_rand_below(r, 6);
    if (cp_rand_below(r, 3) == 0)
        x->length = (uint32_t[]){ 0, 24, 28 }[cp_rand_below(r, 3)];
    x->addr = x->length <= 28 ? 0 : cp_rand_below(r, ADDRESSES) & ~((1u << (32 - x->length)) - 1);
    make_path(r, p, x);
}

static void make_inside(cp_rand *r, problem *p)
{
    p->n_nodes = 1 + cp_rand_below(r, NODES);
    for (uint32_t i = 0; i < p->n_nodes; i++) {
        p->node_label[i] = a_label(r);
        for (uint32_t h = 0; h < i; h++)
            p->joined[i][h] = p->joined[h][i] = cp_rand_below(r, 3) > 0;
    }
}

static void make_starts(cp_rand *r, problem *p)
{
    p->n_starts = p->is_outside ? 1 : 1 + cp_rand_below(r, BORDERS);
    for (uint32_t i = 0; i < p->n_starts; i++) {
        const cp_bgp_peer *peer = &p->peers[cp_rand_below(r, PEERS)];
        cp_observed_start *s = &p->starts[i];
        uint32_t how = cp_rand_below(r, 4);
        *s = (cp_observed_start){ .as = 1 + cp_rand_below(r, ASES) };
        if (how == 1) /* heard by others only */
            s->addr = cp_ip_v4((uint8_t[]){ 192, 0, 2, (uint8_t)(100 + i) });
        if (how > 1)
            *s = (cp_observed_start){ peer->addr, p->is_outside ? 0 : peer->as };
        for (uint32_t h = 0; h < i; h++)
            if (p->starts[h].as == s->as && p->starts[h].addr.version == s->addr.version &&
                memcmp(p->starts[h].addr.b, s->addr.b, 4) == 0)
                s->addr = cp_ip_v4((uint8_t[]){ 192, 0, 2, (uint8_t)(120 + i) });
        p->node_of[i] = cp_rand_below(r, p->n_nodes);
    }
}

static void make(cp_rand *r, problem *p)
{
    *p = (problem){ .is_outside = cp_rand_below(r, 3) == 0 };
    for (uint32_t i = 0; i < PEERS; i++)
        p->peers[i] = (cp_bgp_peer){ .addr = cp_ip_v4((uint8_t[]){ 192, 0, 2, (uint8_t)(1 + i) }),
                                     .as = 1 + cp_rand_below(r, ASES) };
    for (uint32_t i = 1; i <= ASES; i++)
        p->label[i] = a_label(r);
    make_inside(r, p);
    make_starts(r, p);
    p->n_routes = cp_rand_below(r, ROUTES + 1);
    for (uint32_t i = 0; i < p->n_routes; i++)
        make_route(r, p, &p->routes[i]);
    p->length = 26 + cp_rand_below(r, 7);
    p->addr = p->length <= 28 ? 0 : cp_rand_below(r, ADDRESSES) & ~((1u << (32 - p->length)) - 1);
    p->to_as = cp_rand_below(r, 5) == 0 ? 1 + cp_rand_below(r, ASES) : 0;
}

/* ---- by brute force */

typedef struct tally {
    bool is_any, some_sure, some_may, every_sure, every_may;
} tally;

static cp_path_answer worse(cp_path_answer a, cp_path_answer b)
{
    static const int badness[CP_PATH_ANSWER_COUNT] = {
        [CP_PATH_EXCLUDED] = 3, [CP_PATH_NONE] = 2, [CP_PATH_UNDETERMINED] = 1
    };
    return badness[b] > badness[a] ? b : a;
}

static bool is_used(const told_route *x)
{
    return x->event == CP_BGP_ENTRY && x->view == CP_BGP_VIEW_UNTOLD;
}

static bool is_peer(const problem *p, uint32_t start, const told_route *x)
{
    const cp_observed_start *s = &p->starts[start];
    const cp_bgp_peer *q = &p->peers[x->peer];
    return s->addr.version && memcmp(s->addr.b, q->addr.b, 4) == 0 &&
           (s->as == 0 || s->as == q->as);
}

static bool tells_itself(const problem *p, uint32_t start)
{
    for (uint32_t i = 0; i < p->n_routes; i++)
        if (p->routes[i].view == CP_BGP_VIEW_UNTOLD && p->routes[i].event != CP_BGP_PEER_DOWN &&
            is_peer(p, start, &p->routes[i]))
            return true;
    return false;
}

static bool is_gone(const problem *p, const told_route *x)
{
    for (uint32_t i = 0; i < p->n_routes; i++) {
        const told_route *y = &p->routes[i];
        bool is_same = p->peers[y->peer].as == p->peers[x->peer].as && y->peer == x->peer;
        if (!is_same || y->view != CP_BGP_VIEW_UNTOLD)
            continue;
        if (y->event == CP_BGP_PEER_DOWN ||
            (y->event == CP_BGP_WITHDRAWN_NET && y->addr == x->addr && y->length == x->length))
            return true;
    }
    return false;
}

/* Does the path from told_hop `at` on come back to us? */
static bool comes_back(const problem *p, const told_route *x, uint32_t at)
{
    for (uint32_t i = at + 1; i < x->n && !p->is_outside; i++) {
        bool is_repeated = true; /* the first AS, several times over */
        for (uint32_t h = at; h <= i; h++)
            is_repeated &= x->hops[h].asn == x->hops[at].asn && !x->hops[h].is_in_set;
        if (x->hops[i].asn == OURS && !is_repeated)
            return true;
    }
    return false;
}

/* Is the told_route, from its told_hop `at` on, a path of the start? */
static bool is_path(const problem *p, uint32_t start, const told_route *x, uint32_t at)
{
    if (!is_used(x) || comes_back(p, x, at))
        return false;
    if (is_peer(p, start, x))
        return at == 0;
    return x->hops[at].asn == p->starts[start].as && !x->hops[at].is_in_set &&
           !tells_itself(p, start);
}

static bool covers(const told_route *x, uint32_t addr)
{
    return x->length <= 28 || (addr & ~((1u << (32 - x->length)) - 1)) == x->addr;
}

static char worst_label(char a, char b)
{
    return a == 'x' || b == 'x' ? 'x' : a == 'u' || b == 'u' ? 'u' : 'c';
}

static char label_of_path(const problem *p, const told_route *x, uint32_t at)
{
    char l = 'c';
    bool gone = is_gone(p, x);
    for (uint32_t i = at; i < x->n; i++) {
        uint32_t asn = x->hops[i].asn;
        bool is_first = true;
        for (uint32_t h = at; h <= i; h++)
            is_first &= x->hops[h].asn == x->hops[at].asn && !x->hops[h].is_in_set;
        if (x->hops[i].is_in_set)
            l = worst_label(l, 'u');
        else if (!gone && (x->length || is_first))
            l = worst_label(l, asn == OURS ? 'u' : p->label[asn]);
    }
    if (p->is_outside && p->starts[0].as)
        l = worst_label(l, p->label[p->starts[0].as]);
    return x->length == 0 || gone ? worst_label(l, 'u') : l;
}

static bool has_between(const problem *p, const told_route *x, uint32_t at, uint32_t asn)
{
    uint32_t last = x->hops[x->n - 1].asn, first = x->hops[at].asn;
    if (asn == last || (p->is_outside && asn == first))
        return false;
    for (uint32_t i = at; i < x->n; i++)
        if (x->hops[i].asn == asn)
            return true;
    return false;
}

static void tally_path(tally *t, char label)
{
    t->is_any = true;
    t->some_sure |= label == 'c';
    t->some_may |= label != 'x';
    t->every_sure &= label == 'c';
    t->every_may &= label != 'x';
}

/* Every simple path from `at` to the router, then the path of ASes. */
static void walk_to(const problem *p, tally *t, uint32_t at, uint32_t seen, uint32_t to, char label)
{
    label = worst_label(label, p->node_label[at]);
    if (at == to) {
        tally_path(t, label);
        return;
    }
    for (uint32_t i = 0; i < p->n_nodes; i++)
        if (p->joined[at][i] && !(seen >> i & 1))
            walk_to(p, t, i, seen | 1u << i, to, label);
}

static void add(const problem *p, tally *t, uint32_t start, const told_route *x, uint32_t at,
                uint32_t lost)
{
    if (lost != NOBODY && has_between(p, x, at, lost))
        return;
    if (p->is_outside)
        tally_path(t, label_of_path(p, x, at));
    else
        walk_to(p, t, 0, 1, p->node_of[start], label_of_path(p, x, at));
}

/* All paths to the prefix of `like`, by origin where one is asked about. */
static tally all_to(const problem *p, const told_route *like, uint32_t lost)
{
    tally t = { .every_sure = true, .every_may = true };
    for (uint32_t s = 0; s < p->n_starts; s++)
        for (uint32_t i = 0; i < p->n_routes; i++) {
            const told_route *x = &p->routes[i];
            if (x->length != like->length || x->addr != like->addr ||
                (p->to_as && x->origin != p->to_as))
                continue;
            for (uint32_t at = 0; at < x->n; at++)
                if (is_path(p, s, x, at))
                    add(p, &t, s, x, at, lost);
        }
    return t;
}

typedef struct answers {
    cp_path_answer some, every;
    bool cuts; /* some destination has no path */
} answers;

static void take(answers *a, const tally *t)
{
    a->some = worse(a->some, !t->is_any     ? CP_PATH_NONE
                             : t->some_sure ? CP_PATH_CLEAN
                             : t->some_may  ? CP_PATH_UNDETERMINED
                                            : CP_PATH_EXCLUDED);
    a->every = worse(a->every, !t->is_any      ? CP_PATH_NONE
                               : t->every_sure ? CP_PATH_CLEAN
                               : !t->every_may ? CP_PATH_EXCLUDED
                                               : CP_PATH_UNDETERMINED);
    a->cuts |= !t->is_any;
}

static const told_route *longest(const problem *p, uint32_t addr)
{
    const told_route *best = NULL;
    for (uint32_t s = 0; s < p->n_starts; s++)
        for (uint32_t i = 0; i < p->n_routes; i++)
            for (uint32_t at = 0; at < p->routes[i].n; at++)
                if (covers(&p->routes[i], addr) && is_path(p, s, &p->routes[i], at) &&
                    (!best || p->routes[i].length > best->length))
                    best = &p->routes[i];
    return best;
}

static answers truth(const problem *p, uint32_t lost)
{
    answers a = { CP_PATH_CLEAN, CP_PATH_CLEAN, false };
    static const tally none;
    uint32_t n = p->length >= 28 ? 1u << (32 - p->length) : ADDRESSES;
    if (p->to_as) {
        bool is_any = false;
        for (uint32_t i = 0; i < p->n_routes; i++)
            if (is_used(&p->routes[i]) && p->routes[i].origin == p->to_as) {
                tally t = all_to(p, &p->routes[i], lost);
                take(&a, &t);
                is_any = true;
            }
        if (!is_any)
            take(&a, &none);
        return a;
    }
    if (p->length < 28) { /* addresses outside of 10.0.0.0/28: all alike */
        const told_route *broad = NULL;
        for (uint32_t s = 0; s < p->n_starts; s++)
            for (uint32_t i = 0; i < p->n_routes; i++)
                for (uint32_t at = 0; at < p->routes[i].n; at++)
                    if (p->routes[i].length <= 27 && is_path(p, s, &p->routes[i], at) &&
                        (p->routes[i].length == 27 ? p->length < 27 : true) &&
                        (!broad || p->routes[i].length > broad->length))
                        broad = p->routes[i].length == 27 ? broad : &p->routes[i];
        tally t = broad ? all_to(p, broad, lost) : none;
        bool has_27 = false;
        for (uint32_t s = 0; s < p->n_starts; s++)
            for (uint32_t i = 0; i < p->n_routes; i++)
                for (uint32_t at = 0; at < p->routes[i].n; at++)
                    has_27 |= p->routes[i].length == 27 && is_path(p, s, &p->routes[i], at);
        if (p->length == 26 || !has_27)
            take(&a, &t);               /* 10.0.0.32 and on */
        const told_route *upper = NULL; /* 10.0.0.16 .. 31 */
        for (uint32_t i = 0; i < p->n_routes; i++)
            for (uint32_t s = 0; s < p->n_starts; s++)
                for (uint32_t at = 0; at < p->routes[i].n; at++)
                    if (p->routes[i].length == 27 && is_path(p, s, &p->routes[i], at))
                        upper = &p->routes[i];
        upper = upper ? upper : broad;
        t = upper ? all_to(p, upper, lost) : none;
        take(&a, &t);
    }
    for (uint32_t i = p->addr; i < p->addr + n; i++) {
        const told_route *x = longest(p, i);
        tally t = x ? all_to(p, x, lost) : none;
        take(&a, &t);
    }
    return a;
}

/* ---- as it is done */

static cp_observed *collect(cp_arena *a, cp_rand *r, const problem *p, const cp_observed_ask *ask)
{
    cp_observed *two[2] = { cp_observed_new(a, ask), cp_observed_new(a, ask) };
    cp_err err;
    for (uint32_t i = 0; i < p->n_routes; i++) {
        const told_route *x = &p->routes[i];
        cp_bgp_peer peer = p->peers[x->peer];
        cp_bgp_attrs attrs = { .path = { .own = { (uint8_t *)(uintptr_t)x->wire, x->n_wire },
                                         .as_bytes = 4 } };
        uint8_t net[4] = { 10, 0, 0, (uint8_t)x->addr };
        peer.view = x->view;
        cp_bgp_route y = { .event = x->event,
                           .length = (uint8_t)x->length,
                           .net = cp_ip_v4(x->length ? net : (uint8_t[]){ 0, 0, 0, 0 }),
                           .peer = &peer,
                           .attrs = &attrs };
        cp_observed_add(two[cp_rand_below(r, 2)], &y);
    }
    cp_observed_merge(two[0], two[1]);
    return cp_observed_done(two[0], &err) == CP_OK ? two[0] : NULL;
}

typedef struct net {
    cp_arena *a;
    cp_net net;
    cp_net_places places;
    cp_l0 *l0;
    cp_taints taints;
    uint32_t ases[OURS + 1], nodes[NODES], doubt, from, target; /* handles */
    CP_VEC(uint32_t) paths, routers;
} net;

static uint32_t put_item(net *x, cp_net_maker *m, cp_str id, char label)
{
    (void)x;
    return cp_net_item(m, id, label == 'x', label == 'u', 0);
}

static void add_items(net *x, cp_net_maker *m, const problem *p)
{
    for (uint32_t i = 1; i <= ASES; i++)
        x->ases[i] = put_item(x, m, cp_str_fmt(x->a, "AS%u", i), p->label[i]);
    x->ases[OURS] = put_item(x, m, CP_STR("ours"), 'u');
    for (uint32_t i = 0; i < p->n_nodes; i++)
        x->nodes[i] = put_item(x, m, cp_str_fmt(x->a, "node %u", i), p->node_label[i]);
    for (uint32_t i = 0; i < p->n_nodes && !p->is_outside; i++)
        for (uint32_t h = 0; h < i; h++)
            if (p->joined[i][h])
                (void)cp_net_add_link(m, x->nodes[i], x->nodes[h], 0, 0, CP_NO_ITEM);
    x->doubt = put_item(x, m, CP_STR("doubt"), 'u');
    x->target = put_item(x, m, CP_STR("target"), 'c');
    x->from = x->nodes[0];
    if (p->is_outside)
        x->from =
            p->starts[0].as ? x->ases[p->starts[0].as] : put_item(x, m, CP_STR("the peer"), 'c');
}

static void add_paths(net *x, cp_net_maker *m, const problem *p, const cp_observed_path *v,
                      uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t router = p->is_outside ? x->from : x->nodes[p->node_of[v[i].start]];
        uint32_t path = put_item(x, m, cp_str_fmt(x->a, "path %u", i), 'c');
        for (uint32_t h = 0; h < cp_observed_n_certain(&v[i]); h++)
            if (!v[i].hops[h].is_in_set)
                cp_net_need(m, path, &x->ases[v[i].hops[h].asn], 1);
        if (v[i].doubts)
            cp_net_need(m, path, &x->doubt, 1);
        (void)cp_net_add_link(m, router, path, 0, 0, CP_NO_ITEM);
        (void)cp_net_add_link(m, path, x->target, 0, 0, CP_NO_ITEM);
        cp_vec_push(x->a, &x->paths, path);
        cp_vec_push(x->a, &x->routers, router);
    }
}

static void net_of(cp_arena *a, const problem *p, const cp_observed_path *v, uint32_t n, net *x)
{
    static const cp_str policies[] = { CP_STR_INIT("p") };
    cp_err err;
    *x = (net){ .a = a };
    cp_net_maker *m = cp_net_maker_new(a, policies, 1);
    add_items(x, m, p);
    add_paths(x, m, p, v, n);
    if (cp_net_make(m, &x->net, &x->places, &err) != CP_OK)
        abort();
    x->l0 = cp_l0_new(a, &x->net);
    cp_taints_of(a, &x->net, 0, CP_EXPOSURE, &x->taints);
}

static uint32_t at(const net *x, uint32_t handle) { return x->places.items[handle]; }

static void clean_if(cp_path_answer x, bool out[CP_UNKNOWN_COUNT])
{
    out[CP_UNKNOWN_EXCLUDED] &= x == CP_PATH_CLEAN;
    out[CP_UNKNOWN_CLEAN] &= x == CP_PATH_CLEAN || x == CP_PATH_UNDETERMINED;
}

typedef struct lost_paths {
    CP_VEC(cp_lost_path) v;
} lost_paths;

/* inside: a net without paths. */
static void add_lost(const problem *p, const net *x, const net *inside, uint32_t region,
                     const cp_observed_path *v, uint32_t n, lost_paths *out)
{
    const cp_l0_quick *q = cp_l0_quick_new(inside->l0, inside->a, &inside->taints);
    for (uint32_t i = 0; i < n; i++) {
        cp_lost_path y = { .region = region };
        uint32_t *asns = CP_NEW_ARRAY(x->a, uint32_t, v[i].n + 1u);
        uint32_t from = at(inside, inside->from), to = at(inside, x->routers.v[i]);
        for (int u = 0; u < CP_UNKNOWN_COUNT; u++)
            y.some[u] = y.every[u] = !x->taints.dirty[u][at(x, x->paths.v[i])] &&
                                     (!p->is_outside || !x->taints.dirty[u][at(x, x->from)]);
        if (!p->is_outside) {
            cp_path_answer some = cp_l0_quick_some(q, from, to);
            clean_if(some, y.some);
            clean_if(cp_l0_quick_every(q, from, to), y.every);
            if (some == CP_PATH_NONE)
                continue;
        }
        for (uint32_t h = 0; h < v[i].n; h++)
            if (v[i].hops[h].asn != v[i].hops[v[i].n - 1].asn &&
                !(p->is_outside && v[i].hops[h].asn == v[i].hops[0].asn))
                asns[y.n++] = v[i].hops[h].asn;
        y.asns = asns;
        cp_vec_push(x->a, &out->v, y);
    }
}

/* ---- proofs */

typedef struct proven {
    cp_str problem, certificate; /* of digest */
    cp_path_answer some, every;
} proven;

static cp_str problem_of(cp_arena *a, const cp_net *n)
{
    cp_buf b = cp_buf_new(a);
    cp_problem_write(a, n, NULL, &b);
    return cp_buf_str(&b);
}

static proven prove(cp_arena *a, net *y)
{
    proven out = { .problem = problem_of(a, &y->net) };
    cp_buf b = cp_buf_new(a);
    cp_l0_some some;
    cp_l0_every every;
    uint32_t from = at(y, y->from), to = at(y, y->target);
    cp_proof *p =
        cp_proof_new(a, &y->net, cp_sha256_hex(a, cp_bytes_of_str(out.problem)), &y->taints, 1, &b);
    cp_l0_ask_some(y->l0, a, &y->taints, from, to, &some);
    cp_l0_ask_every(y->l0, a, &y->taints, from, to, &every);
    cp_proof_some(p, &y->taints, from, to, &some);
    cp_proof_every(p, &y->taints, from, to, &every);
    cp_proof_end(p);
    out.certificate = cp_buf_str(&b);
    out.some = some.answer;
    out.every = every.answer;
    return out;
}

static bool is_accepted(cp_str of, cp_str certificate)
{
    text texts[2] = { { "problem", NULL, of.n }, { "certificate", NULL, certificate.n } };
    const cp_str from[2] = { of, certificate };
    FILE *nowhere = fopen("/dev/null", "w");
    for (int i = 0; i < 2; i++) {
        texts[i].p = malloc(from[i].n + 1);
        memcpy(texts[i].p, from[i].p, from[i].n);
        texts[i].p[from[i].n] = 0;
    }
    int status = check(&texts[0], &texts[1], false, nowhere, nowhere);
    fclose(nowhere);
    free(texts[0].p);
    free(texts[1].p);
    return status == ACCEPTED;
}

/* The certificate with another word at its first or second answer. */
static cp_str said_otherwise(cp_arena *a, const proven *x, uint32_t which, cp_path_answer says)
{
    cp_str rest = x->certificate, row;
    cp_buf b = cp_buf_new(a);
    for (uint32_t n = 0; cp_str_cut(&rest, '\n', &row);) {
        bool is_ask = cp_str_starts(row, CP_STR("ask "));
        if (is_ask && n++ == which) {
            while (row.p[row.n - 1] != ' ')
                row.n--;
            cp_buf_fmt(&b, "%.*s%s\n", CP_FMT(row), cp_path_answer_name(says));
        } else {
            cp_buf_fmt(&b, "%.*s\n", CP_FMT(row));
        }
    }
    return cp_buf_str(&b);
}

static cp_str of_digest(cp_arena *a, cp_str certificate, cp_str of)
{
    enum { HEAD = 24 + 8, HEX = 64 }; /* "cleanpath-certificate 1\n", "problem " */
    return cp_str_fmt(a, "%.*s%.*s%.*s", CP_FMT(cp_str_slice(certificate, 0, HEAD)),
                      CP_FMT(cp_sha256_hex(a, cp_bytes_of_str(of))),
                      CP_FMT(cp_str_from(certificate, HEAD + HEX)));
}

typedef struct checks {
    uint32_t n_proved, n_refused, n_mutants, n_accepted, n_false;
} checks;

/* v: paths of a region. */
static void check_proofs(cp_arena *a, cp_rand *r, problem p, const cp_observed_path *v, uint32_t n,
                         net *y, checks *c)
{
    proven x = prove(a, y);
    c->n_proved++;
    c->n_refused += !is_accepted(x.problem, x.certificate);
    for (uint32_t which = 0; which < 2; which++)
        for (uint32_t says = CP_PATH_CLEAN; says <= CP_PATH_NONE; says++)
            if (says != (which ? x.every : x.some)) {
                c->n_mutants++;
                c->n_false +=
                    is_accepted(x.problem, said_otherwise(a, &x, which, (cp_path_answer)says));
            }
    net other;
    uint32_t asn = 1 + cp_rand_below(r, ASES);
    p.label[asn] = p.label[asn] == 'c' ? 'x' : 'c';
    net_of(a, &p, v, n, &other);
    proven z = prove(a, &other);
    bool is_in = is_accepted(z.problem, of_digest(a, x.certificate, z.problem));
    c->n_mutants++;
    c->n_accepted += is_in;
    c->n_false += is_in && (z.some != x.some || z.every != x.every);
}

typedef struct counts {
    checks checks;
    uint32_t n_wrong, n_lost_wrong, n_clean, n_excluded, n_none, n_regions;
} counts;

static void compare_losses(cp_arena *a, const problem *p, const lost_paths *l, uint32_t n_regions,
                           answers want, counts *c)
{
    uint32_t n;
    cp_path_answer some, every;
    cp_lost_nothing(l->v.v, l->v.n, n_regions, &some, &every);
    bool right = some == want.some && every == want.every;
    const cp_lost *v = cp_lost_all(a, l->v.v, l->v.n, n_regions, &n);
    for (uint32_t asn = 1; asn <= ASES; asn++) {
        const cp_lost *y = NULL;
        for (uint32_t i = 0; i < n; i++)
            y = v[i].asn == asn ? &v[i] : y;
        answers is = truth(p, asn);
        right &=
            y ? y->some == is.some && y->every == is.every : is.some == some && is.every == every;
        right &= !y || (y->n_cut > 0) <= is.cuts;
    }
    c->n_lost_wrong += !right;
}

static void one(cp_rand *r, counts *c)
{
    problem p;
    cp_arena *a = cp_arena_new(0);
    make(r, &p);
    static const uint32_t ours[] = { OURS };
    cp_observed_ask ask = { .starts = p.starts,
                            .n_starts = p.n_starts,
                            .ours = ours,
                            .n_ours = p.is_outside ? 0 : 1,
                            .to_as = p.to_as };
    uint8_t to[4] = { 10, 0, 0, (uint8_t)p.addr };
    ask.to = (cp_observed_net){ cp_flow_addr_of(cp_ip_v4(to)), (uint8_t)(96 + p.length), true };
    cp_observed *x = collect(a, r, &p, &ask);
    uint32_t n, n_paths;
    const cp_observed_region *v = cp_observed_regions(x, &n);
    const cp_observed_path *paths = cp_observed_paths(x, &n_paths);
    answers want = truth(&p, NOBODY), got = { CP_PATH_CLEAN, CP_PATH_CLEAN, false };
    net inside;
    lost_paths lost = { 0 };
    net_of(a, &p, NULL, 0, &inside);
    for (uint32_t i = 0; i < n; i++) {
        net y;
        cp_l0_some some;
        cp_l0_every every;
        const cp_observed_path *first = n_paths ? paths + v[i].first : NULL;
        net_of(a, &p, first, v[i].n, &y);
        cp_l0_ask_some(y.l0, a, &y.taints, at(&y, y.from), at(&y, y.target), &some);
        cp_l0_ask_every(y.l0, a, &y.taints, at(&y, y.from), at(&y, y.target), &every);
        got.some = worse(got.some, some.answer);
        got.every = worse(got.every, every.answer);
        add_lost(&p, &y, &inside, i, first, v[i].n, &lost);
        if (cp_rand_below(r, 20) == 0)
            check_proofs(a, r, p, first, v[i].n, &y, &c->checks);
    }
    c->n_wrong += got.some != want.some || got.every != want.every;
    compare_losses(a, &p, &lost, n, want, c);
    c->n_clean += got.some == CP_PATH_CLEAN;
    c->n_excluded += got.some == CP_PATH_EXCLUDED;
    c->n_none += got.some == CP_PATH_NONE;
    c->n_regions += n;
    cp_arena_free(a);
}

int main(int argc, char **argv)
{
    uint32_t n = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : tap_cases(20000);
    cp_rand r = { 11 };
    counts c = { 0 };
    for (uint32_t i = 0; i < n; i++)
        one(&r, &c);
    is_uint(c.n_wrong, 0, "%u networks with tables: no answer is another than by brute force", n);
    is_uint(c.n_lost_wrong, 0, "... nor one after the loss of an AS");
    ok(c.n_clean > n / 50 && c.n_excluded > n / 50 && c.n_none > n / 50,
       "of all kinds: %u clean, %u excluded, %u without a path, %u regions", c.n_clean,
       c.n_excluded, c.n_none, c.n_regions);
    is_uint(c.checks.n_refused, 0, "cleanpath-check accepts %u certificates", c.checks.n_proved);
    is_uint(c.checks.n_false, 0, "... and of %u changed ones none that is not true (%u are)",
            c.checks.n_mutants, c.checks.n_accepted);
    return tap_done();
}
