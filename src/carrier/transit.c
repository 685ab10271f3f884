/* SPDX-License-Identifier: Apache-2.0 */
/* transit.c - see transit.h. */
#include "carrier/transit.h"
#include "carrier/hops.h"

enum {
    CHUNK_BITS = 12,
    CHUNK_NETS = 1 << CHUNK_BITS,
    KEY_BYTES = 17,
    BITS_V4 = 96,
    CLASSES = 17,            /* room for 1, 2, 4 .. 65,536 routes of a prefix */
    PATHS_LEAST = 64 * 1024, /* fewer are not worth to be put together anew */
    VIAS_MAX = 1024 * 1024,
    HOPS_LOOKED_AT = 4096,
    HEAD = 2, /* of a key of a path, before its hops: flags, and Only to Customer */
    QUEUE_LEAST = 1024,
    NONE = UINT32_MAX,
};
#define STALE (1u << 31) /* of a peer's number: its router is not heard, or has not told it again */

typedef struct held {
    uint32_t peer, path_id, path; /* of peer: STALE is a flag */
} held;

typedef struct alarm {
    struct alarm *next;
    uint32_t asn;
    bool is_unheard, is_waiting; /* to be told */
    cp_time since, begun_at;     /* as the router says; by our clock */
} alarm;

typedef struct waiting {
    struct net *x;
    uint32_t asn;
    cp_time at; /* begun_at of the alarm; another one is another alarm */
} waiting;

typedef struct net {
    cp_flow_addr addr;
    uint8_t bits, class_; /* of the room in routes; routes NULL: none */
    uint16_t n;
    uint32_t baseline; /* a via */
    held *routes;
    alarm *alarms;
} net;

typedef struct path {
    const uint32_t *hops; /* behind HEAD numbers that are part of the key */
    uint32_t via, refs;
    uint8_t n;
    bool is_cut, has_sets;
    bool is_restored; /* of an alarm that was open: nothing is known of it but the carrier */
} path;

typedef struct via {
    const uint32_t *asns; /* ascending */
    uint8_t n;
} via;

typedef struct router {
    cp_str name;
    bool is_heard;
    cp_time heard_at; /* since when, after it was not */
    uint64_t n_stale; /* of its routes */
} router;

typedef struct peer {
    cp_bgp_peer p;
    uint32_t router;
    cp_time first_at;
    bool is_met[2], is_up; /* by version: 4, 6 */
} peer;

/* A block of routes, or an alarm, that nobody uses. */
typedef struct unused {
    struct unused *next;
} unused;

struct cp_transit {
    cp_arena *a, *paths_a;
    const cp_as_table *table;
    const cp_transit_to *to;
    uint32_t nets_max;
    uint64_t routes_max;
    CP_VEC(net *) chunks;
    cp_map by_net;
    CP_VEC(path) paths;
    cp_map by_path;
    uint32_t n_live;
    CP_VEC(via) vias; /* [0] is none */
    cp_map by_via;
    CP_VEC(peer) peers;
    cp_map by_peer;
    uint32_t n_nobodies; /* of peers: those of restored alarms */
    CP_VEC(router) routers;
    cp_map by_router;
    uint32_t anybody; /* the router of alarms of which nobody knows who told them; NONE */
    unused *rooms[CLASSES], *alarms;
    cp_time hold;
    CP_VEC(waiting) queue; /* from `next` on, in the order in which they are due */
    uint32_t next;
    cp_transit_counts n;
    uint64_t n_stale;
    cp_time due_at; /* when stale routes of a router are to go; CP_TIME_NONE never */
    uint32_t hops[HOPS_LOOKED_AT];
};

/* Flags of a key. */
enum { IS_CUT = 1, HAS_SETS = 2, IS_RESTORED = 4 };

static const cp_time second = 1000000;

static void free_own(void *arg)
{
    cp_transit *w = arg;
    cp_arena_free(w->paths_a);
    cp_arena_free(w->a);
}

cp_transit *cp_transit_new(cp_arena *a, const cp_as_table *table, uint32_t nets_max,
                           uint64_t routes_max, const cp_transit_to *to)
{
    cp_arena *own = cp_arena_new(0);
    cp_transit *w = CP_NEW(own, cp_transit);
    w->a = own;
    w->paths_a = cp_arena_new(0);
    w->table = table;
    w->to = to;
    w->nets_max = nets_max ? nets_max : CP_TRANSIT_NETS_MAX;
    w->routes_max = routes_max ? routes_max : CP_TRANSIT_ROUTES_MAX;
    w->due_at = CP_TIME_NONE;
    w->anybody = NONE;
    cp_vec_push(own, &w->vias, ((via){ .n = 0 }));
    cp_arena_defer(a, free_own, w);
    return w;
}

void cp_transit_hold(cp_transit *w, cp_time hold) { w->hold = hold; }

/* ---- sets of carriers */

