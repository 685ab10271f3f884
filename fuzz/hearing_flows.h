/* SPDX-License-Identifier: Apache-2.0 */
/* hearing_flows.h - for the targets of exporters: datagrams, each behind its length (two bytes, big
 * end first), and what holds of all of them: no more rows than there is room for, the same twice,
 * once a row at a time and once some at once, and what is known of templates survives being
 * kept. */
#pragma once
#include <string.h>
#include "fuzz.h"
#include "sources/flow/flow_wire.h"

typedef struct hearing {
    uint64_t n, hash;
} hearing;

static cp_rc hear_row(void *ctx, const cp_flow *f, cp_err *err)
{
    hearing *h = ctx;
    (void)err;
    h->n++;
    h->hash = cp_hash((cp_str){ (const char *)&f->src, sizeof f->src }, h->hash);
    h->hash = cp_hash((cp_str){ (const char *)&f->dst, sizeof f->dst }, h->hash);
#define HASH(id, field, type) h->hash = h->hash * 31 + (uint64_t)f->field;
    CP_FLOW_COLUMNS(HASH)
#undef HASH
    MUST(f->sampling <= CP_FLOW_SAMPLING_MAX && f->span_us <= INT64_MAX);
    return CP_OK;
}

static cp_rc hear_some(void *ctx, const cp_flow_some *s, cp_err *err)
{
    MUST(s->n > 0 && s->n <= CP_FLOW_SOME_ROWS);
    for (uint32_t i = 0; i < s->n; i++) {
        const cp_flow f = cp_flow_some_row(s, i);
        MUST(hear_row(ctx, &f, err) == CP_OK);
    }
    return CP_OK;
}

static bool keep(void *ctx, const cp_flow_template *t)
{
    MUST(cp_flow_wire_restore(ctx, t));
    return true;
}

static hearing hear_all(cp_arena *a, cp_bytes in, uint64_t seed, bool as_rows)
{
    hearing h = { 0 };
    cp_flow_wire *w =
        cp_flow_wire_new(a, seed, (cp_flow_rows){ &h, hear_row, as_rows ? NULL : hear_some });
    cp_flow_wire *kept = cp_flow_wire_new(a, seed, (cp_flow_rows){ &h, hear_row, NULL });
    cp_cur c = cp_cur_of(in);
    while (cp_cur_left(&c) >= 2) {
        size_t n = cp_cur_u16be(&c);
        cp_bytes d = cp_cur_take(&c, n < cp_cur_left(&c) ? n : cp_cur_left(&c));
        cp_flow_proto proto;
        bool is_flow, looks = cp_flow_wire_looks(d, &proto);
        uint64_t before = h.n;
        MUST(cp_flow_wire_datagram(w, (cp_ip){ .version = 4 }, d, 0, &is_flow, NULL) == CP_OK);
        MUST(is_flow || !looks);
        MUST(h.n - before <= d.n / 4); /* an address has four bytes */
    }
    for (uint32_t i = 0; i < cp_flow_wire_n_exporters(w); i++) {
        cp_exporter x;
        cp_flow_wire_exporter(w, i, &x);
        MUST(x.nr == i && x.first_at <= x.last_at);
    }
    MUST(cp_flow_wire_n_templates(w) <= in.n / 4);
    cp_flow_wire_templates(w, keep, kept);
    MUST(cp_flow_wire_n_templates(kept) == cp_flow_wire_n_templates(w));
    return h;
}

static int hear_twice(const uint8_t *data, size_t size)
{
    cp_arena *a = cp_arena_new(0);
    hearing x = hear_all(a, (cp_bytes){ data, size }, 1, true),
            y = hear_all(a, (cp_bytes){ data, size }, 2, false);
    MUST(x.n == y.n && x.hash == y.hash);
    cp_arena_free(a);
    return 0;
}
