/* SPDX-License-Identifier: Apache-2.0 */
/* netgen.c - see netgen.h. What is drawn at random is drawn one thing a declaration or statement:
 * compilers differ in the order in which they work out arguments, and the same seed shall be the
 * same network to all of them (tests/eval/detectors.py --quick looks at its digest). */
#include "netgen.h"
#include <math.h>
#include <stdlib.h>

enum { TCP = 6, UDP = 17, SYN = 2, FIN = 1, RST = 4, PSH = 8, ACK = 16 };
#define DAY_S 86400.0

void netgen_init(netgen *n, cp_arena *a, const netgen_profile *p, uint64_t seed, uint32_t days,
                 uint32_t sampling)
{
    *n = (netgen){ .profile = p };
    flowgen_init(&n->g, a, seed, days, sampling);
    n->g.profile = p->beacons;
}

double netgen_uniform(netgen *n) { return flowgen_uniform(&n->g.rand); }
double netgen_normal(netgen *n) { return flowgen_normal(&n->g.rand); }
double netgen_lognormal(netgen *n, double median, double sigma)
{
    return median * exp(sigma * netgen_normal(n));
}

uint32_t netgen_poisson(netgen *n, double mean)
{
    uint32_t k = 0;
    for (double t = -log(1 - netgen_uniform(n)); t < mean; t -= log(1 - netgen_uniform(n)))
        k++;
    return k;
}

cp_flow_addr netgen_addr(uint8_t net, uint32_t nr)
{
    uint8_t b[4] = { net, (uint8_t)(nr >> 16), (uint8_t)(nr >> 8), (uint8_t)nr };
    return cp_flow_addr_of(cp_ip_v4(b));
}

double netgen_awake_second(netgen *n)
{
    double t;
    do
        t = netgen_uniform(n) * n->g.days * DAY_S;
    while (netgen_uniform(n) > flowgen_awake(t));
    return t;
}

/* Both ways in one record, as it is told at the end. */
static void put(netgen *n, cp_flow f, double at_s)
{
    if (at_s < 0 || at_s >= n->g.days * DAY_S || netgen_uniform(n) < n->loss)
        return;
    f.at = FLOWGEN_BEGIN + (int64_t)(at_s * 1e3) * 1000;
    f.sport = (uint16_t)(32768 + cp_rand_below(&n->g.rand, 28000));
    f.what = CP_FLOW_BIFLOW;
    flowgen_put(&n->g, &f);
}

void netgen_connect(netgen *n, cp_flow_addr from, cp_flow_addr to, uint8_t proto, uint16_t port,
                    double at_s, double span_s, double out, double back, netgen_answer answer)
{
    bool is_tcp = proto == TCP, is_answered = answer == NETGEN_ANSWERED;
    double most = 1e12;
    cp_flow f = { .src = from, .dst = to, .proto = proto, .dport = port };
    f.bytes = (uint64_t)fmin(fmax(out, 40), most);
    f.packets = 1 + (is_answered ? 3 : 0) + f.bytes / 900;
    f.tcp_flags = !is_tcp ? 0 : is_answered ? SYN | ACK | PSH | FIN : SYN;
    f.span_us = (uint64_t)(fmax(span_s, 0) * 1e3) * 1000;
    if (is_answered) {
        f.bytes_back = (uint64_t)fmin(fmax(back, 40), most);
        f.packets_back = 3 + f.bytes_back / 900;
        f.tcp_flags_back = is_tcp ? SYN | ACK | PSH | FIN : 0;
    } else if (answer == NETGEN_RESET && is_tcp) {
        f.bytes_back = 40;
        f.packets_back = 1;
        f.tcp_flags_back = RST | ACK;
    }
    put(n, f, at_s);
}

/* A real conversation again, its connections as they were but for what differs from day to day. */
static void replay(netgen *n, cp_flow_addr from, cp_flow_addr to, const netgen_conversation *c,
                   double at_s)
{
    double size = exp(0.3 * netgen_normal(n)), slow = exp(0.4 * netgen_normal(n));
    for (uint32_t i = 0; i < c->n; i++) {
        const netgen_part *p = &n->profile->parts.v[c->from + i];
        cp_flow f = { .src = from, .dst = to, .proto = c->proto, .dport = c->port };
        f.bytes = (uint64_t)((double)p->bytes * size);
        f.bytes_back = (uint64_t)((double)p->bytes_back * size);
        f.packets = p->packets;
        f.packets_back = p->packets_back;
        f.tcp_flags = p->flags;
        f.tcp_flags_back = p->flags_back;
        f.span_us = (uint64_t)(p->span_s * slow * 1e3) * 1000;
        put(n, f, at_s + p->at_s * slow);
    }
}

/* What is made up: a service has its usual duration and volume, and tails beyond. */
typedef struct service {
    uint8_t proto;
    uint16_t port;
    double span_s, span_sigma, out, back, volume_sigma, weight;
} service;
static const service services[] = {
    { TCP, 443, 3, 1.6, 2000, 12000, 1.6, 45 },  { UDP, 53, 0.05, 0.8, 70, 140, 0.4, 15 },
    { TCP, 80, 2, 1.5, 900, 9000, 1.5, 10 },     { TCP, 22, 240, 1.8, 9000, 20000, 1.5, 4 },
    { TCP, 8883, 900, 1.2, 3000, 2000, 1.0, 5 }, { UDP, 123, 0.04, 0.5, 76, 76, 0.1, 6 },
    { TCP, 993, 400, 1.3, 4000, 30000, 1.3, 6 }, { UDP, 443, 20, 1.5, 3000, 40000, 1.6, 9 },
};
/* Of the conversations over the web, and for how long each keeps a channel open to be called on. */
#define PUSH_SHARE 0.01
#define PUSH_SPAN_S 1800.0

static const service *any_service(netgen *n)
{
    double all = 0, x;
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        all += services[i].weight;
    x = netgen_uniform(n) * all;
    size_t i = 0;
    while (i + 1 < sizeof services / sizeof *services && (x -= services[i].weight) > 0)
        i++;
    return &services[i];
}

