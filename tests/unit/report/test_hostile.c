/* SPDX-License-Identifier: Apache-2.0 */
/* Names that a device, a spreadsheet or a neighbour chose: in each format every text of an answer
 * is one of them. Nothing that acts on a terminal, a page or a spreadsheet may come out, and JSON
 * must give the same text back. */
#include "answers.h"
#include "codec/csv.h"
#include "codec/json.h"
#include "codec/xml.h"
#include "report/draft.h"

static const struct row {
    const char *name, *text;
} rows[] = {
    { "escapes of a terminal", "\033[2J\033]0;title\007\033[31mred\b\b\r\x7f" },
    { "the C1 form of them", "\xc2\x9b"
                             "31mred\xc2\x9d\xc2\x90" },
    { "right to left", "\xe2\x80\xae"
                       "gnp.exe\xe2\x81\xa6\xd8\x9c\xe2\x80\x8f" },
    { "line and paragraph", "a\xe2\x80\xa8"
                            "b\xe2\x80\xa9"
                            "c\xef\xbb\xbf\xe2\x80\x8b" },
    { "lines and tabs", "a\nb\r\nc\td" },
    { "no UTF-8", "\xff\xfe\xc3(\xed\xa0\x80\xf0\x9f" },
    { "a script", "</script><script>alert(1)</script><img src=x onerror=alert(1)>" },
    { "an attribute", "\" onmouseover=\"alert(1)\" x='\" & &lt; <!-- ]]>" },
    { "a style", "</style><svg/onload=alert(1)><a href=\"javascript:alert(1)\">" },
    { "a formula", "=cmd|' /C calc'!A0" },
    { "other formulas", "@SUM(1+1)" },
    { "a plus", "+1+cmd" },
    { "a minus", "-1+cmd" },
    { "a tab before it", "\t=1+1" },
    { "blanks before it", "  =1+1" },
    { "full width", "\xef\xbc\x9d"
                    "1+1" },
    { "quotes and separators", "a\"b,c;d\"\"" },
    { "formats of printf", "%s%n%100000d" },
    { "plain", "agg-3" },
};
enum { ROWS = sizeof rows / sizeof *rows };

/* The first character that acts, or what is no UTF-8; newlines are allowed, and so are the colours
 * that the table itself sets. */
static cp_str first_active(cp_str s, bool with_colors)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t cp;
        size_t n = cp_utf8_decode(cp_str_from(s, i), &cp), end = i + 2;
        if (with_colors && cp == 033 && i + 1 < s.n && s.p[i + 1] == '[') {
            while (end < s.n && ((s.p[end] >= '0' && s.p[end] <= '9') || s.p[end] == ';'))
                end++;
            if (end < s.n && s.p[end] == 'm') {
                i = end + 1;
                continue;
            }
        }
        if (n == 0 || (cp != '\n' && cp_utf8_is_active(cp)))
            return cp_str_slice(s, i > 20 ? i - 20 : 0, 40);
        i += n;
    }
    return CP_STR("");
}

static cp_str rendered(cp_arena *a, const cp_answer *ans, cp_report_format f, cp_report_opts opts)
{
    cp_buf out = cp_buf_new(a);
    cp_report(ans, f, &opts, a, &out);
    return cp_buf_str(&out);
}

static cp_str one_asset(cp_arena *a, const cp_answer *ans, cp_report_format f, cp_report_opts opts)
{
    cp_buf out = cp_buf_new(a);
    cp_report_asset(ans, &ans->assets[0], f, &opts, a, &out);
    return cp_buf_str(&out);
}

static void check_terminal(cp_arena *a, const cp_answer *ans, const char *name)
{
    static const uint32_t widths[] = { 0, 20, 80, 300 };
    for (size_t i = 0; i < 2 * sizeof widths / sizeof *widths; i++) {
        cp_report_opts opts = { .color = i & 1, .width = widths[i / 2], .verbose = true };
        is_cstr(first_active(rendered(a, ans, CP_REPORT_TABLE, opts), opts.color), "",
                "%s: table, width %u", name, opts.width);
        is_cstr(first_active(one_asset(a, ans, CP_REPORT_TABLE, opts), opts.color), "",
                "%s: explain, width %u", name, opts.width);
    }
}

