/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of a terminal: what East Asian text, combining marks and escapes take, what is cut, and
 * where a line is broken. */
#include "report/fit.h"
#include "tap.h"

static const struct {
    const char *name, *text;
    uint32_t columns;
} widths[] = {
    { "nothing", "", 0 },
    { "ASCII", "core-1", 6 },
    { "East Asian", "\xe6\xa0\xb8\xe5\xbf\x83-1", 6 },
    { "a letter and its accent", "cafe\xcc\x81", 4 },
    { "colour", "\033[31mred\033[0m", 3 },
    { "an escape that does not end", "\033[31", 3 },
    { "no UTF-8", "a\xff\x62", 3 },
    { "half a character", "a\xe6\xa0", 3 },
};

static const struct {
    const char *name, *text;
    uint32_t width;
    const char *want;
} cuts[] = {
    { "what fits stays", "core-1", 6, "core-1" },
    { "one column too long", "core-12", 6, "core-" },
    { "no half of a wide character", "\xe6\xa0\xb8\xe5\xbf\x83\xe5\xbf\x83", 4, "\xe6\xa0\xb8" },
    { "an accent stays with its letter", "ae\xcc\x81xyz", 3, "ae\xcc\x81" },
};

static const struct {
    const char *name, *line;
    uint32_t width;
    const char *want;
} lines[] = {
    { "what fits", "  a b", 5, "  a b\n" },
    { "between words", "one two three", 8, "one two\n  three\n" },
    { "the indent is kept", "  ! one two three", 12, "  ! one two\n    three\n" },
    { "a long word stays whole", "see https://example.org/a/long/one now", 12,
      "see\n  https://example.org/a/long/one\n  now\n" },
    { "two spaces within a line stay", "a  b  c dddd", 8, "a  b  c\n  dddd\n" },
    { "wide characters count twice", "\xe6\xa0\xb8\xe5\xbf\x83 \xe6\xa0\xb8\xe5\xbf\x83", 8,
      "\xe6\xa0\xb8\xe5\xbf\x83\n  \xe6\xa0\xb8\xe5\xbf\x83\n" },
    { "an empty line", "", 8, "\n" },
    { "spaces only", "            ", 8, "            \n" },
    { "spaces at the end", "one two         ", 8, "one two\n" },
};

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
        is_uint(cp_fit_columns(cp_str_c(widths[i].text)), widths[i].columns, "%s", widths[i].name);
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++)
        is_str(cp_str_slice(cp_str_c(cuts[i].text), 0,
                            cp_fit_bytes(cp_str_c(cuts[i].text), cuts[i].width)),
               cp_str_c(cuts[i].want), "cut: %s", cuts[i].name);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        cp_buf b = cp_buf_new(a);
        cp_str line = cp_str_c(lines[i].line);
        cp_fit_wrap(line, lines[i].width, cp_fit_hang(line, lines[i].width), &b);
        is_str(cp_buf_str(&b), cp_str_c(lines[i].want), "wrapped: %s", lines[i].name);
    }
    cp_arena_free(a);
    return tap_done();
}
