/* SPDX-License-Identifier: Apache-2.0 */
/* http.c - see http.h. */
#include "sources/app/http.h"
#include <string.h>
#include "codec/inflate.h"

/* ---- bodies */

/* Is word among the comma-separated values of all fields of this name? */
static bool lists(const cp_head *h, cp_str name, cp_str word)
{
    cp_str rest = h->fields;
    for (cp_field f; cp_head_next(&rest, &f);) {
        if (!cp_str_eq_nocase(f.name, name))
            continue;
        for (cp_str item; cp_str_cut(&f.value, ',', &item);)
            if (cp_str_eq_nocase(cp_str_trim(item), word))
                return true;
    }
    return false;
}

static bool is_packing(cp_str coding)
{
    return cp_str_eq_nocase(coding, CP_STR("gzip")) || cp_str_eq_nocase(coding, CP_STR("x-gzip")) ||
           cp_str_eq_nocase(coding, CP_STR("deflate"));
}

static bool type_has(cp_str type, cp_str word)
{
    cp_str name = { NULL, 0 };
    if (!cp_str_cut(&type, ';', &name))
        return false;
    name = cp_str_trim(name);
    for (size_t i = 0; i + word.n <= name.n; i++)
        if (cp_str_eq_nocase(cp_str_slice(name, i, word.n), word))
            return true;
    return false;
}

cp_http_body cp_http_body_of(const cp_head *h)
{
    cp_http_body b = { .ends = h->is_response ? CP_HTTP_AT_CLOSE : CP_HTTP_NO_BODY };
    cp_str length = cp_head_get(h, CP_STR("Content-Length"));
    cp_str coding = cp_str_trim(cp_head_get(h, CP_STR("Content-Encoding")));
    cp_str type = cp_head_get(h, CP_STR("Content-Type"));
    if (h->is_response && (h->status < 200 || h->status == 204 || h->status == 304))
        return (cp_http_body){ .ends = CP_HTTP_NO_BODY };
    if (cp_head_has(h, CP_STR("Transfer-Encoding"))) /* it wins over a length (RFC 9112, 6.3) */
        b.ends = lists(h, CP_STR("Transfer-Encoding"), CP_STR("chunked")) ? CP_HTTP_CHUNKED
                                                                          : CP_HTTP_AT_CLOSE;
    else if (length.p)
        b.ends = cp_str_u64(length, &b.length) ? CP_HTTP_LENGTH : CP_HTTP_AT_CLOSE;
    b.is_packed = is_packing(coding);
    b.is_strange = coding.n && !b.is_packed && !cp_str_eq_nocase(coding, CP_STR("identity"));
    b.is_html = type_has(type, CP_STR("html"));
    b.is_xml = type_has(type, CP_STR("xml")) && !b.is_html;
    return b;
}

/* RFC 9112, 7.1: hexadecimal digits, perhaps blanks or extensions behind ";". */
static bool read_chunk_size(cp_cur *c, uint64_t *size)
{
    cp_bytes left = { c->p, cp_cur_left(c) };
    const uint8_t *end = left.n ? memchr(left.p, '\n', left.n) : NULL;
    if (!end)
        return false;
    cp_str line = cp_str_of_bytes(cp_cur_take(c, (size_t)(end - left.p) + 1)), digits;
    return cp_str_cut(&line, ';', &digits) && cp_str_hex_u64(cp_str_trim(digits), size);
}

/* The data of the chunks, one behind the other. */
static size_t join_chunks(cp_bytes in, uint8_t *out, size_t cap, size_t *n_in)
{
    cp_cur c = cp_cur_of(in);
    size_t n = 0;
    for (int i = 0; i < CP_HTTP_CHUNKS_MAX; i++) {
        uint64_t size = 0;
        if (!read_chunk_size(&c, &size))
            return n;
        if (size == 0) { /* trailers are not looked at: a head follows, or an empty line */
            if (cp_cur_peek(&c, 0) == '\r')
                cp_cur_skip(&c, 1);
            if (cp_cur_peek(&c, 0) == '\n')
                cp_cur_skip(&c, 1);
            *n_in = (size_t)cp_cur_off(&c);
            return n;
        }
        size_t left = cp_cur_left(&c);
        cp_bytes data = cp_cur_take(&c, size < left ? (size_t)size : left);
        size_t kept = data.n < cap - n ? data.n : cap - n;
        if (kept)
            memcpy(out + n, data.p, kept);
        n += kept;
        if (cp_cur_peek(&c, 0) == '\r')
            cp_cur_skip(&c, 1);
        if (data.n < size || cp_cur_u8(&c) != '\n')
            return n;
    }
    return n;
}

