/* SPDX-License-Identifier: Apache-2.0 */
/* sax.c - see sax.h. What expat (2.5) leaves to its callers: limits, joined texts, a path.
 *
 *     names  [ bulkCmConfigDataFile configData SubNetwork ... ]   the path, one name behind the
 *     other
 *     ends   [ 20, 30, 40, ... ]                                  where each of them ends
 *
 * expat keeps each different name of elements and attributes for as long as it lives, so a document
 * of nothing but new names would grow in it: its memory is counted, block by block, and ends at
 * CP_SAX_MEMORY_MAX. Encodings of several bytes a character are converted before expat sees them,
 * which is told that all is UTF-8: its own way for them knows no character of four bytes, and none
 * beyond U+FFFF. Its allocator has no context; the parser at work is known by thread. And it
 * scans a token from its beginning whenever more of it has come, so an endless one would cost the
 * square of its length: a token has a limit, too. */
#include "codec/sax.h"
#include <expat.h>
#include <stdlib.h>

enum {
    BLOCK_HEAD_BYTES = 16, /* keeps what follows aligned for any type */
    FRONT_BYTES = 1024,    /* no declaration is as long */
    FRONT_BYTES_MIN = 4,
    CHARACTER_BYTES_MAX = 4,
};

struct cp_sax {
    cp_arena *a;
    XML_Parser p;
    cp_sax_opts opts;
    cp_sax_events on;
    uint64_t memory_bytes, fed_bytes;
    cp_rc rc; /* sticky */
    cp_err err;
    uint32_t depth, skip_depth; /* skip_depth: of the element that is not told; 0: none */
    uint32_t *ends;             /* into names, by depth */
    char *names;
    uint32_t names_cap;
    cp_sax_attr *attrs;
    char *text;
    uint32_t n_text;
    bool is_text_cut, is_text_unwanted;
    bool is_ended;
    bool is_tag_seen; /* the declaration is over: the encoding is known */
    bool is_utf8;
    uint8_t begun[CHARACTER_BYTES_MAX]; /* a character whose end comes with the next piece */
    uint32_t n_begun;
    uint64_t n_repaired, first_repaired;
    uint8_t front[FRONT_BYTES]; /* the encoding shows in them: they come to expat together */
    uint32_t n_front;
    bool is_front_fed;
    cp_charset charset; /* that is converted here; NONE: it is left to expat */
    uint64_t raw_bytes; /* of it */
};

/* ---- memory */

typedef struct block {
    cp_sax *owner;
    size_t n;
} block;
static_assert(sizeof(block) <= BLOCK_HEAD_BYTES, "fits before the memory");

static _Thread_local cp_sax *at_work;

static void *take(size_t n)
{
    cp_sax *x = at_work;
    if (n > CP_SAX_MEMORY_MAX || x->memory_bytes + n > CP_SAX_MEMORY_MAX)
        return NULL;
    block *b = malloc(BLOCK_HEAD_BYTES + n);
    if (!b)
        return NULL;
    *b = (block){ x, n };
    x->memory_bytes += n;
    return (char *)b + BLOCK_HEAD_BYTES;
}

static block *block_of(void *p) { return (block *)(void *)((char *)p - BLOCK_HEAD_BYTES); }

static void give_back(void *p)
{
    if (!p)
        return;
    block *b = block_of(p);
    b->owner->memory_bytes -= b->n;
    free(b);
}

static void *take_again(void *p, size_t n)
{
    if (!p)
        return take(n);
    void *bigger = take(n);
    if (!bigger)
        return NULL;
    size_t old = block_of(p)->n;
    memcpy(bigger, p, old < n ? old : n);
    give_back(p);
    return bigger;
}

/* ---- failures */

static void stop(cp_sax *x, cp_rc rc)
{
    x->rc = rc;
    (void)XML_StopParser(x->p, XML_FALSE);
}

