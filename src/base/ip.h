/* SPDX-License-Identifier: Apache-2.0 */
/* ip.h - addresses of the internet and of IEEE 802, as values and as canonical text. */
#pragma once
#include "base/arena.h"

/* IPv4 in the first four bytes, network order. version 4 or 6; 0: none. */
typedef struct cp_ip {
    uint8_t b[16];
    uint8_t version;
} cp_ip;

typedef struct cp_mac {
    uint8_t b[6];
} cp_mac;

bool cp_ip_parse(cp_str s, cp_ip *out); /* no zone, no prefix length, no port */
cp_ip cp_ip_v4(const uint8_t b[4]);
cp_ip cp_ip_v6(const uint8_t b[16]);
cp_str cp_ip_text(cp_arena *a, cp_ip ip); /* RFC 5952 */
bool cp_ip_is_host(cp_ip ip); /* not unspecified, loopback, link-local, multicast or broadcast */

/* "00:00:5e:00:53:01", with - or . (also three groups: 0000.5e00.5301) or bare; six bytes;
 * single-digit groups are accepted with colons, as net-snmp prints them. */
bool cp_mac_parse(cp_str s, cp_mac *out);
cp_mac cp_mac_of(const uint8_t b[6]);
cp_str cp_mac_text(cp_arena *a, cp_mac m); /* lower case, colons */
uint64_t cp_mac_u64(cp_mac m);

/* Can it name one station? Not multicast (group bit), not locally administered, not zero, not a
 * virtual router address of VRRP (RFC 9568, 7.3: 00-00-5E-00-01/02-xx) or HSRP (00-00-0C-07-AC-xx,
 * 00-00-0C-9F-Fx-xx, 00-05-73-A0-0x-xx). */
bool cp_mac_is_identity(cp_mac m);
bool cp_mac_is_local(cp_mac m); /* IEEE 802-2014, 8.4: bit 0x02 of the first byte */
bool cp_mac_is_group(cp_mac m);
