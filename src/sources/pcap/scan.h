/* SPDX-License-Identifier: Apache-2.0 */
/* scan.h - the frames that say nothing: TCP and UDP on Ethernet between addresses that were seen
 * before, with nothing in it where a message that somebody reads could begin.
 *
 * Nine frames in ten are such, and this is all that they cost: some comparisons and two look-ups. A
 * frame that is the least bit unusual is CP_SCAN_FULL, so that what is told does not depend on this
 * file; a test compares both ways over every frame of the corpora. */
#pragma once
#include <string.h>
#include "sources/pcap/seen.h"

typedef enum cp_scan_class {
    CP_SCAN_FULL,     /* has to be read */
    CP_SCAN_PLAIN4,   /* IPv4: nothing */
    CP_SCAN_PLAIN6,   /* IPv6: nothing */
    CP_SCAN_SEGMENT4, /* nothing, unless it belongs to a message that is being put together */
    CP_SCAN_SEGMENT6,
} cp_scan_class;

/* What may begin a message of TCP: a bit for each first byte of those that are known by it, and for
 * each port, of either side, whose messages are read whatever they begin with; and the ports of UDP
 * that somebody reads, all datagrams or only those that cp_scan_is_hello. Filled by stream.c and
 * carry.c. */
typedef struct cp_scan_signs {
    uint64_t first[256 / 64], ports[65536 / 64], udp_ports[65536 / 64], hello_ports[65536 / 64];
} cp_scan_signs;

/* Can a connection over UDP begin so: with a long header of QUIC, a handshake record of DTLS? */
static inline bool cp_scan_is_hello(uint8_t first) { return first >= 0xc0 || first == 22; }

static inline bool cp_scan_has(const uint64_t *bits, uint32_t i)
{
    return bits[i / 64] >> i % 64 & 1;
}
static inline void cp_scan_put(uint64_t *bits, uint32_t i) { bits[i / 64] |= 1ull << i % 64; }

typedef struct cp_scan {
    const cp_seen *macs, *ips; /* keys as cp_scan_mac and cp_scan_ip make them */
    const cp_scan_signs *signs;
} cp_scan;

static inline uint32_t cp_scan_be16(const uint8_t *p) { return (uint32_t)p[0] << 8 | p[1]; }

/* The keys of a MAC and of an address in the sets of a capture; never 0. */
static inline uint64_t cp_scan_mac(const uint8_t *p)
{
    return ((uint64_t)cp_scan_be16(p) << 32 | (uint64_t)cp_scan_be16(p + 2) << 16 |
            cp_scan_be16(p + 4)) |
           (uint64_t)1 << 48;
}

static inline uint64_t cp_scan_ip4(const uint8_t *p)
{
    return (uint64_t)1 << 32 | (uint64_t)cp_scan_be16(p) << 16 | cp_scan_be16(p + 2);
}

static inline uint64_t cp_scan_ip6(const uint8_t *p, uint64_t secret)
{
    return cp_hash((cp_str){ (const char *)p, 16 }, secret) | (uint64_t)1 << 63;
}

/* t: the TCP segment, as long as the packet says. */
static inline bool cp_scan_segment(const cp_scan_signs *g, const uint8_t *t, size_t n,
                                   cp_scan_class plain, cp_scan_class *out)
{
    enum { FIN_RST = 5, SYN_ACK = 0x12 };
    if (n < 20 || (t[13] & SYN_ACK) == SYN_ACK) /* where a connection begins is remembered */
        return false;
    size_t head = (size_t)(t[12] >> 4) * 4;
    if (head < 20 || head > n)
        return false;
    *out = n == head && !(t[13] & FIN_RST) ? plain : plain + (CP_SCAN_SEGMENT4 - CP_SCAN_PLAIN4);
    if (n == head)
        return true;
    return !cp_scan_has(g->first, t[head]) && !cp_scan_has(g->ports, cp_scan_be16(t)) &&
           !cp_scan_has(g->ports, cp_scan_be16(t + 2));
}

static inline bool cp_scan_datagram(const cp_scan_signs *g, const uint8_t *u, size_t n,
                                    cp_scan_class plain, cp_scan_class *out)
{
    *out = plain;
    uint32_t src = cp_scan_be16(u), dst = cp_scan_be16(u + 2);
    return n >= 8 && cp_scan_be16(u + 4) >= 8 && !cp_scan_has(g->udp_ports, src) &&
           !cp_scan_has(g->udp_ports, dst) &&
           (n == 8 || !cp_scan_is_hello(u[8]) ||
            (!cp_scan_has(g->hello_ports, src) && !cp_scan_has(g->hello_ports, dst)));
}

static inline bool cp_scan_payload(const cp_scan_signs *g, uint8_t proto, const uint8_t *p,
                                   size_t n, cp_scan_class plain, cp_scan_class *out)
{
    enum { TCP = 6, UDP = 17 };
    return proto == TCP   ? cp_scan_segment(g, p, n, plain, out)
           : proto == UDP ? cp_scan_datagram(g, p, n, plain, out)
                          : false;
}

/* f: a whole Ethernet frame, or what was kept of it. */
static inline cp_scan_class cp_scan_frame(const cp_scan *s, cp_bytes f)
{
    enum { HEAD = 14, TAG = 4 };
    cp_scan_class c = CP_SCAN_FULL;
    if (f.n < HEAD + TAG + 40)
        return c;
    const uint8_t *p = f.p + HEAD;
    uint32_t type = cp_scan_be16(f.p + 12);
    if (type == 0x8100) {
        type = cp_scan_be16(f.p + 16);
        p += TAG;
    }
    size_t left = f.n - (size_t)(p - f.p);
    bool is_boring = false;
    if (type == 0x0800 && p[0] == 0x45 && !(cp_scan_be16(p + 6) & 0x3fff)) {
        size_t length = cp_scan_be16(p + 2);
        if (length < left && length > 20)
            left = length;
        is_boring = length > 20 &&
                    cp_scan_payload(s->signs, p[9], p + 20, left - 20, CP_SCAN_PLAIN4, &c) &&
                    cp_seen_has(s->ips, cp_scan_ip4(p + 12));
    } else if (type == 0x86dd && p[0] >> 4 == 6 && left > 40) {
        size_t length = cp_scan_be16(p + 4) + 40u;
        if (length < left)
            left = length;
        is_boring = length > 40 &&
                    cp_scan_payload(s->signs, p[6], p + 40, left - 40, CP_SCAN_PLAIN6, &c) &&
                    cp_seen_has(s->ips, cp_scan_ip6(p + 8, s->ips->k));
    }
    return is_boring && cp_seen_has(s->macs, cp_scan_mac(f.p + 6)) ? c : CP_SCAN_FULL;
}
