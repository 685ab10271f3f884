/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of labels, of hardware addresses, of BGP, of CEF and of NAT. The forms are those of
 * command references and of published logs (docs/formats/router-state.md); addresses are of
 * documentation. */
#include "sources/state/state.h"
#include "state_rows.h"

static const state_row rows[] = {
    { "VRP: LSPs that begin, pass and end here; a way that comes when it fails; labels of VPNs",
      "<r1>display mpls lsp\n"
      "Flag after Out IF: (I) - RLFA Iterated LSP, (I*) - Normal and RLFA Iterated LSP\n"
      "Flag after LDP FRR: (L) - Logic FRR LSP\n"
      "-------------------------------------------------------------------------------\n"
      "                 LSP Information: LDP LSP\n"
      "-------------------------------------------------------------------------------\n"
      "FEC                In/Out Label    In/Out IF                      Vrf Name\n"
      "192.0.2.1/32       3/NULL          -/-\n"
      "192.0.2.2/32       NULL/3          -/GE1/0/0\n"
      "192.0.2.2/32       1024/3          -/GE1/0/0\n"
      "192.0.2.9/32       NULL/1025       -/100GE1/0/1(I)\n"
      "**LDP FRR**        /1026           /Pos2/0/0\n"
      "**LDP FRR**(L)     /1027           /Pos2/0/1\n"
      "-------------------------------------------------------------------------------\n"
      "                 LSP Information: BGP  LSP\n"
      "-------------------------------------------------------------------------------\n"
      "FEC                In/Out Label    In/Out IF                      Vrf Name\n"
      "-                  1030/NULL       -/-                            red\n"
      "198.51.100.0/24    1031/1032       -/-                            ASBR LSP\n"
      "2001:DB8::9/128    NULL/1033       -/-\n"
      "-------------------------------------------------------------------------------\n"
      "                 LSP Information: RSVP LSP\n"
      "-------------------------------------------------------------------------------\n"
      "FEC                In/Out Label    In/Out IF                      Vrf Name\n"
      "192.0.2.7/32       2048/2049       GE1/0/0/100GE2/0/0\n",
      "@r1\n"
      "lsp 192.0.2.1/32 label 3 to none LDP :8\n"
      "lsp 192.0.2.2/32 label none to 3 if GE1/0/0 LDP :9\n"
      "lsp 192.0.2.2/32 label 1024 to 3 if GE1/0/0 LDP :10\n"
      "lsp 192.0.2.9/32 label none to 1025 if 100GE1/0/1 LDP :11\n"
      "lsp 192.0.2.9/32 label none to 1026 if Pos2/0/0 LDP backup :12\n"
      "lsp 192.0.2.9/32 label none to 1027 if Pos2/0/1 LDP backup :13\n"
      "lsp [red] any label 1030 to none BGP :18\n"
      "lsp any \"198.51.100.0/24\" label 1031 to 1032 BGP :19\n"
      "lsp 2001:db8::9/128 label none to 1033 BGP :20\n"
      "lsp 192.0.2.7/32 label 2048 to 2049 if 100GE2/0/0 RSVP :25\n",
      "", CP_OK, "", NULL },
    { "VRP: the same with verbose",
      "<r1>dis mpls lsp include 192.0.2.9 32 verbose\n"
      "-------------------------------------------------------------------------------\n"
      "                 LSP Information: LDP LSP\n"
      "-------------------------------------------------------------------------------\n"
      "  No                  :  1\n"
      "  VrfIndex            :\n"
      "  Fec                 :  192.0.2.9/32\n"
      "  Nexthop             :  198.51.100.2\n"
      "  In-Label            :  NULL\n"
      "  Out-Label           :  1025\n"
      "  In-Interface        :  ----------\n"
      "  Out-Interface       :  Ethernet1/0/2\n"
      "  LspIndex            :  5000002\n"
      "  Mpls-Mtu            :  1500\n"
      "  No                  :  2\n"
      "  Fec                 :  192.0.2.1/32\n"
      "  In-Label            :  3\n"
      "  Out-Label           :  NULL\n",
      "@r1\n"
      "lsp 192.0.2.9/32 label none to 1025 via 198.51.100.2 if Ethernet1/0/2 LDP :5\n"
      "lsp 192.0.2.1/32 label 3 to none LDP :15\n",
      "", CP_OK, "", NULL },
    { "VRP: a prefix that cannot be, labels that are too long, a line that is cut, no heading",
      "<r1>display mpls lsp\n"
      "**LDP FRR**        /1026           /Pos2/0/0\n"
      "                 LSP Information: LDP LSP\n"
      "FEC                In/Out Label    In/Out IF                      Vrf Name\n"
      "192.0.2.8/33       NULL/3          -/GE1/0/0\n"
      "192.0.2.1/24       NULL/3          -/GE1/0/0\n"
      "**LDP FRR**        /1026           /Pos2/0/0\n"
      "192.0.2.8/32       NULL/1048576    -/GE1/0/0\n"
      "192.0.2.8/32       NULL/1024\n"
      "192.0.2.8/32\n"
      "a word\n",
      "@r1\n"
      "line \"**LDP FRR**        /1026           /Pos2/0/0\" :2\n"
      "line \"192.0.2.8/33       NULL/3          -/GE1/0/0\" :5\n"
      "line \"192.0.2.1/24       NULL/3          -/GE1/0/0\" :6\n"
      "line \"**LDP FRR**        /1026           /Pos2/0/0\" :7\n"
      "line \"192.0.2.8/32       NULL/1048576    -/GE1/0/0\" :8\n"
      "line \"192.0.2.8/32       NULL/1024\" :9\n"
      "line \"192.0.2.8/32\" :10\n"
      "line \"a word\" :11\n",
      "2 no heading of a table stands above: **LDP FRR**        /1026           /Pos2/0/0\n"
      "5 a prefix longer than its address: 192.0.2.8/33       NULL/3          -/GE1/0/0\n"
      "6 bits are set behind the length of the prefix: 192.0.2.1/24       NULL/3          "
      "-/GE1/0/0\n"
      "7 no LSP stands above: **LDP FRR**        /1026           /Pos2/0/0\n"
      "8 no labels, of 20 bits: 192.0.2.8/32       NULL/1048576    -/GE1/0/0\n"
      "9 no interfaces: 192.0.2.8/32       NULL/1024\n"
      "10 no labels, of 20 bits: 192.0.2.8/32\n"
      "11 no prefix: a word\n",
      CP_OK, "", NULL },
    { "VRP, verbose: values that cannot be",
      "<r1>display mpls lsp verbose\n"
      "  Fec                 :  192.0.2.9/32\n"
      "                 LSP Information: LDP LSP\n"
      "  No                  :  x\n"
      "  Fec                 :  192.0.2.9/40\n"
      "  Nexthop             :  nobody\n"
      "  In-Label            :  9999999\n",
      "@r1\n"
      "line \"  Fec                 :  192.0.2.9/32\" :2\n"
      "line \"  No                  :  x\" :4\n"
      "line \"  Fec                 :  192.0.2.9/40\" :5\n"
      "line \"  Nexthop             :  nobody\" :6\n"
      "line \"  In-Label            :  9999999\" :7\n"
      "lsp any label none to none LDP :4\n",
      "2 no LSP stands above: Fec                 :  192.0.2.9/32\n"
      "4 no number of an LSP: No                  :  x\n"
      "5 a prefix longer than its address: Fec                 :  192.0.2.9/40\n"
      "6 no address: Nexthop             :  nobody\n"
      "7 no label, of 20 bits: In-Label            :  9999999\n",
      CP_OK, "", NULL },
    { "VRP: hardware addresses, as switches and older ones show them; of a service without a VLAN",
      "<r1>display mac-address\n"
      "-------------------------------------------------------------------------------\n"
      "MAC Address    VLAN/VSI/BD                       Learned-From        Type\n"
      "-------------------------------------------------------------------------------\n"
      "0000-5e00-5301 10/-/-                            XGE0/0/1            dynamic\n"
      " 0000-5e00-5302 -/red/-                           XGE0/0/2            static\n"
      "0000-5e00-53zz 10/-/-                            XGE0/0/1            dynamic\n"
      "0000-5e00-5304 4096/-/-                          XGE0/0/1            dynamic\n"
      "0000-5e00-5304 10/-/-                            XGE0/0/1\n"
      "\n"
      "-------------------------------------------------------------------------------\n"
      "Total items displayed = 4\n"
      "<r2>display mac-address\n"
      "MAC address table of slot 0:\n"
      "-------------------------------------------------------------------------------\n"
      "MAC Address    VLAN/       PEVLAN CEVLAN Port            Type      LSP/LSR-ID\n"
      "               VSI/SI                                              MAC-Tunnel\n"
      "-------------------------------------------------------------------------------\n"
      "0000-5e00-5303 1           -      -      GE0/0/1         dynamic   0/-\n"
      "-------------------------------------------------------------------------------\n"
      "Total matching items on slot 0 displayed = 1\n",
      "@r1\n"
      "station mac 00:00:5e:00:53:01 vlan 10 if XGE0/0/1 \"dynamic\" :5\n"
      "station mac 00:00:5e:00:53:02 vlan 0 if XGE0/0/2 \"static\" :6\n"
      "line \"0000-5e00-53zz 10/-/-                            XGE0/0/1            dynamic\" :7\n"
      "line \"0000-5e00-5304 4096/-/-                          XGE0/0/1            dynamic\" :8\n"
      "line \"0000-5e00-5304 10/-/-                            XGE0/0/1\" :9\n"
      "limit incomplete \"2 of 4 hardware addresses are here\" :12\n"
      "@r2\n"
      "station mac 00:00:5e:00:53:03 vlan 1 if GE0/0/1 \"dynamic\" :19\n",
      "7 no hardware address: 0000-5e00-53zz 10/-/-                            XGE0/0/1            "
      "dynamic\n"
      "8 no VLAN: 0000-5e00-5304 4096/-/-                          XGE0/0/1            dynamic\n"
      "9 no port and kind: 0000-5e00-5304 10/-/-                            XGE0/0/1\n",
      CP_OK, "", NULL },
    { "Comware: hardware addresses",
      "<r1>display mac-address\n"
      "MAC ADDR       VLAN ID  STATE          PORT INDEX               AGING TIME(s)\n"
      "0000-5e00-5301 1        Learned        Bridge-Aggregation1      AGING\n"
      "0000-5e00-5302 10       Config static  GigabitEthernet1/0/20    NOAGED\n"
      "\n"
      "  ---  2 mac address(es) found  ---\n",
      "@r1\n"
      "station mac 00:00:5e:00:53:01 vlan 1 if Bridge-Aggregation1 \"Learned\" :3\n"
      "station mac 00:00:5e:00:53:02 vlan 10 if GigabitEthernet1/0/20 \"Config\" :4\n",
      "", CP_OK, "", NULL },
    { "VRP: paths of BGP are known, not used; without a length by their class",
      "<r1>display bgp routing-table\n"
      "\n"
      " BGP Local router ID is 192.0.2.1\n"
      " Status codes: * - valid, > - best, d - damped,\n"
      "               h - history,  i - internal, s - suppressed, S - Stale\n"
      "               Origin : i - IGP, e - EGP, ? - incomplete\n"
      "\n"
      "\n"
      " Total Number of Routes: 5\n"
      "      Network            NextHop        MED        LocPrf    PrefVal Path/Ogn\n"
      "\n"
      " *>   0.0.0.0            198.51.100.9                         0      64500i\n"
      " *>   10.0.0.0           0.0.0.0         0                     0      ?\n"
      " *>i  192.0.2.0/24       198.51.100.1    7          100        0      64500?\n"
      " * i                     198.51.100.5               100        0      64501?\n"
      " *    192.0.2.1/24       198.51.100.5               100        0      64501?\n"
      " *                       198.51.100.6               100        0      64501?\n"
      " *    203.0.113.0/24     nobody                     100        0      64501?\n",
      "@r1\n"
      "route 0.0.0.0/0 via 198.51.100.9 BGP 0/0 :12\n"
      "route 10.0.0.0/8 BGP 0/0 :13\n"
      "route 192.0.2.0/24 via 198.51.100.1 BGP 0/7 :14\n"
      "route 192.0.2.0/24 via 198.51.100.5 BGP 0/0 more :15\n"
      "line \" *    192.0.2.1/24       198.51.100.5               100        0      64501?\" :16\n"
      "line \" *                       198.51.100.6               100        0      64501?\" :17\n"
      "line \" *    203.0.113.0/24     nobody                     100        0      64501?\" :18\n",
      "16 bits are set behind the length of the prefix: *    192.0.2.1/24       198.51.100.5       "
      "        100        0      64501?\n"
      "17 no network stands above: *                       198.51.100.6               100        0 "
      "     64501?\n"
      "18 no next hop: *    203.0.113.0/24     nobody                     100        0      "
      "64501?\n",
      CP_OK, "", NULL },
    { "VRP: BGP of VPNs and of IPv6",
      "<r1>display bgp vpnv4 all routing-table\n"
      " BGP Local router ID is 192.0.2.1\n"
      " Total number of routes from all PE: 1\n"
      " Route Distinguisher: 64500:1\n"
      "      Network            NextHop        MED        LocPrf    PrefVal Path/Ogn\n"
      "\n"
      " *>i  203.0.113.0/24     192.0.2.9       0          100        0      ?\n"
      " VPN-Instance red, Router ID 192.0.2.1:\n"
      " Total Number of Routes: 1\n"
      "      Network            NextHop        MED        LocPrf    PrefVal Path/Ogn\n"
      "\n"
      " *>i  203.0.113.0/24     192.0.2.9       0          100        0      ?\n"
      "<r1>display bgp ipv6 routing-table\n"
      " BGP Local router ID is 192.0.2.1\n"
      " Total Number of Routes: 2\n"
      " *>  Network  : 2001:DB8::                               PrefixLen : 64\n"
      "     NextHop  : ::                                       LocPrf    :\n"
      "     MED      : 0                                        PrefVal   : 0\n"
      "     Label    :\n"
      "     Path/Ogn :  ?\n"
      " * i NextHop  : 2001:DB8::1                              LocPrf    :\n"
      " *>  Network  : 2001:DB8::1                              PrefixLen : 64\n"
      "     NextHop  : ::                                       LocPrf    :\n",
      "@r1\n"
      "route [RD 64500:1] 203.0.113.0/24 via 192.0.2.9 BGP 0/0 :7\n"
      "route [red] 203.0.113.0/24 via 192.0.2.9 BGP 0/0 :12\n"
      "route 2001:db8::/64 BGP 0/0 :17\n"
      "route 2001:db8::/64 via 2001:db8::1 BGP 0/0 more :21\n"
      "line \" *>  Network  : 2001:DB8::1                              PrefixLen : 64\" :22\n"
      "line \"     NextHop  : ::                                       LocPrf    :\" :23\n",
      "22 bits are set behind the length of the prefix: *>  Network  : 2001:DB8::1                 "
      "             PrefixLen : 64\n"
      "23 no network stands above: NextHop  : ::                                       LocPrf    "
      ":\n",
      CP_OK, "", NULL },
    { "IOS: labels; of two ways; of a VPN that is not told; a name; a row over two lines; a tunnel",
      "r1#show mpls forwarding-table\n"
      "Local      Outgoing   Prefix           Bytes Label   Outgoing   Next Hop    \n"
      "Label      Label      or Tunnel Id     Switched      interface              \n"
      "16         17         192.0.2.9/32     0             Gi0/1      198.51.100.2\n"
      "           Pop Label  192.0.2.9/32     0             Gi0/2      198.51.100.6\n"
      "18         No Label   192.0.2.0/24[V]  0             Gi0/3      203.0.113.2\n"
      "19    [T]  Pop Label  192.0.2.8/32     0             Tu1        point2point\n"
      "      [T]  explicit-n 192.0.2.8/32     0             Tu2        point2point\n"
      "20         No Label   l2ckt(5)         12            none       point2point\n"
      "9301       No Label   203.0.113.100/32[V]   \\\n"
      "                                       0             Po1.51     203.0.113.2\n"
      "r1#show mpls forwarding-table vrf red detail\n"
      "Local  Outgoing      Prefix            Bytes tag  Outgoing   Next Hop    \n"
      "tag    tag or VC     or Tunnel Id      switched   interface              \n"
      "21     Untagged      198.51.100.0/24[V]   \\\n"
      "                                       0          Gi0/3      203.0.113.2\n"
      "        MAC/Encaps=14/18, MRU=1500, Tag Stack{}\n"
      "        00005E0053010000 5E005302\n"
      "        No output feature configured\n"
      "None   22            192.0.2.0/24[V]   0          Gi0/4      203.0.113.6\n",
      "@r1\n"
      "lsp 192.0.2.9/32 label 16 to 17 via 198.51.100.2 if Gi0/1 :4\n"
      "lsp 192.0.2.9/32 label 16 to 3 via 198.51.100.6 if Gi0/2 :5\n"
      "lsp any \"192.0.2.0/24[V]\" label 18 to none via 203.0.113.2 if Gi0/3 :6\n"
      "lsp 192.0.2.8/32 label 19 to 3 if Tu1 :7\n"
      "lsp any \"l2ckt(5)\" label 20 to none if none :9\n"
      "lsp any \"203.0.113.100/32[V]\" label 9301 to none via 203.0.113.2 if Po1.51 :10\n"
      "lsp [red] 198.51.100.0/24 label 21 to none via 203.0.113.2 if Gi0/3 :15\n"
      "lsp [red] 192.0.2.0/24 label none to 22 via 203.0.113.6 if Gi0/4 :20\n",
      "", CP_OK, "", NULL },
    { "IOS: labels that cannot be",
      "r1#show mpls forwarding-table\n"
      "Local      Outgoing   Prefix           Bytes Label   Outgoing   Next Hop    \n"
      "Label      Label      or Tunnel Id     Switched      interface              \n"
      "16         17         192.0.2.9/33     0             Gi0/1      198.51.100.2\n"
      "1048576    17         192.0.2.9/32     0             Gi0/1      198.51.100.2\n"
      "16         1048576    192.0.2.9/32     0             Gi0/1      198.51.100.2\n"
      "16         17         192.0.2.9/32     none          Gi0/1      198.51.100.2\n"
      "16         17         192.0.2.9/32     0             Gi0/1      nobody\n"
      "16\n",
      "@r1\n"
      "line \"16         17         192.0.2.9/33     0             Gi0/1      198.51.100.2\" :4\n"
      "line \"1048576    17         192.0.2.9/32     0             Gi0/1      198.51.100.2\" :5\n"
      "line \"16         1048576    192.0.2.9/32     0             Gi0/1      198.51.100.2\" :6\n"
      "line \"16         17         192.0.2.9/32     none          Gi0/1      198.51.100.2\" :7\n"
      "line \"16         17         192.0.2.9/32     0             Gi0/1      nobody\" :8\n"
      "line \"16\" :9\n",
      "4 a prefix longer than its address: 16         17         192.0.2.9/33     0             "
      "Gi0/1      198.51.100.2\n"
      "5 no label, of 20 bits: 1048576    17         192.0.2.9/32     0             Gi0/1      "
      "198.51.100.2\n"
      "6 no outgoing label: 16         1048576    192.0.2.9/32     0             Gi0/1      "
      "198.51.100.2\n"
      "7 no count of bytes: 16         17         192.0.2.9/32     none          Gi0/1      "
      "198.51.100.2\n"
      "8 no next hop: 16         17         192.0.2.9/32     0             Gi0/1      nobody\n"
      "9 no outgoing label: 16\n",
      CP_OK, "", NULL },
    { "XR: labels",
      "RP/0/RSP0/CPU0:x1#show mpls forwarding\n"
      "Sat Nov 28 03:00:00.000 UTC\n"
      "Local  Outgoing    Prefix             Outgoing     Next Hop        Bytes       \n"
      "Label  Label       or ID              Interface                    Switched    \n"
      "------ ----------- ------------------ ------------ --------------- ------------\n"
      "24000  Pop         SR Adj (idx 1)     Gi0/0/0/0    198.51.100.2    0           \n"
      "24001  Unlabelled  192.0.2.0/24[V]    Gi0/0/0/1    198.51.100.6    1234\n"
      "24002  24005       192.0.2.2/32       Gi0/0/0/1    198.51.100.6    0\n"
      "       24006       192.0.2.2/32       Gi0/0/0/2    198.51.100.9    0\n"
      "24003  Aggregate   red: Per-VRF Aggr[V]   \\\n"
      "                                      red                          0\n",
      "@x1\n"
      "lsp any \"SR Adj (idx 1)\" label 24000 to 3 via 198.51.100.2 if Gi0/0/0/0 :6\n"
      "lsp any \"192.0.2.0/24[V]\" label 24001 to none via 198.51.100.6 if Gi0/0/0/1 :7\n"
      "lsp 192.0.2.2/32 label 24002 to 24005 via 198.51.100.6 if Gi0/0/0/1 :8\n"
      "lsp 192.0.2.2/32 label 24002 to 24006 via 198.51.100.9 if Gi0/0/0/2 :9\n"
      "lsp any \"red: Per-VRF Aggr[V]\" label 24003 to none if red :10\n",
      "", CP_OK, "", NULL },
    { "IOS: what CEF does",
      "r1#show ip cef vrf red\n"
      "Prefix               Next Hop             Interface\n"
      "0.0.0.0/0            no route\n"
      "0.0.0.0/8            drop\n"
      "0.0.0.0/32           receive              \n"
      "192.0.2.0/24         198.51.100.2         GigabitEthernet0/1\n"
      "                     198.51.100.6         GigabitEthernet0/2\n"
      "198.51.100.0/30      attached             GigabitEthernet0/1\n"
      "198.51.100.1/32      receive              GigabitEthernet0/1\n"
      "203.0.113.0/24       attached             Null0\n"
      "r1#show ip cef adjacency glean\n"
      "Prefix               Next Hop             Interface\n"
      "192.0.2.0/24         attached             Vlan10\n",
      "@r1\n"
      "route [red] 0.0.0.0/8 CEF 0/0 used drop :4\n"
      "route [red] 0.0.0.0/32 CEF 0/0 used local :5\n"
      "route [red] 192.0.2.0/24 via 198.51.100.2 if GigabitEthernet0/1 CEF 0/0 used :6\n"
      "route [red] 192.0.2.0/24 via 198.51.100.6 if GigabitEthernet0/2 CEF 0/0 used more :7\n"
      "route [red] 198.51.100.0/30 if GigabitEthernet0/1 CEF 0/0 used connected :8\n"
      "route [red] 198.51.100.1/32 CEF 0/0 used local :9\n"
      "route [red] 203.0.113.0/24 if Null0 CEF 0/0 used drop :10\n"
      "limit a part \"only what was asked for: adjacency glean\" :12\n"
      "route 192.0.2.0/24 if Vlan10 CEF 0/0 used connected :13\n",
      "", CP_OK, "", NULL },
    { "IOS: rows of CEF that cannot be",
      "r1#show ip cef\n"
      "Prefix               Next Hop             Interface\n"
      "                     198.51.100.6         GigabitEthernet0/2\n"
      "203.0.113.0/33       198.51.100.2         GigabitEthernet0/1\n"
      "203.0.113.1/24       198.51.100.2         GigabitEthernet0/1\n"
      "                     198.51.100.6         GigabitEthernet0/2\n"
      "203.0.113.0/24       somewhere            GigabitEthernet0/1\n"
      "203.0.113.0/24       198.51.100.2\n",
      "@r1\n"
      "line \"                     198.51.100.6         GigabitEthernet0/2\" :3\n"
      "line \"203.0.113.0/33       198.51.100.2         GigabitEthernet0/1\" :4\n"
      "line \"203.0.113.1/24       198.51.100.2         GigabitEthernet0/1\" :5\n"
      "line \"                     198.51.100.6         GigabitEthernet0/2\" :6\n"
      "line \"203.0.113.0/24       somewhere            GigabitEthernet0/1\" :7\n"
      "line \"203.0.113.0/24       198.51.100.2\" :8\n"
      "limit not understood \"6 lines of the table\" :8\n",
      "3 no prefix stands above: 198.51.100.6         GigabitEthernet0/2\n"
      "4 a prefix longer than its address: 203.0.113.0/33       198.51.100.2         "
      "GigabitEthernet0/1\n"
      "5 bits are set behind the length of the prefix: 203.0.113.1/24       198.51.100.2         "
      "GigabitEthernet0/1\n"
      "6 no prefix stands above: 198.51.100.6         GigabitEthernet0/2\n"
      "7 no next hop: 203.0.113.0/24       somewhere            GigabitEthernet0/1\n"
      "8 no interface: 203.0.113.0/24       198.51.100.2\n",
      CP_OK, "", NULL },
    { "XR: CEF",
      "RP/0/RSP0/CPU0:x1#show cef\n"
      "Prefix              Next Hop            Interface\n"
      "------------------- ------------------- ------------------\n"
      "0.0.0.0/0           drop                default handler \n"
      "192.0.2.0/24        192.0.2.9/32        <recursive>     \n"
      "198.51.100.0/24     attached            GigabitEthernet0/0/0/0\n"
      "198.51.100.1/32     receive             GigabitEthernet0/0/0/0\n"
      "198.51.100.255/32   broadcast           GigabitEthernet0/0/0/0\n",
      "@x1\n"
      "route 0.0.0.0/0 CEF 0/0 used drop :4\n"
      "route 192.0.2.0/24 via 192.0.2.9 CEF 0/0 used :5\n"
      "route 198.51.100.0/24 if GigabitEthernet0/0/0/0 CEF 0/0 used connected :6\n"
      "route 198.51.100.1/32 CEF 0/0 used local :7\n"
      "route 198.51.100.255/32 CEF 0/0 used local :8\n",
      "", CP_OK, "", NULL },
    { "IOS: translations are a limit of the whole router; none are none",
      "r1#show ip nat translations\n"
      "Pro Inside global      Inside local       Outside local      Outside global\n"
      "tcp 203.0.113.9:1024   192.0.2.1:1024     198.51.100.1:80    198.51.100.1:80\n"
      "--- 203.0.113.10       192.0.2.2          ---                ---\n"
      "what\n"
      "r2#show ip nat translations\n"
      "Pro Inside global      Inside local       Outside local      Outside global\n"
      "Total number of translations: 0\n",
      "@r1\n"
      "line \"what\" :5\n"
      "limit nat \"2 translations of addresses are in use\" :5\n",
      "5 no four addresses of a translation: what\n", CP_OK, "", NULL },
    { "hardware addresses to which frames are dropped",
      "<r1>display mac-address\n"
      "MAC Address      VLAN ID    State            Port/Nickname            Aging\n"
      "0000-5e00-5301   1          Blackhole        N/A                      N\n"
      "0000-5e00-5302   1          Learned          XGE1/0/1                 Y\n"
      "0000-5e00-5303   1          Learned          XGE1/0/1\n"
      "<r2>display mac-address blackhole\n"
      "MAC Address    VLAN/VSI/BD                       Learned-From        Type\n"
      "0000-5e00-5301 10/-/-                            -                   blackhole\n",
      "@r1\n"
      "station mac 00:00:5e:00:53:01 vlan 1 \"Blackhole\" :3\n"
      "station mac 00:00:5e:00:53:02 vlan 1 if XGE1/0/1 \"Learned\" :4\n"
      "line \"0000-5e00-5303   1          Learned          XGE1/0/1\" :5\n"
      "@r2\n"
      "limit incomplete \"only what was asked for: blackhole\" :7\n"
      "station mac 00:00:5e:00:53:01 vlan 10 \"blackhole\" :8\n",
      "5 no port and kind: 0000-5e00-5303   1          Learned          XGE1/0/1\n", CP_OK, "",
      NULL },
};

int main(void)
{
    state_rows_check(rows, sizeof rows / sizeof *rows);
    return tap_done();
}
