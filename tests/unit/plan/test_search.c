/* SPDX-License-Identifier: Apache-2.0 */
/* test_search.c - what the search finds holds, is never better than the best of all, and mostly is
 * that one; nothing is found where there is nothing. */
#include "any_plan.h"
#include "plan/search.h"

int main(void)
{
    uint32_t n_cases = tap_cases(2000), n_wrong = 0, n_none = 0, n_best = 0, n_missed = 0;
    for (uint32_t i = 0; i < n_cases; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_rand r = { 7000 + i };
        cp_plan_problem p = any_problem(a, &r);
        cp_err err = { 0 };
        n_wrong += cp_plan_problem_check(&p, &err) != CP_OK;
        cp_plan_schedule s = cp_plan_schedule_new(a, &p);
        int64_t best = naive_best(&p, &s, 0);
        s = cp_plan_schedule_new(a, &p);
        cp_keep *k = cp_keep_new(a, &p);
        cp_plan_rules rules;
        cp_plan_rules_make(a, &p, k, &rules);
        bool found =
            cp_plan_search(&rules, k, a, &(cp_plan_search_how){ .seed = i, .n_moves = 20000 }, &s);
        if (found) {
            cp_plan_value v = cp_plan_value_of(&p, &s);
            bool wrong = !naive_holds(&p, &s) || !is_verified(a, &p, &s) ||
                         v.total != naive_total(&p, &s) || best < 0 || v.total < best;
            if (wrong)
                printf("# case %u: total %lld, best %lld, holds %d\n", i, (long long)v.total,
                       (long long)best, naive_holds(&p, &s));
            n_wrong += wrong;
            n_best += v.total == best;
        } else {
            n_missed += best >= 0;
            n_none += best < 0;
        }
        cp_arena_free(a);
    }
    printf("# %u cases: %u the best, %u have none, %u missed\n", n_cases, n_best, n_none, n_missed);
    ok(n_wrong == 0, "all that is found holds and is no better than the best of all");
    ok(n_best + n_none >= n_cases * 95 / 100, "nearly always it is the best");
    return tap_done();
}
