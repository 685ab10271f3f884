/* SPDX-License-Identifier: Apache-2.0 */
/* lldp.h - the Link Layer Discovery Protocol (IEEE 802.1AB-2016): who is at the other end.
 *
 *     PDU:  chassis id, port id, time to live, [ other TLVs ]..., end
 *     TLV:  type(7 bits) length(9 bits) value
 *     organisation's TLV (type 127):  OUI(3) subtype(1) value
 *
 * Read are all basic TLVs, and of the organisations' those that help to tell what a device is or
 * what it is connected to:
 *
 *     00-80-c2  802.1Q-2018 annex D: VLANs, protocols, link aggregation (802.1AX-2014 annex E)
 *     00-12-0f  802.3-2018 clause 79: MAC and PHY, power, link aggregation, frame size
 *     00-12-bb  ANSI/TIA-1057, 10.2: LLDP-MED
 *     00-00-5e  RFC 8520, 11: where the maker describes the device (MUD)
 *
 * Of others the OUI is kept, for it says whose software speaks. */
#pragma once
#include "base/base.h"

enum {
    CP_LLDP_TLVS_MAX = 512, /* a 1500-byte PDU has room for 750 empty TLVs: more is an attack */
    CP_LLDP_ADDRS_MAX = 32, /* management addresses kept; further ones are counted */
    CP_LLDP_OUIS_MAX = 16,  /* organisations kept */
    CP_LLDP_VLANS_MAX = 32, /* named VLANs kept */
    CP_LLDP_PROTOCOLS_MAX = 8,
    CP_LLDP_POLICIES_MAX = 8, /* one for each application that is defined */
    CP_LLDP_ORDER_MAX = 64,   /* TLVs whose order is told; ordinary PDUs have 10 to 30 */
};

/* Organisations. */
enum {
    CP_LLDP_OUI_IANA = 0x00005e,
    CP_LLDP_OUI_8021 = 0x0080c2,
    CP_LLDP_OUI_8023 = 0x00120f,
    CP_LLDP_OUI_MED = 0x0012bb,
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

typedef struct cp_lldp_vlan {
    uint16_t id;
    cp_str name;
} cp_lldp_vlan;

/* Of an application (TIA-1057, 10.2.3). */
typedef struct cp_lldp_policy {
    uint8_t application; /* 1 voice ... 8 video signaling */
    bool is_unknown, is_tagged;
    uint16_t vlan;
    uint8_t priority, dscp;
} cp_lldp_policy;

/* How a port is powered: 802.3, 79.3.2. */
typedef struct cp_lldp_power {
    bool is_told, has_values;
    uint8_t support;     /* bits: 1 it gives power, 2 it can, 4 it does, 8 pairs can be chosen */
    uint8_t pair, class; /* class: 1 to 5 for 0 to 4 */
    uint8_t kind;        /* type, source and priority, only with has_values */
    uint16_t requested_dw, allocated_dw; /* tenths of a watt */
} cp_lldp_power;

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
    uint16_t port_vlan, mgmt_vlan, frame_max; /* 0: not told */
    cp_lldp_vlan vlans[CP_LLDP_VLANS_MAX];
    uint32_t n_vlans;
    cp_bytes protocols[CP_LLDP_PROTOCOLS_MAX]; /* as they begin on the wire (D.2.4) */
    uint32_t n_protocols;
    struct { /* by 802.1, or by 802.3 as before 2014 */
        bool is_told, is_capable, is_aggregated;
        uint32_t port; /* number of the aggregated one; 0: none */
    } aggregation;
    struct {
        bool is_told;
        uint8_t auto_negotiation; /* bits: 1 supported, 2 enabled */
        uint16_t advertised;      /* bits of ifMauAutoNegCapAdvertisedBits (RFC 4836) */
        uint16_t mau;             /* dot3MauType (IANA-MAU-MIB) */
    } phy;
    cp_lldp_power power;
    cp_str mud_url;
    struct {
        cp_str hw, fw, sw, serial, manufacturer, model, asset;
        bool has_caps, has_power;
        uint16_t caps; /* bits: 1 capabilities, 2 policy, 4 location, 8 PSE, 16 PD, 32 inventory */
        uint8_t device_class; /* 1 to 3 endpoints, 4 a network's own */
        cp_lldp_policy policies[CP_LLDP_POLICIES_MAX];
        uint32_t n_policies;
        uint8_t location_format; /* 1 coordinates, 2 civic address, 3 number for emergency calls */
        cp_bytes location;       /* the first that is there */
        uint8_t power_kind;      /* type, source and priority */
        uint16_t power_dw;
    } med;
    uint32_t n_tlvs;
} cp_lldp;

/* No allocation. Errors, with the byte in the PDU: CP_ESHORT (a TLV reaches past the end),
 * CP_EFORMAT (a TLV too short for its kind, a mandatory one missing or twice), CP_ELIMIT
 * (CP_LLDP_TLVS_MAX). What was read before the fault is in *out even then. */
CP_MUST_CHECK cp_rc cp_lldp_parse(cp_bytes in, cp_lldp *out, cp_err *err);

/* Chassis id or port id as text: a MAC with colons, an address as such, otherwise the bytes. */
cp_str cp_lldp_id_text(cp_arena *a, bool is_mac, bool is_address, cp_bytes id);
/* The types in the order in which they stand, which differs between programs that write them:
 * "1,2,3,6,127:0080c2:1"; at most CP_LLDP_ORDER_MAX. */
cp_str cp_lldp_order_text(cp_arena *a, cp_bytes pdu);
/* "bridge,router" */
cp_str cp_lldp_caps_text(cp_arena *a, uint16_t caps);
/* IPv4 and IPv6 only: family as in cp_lldp_addr. */
bool cp_lldp_ip(uint8_t family, cp_bytes value, cp_ip *out);
