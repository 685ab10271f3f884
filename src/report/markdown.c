/* SPDX-License-Identifier: Apache-2.0 */
/* markdown.c - see markdown.h. Escaped is what acts somewhere, and not all that may be: the text is
 * read as it stands, too. */
#include "report/markdown.h"

static cp_str cut(cp_str s, size_t max)
{
    if (s.n <= max)
        return s;
    while (max > 0 && ((unsigned char)s.p[max] & 0xc0) == 0x80)
        max--;
    return cp_str_slice(s, 0, max);
}

/* At i of s: does it act there, if not everywhere? A list or a heading at the start of a line, an
 * address that is made a link. */
static bool acts_here(cp_str s, size_t i)
{
    enum { LIST_DIGITS_MAX = 9 }; /* CommonMark 5.2 */
    char c = s.p[i];
    if (i == 0)
        return c == '+' || c == '-' || c == '=';
    if (c == ':')
        return i + 1 < s.n && s.p[i + 1] == '/';
    if (c == '.' && i >= 3 && cp_str_eq_nocase(cp_str_slice(s, i - 3, 3), CP_STR("www")))
        return true;
    if ((c != '.' && c != ')') || i > LIST_DIGITS_MAX || (i + 1 < s.n && s.p[i + 1] != ' '))
        return false;
    for (size_t d = 0; d < i; d++)
        if (s.p[d] < '0' || s.p[d] > '9')
            return false;
    return true;
}

cp_str cp_markdown(cp_arena *a, cp_str s, size_t max_bytes)
{
    cp_buf b = cp_buf_new(a);
    cp_str whole = cp_text_safe(a, s);
    s = cut(whole, max_bytes);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '<' || c == '>' || c == '&') {
            cp_buf_add_c(&b, c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;");
            continue;
        }
        if ((c && strchr("\\`*_{}[]#!|~@$", c)) || acts_here(s, i))
            cp_buf_char(&b, '\\');
        cp_buf_char(&b, c);
    }
    if (s.n < whole.n)
        cp_buf_add_c(&b, "...");
    return cp_buf_str(&b);
}
