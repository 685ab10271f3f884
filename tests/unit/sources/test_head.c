/* SPDX-License-Identifier: Apache-2.0 */
/* Start line and fields: rows from RFC 9112 (HTTP/1.1), RFC 2326 (RTSP) and RFC 3261 with the
 * torture messages of RFC 4475 (SIP), and what senders of all kinds make of them. */
#include "frames.h"
#include "sources/app/head.h"

static const struct row {
    const char *name, *in;
    cp_rc want;
    cp_head_proto proto;
    uint16_t status;
    const char *method, *target; /* of a request */
    uint32_t n_fields;
    const char *server; /* the field of this name */
} rows[] = {
    { "a response", "HTTP/1.1 200 OK\r\nServer: A/1\r\n\r\n", CP_OK, CP_HEAD_HTTP, 200, "", "", 1,
      "A/1" },
    { "no reason", "HTTP/1.1 404\r\nServer: A/1\r\n\r\n", CP_OK, CP_HEAD_HTTP, 404, "", "", 1,
      "A/1" },
    { "a request", "GET /a HTTP/1.1\r\nHost: b\r\n\r\n", CP_OK, CP_HEAD_HTTP, 0, "GET", "/a", 1,
      NULL },
    { "bare LF", "HTTP/1.0 200 OK\nX: y\nserver: A/1\n\n", CP_OK, CP_HEAD_HTTP, 200, "", "", 2,
      "A/1" },
    { "empty lines before", "\r\n\r\nGET / HTTP/1.1\r\n\r\n", CP_OK, CP_HEAD_HTTP, 0, "GET", "/", 0,
      NULL },
    { "folded", "HTTP/1.1 200 OK\r\nServer: A/1\r\n \t(B)\r\nX: y\r\n\r\n", CP_OK, CP_HEAD_HTTP,
      200, "", "", 2, "A/1 (B)" },
    { "folded from an empty value", "HTTP/1.1 200 OK\r\nServer:\r\n  A/1\r\n\r\n", CP_OK,
      CP_HEAD_HTTP, 200, "", "", 1, "A/1" },
    { "blanks before the colon", "SIP/2.0 200 OK\r\nServer  \t: A/1\r\n\r\n", CP_OK, CP_HEAD_SIP,
      200, "", "", 1, "A/1" },
    { "an empty value", "HTTP/1.1 200 OK\r\nServer:\r\n\r\n", CP_OK, CP_HEAD_HTTP, 200, "", "", 1,
      "" },
    { "a line without a colon is passed over", "HTTP/1.1 200 OK\r\nrubbish\r\nServer: A/1\r\n\r\n",
      CP_OK, CP_HEAD_HTTP, 200, "", "", 2, "A/1" },
    { "a name that is no token", "HTTP/1.1 200 OK\r\n(Server): A/1\r\n\r\n", CP_OK, CP_HEAD_HTTP,
      200, "", "", 1, NULL },
    { "the first of two", "HTTP/1.1 200 OK\r\nServer: A/1\r\nServer: B/2\r\n\r\n", CP_OK,
      CP_HEAD_HTTP, 200, "", "", 2, "A/1" },
    { "a blank in the target", "GET /a b HTTP/1.1\r\n\r\n", CP_OK, CP_HEAD_HTTP, 0, "GET", "/a b",
      0, NULL },
    { "RTSP", "DESCRIBE rtsp://a/b RTSP/1.0\r\nCSeq: 1\r\n\r\n", CP_OK, CP_HEAD_RTSP, 0, "DESCRIBE",
      "rtsp://a/b", 1, NULL },
    { "RTSP 2.0 (RFC 7826)", "RTSP/2.0 401 No\r\nServer: A\r\n\r\n", CP_OK, CP_HEAD_RTSP, 401, "",
      "", 1, "A" },
    { "SIP", "OPTIONS sip:a@b SIP/2.0\r\n\r\n", CP_OK, CP_HEAD_SIP, 0, "OPTIONS", "sip:a@b", 0,
      NULL },
    { "a method with a sign", "M-SEARCH * HTTP/1.1\r\n\r\n", CP_OK, CP_HEAD_HTTP, 0, "M-SEARCH",
      "*", 0, NULL },
    { "nothing", "", CP_ESHORT, CP_HEAD_NONE, 0, "", "", 0, NULL },
    { "half a start line", "HTTP/1.1 200 O", CP_ESHORT, CP_HEAD_NONE, 0, "", "", 0, NULL },
    { "the end is missing", "HTTP/1.1 200 OK\r\nServer: A/1\r\nX: y", CP_ESHORT, CP_HEAD_HTTP, 200,
      "", "", 1, "A/1" },
    { "HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", CP_EFORMAT, CP_HEAD_NONE, 0, "", "", 0, NULL },
    { "a status of two digits", "HTTP/1.1 20 OK\r\n\r\n", CP_EFORMAT, CP_HEAD_NONE, 0, "", "", 0,
      NULL },
    { "a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n", CP_EFORMAT, CP_HEAD_NONE, 0, "", "", 0,
      NULL },
    { "no target", "GET HTTP/1.1\r\n\r\n", CP_EFORMAT, CP_HEAD_NONE, 0, "", "", 0, NULL },
    { "only blanks as a target", "GET   HTTP/1.1\r\n\r\n", CP_EFORMAT, CP_HEAD_NONE, 0, "", "", 0,
      NULL },
    { "a target that is not text", "GET \x01/ HTTP/1.1\r\n\r\n", CP_EFORMAT, CP_HEAD_NONE, 0, "",
      "", 0, NULL },
    { "small letters", "get / HTTP/1.1\r\n\r\n", CP_EFORMAT, CP_HEAD_NONE, 0, "", "", 0, NULL },
    { "only empty lines", "\r\n\r\n\r\n\r\n\r\n\r\n", CP_EFORMAT, CP_HEAD_NONE, 0, "", "", 0,
      NULL },
};

