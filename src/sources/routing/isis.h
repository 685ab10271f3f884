/* SPDX-License-Identifier: Apache-2.0 */
/* isis.h - IS-IS (ISO/IEC 10589, 9; RFC 1195): hellos and link state PDUs, behind LLC FE-FE-03.
 *
 *     83 header length(1) 1 id length(1) type(1) 1 0 areas max(1), then
 *     hello on a LAN (15, 16):  circuit(1) system(6) hold(2) length(2) priority(1) LAN id(7)
 *     hello on a line (17):     circuit(1) system(6) hold(2) length(2) local circuit(1)
 *     link state (18, 20):      length(2) lifetime(2) LSP id(8) sequence(4) checksum(2) flags(1)
 *     [ type(1) length(1) value ]...
 *
 * TLVs read: areas (1), neighbours on a LAN (6), protocols (129: RFC 1195, 5.1), IP addresses (132,
 * and 232: RFC 5308, 3), host name (137: RFC 5301), neighbour on a line (240: RFC 5303). Those that
 * authenticate (10, 133) are stepped over. */
#pragma once
#include "base/base.h"

enum {
    CP_LLC_ISO = 0xfefe,    /* both SAPs */
    CP_NLPID_ISIS = 0x83,   /* the first byte, of ISO/IEC TR 9577 */
    CP_ISIS_TLVS_MAX = 800, /* a 1500-byte PDU has room for 740 empty ones */
    CP_ISIS_AREAS_MAX = 8,
    CP_ISIS_ADDRS_MAX = 32,
    CP_ISIS_NEIGHBOURS_MAX = 64,
    CP_ISIS_ID_BYTES = 6,

    CP_ISIS_HELLO_L1 = 15,
    CP_ISIS_HELLO_L2 = 16,
    CP_ISIS_HELLO_LINE = 17,
    CP_ISIS_LSP_L1 = 18,
    CP_ISIS_LSP_L2 = 20,
};

/* All slices are borrowed from the PDU. */
typedef struct cp_isis {
    uint8_t type;    /* CP_ISIS_; 0: another, or its header was not there */
    cp_bytes system; /* the sender of a hello, the originator of an LSP: six bytes */
    uint8_t circuit; /* of a hello: 1, 2 or 3, the levels that it is for */
    uint8_t priority;
    cp_bytes lan; /* of a LAN: seven bytes, the designated system and its number for the LAN */
    cp_bytes lsp; /* eight bytes: system, pseudonode, fragment */
    uint16_t lifetime_s; /* 0: the LSP is taken back */
    uint32_t seq;
    uint8_t flags;
    cp_bytes tlvs; /* all of them, those that authenticate too: see cp_isis_tlv_next */
    cp_bytes areas[CP_ISIS_AREAS_MAX];
    uint32_t n_areas;
    cp_ip addrs[CP_ISIS_ADDRS_MAX];
    uint32_t n_addrs;
    cp_bytes neighbours[CP_ISIS_NEIGHBOURS_MAX]; /* MACs on a LAN, systems on a line: six bytes */
    uint32_t n_neighbours;
    cp_bytes protocols; /* NLPIDs */
    cp_str hostname;
} cp_isis;

/* in: behind LLC. Other protocols of ISO and other PDUs of this one: CP_OK, type 0. No allocation.
 * Errors: CP_ESHORT, CP_EFORMAT (header length, ids that are not of six bytes, a TLV not as long as
 * its kind), CP_ELIMIT (CP_ISIS_TLVS_MAX). What was read before the fault is in *out even then. */
CP_MUST_CHECK cp_rc cp_isis_parse(cp_bytes in, cp_isis *out, cp_err *err);

/* The next TLV as it stands, with its head, of those that do not authenticate. False at the end. */
bool cp_isis_tlv_next(cp_cur *tlvs, cp_bytes *tlv);
/* Ids as they are written: 1921.6800.1001, 1921.6800.1001.01 (of seven bytes), 1921.6800.1001.00-00
 * (of eight); an area: 49.0001. */
cp_str cp_isis_id_text(cp_arena *a, cp_bytes id);
cp_str cp_isis_area_text(cp_arena *a, cp_bytes area);
