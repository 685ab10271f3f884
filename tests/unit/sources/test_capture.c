/* SPDX-License-Identifier: Apache-2.0 */
/* What frames tell: whose an address is, what joins and what does not, each fact once. Each row is
 * a capture of some frames, and the exact observations it yields. */
#include "frames.h"
#include "sources/pcap/capture.h"
#include "sources/pcap/seen.h"

#define BC "ffffffffffff"
#define M1 "001122000001"
#define M2 "001122000002"
#define ARP1 BC M1 "0806 0001 0800 06 04 0001" M1 "c0a80001 000000000000 c0a80002"
#define ARP1B BC M1 "0806 0001 0800 06 04 0001" M1 "c0a80009 000000000000 c0a80002"
#define PROBE BC M1 "0806 0001 0800 06 04 0001" M1 "00000000 000000000000 c0a80002"
#define LLDP_DST "0180c200000e"
#define LLDP(src, port)                                                                        \
    LLDP_DST src "88cc 0207 04 001122 0000aa 0405 05 " port " 0602 0078 0a02 7377 0c03 414220" \
                 "1008 0501 c0a80007 02 00" /* too short for its interface number */

#define NAMED(name) \
    LLDP_DST M1 "88cc 0207 04 001122 0000aa 0403 05 6731 0602 0078 0a02 73" name "0000"
#define CDP_NAMED(name) \
    "01000ccccccc" M1 "0018 aaaa03 00000c 2000 02b40000 0001 0006 73" name "0003 0006 6731"

