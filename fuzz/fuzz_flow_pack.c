/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_flow_pack.c - a block of flows. What is read has its places within its addresses, and packed
 * again it reads the same. */
#include "fuzz.h"
#include "model/flow_pack.h"

static cp_flow row_of(const cp_flow_columns *c, uint32_t i)
{
    cp_flow f = { .src = c->addrs[c->src[i]], .dst = c->addrs[c->dst[i]] };
#define GET(id, field, type) f.field = c->field[i];
    CP_FLOW_COLUMNS(GET)
#undef GET
    return f;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_arena *a = cp_arena_new(0);
    cp_flow_unpacker *u = cp_flow_unpacker_new(a), *again = cp_flow_unpacker_new(a);
    cp_flow_packer *p = cp_flow_packer_new(a, 1);
    const cp_flow_columns *c, *d;
    cp_err err = { 0 };
    if (cp_flow_unpack(u, (cp_bytes){ (uint8_t *)data, size }, UINT32_MAX, &c, &err) == CP_OK) {
        for (uint32_t i = 0; i < c->n; i++) {
            MUST(c->src[i] < c->n_addrs && c->dst[i] < c->n_addrs);
            cp_flow f = row_of(c, i);
            MUST(cp_flow_packer_add(p, &f) == (i + 1 == CP_FLOW_BLOCK_ROWS));
        }
        cp_flow_block b = cp_flow_packer_take(p);
        MUST(cp_flow_unpack(again, b.bytes, UINT32_MAX, &d, &err) == CP_OK && d->n == c->n);
        for (uint32_t i = 0; i < c->n; i++) {
            cp_flow f = row_of(c, i), g = row_of(d, i);
            MUST(memcmp(&f.src, &g.src, sizeof f.src) == 0);
            MUST(memcmp(&f.dst, &g.dst, sizeof f.dst) == 0);
#define SAME(id, field, type) MUST(f.field == g.field);
            CP_FLOW_COLUMNS(SAME)
#undef SAME
        }
    }
    cp_arena_free(a);
    return 0;
}
