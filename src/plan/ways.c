/* SPDX-License-Identifier: Apache-2.0 */
/* ways.c - see ways.h. */
#include "plan/ways.h"
#include <stdlib.h>

#define FAR UINT64_MAX

typedef struct arc {
    uint32_t to, metric;
} arc;

typedef struct waiting {
    uint64_t distance;
    uint32_t node;
} waiting;

typedef struct ways {
    const cp_plan_problem *p;
    cp_arena *a, *out;
    uint32_t *first;
    arc *arcs;
    uint64_t *distance; /* to the end in hand */
    waiting *heap;
    uint32_t n_heap;
    uint32_t *seen, round; /* per node: met in that round */
    uint32_t *job_seen;
    uint32_t *queue;
    CP_VEC(uint32_t) firsts, jobs;
    CP_VEC(int64_t) units;
    cp_map known; /* jobs of a group -> its number */
} ways;

static void index_arcs(ways *w, const uint32_t *metrics)
{
    const cp_plan_problem *p = w->p;
    w->first = CP_NEW_ARRAY(w->a, uint32_t, (size_t)p->n_nodes + 2);
    w->arcs = CP_NEW_RAW(w->a, arc, 2 * (size_t)p->n_links);
    for (uint32_t i = 0; i < p->n_links; i++) {
        w->first[p->links[i].a + 2]++;
        w->first[p->links[i].b + 2]++;
    }
    for (uint32_t i = 0; i < p->n_nodes; i++)
        w->first[i + 2] += w->first[i + 1];
    for (uint32_t i = 0; i < p->n_links; i++) {
        cp_plan_pair l = p->links[i];
        uint32_t metric = metrics && metrics[i] ? metrics[i] : 1;
        w->arcs[w->first[l.a + 1]++] = (arc){ l.b, metric };
        w->arcs[w->first[l.b + 1]++] = (arc){ l.a, metric };
    }
}

static void push(ways *w, uint64_t distance, uint32_t node)
{
    uint32_t i = w->n_heap++;
    for (; i > 0 && w->heap[(i - 1) / 2].distance > distance; i = (i - 1) / 2)
        w->heap[i] = w->heap[(i - 1) / 2];
    w->heap[i] = (waiting){ distance, node };
}

static waiting pop(ways *w)
{
    waiting top = w->heap[0], last = w->heap[--w->n_heap];
    uint32_t i = 0;
    for (;;) {
        uint32_t child = 2 * i + 1;
        if (child >= w->n_heap)
            break;
        if (child + 1 < w->n_heap && w->heap[child + 1].distance < w->heap[child].distance)
            child++;
        if (w->heap[child].distance >= last.distance)
            break;
        w->heap[i] = w->heap[child];
        i = child;
    }
    w->heap[i] = last;
    return top;
}

static void distances(ways *w, uint32_t to)
{
    for (uint32_t i = 0; i < w->p->n_nodes; i++)
        w->distance[i] = FAR;
    w->distance[to] = 0;
    w->n_heap = 0;
    push(w, 0, to);
    while (w->n_heap) {
        waiting x = pop(w);
        if (x.distance > w->distance[x.node])
            continue;
        for (uint32_t e = w->first[x.node]; e < w->first[x.node + 1]; e++) {
            uint64_t far = x.distance + w->arcs[e].metric;
            if (far >= w->distance[w->arcs[e].to])
                continue;
            w->distance[w->arcs[e].to] = far;
            push(w, far, w->arcs[e].to);
        }
    }
}

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

static uint32_t group_of(ways *w, uint32_t *jobs, uint32_t n)
{
    if (n > 1)
        qsort(jobs, n, sizeof *jobs, by_number);
    cp_str key = { (const char *)jobs, n * sizeof *jobs };
    const uint64_t *at = cp_map_get(&w->known, key);
    if (at)
        return (uint32_t)*at;
    key.p = cp_arena_dup(w->a, jobs, key.n);
    *cp_map_put(w->a, &w->known, key, NULL) = w->units.n;
    for (uint32_t i = 0; i < n; i++)
        cp_vec_push(w->out, &w->jobs, jobs[i]);
    cp_vec_push(w->out, &w->firsts, w->jobs.n);
    cp_vec_push(w->out, &w->units, 0);
    return w->units.n - 1;
}

