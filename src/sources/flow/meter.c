/* SPDX-License-Identifier: Apache-2.0 */
/* meter.c - see meter.h. */
#include "sources/flow/meter.h"
#include <string.h>

enum {
    CHUNK_FLOWS = 4096, /* allocated at a time */
    BUCKETS_FIRST = 4096,
    NONE = UINT32_MAX,
    TCP = 6,
    ICMP = 1,
    ICMPV6 = 58,
    FIN = 1,
    SYN = 2,
    RST = 4,
    ACK = 16,
    LATE_US = 2 * 1000 * 1000, /* what comes this long behind a closed connection is of it */
    PORT_OF_CLIENTS = 1024,    /* and above: RFC 6335, 6 */
};
static const uint64_t idle_default_us = 15 * 1000 * 1000, active_default_us = 300 * 1000 * 1000;

/* The ends of a conversation, the lesser first: both directions have the same key. */
typedef struct key {
    cp_flow_addr addr[2];
    uint16_t port[2];
    uint16_t vlan;
    uint8_t proto, zero;
} key;
static_assert(sizeof(key) == 40, "no holes: keys are compared as bytes");

typedef struct metered {
    key k;
    cp_time first_at, last_at;
    uint64_t bytes[2], packets[2]; /* by who sent: addr[0], addr[1] */
    uint8_t tcp_flags[2];
    uint8_t tos, what;
    uint8_t began; /* addr[began] did */
    bool is_closed;
    uint32_t next_in_bucket;
    uint32_t older, newer; /* by last_at */
} metered;

struct cp_meter_table {
    cp_arena *a;
    cp_meter_opts opts;
    cp_rc (*out)(void *ctx, const cp_flow *f, cp_err *err);
    void *ctx;
    metered **chunks;
    uint32_t *buckets, n_buckets;
    uint32_t n_made, n_live, free_head; /* free ones hang on next_in_bucket */
    uint32_t oldest, newest;
};
typedef struct cp_meter_table table;

static metered *at(const table *t, uint32_t i)
{
    return &t->chunks[i / CHUNK_FLOWS][i % CHUNK_FLOWS];
}

cp_meter *cp_meter_new(cp_arena *a, const cp_meter_opts *opts,
                       cp_rc (*out)(void *ctx, const cp_flow *f, cp_err *err), void *ctx)
{
    cp_meter *m = CP_NEW(a, cp_meter);
    table *t = CP_NEW(a, table);
    t->opts = *opts;
    if (!t->opts.idle_us)
        t->opts.idle_us = idle_default_us;
    if (!t->opts.active_us)
        t->opts.active_us = active_default_us;
    if (!t->opts.flows_max)
        t->opts.flows_max = CP_METER_FLOWS_MAX;
    t->a = a;
    t->out = out;
    t->ctx = ctx;
    t->chunks = CP_NEW_ARRAY(a, metered *, t->opts.flows_max / CHUNK_FLOWS + 1);
    t->n_buckets = BUCKETS_FIRST;
    t->buckets = CP_NEW_RAW(a, uint32_t, t->n_buckets);
    memset(t->buckets, 0xff, t->n_buckets * sizeof *t->buckets);
    t->free_head = t->oldest = t->newest = NONE;
    m->table = t;
    return m;
}

/* ---- keys */

static uint32_t bucket_of(const table *t, const key *k)
{
    uint64_t w[sizeof *k / 8], h = t->opts.seed;
    memcpy(w, k, sizeof *k);
    for (size_t i = 0; i < sizeof w / sizeof *w; i++) {
        __uint128_t m = (__uint128_t)(h ^ w[i]) * 0x9e3779b97f4a7c15u;
        h = (uint64_t)m ^ (uint64_t)(m >> 64);
    }
    return (uint32_t)h & (t->n_buckets - 1);
}

/* An echo and its reply are one conversation: both are filed under the request. */
static uint16_t icmp_asked(uint8_t proto, uint16_t type_code)
{
    if (proto == ICMP && type_code == 0)
        return 8 << 8;
    if (proto == ICMPV6 && type_code == 129 << 8)
        return 128 << 8;
    return type_code;
}

static bool is_echo(uint8_t proto, uint16_t type_code)
{
    return (proto == ICMP && type_code == 8 << 8) || (proto == ICMPV6 && type_code == 128 << 8);
}

/* Gives which of the key's ends sent the packet. Of ICMP the ends share the type and code of what
 * was asked, so that they come out alike from either side. */
