/* SPDX-License-Identifier: Apache-2.0 */
/* upstream.c - what each session tells of each prefix, as routes pass (see upstream.h): two bytes
 * for each, so that one that is taken back uncovers the shorter one again.
 *
 *     sessions: [ chunks ] -> [ 1024 cells ] [ NULL ] [ 1024 cells ]      place of the prefix
 *     cell --> class: standing, ASes that count
 *
 * A session that begins anew makes all its chunks void by a number, and writes none. */
#include "carrier/upstream.h"
#include <assert.h>
#include "base/sort.h"
#include "carrier/hops.h"
#include "carrier/net.h"
#include "carrier/upstream_in.h"

enum {
    BLOCK_BITS = 12,
    BLOCK_ROWS = 1 << BLOCK_BITS,
    KEY_BYTES = 17, /* net and bits stand together */
    NEAR = 256,
    SLOTS_MIN = 1024,
    CLASS_KEY = 3 + CP_UPSTREAM_VIA_MAX,
};
static_assert(offsetof(cp_upstream_row, bits) == 16, "a key of 17 bytes");

static void free_own(void *x) { cp_arena_free(((cp_upstreams *)x)->a); }

/* ---- classes */

static uint16_t add_class(cp_upstreams *x, const cp_upstream_class *c, const uint32_t *key,
                          size_t n_key)
{
    cp_upstream_class own = *c;
    own.asns = cp_arena_dup(x->a, c->asns, c->n * sizeof *c->asns);
    cp_str text = { cp_arena_dup(x->a, key, n_key * sizeof *key), n_key * sizeof *key };
    *cp_map_put(x->a, &x->by_class, text, NULL) = x->classes.n;
    cp_vec_push(x->a, &x->classes, own);
    return (uint16_t)(x->classes.n - 1);
}

/* 0: there is no room, not even for one that does not tell its ASes. */
static uint16_t class_of(cp_upstreams *x, const cp_upstream_class *c)
{
    uint32_t key[CLASS_KEY] = { c->standing, c->has_more, c->first };
    size_t n = 3u + c->n;
    if (c->n)
        memcpy(key + 3, c->asns, c->n * sizeof *key);
    const uint64_t *known = cp_map_get(&x->by_class, (cp_str){ (char *)key, n * sizeof *key });
    if (known)
        return (uint16_t)*known;
    if (x->classes.n < CP_UPSTREAM_CLASSES_MAX)
        return add_class(x, c, key, n);
    if (c->first) /* whom it goes by cannot be left out */
        return 0;
    cp_upstream_class less = { .standing = c->standing, .has_more = true };
    return c->n || !c->has_more ? class_of(x, &less) : 0;
}

static void first_classes(cp_upstreams *x)
{
    cp_vec_push(x->a, &x->classes, ((cp_upstream_class){ .n = 0 }));
    for (int i = 0; i < CP_AS_STANDING_COUNT; i++)
        for (int more = 0; more < 2; more++) {
            const cp_upstream_class c = { .standing = (uint8_t)i, .has_more = more };
            (void)class_of(x, &c);
        }
}

uint16_t cp_upstream_both(cp_upstreams *x, uint16_t a, uint16_t b)
{
    const cp_upstream_class *p = &x->classes.v[a], *q = &x->classes.v[b];
    uint32_t asns[CP_UPSTREAM_VIA_MAX];
    if (a == b || !b)
        return a;
    if (!a)
        return b;
    cp_upstream_class c = { .standing = p->standing > q->standing ? p->standing : q->standing,
                            .n = p->n,
                            .has_more = p->has_more || q->has_more,
                            .first = p->first,
                            .asns = asns };
    if (p->n)
        memcpy(asns, p->asns, p->n * sizeof *asns);
    for (uint8_t i = 0; i < q->n; i++)
        c.has_more |= !cp_hops_add(asns, &c.n, CP_UPSTREAM_VIA_MAX, q->asns[i]);
    uint16_t both = class_of(x, &c);
    return both ? both : p->standing >= q->standing ? a : b;
}

/* One more AS of a path; the first that is not ours is whom packets are given. */
static void meet(const cp_upstreams *x, bool is_ours, uint32_t asn, cp_upstream_class *c,
                 uint32_t *asns)
{
    cp_as_standing is = cp_as_table_of(x->table, asn);
    c->standing = is > c->standing ? (uint8_t)is : c->standing;
    if (is_ours && !c->first && asn != x->opts.our_as)
        c->first = asn;
    if (is >= CP_AS_UNDETERMINED)
        c->has_more |= !cp_hops_add(asns, &c->n, CP_UPSTREAM_VIA_MAX, asn);
}

