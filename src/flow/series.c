/* SPDX-License-Identifier: Apache-2.0 */
/* series.c - see series.h.
 *
 * A half of the blocks has two lanes, one for each half of the pairs:
 *
 *     half 0: lane 0 (keys, rows), lane 1        pairs 0: lane 0 of half 0, then of half 1
 *     half 1: lane 0,              lane 1        pairs 1: lane 1 of half 0, then of half 1
 *
 * Halves and lanes are the same with one thread, so that what is left out is the same too. */
#include "flow/series.h"
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include "base/thread.h"
#include "flow/service.h"

/* Figures saturate: bytes at 48 bits, since one record of a fast link easily has more than 4
 * GiB. */
typedef struct row {
    int64_t at;
    uint32_t key;              /* number in its lane */
    uint32_t bytes[2];         /* there, back: the lower 32 bits */
    uint32_t span_ms, packets; /* saturate */
    uint32_t sampling : 31, is_back : 1;
    uint16_t bytes_high[2];
    uint16_t port; /* the client's */
    uint8_t flags, flags_back;
} row;
static_assert(sizeof(row) == 40, "there are as many as flows");

typedef struct keyed {
    cp_series_key key;
    uint64_t hash;
    uint32_t n_rows, n_left_out;
    uint64_t first; /* in the second step: where its rows end so far */
} keyed;

/* Rows and keys lie in chunks, because what grows by copies needs three times the memory. */
enum { LANES = 2, HALVES = 2, PORTS = 65536, CHUNK = 8192, SYN = 2 };

typedef struct lane {
    CP_VEC(keyed *) keys;
    CP_VEC(row *) rows;
    uint32_t n_keys;
    uint64_t n_rows;
    uint32_t *slots; /* number + 1 */
    uint32_t n_slots;
} lane;

typedef struct half {
    cp_arena *a;
    lane lanes[LANES];
    uint32_t from, to; /* blocks */
    cp_series_stats stats;
    cp_rc rc;
    cp_err err;
} half;

typedef struct work {
    const cp_flow_set *set;
    const cp_series_options *o;
    const cp_series_asker *askers;
    uint32_t n_askers;
    uint32_t n_passes, pass;
    half halves[HALVES];
} work;

/* A thread of the second step: the pairs of one lane. */
typedef struct maker {
    work *w;
    uint32_t lane;
    cp_arena *a;
    row **order; /* of all pairs, one after the other */
    cp_time *at; /* of the series at hand, like the others */
    uint64_t *bytes, *bytes_back, *span;
    uint8_t *flags, *flags_back;
    uint32_t *stamp, *last_event; /* by the client's port: the event that it is in */
    uint32_t n_stamp;
    cp_series_stats stats;
    uint64_t n_short[CP_SERIES_ASKERS_MAX];
    cp_rc rc;
    cp_err err;
} maker;

int cp_series_key_cmp(const cp_series_key *x, const cp_series_key *y)
{
    int c = memcmp(&x->client, &y->client, sizeof x->client);
    c = c ? c : memcmp(&x->server, &y->server, sizeof x->server);
    c = c ? c : (int)x->proto - (int)y->proto;
    return c ? c : (int)x->port - (int)y->port;
}

/* Replies to an echo, RFC 792 and RFC 4443: counted with what asked for them. */
static bool echo_reply(uint8_t proto, uint16_t *type_code)
{
    if (proto == CP_FLOW_ICMP && *type_code >> 8 == 0) {
        *type_code = 8 << 8;
        return true;
    }
    if (proto == CP_FLOW_ICMP6 && *type_code >> 8 == 129) {
        *type_code = 128 << 8;
        return true;
    }
    return false;
}

cp_series_key cp_series_key_of(const cp_flow_addr *src, const cp_flow_addr *dst, uint8_t proto,
                               uint16_t sport, uint16_t dport, uint8_t what, bool *is_back,
                               uint16_t *client_port)
{
    cp_flow_service service = cp_flow_service_of(proto, sport, dport, what);
    cp_series_key k = { .client = *src, .server = *dst, .port = service.port, .proto = proto };
    bool is_icmp = proto == CP_FLOW_ICMP || proto == CP_FLOW_ICMP6;
    *is_back = is_icmp                               ? echo_reply(proto, &k.port)
               : service.rule == CP_FLOW_SERVER_SAME ? memcmp(src, dst, sizeof *src) > 0
                                                     : service.is_src;
    *client_port = is_icmp || service.port == 0 ? 0 : *is_back ? dport : sport;
    if (*is_back) {
        k.client = *dst;
        k.server = *src;
    }
    return k;
}

