/* SPDX-License-Identifier: Apache-2.0 */
/* test_follow.c - one direction of a connection, whose segments come in any order, twice, in other
 * pieces, or not at all; numbers that pass zero; and captures with BGP and BMP in them. */
#include "bmp_text.h"
#include "packets.h"
#include "sources/pcap/bgp.h"
#include "sources/pcap/follow.h"
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))

static cp_rc hear_bytes(void *ctx, cp_bytes b, bool is_torn, cp_err *err)
{
    cp_buf *out = ctx;
    (void)err;
    cp_buf_add_c(out, is_torn ? "|" : "");
    cp_buf_add(out, cp_str_of_bytes(b));
    return CP_OK;
}

static const struct row {
    const char *name;
    struct {
        int32_t off;
        const char *bytes;
    } segments[8];
    const char *want;
    uint64_t n_gaps;
} rows[] = {
    { "in order", { { 0, "ab" }, { 2, "cd" } }, "abcd", 0 },
    { "one before another", { { 2, "cd" }, { 0, "ab" } }, "abcd", 0 },
    { "twice", { { 0, "ab" }, { 0, "ab" }, { 2, "c" }, { 0, "ab" } }, "abc", 0 },
    { "in other pieces the second time",
      { { 0, "abc" }, { 1, "bcde" }, { 4, "ef" } },
      "abcdef",
      0 },
    { "what waits is there in two versions: the longer",
      { { 3, "d" }, { 3, "de" }, { 3, "x" }, { 0, "abc" } },
      "abcde",
      0 },
    { "what waits overlaps", { { 4, "ef" }, { 2, "cde" }, { 0, "ab" } }, "abcdef", 0 },
    { "never captured", { { 0, "ab" }, { 5, "fg" }, { 9, "j" } }, "ab|fg|j", 2 },
    { "of before the beginning", { { -3, "xyz" }, { -1, "za" }, { 1, "b" } }, "ab", 0 },
};

static void test_rows(cp_arena *a, uint32_t first)
{
    for (size_t i = 0; i < N(rows); i++) {
        cp_buf out = cp_buf_new(a);
        cp_follow_to to = { &out, hear_bytes };
        cp_follow f = { .next = 0 };
        bool is_far;
        cp_rc rc = CP_OK;
        cp_follow_begin(&f, first);
        for (size_t k = 0; rc == CP_OK && k < N(rows[i].segments) && rows[i].segments[k].bytes; k++)
            rc = cp_follow_put(&f, first + (uint32_t)rows[i].segments[k].off,
                               cp_bytes_of_str(cp_str_c(rows[i].segments[k].bytes)), &to, &is_far,
                               NULL);
        is_int(rc == CP_OK ? cp_follow_end(&f, &to, NULL) : rc, CP_OK, "%s", rows[i].name);
        is_cstr(cp_buf_str(&out), rows[i].want, "%s, from %u", rows[i].name, first);
        is_uint(f.n_gaps, rows[i].n_gaps, "%s: gaps", rows[i].name);
        cp_follow_clear(&f);
    }
}

/* A stream cut into segments that come in a random order within a window, some twice: what comes
 * out is the stream. */
