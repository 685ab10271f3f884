/* SPDX-License-Identifier: Apache-2.0 */
/* Large XML: each row is a document and its events, as "<name{attr=value}", "[text]" and ">" in one
 * line, fed whole and byte by byte. Written from XML 1.0, and from what breaks readers of exports:
 * entities that grow, depth, names without end, encodings, files cut off. */
#include <stdlib.h>
#include "codec/sax.h"
#include "tap.h"

static const struct row {
    const char *name, *in, *want;
    cp_rc rc;
    uint64_t line;
} rows[] = {
    { "an element", "<a>x</a>", "<a[x]>", CP_OK, 0 },
    { "a prefix", "<xn:a k='v' x:l=\"&lt;&#65;\">x</xn:a>", "<xn:a{k=v}{x:l=<A}[x]>", CP_OK, 0 },
    { "in each other", "<a> <b>x</b>\n<c/> y </a>", "<a<b[x]><c>[y]>", CP_OK, 0 },
    { "one text over what is no text", "<a>x<!-- <b> -->&amp;<![CDATA[<y>]]><?p ?>z</a>",
      "<a[x&<y>z]>", CP_OK, 0 },
    { "blank text is none", "<a>\n  <![CDATA[ ]]></a>", "<a>", CP_OK, 0 },
    { "a text is cut", "<a>0123456789abcdefg</a>", "<a[0123456789abcdef..]>", CP_OK, 0 },
    { "not within a character", "<a>0123456789abcd\u65e5</a>", "<a[0123456789abcd..]>", CP_OK, 0 },
    { "blanks before it do not count", "<a>                    0123456789abcdef</a>",
      "<a[0123456789abcdef]>", CP_OK, 0 },
    { "skipped", "<a><skip k='v'>x<b>y</b><skip/></skip><b/><skip/>z</a>", "<a<b>[z]>", CP_OK, 0 },
    { "text skipped", "<a><quiet>x<b>y</b>z</quiet></a>", "<a<quiet<b[y]>[z]>>", CP_OK, 0 },
    { "Latin-1", "<?xml version='1.0' encoding='iso-8859-1'?><a k='\xe9'>\xe9</a>",
      "<a{k=\u00e9}[\u00e9]>", CP_OK, 0 },
    { "byte order mark", "\xef\xbb\xbf<a/>", "<a>", CP_OK, 0 },
    { "a document type by its address", "<!DOCTYPE a SYSTEM 'a.dtd'><a>x</a>", "<a[x]>", CP_OK, 0 },
    { "by its name", "<!DOCTYPE a><a>x</a>", "<a[x]>", CP_OK, 0 },
    { "blanks behind", "<a/>\n \n", "<a>", CP_OK, 0 },
    { "a document type with entities",
      "<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a>&b;</a>", "", CP_EFORMAT, 2 },
    { "with any declaration", "<!DOCTYPE a [<!ELEMENT a ANY>]><a/>", "", CP_EFORMAT, 1 },
    { "an entity of nobody", "<a>\n&b;</a>", "<a", CP_EFORMAT, 2 },
    { "of an address", "<!DOCTYPE a SYSTEM 'a.dtd'>\n<a>\n&b;</a>", "<a", CP_EFORMAT, 3 },
    { "another encoding", "<?xml version='1.0' encoding='KOI8-R'?><a/>", "", CP_EFORMAT, 1 },
    { "GB2312", "<?xml version='1.0' encoding='GB2312'?><\xb1\xb1 k='\xbe\xa9'>\xb1\xb1</\xb1\xb1>",
      "<\u5317{k=\u4eac}[\u5317]>", CP_OK, 0 },
    { "GB18030, beyond U+FFFF",
      "<?xml version='1.0' encoding=\"gb18030\" ?><a>\x90\x30\x81\x30</a>", "<a[\U00010000]>",
      CP_OK, 0 },
    { "EUC-KR", "<?xml version='1.0' encoding='ks_c_5601-1987'?><a>\xbc\xad\xbf\xef</a>",
      "<a[\uc11c\uc6b8]>", CP_OK, 0 },
    { "Big5, a bracket of a character", "<?xml version='1.0' encoding='Big5'?><a>\xa5\x5d</a>",
      "<a[\u5305]>", CP_OK, 0 },
    { "Shift_JIS", "<?xml version='1.0' encoding='Shift_JIS'?><a>\x83\x5c\xb1</a>",
      "<a[\u30bd\uff71]>", CP_OK, 0 },
    { "EUC-JP, three bytes", "<?xml version='1.0' encoding='EUC-JP'?><a>\x8f\xb0\xa1</a>",
      "<a[\u4e02]>", CP_OK, 0 },
    { "Windows-1252", "<?xml version='1.0' encoding='windows-1252'?><a>\x80</a>", "<a[\u20ac]>",
      CP_OK, 0 },
    { "no character of the encoding",
      "<?xml version='1.0' encoding='GBK'?>\n<a><b>\xb1\xb1</b>\x81<", "<a<b[\u5317]>", CP_EFORMAT,
      2 },
    { "an encoding cut off in a character", "<?xml version='1.0' encoding='GBK'?><a>\xb1", "<a",
      CP_EFORMAT, 1 },
    { "not the encoding", "<a>\n<b>ok</b>\n<b>\xe9t\xe9</b></a>", "<a<b[ok]><b", CP_EFORMAT, 3 },
    { "a zero", "<a>\n\x01</a>", "<a", CP_EFORMAT, 2 },
    { "nothing", "", "", CP_ESHORT, 1 },
    { "no XML", "hello", "", CP_EFORMAT, 1 },
    { "cut off in a text", "<a>\nx", "<a", CP_ESHORT, 2 },
    { "cut off in a tag", "<a>\n<b k='", "<a", CP_ESHORT, 2 },
    { "cut off in a comment", "<a><!-- ", "<a", CP_ESHORT, 1 },
    { "cut off in what is skipped", "<a><skip><b>", "<a", CP_ESHORT, 1 },
    { "crossed", "<a>\n<b>\n</a></b>", "<a<b", CP_EFORMAT, 3 },
    { "twice the same attribute", "<a k='1' k='2'/>", "", CP_EFORMAT, 1 },
    { "two documents", "<a/>\n<a/>", "<a>", CP_EFORMAT, 2 },
    { "9 in each other", "<a><a><a><a>\n<a><a><a><a><a>", "<a<a<a<a<a<a<a<a", CP_ELIMIT, 2 },
    { "in what is skipped", "<skip><a><a><a>\n<a><a><a><a><a>", "", CP_ELIMIT, 2 },
    { "stopped by the callback", "<a>\n<stop/></a>", "<a", CP_EUSAGE, 7 },
};