/* --- rows of one half
 * -------------------------------------------------------------------------- */

static uint64_t hash_of_key(uint64_t client, uint64_t server, const cp_series_key *k)
{
    uint64_t what = (uint64_t)k->proto << 16 | k->port;
    return cp_fold64(cp_fold64(client ^ 0x9e3779b97f4a7c15u, server + 0x632be59bd9b4e019u),
                     what + 0xd6e8feb86659fd93u);
}

static keyed *key_at(const lane *l, uint32_t i) { return &l->keys.v[i / CHUNK][i % CHUNK]; }

static void more_slots(cp_arena *a, lane *l)
{
    uint32_t n = l->n_slots ? l->n_slots * 2 : 1024;
    l->slots = CP_NEW_ARRAY(a, uint32_t, n);
    l->n_slots = n;
    for (uint32_t i = 0; i < l->n_keys; i++) {
        uint32_t at = (uint32_t)(key_at(l, i)->hash >> 20) & (n - 1);
        while (l->slots[at])
            at = (at + 1) & (n - 1);
        l->slots[at] = i + 1;
    }
}

static uint32_t key_in(cp_arena *a, lane *l, const cp_series_key *k, uint64_t hash)
{
    if ((uint64_t)l->n_keys * 2 >= l->n_slots)
        more_slots(a, l);
    uint32_t at = (uint32_t)(hash >> 20) & (l->n_slots - 1);
    for (; l->slots[at]; at = (at + 1) & (l->n_slots - 1)) {
        const keyed *x = key_at(l, l->slots[at] - 1);
        if (x->hash == hash && cp_series_key_cmp(&x->key, k) == 0)
            return l->slots[at] - 1;
    }
    if (l->n_keys % CHUNK == 0)
        cp_vec_push(a, &l->keys, CP_NEW_RAW(a, keyed, CHUNK));
    *key_at(l, l->n_keys) = (keyed){ .key = *k, .hash = hash };
    l->slots[at] = ++l->n_keys;
    return l->n_keys - 1;
}

static row *row_in(cp_arena *a, lane *l)
{
    if (l->n_rows % CHUNK == 0)
        cp_vec_push(a, &l->rows, CP_NEW_RAW(a, row, CHUNK));
    uint64_t i = l->n_rows++;
    return &l->rows.v[i / CHUNK][i % CHUNK];
}

uint32_t cp_series_sampling_of(const cp_flow_set *set, const cp_series_options *o, uint32_t x,
                               uint32_t says)
{
    if (o->sampling && x < set->n_exporters && o->sampling[x] != CP_SAMPLING_UNKNOWN)
        return o->sampling[x];
    if (says != CP_SAMPLING_UNKNOWN)
        return says;
    return x < set->n_exporters && !set->exporters[x].is_sampling_mixed ? set->exporters[x].sampling
                                                                        : CP_SAMPLING_UNKNOWN;
}

/* Is the flow one that a series is made of? */
static bool is_used(const work *w, half *h, const cp_flow_columns *c, uint32_t i)
{
    if (c->what[i] & CP_FLOW_NO_TIME) {
        h->stats.n_no_time += w->pass == 0;
        return false;
    }
    if ((w->o->from || w->o->to) && (c->at[i] < w->o->from || c->at[i] >= w->o->to))
        return false;
    uint32_t x = c->exporters_at + c->exporter[i];
    if (w->o->exporters && (x >= w->set->n_exporters || !w->o->exporters[x]))
        return false;
    if (!cp_flow_addr_is_set(c->addrs[c->src[i]]) || !cp_flow_addr_is_set(c->addrs[c->dst[i]])) {
        h->stats.n_no_addr += w->pass == 0;
        return false;
    }
    return true;
}

