/* SPDX-License-Identifier: Apache-2.0 */
/* sampling.c - see sampling.h. */
#include "flow/sampling.h"
#include <math.h>

enum { USUAL_MTU = 1500, LARGEST_PACKET = 65535 };

cp_flow_u128 cp_flow_packets_variance(uint32_t n, uint64_t packets)
{
    return (cp_flow_u128)n * (n - 1) * packets; /* at most 2^48 * 2^64 */
}

cp_flow_u128 cp_flow_bytes_variance(uint32_t n, uint64_t packets, uint64_t bytes)
{
    cp_flow_u128 weight = (cp_flow_u128)n * (n - 1), squares;
    uint64_t each = packets ? bytes / packets : bytes;
    if (packets <= 1 && bytes <= LARGEST_PACKET)
        squares = (cp_flow_u128)bytes * bytes;
    else
        squares = (cp_flow_u128)bytes * (each < USUAL_MTU ? USUAL_MTU : LARGEST_PACKET);
    return squares > ~(cp_flow_u128)0 / weight ? ~(cp_flow_u128)0 : squares * weight;
}

static uint64_t as_u64(double x)
{
    return x <= 0 ? 0 : x >= 18446744073709549568.0 ? UINT64_MAX : (uint64_t)x;
}

cp_flow_bounds cp_flow_bounds_of(uint64_t estimate, cp_flow_u128 variance, uint64_t told)
{
    const double z = 1.96;
    if (!variance || !estimate)
        return (cp_flow_bounds){ estimate, estimate };
    /* As many Poisson events, each of the same size, have this mean and this variance. */
    double mean = (double)estimate, events = mean * mean / (double)variance;
    double below = 1 - 1 / (9 * events) - z / (3 * sqrt(events));
    double above = 1 - 1 / (9 * (events + 1)) + z / (3 * sqrt(events + 1));
    double low = below > 0 ? mean * below * below * below : 0;
    double high = mean / events * (events + 1) * above * above * above;
    cp_flow_bounds b = { as_u64(floor(low)), as_u64(ceil(high)) };
    b.low = b.low < told ? told : b.low;
    b.high = b.high < b.low ? b.low : b.high;
    return b;
}
