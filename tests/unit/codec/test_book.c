/* SPDX-License-Identifier: Apache-2.0 */
/* test_book.c - what the cells of a workbook say. Forms of numbers and dates after ECMA-376 part 1,
 * 18.8.30 and 18.17.4; forms of cells after what spreadsheets, exporting programs and element
 * managers write. */
#include "codec/book.h"
#include "codec/book_inside.h"
#include "tap.h"
#include "zipped.h"

#define N(t) (sizeof(t) / sizeof *(t))
#define STYLES                                                                                  \
    "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/><numFmt "     \
    "numFmtId=\"165\" formatCode=\"000000\"/><numFmt numFmtId=\"166\" formatCode=\"0.00\"/>"    \
    "<numFmt numFmtId=\"167\" formatCode=\"[$-409]mmm\\-yy;@\"/><numFmt numFmtId=\"168\" "      \
    "formatCode=\"yyyy\"/><numFmt numFmtId=\"169\" formatCode=\"dd.mm.yyyy hh:mm\"/></numFmts>" \
    "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf "       \
    "numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/><xf numFmtId=\"167\"/><xf "  \
    "numFmtId=\"168\"/><xf numFmtId=\"169\"/><xf numFmtId=\"20\"/><xf numFmtId=\"14\"/>"        \
    "</cellXfs></styleSheet>"
#define STRINGS                                                                                    \
    "<sst><si><t>zero</t></si><si><r><rPr><b/></rPr><t xml:space=\"preserve\">rich </t></r><r><t>" \
    "text</t></r><rPh sb=\"0\" eb=\"1\"><t>said</t></rPh></si><si><t>a &lt; b &amp; "              \
    "c&#x41;</t></si>"                                                                             \
    "<si><t>one_x000D_\ntwo_x005F_x</t></si><si><t/></si><si><t><![CDATA[<raw> "                   \
    "&amp;]]></t></si></sst>"

/* "row:A|B|;" */
static cp_str told(cp_arena *a, cp_bytes zip, cp_sheet_told *says, cp_err *err)
{
    cp_unzip *z;
    cp_book *b;
    cp_sheet *s;
    uint32_t row, n;
    const cp_str *cells;
    bool is_heading;
    cp_buf out = cp_buf_new(a);
    *err = (cp_err){ .rc = CP_OK };
    *says = (cp_sheet_told){ .n_merges = 0 };
    if (cp_unzip_open(a, zip, &z, err) != CP_OK || cp_book_open(a, z, &b, err) != CP_OK ||
        cp_sheet_open(a, b, 0, &s, err) != CP_OK)
        return CP_STR("");
    while (cp_sheet_next(s, &row, &cells, &n, &is_heading)) {
        cp_buf_fmt(&out, "%u%s:", row, is_heading ? "!" : "");
        for (uint32_t i = 0; i < n; i++)
            cp_buf_fmt(&out, "%s%.*s", i ? "|" : "", CP_FMT(cells[i]));
        cp_buf_char(&out, ';');
    }
    if (cp_sheet_error(s, err) == CP_OK)
        err->rc = CP_OK;
    *says = *cp_sheet_says(s);
    cp_sheet_close(s);
    return cp_buf_str(&out);
}

