/* SPDX-License-Identifier: Apache-2.0 */
/* carrier_view.h - what a report shows of routes through networks of carriers that count: which
 * ASes, where they are entered and left, which prefixes, since when, alarms. Collected by the job
 * (job/carriers_view.h), rendered by report/; everything has a limit, and what is beyond it is
 * counted.
 *
 *     ases: [ AS64496 | AS136907 | AS64500 .. ]     each once; all else has places in it
 *     nodes of the map:  peers | entered from | carriers .. | left to | origins
 *
 * A carrier counts if its standing is UNDETERMINED or worse. */
#pragma once
#include "model/verdict.h"

enum {
    CP_CARRIER_VIEW_CARRIERS_MAX = 200,
    CP_CARRIER_VIEW_ROWS_MAX = 1000, /* prefixes */
    CP_CARRIER_VIEW_VIA_MAX = 16,
    CP_CARRIER_VIEW_PATH_MAX = 24,   /* ASes of a path that is shown for an example */
    CP_CARRIER_VIEW_BESIDE_MAX = 12, /* ASes beside one, of each side */
    CP_CARRIER_VIEW_PEERS_MAX = 100,
    CP_CARRIER_VIEW_WANTED_MAX = 100, /* of what was asked about, each way */
    CP_CARRIER_VIEW_PLACES = 60,      /* of a line of time */
    CP_CARRIER_VIEW_LINES_MAX = 12,
    CP_CARRIER_VIEW_ALARMS_MAX = 300,
    CP_CARRIER_VIEW_HOPS_MAX = 20, /* neighbours of ours, and ASes that cannot be avoided */
};
#define CP_CARRIER_VIEW_NONE UINT32_MAX

/* The better, the less; a path stands as the worst of its ASes. */
#define CP_CARRIER_STANDINGS(X)     \
    X(ALLOWED, "allowed")           \
    X(NOT_KNOWN, "not_known")       \
    X(UNDETERMINED, "undetermined") \
    X(RESTRICTED, "restricted")     \
    X(EXCLUDED, "excluded")
typedef enum cp_carrier_standing {
#define CP_CARRIER_STANDING_ID(id, name) CP_CARRIER_##id,
    CP_CARRIER_STANDINGS(CP_CARRIER_STANDING_ID)
#undef CP_CARRIER_STANDING_ID
        CP_CARRIER_STANDING_COUNT
} cp_carrier_standing;
const char *cp_carrier_standing_name(cp_carrier_standing s);

typedef struct cp_carrier_as {
    cp_str as;   /* "AS64496" */
    cp_str name; /* of it, or of who holds it; "" nobody told */
    cp_carrier_standing standing;
} cp_carrier_as;

/* Places of a path, from who told it to the origin, each AS once where it stands repeatedly. */
typedef struct cp_carrier_path {
    const uint32_t *v;
    uint32_t n;
    bool is_cut;
} cp_carrier_path;

typedef struct cp_carrier_beside {
    uint32_t as; /* NONE: none: it told the route itself, or is its origin */
    uint64_t routes;
} cp_carrier_beside;

typedef struct cp_carrier_side {
    const cp_carrier_beside *v; /* the most routes first */
    uint32_t n, n_more;
} cp_carrier_side;

/* An AS that counts. */
typedef struct cp_carrier {
    uint32_t as;
    cp_str holder, label, confidence; /* who holds it, and how far that was checked */
    const cp_str *sources;            /* of that knowledge */
    uint32_t n_sources;
    const cp_verdict *const *verdicts; /* one per policy of the answer */
    uint32_t n_verdicts;
    uint64_t routes, prefixes;
    cp_str since;
    cp_carrier_side entered, left;
    cp_carrier_path path;
} cp_carrier;

typedef struct cp_carrier_row {
    cp_str prefix;
    bool is_ours, is_to; /* stands for something that was asked about */
    uint32_t paths[CP_CARRIER_STANDING_COUNT];
    uint32_t via[CP_CARRIER_VIEW_VIA_MAX], n_via;
    bool has_more;   /* more such ASes than are told */
    uint32_t origin; /* NONE: a set, or not known */
    cp_str since, rpki;
    cp_carrier_path path;
} cp_carrier_row;

typedef struct cp_carrier_wanted {
    cp_str asked, covered_by; /* covered_by: the shorter prefix that stands for it; "" none */
    uint64_t prefixes, n_stuck, paths[CP_CARRIER_STANDING_COUNT]; /* stuck: without another way */
} cp_carrier_wanted;
typedef struct cp_carrier_wanteds {
    const cp_carrier_wanted *v; /* the worst first */
    uint32_t n, n_all, n_touched, n_stuck, n_unrouted;
} cp_carrier_wanteds;

