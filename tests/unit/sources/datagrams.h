/* SPDX-License-Identifier: Apache-2.0 */
/* datagrams.h - for the tests of exporters: datagrams written by hand, and what is told of them.
 *
 *     "0009 .. [0100 0a000001] | 0009 .."    | between datagrams; [ id .. ]: a set, whose length is
 *                                            put in; the length of IPFIX is set if it is 0000;
 *                                            ! at the end: the last byte is cut off
 *
 * A flow: source:port>destination:port/protocol bytes/packets back bytes/packets @begin+span
 * (milliseconds) ~sampling, address -: not told, and what_ if not 0. At the end each exporter:
 *
 *     domain protocol ~sampling[ mixed] packets= flows= .. (those that are not 0) */
#pragma once
#include <ctype.h>
#include "frames.h"
#include "sources/flow/flow_wire.h"
#include "tap.h"

static inline void put_length(uint8_t *p, size_t n)
{
    p[0] = (uint8_t)(n >> 8);
    p[1] = (uint8_t)n;
}

/* The next datagram of *text, exactly as long as it is. */
static inline cp_bytes next_datagram(const char **text)
{
    uint8_t *b = calloc(1, strlen(*text) + 16);
    size_t n = 0, set = 0, nibbles = 0;
    bool is_cut = false;
    for (; **text && **text != '|'; ++*text) {
        char c = **text;
        if (c == '[') {
            set = n;
        } else if (c == ']') {
            put_length(b + set + 2, n - set);
        } else if (c == '!') {
            is_cut = true;
        } else if (isxdigit((unsigned char)c)) {
            int v = c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
            b[n] = (uint8_t)(b[n] << 4 | v);
            n += ++nibbles % 2 == 0;
            if (set && n == set + 2 && nibbles % 2 == 0)
                n += 2;
        }
    }
    *text += **text == '|';
    if (n > 4 && b[1] == 10 && !b[2] && !b[3])
        put_length(b + 2, n);
    cp_bytes whole = { b, n - is_cut }, exact = exact_copy(whole, whole.n);
    free(b);
    return exact;
}

static inline cp_str addr_text(cp_arena *a, cp_flow_addr x)
{
    return cp_flow_addr_is_set(x) ? cp_ip_text(a, cp_flow_addr_ip(x)) : CP_STR("-");
}

static inline void put_flow(cp_arena *a, cp_buf *out, const cp_flow *f)
{
    cp_str src = addr_text(a, f->src), dst = addr_text(a, f->dst);
    cp_buf_fmt(out, "%.*s:%u>%.*s:%u/%u %llu/%llu", CP_FMT(src), f->sport, CP_FMT(dst), f->dport,
               f->proto, (unsigned long long)f->bytes, (unsigned long long)f->packets);
    if (f->bytes_back || f->packets_back)
        cp_buf_fmt(out, " back %llu/%llu", (unsigned long long)f->bytes_back,
                   (unsigned long long)f->packets_back);
    cp_buf_fmt(out, " @%lld+%llu ~%u", (long long)(f->at / 1000),
               (unsigned long long)(f->span_us / 1000), f->sampling);
    if (f->what)
        cp_buf_fmt(out, " what %u", f->what);
    cp_buf_char(out, '\n');
}

typedef struct flows_heard {
    cp_arena *a;
    cp_buf text;
    uint64_t n;
    bool is_quiet;
} flows_heard;

static inline cp_rc hear_flow(void *ctx, const cp_flow *f, cp_err *err)
{
    flows_heard *h = ctx;
    (void)err;
    h->n++;
    if (!h->is_quiet)
        put_flow(h->a, &h->text, f);
    return CP_OK;
}

static inline cp_rc hear_some_flows(void *ctx, const cp_flow_some *s, cp_err *err)
{
    for (uint32_t i = 0; i < s->n; i++) {
        const cp_flow f = cp_flow_some_row(s, i);
        (void)!hear_flow(ctx, &f, err);
    }
    return CP_OK;
}

static inline void put_count(cp_buf *b, const char *name, uint64_t n)
{
    if (n)
        cp_buf_fmt(b, " %s=%llu", name, (unsigned long long)n);
}

static inline void put_exporters(const cp_flow_wire *w, cp_buf *b)
{
    for (uint32_t i = 0; i < cp_flow_wire_n_exporters(w); i++) {
        cp_exporter x;
        cp_flow_wire_exporter(w, i, &x);
        cp_buf_fmt(b, "%u %s ~%u%s", x.domain, cp_flow_proto_name(x.proto), x.sampling,
                   x.is_sampling_mixed ? " mixed" : "");
        put_count(b, "packets", x.packets);
        put_count(b, "flows", x.flows);
        put_count(b, "lost", x.lost);
        put_count(b, "restarts", x.restarts);
        put_count(b, "no_template", x.no_template);
        put_count(b, "bad", x.bad);
        put_count(b, "unused", x.unused);
        cp_buf_char(b, '\n');
    }
}

static inline cp_str told_so(cp_arena *a, const char *text, bool as_rows)
{
    flows_heard h = { .a = a, .text = cp_buf_new(a) };
    cp_flow_wire *w =
        cp_flow_wire_new(a, 1, (cp_flow_rows){ &h, hear_flow, as_rows ? NULL : hear_some_flows });
    while (*text) {
        cp_bytes d = next_datagram(&text);
        bool is_flow;
        if (cp_flow_wire_datagram(w, cp_ip_v4((uint8_t[]){ 192, 0, 2, 1 }), d, 1609459201000000,
                                  &is_flow, NULL) != CP_OK)
            cp_buf_add_c(&h.text, "failed\n");
        if (!is_flow)
            cp_buf_add_c(&h.text, "not a flow\n");
        free((void *)(uintptr_t)d.p);
    }
    put_exporters(w, &h.text);
    return cp_buf_str(&h.text);
}

/* All of them sent by 192.0.2.1, received in the year 2021; a row at a time, and some at once. */
static inline cp_str told_by_datagrams(cp_arena *a, const char *text)
{
    cp_str rows = told_so(a, text, true), some = told_so(a, text, false);
    if (!cp_str_eq(rows, some))
        ok(false, "some at once: %.*s, expected %.*s", CP_FMT(some), CP_FMT(rows));
    return rows;
}
