/* SPDX-License-Identifier: Apache-2.0 */
/* verify_carry.c - is all carried in a stage? Written once more, other than carry.c: by filling
 * paths one after another, and else by a programme over links:
 *
 *     f[r,x,y]   what goes over a link from x to y of all demands that have an end in r
 *     maximise share:   at each node what comes stays or goes on; what stays is share x demand
 *
 * Demands with one end in common go together, so the programme is small where a few places are the
 * ends of most. The routing it finds is added up; its word alone is taken for nothing. */
#include <math.h>
#include "plan/solver.h"
#include "plan/verify.h"

/* No end of time, which versions of CBC do not survive: the size is the limit. */
enum { COLUMNS_MAX = 1 << 20, ALL = 1000000 };
#define NEAR 1e-6 /* of a link, of the largest demand */

typedef struct stage {
    const cp_plan_net *n;
    const cp_plan_problem *p;
    cp_arena *a;
    bool *is_down;     /* per node */
    uint64_t *wants;   /* per demand: of those that count */
    uint32_t *root_of; /* per demand */
    uint64_t *room;    /* per link */
    double most;       /* wanted by one */
} stage;

static void find_wants(stage *g, const cp_plan_schedule *s, uint32_t t)
{
    const cp_plan_problem *p = g->p;
    uint32_t from, to, *n_of = CP_NEW_ARRAY(g->a, uint32_t, p->n_nodes);
    g->is_down = CP_NEW_ARRAY(g->a, bool, p->n_nodes);
    g->wants = CP_NEW_ARRAY(g->a, uint64_t, p->n_demands);
    g->root_of = CP_NEW_RAW(g->a, uint32_t, p->n_demands);
    for (uint32_t i = 0; i < p->n_nodes; i++)
        g->is_down[i] = p->job_of[i] != CP_PLAN_NONE && s->stage[p->job_of[i]] == t;
    for (uint32_t d = 0; d < p->n_demands; d++) {
        cp_plan_pair x = p->demands[d];
        if (x.a == x.b || !cp_plan_net_is_joined(g->n, p, d) ||
            !cp_plan_net_keeps(g->n, p, s, d, t, &from, &to))
            continue;
        g->wants[d] = p->demand_bps[d];
        g->most = (double)g->wants[d] > g->most ? (double)g->wants[d] : g->most;
        n_of[x.a]++;
        n_of[x.b]++;
    }
    for (uint32_t d = 0; d < p->n_demands; d++) {
        cp_plan_pair x = p->demands[d];
        g->root_of[d] = n_of[x.a] > n_of[x.b] ? x.a : x.b;
    }
}

/* ---- one after another */

/* A way with room: the node before each, found in rounds over neighbours; false: none is left. */
static bool find_way(const stage *g, cp_plan_pair x, uint32_t *by, uint32_t *back, uint32_t *queue,
                     const uint32_t *first, const uint32_t *links)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < g->p->n_nodes; i++)
        by[i] = CP_PLAN_NONE;
    queue[n++] = x.a;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t v = queue[i];
        if (v == x.b)
            return true;
        if (g->is_down[v] && v != x.a)
            continue;
        for (uint32_t k = first[v]; k < first[v + 1]; k++) {
            cp_plan_pair l = g->p->links[links[k]];
            uint32_t w = l.a == v ? l.b : l.a;
            if (w == x.a || by[w] != CP_PLAN_NONE || g->room[links[k]] == 0)
                continue;
            by[w] = links[k];
            back[w] = v;
            queue[n++] = w;
        }
    }
    return false;
}

static void index_links(const stage *g, uint32_t *first, uint32_t *links)
{
    const cp_plan_problem *p = g->p;
    for (uint32_t i = 0; i < p->n_links; i++) {
        first[p->links[i].a + 2]++;
        first[p->links[i].b + 2]++;
    }
    for (uint32_t i = 0; i < p->n_nodes; i++)
        first[i + 2] += first[i + 1];
    for (uint32_t i = 0; i < p->n_links; i++) {
        links[first[p->links[i].a + 1]++] = i;
        links[first[p->links[i].b + 1]++] = i;
    }
}

