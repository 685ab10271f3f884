/* SPDX-License-Identifier: Apache-2.0 */
/* table.h - sums by key, in partitions that several threads add to, and that can be given up.
 *
 *     partition:  slots  [ tag+place | . | tag+place ]    at most three quarters full
 *                 pieces [256 sums] [256 sums] ..         never moved
 *
 * All memory comes from one pool, which knows how much there may be. A partition that needs more
 * than is left is put off: what it had goes back, and what is added to it is passed over until the
 * blocks are gone through again. */
#pragma once
#include <pthread.h>
#include <stdatomic.h>
#include "flow/mix.h"
#include "flow/sampling.h"

enum {
    CP_FLOW_PARTS = 256,
    CP_FLOW_PIECE = 256, /* sums */
    /* a slot has 24 bits for place + 1, and a tag of 8 */
    CP_FLOW_PART_SUMS_MAX = (1 << 24) - 2,
    CP_FLOW_ROWS_AT_ONCE = 64,
};

/* Until a flow was sampled only the first part is kept, which is a line of the processor's
 * cache. */
typedef struct cp_flow_sum {
    uint64_t hi, lo; /* key */
    uint64_t flows, packets, bytes;
    cp_time first_at, last_at;
    uint64_t n_unknown : 56, rules : 8; /* 1 << cp_flow_server_rule */
} cp_flow_sum;
typedef struct cp_flow_full_sum {
    cp_flow_sum s;
    uint64_t packets_est, bytes_est;
    cp_flow_u128 packets_variance, bytes_variance;
} cp_flow_full_sum;
static_assert(sizeof(cp_flow_sum) == 64, "a line");

/* What is added: one direction of a flow. */
typedef struct cp_flow_add_row {
    uint64_t hi, lo, packets, bytes;
    cp_time at, end;
    uint32_t sampling, rule;
} cp_flow_add_row;

/* What one direction of a row stands for that is several flows (model/flow.h). */
typedef struct cp_flow_add_many {
    uint64_t flows;
    cp_flow_u128 packets, squares;
} cp_flow_add_many;

typedef struct cp_flow_pool cp_flow_pool;
/* max_bytes: of all partitions. */
cp_flow_pool *cp_flow_pool_new(cp_arena *a, uint64_t max_bytes);

typedef enum cp_flow_part_state {
    CP_FLOW_PART_OPEN,
    CP_FLOW_PART_PUT_OFF,
    CP_FLOW_PART_DONE
} cp_flow_part_state;

typedef struct cp_flow_part {
    pthread_mutex_t lock;
    _Atomic(int) state; /* cp_flow_part_state */
    char **pieces;
    uint32_t *slots;
    uint32_t n, n_slots, n_pieces_cap;
} cp_flow_part;

typedef struct cp_flow_table {
    cp_flow_pool *pool;
    uint64_t seed;
    cp_flow_mixer mixer;
    bool is_full; /* sums are cp_flow_full_sum */
    uint32_t sum_bytes, n_slots_first;
    pthread_mutex_t putting_off;
    atomic_uint n_open;
    atomic_bool is_over; /* the last open one does not fit alone */
    cp_flow_part parts[CP_FLOW_PARTS];
} cp_flow_table;

/* n_flows: about how many will be added. */
cp_flow_table *cp_flow_table_new(cp_arena *a, cp_flow_pool *pool, uint64_t seed, bool is_full,
                                 uint64_t n_flows);
/* Rows of one partition, which is locked meanwhile; at most CP_FLOW_ROWS_AT_ONCE. */
void cp_flow_table_add(cp_flow_table *t, uint32_t part, const cp_flow_add_row *rows, uint32_t n);
/* One row that stands for several flows. */
void cp_flow_table_add_sums(cp_flow_table *t, uint32_t part, const cp_flow_add_row *r,
                            const cp_flow_add_many *x);
/* Room for rows that wait (rows.h), before those of `next`; *spare: one thread's, for the next
 * times, to be given back like others. NULL: there is none. */
struct cp_flow_rows *cp_flow_rows_new(cp_flow_table *t, struct cp_flow_rows **spare,
                                      struct cp_flow_rows *next, uint32_t row_bytes);
/* What the lists have, into the partition, unless that is put off; they are given back. */
void cp_flow_table_add_lists(cp_flow_table *t, uint32_t part, struct cp_flow_rows *lists);
void cp_flow_rows_free(cp_flow_table *t, struct cp_flow_rows *lists);

/* Gives its memory back; it is in the state then. */
void cp_flow_part_empty(cp_flow_table *t, cp_flow_part *p, cp_flow_part_state state);

static inline const cp_flow_full_sum *cp_flow_part_at(const cp_flow_table *t, const cp_flow_part *p,
                                                      uint32_t i)
{
    return (const cp_flow_full_sum *)(p->pieces[i / CP_FLOW_PIECE] +
                                      (size_t)(i % CP_FLOW_PIECE) * t->sum_bytes);
}
