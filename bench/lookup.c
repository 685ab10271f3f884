/* SPDX-License-Identifier: Apache-2.0 */
/* lookup.c PREFIXES LOOKUPS SCANS DIR - one packet's next hop in one table, for context: bench/run
 * plane asks the kernel the same.
 *
 *     trace      what the plane says of the packet (cp_plane_trace_packet)
 *     scan       every prefix of the table compared, the longest that holds it; SCANS of the
 *                packets only, and each time compared with what the plane said
 *     DIR        routes.batch and gets.batch for `ip -batch`, and hops.txt, what the plane said
 *
 * Prefixes have lengths as in the tables of the Internet (bench/plane.c), next hops are
 * 192.0.2.2 to .9; nine in ten of the addresses are within a prefix. Processor time. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "base/arena.h"
#include "base/rand.h"
#include "path/plane.h"

enum { HOPS = 8, LENGTH_MIN = 14, LENGTH_MAX = 24 };

typedef struct entry {
    uint32_t first, mask;
    uint8_t len, hop;
} entry;

typedef struct table {
    cp_arena *a;
    cp_rand rand;
    cp_plane *plane;
    entry *v;
    uint32_t n;
    uint16_t actions[HOPS];
} table;

static double processor_us(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec * 1e-3;
}

static void must(cp_rc rc, const cp_err *err)
{
    if (rc == CP_OK)
        return;
    fprintf(stderr, "lookup: %s\n", err->msg);
    exit(1);
}

static uint8_t random_length(table *t)
{
    static const uint8_t per_hundred[LENGTH_MAX - LENGTH_MIN] = {
        1, 1, 1, 1, 1, 3, 5, 5, 12, 10
    }; /* the rest is /24 */
    uint32_t dice = cp_rand_below(&t->rand, 100);
    uint8_t i = 0;
    while (i < sizeof per_hundred && dice >= per_hundred[i])
        dice -= per_hundred[i++];
    return (uint8_t)(LENGTH_MIN + i);
}

/* 1.0.0.0 to 191.255.255.255: no network of the laboratory's own. */
static uint32_t random_address(table *t)
{
    return (1u << 24) + cp_rand_below(&t->rand, 191u << 24);
}

static void make(table *t, uint32_t n)
{
    static const uint32_t item = 0;
    cp_err err;
    t->plane = cp_plane_new(t->a, &item, 1, 32);
    t->v = CP_NEW_ARRAY(t->a, entry, n);
    for (uint32_t i = 0; i < HOPS; i++) { /* each next hop a link of its own */
        cp_plane_hop hop = {
            .to = CP_PLANE_HOST, .link = i, .out = CP_NO_FILTER, .in = CP_NO_FILTER
        };
        must(cp_plane_action(t->plane, 0, CP_PLANE_FORWARD, &hop, 1, &t->actions[i], &err), &err);
    }
    while (t->n < n) {
        uint8_t len = random_length(t);
        uint32_t mask = ~0u << (32 - len), first = random_address(t) & mask, place;
        cp_prefix x = { (cp_address)first << 96, len };
        if (first >> 24 == 127 || cp_plane_find(t->plane, &x) != CP_NO_PREFIX)
            continue;
        t->v[t->n] = (entry){ first, mask, len, (uint8_t)cp_rand_below(&t->rand, HOPS) };
        must(cp_plane_prefix(t->plane, &x, &place, &err), &err);
        cp_plane_set(t->plane, place, 0, t->actions[t->v[t->n++].hop]);
    }
}

static uint32_t *random_packets(table *t, uint32_t n)
{
    uint32_t *v = CP_NEW_ARRAY(t->a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++) {
        const entry *e = &t->v[cp_rand_below(&t->rand, t->n)];
        uint32_t any = random_address(t);
        v[i] = i % 10 ? e->first | (any & ~e->mask) : any >> 24 == 127 ? e->first : any;
    }
    return v;
}

/* Next hop, or HOPS: no route. */
static uint8_t by_plane(const table *t, cp_arena *scratch, uint32_t address)
{
    cp_arena_mark mark = cp_arena_here(scratch);
    cp_packet x = { .dst = (cp_address)address << 96, .protocol = 6 };
    cp_plane_trace trace;
    cp_plane_trace_packet(t->plane, scratch, 0, &x, &trace);
    uint8_t hop = trace.steps[0].n_hops ? (uint8_t)trace.steps[0].hops[0].link : HOPS;
    cp_arena_back(scratch, mark);
    return hop;
}

static uint8_t by_scan(const table *t, uint32_t address)
{
    uint8_t hop = HOPS;
    int longest = -1;
    for (uint32_t i = 0; i < t->n; i++)
        if ((address & t->v[i].mask) == t->v[i].first && t->v[i].len > longest) {
            longest = t->v[i].len;
            hop = t->v[i].hop;
        }
    return hop;
}

static FILE *create(const char *folder, const char *name)
{
    char path[4096];
    FILE *f = NULL;
    if (snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path)
        f = fopen(path, "w");
    if (f == NULL)
        exit(1);
    return f;
}

#define QUAD "%u.%u.%u.%u"
#define QUADS(x) (x) >> 24, (x) >> 16 & 255, (x) >> 8 & 255, (x)&255

static void write_batches(const table *t, const uint32_t *packets, const uint8_t *hops, uint32_t n,
                          const char *folder)
{
    FILE *routes = create(folder, "routes.batch"), *gets = create(folder, "gets.batch");
    FILE *said = create(folder, "hops.txt");
    for (uint32_t i = 0; i < t->n; i++)
        fprintf(routes, "route add " QUAD "/%u via 192.0.2.%u dev d0\n", QUADS(t->v[i].first),
                t->v[i].len, 2u + t->v[i].hop);
    for (uint32_t i = 0; i < n; i++)
        if (hops[i] < HOPS) { /* of the others `ip` says only that there are some */
            fprintf(gets, "route get " QUAD "\n", QUADS(packets[i]));
            fprintf(said, QUAD " via 192.0.2.%u\n", QUADS(packets[i]), 2u + hops[i]);
        }
    if (fclose(routes) != 0 || fclose(gets) != 0 || fclose(said) != 0)
        exit(1);
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "lookup PREFIXES LOOKUPS SCANS DIR\n");
        return 2;
    }
    table t = { .a = cp_arena_new(0), .rand = { 7 } };
    cp_arena *scratch = cp_arena_new(0);
    uint32_t n = (uint32_t)strtoul(argv[2], NULL, 10), wrong = 0;
    uint32_t n_scans = (uint32_t)strtoul(argv[3], NULL, 10);
    make(&t, (uint32_t)strtoul(argv[1], NULL, 10));
    uint32_t *packets = random_packets(&t, n);
    uint8_t *hops = CP_NEW_ARRAY(t.a, uint8_t, n);
    double begin = processor_us();
    for (uint32_t i = 0; i < n; i++)
        hops[i] = by_plane(&t, scratch, packets[i]);
    double trace = (processor_us() - begin) / n;
    begin = processor_us();
    for (uint32_t i = 0; i < n_scans; i++)
        wrong += by_scan(&t, packets[i]) != hops[i];
    double scan = (processor_us() - begin) / n_scans;
    write_batches(&t, packets, hops, n, argv[4]);
    printf("trace_us %.3f scan_us %.3f scans %u differ %u\n", trace, scan, n_scans, wrong);
    cp_arena_free(scratch);
    cp_arena_free(t.a);
    return wrong > 0;
}
