/* SPDX-License-Identifier: Apache-2.0 */
/* flow.h - what exporters tell of traffic: flows, who told them, and the names that addresses went
 * by. How flows are kept stands in flow_pack.h.
 *
 *     NetFlow, IPFIX, sFlow, captures, logs --cp_flow--> packer --cp_flow_block--> case
 *     case --cp_flow_set--> cp_flow_iter --cp_flow_columns--> engines
 *
 * A flow is what it is called in RFC 7011, 2: packets with common properties that pass an
 * observation point during an interval. Figures are as told: where packets were sampled they are
 * not scaled, and `sampling` says by how much they would have to be. */
#pragma once
#include "base/base.h"

enum {
    CP_FLOW_BLOCK_ROWS = 64 * 1024,    /* at most in a block */
    CP_FLOW_EXPORTERS_MAX = 64 * 1024, /* of one source: more is an attack, and is counted */
    CP_FLOW_SAMPLING_MAX = 1 << 24,    /* one packet in that many; what says more is not believed */
    CP_FLOW_NAME_BYTES_MAX = 255,      /* RFC 1035, 2.3.4 */
};

/* An address: of version 4 as ::ffff:a.b.c.d (RFC 4291, 2.5.5.2); all zero: not told. */
typedef struct cp_flow_addr {
    uint8_t b[16];
} cp_flow_addr;

/* Numbers of more than 64 bits; of 8-byte alignment, so that they fit anywhere. */
typedef unsigned __int128 cp_flow_u128 __attribute__((aligned(8)));

/* How `sampling` is written. */
enum { CP_SAMPLING_UNKNOWN = 0, CP_SAMPLING_NONE = 1 }; /* N: one packet in N */

/* Bits of what_. */
enum {
    CP_FLOW_BIFLOW = 1,    /* RFC 5103: the reverse figures are told too (or are zero) */
    CP_FLOW_EVENT = 2,     /* something that happened to a connection (NAT, firewall): no volume */
    CP_FLOW_DROPPED = 4,   /* was not forwarded */
    CP_FLOW_EGRESS = 8,    /* seen on the way out (flowDirection 1); otherwise in, or not told */
    CP_FLOW_NO_TIME = 16,  /* only the time of the export is known, and stands for both */
    CP_FLOW_REVERSED = 32, /* who began is guessed: the first packet was not seen */
    CP_FLOW_PACKET = 64,   /* one sampled packet (sFlow), not a flow that ended */
};

/* Columns of flows besides the addresses: id, field, type. Order and number are part of the
 * format of what is kept: new ones go to the end.
 *   at         cp_time of the first packet, in microseconds; end likewise of the last: at + span
 *   span_us    from the first to the last packet
 *   bytes      of layer 3 (octetDeltaCount); packets. ..._back: of the reverse direction
 *   sampling   see above
 *   exporter   number of the exporter within its source
 *   in_if      SNMP ifIndex, 0 not told; AS numbers as the exporter's table has them, 0 not told
 *   sport      UDP, TCP, SCTP; ICMP: dport is type * 256 + code (as NetFlow tells it)
 *   tcp_flags  of all packets or-ed (RFC 9293); tos: with its DSCP
 *   what       CP_FLOW_BIFLOW ... */
#define CP_FLOW_COLUMNS(X)                     \
    X(AT, at, int64_t)                         \
    X(SPAN, span_us, uint64_t)                 \
    X(BYTES, bytes, uint64_t)                  \
    X(PACKETS, packets, uint64_t)              \
    X(BYTES_BACK, bytes_back, uint64_t)        \
    X(PACKETS_BACK, packets_back, uint64_t)    \
    X(SAMPLING, sampling, uint32_t)            \
    X(EXPORTER, exporter, uint32_t)            \
    X(IN_IF, in_if, uint32_t)                  \
    X(OUT_IF, out_if, uint32_t)                \
    X(SRC_AS, src_as, uint32_t)                \
    X(DST_AS, dst_as, uint32_t)                \
    X(SPORT, sport, uint16_t)                  \
    X(DPORT, dport, uint16_t)                  \
    X(VLAN, vlan, uint16_t)                    \
    X(PROTO, proto, uint8_t)                   \
    X(TCP_FLAGS, tcp_flags, uint8_t)           \
    X(TCP_FLAGS_BACK, tcp_flags_back, uint8_t) \
    X(TOS, tos, uint8_t)                       \
    X(WHAT, what, uint8_t)

