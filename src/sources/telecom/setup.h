/* SPDX-License-Identifier: Apache-2.0 */
/* setup.h - how a base station and a core introduce themselves: NGAP (3GPP TS 38.413) and S1AP (TS
 * 36.413), whose messages have one shape, in aligned PER (see per.h).
 *
 *     PDU:    choice(3 bits) procedure(1) criticality(2 bits) [ value ]
 *     value:  extended(1 bit) number of IEs(2) [ id(2) criticality(2 bits) [ IE ] ]...
 *
 * Read are the setup of the interface and the updates of what was told there, of both sides: names,
 * the id of the node, the networks that a core serves. All others are about subscribers. */
#pragma once
#include "base/base.h"

enum {
    CP_SETUP_IES_MAX = 256,  /* a setup has less than ten; more is an attack */
    CP_SETUP_PLMNS_MAX = 32, /* kept; TS 36.413, 9.2.1.68 has as many in one item */
};

typedef enum cp_setup_of { CP_SETUP_NGAP, CP_SETUP_S1AP } cp_setup_of;

typedef struct cp_plmn {
    uint8_t b[3]; /* as coded: TS 38.413, 9.3.3.5 */
} cp_plmn;

/* All slices are borrowed from the message. */
typedef struct cp_setup {
    uint8_t procedure;
    bool is_read;       /* the procedure is one of those that are */
    cp_bytes ran_name;  /* RAN Node Name, eNB Name */
    cp_bytes core_name; /* AMF Name, MME Name */
    const char *node;   /* "gNB", "eNB" ...; NULL: no Global RAN Node ID, Global eNB ID */
    cp_plmn node_plmn;
    uint32_t node_id;
    uint8_t node_bits;                 /* of node_id */
    cp_plmn plmns[CP_SETUP_PLMNS_MAX]; /* of the served GUAMIs or GUMMEIs, distinct */
    uint32_t n_plmns, n_ies;
} cp_setup;

/* No allocation. Errors, with the byte: CP_EUNKNOWN (no PDU of this shape), CP_ESHORT (the PDU or
 * an IE is cut off, or in fragments of 16 KiB), CP_EFORMAT (an IE that is read is too short for
 * what it has to hold), CP_ELIMIT. What was read before the fault is in *out even then; one bad IE
 * does not take the others with it. */
CP_MUST_CHECK cp_rc cp_setup_parse(cp_setup_of of, cp_bytes in, cp_setup *out, cp_err *err);
/* "001-01"; hex if it has no decimal digits. */
cp_str cp_plmn_text(cp_arena *a, cp_plmn plmn);
/* "gNB 001-01 0000ab/24": kind, network, id in hex, its bits. */
cp_str cp_setup_node_text(cp_arena *a, const cp_setup *p);
