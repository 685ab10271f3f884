/* SPDX-License-Identifier: Apache-2.0 */
/* With whom configurations of Junos are told to exchange routes: forms of the BGP, OSPF and IS-IS
 * user guides and of published configurations, with addresses of documentation. */
#include "sources/state/junos_conf.h"
#include "state_rows.h"

/* One router in three forms. */
static const char braces[] =
    "version 21.2R3;\n"
    "interfaces {\n"
    "    lo0 {\n"
    "        unit 0 {\n"
    "            family inet {\n"
    "                address 203.0.113.1/32;\n"
    "            }\n"
    "            family iso {\n"
    "                address 49.0001.2030.0011.3001.00;\n"
    "            }\n"
    "        }\n"
    "    }\n"
    "}\n"
    "routing-options {\n"
    "    router-id 203.0.113.1;\n"
    "    autonomous-system 64500 loops 2;\n"
    "}\n"
    "protocols {\n"
    "    bgp {\n"
    "        group core {\n"
    "            type internal;\n"
    "            local-address 203.0.113.1;\n"
    "            neighbor 203.0.113.2;\n"
    "        }\n"
    "        group up {\n"
    "            peer-as 64501;\n"
    "            neighbor 192.0.2.2 {\n"
    "                peer-as 1.10;\n"
    "                local-as 64511 private;\n"
    "            }\n"
    "            allow [ 198.51.100.0/24 2001:db8::/32 ];\n"
    "        }\n"
    "    }\n"
    "    isis {\n"
    "        level 1 disable;\n"
    "        interface ge-0/0/0.0 {\n"
    "            level 2 metric 30;\n"
    "            point-to-point;\n"
    "        }\n"
    "        interface lo0.0 {\n"
    "            passive;\n"
    "        }\n"
    "    }\n"
    "    ospf {\n"
    "        reference-bandwidth 100g;\n"
    "        area 0.0.0.1 {\n"
    "            virtual-link neighbor-id 203.0.113.9 transit-area 0.0.0.2;\n"
    "            interface ge-0/0/1.0 {\n"
    "                metric 20;\n"
    "                disable;\n"
    "            }\n"
    "        }\n"
    "    }\n"
    "}\n";
static const char commands[] =
    "set version 21.2R3\n"
    "set interfaces lo0 unit 0 family inet address 203.0.113.1/32\n"
    "set interfaces lo0 unit 0 family iso address 49.0001.2030.0011.3001.00\n"
    "set routing-options router-id 203.0.113.1\n"
    "set routing-options autonomous-system 64500\n"
    "set routing-options autonomous-system loops 2\n"
    "set protocols bgp group core type internal\n"
    "set protocols bgp group core local-address 203.0.113.1\n"
    "set protocols bgp group core neighbor 203.0.113.2\n"
    "set protocols bgp group up peer-as 64501\n"
    "set protocols bgp group up neighbor 192.0.2.2 peer-as 1.10\n"
    "set protocols bgp group up neighbor 192.0.2.2 local-as 64511\n"
    "set protocols bgp group up neighbor 192.0.2.2 local-as private\n"
    "set protocols bgp group up allow 198.51.100.0/24\n"
    "set protocols bgp group up allow 2001:db8::/32\n"
    "set protocols isis level 1 disable\n"
    "set protocols isis interface ge-0/0/0.0 level 2 metric 30\n"
    "set protocols isis interface ge-0/0/0.0 point-to-point\n"
    "set protocols isis interface lo0.0 passive\n"
    "set protocols ospf reference-bandwidth 100g\n"
    "set protocols ospf area 0.0.0.1 virtual-link neighbor-id 203.0.113.9 transit-area 0.0.0.2\n"
    "set protocols ospf area 0.0.0.1 interface ge-0/0/1.0 metric 20\n"
    "set protocols ospf area 0.0.0.1 interface ge-0/0/1.0 disable\n";
