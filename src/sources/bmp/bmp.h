/* SPDX-License-Identifier: Apache-2.0 */
/* bmp.h - what a router says of its BGP sessions, by the BGP Monitoring Protocol: bytes of its
 * stream, in any pieces, to routes and to what it says of itself.
 *
 *     version 3 | length 4 | type | per-peer header 42 | body          RFC 7854, 4
 *     Initiation  Peer Up(OPEN, OPEN)  Route Monitoring(UPDATE)*  Peer Down  ...  Termination
 *
 * Tables of routers before and after their policies, towards both sides (RFC 8671), and their own
 * (RFC 9069). Statistics and mirrored messages are counted and passed over: the former say nothing
 * of a route, and what the latter repeat comes as a route too. So are messages of version 4 (a
 * draft, draft-ietf-grow-bmp-tlv, whose numbers still move) and of types that are not known.
 *
 * How UPDATEs are written is told by the flags and the OPENs of Peer Up; without those, or where
 * they contradict each other, as guess.h says. A path that a router extends by its own AS (some do
 * so to what they received, github.com/FRRouting/frr/pull/21815) is handed on as it is told, and
 * counted.
 *
 * Nothing in the stream tells where a message begins but the length of the one before: where that
 * cannot be, the stream is lost from there on. */
#pragma once
#include "sources/bmp/guess.h"

enum {
    /* Peer Up has two messages of BGP, of at most 64 KiB each (RFC 8654), and some text behind. */
    CP_BMP_MESSAGE_BYTES_MAX = 256 * 1024,
    CP_BMP_PEERS_MAX = 16 * 1024, /* of a router; of VPNs each instance has its own */
    CP_BMP_TEXT_MAX = 4096,       /* RFC 7854, 4.4 wants no limit; a banner is far shorter */
};

#define CP_BMP_COUNTS(X)                                                              \
    X(messages, "messages")                                                           \
    X(others, "messages of other versions or types")                                  \
    X(bad, "messages that were malformed")                                            \
    X(early, "messages before the router said who it is")                             \
    X(initiations, "times that the router began")                                     \
    X(terminations, "times that the router ended")                                    \
    X(ups, "peers that came up")                                                      \
    X(downs, "peers that went down")                                                  \
    X(statistics, "statistics")                                                       \
    X(mirrored, "messages that were mirrored")                                        \
    X(monitored, "messages of BGP")                                                   \
    X(unannounced, "of them of peers that never came up")                             \
    X(open, "of them that can mean several things, as nobody saw what was agreed on") \
    X(misflagged, "of them written with another width of AS than their flag says")    \
    X(prepended, "routes that a router received, with its own AS before the peer's")  \
    X(peers_over, "messages of peers beyond the limit")
typedef struct cp_bmp_counts {
#define CP_BMP_COUNT(name, text) uint64_t name;
    CP_BMP_COUNTS(CP_BMP_COUNT)
#undef CP_BMP_COUNT
    cp_bgp_update_counts updates;
} cp_bmp_counts;

typedef enum cp_bmp_fact {
    CP_BMP_SYS_DESCR,   /* of the router */
    CP_BMP_SYS_NAME,    /* of the router */
    CP_BMP_FREE_TEXT,   /* of the router, or a peer */
    CP_BMP_TABLE_NAME,  /* of a peer: the VRF or table that it stands for (RFC 9069, 5.2.1) */
    CP_BMP_ADMIN_LABEL, /* of a peer (RFC 8671, 6.3.1) */
    CP_BMP_PEER_HOST,   /* of a peer: what it calls itself in its OPEN */
    CP_BMP_ENDED,       /* of the router: why it ends the stream, in words */
} cp_bmp_fact;

typedef struct cp_bmp_said {
    cp_bmp_fact fact;
    cp_str text;             /* as it stands there; at most CP_BMP_TEXT_MAX; views, as routes are */
    const cp_bgp_peer *peer; /* NULL: of the router */
    uint64_t record;
    cp_time at;
} cp_bmp_said;

typedef struct cp_bmp_to {
    cp_bgp_to bgp;
    void *ctx;
    /* NULL: not wanted. An error ends the reading. */
    cp_rc (*said)(void *ctx, const cp_bmp_said *x, cp_err *err);
    /* NULL: not wanted. A message that is malformed: its number, what, and how. */
    void (*bad)(void *ctx, uint64_t record, const char *what, const char *how);
} cp_bmp_to;

typedef struct cp_bmp cp_bmp;

/* The stream of one router, from its beginning. Routes have as peer_nr first_peer_nr plus the
 * number of the peer in this stream, below CP_BMP_PEERS_MAX; all views of a peer have one, and its
 * going up and down, which is of all of them, has the view UNTOLD (of the router's own table
 * LOC_RIB). `at` of a route is what the router says, or if it does not, that of the bytes. */
cp_bmp *cp_bmp_new(cp_arena *a, const cp_bmp_to *to, uint32_t first_peer_nr, cp_bmp_counts *n);
/* The next bytes, which came at that time. Errors: of `to`; CP_EFORMAT, CP_ELIMIT: the stream is
 * lost (cp_bmp_is_lost), with the byte of the stream. Nothing may be pushed after an error. */
CP_MUST_CHECK cp_rc cp_bmp_push(cp_bmp *b, cp_bytes piece, cp_time at, cp_err *err);
bool cp_bmp_is_lost(const cp_bmp *b);
/* Is the rest of a message still to come? */
bool cp_bmp_is_within(const cp_bmp *b);
/* The connection ended: a message that is cut off is counted as bad, and whoever was up, or
 * told of routes, is down, because nobody tells of him any more. */
CP_MUST_CHECK cp_rc cp_bmp_end(cp_bmp *b, cp_time at, cp_err *err);
/* The same where it is the capture that ended: nobody goes down. */
void cp_bmp_stop(cp_bmp *b);
uint32_t cp_bmp_n_peers(const cp_bmp *b);

/* Could a stream begin, or go on with a message, so? At least CP_BMP_HEAD_BYTES; by the heads of
 * all messages that stand in it, and what is known of their bodies. */
enum { CP_BMP_HEAD_BYTES = 6 };
bool cp_bmp_looks_so(cp_bytes b);
