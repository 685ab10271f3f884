/* SPDX-License-Identifier: Apache-2.0 */
/* flow_some.h - some flows of one exporter at once, a column each, on their way from a decoder to
 * the packer. What a datagram tells of all its flows, or of none, is written once.
 *
 *     varies  = AT | BYTES | ...    at[0..n) bytes[0..n) ...    all.proto, all.exporter ...
 *
 * Small enough to stay in the processor's nearest cache. */
#pragma once
#include "model/flow.h"

enum {
    CP_FLOW_SOME_ROWS = 64,
    CP_FLOW_SOME_AT_ONCE = 16, /* columns are copied so many rows at a time: as much room behind */
};

typedef struct cp_flow_some {
    uint32_t n;
    uint32_t varies; /* 1u << CP_FLOW_AT | ...: columns that stand below; of the others `all` says
                        what holds for each row. Never CP_FLOW_EXPORTER */
    bool is_v4;      /* addresses stand in src4 and dst4, as they are sent; else in src and dst */
    cp_flow all;
    uint32_t src4[CP_FLOW_SOME_ROWS], dst4[CP_FLOW_SOME_ROWS];
#define CP_FLOW_FIELD(id, field, type) type field[CP_FLOW_SOME_ROWS + CP_FLOW_SOME_AT_ONCE];
    CP_FLOW_COLUMNS(CP_FLOW_FIELD)
#undef CP_FLOW_FIELD
    cp_flow_addr src[CP_FLOW_SOME_ROWS], dst[CP_FLOW_SOME_ROWS];
} cp_flow_some;

/* Of version 4, as it is sent. */
cp_flow_addr cp_flow_addr_v4(uint32_t as_sent);
/* Row i < n by itself. */
cp_flow cp_flow_some_row(const cp_flow_some *s, uint32_t i);
