/* SPDX-License-Identifier: Apache-2.0 */
/* Encapsulations, each around the same DHCP request or ARP: what is inside is heard, its frames are
 * not senders on this wire, chains end, and headers that are cut are counted. And fragments: whole
 * in any order, never without one of them. */
#include "frames.h"
#include "sources/pcap/capture.h"
#include "sources/pcap/pieces.h"

#define BC "ffffffffffff"
#define OUT "001122000001" /* who sends the outer frame */
#define IN "0011220000aa"  /* the client inside */
#define ETH(type) BC OUT type

/* An IPv4 header without a true checksum: nobody looks at it. */
#define IP4(len, fragment, proto, src, dst) "4500" len "0007" fragment "40" proto "0000" src dst
#define A1 "0a000001"
#define A2 "0a000002"

/* DHCP DISCOVER of IN with host name "h1": 248 bytes; as UDP 256 (0100), as IPv4 276 (0114). */
#define ZEROS16 "00000000000000000000000000000000"
#define ZEROS64 ZEROS16 ZEROS16 ZEROS16 ZEROS16
#define BOOTP                                                            \
    "01010600 00000001 0000 0000 00000000 00000000 00000000 00000000" IN \
    "00000000000000000000" ZEROS64 ZEROS64 ZEROS64 "63825363 350101 0c026831 ff"
#define DHCP_UDP "0044 0043 0100 0000" BOOTP
#define DHCP_IP IP4("0114", "0000", "11", "00000000", "ffffffff") DHCP_UDP
#define ARP BC IN "0806 0001 0800 06 04 0001" IN "c0a80001 000000000000 c0a80002"
#define SRC "1 eth.src \"00:11:22:00:00:01\" mac=00:11:22:00:00:01\n"
#define HEARD_DHCP                                                \
    "1 dhcp.chaddr \"00:11:22:00:00:aa\" mac=00:11:22:00:00:aa\n" \
    "1 dhcp.hostname \"h1\" mac=00:11:22:00:00:aa\n"              \
    "1 dhcp.option_order \"1:53,12\" mac=00:11:22:00:00:aa\n"
/* In an address space of its own. */
#define HEARD_ARP_IN(tunnel) \
    "1 arp.sender \"00:11:22:00:00:aa\" mac=00:11:22:00:00:aa agent=" tunnel " 192.168.0.1\n"
#define HEARD_ARP "1 arp.sender \"00:11:22:00:00:aa\" mac=00:11:22:00:00:aa ip=192.168.0.1\n"

/* UDP in IPv4; lengths 0: as long as the frame. */
#define UDP(port) IP4("0000", "0000", "11", A1, A2) "c000" port "0000 0000"

/* A hello of IS-IS on a line (ISO/IEC 10589, 9.7). */
#define ISIS "83 14 01 00 11 01 00 00 03 192168001001 001e 0014 01"
#define HEARD_ISIS(ids) \
    "1 isis.system_id \"1921.6800.1001\"" ids "1 isis.hello \"line circuit=3 protocols=\"" ids
#define ISIS_HERE " mac=00:11:22:00:00:01 agent=is-is 1921.6800.1001\n"

/* The version of a server of DNS, in IPv6 from 2001:db8::1. */
#define DNS_IP6                                                                             \
    "60000000 0031 11 40 20010db8000000000000000000000001 20010db8000000000000000000000002" \
    "0035 1234 0031 0000 0001 8400 0000 0001 0000 0000 0776657273696f6e 0462696e64 00"      \
    "0010 0003 00000000 0005 04 392e3138"
#define HEARD_DNS "1 dns.version_bind \"9.18\" agent=teredo 0 2001:db8::1\n"

