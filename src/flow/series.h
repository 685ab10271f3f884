/* SPDX-License-Identifier: Apache-2.0 */
/* series.h - flows put in order of time, per client, server, protocol and port of the server: what
 * the detectors of rhythm read.
 *
 *     blocks --first half, second half: a thread each--> rows of this pass, by pair
 *            --pairs of two halves: a thread each-->     series --> fn
 *
 * Memory is bounded by passes: each reads all blocks and keeps the rows whose pair falls into its
 * part of a hash. A pass needs about CP_SERIES_ROW_BYTES a row.
 *
 * What is one event: exporters cut a connection that lasts into records (active timeout), tell both
 * ways separately, and so on. Records of the same five-tuple that overlap or follow each other
 * within CP_SERIES_JOIN_US are one event; exporters end a flow after at least that time of silence,
 * so a record that begins sooner after the last can only be the rest of one that went on. Otherwise
 * each long connection would be a beacon of the period of the exporter's timeout. */
#pragma once
#include "model/flow.h"

#define CP_SERIES_JOIN_US ((int64_t)10 * 1000 * 1000) /* the shortest inactive timeout in use */
enum {
    CP_SERIES_ROW_BYTES =
        160, /* with the tables, if each row is a pair of its own: for planning the
                                  passes */
    CP_SERIES_EVENTS_MAX = 1 << 20, /* of one series and half of the blocks: 12 a second for a day;
                                       more are counted and left out */
    CP_SERIES_PASSES_MAX = 4096,
};

/* All zero is a valid one but for memory_bytes. */
typedef struct cp_series_options {
    uint64_t memory_bytes; /* 0: 512 MiB */
    cp_time from, to;      /* of begins; both 0: all. to is not included */
    uint32_t n_threads;    /* 0, 1 or 2; the answer is the same */
    uint32_t n_events_min; /* shorter series are counted only */
    uint64_t seed;         /* of the hash, so that input cannot choose collisions */
    const bool *exporters; /* by index in the set; NULL: all */
    /* Sampling that the user knows better than the flows: by index in the set's exporters;
     * CP_SAMPLING_UNKNOWN: what flow or exporter say. NULL: no override at all. */
    const uint32_t *sampling;
} cp_series_options;

typedef struct cp_series_key {
    cp_flow_addr client, server;
    uint16_t port; /* of the server; ICMP: type * 256 + code of the request */
    uint8_t proto;
} cp_series_key;

typedef struct cp_series {
    cp_series_key key;
    uint32_t n;                 /* events */
    const cp_time *at;          /* their begins, ascending */
    const uint64_t *bytes;      /* client to server, as told: not scaled; saturates */
    const uint64_t *bytes_back; /* the other way */
    const uint64_t *span_us;    /* from the begin of the event to its end */
    /* TCP flags of each event, or-ed: of the client, and of the server. */
    const uint8_t *flags, *flags_back;
    /* Connections that the events are in, by the client's port; fewer than events where silences
     * are within one, and exporters end its flow there. One that is not told apart by its port is
     * told by its SYN. 0: not known, as where the protocol has no ports. */
    uint32_t n_connections;
    uint64_t n_flows;       /* records that these events were made of */
    uint64_t n_left_out;    /* beyond CP_SERIES_EVENTS_MAX */
    uint64_t packets;       /* client to server */
    uint32_t sampling;      /* the coarsest of its flows: CP_SAMPLING_UNKNOWN only if none says */
    bool is_sampling_mixed; /* not all flows have the same */
    bool has_unknown_sampling;
    cp_time last_end;
} cp_series;

typedef struct cp_series_stats {
    uint64_t n_flows, n_events, n_series; /* all */
    uint64_t n_short;                     /* series below n_events_min */
    uint64_t n_no_time; /* flows that had only the time of export: they are not in a series */
    uint64_t n_no_addr; /* nor are those without both addresses */
    uint64_t n_left_out;
    uint32_t n_passes;
    cp_time first_at, last_at; /* of the flows that were used; CP_TIME_NONE: there is none */
} cp_series_stats;

/* Called once per series, on thread 0 or 1, series of one thread one after the other; what it gets
 * is valid during the call. Which thread gets which depends on the hash: put results in an order of
 * their own. */
typedef cp_rc (*cp_series_fn)(void *ctx, uint32_t thread, const cp_series *s, cp_err *err);

/* Errors: those of the set and of fn; CP_ELIMIT where more than CP_SERIES_PASSES_MAX passes would
 * be needed. */
CP_MUST_CHECK cp_rc cp_series_each(const cp_flow_set *set, const cp_series_options *o,
                                   cp_series_fn fn, void *ctx, cp_series_stats *out, cp_err *err);

/* What is taken for the sampling of a flow of an exporter (its index in the set) that says so
 * much. */
uint32_t cp_series_sampling_of(const cp_flow_set *set, const cp_series_options *o,
                               uint32_t exporter, uint32_t says);

/* One of several that are told of the same series, in one reading of the flows. */
typedef struct cp_series_asker {
    cp_series_fn fn;
    void *ctx;
    uint32_t n_events_min;
    cp_series_stats stats; /* set when all were told */
} cp_series_asker;
enum { CP_SERIES_ASKERS_MAX = 8 };

/* As cp_series_each for each of them, n of 1..CP_SERIES_ASKERS_MAX; that of o is not used. */
CP_MUST_CHECK cp_rc cp_series_each_of(const cp_flow_set *set, const cp_series_options *o,
                                      cp_series_asker *v, uint32_t n, cp_err *err);

/* Order of keys: client, server, protocol, port. */
int cp_series_key_cmp(const cp_series_key *x, const cp_series_key *y);

/* Who is the client of a flow, and which port is the server's: as service.h has it, but so that
 * both ways of one connection come to the same: where the rule is SAME the higher address serves,
 * and a reply to an echo belongs to what asked. *is_back: the flow is the server's way. */
cp_series_key cp_series_key_of(const cp_flow_addr *src, const cp_flow_addr *dst, uint8_t proto,
                               uint16_t sport, uint16_t dport, uint8_t what, bool *is_back,
                               uint16_t *client_port);
