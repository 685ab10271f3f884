/* SPDX-License-Identifier: Apache-2.0 */
/* test_time.c - dates as intervals, moments with offsets; every day of the range against the C
 * library. */
#include <time.h>
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))

static void test_dates(cp_arena *a)
{
    static const struct {
        const char *in;
        int32_t first, last; /* last < first: refused */
    } rows[] = {
        { "1970-01-01", 0, 0 },
        { "1969-12-31", -1, -1 },
        { "2000-02-29", 11016, 11016 },
        { "2024-02-29", 19782, 19782 },
        { "1900-01-01", -25567, -25567 },
        { "2999-12-31", 376199, 376199 },
        { "1970-01", 0, 30 },
        { "1970-02", 31, 58 },
        { "2024-02", 19754, 19782 },
        { "1970", 0, 364 },
        { "1972", 730, 1095 },
        { "2023-02-29", 1, 0 },
        { "1900-02-29", 1, 0 },
        { "2100-02-29", 1, 0 },
        { "2026-13-01", 1, 0 },
        { "2026-00-01", 1, 0 },
        { "2026-01-00", 1, 0 },
        { "2026-01-32", 1, 0 },
        { "2026-04-31", 1, 0 },
        { "1899-12-31", 1, 0 },
        { "3000-01-01", 1, 0 },
        { "2026-1-1", 1, 0 },
        { "2026-11-2", 1, 0 },
        { "2026/11/02", 1, 0 },
        { "20261102", 1, 0 },
        { "2026-", 1, 0 },
        { "", 1, 0 },
        { " 2026-11-02", 1, 0 },
        { "2026-11-02 ", 1, 0 },
        { "2026-11-02T00:00:00Z", 1, 0 },
        { "-026-11-02", 1, 0 },
        { "2o26", 1, 0 },
        { "+2026", 1, 0 },
        { "2026-+1", 1, 0 },
    };
    for (size_t i = 0; i < N(rows); i++) {
        cp_date d = CP_DATE_NONE;
        bool good = rows[i].first <= rows[i].last;
        is_int(cp_date_parse(tap_cstr(rows[i].in), &d), good, "date \"%s\"", rows[i].in);
        is_int(d.first_day, rows[i].first, "\"%s\": first day", rows[i].in);
        is_int(d.last_day, rows[i].last, "\"%s\": last day", rows[i].in);
        is_cstr(cp_date_text(a, d), good ? rows[i].in : "", "\"%s\": and back", rows[i].in);
    }
    cp_date d = { 10, 50 };
    is_cstr(cp_date_text(a, d), "1970-01-11/1970-02-20", "an interval that is neither");
    is_cstr(cp_date_text(a, (cp_date){ 0, 31 }), "1970-01-01/1970-02-01", "a month and a day");
    is_cstr(cp_date_text(a, (cp_date){ 0, 729 }), "1970-01-01/1971-12-31", "two years");
}

static void test_every_day(cp_arena *a)
{
    uint32_t n = 0, wrong = 0;
    for (int32_t day = -25567; day <= 376199; day++, n++) {
        cp_arena_mark mark = cp_arena_here(a);
        time_t t = (time_t)day * 86400;
        struct tm tm;
        char want[32];
        cp_date d = cp_date_of_day(day), back = CP_DATE_NONE;
        (void)gmtime_r(&t, &tm);
        (void)strftime(want, sizeof want, "%Y-%m-%d", &tm);
        cp_str text = cp_date_text(a, d);
        wrong += !cp_str_eq(text, cp_str_c(want)) || !cp_date_parse(text, &back) ||
                 back.first_day != day || back.last_day != day;
        wrong += cp_date_ymd(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday).first_day != day;
        wrong += cp_date_of_time(t * INT64_C(1000000)).first_day != day ||
                 cp_date_of_time((t + 86400) * INT64_C(1000000) - 1).first_day != day;
        cp_arena_back(a, mark);
    }
    is_uint(n, 401767, "all days from 1900 to 2999");
    is_uint(wrong, 0, "are written, read and counted as the C library does");
}

static cp_date date(const char *s)
{
    cp_date d = CP_DATE_NONE;
    (void)cp_date_parse(tap_cstr(s), &d);
    return d;
}

static void test_before(void)
{
    static const struct {
        const char *a, *b;
        cp_tri want;
    } rows[] = {
        { "2020-01-01", "2020-01-02", CP_YES },
        { "2020-01-02", "2020-01-01", CP_NO },
        { "2020-01-01", "2020-01-01", CP_NO },
        { "2019", "2020", CP_YES },
        { "2020", "2019", CP_NO },
        { "2020", "2020", CP_UNKNOWN },
        { "2020", "2020-06-01", CP_UNKNOWN },
        { "2020-06-01", "2020", CP_UNKNOWN },
        { "2020", "2020-01-01", CP_NO },
        { "2020-12-31", "2020", CP_NO },
        { "2020-01-01", "2020", CP_UNKNOWN },
        { "2020-06", "2020-07", CP_YES },
        { "2020", "2020-12-31", CP_UNKNOWN },
        { "", "2020", CP_UNKNOWN },
        { "2020", "", CP_UNKNOWN },
        { "", "", CP_UNKNOWN },
    };
    for (size_t i = 0; i < N(rows); i++)
        is_int(cp_date_before(date(rows[i].a), date(rows[i].b)), rows[i].want,
               "\"%s\" before \"%s\"", rows[i].a, rows[i].b);
}

