/* SPDX-License-Identifier: Apache-2.0 */
/* ip.h - the headers of IPv4 (RFC 791), IPv6 with its extension headers (RFC 8200) and UDP (RFC
 * 768). */
#pragma once
#include "base/base.h"

enum {
    CP_IP_EXTENSIONS_MAX = 16, /* RFC 8200, 4.1 allows seven in sense; more is an attack */
    CP_IP_PROTO_TCP = 6,
    CP_IP_PROTO_UDP = 17,
    CP_IP_PROTO_ICMPV6 = 58,
};

typedef struct cp_ip_packet {
    uint8_t version;   /* 4 or 6 */
    uint8_t hops;      /* time to live, hop limit */
    uint8_t proto;     /* of the payload; for a later fragment, of the whole */
    bool is_later;     /* a fragment, but not the first: the payload begins in the middle */
    cp_bytes src, dst; /* 4 or 16 bytes of the packet */
    cp_bytes payload;  /* without what lies behind the packet's length */
} cp_ip_packet;

/* By the version in the first four bits. No allocation. Errors: CP_EFORMAT (version, header
 * length), CP_ESHORT, CP_ELIMIT (extension headers); src and dst are set if they were there. */
CP_MUST_CHECK cp_rc cp_ip_packet_parse(cp_bytes in, cp_ip_packet *out, cp_err *err);

typedef struct cp_udp {
    uint16_t src_port, dst_port;
    cp_bytes payload;
} cp_udp;

CP_MUST_CHECK cp_rc cp_udp_parse(cp_bytes in, cp_udp *out, cp_err *err);