/* What a parser gives back: what is not UTF-8 was replaced, all else is as it was. */
static void is_same(cp_arena *a, cp_str got, cp_str want, const char *name, const char *what)
{
    if (cp_str_is_utf8(want))
        is_str(got, want, "%s: %s comes back", name, what);
    else
        ok(cp_str_is_utf8(got), "%s: %s is UTF-8", name, what);
    (void)a;
}

static void check_asset_tree(cp_arena *a, const cp_tree *t, cp_str want, const char *name)
{
    const cp_tree *maker = cp_tree_get(t, CP_STR("maker")),
                  *evidence = cp_tree_get(t, CP_STR("evidence")),
                  *verdicts = cp_tree_get(t, CP_STR("verdicts"));
    is_same(a, cp_tree_get_text(t, CP_STR("name")), want, name, "the name");
    is_same(a, cp_tree_get_text(t, CP_STR("product")), want, name, "the product");
    is_same(a, cp_tree_get_text(maker, CP_STR("name")), want, name, "the maker");
    ok(evidence && evidence->n == 2 && verdicts && verdicts->n == 1, "%s: evidence, verdicts",
       name);
    is_same(a, cp_tree_get_text(evidence->items[0], CP_STR("value")), want, name, "the value");
    is_same(a, cp_tree_get_text(verdicts->items[0], CP_STR("reason")), want, name, "the reason");
}

static void check_json(cp_arena *a, const cp_answer *ans, cp_str s, const char *name)
{
    const cp_tree *t = NULL;
    cp_err err = { 0 };
    cp_str whole = rendered(a, ans, CP_REPORT_JSON, (cp_report_opts){ 0 }), line;
    is_cstr(first_active(whole, false), "", "%s: JSON", name);
    ok(cp_str_find_char(whole, '<') < 0, "%s: JSON may stand in a page", name);
    is_int(cp_json_parse(a, cp_bytes_of_str(whole), &t, &err), CP_OK, "%s: it is JSON %s", name,
           err.msg);
    const cp_tree *assets = cp_tree_get(t, CP_STR("assets"));
    ok(assets && assets->n == ans->n_assets, "%s: all assets", name);
    if (assets && assets->n)
        check_asset_tree(a, assets->items[0], s, name);
    cp_str rest = rendered(a, ans, CP_REPORT_NDJSON, (cp_report_opts){ 0 });
    uint32_t n = 0, bad = 0;
    is_cstr(first_active(rest, false), "", "%s: NDJSON", name);
    for (; cp_str_cut_line(&rest, &line); n++)
        bad += cp_json_parse(a, cp_bytes_of_str(line), &t, &err) != CP_OK;
    is_uint(n, ans->n_assets + 1, "%s: NDJSON, a line for each", name);
    is_uint(bad, 0, "%s: each of them JSON", name);
    cp_str one = one_asset(a, ans, CP_REPORT_JSON, (cp_report_opts){ 0 });
    is_cstr(first_active(one, false), "", "%s: JSON of one asset", name);
    is_int(cp_json_parse(a, cp_bytes_of_str(one), &t, &err), CP_OK, "%s: is JSON %s", name,
           err.msg);
}

/* Documents of others that are JSON: nothing that acts, and well-formed. Their schemas are asked in
 * tests/formats. */
static const cp_tree *check_document(cp_arena *a, const cp_answer *ans, cp_report_format format,
                                     const char *what, const char *name)
{
    const cp_tree *t = NULL;
    cp_err err = { 0 };
    cp_str s = rendered(a, ans, format, (cp_report_opts){ 0 });
    is_cstr(first_active(s, false), "", "%s: %s", name, what);
    ok(cp_str_find_char(s, '<') < 0, "%s: %s may stand in a page", name, what);
    is_int(cp_json_parse(a, cp_bytes_of_str(s), &t, &err), CP_OK, "%s: %s is JSON %s", name, what,
           err.msg);
    return t;
}

