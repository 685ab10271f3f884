/* SPDX-License-Identifier: Apache-2.0 */
/* fit.h - text in the columns of a terminal: East Asian characters take two, combining marks and
 * escapes none. */
#pragma once
#include "base/base.h"

uint32_t cp_fit_columns(cp_str s);
/* How many bytes of s fit into so many columns, the last of them kept for an ellipsis; all of them
 * if none is needed. */
size_t cp_fit_bytes(cp_str s, uint32_t width);
/* One line as lines of at most width columns, each with its end, broken at spaces only: a longer
 * word stays whole, so that it can be copied. The lines after the first begin in column `hang`. */
void cp_fit_wrap(cp_str line, uint32_t width, uint32_t hang, cp_buf *out);
/* Where they begin as a rule: two columns behind the spaces of the line, which is behind a mark
 * such as "! ". */
uint32_t cp_fit_hang(cp_str line, uint32_t width);
