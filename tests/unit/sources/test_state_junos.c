/* SPDX-License-Identifier: Apache-2.0 */
/* Junos: forms of the manual (CLI reference) and of nine routers of a research network, with
 * addresses of documentation. */
#include "sources/state/state.h"
#include "state_told.h"

#define V4(active)                                                                 \
    "inet.0: 9 destinations, 9 routes (" active " active, 0 holddown, 0 hidden)\n" \
    "+ = Active Route, - = Last Active, * = Both\n\n"
#define FIB                                    \
    "Routing table: default.inet\nInternet:\n" \
    "Destination        Type RtRef Next hop           Type Index NhRef Netif\n"
#define FIB6                                 \
    "Routing table: red.inet6\nInternet6:\n" \
    "Destination        Type RtRef Next hop           Type Index NhRef Netif\n"

static const struct row {
    const char *name, *in, *rows, *problems;
} rows[] = {
    { "next hops of one route; a label; a route that is not active",
      "u@r1> show route\n\n" V4(
          "1") "198.51.100.0/24    *[OSPF/10] 00:10:11, metric 2, tag 0\n"
               "                    > to 192.0.2.1 via ge-0/0/0.0\n"
               "                      to 192.0.2.5 via ge-0/0/1.0, Push 299792, Push 16(top)\n"
               "                    [BGP/170] 2d 00:34:04, localpref 150, from 192.0.2.77\n"
               "                      AS path: 64500 I, validation-state: unverified\n"
               "                    > to 192.0.2.9 via ge-0/0/2.0\n",
      "@r1\nroute 198.51.100.0/24 via 192.0.2.1 if ge-0/0/0.0 OSPF 10/2 used :7\n"
      "route 198.51.100.0/24 via 192.0.2.5 if ge-0/0/1.0 OSPF 10/2 used more labelled :8\n"
      "route 198.51.100.0/24 via 192.0.2.9 if ge-0/0/2.0 BGP 170/0 :11\n",
      "" },
    { "ends: discarded, rejected, own, of another table, through a tunnel, hidden",
      "u@r1> show route\n\n" V4(
          "7") "192.0.2.0/24       *[Direct/0] 1d\n                    > via ge-0/0/0.0\n"
               "192.0.2.1/32       *[Local/0] 1d\n                      Local via ge-0/0/0.0\n"
               "198.51.100.0/24    *[Static/5] 1d\n                      Discard\n"
               "198.51.100.0/25    *[Static/5] 1d\n                      Reject\n"
               "203.0.113.0/24     *[Static/5] 1d\n                      to table red.inet.0\n"
               "203.0.113.0/25     *[Static/5] 1d\n                    > via st0.118\n"
               "203.0.113.1/32     @[OSPF/10] 1d, metric 5\n"
               "                    > to 192.0.2.9 via ge-0/0/0.0\n"
               "                   #[Multipath/255] 1d, metric 5\n"
               "                    > to 192.0.2.8 via ge-0/0/0.0, label-switched-path x\n",
      "@r1\nroute 192.0.2.0/24 if ge-0/0/0.0 Direct 0/0 used connected :7\n"
      "route 192.0.2.1/32 if ge-0/0/0.0 Local 0/0 used local :9\n"
      "route 198.51.100.0/24 Static 5/0 used drop :11\n"
      "route 198.51.100.0/25 Static 5/0 used drop :13\n"
      "route 203.0.113.0/24 in red Static 5/0 used :15\n"
      "route 203.0.113.0/25 if st0.118 Static 5/0 used :17\n"
      "route 203.0.113.1/32 via 192.0.2.9 if ge-0/0/0.0 OSPF 10/5 :19\n"
      "route 203.0.113.1/32 via 192.0.2.8 if ge-0/0/0.0 Multipath 255/5 used labelled :21\n",
      "" },
    { "several tables: of an instance, of version 6 with a prefix on its own line, of labels",
      "u@r1> show route\n"
      "red.inet6.0: 1 destinations, 1 routes (1 active, 0 holddown, 0 hidden)\n"
      "+ = Active Route, - = Last Active, * = Both\n"
      "2001:db8:1090:1500::/60\n"
      "                   *[BGP/170] 3w5d 14:26:10, localpref 100\n"
      "                      AS path: 65512 ?, validation-state: unverified\n"
      "                    > to 2001:db8::6 via ae2.0\n"
      "mpls.0: 1 destinations, 1 routes (1 active, 0 holddown, 0 hidden)\n"
      "299776             *[LDP/9] 00:03:21, metric 1\n"
      "                    > to 192.0.2.2 via ge-0/0/0.0, Pop\n"
      "inet.3: 1 destinations, 1 routes (1 active, 0 holddown, 0 hidden)\n"
      "192.0.2.2/32       *[LDP/9] 00:03:21, metric 1\n"
      "                    > to 192.0.2.2 via ge-0/0/0.0\n",
      "@r1\nroute [red] 2001:db8:1090:1500::/60 via 2001:db8::6 if ae2.0 BGP 170/0 used :7\n"
      "route 192.0.2.2/32 via 192.0.2.2 if ge-0/0/0.0 LDP 9/1 :13\n",
      "" },
    { "what is not understood, what is missing, host bits, a length, another's line",
      "u@r1> show route\n\n" V4(
          "5") "192.0.2.0/33       *[Direct/0] 1d\n                    > via ge-0/0/0.0\n"
               "192.0.2.1/24       *[Direct/0] 1d\n                    > via ge-0/0/0.0\n"
               "198.51.100.0/24    *[Static/5] 1d\n                    > to nobody via ge-0/0/0.0\n"
               "B    203.0.113.0/24 [20/0] via 192.0.2.1, 00:00:10\n",
      "@r1\nline \"192.0.2.0/33       *[Direct/0] 1d\" :6\n"
      "line \"192.0.2.1/24       *[Direct/0] 1d\" :8\n"
      "line \"                    > to nobody via ge-0/0/0.0\" :11\n"
      "route 198.51.100.0/24 Static 5/0 used :10\n"
      "line \"B    203.0.113.0/24 [20/0] via 192.0.2.1, 00:00:10\" :12\n"
      "limit incomplete \"IPv4: 1 of 5 active routes are told\" :12\n"
      "limit not understood \"4 lines of this table\" :12\n"
      "limit not understood \"4 lines of the table\" :12\n",
      "6 a prefix longer than its address: 192.0.2.0/33       *[Direct/0] 1d\n"
      "8 bits are set behind the length of the prefix: 192.0.2.1/24       *[Direct/0] 1d\n"
      "11 a next hop that is no address: > to nobody via ge-0/0/0.0\n"
      "12 no prefix: B    203.0.113.0/24 [20/0] via 192.0.2.1, 00:00:10\n" },
    { "terse",
      "u@r1> show route terse\n\n" V4(
          "4") "A V Destination        P Prf   Metric 1   Metric 2  Next hop        AS path\n"
               "* ? 192.0.2.0/24       D   0                       >ge-0/0/0.0\n"
               "* ? 192.0.2.1/32       L   0                        Local\n"
               "* ? 198.51.100.0/24    B 170        100          3 >192.0.2.9       64500 I\n"
               "                                                    192.0.2.8\n"
               "  ?                    O  10          7            >192.0.2.7\n"
               "* ? 203.0.113.0/24     B 170        100                             I\n"
               "  unverified                                       >192.0.2.6\n",
      "@r1\nroute 192.0.2.0/24 if ge-0/0/0.0 D 0/0 used connected :7\n"
      "route 192.0.2.1/32 L 0/0 used local :8\n"
      "route 198.51.100.0/24 via 192.0.2.9 B 170/100 used :9\n"
      "route 198.51.100.0/24 via 192.0.2.8 B 170/100 used more :10\n"
      "route 198.51.100.0/24 via 192.0.2.7 O 10/7 :11\n"
      "route 203.0.113.0/24 via 192.0.2.6 B 170/100 used :13\n",
      "" },
    { "forwarding table: lists, what ends here, a neighbour, a host that is not there",
      "<vn> <router name=\"r1\">\n\n" FIB
      "default            user     0 192.0.2.2          ucst   504     7 ge-0/0/0.0\n"
      "default            perm     0                    rjct    36     3\n"
      "0.0.0.0/32         perm     0                    dscd    34     8\n"
      "10.1.0.0/16        user     0                    indr 2097182  2819\n"
      "                              192.0.2.2          ucst  1254    68 ge-0/0/0.0\n"
      "10.2.0.0/16        user     0                    ulst 2097182  2819\n"
      "                              192.0.2.2          ucst  1254    68 ge-0/0/0.0\n"
      "                              192.0.2.6          Push 299808, Push 305888(top)  1031     1 "
      "xe-0/0/0.0\n"
      "10.3.0.0/16        user     0                    indr 2097182  2819\n"
      "192.0.2.0/30       intf     0                    rslv   654     1 ge-0/0/0.0\n"
      "192.0.2.0/32       dest     0 192.0.2.0          recv   653     2 ge-0/0/0.0\n"
      "192.0.2.1/32       intf     0 192.0.2.1          locl   653     2\n"
      "192.0.2.2/32       dest     0 0:0:5e:0:53:1      ucst   659     2 ge-0/0/0.0\n"
      "192.0.2.3/32       dest     0 192.0.2.3          bcst   652     1 ge-0/0/0.0\n"
      "192.0.2.4/30       ifdn     0                    rslv   654     1 ge-0/0/1.0\n"
      "234.5.6.8.198.51.100.7/64\n"
      "                   user     0                    indr 2097242    49\n"
      "                                                 mcrt  1951     1\n"
      "Routing table: default.mpls\nMPLS:\n"
      "299776             user     0                   Pop    1421     2 "
      "ae1.182\n\n</router>\n</vn>",
      "@r1\nroute 0.0.0.0/0 via 192.0.2.2 if ge-0/0/0.0 user 0/0 used :6\n"
      "route 0.0.0.0/0 perm 0/0 drop :7\n"
      "route 0.0.0.0/32 perm 0/0 used drop :8\n"
      "route 10.1.0.0/16 via 192.0.2.2 if ge-0/0/0.0 user 0/0 used :10\n"
      "route 10.2.0.0/16 via 192.0.2.2 if ge-0/0/0.0 user 0/0 used :12\n"
      "route 10.2.0.0/16 via 192.0.2.6 if xe-0/0/0.0 user 0/0 used more labelled :13\n"
      "route 10.3.0.0/16 user 0/0 used :14\n"
      "route 192.0.2.0/30 if ge-0/0/0.0 intf 0/0 used connected :15\n"
      "route 192.0.2.0/32 if ge-0/0/0.0 dest 0/0 used local :16\n"
      "route 192.0.2.1/32 intf 0/0 used local :17\n"
      "neighbour 192.0.2.2 00:00:5e:00:53:01 if ge-0/0/0.0 :18\n"
      "route 192.0.2.2/32 if ge-0/0/0.0 dest 0/0 used connected :18\n"
      "route 192.0.2.3/32 if ge-0/0/0.0 dest 0/0 used connected :19\n"
      "route 192.0.2.4/30 if ge-0/0/1.0 ifdn 0/0 connected :20\n"
      "route 234.5.6.8/32 user 0/0 used :23\n",
      "" },
    { "forwarding table: version 6, of an instance; headers; tunnels; what is malformed",
      "u@r1> show route forwarding-table\n" FIB6 "2001:db8:e000:853::/64\n"
      "                   user     0 fe80::290:6900:afd:8ff8\n"
      "                                                 ucst  1400    61 ae8.10\n"
      "2001:db8:18:8000::/49 user     0                 indr 2097180   102\n"
      "                              fe80::226:88ff:fec6:c23e\n"
      "                                                 ucst  1522   103 xe-0/1/3.0\n"
      "ff7e:230:2001:660:3000:0:800d:beac:2001:db8:95::122/256\n"
      "                   user     0                    mcrt  2066     1\n"
      "ff7e::8:2001:db8:95:1:2:3:4:5:6:7:8/256\n"
      "                   user     0                    mcrt  2066     1\n" FIB
      "192.0.2.9/32       dest     0 0.0.5e.0.53.2.0.5.85.60.8e.f2.81.0.0.c.8.0\n"
      "                                                 ucst  1361     1 ge-7/0/0.12\n"
      "192.0.2.12/30      intf     1 f.0.8.0            ucst  2070    16 so-7/2/0.0\n"
      "192.0.2.1.198.51.100.7.47/72 user 0              recv  2070    16\n"
      "192.0.2.0/40       user     0 192.0.2.2          ucst   504     7 ge-0/0/0.0\n"
      "                              192.0.2.2          ucst   504     7 ge-0/0/0.0\n"
      "192.0.2.0/24       user     0 192.0.2.2          what   504     7 ge-0/0/0.0\n"
      "192.0.2.0/24       user     0 192.0.2.2          ucst   504     7 ge-0/0/0.0 x\n",
      "@r1\nroute [red] 2001:db8:e000:853::/64 via fe80::290:6900:afd:8ff8 if ae8.10 user 0/0 used "
      ":7\n"
      "route [red] 2001:db8:18:8000::/49 via fe80::226:88ff:fec6:c23e if xe-0/1/3.0 user 0/0 used "
      ":10\n"
      "route [red] ff7e:230:2001:660:3000:0:800d:beac/128 user 0/0 used :12\n"
      "route [red] ff00::/8 user 0/0 used :14\n"
      "neighbour 192.0.2.9 00:00:5e:00:53:02 if ge-7/0/0.12 :19\n"
      "route 192.0.2.9/32 if ge-7/0/0.12 dest 0/0 used connected :19\n"
      "route 192.0.2.12/30 if so-7/2/0.0 intf 0/0 used connected :20\n"
      "route 192.0.2.1/32 user 0/0 used local labelled :21\n"
      "line \"192.0.2.0/40       user     0 192.0.2.2          ucst   504     7 ge-0/0/0.0\" :22\n"
      "line \"192.0.2.0/24       user     0 192.0.2.2          what   504     7 ge-0/0/0.0\" :24\n"
      "line \"192.0.2.0/24       user     0 192.0.2.2          ucst   504     7 ge-0/0/0.0 x\" "
      ":25\n"
      "limit not understood \"3 lines of this table\" :25\n"
      "limit not understood \"3 lines of the table\" :25\n",
      NULL },
    { "neighbours",
      "u@r1> show arp no-resolve\n"
      "MAC Address       Address         Interface     Flags\n"
      "00:00:5e:00:53:01 192.0.2.1       vlan.20        none\n"
      "00:00:5e:00:53:02 192.0.2.x       vlan.20        none\n"
      "Total entries: 2\n\n{master:0}\n"
      "u@r1> show arp\n"
      "MAC Address       Address         Name                      Interface           Flags\n"
      "00:00:5e:00:53:03 192.0.2.3       r3.example                irb.1 [ge-0/0/0.0]  permanent\n"
      "u@r1> show ipv6 neighbors\n"
      "IPv6 Address                            Linklayer Address  State       Exp   Rtr  Secure  "
      "Interface\n"
      "fe80::1                                 00:00:5e:00:53:04  reachable   15    yes  no      "
      "ge-0/0/1.0\n"
      "2001:db8::1                             none               unreachable 0     no   no      "
      "ge-0/0/1.0\n"
      "Total entries: 2\n",
      "@r1\nneighbour 192.0.2.1 00:00:5e:00:53:01 if vlan.20 :3\n"
      "line \"00:00:5e:00:53:02 192.0.2.x       vlan.20        none\" :4\n"
      "limit incomplete \"1 of 2 neighbours are told\" :5\n"
      "limit not understood \"1 line of the table\" :8\n"
      "neighbour 192.0.2.3 00:00:5e:00:53:03 if irb.1 :10\n"
      "neighbour fe80::1 00:00:5e:00:53:04 if ge-0/0/1.0 :13\n"
      "neighbour 2001:db8::1 if ge-0/0/1.0 :14\n",
      "4 no address: 00:00:5e:00:53:02 192.0.2.x       vlan.20        none\n" },
    { "interfaces in XML",
      "u@r1> show interfaces | display xml\n"
      "<rpc-reply xmlns:junos=\"http://xml.juniper.net/junos/20.4R3/junos\">\n"
      "<interface-information xmlns=\"http://xml.juniper.net/junos/20.4R3/junos-interface\" "
      "junos:style=\"normal\">\n"
      "<physical-interface>\n"
      "<name>xe-0/0/0</name>\n"
      "<admin-status junos:format=\"Enabled\">up</admin-status>\n"
      "<oper-status>up</oper-status>\n"
      "<description>to r2</description>\n"
      "<current-physical-address>00:00:5e:00:53:01</current-physical-address>\n"
      "<logical-interface>\n"
      "<name>xe-0/0/0.10</name>\n"
      "<link-address junos:format=\"VLAN-Tag [ 0x8100.10 ] \">[ 0x8100.10 ] </link-address>\n"
      "<address-family>\n"
      "<address-family-name>inet</address-family-name>\n"
      "<interface-address>\n"
      "<ifa-destination>192.0.2.0/31</ifa-destination>\n"
      "<ifa-local>192.0.2.0</ifa-local>\n"
      "</interface-address>\n"
      "</address-family>\n"
      "<address-family>\n"
      "<address-family-name>inet6</address-family-name>\n"
      "<interface-address>\n"
      "<ifa-destination>2001:db8::/64</ifa-destination>\n"
      "<ifa-local>2001:db8::1</ifa-local>\n"
      "<interface-address>\n"
      "<in6-addr-flags>\n"
      "<ifaf-none/>\n"
      "</in6-addr-flags>\n"
      "</interface-address>\n"
      "</interface-address>\n"
      "</address-family>\n"
      "</logical-interface>\n"
      "<logical-interface>\n"
      "<name>xe-0/0/0.11</name>\n"
      "<if-config-flags><iff-down/></if-config-flags>\n"
      "<address-family>\n"
      "<address-family-name>inet</address-family-name>\n"
      "<interface-address><ifa-local>198.51.100.300</ifa-local></interface-address>\n"
      "</address-family>\n"
      "</logical-interface>\n"
      "</physical-interface>\n"
      "<physical-interface>\n"
      "<name>xe-0/0/1</name>\n"
      "<oper-status>up</oper-status>\n"
      "<logical-interface>\n"
      "<name>xe-0/0/1.0</name>\n"
      "<address-family><address-family-name>aenet</address-family-name><ae-bundle-name>ae0.0</"
      "ae-bundle-name></address-family>\n"
      "</logical-interface>\n"
      "</physical-interface>\n"
      "<physical-interface>\n"
      "<name>gr-0/0/0</name>\n"
      "<oper-status>down</oper-status>\n"
      "<logical-interface>\n"
      "<name>gr-0/0/0.0</name>\n"
      "<address-family><address-family-name>inet</address-family-name>\n"
      "<interface-address><ifa-local>203.0.113.1</ifa-local></interface-address></address-family>\n"
      "</logical-interface>\n"
      "</physical-interface>\n"
      "</interface-information>\n"
      "<cli>\n"
      "<banner>{master}</banner>\n"
      "</cli>\n"
      "</rpc-reply>\n"
      "\n"
      "{master}\n",
      "@r1\n"
      "iface xe-0/0/0 up mac 00:00:5e:00:53:01 \"to r2\" :10\n"
      "address 192.0.2.0/31 if xe-0/0/0.10 :18\n"
      "address 2001:db8::1/64 if xe-0/0/0.10 :29\n"
      "iface xe-0/0/0.10 up vlan 10 parent xe-0/0/0 :32\n"
      "line \"198.51.100.300\" :38\n"
      "iface xe-0/0/0.11 down parent xe-0/0/0 :40\n"
      "iface xe-0/0/1 up :45\n"
      "iface xe-0/0/1.0 up member parent ae0.0 :48\n"
      "iface xe-0/0/1 up member parent ae0 :49\n"
      "iface gr-0/0/0 down :53\n"
      "address 203.0.113.1/32 if gr-0/0/0.0 :56\n"
      "iface gr-0/0/0.0 down parent gr-0/0/0 :57\n"
      "limit tunnel if gr-0/0/0.0 \"an interface of a tunnel\" :57\n"
      "limit not understood \"1 lines of this table\" :63\n"
      "limit not understood \"1 line of the table\" :65\n",
      "38 no address: 198.51.100.300\n" },
    { "routes in XML",
      "u@r1> show route | display xml\n"
      "<rpc-reply xmlns:junos=\"http://xml.juniper.net/junos/20.4R3/junos\">\n"
      "<route-information>\n"
      "<route-table><table-name>red.inet.0</table-name><active-route-count>3</active-route-count>\n"
      "<rt><rt-destination>198.51.100.0/24</rt-destination>\n"
      "<rt-entry><active-tag>*</active-tag><protocol-name>OSPF</protocol-name><preference>10</"
      "preference><metric>2</metric>\n"
      "<nh><selected-next-hop/><to>192.0.2.1</to><via>ge-0/0/0.0</via></nh>\n"
      "<nh><to>192.0.2.5</to><via>ge-0/0/1.0</via><mpls-label>Push "
      "299792</mpls-label></nh></rt-entry>\n"
      "<rt-entry><protocol-name>BGP</protocol-name><preference>170</preference>\n"
      "<nh><to>192.0.2.9</to><via>ge-0/0/2.0</via></nh></rt-entry></rt>\n"
      "<rt><rt-destination>203.0.113.0/24</rt-destination>\n"
      "<rt-entry><active-tag>*</active-tag><protocol-name>Static</protocol-name><preference>5</"
      "preference><nh-type>Discard</nh-type></rt-entry></rt>\n"
      "<rt><rt-destination>203.0.113.1/24</rt-destination>\n"
      "<rt-entry><active-tag>*</active-tag><protocol-name>Static</protocol-name><preference>5</"
      "preference><nh-type>Discard</nh-type></rt-entry></rt>\n"
      "</route-table>\n"
      "<route-table><table-name>mpls.0</table-name>\n"
      "<rt><rt-destination>299776</rt-destination><rt-entry><active-tag>*</"
      "active-tag><protocol-name>LDP</protocol-name></rt-entry></rt>\n"
      "</route-table>\n"
      "</route-information>\n"
      "</rpc-reply>\n",
      "@r1\n"
      "route [red] 198.51.100.0/24 via 192.0.2.1 if ge-0/0/0.0 OSPF 10/2 used :8\n"
      "route [red] 198.51.100.0/24 via 192.0.2.5 if ge-0/0/1.0 OSPF 10/2 used more labelled :8\n"
      "route [red] 198.51.100.0/24 via 192.0.2.9 if ge-0/0/2.0 BGP 170/0 :10\n"
      "route [red] 203.0.113.0/24 Static 5/0 used drop :12\n"
      "line [red] \"203.0.113.1/24\" :14\n"
      "limit [red] incomplete \"IPv4: 2 of 3 active routes are told\" :15\n"
      "limit [red] not understood \"1 lines of this table\" :15\n"
      "limit [mpls.0] not understood \"1 line of the table\" :20\n",
      "14 bits are set behind the length of the prefix: 203.0.113.1/24\n" },
    { "ARP in XML, without a prompt; a document that is cut off",
      "<rpc-reply xmlns:junos=\"x\">\n"
      "<arp-table-information><arp-table-entry><mac-address>\n"
      "00:00:5e:00:53:01\n"
      "</mac-address><ip-address>\n"
      "192.0.2.1\n"
      "</ip-address><interface-name>\n"
      "ge-0/0/0.0\n"
      "</interface-name></arp-table-entry>\n",
      "@x\n"
      "neighbour 192.0.2.1 00:00:5e:00:53:01 if ge-0/0/0.0 :8\n"
      "line \"\" :8\n"
      "limit cut off \"the document ends early\" :8\n"
      "limit not understood \"1 line of the table\" :8\n",
      "8 XML that ends early: the document is cut off: <arp-table-information> is open: \n" },
};

