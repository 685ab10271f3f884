/* SPDX-License-Identifier: Apache-2.0 */
/* mrt.c - a routing table of MRT: made, and its paths checked.
 *
 *     bench_mrt make FILE PREFIXES PEERS     TABLE_DUMP_V2 of IPv4. As in the tables of Route Views
 *                                            in the corpus (270,005 routes of 2014: paths of 4.3
 *                                            hops, a third with communities, 57 bytes a route) and
 *                                            their successors: two of three routes have
 *                                            communities, some five of them
 *     bench_mrt check FILE THREADS [DIGEST]  routes and prefixes with a path through one of 100 AS
 *                                            (1000, 1700, 2400 ...); milliseconds by the clock and
 *                                            of processors, memory
 *     bench_mrt upstream FILE N              which of the peers leads to N addresses cleanly, if
 *                                            these AS are excluded: milliseconds of processors of
 *                                            reading and of the answer, memory */
#include "sources/mrt/mrt.h"
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include "carrier/upstream.h"

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
    char bytes[8];
    for (int i = n - 1; i >= 0; i--, v >>= 8)
        bytes[i] = (char)v;
    cp_buf_add(b, (cp_str){ bytes, (size_t)n });
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

enum { SET_SIZE = 100, SET_FIRST = 1000, SET_STEP = 700, FILTER_BITS = 1 << 16, THREADS_MAX = 64 };

/* A bit for the lower half of each AS of the set, and then the set itself. */
typedef struct set {
    uint64_t filter[FILTER_BITS / 64];
    uint32_t asns[SET_SIZE];
} set;

typedef struct sums {
    const set *set;
    uint64_t routes, nets, hit_routes, hit_nets;
    bool is_net_hit;
    char apart[64]; /* from those of the next thread */
} sums;

static bool is_in(const set *s, uint32_t asn)
{
    if (!(s->filter[asn % FILTER_BITS / 64] >> asn % 64 & 1))
        return false;
    for (uint32_t i = 0; i < SET_SIZE; i++)
        if (s->asns[i] == asn)
            return true;
    return false;
}

static __attribute__((noinline)) bool is_hit_slowly(const set *s, const cp_bgp_path *p)
{
    cp_bgp_path_iter it = cp_bgp_path_begin(p);
    cp_bgp_segment x;
    while (cp_bgp_path_next(&it, &x))
        for (uint32_t i = 0; i < x.n; i++)
            if (is_in(s, cp_bgp_segment_as(&x, i)))
                return true;
    return false;
}

static inline bool is_hit(const set *s, const cp_bgp_path *p)
{
    cp_bgp_segment x;
    if (p->as_bytes != 4 || !cp_bgp_path_is_one(p, &x))
        return is_hit_slowly(s, p);
    for (const uint8_t *at = x.asns.p, *end = at + x.asns.n; at < end; at += 4) {
        uint32_t asn;
        memcpy(&asn, at, sizeof asn);
        if (is_in(s, __builtin_bswap32(asn)))
            return true;
    }
    return false;
}

static cp_rc see(void *ctx, const cp_bgp_route *x, cp_err *err)
{
    sums *s = ctx;
    (void)err;
    if (!x->attrs)
        return CP_OK;
    bool hit = is_hit(s->set, &x->attrs->path);
    s->routes++;
    s->nets += x->is_new_net;
    s->is_net_hit = s->is_net_hit && !x->is_new_net;
    s->hit_routes += hit;
    s->hit_nets += hit && !s->is_net_hit;
    s->is_net_hit = s->is_net_hit || hit;
    return CP_OK;
}

static double ms_of(struct timeval t) { return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3; }

