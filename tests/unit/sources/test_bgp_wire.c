/* SPDX-License-Identifier: Apache-2.0 */
/* test_bgp_wire.c - sessions of BGP on the wire: what is told of them with and without their OPENs,
 * behind what was not captured, and the same in pieces of any size. RFC 4271, 6793, 7911. */
#include "bmp_text.h"
#include "sources/bmp/session.h"
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))
#define AS4(asn) "4104" asn
#define OPEN_A "04 fbf3 00b4 c0000201 08 0206" AS4("0000fbf3")
#define OPEN_B "04 fbf4 00b4 c0000202 08 0206" AS4("0000fbf4")
#define OPEN_A_OLD "04 fbf3 00b4 c0000201 00"
#define OPEN_A_PATHS "04 fbf3 00b4 c0000201 0e 020c" AS4("0000fbf3") "4504 000101 03"
#define OPEN_B_PATHS "04 fbf4 00b4 c0000202 0e 020c" AS4("0000fbf4") "4504 000101 01"
#define ORIGIN "40010100"
#define HOP "400304c0000209"
#define PATH4 "40020a 0202 0000fbf4 0000fbf5"
#define PATH2 "400206 0202 fbf4 fbf5"
#define UPDATE4 "0000 0018" ORIGIN PATH4 HOP "18c63364"
#define UPDATE2 "0000 0014" ORIGIN PATH2 HOP "18c63364"
#define AMBIGUOUS "0008 18c63364 18c63365 0000"

typedef struct step {
    int side;
    uint8_t type; /* 0: body as it is; TORN: something before it is missing */
    const char *body;
} step;
enum { TORN = 0x80, END = 0x7f };

static const struct row {
    const char *name;
    step steps[7];
    const char *want;
} rows[] = {
    { "both say who they are, one says a route",
      { { 0, 1, OPEN_A }, { 1, 1, OPEN_B }, { 0, 4, "" }, { 1, 4, "" }, { 0, 2, UPDATE4 } },
      "up of 6:192.0.2.1 AS64499 in-pre at 7\nup of 7:192.0.2.2 AS64500 in-pre at 7\n"
      "A 198.51.100.0/24 [64500 64501] of 6:192.0.2.1 AS64499 in-pre at 7\n" },
    { "one of them has two bytes an AS, so both write two",
      { { 0, 1, OPEN_A_OLD }, { 1, 1, OPEN_B }, { 1, 2, UPDATE2 } },
      "up of 6:192.0.2.1 AS64499 in-pre at 7\nup of 7:192.0.2.2 AS64500 in-pre at 7\n"
      "A 198.51.100.0/24 [64500 64501] of 7:192.0.2.2 AS64500 in-pre at 7\n" },
    { "path identifiers in one direction",
      { { 0, 1, OPEN_A_PATHS },
        { 1, 1, OPEN_B_PATHS },
        { 0, 2, "0000 0018" ORIGIN PATH4 HOP "00000005 18c63364" },
        { 1, 2, UPDATE4 } },
      "up of 6:192.0.2.1 AS64499 in-pre at 7\nup of 7:192.0.2.2 AS64500 in-pre at 7\n"
      "A 198.51.100.0/24 id 5 [64500 64501] of 6:192.0.2.1 AS64499 in-pre at 7\n"
      "A 198.51.100.0/24 [64500 64501] of 7:192.0.2.2 AS64500 in-pre at 7\n" },
    { "nobody saw the OPENs: the path shows how wide an AS is",
      { { 0, 2, UPDATE2 }, { 1, 2, UPDATE4 } },
      "A 198.51.100.0/24 [64500 64501] of 6:192.0.2.1 AS0 in-pre at 7\n"
      "A 198.51.100.0/24 [64500 64501] of 7:192.0.2.2 AS0 in-pre at 7\n" },
    { "what can be two things is none, until it is known",
      { { 0, 2, AMBIGUOUS }, { 0, 2, UPDATE4 }, { 0, 2, AMBIGUOUS } },
      "bad: a message of BGP can mean several things: what its peers agreed on is not known\n"
      "A 198.51.100.0/24 [64500 64501] of 6:192.0.2.1 AS0 in-pre at 7\n"
      "W 198.51.100.0/24 of 6:192.0.2.1 AS0 in-pre at 7\n"
      "W 198.51.101.0/24 of 6:192.0.2.1 AS0 in-pre at 7\n" },
    { "a NOTIFICATION ends it for both",
      { { 0, 1, OPEN_A }, { 1, 1, OPEN_B }, { 1, 3, "0602" } },
      "up of 6:192.0.2.1 AS64499 in-pre at 7\nup of 7:192.0.2.2 AS64500 in-pre at 7\n"
      "down of 6:192.0.2.1 AS64499 in-pre at 7\ndown of 7:192.0.2.2 AS64500 in-pre at 7\n" },
    { "so does the end of the connection",
      { { 1, 1, OPEN_B }, { 0, END, "" } },
      "up of 7:192.0.2.2 AS64500 in-pre at 7\ndown of 7:192.0.2.2 AS64500 in-pre at 7\n" },
    { "bytes that are no message are passed over",
      { { 0, 0, "00 ff ff 17 0102" }, { 0, 2, UPDATE4 } },
      "bad: a message of BGP has no marker, or a length that cannot be\n"
      "A 198.51.100.0/24 [64500 64501] of 6:192.0.2.1 AS0 in-pre at 7\n" },
    { "behind what was not captured it goes on at the next message",
      { { 0, 0, "ffffffffffffffffffffffffffffffff 0040 02 0000" },
        { 0, TORN, "12 34 ffffffffffffffffffffffffffffffff 0033 02" UPDATE4 } },
      "bad: a message of BGP is cut off: what is behind was not captured\n"
      "A 198.51.100.0/24 [64500 64501] of 6:192.0.2.1 AS0 in-pre at 7\n" },
    { "a length shorter than the head, an OPEN of version 3",
      { { 0, 0, "ffffffffffffffffffffffffffffffff 0012 04" },
        { 0, 1, "03 fbf3 00b4 c0000201 00" } },
      "bad: a message of BGP has no marker, or a length that cannot be\nbad: an OPEN is "
      "malformed\n" },
    { "the stream ends in a message",
      { { 0, 0, "ffffffffffffffffffffffffffffffff 0020 02 00" } },
      "bad: a message of BGP is cut off: the stream ends in it\n" },
};

