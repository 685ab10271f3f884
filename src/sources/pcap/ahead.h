/* SPDX-License-Identifier: Apache-2.0 */
/* ahead.h - the frames of a large file, read and scanned by all processors ahead of the one that
 * decodes them.
 *
 *     file --pread--> [block k] --cut--> records --scan--> what has to be read --in order-->
 *     capture
 *                        |         ^ begins where that of k-1 ended
 *                        `-- claimed by whoever has nothing better to do
 *
 * What is told does not depend on how many threads there are: frames that have to be read are read
 * by one thread, in their order. The decoding thread takes blocks too while none is ready, so with
 * one processor it does all by itself.
 *
 * Only the plain chain of good records is followed. Where it ends, by a record of another kind, a
 * damaged one or the end of the file, the reader of the format goes on by its own means. */
#pragma once
#include "sources/pcap/capture.h"
#include "sources/reader.h"

enum { CP_AHEAD_THREADS_MAX = 8 };

/* How a format's records are found. Both are called by several threads at once, which a sink that
 * leaves by a longjmp does not end: ctx lives as long as the arena. */
typedef struct cp_cutter {
    const void *ctx;
    /* Bytes of the record at the head of w; 0: it is not whole there, or of a kind that the reader
     * has to see. */
    size_t (*cut)(const void *ctx, cp_bytes w);
    /* The frame in a record that was cut. */
    void (*frame)(const void *ctx, cp_bytes record, cp_frame *out);
} cp_cutter;

typedef struct cp_ahead cp_ahead;

/* Takes no descriptor: fd stays the caller's. NULL: the file is not worth it, or cannot be read out
 * of order. Ends its threads with a. */
cp_ahead *cp_ahead_new(cp_arena *a, cp_capture *c, cp_input *in, const cp_read_opts *opts);
/* Gives the capture the frames from where the input stands to the end of the chain, and moves the
 * input there. Does nothing when ah is NULL, or where it would not pay. *last_at: of the last
 * frame; left as it is where none was given. Errors: those of the capture; CP_EINTR. */
CP_MUST_CHECK cp_rc cp_ahead_run(cp_ahead *ah, const cp_cutter *cut, cp_time *last_at, cp_err *err);