void netgen_talk(netgen *n, cp_flow_addr from, cp_flow_addr to, double sessions_a_day, bool real)
{
    const service *s = any_service(n);
    const netgen_conversation *c = NULL;
    bool is_push = s->port == 443 && netgen_uniform(n) < PUSH_SHARE;
    double own = exp(0.7 * netgen_normal(n)), own_span = exp(0.5 * netgen_normal(n));
    if (real && n->profile->talks.n)
        c = &n->profile->talks.v[cp_rand_below(&n->g.rand, n->profile->talks.n)];
    for (uint32_t k = 1 + netgen_poisson(n, sessions_a_day * n->g.days); k > 0; k--) {
        double at = netgen_awake_second(n);
        if (c) {
            replay(n, from, to, c, at);
            continue;
        }
        double span = netgen_lognormal(n, s->span_s * own_span, s->span_sigma);
        if (is_push)
            span = netgen_lognormal(n, PUSH_SPAN_S, 1.2);
        double out = netgen_lognormal(n, s->out * own, s->volume_sigma);
        double back = netgen_lognormal(n, s->back * own, s->volume_sigma);
        bool is_failed = netgen_uniform(n) < 0.02;
        netgen_connect(n, from, to, s->proto, s->port, at, is_failed ? 0 : span,
                       is_failed ? 40 : out, back, is_failed ? NETGEN_SILENT : NETGEN_ANSWERED);
    }
}

static uint32_t number_of(const cp_flow_addr *x)
{
    return (uint32_t)x->b[13] << 16 | (uint32_t)x->b[14] << 8 | x->b[15];
}

static uint32_t resolve(void *ctx, const cp_flow_addr *addr, cp_flow_hold *out)
{
    const netgen *n = ctx;
    bool is_inside = addr->b[12] == NETGEN_INSIDE;
    uint32_t nr = number_of(addr);
    bool is_own = is_inside && nr < n->n_devices;
    cp_flow_end end = { .asset = is_own ? (int32_t)nr : CP_FLOW_NO_ASSET,
                        .is = is_inside ? CP_FLOW_END_INSIDE : CP_FLOW_END_OUTSIDE };
    end.is |= is_own ? CP_FLOW_END_OWN : 0;
    *out = (cp_flow_hold){ CP_TIME_NONE, CP_TIME_NONE, end };
    return 1;
}

cp_rc netgen_finish(netgen *n, const cp_flow_set **out, cp_err *err)
{
    *out = flowgen_finish(&n->g);
    n->kinds = CP_NEW_ARRAY(n->g.a, uint32_t, n->n_devices + 1);
    for (uint32_t i = 0; i < n->n_devices; i++)
        n->kinds[i] = 1 + i % NETGEN_KINDS;
    cp_flow_ids_opts o = { .seed = 3 };
    cp_rc rc = cp_flow_ids_new(n->g.a, *out, &o, &n->ids, err);
    if (rc == CP_OK)
        cp_flow_ids_resolve(n->ids, resolve, n);
    return rc;
}

static netgen_truth *plant(netgen *n, netgen_truths *out, cp_flow_addr who, cp_flow_addr peer)
{
    netgen_truth *t = cp_vec_add(n->g.a, out);
    *t = (netgen_truth){ .who = who, .peer = peer };
    n->n_planted++;
    return t;
}

static const cp_flow_addr any_peer;

/* Devices that say nothing for days, and then all at once, for an hour or two: what they have to
 * tell (sensors, meters, what is read out by hand), or what they fetch. Peers are their own. */
static void silent_devices(netgen *n, uint32_t first, uint32_t count)
{
    for (uint32_t d = first; d < first + count; d++) {
        cp_flow_addr device = netgen_addr(NETGEN_INSIDE, d);
        bool is_up = netgen_uniform(n) < 0.5;
        double size = netgen_lognormal(n, 3e4, 1.3);
        for (uint32_t burst = 1 + netgen_poisson(n, n->g.days / 6.0); burst > 0; burst--) {
            double at = netgen_awake_second(n), span = netgen_lognormal(n, 5000, 0.6);
            for (uint32_t k = 20 + netgen_poisson(n, 80); k > 0; k--) {
                double when = at + span * netgen_uniform(n), lasts = netgen_lognormal(n, 20, 1.3);
                double much = netgen_lognormal(n, size, 1.3), little = 0.05 * much;
                uint32_t peer = 200000 + 4 * d + cp_rand_below(&n->g.rand, 3);
                netgen_connect(n, device, netgen_addr(NETGEN_OUTSIDE, peer), TCP, 443, when, lasts,
                               is_up ? much : little, is_up ? little : much, NETGEN_ANSWERED);
                if (netgen_uniform(n) < 0.3) /* it is asked, too */
                    netgen_connect(n, netgen_addr(NETGEN_OUTSIDE, 200000 + 4 * d + 3), device, TCP,
                                   8883, when, lasts, netgen_lognormal(n, size, 1.3), 2000,
                                   NETGEN_ANSWERED);
            }
        }
    }
}

/* ---- long: strength hours, hidden in a service of which connections last `more` seconds */

void netgen_long(netgen *n, const netgen_plant *p, netgen_truths *out)
{
    enum { CLIENTS = 300, PEERS = 6, PLANTED = 6, COMPANY = 200 };
    for (uint32_t c = 0; c < CLIENTS; c++)
        for (uint32_t k = 0; k < PEERS; k++) {
            double a_day = netgen_lognormal(n, 1.5, 1);
            bool is_real = netgen_uniform(n) < 0.5;
            netgen_talk(n, netgen_addr(NETGEN_INSIDE, c),
                        netgen_addr(NETGEN_OUTSIDE, c * PEERS + k), a_day, is_real);
        }
    silent_devices(n, CLIENTS + PLANTED * COMPANY, (uint32_t)(p->silent * CLIENTS));
    for (uint32_t i = 0; i < PLANTED * COMPANY; i++) /* a service of its own for each */
        for (uint32_t k = 1 + netgen_poisson(n, 1.0 * n->g.days); k > 0; k--) {
            double at = netgen_awake_second(n), span = netgen_lognormal(n, p->more, 1.4);
            netgen_connect(n, netgen_addr(NETGEN_INSIDE, CLIENTS + i),
                           netgen_addr(NETGEN_OUTSIDE, 20000 + i % 40), TCP,
                           (uint16_t)(5000 + i % PLANTED), at, span, 3000, 20000, NETGEN_ANSWERED);
        }
    for (uint32_t i = 0; i < PLANTED; i++) {
        cp_flow_addr who = netgen_addr(NETGEN_INSIDE, 10 * i),
                     peer = netgen_addr(NETGEN_OUTSIDE, 30000 + i);
        double span = p->strength * 3600 * (1 + 0.1 * netgen_uniform(n));
        double at = netgen_uniform(n) * fmax(0, n->g.days * DAY_S - span);
        netgen_connect(n, who, peer, TCP, (uint16_t)(5000 + i), at, span, 4e4 * p->strength,
                       2e4 * p->strength, NETGEN_ANSWERED);
        plant(n, out, who, peer);
    }
}

