/* SPDX-License-Identifier: Apache-2.0 */
/* net.c - see net.h: the maker, which collects in any order and puts all in canonical order at the
 * end, and the fixpoint of what is dirty. */
#include "path/net.h"
#include <stdlib.h>

typedef struct item {
    cp_str id;
    uint64_t excluded, unknown;
    uint32_t handle;
    uint8_t flags;
} item;

typedef struct link {
    cp_net_link at;
    uint32_t handle;
} link;

typedef struct span {
    uint32_t item; /* of a group */
    cp_str id;     /* of a risk */
    uint32_t first, n;
} span;

typedef CP_VEC(span) spans;
typedef CP_VEC(uint32_t) numbers;

struct cp_net_maker {
    cp_arena *a;
    const cp_str *policies;
    uint32_t n_policies;
    CP_VEC(item) items;
    CP_VEC(link) links;
    spans groups, risks;
    numbers options, risk_links;
    cp_map areas; /* id -> place among them */
    bool is_over; /* a limit was passed: told by cp_net_make */
};

cp_net_maker *cp_net_maker_new(cp_arena *a, const cp_str *policies, uint32_t n)
{
    cp_net_maker *m = CP_NEW(a, cp_net_maker);
    m->a = a;
    m->policies = policies;
    m->n_policies = n;
    (void)cp_map_put(a, &m->areas, CP_STR(""), NULL);
    return m;
}

uint32_t cp_net_item(cp_net_maker *m, cp_str id, uint64_t excluded, uint64_t unknown, uint8_t flags)
{
    if (m->items.n >= CP_NET_ITEMS_MAX) {
        m->is_over = true;
        return 0;
    }
    uint32_t handle = m->items.n;
    cp_vec_push(m->a, &m->items, ((item){ id, excluded, unknown & ~excluded, handle, flags }));
    return handle;
}

void cp_net_label(cp_net_maker *m, uint32_t at, uint64_t excluded, uint64_t unknown)
{
    m->items.v[at].excluded = excluded;
    m->items.v[at].unknown = unknown & ~excluded;
}

uint32_t cp_net_add_link(cp_net_maker *m, uint32_t a, uint32_t b, uint32_t metric,
                         uint32_t metric_back, uint32_t rides)
{
    if (m->links.n >= CP_NET_LINKS_MAX) {
        m->is_over = true;
        return 0;
    }
    cp_net_link l = { a, b, metric, metric_back, rides, 0 };
    uint32_t handle = m->links.n;
    cp_vec_push(m->a, &m->links, ((link){ l, handle }));
    return handle;
}

void cp_net_link_area(cp_net_maker *m, uint32_t at, cp_str id)
{
    bool added;
    uint64_t *place = cp_map_put(m->a, &m->areas, id, &added);
    if (added)
        *place = m->areas.n - 1;
    m->links.v[at].at.area = (uint32_t)*place;
}

static void add_span(cp_net_maker *m, spans *to, numbers *all, span s, const uint32_t *v,
                     uint32_t n)
{
    if (n > CP_NET_OPTIONS_MAX - all->n) {
        m->is_over = true;
        return;
    }
    s.first = all->n;
    s.n = n;
    cp_vec_push(m->a, to, s);
    for (uint32_t i = 0; i < n; i++)
        cp_vec_push(m->a, all, v[i]);
}

void cp_net_need(cp_net_maker *m, uint32_t of, const uint32_t *options, uint32_t n)
{
    add_span(m, &m->groups, &m->options, (span){ .item = of }, options, n);
}

void cp_net_risk(cp_net_maker *m, cp_str id, const uint32_t *links, uint32_t n)
{
    add_span(m, &m->risks, &m->risk_links, (span){ .id = id }, links, n);
}

/* ---- canonical order */

static int by_id(const void *x, const void *y)
{
    return cp_str_cmp(((const item *)x)->id, ((const item *)y)->id);
}

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

