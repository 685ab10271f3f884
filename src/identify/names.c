/* SPDX-License-Identifier: Apache-2.0 */
/* names.c - see names.h. */
#include "identify/names.h"
#include <string.h>

size_t cp_words_end(cp_str s, uint64_t n)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == ' ' && --n == 0)
            return i;
    return n == 1 ? s.n : 0;
}

void cp_legal_forms_add(cp_arena *a, cp_legal_forms *legal, cp_str phrase)
{
    cp_str norm = cp_name_norm(a, phrase);
    uint32_t words = norm.n > 0;
    for (size_t i = 0; i < norm.n; i++)
        words += norm.p[i] == ' ';
    *cp_map_put(a, &legal->phrases, norm, NULL) = 1;
    if (words > legal->words_max)
        legal->words_max = words;
}

/* Bytes of the legal form with which s begins; 0 if it begins with none. */
static size_t legal_form_at(const cp_legal_forms *legal, cp_str s)
{
    for (uint32_t n = legal->words_max; n > 0; n--) {
        size_t end = cp_words_end(s, n);
        if (end && cp_map_get(&legal->phrases, cp_str_slice(s, 0, end)))
            return end;
    }
    return 0;
}

cp_str cp_name_cmp(cp_arena *a, const cp_legal_forms *legal, cp_str s)
{
    cp_str rest = cp_name_norm(a, s);
    char *out = cp_arena_alloc(a, rest.n + 1);
    size_t n = 0;
    while (rest.n) {
        size_t word = cp_words_end(rest, 1), skip = n ? legal_form_at(legal, rest) : 0;
        if (skip == 0) {
            if (n)
                out[n++] = ' ';
            memcpy(out + n, rest.p, word);
            n += word;
            skip = word;
        }
        rest = cp_str_from(rest, skip < rest.n ? skip + 1 : rest.n);
    }
    return (cp_str){ out, n };
}

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
    for (size_t i = 0; i < c.n; i++)
        if ((unsigned char)c.p[i] < 0x80)
            out[n++] = c.p[i];
    return cp_slug(a, (cp_str){ out, n });
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
