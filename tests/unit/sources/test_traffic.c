/* SPDX-License-Identifier: Apache-2.0 */
/* test_traffic.c - the packets of a capture as flows: each counts once, whatever else is read of
 * it, by the outermost addresses; what an exporter says counts as what it tells. */
#include "captured.h"
#include "model/flow_pack.h"

#define MAC "00005e005301"
#define A "c0000201"
#define B "c6336407"

typedef struct heard {
    cp_arena *a;
    cp_buf b;
    uint64_t packets, bytes;
    uint32_t n_exporters;
} heard;

static cp_rc no_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx;
    (void)o;
    (void)err;
    return CP_OK;
}

static cp_rc hear_flows(void *ctx, const cp_flow_block *b, cp_err *err)
{
    heard *h = ctx;
    const cp_flow_columns *c;
    cp_rc rc = cp_flow_unpack(cp_flow_unpacker_new(h->a), b->bytes, UINT32_MAX, &c, err);
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++) {
        cp_str src = cp_ip_text(h->a, cp_flow_addr_ip(c->addrs[c->src[i]]));
        cp_str dst = cp_ip_text(h->a, cp_flow_addr_ip(c->addrs[c->dst[i]]));
        cp_buf_fmt(&h->b, "%u: %u %.*s:%u>%.*s:%u %llu/%llu %llu/%llu\n", c->exporter[i],
                   c->proto[i], CP_FMT(src), c->sport[i], CP_FMT(dst), c->dport[i],
                   (unsigned long long)c->packets[i], (unsigned long long)c->packets_back[i],
                   (unsigned long long)c->bytes[i], (unsigned long long)c->bytes_back[i]);
        h->packets += c->packets[i] + c->packets_back[i];
    }
    return rc;
}

static cp_rc hear_exporter(void *ctx, const cp_exporter *x, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    ok(x->nr == h->n_exporters, "exporters come in the order of their numbers");
    h->n_exporters++;
    return CP_OK;
}

static cp_str flows_of(cp_arena *a, const cp_bytes *frames, size_t n, heard *h)
{
    *h = (heard){ .a = a, .b = cp_buf_new(a) };
    cp_obs_sink sink = { .ctx = h, .obs = no_obs, .flows = hear_flows, .exporter = hear_exporter };
    cp_source src = { .n_problems = 0 };
    cp_capture *c = cp_capture_new(a, &sink, &src);
    for (size_t i = 0; i < n; i++) {
        cp_bytes copy = exact_copy(frames[i], frames[i].n);
        cp_frame f = { copy, (uint32_t)copy.n, 1, (cp_time)(i + 1) * 1000 };
        ok(cp_capture_frame(c, &f, NULL) == CP_OK, "frame %zu", i + 1);
        free((void *)(uintptr_t)copy.p);
    }
    ok(cp_capture_end(c, NULL) == CP_OK, "the end");
    return cp_buf_str(&h->b);
}

static void check_one(cp_arena *a, cp_bytes frame, const char *want, const char *name)
{
    heard h;
    is_cstr(flows_of(a, &frame, 1, &h), want, "%s", name);
}

static void check_frames(cp_arena *a)
{
    cp_bytes udp = udp_frame(a, MAC, A, B, 40000, 4000, from_hex(a, "01020304"));
    cp_bytes inner = { udp.p + 14, udp.n - 14 };
    check_one(a, udp, "0: 17 192.0.2.1:40000>198.51.100.7:4000 1/0 32/0\n", "UDP");
    check_one(a, ip_frame(a, MAC, A, B, 1, from_hex(a, "0800 0000 0001 0001")),
              "0: 1 192.0.2.1:0>198.51.100.7:2048 1/0 28/0\n", "an echo");
    check_one(a, ip_frame(a, MAC, A, B, 47, joined(a, from_hex(a, "0000 0800"), inner)),
              "0: 47 192.0.2.1:0>198.51.100.7:0 1/0 56/0\n", "in GRE: the outer packet alone");
    check_one(a, ip_frame(a, MAC, A, B, 4, inner), "0: 4 192.0.2.1:0>198.51.100.7:0 1/0 52/0\n",
              "IP in IP: likewise");
    check_one(a, joined(a, from_hex(a, "01005e000001 00005e005301 8847 00010140"), inner),
              "0: 17 192.0.2.1:40000>198.51.100.7:4000 1/0 32/0\n",
              "behind a label: what it carries");
    check_one(a, joined(a, from_hex(a, "01005e000001 00005e005301 8100 0007 0800"), inner),
              "0: 17 192.0.2.1:40000>198.51.100.7:4000 1/0 32/0\n", "in a VLAN");
    check_one(a,
              ip_frame(a, MAC, "20010db8000000000000000000000001",
                       "20010db8000000000000000000000002", 17,
                       from_hex(a, "9c40 0fa0 000c 0000 01020304")),
              "0: 17 2001:db8::1:40000>2001:db8::2:4000 1/0 52/0\n", "IPv6");
    check_one(a, from_hex(a, "01005e000001 00005e005301 0806 0001"), "", "no IP");
    check_one(a, from_hex(a, "01005e000001 00005e005301 0800 4500"), "",
              "a header that is cut off");
}

/* One record of version 5, from 10.0.0.1 to 10.0.0.2. */
static void check_export(cp_arena *a)
{
    heard h;
    cp_bytes words =
        from_hex(a, "0005 0001 00010000 65000000 00000000 00000000 0000 0000"
                    "0a000001 0a000002 00000000 0001 0002 00000003 00000099 00001000 00002000"
                    "1f90 0050 00 10 06 00 0000 0000 00 00 0000");
    const cp_bytes frames[] = { udp_frame(a, MAC, A, B, 50000, 2055, words),
                                udp_frame(a, MAC, A, B, 50000, 2055, from_hex(a, "0005 aaaa")) };
    is_cstr(flows_of(a, frames, 2, &h),
            "1: 6 10.0.0.1:8080>10.0.0.2:80 3/0 153/0\n0: 17 192.0.2.1:50000>198.51.100.7:2055 1/0 "
            "32/0\n",
            "an exporter's words are told, and not what carries them");
    ok(h.n_exporters == 2, "the capture and the exporter");
}

/* Packets that the capture passes over, because their sender is known, count like the first. */
static void check_many(cp_arena *a)
{
    enum { N = 3000 };
    heard h;
    cp_bytes *frames = CP_NEW_ARRAY(a, cp_bytes, N);
    for (uint32_t i = 0; i < N; i++)
        frames[i] =
            udp_frame(a, MAC, A, B, (uint16_t)(20000 + i % 7), 4000, from_hex(a, "01020304"));
    (void)flows_of(a, frames, N, &h);
    ok(h.packets == N, "%llu packets of %d", (unsigned long long)h.packets, N);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    check_frames(a);
    check_export(a);
    check_many(a);
    cp_arena_free(a);
    return tap_done();
}
