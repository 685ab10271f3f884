/* SPDX-License-Identifier: Apache-2.0 */
/* click.h - flow records at scale: a cluster of ClickHouse servers, asked over HTTP.
 *
 *     batch --by pair of addresses--> shard 1: staging table --counted--> partition of the table
 *                                     shard 2: ...
 *     question --SQL, to all at once--> rows of fixed length, in files --blocks--> cp_flow_set
 *
 * Which shard a flow is on is decided here, by its two addresses, so that all of a pair are on one;
 * the servers know nothing of each other. Each has two tables:
 *
 *     cleanpath_flow   the columns of model/flow.h, with batch and source (the import of the case);
 *                      a partition is a batch
 *     cleanpath_about  key, value: version of these tables, case, shard as "1/2"
 *
 * A batch is counted in a staging table, and becomes its partition in one step; one that was cut
 * off (here, on the way, or there) is looked for, and sent again if it is not there (click_put.c).
 * What is answered is compared with the number of rows that the caller knows to be there; a shard
 * that has others, or does not answer, is an error of the whole. The SQL is that of 18.16, and runs
 * on 26.5 as well. */
#pragma once
#include "model/flow.h"

enum {
    CP_CLICK_SHARDS_MAX = 64,
    CP_CLICK_BATCH_ROWS = 512 * 1024, /* one block of an insert, which is all or nothing */
    CP_CLICK_CLIENTS_MAX = 1 << 23,   /* 200 MiB */
    CP_CLICK_KEYS_MAX = 1 << 20,      /* 36 MiB, which go to each shard */
    CP_CLICK_SENT_MAX = 1 << 23,      /* rows of what devices send, and of ends: half a GiB */
    CP_CLICK_CONNECT_S = 10,
    CP_CLICK_TIMEOUT_S = 300,
};
#define CP_CLICK_ANSWER_BYTES_MAX ((uint64_t)16 << 30) /* of one shard, in a file */

typedef struct cp_click_opts {
    const cp_str *urls; /* http[s]://[user[:password]@]host[:port][/database] */
    uint32_t n_urls;
    cp_str login; /* "user:password" for those whose URL has none; "" none */
    cp_str ca_file;
    uint32_t timeout_s;
    bool allows_plain; /* a password without TLS to other machines */
    bool is_seen;      /* others can read the URLs: they may hold no password */
    cp_str cluster;    /* what ties the servers to the case */
    bool creates;      /* tables that are not there */
    bool (*is_stopped)(void *ctx);
    void *stop_ctx;
} cp_click_opts;

typedef struct cp_click cp_click;

/* Whether the URLs and the number of them are right: CP_EUSAGE. Asks nobody. */
CP_MUST_CHECK cp_rc cp_click_check(cp_arena *a, const cp_click_opts *o, cp_err *err);
/* Asks each server which shard it is. Errors name the server, and never the password: CP_EIO
 * (unreachable, too slow, no ClickHouse), CP_EPERM (user, rights), CP_EVERSION (older than 18.16,
 * or tables of a newer program), CP_EFORMAT (tables of another shape or another case), CP_ENOENT
 * (no tables, and they are not to be made), CP_EUSAGE, CP_EFULL. For one thread, as long as a. */
CP_MUST_CHECK cp_rc cp_click_open(cp_arena *a, const cp_click_opts *o, cp_click **out, cp_err *err);
/* "" or what is to be known of the servers, such as a version newer than those that were tried. */
cp_str cp_click_note(const cp_click *c);
/* Is the latest failure of a kind that may pass? */
bool cp_click_may_pass(const cp_click *c);

/* ---- in */

