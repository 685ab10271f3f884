/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_flow_names.c - a block of names. What is read is within its limits, and packed again it
 * reads the same. */
#include "fuzz.h"
#include "model/flow_names.h"

static bool is_same(const cp_flow_name *x, const cp_flow_name *y)
{
    return x->kind == y->kind && memcmp(&x->client, &y->client, sizeof x->client) == 0 &&
           memcmp(&x->addr, &y->addr, sizeof x->addr) == 0 && x->at == y->at &&
           x->qtype == y->qtype && x->rcode == y->rcode && x->bytes == y->bytes &&
           cp_str_eq(x->name, y->name);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_arena *a = cp_arena_new(0);
    cp_flow_names_unpacker *u = cp_flow_names_unpacker_new(a);
    const cp_flow_name *v, *w;
    uint32_t n, m;
    cp_err err = { 0 };
    if (cp_flow_names_unpack(u, (cp_bytes){ (uint8_t *)data, size }, &v, &n, &err) == CP_OK && n) {
        cp_flow_names_unpacker *again = cp_flow_names_unpacker_new(a);
        cp_flow_names_packer *p = cp_flow_names_packer_new(a, 1);
        for (uint32_t i = 0; i < n; i++) {
            MUST(v[i].kind < CP_FLOW_NAME_KIND_COUNT && v[i].name.n <= CP_FLOW_NAME_BYTES_MAX);
            MUST(cp_flow_names_packer_add(p, &v[i]) == (i + 1 == CP_FLOW_NAMES_ROWS));
        }
        cp_flow_block b = cp_flow_names_packer_take(p);
        MUST(b.n_rows == n && b.bytes.n <= CP_FLOW_NAMES_BYTES_MAX);
        MUST(cp_flow_names_unpack(again, b.bytes, &w, &m, &err) == CP_OK && m == n);
        for (uint32_t i = 0; i < n; i++)
            MUST(is_same(&v[i], &w[i]));
    }
    cp_arena_free(a);
    return 0;
}
