/* SPDX-License-Identifier: Apache-2.0 */
/* fcc_id.c - see fcc_id.h. */
#include "model/fcc_id.h"

enum { WRITTEN_MAX = 256 }; /* with "this device contains transmitter module FCC ID:", full-width */

static bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Hyphens of all lengths are U+2010 to U+2015. */
cp_str cp_fcc_id_squeeze(cp_arena *a, cp_str s)
{
    cp_buf b = cp_buf_new(a);
    if (s.n > WRITTEN_MAX)
        return CP_STR("");
    for (uint32_t c; s.n;) {
        size_t n = cp_utf8_decode(s, &c);
        c = n ? cp_utf8_narrow(c) : UINT32_MAX;
        if (c >= 0x80 && (c < 0x2010 || c > 0x2015))
            return CP_STR("");
        s = cp_str_from(s, n);
        if (c == ' ' || c == '\t')
            continue;
        cp_buf_char(&b, c >= 0x80 ? '-' : c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : (char)c);
    }
    return cp_buf_str(&b);
}

/* "CONTAINS", "THIS DEVICE CONTAINS TRANSMITTER MODULE": the number is that of a part. */
static bool says_contains(cp_str s)
{
    static const cp_str of[] = { CP_STR_INIT("THIS"), CP_STR_INIT("DEVICE"), CP_STR_INIT("PRODUCT"),
                                 CP_STR_INIT("EQUIPMENT") };
    for (size_t i = 0; i < sizeof of / sizeof *of; i++)
        if (cp_str_starts(s, of[i]))
            s = cp_str_from(s, of[i].n);
    return cp_str_starts(s, CP_STR("CONTAIN"));
}

/* Cuts off "FCC ID:", and what stands before it where that is of a part. */
static void cut_heading(cp_str *s, bool *is_inside)
{
    static const cp_str headings[] = { CP_STR_INIT("FCCID"), CP_STR_INIT("FCC-ID"),
                                       CP_STR_INIT("FCC_ID") };
    *is_inside = false;
    for (size_t h = 0; h < sizeof headings / sizeof *headings; h++)
        for (size_t i = 0; i + headings[h].n <= s->n; i++) {
            bool is_part = i > 0 && says_contains(cp_str_slice(*s, 0, i));
            if ((i > 0 && !is_part) || !cp_str_eq(cp_str_slice(*s, i, headings[h].n), headings[h]))
                continue;
            *is_inside = is_part;
            *s = cp_str_from(*s, i + headings[h].n);
            while (s->n && (s->p[0] == ':' || s->p[0] == '#' || s->p[0] == '.' || s->p[0] == '='))
                *s = cp_str_from(*s, 1);
            return;
        }
}

static size_t grantee_bytes(char first) { return first >= '2' && first <= '9' ? 5 : 3; }

static bool is_alnum(cp_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_letter(s.p[i]) && !is_digit(s.p[i]))
            return false;
    return s.n > 0;
}

bool cp_fcc_id_parse(cp_arena *a, cp_str s, cp_fcc_id *out)
{
    cp_fcc_id id;
    bool is_word = true;
    cp_str text = cp_fcc_id_squeeze(a, s);
    cut_heading(&text, &id.is_inside);
    if (text.n == 0)
        return false;
    size_t n = grantee_bytes(text.p[0]);
    if (text.n <= n || !is_alnum(cp_str_slice(text, 0, n)))
        return false;
    for (size_t i = 0; i < text.n; i++)
        is_word = is_word && is_letter(text.p[i]);
    cp_buf product = cp_buf_new(a);
    for (size_t i = n; i < text.n; i++) {
        if (is_letter(text.p[i]) || is_digit(text.p[i]))
            cp_buf_char(&product, text.p[i]);
        else if (text.p[i] != '-')
            return false;
    }
    id.grantee = cp_str_slice(text, 0, n);
    id.product = cp_buf_str(&product);
    cp_str text_of = cp_fcc_id_text(a, &id);
    bool is_heading = cp_str_starts(text_of, CP_STR("FCC-ID")); /* twice, or with two hyphens */
    if (is_word || is_heading || id.product.n == 0 || id.product.n > CP_FCC_ID_PRODUCT_MAX)
        return false;
    *out = id;
    return true;
}

cp_str cp_fcc_id_text(cp_arena *a, const cp_fcc_id *id)
{
    return cp_str_fmt(a, "%.*s-%.*s", CP_FMT(id->grantee), CP_FMT(id->product));
}

bool cp_fcc_id_is_grantee(cp_str code)
{
    if (!is_alnum(code) || code.n != grantee_bytes(code.p[0]))
        return false;
    return cp_str_find_char(code, '0') < 0 && cp_str_find_char(code, '1') < 0;
}

uint32_t cp_fcc_id_readings(cp_arena *a, cp_str copied, cp_str out[CP_FCC_ID_READINGS_MAX])
{
    uint32_t ones = 0, n;
    assert(copied.n <= CP_FCC_ID_GRANTEE_MAX);
    for (size_t i = 0; i < copied.n; i++)
        ones += copied.p[i] == '1';
    n = 1u << ones;
    for (uint32_t r = 0; r < n; r++) {
        char *p = CP_NEW_RAW(a, char, copied.n + 1);
        for (size_t i = 0, one = 0; i < copied.n; i++) {
            char c = copied.p[i];
            p[i] = c == '0' ? 'O' : c != '1' ? c : r >> one++ & 1 ? 'L' : 'I';
        }
        p[copied.n] = '\0';
        out[r] = (cp_str){ p, copied.n };
    }
    return n;
}
