/* SPDX-License-Identifier: Apache-2.0 */
/* test_series.c - flows to series, against the same done pair by pair without any table; and the
 * same whatever the passes and threads. */
#include "flow/series.h"
#include "series_set.h"
#include "tap.h"

/* All series, put in order. */
typedef struct gather {
    cp_arena *a[2];
    CP_VEC(cp_series) of[2]; /* by thread */
    cp_series *v;
    uint32_t n;
    cp_series_stats stats;
    cp_rc rc;
} gather;

static cp_rc keep(void *ctx, uint32_t thread, const cp_series *s, cp_err *err)
{
    gather *g = ctx;
    cp_arena *a = g->a[thread];
    cp_series *x = cp_vec_add(a, &g->of[thread]);
    *x = *s;
    x->at = cp_arena_dup(a, s->at, s->n * sizeof *s->at);
    x->bytes = cp_arena_dup(a, s->bytes, s->n * sizeof *s->bytes);
    x->bytes_back = cp_arena_dup(a, s->bytes_back, s->n * sizeof *s->bytes_back);
    x->span_us = cp_arena_dup(a, s->span_us, s->n * sizeof *s->span_us);
    (void)err;
    return CP_OK;
}

static int by_key(const void *x, const void *y)
{
    return cp_series_key_cmp(&((const cp_series *)x)->key, &((const cp_series *)y)->key);
}

static gather *gather_all(cp_arena *a, const cp_flow_set *set, const cp_series_options *o)
{
    gather *g = CP_NEW(a, gather);
    cp_err err = { 0 };
    for (int t = 0; t < 2; t++)
        g->a[t] = cp_arena_new(0);
    g->rc = cp_series_each(set, o, keep, g, &g->stats, &err);
    if (g->rc != CP_OK)
        tap_note("%s", err.msg);
    g->n = g->of[0].n + g->of[1].n;
    g->v = CP_NEW_ARRAY(a, cp_series, g->n + 1);
    for (uint32_t t = 0, at = 0; t < 2; t++)
        for (uint32_t i = 0; i < g->of[t].n; i++)
            g->v[at++] = g->of[t].v[i];
    qsort(g->v, g->n, sizeof *g->v, by_key);
    return g;
}

static void gather_free(gather *g)
{
    cp_arena_free(g->a[0]);
    cp_arena_free(g->a[1]);
}

static bool same(const gather *x, const gather *y)
{
    if (x->n != y->n)
        return false;
    for (uint32_t i = 0; i < x->n; i++) {
        const cp_series *p = &x->v[i], *q = &y->v[i];
        if (by_key(p, q) || p->n != q->n || p->n_flows != q->n_flows || p->packets != q->packets ||
            p->sampling != q->sampling || p->last_end != q->last_end ||
            memcmp(p->at, q->at, p->n * sizeof *p->at) ||
            memcmp(p->bytes, q->bytes, p->n * sizeof *p->bytes) ||
            memcmp(p->span_us, q->span_us, p->n * sizeof *p->span_us))
            return false;
    }
    return true;
}

/* --- the same, pair by pair
 * -------------------------------------------------------------------- */

typedef struct told {
    cp_series_key key;
    uint16_t port;
    bool is_back;
    const cp_flow *f;
} told;

static int by_told(const void *x, const void *y)
{
    const told *a = x, *b = y;
    int c = cp_series_key_cmp(&a->key, &b->key);
    if (c == 0)
        c = (a->f->at > b->f->at) - (a->f->at < b->f->at);
    if (c == 0)
        c = (int)a->is_back - (int)b->is_back;
    if (c == 0)
        c = (int)a->port - (int)b->port;
    return c ? c : (a->f->span_us > b->f->span_us) - (a->f->span_us < b->f->span_us);
}

/* Events of one key by going through all that came before, for each flow. */
static uint32_t events_of(const told *v, uint32_t n, cp_time *at, uint64_t *bytes)
{
    cp_time end[256];
    uint16_t port[256];
    uint32_t n_events = 0;
    for (uint32_t i = 0; i < n; i++) {
        const cp_flow *f = v[i].f;
        uint32_t e = n_events;
        for (uint32_t k = n_events; k-- > 0 && e == n_events;)
            if (port[k] == v[i].port)
                e = f->at - end[k] < CP_SERIES_JOIN_US ? k : UINT32_MAX;
        if (e >= n_events) {
            e = n_events++;
            at[e] = f->at;
            bytes[e] = 0;
            end[e] = f->at;
            port[e] = v[i].port;
        }
        cp_time to = f->at + (cp_time)(f->span_us / 1000 * 1000);
        end[e] = to > end[e] ? to : end[e];
        bytes[e] += v[i].is_back ? f->bytes_back : f->bytes;
    }
    return n_events;
}