static cp_str text_or_none(const char *s) { return s ? cp_str_c(s) : (cp_str){ NULL, 0 }; }

static void check_row(cp_arena *a, const struct row *r)
{
    cp_head h;
    cp_err err = { .off_bytes = 0 };
    cp_bytes copy = exact_copy(cp_bytes_of_str(cp_str_c(r->in)), strlen(r->in));
    is_int(cp_head_parse(copy, &h, &err), r->want, "%s: result", r->name);
    is_int(h.proto, r->proto, "%s: protocol", r->name);
    is_int(h.status, r->status, "%s: status", r->name);
    is_cstr(h.method, r->method, "%s: method", r->name);
    is_cstr(h.target, r->target, "%s: target", r->name);
    is_uint(h.n_fields, r->n_fields, "%s: fields", r->name);
    cp_str server = cp_head_get(&h, CP_STR("Server")), want = text_or_none(r->server);
    ok((server.p == NULL) == (want.p == NULL), "%s: has the field or not", r->name);
    is_str(cp_head_unfold(a, server), want, "%s: the field", r->name);
    is_uint(h.n_bytes, h.is_whole ? copy.n : 0, "%s: where the body begins", r->name);
    free((void *)(uintptr_t)copy.p);
}

/* Wherever it is cut: no over-read, and the end is missing until the last byte. */
static void check_cuts(void)
{
    static const char in[] = "\r\nHTTP/1.1 200 OK\r\nServer: A\r\n B\r\nX : y\r\n\r\n";
    bool is_short = true, is_none = true;
    for (size_t n = 0; n < sizeof in - 1; n++) {
        cp_bytes copy = exact_copy((cp_bytes){ (const uint8_t *)in, n }, n);
        cp_head h;
        is_short = is_short && cp_head_parse(copy, &h, NULL) == CP_ESHORT && !h.is_whole;
        is_none = is_none && (n >= 5 || cp_head_look(copy) == CP_HEAD_NONE);
        cp_str rest = h.fields;
        for (cp_field f; cp_head_next(&rest, &f);)
            is_short = is_short && f.name.n > 0;
        free((void *)(uintptr_t)copy.p);
    }
    ok(is_short, "each cut is short");
    ok(is_none, "a few bytes are no message yet");
}

static const struct look_row {
    const char *name, *in;
    cp_head_proto want;
} look_rows[] = {
    { "a response", "HTTP/1.1 2", CP_HEAD_HTTP },
    { "a request", "GET / HTTP/1.0\r\n", CP_HEAD_HTTP },
    { "the same method in another protocol", "OPTIONS * RTSP/1.0\r\n", CP_HEAD_RTSP },
    { "and another", "OPTIONS * SIP/2.0\r\n", CP_HEAD_SIP },
    { "two blanks", "GET  / HTTP/1.1\r\n", CP_HEAD_HTTP },
    { "a long target", "GET /aaaaaaaaaaaaaaaaaaaaaaaa", CP_HEAD_HTTP },
    { "a long SIP target", "INVITE sip:aaaaaaaaaaa", CP_HEAD_SIP },
    { "a proxy is asked", "GET http://a/", CP_HEAD_HTTP },
    { "a target behind twenty blanks", "GET                     / HTTP/1.1\r\n", CP_HEAD_NONE },
    { "a method that begins with no letter", "_GET / HTTP/1.0\r\n", CP_HEAD_NONE },
    { "a long line of something else", "THE quick brown fox jumps", CP_HEAD_NONE },
    { "a whole line of something else", "USER /x y\r\n", CP_HEAD_NONE },
    { "a command of mail", "EHLO example.com\r\n", CP_HEAD_NONE },
    { "an answer of mail", "220 example.com\r\n", CP_HEAD_NONE },
};

