/* SPDX-License-Identifier: Apache-2.0 */
/* valley.c AS TIES RUNS [SAMPLE] - who reaches whom in a made internet: all pairs, twice (with all,
 * and without one in twenty of those that carry for others), beside one search for each source.
 *
 * Made as it is known to be: a few at the top that all peer with each other; one in seven sells
 * transit; the others only buy, of one to three. Whoever has many customers gets more (preferential
 * attachment), so that degrees follow a power law; two ties in five are of customers, the rest are
 * peerings, most of them among the larger. One search for each is plain breadth first on states
 * (AS, half of the way), and igraph's on the same graph of states; both for SAMPLE sources, from
 * which the time of all is reckoned. Counts of all three are compared. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#ifdef HAVE_IGRAPH
#include <igraph/igraph.h>
#endif
#include "carrier/valley.h"

enum { TOP = 15, CARRIES_ONE_IN = 7 };

static double now_ms(clockid_t clock)
{
    struct timespec t;
    (void)clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

/* ---- made */

typedef struct made {
    cp_arena *a;
    cp_rand rand;
    cp_relations_maker *m;
    CP_VEC(uint32_t) chosen; /* a provider, once for each customer and once more */
    uint32_t n, n_carry, n_ties;
} made;

static void tie(made *k, uint32_t a, uint32_t b, cp_as_relation_kind kind)
{
    cp_as_relation r = { .a = a + 1, .b = b + 1, .kind = kind };
    k->n_ties += cp_relations_add(k->m, &r);
}

/* A provider of i: one that comes before it, the more likely the more customers it has. */
static uint32_t provider_of(made *k, uint32_t i)
{
    for (;;) {
        uint32_t p = k->chosen.v[cp_rand_below(&k->rand, k->chosen.n)];
        if (p < i)
            return p;
    }
}

static void buy(made *k, uint32_t i)
{
    uint32_t n = 1 + cp_rand_below(&k->rand, 3), had[3];
    for (uint32_t c = 0; c < n; c++) {
        had[c] = provider_of(k, i);
        bool is_new = true;
        for (uint32_t d = 0; d < c; d++)
            is_new = is_new && had[d] != had[c];
        if (!is_new)
            continue;
        tie(k, had[c], i, CP_AS_PROVIDER);
        cp_vec_push(k->a, &k->chosen, had[c]);
    }
}

static const cp_relations *make(cp_arena *a, uint32_t n, uint32_t n_ties)
{
    made k = { .a = a, .rand = { 1 }, .n = n, .n_carry = n / CARRIES_ONE_IN };
    k.m = cp_relations_new(a, CP_STR("made"));
    for (uint32_t i = 0; i < TOP; i++) {
        cp_vec_push(a, &k.chosen, i);
        for (uint32_t j = 0; j < i; j++)
            tie(&k, i, j, CP_AS_PEER);
    }
    for (uint32_t i = TOP; i < n; i++) {
        buy(&k, i);
        if (i < k.n_carry)
            cp_vec_push(a, &k.chosen, i);
    }
    while (k.n_ties < n_ties) {
        uint32_t x = k.chosen.v[cp_rand_below(&k.rand, k.chosen.n)];
        uint32_t y = cp_rand_below(&k.rand, cp_rand_below(&k.rand, 4) ? k.n_carry : n);
        if (x != y && x >= TOP && y >= TOP)
            tie(&k, x, y, CP_AS_PEER);
    }
    return cp_relations_done(k.m);
}

/* ---- one search for each */

static uint32_t breadth_first(const cp_relations *r, uint32_t source, uint8_t *seen,
                              uint32_t *queue)
{
    uint32_t n = 0, at = 0, reached = 0;
    memset(seen, 0, (size_t)r->n * 2);
    queue[n++] = 2 * source;
    seen[2 * source] = 1;
    while (at < n) {
        uint32_t state = queue[at++], id = state / 2;
        for (cp_as_tie t = 0; t < CP_AS_TIE_COUNT; t++) {
            bool is_down = t != CP_AS_TIE_PROVIDERS;
            if (t == CP_AS_TIE_DOUBTFUL || t == CP_AS_TIE_SIBLINGS ||
                (state % 2 && t != CP_AS_TIE_CUSTOMERS))
                continue;
            for (uint32_t i = r->first[t][id]; i < r->first[t][id + 1]; i++) {
                uint32_t to = 2 * r->to[t][i] + is_down;
                if (!seen[to]) {
                    seen[to] = 1;
                    queue[n++] = to;
                }
            }
        }
    }
    reached = 0;
    for (uint32_t id = 0; id < r->n; id++)
        reached += seen[2 * id] | seen[2 * id + 1];
    return reached - 1;
}

static double plain_ms(const cp_relations *r, uint32_t sample, const uint32_t *want,
                       uint32_t *wrong)
{
    cp_arena *a = cp_arena_new(0);
    uint8_t *seen = CP_NEW_RAW(a, uint8_t, (size_t)r->n * 2);
    uint32_t *queue = CP_NEW_RAW(a, uint32_t, (size_t)r->n * 2);
    double before = now_ms(CLOCK_MONOTONIC);
    for (uint32_t i = 0; i < sample; i++) {
        uint32_t id = (uint32_t)((uint64_t)i * r->n / sample);
        *wrong += breadth_first(r, id, seen, queue) != want[id];
    }
    double took = now_ms(CLOCK_MONOTONIC) - before;
    cp_arena_free(a);
    return took / sample * r->n;
}

