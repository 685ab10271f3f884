/* SPDX-License-Identifier: Apache-2.0 */
/* layout_groups.c - which nodes are drawn together where nobody told a site: what is linked
 * closely, in pieces of some size.
 *
 *     what is not large        is one piece as far as it is linked
 *     a node of one link       goes with whom it is linked with: a star stays one piece
 *     the others               grow together, level by level: every piece joins the neighbour with
 *                              which it has most links, as long as both are not larger than CAP
 *     what stayed small        joins the large piece that it has most links with
 *
 * Every choice is the first of the best, by number: the same links give the same pieces. */
#include <stdlib.h>
#include "report/layout_in.h"

enum {
    WHOLE_MAX = 250, /* what is linked at all, and so small, is one piece */
    CAP_MIN = 50,
    CAP_SHARE = 500, /* some 500 pieces of a large net can be told apart */
};

/* ---- the graph of groups */

typedef struct pair {
    uint32_t a, b;
} pair;

/* By a, then b: two passes of counting, since both are numbers below n. */
static pair *sort_pairs(cp_arena *a, pair *v, uint32_t n_pairs, uint32_t n)
{
    pair *by_b = CP_NEW_RAW(a, pair, n_pairs);
    uint32_t *at = CP_NEW_ARRAY(a, uint32_t, (size_t)n + 1);
    for (uint32_t i = 0; i < n_pairs; i++)
        at[v[i].b + 1]++;
    for (uint32_t i = 1; i <= n; i++)
        at[i] += at[i - 1];
    for (uint32_t i = 0; i < n_pairs; i++)
        by_b[at[v[i].b]++] = v[i];
    memset(at, 0, ((size_t)n + 1) * sizeof *at);
    for (uint32_t i = 0; i < n_pairs; i++)
        at[by_b[i].a + 1]++;
    for (uint32_t i = 1; i <= n; i++)
        at[i] += at[i - 1];
    for (uint32_t i = 0; i < n_pairs; i++)
        v[at[by_b[i].a]++] = by_b[i];
    return v;
}

cp_layout_graph cp_layout_quotient(cp_arena *a, const cp_layout_graph *g, const uint32_t *group,
                                   uint32_t n_groups)
{
    uint32_t n = 0, n_to = 0;
    pair *v = CP_NEW_RAW(a, pair, g->first[g->n]);
    for (uint32_t i = 0; i < g->n; i++)
        for (uint32_t k = g->first[i]; k < g->first[i + 1]; k++)
            if (group[i] != group[g->to[k]])
                v[n++] = (pair){ group[i], group[g->to[k]] };
    v = sort_pairs(a, v, n, n_groups);
    uint32_t *first = CP_NEW_ARRAY(a, uint32_t, (size_t)n_groups + 2);
    uint32_t *to = CP_NEW_RAW(a, uint32_t, n), *weight = CP_NEW_RAW(a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++) {
        bool is_same = i && v[i].a == v[i - 1].a && v[i].b == v[i - 1].b;
        if (is_same) {
            weight[n_to - 1]++;
            continue;
        }
        to[n_to] = v[i].b;
        weight[n_to++] = 1;
        first[v[i].a + 1]++;
    }
    for (uint32_t i = 1; i <= n_groups; i++)
        first[i] += first[i - 1];
    return (cp_layout_graph){ n_groups, first, to, weight };
}

/* ---- whom nobody told a place of, and who has a neighbour that has one */

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

/* The number that is there most often, the least of those; v is sorted by it. */
static uint32_t most_frequent(uint32_t *v, uint32_t n)
{
    uint32_t best = CP_LAYOUT_NO_GROUP, n_best = 0;
    qsort(v, n, sizeof *v, by_number);
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && v[end] == v[i]; end++)
            ;
        if (end - i > n_best) {
            n_best = end - i;
            best = v[i];
        }
    }
    return best;
}

static void join_told(cp_arena *a, const cp_layout_in *in, const cp_layout_graph *g,
                      uint32_t *group)
{
    uint32_t *near = CP_NEW_RAW(a, uint32_t, g->first[g->n]);
    for (uint32_t i = 0; i < g->n; i++) {
        uint32_t n = 0;
        if (in->group[i] != CP_LAYOUT_NO_GROUP || !in->joins[i])
            continue;
        for (uint32_t k = g->first[i]; k < g->first[i + 1]; k++)
            if (in->group[g->to[k]] != CP_LAYOUT_NO_GROUP)
                near[n++] = in->group[g->to[k]];
        if (n)
            group[i] = most_frequent(near, n);
    }
}

/* ---- pieces: trees of which the root is the least number, each with its size */

typedef struct pieces {
    uint32_t *up, *size;
    uint32_t n;
} pieces;

static pieces singles(cp_arena *a, uint32_t n)
{
    pieces p = { CP_NEW_RAW(a, uint32_t, n), CP_NEW_RAW(a, uint32_t, n), n };
    for (uint32_t i = 0; i < n; i++) {
        p.up[i] = i;
        p.size[i] = 1;
    }
    return p;
}

static uint32_t root(const pieces *p, uint32_t i)
{
    while (p->up[i] != i) {
        p->up[i] = p->up[p->up[i]];
        i = p->up[i];
    }
    return i;
}

