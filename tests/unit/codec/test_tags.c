/* SPDX-License-Identifier: Apache-2.0 */
/* test_tags.c - documents as they stream by, in any pieces. */
#include "codec/tags.h"
#include "tap.h"

typedef struct stream {
    cp_str rest;
    size_t piece;
} stream;

/* Gives as much as is asked for, as an entry of an archive does. */
static cp_rc give(void *ctx, uint8_t *out, size_t cap, size_t *n, cp_err *err)
{
    stream *s = ctx;
    (void)err;
    *n = s->rest.n < cap ? s->rest.n : cap;
    if (*n)
        memcpy(out, s->rest.p, *n);
    s->rest = cp_str_from(s->rest, *n);
    return CP_OK;
}

/* "(a k=v)text/" */
static cp_str told(cp_arena *a, cp_str in, cp_err *err)
{
    cp_tags t;
    cp_buf b = cp_buf_new(a);
    stream s = { in, 0 };
    cp_tags_init(&t, cp_arena_alloc(a, CP_TAGS_WINDOW_BYTES), give, &s);
    for (cp_tag x; (x = cp_tags_next(&t)) != CP_TAG_END;) {
        cp_str name, value, rest = t.attributes;
        if (x == CP_TAG_TEXT) {
            cp_buf_add(&b, t.text);
            continue;
        }
        cp_buf_fmt(&b, x == CP_TAG_OPEN ? "(%.*s" : "/%.*s", CP_FMT(t.name));
        while (x == CP_TAG_OPEN && cp_tags_attribute(&rest, &name, &value))
            cp_buf_fmt(&b, " %.*s=%.*s", CP_FMT(name), CP_FMT(value));
        if (x == CP_TAG_OPEN)
            cp_buf_char(&b, ')');
    }
    *err = t.err;
    return cp_buf_str(&b);
}

static const struct row {
    const char *name, *in, *want;
    cp_rc rc;
} rows[] = {
    { "elements and texts", "<a><b>x</b>y</a>", "(a)(b)x/by/a", CP_OK },
    { "an empty element", "<a><b/></a>", "(a)(b)/b/a", CP_OK },
    { "prefixes go", "<x:a r:id=\"1\" x:k='2'></x:a>", "(a id=1 k=2)/a", CP_OK },
    { "a tag's end within quotes", "<a k=\"x>y\" l='\"/>'>t</a>", "(a k=x>y l=\"/>)t/a", CP_OK },
    { "blanks in tags", "<a\n k = \"1\"\t>t</a >", "(a k=1)t/a", CP_OK },
    { "comments and instructions",
      "<?xml version=\"1.0\"?><!-- <b> --><a><!-- - -- --> t<?p <c>?></a>", "(a) t/a", CP_OK },
    { "CDATA", "<a><![CDATA[<b> & ]] ]]></a>", "(a)<b> & ]] /a", CP_OK },
    { "a byte order mark", "\xef\xbb\xbf<a/>", "(a)/a", CP_OK },
    { "a document type", "<!DOCTYPE a [<!ENTITY x \"y\">]><a/>", "", CP_EFORMAT },
    { "UTF-16", "\xff\xfe<\0a\0>", "", CP_EFORMAT },
    { "cut off in a tag", "<a><b k=", "(a)", CP_ESHORT },
    { "cut off in a comment", "<a><!-- ", "(a)", CP_ESHORT },
    { "cut off in a text", "<a>text", "(a)text", CP_ESHORT },
    { "closed and not opened", "<a></a></b>", "(a)/a", CP_EFORMAT },
    { "no name", "<a>< b/></a>", "(a)", CP_EFORMAT },
    { "no attribute", "<a k l=\"1\">t</a>", "(a)t/a", CP_OK },
    { "nothing", "", "", CP_OK },
};

static void test_large(cp_arena *a)
{
    cp_err err;
    cp_buf b = cp_buf_new(a), deep = cp_buf_new(a);
    cp_buf_add_c(&b, "<a>");
    for (int i = 0; i < 100000; i++)
        cp_buf_fmt(&b, "<c r=\"A%d\"><v>%d</v></c>", i, i);
    cp_str text = { cp_arena_alloc(a, 600000), 600000 };
    memset((char *)(uintptr_t)text.p, 'x', text.n);
    cp_buf_fmt(&b, "<t>%.*s</t></a>", CP_FMT(text));
    cp_str got = told(a, cp_buf_str(&b), &err);
    is_int(err.rc, CP_OK, "longer than the window");
    ok(cp_str_has(got, CP_STR("(c r=A99999)(v)99999/v/c(t)xxx")) && cp_str_has(got, text),
       "all of it");
    (void)told(a, cp_str_fmt(a, "<a k=\"%.*s\"/>", CP_FMT(text)), &err);
    is_int(err.rc, CP_ELIMIT, "a tag longer than the window");
    for (int i = 0; i < CP_TAGS_DEPTH_MAX + 1; i++)
        cp_buf_add_c(&deep, "<a>");
    (void)told(a, cp_buf_str(&deep), &err);
    is_int(err.rc, CP_ELIMIT, "deeper than the limit");
}

static void test_take(cp_arena *a)
{
    cp_tags t;
    cp_str text, v = CP_STR("<v>"), end = CP_STR("</v></c>");
    stream s = { CP_STR("<r><c><v>12</v></c><c><v>3</v> </c></r>"), 0 };
    cp_tags_init(&t, cp_arena_alloc(a, CP_TAGS_WINDOW_BYTES), give, &s);
    ok(cp_tags_next(&t) == CP_TAG_OPEN && cp_tags_next(&t) == CP_TAG_OPEN, "a cell");
    ok(cp_tags_take(&t, v, end, &text) && cp_str_eq(text, CP_STR("12")) && t.depth == 1, "taken");
    ok(cp_tags_next(&t) == CP_TAG_OPEN && !cp_tags_take(&t, v, end, &text),
       "what is not just so is not");
    ok(cp_tags_skip(&t) && t.depth == 1 && cp_tags_next(&t) == CP_TAG_CLOSE &&
           cp_tags_next(&t) == CP_TAG_END && t.rc == CP_OK,
       "but skipped");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_err err;
        size_t n = strcmp(rows[i].name, "UTF-16") == 0 ? 7 : strlen(rows[i].in);
        cp_str got = told(a, (cp_str){ rows[i].in, n }, &err);
        is_cstr(got, rows[i].want, "%s", rows[i].name);
        is_int(err.rc, rows[i].rc, "%s: %s", rows[i].name, err.msg);
    }
    test_large(a);
    test_take(a);
    cp_arena_free(a);
    return tap_done();
}