static int check(const char *file, uint32_t n_threads, bool has_digest)
{
    static set all;
    static sums s[THREADS_MAX];
    cp_read_opts opts = { .no_digest = !has_digest };
    cp_arena *a = cp_arena_new(0);
    cp_source src = { .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    cp_bgp_to to[THREADS_MAX];
    cp_mrt_counts n;
    cp_input *in;
    cp_err err;
    struct rusage u;
    struct timespec t0, t1;
    for (uint32_t i = 0; i < SET_SIZE; i++) {
        all.asns[i] = SET_FIRST + i * SET_STEP;
        all.filter[all.asns[i] % FILTER_BITS / 64] |= UINT64_C(1) << all.asns[i] % 64;
    }
    for (uint32_t i = 0; i < n_threads; i++) {
        s[i].set = &all;
        to[i] = (cp_bgp_to){ &s[i], see };
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &t0);
    if (cp_input_open(a, cp_str_c(file), &in, &err) != CP_OK)
        return 1;
    if (!has_digest)
        cp_input_forgo_digest(in);
    cp_rc rc = cp_mrt_read_many(a, in, &opts, to, n_threads, &src, &n, &err);
    if (rc == CP_OK)
        rc = cp_input_error(in, &err);
    (void)clock_gettime(CLOCK_MONOTONIC, &t1);
    for (uint32_t i = 1; i < n_threads; i++) {
        s[0].routes += s[i].routes;
        s[0].nets += s[i].nets;
        s[0].hit_routes += s[i].hit_routes;
        s[0].hit_nets += s[i].hit_nets;
    }
    (void)getrusage(RUSAGE_SELF, &u);
    printf("routes=%llu prefixes=%llu hit_routes=%llu hit_prefixes=%llu bad=%llu ",
           (unsigned long long)s[0].routes, (unsigned long long)s[0].nets,
           (unsigned long long)s[0].hit_routes, (unsigned long long)s[0].hit_nets,
           (unsigned long long)n.routes_bad + src.records_bad);
    printf("wall_ms=%.1f cpu_ms=%.1f mib=%ld\n",
           (double)(t1.tv_sec - t0.tv_sec) * 1e3 + (double)(t1.tv_nsec - t0.tv_nsec) / 1e6,
           ms_of(u.ru_utime) + ms_of(u.ru_stime), u.ru_maxrss / 1024);
    cp_arena_free(a);
    return rc != CP_OK;
}

/* ---- upstreams */

static cp_rc take(void *ctx, const cp_bgp_route *r, cp_err *err)
{
    (void)err;
    cp_upstreams_add(ctx, r);
    return CP_OK;
}

static double cpu_ms(void)
{
    struct rusage u;
    (void)getrusage(RUSAGE_SELF, &u);
    return ms_of(u.ru_utime) + ms_of(u.ru_stime);
}

static void want_random(cp_upstreams *x, uint32_t n)
{
    cp_rand r = { 2 };
    uint32_t n_rows = cp_upstreams_n_rows(x);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t host = (0x010000 + cp_rand_below(&r, n_rows)) << 8 | cp_rand_below(&r, 256);
        const uint8_t b[4] = { (uint8_t)(host >> 24), (uint8_t)(host >> 16), (uint8_t)(host >> 8),
                               (uint8_t)host };
        cp_flow_addr addr = cp_flow_addr_of(cp_ip_v4(b));
        cp_upstreams_want_row(x, cp_upstreams_row_of(x, &addr), cp_rand_below(&r, 100000), 0, 1);
    }
}

static int upstream(const char *file, uint32_t n)
{
    cp_arena *a = cp_arena_new(0);
    cp_as_table *t = cp_as_table_new(a);
    const cp_upstream_opts opts = { 0 };
    const cp_read_opts read = { .no_digest = true };
    cp_source src = { .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    cp_mrt_counts counts;
    cp_input *in;
    cp_err err;
    struct rusage u;
    for (uint32_t i = 1; i <= 70000; i++)
        cp_as_table_set(t, i, CP_AS_ALLOWED);
    for (uint32_t i = 0; i < SET_SIZE; i++)
        cp_as_table_set(t, SET_FIRST + i * SET_STEP, CP_AS_EXCLUDED);
    cp_upstreams *x = cp_upstreams_new(a, t, &opts);
    const cp_bgp_to to = { x, take };
    if (cp_input_open(a, cp_str_c(file), &in, &err) != CP_OK)
        return 1;
    cp_input_forgo_digest(in);
    cp_rc rc = cp_mrt_read_many(a, in, &read, &to, 1, &src, &counts, &err);
    double read_ms = cpu_ms();
    cp_upstreams_done(x);
    want_random(x, n);
    double wanted_ms = cpu_ms();
    const cp_upstream_answer *v = cp_upstreams_answer_of(x, NULL, 0);
    double end_ms = cpu_ms();
    (void)getrusage(RUSAGE_SELF, &u);
    printf("upstreams=%u prefixes=%u wanted=%llu clean=%.0f of=%.0f together=%.0f by=%u exact=%d "
           "read_ms=%.0f want_ms=%.0f answer_ms=%.0f mib=%ld\n",
           v->n, cp_upstreams_n_rows(x), (unsigned long long)v->wanted,
           v->n ? v->v[0].ways[CP_AS_ALLOWED].to : 0, v->all.to, v->clean.most.to, v->clean.n,
           v->clean.is_exact, read_ms, wanted_ms - read_ms, end_ms - wanted_ms, u.ru_maxrss / 1024);
    cp_arena_free(a);
    return rc != CP_OK;
}

int main(int argc, char **argv)
{
    uint32_t n_prefixes = 0, n = 0;
    if (argc == 5 && cp_str_eq(cp_str_c(argv[1]), CP_STR("make")) &&
        cp_str_u32(cp_str_c(argv[3]), &n_prefixes) && cp_str_u32(cp_str_c(argv[4]), &n) &&
        n_prefixes < 1 << 22 && n < 256)
        return make(argv[2], n_prefixes, n);
    if (argc >= 4 && cp_str_eq(cp_str_c(argv[1]), CP_STR("check")) &&
        cp_str_u32(cp_str_c(argv[3]), &n) && n > 0 && n <= THREADS_MAX)
        return check(argv[2], n, argc > 4);
    if (argc == 4 && cp_str_eq(cp_str_c(argv[1]), CP_STR("upstream")) &&
        cp_str_u32(cp_str_c(argv[3]), &n))
        return upstream(argv[2], n);
    fprintf(stderr, "bench_mrt make FILE PREFIXES PEERS | check FILE THREADS [DIGEST] | upstream "
                    "FILE N\n");
    return 2;
}
