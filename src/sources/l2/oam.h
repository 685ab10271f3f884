/* SPDX-License-Identifier: Apache-2.0 */
/* oam.h - operations, administration and maintenance of a link (IEEE 802.3-2018, clause 57):
 * ethertype 0x8809, subtype 3.
 *
 *     subtype(1) flags(2) code(1) data
 *     code 0, information:  [ type(1) length(1, with this head) value ]... end(0)
 *         1 local, 2 remote (16):  version(1) revision(2) state(1) configuration(1)
 *                                  longest PDU(2) OUI(3) vendor's information(4)
 *         fe organisation:  OUI(3) ...
 *     code fe, organisation:  OUI(3) ...
 *
 * The OUI of local information is that of the maker of the port's implementation (57.5.2.1). What
 * the remote information repeats is about the receiver, whose address the frame does not have. */
#pragma once
#include "base/base.h"

enum {
    CP_OAM_TLVS_MAX = 64, /* three kinds are defined; a PDU has at most 1500 bytes */
    CP_OAM_OUIS_MAX = 8,  /* organisations kept */
    CP_OAM_INFORMATION = 0,
    CP_OAM_ORGANISATION = 0xfe,
};

typedef struct cp_oam {
    uint16_t flags;
    uint8_t code;
    bool has_local;
    uint8_t version;
    uint16_t revision;
    uint8_t state, configuration; /* configuration: 1 active, 2 unidirectional, 4 loopback ... */
    uint16_t pdu_max;
    uint32_t oui;
    uint8_t vendor_info[4];
    uint32_t ouis[CP_OAM_OUIS_MAX]; /* of organisations whose extensions it speaks, distinct */
    uint32_t n_ouis;
    uint32_t n_tlvs;
} cp_oam;

/* in begins with the subtype. No allocation. Errors: CP_ESHORT (the head or a TLV reaches past the
 * end), CP_EFORMAT (another subtype, a length below 2, a value too short), CP_ELIMIT
 * (CP_OAM_TLVS_MAX). What was read before the fault is in *out even then. */
CP_MUST_CHECK cp_rc cp_oam_parse(cp_bytes in, cp_oam *out, cp_err *err);
