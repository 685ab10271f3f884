/* SPDX-License-Identifier: Apache-2.0 */
/* routers_bgp.c - see routers_bgp.h.
 *
 *     nets:  [ prefix | when it changed | doubt ] -- by hash of the prefix
 *                 `-> paths: [ id | next hop ] -> ...     those that went are used again
 *
 * A prefix without paths is kept as long as it says that a route has gone since the table was
 * told. */
#include "path/routers_bgp.h"
#include <stdlib.h>
#include <string.h>
#include "base/map.h"
#include "base/sort.h"
#include "base/vec.h"
#include "path/routers_in.h"

#define WHYS(X)                                                                              \
    X(GONE, "BGP has it no more; another protocol may")                                      \
    X(DISTANCE, "BGP has it, too, and it is not known which protocol is preferred")          \
    X(UNTOLD, "the table does not say by which protocol it has it, and BGP may have others") \
    X(OWN, "BGP has it from the router itself")                                              \
    X(IN, "a peer of BGP told something else of it; which route is the best is not told")    \
    X(PARTIAL, "BGP told that it went, but not all that BGP has")
typedef enum why {
#define WHY(id, text) WHY_##id,
    WHYS(WHY)
#undef WHY
        WHY_COUNT
} why;
static const char *const why_texts[] = {
#define WHY(id, text) [WHY_##id] = (text),
    WHYS(WHY)
#undef WHY
};
static_assert(sizeof why_texts / sizeof *why_texts == WHY_COUNT, "a text for each");

const char *cp_routers_bgp_why(cp_str protocol)
{
    for (int i = 0; i < WHY_COUNT; i++)
        if (cp_str_eq(protocol, cp_str_c(why_texts[i])))
            return why_texts[i];
    return "";
}

typedef struct path {
    cp_state_net via;
    uint32_t id, next; /* + 1 */
} path;

typedef struct net {
    cp_state_net net;
    uint64_t seq, before; /* when it changed, and the time before that */
    uint32_t paths;       /* the first + 1 */
    uint32_t n_paths;
    cp_routers_place at;
    bool is_doubt; /* Adj-RIB-In spoke of it */
} net;

struct cp_routers_bgp {
    cp_routers_bgp_limits *shared;
    cp_arena *own, *a; /* of itself; of what was said */
    CP_VEC(net) nets;
    CP_VEC(path) paths;
    uint32_t spare; /* paths: + 1 */
    uint32_t *slots, n_slots;
    uint32_t n_paths;
    uint64_t whole_seq, doubt_seq; /* 0: never */
    cp_routers_place whole_at, doubt_at;
    bool has_path_ids, is_partial, is_over;
};

/* ---- prefixes */

static cp_state_net key_of(const cp_state_net *x)
{
    cp_state_net k;
    memset(&k, 0, sizeof k); /* what is between its members is compared, too */
    k.addr = x->addr;
    k.bits = x->bits;
    k.is_set = true;
    return k;
}

static uint64_t hash_of(const cp_state_net *k)
{
    return cp_map_hash((cp_str){ (const char *)k, sizeof *k });
}

static uint32_t slot_of(const cp_routers_bgp *b, const cp_state_net *k)
{
    uint32_t i = (uint32_t)hash_of(k) & (b->n_slots - 1);
    while (b->slots[i] && memcmp(&b->nets.v[b->slots[i] - 1].net, k, sizeof *k) != 0)
        i = (i + 1) & (b->n_slots - 1);
    return i;
}

static void grow(cp_routers_bgp *b, uint32_t n_slots)
{
    b->n_slots = n_slots;
    b->slots = CP_NEW_ARRAY(b->a, uint32_t, n_slots);
    for (uint32_t i = 0; i < b->nets.n; i++)
        b->slots[slot_of(b, &b->nets.v[i].net)] = i + 1;
}

static net *find(const cp_routers_bgp *b, const cp_state_net *x)
{
    cp_state_net k = key_of(x);
    uint32_t at = b->slots[slot_of(b, &k)];
    return at ? &b->nets.v[at - 1] : NULL;
}

