/* SPDX-License-Identifier: Apache-2.0 */
/* captured.h - for the tests of what packets tell: frames around a payload, and the lines that a
 * capture of them yields (see frames.h), without those of source addresses, which every frame
 * has. */
#pragma once
#include "frames.h"
#include "sources/pcap/capture.h"

static inline cp_bytes joined(cp_arena *a, cp_bytes x, cp_bytes y)
{
    uint8_t *p = cp_arena_alloc(a, x.n + y.n + 1);
    if (x.n)
        memcpy(p, x.p, x.n);
    if (y.n)
        memcpy(p + x.n, y.p, y.n);
    return (cp_bytes){ p, x.n + y.n };
}

/* src_mac, src, dst: hex; the addresses of four or sixteen bytes. */
static inline cp_bytes ip_frame(cp_arena *a, const char *src_mac, const char *src, const char *dst,
                                uint8_t proto, cp_bytes payload)
{
    cp_bytes s = from_hex(a, src), d = from_hex(a, dst);
    size_t n = payload.n + (s.n == 4 ? 20 : 0);
    cp_str head = s.n == 4 ? cp_str_fmt(a, "01005e000001 %s 0800 4500%04x 00000000 ff%02x0000",
                                        src_mac, (unsigned)n, proto)
                           : cp_str_fmt(a, "333300000001 %s 86dd 60000000 %04x %02x ff", src_mac,
                                        (unsigned)n, proto);
    return joined(a, from_hex(a, head.p), joined(a, joined(a, s, d), payload));
}

static inline cp_bytes udp_frame(cp_arena *a, const char *src_mac, const char *src, const char *dst,
                                 uint16_t src_port, uint16_t dst_port, cp_bytes payload)
{
    cp_str head = cp_str_fmt(a, "%04x%04x%04x0000", src_port, dst_port, (unsigned)payload.n + 8);
    return ip_frame(a, src_mac, src, dst, 17, joined(a, from_hex(a, head.p), payload));
}

/* IEEE 802.3 with a length; llc: from the LLC header on. */
static inline cp_bytes llc_frame(cp_arena *a, const char *src_mac, cp_bytes llc)
{
    cp_str head = cp_str_fmt(a, "0180c2000014 %s %04x", src_mac, (unsigned)llc.n);
    return joined(a, from_hex(a, head.p), llc);
}

/* All that a capture of these frames tells, a line each; *n_bad: what was malformed. */
static inline cp_str told_of(cp_arena *a, uint32_t link_type, const cp_bytes *frames, size_t n,
                             uint64_t *n_bad)
{
    told t = { .b = cp_buf_new(a) };
    cp_obs_sink sink = { &t, tell_obs, tell_link };
    cp_source src = { .n_problems = 0 };
    cp_capture *c = cp_capture_new(a, &sink, &src);
    for (size_t i = 0; i < n; i++) {
        cp_bytes copy = exact_copy(frames[i], frames[i].n);
        cp_frame f = { copy, (uint32_t)copy.n, link_type, 1 };
        if (cp_capture_frame(c, &f, NULL) != CP_OK)
            ok(false, "frame %zu", i + 1);
        free((void *)(uintptr_t)copy.p);
    }
    if (cp_capture_end(c, NULL) != CP_OK)
        ok(false, "the end of the capture");
    *n_bad = src.records_bad;
    return cp_buf_str(&t.b);
}

/* Of Ethernet: all lines but those of eth.src. */
static inline cp_str captured(cp_arena *a, const cp_bytes *frames, size_t n, uint64_t *n_bad)
{
    cp_buf lines = cp_buf_new(a);
    cp_str rest = told_of(a, 1, frames, n, n_bad), line;
    while (cp_str_cut_line(&rest, &line))
        if (!cp_str_has(line, CP_STR(" eth.src ")))
            cp_buf_fmt(&lines, "%.*s\n", CP_FMT(line));
    return cp_buf_str(&lines);
}

static inline void check_captured(cp_arena *a, cp_bytes frame, const char *want, uint64_t want_bad,
                                  const char *name)
{
    uint64_t n_bad;
    is_cstr(captured(a, &frame, 1, &n_bad), want, "%s", name);
    is_uint(n_bad, want_bad, "%s: faults", name);
}

/* A frame cut at every byte, as it would come from a broken sender: nothing more is told than of
 * the whole. */
static inline void check_cuts(cp_arena *a, cp_bytes frame, const char *name)
{
    uint64_t n_bad;
    cp_str whole = captured(a, &frame, 1, &n_bad);
    for (size_t n = 0; n < frame.n; n++) {
        cp_bytes cut = { frame.p, n };
        cp_str rest = captured(a, &cut, 1, &n_bad), line;
        while (cp_str_cut_line(&rest, &line))
            if (!cp_str_has(whole, line))
                ok(false, "%s cut at %zu tells %.*s", name, n, CP_FMT(line));
    }
    ok(true, "%s: cut at each of %zu bytes", name, frame.n);
}