typedef struct told {
    cp_sax *x;
    cp_buf b;
    bool repair;
} told;

static cp_rc on_open(void *ctx, const cp_sax_element *e, cp_err *err)
{
    told *t = ctx;
    if (cp_str_eq(e->name, CP_STR("stop")))
        return cp_fail_line(err, CP_EUSAGE, 7, "enough");
    if (cp_str_eq(e->name, CP_STR("skip"))) {
        cp_sax_skip(t->x);
        return CP_OK;
    }
    if (cp_str_eq(e->name, CP_STR("quiet")))
        cp_sax_skip_text(t->x);
    cp_buf_fmt(&t->b, "<%.*s%s%.*s", CP_FMT(e->prefix), e->prefix.n ? ":" : "", CP_FMT(e->name));
    for (uint32_t i = 0; i < e->n_attrs; i++)
        cp_buf_fmt(&t->b, "{%.*s=%.*s}", CP_FMT(e->attrs[i].name), CP_FMT(e->attrs[i].value));
    return CP_OK;
}

static cp_rc on_text(void *ctx, cp_str text, bool is_cut, cp_err *err)
{
    told *t = ctx;
    (void)err;
    cp_buf_fmt(&t->b, "[%.*s%s]", CP_FMT(text), is_cut ? ".." : "");
    return CP_OK;
}

static cp_rc on_close(void *ctx, const cp_sax_element *e, cp_err *err)
{
    told *t = ctx;
    (void)err;
    if (!cp_str_eq(e->name, cp_sax_at(t->x, e->depth)))
        cp_buf_add_c(&t->b, "?");
    cp_buf_char(&t->b, '>');
    return CP_OK;
}

