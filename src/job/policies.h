/* SPDX-License-Identifier: Apache-2.0 */
/* policies.h - the packs that are built in, loaded. */
#pragma once
#include "job/job.h"
#include "policy/policy.h"

/* All files of data/policies. A pack of ours with a mistake is CP_EINTERNAL: it was checked before
 * it was shipped. */
CP_MUST_CHECK cp_rc cp_job_policies(cp_job *j, const cp_makers *makers, cp_policy_lib **out,
                                    cp_err *err);
