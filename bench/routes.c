/* SPDX-License-Identifier: Apache-2.0 */
/* routes.c - level L1 on made networks, beside igraph on the same.
 *
 *     routes spf GRAPH DEVICES LINKS RUNS       all to one, with taint and shares
 *     routes failures GRAPH DEVICES LINKS RUNS  each link fails alone: distances of all to one
 *     routes open FOLDER K KINDS                every pair of borders of each topology there, under
 *                                               K failures; a border is a device with one link
 *
 * GRAPH: random (both ends of each link drawn alike), or local (a grid with names in no order, and
 * a tenth of the links anywhere). Metrics are 1 to 100, the same both ways, as igraph takes one
 * weight an edge. One device in ten is excluded, one in twenty unknown. What is printed are
 * milliseconds of wall time, a line per run; distances of both are compared first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef HAVE_IGRAPH
#include <igraph/igraph.h>
#endif
#include "../tests/unit/path/topohub.h"
#include "path/failing.h"

typedef struct made {
    cp_arena *a;
    cp_net net;
    uint32_t to; /* item */
} made;

static double now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static double cpu_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static uint32_t side_of(uint32_t n)
{
    uint32_t side = 1;
    while (side * side < n)
        side++;
    return side;
}

static void add_link(cp_net_maker *m, cp_rand *r, uint32_t a, uint32_t b)
{
    uint32_t metric = 1 + cp_rand_below(r, 100);
    (void)cp_net_add_link(m, a, b, metric, metric, CP_NO_ITEM);
}

static void add_links(cp_net_maker *m, cp_rand *r, bool is_local, uint32_t n, uint32_t n_links)
{
    uint32_t side = side_of(n), added = 0;
    for (uint32_t i = 0; is_local && i < n; i++) {
        if (i % side + 1 < side && i + 1 < n && added++ < n_links)
            add_link(m, r, i, i + 1);
        if (i + side < n && added++ < n_links)
            add_link(m, r, i, i + side);
    }
    while (added++ < n_links) {
        uint32_t a = cp_rand_below(r, n), b = cp_rand_below(r, n);
        if (is_local && cp_rand_below(r, 10))
            b = (a + side + 1 + cp_rand_below(r, 3)) % n;
        add_link(m, r, a, b);
    }
}

static made make(const char *graph, uint32_t n, uint32_t n_links)
{
    static const cp_str policies[] = { CP_STR_INIT("p") };
    made x = { .a = cp_arena_new(0) };
    cp_rand r = { 1 };
    cp_net_maker *m = cp_net_maker_new(x.a, policies, 1);
    cp_net_places places;
    cp_err err = { 0 };
    for (uint32_t i = 0; i < n; i++) {
        uint32_t dice = cp_rand_below(&r, 20);
        (void)cp_net_item(m, cp_str_fmt(x.a, "%08x", i * 2654435761u), dice < 2, dice == 2, 0);
    }
    add_links(m, &r, strcmp(graph, "local") == 0, n, n_links);
    if (cp_net_make(m, &x.net, &places, &err) != CP_OK)
        abort();
    x.to = places.items[0];
    return x;
}

/* ---- igraph */

#ifdef HAVE_IGRAPH
typedef struct peer {
    igraph_t g;
    igraph_vector_t weights;
    igraph_matrix_t distances;
} peer;

static void peer_of(const cp_net *n, peer *p)
{
    igraph_vector_int_t ends;
    igraph_vector_int_init(&ends, 2 * (igraph_integer_t)n->n_links);
    igraph_vector_init(&p->weights, n->n_links);
    for (uint32_t i = 0; i < n->n_links; i++) {
        VECTOR(ends)[2 * i] = n->links[i].a;
        VECTOR(ends)[2 * i + 1] = n->links[i].b;
        VECTOR(p->weights)[i] = n->links[i].metric;
    }
    igraph_create(&p->g, &ends, n->n_items, IGRAPH_UNDIRECTED);
    igraph_matrix_init(&p->distances, 0, 0);
    igraph_vector_int_destroy(&ends);
}

static double peer_distances(peer *p, uint32_t to)
{
    double before = now_ms();
    igraph_distances_dijkstra(&p->g, &p->distances, igraph_vss_1(to), igraph_vss_all(), &p->weights,
                              IGRAPH_ALL);
    return now_ms() - before;
}

static uint64_t peer_sum(const peer *p, uint32_t n)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += MATRIX(p->distances, 0, i) < IGRAPH_INFINITY
                   ? (uint64_t)MATRIX(p->distances, 0, i) * (i % 1000 + 1)
                   : 0;
    return sum;
}