static const struct row {
    const char *name, *frame;
    const char *want;
    uint64_t want_bad;
} rows[] = {
    { "IS-IS in a long frame", ETH("8870") "fefe03" ISIS, SRC HEARD_ISIS(ISIS_HERE), 0 },
    { "long LLC in long LLC", ETH("8870") "aaaa03 000000 8870 fefe03" ISIS, SRC, 0 },
    { "long LLC with SNAP", ETH("8870") "aaaa03 000000 0800" DHCP_IP, SRC HEARD_DHCP, 0 },
    { "long LLC cut off", ETH("8870") "fefe", SRC, 1 },
    { "IS-IS in GRE", ETH("0800") IP4("0000", "0000", "2f", A1, A2) "2000 00fe 00000005" ISIS,
      SRC HEARD_ISIS(" agent=is-is gre 5 1921.6800.1001\n"), 0 },
    { "IS-IS in PPP", ETH("8864") "11 00 0001 0016 0023" ISIS, SRC HEARD_ISIS(ISIS_HERE), 0 },
    { "IS-IS in PPP, aligned", ETH("8864") "11 00 0001 0019 0023 000000" ISIS,
      SRC HEARD_ISIS(ISIS_HERE), 0 },
    { "zeros alone", ETH("8864") "11 00 0001 0006 0023 00000000", SRC, 0 },
    { "another protocol of ISO in PPP", ETH("8864") "11 00 0001 0005 0023 810000", SRC, 0 },
    { "IS-IS in HDLC's ethertype", ETH("fefe") "03" ISIS, SRC HEARD_ISIS(ISIS_HERE), 0 },
    { "Teredo", ETH("0800") UDP("0dd8") DNS_IP6, SRC HEARD_DNS, 0 },
    { "Teredo, authenticated, with the origin",
      ETH("0800")
          UDP("0dd8") "0001 02 03 aaaa bbbbbb 0001020304050607 00 0000 ffff 3ffffdfe" DNS_IP6,
      SRC HEARD_DNS, 0 },
    { "Teredo, its authentication cut off", ETH("0800") UDP("0dd8") "0001 02 ff aaaa", SRC, 1 },
    { "Teredo, its origin cut off", ETH("0800") UDP("0dd8") "0000 ffff", SRC, 1 },
    { "Teredo that carries IPv4", ETH("0800") UDP("0dd8") DHCP_IP, SRC, 0 },
    { "an empty datagram to the port of Teredo", ETH("0800") UDP("0dd8"), SRC, 0 },
    { "no tunnel", ETH("0800") DHCP_IP, SRC HEARD_DHCP, 0 },
    { "802.1Q and 802.1ad", ETH("88a8") "0001 8100 0002 0800" DHCP_IP, SRC HEARD_DHCP, 0 },
    { "MPLS, two labels, IPv4", ETH("8847") "00010040 00011140" DHCP_IP, SRC HEARD_DHCP, 0 },
    { "MPLS, a pseudo-wire with control word", ETH("8847") "00011140 00000000" ARP, SRC HEARD_ARP,
      0 },
    { "MPLS without a bottom", ETH("8847") "00010040 00010040", SRC, 1 },
    { "PPPoE session", ETH("8864") "11 00 0001 0116 0021" DHCP_IP, SRC HEARD_DHCP, 0 },
    { "PPPoE, compressed protocol", ETH("8864") "11 00 0001 0115 21" DHCP_IP, SRC HEARD_DHCP, 0 },
    { "PPPoE that says it is shorter", ETH("8864") "11 00 0001 0002 0021" DHCP_IP, SRC, 1 },
    { "PPPoE cut off", ETH("8864") "11 00 00", SRC, 1 },
    { "GRE, IPv4", ETH("0800") IP4("0000", "0000", "2f", A1, A2) "0000 0800" DHCP_IP,
      SRC HEARD_DHCP, 0 },
    { "GRE with checksum, key and sequence",
      ETH("0800") IP4("0000", "0000", "2f", A1, A2) "b000 0800 00000000 00000005 00000001" DHCP_IP,
      SRC HEARD_DHCP, 0 },
    { "GRE, bridged", ETH("0800") IP4("0000", "0000", "2f", A1, A2) "2000 6558 00000005" ARP,
      SRC HEARD_ARP_IN("gre 5"), 0 },
    { "GRE, its key cut off", ETH("0800") IP4("0000", "0000", "2f", A1, A2) "2000 6558 0000", SRC,
      1 },
    { "ERSPAN II",
      ETH("0800") IP4("0000", "0000", "2f", A1, A2) "1000 88be 00000001 1001000000000000" ARP,
      SRC HEARD_ARP, 0 },
    { "ERSPAN I", ETH("0800") IP4("0000", "0000", "2f", A1, A2) "0000 88be" ARP, SRC HEARD_ARP, 0 },
    { "IPv4 in IPv4", ETH("0800") IP4("0000", "0000", "04", A1, A2) DHCP_IP, SRC HEARD_DHCP, 0 },
    { "VXLAN", ETH("0800") UDP("12b5") "08000000 00006400" ARP, SRC HEARD_ARP_IN("vxlan 100"), 0 },
    { "VXLAN without a VNI", ETH("0800") UDP("12b5") "00000000 00006400" ARP, SRC, 0 },
    { "VXLAN cut off", ETH("0800") UDP("12b5") "08000000", SRC, 1 },
    { "Geneve with an option", ETH("0800") UDP("17c1") "0240 6558 00006400 01020301 00000000" ARP,
      SRC HEARD_ARP_IN("geneve 100"), 0 },
    { "Geneve, its options cut off", ETH("0800") UDP("17c1") "3f40 6558 00006400" ARP, SRC, 1 },
    { "Geneve", ETH("0800") UDP("17c1") "0140 6558 00006400 01020300" ARP,
      SRC HEARD_ARP_IN("geneve 100"), 0 },
    { "GTP-U", ETH("0800") UDP("0868") "30 ff 0114 00000001" DHCP_IP, SRC HEARD_DHCP, 0 },
    { "GTP-U with a sequence number and an extension",
      ETH("0800") UDP("0868") "36 ff 011c 00000001 0001 00 85 01 0000 00" DHCP_IP, SRC HEARD_DHCP,
      0 },
    { "GTP-U, an extension of no length",
      ETH("0800") UDP("0868") "34 ff 011c 00000001 0001 00 85 00 0000 00" DHCP_IP, SRC, 1 },
    { "GTP-U echo", ETH("0800") UDP("0868") "32 01 0004 00000000 0001 0000", SRC, 0 },
    { "five in each other",
      ETH("0800") IP4("0000", "0000", "04", A1, A2) IP4("0000", "0000", "04", A1, A2)
          IP4("0000", "0000", "04", A1, A2) IP4("0000", "0000", "04", A1, A2)
              IP4("0000", "0000", "04", A1, A2) DHCP_IP,
      SRC, 1 },
};

