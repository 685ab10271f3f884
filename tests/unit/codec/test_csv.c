/* SPDX-License-Identifier: Apache-2.0 */
/* test_csv.c - tables as people and spreadsheets write them, and what we write. */
#include "codec/csv.h"
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))
#define S(lit) CP_STR_INIT(lit)

/* Rows shown as LINE<cell><cell>, a bad one as LINE!. */
static cp_str shown(cp_arena *a, cp_csv *c)
{
    cp_buf b = cp_buf_new(a);
    cp_str *cells;
    uint32_t n;
    while (cp_csv_next(c, a, &cells, &n)) {
        cp_buf_fmt(&b, "%s%u%s", b.n ? " " : "", (unsigned)c->line, c->row_bad ? "!" : "");
        for (uint32_t i = 0; i < n; i++) {
            cp_buf_char(&b, '<');
            cp_buf_add(&b, cells[i]);
            cp_buf_char(&b, '>');
        }
    }
    return cp_buf_str(&b);
}

static const struct {
    const char *name;
    cp_str in;
    char sep; /* that must be found */
    const char *want;
    cp_rc rc;
    uint64_t err_line;
} rows[] = {
    { "nothing", S(""), ',', "", CP_OK, 0 },
    { "one cell", S("a"), ',', "1<a>", CP_OK, 0 },
    { "RFC 4180, 2.1", S("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n"), ',',
      "1<aaa><bbb><ccc> 2<zzz><yyy><xxx>", CP_OK, 0 },
    { "RFC 4180, 2.2: no line break at the end", S("a,b\nc,d"), ',', "1<a><b> 2<c><d>", CP_OK, 0 },
    { "RFC 4180, 2.5", S("\"aaa\",\"bbb\"\nz,y"), ',', "1<aaa><bbb> 2<z><y>", CP_OK, 0 },
    { "RFC 4180, 2.6: line break in a cell", S("\"a\",\"b\r\nbb\",c\nz,y,x\n"), ',',
      "1<a><b\r\nbb><c> 3<z><y><x>", CP_OK, 0 },
    { "RFC 4180, 2.7: quote in a cell", S("\"aaa\",\"b\"\"bb\",\"\"\"\""), ',', "1<aaa><b\"bb><\">",
      CP_OK, 0 },
    { "CR alone ends a line", S("a,b\rc,d\r"), ',', "1<a><b> 2<c><d>", CP_OK, 0 },
    { "mixed line ends", S("a,b\n\rc,d\r\n\r\ne,f"), ',', "1<a><b> 2 3<c><d> 4 5<e><f>", CP_OK, 0 },
    { "CR, LF and CRLF in quotes", S("\"1\r2\n3\r\n4\",b\nc,d"), ',', "1<1\r2\n3\r\n4><b> 5<c><d>",
      CP_OK, 0 },
    { "empty cells", S(",,\n,\n"), ',', "1<><><> 2<><>", CP_OK, 0 },
    { "an empty cell in quotes is a cell", S("\"\"\n"), ',', "1<>", CP_OK, 0 },
    { "blanks are kept", S(" a , b\n"), ',', "1< a >< b>", CP_OK, 0 },
    { "title rows above a table", S("Inventory of 2026\n\nname,maker,ip\na,b,c\nd,e,f\n"), ',',
      "1<Inventory of 2026> 2 3<name><maker><ip> 4<a><b><c> 5<d><e><f>", CP_OK, 0 },
    { "semicolons, decimal commas", S("a;b\n1,5;2,5\n3,5;4,5\n"), ';',
      "1<a><b> 2<1,5><2,5> 3<3,5><4,5>", CP_OK, 0 },
    { "tabs, commas in a cell", S("name\tsite\nx\tBonn, Bad\ny\tKiel\n"), '\t',
      "1<name><site> 2<x><Bonn, Bad> 3<y><Kiel>", CP_OK, 0 },
    { "bars", S("a|b|c\n1|2|3\n"), '|', "1<a><b><c> 2<1><2><3>", CP_OK, 0 },
    { "several values in a cell by semicolon", S("n,ip,x\na,1;2,y\nb,3;4,z\n"), ',',
      "1<n><ip><x> 2<a><1;2><y> 3<b><3;4><z>", CP_OK, 0 },
    { "separators inside quotes do not count", S("\"a;b;c\",1\n\"d;e;f\",2\n"), ',',
      "1<a;b;c><1> 2<d;e;f><2>", CP_OK, 0 },
    { "a spreadsheet's sep= line", S("sep=;\r\na,x;b\nc;d\n"), ';', "2<a,x><b> 3<c><d>", CP_OK, 0 },
    { "sep= with something else is a row", S("sep=ab\nc\n"), ',', "1<sep=ab> 2<c>", CP_OK, 0 },
    { "stray quote in a cell", S("19\" rack,b\nc\"\"d,e\"\n"), ',',
      "1<19\" rack><b> 2<c\"\"d><e\">", CP_OK, 0 },
    { "text behind the closing quote", S("\"a\"b,\"c\" \"d\"\n"), ',', "1<ab><c \"d\">", CP_OK, 0 },
    { "blank before a quote: no quoting", S(" \"a,b\"\n"), ',', "1< \"a><b\">", CP_OK, 0 },
    { "open quote", S("a,b\nc,\"d\ne,f\n"), ',', "1<a><b>", CP_EFORMAT, 2 },
    { "open quote behind a cell of several lines", S("a,b\n\"x\ny\",\"d\ne,f\n"), ',', "1<a><b>",
      CP_EFORMAT, 3 },
    { "open quote at the very end", S("a,b\n\""), ',', "1<a><b>", CP_EFORMAT, 2 },
    { "three quotes", S("a,b\n\"\"\"\n"), ',', "1<a><b>", CP_EFORMAT, 2 },
    { "NUL spoils its row only", S("a,b\nc\0c,d\n\"e\0\",f\ng,h\n"), ',', "1<a><b> 2! 3! 4<g><h>",
      CP_OK, 3 },
};