static void check_limits(cp_arena *a)
{
    cp_head h;
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "HTTP/1.1 200 OK\r\nServer: A\r\n");
    for (int i = 0; i < CP_HEAD_FIELDS_MAX; i++)
        cp_buf_fmt(&b, "X-%d: y\r\n", i);
    cp_buf_add_c(&b, "\r\n");
    is_int(cp_head_parse(cp_bytes_of_str(cp_buf_str(&b)), &h, NULL), CP_ELIMIT, "too many fields");
    is_cstr(cp_head_get(&h, CP_STR("Server")), "A", "what came before stays");
    b = cp_buf_new(a);
    cp_buf_add_c(&b, "HTTP/1.1 200 OK\r\nServer: A\r\nX: ");
    for (int i = 0; i <= CP_HEAD_LINE_BYTES_MAX; i++)
        cp_buf_char(&b, 'x');
    is_int(cp_head_parse(cp_bytes_of_str(cp_buf_str(&b)), &h, NULL), CP_ELIMIT, "an endless line");
    cp_buf_add_c(&b, "\r\n\r\n");
    is_int(cp_head_parse(cp_bytes_of_str(cp_buf_str(&b)), &h, NULL), CP_ELIMIT, "a long line");
    b = cp_buf_new(a);
    cp_buf_add_c(&b, "HTTP/1.1 200 OK\r\nServer: A\r\n");
    for (int i = 0; i < CP_HEAD_BYTES_MAX / 8 + 1; i++)
        cp_buf_add_c(&b, "\txxxxx\r\n");
    is_int(cp_head_parse(cp_bytes_of_str(cp_buf_str(&b)), &h, NULL), CP_ELIMIT, "a long head");
    b = cp_buf_new(a);
    for (int i = 0; i <= CP_HEAD_LINE_BYTES_MAX; i++)
        cp_buf_char(&b, 'G');
    is_int(cp_head_parse(cp_bytes_of_str(cp_buf_str(&b)), &h, NULL), CP_ELIMIT,
           "an endless start line");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    for (size_t i = 0; i < sizeof look_rows / sizeof *look_rows; i++) {
        cp_str in = cp_str_c(look_rows[i].in);
        is_int(cp_head_look(cp_bytes_of_str(in)), look_rows[i].want, "look: %s", look_rows[i].name);
    }
    static const struct {
        const char *in;
        cp_head_proto want;
    } begins[] = { { "", CP_HEAD_NONE },        { "H", CP_HEAD_HTTP },
                   { "HTTP/1.", CP_HEAD_HTTP }, { "HTTP/1.1", CP_HEAD_NONE },
                   { "HTML", CP_HEAD_NONE },    { "RTSP/2", CP_HEAD_RTSP },
                   { "SIP/", CP_HEAD_SIP },     { "SSH-", CP_HEAD_NONE } };
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        is_int(cp_head_begins(cp_bytes_of_str(cp_str_c(begins[i].in))), begins[i].want,
               "begins: \"%s\"", begins[i].in);
    static const struct {
        const char *in;
        bool want;
    } may[] = { { "", false },
                { "G", true },
                { "GE", true },
                { "GET", true },
                { "GET ", true },
                { "GET h", true },
                { "GET ht\n", false },
                { "GET x", false },
                { "get", false },
                { "DESCRIBE rt", true },
                { "G1", false },
                { "-", false },
                { "AAAAAAAAAAAAAAAAAAAAAAAAA", false } };
    for (size_t i = 0; i < sizeof may / sizeof *may; i++)
        ok(cp_head_may_begin(cp_bytes_of_str(cp_str_c(may[i].in))) == may[i].want,
           "may begin: \"%s\"", may[i].in);
    check_cuts();
    check_limits(a);
    cp_arena_free(a);
    return tap_done();
}
