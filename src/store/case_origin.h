/* SPDX-License-Identifier: Apache-2.0 */
/* case_origin.h - routing tables of a case: what was imported, out again as it went in, block by
 * block (model/origin.h). */
#pragma once
#include "store/case.h"

/* Each row of one kind of an import, which is the source at `index` as cp_case_sources orders them.
 * Blocks that cannot be read are counted in damage, which is told of no flows. */
CP_MUST_CHECK cp_rc cp_case_origins(cp_case *c, uint32_t index,
                                    void (*each)(void *ctx, const cp_origin *o), void *ctx,
                                    cp_flow_damage *damage, cp_err *err);
CP_MUST_CHECK cp_rc cp_case_as_names(cp_case *c, uint32_t index,
                                     void (*each)(void *ctx, const cp_as_name *n), void *ctx,
                                     cp_flow_damage *damage, cp_err *err);