static double peer_paths(peer *p, uint32_t to)
{
    igraph_vector_int_t parents, edges;
    igraph_vector_int_init(&parents, 0);
    igraph_vector_int_init(&edges, 0);
    double before = now_ms();
    igraph_get_shortest_paths_dijkstra(&p->g, NULL, NULL, to, igraph_vss_all(), &p->weights,
                                       IGRAPH_ALL, &parents, &edges);
    double took = now_ms() - before;
    igraph_vector_int_destroy(&parents);
    igraph_vector_int_destroy(&edges);
    return took;
}
#endif

static uint64_t sum_of(const uint64_t *distance, uint32_t n)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += distance[i] == UINT64_MAX ? 0 : distance[i] * (i % 1000 + 1);
    return sum;
}

static int spf(const char *graph, uint32_t n, uint32_t n_links, uint32_t runs)
{
    made x = make(graph, n, n_links);
    cp_taints t;
    cp_taints_of(x.a, &x.net, 0, CP_EXPOSURE, &t);
    cp_routes *g = cp_routes_new(x.a, &x.net);
#ifdef HAVE_IGRAPH
    peer p;
    peer_of(&x.net, &p);
#endif
    for (uint32_t run = 0; run <= runs; run++) {
        cp_arena_mark mark = cp_arena_here(x.a);
        cp_routes_column c;
        double before = now_ms();
        cp_routes_ask_all(g, x.a, &t, x.to, &c);
        double took = now_ms() - before;
        uint64_t sum = sum_of(c.distance, n);
        if (run) /* the first warms up */
            printf("ours_ms=%.3f", took);
#ifdef HAVE_IGRAPH
        double distances = peer_distances(&p, x.to), paths = peer_paths(&p, x.to);
        if (run)
            printf(" distances_ms=%.3f paths_ms=%.3f differ=%d", distances, paths,
                   sum != peer_sum(&p, n));
#endif
        if (run)
            printf(" sum=%llu\n", (unsigned long long)sum);
        cp_arena_back(x.a, mark);
    }
    cp_arena_free(x.a);
    return 0;
}

/* ---- each link alone */

static uint64_t term(uint64_t distance, uint32_t item)
{
    return distance == UINT64_MAX ? 0 : distance * (item % 1000 + 1);
}

/* Sums of all distances under each failure; how many distances were worked out. */
static uint64_t fail_each(cp_failing *f, uint64_t base, uint64_t *sums)
{
    const cp_spf *s = f->spf;
    uint64_t n_hit = 0;
    for (uint32_t l = 0; l < s->net->n_links; l++) {
        cp_element e = { CP_ELEMENT_LINK, l };
        size_t mark = cp_failing_fail(f, e);
        sums[l] = base;
        for (size_t k = f->n_log - f->n_hit; k < f->n_log; k++) {
            uint32_t item = s->item[f->log[k].node];
            sums[l] += term(f->distance[f->log[k].node], item) - term(f->log[k].distance, item);
        }
        n_hit += f->n_hit;
        cp_failing_undo(f, e, mark);
    }
    return n_hit;
}

static void set_link(cp_spf *s, uint32_t link, bool is_up)
{
    const cp_net_link *l = &s->net->links[link];
    for (int way = 0; way < 2; way++) {
        uint32_t u = s->place[way ? l->b : l->a];
        for (uint32_t k = s->first[u]; k < s->first[u + 1]; k++)
            if (s->arcs[k].link == link)
                s->narrow[k].out = s->narrow[k].in = is_up ? (uint16_t)l->metric : 0;
    }
}

/* The same by Dijkstra again for every step-th link; ours, from all that is told above. */
static uint32_t recompute(cp_spf *s, uint32_t step, const uint64_t *sums, uint32_t *n_differ)
{
    uint32_t n = 0;
    for (uint32_t l = 0; l < s->net->n_links; l += step, n++) {
        uint64_t sum = 0;
        set_link(s, l, false);
        s->has_run = false;
        cp_spf_run(s, s->to, NULL);
        for (uint32_t u = 0; u < s->n; u++)
            sum += term(s->distance[u], s->item[u]);
        *n_differ += sum != sums[l];
        set_link(s, l, true);
    }
    return n;
}