static const struct row {
    const char *name;
    uint32_t link_type;
    const char *frames[6];
    const char *want;
    const char *note; /* part of the source's note; NULL: not looked at */
} rows[] = {
    { "a source MAC is a fact about itself only",
      1,
      { BC M1 "0800 4500001c 0000 0000 4001 0000 0a000001 0a000002 0000 0000 0000 0000" },
      "1 eth.src \"00:11:22:00:00:01\" mac=00:11:22:00:00:01\n",
      "1 IP addresses" },
    { "each once",
      1,
      { BC M1 "0800 4500001c 0000 0000 4001 0000 0a000001 0a000002 0000 0000 0000 0000",
        BC M1 "0800 4500001c 0000 0000 4001 0000 0a000001 0a000002 0000 0000 0000 0000",
        BC M2 "0800 4500001c 0000 0000 4001 0000 0a000001 0a000002 0000 0000 0000 0000" },
      "1 eth.src \"00:11:22:00:00:01\" mac=00:11:22:00:00:01\n"
      "3 eth.src \"00:11:22:00:00:02\" mac=00:11:22:00:00:02\n",
      "3 frames: 3 IPv4; 2 MAC addresses, 1 IP addresses" },
    { "ARP joins its sender's addresses",
      1,
      { ARP1, ARP1, ARP1B },
      "1 eth.src \"00:11:22:00:00:01\" mac=00:11:22:00:00:01\n"
      "1 arp.sender \"00:11:22:00:00:01\" mac=00:11:22:00:00:01 ip=192.168.0.1\n"
      "3 arp.sender \"00:11:22:00:00:01\" mac=00:11:22:00:00:01 ip=192.168.0.9\n" },
    { "a probe for an address claims none",
      1,
      { PROBE },
      "1 eth.src \"00:11:22:00:00:01\" mac=00:11:22:00:00:01\n"
      "1 arp.sender \"00:11:22:00:00:01\" mac=00:11:22:00:00:01\n" },
    { "ARP answered by another than the frame's source (an access point)",
      1,
      { BC M2 "0806 0001 0800 06 04 0002" M1 "c0a80001 000000000000 c0a80002" },
      "1 eth.src \"00:11:22:00:00:02\" mac=00:11:22:00:00:02\n"
      "1 arp.sender \"00:11:22:00:00:01\" mac=00:11:22:00:00:01 ip=192.168.0.1\n" },
    { "LLDP from two ports: the device's facts once, each port bound to it",
      1,
      { LLDP(M1, "65746831"), LLDP(M2, "65746832") },
      "1 eth.src \"00:11:22:00:00:01\" mac=00:11:22:00:00:01\n"
      "1 lldp.chassis_id \"00:11:22:00:00:aa\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa "
      "mac=00:11:22:00:00:01 ip=192.168.0.7\n"
      "1 lldp.port_id \"eth1\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa\n"
      "1 lldp.sys_name \"sw\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa\n"
      "1 lldp.sys_descr \"AB \" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa\n"
      "1 lldp.mgmt_addr \"192.168.0.7\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa\n"
      "1 lldp.tlv_order \"1,2,3,5,6,8\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa\n"
      "1 link lldp: -- mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa port \"eth1\"\n"
      "2 eth.src \"00:11:22:00:00:02\" mac=00:11:22:00:00:02\n"
      "2 lldp.chassis_id \"00:11:22:00:00:aa\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa "
      "mac=00:11:22:00:00:02 ip=192.168.0.7\n"
      "2 lldp.port_id \"eth2\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa\n"
      "2 link lldp: -- mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa port \"eth2\"\n" },
    { "an interface's name is no chassis id that joins",
      1,
      { LLDP_DST M1 "88cc 0205 06 65746830 0403 07 6131 0602 0078 0000" },
      "1 eth.src \"00:11:22:00:00:01\" mac=00:11:22:00:00:01\n"
      "1 lldp.chassis_id \"eth0\" mac=00:11:22:00:00:01\n"
      "1 lldp.port_id \"a1\" mac=00:11:22:00:00:01\n"
      "1 lldp.tlv_order \"1,2,3\" mac=00:11:22:00:00:01\n"
      "1 link lldp: -- mac=00:11:22:00:00:01 port \"a1\"\n" },
    { "OUIs of organisations, but not those of the standards",
      1,
      { LLDP_DST M1 "88cc 0207 04 001122 0000aa 0405 05 65746830 0602 0078"
                    "fe06 0080c2 01 0064 fe06 00120f 04 05ee fe05 aabbcc 01 00 0000" },
      "1 eth.src \"00:11:22:00:00:01\" mac=00:11:22:00:00:01\n"
      "1 lldp.chassis_id \"00:11:22:00:00:aa\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa "
      "mac=00:11:22:00:00:01\n"
      "1 lldp.port_id \"eth0\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa\n"
      "1 lldp.org_oui \"AABBCC\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa\n"
      "1 lldp.tlv_order \"1,2,3,127:0080c2:1,127:00120f:4,127:aabbcc:1\" mac=00:11:22:00:00:aa "
      "chassis=00:11:22:00:00:aa\n"
      "1 lldp.port_vlan \"100\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa\n"
      "1 lldp.frame_max \"1518\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa\n"
      "1 link lldp: -- mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa port \"eth0\"\n" },
    { "what LLDP says of a port and of a telephone",
      1,
      { LLDP_DST M1 "88cc 0207 04 001122 0000aa 0405 05 65746830 0602 0078"
                    "fe09 0080c2 07 03 00000019 fe09 00120f 01 03 6c01 001e fe07 0012bb 01 0033 03"
                    "fe08 0012bb 02 01 40c96e fe06 0012bb 0b 4137 fe07 00005e 01 756d64 0000" },
      "1 eth.src \"00:11:22:00:00:01\" mac=00:11:22:00:00:01\n"
      "1 lldp.chassis_id \"00:11:22:00:00:aa\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa "
      "mac=00:11:22:00:00:01\n"
      "1 lldp.port_id \"eth0\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa\n"
      "1 lldp.tlv_order \"1,2,3,127:0080c2:7,127:00120f:1,127:0012bb:1,127:0012bb:2,127:0012bb:11,"
      "127:00005e:1\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa\n"
      "1 lldp.mud_url \"umd\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa\n"
      "1 lldp.aggregation \"eth0: aggregated 25\" mac=00:11:22:00:00:aa "
      "chassis=00:11:22:00:00:aa\n"
      "1 lldp.phy \"auto=enabled advertised=6c01 mau=30\" mac=00:11:22:00:00:aa "
      "chassis=00:11:22:00:00:aa\n"
      "1 lldp.med.caps \"endpoint-3 capabilities,policy,pd,inventory\" mac=00:11:22:00:00:aa "
      "chassis=00:11:22:00:00:aa\n"
      "1 lldp.med.policy \"voice vlan=100 priority=5 dscp=46\" mac=00:11:22:00:00:aa "
      "chassis=00:11:22:00:00:aa\n"
      "1 lldp.med.asset \"A7\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa\n"
      "1 link lldp: -- mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa port \"eth0\"\n" },
    { "two devices with one address, by LLDP",
      1,
      { NAMED("61"), NAMED("62"), NAMED("61"), NAMED("62"), NAMED("61"), NAMED("62") },
      "1 eth.src \"00:11:22:00:00:01\" mac=00:11:22:00:00:01\n"
      "1 lldp.chassis_id \"00:11:22:00:00:aa\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa "
      "mac=00:11:22:00:00:01\n"
      "1 lldp.port_id \"g1\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa\n"
      "1 lldp.sys_name \"sa\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa\n"
      "1 lldp.tlv_order \"1,2,3,5\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa\n"
      "1 link lldp: -- mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa port \"g1\"\n"
      "2 lldp.sys_name \"sb\" mac=00:11:22:00:00:aa chassis=00:11:22:00:00:aa\n"
      "5 eth.shared \"lldp.sys_name by turns: \"sa\", \"sb\"\" mac=00:11:22:00:00:01\n" },
    { "and by CDP",
      1,
      { CDP_NAMED("61"), CDP_NAMED("62"), CDP_NAMED("61"), CDP_NAMED("62"), CDP_NAMED("61") },
      "1 eth.src \"00:11:22:00:00:01\" mac=00:11:22:00:00:01\n"
      "1 cdp.device_id \"sa\" chassis=sa mac=00:11:22:00:00:01\n"
      "1 cdp.port_id \"g1\" chassis=sa mac=00:11:22:00:00:01\n"
      "1 link cdp: -- chassis=sa mac=00:11:22:00:00:01 port \"g1\"\n"
      "2 cdp.device_id \"sb\" chassis=sb mac=00:11:22:00:00:01\n"
      "2 cdp.port_id \"g1\" chassis=sb mac=00:11:22:00:00:01\n"
      "2 link cdp: -- chassis=sb mac=00:11:22:00:00:01 port \"g1\"\n"
      "5 eth.shared \"cdp.device_id by turns: \"sa\", \"sb\"\" mac=00:11:22:00:00:01\n" },
    { "CDP",
      1,
      { "01000ccccccc" M1 "0035 aaaa03 00000c 2000 02b40000 0001 0006 7377 0002 0011 00000001 0101 "
        "cc 0004 c0a80005 0003 0006 6731 0006 0006 4158 0000" },
      "1 eth.src \"00:11:22:00:00:01\" mac=00:11:22:00:00:01\n"
      "1 cdp.device_id \"sw\" chassis=sw mac=00:11:22:00:00:01 ip=192.168.0.5\n"
      "1 cdp.port_id \"g1\" chassis=sw mac=00:11:22:00:00:01\n"
      "1 cdp.platform \"AX\" chassis=sw mac=00:11:22:00:00:01\n"
      "1 cdp.address \"192.168.0.5\" chassis=sw mac=00:11:22:00:00:01\n"
      "1 link cdp: -- chassis=sw mac=00:11:22:00:00:01 port \"g1\"\n" },
    { "neighbour discovery joins, within the link",
      1,
      { "333300000001" M1 "86dd 60000000 0020 3a ff fd000000000000000000000000000001 "
        "ff020000000000000000000000000001 8800 0000 60000000 fd000000000000000000000000000001 "
        "0201" M1 },
      "1 eth.src \"00:11:22:00:00:01\" mac=00:11:22:00:00:01\n"
      "1 ip.host \"fd00::1\" mac=00:11:22:00:00:01 ip=fd00::1\n" },
    { "a cooked capture: the sender's MAC, then ARP",
      113,
      { "0000 0001 0006" M1 "0000 0806 0001 0800 06 04 0001" M1 "c0a80001 000000000000 c0a80002" },
      "1 eth.src \"00:11:22:00:00:01\" mac=00:11:22:00:00:01\n"
      "1 arp.sender \"00:11:22:00:00:01\" mac=00:11:22:00:00:01 ip=192.168.0.1\n" },
    { "a cooked capture, version 2",
      276,
      { "0806 0000 00000001 0001 00 06" M1 "0000 0001 0800 06 04 0001" M1
        "c0a80001 000000000000 c0a80002" },
      "1 eth.src \"00:11:22:00:00:01\" mac=00:11:22:00:00:01\n"
      "1 arp.sender \"00:11:22:00:00:01\" mac=00:11:22:00:00:01 ip=192.168.0.1\n" },
    { "raw IP", 101, { "4500001c 0000 0000 4001 0000 0a000001 0a000002" }, "", "1 IP addresses" },
    { "loopback, little end first",
      0,
      { "02000000 4500001c 0000 0000 4001 0000 0a000001 0a000002" },
      "",
      "1 IP addresses" },
    { "loopback, big end first",
      108,
      { "00000002 4500001c 0000 0000 4001 0000 0a000001 0a000002" },
      "",
      "1 IP addresses" },
    { "PPP",
      9,
      { "ff03 0021 4500001c 0000 0000 4001 0000 0a000001 0a000002" },
      "",
      "1 IP addresses" },
    { "CDP over HDLC",
      104,
      { "8f00 2000 02b40000 0001 0006 7377" },
      "1 cdp.device_id \"sw\" chassis=sw\n1 link cdp: -- chassis=sw port \"\"\n" },
    { "802.11",
      105,
      { "0801 0000" M2 M1 M2 "0000 aaaa03 000000 0806 0001 0800 06 04 0001" M1
        "c0a80001 000000000000 c0a80002" },
      "1 arp.sender \"00:11:22:00:00:01\" mac=00:11:22:00:00:01 ip=192.168.0.1\n" },
    { "a link type that is not understood", 195, { "0000" }, "", "link type 195: 1" },
    { "an ethertype that is not understood",
      1,
      { BC M1 "88b5 00" },
      "1 eth.src \"00:11:22:00:00:01\" mac=00:11:22:00:00:01\n",
      "1 other protocols (0x88b5: 1)" },
};

