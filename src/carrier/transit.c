/* SPDX-License-Identifier: Apache-2.0 */
/* transit.c - see watch.h. */
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
    NONE = UINT32_MAX,
};

typedef struct held {
    uint32_t peer, path_id, path;
} held;

typedef struct alarm {
    struct alarm *next;
    uint32_t asn;
    cp_time since;
} alarm;

typedef struct net {
    cp_flow_addr addr;
    uint8_t bits, class_; /* of the room in routes; routes NULL: none */
    uint16_t n;
    uint32_t baseline; /* a via */
    held *routes;
    alarm *alarms;
} net;

typedef struct path {
    const uint32_t *hops;
    uint32_t via, refs;
    uint8_t n;
    bool is_cut;
} path;

typedef struct via {
    const uint32_t *asns; /* ascending */
    uint8_t n;
} via;

typedef struct peer {
    cp_bgp_peer p;
    cp_str router;
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
    CP_VEC(cp_str) routers;
    cp_map by_router;
    unused *rooms[CLASSES], *alarms;
    cp_transit_counts n;
    cp_time restored_at; /* the first route after; CP_TIME_NONE: there is nothing to be looked at */
    bool has_restored;
    uint32_t hops[HOPS_LOOKED_AT];
};

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
    w->restored_at = CP_TIME_NONE;
    cp_vec_push(own, &w->vias, ((via){ .n = 0 }));
    cp_arena_defer(a, free_own, w);
    return w;
}

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
    own.hops = (const uint32_t *)(copy + sizeof(uint32_t));
    key.p = copy;
    *cp_map_put(w->paths_a, &w->by_path, key, NULL) = w->paths.n;
    cp_vec_push(w->paths_a, &w->paths, own);
    return w->paths.n - 1;
}

