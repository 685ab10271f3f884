/* SPDX-License-Identifier: Apache-2.0 */
/* time.h - moments and dates. Moments are microseconds since 1970-01-01T00:00:00Z. Dates come as a
 * day, a month or a year, and denote the interval that they cover; they are compared on it. Nothing
 * here reads the clock. */
#pragma once
#include "base/arena.h"

typedef int64_t cp_time;
#define CP_TIME_NONE INT64_MIN

/* Days since 1970-01-01, both ends included. first > last: no date. */
typedef struct cp_date {
    int32_t first_day, last_day;
} cp_date;

#define CP_DATE_NONE ((cp_date){ 1, 0 })
static inline bool cp_date_is_set(cp_date d) { return d.first_day <= d.last_day; }

/* Three values: known to hold, known not to, not known. */
typedef enum cp_tri { CP_NO = 0, CP_YES = 1, CP_UNKNOWN = 2 } cp_tri;

/* Is a before b (strictly)? Unknown where the intervals overlap or one is not set. */
cp_tri cp_date_before(cp_date a, cp_date b);

/* "2026-11-23", "2026-11", "2026"; years 1900..2999, real days only. Returns false on anything
 * else. */
bool cp_date_parse(cp_str s, cp_date *out);
cp_date cp_date_of_day(int32_t days);
cp_date cp_date_ymd(int year, int month, int day);
cp_date cp_date_of_time(cp_time t); /* the UTC day */
/* Year, month (1..12) and day (1..31) of a day since 1970-01-01. */
void cp_day_civil(int32_t day, int *year, int *month, int *mday);
/* As short as what it denotes: "2026-11-23", "2026-11" or "2026"; otherwise FIRST/LAST; "" if not
 * set. */
cp_str cp_date_text(cp_arena *a, cp_date d);

/* RFC 3339 with Z or an offset, fraction optional. False on anything else. */
bool cp_time_parse(cp_str s, cp_time *out);
cp_str cp_time_text(cp_arena *a, cp_time t); /* RFC 3339 in Z, whole seconds; "" for CP_TIME_NONE */
