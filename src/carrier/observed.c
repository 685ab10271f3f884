/* SPDX-License-Identifier: Apache-2.0 */
/* observed.c - see observed.h. Nearly all routes of a table are of other prefixes and are left
 * after a comparison; paths of the destination are kept once, by a key of all that tells them
 * apart. */
#include "carrier/observed.h"
#include <stdlib.h>

__extension__ typedef unsigned __int128 address;

enum { BITS_V4 = 96, NONE = 0 };

/* What was withdrawn: a prefix of a peer, or all of it. */
typedef struct gone {
    cp_bgp_peer peer;
    cp_observed_net net;
    bool is_all;
} gone;

struct cp_observed {
    cp_arena *a;
    const cp_observed_ask *ask;
    cp_map by_addr; /* address and AS -> start + 1 */
    cp_map by_as;   /* AS -> first start + 1, then next[] */
    uint32_t *next; /* per start: another of its AS + 1 */
    bool *is_told;  /* per start: by itself */
    bool *is_met;   /* per start: on a path to the destination */
    uint32_t file;
    uint64_t n_routes, n_over;
    CP_VEC(cp_observed_path) paths;
    cp_map known; /* key -> place */
    CP_VEC(cp_observed_net) nets;
    cp_map known_nets; /* of to_as */
    CP_VEC(gone) gone;
    cp_map known_gone;
    CP_VEC(cp_observed_region) regions;
};

const char *cp_observed_doubt_text(uint32_t doubt)
{
    return doubt == CP_OBSERVED_SET       ? "one of a set of ASes"
           : doubt == CP_OBSERVED_CUT     ? "what a path that is too long leaves out"
           : doubt == CP_OBSERVED_DEFAULT ? "whoever a default route leads to"
                                          : "whoever stands in for a path that was withdrawn";
}

/* ---- keys */

typedef struct addr_key {
    uint8_t b[16];
    uint32_t version, as;
} addr_key;

static addr_key key_of(cp_ip ip, uint32_t as)
{
    addr_key k;
    memset(&k, 0, sizeof k);
    memcpy(k.b, ip.b, ip.version == 4 ? 4 : 16);
    k.version = ip.version;
    k.as = as;
    return k;
}

static bool put(cp_arena *a, cp_map *m, const void *key, size_t n, uint64_t value)
{
    if (cp_map_get(m, (cp_str){ key, n }))
        return false;
    *cp_map_put(a, m, (cp_str){ cp_arena_dup(a, key, n), n }, NULL) = value;
    return true;
}

static uint32_t get(const cp_map *m, const void *key, size_t n)
{
    const uint64_t *at = cp_map_get(m, (cp_str){ key, n });
    return at ? (uint32_t)*at : NONE;
}

static void free_own(void *x) { cp_arena_free(((cp_observed *)x)->a); }

cp_observed *cp_observed_new(cp_arena *a, const cp_observed_ask *ask)
{
    assert(ask->n_starts <= CP_OBSERVED_STARTS_MAX);
    cp_arena *own = cp_arena_new(0);
    cp_observed *x = CP_NEW(own, cp_observed);
    x->a = own;
    x->ask = ask;
    x->next = CP_NEW_ARRAY(own, uint32_t, ask->n_starts + 1);
    x->is_told = CP_NEW_ARRAY(own, bool, ask->n_starts + 1);
    x->is_met = CP_NEW_ARRAY(own, bool, ask->n_starts + 1);
    for (uint32_t i = ask->n_starts; i-- > 0;) {
        const cp_observed_start *s = &ask->starts[i];
        addr_key k = key_of(s->addr, s->as);
        if (s->addr.version)
            (void)put(own, &x->by_addr, &k, sizeof k, i + 1);
        if (s->as == 0)
            continue;
        x->next[i] = get(&x->by_as, &s->as, sizeof s->as);
        (void)put(own, &x->by_as, &s->as, sizeof s->as, 0);
        *cp_map_get(&x->by_as, (cp_str){ (const char *)&s->as, sizeof s->as }) = i + 1;
    }
    cp_arena_defer(a, free_own, x);
    return x;
}