/* At the line of the tag at hand. */
static void fail(cp_sax *x, cp_rc rc, const char *fmt, ...) CP_PRINTF(3, 4);
static void fail(cp_sax *x, cp_rc rc, const char *fmt, ...)
{
    char text[CP_ERR_MSG_MAX];
    va_list ap;
    va_start(ap, fmt);
    (void)cp_vformat(text, sizeof text, fmt, ap);
    va_end(ap);
    /* which byte of the file it was that was converted to this, nobody has counted */
    uint64_t off_bytes = x->charset == CP_CHARSET_NONE ? cp_sax_off(x) : CP_NO_OFF;
    (void)cp_fail(&x->err, rc, off_bytes, "%s", text);
    cp_err_at_line(&x->err, cp_sax_line(x));
    stop(x, rc);
}

/* ---- the path */

static cp_str local_of(cp_str name, cp_str *prefix)
{
    ptrdiff_t colon = cp_str_find_char(name, ':');
    *prefix = cp_str_slice(name, 0, colon > 0 ? (size_t)colon : 0);
    return colon < 0 ? name : cp_str_from(name, (size_t)colon + 1);
}

static uint32_t begin_of(const cp_sax *x, uint32_t depth)
{
    return depth > 1 ? x->ends[depth - 2] : 0;
}

static void push(cp_sax *x, cp_str name)
{
    uint32_t at = begin_of(x, x->depth + 1), end = at + (uint32_t)name.n;
    if (end > x->names_cap) {
        uint32_t cap = end * 2;
        x->names = cp_arena_grow(x->a, x->names, x->names_cap, cap);
        x->names_cap = cap;
    }
    if (name.n)
        memcpy(x->names + at, name.p, name.n);
    x->ends[x->depth++] = end;
}

uint32_t cp_sax_depth(const cp_sax *x) { return x->depth; }

cp_str cp_sax_at(const cp_sax *x, uint32_t depth)
{
    uint32_t n_told = x->skip_depth ? x->skip_depth : x->depth;
    if (depth == 0 || depth > n_told)
        return CP_STR("");
    uint32_t begin = begin_of(x, depth), n = x->ends[depth - 1] - begin;
    return n ? (cp_str){ x->names + begin, n } : CP_STR(""); /* ":a" has no name: maybe no memory */
}

uint64_t cp_sax_line(const cp_sax *x) { return XML_GetCurrentLineNumber(x->p); }

uint64_t cp_sax_off(const cp_sax *x)
{
    XML_Index at = XML_GetCurrentByteIndex(x->p);
    return at < 0 ? 0 : (uint64_t)at;
}

/* ---- texts */

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static void XMLCALL on_text(void *ctx, const char *p, int length)
{
    cp_sax *x = ctx;
    size_t n = length > 0 ? (size_t)length : 0, room = x->opts.text_bytes_max - x->n_text;
    if (x->rc != CP_OK)
        return;
    if (x->n_text == 0 && x->opts.trim)
        for (; n && is_blank(*p); p++)
            n--;
    x->is_text_cut = x->is_text_cut || n > room;
    n = n < room ? n : room;
    if (n)
        memcpy(x->text + x->n_text, p, n);
    x->n_text += (uint32_t)n;
}

/* Without a character that was cut in its middle. */
static cp_str whole_characters(cp_str s)
{
    size_t n = s.n, back = 0;
    while (back < 3 && back < n && ((unsigned char)s.p[n - 1 - back] & 0xc0) == 0x80)
        back++;
    if (back == n)
        return s;
    unsigned char first = (unsigned char)s.p[n - 1 - back];
    size_t want = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
    return want > back ? cp_str_slice(s, 0, n - 1 - back) : s;
}

/* The text before the tag at hand. */
static void tell_text(cp_sax *x)
{
    cp_str s = { x->text, x->n_text };
    bool is_cut = x->is_text_cut;
    x->n_text = 0;
    x->is_text_cut = false;
    if (x->is_text_unwanted) {
        x->is_text_unwanted = false;
        XML_SetCharacterDataHandler(x->p, on_text);
    }
    if (s.n == 0)
        return;
    s = is_cut ? whole_characters(s) : s;
    s = x->opts.trim ? cp_str_trim(s) : s;
    if (s.n == 0 || !x->on.text)
        return;
    cp_rc rc = x->on.text(x->on.ctx, s, is_cut, &x->err);
    if (rc != CP_OK)
        stop(x, rc);
}

