/* SPDX-License-Identifier: Apache-2.0 */
/* progress.h - how far a command is, on a terminal that is looked at, once it has taken two
 * seconds.
 *
 *     the command: phase, phase, ...; in each, so much done of so much
 *     a thread of its own: four times a second one line on standard error, over the one before
 *
 * A thread, because what takes long is often one call into an engine that knows no clock. Where
 * nobody looks (no terminal, --quiet, TERM=dumb) there is neither line nor thread, and all of this
 * does nothing. */
#pragma once
#include "job/job.h"

typedef struct cp_progress cp_progress;

void cp_progress_open(cp_job *j);
/* Takes the line away, for good. */
void cp_progress_close(cp_job *j);
/* From now on this is done: "judging", 0 of 1200 "assets". all 0: not known how much. unit is a
 * literal; "B" are bytes. what "": nothing that should be told, until the next phase. */
void cp_progress_phase(const cp_job *j, cp_str what, const char *unit, uint64_t all);
/* So much of it is done by now. Costs a store. */
void cp_progress_at(const cp_job *j, uint64_t done);
/* Around a message to standard error, so that it stands in a line of its own. */
void cp_progress_pause(const cp_job *j);
void cp_progress_resume(const cp_job *j);

/* "judging: 300 of 1200 assets, 100/s, 9 s left": what the line says after so many microseconds. */
cp_str cp_progress_text(cp_arena *a, cp_str what, const char *unit, uint64_t done, uint64_t all,
                        uint64_t elapsed_us);