static void count_flow(half *h, cp_time at)
{
    cp_series_stats *s = &h->stats;
    if (s->n_flows++ == 0)
        s->first_at = s->last_at = at;
    s->first_at = at < s->first_at ? at : s->first_at;
    s->last_at = at > s->last_at ? at : s->last_at;
}

static uint32_t full32(uint64_t x) { return x > UINT32_MAX ? UINT32_MAX : (uint32_t)x; }

static void set_bytes(row *r, int is_back, uint64_t bytes)
{
    const uint64_t most = (UINT64_C(1) << 48) - 1;
    bytes = bytes > most ? most : bytes;
    r->bytes[is_back] = (uint32_t)bytes;
    r->bytes_high[is_back] = (uint16_t)(bytes >> 32);
}

static uint64_t bytes_of(const row *r, int is_back)
{
    return (uint64_t)r->bytes_high[is_back] << 32 | r->bytes[is_back];
}

static void take_row(const work *w, half *h, const cp_flow_columns *c, uint32_t i,
                     const uint64_t *hashes)
{
    if (!is_used(w, h, c, i))
        return;
    if (w->pass == 0)
        count_flow(h, c->at[i]);
    bool is_back;
    uint16_t port;
    uint32_t src = c->src[i], dst = c->dst[i];
    cp_series_key k = cp_series_key_of(&c->addrs[src], &c->addrs[dst], c->proto[i], c->sport[i],
                                       c->dport[i], c->what[i], &is_back, &port);
    uint64_t hash = hash_of_key(hashes[is_back ? dst : src], hashes[is_back ? src : dst], &k);
    if (((hash >> 1) & 0x7fffffff) % w->n_passes != w->pass)
        return;
    lane *l = &h->lanes[hash & (LANES - 1)];
    uint32_t at = key_in(h->a, l, &k, hash);
    keyed *x = key_at(l, at);
    if (x->n_rows == CP_SERIES_EVENTS_MAX) {
        x->n_left_out += x->n_left_out < UINT32_MAX;
        return;
    }
    x->n_rows++;
    uint32_t sampling =
        cp_series_sampling_of(w->set, w->o, c->exporters_at + c->exporter[i], c->sampling[i]);
    uint64_t ms = c->span_us[i] / 1000;
    row *r = row_in(h->a, l);
    *r = (row){ .at = c->at[i],
                .key = at,
                .port = port,
                .is_back = is_back,
                .flags = is_back ? c->tcp_flags_back[i] : c->tcp_flags[i],
                .flags_back = is_back ? c->tcp_flags[i] : c->tcp_flags_back[i],
                .sampling = sampling };
    r->span_ms = full32(ms);
    r->packets = full32(is_back ? c->packets_back[i] : c->packets[i]);
    set_bytes(r, 0, is_back ? c->bytes_back[i] : c->bytes[i]);
    set_bytes(r, 1, is_back ? c->bytes[i] : c->bytes_back[i]);
}

enum {
    WANT = 1u << CP_FLOW_AT | 1u << CP_FLOW_SPAN | 1u << CP_FLOW_BYTES | 1u << CP_FLOW_PACKETS |
           1u << CP_FLOW_BYTES_BACK | 1u << CP_FLOW_PACKETS_BACK | 1u << CP_FLOW_SAMPLING |
           1u << CP_FLOW_EXPORTER | 1u << CP_FLOW_SPORT | 1u << CP_FLOW_DPORT |
           1u << CP_FLOW_PROTO | 1u << CP_FLOW_WHAT | 1u << CP_FLOW_TCP_FLAGS |
           1u << CP_FLOW_TCP_FLAGS_BACK,
};

static cp_rc read_blocks(const work *w, half *h)
{
    cp_flow_iter it;
    cp_rc rc = w->set->iter(w->set->ctx, h->a, h->from, h->to, &it, &h->err);
    uint64_t *hashes = NULL;
    uint32_t cap = 0;
    while (rc == CP_OK) {
        const cp_flow_columns *c;
        rc = it.next(it.ctx, WANT, &c, &h->err);
        if (rc != CP_OK || !c)
            break;
        if (c->n_addrs > cap) {
            cap = c->n_addrs * 2;
            hashes = CP_NEW_RAW(h->a, uint64_t, cap);
        }
        for (uint32_t i = 0; i < c->n_addrs; i++)
            hashes[i] = cp_hash((cp_str){ (const char *)c->addrs[i].b, 16 }, w->o->seed);
        for (uint32_t i = 0; i < c->n; i++)
            take_row(w, h, c, i, hashes);
    }
    return rc;
}

