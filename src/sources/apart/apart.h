/* SPDX-License-Identifier: Apache-2.0 */
/* apart.h - processes of our own for what must not be done here: parsing what strangers sent, and
 * capturing.
 *
 *     parent --fork--> child: [descriptors 0..n, nothing else] -> run() -> _exit
 *
 * A child is a copy of the program that goes on in one function, so there is no second program to
 * be found or replaced. It never outlives its parent: its pipes end, and the kernel kills it. */
#pragma once
#include "sources/apart/wire.h"
#include "sources/reader.h"

enum { CP_CHILD_FDS_MAX = 40 };

/* Owned by the arena, which ends it. */
typedef struct cp_child {
    int pid; /* 0: it has ended and was waited for */
} cp_child;

/* run(ctx) runs in the child, whose descriptors are fds[0..n_fds) as 0..n_fds-1 (-1: none there)
 * and no others; it does not hear SIGINT and SIGTERM, which the parent answers. It ends with a, at
 * the latest. Errors: CP_EIO. */
CP_MUST_CHECK cp_rc cp_child_start(cp_arena *a, void (*run)(void *ctx), void *ctx, const int *fds,
                                   uint32_t n_fds, cp_child **out, cp_err *err);
/* Waits until it ends by itself. CP_OK if it ended well; CP_EINTERNAL with how it died: what it was
 * for (`what`) stands in the message. */
CP_MUST_CHECK cp_rc cp_child_wait(cp_child *c, const char *what, cp_err *err);
/* Ends it now, if it has not; NULL is fine. */
void cp_child_kill(cp_child *c);

/* A pipe whose ends are closed with a, unless they were before (set to -1). */
typedef struct cp_pipe {
    int from, to;
} cp_pipe;
CP_MUST_CHECK cp_rc cp_pipe_open(cp_arena *a, cp_pipe **out, cp_err *err);
void cp_close(int *fd);

/* Starts a parser of what fd gives (bytes 0: not known how much), in the sandbox; what it tells
 * comes out of `out` as messages (wire.h). */
typedef struct cp_parser_start {
    int fd;
    uint64_t bytes;
    cp_str name;
    cp_read_opts opts; /* is_stopped is not asked: who wants it to stop kills it */
} cp_parser_start;
CP_MUST_CHECK cp_rc cp_parser_new(cp_arena *a, const cp_parser_start *with, cp_child **child,
                                  cp_pipe **out, cp_err *err);

/* Messages out of a descriptor. */
typedef struct cp_wire_in {
    cp_wire_reader r;
    uint8_t *b;
    size_t n, cap;
    uint64_t total_bytes;
    bool is_at_end; /* nothing more will come */
} cp_wire_in;
cp_wire_in cp_wire_in_of(cp_arena *a, const cp_obs_sink *to);
/* One read(2) and what became whole by it. Errors: those of cp_wire_read; CP_EIO. */
CP_MUST_CHECK cp_rc cp_wire_in_step(cp_wire_in *in, int fd, cp_err *err);
