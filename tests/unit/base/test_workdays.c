/* SPDX-License-Identifier: Apache-2.0 */
/* test_workdays.c - rules of holidays at their edges, and counting against counting by hand. */
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))

static int32_t day(const char *s)
{
    cp_date d = CP_DATE_NONE;
    if (!cp_date_parse(tap_cstr(s), &d))
        exit(99);
    return d.first_day;
}

static const cp_holiday holidays[] = {
    { CP_HOLIDAY_FIXED, CP_STR_INIT("first"), 1, 1, 0, 0, 0, 0, 0 },
    { CP_HOLIDAY_FIXED, CP_STR_INIT("leap"), 2, 29, 0, 0, 0, 0, 0 },
    { CP_HOLIDAY_FIXED, CP_STR_INIT("new"), 6, 19, 0, 0, 0, 2021, 2023 },
    { CP_HOLIDAY_NTH, CP_STR_INIT("last"), 5, 0, 0, -1, 0, 0, 0 },
    { CP_HOLIDAY_NTH, CP_STR_INIT("fifth"), 9, 0, 4, 5, 0, 0, 0 },
    { CP_HOLIDAY_NTH, CP_STR_INIT("december"), 12, 0, 6, -1, 0, 0, 0 },
    { CP_HOLIDAY_ONCE, CP_STR_INIT("once"), 0, 0, 0, 0, 20000, 0, 0 }, /* 2024-10-04 */
};
static cp_workdays us(void)
{
    return (cp_workdays){ .weekend = 1 << 5 | 1 << 6,
                          .shift = { [5] = -1, [6] = 1 },
                          .holidays = holidays,
                          .n_holidays = N(holidays),
                          .known = { day("2000-01-01"), day("2030-12-31") } };
}

static void test_holidays(void)
{
    static const struct {
        const char *day, *name; /* "" none */
    } rows[] = {
        { "2021-01-01", "first" }, /* a Friday */
        { "2021-12-31", "first" }, /* 2022-01-01 is a Saturday */
        { "2022-01-01", "" },      /* not observed on its own day */
        { "2022-01-03", "" },
        { "2023-01-02", "first" }, /* 2023-01-01 is a Sunday */
        { "2024-02-29", "leap" },
        { "2023-03-01", "" }, /* no 29 February: no holiday, and no other day instead */
        { "2023-02-28", "" },
        { "2020-02-28", "leap" }, /* a Saturday: the Friday before */
        { "2020-06-19", "" },     /* before its law */
        { "2021-06-18", "new" },  /* the first one, on the Friday before */
        { "2022-06-20", "new" },
        { "2023-06-19", "new" },
        { "2024-06-19", "" }, /* after its end */
        { "2021-05-31", "last" },
        { "2021-05-24", "" },
        { "2022-05-30", "last" },
        { "2022-09-30", "fifth" }, /* 5 Fridays */
        { "2024-09-27", "" },      /* only 4 */
        { "2024-10-04", "once" },  /* and the fifth Friday of September is not the next month's */
        { "2025-10-03", "" },
        { "2023-12-31", "december" }, /* the last Sunday: not moved, by its rule */
        { "2024-12-29", "december" },
    };
    cp_workdays w = us();
    for (size_t i = 0; i < N(rows); i++) {
        cp_str name = CP_STR("");
        bool is = cp_workdays_holiday(&w, day(rows[i].day), &name);
        is_cstr(name, rows[i].name, "%s", rows[i].day);
        ok(is == (rows[i].name[0] != 0), "%s: told", rows[i].day);
    }
    is_int(cp_weekday(0), 3, "1970-01-01 was a Thursday");
    is_int(cp_weekday(-1), 2, "the day before a Wednesday");
    is_int(cp_weekday(day("1900-01-01")), 0, "1900-01-01 was a Monday");
}

static void test_add(void)
{
    static const struct {
        const char *from;
        uint32_t n;
        const char *want; /* "": refused */
    } rows[] = {
        { "2021-06-17", 1, "2021-06-21" },  /* Friday is observed, then the weekend */
        { "2021-06-18", 1, "2021-06-21" },  /* begun on a holiday */
        { "2021-06-19", 1, "2021-06-21" },  /* begun on a Saturday */
        { "2021-06-20", 2, "2021-06-22" },  /* begun on a Sunday */
        { "2021-12-30", 1, "2022-01-03" },  /* the holiday of the next year */
        { "2021-12-30", 10, "2022-01-14" }, /* over the turn of the year */
        { "2022-01-03", 1, "2022-01-04" },
        { "2022-01-07", 1, "2022-01-10" },
        { "2030-12-30", 1, "2030-12-31" },
        { "2030-12-31", 1, "" }, /* beyond what is known */
        { "1999-12-31", 1, "" }, /* before it */
        { "2022-01-03", 0, "" },
        { "2022-01-03", 10001, "" },
    };
    cp_workdays w = us();
    for (size_t i = 0; i < N(rows); i++) {
        int32_t got = -1;
        bool good = cp_workdays_add(&w, day(rows[i].from), rows[i].n, &got);
        is_int(good, rows[i].want[0] != 0, "%s + %u", rows[i].from, rows[i].n);
        if (good)
            is_int(got, day(rows[i].want), "%s + %u: the day", rows[i].from, rows[i].n);
    }
}

/* Every day of eight years, and every distance up to 40: the nth is n away, and is a workday. */
static void test_oracle(void)
{
    cp_workdays w = us();
    uint32_t wrong = 0, n_all = 0;
    for (int32_t d = day("2020-01-01"); d < day("2028-01-01"); d += 3) {
        int32_t at = d;
        for (uint32_t n = 1; n <= 40; n++, n_all++) {
            int32_t got = 0, between = 0, back = 0;
            do
                at++;
            while (!cp_workdays_is(&w, at));
            wrong += !cp_workdays_add(&w, d, n, &got) || got != at;
            wrong += !cp_workdays_between(&w, d, got, &between) || between != (int32_t)n;
            wrong += !cp_workdays_between(&w, got, d, &back) || back != -(int32_t)n;
        }
    }
    ok(n_all > 30000, "%u sums", n_all);
    is_int(wrong, 0, "agree with counting by hand");
    int32_t zero = 1;
    ok(cp_workdays_between(&w, day("2024-10-05"), day("2024-10-06"), &zero) && zero == 0,
       "no workday in a weekend");
    ok(!cp_workdays_between(&w, day("1999-01-01"), day("2024-10-06"), &zero), "not before");
    ok(!cp_workdays_between(&w, day("2024-10-06"), day("2031-01-01"), &zero), "not after");
}

/* Rules under which nobody ever works come to the end of what is known, and stop there. */
static void test_never(void)
{
    cp_workdays w = us();
    int32_t got;
    w.weekend = 0x7f;
    ok(!cp_workdays_add(&w, day("2024-01-01"), 1, &got), "no day of work is found");
}

int main(void)
{
    test_holidays();
    test_add();
    test_oracle();
    test_never();
    return tap_done();
}
