/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_origins.c - a block of prefixes or names. What is read is within its limits, packed again it
 * reads the same, and the longest prefix is found as by a look through all of them. */
#include "carrier/origins.h"
#include "fuzz.h"

typedef struct told {
    cp_arena *a;
    cp_buf text;
    cp_origin_packer *again;
    cp_origins *table;
    CP_VEC(cp_origin) rows;
} told;

static void hear(void *ctx, const cp_origin *o)
{
    told *t = ctx;
    MUST(o->bits <= 128 && o->n_asns <= CP_ORIGINS_MAX);
    cp_buf_fmt(&t->text, "%u %u %u", o->bits, o->what, o->n_asns);
    cp_buf_add(&t->text, (cp_str){ (const char *)o->net.b, sizeof o->net });
    cp_buf_add(&t->text, (cp_str){ (const char *)o->asns, o->n_asns * sizeof *o->asns });
    if (!t->again)
        return;
    (void)cp_origin_packer_add(t->again, o);
    (void)cp_origins_add(t->table, o);
    cp_vec_push(t->a, &t->rows, *o);
}

static void hear_name(void *ctx, const cp_as_name *n)
{
    told *t = ctx;
    MUST(n->name.n <= CP_AS_NAME_BYTES_MAX);
    cp_buf_fmt(&t->text, "%u %zu ", n->asn, n->name.n);
    cp_buf_add(&t->text, n->name);
    if (t->again)
        (void)cp_origin_packer_add_name(t->again, n);
}

static bool covers(const cp_origin *o, const cp_flow_addr *x)
{
    for (uint32_t i = 0; i < o->bits; i++)
        if ((o->net.b[i / 8] ^ x->b[i / 8]) & (0x80 >> i % 8))
            return false;
    return true;
}

static uint32_t longest(const told *t, const cp_flow_addr *x)
{
    static const uint8_t v4[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
    bool is_v4 = memcmp(x->b, v4, sizeof v4) == 0;
    uint32_t best = 0;
    for (uint32_t i = 0; i < t->rows.n; i++) {
        const cp_origin *o = &t->rows.v[i];
        bool is_row_v4 = o->bits >= 96 && memcmp(o->net.b, v4, sizeof v4) == 0;
        uint32_t least = is_row_v4 ? 96 + CP_ORIGINS_BITS_LEAST_V4 : CP_ORIGINS_BITS_LEAST_V6;
        if (is_row_v4 == is_v4 && o->bits >= least && o->bits > best && covers(o, x))
            best = o->bits;
    }
    return best;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { ROWS_MAX = 2000 };
    cp_arena *a = cp_arena_new(0);
    cp_err err;
    bool is_names = size > 3 && data[3] == 'N';
    told t = { .a = a, .text = cp_buf_new(a), .table = cp_origins_new(a) };
    t.again = cp_origin_packer_new(a, is_names ? CP_ORIGIN_BLOCK_NAMES : CP_ORIGIN_BLOCK_PREFIXES);
    cp_bytes in = { data, size };
    cp_rc rc = is_names ? cp_as_names_unpack(in, hear_name, &t, &err)
                        : cp_origins_unpack(in, hear, &t, &err);
    MUST(rc == CP_OK || rc == CP_EFORMAT);
    cp_origins_done(t.table);
    if (rc == CP_OK) {
        told again = { .a = a, .text = cp_buf_new(a) };
        cp_origin_block b = cp_origin_packer_take(t.again);
        rc = is_names ? cp_as_names_unpack(b.bytes, hear_name, &again, &err)
                      : cp_origins_unpack(b.bytes, hear, &again, &err);
        MUST(rc == CP_OK && cp_str_eq(cp_buf_str(&t.text), cp_buf_str(&again.text)));
    }
    for (uint32_t i = 0; i < t.rows.n && t.rows.n <= ROWS_MAX; i++) {
        uint32_t bits = 0;
        uint32_t set = cp_origins_find(t.table, &t.rows.v[i].net, &bits);
        MUST((set ? bits : 0) == longest(&t, &t.rows.v[i].net));
    }
    cp_arena_free(a);
    return 0;
}
