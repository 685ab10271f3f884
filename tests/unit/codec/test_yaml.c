/* SPDX-License-Identifier: Apache-2.0 */
/* test_yaml.c - the part of YAML that our files use, and everything that is refused, with its
 * line. */
#include "codec/embed.h"
#include "codec/yaml.h"
#include "dump.h"
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))
#define S(lit) CP_STR_INIT(lit)

static const struct {
    const char *name;
    cp_str in;
    const char *want;
} good[] = {
    { "nothing", S(""), "null" },
    { "comments only", S("# nothing\n\n"), "null" },
    { "an empty document", S("---\n"), "null" },
    { "scalar", S("x\n"), "\"x\"" },
    { "scalars stay text", S("[1, 1.5, true, no, 2026-11-23, 0x1f, 1e3]"),
      "[\"1\",\"1.5\",\"true\",\"no\",\"2026-11-23\",\"0x1f\",\"1e3\"]" },
    { "nulls", S("[null, Null, NULL, ~, ]"), "[null,null,null,null]" },
    { "no value is null", S("a:\nb: x\n"), "{\"a\":null,\"b\":\"x\"}" },
    { "quoted words are text", S("['null', \"~\", '']"), "[\"null\",\"~\",\"\"]" },
    { "tagged words are text", S("[!!str null, ! ~, !!str ]"), "[\"null\",\"~\",\"\"]" },
    { "tagged null", S("[!!null '', !!null x]"), "[null,null]" },
    { "core tags", S("!!map {a: !!seq [!!int 1, !!float 2, !!bool true]}"),
      "{\"a\":[\"1\",\"2\",\"true\"]}" },
    { "nulKey is no null", S("nullable: nil"), "{\"nullable\":\"nil\"}" },
    { "a key may be spelled null", S("null: x"), "{\"null\":\"x\"}" },
    { "block text", S("a: |\n  one\n  two\nb: >-\n  three\n  four\n"),
      "{\"a\":\"one\\ntwo\\n\",\"b\":\"three four\"}" },
    { "escapes", S("\"\\u00e9\\x41\\n\""), "\"\xc3\xa9\x41\\n\"" },
    { "anchor and alias", S("a: &x {k: [1, 2]}\nb: *x\nc: [*x]\n"),
      "{\"a\":{\"k\":[\"1\",\"2\"]},\"b\":{\"k\":[\"1\",\"2\"]},\"c\":[{\"k\":[\"1\",\"2\"]}]}" },
    { "anchor that is set anew", S("[&x 1, *x, &x 2, *x]"), "[\"1\",\"1\",\"2\",\"2\"]" },
    { "alias of a scalar inside its mapping", S("{a: &x 1, b: *x}"), "{\"a\":\"1\",\"b\":\"1\"}" },
    { "byte order mark",
      S("\xef\xbb\xbf"
        "a: 1"),
      "{\"a\":\"1\"}" },
    { "CRLF", S("a: 1\r\nb: 2\r\n"), "{\"a\":\"1\",\"b\":\"2\"}" },
    { "quoted merge key", S("'<<': 1"), "{\"\\u003c\\u003c\":\"1\"}" },
    { "document end", S("---\na: 1\n...\n"), "{\"a\":\"1\"}" },
    { "version", S("%YAML 1.1\n---\na: 1\n"), "{\"a\":\"1\"}" },
    { "some tag directives", S("%TAG !a! tag:yaml.org,2002:\n---\n!a!str x\n"), "\"x\"" },
    { "seventeen keys and more",
      S("{a: , b: , c: , d: , e: , f: , g: , h: , i: , j: , k: , l: , m: , n: , o: , p: , q: , r: "
        ", s: }"),
      "{\"a\":null,\"b\":null,\"c\":null,\"d\":null,\"e\":null,\"f\":null,\"g\":null,\"h\":null,"
      "\"i\":null,\"j\":null,\"k\":null,\"l\":null,\"m\":null,\"n\":null,\"o\":null,\"p\":null,"
      "\"q\":null,\"r\":null,\"s\":null}" },
};

