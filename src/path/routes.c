/* SPDX-License-Identifier: Apache-2.0 */
/* routes.c - see routes.h: one pair, one column, and loads. */
#include "path/routes.h"
#include <stdlib.h>
#include "path/areas.h"

cp_routes *cp_routes_new(cp_arena *a, const cp_net *n)
{
    cp_routes *g = CP_NEW(a, cp_routes);
    g->a = a;
    cp_spf_init(&g->spf, a, n);
    g->areas = cp_areas_new(a, &g->spf);
    g->walk.nodes = CP_NEW_RAW(a, uint32_t, n->n_items);
    g->walk.seen = CP_NEW_ARRAY(a, uint32_t, n->n_items);
    g->walk.stack = CP_NEW_RAW(a, struct cp_walk_step, n->n_items);
    g->own = CP_NEW_RAW(a, uint8_t, n->n_items);
    g->links = g->spf.has_rides ? CP_NEW_ARRAY(a, uint64_t, n->n_links) : NULL;
    g->taint = (cp_spf_taint){ .pair = g->own, .links = g->links };
    g->taint.pairs = CP_NEW_RAW(a, uint8_t, n->n_items);
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++)
        g->taint.shares[u] = CP_NEW_RAW(a, cp_share, n->n_items);
    return g;
}

void cp_routes_taint(cp_routes *g, const cp_taints *t)
{
    const cp_net *n = g->spf.net;
    const uint8_t *x = t->dirty[CP_UNKNOWN_CLEAN], *y = t->dirty[CP_UNKNOWN_EXCLUDED];
    for (uint32_t i = 0; i < n->n_items; i++)
        g->own[i] = (uint8_t)(x[i] | y[i] << 1);
    for (uint32_t i = 0; g->links && i < n->n_links; i++)
        g->links[i] = n->links[i].rides == CP_NO_ITEM ? 0 : g->own[n->links[i].rides];
}

/* ---- the routes from one node */

/* Puts u on the stack unless it was walked before. */
static uint32_t step_to(cp_routes *g, uint32_t u, uint32_t depth)
{
    cp_walk *w = &g->walk;
    if (w->seen[u] == w->round)
        return depth;
    w->seen[u] = w->round;
    w->stack[depth] = (struct cp_walk_step){ u, g->spf.first[u] };
    return depth + 1;
}

/* What is told of u before is its own dirt. */
static void tally(const cp_spf *s, const cp_spf_taint *t, const uint64_t *distance,
                  const cp_down *down, uint32_t u)
{
    cp_spf_tally y = { 0 };
    for (uint32_t k = s->first[u]; k < s->first[u + 1]; k++)
        if (cp_spf_is_tight(s, distance, down, u, &s->arcs[k]))
            cp_spf_take(t, &y, s->arcs[k].to, s->arcs[k].link);
    cp_spf_put(t, &y, u, u == s->to);
}

void cp_routes_run(cp_routes *g, uint32_t to, cp_spf_taint *taint)
{
    cp_spf *s = &g->spf;
    if (!g->areas) {
        cp_spf_run(s, to, taint);
        return;
    }
    cp_spf_aim(s, to);
    cp_areas_run(g->areas, NULL);
    cp_spf_own(s, taint);
    for (uint32_t i = 0; taint && i < s->n_order; i++)
        tally(s, taint, s->distance, NULL, s->order[i]);
}

void cp_routes_walk(cp_routes *g, const uint64_t *distance, const cp_down *down, uint32_t from)
{
    const cp_spf *s = &g->spf;
    cp_walk *w = &g->walk;
    if (++w->round == 0) { /* once in 2^32 walks */
        memset(w->seen, 0, s->n * sizeof *w->seen);
        w->round = 1;
    }
    w->n = 0;
    for (uint32_t depth = step_to(g, from, 0); depth;) {
        struct cp_walk_step *top = &w->stack[depth - 1];
        uint32_t u = top->node, k = top->arc, end = s->first[u + 1];
        while (k < end && !cp_spf_is_tight(s, distance, down, u, &s->arcs[k]))
            k++;
        top->arc = k + 1;
        if (k < end) {
            depth = step_to(g, s->arcs[k].to, depth);
            continue;
        }
        cp_spf_set_node(&g->taint, u, g->own[s->item[u]], 0);
        tally(s, &g->taint, distance, down, u);
        w->nodes[w->n++] = u;
        depth--;
    }
}

