/* SPDX-License-Identifier: Apache-2.0 */
/* lsdb.c - see lsdb.h. */
#include "sources/topo/lsdb.h"
#include <stdlib.h>
#include "sources/values.h"

typedef struct node {
    cp_lsa_kind kind;
    cp_str area, id, hostname, address;
    bool is_told; /* there is an LSA of it */
    bool is_overloaded;
} node;

typedef struct lsa {
    uint32_t node, seq;
    uint64_t pos;
    bool is_old; /* a newer one came */
} lsa;

typedef struct arc {
    uint32_t from, to, lsa;
    cp_str own, peer;
    uint64_t metric, pos;
} arc;

struct cp_lsdb {
    cp_arena *a;
    cp_link_kind kind;
    CP_VEC(node) nodes;
    cp_map node_of; /* kind, area, id -> index */
    CP_VEC(lsa) lsas;
    cp_map lsa_of; /* node, part -> index */
    CP_VEC(arc) arcs;
    cp_map aliases; /* name -> index into ids */
    CP_VEC(cp_str) ids;
    uint32_t lsa_now; /* + 1; 0: what comes is not kept */
    uint64_t n_over;  /* LSAs and arcs beyond the limits */
};

cp_lsdb *cp_lsdb_new(cp_arena *a, cp_link_kind kind)
{
    cp_lsdb *db = CP_NEW(a, cp_lsdb);
    db->a = a;
    db->kind = kind;
    return db;
}

static cp_str kept(cp_lsdb *db, cp_str s)
{
    return s.n ? cp_str_dup(db->a, cp_value_head(s, CP_LSDB_TEXT_MAX)) : CP_STR("");
}

static uint32_t node_at(cp_lsdb *db, cp_lsa_kind kind, cp_str area, cp_str id)
{
    area = cp_value_head(area, CP_LSDB_TEXT_MAX);
    id = cp_value_head(id, CP_LSDB_TEXT_MAX);
    cp_arena_mark mark = cp_arena_here(db->a);
    cp_str key = cp_str_fmt(db->a, "%d\n%.*s\n%.*s", (int)kind, CP_FMT(area), CP_FMT(id));
    uint64_t *at = cp_map_get(&db->node_of, key);
    if (at) {
        cp_arena_back(db->a, mark); /* on a wire each LSA comes many times */
        return (uint32_t)*at;
    }
    node x = { .kind = kind, .area = kept(db, area), .id = kept(db, id) };
    *cp_map_put(db->a, &db->node_of, key, NULL) = db->nodes.n;
    cp_vec_push(db->a, &db->nodes, x);
    return db->nodes.n - 1;
}

bool cp_lsdb_begin(cp_lsdb *db, cp_lsa_kind kind, cp_str area, cp_str id, uint32_t part,
                   uint32_t seq, uint64_t pos)
{
    db->lsa_now = 0;
    if (db->lsas.n >= CP_LSDB_LSAS_MAX) {
        db->n_over++;
        return false;
    }
    uint32_t n = node_at(db, kind, area, id);
    cp_arena_mark mark = cp_arena_here(db->a);
    cp_str key = cp_str_fmt(db->a, "%u %u", n, part);
    uint64_t *at = cp_map_get(&db->lsa_of, key);
    if (at) {
        cp_arena_back(db->a, mark);
        lsa *old = &db->lsas.v[*at];
        /* sequences are numbers with a sign in OSPF, and begin with the lowest (RFC 2328,
         * 12.1.6) */
        bool is_newer =
            db->kind == CP_LINK_OSPF ? (int32_t)seq > (int32_t)old->seq : seq > old->seq;
        if (!is_newer)
            return false;
        old->is_old = true;
        if (part == 0)
            db->nodes.v[n].is_overloaded = false;
    } else {
        at = cp_map_put(db->a, &db->lsa_of, key, NULL);
    }
    *at = db->lsas.n;
    db->nodes.v[n].is_told = true;
    cp_vec_push(db->a, &db->lsas, ((lsa){ n, seq, pos, false }));
    db->lsa_now = db->lsas.n;
    return true;
}

static node *now(cp_lsdb *db)
{
    return db->lsa_now ? &db->nodes.v[db->lsas.v[db->lsa_now - 1].node] : NULL;
}