static const struct {
    const char *name;
    cp_str in;
    uint64_t line, off_bytes;
    const char *says;
} bad[] = {
    { "duplicate key", S("a: 1\nb: 2\na: 3\n"), 3, 10, "key \"a\" stands in line 1 already" },
    { "duplicate key, once quoted", S("a: 1\n'a': 3\n"), 2, 5, "in line 1 already" },
    { "duplicate among many",
      S("a: \nb: \nc: \nd: \ne: \nf: \ng: \nh: \ni: \nj: \nk: \nl: \nm: \nn: \no: \np: \nq: \nr: "
        "\ns: \nr: "),
      20, 76, "key \"r\" stands in line 18 already" },
    { "duplicate of an early one among many",
      S("a: \nb: \nc: \nd: \ne: \nf: \ng: \nh: \ni: \nj: \nk: \nl: \nm: \nn: \no: \np: \nq: \nr: "
        "\ns: \na: "),
      20, 76, "key \"a\" stands in line 1 already" },
    { "merge key", S("a: &x {}\nb:\n  <<: *x\n"), 3, 14, "merge keys" },
    { "sequence as a key", S("? [a]\n: b\n"), 1, 2, "a key must be" },
    { "mapping as a key", S("{{a: b}: c}"), 1, 1, "a key must be" },
    { "alias as a key", S("[&x a, {*x : 1}]"), 1, 8, "a key must be" },
    { "missing key", S("?\n: x\n"), 1, 1, "a key is missing" },
    { "anchored key", S("&x a: 1\n"), 1, 0, "anchor" },
    { "two documents", S("a: 1\n---\nb: 2\n"), 2, 5, "second document" },
    { "two empty documents", S("---\n---\n"), 2, 4, "second document" },
    { "alias without anchor", S("a: *x\n"), 1, 3, "alias *x has no anchor" },
    { "alias of what comes later", S("a: *x\nb: &x 1\n"), 1, 3, "alias *x has no anchor" },
    { "a circle", S("&x [*x]\n"), 1, 4, "inside its own anchor" },
    { "a circle through a mapping", S("a: &x\n  b: *x\n"), 2, 11, "inside its own anchor" },
    { "binary", S("!!binary aGk=\n"), 1, 0, "tag" },
    { "a program's own tag", S("!!python/object:os.system x\n"), 1, 0, "tag" },
    { "local tag", S("a: !secret x\n"), 1, 3, "tag \"!secret\"" },
    { "scalar's tag on a sequence", S("!!str [a]\n"), 1, 0, "tag" },
    { "set", S("!!set {a}\n"), 1, 0, "tag" },
    { "tab as indentation", S("a:\n\tb: 1\n"), 2, 3, "not valid YAML" },
    { "wrong indentation", S("a: 1\n  b: 2\n"), 2, 8, "not valid YAML" },
    { "open bracket", S("a: [1, 2\nb: 3\n"), 2, 10, "not valid YAML" },
    { "open quote", S("a: 'x\n"), 2, 6, "not valid YAML" },
    { "not UTF-8", S("a: \xff\n"), 1, 3, "not valid YAML" },
    { "not UTF-8, behind a mark",
      S("\xef\xbb\xbf"
        "a: \xff\n"),
      1, 6, "not valid YAML" },
    { "not UTF-8, in the third line", S("a: 1\nb: 2\nc: \xff\n"), 3, 13, "not valid YAML" },
    { "control character", S("a: \x01\n"), 1, 3, "not valid YAML" },
    { "NUL", S("a: b\0\n"), 1, 4, "not valid YAML" },
    { "UTF-16",
      S("\xff\xfe"
        "a\0"),
      1, 0, "UTF-16, expected UTF-8" },
    { "bytes, not characters, are counted", S("\xc3\xa9\xe4\xb8\xad: 1\n\xc3\xa9\xe4\xb8\xad: 2\n"),
      2, 9, "stands in line 1" },
    { "unknown directive", S("%FOO\n---\na\n"), 1, 4, "not valid YAML" },
    { "another version", S("%YAML 3.0\n---\na\n"), 1, 0, "not valid YAML" },
};

