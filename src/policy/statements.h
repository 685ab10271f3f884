/* SPDX-License-Identifier: Apache-2.0 */
/* statements.h - what was said about makers and products, looked up for an asset (internal to the
 * room), and what of an asset's evidence is said in words that rules know.
 *
 *     approvals of the day and of the licensee:  maker -> [product | all] -> yes, no, both
 */
#pragma once
#include "policy/judge.h"

void cp_approvals_index(cp_judge *j);
/* Of x's maker (a fact) and product: yes, no; unknown where nobody says, or people contradict each
 * other. */
cp_tri cp_approval_of(cp_judge *j, const cp_asset *as, cp_str maker);

/* Does a value name a word of fact f? */
bool cp_is_in_words(const cp_judge *j, cp_fact f, cp_str value);
/* The claim of attr on which fact f can be built. Words that no rule knows say nothing, so they
 * contradict nothing either: what they weighed goes to the others. False: there is none. */
bool cp_claim_in_words(const cp_judge *j, const cp_asset *as, cp_attr attr, cp_fact f,
                       cp_claim *out);
