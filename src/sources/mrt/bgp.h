/* SPDX-License-Identifier: Apache-2.0 */
/* bgp.h - path attributes of BGP, as views of the bytes in which they stand: nothing is copied and
 * nothing allocated, so that millions of routes of a table are looked at as they pass.
 *
 *     attributes --cp_bgp_attrs_read--> origin code, path, next hop, communities ..., and how bad
 *     AS_PATH + AS4_PATH --cp_bgp_path_next--> segments of the path as it really is (RFC 6793)
 *
 * Malformed attributes are treated as RFC 7606 says: one that does not matter to where packets go
 * is discarded and the rest is used; any other makes the route as good as withdrawn. Both are told,
 * with the first reason. RFC 4271 (4.3, 5), 1997, 4360, 4456, 4760, 5065, 6793, 7606, 8092,
 * 9234. */
#pragma once
#include "base/base.h"

/* How a message or a record writes them. */
typedef struct cp_bgp_how {
    uint8_t as_bytes; /* 2 or 4, in AS_PATH and AGGREGATOR */
    /* Routes of a table, which somebody accepted already: MP_REACH_NLRI may be cut to its next hop
     * (RFC 6396, 4.3.4), and that may be missing, as some routers leave it out. */
    bool is_rib;
} cp_bgp_how;

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

/* id, number, name, optional, transitive, bytes (see bgp.c), what a malformed one does */
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
    const char *fault; /* the worst: which attribute, and what about it; NULL: none */
    const char *fault_attr;
    uint64_t has;   /* 1 << number of each that is there and well formed */
    uint8_t origin; /* 0 IGP, 1 EGP, 2 incomplete */
    cp_bgp_path path;
    cp_bytes next_hop; /* 4, 16 or (with a link-local one behind) 32 bytes */
    uint32_t med, local_pref, originator_id, only_to_customer;
    uint32_t aggregator_as;
    cp_bytes aggregator;  /* 4 bytes */
    cp_bytes communities; /* 4 bytes each; large: 12, extended: 8 */
    cp_bytes large, extended, cluster_list;
    /* Of MP_REACH_NLRI as it stands in messages: what is behind the next hop, and what of */
    cp_bytes reach_nlri, unreach_nlri;
    uint16_t reach_afi, unreach_afi;
    uint8_t reach_safi, unreach_safi;
    uint32_t n_unknown; /* attributes of other numbers: not looked into */
} cp_bgp_attrs;
static inline bool cp_bgp_has(const cp_bgp_attrs *x, cp_bgp_attr nr) { return x->has >> nr & 1; }

/* All of them. Whatever the bytes are, out is filled; its state says what it is worth. */
void cp_bgp_attrs_read(cp_bytes in, cp_bgp_how how, cp_bgp_attrs *out);