#define C(attributes, inside) "<c " attributes ">" inside "</c>"
#define CV(attributes, value) C(attributes, "<v>" value "</v>")
static const struct row {
    const char *name, *rows, *behind, *want;
} rows[] = {
    { "shared texts",
      "<row r=\"1\">" CV("r=\"A1\" t=\"s\"", "0") CV("r=\"B1\" t=\"s\"", "1")
          CV("r=\"C1\" t=\"s\"", "2") "</row>",
      "", "1:zero|rich text|a < b & cA;" },
    { "escapes of controls",
      "<row r=\"1\">" CV("r=\"A1\" t=\"s\"", "3") CV("r=\"B1\" t=\"s\"", "5") "</row>", "",
      "1:one\ntwo_x|<raw> &amp;;" },
    { "texts in the cell",
      "<row r=\"1\">" C("r=\"A1\" t=\"inlineStr\"", "<is><t>in</t><r><t>line</t></r></is>")
          CV("r=\"B1\" t=\"str\"", "of a formula") "</row>",
      "", "1:inline|of a formula;" },
    { "without references",
      "<row>" CV("t=\"s\"", "0") CV("", "7") "</row><row>" CV("", "8") "</row>", "",
      "1:zero|7;2:8;" },
    { "holes",
      "<row r=\"3\">" CV("r=\"B3\"", "1")
          CV("r=\"D3\"", "2") "</row><row r=\"9\">" CV("r=\"A9\"", "3") "</row>",
      "", "3:|1||2;9:3;" },
    { "prefixes", "<x:row r=\"1\"><x:c r=\"A1\"><x:v>5</x:v></x:c></x:row>", "", "1:5;" },
    { "numbers as typed",
      "<row r=\"1\">" CV("r=\"A1\"", "358240051111110") CV("r=\"B1\"", "-0.5")
          CV("r=\"C1\"", "3.1400000000000001") CV("r=\"D1\"", "1E3")
              CV("r=\"E1\"", "0.10000000000000001") "</row>",
      "", "1:358240051111110|-0.5|3.14|1000|0.1;" },
    { "numbers of 17 digits",
      "<row r=\"1\">" CV("r=\"A1\"", "49.990000000000002") CV("r=\"B1\"", "-99.996978851963746")
          CV("r=\"C1\"", "1.9999999999999998") CV("r=\"D1\"", "9.9999999999999996")
              CV("r=\"E1\"", "123456789012345.67") CV("r=\"F1\"", "99.999999999999986") "</row>",
      "", "1:49.99|-99.9969788519637|2|10|123456789012346|100;" },
    { "formats of numbers",
      "<row r=\"1\">" CV("r=\"A1\" s=\"2\"", "42") CV("r=\"B1\" s=\"3\"", "7.1")
          CV("r=\"C1\" s=\"99\"", "5") "</row>",
      "", "1:000042|7.10|5;" },
    { "dates",
      "<row r=\"1\">" CV("r=\"A1\" s=\"1\"", "46349") CV("r=\"B1\" s=\"4\"", "46349")
          CV("r=\"C1\" s=\"5\"", "46349") CV("r=\"D1\" s=\"6\"", "46349.5")
              CV("r=\"E1\" s=\"7\"", "0.75") CV("r=\"F1\" s=\"8\"", "46349") "</row>",
      "", "1:2026-11-23|2026-11|2026|2026-11-23 12:00|18:00|2026-11-23;" },
    { "the first days of 1900",
      "<row r=\"1\">" CV("r=\"A1\" s=\"1\"", "1") CV("r=\"B1\" s=\"1\"", "59")
          CV("r=\"C1\" s=\"1\"", "61") CV("r=\"D1\" s=\"1\"", "2958465") "</row>",
      "", "1:1900-01-01|1900-02-28|1900-03-01|9999-12-31;" },
    { "no dates",
      "<row r=\"1\">" CV("r=\"A1\" s=\"1\"", "-1") CV("r=\"B1\" s=\"1\"", "9999999") "</row>", "",
      "1:-1|9999999;" },
    { "ISO dates",
      "<row r=\"1\">" CV("r=\"A1\" t=\"d\"", "2026-11-23T00:00:00")
          CV("r=\"B1\" t=\"d\"", "2026-11") "</row>",
      "", "1:2026-11-23|2026-11;" },
    { "true and false",
      "<row r=\"1\">" CV("r=\"A1\" t=\"b\"", "1") CV("r=\"B1\" t=\"b\"", "0") "</row>", "",
      "1:TRUE|FALSE;" },
    { "formulas",
      "<row r=\"1\">" C("r=\"A1\"", "<f>1+1</f><v>2</v>")
          C("r=\"B1\" t=\"str\"", "<f>A1</f><v>x</v>") C("r=\"C1\" t=\"str\"", "<f>A1</f><v></v>")
              CV("r=\"D1\"", "4") "</row>",
      "", "1:2|x||4;" },
    { "merged over rows",
      "<row r=\"1\">" CV("r=\"A1\"", "1")
          CV("r=\"B1\"", "2") "</row><row r=\"2\">" C("r=\"A2\"", "")
              CV("r=\"B2\"", "3") "</row><row r=\"3\">" CV(
                  "r=\"B3\"", "4") "</row><row r=\"4\">" CV("r=\"B4\"", "5") "</row>",
      "<mergeCells count=\"1\"><mergeCell ref=\"A1:A3\"/></mergeCells>",
      "1:1|2;2:1|3;3:1|4;4:|5;" },
    { "merged rows alone are none", "<row r=\"1\">" CV("r=\"A1\"", "1") "</row><row r=\"2\"/>",
      "<mergeCells><mergeCell ref=\"A1:B3\"/><mergeCell ref=\"nonsense\"/><mergeCell "
      "ref=\"B9:A1\"/></mergeCells>",
      "1:1;" },
    { "merged over columns",
      "<row r=\"1\">" CV("r=\"A1\" t=\"s\"", "0") "</row><row r=\"2\">" CV("r=\"A2\"", "1")
          CV("r=\"D2\"", "2") "</row>",
      "<mergeCells><mergeCell ref=\"A1:D1\"/><mergeCell ref=\"A2:C2\"/></mergeCells>",
      "1!:zero;2:1|||2;" },
    { "areas over one another",
      "<row r=\"1\">" CV("r=\"A1\"", "1") "</row><row r=\"2\">" CV("r=\"A2\"", "2")
          CV("r=\"B2\"", "3") "</row><row r=\"3\">" CV("r=\"B3\"", "4") "</row>",
      "<mergeCells><mergeCell ref=\"A1:A3\"/><mergeCell ref=\"A2:A3\"/></mergeCells>",
      "1:1;2:2|3;3:1|4;" },
    { "empty cells cost nothing",
      "<row r=\"1\">" CV("r=\"A1\"", "1") "<c r=\"XFD1\" s=\"1\"/></row><row r=\"1048576\"><c "
                                          "r=\"XFD1048576\"/>" CV("r=\"A1048576\"", "2") "</row>",
      "", "1:1;1048576:2;" },
    { "what is no row",
      "<extra><row r=\"7\"/></extra><row r=\"1\"><note><c r=\"A1\"><v>1</v></c></note>" CV(
          "r=\"B1\"", "2") "</row>",
      "", "1:|2;" },
};

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_sheet_told says;
    cp_err err;
    bool has_prefix = strstr(r->rows, "x:row") != NULL;
    cp_str sheet =
        cp_str_fmt(a,
                   has_prefix ? "<x:worksheet><x:sheetData>%s</x:sheetData>%s</x:worksheet>"
                              : "<worksheet><sheetData>%s</sheetData>%s</worksheet>",
                   r->rows, r->behind);
    cp_str got = told(a, book_of(a, sheet.p, STRINGS, STYLES, NULL), &says, &err);
    is_cstr(got, r->want, "%s", r->name);
    is_int(err.rc, CP_OK, "%s: well (%s)", r->name, err.msg);
    cp_arena_free(a);
}