typedef enum cp_flow_column {
#define CP_FLOW_COLUMN_ID(id, field, type) CP_FLOW_##id,
    CP_FLOW_COLUMNS(CP_FLOW_COLUMN_ID)
#undef CP_FLOW_COLUMN_ID
        CP_FLOW_COLUMN_COUNT
} cp_flow_column;
static_assert(CP_FLOW_COLUMN_COUNT < 32, "a bit for each in what an engine wants");

/* One flow, as readers make it. All zero but src and dst is a valid one. */
typedef struct cp_flow {
    cp_flow_addr src, dst;
#define CP_FLOW_FIELD(id, field, type) type field;
    CP_FLOW_COLUMNS(CP_FLOW_FIELD)
#undef CP_FLOW_FIELD
} cp_flow;

/* What a row stands for that is several flows, added up by whoever keeps them: flows of the same
 * addresses, exporter, sampling and what_, of which all or none have reverse figures, and of the
 * same service (flow/service.h) where that was asked for. at is their earliest begin, span_us
 * reaches to their latest end, bytes and packets are their sums or the largest number. squares is
 * what flow/sampling.h makes of each packet's size, added up. */
typedef struct cp_flow_added {
    uint64_t flows;
    cp_flow_u128 packets, squares, packets_back, squares_back;
} cp_flow_added;

/* Up to CP_FLOW_BLOCK_ROWS flows, a column each: what engines read. Columns that were not wanted
 * are NULL. src and dst are places in addrs, so that what is to be known of an address (its asset,
 * its verdict) is looked up once per block. */
typedef struct cp_flow_columns {
    uint32_t n, n_addrs;
    const cp_flow_addr *addrs; /* distinct */
    const uint32_t *src, *dst; /* < n_addrs */
#define CP_FLOW_FIELD(id, field, type) const type *field;
    CP_FLOW_COLUMNS(CP_FLOW_FIELD)
#undef CP_FLOW_FIELD
    const cp_flow_added *sums; /* of each row; NULL: each is one flow */
    uint32_t source;           /* index of the answer's source */
    uint32_t exporters_at;     /* + exporter: index in the exporters of the set */
} cp_flow_columns;

/* What speaks to us of flows. id, name */
#define CP_FLOW_PROTOS(X)      \
    X(NETFLOW_5, "netflow-v5") \
    X(NETFLOW_9, "netflow-v9") \
    X(IPFIX, "ipfix")          \
    X(SFLOW, "sflow-v5")       \
    X(CAPTURE, "capture")      \
    X(NFDUMP, "nfdump")        \
    X(LOG, "log")
typedef enum cp_flow_proto {
#define CP_FLOW_PROTO_ID(id, name) CP_FLOW_PROTO_##id,
    CP_FLOW_PROTOS(CP_FLOW_PROTO_ID)
#undef CP_FLOW_PROTO_ID
        CP_FLOW_PROTO_COUNT
} cp_flow_proto;
const char *cp_flow_proto_name(cp_flow_proto p);
bool cp_flow_proto_by_name(cp_str name, cp_flow_proto *out);

/* One that tells of flows: an exporting process and its observation domain (RFC 7011, 3.1; source
 * id of RFC 3954; engine type and id of version 5; sub-agent of sFlow). Told at the end of a
 * source, when the figures stand. */
typedef struct cp_exporter {
    cp_flow_addr addr; /* of the datagrams, or the agent that an sFlow datagram names */
    uint32_t domain;
    cp_flow_proto proto;
    uint32_t nr; /* its number in the source */
    /* Learnt from option or sampler tables at any time, where flows say nothing themselves:
     * CP_SAMPLING_UNKNOWN: nothing was told. Is_sampling_mixed: it changed, or differs by
     * interface, so that only what stands beside a flow counts. */
    uint32_t sampling;
    bool is_sampling_mixed;
    cp_time first_at, last_at; /* of the export; CP_TIME_NONE: nothing came */
    uint64_t packets, flows;   /* datagrams, and flows in them */
    uint64_t lost;             /* by what it counts itself: flows, records, datagrams, samples */
    uint64_t restarts;         /* times that the sequence or the uptime began anew */
    uint64_t no_template;      /* sets whose template was not seen: what is in them is not known */
    uint64_t bad;              /* datagrams or sets that were malformed */
    uint64_t unused; /* records that are no flows of IP, or of a kind that is not understood */
    /* not set by who tells it: index of the answer's source; flows without `sampling` */
    uint32_t source;
    uint64_t unsampled;
} cp_exporter;
/* Are there flows of which nobody knows how many packets they stand for? */
static inline bool cp_exporter_is_silent(const cp_exporter *x)
{
    return x->unsampled && (x->sampling == CP_SAMPLING_UNKNOWN || x->is_sampling_mixed);
}

