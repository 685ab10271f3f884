/* SPDX-License-Identifier: Apache-2.0 */
/* LLDP: rows written from IEEE 802.1AB-2016, clause 8, and the malformed PDUs that broke other
 * readers (over-reads, chains without progress, duplicate TLVs, lying lengths). */
#include "frames.h"
#include "sources/l2/lldp.h"

#define CHASSIS "0207 04 0200 0000 0001" /* MAC 02:00:00:00:00:01 */
#define PORT "0405 05 6574 6830"         /* "eth0" */
#define TTL "0602 0078"
#define END "0000"

static const struct row {
    const char *name, *hex;
    cp_rc want;
    uint64_t want_off;
    uint32_t want_tlvs;
    const char *sys_name;
} rows[] = {
    { "the three mandatory TLVs", CHASSIS PORT TTL END, CP_OK, 0, 3, "" },
    { "no end TLV", CHASSIS PORT TTL, CP_OK, 0, 3, "" },
    { "what follows the end is padding", CHASSIS PORT TTL END "ffff ffff", CP_OK, 0, 3, "" },
    { "system name", CHASSIS PORT TTL "0a04 73772d31" END, CP_OK, 0, 4, "sw-1" },
    { "system name padded with NUL", CHASSIS PORT TTL "0a06 73772d310000" END, CP_OK, 0, 4,
      "sw-1" },
    { "empty system name", CHASSIS PORT TTL "0a00" END, CP_OK, 0, 4, "" },
    { "reserved type 9 is stepped over", CHASSIS PORT TTL "1203 010203 0a01 78", CP_OK, 0, 5, "x" },
    { "nothing", "", CP_EFORMAT, 0, 0, "" },
    { "only an end", END, CP_EFORMAT, 2, 0, "" },
    { "no port id", CHASSIS TTL END, CP_EFORMAT, 15, 2, "" },
    { "TLV past the end", CHASSIS PORT TTL "0aff 7377", CP_ESHORT, 20, 3, "" },
    { "head of a TLV cut off", CHASSIS PORT TTL "0a", CP_ESHORT, 20, 3, "" },
    { "chassis id without a value", "0201 04" PORT TTL END, CP_EFORMAT, 0, 3, "" },
    { "chassis id of no bytes", "0200" PORT TTL END, CP_EFORMAT, 0, 3, "" },
    { "a second chassis id", CHASSIS PORT CHASSIS "0a01 78", CP_EFORMAT, 16, 4, "x" },
    { "time to live of one byte", CHASSIS PORT "0601 78 0a01 78", CP_EFORMAT, 16, 4, "x" },
    { "capabilities of two bytes", CHASSIS PORT TTL "0e02 0004 0a01 78", CP_EFORMAT, 20, 5, "x" },
    { "management address longer than its TLV", CHASSIS PORT TTL "1003 ff0102 0a01 78", CP_EFORMAT,
      20, 5, "x" },
    { "management address without interface", CHASSIS PORT TTL "1006 0501 c0000201 0a01 78",
      CP_EFORMAT, 20, 5, "x" },
    { "object id longer than its TLV",
      CHASSIS PORT TTL "100e 0501 c0000201 02 00000003 ff 2b06 0a01 78", CP_EFORMAT, 20, 5, "x" },
    { "organisation's TLV of three bytes", CHASSIS PORT TTL "fe03 0080c2 0a01 78", CP_EFORMAT, 20,
      5, "x" },
    { "802.3 frame size of one byte", CHASSIS PORT TTL "fe05 00120f 04 05 0a01 78", CP_EFORMAT, 20,
      5, "x" },
};

static void check_row(cp_arena *a, const struct row *r)
{
    cp_err err = { .off_bytes = 0 };
    cp_lldp p;
    cp_bytes in = from_hex(a, r->hex), copy = exact_copy(in, in.n);
    is_int(cp_lldp_parse(copy, &p, &err), r->want, "%s: result", r->name);
    if (r->want != CP_OK)
        is_uint(err.off_bytes, r->want_off, "%s: position", r->name);
    is_uint(p.n_tlvs, r->want_tlvs, "%s: TLVs", r->name);
    is_cstr(p.sys_name, r->sys_name, "%s: what is good stays", r->name);
    free((void *)(uintptr_t)copy.p);
}