/* ---- exfiltration: strength megabytes on one day, over `more` days */

static void upload(netgen *n, cp_flow_addr who, cp_flow_addr peer, double at_s, double bytes)
{
    netgen_connect(n, who, peer, TCP, 443, at_s, bytes / 1e6, bytes, bytes * 0.03, NETGEN_ANSWERED);
}

void netgen_out(netgen *n, const netgen_plant *p, netgen_truths *out)
{
    enum { DEVICES = 200, PEERS = 8, PLANTED = 4 };
    uint32_t n_silent = (uint32_t)(p->silent * DEVICES);
    n->n_devices = DEVICES + n_silent;
    silent_devices(n, DEVICES, n_silent);
    for (uint32_t d = 0; d < DEVICES; d++) {
        double own = netgen_lognormal(n, 1, 0.8) * exp(0.6 * (d % NETGEN_KINDS));
        cp_flow_addr who = netgen_addr(NETGEN_INSIDE, d);
        for (uint32_t k = 0; k < PEERS; k++) {
            cp_flow_addr peer = netgen_addr(NETGEN_OUTSIDE, d * PEERS + k);
            bool is_up = netgen_uniform(n) < 0.12;
            double size = netgen_lognormal(n, 50e3 * own, 1.3);
            for (uint32_t s = netgen_poisson(n, 2.0 * n->g.days); s > 0; s--) {
                double bytes = netgen_lognormal(n, size, 0.9), at = netgen_awake_second(n);
                netgen_connect(n, who, peer, TCP, 443, at, 4, is_up ? bytes : bytes * 0.1,
                               is_up ? bytes * 0.1 : bytes, NETGEN_ANSWERED);
            }
        }
        if (netgen_uniform(n) < 0.03) /* a backup each night, of about the same size */
            for (uint32_t day = 0; day < n->g.days; day++)
                upload(n, who, netgen_addr(NETGEN_OUTSIDE, 50000 + d), day * DAY_S + 7200,
                       netgen_lognormal(n, 3e7, 0.3) * own);
        if (netgen_uniform(n) < 0.02) { /* a person sends a large file, once */
            double at = netgen_awake_second(n), bytes = netgen_lognormal(n, 4e6, 1);
            upload(n, who, netgen_addr(NETGEN_OUTSIDE, 60000 + d), at, bytes);
        }
    }
    for (uint32_t i = 0; i < PLANTED; i++) {
        uint32_t nr = cp_rand_below(&n->g.rand, DEVICES),
                 days = p->more > 1 ? (uint32_t)p->more : 1;
        cp_flow_addr who = netgen_addr(NETGEN_INSIDE, nr),
                     peer = netgen_addr(NETGEN_OUTSIDE, 70000 + i);
        uint32_t first = n->g.days > days ? cp_rand_below(&n->g.rand, n->g.days - days) : 0;
        for (uint32_t k = 0; k < days; k++)
            for (uint32_t s = 0; s < 10; s++)
                upload(n, who, peer, (first + k + netgen_uniform(n)) * DAY_S, p->strength * 1e5);
        plant(n, out, who, peer);
    }
}

/* ---- new: in the last fourth of the time a device meets somebody, `strength` times. more 0: one
 * that always talks to the same; 1: one that meets new ones each day, as people do who browse; 2:
 * one that is silent for days */

void netgen_new(netgen *n, const netgen_plant *p, netgen_truths *out)
{
    enum { DEVICES = 200, PEERS = 6, PLANTED = 8, BROWSERS = 10, SITES = 20000 };
    uint32_t n_silent = (uint32_t)(p->silent * DEVICES), kind = (uint32_t)p->more;
    uint32_t first_of[] = { BROWSERS, 0, DEVICES };
    uint32_t n_of[] = { DEVICES - BROWSERS, BROWSERS, n_silent };
    n->n_devices = DEVICES + n_silent;
    silent_devices(n, DEVICES, n_silent);
    for (uint32_t d = 0; d < DEVICES; d++) {
        cp_flow_addr who = netgen_addr(NETGEN_INSIDE, d);
        for (uint32_t k = 0; k < PEERS; k++) {
            double a_day = netgen_lognormal(n, 1.5, 1); /* some are met once a fortnight */
            for (uint32_t s = netgen_poisson(n, a_day * n->g.days); s > 0; s--)
                netgen_connect(n, who, netgen_addr(NETGEN_OUTSIDE, d * PEERS + k), TCP, 443,
                               netgen_awake_second(n), 4, 3000, 9000, NETGEN_ANSWERED);
        }
        for (uint32_t s = d < BROWSERS ? netgen_poisson(n, 30.0 * n->g.days) : 0; s > 0; s--) {
            double u = netgen_uniform(n); /* few sites are asked for often, many once */
            uint32_t site = (uint32_t)(SITES * u * u * u);
            netgen_connect(n, who, netgen_addr(NETGEN_OUTSIDE, 100000 + site), TCP, 443,
                           netgen_awake_second(n), 4, 3000, 90000, NETGEN_ANSWERED);
        }
        if (netgen_uniform(n) < 0.05) /* a service gets another address */
            netgen_connect(n, who, netgen_addr(NETGEN_OUTSIDE, 60000 + d), TCP, 443,
                           netgen_awake_second(n), 4, 3000, 9000, NETGEN_ANSWERED);
    }
    for (uint32_t i = 0; i < PLANTED && n_of[kind]; i++) {
        uint32_t nr = first_of[kind] + cp_rand_below(&n->g.rand, n_of[kind]);
        cp_flow_addr who = netgen_addr(NETGEN_INSIDE, nr),
                     peer = netgen_addr(NETGEN_OUTSIDE, 70000 + i);
        for (uint32_t s = 0; s < (uint32_t)p->strength; s++)
            netgen_connect(n, who, peer, TCP, 443,
                           (0.76 + 0.23 * netgen_uniform(n)) * n->g.days * DAY_S, 4, 3000, 9000,
                           NETGEN_ANSWERED);
        plant(n, out, who, peer);
    }
}

