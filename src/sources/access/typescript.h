/* SPDX-License-Identifier: Apache-2.0 */
/* typescript.h - what somebody copied from a terminal, line by line: prompts, commands and what was
 * answered, without what was on the screen only to page.
 *
 *     olt-1(config)#display ont info 0 all        prompt: host "olt-1", command "display ont ..."
 *       0/ 1/0    0  485754...
 *     ---- More ( Press 'Q' to break ) ----^[[37D        taken away
 *
 * A log of a session holds what moves the cursor, too (backspace, carriage return, CSI D): it is
 * done, so a line is what was seen at the end. */
#pragma once
#include "base/base.h"

/* A screen has 80 to 500 columns; what is longer was not made for one. The rest of it is lost. */
enum { CP_TYPESCRIPT_LINE_BYTES_MAX = 8192 };

typedef struct cp_typescript {
    cp_arena *a; /* of lines that had to be put together */
    cp_str rest;
    uint64_t line;    /* of the line last given, from 1 */
    uint64_t n_lines; /* read so far */
    bool is_open;     /* the line last given ends with the text: more may have stood there */
    uint64_t n_paged; /* lines that page, passed over or cut from a line's begin */
    uint64_t n_cut;   /* longer than CP_TYPESCRIPT_LINE_BYTES_MAX */
} cp_typescript;

cp_typescript cp_typescript_open(cp_arena *a, cp_str text);
/* The next line, without blanks at its end; "" where it is blank. Lines that only page are passed
 * over. Borrowed from the text, or owned by a. False at the end. */
bool cp_typescript_next(cp_typescript *t, cp_str *line);

/* host(mode)# command   host> command   <host>command   user@host# command
 * user@host:dir$ command   [user@host dir]# command   [user@host] /menu> command
 * [~host-view]display ... */
typedef struct cp_prompt {
    cp_str host, mode, command; /* mode: what is in round brackets; each may be "" but host */
    bool is_shell;              /* one of the last three: little else looks like it */
} cp_prompt;
bool cp_prompt_read(cp_str line, cp_prompt *out);
/* Does the command ask for something to be shown ("display ..", "show ..", or short for it)? */
bool cp_command_shows(cp_str command);
