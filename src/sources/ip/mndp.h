/* SPDX-License-Identifier: Apache-2.0 */
/* mndp.h - the MikroTik Neighbor Discovery Protocol: UDP port 5678, to all hosts of the link. There
 * is no public standard; the layout is that of Wireshark (packet-mndp.c) and of frames seen.
 *
 *     -(2) sequence(2) [ type(2) length(2) value ]...
 *     1 MAC, 5 identity, 7 version, 8 platform, 10 uptime(4, low byte first, seconds),
 *     11 software id, 12 board, 15 IPv6 address, 16 interface, 17 IPv4 address
 *
 * Four bytes of zero and no TLV ask the others to announce themselves. */
#pragma once
#include "base/base.h"

enum {
    CP_MNDP_PORT = 5678,
    CP_MNDP_TLVS_MAX = 64,
    CP_MNDP_ADDRS_MAX = 8, /* one of each family is usual */
};

/* Slices are borrowed. */
typedef struct cp_mndp {
    uint16_t sequence;
    bool has_mac, has_uptime;
    cp_mac mac;
    cp_bytes identity, version, platform, software_id, board, interface;
    uint32_t uptime_s;
    cp_ip addrs[CP_MNDP_ADDRS_MAX];
    uint32_t n_addrs;
    uint32_t n_tlvs;
} cp_mndp;

/* No allocation. Errors: CP_ESHORT (the head or a TLV reaches past the end), CP_EFORMAT (a value of
 * another length than its kind has), CP_ELIMIT (CP_MNDP_TLVS_MAX). What was read before the fault
 * is in *out even then. */
CP_MUST_CHECK cp_rc cp_mndp_parse(cp_bytes in, cp_mndp *out, cp_err *err);