static void give(cp_arena *a, cp_capture *c, const char *hex, size_t n_cut)
{
    cp_bytes in = from_hex(a, hex), copy = exact_copy(in, in.n - n_cut);
    cp_frame f = { copy, (uint32_t)copy.n, 1, 1 };
    if (cp_capture_frame(c, &f, NULL) != CP_OK)
        ok(false, "the sink takes it");
    free((void *)(uintptr_t)copy.p);
}

static void check_row(cp_arena *a, const struct row *r)
{
    told t = { .b = cp_buf_new(a) };
    cp_obs_sink sink = { &t, tell_obs, NULL };
    cp_source src = { .n_problems = 0 };
    cp_capture *c = cp_capture_new(a, &sink, &src);
    give(a, c, r->frame, 0);
    is_cstr(cp_buf_str(&t.b), r->want, "%s", r->name);
    is_uint(src.records_bad, r->want_bad, "%s: faults", r->name);
    for (size_t n = from_hex(a, r->frame).n; n > 0; n--) /* cut at every byte */
        give(a, c, r->frame, n);
    ok(cp_capture_end(c, NULL) == CP_OK, "%s: cut anywhere", r->name);
}

/* DHCP in two fragments of 136 and 120 bytes, and a third that lies about the first. */
#define FIRST                                                              \
    ETH("0800")                                                            \
    "4500 009c 0007 2000 40 11 0000 00000000 ffffffff 0044 0043 0100 0000" \
    "01010600 00000001 0000 0000 00000000 00000000 00000000 00000000" IN   \
    "00000000000000000000" ZEROS64 ZEROS16 "0000000000000000"              \
    "00000000"
#define SECOND                                                         \
    ETH("0800")                                                        \
    "4500 008c 0007 0011 40 11 0000 00000000 ffffffff" ZEROS64 ZEROS16 \
    "000000000000000000000000 0000000000000000"                        \
    "0000000000000000"                                                 \
    "63825363 350101 0c026831 ff"
#define OTHER ETH("0800") "4500 001c 0008 0011 40 11 0000 00000000 ffffffff ffffffffffffffff"
#define LIE ETH("0800") "4500 001c 0007 0011 40 11 0000 00000000 ffffffff ffffffffffffffff"

