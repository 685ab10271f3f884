/* SPDX-License-Identifier: Apache-2.0 */
/* detect.h - detectors that compare conversations: each takes what talks.h made, keeps what is
 * unusual, and says it in words. docs/flow-detectors.md has their arithmetic.
 *
 * All are pure and in one order: the same talks give the same findings. What is unusual need not be
 * wanted, and each says when it would be harmless. */
#pragma once
#include "flow/talks.h"

/* p_max of all that follow: what is kept of them, 0: what the constant of each says. More is kept
 * where true finds are weighed against false ones (tests/eval/detectors.py). */

/* A connection is kept if it is as unusual as that for its service ... */
#define CP_DETECT_P 1e-4
#define CP_LONG_MIN_US ((uint64_t)3600 * 1000 * 1000) /* ... and as long as that. */

/* The longest connection of each conversation against those of the same service, or, where fewer
 * than ten conversations have that, of the protocol. */
void cp_detect_long(cp_arena *a, const cp_talks *t, double p_max, cp_flow_found *out);
/* The same where others, of which none is as long as CP_LONG_MIN_US, are known by number only: so
 * many of that service and longest connection. CP_ELIMIT: more than CP_TALKS_MAX in all. */
typedef struct cp_long_others {
    uint64_t us, n;
    uint16_t port;
    uint8_t proto;
} cp_long_others;
CP_MUST_CHECK cp_rc cp_detect_long_of(cp_arena *a, const cp_talks *t, const cp_long_others *others,
                                      uint32_t n_others, double p_max, cp_flow_found *out,
                                      cp_err *err);

/* Jung, Paxson, Berger, Balakrishnan: Fast portscan detection using sequential hypothesis testing,
 * IEEE Symposium on Security and Privacy 2004, section 5.1. Whether the first contact of a source
 * with a destination succeeds is a coin: of probability theta0 for an honest source, theta1 for a
 * scanner, which they set to 0.8 and 0.2. The ratio is multiplied by
 *
 *     theta1 / theta0 for a success, (1 - theta1) / (1 - theta0) for a failure
 *
 * and is decided at detection / false = 0.99 / alpha above, (1 - 0.99) / (1 - alpha) below. A
 * source that was found honest begins anew there, instead of being believed for ever. */
#define CP_SCAN_THETA0 0.8
#define CP_SCAN_THETA1 0.2
#define CP_SCAN_ALPHA 1e-5
#define CP_SCAN_DETECTION 0.99
#define CP_SCAN_PRIOR 1e-3 /* of sources that scan: for the score only */

typedef struct cp_scan_walk {
    double log_ratio, most; /* now; the largest so far */
    uint32_t n, n_failed;
    bool is_found;
} cp_scan_walk;
void cp_scan_step(cp_scan_walk *w, bool is_success);

/* Fewer first contacts that fail decide nothing, whatever else there is. */
uint32_t cp_scan_failed_min(void);
/* Across destinations (horizontal), and across the ports of one (vertical). p_max is alpha. */
void cp_detect_scan(cp_arena *a, const cp_talks *t, double p_max, cp_flow_found *out);

enum { CP_MANAGED_MIN = 3 }; /* devices that others manage: below, who is a stranger is not told */

/* Answered sessions to equipment from outside, and from sources inside that manage nothing else
 * while others manage it. ids: what is inside; of NULL nothing is found. */
void cp_detect_management(cp_arena *a, const cp_talks *t, const cp_flow_ids *ids,
                          cp_flow_found *out);

/* What one device sent to one outside address on a day is looked at if it is so much, and if of all
 * between them so large a share goes out. */
#define CP_OUT_BYTES_MIN 1000000 /* times the sampling; ... */
#define CP_OUT_TOLD_MIN 10000    /* ... and as told */
#define CP_OUT_SHARE_MIN 0.6
#define CP_OUT_P 1e-3
enum { CP_OUT_DAYS_MAX = 400 }; /* of history */

/* Against the device's other days, and against those of like devices: kinds, by index of the asset,
 * has a number that they share (0: of those of which it is not known); NULL: all are alike. t is
 * with days; ids: what is inside; of NULL nothing is found. */
void cp_detect_out(cp_arena *a, const cp_talks *t, const cp_flow_ids *ids, const uint32_t *kinds,
                   double p_max, cp_flow_found *out);

/* The same where pairs of which no finding can be are known by what they add to a device alone:
 * what it sent to all of them on a day, the most to one of them, and how many pairs are told of for
 * the first time by this (each is counted once). Who the device is does not depend on the time. */
