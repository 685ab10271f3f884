/* SPDX-License-Identifier: Apache-2.0 */
/* ear.h - datagrams of exporters that somebody recorded, to the sink of a reader: flows in blocks,
 * then who told of them. */
#pragma once
#include "model/source.h"
#include "sources/flow/flow_wire.h"

typedef struct cp_flow_ear cp_flow_ear;

/* Lives with a. Where the sink wants no flows, nothing is decoded. */
cp_flow_ear *cp_flow_ear_new(cp_arena *a, const cp_obs_sink *sink);
/* As cp_flow_wire_datagram. */
CP_MUST_CHECK cp_rc cp_flow_ear_hear(cp_flow_ear *e, cp_ip from, cp_bytes payload, cp_time at,
                                     bool *is_flow, cp_err *err);
/* The last block, and the exporters; what was refused stands in src. */
CP_MUST_CHECK cp_rc cp_flow_ear_end(cp_flow_ear *e, cp_source *src, cp_err *err);
