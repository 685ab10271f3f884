/* SPDX-License-Identifier: Apache-2.0 */
/* traffic.h - what a page shows of flows: whom excluded and unknown equipment talks to, when, and
 * what detectors found. Collected by the job of `report` (job/traffic.h), rendered by report/;
 * everything has a limit, and what is beyond it is counted. */
#pragma once
#include "base/base.h"

enum {
    CP_TRAFFIC_ROWS_MAX = 100, /* of excluded equipment; half as many of unknown */
    CP_TRAFFIC_FINDINGS_MAX = 100,
    CP_TRAFFIC_EXPORTERS_MAX = 50,
    CP_TRAFFIC_DAYS_MAX = 31,  /* of the picture of hours */
    CP_TRAFFIC_NODES_MAX = 30, /* of the picture of bands, "others" among them */
    CP_TRAFFIC_PLACES = 60,    /* of a line of a finding */
    CP_TRAFFIC_NUMBERS_MAX = 16,
};
#define CP_TRAFFIC_NO_ASSET UINT32_MAX

/* One end. "" is not known, or not said. */
typedef struct cp_traffic_end {
    uint32_t asset;        /* place among the answer's assets, or NO_ASSET */
    cp_str address;        /* of an asset that was added up: "" */
    cp_str name;           /* that it went by, of one that is none of the equipment */
    uint32_t n_more_names; /* and others */
    bool is_of_others;     /* the other end did not ask for that name, others did */
    bool is_stranger;      /* a peer in the internet, an asset only because captures met it */
    cp_str network;        /* "AS64500 EXAMPLE", and " = " whose that is, where it is known */
    cp_str what;           /* of what is no one machine: "inside, no equipment", "others" */
} cp_traffic_end;

typedef struct cp_traffic_volume {
    uint64_t bytes, low, high; /* bounds at 95 %, of what was sampled */
    bool is_least;             /* of some nobody says how it was sampled: at least so much */
} cp_traffic_volume;

/* Conversations of one service, both ways. */
typedef struct cp_traffic_row {
    cp_traffic_end who, with;
    cp_str verdict; /* of who: "excluded" ...; "" of no asset, or nothing was judged */
    cp_str service;
    bool serves; /* who has the port of the service */
    cp_traffic_volume out, back;
    uint64_t flows;
    cp_time first_at, last_at;
} cp_traffic_row;

typedef struct cp_traffic_rows {
    const cp_traffic_row *v; /* the largest */
    uint32_t n;
    uint64_t n_all, n_flows; /* of which these are the first; flows of all */
    uint64_t n_who;          /* assets and addresses of no asset that talk */
    cp_traffic_volume all;   /* both ways */
} cp_traffic_rows;

/* Bands from equipment over services to whom it talks to, by volume both ways. */
typedef enum cp_traffic_column {
    CP_TRAFFIC_WHO,
    CP_TRAFFIC_SERVICE,
    CP_TRAFFIC_WITH,
    CP_TRAFFIC_COLUMNS
} cp_traffic_column;
typedef struct cp_traffic_node {
    cp_traffic_column column;
    cp_traffic_end end; /* of a service: what */
    uint64_t bytes;
    uint64_t n_stands_for; /* of "others": how many; else 1 */
} cp_traffic_node;
typedef struct cp_traffic_band {
    uint32_t from, to; /* nodes */
    uint64_t bytes;
} cp_traffic_band;

typedef struct cp_traffic_day {
    int32_t day;        /* since 1970, UTC */
    uint64_t bytes[24]; /* from excluded equipment to outside, by the begin of flows */
    uint64_t flows[24]; /* of anybody: where there are none, nothing was told */
} cp_traffic_day;

typedef struct cp_traffic_line {
    cp_str word; /* "seen", "to peer" */
    uint32_t n;
    double v[CP_TRAFFIC_PLACES], most; /* by which it is drawn */
    bool is_bytes;
    cp_time from;      /* of places of time; NONE: of how long it waited */
    uint64_t place_us; /* of time */
    /* of how long it waited: where each begins, and the last ends */
    double classes_us[CP_TRAFFIC_PLACES + 1];
    cp_str beside;
} cp_traffic_line;

typedef struct cp_traffic_number {
    const char *key;
    double value;
} cp_traffic_number;

typedef struct cp_traffic_finding {
    cp_str kind, of; /* "beacon"; "excluded", "unknown", "other" */
    cp_traffic_end who, peer;
    cp_str who_verdict, peer_verdict;
    bool has_peer; /* else several */
    cp_str service;
    double score;
    bool has_p, has_ratio;
    double log10_p, log10_p_all, log10_ratio;
    cp_str explanation, benign_if;
    bool is_account_told; /* the explanation may name accounts of people */
    uint32_t sampling;    /* 0: not known */
    uint64_t events, bytes, bytes_back;
    cp_time first_at, last_at;
    cp_traffic_number numbers[CP_TRAFFIC_NUMBERS_MAX];
    uint32_t n_numbers;
    cp_traffic_line lines[2];
    uint32_t n_lines;
    cp_str below;
} cp_traffic_finding;

typedef struct cp_traffic_detector {
    cp_str kind, what, cannot_see;
    uint64_t n_found, n_looked_at;
} cp_traffic_detector;

/* A line of a list of what is known to be harmless. */
typedef struct cp_traffic_allowed {
    uint32_t line;
    cp_str text, fault;  /* fault: why it is without effect */
    uint64_t n_findings; /* left out */
} cp_traffic_allowed;

typedef struct cp_traffic_exporter {
    cp_str address, protocol;  /* address "": a capture or a sensor */
    uint32_t domain, sampling; /* 0: not known */
    bool is_mixed;
    uint64_t flows, lost, no_template, bad, unused, restarts;
} cp_traffic_exporter;

typedef struct cp_traffic {
    uint64_t n_flows;
    cp_time first_at, last_at;
    const cp_str *notes; /* what is not known, first of all */
    uint32_t n_notes;
    bool is_unasked; /* the flows are elsewhere, or could not be read: there is nothing but notes */
    const cp_traffic_exporter *exporters; /* those of which most is not known first */
    uint32_t n_exporters, n_exporters_more;
    cp_traffic_rows excluded, unknown;
    const cp_traffic_node *nodes;
    uint32_t n_nodes;
    const cp_traffic_band *bands;
    uint32_t n_bands;
    const cp_traffic_day *days; /* with any flows, the latest */
    uint32_t n_days, n_days_before;
    uint64_t bytes_before;              /* of these, to outside */
    cp_traffic_volume outside;          /* of all days */
    const cp_traffic_finding *findings; /* of excluded equipment first; of each the surest */
    uint32_t n_findings;
    uint64_t n_of[3], n_more_of[3];    /* excluded, unknown, other: found; and not shown */
    uint64_t n_not_in_view, n_allowed; /* left out by a view, and by allowed: in no other number */
    bool has_allowed;                  /* such a list was given */
    const cp_traffic_allowed *allowed;
    uint32_t n_allowed_lines;
    const cp_traffic_detector *detectors;
    uint32_t n_detectors;
} cp_traffic;
