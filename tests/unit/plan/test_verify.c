/* SPDX-License-Identifier: Apache-2.0 */
/* test_verify.c - any schedule of any small problem is found good or bad as by the definition, and
 * what is told of a bad one is so. */
#include "any_plan.h"
#include "plan/verify.h"

/* Mostly what its job allows. */
static void any_schedule(cp_rand *r, const cp_plan_problem *p, cp_plan_schedule *s)
{
    for (uint32_t j = 0; j < p->n_jobs; j++) {
        uint32_t t = cp_rand_below(r, p->n_stages + 1);
        for (uint32_t tries = 0;
             tries < 8 && t < p->n_stages && !(p->jobs[j].open >> t & 1 && t <= p->jobs[j].last);
             tries++)
            t = cp_rand_below(r, p->n_stages);
        s->stage[j] = t == p->n_stages ? CP_PLAN_NEVER : (uint8_t)t;
        s->option[j] = p->jobs[j].first_option + cp_rand_below(r, p->jobs[j].n_options);
        if (s->stage[j] == CP_PLAN_NEVER && p->jobs[j].last != CP_PLAN_NEVER && cp_rand_below(r, 4))
            s->stage[j] = 0;
        if (cp_rand_below(r, 100) == 0)
            s->option[j] = cp_rand_below(r, p->n_options + 2);
    }
}

/* By the jobs' own bounds, which naive_holds takes for granted. */
static bool is_allowed(const cp_plan_problem *p, const cp_plan_schedule *s)
{
    for (uint32_t j = 0; j < p->n_jobs; j++) {
        uint32_t t = s->stage[j], o = s->option[j] - p->jobs[j].first_option;
        if (t == CP_PLAN_NEVER
                ? p->jobs[j].last != CP_PLAN_NEVER
                : t > p->jobs[j].last || !(p->jobs[j].open >> t & 1) || o >= p->jobs[j].n_options)
            return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    uint32_t n_cases = argc > 1 ? (uint32_t)atoi(argv[1]) : tap_cases(40000), n_wrong = 0,
             n_good = 0;
    if (argc < 2 && n_cases > 10000)
        n_cases = 10000;
    uint32_t n_of[CP_PLAN_FAULT_COUNT] = { 0 };
    for (uint32_t i = 0; i < n_cases; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_rand r = { 500000 + i };
        cp_plan_problem p = any_problem(a, &r);
        cp_plan_schedule s = cp_plan_schedule_new(a, &p);
        any_schedule(&r, &p, &s);
        cp_str ids[NODES_MAX];
        for (uint32_t k = 0; k < p.n_nodes; k++)
            ids[k] = cp_str_fmt(a, "node-%u", cp_rand_below(&r, 10) * 10 + k);
        cp_plan_net net;
        cp_err err = { 0 };
        cp_plan_faults faults = { 0 };
        uint64_t n_more;
        bool ok = cp_plan_net_make(a, &p, &s, ids, &net, &err) == CP_OK;
        if (ok)
            cp_plan_verify(a, &p, &s, &net, &faults, &n_more);
        bool holds = is_allowed(&p, &s) && naive_holds(&p, &s);
        if (!ok || n_more || (faults.n == 0) != holds) {
            printf("# case %u: made %d, %u faults, by the definition %d\n", i, ok, faults.n, holds);
            n_wrong++;
        }
        n_good += holds;
        cp_vec_each(f, &faults) n_of[f->kind]++;
        cp_arena_free(a);
    }
    printf("# %u cases, %u of them hold\n", n_cases, n_good);
    ok(n_wrong == 0, "as by the definition");
    ok(n_good > n_cases / 100, "some hold");
    for (uint32_t k = 0; k < CP_PLAN_FAULT_COUNT; k++)
        ok(n_of[k] > 0, "%u faults of the kind %s", n_of[k], cp_plan_fault_name(k));
    return tap_done();
}
