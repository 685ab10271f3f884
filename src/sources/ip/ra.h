/* SPDX-License-Identifier: Apache-2.0 */
/* ra.h - router advertisements (RFC 4861, 4.2): what a router says to the hosts of its link.
 *
 *     134 0 checksum(2) hops(1) flags(1) lifetime(2) reachable(4) retransmit(4) [ option ]...
 *     option: type(1) length(1, in units of 8 bytes) value
 *
 * Read are the options source link-layer address, prefix information and MTU (4.6), recursive DNS
 * servers (RFC 8106, 5.1), and the route preference (RFC 4191, 2.2). */
#pragma once
#include "sources/ip/ip.h"

enum {
    CP_RA_PREFIXES_MAX = 16,
    CP_RA_DNS_MAX = 16,

    CP_RA_MANAGED = 0x80, /* flags: addresses by DHCPv6, other things by DHCPv6, home agent */
    CP_RA_OTHER = 0x40,
    CP_RA_HOME_AGENT = 0x20,
};

typedef struct cp_ra_prefix {
    cp_ip ip;
    uint8_t len;
} cp_ra_prefix;

typedef struct cp_ra {
    bool is_told; /* it is one, and its header was there */
    cp_ip router; /* its link-local address */
    uint8_t hops, flags;
    int preference;      /* -1 low, 0 medium, 1 high */
    uint16_t lifetime_s; /* 0: not a default router */
    bool has_mac;
    cp_mac mac;
    uint32_t mtu; /* 0: not told */
    cp_ra_prefix prefixes[CP_RA_PREFIXES_MAX];
    uint32_t n_prefixes;
    cp_ip dns[CP_RA_DNS_MAX];
    uint32_t n_dns;
} cp_ra;

/* p: an ICMPv6 packet. Not a router advertisement that a host would take (another type, a hop limit
 * below 255, a source that is not link-local: 6.1.2): CP_OK and not told. Errors: CP_ESHORT,
 * CP_EFORMAT (an option of length 0, or not as long as its kind), CP_ELIMIT (CP_NDP_OPTIONS_MAX).
 * What was read before the fault is in *out even then. No allocation. */
CP_MUST_CHECK cp_rc cp_ra_parse(const cp_ip_packet *p, cp_ra *out, cp_err *err);
