/* SPDX-License-Identifier: Apache-2.0 */
/* remark.h - what people write below a table, into its first column: "* as of 2024-05-01",
 * "Source: finance", "Total: 12", "Page 1 of 3". Asked only of a text that stands alone in its row:
 * a device of which nothing but the name is known stands alone, too, and must not be taken for a
 * remark, so what is not surely one is none. */
#pragma once
#include "sources/import/forms.h"

/* Surely one of these:
 *   - nothing but punctuation, or more text than a name has (CP_FORM_COLUMN_NAME_MAX);
 *   - a mark of a footnote, and more than one word behind it;
 *   - a word of columns.yaml `remarks` with a colon behind it, or a date, or "1 of 3";
 *   - a word of `totals`, alone, with a colon or with a number behind it. */
bool cp_remark_is(cp_arena *scratch, const cp_forms *f, cp_str text);
/* A number with at most a unit or a currency beside it: what stands beside the word of a sum. */
bool cp_remark_is_amount(cp_str text);
