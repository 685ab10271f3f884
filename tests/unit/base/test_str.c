/* SPDX-License-Identifier: Apache-2.0 */
/* test_str.c - slices: comparing, cutting, numbers, hex, UTF-8, distance. */
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))
#define S(lit) CP_STR_INIT(lit)

static int sign(int v) { return v < 0 ? -1 : v > 0; }

static void test_compare(void)
{
    static const struct {
        cp_str a, b;
        int cmp;
        bool eq_nocase, starts, starts_nocase, ends;
    } rows[] = {
        { S(""), S(""), 0, true, true, true, true },
        { S("a"), S(""), 1, false, true, true, true },
        { S(""), S("a"), -1, false, false, false, false },
        { S("abc"), S("abc"), 0, true, true, true, true },
        { S("abc"), S("ABC"), 1, true, false, true, false },
        { S("abc"), S("AB"), 1, false, false, true, false },
        { S("abc"), S("bc"), -1, false, false, false, true },
        { S("ab"), S("abc"), -1, false, false, false, false },
        { S("a\xff"), S("a\x01"), 1, false, false, false, false },
        { S("a\0b"), S("a\0c"), -1, false, false, false, false },
        { S("\xc3\x84"), S("\xc3\xa4"), -1, false, false, false, false },
        { S("@["), S("`{"), -1, false, false, false, false },
    };
    for (size_t i = 0; i < N(rows); i++) {
        cp_str a = rows[i].a, b = rows[i].b;
        is_int(sign(cp_str_cmp(a, b)), rows[i].cmp, "row %zu: cmp", i);
        is_int(sign(cp_str_cmp(b, a)), -rows[i].cmp, "row %zu: cmp the other way", i);
        is_int(cp_str_eq(a, b), rows[i].cmp == 0, "row %zu: eq", i);
        is_int(cp_str_eq_nocase(a, b), rows[i].eq_nocase, "row %zu: eq_nocase", i);
        is_int(cp_str_starts(a, b), rows[i].starts, "row %zu: starts", i);
        is_int(cp_str_starts_nocase(a, b), rows[i].starts_nocase, "row %zu: starts_nocase", i);
        is_int(cp_str_ends(a, b), rows[i].ends, "row %zu: ends", i);
    }
    ok(cp_str_eq((cp_str){ NULL, 0 }, CP_STR("")), "no bytes are the empty text");
    is_cstr(cp_str_c(NULL), "", "NULL is the empty text");
}

static void test_find(void)
{
    static const struct {
        cp_str s, what;
        int at;
    } rows[] = {
        { S("abcabc"), S("c"), 2 }, { S("abcabc"), S("ca"), 2 }, { S("abc"), S(""), 0 },
        { S(""), S(""), 0 },        { S(""), S("a"), -1 },       { S("abc"), S("abcd"), -1 },
        { S("aab"), S("ab"), 1 },   { S("a\0b"), S("\0b"), 1 },  { S("abc"), S("B"), -1 },
    };
    for (size_t i = 0; i < N(rows); i++) {
        is_int(cp_str_find(rows[i].s, rows[i].what), rows[i].at, "find %zu", i);
        is_int(cp_str_has(rows[i].s, rows[i].what), rows[i].at >= 0, "has %zu", i);
    }
    ok(cp_str_is_id(CP_STR("acme-9")) && cp_str_is_id(CP_STR("-")), "ids");
    ok(!cp_str_is_id(CP_STR("")) && !cp_str_is_id(CP_STR("Acme")) && !cp_str_is_id(CP_STR("a_b")) &&
           !cp_str_is_id(CP_STR("a b")) && !cp_str_is_id(CP_STR("a\0b")),
       "no ids");
    is_int(cp_str_find_char(CP_STR("a,b"), ','), 1, "a character");
    is_int(cp_str_find_char((cp_str){ NULL, 0 }, ','), -1, "in nothing");
}

