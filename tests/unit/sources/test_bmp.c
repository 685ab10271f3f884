/* SPDX-License-Identifier: Apache-2.0 */
/* test_bmp.c - streams of BMP, good and bad: what is told of them; the same in pieces of any size,
 * and cut off at every byte. Forms: RFC 7854, 8671, 9069; OPENs RFC 4271, 5492, 6793, 7911,
 * 9072. */
#include "bmp_text.h"
#include "sources/bmp/open.h"
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))

/* ---- what streams are made of: AS 64500 at 192.0.2.9 */
#define V4_ADDR "000000000000000000000000c0000209"
#define V6_ADDR "20010db8000000000000000000000009"
#define NO_ADDR "00000000000000000000000000000000"
#define GLOBAL "0000000000000000"
#define PEER_AT(type_flags, instance, addr, at) \
    type_flags instance addr "0000fbf4 c0000209" at "00000000"
#define PEER(type_flags) PEER_AT(type_flags, GLOBAL, V4_ADDR, "00000064")
#define LOC(flags) PEER_AT("03" flags, GLOBAL, NO_ADDR, "00000064")
#define LOCAL "000000000000000000000000c0000201 00b3 c350"
#define AS4(asn) "4104" asn
#define PATHS "4504 000101"
/* AS 64499 and 64500 */
#define SENT "04 fbf3 00b4 c0000201 08 0206" AS4("0000fbf3")
#define RECEIVED "04 fbf4 00b4 c0000209 08 0206" AS4("0000fbf4")
#define SENT_OLD "04 fbf3 00b4 c0000201 00"
#define RECEIVED_OLD "04 fbf4 00b4 c0000209 00"
#define SENT_PATHS "04 fbf3 00b4 c0000201 0e 020c" AS4("0000fbf3") PATHS "01"
#define RECEIVED_PATHS "04 fbf4 00b4 c0000209 0e 020c" AS4("0000fbf4") PATHS "02"
#define ORIGIN "40010100"
#define HOP "400304c0000209"
#define PATH4 "40020a 0202 0000fbf4 0000fbf5"
#define PATH2 "400206 0202 fbf4 fbf5"
#define UPDATE4 "0000 0018" ORIGIN PATH4 HOP "18c63364"
#define UPDATE2 "0000 0014" ORIGIN PATH2 HOP "18c63364"
#define INIT                                   \
    {                                          \
        4, "0001 0004 6465736b 0002 0002 7231" \
    }
#define INITED "descr \"desk\"\nname \"r1\"\n"
#define UP(peer)                            \
    {                                       \
        3, peer LOCAL, 1, SENT, 1, RECEIVED \
    }