typedef struct counted {
    uint64_t n;
} counted;

static cp_rc count_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)o;
    (void)err;
    ((counted *)ctx)->n++;
    return CP_OK;
}

static void check_row(cp_arena *a, const struct row *r)
{
    told t = { .b = cp_buf_new(a) };
    cp_obs_sink sink = { &t, tell_obs, tell_link };
    cp_source src = { .n_problems = 0 };
    cp_capture *c = cp_capture_new(a, &sink, &src);
    for (size_t i = 0; i < sizeof r->frames / sizeof *r->frames && r->frames[i]; i++) {
        cp_bytes in = from_hex(a, r->frames[i]), copy = exact_copy(in, in.n);
        cp_frame f = { copy, (uint32_t)copy.n, r->link_type, 1 };
        if (cp_capture_frame(c, &f, NULL) != CP_OK)
            ok(false, "%s: frame %zu", r->name, i + 1);
        free((void *)(uintptr_t)copy.p);
    }
    if (cp_capture_end(c, NULL) != CP_OK)
        ok(false, "%s: the end", r->name);
    is_cstr(cp_buf_str(&t.b), r->want, "%s", r->name);
    if (r->note && !ok(cp_str_has(src.note, cp_str_c(r->note)), "%s: note", r->name))
        tap_show("note", src.note);
}

