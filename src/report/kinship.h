/* SPDX-License-Identifier: Apache-2.0 */
/* kinship.h - assets and what they contain, in the order in which a person reads them.
 *
 *     stor-1
 *     ├─ DIMM 1
 *     └─ shelf 1
 *        └─ disk 3
 *
 * An asset whose parent is not in the answer stands by itself, and so does each of those that are
 * said to contain each other in a circle, or more than CP_KINSHIP_DEPTH_MAX deep. */
#pragma once
#include "model/answer.h"

enum { CP_KINSHIP_DEPTH_MAX = 32 };
#define CP_NO_KIN UINT32_MAX

/* Of one asset, by its index in ans->assets; CP_NO_KIN: none. */
typedef struct cp_kin_of {
    uint32_t parent, first, next; /* the asset it is part of, its first part, the next of those */
} cp_kin_of;

/* One entry per asset. order: all indexes, in the order that parts of one asset stand in (NULL:
 * that of the answer). Owned by a. */
cp_kin_of *cp_kinship(cp_arena *a, const cp_answer *ans, const uint32_t *order);
/* The uppermost asset that x is part of; x itself if it is of none. */
uint32_t cp_kin_top(const cp_kin_of *v, uint32_t x);
/* The next asset of the tree of top, x being one of it: parts before neighbours. CP_NO_KIN: x is
 * the last. */
uint32_t cp_kin_next(const cp_kin_of *v, uint32_t top, uint32_t x);
/* What stands left of the name of x: "│  └─ ", or "" for top. */
cp_str cp_kin_branch(cp_arena *a, const cp_kin_of *v, uint32_t top, uint32_t x);
/* The name of x without that of what it is part of: "MPU 1" of "agg-2 / MPU 1". */
cp_str cp_kin_name(const cp_answer *ans, const cp_kin_of *v, uint32_t x);
