/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_xml.c - an XML document: names and texts lie within it, each element that is opened is
 * closed unless the document is refused, the limits hold, and the front of a document gives the
 * same items as the whole. */
#include "codec/xml.h"
#include "fuzz.h"

static void must_be_within(cp_bytes in, cp_str s)
{
    const uint8_t *p = (const uint8_t *)s.p;
    MUST(s.n == 0 || (p >= in.p && s.n <= in.n && (size_t)(p - in.p) <= in.n - s.n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_arena *a = cp_arena_new(0);
    cp_xml x, front;
    cp_xml_item i, k;
    uint32_t depth = 0;
    cp_xml_init(&x, in);
    cp_xml_init(&front, (cp_bytes){ data, size / 2 });
    bool has_front = true;
    while (cp_xml_next(&x, &i)) {
        depth += i.kind == CP_XML_OPEN;
        depth -= i.kind == CP_XML_CLOSE;
        MUST(depth == x.depth && depth <= CP_XML_DEPTH_MAX && x.at <= size);
        must_be_within(in, i.name);
        must_be_within(in, i.text);
        if (i.kind == CP_XML_TEXT) {
            cp_str text = cp_xml_text(a, i.text);
            MUST(i.text.n > 0 && text.n > 0 && text.n <= i.text.n);
            MUST(!cp_str_is_utf8(i.text) || cp_str_is_utf8(text));
        }
        has_front = has_front && cp_xml_next(&front, &k);
        if (has_front)
            MUST(k.kind == i.kind && k.text.p == i.text.p && k.text.n == i.text.n);
    }
    MUST(!cp_xml_next(&x, &i)); /* once over, over */
    MUST(x.rc != CP_OK || depth == 0);
    MUST(x.n_items <= CP_XML_ITEMS_MAX + 1 && (x.rc == CP_OK || x.err.off_bytes <= size));
    cp_arena_free(a);
    return 0;
}