typedef struct cp_click_batch cp_click_batch;
/* Of up to CP_CLICK_BATCH_ROWS flows; freed with a. */
cp_click_batch *cp_click_batch_new(cp_arena *a, cp_click *c, uint32_t batch, uint32_t source);
/* All columns have to be there. */
void cp_click_batch_add(cp_click_batch *b, const cp_flow_columns *f);
/* rows: of each shard. After an error nothing is known, and the batch is to be sent again. */
CP_MUST_CHECK cp_rc cp_click_batch_send(cp_click_batch *b, uint64_t rows[CP_CLICK_SHARDS_MAX],
                                        cp_err *err);
/* Drops these batches everywhere. *are_gone: no server has anything of them, not even files that it
 * would take for good ones if it was killed now; else to be asked again. */
CP_MUST_CHECK cp_rc cp_click_batches_drop(cp_click *c, const uint32_t *v, uint32_t n,
                                          bool *are_gone, cp_err *err);
/* The highest batch that any server has; 0 none. */
CP_MUST_CHECK cp_rc cp_click_batch_max(cp_click *c, uint32_t *out, cp_err *err);
/* The shard of a pair of addresses: part of what is kept, and never to be changed. */
uint32_t cp_click_shard_of(const cp_flow_addr *x, const cp_flow_addr *y, uint32_t n_shards);

/* ---- out */

/* Which flows are there, and what their numbers mean. */
typedef struct cp_click_known {
    uint32_t batch_max; /* all up to this one, but those of open */
    const uint32_t *open;
    uint32_t n_open;
    const uint64_t *rows_of; /* of each shard */
    const int64_t *imports;  /* in order: of `source` */
    const uint32_t *exporters_at;
    uint32_t n_imports;
} cp_click_known;

typedef enum cp_click_kind {
    CP_CLICK_SUMS,  /* added up, as cp_flow_added says; what is not in view without addresses */
    CP_CLICK_FLOWS, /* as they are: those in view, for flow/series.h */
} cp_click_kind;

typedef struct cp_click_pair {
    cp_flow_addr low, high;
} cp_click_pair;

/* Conversations of a service, whoever has them, or only if an end is one of `ends`. */
typedef struct cp_click_service {
    uint8_t proto;
    uint16_t port;
    bool of_ends;
} cp_click_service;

/* All of one client with one port of one server. */
typedef struct cp_click_key {
    cp_flow_addr client, server;
    uint16_t port;
    uint8_t proto;
} cp_click_key;

/* Whose an address is; one that the shards are not told of is outside. */
typedef enum cp_click_is {
    CP_CLICK_OUTSIDE,
    CP_CLICK_INSIDE = 1,
    CP_CLICK_NOBODY = 2, /* of no machine */
    CP_CLICK_VARIES = 3, /* now inside, now outside, or now of one and now of another device */
} cp_click_is;
typedef struct cp_click_whose {
    cp_flow_addr addr;
    cp_click_is is;
} cp_click_whose;

/* An address as an exporter (of the case's) sees it. */
typedef struct cp_click_seen {
    uint32_t exporter;
    cp_flow_addr addr;
} cp_click_seen;

typedef struct cp_click_question {
    cp_click_kind kind;
    cp_time from, until; /* of begins; CP_TIME_NONE: open */
    /* Of each shard: flows of that time that series are made of (cp_click_span), without which
     * only cp_click_ask can be asked: all have to be in what is answered. */
    const uint64_t *usable;
    /* Flows and numbers of conversations: only what these exporters told (indices of the case's,
     * exporters_at[n_imports] of them); NULL: all. */
    const bool *exporters;
    /* Sums: of each service; of what began before and since `cut` (CP_TIME_NONE: none); of each
     * bucket (0: none). */
    bool by_service;
    cp_time cut;
    uint64_t bucket_us;
    /* Sums: one end has to be one of these, or begin with these bytes. */
    const cp_flow_addr *ends;
    uint32_t n_ends, prefix_bytes;
    bool has_ends;
    cp_flow_addr prefix;
    bool is_rest; /* sums: only what is not in view */
    /* Flows: all in view, as sums have it, whatever else is said here. */
    bool is_plain;
    /* Flows: only of conversations of at least so many (2 or more), of these keys, and between
     * these pairs; is_chosen: only, if there are none of any. */
    bool is_chosen;
    uint32_t flows_min;
    const cp_click_key *keys;
    uint32_t n_keys;
    const cp_click_pair *near;
    uint32_t n_near;
    const cp_click_service *services; /* NULL: all */
    uint32_t n_services;
    bool of_clients;   /* whose client is one of `ends` */
    bool of_ends;      /* is_chosen: also all of which an end is one of `ends` */
    bool leaves_twice; /* ... and what came in by one interface and left by two (detect_twice.c) */
    /* Volumes, see below. */
    const cp_click_whose *whose;
    uint32_t n_whose;
    const cp_click_seen *receivers;
    uint32_t n_receivers;
} cp_click_question;

