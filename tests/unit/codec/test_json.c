/* SPDX-License-Identifier: Apache-2.0 */
/* test_json.c - what is read, what is refused and where, what is written, and the round trip. */
#include <math.h>
#include "codec/json.h"
#include "dump.h"
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))
#define S(lit) CP_STR_INIT(lit)

static const struct {
    const char *name;
    cp_str in;
    const char *want; /* written again */
} good[] = {
    { "null", S("null"), "null" },
    { "true", S(" true "), "true" },
    { "false", S("\tfalse\n"), "false" },
    { "empty text", S("\"\""), "\"\"" },
    { "empty object", S("{}"), "{}" },
    { "empty array", S("[]"), "[]" },
    { "order of keys", S("{\"b\":1,\"a\":[2,{\"c\":null}]}"), "{\"b\":1,\"a\":[2,{\"c\":null}]}" },
    { "numbers", S("[0,-0,1.5,-2e2,1E-2,0.00004]"), "[0,0,1.5,-200,0.01,0]" },
    { "64 bits", S("[9223372036854775807,-9223372036854775808]"),
      "[9223372036854775808,-9223372036854775808]" },
    { "escapes", S("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\""),
      "\"\\\"\\\\/\\u0008\\u000c\\n\\r\\tA\"" },
    { "escaped NUL", S("\"a\\u0000b\""), "\"a\\u0000b\"" },
    { "surrogate pair", S("\"\\ud83d\\ude80\""), "\"\xf0\x9f\x9a\x80\"" },
    { "letters of any script", S("\"\xc3\xa9\xe4\xb8\xad\""), "\"\xc3\xa9\xe4\xb8\xad\"" },
    { "for HTML", S("\"</script>&<!--\""), "\"\\u003c/script\\u003e\\u0026\\u003c!--\"" },
    { "line separators", S("\"\xe2\x80\xa8\xe2\x80\xa9\""), "\"\\u2028\\u2029\"" },
    { "marks of direction", S("\"\xe2\x80\xae\xe2\x81\xa6\""), "\"\\u202e\\u2066\"" },
    { "tags, beyond 16 bits", S("\"a\xf3\xa0\x81\x81\xf3\xa0\x80\x80\""),
      "\"a\\udb40\\udc41\\udb40\\udc00\"" },
    { "delete and C1", S("\"\x7f\xc2\x9b\""), "\"\\u007f\\u009b\"" },
    { "byte order mark", S("\xef\xbb\xbf[1]"), "[1]" },
    { "empty key", S("{\"\":1}"), "{\"\":1}" },
};

static const struct {
    const char *name;
    cp_str in;
    cp_rc want;
    uint64_t line, off_bytes;
} bad[] = {
    { "nothing", S(""), CP_EFORMAT, 1, 0 },
    { "blanks only", S(" \n "), CP_EFORMAT, 2, 3 },
    { "cut off array", S("[1,\n2"), CP_EFORMAT, 2, 5 },
    { "cut off text", S("\"ab"), CP_EFORMAT, 1, 3 },
    { "word", S("nul"), CP_EFORMAT, 1, 3 },
    { "comma at the end", S("[1,]"), CP_EFORMAT, 1, 4 },
    { "single quotes", S("{'a':1}"), CP_EFORMAT, 1, 2 },
    { "duplicate key", S("{\"a\":1,\n\"a\":2}"), CP_EFORMAT, 2, 11 },
    { "duplicate key by escape", S("{\"a\":1,\"\\u0061\":2}"), CP_EFORMAT, 1, 15 },
    { "two values", S("[1] [2]"), CP_EFORMAT, 1, 5 },
    { "lone first surrogate", S("\"\\ud800\""), CP_EFORMAT, 1, 8 },
    { "lone second surrogate", S("\"\\ude00\""), CP_EFORMAT, 1, 8 },
    { "not UTF-8", S("[\"a\xff\"]"), CP_EFORMAT, 1, 3 },
    { "overlong UTF-8", S("\"\xc0\x80\""), CP_EFORMAT, 1, 1 },
    { "raw line break in text", S("\"a\nb\""), CP_EFORMAT, 1, 2 },
    { "NUL byte", S("[\n1\0]"), CP_EFORMAT, 2, 3 },
    { "NUL in a key", S("{\"a\\u0000\":1}"), CP_EFORMAT, 1, 10 },
    { "number too large", S("[1e999]"), CP_EFORMAT, 1, 6 },
    { "leading zero", S("[01]"), CP_EFORMAT, 1, 2 },
    { "hex", S("0x1"), CP_EFORMAT, 1, 2 },
    { "NaN", S("[NaN]"), CP_EFORMAT, 1, 4 },
    { "comment", S("[1] // x"), CP_EFORMAT, 1, 5 },
    { "UTF-16", S("\xff\xfe[\0]\0"), CP_EFORMAT, 1, 3 },
    { "behind a byte order mark", S("\xef\xbb\xbf[1,"), CP_EFORMAT, 1, 6 },
};

