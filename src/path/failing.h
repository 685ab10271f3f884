/* SPDX-License-Identifier: Apache-2.0 */
/* failing.h - distances to one node while elements fail and come back, last failed first: only what
 * an element changes is worked out (after Ramalingam and Reps 1996, for distances that grow).
 *
 *     tight[u]: how many arcs offer u its distance. One that is lost is taken off; whoever has none
 *     left is hit, and with it the arcs of those that it offered theirs to; then the hit alone are
 *     settled anew, from their neighbours that were not. What changes is logged, to be put back. */
#pragma once
#include "path/routes_in.h"

typedef struct cp_failing cp_failing;
struct cp_failing {
    const cp_spf *spf;
    cp_down down;
    uint64_t *distance; /* per node, of what is left */
    uint32_t *tight;
    uint32_t *hit, n_hit; /* by the element that failed last */
    uint8_t *is_hit;
    uint32_t *heap, n_heap, *at; /* nodes by distance; place in the heap, where is_in_heap */
    uint8_t *is_in_heap;
    struct cp_failing_change {
        uint32_t node, tight;
        uint64_t distance;
    } * log;
    size_t n_log, log_max;
    cp_arena *a; /* of the log */
};

void cp_failing_init(cp_failing *f, cp_arena *a, const cp_spf *s);
/* Nothing has failed: takes the distances of the last run. */
void cp_failing_start(cp_failing *f);
/* Returns what cp_failing_undo needs. e is of the net; what is down already may fail once more. */
size_t cp_failing_fail(cp_failing *f, cp_element e);
void cp_failing_undo(cp_failing *f, cp_element e, size_t mark);
