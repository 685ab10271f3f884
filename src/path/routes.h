/* SPDX-License-Identifier: Apache-2.0 */
/* routes.h - what can be said where routing takes the paths of least metric (OSPF, RFC 2328; IS-IS,
 * ISO 10589), all of equal cost (ECMP), also when elements fail. PATH.md's level L1.
 *
 *     distances to TO --> the tight links make a graph without cycles: its walks are the routes
 *
 * Several areas or levels have rules of their own (areas.h). Metrics are 1 to 2^32-1, distances 64
 * bits: a path has fewer than 2^24 links. */
#pragma once
#include "path/answer.h"

enum { CP_FAILURES_MAX = 8 };

typedef enum cp_element_kind {
    CP_ELEMENT_DEVICE,
    CP_ELEMENT_LINK,
    CP_ELEMENT_RISK
} cp_element_kind;
typedef struct cp_element {
    cp_element_kind kind;
    uint32_t at;
} cp_element;
enum { /* which kinds may fail */
       CP_FAIL_DEVICES = 1 << CP_ELEMENT_DEVICE,
       CP_FAIL_LINKS = 1 << CP_ELEMENT_LINK,
       CP_FAIL_RISKS = 1 << CP_ELEMENT_RISK,
};

/* A share of the traffic from FROM to TO, split evenly at every device over its next links. Exact
 * as long as numerator and denominator fit 64 bits; else bounds that were rounded outward. */
typedef struct cp_share {
    uint64_t num, den; /* den 0: not exact, see low and high */
    double low, high;
} cp_share;

typedef struct cp_routes_answer {
    cp_path_answer some, every;             /* NONE: TO is not reached */
    uint64_t metric;                        /* of the routes */
    cp_trail some_route[CP_UNKNOWN_COUNT];  /* a clean one, where there is one; no links and from
                                               * CP_NO_ITEM: none */
    cp_trail dirty_route[CP_UNKNOWN_COUNT]; /* a dirty one, likewise */
    cp_share excluded[CP_UNKNOWN_COUNT];    /* share that touches something dirty */
    const uint64_t *distance;               /* per item to TO; UINT64_MAX: none */
    bool by_areas; /* several areas or levels; of IS-IS, metrics of devices of level 1 are those to
                    * the nearest border */
} cp_routes_answer;
typedef struct cp_routes cp_routes;
cp_routes *cp_routes_new(cp_arena *a, const cp_net *n);
void cp_routes_ask(cp_routes *g, cp_arena *a, const cp_taints *t, uint32_t from, uint32_t to,
                   cp_routes_answer *out);

/* All items to TO in one pass, as many labels at once as a word has bits. Of an item that does not
 * reach TO all is 0. */
typedef struct cp_routes_column {
    const uint64_t *distance;      /* per item; UINT64_MAX: none */
    const uint64_t *dirty, *clean; /* per item: some route is dirty; some is clean */
} cp_routes_column;
/* Bit 0: unknown as clean, bit 1: unknown as excluded; with shares. */
void cp_routes_ask_all(cp_routes *g, cp_arena *a, const cp_taints *t, uint32_t to,
                       cp_routes_column *out);
/* The share that touches something dirty, of traffic from an item that reaches TO; only until the
 * next question to g. */
cp_share cp_routes_share(const cp_routes *g, uint32_t from, cp_unknown u);
/* dirty: masks per item, as of cp_net_taint. Without shares. */
void cp_routes_ask_labels(cp_routes *g, cp_arena *a, const uint64_t *dirty, uint32_t to,
                          cp_routes_column *out);

/* Every set of up to k elements of the kinds. With several areas a failure far off the routes may
 * change them (a border that loses one way may tell of a better one): all sets are worked out. */
typedef struct cp_fail_answer {
    cp_path_answer every; /* whatever fails, all routes are clean ... */
    /* Per labelling: the smallest set that brings a dirty route; n CP_FAIL_NEVER: there is none. */
    cp_element set[CP_UNKNOWN_COUNT][CP_FAILURES_MAX];
    uint32_t n[CP_UNKNOWN_COUNT];
    cp_trail route[CP_UNKNOWN_COUNT]; /* the dirty route after it */
    cp_share worst[CP_UNKNOWN_COUNT]; /* the greatest share that touches something dirty */
    cp_element worst_set[CP_UNKNOWN_COUNT][CP_FAILURES_MAX];
    uint32_t n_worst[CP_UNKNOWN_COUNT];
    bool cuts_off;                   /* some set leaves no route at all */
    cp_element cut[CP_FAILURES_MAX]; /* the smallest such */
    uint32_t n_cut;
    uint64_t n_examined; /* sets that were worked out */
} cp_fail_answer;
#define CP_FAIL_NEVER UINT32_MAX
/* Errors: CP_EINTR, CP_ELIMIT (more than nodes_max sets would have to be worked out). */
CP_MUST_CHECK cp_rc cp_fail_ask(cp_routes *g, cp_arena *a, const cp_taints *t, uint32_t from,
                                uint32_t to, uint32_t k, uint32_t kinds, uint64_t nodes_max,
                                const volatile int *stopped, cp_fail_answer *out, cp_err *err);

/* Load of every link, each way, under demands that are split by ECMP: index 2 * link is a to b,
 * 2 * link + 1 is b to a. What cannot reach its TO loads nothing; loads are written, not added
 * to. */
typedef struct cp_demand {
    uint32_t from, to;
    double bps;
} cp_demand;
void cp_routes_loads(cp_routes *g, cp_arena *scratch, const cp_demand *demands, uint32_t n,
                     double *loads);