static const struct row {
    const char *name;
    bmp_step steps[6];
    const char *want;
} rows[] = {
    { "a router, a peer, a route",
      { INIT, UP(PEER("0000")), { 0, PEER("0000"), 2, UPDATE4 } },
      INITED "up of 0:192.0.2.9 AS64500 at 100\n"
             "A 198.51.100.0/24 [64500 64501] of 0:192.0.2.9 AS64500 in-pre at 100\n" },
    { "withdrawn, and the end of a RIB",
      { INIT,
        UP(PEER("0000")),
        { 0, PEER("0000"), 2, "0004 18c63364 0000" },
        { 0, PEER("0000"), 2, "0000 0000" } },
      INITED "up of 0:192.0.2.9 AS64500 at 100\n"
             "W 198.51.100.0/24 of 0:192.0.2.9 AS64500 in-pre at 100\n"
             "E 4 of 0:192.0.2.9 AS64500 in-pre at 100\n" },
    { "the four tables of a peer are one peer",
      { UP(PEER("0000")),
        { 0, PEER("0040"), 2, UPDATE4 },
        { 0, PEER("0010"), 2, UPDATE4 },
        { 0, PEER("0050"), 2, UPDATE4 } },
      "up of 0:192.0.2.9 AS64500 at 100\n"
      "A 198.51.100.0/24 [64500 64501] of 0:192.0.2.9 AS64500 in-post at 100\n"
      "A 198.51.100.0/24 [64500 64501] of 0:192.0.2.9 AS64500 out-pre at 100\n"
      "A 198.51.100.0/24 [64500 64501] of 0:192.0.2.9 AS64500 out-post at 100\n" },
    { "the router's own table, with its name",
      { { 3, LOC("00") NO_ADDR "00000000", 1, SENT, 1, SENT, "0003 0003 726564" },
        { 0, LOC("80"), 2, UPDATE4 } },
      "up of 0: AS64500 loc at 100\ntable \"red\" of peer\n"
      "A 198.51.100.0/24 [64500 64501] of 0: AS64500 loc at 100\n" },
    { "version 6, and a VPN's instance",
      { { 3, PEER_AT("0180", "0000fbf40000002a", V6_ADDR, "00000064") V6_ADDR "00b3c350", 1, SENT,
          1, RECEIVED } },
      "up of 0:2001:db8::9 AS64500 in fbf40000002a at 100\n" },
    { "of two instances there are two",
      { UP(PEER("0000")), UP(PEER_AT("0100", "000000000000002a", V4_ADDR, "00000064")) },
      "up of 0:192.0.2.9 AS64500 at 100\nup of 1:192.0.2.9 AS64500 in 2a at 100\n" },
    { "no time is told: that of the bytes",
      { UP(PEER_AT("0000", GLOBAL, V4_ADDR, "00000000")) },
      "up of 0:192.0.2.9 AS64500 at 7\n" },
    { "down, by each reason",
      { UP(PEER("0000")),
        { 2, PEER("0000") "04" },
        UP(PEER("0000")),
        { 2, PEER("0000") "01", 3, "0602" } },
      "up of 0:192.0.2.9 AS64500 at 100\ndown of 0:192.0.2.9 AS64500 at 100\n"
      "up of 0:192.0.2.9 AS64500 at 100\ndown of 0:192.0.2.9 AS64500 at 100\n" },
    { "the router ends: whoever was up is down",
      { UP(PEER("0000")), { 5, "0001 0002 0002 0000 0003 627965" } },
      "up of 0:192.0.2.9 AS64500 at 100\nended \"out of resources\"\ntext \"bye\"\n"
      "down of 0:192.0.2.9 AS64500 at 7\n" },
    { "so is who told of routes and never came up",
      { { 0, PEER("0000"), 2, UPDATE4 }, { 5, "0001 0002 0000" } },
      "A 198.51.100.0/24 [64500 64501] of 0:192.0.2.9 AS64500 in-pre at 100\n"
      "ended \"administratively closed\"\ndown of 0:192.0.2.9 AS64500 at 7\n" },
    { "two bytes an AS, by the flag",
      { { 3, PEER("0020") LOCAL, 1, SENT, 1, RECEIVED_OLD }, { 0, PEER("0020"), 2, UPDATE2 } },
      "up of 0:192.0.2.9 AS64500 at 100\n"
      "A 198.51.100.0/24 [64500 64501] of 0:192.0.2.9 AS64500 in-pre at 100\n" },
    { "without the flag, of a peer that has but two: what stands there",
      { { 3, PEER("0000") LOCAL, 1, SENT, 1, RECEIVED_OLD }, { 0, PEER("0000"), 2, UPDATE2 } },
      "up of 0:192.0.2.9 AS64500 at 100\n"
      "A 198.51.100.0/24 [64500 64501] of 0:192.0.2.9 AS64500 in-pre at 100\n" },
    { "the same, written anew with four (RFC 7854, 4.2)",
      { { 3, PEER("0000") LOCAL, 1, SENT_OLD, 1, RECEIVED_OLD }, { 0, PEER("0000"), 2, UPDATE4 } },
      "up of 0:192.0.2.9 AS64500 at 100\n"
      "A 198.51.100.0/24 [64500 64501] of 0:192.0.2.9 AS64500 in-pre at 100\n" },
    { "path identifiers, one way (RFC 7911)",
      { { 3, PEER("0000") LOCAL, 1, SENT_PATHS, 1, RECEIVED_PATHS },
        { 0, PEER("0000"), 2, "0000 0018" ORIGIN PATH4 HOP "00000005 18c63364" },
        { 0, PEER("0010"), 2, UPDATE4 } },
      "up of 0:192.0.2.9 AS64500 at 100\n"
      "A 198.51.100.0/24 id 5 [64500 64501] of 0:192.0.2.9 AS64500 in-pre at 100\n"
      "A 198.51.100.0/24 [64500 64501] of 0:192.0.2.9 AS64500 out-pre at 100\n" },
    { "of a peer that never came up, what can only be one thing",
      { { 0, PEER("0000"), 2, UPDATE4 },
        { 0, PEER("0000"), 2, "0000 0018" ORIGIN PATH4 HOP "18c63364 18c63365" } },
      "A 198.51.100.0/24 [64500 64501] of 0:192.0.2.9 AS64500 in-pre at 100\n"
      "A 198.51.100.0/24 [64500 64501] of 0:192.0.2.9 AS64500 in-pre at 100\n"
      "A 198.51.101.0/24 [64500 64501] of 0:192.0.2.9 AS64500 in-pre at 100\n" },
    { "and not what can be two: two prefixes, or one with an identifier",
      { { 0, PEER("0000"), 2, "0008 18c63364 18c63365 0000" } },
      "bad 1: a message of BGP can mean several things: what its peers agreed on is not known\n" },
    { "identifiers read as prefixes are several default routes",
      { { 0, PEER("0000"), 2, "0010 00000001 18c63364 00000002 18c63364 0000" } },
      "W 198.51.100.0/24 id 1 of 0:192.0.2.9 AS64500 in-pre at 100\n"
      "W 198.51.100.0/24 id 2 of 0:192.0.2.9 AS64500 in-pre at 100\n" },
    { "an OPEN that is cut off: what was agreed on is not known",
      { { 3, PEER("0000") LOCAL, 1, "04fbf3", 1, RECEIVED }, { 0, PEER("0000"), 2, UPDATE4 } },
      "bad 1: an OPEN of a peer that came up is malformed\nup of 0:192.0.2.9 AS64500 at 100\n"
      "A 198.51.100.0/24 [64500 64501] of 0:192.0.2.9 AS64500 in-pre at 100\n" },
    { "its own AS before the peer's is told as it stands",
      { UP(PEER("0000")),
        { 0, PEER("0000"), 2, "0000 0018" ORIGIN "40020a 0202 0000fbf3 0000fbf4" HOP "18c63364" } },
      "up of 0:192.0.2.9 AS64500 at 100\n"
      "A 198.51.100.0/24 [64499 64500] of 0:192.0.2.9 AS64500 in-pre at 100\n" },
    { "a malformed path withdraws (RFC 7606)",
      { UP(PEER("0000")),
        { 0, PEER("0000"), 2, "0000 0014" ORIGIN "400206 0903 fbf4fbf5" HOP "18c63364" } },
      "up of 0:192.0.2.9 AS64500 at 100\n"
      "W 198.51.100.0/24 of 0:192.0.2.9 AS64500 in-pre at 100\nbad 2: AS_PATH is malformed\n" },
    { "a VPN's routes are counted, not missing a next hop (RFC 4364)",
      { UP(PEER("0000")),
        { 0, PEER("0000"), 2,
          "0000 0034" ORIGIN PATH4 "800e20 000180 0c 0000000000000000c0000209 00"
          "70 000011 0000fbf400000001 0a0000" } },
      "up of 0:192.0.2.9 AS64500 at 100\n" },
    { "statistics and mirrored ones are passed over, as what is not known",
      { { 1, PEER("0000") "00000001 0000 0004 00000001" },
        { 6, PEER("0000") "0001 0002 0000" },
        { 77, "0102" },
        { -1, "04 00000007 00 00" },
        { 0, PEER("0900") "00" } },
      "" },
    { "not an UPDATE, nothing at all, no marker",
      { { 0, PEER("0000"), 4, "" },
        { 0, PEER("0000") },
        { 0, PEER("0000") "00ffffffffffffffffffffffffffffff 0013 04" } },
      "bad 1: a message of a route is another one than an UPDATE\n"
      "bad 2: a message of a route is empty\n"
      "bad 3: a message of BGP has another marker than 16 bytes of ones\n" },
    { "two UPDATEs in one",
      { UP(PEER("0000")), { 0, PEER("0000"), 2, UPDATE4, 2, "0004 18c63364 0000" } },
      "up of 0:192.0.2.9 AS64500 at 100\n"
      "A 198.51.100.0/24 [64500 64501] of 0:192.0.2.9 AS64500 in-pre at 100\n"
      "W 198.51.100.0/24 of 0:192.0.2.9 AS64500 in-pre at 100\n" },
    { "a header that is cut off, a text that is longer than its message",
      { { 2, "0000 00" }, { 4, "0001 0004 6465736b 0002 0009 7231" } },
      "bad 1: the header of a peer is cut off\ndescr \"desk\"\n"
      "bad 2: text about the router or a peer is longer than its message\n" },
    { "a message of no version: the stream is lost",
      { UP(PEER("0000")), { -1, "07 00000006 00" }, UP(PEER("0000")) },
      "up of 0:192.0.2.9 AS64500 at 100\nlost at 142: version 7 of BMP, expected 3\n" },
    { "a length shorter than the head",
      { { -1, "03 00000005 04" } },
      "lost at 0: a message of BMP of 5 bytes, expected at least 6\n" },
    { "a length beyond the limit",
      { { 4, "" }, { -1, "03 00040001 04" } },
      "lost at 6: a message of BMP of 262145 bytes, expected at most 262144\n" },
};

