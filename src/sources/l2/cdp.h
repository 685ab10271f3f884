/* SPDX-License-Identifier: Apache-2.0 */
/* cdp.h - the Cisco Discovery Protocol, versions 1 and 2. There is no public standard; the layout
 * is that of Cisco's "Frame Formats" (Catalyst 6500 command reference, appendix) and of frames
 * seen.
 *
 *     version(1) time to live(1) checksum(2) [ type(2) length(2, with this head) value ]...
 *
 * And the Foundry Discovery Protocol, SNAP 00-e0-52, 0x2000, which has the same layout with other
 * values, after Wireshark (packet-foundry.c) and lldpd: capabilities are a word, an address may be
 * several of IPv4, and VLANs are types of its own (0x0102: native VLAN(2) kind(2)). */
#pragma once
#include "base/base.h"

enum {
    CP_CDP_TLVS_MAX = 512,
    CP_CDP_ADDRS_MAX = 32, /* of each kind kept */
};

typedef struct cp_cdp {
    bool is_fdp;
    uint8_t version, ttl_s;
    cp_str device_id, port_id, software, platform, vtp_domain, sys_name;
    cp_bytes sys_object_id; /* BER contents of the object identifier */
    cp_str capability;      /* FDP: "Router", "Switch" ... */
    uint32_t capabilities;
    bool has_capabilities, has_native_vlan;
    uint16_t native_vlan;
    cp_ip addrs[CP_CDP_ADDRS_MAX], mgmt[CP_CDP_ADDRS_MAX];
    uint32_t n_addrs, n_mgmt;
    uint32_t n_tlvs;
} cp_cdp;

/* No allocation; slices are borrowed. Errors: CP_ESHORT (a TLV reaches past the end), CP_EFORMAT
 * (version, a length below 4, a value too short), CP_ELIMIT. What was read before the fault is in
 * *out even then. */
CP_MUST_CHECK cp_rc cp_cdp_parse(cp_bytes in, cp_cdp *out, cp_err *err);
/* The same with the values of FDP, versions as there. */
CP_MUST_CHECK cp_rc cp_fdp_parse(cp_bytes in, cp_cdp *out, cp_err *err);
/* "router,switch" */
cp_str cp_cdp_capabilities_text(cp_arena *a, uint32_t capabilities);
/* "1.3.6.1.4.1.9.1.516" from BER contents; "" if they are malformed. */
cp_str cp_cdp_object_id_text(cp_arena *a, cp_bytes ber);
