/* SPDX-License-Identifier: Apache-2.0 */
/* test_mip.c - the programme's optimum is the best of all schedules, once it knows what cuts
 * demands; its bound is above none; and where it says that there is none, there is none. */
#include "any_plan.h"
#include "plan/mip.h"

/* Solved again with what each schedule broke, until one holds. */
static cp_plan_mip_found solve(cp_plan_rules *r, cp_keep *k, cp_arena *a)
{
    cp_plan_mip_found found;
    uint32_t n_new = 0;
    cp_err err = { 0 };
    do {
        n_new = 0;
        if (cp_plan_mip_solve(r, a, &(cp_plan_mip_how){ .seed = 1 }, &found, &err) != CP_OK)
            found.end = CP_MIP_FAILED;
        if (found.has_schedule)
            found.has_schedule = cp_plan_rules_hold(r, k, a, &found.schedule, 8, &n_new);
    } while (n_new);
    return found;
}

int main(int argc, char **argv)
{
    if (!naive_has_solver()) {
        printf("1..0 # SKIP there is no CBC here\n");
        return 0;
    }
    /* more by argument: 2000 take half a minute where the machine is full */
    uint32_t n_cases = argc > 1 ? (uint32_t)atoi(argv[1]) : tap_cases(2000), n_wrong = 0,
             n_none = 0, n_cuts = 0;
    if (argc < 2 && n_cases > 600)
        n_cases = 600;
    for (uint32_t i = 0; i < n_cases; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_rand r = { 90000 + i };
        cp_plan_problem p = any_problem(a, &r);
        cp_plan_schedule s = cp_plan_schedule_new(a, &p);
        int64_t best = naive_best(&p, &s, 0);
        cp_keep *k = cp_keep_new(a, &p);
        cp_plan_rules rules;
        cp_plan_rules_make(a, &p, k, &rules);
        cp_plan_mip_found f = solve(&rules, k, a);
        bool is_over = cp_keep_carried(k) != CP_CARRIED; /* no programme knows */
        bool wrong = is_over    ? best >= 0 || f.has_schedule
                     : best < 0 ? f.end != CP_MIP_INFEASIBLE
                                : f.end != CP_MIP_OPTIMAL || !f.has_schedule ||
                                      !is_verified(a, &p, &f.schedule) ||
                                      cp_plan_value_of(&p, &f.schedule).total != best ||
                                      f.bound > (double)best + 1e-3;
        if (wrong)
            printf("# case %u: end %d, best %lld, found %d, bound %f\n", i, (int)f.end,
                   (long long)best, f.has_schedule, f.bound);
        n_wrong += wrong;
        n_none += best < 0;
        n_cuts += rules.cuts.n;
        cp_arena_free(a);
    }
    printf("# %u cases, %u of which have no schedule; %u cuts were met\n", n_cases, n_none, n_cuts);
    ok(n_wrong == 0, "as the best of all schedules");
    ok(n_none < n_cases && n_cuts > 0, "some have one, and some meet cuts");
    return tap_done();
}
