/* SPDX-License-Identifier: Apache-2.0 */
/* test_news.c - new and rare peers against an oracle on small random networks, and what a made day
 * shows: a contact that no like device has, management from outside, a device's own address. */
#include <stdatomic.h>
#include "blocks.h"
#include "flow/news.h"
#include "tap.h"

enum { DEVICES = 12, PEERS = 14, FLOWS = 250 };
static const cp_time begin = (cp_time)1790000000 * 1000000;

static cp_flow_addr device_addr(uint32_t i)
{
    return cp_flow_addr_of(cp_ip_v4((const uint8_t[4]){ 10, 0, 0, (uint8_t)i }));
}
static cp_flow_addr peer_addr(uint32_t i)
{
    return cp_flow_addr_of(cp_ip_v4((const uint8_t[4]){ 203, 0, 113, (uint8_t)i }));
}

/* 10.0.0.i is asset i, of which the first DEVICES are devices; 10.9.9.9 is inside and of no
 * asset. */
static uint32_t resolve(void *ctx, const cp_flow_addr *addr, cp_flow_hold *out)
{
    (void)ctx;
    bool is_inside = addr->b[12] == 10, is_asset = is_inside && addr->b[13] == 0;
    *out = (cp_flow_hold){ CP_TIME_NONE, CP_TIME_NONE, { CP_FLOW_NO_ASSET, 0 } };
    out->end.is = is_inside ? CP_FLOW_END_INSIDE : CP_FLOW_END_OUTSIDE;
    if (is_asset) {
        out->end.asset = addr->b[15];
        out->end.is |= addr->b[15] == 1 ? CP_FLOW_END_OWN : 0;
    }
    return 1;
}

typedef struct network {
    cp_arena *a;
    blocks b;
    cp_flow_set set;
    cp_flow_ids *ids;
    cp_exporter exporter;
    bool devices[DEVICES];
    uint32_t kinds[DEVICES];
    cp_flow_news_question q;
} network;

static network *network_new(cp_arena *a)
{
    network *w = CP_NEW(a, network);
    w->a = a;
    w->b = blocks_new(a, 50);
    w->exporter = (cp_exporter){ .addr = peer_addr(250), .sampling = 1 };
    w->q = (cp_flow_news_question){ .devices = w->devices,
                                    .kinds = w->kinds,
                                    .n_assets = DEVICES,
                                    .n_max = 1000,
                                    .base = { .n_threads = 2, .seed = 7 } };
    w->q.base.view.from = w->q.base.view.until = CP_TIME_NONE;
    return w;
}

static void network_end(network *w)
{
    cp_flow_ids_opts o = { .seed = 3, .n_threads = 2 };
    cp_err err;
    w->set = blocks_set(&w->b, &w->exporter, 1);
    if (cp_flow_ids_new(w->a, &w->set, &o, &w->ids, &err) == CP_OK)
        cp_flow_ids_resolve(w->ids, resolve, NULL);
}

/* ---- the oracle: device and peer of each flow, who have met how often before and since */

typedef struct oracle {
    uint32_t told[2][DEVICES][PEERS][2]; /* before and since, by way */
    uint32_t before[DEVICES][PEERS], since[DEVICES][PEERS];
} oracle;

/* A connection is told once both ways, or once each way. */
static void connections(oracle *o)
{
    for (uint32_t d = 0; d < DEVICES; d++)
        for (uint32_t p = 0; p < PEERS; p++)
            for (int k = 0; k < 2; k++) {
                const uint32_t *n = o->told[k][d][p];
                *(k ? &o->since[d][p] : &o->before[d][p]) = n[0] > n[1] ? n[0] : n[1];
            }
}

static uint32_t n_met(const oracle *o, uint32_t device, uint32_t peer)
{
    return o->before[device][peer] + o->since[device][peer];
}

static double first_chance(const oracle *o, uint32_t d)
{
    uint32_t flows = 0, once = 0;
    for (uint32_t p = 0; p < PEERS; p++) {
        flows += o->before[d][p];
        once += o->before[d][p] == 1;
    }
    return flows ? (once + 1.0) / (flows + 1.0) : 0;
}

static uint32_t n_like(const network *w, const oracle *o, uint32_t d, uint32_t peer, bool with)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < DEVICES; i++) {
        bool is_seen = false;
        for (uint32_t p = 0; p < PEERS; p++)
            is_seen = is_seen || n_met(o, i, p);
        n += w->devices[i] && is_seen && w->kinds[i] == w->kinds[d] && (!with || n_met(o, i, peer));
    }
    return n;
}

static uint32_t n_alone(const network *w, const oracle *o, uint32_t d)
{
    uint32_t n = 0;
    for (uint32_t p = 0; p < PEERS; p++)
        n += n_met(o, d, p) && n_like(w, o, d, p, true) == 1;
    return n;
}

