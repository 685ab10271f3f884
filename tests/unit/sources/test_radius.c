/* SPDX-License-Identifier: Apache-2.0 */
/* RADIUS: rows written from RFC 2865, 3 and 5, and whose facts they are: of the access server that
 * is named, not of a proxy and not of an address in another network's plan. */
#include "packets.h"
#include "parsed.h"
#include "sources/app/radius.h"

#define AUTH "00112233445566778899aabbccddeeff"
#define NAME "2006 6e61732d"                          /* NAS-Identifier "nas-" */
#define NAS_IP "0406 c0000207"                        /* 192.0.2.7 */
#define USER "0105 626f62"                            /* User-Name "bob" */
#define PASSWORD "0212" AUTH                          /* User-Password */
#define WIRED "3d06 0000000f"                         /* NAS-Port-Type Ethernet */
#define MAC "1e13 30302d31312d32322d33332d34342d3535" /* Called-Station-Id 00-11-22-33-44-55 */
#define VENDOR "1a0a 00007fff 01 04 6162"             /* of enterprise 32767 */
#define STATE "2104 6162"                             /* Proxy-State */

static const struct row {
    const char *name, *hex;
    cp_rc want;
    uint64_t want_off;
    uint32_t want_attrs;
    const char *nas;
} rows[] = {
    { "a request with one attribute", "01 07 001a" AUTH NAME, CP_OK, 0, 1, "nas-" },
    { "no attributes", "01 07 0014" AUTH, CP_OK, 0, 0, "" },
    { "what follows is padding", "01 07 001a" AUTH NAME "ff00ff", CP_OK, 0, 1, "nas-" },
    { "the first name stays", "01 07 0020" AUTH NAME "2006 6f746865", CP_OK, 0, 2, "nas-" },
    { "nothing", "", CP_EUNKNOWN, 0, 0, "" },
    { "code 0", "00 07 0014" AUTH, CP_EUNKNOWN, 0, 0, "" },
    { "code 200", "c8 07 0014" AUTH, CP_EUNKNOWN, 0, 0, "" },
    { "length 19", "01 07 0013" AUTH, CP_EUNKNOWN, 0, 0, "" },
    { "length 4097", "01 07 1001" AUTH, CP_EUNKNOWN, 0, 0, "" },
    { "shorter than its length", "01 07 0030" AUTH NAME, CP_ESHORT, 2, 1, "nas-" },
    { "attribute of no bytes", "01 07 001c" AUTH NAME "0100", CP_EFORMAT, 26, 1, "nas-" },
    { "attribute of one byte", "01 07 001c" AUTH NAME "0101", CP_EFORMAT, 26, 1, "nas-" },
    { "attribute past the end", "01 07 001c" AUTH NAME "0103", CP_ESHORT, 26, 1, "nas-" },
    { "head of an attribute cut off", "01 07 001b" AUTH NAME "01", CP_ESHORT, 26, 1, "nas-" },
    { "address of three bytes", "01 07 001f" AUTH "0405 c00002" NAME, CP_EFORMAT, 20, 2, "nas-" },
    { "vendor of three bytes", "01 07 001f" AUTH "1a05 000001" NAME, CP_EFORMAT, 20, 2, "nas-" },
    { "port type of one byte", "01 07 001d" AUTH "3d03 01" NAME, CP_EFORMAT, 20, 2, "nas-" },
    { "extended attribute without a type", "01 07 001c" AUTH "f102" NAME, CP_EFORMAT, 20, 2,
      "nas-" },
    { "long extended attribute without a vendor", "01 07 001e" AUTH "f504 1a00" NAME, CP_EFORMAT,
      20, 2, "nas-" },
};

static void check_row(cp_arena *a, const struct row *r)
{
    cp_err err = { .off_bytes = 0 };
    cp_radius p;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_radius_parse(copy, &p, &err), r->want, "%s: result", r->name);
    if (r->want != CP_OK)
        is_uint(err.off_bytes, r->want_off, "%s: position", r->name);
    is_uint(p.n_attrs, r->want_attrs, "%s: attributes", r->name);
    is_cstr(cp_str_of_bytes(p.nas), r->nas, "%s: what is good stays", r->name);
    free((void *)(uintptr_t)copy.p);
}

/* A packet of these attributes, with its length. */
static cp_bytes packet(cp_arena *a, uint8_t code, const char *attrs)
{
    cp_bytes body = from_hex(a, attrs);
    uint8_t *p = cp_arena_alloc(a, 20 + body.n);
    memset(p, 0, 20);
    p[0] = code;
    p[2] = (uint8_t)((20 + body.n) >> 8);
    p[3] = (uint8_t)(20 + body.n);
    if (body.n)
        memcpy(p + 20, body.p, body.n);
    return (cp_bytes){ p, 20 + body.n };
}

