/* SPDX-License-Identifier: Apache-2.0 */
/* case_flow.h - the flows of a case: read by engines, written by a collector while they come. What
 * was imported from files goes in by the sink of case.h. */
#pragma once
#include "model/flow.h"
#include "store/case.h"

enum { CP_CASE_FLOW_BLOCKS_MAX = 1 << 26 }; /* 4e12 flows: more than a file can hold */

/* All flows of the case as it is now: what is imported later is not seen, and what is removed
 * meanwhile counts as damaged. Sources are numbered as cp_case_sources orders them. Valid as long
 * as a; c is not needed any more. Each iterator opens the case for itself, so it may be used by
 * another thread (one at a time, with an arena of that thread). Errors: those of the case;
 * CP_EFORMAT where blocks are of no source or exporters have no numbers. */
CP_MUST_CHECK cp_rc cp_case_flow_set(cp_case *c, cp_arena *a, cp_flow_set *out, cp_err *err);

/* Every name that was seen, in the order of imports and, within one, of reading; lent for the call.
 * An error that `each` returns ends it. Blocks that cannot be read are counted in damage. */
typedef cp_rc (*cp_case_name_each)(void *ctx, uint32_t source, const cp_flow_name *n, cp_err *err);
CP_MUST_CHECK cp_rc cp_case_flow_names(cp_case *c, cp_case_name_each each, void *ctx,
                                       cp_flow_damage *damage, cp_err *err);
