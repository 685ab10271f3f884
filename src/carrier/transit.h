/* SPDX-License-Identifier: Apache-2.0 */
/* transit.h - new transit through carriers that count, while routes change.
 *
 *     route --> what its prefix goes through now, by all peers
 *                  in its baseline: as it was when watching began, or a peer was first met
 *                  else: an alarm, once per prefix and AS, until no route has it any more
 *
 * What a peer tells until its end of RIB (RFC 4724, 2), when it is met for the first time, is how
 * things are, and becomes the baseline of the prefixes in it. A peer that comes again is compared
 * with it. So what goes away and comes back the same is no alarm, however often.
 *
 * A router that is not heard any more tells nothing, which is not that there is nothing: of its
 * routes those stay by which an alarm is open, until it is heard again and tells them, withdraws
 * them, or has told all it has (its end of RIB, or a minute) without them. That is as a router
 * itself keeps what a neighbour told that starts anew (RFC 4724, 4.2). An alarm of which only such
 * routes are left is not heard, and not over.
 *
 * Who does not want to know of what is over at once has alarms told only when they have stood for a
 * while (cp_transit_hold): by a route that stands then, whatever it was at first.
 *
 * A carrier counts if its standing is UNDETERMINED or worse. Paths are kept once each, and those
 * that no route has any more are thrown away when they are as many as the others. */
#pragma once
#include "carrier/standing.h"
#include "model/bgp.h"
#include "model/flow.h"

enum {
    CP_TRANSIT_NETS_MAX = 4 * 1024 * 1024,
    CP_TRANSIT_ROUTES_MAX = 64 * 1024 * 1024, /* of all peers */
    CP_TRANSIT_PEERS_MAX = 64 * 1024,
    CP_TRANSIT_HOPS_MAX = 255, /* of a path that is kept; the rest is looked at and cut */
    CP_TRANSIT_VIA_MAX = 16,   /* ASes that count, of one prefix; more are counted as over */
    CP_TRANSIT_HELD_MAX = 1024 * 1024, /* alarms that wait to be told; more are told at once */
    CP_TRANSIT_BY_MAX = 8,             /* routers of an open alarm that are kept for later */
    CP_TRANSIT_SETTLE_S = 60,          /* a peer without an end of RIB is met by then */
};

typedef enum cp_transit_event {
    CP_TRANSIT_BEGINS,
    CP_TRANSIT_ENDS,    /* no route has it any more */
    CP_TRANSIT_UNHEARD, /* nobody who told it is heard any more */
    CP_TRANSIT_HEARD,   /* somebody tells it again */
} cp_transit_event;

typedef struct cp_transit_alert {
    cp_transit_event event;
    cp_flow_addr net;
    uint8_t bits; /* of 128 */
    uint32_t asn; /* the carrier */
    cp_as_standing standing;
    cp_time at;              /* as the router says */
    cp_time since;           /* when it began */
    const cp_bgp_peer *peer; /* that told it; of an end: whose route went last. Of one that was
                              * restored and not heard since: of no address, and AS 0 */
    cp_str router;
    /* Hops (hops.h) of the route with it, and of what the same peer told of the prefix before
     * (n_before 0: nothing). */
    const uint32_t *path, *before;
    uint32_t n_path, n_before;
    bool is_path_cut;
    bool is_late;              /* it was held back: nothing is known of before */
    bool has_sets;             /* the path has other segments than sequences, so hops are not all */
    uint32_t only_to_customer; /* of the route (RFC 9234, 5); 0: there is none */
    const cp_bgp_attrs *attrs; /* of what begins, if it is not late, or is heard again; else NULL */
} cp_transit_alert;

typedef struct cp_transit_counts {
    uint64_t routes, withdrawals; /* that came */
    uint64_t begun, ended;        /* alarms */
    uint64_t learnt;              /* pairs of prefix and carrier in the baseline */
    uint64_t over;                /* routes beyond a limit: not watched */
    uint32_t nets, peers, peers_up;
    uint64_t held;    /* routes that there are now */
    uint64_t open;    /* alarms that there are now */
    uint64_t unheard; /* of them */
    uint64_t waiting; /* alarms that are held back */
    uint64_t passed;  /* that were, and were over before they had stood so long */
} cp_transit_counts;

typedef struct cp_transit_to {
    void *ctx;
    cp_rc (*alert)(void *ctx, const cp_transit_alert *x, cp_err *err);
} cp_transit_to;

typedef struct cp_transit cp_transit;
/* Borrows table; memory of its own, which ends with a. nets_max, routes_max 0: as above. */
cp_transit *cp_transit_new(cp_arena *a, const cp_as_table *table, uint32_t nets_max,
                           uint64_t routes_max, const cp_transit_to *to);
/* Before the first route: alarms are told when they have stood so long. 0: at once. */
void cp_transit_hold(cp_transit *w, cp_time hold);
/* What a router says; `now` is when it came. router is told in alerts, and part of who a peer is.
 * Errors: of `to`. */
CP_MUST_CHECK cp_rc cp_transit_add(cp_transit *w, cp_str router, const cp_bgp_route *r, cp_time now,
                                   cp_err *err);
/* Nobody hears the router any more, until it says something again. */
CP_MUST_CHECK cp_rc cp_transit_lose(cp_transit *w, cp_str router, cp_time now, cp_err *err);
/* It is `now`, and nobody says anything: cp_transit_add does it, too. */
CP_MUST_CHECK cp_rc cp_transit_pass(cp_transit *w, cp_time now, cp_err *err);
void cp_transit_count(const cp_transit *w, cp_transit_counts *out);

/* ---- what has to be known to go on later: prefixes with something in their baseline or with
 * alarms, and peers that were met. Routes come again from the routers. */
typedef struct cp_transit_kept {
    bool is_peer;
    cp_str router;    /* of a peer */
    cp_bgp_peer peer; /* of a peer */
    cp_flow_addr net;
    uint8_t bits;
    uint32_t baseline[CP_TRANSIT_VIA_MAX], open[CP_TRANSIT_VIA_MAX];
    cp_time since[CP_TRANSIT_VIA_MAX];                /* of the open ones */
    cp_str by[CP_TRANSIT_VIA_MAX][CP_TRANSIT_BY_MAX]; /* and who told them */
    uint8_t n_by[CP_TRANSIT_VIA_MAX];
    uint8_t n_baseline, n_open;
} cp_transit_kept;
/* All of them, one after the other. */
CP_MUST_CHECK cp_rc cp_transit_keep(const cp_transit *w, void *ctx,
                                    cp_rc (*each)(void *ctx, const cp_transit_kept *k, cp_err *err),
                                    cp_err *err);
/* Before the first route. False: beyond a limit. An alarm that was open is not heard until somebody
 * tells it again; it is over when all that told it have been heard for a minute without it (n_by 0,
 * as earlier versions kept it: when anybody has). */
bool cp_transit_restore(cp_transit *w, const cp_transit_kept *k);