/* DHCP from the client through a relay, then the server's acknowledgement. */
static cp_bytes dhcp_frame(cp_arena *a, uint8_t op, uint8_t type, const char *options)
{
    cp_bytes head = from_hex(a, BC M2 "0800 4500 0000 0000 0000 4011 0000 0a000001 0a000002"
                                      "0043 0043 0000 0000"),
             rest = from_hex(a, options);
    uint8_t *p = cp_arena_alloc(a, head.n + 240 + 3 + rest.n), *d = p + head.n;
    memcpy(p, head.p, head.n);
    d[0] = op;
    d[1] = 1;
    d[2] = 6;
    memcpy(d + 16, op == 2 ? "\xc0\xa8\x00\x42" : "\0\0\0\0", 4);
    memcpy(d + 28, "\x00\x11\x22\x00\x00\x33", 6);
    memcpy(d + 236, "\x63\x82\x53\x63\x35\x01", 6);
    d[242] = type;
    memcpy(d + 243, rest.p, rest.n);
    return (cp_bytes){ p, head.n + 243 + rest.n };
}

static void check_dhcp(cp_arena *a)
{
    told t = { .b = cp_buf_new(a) };
    cp_obs_sink sink = { &t, tell_obs, tell_link };
    cp_source src = { .n_problems = 0 };
    cp_capture *c = cp_capture_new(a, &sink, &src);
    cp_bytes frames[] = { dhcp_frame(a, 1, 1, "0c02 7063 3c03 414243 3702 0103 2b02 0102 ff"),
                          dhcp_frame(a, 2, 5, "3c09 505845436c69656e74 ff") };
    for (size_t i = 0; i < 2; i++) {
        cp_frame f = { frames[i], (uint32_t)frames[i].n, 1, 1 };
        is_int(cp_capture_frame(c, &f, NULL), CP_OK, "DHCP frame %zu", i + 1);
    }
    is_cstr(cp_buf_str(&t.b),
            "1 eth.src \"00:11:22:00:00:02\" mac=00:11:22:00:00:02\n"
            "1 dhcp.chaddr \"00:11:22:00:00:33\" mac=00:11:22:00:00:33\n"
            "1 dhcp.hostname \"pc\" mac=00:11:22:00:00:33\n"
            "1 dhcp.vendor_class \"ABC\" mac=00:11:22:00:00:33\n"
            "1 dhcp.param_list \"1,3\" mac=00:11:22:00:00:33\n"
            "1 dhcp.vendor_info \"0102\" mac=00:11:22:00:00:33\n"
            "1 dhcp.option_order \"1:53,12,60,55,43\" mac=00:11:22:00:00:33\n"
            "2 ip.host \"192.168.0.66\" mac=00:11:22:00:00:33 ip=192.168.0.66\n",
            "DHCP: about the client, not the relay; the server's class is not the client's");
}