void cp_observed_file(cp_observed *x, uint32_t file) { x->file = file; }

/* ---- prefixes */

static address number_of(const cp_flow_addr *net)
{
    address n = 0;
    for (int i = 0; i < 16; i++)
        n = n << 8 | net->b[i];
    return n;
}

static address last_of(const cp_observed_net *n)
{
    address rest = n->bits ? ~(address)0 >> (n->bits - 1) >> 1 : ~(address)0;
    return number_of(&n->net) | rest;
}

/* Is b within a, or a itself? */
static bool holds(const cp_observed_net *a, const cp_observed_net *b)
{
    return a->is_v4 == b->is_v4 && a->bits <= b->bits && number_of(&a->net) <= number_of(&b->net) &&
           last_of(b) <= last_of(a);
}

static bool is_default(const cp_observed_net *n) { return n->bits == (n->is_v4 ? BITS_V4 : 0); }

static cp_observed_net net_of(const cp_bgp_route *r)
{
    bool is_v4 = r->net.version == 4;
    return (cp_observed_net){ cp_flow_addr_of(r->net), (uint8_t)(r->length + (is_v4 ? BITS_V4 : 0)),
                              is_v4 };
}

/* All bytes of it, so that it can be a key. */
static size_t net_key(const cp_observed_net *n, uint8_t out[18])
{
    memcpy(out, n->net.b, 16);
    out[16] = n->bits;
    out[17] = n->is_v4;
    return 18;
}

/* ---- a path */

typedef struct hops {
    cp_observed_hop v[CP_OBSERVED_HOPS_MAX];
    uint32_t n, origin; /* origin 0: a set, or nobody */
    uint8_t doubts;
} hops;

static void add_hop(hops *h, uint32_t asn, bool is_in_set)
{
    if (h->n && h->v[h->n - 1].asn == asn && !h->v[h->n - 1].is_in_set && !is_in_set)
        return;
    if (h->n == CP_OBSERVED_HOPS_MAX) {
        h->doubts |= CP_OBSERVED_CUT;
        return;
    }
    h->v[h->n++] = (cp_observed_hop){ asn, is_in_set };
}

/* A peer that is not on its own path is in front of it: of the same AS as who was told (iBGP), or
 * a route server (RFC 7947), which passes packets on to nobody; that one more is named makes
 * nothing clean. */
static void hops_of(const cp_bgp_route *r, hops *out)
{
    cp_bgp_path_iter it = cp_bgp_path_begin(&r->attrs->path);
    cp_bgp_segment s;
    uint32_t origin = 0;
    out->n = out->doubts = 0;
    add_hop(out, r->peer->as, false);
    while (cp_bgp_path_next(&it, &s)) {
        bool is_set = s.n > 1 && (s.type == CP_BGP_SET || s.type == CP_BGP_CONFED_SET);
        for (uint32_t i = 0; i < s.n; i++)
            add_hop(out, cp_bgp_segment_as(&s, i), is_set);
    }
    switch (cp_bgp_path_origin(&r->attrs->path, &origin)) {
    case CP_BGP_ORIGIN_NONE: out->origin = r->peer->as; break;
    case CP_BGP_ORIGIN_AS: out->origin = origin; break;
    case CP_BGP_ORIGIN_SET:
    case CP_BGP_ORIGIN_UNKNOWN: out->origin = 0; break;
    }
}

static bool comes_back(const cp_observed *x, const cp_observed_hop *v, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        for (uint32_t k = 0; k < x->ask->n_ours; k++)
            if (v[i].asn == x->ask->ours[k])
                return true;
    return false;
}

