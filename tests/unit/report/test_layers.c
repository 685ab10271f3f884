/* SPDX-License-Identifier: Apache-2.0 */
/* test_layers.c - nodes in columns: none on another, columns in order, never more crossings than in
 * the order that was given, few more than the best of all orders of small ones; the same twice. */
#include "report/layers.h"
#include "tap.h"

enum { NODES_MAX = 64, EDGES_MAX = 256 };

typedef struct net {
    uint32_t n_nodes, n_columns, n_edges;
    uint32_t column[NODES_MAX];
    bool is_last[NODES_MAX];
    cp_layers_edge edges[EDGES_MAX];
} net;

static cp_layers_in input(const net *x)
{
    return (cp_layers_in){ .n_nodes = x->n_nodes,
                           .n_columns = x->n_columns,
                           .n_edges = x->n_edges,
                           .column = x->column,
                           .is_last = x->is_last,
                           .edges = x->edges };
}

/* Edges that cross, if nodes stand at these heights. */
static uint64_t crossings(const net *x, const uint32_t *y)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < x->n_edges; i++)
        for (uint32_t k = 0; k < i; k++) {
            const cp_layers_edge *e = &x->edges[i], *f = &x->edges[k];
            if (x->column[e->from] != x->column[f->from] || x->column[e->to] != x->column[f->to])
                continue;
            int64_t a = (int64_t)y[e->from] - y[f->from], b = (int64_t)y[e->to] - y[f->to];
            sum += (a < 0 && b > 0) || (a > 0 && b < 0);
        }
    return sum;
}

static net random_net(cp_rand *r, uint32_t n_nodes, uint32_t n_columns, uint32_t n_edges)
{
    net x = { .n_nodes = n_nodes, .n_columns = n_columns };
    for (uint32_t i = 0; i < n_nodes; i++)
        x.column[i] = i < n_columns ? i : cp_rand_below(r, n_columns);
    for (uint32_t i = 0; i < n_edges; i++) {
        cp_layers_edge e = { cp_rand_below(r, n_nodes), cp_rand_below(r, n_nodes) };
        if (x.column[e.from] != x.column[e.to])
            x.edges[x.n_edges++] = e;
    }
    return x;
}

/* The least of all orders: heights are what is tried. */
static void try_all(const net *x, uint32_t node, uint32_t *y, uint32_t *used, uint64_t *least)
{
    if (node == x->n_nodes) {
        uint64_t n = crossings(x, y);
        *least = n < *least ? n : *least;
        return;
    }
    for (uint32_t at = 0; at < x->n_nodes; at++)
        if (!(used[x->column[node]] >> at & 1)) {
            used[x->column[node]] |= 1u << at;
            y[node] = at;
            try_all(x, node + 1, y, used, least);
            used[x->column[node]] &= ~(1u << at);
        }
}

static bool is_sound(const net *x, const cp_layers *l)
{
    for (uint32_t i = 0; i < x->n_nodes; i++) {
        if (l->x[i] > CP_LAYERS_SIDE || l->y[i] > CP_LAYERS_SIDE)
            return false;
        for (uint32_t k = 0; k < i; k++) {
            bool same = x->column[i] == x->column[k];
            if (same != (l->x[i] == l->x[k]) || (same && l->y[i] == l->y[k]))
                return false;
            if (x->column[i] > x->column[k] && l->x[i] <= l->x[k])
                return false;
            if (same && x->is_last[k] && !x->is_last[i] && l->y[i] >= l->y[k])
                return false;
        }
    }
    return l->n_crossings == crossings(x, l->y);
}

static void shapes(cp_arena *a)
{
    cp_layers l;
    net none = { .n_columns = 0 }, one = { .n_nodes = 1, .n_columns = 1 };
    net twist = { .n_nodes = 4,
                  .n_columns = 2,
                  .n_edges = 2,
                  .column = { 0, 0, 1, 1 },
                  .edges = { { 0, 3 }, { 1, 2 } } };
    net last = twist;
    last.is_last[2] = true;
    last.is_last[0] = true;
    cp_layers_in in = input(&none);
    cp_layers_make(a, &in, &l);
    ok(l.n_crossings == 0, "nothing");
    in = input(&one);
    cp_layers_make(a, &in, &l);
    ok(l.x[0] == CP_LAYERS_SIDE / 2 && l.y[0] == CP_LAYERS_SIDE / 2, "one is in the middle");
    in = input(&twist);
    cp_layers_make(a, &in, &l);
    ok(l.n_crossings == 0 && is_sound(&twist, &l), "two that cross are turned");
    in = input(&last);
    cp_layers_make(a, &in, &l);
    ok(l.n_crossings == 1 && is_sound(&last, &l) && l.y[2] > l.y[3] && l.y[0] > l.y[1],
       "what is to be last stays so");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_rand r = { 9 };
    uint32_t sound = 0, same = 0, not_worse = 0, n = tap_cases(400);
    uint64_t met = 0, best = 0;
    shapes(a);
    for (uint32_t i = 0; i < n; i++) {
        cp_arena_mark mark = cp_arena_here(a);
        bool is_small = i % 2;
        net x = is_small ? random_net(&r, 6, 2 + i % 3, 7)
                         : random_net(&r, 8 + cp_rand_below(&r, 52), 5, 120);
        uint32_t given[NODES_MAX], used[8] = { 0 }, y[NODES_MAX];
        cp_layers l, again;
        cp_layers_in in = input(&x);
        cp_layers_make(a, &in, &l);
        cp_layers_make(a, &in, &again);
        for (uint32_t k = 0; k < x.n_nodes; k++)
            given[k] = k;
        sound += is_sound(&x, &l);
        same += memcmp(l.y, again.y, x.n_nodes * sizeof *l.y) == 0;
        not_worse += l.n_crossings <= crossings(&x, given);
        if (is_small) {
            uint64_t least = UINT64_MAX;
            try_all(&x, 0, y, used, &least);
            met += l.n_crossings;
            best += least;
        }
        cp_arena_back(a, mark);
    }
    ok(sound == n, "no node on another, columns in order, crossings as counted: %u of %u", sound,
       n);
    ok(same == n, "the same twice: %u of %u", same, n);
    ok(not_worse == n, "never more crossings than in the order given: %u of %u", not_worse, n);
    ok(met <= best + n / 4, "of small ones %llu crossings, of the best orders %llu",
       (unsigned long long)met, (unsigned long long)best);
    cp_arena_free(a);
    return tap_done();
}
