/* SPDX-License-Identifier: Apache-2.0 */
/* output.h - where the answer goes: standard output, or the file of --output or another option,
 * which appears whole or not at all.
 *
 *     file that exists or not --> [a file without a name, in the same folder] --when complete-->
 *     FILE.PID.part --> FILE
 *
 * What has no name yet vanishes by itself when the program is killed. A device or a pipe is written
 * to, never replaced. */
#pragma once
#include "job/job.h"

typedef struct cp_output {
    int fd;
    const char *option;     /* that names the file, for messages */
    cp_str path, temporary; /* "" for standard output and devices */
    bool is_nameless;       /* the temporary has no name yet (O_TMPFILE) */
} cp_output;

/* path: "" and "-" are standard output. Errors: CP_EUSAGE if it is the case or a file that is to be
 * read, CP_EIO and its like if it cannot be written. */
CP_MUST_CHECK cp_rc cp_output_open(cp_arena *a, const cp_opts *opts, const char *option,
                                   cp_str path, cp_output *out, cp_err *err);
/* keep false: what was written is dropped, what was there before stays. */
CP_MUST_CHECK cp_rc cp_output_close(cp_output *out, bool keep, cp_err *err);
/* A descriptor 0, 1 or 2 that is closed would be given to the next file that is opened, and the
 * answer written into it: such a one becomes /dev/null, opened so that using it fails. */
void cp_output_guard(void);