static void test_rows(void)
{
    for (size_t i = 0; i < N(good); i++) {
        cp_arena *a = cp_arena_new(0);
        const cp_tree *t = NULL;
        cp_err err = { 0 };
        cp_rc rc = cp_yaml_parse(a, cp_bytes_of_str(good[i].in), &t, &err);
        if (ok(rc == CP_OK, "%s%s", good[i].name, err.msg))
            is_cstr(dumped(a, t), good[i].want, "%s: what is read", good[i].name);
        cp_arena_free(a);
    }
    for (size_t i = 0; i < N(bad); i++) {
        cp_arena *a = cp_arena_new(0);
        const cp_tree *t = NULL;
        cp_err err = { 0 };
        is_int(cp_yaml_parse(a, cp_bytes_of_str(bad[i].in), &t, &err), CP_EFORMAT, "%s",
               bad[i].name);
        is_uint(err.line, bad[i].line, "%s: line", bad[i].name);
        is_uint(err.off_bytes, bad[i].off_bytes, "%s: byte", bad[i].name);
        ok(cp_str_has(cp_str_c(err.msg), tap_cstr(bad[i].says)), "%s: %s", bad[i].name, err.msg);
        ok(t == NULL, "%s: nothing is given", bad[i].name);
        cp_arena_free(a);
    }
}

static void test_lines(cp_arena *a)
{
    const cp_tree *t = NULL;
    cp_str in = CP_STR("# title\na: 1\nb:\n- x\n- k: 'v'\n");
    if (!ok(cp_yaml_parse(a, cp_bytes_of_str(in), &t, NULL) == CP_OK, "a document"))
        return;
    const cp_tree *b = cp_tree_get(t, CP_STR("b"));
    is_uint(t->line, 2, "line of the mapping");
    is_uint(cp_tree_get(t, CP_STR("a"))->line, 2, "line of a scalar");
    is_uint(b->line, 4, "line of a sequence");
    is_uint(b->items[1]->line, 5, "line of an item");
    ok(cp_tree_get(b->items[1], CP_STR("k"))->is_quoted, "quoted text is known as such");
    ok(!b->items[0]->is_quoted, "plain text too");
}

static cp_rc parse(cp_arena *a, const cp_buf *b, cp_err *err)
{
    const cp_tree *t;
    return cp_yaml_parse(a, cp_bytes_of_str(cp_buf_str(b)), &t, err);
}

/* levels of ten aliases each: 10^levels nodes if it were expanded */
static cp_rc bomb(cp_arena *a, int levels, int width, cp_err *err)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add(&b, CP_STR("a0: &a0 lol\n"));
    for (int i = 1; i <= levels; i++) {
        cp_buf_fmt(&b, "a%d: &a%d [", i, i);
        for (int k = 0; k < width; k++)
            cp_buf_fmt(&b, "%s*a%d", k ? ", " : "", i - 1);
        cp_buf_add(&b, CP_STR("]\n"));
    }
    return parse(a, &b, err);
}

static cp_rc nested(cp_arena *a, int depth, const char *open, const char *close)
{
    cp_buf b = cp_buf_new(a);
    for (int i = 0; i < depth; i++)
        cp_buf_add_c(&b, open);
    for (int i = 0; i < depth; i++)
        cp_buf_add_c(&b, close);
    return parse(a, &b, NULL);
}

static void test_bombs(cp_arena *a)
{
    cp_err err = { 0 };
    is_int(bomb(a, 5, 10, NULL), CP_OK, "a hundred thousand by aliases are allowed");
    is_int(bomb(a, 9, 10, &err), CP_ELIMIT, "a billion laughs are not");
    ok(cp_str_has(cp_str_c(err.msg), CP_STR("2000000 nodes")) && err.line == 8, "and why: %s",
       err.msg);
    is_int(bomb(a, CP_YAML_DEPTH_MAX + 1, 1, NULL), CP_ELIMIT, "deep by aliases");
    is_int(bomb(a, CP_YAML_DEPTH_MAX - 2, 1, NULL), CP_OK, "less deep by aliases");
    is_int(nested(a, CP_YAML_DEPTH_MAX, "[", "]"), CP_OK, "sequences to the limit of depth");
    is_int(nested(a, CP_YAML_DEPTH_MAX + 1, "[", "]"), CP_ELIMIT, "and one more");
    is_int(nested(a, 100000, "[", ""), CP_ELIMIT, "100000 open brackets");
    is_int(nested(a, 100000, "{a: ", "}"), CP_ELIMIT, "100000 mappings");
    is_int(nested(a, 100000, "- ", ""), CP_ELIMIT, "100000 dashes");
    is_int(nested(a, 100000, "? ", ""), CP_EFORMAT, "100000 question marks");
    cp_buf b = cp_buf_new(a);
    for (int i = 0; i < 100000; i++)
        cp_buf_add(&b, CP_STR("%TAG !a! x\n"));
    is_int(parse(a, &b, NULL), CP_ELIMIT, "100000 tag directives");
    cp_buf many = cp_buf_new(a);
    for (int i = 0; i < 50000; i++)
        cp_buf_fmt(&many, "k%d: &a%d v\n", i, i);
    is_int(parse(a, &many, NULL), CP_OK, "50000 keys and anchors in one mapping");
}

