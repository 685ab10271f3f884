/* SPDX-License-Identifier: Apache-2.0 */
/* LLDP: rows written from IEEE 802.1AB-2016, clause 8, and the malformed PDUs that broke other
 * readers (over-reads, chains without progress, duplicate TLVs, lying lengths). */
#include "frames.h"
#include "sources/l2/lldp_org.h"

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

/* TLVs of organisations: one value and the text that it becomes. hex: OUI, subtype and value. */
typedef cp_str text_fn(cp_arena *a, const cp_lldp *p);

static cp_str power_text(cp_arena *a, const cp_lldp *p) { return cp_lldp_power_text(a, &p->power); }

static cp_str policies_text(cp_arena *a, const cp_lldp *p)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < p->med.n_policies; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? "; " : "",
                   CP_FMT(cp_lldp_policy_text(a, &p->med.policies[i])));
    return cp_buf_str(&b);
}

static cp_str vlans_text(cp_arena *a, const cp_lldp *p)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_fmt(&b, "%u %u", p->port_vlan, p->mgmt_vlan);
    for (uint32_t i = 0; i < p->n_vlans; i++)
        cp_buf_fmt(&b, " %u=%.*s", p->vlans[i].id, CP_FMT(p->vlans[i].name));
    for (uint32_t i = 0; i < p->n_protocols; i++)
        cp_buf_fmt(&b, " %.*s", CP_FMT(cp_hex(a, p->protocols[i])));
    return cp_buf_str(&b);
}

static cp_str mud_text(cp_arena *a, const cp_lldp *p)
{
    (void)a;
    return p->mud_url;
}

static const struct org_row {
    const char *name, *hex;
    cp_rc want;
    text_fn *text;
    const char *want_text;
} org_rows[] = {
    { "VLAN name", "0080c2 03 0064 05 766f696365", CP_OK, vlans_text, "0 0 100=voice" },
    { "VLAN name longer than its TLV", "0080c2 03 0064 09 766f696365", CP_EFORMAT, vlans_text,
      "0 0" },
    { "VLAN without a name", "0080c2 03 0064", CP_EFORMAT, vlans_text, "0 0" },
    { "management VLAN", "0080c2 06 000a", CP_OK, vlans_text, "0 10" },
    { "protocol: spanning tree", "0080c2 04 08 0026424203000000", CP_OK, vlans_text,
      "0 0 0026424203000000" },
    { "protocol of no bytes", "0080c2 04 00", CP_OK, vlans_text, "0 0" },
    { "protocol longer than its TLV", "0080c2 04 08 0026", CP_EFORMAT, vlans_text, "0 0" },
    { "aggregated, as 802.1AX says it", "0080c2 07 03 00000019", CP_OK, cp_lldp_aggregation_text,
      "aggregated 25" },
    { "not aggregated, as 802.3 says it", "00120f 03 01 00000000", CP_OK, cp_lldp_aggregation_text,
      "capable" },
    { "not even capable", "00120f 03 00 00000000", CP_OK, cp_lldp_aggregation_text, "" },
    { "aggregation without its port", "00120f 03 03 0000", CP_EFORMAT, cp_lldp_aggregation_text,
      "" },
    { "MAC and PHY", "00120f 01 03 6c01 001e", CP_OK, cp_lldp_phy_text,
      "auto=enabled advertised=6c01 mau=30" },
    { "MAC and PHY that negotiates nothing", "00120f 01 00 0000 0000", CP_OK, cp_lldp_phy_text,
      "auto=none advertised=0000 mau=0" },
    { "MAC and PHY cut", "00120f 01 03 6c01 00", CP_EFORMAT, cp_lldp_phy_text, "" },
    { "power as of 2005", "00120f 02 0f 01 05", CP_OK, power_text, "pse class=4" },
    { "power as of 2009", "00120f 02 00 01 05 51 00ff 00fa", CP_OK, power_text,
      "pd class=4 requested=25.5 allocated=25.0" },
    { "power, longer (802.3bt)",
      "00120f 02 0f 01 05 51 00ff 00fa 0000 0000 0000 0000 0000 00 0000 00 000000", CP_OK,
      power_text, "pse class=4 requested=25.5 allocated=25.0" },
    { "power of two bytes", "00120f 02 0f 01", CP_EFORMAT, power_text, "" },
    { "MED capabilities of a telephone", "0012bb 01 0033 03", CP_OK, cp_lldp_med_caps_text,
      "endpoint-3 capabilities,policy,pd,inventory" },
    { "MED capabilities of a switch", "0012bb 01 000f 04", CP_OK, cp_lldp_med_caps_text,
      "network capabilities,policy,location,pse" },
    { "MED class that is none", "0012bb 01 0000 ff", CP_OK, cp_lldp_med_caps_text, "undefined" },
    { "MED capabilities cut", "0012bb 01 0033", CP_EFORMAT, cp_lldp_med_caps_text, "" },
    { "policy: voice, tagged, VLAN 100, priority 5, 46", "0012bb 02 01 40 c9 6e", CP_OK,
      policies_text, "voice vlan=100 priority=5 dscp=46" },
    { "policy that nobody set", "0012bb 02 02 80 0000", CP_OK, policies_text,
      "voice-signaling unknown" },
    { "policy of an application that is none", "0012bb 02 ff 00 0000", CP_OK, policies_text,
      "reserved vlan=0 priority=0 dscp=0" },
    { "policy cut", "0012bb 02 01 40 c9", CP_EFORMAT, policies_text, "" },
    { "coordinates: 47.3769, -8.5417 with 18 bits each",
      "0012bb 03 01 485ec0f909 4beeeaa64c 10 00000000 01", CP_OK, cp_lldp_location_text,
      "47.376900,-8.541700" },
    { "coordinates cut", "0012bb 03 01 a84d", CP_OK, cp_lldp_location_text, "" },
    { "civic address", "0012bb 03 02 0e 02 4348 01 02 5a48 03 05 5a75726963", CP_OK,
      cp_lldp_location_text, "CH 1=ZH 3=Zuric" },
    { "civic address longer than its TLV", "0012bb 03 02 ff 02 4348", CP_OK, cp_lldp_location_text,
      "" },
    { "an element longer than the civic address", "0012bb 03 02 06 02 4348 01 ff 5a", CP_OK,
      cp_lldp_location_text, "CH" },
    { "number for emergency calls", "0012bb 03 03 2b31323334", CP_OK, cp_lldp_location_text,
      "+1234" },
    { "location without a format", "0012bb 03", CP_EFORMAT, cp_lldp_location_text, "" },
    { "MED power", "0012bb 04 52 0081", CP_OK, cp_lldp_med_power_text, "pd 12.9" },
    { "MED power cut", "0012bb 04 52 00", CP_EFORMAT, cp_lldp_med_power_text, "" },
    { "MUD", "00005e 01 68747470733a2f2f6d2e6578616d706c652f61", CP_OK, mud_text,
      "https://m.example/a" },
};