static cp_rc events(cp_arena *a, cp_bytes in, size_t by, told *t, cp_err *err)
{
    cp_sax_opts opts = { .trim = true, .repair = t->repair, .depth_max = 8, .text_bytes_max = 16 };
    cp_sax_events on = { t, on_open, on_text, on_close };
    cp_rc rc = CP_OK;
    t->b = cp_buf_new(a);
    t->x = cp_sax_new(a, &opts, &on);
    for (size_t n; in.n && rc == CP_OK; in.p += n, in.n -= n) {
        n = by < in.n ? by : in.n;
        rc = cp_sax_feed(t->x, (cp_bytes){ in.p, n }, err);
    }
    return rc == CP_OK ? cp_sax_end(t->x, err) : rc;
}

static void check_row(const struct row *r)
{
    cp_bytes in = cp_bytes_of_str(cp_str_c(r->in));
    for (size_t by = 1; by <= 4096; by *= 4096) {
        cp_arena *a = cp_arena_new(0);
        told t = { .repair = false };
        cp_err err = { 0 };
        const char *how = by == 1 ? "byte by byte" : "whole";
        is_int(events(a, in, by, &t, &err), r->rc, "%s, %s: result", r->name, how);
        is_cstr(cp_buf_str(&t.b), r->want, "%s, %s", r->name, how);
        if (r->rc != CP_OK)
            is_uint(err.line, r->line, "%s, %s: line", r->name, how);
        cp_arena_free(a);
    }
}

/* A document of `front`, n times `piece` (%d: its number) and `back`: what becomes of it. */
static cp_rc grown(const char *front, const char *piece, uint32_t n, const char *back, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    cp_sax_opts opts = { .trim = true };
    cp_sax *x = cp_sax_new(a, &opts, &(cp_sax_events){ 0 });
    char text[256];
    cp_rc rc = cp_sax_feed(x, cp_bytes_of_str(cp_str_c(front)), err);
    for (uint32_t i = 0; i < n && rc == CP_OK; i++) {
        int length = snprintf(text, sizeof text, piece, i);
        rc = cp_sax_feed(x, (cp_bytes){ (const uint8_t *)text, (size_t)length }, err);
    }
    if (rc == CP_OK)
        rc = cp_sax_feed(x, cp_bytes_of_str(cp_str_c(back)), err);
    if (rc == CP_OK)
        rc = cp_sax_end(x, err);
    cp_arena_free(a);
    return rc;
}

#define BLANKS "                                                                                "
static void check_growth(void)
{
    cp_err err;
    is_int(grown("", "<a%u>\n", 10000, "", &err), CP_ELIMIT, "10,000 in each other");
    is_uint(err.line, CP_SAX_DEPTH_MAX + 1, "in which line");
    is_int(grown("<a>", BLANKS BLANKS "%u", 20000, "</a>", &err), CP_OK, "a text of 3 MB");
    is_int(grown("<a>", BLANKS BLANKS "<b%u/>", 20000, "</a>", &err), CP_OK, "20,000 names");
    is_int(grown("<a k='", BLANKS "%u", 100, "'/>", &err), CP_OK, "an attribute of 8 KB");
    is_int(grown("<a/>", " %u", 0, BLANKS "\n", &err), CP_OK, "blanks behind");
}

static void check_endless(void)
{
    static char piece[65536];
    cp_err err;
    const struct {
        const char *name, *front;
        char fill;
    } all[] = { { "an attribute without end", "<a>\n<b k='", 'x' },
                { "a comment without end", "<a>\n<!--", 'x' },
                { "a name without end", "<a>\n<", 'x' } };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_sax *x = cp_sax_new(a, NULL, &(cp_sax_events){ 0 });
        cp_rc rc = cp_sax_feed(x, cp_bytes_of_str(cp_str_c(all[i].front)), &err);
        memset(piece, all[i].fill, sizeof piece);
        for (int n = 0; n < 64 && rc == CP_OK; n++)
            rc = cp_sax_feed(x, (cp_bytes){ (const uint8_t *)piece, sizeof piece }, &err);
        is_int(rc, CP_ELIMIT, "%s", all[i].name);
        is_uint(err.line, 2, "%s: line", all[i].name);
        cp_arena_free(a);
    }
}

static void check_names_without_end(void)
{
    cp_err err;
    char name[200];
    cp_arena *a = cp_arena_new(0);
    cp_sax *x = cp_sax_new(a, NULL, &(cp_sax_events){ 0 });
    cp_rc rc = cp_sax_feed(x, cp_bytes_of_str(CP_STR("<a>")), &err);
    for (uint32_t i = 0; i < 1000000 && rc == CP_OK; i++) {
        int n = snprintf(name, sizeof name, "<b%0160u/>", i);
        rc = cp_sax_feed(x, (cp_bytes){ (const uint8_t *)name, (size_t)n }, &err);
    }
    is_int(rc, CP_ELIMIT, "a million different names of 160 bytes");
    cp_arena_free(a);
}