static const char xml[] =
    "u@x.txt> show configuration | display xml\n"
    "<rpc-reply xmlns:junos=\"http://xml.juniper.net/junos/21.2R3/junos\"><configuration>\n"
    "<version>21.2R3</version>\n"
    "<interfaces><interface><name>lo0</name><unit><name>0</name><family>\n"
    "<inet><address><name>203.0.113.1/32</name></address></inet>\n"
    "<iso><address><name>49.0001.2030.0011.3001.00</name></address></iso>\n"
    "</family></unit></interface></interfaces>\n"
    "<routing-options><router-id>203.0.113.1</router-id>\n"
    "<autonomous-system><as-number>64500</as-number><loops>2</loops></autonomous-system>\n"
    "</routing-options><protocols><bgp>\n"
    "<group><name>core</name><type>internal</type><local-address>203.0.113.1</local-address>\n"
    "<neighbor><name>203.0.113.2</name></neighbor></group>\n"
    "<group><name>up</name><peer-as>64501</peer-as>\n"
    "<neighbor><name>192.0.2.2</name><peer-as>1.10</peer-as>\n"
    "<local-as><as-number>64511</as-number><private/></local-as></neighbor>\n"
    "<allow>198.51.100.0/24</allow><allow>2001:db8::/32</allow></group>\n"
    "</bgp><isis><level><name>1</name><disable/></level>\n"
    "<interface><name>ge-0/0/0.0</name><level><name>2</name><metric>30</metric></level>\n"
    "<point-to-point/></interface>\n"
    "<interface><name>lo0.0</name><passive></passive></interface>\n"
    "</isis><ospf><reference-bandwidth>100g</reference-bandwidth>\n"
    "<area><name>0.0.0.1</name>\n"
    "<virtual-link><neighbor-id>203.0.113.9</neighbor-id>\n"
    "<transit-area>0.0.0.2</transit-area></virtual-link>\n"
    "<interface><name>ge-0/0/1.0</name><metric>20</metric><disable/></interface>\n"
    "</area></ospf></protocols></configuration></rpc-reply>\n";

/* Rows of peers without their lines. */
static cp_str peers_of(cp_arena *a, const char *text, cp_str *problems)
{
    state_told *t = state_tell(a, "x.txt", text);
    cp_str rest = cp_buf_str(&t->rows), line;
    cp_buf out = cp_buf_new(a);
    while (cp_str_cut_line(&rest, &line)) {
        ptrdiff_t at = cp_str_find(line, CP_STR(" :"));
        for (ptrdiff_t next;
             (next = cp_str_find(cp_str_from(line, (size_t)at + 1), CP_STR(" :"))) >= 0;)
            at += next + 1;
        if (cp_str_starts(line, CP_STR("peer ")))
            cp_buf_fmt(&out, "%.*s\n", CP_FMT(cp_str_slice(line, 0, (size_t)at)));
    }
    *problems = cp_buf_str(&t->problems);
    return cp_buf_str(&out);
}

static void check_forms(void)
{
    static const char want[] =
        "peer 203.0.113.1 BGP own 64500 self\n"
        "peer 203.0.113.2 BGP as 64500 own 64500 if lo0.0 \"core\"\n"
        "peer 198.51.100.0/24 BGP as 64501 own 64500 network \"up\"\n"
        "peer 2001:db8::/32 BGP as 64501 own 64500 network \"up\"\n"
        "peer 192.0.2.2 BGP as 65546 own 64511 \"up\"\n"
        "peer 203.0.113.1 OSPF self \"reference bandwidth 100000\"\n"
        "peer OSPF area 0.0.0.1 metric 20 if ge-0/0/1.0 off\n"
        "peer 203.0.113.9 OSPF area 0.0.0.1 \"virtual link through area 0.0.0.2\"\n"
        "peer IS-IS area 49.0001.2030.0011.3001.00 self l2\n"
        "peer IS-IS metric 30 if ge-0/0/0.0 l2\n"
        "peer IS-IS if lo0.0 passive l2\n";
    static const char *const forms[] = { braces, commands, xml };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_str problems;
        is_cstr(peers_of(a, forms[i], &problems), want, "form %zu: rows", i);
        is_cstr(problems, "", "form %zu: problems", i);
        cp_arena_free(a);
    }
}

/* What stands in `with` is a block of its own below a router with interfaces. */
typedef struct peer_row {
    const char *name, *with, *want, *problems;
} peer_row;