/* ---- scan: strength destinations, of which `more` answer; noise 1: along the ports of one */

void netgen_scan(netgen *n, const netgen_plant *p, netgen_truths *out)
{
    enum { SOURCES = 1500, PLANTED = 10, HOSTS = 4000 };
    for (uint32_t c = 0; c < SOURCES; c++) {
        double u = netgen_uniform(n), v = netgen_uniform(n);
        /* most fail seldom; some ask for what is down or filtered; a few are peer-to-peer */
        double fails = u < 0.84 ? 0.10 * v * v : u < 0.995 ? 0.10 + 0.25 * v : 0.35 + 0.35 * v;
        uint32_t hosts = 1 + (uint32_t)fmin(netgen_lognormal(n, 12, 1) * n->g.days, 3000);
        for (uint32_t k = 0; k < hosts; k++) {
            uint32_t host = cp_rand_below(&n->g.rand, HOSTS);
            uint16_t port = netgen_uniform(n) < 0.8 ? 443 : 80;
            double at = netgen_awake_second(n);
            netgen_answer answer = netgen_uniform(n) >= fails ? NETGEN_ANSWERED
                                   : netgen_uniform(n) < 0.5  ? NETGEN_RESET
                                                              : NETGEN_SILENT;
            netgen_connect(n, netgen_addr(NETGEN_INSIDE, c), netgen_addr(NETGEN_OUTSIDE, host), TCP,
                           port, at, 2, 900, 5000, answer);
        }
    }
    for (uint32_t i = 0; i < PLANTED; i++) {
        cp_flow_addr who = netgen_addr(NETGEN_INSIDE, SOURCES + i);
        for (uint32_t k = 0; k < (uint32_t)p->strength; k++) {
            double at = netgen_uniform(n) * n->g.days * DAY_S;
            bool is_answered = netgen_uniform(n) < p->more;
            netgen_connect(n, who,
                           p->noise > 0 ? netgen_addr(NETGEN_INSIDE, 90000)
                                        : netgen_addr(NETGEN_INSIDE, 90000 + i * 1000 + k),
                           TCP, p->noise > 0 ? (uint16_t)(20 + 7 * k) : 23, at, 0, 40, 40,
                           is_answered ? NETGEN_ANSWERED : NETGEN_SILENT);
        }
        plant(n, out, who, any_peer);
    }
}

/* ---- management: strength 1 answered from outside, 2 refused from outside, 3 a stranger inside
 * who manages `more` devices, 4 by the web from outside */

static void session(netgen *n, cp_flow_addr from, cp_flow_addr to, uint16_t port, bool is_answered)
{
    netgen_connect(n, from, to, port == 161 ? UDP : TCP, port, netgen_awake_second(n), 60, 4000,
                   9000, is_answered ? NETGEN_ANSWERED : NETGEN_RESET);
}

void netgen_management(netgen *n, const netgen_plant *p, netgen_truths *out)
{
    enum { DEVICES = 300, ADMINS = 6, DESK = 1000, PLANTED = 6 };
    static const uint16_t ports[] = { 22, 22, 443, 161, 830, 23 };
    n->n_devices = DEVICES;
    for (uint32_t d = 0; d < DEVICES; d++) {
        cp_flow_addr device = netgen_addr(NETGEN_INSIDE, d);
        for (uint32_t k = 0; k < 2 * n->g.days; k++)
            session(n, netgen_addr(NETGEN_INSIDE, DESK + k % 2), device, 161, true);
        for (uint32_t k = 0; k < ADMINS; k++)
            if (netgen_uniform(n) < 0.1)
                session(n, netgen_addr(NETGEN_INSIDE, DESK + 10 + k), device, 22, true);
        if (netgen_uniform(n) < 0.002) /* somebody tries it once, from a desk */
            session(n, netgen_addr(NETGEN_INSIDE, DESK + 500 + d), device, 22, true);
        if (netgen_uniform(n) < 0.3) { /* who tries all the world's doors; the filter refuses */
            cp_flow_addr who = netgen_addr(NETGEN_OUTSIDE, cp_rand_below(&n->g.rand, 5000));
            session(n, who, device, ports[cp_rand_below(&n->g.rand, 2) * 5], false);
        }
        if (netgen_uniform(n) < 0.001) /* a contractor who was let in */
            session(n, netgen_addr(NETGEN_OUTSIDE, 6000 + d), device, 22, true);
    }
    for (uint32_t i = 0; i < PLANTED; i++) {
        bool is_inside = p->strength > 2.5 && p->strength < 3.5;
        cp_flow_addr who = netgen_addr(is_inside ? NETGEN_INSIDE : NETGEN_OUTSIDE, 80000 + i);
        uint16_t port = p->strength > 3.5 ? 443 : 22;
        for (uint32_t k = 0; k < (is_inside && p->more > 1 ? (uint32_t)p->more : 1); k++)
            session(n, who, netgen_addr(NETGEN_INSIDE, cp_rand_below(&n->g.rand, DEVICES)), port,
                    p->strength < 1.5 || p->strength > 2.5);
        plant(n, out, who, any_peer);
    }
}

/* ---- knock: strength ports before each of `more` connections; noise: unanswered contacts of the
 * pair besides, a day; jitter 1: by a client that waits for an answer each time; wait: seconds
 * between them, 0: one */

static const uint16_t tried[] = { 8443, 8080, 993, 143, 25, 587, 5222, 3478 };

/* Nobody answers, and who tried waits: the SYN is repeated after 1, 2 and 4 s (RFC 6298), or it is
 * refused at once. */
static void try_in_vain(netgen *n, cp_flow_addr from, cp_flow_addr to, uint16_t port, double at_s)
{
    bool is_refused = netgen_uniform(n) < 0.5;
    netgen_connect(n, from, to, TCP, port, at_s, is_refused ? 0 : 1, 40, 0,
                   is_refused ? NETGEN_RESET : NETGEN_SILENT);
}