/* The jobs on routes from `from` to where distances are to: along all arcs that are tight. */
static uint32_t on_routes(ways *w, uint32_t from, uint32_t *jobs)
{
    uint32_t n = 0, n_jobs = 0;
    w->round++;
    w->queue[n++] = from;
    w->seen[from] = w->round;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t x = w->queue[i], job = w->p->job_of[x];
        if (job != CP_PLAN_NONE && w->job_seen[job] != w->round) {
            w->job_seen[job] = w->round;
            jobs[n_jobs++] = job;
        }
        for (uint32_t e = w->first[x]; e < w->first[x + 1]; e++) {
            uint32_t y = w->arcs[e].to;
            if (w->seen[y] == w->round || w->distance[y] == FAR ||
                w->distance[y] + w->arcs[e].metric != w->distance[x])
                continue;
            w->seen[y] = w->round;
            w->queue[n++] = y;
        }
    }
    return n_jobs;
}

typedef struct ended {
    uint32_t to, demand;
} ended;

static int by_end(const void *x, const void *y)
{
    const ended *a = x, *b = y;
    if (a->to != b->to)
        return a->to < b->to ? -1 : 1;
    return (a->demand > b->demand) - (a->demand < b->demand);
}

static void demands(ways *w, uint32_t *groups, uint32_t *n_apart)
{
    const cp_plan_problem *p = w->p;
    ended *v = CP_NEW_RAW(w->a, ended, p->n_demands);
    uint32_t *jobs = CP_NEW_RAW(w->a, uint32_t, p->n_jobs);
    for (uint32_t i = 0; i < p->n_demands; i++)
        v[i] = (ended){ p->demands[i].b, i };
    if (p->n_demands)
        qsort(v, p->n_demands, sizeof *v, by_end);
    for (uint32_t i = 0; i < p->n_demands; i++) {
        uint32_t from = p->demands[v[i].demand].a;
        if (i == 0 || v[i].to != v[i - 1].to)
            distances(w, v[i].to);
        groups[v[i].demand] = w->distance[from] == FAR ? CP_PLAN_APART : CP_PLAN_NONE;
        if (w->distance[from] == FAR) {
            ++*n_apart;
            continue;
        }
        uint32_t n = on_routes(w, from, jobs);
        if (n == 0)
            continue;
        groups[v[i].demand] = group_of(w, jobs, n);
        w->units.v[groups[v[i].demand]]++;
    }
}

void cp_plan_ways_make(cp_arena *a, const cp_plan_problem *p, const uint32_t *metrics,
                       cp_plan_ways *out)
{
    cp_arena *own = cp_arena_new(0);
    ways w = { .p = p, .a = own, .out = a };
    index_arcs(&w, metrics);
    w.distance = CP_NEW_RAW(own, uint64_t, p->n_nodes);
    w.heap = CP_NEW_RAW(own, waiting, 2 * (size_t)p->n_links + 1);
    w.seen = CP_NEW_ARRAY(own, uint32_t, p->n_nodes);
    w.job_seen = CP_NEW_ARRAY(own, uint32_t, p->n_jobs);
    w.queue = CP_NEW_RAW(own, uint32_t, p->n_nodes);
    uint32_t *groups = CP_NEW_RAW(a, uint32_t, p->n_demands);
    *out = (cp_plan_ways){ .group_of = groups };
    cp_vec_push(a, &w.firsts, 0);
    demands(&w, groups, &out->n_apart);
    for (uint32_t j = 0; j < p->n_jobs; j++) {
        uint32_t g = group_of(&w, &j, 1);
        w.units.v[g]++;
    }
    out->groups = (cp_plan_groups){ w.units.n, w.firsts.v, w.jobs.v };
    out->units = w.units.v;
    cp_arena_free(own);
}