#define FULL                                                                                  \
    USER PASSWORD NAME NAS_IP WIRED MAC VENDOR VENDOR "5f12 20010db8000000000000000000000001" \
                                                      "f108 1a 00001234 01"                   \
                                                      "f60a 1a 00 00004321 0101"              \
                                                      "f104 0101"

static void check_full(cp_arena *a)
{
    cp_radius p;
    cp_bytes in = packet(a, 1, FULL);
    is_int(cp_radius_parse(in, &p, NULL), CP_OK, "a full request");
    is_cstr(cp_ip_text(a, p.nas_ip), "192.0.2.7", "NAS-IP-Address");
    is_cstr(cp_ip_text(a, p.nas_ip6), "2001:db8::1", "NAS-IPv6-Address");
    is_cstr(cp_radius_port_type_text(a, p.port_type), "Ethernet", "NAS-Port-Type");
    is_cstr(cp_radius_port_type_text(a, 4711), "4711", "a port type without a name");
    is_cstr(cp_str_of_bytes(p.called), "00-11-22-33-44-55", "Called-Station-Id");
    is_uint(p.n_vendors, 3, "vendors, each once");
    is_uint(p.vendors[0], 32767, "in a vendor-specific attribute");
    is_uint(p.vendors[1], 0x1234, "in an extended one");
    is_uint(p.vendors[2], 0x4321, "in a long extended one");
    ok(!p.is_proxied, "no Proxy-State");
}

PARSE_OF(cp_radius, cp_radius_parse, n_attrs)

/* From .1 to .2. */
static const struct whose {
    const char *name, *attrs, *want;
    uint8_t code;
} whose[] = {
    { "an address is named: it is about that", NAS_IP NAME,
      "1 radius.nas_identifier \"nas-\" ip=192.0.2.7\n1 radius.nas_ip \"192.0.2.7\" ip=192.0.2.7\n",
      1 },
    { "none is named: the sender", NAME, "1 radius.nas_identifier \"nas-\" ip=192.0.2.1\n", 4 },
    { "none is named, and a proxy forwarded it: a bare name", NAME STATE,
      "1 radius.nas_identifier \"nas-\" hostname=nas-\n", 1 },
    { "a private address from a public one has been translated", "0406 0a000001" NAME,
      "1 radius.nas_identifier \"nas-\" hostname=nas-\n1 radius.nas_ip \"10.0.0.1\" "
      "hostname=nas-\n",
      1 },
    { "the loopback address names nobody: the sender", "0406 7f000001" NAME,
      "1 radius.nas_identifier \"nas-\" ip=192.0.2.1\n"
      "1 radius.nas_ip \"127.0.0.1\" ip=192.0.2.1\n",
      1 },
    { "a request to change: the receiver", NAME VENDOR,
      "1 radius.nas_identifier \"nas-\" ip=192.0.2.2\n"
      "1 radius.vendor_dialect \"32767\" ip=192.0.2.2\n",
      43 },
    { "an answer speaks the dialect of who asked", VENDOR,
      "1 radius.vendor_dialect \"32767\" ip=192.0.2.2\n", 2 },
    { "where users are plugged in, its own hardware address", WIRED MAC,
      "1 radius.nas_port_type \"Ethernet\" ip=192.0.2.1\n"
      "1 radius.called_station_id \"00-11-22-33-44-55\" ip=192.0.2.1\n"
      "1 radius.nas_mac \"00:11:22:33:44:55\" ip=192.0.2.1\n",
      1 },
    { "on the air, that of a radio", MAC,
      "1 radius.called_station_id \"00-11-22-33-44-55\" ip=192.0.2.1\n", 1 },
    { "users and passwords are not told", USER PASSWORD, "", 1 },
};

static void check_whose(cp_arena *a, const struct whose *w)
{
    uint64_t n_bad;
    uint16_t port = w->code == 43 ? 3799 : 1812;
    cp_bytes in = packet(a, w->code, w->attrs);
    cp_bytes p = udp_packet(a, 1, w->code == 2 ? port : 40000, 2, w->code == 2 ? 40000 : port, in);
    is_cstr(told_by(a, &p, 1, &n_bad), w->want, "%s", w->name);
    is_uint(n_bad, 0, "%s: no fault", w->name);
}

static void check_other_protocol(cp_arena *a)
{
    uint64_t n_bad;
    cp_bytes p = udp_packet(a, 1, 1646, 2, 50000, from_hex(a, "abcd 0100 0001 0000 0000 0000"));
    is_cstr(told_by(a, &p, 1, &n_bad), "", "a question from a port that is RADIUS's by chance");
    is_uint(n_bad, 0, "is no fault");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    check_full(a);
    check_truncation(parse, packet(a, 1, FULL));
    for (size_t i = 0; i < sizeof whose / sizeof *whose; i++)
        check_whose(a, &whose[i]);
    check_other_protocol(a);
    cp_arena_free(a);
    return tap_done();
}
