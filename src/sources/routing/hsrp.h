/* SPDX-License-Identifier: Apache-2.0 */
/* hsrp.h - Cisco's Hot Standby Router Protocol, versions 1 and 2.
 *
 *     version 1: 0 opcode(1) state(1) hello(1) hold(1) priority(1) group(1) 0 password(8)
 *                address(4)                                                  (RFC 2281, 5.1)
 *     version 2: [ type(1) length(1) value ]...; type 1, a group's state, is of 40 bytes:
 *                version(1)=2 opcode(1) state(1) IP version(1) group(2) identifier(6) priority(4)
 *                hello(4) hold(4) address(16)      (no standard: as the maker's configuration
 *                                                   guides and Wireshark's packet-hsrp.c have it)
 *
 * The identifier is the MAC of the sender's own interface, which its frames do not show while it is
 * active. The password is stepped over. */
#pragma once
#include "base/base.h"

enum {
    CP_HSRP_PORT = 1985,
    CP_HSRP_IPV6_PORT = 2029,
    CP_HSRP_GROUPS_MAX = 16,
    CP_HSRP_TLVS_MAX = 64,
};

typedef struct cp_hsrp_group {
    uint8_t version;   /* 1 or 2 */
    const char *state; /* "active", "standby" ...; "" for one that is not known */
    uint16_t group;
    uint32_t priority;
    cp_ip addr; /* of the virtual router; version 0: none yet */
    bool has_mac;
    cp_mac mac;
} cp_hsrp_group;

typedef struct cp_hsrp {
    cp_hsrp_group groups[CP_HSRP_GROUPS_MAX];
    uint32_t n_groups;
} cp_hsrp;

/* Version 1 as far as it says a state: an advertisement of interfaces (opcode 3) gives no group.
 * Errors: CP_ESHORT, CP_EFORMAT (version, length of a group's state), CP_ELIMIT. What was read
 * before the fault is in *out even then. No allocation. */
CP_MUST_CHECK cp_rc cp_hsrp_parse(cp_bytes in, cp_hsrp *out, cp_err *err);
