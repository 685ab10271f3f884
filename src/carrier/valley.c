/* SPDX-License-Identifier: Apache-2.0 */
/* valley.c - see valley.h: the order of the sweep. Rings are found as Tarjan has it (strongly
 * connected components, 1972), without recursion, for a chain of providers may be as long as the
 * table. */
#include "carrier/valley.h"
#include "carrier/valley_in.h"

/* Lists of ties that one may go along to something above, beside or below. */
typedef struct ways {
    cp_as_tie ties[3];
    uint32_t n;
} ways;

static ways ways_of(const cp_valley *v, cp_as_tie tie)
{
    ways w = { .ties = { tie, CP_AS_TIE_SIBLINGS, CP_AS_TIE_DOUBTFUL },
               .n = v->use_doubtful ? 3 : 2 };
    if (tie == CP_AS_TIE_PEERS)
        w.n = 1;
    return w;
}

static bool is_removed(const cp_valley *v, uint32_t id) { return v->removed && v->removed[id]; }

/* ---- rings */

typedef struct finder {
    cp_valley *v;
    ways up;
    uint32_t *number, *low;   /* of the search, from 1; 0: not come to yet */
    uint32_t *stack, n_stack; /* AS whose ring is not closed */
    uint32_t *way, n_way;     /* from the first to the one at hand */
    uint32_t *at_tie, *at;    /* of each: how far its lists are gone through */
    bool *is_open;
    uint32_t n_numbers;
} finder;

static void come_to(finder *f, uint32_t id)
{
    f->number[id] = f->low[id] = ++f->n_numbers;
    f->stack[f->n_stack++] = id;
    f->way[f->n_way++] = id;
    f->is_open[id] = true;
    f->at_tie[id] = 0;
    f->at[id] = f->v->r->first[f->up.ties[0]][id];
}

/* The next provider of id, or CP_NO_AS behind the last. */
static uint32_t next_above(finder *f, uint32_t id)
{
    const cp_relations *r = f->v->r;
    for (;;) {
        cp_as_tie tie = f->up.ties[f->at_tie[id]];
        while (f->at[id] < r->first[tie][id + 1]) {
            uint32_t to = r->to[tie][f->at[id]++];
            if (!is_removed(f->v, to))
                return to;
        }
        if (++f->at_tie[id] >= f->up.n)
            return CP_NO_AS;
        f->at[id] = r->first[f->up.ties[f->at_tie[id]]][id];
    }
}

/* Members of a ring get the places before those that are taken: what is above was closed first. */
static void close_ring(finder *f, uint32_t id, uint32_t *n_left)
{
    cp_valley *v = f->v;
    uint32_t end = *n_left, member;
    do {
        member = f->stack[--f->n_stack];
        f->is_open[member] = false;
        v->ids[--*n_left] = member;
        v->places[member] = *n_left;
    } while (member != id);
    uint32_t n = end - *n_left;
    for (uint32_t p = *n_left; p < end; p++) {
        v->ring_begin[p] = *n_left;
        v->ring_end[p] = end;
    }
    if (n > 1) {
        v->n_in_rings += n;
        v->largest = n > v->largest ? n : v->largest;
    }
}

static void search_from(finder *f, uint32_t start, uint32_t *n_left)
{
    come_to(f, start);
    while (f->n_way) {
        uint32_t id = f->way[f->n_way - 1], to = next_above(f, id);
        if (to == CP_NO_AS) {
            f->n_way--;
            if (f->low[id] == f->number[id])
                close_ring(f, id, n_left);
            if (f->n_way) {
                uint32_t below = f->way[f->n_way - 1];
                f->low[below] = f->low[id] < f->low[below] ? f->low[id] : f->low[below];
            }
        } else if (!f->number[to]) {
            come_to(f, to);
        } else if (f->is_open[to] && f->number[to] < f->low[id]) {
            f->low[id] = f->number[to];
        }
    }
}

static void make_order(cp_arena *scratch, cp_valley *v)
{
    uint32_t n = v->r->n, n_left = v->n;
    finder f = { .v = v, .up = ways_of(v, CP_AS_TIE_PROVIDERS) };
    f.number = CP_NEW_ARRAY(scratch, uint32_t, n);
    f.low = CP_NEW_RAW(scratch, uint32_t, n);
    f.stack = CP_NEW_RAW(scratch, uint32_t, n);
    f.way = CP_NEW_RAW(scratch, uint32_t, n);
    f.at_tie = CP_NEW_RAW(scratch, uint32_t, n);
    f.at = CP_NEW_RAW(scratch, uint32_t, n);
    f.is_open = CP_NEW_ARRAY(scratch, bool, n);
    for (uint32_t id = 0; id < n; id++)
        if (!f.number[id] && !is_removed(v, id))
            search_from(&f, id, &n_left);
    assert(n_left == 0);
}

/* ---- lists by place */

static valley_lists make_lists(cp_arena *a, const cp_valley *v, cp_as_tie tie)
{
    ways w = ways_of(v, tie);
    const cp_relations *r = v->r;
    valley_lists out = { .first = CP_NEW_RAW(a, uint32_t, v->n + 1) };
    uint64_t n_max = 0;
    uint32_t n = 0;
    for (uint32_t k = 0; k < w.n; k++)
        n_max += r->first[w.ties[k]][r->n];
    out.to = CP_NEW_RAW(a, uint32_t, n_max);
    for (uint32_t p = 0; p < v->n; p++) {
        uint32_t id = v->ids[p];
        out.first[p] = n;
        for (uint32_t k = 0; k < w.n; k++)
            for (uint32_t i = r->first[w.ties[k]][id]; i < r->first[w.ties[k]][id + 1]; i++)
                if (!is_removed(v, r->to[w.ties[k]][i]))
                    out.to[n++] = v->places[r->to[w.ties[k]][i]];
    }
    out.first[v->n] = n;
    return out;
}

cp_valley *cp_valley_new(cp_arena *a, const cp_relations *r, const bool *removed, bool use_doubtful)
{
    cp_valley *v = CP_NEW(a, cp_valley);
    v->r = r;
    v->use_doubtful = use_doubtful;
    if (removed)
        v->removed = cp_arena_dup(a, removed, r->n * sizeof *removed);
    for (uint32_t id = 0; id < r->n; id++)
        v->n += !is_removed(v, id);
    v->ids = CP_NEW_RAW(a, uint32_t, v->n);
    v->ring_begin = CP_NEW_RAW(a, uint32_t, v->n);
    v->ring_end = CP_NEW_RAW(a, uint32_t, v->n);
    v->places = CP_NEW_RAW(a, uint32_t, r->n);
    for (uint32_t id = 0; id < r->n; id++)
        v->places[id] = NO_PLACE;
    cp_arena *scratch = cp_arena_new(0);
    make_order(scratch, v);
    cp_arena_free(scratch);
    v->below = make_lists(a, v, CP_AS_TIE_CUSTOMERS);
    v->beside = make_lists(a, v, CP_AS_TIE_PEERS);
    v->above = make_lists(a, v, CP_AS_TIE_PROVIDERS);
    return v;
}

cp_str cp_valley_set(const cp_valley *v) { return v->r->name; }

uint32_t cp_valley_n_in_rings(const cp_valley *v, uint32_t *largest)
{
    if (largest)
        *largest = v->largest;
    return v->n_in_rings;
}