#define ROUTER                                                               \
    "set version 21.2R3\n"                                                   \
    "set interfaces ge-0/0/0 unit 0 family inet address 192.0.2.1/30\n"      \
    "set interfaces ge-0/0/0 unit 0 family iso\n"                            \
    "set interfaces ge-0/0/1 unit 0 family inet address 192.0.2.5/30\n"      \
    "set interfaces ge-0/0/1 unit 0 family inet6 address 2001:db8:1::1/64\n" \
    "set interfaces ge-0/0/2 unit 7 family inet address 198.51.100.1/30\n"   \
    "set interfaces lo0 unit 0 family inet address 203.0.113.1/32\n"         \
    "set routing-options autonomous-system 64500\n"                          \
    "set routing-instances red instance-type vrf\n"                          \
    "set routing-instances red interface ge-0/0/2.7\n"

static const peer_row rows[] = {
    { "what stands nearer counts, whichever comes first in the file",
      "set protocols bgp group g neighbor 192.0.2.2\n"
      "set protocols bgp group g neighbor 192.0.2.6 peer-as 64502\n"
      "set protocols bgp group g neighbor 192.0.2.10 peer-as 64503\n"
      "set protocols bgp group g neighbor 192.0.2.10 peer-as 64504\n"
      "set protocols bgp group g peer-as 64501\n"
      "set protocols bgp group h neighbor 192.0.2.14\n"
      "set protocols bgp group h shutdown\n"
      "set protocols bgp peer-as 64505\n"
      "set protocols bgp local-as 64506 loops 2 no-prepend-global-as\n",
      "peer BGP own 64500 self\n"
      "peer 192.0.2.2 BGP as 64501 own 64506 \"g\"\n"
      "peer 192.0.2.6 BGP as 64502 own 64506 \"g\"\n"
      "peer 192.0.2.10 BGP as 64504 own 64506 \"g\"\n"
      "peer 192.0.2.14 BGP as 64505 own 64506 off \"h\"\n",
      "" },
    { "BGP that is off, neighbours over an interface, whoever is there, all",
      "set protocols bgp disable\n"
      "set protocols bgp group g neighbor fe80::1 local-interface ge-0/0/1\n"
      "set protocols bgp group g neighbor 192.0.2.2 local-address 192.0.2.1\n"
      "set protocols bgp group g neighbor 192.0.2.6 local-address 192.0.2.9\n"
      "set protocols bgp group g dynamic-neighbor d peer-auto-discovery family inet6 ipv6-nd\n"
      "set protocols bgp group g dynamic-neighbor d peer-auto-discovery interface ge-0/0/1.0\n"
      "set protocols bgp group g peer-as-list l\n"
      "set protocols bgp group g type external\n"
      "set protocols bgp group h allow all\n",
      "peer BGP own 64500 self off\n"
      "peer BGP own 64500 if ge-0/0/1.0 off \"g\"\n"
      "peer fe80::1 BGP own 64500 if ge-0/0/1.0 off \"g\"\n"
      "peer 192.0.2.2 BGP own 64500 if ge-0/0/0.0 off \"g\"\n"
      "peer 192.0.2.6 BGP own 64500 off \"g\"\n"
      "peer 0.0.0.0/0 BGP own 64500 network off \"h\"\n"
      "peer ::/0 BGP own 64500 network off \"h\"\n",
      "" },
    { "a confederation is one AS to others, and an AS of its own within",
      "set routing-options confederation 64496\n"
      "set routing-options confederation members [ 64500 64501 1.10 ]\n"
      "set protocols bgp group g neighbor 192.0.2.2 peer-as 64501\n"
      "set protocols bgp group g neighbor 192.0.2.6 peer-as 65546\n"
      "set protocols bgp group g neighbor 192.0.2.10 peer-as 64502\n"
      "set protocols bgp group g neighbor 192.0.2.14\n"
      "set protocols bgp group i type internal\n"
      "set protocols bgp group i neighbor 203.0.113.2\n",
      "peer BGP own 64500 self\n"
      "peer 192.0.2.2 BGP as 64501 own 64500 \"g\"\n"
      "peer 192.0.2.6 BGP as 65546 own 64500 \"g\"\n"
      "peer 192.0.2.10 BGP as 64502 own 64496 \"g\"\n"
      "peer 192.0.2.14 BGP \"g\"\n"
      "peer 203.0.113.2 BGP as 64500 own 64500 \"i\"\n",
      "" },
    { "of routing instances: the AS of the router, or their own",
      "set routing-options router-id 203.0.113.1\n"
      "set routing-instances red protocols bgp group ce neighbor 198.51.100.2 peer-as 64510\n"
      "set routing-instances red protocols ospf sham-link local 203.0.113.7\n"
      "set routing-instances red protocols ospf area 0.0.0.0 sham-link-remote 203.0.113.8 metric "
      "5\n"
      "set routing-instances red protocols ospf area 0.0.0.0 interface all\n"
      "set routing-instances blue instance-type virtual-router\n"
      "set routing-instances blue routing-options autonomous-system 64511 independent-domain\n"
      "set routing-instances blue routing-options router-id 203.0.113.5\n"
      "set routing-instances blue protocols bgp group ce neighbor 198.51.100.6 peer-as 64509\n",
      "peer [red] BGP own 64500 self\n"
      "peer [red] 198.51.100.2 BGP as 64510 own 64500 \"ce\"\n"
      "peer [red] OSPF self\n"
      "peer [red] OSPF area 0.0.0.0 if ge-0/0/2.7\n"
      "peer [red] 203.0.113.8 OSPF area 0.0.0.0 metric 5 \"sham link\"\n"
      "peer [blue] 203.0.113.5 BGP own 64511 self\n"
      "peer [blue] 198.51.100.6 BGP as 64509 own 64511 \"ce\"\n",
      "" },
    { "AS that cannot be are not taken, nor is what stands further",
      "set routing-options router-id nobody\n"
      "set protocols bgp peer-as 64501\n"
      "set protocols bgp group g neighbor 192.0.2.2 peer-as 0\n"
      "set protocols bgp group g neighbor 192.0.2.6 peer-as 4294967296\n"
      "set protocols bgp group g neighbor 192.0.2.10 peer-as 1.65536\n"
      "set protocols bgp group g neighbor 192.0.2.14 local-as x\n"
      "set protocols bgp group g neighbor r2 peer-as 64501\n"
      "set protocols bgp group g allow 192.0.2.1/24\n"
      "set protocols bgp group g allow [ 10.0.0.0/33 10 ]\n",
      "peer BGP own 64500 self\n"
      "peer 192.0.2.2 BGP own 64500 \"g\"\n"
      "peer 192.0.2.6 BGP own 64500 \"g\"\n"
      "peer 192.0.2.10 BGP own 64500 \"g\"\n"
      "peer 192.0.2.14 BGP as 64501 \"g\"\n",
      "11 no id of a router: routing-options router-id nobody\n"
      "18 bits are set behind the length of the prefix: protocols bgp group g allow 192.0.2.1/24\n"
      "19 a prefix longer than its address: protocols bgp group g allow 10.0.0.0/33\n"
      "19 no prefix: protocols bgp group g allow 10\n"
      "13 no number of an autonomous system: protocols bgp group g neighbor 192.0.2.2 peer-as 0\n"
      "14 no number of an autonomous system: protocols bgp group g neighbor 192.0.2.6 peer-as "
      "4294967296\n"
      "15 no number of an autonomous system: protocols bgp group g neighbor 192.0.2.10 peer-as "
      "1.65536\n"
      "16 no number of an autonomous system: protocols bgp group g neighbor 192.0.2.14 local-as "
      "x\n"
      "17 no address of a neighbour: protocols bgp group g neighbor r2\n" },
    { "OSPF: all interfaces are those that nothing names, of the first area",
      "set protocols ospf area 0.0.0.0 interface all metric 100\n"
      "set protocols ospf area 0.0.0.0 interface all interface-type p2p\n"
      "set protocols ospf area 1 interface ge-0/0/0 passive traffic-engineering\n"
      "set protocols ospf area 1 interface all\n"
      "set protocols ospf area 0.0.0.0 interface fxp0.0 disable\n"
      "set protocols ospf area 2 interface ge-0/0/1.0 neighbor 192.0.2.6 eligible\n"
      "set protocols ospf area 2 interface ge-0/0/1.0 secondary\n",
      "peer OSPF self\n"
      "peer OSPF area 0.0.0.0 metric 100 if lo0.0\n"
      "peer OSPF area 0.0.0.0 if fxp0.0 off\n"
      "peer OSPF area 1 if ge-0/0/0.0 passive\n"
      "peer OSPF area 1 if all\n"
      "peer OSPF area 2 if ge-0/0/1.0\n"
      "peer 192.0.2.6 OSPF area 2 if ge-0/0/1.0\n",
      "" },
    { "OSPFv3, with realms",
      "set protocols ospf3 area 0 interface all\n"
      "set protocols ospf3 disable\n"
      "set protocols ospf3 realm ipv4-unicast area 0.0.0.0 interface all metric 7\n"
      "set protocols ospf3 realm ipv6-multicast area 0.0.0.0 interface all\n",
      "peer OSPFv3 self off\n"
      "peer OSPFv3 area 0 if ge-0/0/1.0 off\n"
      "peer OSPFv3 ipv4-unicast self\n"
      "peer OSPFv3 ipv4-unicast area 0.0.0.0 metric 7 if ge-0/0/0.0\n"
      "peer OSPFv3 ipv4-unicast area 0.0.0.0 metric 7 if ge-0/0/1.0\n"
      "peer OSPFv3 ipv4-unicast area 0.0.0.0 metric 7 if lo0.0\n",
      "" },
    { "areas, metrics and bandwidths that cannot be",
      "set protocols ospf reference-bandwidth 5t\n"
      "set protocols ospf area 1.2.3 interface ge-0/0/0.0\n"
      "set protocols ospf area 4294967296 interface ge-0/0/0.0\n"
      "set protocols ospf area 0 interface ge-0/0/0.0 metric 0\n"
      "set protocols ospf area 0 interface ge-0/0/1.0 metric 65536\n"
      "set protocols ospf area 0 interface ge-0/0/1.0 neighbor x\n"
      "set protocols ospf area 0 virtual-link neighbor-id 1 transit-area 1\n"
      "set protocols ospf area 0 sham-link-remote y\n"
      "set protocols isis interface ge-0/0/0.0 level 2 metric 16777216\n"
      "set protocols isis reference-bandwidth 4000000000001\n"
      "set interfaces lo0 unit 0 family iso address 49.0001\n",
      "peer OSPF self\n"
      "peer OSPF area 0 if ge-0/0/0.0\n"
      "peer OSPF area 0 if ge-0/0/1.0\n"
      "peer IS-IS self\n"
      "peer IS-IS if ge-0/0/0.0\n",
      "21 no network entity title: interfaces lo0 unit 0 family iso address 49.0001\n"
      "11 no bandwidth: protocols ospf reference-bandwidth\n"
      "12 no area of OSPF: protocols ospf area 1.2.3\n"
      "13 no area of OSPF: protocols ospf area 4294967296\n"
      "14 no metric: protocols ospf area 0 interface ge-0/0/0.0 metric 0\n"
      "15 no metric: protocols ospf area 0 interface ge-0/0/1.0 metric 65536\n"
      "16 no address of a neighbour: protocols ospf area 0 interface ge-0/0/1.0 neighbor x\n"
      "17 no id of a router: protocols ospf area 0 virtual-link neighbor-id 1\n"
      "18 no address of a neighbour: protocols ospf area 0 sham-link-remote y\n"
      "20 no bandwidth: protocols isis reference-bandwidth\n"
      "19 no metric: protocols isis interface ge-0/0/0.0 level 2 metric 16777216\n" },
    { "IS-IS: levels of the protocol and of an interface, several NETs, instances",
      "set interfaces lo0 unit 0 family iso address 49.0001.2030.0011.3001.00\n"
      "set interfaces lo0 unit 0 family iso address 49.0002.2030.0011.3001.00\n"
      "set protocols isis interface all point-to-point\n"
      "set protocols isis interface ge-0/0/1.0 level 1 metric 10\n"
      "set protocols isis interface ge-0/0/1.0 level 2 metric 20\n"
      "set protocols isis interface ge-0/0/3.0 level 1 disable\n"
      "set protocols isis interface ge-0/0/3.0 level 2 passive\n"
      "set protocols isis interface ge-0/0/4.0 level 1 disable\n"
      "set protocols isis interface ge-0/0/4.0 level 2 disable\n"
      "set protocols isis interface ge-0/0/5.0 disable\n"
      "set protocols isis interface lo0.0 passive\n"
      "set protocols isis-instance 100 interface ge-0/0/6.0 level 2 metric 10\n"
      "set protocols isis-instance 100 level 1 disable\n"
      "set protocols isis-instance 100 reference-bandwidth 1500\n",
      "peer IS-IS area 49.0001.2030.0011.3001.00 self\n"
      "peer IS-IS if ge-0/0/0.0\n"
      "peer IS-IS metric 10 if ge-0/0/1.0 l1\n"
      "peer IS-IS metric 20 if ge-0/0/1.0 l2\n"
      "peer IS-IS if ge-0/0/3.0 passive l2\n"
      "peer IS-IS if ge-0/0/4.0 off\n"
      "peer IS-IS if ge-0/0/5.0 off\n"
      "peer IS-IS if lo0.0 passive\n"
      "peer IS-IS 100 area 49.0001.2030.0011.3001.00 self l2 \"reference bandwidth 1500 bit/s\"\n"
      "peer IS-IS 100 metric 10 if ge-0/0/6.0 l2\n",
      "" },
    { "what is deactivated or deleted is not told, and what a group brings in is",
      "set protocols bgp group g neighbor 192.0.2.2 peer-as 64501\n"
      "deactivate protocols bgp group g neighbor 192.0.2.2\n"
      "set protocols bgp group g neighbor 192.0.2.6 peer-as 64502\n"
      "deactivate protocols bgp group g neighbor 192.0.2.6 peer-as\n"
      "set protocols bgp group g neighbor 192.0.2.10 peer-as 64503\n"
      "delete protocols bgp group g neighbor 192.0.2.10\n"
      "set groups all protocols bgp group <*> peer-as 64510\n"
      "set groups all protocols ospf area <*> interface <ge-*> metric 50\n"
      "set groups all protocols isis interface lo0.0 passive\n"
      "set apply-groups all\n"
      "set protocols bgp group h peer-as 64504\n"
      "set protocols bgp group h neighbor 192.0.2.14\n"
      "set protocols ospf area 0 interface ge-0/0/0.0\n"
      "set protocols ospf area 0 interface ge-0/0/1.0 metric 5\n"
      "set protocols rip group x neighbor ge-0/0/0.0\n"
      "set protocols isis interface ge-0/0/0.0\n"
      "deactivate protocols isis interface ge-0/0/0.0\n",
      "peer BGP own 64500 self\n"
      "peer 192.0.2.6 BGP as 64510 own 64500 \"g\"\n"
      "peer 192.0.2.14 BGP as 64504 own 64500 \"h\"\n"
      "peer OSPF self\n"
      "peer OSPF area 0 metric 50 if ge-0/0/0.0\n"
      "peer OSPF area 0 metric 5 if ge-0/0/1.0\n"
      "peer IS-IS self\n"
      "peer IS-IS if lo0.0 passive\n",
      "" },
    { "IS-IS: metrics of the topology of IPv6",
      "set protocols isis interface ge-0/0/0.0 level 1 disable\n"
      "set protocols isis interface ge-0/0/0.0 level 1 ipv6-unicast-metric 7\n"
      "set protocols isis interface ge-0/0/0.0 level 2 metric 10\n"
      "set protocols isis interface ge-0/0/0.0 level 2 ipv6-unicast-metric 20\n"
      "set protocols isis interface ge-0/0/1.0 level 2 ipv6-unicast-metric 0\n",
      "peer IS-IS self\n"
      "peer IS-IS metric 10 if ge-0/0/0.0 l2\n"
      "peer IS-IS metric 20 if ge-0/0/0.0 l2 six\n"
      "peer IS-IS if ge-0/0/1.0\n",
      "15 no metric: protocols isis interface ge-0/0/1.0 level 2 ipv6-unicast-metric 0\n" },
};

static void check_rows(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_str problems;
        const char *text = cp_str_fmt(a, ROUTER "%s%c", rows[i].with, 0).p;
        is_cstr(peers_of(a, text, &problems), rows[i].want, "%s: rows", rows[i].name);
        is_cstr(problems, rows[i].problems, "%s: problems", rows[i].name);
        cp_arena_free(a);
    }
}

int main(void)
{
    check_forms();
    check_rows();
    return tap_done();
}