void netgen_knock(netgen *n, const netgen_plant *p, netgen_truths *out)
{
    enum { PAIRS = 3000, PLANTED = 20 };
    for (uint32_t c = 0; c < PAIRS; c++) {
        cp_flow_addr from = netgen_addr(NETGEN_INSIDE, c), to = netgen_addr(NETGEN_OUTSIDE, c);
        double fails = netgen_uniform(n) < 0.4 ? netgen_lognormal(n, 1, 1) : 0;
        bool is_first_udp = netgen_uniform(n) < 0.1; /* QUIC is dropped, then TCP: of one port */
        /* one port after the other until one is open */
        bool is_by_turns = netgen_uniform(n) < 0.001;
        bool is_at_once = netgen_uniform(n) < 0.0001; /* does not wait between them */
        for (uint32_t k = 1 + netgen_poisson(n, netgen_lognormal(n, 3, 1) * n->g.days); k > 0;
             k--) {
            double at = netgen_awake_second(n);
            if (is_first_udp)
                netgen_connect(n, from, to, UDP, 443, at - 0.3, 0, 1200, 0, NETGEN_SILENT);
            if (is_by_turns)
                try_in_vain(n, from, to, 993, at - 3);
            if (is_at_once)
                netgen_connect(n, from, to, TCP, 993, at - 0.3, 0, 40, 0, NETGEN_SILENT);
            netgen_connect(n, from, to, TCP, 443, at, 3, 2000, 9000, NETGEN_ANSWERED);
        }
        for (uint32_t k = netgen_poisson(n, fails * n->g.days); k > 0; k--) {
            uint16_t port = tried[cp_rand_below(&n->g.rand, 8)];
            try_in_vain(n, from, to, port, netgen_awake_second(n));
        }
    }
    for (uint32_t i = 0; i < PLANTED; i++) {
        cp_flow_addr from = netgen_addr(NETGEN_OUTSIDE, 90000 + i),
                     to = netgen_addr(NETGEN_INSIDE, 90000 + i);
        for (uint32_t m = 0; m < (uint32_t)p->more; m++) {
            double at = netgen_uniform(n) * n->g.days * DAY_S;
            double step = p->wait > 0 ? p->wait : 1;
            for (uint32_t k = 0; k < (uint32_t)p->strength; k++)
                netgen_connect(n, from, to, TCP, (uint16_t)(7000 + 1000 * k), at + k * step,
                               p->jitter, 40, 0, NETGEN_SILENT);
            netgen_connect(n, from, to, TCP, 22, at + p->strength * step + 2, 60, 3000, 9000,
                           NETGEN_ANSWERED);
        }
        for (uint32_t k = netgen_poisson(n, p->noise * n->g.days); k > 0; k--) {
            uint16_t port = tried[cp_rand_below(&n->g.rand, 8)];
            double at = netgen_uniform(n) * n->g.days * DAY_S;
            netgen_connect(n, from, to, TCP, port, at, 0, 40, 0, NETGEN_SILENT);
        }
        plant(n, out, from, to);
    }
}

/* ---- mirror: strength is the share of what comes that goes on, `more` seconds later; noise: of
 * its logarithm, by connection */

void netgen_mirror(netgen *n, const netgen_plant *p, netgen_truths *out)
{
    enum { DEVICES = 60, STREAMS = 6, PLANTED = 3, A_DAY = 400 };
    silent_devices(n, DEVICES, (uint32_t)(p->silent * DEVICES));
    for (uint32_t d = 0; d < DEVICES; d++) {
        cp_flow_addr device = netgen_addr(NETGEN_INSIDE, d);
        bool is_planted = d < PLANTED;
        cp_flow_addr tap = netgen_addr(NETGEN_OUTSIDE, 90000 + d);
        for (uint32_t k = netgen_poisson(n, A_DAY * n->g.days); k > 0; k--) {
            double at = netgen_awake_second(n), in = netgen_lognormal(n, 2e4, 1.5);
            double span = netgen_lognormal(n, 5, 1.5);
            uint32_t peer = d * 100 + cp_rand_below(&n->g.rand, 50);
            netgen_connect(n, netgen_addr(NETGEN_OUTSIDE, peer), device, TCP, 443, at, span, in,
                           in * 0.2, NETGEN_ANSWERED);
            if (is_planted)
                netgen_connect(n, device, tap, UDP, 4789, at + p->more, span,
                               in * p->strength * exp(p->noise * netgen_normal(n)), 0,
                               NETGEN_SILENT);
        }
        for (uint32_t s = 0; s < STREAMS; s++) { /* by day and night, but of their own */
            double size = netgen_lognormal(n, 1e4, 1);
            for (uint32_t k = netgen_poisson(n, netgen_lognormal(n, 100, 1) * n->g.days); k > 0;
                 k--) {
                double at = netgen_awake_second(n), out_bytes = netgen_lognormal(n, size, 1.2);
                netgen_connect(n, device, netgen_addr(NETGEN_OUTSIDE, 20000 + d * 10 + s), TCP,
                               (uint16_t)(6000 + s), at, 3, out_bytes, size * 0.05,
                               NETGEN_ANSWERED);
            }
        }
        if (is_planted)
            plant(n, out, device, tap);
    }
}

/* ---- transit: what one exporter sees pass by its interfaces; a tap makes copies of strength of
 * what comes in by one of them, `more` seconds later, and they pass the same exporter as others'
 * traffic; noise: of its logarithm, by connection */

static void pass(netgen *n, cp_flow_addr src, cp_flow_addr dst, uint32_t in, uint32_t out,
                 double at_s, double span_s, double bytes)
{
    cp_flow f = { .src = src, .dst = dst, .proto = TCP, .dport = 443, .in_if = in, .out_if = out };
    f.bytes = (uint64_t)fmin(fmax(bytes, 40), 1e12);
    f.packets = 1 + f.bytes / 900;
    f.tcp_flags = ACK | PSH;
    f.span_us = (uint64_t)(fmax(span_s, 0) * 1e3) * 1000;
    if (at_s < 0 || at_s >= n->g.days * DAY_S || netgen_uniform(n) < n->loss)
        return;
    f.at = FLOWGEN_BEGIN + (int64_t)(at_s * 1e3) * 1000;
    f.sport = (uint16_t)(32768 + cp_rand_below(&n->g.rand, 28000));
    flowgen_put(&n->g, &f);
}