/* Who answers for many is a proxy: from the 17th on, addresses are not joined. */
static void check_proxy_arp(cp_arena *a)
{
    told t = { .b = cp_buf_new(a) };
    cp_obs_sink sink = { &t, tell_obs, tell_link };
    cp_source src = { .n_problems = 0 };
    cp_capture *c = cp_capture_new(a, &sink, &src);
    uint8_t frame[42];
    cp_bytes arp = from_hex(a, ARP1);
    memcpy(frame, arp.p, sizeof frame);
    for (uint8_t i = 1; i <= 40; i++) {
        frame[31] = i;
        cp_frame f = { { frame, sizeof frame }, sizeof frame, 1, 1 };
        if (cp_capture_frame(c, &f, NULL) != CP_OK)
            ok(false, "frame %u", i);
    }
    cp_str all = cp_buf_str(&t.b);
    ok(cp_str_has(all, CP_STR("ip=192.168.0.16\n")), "the 16th address is joined");
    ok(!cp_str_has(all, CP_STR("ip=192.168.0.17\n")), "the 17th is not");
}

/* More facts than a capture may have addresses: nothing of a large network is left out. */
static void check_many(cp_arena *a)
{
    enum { HOSTS = CP_CAPTURE_MACS_MAX * 6 / 10 };
    counted n = { 0 };
    cp_obs_sink sink = { &n, count_obs };
    cp_source src = { .n_problems = 0 };
    cp_capture *c = cp_capture_new(a, &sink, &src);
    uint8_t frame[42];
    cp_bytes arp = from_hex(a, ARP1);
    memcpy(frame, arp.p, sizeof frame);
    for (uint32_t i = 0; i < 2 * HOSTS; i++) {
        uint32_t host = i % HOSTS + 0x10000;
        uint8_t be[] = { (uint8_t)(host >> 16), (uint8_t)(host >> 8), (uint8_t)host };
        memcpy(frame + 9, be, sizeof be);
        memcpy(frame + 25, be, sizeof be);
        memcpy(frame + 29, be, sizeof be);
        cp_frame f = { { frame, sizeof frame }, sizeof frame, 1, i / HOSTS * 1000000 + 1 };
        if (cp_capture_frame(c, &f, NULL) != CP_OK)
            ok(false, "frame %u", i);
    }
    is_int(cp_capture_end(c, NULL), CP_OK, "a large network");
    is_uint(n.n, 2 * HOSTS, "each host and its address, once");
    is_uint(src.records_bad, 0, "nothing is left out");
}

