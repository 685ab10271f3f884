/* SPDX-License-Identifier: Apache-2.0 */
/* plane.c ROUTERS PREFIXES UPDATES RUNS - level L2 on a made network: every router has every
 * prefix.
 *
 *     routers   a core in a ring with chords, the others each at two of it; random metrics
 *     prefixes  lengths as in the tables of the Internet (most /24), each from one router; next
 *               hops
 *               are those of least metric, all of equal cost; one in a hundred is another neighbour
 *     labels    64 policies; under each, one router in ten is dirty
 *
 *     updates   of one router's action for one prefix: nine in ten of the hundredth of prefixes
 *               that
 *               is not stable; two in three take back what the one before did (a flap)
 *
 * All in memory. A line of figures per run: by the clock, of processor time of all threads, and
 * memory. */
#include "path/plane.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include "base/arena.h"
#include "base/rand.h"
#include "base/vec.h"

enum { DEGREE_MAX = 256, THREADS = 2, PERTURBED_ONE_IN = 100 };

typedef struct edge {
    uint32_t to, metric;
} edge;
typedef CP_VEC(edge) edges;

typedef struct network {
    cp_arena *a;
    cp_rand rand;
    uint32_t n, n_prefixes;
    edges *of;
    uint16_t *actions; /* [origin][router] */
    cp_plane *plane;
    uint32_t *prefixes;
} network;

static double now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static double processor_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static void must(cp_rc rc, const cp_err *err)
{
    if (rc == CP_OK)
        return;
    fprintf(stderr, "plane: %s\n", err->msg);
    exit(1);
}

static void join(network *w, uint32_t x, uint32_t y)
{
    uint32_t metric = 1 + cp_rand_below(&w->rand, 10);
    if (x == y || w->of[x].n == DEGREE_MAX || w->of[y].n == DEGREE_MAX)
        return;
    cp_vec_push(w->a, &w->of[x], ((edge){ y, metric }));
    cp_vec_push(w->a, &w->of[y], ((edge){ x, metric }));
}

static void make_links(network *w)
{
    uint32_t core = w->n / 10 + 3;
    w->of = CP_NEW_ARRAY(w->a, edges, w->n);
    for (uint32_t i = 0; i < core && i < w->n; i++) {
        join(w, i, (i + 1) % core);
        join(w, i, cp_rand_below(&w->rand, core));
    }
    for (uint32_t i = core; i < w->n; i++) {
        uint32_t at = cp_rand_below(&w->rand, core);
        join(w, i, at);
        join(w, i, (at + 1) % core);
    }
}

/* Distances to one (Bellman and Ford, by a queue): the network is small beside its tables. */
static void distances(const network *w, uint32_t to, uint32_t *distance, uint32_t *queue,
                      bool *is_queued)
{
    memset(distance, 0xff, w->n * sizeof *distance);
    uint32_t first = 0, n = 1;
    distance[to] = 0;
    queue[0] = to;
    while (n) {
        uint32_t x = queue[first];
        first = (first + 1) % w->n;
        n--;
        is_queued[x] = false;
        for (uint32_t i = 0; i < w->of[x].n; i++) {
            edge e = w->of[x].v[i];
            if (distance[x] + e.metric >= distance[e.to])
                continue;
            distance[e.to] = distance[x] + e.metric;
            if (!is_queued[e.to]) {
                queue[(first + n++) % w->n] = e.to;
                is_queued[e.to] = true;
            }
        }
    }
}

static uint16_t forward(network *w, uint32_t router, const cp_plane_hop *hops, uint32_t n)
{
    cp_err err;
    uint16_t out;
    must(cp_plane_action(w->plane, router, n ? CP_PLANE_FORWARD : CP_PLANE_DELIVER, hops, n, &out,
                         &err),
         &err);
    return out;
}

static cp_plane_hop hop_to(uint32_t to)
{
    return (cp_plane_hop){ to, CP_NO_LINK, CP_NO_FILTER, CP_NO_FILTER, 0 };
}

