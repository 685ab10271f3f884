/* SPDX-License-Identifier: Apache-2.0 */
/* flows.c - flows pairs|sources|join FLOWS RUNS [CASE]: the made flows (flows_gen.h), packed as a
 * case has them, are added up by two threads: by pair, by source, or by pair with each end joined
 * to one of a million assets, of which one in a hundred is excluded, and only what these exchange
 * with outside. With CASE they are read from there, and put there first if it does not exist. A
 * line of figures per run, then the largest rows as nfdump would print them. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include "../tests/unit/flow/blocks.h"
#include "flow/top.h"
#include "flows_gen.h"
#include "store/case_flow.h"

enum { ROWS = 20, THREADS = 2, ASSETS = 1000 * 1000, EXCLUDED_ONE_IN = 100 };

static double seconds(clockid_t clock)
{
    struct timespec t;
    (void)clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void say(cp_arena *a, const cp_flow_row *r)
{
    cp_flow_addr ends[] = { r->src_addr, r->dst_addr };
    for (uint32_t i = 0; i < 2; i++)
        if (cp_flow_addr_is_set(ends[i]))
            printf("%.*s ", CP_FMT(cp_ip_text(a, cp_flow_addr_ip(ends[i]))));
    printf("%llu %llu %llu\n", (unsigned long long)r->out.packets, (unsigned long long)r->out.bytes,
           (unsigned long long)r->out.flows);
}

/* Every address is of some asset: which, is looked up in a table as the join will do it. */
static uint32_t resolve(void *ctx, const cp_flow_addr *addr, cp_flow_hold *out)
{
    uint64_t *n = ctx;
    uint32_t nr = (uint32_t)((*n)++ % ASSETS);
    bool is_inside = addr->b[12] == 10;
    *out = (cp_flow_hold){ CP_TIME_NONE, CP_TIME_NONE, { .asset = (int32_t)nr } };
    out->end.is = is_inside ? CP_FLOW_END_INSIDE : CP_FLOW_END_OUTSIDE;
    if (is_inside && nr % EXCLUDED_ONE_IN == 0)
        out->end.is |= CP_FLOW_END_EXCLUDED;
    return 1;
}

static uint8_t sides(void *ctx, const cp_flow_addr *addr, const cp_flow_end *end)
{
    (void)ctx;
    (void)addr;
    return (end->is & CP_FLOW_END_EXCLUDED ? CP_FLOW_SIDE_A : 0) |
           (end->is & CP_FLOW_END_OUTSIDE ? CP_FLOW_SIDE_B : 0);
}

static void run(const cp_flow_set *set, const char *what, bool is_last)
{
    cp_arena *a = cp_arena_new(0);
    double begin = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    cp_flow_ids_opts o = { .seed = 0x5eed, .n_threads = THREADS };
    cp_flow_question q = { .by = strcmp(what, "sources") == 0 ? CP_FLOW_BY_SRC : CP_FLOW_BY_PAIR,
                           .n_top = ROWS,
                           .n_threads = THREADS,
                           .seed = 0x5eed,
                           .view = { .from = CP_TIME_NONE, .until = CP_TIME_NONE } };
    cp_flow_ids *ids = NULL;
    cp_flow_top top;
    cp_err err;
    uint64_t n_resolved = 0;
    double ids_s = 0;
    if (strcmp(what, "join") == 0) {
        if (cp_flow_ids_new(a, set, &o, &ids, &err) != CP_OK)
            exit(1);
        ids_s = seconds(CLOCK_MONOTONIC) - begin;
        cp_flow_ids_resolve(ids, resolve, &n_resolved);
        q.view.sides = sides;
        q.view.is_either = true;
        q.is_merged = true;
    }
    if (cp_flow_top_of(a, set, ids, &q, &top, &err) != CP_OK)
        exit(1);
    struct rusage used;
    (void)getrusage(RUSAGE_SELF, &used);
    printf("ours_ms=%.1f cpu_ms=%.1f ids_ms=%.1f flows=%llu sums=%llu in_view=%llu "
           "passes=%u mib=%.1f\n",
           (seconds(CLOCK_MONOTONIC) - begin) * 1e3,
           (seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu) * 1e3, ids_s * 1e3,
           (unsigned long long)top.n_flows, (unsigned long long)top.n_sums,
           (unsigned long long)(top.n_flows - top.n_not_in_view), top.n_passes,
           (double)used.ru_maxrss / 1024);
    for (uint32_t i = 0; is_last && i < top.n; i++)
        say(a, &top.rows[i]);
    cp_arena_free(a);
}

static const cp_exporter exporter = { .proto = CP_FLOW_PROTO_NETFLOW_5,
                                      .sampling = CP_SAMPLING_NONE };

static cp_flow_set in_memory(cp_arena *a, uint64_t n)
{
    gen g = { .r = { 1 }, .n = n };
    blocks *b = CP_NEW(a, blocks);
    *b = blocks_new(a, 0);
    for (uint64_t i = 0; i < n; i++) {
        cp_flow f = gen_next(&g);
        blocks_add(b, &f);
    }
    return blocks_set(b, &exporter, 1);
}

static cp_rc fill(cp_case *c, uint64_t n, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    cp_flow_packer *p = cp_flow_packer_new(a, 1);
    gen g = { .r = { 1 }, .n = n };
    cp_source source = { .name = CP_STR("made"),
                         .sha256 = CP_STR("00"),
                         .format = CP_STR("pcap"),
                         .flows = n,
                         .exporters = 1 };
    cp_exporter told = exporter;
    bool is_known;
    cp_rc rc = cp_case_import_begin(c, err);
    cp_obs_sink sink = cp_case_sink(c);
    told.flows = n;
    for (uint64_t i = 0; rc == CP_OK && i < n; i++) {
        cp_flow f = gen_next(&g);
        if (!cp_flow_packer_add(p, &f) && i + 1 < n)
            continue;
        cp_flow_block b = cp_flow_packer_take(p);
        rc = sink.flows(sink.ctx, &b, err);
    }
    if (rc == CP_OK)
        rc = sink.exporter(sink.ctx, &told, err);
    if (rc == CP_OK)
        rc = cp_case_import_end(c, &source, &is_known, err);
    cp_arena_free(a);
    return rc;
}

/* The flows of a case, which is made if it is not there. */
static cp_flow_set in_case(cp_arena *a, const char *path, uint64_t n)
{
    bool is_there = access(path, F_OK) == 0;
    cp_case *c;
    cp_flow_set set;
    cp_err err = { 0 };
    cp_rc rc = cp_case_open(a, cp_str_c(path), CP_CASE_CREATE, &c, &err);
    if (rc == CP_OK && !is_there)
        rc = fill(c, n, &err);
    if (rc == CP_OK)
        rc = cp_case_flow_set(c, a, &set, &err);
    if (rc != CP_OK) {
        (void)fprintf(stderr, "%s\n", err.msg);
        exit(1);
    }
    return set;
}

int main(int argc, char **argv)
{
    if (argc < 4)
        return 2;
    uint64_t n = strtoull(argv[2], NULL, 10);
    int runs = atoi(argv[3]);
    cp_arena *a = cp_arena_new(0);
    cp_flow_set set = argc > 4 ? in_case(a, argv[4], n) : in_memory(a, n);
    for (int i = 0; i < runs; i++)
        run(&set, argv[1], i + 1 == runs);
    cp_arena_free(a);
    return 0;
}
