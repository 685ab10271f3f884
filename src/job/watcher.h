/* SPDX-License-Identifier: Apache-2.0 */
/* watcher.h - a process in a sandbox that hears strangers for hours, and tells what it finds as
 * lines; and this one, which prints them and keeps its state.
 *
 *     strangers --TCP--> [child: parses, judges] --lines---> parent --> standard output
 *                                                \--state--> parent --> --state FILE
 *                                  stop, error <--memory of both-->
 *
 * The child is a copy that goes on with all that was read before (apart/apart.h). It binds its
 * sockets, then gives up its rights, and can from then on read them, accept, and write to its two
 * pipes: it sends nothing to anybody, and opens no file. What it tells is text, and nothing else
 * becomes of it here: each line is made harmless before it is printed, and the state is copied as
 * it is, and read as hostile as any file the next time. */
#pragma once
#include <stdatomic.h>
#include "job/job.h"

enum {
    CP_WATCHER_LINE_MAX = 1024 * 1024,
    CP_WATCHER_END_S = 20, /* so long it may take to end when it is asked to */
};

typedef struct cp_watcher {
    cp_str state; /* the file; "" none */
    uint64_t state_bytes_max;
    cp_time lasting; /* 0: until it is interrupted */
    bool is_json;    /* lines are JSON: only what is no text is taken out of them */
    void *ctx;
    /* In the child: what needs rights, before any byte of a stranger is read; and then, in the
     * sandbox, until *stop. Lines go to CP_WATCHER_FD_LINES, states to CP_WATCHER_FD_STATE, each
     * with a NUL behind it. */
    cp_rc (*open)(void *ctx, cp_err *err);
    cp_rc (*run)(void *ctx, const _Atomic bool *stop, cp_err *err);
} cp_watcher;

/* Errors: of open and run; of writing the lines or the state (CP_EIO and its like), when the child
 * has been asked to end and has told what it knew; CP_EINTERNAL if it died; CP_EPERM if there is no
 * sandbox here. */
CP_MUST_CHECK cp_rc cp_watcher_run(cp_job *j, const cp_watcher *w, cp_err *err);