/* A name that stands for an address, or was asked for. id, name */
#define CP_FLOW_NAMES(X)                                                               \
    X(DNS_QUERY, "dns.query")   /* client asked server for it; addr not told */        \
    X(DNS_ANSWER, "dns.answer") /* addr is what the client was told */                 \
    X(TLS_SNI, "tls.sni")       /* client asked for it at addr */                      \
    X(HTTP_HOST, "http.host")   /* likewise */                                         \
    X(TLS_CERT, "tls.cert")     /* addr showed a certificate for it */                 \
    X(QUIC_SNI, "quic.sni")                                                            \
    /* a session that somebody began (cp_flow_name_is_login): no names of addresses */ \
    X(LOGIN_ACCOUNT, "login.account") /* from client, at addr */                       \
    X(LOGIN_LEASE, "login.lease")     /* from client, who has addr meanwhile */
typedef enum cp_flow_name_kind {
#define CP_FLOW_NAME_ID(id, name) CP_FLOW_NAME_##id,
    CP_FLOW_NAMES(CP_FLOW_NAME_ID)
#undef CP_FLOW_NAME_ID
        CP_FLOW_NAME_KIND_COUNT
} cp_flow_name_kind;
const char *cp_flow_name_kind_name(cp_flow_name_kind k);
/* A session whose end is not told is taken for one of twelve hours. */
#define CP_FLOW_LOGIN_OPEN_US ((int64_t)12 * 3600 * 1000 * 1000)

static inline bool cp_flow_name_is_login(cp_flow_name_kind k)
{
    return k == CP_FLOW_NAME_LOGIN_ACCOUNT || k == CP_FLOW_NAME_LOGIN_LEASE;
}

typedef struct cp_flow_name {
    cp_flow_name_kind kind;
    cp_flow_addr client, addr; /* of DNS queries addr is the server */
    cp_time at;
    uint16_t qtype; /* of DNS: RFC 1035, 3.2.2; of a login: port of the service, 0 not told */
    uint8_t rcode;  /* of an answer: RFC 1035, 4.1.1; of a login: protocol, 0 not told */
    uint32_t bytes; /* of the message; 0 not told; of a login: seconds that it lasted and one,
                     * 0: its end is not told */
    cp_str name;    /* lower case, no dot at the end; at most CP_FLOW_NAME_BYTES_MAX; of a login:
                     * the account, and where addr is not told, behind a tab, the host */
} cp_flow_name;

/* A packed block on its way from a reader to the case; bytes: flow_pack.h (or names,
 * flow_names.h). */
typedef struct cp_flow_block {
    cp_bytes bytes;
    uint32_t n_rows;
    cp_time first_at, last_at; /* of the flows' begins; CP_TIME_NONE: there is none */
} cp_flow_block;

/* All flows that an answer is about. Blocks are in the order in which they were read; a flow of a
 * later block may have begun earlier. */
typedef struct cp_flow_iter {
    void *ctx;
    /* The next block with the columns of `want` (1u << CP_FLOW_BYTES | ...; addresses always):
     * *out NULL at the end. Valid until the next call. A block that is damaged is counted in the
     * set's damage and left out. */
    cp_rc (*next)(void *ctx, uint32_t want, const cp_flow_columns **out, cp_err *err);
} cp_flow_iter;

/* What could not be read, of all iterators of a set together. To be looked at when they are
 * done. */
typedef struct cp_flow_damage {
    _Atomic uint32_t n_blocks;
    _Atomic uint64_t n_flows; /* that were in them, as far as is known */
    cp_err first;             /* of one of them: which, and why */
} cp_flow_damage;
void cp_flow_damage_add(cp_flow_damage *d, uint64_t n_flows, const cp_err *why);

typedef struct cp_flow_set {
    void *ctx;
    uint32_t n_blocks;
    uint64_t n_flows;
    cp_time first_at, last_at; /* CP_TIME_NONE: there is none */
    const cp_exporter *exporters;
    uint32_t n_exporters;
    const cp_flow_damage *damage;
    /* Blocks from..to-1 (of n_blocks), for one thread, with what lives in a. */
    cp_rc (*iter)(void *ctx, cp_arena *a, uint32_t from, uint32_t to, cp_flow_iter *out,
                  cp_err *err);
} cp_flow_set;

cp_flow_addr cp_flow_addr_of(cp_ip ip);
cp_ip cp_flow_addr_ip(cp_flow_addr addr); /* version 0 of one that was not told */
static inline bool cp_flow_addr_is_set(cp_flow_addr x)
{
    static const cp_flow_addr none;
    return memcmp(&x, &none, sizeof x) != 0;
}