static uint8_t key_of(const cp_meter_packet *p, key *k)
{
    bool is_icmp = p->proto == ICMP || p->proto == ICMPV6;
    uint16_t type = is_icmp ? icmp_asked(p->proto, p->dport) : 0;
    uint16_t sport = is_icmp ? type : p->sport, dport = is_icmp ? type : p->dport;
    int order = memcmp(&p->src, &p->dst, sizeof p->src);
    uint8_t from = order > 0 || (order == 0 && sport > dport);
    *k = (key){ .vlan = p->vlan, .proto = p->proto };
    k->addr[from] = p->src;
    k->addr[!from] = p->dst;
    k->port[from] = sport;
    k->port[!from] = dport;
    return from;
}

static uint32_t find(const table *t, const key *k, uint32_t bucket)
{
    uint32_t i = t->buckets[bucket];
    while (i != NONE && memcmp(&at(t, i)->k, k, sizeof *k) != 0)
        i = at(t, i)->next_in_bucket;
    return i;
}

/* ---- the order of their last packets */

static void unlink_age(table *t, metered *f)
{
    *(f->older == NONE ? &t->oldest : &at(t, f->older)->newer) = f->newer;
    *(f->newer == NONE ? &t->newest : &at(t, f->newer)->older) = f->older;
}

static void make_newest(table *t, uint32_t i)
{
    metered *f = at(t, i);
    f->older = t->newest;
    f->newer = NONE;
    *(t->newest == NONE ? &t->oldest : &at(t, t->newest)->newer) = i;
    t->newest = i;
}

/* ---- the end of a flow */

/* From a to b, whichever comes first: files have any times, and not in order. */
static uint64_t apart_us(cp_time a, cp_time b)
{
    return a < b ? (uint64_t)b - (uint64_t)a : (uint64_t)a - (uint64_t)b;
}

static cp_rc tell(const table *t, const metered *f, cp_err *err)
{
    uint8_t from = f->began, to = !from;
    bool is_icmp = f->k.proto == ICMP || f->k.proto == ICMPV6;
    cp_flow out = {
        .src = f->k.addr[from],
        .dst = f->k.addr[to],
        .at = f->first_at,
        .span_us = apart_us(f->first_at, f->last_at),
        .bytes = f->bytes[from],
        .packets = f->packets[from],
        .bytes_back = f->bytes[to],
        .packets_back = f->packets[to],
        .sampling = CP_SAMPLING_NONE,
        .sport = is_icmp ? 0 : f->k.port[from],
        .dport = f->k.port[to],
        .vlan = f->k.vlan,
        .proto = f->k.proto,
        .tcp_flags = f->tcp_flags[from],
        .tcp_flags_back = f->tcp_flags[to],
        .tos = f->tos,
        .what = f->what,
    };
    return t->out(t->ctx, &out, err);
}

static cp_rc end_flow(cp_meter *m, uint32_t i, cp_err *err)
{
    table *t = m->table;
    metered *f = at(t, i);
    uint32_t *link = &t->buckets[bucket_of(t, &f->k)];
    while (*link != i)
        link = &at(t, *link)->next_in_bucket;
    *link = f->next_in_bucket;
    unlink_age(t, f);
    f->next_in_bucket = t->free_head;
    t->free_head = i;
    t->n_live--;
    m->n_flows++;
    return tell(t, f, err);
}

static cp_rc end_idle(cp_meter *m, cp_time now, cp_err *err)
{
    const table *t = m->table;
    cp_rc rc = CP_OK;
    while (rc == CP_OK && t->oldest != NONE &&
           apart_us(at(t, t->oldest)->last_at, now) > t->opts.idle_us)
        rc = end_flow(m, t->oldest, err);
    return rc;
}

/* ---- its begin */

static void more_buckets(table *t)
{
    t->n_buckets *= 4;
    t->buckets = CP_NEW_RAW(t->a, uint32_t, t->n_buckets);
    memset(t->buckets, 0xff, t->n_buckets * sizeof *t->buckets);
    for (uint32_t i = t->oldest; i != NONE; i = at(t, i)->newer) {
        uint32_t *head = &t->buckets[bucket_of(t, &at(t, i)->k)];
        at(t, i)->next_in_bucket = *head;
        *head = i;
    }
}

static uint32_t take_free(table *t)
{
    uint32_t i = t->free_head;
    if (i != NONE) {
        t->free_head = at(t, i)->next_in_bucket;
        return i;
    }
    if (t->n_made % CHUNK_FLOWS == 0)
        t->chunks[t->n_made / CHUNK_FLOWS] = CP_NEW_RAW(t->a, metered, CHUNK_FLOWS);
    return t->n_made++;
}