void cp_lsdb_hostname(cp_lsdb *db, cp_str name)
{
    node *n = now(db);
    if (n && name.n)
        n->hostname = kept(db, name);
}

void cp_lsdb_address(cp_lsdb *db, cp_str ip)
{
    node *n = now(db);
    cp_ip address;
    if (n && n->address.n == 0 && cp_ip_parse(ip, &address) && cp_ip_is_host(address))
        n->address = cp_ip_text(db->a, address);
}

void cp_lsdb_overload(cp_lsdb *db)
{
    node *n = now(db);
    if (n)
        n->is_overloaded = true;
}

void cp_lsdb_arc(cp_lsdb *db, cp_lsa_kind to_kind, cp_str to, cp_str own, cp_str peer,
                 uint64_t metric, uint64_t pos)
{
    const node *n = now(db);
    if (!n || to.n == 0 || (n->kind == CP_LSA_SEGMENT && to_kind == CP_LSA_SEGMENT))
        return;
    if (db->arcs.n >= CP_LSDB_ARCS_MAX) {
        db->n_over++;
        return;
    }
    arc x = { .from = db->lsas.v[db->lsa_now - 1].node,
              .to = node_at(db, to_kind, n->area, to),
              .lsa = db->lsa_now - 1,
              .own = kept(db, own),
              .peer = kept(db, peer),
              .metric = metric,
              .pos = pos };
    cp_vec_push(db->a, &db->arcs, x);
}

void cp_lsdb_alias(cp_lsdb *db, cp_str name, cp_str id)
{
    bool added;
    uint64_t *at = cp_map_put(db->a, &db->aliases, kept(db, name), &added);
    if (added) {
        *at = db->ids.n;
        cp_vec_push(db->a, &db->ids, kept(db, id));
    }
}

uint32_t cp_lsdb_lsas(const cp_lsdb *db)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < db->lsas.n; i++)
        n += !db->lsas.v[i].is_old;
    return n;
}

uint32_t cp_lsdb_untold(const cp_lsdb *db)
{
    uint32_t n = 0;
    bool *is_seen = CP_NEW_ARRAY(db->a, bool, db->nodes.n);
    for (uint32_t i = 0; i < db->arcs.n; i++) {
        const arc *x = &db->arcs.v[i];
        bool is_untold = db->nodes.v[x->to].kind == CP_LSA_ROUTER && !db->nodes.v[x->to].is_told;
        n += is_untold && !is_seen[x->to];
        is_seen[x->to] = is_seen[x->to] || is_untold;
    }
    return n;
}

/* ---- what names and ids are the same */

/* The id that a node has by its name: of a pseudonode, "r4.03" is that of r4 with 03. */
static cp_str real_id(const cp_lsdb *db, cp_arena *a, const node *n)
{
    cp_str name = n->id, tail = CP_STR("");
    if (n->kind == CP_LSA_SEGMENT && n->id.n > 3 && n->id.p[n->id.n - 3] == '.') {
        name = cp_str_slice(n->id, 0, n->id.n - 3);
        tail = cp_str_from(n->id, n->id.n - 3);
    }
    const uint64_t *at = cp_map_get(&db->aliases, name);
    if (!at)
        return n->id;
    return cp_str_fmt(a, "%.*s%.*s", CP_FMT(db->ids.v[*at]), CP_FMT(tail));
}

/* Nodes that turn out to be one take the first one's place in the arcs. */
static void unite(cp_lsdb *db)
{
    uint32_t n = db->nodes.n, *first = CP_NEW_ARRAY(db->a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++) {
        node x = db->nodes.v[i];
        cp_str id = real_id(db, db->a, &x);
        first[i] = cp_str_eq(id, x.id) ? i : node_at(db, x.kind, x.area, id);
        if (first[i] == i)
            continue;
        node *to = &db->nodes.v[first[i]];
        if (x.kind == CP_LSA_ROUTER && to->hostname.n == 0)
            to->hostname = x.hostname.n ? x.hostname : x.id;
        if (to->address.n == 0)
            to->address = x.address;
        to->is_told = to->is_told || x.is_told;
        to->is_overloaded = to->is_overloaded || x.is_overloaded;
    }
    for (uint32_t i = 0; i < db->arcs.n; i++) {
        db->arcs.v[i].from = first[db->arcs.v[i].from];
        db->arcs.v[i].to = first[db->arcs.v[i].to];
    }
}

