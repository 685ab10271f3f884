/* SPDX-License-Identifier: Apache-2.0 */
/* session.h - a session of BGP as it passes on the wire: the bytes of both directions, in any
 * pieces, to routes.
 *
 *     A: OPEN KEEPALIVE UPDATE ...  -->          what A tells B, with A as the peer
 *               <--  OPEN KEEPALIVE UPDATE ...   what B tells A
 *
 * What both agreed on stands in their OPENs; where these were not seen, see guess.h. Each message
 * begins with 16 bytes of ones (RFC 4271, 4.1), so that a place to go on is found again behind what
 * was not captured.
 *
 * Told is what one says to the other, as the other gets it: ADJ_RIB_IN_PRE. A peer comes up with
 * its OPEN, and goes down with a NOTIFICATION of either or the end of the connection. */
#pragma once
#include "sources/bmp/guess.h"

#define CP_BGP_WIRE_COUNTS(X)                                                         \
    X(messages, "messages")                                                           \
    X(bad, "messages that were malformed")                                            \
    X(others, "messages of types that are not known")                                 \
    X(opens, "OPENs")                                                                 \
    X(downs, "sessions that ended")                                                   \
    X(updates_seen, "UPDATEs")                                                        \
    X(unannounced, "of them of sessions whose OPENs were not both seen")              \
    X(open, "of them that can mean several things, as nobody saw what was agreed on") \
    X(skipped, "bytes between messages that are none")
typedef struct cp_bgp_wire_counts {
#define CP_BGP_WIRE_COUNT(name, text) uint64_t name;
    CP_BGP_WIRE_COUNTS(CP_BGP_WIRE_COUNT)
#undef CP_BGP_WIRE_COUNT
    cp_bgp_update_counts updates;
} cp_bgp_wire_counts;

typedef struct cp_bgp_wire_to {
    cp_bgp_to bgp;
    void *ctx;
    void (*bad)(void *ctx, const char *what, const char *how); /* NULL: not wanted */
} cp_bgp_wire_to;

typedef struct cp_bgp_wire cp_bgp_wire;

/* Between two addresses; routes of side 0 have as peer_nr first_peer_nr, of side 1 the next. */
cp_bgp_wire *cp_bgp_wire_new(cp_arena *a, const cp_bgp_wire_to *to, const cp_ip sides[2],
                             uint32_t first_peer_nr, cp_bgp_wire_counts *n);
/* The next bytes that a side sent; is_torn: some before them are missing. record: for its
 * routes. */
CP_MUST_CHECK cp_rc cp_bgp_wire_push(cp_bgp_wire *w, int side, cp_bytes piece, bool is_torn,
                                     uint64_t record, cp_time at, cp_err *err);
/* The connection ended; of a capture that ended before it: cp_bgp_wire_stop. */
CP_MUST_CHECK cp_rc cp_bgp_wire_end(cp_bgp_wire *w, uint64_t record, cp_time at, cp_err *err);
void cp_bgp_wire_stop(cp_bgp_wire *w);

/* Could a message begin so? At least CP_BGP_HEAD_BYTES. */
bool cp_bgp_wire_looks_so(cp_bytes b);
