/* SPDX-License-Identifier: Apache-2.0 */
/* Diameter: rows written from RFC 6733, 3, 4.1 and 5.3; and what is told of a connection, over TCP
 * in pieces and over SCTP. */
#include "packets.h"
#include "parsed.h"
#include "sources/app/diameter.h"

#define IDS "00000001 00000002"
#define HOST "00000108 4000000d 6d6d652d31 000000"  /* Origin-Host "mme-1" */
#define REALM "00000128 4000000f 6578616d706c65 00" /* Origin-Realm "example" */
#define ADDR "00000101 4000000e 0001 c0000207 0000" /* Host-IP-Address 192.0.2.7 */
#define ADDR6 "00000101 4000001a 0002 20010db8000000000000000000000001 0000"
#define VENDOR "0000010a 4000000c 00007fff"             /* Vendor-Id 32767 */
#define PRODUCT "0000010d 0000000c 41583530"            /* Product-Name "AX50" */
#define FIRMWARE "0000010b 0000000c 00000005"           /* Firmware-Revision */
#define SUPPORTED "00000109 4000000c 000028af"          /* Supported-Vendor-Id 10415 */
#define OF_VENDOR "0000010d c0000010 00000007 42424242" /* code 269 of vendor 7: no product */

static const struct row {
    const char *name, *hex;
    cp_rc want;
    uint64_t want_off;
    uint32_t want_avps;
    const char *host;
} rows[] = {
    { "a capabilities request with a name", "01000024 80 000101 00000000" IDS HOST, CP_OK, 0, 1,
      "mme-1" },
    { "no AVP", "01000014 80 000118 00000000" IDS, CP_OK, 0, 0, "" },
    { "what follows is another message", "01000024 80 000101 00000000" IDS HOST "ff", CP_OK, 0, 1,
      "mme-1" },
    { "the first name stays", "01000030 80 000101 00000000" IDS HOST "00000108 4000000c 6f746872",
      CP_OK, 0, 2, "mme-1" },
    { "the last AVP without its padding",
      "01000024 80 000101 00000000" IDS "00000108 4000000d 6d6d652d31", CP_ESHORT, 33, 1, "mme-1" },
    { "a vendor's AVP of the same number", "01000034 80 000101 00000000" IDS OF_VENDOR HOST, CP_OK,
      0, 2, "mme-1" },
    { "nothing", "", CP_ESHORT, 0, 0, "" },
    { "half a header", "01000024 80 000101", CP_ESHORT, 8, 0, "" },
    { "version 2", "02000024 80 000101 00000000" IDS HOST, CP_EUNKNOWN, 0, 0, "" },
    { "length 16", "01000010 80 000101 00000000" IDS, CP_EUNKNOWN, 1, 0, "" },
    { "length 21", "01000015 80 000101 00000000" IDS "00", CP_EUNKNOWN, 1, 0, "" },
    { "reserved flags", "01000024 81 000101 00000000" IDS HOST, CP_EUNKNOWN, 1, 0, "" },
    { "shorter than its length", "01000040 80 000101 00000000" IDS HOST, CP_ESHORT, 36, 1,
      "mme-1" },
    { "AVP of 7 bytes", "0100002c 80 000101 00000000" IDS HOST "00000108 40000007", CP_EFORMAT, 36,
      1, "mme-1" },
    { "vendor's AVP of 8 bytes", "0100002c 80 000101 00000000" IDS HOST "00000108 c0000008",
      CP_EFORMAT, 36, 1, "mme-1" },
    { "AVP past the end", "0100002c 80 000101 00000000" IDS HOST "00000108 40000009", CP_ESHORT, 36,
      1, "mme-1" },
    { "AVP of 16 MB", "0100002c 80 000101 00000000" IDS HOST "00000108 40ffffff", CP_ESHORT, 36, 1,
      "mme-1" },
    { "vendor of two bytes", "01000030 80 000101 00000000" IDS "0000010a 4000000a 0001 0000" HOST,
      CP_EFORMAT, 20, 2, "mme-1" },
    { "IPv4 address of three bytes",
      "01000034 80 000101 00000000" IDS "00000101 4000000d 0001 c00002 000000" HOST, CP_EFORMAT, 20,
      2, "mme-1" },
};

static void check_row(cp_arena *a, const struct row *r)
{
    cp_err err = { .off_bytes = 0 };
    cp_diameter p;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_diameter_parse(copy, &p, &err), r->want, "%s: result", r->name);
    if (r->want != CP_OK)
        is_uint(err.off_bytes, r->want_off, "%s: position", r->name);
    is_uint(p.n_avps, r->want_avps, "%s: AVPs", r->name);
    is_cstr(cp_str_of_bytes(p.host), r->host, "%s: what is good stays", r->name);
    free((void *)(uintptr_t)copy.p);
}

static cp_bytes message(cp_arena *a, uint8_t flags, uint16_t code, uint8_t app, const char *avps)
{
    cp_bytes body = from_hex(a, avps);
    uint8_t *p = cp_arena_alloc(a, 20 + body.n);
    memset(p, 0, 20);
    p[0] = 1;
    p[2] = (uint8_t)((20 + body.n) >> 8);
    p[3] = (uint8_t)(20 + body.n);
    p[4] = flags;
    p[6] = (uint8_t)(code >> 8);
    p[7] = (uint8_t)code;
    p[11] = app;
    if (body.n)
        memcpy(p + 20, body.p, body.n);
    return (cp_bytes){ p, 20 + body.n };
}

