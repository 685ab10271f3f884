/* SPDX-License-Identifier: Apache-2.0 */
/* TLS: hellos written from RFC 8446 and RFC 5246, in records whole, split and lying; JA4 against
 * the published examples; what a capture of a connection tells. */
#include "frames.h"
#include "sources/app/tls.h"
#include "sources/pcap/capture.h"

#define R32 "0000000000000000000000000000000000000000000000000000000000000000"
/* length 2 + 32 + 1 + 2 + 2 + 1 + 1 + 2 + 13 = 56 */
#define SNI_A "0000 0009 0007 00 0004 612e6465" /* a.de */
#define CLIENT "01000038 0303" R32 "00 0002 1301 01 00 000d" SNI_A
#define SERVER "02000026 0303" R32 "00 c02f 00"
#define SERVER13 "0200002e 0303" R32 "00 1301 00 0006 002b 0002 0304"
#define LEAF "0b000009 000006 000003 300100"

static const struct row {
    const char *name, *hex;
    cp_rc want;
    uint32_t want_type;
    bool want_hello, want_whole;
    uint32_t want_leaf;
} rows[] = {
    { "a client", "160301 003c" CLIENT, CP_OK, 1, true, true, 0 },
    { "what follows is not wanted", "160301 003c" CLIENT "170303 0001 00", CP_OK, 1, true, true,
      0 },
    { "in two records", "160301 0005 0100003803 160301 0037 03" R32 "00 0002 1301 01 00 000d" SNI_A,
      CP_OK, 1, true, true, 0 },
    { "in two records, the first of a head and a version",
      "160301 0006 010000380303 160301 0036" R32 "00 0002 1301 01 00 000d" SNI_A, CP_OK, 1, true,
      true, 0 },
    { "cut in the record", "160301 003c 010000380303 0000", CP_OK, 1, false, false, 0 },
    { "another kind of record in the middle", "160301 0006 010000380303 170303 0001 00", CP_OK, 1,
      false, true, 0 },
    { "a server, its certificate in the same record", "160303 0037" SERVER LEAF, CP_OK, 2, true,
      true, 3 },
    { "in the next record", "160303 002a" SERVER "160303 000d" LEAF, CP_OK, 2, true, true, 3 },
    { "not yet there", "160303 002a" SERVER, CP_OK, 2, true, false, 0 },
    { "a chain of which only the leaf is there",
      "160303 002a" SERVER "160303 1000 0b000ffc 000ff9 000003 300100 0003e8", CP_OK, 2, true, true,
      3 },
    { "resumed: none", "160303 002a" SERVER "140303 0001 01", CP_OK, 2, true, true, 0 },
    { "none, but another message", "160303 002a" SERVER "160303 0004 0e000000", CP_OK, 2, true,
      true, 0 },
    { "1.3: encrypted", "160303 0032" SERVER13, CP_OK, 2, true, true, 0 },
    { "a warning before", "150301 0002 0170 160303 0037" SERVER LEAF, CP_OK, 2, true, true, 3 },
    { "a warning alone", "150301 0002 0170", CP_OK, 0, false, false, 0 },
    { "a list of certificates longer than its message",
      "160303 0037" SERVER "0b000009 000007 000003 300100", CP_EFORMAT, 2, true, false, 0 },
    { "a certificate longer than its list", "160303 0037" SERVER "0b000009 000006 000004 300100",
      CP_EFORMAT, 2, true, false, 0 },
    { "an empty record", "160301 0000 0100003803 03", CP_OK, 0, false, true, 0 },
    { "a fatal alert", "150301 0002 0228", CP_EFORMAT, 0, false, false, 0 },
    { "encrypted", "160303 0028 0000000000000000", CP_EFORMAT, 0, false, false, 0 },
    { "a hello of 64 KiB", "160303 4000 01010000 0303", CP_EFORMAT, 0, false, false, 0 },
    { "not TLS", "474554202f", CP_EFORMAT, 0, false, false, 0 },
};

static void check_row(cp_arena *a, const struct row *r)
{
    cp_tls_flight f;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_tls_flight_parse(a, copy, &f, NULL), r->want, "%s: result", r->name);
    is_uint(f.type, r->want_type, "%s: type", r->name);
    is_int(f.has_hello, r->want_hello, "%s: the hello is there", r->name);
    is_int(f.is_whole, r->want_whole, "%s: nothing more is wanted", r->name);
    is_uint(f.leaf.n, r->want_leaf, "%s: leaf", r->name);
    free((void *)(uintptr_t)copy.p);
}

