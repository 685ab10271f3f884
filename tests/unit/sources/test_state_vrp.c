/* SPDX-License-Identifier: Apache-2.0 */
/* Routing tables of VRP and Comware. The forms are those of the vendors' command references and of
 * the samples of ntc-templates (docs/formats/router-state.md, vrp); names and addresses are of
 * documentation. */
#include "sources/state/state.h"
#include "state_rows.h"

#define LEGEND                                                                                 \
    "Route Flags: R - relay, D - download to fib, T - to vpn-instance, B - black hole route\n" \
    "------------------------------------------------------------------------------\n"
#define COLUMNS "Destination/Mask    Proto   Pre  Cost        Flags NextHop         Interface\n\n"
#define ASK "<r1>display ip routing-table\n"

static const state_row rows[] = {
    { "a table: connected, own, recursive, equal cost, dropped, not downloaded",
      ASK LEGEND "Routing Table : _public_\n"
                 "         Destinations : 7        Routes : 8\n\n" COLUMNS
                 "        0.0.0.0/0   Static  60   0             RD  203.0.113.9     GE0/1/0\n"
                 "      192.0.2.0/24  Direct  0    0             D   192.0.2.1       GE0/1/0\n"
                 "      192.0.2.1/32  Direct  0    0             D   127.0.0.1       GE0/1/0\n"
                 "   198.51.100.0/24  ISIS-L1 15   20            D   192.0.2.2       GE0/1/0\n"
                 "                    ISIS-L1 15   20            D   192.0.2.6       GE0/1/1\n"
                 "   203.0.113.0/25   Static  60   0             DB  0.0.0.0         NULL0\n"
                 "   203.0.113.8/30   OSPF    10   3                 192.0.2.2       GE0/1/0\n"
                 "   203.0.113.16/28  O_ASE2  150  1             D   192.0.2.2       Tunnel0/0/1\n",
      "@r1\nroute 0.0.0.0/0 via 203.0.113.9 Static 60/0 used :9\n"
      "route 192.0.2.0/24 if GE0/1/0 Direct 0/0 used connected :10\n"
      "route 192.0.2.1/32 if GE0/1/0 Direct 0/0 used local :11\n"
      "route 198.51.100.0/24 via 192.0.2.2 if GE0/1/0 ISIS-L1 15/20 used :12\n"
      "route 198.51.100.0/24 via 192.0.2.6 if GE0/1/1 ISIS-L1 15/20 used more :13\n"
      "route 203.0.113.0/25 if NULL0 Static 60/0 used drop :14\n"
      "route 203.0.113.8/30 via 192.0.2.2 if GE0/1/0 OSPF 10/3 :15\n"
      "route 203.0.113.16/28 via 192.0.2.2 if Tunnel0/0/1 O_ASE2 150/1 used labelled :16\n",
      "", CP_OK },
    { "a VPN by the arguments: what IBGP told there goes on with a label",
      "<r1>dis ip rout vpn-instance red\n" LEGEND "Routing Table: red\n"
      "         Destinations : 2        Routes : 2\n" COLUMNS
      "    203.0.113.0/24  IBGP    255  0             RD  192.0.2.9       GE0/1/0\n"
      "   198.51.100.0/24  EBGP    255  0             RD  192.0.2.2       GE0/1/1\n",
      "@r1\nroute [red] 203.0.113.0/24 via 192.0.2.9 if GE0/1/0 IBGP 255/0 used labelled :8\n"
      "route [red] 198.51.100.0/24 via 192.0.2.2 if GE0/1/1 EBGP 255/0 used :9\n",
      "", CP_OK },
    { "fewer routes than are announced",
      ASK LEGEND "Routing Tables: Public\n         Destinations : 5        Routes : 6\n" COLUMNS
                 "      192.0.2.0/24  Direct  0    0             D   192.0.2.1       GE0/1/0\n",
      "@r1\nroute 192.0.2.0/24 if GE0/1/0 Direct 0/0 used connected :8\n"
      "limit incomplete \"1 of 6 routes to 1 of 5 destinations are here\" :8\n",
      "", CP_OK },
    { "all tables, each with its name",
      "<r1>display ip routing-table all-vpn-instance\n" LEGEND
      "Routing Table : _public_\n         Destinations : 1        Routes : 1\n" COLUMNS
      "      192.0.2.0/24  Direct  0    0             D   192.0.2.1       GE0/1/0\n\n"
      "Routing Table : blue\n         Destinations : 1        Routes : 1\n" COLUMNS
      "      192.0.2.0/24  Direct  0    0             D   192.0.2.9       GE0/1/9\n",
      "@r1\nroute 192.0.2.0/24 if GE0/1/0 Direct 0/0 used connected :8\n"
      "route [blue] 192.0.2.0/24 if GE0/1/9 Direct 0/0 used connected :14\n",
      "", CP_OK },
    { "one protocol only: what is not in use is told as such, and that more is left out",
      "<r1>display ip routing-table protocol static\n" LEGEND
      "_public_ Routing Table : Static\n         Destinations : 2        Routes : 2\n\n"
      "Static routing table status : <Active>\n         Destinations : 1        Routes : "
      "1\n" COLUMNS "      192.0.2.0/24  Static  60   0             D   203.0.113.1     GE0/1/0\n\n"
      "Static routing table status : <Inactive>\n         Destinations : 1        Routes : "
      "1\n" COLUMNS "   198.51.100.0/24  Static  60   0                 203.0.113.2     Unknown\n",
      "@r1\nlimit incomplete \"only what was asked for: protocol static\" :2\n"
      "route 192.0.2.0/24 via 203.0.113.1 if GE0/1/0 Static 60/0 used :11\n"
      "route 198.51.100.0/24 via 203.0.113.2 if Unknown Static 60/0 :17\n",
      "", CP_OK },
    { "a terminal of 80 columns cuts the interface and the legend",
      ASK "Route Flags: R - relay, D - download to fib, T - to vpn-instance, B - black hole\n"
          " route\n"
          "Routing Table : _public_\nSummary Count : 2\n" COLUMNS
          "     192.0.2.4/30   EBGP    255  0             D   203.0.113.18    40GE2/0/35.20\n"
          "      192.0.2.8/30  EBGP    255  0             D   203.0.113.180   100GE2/0/35.2\n"
          "056\n",
      "@r1\nroute 192.0.2.4/30 via 203.0.113.18 if 40GE2/0/35.20 EBGP 255/0 used :8\n"
      "route 192.0.2.8/30 via 203.0.113.180 if 100GE2/0/35.2056 EBGP 255/0 used :9\n",
      "", CP_OK },
    { "prefixes that cannot be, and what would be more of them",
      ASK LEGEND COLUMNS
      "      192.0.2.0/33  OSPF    10   3             D   192.0.2.2       GE0/1/0\n"
      "                    OSPF    10   3             D   192.0.2.6       GE0/1/1\n"
      "      192.0.2.1/24  OSPF    10   3             D   192.0.2.2       GE0/1/0\n"
      "   198.51.100.0/24  OSPF    10   x             D   192.0.2.2       GE0/1/0\n"
      "   198.51.100.0/24  OSPF    10   1             D   192.0.2\n"
      "   203.0.113.0/24   OSPF    10   1             D   192.0.2.2       GE0/1/0 more columns "
      "here\n"
      "表中没有更多的路由\n",
      "@r1\nline \"      192.0.2.0/33  OSPF    10   3             D   192.0.2.2       GE0/1/0\" "
      ":6\n"
      "line \"                    OSPF    10   3             D   192.0.2.6       GE0/1/1\" :7\n"
      "line \"      192.0.2.1/24  OSPF    10   3             D   192.0.2.2       GE0/1/0\" :8\n"
      "line \"   198.51.100.0/24  OSPF    10   x             D   192.0.2.2       GE0/1/0\" :9\n"
      "line \"   198.51.100.0/24  OSPF    10   1             D   192.0.2\" :10\n"
      "line \"   203.0.113.0/24   OSPF    10   1             D   192.0.2.2       GE0/1/0 more "
      "columns here\" :11\n"
      "line \"表中没有更多的路由\" :12\n"
      "limit not understood \"7 lines of the table\" :12\n",
      "6 a prefix longer than its address: 192.0.2.0/33  OSPF    10   3             D   192.0.2.2  "
      "     "
      "GE0/1/0\n"
      "7 no prefix: OSPF    10   3             D   192.0.2.6       GE0/1/1\n"
      "8 bits are set behind the length of the prefix: 192.0.2.1/24  OSPF    10   3             D  "
      " "
      "192.0.2.2       GE0/1/0\n"
      "9 no preference and cost: 198.51.100.0/24  OSPF    10   x             D   192.0.2.2       "
      "GE0/1/0\n"
      "10 no next hop: 198.51.100.0/24  OSPF    10   1             D   192.0.2\n"
      "11 more columns than the table has: 203.0.113.0/24   OSPF    10   1             D   "
      "192.0.2.2    "
      "   GE0/1/0 more columns here\n"
      "12 no prefix: 表中没有更多的路由\n",
      CP_OK },
    { "rows without a heading are not guessed at",
      ASK "      192.0.2.0/24  Direct  0    0             D   192.0.2.1       GE0/1/0\n",
      "@r1\nline \"      192.0.2.0/24  Direct  0    0             D   192.0.2.1       GE0/1/0\" "
      ":2\n"
      "limit not understood \"1 line of the table\" :2\n",
      "2 no heading of a table stands above: 192.0.2.0/24  Direct  0    0             D   "
      "192.0.2.1      "
      " GE0/1/0\n",
      CP_OK },
    { "another system's table in the answer",
      ASK LEGEND COLUMNS "O    192.0.2.0/24 [110/2] via 192.0.2.2, 00:01:02, Vlan10\n",
      "@r1\nline \"O    192.0.2.0/24 [110/2] via 192.0.2.2, 00:01:02, Vlan10\" :6\n"
      "limit not understood \"1 line of the table\" :6\n",
      "6 no prefix: O    192.0.2.0/24 [110/2] via 192.0.2.2, 00:01:02, Vlan10\n", CP_OK },
    { "verbose: relay, label and tunnel, a backup, what is inactive",
      "<r1>display ip routing-table verbose\n" LEGEND
      "Routing Table : _public_\nSummary Count : 3\n\n"
      "Destination: 192.0.2.0/24\n"
      "     Protocol: IBGP            Process ID: 0\n"
      "   Preference: 255                   Cost: 7\n"
      "      NextHop: 203.0.113.9     Neighbour: 203.0.113.9\n"
      "        State: Active Adv Relied      Age: 00h35m31s\n"
      "          Tag: 0                 Priority: low\n"
      "        Label: NULL               QoSInfo: 0x0\n"
      "   IndirectID: 0x100015B         Instance:\n"
      " RelayNextHop: 198.51.100.2     Interface: GE0/1/0\n"
      "     TunnelID: 0x0                  Flags: RD\n"
      "    BkNextHop: 198.51.100.6   BkInterface: GE0/1/1\n"
      "      BkLabel: NULL           SecTunnelID: 0x0\n"
      " BkPETunnelID: 0x0        BkPESecTunnelID: 0x0\n"
      " BkIndirectID: 0x100015A\n\n"
      "Destination: 192.0.2.0/24\n"
      "     Protocol: OSPF            Process ID: 1\n"
      "   Preference: 10                    Cost: 3\n"
      "      NextHop: 198.51.100.10   Neighbour: 0.0.0.0\n"
      "        State: Inactive Adv           Age: 00h01m26s\n"
      " RelayNextHop: 0.0.0.0          Interface: GE0/1/2\n"
      "     TunnelID: 0x0                  Flags:\n\n"
      "Destination: 203.0.113.0/24\n"
      "     Protocol: IBGP            Process ID: 0\n"
      "      NextHop: 203.0.113.9     Neighbour: 203.0.113.9\n"
      "        State: Active Adv Relied      Age: 00h35m31s\n"
      "        Label: 4098               QoSInfo: 0x0\n"
      " RelayNextHop: 0.0.0.0          Interface: LDP LSP\n"
      "     TunnelID: 0x0000000001004c4b42 Flags: RD\n",
      "@r1\nroute 192.0.2.0/24 via 198.51.100.2 if GE0/1/0 IBGP 255/7 used :7\n"
      "route 192.0.2.0/24 via 198.51.100.6 if GE0/1/1 IBGP 255/7 used more backup :7\n"
      "route 192.0.2.0/24 via 198.51.100.10 if GE0/1/2 OSPF 10/3 :22\n"
      "route 203.0.113.0/24 via 203.0.113.9 if LDP LSP IBGP 0/0 used labelled :30\n",
      "", CP_OK },
    { "IPv6",
      "<r1>display ipv6 routing-table vpn-instance red\n"
      "Routing Table : red\n\tDestinations : 2\tRoutes : 2\n\n"
      " Destination  : 2001:DB8:1::                    PrefixLength : 64\n"
      " NextHop      : FE80::1                         Preference   : 10\n"
      " Cost         : 2                               Protocol     : OSPFv3\n"
      " RelayNextHop : ::                              TunnelID     : 0x0\n"
      " Interface    : GigabitEthernet1/0/0            Flags        : D\n\n"
      " Destination  : 2001:DB8:2::1                   PrefixLength : 128\n"
      " NextHop      : ::1                             Preference   : 0\n"
      " Cost         : 0                               Protocol     : Direct\n"
      " Interface    : GigabitEthernet1/0/0            Flags        : D\n",
      "@r1\nroute [red] 2001:db8:1::/64 via fe80::1 if GigabitEthernet1/0/0 OSPFv3 10/2 used :5\n"
      "route [red] 2001:db8:2::1/128 if GigabitEthernet1/0/0 Direct 0/0 used local :11\n",
      "", CP_OK },
    { "a record without a next hop, one with bits behind its length, keys that nobody knows",
      "<r1>display ipv6 routing-table\n"
      " NextHop      : FE80::1                         Preference   : 10\n"
      " Destination  : 2001:DB8:1::1                   PrefixLength : 64\n"
      " NextHop      : FE80::1                         Preference   : 10\n"
      " Destination  : 2001:DB8:2::                    PrefixLength : 64\n"
      " Colour       : blue\n",
      "@r1\nline \" NextHop      : FE80::1                         Preference   : 10\" :2\n"
      "line \"2001:DB8:1::1\" :3\nlimit not understood \"a route in line 3\" :5\n"
      "line \" Colour       : blue\" :6\nline \"2001:DB8:2::\" :5\n"
      "limit not understood \"a route in line 5\" :6\n"
      "limit not understood \"2 lines of the table\" :6\n",
      "2 no destination stands above: NextHop      : FE80::1                         Preference   "
      ": 10\n"
      "3 bits are set behind the length of the prefix: 2001:DB8:1::1\n"
      "6 not understood: Colour       : blue\n"
      "5 neither a next hop nor an interface: 2001:DB8:2::\n",
      CP_OK },
    { "the FIB of VRP",
      "<r1>display fib\n"
      "Route Flags: G - Gateway Route, H - Host Route,    U - Up Route\n"
      "             S - Static Route,  D - Dynamic Route, B - Black Hole Route\n"
      "             L - Vlink Route\n"
      "--------------------------------------------------------------------------------\n"
      " FIB Table:\n Total number of Routes : 4\n\n"
      "Destination/Mask   Nexthop         Flag  TimeStamp     Interface      TunnelID\n"
      "192.0.2.1/32       127.0.0.1       HU    t[21]         InLoop0        0x0\n"
      "192.0.2.0/24       192.0.2.1       U     t[21]         GE0/0/1        0x0\n"
      "198.51.100.0/24    192.0.2.2       DGU   t[30]         GE0/0/1        0x0\n"
      "203.0.113.0/24     192.0.2.2       DGU   t[30]         GE0/0/1        0x8\n",
      "@r1\nroute 192.0.2.1/32 if InLoop0 fib 0/0 used local :10\n"
      "route 192.0.2.0/24 if GE0/0/1 fib 0/0 used connected :11\n"
      "route 198.51.100.0/24 via 192.0.2.2 if GE0/0/1 fib 0/0 used :12\n"
      "route 203.0.113.0/24 via 192.0.2.2 if GE0/0/1 fib 0/0 used labelled :13\n",
      "", CP_OK },
    { "Comware: a hop alone in its line, no flags, what BGP told is looked up again",
      "<r1>display ip routing-table\n\nDestinations : 4        Routes : 5\n\n"
      "Destination/Mask   Proto   Pre Cost        NextHop         Interface\n"
      "0.0.0.0/32         Direct  0   0           127.0.0.1       InLoop0\n"
      "192.0.2.0/24       Direct  0   0           192.0.2.1       GE1/0/1\n"
      "198.51.100.0/24    O_INTRA 10  14          192.0.2.2       Vlan1600\n"
      "                                           192.0.2.6       Vlan1601\n"
      "203.0.113.0/24     BGP     255 0           203.0.113.9     Vlan1600\n",
      "@r1\nroute 0.0.0.0/32 if InLoop0 Direct 0/0 used local :6\n"
      "route 192.0.2.0/24 if GE1/0/1 Direct 0/0 used connected :7\n"
      "route 198.51.100.0/24 via 192.0.2.2 if Vlan1600 O_INTRA 10/14 used :8\n"
      "route 198.51.100.0/24 via 192.0.2.6 if Vlan1601 O_INTRA 10/14 used more :9\n"
      "route 203.0.113.0/24 via 203.0.113.9 BGP 255/0 used :10\n",
      "", CP_OK },
    { "Comware: the FIB",
      "<r1>display fib\nDestination count: 2 FIB entry count: 3\n\nFlag:\n"
      "  U:Usable   G:Gateway   H:Host   B:Blackhole   D:Dynamic   S:Static\n"
      "  R:Relay     F:FRR\n\n"
      "Destination/Mask   Nexthop         Flag     OutInterface/Token       Label\n"
      "192.0.2.0/24       192.0.2.1       U        GE1/0/1                  Null\n"
      "198.51.100.0/24    192.0.2.2       USGR     GE1/0/1                  1272\n"
      "                   192.0.2.0       USB      NULL0                    Null\n",
      "@r1\nroute 192.0.2.0/24 if GE1/0/1 fib 0/0 used connected :9\n"
      "route 198.51.100.0/24 via 192.0.2.2 fib 0/0 used labelled :10\n"
      "route 198.51.100.0/24 if NULL0 fib 0/0 used more drop :11\n",
      "", CP_OK },
    { "Comware: verbose",
      "<r1>display ip routing-table verbose\n\nDestinations : 1        Routes : 1\n\n"
      "Destination: 198.51.100.0/24\n"
      "   Protocol: Static          Process ID: 0\n"
      "  SubProtID: 0x0                    Age: 04h20m37s\n"
      "       Cost: 0               Preference: 60\n"
      "      IpPre: N/A             QosLocalID: N/A\n"
      "        Tag: 0                    State: Active Adv\n"
      "  OrigTblID: 0x0                OrigVrf: default-vrf\n"
      "    TableID: 0x2                 OrigAs: 0\n"
      "      NibID: 0x10000003          LastAs: 0\n"
      "     AttrID: 0xffffffff        Neighbor: 0.0.0.0\n"
      "      Flags: 0x1008c        OrigNextHop: 203.0.113.9\n"
      "      Label: NULL           RealNextHop: 192.0.2.2\n"
      "    BkLabel: NULL             BkNextHop: N/A\n"
      "  Tunnel ID: Invalid          Interface: GE1/0/1\n"
      "BkTunnel ID: Invalid        BkInterface: N/A\n"
      "   FtnIndex: 0x0           TrafficIndex: N/A\n"
      "  Connector: N/A\n",
      "@r1\nroute 198.51.100.0/24 via 192.0.2.2 if GE1/0/1 Static 60/0 used :5\n", "", CP_OK },
};

int main(void)
{
    state_rows_check(rows, sizeof rows / sizeof *rows);
    return tap_done();
}
