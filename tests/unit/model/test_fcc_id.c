/* SPDX-License-Identifier: Apache-2.0 */
/* test_fcc_id.c - FCC IDs as they stand on labels and in lists (47 CFR 2.925, 2.926; which
 * characters a grantee code has: KDB 204515). */
#include "model/fcc_id.h"
#include "tap.h"

static const struct row {
    /* "grantee product", "+" behind it: of a module inside; "": none */
    const char *name, *in, *want;
} rows[] = {
    { "three characters", "QQQX1", "QQQ X1" },
    { "five where it begins with a digit", "2ABCDX1", "2ABCD X1" },
    { "a hyphen behind the grantee", "2ABCD-X1", "2ABCD X1" },
    { "hyphens within the product", "QQQ-AX-57-35", "QQQ AX5735" },
    { "small letters and blanks", " qqq ax 5735 ", "QQQ AX5735" },
    { "a blank in the grantee", "2AB CD-X1", "2ABCD X1" },
    { "a hyphen of another width", "QQQ\xe2\x80\x91X1", "QQQ X1" },
    { "full-width letters",
      "\xef\xbc\xb1\xef\xbc\xb1\xef\xbd\x91\xef\xbc\x8d\xef\xbc\xb8\xef\xbc\x91", "QQQ X1" },
    { "full-width heading and blank",
      "\xef\xbc\xa6\xef\xbc\xa3\xef\xbc\xa3\xe3\x80\x80\xef\xbc\xa9\xef\xbc\xa4\xef\xbc\x9aQQQ-X1",
      "QQQ X1" },
    { "with its heading", "FCC ID: QQQ-X1", "QQQ X1" },
    { "without a colon", "FCC ID QQQX1", "QQQ X1" },
    { "one word", "FCCID:2ABCD-X1", "2ABCD X1" },
    { "with a hyphen", "FCC-ID: 2ABCD-X1", "2ABCD X1" },
    { "of a module", "Contains FCC ID: QQQ-X1", "QQQ X1+" },
    { "of a module, in a sentence", "This device contains transmitter module FCC ID: QQQ-X1",
      "QQQ X1+" },
    { "0 and 1 are kept as they were copied", "Q0QX1", "Q0Q X1" },
    { "the digit 0 in front is a letter", "0QQX1", "0QQ X1" },
    { "letters alone, with a hyphen", "QQQ-ABC", "QQQ ABC" },
    { "fourteen characters of product", "QQQ12345678901234", "QQQ 12345678901234" },
    { "fifteen are too many", "QQQ123456789012345", "" },
    { "no product", "2ABCD", "" },
    { "only hyphens behind the grantee", "QQQ--", "" },
    { "a hyphen in the grantee", "2AB-CDX1", "" },
    { "a word", "pending", "" },
    { "other characters", "QQQ/X1", "" },
    { "two of them", "QQQ-X1; QQQ-X2", "" },
    { "something before the heading", "see FCC ID: QQQ-X1", "" },
    { "letters of another script", "\xd0\x91\xd0\x93-X1", "" },
    { "nothing", "", "" },
    { "a heading alone", "FCC ID:", "" },
    { "half of a wide hyphen", "QQQ\xe2\x80", "" },
    { "half of a full-width letter", "QQQ\xef\xbc", "" },
    { "katakana of half width", "QQQ\xef\xbd\xb1X1", "" },
};

static void check_rows(cp_arena *a)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_fcc_id id;
        bool is = cp_fcc_id_parse(a, tap_cstr(rows[i].in), &id);
        cp_str got = is ? cp_str_fmt(a, "%.*s %.*s%s", CP_FMT(id.grantee), CP_FMT(id.product),
                                     id.is_inside ? "+" : "")
                        : CP_STR("");
        is_cstr(got, rows[i].want, "%s", rows[i].name);
    }
}

static void check_readings(cp_arena *a)
{
    static const struct {
        const char *in, *want;
    } codes[] = {
        { "QQQ", "QQQ" }, { "Q0Q", "QOQ" }, { "Q1Q", "QIQ QLQ" }, { "110", "IIO LIO ILO LLO" }
    };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        cp_str v[CP_FCC_ID_READINGS_MAX];
        uint32_t n = cp_fcc_id_readings(a, tap_cstr(codes[i].in), v);
        cp_buf b = cp_buf_new(a);
        for (uint32_t k = 0; k < n; k++)
            cp_buf_fmt(&b, "%s%.*s", k ? " " : "", CP_FMT(v[k]));
        is_cstr(cp_buf_str(&b), codes[i].want, "what %s may be", codes[i].in);
    }
    ok(cp_fcc_id_is_grantee(CP_STR("QQQ")) && cp_fcc_id_is_grantee(CP_STR("2ABCD")),
       "grantee codes");
    ok(!cp_fcc_id_is_grantee(CP_STR("QQ0")) && !cp_fcc_id_is_grantee(CP_STR("2AB")) &&
           !cp_fcc_id_is_grantee(CP_STR("ABCDE")) && !cp_fcc_id_is_grantee(CP_STR("qqq")) &&
           !cp_fcc_id_is_grantee(CP_STR("")),
       "what is none");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    check_rows(a);
    check_readings(a);
    cp_fcc_id id;
    ok(cp_fcc_id_parse(a, CP_STR("fcc id 2abcd x-1"), &id), "one form");
    is_cstr(cp_fcc_id_text(a, &id), "2ABCD-X1", "for all spellings");
    char longer[400];
    memset(longer, '2', sizeof longer);
    ok(!cp_fcc_id_parse(a, (cp_str){ longer, sizeof longer }, &id), "much too long");
    cp_arena_free(a);
    return tap_done();
}