/* Asks all servers at once. The set has no exporters but counts on those of the case: exporters_at
 * is 0, and `exporter` their index. Valid as long as a. n_flows is how many its rows stand for. */
CP_MUST_CHECK cp_rc cp_click_ask(cp_click *c, cp_arena *a, const cp_click_known *k,
                                 const cp_click_question *q, cp_flow_set *out, cp_err *err);
/* For sums of flows that hardly repeat a pair: what is in view comes as flows, the rest as sums.
 * All together is what is known to be there. rest has no blocks where nothing can be out of
 * view. */
CP_MUST_CHECK cp_rc cp_click_ask_plain(cp_click *c, cp_arena *a, const cp_click_known *k,
                                       const cp_click_question *q, cp_flow_set *out,
                                       cp_flow_set *rest, cp_err *err);
/* A client, and of how many of its conversations the first contact may have failed, at most. */
typedef struct cp_click_client {
    cp_flow_addr addr;
    uint64_t n_failed;
} cp_click_client;
/* All clients of the time of q, by address. CP_ELIMIT: more than CP_CLICK_CLIENTS_MAX. */
CP_MUST_CHECK cp_rc cp_click_clients(cp_click *c, cp_arena *a, const cp_click_known *k,
                                     const cp_click_question *q, cp_click_client **out, uint32_t *n,
                                     cp_err *err);
/* Pairs of addresses between which some contact may have been answered, and some not, in the time
 * of q. *n UINT32_MAX: more than `max`. */
CP_MUST_CHECK cp_rc cp_click_half_open(cp_click *c, cp_arena *a, const cp_click_known *k,
                                       const cp_click_question *q, uint32_t max,
                                       cp_click_pair **out, uint32_t *n, cp_err *err);
/* Conversations of the time of q with at least so many flows. *n UINT32_MAX: more than
 * CP_CLICK_KEYS_MAX. */
CP_MUST_CHECK cp_rc cp_click_often(cp_click *c, cp_arena *a, const cp_click_known *k,
                                   const cp_click_question *q, uint32_t flows_min,
                                   cp_click_key **out, uint32_t *n, cp_err *err);
/* How long the longest event (flow/series.h) of conversations was: so many of that protocol, port
 * and length. */
typedef struct cp_click_longest {
    uint64_t us, n;
    uint16_t port;
    uint8_t proto;
} cp_click_longest;
/* Of the time of q: keys of those with an event of at least so long and of those between near, and
 * the lengths of all others. CP_ELIMIT: more than CP_CLICK_KEYS_MAX keys. */
CP_MUST_CHECK cp_rc cp_click_longest_of(cp_click *c, cp_arena *a, const cp_click_known *k,
                                        const cp_click_question *q, uint64_t least_us,
                                        cp_click_key **keys, uint32_t *n_keys,
                                        cp_click_longest **out, uint32_t *n, cp_err *err);
/* Flows of the time of q that series are made of: of each shard, and when the first and last
 * begin (CP_TIME_NONE: there are none). */