#define FULL HOST REALM ADDR ADDR6 VENDOR PRODUCT FIRMWARE SUPPORTED SUPPORTED OF_VENDOR

static void check_full(cp_arena *a)
{
    cp_diameter p;
    is_int(cp_diameter_parse(message(a, 0x80, 257, 0, FULL), &p, NULL), CP_OK, "a full request");
    is_cstr(cp_str_of_bytes(p.realm), "example", "Origin-Realm");
    is_cstr(cp_str_of_bytes(p.product), "AX50", "Product-Name");
    is_uint(p.n_addrs, 2, "addresses");
    is_cstr(cp_ip_text(a, p.addrs[1]), "2001:db8::1", "the second");
    is_uint(p.vendor, 32767, "Vendor-Id");
    is_uint(p.firmware, 5, "Firmware-Revision");
    is_uint(p.n_vendors, 1, "supported vendors, each once");
    ok(p.head.is_request && p.head.code == 257, "the head");
}

PARSE_OF(cp_diameter, cp_diameter_parse, n_avps)

static void check_flood(cp_arena *a)
{
    enum { N = 3000 };
    uint8_t *p = cp_arena_alloc(a, 20 + N * 8);
    memset(p, 0, 20 + N * 8);
    p[0] = 1;
    p[2] = (20 + N * 8) >> 8;
    p[3] = (20 + N * 8) & 0xff;
    for (size_t i = 0; i < N; i++)
        p[20 + 8 * i + 7] = 8;
    check_limit(parse, (cp_bytes){ p, 20 + N * 8 }, "3,000 AVPs", "1024");
}

#define WANT                                                     \
    "diameter.origin_host \"mme-1\" ip=192.0.2.1 ip=192.0.2.7\n" \
    "%s diameter.origin_realm \"example\" ip=192.0.2.1\n"        \
    "%s diameter.host_ip \"192.0.2.7\" ip=192.0.2.1\n"           \
    "%s diameter.vendor_id \"1.3.6.1.4.1.32767\" ip=192.0.2.1\n" \
    "%s diameter.product_name \"AX50\" ip=192.0.2.1\n"

static void check_tcp(cp_arena *a)
{
    uint64_t n_bad;
    cp_bytes in = message(a, 0x80, 257, 0, HOST REALM ADDR VENDOR PRODUCT);
    cp_str want = cp_str_fmt(a, "1 " WANT, "1", "1", "1", "1");
    cp_bytes one = tcp_packet(a, 1, 40000, 2, 3868, 100, in);
    is_str(told_by(a, &one, 1, &n_bad), want, "over TCP");
    for (size_t n = 1; n < in.n; n++) {
        cp_bytes two[] = { tcp_packet(a, 1, 40000, 2, 3868, 100, (cp_bytes){ in.p, n }),
                           tcp_packet(a, 1, 40000, 2, 3868, 100 + (uint32_t)n,
                                      (cp_bytes){ in.p + n, in.n - n }) };
        want = cp_str_fmt(a, "2 " WANT, "2", "2", "2", "2");
        cp_str got = told_by(a, two, 2, &n_bad);
        if (!cp_str_eq(got, want) || n_bad)
            is_str(got, want, "in two segments, cut at byte %zu", n);
    }
    ok(true, "in two segments, cut at every byte");
}

static void check_others(cp_arena *a)
{
    uint64_t n_bad;
    /* an application's request, then a watchdog in the same segment */
    cp_bytes x = message(a, 0xc0, 316, 7, REALM), y = message(a, 0x80, 280, 0, HOST);
    bytes b = { NULL, 0 };
    add(&b, x.p, x.n);
    add(&b, y.p, y.n);
    cp_bytes p = tcp_packet(a, 2, 3868, 1, 40000, 1, of(&b));
    is_cstr(told_by(a, &p, 1, &n_bad), "1 diameter.origin_host \"mme-1\" ip=192.0.2.2\n",
            "what may have been forwarded is not about the sender; a watchdog is");
    free(b.p);
    p = tcp_packet(a, 1, 40000, 2, 3868, 1,
                   message(a, 0x80, 257, 0, HOST "00000101 4000000e 0001 0a000001 0000"));
    is_cstr(told_by(a, &p, 1, &n_bad),
            "1 diameter.origin_host \"mme-1\" ip=192.0.2.1\n"
            "1 diameter.host_ip \"10.0.0.1\" ip=192.0.2.1\n",
            "a private address from a public one joins nothing");
    p = tcp_packet(a, 1, 40000, 2, 3868, 1,
                   from_hex(a, "0101 0202 0303 0404 0505 0606 0707 0808"
                               "0909 0a0a 0b0b 0c0c"));
    is_cstr(told_by(a, &p, 1, &n_bad), "", "another protocol");
    is_uint(n_bad, 0, "is no fault");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    check_full(a);
    check_truncation(parse, message(a, 0x80, 257, 0, FULL));
    check_flood(a);
    check_tcp(a);
    check_others(a);
    cp_arena_free(a);
    return tap_done();
}
