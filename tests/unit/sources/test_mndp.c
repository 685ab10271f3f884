/* SPDX-License-Identifier: Apache-2.0 */
/* MNDP: rows written from the layout in mndp.h. */
#include "parsed.h"
#include "sources/ip/mndp.h"

#define HEAD "0000 0007"
#define IDENTITY "0005 0004 72742d31" /* "rt-1" */

static const struct row {
    const char *name, *hex;
    cp_rc want;
    uint64_t want_off;
    uint32_t want_tlvs;
    const char *identity;
} rows[] = {
    { "a request", "0000 0000", CP_OK, 0, 0, "" },
    { "identity", HEAD IDENTITY, CP_OK, 0, 1, "rt-1" },
    { "identity of no bytes", HEAD "0005 0000", CP_OK, 0, 1, "" },
    { "a kind that is not known", HEAD "00ff 0003 010203" IDENTITY, CP_OK, 0, 2, "rt-1" },
    { "head cut off", "0000 00", CP_ESHORT, 2, 0, "" },
    { "TLV past the end", HEAD IDENTITY "0007 00ff 37", CP_ESHORT, 12, 1, "rt-1" },
    { "head of a TLV cut off", HEAD IDENTITY "0007", CP_ESHORT, 12, 1, "rt-1" },
    { "MAC of five bytes", HEAD "0001 0005 0011220000" IDENTITY, CP_EFORMAT, 4, 2, "rt-1" },
    { "uptime of two bytes", HEAD "000a 0002 0102" IDENTITY, CP_EFORMAT, 4, 2, "rt-1" },
    { "IPv4 of 16 bytes", HEAD "0011 0010 00000000000000000000000000000000" IDENTITY, CP_EFORMAT, 4,
      2, "rt-1" },
    { "IPv6 of four bytes", HEAD "000f 0004 c0000201" IDENTITY, CP_EFORMAT, 4, 2, "rt-1" },
};

static void check_row(cp_arena *a, const struct row *r)
{
    cp_err err = { .off_bytes = 0 };
    cp_mndp p;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_mndp_parse(copy, &p, &err), r->want, "%s: result", r->name);
    if (r->want != CP_OK)
        is_uint(err.off_bytes, r->want_off, "%s: position", r->name);
    is_uint(p.n_tlvs, r->want_tlvs, "%s: TLVs", r->name);
    is_cstr(cp_str_of_bytes(p.identity), r->identity, "%s: what is good stays", r->name);
    free((void *)(uintptr_t)copy.p);
}

PARSE_OF(cp_mndp, cp_mndp_parse, n_tlvs)

static void check_full(cp_arena *a)
{
    cp_mndp p;
    cp_bytes in = from_hex(a, HEAD "0001 0006 0011220000aa" IDENTITY "0007 0003 362e31"
                                   "0008 0002 504c 000a 0004 10270000 000b 0003 412d42"
                                   "000c 0002 4244 000e 0001 00"
                                   "000f 0010 fe800000000000000000000000000001"
                                   "0010 0004 65746831 0011 0004 c0000201");
    is_int(cp_mndp_parse(in, &p, NULL), CP_OK, "a full message");
    is_cstr(cp_mac_text(a, p.mac), "00:11:22:00:00:aa", "MAC");
    is_cstr(cp_str_of_bytes(p.version), "6.1", "version");
    is_cstr(cp_str_of_bytes(p.platform), "PL", "platform");
    is_uint(p.uptime_s, 10000, "uptime");
    is_cstr(cp_str_of_bytes(p.software_id), "A-B", "software id");
    is_cstr(cp_str_of_bytes(p.board), "BD", "board");
    is_cstr(cp_str_of_bytes(p.interface), "eth1", "interface");
    is_uint(p.n_addrs, 2, "addresses");
    is_cstr(cp_ip_text(a, p.addrs[0]), "fe80::1", "IPv6");
    is_cstr(cp_ip_text(a, p.addrs[1]), "192.0.2.1", "IPv4");
    (void)check_growth(parse, in);
}

static void check_flood(cp_arena *a)
{
    bytes b = { NULL, 0 };
    cp_mndp p;
    add_hex(a, &b, HEAD);
    for (int i = 0; i < 100; i++)
        add_hex(a, &b, "0011 0004 c0000201");
    check_limit(parse, of(&b), "100 TLVs", "64");
    (void)!cp_mndp_parse(of(&b), &p, NULL);
    is_uint(p.n_addrs, CP_MNDP_ADDRS_MAX, "addresses kept");
    free(b.p);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    check_full(a);
    check_flood(a);
    cp_arena_free(a);
    return tap_done();
}
