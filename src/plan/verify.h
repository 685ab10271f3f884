/* SPDX-License-Identifier: Apache-2.0 */
/* verify.h - does a schedule keep every rule of a problem? Found again from the definitions of
 * problem.h, by who made the schedule it does not matter: nothing here is shared with the search
 * and the programme, and what stays connected is asked of the path engine, stage by stage.
 *
 *     stage t --"policy" t--> net in which all that is swapped in t is excluded
 *     demand  --some path--> clean: kept;   an end that is swapped itself: from a neighbour of it
 */
#pragma once
#include "path/l0.h"
#include "plan/problem.h"

typedef enum cp_plan_fault_kind {
    CP_PLAN_FAULT_STAGE,    /* job, stage: it has no window there, or that is no stage */
    CP_PLAN_FAULT_DEADLINE, /* job, stage: after its last, or never */
    CP_PLAN_FAULT_OPTION,   /* job: done by no option of its own */
    CP_PLAN_FAULT_EFFORT,   /* stage; have, limit */
    CP_PLAN_FAULT_COST,     /* stage; have, limit */
    CP_PLAN_FAULT_BUDGET,   /* have, limit */
    CP_PLAN_FAULT_ORDER,    /* rule (of before), job, other */
    CP_PLAN_FAULT_APART,    /* rule (of apart), job, other, stage */
    CP_PLAN_FAULT_MAKER,    /* rule (of same_maker), job, other: of different makers */
    CP_PLAN_FAULT_CAP,      /* rule (of caps), stage; have, limit */
    CP_PLAN_FAULT_DEMAND,   /* rule (of demands), stage: it has no path left */
    CP_PLAN_FAULT_CAPACITY, /* stage; have: millionths of what is wanted that can be carried, -1:
                             * not known; limit: 1000000 */
    CP_PLAN_FAULT_COUNT
} cp_plan_fault_kind;
const char *cp_plan_fault_name(cp_plan_fault_kind k); /* "deadline", "demand", ... */

typedef struct cp_plan_fault {
    cp_plan_fault_kind kind;
    uint32_t job, other, stage, rule; /* CP_PLAN_NONE where it is of none */
    int64_t have, limit;
} cp_plan_fault;

/* What stays connected, as the path engine sees it: items are nodes, policies stages. */
typedef struct cp_plan_net {
    cp_net net;
    cp_l0 *l0;
    uint32_t n_stages;
    cp_taints *taints;                 /* per stage */
    cp_l0_quick **quick;               /* per stage */
    const uint32_t *item_of;           /* per node */
    const uint32_t *next_first, *next; /* neighbours, per node */
} cp_plan_net;
/* ids: per node, each once. Errors: of cp_net_make. */
CP_MUST_CHECK cp_rc cp_plan_net_make(cp_arena *a, const cp_plan_problem *p,
                                     const cp_plan_schedule *s, const cp_str *ids, cp_plan_net *out,
                                     cp_err *err);
/* Is demand d kept in stage t? *from, *to: nodes that a path was found between, the ends of the
 * demand or, where they are swapped themselves, neighbours of theirs; the same: no path is needed.
 * A demand that nothing connects even when all is up is kept: no plan can cut it. */
bool cp_plan_net_keeps(const cp_plan_net *n, const cp_plan_problem *p, const cp_plan_schedule *s,
                       uint32_t d, uint32_t t, uint32_t *from, uint32_t *to);
/* How many millionths of what is wanted in stage t can be carried together (problem.h); 1000000:
 * all, shown by a routing that was added up; -1: not known, as there is no solver or it
 * is too much for it. Demands that are cut are not looked at. */
int64_t cp_plan_net_carries(const cp_plan_net *n, const cp_plan_problem *p,
                            const cp_plan_schedule *s, uint32_t t);
/* Demands that nothing connects. */
bool cp_plan_net_is_joined(const cp_plan_net *n, const cp_plan_problem *p, uint32_t d);

typedef CP_VEC(cp_plan_fault) cp_plan_faults;
enum { CP_PLAN_FAULTS_MAX = 100000 }; /* that are told; n_more says how many are not */
/* All faults, by kind, in order. p is as checked; s has any numbers. Demands are looked at where n
 * is given. */
void cp_plan_verify(cp_arena *a, const cp_plan_problem *p, const cp_plan_schedule *s,
                    const cp_plan_net *n, cp_plan_faults *out, uint64_t *n_more);
