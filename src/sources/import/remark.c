/* SPDX-License-Identifier: Apache-2.0 */
/* remark.c - see remark.h. */
#include "sources/import/remark.h"
#include <string.h>
#include "sources/import/dates.h"

enum {
    AMOUNT_MAX = 24,      /* bytes: a sum of money with its currency */
    AMOUNT_UNIT_MAX = 9,  /* bytes that are no digits and no separators: "pieces", "EUR", "대" */
    BETWEEN_PAGES_MAX = 6 /* "1 of 3", "1 von 3" */
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool cp_remark_is_amount(cp_str s)
{
    static const char separators[] = ".,' -+%/()";
    size_t digits = 0, others = 0;
    cp_ip ip;
    cp_mac mac;
    if (s.n > AMOUNT_MAX || cp_ip_parse(s, &ip) || cp_mac_parse(s, &mac))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        digits += is_digit(s.p[i]);
        others += !is_digit(s.p[i]) && !memchr(separators, s.p[i], sizeof separators - 1);
    }
    bool begins =
        s.n > 0 && (is_digit(s.p[0]) || !((s.p[0] | 0x20) >= 'a' && (s.p[0] | 0x20) <= 'z'));
    return digits > 0 && begins && others <= AMOUNT_UNIT_MAX;
}

/* "1 of 3", "1/3" */
static bool is_page_count(cp_str s)
{
    size_t i = 0, k;
    while (i < s.n && is_digit(s.p[i]))
        i++;
    for (k = i; k < s.n && !is_digit(s.p[k]) && k - i <= BETWEEN_PAGES_MAX;)
        k++;
    if (i == 0 || k == i || k == s.n)
        return false;
    while (k < s.n && is_digit(s.p[k]))
        k++;
    return k == s.n;
}

static bool is_date(cp_str s)
{
    static const cp_date_order not_known;
    cp_date d;
    bool is_vague;
    return cp_date_read(s, &not_known, &d, &is_vague);
}

/* "*", "**", "†", "‡", "§", "※" in front; *rest is what stands behind it. */
static bool has_mark(cp_str s, cp_str *rest)
{
    static const cp_str marks[] = { CP_STR_INIT("*"), CP_STR_INIT("\xe2\x80\xa0"),
                                    CP_STR_INIT("\xe2\x80\xa1"), CP_STR_INIT("\xc2\xa7"),
                                    CP_STR_INIT("\xe2\x80\xbb") };
    *rest = s;
    for (size_t i = 0; i < sizeof marks / sizeof *marks;)
        if (cp_str_starts(*rest, marks[i]))
            *rest = cp_str_from(*rest, marks[i].n);
        else
            i++;
    *rest = cp_str_trim(*rest);
    return rest->p != s.p;
}

/* "Source: finance", also with the colon of Chinese and Japanese. */
static bool has_word_and_colon(cp_arena *a, const cp_forms *f, cp_str s)
{
    static const cp_str wide = CP_STR_INIT("\xef\xbc\x9a");
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == ':' || cp_str_starts(cp_str_from(s, i), wide)) {
            cp_str key = cp_form_key(a, cp_str_slice(s, 0, i));
            return cp_map_get(&f->remarks, key) || cp_map_get(&f->totals, key);
        }
    return false;
}

/* "as of 2024-05-01", "Page 1 of 3", "합계 12", also without a blank before the number. */
static bool has_word_and_number(cp_arena *a, const cp_forms *f, cp_str s)
{
    size_t i = 0;
    while (i < s.n && !is_digit(s.p[i]))
        i++;
    cp_str key = cp_form_key(a, cp_str_slice(s, 0, i)), rest = cp_str_from(s, i);
    if (cp_map_get(&f->totals, key))
        return rest.n == 0 || cp_remark_is_amount(rest);
    return cp_map_get(&f->remarks, key) && (is_date(rest) || is_page_count(rest));
}

bool cp_remark_is(cp_arena *scratch, const cp_forms *f, cp_str text)
{
    cp_str rest;
    text = cp_str_trim(text);
    if (text.n == 0)
        return false;
    if (cp_form_key(scratch, text).n == 0)
        return true;
    if (has_mark(text, &rest) && cp_str_find_char(rest, ' ') > 0)
        return true;
    return has_word_and_colon(scratch, f, text) || has_word_and_number(scratch, f, text);
}
