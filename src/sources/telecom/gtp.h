/* SPDX-License-Identifier: Apache-2.0 */
/* gtp.h - the control plane of GTP: which nodes of a mobile core speak (3GPP TS 29.060, TS 29.274).
 *
 *     version 1:  flags(1) type(1) length(2) TEID(4) [sequence(2) N-PDU(1) next extension(1)] IE...
 *                 IE below 128: type(1) value of a length by its type; else type(1) length(2) value
 *     version 2:  flags(1) type(1) length(2) [TEID(4)] sequence(3) -(1) IE...
 *                 IE: type(1) length(2) instance(1) value; some hold others
 *
 * Only what tells of nodes is read: addresses, names, restart counters and the enterprise numbers
 * of private extensions. Subscribers and the ids of their tunnels are stepped over. */
#pragma once
#include "base/base.h"

enum {
    CP_GTP_C_PORT = 2123,
    CP_GTP_IES_MAX = 512, /* a message has some dozens: more is an attack */
    CP_GTP_NODES_MAX = 16,
    CP_GTP_NAMES_MAX = 4,
    CP_GTP_ENTERPRISES_MAX = 8, /* distinct; further ones of all three are passed over */
    CP_GTP_GSN = 255,           /* as interface: GSN address of version 1 */
};

typedef struct cp_gtp_node {
    uint8_t interface; /* of TS 29.274, 8.22; or CP_GTP_GSN */
    cp_ip ip;
} cp_gtp_node;

/* All slices are borrowed from the message. */
typedef struct cp_gtp {
    uint8_t version, type;
    uint32_t length; /* of the message with its header; another may follow in the same datagram */
    bool has_recovery;
    uint8_t recovery;
    cp_gtp_node nodes[CP_GTP_NODES_MAX];
    cp_bytes names[CP_GTP_NAMES_MAX];             /* see fqdn.h */
    uint16_t enterprises[CP_GTP_ENTERPRISES_MAX]; /* of private extensions */
    uint32_t n_nodes, n_names, n_enterprises, n_ies;
} cp_gtp;

/* The first message of a datagram. No allocation. Errors, with the byte: CP_EUNKNOWN (by its header
 * no GTP of version 1 or 2), CP_ESHORT (the message or an IE is cut off), CP_EFORMAT (an IE of
 * version 1 whose length is not known, an IE too short for its type), CP_ELIMIT. What was read
 * before the fault is in *out even then. */
CP_MUST_CHECK cp_rc cp_gtp_parse(cp_bytes in, cp_gtp *out, cp_err *err);
/* "S11 MME GTP-C", "GSN", or the number. */
cp_str cp_gtp_interface_text(cp_arena *a, uint8_t interface);
