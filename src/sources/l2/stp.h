/* SPDX-License-Identifier: Apache-2.0 */
/* stp.h - BPDUs of the spanning tree protocols: STP, RSTP and MSTP (IEEE 802.1D-2004, clause 9;
 * 802.1Q-2018, clause 14). LLC 42-42; those of one VLAN each (PVST+) by SNAP 00-00-0c, 0x010b, with
 * the same layout.
 *
 *     protocol(2) 0, version(1) 0 STP, 2 RSTP, 3 MSTP, 4 SPT, type(1) 00 | 02 | 80
 *     flags(1) root(8) cost(4) bridge(8) port(2) age(2) age's maximum(2) hello(2) delay(2)
 *     [ length(1) 0                                                              from version 2
 *     [ length(2) selector(1) name(32) revision(2) digest(16)                    from version 3
 *       cost(4) bridge(8) hops(1) [ tree ]... ] ]
 *     an id:  priority(4 bits) extension(12 bits) MAC
 *
 * In MSTP the first bridge is the root of the region; the sender is the second. */
#pragma once
#include "base/base.h"

enum {
    CP_SNAP_PVST = 0x010b,
    CP_STP_NAME_BYTES = 32,
    CP_STP_DIGEST_BYTES = 16,
};

typedef struct cp_stp_id {
    uint16_t priority; /* with the extension: a VLAN or a tree */
    cp_mac mac;
} cp_stp_id;

typedef struct cp_stp {
    uint8_t version, type, flags;
    bool has_bridge;        /* not if only a change of topology is told */
    cp_stp_id root, bridge; /* bridge: who sends it */
    uint32_t cost;
    uint16_t port;                       /* priority(4 bits) number(12 bits) */
    uint16_t age, age_max, hello, delay; /* in 1/256 s */
    bool has_region;
    cp_str region; /* borrowed, without the NUL bytes behind it */
    uint16_t revision;
    cp_bytes digest; /* of which VLAN belongs to which tree */
    cp_stp_id region_root;
} cp_stp;

/* No allocation. Errors: CP_ESHORT (cut off), CP_EFORMAT (a protocol or a type that is none). What
 * was read before the fault is in *out even then. */
CP_MUST_CHECK cp_rc cp_stp_parse(cp_bytes in, cp_stp *out, cp_err *err);
/* "32768.00:11:22:33:44:55" */
cp_str cp_stp_id_text(cp_arena *a, const cp_stp_id *id);
