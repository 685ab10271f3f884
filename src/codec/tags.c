/* SPDX-License-Identifier: Apache-2.0 */
/* tags.c - see tags.h. A tag's end is looked for byte by byte, because a ">" may stand within
 * quotes; texts, comments and the like by memchr. */
#include "codec/tags.h"

void cp_tags_init(cp_tags *t, char *window, cp_tags_read read, void *ctx)
{
    *t = (cp_tags){ .read = read, .ctx = ctx, .window = window };
}

static cp_tag fail(cp_tags *t, cp_rc rc, const char *what)
{
    if (t->rc == CP_OK)
        t->rc = cp_fail(&t->err, rc, t->before_bytes + t->at, "%s", what);
    return CP_TAG_END;
}

/* Moves what is not read to the beginning and fills the rest. False: nothing more comes, or there
 * is no room. */
static bool more(cp_tags *t)
{
    size_t left = t->n - t->at, got = 0;
    if (t->is_end || t->rc != CP_OK || left == CP_TAGS_WINDOW_BYTES)
        return false;
    if (left)
        memmove(t->window, t->window + t->at, left);
    t->before_bytes += t->at;
    t->at = 0;
    t->n = left;
    t->rc =
        t->read(t->ctx, (uint8_t *)t->window + left, CP_TAGS_WINDOW_BYTES - left, &got, &t->err);
    t->n += t->rc == CP_OK ? got : 0;
    t->is_end = t->rc != CP_OK || got < CP_TAGS_WINDOW_BYTES - left;
    return t->rc == CP_OK && got > 0;
}

static cp_tag cut_off(cp_tags *t)
{
    return t->is_end ? fail(t, CP_ESHORT, "the document is cut off")
                     : fail(t, CP_ELIMIT, "a tag is longer than the limit");
}

/* At least n bytes from here, if there are so many. */
static bool has(cp_tags *t, size_t n)
{
    while (t->n - t->at < n)
        if (!more(t))
            return false;
    return true;
}

static bool begins(cp_tags *t, cp_str with)
{
    return has(t, with.n) && memcmp(t->window + t->at, with.p, with.n) == 0;
}

/* Length from here to behind `end`; 0: it does not come. */
static size_t length_to(cp_tags *t, size_t from, cp_str end)
{
    for (;;) {
        cp_str s = { t->window + t->at, t->n - t->at };
        ptrdiff_t at = from < s.n ? cp_str_find(cp_str_from(s, from), end) : -1;
        if (at >= 0)
            return from + (size_t)at + end.n;
        from = s.n > from + end.n ? s.n - end.n : from;
        if (!more(t))
            return 0;
    }
}

