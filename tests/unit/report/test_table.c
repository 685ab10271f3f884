/* SPDX-License-Identifier: Apache-2.0 */
/* The table for people: what is cut on a narrow terminal and never in a pipe, what --limit leaves
 * out, what quiet keeps, and that colour adds nothing but colour. */
#include "answers.h"

static cp_str table(cp_arena *a, const cp_answer *ans, cp_report_opts opts)
{
    cp_buf out = cp_buf_new(a);
    cp_report(ans, CP_REPORT_TABLE, &opts, a, &out);
    return cp_buf_str(&out);
}

static cp_str without_colors(cp_arena *a, cp_str s)
{
    cp_buf b = cp_buf_new(a);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == 033)
            while (i < s.n && s.p[i] != 'm')
                i++;
        else
            cp_buf_char(&b, s.p[i]);
    }
    return cp_buf_str(&b);
}

static uint32_t widest_line(cp_str s)
{
    uint32_t widest = 0;
    cp_str line;
    while (cp_str_cut_line(&s, &line) && !cp_str_starts(line, CP_STR("(in brackets"))) {
        uint32_t n = 0;
        for (size_t i = 0; i < line.n; i++)
            n += ((unsigned char)line.p[i] & 0xc0) != 0x80; /* of a character, its first byte */
        widest = n > widest ? n : widest;
    }
    return widest;
}

/* Where the assets stand. */
static cp_str assets_of(cp_str s)
{
    ptrdiff_t at = cp_str_find(s, CP_STR("Assets\n"));
    return at < 0 ? CP_STR("") : cp_str_from(s, (size_t)at);
}

static uint32_t count(cp_str s, const char *what)
{
    uint32_t n = 0;
    for (ptrdiff_t at; (at = cp_str_find(s, cp_str_c(what))) >= 0; n++)
        s = cp_str_from(s, (size_t)at + 1);
    return n;
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    const cp_answer *ans = answer_of(a, CP_STR("a-name-of-forty-characters-and-then-some-more"));
    cp_str wide = table(a, ans, (cp_report_opts){ 0 }),
           colored = table(a, ans, (cp_report_opts){ .color = true }),
           quiet = table(a, ans, (cp_report_opts){ .quiet = true });
    is_str(without_colors(a, colored), wide, "colour adds colour only");
    ok(count(colored, "\033[") > 0 && count(wide, "\033") == 0, "and only if it is asked for");
    is_uint(count(assets_of(wide), "a-name-of-forty-characters-and-then-some-more a-name"), 5 * 2,
            "in a pipe nothing is cut");
    for (uint32_t width = 60; width <= 200; width += 20) {
        cp_str narrow = assets_of(table(a, ans, (cp_report_opts){ .width = width }));
        ok(widest_line(narrow) <= width, "%u columns: %u are used", width, widest_line(narrow));
        ok(cp_str_has(narrow, CP_STR("\xe2\x80\xa6 ")),
           "%u columns: what is cut ends with a sign of it", width);
        ok(cp_str_has(narrow, CP_STR("excluded")) && cp_str_has(narrow, CP_STR("undetermined")),
           "%u columns: the results are whole", width);
    }
    ok(!cp_str_has(quiet, CP_STR("Coverage")) && cp_str_has(quiet, CP_STR("Assets")),
       "quiet: the answer without the coverage");
    cp_str narrow = table(a, ans, (cp_report_opts){ .width = 80 });
    ok(cp_str_has(narrow, CP_STR("UNDET ALLOW")) && !cp_str_has(wide, CP_STR("UNDET ")),
       "short names where there is little room");
    is_str(assets_of(quiet), assets_of(wide), "and the same assets");
    cp_str two = table(a, ans, (cp_report_opts){ .rows_max = 2 });
    ok(cp_str_has(two, CP_STR("... and 3 more (--limit 0 shows all)")), "a limit tells the rest");
    ok(cp_str_has(assets_of(two), CP_STR("excluded")) &&
           !cp_str_has(assets_of(two), CP_STR("not_addressed")),
       "the worst come first");
    is_str(table(a, ans, (cp_report_opts){ .rows_max = 99 }), wide, "a limit beyond the end");
    cp_answer none = *ans;
    none.n_assets = 0;
    ok(cp_str_has(table(a, &none, (cp_report_opts){ 0 }), CP_STR("Assets\nnone\n")), "no asset");
    cp_arena_free(a);
    return tap_done();
}
