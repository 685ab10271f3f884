/* SPDX-License-Identifier: Apache-2.0 */
/* lacp.h - the Link Aggregation Control Protocol (IEEE 802.1AX-2014, 6.4.2.3): ethertype 0x8809,
 * subtype 1. A port tells who it belongs to, and whom it believes to be at the other end.
 *
 *     subtype(1) version(1) [ type(1) length(1, with this head) value ]... end(00 00) padding
 *     1 actor, 2 partner (20):  system priority(2) system(6) key(2) port priority(2) port(2)
 *                               state(1) -(3) */
#pragma once
#include "base/base.h"

enum {
    CP_SLOW_LACP = 1, /* subtypes of the slow protocols (802.3-2018, 57A.4) */
    CP_SLOW_OAM = 3,
    CP_LACP_TLVS_MAX = 32, /* actor, partner and collector in use, more since 802.1AX-2014 */
};

typedef struct cp_lacp_end {
    bool is_told;
    uint16_t system_priority;
    cp_mac system; /* zero: it has not heard of anybody */
    uint16_t key, port_priority, port;
    uint8_t state; /* bits of 6.4.2.3: 1 activity, 2 short timeout, 4 aggregation ... */
} cp_lacp_end;

typedef struct cp_lacp {
    uint8_t version;
    cp_lacp_end actor, partner;
    uint32_t n_tlvs;
} cp_lacp;

/* in begins with the subtype. No allocation. Errors: CP_ESHORT (the head or a TLV reaches past the
 * end), CP_EFORMAT (another subtype, a length below 2, an actor or partner too short), CP_ELIMIT
 * (CP_LACP_TLVS_MAX). What was read before the fault is in *out even then. */
CP_MUST_CHECK cp_rc cp_lacp_parse(cp_bytes in, cp_lacp *out, cp_err *err);
