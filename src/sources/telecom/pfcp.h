/* SPDX-License-Identifier: Apache-2.0 */
/* pfcp.h - PFCP, between the control plane and the user plane of a mobile core (3GPP TS 29.244).
 *
 *     flags(1) type(1) length(2, of what follows) [SEID(8)] sequence(3) -(1) IE...
 *     IE:  type(2) length(2) [enterprise(2), if type >= 32768] value
 *
 * Read are who speaks (Node ID), what a user plane can do, and whose private elements are used, of
 * the outermost level; rules and sessions are stepped over. */
#pragma once
#include "base/base.h"

enum {
    CP_PFCP_PORT = 8805,
    CP_PFCP_IES_MAX = 2048, /* an establishment with many rules has some hundreds */
    CP_PFCP_ENTERPRISES_MAX = 8,
};

enum { CP_PFCP_SESSION_MODIFICATION = 52 };

/* All slices are borrowed from the message. */
typedef struct cp_pfcp {
    uint8_t type;
    uint32_t length;      /* of the message with its header; another may follow in the datagram */
    cp_ip node_ip;        /* Node ID (8.2.38): an address (version 0: none) ... */
    cp_bytes node_name;   /* ... or a name, see fqdn.h */
    cp_bytes up_features; /* UP Function Features (8.2.25) */
    cp_bytes cp_features; /* CP Function Features (8.2.58) */
    uint16_t enterprises[CP_PFCP_ENTERPRISES_MAX]; /* distinct */
    uint32_t n_enterprises, n_ies;
} cp_pfcp;

/* The first message of a datagram. No allocation. Errors, with the byte: CP_EUNKNOWN (by its header
 * no PFCP), CP_ESHORT (the message or an IE is cut off), CP_EFORMAT (an IE too short for its type),
 * CP_ELIMIT. What was read before the fault is in *out even then. */
CP_MUST_CHECK cp_rc cp_pfcp_parse(cp_bytes in, cp_pfcp *out, cp_err *err);
/* Is Node ID who sent it? Elsewhere it may be another's. */
bool cp_pfcp_is_of_sender(const cp_pfcp *p);