static void test_rows(void)
{
    for (size_t i = 0; i < N(good); i++) {
        cp_arena *a = cp_arena_new(0);
        const cp_tree *t = NULL, *again = NULL;
        if (ok(cp_json_parse(a, cp_bytes_of_str(good[i].in), &t, NULL) == CP_OK, "%s",
               good[i].name)) {
            cp_str text = dumped(a, t);
            is_cstr(text, good[i].want, "%s: written", good[i].name);
            is_int(cp_json_parse(a, cp_bytes_of_str(text), &again, NULL), CP_OK, "%s: read again",
                   good[i].name);
        }
        cp_arena_free(a);
    }
    for (size_t i = 0; i < N(bad); i++) {
        cp_arena *a = cp_arena_new(0);
        const cp_tree *t = NULL;
        cp_err err = { 0 };
        is_int(cp_json_parse(a, cp_bytes_of_str(bad[i].in), &t, &err), bad[i].want, "%s",
               bad[i].name);
        is_uint(err.line, bad[i].line, "%s: line (%s)", bad[i].name, err.msg);
        is_uint(err.off_bytes, bad[i].off_bytes, "%s: byte", bad[i].name);
        ok(t == NULL, "%s: nothing is given", bad[i].name);
        cp_arena_free(a);
    }
}

static void test_values(cp_arena *a)
{
    static const struct {
        const char *in, *text;
        double number;
    } rows[] = { { "1", "1", 1 },
                 { "9007199254740993", "9007199254740993", 9007199254740992. },
                 { "0.1", "0.1", .1 },
                 { "1.0", "1", 1 },
                 { "1e23", "1e+23", 1e23 },
                 { "5e-324", "4.94065645841247e-324", 5e-324 },
                 { "0.30000000000000004", "0.30000000000000004", .30000000000000004 },
                 { "18446744073709551616", "1.8446744073709552e+19", 18446744073709551616. },
                 { "-1", "-1", -1 } };
    for (size_t i = 0; i < N(rows); i++) {
        const cp_tree *t = NULL;
        cp_rc rc = cp_json_parse(a, cp_bytes_of_str(tap_cstr(rows[i].in)), &t, NULL);
        if (!ok(rc == CP_OK && t->kind == CP_TREE_NUMBER, "%s is a number", rows[i].in))
            continue;
        ok(t->number == rows[i].number, "%s: its value", rows[i].in);
        is_cstr(t->text, rows[i].text, "%s: its spelling", rows[i].in);
    }
}

static cp_rc nested(cp_arena *a, int depth, const char *open, const char *close)
{
    cp_buf b = cp_buf_new(a);
    const cp_tree *t;
    for (int i = 0; i < depth; i++)
        cp_buf_add_c(&b, open);
    cp_buf_char(&b, '1');
    for (int i = 0; i < depth; i++)
        cp_buf_add_c(&b, close);
    return cp_json_parse(a, cp_bytes_of_str(cp_buf_str(&b)), &t, NULL);
}

static void test_limits(cp_arena *a)
{
    static const int deeper[] = { CP_JSON_DEPTH_MAX + 1, 2047, 2049, 100000 };
    is_int(nested(a, CP_JSON_DEPTH_MAX, "[", "]"), CP_OK, "arrays to the limit of depth");
    is_int(nested(a, CP_JSON_DEPTH_MAX, "{\"k\":", "}"), CP_OK, "objects to the limit of depth");
    for (size_t i = 0; i < N(deeper); i++) {
        is_int(nested(a, deeper[i], "[", "]"), CP_ELIMIT, "%d arrays", deeper[i]);
        is_int(nested(a, deeper[i], "{\"k\":", "}"), CP_ELIMIT, "%d objects", deeper[i]);
        is_int(nested(a, deeper[i], "[", ""), deeper[i] > 2048 ? CP_ELIMIT : CP_EFORMAT,
               "%d arrays, never closed", deeper[i]);
    }
    cp_arena *small = cp_arena_new(300000);
    cp_buf b = cp_buf_new(a);
    const cp_tree *t;
    cp_err err = { 0 };
    cp_buf_char(&b, '[');
    for (int i = 0; i < 10000; i++)
        cp_buf_add(&b, CP_STR("[],"));
    cp_buf_add(&b, CP_STR("1]"));
    is_int(cp_json_parse(small, cp_bytes_of_str(cp_buf_str(&b)), &t, &err), CP_ELIMIT,
           "more than the arena may take");
    ok(cp_str_has(cp_str_c(err.msg), CP_STR("memory")), "and why: %s", err.msg);
    is_int(cp_json_parse(small, cp_bytes_of_str(CP_STR("[1]")), &t, NULL), CP_OK,
           "a small one fits still");
    cp_arena_free(small);
}