/* Every TLV that is read, in one PDU. */
#define FULL                                                                        \
    CHASSIS PORT TTL "0803 757031"         /* port description "up1" */             \
                     "0a04 73772d31"       /* system name */                        \
                     "0c07 4578616d706c65" /* system description "Example" */       \
                     "0e04 0014 0004"      /* bridge, router; bridge enabled */     \
                     "1010 0501 c0000207 02 00000003 04 2b060104" /* 192.0.2.7 */   \
                     "1018 1102 20010db8000000000000000000000001 01 00000001 00"    \
                     "100e 0706 020000000009 02 00000004 00" /* a MAC */            \
                     "fe06 0080c2 01 0064"                   /* port VLAN 100 */    \
                     "fe06 00120f 04 05ee"                   /* frames of 1518 */   \
                     "fe07 0012bb 01 002103"                 /* MED capabilities */ \
                     "fe06 0012bb 05 4831 fe06 0012bb 06 4632 fe06 0012bb 07 5333"  \
                     "fe06 0012bb 08 3939 fe06 0012bb 09 4d58 fe06 0012bb 0a 4d31"  \
                     "fe06 0012bb 0b 4137"                                          \
                     "fe05 aabbcc 01 00 fe05 aabbcc 02 00" END

static void check_full(cp_arena *a)
{
    cp_lldp p;
    cp_ip ip;
    is_int(cp_lldp_parse(from_hex(a, FULL), &p, NULL), CP_OK, "a full PDU");
    is_cstr(cp_lldp_id_text(a, true, false, p.chassis), "02:00:00:00:00:01", "chassis");
    is_cstr(cp_lldp_id_text(a, false, false, p.port), "eth0", "port");
    is_uint(p.ttl_s, 120, "time to live");
    is_cstr(p.port_descr, "up1", "port description");
    is_cstr(p.sys_descr, "Example", "system description");
    is_cstr(cp_lldp_caps_text(a, p.caps), "bridge,router", "capabilities");
    is_cstr(cp_lldp_caps_text(a, p.caps_enabled), "bridge", "enabled");
    is_uint(p.n_addrs, 3, "management addresses");
    ok(cp_lldp_ip(p.addrs[0].family, p.addrs[0].value, &ip), "the first is IP");
    is_cstr(cp_ip_text(a, ip), "192.0.2.7", "IPv4");
    is_uint(p.addrs[0].oid.n, 4, "its object id");
    ok(cp_lldp_ip(p.addrs[1].family, p.addrs[1].value, &ip), "the second too");
    is_cstr(cp_ip_text(a, ip), "2001:db8::1", "IPv6");
    ok(!cp_lldp_ip(p.addrs[2].family, p.addrs[2].value, &ip), "the third is no IP");
    is_uint(p.port_vlan, 100, "port VLAN");
    is_uint(p.frame_max, 1518, "frame size");
    is_cstr(p.med.hw, "H1", "MED hardware");
    is_cstr(p.med.fw, "F2", "MED firmware");
    is_cstr(p.med.sw, "S3", "MED software");
    is_cstr(p.med.serial, "99", "MED serial");
    is_cstr(p.med.manufacturer, "MX", "MED manufacturer");
    is_cstr(p.med.model, "M1", "MED model");
    is_cstr(p.med.asset, "A7", "MED asset");
    is_uint(p.n_ouis, 4, "organisations, each once");
    is_uint(p.ouis[3], 0xaabbcc, "the unknown one");
}

/* Cut anywhere, it is an error or a PDU that ends between two TLVs, and never reads on. */
static void check_truncation(cp_arena *a)
{
    cp_bytes in = from_hex(a, FULL);
    uint32_t n_bad = 0, n_good = 0, before = 0;
    bool grows = true;
    for (size_t n = 0; n < in.n; n++) {
        cp_lldp p;
        cp_bytes cut = exact_copy(in, n);
        cp_rc rc = cp_lldp_parse(cut, &p, NULL);
        *(rc == CP_OK ? &n_good : &n_bad) += 1;
        grows = grows && p.n_tlvs >= before;
        before = p.n_tlvs;
        free((void *)(uintptr_t)cut.p);
    }
    ok(grows, "cut at every byte: what was read only grows");
    is_uint(n_good + n_bad, in.n, "cut at every byte: %u refused, %u end between TLVs", n_bad,
            n_good);
}

static void check_flood(cp_arena *a)
{
    enum { N = 10000 };
    uint8_t *p = cp_arena_alloc(a, 2 * N);
    cp_lldp out;
    cp_err err;
    for (size_t i = 0; i < N; i++)
        p[2 * i] = 0x0a; /* empty system names */
    is_int(cp_lldp_parse((cp_bytes){ p, 2 * (size_t)N }, &out, &err), CP_ELIMIT, "10,000 TLVs");
    ok(strstr(err.msg, "512") != NULL, "the message names the limit: %s", err.msg);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    check_full(a);
    check_truncation(a);
    check_flood(a);
    is_cstr(cp_lldp_id_text(a, false, true, from_hex(a, "01c0000207")), "192.0.2.7", "address id");
    is_cstr(cp_lldp_id_text(a, false, true, from_hex(a, "01c000")), "\x01\xc0", "no address");
    is_cstr(cp_lldp_id_text(a, true, false, from_hex(a, "6162")), "ab", "no MAC");
    cp_arena_free(a);
    return tap_done();
}