static void any_flows(flows *f, uint64_t seed, uint32_t n)
{
    cp_rand r = { seed };
    for (uint32_t i = 0; i < n; i++) {
        uint16_t sport = (uint16_t)(40000 + cp_rand_below(&r, 4));
        cp_flow *x = add_flow(f, cp_rand_below(&r, 40), 0, cp_rand_below(&r, 5000), sport);
        x->at = (int64_t)cp_rand_below(&r, 3600) * 1000000;
        x->span_us = cp_rand_below(&r, 20) * (uint64_t)1000000;
        x->proto = cp_rand_below(&r, 8) ? 6 : 17;
        if (cp_rand_below(&r, 3) == 0) { /* the other way, told by itself */
            cp_flow_addr to = x->src;
            x->src = x->dst;
            x->dst = to;
            x->dport = sport;
            x->sport = 443;
        }
    }
}

static void check_oracle(uint64_t seed, uint32_t n)
{
    cp_arena *a = cp_arena_new(0);
    flows f = { .a = a };
    any_flows(&f, seed, n);
    const cp_flow_set *set = pack_flows(&f, 100);
    cp_series_options o = { .n_threads = 1 };
    gather *g = gather_all(a, set, &o);
    told *v = CP_NEW_ARRAY(a, told, n);
    for (uint32_t i = 0; i < n; i++) {
        const cp_flow *x = &f.v.v[i];
        v[i].f = x;
        v[i].key = cp_series_key_of(&x->src, &x->dst, x->proto, x->sport, x->dport, x->what,
                                    &v[i].is_back, &v[i].port);
    }
    qsort(v, n, sizeof *v, by_told);
    uint32_t n_series = 0, n_same = 0;
    for (uint32_t i = 0, j; i < n; i = j, n_series++) {
        cp_time at[256];
        uint64_t bytes[256];
        for (j = i; j < n && cp_series_key_cmp(&v[i].key, &v[j].key) == 0;)
            j++;
        uint32_t m = events_of(v + i, j - i, at, bytes);
        const cp_series *s = n_series < g->n ? &g->v[n_series] : NULL;
        n_same += s && cp_series_key_cmp(&s->key, &v[i].key) == 0 && s->n == m &&
                  s->n_flows == j - i && memcmp(s->at, at, m * sizeof *at) == 0 &&
                  memcmp(s->bytes, bytes, m * sizeof *bytes) == 0;
    }
    ok(n_series == g->n && n_same == n_series, "seed %d: %u series, %u the same", (int)seed,
       n_series, n_same);
    ok(g->stats.n_flows == n && g->stats.n_series == n_series, "seed %d: counted", (int)seed);
    cp_series_options two = { .n_threads = 2, .seed = seed },
                      small = { .n_threads = 2, .memory_bytes = 20000 };
    gather *h = gather_all(a, set, &two), *k = gather_all(a, set, &small);
    ok(same(g, h), "seed %d: the same with two threads", (int)seed);
    ok(k->stats.n_passes > 3 && same(g, k), "seed %d: the same in %u passes", (int)seed,
       k->stats.n_passes);
    ok(k->stats.n_flows == n, "seed %d: each flow is counted once", (int)seed);
    gather_free(g);
    gather_free(h);
    gather_free(k);
    cp_arena_free(a);
}

static void check_keys(void)
{
    static const struct row {
        const char *name;
        uint8_t proto;
        uint16_t sport, dport;
        uint8_t what;
        bool is_back;
        uint16_t port, client_port;
    } rows[] = {
        { "to the lower port", 6, 50000, 443, 0, false, 443, 50000 },
        { "from the lower port", 6, 443, 50000, 0, true, 443, 50000 },
        { "a biflow says who began", 6, 8443, 50000, CP_FLOW_BIFLOW, false, 50000, 8443 },
        { "unless it guesses", 17, 53, 40000, CP_FLOW_BIFLOW | CP_FLOW_REVERSED, true, 53, 40000 },
        { "echo", 1, 0, 8 << 8, 0, false, 8 << 8, 0 },
        { "its reply", 1, 0, 0, 0, true, 8 << 8, 0 },
        { "reply of version 6", 58, 0, 129 << 8, 0, true, 128 << 8, 0 },
        { "no ports", 89, 7, 9, 0, false, 0, 0 },
    };
    cp_flow_addr x = addr4(10, 1), y = addr4(198, 2);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *w = &rows[i];
        bool is_back;
        uint16_t port;
        cp_series_key k =
            cp_series_key_of(&x, &y, w->proto, w->sport, w->dport, w->what, &is_back, &port);
        ok(is_back == w->is_back && k.port == w->port && port == w->client_port, "%s", w->name);
        ok(memcmp(&k.client, w->is_back ? &y : &x, 16) == 0, "%s: client", w->name);
    }
    bool is_back;
    uint16_t port;
    cp_series_key k = cp_series_key_of(&x, &y, 17, 123, 123, 0, &is_back, &port);
    cp_series_key l = cp_series_key_of(&y, &x, 17, 123, 123, 0, &is_back, &port);
    ok(cp_series_key_cmp(&k, &l) == 0, "equal ports: both ways are one series");
}

