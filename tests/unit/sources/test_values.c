/* SPDX-License-Identifier: Apache-2.0 */
/* What says nothing, and what tells one unit from another. */
#include "sources/values.h"
#include "tap.h"

static const struct row {
    const char *in;
    bool says_nothing, is_serial;
} rows[] = {
    { "", true, false },
    { "  ", true, false },
    { "-", true, false },
    { "N/A", true, false },
    { " n/a ", true, false },
    { "<private>", true, false },
    { "To Be Filled By O.E.M.", true, false },
    { "Default string", true, false },
    { "Unknown", true, false },
    { "未知", true, false },
    { "해당없음", true, false },
    { "0", false, false },
    { "no", false, false },
    { "00000000", false, false },
    { "XXXXXXXX", false, false },
    { "123456789", false, false },
    { "0123456789", false, false },
    { "1234567890", false, false },
    { "abc", false, false },
    { "1235", false, true },
    { "FOX1234ABCD", false, true },
    { "LAB0101CH01", false, true },
    { "NA-77", false, true },
};

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        ok(cp_value_is_placeholder(cp_str_c(r->in)) == r->says_nothing, "\"%s\" says %s", r->in,
           r->says_nothing ? "nothing" : "something");
        ok(cp_serial_is_identity(cp_str_c(r->in)) == r->is_serial, "\"%s\" is %s serial number",
           r->in, r->is_serial ? "a" : "no");
    }
    return tap_done();
}
