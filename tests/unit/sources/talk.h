/* SPDX-License-Identifier: Apache-2.0 */
/* talk.h - for the tests of what connections tell: lines of a conversation become frames.
 *
 *     "C:GET / HTTP/1.1\r\n"    the client, 192.0.2.1, from port 40000
 *     "S:HTTP/1.1 200 OK\r\n"   the server, 192.0.2.2
 *
 * Each is one segment of TCP, or one datagram of UDP; "s:" and "c:" do not begin where the last one
 * of that side ended, as if segments had been lost. A text may end in a NUL, not hold one. Frames
 * are IP alone, or Ethernet, which takes the short cut of scan.h. */
#pragma once
#include "frames.h"
#include "sources/pcap/capture.h"

typedef struct talk {
    cp_arena *a;
    cp_capture *c;
    told t;
    cp_obs_sink sink;
    cp_source src;
    uint16_t port; /* of the server */
    bool is_udp, is_ethernet;
    uint32_t seq[2];
    uint8_t flags; /* of TCP */
} talk;

static inline talk *talk_new(cp_arena *a, uint16_t port, bool is_udp)
{
    talk *k = CP_NEW(a, talk);
    k->a = a;
    k->port = port;
    k->is_udp = is_udp;
    k->seq[0] = 1000;
    k->seq[1] = 5000;
    k->flags = 0x18; /* ACK, PSH */
    k->t.b = cp_buf_new(a);
    k->sink = (cp_obs_sink){ &k->t, tell_obs, tell_link };
    k->c = cp_capture_new(a, &k->sink, &k->src);
    return k;
}

static inline void put_u16(uint8_t *p, size_t v)
{
    p[0] = (uint8_t)(v >> 8);
    p[1] = (uint8_t)v;
}

static inline void talk_say(talk *k, bool is_server, cp_bytes said)
{
    enum { ETHERNET_MIN = 60 }; /* without the checksum: padded */
    size_t head = k->is_udp ? 8 : 20, eth = k->is_ethernet ? 14 : 0;
    size_t n = eth + 20 + head + said.n, padded = eth && n < ETHERNET_MIN ? ETHERNET_MIN : n;
    uint8_t *frame = cp_arena_alloc(k->a, padded), *p = frame + eth, *h = p + 20;
    if (eth)
        memcpy(frame,
               (const uint8_t[]){ 0, 0, 0x5e, 0, 0x53, is_server ? 1 : 2, 0, 0, 0x5e, 0, 0x53,
                                  is_server ? 2 : 1, 8, 0 },
               eth);
    p[0] = 0x45;
    put_u16(p + 2, 20 + head + said.n);
    p[8] = 64;
    p[9] = k->is_udp ? 17 : 6;
    memcpy(p + 12, (const uint8_t[]){ 192, 0, 2, is_server ? 2 : 1 }, 4);
    memcpy(p + 16, (const uint8_t[]){ 192, 0, 2, is_server ? 1 : 2 }, 4);
    put_u16(h, is_server ? k->port : 40000);
    put_u16(h + 2, is_server ? 40000 : k->port);
    if (k->is_udp) {
        put_u16(h + 4, 8 + said.n);
    } else {
        put_u16(h + 4, k->seq[is_server] >> 16);
        put_u16(h + 6, k->seq[is_server] & 0xffff);
        put_u16(h + 8, k->seq[!is_server] >> 16);
        put_u16(h + 10, k->seq[!is_server] & 0xffff);
        h[12] = 0x50;
        h[13] = k->flags;
        k->seq[is_server] += (uint32_t)said.n;
    }
    if (said.n)
        memcpy(h + head, said.p, said.n);
    cp_frame f = { { frame, padded }, (uint32_t)padded, eth ? 1 : 101, 1 };
    if (cp_capture_frame(k->c, &f, NULL) != CP_OK)
        ok(false, "a frame is taken");
}

/* The server's SYN, ACK: its first byte is the next. */
static inline void talk_answer(talk *k)
{
    k->flags = 0x12;
    talk_say(k, true, (cp_bytes){ NULL, 0 });
    k->flags = 0x18;
    k->seq[1]++;
}

static inline void talk_line(talk *k, const char *line)
{
    bool is_server = (line[0] | 0x20) == 's';
    if (line[0] == 's' || line[0] == 'c')
        k->seq[is_server] += 100000;
    talk_say(k, is_server, cp_bytes_of_str(cp_str_c(line + 2)));
}

/* What was told, a line each: frame, kind, value, subject. */
static inline cp_str talk_end(talk *k)
{
    if (cp_capture_end(k->c, NULL) != CP_OK)
        ok(false, "the end is taken");
    return cp_buf_str(&k->t.b);
}