void netgen_transit(netgen *n, const netgen_plant *p, netgen_truths *out)
{
    enum { PORTS = 4, USERS = 300, SERVERS = 800, A_DAY = 30, PLANTED = 2, UPLINK = 9, TAP = 8 };
    cp_flow_addr exporter = netgen_addr(NETGEN_INSIDE, 99999);
    n->g.exporter.addr = exporter;
    for (uint32_t u = 0; u < USERS; u++) {
        uint32_t port = 1 + u % PORTS, favourite = cp_rand_below(&n->g.rand, SERVERS);
        for (uint32_t k = netgen_poisson(n, netgen_lognormal(n, A_DAY, 1) * n->g.days); k > 0;
             k--) {
            double at = netgen_awake_second(n), span = netgen_lognormal(n, 5, 1.5);
            double up = netgen_lognormal(n, 4e3, 1.6), down = netgen_lognormal(n, 3e4, 1.8);
            bool is_usual = netgen_uniform(n) < 0.3; /* some only upload, to one */
            uint32_t server = is_usual ? favourite : cp_rand_below(&n->g.rand, SERVERS);
            cp_flow_addr user = netgen_addr(NETGEN_OUTSIDE, 1000 + u);
            cp_flow_addr far = netgen_addr(NETGEN_OUTSIDE, 30000 + server);
            pass(n, user, far, port, UPLINK, at, span, up);
            if (!is_usual)
                pass(n, far, user, UPLINK, port, at, span, down);
            if (port <= PLANTED) { /* of what the users of this port send */
                double copy = up * p->strength * exp(p->noise * netgen_normal(n));
                pass(n, netgen_addr(NETGEN_INSIDE, 90000 + port),
                     netgen_addr(NETGEN_OUTSIDE, 90000 + port), TAP, UPLINK, at + p->more, span,
                     copy);
            }
        }
    }
    for (uint32_t i = 1; i <= PLANTED; i++)
        plant(n, out, exporter, netgen_addr(NETGEN_OUTSIDE, 90000 + i));
}

/* ---- covert: two waits, the second `more` times the first; strength intervals; jitter is a share
 * of the wait */

void netgen_covert(netgen *n, const netgen_plant *p, netgen_truths *out)
{
    enum { PAIRS = 1500, PLANTED = 30 };
    for (uint32_t c = 0; c < PAIRS; c++) {
        flowgen_pair pair = flowgen_background(&n->g);
        if (netgen_uniform(n) < 0.05) { /* timers are no channel */
            pair = (flowgen_pair){ .kind = FLOWGEN_CLOCK };
            if (netgen_uniform(n) < 0.5)
                pair.kind = FLOWGEN_TIMER;
            pair.period_s = netgen_lognormal(n, 600, 1);
            pair.jitter = 0.3 * netgen_uniform(n);
            pair.loss = 0.4 * netgen_uniform(n);
        }
        flowgen_add(&n->g, &pair);
    }
    for (uint32_t i = 0; i < PLANTED; i++) {
        uint32_t nr = PAIRS + i;
        cp_flow_addr from = netgen_addr(NETGEN_INSIDE, nr), to = netgen_addr(NETGEN_OUTSIDE, nr);
        double wait = netgen_lognormal(n, 20, 0.5), at = netgen_uniform(n) * 3600;
        for (uint32_t k = 0; k < (uint32_t)p->strength; k++) {
            double w = netgen_uniform(n) < 0.5 ? wait : wait * p->more;
            at += w * (1 + p->jitter * (2 * netgen_uniform(n) - 1));
            netgen_connect(n, from, to, TCP, 443, at, 0.2, 700, 900, NETGEN_ANSWERED);
        }
        plant(n, out, from, to);
    }
}

/* ---- twice: of what comes in by an interface a share (strength) leaves by a second one as well,
 * copied; of a share (noise) of these a packet was dropped. Beside that, packets of others take
 * turns between two interfaces that go the same way. */

static void leave(netgen *n, cp_flow f, double at_s, uint32_t out_if, uint64_t packets, double size)
{
    if (!packets || netgen_uniform(n) < n->loss)
        return;
    f.at = FLOWGEN_BEGIN + (int64_t)(at_s * 1e3) * 1000;
    f.out_if = out_if;
    f.packets = packets;
    f.bytes = (uint64_t)((double)packets * size);
    flowgen_put(&n->g, &f);
}

void netgen_twice(netgen *n, const netgen_plant *p, netgen_truths *out)
{
    enum { PORTS = 4, USERS = 200, SERVERS = 800, A_DAY = 20, TAP = 8, UPLINK = 9, UPLINK_2 = 10 };
    static const cp_flow_addr several;
    cp_flow_addr exporter = netgen_addr(NETGEN_INSIDE, 99999);
    n->g.exporter.addr = exporter;
    for (uint32_t u = 0; u < USERS; u++) {
        uint32_t port = 1 + u % PORTS;
        for (uint32_t k = netgen_poisson(n, netgen_lognormal(n, A_DAY, 1) * n->g.days); k > 0;
             k--) {
            double at = netgen_awake_second(n), size = 40 + 1400 * netgen_uniform(n);
            uint64_t packets = 1 + (uint64_t)netgen_lognormal(n, 6, 1.2), other = 0;
            cp_flow f = { .src = netgen_addr(NETGEN_OUTSIDE, 1000 + u),
                          .dst = netgen_addr(NETGEN_OUTSIDE,
                                             30000 + cp_rand_below(&n->g.rand, SERVERS)),
                          .proto = TCP,
                          .sport = (uint16_t)(32768 + cp_rand_below(&n->g.rand, 28000)),
                          .dport = 443,
                          .tcp_flags = ACK | PSH,
                          .in_if = port };
            for (uint64_t i = 0; port == PORTS && i < packets; i++)
                other += netgen_uniform(n) < 0.5;
            leave(n, f, at, UPLINK, packets - other, size);
            leave(n, f, at, UPLINK_2, other, size);
            if (port == 1 && netgen_uniform(n) < p->strength)
                leave(n, f, at + 0.001, TAP, packets - (netgen_uniform(n) < p->noise), size);
        }
    }
    plant(n, out, exporter, several);
}

/* ---- support: strength 1 the log says that they were on the device, 2 a VPN gave them the address
 * that managed it, 3 they were on a bastion that did, 4 nothing logged them; `more` others from
 * outside are on the bastion at a time; noise: the share of sessions whose end is not told; jitter:
 * how many minutes the clock of the logs is ahead */

enum {
    SUPPORTED = 150, /* devices that count; as many servers that do not */
    BASTION = 70000,
    POOL = 60000,
    DESKS = 61000,
    STAFF = 200,
    PROGRAMS_MAX = 40,
    SUPPORTERS = 12,
};

