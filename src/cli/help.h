/* SPDX-License-Identifier: Apache-2.0 */
/* help.h - what the tables of commands.c look like to a person: --help, man pages (mdoc),
 * completion of shells. */
#pragma once
#include "cli/options.h"

/* width: of the terminal; 0: it is none. */
void cp_help_all(uint32_t width, cp_buf *b);
void cp_help_command(const cp_command *cmd, uint32_t width, cp_buf *b);
/* mdoc(7) of one command, or of cleanpath itself (cmd NULL). */
void cp_help_man(const cp_command *cmd, cp_buf *b);
/* "bash", "zsh" or "fish"; CP_EUSAGE for another. */
CP_MUST_CHECK cp_rc cp_help_completion(cp_str shell, cp_buf *b, cp_err *err);