/* ---- tags */

static void XMLCALL skipped_open(void *ctx, const char *name, const char **attrs)
{
    cp_sax *x = ctx;
    (void)name;
    (void)attrs;
    if (x->rc == CP_OK && x->depth++ == x->opts.depth_max)
        fail(x, CP_ELIMIT, "more than %u elements in each other", x->opts.depth_max);
}

static void take_attrs(cp_sax *x, const char **attrs, cp_sax_element *e)
{
    for (e->n_attrs = 0; attrs[0]; attrs += 2) {
        if (e->n_attrs == CP_SAX_ATTRIBUTES_MAX) {
            fail(x, CP_ELIMIT, "an element with more than %d attributes", CP_SAX_ATTRIBUTES_MAX);
            return;
        }
        x->attrs[e->n_attrs++] = (cp_sax_attr){ cp_str_c(attrs[0]), cp_str_c(attrs[1]) };
    }
}

static void XMLCALL on_open(void *ctx, const char *name, const char **attrs)
{
    cp_sax *x = ctx;
    if (x->rc != CP_OK)
        return;
    tell_text(x);
    if (x->rc == CP_OK && x->depth == x->opts.depth_max)
        fail(x, CP_ELIMIT, "more than %u elements in each other", x->opts.depth_max);
    if (x->rc != CP_OK)
        return;
    cp_sax_element e = { .attrs = x->attrs };
    e.name = local_of(cp_str_c(name), &e.prefix);
    push(x, e.name);
    e.depth = x->depth;
    take_attrs(x, attrs, &e);
    if (x->rc != CP_OK || !x->on.open)
        return;
    cp_rc rc = x->on.open(x->on.ctx, &e, &x->err);
    if (rc != CP_OK)
        stop(x, rc);
}

static void XMLCALL on_close(void *ctx, const char *name)
{
    cp_sax *x = ctx;
    if (x->rc != CP_OK)
        return;
    tell_text(x);
    if (x->rc != CP_OK)
        return;
    cp_sax_element e = { .depth = x->depth };
    e.name = local_of(cp_str_c(name), &e.prefix);
    cp_rc rc = x->on.close ? x->on.close(x->on.ctx, &e, &x->err) : CP_OK;
    x->depth--;
    if (rc != CP_OK)
        stop(x, rc);
}

static void XMLCALL skipped_close(void *ctx, const char *name)
{
    cp_sax *x = ctx;
    (void)name;
    if (x->rc != CP_OK)
        return;
    if (x->depth-- == x->skip_depth) {
        x->skip_depth = 0;
        XML_SetElementHandler(x->p, on_open, on_close);
        XML_SetCharacterDataHandler(x->p, on_text);
    }
}

void cp_sax_skip(cp_sax *x)
{
    x->skip_depth = x->depth;
    x->is_text_unwanted = false;
    XML_SetElementHandler(x->p, skipped_open, skipped_close);
    XML_SetCharacterDataHandler(x->p, NULL);
}

/* Most texts of an export are not wanted; each would be two or three calls. */
void cp_sax_skip_text(cp_sax *x)
{
    x->is_text_unwanted = true;
    XML_SetCharacterDataHandler(x->p, NULL);
}

cp_str cp_sax_value(const cp_sax_element *e, cp_str name)
{
    for (uint32_t i = 0; i < e->n_attrs; i++)
        if (cp_str_eq(e->attrs[i].name, name))
            return e->attrs[i].value;
    return CP_STR("");
}

/* ---- what is refused */

static void XMLCALL on_doctype(void *ctx, const char *name, const char *system, const char *public,
                               int has_declarations)
{
    cp_sax *x = ctx;
    (void)name;
    (void)system;
    (void)public;
    if (has_declarations)
        fail(x, CP_EFORMAT, "a document type with declarations of its own, which are refused");
}

