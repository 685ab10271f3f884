/* SPDX-License-Identifier: Apache-2.0 */
/* packets.h - for the tests of what IP carries: packets around a payload, and what a capture of
 * some packets tells, as text. */
#pragma once
#include "captured.h"

/* A raw IPv4 packet (link type 101) without checksums; src and dst: the last byte of 192.0.2.x. */
static inline cp_bytes ip_packet(cp_arena *a, uint8_t proto, uint8_t src, uint8_t dst, cp_bytes in)
{
    size_t n = 20 + in.n;
    uint8_t *p = cp_arena_alloc(a, n);
    uint8_t head[20] = { 0x45,       0,   (uint8_t)(n >> 8),
                         (uint8_t)n, 0,   0,
                         0,          0,   64,
                         proto,      0,   0,
                         192,        0,   2,
                         src,        192, 0,
                         2,          dst };
    memcpy(p, head, sizeof head);
    if (in.n)
        memcpy(p + 20, in.p, in.n);
    return (cp_bytes){ p, n };
}

static inline cp_bytes udp_packet(cp_arena *a, uint8_t src, uint16_t src_port, uint8_t dst,
                                  uint16_t dst_port, cp_bytes in)
{
    size_t n = 8 + in.n;
    uint8_t *p = cp_arena_alloc(a, n);
    uint8_t head[8] = { (uint8_t)(src_port >> 8),
                        (uint8_t)src_port,
                        (uint8_t)(dst_port >> 8),
                        (uint8_t)dst_port,
                        (uint8_t)(n >> 8),
                        (uint8_t)n,
                        0,
                        0 };
    memcpy(p, head, sizeof head);
    if (in.n)
        memcpy(p + 8, in.p, in.n);
    return ip_packet(a, 17, src, dst, (cp_bytes){ p, n });
}

static inline cp_bytes tcp_packet(cp_arena *a, uint8_t src, uint16_t src_port, uint8_t dst,
                                  uint16_t dst_port, uint32_t seq, cp_bytes in)
{
    uint8_t *p = cp_arena_alloc(a, 20 + in.n);
    uint8_t head[20] = { (uint8_t)(src_port >> 8),
                         (uint8_t)src_port,
                         (uint8_t)(dst_port >> 8),
                         (uint8_t)dst_port,
                         (uint8_t)(seq >> 24),
                         (uint8_t)(seq >> 16),
                         (uint8_t)(seq >> 8),
                         (uint8_t)seq,
                         0,
                         0,
                         0,
                         0,
                         0x50,
                         0x18 };
    memcpy(p, head, sizeof head);
    if (in.n)
        memcpy(p + 20, in.p, in.n);
    return ip_packet(a, 6, src, dst, (cp_bytes){ p, 20 + in.n });
}

/* What these packets tell, one observation a line; records_bad in *n_bad. */
static inline cp_str told_by(cp_arena *a, const cp_bytes *packets, size_t n, uint64_t *n_bad)
{
    return told_of(a, 101, packets, n, n_bad);
}
