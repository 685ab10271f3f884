/* SPDX-License-Identifier: Apache-2.0 */
/* xml.c - see xml.h. A place in the text and a stack of names: each item moves the place on by at
 * least a character, so the time is that of one pass. */
#include "codec/xml.h"
#include <string.h>

void cp_xml_init(cp_xml *x, cp_bytes in)
{
    *x = (cp_xml){ .in = cp_str_of_bytes(in), .n_items_max = CP_XML_ITEMS_MAX };
    if (cp_str_starts(x->in, CP_STR("\xef\xbb\xbf")))
        x->at = 3;
}

static cp_str local(cp_str name)
{
    ptrdiff_t colon = cp_str_find_char(name, ':');
    return colon < 0 ? name : cp_str_from(name, (size_t)colon + 1);
}

cp_str cp_xml_at(const cp_xml *x, uint32_t level)
{
    return level < x->depth ? local(x->path[level]) : CP_STR("");
}

static bool fail(cp_xml *x, cp_rc rc, const char *what)
{
    x->is_done = true;
    x->rc = cp_fail(&x->err, rc, x->at, "%s", what);
    return false;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/* Past the next `end`; *body: what stood before it. */
static bool past(cp_xml *x, cp_str end, cp_str *body)
{
    cp_str rest = cp_str_from(x->in, x->at);
    ptrdiff_t n = cp_str_find(rest, end);
    if (n < 0)
        return fail(x, CP_ESHORT, "the document is cut off");
    *body = cp_str_slice(rest, 0, (size_t)n);
    x->at += (size_t)n + end.n;
    return true;
}

/* The tag at hand without < and >: a > in a quoted value does not end it. */
static bool tag(cp_xml *x, cp_str *out)
{
    cp_str rest = cp_str_from(x->in, x->at + 1);
    char quote = 0;
    for (size_t i = 0; i < rest.n; i++) {
        char c = rest.p[i];
        if (quote ? c == quote : c == '"' || c == '\'')
            quote = quote ? 0 : c;
        else if (!quote && c == '<')
            return fail(x, CP_EFORMAT, "a tag within a tag");
        else if (!quote && c == '>') {
            *out = cp_str_slice(rest, 0, i);
            x->at += i + 2;
            return true;
        }
    }
    return fail(x, CP_ESHORT, "the document is cut off");
}

static bool open_element(cp_xml *x, cp_xml_item *out)
{
    cp_str t;
    size_t n = 0;
    if (!tag(x, &t))
        return false;
    x->is_empty_tag = cp_str_ends(t, CP_STR("/"));
    if (x->is_empty_tag)
        t.n--;
    while (n < t.n && !is_blank(t.p[n]))
        n++;
    if (n == 0)
        return fail(x, CP_EFORMAT, "a tag without a name");
    if (x->depth == CP_XML_DEPTH_MAX)
        return fail(x, CP_ELIMIT, "more than 32 elements in each other");
    x->path[x->depth++] = cp_str_slice(t, 0, n);
    *out = (cp_xml_item){ .kind = CP_XML_OPEN,
                          .name = local(x->path[x->depth - 1]),
                          .attributes = cp_str_trim(cp_str_from(t, n)) };
    return true;
}

static bool close_element(cp_xml *x, cp_xml_item *out)
{
    *out = (cp_xml_item){ .kind = CP_XML_CLOSE, .name = local(x->path[x->depth - 1]) };
    x->is_empty_tag = false;
    x->is_done = --x->depth == 0;
    return true;
}

static bool end_tag(cp_xml *x, cp_xml_item *out)
{
    cp_str t;
    size_t at = x->at;
    if (!tag(x, &t))
        return false;
    if (x->depth > 0 && cp_str_eq(cp_str_trim(cp_str_from(t, 1)), x->path[x->depth - 1]))
        return close_element(x, out);
    x->at = at;
    return fail(x, CP_EFORMAT, "the end of an element that is not open");
}

static bool text_of(cp_xml *x, cp_xml_item *out, cp_str text, bool is_cdata)
{
    *out = (cp_xml_item){ .kind = CP_XML_TEXT, .text = text, .is_cdata = is_cdata };
    out->name = local(x->path[x->depth - 1]);
    return true;
}

/* Declarations, comments, instructions: stepped over. *is_item: it was a text after all. */
static bool step_over(cp_xml *x, cp_str rest, cp_xml_item *out, bool *is_item)
{
    static const cp_str cdata = CP_STR_INIT("<![CDATA["), comment = CP_STR_INIT("<!--");
    cp_str body;
    *is_item = false;
    if (cp_str_starts(rest, CP_STR("<?")))
        return past(x, CP_STR("?>"), &body);
    if (cp_str_starts(rest, comment)) {
        x->at += comment.n;
        return past(x, CP_STR("-->"), &body);
    }
    if (cp_str_starts(rest, cdata) && x->depth > 0) {
        x->at += cdata.n;
        *is_item =
            past(x, CP_STR("]]>"), &body) && cp_str_trim(body).n > 0 && text_of(x, out, body, true);
        return !x->is_done;
    }
    if (cp_str_starts(cdata, rest) || cp_str_starts(comment, rest))
        return fail(x, CP_ESHORT, "the document is cut off");
    return fail(x, CP_EFORMAT, "a declaration, which is refused");
}

bool cp_xml_next(cp_xml *x, cp_xml_item *out)
{
    if (!x->is_done && x->n_items++ == x->n_items_max)
        return fail(x, CP_ELIMIT, "more elements and texts than are read");
    if (!x->is_done && x->is_empty_tag)
        return close_element(x, out);
    while (!x->is_done) {
        cp_str rest = cp_str_from(x->in, x->at), text;
        bool is_item;
        ptrdiff_t n = cp_str_find_char(rest, '<');
        text = n < 0 ? rest : cp_str_slice(rest, 0, (size_t)n);
        if (cp_str_trim(text).n > 0 && x->depth == 0)
            return fail(x, CP_EFORMAT, "text outside of all elements");
        if (n < 0)
            return fail(x, CP_ESHORT, "the document is cut off");
        x->at += text.n;
        if (cp_str_trim(text).n > 0)
            return text_of(x, out, text, false);
        rest = cp_str_from(rest, text.n);
        if (rest.n < 2)
            return fail(x, CP_ESHORT, "the document is cut off");
        if (rest.p[1] == '/')
            return end_tag(x, out);
        if (rest.p[1] != '!' && rest.p[1] != '?')
            return open_element(x, out);
        if (!step_over(x, rest, out, &is_item))
            return false;
        if (is_item)
            return true;
    }
    return false;
}

/* ---- what a text says */

static size_t encode(char *to, uint64_t c)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xc0 | c >> 6);
        to[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        to[0] = (char)(0xe0 | c >> 12);
        to[1] = (char)(0x80 | (c >> 6 & 0x3f));
        to[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    to[0] = (char)(0xf0 | c >> 18);
    to[1] = (char)(0x80 | (c >> 12 & 0x3f));
    to[2] = (char)(0x80 | (c >> 6 & 0x3f));
    to[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

/* The character of "#65", "#x41" or "amp"; 0: none. XML 1.0, 2.2: no controls, no surrogates. */
static uint64_t character(cp_str ref)
{
    static const struct {
        cp_str name;
        char c;
    } own[] = { { CP_STR_INIT("amp"), '&' },
                { CP_STR_INIT("lt"), '<' },
                { CP_STR_INIT("gt"), '>' },
                { CP_STR_INIT("quot"), '"' },
                { CP_STR_INIT("apos"), '\'' } };
    uint64_t c = 0;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (cp_str_eq(ref, own[i].name))
            return (uint64_t)own[i].c;
    bool is_number = cp_str_starts(ref, CP_STR("#x"))  ? cp_str_hex_u64(cp_str_from(ref, 2), &c)
                     : cp_str_starts(ref, CP_STR("#")) ? cp_str_u64(cp_str_from(ref, 1), &c)
                                                       : false;
    bool is_char = is_number && (c >= 0x20 || c == '\t' || c == '\n') && c <= 0x10ffff &&
                   (c < 0xd800 || c > 0xdfff);
    return is_char ? c : 0;
}

cp_str cp_xml_text(cp_arena *a, cp_str raw)
{
    enum { REFERENCE_MAX = 10 }; /* "#x0010ffff" */
    raw = cp_str_trim(raw);
    if (cp_str_find_char(raw, '&') < 0)
        return raw;
    char *to = cp_arena_alloc(a, raw.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < raw.n;) {
        cp_str ref = cp_str_slice(raw, i + 1, REFERENCE_MAX + 1);
        ptrdiff_t end = raw.p[i] == '&' ? cp_str_find_char(ref, ';') : -1;
        uint64_t c = end > 0 ? character(cp_str_slice(ref, 0, (size_t)end)) : 0;
        if (c) {
            n += encode(to + n, c);
            i += (size_t)end + 2;
        } else
            to[n++] = raw.p[i++];
    }
    return (cp_str){ to, n };
}
