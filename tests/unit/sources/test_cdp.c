/* SPDX-License-Identifier: Apache-2.0 */
/* CDP: rows written from the layout in cdp.h; lying counts and lengths as in the captures that
 * broke other readers. */
#include "parsed.h"
#include "sources/l2/cdp.h"

#define HEAD "02b4 0000"
#define DEVICE "0001 0008 73772d31" /* "sw-1" */

static const struct row {
    const char *name, *hex;
    cp_rc want;
    uint64_t want_off;
    uint32_t want_tlvs;
    const char *platform;
} rows[] = {
    { "only a head", HEAD, CP_OK, 0, 0, "" },
    { "version 1", "01b4 0000" DEVICE, CP_OK, 0, 1, "" },
    { "version 3", "03b4 0000" DEVICE, CP_EFORMAT, 0, 0, "" },
    { "head cut off", "02b400", CP_ESHORT, 2, 0, "" },
    { "platform", HEAD DEVICE "0006 0006 4158", CP_OK, 0, 2, "AX" },
    { "platform of no bytes", HEAD "0006 0004", CP_OK, 0, 1, "" },
    { "fewer than four bytes left are padding", HEAD DEVICE "000000", CP_OK, 0, 1, "" },
    { "length 0 makes no progress", HEAD DEVICE "0006 0000 4158", CP_EFORMAT, 12, 1, "" },
    { "length 3", HEAD "0006 0003", CP_EFORMAT, 4, 0, "" },
    { "TLV past the end", HEAD DEVICE "0006 00ff 4158", CP_ESHORT, 12, 1, "" },
    { "more addresses than there are",
      HEAD "0002 0011 00000009 01 01 cc 0004 c0000201 0006 0006 4158", CP_EFORMAT, 4, 2, "AX" },
    { "4 billion addresses", HEAD "0002 0008 ffffffff 0006 0006 4158", CP_EFORMAT, 4, 2, "AX" },
    { "address count cut off", HEAD "0002 0006 0000 0006 0006 4158", CP_EFORMAT, 4, 2, "AX" },
    { "address longer than its TLV", HEAD "0002 000d 00000001 01 01 cc ffff 0006 0006 4158",
      CP_EFORMAT, 4, 2, "AX" },
    { "capabilities of two bytes", HEAD "0004 0006 0001 0006 0006 4158", CP_EFORMAT, 4, 2, "AX" },
    { "native VLAN of one byte", HEAD "000a 0005 01 0006 0006 4158", CP_EFORMAT, 4, 2, "AX" },
};

static void check_row(cp_arena *a, const struct row *r)
{
    cp_err err = { .off_bytes = 0 };
    cp_cdp p;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_cdp_parse(copy, &p, &err), r->want, "%s: result", r->name);
    if (r->want != CP_OK)
        is_uint(err.off_bytes, r->want_off, "%s: position", r->name);
    is_uint(p.n_tlvs, r->want_tlvs, "%s: TLVs", r->name);
    is_cstr(p.platform, r->platform, "%s: what is good stays", r->name);
    free((void *)(uintptr_t)copy.p);
}

#define FULL                                                                       \
    HEAD DEVICE "0002 002d 00000002 01 01 cc 0004 c0000201"                        \
                "02 08 aaaa0300000086dd 0010 20010db8000000000000000000000001"     \
                "0003 0008 65746830"              /* port "eth0" */                \
                "0004 0008 00000029"              /* router, switch, igmp */       \
                "0005 0009 4f5320312e"            /* "OS 1." */                    \
                "0006 0006 4158 0009 0007 6c6162" /* platform, VTP domain "lab" */ \
                "000a 0006 0001 000b 0005 01"     /* native VLAN 1, duplex */      \
                "0014 0007 612e62"                /* system name "a.b" */          \
                "0015 000e 0608 2b06010401868d1f" /* object id as BER */           \
                "0016 0011 00000001 01 01 cc 0004 c0000202"

