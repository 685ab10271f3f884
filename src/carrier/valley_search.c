/* SPDX-License-Identifier: Apache-2.0 */
/* valley_search.c - see valley.h: from one AS, the best way to each (Dijkstra, 1959), a state for
 * each half of the way. */
#include <stdlib.h>
#include "carrier/valley_in.h"

typedef struct open_state {
    uint64_t cost;
    uint32_t state;
} open_state;

typedef struct search {
    const cp_valley *v;
    const bool *marked;
    uint64_t *cost;
    uint32_t *before;
    cp_arena *scratch;
    CP_VEC(open_state) heap;
} search;

static bool is_before(open_state x, open_state y)
{
    return x.cost != y.cost ? x.cost < y.cost : x.state < y.state;
}

static void push(search *s, open_state x)
{
    cp_vec_push(s->scratch, &s->heap, x);
    uint32_t i = s->heap.n - 1;
    for (; i > 0 && is_before(x, s->heap.v[(i - 1) / 2]); i = (i - 1) / 2)
        s->heap.v[i] = s->heap.v[(i - 1) / 2];
    s->heap.v[i] = x;
}

static open_state pop(search *s)
{
    open_state first = s->heap.v[0], x = s->heap.v[--s->heap.n];
    uint32_t i = 0, n = s->heap.n;
    for (;;) {
        uint32_t k = 2 * i + 1;
        if (k >= n)
            break;
        if (k + 1 < n && is_before(s->heap.v[k + 1], s->heap.v[k]))
            k++;
        if (!is_before(s->heap.v[k], x))
            break;
        s->heap.v[i] = s->heap.v[k];
        i = k;
    }
    if (n)
        s->heap.v[i] = x;
    return first;
}

static uint64_t cost_of(const search *s, uint32_t id)
{
    return s->marked && s->marked[id] ? UINT64_C(1) << 32 : 0;
}

static void reach(search *s, uint32_t from, uint32_t state, uint64_t cost)
{
    if (cost >= s->cost[state])
        return;
    s->cost[state] = cost;
    s->before[state] = from;
    push(s, (open_state){ cost, state });
}

static void go(search *s, uint32_t state, cp_as_tie tie, bool is_down)
{
    const cp_relations *r = s->v->r;
    uint32_t id = state / 2;
    for (uint32_t i = r->first[tie][id]; i < r->first[tie][id + 1]; i++) {
        uint32_t to = r->to[tie][i];
        if (s->v->places[to] != NO_PLACE)
            reach(s, state, 2 * to + is_down, s->cost[state] + 1 + cost_of(s, to));
    }
}

static void go_on(search *s, uint32_t state)
{
    bool is_down = state % 2;
    go(s, state, CP_AS_TIE_CUSTOMERS, true);
    go(s, state, CP_AS_TIE_SIBLINGS, is_down);
    if (s->v->use_doubtful)
        go(s, state, CP_AS_TIE_DOUBTFUL, is_down);
    if (!is_down) {
        go(s, state, CP_AS_TIE_PROVIDERS, false);
        go(s, state, CP_AS_TIE_PEERS, true);
    }
}

cp_valley_from cp_valley_search(cp_arena *a, const cp_valley *v, const bool *marked,
                                uint32_t source)
{
    search s = { .v = v, .marked = marked, .scratch = cp_arena_new(0) };
    uint32_t n = v->r->n;
    assert(source < n && v->places[source] != NO_PLACE);
    s.cost = CP_NEW_RAW(a, uint64_t, (size_t)n * 2);
    s.before = CP_NEW_RAW(a, uint32_t, (size_t)n * 2);
    memset(s.cost, 0xff, (size_t)n * 2 * sizeof *s.cost);
    memset(s.before, 0xff, (size_t)n * 2 * sizeof *s.before);
    reach(&s, UINT32_MAX, 2 * source, cost_of(&s, source));
    while (s.heap.n) {
        open_state x = pop(&s);
        if (x.cost == s.cost[x.state])
            go_on(&s, x.state);
    }
    cp_arena_free(s.scratch);
    return (cp_valley_from){
        .set = v->r->name, .source = source, .n = n, .cost = s.cost, .before = s.before
    };
}

uint32_t *cp_valley_path(cp_arena *a, const cp_valley_from *f, uint32_t to, uint32_t *n)
{
    uint32_t state = cp_valley_state(f, to);
    assert(f->cost[state] != UINT64_MAX);
    *n = cp_valley_n_hops(f, to) + 1;
    uint32_t *ids = CP_NEW_RAW(a, uint32_t, *n);
    for (uint32_t i = *n; i-- > 0; state = f->before[state])
        ids[i] = state / 2;
    return ids;
}
