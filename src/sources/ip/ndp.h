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

/* The options of a message, which are of one shape (RFC 4861, 4.6):
 *
 *     cp_ndp_options it = { .c = &c, .err = err };
 *     for (cp_ndp_option x; cp_ndp_option_next(&it, &x);)
 *         ...                          then it.rc: CP_OK, CP_ESHORT, CP_EFORMAT (an option of
 *                                      length 0) or CP_ELIMIT */
typedef struct cp_ndp_options {
    cp_cur *c; /* behind the fixed part of the message */
    cp_err *err;
    int n;
    cp_rc rc;
} cp_ndp_options;

typedef struct cp_ndp_option {
    uint64_t at;
    cp_cur value; /* behind type and length */
    uint8_t type;
} cp_ndp_option;

bool cp_ndp_option_next(cp_ndp_options *it, cp_ndp_option *out);

/* p: an ICMPv6 packet. Not a neighbour's (another type, a hop limit below 255, no link-layer
 * address): CP_OK and not told. Errors: CP_ESHORT, CP_EFORMAT (an option of length 0),
 * CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_ndp_parse(const cp_ip_packet *p, cp_ndp *out, cp_err *err);
