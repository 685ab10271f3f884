/* SPDX-License-Identifier: Apache-2.0 */
/* SCTP: rows written from RFC 9260, 3, and messages put together from fragments. */
#include "packets.h"
#include "sources/telecom/sctp.h"

#define HEAD "9c40 0f1c 00000001 00000000"
#define WHOLE "0003 0014 00000005 0001 0000 0000002e 61626364"

static const struct row {
    const char *name, *hex;
    cp_rc want;
    uint64_t want_off;
    const char *data; /* of all chunks */
} rows[] = {
    { "a message", HEAD WHOLE, CP_OK, 0, "abcd" },
    { "no chunks", HEAD, CP_OK, 0, "" },
    { "two messages", HEAD WHOLE WHOLE, CP_OK, 0, "abcdabcd" },
    { "another chunk is stepped over", HEAD "0400 0007 010203 00" WHOLE, CP_OK, 0, "abcd" },
    { "padded", HEAD "0003 0011 00000005 0001 0000 0000002e 61 000000" WHOLE, CP_OK, 0, "aabcd" },
    { "the last without padding", HEAD "0003 0011 00000005 0001 0000 0000002e 61", CP_OK, 0, "a" },
    { "I-DATA", HEAD "4003 0018 00000005 0001 0000 00000001 0000002e 61626364", CP_OK, 0, "abcd" },
    { "nothing", "", CP_ESHORT, 0, "" },
    { "half a header", "9c40 0f1c", CP_ESHORT, 4, "" },
    { "chunk of no bytes", HEAD WHOLE "0003 0000", CP_EFORMAT, 32, "abcd" },
    { "chunk of three bytes", HEAD WHOLE "0003 0003", CP_EFORMAT, 32, "abcd" },
    { "chunk past the end", HEAD WHOLE "0003 0005", CP_ESHORT, 32, "abcd" },
    { "head of a chunk cut off", HEAD WHOLE "0003 00", CP_ESHORT, 32, "abcd" },
    { "data without its head", HEAD WHOLE "0003 000c 00000005 0001 0000", CP_EFORMAT, 32, "abcd" },
};

static void check_row(cp_arena *a, const struct row *r)
{
    cp_err err = { .off_bytes = 0 };
    cp_sctp s;
    cp_sctp_data d;
    cp_buf b = cp_buf_new(a);
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    cp_rc rc = cp_sctp_parse(copy, &s, &err);
    while (rc == CP_OK && cp_sctp_next(&s, &d, &err))
        cp_buf_add(&b, cp_str_of_bytes(d.data));
    rc = rc == CP_OK ? s.rc : rc;
    is_int(rc, r->want, "%s: result", r->name);
    if (r->want != CP_OK)
        is_uint(err.off_bytes, r->want_off, "%s: position", r->name);
    is_cstr(cp_buf_str(&b), r->data, "%s: data", r->name);
    free((void *)(uintptr_t)copy.p);
}

static void check_fields(cp_arena *a)
{
    cp_sctp s;
    cp_sctp_data d;
    is_int(cp_sctp_parse(from_hex(a, HEAD WHOLE), &s, NULL), CP_OK, "a packet");
    ok(cp_sctp_next(&s, &d, NULL), "its chunk");
    is_uint(s.src_port, 40000, "source port");
    is_uint(s.dst_port, 3868, "destination port");
    is_uint(d.tsn, 5, "TSN");
    is_uint(d.stream, 1, "stream");
    is_uint(d.protocol, 46, "payload protocol");
    ok(d.begins && d.ends && !d.is_unordered && !d.is_numbered, "flags");
}

static void check_flood(cp_arena *a)
{
    enum { N = 5000 };
    uint8_t *p = cp_arena_alloc(a, 12 + 4 * N);
    cp_sctp s;
    cp_sctp_data d;
    cp_err err;
    memset(p, 0, 12 + 4 * (size_t)N);
    for (size_t i = 0; i < N; i++) {
        p[12 + 4 * i] = 4;
        p[12 + 4 * i + 3] = 4;
    }
    is_int(cp_sctp_parse((cp_bytes){ p, 12 + 4 * (size_t)N }, &s, NULL), CP_OK, "5,000 chunks");
    ok(!cp_sctp_next(&s, &d, &err) && s.rc == CP_ELIMIT, "are refused");
    ok(strstr(err.msg, "1024") != NULL, "the message names the limit: %s", err.msg);
}

/* A Diameter watchdog with the name "mme-1", 36 bytes. */
#define MESSAGE "01000024 80 000118 00000000 00000001 00000002 00000108 4000000d 6d6d652d31 000000"
#define TOLD "diameter.origin_host \"mme-1\" ip=192.0.2.1\n"

/* Bytes from to to of the message, as a chunk. */
static cp_bytes fragment(cp_arena *a, uint8_t flags, uint8_t tsn, size_t from, size_t to)
{
    cp_bytes all = from_hex(a, MESSAGE), head = from_hex(a, HEAD);
    size_t n = 16 + to - from;
    uint8_t *p = cp_arena_alloc(a, 12 + n);
    uint8_t chunk[16] = { 0, flags, 0, (uint8_t)n, 0, 0, 0, tsn, 0, 1, 0, 0, 0, 0, 0, 46 };
    memcpy(p, head.p, 12);
    memcpy(p + 12, chunk, 16);
    memcpy(p + 28, all.p + from, to - from);
    return ip_packet(a, 132, 1, 2, (cp_bytes){ p, 12 + n });
}

static void check_fragments(cp_arena *a)
{
    enum { B = 2, E = 1 };
    uint64_t n_bad;
    cp_bytes whole = fragment(a, B | E, 9, 0, 36);
    is_cstr(told_by(a, &whole, 1, &n_bad), "1 " TOLD, "whole");
    cp_bytes x[] = { fragment(a, B, 9, 0, 10), fragment(a, 0, 10, 10, 20),
                     fragment(a, E, 11, 20, 36) };
    is_cstr(told_by(a, x, 3, &n_bad), "3 " TOLD, "three fragments");
    cp_bytes again[] = { x[0], x[1], x[1], x[2], x[2] };
    is_cstr(told_by(a, again, 5, &n_bad), "4 " TOLD, "one sent again");
    cp_bytes gap[] = { x[0], x[2] };
    is_cstr(told_by(a, gap, 2, &n_bad), "", "one missing");
    cp_bytes late[] = { x[0], x[2], x[1], whole };
    is_cstr(told_by(a, late, 4, &n_bad), "4 " TOLD, "out of order: let go; the next is read");
    is_cstr(told_by(a, x + 1, 2, &n_bad), "", "the first missing");
    is_uint(n_bad, 0, "no fault");
}

static void check_udp(cp_arena *a)
{
    uint64_t n_bad;
    cp_bytes ip = fragment(a, 3, 9, 0, 36), p;
    p = udp_packet(a, 1, 9899, 2, 9899, (cp_bytes){ ip.p + 20, ip.n - 20 });
    is_cstr(told_by(a, &p, 1, &n_bad), "1 " TOLD, "over UDP");
    p = ip_packet(a, 132, 1, 2, from_hex(a, HEAD WHOLE "0003 0002"));
    (void)told_by(a, &p, 1, &n_bad);
    is_uint(n_bad, 1, "a chunk of two bytes is a fault");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    check_fields(a);
    check_flood(a);
    check_fragments(a);
    check_udp(a);
    cp_arena_free(a);
    return tap_done();
}
