/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_router_state.c - what terminals of routers show. The same is told twice; the rows that are
 * told are as many as are packed, stand within the file, and no prefix has bits behind its length;
 * a file with a line that was not understood says so; text that comes in small pieces tells the
 * same. */
#include "hearing.h"
#include "sources/state/dialects.h"
#include "sources/state/lines.h"
#include "sources/state/state.h"
#include "sources/state/teller.h"

typedef struct stated {
    uint64_t n, lines;
} stated;

static void check_net(const cp_state_net *n)
{
    for (uint32_t i = n->bits; n->is_set && i < 128; i++)
        MUST(!(n->addr.b[i / 8] & 0x80u >> i % 8));
}

static void check_row(void *ctx, const cp_state *s)
{
    stated *t = ctx;
    t->n++;
    MUST(s->kind < CP_STATE_KIND_COUNT && s->pos >= 1 && s->pos <= t->lines);
    if (s->kind == CP_STATE_ROUTE)
        check_net(&s->route.net);
    else if (s->kind == CP_STATE_RULE) {
        check_net(&s->rule.src);
        check_net(&s->rule.dst);
        MUST(s->rule.protocol[0] <= s->rule.protocol[1] && s->rule.protocol[1] <= 255);
        MUST(s->rule.src_port[0] <= s->rule.src_port[1] && s->rule.src_port[1] <= 65535);
        MUST(s->rule.dst_port[0] <= s->rule.dst_port[1] && s->rule.dst_port[1] <= 65535);
    } else if (s->kind == CP_STATE_ADDRESS)
        MUST(s->address.length <= 128);
}

static uint64_t wanted;

static cp_rc hear_state(void *ctx, const cp_state_block *b, cp_err *err)
{
    stated t = { .lines = ((hearing *)ctx)->lines };
    MUST(b->n_ids > 0 && cp_states_unpack(b->bytes, check_row, &t, err) == CP_OK);
    MUST(t.n == b->n_rows);
    wanted += b->n_rows;
    return CP_OK;
}

static cp_rc no_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx, (void)o, (void)err;
    return CP_OK;
}

/* Which encoding it is may hang on the piece; of UTF-8 it does not. */
static void check_pieces(cp_arena *a, cp_bytes in, const hearing *whole)
{
    const cp_read_opts opts = { .as = CP_STR_INIT("router-state"), .piece_bytes = 100 };
    if (!cp_str_is_utf8(cp_str_of_bytes(in)))
        return;
    hearing *h = hear_twice(a, &cp_format_state, in, &opts, NULL);
    MUST(h->rc == whole->rc && cp_str_eq(cp_buf_str(&h->told), cp_buf_str(&whole->told)));
    MUST(h->src.records == whole->src.records && h->src.records_bad == whole->src.records_bad);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const cp_read_opts opts = { .as = CP_STR_INIT("router-state") };
    cp_bytes in = { data, size };
    cp_arena *a = cp_arena_new(0);
    hearing *h = hear_twice(a, &cp_format_state, in, &opts, NULL);
    const cp_obs_sink sink = { .ctx = h, .obs = no_obs, .state = hear_state };
    cp_source src;
    cp_err err;
    wanted = 0;
    check_pieces(a, in, h);
    if (size && cp_source_read_bytes(a, CP_STR("x"), in, &opts, &sink, &src, &err) == CP_OK) {
        MUST(src.states == wanted && src.records_bad <= src.records + 1);
        MUST(src.records_bad == 0 || src.n_problems > 0);
    }
    int sure = cp_format_state.detect(in, CP_STR("x"));
    MUST(sure >= 0 && sure <= 100 && sure == cp_format_state.detect(in, CP_STR("x")));
    cp_arena_free(a);
    return 0;
}