/* Whether what is wanted can still be had along the arc. */
static bool leads(const cp_routes *g, const cp_spf_arc *arc, uint64_t bit, bool is_clean)
{
    uint64_t link = g->links ? g->links[arc->link] : 0;
    const cp_spf_node x = cp_spf_node_of(&g->taint, arc->to);
    return is_clean ? (x.clean & ~link & bit) != 0 : ((x.dirty | link) & bit) != 0;
}

cp_trail cp_routes_trail(cp_routes *g, cp_arena *a, const uint64_t *distance, const cp_down *down,
                         uint32_t from, int label, bool is_clean)
{
    const cp_spf *s = &g->spf;
    uint64_t bit = UINT64_C(1) << label;
    CP_VEC(uint32_t) links = { 0 };
    bool is_had = false; /* something dirty was met: from there on any route will do */
    for (uint32_t u = from; u != s->to;) {
        is_had = is_had || (!is_clean && (g->own[s->item[u]] & bit));
        uint32_t k = s->first[u];
        while (!cp_spf_is_tight(s, distance, down, u, &s->arcs[k]) ||
               !(is_had || leads(g, &s->arcs[k], bit, is_clean)))
            k++;
        assert(k < s->first[u + 1]);
        is_had = is_had || (!is_clean && g->links && (g->links[s->arcs[k].link] & bit));
        cp_vec_push(a, &links, s->arcs[k].link);
        u = s->arcs[k].to;
    }
    return (cp_trail){ s->item[from], links.n, links.v };
}

static uint64_t *by_item(const cp_spf *s, cp_arena *a)
{
    uint64_t *out = CP_NEW_ARRAY(a, uint64_t, s->n);
    for (uint32_t i = 0; i < s->n; i++)
        out[s->item[i]] = s->distance[i];
    return out;
}

/* holds: with unknown as clean, and as excluded. Exact, as both questions are monotone. */
static cp_path_answer answer_of(bool with_clean, bool with_excluded)
{
    return with_excluded ? CP_PATH_CLEAN : with_clean ? CP_PATH_UNDETERMINED : CP_PATH_EXCLUDED;
}

void cp_routes_ask(cp_routes *g, cp_arena *a, const cp_taints *t, uint32_t from, uint32_t to,
                   cp_routes_answer *out)
{
    cp_spf *s = &g->spf;
    uint32_t at = s->place[from];
    cp_routes_taint(g, t);
    cp_routes_run(g, s->place[to], NULL);
    *out = (cp_routes_answer){ .some = CP_PATH_NONE, .every = CP_PATH_NONE };
    out->by_areas = g->areas != NULL;
    out->distance = by_item(s, a);
    out->metric = s->distance[at];
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++)
        out->some_route[u].from = out->dirty_route[u].from = CP_NO_ITEM;
    if (out->metric == CP_SPF_NONE)
        return;
    cp_routes_walk(g, s->distance, NULL, at);
    const cp_spf_node x = cp_spf_node_of(&g->taint, at);
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
        if (x.clean >> u & 1)
            out->some_route[u] = cp_routes_trail(g, a, s->distance, NULL, at, u, true);
        if (x.dirty >> u & 1)
            out->dirty_route[u] = cp_routes_trail(g, a, s->distance, NULL, at, u, false);
        out->excluded[u] = cp_spf_share(&g->taint, at, u);
    }
    out->some = answer_of(x.clean & 1, x.clean & 2);
    out->every = answer_of(!(x.dirty & 1), !(x.dirty & 2));
}

/* ---- all to one */