static bool via_has(const via *v, uint32_t asn)
{
    for (uint8_t i = 0; i < v->n; i++)
        if (v->asns[i] == asn)
            return true;
    return false;
}

/* asns ascending; 0 of none, or of more sets than are kept. */
static uint32_t via_of(cp_transit *w, const uint32_t *asns, uint8_t n)
{
    cp_str key = { (const char *)asns, n * sizeof *asns };
    const uint64_t *known = n ? cp_map_get(&w->by_via, key) : NULL;
    if (known)
        return (uint32_t)*known;
    if (n == 0 || w->vias.n == VIAS_MAX) {
        w->n.over += n != 0;
        return 0;
    }
    uint32_t *own = cp_arena_dup(w->a, asns, key.n);
    key.p = (const char *)own;
    *cp_map_put(w->a, &w->by_via, key, NULL) = w->vias.n;
    cp_vec_push(w->a, &w->vias, ((via){ own, n }));
    return w->vias.n - 1;
}

static uint32_t via_with(cp_transit *w, uint32_t of, uint32_t asn)
{
    uint32_t asns[CP_TRANSIT_VIA_MAX + 1];
    uint8_t n = w->vias.v[of].n;
    memcpy(asns, w->vias.v[of].asns ? w->vias.v[of].asns : asns, n * sizeof *asns);
    if (!cp_hops_add(asns, &n, CP_TRANSIT_VIA_MAX, asn)) {
        w->n.over++;
        return of;
    }
    return via_of(w, asns, n);
}

/* ---- paths */

static uint32_t path_add(cp_transit *w, cp_str key, const path *p)
{
    path own = *p;
    char *copy = cp_arena_dup(w->paths_a, key.p, key.n);
    own.hops = (const uint32_t *)copy + HEAD;
    key.p = copy;
    *cp_map_put(w->paths_a, &w->by_path, key, NULL) = w->paths.n;
    cp_vec_push(w->paths_a, &w->paths, own);
    return w->paths.n - 1;
}

static bool has_sets(const cp_bgp_path *p)
{
    cp_bgp_path_iter it = cp_bgp_path_begin(p);
    cp_bgp_segment s;
    while (cp_bgp_path_next(&it, &s))
        if (s.type != CP_BGP_SEQUENCE)
            return true;
    return false;
}

/* The path of a route, as it is kept. */
static uint32_t path_of(cp_transit *w, const cp_bgp_route *r)
{
    uint32_t key[CP_TRANSIT_HOPS_MAX + HEAD], asns[CP_TRANSIT_VIA_MAX];
    path p = { .hops = key + HEAD, .has_sets = has_sets(&r->attrs->path) };
    uint8_t n_via = 0;
    uint32_t n = cp_hops_of(&r->attrs->path, r->peer->as, w->hops, HOPS_LOOKED_AT, &p.is_cut);
    p.n = (uint8_t)(n < CP_TRANSIT_HOPS_MAX ? n : CP_TRANSIT_HOPS_MAX);
    p.is_cut |= p.n < n;
    key[0] = (p.is_cut ? IS_CUT : 0) | (p.has_sets ? HAS_SETS : 0);
    key[1] = r->attrs->only_to_customer;
    memcpy(key + HEAD, w->hops, p.n * sizeof *key);
    cp_str text = { (const char *)key, (p.n + (size_t)HEAD) * sizeof *key };
    /* what was cut off may be a carrier: such a path is looked at each time */
    const uint64_t *known = p.is_cut ? NULL : cp_map_get(&w->by_path, text);
    if (known)
        return (uint32_t)*known;
    for (uint32_t i = 0; i < n; i++)
        if (cp_as_table_of(w->table, w->hops[i]) >= CP_AS_UNDETERMINED)
            w->n.over += !cp_hops_add(asns, &n_via, CP_TRANSIT_VIA_MAX, w->hops[i]);
    p.via = via_of(w, asns, n_via);
    return path_add(w, text, &p);
}

static const via *via_at(const cp_transit *w, uint32_t path_nr)
{
    return &w->vias.v[w->paths.v[path_nr].via];
}

static net *net_at(const cp_transit *w, uint32_t i)
{
    return &w->chunks.v[i >> CHUNK_BITS][i & (CHUNK_NETS - 1)];
}

static void hold(cp_transit *w, uint32_t path_nr) { w->n_live += w->paths.v[path_nr].refs++ == 0; }
static void let_go(cp_transit *w, uint32_t path_nr)
{
    w->n_live -= --w->paths.v[path_nr].refs == 0;
}