static void test_rows(void)
{
    for (size_t i = 0; i < N(rows); i++) {
        cp_arena *a = cp_arena_new(0);
        cp_csv c = cp_csv_open(rows[i].in, 0);
        is_int(c.sep, rows[i].sep, "%s: separator", rows[i].name);
        is_cstr(shown(a, &c), rows[i].want, "%s", rows[i].name);
        is_int(c.rc, rows[i].rc, "%s: how it ends", rows[i].name);
        is_uint(c.err.line, rows[i].err_line, "%s: where", rows[i].name);
        cp_arena_free(a);
    }
    cp_arena *a = cp_arena_new(0);
    cp_csv c = cp_csv_open(CP_STR("a;b,c\n"), ',');
    is_cstr(shown(a, &c), "1<a;b><c>", "a separator that is given is taken");
    c = cp_csv_open((cp_str){ NULL, 0 }, 0);
    is_cstr(shown(a, &c), "", "no text at all");
    cp_arena_free(a);
}

static void test_limits(cp_arena *a)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add(&b, CP_STR("a,b\n"));
    for (int i = 0; i < CP_CSV_CELLS_MAX - 1; i++)
        cp_buf_char(&b, ',');
    cp_buf_add(&b, CP_STR("\nc,d\n"));
    for (int i = 0; i < CP_CSV_CELLS_MAX; i++)
        cp_buf_char(&b, ',');
    cp_buf_add(&b, CP_STR("\n\""));
    for (int i = 0; i < CP_CSV_CELL_BYTES_MAX; i++)
        cp_buf_char(&b, 'x');
    cp_buf_add(&b, CP_STR("\",y\nlast,row\n"));
    cp_csv c = cp_csv_open(cp_buf_str(&b), ',');
    cp_str *cells;
    uint32_t n, good = 0;
    static const uint32_t want[] = { 2, CP_CSV_CELLS_MAX, 2, 0, 0, 2 };
    for (size_t i = 0; i < N(want); i++) {
        good += cp_csv_next(&c, a, &cells, &n) && n == want[i] && c.row_bad == (want[i] == 0);
        if (c.row_bad)
            is_int(c.err.rc, CP_ELIMIT, "line %u is beyond a limit", (unsigned)c.err.line);
    }
    is_uint(good, N(want), "rows beyond a limit are bad, the others are not");
    is_cstr(cells[0], "last", "and reading goes on");
    ok(!cp_csv_next(&c, a, &cells, &n) && c.rc == CP_OK, "to the end");
}

/* A table that is cut off at any byte gives the rows before the cut, as they are in the whole. */
static void test_truncated(cp_arena *a)
{
    cp_str whole =
        CP_STR("name,maker,note\r\na,\"Acme, Inc\",x\r\nb,\"say \"\"hi\"\"\",\"two\r\nlines\"\r\n");
    static const struct {
        size_t from;
        const char *begins;
    } complete[] = { { 17, "1<name><maker><note>" },
                     { 34, "1<name><maker><note> 2<a><Acme, Inc><x>" } };
    for (size_t n = 0; n <= whole.n; n++) {
        char *p = malloc(n ? n : 1);
        memcpy(p, whole.p, n);
        cp_csv c = cp_csv_open((cp_str){ p, n }, ',');
        cp_str got = shown(a, &c);
        ok(c.rc == CP_OK || c.rc == CP_EFORMAT, "cut off at byte %zu: it ends", n);
        for (size_t i = 0; i < N(complete); i++)
            ok(n < complete[i].from || cp_str_starts(got, tap_cstr(complete[i].begins)),
               "cut off at byte %zu: the rows before are good", n);
        free(p);
    }
}

