/* SPDX-License-Identifier: Apache-2.0 */
/* bmp_text.h - messages of BMP and BGP made by hand, and what is told of them as text. */
#ifndef CP_TESTS_UNIT_BMP_TEXT_H
#define CP_TESTS_UNIT_BMP_TEXT_H

#include "mrt_text.h"
#include "sources/bmp/bmp.h"

static inline void put_hex(cp_arena *a, cp_buf *b, const char *hex)
{
    cp_buf digits = cp_buf_new(a);
    cp_bytes out = { NULL, 0 };
    for (; hex && *hex; hex++)
        if (*hex != ' ')
            cp_buf_char(&digits, *hex);
    (void)cp_unhex(a, cp_buf_str(&digits), &out);
    if (out.n)
        cp_buf_add(b, cp_str_of_bytes(out));
}

static inline void put_be(cp_buf *b, uint64_t v, int bytes)
{
    while (bytes-- > 0)
        cp_buf_char(b, (char)(v >> 8 * bytes));
}

/* A message of BGP around its body; type 0: none at all. */
static inline void put_bgp(cp_arena *a, cp_buf *b, uint8_t type, const char *body)
{
    cp_buf x = cp_buf_new(a);
    if (!type)
        return;
    put_hex(a, &x, body);
    put_hex(a, b, "ffffffffffffffffffffffffffffffff");
    put_be(b, 19 + x.n, 2);
    put_be(b, type, 1);
    cp_buf_add(b, cp_buf_str(&x));
}

/* One message of BMP: what stands before and behind up to two messages of BGP. */
typedef struct bmp_step {
    int type; /* below 0: `head` as it is */
    const char *head;
    uint8_t type1;
    const char *body1;
    uint8_t type2;
    const char *body2, *tail;
} bmp_step;

static inline void put_step(cp_arena *a, cp_buf *b, const bmp_step *s)
{
    cp_buf x = cp_buf_new(a);
    put_hex(a, &x, s->head);
    put_bgp(a, &x, s->type1, s->body1);
    put_bgp(a, &x, s->type2, s->body2);
    put_hex(a, &x, s->tail);
    if (s->type >= 0) {
        put_be(b, 3, 1);
        put_be(b, 6 + x.n, 4);
        put_be(b, (uint64_t)s->type, 1);
    }
    cp_buf_add(b, cp_buf_str(&x));
}

/* ---- what is told */

static inline void event_text(cp_arena *a, cp_buf *b, const cp_bgp_route *r)
{
    static const char *const events[] = { "entry", "A", "W", "up", "down", "E" };
    static const char *const views[] = {
        "", " in-pre", " in-post", " out-pre", " out-post", " loc"
    };
    cp_buf_fmt(b, "%s", events[r->event]);
    if (r->event == CP_BGP_END_OF_RIB)
        cp_buf_fmt(b, " %u", r->net.version);
    else if (r->net.version)
        cp_buf_fmt(b, " %.*s/%u", CP_FMT(cp_ip_text(a, r->net)), r->length);
    if (r->has_path_id)
        cp_buf_fmt(b, " id %u", r->path_id);
    if (r->attrs) {
        cp_buf_add_c(b, " [");
        path_text(b, &r->attrs->path);
        cp_buf_add_c(b, "]");
    }
    cp_buf_fmt(b, " of %u:", r->peer_nr);
    if (r->peer->addr.version)
        cp_buf_add(b, cp_ip_text(a, r->peer->addr));
    cp_buf_fmt(b, " AS%u%s", r->peer->as, views[r->peer->view]);
    if (r->peer->distinguisher)
        cp_buf_fmt(b, " in %llx", (unsigned long long)r->peer->distinguisher);
    cp_buf_fmt(b, " at %lld\n", (long long)(r->at / 1000000));
}

typedef struct bmp_heard {
    cp_arena *a;
    cp_buf b;
    uint64_t n;
} bmp_heard;

static inline cp_rc hear_event(void *ctx, const cp_bgp_route *r, cp_err *err)
{
    bmp_heard *h = ctx;
    (void)err;
    event_text(h->a, &h->b, r);
    h->n++;
    return CP_OK;
}

static inline cp_rc hear_said(void *ctx, const cp_bmp_said *x, cp_err *err)
{
    static const char *const facts[] = {
        "descr", "name", "text", "table", "label", "host", "ended"
    };
    bmp_heard *h = ctx;
    (void)err;
    cp_buf_fmt(&h->b, "%s \"%.*s\"%s\n", facts[x->fact], CP_FMT(x->text),
               x->peer ? " of peer" : "");
    return CP_OK;
}

static inline void hear_bad(void *ctx, uint64_t record, const char *what, const char *how)
{
    bmp_heard *h = ctx;
    cp_buf_fmt(&h->b, "bad %llu: %s %s\n", (unsigned long long)record, what, how);
}

#endif