/* Paths that no route has are left behind. */
static void compact(cp_transit *w)
{
    if (w->paths.n < PATHS_LEAST || w->paths.n / 2 < w->n_live)
        return;
    cp_arena *before = w->paths_a;
    uint32_t n_before = w->paths.n;
    const path *old = w->paths.v;
    uint32_t *now = CP_NEW_RAW(before, uint32_t, n_before);
    w->paths_a = cp_arena_new(0);
    w->paths.v = NULL;
    w->paths.n = w->paths.cap = 0;
    w->by_path = (cp_map){ 0 };
    for (uint32_t i = 0; i < n_before; i++)
        if (old[i].refs) {
            cp_str key = { (const char *)(old[i].hops - HEAD),
                           (old[i].n + (size_t)HEAD) * sizeof(uint32_t) };
            now[i] = path_add(w, key, &old[i]);
        }
    for (uint32_t i = 0; i < w->n.nets; i++) {
        net *x = net_at(w, i);
        for (uint16_t k = 0; k < x->n; k++)
            x->routes[k].path = now[x->routes[k].path];
    }
    cp_arena_free(before);
}

/* ---- peers */

typedef struct peer_key {
    uint64_t distinguisher;
    uint32_t router, as, bgp_id, view;
    uint8_t version, addr[16];
} peer_key;

static uint32_t router_of(cp_transit *w, cp_str name)
{
    const uint64_t *known = cp_map_get(&w->by_router, name);
    if (known)
        return (uint32_t)*known;
    cp_str own = cp_str_dup(w->a, name);
    *cp_map_put(w->a, &w->by_router, own, NULL) = w->routers.n;
    cp_vec_push(w->a, &w->routers, ((router){ .name = own }));
    return w->routers.n - 1;
}

static router *router_at(const cp_transit *w, uint32_t peer_nr)
{
    return &w->routers.v[w->peers.v[peer_nr].router];
}

/* NONE: there are too many. */
static uint32_t peer_of(cp_transit *w, cp_str name, const cp_bgp_peer *p, cp_time now)
{
    peer_key key;
    memset(&key, 0, sizeof key); /* what is between its members is part of the key */
    key.distinguisher = p->distinguisher;
    key.router = router_of(w, name);
    key.as = p->as;
    key.bgp_id = p->bgp_id;
    key.view = (uint32_t)p->view;
    key.version = p->addr.version;
    memcpy(key.addr, p->addr.b, sizeof key.addr);
    cp_str text = { (const char *)&key, sizeof key };
    const uint64_t *known = cp_map_get(&w->by_peer, text);
    if (known)
        return (uint32_t)*known;
    if (w->peers.n == CP_TRANSIT_PEERS_MAX)
        return NONE;
    text.p = cp_arena_dup(w->a, &key, sizeof key);
    *cp_map_put(w->a, &w->by_peer, text, NULL) = w->peers.n;
    cp_vec_push(w->a, &w->peers,
                ((peer){ .p = *p, .router = key.router, .first_at = now, .is_up = true }));
    return w->peers.n - 1;
}

static bool is_met(cp_transit *w, uint32_t at, uint8_t version, cp_time now)
{
    peer *p = &w->peers.v[at];
    if (now - p->first_at >= CP_TRANSIT_SETTLE_S * second)
        p->is_met[0] = p->is_met[1] = true;
    return p->is_met[version == 6];
}

/* ---- prefixes and their routes */

static cp_flow_addr addr_of(const cp_bgp_route *r, uint8_t *bits)
{
    *bits = (uint8_t)(r->net.version == 4 ? BITS_V4 + r->length : r->length);
    return cp_flow_addr_of(r->net);
}

/* NULL: it is not there, or, where it was to be made, there are too many. */
static net *net_of(cp_transit *w, const cp_flow_addr *addr, uint8_t bits, bool makes)
{
    struct {
        cp_flow_addr addr;
        uint8_t bits;
    } key = { *addr, bits };
    cp_str text = { (const char *)&key, KEY_BYTES };
    const uint64_t *known = cp_map_get(&w->by_net, text);
    if (known)
        return net_at(w, (uint32_t)*known);
    if (!makes || w->n.nets == w->nets_max)
        return NULL;
    if (w->n.nets % CHUNK_NETS == 0)
        cp_vec_push(w->a, &w->chunks, CP_NEW_ARRAY(w->a, net, CHUNK_NETS));
    net *x = net_at(w, w->n.nets);
    x->addr = *addr;
    x->bits = bits;
    text.p = (const char *)&x->addr;
    *cp_map_put(w->a, &w->by_net, text, NULL) = w->n.nets++;
    return x;
}

static void *room(cp_transit *w, unused **list, size_t bytes)
{
    unused *u = *list;
    if (u)
        *list = u->next;
    return u ? (void *)u : cp_arena_alloc(w->a, bytes < sizeof *u ? sizeof *u : bytes);
}

static void give_back(unused **list, void *p)
{
    unused *u = p;
    u->next = *list;
    *list = u;
}