static void test_mark(cp_arena *a)
{
    uint64_t used = cp_arena_used_bytes(a);
    for (int i = 0; i < 1000; i++) {
        cp_arena_mark mark = cp_arena_here(a);
        const cp_tree *t;
        cp_rc rc = cp_json_parse(a, cp_bytes_of_str(CP_STR("{\"a\":[1,2,\"three\"]}")), &t, NULL);
        used += rc != CP_OK;
        cp_arena_back(a, mark);
    }
    is_uint(cp_arena_used_bytes(a), used, "a thousand lines, each given up after use");
}

static void test_truncated(cp_arena *a)
{
    cp_str whole = CP_STR("{\"schema\": \"x/1\", \"n\": [1, -2.5e3, true, null], \"s\": "
                          "\"\\u00e9\\ud83d\\ude80\xc3\xa9\"}");
    uint32_t taken = 0;
    for (size_t n = 0; n < whole.n; n++) {
        const cp_tree *t;
        uint8_t *p = malloc(n ? n : 1);
        memcpy(p, whole.p, n);
        taken += cp_json_parse(a, (cp_bytes){ p, n }, &t, NULL) != CP_EFORMAT;
        free(p);
    }
    is_uint(taken, 0, "cut off at every byte: always refused");
}

static void test_writer(cp_arena *a)
{
    cp_buf b = cp_buf_new(a);
    cp_jw w = cp_jw_new(&b);
    w.pretty = true;
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "s", CP_STR("x\xff"));
    cp_jw_kstr_opt(&w, "none", CP_STR(""));
    cp_jw_kstr_opt(&w, "some", CP_STR("y"));
    cp_jw_ku64(&w, "u", UINT64_MAX);
    cp_jw_knum(&w, "d", 0.98765);
    cp_jw_kbool(&w, "b", true);
    cp_jw_key(&w, "a");
    cp_jw_arr(&w);
    cp_jw_i64(&w, INT64_MIN);
    cp_jw_obj(&w);
    cp_jw_obj_end(&w);
    cp_jw_arr(&w);
    cp_jw_arr_end(&w);
    cp_jw_arr_end(&w);
    cp_jw_obj_end(&w);
    is_cstr(cp_buf_str(&b),
            "{\n  \"s\": \"x\xef\xbf\xbd\",\n  \"none\": null,\n  \"some\": \"y\",\n"
            "  \"u\": 18446744073709551615,\n  \"d\": 0.9877,\n  \"b\": true,\n  \"a\": [\n"
            "    -9223372036854775808,\n    {},\n    []\n  ]\n}",
            "every kind of value, on lines of their own");
    static const struct {
        double in;
        const char *want;
    } numbers[] = { { 0, "0" },
                    { -0.0, "0" },
                    { -0.00001, "0" },
                    { 1, "1" },
                    { 100, "100" },
                    { 0.5, "0.5" },
                    { 1e15, "1000000000000000" },
                    { 4.1, "4.1" },
                    { 0.00005, "0.0001" },
                    { -3.25, "-3.25" },
                    { NAN, "null" },
                    { INFINITY, "null" },
                    { -INFINITY, "null" } };
    for (size_t i = 0; i < N(numbers); i++) {
        cp_buf c = cp_buf_new(a);
        cp_jw x = cp_jw_new(&c);
        cp_jw_num(&x, numbers[i].in);
        is_cstr(cp_buf_str(&c), numbers[i].want, "%g", numbers[i].in);
    }
    cp_buf c = cp_buf_new(a);
    cp_jw x = cp_jw_new(&c);
    cp_jw_num(&x, -1.7976931348623157e308);
    is_uint(cp_buf_str(&c).n, 310, "the largest number has all its digits");
}

static void test_doubles(cp_arena *a)
{
    static const struct {
        double in;
        const char *want;
    } doubles[] = { { 0, "0" },
                    { 1, "1" },
                    { 0.1, "0.1" },
                    { 1 / 3.0, "0.3333333333333333" },
                    { 0x1.5555555555556p-2, "0.33333333333333337" }, /* the next double */
                    { 1e-9, "1e-09" },
                    { 1.7976931348623157e308, "1.7976931348623157e+308" },
                    { NAN, "null" },
                    { -INFINITY, "null" } };
    for (size_t i = 0; i < N(doubles); i++) {
        cp_buf c = cp_buf_new(a);
        cp_jw x = cp_jw_new(&c);
        cp_jw_double(&x, doubles[i].in);
        is_cstr(cp_buf_str(&c), doubles[i].want, "%a reads back", doubles[i].in);
    }
}