static cp_bytes stream_of(cp_arena *a, const struct row *r)
{
    cp_buf b = cp_buf_new(a);
    for (size_t i = 0; i < N(r->steps); i++)
        if (r->steps[i].head)
            put_step(a, &b, &r->steps[i]);
    return cp_bytes_of_str(cp_buf_str(&b));
}

/* In pieces of so many bytes; with what came of it at the end, but for a message that is cut. */
static cp_str told(cp_arena *a, cp_bytes in, size_t piece, cp_bmp_counts *n)
{
    bmp_heard h = { .a = a, .b = cp_buf_new(a) };
    cp_bmp_to to = { { &h, hear_event }, &h, hear_said, hear_bad };
    cp_err err;
    cp_rc rc = CP_OK;
    *n = (cp_bmp_counts){ .messages = 0 };
    cp_bmp *b = cp_bmp_new(a, &to, 0, n);
    for (size_t at = 0; rc == CP_OK && at < in.n; at += piece) {
        size_t left = in.n - at, k = left < piece ? left : piece;
        uint8_t *copy = malloc(k); /* so that a sanitizer sees what reads behind it */
        memcpy(copy, in.p + at, k);
        rc = cp_bmp_push(b, (cp_bytes){ copy, k }, 7000000, &err);
        free(copy);
    }
    if (rc != CP_OK && cp_bmp_is_lost(b))
        cp_buf_fmt(&h.b, "lost at %llu: %s\n", (unsigned long long)err.off_bytes, err.msg);
    else
        cp_bmp_stop(b);
    return cp_buf_str(&h.b);
}