static bool at_once(void *ctx)
{
    (void)ctx;
    return true;
}

static void check_stop(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_sax_opts opts = { .is_stopped = at_once };
    cp_sax *x = cp_sax_new(a, &opts, &(cp_sax_events){ 0 });
    is_int(cp_sax_feed(x, cp_bytes_of_str(CP_STR("<a><b>")), NULL), CP_EINTR, "stopped");
    is_int(cp_sax_end(x, NULL), CP_EINTR, "and stays so");
    cp_arena_free(a);
}

static void check_utf16(void)
{
    static const uint8_t in[] = "\xff\xfe<\0a\0>\0\xe9\0\xe5\x65<\0/\0a\0>\0";
    cp_arena *a = cp_arena_new(0);
    told t = { .repair = true };
    is_int(events(a, (cp_bytes){ in, sizeof in - 1 }, 3, &t, NULL), CP_OK, "UTF-16");
    is_cstr(cp_buf_str(&t.b), "<a[\u00e9\u65e5]>", "its text");
    cp_arena_free(a);
}

/* Documents whose bytes are not what they say: read byte by byte and whole. */
static void check_repair(void)
{
    static const struct {
        const char *name, *in, *want;
        cp_rc rc;
        uint64_t n, first;
    } all[] = {
        { "Latin-1 as UTF-8", "<a k='\xe9t\xe9'>caf\xe9</a>", "<a{k=?t?}[caf?]>", CP_OK, 3, 6 },
        { "GBK as UTF-8", "<?xml version='1.0' encoding='UTF-8'?><a>\xb1\xb1\xbe\xa9 RRU-1</a>",
          "<a[???? RRU-1]>", CP_OK, 4, 41 },
        { "UTF-8", "<a>\u00e9\u65e5\U0001f600 plain text</a>",
          "<a[\u00e9\u65e5\U0001f600 plain..]>", CP_OK, 0, 0 },
        { "a control character", "<a>x\x01y\xef\xbf\xbez</a>", "<a[x?y???z]>", CP_OK, 4, 4 },
        { "surrogates, overlong", "<a>\xed\xa0\x80\xc0\x80</a>", "<a[?????]>", CP_OK, 5, 3 },
        { "a character that is cut off", "<a>x</a>\xe6\x97", "<a[x]>", CP_EFORMAT, 2, 8 },
        { "Latin-1 that says so", "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>",
          "<a[\u00e9]>", CP_OK, 0, 0 },
        { "GBK with half a character before a tag",
          "<?xml version='1.0' encoding='GBK'?><a k='\x81'>\xb1\xb1\xb1<b/>\xff</a>",
          "<a{k=\ufffd}[\u5317\ufffd]<b>[\ufffd]>", CP_OK, 3, 42 },
        { "GBK with a control character", "<?xml version='1.0' encoding='GBK'?><a>\xb1\xb1\x01</a>",
          "<a[\u5317\ufffd]>", CP_OK, 1, 41 },
        { "Shift_JIS cut off in a character",
          "<?xml version='1.0' encoding='Shift_JIS'?><a>x</a>\x83", "<a[x]>", CP_EFORMAT, 1, 50 },
        { "before the declaration is over", "<?xml version='\xe9'?><a/>", "", CP_EFORMAT, 0, 0 },
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        for (size_t by = 1; by <= 4096; by *= 4096) {
            cp_arena *a = cp_arena_new(0);
            told t = { .repair = true };
            uint64_t first;
            is_int(events(a, cp_bytes_of_str(cp_str_c(all[i].in)), by, &t, NULL), all[i].rc,
                   "repaired: %s", all[i].name);
            is_cstr(cp_buf_str(&t.b), all[i].want, "%s: events", all[i].name);
            is_uint(cp_sax_repaired(t.x, &first), all[i].n, "%s: how many", all[i].name);
            is_uint(first, all[i].first, "%s: the first", all[i].name);
            cp_arena_free(a);
        }
    }
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    check_growth();
    check_endless();
    check_names_without_end();
    check_stop();
    check_utf16();
    check_repair();
    return tap_done();
}
