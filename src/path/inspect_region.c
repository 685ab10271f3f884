/* SPDX-License-Identifier: Apache-2.0 */
/* inspect_region.c - see inspect_in.h. The path: Dijkstra 1959. The cut: Dinic 1970, on
 *
 *     in --share of the item--> out --share of what the link rides on--> in of the other end
 *
 * with arcs both ways for each link. */
#include <assert.h>
#include "path/inspect_in.h"
#include "path/l0_in.h"

static uint32_t *none(cp_arena *a, uint32_t n)
{
    uint32_t *v = CP_NEW_ARRAY(a, uint32_t, n);
    memset(v, 0xff, (size_t)n * sizeof *v);
    return v;
}

/* ---- the part */

typedef struct joined {
    const cp_net *net;
    const uint8_t *may_be, *is_dirty; /* per item: with unknown as excluded, as clean */
    uint32_t *node;                   /* per item; CP_NO_ITEM: left out */
    uint32_t *up;                     /* per item: towards the one that stands for its node */
} joined;

static uint32_t stands_for(joined *j, uint32_t x)
{
    while (j->up[x] != x)
        x = j->up[x] = j->up[j->up[x]];
    return x;
}

static bool is_left(const joined *j, const cp_net_link *l)
{
    return j->node[l->a] == CP_NO_ITEM || j->node[l->b] == CP_NO_ITEM ||
           (l->rides != CP_NO_ITEM && j->is_dirty[l->rides]);
}

/* What it rides on, if that may be dirty. */
static uint32_t risk_of(const joined *j, const cp_net_link *l)
{
    return l->rides != CP_NO_ITEM && j->may_be[l->rides] ? l->rides : CP_NO_ITEM;
}

static void join(joined *j)
{
    const cp_net *n = j->net;
    for (uint32_t i = 0; i < n->n_items; i++)
        j->up[i] = i;
    for (uint32_t i = 0; i < n->n_links; i++) {
        const cp_net_link *l = &n->links[i];
        if (!is_left(j, l) && !j->may_be[l->a] && !j->may_be[l->b] && risk_of(j, l) == CP_NO_ITEM)
            j->up[stands_for(j, l->a)] = stands_for(j, l->b);
    }
}

static void number_nodes(cp_arena *a, joined *j, cp_region *r)
{
    uint32_t n_items = j->net->n_items, *items = CP_NEW_ARRAY(a, uint32_t, n_items);
    for (uint32_t i = 0; i < n_items; i++)
        if (j->node[i] != CP_NO_ITEM && stands_for(j, i) == i) {
            items[r->n] = j->may_be[i] ? i : CP_NO_ITEM;
            j->node[i] = r->n++;
        }
    for (uint32_t i = 0; i < n_items; i++)
        if (j->node[i] != CP_NO_ITEM)
            j->node[i] = j->node[stands_for(j, i)];
    r->items = items;
}

static bool is_kept(const joined *j, const cp_net_link *l)
{
    return !is_left(j, l) && j->node[l->a] != j->node[l->b];
}

static void copy_links(cp_arena *a, const joined *j, cp_region *r)
{
    const cp_net *n = j->net;
    uint32_t *first = CP_NEW_ARRAY(a, uint32_t, (size_t)r->n + 2);
    for (uint32_t i = 0; i < n->n_links; i++) {
        const cp_net_link *l = &n->links[i];
        if (!is_kept(j, l))
            continue;
        first[j->node[l->a] + 2]++;
        first[j->node[l->b] + 2]++;
        r->n_links++;
    }
    for (uint32_t x = 2; x < r->n + 2; x++)
        first[x] += first[x - 1];
    cp_arc *arcs = CP_NEW_ARRAY(a, cp_arc, 2 * (size_t)r->n_links);
    uint32_t *rides = CP_NEW_ARRAY(a, uint32_t, r->n_links), at = 0;
    for (uint32_t i = 0; i < n->n_links; i++) {
        const cp_net_link *l = &n->links[i];
        if (!is_kept(j, l))
            continue;
        uint32_t x = j->node[l->a], y = j->node[l->b];
        arcs[first[x + 1]++] = (cp_arc){ y, at };
        arcs[first[y + 1]++] = (cp_arc){ x, at };
        rides[at++] = risk_of(j, l);
    }
    r->arc_first = first;
    r->arcs = arcs;
    r->rides = rides;
}

