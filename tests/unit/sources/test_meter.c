/* SPDX-License-Identifier: Apache-2.0 */
/* test_meter.c - packets to flows: tables of small conversations, and random traffic against a
 * metering that looks at all packets of each conversation at once. */
#include "sources/flow/meter.h"
#include "tap.h"

enum { TCP = 6, UDP = 17, FIN = 1, SYN = 2, RST = 4, ACK = 16, PACKETS_MAX = 8, SECOND = 1000000 };

/* A packet of a row: at what second, from the client (or back), flags, bytes. */
typedef struct sent {
    double at;
    bool back;
    uint8_t flags;
    uint32_t bytes;
} sent;

static const struct row {
    const char *name;
    uint8_t proto;
    uint16_t client_port, server_port;
    sent packets[PACKETS_MAX]; /* bytes 0 ends them */
    /* per flow: who began > to, packets out/back, bytes out/back, what */
    const char *want;
} rows[] = {
    { "a connection",
      TCP,
      50000,
      443,
      { { 0, false, SYN, 40 },
        { 0.1, true, SYN | ACK, 40 },
        { 0.2, false, ACK, 100 },
        { 0.3, true, ACK | FIN, 500 },
        { 0.4, false, ACK | FIN, 40 } },
      "50000>443 3/2 180/540 1;" },
    { "the first packet was not seen",
      TCP,
      50000,
      443,
      { { 0, true, SYN | ACK, 40 }, { 0.1, false, ACK, 40 } },
      "50000>443 1/1 40/40 1;" },
    { "the middle of one: the ports tell",
      TCP,
      50000,
      443,
      { { 0, true, ACK, 1500 }, { 0.1, false, ACK, 40 } },
      "50000>443 1/1 40/1500 33;" },
    { "between high ports the first packet tells",
      UDP,
      50000,
      40000,
      { { 0, true, 0, 60 }, { 1, false, 0, 50 } },
      "40000>50000 1/1 60/50 1;" },
    { "idle for longer than 15 s",
      UDP,
      50000,
      53,
      { { 0, false, 0, 60 }, { 1, true, 0, 90 }, { 16.1, false, 0, 61 } },
      "50000>53 1/1 60/90 1;50000>53 1/0 61/0 1;" },
    { "idle for not quite so long",
      UDP,
      50000,
      53,
      { { 0, false, 0, 60 }, { 15, false, 0, 61 } },
      "50000>53 2/0 121/0 1;" },
    { "closed, and opened again from the same port",
      TCP,
      50000,
      443,
      { { 0, false, SYN, 40 },
        { 0.1, true, RST | ACK, 40 },
        { 0.2, false, SYN, 41 },
        { 0.3, true, RST | ACK, 42 } },
      "50000>443 1/1 40/40 1;50000>443 1/1 41/42 1;" },
    { "what comes right behind the close is of it",
      TCP,
      50000,
      443,
      { { 0, false, SYN, 40 }, { 0.1, true, RST, 40 }, { 0.2, false, ACK, 41 } },
      "50000>443 2/1 81/40 1;" },
    { "times that go back",
      UDP,
      50000,
      53,
      { { 5, false, 0, 60 }, { 4.5, true, 0, 90 } },
      "50000>53 1/1 60/90 1;" },
    { "times that jump",
      UDP,
      50000,
      53,
      { { 4e9, false, 0, 60 }, { 1, false, 0, 61 } },
      "50000>53 1/0 60/0 1;50000>53 1/0 61/0 1;" },
};

typedef struct heard {
    cp_arena *a;
    cp_buf text;
    cp_flow *v;
    uint32_t n;
} heard;

static cp_rc hear(void *ctx, const cp_flow *f, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    cp_buf_fmt(&h->text, "%u>%u %llu/%llu %llu/%llu %u;", f->sport, f->dport,
               (unsigned long long)f->packets, (unsigned long long)f->packets_back,
               (unsigned long long)f->bytes, (unsigned long long)f->bytes_back, f->what);
    if (h->v)
        h->v[h->n++] = *f;
    return CP_OK;
}

static cp_flow_addr addr_of(uint8_t last)
{
    return cp_flow_addr_of(cp_ip_v4((const uint8_t[4]){ 192, 0, 2, last }));
}

static cp_meter_packet packet_of(const struct row *r, const sent *s)
{
    cp_flow_addr client = addr_of(9), server = addr_of(1);
    return (cp_meter_packet){ .src = s->back ? server : client,
                              .dst = s->back ? client : server,
                              .at = (cp_time)(s->at * SECOND),
                              .bytes = s->bytes,
                              .sport = s->back ? r->server_port : r->client_port,
                              .dport = s->back ? r->client_port : r->server_port,
                              .proto = r->proto,
                              .tcp_flags = s->flags };
}

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    heard h = { .a = a, .text = cp_buf_new(a) };
    cp_meter *m = cp_meter_new(a, &(cp_meter_opts){ .seed = 5 }, hear, &h);
    for (const sent *s = r->packets; s < r->packets + PACKETS_MAX && s->bytes; s++) {
        cp_meter_packet p = packet_of(r, s);
        ok(cp_meter_packet_seen(m, &p, NULL) == CP_OK, "%s", r->name);
    }
    ok(cp_meter_end(m, NULL) == CP_OK, "%s", r->name);
    is_str(cp_buf_str(&h.text), tap_cstr(r->want), "%s", r->name);
    cp_arena_free(a);
}