/* Where the document type has an address, expat supposes it declared there. */
static void XMLCALL on_entity(void *ctx, const char *name, int is_parameter)
{
    cp_sax *x = ctx;
    (void)is_parameter;
    if (x->rc == CP_OK)
        fail(x, CP_EFORMAT, "the entity \"%.*s\", which nobody declared",
             CP_FMT(cp_str_slice(cp_str_c(name), 0, 64)));
}

static int XMLCALL on_encoding(void *ctx, const char *name, XML_Encoding *info)
{
    cp_sax *x = ctx;
    (void)info;
    fail(x, CP_EFORMAT,
         "the encoding \"%.*s\", expected UTF-8, UTF-16, US-ASCII, ISO-8859-1, Windows-1252, "
         "GB18030, EUC-KR, Big5, Shift_JIS or EUC-JP",
         CP_FMT(cp_str_slice(cp_str_c(name), 0, 64)));
    return XML_STATUS_ERROR;
}

/* ---- what is not UTF-8 */

/* UTF-8 unless it says otherwise; what it says comes before its first `>`. */
static void XMLCALL on_declaration(void *ctx, const char *version, const char *encoding, int alone)
{
    cp_sax *x = ctx;
    (void)version;
    (void)alone;
    if (encoding && !cp_str_eq_nocase(cp_str_c(encoding), CP_STR("utf-8")))
        x->is_utf8 = false;
}

/* Eight characters of ASCII that XML has, which is what most of a document is. */
static bool is_plain(const uint8_t *p)
{
    const uint64_t high = 0x8080808080808080, blank = 0x2020202020202020;
    uint64_t w;
    memcpy(&w, p, sizeof w);
    return ((w | (w - blank)) & high) == 0;
}

/* Length of the character at p that XML has (2.2); 0: none; beyond n: it may go on. */
static size_t character(const uint8_t *p, size_t n)
{
    uint32_t cp = 0;
    if (p[0] < 0x80)
        return p[0] >= 0x20 || p[0] == '\t' || p[0] == '\n' || p[0] == '\r';
    size_t want = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2, have = 1;
    while (have < n && have < want && (p[have] & 0xc0) == 0x80)
        have++;
    if (have == n && have < want)
        return p[0] >= 0xc2 && p[0] <= 0xf4 ? want : 0;
    size_t got = cp_utf8_decode((cp_str){ (const char *)p, n }, &cp);
    return cp == 0xfffe || cp == 0xffff ? 0 : got;
}

/* Makes b[0..n) UTF-8; returns how much of it is: a character may begin at its end. */
static size_t repair(cp_sax *x, uint8_t *b, size_t n, bool is_last)
{
    size_t i = 0;
    while (i < n) {
        if (n - i >= 8 && is_plain(b + i)) {
            i += 8;
            continue;
        }
        size_t length = character(b + i, n - i);
        if (length > n - i && !is_last)
            return i;
        if (length == 0 || length > n - i) {
            if (x->n_repaired++ == 0)
                x->first_repaired = x->fed_bytes + i;
            b[i] = '?';
            length = 1;
        }
        i += length;
    }
    return n;
}

uint64_t cp_sax_repaired(const cp_sax *x, uint64_t *first_off)
{
    *first_off = x->first_repaired;
    return x->n_repaired;
}

/* ---- the whole */

static void parser_free(void *arg) { XML_ParserFree(arg); }