/* Of the nodes and their links. */
static void tell_touched(cp_arena *a, cp_region *r)
{
    uint32_t *v = CP_NEW_ARRAY(a, uint32_t, (size_t)r->n + r->n_links), n = 0;
    for (uint32_t x = 0; x < r->n; x++)
        if (r->items[x] != CP_NO_ITEM)
            v[n++] = r->items[x];
    for (uint32_t i = 0; i < r->n_links; i++)
        if (r->rides[i] != CP_NO_ITEM)
            v[n++] = r->rides[i];
    r->touched = v;
    r->n_touched = n;
}

/* Of all that paths visit. */
static void tell_all_touched(cp_arena *a, const joined *j, cp_region *r)
{
    const cp_net *net = j->net;
    uint32_t *v = CP_NEW_ARRAY(a, uint32_t, (size_t)net->n_items + net->n_links), n = 0;
    for (uint32_t i = 0; i < net->n_items; i++)
        if (j->node[i] != CP_NO_ITEM && j->may_be[i])
            v[n++] = i;
    for (uint32_t i = 0; i < net->n_links; i++)
        if (!is_left(j, &net->links[i]) && risk_of(j, &net->links[i]) != CP_NO_ITEM)
            v[n++] = net->links[i].rides;
    r->touched = v;
    r->n_touched = n;
}

bool cp_region_of(cp_arena *a, cp_l0 *g, const cp_taints *t, uint32_t from, uint32_t to,
                  bool is_every, cp_region *out)
{
    const cp_net *n = cp_l0_net(g);
    const cp_blocks *b = cp_l0_blocks(g);
    joined j = { .net = n, .may_be = t->dirty[CP_UNKNOWN_EXCLUDED] };
    j.is_dirty = t->dirty[CP_UNKNOWN_CLEAN];
    *out = (cp_region){ 0 };
    if (!cp_l0_is_joined(g, from, to) || j.is_dirty[from] || j.is_dirty[to])
        return false;
    cp_way w;
    cp_arena *scratch = cp_arena_new(0);
    cp_way_of(scratch, b, b->number[from], b->number[to], &w);
    j.node = none(scratch, n->n_items);
    for (uint32_t x = 0; x < b->n; x++)
        if (w.at[x] == x && !j.is_dirty[b->item[x]])
            j.node[b->item[x]] = 0;
    if (is_every) {
        tell_all_touched(a, &j, out);
    } else {
        j.up = CP_NEW_ARRAY(scratch, uint32_t, n->n_items);
        join(&j);
        number_nodes(a, &j, out);
        out->from = j.node[from];
        out->to = j.node[to];
        copy_links(a, &j, out);
        tell_touched(a, out);
    }
    cp_arena_free(scratch);
    return true;
}

/* of_none: the share of what stays clean. */
static uint64_t share(const cp_needs *d, uint32_t item, uint64_t of_none)
{
    return item == CP_NO_ITEM ? of_none : cp_needs_share(d, item);
}

/* ---- the path */

typedef struct way {
    uint64_t *cost;
    uint32_t *hops, *before, *rides; /* per number: from where, and on what; CP_NO_ITEM: nothing */
} way;

static void relax(const cp_region *r, const cp_needs *d, way *w, cp_heap *heap, cp_heap_entry at)
{
    for (uint32_t k = r->arc_first[at.item]; k < r->arc_first[at.item + 1]; k++) {
        cp_arc arc = r->arcs[k];
        uint64_t item = share(d, r->items[arc.to], 0), link = share(d, r->rides[arc.link], 0);
        if (item >= CP_ENDLESS || link >= CP_ENDLESS)
            continue;
        uint64_t cost = at.key + item + link;
        uint32_t hops = at.hops + 1;
        if (cost > w->cost[arc.to] || (cost == w->cost[arc.to] && hops >= w->hops[arc.to]))
            continue;
        w->cost[arc.to] = cost;
        w->hops[arc.to] = hops;
        w->before[arc.to] = at.item;
        w->rides[arc.to] = r->rides[arc.link];
        cp_heap_push(heap, (cp_heap_entry){ cost, arc.to, hops });
    }
}