static void check_lldp(void)
{
    cp_arena *a = cp_arena_new(0);
    state_told *t = state_tell(
        a, "x",
        "u@r1> show lldp neighbors\n"
        "Local Interface    Parent Interface    Chassis Id          Port info          System "
        "Name\n"
        "ge-0/0/1           -                   00:00:5e:00:53:01   port one           r2\n"
        "ge-0/0/0           ae0                 rack 7              ge-0/0/0\n");
    is_cstr(cp_buf_str(&t->links),
            "lldp [ge-0/0/1] -- chassis=00:00:5e:00:53:01 mac=00:00:5e:00:53:01 hostname=r2 [port "
            "one]\nlldp [ge-0/0/0] -- chassis=rack 7 [ge-0/0/0]\n",
            "LLDP");
    is_cstr(cp_buf_str(&t->problems), "", "LLDP: all of it");
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_arena *a = cp_arena_new(0);
        const struct row *r = &rows[i];
        state_told *t = state_tell(a, "x", r->in);
        is_int(t->rc, CP_OK, "%s", r->name);
        is_cstr(cp_buf_str(&t->rows), r->rows, "%s: rows", r->name);
        if (r->problems)
            is_cstr(cp_buf_str(&t->problems), r->problems, "%s: problems", r->name);
        cp_arena_free(a);
    }
    check_lldp();
    return tap_done();
}
