/* SPDX-License-Identifier: Apache-2.0 */
/* dialects.h - the dialects that are known: each a table beside its readers. */
#pragma once
#include "sources/state/state.h"

extern const cp_state_dialect *const cp_state_dialects[]; /* NULL at the end */

/* Is it typed to be answered: of a command in some table? */
bool cp_state_is_command(cp_arena *a, cp_str typed);
