/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_collect.c - what a process that receives flows, in the hands of an attacker, may say:
 * numbers of exporters have no gaps, blocks name none beyond them, and bytes that come in pieces
 * say the same. In place 0 of the memory that both have stands a block of exporter 0, in the others
 * none. */
#include <string.h>
#include "fuzz.h"
#include "sources/collect/hear.h"

typedef struct told {
    uint64_t flows, records, templates;
    uint32_t n_exporters;
} told;

static void check(cp_arena *a, const cp_collect_ear *e, const cp_collect_batch *b, told *t)
{
    cp_flow_unpacker *u = cp_flow_unpacker_new(a);
    const cp_flow_columns *cols;
    for (uint32_t i = 0; i < b->n_exporters; i++) {
        MUST(b->exporters[i].nr < e->n_known && b->exporters[i].proto < CP_FLOW_PROTO_COUNT);
        MUST(i == 0 || b->exporters[i].nr > b->exporters[i - 1].nr);
        t->n_exporters =
            b->exporters[i].nr + 1 > t->n_exporters ? b->exporters[i].nr + 1 : t->n_exporters;
    }
    for (uint32_t i = 0; i < b->n_blocks; i++) {
        MUST(cp_flow_unpack(u, b->blocks[i].bytes, 1u << CP_FLOW_EXPORTER, &cols, NULL) == CP_OK);
        MUST(cols->n == b->blocks[i].n_rows);
        for (uint32_t k = 0; k < cols->n; k++)
            MUST(cols->exporter[k] < e->n_known);
        t->flows += cols->n;
    }
    for (uint32_t i = 0; i < b->n_templates; i++)
        MUST(b->templates[i].record.n >= 2);
    t->records += b->records;
    t->templates += b->n_templates;
}

static cp_collect_places *places_of_both(void)
{
    static cp_collect_places places;
    static bool is_filled;
    if (!is_filled) {
        cp_arena *a = cp_arena_new(0);
        cp_flow_packer *p = cp_flow_packer_new(a, 1);
        for (uint32_t i = 0; i < 10; i++)
            (void)cp_flow_packer_add(p, &(cp_flow){ .at = 1000 + i, .bytes = i });
        (void)cp_flow_packer_take_to(p, places.of[0]);
        cp_arena_free(a);
        is_filled = true;
    }
    return &places;
}

static cp_rc hear(cp_bytes in, size_t piece, told *t)
{
    cp_arena *a = cp_arena_new(0);
    cp_collect_ear *e = cp_collect_ear_new(a, NULL, 0, places_of_both());
    cp_rc rc = CP_OK;
    *t = (told){ .flows = 0 };
    for (size_t at = 0, n; rc == CP_OK && at < in.n; at += n) {
        cp_collect_batch b;
        bool has;
        n = piece < in.n - at ? piece : in.n - at;
        n = n < cp_collect_ear_room(e) ? n : cp_collect_ear_room(e);
        MUST(n > 0);
        memcpy(e->b + e->n, in.p + at, n);
        rc = cp_collect_ear_came(e, n, NULL);
        if (rc == CP_OK)
            rc = cp_collect_ear_batch(e, &b, &has, NULL);
        if (rc == CP_OK && has) {
            check(a, e, &b, t);
            cp_collect_ear_taken(e);
        }
    }
    MUST(rc != CP_OK || t->n_exporters <= e->n_known);
    cp_arena_free(a);
    return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    told x, y;
    cp_bytes in = { data, size };
    if (size == 0 || size > 1 << 20)
        return 0;
    cp_rc whole = hear(in, size, &x), pieces = hear(in, size / 3 + 1, &y);
    if (whole == CP_OK && pieces == CP_OK)
        MUST(memcmp(&x, &y, sizeof x) == 0);
    return 0;
}
