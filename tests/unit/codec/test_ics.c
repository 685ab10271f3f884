/* SPDX-License-Identifier: Apache-2.0 */
/* Content lines of RFC 5545: escaping (3.3.11), folding (3.1) and days (3.3.4). */
#include "codec/ics.h"
#include "tap.h"

static const struct row {
    const char *name, *in, *want;
} rows[] = {
    { "plain", "abc", "X:abc\r\n" },
    { "empty", "", "X:\r\n" },
    { "the characters that are escaped (RFC 5545, 3.3.11)", "a;b,c\\d:e",
      "X:a\\;b\\,c\\\\d:e\r\n" },
    { "line break", "a\nb", "X:a\\nb\r\n" },
    { "line break of another system", "a\r\nb", "X:a\\nb\r\n" },
    { "a lone CR is a control character", "a\rb",
      "X:a\xef\xbf\xbd"
      "b\r\n" },
    { "other controls",
      "a\x01\x1b\x7f"
      "b",
      "X:a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
      "b\r\n" },
    { "tab", "a\tb", "X:a\tb\r\n" },
    { "no UTF-8", "a\xff", "X:a\xef\xbf\xbd\r\n" },
    { "73 octets fill a line",
      "0123456789012345678901234567890123456789012345678901234567890123456789012",
      "X:0123456789012345678901234567890123456789012345678901234567890123456789012\r\n" },
    { "one more is folded",
      "01234567890123456789012345678901234567890123456789012345678901234567890123",
      "X:0123456789012345678901234567890123456789012345678901234567890123456789012\r\n 3\r\n" },
    { "a character is not torn",
      "012345678901234567890123456789012345678901234567890123456789012345678901\xe4\xb8\xad",
      "X:012345678901234567890123456789012345678901234567890123456789012345678901\r\n "
      "\xe4\xb8\xad\r\n" },
};

/* Folds any text: no line is longer, and what is unfolded is the whole. */
static void check_folding(cp_arena *a)
{
    cp_buf b = cp_buf_new(a), text = cp_buf_new(a), whole = cp_buf_new(a);
    size_t longest = 0;
    for (int i = 0; i < 500; i++)
        cp_buf_add_c(&text, i % 7 ? "x" : i % 2 ? "\xc3\xa9" : "\xf0\x9f\x93\xa1");
    cp_ics_text(&b, "DESCRIPTION", cp_buf_str(&text));
    cp_str rest = cp_buf_str(&b), line;
    for (bool first = true; cp_str_cut_line(&rest, &line); first = false) {
        longest = line.n > longest ? line.n : longest;
        cp_buf_add(&whole, first ? line : cp_str_from(line, 1));
        if (!cp_str_is_utf8(line))
            ok(false, "a line is UTF-8 by itself");
    }
    ok(longest <= CP_ICS_LINE_BYTES_MAX && longest > 70, "lines of at most 75 octets (%zu)",
       longest);
    is_str(cp_buf_str(&whole), cp_str_fmt(a, "DESCRIPTION:%.*s", CP_FMT(cp_buf_str(&text))),
           "unfolded it is the whole");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_buf b = cp_buf_new(a);
        cp_ics_text(&b, "X", cp_str_c(rows[i].in));
        is_cstr(cp_buf_str(&b), rows[i].want, "%s", rows[i].name);
    }
    cp_buf b = cp_buf_new(a);
    cp_ics_day(&b, "DTSTART;VALUE=DATE", cp_date_ymd(2028, 2, 29).first_day);
    cp_ics_line(&b, "URL", CP_STR("https://example.org/a;b,c"));
    is_cstr(cp_buf_str(&b), "DTSTART;VALUE=DATE:20280229\r\nURL:https://example.org/a;b,c\r\n",
            "a day, and a value that is no text");
    check_folding(a);
    cp_arena_free(a);
    return tap_done();
}
