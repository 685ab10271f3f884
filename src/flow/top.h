/* SPDX-License-Identifier: Apache-2.0 */
/* top.h - who talks to whom, how much, since when: flows of a set added up by what the caller
 * chooses, and the largest of the sums.
 *
 *     blocks --ids, view--> rows --by hash--> 256 partitions --most telling exporter--> sums -->
 *     top
 *
 * Figures of each sum are as told, and estimates where packets were sampled (sampling.h).
 *
 * Several exporters on the path of a flow tell of it, each; and an exporter that meters both ways
 * tells twice. With CP_FLOW_EXPORTERS_MOST each direction of a pair is therefore counted as that
 * exporter (at in- or egress) told it that tells most bytes of it: never more than there was, but
 * less where exporters see different parts (two borders, balanced links). What all told together
 * stands beside it: the truth is between. With CP_FLOW_EXPORTERS_ALL all is added up.
 *
 * Memory is bounded: where there are more sums than fit, some partitions are put off, and the
 * blocks are gone through again for these. Nothing is left out, and the answer is the same. */
#pragma once
#include "flow/ids.h"
#include "flow/sampling.h"
#include "flow/service.h"

/* What is added up: all with the same ..., bits of by. */
enum {
    CP_FLOW_BY_SRC = 1,
    CP_FLOW_BY_DST = 2,
    CP_FLOW_BY_PAIR = CP_FLOW_BY_SRC | CP_FLOW_BY_DST,
    CP_FLOW_BY_SERVICE = 4,  /* protocol and the server's port, and which end serves */
    CP_FLOW_BY_EXPORTER = 8, /* only with CP_FLOW_EXPORTERS_ALL */
    CP_FLOW_BY_TIME = 16,    /* bucket of the flow's begin */
};
typedef enum cp_flow_order {
    CP_FLOW_ORDER_BYTES, /* estimated */
    CP_FLOW_ORDER_PACKETS,
    CP_FLOW_ORDER_FLOWS,
    CP_FLOW_ORDER_FIRST, /* seen first comes first */
    CP_FLOW_ORDER_LAST,  /* seen last comes first */
    CP_FLOW_ORDER_KEY,   /* by addresses, then service, exporter and time */
} cp_flow_order;
typedef enum cp_flow_exporters { CP_FLOW_EXPORTERS_MOST, CP_FLOW_EXPORTERS_ALL } cp_flow_exporters;

enum {
    CP_FLOW_TOP_MAX = 256 * 1024, /* rows of an answer */
    CP_FLOW_SERVICES_MAX = 256,   /* of a view */
    CP_FLOW_NO_ID = UINT32_MAX,
    /* Exporters that are told apart, and buckets of time; of more the last stands for all. */
    CP_FLOW_OBSERVERS_MAX = 256 * 1024,
    CP_FLOW_BUCKETS_MAX = 512 * 1024,
};

enum { CP_FLOW_SIDE_A = 1, CP_FLOW_SIDE_B = 2, CP_FLOW_SIDE_MARK = 4, CP_FLOW_SIDE_MARKS = 0x7c };
typedef struct cp_flow_ports {
    uint8_t proto; /* 0: any */
    uint16_t from, to;
} cp_flow_ports;

/* Which flows are looked at. All zero but the times (CP_TIME_NONE): all that were forwarded and
 * have a volume. */
typedef struct cp_flow_view {
    /* Of an end, told what is known of it: whether it may stand on side A, on B. A flow from A to B
     * is looked at, and one from B to A if is_either. NULL: all are. Must depend on nothing else;
     * several threads ask. It may also mark the end, by up to five bits from CP_FLOW_SIDE_MARK on:
     * each of `marks` has to be on one end of the flow, or the other. */
    uint8_t (*sides)(void *ctx, const cp_flow_addr *addr, const cp_flow_end *end);
    void *ctx;
    bool is_either;
    uint8_t marks;
    cp_time from, until;           /* of a flow's begin: from..until-1; CP_TIME_NONE: open */
    const cp_flow_ports *services; /* none: any */
    uint32_t n_services;
    const bool *exporters; /* by index in the set; NULL: all */
    bool with_events, with_dropped;
    /* Instead of what flows and exporters say, by index in the set; CP_SAMPLING_UNKNOWN: nothing is
     * put in its place. NULL: nowhere. */
    const uint32_t *sampling;
} cp_flow_view;

