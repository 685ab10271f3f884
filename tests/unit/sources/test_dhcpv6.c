/* SPDX-License-Identifier: Apache-2.0 */
/* DHCPv6: rows written from RFC 8415 (8, 9, 11, 21), relays in relays, lengths that lie. */
#include "captured.h"
#include "sources/ip/dhcpv6.h"

#define LL "0001 000a 0003 0001 001122000033"  /* client id: DUID-LL */
#define LL2 "0001 000a 0003 0001 001122000044" /* of another card */
#define LLT "0001 000e 0001 0001 2a000000 001122000033"
#define EN "0001 000a 0002 00000009 01020304"
#define SID "0002 000a 0003 0001 001122000009"
#define LINK "20010db8000000000000000000000001"
#define PEER "fe800000000000000211220000000033"
#define NIL "00000000000000000000000000000000"

static const struct parse_row {
    const char *name, *hex;
    cp_rc want;
    uint64_t want_off;
    unsigned type, n_relays, client_id_bytes;
} parse_rows[] = {
    { "solicit", "01 000001" LL, CP_OK, 0, 1, 0, 10 },
    { "nothing", "", CP_ESHORT, 0, 0, 0, 0 },
    { "header cut off", "01 0000", CP_ESHORT, 1, 1, 0, 0 },
    { "option past the end", "01 000001" LL "0010 0009 00", CP_ESHORT, 18, 1, 0, 10 },
    { "head of an option cut off", "01 000001" LL "0010 00", CP_ESHORT, 18, 1, 0, 10 },
    { "vendor class of three bytes", "01 000001" LL "0010 0003 000000", CP_EFORMAT, 18, 1, 0, 10 },
    { "an association without its timers", "01 000001" LL "0003 0004 00000001", CP_EFORMAT, 18, 1,
      0, 10 },
    { "an address cut off in it",
      "07 000001" LL "0003 0014 00000001 00000000 00000000 0005 0018 20010db8", CP_ESHORT, 34, 7, 0,
      10 },
    { "an address of eight bytes",
      "07 000001" LL "0003 0018 00000001 00000000 00000000 0005 0008 20010db800000000", CP_EFORMAT,
      34, 7, 0, 10 },
    { "a prefix of 129 bits",
      "07 000001" LL "0019 0029 00000001 00000000 00000000 001a 0019 "
      "00000001 00000001 81 " LINK,
      CP_EFORMAT, 34, 7, 0, 10 },
    { "through a relay", "0c 00" LINK PEER "0009 0012 01 000001" LL, CP_OK, 0, 1, 1, 10 },
    { "through two", "0c 01" LINK LINK "0009 0038 0c 00" NIL PEER "0009 0012 01 000001" LL, CP_OK,
      0, 1, 2, 10 },
    { "a relay with nothing in it", "0c 00" LINK PEER "0012 0001 41", CP_EFORMAT, 1, 0, 1, 0 },
    { "a relay cut off", "0c 00" LINK, CP_ESHORT, 18, 0, 1, 0 },
    { "a message longer than the relay's", "0c 00" LINK PEER "0009 0013 01 000001" LL, CP_ESHORT,
      34, 0, 1, 0 },
    { "a second client id is not taken", "01 000001" LL "0001 0002 0004", CP_OK, 0, 1, 0, 10 },
};

static void check_parse(cp_arena *a, const struct parse_row *r)
{
    cp_err err = { .off_bytes = 0 };
    cp_dhcpv6 p;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_dhcpv6_parse(copy, &p, &err), r->want, "%s: result", r->name);
    if (r->want != CP_OK)
        is_uint(err.off_bytes, r->want_off, "%s: position", r->name);
    is_uint(p.type, r->type, "%s: type", r->name);
    is_uint(p.n_relays, r->n_relays, "%s: relays", r->name);
    is_uint(p.client_id.n, r->client_id_bytes, "%s: what is good stays", r->name);
    free((void *)(uintptr_t)copy.p);
}

