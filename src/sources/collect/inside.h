/* SPDX-License-Identifier: Apache-2.0 */
/* inside.h - between the two processes of a collector: what one is given, and what it says.
 *
 *     message: length(4) of what follows, kind(1), fields; numbers little end first
 *     EXPORTER* TEMPLATE* (BLOCK | PLACED)? COUNTS, again and again; at last END
 *
 * A block stands in its message, or in a place of memory that both have (PLACED, see places.h).
 * An exporter is told before the first block that names it. What stands before a COUNTS can be
 * committed. */
#pragma once
#include <pthread.h>
#include "model/flow_pack.h"
#include "sources/collect/collect.h"

enum {
    CP_COLLECT_SAY_EXPORTER = 1,
    CP_COLLECT_SAY_TEMPLATE,
    CP_COLLECT_SAY_BLOCK,
    CP_COLLECT_SAY_COUNTS,
    CP_COLLECT_SAY_END,
    CP_COLLECT_SAY_FAULT,
    CP_COLLECT_SAY_PLACED,
    CP_COLLECT_HEAD_BYTES = 4,
    CP_COLLECT_MESSAGE_MAX = CP_FLOW_BLOCK_BYTES_MAX + 1024,
};

/* ---- queue.c: bytes on their way to the parent; any thread adds, one writes */

typedef struct cp_collect_piece {
    struct cp_collect_piece *next;
    size_t n, cap;
    uint8_t b[];
} cp_collect_piece;

typedef struct cp_collect_queue {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    cp_collect_piece *first, *last;
    uint64_t bytes, bytes_max;
    bool is_ended;
    _Atomic uint64_t *told; /* bytes, for the parent */
} cp_collect_queue;

void cp_collect_queue_init(cp_collect_queue *q, uint64_t bytes_max, _Atomic uint64_t *told);
/* False: there is no place (or no memory), and the piece is freed. must: it has to go in all the
 * same, being small: the number of an exporter, without which nothing of it can be read. */
bool cp_collect_queue_add(cp_collect_queue *q, cp_collect_piece *p, bool must);
void cp_collect_queue_end(cp_collect_queue *q);
/* Writes all until the end; false: nobody reads any more. */
bool cp_collect_queue_write(cp_collect_queue *q, int fd);

/* A piece being made; NULL where there was no memory, which sticks. */
cp_collect_piece *cp_collect_piece_new(size_t cap);
void cp_collect_put(cp_collect_piece **p, const void *b, size_t n);
/* The head of a message whose fields are n bytes. */
void cp_collect_put_head(cp_collect_piece **p, uint8_t kind, size_t n);
void cp_collect_put_exporter(cp_collect_piece **p, const cp_exporter *x);
void cp_collect_put_template(cp_collect_piece **p, const cp_flow_template *t);
void cp_collect_put_block(cp_collect_piece **p, const cp_flow_block *b);
void cp_collect_put_placed(cp_collect_piece **p, const cp_flow_block *b, uint32_t place);
void cp_collect_put_counts(cp_collect_piece **p, const uint64_t counts[4]);

/* ---- registry.c: one number for an exporter, whichever sockets hear it */

typedef struct cp_collect_registry {
    cp_arena *a;
    pthread_mutex_t lock;
    cp_exporter *v; /* as they stand: what was known, and what the sockets counted since */
    uint32_t n, cap;
    uint32_t *slots; /* number + 1; 0 free */
    uint32_t n_slots;
    uint64_t seed;
    _Atomic uint64_t *told; /* n, for the parent */
} cp_collect_registry;

void cp_collect_registry_init(cp_collect_registry *r, cp_arena *a, uint64_t seed,
                              const cp_exporter *known, uint32_t n, _Atomic uint64_t *told);
/* *is_new: it has its number since now. UINT32_MAX: there is no room. Under the lock. */
uint32_t cp_collect_registry_get(cp_collect_registry *r, const cp_exporter *x, bool *is_new);
bool cp_collect_registry_has(const cp_collect_registry *r, cp_flow_addr addr, uint32_t domain,
                             cp_flow_proto proto);
/* Adds what a socket counted since `before`. Under the lock. */
void cp_collect_registry_add(cp_collect_registry *r, uint32_t nr, const cp_exporter *before,
                             const cp_exporter *now);

/* ---- receive.c: the process that receives */

typedef struct cp_collect_child {
    const cp_collect_opts *o;
    int parent;
    uint32_t n_sockets;
    uint64_t receive_bytes[CP_COLLECT_SOCKETS_MAX]; /* of their buffers, as the kernel gave them */
    cp_collect_shared *shared;
    const cp_exporter *known;
    uint32_t n_known;
    const cp_flow_template *templates;
    uint32_t n_templates;
} cp_collect_child;
void cp_collect_child_run(void *child);
