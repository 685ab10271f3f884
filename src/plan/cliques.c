/* SPDX-License-Identifier: Apache-2.0 */
/* cliques.c - see cliques.h. */
#include "plan/cliques.h"
#include <stdlib.h>

/* Where y stands in x's list; CP_PLAN_NONE: not there. */
static uint32_t place(const cp_plan_index *c, uint32_t x, uint32_t y)
{
    uint32_t low = c->first[x], high = c->first[x + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (c->at[middle] < y)
            low = middle + 1;
        else
            high = middle;
    }
    return low < c->first[x + 1] && c->at[low] == y ? low : CP_PLAN_NONE;
}

static bool is_beside_all(const cp_plan_index *c, uint32_t j, const uint32_t *clique, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (place(c, j, clique[i]) == CP_PLAN_NONE)
            return false;
    return true;
}

static uint32_t degree(const cp_plan_index *c, uint32_t j) { return c->first[j + 1] - c->first[j]; }

/* From x and y on. clique: room for as many as x has conflicts, and one. */
static uint32_t grow(const cp_plan_index *c, uint32_t x, uint32_t y, uint32_t *clique)
{
    uint32_t n = 0;
    clique[n++] = x;
    clique[n++] = y;
    for (;;) {
        uint32_t best = CP_PLAN_NONE;
        for (uint32_t i = c->first[x]; i < c->first[x + 1]; i++) {
            uint32_t j = c->at[i];
            if ((best == CP_PLAN_NONE || degree(c, j) > degree(c, best)) &&
                is_beside_all(c, j, clique, n))
                best = j;
        }
        if (best == CP_PLAN_NONE)
            return n;
        clique[n++] = best;
    }
}

void cp_plan_cliques_make(cp_arena *a, const cp_plan_rules *r, cp_plan_cliques *out)
{
    const cp_plan_index *c = &r->conflicts;
    uint32_t n_jobs = r->p->n_jobs;
    bool *is_in = CP_NEW_ARRAY(a, bool, c->first[n_jobs]);
    uint32_t *clique = CP_NEW_RAW(a, uint32_t, (size_t)n_jobs + 1);
    CP_VEC(uint32_t) first = { 0 }, jobs = { 0 };
    cp_vec_push(a, &first, 0);
    for (uint32_t x = 0; x < n_jobs; x++)
        for (uint32_t i = c->first[x]; i < c->first[x + 1]; i++) {
            if (is_in[i])
                continue;
            uint32_t n = grow(c, x, c->at[i], clique);
            for (uint32_t u = 0; u < n; u++) {
                cp_vec_push(a, &jobs, clique[u]);
                for (uint32_t v = 0; v < n; v++)
                    if (u != v)
                        is_in[place(c, clique[u], clique[v])] = true;
            }
            cp_vec_push(a, &first, jobs.n);
        }
    out->groups = (cp_plan_groups){ first.n - 1, first.v, jobs.v };
    out->of = cp_plan_index_of(a, n_jobs, &out->groups);
}