static bool is_full(cp_routers_bgp *b)
{
    bool is = b->nets.n >= b->shared->nets_max || b->shared->n >= b->shared->sum_max;
    b->is_over = b->is_over || is;
    return is;
}

/* NULL: there is no room. */
static net *make(cp_routers_bgp *b, const cp_state_net *x)
{
    net *known = find(b, x);
    if (known || is_full(b))
        return known;
    if ((b->nets.n + 1) * 2 > b->n_slots)
        grow(b, b->n_slots * 2);
    net n = { .net = key_of(x) };
    b->slots[slot_of(b, &n.net)] = b->nets.n + 1;
    cp_vec_push(b->a, &b->nets, n);
    b->shared->n++;
    return &b->nets.v[b->nets.n - 1];
}

/* ---- what is said */

static void begin(cp_routers_bgp *b)
{
    enum { SLOTS = 64 };
    b->a = cp_arena_new(0);
    memset(&b->nets, 0, sizeof b->nets);
    memset(&b->paths, 0, sizeof b->paths);
    b->spare = b->n_paths = 0;
    grow(b, SLOTS);
}

cp_routers_bgp *cp_routers_bgp_new(cp_routers_bgp_limits *shared)
{
    cp_arena *own = cp_arena_new(0);
    cp_routers_bgp *b = CP_NEW(own, cp_routers_bgp);
    *b = (cp_routers_bgp){ .shared = shared, .own = own };
    begin(b);
    return b;
}

void cp_routers_bgp_free(cp_routers_bgp *b)
{
    if (!b)
        return;
    b->shared->n -= b->nets.n + b->n_paths;
    cp_arena_free(b->a);
    cp_arena_free(b->own);
}

void cp_routers_bgp_forget(cp_routers_bgp *b)
{
    b->shared->n -= b->nets.n + b->n_paths;
    cp_arena_free(b->a);
    begin(b);
    b->whole_seq = b->doubt_seq = 0;
    b->has_path_ids = b->is_partial = b->is_over = false;
}

static path *path_of(cp_routers_bgp *b, const net *n, uint32_t id)
{
    for (uint32_t i = n->paths; i; i = b->paths.v[i - 1].next)
        if (b->paths.v[i - 1].id == id)
            return &b->paths.v[i - 1];
    return NULL;
}

/* False: there is no room. */
static bool add_path(cp_routers_bgp *b, net *n, uint32_t id, const cp_state_net *via)
{
    uint32_t at = b->spare;
    if (n->n_paths >= CP_ROUTERS_BGP_PATHS_MAX || b->shared->n >= b->shared->sum_max) {
        b->is_over = true;
        return false;
    }
    if (at)
        b->spare = b->paths.v[at - 1].next;
    else {
        cp_vec_push(b->a, &b->paths, ((path){ .id = 0 }));
        at = b->paths.n;
    }
    b->paths.v[at - 1] = (path){ .via = *via, .id = id, .next = n->paths };
    n->paths = at;
    n->n_paths++;
    b->n_paths++;
    b->shared->n++;
    return true;
}

static void drop_path(cp_routers_bgp *b, net *n, uint32_t id)
{
    uint32_t *at = &n->paths;
    while (*at && b->paths.v[*at - 1].id != id)
        at = &b->paths.v[*at - 1].next;
    if (!*at)
        return;
    uint32_t gone = *at;
    *at = b->paths.v[gone - 1].next;
    b->paths.v[gone - 1].next = b->spare;
    b->spare = gone;
    n->n_paths--;
    b->n_paths--;
    b->shared->n--;
}

static bool is_same_via(const cp_state_net *x, const cp_state_net *y)
{
    return x->is_set == y->is_set &&
           (!x->is_set || memcmp(&x->addr, &y->addr, sizeof x->addr) == 0);
}

static void changed(net *n, const cp_routers_bgp_route *x, uint64_t seq)
{
    n->before = n->seq;
    n->seq = seq;
    n->at = x->at;
}

