/* SPDX-License-Identifier: Apache-2.0 */
/* vrp.h - what the files of the dialects VRP and Comware (vrp*.c) have of each other. Both print
 * the same tables, with a column more or less. */
#pragma once
#include "sources/state/state.h"

/* Does s have `what`, in any case of ASCII letters? what is in lower case. */
bool cp_vrp_has(cp_str s, const char *what);
/* Does the line begin with the words, each whole? *rest: what stands behind. */
bool cp_vrp_begins(cp_str line, const char *words, cp_str *rest);
/* Nothing but dashes (or `=`), at least three. */
bool cp_vrp_is_ruler(cp_str line);
/* "_public_", "Public", "public instance": "", the main table. */
cp_str cp_vrp_vrf(cp_str name);
/* s->vrf of the arguments, at the section's begin; the other arguments, of which `known` (with
 * blanks between) say nothing of what is left out, make the table a part: a limit. */
void cp_vrp_begin(cp_state_section *s, const char *known);
/* Does a heading in another language stand here (`language-mode chinese`)? It is not understood,
 * and is counted so; but the rows below it have the form of the command that was typed, and each of
 * them is looked at as strictly as ever. */
bool cp_vrp_is_foreign(const cp_state_section *s, cp_str line);
/* The number behind the `key` and a colon, anywhere in the line. */
bool cp_vrp_number(cp_str line, const char *key, uint64_t *out);

/* A word that outlives its line. What is longer is cut: names of interfaces, VPNs and devices are
 * not (ifName, RFC 2863: 255). */
typedef struct cp_vrp_word {
    size_t n;
    char text[256];
} cp_vrp_word;
void cp_vrp_keep(cp_vrp_word *w, cp_str text);
static inline cp_str cp_vrp_kept(const cp_vrp_word *w) { return (cp_str){ w->text, w->n }; }

cp_state_heard cp_vrp_route(cp_state_section *s, cp_str line);
void cp_vrp_routes_end(cp_state_section *s);
