/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_flow_text.c - flows and names out of text. The first byte chooses the format. What is told
 * can be unpacked, there is no more of it than lines, and who told is told behind it. */
#include "fuzz.h"
#include "model/flow_pack.h"
#include "sources/export/export.h"
#include "sources/flow/nfdump.h"

typedef struct heard {
    cp_arena *a;
    uint64_t n_flows, n_names, n_exporters, told;
} heard;

static cp_rc hear_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx;
    (void)o;
    (void)err;
    return CP_OK;
}

static cp_rc hear_flows(void *ctx, const cp_flow_block *b, cp_err *err)
{
    heard *h = ctx;
    const cp_flow_columns *c;
    MUST(h->n_exporters == 0);
    MUST(cp_flow_unpack(cp_flow_unpacker_new(h->a), b->bytes, UINT32_MAX, &c, err) == CP_OK);
    MUST(c->n == b->n_rows);
    h->n_flows += c->n;
    return CP_OK;
}

static cp_rc hear_exporter(void *ctx, const cp_exporter *x, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    MUST(x->nr == h->n_exporters);
    h->n_exporters++;
    h->told += x->flows;
    return CP_OK;
}

static cp_rc hear_name(void *ctx, const cp_flow_name *n, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    MUST(n->name.n > 0 && n->name.n <= 255 && n->at != CP_TIME_NONE);
    h->n_names++;
    return CP_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    cp_arena *a = cp_arena_new(0);
    heard h = { .a = a };
    const cp_format *f = data[0] & 1 ? &cp_format_zeek : &cp_format_nfdump_csv;
    cp_obs_sink sink = { .ctx = &h,
                         .obs = hear_obs,
                         .flows = hear_flows,
                         .exporter = hear_exporter,
                         .flow_name = hear_name };
    cp_read_opts opts = { .realm = CP_STR("default") };
    cp_source src = { .name = CP_STR("f"), .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    cp_input *in = cp_input_of_bytes(a, (cp_bytes){ (uint8_t *)data + 1, size - 1 });
    (void)f->detect((cp_bytes){ (uint8_t *)data + 1, size - 1 }, CP_STR("f"));
    if (f->read(a, in, &opts, &sink, &src, NULL) == CP_OK)
        MUST(h.told == h.n_flows);
    MUST(h.n_flows <= src.records);
    cp_arena_free(a);
    return 0;
}