static uint16_t class_of_route(cp_upstreams *x, const cp_bgp_route *r, bool is_ours)
{
    uint32_t asns[CP_UPSTREAM_VIA_MAX];
    cp_upstream_class c = { .standing = CP_AS_ALLOWED, .asns = asns };
    cp_bgp_path_iter it = cp_bgp_path_begin(&r->attrs->path);
    cp_bgp_segment s;
    bool is_empty = true;
    while (cp_bgp_path_next(&it, &s)) {
        for (uint32_t i = 0; i < s.n; i++)
            meet(x, is_ours, cp_bgp_segment_as(&s, i), &c, asns);
        is_empty = false;
    }
    if (is_empty)
        meet(x, is_ours, r->peer->as, &c, asns);
    if (is_ours && !c.first)
        c.first = x->opts.our_as; /* it is within: no neighbour's */
    return class_of(x, &c);
}

/* ---- prefixes */

static cp_upstream_row *row_at(const cp_upstreams *x, uint32_t id)
{
    return &x->blocks.v[id >> BLOCK_BITS][id & (BLOCK_ROWS - 1)];
}

/* The place of its prefix; UINT32_MAX: there are too many, or it is not there and not to be
 * added. */
static uint32_t place_of(cp_upstreams *x, const cp_bgp_route *r, bool adds)
{
    cp_upstream_row like = { .net = cp_flow_addr_of(r->net),
                             .bits = (uint8_t)(r->net.version == 4 ? CP_NET_BITS_V4 + r->length
                                                                   : r->length) };
    cp_str key = { (const char *)&like.net, KEY_BYTES };
    if (x->has_last && memcmp(&x->last.net, key.p, KEY_BYTES) == 0)
        return x->last.id;
    const uint64_t *known = cp_map_get(&x->by_net, key);
    if (!known && (!adds || x->n_rows == x->opts.prefixes_max))
        return UINT32_MAX;
    like.id = known ? (uint32_t)*known : x->n_rows;
    x->last = like;
    x->has_last = true;
    if (known)
        return like.id;
    if (x->n_rows % BLOCK_ROWS == 0)
        cp_vec_push(x->a, &x->blocks, CP_NEW_ARRAY(x->a, cp_upstream_row, BLOCK_ROWS));
    cp_upstream_row *row = row_at(x, x->n_rows);
    *row = like;
    key.p = (const char *)&row->net;
    *cp_map_put(x->a, &x->by_net, key, NULL) = x->n_rows++;
    return like.id;
}

/* ---- sessions */

/* Is it what a neighbour tells us, or what our own router uses? */
static bool is_skipped(const cp_upstreams *x, const cp_bgp_peer *p)
{
    bool is_out = p->view == CP_BGP_ADJ_RIB_OUT_PRE || p->view == CP_BGP_ADJ_RIB_OUT_POST;
    return is_out || (p->view == CP_BGP_LOC_RIB && p->as != x->opts.our_as);
}

/* Tables tell an identifier, updates do not: it takes no part where there is an address. */
static uint32_t session_of(cp_upstreams *x, const cp_bgp_peer *p, uint32_t of_first)
{
    struct {
        uint64_t distinguisher;
        uint32_t as, bgp_id, view, of_first;
        uint8_t version, addr[16];
    } key;
    memset(&key, 0, sizeof key); /* what is between its members is part of the key */
    key.distinguisher = p->distinguisher;
    key.as = p->as;
    key.bgp_id = p->addr.version ? 0 : p->bgp_id;
    key.view = (uint32_t)p->view;
    key.of_first = of_first;
    key.version = p->addr.version;
    memcpy(key.addr, p->addr.b, sizeof key.addr);
    cp_str text = { (char *)&key, sizeof key };
    const uint64_t *known = cp_map_get(&x->by_session, text);
    if (known)
        return (uint32_t)*known;
    if (x->sessions.n == CP_UPSTREAM_SESSIONS_MAX)
        return UINT32_MAX;
    text.p = cp_arena_dup(x->a, &key, sizeof key);
    *cp_map_put(x->a, &x->by_session, text, NULL) = x->sessions.n;
    cp_vec_push(x->a, &x->sessions,
                ((cp_upstream_session){ .peer = *p,
                                        .is_ours = x->opts.our_as && p->as == x->opts.our_as,
                                        .is_skipped = is_skipped(x, p),
                                        .of_first = of_first }));
    x->has_post |= p->view == CP_BGP_ADJ_RIB_IN_POST;
    return x->sessions.n - 1;
}

static bool is_same(const cp_bgp_peer *a, const cp_bgp_peer *b)
{
    return a->as == b->as && a->view == b->view && a->distinguisher == b->distinguisher &&
           a->addr.version && a->addr.version == b->addr.version &&
           memcmp(a->addr.b, b->addr.b, sizeof a->addr.b) == 0;
}