/* The arena's limit ends the reading in the middle; nothing may leak then. */
static void test_trap(void)
{
    cp_arena *a = cp_arena_new(2 << 20), *text = cp_arena_new(0);
    cp_buf b = cp_buf_new(text);
    volatile bool trapped = false;
    for (int i = 0; i < 50000; i++)
        cp_buf_fmt(&b, "k%d: v\n", i);
    if (setjmp(*cp_arena_trap(a)) != 0)
        trapped = true;
    else
        (void)!parse(a, &b, NULL);
    ok(trapped, "a document beyond the arena's limit is trapped");
    cp_arena_free(a);
    cp_arena_free(text);
}

static void test_truncated(cp_arena *a)
{
    cp_str whole = CP_STR(
        "schema: x/1\nmakers:\n- id: acme # one\n  names: ['A & B', \"\\u00e9\", caf\xc3\xa9]\n"
        "  text: |\n    block\n  more: &m {k: v}\n  again: *m\n");
    uint32_t other = 0, good_ones = 0;
    for (size_t n = 0; n <= whole.n; n++) {
        const cp_tree *t;
        uint8_t *p = malloc(n ? n : 1);
        memcpy(p, whole.p, n);
        cp_rc rc = cp_yaml_parse(a, (cp_bytes){ p, n }, &t, NULL);
        other += rc != CP_OK && rc != CP_EFORMAT;
        good_ones += rc == CP_OK;
        free(p);
    }
    is_uint(other, 0, "cut off at every byte: taken or refused as malformed");
    ok(good_ones > 0 && good_ones < whole.n, "some prefixes are documents, others are not");
}

/* The line in which two trees begin to differ, in what is there or where; 0: they do not. */
static uint64_t difference(const cp_tree *x, const cp_tree *y)
{
    uint64_t line = 0;
    if (x->kind != y->kind || x->n != y->n || x->line != y->line || x->column != y->column ||
        x->is_quoted != y->is_quoted || !cp_str_eq(x->text, y->text))
        return x->line;
    for (uint32_t i = 0; i < x->n && !line; i++) {
        if (x->kind == CP_TREE_MAP &&
            (!cp_str_eq(x->keys[i], y->keys[i]) || x->key_at[i].line != y->key_at[i].line ||
             x->key_at[i].column != y->key_at[i].column))
            return x->key_at[i].line;
        line = difference(x->items[i], y->items[i]);
    }
    return line;
}

