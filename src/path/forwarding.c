/* SPDX-License-Identifier: Apache-2.0 */
/* forwarding.c - see forwarding.h: a breadth-first way through the tables that packets to the
 * destinations can come to, whatever filters say. */
#include "path/forwarding.h"
#include <stdlib.h>
#include "path/plane_in.h"

typedef struct gathering {
    cp_arena *a;
    const cp_plane *p;
    cp_forwarding *f;
    const uint32_t *places; /* prefixes that hold a destination, or are within one, in order */
    uint32_t n_places;
    uint32_t *number, *filter_number;
    uint32_t *action_number; /* of the table in hand */
    CP_VEC(uint32_t) tables;
    CP_VEC(uint32_t) firsts; /* routes, per table */
    CP_VEC(cp_forwarding_route) routes;
    CP_VEC(cp_forwarding_action) actions;
    CP_VEC(cp_plane_hop) hops;
    CP_VEC(uint32_t) rule_first;
    CP_VEC(cp_filter_rule) rules;
} gathering;

/* ---- destinations */

static int compare_prefixes(const void *a, const void *b)
{
    const cp_prefix *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return (int)x->len - (int)y->len;
}

static void set_dsts(gathering *g, const cp_prefix *dsts, uint32_t n)
{
    cp_prefix *v = CP_NEW_RAW(g->a, cp_prefix, n + 1);
    uint32_t n_kept = 0;
    for (uint32_t i = 0; i < n; i++)
        v[i] = dsts[i];
    if (n)
        qsort(v, n, sizeof *v, compare_prefixes);
    for (uint32_t i = 0; i < n; i++)
        if (n_kept == 0 || !cp_prefix_has(&v[n_kept - 1], v[i].first))
            v[n_kept++] = v[i];
    g->f->dsts = v;
    g->f->n_dsts = n_kept;
}

static bool is_asked(const cp_forwarding *f, const cp_prefix *x)
{
    uint32_t low = 0, high = f->n_dsts; /* the first that ends behind the beginning of x */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (cp_prefix_last(&f->dsts[middle]) < x->first)
            low = middle + 1;
        else
            high = middle;
    }
    return low < f->n_dsts && f->dsts[low].first <= cp_prefix_last(x);
}

static void set_places(gathering *g)
{
    const cp_plane *p = g->p;
    uint32_t *v = cp_plane_in_order(p, g->a), n = 0;
    for (uint32_t i = 0; i < p->n_prefixes; i++) {
        cp_prefix x = { p->nodes.v[v[i]].first, p->nodes.v[v[i]].len };
        if (is_asked(g->f, &x))
            v[n++] = v[i];
    }
    g->places = v;
    g->n_places = n;
}

/* ---- tables, as they are come to */

static uint32_t number_of(gathering *g, uint32_t table)
{
    if (table >= CP_PLANE_NOWHERE)
        return table;
    if (g->number[table] == UINT32_MAX) {
        g->number[table] = g->tables.n;
        cp_vec_push(g->a, &g->tables, table);
    }
    return g->number[table];
}

static uint32_t filter_of(gathering *g, uint32_t filter)
{
    if (filter == CP_NO_FILTER)
        return filter;
    if (g->filter_number[filter] == UINT32_MAX) {
        const cp_plane_filter_of *x = &g->p->filters.v[filter];
        g->filter_number[filter] = g->rule_first.n;
        cp_vec_push(g->a, &g->rule_first, g->rules.n);
        for (uint32_t i = 0; i < x->n; i++)
            cp_vec_push(g->a, &g->rules, g->p->rules.v[x->first + i]);
    }
    return g->filter_number[filter];
}