static void make_actions(network *w)
{
    uint32_t *distance = CP_NEW_ARRAY(w->a, uint32_t, w->n);
    uint32_t *queue = CP_NEW_ARRAY(w->a, uint32_t, w->n);
    bool *is_queued = CP_NEW_ARRAY(w->a, bool, w->n);
    w->actions = CP_NEW_ARRAY(w->a, uint16_t, (size_t)w->n * w->n);
    for (uint32_t to = 0; to < w->n; to++) {
        distances(w, to, distance, queue, is_queued);
        for (uint32_t i = 0; i < w->n; i++) {
            cp_plane_hop hops[DEGREE_MAX];
            uint32_t n = 0;
            for (uint32_t k = 0; k < w->of[i].n; k++) {
                edge e = w->of[i].v[k];
                if (i != to && distance[e.to] + e.metric == distance[i])
                    hops[n++] = hop_to(e.to);
            }
            w->actions[(size_t)to * w->n + i] = forward(w, i, hops, n);
        }
    }
}

static uint16_t another(network *w, uint32_t router)
{
    cp_plane_hop hop = hop_to(w->of[router].v[cp_rand_below(&w->rand, w->of[router].n)].to);
    return forward(w, router, &hop, 1);
}

/* Lengths /8 to /24 in hundredths of a table (of early 2026: 60 of a hundred are /24). */
static uint8_t random_length(network *w)
{
    static const uint8_t per_hundred[25] = {
        [14] = 1, [15] = 1, [16] = 1,  [17] = 1,  [18] = 1, [19] = 3,
        [20] = 5, [21] = 5, [22] = 12, [23] = 10, [24] = 60
    };
    uint32_t dice = cp_rand_below(&w->rand, 100);
    for (uint8_t len = 14; len < 24; len++) {
        if (dice < per_hundred[len])
            return len;
        dice -= per_hundred[len];
    }
    return 24;
}

static void make_prefixes(network *w)
{
    cp_err err;
    uint16_t *row = CP_NEW_ARRAY(w->a, uint16_t, w->n);
    w->prefixes = CP_NEW_ARRAY(w->a, uint32_t, w->n_prefixes);
    for (uint32_t i = 0; i < w->n_prefixes;) {
        uint8_t len = random_length(w);
        uint32_t bits = (1u << 24) + cp_rand_below(&w->rand, 223u << 24);
        cp_prefix x = { ((cp_address)bits << 96) & cp_prefix_mask(len), len };
        if (cp_plane_find(w->plane, &x) != CP_NO_PREFIX)
            continue;
        must(cp_plane_prefix(w->plane, &x, &w->prefixes[i], &err), &err);
        memcpy(row, w->actions + (size_t)cp_rand_below(&w->rand, w->n) * w->n, w->n * sizeof *row);
        for (uint32_t k = cp_rand_below(&w->rand, 2 * PERTURBED_ONE_IN); k < w->n;
             k += 1 + cp_rand_below(&w->rand, 2 * PERTURBED_ONE_IN))
            row[k] = another(w, k);
        cp_plane_set_all(w->plane, w->prefixes[i++], row);
    }
}

static void make_labels(network *w)
{
    uint64_t *dirty = CP_NEW_ARRAY(w->a, uint64_t, w->n);
    for (uint32_t i = 0; i < w->n; i++)
        for (int p = 0; p < 64; p++)
            dirty[i] |= (uint64_t)(cp_rand_below(&w->rand, 10) == 0) << p;
    cp_net *net = CP_NEW(w->a, cp_net);
    cp_plane_label(w->plane, &(cp_plane_labels){ net, { dirty, dirty } });
}

typedef struct tally {
    uint64_t n, fates;
} tally;

static void count(void *ctx, const cp_plane_change *x)
{
    tally *t = ctx;
    t->n++;
    t->fates += x->n;
}