/* --- series of the rows
 * ------------------------------------------------------------------------ */

static int by_time(const void *x, const void *y)
{
    const row *a = *(row *const *)x, *b = *(row *const *)y;
#define ORDER(field)          \
    if (a->field != b->field) \
    return a->field < b->field ? -1 : 1
    ORDER(at);
    ORDER(is_back);
    ORDER(port);
    ORDER(span_ms);
    ORDER(bytes_high[0]);
    ORDER(bytes[0]);
    ORDER(bytes_high[1]);
    ORDER(bytes[1]);
    ORDER(packets);
    ORDER(sampling);
#undef ORDER
    return 0;
}

static uint64_t add_full(uint64_t a, uint64_t b) { return a > UINT64_MAX - b ? UINT64_MAX : a + b; }

/* Ends saturate: a span from hostile input may pass any clock. */
static cp_time end_of(cp_time at, uint64_t span_us)
{
    uint64_t room = (uint64_t)INT64_MAX - (uint64_t)at; /* exact, also where at is negative */
    return span_us > room ? INT64_MAX : (cp_time)((uint64_t)at + span_us);
}

/* The event that the row belongs to; a new one has the number s->n. */
static uint32_t event_of(const maker *m, const cp_series *s, const row *r)
{
    if (m->stamp[r->port] != m->n_stamp)
        return s->n;
    uint32_t last = m->last_event[r->port];
    cp_time end = end_of(m->at[last], m->span[last]);
    return r->at <= end || (uint64_t)r->at - (uint64_t)end < (uint64_t)CP_SERIES_JOIN_US ? last
                                                                                         : s->n;
}

static void add_row(maker *m, cp_series *s, const row *r)
{
    uint32_t e = event_of(m, s, r);
    cp_time end = end_of(r->at, (uint64_t)r->span_ms * 1000);
    if (e == s->n) {
        bool is_new = m->stamp[r->port] != m->n_stamp || ((r->flags | r->flags_back) & SYN) != 0;
        s->n_connections += is_new && r->port != 0;
        m->at[e] = r->at;
        m->flags[e] = m->flags_back[e] = 0;
        m->bytes[e] = m->bytes_back[e] = m->span[e] = 0;
        s->n++;
        m->stamp[r->port] = m->n_stamp;
        m->last_event[r->port] = e;
    }
    uint64_t span = (uint64_t)end - (uint64_t)m->at[e];
    m->span[e] = span > m->span[e] ? span : m->span[e];
    m->flags[e] |= r->flags;
    m->flags_back[e] |= r->flags_back;
    m->bytes[e] = add_full(m->bytes[e], bytes_of(r, 0));
    m->bytes_back[e] = add_full(m->bytes_back[e], bytes_of(r, 1));
    s->packets = add_full(s->packets, r->packets);
    s->last_end = s->n_flows == 0 || end > s->last_end ? end : s->last_end;
    s->has_unknown_sampling = s->has_unknown_sampling || r->sampling == CP_SAMPLING_UNKNOWN;
    s->is_sampling_mixed = s->is_sampling_mixed || (s->n_flows > 0 && r->sampling != s->sampling);
    s->sampling = r->sampling > s->sampling ? r->sampling : s->sampling;
    s->n_flows++;
}

