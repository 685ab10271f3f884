/* SPDX-License-Identifier: Apache-2.0 */
/* listen.h - routers that tell of their BGP sessions over TCP, many at once. Linux.
 *
 *     router ==TCP==> [slot 0: parser] --.
 *     router ==TCP==> [slot 1: parser] --+--> routes, with the router that told them
 *     anybody else -> closed             |
 *                 one thread: whoever has sent something is read, a piece of each in turn
 *
 * Nothing is ever sent to a router (RFC 7854, 3.2). Who takes the routes may be slow: then the
 * kernel's buffers fill, and the routers wait. One that stops in the middle of a message, or
 * floods, keeps nobody else from being read: it has its turn, and the memory of one message and of
 * its peers. When a connection ends, all of its peers go down; a router that comes again begins
 * anew. */
#pragma once
#include "sources/bmp/bmp.h"
#include "sources/collect/collect.h"

enum {
    CP_BMP_LISTENS_MAX = 16,
    CP_BMP_ROUTERS_MAX = 4096,     /* connections at once that can be asked for */
    CP_BMP_ROUTERS = 256,          /* if nobody asks */
    CP_BMP_TURN_BYTES = 64 * 1024, /* of a router's turn */
    CP_BMP_SILENT_S = 60,          /* who has said nothing whole by then is let go */
    CP_BMP_STALLED_S = 10 * 60,    /* who is in one message for so long, too */
};

/* A connection. */
typedef struct cp_bmp_router {
    cp_ip addr;
    uint16_t port;
    uint32_t nr;        /* from 0, in the order in which they came; no other connection has it */
    uint32_t slot;      /* below routers_max; another connection has it later */
    cp_str name, descr; /* as it says of itself; "" not yet */
    bool is_over;       /* it ended: its peers go down by that, not because it says so */
    uint64_t bytes;
    cp_bmp_counts counts;
} cp_bmp_router;

typedef struct cp_bmp_listen_to {
    void *ctx;
    /* peer_nr: slot * CP_BMP_PEERS_MAX plus the number of the peer in this connection. An error
     * ends cp_bmp_listen_wait; the rest of what this router had sent by then is lost. */
    cp_rc (*route)(void *ctx, const cp_bmp_router *r, const cp_bgp_route *x, cp_err *err);
    /* Both NULL: not wanted. why: in words. */
    void (*came)(void *ctx, const cp_bmp_router *r);
    void (*went)(void *ctx, const cp_bmp_router *r, const char *why);
    /* NULL: not wanted. What it says of itself or of a peer, behind that peer's coming up. */
    void (*said)(void *ctx, const cp_bmp_router *r, const cp_bmp_said *x);
} cp_bmp_listen_to;

typedef struct cp_bmp_listen_opts {
    const cp_collect_listen *listens;
    uint32_t n_listens;
    uint32_t routers_max; /* 0: CP_BMP_ROUTERS */
    cp_ranges within;     /* who may connect, settled; empty: anybody */
} cp_bmp_listen_opts;

#define CP_BMP_LISTEN_FIGURES(X)                              \
    X(came, "connections")                                    \
    X(outside, "refused: from outside of `within`")           \
    X(over, "refused: as many as can be were there already")  \
    X(went, "that ended")                                     \
    X(lost, "of them because what came was not BMP any more") \
    X(silent, "of them because nothing came")
typedef struct cp_bmp_listen_figures {
#define CP_BMP_LISTEN_FIGURE(name, text) uint64_t name;
    CP_BMP_LISTEN_FIGURES(CP_BMP_LISTEN_FIGURE)
#undef CP_BMP_LISTEN_FIGURE
    uint32_t n_routers; /* there are now */
    uint64_t bytes;
} cp_bmp_listen_figures;

typedef struct cp_bmp_listen cp_bmp_listen;

/* Binds and listens; closed with a, and nobody goes down by that. to stays the caller's. Errors:
 * CP_EIO, CP_EPERM, with the address. */
CP_MUST_CHECK cp_rc cp_bmp_listen_open(cp_arena *a, const cp_bmp_listen_opts *o,
                                       const cp_bmp_listen_to *to, cp_bmp_listen **out,
                                       cp_err *err);
/* A connection that somebody else accepted; fd is closed here. False: it is refused, and closed. */
bool cp_bmp_listen_adopt(cp_bmp_listen *l, int fd, cp_ip addr, uint16_t port);
/* Waits at most so long until somebody has sent something, and takes a turn of each who has.
 * Interrupted by a signal it returns CP_OK, so that the caller can look whether he is to end.
 * Errors: of `to`; CP_EIO. */
CP_MUST_CHECK cp_rc cp_bmp_listen_wait(cp_bmp_listen *l, int timeout_ms, cp_err *err);
/* Ready to be read when there is something to wait for no longer. */
int cp_bmp_listen_fd(const cp_bmp_listen *l);
void cp_bmp_listen_figure(const cp_bmp_listen *l, cp_bmp_listen_figures *out);
/* The router in a slot; NULL: nobody. */
const cp_bmp_router *cp_bmp_listen_router(const cp_bmp_listen *l, uint32_t slot);
/* For tests: as if so many seconds had passed. */
void cp_bmp_listen_age(cp_bmp_listen *l, uint32_t seconds);
