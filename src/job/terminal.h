/* SPDX-License-Identifier: Apache-2.0 */
/* terminal.h - what is other where a person looks on: lines that are too long are broken between
 * words.
 *
 *     command --> cp_buf --> [cp_terminal: whole lines, broken at j->width] --> the terminal
 *
 * Documents and what programs read are never broken, so that they can be copied. */
#pragma once
#include "job/job.h"

typedef struct cp_terminal {
    cp_job *j;
    cp_buf held, out; /* a line whose end has not come; what is broken */
} cp_terminal;

/* The buffer to write to; j->width is set. t must outlive it. */
cp_buf cp_terminal_open(cp_job *j, cp_terminal *t, int fd);
/* Hands on what is left; the first error of all. */
CP_MUST_CHECK cp_rc cp_terminal_close(cp_terminal *t, cp_buf *b, cp_err *err);
