/* SPDX-License-Identifier: Apache-2.0 */
/* Dates as people write them. */
#include "sources/import/dates.h"
#include "tap.h"

static const struct row {
    const char *in, *want; /* "": no date */
    /* what the order of the column makes of it; NULL: the same */
    const char *with_day, *with_month;
} rows[] = {
    { "2026-11-23", "2026-11-23", NULL, NULL },
    { "2026-11", "2026-11", NULL, NULL },
    { "2026", "2026", NULL, NULL },
    { " 2026-11-23 ", "2026-11-23", NULL, NULL },
    { "2026-11-23T10:00:00Z", "2026-11-23", NULL, NULL },
    { "2026-11-23 00:00:00", "2026-11-23", NULL, NULL },
    { "2026/11/23", "2026-11-23", NULL, NULL },
    { "2026/3/4", "2026-03-04", NULL, NULL },
    { "2026.11.23", "2026-11-23", NULL, NULL },
    { "2026. 11. 23.", "2026-11-23", NULL, NULL },
    { "20261123", "2026-11-23", NULL, NULL },
    { "20261323", "", NULL, NULL },
    { "23.11.2026", "2026-11-23", NULL, NULL },
    { "3.4.2026", "2026-04-03", NULL, NULL },
    { "23/11/2026", "2026-11-23", NULL, NULL },
    { "11/23/2026", "2026-11-23", NULL, NULL },
    { "03/04/2026", "2026", "2026-04-03", "2026-03-04" },
    { "04/04/2026", "2026-04-04", NULL, NULL },
    { "3/4/2026 12:30", "2026", "2026-04-03", "2026-03-04" },
    { "23-Nov-26", "2026-11-23", NULL, NULL },
    { "23-Nov-69", "2069-11-23", NULL, NULL },
    { "23-Nov-70", "1970-11-23", NULL, NULL },
    { "23 November 2026", "2026-11-23", NULL, NULL },
    { "Nov 23, 2026", "2026-11-23", NULL, NULL },
    { "Dezember 2026", "2026-12", NULL, NULL },
    { "3. Mai 2026", "2026-05-03", NULL, NULL },
    { "11/2026", "2026-11", NULL, NULL },
    { "2026/11", "2026-11", NULL, NULL },
    { "2026年11月23日", "2026-11-23", NULL, NULL },
    { "2026년 11월 23일", "2026-11-23", NULL, NULL },
    { "2026년 11월", "2026-11", NULL, NULL },
    { "46349", "2026-11-23", NULL, NULL }, /* days of a spreadsheet */
    { "12345", "", NULL, NULL },
    { "31.02.2026", "", NULL, NULL },
    { "29.02.2024", "2024-02-29", NULL, NULL },
    { "32/13/2026", "", NULL, NULL },
    { "13/13/2026", "", NULL, NULL },
    { "00/00/0000", "", NULL, NULL },
    { "0000-00-00", "", NULL, NULL },
    { "1899-12-31", "", NULL, NULL },
    { "03/04/26", "", NULL, NULL },
    { "23/11", "", NULL, NULL },
    { "soon", "", NULL, NULL },
    { "next May", "", NULL, NULL },
    { "2026-11-23-01", "", NULL, NULL },
    { "99999999999999999999", "", NULL, NULL },
    { "-", "", NULL, NULL },
    { "", "", NULL, NULL },
};

static void check(cp_arena *a, const char *in, cp_date_order o, const char *want, const char *how)
{
    cp_date d;
    bool vague = false;
    cp_str got = CP_STR("");
    if (cp_date_read(cp_str_c(in), &o, &d, &vague))
        got = cp_date_text(a, d);
    is_cstr(got, want, "\"%s\", order %s", in, how);
    ok(!vague || got.n == 4, "\"%s\": vague is a year", in);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        check(a, r->in, (cp_date_order){ false, false }, r->want, "not known");
        check(a, r->in, (cp_date_order){ true, false }, r->with_day ? r->with_day : r->want, "day");
        check(a, r->in, (cp_date_order){ false, true }, r->with_month ? r->with_month : r->want,
              "month");
        check(a, r->in, (cp_date_order){ true, true }, r->want, "both");
    }
    cp_date_order o = { false, false };
    cp_date_order_learn(&o, CP_STR("03/04/2026"));
    ok(!o.day_first && !o.month_first, "03/04 teaches nothing");
    cp_date_order_learn(&o, CP_STR("13.04.2026"));
    ok(!o.day_first && !o.month_first, "nor does a point");
    cp_date_order_learn(&o, CP_STR("13/04/2026"));
    ok(o.day_first && !o.month_first, "13/04 does");
    cp_date_order_learn(&o, CP_STR("04/13/2026"));
    ok(o.day_first && o.month_first, "and 04/13 contradicts it");
    cp_arena_free(a);
    return tap_done();
}
