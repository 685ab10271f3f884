/* SPDX-License-Identifier: Apache-2.0 */
/* said.h - what became of what people said: approvals, answers to a questionnaire. Nothing that was
 * said is lost silently. */
#pragma once
#include "job/evidence.h"
#include "job/policies.h"

/* Those about the maker of one asset, its state, or its product. Owned by j->a. */
const cp_statement *cp_job_said_of(cp_job *j, const cp_evidence_set *e, const cp_asset *as,
                                   uint32_t *n);

/* Sentences for the notes of an answer; judge has judged all assets. */
void cp_job_said(cp_job *j, const cp_evidence_set *e, const cp_policy_lib *lib,
                 const cp_judge *judge, const cp_answer *ans, cp_sentences *notes);