static uint32_t near_session(cp_upstreams *x, const cp_bgp_route *r)
{
    uint32_t *near = &x->near[r->peer_nr % NEAR];
    if (*near && is_same(&x->sessions.v[*near - 1].peer, r->peer))
        return *near - 1;
    uint32_t at = session_of(x, r->peer, 0);
    *near = at == UINT32_MAX ? 0 : at + 1;
    return at;
}

/* The cell of a session and a prefix, NULL: there is no room. */
static uint16_t *cell_of(cp_upstreams *x, cp_upstream_session *s, uint32_t id)
{
    uint32_t at = id / CP_UPSTREAM_CHUNK;
    cp_upstream_chunk *k = at < s->chunks.n ? s->chunks.v[at] : NULL;
    uint64_t n_new = k ? 0 : CP_UPSTREAM_CHUNK;
    if (at >= s->chunks.n) /* a pointer is as large as four */
        n_new += (at + UINT64_C(1) - s->chunks.n) * sizeof k / sizeof *k->v;
    if (x->n_cells + n_new > x->opts.cells_max)
        return NULL;
    while (s->chunks.n <= at)
        cp_vec_push(x->a, &s->chunks, NULL);
    x->n_cells += n_new;
    if (!k) {
        k = s->chunks.v[at] = CP_NEW(x->a, cp_upstream_chunk);
        k->epoch = s->epoch;
    } else if (k->epoch != s->epoch) {
        *k = (cp_upstream_chunk){ .epoch = s->epoch };
    }
    return &k->v[id % CP_UPSTREAM_CHUNK];
}

/* ---- several paths to one prefix */

static uint64_t slot_of(const cp_upstream_path *p)
{
    const uint32_t key[3] = { p->session, p->id, p->path_id };
    return cp_map_hash((cp_str){ (const char *)key, sizeof key });
}

static cp_upstream_path *find_path(const cp_upstreams *x, const cp_upstream_path *like)
{
    for (uint32_t i = (uint32_t)slot_of(like);; i++) {
        cp_upstream_path *p = &x->paths[i & (x->n_slots - 1)];
        if (!p->is_used ||
            (p->session == like->session && p->id == like->id && p->path_id == like->path_id))
            return p;
    }
}

static void grow_paths(cp_upstreams *x)
{
    cp_upstream_path *old = x->paths;
    uint32_t n = x->n_slots;
    x->n_slots = n ? n * 2 : SLOTS_MIN;
    x->paths = CP_NEW_ARRAY(x->a, cp_upstream_path, x->n_slots);
    for (uint32_t i = 0; i < n; i++)
        if (old[i].is_used)
            *find_path(x, &old[i]) = old[i];
}

/* False: there is no room. */
static bool set_path(cp_upstreams *x, const cp_upstream_path *p)
{
    if (!x->n_slots || x->n_paths * UINT64_C(4) >= x->n_slots * UINT64_C(3))
        grow_paths(x);
    cp_upstream_path *at = find_path(x, p);
    if (!at->is_used && !p->class)
        return true;
    if (!at->is_used && x->n_paths == x->opts.paths_max)
        return false;
    x->n_paths += !at->is_used;
    *at = *p;
    return true;
}

/* What one session told of a prefix, of our own AS by whom it goes, into the cell of who
 * answers. */
static void fold(cp_upstreams *x, uint32_t session, uint32_t id, uint16_t class)
{
    uint32_t to = session;
    if (x->sessions.v[session].is_ours)
        to = session_of(x, &x->sessions.v[session].peer, x->classes.v[class].first);
    uint16_t *cell = to == UINT32_MAX ? NULL : cell_of(x, &x->sessions.v[to], id);
    if (cell)
        *cell = cp_upstream_both(x, *cell, class);
    else
        x->sessions.v[session].is_cut = true;
    x->untold += !cell;
    if (cell && to != session)
        x->sessions.v[to].routes++;
}

static void fold_all(cp_upstreams *x)
{
    uint32_t n = x->sessions.n;
    for (uint32_t i = 0; i < x->n_slots; i++) {
        const cp_upstream_path *p = &x->paths[i];
        if (p->is_used && p->class && p->epoch == x->sessions.v[p->session].epoch)
            fold(x, p->session, p->id, p->class);
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t n_chunks = x->sessions.v[i].is_ours ? x->sessions.v[i].chunks.n : 0;
        for (uint32_t id = 0; id < n_chunks * CP_UPSTREAM_CHUNK; id++) {
            uint16_t class = cp_upstream_cell(&x->sessions.v[i], id);
            if (class)
                fold(x, i, id, class);
        }
    }
    /* what had no room may have been anybody's */
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = n; x->sessions.v[i].is_ours && x->sessions.v[i].is_cut; k++) {
            if (k >= x->sessions.n)
                break;
            x->sessions.v[k].is_cut = true;
        }
}