/* Every frame cut at every byte, as captured and as cut by a snapshot length: the second is never
 * a fault. */
static void check_truncation(cp_arena *a)
{
    uint64_t n_bad = 0, n_cuts = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        told t = { .b = cp_buf_new(a) };
        cp_obs_sink sink = { &t, tell_obs, tell_link };
        cp_source src = { .n_problems = 0 };
        cp_capture *c = cp_capture_new(a, &sink, &src);
        cp_bytes in = from_hex(a, rows[i].frames[0]);
        for (size_t n = 0; n < in.n; n++, n_cuts++) {
            cp_bytes cut = exact_copy(in, n);
            cp_frame f = { cut, (uint32_t)in.n, rows[i].link_type, 1 };
            if (cp_capture_frame(c, &f, NULL) != CP_OK)
                ok(false, "%s: cut at byte %zu", rows[i].name, n);
            n_bad += src.records_bad;
            f.wire_len = (uint32_t)n;
            if (cp_capture_frame(c, &f, NULL) != CP_OK)
                ok(false, "%s: short by %zu bytes", rows[i].name, in.n - n);
            src.records_bad = 0;
            free((void *)(uintptr_t)cut.p);
        }
    }
    ok(n_cuts > 700, "%llu cuts", (unsigned long long)n_cuts);
    is_uint(n_bad, 0, "what the snapshot length cut off is no fault");
}

static void check_seen(cp_arena *a)
{
    cp_seen s = cp_seen_new(a, 5000);
    uint64_t n_new = 0, n_again = 0;
    for (uint64_t i = 1; i <= 6000; i++)
        n_new += cp_seen_add(a, &s, i << 20);
    for (uint64_t i = 1; i <= 5000; i++)
        n_again += cp_seen_add(a, &s, i << 20);
    is_uint(n_new, 5000, "a set takes as many as it may");
    is_uint(n_again, 0, "and each once");
    is_uint(s.n_over, 1000, "what it refused is counted");
    ok(cp_seen_has(&s, (uint64_t)5000 << 20) && !cp_seen_has(&s, (uint64_t)5001 << 20),
       "and is not in it");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    check_dhcp(a);
    check_proxy_arp(a);
    check_many(a);
    check_truncation(a);
    check_seen(a);
    cp_arena_free(a);
    return tap_done();
}
