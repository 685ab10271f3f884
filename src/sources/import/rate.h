/* SPDX-License-Identifier: Apache-2.0 */
/* rate.h - bits per second as people write them. */
#pragma once
#include "base/base.h"

/* "Speed (Mbps)", "capacity_bps": what a number in the column counts; 0 where the header says
 * nothing. */
uint64_t cp_rate_unit(cp_arena *a, cp_str header);
/* "10G", "10 Gbit/s", "100GE", "2.5 Gbps", "100000000000"; header_unit: of a number without one. */
bool cp_rate_read(cp_str s, uint64_t header_unit, uint64_t *out);
