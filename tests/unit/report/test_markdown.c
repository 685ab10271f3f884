/* SPDX-License-Identifier: Apache-2.0 */
/* Names in Markdown; what a parser makes of whole documents is seen in tests/formats. */
#include "report/markdown.h"
#include "tap.h"

static const struct row {
    const char *name, *in, *want;
    size_t max;
} rows[] = {
    { "plain", "agg-3.north 7250 IXR (v2)", "agg-3.north 7250 IXR (v2)", 99 },
    { "emphasis", "*a* _b_ ~c~", "\\*a\\* \\_b\\_ \\~c\\~", 99 },
    { "a link", "[x](http://192.0.2.9)", "\\[x\\](http\\://192.0.2.9)", 99 },
    { "an address", "HTTPS://a", "HTTPS\\://a", 99 },
    { "a host", "WWW.a.b", "WWW\\.a.b", 99 },
    { "a picture", "![x]", "\\!\\[x\\]", 99 },
    { "a tag", "<b>&lt;", "&lt;b&gt;&amp;lt;", 99 },
    { "a heading", "# a", "\\# a", 99 },
    { "lists", "- a", "\\- a", 99 },
    { "a numbered list", "12. a", "12\\. a", 99 },
    { "its other form", "3) a", "3\\) a", 99 },
    { "a number later", "a 1. b", "a 1. b", 99 },
    { "a number and no list", "192.0.2.1", "192.0.2.1", 99 },
    { "a table", "a|b", "a\\|b", 99 },
    { "code", "`a`", "\\`a\\`", 99 },
    { "a backslash", "\\*", "\\\\\\*", 99 },
    { "a line", "a\n# b", "a \\# b", 99 },
    { "an escape", "\033[31m", "\xef\xbf\xbd\\[31m", 99 },
    { "cut", "abcdef", "abc...", 3 },
    { "cut at a character", "ab\xc3\xa9", "ab...", 3 },
    { "not cut", "abc", "abc", 3 },
    { "nothing", "", "", 3 },
};

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        is_cstr(cp_markdown(a, cp_str_c(rows[i].in), rows[i].max), rows[i].want, "%s",
                rows[i].name);
    cp_arena_free(a);
    return tap_done();
}