static cp_rc make_series(maker *m, const keyed *k)
{
    row **order = m->order + (k->first - k->n_rows); /* its rows end at first */
    cp_series s = { .key = k->key,
                    .at = m->at,
                    .bytes = m->bytes,
                    .bytes_back = m->bytes_back,
                    .span_us = m->span,
                    .flags = m->flags,
                    .flags_back = m->flags_back,
                    .n_left_out = k->n_left_out };
    bool is_sorted = true;
    for (uint32_t i = 1; i < k->n_rows && is_sorted; i++)
        is_sorted = by_time(&order[i - 1], &order[i]) <= 0;
    if (!is_sorted)
        qsort(order, k->n_rows, sizeof *order, by_time);
    m->n_stamp++;
    for (uint32_t i = 0; i < k->n_rows; i++)
        add_row(m, &s, order[i]);
    m->stats.n_series++;
    m->stats.n_events += s.n;
    m->stats.n_left_out += s.n_left_out;
    for (uint32_t i = 0; i < m->w->n_askers; i++) {
        const cp_series_asker *x = &m->w->askers[i];
        if (s.n < x->n_events_min) {
            m->n_short[i]++;
            continue;
        }
        cp_rc rc = x->fn(x->ctx, m->lane, &s, &m->err);
        if (rc != CP_OK)
            return rc;
    }
    return CP_OK;
}

/* Keys of the second half get the numbers of the first; returns them. */
static uint32_t *join_keys(maker *m, lane *to, const lane *from)
{
    uint32_t *number = CP_NEW_RAW(m->a, uint32_t, from->n_keys);
    for (uint32_t i = 0; i < from->n_keys; i++) {
        const keyed *x = key_at(from, i);
        number[i] = key_in(m->a, to, &x->key, x->hash);
        keyed *k = key_at(to, number[i]);
        k->n_rows += x->n_rows;
        k->n_left_out = full32((uint64_t)k->n_left_out + x->n_left_out);
    }
    return number;
}

static void order_rows(maker *m, lane *l, const lane *to, const uint32_t *number)
{
    for (uint64_t i = 0; i < l->n_rows; i++) {
        row *r = &l->rows.v[i / CHUNK][i % CHUNK];
        m->order[key_at(to, number ? number[r->key] : r->key)->first++] = r;
    }
}

static void make_all(maker *m)
{
    lane *x = &m->w->halves[0].lanes[m->lane], *y = &m->w->halves[1].lanes[m->lane];
    const uint32_t *number = join_keys(m, x, y);
    uint64_t n = 0, most = 0;
    for (uint32_t i = 0; i < x->n_keys; i++) {
        keyed *k = key_at(x, i);
        k->first = n;
        n += k->n_rows;
        most = k->n_rows > most ? k->n_rows : most;
    }
    m->order = CP_NEW_RAW(m->a, row *, n);
    m->at = CP_NEW_RAW(m->a, cp_time, most);
    m->bytes = CP_NEW_RAW(m->a, uint64_t, most);
    m->bytes_back = CP_NEW_RAW(m->a, uint64_t, most);
    m->span = CP_NEW_RAW(m->a, uint64_t, most);
    m->flags = CP_NEW_RAW(m->a, uint8_t, most);
    m->flags_back = CP_NEW_RAW(m->a, uint8_t, most);
    m->stamp = CP_NEW_ARRAY(m->a, uint32_t, PORTS);
    m->last_event = CP_NEW_RAW(m->a, uint32_t, PORTS);
    order_rows(m, x, x, NULL);
    order_rows(m, y, x, number);
    for (uint32_t i = 0; i < x->n_keys && m->rc == CP_OK; i++)
        m->rc = make_series(m, key_at(x, i));
}

/* --- passes
 * ------------------------------------------------------------------------------------ */

static void *run_half(void *arg)
{
    void **p = arg;
    half *h = p[1];
    h->rc = read_blocks(p[0], h);
    return NULL;
}

static void *run_maker(void *arg)
{
    make_all(arg);
    return NULL;
}

/* fn(x) on a thread of its own, if there may be one, while fn(y) runs here. */
static void run_two(bool apart, void *(*fn)(void *), void *x, void *y)
{
    pthread_t thread;
    bool is_apart = apart && cp_thread_start(&thread, fn, x);
    if (!is_apart)
        (void)fn(x);
    (void)fn(y);
    if (is_apart)
        (void)pthread_join(thread, NULL);
}