static uint64_t *place_of(cp_observed *x, const cp_observed_path *p, bool *added)
{
    struct {
        addr_key peer;
        uint32_t start, is_told_by_others, n, doubts;
        uint8_t net[20];
        cp_observed_hop hops[CP_OBSERVED_HOPS_MAX];
    } k;
    size_t n = offsetof(typeof(k), hops);
    memset(&k, 0, sizeof k);
    k.peer = key_of(p->peer.addr, p->peer.as);
    k.start = p->start;
    k.is_told_by_others = p->is_told_by_others;
    k.n = p->n;
    k.doubts = p->doubts;
    (void)net_key(&p->net, k.net);
    for (uint32_t i = 0; i < p->n; i++) {
        k.hops[i].asn = p->hops[i].asn;
        k.hops[i].is_in_set = p->hops[i].is_in_set;
    }
    n += p->n * sizeof *k.hops;
    uint64_t *at = cp_map_get(&x->known, (cp_str){ (const char *)&k, n });
    *added = !at;
    return at ? at : cp_map_put(x->a, &x->known, (cp_str){ cp_arena_dup(x->a, &k, n), n }, NULL);
}

static void keep(cp_observed *x, cp_observed_path p)
{
    bool added;
    if (comes_back(x, p.hops, p.n))
        return;
    uint64_t *at = place_of(x, &p, &added);
    if (!added) {
        cp_observed_path *own = &x->paths.v[*at];
        own->n_tellings += p.n_tellings;
        own->file = p.file < own->file ? p.file : own->file;
        return;
    }
    *at = x->paths.n;
    if (x->paths.n == CP_OBSERVED_PATHS_MAX) {
        x->n_over++;
        return;
    }
    p.hops = cp_arena_dup(x->a, p.hops, p.n * sizeof *p.hops);
    cp_vec_push(x->a, &x->paths, p);
}

static void add_net(cp_observed *x, const cp_observed_net *n)
{
    uint8_t key[18];
    if (x->nets.n < CP_OBSERVED_PATHS_MAX && put(x->a, &x->known_nets, key, net_key(n, key), 1))
        cp_vec_push(x->a, &x->nets, *n);
}

/* What the route says from its hop `at` on, of the start s - 1. */
static void add_from(cp_observed *x, const cp_bgp_route *r, const cp_observed_net *net,
                     const hops *h, uint32_t at, uint32_t s, bool is_own)
{
    cp_observed_path p = { .start = s - 1,
                           .net = *net,
                           .hops = h->v + at,
                           .n = (uint8_t)(h->n - at),
                           .doubts = h->doubts,
                           .is_told_by_others = !is_own,
                           .peer = *r->peer,
                           .file = x->file,
                           .n_tellings = 1 };
    for (uint32_t k = at; k < h->n; k++)
        p.doubts |= h->v[k].is_in_set ? CP_OBSERVED_SET : 0;
    p.doubts |= is_default(net) ? CP_OBSERVED_DEFAULT : 0;
    x->is_met[s - 1] = true;
    keep(x, p);
}

static void add_path(cp_observed *x, const cp_bgp_route *r, const cp_observed_net *net,
                     uint32_t told_by)
{
    hops h;
    hops_of(r, &h);
    if (x->ask->to_as && h.origin != x->ask->to_as)
        return;
    if (x->ask->to_as)
        add_net(x, net);
    if (told_by)
        add_from(x, r, net, &h, 0, told_by, true);
    for (uint32_t i = 0; i < h.n; i++) {
        uint32_t s = h.v[i].is_in_set ? NONE : get(&x->by_as, &h.v[i].asn, sizeof h.v[i].asn);
        for (; s != NONE; s = x->next[s - 1])
            if (s != told_by)
                add_from(x, r, net, &h, i, s, i == 0 && x->ask->starts[s - 1].addr.version == 0);
    }
}

/* ---- what comes */

