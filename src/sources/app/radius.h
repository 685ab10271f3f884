/* SPDX-License-Identifier: Apache-2.0 */
/* radius.h - RADIUS (RFC 2865, 2866, 5176): which network access server asks, and in whose dialect.
 *
 *     code(1) identifier(1) length(2) authenticator(16) [ type(1) length(1) value ]...
 *     type 26:            enterprise(4) vendor's attributes                         (RFC 2865,
 *     5.26)
 *     types 241 to 244:   extended type(1), for 26: enterprise(4) ...               (RFC 6929, 2.3)
 *     types 245 and 246:  extended type(1) flags(1), for 26: enterprise(4) ...      (RFC 6929, 2.4)
 *
 * Only what tells of the access server is read; names of users, passwords, states and what vendors
 * put into their attributes are stepped over. */
#pragma once
#include "base/base.h"

enum {
    CP_RADIUS_BYTES_MIN = 20, /* RFC 2865, 3: both limits */
    CP_RADIUS_BYTES_MAX = 4096,
    CP_RADIUS_VENDORS_MAX = 16, /* distinct ones kept; further ones are passed over */
};

/* Codes of IANA that occur here. */
enum {
    CP_RADIUS_ACCESS_REQUEST = 1,
    CP_RADIUS_ACCESS_ACCEPT = 2,
    CP_RADIUS_ACCESS_REJECT = 3,
    CP_RADIUS_ACCOUNTING_REQUEST = 4,
    CP_RADIUS_ACCOUNTING_RESPONSE = 5,
    CP_RADIUS_ACCESS_CHALLENGE = 11,
    CP_RADIUS_STATUS_SERVER = 12,
    CP_RADIUS_DISCONNECT_REQUEST = 40, /* to the access server, as CP_RADIUS_COA_REQUEST */
    CP_RADIUS_COA_REQUEST = 43,
    CP_RADIUS_COA_NAK = 45,
};

enum { CP_RADIUS_PORT_ETHERNET = 15 }; /* NAS-Port-Type */

/* All slices are borrowed from the packet. */
typedef struct cp_radius {
    uint8_t code;
    bool is_proxied;       /* with Proxy-State (5.33): somebody forwarded it, or will */
    cp_bytes nas;          /* NAS-Identifier (5.32) */
    cp_ip nas_ip, nas_ip6; /* NAS-IP-Address (5.4), NAS-IPv6-Address (RFC 3162, 2.1); version 0 */
    cp_bytes called;       /* Called-Station-Id (5.30) */
    bool has_port_type;
    uint32_t port_type;                      /* NAS-Port-Type (5.41) */
    uint32_t vendors[CP_RADIUS_VENDORS_MAX]; /* enterprise numbers, distinct */
    uint32_t n_vendors, n_attrs;
} cp_radius;

/* No allocation. Errors, with the byte in the packet: CP_EUNKNOWN (by code or length this is
 * another protocol on the same port), CP_ESHORT (the packet or an attribute is cut off), CP_EFORMAT
 * (an attribute of less than two bytes, or of another length than its type has). What was read
 * before the fault is in *out even then; one bad value does not take the others with it. */
CP_MUST_CHECK cp_rc cp_radius_parse(cp_bytes in, cp_radius *out, cp_err *err);

/* Does the code belong to a message from the access server, or to one to it? Answers have the
 * direction of answers. */
bool cp_radius_is_from_nas(uint8_t code);
/* "Ethernet", or the number. */
cp_str cp_radius_port_type_text(cp_arena *a, uint32_t port_type);
