/* SPDX-License-Identifier: Apache-2.0 */
/* blocks.h - a set of flows that stands packed in memory. */
#pragma once
#include "model/flow_pack.h"

typedef struct blocks {
    cp_arena *a;
    cp_flow_packer *packer;
    cp_flow_block *v;
    uint32_t n, n_cap, rows_at_most;
    uint64_t n_flows;
} blocks;

static inline void blocks_take(blocks *b)
{
    if (!cp_flow_packer_rows(b->packer))
        return;
    cp_flow_block x = cp_flow_packer_take(b->packer);
    x.bytes.p = cp_arena_dup(b->a, x.bytes.p, x.bytes.n);
    if (b->n == b->n_cap) {
        uint32_t cap = b->n_cap ? b->n_cap * 2 : 64;
        b->v = cp_arena_grow(b->a, b->v, b->n_cap * sizeof *b->v, cap * sizeof *b->v);
        b->n_cap = cap;
    }
    b->n_flows += x.n_rows;
    b->v[b->n++] = x;
}

static inline void blocks_add(blocks *b, const cp_flow *f)
{
    bool is_full = cp_flow_packer_add(b->packer, f);
    if (is_full || cp_flow_packer_rows(b->packer) == b->rows_at_most)
        blocks_take(b);
}

typedef struct blocks_iter {
    const blocks *b;
    cp_flow_unpacker *u;
    uint32_t next, to;
} blocks_iter;

static inline cp_rc blocks_next(void *ctx, uint32_t want, const cp_flow_columns **out, cp_err *err)
{
    blocks_iter *it = ctx;
    *out = NULL;
    if (it->next == it->to)
        return CP_OK;
    return cp_flow_unpack(it->u, it->b->v[it->next++].bytes, want, out, err);
}

static inline cp_rc blocks_iter_new(void *ctx, cp_arena *a, uint32_t from, uint32_t to,
                                    cp_flow_iter *out, cp_err *err)
{
    blocks_iter *it = CP_NEW(a, blocks_iter);
    (void)err;
    *it = (blocks_iter){ ctx, cp_flow_unpacker_new(a), from, to };
    *out = (cp_flow_iter){ it, blocks_next };
    return CP_OK;
}

/* rows_at_most: of a block; 0: as many as fit */
static inline blocks blocks_new(cp_arena *a, uint32_t rows_at_most)
{
    return (blocks){ .a = a, .packer = cp_flow_packer_new(a, 1), .rows_at_most = rows_at_most };
}

static inline cp_flow_set blocks_set(blocks *b, const cp_exporter *exporters, uint32_t n_exporters)
{
    blocks_take(b);
    cp_flow_set set = { .ctx = b,
                        .n_blocks = b->n,
                        .n_flows = b->n_flows,
                        .first_at = CP_TIME_NONE,
                        .last_at = CP_TIME_NONE,
                        .exporters = exporters,
                        .n_exporters = n_exporters,
                        .iter = blocks_iter_new };
    for (uint32_t i = 0; i < b->n; i++) {
        const cp_flow_block *x = &b->v[i];
        set.first_at = i == 0 || x->first_at < set.first_at ? x->first_at : set.first_at;
        set.last_at = x->last_at > set.last_at ? x->last_at : set.last_at;
    }
    return set;
}
