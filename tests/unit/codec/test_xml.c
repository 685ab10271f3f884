/* SPDX-License-Identifier: Apache-2.0 */
/* XML: each row is a document and its items, as "<name", "text" and ">" in one line. Written from
 * XML 1.0, and from what broke other readers (entities that grow, elements without end). */
#include <stdlib.h>
#include "codec/xml.h"
#include "tap.h"

static const struct row {
    const char *name, *in, *want;
    cp_rc rc;
} rows[] = {
    { "an element", "<a>x</a>", "<a[x]>", CP_OK },
    { "a prefix is left out", "<s:a xmlns:s='u'>x</s:a>", "<a[x]>", CP_OK },
    { "in each other", "<a><b>x</b><c/></a>", "<a<b[x]><c>>", CP_OK },
    { "an empty element with an attribute", "<a k='v' />", "<a>", CP_OK },
    { "a > in a value", "<a k=\"<>\" l='>'>x</a>", "<a[x]>", CP_OK },
    { "an end with blanks", "<a>x</a \n>", "<a[x]>", CP_OK },
    { "declaration, comment, instruction", "<?xml version=\"1.0\"?><!-- <a> --><a><?b c?>x</a>",
      "<a[x]>", CP_OK },
    { "byte order mark", "\xef\xbb\xbf<a>x</a>", "<a[x]>", CP_OK },
    { "blank text is none", "<a>\n  <b> x </b>\n</a>", "<a<b[x]>>", CP_OK },
    { "references", "<a>&lt;&#65;&#x263a;&amp;lt;&apos;&quot;&gt;</a>", "<a[<A\u263a&lt;'\">]>",
      CP_OK },
    { "references to nothing stay", "<a>&nbsp;&#0;&#xd800;&#x110000;&;&amp</a>",
      "<a[&nbsp;&#0;&#xd800;&#x110000;&;&amp]>", CP_OK },
    { "marked text", "<a><![CDATA[<&amp;]]></a>", "<a[<&amp;]>", CP_OK },
    { "a document type", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "", CP_EFORMAT },
    { "within an element", "<a><!ENTITY b 'c'></a>", "<a", CP_EFORMAT },
    { "nothing", "", "", CP_ESHORT },
    { "no XML", "hello", "", CP_EFORMAT },
    { "cut off in a text", "<a>x", "<a", CP_ESHORT },
    { "cut off in a tag", "<a k='>", "", CP_ESHORT },
    { "cut off in a comment", "<a><!- ", "<a", CP_EFORMAT },
    { "cut off before a comment", "<a><!-", "<a", CP_ESHORT },
    { "cut off in marked text", "<a><![CDATA[x]]", "<a", CP_ESHORT },
    { "crossed", "<a><b></a></b>", "<a<b", CP_EFORMAT },
    { "an end without a beginning", "</a>", "", CP_EFORMAT },
    { "a tag without a name", "< a/>", "", CP_EFORMAT },
    { "a tag in a tag", "<a <b>", "", CP_EFORMAT },
};

static cp_rc items(cp_arena *a, cp_bytes in, cp_buf *b)
{
    cp_xml x;
    cp_xml_item i;
    cp_xml_init(&x, in);
    while (cp_xml_next(&x, &i)) {
        cp_str text = i.is_cdata ? i.text : cp_xml_text(a, i.text);
        if (i.kind == CP_XML_OPEN)
            cp_buf_fmt(b, "<%.*s", CP_FMT(i.name));
        else if (i.kind == CP_XML_TEXT)
            cp_buf_fmt(b, "[%.*s]", CP_FMT(text));
        else
            cp_buf_char(b, '>');
    }
    return x.rc;
}

/* Cut anywhere it is never whole, and what was read is the front of the whole. */
static void check_cuts(cp_arena *a, const struct row *r, cp_str whole)
{
    cp_str in = cp_str_c(r->in);
    bool is_front = true;
    uint32_t n_whole = 0;
    for (size_t n = 0; n < in.n; n++) {
        uint8_t *copy = malloc(n ? n : 1);
        if (n)
            memcpy(copy, in.p, n);
        cp_buf b = cp_buf_new(a);
        n_whole += items(a, (cp_bytes){ copy, n }, &b) == CP_OK;
        is_front = is_front && cp_str_starts(whole, cp_buf_str(&b));
        free(copy);
    }
    ok(is_front, "%s: cut at every byte", r->name);
    is_uint(n_whole, 0, "%s: none passes for whole", r->name);
}

static void check_limits(cp_arena *a)
{
    cp_buf deep = cp_buf_new(a), wide = cp_buf_new(a), out = cp_buf_new(a);
    for (int i = 0; i < 33; i++)
        cp_buf_add_c(&deep, "<a>");
    is_int(items(a, cp_bytes_of_str(cp_buf_str(&deep)), &out), CP_ELIMIT, "33 in each other");
    cp_buf_add_c(&wide, "<a>");
    for (int i = 0; i < 5000; i++)
        cp_buf_add_c(&wide, "<b/>");
    is_int(items(a, cp_bytes_of_str(cp_buf_str(&wide)), &out), CP_ELIMIT,
           "5000 one after the other");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_buf b = cp_buf_new(a);
        is_int(items(a, cp_bytes_of_str(cp_str_c(rows[i].in)), &b), rows[i].rc, "%s: result",
               rows[i].name);
        is_cstr(cp_buf_str(&b), rows[i].want, "%s", rows[i].name);
        if (rows[i].rc == CP_OK)
            check_cuts(a, &rows[i], cp_buf_str(&b));
    }
    check_limits(a);
    cp_arena_free(a);
    return tap_done();
}