static void test_slices(void)
{
    is_cstr(cp_str_trim(CP_STR(" \t\r\n\v\fa b \n")), "a b", "blanks at both ends");
    is_cstr(cp_str_trim(CP_STR(" \n ")), "", "nothing but blanks");
    is_cstr(cp_str_trim(CP_STR("\xc2\xa0x")), "\xc2\xa0x", "a wide blank is no ASCII blank");
    is_cstr(cp_str_from(CP_STR("abc"), 1), "bc", "from 1");
    is_cstr(cp_str_from(CP_STR("abc"), 3), "", "from the end");
    is_cstr(cp_str_from(CP_STR("abc"), 99), "", "from beyond");
    is_cstr(cp_str_from((cp_str){ NULL, 0 }, 1), "", "from nothing");
    is_cstr(cp_str_slice(CP_STR("abc"), 1, 1), "b", "a slice");
    is_cstr(cp_str_slice(CP_STR("abc"), 1, SIZE_MAX), "bc", "a slice that is clamped");
    is_cstr(cp_str_slice(CP_STR("abc"), 9, 1), "", "a slice beyond");
}

/* Parts shown as <a><b>. */
static cp_str parts(cp_arena *a, cp_str rest, char sep)
{
    cp_buf b = cp_buf_new(a);
    cp_str x;
    while (sep ? cp_str_cut(&rest, sep, &x) : cp_str_cut_line(&rest, &x))
        cp_buf_fmt(&b, "<%.*s>", CP_FMT(x));
    return cp_buf_str(&b);
}

static void test_cut(cp_arena *a)
{
    static const struct {
        cp_str in;
        char sep; /* 0: lines */
        const char *want;
    } rows[] = {
        { S("a,,b"), ',', "<a><><b>" },
        { S(""), ',', "" },
        { S("a"), ',', "<a>" },
        { S("a,"), ',', "<a>" },
        { S(",a"), ',', "<><a>" },
        { S(","), ',', "<>" },
        { S("one\ntwo\r\nthree"), 0, "<one><two><three>" },
        { S("one\n\n"), 0, "<one><>" },
        { S("\r\n"), 0, "<>" },
        { S("a\rb\n"), 0, "<a\rb>" },
        { S("a\r"), 0, "<a>" },
    };
    for (size_t i = 0; i < N(rows); i++)
        is_cstr(parts(a, rows[i].in, rows[i].sep), rows[i].want, "cut %zu", i);
}

static void test_numbers(void)
{
    static const struct {
        const char *in;
        bool is_u64, is_u32, is_hex, is_double;
        uint64_t u, hex;
        double d;
    } rows[] = {
        { "0", true, true, true, true, 0, 0, 0 },
        { "007", true, true, true, true, 7, 7, 7 },
        { "4294967295", true, true, true, true, 4294967295, 0x4294967295, 4294967295. },
        { "4294967296", true, false, true, true, 4294967296, 0x4294967296, 4294967296. },
        { "18446744073709551615", true, false, false, true, UINT64_MAX, 0, 18446744073709551615. },
        { "18446744073709551616", false, false, false, true, 0, 0, 18446744073709551616. },
        { "99999999999999999999", false, false, false, true, 0, 0, 99999999999999999999. },
        { "000000000000000000001", false, false, false, true, 0, 0, 1 },
        { "ffffffffffffffff", false, false, true, false, 0, UINT64_MAX, 0 },
        { "10000000000000000", true, false, false, true, 10000000000000000, 0, 1e16 },
        { "aF", false, false, true, false, 0, 0xaf, 0 },
        { "0x1", false, false, false, false, 0, 0, 0 },
        { "", false, false, false, false, 0, 0, 0 },
        { " 1", false, false, false, false, 0, 0, 0 },
        { "1 ", false, false, false, false, 0, 0, 0 },
        { "-1", false, false, false, true, 0, 0, -1 },
        { "+1", false, false, false, true, 0, 0, 1 },
        { "1.5", false, false, false, true, 0, 0, 1.5 },
        { ".5", false, false, false, true, 0, 0, .5 },
        { "1,5", false, false, false, false, 0, 0, 0 },
        { "1e3", false, false, true, true, 0, 0x1e3, 1000 },
        { "1e", false, false, true, false, 0, 0x1e, 0 },
        { ".", false, false, false, false, 0, 0, 0 },
        { "inf", false, false, false, false, 0, 0, 0 },
        { "nan", false, false, false, false, 0, 0, 0 },
        { "0x1p3", false, false, false, false, 0, 0, 0 },
    };
    for (size_t i = 0; i < N(rows); i++) {
        cp_str s = tap_cstr(rows[i].in);
        uint64_t u = 0, hex = 0;
        uint32_t u32 = 0;
        double d = 0;
        is_int(cp_str_u64(s, &u), rows[i].is_u64, "\"%s\" as u64", rows[i].in);
        is_int(cp_str_u32(s, &u32), rows[i].is_u32, "\"%s\" as u32", rows[i].in);
        is_int(cp_str_hex_u64(s, &hex), rows[i].is_hex, "\"%s\" as hex", rows[i].in);
        is_int(cp_str_double(s, &d), rows[i].is_double, "\"%s\" as double", rows[i].in);
        ok(u == rows[i].u && hex == rows[i].hex && d == rows[i].d, "\"%s\": values", rows[i].in);
        ok(!rows[i].is_u32 || u32 == u, "\"%s\": the same in 32 bits", rows[i].in);
    }
    double d;
    ok(!cp_str_double(CP_STR("1\0"), &d), "a NUL is no digit");
}

