/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_wire.c - what a parser in the hands of an attacker may send: what is heard keeps within the
 * limits of an observation and, told again, is the bytes that came; bytes that come in two pieces
 * say the same. */
#include <string.h>
#include "fuzz.h"
#include "sources/apart/wire.h"

typedef struct checking {
    cp_obs_sink to;
    uint64_t n, n_flows;
} checking;

static cp_rc check_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    checking *c = ctx;
    MUST(o->n_ids > 0 && o->n_ids <= CP_OBS_IDENTS_MAX && o->kind < CP_KIND_COUNT);
    MUST(o->value.n <= CP_OBS_VALUE_BYTES_MAX);
    for (uint32_t i = 0; i < o->n_ids; i++)
        MUST(o->ids[i].kind < CP_IDENT_COUNT);
    c->n++;
    return c->to.obs(c->to.ctx, o, err);
}

static cp_rc check_link(void *ctx, const cp_link *l, cp_err *err)
{
    checking *c = ctx;
    MUST(l->kind < CP_LINK_KIND_COUNT && l->a.n_ids <= CP_OBS_IDENTS_MAX);
    c->n++;
    return c->to.link(c->to.ctx, l, err);
}

static cp_rc check_statement(void *ctx, const cp_statement *x, cp_err *err)
{
    checking *c = ctx;
    c->n++;
    return c->to.statement(c->to.ctx, x, err);
}

static cp_rc check_tie(void *ctx, const cp_tie *t, cp_err *err)
{
    checking *c = ctx;
    MUST(t->kind < CP_TIE_KIND_COUNT && t->n_a <= CP_OBS_IDENTS_MAX && t->n_b <= CP_OBS_IDENTS_MAX);
    c->n++;
    return c->to.tie(c->to.ctx, t, err);
}

static cp_rc check_flows(void *ctx, const cp_flow_block *b, cp_err *err)
{
    checking *c = ctx;
    MUST(b->n_rows > 0 && b->n_rows <= CP_FLOW_BLOCK_ROWS && b->first_at <= b->last_at);
    MUST(b->bytes.n <= CP_FLOW_BLOCK_BYTES_MAX);
    c->n_flows += b->n_rows;
    return c->to.flows(c->to.ctx, b, err);
}

static cp_rc check_exporter(void *ctx, const cp_exporter *x, cp_err *err)
{
    checking *c = ctx;
    MUST(x->proto < CP_FLOW_PROTO_COUNT && x->nr < CP_FLOW_EXPORTERS_MAX);
    MUST(x->sampling <= CP_FLOW_SAMPLING_MAX);
    c->n++;
    return c->to.exporter(c->to.ctx, x, err);
}

static cp_rc check_flow_name(void *ctx, const cp_flow_name *n, cp_err *err)
{
    checking *c = ctx;
    MUST(n->kind < CP_FLOW_NAME_KIND_COUNT && n->name.n <= CP_FLOW_NAME_BYTES_MAX);
    c->n++;
    return c->to.flow_name(c->to.ctx, n, err);
}

/* Hears in, in pieces of at most `piece` bytes; what was heard is told again into *again. */
static cp_rc hear(cp_arena *a, cp_bytes in, size_t piece, cp_buf *again, cp_wire_reader *r)
{
    cp_wire w = cp_wire_to(a, again);
    checking c = { cp_wire_sink(&w), 0, 0 };
    cp_obs_sink sink = { &c,        check_obs,   check_link,     check_statement,
                         check_tie, check_flows, check_exporter, check_flow_name };
    size_t at = 0, used = 0;
    cp_rc rc = CP_OK;
    *r = (cp_wire_reader){ .a = a, .to = &sink };
    for (size_t n = piece < in.n ? piece : in.n; rc == CP_OK;
         n = n + piece < in.n ? n + piece : in.n) {
        rc = cp_wire_read(r, (cp_bytes){ in.p ? in.p + at : NULL, n - at }, &used, NULL);
        MUST(used <= n - at);
        at += used;
        if (n == in.n)
            break;
    }
    r->to = NULL;
    MUST(c.n ==
             r->observations + r->links + r->statements + r->ties + r->exporters + r->flow_names ||
         rc != CP_OK);
    MUST(c.n_flows == r->flows || rc != CP_OK);
    return rc;
}

/* The messages of in that are facts (all kinds but 4 and 5) are what was told again, in order. */
static void must_be_same(cp_bytes in, cp_str again)
{
    cp_cur c = cp_cur_of(in), b = cp_cur_of(cp_bytes_of_str(again));
    while (cp_cur_left(&b) > 0) {
        uint32_t n = cp_cur_u32le(&c);
        cp_bytes m = cp_cur_take(&c, n);
        MUST(!c.bad && m.n > 0);
        if (m.p[0] == 4 || m.p[0] == 5)
            continue;
        MUST(cp_cur_u32le(&b) == n);
        cp_bytes told = cp_cur_take(&b, n);
        MUST(!b.bad && memcmp(told.p, m.p, n) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_arena *a = cp_arena_new(0);
    cp_buf x = cp_buf_new(a), y = cp_buf_new(a);
    cp_wire_reader r, s;
    cp_rc rc = hear(a, in, size ? size : 1, &x, &r);
    must_be_same(in, cp_buf_str(&x));
    MUST(hear(a, in, size / 3 + 1, &y, &s) == rc);
    MUST(cp_str_eq(cp_buf_str(&x), cp_buf_str(&y)) && r.is_ended == s.is_ended);
    if (r.is_ended)
        MUST(r.src.state < CP_SOURCE_STATE_COUNT && r.src.n_problems <= CP_SOURCE_PROBLEMS_MAX);
    cp_arena_free(a);
    return 0;
}