CP_MUST_CHECK cp_rc cp_click_span(cp_click *c, const cp_click_known *k, const cp_click_question *q,
                                  uint64_t usable[CP_CLICK_SHARDS_MAX], cp_time *first,
                                  cp_time *last, cp_err *err);
/* About how many flows there are for each pair of addresses that has any; 0: there are none. */
CP_MUST_CHECK cp_rc cp_click_repeats(cp_click *c, const cp_click_known *k, double *out,
                                     cp_err *err);
/* How flows of the time of q were sampled: exporter (of the case's) and what they say, each
 * once. */
typedef struct cp_click_sampled {
    uint32_t exporter, sampling;
} cp_click_sampled;
CP_MUST_CHECK cp_rc cp_click_samplings(cp_click *c, cp_arena *a, const cp_click_known *k,
                                       const cp_click_question *q, cp_click_sampled **out,
                                       uint32_t *n, cp_err *err);
/* How many conversations of all flows (of the time of q) expect an answer and have no flags that
 * tell of one, and how many of these saw something come back: bounds, because which flows are one
 * connection is known only where all of them are. */
typedef struct cp_click_answered {
    uint64_t min, max, back_min, back_max;
} cp_click_answered;
CP_MUST_CHECK cp_rc cp_click_answers(cp_click *c, const cp_click_known *k,
                                     const cp_click_question *q, cp_click_answered *out,
                                     cp_err *err);
/* ---- volumes (click_sums.c). All are of flows of the time of q that series are made of, and begin
 * and end within 2^61 us of 1970. What is between q's pairs `near` is left out, but for ends and
 * what passes. */
#define CP_CLICK_TIME_MAX ((cp_time)1 << 61)

/* The same exactly, of each server: conversations that expect an answer if it is one machine and
 * have no flags, and how many of these saw something come back. */
typedef void cp_click_answered_by(void *ctx, const cp_flow_addr *server, uint64_t n,
                                  uint64_t n_back);
CP_MUST_CHECK cp_rc cp_click_answered_of(cp_click *c, cp_arena *a, const cp_click_known *k,
                                         const cp_click_question *q, cp_click_answered_by *each,
                                         void *ctx, cp_err *err);

/* All addresses; one may come from several shards. *n UINT32_MAX: more than
 * CP_CLICK_CLIENTS_MAX. */
CP_MUST_CHECK cp_rc cp_click_addresses(cp_click *c, cp_arena *a, const cp_click_known *k,
                                       const cp_click_question *q, cp_flow_addr **out, uint32_t *n,
                                       cp_err *err);

/* What a device (q's `whose`) sent on a day to an outside peer; or, peer all zero, to all others of
 * them together, the most to one, and of how many this is the only row that counts them. */
typedef struct cp_click_sent {
    cp_flow_addr device, peer;
    int32_t day;      /* since 1970, of the begin of each event */
    uint64_t out, in; /* in: of one peer */
    uint64_t most, n_pairs;
} cp_click_sent;
/* Pairs that come alone: so much goes out on a day, which is so large a share of all between them;
 * and those of addresses that vary. days_max: the last so many of a conversation, if any has more
 * (0). */
typedef struct cp_click_sent_least {
    uint64_t most;
    double share;
    uint32_t days_max;
} cp_click_sent_least;
/* *n UINT32_MAX: more than CP_CLICK_SENT_MAX rows. q has at least one of `whose`. */
CP_MUST_CHECK cp_rc cp_click_sent_of(cp_click *c, cp_arena *a, const cp_click_known *k,
                                     const cp_click_question *q, const cp_click_sent_least *least,
                                     cp_click_sent **out, uint32_t *n, cp_err *err);

/* A conversation: bytes there and back, its events (flow/series.h), when the first and the last
 * begin. */
typedef struct cp_click_stream {
    cp_click_key key;
    uint64_t bytes, bytes_back, events;
    cp_time first_at, last_at;
} cp_click_stream;
/* Those of which one way has so many bytes and so large a share; events and last_at are not told.
 * *n UINT32_MAX: more than CP_CLICK_KEYS_MAX. */