/* ---- telling */

typedef struct telling {
    cp_lsdb *db;
    cp_arena *a, *scratch;
    const cp_obs_sink *sink;
    cp_source *src;
    cp_time at;
    cp_err *err;
    uint32_t n_links, n_loops;
    uint64_t n_over;
} telling;

static uint32_t end_ids(const node *n, cp_ident ids[2])
{
    uint32_t k = 0;
    if (n->address.n)
        ids[k++] = (cp_ident){ CP_IDENT_IP, n->address };
    if (n->hostname.n)
        ids[k++] = (cp_ident){ CP_IDENT_HOSTNAME, n->hostname };
    return k;
}

static cp_str router_id(const node *n)
{
    return cp_str_eq(n->id, n->hostname) ? CP_STR("") : n->id;
}

static cp_rc tell_link(telling *t, cp_link *l, const node *a, const node *b)
{
    cp_ident ids_a[2], ids_b[2];
    if (t->n_links >= CP_LSDB_LINKS_MAX) {
        t->n_over++;
        return CP_OK;
    }
    t->n_links++;
    l->kind = t->db->kind;
    l->layer = CP_STR("ip");
    l->area = a->area;
    l->at = t->at;
    l->a.ids = ids_a;
    l->a.n_ids = end_ids(a, ids_a);
    l->a.router = router_id(a);
    l->b.ids = ids_b;
    l->b.n_ids = end_ids(b, ids_b);
    l->b.router = router_id(b);
    l->end_only =
        (a->is_overloaded ? CP_LINK_A_END_ONLY : 0) | (b->is_overloaded ? CP_LINK_B_END_ONLY : 0);
    return t->sink->link ? t->sink->link(t->sink->ctx, l, t->err) : CP_OK;
}

/* A metric as the link has it. 0 is one of IS-IS that a link cannot have: the least takes its
 * place, which may only lengthen a path that has several of it. */
static uint64_t told_metric(const cp_lsdb *db, uint64_t metric)
{
    if (db->kind == CP_LINK_ISIS && metric == CP_ISIS_METRIC_MAX)
        return CP_METRIC_UNUSED;
    return metric == 0 ? 1 : metric > CP_METRIC_MAX ? CP_METRIC_MAX : metric;
}

/* ---- from router to router */

/* By which the arcs of both directions of one link are found: the subnet of 4 addresses, or both
 * addresses where both are told; 0 nothing. */
static uint64_t subnet_of(cp_str own, cp_str peer)
{
    cp_ip x, y;
    if (!cp_ip_parse(own, &x) || x.version != 4)
        return 0;
    uint32_t a = (uint32_t)x.b[0] << 24 | (uint32_t)x.b[1] << 16 | (uint32_t)x.b[2] << 8 | x.b[3];
    if (a >> 24 == 0) /* the number of an interface without an address */
        return 0;
    if (!cp_ip_parse(peer, &y) || y.version != 4)
        return a >> 2;
    uint32_t b = (uint32_t)y.b[0] << 24 | (uint32_t)y.b[1] << 16 | (uint32_t)y.b[2] << 8 | y.b[3];
    return (uint64_t)(a < b ? a : b) << 32 | (a < b ? b : a);
}

typedef struct half {
    uint32_t low, high; /* nodes */
    uint64_t subnet;
    const arc *arc;
    bool is_back; /* from high to low */
    bool is_used;
} half;

static int by_pair(const void *x, const void *y)
{
    const half *a = x, *b = y;
    if (a->low != b->low)
        return a->low < b->low ? -1 : 1;
    if (a->high != b->high)
        return a->high < b->high ? -1 : 1;
    if (a->is_back != b->is_back)
        return a->is_back ? 1 : -1;
    if (a->subnet != b->subnet)
        return a->subnet < b->subnet ? -1 : 1;
    return a->arc < b->arc ? -1 : a->arc > b->arc; /* the order in which they were told */
}