/* Who began, as far as the first packet tells; of what only goes on it is known. */
static void find_who_began(metered *f, const metered *before, const cp_meter_packet *p,
                           uint8_t from)
{
    f->began = from;
    if (before && !before->is_closed) {
        f->began = before->began;
        f->what |= before->what & CP_FLOW_REVERSED;
    } else if (p->proto == TCP && (p->tcp_flags & (SYN | ACK)) == (SYN | ACK)) {
        f->began = !from;
    } else if (p->proto == ICMP || p->proto == ICMPV6) {
        f->began =
            is_echo(p->proto, f->k.port[from]) && !is_echo(p->proto, p->dport) ? !from : from;
    } else if ((p->proto != TCP || !(p->tcp_flags & SYN)) && p->sport < PORT_OF_CLIENTS &&
               p->dport >= PORT_OF_CLIENTS && p->sport) {
        f->began = !from;
        f->what |= CP_FLOW_REVERSED;
    }
}

static cp_rc begin(cp_meter *m, const key *k, const metered *before, const cp_meter_packet *p,
                   uint8_t from, uint32_t *out, cp_err *err)
{
    table *t = m->table;
    cp_rc rc = CP_OK;
    if (t->n_live == t->opts.flows_max) {
        m->n_pushed_out++;
        rc = end_flow(m, t->oldest, err);
    }
    if (t->n_live >= t->n_buckets)
        more_buckets(t);
    uint32_t i = take_free(t), *head = &t->buckets[bucket_of(t, k)];
    metered *f = at(t, i);
    *f = (metered){ .k = *k,
                    .first_at = p->at,
                    .last_at = p->at,
                    .tos = p->tos,
                    .what = CP_FLOW_BIFLOW,
                    .next_in_bucket = *head };
    find_who_began(f, before, p, from);
    *head = i;
    make_newest(t, i);
    t->n_live++;
    *out = i;
    return rc;
}

/* Does the packet begin something new where f stands? */
static bool is_over(const table *t, const metered *f, const cp_meter_packet *p)
{
    bool is_opening = p->proto == TCP && (p->tcp_flags & (SYN | ACK)) == SYN;
    uint64_t quiet_us = apart_us(f->last_at, p->at);
    return quiet_us > t->opts.idle_us || apart_us(f->first_at, p->at) > t->opts.active_us ||
           (f->is_closed && (is_opening || quiet_us > LATE_US));
}

static void count(metered *f, const cp_meter_packet *p, uint8_t from)
{
    f->bytes[from] += p->bytes;
    f->packets[from]++;
    f->tcp_flags[from] |= p->tcp_flags;
    if (p->at > f->last_at)
        f->last_at = p->at;
    if (p->at < f->first_at) /* captures of several interfaces are not quite in order */
        f->first_at = p->at;
    f->is_closed = p->proto == TCP && ((f->tcp_flags[0] & f->tcp_flags[1] & FIN) ||
                                       ((f->tcp_flags[0] | f->tcp_flags[1]) & RST));
}

cp_rc cp_meter_packet_seen(cp_meter *m, const cp_meter_packet *p, cp_err *err)
{
    table *t = m->table;
    key k;
    uint8_t from = key_of(p, &k);
    cp_rc rc = end_idle(m, p->at, err);
    uint32_t i = find(t, &k, bucket_of(t, &k));
    metered before;
    bool goes_on = false;
    if (rc == CP_OK && i != NONE && is_over(t, at(t, i), p)) {
        before = *at(t, i);
        goes_on = apart_us(before.last_at, p->at) <= t->opts.idle_us;
        rc = end_flow(m, i, err);
        i = NONE;
    }
    if (rc == CP_OK && i == NONE) {
        rc = begin(m, &k, goes_on ? &before : NULL, p, from, &i, err);
    } else if (rc == CP_OK && i != t->newest) {
        unlink_age(t, at(t, i));
        make_newest(t, i);
    }
    if (rc != CP_OK)
        return rc;
    m->n_packets++;
    count(at(t, i), p, from);
    return CP_OK;
}

cp_rc cp_meter_end(cp_meter *m, cp_err *err)
{
    cp_rc rc = CP_OK;
    while (rc == CP_OK && m->table->oldest != NONE)
        rc = end_flow(m, m->table->oldest, err);
    return rc;
}
