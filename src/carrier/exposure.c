/* SPDX-License-Identifier: Apache-2.0 */
/* exposure.c - see exposure.h. Routes to one prefix mostly stand together: they are counted in a
 * row at hand, which goes into the table when another prefix comes.
 *
 * Tables also have their prefixes in order. As long as they come so, rows are only added, and found
 * where they are; what several threads counted is put together in that order when all are done:
 *
 *     thread A: 1 2 .  5 . 8 ...
 *     thread B: . . 3  5 7 . ...    ->    1 2 3 5 7 8
 *
 * The first prefix that is neither above the last nor there makes a hash of them. */
#include "carrier/exposure.h"
#include <stdlib.h>
#include "base/sort.h"
#include "carrier/hops.h"
#include "carrier/net.h"

enum {
    CHUNK_BITS = 12,
    CHUNK_ROWS = 1 << CHUNK_BITS,
    NEAR_PEERS = 256, /* of those whose place is remembered, by their number in an index */
    /* of a path that is looked at in detail; RFC 4271, 4.1 has room for some 2,000 */
    HOPS_MAX = 4096,
    KEY_BYTES = 17,
    /* AS below 2^19, of which all that were given out are; places of 4,096 at once */
    NEAR_BITS = 12,
    NEAR_PAGES = 128,
};

typedef struct edge_key {
    uint32_t asn, beside, is_before;
} edge_key;

/* Rows in order that another one counted, and what its peers are here. */
typedef struct part {
    const cp_exposure *of;
    const uint32_t *peers;
    uint32_t at;
} part;

struct cp_exposure {
    cp_arena *a;
    const cp_as_table *table;
    cp_exposure_sums sums;
    CP_VEC(cp_exposure_row *) chunks; /* stable: keys of by_net point into them */
    uint32_t n_rows, found;           /* found: the row that was asked for last */
    bool is_unordered;                /* rows did not come in order: all are in by_net */
    cp_map by_net;
    CP_VEC(part) parts; /* that are put together when all is done; the first is this one */
    cp_exposure_row at_hand;
    bool has_row;
    uint32_t hops[HOPS_MAX], n_hops; /* of the route in hand, if it counts */
    bool is_cut;
    CP_VEC(cp_exposure_peer) peers;
    cp_map by_peer;
    uint32_t near_peers[NEAR_PEERS]; /* place + 1 */
    CP_VEC(cp_via) vias;
    cp_map by_via;
    CP_VEC(cp_exposure_path) paths;
    cp_map by_path;
    CP_VEC(cp_exposure_as) ases;
    cp_map by_as;
    CP_VEC(cp_exposure_as) origins;
    cp_map by_origin;                   /* of those that are not near */
    uint32_t *near_origins[NEAR_PAGES]; /* place + 1 */
    CP_VEC(cp_exposure_edge) edges;
    cp_map by_edge;
    cp_exposure_row *sorted;
};

static void free_own(void *x) { cp_arena_free(((cp_exposure *)x)->a); }

cp_exposure *cp_exposure_new(cp_arena *a, const cp_as_table *t)
{
    cp_arena *own = cp_arena_new(0);
    cp_exposure *x = CP_NEW(own, cp_exposure);
    x->a = own;
    x->table = t;
    cp_arena_defer(a, free_own, x);
    cp_vec_push(own, &x->vias, ((cp_via){ .n = 0 })); /* [0] is none, here and there */
    cp_vec_push(own, &x->paths, ((cp_exposure_path){ .n = 0 }));
    cp_vec_push(own, &x->parts, ((part){ .of = x }));
    return x;
}

static cp_exposure_row *row_at(const cp_exposure *x, uint32_t i)
{
    return &x->chunks.v[i >> CHUNK_BITS][i & (CHUNK_ROWS - 1)];
}