/* body of a ClientHello behind the random */
static const struct hello_row {
    const char *name, *hex;
    cp_rc want;
    uint16_t want_version;
    const char *want_sni, *want_alpn;
} hellos[] = {
    { "without extensions", "00 0002 1301 01 00", CP_OK, 0x0303, "", "" },
    { "SNI", "00 0002 1301 01 00 000d" SNI_A, CP_OK, 0x0303, "a.de", "" },
    { "versions, GREASE first", "00 0002 1301 01 00 000b 002b 0007 06 7a7a 0304 0303", CP_OK,
      0x0304, "", "" },
    { "only GREASE", "00 0002 1301 01 00 0007 002b 0003 02 7a7a", CP_OK, 0x0303, "", "" },
    { "ALPN", "00 0002 1301 01 00 0012 0010 000e 000c 02 6832 08 687474702f312e31", CP_OK, 0x0303,
      "", "h2" },
    { "an SNI of another type", "00 0002 1301 01 00 000d 0000 0009 0007 01 0004 612e6465", CP_OK,
      0x0303, "", "" },
    { "an SNI longer than its list",
      "00 0002 1301 01 00 0012 0000 0009 0007 00 0005 612e6465"
      "002b 0001 00",
      CP_EFORMAT, 0x0303, "", "" },
    { "an extension longer than the list", "00 0002 1301 01 00 0004 0000 0001", CP_ESHORT, 0x0303,
      "", "" },
    { "a list longer than the hello", "00 0002 1301 01 00 00ff" SNI_A, CP_ESHORT, 0x0303, "a.de",
      "" },
    { "an odd list of ciphers", "00 0003 130113 01 00", CP_EFORMAT, 0x0303, "", "" },
    { "ciphers past the end", "00 00ff 1301", CP_ESHORT, 0x0303, "", "" },
    { "session past the end", "ff 00", CP_ESHORT, 0x0303, "", "" },
    { "odd signature algorithms", "00 0002 1301 01 00 0009 000d 0005 0003 040304", CP_EFORMAT,
      0x0303, "", "" },
};

static void check_hello(cp_arena *a, const struct hello_row *r)
{
    cp_tls_hello h;
    cp_bytes in = from_hex(a, cp_str_fmt(a, "0303" R32 "%s", r->hex).p);
    cp_bytes copy = exact_copy(in, in.n);
    is_int(cp_tls_hello_parse(copy, CP_TLS_CLIENT_HELLO, false, &h, NULL), r->want, "%s: result",
           r->name);
    is_uint(h.version, r->want_version, "%s: version", r->name);
    is_cstr(h.sni, r->want_sni, "%s: SNI", r->name);
    is_cstr(h.alpn, r->want_alpn, "%s: ALPN", r->name);
    free((void *)(uintptr_t)copy.p);
}

/* Cut at every byte, whatever was read lies before the cut. */
static void check_truncation(cp_arena *a)
{
    cp_bytes in = from_hex(a, "160303 002a" SERVER "160303 000d" LEAF);
    uint32_t n_whole = 0;
    for (size_t n = 0; n < in.n; n++) {
        cp_tls_flight f;
        cp_tls_hello h;
        cp_bytes cut = exact_copy(in, n);
        n_whole += cp_tls_flight_parse(a, cut, &f, NULL) == CP_OK && f.is_whole;
        (void)!cp_tls_hello_parse(f.hello, CP_TLS_SERVER_HELLO, false, &h, NULL);
        (void)!cp_tls_hello_parse(f.hello, CP_TLS_CLIENT_HELLO, true, &h, NULL);
        free((void *)(uintptr_t)cut.p);
    }
    is_uint(n_whole, 0, "cut at every byte: never whole");
}

/* ---- JA4: the examples of technical_details/JA4.md */

#define CIPHERS "1301130213 03c02bc02fc02cc030cca9cca8c013c014009c009d002f0035"
#define EXT(type) type "0000"
#define EXTENSIONS                                                                        \
    EXT("001b")                                                                           \
    "0000 0009 0007 00 0004 612e6465" EXT(                                                \
        "0033") "0010 000e 000c 02 6832 08 687474702f312e31" EXT("4469") EXT("0017")      \
        EXT("002d") "000d 0012 0010 0403 0804 0401 0503 0805 0501 0806 0601" EXT("0005")  \
            EXT("0023") EXT("0012") "002b 0007 06 aaaa 0304 0303" EXT("ff01") EXT("000b") \
                EXT("000a") EXT("0015")

static cp_bytes client(cp_arena *a, const char *ciphers, const char *extensions)
{
    cp_buf b = cp_buf_new(a);
    cp_bytes c = from_hex(a, ciphers), e = from_hex(a, extensions);
    cp_buf_fmt(&b, "0303" R32 "00 %04x %s 0100 %04x %s", (unsigned)c.n, ciphers, (unsigned)e.n,
               extensions);
    return from_hex(a, cp_str_dup(a, cp_buf_str(&b)).p);
}

static cp_ja4_memo memo_of_all;

static void check_ja4_of(cp_arena *a, const char *ciphers, const char *extensions, char transport,
                         const char *want, const char *what)
{
    cp_tls_hello h;
    is_int(cp_tls_hello_parse(client(a, ciphers, extensions), CP_TLS_CLIENT_HELLO, false, &h, NULL),
           CP_OK, "%s: read", what);
    is_cstr(cp_tls_ja4(a, NULL, &h, transport), want, "%s", what);
    for (int i = 0; i < 2; i++)
        is_cstr(cp_tls_ja4(a, &memo_of_all, &h, transport), want, "%s, with a memo", what);
}