bool cp_routers_bgp_set(cp_routers_bgp *b, const cp_routers_bgp_route *x, uint64_t seq)
{
    bool was_over = b->is_over;
    net *n = make(b, &x->net);
    if (!n)
        return !was_over;
    uint32_t id = x->has_path_id ? x->path_id : 0;
    path *p = path_of(b, n, id);
    b->has_path_ids = x->has_path_id;
    b->is_partial = x->is_partial;
    if (p && is_same_via(&p->via, &x->via))
        return false;
    if (p)
        p->via = x->via;
    else if (!add_path(b, n, id, &x->via))
        return !was_over;
    changed(n, x, seq);
    return true;
}

bool cp_routers_bgp_unset(cp_routers_bgp *b, const cp_routers_bgp_route *x, uint64_t seq)
{
    bool was_over = b->is_over;
    net *n = make(b, &x->net); /* even one that was not told says that the route has gone */
    if (!n)
        return !was_over;
    drop_path(b, n, x->has_path_id ? x->path_id : 0);
    b->is_partial = x->is_partial;
    changed(n, x, seq);
    return true;
}

bool cp_routers_bgp_doubt(cp_routers_bgp *b, const cp_routers_bgp_route *x, uint64_t seq)
{
    bool was_over = b->is_over;
    net *n = make(b, &x->net);
    if (!n)
        return !was_over;
    changed(n, x, seq);
    n->is_doubt = true;
    return true;
}

void cp_routers_bgp_doubt_all(cp_routers_bgp *b, uint64_t seq, cp_routers_place at)
{
    b->doubt_seq = seq;
    b->doubt_at = at;
}

void cp_routers_bgp_whole(cp_routers_bgp *b, uint64_t seq, cp_routers_place at)
{
    if (b->whole_seq)
        return;
    b->whole_seq = seq;
    b->whole_at = at;
}

bool cp_routers_bgp_is_whole(const cp_routers_bgp *b) { return b->whole_seq != 0; }

uint32_t cp_routers_bgp_n_nets(const cp_routers_bgp *b) { return b->nets.n; }

/* ---- words for protocols, as systems write them */

typedef enum kind { OTHER, BGP, UNKNOWN } kind;
typedef struct word_row {
    const char *word;
    kind kind;
    bool is_internal, is_external;
} word_row;
/* Each the beginning of the word, in lower case; a space behind: the whole word, or the first.
 * Daemons of several protocols write their own name into Linux's tables (linux/rtnetlink.h:
 * RTPROT_GATED and others), which says nothing of the protocol. */
static const word_row words[] = {
    { "ibgp", BGP, true, false },      { "ebgp", BGP, false, true },
    { "bgp-int", BGP, true, false },   { "bgp-ext", BGP, false, true },
    { "b i ", BGP, true, false },      { "b e ", BGP, false, true },
    { "bgp", BGP, false, false },      { "b ", BGP, false, false },
    { "186 ", BGP, false, false }, /* linux/rtnetlink.h: RTPROT_BGP, where it has no name */
    { "ospf", OTHER, false, false },   { "o_", OTHER, false, false },
    { "o ", OTHER, false, false },     { "isis", OTHER, false, false },
    { "is-is", OTHER, false, false },  { "i ", OTHER, false, false },
    { "rip", OTHER, false, false },    { "r ", OTHER, false, false },
    { "eigrp", OTHER, false, false },  { "d ", OTHER, false, false },
    { "static", OTHER, false, false }, { "s ", OTHER, false, false },
    { "kernel", OTHER, false, false }, { "k ", OTHER, false, false },
    { "boot", OTHER, false, false },   { "dhcp", OTHER, false, false },
    { "ra ", OTHER, false, false },    { "babel", OTHER, false, false },
    { "direct", OTHER, false, false }, { "connected", OTHER, false, false },
    { "local", OTHER, false, false },  { "c ", OTHER, false, false },
    { "l ", OTHER, false, false },
};
static const word_row unknown_word = { "", UNKNOWN, false, false };

