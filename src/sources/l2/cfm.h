/* SPDX-License-Identifier: Apache-2.0 */
/* cfm.h - connectivity fault management (IEEE 802.1Q-2018, clause 21; ITU-T G.8013): ethertype
 * 0x8902. Ends of a service of many links tell each other that they are there.
 *
 *     level(3 bits) version(5 bits) opcode(1) flags(1) offset of the first TLV(1) data
 *     opcode 1, continuity check:  sequence(4) MEP(2) MAID(48) ...
 *         MAID:  format(1) [ length(1) name of the domain ] format(1) length(1) name of the
 *                association, zeros; format 1 of the domain: it has no name, and no length
 *     TLV:  type(1) length(2) value; end: type 0
 *         1  sender:  length(1) [ subtype(1) chassis id ] length(1) domain [ length(1) address ]
 *         31 organisation:  OUI(3) subtype(1) ...
 *
 * The domain of a management address is an object identifier: 1.3.6.1.2.1.100.1.1 UDP over IPv4 ...
 * (RFC 3419); the address is then as of that textual convention. TLVs are read of continuity
 * checks, loopback messages and linktrace replies only: a loopback reply is a copy of what came,
 * sender included (20.2.2), and linktrace messages are passed on by others. */
#pragma once
#include "base/base.h"

enum {
    CP_CFM_TLVS_MAX = 128, /* ten kinds are defined */
    CP_CFM_MAID_BYTES = 48,
    CP_CFM_CCM = 1,
    CP_CFM_LBM = 3,
    CP_CFM_LTR = 4,
    CP_CFM_OUIS_MAX = 8,
};

/* Formats of a domain's name (21.6.5.1). */
enum { CP_CFM_MD_NONE = 1, CP_CFM_MD_DNS = 2, CP_CFM_MD_MAC = 3, CP_CFM_MD_TEXT = 4 };
/* Formats of an association's name (21.6.5.4; 32 and 33: G.8013, annex A). */
enum {
    CP_CFM_MA_VLAN = 1,
    CP_CFM_MA_TEXT = 2,
    CP_CFM_MA_NUMBER = 3,
    CP_CFM_MA_VPN = 4,
    CP_CFM_MA_ICC = 32,
    CP_CFM_MA_ICC_COUNTRY = 33
};

typedef struct cp_cfm {
    uint8_t level, version, opcode, flags;
    uint16_t mep;                 /* 0: not told */
    uint8_t md_format, ma_format; /* 0: not told */
    cp_bytes md, ma;              /* names, borrowed */
    uint8_t chassis_subtype;      /* as of LLDP; 0: not told */
    cp_bytes chassis;
    cp_bytes mgmt_domain, mgmt_address; /* domain: BER contents of the object identifier */
    uint32_t ouis[CP_CFM_OUIS_MAX];     /* of organisations' TLVs, distinct */
    uint32_t n_ouis;
    uint32_t n_tlvs;
} cp_cfm;

/* No allocation. Errors: CP_ESHORT (the head, a name or a TLV reaches past the end), CP_EFORMAT (a
 * value too short), CP_ELIMIT (CP_CFM_TLVS_MAX). What was read before the fault is in *out even
 * then. */
CP_MUST_CHECK cp_rc cp_cfm_parse(cp_bytes in, cp_cfm *out, cp_err *err);
/* A name as text: as such, a MAC and a number, or hex. */
cp_str cp_cfm_md_text(cp_arena *a, const cp_cfm *p);
cp_str cp_cfm_ma_text(cp_arena *a, const cp_cfm *p);
/* The management address, if it is one of IP: RFC 3419 and RFC 2096 domains of UDP and TCP. */
bool cp_cfm_mgmt_ip(const cp_cfm *p, cp_ip *out);