#ifdef HAVE_IGRAPH
/* Arcs of the graph of states; from "up" one is "down" in the same AS at will. */
static void arcs_of(const cp_relations *r, igraph_vector_int_t *arcs)
{
    for (uint32_t id = 0; id < r->n; id++) {
        igraph_vector_int_push_back(arcs, 2 * id);
        igraph_vector_int_push_back(arcs, 2 * id + 1);
        for (cp_as_tie t = CP_AS_TIE_PROVIDERS; t <= CP_AS_TIE_PEERS; t++)
            for (uint32_t i = r->first[t][id]; i < r->first[t][id + 1]; i++) {
                uint32_t to = r->to[t][i];
                igraph_vector_int_push_back(arcs, 2 * id + (t == CP_AS_TIE_CUSTOMERS));
                igraph_vector_int_push_back(arcs, 2 * to + (t != CP_AS_TIE_PROVIDERS));
            }
    }
}

static double igraph_ms(const cp_relations *r, uint32_t sample, const uint32_t *want,
                        uint32_t *wrong)
{
    igraph_t g;
    igraph_vector_int_t arcs;
    igraph_vector_int_init(&arcs, 0);
    arcs_of(r, &arcs);
    igraph_create(&g, &arcs, 2 * (igraph_integer_t)r->n, IGRAPH_DIRECTED);
    igraph_vector_int_destroy(&arcs);
    double before = now_ms(CLOCK_MONOTONIC);
    for (uint32_t i = 0; i < sample; i++) {
        uint32_t id = (uint32_t)((uint64_t)i * r->n / sample), reached = 0;
        igraph_vector_int_t order;
        igraph_vector_int_init(&order, 0);
        igraph_bfs(&g, 2 * id, NULL, IGRAPH_OUT, false, NULL, &order, NULL, NULL, NULL, NULL, NULL,
                   NULL, NULL);
        for (igraph_integer_t k = 0; k < igraph_vector_int_size(&order); k++)
            reached += VECTOR(order)[k] >= 0 && VECTOR(order)[k] % 2; /* each is "down", too */
        igraph_vector_int_destroy(&order);
        *wrong += reached - 1 != want[id];
    }
    double took = now_ms(CLOCK_MONOTONIC) - before;
    igraph_destroy(&g);
    return took / sample * r->n;
}
#endif

int main(int argc, char **argv)
{
    if (argc < 4)
        return 2;
    uint32_t n = (uint32_t)atoi(argv[1]), n_ties = (uint32_t)atoi(argv[2]);
    uint32_t sample = argc > 4 ? (uint32_t)atoi(argv[4]) : 0, wrong = 0;
    cp_arena *a = cp_arena_new(0);
    const cp_relations *r = make(a, n, n_ties);
    uint32_t *all = CP_NEW_ARRAY(a, uint32_t, r->n), *clean = CP_NEW_ARRAY(a, uint32_t, r->n);
    bool *excluded = CP_NEW_ARRAY(a, bool, r->n);
    cp_rand rand = { 2 };
    cp_valley_run run = { .n_threads = 2 };
    for (uint32_t i = TOP; i < n / CARRIES_ONE_IN; i++)
        excluded[i] = cp_rand_below(&rand, 20) == 0;
    for (int i = 0; i < atoi(argv[3]); i++) {
        uint64_t sum = 0, sum_clean = 0;
        uint32_t most = 0;
        cp_valley_needs needs;
        cp_arena *b = cp_arena_new(0);
        double at = now_ms(CLOCK_MONOTONIC), cpu = now_ms(CLOCK_PROCESS_CPUTIME_ID);
        cp_valley *v = cp_valley_new(b, r, NULL, false), *w = cp_valley_new(b, r, excluded, false);
        double made_ms = now_ms(CLOCK_MONOTONIC) - at;
        bool is_done = cp_valley_all(v, &run, NULL, all, NULL, NULL) == CP_OK &&
                       cp_valley_all(w, &run, NULL, clean, NULL, NULL) == CP_OK;
        double all_ms = now_ms(CLOCK_MONOTONIC) - at;
        cpu = now_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu;
        at = now_ms(CLOCK_MONOTONIC);
        is_done = is_done &&
                  cp_valley_needs_all(b, v, n - 1, excluded, NULL, &run, &needs, NULL) == CP_OK;
        double needs_ms = now_ms(CLOCK_MONOTONIC) - at;
        if (!is_done)
            return 1;
        for (uint32_t k = 0; k < r->n; k++) {
            uint32_t degree = 0;
            for (cp_as_tie t = 0; t < CP_AS_TIE_COUNT; t++)
                degree += r->first[t][k + 1] - r->first[t][k];
            most = degree > most ? degree : most;
            sum += all[k];
            sum_clean += clean[k];
        }
        struct rusage used;
        (void)getrusage(RUSAGE_SELF, &used);
        printf("as=%u providers=%u peers=%u most=%u pairs=%llu clean=%llu made_ms=%.1f all_ms=%.1f "
               "cpu_ms=%.1f needs_ms=%.1f memory_mb=%ld",
               r->n, r->n_pairs[CP_AS_TIE_CUSTOMERS], r->n_pairs[CP_AS_TIE_PEERS], most,
               (unsigned long long)sum, (unsigned long long)sum_clean, made_ms, all_ms, cpu,
               needs_ms, used.ru_maxrss / 1024);
        if (sample)
            printf(" plain_ms=%.0f", plain_ms(r, sample, all, &wrong));
#ifdef HAVE_IGRAPH
        if (sample)
            printf(" igraph_ms=%.0f", igraph_ms(r, sample, all, &wrong));
#endif
        printf(" wrong=%u\n", wrong);
        cp_arena_free(b);
    }
    cp_arena_free(a);
    return wrong != 0;
}