static const struct fragments {
    const char *name;
    const char *frames[5];
    bool is_heard;
    uint64_t want_bad;
    cp_time last_at_s;   /* of the last frame; the others are of the second 0 */
    uint32_t last_lacks; /* so many bytes of the last one were not captured */
} fragments[] = {
    { "fragments in order", { FIRST, SECOND }, true },
    { "fragments the other way round", { SECOND, FIRST }, true },
    { "the first alone", { FIRST, FIRST }, false, 1 },
    { "the second alone", { SECOND, SECOND }, false, 1 },
    { "a later fragment that overlaps changes nothing", { FIRST, SECOND, LIE }, true },
    { "each fragment twice, one after the other", { FIRST, FIRST, SECOND, SECOND }, true },
    { "the packet twice", { FIRST, SECOND, FIRST, SECOND }, true },
    { "the second one within two minutes", { FIRST, SECOND }, true, .last_at_s = 120 },
    { "the second one is of another packet", { FIRST, SECOND }, false, 2, .last_at_s = 121 },
    { "half of another packet with the same number",
      { FIRST, SECOND, FIRST },
      true,
      1,
      .last_at_s = 121 },
    { "the first alone, of another packet too", { FIRST, FIRST, OTHER }, false, 2 },
    { "a fragment that was not captured whole", { FIRST }, false, 0, .last_lacks = 9 },
};

static void give_at(cp_arena *a, cp_capture *c, const char *hex, cp_time at_s, uint32_t lacks)
{
    cp_bytes in = from_hex(a, hex);
    cp_frame f = { in, (uint32_t)in.n, 1, at_s * 1000 * 1000 };
    f.bytes.n -= lacks;
    if (cp_capture_frame(c, &f, NULL) != CP_OK)
        ok(false, "the sink takes it");
}

static void check_fragments(cp_arena *a)
{
    for (size_t i = 0; i < sizeof fragments / sizeof *fragments; i++) {
        const struct fragments *r = &fragments[i];
        told t = { .b = cp_buf_new(a) };
        cp_obs_sink sink = { &t, tell_obs, NULL };
        cp_source src = { .n_problems = 0 };
        cp_capture *c = cp_capture_new(a, &sink, &src);
        for (size_t k = 0; r->frames[k]; k++) {
            bool is_last = !r->frames[k + 1];
            give_at(a, c, r->frames[k], is_last ? r->last_at_s : 0, is_last ? r->last_lacks : 0);
        }
        ok(cp_capture_end(c, NULL) == CP_OK, "%s: the end", r->name);
        bool is_heard = cp_str_has(cp_buf_str(&t.b), CP_STR("dhcp.hostname \"h1\""));
        if (!ok(is_heard == r->is_heard, "%s", r->name))
            tap_note("%.*s", CP_FMT(cp_buf_str(&t.b)));
        is_uint(src.records_bad, r->want_bad, "%s: packets that lack some", r->name);
        ok(src.n_problems == (r->want_bad > 0), "%s: told in one line", r->name);
    }
}

/* More packets at once than there is room for: those that give way are counted, too. */
static void check_many_fragments(cp_arena *a)
{
    enum { MANY = 3 * CP_PIECES_MAX };
    told t = { .b = cp_buf_new(a) };
    cp_obs_sink sink = { &t, tell_obs, NULL };
    cp_source src = { .n_problems = 0 };
    cp_capture *c = cp_capture_new(a, &sink, &src);
    cp_bytes in = from_hex(a, FIRST);
    uint8_t *copy = cp_arena_dup(a, in.p, in.n);
    for (uint32_t i = 0; i < MANY; i++) {
        cp_frame f = { { copy, in.n }, (uint32_t)in.n, 1, 1 };
        copy[18] = (uint8_t)(i >> 8);
        copy[19] = (uint8_t)i;
        if (cp_capture_frame(c, &f, NULL) != CP_OK)
            ok(false, "the sink takes it");
    }
    ok(cp_capture_end(c, NULL) == CP_OK, "many fragments: the end");
    is_uint(src.records_bad, MANY, "each is counted");
    ok(src.n_problems == 1 && src.problems[0].pos == 1, "in one line, with the first one: %.*s",
       CP_FMT(src.problems[0].text));
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, &rows[i]);
    check_fragments(a);
    check_many_fragments(a);
    cp_arena_free(a);
    return tap_done();
}
