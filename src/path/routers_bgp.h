/* SPDX-License-Identifier: Apache-2.0 */
/* routers_bgp.h - what BGP of a router says of its routes since a table of the router was told, and
 * which routes follow from both.
 *
 *     table, as told: rows --------------------.
 *     Loc-RIB since:  prefix -> next hops ------+--cp_routers_bgp_over--> rows that count
 *     Adj-RIB-In since: prefix is in doubt ----'
 *
 * What BGP selected (its Loc-RIB, RFC 4271, 1.1) is one candidate of several for what the router
 * forwards by; other protocols may be preferred, and which distance each has the router decides. So
 * for each prefix of which BGP told something since the table was:
 * - the table has it as a network or an address of its own: that stays, nothing is nearer
 * - the table has it by another protocol: that stays if its distance is below all that BGP has in
 *   this table, and goes if it is above; if these are not known (the table has to show BGP's of
 *   both kinds, internal and external), the prefix is not modelled
 * - the table has it by BGP, or not at all: what BGP says now counts; a prefix that the table had
 *   and BGP withdrew is not modelled, as another protocol may have it that the table had no reason
 *   to show
 * Without path identifiers (RFC 7911) a Loc-RIB has one route for each prefix, and the router may
 * forward by several (github.com/osrg/gobgp/issues/2757 shows one that does): then there is a next
 * hop more that is not known, unless the table had that next hop alone and BGP none else since.
 *
 * Adj-RIB-In (RFC 7854, 5) does not tell which route is the best, nor that all peers are told of:
 * each prefix that it speaks of is not modelled until the table is told anew, but where the table
 * has something that BGP cannot replace. */
#pragma once
#include "path/routers.h"

enum {
    /* Prefixes of one table, and their next hops: three times what the Internet has (1.3 million);
     * beyond, and beyond the sum, the table is not modelled. */
    CP_ROUTERS_BGP_NETS_MAX = 1 << 22,
    CP_ROUTERS_BGP_SUM_MAX = 1 << 23,
    CP_ROUTERS_BGP_PATHS_MAX = 256, /* of a prefix */
};

/* Of one table and version. */
typedef struct cp_routers_bgp cp_routers_bgp;
typedef struct cp_routers_bgp_limits {
    uint32_t nets_max;
    uint64_t n, sum_max; /* n: of all that share these limits */
} cp_routers_bgp_limits;
cp_routers_bgp *cp_routers_bgp_new(cp_routers_bgp_limits *shared);
void cp_routers_bgp_free(cp_routers_bgp *b);

typedef struct cp_routers_bgp_route {
    cp_state_net net, via; /* via not set: an address of its own, or none */
    uint32_t path_id;
    bool has_path_id, is_partial; /* only some routes of the Loc-RIB are told */
    cp_routers_place at;
} cp_routers_bgp_route;

/* Moments grow, of these and of tables alike. True: something is not as it was. */
bool cp_routers_bgp_set(cp_routers_bgp *b, const cp_routers_bgp_route *x, uint64_t seq);
bool cp_routers_bgp_unset(cp_routers_bgp *b, const cp_routers_bgp_route *x, uint64_t seq);
/* Adj-RIB-In: of the prefix; of every prefix that BGP has. */
bool cp_routers_bgp_doubt(cp_routers_bgp *b, const cp_routers_bgp_route *x, uint64_t seq);
void cp_routers_bgp_doubt_all(cp_routers_bgp *b, uint64_t seq, cp_routers_place at);
/* All that was said is void. */
void cp_routers_bgp_forget(cp_routers_bgp *b);
/* End of RIB: what was not told is not there. */
void cp_routers_bgp_whole(cp_routers_bgp *b, uint64_t seq, cp_routers_place at);
bool cp_routers_bgp_is_whole(const cp_routers_bgp *b);
/* More was told than there is room for: what BGP has is not known, until all is forgotten. */
bool cp_routers_bgp_is_over(const cp_routers_bgp *b);
uint32_t cp_routers_bgp_n_nets(const cp_routers_bgp *b);

/* A row of the table, as it was told. Texts are borrowed. */
typedef struct cp_routers_bgp_row {
    cp_state s;
    uint32_t source;
} cp_routers_bgp_row;
typedef struct cp_routers_bgp_table {
    const cp_routers_bgp_row *v; /* routes in use, of the version */
    uint32_t n;
    uint64_t seq; /* when it was told */
    cp_str vrf;
    bool is_all; /* somebody vouches for it that BGP tells all next hops */
} cp_routers_bgp_table;
typedef cp_rc cp_routers_bgp_each(void *ctx, uint32_t source, const cp_state *s, cp_err *err);
/* The rows that count; of a table without rows none. What the table had the last word on is
 * forgotten. */
CP_MUST_CHECK cp_rc cp_routers_bgp_over(cp_routers_bgp *b, const cp_routers_bgp_table *t,
                                        cp_routers_bgp_each *each, void *ctx, cp_err *err);
/* Why the prefix of a row is not modelled because of BGP; "": another reason, or it is. */
const char *cp_routers_bgp_why(cp_str protocol);