/* The path of a route, as it is kept. */
static uint32_t path_of(cp_transit *w, const cp_bgp_route *r)
{
    uint32_t key[CP_TRANSIT_HOPS_MAX + 1], asns[CP_TRANSIT_VIA_MAX];
    path p = { .hops = key + 1 };
    uint8_t n_via = 0;
    uint32_t n = cp_hops_of(&r->attrs->path, r->peer->as, w->hops, HOPS_LOOKED_AT, &p.is_cut);
    p.n = (uint8_t)(n < CP_TRANSIT_HOPS_MAX ? n : CP_TRANSIT_HOPS_MAX);
    p.is_cut |= p.n < n;
    key[0] = p.is_cut;
    memcpy(key + 1, w->hops, p.n * sizeof *key);
    cp_str text = { (const char *)key, (p.n + 1u) * sizeof *key };
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
            cp_str key = { (const char *)(old[i].hops - 1), (old[i].n + 1u) * sizeof(uint32_t) };
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

static uint32_t router_of(cp_transit *w, cp_str router)
{
    const uint64_t *known = cp_map_get(&w->by_router, router);
    if (known)
        return (uint32_t)*known;
    cp_str own = cp_str_dup(w->a, router);
    *cp_map_put(w->a, &w->by_router, own, NULL) = w->routers.n;
    cp_vec_push(w->a, &w->routers, own);
    return w->routers.n - 1;
}

/* NONE: there are too many. */
static uint32_t peer_of(cp_transit *w, cp_str router, const cp_bgp_peer *p, cp_time now)
{
    peer_key key;
    memset(&key, 0, sizeof key); /* what is between its members is part of the key */
    key.distinguisher = p->distinguisher;
    key.router = router_of(w, router);
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
    cp_vec_push(
        w->a, &w->peers,
        ((peer){ .p = *p, .router = w->routers.v[key.router], .first_at = now, .is_up = true }));
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

static held *held_of(const net *x, uint32_t peer_nr, uint32_t path_id)
{
    for (uint16_t i = 0; i < x->n; i++)
        if (x->routes[i].peer == peer_nr && x->routes[i].path_id == path_id)
            return &x->routes[i];
    return NULL;
}

static void drop(cp_transit *w, net *x, held *h)
{
    let_go(w, h->path);
    *h = x->routes[--x->n];
    w->n.held--;
    if (x->n)
        return;
    give_back(&w->rooms[x->class_], x->routes);
    x->routes = NULL;
}

/* ---- alarms */

static bool is_there(const cp_transit *w, const net *x, uint32_t asn)
{
    for (uint16_t i = 0; i < x->n; i++)
        if (via_has(via_at(w, x->routes[i].path), asn))
            return true;
    return false;
}

/* Who says what: the route in hand. */
typedef struct said {
    cp_transit *w;
    net *x;
    uint32_t peer;
    uint32_t before; /* path; NONE */
    const cp_bgp_route *route;
    cp_err *err;
} said;

static cp_rc tell(const said *s, uint32_t asn, uint32_t path_nr, const alarm *ended)
{
    cp_transit *w = s->w;
    const peer *p = &w->peers.v[s->peer];
    static const path nothing = { .hops = NULL };
    const path *now = path_nr == NONE ? &nothing : &w->paths.v[path_nr];
    const path *before = s->before == NONE || ended ? NULL : &w->paths.v[s->before];
    const cp_transit_alert x = { .is_end = ended != NULL,
                                 .net = s->x->addr,
                                 .bits = s->x->bits,
                                 .asn = asn,
                                 .standing = cp_as_table_of(w->table, asn),
                                 .at = s->route->at,
                                 .since = ended ? ended->since : s->route->at,
                                 .peer = &p->p,
                                 .router = p->router,
                                 .path = now->hops,
                                 .n_path = now->n,
                                 .is_path_cut = now->is_cut,
                                 .before = before ? before->hops : NULL,
                                 .n_before = before ? before->n : 0,
                                 .attrs = ended ? NULL : s->route->attrs };
    w->n.begun += ended == NULL;
    w->n.ended += ended != NULL;
    return w->to->alert(w->to->ctx, &x, s->err);
}

static cp_rc begin(const said *s, uint32_t asn, uint32_t path_nr)
{
    cp_transit *w = s->w;
    net *x = s->x;
    for (const alarm *k = x->alarms; k; k = k->next)
        if (k->asn == asn)
            return CP_OK;
    if (via_has(&w->vias.v[x->baseline], asn))
        return CP_OK;
    if (!w->peers.v[s->peer].is_met[s->route->net.version == 6]) {
        x->baseline = via_with(w, x->baseline, asn);
        w->n.learnt++;
        return CP_OK;
    }
    alarm *k = room(w, &w->alarms, sizeof *k);
    *k = (alarm){ x->alarms, asn, s->route->at };
    x->alarms = k;
    w->n.open++;
    return tell(s, asn, path_nr, NULL);
}

/* Alarms of which no route is left. path_nr: of the one that went; NONE: it is not known. */
static cp_rc end(const said *s, uint32_t path_nr)
{
    cp_transit *w = s->w;
    cp_rc rc = CP_OK;
    for (alarm **at = &s->x->alarms; *at && rc == CP_OK;) {
        alarm *k = *at;
        if (is_there(w, s->x, k->asn)) {
            at = &k->next;
            continue;
        }
        *at = k->next;
        rc = tell(s, k->asn, path_nr, k);
        give_back(&w->alarms, k);
        w->n.open--;
    }
    return rc;
}

/* ---- what comes */

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
    }
    cp_rc rc = CP_OK;
    for (uint8_t i = 0; rc == CP_OK && i < via_at(w, now)->n; i++)
        rc = begin(s, via_at(w, now)->asns[i], now);
    if (s->before == NONE)
        return rc;
    if (rc == CP_OK && x->alarms)
        rc = end(s, s->before);
    let_go(w, s->before);
    return rc;
}