static int compare_times(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

typedef struct update {
    uint32_t prefix, table;
    uint16_t action;
} update;

/* Each does change something; the plane is left as it was. */
static update *make_updates(network *w, uint32_t n)
{
    update *v = CP_NEW_ARRAY(w->a, update, n);
    uint16_t *old = CP_NEW_ARRAY(w->a, uint16_t, n);
    for (uint32_t i = 0; i < n; i++) {
        bool is_stable = cp_rand_below(&w->rand, 10) == 0;
        uint32_t at = cp_rand_below(&w->rand, is_stable ? w->n_prefixes : w->n_prefixes / 100 + 1);
        v[i] = (update){ w->prefixes[at], cp_rand_below(&w->rand, w->n), 0 };
        if (i && cp_rand_below(&w->rand, 3))
            v[i] = (update){ v[i - 1].prefix, v[i - 1].table, old[i - 1] };
        old[i] = cp_plane_get(w->plane, v[i].prefix, v[i].table);
        while (v[i].action == 0 || v[i].action == old[i])
            v[i].action = another(w, v[i].table);
        cp_plane_set(w->plane, v[i].prefix, v[i].table, v[i].action);
    }
    for (uint32_t i = n; i-- > 0;)
        cp_plane_set(w->plane, v[i].prefix, v[i].table, old[i]);
    return v;
}

static void run_updates(network *w, uint32_t n)
{
    cp_plane_live *l = cp_plane_live_new(w->a, w->plane);
    update *v = make_updates(w, n);
    double *times = CP_NEW_ARRAY(w->a, double, n);
    tally t = { 0 };
    for (uint32_t i = 0; i < n; i++) {
        double begin = now_ms();
        if (i + 1 < n)
            cp_plane_live_next(l, v[i + 1].prefix);
        cp_plane_live_set(l, v[i].prefix, v[i].table, v[i].action, count, &t);
        times[i] = (now_ms() - begin) * 1e3;
    }
    qsort(times, n, sizeof *times, compare_times);
    printf("update_us median %.2f p99 %.2f max %.0f changed %" PRIu64 " fates %" PRIu64 "\n",
           times[n / 2], times[n - n / 100 - 1], times[n - 1], t.n, t.fates);
}

static long memory_mib(void)
{
    struct rusage u;
    (void)getrusage(RUSAGE_SELF, &u);
    return u.ru_maxrss / 1024;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "plane ROUTERS PREFIXES UPDATES RUNS\n");
        return 2;
    }
    network w = { .a = cp_arena_new(0),
                  .rand = { 7 },
                  .n = (uint32_t)strtoul(argv[1], NULL, 10),
                  .n_prefixes = (uint32_t)strtoul(argv[2], NULL, 10) };
    uint32_t n_updates = (uint32_t)strtoul(argv[3], NULL, 10);
    uint32_t *items = CP_NEW_ARRAY(w.a, uint32_t, w.n),
             n_runs = (uint32_t)strtoul(argv[4], NULL, 10);
    for (uint32_t i = 0; i < w.n; i++)
        items[i] = i;
    w.plane = cp_plane_new(w.a, items, w.n, 32);
    make_links(&w);
    make_actions(&w);
    double begin = now_ms();
    make_prefixes(&w);
    make_labels(&w);
    printf("filled_ms %.0f\n", now_ms() - begin);
    for (uint32_t i = 0; i < n_runs; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_plane_classes got;
        cp_err err;
        double begin_cpu = processor_ms();
        begin = now_ms();
        must(cp_plane_classify(w.plane, a, THREADS, NULL, NULL, NULL, &got, &err), &err);
        uint32_t n_loops = 0;
        for (uint32_t k = 0; k < got.n; k++)
            n_loops += (got.v[k].fate.ends & CP_PLANE_LOOP) != 0;
        printf("classify_ms %.0f processor_ms %.0f classes %u loops %u memory_mib %ld\n",
               now_ms() - begin, processor_ms() - begin_cpu, got.n, n_loops, memory_mib());
        cp_arena_free(a);
    }
    if (n_updates)
        run_updates(&w, n_updates);
    cp_arena_free(w.a);
    return 0;
}