static double device_chance(const network *w, const oracle *o, uint32_t d)
{
    uint32_t n = 0, all = n_like(w, o, d, 0, false);
    for (uint32_t i = 0; i < DEVICES; i++) {
        bool is_seen = false;
        for (uint32_t p = 0; p < PEERS; p++)
            is_seen = is_seen || n_met(o, i, p);
        n += w->devices[i] && is_seen && w->kinds[i] == w->kinds[d] &&
             n_alone(w, o, i) >= n_alone(w, o, d);
    }
    return (double)n / all;
}

static uint32_t peer_of(const cp_flow_new *x)
{
    return (x->is_dst ? x->row.src_addr : x->row.dst_addr).b[15];
}
static uint32_t device_of(const cp_flow_new *x) { return x->is_dst ? x->row.dst : x->row.src; }

static bool is_first_right(const network *w, const oracle *o, const cp_flow_news *got)
{
    uint32_t n = 0, n_good = 0;
    for (uint32_t d = 0; d < DEVICES; d++)
        for (uint32_t p = 0; p < PEERS; p++)
            n += w->devices[d] && first_chance(o, d) > 0 && !o->before[d][p] && o->since[d][p];
    for (uint32_t i = 0; i < got->n; i++) {
        uint32_t d = device_of(&got->v[i]), p = peer_of(&got->v[i]);
        n_good += !o->before[d][p] && o->since[d][p] && got->v[i].p == first_chance(o, d) &&
                  (i == 0 || got->v[i].p >= got->v[i - 1].p);
    }
    return n == got->n && n_good == n && got->n_found == n;
}

static bool is_rare_right(const network *w, const oracle *o, const cp_flow_news *got)
{
    uint32_t n = 0, n_good = 0;
    for (uint32_t d = 0; d < DEVICES; d++)
        for (uint32_t p = 0; p < PEERS; p++)
            n += w->devices[d] && w->kinds[d] && n_met(o, d, p) && n_like(w, o, d, p, false) >= 3 &&
                 n_like(w, o, d, p, true) == 1;
    for (uint32_t i = 0; i < got->n; i++) {
        const cp_flow_new *x = &got->v[i];
        uint32_t d = device_of(x), p = peer_of(x), like = n_like(w, o, d, p, false);
        n_good += n_met(o, d, p) && x->n_like == like && x->n_with == 1 &&
                  x->n_alone == n_alone(w, o, d) && x->p == 1.0 / (like + 1.0) &&
                  x->p_device == device_chance(w, o, d) &&
                  (i == 0 || x->p_device >= x[-1].p_device);
    }
    return n == got->n && n_good == n;
}

static void check_random(uint32_t n_cases)
{
    uint32_t n_first = 0, n_rare = 0, n_found = 0;
    for (uint32_t k = 0; k < n_cases; k++) {
        cp_rand r = { k };
        cp_arena *a = cp_arena_new(0);
        network *w = network_new(a);
        oracle o = { 0 };
        cp_flow_news first = { 0 }, rare = { 0 };
        cp_err err = { 0 };
        for (uint32_t i = 0; i < DEVICES; i++) {
            w->devices[i] = cp_rand_below(&r, 6) > 0;
            w->kinds[i] = cp_rand_below(&r, 3);
        }
        w->q.since = begin + 100;
        w->q.base.n_threads = 1 + k % 3;
        for (uint32_t i = 0; i < FLOWS; i++) {
            uint32_t d = cp_rand_below(&r, DEVICES), p = cp_rand_below(&r, PEERS);
            p = p * cp_rand_below(&r, PEERS) / PEERS; /* some seldom */
            uint32_t at = cp_rand_below(&r, 200);
            bool is_back = cp_rand_below(&r, 2);
            cp_flow f = { .src = is_back ? peer_addr(p) : device_addr(d),
                          .dst = is_back ? device_addr(d) : peer_addr(p),
                          .at = begin + at,
                          .packets = 1,
                          .bytes = 100,
                          .sampling = 1 };
            if (cp_rand_below(&r, 3) == 0) {
                f.what = CP_FLOW_BIFLOW;
                f.packets_back = 1;
                f.bytes_back = 50;
            }
            o.told[at >= 100][d][p][is_back]++;
            o.told[at >= 100][d][p][!is_back] += f.what != 0;
            blocks_add(&w->b, &f);
        }
        connections(&o);
        network_end(w);
        n_first += cp_flow_news_first(a, &w->set, w->ids, &w->q, &first, &err) == CP_OK &&
                   is_first_right(w, &o, &first);
        n_rare += cp_flow_news_rare(a, &w->set, w->ids, &w->q, &rare, &err) == CP_OK &&
                  is_rare_right(w, &o, &rare);
        n_found += first.n + rare.n;
        cp_arena_free(a);
    }
    ok(n_first == n_cases && n_rare == n_cases,
       "%u networks: new in %u, rare in %u as the oracle has it; %u found", n_cases, n_first,
       n_rare, n_found);
    ok(n_found > n_cases, "and there is something to find");
}

