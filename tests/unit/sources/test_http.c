/* SPDX-License-Identifier: Apache-2.0 */
/* HTTP/1: bodies, titles, challenges and cookies from RFC 9110, 9112, 6265 and HTML, and whose what
 * is that a conversation shows. */
#include <zlib.h>
#include "sources/app/http.h"
#include "talk.h"

/* ---- fields */

static const struct text_row {
    const char *in, *want; /* want NULL: nothing */
} challenges[] = {
    { "Basic realm=\"A 1\"", "Basic realm=\"A 1\"" },
    { "Basic", "Basic" },
    { "Basic realm=A 1", "Basic realm=\"A 1\"" },
    { "Digest nonce=\"secret\", realm = \"A, \\\"B\\\"\", qop=\"auth\"",
      "Digest realm=\"A, \\\"B\\\"\"" },
    { "Digest realm=\"A\",nonce=\"n\", Basic realm=\"B\"",
      "Digest realm=\"A\", Basic realm=\"B\"" },
    { "Negotiate YIIabc==, NTLM TlRMTVNTUAAC", "Negotiate, NTLM" },
    { "Negotiate, Basic realm=\"B\"", "Negotiate, Basic realm=\"B\"" },
    { "Basic realm=\"never ends", "Basic realm=\"never ends\"" },
    { "Basic realm=\"\\", "Basic realm=\"\\\"" },
    { "", "" },
    { ",,, =", "" },
}, cookies[] = {
    { "sid=secret; Path=/", "sid" },
    { " a = b", "a" },
    { "a=", "a" },
    { "=b", NULL },
    { "a; b=c", NULL },
    { "", NULL },
}, titles[] = {
    { "<html><head><title>A  &amp;\r\n B</title>", "A & B" },
    { "<TITLE lang=en>A</TITLE >", "A" },
    { "<title>A &#x42;&#67;&#8364;&nbsp;</title>", "A BC\xe2\x82\xac" },
    { "<title>A &unknown; &#0; &#xd800; &#1234567890;</title>",
      "A &unknown; &#0; &#xd800; &#1234567890;" },
    { "<titles>A</titles><title>B</title>", "B" },
    { "<body><svg><title>A</title></svg>", NULL },
    { "<title>A", NULL },
    { "<title>A</titl", NULL },
    { "<title", NULL },
    { "<title></title>", NULL },
    { "<", NULL },
    { "", NULL },
};

static void check_fields(cp_arena *a)
{
    for (size_t i = 0; i < sizeof challenges / sizeof *challenges; i++)
        is_cstr(cp_http_challenges(a, cp_str_c(challenges[i].in)), challenges[i].want,
                "challenges: %s", challenges[i].in);
    for (size_t i = 0; i < sizeof cookies / sizeof *cookies; i++) {
        cp_str name = { NULL, 0 };
        bool has = cp_http_cookie_name(cp_str_c(cookies[i].in), &name);
        ok(has == (cookies[i].want != NULL), "cookie or not: %s", cookies[i].in);
        if (has && cookies[i].want)
            is_cstr(name, cookies[i].want, "cookie: %s", cookies[i].in);
    }
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        cp_str title = { NULL, 0 };
        bool is_over, has = cp_http_title(a, cp_str_c(titles[i].in), &title, &is_over);
        ok(has == (titles[i].want != NULL), "title or not: %s", titles[i].in);
        if (has && titles[i].want)
            is_cstr(title, titles[i].want, "title: %s", titles[i].in);
    }
}

/* ---- bodies */

static const struct body_row {
    const char *name, *fields, *in, *want;
    size_t want_n_in;
} bodies[] = {
    { "a length", "Content-Length: 3", "abcHTTP", "abc", 3 },
    { "a length that goes on", "Content-Length: 9", "abc", "abc", SIZE_MAX },
    { "up to the end", "X: y", "abc", "abc", SIZE_MAX },
    { "two chunks", "Transfer-Encoding: chunked", "2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\nHTTP", "abc",
      22 },
    { "a chunk that goes on", "Transfer-Encoding: gzip, Chunked", "5\r\nab", "ab", SIZE_MAX },
    { "a chunk of no size", "Transfer-Encoding: chunked", "zz\r\nab", "", SIZE_MAX },
    { "a chunk too long", "Transfer-Encoding: chunked", "ffffffffffffffff\r\nab", "ab", SIZE_MAX },
    { "a chunk without its end", "Transfer-Encoding: chunked", "2\r\nabc", "ab", SIZE_MAX },
    { "chunks win over a length", "Content-Length: 1\r\nTransfer-Encoding: chunked",
      "1\r\na\r\n0\r\n\r\n", "a", 11 },
    { "a length that is none", "Content-Length: 3, 3", "abc", "abc", SIZE_MAX },
    { "a coding that is not unpacked", "Content-Encoding: br\r\nContent-Length: 3", "abc", "", 3 },
};