static void check_ja4(cp_arena *a)
{
    check_ja4_of(a, CIPHERS, EXTENSIONS, 't', "t13d1516h2_8daaf6152771_e5627efa2ab1",
                 "JA4, the published example");
    check_ja4_of(a, "0a0a" CIPHERS "fafa", EXT("1a1a") EXTENSIONS EXT("baba"), 't',
                 "t13d1516h2_8daaf6152771_e5627efa2ab1", "GREASE is ignored");
    check_ja4_of(a, CIPHERS, EXTENSIONS, 'q', "q13d1516h2_8daaf6152771_e5627efa2ab1", "over QUIC");
    check_ja4_of(a, "", "", 't', "t12i000000_000000000000_000000000000", "nothing offered");
    check_ja4_of(a, "", "0010 0004 0002 01 ab", 't', "t12i0001ab_000000000000_000000000000",
                 "ALPN of one byte that is no letter");
    check_ja4_of(a, "", "0010 0005 0003 02 30ab", 't', "t12i00013b_000000000000_000000000000",
                 "ALPN of a digit and such a byte");
    check_ja4_of(a, "", "0010 0004 0002 01 68", 't', "t12i0001hh_000000000000_000000000000",
                 "ALPN of one letter");
}

static void check_limits(cp_arena *a)
{
    cp_buf b = cp_buf_new(a), e = cp_buf_new(a);
    cp_tls_hello h;
    cp_err err;
    for (int i = 0; i < CP_TLS_CIPHERS_MAX + 1; i++)
        cp_buf_add_c(&b, "1301");
    for (int i = 0; i < CP_TLS_EXTENSIONS_MAX + 1; i++)
        cp_buf_add_c(&e, EXT("0017"));
    is_int(cp_tls_hello_parse(client(a, cp_str_dup(a, cp_buf_str(&b)).p, ""), CP_TLS_CLIENT_HELLO,
                              false, &h, &err),
           CP_ELIMIT, "too many ciphers: %s", err.msg);
    is_int(cp_tls_hello_parse(client(a, "", cp_str_dup(a, cp_buf_str(&e)).p), CP_TLS_CLIENT_HELLO,
                              false, &h, &err),
           CP_ELIMIT, "too many extensions: %s", err.msg);
}

/* ---- a connection */

/* A segment as raw IP from one end to the other. */
static void send(cp_arena *a, cp_capture *c, bool by_client, uint32_t seq, const char *hex)
{
    cp_bytes in = from_hex(a, hex);
    cp_str head =
        cp_str_fmt(a, "4500%04x 0001 0000 4006 0000 %s %s %s %08x 00000000 5018 ffff 0000 0000",
                   (unsigned)in.n + 40, by_client ? "c0000201" : "c0000207",
                   by_client ? "c0000207" : "c0000201", by_client ? "c000 01bb" : "01bb c000", seq);
    bytes frame = { .n = 0 };
    add_hex(a, &frame, head.p);
    add(&frame, in.p, in.n);
    cp_frame f = { of(&frame), (uint32_t)frame.n, 101, 1 };
    is_int(cp_capture_frame(c, &f, NULL), CP_OK, "a segment of %zu bytes", in.n);
    free(frame.p);
}

static void check_capture(cp_arena *a)
{
    told t = { .b = cp_buf_new(a) };
    cp_obs_sink sink = { &t, tell_obs, tell_link };
    cp_source src = { .n_problems = 0 };
    cp_capture *c = cp_capture_new(a, &sink, &src);
    send(a, c, true, 1, "160301 003d" CLIENT);
    /* the server's hello without the last byte of its certificate, then that */
    send(a, c, false, 1, "160303 0037" SERVER "0b000009 000006 000003 3001");
    send(a, c, false, 60, "00");
    send(a, c, true, 67, "160303 0028 0000000000000000");
    is_int(cp_capture_end(c, NULL), CP_OK, "end");
    is_cstr(cp_buf_str(&t.b),
            "1 tls.sni \"a.de\" ip=192.0.2.7\n"
            "1 tls.ja4 \"t12d010100_0f2cb44170f4_000000000000\" ip=192.0.2.1\n"
            "3 tls.version \"1.2\" ip=192.0.2.7\n"
            "3 tls.cipher \"c02f\" ip=192.0.2.7\n",
            "a connection whose certificate is malformed");
    ok(cp_str_has(src.note, CP_STR("TLS 2")), "heard twice");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    for (size_t i = 0; i < sizeof hellos / sizeof *hellos; i++)
        check_hello(a, &hellos[i]);
    check_truncation(a);
    check_ja4(a);
    check_limits(a);
    check_capture(a);
    cp_arena_free(a);
    return tap_done();
}
