/* SPDX-License-Identifier: Apache-2.0 */
/* test_sampling.c - estimates of what was sampled, and their bounds: the formula of Phaal and
 * Panchen, and how often the truth is within; which end serves. */
#include <math.h>
#include "flow/sampling.h"
#include "flow/service.h"
#include "tap.h"

/* 196 % * sqrt(1 / c): "1,000 samples of one in 400: 400,000 packets, within 6.2 %". */
static void check_formula(void)
{
    static const uint32_t counts[] = { 100, 1000, 10000, 1000000 };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        uint32_t n = 400;
        uint64_t estimate = (uint64_t)n * counts[i];
        cp_flow_bounds b =
            cp_flow_bounds_of(estimate, cp_flow_packets_variance(n, counts[i]), counts[i]);
        double want = 1.96 * sqrt(1.0 / counts[i]);
        double half = (double)(b.high - b.low) / 2 / (double)estimate;
        ok(fabs(half - want) < 0.03 * want, "%u samples: within %.3f %%, the formula says %.3f %%",
           counts[i], half * 100, want * 100);
    }
}

static void check_exact(void)
{
    cp_flow_bounds b = cp_flow_bounds_of(12345, 0, 12345);
    ok(b.low == 12345 && b.high == 12345, "all packets seen: exact");
    b = cp_flow_bounds_of(0, 0, 0);
    ok(b.low == 0 && b.high == 0, "nothing");
    b = cp_flow_bounds_of(1000, cp_flow_packets_variance(1000, 1), 1);
    ok(b.low >= 1 && b.low < 100 && b.high > 5000 && b.high < 6000,
       "one sample of one in 1000: %llu to %llu", (unsigned long long)b.low,
       (unsigned long long)b.high);
    b = cp_flow_bounds_of(UINT64_MAX, ~(cp_flow_u128)0, UINT64_MAX);
    ok(b.low == UINT64_MAX && b.high == UINT64_MAX, "what is too large to be told stays so");
    ok(cp_flow_bytes_variance(CP_FLOW_SAMPLING_MAX, 1, UINT64_MAX) >
           cp_flow_bytes_variance(CP_FLOW_SAMPLING_MAX, 1, 1000),
       "nor does a variance begin anew");
    ok(cp_flow_add(UINT64_MAX, 1) == UINT64_MAX && cp_flow_times(UINT64_MAX / 2, 3) == UINT64_MAX,
       "sums stay at the largest number");
}

/* The truth is sampled many times; how often it is within the bounds. */
static void check_covers(uint32_t n, uint32_t n_packets, double least)
{
    enum { TIMES = 2000 };
    cp_rand r = { n + n_packets };
    uint32_t n_packets_in = 0, n_bytes_in = 0, n_seen = 0;
    for (uint32_t k = 0; k < TIMES; k++) {
        uint64_t packets = 0, bytes = 0, true_bytes = 0;
        for (uint32_t i = 0; i < n_packets; i++) {
            uint64_t size = cp_rand_below(&r, 2) ? 40 + cp_rand_below(&r, 60) : 1500;
            true_bytes += size;
            if (cp_rand_below(&r, n) == 0) {
                packets++;
                bytes += size;
            }
        }
        cp_flow_bounds p =
            cp_flow_bounds_of(n * packets, cp_flow_packets_variance(n, packets), packets);
        cp_flow_bounds b =
            cp_flow_bounds_of(n * bytes, cp_flow_bytes_variance(n, packets, bytes), bytes);
        n_seen += packets > 0;
        n_packets_in += packets && n_packets >= p.low && n_packets <= p.high;
        n_bytes_in += packets && true_bytes >= b.low && true_bytes <= b.high;
    }
    ok(n_packets_in >= least * n_seen && n_bytes_in >= least * n_seen,
       "one in %u of %u packets: packets within in %.1f %%, bytes in %.1f %%", n, n_packets,
       100.0 * n_packets_in / n_seen, 100.0 * n_bytes_in / n_seen);
}

static void check_servers(void)
{
    static const struct row {
        const char *name;
        uint8_t proto;
        uint16_t sport, dport;
        uint8_t what;
        uint16_t port;
        bool is_src;
        cp_flow_server_rule rule;
    } rows[] = {
        { "to https", 6, 50000, 443, 0, 443, false, CP_FLOW_SERVER_RANGE },
        { "from https", 6, 443, 50000, 0, 443, true, CP_FLOW_SERVER_RANGE },
        { "user port and dynamic", 6, 8080, 60000, 0, 8080, true, CP_FLOW_SERVER_RANGE },
        { "two user ports", 6, 7547, 30005, 0, 7547, true, CP_FLOW_SERVER_LOWER },
        { "ntp to ntp", 17, 123, 123, 0, 123, false, CP_FLOW_SERVER_SAME },
        { "began, to a higher port", 6, 2000, 40000, CP_FLOW_BIFLOW, 40000, false,
          CP_FLOW_SERVER_BEGUN },
        { "guessed who began", 6, 2000, 40000, CP_FLOW_BIFLOW | CP_FLOW_REVERSED, 2000, true,
          CP_FLOW_SERVER_LOWER },
        { "data of ftp", 6, 20, 50000, CP_FLOW_BIFLOW, 20, true, CP_FLOW_SERVER_RANGE },
        { "echo request", 1, 0, 2048, 0, 2048, false, CP_FLOW_SERVER_SAME },
        { "gre", 47, 7, 9, 0, 0, false, CP_FLOW_SERVER_SAME },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *w = &rows[i];
        cp_flow_service s = cp_flow_service_of(w->proto, w->sport, w->dport, w->what);
        ok(s.port == w->port && s.is_src == w->is_src && s.rule == w->rule, "%s: %u, %s", w->name,
           s.port, cp_flow_server_rule_name(s.rule));
    }
}

int main(void)
{
    check_formula();
    check_exact();
    check_covers(10, 200, 0.93);
    check_covers(100, 5000, 0.93);
    check_covers(2, 50, 0.93);
    check_servers();
    return tap_done();
}