static void test_random(cp_arena *a)
{
    enum { BYTES = 600, WINDOW = 8 };
    uint8_t in[BYTES];
    uint64_t seed = 1;
    bool is_good = true;
    for (uint32_t i = 0; i < BYTES; i++)
        in[i] = (uint8_t)('a' + i % 26);
    for (uint32_t t = 0; t < tap_cases(400); t++) {
        cp_buf out = cp_buf_new(a);
        cp_follow_to to = { &out, hear_bytes };
        cp_follow f = { .next = 0 };
        uint32_t from[BYTES], size[BYTES], n = 0, first = (uint32_t)(seed >> 32);
        bool is_far;
        for (uint32_t at = 0; at < BYTES; n++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            from[n] = at;
            size[n] = 1 + (uint32_t)(seed >> 60);
            size[n] = size[n] > BYTES - at ? BYTES - at : size[n];
            at += size[n];
        }
        for (uint32_t i = 0; i + 1 < n; i++) { /* shuffled within groups */
            uint32_t end = (i / WINDOW + 1) * WINDOW < n ? (i / WINDOW + 1) * WINDOW : n;
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            uint32_t k = i + (uint32_t)(seed >> 33) % (end - i);
            uint32_t x = from[i], y = size[i];
            from[i] = from[k], size[i] = size[k], from[k] = x, size[k] = y;
        }
        cp_follow_begin(&f, first);
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t k = 0; k <= i % 3 / 2; k++)
                is_good &= cp_follow_put(&f, first + from[i], (cp_bytes){ in + from[i], size[i] },
                                         &to, &is_far, NULL) == CP_OK;
        is_good &= f.n_ahead == 0 && cp_str_eq(cp_buf_str(&out), (cp_str){ (char *)in, BYTES });
        cp_follow_clear(&f);
    }
    ok(is_good, "segments in any order are the stream");
}

static void test_window(cp_arena *a)
{
    cp_buf out = cp_buf_new(a);
    cp_follow_to to = { &out, hear_bytes };
    cp_follow f = { .next = 0 };
    bool is_far;
    cp_follow_begin(&f, 5);
    for (uint32_t i = 0; i <= CP_FOLLOW_AHEAD_MAX; i++)
        ok(cp_follow_put(&f, 7 + 2 * i, (cp_bytes){ (const uint8_t *)"x", 1 }, &to, &is_far,
                         NULL) == CP_OK,
           "a segment behind gaps");
    is_cstr(cp_buf_str(&out), "|x", "the first gap is given up where too much waits");
    ok(cp_follow_put(&f, 1u << 30, (cp_bytes){ (const uint8_t *)"x", 1 }, &to, &is_far, NULL) ==
               CP_OK &&
           is_far,
       "so far off it is of another connection");
    cp_follow_clear(&f);
}

/* ---- captures */

#define OPEN_A "04 fbf3 00b4 c0000201 08 0206 41040000fbf3"
#define UPDATE4 "0000 0018 40010100 40020a02020000fbf40000fbf5 400304c0000209 18c63364"

typedef struct packet {
    uint32_t seq;
    cp_bytes bytes;
    uint8_t flags; /* 0: as packets.h has them */
    bool is_back;  /* from 192.0.2.2; what it acknowledges is 1 */
} packet;

/* Frames of 192.0.2.1:source to 192.0.2.2:port, read as a capture does; packets.h has no file
 * around them, so that of one is made. */