static const cp_tree *first_of(const cp_tree *t, const char *key)
{
    const cp_tree *list = cp_tree_get(t, cp_str_c(key));
    return list && list->n ? list->items[0] : NULL;
}

static void check_sarif(cp_arena *a, const cp_answer *ans, const char *name)
{
    const cp_tree *t = check_document(a, ans, CP_REPORT_SARIF, "SARIF", name),
                  *run = first_of(t, "runs"), *results = cp_tree_get(run, CP_STR("results"));
    ok(results && results->n == 3, "%s: what is excluded, restricted, undetermined", name);
    for (uint32_t i = 0; results && i < results->n; i++) {
        const cp_tree *at =
            cp_tree_get(first_of(results->items[i], "locations"), CP_STR("physicalLocation"));
        cp_str uri = cp_tree_get_text(cp_tree_get(at, CP_STR("artifactLocation")), CP_STR("uri"));
        ok(uri.n > 0 && cp_str_find_char(uri, ' ') < 0 && cp_str_find_char(uri, ':') < 0,
           "%s: result %u stands in a file", name, i);
        is_cstr(cp_tree_get_text(cp_tree_get(at, CP_STR("region")), CP_STR("startLine")), "3",
                "%s: result %u stands at a line", name, i);
    }
}

/* As a spreadsheet takes it: the first character that is no blank. */
static bool is_formula(cp_str cell)
{
    static const char *const starts[] = {
        "=",           "+", "-", "@", "\t", "\r", "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
        "\xef\xbc\xa0"
    };
    while (cell.n && cell.p[0] == ' ')
        cell = cp_str_from(cell, 1);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (cp_str_starts(cell, cp_str_c(starts[i])))
            return true;
    return false;
}

static void check_csv(cp_arena *a, const cp_answer *ans, cp_report_format format, const char *name)
{
    cp_str text = rendered(a, ans, format, (cp_report_opts){ 0 }), *cells;
    uint32_t n, n_head = 0, n_rows = 0, n_formulas = 0, n_uneven = 0, n_active = 0;
    cp_csv csv = cp_csv_open(text, ',');
    while (cp_csv_next(&csv, a, &cells, &n)) {
        n_head = n_rows++ == 0 ? n : n_head;
        n_uneven += n != n_head || csv.row_bad;
        for (uint32_t i = 0; i < n; i++) {
            n_formulas += is_formula(cells[i]);
            n_active += first_active(cells[i], false).n > 0;
        }
    }
    is_int(csv.rc, CP_OK, "%s: CSV", name);
    is_uint(n_rows, ans->n_assets + 1, "%s: a row for each", name);
    is_uint(n_uneven, 0, "%s: of as many cells as the head", name);
    is_uint(n_formulas, 0, "%s: no cell is a formula", name);
    is_uint(n_active, 0, "%s: no cell acts on a terminal", name);
}

/* Every '<' begins one of the tags that the page is made of, and no tag has an attribute that runs
 * something. */
static cp_str foreign_tag(cp_str page)
{
    static const char *const tags[] = { "!DOCTYPE", "html", "head", "meta", "title",
                                        "style",    "body", "h1",   "h2",   "p",
                                        "noscript", "ul",   "li",   "div",  "script" };
    for (ptrdiff_t at; (at = cp_str_find_char(page, '<')) >= 0;) {
        page = cp_str_from(page, (size_t)at + 1);
        cp_str tag = cp_str_starts(page, CP_STR("/")) ? cp_str_from(page, 1) : page;
        bool known = false;
        for (size_t i = 0; i < sizeof tags / sizeof *tags && !known; i++) {
            size_t n = strlen(tags[i]);
            known = cp_str_starts(tag, cp_str_c(tags[i])) && n < tag.n &&
                    (tag.p[n] == '>' || tag.p[n] == ' ');
        }
        ptrdiff_t end = cp_str_find_char(tag, '>');
        cp_str inside = cp_str_slice(tag, 0, end < 0 ? tag.n : (size_t)end);
        if (!known || cp_str_has(inside, CP_STR("javascript:")) ||
            cp_str_has(inside, CP_STR(" on")) || cp_str_has(inside, CP_STR("/on")))
            return cp_str_slice(page, 0, 40);
    }
    return CP_STR("");
}

