/* SPDX-License-Identifier: Apache-2.0 */
/* ear.h - datagrams of exporters that somebody recorded, and packets that are metered, to the sink
 * of a reader: flows in blocks, then who told of them. */
#pragma once
#include "model/source.h"
#include "sources/flow/flow_wire.h"
#include "sources/flow/meter.h"

typedef struct cp_flow_ear cp_flow_ear;

/* Lives with a. Where the sink wants no flows, nothing is decoded. meters: what was recorded is
 * exporter 0, and those who tell something in it follow. */
cp_flow_ear *cp_flow_ear_new(cp_arena *a, const cp_obs_sink *sink, bool meters);
/* A packet, of an ear that meters. */
CP_MUST_CHECK cp_rc cp_flow_ear_packet(cp_flow_ear *e, const cp_meter_packet *p, cp_err *err);
/* As cp_flow_wire_datagram. */
CP_MUST_CHECK cp_rc cp_flow_ear_hear(cp_flow_ear *e, cp_ip from, cp_bytes payload, cp_time at,
                                     bool *is_flow, cp_err *err);
/* The last block, and the exporters; what was refused stands in src. */
CP_MUST_CHECK cp_rc cp_flow_ear_end(cp_flow_ear *e, cp_source *src, cp_err *err);
