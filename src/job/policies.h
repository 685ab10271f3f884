/* SPDX-License-Identifier: Apache-2.0 */
/* policies.h - the packs that are built in, loaded. */
#pragma once
#include "job/job.h"
#include "policy/policy.h"

/* All files of data/policies. A pack of ours with a mistake is CP_EINTERNAL: it was checked before
 * it was shipped. */
CP_MUST_CHECK cp_rc cp_job_policies(cp_job *j, const cp_makers *makers, cp_policy_lib **out,
                                    cp_err *err);

/* Only those that are needed to judge by these packs: they, and whatever the files that are loaded
 * speak of. All of them if one of the ids is unknown, so that the nearest can be told. */
CP_MUST_CHECK cp_rc cp_job_policies_of(cp_job *j, const cp_makers *makers, const cp_str *ids,
                                       uint32_t n, cp_policy_lib **out, cp_err *err);

typedef CP_VEC(cp_str) cp_sentences;
/* What the policies cannot make sense of in a profile, a sentence for each: a role or a country
 * that no list has, a policy that does not exist. They would bind nobody, and silently. */
void cp_job_profile_faults(cp_job *j, const cp_policy_lib *lib, const cp_profile *p,
                           cp_sentences *out);
