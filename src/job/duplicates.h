/* SPDX-License-Identifier: Apache-2.0 */
/* duplicates.h - `assets --duplicates`. */
#pragma once
#include "job/job.h"

/* Pairs of assets of the case that may be one device, with what speaks for it and against it. */
cp_rc cp_job_duplicates(cp_job *j, cp_err *err);
