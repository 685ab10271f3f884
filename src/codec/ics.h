/* SPDX-License-Identifier: Apache-2.0 */
/* ics.h - writes iCalendar (RFC 5545): content lines ended by CRLF and folded at 75 octets (3.1),
 * text escaped (3.3.11), whole days (3.3.4). Control characters and what is not UTF-8 become
 * U+FFFD. Nothing is read. */
#pragma once
#include "base/base.h"

enum { CP_ICS_LINE_BYTES_MAX = 75 }; /* without the CRLF */

/* name: the property with its parameters ("DTSTART;VALUE=DATE"); value: as it stands, for values
 * that are not TEXT. A character is never torn in two by folding. */
void cp_ics_line(cp_buf *b, const char *name, cp_str value);
/* The same of a TEXT value, escaped. */
void cp_ics_text(cp_buf *b, const char *name, cp_str text);
/* A whole day: YYYYMMDD. */
void cp_ics_day(cp_buf *b, const char *name, int32_t day);
