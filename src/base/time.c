/* SPDX-License-Identifier: Apache-2.0 */
/* time.c - see time.h. Civil-from-days arithmetic on the proleptic Gregorian calendar; era of 400
 * years = 146097 days. */
#include "base/time.h"
#include "base/str.h"

static const int64_t DAY_US = INT64_C(86400000000);

static int32_t days_of(int y, int m, int d)
{
    y -= m <= 2;
    int era = (y >= 0 ? y : y - 399) / 400;
    int yoe = y - era * 400, doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

static void civil_of(int32_t days, int *y, int *m, int *d)
{
    int z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = z - era * 146097, yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    *d = doy - (153 * mp + 2) / 5 + 1;
    *m = mp < 10 ? mp + 3 : mp - 9;
    *y = yoe + era * 400 + (*m <= 2);
}

static int month_days(int y, int m)
{
    static const int n[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    return m == 2 && leap ? 29 : n[m - 1];
}

/* Exactly n digits at offset `at`. */
static bool digits(cp_str s, size_t at, size_t n, int *out)
{
    uint64_t v;
    cp_str part = cp_str_slice(s, at, n);
    if (part.n != n || !cp_str_u64(part, &v))
        return false;
    *out = (int)v;
    return true;
}

bool cp_date_parse(cp_str s, cp_date *out)
{
    int y, m = 0, d = 0;
    if ((s.n != 4 && s.n != 7 && s.n != 10) || !digits(s, 0, 4, &y) || y < 1900 || y > 2999)
        return false;
    if (s.n >= 7 && (s.p[4] != '-' || !digits(s, 5, 2, &m) || m < 1 || m > 12))
        return false;
    if (s.n == 10 && (s.p[7] != '-' || !digits(s, 8, 2, &d) || d < 1 || d > month_days(y, m)))
        return false;
    if (s.n == 4)
        *out = (cp_date){ days_of(y, 1, 1), days_of(y, 12, 31) };
    else if (s.n == 7)
        *out = (cp_date){ days_of(y, m, 1), days_of(y, m, month_days(y, m)) };
    else
        *out = cp_date_ymd(y, m, d);
    return true;
}

cp_date cp_date_of_day(int32_t days) { return (cp_date){ days, days }; }
cp_date cp_date_ymd(int year, int month, int day)
{
    return cp_date_of_day(days_of(year, month, day));
}

void cp_day_civil(int32_t day, int *year, int *month, int *mday)
{
    civil_of(day, year, month, mday);
}

cp_date cp_date_of_time(cp_time t)
{
    int64_t days = t / DAY_US - (t % DAY_US < 0);
    return t == CP_TIME_NONE ? CP_DATE_NONE : cp_date_of_day((int32_t)days);
}

cp_tri cp_date_before(cp_date a, cp_date b)
{
    if (!cp_date_is_set(a) || !cp_date_is_set(b))
        return CP_UNKNOWN;
    return a.last_day < b.first_day ? CP_YES : a.first_day >= b.last_day ? CP_NO : CP_UNKNOWN;
}

cp_str cp_date_text(cp_arena *a, cp_date x)
{
    int y, m, d, y2, m2, d2;
    if (!cp_date_is_set(x))
        return CP_STR("");
    civil_of(x.first_day, &y, &m, &d);
    civil_of(x.last_day, &y2, &m2, &d2);
    if (x.first_day == x.last_day)
        return cp_str_fmt(a, "%04d-%02d-%02d", y, m, d);
    if (y == y2 && m == m2 && d == 1 && d2 == month_days(y, m))
        return cp_str_fmt(a, "%04d-%02d", y, m);
    if (y == y2 && m == 1 && d == 1 && m2 == 12 && d2 == 31)
        return cp_str_fmt(a, "%04d", y);
    return cp_str_fmt(a, "%04d-%02d-%02d/%04d-%02d-%02d", y, m, d, y2, m2, d2);
}

/* ".123456" -> microseconds; more digits are cut. Moves *at behind it. */
static bool fraction(cp_str s, size_t *at, int64_t *us)
{
    int64_t scale = 100000;
    size_t start = ++*at;
    *us = 0;
    for (; *at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9'; ++*at, scale /= 10)
        *us += (s.p[*at] - '0') * scale;
    return *at > start;
}

bool cp_time_parse(cp_str s, cp_time *out)
{
    cp_date day;
    int h, mi, sec, oh = 0, om = 0;
    int64_t us = 0;
    size_t at = 19;
    if (s.n < 20 || !cp_date_parse(cp_str_slice(s, 0, 10), &day) ||
        (s.p[10] != 'T' && s.p[10] != 't' && s.p[10] != ' '))
        return false;
    if (!digits(s, 11, 2, &h) || !digits(s, 14, 2, &mi) || !digits(s, 17, 2, &sec) ||
        s.p[13] != ':' || s.p[16] != ':')
        return false;
    if (h > 23 || mi > 59 || sec > 60 || (s.p[at] == '.' && !fraction(s, &at, &us)) || at >= s.n)
        return false;
    char zone = s.p[at++];
    if (zone == '+' || zone == '-') {
        if (!digits(s, at, 2, &oh) || cp_str_slice(s, at + 2, 1).n == 0 || s.p[at + 2] != ':' ||
            !digits(s, at + 3, 2, &om))
            return false;
        at += 5;
    } else if (zone != 'Z' && zone != 'z') {
        return false;
    }
    if (at != s.n || oh > 23 || om > 59)
        return false;
    int64_t off_s = (oh * 60 + om) * INT64_C(60) * (zone == '-' ? -1 : 1);
    *out = day.first_day * DAY_US + ((h * 60 + mi) * INT64_C(60) + sec - off_s) * 1000000 + us;
    return true;
}

cp_str cp_time_text(cp_arena *a, cp_time t)
{
    int y, m, d;
    if (t == CP_TIME_NONE)
        return CP_STR("");
    cp_date day = cp_date_of_time(t);
    int64_t s = t / 1000000 - (t % 1000000 < 0) - day.first_day * INT64_C(86400);
    civil_of(day.first_day, &y, &m, &d);
    return cp_str_fmt(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", y, m, d, (int)(s / 3600),
                      (int)(s / 60 % 60), (int)(s % 60));
}