bool cp_region_path(const cp_region *r, cp_arena *scratch, const cp_needs *d, uint64_t *low,
                    uint32_t *out, uint32_t *n_out)
{
    uint64_t start = share(d, r->items[r->from], 0);
    if (start >= CP_ENDLESS)
        return false;
    cp_arena_mark mark = cp_arena_here(scratch);
    way w = { CP_NEW_ARRAY(scratch, uint64_t, r->n), CP_NEW_ARRAY(scratch, uint32_t, r->n),
              none(scratch, r->n), none(scratch, r->n) };
    for (uint32_t i = 0; i < r->n; i++)
        w.cost[i] = CP_ENDLESS;
    w.cost[r->from] = start;
    cp_heap heap = { .a = scratch };
    cp_heap_push(&heap, (cp_heap_entry){ start, r->from, 0 });
    for (cp_heap_entry at = { 0 }; heap.n;) {
        at = cp_heap_pop(&heap);
        if (at.item == r->to)
            break;
        if (at.key == w.cost[at.item] && at.hops == w.hops[at.item])
            relax(r, d, &w, &heap, at);
    }
    bool is_found = w.cost[r->to] < CP_ENDLESS;
    *low = w.cost[r->to];
    *n_out = 0;
    for (uint32_t x = r->to; is_found && x != CP_NO_ITEM; x = w.before[x]) {
        if (r->items[x] != CP_NO_ITEM)
            out[(*n_out)++] = r->items[x];
        if (w.rides[x] != CP_NO_ITEM)
            out[(*n_out)++] = w.rides[x];
    }
    cp_arena_back(scratch, mark);
    return is_found;
}

/* ---- the cut */

typedef struct edge {
    uint32_t to, back; /* node; edge the other way */
    uint32_t pays;     /* item; CP_NO_ITEM: the way back of one, or free */
} edge;

/* Node 2 i is where number i is entered, 2 i + 1 where it is left. */
typedef struct cp_cut {
    uint32_t *first; /* 2 n + 1 */
    edge *edges;
    uint64_t *room;
    uint32_t *level, *next, *queue, *path; /* per node; path: edges */
} cp_cut;

enum { TO_OUT = 0, LINKS = 1 }; /* places among the edges of a node */

static void add_pair(cp_cut *c, uint32_t x, uint32_t y, edge forth, edge back)
{
    forth.back = y;
    back.back = x;
    c->edges[x] = forth;
    c->edges[y] = back;
}

/* Of a link from i to k, its kth arc of i and jth of the other: out of i -> in of the other, and
 * back the same edge. */
static void add_links(const cp_region *r, cp_cut *c, uint32_t *slot)
{
    for (uint32_t i = 0; i < r->n; i++)
        for (uint32_t k = r->arc_first[i]; k < r->arc_first[i + 1]; k++)
            slot[2 * (size_t)r->arcs[k].link + (i > r->arcs[k].to)] = LINKS + k - r->arc_first[i];
    for (uint32_t i = 0; i < r->n; i++)
        for (uint32_t k = r->arc_first[i]; k < r->arc_first[i + 1]; k++) {
            cp_arc arc = r->arcs[k];
            uint32_t there = slot[2 * (size_t)arc.link + (i < arc.to)];
            uint32_t x = c->first[2 * i + 1] + LINKS + k - r->arc_first[i];
            add_pair(c, x, c->first[2 * arc.to] + there,
                     (edge){ .to = 2 * arc.to, .pays = r->rides[arc.link] },
                     (edge){ .to = 2 * i + 1, .pays = CP_NO_ITEM });
        }
}

static cp_cut *cut_of(const cp_region *r, cp_arena *a)
{
    cp_cut *c = CP_NEW(a, cp_cut);
    uint32_t n = 2 * r->n, n_edges = 0;
    c->first = CP_NEW_ARRAY(a, uint32_t, (size_t)n + 1);
    for (uint32_t x = 0; x < n; x++) {
        c->first[x] = n_edges;
        n_edges += LINKS + r->arc_first[x / 2 + 1] - r->arc_first[x / 2];
    }
    c->first[n] = n_edges;
    c->edges = CP_NEW_ARRAY(a, edge, n_edges);
    c->room = CP_NEW_ARRAY(a, uint64_t, n_edges);
    c->level = CP_NEW_ARRAY(a, uint32_t, n);
    c->next = CP_NEW_ARRAY(a, uint32_t, n);
    c->queue = CP_NEW_ARRAY(a, uint32_t, n);
    c->path = CP_NEW_ARRAY(a, uint32_t, n);
    for (uint32_t i = 0; i < r->n; i++)
        add_pair(c, c->first[2 * i] + TO_OUT, c->first[2 * i + 1] + TO_OUT,
                 (edge){ .to = 2 * i + 1, .pays = r->items[i] },
                 (edge){ .to = 2 * i, .pays = CP_NO_ITEM });
    cp_arena *scratch = cp_arena_new(0);
    add_links(r, c, CP_NEW_ARRAY(scratch, uint32_t, 2 * (size_t)r->n_links));
    cp_arena_free(scratch);
    return c;
}

