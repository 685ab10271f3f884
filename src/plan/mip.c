/* SPDX-License-Identifier: Apache-2.0 */
/* mip.c - see mip.h. */
#include "plan/mip.h"
#include <math.h>
#include "plan/cliques.h"

#define NO_COLUMN UINT32_MAX

typedef struct programme {
    const cp_plan_rules *r;
    const cp_plan_problem *p;
    cp_mip *m;
    cp_arena *a;
    uint32_t *x;     /* per place in r->offers and stage */
    uint32_t *y;     /* per job and stage */
    uint32_t *z;     /* per exposed group and stage; NO_COLUMN: never so */
    uint32_t *maker; /* per place in r->class_makers */
    double constant; /* of the objective */
    bool is_any;     /* it has none */
    cp_plan_cliques cliques;
} programme;

static uint32_t x_of(const programme *g, uint32_t offer, uint32_t t)
{
    return g->x[(size_t)offer * g->p->n_stages + t];
}
static uint32_t y_of(const programme *g, uint32_t j, uint32_t t)
{
    return g->y[(size_t)j * g->p->n_stages + t];
}

static double cost_in(const programme *g, uint32_t option)
{
    return g->is_any ? 0 : (double)g->p->options[option].cost;
}

/* ---- columns */

static void job_columns(programme *g)
{
    const cp_plan_problem *p = g->p;
    const cp_plan_rules *r = g->r;
    uint32_t n_offers = r->offer_first[p->n_jobs];
    g->x = CP_NEW_RAW(g->a, uint32_t, (size_t)n_offers * p->n_stages);
    g->y = CP_NEW_RAW(g->a, uint32_t, (size_t)p->n_jobs * p->n_stages);
    for (uint32_t j = 0; j < p->n_jobs; j++)
        for (uint32_t t = 0; t < p->n_stages; t++) {
            bool may = r->stages[j] >> t & 1;
            for (uint32_t i = r->offer_first[j]; i < r->offer_first[j + 1]; i++)
                g->x[(size_t)i * p->n_stages + t] =
                    may ? cp_mip_column(g->m, cost_in(g, r->offers[i]), 0, 1, true) : NO_COLUMN;
            /* done after the last stage in which it may be, unless it may stay */
            bool must = !(r->stages[j] >> CP_PLAN_NEVER & 1) && !(r->stages[j] >> t >> 1);
            g->y[(size_t)j * p->n_stages + t] = cp_mip_column(g->m, 0, must ? 1 : 0, 1, false);
        }
}

static void maker_columns(programme *g)
{
    uint32_t n = g->r->class_maker_first[g->p->same_maker.n];
    g->maker = CP_NEW_RAW(g->a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++)
        g->maker[i] = cp_mip_column(g->m, 0, 0, 1, true);
}

/* The stages that a group needs at least: of a clique of its jobs one is done in each. */
static uint32_t span(const programme *g, uint32_t group, uint32_t *count)
{
    uint32_t most = 1;
    const cp_plan_groups *e = &g->p->exposed;
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = e->first[group]; i < e->first[group + 1]; i++) {
            uint32_t j = e->jobs[i];
            for (uint32_t k = g->cliques.of.first[j]; k < g->cliques.of.first[j + 1]; k++) {
                uint32_t *n = &count[g->cliques.of.at[k]];
                *n = pass == 0 ? *n + 1 : 0;
                most = *n > most ? *n : most;
            }
        }
    return most;
}

static void group_columns(programme *g)
{
    const cp_plan_problem *p = g->p;
    const cp_plan_groups *e = &p->exposed;
    uint32_t *count = CP_NEW_ARRAY(g->a, uint32_t, g->cliques.groups.n);
    g->z = CP_NEW_RAW(g->a, uint32_t, (size_t)e->n * p->n_stages);
    for (uint32_t i = 0; i < e->n; i++) {
        double cost = g->is_any ? 0 : (double)p->weight * (double)p->exposed_units[i];
        bool is_empty = e->first[i] == e->first[i + 1];
        uint32_t needs = is_empty ? 0 : span(g, i, count);
        for (uint32_t t = 0; t < p->n_stages; t++) {
            bool can = cost > 0 && !is_empty && t + 1 >= needs;
            g->z[(size_t)i * p->n_stages + t] =
                can ? cp_mip_column(g->m, -cost, 0, 1, false) : NO_COLUMN;
            g->constant += is_empty ? 0 : cost;
        }
    }
}

/* ---- rows */

static void job_rows(programme *g)
{
    const cp_plan_problem *p = g->p;
    const cp_plan_rules *r = g->r;
    for (uint32_t j = 0; j < p->n_jobs; j++)
        for (uint32_t t = 0; t < p->n_stages; t++) {
            cp_mip_row(g->m, 0, 0);
            cp_mip_element(g->m, y_of(g, j, t), 1);
            if (t > 0)
                cp_mip_element(g->m, y_of(g, j, t - 1), -1);
            for (uint32_t i = r->offer_first[j]; i < r->offer_first[j + 1]; i++)
                if (x_of(g, i, t) != NO_COLUMN)
                    cp_mip_element(g->m, x_of(g, i, t), -1);
        }
}

