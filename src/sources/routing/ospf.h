/* SPDX-License-Identifier: Apache-2.0 */
/* ospf.h - OSPF, versions 2 (RFC 2328, A.3) and 3 (RFC 5340, A.3).
 *
 *     2: 2 type(1) length(2) router(4) area(4) checksum(2) auth type(2) authentication(8)
 *     3: 3 type(1) length(2) router(4) area(4) checksum(2) instance(1) 0
 *     hello, 2: mask(4) interval(2) options(1) priority(1) dead(4) DR(4) BDR(4) neighbour(4)...
 *     hello, 3: interface(4) priority(1) options(3) interval(2) dead(2) DR(4) BDR(4)
 *     neighbour(4)...
 *     update:   n(4) [ LSA of the length in its bytes 18 and 19 ]...
 *
 * What authenticates is stepped over: a password stands there as it is. */
#pragma once
#include "base/base.h"

enum {
    CP_IP_PROTO_OSPF = 89,
    CP_OSPF_NEIGHBOURS_MAX = 64, /* of one hello; a LAN of more is not kept whole */
    CP_OSPF_LSAS_MAX = 512, /* of one update: a packet of 64 KiB has room for 3000 empty ones */
    CP_OSPF_LSA_HEAD_BYTES = 20,
    CP_OSPF_MAX_AGE_S = 3600,

    CP_OSPF_HELLO = 1,
    CP_OSPF_UPDATE = 4,
};

typedef struct cp_ospf {
    uint8_t version; /* 0: no header */
    uint8_t type;
    cp_ip router, area; /* as IPv4, the way both are written */
    bool is_hello;
    uint16_t interval_s;
    uint32_t dead_s, options;
    uint8_t priority;
    cp_ip mask;    /* version 2 only, else of version 0 */
    cp_ip dr, bdr; /* addresses of interfaces in version 2, ids of routers in version 3 */
    cp_ip neighbours[CP_OSPF_NEIGHBOURS_MAX]; /* ids of routers */
    uint32_t n_neighbours;
    cp_bytes lsas[CP_OSPF_LSAS_MAX]; /* borrowed; at least CP_OSPF_LSA_HEAD_BYTES each */
    uint32_t n_lsas;
} cp_ospf;

/* in: the payload of IP. No allocation. Errors: CP_ESHORT, CP_EFORMAT (version, type, a length
 * below that of the header), CP_ELIMIT (CP_OSPF_LSAS_MAX). What was read before the fault is in
 * *out even then. */
CP_MUST_CHECK cp_rc cp_ospf_parse(cp_bytes in, cp_ospf *out, cp_err *err);