/* What is left out is counted, with its place. */
static void test_odd(cp_arena *a)
{
    cp_sheet_told t;
    cp_err err;
    static const char sheet[] =
        "<worksheet><cols><col min=\"2\" max=\"3\" hidden=\"1\"/><col min=\"5\" "
        "max=\"5\"/></cols><sheetData>"
        "<row r=\"2\" hidden=\"1\">" CV("r=\"A2\" t=\"e\"", "#REF!")
            C("r=\"B2\"", "<f>A1</f><v></v>") CV("r=\"C2\"", "1.2345678901234567E+18")
                CV("r=\"D2\" t=\"s\"", "99")
                    CV("r=\"E2\"",
                       "ok") "</row>"
                             "<row r=\"3\">" C("r=\"B3\"", "<f>A1</f>") CV("r=\"XFD3\"", "9")
                                 CV("r=\"?\"", "9") CV("r=\"A3\"", "12345678901234567890")
                                     CV("r=\"B3\"", "1") "</row></sheetData></worksheet>";
    cp_str got = told(a, book_of(a, sheet, STRINGS, STYLES, NULL), &t, &err);
    is_cstr(got, "2:||||ok;3:|1;", "what is left");
    ok(t.errors.n == 1 && t.errors.row == 2 && t.errors.column == 1, "an error");
    ok(t.no_value.n == 2 && t.no_value.row == 2 && t.no_value.column == 2,
       "formulas without a value");
    ok(t.digits.n == 2 && t.digits.column == 3, "numbers that lost their digits");
    ok(t.no_place.n == 2 && t.no_place.row == 2 && t.no_place.column == 4, "no text, no place");
    ok(t.beyond.n == 1 && t.beyond.column == 16384, "far to the right");
    ok(t.n_hidden_rows == 1 && t.first_hidden_row == 2, "a hidden row");
    ok(t.n_hidden_columns == 1 && t.hidden_columns[0].from == 2 && t.hidden_columns[0].to == 3,
       "hidden columns");
    is_cstr(cp_sheet_place(a, 2, 28), "AB2", "a place");
    is_cstr(cp_sheet_place(a, 0, 16384), "XFD", "a column");
}

static const struct bad {
    const char *name, *sheet, *strings, *workbook;
    cp_rc rc;
    const char *says, *want;
} bads[] = {
    { "a row behind a later one",
      "<worksheet><sheetData><row r=\"2\">" CV("", "1") "</row><row r=\"2\">" CV(
          "", "2") "</row></sheetData></worksheet>",
      NULL, NULL, CP_EFORMAT, "row 2", "2:1;" },
    { "cut off", "<worksheet><sheetData><row r=\"2\">" CV("", "1") "</row><row r=\"3\"><c", NULL,
      NULL, CP_ESHORT, "cut off", "2:1;" },
    { "a document type", "<!DOCTYPE x><worksheet><sheetData/></worksheet>", NULL, NULL, CP_EFORMAT,
      "entities", "" },
    { "entities in the texts", "<worksheet><sheetData/></worksheet>",
      "<!DOCTYPE x [<!ENTITY a \"b\">]><sst/>", NULL, CP_EFORMAT, "entities", "" },
    { "no workbook", "<worksheet/>", NULL, "<document/>", CP_EUNKNOWN, "no workbook", "" },
    { "no sheet", NULL, NULL, NULL, CP_EFORMAT, "not in the workbook", "" },
};

