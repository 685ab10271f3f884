/* SPDX-License-Identifier: Apache-2.0 */
/* leak.h - did somebody pass on a route that was not theirs to pass on: a path against a set of
 * relations (route leaks, RFC 7908), and against what routers wrote on it (Only to Customer, RFC
 * 9234).
 *
 *     path     64500   64501   64502   64503      as in a message: the origin last
 *     hops          <-- 2   <-- 1   <-- 0         as the route came: from 0 upwards
 *
 * A route goes up to providers, over one peering at most, and then down to customers. It is a leak
 * where a hop goes up or over a peering behind one that went down or over a peering: whoever is
 * between the two had it of a provider or peer, and gave it to another. Of a hop of which nothing
 * is known, or rows contradict each other, each kind is possible: that makes undetermined what it
 * could overturn, and no leak. Siblings have routes in common: such a hop tells nothing.
 *
 * An AS number at the end or behind itself (prepending) is one AS. One that comes again behind
 * others (a loop, poisoning) was not put there by itself, and may be none of the way: such a path
 * is undetermined as a whole. */
#pragma once
#include "carrier/relations.h"
#include "model/bgp.h"

enum { CP_LEAK_HOPS_MAX = 1024 }; /* of a path, without prepending; more is undetermined */

#define CP_LEAK_STATES(X)  \
    X(NONE, "valley-free") \
    X(LEAK, "leak")        \
    X(UNDETERMINED, "undetermined")
typedef enum cp_leak_state {
#define CP_LEAK_ID(id, name) CP_LEAK_##id,
    CP_LEAK_STATES(CP_LEAK_ID)
#undef CP_LEAK_ID
        CP_LEAK_STATE_COUNT
} cp_leak_state;
const char *cp_leak_state_name(cp_leak_state s);

/* id, RFC 7908 section 3.x, what it is */
#define CP_LEAK_TYPES(X)                                \
    X(UNTOLD, 0, "of a type that is not known")         \
    X(HAIRPIN, 1, "from a provider to a provider")      \
    X(LATERAL, 2, "from a peer to a peer")              \
    X(PROVIDER_TO_PEER, 3, "from a provider to a peer") \
    X(PEER_TO_PROVIDER, 4, "from a peer to a provider")
typedef enum cp_leak_type {
#define CP_LEAK_TYPE_ID(id, nr, what) CP_LEAK_##id = (nr),
    CP_LEAK_TYPES(CP_LEAK_TYPE_ID)
#undef CP_LEAK_TYPE_ID
} cp_leak_type;
const char *cp_leak_type_text(cp_leak_type t);

/* id, why it is not determined */
#define CP_LEAK_WHYS(X)                                         \
    X(NOTHING, "")                                              \
    X(NO_RELATION, "no relation is known of two AS")            \
    X(CONTRADICTED, "the relation of two AS is contradicted")   \
    X(SET, "the path has a set, or an AS that nobody can tell") \
    X(LOOP, "an AS comes twice")                                \
    X(LONG, "the path is too long")                             \
    X(OTC_ELSEWHERE, "who set Only to Customer is not on the path")
typedef enum cp_leak_why {
#define CP_LEAK_WHY_ID(id, text) CP_LEAK_WHY_##id,
    CP_LEAK_WHYS(CP_LEAK_WHY_ID)
#undef CP_LEAK_WHY_ID
} cp_leak_why;
const char *cp_leak_why_text(cp_leak_why w);

typedef struct cp_leak {
    cp_str set; /* of relations, by its name */
    cp_leak_state state;
    cp_leak_type type; /* of a leak */
    bool is_by_otc;    /* Only to Customer tells of it, the relations alone would not */
    /* Of a leak: it came from `from` to `by`, which gave it to `to`. Where something unknown lies
     * between, by is the first that had it, and by_last the last that may have been it. */
    uint32_t from, by, by_last, to;
    /* Of what is undetermined: the first two of which nothing is known, as the route came; 0: it is
     * the path as a whole. */
    cp_leak_why why;
    uint32_t one, other;
    uint32_t n_hops, n_unknown;
} cp_leak;

/* asns: as in a message, nearest first; 0 and AS_TRANS for what nobody can tell (a set of several).
 * otc: the value of Only to Customer, 0: there is none. */
cp_leak cp_leak_of(const cp_relations *r, const uint32_t *asns, uint32_t n, uint32_t otc);

/* A path as cp_leak_of takes it: confederations left out, a set of several as one 0; at most
 * n_max, *is_cut tells that there was more. Returns how many. */
uint32_t cp_leak_path(const cp_bgp_path *p, uint32_t *asns, uint32_t n_max, bool *is_cut);