static bool is_identical(const cp_tree *x, const cp_tree *y)
{
    bool same = x->kind == y->kind && x->n == y->n && x->boolean == y->boolean &&
                x->number == y->number && x->line == y->line && cp_str_eq(x->text, y->text);
    for (uint32_t i = 0; same && i < x->n; i++)
        same = (x->kind != CP_TREE_MAP || cp_str_eq(x->keys[i], y->keys[i])) &&
               is_identical(x->items[i], y->items[i]);
    return same;
}

static void tell_lines(cp_buf *b, const cp_tree *t)
{
    cp_buf_fmt(b, "%s%llu", b->n ? " " : "", (unsigned long long)t->line);
    for (uint32_t i = 0; i < t->n; i++)
        tell_lines(b, t->items[i]);
}

/* In the order of the text; by the parser that knows all, which the quick one is compared with. */
static void test_lines(cp_arena *a)
{
    static const struct {
        const char *in, *want;
    } rows[] = {
        { "1", "1" },
        { "\n\n [1,\n2]", "3 3 4" },
        { "{\"a\":\n{\"b\"\n:[\n\n{}\n,\r\n[]]},\n\"c\":null}", "1 2 3 5 7 8" },
        { "[\"]\\\"\\\\\",\n\"{\\n\", {\"x,\\\"\\\\\":\n-1.5e+3}]", "1 1 2 2 3" },
        { "\xef\xbb\xbf\n[]", "2" },
        { "[\n[\n],\n{\n},\ntrue\n]", "1 2 4 6" },
        { "[18446744073709551616,\n0]", "1 1 2" },
    };
    for (size_t i = 0; i < N(rows); i++) {
        const cp_tree *t = NULL;
        cp_str in = cp_str_c(rows[i].in);
        cp_buf b = cp_buf_new(a);
        if (!ok(cp_json_parse(a, cp_bytes_of_str(in), &t, NULL) == CP_OK, "%s", rows[i].in))
            continue;
        tell_lines(&b, t);
        is_cstr(cp_buf_str(&b), rows[i].want, "the lines of %s", rows[i].in);
    }
}

/* What the quick parser takes, and what it leaves to the other. */
static void test_quick(cp_arena *a)
{
    static const struct {
        const char *in;
        bool is_quick;
    } rows[] = {
        { "{\"a\":1,\"b\":[true,false,null,\"x y\",-7,{}],\"c\":{\"d\":[]}}", true },
        { " { \"a\" : [ 1 , 2 ] }\r\n", true },
        { "{\n\"a\":\n\n[1,\n2],\r\n\"b\"\n:{}\n}", true },
        { "\"h\xc3\xa9\"", true },
        { "0", true },
        { "123456789012345", true },
        { "-12.5", true },
        { "0.1", true },
        { "{\"weight\":4.72}", true },
        { "null", true },
        { "1234567890123456", false },
        { "0.01", false }, /* may be spelt with an exponent */
        { "1.0", false },
        { "-0", false },
        { "1e3", false },
        { "01", false },
        { "1.", false },
        { ".5", false },
        { "-", false },
        { "\"a\\n\"", false },
        { "\"a\nb\"", false },
        { "\"\xff\"", false },
        { "\"open", false },
        { "{\"a\":1,\"a\":2}", false },
        { "{\"a\":1,}", false },
        { "{\"a\" 1}", false },
        { "{a:1}", false },
        { "[1 2]", false },
        { "[1,]", false },
        { "[", false },
        { "[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]", false },
        { "1 2", false },
        { "truer", false },
        { "\xef\xbb\xbf{}", false },
        { "", false },
    };
    for (size_t i = 0; i < N(rows); i++) {
        cp_str in = cp_str_c(rows[i].in);
        const cp_tree *quick = cp_json_quick(a, in), *whole = NULL;
        if (!ok((quick != NULL) == rows[i].is_quick, "quick or not: %s", rows[i].in) || !quick)
            continue;
        ok(cp_json_parse(a, cp_bytes_of_str(in), &whole, NULL) == CP_OK &&
               is_identical(quick, whole),
           "the same: %s", rows[i].in);
    }
}

int main(void)
{
    void (*const tests[])(cp_arena *) = { test_values, test_limits,  test_mark,  test_truncated,
                                          test_writer, test_doubles, test_lines, test_quick };
    test_rows();
    for (size_t i = 0; i < N(tests); i++) {
        cp_arena *a = cp_arena_new(0);
        tests[i](a);
        cp_arena_free(a);
    }
    return tap_done();
}