static void check_bodies(cp_arena *a)
{
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        const struct body_row *r = &bodies[i];
        cp_head h;
        uint8_t out[64];
        size_t n_in;
        cp_str head = cp_str_fmt(a, "HTTP/1.1 200 OK\r\n%s\r\n\r\n", r->fields);
        is_int(cp_head_parse(cp_bytes_of_str(head), &h, NULL), CP_OK, "%s: head", r->name);
        cp_http_body b = cp_http_body_of(&h);
        cp_bytes copy = exact_copy(cp_bytes_of_str(cp_str_c(r->in)), strlen(r->in));
        size_t n = cp_http_front(&b, copy, out, sizeof out, &n_in);
        is_cstr(((cp_str){ (char *)out, n }), r->want, "%s: front", r->name);
        is_uint(n_in, r->want_n_in, "%s: end", r->name);
        is_uint(cp_http_front(&b, copy, out, 1, &n_in), n > 0, "%s: no more than fits", r->name);
        free((void *)(uintptr_t)copy.p);
    }
}

/* As gzip, zlib and bare deflate: whole, cut at every byte, and a bomb. */
static void check_packed(void)
{
    static uint8_t plain[100000], packed[2000], out[CP_HTTP_LOOK_BYTES_MAX];
    static const int windows[] = { 15 + 16, 15, -15 };
    cp_http_body b = { .ends = CP_HTTP_AT_CLOSE, .is_packed = true };
    memset(plain, 'x', sizeof plain);
    for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
        z_stream z = { .next_in = plain,
                       .avail_in = sizeof plain,
                       .next_out = packed,
                       .avail_out = sizeof packed };
        size_t before = 0, n_in;
        bool grows = true;
        if (deflateInit2(&z, 9, Z_DEFLATED, windows[i], 8, Z_DEFAULT_STRATEGY) != Z_OK ||
            deflate(&z, Z_FINISH) != Z_STREAM_END)
            abort();
        size_t n_packed = z.total_out;
        (void)deflateEnd(&z);
        for (size_t n = 0; n <= n_packed; n++) {
            cp_bytes cut = exact_copy((cp_bytes){ packed, n }, n);
            size_t got = cp_http_front(&b, cut, out, sizeof out, &n_in);
            grows = grows && got >= before && got <= sizeof out;
            before = got;
            free((void *)(uintptr_t)cut.p);
        }
        ok(grows, "packed with window %d: what is unpacked grows", windows[i]);
        is_uint(before, sizeof out, "to its limit");
        ok(out[0] == 'x' && out[sizeof out - 1] == 'x', "and is right");
    }
}

/* ---- whose is what */

#define CLIENT " ip=192.0.2.1\n"
#define SERVER " ip=192.0.2.2\n"
#define ROOT "C:GET / HTTP/1.1\r\nHost: h\r\n\r\n"
#define PAGE \
    "Content-Type: text/html; charset=utf-8\r\nContent-Length: 20\r\n\r\n<title>Title</title>"
#define HOST "1 http.host \"h\"" SERVER