/* ---- a made day */

static void talk(network *w, cp_flow_addr from, cp_flow_addr to, uint16_t port, uint32_t at,
                 uint32_t bytes)
{
    cp_flow f = { .src = from,
                  .dst = to,
                  .at = begin + at,
                  .packets = 2,
                  .bytes = bytes,
                  .packets_back = 1,
                  .bytes_back = 60,
                  .what = CP_FLOW_BIFLOW,
                  .sampling = 1,
                  .proto = port == 123 ? 17 : 6,
                  .sport = 50000,
                  .dport = port };
    blocks_add(&w->b, &f);
}

static void count_each(void *ctx, const cp_flow_new *x)
{
    (void)x;
    atomic_fetch_add((atomic_uint *)ctx, 1);
}

/* Somebody is told of all that is found, however few are wanted. */
static void check_each(cp_arena *a, network *w)
{
    cp_flow_news x = { 0 };
    atomic_uint n = 0;
    cp_err err;
    w->q.n_max = 1;
    w->q.each = count_each;
    w->q.each_ctx = &n;
    ok(cp_flow_news_rare(a, &w->set, w->ids, &w->q, &x, &err) == CP_OK && x.n == 1 &&
           x.n_found == 3 && n == 3,
       "one of three is shown, and all are told of: %u", (unsigned)n);
}

static void check_day(void)
{
    cp_arena *a = cp_arena_new(0);
    network *w = network_new(a);
    cp_flow_addr admin = cp_flow_addr_of(cp_ip_v4((const uint8_t[4]){ 10, 9, 9, 9 }));
    cp_flow_news x = { 0 };
    cp_err err = { 0 };
    cp_rc rc;
    for (uint32_t i = 0; i < DEVICES; i++) {
        w->devices[i] = i > 0;
        w->kinds[i] = 1;
        for (uint32_t k = 0; i && k < 50; k++)
            talk(w, device_addr(i), peer_addr(1 + k % 2), 123, k * 4, 76);
    }
    talk(w, device_addr(3), peer_addr(99), 443, 180, 5000);
    talk(w, admin, device_addr(2), 22, 20, 900);
    talk(w, peer_addr(66), device_addr(4), 23, 10, 300);
    network_end(w);
    w->q.since = begin + 100;
    rc = cp_flow_news_first(a, &w->set, w->ids, &w->q, &x, &err);
    ok(rc == CP_OK && x.n == 1 && device_of(&x.v[0]) == 3 && peer_of(&x.v[0]) == 99 &&
           x.v[0].n_new == 1 && x.v[0].n_peers == 2,
       "one new peer, of the device that never met one");
    ok(x.n && x.v[0].p < 0.05, "which is unlikely: %.3f", x.n ? x.v[0].p : 0.0);
    x = (cp_flow_news){ 0 };
    rc = cp_flow_news_rare(a, &w->set, w->ids, &w->q, &x, &err);
    ok(rc == CP_OK && x.n == 3 && x.v[0].n_like == 11 && x.v[0].n_with == 1,
       "three peers that one of eleven has: %u", x.n);
    x = (cp_flow_news){ 0 };
    rc = cp_flow_news_managed(a, &w->set, w->ids, &w->q, &x, &err);
    ok(rc == CP_OK && x.n == 2, "two are managed: %u", x.n);
    for (uint32_t i = 0; i < x.n; i++) {
        bool is_ssh = strcmp(x.v[i].service, "ssh") == 0;
        ok(is_ssh ? device_of(&x.v[i]) == 2 && !x.v[i].is_clear
                  : strcmp(x.v[i].service, "telnet") == 0 && device_of(&x.v[i]) == 4 &&
                        x.v[i].is_clear && peer_of(&x.v[i]) == 66,
           "by %s", x.v[i].service);
    }
    x = (cp_flow_news){ 0 };
    rc = cp_flow_news_own(a, &w->set, w->ids, &w->q, &x, &err);
    ok(rc == CP_OK && x.n == 2 &&
           (x.v[0].is_dst ? x.v[0].row.dst_addr : x.v[0].row.src_addr).b[15] == 1,
       "the own address of one meets two outside: %u", x.n);
    check_each(a, w);
    cp_arena_free(a);
}

int main(void)
{
    check_random(tap_cases(60));
    check_day();
    return tap_done();
}