static const word_row *word_of(cp_str protocol)
{
    char text[16] = { 0 };
    size_t n = 0;
    for (size_t i = 0; i < protocol.n && n < sizeof text - 2; i++)
        if (protocol.p[i] != '*' && protocol.p[i] != '>')
            text[n++] = (char)(protocol.p[i] >= 'A' && protocol.p[i] <= 'Z' ? protocol.p[i] + 32
                                                                            : protocol.p[i]);
    text[n] = ' ';
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strncmp(text, words[i].word, strlen(words[i].word)) == 0)
            return &words[i];
    return &unknown_word;
}

/* ---- both together */

enum { WAYS_MAX = 64, DEEP_MAX = 8 };
typedef struct ways {
    cp_flow_addr v[WAYS_MAX];
    uint32_t n;
} ways;

typedef struct group {
    const cp_routers_bgp_row *const *v;
    uint32_t n;
} group;

typedef struct over {
    cp_routers_bgp *b;
    const cp_routers_bgp_table *t;
    cp_arena *a;
    const cp_routers_bgp_row **v; /* by prefix */
    cp_map ways_of;               /* next hop -> a ways *, 0: not known */
    uint64_t low, high;           /* distances of BGP; high 0: not known */
    bool has_words;               /* it says of some routes by which protocol it has them */
    cp_routers_bgp_each *each;
    void *ctx;
} over;

static int order_of_nets(const cp_state_net *x, const cp_state_net *y)
{
    int c = memcmp(&x->addr, &y->addr, sizeof x->addr);
    return c ? c : (int)x->bits - (int)y->bits;
}

static int order_of_rows(const void *a, const void *b)
{
    const cp_routers_bgp_row *x = *(const cp_routers_bgp_row *const *)a,
                             *y = *(const cp_routers_bgp_row *const *)b;
    int c = order_of_nets(&x->s.route.net, &y->s.route.net);
    return c ? c : (x > y) - (x < y);
}

static int row_order(const void *item, const void *x)
{
    return order_of_nets(&(*(const cp_routers_bgp_row *const *)item)->s.route.net, x);
}

static group group_of(const over *o, const cp_state_net *x)
{
    uint32_t i = cp_sort_find(o->v, o->t->n, sizeof(const cp_routers_bgp_row *), x, row_order),
             k = i;
    while (k < o->t->n && row_order(&o->v[k], x) == 0)
        k++;
    return (group){ o->v + i, k - i };
}

static void survey(over *o)
{
    bool is_internal = false, is_external = false;
    for (uint32_t i = 0; i < o->t->n; i++) {
        const cp_state_route *r = &o->v[i]->s.route;
        const word_row *w = word_of(r->protocol);
        o->has_words = o->has_words || r->protocol.n > 0;
        if (w->kind != BGP || r->preference == 0)
            continue;
        o->low = o->high && o->low < r->preference ? o->low : r->preference;
        o->high = o->high > r->preference ? o->high : r->preference;
        is_internal = is_internal || w->is_internal;
        is_external = is_external || w->is_external;
    }
    /* internal and external have two, unless the table tells them apart and they have one */
    if (o->low == o->high && !(is_internal && is_external))
        o->low = o->high = 0;
}

static kind kind_of(const over *o, cp_str protocol)
{
    return protocol.n ? word_of(protocol)->kind : o->has_words ? OTHER : UNKNOWN;
}

/* What BGP said of it behind the table; NULL: nothing. */
static const net *said_of(const over *o, const cp_state_net *x)
{
    const net *n = find(o->b, x);
    return n && n->seq > o->t->seq ? n : NULL;
}

static void add_way(ways *w, const cp_flow_addr *x)
{
    uint32_t i = 0;
    while (i < w->n && memcmp(&w->v[i], x, sizeof *x) < 0)
        i++;
    if (i < w->n && memcmp(&w->v[i], x, sizeof *x) == 0)
        return;
    memmove(&w->v[i + 1], &w->v[i], (w->n - i) * sizeof *w->v);
    w->v[i] = *x;
    w->n++;
}

/* Where a next hop leads by the table alone: addresses on its own networks. False: not known, or
 * BGP has said something of the prefix of one on the way. */
