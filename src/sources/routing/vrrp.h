/* SPDX-License-Identifier: Apache-2.0 */
/* vrrp.h - the Virtual Router Redundancy Protocol: which routers stand in for each other.
 *
 *     version 2: version/type(1) id(1) priority(1) n(1) auth type(1) interval(1) checksum(2)
 *                address(4)... authentication(8)                              (RFC 3768, 5.1)
 *     version 3: version/type(1) id(1) priority(1) n(1) interval(2) checksum(2)
 *                address(4 or 16)...                                          (RFC 5798, 5.1)
 *
 * What authenticates is stepped over. CARP has the same protocol number, version and type; it
 * says that seven words follow, and is shorter than seven addresses would make it. */
#pragma once
#include "sources/ip/ip.h"

enum {
    CP_IP_PROTO_VRRP = 112,
    CP_VRRP_ADDRS_MAX = 32, /* addresses kept; a group has one as a rule, and up to 255 */
};

typedef struct cp_vrrp {
    bool is_told; /* it is an advertisement, and its header was there */
    uint8_t version, group, priority;
    cp_ip addrs[CP_VRRP_ADDRS_MAX]; /* of the virtual router, not of the sender */
    uint32_t n_addrs;
} cp_vrrp;

/* p: a packet of CP_IP_PROTO_VRRP. One that a router may have forwarded (a hop limit below 255), of
 * another version or type, or CARP: CP_OK and not told. Errors: CP_ESHORT. What was read before the
 * fault is in *out even then. No allocation. */
CP_MUST_CHECK cp_rc cp_vrrp_parse(const cp_ip_packet *p, cp_vrrp *out, cp_err *err);
