/* SPDX-License-Identifier: Apache-2.0 */
/* mrt.c - a routing table of MRT: made, and read with every attribute decoded.
 *
 *     bench_mrt make FILE PREFIXES PEERS     TABLE_DUMP_V2 of IPv4. As in the tables of Route Views
 *                                            in
 *                                            the corpus (270,005 routes of 2014: paths of 4.3 hops,
 *                                            a
 *                                            third with communities) and their successors: two of
 *                                            three routes have communities, some five of them
 *     bench_mrt read FILE                    routes, their hops, processor milliseconds, memory */
#include "sources/mrt/mrt.h"
#include <stdio.h>
#include <sys/resource.h>

static void put(FILE *f, uint64_t v, int n)
{
    for (int i = n - 1; i >= 0; i--)
        (void)fputc((int)(v >> (8 * i) & 0xff), f);
}

static void head(FILE *f, uint16_t subtype, size_t n)
{
    put(f, 1763596800, 4);
    put(f, 13, 2);
    put(f, subtype, 2);
    put(f, n, 4);
}

static void add(cp_buf *b, uint64_t v, int n)
{
    for (int i = n - 1; i >= 0; i--)
        cp_buf_char(b, (char)(v >> (8 * i)));
}

static void add_route(cp_buf *b, cp_rand *r, uint32_t peer, uint32_t origin)
{
    uint32_t hops = 2 + cp_rand_below(r, 3) + cp_rand_below(r, 3),
             n = cp_rand_below(r, 3) ? 2 + cp_rand_below(r, 8) : 0;
    add(b, peer, 2);
    add(b, 1763000000, 4);
    add(b, 4 + 3 + 2 + 4 * hops + 7 + (n ? 3 + 4 * n : 0), 2);
    add(b, 0x40010100, 4);
    add(b, 0x400200 | (2 + 4 * hops), 3);
    add(b, 0x0200 | hops, 2);
    for (uint32_t i = 1; i < hops; i++)
        add(b, 1 + cp_rand_below(r, 70000), 4);
    add(b, origin, 4);
    add(b, 0x400304, 3);
    add(b, 0xc0000200 | peer, 4);
    if (n)
        add(b, 0xc00800 | 4 * n, 3);
    for (uint32_t i = 0; i < n; i++)
        add(b, cp_rand_u64(r), 4);
}

static int make(const char *file, uint32_t n_prefixes, uint32_t n_peers)
{
    FILE *f = fopen(file, "wb");
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    cp_rand r = { 1 };
    if (!f)
        return 1;
    head(f, 1, 8 + (size_t)n_peers * 13);
    put(f, 0, 6);
    put(f, n_peers, 2);
    for (uint32_t i = 0; i < n_peers; i++) {
        put(f, 2, 1);
        put(f, i + 1, 4);
        put(f, 0xc0000200 | i, 4);
        put(f, 64496 + i, 4);
    }
    for (uint32_t i = 0; i < n_prefixes; i++) {
        uint32_t origin = 1 + cp_rand_below(&r, 70000);
        b.n = 0;
        add(&b, i, 4);
        add(&b, 24, 1);
        add(&b, 0x010000 + i, 3);
        add(&b, n_peers, 2);
        for (uint32_t k = 0; k < n_peers; k++)
            add_route(&b, &r, k, origin);
        head(f, 2, b.n);
        (void)fwrite(b.p, 1, b.n, f);
    }
    cp_arena_free(a);
    return fclose(f) != 0;
}

typedef struct sums {
    uint64_t hops, origins, communities;
} sums;

static cp_rc see(void *ctx, const cp_bgp_route *x, cp_err *err)
{
    sums *s = ctx;
    uint32_t asn = 0;
    (void)err;
    s->hops += x->attrs->path.n_hops;
    if (cp_bgp_path_origin(&x->attrs->path, &asn) == CP_BGP_ORIGIN_AS)
        s->origins += asn;
    s->communities += x->attrs->communities.n / 4;
    return CP_OK;
}

static int read_all(const char *file)
{
    static const cp_read_opts opts = { .no_digest = true };
    cp_arena *a = cp_arena_new(0);
    cp_source src = { .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    cp_mrt_counts n;
    cp_input *in;
    cp_err err;
    sums s = { 0, 0, 0 };
    cp_bgp_to to = { &s, see };
    struct rusage u;
    if (cp_input_open(a, cp_str_c(file), &in, &err) != CP_OK)
        return 1;
    cp_input_forgo_digest(in);
    cp_rc rc = cp_mrt_read(a, in, &opts, &to, &src, &n, &err);
    (void)getrusage(RUSAGE_SELF, &u);
    printf("routes=%llu hops=%llu communities=%llu origins=%llu bad=%llu ",
           (unsigned long long)n.routes, (unsigned long long)s.hops,
           (unsigned long long)s.communities, (unsigned long long)s.origins,
           (unsigned long long)n.routes_bad);
    printf("cpu_ms=%.1f mib=%ld\n",
           (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 +
               (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3,
           u.ru_maxrss / 1024);
    cp_arena_free(a);
    return rc != CP_OK;
}

int main(int argc, char **argv)
{
    uint32_t n_prefixes = 0, n_peers = 0;
    if (argc == 5 && cp_str_u32(cp_str_c(argv[3]), &n_prefixes) &&
        cp_str_u32(cp_str_c(argv[4]), &n_peers) && n_prefixes < 1 << 22 && n_peers < 256)
        return make(argv[2], n_prefixes, n_peers);
    if (argc == 3)
        return read_all(argv[2]);
    fprintf(stderr, "bench_mrt make FILE PREFIXES PEERS | read FILE\n");
    return 2;
}