static void hear_bad_wire(void *ctx, const char *what, const char *how)
{
    bmp_heard *h = ctx;
    cp_buf_fmt(&h->b, "bad: %s %s\n", what, how);
}

static cp_rc push(cp_bgp_wire *w, int side, cp_str in, bool is_torn, size_t piece)
{
    cp_rc rc = CP_OK;
    for (size_t at = 0; rc == CP_OK && at < in.n; at += piece) {
        size_t left = in.n - at, n = left < piece ? left : piece;
        uint8_t *copy = malloc(n);
        memcpy(copy, in.p + at, n);
        rc = cp_bgp_wire_push(w, side, (cp_bytes){ copy, n }, is_torn && at == 0, 1, 7000000, NULL);
        free(copy);
    }
    return rc;
}

static cp_str told(cp_arena *a, const struct row *r, size_t piece, cp_bgp_wire_counts *n)
{
    bmp_heard h = { .a = a, .b = cp_buf_new(a) };
    cp_bgp_wire_to to = { { &h, hear_event }, &h, hear_bad_wire };
    const uint8_t addrs[2][4] = { { 192, 0, 2, 1 }, { 192, 0, 2, 2 } };
    const cp_ip sides[2] = { cp_ip_v4(addrs[0]), cp_ip_v4(addrs[1]) };
    *n = (cp_bgp_wire_counts){ .messages = 0 };
    cp_bgp_wire *w = cp_bgp_wire_new(a, &to, sides, 6, n);
    cp_rc rc = CP_OK;
    for (size_t i = 0; rc == CP_OK && i < N(r->steps) && r->steps[i].body; i++) {
        const step *s = &r->steps[i];
        cp_buf b = cp_buf_new(a);
        if (s->type == 0 || s->type == TORN)
            put_hex(a, &b, s->body);
        else if (s->type != END)
            put_bgp(a, &b, s->type, s->body);
        rc = s->type == END ? cp_bgp_wire_end(w, 1, 7000000, NULL)
                            : push(w, s->side, cp_buf_str(&b), s->type == TORN, piece);
    }
    cp_bgp_wire_stop(w);
    return rc == CP_OK ? cp_buf_str(&h.b) : CP_STR("an error");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < N(rows); i++) {
        cp_bgp_wire_counts n, m;
        cp_str want = told(a, &rows[i], 4096, &n);
        is_cstr(want, rows[i].want, "%s", rows[i].name);
        bool is_same = true;
        for (size_t piece = 1; piece < 60; piece += piece < 25 ? 1 : 9)
            is_same &=
                cp_str_eq(told(a, &rows[i], piece, &m), want) && memcmp(&n, &m, sizeof n) == 0;
        ok(is_same, "%s: the same in pieces", rows[i].name);
    }
    cp_arena_free(a);
    return tap_done();
}
