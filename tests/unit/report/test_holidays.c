/* SPDX-License-Identifier: Apache-2.0 */
/* test_holidays.c - the calendar that is shipped against lists that were published, and files with
 * mistakes. */
#include "report/holidays.h"
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))

/* Days on which federal offices are closed, as the Office of Personnel Management published them:
 * 2009 and 2023 from copies of its page, 2016 to 2022 from a list made of it (without Inauguration
 * Day, which holds in one city). */
static const struct {
    int year;
    const char *days;
} published[] = {
    { 2009, "01-01 01-19 02-16 05-25 07-03 09-07 10-12 11-11 11-26 12-25" },
    { 2016, "01-01 01-18 02-15 05-30 07-04 09-05 10-10 11-11 11-24 12-26" },
    { 2017, "01-02 01-16 02-20 05-29 07-04 09-04 10-09 11-10 11-23 12-25" },
    { 2018, "01-01 01-15 02-19 05-28 07-04 09-03 10-08 11-12 11-22 12-25" },
    { 2019, "01-01 01-21 02-18 05-27 07-04 09-02 10-14 11-11 11-28 12-25" },
    { 2020, "01-01 01-20 02-17 05-25 07-03 09-07 10-12 11-11 11-26 12-25" },
    { 2021, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31" },
    { 2022, "01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26" },
    { 2023, "01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25" },
};

static void test_published(cp_arena *a)
{
    cp_calendar c;
    cp_err err;
    if (!is_int(cp_calendar_get(a, CP_STR("us-federal"), &c, &err), CP_OK, "us-federal is read"))
        return;
    for (size_t i = 0; i < N(published); i++) {
        cp_buf got = cp_buf_new(a);
        int32_t first = cp_date_ymd(published[i].year, 1, 1).first_day;
        for (int32_t d = first; d < cp_date_ymd(published[i].year + 1, 1, 1).first_day; d++)
            if (cp_workdays_holiday(&c.days, d, NULL))
                cp_buf_fmt(&got, "%s%.*s", got.n ? " " : "",
                           CP_FMT(cp_str_from(cp_date_text(a, cp_date_of_day(d)), 5)));
        is_cstr(cp_buf_str(&got), published[i].days, "%d", published[i].year);
    }
    ok(c.n_sources > 0 && c.note.n > 0, "with its sources and its note");
    is_int(cp_calendar_get(a, CP_STR("nowhere"), &c, &err), CP_ENOENT, "another is not there");
}

#define HEAD "schema: cleanpath-holidays/1\nid: x\ntitle: t\n"
static const struct {
    const char *name, *yaml, *says; /* NULL: good */
    cp_rc rc;
    uint64_t line;
} rows[] = {
    { "nothing but a name", HEAD, NULL, CP_OK, 0 },
    { "a fixed day", HEAD "holidays: [{name: a, month: 1, day: 1}]\n", NULL, CP_OK, 0 },
    { "a single day", HEAD "holidays: [{name: a, once: 2026-02-17}]\n", NULL, CP_OK, 0 },
    { "no schema", "id: x\ntitle: t\n", "cleanpath-holidays/1", CP_EFORMAT, 1 },
    { "no id", "schema: cleanpath-holidays/1\ntitle: t\n", "id and a title", CP_EFORMAT, 1 },
    { "another key", HEAD "holiday: []\n", "did you mean \"holidays\"", CP_EFORMAT, 4 },
    { "a list as file", "[]\n", "expected a mapping", CP_EFORMAT, 1 },
    { "no list", HEAD "holidays: {}\n", "expected a list", CP_EFORMAT, 4 },
    { "a month too many", HEAD "holidays:\n- {name: a, month: 13, day: 1}\n", "expected 1 to 12",
      CP_EFORMAT, 5 },
    { "a word as month", HEAD "holidays:\n- {name: a, month: May, day: 1}\n", "expected 1 to 12",
      CP_EFORMAT, 5 },
    { "nth 0", HEAD "holidays:\n- {name: a, month: 1, weekday: monday, nth: 0}\n", "one of",
      CP_EFORMAT, 5 },
    { "nth 6", HEAD "holidays:\n- {name: a, month: 1, weekday: monday, nth: 6}\n", "expected -1",
      CP_EFORMAT, 5 },
    { "two kinds at once",
      HEAD "holidays:\n- {name: a, month: 1, day: 2, weekday: monday, nth: 1}\n", "one of",
      CP_EFORMAT, 5 },
    { "no name", HEAD "holidays:\n- {month: 1, day: 2}\n", "needs a name", CP_EFORMAT, 5 },
    { "once a month", HEAD "holidays:\n- {name: a, once: 2026-02}\n", "once with a day", CP_EFORMAT,
      5 },
    { "once no date", HEAD "holidays:\n- {name: a, once: soon}\n", "no date", CP_EFORMAT, 5 },
    { "another weekday", HEAD "holidays:\n- {name: a, month: 1, weekday: mon, nth: 1}\n",
      "no day of the week", CP_EFORMAT, 5 },
    { "no work at all",
      HEAD "weekend: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]\n",
      "a day of work", CP_EFORMAT, 4 },
    { "observed, a list", HEAD "observed: [monday]\n", "expected a mapping", CP_EFORMAT, 4 },
    { "known backwards", HEAD "known: {since: 2020, until: 2019}\n", "ends before", CP_EFORMAT, 4 },
    { "no YAML", HEAD "holidays: [\n", "", CP_EFORMAT, 5 },
};

static void test_rows(cp_arena *a)
{
    for (size_t i = 0; i < N(rows); i++) {
        cp_calendar c;
        cp_err err = { 0 };
        cp_rc rc = cp_calendar_read(a, cp_bytes_of_str(tap_cstr(rows[i].yaml)), &c, &err);
        is_int(rc, rows[i].rc, "%s", rows[i].name);
        if (rc != CP_OK) {
            ok(cp_str_has(cp_str_c(err.msg), tap_cstr(rows[i].says)), "%s: %s", rows[i].name,
               err.msg);
            is_int((int64_t)err.line, (int64_t)rows[i].line, "%s: its line", rows[i].name);
        }
    }
    cp_buf many = cp_buf_new(a);
    cp_calendar c;
    cp_err err;
    cp_buf_add_c(&many, HEAD "holidays:\n");
    for (int i = 0; i <= CP_HOLIDAYS_MAX; i++)
        cp_buf_add_c(&many, "- {name: a, month: 1, day: 1}\n");
    is_int(cp_calendar_read(a, cp_bytes_of_str(cp_buf_str(&many)), &c, &err), CP_ELIMIT,
           "too many holidays");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    test_published(a);
    test_rows(a);
    cp_arena_free(a);
    return tap_done();
}