static bool fill(stage *g)
{
    const cp_plan_problem *p = g->p;
    uint32_t *by = CP_NEW_RAW(g->a, uint32_t, p->n_nodes),
             *back = CP_NEW_RAW(g->a, uint32_t, p->n_nodes),
             *queue = CP_NEW_RAW(g->a, uint32_t, p->n_nodes),
             *first = CP_NEW_ARRAY(g->a, uint32_t, (size_t)p->n_nodes + 2),
             *links = CP_NEW_RAW(g->a, uint32_t, 2 * (size_t)p->n_links);
    index_links(g, first, links);
    g->room = CP_NEW_RAW(g->a, uint64_t, p->n_links);
    for (uint32_t i = 0; i < p->n_links; i++)
        g->room[i] = p->link_bps[i] ? p->link_bps[i] : UINT64_MAX;
    for (uint32_t d = 0; d < p->n_demands; d++)
        for (uint64_t open = g->wants[d]; open > 0;) {
            cp_plan_pair x = p->demands[d];
            if (!find_way(g, x, by, back, queue, first, links))
                return false;
            uint64_t least = open;
            for (uint32_t v = x.b; v != x.a; v = back[v])
                least = g->room[by[v]] < least ? g->room[by[v]] : least;
            for (uint32_t v = x.b; v != x.a; v = back[v])
                g->room[by[v]] -= p->link_bps[by[v]] ? least : 0;
            open -= least;
        }
    return true;
}

/* ---- the programme: units are the largest demand, limits are of the link */

typedef struct flows {
    stage *g;
    uint32_t n_roots, *roots, *place; /* per node: its place in roots */
    double *stays;                    /* per root and node: what of its demands stays there */
} flows;

static bool find_roots(flows *f)
{
    stage *g = f->g;
    const cp_plan_problem *p = g->p;
    f->roots = CP_NEW_RAW(g->a, uint32_t, p->n_demands);
    f->place = CP_NEW_RAW(g->a, uint32_t, p->n_nodes);
    for (uint32_t i = 0; i < p->n_nodes; i++)
        f->place[i] = CP_PLAN_NONE;
    for (uint32_t d = 0; d < p->n_demands; d++)
        if (g->wants[d] && f->place[g->root_of[d]] == CP_PLAN_NONE) {
            f->place[g->root_of[d]] = f->n_roots;
            f->roots[f->n_roots++] = g->root_of[d];
        }
    uint64_t columns = (uint64_t)f->n_roots * 2 * p->n_links;
    if (columns > COLUMNS_MAX || (uint64_t)f->n_roots * p->n_nodes > COLUMNS_MAX)
        return false;
    f->stays = CP_NEW_ARRAY(g->a, double, (size_t)f->n_roots * p->n_nodes);
    for (uint32_t d = 0; d < p->n_demands; d++) {
        cp_plan_pair x = p->demands[d];
        uint32_t end = x.a == g->root_of[d] ? x.b : x.a;
        if (g->wants[d])
            f->stays[(size_t)f->place[g->root_of[d]] * p->n_nodes + end] +=
                (double)g->wants[d] / g->most;
    }
    return true;
}

/* Column 0 is the share; then per root and link, there and back. */
static uint32_t column(const flows *f, uint32_t root, uint32_t link, uint32_t way)
{
    return 1 + (root * f->g->p->n_links + link) * 2 + way;
}

static void make_columns(const flows *f, cp_mip *m)
{
    const cp_plan_problem *p = f->g->p;
    (void)cp_mip_column(m, -1, 0, 1, false);
    for (uint32_t r = 0; r < f->n_roots; r++)
        for (uint32_t e = 0; e < p->n_links; e++)
            for (uint32_t way = 0; way < 2; way++) {
                uint32_t from = way ? p->links[e].b : p->links[e].a,
                         to = way ? p->links[e].a : p->links[e].b;
                bool may = from != to && to != f->roots[r] &&
                           (!f->g->is_down[from] || from == f->roots[r]);
                (void)cp_mip_column(m, 0, 0, may ? CP_MIP_NO_LIMIT : 0, false);
            }
}

