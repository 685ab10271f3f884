/* SPDX-License-Identifier: Apache-2.0 */
/* top_in.h - what the parts of top.c share.
 *
 *     hi:  source, destination (ids, or assets with the highest bit)
 *     lo:  server is the source (merged: is the larger) | protocol | port | bucket | observer
 *                       1                                    8         16      19       19 bits
 *
 * An observer is an exporter, and whether it saw the flow on its way out. */
#pragma once
#include "flow/own.h"
#include "flow/threads.h"
#include "flow/top.h"

enum {
    OBSERVER_BITS = 19,
    BUCKET_BITS = 19,
    SERVICE_SHIFT = OBSERVER_BITS + BUCKET_BITS,
    PORT_BITS = 16,
    PROTO_BITS = 8,
    PART_BITS = 8,
};
#define CP_FLOW_PARTY_ASSET 0x80000000u

/* Rows of one kind that are being written to. */
enum { OPEN_TIGHT, OPEN_OTHER, OPEN_KINDS }; /* other: plain, or short */
typedef struct open_lists {
    cp_flow_rows *lists[CP_FLOW_LISTS_MAX];
    char *at[CP_FLOW_LISTS_MAX];
    uint16_t left[CP_FLOW_LISTS_MAX]; /* rows */
} open_lists;

struct asker;
typedef struct asking {
    cp_arena *a;
    const cp_flow_set *set;
    const cp_flow_ids *ids; /* NULL: an address of version 4 is its own number */
    const cp_flow_question *q;
    cp_flow_table *table;
    uint32_t by, n_threads;
    bool has_ids; /* of the caller */
    bool is_merged, is_full, is_most;
    bool is_plain;                       /* nothing but addresses and figures is asked for */
    bool is_slim;                        /* a sum is looked at for its figures first */
    uint32_t list_row_bytes, list_shift; /* 1 << list_shift lists for each partition */
    bool is_first_pass;
    bool is_told[CP_FLOW_LISTS_MAX]; /* what would be in this list is, and the partition is not */
    atomic_uint next_part;           /* to be folded */
    uint64_t seed, bucket_us, memory_bytes;
    cp_time origin;        /* of the first bucket */
    uint32_t *observers;   /* by exporter: it, or the first with its address */
    uint32_t *sampling;    /* by exporter: instead of the flow's; 0: none */
    uint32_t *sampling_of; /* by exporter: where the flow says nothing */
    uint32_t *parties;     /* by id; NULL: they are the ids */
    uint8_t *sides;        /* by id; NULL: all are looked at. SIDES_VARY: ask for each flow */
    /* what was seen needs more: the pass begins anew */
    atomic_bool wants_full, wants_most, wants_ids;
} asking;
enum { SIDES_VARY = 0x80 };

/* What one thread does. */
typedef struct asker {
    asking *q;
    struct asker *all; /* of all threads */
    uint32_t thread;
    cp_rc rc;
    cp_err err;
    /* feeding */
    cp_arena *mem;
    uint32_t *ids, *parties;
    uint8_t *sides;
    cp_flow_add_row *rows; /* PARTS x ROWS_AT_ONCE */
    uint32_t n_rows[CP_FLOW_PARTS];
    /* Rows wait in lists, while there is room. */
    bool is_listing;
    cp_flow_rows *lists[CP_FLOW_LISTS_MAX];
    open_lists open[OPEN_KINDS];
    cp_flow_rows *spare;
    cp_time bases[OPEN_KINDS];
    cp_time first_at, last_at; /* of plain rows */
    uint64_t n_flows, n_not_in_view, n_events, n_dropped, n_late;
    /* folding */
    cp_flow_row *top, total;
    uint32_t n_top;
    uint64_t n_sums;
    cp_flow_own *own;
    cp_arena *wide_mem;
    cp_flow_row *wide; /* sums over partitions */
    uint64_t *wide_hi, *wide_lo;
    uint32_t *wide_slots, n_wide, n_wide_slots;
} asker;

void cp_flow_top_prepare(asking *q); /* observers, parties, sides */
void cp_flow_top_list(asking *q);    /* how rows wait, in this pass */
void cp_flow_top_feed(void *asker);  /* all blocks of the thread into the table */
void cp_flow_top_fold(void *asker);  /* the thread's partitions into its top */
/* What went over partitions, of all threads, into the top of the first. */
void cp_flow_top_fold_wide(asker *v, uint32_t n);
cp_flow_row cp_flow_top_nothing(void);
void cp_flow_top_add(cp_flow_row *r, const cp_flow_row *x);
void cp_flow_top_keep(asker *t, const cp_flow_row *r); /* if it is one of the first */
