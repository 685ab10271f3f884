/* SPDX-License-Identifier: Apache-2.0 */
/* decode.c - how many flows a second of processor time are decoded, and decoded and packed into
 * blocks: the datagrams of bench/mkflows from memory.
 *
 *     mkflows v9 4000000 100 > FILE; bench_decode FILE [RUNS]
 *
 * The medians of RUNS (default 5). Nothing is written: what the case costs is measured where it is
 * filled. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "model/flow_pack.h"
#include "sources/flow/flow_wire.h"

typedef struct counts {
    uint64_t flows, bytes, blocks, packed;
    cp_flow_packer *packer; /* NULL: only decoded */
} counts;

static cp_rc count(void *ctx, const cp_flow *f, cp_err *err)
{
    counts *c = ctx;
    (void)err;
    c->flows++;
    c->bytes += f->bytes;
    if (c->packer && cp_flow_packer_add(c->packer, f)) {
        c->packed += cp_flow_packer_take(c->packer).bytes.n;
        c->blocks++;
    }
    return CP_OK;
}

static cp_rc count_some(void *ctx, const cp_flow_some *s, cp_err *err)
{
    counts *c = ctx;
    (void)err;
    c->flows += s->n;
    for (uint32_t i = 0; i < s->n; i++)
        c->bytes += s->bytes[i];
    for (uint32_t at = 0; c->packer && at < s->n;) {
        at = cp_flow_packer_add_some(c->packer, s, s->all.exporter, at);
        if (cp_flow_packer_rows(c->packer) == CP_FLOW_BLOCK_ROWS) {
            c->packed += cp_flow_packer_take(c->packer).bytes.n;
            c->blocks++;
        }
    }
    return CP_OK;
}

static double cpu_seconds(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double run(cp_bytes in, bool is_packed, counts *c)
{
    cp_arena *a = cp_arena_new(0);
    *c = (counts){ .packer = is_packed ? cp_flow_packer_new(a, 1) : NULL };
    cp_flow_wire *w = cp_flow_wire_new(a, 1, (cp_flow_rows){ c, count, count_some });
    const uint8_t *p = in.p, *end = in.p + in.n;
    double before = cpu_seconds();
    while (end - p >= 8) {
        uint32_t head[2];
        bool is_flow;
        memcpy(head, p, sizeof head);
        cp_ip from = cp_ip_v4((uint8_t[]){ 10, 255, (uint8_t)(head[1] >> 8), (uint8_t)head[1] });
        cp_bytes d = { p + 8, head[0] };
        if (cp_flow_wire_roomy(w, from, d, 1764200000000000, &is_flow, NULL) != CP_OK || !is_flow)
            exit(1);
        p += 8 + head[0];
    }
    if (c->packer && cp_flow_packer_rows(c->packer))
        c->packed += cp_flow_packer_take(c->packer).bytes.n;
    double took = cpu_seconds() - before;
    for (uint32_t i = 0; i < cp_flow_wire_n_exporters(w); i++) {
        cp_exporter x;
        cp_flow_wire_exporter(w, i, &x);
        if (x.lost || x.bad || x.no_template || x.restarts)
            exit(1);
    }
    cp_arena_free(a);
    return took;
}

static int by_size(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

static cp_bytes read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0)
        exit(2);
    long n = ftell(f);
    uint8_t *b = malloc((size_t)n + CP_FLOW_ROOM_BYTES);
    rewind(f);
    if (!b || fread(b, 1, (size_t)n, f) != (size_t)n)
        exit(2);
    (void)fclose(f);
    return (cp_bytes){ b, (size_t)n };
}

int main(int argc, char **argv)
{
    enum { RUNS_MAX = 101 };
    double took[RUNS_MAX];
    int runs = argc > 2 ? atoi(argv[2]) : 5;
    if (argc < 2 || runs < 1 || runs > RUNS_MAX)
        return 2;
    cp_bytes in = read_file(argv[1]);
    for (int is_packed = 0; is_packed < 2; is_packed++) {
        counts c;
        for (int i = 0; i < runs; i++)
            took[i] = run(in, is_packed, &c);
        qsort(took, (size_t)runs, sizeof *took, by_size);
        printf("%s: %.2f M flows a second of processor time, %llu flows, %llu bytes",
               is_packed ? "packed" : "decoded", (double)c.flows / took[runs / 2] / 1e6,
               (unsigned long long)c.flows, (unsigned long long)c.bytes);
        if (is_packed)
            printf(", %.1f bytes a flow", (double)c.packed / (double)c.flows);
        printf("\n");
    }
    free((void *)(uintptr_t)in.p);
    return 0;
}