/* Room for one route more; false: there are too many. */
static bool grow(cp_transit *w, net *x)
{
    if (w->n.held == w->routes_max)
        return false;
    if (x->routes && x->n < 1u << x->class_)
        return true;
    uint8_t next = x->routes ? x->class_ + 1 : 0;
    if (next == CLASSES - 1)
        return false;
    held *v = room(w, &w->rooms[next], sizeof *v << next);
    if (x->routes) {
        memcpy(v, x->routes, x->n * sizeof *v);
        give_back(&w->rooms[x->class_], x->routes);
    }
    x->routes = v;
    x->class_ = next;
    return true;
}

static uint32_t peer_nr_of(const held *h) { return h->peer & ~STALE; }
static bool is_stale(const held *h) { return (h->peer & STALE) != 0; }

static void set_stale(cp_transit *w, held *h, bool is)
{
    router *r = router_at(w, peer_nr_of(h));
    if (is == is_stale(h))
        return;
    h->peer ^= STALE;
    w->n_stale += is ? 1 : UINT64_MAX;
    r->n_stale += is ? 1 : UINT64_MAX;
}

static held *held_of(const net *x, uint32_t peer_nr, uint32_t path_id)
{
    for (uint16_t i = 0; i < x->n; i++)
        if (peer_nr_of(&x->routes[i]) == peer_nr && x->routes[i].path_id == path_id)
            return &x->routes[i];
    return NULL;
}

static void drop(cp_transit *w, net *x, held *h)
{
    let_go(w, h->path);
    set_stale(w, h, false);
    *h = x->routes[--x->n];
    w->n.held--;
    if (x->n)
        return;
    give_back(&w->rooms[x->class_], x->routes);
    x->routes = NULL;
}

/* ---- alarms */

/* A route with it: of those that are heard, or of the stale. */
static const held *find_through(const cp_transit *w, const net *x, uint32_t asn, bool stale)
{
    for (uint16_t i = 0; i < x->n; i++)
        if (is_stale(&x->routes[i]) == stale && via_has(via_at(w, x->routes[i].path), asn))
            return &x->routes[i];
    return NULL;
}

/* Who says what: the route in hand. */
typedef struct said {
    cp_transit *w;
    net *x;
    uint32_t peer;
    uint32_t before;           /* path; NONE */
    cp_time at, now;           /* at: as the router says */
    const cp_bgp_route *route; /* NULL: it is not said, but that a router is not heard, or time */
    cp_err *err;
} said;

static cp_rc tell(const said *s, cp_transit_event event, const alarm *k, uint32_t peer_nr,
                  uint32_t path_nr)
{
    cp_transit *w = s->w;
    static const path nothing = { .hops = NULL };
    bool has_route = event == CP_TRANSIT_BEGINS || event == CP_TRANSIT_HEARD;
    const path *now =
        path_nr == NONE || w->paths.v[path_nr].is_restored ? &nothing : &w->paths.v[path_nr];
    const path *before = s->before == NONE || !has_route || w->paths.v[s->before].is_restored
                             ? &nothing
                             : &w->paths.v[s->before];
    const cp_transit_alert x = { .event = event,
                                 .net = s->x->addr,
                                 .bits = s->x->bits,
                                 .asn = k->asn,
                                 .standing = cp_as_table_of(w->table, k->asn),
                                 .at = s->at,
                                 .since = k->since,
                                 .peer = &w->peers.v[peer_nr].p,
                                 .router = router_at(w, peer_nr)->name,
                                 .path = now->hops,
                                 .n_path = now->n,
                                 .is_path_cut = now->is_cut,
                                 .before = before->hops,
                                 .n_before = before->n,
                                 .is_late = event == CP_TRANSIT_BEGINS && !s->route,
                                 .has_sets = now->has_sets,
                                 .only_to_customer = now->n ? now->hops[1 - HEAD] : 0,
                                 .attrs = has_route && s->route ? s->route->attrs : NULL };
    w->n.begun += event == CP_TRANSIT_BEGINS;
    w->n.ended += event == CP_TRANSIT_ENDS;
    return w->to->alert(w->to->ctx, &x, s->err);
}

static void set_unheard(cp_transit *w, alarm *k, bool is)
{
    if (!k->is_waiting)
        w->n.unheard += is - k->is_unheard;
    k->is_unheard = is;
}

