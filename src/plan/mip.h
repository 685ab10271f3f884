/* SPDX-License-Identifier: Apache-2.0 */
/* mip.h - the plan as a mixed-integer programme, for the bound, and for schedules that no search
 * finds.
 *
 *     x[j,o,t]   job j is done by option o in stage t          whole
 *     y[j,t]     it is done by the end of stage t              = y[j,t-1] + sum of x[j,.,t]
 *     z[g,t]     all of group g is                             <= y[j,t] for each of its jobs
 *     m[c,k]     class c is done by maker k                    whole
 *
 *     minimise  sum cost x  +  weight x units x (stages - sum of z)
 *
 * It is made strong by what is known of the network, not by large constants:
 *     cliques   of jobs that may pairwise not be in one stage: one of each clique in a stage
 *     spans     of a group holding a clique of q jobs nothing is all done before q stages are
 *               over: z = 0 there
 *     cuts      of three jobs and more, added when a schedule breaks one: all but one of them */
#pragma once
#include "plan/rules.h"
#include "plan/solver.h"

typedef struct cp_plan_mip_how {
    double seconds;
    double gap; /* (total - bound) / total at which it may end */
    uint32_t seed;
    const cp_plan_schedule *start; /* NULL, or one that holds */
    bool is_any;                   /* without an objective: is there a schedule? */
} cp_plan_mip_how;

typedef struct cp_plan_mip_found {
    cp_mip_end end;
    bool has_schedule; /* that holds, but for cuts that are not known yet */
    cp_plan_schedule schedule;
    double bound; /* of the whole objective: no schedule is below it; -inf: not known */
} cp_plan_mip_found;

/* One programme with all cuts that r knows. Errors: CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_plan_mip_solve(const cp_plan_rules *r, cp_arena *a,
                                      const cp_plan_mip_how *how, cp_plan_mip_found *out,
                                      cp_err *err);
