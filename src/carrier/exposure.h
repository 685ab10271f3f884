/* SPDX-License-Identifier: Apache-2.0 */
/* exposure.h - how much of what is announced goes through networks that a policy names: counts over
 * routes, as they pass.
 *
 *     route --its path, AS by AS--> the worst standing --> counts of the prefix, of the peer, of
 *     the origin; of each AS that counts: where it is entered and left, and a path for an example
 *
 * What is told of a path is what its ASes told: an AS in an AS_SET was met by some of the routes
 * that were put together (RFC 4271, 4.3), and those of a confederation (RFC 5065) are counted like
 * others, because packets pass them. An empty path is that of the peer's own AS. AS_TRANS stands
 * for nobody that can be told, and is never taken for one that is allowed.
 *
 * Counters of several threads, each with its own, are put together by cp_exposure_merge. */
#pragma once
#include "carrier/standing.h"
#include "model/bgp.h"
#include "model/flow.h"

enum {
    /* Distinct prefixes; a full table has some 1.3 million. Routes to others are counted, and the
     * answer says so. */
    CP_EXPOSURE_PREFIXES_MAX = 16 * 1024 * 1024,
    CP_EXPOSURE_PEERS_MAX = 64 * 1024,
    CP_EXPOSURE_VIA_MAX = 16,            /* ASes that are told of one prefix; of more: MORE */
    CP_EXPOSURE_EDGES_MAX = 1024 * 1024, /* pairs of an AS that counts and one beside it */
    CP_EXPOSURE_HOPS_MAX = 64,           /* of a path that is kept as an example */
};

/* Which ASes of standing UNDETERMINED or worse are on paths, sorted by number. */
typedef struct cp_via {
    const uint32_t *asns;
    uint8_t n;
} cp_via;

/* A path for an example. */
typedef struct cp_exposure_path {
    const uint32_t *asns; /* from the peer to the origin, each AS once where it stands repeatedly */
    uint8_t n;
    bool is_cut;
    uint32_t peer; /* that told it */
} cp_exposure_path;

typedef struct cp_exposure_row {
    cp_flow_addr net;
    uint8_t bits;                         /* of 128: 96 + the length of one of version 4 */
    bool has_more;                        /* more than CP_EXPOSURE_VIA_MAX */
    uint32_t paths[CP_AS_STANDING_COUNT]; /* by the worst on each */
    uint32_t via;                         /* of all of them; 0: no AS that counts */
    uint32_t path;                        /* the first that counts; 0: none */
    uint32_t since_s; /* the earliest that a path with such an AS was told; 0: not told */
    uint32_t origin;  /* of the first path; 0: an AS_SET, or not known */
} cp_exposure_row;
static inline uint32_t cp_exposure_paths(const cp_exposure_row *r)
{
    uint32_t n = 0;
    for (int i = 0; i < CP_AS_STANDING_COUNT; i++)
        n += r->paths[i];
    return n;
}

typedef struct cp_exposure_peer {
    cp_bgp_peer peer;
    uint64_t routes[CP_AS_STANDING_COUNT];
    uint64_t withdrawals;
} cp_exposure_peer;

/* Of an AS that counts, or of an origin. */
typedef struct cp_exposure_as {
    uint32_t asn;
    uint64_t routes, prefixes; /* that go through it; of an origin: routes to it that count */
    uint64_t all;              /* of an origin: routes to it */
    uint32_t since_s;
    /* An example, of an AS that counts, and in which record it was: of a file that several threads
     * read it is the first, whoever met it. */
    uint32_t path;
    uint64_t record;
} cp_exposure_as;

/* An AS beside one that counts: is_before is nearer to who told the path, where packets come in. */
typedef struct cp_exposure_edge {
    uint32_t asn, beside; /* beside 0: none: it is the first, or the last */
    bool is_before;
    uint64_t routes;
} cp_exposure_edge;

typedef struct cp_exposure_sums {
    uint64_t routes[CP_AS_STANDING_COUNT]; /* entries and announcements, by the worst on the path */
    uint64_t in_sets;                      /* of those that count: only by an AS in an AS_SET */
    uint64_t withdrawals, peers_up, peers_down;
    uint64_t untold;       /* routes to prefixes above CP_EXPOSURE_PREFIXES_MAX */
    uint64_t edges_untold; /* above CP_EXPOSURE_EDGES_MAX */
} cp_exposure_sums;

typedef struct cp_exposure cp_exposure;
/* Borrows t. Memory of its own arena, which ends with a. */
cp_exposure *cp_exposure_new(cp_arena *a, const cp_as_table *t);
void cp_exposure_add(cp_exposure *x, const cp_bgp_route *r);
/* What other counted is counted in x, too, once x is done; other is not used besides. */
void cp_exposure_merge(cp_exposure *x, cp_exposure *other);
/* After the last: rows are sorted by version, address and length, ASes and edges by their routes,
 * the most first, peers as they came. */
void cp_exposure_done(cp_exposure *x);

const cp_exposure_sums *cp_exposure_total(const cp_exposure *x);
const cp_exposure_row *cp_exposure_rows(const cp_exposure *x, uint32_t *n);
const cp_exposure_peer *cp_exposure_peers(const cp_exposure *x, uint32_t *n);
const cp_exposure_as *cp_exposure_ases(const cp_exposure *x, uint32_t *n);
const cp_exposure_as *cp_exposure_origins(const cp_exposure *x, uint32_t *n);
const cp_exposure_edge *cp_exposure_edges(const cp_exposure *x, uint32_t *n);
/* Those of one AS on one side, the most routes first. */
const cp_exposure_edge *cp_exposure_edges_of(const cp_exposure *x, uint32_t asn, bool is_before,
                                             uint32_t *n);
const cp_via *cp_exposure_via(const cp_exposure *x, uint32_t via);                /* of 0: no AS */
const cp_exposure_path *cp_exposure_path_of(const cp_exposure *x, uint32_t path); /* not of 0 */

/* In the order of the rows: below, 0, above. */
int cp_exposure_order(const cp_exposure_row *a, const cp_exposure_row *b);

/* Rows [*first, *first + n): the prefixes within net, and itself; where there is none, the longest
 * that covers it, *is_covered. After cp_exposure_done. */
uint32_t cp_exposure_within(const cp_exposure *x, const cp_flow_addr *net, uint8_t bits,
                            uint32_t *first, bool *is_covered);
