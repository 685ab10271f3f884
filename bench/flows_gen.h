/* SPDX-License-Identifier: Apache-2.0 */
/* flows_gen.h - made flows of a network, the same for ours and for peers: a few devices and servers
 * have most of them, as in the traces that Estan and Varghese describe (SIGCOMM 2002), each device
 * has servers of its own to which it comes back, and one flow in two is answered. Everything fits
 * into NetFlow version 5. */
#pragma once
#include "model/flow.h"

enum {
    GEN_INSIDE = 400 * 1000,  /* devices, 10.0.0.0/8 */
    GEN_OUTSIDE = 600 * 1000, /* servers, 64.0.0.0 and up */
    GEN_PEERS = 24,           /* of a device, at most */
    GEN_SPAN_S = 3600,
};
static const cp_time gen_begin = (cp_time)1790000000 * 1000000;

typedef struct gen {
    cp_rand r;
    uint64_t nr, n;
    bool is_answer;
    cp_flow last;
} gen;

/* A number below n, small ones far more often: n * u^power. */
static inline uint32_t gen_skewed(cp_rand *r, uint32_t n, int power)
{
    double u = (double)(cp_rand_u64(r) >> 11) / 9007199254740992.0, x = u;
    for (int i = 1; i < power; i++)
        x *= u;
    return (uint32_t)(x * n);
}

/* Numbers of a kind are spread over its addresses by an odd factor, so that neighbours differ. */
static inline cp_flow_addr gen_addr(bool is_inside, uint32_t i)
{
    uint32_t v = is_inside ? 10u << 24 | (i * 2654435761u & 0xffffff) : (64u << 24) + i * 1861u;
    uint8_t b[4] = { (uint8_t)(v >> 24), (uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v };
    return cp_flow_addr_of(cp_ip_v4(b));
}

static inline cp_flow gen_next(gen *g)
{
    static const uint16_t ports[] = { 443, 443, 443, 80, 53, 123, 22, 8080 };
    cp_flow f = { .sampling = CP_SAMPLING_NONE };
    uint64_t at_ms = g->nr++ * (uint64_t)GEN_SPAN_S * 1000 / g->n;
    if (g->is_answer) {
        f = g->last;
        f.src = g->last.dst;
        f.dst = g->last.src;
        f.sport = g->last.dport;
        f.dport = g->last.sport;
    } else {
        uint32_t device = gen_skewed(&g->r, GEN_INSIDE, 2);
        cp_rand peer = { (uint64_t)device << 32 | gen_skewed(&g->r, GEN_PEERS, 2) };
        f.src = gen_addr(true, device);
        f.dst = gen_addr(false, gen_skewed(&peer, GEN_OUTSIDE, 4));
        f.sport = (uint16_t)(32768 + cp_rand_below(&g->r, 28000));
        f.dport = ports[cp_rand_below(&g->r, sizeof ports / sizeof *ports)];
        f.proto = f.dport == 53 || f.dport == 123 ? 17 : 6;
        f.tcp_flags = f.proto == 6 ? 0x1b : 0;
    }
    f.packets = 1 + (1u << cp_rand_below(&g->r, 11)) / (1 + cp_rand_below(&g->r, 8));
    f.bytes = f.packets * (40 + cp_rand_below(&g->r, 1400));
    f.at = gen_begin + (cp_time)at_ms * 1000;
    f.span_us = (uint64_t)cp_rand_below(&g->r, 60000) * 1000;
    g->is_answer = !g->is_answer && cp_rand_below(&g->r, 2);
    g->last = f;
    return f;
}
