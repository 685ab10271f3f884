/* SPDX-License-Identifier: Apache-2.0 */
/* rules.h - the rules of a problem, by job: what a search and a programme both need.
 *
 *     classes   jobs whose replacements are all by one maker
 *     offers    per job and maker the options worth taking: none is dearer and takes longer
 *     cuts      what may not be done in one stage, as far as it is known; more are added */
#pragma once
#include "plan/keep.h"

/* Lists by job. */
typedef struct cp_plan_index {
    uint32_t *first, *at;
} cp_plan_index;

/* Of each job the groups that it is in. */
cp_plan_index cp_plan_index_of(cp_arena *a, uint32_t n_jobs, const cp_plan_groups *g);

typedef struct cp_plan_rules {
    const cp_plan_problem *p;
    const uint32_t *class_of; /* per job: its group of one maker; CP_PLAN_NONE: none */
    uint32_t *class_maker_first, *class_makers; /* of whom every job of it that must be done has an
                                                 * option, ascending */
    uint32_t *offer_first, *offers;             /* per job: options, by maker, then cost */
    uint64_t *stages;                           /* per job: as told, without what orders forbid */
    cp_plan_index conflicts;  /* jobs that may not be in one stage, per job, ascending */
    cp_plan_index exposed_of; /* groups, per job */
    cp_plan_index caps_of;    /* caps, per job */
    int64_t *cap_weights;     /* beside caps_of.at */
    cp_plan_index before_of;  /* of p->before, per job, either side */
    cp_plan_cuts small;       /* as cp_keep_small found them */
    cp_plan_cuts cuts;        /* that schedules met, of any size */
} cp_plan_rules;

void cp_plan_rules_make(cp_arena *a, const cp_plan_problem *p, cp_keep *k, cp_plan_rules *out);

/* Takes from what each job may be in (bits) what orders forbid. A job that is left no bit can be
 * nowhere. */
void cp_plan_stages_tighten(const cp_plan_problem *p, uint64_t *stages);

bool cp_plan_in_order(const cp_plan_before *o, const uint8_t *stage);

/* Is this schedule one? false: as it breaks a rule; cuts that were not known are added to
 * r->cuts, at most `max`, and *n_new says how many. */
bool cp_plan_rules_hold(cp_plan_rules *r, cp_keep *k, cp_arena *a, const cp_plan_schedule *s,
                        uint32_t max, uint32_t *n_new);
