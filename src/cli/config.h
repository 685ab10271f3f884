/* SPDX-License-Identifier: Apache-2.0 */
/* config.h - settings that are not on the command line: CLEANPATH_<NAME>, then cleanpath.yaml in
 * the working directory, in $XDG_CONFIG_HOME/cleanpath (else ~/.config/cleanpath) and in
 * /etc/cleanpath. The first that names a setting wins. */
#pragma once
#include "cli/options.h"

/* Fills what the command line did not give and tells for every setting where its value came from.
 * Settings of other commands are passed over; what no command knows is CP_EUSAGE with file and
 * line. */
CP_MUST_CHECK cp_rc cp_config_apply(cp_arena *a, const cp_command *cmd,
                                    const bool given[CP_CMD_OPTIONS_MAX], cp_opts *opts,
                                    const cp_setting **settings, uint32_t *n_settings, cp_err *err);