static bool find_ways(const over *o, const cp_state_net *via, unsigned deep, ways *w)
{
    group g = { NULL, 0 };
    cp_state_net x = *via;
    for (int bits = 128; bits >= (cp_state_net_is_v4(via) ? 96 : 0) && !g.n; bits--) {
        x.bits = (uint8_t)bits;
        if (bits < 128)
            x.addr.b[bits / 8] &= (uint8_t) ~(0x80u >> bits % 8);
        g = group_of(o, &x);
        const net *n = said_of(o, &x);
        if (n && (g.n || n->n_paths || n->is_doubt || o->b->is_partial))
            return false; /* else it came and went */
    }
    for (uint32_t i = 0; i < g.n; i++) {
        const cp_state_route *r = &g.v[i]->s.route;
        if (r->what & CP_STATE_BACKUP)
            continue;
        if (w->n >= WAYS_MAX - 1 || deep >= DEEP_MAX ||
            r->what & (CP_STATE_DROP | CP_STATE_LABELLED))
            return false;
        if (r->what & (CP_STATE_CONNECTED | CP_STATE_LOCAL) || is_same_via(&r->via, via))
            add_way(w, &via->addr);
        else if (!r->via.is_set || !find_ways(o, &r->via, deep + 1, w))
            return false;
    }
    return g.n > 0;
}

/* The same, found once. NULL: not known. */
static const ways *ways_to(over *o, const cp_state_net *via)
{
    bool added;
    cp_str key = { (const char *)via->addr.b, sizeof via->addr.b };
    if (!via->is_set)
        return NULL;
    const uint64_t *known = cp_map_get(&o->ways_of, key);
    if (known)
        return (const ways *)(uintptr_t)*known;
    ways *w = CP_NEW(o->a, ways);
    bool is_known = find_ways(o, via, 0, w);
    key.p = cp_arena_dup(o->a, key.p, key.n);
    *cp_map_put(o->a, &o->ways_of, key, &added) = is_known ? (uint64_t)(uintptr_t)w : 0;
    return is_known ? w : NULL;
}

static bool add_ways(over *o, const cp_state_net *via, ways *out)
{
    const ways *w = ways_to(o, via);
    for (uint32_t i = 0; w && i < w->n; i++) {
        if (out->n >= WAYS_MAX - 1)
            return false;
        add_way(out, &w->v[i]);
    }
    return w != NULL;
}

typedef enum same { DIFFERS, IS_PART, IS_SAME } same;

/* Do packets go where they went by the table, by what BGP says now? */
static same is_same(over *o, const net *n, group g)
{
    ways by_table = { .n = 0 }, by_bgp = { .n = 0 };
    for (uint32_t i = 0; i < g.n; i++) {
        const cp_state_route *r = &g.v[i]->s.route;
        if (r->what & CP_STATE_BACKUP)
            continue;
        if (r->what & (CP_STATE_DROP | CP_STATE_LABELLED) || !add_ways(o, &r->via, &by_table))
            return DIFFERS;
    }
    for (uint32_t i = n->paths; i; i = o->b->paths.v[i - 1].next)
        if (!add_ways(o, &o->b->paths.v[i - 1].via, &by_bgp))
            return DIFFERS;
    uint32_t n_in = 0;
    for (uint32_t i = 0; i < by_bgp.n; i++)
        for (uint32_t k = 0; k < by_table.n; k++)
            n_in += memcmp(&by_bgp.v[i], &by_table.v[k], sizeof *by_bgp.v) == 0;
    if (n_in < by_bgp.n || by_bgp.n == 0)
        return DIFFERS;
    return by_bgp.n == by_table.n ? IS_SAME : IS_PART;
}

/* ---- rows */

static cp_rc emit(over *o, uint32_t source, const cp_state *s, cp_err *err)
{
    return o->each(o->ctx, source, s, err);
}

static cp_rc keep(over *o, group g, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < g.n; i++)
        rc = emit(o, g.v[i]->source, &g.v[i]->s, err);
    return rc;
}