static void make_rows(const flows *f, cp_mip *m, const uint32_t *first, const uint32_t *links)
{
    const cp_plan_problem *p = f->g->p;
    for (uint32_t r = 0; r < f->n_roots; r++)
        for (uint32_t v = 0; v < p->n_nodes; v++) {
            if (v == f->roots[r])
                continue;
            cp_mip_row(m, 0, 0);
            cp_mip_element(m, 0, -f->stays[(size_t)r * p->n_nodes + v]);
            for (uint32_t k = first[v]; k < first[v + 1]; k++) {
                cp_plan_pair l = p->links[links[k]];
                if (l.a == l.b)
                    continue;
                uint32_t out = l.a == v ? 0 : 1;
                cp_mip_element(m, column(f, r, links[k], out), -1);
                cp_mip_element(m, column(f, r, links[k], 1 - out), 1);
            }
        }
    for (uint32_t e = 0; e < p->n_links; e++) {
        if (!p->link_bps[e])
            continue;
        cp_mip_row(m, -CP_MIP_NO_LIMIT, 1);
        for (uint32_t r = 0; r < f->n_roots; r++)
            for (uint32_t way = 0; way < 2; way++)
                cp_mip_element(m, column(f, r, e, way), f->g->most / (double)p->link_bps[e]);
    }
}

/* Is it a routing of all? Each number as it is: nothing below 0, nothing through what is down. */
static bool adds_up(const flows *f, const double *x)
{
    const cp_plan_problem *p = f->g->p;
    double *stays = CP_NEW_RAW(f->g->a, double, p->n_nodes),
           *load = CP_NEW_ARRAY(f->g->a, double, p->n_links);
    bool ok = true;
    for (uint32_t r = 0; r < f->n_roots; r++) {
        memset(stays, 0, p->n_nodes * sizeof *stays);
        for (uint32_t e = 0; e < p->n_links; e++)
            for (uint32_t way = 0; way < 2; way++) {
                double v = x[column(f, r, e, way)];
                uint32_t from = way ? p->links[e].b : p->links[e].a,
                         to = way ? p->links[e].a : p->links[e].b;
                ok &= v >= -NEAR;
                ok &= !f->g->is_down[from] || from == f->roots[r] || v <= NEAR;
                stays[from] -= v;
                stays[to] += v;
                load[e] += v * f->g->most;
            }
        for (uint32_t v = 0; v < p->n_nodes; v++)
            ok &= v == f->roots[r] || fabs(stays[v] - f->stays[(size_t)r * p->n_nodes + v]) <= NEAR;
    }
    for (uint32_t e = 0; e < p->n_links; e++)
        ok &= !p->link_bps[e] || load[e] <= (double)p->link_bps[e] * (1 + NEAR);
    return ok;
}

static int64_t solve(stage *g)
{
    flows f = { .g = g };
    if (!find_roots(&f))
        return -1;
    cp_mip *m = cp_mip_new(g->a);
    uint32_t *first = CP_NEW_ARRAY(g->a, uint32_t, (size_t)g->p->n_nodes + 2),
             *links = CP_NEW_RAW(g->a, uint32_t, 2 * (size_t)g->p->n_links);
    index_links(g, first, links);
    make_columns(&f, m);
    make_rows(&f, m, first, links);
    cp_mip_found found;
    cp_err err;
    if (cp_mip_solve(m, g->a, &(cp_mip_how){ 0 }, &found, &err) != CP_OK ||
        found.end != CP_MIP_OPTIMAL)
        return -1;
    double share = found.x[0];
    if (share >= 1 - NEAR / 10)
        return adds_up(&f, found.x) ? ALL : -1;
    return share <= 0 ? 0 : (int64_t)(share * ALL) < ALL ? (int64_t)(share * ALL) : ALL - 1;
}

int64_t cp_plan_net_carries(const cp_plan_net *n, const cp_plan_problem *p,
                            const cp_plan_schedule *s, uint32_t t)
{
    stage g = { .n = n, .p = p, .a = cp_arena_new(0) };
    find_wants(&g, s, t);
    int64_t x = g.most == 0 || fill(&g) ? ALL : solve(&g);
    cp_arena_free(g.a);
    return x;
}
