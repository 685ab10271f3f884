/* SPDX-License-Identifier: Apache-2.0 */
/* dhcp.h - DHCPv4 and BOOTP messages (RFC 2131, 2132, 951).
 *
 *     op htype hlen hops xid(4) secs(2) flags(2) ciaddr yiaddr siaddr giaddr(4 each)
 *     chaddr(16) sname(64) file(128) 63 82 53 63 [ code(1) length(1) value ]... 255
 *
 * Option 52 says that options go on in file, in sname, or in both; an option that stands there
 * several times is one long option (RFC 3396). Lists within options:
 *
 *     43, 82, the data in 125:  [ code(1) length(1) value ]...             (RFC 2132, 8.4; 3046, 2)
 *     124, 125:                 [ enterprise number(4) length(1) data ]... (RFC 3925, 3 and 4) */
#pragma once
#include "base/base.h"

enum {
    CP_DHCP_ORDER_MAX = 64,          /* clients send about ten options */
    CP_DHCP_OPTION_BYTES_MAX = 1024, /* of one option put together: four full pieces */
    CP_DHCP_CLIENT_PORT = 68,
    CP_DHCP_SERVER_PORT = 67,
    CP_DHCP_PXE_PORT = 4011, /* RFC 4578, 2.4 */

    CP_DHCP_REQUEST = 1, /* op: from the client */
    CP_DHCP_REPLY = 2,
    CP_DHCP_ETHERNET = 1, /* htype */
    CP_DHCP_DISCOVER = 1, /* option 53 */
    CP_DHCP_ASK = 3,      /* its DHCPREQUEST */
    CP_DHCP_ACK = 5,

    CP_DHCP_OPT_HOSTNAME = 12,
    CP_DHCP_OPT_VENDOR_INFO = 43,
    CP_DHCP_OPT_OVERLOAD = 52,
    CP_DHCP_OPT_TYPE = 53,
    CP_DHCP_OPT_SERVER_ID = 54,
    CP_DHCP_OPT_PARAM_LIST = 55,
    CP_DHCP_OPT_VENDOR_CLASS = 60,
    CP_DHCP_OPT_CLIENT_ID = 61,
    CP_DHCP_OPT_USER_CLASS = 77,
    CP_DHCP_OPT_RELAY_INFO = 82,
    CP_DHCP_OPT_ENTERPRISE_CLASS = 124,
    CP_DHCP_OPT_ENTERPRISE_INFO = 125,

    CP_DHCP_RELAY_CIRCUIT_ID = 1, /* in option 82 (RFC 3046, 3) */
    CP_DHCP_RELAY_REMOTE_ID = 2,

    /* Whose sub-options say which device it is: the Broadband Forum (TR-111, 2.2) and CableLabs
     * (CL-SP-CANN-DHCP-Reg), whose list stands in option 43 of DHCPv4 too */
    CP_DHCP_BROADBAND_FORUM = 3561,
    CP_DHCP_CABLELABS = 4491,
};

typedef struct cp_dhcp {
    uint8_t op, htype, hlen;
    uint8_t type; /* option 53; 0: BOOTP */
    cp_ip ciaddr, yiaddr, siaddr, giaddr;
    cp_mac chaddr;
    bool has_mac;          /* Ethernet, six bytes */
    cp_bytes options[256]; /* by code; .p NULL: not there. Borrowed, or in a when put together */
    uint8_t order[CP_DHCP_ORDER_MAX]; /* their codes as they stand, no pads and no end; cut off */
    uint32_t n_order;
} cp_dhcp;

/* Errors: CP_ESHORT (header cut off, or an option reaches past the end), CP_EFORMAT (op, hlen),
 * CP_ELIMIT. What was read before the fault is in *out even then. */
CP_MUST_CHECK cp_rc cp_dhcp_parse(cp_arena *a, cp_bytes in, cp_dhcp *out, cp_err *err);

/* Options as text: "1,3,6,15"; the classes of option 77 joined by commas (RFC 3004, or the plain
 * text that most clients send); a client id that is a MAC as such, otherwise hex. */
cp_str cp_dhcp_param_list_text(cp_arena *a, cp_bytes option);
/* "1:53,61,50,55": the type of the message, and the codes of its options. */
cp_str cp_dhcp_order_text(cp_arena *a, const cp_dhcp *p);
cp_str cp_dhcp_user_class_text(cp_arena *a, cp_bytes option);
cp_str cp_dhcp_client_id_text(cp_arena *a, cp_bytes option);
/* What may be text or not: printable ASCII as it stands, anything else in hex. */
cp_str cp_dhcp_opaque_text(cp_arena *a, cp_bytes b);

/* The next of a list: false at its end, and where one reaches past the end, for that is no list. */
bool cp_dhcp_sub_next(cp_cur *c, uint8_t *code, cp_bytes *value);
bool cp_dhcp_enterprise_next(cp_cur *c, uint32_t *enterprise, cp_bytes *data);
