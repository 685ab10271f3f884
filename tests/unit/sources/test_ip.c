/* SPDX-License-Identifier: Apache-2.0 */
/* IPv4, IPv6 with extension headers, UDP, neighbour discovery, DHCP: from RFC 791, 8200, 768, 4861,
 * 2131, 2132, 3396. */
#include "frames.h"
#include "sources/ip/dhcp.h"
#include "sources/ip/ip.h"
#include "sources/ip/ndp.h"

#define V4(len, frag) "4500" len "0000" frag "4011 0000 c0000201 c0000202"
#define V6(len, next, hops) \
    "60000000" len next hops "20010db8000000000000000000000001 20010db8000000000000000000000002"
#define EXT8(next) next "00 000000000000"

static const struct ip_row {
    const char *name, *hex;
    cp_rc want;
    uint8_t proto;
    bool is_later;
    const char *src, *payload;
} ip_rows[] = {
    { "IPv4", V4("0016", "0000") "abcd", CP_OK, 17, false, "192.0.2.1", "abcd" },
    { "IPv4 with padding behind", V4("0016", "0000") "abcd0000", CP_OK, 17, false, "192.0.2.1",
      "abcd" },
    { "IPv4 cut by the snapshot length", V4("05dc", "0000") "abcd", CP_OK, 17, false, "192.0.2.1",
      "abcd" },
    { "IPv4 of length 0", V4("0000", "0000") "abcd", CP_OK, 17, false, "192.0.2.1", "abcd" },
    { "IPv4 first fragment", V4("0016", "2000") "abcd", CP_OK, 17, false, "192.0.2.1", "abcd" },
    { "IPv4 later fragment", V4("0016", "0001") "abcd", CP_OK, 17, true, "192.0.2.1", "abcd" },
    { "IPv4 with options", "4600 001a 0000 0000 4011 0000 c0000201 c0000202 01010101 abcd", CP_OK,
      17, false, "192.0.2.1", "abcd" },
    { "IPv4 header of 16 bytes", "4400 0016 0000 0000 4011 0000 c0000201 c0000202", CP_EFORMAT, 17,
      false, "192.0.2.1", "" },
    { "IPv4 shorter than its header", V4("0013", "0000") "abcd", CP_EFORMAT, 17, false, "192.0.2.1",
      "" },
    { "IPv4 options cut off", "4f00 0100 0000 0000 4011 0000 c0000201 c0000202 0101", CP_ESHORT, 17,
      false, "192.0.2.1", "" },
    { "IPv4 cut off", "4500 0016", CP_ESHORT, 0, false, "", "" },
    { "IPv6", V6("0002", "11", "40") "abcd", CP_OK, 17, false, "2001:db8::1", "abcd" },
    { "IPv6 with padding behind", V6("0002", "11", "40") "abcd00", CP_OK, 17, false, "2001:db8::1",
      "abcd" },
    { "IPv6 of length 0", V6("0000", "11", "40") "abcd", CP_OK, 17, false, "2001:db8::1", "abcd" },
    { "IPv6 with two extensions", V6("0012", "00", "40") EXT8("3c") EXT8("11") "abcd", CP_OK, 17,
      false, "2001:db8::1", "abcd" },
    { "IPv6 first fragment", V6("000a", "2c", "40") "1100 0001 00000001 abcd", CP_OK, 17, false,
      "2001:db8::1", "abcd" },
    { "IPv6 later fragment", V6("000a", "2c", "40") "1100 0009 00000001 abcd", CP_OK, 17, true,
      "2001:db8::1", "abcd" },
    { "IPv6 with authentication", V6("000e", "33", "40") "1101 0000 00000001 00000001 abcd", CP_OK,
      17, false, "2001:db8::1", "abcd" },
    { "IPv6 encrypted", V6("0002", "32", "40") "abcd", CP_OK, 50, false, "2001:db8::1", "abcd" },
    { "IPv6 extension cut off", V6("0008", "00", "40") "3cff 0000", CP_ESHORT, 60, false,
      "2001:db8::1", "" },
    { "IPv6 of 17 extensions",
      V6("0090", "00", "40") EXT8("00") EXT8("00") EXT8("00") EXT8("00") EXT8("00") EXT8("00")
          EXT8("00") EXT8("00") EXT8("00") EXT8("00") EXT8("00") EXT8("00") EXT8("00") EXT8("00")
              EXT8("00") EXT8("00") EXT8("00") EXT8("11"),
      CP_ELIMIT, 0, false, "2001:db8::1", "" },
    { "IPv6 cut off", "6000 0000", CP_ESHORT, 0, false, "", "" },
    { "version 5", "5000", CP_EFORMAT, 0, false, "", "" },
    { "nothing", "", CP_ESHORT, 0, false, "", "" },
};