/* One connection cut into records each minute is one event; a new one of the same port later is
 * not. */
static void check_timeout(void)
{
    cp_arena *a = cp_arena_new(0);
    flows f = { .a = a };
    for (int i = 0; i < 60; i++)
        add_flow(&f, 1, i * (int64_t)60000000, 100, 50000)->span_us = 58000000;
    add_flow(&f, 1, (int64_t)7200 * 1000000, 100, 50000)->span_us = 1000000;
    cp_series_options o = { 0 };
    gather *g = gather_all(a, pack_flows(&f, 7), &o);
    ok(g->n == 1 && g->v[0].n == 2 && g->v[0].n_flows == 61, "two events of 61 records");
    ok(g->n == 1 && g->v[0].span_us[0] == (uint64_t)(59 * 60 + 58) * 1000000 &&
           g->v[0].bytes[0] == 6000,
       "as long and large as all its records");
    gather_free(g);
    cp_arena_free(a);
}

/* One record of a fast link has more than 32 bits; what no link has saturates. */
static void check_large(void)
{
    cp_arena *a = cp_arena_new(0);
    flows f = { .a = a };
    cp_flow *x = add_flow(&f, 1, 0, UINT64_C(700000000123), 50000);
    x->bytes_back = UINT64_C(4294967296);
    x->what = CP_FLOW_BIFLOW;
    add_flow(&f, 2, 0, UINT64_MAX, 50000);
    cp_series_options o = { 0 };
    gather *g = gather_all(a, pack_flows(&f, 7), &o);
    ok(g->n == 2, "two series");
    for (uint32_t i = 0; i < g->n; i++) {
        bool is_first = memcmp(&g->v[i].key.client, &f.v.v[0].src, 16) == 0;
        is_uint(g->v[i].bytes[0], is_first ? UINT64_C(700000000123) : (UINT64_C(1) << 48) - 1,
                "bytes there");
        is_uint(g->v[i].bytes_back[0], is_first ? UINT64_C(4294967296) : 0, "bytes back");
    }
    gather_free(g);
    cp_arena_free(a);
}