static cp_rc tell_halves(telling *t, half *there, half *back)
{
    const cp_lsdb *db = t->db;
    const half *one = there ? there : back;
    const node *low = &db->nodes.v[one->low], *high = &db->nodes.v[one->high];
    cp_link l = { .both_sides = there && back, .pos = one->arc->pos };
    bool is_alone = !l.both_sides && (there ? high : low)->is_told;
    if (there) {
        l.a.port = there->arc->own;
        l.b.port = there->arc->peer;
        l.metric = is_alone ? CP_METRIC_UNUSED : told_metric(db, there->arc->metric);
        l.metric_back = is_alone ? CP_METRIC_UNUSED : 0;
        there->is_used = true;
    }
    if (back) {
        l.b.port = back->arc->own.n ? back->arc->own : l.b.port;
        l.metric_back = is_alone ? CP_METRIC_UNUSED : told_metric(db, back->arc->metric);
        if (!there) {
            l.a.port = back->arc->peer;
            l.metric = is_alone ? CP_METRIC_UNUSED : 0;
        }
        back->is_used = true;
    }
    return tell_link(t, &l, low, high);
}

/* Those of one subnet belong together, then what is left in the order told. */
static cp_rc tell_pair(telling *t, half *there, uint32_t n, half *back, uint32_t m)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0, k = 0; rc == CP_OK && i < n && k < m;) {
        if (there[i].subnet == back[k].subnet && there[i].subnet)
            rc = tell_halves(t, &there[i++], &back[k++]);
        else if (there[i].subnet < back[k].subnet)
            i++;
        else if (there[i].subnet > back[k].subnet)
            k++;
        else
            i++, k++; /* both 0 */
    }
    for (uint32_t i = 0, k = 0; rc == CP_OK && (i < n || k < m);) {
        if (i < n && there[i].is_used)
            i++;
        else if (k < m && back[k].is_used)
            k++;
        else
            rc = tell_halves(t, i < n ? &there[i] : NULL, k < m ? &back[k] : NULL);
    }
    return rc;
}

static bool is_current(const cp_lsdb *db, const arc *x) { return !db->lsas.v[x->lsa].is_old; }

static cp_rc tell_lines(telling *t)
{
    cp_lsdb *db = t->db;
    CP_VEC(half) v = { 0 };
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; i < db->arcs.n; i++) {
        const arc *x = &db->arcs.v[i];
        if (!is_current(db, x) || db->nodes.v[x->from].kind != CP_LSA_ROUTER ||
            db->nodes.v[x->to].kind != CP_LSA_ROUTER)
            continue;
        bool is_back = x->from > x->to;
        half h = { .low = is_back ? x->to : x->from,
                   .high = is_back ? x->from : x->to,
                   .subnet = subnet_of(x->own, x->peer),
                   .arc = x,
                   .is_back = is_back };
        if (x->from == x->to)
            t->n_loops++;
        else
            cp_vec_push(t->scratch, &v, h);
    }
    if (v.n)
        qsort(v.v, v.n, sizeof *v.v, by_pair);
    for (uint32_t i = 0, mid, end; rc == CP_OK && i < v.n; i = end) {
        for (end = i; end < v.n && v.v[end].low == v.v[i].low && v.v[end].high == v.v[i].high;)
            end++;
        for (mid = i; mid < end && !v.v[mid].is_back;)
            mid++;
        rc = tell_pair(t, v.v + i, mid - i, v.v + mid, end - mid);
    }
    return rc;
}

/* ---- over segments */

typedef struct member {
    uint32_t segment, router;
    const arc *there; /* router to segment; NULL: the router's words are not there */
    bool is_attached; /* the segment's LSA has it */
} member;

static int by_segment(const void *x, const void *y)
{
    const member *a = x, *b = y;
    if (a->segment != b->segment)
        return a->segment < b->segment ? -1 : 1;
    if (a->router != b->router)
        return a->router < b->router ? -1 : 1;
    if ((a->there != NULL) != (b->there != NULL))
        return a->there ? -1 : 1;
    return a->there < b->there ? -1 : a->there > b->there;
}

/* What is told of one router on one segment stands behind each other: made one. */
static uint32_t merge_members(member *v, uint32_t n)
{
    uint32_t kept_n = 0;
    for (uint32_t i = 0; i < n; i++) {
        member *last = kept_n ? &v[kept_n - 1] : NULL;
        if (last && last->segment == v[i].segment && last->router == v[i].router)
            last->is_attached = last->is_attached || v[i].is_attached;
        else
            v[kept_n++] = v[i];
    }
    return kept_n;
}