static cp_str address_text(cp_arena *a, cp_bytes b)
{
    return b.n == 4    ? cp_ip_text(a, cp_ip_v4(b.p))
           : b.n == 16 ? cp_ip_text(a, cp_ip_v6(b.p))
                       : CP_STR("");
}

static void check_ip(cp_arena *a, const struct ip_row *r)
{
    cp_ip_packet p;
    cp_err err;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_ip_packet_parse(copy, &p, &err), r->want, "%s: result", r->name);
    is_cstr(address_text(a, p.src), r->src, "%s: source", r->name);
    is_uint(p.proto, r->proto, "%s: protocol", r->name);
    is_uint(p.is_later, r->is_later, "%s: later fragment", r->name);
    if (r->want == CP_OK)
        is_str(cp_hex(a, p.payload), cp_hex(a, from_hex(a, r->payload)), "%s: payload", r->name);
    free((void *)(uintptr_t)copy.p);
}

static void check_udp(cp_arena *a)
{
    cp_udp u;
    is_int(cp_udp_parse(from_hex(a, "0044 0043 000a 0000 abcd 0000"), &u, NULL), CP_OK, "UDP");
    ok(u.src_port == 68 && u.dst_port == 67 && u.payload.n == 2, "UDP: ports and payload");
    is_int(cp_udp_parse(from_hex(a, "0044 0043 ffff 0000 abcd"), &u, NULL), CP_OK, "UDP cut");
    is_uint(u.payload.n, 2, "UDP cut: what is there");
    is_int(cp_udp_parse(from_hex(a, "0044 0043 0007 0000"), &u, NULL), CP_EFORMAT, "UDP length 7");
    is_int(cp_udp_parse(from_hex(a, "0044 0043 00"), &u, NULL), CP_ESHORT, "UDP cut off");
}

#define NA "88 00 0000 60000000 20010db8000000000000000000000009"

static const struct ndp_row {
    const char *name, *hex;
    cp_rc want;
    const char *ip; /* "": not told */
} ndp_rows[] = {
    { "advertisement", V6("0020", "3a", "ff") NA "02 01 020000000009", CP_OK, "2001:db8::9" },
    { "advertisement without address", V6("0018", "3a", "ff") NA, CP_OK, "" },
    { "source option of an advertisement", V6("0020", "3a", "ff") NA "01 01 020000000009", CP_OK,
      "" },
    { "forwarded advertisement", V6("0020", "3a", "fe") NA "02 01 020000000009", CP_OK, "" },
    { "solicitation",
      V6("0020", "3a", "ff") "87 00 0000 00000000 20010db8000000000000000000000009 01 01 "
                             "020000000009",
      CP_OK, "2001:db8::1" },
    { "router advertisement",
      V6("0018", "3a", "ff") "86 00 0000 40000708 00000000 00000000 01 01 020000000009", CP_OK,
      "2001:db8::1" },
    { "router solicitation", V6("0010", "3a", "ff") "85 00 0000 00000000 01 01 020000000009", CP_OK,
      "2001:db8::1" },
    { "echo", V6("0008", "3a", "ff") "80 00 0000 00000000", CP_OK, "" },
    { "option of length 0", V6("0020", "3a", "ff") NA "02 00 020000000009", CP_EFORMAT, "" },
    { "option past the end", V6("001a", "3a", "ff") NA "02 01", CP_ESHORT, "" },
    { "cut off", V6("0008", "3a", "ff") "88 00 0000 60000000", CP_ESHORT, "" },
};