static int by_ends(const void *x, const void *y)
{
    const link *p = x, *q = y;
    const uint32_t a[] = { p->at.a,     p->at.b,    p->at.metric, p->at.metric_back,
                           p->at.rides, p->at.area, p->handle };
    const uint32_t b[] = { q->at.a,     q->at.b,    q->at.metric, q->at.metric_back,
                           q->at.rides, q->at.area, q->handle };
    for (int i = 0; i < 7; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

static bool is_item(const cp_net_maker *m, uint32_t handle) { return handle < m->items.n; }

static cp_rc check(const cp_net_maker *m, cp_err *err)
{
    if (m->n_policies < 1 || m->n_policies > CP_NET_POLICIES_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "%u policies, of at most %d", m->n_policies,
                       CP_NET_POLICIES_MAX);
    if (m->is_over)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                       "a net has at most %d items, %d links and %d options", CP_NET_ITEMS_MAX,
                       CP_NET_LINKS_MAX, CP_NET_OPTIONS_MAX);
    if (m->areas.n > CP_NET_AREAS_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "%u areas of routing, of at most %d", m->areas.n,
                       CP_NET_AREAS_MAX);
    bool ok = true;
    for (uint32_t i = 0; i < m->links.n; i++) {
        const cp_net_link *l = &m->links.v[i].at;
        ok = ok && is_item(m, l->a) && is_item(m, l->b) &&
             (l->rides == CP_NO_ITEM || is_item(m, l->rides));
    }
    for (uint32_t i = 0; i < m->groups.n; i++)
        ok = ok && is_item(m, m->groups.v[i].item) && m->groups.v[i].n > 0;
    for (uint32_t i = 0; i < m->options.n; i++)
        ok = ok && is_item(m, m->options.v[i]);
    for (uint32_t i = 0; i < m->risk_links.n; i++)
        ok = ok && m->risk_links.v[i] < m->links.n;
    return ok ? CP_OK
              : cp_fail(err, CP_EFORMAT, CP_NO_OFF, "the net speaks of what it does not have");
}

static cp_rc place_items(const cp_net_maker *m, cp_net *out, uint32_t *place, cp_err *err)
{
    uint32_t n = m->items.n;
    item *v = cp_arena_dup(m->a, m->items.v, n * sizeof *v);
    if (n)
        qsort(v, n, sizeof *v, by_id);
    cp_str *ids = CP_NEW_ARRAY(m->a, cp_str, n);
    uint64_t *excluded = CP_NEW_ARRAY(m->a, uint64_t, n),
             *unknown = CP_NEW_ARRAY(m->a, uint64_t, n);
    uint8_t *flags = CP_NEW_ARRAY(m->a, uint8_t, n);
    for (uint32_t i = 0; i < n; i++) {
        if (i && cp_str_eq(v[i].id, v[i - 1].id))
            return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "two things are called \"%.*s\"",
                           CP_FMT(v[i].id));
        place[v[i].handle] = i;
        ids[i] = v[i].id;
        excluded[i] = v[i].excluded;
        unknown[i] = v[i].unknown;
        flags[i] = v[i].flags;
    }
    out->n_items = n;
    out->ids = ids;
    out->excluded = excluded;
    out->unknown = unknown;
    out->flags = flags;
    return CP_OK;
}

static cp_net_link turned(const cp_net_link *l, const uint32_t *place, const uint32_t *areas)
{
    cp_net_link out = *l;
    out.area = areas[l->area];
    out.a = place[l->a];
    out.b = place[l->b];
    out.rides = l->rides == CP_NO_ITEM ? CP_NO_ITEM : place[l->rides];
    if (out.a > out.b)
        out = (cp_net_link){ out.b, out.a, out.metric_back, out.metric, out.rides, out.area };
    return out;
}

static cp_area_kind kind_of(cp_str id)
{
    if (id.n == 0 || cp_str_eq(id, CP_STR("0.0.0.0")) || cp_str_eq(id, CP_STR("0")) ||
        cp_str_eq(id, CP_STR("level-2")))
        return CP_AREA_BACKBONE;
    if (cp_str_eq(id, CP_STR("level-1")))
        return CP_AREA_LEVEL_1;
    return cp_str_eq(id, CP_STR("level-1-2")) ? CP_AREA_LEVEL_1_2 : CP_AREA_PLAIN;
}

/* In the order of their ids; there are few. place: of each of the maker's. */
static void place_areas(const cp_net_maker *m, cp_net *out, uint32_t *place)
{
    cp_str *ids = CP_NEW_ARRAY(m->a, cp_str, m->areas.n);
    cp_area_kind *kinds = CP_NEW_ARRAY(m->a, cp_area_kind, m->areas.n);
    for (uint32_t i = 0; i < m->areas.n; i++) {
        uint32_t before = 0;
        for (uint32_t k = 0; k < m->areas.n; k++)
            before += cp_str_cmp(m->areas.items[k].key, m->areas.items[i].key) < 0;
        place[i] = before;
        ids[before] = m->areas.items[i].key;
        kinds[before] = kind_of(m->areas.items[i].key);
    }
    out->n_areas = m->areas.n;
    out->areas = ids;
    out->area_kinds = kinds;
}

