/* SPDX-License-Identifier: Apache-2.0 */
/* ios.h - what the files of ios.c share: the words that IOS, IOS XR, NX-OS, EOS and ASA have in
 * common, and the functions that hear their answers. */
#pragma once
#include "sources/state/state.h"

/* ---- words (ios_words.c) */

/* "00:01:02", "1d05h", "3w4d", "never", "41w6d". */
bool ios_is_age(cp_str w);
/* "Null0", "null 0": packets end there. */
bool ios_is_null(cp_str iface);
/* A name of an interface: letters first, no blank in it; perhaps digits behind. */
bool ios_is_iface(cp_str w);
/* "Tue Jan 16 16:38:44.238 AEST", which XR writes above each answer. */
bool ios_is_clock(cp_str line);
/* "default", "global" and their kin are the main table: "". */
cp_str ios_vrf(cp_str name);
/* The text before the next comma that is in no bracket, trimmed; false at the end. */
bool ios_part(cp_str *rest, cp_str *part);
/* "vrf X" out of s->args into s->vrf (`vrf all`, `vrf *`: their headings say which); how many other
 * words stand there that choose a part of the table. */
uint32_t ios_args(cp_state_section *s);
/* A line like "% Invalid input", "! IP routing not enabled": the table is not what is shown. */
bool ios_refuses(cp_state_section *s, cp_str line);
/* Does `line` begin with `what`? *rest: what stands behind it, trimmed. */
bool ios_after(cp_str line, const char *what, cp_str *rest);

/* ---- tables of routes: ios_route.c, nxos_route.c */

enum { IOS_ROUTES_BYTES = 1536, NXOS_ROUTES_BYTES = 128 }; /* what they remember */
cp_state_heard ios_hear_routes(cp_state_section *s, cp_str line);
void ios_end_routes(cp_state_section *s);
cp_state_heard nxos_hear_routes(cp_state_section *s, cp_str line);
void nxos_end_routes(cp_state_section *s);