static void check_ndp(cp_arena *a, const struct ndp_row *r)
{
    cp_ip_packet p;
    cp_ndp n;
    is_int(cp_ip_packet_parse(from_hex(a, r->hex), &p, NULL), CP_OK, "NDP %s: IP", r->name);
    is_int(cp_ndp_parse(&p, &n, NULL), r->want, "NDP %s: result", r->name);
    is_cstr(n.is_told ? cp_ip_text(a, n.ip) : CP_STR(""), r->ip, "NDP %s: address", r->name);
    if (n.is_told)
        is_cstr(cp_mac_text(a, n.mac), "02:00:00:00:00:09", "NDP %s: MAC", r->name);
}

/* A message with these areas; options begin at byte 240. */
static cp_bytes dhcp(cp_arena *a, const char *head, const char *sname, const char *file,
                     const char *options)
{
    uint8_t *p = cp_arena_alloc(a, 2048);
    cp_bytes h = from_hex(a, head), s = from_hex(a, sname), f = from_hex(a, file),
             o = from_hex(a, options);
    memcpy(p, h.p, h.n);
    if (s.n)
        memcpy(p + 44, s.p, s.n);
    if (f.n)
        memcpy(p + 108, f.p, f.n);
    if (o.n)
        memcpy(p + 236, o.p, o.n);
    return (cp_bytes){ p, 236 + o.n };
}

#define BOOTREQUEST                                                                    \
    "01 01 06 00 00000001 0000 0000 00000000 c0000209 00000000 00000000 020000000001 " \
    "00000000000000000000"
#define COOKIE "63825363"

static void check_dhcp_good(cp_arena *a)
{
    cp_dhcp p;
    cp_bytes in = dhcp(a, BOOTREQUEST, "0c 02 7332 ff", "3c 03 414243 ff",
                       COOKIE "350101 0c0173 370401030f06 3d0701020000000001 00 4d05 0461626364"
                              "34 01 03 ff ff");
    is_int(cp_dhcp_parse(a, in, &p, NULL), CP_OK, "DHCP with overloaded areas");
    ok(p.op == 1 && p.type == 1 && p.has_mac, "operation, type, hardware");
    is_cstr(cp_mac_text(a, p.chaddr), "02:00:00:00:00:01", "client");
    is_cstr(cp_ip_text(a, p.yiaddr), "192.0.2.9", "your address");
    is_cstr(cp_str_of_bytes(p.options[12]), "ss2", "host name, put together (RFC 3396)");
    is_cstr(cp_str_of_bytes(p.options[60]), "ABC", "vendor class from the file area");
    is_cstr(cp_dhcp_param_list_text(a, p.options[55]), "1,3,15,6", "parameter list");
    is_cstr(cp_dhcp_client_id_text(a, p.options[61]), "02:00:00:00:00:01", "client id");
    is_cstr(cp_dhcp_user_class_text(a, p.options[77]), "abcd", "user class");
    is_cstr(cp_dhcp_client_id_text(a, from_hex(a, "ff0102")), "ff0102",
            "client id of another kind");
    is_cstr(cp_dhcp_user_class_text(a, cp_bytes_of_str(CP_STR("iPXE"))), "iPXE",
            "plain user class");
    is_cstr(cp_dhcp_user_class_text(a, from_hex(a, "0161 026263")), "a,bc", "two user classes");
    is_uint(cp_dhcp_user_class_text(a, from_hex(a, "00")).n, 1, "user class of no text: as it is");
}