static void group_rows(programme *g)
{
    const cp_plan_problem *p = g->p;
    const cp_plan_groups *e = &p->exposed;
    for (uint32_t i = 0; i < e->n; i++)
        for (uint32_t t = 0; t < p->n_stages; t++) {
            uint32_t z = g->z[(size_t)i * p->n_stages + t];
            if (z == NO_COLUMN)
                continue;
            for (uint32_t k = e->first[i]; k < e->first[i + 1]; k++) {
                cp_mip_row(g->m, -CP_MIP_NO_LIMIT, 0);
                cp_mip_element(g->m, z, 1);
                cp_mip_element(g->m, y_of(g, e->jobs[k], t), -1);
            }
        }
}

static void maker_rows(programme *g)
{
    const cp_plan_problem *p = g->p;
    const cp_plan_rules *r = g->r;
    const cp_plan_groups *c = &p->same_maker;
    for (uint32_t i = 0; i < c->n; i++) {
        cp_mip_row(g->m, 0, 1);
        for (uint32_t k = r->class_maker_first[i]; k < r->class_maker_first[i + 1]; k++)
            cp_mip_element(g->m, g->maker[k], 1);
        for (uint32_t q = c->first[i]; q < c->first[i + 1]; q++) {
            uint32_t j = c->jobs[q];
            /* by a maker: at most if the class is by him */
            for (uint32_t o = r->offer_first[j]; o < r->offer_first[j + 1];) {
                uint32_t maker = p->options[r->offers[o]].maker;
                cp_mip_row(g->m, -CP_MIP_NO_LIMIT, 0);
                for (uint32_t k = r->class_maker_first[i]; k < r->class_maker_first[i + 1]; k++)
                    if (r->class_makers[k] == maker)
                        cp_mip_element(g->m, g->maker[k], -1);
                for (; o < r->offer_first[j + 1] && p->options[r->offers[o]].maker == maker; o++)
                    for (uint32_t t = 0; t < p->n_stages; t++)
                        if (x_of(g, o, t) != NO_COLUMN)
                            cp_mip_element(g->m, x_of(g, o, t), 1);
            }
        }
    }
}

typedef int64_t measure(const cp_plan_option *o);
static int64_t cost_of(const cp_plan_option *o) { return o->cost; }
static int64_t effort_of(const cp_plan_option *o) { return o->effort; }

static void limit_row(programme *g, int64_t limit, measure *of, uint32_t from, uint32_t to)
{
    if (limit == CP_PLAN_NO_LIMIT)
        return;
    cp_mip_row(g->m, -CP_MIP_NO_LIMIT, (double)limit);
    uint32_t n = g->r->offer_first[g->p->n_jobs];
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t t = from; t < to; t++)
            if (x_of(g, i, t) != NO_COLUMN)
                cp_mip_element(g->m, x_of(g, i, t), (double)of(&g->p->options[g->r->offers[i]]));
}

static void limit_rows(programme *g)
{
    for (uint32_t t = 0; t < g->p->n_stages; t++) {
        limit_row(g, g->p->stages[t].effort, effort_of, t, t + 1);
        limit_row(g, g->p->stages[t].cost, cost_of, t, t + 1);
    }
    limit_row(g, g->p->budget, cost_of, 0, g->p->n_stages);
}

static void order_rows(programme *g)
{
    for (uint32_t i = 0; i < g->p->n_before; i++) {
        const cp_plan_before *o = &g->p->before[i];
        for (uint32_t t = 0; t < g->p->n_stages; t++) {
            if (o->a == o->b && !o->is_strict)
                continue;
            cp_mip_row(g->m, -CP_MIP_NO_LIMIT, 0);
            cp_mip_element(g->m, y_of(g, o->b, t), 1);
            if (!o->is_strict)
                cp_mip_element(g->m, y_of(g, o->a, t), -1);
            else if (t > 0)
                cp_mip_element(g->m, y_of(g, o->a, t - 1), -1);
        }
    }
}

static void cap_rows(programme *g)
{
    const cp_plan_problem *p = g->p;
    const cp_plan_groups *c = &p->cap_groups;
    for (uint32_t i = 0; i < p->n_caps; i++) {
        const cp_plan_cap *cap = &p->caps[i];
        if (cap->limit == CP_PLAN_NO_LIMIT)
            continue;
        int64_t all = 0;
        for (uint32_t k = c->first[cap->group]; k < c->first[cap->group + 1]; k++)
            all += p->cap_weights[k];
        cp_mip_row(g->m, (double)(all - cap->limit), CP_MIP_NO_LIMIT);
        for (uint32_t k = c->first[cap->group]; k < c->first[cap->group + 1]; k++)
            cp_mip_element(g->m, y_of(g, c->jobs[k], cap->stage), (double)p->cap_weights[k]);
    }
}