static void unite(pieces *p, uint32_t a, uint32_t b)
{
    a = root(p, a);
    b = root(p, b);
    if (a == b)
        return;
    uint32_t low = a < b ? a : b, high = a < b ? b : a;
    p->up[high] = low;
    p->size[low] += p->size[high];
}

/* Numbers the pieces in the order of their first nodes. */
static uint32_t number(const pieces *p, uint32_t *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n; i++)
        out[i] = p->up[i] == i ? n++ : out[root(p, i)];
    return n;
}

/* The neighbour with most links, of those that may be joined: the first of the best. */
static uint32_t best_neighbour(const cp_layout_graph *q, const pieces *p, uint32_t i,
                               uint32_t least, uint32_t most)
{
    uint32_t best = CP_LAYOUT_NO_GROUP, weight = 0, own = root(p, i);
    for (uint32_t k = q->first[i]; k < q->first[i + 1]; k++) {
        uint32_t to = root(p, q->to[k]);
        if (to != own && q->weight[k] > weight && p->size[to] >= least && p->size[to] <= most) {
            weight = q->weight[k];
            best = to;
        }
    }
    return best;
}

/* One level: what the pieces are afterwards, by node. Returns whether anything was joined. */
static bool grow(const cp_layout_graph *g, uint32_t cap, bool is_last, pieces *p)
{
    cp_arena *a = cp_arena_new(0);
    uint32_t *of = CP_NEW_RAW(a, uint32_t, g->n), n = number(p, of);
    cp_layout_graph q = cp_layout_quotient(a, g, of, n);
    uint32_t *first = CP_NEW_RAW(a, uint32_t, n), n_joined = 0;
    pieces level = singles(a, n);
    for (uint32_t i = 0, at = 0; i < g->n; i++)
        if (p->up[i] == i) {
            level.size[at] = p->size[i];
            first[at++] = i;
        }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t own = p->size[first[i]], size = level.size[root(&level, i)];
        uint32_t to = is_last ? best_neighbour(&q, &level, i, cap / 4, UINT32_MAX)
                              : best_neighbour(&q, &level, i, 0, size < cap ? cap - size : 0);
        if (to == CP_LAYOUT_NO_GROUP || (is_last && own >= cap / 4))
            continue;
        unite(&level, i, to);
        unite(p, first[i], first[to]);
        n_joined++;
    }
    cp_arena_free(a);
    return n_joined > 0;
}

static void cluster(cp_arena *a, const cp_layout_graph *g, pieces *p)
{
    pieces linked = singles(a, g->n);
    uint32_t cap = g->n / CAP_SHARE > CAP_MIN ? g->n / CAP_SHARE : CAP_MIN;
    for (uint32_t i = 0; i < g->n; i++)
        for (uint32_t k = g->first[i]; k < g->first[i + 1]; k++)
            unite(&linked, i, g->to[k]);
    for (uint32_t i = 0; i < g->n; i++) {
        uint32_t whole = root(&linked, i);
        if (linked.size[whole] <= WHOLE_MAX)
            unite(p, whole, i);
        else if (g->first[i + 1] - g->first[i] == 1)
            unite(p, i, g->to[g->first[i]]);
    }
    while (grow(g, cap, false, p))
        ;
    (void)grow(g, cap, true, p);
}

uint32_t cp_layout_pieces(cp_arena *a, const cp_layout_graph *g, uint32_t *piece)
{
    pieces p = singles(a, g->n);
    cluster(a, g, &p);
    return number(&p, piece);
}

/* The nodes without a group, and the links between them. */
typedef struct rest {
    uint32_t *nodes, *place; /* place: per node of the whole */
    cp_layout_link *links;
    uint32_t n, n_links;
} rest;

static rest rest_of(cp_arena *a, const cp_layout_in *in, const uint32_t *group)
{
    rest r = { CP_NEW_RAW(a, uint32_t, in->n_nodes), CP_NEW_RAW(a, uint32_t, in->n_nodes),
               CP_NEW_RAW(a, cp_layout_link, in->n_links), 0, 0 };
    for (uint32_t i = 0; i < in->n_nodes; i++)
        if (group[i] == CP_LAYOUT_NO_GROUP) {
            r.place[i] = r.n;
            r.nodes[r.n++] = i;
        }
    for (uint32_t i = 0; i < in->n_links; i++) {
        uint32_t x = in->links[i].a, y = in->links[i].b;
        if (group[x] == CP_LAYOUT_NO_GROUP && group[y] == CP_LAYOUT_NO_GROUP)
            r.links[r.n_links++] = (cp_layout_link){ r.place[x], r.place[y] };
    }
    return r;
}

uint32_t cp_layout_find_groups(cp_arena *a, const cp_layout_in *in, const cp_layout_graph *g,
                               uint32_t *group)
{
    for (uint32_t i = 0; i < in->n_nodes; i++)
        group[i] = in->group[i];
    if (in->joins)
        join_told(a, in, g, group);
    rest r = rest_of(a, in, group);
    cp_layout_graph among = cp_layout_graph_of(a, r.n, r.links, r.n_links);
    uint32_t *piece = CP_NEW_RAW(a, uint32_t, r.n);
    uint32_t n = cp_layout_pieces(a, &among, piece);
    for (uint32_t i = 0; i < r.n; i++)
        group[r.nodes[i]] = in->n_groups + piece[i];
    return in->n_groups + n;
}
