/* SPDX-License-Identifier: Apache-2.0 */
/* why.h - of a problem without a schedule: which of its constraints are in conflict.
 *
 *     parts --take one away--> still no schedule: it goes;  there is one now: it stays
 *
 * (the deletion filter of Chinneck and Dravnieks 1991, first with whole kinds, then with halves of
 * what is left of a kind, as Junker's QuickXplain of 2004). What is left is in conflict, and
 * without any one of it there is a schedule. There may be other such sets. What goes first is what
 * is hardest to tell: what is carried, demands, pairs, orders, makers, windows, caps, money, crews,
 * deadlines; and of those with stages the later ones. So if deadlines and crews alone are in
 * conflict, they are the answer.
 *
 * Whether there is a schedule is asked of sums (count.h), then of the search, then of the programme
 * without an objective. What none of them knows in time stays, and the answer says so. */
#pragma once
#include "plan/count.h"

typedef enum cp_plan_part_kind {
    CP_PLAN_PART_DEADLINE, /* rule (of the jobs), from (their last stage), n_jobs */
    CP_PLAN_PART_CREWS,    /* from, to: stages one after another */
    CP_PLAN_PART_MONEY,    /* from, to */
    CP_PLAN_PART_BUDGET,
    CP_PLAN_PART_CAP,      /* rule (of caps), from (its stage) */
    CP_PLAN_PART_WINDOW,   /* job: it is not open in all stages */
    CP_PLAN_PART_MAKER,    /* rule (of same_maker) */
    CP_PLAN_PART_ORDER,    /* rule (of before) */
    CP_PLAN_PART_APART,    /* rule (of apart) */
    CP_PLAN_PART_DEMAND,   /* rule (of demands); job: one that cuts it alone, if one does */
    CP_PLAN_PART_CAPACITY, /* all is carried; and so all that wants something is connected */
    CP_PLAN_PART_COUNT
} cp_plan_part_kind;
const char *cp_plan_part_name(cp_plan_part_kind k); /* "deadline", "crews", ... */

typedef struct cp_plan_part {
    cp_plan_part_kind kind;
    uint32_t rule, job, from, to; /* CP_PLAN_NONE where it is of none */
    uint32_t n_jobs;
} cp_plan_part;

typedef struct cp_plan_why_how {
    double seconds;   /* of each programme, by the clock; 0: without end */
    uint64_t n_moves; /* of each search; 0: by the size */
    uint32_t seed;
    bool (*more)(void *ctx); /* NULL, or false: nothing but sums is asked any more */
    void *ctx;
} cp_plan_why_how;

typedef enum cp_plan_why_end {
    CP_PLAN_WHY_CONFLICT,  /* parts are in conflict */
    CP_PLAN_WHY_SCHEDULE,  /* there is one */
    CP_PLAN_WHY_UNDECIDED, /* nobody knew whether there is one */
} cp_plan_why_end;

typedef struct cp_plan_why {
    cp_plan_why_end end;
    cp_plan_schedule schedule;  /* of the end of that name */
    CP_VEC(cp_plan_part) parts; /* by kind */
    bool is_smallest;           /* for each of parts it is known that without it there is one */
    uint32_t n_asked, n_unknown;
    /* Of the parts alone: in sums those with needed > have tell all of it; the others tell how near
     * it is. */
    cp_plan_count count;
} cp_plan_why;

/* p as checked, and with a solver: without one less is known. */
void cp_plan_why_find(cp_arena *a, const cp_plan_problem *p, const cp_plan_why_how *how,
                      cp_plan_why *out);
