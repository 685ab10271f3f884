/* SPDX-License-Identifier: Apache-2.0 */
/* test_collect.c - blocks that stand in memory of both processes of a collector: what is told of
 * them and cannot be is refused, and what changes there later changes nothing. */
#include <stdlib.h>
#include "sources/collect/hear.h"
#include "sources/collect/inside.h"
#include "tap.h"

static cp_collect_places places; /* both processes have it, so it is large */

static cp_flow_block fill(cp_arena *a, uint32_t place, uint32_t n_rows, uint32_t exporter)
{
    cp_flow_packer *p = cp_flow_packer_new(a, 1);
    for (uint32_t i = 0; i < n_rows; i++)
        (void)cp_flow_packer_add(p, &(cp_flow){ .at = 1000 + i, .bytes = i, .exporter = exporter });
    cp_flow_block b = cp_flow_packer_take_to(p, places.of[place]);
    cp_collect_place_fill(&places, place, (uint32_t)b.bytes.n);
    return b;
}

/* What p says and the counts behind it. */
static cp_rc hear(cp_arena *a, cp_collect_piece *p, cp_collect_ear **ear, cp_collect_batch *out,
                  bool *has)
{
    static const uint64_t counts[4] = { 1, 2, 3, 4 };
    static const cp_exporter known = { .domain = 7 };
    cp_collect_ear *e = cp_collect_ear_new(a, &known, 1, &places);
    cp_collect_put_counts(&p, counts);
    memcpy(e->b, p->b, p->n);
    cp_rc rc = cp_collect_ear_came(e, p->n, NULL);
    free(p);
    *ear = e;
    *has = false;
    return rc == CP_OK ? cp_collect_ear_batch(e, out, has, NULL) : rc;
}

static const struct row {
    const char *name;
    uint32_t place, exporter, more_rows, times;
    int64_t later;
    int32_t more_bytes;
    uint32_t flips; /* a byte of the block */
    cp_rc want;
} rows[] = {
    { "as it is", 0, 0, 0, 1, 0, 0, 0, CP_OK },
    { "in the last place", CP_COLLECT_PLACES - 1, 0, 0, 1, 0, 0, 0, CP_OK },
    { "in no place", CP_COLLECT_PLACES, 0, 0, 1, 0, 0, 0, CP_EFORMAT },
    { "in place 255", 255, 0, 0, 1, 0, 0, 0, CP_EFORMAT },
    { "of a row that it has not", 1, 0, 1, 1, 0, 0, 0, CP_EFORMAT },
    { "of an exporter that nobody told of", 1, 1, 0, 1, 0, 0, 0, CP_EFORMAT },
    { "of an exporter that nobody can be", 1, UINT32_MAX, 0, 1, 0, 0, 0, CP_EFORMAT },
    { "of another time", 1, 0, 0, 1, 1, 0, 0, CP_EFORMAT },
    { "shorter than it is", 1, 0, 0, 1, 0, -1, 0, CP_EFORMAT },
    { "longer than any", 1, 0, 0, 1, 0, CP_FLOW_BLOCK_BYTES_MAX, 0, CP_EFORMAT },
    { "told twice", 1, 0, 0, 2, 0, 0, 0, CP_EFORMAT },
    { "with another magic", 1, 0, 0, 1, 0, 0, 1, CP_EFORMAT },
    { "with another address", 1, 0, 0, 1, 0, 0, 18 + 22 * 17 + 4 + 1, CP_EFORMAT },
};

static void check_row(const struct row *r)
{
    enum { ROWS = 100 };
    cp_arena *a = cp_arena_new(0);
    cp_collect_ear *e;
    cp_collect_batch batch;
    bool has;
    uint32_t held = r->place < CP_COLLECT_PLACES ? r->place : 0;
    cp_flow_block b = fill(a, held, ROWS, r->exporter);
    cp_collect_piece *p = cp_collect_piece_new(64);
    if (r->flips)
        places.of[held][r->flips - 1] ^= 0xff;
    b.n_rows += r->more_rows;
    b.last_at += r->later;
    b.bytes.n += (size_t)(ptrdiff_t)r->more_bytes;
    for (uint32_t i = 0; i < r->times; i++)
        cp_collect_put_placed(&p, &b, r->place);
    cp_rc rc = hear(a, p, &e, &batch, &has);
    ok(rc == r->want && has == (rc == CP_OK), "a block %s: %d", r->name, rc);
    if (has) {
        ok(batch.n_blocks == 1 && batch.flows == ROWS && batch.n_exporters == 1 &&
               cp_collect_places_bytes(&places) == 0,
           "a block %s: heard, and its place is free", r->name);
        cp_collect_ear_taken(e);
    }
    cp_collect_place_give(&places, held);
    cp_arena_free(a);
}

/* Who told of it may still write there. */
static void check_changed_later(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_collect_ear *e;
    cp_collect_batch batch;
    bool has;
    cp_flow_block b = fill(a, 0, 1000, 0);
    cp_bytes before = cp_bytes_dup(a, b.bytes);
    cp_collect_piece *p = cp_collect_piece_new(64);
    cp_collect_put_placed(&p, &b, 0);
    cp_rc rc = hear(a, p, &e, &batch, &has);
    memset(places.of[0], 0xff, before.n);
    ok(rc == CP_OK && has && batch.blocks[0].bytes.n == before.n &&
           memcmp(batch.blocks[0].bytes.p, before.p, before.n) == 0,
       "what changes in a place after it was heard changes nothing");
    if (has)
        cp_collect_ear_taken(e);
    cp_arena_free(a);
}

static void check_places(void)
{
    uint32_t taken = 0;
    for (uint32_t i = 0; i < CP_COLLECT_PLACES; i++)
        taken += cp_collect_place_take(&places) == i;
    ok(taken == CP_COLLECT_PLACES, "places are taken in order");
    is_int(cp_collect_place_take(&places), CP_COLLECT_PLACE_NONE, "then none is free");
    cp_collect_place_fill(&places, 1, 500);
    is_int((int)cp_collect_places_bytes(&places), CP_COLLECT_PLACES - 1 + 500, "bytes in them");
    cp_collect_place_give(&places, 1);
    is_int(cp_collect_place_take(&places), 1, "one that was given back is taken again");
    for (uint32_t i = 0; i < CP_COLLECT_PLACES; i++)
        cp_collect_place_give(&places, i);
    is_int((int)cp_collect_places_bytes(&places), 0, "all are free");
}

int main(void)
{
    check_places();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    check_changed_later();
    return tap_done();
}
