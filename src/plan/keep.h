/* SPDX-License-Identifier: Apache-2.0 */
/* keep.h - which jobs may not be done in one stage, because a demand would lose its last path.
 *
 *     a job that cuts a demand alone         it can be done in no stage
 *     two that do                            most of what matters: rings, pairs of hubs
 *     more than two                          found when a schedule has them in one stage
 *
 * What has to be carried together (problem.h) is asked of carry.h when a schedule meets it, and
 * what is unknown there is not kept.
 *
 * A demand is kept if it is connected without all that is swapped, its ends apart (problem.h). Two
 * are found by taking away one job and looking for cut vertices (Tarjan 1972) of what is left on
 * the way of a demand: O(jobs x (nodes + links)). */
#pragma once
#include "plan/carry.h"

typedef struct cp_keep cp_keep;
/* Borrows p. */
cp_keep *cp_keep_new(cp_arena *a, const cp_plan_problem *p);

/* A set of jobs of which one must be in another stage; a smallest one in that each of them is
 * needed. demand: one that they cut. */
typedef struct cp_plan_cut {
    const uint32_t *jobs; /* ascending */
    uint32_t n, demand;   /* CP_PLAN_NONE: without them it is not proved that all is carried */
} cp_plan_cut;
typedef CP_VEC(cp_plan_cut) cp_plan_cuts;

enum {
    CP_KEEP_CUTS_MAX = 1 << 22, /* of two; what is above it is found when a schedule meets it */
};
/* Adds cuts of one job and of two. Those of more than two, or of jobs with several devices, may be
 * missing. */
void cp_keep_small(cp_keep *k, cp_arena *a, cp_plan_cuts *out);
/* Adds the cuts of one job: all of them, of jobs with several devices, too. */
void cp_keep_alone(cp_keep *k, cp_arena *a, cp_plan_cuts *out);
/* Adds for each demand that these jobs (each once) cut together one cut of some of them, each set
 * once; at most max. Returns how many demands are cut. Where none is, and not all can be carried,
 * that counts as one, with sets of jobs that have none in common. */
uint32_t cp_keep_find(cp_keep *k, cp_arena *a, const uint32_t *jobs, uint32_t n, uint32_t max,
                      cp_plan_cuts *out);
/* Is all carried when all is up? If not, no schedule holds, and no jobs are to blame. */
cp_carried cp_keep_carried(cp_keep *k);
/* Demands that are cut though nothing is swapped: they are left out of all other answers. */
uint32_t cp_keep_n_apart(const cp_keep *k);

/* Where an outage is allowed while a device is swapped that is the only way of a demand: each
 * demand as its parts between such devices, which are ends then and so do not cut it. of: which
 * demand each part is of. n_of: per job, written: how many demands it cuts alone. */
void cp_keep_parts(cp_keep *k, cp_arena *a, const cp_plan_pair **out, const uint32_t **of,
                   uint32_t *n, uint32_t *n_of);
