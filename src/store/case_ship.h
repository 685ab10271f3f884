/* SPDX-License-Identifier: Apache-2.0 */
/* case_ship.h - flows of the case that go on to a ClickHouse cluster: which have gone, which go,
 * and which wait.
 *
 *     flow_block: [ gone | gone | goes now | waits | waits ]      blocks of an import, in order
 *     flow_ship:    1      1      2 (open)                        batches: some blocks of one
 *     import
 *     flow_ship_part: rows that each shard has of a batch         ... that is done
 *
 * A batch is the same blocks whenever it is tried again, and the shards keep it under its number,
 * so that one which was sent twice is there once. What is accepted stands in the case until the
 * batch is done, and for CP_CASE_SHIP_KEEP_US longer, for those who are reading it. */
#pragma once
#include "store/case_flow.h"

#define CP_CASE_SHIP_KEEP_US ((cp_time)600 * 1000000)
enum {
    CP_CASE_SHARDS_MAX = 64,
    CP_CASE_GOING_MAX = 64, /* batches that leave at once: each stands in every question */
};

/* The cluster that a case goes to: for good, because a pair of addresses is on one shard. */
typedef struct cp_case_cluster {
    cp_str id; /* 32 hexadecimal digits, which the shards know; "": it has none */
    uint32_t n_shards;
} cp_case_cluster;
CP_MUST_CHECK cp_rc cp_case_cluster_of(cp_case *c, cp_arena *a, cp_case_cluster *out, cp_err *err);
/* Makes one of so many shards where there is none. CP_EUSAGE: there is one of another number. */
CP_MUST_CHECK cp_rc cp_case_cluster_set(cp_case *c, cp_arena *a, uint32_t n_shards,
                                        cp_case_cluster *out, cp_err *err);

typedef struct cp_case_ship {
    uint32_t batch; /* from 1 */
    int64_t import;
    uint64_t seq_from, seq_to, rows;
} cp_case_ship;
/* The batch that is open, or a new one of what waits: up to rows_max flows, at least one block.
 * *has false: nothing waits. */
CP_MUST_CHECK cp_rc cp_case_ship_next(cp_case *c, uint64_t rows_max, cp_case_ship *out, bool *has,
                                      cp_err *err);
/* Each block of it in order, lent for the call. CP_EFORMAT: they are not all there. */
typedef cp_rc (*cp_case_ship_each)(void *ctx, cp_bytes block, cp_err *err);
CP_MUST_CHECK cp_rc cp_case_ship_blocks(cp_case *c, const cp_case_ship *s, cp_case_ship_each each,
                                        void *ctx, cp_err *err);
/* All shards have it: rows of each. Blocks that were done long ago go. */
CP_MUST_CHECK cp_rc cp_case_ship_done(cp_case *c, const cp_case_ship *s, const uint64_t *rows,
                                      uint32_t n_shards, cp_time at, cp_err *err);
/* What is not done yet. */
CP_MUST_CHECK cp_rc cp_case_ship_waiting(cp_case *c, uint64_t *rows, uint64_t *bytes, cp_err *err);
CP_MUST_CHECK cp_rc cp_case_ship_last(cp_case *c, uint32_t *batch, cp_err *err);

/* ---- batches that leave the shards, because they are old
 *
 *     done --forget--> going: no answer counts them --CP_CASE_SHIP_KEEP_US later--> dropped, gone
 *
 * In between those who asked before are answered. The ledger knows them for good: how many flows
 * they were, and of when. */

/* All batches whose flows began before `before`: the oldest, up to CP_CASE_GOING_MAX at a time. */
CP_MUST_CHECK cp_rc cp_case_ship_forget(cp_case *c, cp_time before, cp_time at, cp_err *err);
/* Those that nobody asks for any more at the time `at`; v: room for CP_CASE_GOING_MAX. */
CP_MUST_CHECK cp_rc cp_case_ship_going(cp_case *c, cp_time at, uint32_t *v, uint32_t *n,
                                       cp_err *err);
/* No shard has any of them. */
CP_MUST_CHECK cp_rc cp_case_ship_gone(cp_case *c, const uint32_t *v, uint32_t n, cp_time at,
                                      cp_err *err);

/* What has left: figures for who asks beyond it. */
typedef struct cp_case_forgotten {
    uint64_t rows;
    cp_time first_at, last_at; /* begins; CP_TIME_NONE: none are known */
} cp_case_forgotten;
CP_MUST_CHECK cp_rc cp_case_forgotten_of(cp_case *c, cp_case_forgotten *out, cp_err *err);

/* What is done: of the shards all batches up to batch_max but those of `open` count. */
typedef struct cp_case_shipped {
    cp_case_cluster cluster;
    uint32_t batch_max;
    const uint32_t *open; /* and those that are going */
    uint32_t n_open;
    cp_case_forgotten forgotten; /* those, and what is gone */
    uint64_t rows, rows_of[CP_CASE_SHARDS_MAX];
    cp_time first_at, last_at;
    /* Rows of the table import, in order, and where the exporters of each begin in the set's. */
    const int64_t *imports;
    const uint32_t *exporters_at; /* n_imports + 1 */
    uint32_t n_imports;
} cp_case_shipped;
/* All but the imports. To be asked within a transaction. */
CP_MUST_CHECK cp_rc cp_case_shipped_of(cp_case *c, cp_arena *a, cp_case_shipped *out, cp_err *err);
/* As cp_case_flow_set, but only of what is not done; both are of one moment. */
CP_MUST_CHECK cp_rc cp_case_flow_near(cp_case *c, cp_arena *a, cp_flow_set *near,
                                      cp_case_shipped *out, cp_err *err);