static void test_rows(cp_arena *a)
{
    for (size_t i = 0; i < N(rows); i++) {
        cp_bmp_counts n, m;
        cp_bytes in = stream_of(a, &rows[i]);
        cp_str want = told(a, in, in.n, &n);
        is_cstr(want, rows[i].want, "%s", rows[i].name);
        bool is_same = true;
        for (size_t piece = 1; piece < 70; piece += piece < 10 ? 1 : 7)
            is_same &= cp_str_eq(told(a, in, piece, &m), want) && memcmp(&n, &m, sizeof n) == 0;
        ok(is_same, "%s: the same in pieces", rows[i].name);
    }
}

/* Cut off anywhere: what is told is a beginning of what the whole tells, and one is bad at most. */
static void test_cut(cp_arena *a)
{
    for (size_t i = 0; i < N(rows); i++) {
        cp_bytes in = stream_of(a, &rows[i]);
        cp_bmp_counts all, n;
        cp_str whole = told(a, in, in.n, &all);
        bool is_good = true;
        for (size_t k = 0; k < in.n; k++) {
            cp_str part = told(a, (cp_bytes){ in.p, k }, 64, &n);
            cp_str end = CP_STR(": the stream ends in a message\n");
            if (part.n > end.n && cp_str_eq(cp_str_from(part, part.n - end.n), end))
                while (part.n && (part.n == 1 || part.p[part.n - 2] != '\n'))
                    part.n--;
            is_good &= n.bad <= all.bad + 1;
        }
        ok(is_good && whole.n + 1, "%s: cut off", rows[i].name);
    }
}

