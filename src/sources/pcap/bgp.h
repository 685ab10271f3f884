/* SPDX-License-Identifier: Apache-2.0 */
/* bgp.h - routes in captures: sessions of BGP (port 179), and what routers send by BMP, which is
 * known by its form on any port.
 *
 *     segments --follow.h--> bytes of a direction --session.h, bmp.h--> routes
 *
 * A connection is followed from where it begins, or from the first segment that begins with a
 * message. What was not captured is counted; behind it BGP goes on at the next message, BMP at the
 * next segment that begins with one. Not followed are connections inside of tunnels with addresses
 * of their own. */
#pragma once
#include "sources/bmp/bmp.h"
#include "sources/bmp/session.h"
#include "sources/reader.h"

enum { CP_BGP_CONNECTIONS_MAX = 4096 }; /* a router has some hundred peers, few have a thousand */

/* What cp_obs_sink.bgp is. */
typedef struct cp_bgp_heard {
    cp_bgp_to to; /* peer_nr: a number of its own for each peer of each stream of the capture */
    uint64_t sessions, routers; /* connections of BGP, and of BMP */
    uint64_t gaps;              /* in them: segments that are missing */
    uint64_t lost;              /* streams of BMP that could not be read to their end */
    uint64_t over;              /* segments of connections beyond the limit */
    cp_bmp_counts bmp;
    cp_bgp_wire_counts wire;
} cp_bgp_heard;

/* All routes of a capture, pcap or pcapng, with the frame that made each whole as its record; what
 * else it holds is not told. heard->to is the caller's, the rest is filled. src tells of frames and
 * messages that were bad. Errors: of `to`; as the readers of captures have them. */
CP_MUST_CHECK cp_rc cp_bgp_read_capture(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                                        cp_bgp_heard *heard, cp_source *src, cp_err *err);
