/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_bmp.c - bytes of a router's stream (BMP), of a session (BGP) or segments of a connection.
 * The first byte says which, the second into what pieces it is cut: whatever these are, the same is
 * told and counted; what is told can be; and segments in any order are a part of what was sent. */
#include <string.h>
#include "fuzz.h"
#include "sources/bmp/bmp.h"
#include "sources/bmp/guess.h"
#include "sources/bmp/open.h"
#include "sources/bmp/session.h"
#include "sources/pcap/follow.h"

typedef struct heard {
    cp_buf text;
    uint64_t n;
} heard;

static void put_path(cp_buf *b, const cp_bgp_path *p)
{
    cp_bgp_path_iter it = cp_bgp_path_begin(p);
    cp_bgp_segment s;
    while (cp_bgp_path_next(&it, &s))
        for (uint32_t i = 0; i < s.n; i++)
            cp_buf_fmt(b, " %u", cp_bgp_segment_as(&s, i));
}

static cp_rc hear(void *ctx, const cp_bgp_route *r, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    bool is_net = r->event == CP_BGP_ANNOUNCED || r->event == CP_BGP_WITHDRAWN_NET;
    MUST(r->peer && r->event != CP_BGP_ENTRY);
    MUST(is_net ? r->net.version == 4 ? r->length <= 32 : r->length <= 128 : !r->length);
    MUST((r->event == CP_BGP_ANNOUNCED) == (r->attrs != NULL));
    MUST(!r->attrs || r->attrs->state != CP_BGP_WITHDRAWN);
    cp_buf_fmt(&h->text, "\n%d %u %u %u %u/%u %u %lld", r->event, r->peer_nr, r->peer->as,
               r->peer->view, r->net.b[0], r->length, r->path_id, (long long)r->at);
    if (r->attrs)
        put_path(&h->text, &r->attrs->path);
    h->n++;
    return CP_OK;
}

static cp_rc hear_said(void *ctx, const cp_bmp_said *x, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    MUST(x->text.n > 0 && x->text.n <= CP_BMP_TEXT_MAX);
    cp_buf_add(&h->text, x->text);
    return CP_OK;
}

/* A piece of its own memory, so that a view that outlives it is seen. */
static uint8_t *copy_of(cp_bytes b)
{
    uint8_t *p = malloc(b.n ? b.n : 1);
    MUST(p);
    if (b.n)
        memcpy(p, b.p, b.n);
    return p;
}

static cp_rc read_bmp(cp_arena *a, cp_bytes in, size_t piece, heard *h, cp_bmp_counts *n)
{
    cp_bmp_to to = { { h, hear }, h, hear_said, NULL };
    cp_rc rc = CP_OK;
    *h = (heard){ .text = cp_buf_new(a) };
    *n = (cp_bmp_counts){ .messages = 0 };
    cp_bmp *b = cp_bmp_new(a, &to, 0, n);
    for (size_t at = 0; rc == CP_OK && at < in.n; at += piece) {
        cp_bytes x = { in.p + at, in.n - at < piece ? in.n - at : piece };
        uint8_t *copy = copy_of(x);
        rc = cp_bmp_push(b, (cp_bytes){ copy, x.n }, 1, NULL);
        free(copy);
    }
    MUST((rc != CP_OK) == cp_bmp_is_lost(b));
    if (rc == CP_OK)
        MUST(cp_bmp_end(b, 2, NULL) == CP_OK);
    return rc;
}

static void fuzz_bmp(cp_arena *a, cp_bytes in, size_t piece)
{
    heard h, again;
    cp_bmp_counts n, m;
    cp_rc rc = read_bmp(a, in, in.n + 1, &h, &n);
    MUST(rc == CP_OK || rc == CP_EFORMAT || rc == CP_ELIMIT);
    MUST(n.updates.announced + n.updates.withdrawn + n.updates.ends <= h.n);
    MUST(read_bmp(a, in, piece, &again, &m) == rc && memcmp(&n, &m, sizeof n) == 0);
    MUST(cp_str_eq(cp_buf_str(&h.text), cp_buf_str(&again.text)));
    (void)cp_bmp_looks_so(in);
}

/* In turns of a side each, of lengths that the bytes give; within a turn in pieces. */
static void read_wire(cp_arena *a, cp_bytes in, size_t piece, heard *h, cp_bgp_wire_counts *n)
{
    cp_bgp_wire_to to = { { h, hear }, NULL, NULL };
    const cp_ip sides[2] = { { .version = 4, .b = { 192, 0, 2, 1 } },
                             { .version = 4, .b = { 192, 0, 2, 2 } } };
    *h = (heard){ .text = cp_buf_new(a) };
    *n = (cp_bgp_wire_counts){ .messages = 0 };
    cp_bgp_wire *w = cp_bgp_wire_new(a, &to, sides, 0, n);
    cp_cur c = cp_cur_of(in);
    for (int turn = 0; cp_cur_left(&c); turn++) {
        size_t size = cp_cur_u8(&c);
        bool is_torn = size == 255;
        cp_bytes all = cp_cur_take(&c, size < cp_cur_left(&c) ? size : cp_cur_left(&c));
        for (size_t at = 0; at < all.n; at += piece) {
            cp_bytes x = { all.p + at, all.n - at < piece ? all.n - at : piece };
            uint8_t *copy = copy_of(x);
            MUST(cp_bgp_wire_push(w, turn & 1, (cp_bytes){ copy, x.n }, is_torn && at == 0, 1, 1,
                                  NULL) == CP_OK);
            free(copy);
        }
    }
    MUST(cp_bgp_wire_end(w, 1, 2, NULL) == CP_OK);
}