static void test_counts(cp_arena *a)
{
    static const struct row misflagged = { "",
                                           { { 3, PEER("0000") LOCAL, 1, SENT, 1, RECEIVED_OLD },
                                             { 0, PEER("0000"), 2, UPDATE2 } },
                                           "" };
    static const struct row prepended = { "",
                                          { UP(PEER("0000")),
                                            { 0, PEER("0000"), 2,
                                              "0000 0018" ORIGIN "40020a 0202 0000fbf3 0000fbf4" HOP
                                              "18c63364" } },
                                          "" };
    cp_bmp_counts n;
    (void)told(a, stream_of(a, &misflagged), 50, &n);
    is_uint(n.misflagged, 1, "another width of AS than the flag says is counted");
    is_uint(n.early, 2, "before the router said who it is: counted, and read");
    (void)told(a, stream_of(a, &prepended), 50, &n);
    is_uint(n.prepended, 1, "the own AS before that of the peer is counted");
}

static void test_end(cp_arena *a)
{
    static const struct row up = { "", { INIT, UP(PEER("0000")) }, "" };
    cp_bytes in = stream_of(a, &up);
    bmp_heard h = { .a = a, .b = cp_buf_new(a) };
    cp_bmp_to to = { { &h, hear_event }, &h, NULL, hear_bad };
    cp_bmp_counts n = { .messages = 0 };
    cp_bmp *b = cp_bmp_new(a, &to, 40, &n);
    is_int(cp_bmp_push(b, in, 0, NULL), CP_OK, "a stream");
    is_int(cp_bmp_push(b, (cp_bytes){ in.p, 9 }, 0, NULL), CP_OK, "the beginning of a message");
    is_int(cp_bmp_end(b, 9000000, NULL), CP_OK, "and the connection ends");
    is_cstr(cp_buf_str(&h.b),
            "up of 40:192.0.2.9 AS64500 at 100\nbad 3: the stream ends in a message\n"
            "down of 40:192.0.2.9 AS64500 at 9\n",
            "whoever was up is down");
}

static cp_rc refuse(void *ctx, const cp_bgp_route *r, cp_err *err)
{
    (void)ctx;
    (void)r;
    return cp_fail(err, CP_EFULL, CP_NO_OFF, "no more");
}

static void test_refused(cp_arena *a)
{
    static const struct row up = { "", { INIT, UP(PEER("0000")) }, "" };
    cp_bmp_to to = { { NULL, refuse }, NULL, NULL, NULL };
    cp_bmp_counts n = { .messages = 0 };
    cp_bmp *b = cp_bmp_new(a, &to, 0, &n);
    is_int(cp_bmp_push(b, stream_of(a, &up), 0, NULL), CP_EFULL, "an error of whom it is told to");
    ok(!cp_bmp_is_lost(b), "is none of the stream");
}

static void test_many_peers(cp_arena *a)
{
    bmp_heard h = { .a = a, .b = cp_buf_new(a) };
    cp_bmp_to to = { { &h, hear_event }, &h, NULL, NULL };
    cp_bmp_counts n = { .messages = 0 };
    cp_bmp *b = cp_bmp_new(a, &to, 0, &n);
    static const bmp_step down = { 2, PEER("0000") "04" };
    enum { INSTANCE_AT = 8, OVER = 10 };
    cp_buf m = cp_buf_new(a);
    put_step(a, &m, &down);
    for (uint32_t i = 0; i < CP_BMP_PEERS_MAX + OVER; i++) {
        memcpy(m.p + INSTANCE_AT, &i, sizeof i);
        if (cp_bmp_push(b, cp_bytes_of_str(cp_buf_str(&m)), 0, NULL) != CP_OK)
            break;
        h.b.n = 0;
    }
    is_uint(cp_bmp_n_peers(b), CP_BMP_PEERS_MAX, "so many peers of a router, and no more");
    is_uint(n.peers_over, OVER, "the others are counted");
}

/* ---- OPENs */