/* The page without what we ourselves put between <style> and <script> tags. */
static cp_str without(cp_arena *a, cp_str page, const char *open, const char *close)
{
    ptrdiff_t from = cp_str_find(page, cp_str_c(open));
    if (from < 0)
        return page;
    cp_str rest = cp_str_from(page, (size_t)from + strlen(open));
    ptrdiff_t to = cp_str_find(rest, cp_str_c(close));
    return cp_str_fmt(a, "%.*s%.*s", (int)from, page.p,
                      CP_FMT(cp_str_from(rest, to < 0 ? rest.n : (size_t)to + strlen(close))));
}

/* Takes the blocks of data off: UINT32_MAX if one holds anything else. */
static uint32_t n_blocks(cp_str *page)
{
    uint32_t n = 0;
    for (ptrdiff_t at; (at = cp_str_find(*page, CP_STR("<script type=\"text/plain\" id=\""))) >= 0;
         n++) {
        cp_str block = cp_str_from(*page, (size_t)at), head;
        ptrdiff_t end = cp_str_find(block, CP_STR("</script>"));
        if (end < 0 || !cp_str_cut(&block, '>', &head))
            return UINT32_MAX;
        for (size_t i = 0; i + head.n + 1 < (size_t)end; i++)
            if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=",
                        block.p[i]))
                return UINT32_MAX;
        *page = cp_str_from(*page, (size_t)at + (size_t)end);
    }
    return n;
}

static void check_html(cp_arena *a, const cp_answer *ans, const char *name)
{
    cp_str page = rendered(a, ans, CP_REPORT_HTML, (cp_report_opts){ 0 });
    is_cstr(first_active(page, false), "", "%s: page", name);
    ok(cp_str_has(page, CP_STR("default-src 'none'")), "%s: with its policy", name);
    page = without(a, page, "<style>", "</style>");
    page = without(a, page, "<script>", "</script>");
    is_cstr(foreign_tag(page), "", "%s: no tag but ours", name);
    ok(!cp_str_has(page, CP_STR("<script>")), "%s: no script but ours", name);
    is_uint(n_blocks(&page), 2, "%s: two blocks, of base64 and nothing else", name);
}

/* Outside of code spans a draft holds the words of its form and no others, so that nothing of ours
 * is Markdown or HTML by somebody else. */
static void check_draft(cp_arena *a, const cp_answer *ans, cp_str s, const char *form_name,
                        const char *name)
{
    cp_drafts d;
    cp_err err;
    const cp_draft_form *f;
    const cp_tree *t;
    cp_buf text = cp_buf_new(a), json = cp_buf_new(a), outside = cp_buf_new(a);
    cp_drafts_load(a, &d);
    if (!is_int(cp_draft_find(a, &d, cp_str_c(form_name), CP_STR(""), &f, &err), CP_OK, "%s",
                form_name))
        return;
    cp_draft_form asked = *f;
    asked.n_policies = 0; /* whatever the policy is called */
    cp_draft_text(ans, &d, &asked, a, &text);
    is_cstr(first_active(cp_buf_str(&text), false), "", "%s: draft", name);
    bool is_code = false;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '`')
            is_code = !is_code;
        else if (!is_code)
            cp_buf_char(&outside, text.p[i]);
    ok(!is_code, "%s: every span ends", name);
    ok(!cp_str_has(cp_buf_str(&outside), CP_STR("<s")) &&
           !cp_str_has(cp_buf_str(&outside), CP_STR("alert")) &&
           !cp_str_has(cp_buf_str(&outside), CP_STR("cmd")),
       "%s: nothing of it stands outside of them", name);
    ok(cp_str_eq(s, CP_STR("agg-3")) == cp_str_has(cp_buf_str(&text), CP_STR("`agg-3 (")) ||
           cp_str_has(cp_buf_str(&text), CP_STR("`agg-3`")),
       "%s: a plain one is shown as it is", name);
    cp_draft_json(ans, &d, &asked, a, &json);
    is_cstr(first_active(cp_buf_str(&json), false), "", "%s: draft as JSON", name);
    is_int(cp_json_parse(a, cp_bytes_of_str(cp_buf_str(&json)), &t, &err), CP_OK, "%s: is JSON",
           name);
}