static int failures(const char *graph, uint32_t n, uint32_t n_links, uint32_t runs)
{
    made x = make(graph, n, n_links);
    cp_spf s;
    cp_failing f;
    cp_spf_init(&s, x.a, &x.net);
    cp_failing_init(&f, x.a, &s);
    uint64_t *sums = CP_NEW_ARRAY(x.a, uint64_t, x.net.n_links);
    uint32_t step = x.net.n_links / 1000 + 1, n_differ = 0;
#ifdef HAVE_IGRAPH
    peer p;
    peer_of(&x.net, &p);
#endif
    for (uint32_t run = 0; run <= runs; run++) {
        double before = now_ms();
        s.has_run = false;
        cp_spf_run(&s, s.place[x.to], NULL);
        cp_failing_start(&f);
        uint64_t base = 0;
        for (uint32_t u = 0; u < s.n; u++)
            base += term(s.distance[u], s.item[u]);
        uint64_t n_hit = fail_each(&f, base, sums);
        double ours = now_ms() - before;
        before = now_ms();
        uint32_t n_loop = recompute(&s, step, sums, &n_differ);
        double loop = (now_ms() - before) / n_loop * x.net.n_links;
        if (run)
            printf("ours_ms=%.3f loop_ms=%.1f loop_links=%u settled=%llu differ=%u", ours, loop,
                   n_loop, (unsigned long long)n_hit, n_differ);
#ifdef HAVE_IGRAPH
        double theirs = 0;
        for (uint32_t l = 0, k = 0; k < 50; k++, l += x.net.n_links / 50) {
            double metric = VECTOR(p.weights)[l];
            VECTOR(p.weights)[l] = IGRAPH_INFINITY;
            theirs += peer_distances(&p, x.to);
            VECTOR(p.weights)[l] = metric;
            n_differ += peer_sum(&p, n) != sums[l];
        }
        if (run)
            printf(" igraph_ms=%.1f igraph_links=50", theirs / 50 * x.net.n_links);
#endif
        if (run)
            printf("\n");
    }
    cp_arena_free(x.a);
    return n_differ != 0;
}

/* ---- the open topologies */

typedef struct opened {
    uint64_t pairs, sets, clean, excluded, undetermined, none;
    uint32_t files;
} opened;

static void fail_pairs(const topology *t, cp_arena *a, uint32_t k, uint32_t kinds, opened *out)
{
    const cp_net *n = &t->net;
    cp_taints taints;
    cp_taints_of(a, n, 0, CP_EXPOSURE, &taints);
    cp_routes *g = cp_routes_new(a, n);
    for (uint32_t to = 0; to < n->n_items; to++)
        for (uint32_t from = 0; from < to; from++) {
            cp_fail_answer x;
            cp_err err;
            if (n->arc_first[to + 1] - n->arc_first[to] != 1 ||
                n->arc_first[from + 1] - n->arc_first[from] != 1)
                continue;
            if (cp_fail_ask(g, a, &taints, from, to, k, kinds, UINT64_MAX, NULL, &x, &err) != CP_OK)
                abort();
            out->pairs++;
            out->sets += x.n_examined;
            out->clean += x.every == CP_PATH_CLEAN;
            out->excluded += x.every == CP_PATH_EXCLUDED;
            out->undetermined += x.every == CP_PATH_UNDETERMINED;
            out->none += x.every == CP_PATH_NONE;
        }
}

static int open_nets(const char *folder, uint32_t k, uint32_t kinds)
{
    opened all = { 0 };
    double ours = 0, cpu = 0;
    if (topohub_find(folder) == 0)
        return 3;
    for (int i = 0; i < topohub_n_files; i++) {
        cp_arena *a = cp_arena_new(0);
        topology t;
        if (!topohub_read(a, topohub_files[i], &t))
            return 3;
        double before = now_ms(), before_cpu = cpu_ms();
        fail_pairs(&t, a, k, kinds, &all);
        ours += now_ms() - before;
        cpu += cpu_ms() - before_cpu;
        all.files++;
        cp_arena_free(a);
    }
    printf("ours_ms=%.1f cpu_ms=%.1f files=%u pairs=%llu sets=%llu clean=%llu excluded=%llu "
           "undetermined=%llu "
           "no_path=%llu\n",
           ours, cpu, all.files, (unsigned long long)all.pairs, (unsigned long long)all.sets,
           (unsigned long long)all.clean, (unsigned long long)all.excluded,
           (unsigned long long)all.undetermined, (unsigned long long)all.none);
    return 0;
}

int main(int argc, char **argv)
{
    uint32_t v[3] = { 0 };
    for (int i = 3; i < argc && i < 6; i++)
        v[i - 3] = (uint32_t)strtoul(argv[i], NULL, 10);
    if (argc == 6 && strcmp(argv[1], "spf") == 0)
        return spf(argv[2], v[0], v[1], v[2]);
    if (argc == 6 && strcmp(argv[1], "failures") == 0)
        return failures(argv[2], v[0], v[1], v[2]);
    if (argc == 5 && strcmp(argv[1], "open") == 0)
        return open_nets(argv[2], v[0], v[1]);
    return 2;
}
