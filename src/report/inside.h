/* SPDX-License-Identifier: Apache-2.0 */
/* inside.h - what the rules say of the parts of an asset, and not of the asset.
 *
 *     stor-1              allowed            inside: list-x excludes 2: DIMM 1, disk 3
 *     ├─ DIMM 1           excluded
 *     └─ shelf 1          allowed            inside: list-x excludes 1: disk 3
 *        └─ disk 3        excluded
 *
 * A verdict is of one asset: where a clause does not speak of components, that of the device stays
 * what it is. But who reads it must learn of the parts there, and not elsewhere. */
#pragma once
#include "model/answer.h"

/* Fills ans->inside from the verdicts; owned by a. A part counts for all that it is in, however
 * deep (see kinship.h). What is waived or was replaced does not count, nor what is no worse than
 * what the same policy says of the whole. */
void cp_inside_find(cp_arena *a, cp_answer *ans);
/* The entries of x, which is one of ans->assets; NULL: none. */
const cp_inside *cp_inside_of(const cp_answer *ans, const cp_answer_asset *x, uint32_t *n);
/* "excludes", "restricts", "leaves undetermined" */
const char *cp_inside_verb(cp_result r);
/* "has 2 parts that list-x excludes, 1 that (list-y) excludes": of those that bind in
 * full, of others, in brackets, no open ones. "" if there are none. Owned by a. */
cp_str cp_inside_text(cp_arena *a, const cp_answer *ans, const cp_answer_asset *x);
/* "DIMM 1 (Acme 0.97, serial-1), ..." of the parts of one entry, the first few. Owned by a. */
cp_str cp_inside_parts(cp_arena *a, const cp_answer *ans, const cp_inside *e);
/* "list-x excluded: serial-1, serial-2; list-y undetermined: serial-3": all of it, by id, as in
 * JSON; "" if there is none. Owned by a. */
cp_str cp_inside_cell(cp_arena *a, const cp_answer *ans, const cp_answer_asset *x);
