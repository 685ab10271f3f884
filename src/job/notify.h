/* SPDX-License-Identifier: Apache-2.0 */
/* notify.h - who is told that something changed: a command, a webhook (internal to job). */
#pragma once
#include "job/job.h"
#include "model/changes.h"

/* The options, before anything is read: CP_EUSAGE where they do not fit together, and of the file
 * of headers, which is read now. */
CP_MUST_CHECK cp_rc cp_notify_check(cp_job *j, cp_err *err);
/* Asks main to tell c to whom the options name, when the answer stands whole in its place. Nobody
 * is told where nothing changed. Who could not be told makes the exit status 3. */
void cp_notify_later(cp_job *j, const cp_changes *c);
