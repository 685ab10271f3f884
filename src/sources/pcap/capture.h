/* SPDX-License-Identifier: Apache-2.0 */
/* capture.h - from the frames of one capture to observations, each distinct fact once.
 *
 *     frame -> link type -> ethertype -> [tunnels] -> IP -> UDP, TCP -> decoder -> facts ---.
 *                \-> source MAC -.                     \-> source address -.               |
 *                            [ set of MACs ]                        [ set of IPs ]   [ set of texts
 *                            ]
 *                                 `-- new: eth.src                      `-- counted      `-- new:
 *                                 the fact
 *
 * Which decoder gets what: the tables of carry.c and stream.c.
 *
 * A capture repeats itself: a fact is told with the first frame that held it. The sets are bounded;
 * what they have no room for is counted and told as a problem of the source, never silently lost.
 * Most frames touch the first two sets only and allocate nothing.
 *
 * What is whose: an Ethernet source address is a fact about that MAC and about nothing else,
 * because a router puts its own on what it forwards. An IP address and a MAC are said to belong
 * together only by those who must know: ARP, neighbour discovery (RFC 4861, hop limit 255), the
 * management addresses of LLDP and CDP, and the DHCP server's acknowledgement. */
#pragma once
#include "sources/reader.h"

enum {
    CP_CAPTURE_MACS_MAX = 1024 * 1024, /* as many as a case is built for */
    CP_CAPTURE_IPS_MAX = 1024 * 1024,
    CP_CAPTURE_FACTS_MAX = 4 * CP_CAPTURE_MACS_MAX,
};

typedef struct cp_capture cp_capture;

typedef struct cp_frame {
    cp_bytes bytes;     /* as captured */
    uint32_t wire_len;  /* on the wire; more than bytes.n when cut by the snapshot length */
    uint32_t link_type; /* LINKTYPE_ of tcpdump.org/linktypes.html */
    cp_time at;
} cp_frame;

cp_capture *cp_capture_new(cp_arena *a, const cp_obs_sink *sink, cp_source *src);
/* Counts the frame as a record of the source. Fails only if the sink does. */
CP_MUST_CHECK cp_rc cp_capture_frame(cp_capture *c, const cp_frame *f, cp_err *err);
/* The same without the short cut of scan.h: reads it in full whatever it looks like. */
CP_MUST_CHECK cp_rc cp_capture_read(cp_capture *c, const cp_frame *f, cp_err *err);
/* A record that is no frame: counted, with its number. */
void cp_capture_bad(cp_capture *c, const char *fmt, ...) CP_PRINTF(2, 3);
/* Looks at what stayed incomplete for the last time, and writes the note, the times and what
 * overflowed into the source. Fails only if the sink does. */
CP_MUST_CHECK cp_rc cp_capture_end(cp_capture *c, cp_err *err);