static void fuzz_wire(cp_arena *a, cp_bytes in, size_t piece)
{
    heard h, again;
    cp_bgp_wire_counts n, m;
    read_wire(a, in, 256, &h, &n);
    read_wire(a, in, piece, &again, &m);
    MUST(memcmp(&n, &m, sizeof n) == 0);
    MUST(cp_str_eq(cp_buf_str(&h.text), cp_buf_str(&again.text)));
}

/* What stands at each number of the stream is that number's low byte: so whatever comes out has to
 * go up by one, but for where it is torn. */
typedef struct stream {
    uint32_t at;
    bool is_begun;
} stream;

static cp_rc hear_bytes(void *ctx, cp_bytes b, bool is_torn, cp_err *err)
{
    stream *s = ctx;
    (void)err;
    MUST(b.n > 0);
    for (size_t i = 0; i < b.n; i++, s->at++) {
        if (i == 0 && is_torn)
            s->at = s->at + (uint8_t)(b.p[0] - (uint8_t)s->at);
        MUST(b.p[i] == (uint8_t)s->at);
    }
    return CP_OK;
}

static void fuzz_follow(cp_bytes in)
{
    cp_cur c = cp_cur_of(in);
    uint32_t first = cp_cur_u32be(&c);
    stream s = { .at = first };
    cp_follow_to to = { &s, hear_bytes };
    cp_follow f = { .next = 0 };
    bool is_far;
    cp_follow_begin(&f, first);
    while (cp_cur_left(&c) >= 2) {
        uint8_t off = cp_cur_u8(&c), n = cp_cur_u8(&c), bytes[256];
        uint32_t seq = f.next + off - 32;
        for (uint32_t i = 0; i < n; i++)
            bytes[i] = (uint8_t)(seq + i);
        MUST(cp_follow_put(&f, seq, (cp_bytes){ bytes, n }, &to, &is_far, NULL) == CP_OK);
        MUST(!is_far && f.n_ahead <= CP_FOLLOW_AHEAD_MAX);
    }
    MUST(cp_follow_end(&f, &to, NULL) == CP_OK && f.n_ahead == 0);
    cp_follow_clear(&f);
}

/* Of the bytes as an OPEN that two send each other; and as an UPDATE of which nothing is known:
 * what comes of it is what one of the ways to read it says, or nothing. */
static void fuzz_open(cp_arena *a, cp_bytes in)
{
    cp_bgp_open x;
    if (cp_bgp_open_read(in, &x, NULL) == CP_OK) {
        cp_bgp_session s = cp_bgp_agreed(&x, &x);
        MUST(s.as_bytes == (x.has_as4 ? 4 : 2));
        MUST(s.has_path_ids_v4 == (x.paths_v4 == 3) && s.has_path_ids_v6 == (x.paths_v6 == 3));
    }
    const cp_bgp_peer peer = { .as = 1 };
    const cp_bgp_route like = { .peer = &peer };
    cp_bgp_guess g = CP_BGP_GUESS_NONE;
    cp_bgp_fault fault;
    bool is_open, is_one = false;
    heard h = { .text = cp_buf_new(a) };
    cp_bgp_to to = { &h, hear };
    cp_bgp_update_counts n = { .announced = 0 };
    MUST(cp_bgp_guess_read(&g, in, &like, &to, &n, &fault, &is_open, NULL) == CP_OK);
    MUST(!is_open || h.n == 0);
    for (int way = 0; way < 8; way++) {
        cp_bgp_session s = { .as_bytes = way & 1 ? 2 : 4,
                             .has_path_ids_v4 = way & 2,
                             .has_path_ids_v6 = way & 4 };
        heard again = { .text = cp_buf_new(a) };
        cp_bgp_to to_again = { &again, hear };
        MUST(cp_bgp_update_read(in, s, &like, &to_again, &n, &fault, NULL) == CP_OK);
        is_one |= cp_str_eq(cp_buf_str(&h.text), cp_buf_str(&again.text));
    }
    MUST(is_open || is_one);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_arena *a = cp_arena_new(0);
    if (size >= 2) {
        cp_bytes in = { data + 2, size - 2 };
        size_t piece = (size_t)data[1] + 1;
        if (data[0] % 4 == 3)
            fuzz_open(a, in);
        else if (data[0] % 4 == 0)
            fuzz_bmp(a, in, piece);
        else if (data[0] % 4 == 1)
            fuzz_wire(a, in, piece);
        else
            fuzz_follow(in);
    }
    cp_arena_free(a);
    return 0;
}
