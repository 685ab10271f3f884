/* SPDX-License-Identifier: Apache-2.0 */
/* workdays.c - see workdays.h. Holidays are worked out for the years around a day each time it is
 * asked for: a handful of rules, and no table that could be out of date. */
#include "base/workdays.h"
#include <assert.h>
#include <stdlib.h>

int cp_weekday(int32_t day)
{
    int w = (day + 3) % 7; /* 1970-01-01 was a Thursday */
    return w < 0 ? w + 7 : w;
}

static int32_t nth_weekday(int year, int month, int weekday, int nth)
{
    int32_t first = cp_date_ymd(year, month, 1).first_day;
    int32_t next = month == 12 ? cp_date_ymd(year + 1, 1, 1).first_day
                               : cp_date_ymd(year, month + 1, 1).first_day;
    if (nth < 0)
        return next - 1 - (cp_weekday(next - 1) - weekday + 7) % 7;
    int32_t day = first + (weekday - cp_weekday(first) + 7) % 7 + 7 * (nth - 1);
    return day < next ? day : INT32_MIN; /* a fifth Monday that there is not */
}

/* The day on which the rule's holiday of that year is observed; INT32_MIN if there is none. */
static int32_t observed(const cp_workdays *w, const cp_holiday *h, int year)
{
    if ((h->since && year < h->since) || (h->until && year > h->until))
        return INT32_MIN;
    if (h->kind == CP_HOLIDAY_NTH)
        return nth_weekday(year, h->month, h->weekday, h->nth);
    int32_t day = cp_date_ymd(year, h->month, h->day).first_day;
    int y, m, d;
    cp_day_civil(day, &y, &m, &d);
    if (m != h->month) /* 29 February of a year without */
        return INT32_MIN;
    return day + w->shift[cp_weekday(day)];
}

bool cp_workdays_holiday(const cp_workdays *w, int32_t day, cp_str *name)
{
    int year, month, d;
    cp_day_civil(day, &year, &month, &d);
    for (uint32_t i = 0; i < w->n_holidays; i++) {
        const cp_holiday *h = &w->holidays[i];
        bool is_it = h->kind == CP_HOLIDAY_ONCE && h->once == day;
        /* what falls on New Year's Day may be observed in the year before */
        for (int y = year - 1; h->kind != CP_HOLIDAY_ONCE && !is_it && y <= year + 1; y++)
            is_it = observed(w, h, y) == day;
        if (is_it) {
            if (name)
                *name = h->name;
            return true;
        }
    }
    return false;
}

bool cp_workdays_is(const cp_workdays *w, int32_t day)
{
    return !(w->weekend >> cp_weekday(day) & 1) && !cp_workdays_holiday(w, day, NULL);
}

static bool is_known(const cp_workdays *w, int32_t day)
{
    return day >= w->known.first_day && day <= w->known.last_day;
}

bool cp_workdays_add(const cp_workdays *w, int32_t day, uint32_t n, int32_t *out)
{
    if (n == 0 || n > CP_WORKDAYS_ADD_MAX || !is_known(w, day))
        return false;
    while (n > 0) {
        if (!is_known(w, ++day))
            return false;
        n -= cp_workdays_is(w, day);
    }
    *out = day;
    return true;
}

bool cp_workdays_between(const cp_workdays *w, int32_t from, int32_t to, int32_t *out)
{
    int32_t first = from < to ? from : to, last = from < to ? to : from, n = 0;
    if (!is_known(w, first) || !is_known(w, last))
        return false;
    for (int32_t day = first + 1; day <= last; day++)
        n += cp_workdays_is(w, day);
    *out = from <= to ? n : -n;
    return true;
}