static void place_links(const cp_net_maker *m, cp_net *out, const uint32_t *items, uint32_t *place)
{
    uint32_t *areas = CP_NEW_ARRAY(m->a, uint32_t, m->areas.n);
    place_areas(m, out, areas);
    uint32_t n = 0;
    link *v = CP_NEW_ARRAY(m->a, link, m->links.n);
    for (uint32_t i = 0; i < m->links.n; i++) {
        place[i] = CP_NO_LINK;
        link l = { turned(&m->links.v[i].at, items, areas), i };
        if (l.at.a == l.at.b)
            out->n_loops++;
        else
            v[n++] = l;
    }
    if (n)
        qsort(v, n, sizeof *v, by_ends);
    cp_net_link *links = CP_NEW_ARRAY(m->a, cp_net_link, n);
    for (uint32_t i = 0; i < n; i++) {
        links[i] = v[i].at;
        out->n_rides += links[i].rides != CP_NO_ITEM;
        place[v[i].handle] = i;
    }
    out->n_links = n;
    out->links = links;
}

/* The distinct places of the handles v, ascending; returns how many. */
static uint32_t place_all(const uint32_t *v, uint32_t n, const uint32_t *place, uint32_t *out)
{
    uint32_t kept = 0, unique = 0;
    for (uint32_t i = 0; i < n; i++)
        if (place[v[i]] != CP_NO_LINK)
            out[kept++] = place[v[i]];
    if (kept)
        qsort(out, kept, sizeof *out, by_number);
    for (uint32_t i = 0; i < kept; i++)
        if (i == 0 || out[i] != out[unique - 1])
            out[unique++] = out[i];
    return unique;
}

static void place_groups(const cp_net_maker *m, cp_net *out, const uint32_t *items)
{
    uint32_t n = m->groups.n, at = 0;
    uint32_t *item_of = CP_NEW_ARRAY(m->a, uint32_t, n),
             *first = CP_NEW_ARRAY(m->a, uint32_t, n + 1);
    uint32_t *options = CP_NEW_ARRAY(m->a, uint32_t, m->options.n);
    for (uint32_t i = 0; i < n; i++) {
        const span *g = &m->groups.v[i];
        item_of[i] = items[g->item];
        first[i] = at;
        at += place_all(m->options.v + g->first, g->n, items, options + at);
    }
    first[n] = at;
    out->n_groups = n;
    out->group_item = item_of;
    out->group_first = first;
    out->options = options;
}

static void place_risks(const cp_net_maker *m, cp_net *out, const uint32_t *links)
{
    uint32_t n = m->risks.n, at = 0;
    cp_str *ids = CP_NEW_ARRAY(m->a, cp_str, n);
    uint32_t *first = CP_NEW_ARRAY(m->a, uint32_t, n + 1);
    uint32_t *all = CP_NEW_ARRAY(m->a, uint32_t, m->risk_links.n);
    for (uint32_t i = 0; i < n; i++) {
        const span *r = &m->risks.v[i];
        ids[i] = r->id;
        first[i] = at;
        if (r->n) /* else there may be no links at all */
            at += place_all(m->risk_links.v + r->first, r->n, links, all + at);
    }
    first[n] = at;
    out->n_risks = n;
    out->risk_ids = ids;
    out->risk_first = first;
    out->risk_links = all;
}

static void index_arcs(cp_arena *a, cp_net *n)
{
    uint32_t *first = CP_NEW_ARRAY(a, uint32_t, n->n_items + 2);
    cp_arc *arcs = CP_NEW_ARRAY(a, cp_arc, 2 * (size_t)n->n_links);
    for (uint32_t i = 0; i < n->n_links; i++) {
        first[n->links[i].a + 2]++;
        first[n->links[i].b + 2]++;
    }
    for (uint32_t i = 2; i < n->n_items + 2; i++)
        first[i] += first[i - 1];
    for (uint32_t i = 0; i < n->n_links; i++) { /* first[x + 1] runs to where x ends */
        arcs[first[n->links[i].a + 1]++] = (cp_arc){ n->links[i].b, i };
        arcs[first[n->links[i].b + 1]++] = (cp_arc){ n->links[i].a, i };
    }
    n->arc_first = first;
    n->arcs = arcs;
}