static void check_org_row(cp_arena *a, const struct org_row *r)
{
    cp_lldp p;
    cp_bytes value = from_hex(a, r->hex);
    uint8_t *in = malloc(2 + value.n);
    in[0] = (uint8_t)(127 << 1 | value.n >> 8);
    in[1] = (uint8_t)value.n;
    memcpy(in + 2, value.p, value.n);
    cp_bytes head = from_hex(a, CHASSIS PORT TTL);
    bytes pdu = { NULL, 0 };
    add(&pdu, head.p, head.n);
    add(&pdu, in, 2 + value.n);
    cp_bytes copy = exact_copy(of(&pdu), pdu.n);
    is_int(cp_lldp_parse(copy, &p, NULL), r->want, "%s: result", r->name);
    is_cstr(r->text(a, &p), r->want_text, "%s: text", r->name);
    free((void *)(uintptr_t)copy.p);
    free(pdu.p);
    free(in);
}

/* More of a list than is kept. */
static void check_lists(cp_arena *a)
{
    bytes pdu = { NULL, 0 };
    cp_lldp p;
    add_hex(a, &pdu, CHASSIS PORT TTL);
    for (int i = 0; i < 40; i++)
        add_hex(a, &pdu, "fe08 0080c2 03 0064 01 78 fe06 0080c2 04 01 78 fe08 0012bb 02 01 40c96e");
    is_int(cp_lldp_parse(of(&pdu), &p, NULL), CP_OK, "40 of each list");
    is_uint(p.n_vlans, CP_LLDP_VLANS_MAX, "VLANs");
    is_uint(p.n_protocols, CP_LLDP_PROTOCOLS_MAX, "protocols");
    is_uint(p.med.n_policies, CP_LLDP_POLICIES_MAX, "policies");
    cp_str order = cp_lldp_order_text(a, of(&pdu));
    size_t n = 1;
    for (size_t i = 0; i < order.n; i++)
        n += order.p[i] == ',';
    is_uint(n, CP_LLDP_ORDER_MAX, "the order of the first");
    free(pdu.p);
    is_cstr(cp_lldp_order_text(a, from_hex(a, CHASSIS PORT TTL "fe06 0080c2 01 0064 0a01 78" END)),
            "1,2,3,127:0080c2:1,5", "order");
    is_cstr(cp_lldp_order_text(a, from_hex(a, CHASSIS "fe02 0080 0aff")), "1,127",
            "order up to what is cut off");
    is_cstr(cp_lldp_order_text(a, from_hex(a, "")), "", "order of nothing");
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
    for (size_t i = 0; i < sizeof org_rows / sizeof *org_rows; i++)
        check_org_row(a, &org_rows[i]);
    check_full(a);
    check_lists(a);
    check_truncation(a);
    check_flood(a);
    is_cstr(cp_lldp_id_text(a, false, true, from_hex(a, "01c0000207")), "192.0.2.7", "address id");
    is_cstr(cp_lldp_id_text(a, false, true, from_hex(a, "01c000")), "\x01\xc0", "no address");
    is_cstr(cp_lldp_id_text(a, true, false, from_hex(a, "6162")), "ab", "no MAC");
    cp_arena_free(a);
    return tap_done();
}
