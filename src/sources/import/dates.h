/* SPDX-License-Identifier: Apache-2.0 */
/* dates.h - dates as people write them into tables. */
#pragma once
#include "base/base.h"

/* Which of 03/04/2026 is the month. A column tells by the dates in it that can only be read one
 * way. */
typedef struct cp_date_order {
    bool day_first, month_first; /* seen; both or none: not known */
} cp_date_order;

/* Notes what s tells about the order. */
void cp_date_order_learn(cp_date_order *o, cp_str s);

/* ISO dates (day, month, year, also with a time behind), 20261123, 2026/11/23, 23.11.2026 (a point
 * means that the day is first), 23-Nov-26, November 2026, 11/2026, 2026年11月23日, days since 1899 as
 * spreadsheets count (five digits), and 03/04/2026 in the order of the column. Where the order is
 * not known the year is all that is certain: *is_vague, and *out is the year. False: no date. */
bool cp_date_read(cp_str s, const cp_date_order *o, cp_date *out, bool *is_vague);
