/* SPDX-License-Identifier: Apache-2.0 */
/* diameter.h - what Diameter peers tell each other of themselves (RFC 6733).
 *
 *     version(1) length(3) flags(1) code(3) application(4) hop-by-hop(4) end-to-end(4) [ AVP ]...
 *     AVP:  code(4) flags(1) length(3) [vendor(4)] value, padded to four bytes
 *
 * The messages of peers (capabilities, watchdog, disconnection) are never forwarded (2.8.1), so
 * they are about who sent them; those of applications are, and are not read. */
#pragma once
#include "base/base.h"

enum {
    CP_DIAMETER_PORT = 3868,
    CP_DIAMETER_HEAD_BYTES = 20,
    CP_DIAMETER_AVPS_MAX = 1024,  /* a capabilities exchange has some dozens: more is an attack */
    CP_DIAMETER_ADDRS_MAX = 16,   /* addresses kept */
    CP_DIAMETER_VENDORS_MAX = 16, /* distinct supported vendors kept */
};

enum { CP_DIAMETER_CAPABILITIES = 257, CP_DIAMETER_WATCHDOG = 280, CP_DIAMETER_DISCONNECT = 282 };

typedef struct cp_diameter_head {
    uint32_t length; /* of the message, with this head */
    uint32_t code, application;
    bool is_request;
} cp_diameter_head;

/* All slices are borrowed from the message. Names of sections are those of RFC 6733. */
typedef struct cp_diameter {
    cp_diameter_head head;
    cp_bytes host, realm; /* Origin-Host (6.3), Origin-Realm (6.4) */
    cp_bytes product;     /* Product-Name (5.3.7) */
    cp_ip addrs[CP_DIAMETER_ADDRS_MAX];
    uint32_t n_addrs;  /* Host-IP-Address (5.3.5): IP only */
    uint32_t vendor;   /* Vendor-Id (5.3.3): enterprise number; 0: not told */
    uint32_t firmware; /* Firmware-Revision (5.3.4) */
    bool has_firmware;
    uint32_t vendors[CP_DIAMETER_VENDORS_MAX]; /* Supported-Vendor-Id (5.3.6) */
    uint32_t n_vendors, n_avps;
} cp_diameter;

/* CP_EUNKNOWN: this is no Diameter message; CP_ESHORT: less than a head, and what there is fits. */
CP_MUST_CHECK cp_rc cp_diameter_head_parse(cp_bytes in, cp_diameter_head *out, cp_err *err);
/* Is it a message between peers, which is never forwarded? */
bool cp_diameter_is_of_peers(const cp_diameter_head *head);
/* One message, without what follows it. No allocation. Errors, with the byte: as of the head, and
 * CP_ESHORT (the message or an AVP is cut off), CP_EFORMAT (an AVP shorter than its head, or of
 * another length than its code has), CP_ELIMIT. What was read before the fault is in *out even
 * then; one bad value does not take the others with it. */
CP_MUST_CHECK cp_rc cp_diameter_parse(cp_bytes in, cp_diameter *out, cp_err *err);
