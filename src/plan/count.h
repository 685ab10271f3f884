/* SPDX-License-Identifier: Apache-2.0 */
/* count.h - what adding up shows of a problem without looking for a schedule: soon, and with
 * numbers that can be told.
 *
 *     a job       is in no stage: windows, deadline, orders, crews or money that are too small for
 *                 it alone, a demand that it cuts alone
 *     stages s..t the jobs that have to be done in them take at least so much; there is so much
 *     a cap       wants so much done by the end of its stage; with what there is until then no more
 *                 can be done than so much (the knapsack whose last thing may be cut: Dantzig 1957)
 *
 * Each of them may prove that there is no schedule; none of them proves that there is one. */
#pragma once
#include "plan/rules.h"

typedef enum cp_plan_measure {
    CP_PLAN_EFFORT, /* of crews, by stage */
    CP_PLAN_MONEY,  /* by stage */
    CP_PLAN_BUDGET, /* of all stages */
    CP_PLAN_MEASURES,
} cp_plan_measure;

/* needed > have: there is no schedule. */
typedef struct cp_plan_sum {
    cp_plan_measure of;
    uint32_t from, to; /* stages */
    uint32_t cap;      /* CP_PLAN_NONE: of what has to be done in these stages */
    uint32_t n_jobs;   /* that have to be done in them; of a cap: at least, the heaviest first */
    /* no more than so many jobs fit: those that take least first, so a bound */
    uint32_t n_fit;
    int64_t needed, have; /* of effort or money; of a cap of its weights */
} cp_plan_sum;

typedef struct cp_plan_count {
    bool is_none;             /* it proves that there is no schedule */
    uint32_t job;             /* that is in no stage; CP_PLAN_NONE */
    uint64_t *stages;         /* per job: where it may be, as far as counting knows */
    int64_t *open;            /* per cap: weights that are open after its stage whatever is done */
    CP_VEC(cp_plan_sum) sums; /* one of each measure that is limited: the worst; then of the caps */
} cp_plan_count;

void cp_plan_count_make(cp_arena *a, const cp_plan_problem *p, cp_keep *k, cp_plan_count *out);