static cp_rc withdraw(said *s, net *x, held *h)
{
    uint32_t path_nr = h->path;
    s->x = x;
    drop(s->w, x, h);
    return x->alarms ? end(s, path_nr) : CP_OK;
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
    return p->p.distinguisher == of->p.distinguisher && cp_str_eq(p->router, of->router) &&
           (of->p.view == CP_BGP_VIEW_UNTOLD || p->p.view == of->p.view) &&
           (of->p.view != CP_BGP_VIEW_UNTOLD || p->p.view != CP_BGP_LOC_RIB) &&
           p->p.addr.version == of->p.addr.version &&
           memcmp(p->p.addr.b, of->p.addr.b, sizeof p->p.addr.b) == 0;
}

/* Whatever it told before is void. */
static cp_rc forget(said *s, bool is_up)
{
    cp_transit *w = s->w;
    cp_rc rc = CP_OK;
    const peer gone = w->peers.v[s->peer];
    bool *is_gone = CP_NEW_ARRAY(w->paths_a, bool, w->peers.n);
    for (uint32_t i = 0; i < w->peers.n; i++) {
        is_gone[i] = is_of(&w->peers.v[i], &gone);
        if (is_gone[i])
            w->peers.v[i].is_up = is_up;
    }
    for (uint32_t i = 0; rc == CP_OK && i < w->n.nets; i++) {
        net *x = net_at(w, i);
        for (uint16_t k = 0; rc == CP_OK && k < x->n;) {
            if (!is_gone[x->routes[k].peer]) {
                k++;
                continue;
            }
            s->peer = x->routes[k].peer;
            rc = withdraw(s, x, &x->routes[k]);
        }
    }
    return rc;
}

/* After a restart: alarms that were open, and of which the routers tell no more. */
static cp_rc look_back(said *s, cp_time now)
{
    cp_transit *w = s->w;
    cp_rc rc = CP_OK;
    if (w->restored_at == CP_TIME_NONE)
        w->restored_at = now;
    if (now - w->restored_at < CP_TRANSIT_SETTLE_S * second)
        return CP_OK;
    w->has_restored = false;
    for (uint32_t i = 0; rc == CP_OK && i < w->n.nets; i++) {
        s->x = net_at(w, i);
        if (s->x->alarms)
            rc = end(s, NONE);
    }
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
    case CP_BGP_END_OF_RIB:
        w->peers.v[s->peer].is_met[s->route->net.version == 6] = true;
        return CP_OK;
    }
    return CP_OK;
}

cp_rc cp_transit_add(cp_transit *w, cp_str router, const cp_bgp_route *r, cp_time now, cp_err *err)
{
    uint32_t at = peer_of(w, router, r->peer, now);
    said s = { .w = w, .peer = at, .before = NONE, .route = r, .err = err };
    cp_rc rc = CP_OK;
    if (at == NONE) {
        w->n.over++;
        return CP_OK;
    }
    compact(w);
    (void)is_met(w, at, r->net.version, now);
    if (w->has_restored)
        rc = look_back(&s, now);
    s.peer = at;
    return rc == CP_OK ? take(&s) : rc;
}

void cp_transit_count(const cp_transit *w, cp_transit_counts *out)
{
    *out = w->n;
    out->peers = w->peers.n;
    out->peers_up = 0;
    for (uint32_t i = 0; i < w->peers.n; i++)
        out->peers_up += w->peers.v[i].is_up;
}

/* ---- to go on later */

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
            k.since[k.n_open] = o->since;
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
        cp_transit_kept k = { .is_peer = true, .router = p->router, .peer = p->p };
        if (p->is_met[0] || p->is_met[1])
            rc = each(ctx, &k, err);
    }
    return rc == CP_OK ? keep_nets(w, ctx, each, err) : rc;
}

bool cp_transit_restore(cp_transit *w, const cp_transit_kept *k)
{
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
    for (uint8_t i = 0; i < k->n_open; i++) {
        alarm *a = room(w, &w->alarms, sizeof *a);
        *a = (alarm){ x->alarms, k->open[i], k->since[i] };
        x->alarms = a;
        w->n.open++;
        w->has_restored = true;
    }
    return true;
}