size_t cp_http_front(const cp_http_body *b, cp_bytes in, uint8_t *out, size_t cap, size_t *n_in)
{
    uint8_t joined[CP_HTTP_LOOK_BYTES_MAX];
    cp_bytes raw = in;
    *n_in = SIZE_MAX;
    switch (b->ends) {
    case CP_HTTP_NO_BODY: *n_in = 0; return 0;
    case CP_HTTP_LENGTH:
        if (b->length <= in.n)
            *n_in = raw.n = (size_t)b->length;
        break;
    case CP_HTTP_CHUNKED:
        raw = (cp_bytes){ joined, join_chunks(in, joined, sizeof joined, n_in) };
        break;
    case CP_HTTP_AT_CLOSE: break;
    }
    if (b->is_strange)
        return 0;
    if (raw.n > CP_HTTP_LOOK_BYTES_MAX)
        raw.n = CP_HTTP_LOOK_BYTES_MAX;
    if (b->is_packed)
        return cp_inflate_front(raw, out, cap);
    size_t n = raw.n < cap ? raw.n : cap;
    if (n)
        memcpy(out, raw.p, n);
    return n;
}

/* ---- titles */

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* Where a tag `<name` begins in any case, with an end of the name behind it; -1: nowhere. */
static ptrdiff_t find_tag(cp_str page, cp_str tag)
{
    for (cp_str s = page; s.n > tag.n;) {
        ptrdiff_t at = cp_str_find_char(s, '<');
        if (at < 0)
            return -1;
        s = cp_str_from(s, (size_t)at);
        if (s.n > tag.n && cp_str_starts_nocase(s, tag) &&
            (s.p[tag.n] == '>' || s.p[tag.n] == '/' || is_blank(s.p[tag.n])))
            return (ptrdiff_t)(page.n - s.n);
        s = cp_str_from(s, 1);
    }
    return -1;
}

static size_t put_utf8(char *to, uint32_t cp)
{
    if (cp < 0x80) {
        to[0] = (char)cp;
        return 1;
    }
    size_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    static const uint8_t lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
    for (size_t i = n; i-- > 1; cp >>= 6)
        to[i] = (char)(0x80 | (cp & 0x3f));
    to[0] = (char)(lead[n] | cp);
    return n;
}

/* A character reference at the beginning of s (HTML, 13.5); its length, 0: none that is known. */
static size_t reference_of(cp_str s, uint32_t *cp)
{
    static const struct named {
        cp_str name;
        uint32_t cp;
    } named[] = {
        { CP_STR_INIT("&amp;"), '&' },     { CP_STR_INIT("&lt;"), '<' },
        { CP_STR_INIT("&gt;"), '>' },      { CP_STR_INIT("&quot;"), '"' },
        { CP_STR_INIT("&apos;"), '\'' },   { CP_STR_INIT("&nbsp;"), ' ' },
        { CP_STR_INIT("&reg;"), 0xae },    { CP_STR_INIT("&copy;"), 0xa9 },
        { CP_STR_INIT("&ndash;"), '-' },   { CP_STR_INIT("&mdash;"), '-' },
        { CP_STR_INIT("&middot;"), 0xb7 }, { CP_STR_INIT("&trade;"), 0x2122 },
    };
    uint64_t v = 0;
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (cp_str_starts(s, named[i].name)) {
            *cp = named[i].cp;
            return named[i].name.n;
        }
    ptrdiff_t end = cp_str_find_char(cp_str_slice(s, 0, 12), ';');
    if (end < 4 || s.p[1] != '#')
        return 0;
    bool is_hex = s.p[2] == 'x' || s.p[2] == 'X';
    cp_str digits = cp_str_slice(s, is_hex ? 3 : 2, (size_t)end - (is_hex ? 3 : 2));
    if (!(is_hex ? cp_str_hex_u64(digits, &v) : cp_str_u64(digits, &v)) || v < ' ' ||
        v > 0x10ffff || (v >= 0xd800 && v < 0xe000))
        return 0;
    *cp = (uint32_t)v;
    return (size_t)end + 1;
}

cp_str cp_http_text(cp_arena *a, cp_str raw)
{
    char *out = cp_arena_alloc(a, CP_HTTP_TEXT_BYTES_MAX + 4);
    size_t n = 0;
    raw = cp_str_trim(raw);
    while (raw.n && n < CP_HTTP_TEXT_BYTES_MAX) {
        uint32_t cp = ' ';
        size_t used = raw.p[0] == '&' ? reference_of(raw, &cp) : 0;
        if (used && cp != ' ') {
            n += put_utf8(out + n, cp);
        } else if (used || is_blank(raw.p[0])) {
            if (n && out[n - 1] != ' ')
                out[n++] = ' ';
        } else {
            out[n++] = raw.p[0];
        }
        raw = cp_str_from(raw, used ? used : 1);
    }
    return cp_str_trim((cp_str){ out, n });
}

