/* SPDX-License-Identifier: Apache-2.0 */
/* carry.h - can all that is wanted be carried together, within what links carry? What is wanted may
 * be split over paths as one likes: there is a routing, not: this routing does it.
 *
 *     whole numbers   each demand over paths with room left: done, if that ends well
 *     flow deviation  (Fratta, Gerla, Kleinrock 1973) on exp(b x load/capacity), b growing; all
 *                     demands move to shortest paths, as far as a search along that line says
 *     columns         what is too near to tell: a programme over the paths that were met, and
 *                     those that its prices ask for
 *
 * Each answer carries what proves it (weak duality, as of Garg and Koenemann 1998):
 *     yes   shares of paths, all of each demand's together 1; no link is over
 *     no    lengths of links: sum of capacity x length < sum of demand x distance
 * All that is neither is unknown. Numbers are as floating point goes: CP_CARRY_EXACT. */
#pragma once
#include "plan/problem.h"

#define CP_CARRY_EXACT 1e-7 /* of a capacity, of a demand */

typedef enum cp_carried { CP_CARRIED, CP_CARRIED_NOT, CP_CARRIED_UNKNOWN } cp_carried;

typedef struct cp_carry cp_carry;
/* NULL: nothing is wanted, or no link has a limit. Borrows p. A demand that nothing connects when
 * all is up is left out. */
cp_carry *cp_carry_new(cp_arena *a, const cp_plan_problem *p);

typedef struct cp_carry_path {
    uint32_t demand, first, n; /* links: of proof->links */
    double share;              /* of the demand */
} cp_carry_path;
typedef struct cp_carry_proof {
    CP_VEC(cp_carry_path) paths; /* CP_CARRIED */
    CP_VEC(uint32_t) links;
    const double *lengths; /* CP_CARRIED_NOT: per link; NULL: demand `cut` has no path */
    uint32_t cut;
    bool is_part; /* there were more than CP_CARRY_LINKS_MAX links of paths: not all are told */
} cp_carry_proof;
enum { CP_CARRY_LINKS_MAX = 1 << 26 };

/* With these nodes down, but for the ends of a demand, over which it goes alone (problem.h). proof:
 * NULL, or in a. */
cp_carried cp_carry_ask(cp_carry *c, const bool *is_down, cp_arena *a, cp_carry_proof *proof);
