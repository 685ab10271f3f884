/* SPDX-License-Identifier: Apache-2.0 */
/* chart.h - what only a page shows beside an answer: the network as it is drawn, paths as strips,
 * days to come, waivers. Collected by the job (`report` alone pays for it), rendered by report/. */
#pragma once
#include "base/base.h"
#include "model/waiver.h"

#define CP_CHART_NONE UINT32_MAX

typedef struct cp_chart_node {
    uint32_t asset; /* place among the answer's assets, or NONE: told by others only */
    cp_str name;    /* of what is no asset */
    uint32_t site;  /* place among the sites, or NONE: nobody told one */
} cp_chart_node;

typedef struct cp_chart_link {
    uint32_t a, b;  /* nodes, a < b */
    uint32_t n;     /* parallel ones */
    bool one_sided; /* all of them */
} cp_chart_link;

/* On a path. */
typedef enum cp_chart_state { CP_CHART_CLEAN, CP_CHART_EXCLUDED, CP_CHART_UNKNOWN } cp_chart_state;

/* A device, or what one needs or a link rides on, under the policy of a path. */
typedef struct cp_chart_thing {
    cp_str name;
    uint32_t asset; /* place among the answer's assets, or NONE */
    cp_chart_state state;
    cp_str why;       /* of what is so by itself: "by clause 2"; "" nobody told, or not by itself */
    uint32_t because; /* thing that makes it so: it is needed, or ridden on; NONE: by itself */
    bool rides;       /* on `because`, rather than needs it */
} cp_chart_thing;

/* Things, by their places. */
typedef struct cp_chart_mention {
    uint32_t thing;
    cp_str alternative; /* of what a link rides on: "working"; "" none named */
} cp_chart_mention;
typedef struct cp_chart_mentions {
    const cp_chart_mention *v;
    uint32_t n, n_more; /* the worst ones; left out */
} cp_chart_mentions;

typedef struct cp_chart_hop {
    uint32_t node; /* or NONE: not drawn */
    cp_str name;
    cp_chart_state state; /* with what it needs */
    uint32_t thing;       /* NONE: a hop of a long strip that stands for several */
    /* What it needs itself that is not clean; of one that stands for several, what of them is not
     * clean. */
    cp_chart_mentions needs;
    /* its failure (with the others of cp_chart_path.n_cut); on every path */
    bool breaks, is_on_every;
    /* The link to the next; the last has none. */
    cp_chart_state link;
    cp_chart_mentions rides; /* n 0: nobody told what carries it */
    bool link_breaks;
} cp_chart_hop;

typedef struct cp_chart_path {
    cp_str from, to;    /* sites, assets or groups */
    uint32_t policy;    /* place among the answer's policies */
    cp_str some, every; /* "proven-clean" ...: of the worst pair of devices */
    /* A clean path; else one with the least that is not. dirty: where that is clean and not every
     * path is, one that is not. */
    const cp_chart_hop *hops, *dirty;
    uint32_t n_hops, n_dirty;
    cp_str breaks; /* what fails, in words; "" there is no clean path to break, or nothing does */
    const cp_chart_hop *breaking, *unavoidable; /* breaking: devices, or ends of links */
    uint32_t n_breaking, n_unavoidable, n_unavoidable_more;
    uint32_t n_cut;                    /* devices or links that fail together */
    bool breaks_links;                 /* it is they that fail */
    bool has_survives, survives_links; /* failures of devices (links) that a clean path survives */
    int64_t at_least, at_most;         /* negative: not known */
    cp_str why;                        /* one sentence */
    double bps;                        /* of a demand; 0 none told */
} cp_chart_path;

typedef struct cp_chart_deadline {
    cp_date date;
    uint32_t policy;
    cp_str clause, text; /* clause: "" of the whole policy */
    uint32_t n_assets;   /* that it concerns; 0: a day of the policy itself */
    bool is_past;
} cp_chart_deadline;

typedef enum cp_waiver_state {
    CP_WAIVER_USED,
    CP_WAIVER_UNUSED,
    CP_WAIVER_EXPIRED
} cp_waiver_state;
typedef struct cp_chart_waiver {
    const cp_waiver *waiver;
    uint32_t asset, policy; /* where it covers one finding or several of one asset; else NONE */
    uint32_t n_findings;    /* that it covers */
    cp_waiver_state state;
} cp_chart_waiver;

typedef struct cp_chart {
    cp_str made_from; /* "the case lab.case", "21 files" */
    bool has_net, has_paths;
    const cp_chart_node *nodes;
    const cp_chart_link *links;
    const cp_str *sites;
    uint32_t n_nodes, n_links, n_sites;
    uint32_t n_links_left_out; /* that touch what is not drawn */
    const cp_str *net_notes;
    uint32_t n_net_notes;
    cp_str paths_asked; /* "sites", "demands" */
    cp_str scope;       /* what was given of the network, and what was not */
    const cp_chart_path *paths;
    uint32_t n_paths;
    uint64_t n_paths_left_out;
    const cp_chart_thing *things; /* that paths name */
    uint32_t n_things;
    const cp_str *path_notes;
    uint32_t n_path_notes;
    const cp_chart_deadline *deadlines;
    uint32_t n_deadlines;
    const cp_chart_waiver *waivers;
    uint32_t n_waivers;
    /* What texts may call things that are no assets: what is needed or carries, links,
     * alternatives. To be redacted. */
    const cp_str *names;
    uint32_t n_names;
} cp_chart;
