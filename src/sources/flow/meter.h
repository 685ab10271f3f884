/* SPDX-License-Identifier: Apache-2.0 */
/* meter.h - from packets to flows in both directions: a metering process (RFC 7011, 2; biflows: RFC
 * 5103).
 *
 *     packet --key, either way round--> [ flow ] --idle, active, closed, end--> out
 *                                          `-- in the order of their last packets: the head is the
 *                                              next that is idle
 *
 * Who began is who sent the first packet, unless TCP says otherwise (the first that is seen has SYN
 * and ACK) or, without its beginning, the ports do (CP_FLOW_REVERSED: guessed). The clock is that
 * of the packets. */
#pragma once
#include "model/flow.h"

enum { CP_METER_FLOWS_MAX = 1024 * 1024 }; /* at a time; the one idle longest makes room */

/* Defaults are those that routers have for what is idle, and five minutes for what goes on, so that
 * volumes fall into the right hour. */
typedef struct cp_meter_opts {
    uint64_t idle_us, active_us; /* 0: 15 s, 300 s */
    uint32_t flows_max;          /* 0: CP_METER_FLOWS_MAX */
    uint64_t seed;               /* of the table */
} cp_meter_opts;

typedef struct cp_meter_packet {
    cp_flow_addr src, dst;
    cp_time at;
    uint32_t bytes;        /* of layer 3, as its header says */
    uint16_t sport, dport; /* 0 of a later fragment; ICMP: dport is type * 256 + code */
    uint16_t vlan;
    uint8_t proto, tcp_flags, tos;
} cp_meter_packet;

typedef struct cp_meter {
    uint64_t n_flows, n_packets;
    uint64_t n_pushed_out; /* flows that ended because there were too many */
    struct cp_meter_table *table;
} cp_meter;

/* out is told of each flow when it ends; exporter is 0, sampling CP_SAMPLING_NONE. */
cp_meter *cp_meter_new(cp_arena *a, const cp_meter_opts *opts,
                       cp_rc (*out)(void *ctx, const cp_flow *f, cp_err *err), void *ctx);
/* Fail only if out does. */
CP_MUST_CHECK cp_rc cp_meter_packet_seen(cp_meter *m, const cp_meter_packet *p, cp_err *err);
/* What still goes on ends too. */
CP_MUST_CHECK cp_rc cp_meter_end(cp_meter *m, cp_err *err);
