/* SPDX-License-Identifier: Apache-2.0 */
/* detect_twice.h - connections that leave a device by two interfaces, packet for packet: see the
 * .c */
#pragma once
#include "flow/detect_in.h"

/* A copy begins when the packet does; exporters count in milliseconds, and read clocks by turns. */
#define CP_TWICE_NEAR_US ((uint64_t)1000 * 1000)
/* So many of those that left by both have to be equal. */
#define CP_TWICE_SAME_MIN 0.9
enum {
    CP_TWICE_FLOWS_MAX = 1 << 20, /* 56 MiB */
    CP_TWICE_PAIRS_MAX = 4096,    /* of interfaces: a switch of 64 ports that floods has 2016 */
    CP_TWICE_WAYS_MAX = 64,       /* by which one connection leaves */
};

/* All is owned by a; ids tells which exporters are of one asset. n_max: of flows that are kept; 0:
 * CP_TWICE_FLOWS_MAX. */
cp_twice *cp_twice_new(cp_arena *a, const cp_flow_set *set, const cp_series_options *o,
                       const cp_flow_ids *ids, uint32_t n_max);
/* Row i of c, with the columns CP_TWICE_WANT; exporter: its index in the set. */
#define CP_TWICE_WANT                                                                          \
    (1u << CP_FLOW_AT | 1u << CP_FLOW_BYTES | 1u << CP_FLOW_PACKETS | 1u << CP_FLOW_SAMPLING | \
     1u << CP_FLOW_IN_IF | 1u << CP_FLOW_OUT_IF | 1u << CP_FLOW_SPORT | 1u << CP_FLOW_DPORT |  \
     1u << CP_FLOW_PROTO)
void cp_twice_see(cp_twice *t, const cp_flow_columns *c, uint32_t i, uint32_t exporter);
/* Adds to *found one of each device, and to *n_looked_at the pairs of interfaces. */
void cp_twice_end(cp_twice *t, cp_arena *a, double log_p_max, cp_flow_findings *found,
                  uint64_t *n_looked_at, cp_str *cannot_see);
