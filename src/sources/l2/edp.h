/* SPDX-License-Identifier: Apache-2.0 */
/* edp.h - the Extreme Discovery Protocol: SNAP 00-e0-2b, 0x00bb. There is no public standard; the
 * layout is that of the maker's knowledge base, as Wireshark (packet-extreme.c) and lldpd cite it.
 *
 *     version(1) -(1) length(2) checksum(2) sequence(2) kind of id(2) MAC(6)
 *     TLV:  99 type(1) length(2, with this head) value
 *           0  end
 *           1  display: the system's name
 *           2  info: slot(2) port(2) chassis(2) -(6) software(4) -(16); slot and port from 0
 *           5  VLAN: flags(1) -(1) id(2) -(4) IPv4(4) name */
#pragma once
#include "base/base.h"

enum {
    CP_EDP_TLVS_MAX = 512,
    CP_EDP_VLANS_MAX = 64, /* kept; a frame of 1500 bytes has room for 90 without a name */
};

typedef struct cp_edp_vlan {
    uint16_t id; /* 0: untagged */
    cp_ip ip;    /* 0.0.0.0: none */
    cp_str name;
} cp_edp_vlan;

/* Slices are borrowed; texts without the NUL bytes behind them. */
typedef struct cp_edp {
    uint8_t version;
    bool has_mac;
    cp_mac mac;
    cp_str display;
    bool has_info;
    uint32_t slot, port; /* as printed on the device: from 1 */
    uint8_t software[4]; /* major, minor, sustaining, internal */
    cp_edp_vlan vlans[CP_EDP_VLANS_MAX];
    uint32_t n_vlans;
    uint32_t n_tlvs;
} cp_edp;

/* No allocation. Errors: CP_ESHORT (the head or a TLV reaches past the end), CP_EFORMAT (version, a
 * marker or a length that is none, a value too short), CP_ELIMIT (CP_EDP_TLVS_MAX). What was read
 * before the fault is in *out even then. */
CP_MUST_CHECK cp_rc cp_edp_parse(cp_bytes in, cp_edp *out, cp_err *err);