static cp_rc begin(const said *s, uint32_t asn, uint32_t path_nr)
{
    cp_transit *w = s->w;
    net *x = s->x;
    for (alarm *k = x->alarms; k; k = k->next) {
        if (k->asn != asn)
            continue;
        if (!k->is_unheard)
            return CP_OK;
        set_unheard(w, k, false);
        return k->is_waiting ? CP_OK : tell(s, CP_TRANSIT_HEARD, k, s->peer, path_nr);
    }
    if (via_has(&w->vias.v[x->baseline], asn))
        return CP_OK;
    if (!w->peers.v[s->peer].is_met[s->route->net.version == 6]) {
        x->baseline = via_with(w, x->baseline, asn);
        w->n.learnt++;
        return CP_OK;
    }
    alarm *k = room(w, &w->alarms, sizeof *k);
    *k = (alarm){ .next = x->alarms, .asn = asn, .since = s->at, .begun_at = s->now };
    x->alarms = k;
    if (w->hold && w->queue.n - w->next < CP_TRANSIT_HELD_MAX) {
        k->is_waiting = true;
        w->n.waiting++;
        cp_vec_push(w->a, &w->queue, ((waiting){ x, asn, s->now }));
        return CP_OK;
    }
    w->n.open++;
    return tell(s, CP_TRANSIT_BEGINS, k, s->peer, path_nr);
}

/* Alarms of which no route is left are over, and those of which only stale ones are left are not
 * heard. path_nr: of the one that went. */
static cp_rc review(const said *s, uint32_t path_nr)
{
    cp_transit *w = s->w;
    cp_rc rc = CP_OK;
    for (alarm **at = &s->x->alarms; *at && rc == CP_OK;) {
        alarm *k = *at;
        const held *stale = NULL;
        bool is_told = find_through(w, s->x, k->asn, false) != NULL;
        if (!is_told)
            stale = find_through(w, s->x, k->asn, true);
        if (is_told || stale) {
            if (stale && !k->is_unheard) {
                set_unheard(w, k, true);
                if (!k->is_waiting)
                    rc = tell(s, CP_TRANSIT_UNHEARD, k, peer_nr_of(stale), stale->path);
            }
            at = &k->next;
            continue;
        }
        *at = k->next;
        set_unheard(w, k, false);
        if (k->is_waiting) {
            w->n.waiting--;
            w->n.passed++;
        } else {
            rc = tell(s, CP_TRANSIT_ENDS, k, s->peer, path_nr);
            w->n.open--;
        }
        give_back(&w->alarms, k);
    }
    return rc;
}

/* ---- what comes */

/* The route in hand is what a restored alarm waited for: what stood for it may go. */
static void replace_restored(const said *s, uint32_t now)
{
    cp_transit *w = s->w;
    net *x = s->x;
    uint32_t router_nr = w->peers.v[s->peer].router;
    for (uint16_t i = 0; i < x->n;) {
        held *h = &x->routes[i];
        const path *p = &w->paths.v[h->path];
        if (p->is_restored && w->peers.v[peer_nr_of(h)].router == router_nr &&
            via_has(via_at(w, now), p->hops[0]))
            drop(w, x, h);
        else
            i++;
    }
}

static cp_rc announce(said *s)
{
    cp_transit *w = s->w;
    const cp_bgp_route *r = s->route;
    uint8_t bits;
    cp_flow_addr addr = addr_of(r, &bits);
    net *x = s->x = net_of(w, &addr, bits, true);
    held *h = x ? held_of(x, s->peer, r->has_path_id ? r->path_id : 0) : NULL;
    if (!x || (!h && !grow(w, x))) {
        w->n.over++;
        return CP_OK;
    }
    uint32_t now = path_of(w, r);
    hold(w, now);
    if (!h) {
        h = &x->routes[x->n++];
        *h = (held){ s->peer, r->has_path_id ? r->path_id : 0, now };
        w->n.held++;
    } else {
        s->before = h->path;
        h->path = now;
        set_stale(w, h, false);
    }
    if (w->n_stale && via_at(w, now)->n)
        replace_restored(s, now);
    cp_rc rc = CP_OK;
    for (uint8_t i = 0; rc == CP_OK && i < via_at(w, now)->n; i++)
        rc = begin(s, via_at(w, now)->asns[i], now);
    if (s->before == NONE)
        return rc;
    if (rc == CP_OK && x->alarms)
        rc = review(s, s->before);
    let_go(w, s->before);
    return rc;
}

static cp_rc withdraw(said *s, net *x, held *h)
{
    uint32_t path_nr = h->path;
    s->x = x;
    drop(s->w, x, h);
    return x->alarms ? review(s, path_nr) : CP_OK;
}

static cp_rc withdrawn(said *s)
{
    uint8_t bits;
    cp_flow_addr addr = addr_of(s->route, &bits);
    net *x = net_of(s->w, &addr, bits, false);
    held *h = x ? held_of(x, s->peer, s->route->has_path_id ? s->route->path_id : 0) : NULL;
    s->w->n.withdrawals++;
    return h ? withdraw(s, x, h) : CP_OK;
}

/* Of all views of a peer, or of one: its going up and down is told of UNTOLD. */
static bool is_of(const peer *p, const peer *of)
{
    return p->p.distinguisher == of->p.distinguisher && p->router == of->router &&
           (of->p.view == CP_BGP_VIEW_UNTOLD || p->p.view == of->p.view) &&
           (of->p.view != CP_BGP_VIEW_UNTOLD || p->p.view != CP_BGP_LOC_RIB) &&
           p->p.addr.version == of->p.addr.version &&
           memcmp(p->p.addr.b, of->p.addr.b, sizeof p->p.addr.b) == 0;
}