/* Of jobs not more than `limit` in each stage. */
static void together_rows(programme *g, const uint32_t *jobs, uint32_t n, uint32_t limit)
{
    for (uint32_t t = 0; t < g->p->n_stages; t++) {
        uint32_t can = 0;
        for (uint32_t k = 0; k < n; k++)
            can += g->r->stages[jobs[k]] >> t & 1;
        if (can <= limit)
            continue;
        cp_mip_row(g->m, -CP_MIP_NO_LIMIT, limit);
        for (uint32_t k = 0; k < n; k++) {
            uint32_t j = jobs[k];
            for (uint32_t i = g->r->offer_first[j]; i < g->r->offer_first[j + 1]; i++)
                if (x_of(g, i, t) != NO_COLUMN)
                    cp_mip_element(g->m, x_of(g, i, t), 1);
        }
    }
}

static void conflict_rows(programme *g)
{
    const cp_plan_groups *c = &g->cliques.groups;
    for (uint32_t i = 0; i < c->n; i++)
        together_rows(g, c->jobs + c->first[i], c->first[i + 1] - c->first[i], 1);
    for (uint32_t i = 0; i < g->r->cuts.n; i++)
        together_rows(g, g->r->cuts.v[i].jobs, g->r->cuts.v[i].n, g->r->cuts.v[i].n - 1);
}

/* ---- a schedule as columns, and back */

static double *start_of(const programme *g, const cp_plan_schedule *s)
{
    const cp_plan_problem *p = g->p;
    const cp_plan_rules *r = g->r;
    double *v = CP_NEW_ARRAY(g->a, double, cp_mip_n_columns(g->m));
    for (uint32_t j = 0; j < p->n_jobs; j++) {
        uint32_t t = s->stage[j], class = r->class_of[j];
        if (t == CP_PLAN_NEVER)
            continue;
        for (uint32_t i = r->offer_first[j]; i < r->offer_first[j + 1]; i++)
            if (r->offers[i] == s->option[j])
                v[x_of(g, i, t)] = 1;
        for (uint32_t u = t; u < p->n_stages; u++)
            v[y_of(g, j, u)] = 1;
        if (class == CP_PLAN_NONE)
            continue;
        for (uint32_t k = r->class_maker_first[class]; k < r->class_maker_first[class + 1]; k++)
            if (r->class_makers[k] == p->options[s->option[j]].maker)
                v[g->maker[k]] = 1;
    }
    return v;
}

static cp_plan_schedule schedule_of(const programme *g, cp_arena *a, const double *v)
{
    const cp_plan_problem *p = g->p;
    cp_plan_schedule s = cp_plan_schedule_new(a, p);
    for (uint32_t j = 0; j < p->n_jobs; j++) {
        double most = 0.5;
        for (uint32_t i = g->r->offer_first[j]; i < g->r->offer_first[j + 1]; i++)
            for (uint32_t t = 0; t < p->n_stages; t++)
                if (x_of(g, i, t) != NO_COLUMN && v[x_of(g, i, t)] > most) {
                    most = v[x_of(g, i, t)];
                    s.stage[j] = (uint8_t)t;
                    s.option[j] = g->r->offers[i];
                }
    }
    return s;
}

cp_rc cp_plan_mip_solve(const cp_plan_rules *r, cp_arena *a, const cp_plan_mip_how *how,
                        cp_plan_mip_found *out, cp_err *err)
{
    *out = (cp_plan_mip_found){ .end = CP_MIP_INFEASIBLE, .bound = -INFINITY };
    for (uint32_t j = 0; j < r->p->n_jobs; j++)
        if (r->stages[j] == 0)
            return CP_OK;
    cp_arena *own = cp_arena_new(0);
    programme g = { .r = r, .p = r->p, .a = own, .m = cp_mip_new(own), .is_any = how->is_any };
    cp_plan_cliques_make(own, r, &g.cliques);
    job_columns(&g);
    maker_columns(&g);
    group_columns(&g);
    job_rows(&g);
    group_rows(&g);
    maker_rows(&g);
    limit_rows(&g);
    order_rows(&g);
    cap_rows(&g);
    conflict_rows(&g);
    cp_mip_how mip = { .seconds = how->seconds,
                       .gap = how->gap,
                       .seed = how->seed,
                       .start = how->start ? start_of(&g, how->start) : NULL };
    cp_mip_found found;
    cp_rc rc = cp_mip_solve(g.m, own, &mip, &found, err);
    if (rc == CP_OK) {
        out->end = found.end;
        out->bound = found.bound + g.constant;
        out->has_schedule = found.has_x;
        if (found.has_x)
            out->schedule = schedule_of(&g, a, found.x);
    }
    cp_arena_free(own);
    return rc;
}
