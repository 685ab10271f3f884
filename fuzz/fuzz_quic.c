/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_quic.c - datagrams of QUIC and DTLS, and the frames of an opened packet: what is read lies
 * within them, the limits hold, pieces come in order, and a datagram ends. */
#include "fuzz.h"
#include "sources/app/dtls.h"
#include "sources/app/quic.h"

static void must_be_within(cp_bytes in, cp_bytes b)
{
    MUST(b.n == 0 || (b.p >= in.p && b.n <= in.n && (size_t)(b.p - in.p) <= in.n - b.n));
}

static void check_frames(cp_bytes in)
{
    cp_quic_crypto v[CP_QUIC_FRAMES_MAX];
    cp_err err = { .off_bytes = 0 };
    uint32_t n;
    cp_rc rc = cp_quic_frames_parse(in, v, &n, &err);
    MUST(n <= CP_QUIC_FRAMES_MAX && (rc == CP_OK || err.off_bytes <= in.n));
    for (uint32_t i = 0; i < n; i++) {
        must_be_within(in, v[i].bytes);
        MUST(i == 0 || v[i - 1].off <= v[i].off);
    }
}

static void check_quic(cp_bytes in)
{
    cp_arena *a = cp_arena_new(0);
    cp_cur c = cp_cur_of(in);
    cp_quic_initial p;
    cp_bytes frames;
    size_t n = 0;
    while (cp_quic_next(&c, &p)) {
        must_be_within(in, p.packet);
        must_be_within(p.packet, p.dcid);
        must_be_within(p.packet, p.scid);
        MUST(p.n_head <= p.packet.n && p.packet.n <= CP_QUIC_PACKET_BYTES_MAX);
        MUST(cp_quic_begins(p.packet));
        n += p.packet.n;
        if (cp_quic_open(a, &p, &frames)) {
            MUST(frames.n < p.packet.n);
            check_frames(frames);
        }
    }
    MUST(n <= in.n);
    cp_arena_free(a);
}

static void check_dtls(cp_bytes in)
{
    cp_dtls_iter it = cp_dtls_iter_of(in);
    cp_dtls_part x;
    size_t n = 0;
    while (cp_dtls_next(&it, &x)) {
        must_be_within(in, x.bytes);
        MUST(x.off <= x.n && x.bytes.n <= x.n - x.off);
        n += 12 + x.bytes.n;
    }
    MUST(n <= in.n && !cp_dtls_next(&it, &x));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    check_frames(in);
    check_quic(in);
    check_dtls(in);
    return 0;
}
