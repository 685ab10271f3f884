/* SPDX-License-Identifier: Apache-2.0 */
/* fit.c - see fit.h. */
#include "report/fit.h"

/* Bytes of the escape for a colour that s begins with; 0: it begins with none. */
static size_t escape_bytes(cp_str s)
{
    if (s.n < 3 || s.p[0] != '\033' || s.p[1] != '[')
        return 0;
    size_t i = 2;
    while (i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == ';'))
        i++;
    return i < s.n ? i + 1 : 0;
}

/* Bytes of the character or escape at the beginning of s, which is not empty. */
static size_t step(cp_str s, uint32_t *columns)
{
    uint32_t cp;
    size_t n = escape_bytes(s);
    *columns = 0;
    if (n)
        return n;
    n = cp_utf8_decode(s, &cp);
    *columns = n ? cp_utf8_width(cp) : 1;
    return n ? n : 1;
}

uint32_t cp_fit_columns(cp_str s)
{
    uint32_t sum = 0, one;
    for (size_t i = 0; i < s.n; sum += one)
        i += step(cp_str_from(s, i), &one);
    return sum;
}

size_t cp_fit_bytes(cp_str s, uint32_t width)
{
    uint32_t sum = 0, one;
    size_t i = 0;
    if (cp_fit_columns(s) <= width)
        return s.n;
    while (i < s.n) {
        size_t n = step(cp_str_from(s, i), &one);
        if (sum + one + 1 > width)
            break;
        sum += one;
        i += n;
    }
    return i;
}

uint32_t cp_fit_hang(cp_str line, uint32_t width)
{
    uint32_t at = 0;
    while (at < line.n && line.p[at] == ' ')
        at++;
    at += 2; /* behind a mark; or what goes on is told from what begins */
    return at < width / 2 ? at : width / 2;
}

/* The end of the longest piece from the beginning of s that ends before a space and fits; at least
 * one word. Spaces at the beginning belong to the piece. */
static size_t piece_end(cp_str s, uint32_t width)
{
    uint32_t sum = 0, one;
    size_t i = 0, end = 0;
    while (i < s.n && s.p[i] == ' ') {
        i++;
        sum++;
    }
    while (i < s.n) {
        if (s.p[i] == ' ' && s.p[i - 1] != ' ')
            end = i;
        i += step(cp_str_from(s, i), &one);
        sum += one;
        if (sum > width && end)
            return end;
        if (sum > width) { /* a word that is too long */
            while (i < s.n && s.p[i] != ' ')
                i++;
            return i;
        }
    }
    return s.n;
}

void cp_fit_wrap(cp_str line, uint32_t width, uint32_t hang, cp_buf *out)
{
    bool is_first = true;
    do {
        size_t end = piece_end(line, is_first ? width : width - hang);
        if (!is_first)
            cp_buf_fmt(out, "%*s", (int)hang, "");
        cp_buf_fmt(out, "%.*s\n", CP_FMT(cp_str_slice(line, 0, end)));
        line = cp_str_from(line, end);
        while (line.n && line.p[0] == ' ')
            line = cp_str_from(line, 1);
        is_first = false;
    } while (line.n);
}
