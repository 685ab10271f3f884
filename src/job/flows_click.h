/* SPDX-License-Identifier: Apache-2.0 */
/* flows_click.h - inside of `flows --clickhouse`: the shards, and what detectors are fed with.
 *
 *     flows_click.c        the case and the shards as one; sums for --top
 *     flows_feed.c         each detector's part of the flows
 *     flows_feed_sums.c    those that are fed with sums */
#pragma once
#include "flow/detect.h"
#include "job/click.h"
#include "job/flows.h"

enum { CP_FLOWS_FEEDS_MAX = 8, CP_FLOWS_PAIRS_MAX = 1 << 20 };

typedef struct cp_flows_cluster {
    cp_click *click;
    cp_flow_set near;
    cp_case_shipped done;
    cp_click_known known;
    uint64_t usable[CP_CLICK_SHARDS_MAX]; /* of what detectors ask; cp_click_span */
    /* Known when the first asked for it: pairs that wait in the case too; whether answers are
     * hardly ever seen; the coarsest sampling there. */
    bool has_pairs, has_answers, is_one_way, has_coarsest;
    const cp_click_pair *pairs; /* NULL: more than CP_FLOWS_PAIRS_MAX */
    uint32_t n_pairs, coarsest;
    /* Addresses that are in no flow that came here, but may be in findings. */
    CP_VEC(cp_flow_addr) addrs;
} cp_flows_cluster;

/* The flows that wait in the case, and these, which stand for n_flows. */
void cp_flows_put_together(cp_flows *f, const cp_flow_set *far, uint32_t n, uint64_t n_flows,
                           cp_flow_set *out);
/* What detectors read; adds what came to far, of which there is room for CP_FLOWS_FEEDS_MAX + 1. */
CP_MUST_CHECK cp_rc cp_flows_ask_feeds(cp_flows *f, cp_flow_set *far, uint32_t *n, cp_err *err);

/* A feed that is being chosen. */
typedef struct cp_flows_choice {
    cp_flows_feed feed;
    cp_click_question q;
    const char *why_all; /* NULL, or why it has to be all flows */
} cp_flows_choice;
/* Pairs of addresses of which flows wait in the case: what is between these comes as it is. */
CP_MUST_CHECK cp_rc cp_flows_near_pairs(cp_flows *f, cp_flows_choice *x, cp_err *err);
/* The coarsest sampling of all flows, also of those that do not come. */
CP_MUST_CHECK cp_rc cp_flows_find_coarsest(cp_flows *f, cp_flows_choice *x, cp_err *err);
/* Both, for what is added up by events: why_all says what is in the way. */
CP_MUST_CHECK cp_rc cp_flows_begin_sums(cp_flows *f, cp_flows_choice *x, cp_err *err);
/* Sorts them, each once. */
uint32_t cp_flows_unique_pairs(cp_click_pair *v, uint32_t n);
/* A set without flows: only addresses, which become sorted, each once. */
cp_flow_set cp_flows_set_of_addrs(cp_arena *a, cp_flow_addr *v, uint32_t n);
/* These, too, between which flows may be found. */
void cp_flows_add_pairs(cp_flows *f, cp_click_question *q, const cp_click_pair *v, uint32_t n);
CP_MUST_CHECK cp_rc cp_flows_choose_out(cp_flows *f, cp_flows_choice *x, cp_err *err);
CP_MUST_CHECK cp_rc cp_flows_choose_mirror(cp_flows *f, cp_flows_choice *x, cp_err *err);
