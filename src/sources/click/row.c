/* SPDX-License-Identifier: Apache-2.0 */
/* row.c - see row.h. */
#include "sources/click/row.h"
#include "base/cursor.h"

static cp_flow_u128 whole(uint64_t low_sum, uint64_t high_sum)
{
    return low_sum + ((cp_flow_u128)high_sum << 32);
}

static uint64_t full64(cp_flow_u128 x) { return x > UINT64_MAX ? UINT64_MAX : (uint64_t)x; }

/* One direction of a row of sums; false: parts of the bytes are more than all. */
static bool read_way(cp_cur *c, cp_flow_u128 *packets, cp_flow_u128 *squares, uint64_t *packets64,
                     uint64_t *bytes64)
{
    enum { USUAL_MTU = 1500, LARGEST_PACKET = 65535 }; /* as in flow/sampling.c */
    uint64_t v[8];
    for (int i = 0; i < 8; i++)
        v[i] = cp_cur_u64le(c);
    cp_flow_u128 bytes = whole(v[2], v[3]), small = whole(v[6], v[7]);
    if (small + v[5] > bytes)
        return false;
    cp_flow_u128 large = bytes - v[5] - small;
    *packets = whole(v[0], v[1]);
    *squares = v[4] + small * USUAL_MTU + large * LARGEST_PACKET;
    *packets64 = full64(*packets);
    *bytes64 = full64(bytes);
    return true;
}

static void read_ends(cp_cur *c, cp_flow *f)
{
    cp_bytes src = cp_cur_take(c, 16), dst = cp_cur_take(c, 16);
    if (src.n == 16 && dst.n == 16) {
        memcpy(f->src.b, src.p, 16);
        memcpy(f->dst.b, dst.p, 16);
    }
}

static bool read_sums(cp_cur *c, cp_click_row *r)
{
    cp_flow *f = &r->f;
    read_ends(c, f);
    f->at = (int64_t)cp_cur_u64le(c);
    int64_t last = (int64_t)cp_cur_u64le(c);
    r->source = cp_cur_u32le(c);
    f->exporter = cp_cur_u32le(c);
    f->sampling = cp_cur_u32le(c);
    f->sport = cp_cur_u16le(c);
    f->dport = cp_cur_u16le(c);
    f->proto = cp_cur_u8(c);
    f->what = cp_cur_u8(c);
    cp_cur_skip(c, 1);
    r->sums.flows = cp_cur_u64le(c);
    bool is_good =
        read_way(c, &r->sums.packets, &r->sums.squares, &f->packets, &f->bytes) &&
        read_way(c, &r->sums.packets_back, &r->sums.squares_back, &f->packets_back, &f->bytes_back);
    f->span_us = (uint64_t)last - (uint64_t)f->at;
    return is_good && last >= f->at && r->sums.flows > 0;
}

static bool read_flow(cp_cur *c, cp_click_row *r)
{
    cp_flow *f = &r->f;
    read_ends(c, f);
    f->at = (int64_t)cp_cur_u64le(c);
    f->span_us = cp_cur_u64le(c);
    f->bytes = cp_cur_u64le(c);
    f->packets = cp_cur_u64le(c);
    f->bytes_back = cp_cur_u64le(c);
    f->packets_back = cp_cur_u64le(c);
    f->sampling = cp_cur_u32le(c);
    r->source = cp_cur_u32le(c);
    f->exporter = cp_cur_u32le(c);
    f->in_if = cp_cur_u32le(c);
    f->out_if = cp_cur_u32le(c);
    f->sport = cp_cur_u16le(c);
    f->dport = cp_cur_u16le(c);
    f->proto = cp_cur_u8(c);
    f->tcp_flags = cp_cur_u8(c);
    f->tcp_flags_back = cp_cur_u8(c);
    f->what = cp_cur_u8(c);
    r->sums.flows = 1;
    return true;
}

bool cp_click_row_read(cp_click_kind kind, cp_bytes row, cp_click_row *out)
{
    cp_cur c = cp_cur_of(row);
    *out = (cp_click_row){ .source = 0 };
    bool is_good = kind == CP_CLICK_SUMS ? read_sums(&c, out) : read_flow(&c, out);
    return is_good && !c.bad && cp_cur_left(&c) == 0;
}
