/* SPDX-License-Identifier: Apache-2.0 */
/* login_head.h - what stands before the message in a line of a log. Inside of the reader. */
#pragma once
#include "sources/login/login.h"

typedef struct cp_login_head {
    cp_str host, tag, pid, message; /* host, tag and pid "" where they are not there */
    cp_time at;
    bool has_year; /* otherwise at is of the year 2000, which has each day that there is */
    bool has_zone;
} cp_login_head;

/* RFC 5424; RFC 3164, also with a year behind the day, or with a time of RFC 3339 instead; what
 * writes its own file ("Thu Jun 23 19:09:44 2011 ...", "2026-11-23 10:00:00 ..."). False: the line
 * begins with no time. */
bool cp_login_head_read(cp_str line, cp_login_head *out);
/* The time of the same month and day that is nearest to another. */
cp_time cp_login_in_year(cp_time of_2000, cp_time near);
