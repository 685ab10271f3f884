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
#include "flow/sampling.h"

enum {
    CP_FLOW_PARTS = 256,
    CP_FLOW_LISTS_MAX = 512, /* of rows that wait: as many of them for each partition */
    CP_FLOW_PIECE = 256,     /* sums */
    /* a slot has 24 bits for place + 1, and a tag of 8 */
    CP_FLOW_PART_SUMS_MAX = (1 << 24) - 2,
    CP_FLOW_ROWS_AT_ONCE = 64,
    CP_FLOW_LIST_BYTES = 4096,
    CP_FLOW_PLAIN_PACKETS_BITS = 24,
    CP_FLOW_PLAIN_AT_SHIFT = CP_FLOW_PLAIN_PACKETS_BITS + 1,
    CP_FLOW_PLAIN_AT_BITS = 64 - CP_FLOW_PLAIN_AT_SHIFT, /* six days, in microseconds */
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

/* The same, as short as nearly all can be: waiting in lists until all of a partition are there, so
 * that its sums are added up within the processor's cache, and never stand beside all others'. */
typedef struct cp_flow_short_row {
    uint64_t hi;
    cp_time at;
    uint32_t packets, bytes, span_us;
    uint32_t sampling : 25, rule : 7;
    uint64_t lo; /* left out where it is 0 of all */
} cp_flow_short_row;
enum { CP_FLOW_SHORTEST_BYTES = offsetof(cp_flow_short_row, lo) };
/* Shorter still, where nothing but addresses is told apart and nothing is estimated. */
typedef struct cp_flow_plain_row {
    uint64_t hi;
    /* packets | unknown sampling | at, from the list's base on: as one number, because bits of a
     * struct are put in place by reading what stood there, which is in no cache.
     *   24            1               39 */
    uint64_t packed;
    uint32_t bytes, span_us;
} cp_flow_plain_row;
static_assert(sizeof(cp_flow_plain_row) == 24, "the memory of these is what they take most of");

typedef struct cp_flow_rows {
    struct cp_flow_rows *next;
    cp_time base; /* of plain ones */
    uint32_t n;
    _Alignas(8) char v[];
} cp_flow_rows;
static_assert((CP_FLOW_LIST_BYTES - sizeof(cp_flow_rows)) / sizeof(cp_flow_plain_row) <= UINT8_MAX,
              "what is left of a list is counted in a byte");

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
/* A list of short rows, of row_bytes each (cp_flow_short_row, its first CP_FLOW_SHORTEST_BYTES, or
 * cp_flow_plain_row); n is how many there is room for. NULL: there is no room for a list. */
cp_flow_rows *cp_flow_rows_new(cp_flow_table *t, cp_flow_rows *next, uint32_t row_bytes);
/* What the lists have, into the partition, unless that is put off; they are given back. */
void cp_flow_table_add_lists(cp_flow_table *t, uint32_t part, cp_flow_rows *lists,
                             uint32_t row_bytes);
void cp_flow_rows_free(cp_flow_table *t, cp_flow_rows *lists);

/* Sums of one thread alone, within its processor's cache: what a partition without sums of its own
 * is made of, some lists after the other. */
typedef struct cp_flow_own cp_flow_own;
cp_flow_own *cp_flow_own_new(cp_arena *a);
/* From nothing, of lists of several threads (NULL: none), not full sums. NULL: there are too many,
 * which is for the partition. Valid until the next call. */
const cp_flow_part *cp_flow_own_sums(cp_flow_own *o, uint64_t seed, cp_flow_rows *const *lists,
                                     uint32_t n_lists, uint32_t row_bytes);

/* Gives its memory back; it is in the state then. */
void cp_flow_part_empty(cp_flow_table *t, cp_flow_part *p, cp_flow_part_state state);

static inline const cp_flow_full_sum *cp_flow_part_at(const cp_flow_table *t, const cp_flow_part *p,
                                                      uint32_t i)
{
    return (const cp_flow_full_sum *)(p->pieces[i / CP_FLOW_PIECE] +
                                      (size_t)(i % CP_FLOW_PIECE) * t->sum_bytes);
}
