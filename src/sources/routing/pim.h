/* SPDX-License-Identifier: Apache-2.0 */
/* pim.h - hellos of PIM version 2 (RFC 7761, 4.9.2).
 *
 *     version/type(1)=20 0 checksum(2) [ type(2) length(2) value ]...
 *
 * Which options stand in it, and in which order, is the habit of a program. Read are hold time (1)
 * and priority (19). */
#pragma once
#include "base/base.h"

enum {
    CP_IP_PROTO_PIM = 103,
    CP_PIM_OPTIONS_MAX = 64,
};

typedef struct cp_pim {
    bool is_told; /* it is a hello, and its header was there */
    bool has_hold, has_priority;
    uint16_t hold_s;
    uint32_t priority;
    uint16_t options[CP_PIM_OPTIONS_MAX];
    uint32_t n_options;
} cp_pim;

/* in: the payload of IP. Other types and versions: CP_OK and not told. Errors: CP_ESHORT,
 * CP_EFORMAT (an option not as long as its kind), CP_ELIMIT. What was read before the fault is in
 * *out even then. No allocation. */
CP_MUST_CHECK cp_rc cp_pim_parse(cp_bytes in, cp_pim *out, cp_err *err);
/* "1,20,19" */
cp_str cp_pim_options_text(cp_arena *a, const cp_pim *p);
