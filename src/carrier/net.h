/* SPDX-License-Identifier: Apache-2.0 */
/* net.h - prefixes of both versions in one order: an address of 128 bits, of version 4 as
 * ::ffff:a.b.c.d, with the length counted in these. */
#pragma once
#include "model/flow.h"

enum { CP_NET_BITS_V4 = 96 };

static inline bool cp_net_is_v4(const cp_flow_addr *net, uint8_t bits)
{
    static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
    return bits >= CP_NET_BITS_V4 && memcmp(net->b, mapped, sizeof mapped) == 0;
}

/* Of version 4 first, then by address, and the shorter before what is within it. */
static inline int cp_net_order(const cp_flow_addr *a, uint8_t a_bits, const cp_flow_addr *b,
                               uint8_t b_bits)
{
    bool a_v4 = cp_net_is_v4(a, a_bits), b_v4 = cp_net_is_v4(b, b_bits);
    if (a_v4 != b_v4)
        return a_v4 ? -1 : 1;
    int c = memcmp(a->b, b->b, sizeof a->b);
    return c ? c : (int)a_bits - (int)b_bits;
}

/* A number that does not contradict the order (base/sort.h). */
static inline uint64_t cp_net_key(const cp_flow_addr *net, uint8_t bits)
{
    bool is_v4 = cp_net_is_v4(net, bits);
    uint64_t key = 0;
    for (int i = 0; i < 8; i++)
        key = key << 8 | (is_v4 ? (i < 4 ? net->b[12 + i] : 0) : net->b[i]);
    return is_v4 ? key >> 1 : key >> 1 | UINT64_C(1) << 63;
}

/* Is `of` within it, or the same? */
static inline bool cp_net_covers(const cp_flow_addr *net, uint8_t bits, const cp_flow_addr *of,
                                 uint8_t of_bits)
{
    uint32_t whole = bits / 8u, rest = bits % 8u;
    if (bits > of_bits || cp_net_is_v4(net, bits) != cp_net_is_v4(of, of_bits) ||
        memcmp(net->b, of->b, whole) != 0)
        return false;
    return rest == 0 || ((net->b[whole] ^ of->b[whole]) & (uint8_t)(0xff00 >> rest)) == 0;
}