bool cp_http_title(cp_arena *a, cp_str page, cp_str *out, bool *is_over)
{
    ptrdiff_t at = find_tag(page, CP_STR("<title")), body = find_tag(page, CP_STR("<body"));
    *is_over = body >= 0 && (at < 0 || body < at); /* a title in the body is that of a picture */
    if (at < 0 || *is_over)
        return false;
    cp_str text = cp_str_from(page, (size_t)at);
    ptrdiff_t begin = cp_str_find_char(text, '>');
    if (begin < 0)
        return false;
    text = cp_str_from(text, (size_t)begin + 1);
    ptrdiff_t end = find_tag(text, CP_STR("</title"));
    *is_over = end >= 0;
    if (end < 0)
        return false;
    *out = cp_http_text(a, cp_str_slice(text, 0, (size_t)end));
    return out->n > 0;
}

/* ---- fields */

/* The quoted string or token at the beginning of *s, taken off; with its quotes if it has them. */
static cp_str take_value(cp_str *s)
{
    size_t n = 0;
    cp_str all = *s;
    if (s->n && s->p[0] == '"') {
        for (n = 1; n < s->n && s->p[n] != '"'; n++)
            n += s->p[n] == '\\' && n + 1 < s->n;
        n = n < s->n ? n + 1 : s->n;
    } else {
        while (n < s->n && s->p[n] != ',') /* blanks too: some servers forget the quotes */
            n++;
    }
    *s = cp_str_from(*s, n);
    return cp_str_trim(cp_str_slice(all, 0, n));
}

/* A word up to what ends it: "=", ",", a blank. */
static cp_str take_word(cp_str *s)
{
    size_t n = 0;
    cp_str all = *s;
    while (n < s->n && s->p[n] != '=' && s->p[n] != ',' && !is_blank(s->p[n]))
        n++;
    *s = cp_str_from(*s, n);
    return cp_str_slice(all, 0, n);
}

static void add_realm(cp_buf *b, cp_str value)
{
    bool is_quoted = value.n && value.p[0] == '"';
    value = cp_str_slice(value, is_quoted, CP_HTTP_REALM_BYTES_MAX);
    if (is_quoted && value.n && value.p[value.n - 1] == '"')
        value.n--;
    cp_buf_fmt(b, " realm=\"%.*s\"", CP_FMT(value));
}

/* challenge = scheme [ 1*SP ( token68 / param *( "," param ) ) ]: a word with "=" behind it is a
 * parameter; one without, at the beginning or behind a comma, begins the next challenge. Other
 * words are what may stand behind a scheme instead of parameters (token68: the blobs of
 * Negotiate). */
cp_str cp_http_challenges(cp_arena *a, cp_str value)
{
    cp_buf b = cp_buf_new(a);
    cp_str s = cp_str_trim(value);
    bool has_scheme = false, has_realm = false, is_start = true;
    for (int n = 0; s.n;) {
        cp_str word = take_word(&s), behind = s;
        while (behind.n && is_blank(behind.p[0]))
            behind = cp_str_from(behind, 1);
        if (word.n && has_scheme && behind.n && behind.p[0] == '=') {
            s = cp_str_trim(cp_str_from(behind, 1));
            cp_str v = take_value(&s);
            if (cp_str_eq_nocase(word, CP_STR("realm")) && !has_realm) {
                add_realm(&b, v);
                has_realm = true;
            }
        } else if (word.n && is_start && word.n <= CP_HEAD_METHOD_BYTES_MAX) {
            if (n++ == CP_HTTP_CHALLENGES_MAX)
                break;
            cp_buf_fmt(&b, "%s%.*s", n > 1 ? ", " : "", CP_FMT(word));
            has_scheme = true;
            has_realm = false;
        }
        is_start = false;
        while (s.n && (is_blank(s.p[0]) || s.p[0] == ',' || s.p[0] == '=')) {
            is_start = is_start || s.p[0] == ',';
            s = cp_str_from(s, 1);
        }
    }
    return cp_buf_str(&b);
}

bool cp_http_cookie_name(cp_str value, cp_str *out)
{
    cp_str pair = { NULL, 0 };
    if (!cp_str_cut(&value, ';', &pair))
        return false;
    ptrdiff_t equals = cp_str_find_char(pair, '=');
    if (equals <= 0)
        return false;
    *out = cp_str_trim(cp_str_slice(pair, 0, (size_t)equals));
    return out->n > 0 && out->n <= CP_HTTP_COOKIE_NAME_BYTES_MAX;
}
