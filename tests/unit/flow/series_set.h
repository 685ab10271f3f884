/* SPDX-License-Identifier: Apache-2.0 */
/* series_set.h - a set of flows in memory, in blocks of as many rows as a test wants. */
#pragma once
#include "model/flow_pack.h"

typedef struct flows {
    cp_arena *a;
    CP_VEC(cp_flow) v;
    cp_flow_block *blocks;
    cp_flow_set set;
    cp_exporter exporters[2];
} flows;

static cp_flow_addr addr4(uint8_t net, uint32_t nr)
{
    uint8_t b[4] = { net, (uint8_t)(nr >> 16), (uint8_t)(nr >> 8), (uint8_t)nr };
    return cp_flow_addr_of(cp_ip_v4(b));
}

/* A connection of client nr to its server at 443. */
static inline cp_flow *add_flow(flows *f, uint32_t nr, cp_time at, uint64_t bytes, uint16_t sport)
{
    cp_flow *x = cp_vec_add(f->a, &f->v);
    *x = (cp_flow){ .src = addr4(10, nr),
                    .dst = addr4(198, nr),
                    .at = at,
                    .bytes = bytes,
                    .packets = 1 + bytes / 1000,
                    .sampling = 1,
                    .sport = sport,
                    .dport = 443,
                    .proto = 6 };
    return x;
}

typedef struct flows_reader {
    const flows *f;
    cp_flow_unpacker *u;
    uint32_t at, to;
} flows_reader;

static cp_rc flows_next(void *ctx, uint32_t want, const cp_flow_columns **out, cp_err *err)
{
    flows_reader *r = ctx;
    *out = NULL;
    return r->at == r->to ? CP_OK
                          : cp_flow_unpack(r->u, r->f->blocks[r->at++].bytes, want, out, err);
}

static cp_rc flows_iter(void *ctx, cp_arena *a, uint32_t from, uint32_t to, cp_flow_iter *out,
                        cp_err *err)
{
    (void)err;
    flows_reader *r = CP_NEW(a, flows_reader);
    *r = (flows_reader){ .f = ctx, .u = cp_flow_unpacker_new(a), .at = from, .to = to };
    *out = (cp_flow_iter){ .ctx = r, .next = flows_next };
    return CP_OK;
}

static const cp_flow_set *pack_flows(flows *f, uint32_t rows)
{
    cp_flow_packer *p = cp_flow_packer_new(f->a, 1);
    uint32_t n = 0;
    f->blocks = CP_NEW_ARRAY(f->a, cp_flow_block, f->v.n / rows + 1);
    for (uint32_t i = 0; i < f->v.n; i++) {
        (void)cp_flow_packer_add(p, &f->v.v[i]);
        if (cp_flow_packer_rows(p) < rows && i + 1 < f->v.n)
            continue;
        f->blocks[n] = cp_flow_packer_take(p);
        f->blocks[n].bytes = cp_bytes_dup(f->a, f->blocks[n].bytes);
        n++;
    }
    f->set = (cp_flow_set){ .ctx = f,
                            .n_blocks = n,
                            .n_flows = f->v.n,
                            .iter = flows_iter,
                            .exporters = f->exporters,
                            .n_exporters = 2,
                            .first_at = CP_TIME_NONE,
                            .last_at = CP_TIME_NONE };
    for (uint32_t i = 0; i < n; i++) {
        const cp_flow_block *b = &f->blocks[i];
        f->set.first_at = i == 0 || b->first_at < f->set.first_at ? b->first_at : f->set.first_at;
        f->set.last_at = i == 0 || b->last_at > f->set.last_at ? b->last_at : f->set.last_at;
    }
    return &f->set;
}
