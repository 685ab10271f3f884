/* SPDX-License-Identifier: Apache-2.0 */
/* upstream.h - which neighbour to take: how much of what is wanted each of them leads to cleanly,
 * the fewest that do so together, and what is clean by none.
 *
 *     routes --last state--> [session][prefix] -> class: standing, and which ASes that count
 *     wanted (addresses, prefixes, all) --longest prefix of anybody--> weights of prefixes
 *     prefix --longest one of the neighbour--> class --> shares, sets, what is left
 *
 * A session says by which path it leads to a prefix, and takes it back. Packets follow the longest
 * prefix of those that this neighbour told and did not take back (RFC 1812, 5.2.4.3), whatever
 * others told: so every prefix that anybody told is answered for each neighbour on its own.
 *
 * A neighbour is the AS of a session, in each VPN. Of several sessions with it, or several paths to
 * one prefix, the longest prefix of all counts, and of several with that length the worst. Sessions
 * of our own AS (routers that show what they use) are no neighbours: there it is the first AS of
 * each path.
 *
 * Who takes several neighbours can send each packet to the cleanest of them: a set leads to a
 * prefix cleanly if one of it does. */
#pragma once
#include "carrier/exposure.h"

enum {
    CP_UPSTREAM_PREFIXES_MAX = CP_EXPOSURE_PREFIXES_MAX,
    CP_UPSTREAM_SESSIONS_MAX = CP_EXPOSURE_PEERS_MAX,
    CP_UPSTREAM_CELLS_MAX = 256 * 1024 * 1024, /* of sessions and prefixes; 2 bytes each */
    /* with a path identifier (RFC 7911); 24 bytes each */
    CP_UPSTREAM_PATHS_MAX = 8 * 1024 * 1024,
    CP_UPSTREAM_CLASSES_MAX = UINT16_MAX,
    CP_UPSTREAM_VIA_MAX = CP_EXPOSURE_VIA_MAX,
    CP_UPSTREAMS_MAX = 256,       /* neighbours that are compared: those with the most routes */
    CP_UPSTREAM_EACH_MAX = 1024,  /* sessions that are told apart, of neighbours with several */
    CP_UPSTREAM_EXACT_MAX = 20,   /* of so many all sets are looked at: 2^20 sums, 8 MiB */
    CP_UPSTREAM_STEPS_MAX = 16,   /* neighbours in a set */
    CP_UPSTREAM_TODAY_MAX = 64,   /* ASes that are used today */
    CP_UPSTREAM_LEFT_MAX = 10000, /* prefixes that are told as left, of any number */
};

/* How a neighbour leads to something: as the path stands, or not at all. */
typedef enum cp_upstream_way {
    CP_UPSTREAM_NO_ROUTE = CP_AS_STANDING_COUNT,
    CP_UPSTREAM_WAYS
} cp_upstream_way;
const char *cp_upstream_way_name(uint32_t way); /* "allowed" ..., "no_route" */

/* What is wanted, added up: towards it, from it (which no choice of ours decides), and prefixes. */
typedef struct cp_upstream_sum {
    double to, from;
    uint64_t prefixes;
} cp_upstream_sum;

typedef struct cp_upstream {
    uint32_t as;
    uint64_t distinguisher;
    uint32_t n_sessions;
    cp_bgp_peer peer; /* of one session alone; else its `as` */
    bool is_session;  /* of a neighbour that has several */
    bool is_cut;      /* some of its routes had no room: what would be allowed is not known */
    bool is_today;    /* it is used today */
    uint64_t routes;  /* entries and announcements */
    cp_upstream_sum ways[CP_UPSTREAM_WAYS];
    cp_upstream_sum gained, lost; /* clean by it and not today; today and not by it */
} cp_upstream;