/* By our own reader; tests/formats asks xmllint. */
static void check_junit(cp_arena *a, const cp_answer *ans, const char *name)
{
    cp_str s = rendered(a, ans, CP_REPORT_JUNIT, (cp_report_opts){ 0 });
    cp_xml x;
    cp_xml_item item;
    uint32_t n_cases = 0, n_others = 0;
    static const char *const known[] = { "testsuites", "testsuite", "properties", "property",
                                         "failure",    "error",     "skipped",    "system-out" };
    is_cstr(first_active(s, false), "", "%s: JUnit", name);
    cp_xml_init(&x, cp_bytes_of_str(s));
    while (cp_xml_next(&x, &item)) {
        bool is_known = item.kind != CP_XML_OPEN;
        for (size_t i = 0; i < sizeof known / sizeof *known && !is_known; i++)
            is_known = cp_str_eq(item.name, cp_str_c(known[i]));
        if (item.kind == CP_XML_OPEN && cp_str_eq(item.name, CP_STR("testcase")))
            n_cases++;
        else
            n_others += !is_known;
    }
    is_int(x.rc, CP_OK, "%s: JUnit is XML %s", name, x.err.msg);
    is_uint(n_cases, ans->n_sources + ans->n_assets, "%s: a case for each", name);
    is_uint(n_others, 0, "%s: no element but ours", name);
}

/* Lines begin as the board itself begins them, and no tag comes out. */
static void check_board(cp_arena *a, const cp_answer *ans, const char *name)
{
    cp_str s = rendered(a, ans, CP_REPORT_BOARD, (cp_report_opts){ 0 }), rest = s, line;
    uint32_t n_headings = 0, n_lines = 0;
    for (; cp_str_cut_line(&rest, &line); n_lines++)
        n_headings += cp_str_starts(line, CP_STR("#"));
    is_cstr(first_active(s, false), "", "%s: board", name);
    ok(cp_str_find_char(s, '<') < 0, "%s: no tag on the board", name);
    is_uint(n_headings, 7, "%s: its own headings", name);
    ok(n_lines < 90, "%s: %u lines", name, n_lines);
}

int main(void)
{
    for (size_t i = 0; i < ROWS; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_str s = cp_str_c(rows[i].text);
        const cp_answer *ans = answer_of(a, s);
        check_terminal(a, ans, rows[i].name);
        check_json(a, ans, s, rows[i].name);
        check_csv(a, ans, CP_REPORT_CSV, rows[i].name);
        check_csv(a, ans, CP_REPORT_LOOKUP, rows[i].name);
        check_html(a, ans, rows[i].name);
        check_sarif(a, ans, rows[i].name);
        check_document(a, ans, CP_REPORT_CYCLONEDX, "CycloneDX", rows[i].name);
        check_document(a, ans, CP_REPORT_OSCAL, "OSCAL", rows[i].name);
        check_junit(a, ans, rows[i].name);
        check_board(a, ans, rows[i].name);
        check_draft(a, ans, s, "inquiry", rows[i].name);
        check_draft(a, ans, s, "further-report", rows[i].name);
        cp_arena_free(a);
    }
    return tap_done();
}