/* The place of a key of fixed size, put in with `next` where it is new. */
static uint32_t place_of(cp_arena *a, cp_map *m, const void *key, size_t n, uint32_t next)
{
    const uint64_t *known = cp_map_get(m, (cp_str){ key, n });
    if (known)
        return (uint32_t)*known;
    *cp_map_put(a, m, (cp_str){ cp_arena_dup(a, key, n), n }, NULL) = next;
    return next;
}

/* ---- prefixes */

/* A row behind the last, NULL: there are too many. */
static cp_exposure_row *new_row(cp_exposure *x, const cp_exposure_row *like)
{
    if (x->n_rows == CP_EXPOSURE_PREFIXES_MAX)
        return NULL;
    if (x->n_rows % CHUNK_ROWS == 0)
        cp_vec_push(x->a, &x->chunks, CP_NEW_ARRAY(x->a, cp_exposure_row, CHUNK_ROWS));
    cp_exposure_row *r = row_at(x, x->n_rows++);
    r->net = like->net;
    r->bits = like->bits;
    return r;
}

static void put_by_net(cp_exposure *x, uint32_t i)
{
    cp_str key = { (const char *)&row_at(x, i)->net, KEY_BYTES };
    *cp_map_put(x->a, &x->by_net, key, NULL) = i;
}