static uint32_t add_action(gathering *g, const cp_plane_action_of *x)
{
    cp_vec_push(g->a, &g->actions,
                ((cp_forwarding_action){ (cp_plane_kind)x->kind, g->hops.n, x->n }));
    for (uint32_t i = 0; i < x->n; i++) {
        cp_plane_hop h = g->p->hops.v[x->first + i];
        h.to = number_of(g, h.to);
        h.out = filter_of(g, h.out);
        h.in = filter_of(g, h.in);
        cp_vec_push(g->a, &g->hops, h);
    }
    return g->actions.n - 1;
}

/* The route that holds one that comes after the last so far. */
static uint32_t above(const gathering *g, uint32_t first, cp_address at)
{
    uint32_t up = g->routes.n > first ? g->routes.n - 1 : UINT32_MAX;
    while (up != UINT32_MAX && g->routes.v[up].last < at)
        up = g->routes.v[up].up;
    return up;
}

static cp_rc add_table(gathering *g, uint32_t table, cp_err *err)
{
    const cp_plane_table *t = &g->p->tables[table];
    uint32_t first = g->routes.n;
    cp_vec_push(g->a, &g->firsts, first);
    for (uint32_t i = 0; i < t->actions.n; i++)
        g->action_number[i] = UINT32_MAX;
    for (uint32_t i = 0; i < g->n_places; i++) {
        const cp_plane_node *x = &g->p->nodes.v[g->places[i]];
        uint16_t does = cp_plane_row_get(x, table);
        if (does == 0)
            continue;
        if (g->routes.n == CP_FORWARDING_ROUTES_MAX)
            return cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                           "more than %d routes lead to these addresses: ask about fewer",
                           CP_FORWARDING_ROUTES_MAX);
        if (g->action_number[does] == UINT32_MAX)
            g->action_number[does] = add_action(g, &t->actions.v[does]);
        cp_prefix own = { x->first, x->len };
        cp_forwarding_route route = { x->first, cp_prefix_last(&own), g->action_number[does],
                                      above(g, first, x->first) };
        cp_vec_push(g->a, &g->routes, route);
    }
    return CP_OK;
}

static uint32_t *numbers(cp_arena *a, uint32_t n)
{
    uint32_t *v = CP_NEW_RAW(a, uint32_t, n + 1);
    memset(v, 0xff, (n + 1) * sizeof *v);
    return v;
}

cp_rc cp_forwarding_of(cp_arena *a, const cp_plane *p, const uint32_t *tables, uint32_t n_tables,
                       const cp_prefix *dsts, uint32_t n_dsts, cp_forwarding *out, cp_err *err)
{
    gathering *g = CP_NEW(a, gathering);
    *out = (cp_forwarding){ .bits = p->bits };
    *g = (gathering){ .a = a, .p = p, .f = out };
    g->number = numbers(a, p->n_tables);
    g->filter_number = numbers(a, p->filters.n);
    g->action_number = numbers(a, CP_PLANE_ACTIONS_MAX + 1);
    set_dsts(g, dsts, n_dsts);
    set_places(g);
    for (uint32_t i = 0; i < n_tables; i++)
        (void)number_of(g, tables[i]);
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; i < g->tables.n && rc == CP_OK; i++)
        rc = add_table(g, g->tables.v[i], err);
    uint32_t *items = CP_NEW_ARRAY(a, uint32_t, g->tables.n + 1);
    for (uint32_t i = 0; i < g->tables.n; i++)
        items[i] = p->tables[g->tables.v[i]].item;
    cp_vec_push(a, &g->firsts, g->routes.n);
    out->n_filters = g->rule_first.n;
    cp_vec_push(a, &g->rule_first, g->rules.n);
    out->n_tables = g->tables.n;
    out->tables = g->tables.v;
    out->items = items;
    out->number = g->number;
    out->route_first = g->firsts.v;
    out->routes = g->routes.v;
    out->actions = g->actions.v;
    out->n_actions = g->actions.n;
    out->hops = g->hops.v;
    out->rule_first = g->rule_first.v;
    out->rules = g->rules.v;
    return rc;
}
