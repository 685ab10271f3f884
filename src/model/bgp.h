/* SPDX-License-Identifier: Apache-2.0 */
/* bgp.h - a route of BGP, as views of the bytes in which it stands: nothing is copied and nothing
 * allocated, so that millions of routes of a table are looked at as they pass.
 *
 *     AS_PATH + AS4_PATH --cp_bgp_path_next--> segments of the path as it really is (RFC 6793)
 *
 * Who reads them out of messages and dumps: sources/mrt. RFC 4271, 4760, 5065, 6793, 7606, 7854. */
#pragma once
#include "base/base.h"

enum { CP_BGP_AS_TRANS = 23456 }; /* RFC 6793, 9: stands for one that needs four bytes */

typedef enum cp_bgp_segment_type {
    CP_BGP_SET = 1, /* RFC 4271, 4.3; the last two: RFC 5065, 3 */
    CP_BGP_SEQUENCE = 2,
    CP_BGP_CONFED_SEQUENCE = 3,
    CP_BGP_CONFED_SET = 4,
} cp_bgp_segment_type;

/* A path in two parts: the first n_own hops of AS_PATH, and AS4_PATH, if that is used. */
typedef struct cp_bgp_path {
    cp_bytes own, as4; /* checked: every segment is whole */
    uint32_t n_own;    /* hops of own before as4 (as4.n > 0) */
    uint32_t n_hops;   /* of it all: a set counts as one, confederations do not */
    uint8_t as_bytes;  /* of own */
} cp_bgp_path;