struct cp_flow_row;
typedef struct cp_flow_question {
    uint32_t by;
    bool is_merged;   /* both directions of a pair in one row (by has PAIR) */
    bool is_by_asset; /* ends that are of an asset go by it, whatever their address */
    /* By id, and of those beyond the limit: a number below 2^31. What is known of pairs of
     * addresses is then added up by these, and rows have them as if they were assets (is_by_asset:
     * not with it). NULL: it is not. */
    const uint32_t *groups;
    cp_flow_exporters exporters;
    cp_flow_order order;
    uint32_t n_top;        /* rows that are wanted: 1..CP_FLOW_TOP_MAX */
    uint64_t bucket_us;    /* 0: an hour */
    uint32_t n_threads;    /* 0: 1 */
    uint64_t memory_bytes; /* of the sums; 0: 1 GiB */
    uint64_t seed;
    cp_flow_view view;
    /* Told of each sum, by several threads (0..n_threads-1), in no order; NULL: nobody is. Of its
     * row the addresses are not set. */
    void (*each)(void *ctx, uint32_t thread, const struct cp_flow_row *r);
    void *each_ctx;
} cp_flow_question;

/* flows, packets, bytes are as told; estimates count what has no known sampling as it was told, so
 * that with n_unknown they are at least so much. */
typedef struct cp_flow_figures {
    uint64_t flows, packets, bytes;
    uint64_t n_unknown; /* flows whose sampling is not known */
    uint64_t packets_est, bytes_est;
    cp_flow_u128 packets_variance, bytes_variance;
} cp_flow_figures;

typedef struct cp_flow_row {
    /* Ids, or assets where is_..; CP_FLOW_NO_ID where not asked for. Merged: src < dst, and out is
     * from src to dst. */
    uint32_t src, dst;
    cp_flow_addr src_addr, dst_addr; /* of no asset */
    bool is_src_asset, is_dst_asset;
    uint8_t proto;
    uint16_t port;
    bool is_server_src;   /* the source serves (by SERVICE) */
    uint8_t server_rules; /* 1 << cp_flow_server_rule, of all its flows */
    uint32_t exporter;    /* index in the set, of several with one address the first */
    cp_time bucket_at;
    cp_time first_at, last_at;
    cp_flow_figures out, back; /* back: only of a merged one */
    /* As all exporters told it, out and back: the same as above where only one did. */
    uint64_t flows_all, packets_all, bytes_all; /* estimates */
    uint32_t n_exporters;                       /* the most that told of one direction of a pair */
} cp_flow_row;
/* Both ways of a connection are told in one record, or in one each. */
static inline uint64_t cp_flow_row_flows(const cp_flow_row *r)
{
    return r->out.flows > r->back.flows ? r->out.flows : r->back.flows;
}

typedef struct cp_flow_top {
    const cp_flow_row *rows;
    uint32_t n;
    uint64_t n_sums; /* of which these are the first */
    cp_flow_row total;
    uint64_t n_flows;             /* in the set's blocks */
    uint64_t n_not_in_view;       /* not looked at, of these: */
    uint64_t n_events, n_dropped; /* ... for what they are */
    uint64_t n_late;              /* in the last bucket, which stands for all later */
    uint32_t n_passes;
} cp_flow_top;

/* ids: NULL: nothing is known of addresses, and nothing of it may be asked; rows have only the
 * addresses. That is faster, as long as all are of version 4. Errors: of the set's; CP_ELIMIT if
 * one partition alone does not fit into memory. */
CP_MUST_CHECK cp_rc cp_flow_top_of(cp_arena *a, const cp_flow_set *set, const cp_flow_ids *ids,
                                   const cp_flow_question *q, cp_flow_top *out, cp_err *err);
/* Order of rows: the first comes first. */
int cp_flow_row_cmp(const cp_flow_row *x, const cp_flow_row *y, cp_flow_order order);