static void add_gone(cp_observed *x, const cp_bgp_peer *peer, const cp_observed_net *net)
{
    struct {
        addr_key peer;
        uint8_t net[18], is_all, none;
    } k;
    memset(&k, 0, sizeof k);
    k.peer = key_of(peer->addr, peer->as);
    k.is_all = !net;
    if (net)
        (void)net_key(net, k.net);
    if (put(x->a, &x->known_gone, &k, sizeof k, 1))
        cp_vec_push(x->a, &x->gone,
                    ((gone){ *peer, net ? *net : (cp_observed_net){ .bits = 0 }, !net }));
}

static bool is_wanted(const cp_observed *x, const cp_observed_net *n)
{
    return x->ask->to_as || holds(&x->ask->to, n) || holds(n, &x->ask->to);
}

/* Whom a route is told by, + 1. */
static uint32_t start_of(const cp_observed *x, const cp_bgp_peer *peer)
{
    addr_key k = key_of(peer->addr, peer->as);
    uint32_t s = peer->addr.version ? get(&x->by_addr, &k, sizeof k) : NONE;
    if (s || !peer->addr.version)
        return s;
    k.as = 0;
    return get(&x->by_addr, &k, sizeof k);
}

void cp_observed_add(cp_observed *x, const cp_bgp_route *r)
{
    x->n_routes++;
    if (r->peer->distinguisher || r->peer->view == CP_BGP_ADJ_RIB_OUT_PRE ||
        r->peer->view == CP_BGP_ADJ_RIB_OUT_POST)
        return;
    if (r->event == CP_BGP_PEER_DOWN)
        add_gone(x, r->peer, NULL);
    if (r->event > CP_BGP_WITHDRAWN_NET)
        return;
    uint32_t told_by = start_of(x, r->peer);
    if (told_by)
        x->is_told[told_by - 1] = true;
    cp_observed_net net = net_of(r);
    if (!is_wanted(x, &net))
        return;
    if (r->event == CP_BGP_WITHDRAWN_NET)
        add_gone(x, r->peer, &net);
    else
        add_path(x, r, &net, told_by);
}

void cp_observed_merge(cp_observed *x, cp_observed *other)
{
    x->n_routes += other->n_routes;
    x->n_over += other->n_over;
    for (uint32_t i = 0; i < x->ask->n_starts; i++) {
        x->is_told[i] |= other->is_told[i];
        x->is_met[i] |= other->is_met[i];
    }
    for (uint32_t i = 0; i < other->paths.n; i++)
        keep(x, other->paths.v[i]);
    for (uint32_t i = 0; i < other->nets.n; i++)
        add_net(x, &other->nets.v[i]);
    for (uint32_t i = 0; i < other->gone.n; i++)
        add_gone(x, &other->gone.v[i].peer, other->gone.v[i].is_all ? NULL : &other->gone.v[i].net);
}

/* ---- in the end */

static int by_net(const void *a, const void *b)
{
    const cp_observed_net *x = a, *y = b;
    if (x->is_v4 != y->is_v4)
        return x->is_v4 ? -1 : 1;
    int c = memcmp(x->net.b, y->net.b, sizeof x->net.b);
    return c ? c : (x->bits > y->bits) - (x->bits < y->bits);
}

static int by_hops(const cp_observed_path *x, const cp_observed_path *y)
{
    for (uint32_t i = 0; i < x->n && i < y->n; i++) {
        const cp_observed_hop *p = &x->hops[i], *q = &y->hops[i];
        if (p->asn != q->asn)
            return p->asn < q->asn ? -1 : 1;
        if (p->is_in_set != q->is_in_set)
            return p->is_in_set ? 1 : -1;
    }
    return (x->n > y->n) - (x->n < y->n);
}

/* What tells two paths apart, whoever told them. */
static int by_what(const void *a, const void *b)
{
    const cp_observed_path *x = a, *y = b;
    int c = by_net(&x->net, &y->net);
    if (c == 0)
        c = (x->start > y->start) - (x->start < y->start);
    if (c == 0)
        c = by_hops(x, y);
    return c ? c : (x->doubts > y->doubts) - (x->doubts < y->doubts);
}

