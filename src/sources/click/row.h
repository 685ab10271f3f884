/* SPDX-License-Identifier: Apache-2.0 */
/* row.h - rows of fixed length that ClickHouse answers with (RowBinary). */
#pragma once
#include "sources/click/click.h"

/* Fields of a row of sums, and of one of flows; all little end first.
 *   sums   src 16, dst 16, first 8, last 8, source 4, exporter 4, sampling 4, sport 2, dport 2,
 *          proto 1, what 1, has figures back 1, flows 8, then forth and back: packets, bytes (low
 *          and high halves added up), squares and bytes of single packets, bytes of small ones
 *          (halves), 8 each
 *   flows  src 16, dst 16, at 8, span 8, bytes 8, packets 8, bytes back 8, packets back 8,
 *          sampling 4, source 4, exporter 4, in_if 4, out_if 4, sport 2, dport 2, proto, flags,
 *          flags back, what 1 */
enum {
    CP_CLICK_SUMS_BYTES = 32 + 16 + 12 + 4 + 3 + 8 + 2 * 8 * 8,
    CP_CLICK_FLOWS_BYTES = 32 + 48 + 12 + 8 + 4 + 4
};
/* One row of either kind as columns, all of one index, and what else it says. */
typedef struct cp_click_row {
    cp_flow f; /* exporter is that of its source */
    uint32_t source;
    cp_flow_added sums;
} cp_click_row;
/* False: the row is none that was asked for. row: of the length above. */
bool cp_click_row_read(cp_click_kind kind, cp_bytes row, cp_click_row *out);