typedef struct cp_bgp_segment {
    cp_bgp_segment_type type;
    uint8_t as_bytes;
    uint32_t n; /* at least 1 */
    cp_bytes asns;
} cp_bgp_segment;
static inline uint32_t cp_bgp_segment_as(const cp_bgp_segment *s, uint32_t i)
{
    const uint8_t *p = s->asns.p + (size_t)i * s->as_bytes;
    return s->as_bytes == 2
               ? (uint32_t)p[0] << 8 | p[1]
               : (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

typedef struct cp_bgp_path_iter {
    cp_cur own, as4;
    uint32_t n_left; /* hops of own before as4 */
    uint8_t as_bytes;
    bool has_as4, is_own_done;
} cp_bgp_path_iter;
cp_bgp_path_iter cp_bgp_path_begin(const cp_bgp_path *p);
bool cp_bgp_path_next(cp_bgp_path_iter *it, cp_bgp_segment *out);

/* Nearly all paths are one AS_SEQUENCE: it, or false, and cp_bgp_path_next tells. */
static inline bool cp_bgp_path_is_one(const cp_bgp_path *p, cp_bgp_segment *out)
{
    if (p->as4.n || p->own.n < 2 || p->own.p[0] != CP_BGP_SEQUENCE ||
        p->own.n != 2 + (size_t)p->own.p[1] * p->as_bytes)
        return false;
    *out = (cp_bgp_segment){ .type = CP_BGP_SEQUENCE,
                             .as_bytes = p->as_bytes,
                             .n = p->own.p[1],
                             .asns = { p->own.p + 2, p->own.n - 2 } };
    return true;
}

/* Who announced it first: the last AS of the path but for confederations.
 *   NONE     the path is empty: it comes out of the peer's own AS
 *   SET      the path ends in an AS_SET of several: one of these, nobody can tell which
 *   UNKNOWN  AS_TRANS, or 0 (RFC 7607), which is nobody
 *   AS       *asn */
typedef enum cp_bgp_origin_kind {
    CP_BGP_ORIGIN_NONE,
    CP_BGP_ORIGIN_SET,
    CP_BGP_ORIGIN_UNKNOWN,
    CP_BGP_ORIGIN_AS
} cp_bgp_origin_kind;
cp_bgp_origin_kind cp_bgp_path_origin(const cp_bgp_path *p, uint32_t *asn);

/* id, number, name, optional, transitive, bytes (see sources/mrt/bgp.c), what a malformed one
 * does */
#define CP_BGP_ATTRS(X)                                                      \
    X(ORIGIN, 1, "ORIGIN", false, true, EXACT, 1, WITHDRAWN)                 \
    X(AS_PATH, 2, "AS_PATH", false, true, ANY, 0, WITHDRAWN)                 \
    X(NEXT_HOP, 3, "NEXT_HOP", false, true, EXACT, 4, WITHDRAWN)             \
    X(MED, 4, "MULTI_EXIT_DISC", true, false, EXACT, 4, WITHDRAWN)           \
    X(LOCAL_PREF, 5, "LOCAL_PREF", false, true, EXACT, 4, WITHDRAWN)         \
    X(ATOMIC, 6, "ATOMIC_AGGREGATE", false, true, EXACT, 0, DISCARDED)       \
    X(AGGREGATOR, 7, "AGGREGATOR", true, true, AGGREGATOR, 0, DISCARDED)     \
    X(COMMUNITIES, 8, "COMMUNITIES", true, true, TIMES, 4, WITHDRAWN)        \
    X(ORIGINATOR_ID, 9, "ORIGINATOR_ID", true, false, EXACT, 4, WITHDRAWN)   \
    X(CLUSTER_LIST, 10, "CLUSTER_LIST", true, false, TIMES, 4, WITHDRAWN)    \
    X(MP_REACH, 14, "MP_REACH_NLRI", true, false, ANY, 0, WITHDRAWN)         \
    X(MP_UNREACH, 15, "MP_UNREACH_NLRI", true, false, ANY, 0, WITHDRAWN)     \
    X(EXTENDED, 16, "EXTENDED COMMUNITIES", true, true, TIMES, 8, WITHDRAWN) \
    X(AS4_PATH, 17, "AS4_PATH", true, true, ANY, 0, DISCARDED)               \
    X(AS4_AGGREGATOR, 18, "AS4_AGGREGATOR", true, true, EXACT, 8, DISCARDED) \
    X(LARGE, 32, "LARGE_COMMUNITY", true, true, TIMES, 12, WITHDRAWN)        \
    X(ONLY_TO_CUSTOMER, 35, "ONLY_TO_CUSTOMER", true, true, EXACT, 4, WITHDRAWN)

typedef enum cp_bgp_attr {
#define CP_BGP_ATTR_ID(id, nr, name, opt, trans, rule, n, fault) CP_BGP_##id = (nr),
    CP_BGP_ATTRS(CP_BGP_ATTR_ID)
#undef CP_BGP_ATTR_ID
} cp_bgp_attr;

typedef enum cp_bgp_state {
    CP_BGP_FINE,
    CP_BGP_DISCARDED, /* what is not malformed is used */
    CP_BGP_WITHDRAWN, /* no route */
} cp_bgp_state;

typedef struct cp_bgp_attrs {
    cp_bgp_state state;
    uint8_t origin;    /* 0 IGP, 1 EGP, 2 incomplete */
    const char *fault; /* the worst: which attribute, and what about it; NULL: none */
    const char *fault_attr;
    uint64_t has; /* 1 << number of each that is there and well formed */
    cp_bgp_path path;
    cp_bytes next_hop; /* 4, 16 or (with a link-local one behind) 32 bytes */
    uint32_t med, local_pref;
    cp_bytes communities; /* 4 bytes each; large: 12, extended: 8 */
    cp_bytes large, extended;
    /* What few routes have: */
    uint32_t originator_id, only_to_customer;
    uint32_t aggregator_as;
    cp_bytes aggregator; /* 4 bytes */
    cp_bytes cluster_list;
    /* Of MP_REACH_NLRI as it stands in messages: its next hop, what is behind that, what of */
    cp_bytes reach_hop, reach_nlri, unreach_nlri;
    uint16_t reach_afi, unreach_afi;
    uint8_t reach_safi, unreach_safi;
    uint32_t n_unknown; /* attributes of other numbers: not looked into */
    /* Which prefixes a message is of cannot be told: MP_REACH_NLRI or MP_UNREACH_NLRI twice, or
     * without an end (RFC 7606, 3 (g) and (j)): worse than WITHDRAWN */
    bool is_reset;
    /* AS_PATH is malformed as its message is said to write it, and would not be with AS of the
     * other width */
    bool is_other_width;
    bool is_rare; /* of the reader: any of these may be set */
} cp_bgp_attrs;
static inline bool cp_bgp_has(const cp_bgp_attrs *x, cp_bgp_attr nr) { return x->has >> nr & 1; }

/* ---- what is told of a prefix */

/* Whose view of its routes a peer shows (RFC 7854, 4.2 and 8671, 4; RFC 9069, 4). Of dumps: not
 * told. */
typedef enum cp_bgp_view {
    CP_BGP_VIEW_UNTOLD,
    CP_BGP_ADJ_RIB_IN_PRE, /* before its policy */
    CP_BGP_ADJ_RIB_IN_POST,
    CP_BGP_ADJ_RIB_OUT_PRE,
    CP_BGP_ADJ_RIB_OUT_POST,
    CP_BGP_LOC_RIB,
} cp_bgp_view;

/* Who told it. */
typedef struct cp_bgp_peer {
    cp_ip addr; /* version 0: not known */
    uint32_t as, bgp_id;
    uint64_t distinguisher; /* of the VPN or instance that it is of; 0 the global one */
    cp_bgp_view view;
    bool is_partial; /* LOC_RIB: only some of its routes are told (RFC 9069, 4.2: the F flag) */
} cp_bgp_peer;

typedef enum cp_bgp_event {
    CP_BGP_ENTRY, /* of a table that was dumped */
    CP_BGP_ANNOUNCED,
    CP_BGP_WITHDRAWN_NET, /* no attributes */
    CP_BGP_PEER_UP,       /* no prefix: whatever the peer told before is void */
    CP_BGP_PEER_DOWN,
    /* RFC 4724, 2: what it did not tell again since it came up it no longer has */
    CP_BGP_END_OF_RIB,
} cp_bgp_event;

/* One thing that one peer says, about one prefix. Valid until the call that hands it on returns. */
typedef struct cp_bgp_route {
    cp_bgp_event event;
    bool has_path_id, is_new_net; /* is_new_net: not that of the route before */
    uint8_t length;
    cp_ip net;        /* bits behind the length are 0; of END_OF_RIB version only */
    uint32_t path_id; /* RFC 7911 */
    /* of an entry: when the peer told it, seconds since 1970; 0: not told */
    uint32_t since_s;
    uint32_t peer_nr;          /* where there is an index of peers */
    const cp_bgp_peer *peer;   /* never NULL */
    const cp_bgp_attrs *attrs; /* of ENTRY and ANNOUNCED; its state is never CP_BGP_WITHDRAWN */
    uint64_t record;           /* of the file or stream, from 1 */
    cp_time at;                /* of the record */
} cp_bgp_route;

/* An error of `route` ends the reading. */
typedef struct cp_bgp_to {
    void *ctx;
    cp_rc (*route)(void *ctx, const cp_bgp_route *r, cp_err *err);
} cp_bgp_to;
