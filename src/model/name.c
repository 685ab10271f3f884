/* SPDX-License-Identifier: Apache-2.0 */
/* name.c - see name.h. */
#include "model/name.h"
#include <string.h>

/* ---- norm */

/* What a character counts as: its length in bytes, and an ASCII sign, or 0 if it stays as it is.
 * Sources: Unicode 15, blocks Latin-1 Supplement, General Punctuation, CJK Symbols and Punctuation,
 * Halfwidth and Fullwidth Forms. */
typedef struct sign {
    size_t n;
    char is;
} sign;

static sign two_bytes(const unsigned char *p)
{
    /* U+0080..U+00BF without the letters U+00AA, U+00B5, U+00BA */
    bool is_sign = p[0] == 0xc2 && p[1] >= 0x80 && p[1] <= 0xbf && p[1] != 0xaa && p[1] != 0xb5 &&
                   p[1] != 0xba;
    return (sign){ 2, is_sign ? ' ' : 0 };
}

static sign three_bytes(const unsigned char *p)
{
    uint32_t c = (uint32_t)(p[0] & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
    if (cp_utf8_narrow(c) != c)
        return (sign){ 3, (char)cp_utf8_narrow(c) };
    bool is_mark = c == 0x321c || c == 0x3231;  /* (ju), (kabu) */
    bool is_dot = c == 0x30fb || c == 0xff65;   /* katakana middle dots */
    bool is_point = c >= 0x2000 && c <= 0x206f; /* dashes, quotation marks, joiners */
    bool is_cjk = (c >= 0x3001 && c <= 0x3004) || (c >= 0x3008 && c <= 0x3020);
    bool is_trade = c == 0x2122 || c == 0xfeff; /* trade mark, byte order mark */
    return (sign){ 3, is_mark || is_dot || is_point || is_cjk || is_trade ? ' ' : 0 };
}

static bool is_tail(unsigned char c) { return c >= 0x80 && c <= 0xbf; }

static sign sign_at(const unsigned char *p, size_t left)
{
    if (p[0] < 0x80)
        return (sign){ 1, (char)p[0] };
    if (p[0] >= 0xc2 && p[0] <= 0xdf && left >= 2 && is_tail(p[1]))
        return two_bytes(p);
    if (p[0] >= 0xe0 && p[0] <= 0xef && left >= 3 && is_tail(p[1]) && is_tail(p[2]))
        return three_bytes(p);
    return (sign){ 1, 0 };
}

/* A letter, in lower case, or a digit; else 0. */
static char word_of(char c)
{
    unsigned char low = (unsigned char)c | 0x20;
    if (low >= 'a' && low <= 'z')
        return (char)low;
    return c >= '0' && c <= '9' ? c : '\0';
}

cp_str cp_name_norm(cp_arena *a, cp_str name)
{
    char *p = cp_arena_alloc(a, name.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < name.n;) {
        sign s = sign_at((const unsigned char *)name.p + i, name.n - i);
        char c = word_of(s.is);
        if (s.is == 0) {
            memcpy(p + n, name.p + i, s.n);
            n += s.n;
        } else if (c) {
            p[n++] = c;
        } else if (n && p[n - 1] != ' ') {
            p[n++] = ' ';
        }
        i += s.n;
    }
    if (n && p[n - 1] == ' ')
        n--;
    return (cp_str){ p, n };
}

/* ---- cmp */

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
    uint64_t *longest =
        cp_map_put(a, &legal->first_words, cp_str_slice(norm, 0, cp_words_end(norm, 1)), NULL);
    if (words > *longest)
        *longest = words;
}

void cp_legal_forms_add_leading(cp_arena *a, cp_legal_forms *legal, cp_str word)
{
    cp_legal_forms_add(a, legal, word);
    *cp_map_put(a, &legal->leading, cp_name_norm(a, word), NULL) = 1;
}

/* The byte classes of without_joined: a word that ends otherwise has no form behind it. */
static void mark(uint64_t set[4], char c)
{
    set[(unsigned char)c / 64] |= UINT64_C(1) << (unsigned char)c % 64;
}
static bool is_marked(const uint64_t set[4], char c)
{
    return set[(unsigned char)c / 64] >> (unsigned char)c % 64 & 1;
}

