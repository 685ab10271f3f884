/* SPDX-License-Identifier: Apache-2.0 */
/* cliques.h - sets of jobs that may pairwise not be in one stage, so that each conflict is in one
 * of them: few large ones bound a programme better than many pairs. Greedy: from each conflict that
 * is in none yet, neighbours of all in it are added, those with the most conflicts first. */
#pragma once
#include "plan/rules.h"

typedef struct cp_plan_cliques {
    cp_plan_groups groups;
    cp_plan_index of; /* per job */
} cp_plan_cliques;

void cp_plan_cliques_make(cp_arena *a, const cp_plan_rules *r, cp_plan_cliques *out);
