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
 * line: its maker is not taken for that of a component, unless somebody says that it is an
 * essential one.
 *
 * A part that was replaced (cp_asset_is_former) is in there no more.
 *
 * Whether a component is a substantial or essential one (attribute `essential`) is told by maker:
 * as it is said of the component itself, else "no" of one that it is in. "Yes" of a card is of the
 * card alone. Of what nothing is said, the whole speaks:
 *
 *     router-1    no            inside: acme yes, example no, other unsaid
 *     ├─ card 1   acme    yes
 *     ├─ card 2   other   no
 *     │  └─ optic example
 *     └─ card 3   other */
#pragma once
#include "model/answer.h"

/* Fills inside, inside_essential and n_inside_open of the assets, is_component and whole_essential.
 * accept: how sure a maker must be to count; of a part that is less sure anybody's, and no mere
 * piece of metal, wire or air, the maker stays open. Owned by a. */
void cp_parts_inside(cp_arena *a, const cp_source *sources, uint32_t n_sources, double accept,
                     cp_asset *assets, uint32_t n);