static void add_joined(cp_arena *a, cp_legal_forms *legal, cp_str form, bool is_before)
{
    cp_joined_form f = { cp_name_norm(a, form), is_before };
    if (f.form.n == 0)
        return;
    cp_vec_push(a, &legal->joined, f);
    mark(legal->joined_last, f.form.p[f.form.n - 1]);
    if (is_before)
        mark(legal->joined_first, f.form.p[0]);
    for (uint32_t i = legal->joined.n - 1; i > 0 && legal->joined.v[i - 1].form.n < f.form.n; i--) {
        legal->joined.v[i] = legal->joined.v[i - 1];
        legal->joined.v[i - 1] = f;
    }
}

void cp_legal_forms_add_behind(cp_arena *a, cp_legal_forms *legal, cp_str form)
{
    cp_legal_forms_add(a, legal, form);
    add_joined(a, legal, form, false);
}

void cp_legal_forms_add_around(cp_arena *a, cp_legal_forms *legal, cp_str form)
{
    cp_legal_forms_add_leading(a, legal, form);
    add_joined(a, legal, form, true);
}

/* Bytes of the legal form with which s begins; 0 if it begins with none. */
static size_t legal_form_at(const cp_legal_forms *legal, cp_str s)
{
    const uint64_t *longest =
        cp_map_get(&legal->first_words, cp_str_slice(s, 0, cp_words_end(s, 1)));
    for (uint64_t n = longest ? *longest : 0; n > 0; n--) {
        size_t end = cp_words_end(s, n);
        if (end && cp_map_get(&legal->phrases, cp_str_slice(s, 0, end)))
            return end;
    }
    return 0;
}

/* A word without a form that is joined to it, if something is left. */
static cp_str without_joined(const cp_legal_forms *legal, cp_str word)
{
    if (word.n == 0 || (!is_marked(legal->joined_last, word.p[word.n - 1]) &&
                        !is_marked(legal->joined_first, word.p[0])))
        return word;
    for (uint32_t i = 0; i < legal->joined.n; i++) {
        cp_str form = legal->joined.v[i].form;
        if (cp_str_eq(word, form))
            return word; /* a form by itself is no shorter form with a name */
        if (word.n <= form.n)
            continue;
        if (cp_str_eq(cp_str_from(word, word.n - form.n), form))
            return cp_str_slice(word, 0, word.n - form.n);
        if (legal->joined.v[i].is_before && cp_str_starts(word, form))
            return cp_str_from(word, form.n);
    }
    return word;
}

cp_str cp_name_cmp(cp_arena *a, const cp_legal_forms *legal, cp_str s)
{
    return cp_name_cmp_of_norm(a, legal, cp_name_norm(a, s));
}

cp_str cp_name_cmp_of_norm(cp_arena *a, const cp_legal_forms *legal, cp_str norm)
{
    cp_str rest = norm;
    char *out = cp_arena_alloc(a, rest.n + 1);
    size_t n = 0;
    while (rest.n) {
        size_t end = cp_words_end(rest, 1), skip = n ? legal_form_at(legal, rest) : 0;
        cp_str word = cp_str_slice(rest, 0, end);
        if (n == 0 && end < rest.n && cp_map_get(&legal->leading, word))
            skip = end;
        if (skip == 0) {
            skip = end;
            word = without_joined(legal, word);
            if (n)
                out[n++] = ' ';
            memcpy(out + n, word.p, word.n);
            n += word.n;
        }
        rest = cp_str_from(rest, skip < rest.n ? skip + 1 : rest.n);
    }
    return (cp_str){ out, n };
}

bool cp_name_scripts(cp_arena *a, cp_str s, cp_str part[2])
{
    cp_str norm = cp_name_norm(a, s);
    for (int k = 0; k < 2; k++) {
        char *p = cp_arena_alloc(a, norm.n + 1);
        for (size_t i = 0; i < norm.n; i++)
            p[i] = (char)(((unsigned char)norm.p[i] >= 0x80) == (k == 1) ? norm.p[i] : ' ');
        part[k] = cp_name_norm(a, (cp_str){ p, norm.n });
    }
    return part[0].n && part[1].n;
}
