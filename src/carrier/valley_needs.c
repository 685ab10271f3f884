/* SPDX-License-Identifier: Apache-2.0 */
/* valley_needs.c - see valley.h: which AS cannot be avoided, and what each neighbour leads to; both
 * by the sweep, with a lane for each AS that is taken away, or for each neighbour. */
#include "carrier/valley_in.h"

static cp_rc stopped(cp_err *err) { return cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted"); }

/* ---- what cannot be avoided */

/* From one source, lane i without the place shut[i]. */
static bool sweep_without(valley_sweep *s, valley_seed *seeds, uint32_t source,
                          const uint32_t *places, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        seeds[i] = (valley_seed){ .place = source, .lane = (uint16_t)i };
    s->seeds = seeds;
    s->n_seeds = n;
    s->shut = places;
    s->n_shut = n;
    return cp_valley_sweep(s);
}

/* Who is on the way to somebody in the tree of best ways: nobody else can be on all of them. */
static uint32_t *between(cp_arena *a, const cp_valley *v, const cp_valley_from *f, uint32_t *n)
{
    bool *is_between = CP_NEW_ARRAY(a, bool, f->n);
    uint32_t *places = CP_NEW_RAW(a, uint32_t, f->n);
    bool *is_seen = CP_NEW_ARRAY(a, bool, (size_t)f->n * 2);
    *n = 0;
    for (uint32_t id = 0; id < f->n; id++) {
        if (!cp_valley_is_reached(f, id))
            continue;
        uint32_t state = f->before[cp_valley_state(f, id)];
        for (; state != UINT32_MAX && !is_seen[state]; state = f->before[state]) {
            is_seen[state] = true;
            is_between[state / 2] = state / 2 != f->source;
        }
    }
    for (uint32_t id = 0; id < f->n; id++)
        if (is_between[id])
            places[(*n)++] = v->places[id];
    return places;
}

typedef struct counts {
    const cp_valley *v;
    const bool *marked;
    const uint64_t *weight;
    uint32_t *n_needed, *n_needed_marked, *n_dests;
    uint64_t *weights;
} counts;

/* Of one destination: each lane that no longer reaches it. */
static void count_lost(counts *c, uint32_t id, const valley_row *row, const uint32_t *places,
                       uint32_t n)
{
    for (uint32_t i = 0; i * 64 < n; i++) {
        uint64_t all = n - i * 64 >= 64 ? UINT64_MAX : (UINT64_C(1) << (n - i * 64)) - 1;
        for (uint64_t lost = ~row->w[i] & all; lost; lost &= lost - 1) {
            uint32_t x = c->v->ids[places[i * 64 + (uint32_t)__builtin_ctzll(lost)]];
            if (x == id)
                continue;
            c->n_needed[id]++;
            c->n_needed_marked[id] += c->marked && c->marked[x];
            c->n_dests[x]++;
            c->weights[x] += c->weight ? c->weight[id] : 0;
        }
    }
}

cp_rc cp_valley_needs_all(cp_arena *a, const cp_valley *v, uint32_t source, const bool *marked,
                          const uint64_t *weight, const cp_valley_run *run, cp_valley_needs *out,
                          cp_err *err)
{
    uint32_t n = v->r->n, n_between, n_reached = 0;
    counts c = { .v = v, .marked = marked, .weight = weight };
    cp_arena *scratch = cp_arena_new(0);
    cp_valley_from f = cp_valley_search(scratch, v, NULL, source);
    uint32_t *places = between(scratch, v, &f, &n_between);
    valley_seed *seeds = CP_NEW_RAW(scratch, valley_seed, CP_VALLEY_LANES);
    valley_sweep s;
    bool is_done = true;
    cp_valley_sweep_init(scratch, v, &s);
    s.run = run;
    c.n_needed = CP_NEW_ARRAY(a, uint32_t, n);
    c.n_needed_marked = CP_NEW_ARRAY(a, uint32_t, n);
    c.n_dests = CP_NEW_ARRAY(a, uint32_t, n);
    c.weights = CP_NEW_ARRAY(a, uint64_t, n);
    for (uint32_t id = 0; id < n; id++)
        n_reached += id != source && cp_valley_is_reached(&f, id);
    for (uint32_t base = 0; is_done && base < n_between; base += CP_VALLEY_LANES) {
        uint32_t k = n_between - base < CP_VALLEY_LANES ? n_between - base : CP_VALLEY_LANES;
        is_done = sweep_without(&s, seeds, v->places[source], places + base, k);
        for (uint32_t id = 0; is_done && id < n; id++)
            if (id != source && cp_valley_is_reached(&f, id))
                count_lost(&c, id, &s.down[v->places[id]], places + base, k);
    }
    cp_arena_free(scratch);
    *out = (cp_valley_needs){ v->r->name,        n_reached, c.n_needed,
                              c.n_needed_marked, c.n_dests, c.weights };
    return is_done ? CP_OK : stopped(err);
}

cp_rc cp_valley_needs_of(cp_arena *a, const cp_valley *v, uint32_t source, uint32_t to,
                         const cp_valley_run *run, bool *is_reached, uint32_t **out,
                         uint32_t *n_out, cp_err *err)
{
    cp_arena *scratch = cp_arena_new(0);
    cp_valley_from f = cp_valley_search(scratch, v, NULL, source);
    uint32_t n = 0, k = 0;
    bool is_there = cp_valley_is_reached(&f, to), is_done = true;
    uint32_t *path = is_there ? cp_valley_path(scratch, &f, to, &n) : NULL;
    uint32_t *ids = CP_NEW_RAW(a, uint32_t, n), *places = CP_NEW_RAW(scratch, uint32_t, n);
    valley_seed *seeds = CP_NEW_RAW(scratch, valley_seed, CP_VALLEY_LANES);
    valley_sweep s;
    cp_valley_sweep_init(scratch, v, &s);
    s.run = run;
    for (uint32_t i = 1; i + 1 < n; i++)
        places[i] = v->places[path[i]];
    for (uint32_t base = 1; is_done && base + 1 < n; base += CP_VALLEY_LANES) {
        uint32_t m = n - 1 - base < CP_VALLEY_LANES ? n - 1 - base : CP_VALLEY_LANES;
        is_done = sweep_without(&s, seeds, v->places[source], places + base, m);
        const valley_row *row = &s.down[v->places[to]];
        for (uint32_t i = 0; is_done && i < m; i++)
            if (!(row->w[i / 64] >> i % 64 & 1))
                ids[k++] = path[base + i];
    }
    cp_arena_free(scratch);
    if (!is_done)
        return stopped(err);
    *is_reached = is_there;
    *out = ids;
    *n_out = k;
    return CP_OK;
}

/* ---- which neighbour leads where */

cp_valley_hop *cp_valley_hops(cp_arena *a, const cp_valley *v, uint32_t source, uint32_t *n)
{
    static const cp_as_tie order[] = { CP_AS_TIE_PROVIDERS, CP_AS_TIE_PEERS, CP_AS_TIE_CUSTOMERS,
                                       CP_AS_TIE_SIBLINGS, CP_AS_TIE_DOUBTFUL };
    const cp_relations *r = v->r;
    uint32_t k = 0;
    for (cp_as_tie t = 0; t < CP_AS_TIE_COUNT; t++)
        k += r->first[t][source + 1] - r->first[t][source];
    cp_valley_hop *hops = CP_NEW_ARRAY(a, cp_valley_hop, k);
    *n = 0;
    for (uint32_t t = 0; t < sizeof order / sizeof *order; t++) {
        if (order[t] == CP_AS_TIE_DOUBTFUL && !v->use_doubtful)
            continue;
        for (uint32_t i = r->first[order[t]][source]; i < r->first[order[t]][source + 1]; i++)
            if (v->places[r->to[order[t]][i]] != NO_PLACE)
                hops[(*n)++] = (cp_valley_hop){ .id = r->to[order[t]][i], .tie = order[t] };
    }
    return hops;
}

/* A provider carries up as well; so does a sibling, of whom it is not known which it is. */
static bool leads_down_only(cp_as_tie t)
{
    return t == CP_AS_TIE_PEERS || t == CP_AS_TIE_CUSTOMERS;
}

static void count_lanes(const cp_valley *v, const valley_sweep *s, const uint64_t *weight,
                        cp_valley_hop *hops)
{
    for (uint32_t p = 0; p < v->n; p++)
        for (uint32_t i = 0; i < VALLEY_WORDS; i++)
            for (uint64_t w = s->down[p].w[i]; w; w &= w - 1) {
                cp_valley_hop *h = &hops[i * 64 + (uint32_t)__builtin_ctzll(w)];
                h->n_reached++;
                h->weights += weight ? weight[v->ids[p]] : 0;
            }
}

cp_rc cp_valley_through(const cp_valley *v, uint32_t source, const uint64_t *weight,
                        const cp_valley_run *run, cp_valley_hop *hops, uint32_t n, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    valley_seed *seeds = CP_NEW_RAW(a, valley_seed, CP_VALLEY_LANES);
    valley_sweep s;
    bool is_done = true;
    cp_valley_sweep_init(a, v, &s);
    s.run = run;
    s.seeds = seeds;
    s.shut_all = v->places[source];
    for (uint32_t base = 0; is_done && base < n; base += CP_VALLEY_LANES) {
        uint32_t k = n - base < CP_VALLEY_LANES ? n - base : CP_VALLEY_LANES;
        s.n_seeds = 0;
        for (uint32_t i = 0; i < k; i++) {
            cp_valley_hop *h = &hops[base + i];
            assert(h->tie != CP_AS_TIE_NONE && h->id != source);
            h->n_reached = 0;
            h->weights = 0;
            if (v->places[h->id] != NO_PLACE && s.shut_all != NO_PLACE)
                seeds[s.n_seeds++] =
                    (valley_seed){ v->places[h->id], (uint16_t)i, leads_down_only(h->tie) };
        }
        is_done = cp_valley_sweep(&s);
        if (is_done)
            count_lanes(v, &s, weight, hops + base);
    }
    cp_arena_free(a);
    return is_done ? CP_OK : stopped(err);
}
