/* SPDX-License-Identifier: Apache-2.0 */
/* GTP-C: rows written from TS 29.060, 6 and 7.7, and TS 29.274, 5.5, 8.2, 8.22 and 8.67. */
#include "packets.h"
#include "parsed.h"
#include "sources/telecom/fqdn.h"
#include "sources/telecom/gtp.h"

#define GSN "85 0004 c0000207"                   /* GSN address 192.0.2.7 */
#define F_TEID "57 0009 00 8a 00000001 c0000208" /* S11 MME 192.0.2.8 */
#define F_TEID_BOTH "57 0019 01 c7 00000001 c0000209 20010db8000000000000000000000001"

static const struct row {
    const char *name, *hex;
    cp_rc want;
    uint64_t want_off;
    uint32_t want_ies, want_nodes;
} rows[] = {
    { "v1 echo response", "32 02 0006 00000000 0001 00 00 0e 05", CP_OK, 0, 1, 0 },
    { "v1 echo request without sequence", "30 01 0000 00000000", CP_OK, 0, 0, 0 },
    { "v1 GSN address", "32 10 000b 00000001 0001 00 00" GSN, CP_OK, 0, 1, 1 },
    { "v1 with an extension header", "36 10 000f 00000001 0001 00 c0 01 0001 00" GSN, CP_OK, 0, 1,
      1 },
    { "v1 IEs of known length are stepped over",
      "32 10 0019 00000001 0001 00 00 02 0102030405060708 14 05 1a 0800" GSN, CP_OK, 0, 4, 1 },
    { "v2 echo request", "40 01 0009 000001 00 03 0001 00 05", CP_OK, 0, 1, 0 },
    { "v2 F-TEID", "48 20 0015 00000000 000001 00" F_TEID, CP_OK, 0, 1, 1 },
    { "v2 F-TEID of both versions", "48 20 0025 00000000 000001 00" F_TEID_BOTH, CP_OK, 0, 1, 2 },
    { "v2 in a bearer context in a PDN connection",
      "48 20 001d 00000000 000001 00 6d 0011 00 5d 000d 00" F_TEID, CP_OK, 0, 3, 1 },
    { "v2 deeper than that is not looked into",
      "48 20 0025 00000000 000001 00 6d 0019 00 6d 0015 00 6d 0011 00 5d 000d 00" F_TEID, CP_OK, 0,
      3, 0 },
    { "nothing", "", CP_EUNKNOWN, 0, 0, 0 },
    { "version 0", "1e 01 0000 0000000000", CP_EUNKNOWN, 0, 0, 0 },
    { "GTP'", "2f 01 0000 0000", CP_EUNKNOWN, 0, 0, 0 },
    { "v1 spare bit", "38 01 0000 00000000", CP_EUNKNOWN, 0, 0, 0 },
    { "v2 spare bits", "49 20 0008 00000000 000001 00", CP_EUNKNOWN, 0, 0, 0 },
    { "v2 without TEID", "40 20 0004 000001 00", CP_EUNKNOWN, 0, 0, 0 },
    { "v1 header cut off", "32 10 000b 00000001 00", CP_EUNKNOWN, 2, 0, 0 },
    { "v1 extension of no length", "36 10 000f 00000001 0001 00 c0 00 0001 00", CP_EUNKNOWN, 0, 0,
      0 },
    { "v1 length below its header", "32 10 0002 00000001 0001 00 00", CP_EUNKNOWN, 2, 0, 0 },
    { "v1 shorter than its length", "32 10 000f 00000001 0001 00 00" GSN, CP_ESHORT, 19, 1, 1 },
    { "v1 IE of unknown length", "32 10 000d 00000001 0001 00 00" GSN "2000", CP_EFORMAT, 19, 1,
      1 },
    { "v1 IE past the end", "32 10 000e 00000001 0001 00 00" GSN "85 0001", CP_ESHORT, 19, 1, 1 },
    { "v1 GSN address of three bytes", "32 10 0011 00000001 0001 00 00 85 0003 c00002" GSN,
      CP_EFORMAT, 12, 2, 1 },
    { "v1 private extension of one byte", "32 10 000f 00000001 0001 00 00 ff 0001 00" GSN,
      CP_EFORMAT, 12, 2, 1 },
    { "v2 F-TEID of six bytes", "48 20 001f 00000000 000001 00 57 0006 00 8a 00000001 c0" F_TEID,
      CP_EFORMAT, 12, 2, 1 },
    { "v2 IE past the end", "48 20 0019 00000000 000001 00" F_TEID "57 0001 00", CP_ESHORT, 25, 1,
      1 },
    { "v2 inner IE past its end", "48 20 001a 00000000 000001 00 5d 0001 00 57" F_TEID, CP_ESHORT,
      16, 2, 1 },
};