cp_sax *cp_sax_new(cp_arena *a, const cp_sax_opts *opts, const cp_sax_events *events)
{
    static const XML_Memory_Handling_Suite memory = { take, take_again, give_back };
    cp_sax *x = CP_NEW(a, cp_sax);
    x->a = a;
    x->opts = opts ? *opts : (cp_sax_opts){ 0 };
    x->on = *events;
    x->opts.depth_max = x->opts.depth_max ? x->opts.depth_max : CP_SAX_DEPTH_MAX;
    if (x->opts.text_bytes_max == 0)
        x->opts.text_bytes_max = CP_SAX_TEXT_BYTES_MAX;
    x->ends = CP_NEW_ARRAY(a, uint32_t, x->opts.depth_max);
    x->attrs = CP_NEW_ARRAY(a, cp_sax_attr, CP_SAX_ATTRIBUTES_MAX);
    x->text = cp_arena_alloc(a, x->opts.text_bytes_max);
    at_work = x;
    x->p = XML_ParserCreate_MM(NULL, &memory, NULL);
    if (!x->p)
        abort(); /* as where the arena itself has no memory */
    cp_arena_defer(a, parser_free, x->p);
    XML_SetUserData(x->p, x);
    XML_SetElementHandler(x->p, on_open, on_close);
    XML_SetCharacterDataHandler(x->p, on_text);
    XML_SetStartDoctypeDeclHandler(x->p, on_doctype);
    XML_SetSkippedEntityHandler(x->p, on_entity);
    XML_SetUnknownEncodingHandler(x->p, on_encoding, x);
    XML_SetXmlDeclHandler(x->p, on_declaration);
    x->is_utf8 = true;
    return x;
}

static bool is_cut_off(enum XML_Error code)
{
    return code == XML_ERROR_NO_ELEMENTS || code == XML_ERROR_UNCLOSED_TOKEN ||
           code == XML_ERROR_UNCLOSED_CDATA_SECTION || code == XML_ERROR_PARTIAL_CHAR;
}

/* What expat found, unless it was we who stopped it. */
static void take_fault(cp_sax *x)
{
    enum XML_Error code = XML_GetErrorCode(x->p);
    const char *what = XML_ErrorString(code);
    bool is_short = is_cut_off(code);
    if (x->rc != CP_OK)
        return;
    if (code == XML_ERROR_NO_MEMORY || code == XML_ERROR_AMPLIFICATION_LIMIT_BREACH)
        fail(x, CP_ELIMIT, "more different names than %d MiB hold", CP_SAX_MEMORY_MAX >> 20);
    else if (is_short && x->is_ended && x->depth)
        fail(x, CP_ESHORT, "the document is cut off: <%.*s> is open",
             CP_FMT(cp_str_slice(cp_sax_at(x, x->skip_depth ? x->skip_depth : x->depth), 0, 64)));
    else if (is_short && x->is_ended)
        fail(x, CP_ESHORT, "the document is cut off");
    else
        fail(x, CP_EFORMAT, "not XML: %s", what ? what : "unknown fault");
}

static cp_rc result(cp_sax *x, cp_err *err)
{
    if (x->rc != CP_OK && err)
        *err = x->err;
    return x->rc;
}

static void check(cp_sax *x, enum XML_Status status)
{
    if (status != XML_STATUS_OK)
        take_fault(x);
    else if (x->fed_bytes - cp_sax_off(x) > CP_SAX_TOKEN_BYTES_MAX)
        fail(x, CP_ELIMIT, "a tag or comment of more than %d bytes", CP_SAX_TOKEN_BYTES_MAX);
}

static void feed(cp_sax *x, cp_bytes piece, bool is_last)
{
    at_work = x;
    x->fed_bytes += piece.n;
    check(x, XML_Parse(x->p, (const char *)piece.p, (int)piece.n, is_last));
}

/* The same through a buffer of expat, in which it is repaired. */
static void feed_repaired(cp_sax *x, cp_bytes piece, bool is_last)
{
    size_t n = x->n_begun + piece.n;
    at_work = x;
    uint8_t *b = XML_GetBuffer(x->p, (int)n);
    if (!b) {
        take_fault(x);
        return;
    }
    memcpy(b, x->begun, x->n_begun);
    if (piece.n)
        memcpy(b + x->n_begun, piece.p, piece.n);
    size_t whole = repair(x, b, n, is_last);
    x->n_begun = (uint32_t)(n - whole);
    memcpy(x->begun, b + whole, x->n_begun);
    x->fed_bytes += whole;
    check(x, XML_ParseBuffer(x->p, (int)whole, is_last));
}

/* ---- other encodings */

static bool is_of_xml(uint32_t cp)
{
    return cp >= 0x20 ? cp != 0xfffe && cp != 0xffff : cp == '\t' || cp == '\n' || cp == '\r';
}