/* 200 relays in each other are refused at the 33rd; 300 options at the 257th. */
static void check_limits(cp_arena *a)
{
    cp_bytes in = from_hex(a, "01 000001" LL);
    cp_dhcpv6 p;
    for (int i = 0; i < 200; i++) {
        cp_str head = cp_str_fmt(a, "0c 00" LINK PEER "0009 %04x", (unsigned)in.n);
        in = joined(a, from_hex(a, head.p), in);
    }
    is_int(cp_dhcpv6_parse(in, &p, NULL), CP_ELIMIT, "200 relays");
    is_uint(p.n_relays, CP_DHCPV6_RELAYS_MAX, "as many as are opened");
    uint8_t *many = cp_arena_alloc(a, 4 + 300 * 4);
    many[0] = 1;
    is_int(cp_dhcpv6_parse((cp_bytes){ many, 4 + 300 * 4 }, &p, NULL), CP_ELIMIT, "300 options");
}

static void check_texts(cp_arena *a)
{
    cp_mac mac;
    uint32_t e = 0;
    ok(cp_duid_mac(from_hex(a, "0001 0001 2a000000 001122000033"), &mac), "DUID-LLT");
    is_cstr(cp_mac_text(a, mac), "00:11:22:00:00:33", "its MAC");
    ok(!cp_duid_mac(from_hex(a, "0001 0006 2a000000 001122000033"), &mac), "of other hardware");
    ok(!cp_duid_mac(from_hex(a, "0003 0001 0011220000"), &mac), "DUID-LL of five bytes");
    ok(cp_duid_enterprise(from_hex(a, "0002 0000ab11 01"), &e) && e == 43793, "DUID-EN");
    ok(!cp_duid_enterprise(from_hex(a, "0002 0000ab"), &e), "DUID-EN cut off");
    is_cstr(cp_dhcpv6_fqdn_text(a, from_hex(a, "00 026162 0363 6f6d 00")), "ab.com", "name");
    is_cstr(cp_dhcpv6_fqdn_text(a, from_hex(a, "00 026162")), "ab", "its first label");
    is_cstr(cp_dhcpv6_fqdn_text(a, from_hex(a, "00 036162")), "", "label past the end");
    is_cstr(cp_dhcpv6_fqdn_text(a, from_hex(a, "00 c00c")), "", "a pointer of DNS");
    is_cstr(cp_dhcpv6_fqdn_text(a, from_hex(a, "")), "", "nothing");
    is_cstr(cp_dhcpv6_asked_text(a, from_hex(a, "0017 0018 00")), "23,24", "options asked for");
}

#define S1 " mac=00:11:22:00:00:33 agent=duid 00030001001122000033\n"
#define S3 " agent=duid 00030001001122000033"

