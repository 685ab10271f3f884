/* SPDX-License-Identifier: Apache-2.0 */
/* scan.h - the frames that say nothing: TCP and UDP from a sender that was seen before,
 * with nothing in it where a message that somebody reads could begin.
 *
 * Nine frames in ten are such, and this is all that they cost: some comparisons and one look-up. A
 * frame that is the least bit unusual is CP_SCAN_FULL, so that what is told does not depend on this
 * file; a test compares both ways over every frame of the corpora.
 *
 * Senders are remembered as pairs of MAC and IP address, and what SYNs tell of them, by a hash of
 * 61 bits whose key nobody else knows. The memory is bounded and forgets everything when it is
 * full: a sender is seen once too often, never too seldom. Of each pair the first CP_SCAN_FIRST
 * frames are seen, so that who was heard only once is known, copies of mirrors aside (senders.h).
 * Each thread has a memory of its own. */
#pragma once
#include <string.h>
#include "base/arena.h"
#include "base/str.h"

/* LINKTYPE_ values of tcpdump.org/linktypes.html, of what is scanned. */
enum {
    CP_LINK_ETHERNET = 1,
    CP_LINK_RAW = 101,
    CP_LINK_SLL = 113,
    CP_LINK_IPV4 = 228,
    CP_LINK_IPV6 = 229,
    CP_LINK_SLL2 = 276,
};

