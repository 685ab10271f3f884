/* SPDX-License-Identifier: Apache-2.0 */
/* path.c GRAPH DEVICES LINKS RUNS [alone] - level L0 on a made network, beside igraph on the same.
 *
 *     national   core pairs in a ring, pairs of aggregation below them, rings of sites below these
 *                (as src/job/synth.c has it); the rest are members of trunks, chords within an
 *                area, and some links between areas
 *     random     both ends of each link drawn alike from all devices
 *
 * Names and order of the devices are as an import would leave them, by name. One in ten is
 * excluded, one in twenty unknown. Each run does ours and igraph's in turn; what is printed are all
 * figures of all runs, in milliseconds of wall time. */
#include <limits.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#ifdef HAVE_IGRAPH
#include <igraph/igraph.h>
#endif
#include "base/thread.h"
#include "path/blast.h"

enum { QUERIES = 10000, RING = 8, RINGS = 6, AREAS = 10 };

typedef struct ends {
    uint32_t a, b;
} ends;

typedef struct maker {
    cp_arena *a;
    cp_net_maker *m;
    cp_rand rand;
    uint32_t n, n_links;
    CP_VEC(ends) links;
    CP_VEC(uint32_t) sites;
} maker;

static double now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static uint32_t add(maker *k, const char *what, uint32_t x, uint32_t y, uint32_t z)
{
    uint32_t dice = cp_rand_below(&k->rand, 20);
    cp_str id = cp_str_fmt(k->a, "%s-r%u-%u-%u", what, x, y, z);
    k->n++;
    return cp_net_item(k->m, id, dice < 2, dice == 2, 0);
}

static void join(maker *k, uint32_t x, uint32_t y)
{
    (void)cp_net_add_link(k->m, x, y, 10, 10, CP_NO_ITEM);
    cp_vec_push(k->a, &k->links, ((ends){ x, y }));
    k->n_links++;
}

/* agg - site - ... - site - agg */
static void add_ring(maker *k, uint32_t n_max, uint32_t region, uint32_t area, uint32_t ring,
                     uint32_t agg)
{
    uint32_t before = agg;
    for (uint32_t i = 0; i < RING && k->n < n_max; i++) {
        uint32_t site = add(k, "csr", region, area, ring * RING + i);
        cp_vec_push(k->a, &k->sites, site);
        join(k, before, site);
        before = site;
        if (k->n < n_max)
            join(k, site, add(k, "gnb", region, area, ring * RING + i));
    }
    join(k, before, agg + 1);
}

static void add_region(maker *k, uint32_t n_max, uint32_t region, uint32_t *core)
{
    uint32_t before = *core;
    *core = add(k, "core", region, 0, 0);
    (void)add(k, "core", region, 0, 1);
    join(k, *core, *core + 1);
    for (uint32_t i = 0; region && i < 2; i++)
        join(k, before + i, *core + i);
    for (uint32_t area = 0; area < AREAS && k->n + 2 < n_max; area++) {
        uint32_t agg = add(k, "agg", region, area, 0);
        (void)add(k, "agg", region, area, 1);
        for (uint32_t i = 0; i < 4; i++)
            join(k, agg + i / 2, *core + i % 2);
        for (uint32_t ring = 0; ring < RINGS && k->n < n_max; ring++)
            add_ring(k, n_max, region, area, ring, agg);
    }
}

/* Trunks have several members, sites a neighbour besides those of their ring. */
static void add_rest(maker *k, uint32_t n_links)
{
    while (k->n_links < n_links) {
        uint32_t dice = cp_rand_below(&k->rand, 10);
        const ends *again = &k->links.v[cp_rand_below(&k->rand, k->links.n)];
        uint32_t at = cp_rand_below(&k->rand, k->sites.n),
                 far = dice == 0 ? k->sites.n : 2 * RINGS * RING;
        if (dice >= 4)
            join(k, again->a, again->b);
        else
            join(k, k->sites.v[at],
                 k->sites.v[(at + 1 + cp_rand_below(&k->rand, far)) % k->sites.n]);
    }
}

static void make_national(maker *k, uint32_t n, uint32_t n_links)
{
    uint32_t core = 0;
    for (uint32_t region = 0; k->n < n; region++)
        add_region(k, n, region, &core);
    add_rest(k, n_links);
}

static void make_random(maker *k, uint32_t n, uint32_t n_links)
{
    for (uint32_t i = 0; i < n; i++)
        (void)add(k, "router", i % 97, i % 1009, i);
    for (uint32_t i = 0; i < n_links; i++)
        join(k, cp_rand_below(&k->rand, n), cp_rand_below(&k->rand, n));
}

/* ---- ours */

typedef struct figures {
    double blocks, parts, blast, queries, all; /* ms */
    uint32_t n_blocks, n_cuts;
    uint64_t sum; /* of the answers, so that nothing is left out */
} figures;

typedef struct blaster {
    const cp_net *net;
    cp_l0 *g;
    const cp_taints *t;
    cp_blast *out;
    double ms;
} blaster;

/* The second processor: what each device cuts off. */
static void *blast(void *arg)
{
    blaster *b = arg;
    double before = now_ms();
    cp_arena *a = cp_arena_new(0);
    cp_blast_all(b->g, a, b->t, NULL, b->out);
    cp_arena_free(a);
    b->ms = now_ms() - before;
    return NULL;
}

