/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_frame.c - one frame through all layers. Each observation has a subject, a value within the
 * limit and this frame's number; the same frame again says nothing new; a frame of another before
 * it does not change what it says; and read in full, without the short cut for frames that say
 * nothing, the same frames tell and count the same.
 *
 * Input: [link type: 2 bytes, big end first][frame] */
#include <string.h>
#include "fuzz.h"
#include "sources/pcap/capture.h"
#include "sources/pcap/scan.h"

/* So often that the scan knows the sender. */
enum { TIMES = CP_SCAN_FIRST + 2 };

typedef struct heard {
    uint64_t n, sum, pos;
} heard;

static cp_rc hear_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    MUST(o->n_ids > 0 && o->n_ids <= CP_OBS_IDENTS_MAX && o->kind < CP_KIND_COUNT);
    MUST(o->value.n > 0 && o->value.n <= CP_OBS_VALUE_BYTES_MAX && o->pos == h->pos);
    h->n++;
    h->sum += cp_hash(o->value, (uint64_t)o->kind);
    for (uint32_t i = 0; i < o->n_ids; i++) {
        MUST(o->ids[i].kind < CP_IDENT_COUNT && o->ids[i].value.n > 0);
        h->sum += cp_hash(o->ids[i].value, o->ids[i].kind + 1000);
    }
    return CP_OK;
}

static cp_rc hear_link(void *ctx, const cp_link *l, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    MUST(l->b.n_ids > 0 && l->pos == h->pos);
    h->n++;
    h->sum += cp_hash(l->b.port, 7);
    return CP_OK;
}

static void give(cp_capture *c, heard *h, const cp_frame *f)
{
    h->pos++;
    MUST(cp_capture_frame(c, f, NULL) == CP_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t other[] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x12, 0x34 };
    if (size < 2)
        return 0;
    cp_arena *a = cp_arena_new(0);
    cp_frame f = {
        { data + 2, size - 2 }, (uint32_t)size - 2, (uint32_t)(data[0] << 8 | data[1]), 5
    };
    cp_frame before = { { other, sizeof other }, sizeof other, 1, 5 };
    heard x = { 0, 0, 0 }, y = { 0, 0, 0 };
    cp_source src_x = { .n_problems = 0 }, src_y = { .n_problems = 0 };
    cp_obs_sink sink_x = { &x, hear_obs, hear_link }, sink_y = { &y, hear_obs, hear_link };
    cp_capture *c = cp_capture_new(a, &sink_x, &src_x), *d = cp_capture_new(a, &sink_y, &src_y);
    give(c, &x, &f);
    uint64_t n = x.n;
    for (uint32_t i = 1; i < TIMES; i++) {
        give(c, &x, &f);
        MUST(x.n == n);
    }
    give(d, &y, &before);
    y.n = y.sum = 0;
    give(d, &y, &f);
    bool is_same_source = size >= 14 && memcmp(data + 2 + 6, other + 6, 6) == 0;
    MUST(is_same_source || (x.n == y.n && x.sum == y.sum));
    MUST(src_x.records_bad <= TIMES * (src_y.records_bad + 1));
    heard z = { 0, 0, 0 };
    cp_source src_z = { .n_problems = 0 };
    cp_obs_sink sink_z = { &z, hear_obs, hear_link };
    cp_capture *e = cp_capture_new(a, &sink_z, &src_z);
    for (z.pos = 1; z.pos <= TIMES; z.pos++)
        MUST(cp_capture_read(e, &f, NULL) == CP_OK);
    z.pos = TIMES;
    MUST(cp_capture_end(e, NULL) == CP_OK);
    MUST(cp_capture_end(c, NULL) == CP_OK);
    MUST(x.n == z.n && x.sum == z.sum && src_x.records_bad == src_z.records_bad);
    MUST(cp_str_eq(src_x.note, src_z.note));
    MUST(cp_capture_end(d, NULL) == CP_OK);
    cp_arena_free(a);
    return 0;
}
