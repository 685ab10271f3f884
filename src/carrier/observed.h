/* SPDX-License-Identifier: Apache-2.0 */
/* observed.h - which paths of ASes were told from some starts to a destination, prefix by prefix.
 *
 *     routes, as they pass --> paths from a start on: "64496 64501 64500", by whom told, of which
 *                              file --> regions: addresses of the destination that have one longest
 *                              prefix, and its paths
 *
 * A start is a neighbour of whom it is known which address he has, or an AS. What a peer of that
 * address and AS tells is what it announces. An AS that stands anywhere on a path told by somebody
 * uses the rest of that path itself, since it announces none but its best (RFC 4271, 9.1): so what
 * others tell of it counts where it tells nothing itself.
 *
 * A path has doubts where it does not say who is passed:
 *     SET        a set of several ASes on it: some of them were passed (RFC 4271, 4.3)
 *     CUT        more hops than are kept
 *     DEFAULT    the route of everything: it ends where somebody knows more
 *     WITHDRAWN  the same peer has also withdrawn that prefix, or was lost
 * Of the last two nothing is certain but the start.
 *
 * Views of what a router tells others (RFC 8671) and of VPNs are not looked at. Collectors of
 * several threads, each with its own, are put together by cp_observed_merge; what comes out is the
 * same in whichever order routes came. */
#pragma once
#include "model/bgp.h"
#include "model/flow.h"

enum {
    CP_OBSERVED_PATHS_MAX = 1 << 20, /* more than that is no question of one destination */
    CP_OBSERVED_HOPS_MAX = 128,      /* a path of more would go around the world several times */
    CP_OBSERVED_STARTS_MAX = 1 << 16,
};

enum { /* doubts, as bits */
       CP_OBSERVED_SET = 1,
       CP_OBSERVED_CUT = 2,
       CP_OBSERVED_DEFAULT = 4,
       CP_OBSERVED_WITHDRAWN = 8,
       CP_OBSERVED_DOUBTS = 4, /* kinds of them */
};
/* "one of a set of ASes": what is passed that is not known, of one bit. */
const char *cp_observed_doubt_text(uint32_t doubt);

typedef struct cp_observed_start {
    cp_ip addr;  /* version 0: whoever is of that AS */
    uint32_t as; /* 0: whoever has that address */
} cp_observed_start;

typedef struct cp_observed_net {
    cp_flow_addr net; /* bits behind the length are 0 */
    uint8_t bits;     /* of 128: 96 + the length of one of version 4 */
    bool is_v4;
} cp_observed_net;

/* Borrowed. */
typedef struct cp_observed_ask {
    const cp_observed_start *starts;
    uint32_t n_starts;
    const uint32_t *ours; /* a path that comes back to one of these ASes is none: we refuse it */
    uint32_t n_ours;
    cp_observed_net to; /* the destination, unless to_as: what this AS is the origin of */
    uint32_t to_as;
} cp_observed_ask;

typedef struct cp_observed_hop {
    uint32_t asn;
    bool is_in_set; /* of several: it may have been passed */
} cp_observed_hop;

typedef struct cp_observed_path {
    uint32_t start;
    cp_observed_net net;
    const cp_observed_hop *hops; /* [0] is the start's AS; none twice in a row */
    uint8_t n, doubts;
    bool is_told_by_others; /* the start told nothing: another's path has it on it */
    cp_bgp_peer peer;       /* the first who told it */
    uint32_t file, n_tellings;
} cp_observed_path;

/* Of its hops the first so many were passed for sure, unless they are in a set. */
static inline uint32_t cp_observed_n_certain(const cp_observed_path *p)
{
    return p->doubts & CP_OBSERVED_WITHDRAWN ? 0 : p->doubts & CP_OBSERVED_DEFAULT ? 1 : p->n;
}

typedef struct cp_observed_region {
    cp_observed_net net; /* the longest prefix; of one that nothing covers, what was asked about */
    bool is_cover;       /* it is shorter than what was asked about */
    uint32_t first, n;   /* paths; n 0: nobody told one */
    uint32_t n_alike;    /* regions with the same paths that are told by this one, itself too */
} cp_observed_region;

typedef struct cp_observed cp_observed;
cp_observed *cp_observed_new(cp_arena *a, const cp_observed_ask *ask);
/* Which file what comes is of. */
void cp_observed_file(cp_observed *x, uint32_t file);
void cp_observed_add(cp_observed *x, const cp_bgp_route *r);
/* other is done with, and must live as long as x. */
void cp_observed_merge(cp_observed *x, cp_observed *other);
/* After the last. Errors: CP_ELIMIT, more than CP_OBSERVED_PATHS_MAX paths. */
CP_MUST_CHECK cp_rc cp_observed_done(cp_observed *x, cp_err *err);

uint64_t cp_observed_routes(const cp_observed *x); /* all that came */
const cp_observed_path *cp_observed_paths(const cp_observed *x, uint32_t *n);
/* By prefix, alike ones together; at least one: of a to_as that announces nothing, that of no net
 * and no path. */
const cp_observed_region *cp_observed_regions(const cp_observed *x, uint32_t *n);
/* Did somebody of this start's address tell anything, or does somebody's path to the destination
 * have its AS on it? Else what it announces is not known. */
bool cp_observed_is_heard(const cp_observed *x, uint32_t start);
