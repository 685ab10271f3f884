/* SPDX-License-Identifier: Apache-2.0 */
/* OSPF: rows written from RFC 2328, A.3 and A.4, and RFC 5340, A.3; updates whose counts and
 * lengths lie. */
#include "captured.h"
#include "sources/routing/ospf.h"

#define V2(type, n) "02 " type " " n " 0a000001 00000001 0000 0000 0000000000000000"
#define V3(type, n) "03 " type " " n " 0a000001 00000001 0000 00 00"
#define HELLO2 "ffffff00 000a 12 01 00000028 c0000202 00000000"
#define HELLO3 "00000005 01 000013 000a 0028 0a000001 0a000002"
#define LSA "0005 02 01 0a000003 0a000003 80000001 1234 0018 00000000"
#define OLD "0e10 02 01 0a000003 0a000003 80000001 1234 0018 00000000"
#define S " ip=192.0.2.2 mac=00:11:22:00:00:05\n"
#define HEAD "1 ospf.router_id \"10.0.0.1\"" S "1 ospf.area \"0.0.0.1\"" S
#define LSA_TEXT(age)                              \
    "1 ospf.lsa \"version=2 area=0.0.0.1 lsa=" age \
    "02010a0000030a000003800000011234001800000000\"" S

static const struct row {
    const char *name, *hex, *want;
    uint64_t want_bad;
} rows[] = {
    { "hello of version 2", V2("01", "0030") HELLO2 "0a000009",
      HEAD "1 ospf.hello \"version=2 interval=10 dead=40 options=12 priority=1 mask=255.255.255.0 "
           "dr=192.0.2.2 bdr=0.0.0.0\"" S "1 ospf.neighbour \"10.0.0.9\"" S,
      0 },
    { "a digest and link-local data behind it",
      V2("01", "002c") HELLO2 "00112233445566778899aabbccddeeff fff6 0003 0001 0004 00000001",
      HEAD "1 ospf.hello \"version=2 interval=10 dead=40 options=12 priority=1 mask=255.255.255.0 "
           "dr=192.0.2.2 bdr=0.0.0.0\"" S,
      0 },
    { "hello of version 3", V3("01", "0028") HELLO3 "0a000009",
      HEAD "1 ospf.hello \"version=3 interval=10 dead=40 options=13 priority=1 dr=10.0.0.1 "
           "bdr=10.0.0.2\"" S "1 ospf.neighbour \"10.0.0.9\"" S,
      0 },
    { "update of two LSAs, one flushed", V2("04", "004c") "00000002" LSA OLD,
      HEAD LSA_TEXT("0000") LSA_TEXT("0e10"), 0 },
    { "an acknowledgement", V2("05", "0018"), HEAD, 0 },
    { "more LSAs than there are", V2("04", "0034") "00ffffff" LSA, HEAD LSA_TEXT("0000"), 1 },
    { "an LSA past the end",
      V2("04", "0034") "00000001 0005 02 01 0a000003 0a000003 80000001 1234 0019 00000000", HEAD,
      1 },
    { "an LSA of 19 bytes",
      V2("04", "0034") "00000001 0005 02 01 0a000003 0a000003 80000001 1234 0013 00000000", HEAD,
      1 },
    { "an LSA of no bytes",
      V2("04", "0034") "00000001 0005 02 01 0a000003 0a000003 80000001 1234 0000 00000000", HEAD,
      1 },
    { "hello cut off", V2("01", "0028") "ffffff00 000a 12 01 00000028 c0000202", HEAD, 1 },
    { "longer than the packet", V2("01", "0031") HELLO2 "0a000009", HEAD, 1 },
    { "shorter than its header", V2("01", "0017") HELLO2, "", 1 },
    { "version 1", "01 01 002c 0a000001 00000001 0000 0000 0000000000000000" HELLO2, "", 1 },
    { "type 0", V2("00", "0018"), "", 1 },
    { "type 6", V2("06", "0018"), "", 1 },
    { "header cut off", "02 01 002c 0a000001 00000001 0000 0000 00000000000000", "", 1 },
    { "nothing", "", "", 1 },
};

/* As many LSAs as a packet of 64 KiB has room for, and one that is longer than a value. */
static void check_limits(cp_arena *a)
{
    enum { N = 3000 };
    cp_bytes head = from_hex(a, V2("04", "ffff") "00000bb8"), lsa = from_hex(a, LSA);
    uint8_t *p = cp_arena_alloc(a, 65535);
    static cp_ospf out;
    memset(p, 0, 65535);
    memcpy(p, head.p, head.n);
    for (int i = 0; i < 2500; i++)
        memcpy(p + head.n + (size_t)i * 24, lsa.p, 24);
    is_int(cp_ospf_parse((cp_bytes){ p, 65535 }, &out, NULL), CP_ELIMIT, "2500 LSAs");
    is_uint(out.n_lsas, CP_OSPF_LSAS_MAX, "as many as are kept");
    uint64_t n_bad;
    cp_bytes big = { p, 24 + 4 + 3000 };
    memcpy(p, from_hex(a, V2("04", "0bd4") "00000001").p, 28);
    p[28 + 18] = 3000 >> 8;
    p[28 + 19] = (uint8_t)3000;
    cp_bytes frame = ip_frame(a, "001122000005", "c0000202", "e0000005", 89, big);
    cp_str lines = captured(a, &frame, 1, &n_bad);
    is_uint(n_bad, 0, "an LSA of 3000 bytes");
    ptrdiff_t at = cp_str_find(lines, CP_STR("lsa=0000"));
    cp_str hex = cp_str_from(lines, (size_t)at + 4);
    is_int(cp_str_find_char(hex, '"'), 2 * 1980, "whole bytes of it are told");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        cp_bytes frame =
            ip_frame(a, "001122000005", "c0000202", "e0000005", 89, from_hex(a, r->hex));
        check_captured(a, frame, r->want, r->want_bad, r->name);
        check_cuts(a, frame, r->name);
    }
    check_limits(a);
    cp_arena_free(a);
    return tap_done();
}