/* Is it on the segment, as far as both sides told? */
static bool is_on(const cp_lsdb *db, const member *m)
{
    bool segment_agrees = m->is_attached || !db->nodes.v[m->segment].is_told;
    return segment_agrees && (m->there || !db->nodes.v[m->router].is_told);
}

static cp_rc tell_members(telling *t, const member *x, const member *y, cp_str srlg)
{
    const cp_lsdb *db = t->db;
    cp_link l = { .srlg = srlg,
                  .both_sides = x->there && y->there,
                  .pos = x->there   ? x->there->pos
                         : y->there ? y->there->pos
                                    : 1 };
    if (x->there) {
        l.a.port = x->there->own;
        l.metric = told_metric(db, x->there->metric);
    }
    if (y->there) {
        l.b.port = y->there->own;
        l.metric_back = told_metric(db, y->there->metric);
    }
    return tell_link(t, &l, &db->nodes.v[x->router], &db->nodes.v[y->router]);
}

static cp_rc tell_segment(telling *t, const member *v, uint32_t n)
{
    cp_rc rc = CP_OK;
    const node *s = &t->db->nodes.v[v->segment];
    uint32_t *on = CP_NEW_ARRAY(t->scratch, uint32_t, n), n_on = 0;
    for (uint32_t i = 0; i < n; i++)
        if (is_on(t->db, &v[i]))
            on[n_on++] = i;
    if (n_on > CP_LSDB_SEGMENT_MAX) {
        cp_source_bad(
            t->a, t->src, 0,
            "segment %.*s has %u routers: the first %d of them are linked with each other",
            CP_FMT(s->id), n_on, CP_LSDB_SEGMENT_MAX);
        n_on = CP_LSDB_SEGMENT_MAX;
    }
    cp_str srlg = n_on > 2 ? cp_str_fmt(t->scratch, "segment %.*s", CP_FMT(s->id)) : CP_STR("");
    for (uint32_t i = 0; i < n_on; i++)
        for (uint32_t k = i + 1; rc == CP_OK && k < n_on; k++)
            rc = tell_members(t, &v[on[i]], &v[on[k]], srlg);
    return rc;
}

static cp_rc tell_segments(telling *t)
{
    cp_lsdb *db = t->db;
    CP_VEC(member) v = { 0 };
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; i < db->arcs.n; i++) {
        const arc *x = &db->arcs.v[i];
        bool is_to = db->nodes.v[x->to].kind == CP_LSA_SEGMENT,
             is_from = db->nodes.v[x->from].kind == CP_LSA_SEGMENT;
        if (is_current(db, x) && is_to)
            cp_vec_push(t->scratch, &v, ((member){ x->to, x->from, x, false }));
        else if (is_current(db, x) && is_from)
            cp_vec_push(t->scratch, &v, ((member){ x->from, x->to, NULL, true }));
    }
    if (v.n)
        qsort(v.v, v.n, sizeof *v.v, by_segment);
    v.n = merge_members(v.v, v.n);
    for (uint32_t i = 0, end; rc == CP_OK && i < v.n; i = end) {
        for (end = i; end < v.n && v.v[end].segment == v.v[i].segment;)
            end++;
        rc = tell_segment(t, v.v + i, end - i);
    }
    return rc;
}

cp_rc cp_lsdb_tell(cp_lsdb *db, cp_arena *a, const cp_obs_sink *sink, cp_source *src, cp_time at,
                   cp_err *err)
{
    telling t = {
        .db = db, .a = a, .scratch = db->a, .sink = sink, .src = src, .at = at, .err = err
    };
    unite(db);
    cp_rc rc = tell_lines(&t);
    if (rc == CP_OK)
        rc = tell_segments(&t);
    if (db->n_over)
        cp_source_bad(a, src, 0, "%llu LSAs and links beyond what is kept of one database",
                      (unsigned long long)db->n_over);
    if (t.n_over)
        cp_source_bad(a, src, 0, "%llu links beyond %d are not kept", (unsigned long long)t.n_over,
                      CP_LSDB_LINKS_MAX);
    return rc;
}
