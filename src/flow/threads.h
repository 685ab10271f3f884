/* SPDX-License-Identifier: Apache-2.0 */
/* threads.h - the blocks of a set gone through by several threads, each with a range of them. */
#pragma once
#include "model/flow.h"

enum { CP_FLOW_THREADS_MAX = 16 };

/* fn for each of n jobs (of job_bytes each, one behind the other), all at the same time where the
 * machine lets us. Returns when all have returned. */
void cp_flow_run(uint32_t n, void (*fn)(void *job), void *jobs, size_t job_bytes);

/* What one thread of n does with its share of the blocks of a set. */
typedef struct cp_flow_walk {
    const cp_flow_set *set;
    uint32_t thread, n_threads;
    uint32_t want; /* columns */
    void *ctx;
    cp_rc (*block)(void *ctx, const cp_flow_columns *c, cp_err *err);
} cp_flow_walk;
CP_MUST_CHECK cp_rc cp_flow_walk_blocks(const cp_flow_walk *w, cp_err *err);