/* An edge that pays nothing and leads forth is free. */
static void fill(const cp_region *r, cp_cut *c, const cp_needs *d)
{
    for (uint32_t x = 0; x < 2 * r->n; x++)
        for (uint32_t e = c->first[x]; e < c->first[x + 1]; e++) {
            bool is_forth = x % 2 ? e >= c->first[x] + LINKS : e == c->first[x] + TO_OUT;
            c->room[e] = is_forth ? share(d, c->edges[e].pays, CP_ENDLESS) : 0;
        }
}

static bool has_level(cp_cut *c, uint32_t source, uint32_t sink, uint32_t n, uint64_t *work)
{
    memset(c->level, 0xff, (size_t)n * sizeof *c->level);
    memcpy(c->next, c->first, (size_t)n * sizeof *c->next);
    uint32_t n_queue = 1;
    c->queue[0] = source;
    c->level[source] = 0;
    for (uint32_t i = 0; i < n_queue; i++) {
        uint32_t x = c->queue[i];
        uint32_t degree = c->first[x + 1] - c->first[x];
        *work = *work > degree ? *work - degree : 0;
        for (uint32_t e = c->first[x]; e < c->first[x + 1]; e++) {
            uint32_t y = c->edges[e].to;
            if (c->room[e] == 0 || c->level[y] != UINT32_MAX)
                continue;
            c->level[y] = c->level[x] + 1;
            c->queue[n_queue++] = y;
        }
    }
    return c->level[sink] != UINT32_MAX;
}

/* As much as goes along the path; returns how many of its edges stay usable, from the source on. */
static uint32_t push(cp_cut *c, uint32_t n_path, uint64_t *flow)
{
    uint64_t least = CP_ENDLESS;
    uint32_t keep = n_path;
    for (uint32_t i = 0; i < n_path; i++)
        if (c->room[c->path[i]] < least)
            least = c->room[c->path[i]];
    *flow += least;
    if (least == CP_ENDLESS)
        return 0;
    for (uint32_t i = n_path; i-- > 0;) {
        uint32_t e = c->path[i], back = c->edges[e].back;
        if (c->room[e] < CP_ENDLESS) /* what is endless stays so */
            c->room[e] -= least;
        if (c->room[back] < CP_ENDLESS)
            c->room[back] += least;
        if (c->room[e] == 0)
            keep = i;
    }
    return keep;
}

/* Flows along shortest ways until they are full; false: without end, or the work is over. */
static bool fill_levels(cp_cut *c, uint32_t source, uint32_t sink, uint64_t *work, uint64_t *flow)
{
    uint32_t n_path = 0;
    for (uint32_t x = source;;) {
        if (x == sink) {
            n_path = push(c, n_path, flow);
            if (*flow >= CP_ENDLESS)
                return false;
            x = n_path ? c->edges[c->path[n_path - 1]].to : source;
            continue;
        }
        if (*work == 0)
            return false;
        uint32_t e = c->next[x];
        if (e == c->first[x + 1]) {
            if (x == source)
                return true;
            c->level[x] = UINT32_MAX; /* a dead end */
            n_path--;
            x = n_path ? c->edges[c->path[n_path - 1]].to : source;
            c->next[x]++;
            continue;
        }
        --*work;
        if (c->room[e] && c->level[c->edges[e].to] == c->level[x] + 1) {
            c->path[n_path++] = e;
            x = c->edges[e].to;
        } else {
            c->next[x]++;
        }
    }
}

bool cp_region_cut(cp_region *r, cp_arena *a, const cp_needs *d, uint64_t *work, uint64_t *low,
                   uint32_t *out, uint32_t *n_out)
{
    if (!r->cut)
        r->cut = cut_of(r, a);
    cp_cut *c = r->cut;
    uint32_t source = 2 * r->from, sink = 2 * r->to + 1, n = 2 * r->n;
    fill(r, c, d);
    *low = 0;
    while (has_level(c, source, sink, n, work))
        if (!fill_levels(c, source, sink, work, low))
            return false;
    *n_out = 0;
    for (uint32_t x = 0; x < n; x++)
        for (uint32_t e = c->first[x]; c->level[x] != UINT32_MAX && e < c->first[x + 1]; e++)
            if (c->edges[e].pays != CP_NO_ITEM && c->level[c->edges[e].to] == UINT32_MAX)
                out[(*n_out)++] = c->edges[e].pays;
    return true;
}
