/* SPDX-License-Identifier: Apache-2.0 */
/* pppoe.h - how a host finds an access concentrator: PPPoE discovery (RFC 2516, 5), ethertype
 * 0x8863. What sessions carry is read by the capture reader (tunnel.c).
 *
 *     version(4 bits) type(4 bits) code(1) session(2) length(2) [ type(2) length(2) value ]...
 *     codes: 09 PADI, 07 PADO, 19 PADR, 65 PADS, a7 PADT
 *     tags:  0000 end, 0101 service, 0102 name of the concentrator, 0105 vendor: enterprise(4) ...
 */
#pragma once
#include "base/base.h"

enum {
    CP_PPPOE_TAGS_MAX = 375, /* 1500 bytes of empty tags */
    CP_PPPOE_SERVICES_MAX = 16,
    CP_PPPOE_VENDORS_MAX = 8,
    CP_PPPOE_PADO = 0x07, /* from the concentrator, as PADS */
    CP_PPPOE_PADI = 0x09,
    CP_PPPOE_PADR = 0x19,
    CP_PPPOE_PADS = 0x65,
    CP_PPPOE_PADT = 0xa7,
};

typedef struct cp_pppoe {
    uint8_t code;
    uint16_t session;
    cp_bytes ac_name; /* borrowed, as all */
    cp_bytes services[CP_PPPOE_SERVICES_MAX];
    uint32_t n_services;
    uint32_t vendors[CP_PPPOE_VENDORS_MAX]; /* enterprise numbers, distinct */
    uint32_t n_vendors;
    uint32_t n_tags;
} cp_pppoe;

/* No allocation. Errors: CP_ESHORT (the head or a tag reaches past the end), CP_EFORMAT (version or
 * type is not 1, a vendor's tag without its number), CP_ELIMIT (CP_PPPOE_TAGS_MAX). What was read
 * before the fault is in *out even then. */
CP_MUST_CHECK cp_rc cp_pppoe_parse(cp_bytes in, cp_pppoe *out, cp_err *err);
