/* SPDX-License-Identifier: Apache-2.0 */
/* test_ways.c - the jobs on routes of least metric, against distances of all pairs (Floyd and
 * Warshall): a node is on one exactly if the distances over it add up. */
#include "any_plan.h"
#include "plan/ways.h"

enum { FAR = 1000000 };

static bool is_right(const cp_plan_problem *p, const uint32_t *metrics, const cp_plan_ways *w)
{
    uint32_t d[NODES_MAX][NODES_MAX], n_apart = 0;
    int64_t units = p->n_jobs;
    for (uint32_t i = 0; i < p->n_nodes; i++)
        for (uint32_t k = 0; k < p->n_nodes; k++)
            d[i][k] = i == k ? 0 : FAR;
    for (uint32_t i = 0; i < p->n_links; i++) {
        uint32_t a = p->links[i].a, b = p->links[i].b, m = metrics ? metrics[i] : 1;
        if (m < d[a][b])
            d[a][b] = d[b][a] = m;
    }
    for (uint32_t v = 0; v < p->n_nodes; v++)
        for (uint32_t i = 0; i < p->n_nodes; i++)
            for (uint32_t k = 0; k < p->n_nodes; k++)
                if (d[i][v] + d[v][k] < d[i][k])
                    d[i][k] = d[i][v] + d[v][k];
    for (uint32_t i = 0; i < p->n_demands; i++) {
        uint32_t a = p->demands[i].a, b = p->demands[i].b, g = w->group_of[i];
        uint32_t want = 0, got = 0; /* jobs, as bits */
        if ((d[a][b] == FAR) != (g == CP_PLAN_APART))
            return false;
        g = g == CP_PLAN_APART ? CP_PLAN_NONE : g;
        n_apart += d[a][b] == FAR;
        for (uint32_t v = 0; v < p->n_nodes && d[a][b] != FAR; v++)
            if (p->job_of[v] != CP_PLAN_NONE && d[a][v] + d[v][b] == d[a][b])
                want |= 1u << p->job_of[v];
        for (uint32_t k = g == CP_PLAN_NONE ? 0 : w->groups.first[g];
             g != CP_PLAN_NONE && k < w->groups.first[g + 1]; k++)
            got |= 1u << w->groups.jobs[k];
        units += want != 0;
        if (want != got)
            return false;
    }
    for (uint32_t g = 0; g < w->groups.n; g++)
        units -= w->units[g];
    return units == 0 && n_apart == w->n_apart;
}

int main(void)
{
    uint32_t n_cases = tap_cases(20000), n_wrong = 0;
    for (uint32_t i = 0; i < n_cases; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_rand r = { 40000 + i };
        cp_plan_problem p = any_problem(a, &r);
        uint32_t *metrics = CP_NEW_ARRAY(a, uint32_t, p.n_links);
        for (uint32_t k = 0; k < p.n_links; k++)
            metrics[k] = 1 + cp_rand_below(&r, 4);
        cp_plan_ways w;
        const uint32_t *m = cp_rand_below(&r, 3) ? metrics : NULL;
        cp_plan_ways_make(a, &p, m, &w);
        n_wrong += !is_right(&p, m, &w);
        cp_arena_free(a);
    }
    ok(n_wrong == 0, "%u of %u cases are wrong", n_wrong, n_cases);
    return tap_done();
}