static void test_make(cp_arena *a)
{
    cp_str dup = cp_str_dup(a, CP_STR("text"));
    ok(cp_str_eq(dup, CP_STR("text")) && dup.p[4] == '\0', "a copy has a NUL behind");
    is_cstr(cp_str_dup(a, (cp_str){ NULL, 0 }), "", "a copy of nothing");
    is_cstr(cp_str_fmt(a, "%s-%d", "x", 7), "x-7", "formatted");
    is_cstr(cp_str_fmt(a, "%1000s", "x"), cp_str_fmt(a, "%1000s", "x").p, "formatted, long");
    is_cstr(cp_str_lower(a, CP_STR("AZ[az\xc3\x84")), "az[az\xc3\x84", "ASCII in lower case");
    cp_bytes b;
    is_cstr(cp_hex(a, (cp_bytes){ (const uint8_t *)"\x00\xff\x1a", 3 }), "00ff1a", "hex");
    ok(cp_unhex(a, CP_STR("00Ff1a"), &b) && b.n == 3 && b.p[1] == 0xff, "and back");
    ok(cp_unhex(a, CP_STR(""), &b) && b.n == 0, "back from nothing");
    ok(!cp_unhex(a, CP_STR("0"), &b), "an odd number of digits");
    ok(!cp_unhex(a, CP_STR("0g"), &b), "no hex digit");
    is_uint(cp_bytes_dup(a, (cp_bytes){ NULL, 0 }).n, 0, "bytes of nothing");
}

