/* SPDX-License-Identifier: Apache-2.0 */
/* workdays.h - business days: a weekend, holidays by rule, and counting. Which holidays there are
 * is data; nothing here knows one by name.
 *
 *     FIXED  19 June, moved by `shift` if it falls on a day off:   Sat -> Fri before, Sun -> Mon
 *     NTH    4th Thursday of November; nth -1 is the last
 *     ONCE   one single day (a moon's feast, a day of mourning)
 *
 * A day is counted since 1970-01-01, as in time.h. No allocation, no failure but those named. */
#pragma once
#include "base/str.h"
#include "base/time.h"

enum { CP_WORKDAYS_ADD_MAX = 10000 }; /* business days: forty years; a deadline is no prophecy */

typedef enum cp_holiday_kind { CP_HOLIDAY_FIXED, CP_HOLIDAY_NTH, CP_HOLIDAY_ONCE } cp_holiday_kind;

typedef struct cp_holiday {
    cp_holiday_kind kind;
    cp_str name;
    int month, day;   /* FIXED; month also NTH: 1..12, 1..31 */
    int weekday, nth; /* NTH: 0 Monday .. 6 Sunday; 1..5 or -1 */
    int32_t once;     /* ONCE */
    int since, until; /* FIXED, NTH: years of the holiday itself in which the rule holds, both
                         included; 0: open */
} cp_holiday;

typedef struct cp_workdays {
    cp_str id, title;
    uint8_t weekend; /* bit per weekday, not all seven */
    int8_t shift[7]; /* by weekday: how many days a FIXED holiday that falls on it moves */
    const cp_holiday *holidays;
    uint32_t n_holidays;
    cp_date known; /* the rules speak of these days and of no others */
} cp_workdays;

int cp_weekday(int32_t day); /* 0 Monday .. 6 Sunday */
/* Is it observed as a holiday? *name (may be NULL) is its name. */
bool cp_workdays_holiday(const cp_workdays *w, int32_t day, cp_str *name);
/* Neither weekend nor holiday. */
bool cp_workdays_is(const cp_workdays *w, int32_t day);
/* The nth business day after `day`, which is not counted itself. False if n is 0 or beyond
 * CP_WORKDAYS_ADD_MAX, or if that leaves the days that the rules speak of. */
bool cp_workdays_add(const cp_workdays *w, int32_t day, uint32_t n, int32_t *out);
/* Business days after `from` up to and including `to`; negative if `to` is the earlier: those after
 * `to` up to `from`. False if that leaves the days that the rules speak of. */
bool cp_workdays_between(const cp_workdays *w, int32_t from, int32_t to, int32_t *out);
