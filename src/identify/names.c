/* SPDX-License-Identifier: Apache-2.0 */
/* names.c - see names.h. */
#include "identify/names.h"

cp_str cp_slug(cp_arena *a, cp_str s)
{
    char *out = cp_arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + 32);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out[n++] = c;
        else if (n && out[n - 1] != '-')
            out[n++] = '-';
    }
    if (n && out[n - 1] == '-')
        n--;
    return (cp_str){ out, n };
}

cp_str cp_name_slug(cp_arena *a, const cp_legal_forms *legal, cp_str s)
{
    cp_str c = cp_name_cmp(a, legal, s);
    char *out = cp_arena_alloc(a, c.n + 1);
    size_t n = 0;
    bool is_other_script = false;
    for (size_t i = 0; i < c.n; i++)
        if ((unsigned char)c.p[i] < 0x80)
            out[n++] = c.p[i];
        else
            is_other_script |= (unsigned char)c.p[i] >= 0xe0;
    cp_str slug = cp_slug(a, (cp_str){ out, n });
    if (!is_other_script)
        return slug;
    /* characters that carry the name, not accents: without them houses would be mixed up */
    return cp_str_fmt(a, "%.*s%s%08x", CP_FMT(slug), slug.n ? "-" : "name-",
                      (unsigned)(cp_hash(c, 0) & 0xffffffff));
}

cp_str cp_name_registrant(cp_str s)
{
    static const cp_str marks[] = { CP_STR_INIT(" # "), CP_STR_INIT(" (") };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        ptrdiff_t at = cp_str_find(s, marks[i]);
        if (at > 0)
            s = cp_str_slice(s, 0, (size_t)at);
    }
    return s;
}