static const struct {
    const char *name;
    cp_str in;
    bool is_utf8;
    const char *clean;
} utf8[] = {
    { "ASCII", S("abc"), true, "abc" },
    { "empty", S(""), true, "" },
    { "two, three, four bytes", S("\xc3\xa9\xe2\x82\xac\xf0\x9f\x9a\x80"), true,
      "\xc3\xa9\xe2\x82\xac\xf0\x9f\x9a\x80" },
    { "smallest of two bytes", S("\xc2\xa0"), true, "\xc2\xa0" },
    { "overlong, two bytes", S("\xc1\xbf"), false, "\xef\xbf\xbd\xef\xbf\xbd" },
    { "overlong NUL", S("\xc0\x80"), false, "\xef\xbf\xbd\xef\xbf\xbd" },
    { "overlong, three bytes", S("\xe0\x9f\xbf"), false, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
    { "smallest of three bytes", S("\xe0\xa0\x80"), true, "\xe0\xa0\x80" },
    { "surrogate", S("x\xed\xa0\x80"), false, "x\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
    { "before the surrogates", S("\xed\x9f\xbf"), true, "\xed\x9f\xbf" },
    { "behind the surrogates", S("\xee\x80\x80"), true, "\xee\x80\x80" },
    { "the largest", S("\xf4\x8f\xbf\xbf"), true, "\xf4\x8f\xbf\xbf" },
    { "beyond the largest", S("\xf4\x90\x80\x80"), false,
      "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
    { "overlong, four bytes", S("\xf0\x8f\xbf\xbf"), false,
      "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
    { "first byte alone", S("a\xe2"), false, "a\xef\xbf\xbd" },
    { "cut off", S("a\xe2\x82"), false, "a\xef\xbf\xbd\xef\xbf\xbd" },
    { "continuation alone", S("\x80z"), false, "\xef\xbf\xbdz" },
    { "second character begins too early", S("\xe2\x82\x61"), false,
      "\xef\xbf\xbd\xef\xbf\xbd\x61" },
    { "never a byte", S("\xfe\xff"), false, "\xef\xbf\xbd\xef\xbf\xbd" },
    { "escape", S("a\x1b[0m\n\t"), true, "a\xef\xbf\xbd[0m\n\t" },
    { "C1", S("\xc2\x9b\x30"), true, "\xef\xbf\xbd\x30" },
    { "NUL", S("a\0b"), true, "a\xef\xbf\xbd\x62" },
    { "delete", S("\x7f"), true, "\xef\xbf\xbd" },
};

static void test_utf8(cp_arena *a)
{
    for (size_t i = 0; i < N(utf8); i++) {
        cp_str s = utf8[i].in, clean = cp_str_clean_utf8(a, s);
        is_int(cp_str_is_utf8(s), utf8[i].is_utf8, "%s: is it UTF-8?", utf8[i].name);
        is_cstr(clean, utf8[i].clean, "%s: cleaned", utf8[i].name);
        ok(!cp_str_eq(s, clean) || clean.p == s.p, "%s: clean text is not copied", utf8[i].name);
    }
    uint32_t wrong = 0;
    for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
        uint32_t got = 0;
        char p[4] = { (char)(0xf0 | cp >> 18), (char)(0x80 | (cp >> 12 & 63)),
                      (char)(0x80 | (cp >> 6 & 63)), (char)(0x80 | (cp & 63)) };
        size_t n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
        char *q = p + 4 - n;
        q[0] = (char)(n == 1   ? cp
                      : n == 2 ? 0xc0 | cp >> 6
                      : n == 3 ? 0xe0 | cp >> 12
                               : 0xf0 | cp >> 18);
        size_t took = cp_utf8_decode((cp_str){ q, n }, &got);
        bool surrogate = cp >= 0xd800 && cp <= 0xdfff;
        wrong += surrogate ? took != 0 : took != n || got != cp;
        for (size_t cut = 1; cut < n; cut++)
            wrong += cp_utf8_decode((cp_str){ q, cut }, &got) != 0;
    }
    is_uint(wrong, 0, "all code points decode, none from a part of it");
}

static void test_active(void)
{
    static const uint32_t yes[] = { 0,      7,      9,       10,      0x1b,   0x7f,   0x9b,
                                    0x61c,  0x200b, 0x200e,  0x200f,  0x2028, 0x2029, 0x202a,
                                    0x202e, 0x2066, 0x2069,  0xfeff,  0xad,   0x180e, 0x206f,
                                    0xfff9, 0xfffb, 0xe0000, 0xe0041, 0xe007f };
    static const uint32_t no[] = { 0x20,  'a',    0x7e,   0xa0,   0xae,   0xe9,    0x5d0,  0xfe0f,
                                   0x627, 0x2010, 0x4e2d, 0xfffd, 0xfffc, 0x1f680, 0xe0100 };
    for (size_t i = 0; i < N(yes); i++)
        ok(cp_utf8_is_active(yes[i]), "U+%04X can act", yes[i]);
    for (size_t i = 0; i < N(no); i++)
        ok(!cp_utf8_is_active(no[i]), "U+%04X cannot", no[i]);
}

static void test_distance(void)
{
    static const struct {
        const char *a, *b;
        size_t want;
    } rows[] = { { "", "", 0 },         { "", "abc", 3 },           { "kitten", "sitting", 3 },
                 { "flaw", "lawn", 2 }, { "maker", "maker", 0 },    { "maker", "makers", 1 },
                 { "ab", "ba", 2 },     { "roles", "not_roles", 4 } };
    char longest[66];
    memset(longest, 'x', sizeof longest);
    for (size_t i = 0; i < N(rows); i++) {
        is_uint(cp_str_distance(tap_cstr(rows[i].a), tap_cstr(rows[i].b)), rows[i].want, "%s to %s",
                rows[i].a, rows[i].b);
        is_uint(cp_str_distance(tap_cstr(rows[i].b), tap_cstr(rows[i].a)), rows[i].want,
                "and back");
    }
    is_uint(cp_str_distance((cp_str){ longest, 64 }, CP_STR("")), 64, "64 bytes are compared");
    is_uint(cp_str_distance((cp_str){ longest, 65 }, CP_STR("")), SIZE_MAX, "65 are not");
    is_uint(cp_str_distance(CP_STR(""), (cp_str){ longest, 65 }), SIZE_MAX, "on either side");
}

static void test_hash(void)
{
    char text[64] = { 0 };
    uint32_t same = 0;
    uint64_t before = 0;
    for (size_t n = 0; n <= sizeof text; n++) {
        uint64_t h = cp_hash((cp_str){ text, n }, 1);
        same += n && h == before;
        same += cp_hash((cp_str){ text, n }, 2) == h;
        before = h;
        for (size_t i = 0; i < n; i++) {
            text[i] ^= 1;
            same += cp_hash((cp_str){ text, n }, 1) == h;
            text[i] ^= 1;
        }
    }
    is_uint(same, 0, "length, seed and each bit change the hash");
    is_int(cp_hash((cp_str){ NULL, 0 }, 1) == cp_hash(CP_STR(""), 1), true,
           "nothing is empty text");
}

__attribute__((format(printf, 2, 3))) static void same_as_printf(size_t cap, const char *fmt, ...)
{
    char ours[64], libc[64];
    va_list one, two;
    memset(ours, '#', sizeof ours);
    memset(libc, '#', sizeof libc);
    va_start(one, fmt);
    va_copy(two, one);
    int n = cp_vformat(ours, cap, fmt, one), m = vsnprintf(libc, cap, fmt, two);
    va_end(two);
    va_end(one);
    is_int(n, m, "as long as printf makes it");
    is_int(memcmp(ours, libc, strlen(libc) + 1), 0, "and the same, to the NUL");
    is_int(ours[cap], '#', "nothing behind its end");
}

static void test_format(void)
{
    const char *volatile none = NULL; /* as the compiler must not know */
    static const size_t caps[] = { 1, 2, 5, 6, 7, 12, 63 };
    for (size_t i = 0; i < N(caps); i++) {
        same_as_printf(caps[i], "plain");
        same_as_printf(caps[i], "%s", "");
        same_as_printf(caps[i], "%s", "short");
        same_as_printf(caps[i], "%s, %.*s.", "one", 3, "two, three");
        same_as_printf(caps[i], "%.*s", 10, "ends\0here");
        same_as_printf(caps[i], "%.*s|%.*s|%.*s", 0, "no", 0, none, -1, "all");
        same_as_printf(caps[i], "%s is %u", "it", 7u);
        same_as_printf(caps[i], "100%% of %s", "it");
        same_as_printf(caps[i], "%5.1f %-4s", 2.5, "it");
    }
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    test_compare();
    test_find();
    test_slices();
    test_cut(a);
    test_numbers();
    test_make(a);
    test_format();
    test_utf8(a);
    test_active();
    test_distance();
    test_hash();
    cp_arena_free(a);
    return tap_done();
}