static void column_of(const cp_spf *s, cp_arena *a, const cp_spf_taint *t, cp_routes_column *out)
{
    uint64_t *distance = CP_NEW_ARRAY(a, uint64_t, s->n);
    uint64_t *dirty = CP_NEW_ARRAY(a, uint64_t, s->n), *clean = CP_NEW_ARRAY(a, uint64_t, s->n);
    for (uint32_t item = 0; item < s->n; item++) {
        uint32_t i = s->place[item];
        distance[item] = s->distance[i];
        if (distance[item] == CP_SPF_NONE)
            continue;
        const cp_spf_node x = cp_spf_node_of(t, i);
        dirty[item] = x.dirty;
        clean[item] = x.clean;
    }
    *out = (cp_routes_column){ distance, dirty, clean };
}

cp_share cp_routes_share(const cp_routes *g, uint32_t from, cp_unknown u)
{
    return cp_spf_share(&g->taint, g->spf.place[from], u);
}

void cp_routes_ask_all(cp_routes *g, cp_arena *a, const cp_taints *t, uint32_t to,
                       cp_routes_column *out)
{
    cp_routes_taint(g, t);
    cp_routes_run(g, g->spf.place[to], &g->taint);
    column_of(&g->spf, a, &g->taint, out);
}

void cp_routes_ask_labels(cp_routes *g, cp_arena *a, const uint64_t *dirty, uint32_t to,
                          cp_routes_column *out)
{
    const cp_net *n = g->spf.net;
    cp_spf_taint t = { .own = dirty, .links = g->links };
    if (!g->nodes)
        g->nodes = CP_NEW_ARRAY(g->a, cp_spf_node, n->n_items);
    t.nodes = g->nodes;
    for (uint32_t i = 0; g->links && i < n->n_links; i++)
        g->links[i] = cp_net_link_dirty(n, dirty, i);
    cp_routes_run(g, g->spf.place[to], &t);
    column_of(&g->spf, a, &t, out);
}

/* ---- loads */

static int by_to(const void *x, const void *y)
{
    const cp_demand *a = x, *b = y;
    return a->to != b->to ? (a->to > b->to) - (a->to < b->to)
                          : (a->from > b->from) - (a->from < b->from);
}

/* What u sends on, in equal parts over its tight arcs. */
static void spread(const cp_spf *s, uint32_t u, double *flow, double *loads)
{
    uint32_t n = 0;
    for (uint32_t k = s->first[u]; k < s->first[u + 1]; k++)
        n += cp_spf_is_tight(s, s->distance, NULL, u, &s->arcs[k]);
    for (uint32_t k = s->first[u]; k < s->first[u + 1]; k++) {
        const cp_spf_arc *arc = &s->arcs[k];
        if (!cp_spf_is_tight(s, s->distance, NULL, u, arc))
            continue;
        loads[2 * (size_t)arc->link + (s->net->links[arc->link].a != s->item[u])] += flow[u] / n;
        flow[arc->to] += flow[u] / n;
    }
}

void cp_routes_loads(cp_routes *g, cp_arena *scratch, const cp_demand *demands, uint32_t n,
                     double *loads)
{
    cp_spf *s = &g->spf;
    cp_arena_mark mark = cp_arena_here(scratch);
    cp_demand *all = cp_arena_dup(scratch, demands, n * sizeof *all);
    double *flow = CP_NEW_ARRAY(scratch, double, s->n);
    if (n)
        qsort(all, n, sizeof *all, by_to);
    memset(loads, 0, 2 * (size_t)s->net->n_links * sizeof *loads);
    for (uint32_t i = 0, end; i < n; i = end) {
        cp_routes_run(g, s->place[all[i].to], NULL);
        for (end = i; end < n && all[end].to == all[i].to; end++)
            if (s->distance[s->place[all[end].from]] != CP_SPF_NONE)
                flow[s->place[all[end].from]] += all[end].bps;
        for (uint32_t k = s->n_order; k-- > 1;) {
            uint32_t u = s->order[k];
            if (flow[u] > 0)
                spread(s, u, flow, loads);
            flow[u] = 0;
        }
        flow[s->to] = 0;
    }
    cp_arena_back(scratch, mark);
}
