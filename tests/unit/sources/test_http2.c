/* SPDX-License-Identifier: Apache-2.0 */
/* HTTP/2: connections begun as RFC 9113, 3.4 says, with header blocks of RFC 7541: literal fields
 * (00, a name, a value), indexed ones (82: ":method GET", 88: ":status 200"). */
#include "packets.h"
#include "sources/app/http2.h"

#define PREFACE "505249202a20485454502f322e300d0a0d0a534d0d0a0d0a"
#define SETTINGS "000006 04 00 00000000 0003 00000064"
#define NO_SETTINGS "000000 04 00 00000000"
#define WINDOW "000004 08 00 00000000 00000fff"
#define AUTHORITY "41 05 616d662e31" /* ":authority: amf.1", name indexed */
#define AGENT "7a 03 534d46"         /* "user-agent: SMF" */
#define SERVER "76 03 4e5246"        /* "server: NRF" */
#define VIA "7c 03 534350"           /* "via: SCP" */

static const struct row {
    const char *name, *hex;
    cp_rc want;
    uint64_t want_off;
    const char *server, *agent, *authority;
} rows[] = {
    { "a request", PREFACE SETTINGS "00000d 01 04 00000001 82" AUTHORITY AGENT, CP_OK, 0, "", "SMF",
      "amf.1" },
    { "a response", NO_SETTINGS WINDOW "000006 01 04 00000001 88" SERVER, CP_OK, 0, "NRF", "", "" },
    { "padded, with a priority",
      NO_SETTINGS "00000e 01 2c 00000001 02 00000000 10 88" SERVER "0000", CP_OK, 0, "NRF", "",
      "" },
    { "continued within a field",
      NO_SETTINGS "000003 01 00 00000001 88 76 03 000003 09 04 00000001 4e5246", CP_OK, 0, "NRF",
      "", "" },
    { "behind a promise, and compressed with its help",
      NO_SETTINGS "000009 05 04 00000001 00000002" SERVER "000002 01 04 00000001 88 be", CP_OK, 0,
      "NRF", "", "" },
    { "behind a promise that goes on",
      NO_SETTINGS "000005 05 00 00000001 00000002 82 000001 09 04 00000001 84"
                  "000006 01 04 00000001 88" SERVER,
      CP_OK, 0, "NRF", "", "" },
    { "what is promised is not its server's",
      NO_SETTINGS "000009 05 04 00000001 00000002" SERVER "000001 01 04 00000001 88", CP_OK, 0, "",
      "", "" },
    { "behind an interim response",
      NO_SETTINGS "00000a 01 04 00000001 48 03 313033" SERVER
                  "000006 01 04 00000001 88 76 03 5a5a5a",
      CP_OK, 0, "ZZZ", "", "" },
    { "a promise cut off", NO_SETTINGS "000003 05 04 00000001 000000", CP_EFORMAT, 9, "", "", "" },
    { "a client's promise", PREFACE NO_SETTINGS "000005 05 04 00000001 00000002 82", CP_EFORMAT, 33,
      "", "", "" },
    { "what follows is not read", NO_SETTINGS "000006 01 04 00000001 88" SERVER "ff", CP_OK, 0,
      "NRF", "", "" },
    { "nothing", "", CP_ESHORT, 0, "", "", "" },
    { "half a preface", "505249202a2048", CP_ESHORT, 0, "", "", "" },
    { "settings only", PREFACE SETTINGS, CP_ESHORT, 39, "", "", "" },
    { "header block cut off", NO_SETTINGS "000006 01 04 00000001 88 76", CP_ESHORT, 9, "", "", "" },
    { "not begun with settings", WINDOW "000006 01 04 00000001 88" SERVER, CP_EUNKNOWN, 0, "", "",
      "" },
    { "settings of five bytes", "000005 04 00 00000000 0003000000", CP_EUNKNOWN, 0, "", "", "" },
    { "settings that acknowledge", "000000 04 01 00000000", CP_EUNKNOWN, 0, "", "", "" },
    { "a first frame of 4 MB", "400000 04 00 00000000", CP_EUNKNOWN, 0, "", "", "" },
    { "a later one", NO_SETTINGS "400000 01 04 00000001", CP_EFORMAT, 9, "", "", "" },
    { "padding longer than the frame", NO_SETTINGS "000002 01 0c 00000001 ff 88", CP_EFORMAT, 9, "",
      "", "" },
    { "priority cut off", NO_SETTINGS "000002 01 24 00000001 00 88", CP_EFORMAT, 9, "", "", "" },
    { "continuation of nothing", NO_SETTINGS "000006 09 04 00000001 88" SERVER, CP_EFORMAT, 9, "",
      "", "" },
    { "another frame within a block", NO_SETTINGS "000001 01 00 00000001 88" WINDOW, CP_EFORMAT, 19,
      "", "", "" },
    { "a field of the table that is not there", NO_SETTINGS "000001 01 04 00000001 be", CP_EFORMAT,
      9, "", "", "" },
    { "a field cut off by its block", NO_SETTINGS "000003 01 04 00000001 76 03 4e", CP_EFORMAT, 9,
      "", "", "" },
};

static void check_row(cp_arena *a, const struct row *r)
{
    cp_err err = { .off_bytes = 0 };
    cp_http2 p;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_http2_parse(a, copy, &p, &err), r->want, "%s: result", r->name);
    if (r->want != CP_OK)
        is_uint(err.off_bytes, r->want_off, "%s: position", r->name);
    is_cstr(p.server, r->server, "%s: server", r->name);
    is_cstr(p.user_agent, r->agent, "%s: user agent", r->name);
    is_cstr(p.authority, r->authority, "%s: authority", r->name);
    free((void *)(uintptr_t)copy.p);
}