static const struct dhcp_row {
    const char *name, *head, *options;
    cp_rc want;
    const char *hostname;
} dhcp_rows[] = {
    { "BOOTP without a cookie", BOOTREQUEST, "", CP_OK, "" },
    { "another vendor area", BOOTREQUEST, "00000000 0c0161", CP_OK, "" },
    { "no end", BOOTREQUEST, COOKIE "0c0161", CP_OK, "a" },
    { "option past the end", BOOTREQUEST, COOKIE "0c0161 3cff41", CP_ESHORT, "a" },
    { "length cut off", BOOTREQUEST, COOKIE "0c0161 3c", CP_ESHORT, "a" },
    { "operation 3",
      "03 01 06 00 00000001 0000 0000 00000000 00000000 00000000 00000000 020000000001", COOKIE,
      CP_EFORMAT, "" },
    { "hardware address of 17 bytes",
      "01 01 11 00 00000001 0000 0000 00000000 00000000 00000000 00000000 020000000001", COOKIE,
      CP_EFORMAT, "" },
    { "another hardware",
      "01 20 08 00 00000001 0000 0000 00000000 00000000 00000000 00000000 020000000001",
      COOKIE "0c0161", CP_OK, "a" },
};

static void check_dhcp_rows(cp_arena *a)
{
    for (size_t i = 0; i < sizeof dhcp_rows / sizeof *dhcp_rows; i++) {
        const struct dhcp_row *r = &dhcp_rows[i];
        cp_dhcp p;
        is_int(cp_dhcp_parse(a, dhcp(a, r->head, "", "", r->options), &p, NULL), r->want,
               "DHCP %s: result", r->name);
        is_cstr(cp_str_of_bytes(p.options[12]), r->hostname, "DHCP %s: host name", r->name);
    }
}

/* 64 KiB of one-byte pieces of one option: refused before the pieces cost a square. */
static void check_dhcp_flood(cp_arena *a)
{
    enum { N = 20000 };
    uint8_t *p = cp_arena_alloc(a, 240 + 3 * N);
    cp_bytes h = from_hex(a, BOOTREQUEST), cookie = from_hex(a, COOKIE);
    cp_dhcp out;
    memcpy(p, h.p, h.n);
    memcpy(p + 236, cookie.p, cookie.n);
    for (size_t i = 0; i < N; i++)
        memcpy(p + 240 + 3 * i, "\x0c\x01z", 3);
    uint64_t before = cp_arena_used_bytes(a);
    is_int(cp_dhcp_parse(a, (cp_bytes){ p, 240 + 3 * (size_t)N }, &out, NULL), CP_ELIMIT,
           "DHCP of 20,000 pieces");
    ok(cp_arena_used_bytes(a) - before < 2u * 1024 * 1024, "at little cost");
}

static void check_truncation(cp_arena *a)
{
    size_t n_cuts = 0;
    cp_bytes message = dhcp(a, BOOTREQUEST, "0c 02 7332 ff", "3c 03 414243 ff",
                            COOKIE "350101 0c0173 370401030f06 34 01 03 ff");
    for (size_t i = 0; i < sizeof ip_rows / sizeof *ip_rows + 1; i++) {
        bool is_dhcp = i == sizeof ip_rows / sizeof *ip_rows;
        cp_bytes in = is_dhcp ? message : from_hex(a, ip_rows[i].hex);
        for (size_t n = 0; n < in.n; n++, n_cuts++) {
            cp_bytes cut = exact_copy(in, n);
            cp_ip_packet p;
            cp_udp u;
            cp_ndp nd;
            cp_dhcp d;
            if (cp_ip_packet_parse(cut, &p, NULL) == CP_OK)
                (void)!cp_ndp_parse(&p, &nd, NULL);
            (void)!cp_udp_parse(cut, &u, NULL);
            if (cp_dhcp_parse(a, cut, &d, NULL) == CP_OK && n < 236)
                ok(false, "DHCP cut at byte %zu", n);
            free((void *)(uintptr_t)cut.p);
        }
    }
    ok(n_cuts > 500, "%zu cuts", n_cuts);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof ip_rows / sizeof *ip_rows; i++)
        check_ip(a, &ip_rows[i]);
    check_udp(a);
    for (size_t i = 0; i < sizeof ndp_rows / sizeof *ndp_rows; i++)
        check_ndp(a, &ndp_rows[i]);
    check_dhcp_good(a);
    check_dhcp_rows(a);
    check_dhcp_flood(a);
    check_truncation(a);
    cp_arena_free(a);
    return tap_done();
}