/* Routes of one prefix that have to go, one after the other: the stale first, so that no alarm is
 * told to be unheard by routes that go with the others. */
static cp_rc drop_some(said *s, net *x, bool (*goes)(const cp_transit *w, const held *h, void *arg),
                       void *arg)
{
    cp_rc rc = CP_OK;
    for (int fresh = 0; fresh < 2; fresh++)
        for (uint16_t k = 0; rc == CP_OK && k < x->n;) {
            held *h = &x->routes[k];
            if (is_stale(h) == fresh || !goes(s->w, h, arg)) {
                k++;
                continue;
            }
            s->peer = peer_nr_of(h);
            rc = withdraw(s, x, h);
        }
    return rc;
}

static cp_rc drop_all(said *s, bool (*goes)(const cp_transit *w, const held *h, void *arg),
                      void *arg)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < s->w->n.nets; i++)
        rc = drop_some(s, net_at(s->w, i), goes, arg);
    return rc;
}

typedef struct gone {
    bool *is_gone; /* by peer */
    bool with_stale;
} gone;

static bool goes_with(const cp_transit *w, const held *h, void *arg)
{
    const gone *g = arg;
    (void)w;
    return g->is_gone[peer_nr_of(h)] && (g->with_stale || !is_stale(h));
}

/* Whatever it told before is void; but what is stale it tells anew when it has come up. */
static cp_rc forget(said *s, bool is_up)
{
    cp_transit *w = s->w;
    const peer of = w->peers.v[s->peer];
    gone g = { CP_NEW_ARRAY(w->paths_a, bool, w->peers.n), !is_up };
    for (uint32_t i = 0; i < w->peers.n; i++) {
        g.is_gone[i] = is_of(&w->peers.v[i], &of);
        if (g.is_gone[i])
            w->peers.v[i].is_up = is_up;
    }
    return drop_all(s, goes_with, &g);
}

/* ---- routers that are not heard */

typedef struct all_told {
    uint32_t peer;
    bool is_v6;
} all_told;

static bool is_not_told(const cp_transit *w, const held *h, void *arg)
{
    (void)w;
    return h->peer == (((const all_told *)arg)->peer | STALE);
}

/* A peer has told all it has: what is stale of it, it has no longer. */
static cp_rc end_of_rib(said *s)
{
    cp_transit *w = s->w;
    bool is_v6 = s->route->net.version == 6;
    all_told t = { s->peer, is_v6 };
    cp_rc rc = CP_OK;
    w->peers.v[s->peer].is_met[is_v6] = true;
    for (uint32_t i = 0; rc == CP_OK && router_at(w, t.peer)->n_stale && i < w->n.nets; i++)
        if ((cp_flow_addr_ip(net_at(w, i)->addr).version == 6) == is_v6)
            rc = drop_some(s, net_at(w, i), is_not_told, &t);
    return rc;
}

static void set_due(cp_transit *w)
{
    w->due_at = CP_TIME_NONE;
    for (uint32_t i = 0; i < w->routers.n; i++) {
        const router *r = &w->routers.v[i];
        cp_time due = r->heard_at + CP_TRANSIT_SETTLE_S * second;
        if (r->n_stale && r->is_heard && (w->due_at == CP_TIME_NONE || due < w->due_at))
            w->due_at = due;
    }
}

static void hear(cp_transit *w, uint32_t router_nr, cp_time now)
{
    router *r = &w->routers.v[router_nr];
    if (r->is_heard)
        return;
    r->is_heard = true;
    r->heard_at = now;
    if (w->anybody != NONE && w->anybody != router_nr)
        hear(w, w->anybody, now);
    set_due(w);
}

static bool is_due(const cp_transit *w, const held *h, void *arg)
{
    const router *r = router_at(w, peer_nr_of(h));
    return is_stale(h) && r->is_heard &&
           *(const cp_time *)arg >= r->heard_at + CP_TRANSIT_SETTLE_S * second;
}

/* It has stood long enough. */
static cp_rc tell_late(said *s, alarm *k)
{
    cp_transit *w = s->w;
    const held *h = find_through(w, s->x, k->asn, false);
    bool is_unheard = h == NULL;
    if (is_unheard)
        h = find_through(w, s->x, k->asn, true);
    assert(h); /* one without a route is over */
    w->n.waiting--;
    w->n.open++;
    k->is_waiting = k->is_unheard = false;
    cp_rc rc = tell(s, CP_TRANSIT_BEGINS, k, peer_nr_of(h), h->path);
    set_unheard(w, k, is_unheard);
    return rc == CP_OK && is_unheard ? tell(s, CP_TRANSIT_UNHEARD, k, peer_nr_of(h), h->path) : rc;
}