/* What the quick reader takes, and what it leaves to libyaml; both must agree where both read. */
static const struct {
    const char *name;
    cp_str in;
    bool is_quick;
} plain[] = {
    { "a mapping", S("a: 1\nb: x y\n"), true },
    { "no line end at the end", S("a: 1"), true },
    { "remarks and empty lines", S("# x\n\na: 1 # y\n  # z\n\nb: 2\n  \n"), true },
    { "no remark", S("a: x#y\nb: 'p#q'\n"), true },
    { "a sequence in the column of its key", S("a:\n- x\n- y: 1\n  z: 2\nb: 3\n"), true },
    { "a deeper sequence", S("a:\n  - x\n  - y\nb:\n    c: d\n"), true },
    { "the column of a dash's mapping", S("-   a: 1\n    b: 2\n- a: 1\n"), true },
    { "flow", S("a: [x, {k: v, 'l': \"w\"}, [], {}]\n"), true },
    { "flow over lines", S("a: [x, # y\n\n  z]\nb: {k: v,\n  l:\n   w}\n"), true },
    { "quotes", S("a: 'it''s'\nb: \"\\\"\\\\\\n\\u00e9\\u4e2d\\u0041\"\nc: ''\n"), true },
    { "nulls", S("a: null\nb: ~\nc: 'null'\nd: [~, NULL]\n"), true },
    { "colons in words", S("a: http://x:80/?a=b,c\nb: [http://x, y:z]\n"), true },
    { "negative numbers", S("a: -1\nb: [-2]\n"), true },
    { "columns are of characters", S("\xc3\xa9: [\xe4\xb8\xad, x]\n"), true },
    { "seventeen keys and more",
      S("{a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, j: 1, k: 1, l: 1, m: 1, n: 1, "
        "o: 1, p: 1, q: 1}"),
      false },
    { "many keys",
      S("- {a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, j: 1, k: 1, l: 1, "
        "m: 1, n: 1, o: 1, p: 1, q: 1}"),
      true },
    { "a key twice", S("a: 1\na: 2\n"), false },
    { "a key twice among many",
      S("- {a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, j: 1, k: 1, l: 1, m: 1, n: 1, "
        "o: 1, p: 1, q: 1, a: 2}"),
      false },
    { "an anchor", S("a: &x 1\nb: *x\n"), false },
    { "a tag", S("a: !!str 1\n"), false },
    { "a block text", S("a: |\n  x\n"), false },
    { "a word of two lines", S("a: x\n  y\n"), false },
    { "a quoted text of two lines", S("a: 'x\n  y'\n"), false },
    { "a word of two lines in flow", S("a: [x\n  y]\n"), false },
    { "no value", S("a:\nb: 1\n"), false },
    { "no value in flow", S("a: {b, c: }\n"), false },
    { "a pair in a sequence", S("a: [b: c]\n"), false },
    { "a tab", S("a:\t1\n"), false },
    { "CRLF", S("a: 1\r\n"), false },
    { "a document's mark", S("---\na: 1\n"), false },
    { "a merge key", S("<<: x\n"), false },
    { "another escape", S("a: \"\\x41\"\n"), false },
    { "half of a pair", S("a: \"\\ud83d\\ude00\"\n"), false },
    { "a line of Unicode", S("a: x\xe2\x80\xa8y\n"), false },
    { "half of a character", S("a: \xc3\n"), false },
    { "NUL", S("a: b\0c\n"), false },
    { "a scalar alone", S("x\n"), false },
    { "indented", S(" a: 1\n"), false },
    { "a mapping in a mapping's line", S("a: b: c\n"), false },
    { "a wrong column", S("a:\n  b: 1\n c: 2\n"), false },
    { "nothing", S(""), false },
    { "a remark", S("# x\n"), false },
};

static void test_quick(cp_arena *a)
{
    for (size_t i = 0; i < N(plain); i++) {
        cp_bytes in = cp_bytes_of_str(plain[i].in);
        const cp_tree *quick = cp_yaml_quick(a, in), *full = NULL;
        is_int(quick != NULL, plain[i].is_quick, "%s: quick or not", plain[i].name);
        if (quick && ok(cp_yaml_full(a, in, &full, NULL) == CP_OK, "%s: is YAML", plain[i].name))
            is_uint(difference(quick, full), 0, "%s: the same", plain[i].name);
    }
}

/* The start of each run waits for the makers and the fingerprints. */
static void test_shipped(cp_arena *a)
{
    uint32_t it = 0, n = 0, n_quick = 0;
    for (const cp_data_file *f; (f = cp_data_next(CP_STR(""), &it));) {
        const cp_tree *full = NULL;
        if (!cp_str_ends(f->name, CP_STR(".yaml")))
            continue;
        const cp_tree *quick = cp_yaml_quick(a, f->bytes);
        if (cp_yaml_full(a, f->bytes, &full, NULL) != CP_OK ||
            (quick && difference(quick, full) != 0))
            ok(false, "%s: both readers agree", f->name.p);
        if (!quick && (cp_str_starts(f->name, CP_STR("makers/")) ||
                       cp_str_starts(f->name, CP_STR("fingerprints/"))))
            ok(false, "%s: is left to libyaml", f->name.p);
        n++;
        n_quick += quick != NULL;
    }
    ok(n_quick > 10 && n_quick * 10 >= n * 9, "%u of %u shipped files are read quickly", n_quick,
       n);
}

int main(void)
{
    void (*const tests[])(cp_arena *) = { test_lines, test_bombs, test_truncated, test_quick,
                                          test_shipped };
    test_rows();
    test_trap();
    for (size_t i = 0; i < N(tests); i++) {
        cp_arena *a = cp_arena_new(0);
        tests[i](a);
        cp_arena_free(a);
    }
    return tap_done();
}
