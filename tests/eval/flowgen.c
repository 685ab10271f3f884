/* SPDX-License-Identifier: Apache-2.0 */
/* flowgen.c - see flowgen.h. */
#include "flowgen.h"
#include <math.h>
#include <stdlib.h>

enum { PORT = 443, TCP = 6, EVENTS_MAX = 200000 };

const char *flowgen_kind_name(flowgen_kind k)
{
    static const char *const names[FLOWGEN_KINDS] = { "even",  "sessions", "heavy", "real",
                                                      "timer", "clock",    "chance" };
    return names[k];
}

double flowgen_uniform(cp_rand *r) { return (double)(cp_rand_u64(r) >> 11) / 9007199254740992.0; }

double flowgen_normal(cp_rand *r)
{
    double u = 1 - flowgen_uniform(r), v = flowgen_uniform(r);
    return sqrt(-2 * log(u)) * cos(2 * M_PI * v);
}

static double exponential(cp_rand *r) { return -log(1 - flowgen_uniform(r)); }

void flowgen_init(flowgen *g, cp_arena *a, uint64_t seed, uint32_t days, uint32_t sampling)
{
    *g = (flowgen){ .a = a, .rand = { seed }, .days = days, .sampling = sampling };
    g->packer = cp_flow_packer_new(a, seed);
    g->unpacker = cp_flow_unpacker_new(a);
}

static void take_block(flowgen *g)
{
    if (cp_flow_packer_rows(g->packer) == 0)
        return;
    cp_flow_block b = cp_flow_packer_take(g->packer);
    b.bytes = cp_bytes_dup(g->a, b.bytes);
    cp_vec_push(g->a, &g->blocks, b);
    cp_flow_set *s = &g->set;
    s->first_at = s->n_flows == 0 || b.first_at < s->first_at ? b.first_at : s->first_at;
    s->last_at = s->n_flows == 0 || b.last_at > s->last_at ? b.last_at : s->last_at;
    s->n_flows += b.n_rows;
}

/* Times count in seconds, and volumes do not: what the last bit of a logarithm may change. */
static void pack(flowgen *g, const cp_flow *f)
{
    uint64_t words[] = { (uint64_t)f->at / 1000000, f->packets, f->packets_back,
                         (uint64_t)f->proto << 32 | f->dport, f->sport };
    g->digest = cp_hash((cp_str){ (const char *)f->src.b, sizeof f->src.b }, g->digest);
    g->digest = cp_hash((cp_str){ (const char *)f->dst.b, sizeof f->dst.b }, g->digest);
    g->digest = cp_hash((cp_str){ (const char *)words, sizeof words }, g->digest);
    if (cp_flow_packer_add(g->packer, f))
        take_block(g);
}

static cp_flow_addr address(uint8_t net, uint32_t nr)
{
    uint8_t b[4] = { net, (uint8_t)(nr >> 16), (uint8_t)(nr >> 8), (uint8_t)nr };
    return cp_flow_addr_of(cp_ip_v4(b));
}

uint32_t flowgen_number(const cp_flow_addr *client)
{
    return (uint32_t)client->b[13] << 16 | (uint32_t)client->b[14] << 8 | client->b[15];
}

/* What is sampled of packets: each one by itself. */
static uint64_t sampled(flowgen *g, uint64_t packets)
{
    if (g->sampling <= 1 || g->keeps_all)
        return packets;
    double p = 1.0 / g->sampling, mean = (double)packets * p;
    if (packets > 256) { /* close enough to Poisson */
        uint64_t n = 0;
        for (double left = mean - exponential(&g->rand); left > 0; left -= exponential(&g->rand))
            n++;
        return n;
    }
    uint64_t n = 0;
    for (uint64_t i = 0; i < packets; i++)
        n += flowgen_uniform(&g->rand) < p;
    return n;
}

static void send(flowgen *g, double at_s, double bytes, double span_s)
{
    if (at_s < 0 || at_s >= g->days * 86400.0)
        return;
    uint64_t size = (uint64_t)fmin(fmax(bytes, 40), 1e9);
    /* a connection that does anything has a handshake and an end: 6 packets of the client's */
    uint64_t packets = 6 + size / 1000, seen = sampled(g, packets);
    g->n_sent++;
    if (seen == 0)
        return;
    cp_flow f = { .src = address(10, g->n_pairs),
                  .dst = address(198, g->n_pairs),
                  .at = FLOWGEN_BEGIN + (int64_t)(at_s * 1e3) * 1000, /* exporters: ms */
                  .span_us = (uint64_t)(span_s * 1e3) * 1000,
                  .bytes = size * seen / packets,
                  .packets = seen,
                  .sampling = g->sampling,
                  .sport = (uint16_t)(32768 + cp_rand_below(&g->rand, 28000)),
                  .dport = PORT,
                  .proto = TCP };
    pack(g, &f);
}

