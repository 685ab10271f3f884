/* SPDX-License-Identifier: Apache-2.0 */
/* out.h - flows of a source on their way to the sink, in blocks.

 *     row -> [ packer ] --full, end--> cp_obs_sink.flows

 * The packer's 15 MiB are taken with the first flow: most sources have none. */
#pragma once
#include "model/flow_some.h"
#include "model/observation.h"

typedef struct cp_flow_out cp_flow_out;

/* NULL: the sink wants no flows. Takes little until there is one. */
cp_flow_out *cp_flow_out_new(cp_arena *a, const cp_obs_sink *sink);
/* Fails only if the sink does. */
CP_MUST_CHECK cp_rc cp_flow_out_add(cp_flow_out *o, const cp_flow *f, cp_err *err);
CP_MUST_CHECK cp_rc cp_flow_out_add_some(cp_flow_out *o, const cp_flow_some *s, uint32_t exporter,
                                         cp_err *err);
/* The last block. o may be NULL. Exporters are told after it. */
CP_MUST_CHECK cp_rc cp_flow_out_end(cp_flow_out *o, cp_err *err);
uint64_t cp_flow_out_count(const cp_flow_out *o); /* 0 of NULL */