/* False: it is none, and ends the document. */
static bool put_decoded(cp_sax *x, size_t n, uint32_t cp, uint8_t *to, size_t *n_to)
{
    bool is_bad = cp_charset_is_bad(x->charset, n, cp) || !is_of_xml(cp);
    if (is_bad && !x->opts.repair)
        return false;
    if (is_bad && x->n_repaired++ == 0)
        x->first_repaired = x->raw_bytes;
    *n_to += cp_charset_put((char *)to + *n_to, is_bad ? CP_CHARSET_REPLACEMENT : cp);
    x->raw_bytes += n;
    return true;
}

/* What was begun and a piece (at most CP_SAX_PIECE_BYTES), in a buffer of expat. */
static void feed_decoded(cp_sax *x, cp_bytes piece, bool is_last)
{
    enum { GROWTH_MAX = 3 };
    uint8_t joined[CHARACTER_BYTES_MAX * 2];
    size_t n_to = 0, n_own = x->n_begun, at = 0;
    bool is_good = true;
    at_work = x;
    uint8_t *to = XML_GetBuffer(x->p, (int)((n_own + piece.n) * GROWTH_MAX + 1));
    if (!to) {
        take_fault(x);
        return;
    }
    for (;;) { /* what was begun ends with the first bytes of the piece */
        uint32_t cp;
        size_t n_more = piece.n - at < CHARACTER_BYTES_MAX ? piece.n - at : CHARACTER_BYTES_MAX;
        cp_bytes in = { piece.n ? piece.p + at : NULL, piece.n - at };
        if (n_own) {
            memcpy(joined, x->begun + (x->n_begun - n_own), n_own);
            if (n_more)
                memcpy(joined + n_own, piece.p + at, n_more);
            in = (cp_bytes){ joined, n_own + n_more };
        }
        size_t n = in.n ? cp_charset_next(x->charset, in, is_last, &cp) : 0;
        if (n == 0) {
            memmove(x->begun, in.n ? in.p : joined, in.n);
            x->n_begun = (uint32_t)in.n;
            break;
        }
        is_good = put_decoded(x, n, cp, to, &n_to);
        if (!is_good)
            break;
        at += n > n_own ? n - n_own : 0;
        n_own = n > n_own ? 0 : n_own - n;
    }
    x->fed_bytes += n_to;
    /* a bad character is the last: expat, which may put off what comes in small pieces, tells what
     * stands before it */
    enum XML_Status status = XML_ParseBuffer(x->p, (int)n_to, is_last || !is_good);
    if (is_good || !is_cut_off(XML_GetErrorCode(x->p)))
        check(x, status);
    if (x->rc == CP_OK && !is_good)
        fail(x, CP_EFORMAT, "byte %llu is no %s", (unsigned long long)x->raw_bytes,
             cp_charset_name(x->charset));
}

/* The encoding that the declaration names, in the front. */
static cp_charset said_charset(const cp_sax *x)
{
    static const char key[] = "encoding";
    cp_str s = { (const char *)x->front, x->n_front };
    ptrdiff_t at = cp_str_starts(s, CP_STR("<?xml")) ? cp_str_find(s, cp_str_c(key)) : -1;
    if (at < 0)
        return CP_CHARSET_NONE;
    s = cp_str_trim(cp_str_from(s, (size_t)at + sizeof key - 1));
    s = cp_str_starts(s, CP_STR("=")) ? cp_str_trim(cp_str_from(s, 1)) : CP_STR("");
    ptrdiff_t end = s.n > 1 && (s.p[0] == '"' || s.p[0] == '\'')
                        ? cp_str_find_char(cp_str_from(s, 1), s.p[0])
                        : -1;
    return end < 0 ? CP_CHARSET_NONE : cp_charset_by_label(cp_str_slice(s, 1, (size_t)end));
}

