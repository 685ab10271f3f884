/* SPDX-License-Identifier: Apache-2.0 */
/* dhcpv6.h - DHCPv6 messages (RFC 8415), those in relay messages too.
 *
 *     client, server:  type(1) transaction(3)                          [ option ]...
 *     relay:           type(1) hops(1) link address(16) peer address(16) [ option ]...
 *     option:          code(2) length(2) value;  option 9 of a relay is what it forwards
 *
 * Relay messages are opened one after the other, without recursion, down to the message of a client
 * or server; of the relays, what the one next to the client says is kept. */
#pragma once
#include "base/base.h"

enum {
    CP_DHCPV6_CLIENT_PORT = 546,
    CP_DHCPV6_SERVER_PORT = 547,
    CP_DHCPV6_RELAYS_MAX = 32, /* RFC 3315, 5.5; RFC 8415 has 8 */
    CP_DHCPV6_OPTIONS_MAX = 256,
    CP_DHCPV6_LEASES_MAX = 32, /* addresses and prefixes kept; further ones are left out */
    CP_DHCPV6_VENDORS_MAX = 16,

    CP_DHCPV6_ADVERTISE = 2, /* message types (7.3) */
    CP_DHCPV6_REPLY = 7,
    CP_DHCPV6_RECONFIGURE = 10,
    CP_DHCPV6_RELAY_FORW = 12,
    CP_DHCPV6_RELAY_REPL = 13,

    CP_DUID_LLT = 1, /* DUID types (11.1) */
    CP_DUID_EN = 2,
    CP_DUID_LL = 3,
    CP_DUID_BYTES_MAX = 130, /* type and 128 bytes */
};

typedef struct cp_dhcpv6_lease {
    cp_ip ip;
    uint8_t prefix_len; /* 128: an address */
    bool is_valid;      /* its valid lifetime is not 0 */
} cp_dhcpv6_lease;

typedef struct cp_dhcpv6_vendor {
    uint32_t enterprise;
    bool is_class; /* option 16: [ length(2) text ]..., not 17: [ code(2) length(2) value ]... */
    cp_bytes data;
} cp_dhcpv6_vendor;

/* All slices are borrowed from the message. */
typedef struct cp_dhcpv6 {
    uint8_t type; /* of the innermost message; 0: none was reached */
    uint32_t n_relays;
    bool is_relay_reply; /* towards the client */
    cp_ip peer;          /* whom the innermost relay serves; version 0: no relay */
    cp_ip link;          /* its address on the client's link, maybe unspecified */
    cp_bytes interface_id, remote_id;
    bool has_client_mac; /* RFC 6939: the link-layer address as the first relay saw it */
    cp_mac client_mac;
    cp_bytes client_id, server_id, asked, user_class, fqdn; /* options 1, 2, 6, 15, 39 */
    cp_dhcpv6_lease leases[CP_DHCPV6_LEASES_MAX];
    uint32_t n_leases;
    cp_dhcpv6_vendor vendors[CP_DHCPV6_VENDORS_MAX];
    uint32_t n_vendors;
} cp_dhcpv6;

/* No allocation. Errors: CP_ESHORT (a header is cut off, an option reaches past its end),
 * CP_EFORMAT (an option too short for its kind, a relay message without one in it), CP_ELIMIT
 * (relays, options). What was read before the fault is in *out even then. */
CP_MUST_CHECK cp_rc cp_dhcpv6_parse(cp_bytes in, cp_dhcpv6 *out, cp_err *err);

/* The MAC in a DUID of type LLT or LL for Ethernet; the enterprise number of one of type EN. */
bool cp_duid_mac(cp_bytes duid, cp_mac *out);
bool cp_duid_enterprise(cp_bytes duid, uint32_t *out);
/* "23,24" */
cp_str cp_dhcpv6_asked_text(cp_arena *a, cp_bytes asked);
/* The name in option 39 (RFC 4704, 4.1), whole or only its first label, with dots; "" if it is
 * malformed. */
cp_str cp_dhcpv6_fqdn_text(cp_arena *a, cp_bytes option);
/* The next text of option 15 or 16, the next sub-option of option 17. */
bool cp_dhcpv6_class_next(cp_cur *c, cp_bytes *text);
bool cp_dhcpv6_sub_next(cp_cur *c, uint16_t *code, cp_bytes *value);
