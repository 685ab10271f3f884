/* SPDX-License-Identifier: Apache-2.0 */
/* ics.c - see ics.h. */
#include "codec/ics.h"

/* How much of s fits into room octets without tearing a character. s is UTF-8. */
static size_t fitting(cp_str s, size_t room)
{
    size_t n = s.n < room ? s.n : room;
    while (n && n < s.n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
        n--;
    return n;
}

/* What the lines may not hold: every control character but the TAB (3.1). */
static cp_str without_controls(cp_arena *a, cp_str s)
{
    cp_buf b = cp_buf_new(a);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f)
            cp_buf_add_c(&b, "\xef\xbf\xbd");
        else
            cp_buf_char(&b, (char)c);
    }
    return cp_buf_str(&b);
}

void cp_ics_line(cp_buf *b, const char *name, cp_str value)
{
    cp_arena *a = cp_arena_new(0);
    cp_str clean = without_controls(a, cp_str_clean_utf8(a, value));
    cp_str rest = cp_str_fmt(a, "%s:%.*s", name, CP_FMT(clean));
    for (size_t room = CP_ICS_LINE_BYTES_MAX; rest.n; room = CP_ICS_LINE_BYTES_MAX - 1) {
        size_t n = fitting(rest, room);
        cp_buf_add(b, cp_str_slice(rest, 0, n));
        rest = cp_str_from(rest, n);
        cp_buf_add_c(b, rest.n ? "\r\n " : "\r\n");
    }
    cp_arena_free(a);
}

void cp_ics_text(cp_buf *b, const char *name, cp_str text)
{
    cp_arena *a = cp_arena_new(0);
    cp_buf value = cp_buf_new(a);
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '\\' || c == ';' || c == ',')
            cp_buf_char(&value, '\\');
        if (c == '\n')
            cp_buf_add_c(&value, "\\n");
        else if (c != '\r' || i + 1 == text.n || text.p[i + 1] != '\n')
            cp_buf_char(&value, c);
    }
    cp_ics_line(b, name, cp_buf_str(&value));
    cp_arena_free(a);
}

void cp_ics_day(cp_buf *b, const char *name, int32_t day)
{
    cp_arena *a = cp_arena_new(0);
    cp_str iso = cp_date_text(a, cp_date_of_day(day));
    cp_ics_line(
        b, name,
        cp_str_fmt(a, "%.4s%.2s%.2s", iso.p, iso.p + sizeof "yyyy", iso.p + sizeof "yyyy-mm"));
    cp_arena_free(a);
}