static void ask(cp_arena *a, const cp_net *n, const cp_l0_quick *q, uint64_t seed, figures *out)
{
    cp_rand r = { seed };
    cp_l0_pair *pairs = CP_NEW_ARRAY(a, cp_l0_pair, QUERIES);
    cp_l0_row *rows = CP_NEW_ARRAY(a, cp_l0_row, QUERIES);
    for (uint32_t i = 0; i < QUERIES; i++) {
        pairs[i].from = cp_rand_below(&r, n->n_items);
        pairs[i].to = cp_rand_below(&r, n->n_items);
    }
    cp_l0_quick_rows(q, pairs, QUERIES, rows);
    for (uint32_t i = 0; i < QUERIES; i++)
        out->sum += rows[i].some + 8 * (uint64_t)rows[i].every + 64 * (uint64_t)rows[i].unavoidable;
}

static void ours(const cp_net *n, const cp_taints *t, uint64_t seed, figures *out)
{
    double at[4], before = now_ms();
    memset(out, 0, sizeof *out);
    cp_arena *a = cp_arena_new(0);
    blaster b = { n, cp_l0_new_for(a, n, t), t, NULL, 0 };
    at[0] = now_ms();
    b.out = CP_NEW_RAW(a, cp_blast, n->n_items);
    pthread_t thread;
    bool is_apart = cp_thread_start(&thread, blast, &b);
    cp_l0_quick *q = cp_l0_quick_new(b.g, a, t);
    at[1] = now_ms();
    ask(a, n, q, seed, out);
    at[2] = now_ms();
    if (is_apart)
        (void)pthread_join(thread, NULL);
    else
        (void)blast(&b);
    at[3] = now_ms();
    const cp_blocks *blocks = cp_l0_blocks(b.g);
    out->n_blocks = blocks->n_blocks;
    for (uint32_t x = 0; x < blocks->n; x++)
        out->n_cuts += cp_blocks_is_cut(blocks, x);
    cp_arena_free(a);
    out->all = now_ms() - before;
    out->blocks = at[0] - before;
    out->parts = at[1] - at[0];
    out->queries = at[2] - at[1];
    out->blast = b.ms;
}

/* ---- igraph */

#ifdef HAVE_IGRAPH
static igraph_t peer;

static void peer_make(const cp_net *n)
{
    igraph_vector_int_t list;
    igraph_vector_int_init(&list, 2 * (igraph_integer_t)n->n_links);
    for (uint32_t i = 0; i < n->n_links; i++) {
        VECTOR(list)[2 * i] = n->links[i].a;
        VECTOR(list)[2 * i + 1] = n->links[i].b;
    }
    igraph_create(&peer, &list, n->n_items, IGRAPH_UNDIRECTED);
    igraph_vector_int_destroy(&list);
}

/* With the items of each block, as ours has it; and with nothing but their number. */
static double peer_blocks(bool with_items, figures *out)
{
    igraph_integer_t no;
    igraph_vector_int_t cuts;
    igraph_vector_int_list_t items;
    double before = now_ms();
    igraph_vector_int_init(&cuts, 0);
    igraph_vector_int_list_init(&items, 0);
    igraph_biconnected_components(&peer, &no, NULL, NULL, with_items ? &items : NULL, &cuts);
    out->n_blocks = (uint32_t)no;
    out->n_cuts = (uint32_t)igraph_vector_int_size(&cuts);
    igraph_vector_int_list_destroy(&items);
    igraph_vector_int_destroy(&cuts);
    return now_ms() - before;
}

static void race(const figures *x)
{
    figures y = { 0 };
    double with_items = peer_blocks(true, &y), bare = peer_blocks(false, &y);
    printf(" igraph_blocks_ms=%.2f igraph_bare_ms=%.2f same=%d", with_items, bare,
           x->n_blocks == y.n_blocks && x->n_cuts == y.n_cuts);
}
#else
static void peer_make(const cp_net *n) { (void)n; }
static void race(const figures *x) { (void)x; }
#endif

int main(int argc, char **argv)
{
    if (argc < 5)
        return 2;
    bool is_alone = argc > 5;
    /* memory once had from the system is kept for the next run, ours and igraph's */
    if (!is_alone) {
        (void)mallopt(M_MMAP_THRESHOLD, 32 << 20);
        (void)mallopt(M_TRIM_THRESHOLD, INT_MAX);
    }
    static const cp_str policies[] = { { "p", 1 } };
    uint32_t n = (uint32_t)atoi(argv[2]), n_links = (uint32_t)atoi(argv[3]);
    cp_net net;
    cp_taints t;
    maker k = { .a = cp_arena_new(0), .rand = { 1 } };
    k.m = cp_net_maker_new(k.a, policies, 1);
    (strcmp(argv[1], "national") == 0 ? make_national : make_random)(&k, n, n_links);
    if (cp_net_make(k.m, &net, NULL, NULL) != CP_OK)
        return 1;
    cp_taints_of(k.a, &net, 0, CP_EXPOSURE, &t);
    if (!is_alone)
        peer_make(&net);
    for (int i = 0; i < atoi(argv[4]); i++) {
        figures x;
        ours(&net, &t, (uint64_t)i, &x);
        printf("devices=%u links=%u n_blocks=%u n_cuts=%u sum=%llu blocks_ms=%.2f parts_ms=%.2f "
               "blast_ms=%.2f queries_ms=%.2f all_ms=%.2f",
               net.n_items, net.n_links, x.n_blocks, x.n_cuts, (unsigned long long)x.sum, x.blocks,
               x.parts, x.blast, x.queries, x.all);
        if (!is_alone)
            race(&x);
        struct rusage used;
        (void)getrusage(RUSAGE_SELF, &used);
        printf(" memory_mb=%ld\n", used.ru_maxrss / 1024);
        fflush(stdout);
    }
    cp_arena_free(k.a);
    return 0;
}