static const struct told_row {
    const char *name;
    const char *src, *dst, *hex, *want;
} told_rows[] = {
    { "a client says who it is", PEER, "ff020000000000000000000000010002",
      "01 000001" LL "0006 0004 0017 0018 0010 000e 00000137 0008 4d53465420352e30"
      "0027 0004 00 027063",
      "1 dhcpv6.duid \"00030001001122000033\"" S1 "1 dhcpv6.duid_mac \"00:11:22:00:00:33\"" S1
      "1 dhcpv6.param_list \"23,24\"" S1 "1 dhcp.enterprise \"311\"" S1
      "1 dhcp.enterprise_class \"MSFT 5.0\"" S1 "1 dhcpv6.fqdn \"pc\"" S1 },
    { "the MAC of another card is not told as its own", PEER, "ff020000000000000000000000010002",
      "01 000001" LL2,
      "1 dhcpv6.duid \"00030001001122000044\" mac=00:11:22:00:00:33 "
      "agent=duid 00030001001122000044\n" },
    { "an enterprise's DUID", PEER, "ff020000000000000000000000010002", "01 000001" EN,
      "1 dhcpv6.duid \"00020000000901020304\" mac=00:11:22:00:00:33 agent=duid "
      "00020000000901020304\n"
      "1 dhcpv6.duid_enterprise \"9\" mac=00:11:22:00:00:33 agent=duid 00020000000901020304\n" },
    { "through a relay: not the frame's sender", LINK, "20010db8000000000000000000000009",
      "0c 00" LINK PEER "0012 0003 676531 0025 0006 00000009 4142 0009 0016 01 000001" LLT,
      "1 dhcpv6.duid \"000100012a000000001122000033\" agent=duid 000100012a000000001122000033\n"
      "1 dhcpv6.duid_mac \"00:11:22:00:00:33\" agent=duid 000100012a000000001122000033 "
      "mac=00:11:22:00:00:33\n"
      "1 dhcp.relay_addr \"2001:db8::1\" agent=duid 000100012a000000001122000033\n"
      "1 dhcp.relay_circuit_id \"ge1\" agent=duid 000100012a000000001122000033\n"
      "1 dhcp.relay_remote_id \"AB\" agent=duid 000100012a000000001122000033\n" },
    { "the MAC that the relay saw", LINK, "20010db8000000000000000000000009",
      "0c 00" NIL PEER "004f 0008 0001 001122000033 0009 0012 01 000001" LL2,
      "1 dhcpv6.duid \"00030001001122000044\" mac=00:11:22:00:00:33 agent=duid "
      "00030001001122000044\n" },
    { "a lease, a prefix, the server", PEER, "fe800000000000000000000000000001",
      "07 000001" LL SID "0003 0028 00000001 00000000 00000000 0005 0018 "
      "20010db8000000000000000000000042 00000e10 00000e10"
      "0019 0029 00000001 00000000 00000000 001a 0019 00000e10 00000e10 38 "
      "20010db8010000000000000000000000",
      "1 ip.host \"2001:db8::42\"" S3 " ip=2001:db8::42\n"
      "1 dhcpv6.prefix \"2001:db8:100::/56\"" S3 "\n"
      "1 dhcpv6.server_id \"00030001001122000009\" mac=00:11:22:00:00:33\n" },
    { "an address that is taken back is none", PEER, "fe800000000000000000000000000001",
      "07 000001" LL "0003 0028 00000001 00000000 00000000 0005 0018 "
      "20010db8000000000000000000000042 00000000 00000000",
      "" },
    { "a lease query names a client that did not send it", PEER, "ff020000000000000000000000010002",
      "0e 000001" LL, "" },
    { "a cable modem", PEER, "ff020000000000000000000000010002",
      "01 000001" LL "0011 0014 0000118b 0009 0002 4d31 000a 0006 2041636d6500",
      "1 dhcpv6.duid \"00030001001122000033\"" S1 "1 dhcpv6.duid_mac \"00:11:22:00:00:33\"" S1
      "1 dhcp.enterprise \"4491\"" S1
      "1 dhcp.enterprise_info \"4491 000900024d31000a00062041636d6500\"" S1
      "1 dhcp.device.model \"M1\"" S1 "1 dhcp.device.maker \"Acme\"" S1 },
};

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof parse_rows / sizeof *parse_rows; i++)
        check_parse(a, &parse_rows[i]);
    check_limits(a);
    check_texts(a);
    for (size_t i = 0; i < sizeof told_rows / sizeof *told_rows; i++) {
        const struct told_row *r = &told_rows[i];
        uint64_t n_bad;
        cp_bytes frame =
            udp_frame(a, "001122000033", r->src, r->dst, 546, 547, from_hex(a, r->hex));
        is_cstr(captured(a, &frame, 1, &n_bad), r->want, "%s", r->name);
        is_uint(n_bad, 0, "%s: well-formed", r->name);
        check_cuts(a, frame, r->name);
    }
    cp_arena_free(a);
    return tap_done();
}