static int by_all(const void *a, const void *b)
{
    const cp_observed_path *x = a, *y = b;
    int c = by_what(x, y);
    if (c == 0)
        c = (int)x->is_told_by_others - (int)y->is_told_by_others;
    addr_key p = key_of(x->peer.addr, x->peer.as), q = key_of(y->peer.addr, y->peer.as);
    return c ? c : memcmp(&p, &q, sizeof p);
}

static void drop_told_by_others(cp_observed *x)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < x->paths.n; i++)
        if (!x->paths.v[i].is_told_by_others || !x->is_told[x->paths.v[i].start])
            x->paths.v[kept++] = x->paths.v[i];
    x->paths.n = kept;
}

static void mark_gone(cp_observed *x)
{
    cp_map all = { 0 }, nets = { 0 };
    struct {
        addr_key peer;
        uint8_t net[20];
    } k;
    memset(&k, 0, sizeof k);
    for (uint32_t i = 0; i < x->gone.n; i++) {
        k.peer = key_of(x->gone.v[i].peer.addr, x->gone.v[i].peer.as);
        (void)net_key(&x->gone.v[i].net, k.net);
        if (x->gone.v[i].is_all)
            (void)put(x->a, &all, &k.peer, sizeof k.peer, 1);
        else
            (void)put(x->a, &nets, &k, sizeof k, 1);
    }
    for (uint32_t i = 0; x->gone.n && i < x->paths.n; i++) {
        cp_observed_path *p = &x->paths.v[i];
        k.peer = key_of(p->peer.addr, p->peer.as);
        (void)net_key(&p->net, k.net);
        if (get(&all, &k.peer, sizeof k.peer) || get(&nets, &k, sizeof k))
            p->doubts |= CP_OBSERVED_WITHDRAWN;
    }
}

static void put_together(cp_observed *x)
{
    uint32_t kept = 0;
    if (x->paths.n)
        qsort(x->paths.v, x->paths.n, sizeof *x->paths.v, by_all);
    for (uint32_t i = 0; i < x->paths.n; i++) {
        if (kept && by_what(&x->paths.v[kept - 1], &x->paths.v[i]) == 0)
            x->paths.v[kept - 1].n_tellings += x->paths.v[i].n_tellings;
        else
            x->paths.v[kept++] = x->paths.v[i];
    }
    x->paths.n = kept;
    if (x->nets.n)
        qsort(x->nets.v, x->nets.n, sizeof *x->nets.v, by_net);
}

/* Are all addresses of n in longer ones of v, which begin at v and are sorted? */
static bool is_covered(const cp_observed_net *n, const cp_observed_net *v, uint32_t n_v)
{
    address at = number_of(&n->net), last = last_of(n);
    for (uint32_t i = 0; i < n_v && holds(n, &v[i]); i++) {
        if (v[i].bits == n->bits)
            continue;
        if (number_of(&v[i].net) > at)
            return false;
        address end = last_of(&v[i]);
        if (end >= last)
            return true;
        at = end >= at ? end + 1 : at;
    }
    return false;
}

