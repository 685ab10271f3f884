/* SPDX-License-Identifier: Apache-2.0 */
/* guess.h - what a column of an inventory holds, where its header does not say. */
#pragma once
#include "sources/import/table.h"

/* Gives fields to columns whose header says nothing (or is missing) and to those that are called
 * "type", by the first CP_TABLE_SAMPLE_ROWS rows. Columns with another, unknown header stay
 * ignored: a column "gateway" holds addresses too, and they are not the device's. */
void cp_guess_columns(cp_table *t);
/* <grantee><product> with a hyphen between, the grantee of five characters beginning with a digit:
 * the only form that is not easily taken for something else. 47 CFR 2.926. */
bool cp_is_fcc_id(cp_str s);
