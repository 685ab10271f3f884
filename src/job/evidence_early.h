/* SPDX-License-Identifier: Apache-2.0 */
/* evidence_early.h - files with flows read by several threads before their turn, so that import
 * uses all processors; into the case they go one after the other, as if nothing had been read
 * ahead.
 *
 *     threads:  file 3 --reader--> [ bytes of wire.h ] --.
 *               file 4 --reader--> [ .. ]                |
 *     caller:   .. 1, 2 --------------------------------> 3 --> sink
 *
 * Only captures and files of nfcapd are worth it. What is read of one does not depend on others,
 * unless exporters tell in it: templates pass from file to file. Such a file is left to the caller,
 * as is whatever goes wrong, so that what is told and kept is the same for any number of threads.
 *
 * Memory: what waits for its turn is at most CP_EARLY_BYTES_MAX, and a message of each thread. */
#pragma once
#include "job/walk.h"
#include "sources/reader.h"

enum {
    CP_EARLY_BYTES_MAX = 256 * 1024 * 1024,
    CP_EARLY_BYTES_MIN = 64 * 1024, /* of a file: less is sooner read than handed over */
    CP_EARLY_THREADS_MAX = 64,
};

typedef struct cp_early cp_early;

/* opts: of each file; its callbacks but is_stopped are not used. Ends its threads with a. NULL: no
 * thread can be had, or none is of use. */
cp_early *cp_early_new(cp_arena *a, const cp_found_files *files, const cp_read_opts *opts,
                       uint32_t n_threads);

typedef enum cp_early_how {
    CP_EARLY_NOT,   /* it was not read: the caller does, and the sink has heard nothing */
    CP_EARLY_AGAIN, /* likewise, but what the sink has heard is to be forgotten */
    CP_EARLY_READ,  /* src, rc and err are those of cp_source_read */
} cp_early_how;
/* File nr of those that were given, in their order; some may be left out. Texts of src are a's. */
cp_early_how cp_early_take(cp_early *h, uint32_t nr, cp_arena *a, const cp_obs_sink *sink,
                           cp_source *src, cp_rc *rc, cp_err *err);
void cp_early_end(cp_early *h); /* may be called twice; h may be NULL */