static void check_full(cp_arena *a)
{
    cp_cdp p;
    cp_err err;
    is_int(cp_cdp_parse(from_hex(a, FULL), &p, &err), CP_OK, "a full frame");
    is_cstr(p.device_id, "sw-1", "device id");
    is_uint(p.n_addrs, 2, "addresses");
    is_cstr(cp_ip_text(a, p.addrs[0]), "192.0.2.1", "IPv4");
    is_cstr(cp_ip_text(a, p.addrs[1]), "2001:db8::1", "IPv6");
    is_cstr(p.port_id, "eth0", "port id");
    is_cstr(cp_cdp_capabilities_text(a, p.capabilities), "router,switch,igmp", "capabilities");
    is_cstr(p.software, "OS 1.", "software");
    is_cstr(p.platform, "AX", "platform");
    is_cstr(p.vtp_domain, "lab", "VTP domain");
    ok(p.has_native_vlan && p.native_vlan == 1, "native VLAN");
    is_cstr(p.sys_name, "a.b", "system name");
    is_cstr(cp_cdp_object_id_text(a, p.sys_object_id), "1.3.6.1.4.1.99999", "object id");
    is_uint(p.n_mgmt, 1, "management addresses");
    is_cstr(cp_ip_text(a, p.mgmt[0]), "192.0.2.2", "the one");
}

static const struct {
    const char *hex, *text;
} oids[] = {
    { "2b0601", "1.3.6.1" }, { "", "" },
    { "2b86", "" },          { "2bffffffffff7f", "" },
    { "883703", "2.999.3" }, { "00", "0.0" },
    { "4f", "1.39" },        { "2b8fffffff7f", "1.3.4294967295" },
};

PARSE_OF(cp_cdp, cp_cdp_parse, n_tlvs)

static void check_flood(cp_arena *a)
{
    enum { N = 1000 };
    uint8_t *p = cp_arena_alloc(a, 4 + 4 * N);
    p[0] = 2;
    for (size_t i = 0; i < N; i++)
        p[4 + 4 * i + 3] = 4;
    check_limit(parse, (cp_bytes){ p, 4 + 4 * (size_t)N }, "1,000 TLVs", "TLVs");
}

/* FDP: rows written from the layout in cdp.h. */
static void check_fdp(cp_arena *a)
{
    cp_cdp p;
    cp_bytes in =
        from_hex(a, "01b4 0000" DEVICE "0002 0015 00000001 01 01 cc 0008 c0000201 c6336401"
                    "0003 0006 6531 0004 0008 486f7374 0005 0006 5631 0006 0006 4d31"
                    "0101 0006 0102 0102 0008 0064 8100");
    is_int(cp_fdp_parse(in, &p, NULL), CP_OK, "FDP");
    is_cstr(p.device_id, "sw-1", "FDP: device");
    is_cstr(p.port_id, "e1", "FDP: port");
    is_cstr(p.capability, "Host", "FDP: capability");
    is_cstr(p.software, "V1", "FDP: software");
    is_cstr(p.platform, "M1", "FDP: platform");
    ok(p.has_native_vlan && p.native_vlan == 100, "FDP: native VLAN");
    is_uint(p.n_addrs, 2, "FDP: addresses");
    is_cstr(cp_ip_text(a, p.addrs[1]), "198.51.100.1", "FDP: the second");
    ok(!p.has_capabilities, "FDP: no bits of capabilities");
    is_int(cp_cdp_parse(in, &p, NULL), CP_OK, "the same as CDP");
    ok(p.has_capabilities && !p.has_native_vlan && p.capability.n == 0, "is read as CDP");
    is_int(cp_fdp_parse(from_hex(a, "01b4 0000 0102 0005 00" DEVICE), &p, NULL), CP_EFORMAT,
           "FDP: native VLAN of one byte");
    is_cstr(p.device_id, "sw-1", "FDP: what is good stays");
    is_int(cp_fdp_parse(from_hex(a, "01b4 0000 0002 0010 00000001 01 01 cc 0003 c00002"), &p, NULL),
           CP_OK, "FDP: an address of three bytes");
    is_uint(p.n_addrs, 0, "FDP: is none");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    check_full(a);
    (void)check_growth(parse, from_hex(a, FULL));
    check_flood(a);
    for (size_t i = 0; i < sizeof oids / sizeof *oids; i++)
        is_cstr(cp_cdp_object_id_text(a, from_hex(a, oids[i].hex)), oids[i].text, "oid %s",
                oids[i].hex);
    check_fdp(a);
    cp_arena_free(a);
    return tap_done();
}
