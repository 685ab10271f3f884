/* SPDX-License-Identifier: Apache-2.0 */
/* valley.h - who may reach whom, under a set of relations of AS: along paths that go up from
 * customers to providers, then over one peering at most, then down (Gao, Rexford: "Stable Internet
 * Routing Without Global Coordination", 2001); all together, and without what is excluded.
 *
 *     (s, up) -> (its providers, up) ..     a state for each AS and each half of the way:
 *        |           |  peer                from "up" one may go on in any way, from "down" only
 *     (s, down)  (w, down) -> (customers, down) ..                                 to customers
 *
 * A sibling is provider and customer at once. A walk that comes by the same AS twice may leave the
 * round out and stays such a path, so that states that are reached are AS that are reached; and
 * turned around it is such a path as well, so that as many reach an AS as it reaches.
 *
 * All from all is done for 512 sources at once, a bit each: customers before their providers on the
 * way up, providers before their customers on the way down. AS that are each other's providers in a
 * ring (a mistake, or siblings) have no such order among themselves; they are found, and reach the
 * same. Whether an AS can be avoided is answered in the same way, a bit for each AS that is taken
 * away: a path through it may be "up" in it or "down", so that no tree of dominators tells.
 *
 * What is reached says what the relations allow, not what routers do: it is a claim about the set,
 * which has a name. What DOUBTFUL ties could carry is left out or used, as the caller says; that
 * something is reached is certain where they are left out, that it is not where they are used. */
#pragma once
#include "carrier/relations.h"

enum { CP_VALLEY_LANES = 512, CP_VALLEY_THREADS_MAX = 16 };

typedef struct cp_valley cp_valley;

/* Without the AS of which removed[id] is true (NULL: with all). Copies nothing of r but what it
 * needs; r must live as long. */
cp_valley *cp_valley_new(cp_arena *a, const cp_relations *r, const bool *removed,
                         bool use_doubtful);
cp_str cp_valley_set(const cp_valley *v); /* the name of its relations */
/* AS that are in rings of providers, siblings counted; the largest ring. */
uint32_t cp_valley_n_in_rings(const cp_valley *v, uint32_t *largest);

typedef struct cp_valley_run {
    uint32_t n_threads;            /* 0: one */
    bool (*is_stopped)(void *ctx); /* NULL: never; else asked by any of the threads */
    void *ctx;
} cp_valley_run;

/* Of each AS how many others it reaches, and the sum of their weights, by id; of one that was
 * removed 0. weight, weights: may be NULL; all weights together below 2^63. Errors: CP_EINTR. */
CP_MUST_CHECK cp_rc cp_valley_all(const cp_valley *v, const cp_valley_run *run,
                                  const uint64_t *weight, uint32_t *n_reached, uint64_t *weights,
                                  cp_err *err);

/* ---- from one AS: the way with the fewest marked AS, and of these the shortest */

typedef struct cp_valley_from {
    cp_str set; /* of relations, by its name: the claim is about these */
    uint32_t source, n;
    const uint64_t *cost;   /* of states: marked << 32 | hops; UINT64_MAX: not reached */
    const uint32_t *before; /* state; UINT32_MAX: the source, or not reached */
} cp_valley_from;
/* marked[id]: is to be avoided if that can be (NULL: none). The ends count as well. The source must
 * not have been removed. Of ways that are as good that by smaller AS numbers. */
cp_valley_from cp_valley_search(cp_arena *a, const cp_valley *v, const bool *marked,
                                uint32_t source);
static inline uint32_t cp_valley_state(const cp_valley_from *f, uint32_t id)
{
    return 2 * id + (f->cost[2 * (size_t)id + 1] < f->cost[2 * (size_t)id]);
}
static inline bool cp_valley_is_reached(const cp_valley_from *f, uint32_t id)
{
    return f->cost[cp_valley_state(f, id)] != UINT64_MAX;
}
/* Of one that is reached. */
static inline uint32_t cp_valley_n_marked(const cp_valley_from *f, uint32_t id)
{
    return (uint32_t)(f->cost[cp_valley_state(f, id)] >> 32);
}
static inline uint32_t cp_valley_n_hops(const cp_valley_from *f, uint32_t id)
{
    return (uint32_t)f->cost[cp_valley_state(f, id)];
}
/* The ids from the source to `to`, which is reached: n_hops + 1 of them. */
uint32_t *cp_valley_path(cp_arena *a, const cp_valley_from *f, uint32_t to, uint32_t *n);

/* ---- what cannot be avoided */

/* By id. Ends of a path are not counted: that they are needed is no news. */
typedef struct cp_valley_needs {
    cp_str set; /* of relations */
    uint32_t n_reached;
    const uint32_t *n_needed; /* of a destination: AS that are on every path to it */
    const uint32_t *n_needed_marked;
    const uint32_t *n_dests; /* of an AS: destinations that have it on every path */
    const uint64_t *weights; /* of these */
} cp_valley_needs;
/* From one source to all. marked, weight: may be NULL. Errors: CP_EINTR. */
CP_MUST_CHECK cp_rc cp_valley_needs_all(cp_arena *a, const cp_valley *v, uint32_t source,
                                        const bool *marked, const uint64_t *weight,
                                        const cp_valley_run *run, cp_valley_needs *out,
                                        cp_err *err);
/* From one to one: the ids that are on every path, in the order in which every path has them.
 * *n_out 0 and false: it is not reached at all. */
CP_MUST_CHECK cp_rc cp_valley_needs_of(cp_arena *a, const cp_valley *v, uint32_t source,
                                       uint32_t to, const cp_valley_run *run, bool *is_reached,
                                       uint32_t **out, uint32_t *n_out, cp_err *err);

/* ---- which neighbour leads where */

/* A neighbour of the source, or one that might become it. */
typedef struct cp_valley_hop {
    uint32_t id;
    cp_as_tie tie; /* what it is (or would be) to the source; not CP_AS_TIE_NONE */
    /* filled: AS that are reached through it, itself with them and the source not; the sum of their
     * weights */
    uint32_t n_reached;
    uint64_t weights;
} cp_valley_hop;
/* All that the source has in v, providers first. DOUBTFUL ones are of them if v uses them. */
cp_valley_hop *cp_valley_hops(cp_arena *a, const cp_valley *v, uint32_t source, uint32_t *n);
/* How much each leads to, by paths whose first hop it is. One that was removed leads nowhere. */
CP_MUST_CHECK cp_rc cp_valley_through(const cp_valley *v, uint32_t source, const uint64_t *weight,
                                      const cp_valley_run *run, cp_valley_hop *hops, uint32_t n,
                                      cp_err *err);