/* People are awake by day: the more, the later in the morning, with a slack afternoon. */
double flowgen_awake(double at_s)
{
    double hour = fmod(at_s / 3600, 24);
    return hour < 6    ? 0.06
           : hour < 9  ? 0.06 + (hour - 6) / 3 * 0.94
           : hour < 18 ? 1.0
           : hour < 24 ? 1.0 - (hour - 18) / 6 * 0.9
                       : 0.06;
}

/* ---- any record */

static int by_time(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

/* Packets lie anywhere in the span; a silence of IDLE_S ends a record. */
static void put_sampled(flowgen *g, const cp_flow *f, uint64_t there, uint64_t back)
{
    enum { POINTS_MAX = 4096, IDLE_S = 15 };
    uint64_t n = there + back < POINTS_MAX ? there + back : POINTS_MAX;
    double span = (double)f->span_us / 1e6, at[POINTS_MAX];
    for (uint64_t i = 0; i < n; i++)
        at[i] = span * flowgen_uniform(&g->rand);
    qsort(at, n, sizeof *at, by_time);
    for (uint64_t i = 0, to; i < n; i = to) {
        for (to = i + 1; to < n && at[to] - at[to - 1] < IDLE_S;)
            to++;
        cp_flow x = *f;
        x.sampling = g->sampling;
        double share = (double)(to - i) / (double)n;
        x.at = f->at + (int64_t)(at[i] * 1e3) * 1000;
        x.span_us = (uint64_t)((at[to - 1] - at[i]) * 1e3) * 1000;
        x.packets = (uint64_t)((double)there * share + 0.5);
        x.packets_back = (uint64_t)((double)back * share + 0.5);
        x.bytes = f->packets ? f->bytes / f->packets * x.packets : 0;
        x.bytes_back = f->packets_back ? f->bytes_back / f->packets_back * x.packets_back : 0;
        x.tcp_flags = x.packets ? f->tcp_flags : 0;
        x.tcp_flags_back = x.packets_back ? f->tcp_flags_back : 0;
        pack(g, &x);
    }
}

void flowgen_put(flowgen *g, const cp_flow *f)
{
    g->n_sent++;
    if (g->sampling > 1) {
        uint64_t there = sampled(g, f->packets), back = sampled(g, f->packets_back);
        put_sampled(g, f, there, back);
        return;
    }
    cp_flow x = *f;
    x.sampling = g->sampling;
    pack(g, &x);
}

typedef struct sizes {
    double base, spread; /* of the logarithm; 0: always the same but for a few bytes */
} sizes;

static sizes any_sizes(flowgen *g)
{
    sizes s = { 1200 * exp(1.2 * flowgen_normal(&g->rand)), 0 };
    if (flowgen_uniform(&g->rand) < 0.7)
        s.spread = 0.3 + 1.2 * flowgen_uniform(&g->rand);
    return s;
}

static double size_of(flowgen *g, const sizes *s)
{
    const flowgen_profile *p = &g->profile;
    if (s->spread > 0 && p->n_sizes)
        return p->sizes[cp_rand_below(&g->rand, p->n_sizes)];
    return s->spread > 0 ? s->base * exp(s->spread * flowgen_normal(&g->rand))
                         : s->base + cp_rand_below(&g->rand, 8);
}

static void background(flowgen *g, const flowgen_pair *p)
{
    sizes size = any_sizes(g);
    double window = g->days * 86400.0, mean = window / p->n,
           wide = 1 + 1.5 * flowgen_uniform(&g->rand);
    double shift = exp(-wide * wide / 2), per_session = 1 + 12 * exponential(&g->rand);
    double within = exp(log(2.0) + 1.2 * flowgen_normal(&g->rand));
    uint32_t n = 0;
    for (double t = flowgen_uniform(&g->rand) * mean; t < window && n < EVENTS_MAX;) {
        flowgen_kind kind = p->kind;
        if (kind == FLOWGEN_REAL && g->profile.n_ratios == 0)
            kind = FLOWGEN_HEAVY;
        switch (kind) {
        case FLOWGEN_EVEN:
            if (flowgen_uniform(&g->rand) < flowgen_awake(t)) {
                send(g, t, size_of(g, &size), 0.2);
                n++;
            }
            t += 0.6 * mean * exponential(&g->rand);
            break;
        case FLOWGEN_SESSIONS: {
            double s = t;
            bool is_awake = flowgen_uniform(&g->rand) < flowgen_awake(t);
            for (double k = is_awake ? per_session * exponential(&g->rand) : 0; k > 0; k -= 1) {
                send(g, s, size_of(g, &size), 0.5);
                s += within * exp(1.3 * flowgen_normal(&g->rand));
                n++;
            }
            t += 0.6 * mean * per_session * exponential(&g->rand);
            break;
        }
        case FLOWGEN_REAL: {
            send(g, t, size_of(g, &size), 0.2);
            double ratio = g->profile.ratios[cp_rand_below(&g->rand, g->profile.n_ratios)];
            t += mean * ratio * exp(0.2 * flowgen_normal(&g->rand));
            n++;
            break;
        }
        default:
            send(g, t, size_of(g, &size), 0.2);
            t += mean * shift * exp(wide * flowgen_normal(&g->rand)) + 0.001;
            n++;
        }
    }
}

static void beacon(flowgen *g, const flowgen_pair *p)
{
    double window = g->days * 86400.0, phase = flowgen_uniform(&g->rand) * p->period_s;
    double gap = p->gap_h > 0 ? flowgen_uniform(&g->rand) * window : window;
    double base = 300 + 900 * flowgen_uniform(&g->rand), sleep = phase;
    uint64_t k = 0;
    for (double t = phase; t < window; k++) {
        double off = p->jitter * p->period_s * (2 * flowgen_uniform(&g->rand) - 1);
        double at = p->kind == FLOWGEN_CLOCK ? t + off : t;
        bool is_off = at >= gap && at < gap + p->gap_h * 3600;
        if (!is_off && flowgen_uniform(&g->rand) >= p->loss) {
            double late = 0.02 * exponential(&g->rand);
            send(g, at + late, base + cp_rand_below(&g->rand, 8), 0.3);
        }
        sleep = p->kind == FLOWGEN_TIMER ? p->period_s + off : p->period_s;
        if (p->kind == FLOWGEN_CHANCE)
            sleep *= exponential(&g->rand);
        t += sleep;
    }
    if (p->other > 0) {
        flowgen_pair person = { .kind = FLOWGEN_SESSIONS, .n = p->other * (double)k };
        background(g, &person);
    }
}

void flowgen_add(flowgen *g, const flowgen_pair *p)
{
    if (p->kind < FLOWGEN_BACKGROUND)
        background(g, p);
    else
        beacon(g, p);
    g->n_pairs++;
}

flowgen_pair flowgen_background(flowgen *g)
{
    flowgen_pair p = { .kind = (flowgen_kind)cp_rand_below(&g->rand, FLOWGEN_BACKGROUND) };
    double n = 14 * exp(1.4 * flowgen_normal(&g->rand)) * pow(g->days, 0.7);
    p.n = fmin(fmax(n, 5), 20000);
    return p;
}

typedef struct reader {
    const flowgen *g;
    cp_flow_unpacker *u;
    uint32_t at, to;
} reader;

static cp_rc next_block(void *ctx, uint32_t want, const cp_flow_columns **out, cp_err *err)
{
    reader *r = ctx;
    *out = NULL;
    if (r->at == r->to)
        return CP_OK;
    return cp_flow_unpack(r->u, r->g->blocks.v[r->at++].bytes, want, out, err);
}

static cp_rc iterate(void *ctx, cp_arena *a, uint32_t from, uint32_t to, cp_flow_iter *out,
                     cp_err *err)
{
    (void)err;
    reader *r = CP_NEW(a, reader);
    *r = (reader){ .g = ctx, .u = cp_flow_unpacker_new(a), .at = from, .to = to };
    *out = (cp_flow_iter){ .ctx = r, .next = next_block };
    return CP_OK;
}

const cp_flow_set *flowgen_finish(flowgen *g)
{
    take_block(g);
    g->exporter.sampling = g->sampling;
    g->set.ctx = g;
    g->set.n_blocks = g->blocks.n;
    g->set.exporters = &g->exporter;
    g->set.n_exporters = 1;
    g->set.iter = iterate;
    return &g->set;
}
