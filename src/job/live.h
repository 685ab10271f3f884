/* SPDX-License-Identifier: Apache-2.0 */
/* live.h - a live capture as a source of evidence: its options, the file that is kept, the line on
 * the terminal.
 *
 * What is told is held in memory until the capture is over, so that a case is not locked for as
 * long as it lasts, and nothing of a capture that failed is used. */
#pragma once
#include "job/evidence.h"
#include "sources/apart/wire.h"

typedef struct cp_job_live {
    cp_source src; /* named live:INTERFACE@WHEN */
    cp_str fault;  /* for the top of the answer; "": none */
    cp_buf told;   /* messages of sources/apart/wire.h */
} cp_job_live;

/* "30s", "10m", "2h", "1d": microseconds; false on all else, 0 and more than a month. */
bool cp_job_time(cp_str s, cp_time *out);
/* Do the options ask for one? */
bool cp_job_is_live(const cp_job *j);
/* --for, --keep and --promiscuous without -i, or badly written: CP_EUSAGE. Opens nothing. */
CP_MUST_CHECK cp_rc cp_job_live_check(const cp_job *j, cp_err *err);
/* Captures as the options say, until the time is up or the user interrupts; an interruption is
 * taken back (a second one has ended the program). Errors: those of cp_live_read, and of the file
 * to be kept. */
CP_MUST_CHECK cp_rc cp_job_live_capture(cp_job *j, cp_job_live *out, cp_err *err);
/* Hands what was told to the sink, and copies the source. */
CP_MUST_CHECK cp_rc cp_job_live_tell(cp_job *j, const cp_job_live *live, const cp_obs_sink *sink,
                                     cp_source *src, cp_err *err);
