/* SPDX-License-Identifier: Apache-2.0 */
/* text.c - text from the network, made harmless for a terminal. A device may call itself anything:
 * escapes could redraw the screen, bidirectional controls could make one name look like another
 * (CVE-2021-42574). */
#include <string.h>
#include "report/report.h"

static bool is_harmless(uint32_t cp)
{
    bool control = cp < 0x20 || (cp >= 0x7f && cp < 0xa0);
    bool bidi = cp == 0x061c || (cp >= 0x200e && cp <= 0x200f) || (cp >= 0x202a && cp <= 0x202e) ||
                (cp >= 0x2066 && cp <= 0x2069);
    bool separator = cp == 0x2028 || cp == 0x2029 || cp == 0xfeff;
    return !control && !bidi && !separator;
}

static size_t harmless_prefix(cp_str s)
{
    size_t i = 0;
    for (uint32_t cp; i < s.n;) {
        size_t n = cp_utf8_decode(cp_str_from(s, i), &cp);
        if (n == 0 || !is_harmless(cp))
            break;
        i += n;
    }
    return i;
}

cp_str cp_text_safe(cp_arena *a, cp_str s)
{
    size_t i = harmless_prefix(s), out = i;
    if (i == s.n)
        return s;
    char *p = cp_arena_alloc(a, s.n * 3 + 1); /* a byte becomes at most the three of U+FFFD */
    memcpy(p, s.p, i);
    for (uint32_t cp; i < s.n;) {
        size_t n = cp_utf8_decode(cp_str_from(s, i), &cp);
        bool is_blank = n == 1 && (cp == '\n' || cp == '\r' || cp == '\t');
        bool keep = n > 0 && is_harmless(cp);
        const char *with = is_blank ? " " : keep ? s.p + i : "\xef\xbf\xbd";
        size_t with_n = is_blank ? 1 : keep ? n : 3;
        memcpy(p + out, with, with_n);
        out += with_n;
        i += n ? n : 1;
    }
    return (cp_str){ p, out };
}

static const char *const format_names[] = {
#define ROW(id, name) [CP_REPORT_##id] = name,
    CP_REPORT_FORMATS(ROW)
#undef ROW
};

bool cp_report_format_by_name(cp_str name, cp_report_format *out)
{
    for (unsigned f = 0; f < CP_REPORT_FORMAT_COUNT; f++)
        if (cp_str_eq(name, cp_str_c(format_names[f]))) {
            *out = (cp_report_format)f;
            return true;
        }
    return false;
}
