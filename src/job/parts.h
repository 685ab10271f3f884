/* SPDX-License-Identifier: Apache-2.0 */
/* parts.h - whose parts are in a device, for the clauses that speak of that (reach: inside).
 *
 *     router-1                  inside: acme, example; open: 1
 *     ├─ card 1   acme
 *     │  └─ optic example
 *     ├─ card 2   unknown
 *     └─ fan      unknown       (whoever made it: asks nothing)
 *
 * Taken are the parts that the device's own agent lists, and those of a bill of materials, parts of
 * parts too. What merely names a parent in a table may be a guest of a host, or a terminal on its
 * line: its maker is not taken for that of a component. */
#pragma once
#include "model/answer.h"

/* Fills inside and n_inside_open of the assets. accept: how sure a maker must be to count; of a
 * part that is less sure anybody's, and no mere piece of metal, wire or air, the maker stays
 * open. Owned by a. */
void cp_parts_inside(cp_arena *a, const cp_source *sources, uint32_t n_sources, double accept,
                     cp_asset *assets, uint32_t n);
