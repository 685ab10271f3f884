/* SPDX-License-Identifier: Apache-2.0 */
/* sampling.h - what a volume is estimated to be that only a sample of its packets was seen of, and
 * how far off that may be.
 *
 * One packet in N is taken, at random (or in turn, which is taken for random: RFC 5475, 5). A flow
 * of p taken packets and b bytes then stands for N p packets and N b bytes: the estimator of
 * Horvitz and Thompson, which Duffield recommends (Sampling for passive internet measurement: a
 * review, Statistical Science 19(3), 2004, section 4). Its variance is estimated without bias by
 *
 *     packets: sum of N (N - 1) p        bytes: sum of N (N - 1) s^2 over the taken packets
 *
 * Of one N, large, and c packets in all, 1.96 standard deviations of the first are 196 % *
 * sqrt(1 / c) of the estimate: the formula of Phaal and Panchen (Packet Sampling Basics, sFlow.org,
 * 2002). The size s of a packet is not told, only that of all in the flow; s^2 is at most s times
 * the largest, and exactly b^2 of a single one, so that a bound for bytes is rather too wide. With
 * N = 1 both are 0: what was told is exact. */
#pragma once
#include "model/flow.h"

typedef struct cp_flow_bounds {
    uint64_t low, high;
} cp_flow_bounds;

/* What one flow adds to the variances; n > 1. Saturates. */
cp_flow_u128 cp_flow_packets_variance(uint32_t n, uint64_t packets);
cp_flow_u128 cp_flow_bytes_variance(uint32_t n, uint64_t packets, uint64_t bytes);

/* Bounds at 95 % of an estimate; not below told, which was seen. They are those of a Poisson count
 * of as many samples as the variance stands for (limits of Wilson and Hilferty), which for many is
 * estimate +- 1.96 standard deviations and for few is as lopsided as it has to be. */
cp_flow_bounds cp_flow_bounds_of(uint64_t estimate, cp_flow_u128 variance, uint64_t told);

/* The sum, or the largest number where it is larger: in whatever order, the same. */
static inline uint64_t cp_flow_add(uint64_t x, uint64_t y)
{
    return x + y < x ? UINT64_MAX : x + y;
}
static inline uint64_t cp_flow_times(uint64_t x, uint32_t n)
{
    uint64_t out;
    return __builtin_mul_overflow(x, (uint64_t)n, &out) ? UINT64_MAX : out;
}
static inline cp_flow_u128 cp_flow_times_wide(cp_flow_u128 x, cp_flow_u128 y)
{
    return y && x > ~(cp_flow_u128)0 / y ? ~(cp_flow_u128)0 : x * y;
}
static inline cp_flow_u128 cp_flow_add_wide(cp_flow_u128 x, cp_flow_u128 y)
{
    return x + y < x ? ~(cp_flow_u128)0 : x + y;
}