/* Minutes of silence within one connection, and connections that use a port again. */
static void check_connections(void)
{
    static const struct row {
        const char *name;
        uint32_t ports;
        uint8_t proto, flags, flags_back;
        uint32_t want;
    } rows[] = {
        { "one that stays open", 1, 6, 0x18, 0x10, 1 },
        { "a port, once more by its SYN", 1, 6, 0x02, 0, 10 },
        { "a port, once more by the answer", 1, 6, 0, 0x12, 10 },
        { "flags are not told", 1, 6, 0, 0, 1 },
        { "two that stay open", 2, 6, 0x18, 0x18, 2 },
        { "one for each", 10, 6, 0x18, 0x18, 10 },
        { "ports of UDP", 1, 17, 0, 0, 1 },
        { "no ports", 1, 47, 0, 0, 0 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_arena *a = cp_arena_new(0);
        flows f = { .a = a };
        const struct row *r = &rows[i];
        for (uint32_t k = 0; k < 10; k++) {
            cp_flow *x = add_flow(&f, 1, k * INT64_C(60000000), 80,
                                  (uint16_t)(r->proto == 47 ? 0 : 40000 + k % r->ports));
            x->proto = r->proto;
            x->dport = r->proto == 47 ? 0 : 179;
            x->tcp_flags = r->flags;
            x->tcp_flags_back = r->flags_back;
        }
        cp_series_options o = { .n_threads = 1 };
        gather *g = gather_all(a, pack_flows(&f, 3), &o);
        ok(g->n == 1 && g->v[0].n == 10 && g->v[0].n_connections == r->want,
           "%s: %u connections, %u", r->name, g->n ? g->v[0].n_connections : 0, r->want);
        gather_free(g);
        cp_arena_free(a);
    }
}

static void check_left_out(void)
{
    cp_arena *a = cp_arena_new(0);
    flows f = { .a = a };
    add_flow(&f, 1, 5, 1, 50001)->what = CP_FLOW_NO_TIME;
    add_flow(&f, 1, 6, 1, 50002)->src = (cp_flow_addr){ { 0 } };
    add_flow(&f, 1, 7, 1, 50003)->sampling = 0;
    add_flow(&f, 1, 20000007, 1, 50004)->sampling = 100;
    f.v.v[3].exporter = 1;
    f.exporters[0].sampling = 10;
    const uint32_t known[2] = { 0, 1000 };
    cp_series_options o = { .from = 1, .to = 30000000 }, later = { .from = 8, .to = 9 },
                      knows = { .sampling = known };
    const cp_flow_set *set = pack_flows(&f, 10);
    gather *g = gather_all(a, set, &o), *h = gather_all(a, set, &later),
           *k = gather_all(a, set, &knows);
    ok(g->stats.n_no_time == 1 && g->stats.n_no_addr == 1 && g->n == 1 && g->v[0].n == 2,
       "without time or address: counted, not used");
    ok(g->v[0].sampling == 100 && g->v[0].is_sampling_mixed && !g->v[0].has_unknown_sampling,
       "sampling: of the exporter where the flow says nothing; the coarsest");
    ok(k->v[0].sampling == 1000, "sampling: what the user says goes before");
    ok(h->n == 0 && h->stats.n_flows == 0 && h->stats.first_at == CP_TIME_NONE, "another time");
    f.exporters[0].sampling = 0;
    gather *u = gather_all(a, set, &o);
    ok(u->v[0].has_unknown_sampling, "sampling unknown");
    gather_free(g);
    gather_free(h);
    gather_free(k);
    gather_free(u);
    cp_arena_free(a);
}

static cp_rc refuse(void *ctx, uint32_t thread, const cp_series *s, cp_err *err)
{
    (void)ctx;
    (void)thread;
    (void)s;
    return cp_fail(err, CP_EIO, CP_NO_OFF, "no");
}

static void check_hostile(void)
{
    cp_arena *a = cp_arena_new(0);
    flows f = { .a = a };
    static const int64_t times[] = { INT64_MIN + 1,    INT64_MIN + 1, -1, 0, 1,
                                     4291747200000000, INT64_MAX };
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        for (uint32_t k = 0; k < 3; k++) {
            cp_flow *x = add_flow(&f, 1, times[i], UINT64_MAX, (uint16_t)(k ? 50000 : 50000 + i));
            x->span_us = k == 2 ? UINT64_MAX : 0;
            x->packets = UINT64_MAX;
        }
    cp_series_options o = { .n_threads = 2 };
    gather *g = gather_all(a, pack_flows(&f, 4), &o);
    ok(g->rc == CP_OK && g->n == 1 && g->v[0].n > 1, "times from the first to the last");
    for (uint32_t i = 1; g->n && i < g->v[0].n; i++)
        if (g->v[0].at[i] < g->v[0].at[i - 1])
            ok(false, "ascending");
    cp_err err = { 0 };
    cp_series_stats stats;
    is_int(cp_series_each(&f.set, &o, refuse, NULL, &stats, &err), CP_EIO, "an error ends it");
    f.set.n_flows = UINT64_MAX / 2;
    is_int(cp_series_each(&f.set, &o, refuse, NULL, &stats, &err), CP_ELIMIT, "too many passes");
    gather_free(g);
    flows none = { .a = a };
    g = gather_all(a, pack_flows(&none, 4), &o);
    ok(g->rc == CP_OK && g->n == 0 && g->stats.n_flows == 0, "no flows");
    gather_free(g);
    cp_arena_free(a);
}

/* One pair with more records than are kept. */
static void check_many(void)
{
    cp_arena *a = cp_arena_new(0);
    flows f = { .a = a };
    for (uint32_t i = 0; i < CP_SERIES_EVENTS_MAX * 2 + CP_SERIES_EVENTS_MAX / 8; i++)
        add_flow(&f, 1, (int64_t)i * 1000, 1, (uint16_t)(1024 + i % 60000));
    const cp_flow_set *set = pack_flows(&f, CP_FLOW_BLOCK_ROWS);
    cp_series_options o = { .n_threads = 1 }, two = { .n_threads = 2 };
    gather *g = gather_all(a, set, &o), *h = gather_all(a, set, &two);
    ok(g->n == 1 && g->v[0].n_left_out > 0 && g->v[0].n_left_out + g->v[0].n_flows == f.v.n,
       "%u records: %u left out, and counted", f.v.n, (unsigned)g->v[0].n_left_out);
    ok(same(g, h), "the same of two threads");
    gather_free(g);
    gather_free(h);
    cp_arena_free(a);
}

int main(void)
{
    for (uint64_t seed = 1; seed <= 5; seed++)
        check_oracle(seed, 1500);
    check_keys();
    check_timeout();
    check_large();
    check_connections();
    check_left_out();
    check_hostile();
    check_many();
    return tap_done();
}