typedef struct cp_out_others {
    cp_flow_addr device;
    int32_t day;
    uint64_t out, most, n_pairs;
} cp_out_others;
void cp_detect_out_of(cp_arena *a, const cp_talks *t, const cp_flow_ids *ids, const uint32_t *kinds,
                      const cp_out_others *others, uint32_t n_others, double p_max,
                      cp_flow_found *out);

/* Those that read flows themselves may read them together, as in beacon.h; until the end they keep
 * what they were given. */

/* Pairs of CP_COVERT_EVENTS_MIN connections and more (covert.h). Errors: of the set's. */
typedef struct cp_covert_search cp_covert_search;
cp_covert_search *cp_covert_search_new(cp_arena *a, double p_max, cp_series_asker *asker);
void cp_covert_search_end(cp_arena *a, cp_covert_search *x, cp_flow_found *out);
CP_MUST_CHECK cp_rc cp_detect_covert(cp_arena *a, const cp_flow_set *set,
                                     const cp_series_options *o, double p_max, cp_flow_found *out,
                                     cp_err *err);

/* Unanswered contacts of a pair of addresses that come within so long before a connection; of who
 * waits between them, within so much longer. */
#define CP_KNOCK_WINDOW_US ((uint64_t)60 * 1000 * 1000)
#define CP_KNOCK_SLOW_US ((uint64_t)900 * 1000 * 1000)
#define CP_KNOCK_REPEATED_US ((uint64_t)500 * 1000) /* so long a contact is repeated packets */
enum {
    CP_KNOCK_PORTS_MIN = 2,     /* before one connection: a single one may be a mistake */
    CP_KNOCK_PORTS_MAX = 20,    /* more is a scan */
    CP_KNOCK_BEFORE_MAX = 64,   /* contacts that are counted before one connection */
    CP_KNOCK_REPEATS_MIN = 3,   /* of connections, where each comes after at least one */
    CP_KNOCK_EVENTS_MAX = 4096, /* of a pair; pairs with more are counted and left out */
    CP_KNOCK_PAIRS_MAX = 1 << 18,
    CP_KNOCK_ALL_EVENTS_MAX = 1 << 22, /* 24 bytes each */
};

/* Goes through the flows once more. Errors: those of cp_series_each. */
typedef struct cp_knock_search cp_knock_search;
cp_knock_search *cp_knock_search_new(cp_arena *a, const cp_talks *t, cp_series_asker *asker);
void cp_knock_search_end(cp_arena *a, cp_knock_search *x, double p_max, cp_flow_found *out);
CP_MUST_CHECK cp_rc cp_detect_knock(cp_arena *a, const cp_flow_set *set, const cp_series_options *o,
                                    const cp_talks *t, double p_max, cp_flow_found *out,
                                    cp_err *err);
/* Natural logarithm of the chance that Poisson's variable is at least so much. */
double cp_knock_log_poisson_tail(double mean, uint32_t at_least);

/* Streams of inside devices, of so many bytes and so large a share of them one way, in bins of time
 * of at least a minute; so like, and so unlikely by chance. */
#define CP_MIRROR_BYTES_MIN 100000
#define CP_MIRROR_SHARE_MIN 0.8
#define CP_MIRROR_R_MIN 0.4
#define CP_MIRROR_P 1e-6
#define CP_MIRROR_BIN_MIN_US ((uint64_t)60 * 1000 * 1000)
enum {
    CP_MIRROR_BINS_MAX = 512,
    CP_MIRROR_BINS_MIN = 20,      /* in which something is sent */
    CP_MIRROR_STREAMS_MAX = 2048, /* the largest: 50 MiB of bins */
    CP_MIRROR_SILENCE_MIN = 12,   /* bins in which nothing goes or comes: not compared */
    CP_MIRROR_LAGS = 10,          /* so many bins, from 0 on: what goes on may wait */
};

/* Receivers of no asset, as one exporter sees them, against what comes in by its interfaces: so
 * like, of volumes so alike. */
#define CP_TRANSIT_R_MIN 0.6
#define CP_TRANSIT_LIKE_MIN 0.5
#define CP_TRANSIT_LIKE_MAX 1.5
enum {
    CP_TRANSIT_ENDS_MAX = 1 << 21,  /* addresses of exporters: 240 MiB */
    CP_TRANSIT_PORTS_MAX = 2048,    /* interfaces: 8 MiB of bins */
    CP_TRANSIT_RECEIVERS_MAX = 256, /* the largest */
    CP_TRANSIT_OWN_MAX = 2048,      /* interfaces by which these have flows themselves */
};