cp_flow_end netgen_support_end(void *ctx, const cp_flow_addr *addr, cp_time at)
{
    (void)ctx, (void)at;
    cp_flow_end end = { .asset = CP_FLOW_NO_ASSET, .is = CP_FLOW_END_OUTSIDE };
    if (addr->b[12] != NETGEN_INSIDE)
        return end;
    end.is = CP_FLOW_END_INSIDE;
    if (number_of(addr) < 2 * SUPPORTED) {
        end.asset = (int32_t)number_of(addr);
        end.is |= CP_FLOW_END_OWN;
        end.is |= number_of(addr) < SUPPORTED ? CP_FLOW_END_EXCLUDED : CP_FLOW_END_ALLOWED;
    }
    return end;
}

/* A session of the VPN: who, and the device that they manage by it. */
typedef struct remote {
    double at_s, span_s;
    cp_str account;
    cp_flow_addr from;
    int32_t device; /* -1: none */
    bool is_logged;
} remote;
typedef CP_VEC(remote) remotes;

static int by_begin(const void *x, const void *y)
{
    const remote *a = x, *b = y;
    return (a->at_s > b->at_s) - (a->at_s < b->at_s);
}

static void log_in(netgen *n, const netgen_plant *p, const remote *r, cp_flow_addr at,
                   bool is_lease, netgen_logins *to)
{
    double begin = r->at_s + 60 * p->jitter;
    bool is_open = netgen_uniform(n) < p->noise;
    cp_support_login l = { .account = r->account,
                           .from = r->from,
                           .at = at,
                           .is_lease = is_lease,
                           .port = is_lease ? 0 : 22,
                           .proto = is_lease ? 0 : TCP,
                           .begin = FLOWGEN_BEGIN + (int64_t)(begin * 1e3) * 1000,
                           .end = CP_TIME_NONE };
    if (!is_open)
        l.end = l.begin + (int64_t)(r->span_s * 1e3) * 1000;
    cp_vec_push(n->g.a, to, l);
}

/* By SSH, some time within a session. */
static void manage(netgen *n, const remote *r, cp_flow_addr from, uint32_t to)
{
    double at = r->at_s + r->span_s * 0.9 * netgen_uniform(n);
    double out = netgen_lognormal(n, 6000, 1), back = netgen_lognormal(n, 2e4, 1);
    netgen_connect(n, from, netgen_addr(NETGEN_INSIDE, to), TCP, 22, at, 0.05 * r->span_s, out,
                   back, NETGEN_ANSWERED);
}

/* The lowest address of the pool that is free, as gateways give them; it is given again at once. */
static void give_addresses(netgen *n, const netgen_plant *p, remotes *v, netgen_logins *logins)
{
    double busy[STAFF + SUPPORTERS + PROGRAMS_MAX] = { 0 };
    qsort(v->v, v->n, sizeof *v->v, by_begin);
    for (uint32_t i = 0; i < v->n; i++) {
        const remote *r = &v->v[i];
        uint32_t k = 0;
        while (k + 1 < STAFF + SUPPORTERS + PROGRAMS_MAX && busy[k] > r->at_s)
            k++;
        busy[k] = r->at_s + r->span_s;
        cp_flow_addr given = netgen_addr(NETGEN_INSIDE, POOL + k);
        if (r->is_logged)
            log_in(n, p, r, given, true, logins);
        uint32_t server = SUPPORTED + cp_rand_below(&n->g.rand, SUPPORTED);
        manage(n, r, given, r->device < 0 ? server : (uint32_t)r->device);
    }
}

/* Staff who work at home: of hundreds of their days one is for a device that counts. */
static void staff_at_home(netgen *n, remotes *to)
{
    for (uint32_t i = 0; i < STAFF; i++)
        for (uint32_t day = 0; day < n->g.days; day++) {
            double at = day * DAY_S + 3600 * (6 + 4 * netgen_uniform(n));
            double span = 3600 * (2 + 7 * netgen_uniform(n));
            bool is_device = netgen_uniform(n) < 0.002;
            uint32_t device = cp_rand_below(&n->g.rand, SUPPORTED);
            remote r = { at,
                         span,
                         cp_str_fmt(n->g.a, "staff%u", i),
                         netgen_addr(NETGEN_OUTSIDE, i),
                         is_device ? (int32_t)device : -1,
                         true };
            cp_vec_push(n->g.a, to, r);
        }
}

/* What is on the devices anyway: monitoring, own administrators at their desks and by the bastion,
 * and a program on it that fetches all configurations each night. */
static void own_management(netgen *n)
{
    for (uint32_t d = 0; d < SUPPORTED; d++)
        for (uint32_t day = 0; day < n->g.days; day++) {
            remote r = { .at_s = day * DAY_S + 7200 + 10 * d, .span_s = 60 };
            manage(n, &r, netgen_addr(NETGEN_INSIDE, BASTION), d);
            for (uint32_t k = netgen_poisson(n, 0.1); k > 0; k--) {
                r = (remote){ .at_s = netgen_awake_second(n), .span_s = 1200 };
                bool is_desk = netgen_uniform(n) < 0.5;
                uint32_t desk = cp_rand_below(&n->g.rand, 8);
                manage(n, &r, netgen_addr(NETGEN_INSIDE, is_desk ? DESKS + desk : BASTION), d);
            }
        }
}

/* Contractors who go on to servers: they are on the bastion by day, for an hour. */
static void contractors(netgen *n, const netgen_plant *p, netgen_logins *logins)
{
    for (uint32_t k = netgen_poisson(n, p->more * 24 * n->g.days); k > 0; k--) {
        uint32_t who = cp_rand_below(&n->g.rand, 40);
        remote r = { .at_s = netgen_uniform(n) * n->g.days * DAY_S };
        r.span_s = netgen_lognormal(n, 3600, 0.3);
        r.account = cp_str_fmt(n->g.a, "contractor%u", who);
        r.from = netgen_addr(NETGEN_OUTSIDE, 5000 + who);
        cp_flow_addr bastion = netgen_addr(NETGEN_INSIDE, BASTION);
        log_in(n, p, &r, bastion, false, logins);
        manage(n, &r, bastion, SUPPORTED + cp_rand_below(&n->g.rand, SUPPORTED));
    }
}

/* Programs of a service provider, each with an account of its own: each night at about the same
 * time they log in and fetch from their device. */