static cp_state row_of(const over *o, const cp_state_net *x, const cp_routers_place *at)
{
    return (cp_state){ .kind = CP_STATE_ROUTE,
                       .vrf = o->t->vrf,
                       .pos = at->pos,
                       .route = { .net = *x,
                                  .protocol = CP_STR("bgp"),
                                  .iface = CP_STR(""),
                                  .via_vrf = CP_STR(""),
                                  .what = CP_STATE_USED } };
}

/* A row that no plane models: as of packets that go on with a label. */
static cp_rc doubt(over *o, const cp_state_net *x, const cp_routers_place *at, why because,
                   cp_err *err)
{
    cp_state s = row_of(o, x, at);
    s.route.protocol = cp_str_c(why_texts[because]);
    s.route.what |= CP_STATE_LABELLED;
    return emit(o, at->source, &s, err);
}

/* What BGP has. is_all: all that it has. */
static cp_rc replace(over *o, const net *n, bool is_all, cp_err *err)
{
    cp_state s = row_of(o, &n->net, &n->at);
    cp_rc rc = CP_OK;
    for (uint32_t i = n->paths; i; i = o->b->paths.v[i - 1].next)
        if (!o->b->paths.v[i - 1].via.is_set)
            return doubt(o, &n->net, &n->at, WHY_OWN, err);
    for (uint32_t i = n->paths; rc == CP_OK && i; i = o->b->paths.v[i - 1].next) {
        s.route.via = o->b->paths.v[i - 1].via;
        rc = emit(o, n->at.source, &s, err);
        s.route.what |= CP_STATE_MORE;
    }
    if (rc != CP_OK || is_all || o->b->has_path_ids || o->t->is_all)
        return rc;
    s.route.via = (cp_state_net){ .is_set = false };
    return emit(o, n->at.source, &s, err);
}

/* The table has it by another protocol. */
static cp_rc against_other(over *o, const net *n, group g, cp_err *err)
{
    uint64_t distance = g.v[0]->s.route.preference;
    if (distance && o->high && distance < o->low)
        return keep(o, g, err);
    if (n->is_doubt)
        return doubt(o, &n->net, &n->at, WHY_IN, err);
    if (n->n_paths == 0)
        return o->b->is_partial ? doubt(o, &n->net, &n->at, WHY_PARTIAL, err) : keep(o, g, err);
    if (is_same(o, n, g) == IS_SAME || (distance && o->high && distance > o->high))
        return replace(o, n, false, err);
    return doubt(o, &n->net, &n->at, WHY_DISTANCE, err);
}

static cp_rc against_bgp(over *o, const net *n, group g, cp_err *err)
{
    if (n->is_doubt)
        return doubt(o, &n->net, &n->at, WHY_IN, err);
    if (n->n_paths == 0)
        return doubt(o, &n->net, &n->at, WHY_GONE, err);
    /* by how many next hops it goes the table shows, unless BGP had another one since */
    same how = n->before > o->t->seq ? DIFFERS : is_same(o, n, g);
    if (how == IS_PART && !o->b->has_path_ids)
        return keep(o, g, err);
    return replace(o, n, how == IS_SAME, err);
}

/* The table does not say by which protocol. */
static cp_rc against_unknown(over *o, const net *n, group g, cp_err *err)
{
    bool is_same_all = !n->is_doubt && n->n_paths && (o->b->has_path_ids || o->t->is_all) &&
                       is_same(o, n, g) == IS_SAME;
    if (is_same_all)
        return keep(o, g, err);
    return doubt(o, &n->net, &n->at, n->is_doubt ? WHY_IN : WHY_UNTOLD, err);
}

static bool is_own(group g)
{
    for (uint32_t i = 0; i < g.n; i++)
        if (g.v[i]->s.route.what & (CP_STATE_CONNECTED | CP_STATE_LOCAL))
            return true;
    return false;
}