/* The best set of so many. */
typedef struct cp_upstream_step {
    const uint32_t *members; /* indexes in v, in that order */
    uint32_t n;
    cp_upstream_sum covered;
    cp_upstream_sum gained, lost;
} cp_upstream_step;
typedef struct cp_upstream_plan {
    const cp_upstream_step *steps; /* of one, two ..., up to the smallest that covers all that any
                                      covers */
    uint32_t n;
    bool is_exact;        /* all sets were looked at; else each step adds who adds the most */
    bool is_short;        /* CP_UPSTREAM_STEPS_MAX do not cover all that any covers */
    cp_upstream_sum most; /* covered by any */
} cp_upstream_plan;

/* A prefix to which nobody leads cleanly. */
typedef struct cp_upstream_left {
    cp_flow_addr net;
    uint8_t bits;
    uint8_t way;       /* the best of all neighbours */
    uint32_t upstream; /* who leads so; UINT32_MAX: none does */
    cp_upstream_sum sum;
} cp_upstream_left;

/* Of an AS that counts. */
typedef struct cp_upstream_as {
    uint32_t asn;
    cp_upstream_sum some;  /* where one neighbour at least leads through it */
    cp_upstream_sum every; /* where all that lead anywhere do */
    cp_upstream_sum today; /* where one that is used today does */
} cp_upstream_as;

typedef struct cp_upstream_answer {
    cp_upstream *v; /* the best first: n neighbours, and then n_sessions of those with several */
    uint32_t n, n_each;
    uint32_t n_not_compared;   /* neighbours above CP_UPSTREAMS_MAX */
    cp_upstream_sum all;       /* what is wanted */
    cp_upstream_sum unmatched; /* of it: no prefix of anybody leads there */
    uint64_t wanted;           /* addresses and prefixes; 0: all prefixes are */
    /* nothing goes there, as far as is known: what comes from it ranks */
    bool is_by_from;
    /* Nothing but allowed is clean; then also what is not known: no AS that counts is on it. */
    cp_upstream_plan clean, unnamed;
    bool has_today;
    cp_upstream_sum today_best, today_worst; /* clean, if each goes by the cleanest, by the worst */
    const cp_upstream_left *left;            /* the most first */
    uint32_t n_left;
    cp_upstream_sum left_sum;
    const cp_upstream_as *ases; /* by number */
    uint32_t n_ases;
    uint64_t skipped; /* routes of views that are not what a neighbour tells us */
    uint64_t untold;  /* routes for which there was no room */
} cp_upstream_answer;

typedef struct cp_upstream_opts {
    uint32_t our_as; /* 0: not told */
    /* 0: those above */
    uint32_t prefixes_max, cells_max, paths_max;
} cp_upstream_opts;

typedef struct cp_upstreams cp_upstreams;
/* Borrows t. Memory of its own arena, which ends with a. */
cp_upstreams *cp_upstreams_new(cp_arena *a, const cp_as_table *t, const cp_upstream_opts *opts);
/* In the order in which it was told: the last state counts. */
void cp_upstreams_add(cp_upstreams *x, const cp_bgp_route *r);
/* After the last route, and before what is wanted. */
void cp_upstreams_done(cp_upstreams *x);

/* What is wanted. A prefix is divided where longer ones were told within it, and its weight goes by
 * the share of addresses. */
void cp_upstreams_want_all(cp_upstreams *x); /* each prefix that was told, as a whole */
void cp_upstreams_want_net(cp_upstreams *x, const cp_flow_addr *net, uint8_t bits, double to);
/* Rows are numbers below n_rows, in order; UINT32_MAX: no prefix covers it. */
uint32_t cp_upstreams_row_of(const cp_upstreams *x, const cp_flow_addr *addr);
uint32_t cp_upstreams_n_rows(const cp_upstreams *x);
/* n: addresses that stand behind it. */
void cp_upstreams_want_row(cp_upstreams *x, uint32_t row, double to, double from, uint64_t n);
/* After cp_upstreams_answer_of: what is wanted of this prefix; nothing where nobody told it. */
cp_upstream_sum cp_upstreams_of_net(const cp_upstreams *x, const cp_flow_addr *net, uint8_t bits);

/* Once. today: ASes that are used. */
cp_upstream_answer *cp_upstreams_answer_of(cp_upstreams *x, const uint32_t *today,
                                           uint32_t n_today);
