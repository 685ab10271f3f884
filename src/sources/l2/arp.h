/* SPDX-License-Identifier: Apache-2.0 */
/* arp.h - ARP (RFC 826) and RARP (RFC 903), for any hardware and protocol:
 *
 *     hardware(2) protocol(2) hw length(1) proto length(1) operation(2)
 *     sender hw, sender proto, target hw, target proto */
#pragma once
#include "base/base.h"

enum { CP_ARP_ETHERNET = 1, CP_ARP_IEEE802 = 6, CP_ARP_IPV4 = 0x0800 };

typedef struct cp_arp {
    uint16_t hardware, protocol, operation;
    cp_bytes sender_hw, sender_proto, target_hw, target_proto; /* lengths as the packet says */
} cp_arp;

/* No allocation. Error: CP_ESHORT. What stands before the fault is in *out even then. */
CP_MUST_CHECK cp_rc cp_arp_parse(cp_bytes in, cp_arp *out, cp_err *err);
/* The sender as a MAC and an IPv4 address. False: it is of another kind. */
bool cp_arp_sender(const cp_arp *p, cp_mac *mac, cp_ip *ip);
