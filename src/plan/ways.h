/* SPDX-License-Identifier: Apache-2.0 */
/* ways.h - which jobs a demand is exposed to: those with a device on a route of least metric
 * between its ends (Dijkstra 1959; of several routes all), its ends among them. Demands that are
 * exposed to the same jobs are one group, and so is each job by itself: a device that is excluded
 * is exposed until it is gone, whoever uses it. */
#pragma once
#include "plan/problem.h"

#define CP_PLAN_APART (UINT32_MAX - 1)

typedef struct cp_plan_ways {
    cp_plan_groups groups;
    const int64_t *units;     /* of each group: demands, and 1 for a job by itself */
    const uint32_t *group_of; /* per demand; CP_PLAN_NONE: none of its devices is swapped;
                               * CP_PLAN_APART: nothing connects it */
    uint32_t n_apart;         /* demands that nothing connects */
} cp_plan_ways;

/* metrics: per link, both ways; NULL: 1 each (the fewest links). Borrows nothing. O(ends x links)
 * and the sizes of the groups. */
void cp_plan_ways_make(cp_arena *a, const cp_plan_problem *p, const uint32_t *metrics,
                       cp_plan_ways *out);