/* Alarms that have waited long enough, if they are not over. */
static cp_rc tell_waiting(said *s, cp_time now)
{
    cp_transit *w = s->w;
    cp_rc rc = CP_OK;
    while (rc == CP_OK && w->next < w->queue.n && now - w->queue.v[w->next].at >= w->hold) {
        const waiting q = w->queue.v[w->next++];
        alarm *k = q.x->alarms;
        while (k && (k->asn != q.asn || !k->is_waiting || k->begun_at != q.at))
            k = k->next;
        s->x = q.x;
        rc = k ? tell_late(s, k) : CP_OK;
    }
    if (w->next >= QUEUE_LEAST && w->next >= w->queue.n / 2) {
        w->queue.n -= w->next;
        memmove(w->queue.v, w->queue.v + w->next, w->queue.n * sizeof *w->queue.v);
        w->next = 0;
    }
    return rc;
}

static cp_rc pass(said *s, cp_time now)
{
    cp_transit *w = s->w;
    cp_rc rc = CP_OK;
    if (w->due_at != CP_TIME_NONE && now >= w->due_at) {
        rc = drop_all(s, is_due, &now);
        set_due(w);
    }
    return rc == CP_OK && w->next < w->queue.n ? tell_waiting(s, now) : rc;
}

cp_rc cp_transit_pass(cp_transit *w, cp_time now, cp_err *err)
{
    said s = { .w = w, .before = NONE, .at = now, .now = now, .err = err };
    return pass(&s, now);
}

/* Of one prefix: what an alarm is open by becomes stale, and the rest goes, which ends none. */
static cp_rc lose_some(said *s, net *x, uint32_t router_nr)
{
    cp_transit *w = s->w;
    bool is_there = false;
    for (uint16_t k = 0; k < x->n;) {
        held *h = &x->routes[k];
        bool is_open = false;
        if (w->peers.v[peer_nr_of(h)].router != router_nr || is_stale(h)) {
            k++;
            continue;
        }
        for (const alarm *o = x->alarms; o && !is_open; o = o->next)
            is_open = via_has(via_at(w, h->path), o->asn);
        is_there |= is_open;
        k += is_open;
        if (is_open)
            set_stale(w, h, true);
        else
            drop(w, x, h);
    }
    return is_there ? review(s, NONE) : CP_OK;
}

cp_rc cp_transit_lose(cp_transit *w, cp_str name, cp_time now, cp_err *err)
{
    said s = { .w = w, .before = NONE, .at = now, .now = now, .err = err };
    uint32_t nr = router_of(w, name);
    cp_rc rc = CP_OK;
    if (!w->routers.v[nr].is_heard)
        return CP_OK;
    w->routers.v[nr].is_heard = false;
    for (uint32_t i = 0; i < w->peers.n; i++)
        if (w->peers.v[i].router == nr)
            w->peers.v[i].is_up = false;
    for (uint32_t i = 0; rc == CP_OK && i < w->n.nets; i++) {
        s.x = net_at(w, i);
        rc = lose_some(&s, s.x, nr);
    }
    set_due(w);
    return rc;
}

static cp_rc take(said *s)
{
    cp_transit *w = s->w;
    switch (s->route->event) {
    case CP_BGP_ENTRY:
    case CP_BGP_ANNOUNCED: w->n.routes++; return announce(s);
    case CP_BGP_WITHDRAWN_NET: return withdrawn(s);
    case CP_BGP_PEER_UP: return forget(s, true);
    case CP_BGP_PEER_DOWN: return forget(s, false);
    case CP_BGP_END_OF_RIB: return end_of_rib(s);
    }
    return CP_OK;
}

cp_rc cp_transit_add(cp_transit *w, cp_str name, const cp_bgp_route *r, cp_time now, cp_err *err)
{
    uint32_t at = peer_of(w, name, r->peer, now);
    said s = { .w = w, .before = NONE, .at = now, .now = now, .err = err };
    if (at == NONE) {
        w->n.over++;
        return CP_OK;
    }
    compact(w);
    (void)is_met(w, at, r->net.version, now);
    hear(w, w->peers.v[at].router, now);
    cp_rc rc = pass(&s, now);
    s.peer = at;
    s.at = r->at;
    s.route = r;
    return rc == CP_OK ? take(&s) : rc;
}

void cp_transit_count(const cp_transit *w, cp_transit_counts *out)
{
    *out = w->n;
    out->held -= w->n_stale;
    out->peers = w->peers.n - w->n_nobodies;
    out->peers_up = 0;
    for (uint32_t i = 0; i < w->peers.n; i++)
        out->peers_up += w->peers.v[i].is_up;
}

/* ---- to go on later */