static const struct {
    const char *name;
    cp_str in;
    const char *want;
} cells[] = {
    { "word", S("abc"), "abc" },
    { "empty", S(""), "" },
    { "comma", S("a,b"), "\"a,b\"" },
    { "semicolon, for spreadsheets that split there", S("a;b"), "\"a;b\"" },
    { "tab", S("a\tb"), "\"a\tb\"" },
    { "quote", S("a\"b\""), "\"a\"\"b\"\"\"" },
    { "line break", S("a\nb"), "\"a\nb\"" },
    { "blanks at the ends", S(" a "), "\" a \"" },
    { "formula", S("=cmd|' /C calc'!A0"), "\"'=cmd|' /C calc'!A0\"" },
    { "plus", S("+cmd"), "'+cmd" },
    { "minus", S("-cmd"), "'-cmd" },
    { "minus alone", S("-"), "'-" },
    { "at", S("@SUM(1)"), "'@SUM(1)" },
    { "blanks, then a formula", S("  =1"), "\"'  =1\"" },
    { "tab first", S("\tx"), "\"'\tx\"" },
    { "carriage return is no text", S("\r=1"), "\xef\xbf\xbd=1" },
    { "line break, then a formula", S("\n=1"), "\"'\n=1\"" },
    { "full-width equals", S("\xef\xbc\x9d\x31"), "'\xef\xbc\x9d\x31" },
    { "full-width plus", S("\xef\xbc\x8b\x31"), "'\xef\xbc\x8b\x31" },
    { "full-width minus", S("\xef\xbc\x8d\x31"), "'\xef\xbc\x8d\x31" },
    { "full-width at", S("\xef\xbc\xa0x"), "'\xef\xbc\xa0x" },
    { "negative number", S("-5"), "-5" },
    { "signed number", S("+5.25e-3"), "+5.25e-3" },
    { "sum that begins like a number", S("-1+2"), "'-1+2" },
    { "terminal escape", S("a\x1b[31m"), "a\xef\xbf\xbd[31m" },
    { "NUL", S("a\0b"), "a\xef\xbf\xbd\x62" },
    { "not UTF-8", S("a\xff"), "a\xef\xbf\xbd" },
    { "an apostrophe is text", S("'x"), "'x" },
    { "apostrophes before a formula are, too", S("'=1"), "''=1" },
    { "before a number", S("''-5"),
      "'"
      "''-5" },
    { "before blanks and a formula", S("' =1"), "'' =1" },
    { "marks of direction, and what has no width", S("a\xe2\x80\xaeg\xe2\x80\x8b\xef\xbb\xbfp"),
      "a\xef\xbf\xbdg\xef\xbf\xbd\xef\xbf\xbdp" },
    { "line separator", S("a\xe2\x80\xa8\n\tb"), "\"a\xef\xbf\xbd\n\tb\"" },
    { "other languages", S("\xe6\xa0\xb8\xe5\xbf\x83"), "\xe6\xa0\xb8\xe5\xbf\x83" },
};

static void test_cells(cp_arena *a)
{
    for (size_t i = 0; i < N(cells); i++) {
        cp_buf b = cp_buf_new(a), c = cp_buf_new(a);
        cp_csv_cell(&b, cells[i].in, true);
        is_cstr(cp_buf_str(&b), cells[i].want, "%s", cells[i].name);
        cp_csv_cell(&c, CP_STR("first"), true);
        cp_csv_cell(&c, cells[i].in, false);
        cp_str want = cp_str_fmt(a, "first,%s", cells[i].want);
        is_str(cp_buf_str(&c), want, "%s: behind another", cells[i].name);
        cp_csv csv = cp_csv_open(cp_buf_str(&c), ',');
        cp_str *v;
        uint32_t n;
        if (strstr(cells[i].want, "\xef\xbf\xbd") || cells[i].in.n == 0)
            continue; /* what acts is not to come back */
        ok(cp_csv_next(&csv, a, &v, &n) && n == 2, "%s: is read again", cells[i].name);
        is_str(cp_csv_text(v[1]), cells[i].in, "%s: as it was", cells[i].name);
    }
}

int main(void)
{
    void (*const tests[])(cp_arena *) = { test_limits, test_truncated, test_cells };
    test_rows();
    for (size_t i = 0; i < N(tests); i++) {
        cp_arena *a = cp_arena_new(0);
        tests[i](a);
        cp_arena_free(a);
    }
    return tap_done();
}
