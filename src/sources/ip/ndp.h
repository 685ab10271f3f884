/* SPDX-License-Identifier: Apache-2.0 */
/* ndp.h - neighbour discovery (RFC 4861, 4): what ARP is to IPv4. Read are solicitations and
 * advertisements of neighbours and routers, for the one fact that an address is at a MAC. */
#pragma once
#include "sources/ip/ip.h"

enum { CP_NDP_OPTIONS_MAX = 64 };

typedef struct cp_ndp {
    bool is_told; /* both below are set */
    cp_ip ip;     /* the sender's, or the target of an advertisement */
    cp_mac mac;
} cp_ndp;

/* p: an ICMPv6 packet. Not a neighbour's (another type, a hop limit below 255, no link-layer
 * address): CP_OK and not told. Errors: CP_ESHORT, CP_EFORMAT (an option of length 0),
 * CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_ndp_parse(const cp_ip_packet *p, cp_ndp *out, cp_err *err);