/* ---- routes */

static void tell(cp_upstreams *x, const cp_bgp_route *r, uint32_t session, bool is_route)
{
    cp_upstream_session *s = &x->sessions.v[session];
    s->routes += is_route;
    uint32_t id = place_of(x, r, is_route);
    uint16_t class = is_route && id != UINT32_MAX ? class_of_route(x, r, s->is_ours) : 0;
    bool is_told = !is_route || class;
    if (is_told && r->has_path_id && id != UINT32_MAX) {
        const cp_upstream_path p = { session, id, r->path_id, s->epoch, class, true };
        is_told = set_path(x, &p);
    } else if (is_told && (is_route || (id != UINT32_MAX && cp_upstream_cell(s, id)))) {
        uint16_t *cell = cell_of(x, s, id);
        is_told = cell != NULL;
        if (cell)
            *cell = class;
    }
    s->is_cut |= !is_told;
    x->untold += !is_told;
}

void cp_upstreams_add(cp_upstreams *x, const cp_bgp_route *r)
{
    uint32_t session = near_session(x, r);
    if (session == UINT32_MAX) {
        x->untold++;
        return;
    }
    if (x->sessions.v[session].is_skipped) {
        x->skipped += r->event == CP_BGP_ENTRY || r->event == CP_BGP_ANNOUNCED;
        return;
    }
    switch (r->event) {
    case CP_BGP_ENTRY:
    case CP_BGP_ANNOUNCED: tell(x, r, session, true); break;
    case CP_BGP_WITHDRAWN_NET: tell(x, r, session, false); break;
    case CP_BGP_PEER_UP:
    case CP_BGP_PEER_DOWN: x->sessions.v[session].epoch++; break;
    case CP_BGP_END_OF_RIB: break;
    }
}

cp_upstreams *cp_upstreams_new(cp_arena *a, const cp_as_table *t, const cp_upstream_opts *opts)
{
    cp_arena *own = cp_arena_new(0);
    cp_upstreams *x = CP_NEW(own, cp_upstreams);
    x->a = own;
    x->table = t;
    x->opts = *opts;
    if (!opts->prefixes_max)
        x->opts.prefixes_max = CP_UPSTREAM_PREFIXES_MAX;
    if (!opts->cells_max)
        x->opts.cells_max = CP_UPSTREAM_CELLS_MAX;
    if (!opts->paths_max)
        x->opts.paths_max = CP_UPSTREAM_PATHS_MAX;
    cp_arena_defer(a, free_own, x);
    first_classes(x);
    return x;
}

/* ---- in order */

static uint64_t row_key(const void *item, void *ctx)
{
    const cp_upstream_row *r = item;
    (void)ctx;
    return cp_net_key(&r->net, r->bits);
}

static int row_order(const void *p, const void *q, void *ctx)
{
    const cp_upstream_row *a = p, *b = q;
    (void)ctx;
    return cp_net_order(&a->net, a->bits, &b->net, b->bits);
}

/* Which one each is within, and how much of it is its own: so little that rounding may have made it
 * is nothing. */
static void nest(cp_upstreams *x)
{
    static const double least = 0x1p-40;
    for (uint32_t i = 0; i < x->n_rows; i++) {
        cp_upstream_row *r = &x->rows[i];
        uint32_t up = i ? i - 1 : UINT32_MAX;
        while (up != UINT32_MAX &&
               !cp_net_covers(&x->rows[up].net, x->rows[up].bits, &r->net, r->bits))
            up = x->rows[up].parent;
        r->parent = up;
        r->own = 1;
    }
    for (uint32_t i = x->n_rows; i-- > 0;) {
        const cp_upstream_row *r = &x->rows[i];
        cp_upstream_row *up = r->parent == UINT32_MAX ? NULL : &x->rows[r->parent];
        if (up)
            up->own -= __builtin_ldexp(1, up->bits - r->bits);
        if (up && up->own < least)
            up->own = 0;
    }
}

void cp_upstreams_done(cp_upstreams *x)
{
    fold_all(x);
    x->rows = CP_NEW_RAW(x->a, cp_upstream_row, x->n_rows + (size_t)1);
    for (uint32_t i = 0; i < x->n_rows; i++)
        x->rows[i] = *row_at(x, i);
    cp_sort(x->rows, x->n_rows, sizeof *x->rows, row_key, row_order, NULL);
    nest(x);
    x->sums = CP_NEW_ARRAY(x->a, cp_upstream_sum, x->n_rows + (size_t)1);
}