static void check_echo(void)
{
    cp_arena *a = cp_arena_new(0);
    heard h = { .a = a, .text = cp_buf_new(a) };
    cp_meter *m = cp_meter_new(a, &(cp_meter_opts){ .seed = 5 }, hear, &h);
    cp_meter_packet ask = {
        .src = addr_of(9), .dst = addr_of(1), .bytes = 84, .dport = 8 << 8, .proto = 1
    };
    cp_meter_packet answer = {
        .src = addr_of(1), .dst = addr_of(9), .bytes = 85, .dport = 0, .proto = 1
    };
    cp_meter_packet gone = {
        .src = addr_of(3), .dst = addr_of(9), .bytes = 56, .dport = 3 << 8 | 1, .proto = 1
    };
    const cp_meter_packet *v[] = { &ask, &answer, &gone };
    for (size_t i = 0; i < 3; i++)
        ok(cp_meter_packet_seen(m, v[i], NULL) == CP_OK, "ICMP");
    ok(cp_meter_end(m, NULL) == CP_OK, "ICMP");
    is_str(cp_buf_str(&h.text), CP_STR("0>2048 1/1 84/85 1;0>769 1/0 56/0 1;"),
           "an echo and its answer are one conversation");
    cp_arena_free(a);
}

/* More conversations than there is room for: nothing is lost but their being one flow. */
static void check_full(void)
{
    cp_arena *a = cp_arena_new(0);
    heard h = { .a = a, .text = cp_buf_new(a) };
    cp_meter *m = cp_meter_new(a, &(cp_meter_opts){ .flows_max = 10 }, hear, &h);
    uint64_t packets = 0;
    h.v = CP_NEW_ARRAY(a, cp_flow, 1000);
    for (uint32_t i = 0; i < 1000; i++) {
        cp_meter_packet p = { .src = addr_of(9),
                              .dst = addr_of(1),
                              .at = i,
                              .bytes = 60,
                              .sport = (uint16_t)(20000 + i % 17),
                              .dport = 53,
                              .proto = UDP };
        ok(cp_meter_packet_seen(m, &p, NULL) == CP_OK, "full");
    }
    ok(cp_meter_end(m, NULL) == CP_OK, "full");
    for (uint32_t i = 0; i < h.n; i++)
        packets += h.v[i].packets;
    ok(packets == 1000 && m->n_pushed_out == 990 && h.n == m->n_flows,
       "each packet is counted: %u flows", h.n);
    cp_arena_free(a);
}

/* ---- the oracle: per conversation, cut where it was quiet for too long or went on for too long */

enum { N_PACKETS = 400, N_ENDS = 3, N_PORTS = 2 };

static bool is_same_talk(const cp_meter_packet *x, const cp_meter_packet *y)
{
    bool same = memcmp(&x->src, &y->src, 16) == 0 && memcmp(&x->dst, &y->dst, 16) == 0 &&
                x->sport == y->sport && x->dport == y->dport;
    bool back = memcmp(&x->src, &y->dst, 16) == 0 && memcmp(&x->dst, &y->src, 16) == 0 &&
                x->sport == y->dport && x->dport == y->sport;
    return same || back;
}

static uint32_t flows_of(const cp_meter_packet *v, uint32_t n, uint64_t *bytes)
{
    bool is_used[N_PACKETS] = { false };
    uint32_t n_flows = 0;
    for (uint32_t i = 0; i < n; i++) {
        cp_time first = v[i].at, last = v[i].at;
        if (is_used[i])
            continue;
        n_flows++;
        for (uint32_t k = i; k < n; k++) {
            if (!is_same_talk(&v[i], &v[k]))
                continue;
            if (v[k].at - last > 15 * SECOND || v[k].at - first > 300 * (cp_time)SECOND) {
                n_flows++;
                first = v[k].at;
            }
            last = v[k].at;
            is_used[k] = true;
            *bytes += v[k].bytes;
        }
    }
    return n_flows;
}

static void check_random(uint64_t seed)
{
    cp_arena *a = cp_arena_new(0);
    cp_rand r = { seed };
    heard h = { .a = a, .text = cp_buf_new(a), .v = CP_NEW_ARRAY(a, cp_flow, N_PACKETS) };
    cp_meter *m = cp_meter_new(a, &(cp_meter_opts){ .seed = seed }, hear, &h);
    cp_meter_packet *v = CP_NEW_ARRAY(a, cp_meter_packet, N_PACKETS);
    cp_time at = 0;
    uint64_t bytes = 0, want_bytes = 0;
    uint32_t step = cp_rand_below(&r, 20) + 1;
    for (uint32_t i = 0; i < N_PACKETS; i++) {
        at += cp_rand_below(&r, step * SECOND);
        v[i] = (cp_meter_packet){ .src = addr_of((uint8_t)cp_rand_below(&r, N_ENDS)),
                                  .dst = addr_of((uint8_t)cp_rand_below(&r, N_ENDS)),
                                  .at = at,
                                  .bytes = cp_rand_below(&r, 1500),
                                  .sport = (uint16_t)cp_rand_below(&r, N_PORTS),
                                  .dport = (uint16_t)cp_rand_below(&r, N_PORTS),
                                  .proto = UDP };
        if (cp_meter_packet_seen(m, &v[i], NULL) != CP_OK)
            ok(false, "seed %llu", (unsigned long long)seed);
    }
    ok(cp_meter_end(m, NULL) == CP_OK, "seed %llu", (unsigned long long)seed);
    for (uint32_t i = 0; i < h.n; i++)
        bytes += h.v[i].bytes + h.v[i].bytes_back;
    uint32_t want = flows_of(v, N_PACKETS, &want_bytes);
    ok(h.n == want && bytes == want_bytes, "seed %llu: %u flows, expected %u",
       (unsigned long long)seed, h.n, want);
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    check_echo();
    check_full();
    for (uint64_t seed = 0; seed < tap_cases(200); seed++)
        check_random(seed);
    return tap_done();
}