/* ids: what is inside; of NULL nothing is found. */
typedef struct cp_mirror_search cp_mirror_search;
cp_mirror_search *cp_mirror_search_new(cp_arena *a, const cp_talks *t, const cp_flow_ids *ids,
                                       cp_series_asker *asker);

/* Where some flows are not read here, but added up by who has them: bins from..from + n * us - 1. A
 * connection's bytes are spread as cp_detect_spread does. */
typedef struct cp_mirror_bins {
    cp_time from;
    uint64_t us;
    uint32_t n;
} cp_mirror_bins;
/* Wanted are these streams, both ways of each, and all that these devices receive. */
typedef struct cp_mirror_wanted {
    const cp_series_key *streams;
    const cp_flow_addr *devices;
    uint32_t n_streams, n_devices;
    cp_mirror_bins bins;
} cp_mirror_wanted;
cp_mirror_wanted cp_mirror_wants(cp_arena *a, const cp_mirror_search *m);
/* False: it was not wanted. */
bool cp_mirror_add_stream(cp_mirror_search *m, const cp_series_key *k, uint32_t bin, uint64_t there,
                          uint64_t back);
bool cp_mirror_add_device(cp_mirror_search *m, const cp_flow_addr *device, uint32_t bin,
                          uint64_t in);
/* What is to be said of a stream, of which key, begin and bytes were known; NULL: there is none. */
cp_talk *cp_mirror_talk(cp_mirror_search *m, const cp_series_key *k);

/* The same of transit. */
typedef struct cp_transit cp_transit;
typedef struct cp_transit_end {
    uint32_t exporter; /* of the set's */
    cp_flow_addr addr;
    uint64_t to, from; /* bytes of flows with an interface, and of ways back */
} cp_transit_end;
typedef struct cp_transit_bin {
    uint32_t exporter, in_if, bin;
    cp_flow_addr src, dst; /* of receivers; all others all zero */
    uint64_t bytes;
} cp_transit_bin;
/* n flows of an exporter (of the set's) that say so of sampling, came in by another interface than
 * this one, and leave by it to one machine (detect_twice.c). */
typedef struct cp_twice cp_twice;
void cp_twice_add(cp_twice *t, uint32_t exporter, uint32_t says, uint32_t out_if, uint64_t n);
/* Looks at flows that were added. Errors: of the set's. */
CP_MUST_CHECK cp_rc cp_twice_look(cp_twice *t, const cp_flow_set *set, cp_err *err);
typedef struct cp_transit_others {
    void *ctx;
    /* Adds ends, and when flows begin and end. */
    cp_rc (*tell_ends)(void *ctx, cp_transit *t, cp_err *err);
    /* Adds bins of these receivers, and of what comes in by interfaces. */
    cp_rc (*tell_bins)(void *ctx, const cp_transit_end *receivers, uint32_t n, cp_mirror_bins bins,
                       cp_transit *t, cp_err *err);
    /* Adds what leaves by interfaces, and of what may have left by two of them the flows. */
    cp_rc (*tell_leaving)(void *ctx, cp_twice *t, cp_err *err);
} cp_transit_others;
void cp_transit_add_end(cp_transit *t, const cp_transit_end *x);
void cp_transit_add_time(cp_transit *t, cp_time first, cp_time last);
/* False: it is beyond the bins. */
bool cp_transit_add_bin(cp_transit *t, const cp_transit_bin *x);

/* Goes through the flows two times more, for transit. others: NULL, the set has all. Errors: those
 * of cp_series_each. */
CP_MUST_CHECK cp_rc cp_mirror_search_end(cp_arena *a, cp_mirror_search *x, const cp_flow_set *set,
                                         const cp_series_options *o,
                                         const cp_transit_others *others, double p_max,
                                         cp_flow_found *out, cp_err *err);
/* Both, for these alone: three times. */
CP_MUST_CHECK cp_rc cp_detect_mirror(cp_arena *a, const cp_flow_set *set,
                                     const cp_series_options *o, const cp_talks *t,
                                     const cp_flow_ids *ids, double p_max, cp_flow_found *out,
                                     cp_err *err);
/* Spearman's rank correlation; 0 where one is all the same. x and y become their ranks. */
double cp_mirror_correlation(cp_arena *a, double *x, double *y, uint32_t n);
