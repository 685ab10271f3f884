/* SPDX-License-Identifier: Apache-2.0 */
/* policy_print.h - a pack as text for people (internal to job). */
#pragma once
#include "policy/policy.h"

void cp_policy_print(cp_arena *a, const cp_policy_lib *lib, const cp_policy *p, cp_date as_of,
                     cp_buf *out);
