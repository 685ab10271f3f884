/* SPDX-License-Identifier: Apache-2.0 */
/* problem.h - what a migration is planned under: jobs, stages, and what must hold at each of them.
 *
 *     job     devices that are swapped together --one option of--> replacement: cost, effort, maker
 *     stage   0 .. n-1: a period with so many crew-days and so much money
 *     schedule   job --> stage, or never;  job --> option
 *
 * What is swapped in a stage may be down at any time of it, in any order and overlap. A demand must
 * therefore stay connected without all devices that are swapped in a stage, its own ends apart
 * (they have their planned window). That is monotone: what may be down together may be down in
 * part, so a schedule is as good in any order of the work within a stage.
 *
 * What is to be carried is as much as demands want all together, split over paths as one likes,
 * each over what is not swapped in the stage, and its own ends: whatever is down at a moment, those
 * whose ends are up find that routing. Whoever carries it back takes the same way, so on a link
 * demands of either direction add up. That, too, is monotone. Demands that nothing connects want
 * nothing. If it does not fit when all is up, no schedule keeps it.
 *
 * One objective, in the smallest unit of the currency:
 *
 *     sum of the costs of the options + weight x sum over stages of what is exposed after each
 *
 * where what is exposed are groups of jobs (the devices that a demand may use; a device by itself)
 * not all of which are done yet. Sums are whole numbers, so two who add them up agree. */
#pragma once
#include "base/base.h"

enum {
    CP_PLAN_STAGES_MAX = 63, /* a bit each, and one for what is never done */
    CP_PLAN_JOBS_MAX = 1 << 20,
    CP_PLAN_NODES_MAX = 1 << 22,
    CP_PLAN_LINKS_MAX = 1 << 23,
    CP_PLAN_OPTIONS_MAX = 1 << 22, /* of all jobs */
    CP_PLAN_DEMANDS_MAX = 1 << 22,
    CP_PLAN_RULES_MAX = 1 << 22,   /* of each kind */
    CP_PLAN_MEMBERS_MAX = 1 << 24, /* of all groups */
    CP_PLAN_MAKERS_MAX = 1 << 16,  /* whose replacements are on offer */
};
#define CP_PLAN_NEVER 63u /* the stage of what is not done */
#define CP_PLAN_NONE UINT32_MAX
#define CP_PLAN_NO_LIMIT INT64_MAX
/* Costs, efforts, weights and their sums stay below it: 90 million million of the smallest unit. */
#define CP_PLAN_AMOUNT_MAX ((int64_t)9000000000000000)

/* One way to do a job. */
typedef struct cp_plan_option {
    int64_t cost;   /* what counts */
    int64_t effort; /* thousandths of a crew's day */
    uint32_t maker; /* of the replacement: any numbers below CP_PLAN_MAKERS_MAX */
} cp_plan_option;

typedef struct cp_plan_job {
    uint32_t first_option, n_options; /* at least one */
    uint64_t open;                    /* bits of stages in which there is a window for it */
    uint32_t last;                    /* the last stage that its deadline allows; CP_PLAN_NEVER: it
                                       * has none, and may be left as it is */
    uint32_t rule;                    /* whose deadline it is: any number; CP_PLAN_NONE: nobody's */
} cp_plan_job;
/* The stages in which it may be done, and bit CP_PLAN_NEVER, if it may be left. */
static inline uint64_t cp_plan_job_stages(const cp_plan_job *j)
{
    uint64_t never = (uint64_t)1 << CP_PLAN_NEVER;
    return j->last >= CP_PLAN_NEVER ? j->open | never : j->open & (((uint64_t)2 << j->last) - 1);
}

typedef struct cp_plan_stage {
    int64_t effort; /* CP_PLAN_NO_LIMIT: whatever it takes */
    int64_t cost;
} cp_plan_stage;

/* Groups of jobs: lists one behind the other. */
typedef struct cp_plan_groups {
    uint32_t n;
    const uint32_t *first; /* n + 1, into jobs */
    const uint32_t *jobs;
} cp_plan_groups;

/* a is done before b; is_strict: in an earlier stage, else not in a later one. What is never done
 * is done after all else. */
typedef struct cp_plan_before {
    uint32_t a, b;
    bool is_strict;
} cp_plan_before;

/* Of the jobs of a group not more than limit (of their weights) may be open after `stage`. */
typedef struct cp_plan_cap {
    uint32_t group; /* of cap_groups */
    uint32_t stage;
    int64_t limit; /* of the sum of cap_weights */
} cp_plan_cap;

typedef struct cp_plan_pair {
    uint32_t a, b;
} cp_plan_pair;

typedef struct cp_plan_problem {
    uint32_t n_jobs, n_stages, n_options;
    const cp_plan_job *jobs;
    const cp_plan_stage *stages;
    const cp_plan_option *options;
    int64_t budget; /* of all stages together; CP_PLAN_NO_LIMIT */
    int64_t weight; /* of one exposed unit for a stage */

    cp_plan_groups exposed; /* exposed after a stage until all of its jobs are done */
    const int64_t *exposed_units;

    uint32_t n_before, n_apart, n_caps;
    const cp_plan_before *before;
    const cp_plan_pair *apart; /* jobs that are not done in one stage */
    cp_plan_groups same_maker; /* all that is done of a group is by one maker; no job is in two */
    cp_plan_groups cap_groups;
    const int64_t *cap_weights; /* beside cap_groups.jobs */
    const cp_plan_cap *caps;

    /* What must stay connected: devices, and what joins them. */
    uint32_t n_nodes, n_links, n_demands;
    const uint32_t *job_of;              /* per node; CP_PLAN_NONE: it is not swapped */
    const cp_plan_pair *links, *demands; /* nodes */
    /* What must be carried at every stage, all of it together, each way; and what a link carries
     * each way (0: no limit). NULL: nothing is asked. */
    const uint64_t *demand_bps, *link_bps;
} cp_plan_problem;

/* Is all within its limits, are all numbers of something? CP_EFORMAT, CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_plan_problem_check(const cp_plan_problem *p, cp_err *err);

typedef struct cp_plan_schedule {
    uint8_t *stage;   /* per job */
    uint32_t *option; /* per job, of p->options; of one that is never done CP_PLAN_NONE */
} cp_plan_schedule;
cp_plan_schedule cp_plan_schedule_new(cp_arena *a, const cp_plan_problem *p); /* all never */
void cp_plan_schedule_copy(const cp_plan_problem *p, cp_plan_schedule *to,
                           const cp_plan_schedule *from);

typedef struct cp_plan_value {
    int64_t cost, exposed; /* unit-stages */
    int64_t total;         /* cost + weight x exposed */
} cp_plan_value;
cp_plan_value cp_plan_value_of(const cp_plan_problem *p, const cp_plan_schedule *s);
