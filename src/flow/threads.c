/* SPDX-License-Identifier: Apache-2.0 */
/* threads.c - see threads.h. */
#include "flow/threads.h"
#include <assert.h>
#include "base/thread.h"

typedef struct started {
    pthread_t thread;
    void (*fn)(void *job);
    void *job;
    bool is_running;
} started;

static void *run_one(void *arg)
{
    started *s = arg;
    s->fn(s->job);
    return NULL;
}

void cp_flow_run(uint32_t n, void (*fn)(void *job), void *jobs, size_t job_bytes)
{
    started v[CP_FLOW_THREADS_MAX];
    assert(n > 0 && n <= CP_FLOW_THREADS_MAX);
    for (uint32_t i = 0; i < n; i++)
        v[i] = (started){ .fn = fn, .job = (char *)jobs + i * job_bytes };
    for (uint32_t i = 1; i < n; i++)
        v[i].is_running = cp_thread_start(&v[i].thread, run_one, &v[i]);
    fn(v[0].job);
    for (uint32_t i = 1; i < n; i++) {
        if (v[i].is_running)
            (void)pthread_join(v[i].thread, NULL);
        else
            fn(v[i].job);
    }
}

cp_rc cp_flow_walk_blocks(const cp_flow_walk *w, cp_err *err)
{
    uint32_t from = (uint32_t)((uint64_t)w->set->n_blocks * w->thread / w->n_threads);
    uint32_t to = (uint32_t)((uint64_t)w->set->n_blocks * (w->thread + 1) / w->n_threads);
    cp_arena *a = cp_arena_new(0);
    cp_flow_iter it;
    cp_rc rc = from < to ? w->set->iter(w->set->ctx, a, from, to, &it, err) : CP_OK;
    while (rc == CP_OK && from < to) {
        const cp_flow_columns *c = NULL;
        rc = it.next(it.ctx, w->want, &c, err);
        if (rc != CP_OK || !c)
            break;
        rc = w->block(w->ctx, c, err);
    }
    cp_arena_free(a);
    return rc;
}