static void test_names(cp_arena *a)
{
    static const char book[] =
        "<workbook " ZIP_MAIN
        "><workbookPr date1904=\"true\"/><sheets><sheet name=\"S &amp; T\" r:id=\"r1\"/>"
        "<sheet name=\"a&#10;b\" state=\"veryHidden\" r:id=\"r2\"/><sheet name=\"\" "
        "r:id=\"none\"/></sheets></workbook>";
    cp_unzip *z;
    cp_book *b;
    cp_err err;
    cp_sheet_told t;
    cp_bytes zip = book_of(
        a, "<worksheet><sheetData><row>" CV("s=\"1\"", "44887") "</row></sheetData></worksheet>",
        NULL, STYLES, book);
    is_int(cp_unzip_open(a, zip, &z, &err), CP_OK, "an archive");
    is_int(cp_book_open(a, z, &b, &err), CP_OK, "a workbook");
    is_int(b->n_sheets, 3, "of three sheets");
    is_cstr(b->sheets[0].name, "S & T", "the first");
    is_cstr(b->sheets[1].name, "a b", "the second");
    ok(b->sheets[1].is_hidden && !b->sheets[1].is_table && !b->sheets[0].is_hidden,
       "hidden, no table");
    is_cstr(b->sheets[2].name, "Sheet 3", "one without a name");
    ok(!b->sheets[2].part, "and without a part");
    is_cstr(told(a, zip, &t, &err), "1:2026-11-23;", "the epoch of 1904");
    is_int(cp_book_detect(zip, CP_STR("x")), 95, "is known by its parts");
    static const uint8_t ole[] = { 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1 };
    is_int(cp_book_detect((cp_bytes){ ole, 8 }, CP_STR("x.xlsx")), 95, "an old form by its name");
    is_int(cp_book_detect((cp_bytes){ ole, 8 }, CP_STR("x.msi")), 0, "another container is none");
    ok(strstr(cp_book_refused((cp_bytes){ ole, 8 }), "password") != NULL, "and is refused");
}

static const struct format {
    const char *code;
    cp_number_kind kind;
    uint8_t digits;
} formats[] = {
    { "General", CP_NUMBER_PLAIN, 0 },
    { "0", CP_NUMBER_PLAIN, 0 },
    { "0000", CP_NUMBER_PADDED, 4 },
    { "0.000", CP_NUMBER_FIXED, 3 },
    { "#,##0.00", CP_NUMBER_PLAIN, 0 },
    { "0.00E+00", CP_NUMBER_PLAIN, 0 },
    { "0\" days\"", CP_NUMBER_PLAIN, 0 },
    { "[Red]0", CP_NUMBER_PLAIN, 0 },
    { "d/m/yyyy", CP_NUMBER_DAY, 0 },
    { "[$-F800]dddd\\, mmmm dd\\, yyyy", CP_NUMBER_DAY, 0 },
    { "yyyy\"年\"m\"月\"", CP_NUMBER_MONTH, 0 },
    { "yyyy/m/d h:mm;@", CP_NUMBER_MOMENT, 0 },
    { "h:mm AM/PM", CP_NUMBER_TIME, 0 },
    { "[h]:mm:ss", CP_NUMBER_TIME, 0 },
    { "mm:ss.0", CP_NUMBER_TIME, 0 },
    { "yyyy", CP_NUMBER_YEAR, 0 },
    { "mmm-yy", CP_NUMBER_MONTH, 0 },
    { "@", CP_NUMBER_PLAIN, 0 },
};

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < N(rows); i++)
        check_row(&rows[i]);
    test_odd(a);
    for (size_t i = 0; i < N(bads); i++) {
        cp_sheet_told says;
        cp_err err;
        cp_str got = told(a, book_of(a, bads[i].sheet, bads[i].strings, NULL, bads[i].workbook),
                          &says, &err);
        is_int(err.rc, bads[i].rc, "%s: result", bads[i].name);
        ok(strstr(err.msg, bads[i].says) != NULL, "%s: %s", bads[i].name, err.msg);
        is_cstr(got, bads[i].want, "%s: before it", bads[i].name);
    }
    test_names(a);
    for (size_t i = 0; i < N(formats); i++) {
        cp_number_style s = cp_number_style_of(UINT32_MAX, cp_str_c(formats[i].code));
        ok(s.kind == formats[i].kind && s.digits == formats[i].digits, "%s: %d, %d",
           formats[i].code, s.kind, s.digits);
    }
    cp_arena_free(a);
    return tap_done();
}
