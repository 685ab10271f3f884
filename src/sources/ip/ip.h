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
    uint8_t version;  /* 4 or 6 */
    uint8_t hops;     /* time to live, hop limit */
    uint8_t proto;    /* of the payload; for a later fragment, of the whole */
    bool is_later;    /* a fragment, but not the first: the payload begins in the middle */
    bool is_fragment; /* of what is longer: where it stands there, whether more follows, of which */
    bool has_more;
    bool is_whole_only; /* IPv4: must not be fragmented */
    uint32_t fragment_off, fragment_id;
    uint32_t flow_label; /* IPv6 */
    cp_bytes src, dst;   /* 4 or 16 bytes of the packet */
    cp_bytes payload;    /* without what lies behind the packet's length */
} cp_ip_packet;

/* By the version in the first four bits. No allocation. Errors: CP_EFORMAT (version, header
 * length), CP_ESHORT, CP_ELIMIT (extension headers); src and dst are set if they were there. */
CP_MUST_CHECK cp_rc cp_ip_packet_parse(cp_bytes in, cp_ip_packet *out, cp_err *err);

typedef struct cp_udp {
    uint16_t src_port, dst_port;
    cp_bytes payload;
} cp_udp;

CP_MUST_CHECK cp_rc cp_udp_parse(cp_bytes in, cp_udp *out, cp_err *err);

/* Flags of TCP (RFC 9293, 3.1). */
enum {
    CP_TCP_FIN = 1,
    CP_TCP_SYN = 2,
    CP_TCP_RST = 4,
    CP_TCP_PSH = 8,
    CP_TCP_ACK = 16,
    CP_TCP_URG = 32
};

typedef struct cp_tcp {
    uint16_t src_port, dst_port;
    uint32_t seq, ack;
    uint16_t window, urgent;
    uint8_t flags;
    cp_bytes options, payload;
} cp_tcp;

/* No allocation. Errors: CP_ESHORT, CP_EFORMAT (a data offset below 5). */
CP_MUST_CHECK cp_rc cp_tcp_parse(cp_bytes in, cp_tcp *out, cp_err *err);
