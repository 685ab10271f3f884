/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_dates.c - a date that was read is within the years that dates have, is a whole year if it is
 * vague, and reads back from its own text as the same, whatever the order of the column. The first
 * byte is that order. */
#include "fuzz.h"
#include "sources/import/dates.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    cp_arena *a = cp_arena_new(0);
    cp_str s = { (const char *)data + 1, size - 1 };
    cp_date_order o = { data[0] & 1, data[0] & 2 };
    cp_date d, again;
    bool vague, still;
    if (cp_date_read(s, &o, &d, &vague)) {
        cp_str text = cp_date_text(a, d);
        MUST(cp_date_is_set(d) && d.last_day - d.first_day <= 365);
        MUST(!vague || text.n == 4);
        MUST(cp_date_read(text, &o, &again, &still) && !still);
        MUST(again.first_day == d.first_day && again.last_day == d.last_day);
    }
    cp_date_order_learn(&o, s);
    cp_arena_free(a);
    return 0;
}
