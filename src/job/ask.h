/* SPDX-License-Identifier: Apache-2.0 */
/* ask.h - `policy ask [FILE...]`. */
#pragma once
#include "job/job.h"

cp_rc cp_job_policy_ask(cp_job *j, cp_err *err);