/* Index of the ">" that ends the tag at t->at, from it; 0: it does not come. */
static size_t tag_end(cp_tags *t)
{
    size_t i = 1;
    char quote = 0;
    for (;;) {
        const char *p = t->window + t->at;
        for (size_t n = t->n - t->at; i < n; i++) {
            char c = p[i];
            if (quote)
                quote = c == quote ? 0 : quote;
            else if (c == '>')
                return i;
            else if (c == '"' || c == '\'')
                quote = c;
        }
        if (!more(t))
            return 0;
    }
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/* "x:row a=..." -> "row", "a=..." */
static void split_name(cp_str tag, cp_str *name, cp_str *rest)
{
    size_t begin = 0, n = 0;
    for (; n < tag.n && !is_blank(tag.p[n]); n++)
        if (tag.p[n] == ':')
            begin = n + 1;
    *name = cp_str_slice(tag, begin, n - begin);
    *rest = cp_str_from(tag, n);
}

static cp_tag read_tag(cp_tags *t)
{
    size_t end = tag_end(t);
    if (end == 0)
        return t->rc == CP_OK ? cut_off(t) : CP_TAG_END;
    cp_str tag = { t->window + t->at + 1, end - 1 }, rest;
    bool is_close = tag.n && tag.p[0] == '/',
         is_empty = !is_close && tag.n && tag.p[tag.n - 1] == '/';
    if (is_close)
        tag = cp_str_from(tag, 1);
    if (is_empty)
        tag.n--;
    split_name(tag, &t->name, &rest);
    if (t->name.n == 0)
        return fail(t, CP_EFORMAT, "a tag without a name");
    t->at += end + 1;
    if (is_close) {
        if (t->depth == 0)
            return fail(t, CP_EFORMAT, "a tag is closed that was not opened");
        t->depth--;
        return CP_TAG_CLOSE;
    }
    if (t->depth == CP_TAGS_DEPTH_MAX)
        return fail(t, CP_ELIMIT, "elements are nested deeper than the limit");
    t->depth++;
    t->attributes = rest;
    t->is_close_due = is_empty;
    return CP_TAG_OPEN;
}

static cp_tag give_text(cp_tags *t, size_t from, size_t n, size_t used, bool is_cdata)
{
    t->text = (cp_str){ t->window + t->at + from, n };
    t->is_cdata = is_cdata;
    t->at += used;
    return CP_TAG_TEXT;
}

/* <! and <?: true if it was passed over, *out otherwise. */
static bool skip_special(cp_tags *t, cp_tag *out)
{
    static const cp_str cdata = CP_STR_INIT("<![CDATA["), comment = CP_STR_INIT("<!--"),
                        pi = CP_STR_INIT("<?");
    size_t n;
    if (begins(t, cdata)) {
        n = length_to(t, cdata.n, CP_STR("]]>"));
        *out = n ? give_text(t, cdata.n, n - cdata.n - 3, n, true) : cut_off(t);
        return false;
    }
    if (begins(t, comment))
        n = length_to(t, comment.n, CP_STR("-->"));
    else if (begins(t, pi))
        n = length_to(t, pi.n, CP_STR("?>"));
    else {
        *out = fail(t, CP_EFORMAT,
                    "the document declares a type (DTD), with which entities could be made; such "
                    "documents are not read");
        return false;
    }
    t->at += n;
    if (n == 0)
        *out = cut_off(t);
    return n > 0;
}

/* Text up to the next tag, or what of it fits into the window. */
static cp_tag read_text(cp_tags *t)
{
    for (;;) {
        size_t left = t->n - t->at;
        const char *p = t->window + t->at, *end = memchr(p, '<', left);
        if (end)
            return give_text(t, 0, (size_t)(end - p), (size_t)(end - p), false);
        if (left == CP_TAGS_WINDOW_BYTES || (t->is_end && left))
            return give_text(t, 0, left, left, false);
        if (!more(t) && t->n == t->at)
            return CP_TAG_END;
        if (t->rc != CP_OK)
            return CP_TAG_END;
    }
}

static void check_start(cp_tags *t)
{
    if (!has(t, 2) || t->before_bytes + t->at > 0)
        return;
    const uint8_t *p = (const uint8_t *)t->window;
    if ((p[0] == 0xff && p[1] == 0xfe) || (p[0] == 0xfe && p[1] == 0xff) || p[0] == 0 || p[1] == 0)
        (void)fail(t, CP_EFORMAT, "the document is not in UTF-8");
    else if (begins(t, CP_STR("\xef\xbb\xbf")))
        t->at = 3;
}

cp_tag cp_tags_next(cp_tags *t)
{
    cp_tag out;
    if (t->rc != CP_OK)
        return CP_TAG_END;
    if (t->is_close_due) {
        t->is_close_due = false;
        t->depth--;
        return CP_TAG_CLOSE;
    }
    if (t->before_bytes + t->at == 0)
        check_start(t);
    for (;;) {
        if (!has(t, 1)) {
            if (t->rc == CP_OK && t->depth > 0)
                return fail(t, CP_ESHORT, "the document is cut off");
            return CP_TAG_END;
        }
        if (t->rc != CP_OK)
            return CP_TAG_END;
        if (t->window[t->at] != '<')
            return read_text(t);
        if (!has(t, 2))
            return cut_off(t);
        char c = t->window[t->at + 1];
        if (c != '!' && c != '?')
            return read_tag(t);
        if (!skip_special(t, &out))
            return out;
    }
}

bool cp_tags_take(cp_tags *t, cp_str before, cp_str after, cp_str *text)
{
    const char *p = t->window + t->at, *end;
    size_t left = t->n - t->at;
    if (t->is_close_due || left <= before.n || memcmp(p, before.p, before.n) != 0)
        return false;
    end = memchr(p + before.n, '<', left - before.n);
    if (!end || (size_t)(p + left - end) < after.n || memcmp(end, after.p, after.n) != 0)
        return false;
    *text = (cp_str){ p + before.n, (size_t)(end - p) - before.n };
    t->at += (size_t)(end - p) + after.n;
    t->depth--;
    return true;
}

bool cp_tags_skip(cp_tags *t)
{
    uint32_t depth = t->depth;
    assert(depth > 0);
    for (;;) {
        cp_tag x = cp_tags_next(t);
        if (x == CP_TAG_END)
            return false;
        if (x == CP_TAG_CLOSE && t->depth < depth)
            return true;
    }
}

bool cp_tags_attribute(cp_str *rest, cp_str *name, cp_str *value)
{
    size_t i = 0, begin, eq;
    while (i < rest->n && is_blank(rest->p[i]))
        i++;
    for (begin = eq = i; eq < rest->n && rest->p[eq] != '=' && !is_blank(rest->p[eq]); eq++)
        if (rest->p[eq] == ':')
            begin = eq + 1;
    for (i = eq; i < rest->n && is_blank(rest->p[i]);)
        i++;
    if (i >= rest->n || rest->p[i] != '=' || eq == begin)
        return false;
    for (i++; i < rest->n && is_blank(rest->p[i]);)
        i++;
    if (i >= rest->n || (rest->p[i] != '"' && rest->p[i] != '\''))
        return false;
    cp_str after = cp_str_from(*rest, i + 1);
    ptrdiff_t end = cp_str_find_char(after, rest->p[i]);
    if (end < 0)
        return false;
    *name = cp_str_slice(*rest, begin, eq - begin);
    *value = cp_str_slice(after, 0, (size_t)end);
    *rest = cp_str_from(after, (size_t)end + 1);
    return true;
}

cp_str cp_tags_value(cp_str attributes, cp_str name)
{
    cp_str n, v;
    while (cp_tags_attribute(&attributes, &n, &v))
        if (cp_str_eq(n, name))
            return v;
    return CP_STR("");
}
