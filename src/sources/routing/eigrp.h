/* SPDX-License-Identifier: Apache-2.0 */
/* eigrp.h - hellos of EIGRP (RFC 7868, 6.4 and 6.6): a protocol of Cisco that few others speak.
 *
 *     2 opcode(1) checksum(2) flags(4) sequence(4) acknowledged(4) virtual router(2) system(2)
 *     [ type(2) length(2, with these four bytes) value ]...
 *
 * TLVs read: parameters (1), software version (4). What authenticates (2) is stepped over. */
#pragma once
#include "base/base.h"

enum {
    CP_IP_PROTO_EIGRP = 88,
    CP_EIGRP_TLVS_MAX = 128,
};

typedef struct cp_eigrp {
    bool is_told; /* it is a hello, and its header was there */
    uint16_t system;
    bool has_parameters, has_version;
    uint16_t hold_s;
    uint8_t k[6]; /* weights of the metric */
    uint8_t os_major, os_minor, tlv_major, tlv_minor;
} cp_eigrp;

/* in: the payload of IP. Other opcodes and versions: CP_OK and not told. Errors: CP_ESHORT,
 * CP_EFORMAT (a TLV not as long as its kind, or shorter than its head), CP_ELIMIT. What was read
 * before the fault is in *out even then. No allocation. */
CP_MUST_CHECK cp_rc cp_eigrp_parse(cp_bytes in, cp_eigrp *out, cp_err *err);