typedef enum cp_scan_class {
    CP_SCAN_FULL,     /* has to be read */
    CP_SCAN_PLAIN4,   /* IPv4: nothing but its sender, if that is not known yet */
    CP_SCAN_PLAIN6,   /* IPv6: the same */
    CP_SCAN_SEGMENT4, /* nothing, unless it belongs to a message that is being put together */
    CP_SCAN_SEGMENT6,
    CP_SCAN_SYN4, /* nothing but how a connection begins */
    CP_SCAN_SYN6,
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

enum {
    CP_SCAN_PAIRS_LOG = 17, /* at most */
    CP_SCAN_PAIRS_MAX = 1 << (CP_SCAN_PAIRS_LOG - 1),
    CP_SCAN_FIRST = 3,
    CP_SCAN_COUNT_MASK = 7,
    CP_SCAN_SYN = 2,    /* flag of TCP */
    CP_SCAN_ECN = 0xc0, /* flags of which no form is made (RFC 3168, 6.1.1) */
};

typedef struct cp_scan {
    const cp_scan_signs *signs;
    uint64_t *pairs; /* hash, and in its low bits how often; 0: free */
    cp_arena **own;  /* holds them; freed with the arena of the scan */
    uint32_t n_pairs, mask, shift;
    uint64_t k[3]; /* the key of the hash */
} cp_scan;

cp_scan cp_scan_new(cp_arena *a, const cp_scan_signs *signs);
/* The pair is not there; makes room for it if need be and puts it there. */
void cp_scan_put_pair(cp_scan *s, uint64_t pair);

typedef struct cp_scanned {
    cp_scan_class class;
    bool is_known; /* its MAC and outer IP address were read before */
    uint16_t tag;  /* of a segment: of its direction of the connection (cp_scan_tag) */
} cp_scanned;

static inline uint32_t cp_scan_be16(const uint8_t *p) { return (uint32_t)p[0] << 8 | p[1]; }

static inline uint32_t cp_scan_be32(const uint8_t *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return __builtin_bswap32(v);
}

static inline uint64_t cp_scan_be64(const uint8_t *p)
{
    return (uint64_t)cp_scan_be32(p) << 32 | cp_scan_be32(p + 4);
}

static inline uint64_t cp_scan_be48(const uint8_t *p)
{
    return (uint64_t)cp_scan_be16(p) << 32 | cp_scan_be32(p + 2);
}

/* Hashes of a MAC and an address of either version: room for the count, and not 0. */
static inline uint64_t cp_scan_pair_of(uint64_t hash)
{
    return (hash & ~(uint64_t)CP_SCAN_COUNT_MASK) | (CP_SCAN_COUNT_MASK + 1);
}

static inline uint64_t cp_scan_pair4(const cp_scan *s, const uint8_t *mac, const uint8_t *ip)
{
    return cp_scan_pair_of(cp_fold64(cp_scan_be48(mac) ^ s->k[0], cp_scan_be32(ip) ^ s->k[1]));
}

static inline uint64_t cp_scan_pair6(const cp_scan *s, const uint8_t *mac, const uint8_t *ip)
{
    uint64_t h = cp_fold64(cp_scan_be48(mac) ^ s->k[1], cp_scan_be64(ip) ^ s->k[2]);
    return cp_scan_pair_of(cp_fold64(h ^ s->k[0], cp_scan_be64(ip + 8) ^ s->k[1]));
}

/* Did this sender send CP_SCAN_FIRST frames before? Remembers this one. */
static inline bool cp_scan_is_known(cp_scan *s, uint64_t pair)
{
    for (uint32_t i = (uint32_t)(pair >> s->shift);; i = (i + 1) & s->mask) {
        if (s->pairs[i] == pair + CP_SCAN_FIRST)
            return true;
        if (s->pairs[i] == 0) {
            cp_scan_put_pair(s, pair + 1);
            return false;
        }
        if ((s->pairs[i] & ~(uint64_t)CP_SCAN_COUNT_MASK) == pair) {
            s->pairs[i]++;
            return false;
        }
    }
}

/* Of one direction of a TCP connection, so that most segments need not be asked about further; by
 * the last four bytes of both addresses and the ports. */
static inline uint16_t cp_scan_tag(const uint8_t *src_end, const uint8_t *dst_end, uint32_t ports)
{
    uint64_t v = (uint64_t)cp_scan_be32(src_end - 4) * 0x9e3779b97f4a7c15u;
    v += (uint64_t)cp_scan_be32(dst_end - 4) * 0xd6e8feb86659fd93u;
    v += (uint64_t)ports * 0xa0761d6478bd642fu;
    return (uint16_t)(v >> 48);
}

/* t: the TCP segment, as long as the packet says. */
static inline bool cp_scan_segment(const cp_scan_signs *g, const uint8_t *t, size_t n,
                                   cp_scan_class plain, cp_scan_class *out)
{
    enum { FIN_RST = 5 };
    if (n < 20)
        return false;
    size_t head = (size_t)(t[12] >> 4) * 4;
    if (head < 20 || head > n)
        return false;
    if (t[13] & CP_SCAN_SYN) { /* where a connection begins is remembered, and how is told */
        *out = plain + (CP_SCAN_SYN4 - CP_SCAN_PLAIN4);
        return (t[13] & ~CP_SCAN_ECN) == CP_SCAN_SYN && n == head;
    }
    *out = n == head && !(t[13] & FIN_RST) ? plain : plain + (CP_SCAN_SEGMENT4 - CP_SCAN_PLAIN4);
    if (n == head)
        return true;
    return !cp_scan_has(g->first, t[head]) && !cp_scan_has(g->ports, cp_scan_be16(t)) &&
           !cp_scan_has(g->ports, cp_scan_be16(t + 2));
}

/* NetFlow, IPFIX or sFlow, by their versions: cp_flow_wire_may_begin, which is asked again of what
 * this lets through. */
static inline bool cp_scan_may_be_flow(const uint8_t *p)
{
    return p[0] == 0 && (p[1] == 0 || p[1] == 5 || p[1] == 9 || p[1] == 10);
}

static inline bool cp_scan_datagram(const cp_scan_signs *g, const uint8_t *u, size_t n,
                                    cp_scan_class plain, cp_scan_class *out)
{
    *out = plain;
    uint32_t src = cp_scan_be16(u), dst = cp_scan_be16(u + 2);
    return n >= 8 && cp_scan_be16(u + 4) >= 8 && !cp_scan_has(g->udp_ports, src) &&
           !cp_scan_has(g->udp_ports, dst) &&
           (n == 8 || ((n == 9 || !cp_scan_may_be_flow(u + 8)) &&
                       (!cp_scan_is_hello(u[8]) ||
                        (!cp_scan_has(g->hello_ports, src) && !cp_scan_has(g->hello_ports, dst)))));
}

enum { CP_SCAN_TCP = 6, CP_SCAN_UDP = 17 };

static inline bool cp_scan_is_transport(uint8_t proto)
{
    return proto == CP_SCAN_TCP || proto == CP_SCAN_UDP;
}

static inline bool cp_scan_payload(const cp_scan_signs *g, uint8_t proto, const uint8_t *p,
                                   size_t n, cp_scan_class plain, cp_scan_class *out)
{
    return proto == CP_SCAN_TCP   ? cp_scan_segment(g, p, n, plain, out)
           : proto == CP_SCAN_UDP ? cp_scan_datagram(g, p, n, plain, out)
                                  : false;
}

/* What a frame is, without looking for its sender yet. */
typedef struct cp_scan_guess {
    cp_scanned scanned;
    bool is_bare;  /* no Ethernet: while its sender is not known it has to be read */
    uint64_t pair; /* 0: not a packet that is looked at here */
} cp_scan_guess;

/* Where the packet begins, who sent it (6 bytes), and its ethertype; 0: it is not looked at. */
typedef struct cp_scan_packet {
    const uint8_t *p, *mac;
    uint32_t type;
} cp_scan_packet;

static inline cp_scan_packet cp_scan_ethernet(cp_bytes f)
{
    enum { HEAD = 14, TAG = 4 };
    cp_scan_packet x = { f.p + HEAD, f.p + 6, cp_scan_be16(f.p + 12) };
    for (int tags = 0; tags < 2 && (x.type == 0x8100 || x.type == 0x88a8); tags++) {
        x.type = cp_scan_be16(x.p + 2);
        x.p += TAG;
    }
    return x;
}

/* Linux's cooked capture of Ethernet devices, both versions, and packets without anything. */
static inline cp_scan_packet cp_scan_bare(cp_bytes f, uint32_t link_type)
{
    static const uint8_t nobody[6];
    switch (link_type) {
    case CP_LINK_SLL:
        if (cp_scan_be32(f.p + 2) == 0x00010006)
            return (cp_scan_packet){ f.p + 16, f.p + 6, cp_scan_be16(f.p + 14) };
        break;
    case CP_LINK_SLL2:
        if (cp_scan_be16(f.p + 8) == 1 && f.p[11] == 6)
            return (cp_scan_packet){ f.p + 20, f.p + 12, cp_scan_be16(f.p) };
        break;
    case CP_LINK_RAW:
    case CP_LINK_IPV4:
    case CP_LINK_IPV6: return (cp_scan_packet){ f.p, nobody, f.p[0] >> 4 == 4 ? 0x0800 : 0x86dd };
    default: break;
    }
    return (cp_scan_packet){ f.p, nobody, 0 };
}

/* f: a whole frame, or what was kept of it. */
static inline cp_scan_guess cp_scan_look(const cp_scan *s, cp_bytes f, uint32_t link_type)
{
    enum { LINK_BYTES_MAX = 22, IP4 = 20, IP6 = 40, UDP = 8 };
    cp_scan_guess g = { { CP_SCAN_FULL, false, 0 }, link_type != CP_LINK_ETHERNET, 0 };
    cp_scan_class class;
    if (f.n < LINK_BYTES_MAX + IP4 + UDP)
        return g;
    cp_scan_packet x = g.is_bare ? cp_scan_bare(f, link_type) : cp_scan_ethernet(f);
    const uint8_t *p = x.p, *t;
    if (x.mac[0] & 1) /* no station has the address of a group */
        return g;
    size_t left = f.n - (size_t)(p - f.p), head, length;
    uint8_t proto;
    if (x.type == 0x0800 && p[0] == 0x45 && !(cp_scan_be16(p + 6) & 0x3fff)) {
        head = IP4;
        length = cp_scan_be16(p + 2);
        if (length < IP4 && length > 0) /* of what is faulty no address is counted */
            return g;
        g.pair = cp_scan_pair4(s, x.mac, p + 12);
        proto = p[9];
        class = CP_SCAN_PLAIN4;
    } else if (x.type == 0x86dd && p[0] >> 4 == 6 && left >= IP6 + UDP &&
               cp_scan_is_transport(p[6])) { /* a chain of headers may be faulty */
        g.pair = cp_scan_pair6(s, x.mac, p + 8);
        head = IP6;
        length = cp_scan_be16(p + 4) + (size_t)IP6;
        proto = p[6];
        class = CP_SCAN_PLAIN6;
    } else {
        return g;
    }
    if (length < left && length > head)
        left = length;
    t = p + head;
    if (length <= head || !cp_scan_payload(s->signs, proto, t, left - head, class, &class))
        return g;
    g.scanned.class = class;
    if (class >= CP_SCAN_SEGMENT4)
        g.scanned.tag = cp_scan_tag(head == IP4 ? t - 4 : t - 16, t, cp_scan_be32(t));
    return g;
}

/* Looks for the sender, and remembers it. Behind it a SYN is for cp_scan_syn. */
static inline cp_scanned cp_scan_decide(cp_scan *s, cp_scan_guess g)
{
    g.scanned.is_known = g.pair && cp_scan_is_known(s, g.pair);
    if (g.is_bare && !g.scanned.is_known)
        g.scanned.class = CP_SCAN_FULL;
    return g.scanned;
}

/* A SYN of a known sender that tells nothing (see cp_capture_syn), or of which the same was seen
 * before of this sender, becomes plain. f: the frame that was looked at. */
cp_scanned cp_scan_syn(cp_scan *s, cp_scanned x, cp_bytes f, uint32_t link_type);
static inline bool cp_scan_is_syn(cp_scanned s) { return s.class >= CP_SCAN_SYN4; }
/* Is it for cp_scan_syn? The first frames of a sender are read anyway, and most SYNs are such. */
static inline bool cp_scan_may_repeat(cp_scanned s) { return s.is_known && cp_scan_is_syn(s); }

/* Nothing at all is to be done but to count it. */
static inline bool cp_scan_is_nothing(cp_scanned s)
{
    return s.is_known && (s.class == CP_SCAN_PLAIN4 || s.class == CP_SCAN_PLAIN6);
}

static inline void cp_scan_fetch(const cp_scan *s, cp_scan_guess g)
{
    __builtin_prefetch(&s->pairs[g.pair >> s->shift]);
}