static void check_truncation(cp_arena *a)
{
    cp_bytes in = from_hex(a, rows[0].hex);
    uint32_t n_short = 0;
    for (size_t n = 0; n < in.n; n++) {
        cp_http2 p;
        cp_bytes cut = exact_copy(in, n);
        n_short += cp_http2_parse(a, cut, &p, NULL) == CP_ESHORT;
        free((void *)(uintptr_t)cut.p);
    }
    is_uint(n_short, in.n, "cut at every byte: more is wanted");
}

static void check_limits(cp_arena *a)
{
    enum { FIELDS = 2000 };
    bytes b = { NULL, 0 };
    cp_http2 p;
    cp_err err;
    add_hex(a, &b, NO_SETTINGS "0007d0 01 04 00000001");
    for (size_t i = 0; i < FIELDS; i++)
        add(&b, "\x88", 1);
    is_int(cp_http2_parse(a, of(&b), &p, &err), CP_ELIMIT, "2,000 fields in 2,000 bytes");
    b.n = 0;
    for (size_t i = 0; i < 100; i++)
        add_hex(a, &b, NO_SETTINGS);
    is_int(cp_http2_parse(a, of(&b), &p, &err), CP_ELIMIT, "100 frames without fields");
    b.n = 0; /* a field of 1,000 bytes goes into the table and is repeated: 200 kB of 1.2 */
    add_hex(a, &b, NO_SETTINGS "0004b9 01 04 00000001 40 01 61 7f e906");
    for (size_t i = 0; i < 1000; i++)
        add(&b, "x", 1);
    for (size_t i = 0; i < 203; i++)
        add(&b, "\xbe", 1);
    is_int(cp_http2_parse(a, of(&b), &p, &err), CP_ELIMIT, "fields that grow");
    free(b.p);
}

/* RFC 7540, 3.2: asked for in HTTP/1.1, begun behind the answer, in its segment or the next. */
static void check_upgrade(cp_arena *a)
{
    uint64_t n_bad;
    cp_str ask = CP_STR("GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                        "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"),
           yes = CP_STR("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: "
                        "h2c\r\n\r\n");
    cp_bytes h2 = from_hex(a, rows[1].hex), in = from_hex(a, rows[0].hex);
    bytes b = { NULL, 0 };
    add(&b, yes.p, yes.n);
    add(&b, h2.p, h2.n);
    size_t n_same = 0;
    for (size_t n = 10; n <= b.n; n++) {
        cp_bytes x[] = { tcp_packet(a, 1, 40000, 2, 80, 1, cp_bytes_of_str(ask)),
                         tcp_packet(a, 2, 80, 1, 40000, 1, (cp_bytes){ b.p, n }),
                         tcp_packet(a, 2, 80, 1, 40000, 1 + (uint32_t)n,
                                    (cp_bytes){ b.p + n, b.n - n }),
                         tcp_packet(a, 1, 40000, 2, 80, 1 + (uint32_t)ask.n, in) };
        const char *want = n < b.n ? "1 http.host \"h\" ip=192.0.2.2\n"
                                     "3 http.server \"NRF\" ip=192.0.2.2\n"
                                     "4 http.user_agent \"SMF\" ip=192.0.2.1\n"
                                     "4 http.host \"amf.1\" ip=192.0.2.2\n"
                                   : "1 http.host \"h\" ip=192.0.2.2\n"
                                     "2 http.server \"NRF\" ip=192.0.2.2\n"
                                     "4 http.user_agent \"SMF\" ip=192.0.2.1\n"
                                     "4 http.host \"amf.1\" ip=192.0.2.2\n";
        n_same += cp_str_eq(told_by(a, x, 4, &n_bad), cp_str_c(want)) && n_bad == 0;
    }
    is_uint(n_same, b.n - 9, "HTTP/1.1 upgraded, the answer cut at every byte");
    free(b.p);
}

static void check_told(cp_arena *a)
{
    uint64_t n_bad;
    cp_bytes in = from_hex(a, rows[0].hex), out = from_hex(a, rows[1].hex);
    cp_bytes x[] = { tcp_packet(a, 1, 40000, 2, 80, 1, (cp_bytes){ in.p, 30 }),
                     tcp_packet(a, 1, 40000, 2, 80, 31, (cp_bytes){ in.p + 30, in.n - 30 }),
                     tcp_packet(a, 2, 80, 1, 40000, 1, out) };
    is_cstr(told_by(a, x, 3, &n_bad),
            "2 http.user_agent \"SMF\" ip=192.0.2.1\n"
            "2 http.host \"amf.1\" ip=192.0.2.2\n"
            "3 http.server \"NRF\" ip=192.0.2.2\n",
            "both sides of a connection");
    cp_bytes p = tcp_packet(a, 2, 80, 1, 40000, 1,
                            from_hex(a, NO_SETTINGS "00000b 01 04 00000001 88" SERVER VIA));
    is_cstr(told_by(a, &p, 1, &n_bad),
            "1 http.via \"SCP\" ip=192.0.2.2\n1 http.relayed_server \"NRF\" ip=192.0.2.2\n",
            "behind a proxy");
    is_uint(n_bad, 0, "no fault");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    check_truncation(a);
    check_limits(a);
    check_told(a);
    check_upgrade(a);
    cp_arena_free(a);
    return tap_done();
}