cp_rc cp_net_make(cp_net_maker *m, cp_net *out, cp_net_places *places, cp_err *err)
{
    cp_net net = { .n_policies = m->n_policies, .policies = m->policies };
    uint32_t *items = CP_NEW_ARRAY(m->a, uint32_t, m->items.n);
    uint32_t *links = CP_NEW_ARRAY(m->a, uint32_t, m->links.n);
    cp_rc rc = check(m, err);
    if (rc == CP_OK)
        rc = place_items(m, &net, items, err);
    if (rc != CP_OK)
        return rc;
    place_links(m, &net, items, links);
    place_groups(m, &net, items);
    place_risks(m, &net, links);
    index_arcs(m->a, &net);
    *out = net;
    if (places)
        *places = (cp_net_places){ items, links };
    return CP_OK;
}

/* ---- what is dirty */

typedef struct taint {
    const cp_net *net;
    cp_reading reading;
    uint64_t *dirty;
    uint32_t *groups_first, *groups; /* of each item: the groups that it is an option of */
    uint32_t *queue;                 /* a ring of n_items: each item stands in it once at most */
    bool *is_queued;
    uint32_t head, n_queued;
} taint;

static void index_groups(cp_arena *a, taint *t)
{
    const cp_net *n = t->net;
    uint32_t n_options = n->group_first[n->n_groups];
    t->groups_first = CP_NEW_ARRAY(a, uint32_t, n->n_items + 2);
    t->groups = CP_NEW_ARRAY(a, uint32_t, n_options);
    for (uint32_t k = 0; k < n_options; k++)
        t->groups_first[n->options[k] + 2]++;
    for (uint32_t i = 2; i < n->n_items + 2; i++)
        t->groups_first[i] += t->groups_first[i - 1];
    for (uint32_t g = 0; g < n->n_groups; g++)
        for (uint32_t k = n->group_first[g]; k < n->group_first[g + 1]; k++)
            t->groups[t->groups_first[n->options[k] + 1]++] = g;
}

static void enqueue(taint *t, uint32_t at)
{
    if (t->is_queued[at])
        return;
    t->is_queued[at] = true;
    t->queue[(t->head + t->n_queued++) % t->net->n_items] = at;
}

static uint64_t group_mask(const taint *t, uint32_t g)
{
    const cp_net *n = t->net;
    uint64_t any = 0, all = ~UINT64_C(0);
    for (uint32_t k = n->group_first[g]; k < n->group_first[g + 1]; k++) {
        any |= t->dirty[n->options[k]];
        all &= t->dirty[n->options[k]];
    }
    return t->reading == CP_EXPOSURE ? any : all;
}

/* What the item makes dirty; those that were clean until now are put into order. */
static uint32_t pass_on(taint *t, uint32_t from, uint32_t *order, uint32_t n_order)
{
    for (uint32_t k = t->groups_first[from]; k < t->groups_first[from + 1]; k++) {
        uint32_t g = t->groups[k], to = t->net->group_item[g];
        uint64_t mask = t->reading == CP_EXPOSURE ? t->dirty[from] : group_mask(t, g);
        if ((mask & ~t->dirty[to]) == 0)
            continue;
        if (order && t->dirty[to] == 0)
            order[n_order++] = to;
        t->dirty[to] |= mask;
        enqueue(t, to);
    }
    return n_order;
}

uint32_t cp_net_taint(cp_arena *scratch, const cp_net *n, cp_reading r, cp_unknown u,
                      uint64_t policies, uint64_t *dirty, uint32_t *order)
{
    for (uint32_t i = 0; i < n->n_items; i++)
        dirty[i] = (n->excluded[i] | (u == CP_UNKNOWN_EXCLUDED ? n->unknown[i] : 0)) & policies;
    if (n->n_groups == 0)
        return 0;
    taint t = { .net = n, .reading = r, .dirty = dirty };
    cp_arena_mark mark = cp_arena_here(scratch);
    index_groups(scratch, &t);
    t.queue = CP_NEW_ARRAY(scratch, uint32_t, n->n_items);
    t.is_queued = CP_NEW_ARRAY(scratch, bool, n->n_items);
    for (uint32_t i = 0; i < n->n_items; i++)
        if (dirty[i])
            enqueue(&t, i);
    uint32_t n_order = 0;
    while (t.n_queued) {
        uint32_t at = t.queue[t.head];
        t.head = (t.head + 1) % n->n_items;
        t.n_queued--;
        t.is_queued[at] = false;
        n_order = pass_on(&t, at, order, n_order);
    }
    cp_arena_back(scratch, mark);
    return n_order;
}
