/* SPDX-License-Identifier: Apache-2.0 */
/* bench_flowcase CASE [FLOWS [THREADS]] - flows into a case and out of it: makes the case if it is
 * not there (made flows of 20,000 hosts, in the order of time), then reads source, destination,
 * bytes and packets of all of them and adds them up, five times. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include "base/thread.h"
#include "model/flow_pack.h"
#include "store/case_flow.h"

enum { HOSTS = 20000, RUNS = 5, THREADS_MAX = 16 };

static double seconds(clockid_t clock)
{
    struct timespec t;
    (void)clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static cp_flow_addr host(cp_rand *r)
{
    /* some speak more than others */
    uint32_t n = cp_rand_below(r, cp_rand_below(r, HOSTS) + 1);
    return cp_flow_addr_of(cp_ip_v4((const uint8_t[]){ 10, (uint8_t)(n >> 8), (uint8_t)n, 1 }));
}

static cp_flow any_flow(cp_rand *r, uint64_t i)
{
    uint64_t packets = 1 + cp_rand_below(r, 1 + cp_rand_below(r, 2000));
    return (cp_flow){ .src = host(r),
                      .dst = host(r),
                      .at = 1700000000000000 + (int64_t)i * 1000 + cp_rand_below(r, 60000) * 1000,
                      .span_us = (uint64_t)cp_rand_below(r, 60000) * 1000,
                      .packets = packets,
                      .bytes = packets * (40 + cp_rand_below(r, 1460)),
                      .sampling = CP_SAMPLING_NONE,
                      .in_if = 1 + cp_rand_below(r, 8),
                      .out_if = 1 + cp_rand_below(r, 8),
                      .src_as = 64500 + cp_rand_below(r, 1000),
                      .dst_as = 64500 + cp_rand_below(r, 1000),
                      .sport = (uint16_t)(1024 + cp_rand_below(r, 60000)),
                      .dport = (uint16_t)(cp_rand_below(r, 4) ? 443 : 53),
                      .proto = cp_rand_below(r, 4) ? 6 : 17,
                      .tcp_flags = 0x1b };
}

static cp_rc make(cp_case *c, uint64_t n, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    cp_flow_packer *p = cp_flow_packer_new(a, 1);
    cp_rand r = { 1 };
    cp_source src = { .name = CP_STR("made"),
                      .sha256 = CP_STR("00"),
                      .format = CP_STR("pcap"),
                      .flows = n,
                      .exporters = 1 };
    const cp_exporter x = { .proto = CP_FLOW_PROTO_IPFIX, .flows = n };
    bool is_known;
    double in_store = 0, start;
    cp_rc rc = cp_case_import_begin(c, err);
    cp_obs_sink sink = cp_case_sink(c);
    for (uint64_t i = 0; rc == CP_OK && i < n; i++) {
        cp_flow f = any_flow(&r, i);
        if (!cp_flow_packer_add(p, &f) && i + 1 < n)
            continue;
        cp_flow_block b = cp_flow_packer_take(p);
        start = seconds(CLOCK_PROCESS_CPUTIME_ID);
        rc = sink.flows(sink.ctx, &b, err);
        in_store += seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
    }
    start = seconds(CLOCK_PROCESS_CPUTIME_ID);
    if (rc == CP_OK)
        rc = sink.exporter(sink.ctx, &x, err);
    if (rc == CP_OK)
        rc = cp_case_import_end(c, &src, &is_known, err);
    in_store += seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
    printf("flows=%llu kept_cpu_s=%.4f\n", (unsigned long long)n, in_store);
    cp_arena_free(a);
    return rc;
}

typedef struct part {
    const cp_flow_set *set;
    uint32_t from, to;
    uint64_t n, bytes, packets, places;
    cp_rc rc;
    cp_err err;
} part;

static void *read_part(void *arg)
{
    part *p = arg;
    cp_arena *a = cp_arena_new(0);
    cp_flow_iter it;
    const cp_flow_columns *c = NULL;
    p->rc = p->set->iter(p->set->ctx, a, p->from, p->to, &it, &p->err);
    while (p->rc == CP_OK &&
           (p->rc = it.next(it.ctx, 1u << CP_FLOW_BYTES | 1u << CP_FLOW_PACKETS, &c, &p->err)) ==
               CP_OK &&
           c) {
        for (uint32_t i = 0; i < c->n; i++) {
            p->bytes += c->bytes[i];
            p->packets += c->packets[i];
            p->places += c->src[i] ^ c->dst[i];
        }
        p->n += c->n;
    }
    cp_arena_free(a);
    return NULL;
}

static cp_rc read_all(const cp_flow_set *set, uint32_t n_threads, cp_err *err)
{
    part p[THREADS_MAX];
    pthread_t t[THREADS_MAX];
    bool is_running[THREADS_MAX] = { false };
    uint64_t n = 0, bytes = 0;
    double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (uint32_t i = 0; i < n_threads; i++) {
        p[i] = (part){ .set = set,
                       .from = (uint32_t)((uint64_t)set->n_blocks * i / n_threads),
                       .to = (uint32_t)((uint64_t)set->n_blocks * (i + 1) / n_threads) };
        is_running[i] = i && cp_thread_start(&t[i], read_part, &p[i]);
        if (!is_running[i] && i)
            (void)read_part(&p[i]);
    }
    (void)read_part(&p[0]);
    for (uint32_t i = 0; i < n_threads; i++) {
        if (is_running[i])
            (void)pthread_join(t[i], NULL);
        if (p[i].rc != CP_OK) {
            *err = p[i].err;
            return p[i].rc;
        }
        n += p[i].n;
        bytes += p[i].bytes;
    }
    wall = seconds(CLOCK_MONOTONIC) - wall;
    cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    printf("threads=%u flows=%llu bytes=%llu read_cpu_s=%.4f read_wall_s=%.4f\n", n_threads,
           (unsigned long long)n, (unsigned long long)bytes, cpu, wall);
    return CP_OK;
}

int main(int argc, char **argv)
{
    cp_arena *a = cp_arena_new(0);
    uint64_t n = argc > 2 ? strtoull(argv[2], NULL, 10) : 6000000;
    uint32_t n_threads = argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) : 2;
    cp_case *c;
    cp_flow_set set;
    cp_err err = { 0 };
    if (argc < 2 || n_threads < 1 || n_threads > THREADS_MAX) {
        (void)fprintf(stderr, "usage: bench_flowcase CASE [FLOWS [THREADS]]\n");
        return 2;
    }
    bool is_there = access(argv[1], F_OK) == 0;
    cp_rc rc = cp_case_open(a, cp_str_c(argv[1]), CP_CASE_CREATE, &c, &err);
    if (rc == CP_OK && !is_there)
        rc = make(c, n, &err);
    if (rc == CP_OK)
        rc = cp_case_flow_set(c, a, &set, &err);
    for (int run = 0; rc == CP_OK && run < RUNS; run++)
        rc = read_all(&set, n_threads, &err);
    if (rc != CP_OK)
        (void)fprintf(stderr, "bench_flowcase: %s\n", err.msg);
    cp_arena_free(a);
    return rc != CP_OK;
}
