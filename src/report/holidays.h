/* SPDX-License-Identifier: Apache-2.0 */
/* holidays.h - a calendar of data/forms/holidays as rules for base/workdays.h. The format is
 * docs/formats/forms.md. Users may add their own by CLEANPATH_DATA, so mistakes are told with
 * file and line. */
#pragma once
#include "codec/embed.h"
#include "codec/tree.h"

enum { CP_HOLIDAYS_MAX = 400 }; /* rules and single days: a moon's calendar of forty years */

typedef struct cp_calendar {
    cp_workdays days;
    cp_str note;
    cp_date read;
    const cp_str *sources; /* their addresses */
    uint32_t n_sources;
} cp_calendar;

/* Strings are owned by a. CP_EFORMAT, CP_ELIMIT with the line. */
CP_MUST_CHECK cp_rc cp_calendar_read(cp_arena *a, cp_bytes yaml, cp_calendar *out, cp_err *err);
/* The calendar of that id among the data files; CP_ENOENT, or why it cannot be read. */
CP_MUST_CHECK cp_rc cp_calendar_get(cp_arena *a, cp_str id, cp_calendar *out, cp_err *err);