static cp_rc set_group(over *o, group g, cp_err *err)
{
    const cp_state_net *x = &g.v[0]->s.route.net;
    const cp_routers_bgp *b = o->b;
    const net *n = said_of(o, x);
    kind k = kind_of(o, g.v[0]->s.route.protocol);
    if (is_own(g) || (!n && k == OTHER))
        return keep(o, g, err);
    if (!n && b->doubt_seq > o->t->seq)
        return doubt(o, x, &b->doubt_at, WHY_IN, err);
    const net *had = find(b, x);
    if (!n && b->whole_seq > o->t->seq && !b->is_partial && (!had || had->n_paths == 0))
        return doubt(o, x, &b->whole_at, k == BGP ? WHY_GONE : WHY_UNTOLD, err);
    if (!n)
        return keep(o, g, err);
    return k == BGP     ? against_bgp(o, n, g, err)
           : k == OTHER ? against_other(o, n, g, err)
                        : against_unknown(o, n, g, err);
}

/* A prefix that the table does not have. */
static cp_rc set_new(over *o, net *n, cp_err *err)
{
    if (n->is_doubt)
        return doubt(o, &n->net, &n->at, WHY_IN, err);
    if (n->n_paths)
        return replace(o, n, false, err);
    if (o->b->is_partial)
        return doubt(o, &n->net, &n->at, WHY_PARTIAL, err);
    n->seq = 0; /* it came and went: nothing is left to be said */
    return CP_OK;
}

/* Without those of which there is nothing left to be said, where they are many. */
static void tidy(cp_routers_bgp *b, uint64_t told)
{
    enum { DEAD_MIN = 1024 };
    uint32_t n_dead = 0;
    for (uint32_t i = 0; i < b->nets.n; i++)
        n_dead += b->nets.v[i].n_paths == 0 && b->nets.v[i].seq <= told;
    if (n_dead < DEAD_MIN || n_dead < b->nets.n / 2)
        return;
    cp_routers_bgp was = *b;
    b->shared->n -= b->nets.n + b->n_paths;
    begin(b);
    for (uint32_t i = 0; i < was.nets.n; i++) {
        const net *x = &was.nets.v[i];
        if (x->n_paths == 0 && x->seq <= told)
            continue;
        net *n = make(b, &x->net);
        if (!n)
            break;
        for (uint32_t k = x->paths; k; k = was.paths.v[k - 1].next)
            (void)add_path(b, n, was.paths.v[k - 1].id, &was.paths.v[k - 1].via);
        n->seq = x->seq;
        n->before = x->before;
        n->at = x->at;
        n->is_doubt = x->is_doubt;
    }
    cp_arena_free(was.a);
}

static cp_rc set_all(over *o, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0, end; rc == CP_OK && i < o->t->n; i = end) {
        for (end = i + 1; end < o->t->n && row_order(&o->v[end], &o->v[i]->s.route.net) == 0;)
            end++;
        rc = set_group(o, (group){ o->v + i, end - i }, err);
    }
    for (uint32_t i = 0; rc == CP_OK && i < o->b->nets.n; i++) {
        net *n = &o->b->nets.v[i];
        if (n->seq > o->t->seq && group_of(o, &n->net).n == 0)
            rc = set_new(o, n, err);
        else if (n->seq <= o->t->seq)
            n->is_doubt = false;
    }
    return rc;
}

cp_rc cp_routers_bgp_over(cp_routers_bgp *b, const cp_routers_bgp_table *t,
                          cp_routers_bgp_each *each, void *ctx, cp_err *err)
{
    if (t->n == 0)
        return CP_OK;
    over *o = &(over){ .b = b, .t = t, .a = cp_arena_new(0), .each = each, .ctx = ctx };
    o->v = CP_NEW_RAW(o->a, const cp_routers_bgp_row *, t->n);
    for (uint32_t i = 0; i < t->n; i++)
        o->v[i] = &t->v[i];
    qsort(o->v, t->n, sizeof *o->v, order_of_rows);
    survey(o);
    cp_rc rc = set_all(o, err);
    if (rc == CP_OK)
        tidy(b, t->seq);
    cp_arena_free(o->a);
    return rc;
}

bool cp_routers_bgp_is_over(const cp_routers_bgp *b) { return b->is_over; }
