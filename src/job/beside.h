/* SPDX-License-Identifier: Apache-2.0 */
/* beside.h - what stands beside the verdicts of an answer: decisions of people, and technical
 * assurance. Neither changes a verdict or the exit status. */
#pragma once
#include "job/evidence.h"

/* SHA-256 of the verdict and of what the evidence says of the asset, but not of where it stands:
 * the same walk read again changes nothing, and what is new does. */
cp_str cp_job_verdict_digest(cp_arena *a, const cp_answer_asset *x, const cp_verdict *v);
/* Fills findings (from the case, if there is one) and assurance of every asset. */
CP_MUST_CHECK cp_rc cp_job_beside(cp_job *j, cp_case *c, cp_answer *ans, cp_err *err);
/* The asset that a person calls so, by id, name or identifier. CP_EUSAGE with the ids if there are
 * several, CP_ENOENT with similar names if there is none. */
CP_MUST_CHECK cp_rc cp_job_find_asset(cp_job *j, const cp_answer *ans, cp_str what,
                                      const cp_answer_asset **out, cp_err *err);
/* Its id, name or one of its identifiers? `asset:` in front says that it is none of a command's
 * words. */
bool cp_job_is_called(const cp_asset *as, cp_str what);
/* Is it in a list that was narrowed by this word: one that occurs in name, maker, product or site,
 * or FIELD:WORD? */
bool cp_job_asset_matches(cp_arena *a, const cp_answer_asset *x, cp_str filter);
bool cp_job_is_field(cp_str field);