CP_MUST_CHECK cp_rc cp_click_large(cp_click *c, cp_arena *a, const cp_click_known *k,
                                   const cp_click_question *q, uint64_t bytes_min, double share_min,
                                   cp_click_stream **out, uint32_t *n, cp_err *err);

/* Bins of time over which bytes are spread: from..from + n * us - 1. */
typedef struct cp_click_bins {
    cp_time from;
    uint64_t us;
    uint32_t n;
} cp_click_bins;
/* Of q's keys, each bin: bytes in it, events that begin in it, and when the last of these does.
 * false: nobody asked for that. */
typedef bool cp_click_stream_bin(void *ctx, const cp_click_stream *x, uint32_t bin);
CP_MUST_CHECK cp_rc cp_click_streams_of(cp_click *c, cp_arena *a, const cp_click_known *k,
                                        const cp_click_question *q, cp_click_bins bins,
                                        cp_click_stream_bin *each, void *ctx, cp_err *err);
/* How q's keys were sampled: each exporter and what its flows say. */
typedef bool cp_click_key_sampled(void *ctx, const cp_click_key *key, cp_click_sampled x);
CP_MUST_CHECK cp_rc cp_click_samplings_of_keys(cp_click *c, cp_arena *a, const cp_click_known *k,
                                               const cp_click_question *q,
                                               cp_click_key_sampled *each, void *ctx, cp_err *err);
/* What q's `ends` receive. */
typedef bool cp_click_device_bin(void *ctx, const cp_flow_addr *device, uint32_t bin, uint64_t in);
CP_MUST_CHECK cp_rc cp_click_devices_of(cp_click *c, cp_arena *a, const cp_click_known *k,
                                        const cp_click_question *q, cp_click_bins bins,
                                        cp_click_device_bin *each, void *ctx, cp_err *err);

/* Bytes to and from an address that pass an exporter (flow/detect_transit.c), and when they do. */
typedef struct cp_click_end {
    uint32_t exporter; /* of the case's */
    cp_flow_addr addr;
    uint64_t to, from;
    cp_time first_at, last_at;
} cp_click_end;
/* One may come from several shards. *n UINT32_MAX: more than CP_CLICK_SENT_MAX. */
CP_MUST_CHECK cp_rc cp_click_ends_of(cp_click *c, cp_arena *a, const cp_click_known *k,
                                     const cp_click_question *q, cp_click_end **out, uint32_t *n,
                                     cp_err *err);
/* Flows that leave by an interface, as detect_twice.c looks at them: what they say of sampling. */
typedef struct cp_click_leaving {
    uint32_t exporter, sampling, out_if;
    uint64_t n;
} cp_click_leaving;
typedef void cp_click_leaves(void *ctx, const cp_click_leaving *x);
CP_MUST_CHECK cp_rc cp_click_leaving_of(cp_click *c, cp_arena *a, const cp_click_known *k,
                                        const cp_click_question *q, cp_click_leaves *each,
                                        void *ctx, cp_err *err);
/* What comes in by an interface; ends that are q's receivers are told, the others are all zero. */
typedef struct cp_click_bin {
    uint32_t exporter, in_if, bin;
    cp_flow_addr src, dst;
    uint64_t bytes;
} cp_click_bin;
typedef bool cp_click_passing_bin(void *ctx, const cp_click_bin *x);
/* q has at least one receiver. */
CP_MUST_CHECK cp_rc cp_click_passing(cp_click *c, cp_arena *a, const cp_click_known *k,
                                     const cp_click_question *q, cp_click_bins bins,
                                     cp_click_passing_bin *each, void *ctx, cp_err *err);

/* Does each server have the rows that are known to be there? */
CP_MUST_CHECK cp_rc cp_click_count(cp_click *c, const cp_click_known *k, cp_err *err);