static void nightly_programs(netgen *n, uint32_t count, remotes *to)
{
    for (uint32_t i = 0; i < count; i++) {
        double of_day = 3600 * (1 + 4 * netgen_uniform(n));
        uint32_t device = cp_rand_below(&n->g.rand, SUPPORTED);
        for (uint32_t day = 0; day < n->g.days; day++) {
            double late = 180 * netgen_uniform(n);
            remote r = { day * DAY_S + of_day + late,
                         300,
                         cp_str_fmt(n->g.a, "job%u", i),
                         netgen_addr(NETGEN_OUTSIDE, 8000 + i),
                         (int32_t)device,
                         true };
            cp_vec_push(n->g.a, to, r);
        }
    }
}

void netgen_support(netgen *n, const netgen_plant *p, netgen_logins *logins, netgen_truths *out)
{
    remotes v = { 0 };
    cp_flow_addr bastion = netgen_addr(NETGEN_INSIDE, BASTION);
    nightly_programs(n, (uint32_t)p->nightly, &v);
    staff_at_home(n, &v);
    own_management(n);
    contractors(n, p, logins);
    for (uint32_t i = 0; i < SUPPORTERS; i++) {
        double at = netgen_uniform(n) * (n->g.days * DAY_S - 4 * 3600);
        double span = netgen_lognormal(n, 2400, 0.6);
        uint32_t device = cp_rand_below(&n->g.rand, SUPPORTED);
        remote r = { at,
                     span,
                     cp_str_fmt(n->g.a, "support%u", i),
                     netgen_addr(NETGEN_OUTSIDE, 90000 + i),
                     (int32_t)device,
                     p->strength < 3.5 };
        cp_flow_addr target = netgen_addr(NETGEN_INSIDE, device);
        if (p->strength < 1.5) {
            log_in(n, p, &r, target, false, logins);
            manage(n, &r, r.from, device);
        } else if (p->strength > 2.5 && p->strength < 3.5) {
            log_in(n, p, &r, bastion, false, logins);
            manage(n, &r, bastion, device);
        } else {
            cp_vec_push(n->g.a, &v, r);
        }
        plant(n, out, r.from, target);
    }
    give_addresses(n, p, &v, logins);
}

/* ---- dns-tunnel: strength names a day, `more` characters long; noise: the share of TXT */

static cp_str letters(netgen *n, uint32_t count, bool is_hex)
{
    static const char all[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    char *s = CP_NEW_RAW(n->g.a, char, count + 1);
    for (uint32_t i = 0; i < count; i++)
        s[i] = all[is_hex ? cp_rand_below(&n->g.rand, 16) + 20 : cp_rand_below(&n->g.rand, 36)];
    return (cp_str){ s, count };
}

static void ask(netgen *n, netgen_query *fn, void *ctx, cp_flow_addr client, cp_str name,
                uint16_t qtype, double at_s)
{
    cp_flow_name q = { .kind = CP_FLOW_NAME_DNS_QUERY,
                       .client = client,
                       .addr = netgen_addr(NETGEN_INSIDE, 99999),
                       .at = FLOWGEN_BEGIN + (int64_t)(at_s * 1e6),
                       .qtype = qtype,
                       .bytes = (uint32_t)(40 + name.n),
                       .name = name };
    if (netgen_uniform(n) < n->loss)
        return;
    n->g.digest = cp_hash(name, n->g.digest ^ (uint64_t)at_s ^ (uint64_t)qtype << 32);
    fn(ctx, &q);
}

/* Some ask in names: lists of addresses and files, content networks. */
static void asks_in_names(netgen *n, netgen_query *fn, void *ctx, cp_flow_addr client, uint32_t nr)
{
    uint32_t long_by = 8 + cp_rand_below(&n->g.rand, 26);
    double a_day = netgen_lognormal(n, 12, 1.2);
    uint16_t type = netgen_uniform(n) < 0.2 ? 16 : 1;
    for (uint32_t k = netgen_poisson(n, a_day * n->g.days); k > 0; k--) {
        cp_str name = letters(n, long_by, true);
        name = cp_str_fmt(n->g.a, "%.*s.list%u.example", CP_FMT(name), nr % 50);
        ask(n, fn, ctx, client, name, type, netgen_awake_second(n));
    }
}

void netgen_dns(netgen *n, const netgen_plant *p, netgen_query *fn, void *ctx, netgen_truths *out)
{
    enum { CLIENTS = 200, DOMAINS = 25, PLANTED = 4 };
    static const char *const hosts[] = { "www",   "api", "cdn",   "static.eu", "img2",
                                         "login", "a1",  "graph", "edge-mqtt", "time" };
    for (uint32_t c = 0; c < CLIENTS; c++) {
        cp_flow_addr client = netgen_addr(NETGEN_INSIDE, c);
        for (uint32_t d = 0; d < DOMAINS; d++) {
            bool is_real = n->profile->names.n && netgen_uniform(n) < 0.5;
            uint32_t site = cp_rand_below(&n->g.rand, 3000), n_hosts = 1 + netgen_poisson(n, 1);
            cp_str real = { "", 0 };
            if (is_real)
                real = n->profile->names.v[cp_rand_below(&n->g.rand, n->profile->names.n)];
            if (netgen_uniform(n) < 0.02)
                asks_in_names(n, fn, ctx, client, site);
            for (uint32_t k = netgen_poisson(n, netgen_lognormal(n, 3, 1) * n->g.days); k > 0;
                 k--) {
                uint32_t host = cp_rand_below(&n->g.rand, n_hosts) % 10;
                uint16_t type = netgen_uniform(n) < 0.3 ? 28 : 1;
                cp_str made = cp_str_fmt(n->g.a, "%s.site%u.example", hosts[host], site);
                ask(n, fn, ctx, client, is_real ? real : made, type, netgen_awake_second(n));
            }
        }
    }
    for (uint32_t i = 0; i < PLANTED; i++) {
        cp_flow_addr who = netgen_addr(NETGEN_INSIDE, 7 * i);
        cp_str domain = cp_str_fmt(n->g.a, "t%u-tunnel.example", i);
        for (uint32_t k = netgen_poisson(n, p->strength * n->g.days); k > 0; k--) {
            cp_str name = letters(n, (uint32_t)p->more, false);
            name = cp_str_fmt(n->g.a, "%.*s.%.*s", CP_FMT(name), CP_FMT(domain));
            uint16_t type = netgen_uniform(n) < p->noise ? 16 : 1;
            ask(n, fn, ctx, who, name, type, netgen_uniform(n) * n->g.days * DAY_S);
        }
        plant(n, out, who, any_peer)->name = domain;
    }
}