/* Who told it: each router once. */
static uint8_t told_by(const cp_transit *w, const net *x, uint32_t asn, cp_str *out)
{
    uint8_t n = 0;
    for (uint16_t i = 0; i < x->n && n < CP_TRANSIT_BY_MAX; i++) {
        cp_str name = router_at(w, peer_nr_of(&x->routes[i]))->name;
        bool is_new = name.n != 0 && via_has(via_at(w, x->routes[i].path), asn);
        for (uint8_t k = 0; k < n && is_new; k++)
            is_new = !cp_str_eq(out[k], name);
        if (is_new)
            out[n++] = name;
    }
    return n;
}

static cp_rc keep_nets(const cp_transit *w, void *ctx,
                       cp_rc (*each)(void *ctx, const cp_transit_kept *k, cp_err *err), cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < w->n.nets; i++) {
        const net *x = net_at(w, i);
        const via *v = &w->vias.v[x->baseline];
        cp_transit_kept k = { .net = x->addr, .bits = x->bits, .n_baseline = v->n };
        if (v->n)
            memcpy(k.baseline, v->asns, v->n * sizeof *k.baseline);
        for (const alarm *o = x->alarms; o && k.n_open < CP_TRANSIT_VIA_MAX; o = o->next) {
            if (o->is_waiting) /* it begins anew */
                continue;
            k.since[k.n_open] = o->since;
            k.n_by[k.n_open] = told_by(w, x, o->asn, k.by[k.n_open]);
            k.open[k.n_open++] = o->asn;
        }
        if (k.n_baseline + k.n_open)
            rc = each(ctx, &k, err);
    }
    return rc;
}

cp_rc cp_transit_keep(const cp_transit *w, void *ctx,
                      cp_rc (*each)(void *ctx, const cp_transit_kept *k, cp_err *err), cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < w->peers.n; i++) {
        const peer *p = &w->peers.v[i];
        cp_transit_kept k = { .is_peer = true, .router = router_at(w, i)->name, .peer = p->p };
        if (p->is_met[0] || p->is_met[1])
            rc = each(ctx, &k, err);
    }
    return rc == CP_OK ? keep_nets(w, ctx, each, err) : rc;
}

/* A stale route of a router, of which nothing is known but the carrier. False: beyond a limit. */
static bool restore_route(cp_transit *w, net *x, cp_str name, uint32_t asn)
{
    static const cp_bgp_peer nobody = { .distinguisher = UINT64_MAX };
    uint32_t n_before = w->peers.n, at = peer_of(w, name, &nobody, 0);
    if (at == NONE || !grow(w, x))
        return false;
    w->n_nobodies += w->peers.n - n_before;
    w->peers.v[at].is_up = false;
    const uint32_t key[HEAD + 1] = { IS_RESTORED, 0, asn };
    cp_str text = { (const char *)key, sizeof key };
    const uint64_t *known = cp_map_get(&w->by_path, text);
    const path p = { .hops = key + HEAD, .via = via_of(w, &asn, 1), .n = 1, .is_restored = true };
    uint32_t path_nr = known ? (uint32_t)*known : path_add(w, text, &p);
    hold(w, path_nr);
    held *h = &x->routes[x->n++];
    *h = (held){ at, asn, path_nr }; /* a path id of its own: of several carriers each has one */
    w->n.held++;
    set_stale(w, h, true);
    if (name.n == 0)
        w->anybody = w->peers.v[at].router;
    return true;
}

static bool restore_alarm(cp_transit *w, net *x, const cp_transit_kept *k, uint8_t i)
{
    for (const alarm *o = x->alarms; o; o = o->next)
        if (o->asn == k->open[i])
            return true;
    alarm *a = room(w, &w->alarms, sizeof *a);
    bool is_kept = true;
    *a = (alarm){ .next = x->alarms, .asn = k->open[i], .since = k->since[i] };
    x->alarms = a;
    w->n.open++;
    set_unheard(w, a, true);
    for (uint8_t b = 0; b < k->n_by[i]; b++)
        is_kept &= restore_route(w, x, k->by[i][b], k->open[i]);
    return k->n_by[i] ? is_kept : restore_route(w, x, CP_STR(""), k->open[i]);
}

bool cp_transit_restore(cp_transit *w, const cp_transit_kept *k)
{
    bool is_kept = true;
    if (k->is_peer) {
        uint32_t at = peer_of(w, k->router, &k->peer, 0);
        if (at == NONE)
            return false;
        w->peers.v[at].is_up = false;
        w->peers.v[at].is_met[0] = w->peers.v[at].is_met[1] = true;
        return true;
    }
    net *x = net_of(w, &k->net, k->bits, true);
    if (!x)
        return false;
    for (uint8_t i = 0; i < k->n_baseline; i++)
        x->baseline = via_with(w, x->baseline, k->baseline[i]);
    for (uint8_t i = 0; i < k->n_open; i++)
        is_kept &= restore_alarm(w, x, k, i);
    return is_kept;
}
