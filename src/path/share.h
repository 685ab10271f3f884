/* SPDX-License-Identifier: Apache-2.0 */
/* share.h - arithmetic with shares (routes.h): fractions in lowest terms as long as both parts fit
 * 64 bits, from there on bounds that every operation rounds outward. */
#pragma once
#include "path/routes.h"

cp_share cp_share_of(uint64_t num, uint64_t den); /* den > 0 */
cp_share cp_share_add(cp_share a, cp_share b);
cp_share cp_share_over(cp_share a, uint32_t k); /* of k shares the average: a is their sum, k > 0 */
/* By value where both are exact, else by the upper bound. */
int cp_share_cmp(cp_share a, cp_share b);
static inline bool cp_share_is_one(const cp_share *s) { return s->den == 1 && s->num == 1; }