static cp_str heard_of(cp_arena *a, uint16_t port, const packet *p, size_t n, cp_bgp_heard *x)
{
    enum { IP_BYTES = 20, ACK_AT = 11, FLAGS_AT = 13 };
    static const cp_read_opts opts;
    bmp_heard h = { .a = a, .b = cp_buf_new(a) };
    cp_buf file = cp_buf_new(a);
    put_hex(a, &file, "a1b2c3d4 0002 0004 00000000 00000000 00040000 00000065");
    for (size_t i = 0; i < n; i++) {
        cp_bytes ip = p[i].is_back ? tcp_packet(a, 2, port, 1, 50000, p[i].seq, p[i].bytes)
                                   : tcp_packet(a, 1, 50000, 2, port, p[i].seq, p[i].bytes);
        uint8_t *tcp = (uint8_t *)(uintptr_t)ip.p + IP_BYTES;
        tcp[ACK_AT] = 1;
        tcp[FLAGS_AT] = p[i].flags ? p[i].flags : tcp[FLAGS_AT];
        put_be(&file, 7, 4);
        put_be(&file, 0, 4);
        put_be(&file, ip.n, 4);
        put_be(&file, ip.n, 4);
        cp_buf_add(&file, cp_str_of_bytes(ip));
    }
    cp_source src = { .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    cp_err err;
    *x = (cp_bgp_heard){ .to = { &h, hear_event } };
    cp_input *in = cp_input_of_bytes(a, cp_bytes_of_str(cp_buf_str(&file)));
    cp_rc rc = cp_bgp_read_capture(a, in, &opts, x, &src, &err);
    if (rc != CP_OK)
        cp_buf_fmt(&h.b, "error: %s\n", err.msg);
    for (uint32_t i = 0; i < src.n_problems; i++)
        cp_buf_fmt(&h.b, "%llu: %.*s\n", (unsigned long long)src.problems[i].pos,
                   CP_FMT(src.problems[i].text));
    return cp_buf_str(&h.b);
}

#define PEER \
    "0000 0000000000000000 000000000000000000000000c0000209 0000fbf4 c0000209 00000064 00000000"
#define ROUTE "A 198.51.100.0/24 [64500 64501] of"

static void test_bgp(cp_arena *a)
{
    cp_buf b = cp_buf_new(a);
    cp_bgp_heard x;
    put_bgp(a, &b, 1, OPEN_A);
    put_bgp(a, &b, 4, "");
    put_bgp(a, &b, 2, UPDATE4);
    cp_bytes all = cp_bytes_of_str(cp_buf_str(&b));
    const packet cut[] = { { 1, { all.p, 30 } },
                           { 71, { all.p + 70, all.n - 70 } },
                           { 31, { all.p + 30, 40 } },
                           { 1, { all.p, 30 } } };
    is_cstr(heard_of(a, 179, cut, 4, &x),
            "up of 0:192.0.2.1 AS64499 in-pre at 7\n" ROUTE " 0:192.0.2.1 AS64499 in-pre at 7\n",
            "a session in segments out of order, one twice");
    is_uint(x.sessions, 1, "is one session");
    const packet torn[] = { { 1, { all.p, 30 } }, { 71, { all.p + 56, all.n - 56 } } };
    is_cstr(heard_of(a, 179, torn, 2, &x),
            ROUTE " 0:192.0.2.1 AS0 in-pre at 7\n"
                  "2: BGP: a message of BGP is cut off: what is behind was not captured\n",
            "what was not captured is said; it goes on behind it");
    const packet late[] = { { 500, { all.p + 5, 30 } }, { 530, { all.p + 56, all.n - 56 } } };
    is_cstr(heard_of(a, 3179, late, 2, &x), ROUTE " 0:192.0.2.1 AS0 in-pre at 7\n",
            "a session whose beginning nobody saw, on another port");
}

enum { FIN = 1, SYN = 2, ACK = 16 };

/* From its first segment, which holds a byte, to its end; then another of the same ports. */
static void test_connections(cp_arena *a)
{
    cp_buf b = cp_buf_new(a);
    cp_bgp_heard x;
    put_bgp(a, &b, 1, OPEN_A);
    cp_bytes open = cp_bytes_of_str(cp_buf_str(&b)), none = { NULL, 0 };
    const packet p[] = { { 0, none, SYN, false },
                         { 900, none, SYN | ACK, true },
                         { 1, { open.p, 1 }, ACK, false },
                         { 2, { open.p + 1, open.n - 1 }, ACK, false },
                         { 2 + (uint32_t)open.n - 1, none, FIN | ACK, false },
                         { 70000000, none, SYN, false },
                         { 70000001, open, ACK, false },
                         { 0, none, SYN, false } };
    is_cstr(heard_of(a, 179, p, N(p), &x),
            "up of 0:192.0.2.1 AS64499 in-pre at 7\ndown of 0:192.0.2.1 AS64499 in-pre at 7\n"
            "up of 0:192.0.2.1 AS64499 in-pre at 7\ndown of 0:192.0.2.1 AS64499 in-pre at 7\n",
            "connections one after the other");
    is_uint(x.sessions, 2, "are two");
    const packet syn_data[] = { { 0, open, SYN, false },
                                { (uint32_t)open.n, { open.p, open.n }, ACK, false } };
    is_cstr(heard_of(a, 179, syn_data, 2, &x),
            "up of 0:192.0.2.1 AS64499 in-pre at 7\nup of 0:192.0.2.1 AS64499 in-pre at 7\n",
            "a SYN with data that was given no number");
}

/* More of them than can be, each of which ends: their places are used again. */
static void test_many(cp_arena *a)
{
    enum { MANY = CP_BGP_CONNECTIONS_MAX + 2000 };
    static const cp_read_opts opts;
    bmp_heard h = { .a = a, .b = cp_buf_new(a) };
    cp_buf file = cp_buf_new(a), m = cp_buf_new(a);
    cp_source src = { .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    cp_bgp_heard x = { .to = { &h, hear_event } };
    put_bgp(a, &m, 1, OPEN_A);
    put_hex(a, &file, "a1b2c3d4 0002 0004 00000000 00000000 00040000 00000065");
    for (uint32_t i = 0; i < MANY; i++) {
        cp_bytes ip =
            tcp_packet(a, 1, (uint16_t)(1024 + i), 2, 179, 1, cp_bytes_of_str(cp_buf_str(&m)));
        ((uint8_t *)(uintptr_t)ip.p)[33] = FIN | ACK;
        put_be(&file, 7, 4);
        put_be(&file, 0, 4);
        put_be(&file, ip.n, 4);
        put_be(&file, ip.n, 4);
        cp_buf_add(&file, cp_str_of_bytes(ip));
    }
    cp_input *in = cp_input_of_bytes(a, cp_bytes_of_str(cp_buf_str(&file)));
    is_int(cp_bgp_read_capture(a, in, &opts, &x, &src, NULL), CP_OK, "many connections");
    is_uint(x.sessions, MANY, "each of which ends are all followed");
    is_uint(x.over, 0, "and none is beyond the limit");
}

static void test_bmp(cp_arena *a)
{
    static const bmp_step steps[] = { { 4, "0001 0004 6465736b" },
                                      { 0, PEER, 2, UPDATE4 },
                                      { -1, "09 00000006 00" } };
    cp_buf b = cp_buf_new(a);
    cp_bgp_heard x;
    put_step(a, &b, &steps[0]);
    size_t first = b.n;
    put_step(a, &b, &steps[1]);
    size_t both = b.n;
    put_step(a, &b, &steps[2]);
    cp_bytes all = cp_bytes_of_str(cp_buf_str(&b));
    const packet whole[] = { { 1, { all.p, first } },
                             { 1 + (uint32_t)first, { all.p + first, 50 } },
                             { 51 + (uint32_t)first, { all.p + first + 50, both - first - 50 } } };
    is_cstr(heard_of(a, 40000, whole, 3, &x), ROUTE " 8192:192.0.2.9 AS64500 in-pre at 100\n",
            "a router, on any port");
    is_uint(x.bmp.messages, 2, "of two messages");
    const packet torn[] = { { 1, { all.p, first + 9 } },
                            { 900, { all.p + 40, 20 } },
                            { 920, { all.p + first, both - first } } };
    is_cstr(heard_of(a, 1790, torn, 3, &x),
            ROUTE " 8192:192.0.2.9 AS64500 in-pre at 100\n"
                  "3: BMP: the stream ends in a message\n",
            "behind a gap it goes on with the segment that begins with a message");
    const packet lost[] = { { 1, { all.p, both } },
                            { 1 + (uint32_t)both, { all.p + both, all.n - both } },
                            { 1 + (uint32_t)all.n, { all.p, both } } };
    is_cstr(heard_of(a, 1790, lost, 3, &x),
            ROUTE
            " 8192:192.0.2.9 AS64500 in-pre at 100\n"
            "2: BMP: a stream with version 9 of BMP, expected 3 (byte 113 of the stream): what "
            "is behind it cannot be read\n",
            "a stream that is lost says where");
    is_uint(x.lost, 1, "and is counted");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    test_rows(a, 1000);
    test_rows(a, UINT32_MAX - 2);
    test_random(a);
    test_window(a);
    test_bgp(a);
    test_connections(a);
    test_many(a);
    test_bmp(a);
    cp_arena_free(a);
    return tap_done();
}