static void check_row(cp_arena *a, const struct row *r)
{
    cp_err err = { .off_bytes = 0 };
    cp_gtp p;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_gtp_parse(copy, &p, &err), r->want, "%s: result", r->name);
    if (r->want != CP_OK)
        is_uint(err.off_bytes, r->want_off, "%s: position", r->name);
    is_uint(p.n_ies, r->want_ies, "%s: elements", r->name);
    is_uint(p.n_nodes, r->want_nodes, "%s: addresses", r->name);
    free((void *)(uintptr_t)copy.p);
}

#define FULL_2                                                                     \
    "48 20 004e 00000000 000001 00 01 0008 00 0102030405060708" F_TEID F_TEID_BOTH \
    "88 0005 00 046d6d6531 ff 0003 00 7fff 01"

static void check_full(cp_arena *a)
{
    cp_gtp p;
    is_int(cp_gtp_parse(from_hex(a, FULL_2), &p, NULL), CP_OK, "a full message of version 2");
    is_uint(p.version, 2, "version");
    is_uint(p.length, 82, "length");
    is_uint(p.n_nodes, 3, "addresses");
    is_cstr(cp_ip_text(a, p.nodes[2].ip), "2001:db8::1", "the last");
    is_cstr(cp_gtp_interface_text(a, p.nodes[0].interface), "S11 MME GTP-C", "interface");
    is_cstr(cp_gtp_interface_text(a, CP_GTP_GSN), "GSN", "of version 1");
    is_cstr(cp_gtp_interface_text(a, 63), "63", "one without a name");
    is_uint(p.n_names, 1, "names");
    is_cstr(cp_fqdn_text(a, p.names[0]), "mme1", "the name");
    is_uint(p.n_enterprises, 1, "enterprises");
    is_uint(p.enterprises[0], 32767, "the number");
}

static void check_fqdn(cp_arena *a)
{
    is_cstr(cp_fqdn_text(a, from_hex(a, "046d6d6531 036f7267")), "mme1.org", "labels");
    is_cstr(cp_fqdn_text(a, from_hex(a, "046d6d6531 036f7267 00")), "mme1.org", "with the root");
    is_cstr(cp_fqdn_text(a, from_hex(a, "6d6d65312e6f7267")), "mme1.org", "as text");
    is_cstr(cp_fqdn_text(a, from_hex(a, "046d6d65")), "", "a label past the end");
    is_cstr(cp_fqdn_text(a, from_hex(a, "026d00")), "", "a control character");
    is_cstr(cp_fqdn_text(a, (cp_bytes){ NULL, 0 }), "", "nothing");
    uint8_t *p = cp_arena_alloc(a, 300);
    memset(p, 'a', 300);
    is_cstr(cp_fqdn_text(a, (cp_bytes){ p, 300 }), "", "too long");
}

PARSE_OF(cp_gtp, cp_gtp_parse, n_ies)

static void check_flood(cp_arena *a)
{
    enum { N = 4000 };
    uint8_t *p = cp_arena_alloc(a, 12 + 4 * N);
    uint8_t head[12] = { 0x48, 32, (8 + 4 * N) >> 8, (8 + 4 * N) & 0xff };
    memset(p, 0, 12 + 4 * (size_t)N);
    memcpy(p, head, sizeof head);
    check_limit(parse, (cp_bytes){ p, 12 + 4 * (size_t)N }, "4,000 elements", "512");
}

static void check_told(cp_arena *a)
{
    uint64_t n_bad;
    cp_bytes p = udp_packet(a, 1, 2123, 2, 2123, from_hex(a, FULL_2));
    is_cstr(told_by(a, &p, 1, &n_bad),
            "1 gtp.node_address \"S11 MME GTP-C 192.0.2.8\" ip=192.0.2.1\n"
            "1 gtp.node_address \"S5/S8 PGW GTP-C 192.0.2.9\" ip=192.0.2.1\n"
            "1 gtp.node_address \"S5/S8 PGW GTP-C 2001:db8::1\" ip=192.0.2.1\n"
            "1 gtp.node_name \"mme1\" ip=192.0.2.1\n"
            "1 gtp.private_enterprise \"32767\" ip=192.0.2.1\n",
            "what a full message tells");
    p = udp_packet(a, 1, 2123, 2, 2123,
                   from_hex(a, "50 01 0009 000001 00 03 0001 00 05 48 20 0015 00000000 000001 "
                               "00" F_TEID));
    is_cstr(told_by(a, &p, 1, &n_bad),
            "1 gtp.recovery \"5\" ip=192.0.2.1\n"
            "1 gtp.node_address \"S11 MME GTP-C 192.0.2.8\" ip=192.0.2.1\n",
            "a message behind another");
    p = udp_packet(a, 1, 2123, 2, 50000, from_hex(a, "abcd 0100 0001 0000 0000 0000"));
    is_cstr(told_by(a, &p, 1, &n_bad), "", "another protocol");
    is_uint(n_bad, 0, "is no fault");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    check_full(a);
    check_fqdn(a);
    check_truncation(parse, from_hex(a, FULL_2));
    check_flood(a);
    check_told(a);
    cp_arena_free(a);
    return tap_done();
}