static void add_stats(cp_series_stats *to, const cp_series_stats *x)
{
    if (x->n_flows > 0) {
        to->first_at = to->n_flows == 0 || x->first_at < to->first_at ? x->first_at : to->first_at;
        to->last_at = to->n_flows == 0 || x->last_at > to->last_at ? x->last_at : to->last_at;
    }
    to->n_flows += x->n_flows;
    to->n_events += x->n_events;
    to->n_series += x->n_series;
    to->n_short += x->n_short;
    to->n_no_time += x->n_no_time;
    to->n_no_addr += x->n_no_addr;
    to->n_left_out += x->n_left_out;
}

static cp_rc one_pass(work *w, cp_series_stats *stats, uint64_t *n_short, cp_err *err)
{
    bool apart = w->o->n_threads > 1;
    cp_rc rc = CP_OK;
    for (uint32_t h = 0; h < HALVES; h++) {
        uint32_t middle = w->set->n_blocks / 2;
        w->halves[h] = (half){ .a = cp_arena_new(0),
                               .from = h ? middle : 0,
                               .to = h ? w->set->n_blocks : middle };
    }
    run_two(apart, run_half, (void *[]){ w, &w->halves[0] }, (void *[]){ w, &w->halves[1] });
    for (uint32_t h = 0; h < HALVES; h++) {
        add_stats(stats, &w->halves[h].stats);
        if (rc == CP_OK && w->halves[h].rc != CP_OK) {
            rc = w->halves[h].rc;
            *err = w->halves[h].err;
        }
    }
    maker makers[LANES];
    for (uint32_t l = 0; l < LANES; l++)
        makers[l] = (maker){ .w = w, .lane = l, .a = cp_arena_new(0) };
    if (rc == CP_OK)
        run_two(apart, run_maker, &makers[0], &makers[1]);
    for (uint32_t l = 0; l < LANES; l++) {
        add_stats(stats, &makers[l].stats);
        for (uint32_t i = 0; i < w->n_askers; i++)
            n_short[i] += makers[l].n_short[i];
        if (rc == CP_OK && makers[l].rc != CP_OK) {
            rc = makers[l].rc;
            *err = makers[l].err;
        }
        cp_arena_free(makers[l].a);
    }
    for (uint32_t h = 0; h < HALVES; h++)
        cp_arena_free(w->halves[h].a);
    return rc;
}

cp_rc cp_series_each_of(const cp_flow_set *set, const cp_series_options *o, cp_series_asker *v,
                        uint32_t n, cp_err *err)
{
    assert(n > 0 && n <= CP_SERIES_ASKERS_MAX);
    uint64_t memory = o->memory_bytes ? o->memory_bytes : (uint64_t)512 << 20;
    uint64_t rows = memory / CP_SERIES_ROW_BYTES + 1;
    uint64_t n_passes = set->n_flows / rows + 1;
    if (n_passes > CP_SERIES_PASSES_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                       "%" PRIu64 " flows need %" PRIu64 " passes in %" PRIu64
                       " bytes of memory, at most %d are made",
                       set->n_flows, n_passes, memory, CP_SERIES_PASSES_MAX);
    work w = { .set = set, .o = o, .askers = v, .n_askers = n, .n_passes = (uint32_t)n_passes };
    uint64_t n_short[CP_SERIES_ASKERS_MAX] = { 0 };
    cp_series_stats stats = { .n_passes = w.n_passes,
                              .first_at = CP_TIME_NONE,
                              .last_at = CP_TIME_NONE };
    cp_err inner = { 0 };
    for (; w.pass < w.n_passes; w.pass++) {
        cp_rc rc = one_pass(&w, &stats, n_short, &inner);
        if (rc != CP_OK) {
            if (err)
                *err = inner;
            return rc;
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        v[i].stats = stats;
        v[i].stats.n_short = n_short[i];
    }
    return CP_OK;
}

cp_rc cp_series_each(const cp_flow_set *set, const cp_series_options *o, cp_series_fn fn, void *ctx,
                     cp_series_stats *out, cp_err *err)
{
    cp_series_asker one = { .fn = fn, .ctx = ctx, .n_events_min = o->n_events_min };
    cp_rc rc = cp_series_each_of(set, o, &one, 1, err);
    if (rc == CP_OK)
        *out = one.stats;
    return rc;
}