static const struct open_row {
    const char *name, *hex;
    cp_rc rc;
    uint32_t as;
    uint8_t as4, paths_v4, paths_v6;
    const char *host;
} open_rows[] = {
    { "the least", SENT_OLD, CP_OK, 64499, 0, 0, 0, "" },
    { "four bytes an AS", "04 5ba0 00b4 c0000201 08 0206" AS4("00010001"), CP_OK, 65537, 1, 0, 0,
      "" },
    { "several paths, both families", "04 fbf3 00b4 c0000201 0c 020a 4508 00010101 00020103", CP_OK,
      64499, 0, 1, 3, "" },
    { "of a value that does not exist", "04 fbf3 00b4 c0000201 08 0206 4504 00010107", CP_OK, 64499,
      0, 0, 0, "" },
    { "each in a parameter of its own, one is not known",
      "04 fbf3 00b4 c0000201 10 0202 8000 0206" AS4("0000fbf3") "0902 0000", CP_OK, 64499, 1, 0, 0,
      "" },
    { "its name", "04 fbf3 00b4 c0000201 09 0207 4905 02723100 00", CP_OK, 64499, 0, 0, 0, "r1" },
    { "longer than 255 bytes can be (RFC 9072)",
      "04 fbf3 00b4 c0000201 ffff 0009 02 0006" AS4("0000fbf3"), CP_OK, 64499, 1, 0, 0, "" },
    { "a capability that is longer than its parameter", "04 fbf3 00b4 c0000201 06 0204 41040000",
      CP_OK, 64499, 0, 0, 0, "" },
    { "version 3", "03 fbf3 00b4 c0000201 00", CP_EFORMAT, 0, 0, 0, 0, "" },
    { "cut off", "04 fbf3 00b4 c00002", CP_ESHORT, 0, 0, 0, 0, "" },
    { "parameters that are cut off", "04 fbf3 00b4 c0000201 08 0206 4104", CP_ESHORT, 0, 0, 0, 0,
      "" },
    { "a parameter longer than all", "04 fbf3 00b4 c0000201 04 0206 4104", CP_EFORMAT, 0, 0, 0, 0,
      "" },
};

static void test_opens(cp_arena *a)
{
    for (size_t i = 0; i < N(open_rows); i++) {
        const struct open_row *r = &open_rows[i];
        cp_buf b = cp_buf_new(a);
        cp_bgp_open x;
        put_hex(a, &b, r->hex);
        cp_rc rc = cp_bgp_open_read(cp_bytes_of_str(cp_buf_str(&b)), &x, NULL);
        is_int(rc, r->rc, "OPEN: %s", r->name);
        if (rc != CP_OK)
            continue;
        is_uint(x.as, r->as, "OPEN: %s: AS", r->name);
        ok(x.has_as4 == r->as4 && x.paths_v4 == r->paths_v4 && x.paths_v6 == r->paths_v6,
           "OPEN: %s: what it can do", r->name);
        is_cstr(x.host, r->host, "OPEN: %s: name", r->name);
    }
}

static const struct {
    const char *hex;
    bool looks_so;
} looks[] = {
    { "03 00000006 04", true },
    { "03 0000000e 04 0001 0004 6465736b", true },
    { "03 00000013 0e e0 00000000 000100080003000000", false }, /* TPKT: RFC 1006 */
    { "03 0000000e 04 0001 0004 6465", true },                  /* cut by the segment */
    { "03 00000006 04 04", false },
    { "03 00000006 04 03 000000", true },
    { "03 00000030 00 09", false },
    { "03 00000030 00 03", true },
    { "03 0000002f 00 03", false },
    { "03 00000006 07", false },
    { "03 00040001 04", false },
    { "16 03010200 01", false },
};

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    test_rows(a);
    test_cut(a);
    test_counts(a);
    test_end(a);
    test_refused(a);
    test_many_peers(a);
    test_opens(a);
    for (size_t i = 0; i < N(looks); i++) {
        cp_buf b = cp_buf_new(a);
        put_hex(a, &b, looks[i].hex);
        is_int(cp_bmp_looks_so(cp_bytes_of_str(cp_buf_str(&b))), looks[i].looks_so, "%s: BMP?",
               looks[i].hex);
    }
    cp_arena_free(a);
    return tap_done();
}