static void test_moments(cp_arena *a)
{
    static const struct {
        const char *in;
        int64_t want; /* microseconds; CP_TIME_NONE: refused */
        const char *text;
    } rows[] = {
        { "1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z" },
        { "1969-12-31T23:59:59.5Z", -500000, "1969-12-31T23:59:59Z" },
        { "2026-11-23T10:00:00Z", 1795428000000000, "2026-11-23T10:00:00Z" },
        { "2026-11-23t10:00:00z", 1795428000000000, "2026-11-23T10:00:00Z" },
        { "2026-11-23 10:00:00Z", 1795428000000000, "2026-11-23T10:00:00Z" },
        { "2026-11-23T12:30:00+02:30", 1795428000000000, "2026-11-23T10:00:00Z" },
        { "2026-11-22T22:00:00-12:00", 1795428000000000, "2026-11-23T10:00:00Z" },
        { "2026-11-23T10:00:00.123456789Z", 1795428000123456, "2026-11-23T10:00:00Z" },
        { "2026-11-23T10:00:00.1+00:00", 1795428000100000, "2026-11-23T10:00:00Z" },
        { "2016-12-31T23:59:60Z", 1483228800000000, "2017-01-01T00:00:00Z" },
        { "1900-01-01T00:00:00Z", INT64_C(-2208988800000000), "1900-01-01T00:00:00Z" },
        { "2026-11-23T10:00:00", CP_TIME_NONE, "" },
        { "2026-11-23T10:00Z", CP_TIME_NONE, "" },
        { "2026-11-23", CP_TIME_NONE, "" },
        { "2026-11-23T24:00:00Z", CP_TIME_NONE, "" },
        { "2026-11-23T10:60:00Z", CP_TIME_NONE, "" },
        { "2026-11-23T10:00:61Z", CP_TIME_NONE, "" },
        { "2026-11-31T10:00:00Z", CP_TIME_NONE, "" },
        { "2026-11-23T10:00:00.Z", CP_TIME_NONE, "" },
        { "2026-11-23T10:00:00.5", CP_TIME_NONE, "" },
        { "2026-11-23T10:00:00+2:00", CP_TIME_NONE, "" },
        { "2026-11-23T10:00:00+0200", CP_TIME_NONE, "" },
        { "2026-11-23T10:00:00+02", CP_TIME_NONE, "" },
        { "2026-11-23T10:00:00+24:00", CP_TIME_NONE, "" },
        { "2026-11-23T10:00:00+02:60", CP_TIME_NONE, "" },
        { "2026-11-23T10:00:00+02:00x", CP_TIME_NONE, "" },
        { "2026-11-23T10:00:00Zx", CP_TIME_NONE, "" },
        { "2026-11-23x10:00:00Z", CP_TIME_NONE, "" },
        { "2026-11-23T10-00-00Z", CP_TIME_NONE, "" },
        { "", CP_TIME_NONE, "" },
    };
    for (size_t i = 0; i < N(rows); i++) {
        cp_time t = CP_TIME_NONE;
        is_int(cp_time_parse(tap_cstr(rows[i].in), &t), rows[i].want != CP_TIME_NONE, "\"%s\"",
               rows[i].in);
        is_int(t, rows[i].want, "\"%s\": value", rows[i].in);
        is_cstr(cp_time_text(a, t), rows[i].text, "\"%s\": and back", rows[i].in);
    }
    ok(!cp_date_is_set(cp_date_of_time(CP_TIME_NONE)), "no moment has no day");
    ok(cp_time_text(a, INT64_MAX).n > 0, "the last moment there is has a text");
    ok(cp_time_text(a, INT64_MIN + 1).n > 0, "the first one too");
    /* cut off at every byte */
    cp_str whole = CP_STR("2026-11-23T10:00:00.5+02:00");
    for (size_t n = 0; n < whole.n; n++) {
        cp_time t;
        char *p = malloc(n ? n : 1);
        memcpy(p, whole.p, n);
        ok(!cp_time_parse((cp_str){ p, n }, &t), "cut off at byte %zu", n);
        free(p);
    }
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    test_dates(a);
    test_every_day(a);
    test_before();
    test_moments(a);
    cp_arena_free(a);
    return tap_done();
}