static const struct row {
    const char *name;
    const char *lines[5];
    const char *want;
} rows[] = {
    { "a request",
      { "C:GET /x HTTP/1.1\r\nUser-Agent: U/1\r\nHost: h\r\nCookie: secret\r\n"
        "Authorization: Basic secret\r\n\r\n" },
      "1 http.user_agent \"U/1\"" CLIENT HOST },
    { "a response from the middle of a connection",
      { "S:HTTP/1.1 200 OK\r\nServer: A/1\r\nX-Powered-By: B/2\r\nSet-Cookie: sid=secret; "
        "Path=/\r\n"
        "WWW-Authenticate: Digest realm=\"R\", nonce=\"secret\"\r\n\r\n" },
      "1 http.server \"A/1\"" SERVER "1 http.x_powered_by \"B/2\"" SERVER
      "1 http.set_cookie \"sid=\"" SERVER "1 http.www_authenticate \"Digest realm=\"R\"\"" SERVER },
    { "the page at /",
      { ROOT, "S:HTTP/1.1 200 OK\r\n" PAGE },
      HOST "2 http.title \"Title\"" SERVER },
    { "the page at /, by another name",
      { "C:GET /index.html?x HTTP/1.1\r\nHost: h\r\n\r\n", "S:HTTP/1.1 200 OK\r\n" PAGE },
      HOST "2 http.title \"Title\"" SERVER },
    { "another page",
      { "C:GET /news HTTP/1.1\r\nHost: h\r\n\r\n", "S:HTTP/1.1 200 OK\r\n" PAGE },
      HOST "2 http.page_title \"Title\"" SERVER },
    { "nobody knows which page",
      { "S:HTTP/1.1 200 OK\r\n" PAGE },
      "1 http.page_title \"Title\"" SERVER },
    { "two asked at once",
      { ROOT, "C:GET /b HTTP/1.1\r\nHost: h\r\n\r\n", "S:HTTP/1.1 200 OK\r\n" PAGE },
      HOST "3 http.page_title \"Title\"" SERVER },
    { "the next page of a connection",
      { ROOT, "S:HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
        "C:GET /b HTTP/1.1\r\nHost: h\r\n\r\n", "S:HTTP/1.1 200 OK\r\n" PAGE },
      HOST "4 http.page_title \"Title\"" SERVER },
    { "an error's page has no title", { ROOT, "S:HTTP/1.1 404 No\r\n" PAGE }, HOST },
    { "through a proxy that says so",
      { ROOT, "S:HTTP/1.1 200 OK\r\nServer: A/1\r\nVia: 1.1 p\r\nX-Powered-By: B\r\n" PAGE },
      HOST "2 http.relayed_server \"A/1\"" SERVER "2 http.via \"1.1 p\"" SERVER },
    { "through a proxy that is asked as one",
      { "C:GET http://far/ HTTP/1.1\r\nHost: far\r\nUser-Agent: U\r\n\r\n",
        "S:HTTP/1.1 200 OK\r\nServer: A/1\r\n" PAGE },
      "1 http.user_agent \"U\"" CLIENT "2 http.relayed_server \"A/1\"" SERVER },
    { "from a proxy",
      { "C:GET /x HTTP/1.1\r\nUser-Agent: U\r\nX-Forwarded-For: 10.0.0.1\r\n\r\n" },
      "1 http.relayed_user_agent \"U\"" CLIENT },
    { "two messages in one segment",
      { "S:HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nServer: A\r\nContent-Length: 2\r\n\r\nxx"
        "HTTP/1.1 200 OK\r\nServer: B\r\n\r\n" },
      "1 http.server \"A\"" SERVER "1 http.server \"B\"" SERVER },
    { "behind chunks",
      { "S:HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"
        "HTTP/1.1 200 OK\r\nServer: B\r\n\r\n" },
      "1 http.server \"B\"" SERVER },
    { "a head in pieces, and a title in the last",
      { ROOT, "S:HTTP/1.1 200 OK\r\nSer", "S:ver: A/1\r\nContent-Type: text/html\r\n\r\n<ti",
        "S:tle>Title</title>" },
      HOST "3 http.server \"A/1\"" SERVER "4 http.title \"Title\"" SERVER },
    { "a start line in pieces",
      { ROOT, "S:H", "S:TT", "S:P/1.", "S:1 200 OK\r\nServer: A/1\r\n\r\n" },
      HOST "5 http.server \"A/1\"" SERVER },
    { "what only began like one", { "S:HT", "S:ML and more\r\n", "S:HTTP" }, "" },
    { "a head of which the rest was lost",
      { "S:HTTP/1.1 200 OK\r\nServer: A/1\r\nX-Powered", "s:and more" },
      "2 http.server \"A/1\"" SERVER },
    { "what a server sends is no request",
      { "S:HTTP/1.1 204 No\r\nServer: A\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n" },
      "1 http.server \"A\"" SERVER },
    { "the description of a device",
      { "S:HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 150\r\n\r\n"
        "<root xmlns=\"urn:schemas-upnp-org:device-1-0\"><device><manufacturer>A &amp; B",
        "S:</manufacturer><modelName>M1</modelName><UDN>uuid:1</UDN></device></root>" },
      "2 upnp.manufacturer \"A & B\"" SERVER "2 upnp.model_name \"M1\"" SERVER
      "2 upnp.udn \"uuid:1\"" SERVER },
    { "another document of XML",
      { "S:HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 36\r\n\r\n"
        "<feed><manufacturer>A</manufacturer>" },
      "" },
    { "something else", { "S:HTTP/1.1 of something\r\n", "C:GET up /x\r\n" }, "" },
};

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    check_fields(a);
    check_bodies(a);
    check_packed();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        talk *k = talk_new(a, 80, false);
        for (size_t l = 0; l < 5 && rows[i].lines[l]; l++)
            talk_line(k, rows[i].lines[l]);
        is_cstr(talk_end(k), rows[i].want, "%s", rows[i].name);
        is_uint(k->src.records_bad, 0, "%s: no fault", rows[i].name);
    }
    cp_arena_free(a);
    return tap_done();
}
