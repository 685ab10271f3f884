/* SPDX-License-Identifier: Apache-2.0 */
/* test_width.c - columns of a terminal: some characters, and all that the C library knows. */
#include <locale.h>
#include <wchar.h>
#include "tap.h"

static void test_rows(void)
{
    static const struct {
        const char *name;
        uint32_t cp, want;
    } rows[] = {
        { "letter", 'a', 1 },
        { "escape", 0x1b, 0 },
        { "a with diaeresis", 0xe4, 1 },
        { "combining acute accent", 0x301, 0 },
        { "ideograph", 0x4e2d, 2 },
        { "full-width letter", 0xff21, 2 },
        { "half-width katakana", 0xff71, 1 },
        { "Hangul syllable", 0xd55c, 2 },
        { "vowel that joins a syllable", 0x1161, 0 },
        { "replacement character", 0xfffd, 1 },
        { "picture", 0x1f600, 2 },
        { "ideograph of plane 2", 0x20000, 2 },
        { "private use", 0xe000, 1 },
        { "the last", 0x10ffff, 1 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        is_uint(cp_utf8_width(rows[i].cp), rows[i].want, "%s", rows[i].name);
}

static void test_narrow(void)
{
    static const struct {
        const char *name;
        uint32_t cp, want;
    } rows[] = {
        { "letter", 'a', 'a' },
        { "the first form", 0xff01, '!' },
        { "full-width letter", 0xff21, 'A' },
        { "the last form", 0xff5e, '~' },
        { "before them", 0xff00, 0xff00 },
        { "behind them", 0xff5f, 0xff5f },
        { "ideographic blank", 0x3000, ' ' },
        { "half-width katakana", 0xff71, 0xff71 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        is_uint(cp_utf8_narrow(rows[i].cp), rows[i].want, "narrow: %s", rows[i].name);
}

static void test_all(void)
{
    uint32_t n_differ = 0, first = 0;
    if (!setlocale(LC_CTYPE, "C.UTF-8")) {
        tap_skip("no locale C.UTF-8");
        return;
    }
    for (uint32_t cp = 0x20; cp < 0x110000; cp++) {
        int libc = wcwidth((wchar_t)cp);
        if (libc < 0 || (uint32_t)libc == cp_utf8_width(cp))
            continue;
        first = n_differ++ ? first : cp;
    }
    /* a newer library knows newer characters */
    ok(n_differ < 200, "as wcwidth, but for %u characters, first U+%04X", n_differ, first);
}

int main(void)
{
    test_rows();
    test_narrow();
    test_all();
    return tap_done();
}
