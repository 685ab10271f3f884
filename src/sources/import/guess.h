/* SPDX-License-Identifier: Apache-2.0 */
/* guess.h - what a column of an inventory holds, where its header does not say. */
#pragma once
#include "sources/import/table.h"

/* Gives fields to columns whose header says nothing (or is missing) and to those that are called
 * "type", by the first CP_TABLE_SAMPLE_ROWS rows. Columns with another, unknown header stay
 * ignored: a column "gateway" holds addresses too, and they are not the device's. Where the header
 * is in a script of which no word is known, a column is taken if no value stands in it twice. */
void cp_guess_columns(cp_table *t);
/* In a table without a known header: is this row one all the same? In the columns that were taken
 * by their values stands no such value, in none of them, and what stands there are words. */
bool cp_guess_is_header(const cp_table *t, const cp_row *row);
/* It is, and was taken: what repeats is given up, and names and part numbers are looked for. */
void cp_guess_under_unknown(cp_table *t);
/* Do the next rows, under whatever header, hold addresses or serial numbers, one in each row? */
bool cp_guess_has_devices(cp_rows *rows);
/* <grantee><product> with a hyphen between, the grantee of five characters beginning with a digit:
 * the only form that is not easily taken for something else. 47 CFR 2.926. */
bool cp_is_fcc_id(cp_str s);
