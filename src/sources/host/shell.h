/* SPDX-License-Identifier: Apache-2.0 */
/* shell.h - whose answers follow, and to what: prompts of shells and of routers, and lines that
 * people write above what they copied.
 *
 *     root@leaf1:~# ethtool -m swp1        [root@leaf1 ~]$ sudo lspci -nn        leaf1# show
 *     version
 *     # ethtool -m swp1                    ethtool -m swp1                       Host: leaf1
 *     leaf1 | CHANGED | rc=0 >>            (ansible) */
#pragma once
#include "base/base.h"

typedef struct cp_shell {
    cp_str host;    /* "" is not told here: it is the one before */
    cp_str command; /* without sudo; "" none */
} cp_shell;

/* False: the line is neither a prompt, a command nor a name. Slices of the line. */
bool cp_shell_read(cp_str line, cp_shell *out);
/* The word behind the first of these options, NULL at the end; "" none. */
cp_str cp_shell_option(cp_str command, const char *const *options);
/* Is the first word this program, with or without its folder? */
bool cp_shell_runs(cp_str command, const char *program);
/* Takes the next word off *rest; "" at the end. */
cp_str cp_shell_word(cp_str *rest);
