/* SPDX-License-Identifier: Apache-2.0 */
/* lldp.h - the Link Layer Discovery Protocol (IEEE 802.1AB-2016): who is at the other end.
 *
 *     PDU:  chassis id, port id, time to live, [ other TLVs ]..., end
 *     TLV:  type(7 bits) length(9 bits) value
 *     organisation's TLV (type 127):  OUI(3) subtype(1) value
 *
 * Read are all basic TLVs, and of the organisations' those of 802.1 (port VLAN), 802.3 (frame size)
 * and the inventory of LLDP-MED (ANSI/TIA-1057, 10.2.6); of others the OUI is kept, for it says
 * whose software speaks. */
#pragma once
#include "base/base.h"

enum {
    CP_LLDP_TLVS_MAX = 512, /* a 1500-byte PDU has room for 750 empty TLVs: more is an attack */
    CP_LLDP_ADDRS_MAX = 32, /* management addresses kept; further ones are counted */
    CP_LLDP_OUIS_MAX = 16,  /* organisations kept */
};

/* Subtypes of chassis id (8.5.2.2) and, from PORT_, of port id (8.5.3.2). */
enum {
    CP_LLDP_CHASSIS_COMPONENT = 1,
    CP_LLDP_CHASSIS_IF_ALIAS = 2,
    CP_LLDP_CHASSIS_PORT = 3,
    CP_LLDP_CHASSIS_MAC = 4,
    CP_LLDP_CHASSIS_ADDRESS = 5,
    CP_LLDP_CHASSIS_IF_NAME = 6,
    CP_LLDP_CHASSIS_LOCAL = 7,
    CP_LLDP_PORT_MAC = 3,
    CP_LLDP_PORT_ADDRESS = 4,
};

/* Address families of IANA that occur here. */
enum { CP_AFI_IPV4 = 1, CP_AFI_IPV6 = 2, CP_AFI_802 = 6 };

typedef struct cp_lldp_addr {
    uint8_t family; /* CP_AFI_ */
    cp_bytes value;
    uint32_t interface;
    cp_bytes oid; /* as BER contents; often empty */
} cp_lldp_addr;

/* All slices are borrowed from the PDU; texts without the NUL bytes that some append. */
typedef struct cp_lldp {
    uint8_t chassis_subtype, port_subtype; /* 0: not there */
    cp_bytes chassis, port;
    uint16_t ttl_s;
    cp_str port_descr, sys_name, sys_descr;
    uint16_t caps, caps_enabled; /* bits of 8.5.8.1: 1 other, 2 repeater, 4 bridge ... */
    cp_lldp_addr addrs[CP_LLDP_ADDRS_MAX];
    uint32_t n_addrs;
    uint32_t ouis[CP_LLDP_OUIS_MAX]; /* distinct */
    uint32_t n_ouis;
    uint16_t port_vlan, frame_max; /* 0: not told */
    struct {
        cp_str hw, fw, sw, serial, manufacturer, model, asset;
    } med;
    uint32_t n_tlvs;
} cp_lldp;

/* No allocation. Errors, with the byte in the PDU: CP_ESHORT (a TLV reaches past the end),
 * CP_EFORMAT (a TLV too short for its kind, a mandatory one missing or twice), CP_ELIMIT
 * (CP_LLDP_TLVS_MAX). What was read before the fault is in *out even then. */
CP_MUST_CHECK cp_rc cp_lldp_parse(cp_bytes in, cp_lldp *out, cp_err *err);

/* Chassis id or port id as text: a MAC with colons, an address as such, otherwise the bytes. */
cp_str cp_lldp_id_text(cp_arena *a, bool is_mac, bool is_address, cp_bytes id);
/* "bridge,router" */
cp_str cp_lldp_caps_text(cp_arena *a, uint16_t caps);
/* IPv4 and IPv6 only: family as in cp_lldp_addr. */
bool cp_lldp_ip(uint8_t family, cp_bytes value, cp_ip *out);
