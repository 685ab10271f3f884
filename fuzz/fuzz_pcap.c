/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_pcap.c - a capture file, of either format: never more bad records than records, observations
 * within the frames, the same bytes give the same twice; so do routes of BGP in it; and a file read
 * from memory in one piece and the same file packed, which comes through a moving window, say the
 * same. */
#include <string.h>
#include <zlib.h>
#include "fuzz.h"
#include "sources/pcap/bgp.h"
#include "sources/pcap/pcap.h"

typedef struct heard {
    uint64_t n, sum, last_pos;
} heard;

static cp_rc hear_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    MUST(o->n_ids > 0 && o->value.n > 0 && o->pos > 0 && o->pos >= h->last_pos);
    h->last_pos = o->pos;
    h->n++;
    h->sum = h->sum * 31 + cp_hash(o->value, (uint64_t)o->kind + o->pos + (uint64_t)o->at);
    return CP_OK;
}

static cp_rc hear_link(void *ctx, const cp_link *l, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    h->sum = h->sum * 31 + l->pos;
    return CP_OK;
}

static cp_rc read_once(cp_bytes in, heard *h, uint64_t counts[3])
{
    cp_arena *a = cp_arena_new(0);
    cp_read_opts opts = { .n_maps = 0 };
    cp_obs_sink sink = { h, hear_obs, hear_link };
    cp_source src = { .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    cp_err err;
    cp_input *input = cp_input_of_bytes(a, in);
    cp_bytes head = cp_input_peek(input, CP_INPUT_HEAD_BYTES);
    const cp_format *f =
        cp_format_pcapng.detect(head, CP_STR("")) ? &cp_format_pcapng : &cp_format_pcap;
    *h = (heard){ 0, 0, 0 };
    cp_rc rc = f->read(a, input, &opts, &sink, &src, &err);
    MUST(src.records_bad <= src.records + src.n_problems || rc != CP_OK);
    MUST(h->last_pos <= src.records || rc != CP_OK);
    MUST(src.n_problems <= CP_SOURCE_PROBLEMS_MAX);
    memcpy(counts, (uint64_t[]){ src.records, src.records_bad, src.records_unused },
           3 * sizeof *counts);
    cp_arena_free(a);
    return rc;
}

static cp_rc hear_route(void *ctx, const cp_bgp_route *r, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    MUST(r->peer && r->record > 0 && (r->event == CP_BGP_ANNOUNCED) == (r->attrs != NULL));
    h->n++;
    h->sum = h->sum * 31 + r->record + r->peer_nr * 7 + r->length + (uint64_t)r->event * 1000;
    return CP_OK;
}

static cp_rc read_routes(cp_bytes in, heard *h)
{
    static const cp_read_opts opts;
    cp_arena *a = cp_arena_new(0);
    cp_bgp_heard x = { .to = { h, hear_route } };
    cp_source src = { .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    cp_err err;
    *h = (heard){ 0, 0, 0 };
    cp_rc rc = cp_bgp_read_capture(a, cp_input_of_bytes(a, in), &opts, &x, &src, &err);
    cp_arena_free(a);
    return rc;
}

static cp_bytes pack(cp_bytes in)
{
    size_t cap = in.n + 1000;
    uint8_t *out = malloc(cap);
    z_stream z = { .next_in = (Bytef *)(uintptr_t)in.p, .avail_in = (uInt)in.n };
    z.next_out = out;
    z.avail_out = (uInt)cap;
    MUST(out && deflateInit2(&z, 1, Z_DEFLATED, 31, 1, Z_FIXED) == Z_OK);
    MUST(deflate(&z, Z_FINISH) == Z_STREAM_END);
    cap -= z.avail_out;
    deflateEnd(&z);
    return (cp_bytes){ out, cap };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    heard x, y;
    uint64_t cx[3], cy[3];
    cp_bytes in = { data, size };
    if (cp_compression_of(in) != CP_PLAIN)
        return 0; /* fuzz_input */
    cp_rc rc = read_once(in, &x, cx);
    cp_bytes packed = pack(in);
    MUST(read_routes(in, &x) == rc && read_routes(packed, &y) == rc);
    MUST(x.n == y.n && x.sum == y.sum);
    MUST(read_once(in, &x, cx) == rc);
    MUST(read_once(packed, &y, cy) == rc);
    MUST(x.n == y.n && x.sum == y.sum && memcmp(cx, cy, sizeof cx) == 0);
    free((void *)(uintptr_t)packed.p);
    return 0;
}