/* The first path that is not to a net before this one. */
static uint32_t first_of(const cp_observed *x, const cp_observed_net *net)
{
    uint32_t low = 0, high = x->paths.n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (by_net(&x->paths.v[middle].net, net) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_region(cp_observed *x, const cp_observed_net *net, bool is_cover)
{
    cp_observed_region r = { .net = *net, .is_cover = is_cover, .n_alike = 1 };
    r.first = first_of(x, net);
    while (r.first + r.n < x->paths.n && by_net(&x->paths.v[r.first + r.n].net, net) == 0)
        r.n++;
    cp_vec_push(x->a, &x->regions, r);
}

/* Nets that a start has a path to, each once. */
static cp_observed_net *nets_of(cp_observed *x, uint32_t *n)
{
    cp_observed_net *v = CP_NEW_ARRAY(x->a, cp_observed_net, x->paths.n + (size_t)1);
    *n = 0;
    for (uint32_t i = 0; i < x->paths.n; i++)
        if (*n == 0 || by_net(&v[*n - 1], &x->paths.v[i].net) != 0)
            v[(*n)++] = x->paths.v[i].net;
    return v;
}

static void regions_of_net(cp_observed *x)
{
    const cp_observed_net *to = &x->ask->to;
    uint32_t n, first = 0, cover = UINT32_MAX;
    const cp_observed_net *v = nets_of(x, &n);
    for (; first < n && by_net(&v[first], to) < 0; first++)
        if (v[first].bits < to->bits) /* those that hold it stand before it, the longest last */
            cover = holds(&v[first], to) ? first : cover;
    bool has_own = first < n && by_net(&v[first], to) == 0;
    if (!has_own && !is_covered(to, v + first, n - first))
        add_region(x, cover == UINT32_MAX ? to : &v[cover], cover != UINT32_MAX);
    for (uint32_t i = first; i < n && holds(to, &v[i]); i++)
        if (!is_covered(&v[i], v + i + 1, n - i - 1))
            add_region(x, &v[i], false);
}

static bool are_alike(const cp_observed *x, const cp_observed_region *a,
                      const cp_observed_region *b)
{
    bool same = a->n == b->n && a->is_cover == b->is_cover;
    for (uint32_t i = 0; same && i < a->n; i++) {
        const cp_observed_path *p = &x->paths.v[a->first + i], *q = &x->paths.v[b->first + i];
        same = p->start == q->start && p->doubts == q->doubts && by_hops(p, q) == 0;
    }
    return same;
}

static uint64_t hash_of(cp_observed *x, const cp_observed_region *r)
{
    uint64_t h = r->n;
    for (uint32_t i = r->first; i < r->first + r->n; i++) {
        const cp_observed_path *p = &x->paths.v[i];
        h = h * 1000003 + p->start * 31 + p->doubts;
        for (uint32_t k = 0; k < p->n; k++)
            h = h * 1000003 + p->hops[k].asn * 2 + p->hops[k].is_in_set;
    }
    return h;
}

static void put_alike_together(cp_observed *x)
{
    cp_map seen = { 0 };
    uint32_t kept = 0;
    for (uint32_t i = 0; i < x->regions.n; i++) {
        cp_observed_region *r = &x->regions.v[i];
        uint64_t h = hash_of(x, r);
        uint32_t at = get(&seen, &h, sizeof h);
        if (at && are_alike(x, &x->regions.v[at - 1], r)) {
            x->regions.v[at - 1].n_alike++;
            continue;
        }
        x->regions.v[kept] = *r;
        (void)put(x->a, &seen, &h, sizeof h, ++kept);
    }
    x->regions.n = kept;
}

cp_rc cp_observed_done(cp_observed *x, cp_err *err)
{
    if (x->n_over)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                       "more than %d paths to that destination were told: name a smaller one",
                       CP_OBSERVED_PATHS_MAX);
    drop_told_by_others(x);
    mark_gone(x);
    put_together(x);
    if (x->ask->to_as)
        for (uint32_t i = 0; i < x->nets.n; i++)
            add_region(x, &x->nets.v[i], false);
    else
        regions_of_net(x);
    if (x->regions.n == 0)
        cp_vec_push(x->a, &x->regions, ((cp_observed_region){ .n_alike = 1 }));
    put_alike_together(x);
    return CP_OK;
}

uint64_t cp_observed_routes(const cp_observed *x) { return x->n_routes; }

const cp_observed_path *cp_observed_paths(const cp_observed *x, uint32_t *n)
{
    *n = x->paths.n;
    return x->paths.v;
}

const cp_observed_region *cp_observed_regions(const cp_observed *x, uint32_t *n)
{
    *n = x->regions.n;
    return x->regions.v;
}

bool cp_observed_is_heard(const cp_observed *x, uint32_t start)
{
    return x->is_told[start] || x->is_met[start];
}
