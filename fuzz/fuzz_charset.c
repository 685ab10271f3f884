/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_charset.c - whatever the bytes are, in every encoding: the text is UTF-8, bytes of ASCII
 * that are not part of a character come out in their order, a text in pieces is the text as a
 * whole, and what of it came from which bytes is found again. The first byte chooses the encoding,
 * or none, and where the text is cut. */
#include <string.h>
#include "codec/charset.h"
#include "fuzz.h"

/* Character by character; with a byte more at a time where more is asked for. */
static void check_pieces(cp_charset c, cp_bytes in)
{
    for (cp_bytes left = in; left.n;) {
        uint32_t whole = 0, piece = 0;
        size_t n = cp_charset_next(c, left, true, &whole), got = 0, k;
        for (k = 1; k <= left.n && got == 0; k++)
            got = cp_charset_next(c, (cp_bytes){ left.p, k }, k == left.n, &piece);
        MUST(n >= 1 && n <= CP_CHARSET_SEQUENCE_MAX && n <= left.n);
        MUST(got == n && piece == whole);
        MUST(whole <= 0x10ffff && (whole < 0xd800 || whole > 0xdfff));
        if (left.p[0] < 0x80)
            MUST(n == 1 && whole == left.p[0]);
        else
            MUST(whole >= 0x80);
        for (size_t i = 0; i < n && cp_charset_is_bad(c, n, whole); i++)
            MUST(left.p[i] >= 0x80); /* nothing of ASCII is lost */
        left = (cp_bytes){ left.p + n, left.n - n };
    }
}

/* No character has these as its second byte. */
static void check_marks(cp_bytes in, cp_str text)
{
    static const char marks[] = "\",;\t\r\n<>&' =/";
    for (const char *m = marks; *m; m++) {
        size_t n_in = 0, n_text = 0;
        for (size_t i = 0; i < in.n; i++)
            n_in += in.p[i] == (uint8_t)*m;
        for (size_t i = 0; i < text.n; i++)
            n_text += text.p[i] == *m;
        MUST(n_in == n_text);
    }
}

/* From the beginning to any end of a line, and on. */
static void check_rest(cp_arena *a, cp_bytes in, cp_charset_use use, cp_str text, size_t from)
{
    const char *end = from < text.n ? memchr(text.p + from, '\n', text.n - from) : NULL;
    if (!end)
        return;
    size_t n = (size_t)(end - text.p) + 1;
    cp_charset_use again = { .hint = use.hint, .guess = use.guess };
    size_t raw = cp_charset_raw_bytes(in, n, &again);
    MUST(raw <= in.n && again.bytes == raw && raw > 0 && in.p[raw - 1] == '\n');
    cp_str rest = cp_charset_text(a, (cp_bytes){ in.p + raw, in.n - raw }, &again);
    bool is_cut = use.guess.charset == CP_CHARSET_NONE; /* the end is marked, if it is cut */
    MUST(is_cut || cp_str_eq(rest, cp_str_from(text, n)));
    MUST(again.bytes == use.bytes && again.lines == use.lines && again.n_bad == use.n_bad);
    MUST(again.n_other == use.n_other && again.first_bad_off == use.first_bad_off);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    cp_arena *a = cp_arena_new(0);
    cp_charset said = (cp_charset)(data[0] % CP_CHARSET_COUNT);
    cp_bytes in = { data + 1, size - 1 };
    for (int c = CP_CHARSET_UTF_8; c < CP_CHARSET_COUNT; c++)
        check_pieces((cp_charset)c, in);
    cp_charset_use use = { .hint = { .said = said, .is_no_latin = data[0] & 0x80 } };
    cp_str text = cp_charset_text(a, in, &use);
    MUST(cp_str_is_utf8(text));
    MUST(use.bytes == in.n);
    MUST(use.n_bad == 0 || (use.first_bad_off < in.n && in.p[use.first_bad_off] >= 0x80));
    if (cp_str_is_utf8(cp_str_of_bytes(in)) && said == CP_CHARSET_NONE)
        MUST(cp_str_eq(text, cp_str_of_bytes(in)));
    check_marks(in, text);
    check_rest(a, in, use, text, data[0] / CP_CHARSET_COUNT * text.n / 32);
    cp_arena_free(a);
    return 0;
}
