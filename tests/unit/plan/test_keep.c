/* SPDX-License-Identifier: Apache-2.0 */
/* test_keep.c - small cuts and parts of demands against the definition: every set of one and of two
 * jobs, of one device each, tried; and demands in parts, of which no job alone cuts one. */
#include "any_plan.h"
#include "plan/keep.h"

static bool cuts_some(const cp_plan_problem *p, cp_plan_schedule *s, uint32_t a, uint32_t b)
{
    for (uint32_t j = 0; j < p->n_jobs; j++)
        s->stage[j] = j == a || j == b ? 0 : CP_PLAN_NEVER;
    for (uint32_t d = 0; d < p->n_demands; d++)
        if (naive_joined(p, s, CP_PLAN_NEVER, p->demands[d]) &&
            !naive_joined(p, s, 0, p->demands[d]))
            return true;
    return false;
}

static bool has_cut(const cp_plan_cuts *c, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < c->n; i++)
        if (c->v[i].n == (a == b ? 1 : 2) && c->v[i].jobs[0] == a &&
            c->v[i].jobs[c->v[i].n - 1] == b)
            return true;
    return false;
}

static uint32_t n_devices(const cp_plan_problem *p, uint32_t job)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n_nodes; i++)
        n += p->job_of[i] == job;
    return n;
}

/* What is told cuts; of jobs of one device nothing that cuts is missing. */
static bool is_right(const cp_plan_problem *p, cp_plan_schedule *s, const cp_plan_cuts *c)
{
    for (uint32_t a = 0; a < p->n_jobs; a++)
        for (uint32_t b = a; b < p->n_jobs; b++) {
            bool alone = cuts_some(p, s, a, a) || cuts_some(p, s, b, b);
            bool cuts = cuts_some(p, s, a, b) && (a == b || !alone);
            bool told = has_cut(c, a, b), single = n_devices(p, a) == 1 && n_devices(p, b) == 1;
            if (told && !cuts_some(p, s, a, b))
                return false;
            if (single && cuts && !told)
                return false;
        }
    return true;
}

static bool parts_are_right(cp_arena *a, const cp_plan_problem *p, cp_plan_schedule *s, cp_keep *k)
{
    cp_plan_problem q = *p;
    uint32_t n_of[JOBS_MAX];
    const uint32_t *of;
    cp_keep_parts(k, a, &q.demands, &of, &q.n_demands, n_of);
    for (uint32_t i = 0; i < q.n_demands; i++) { /* from end to end of each, one behind the other */
        bool is_first = i == 0 || of[i] != of[i - 1];
        bool is_last = i + 1 == q.n_demands || of[i] != of[i + 1];
        if (q.demands[i].a != (is_first ? p->demands[of[i]].a : q.demands[i - 1].b) ||
            (is_last && q.demands[i].b != p->demands[of[i]].b))
            return false;
    }
    for (uint32_t j = 0; j < p->n_jobs; j++) {
        bool cuts = cuts_some(p, s, j, j), cuts_parts = cuts_some(&q, s, j, j);
        if (n_devices(p, j) == 1 && (cuts_parts || (n_of[j] > 0) != cuts))
            return false;
        /* what cut no whole and was no end of it cuts no part */
        if (!cuts && cuts_parts)
            return false;
    }
    return q.n_demands >= p->n_demands;
}

int main(void)
{
    uint32_t n_cases = tap_cases(40000), n_wrong = 0, n_wrong_parts = 0, n_cuts = 0;
    for (uint32_t i = 0; i < n_cases; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_rand r = { 1234567 + i };
        cp_plan_problem p = any_problem(a, &r);
        cp_plan_schedule s = cp_plan_schedule_new(a, &p);
        cp_keep *k = cp_keep_new(a, &p);
        cp_plan_cuts cuts = { 0 };
        cp_keep_small(k, a, &cuts);
        n_cuts += cuts.n;
        n_wrong += !is_right(&p, &s, &cuts);
        n_wrong_parts += !parts_are_right(a, &p, &s, k);
        cp_arena_free(a);
    }
    printf("# %u cases, %u cuts\n", n_cases, n_cuts);
    ok(n_wrong == 0, "%u wrong", n_wrong);
    ok(n_wrong_parts == 0, "%u parts wrong", n_wrong_parts);
    return tap_done();
}
