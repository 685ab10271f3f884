/* SPDX-License-Identifier: Apache-2.0 */
/* soldas.h - sold or listed as one, made by another: both names with what tells each (internal to
 * report).
 *
 *     sold as Acme (list.csv:2 inventory.maker: Acme); made by Emca (walk.txt:7 oui: 00:00:..);
 *     partial: https://... */
#pragma once
#include "report/judged.h"

/* What a list calls the asset, and who made it; "" where both are one, or where no list names
 * another than the maker shown. Owned by a. */
cp_str cp_sold_as_text(cp_arena *a, const cp_answer *ans, const cp_asset *as);
/* "sold as", or "listed as" where a list names another maker than the one found, and no table of
 * relabels joins the two: the list may be wrong, and says nothing of whom it names. */
const char *cp_sold_as_verb(const cp_asset *as);
bool cp_sold_as_any(const cp_answer *ans);