/* Among rows in order: the one behind that which was found last, or any. */
static bool find_in_order(cp_exposure *x, const cp_exposure_row *like)
{
    uint32_t low = 0, high = x->n_rows;
    if (x->found + 1 < x->n_rows && cp_exposure_order(row_at(x, x->found + 1), like) == 0) {
        x->found++;
        return true;
    }
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = cp_exposure_order(row_at(x, middle), like);
        if (order == 0) {
            x->found = middle;
            return true;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return false;
}

/* The row of a prefix, NULL: there are too many. */
static cp_exposure_row *row_of(cp_exposure *x, const cp_exposure_row *like)
{
    cp_str key = { (const char *)&like->net, KEY_BYTES };
    if (!x->is_unordered) {
        if (x->n_rows == 0 || cp_exposure_order(row_at(x, x->n_rows - 1), like) < 0)
            return new_row(x, like);
        if (find_in_order(x, like))
            return row_at(x, x->found);
        x->is_unordered = true;
        for (uint32_t i = 0; i < x->n_rows; i++)
            put_by_net(x, i);
    }
    const uint64_t *known = cp_map_get(&x->by_net, key);
    if (known)
        return row_at(x, (uint32_t)*known);
    cp_exposure_row *r = new_row(x, like);
    if (r)
        put_by_net(x, x->n_rows - 1);
    return r;
}

static uint32_t earlier(uint32_t a, uint32_t b) { return a && (!b || a < b) ? a : b; }

/* The set of these. */
static uint32_t via_of(cp_exposure *x, const uint32_t *asns, uint8_t n)
{
    if (!n)
        return 0;
    uint32_t at = place_of(x->a, &x->by_via, asns, n * sizeof *asns, x->vias.n);
    if (at == x->vias.n)
        cp_vec_push(x->a, &x->vias,
                    ((cp_via){ .asns = cp_arena_dup(x->a, asns, n * sizeof *asns), .n = n }));
    return at;
}

/* The place of a path; tables have the same ones again and again. */
static uint32_t path_of(cp_exposure *x, const cp_exposure_path *p)
{
    uint32_t key[CP_EXPOSURE_HOPS_MAX + 2] = { p->peer, p->is_cut };
    memcpy(key + 2, p->asns, p->n * sizeof *key);
    uint32_t at = place_of(x->a, &x->by_path, key, (p->n + 2u) * sizeof *key, x->paths.n);
    if (at == x->paths.n) {
        cp_exposure_path own = *p;
        own.asns = cp_arena_dup(x->a, p->asns, p->n * sizeof *key);
        cp_vec_push(x->a, &x->paths, own);
    }
    return at;
}

static uint32_t via_both(cp_exposure *x, uint32_t a, uint32_t b, bool *has_more)
{
    uint32_t asns[CP_EXPOSURE_VIA_MAX];
    uint8_t n = x->vias.v[a].n;
    if (a == b || !b)
        return a;
    if (!a)
        return b;
    memcpy(asns, x->vias.v[a].asns, n * sizeof *asns);
    for (uint8_t i = 0; i < x->vias.v[b].n; i++)
        *has_more |= !cp_hops_add(asns, &n, CP_EXPOSURE_VIA_MAX, x->vias.v[b].asns[i]);
    return via_of(x, asns, n);
}

static cp_exposure_as *origin_of(cp_exposure *x, uint32_t asn)
{
    if (asn >> NEAR_BITS < NEAR_PAGES) {
        uint32_t **page = &x->near_origins[asn >> NEAR_BITS];
        *page = *page ? *page : CP_NEW_ARRAY(x->a, uint32_t, 1 << NEAR_BITS);
        uint32_t *place = &(*page)[asn & ((1 << NEAR_BITS) - 1)];
        if (!*place) {
            cp_vec_push(x->a, &x->origins, ((cp_exposure_as){ .asn = asn }));
            *place = x->origins.n;
        }
        return &x->origins.v[*place - 1];
    }
    uint32_t at = place_of(x->a, &x->by_origin, &asn, sizeof asn, x->origins.n);
    if (at == x->origins.n)
        cp_vec_push(x->a, &x->origins, ((cp_exposure_as){ .asn = asn }));
    return &x->origins.v[at];
}

static uint32_t counted_of(const cp_exposure_row *r)
{
    return r->paths[CP_AS_UNDETERMINED] + r->paths[CP_AS_RESTRICTED] + r->paths[CP_AS_EXCLUDED];
}

static void add_counts(cp_exposure *x, cp_exposure_row *to, const cp_exposure_row *from)
{
    uint32_t before = to->via;
    for (int i = 0; i < CP_AS_STANDING_COUNT; i++)
        to->paths[i] += from->paths[i];
    to->has_more |= from->has_more;
    to->via = via_both(x, to->via, from->via, &to->has_more);
    to->since_s = earlier(to->since_s, from->since_s);
    to->origin = to->origin ? to->origin : from->origin;
    to->path = to->path ? to->path : from->path;
    if (to->via == before)
        return;
    /* ASes through which this prefix was not met before */
    const cp_via *v = &x->vias.v[to->via], *old = &x->vias.v[before];
    for (uint8_t i = 0; i < v->n; i++) {
        bool is_old = false;
        for (uint8_t k = 0; k < old->n; k++)
            is_old |= old->asns[k] == v->asns[i];
        const uint64_t *at = cp_map_get(&x->by_as, (cp_str){ (const char *)&v->asns[i], 4 });
        if (!is_old && at)
            x->ases.v[*at].prefixes++;
    }
}

static void flush(cp_exposure *x)
{
    if (!x->has_row)
        return;
    x->has_row = false;
    uint32_t n = cp_exposure_paths(&x->at_hand), n_counted = counted_of(&x->at_hand);
    cp_exposure_row *r = row_of(x, &x->at_hand);
    if (!r) {
        x->sums.untold += n;
        return;
    }
    cp_exposure_as *o = origin_of(x, x->at_hand.origin);
    o->all += n;
    o->routes += n_counted;
    o->prefixes += cp_exposure_paths(r) == 0;
    add_counts(x, r, &x->at_hand);
}

/* ---- peers */

static bool same_peer(const cp_bgp_peer *a, const cp_bgp_peer *b)
{
    return a->as == b->as && a->bgp_id == b->bgp_id && a->view == b->view &&
           a->distinguisher == b->distinguisher && a->addr.version == b->addr.version &&
           memcmp(a->addr.b, b->addr.b, sizeof a->addr.b) == 0;
}

static uint32_t new_peer(cp_exposure *x, const cp_bgp_peer *p)
{
    struct {
        uint64_t distinguisher;
        uint32_t as, bgp_id, view;
        uint8_t version, addr[16];
    } key;
    memset(&key, 0, sizeof key); /* what is between its members is part of the key */
    key.distinguisher = p->distinguisher;
    key.as = p->as;
    key.bgp_id = p->bgp_id;
    key.view = (uint32_t)p->view;
    key.version = p->addr.version;
    memcpy(key.addr, p->addr.b, sizeof key.addr);
    if (x->peers.n == CP_EXPOSURE_PEERS_MAX &&
        !cp_map_get(&x->by_peer, (cp_str){ (char *)&key, sizeof key }))
        return x->peers.n - 1; /* no collector has so many: the last stands for the rest */
    uint32_t at = place_of(x->a, &x->by_peer, &key, sizeof key, x->peers.n);
    if (at == x->peers.n)
        cp_vec_push(x->a, &x->peers, ((cp_exposure_peer){ .peer = *p }));
    return at;
}

static uint32_t peer_of(cp_exposure *x, const cp_bgp_route *r)
{
    uint32_t *near = &x->near_peers[r->peer_nr % NEAR_PEERS];
    if (*near && same_peer(&x->peers.v[*near - 1].peer, r->peer))
        return *near - 1;
    *near = new_peer(x, r->peer) + 1;
    return *near - 1;
}

/* ---- paths */

/* The worst standing on it, and its origin; 0: an AS_SET of several, or nobody. */
static cp_as_standing walk(const cp_exposure *x, const cp_bgp_route *r, uint32_t *origin)
{
    cp_bgp_path_iter it = cp_bgp_path_begin(&r->attrs->path);
    cp_bgp_segment s;
    cp_as_standing worst = CP_AS_ALLOWED;
    bool is_empty = true;
    if (cp_bgp_path_is_one(&r->attrs->path, &s) && s.n && s.as_bytes == sizeof *origin) {
        for (const uint8_t *at = s.asns.p, *end = at + s.asns.n; at < end; at += sizeof *origin) {
            memcpy(origin, at, sizeof *origin);
            *origin = __builtin_bswap32(*origin);
            cp_as_standing is = cp_as_table_of(x->table, *origin);
            worst = is > worst ? is : worst;
        }
        return worst;
    }
    while (cp_bgp_path_next(&it, &s)) {
        for (uint32_t i = 0; i < s.n; i++) {
            uint32_t asn = cp_bgp_segment_as(&s, i);
            cp_as_standing is = cp_as_table_of(x->table, asn);
            worst = is > worst ? is : worst;
            *origin = asn;
        }
        *origin = s.type == CP_BGP_SET && s.n > 1 ? 0 : *origin;
        is_empty = false;
    }
    if (!is_empty)
        return worst;
    *origin = r->peer->as;
    return cp_as_table_of(x->table, r->peer->as);
}

/* Does an AS count that is not one of several in a set? */
static bool is_sure(const cp_exposure *x, const cp_bgp_route *r)
{
    cp_bgp_path_iter it = cp_bgp_path_begin(&r->attrs->path);
    cp_bgp_segment s;
    bool is_empty = true;
    while (cp_bgp_path_next(&it, &s)) {
        bool is_set = (s.type == CP_BGP_SET || s.type == CP_BGP_CONFED_SET) && s.n > 1;
        for (uint32_t i = 0; !is_set && i < s.n; i++)
            if (cp_as_table_of(x->table, cp_bgp_segment_as(&s, i)) >= CP_AS_UNDETERMINED)
                return true;
        is_empty = false;
    }
    return is_empty;
}

static void count_edge(cp_exposure *x, uint32_t asn, uint32_t beside, bool is_before)
{
    edge_key key = { asn, beside, is_before };
    bool is_full = x->edges.n == CP_EXPOSURE_EDGES_MAX;
    if (is_full && !cp_map_get(&x->by_edge, (cp_str){ (char *)&key, sizeof key })) {
        x->sums.edges_untold++;
        return;
    }
    uint32_t at = place_of(x->a, &x->by_edge, &key, sizeof key, x->edges.n);
    if (at == x->edges.n)
        cp_vec_push(x->a, &x->edges,
                    ((cp_exposure_edge){ .asn = asn, .beside = beside, .is_before = is_before }));
    x->edges.v[at].routes++;
}

static cp_exposure_as *as_of(cp_exposure *x, uint32_t asn)
{
    uint32_t at = place_of(x->a, &x->by_as, &asn, sizeof asn, x->ases.n);
    if (at == x->ases.n)
        cp_vec_push(x->a, &x->ases, ((cp_exposure_as){ .asn = asn }));
    return &x->ases.v[at];
}

static bool was_met(const uint32_t *v, uint32_t n, uint32_t asn)
{
    for (uint32_t i = 0; i < n; i++)
        if (v[i] == asn)
            return true;
    return false;
}

/* The hops in hand. */
static uint32_t example(cp_exposure *x, uint32_t peer)
{
    uint32_t n = x->n_hops < CP_EXPOSURE_HOPS_MAX ? x->n_hops : CP_EXPOSURE_HOPS_MAX;
    const cp_exposure_path p = {
        .asns = x->hops, .n = (uint8_t)n, .is_cut = x->is_cut || n < x->n_hops, .peer = peer
    };
    return path_of(x, &p);
}

/* A route with an AS that counts. */
static void look_closer(cp_exposure *x, const cp_bgp_route *r, uint32_t peer)
{
    uint32_t asns[CP_EXPOSURE_VIA_MAX];
    uint8_t n = 0;
    x->n_hops = cp_hops_of(&r->attrs->path, r->peer->as, x->hops, HOPS_MAX, &x->is_cut);
    for (uint32_t i = 0; i < x->n_hops; i++) {
        uint32_t asn = x->hops[i];
        if (cp_as_table_of(x->table, asn) < CP_AS_UNDETERMINED)
            continue;
        count_edge(x, asn, i ? x->hops[i - 1] : 0, true);
        count_edge(x, asn, i + 1 < x->n_hops ? x->hops[i + 1] : 0, false);
        x->at_hand.has_more |= !cp_hops_add(asns, &n, CP_EXPOSURE_VIA_MAX, asn);
        if (was_met(x->hops, i, asn))
            continue;
        cp_exposure_as *as = as_of(x, asn);
        as->routes++;
        as->since_s = earlier(as->since_s, r->since_s);
    }
    for (uint8_t i = 0; i < n; i++) {
        cp_exposure_as *as = as_of(x, asns[i]);
        if (as->path)
            continue;
        as->path = example(x, peer);
        as->record = r->record;
    }
    x->at_hand.path = x->at_hand.path ? x->at_hand.path : example(x, peer);
    x->at_hand.via = via_both(x, x->at_hand.via, via_of(x, asns, n), &x->at_hand.has_more);
    x->at_hand.since_s = earlier(x->at_hand.since_s, r->since_s);
    x->sums.in_sets += !is_sure(x, r);
}

static void begin_row(cp_exposure *x, const cp_bgp_route *r)
{
    flush(x);
    x->at_hand = (cp_exposure_row){
        .net = cp_flow_addr_of(r->net),
        .bits = (uint8_t)(r->net.version == 4 ? CP_NET_BITS_V4 + r->length : r->length)
    };
    x->has_row = true;
}

static void add_route(cp_exposure *x, const cp_bgp_route *r)
{
    uint32_t origin = 0, peer = peer_of(x, r);
    if (r->is_new_net || !x->has_row)
        begin_row(x, r);
    cp_as_standing worst = walk(x, r, &origin);
    x->sums.routes[worst]++;
    x->peers.v[peer].routes[worst]++;
    x->at_hand.paths[worst]++;
    x->at_hand.origin = x->at_hand.origin ? x->at_hand.origin : origin;
    if (worst >= CP_AS_UNDETERMINED)
        look_closer(x, r, peer);
}

void cp_exposure_add(cp_exposure *x, const cp_bgp_route *r)
{
    uint32_t peer;
    switch (r->event) {
    case CP_BGP_ENTRY:
    case CP_BGP_ANNOUNCED: add_route(x, r); break;
    case CP_BGP_WITHDRAWN_NET:
        x->sums.withdrawals++;
        peer = peer_of(x, r);
        x->peers.v[peer].withdrawals++;
        break;
    case CP_BGP_PEER_UP:
        x->sums.peers_up++;
        (void)peer_of(x, r);
        break;
    case CP_BGP_PEER_DOWN:
        x->sums.peers_down++;
        (void)peer_of(x, r);
        break;
    case CP_BGP_END_OF_RIB: break;
    }
}

/* ---- together */

/* The path in x that is this one of other. */
static uint32_t path_from(cp_exposure *x, const cp_exposure *other, uint32_t path,
                          const uint32_t *peers)
{
    if (!path)
        return 0;
    cp_exposure_path p = other->paths.v[path];
    p.peer = peers[p.peer];
    return path_of(x, &p);
}

static uint32_t *merge_peers(cp_exposure *x, cp_exposure *other)
{
    uint32_t *at = CP_NEW_ARRAY(other->a, uint32_t, other->peers.n + 1);
    for (uint32_t i = 0; i < other->peers.n; i++) {
        const cp_exposure_peer *p = &other->peers.v[i];
        at[i] = new_peer(x, &p->peer);
        for (int k = 0; k < CP_AS_STANDING_COUNT; k++)
            x->peers.v[at[i]].routes[k] += p->routes[k];
        x->peers.v[at[i]].withdrawals += p->withdrawals;
    }
    return at;
}

static void merge_row(cp_exposure *x, const part *p, const cp_exposure_row *row,
                      cp_exposure_row *to)
{
    cp_exposure_row from = *row;
    from.via = via_of(x, p->of->vias.v[from.via].asns, p->of->vias.v[from.via].n);
    from.path = path_from(x, p->of, from.path, p->peers);
    origin_of(x, from.origin)->prefixes += cp_exposure_paths(to) == 0;
    add_counts(x, to, &from);
}

static void merge_rows(cp_exposure *x, const part *p)
{
    for (uint32_t i = 0; i < p->of->n_rows; i++) {
        const cp_exposure_row *from = row_at(p->of, i);
        cp_exposure_row *to = row_of(x, from);
        if (to)
            merge_row(x, p, from, to);
        else
            x->sums.untold += cp_exposure_paths(from);
    }
}

static void merge_origins(cp_exposure *x, const cp_exposure *other)
{
    for (uint32_t i = 0; i < other->origins.n; i++) {
        cp_exposure_as *o = origin_of(x, other->origins.v[i].asn);
        o->all += other->origins.v[i].all;
        o->routes += other->origins.v[i].routes;
    }
}

static void merge_ases(cp_exposure *x, cp_exposure *other, const uint32_t *peers)
{
    for (uint32_t i = 0; i < other->ases.n; i++) {
        const cp_exposure_as *from = &other->ases.v[i];
        uint32_t path = path_from(x, other, from->path, peers);
        cp_exposure_as *to = as_of(x, from->asn);
        to->routes += from->routes;
        to->since_s = earlier(to->since_s, from->since_s);
        if (path && (!to->path || from->record < to->record)) {
            to->path = path;
            to->record = from->record;
        }
    }
    for (uint32_t i = 0; i < other->edges.n; i++) {
        const cp_exposure_edge *e = &other->edges.v[i];
        edge_key key = { e->asn, e->beside, e->is_before };
        uint32_t at = place_of(x->a, &x->by_edge, &key, sizeof key, x->edges.n);
        if (at == x->edges.n) {
            cp_vec_push(x->a, &x->edges, *e);
            continue;
        }
        x->edges.v[at].routes += e->routes;
    }
}

void cp_exposure_merge(cp_exposure *x, cp_exposure *other)
{
    flush(x);
    flush(other);
    uint32_t *peers = merge_peers(x, other);
    merge_ases(x, other, peers);
    merge_origins(x, other);
    cp_vec_push(x->a, &x->parts, ((part){ .of = other, .peers = peers }));
    for (int i = 0; i < CP_AS_STANDING_COUNT; i++)
        x->sums.routes[i] += other->sums.routes[i];
    x->sums.in_sets += other->sums.in_sets;
    x->sums.withdrawals += other->sums.withdrawals;
    x->sums.peers_up += other->sums.peers_up;
    x->sums.peers_down += other->sums.peers_down;
    x->sums.untold += other->sums.untold;
    x->sums.edges_untold += other->sums.edges_untold;
}

/* ---- answers */

static uint64_t row_key(const void *item, void *ctx)
{
    const cp_exposure_row *r = item;
    (void)ctx;
    return cp_net_key(&r->net, r->bits);
}

int cp_exposure_order(const cp_exposure_row *a, const cp_exposure_row *b)
{
    return cp_net_order(&a->net, a->bits, &b->net, b->bits);
}

static int row_order(const void *a, const void *b, void *ctx)
{
    (void)ctx;
    return cp_exposure_order(a, b);
}

static int by_routes(const void *a, const void *b)
{
    const cp_exposure_as *x = a, *y = b;
    if (x->routes != y->routes)
        return x->routes < y->routes ? 1 : -1;
    return x->asn < y->asn ? -1 : x->asn > y->asn;
}

static int edge_order(const void *a, const void *b)
{
    const cp_exposure_edge *x = a, *y = b;
    if (x->asn != y->asn)
        return x->asn < y->asn ? -1 : 1;
    if (x->is_before != y->is_before)
        return x->is_before ? -1 : 1;
    if (x->routes != y->routes)
        return x->routes < y->routes ? 1 : -1;
    return x->beside < y->beside ? -1 : x->beside > y->beside;
}

/* The part whose next row is the least, of the same ones the first; NULL: there is no more. */
static part *least_part(const cp_exposure *x)
{
    part *least = NULL;
    const cp_exposure_row *row = NULL;
    for (uint32_t i = 0; i < x->parts.n; i++) {
        part *p = &x->parts.v[i];
        const cp_exposure_row *r = p->at < p->of->n_rows ? row_at(p->of, p->at) : NULL;
        if (r && (!row || cp_exposure_order(r, row) < 0)) {
            least = p;
            row = r;
        }
    }
    return least;
}

/* All parts are in order, and the first is x itself. */
static void merge_in_order(cp_exposure *x)
{
    uint32_t n = 0;
    for (part *p; (p = least_part(x));) {
        const cp_exposure_row *r = row_at(p->of, p->at++);
        bool is_new = n == 0 || cp_exposure_order(&x->sorted[n - 1], r) != 0;
        if (is_new && n == CP_EXPOSURE_PREFIXES_MAX) {
            x->sums.untold += cp_exposure_paths(r);
            continue;
        }
        n += is_new;
        cp_exposure_row *to = &x->sorted[n - 1];
        if (is_new)
            *to = p->of == x ? *r : (cp_exposure_row){ .net = r->net, .bits = r->bits };
        if (p->of != x)
            merge_row(x, p, r, to);
    }
    x->n_rows = n;
}

static void put_together(cp_exposure *x)
{
    bool is_unordered = false;
    size_t n = 0;
    for (uint32_t i = 0; i < x->parts.n; i++) {
        is_unordered |= x->parts.v[i].of->is_unordered;
        n += x->parts.v[i].of->n_rows;
    }
    if (!is_unordered) {
        x->sorted = CP_NEW_RAW(x->a, cp_exposure_row, n + 1);
        merge_in_order(x);
        return;
    }
    for (uint32_t i = 1; i < x->parts.n; i++)
        merge_rows(x, &x->parts.v[i]);
    x->sorted = CP_NEW_RAW(x->a, cp_exposure_row, x->n_rows + (size_t)1);
    for (uint32_t i = 0; i < x->n_rows; i++)
        x->sorted[i] = *row_at(x, i);
    cp_sort(x->sorted, x->n_rows, sizeof *x->sorted, row_key, row_order, NULL);
}

void cp_exposure_done(cp_exposure *x)
{
    flush(x);
    put_together(x);
    if (x->ases.n)
        qsort(x->ases.v, x->ases.n, sizeof *x->ases.v, by_routes);
    if (x->origins.n)
        qsort(x->origins.v, x->origins.n, sizeof *x->origins.v, by_routes);
    if (x->edges.n)
        qsort(x->edges.v, x->edges.n, sizeof *x->edges.v, edge_order);
}

const cp_exposure_sums *cp_exposure_total(const cp_exposure *x) { return &x->sums; }

const cp_exposure_row *cp_exposure_rows(const cp_exposure *x, uint32_t *n)
{
    *n = x->n_rows;
    return x->sorted;
}

const cp_exposure_peer *cp_exposure_peers(const cp_exposure *x, uint32_t *n)
{
    *n = x->peers.n;
    return x->peers.v;
}

const cp_exposure_as *cp_exposure_ases(const cp_exposure *x, uint32_t *n)
{
    *n = x->ases.n;
    return x->ases.v;
}

const cp_exposure_as *cp_exposure_origins(const cp_exposure *x, uint32_t *n)
{
    *n = x->origins.n;
    return x->origins.v;
}

const cp_exposure_edge *cp_exposure_edges(const cp_exposure *x, uint32_t *n)
{
    *n = x->edges.n;
    return x->edges.v;
}

static int edge_side(const void *item, const void *x)
{
    const cp_exposure_edge *e = item, *of = x;
    if (e->asn != of->asn)
        return e->asn < of->asn ? -1 : 1;
    return (int)of->is_before - (int)e->is_before;
}

const cp_exposure_edge *cp_exposure_edges_of(const cp_exposure *x, uint32_t asn, bool is_before,
                                             uint32_t *n)
{
    const cp_exposure_edge of = { .asn = asn, .is_before = is_before };
    uint32_t at = cp_sort_find(x->edges.v, x->edges.n, sizeof of, &of, edge_side);
    for (*n = 0; at + *n < x->edges.n && edge_side(&x->edges.v[at + *n], &of) == 0;)
        ++*n;
    return x->edges.v + at;
}

const cp_via *cp_exposure_via(const cp_exposure *x, uint32_t via) { return &x->vias.v[via]; }
const cp_exposure_path *cp_exposure_path_of(const cp_exposure *x, uint32_t path)
{
    return &x->paths.v[path];
}

/* ---- questions */

static uint32_t first_from(const cp_exposure *x, const cp_flow_addr *net, uint8_t bits)
{
    uint32_t low = 0, high = x->n_rows;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const cp_exposure_row *r = &x->sorted[middle];
        if (cp_net_order(&r->net, r->bits, net, bits) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t cp_exposure_within(const cp_exposure *x, const cp_flow_addr *net, uint8_t bits,
                            uint32_t *first, bool *is_covered)
{
    uint32_t at = first_from(x, net, bits), n = 0;
    *first = at;
    *is_covered = false;
    while (at + n < x->n_rows &&
           cp_net_covers(net, bits, &x->sorted[at + n].net, x->sorted[at + n].bits))
        n++;
    if (n)
        return n;
    /* shorter and shorter, each by one look */
    int least = cp_net_is_v4(net, bits) ? CP_NET_BITS_V4 : 0;
    for (int b = bits - 1; b >= least; b--) {
        cp_exposure_row wider = { .net = *net, .bits = (uint8_t)b };
        for (uint32_t i = (uint32_t)b; i < 128; i++)
            wider.net.b[i / 8] &= (uint8_t) ~(0x80u >> i % 8);
        at = first_from(x, &wider.net, wider.bits);
        if (at == x->n_rows ||
            cp_net_order(&x->sorted[at].net, x->sorted[at].bits, &wider.net, wider.bits))
            continue;
        *first = at;
        *is_covered = true;
        return 1;
    }
    return 0;
}