/* Those of expat are left to it: it is faster, and ISO-8859-1 is not Windows-1252 there. */
static void choose_charset(cp_sax *x)
{
    cp_str s = { (const char *)x->front, x->n_front };
    cp_charset c = said_charset(x);
    bool is_own = c == CP_CHARSET_UTF_8 || c == CP_CHARSET_ASCII ||
                  (c == CP_CHARSET_WINDOWS_1252 && !cp_str_has(s, CP_STR("1252")));
    if (is_own || c == CP_CHARSET_NONE)
        return;
    x->charset = c;
    (void)XML_SetEncoding(x->p, "UTF-8");
}

cp_charset cp_sax_charset(const cp_sax *x)
{
    return x->charset == CP_CHARSET_NONE ? CP_CHARSET_UTF_8 : x->charset;
}

static void feed_known(cp_sax *x, cp_bytes piece)
{
    if (x->charset != CP_CHARSET_NONE)
        feed_decoded(x, piece, false);
    else if (x->opts.repair && x->is_tag_seen && x->is_utf8)
        feed_repaired(x, piece, false);
    else
        feed(x, piece, false);
}

/* Zeros and marks are those of UTF-16. */
static void look_at_front(cp_sax *x)
{
    for (size_t i = 0; i < FRONT_BYTES_MIN; i++)
        x->is_utf8 = x->is_utf8 && x->front[i] != 0 && x->front[i] < 0xfe;
    x->is_tag_seen = x->front[0] == '<' && x->front[1] != '?'; /* there is no declaration */
}

/* The first bytes, up to the end of a declaration, out of the first pieces. expat may put off what
 * comes in small ones (2.6, and what has its repair of CVE-2023-52425), and would tell the encoding
 * too late. */
static void feed_front(cp_sax *x, cp_bytes *piece)
{
    bool is_over = false;
    while (piece->n && !is_over && x->n_front < FRONT_BYTES) {
        x->front[x->n_front++] = *piece->p;
        is_over = *piece->p == '>' && x->n_front >= FRONT_BYTES_MIN;
        piece->p++;
        piece->n--;
    }
    if (!is_over && x->n_front < FRONT_BYTES)
        return;
    look_at_front(x);
    choose_charset(x);
    feed_known(x, (cp_bytes){ x->front, x->n_front });
    x->is_tag_seen = x->is_tag_seen || is_over;
    x->is_front_fed = true;
}

/* Up to the first `>` as it is: before it nobody knows what is to be repaired. */
static size_t feed_some(cp_sax *x, cp_bytes piece)
{
    size_t n = piece.n < CP_SAX_PIECE_BYTES ? piece.n : CP_SAX_PIECE_BYTES;
    const uint8_t *end = x->is_tag_seen ? NULL : memchr(piece.p, '>', n);
    n = end ? (size_t)(end - piece.p) + 1 : n;
    feed_known(x, (cp_bytes){ piece.p, n });
    x->is_tag_seen = x->is_tag_seen || end;
    return n;
}

static void ask_whether_stopped(cp_sax *x)
{
    if (x->rc == CP_OK && x->opts.is_stopped && x->opts.is_stopped(x->opts.stop_ctx))
        x->rc = cp_fail(&x->err, CP_EINTR, CP_NO_OFF, "stopped");
}

cp_rc cp_sax_feed(cp_sax *x, cp_bytes piece, cp_err *err)
{
    ask_whether_stopped(x);
    if (!x->is_front_fed && x->rc == CP_OK)
        feed_front(x, &piece);
    while (piece.n && x->rc == CP_OK) {
        size_t n = feed_some(x, piece);
        piece.p += n;
        piece.n -= n;
        ask_whether_stopped(x);
    }
    return result(x, err);
}

cp_rc cp_sax_end(cp_sax *x, cp_err *err)
{
    x->is_ended = true;
    if (x->rc == CP_OK && x->charset != CP_CHARSET_NONE)
        feed_decoded(x, (cp_bytes){ NULL, 0 }, true);
    else if (x->rc == CP_OK && x->n_begun)
        feed_repaired(x, (cp_bytes){ NULL, 0 }, true);
    else if (x->rc == CP_OK)
        feed(x, (cp_bytes){ x->front, x->is_front_fed ? 0 : x->n_front }, true);
    return result(x, err);
}