typedef struct cp_carrier_peer {
    cp_str text; /* "198.51.100.7" or "" */
    uint32_t as;
    uint64_t routes[CP_CARRIER_STANDING_COUNT];
} cp_carrier_peer;

/* ---- the map */

typedef enum cp_carrier_column {
    CP_CARRIER_PEER,    /* told routes that count */
    CP_CARRIER_ENTERED, /* packets come in from there */
    CP_CARRIER_MIDDLE,  /* counts itself */
    CP_CARRIER_LEFT,    /* packets go out to there, and on */
    CP_CARRIER_ORIGIN,  /* of prefixes */
    CP_CARRIER_COLUMNS
} cp_carrier_column;

typedef struct cp_carrier_node {
    cp_carrier_column column;
    uint32_t level;  /* of MIDDLE: how many of them packets may have passed before */
    uint32_t as;     /* NONE: others, added up */
    uint32_t n;      /* ASes that it stands for */
    uint64_t routes; /* that count */
    bool is_peer, is_origin;
} cp_carrier_node;

/* Beside a carrier: routes, exactly. Farther off (is_far): prefixes whose example goes that way,
 * over other ASes perhaps. */
typedef struct cp_carrier_edge {
    uint32_t from, to; /* nodes */
    uint64_t n;
    bool is_far;
} cp_carrier_edge;

/* ---- time */

/* Prefixes that began to go through a carrier, by places of days. */
typedef struct cp_carrier_line {
    uint32_t as; /* NONE: all of them */
    uint64_t n[CP_CARRIER_VIEW_PLACES], all;
} cp_carrier_line;

typedef struct cp_carrier_alarm {
    cp_str prefix;
    uint32_t as;
    cp_carrier_standing standing; /* as it was told then */
    cp_time began, ended;         /* ended NONE: it was open when the file ended */
    cp_str router, peer, leak, rpki;
    cp_carrier_path path, before;
} cp_carrier_alarm;

typedef struct cp_carrier_alarms {
    bool is_told;              /* a file was given */
    const cp_carrier_alarm *v; /* open ones first, then the latest */
    uint32_t n, n_all, n_open, n_leaks, n_invalid;
    uint32_t n_bad, n_went; /* lines that are none; how often a router was not heard any more */
    cp_time first_at, last_at;
} cp_carrier_alarms;

/* ---- what could be */

typedef struct cp_carrier_hop {
    uint32_t as;
    cp_str tie; /* "provider" .. of ours */
    uint64_t ases, ases_clean, prefixes, prefixes_clean;
} cp_carrier_hop;

typedef struct cp_carrier_reach {
    bool is_there;
    cp_str relations; /* names of files */
    uint32_t our_as;
    uint64_t ases, ases_clean, prefixes, prefixes_clean;
    const cp_carrier_hop *hops, *needed; /* needed: excluded ones that cannot be avoided */
    uint32_t n_hops, n_hops_more, n_needed, n_needed_more;
} cp_carrier_reach;

/* Per policy of the answer: carriers on the paths of each standing. */
typedef struct cp_carrier_policy {
    uint32_t n[CP_CARRIER_STANDING_COUNT];
} cp_carrier_policy;

typedef struct cp_carrier_view {
    const cp_str *notes; /* what is not known, first of all */
    uint32_t n_notes, n_files;
    uint64_t routes[CP_CARRIER_STANDING_COUNT], withdrawals, in_sets;
    uint64_t prefixes, n_stuck, n_some; /* with excluded paths only; with those and others */
    cp_time first_at, last_at;          /* of the files */
    uint32_t n_known;                   /* AS numbers of which it is known who holds them */
    const cp_carrier_policy *policies;
    uint32_t n_policies;
    const cp_carrier_as *ases;
    uint32_t n_ases;
    const cp_carrier *carriers; /* the most routes first */
    uint32_t n_carriers, n_carriers_all;
    const cp_carrier_row *rows; /* ours and where we go to first, then the worst */
    uint32_t n_rows, n_rows_all;
    const cp_carrier_peer *peers; /* those with the least share first */
    uint32_t n_peers, n_peers_all;
    cp_carrier_wanteds ours, to;
    const cp_carrier_node *nodes;
    uint32_t n_nodes;
    const cp_carrier_edge *edges;
    uint32_t n_edges;
    int32_t day;         /* of the first place; since 1970 */
    uint32_t place_days; /* 0: no route says since when */
    const cp_carrier_line *lines;
    uint32_t n_lines, n_places;
    uint64_t n_untold; /* prefixes of which no route says since when */
    cp_carrier_alarms alarms;
    cp_carrier_reach reach;
} cp_carrier_view;
