/* SPDX-License-Identifier: Apache-2.0 */
/* Topologies: databases of routing protocols, graphs, neighbours of a host, cables. The databases
 * are of a laboratory of five routers (FRR 8.4), cut down, or written after what other routers show
 * (docs/formats/topology.md says from which). */
#include "shown.h"
#include "sources/topo/lsdb.h"
#include "sources/topo/topo.h"
#include "told.h"

static const struct row {
    const char *name;
    const cp_format *format;
    const char *in, *links;
    cp_rc rc;
    uint64_t bad;
    const char *problem, *note;
} rows[] = {
    /* ---- OSPF */
    { "OSPF: a line, in the text of FRR", &cp_format_ospf,
      "\n       OSPF Router with ID (10.255.0.4)\n\n"
      "                Router Link States (Area 0.0.0.1 [Stub])\n\n"
      "  LS age: 16\n  Options: 0x2  : *|-|-|-|-|-|E|-\n  LS Flags: 0x6  \n  Flags: 0x0\n"
      "  LS Type: router-LSA\n  Link State ID: 10.255.0.4 \n  Advertising Router: 10.255.0.4\n"
      "  LS Seq Number: 80000006\n  Checksum: 0x6a77\n  Length: 60\n\n   Number of Links: 2\n\n"
      "    Link connected to: another Router (point-to-point)\n"
      "     (Link ID) Neighboring Router ID: 10.255.0.5\n"
      "     (Link Data) Router Interface address: 10.0.45.1\n"
      "      Number of TOS metrics: 0\n       TOS 0 Metric: 14\n\n"
      "    Link connected to: Stub Network\n     (Link ID) Net: 10.0.45.0\n"
      "     (Link Data) Network Mask: 255.255.255.252\n      Number of TOS metrics: 0\n"
      "       TOS 0 Metric: 14\n\n\n"
      "  LS age: 24\n  LS Type: router-LSA\n  Link State ID: 10.255.0.5 \n"
      "  LS Seq Number: 80000002\n   Number of Links: 1\n\n"
      "    Link connected to: another Router (point-to-point)\n"
      "     (Link ID) Neighboring Router ID: 10.255.0.4\n"
      "     (Link Data) Router Interface address: 10.0.45.2\n"
      "      Number of TOS metrics: 0\n       TOS 0 Metric: 15\n",
      "ospf router=10.255.0.4[10.0.45.1] -- router=10.255.0.5[10.0.45.2] 14/15 0.0.0.1\n", CP_OK, 0,
      "", "2 LSAs" },
    { "OSPF: a segment of three, in the text of IOS, and its network LSA", &cp_format_ospf,
      "OSPF Router with ID (10.0.0.1) (Process ID 1)\n\n\t\tRouter Link States (Area 0)\n\n"
      "  LS age: 4\n  LS Type: Router Links\n  Link State ID: 10.0.0.1\n"
      "  LS Seq Number: 80000006\n  Area Border Router\n   Number of Links: 1\n\n"
      "    Link connected to: a Transit Network\n"
      "     (Link ID) Designated Router address: 192.168.2.3\n"
      "     (Link Data) Router Interface address: 192.168.2.1\n"
      "      Number of MTID metrics: 0\n       TOS 0 Metrics: 1\n\n"
      "  LS age: 4\n  Link State ID: 10.0.0.2\n  LS Seq Number: 80000006\n"
      "    Link connected to: a Transit Network\n"
      "     (Link ID) Designated Router address: 192.168.2.3\n"
      "     (Link Data) Router Interface address: 192.168.2.2\n       TOS 0 Metrics: 2\n\n"
      "  LS age: 4\n  Link State ID: 10.0.0.3\n  LS Seq Number: 80000006\n"
      "    Link connected to: a Transit Network\n"
      "     (Link ID) Designated Router address: 192.168.2.3\n"
      "     (Link Data) Router Interface address: 192.168.2.3\n       TOS 0 Metrics: 3\n\n"
      "  LS age: 4\n  Link State ID: 10.0.0.4\n  LS Seq Number: 80000006\n" /* not attached */
      "    Link connected to: a Transit Network\n"
      "     (Link ID) Designated Router address: 192.168.2.3\n"
      "     (Link Data) Router Interface address: 192.168.2.4\n       TOS 0 Metrics: 4\n\n"
      "\t\tNet Link States (Area 0)\n\n  LS age: 500\n  LS Type: Network Links\n"
      "  Link State ID: 192.168.2.3 (address of Designated Router)\n"
      "  Advertising Router: 10.0.0.3\n  LS Seq Number: 80000224\n  Network Mask: /24\n"
      "        Attached Router: 10.0.0.1\n        Attached Router: 10.0.0.2\n"
      "        Attached Router: 10.0.0.3\n\n"
      "\t\tSummary Net Link States (Area 0)\n\n  LS age: 1\n"
      "  Link State ID: 10.9.9.0 (summary Network Number)\n  LS Seq Number: 80000001\n",
      "ospf router=10.0.0.1[192.168.2.1] -- router=10.0.0.2[192.168.2.2] 1/2 {segment 192.168.2.3} "
      "0.0.0.0\n"
      "ospf router=10.0.0.1[192.168.2.1] -- router=10.0.0.3[192.168.2.3] 1/3 {segment 192.168.2.3} "
      "0.0.0.0\n"
      "ospf router=10.0.0.2[192.168.2.2] -- router=10.0.0.3[192.168.2.3] 2/3 {segment 192.168.2.3} "
      "0.0.0.0\n",
      CP_OK, 0, "", "5 LSAs" },
    { "OSPF: parallel lines are told apart by their subnets", &cp_format_ospf,
      "    OSPF database, Area 0.0.0.0\n"
      " Type       ID               Adv Rtr           Seq      Age  Opt  Cksum  Len\n"
      "Router  *2.2.2.2          2.2.2.2          0x8000000c   747  0x22 0x858d  72\n"
      "  bits 0x1, link count 2\n"
      "  id 4.4.4.4, data 192.168.0.4, Type PointToPoint (1)\n"
      "    Topology count: 0, Default metric: 1\n"
      "  id 4.4.4.4, data 192.168.0.8, Type PointToPoint (1)\n"
      "    Topology count: 0, Default metric: 2\n"
      "  id 192.168.0.4, data 255.255.255.254, Type Stub (3)\n"
      "    Topology count: 0, Default metric: 1\n"
      "  Topology default (ID 0)\n    Type: PointToPoint, Node ID: 4.4.4.4\n"
      "      Metric: 1, Bidirectional\n"
      "  Aging timer 00:47:32\n"
      "Router   4.4.4.4          4.4.4.4          0x8000000c   747  0x22 0x858d  72\n"
      "  id 2.2.2.2, data 192.168.0.9, Type PointToPoint (1), metric 20\n"
      "  id 2.2.2.2, data 192.168.0.5, type PointToPoint (1)\n"
      "    TOS count 0, TOS 0 metric 10\n"
      "OpaqArea 1.0.0.1          2.2.2.2          0x80000001   747  0x22 0x1234  28\n",
      "ospf router=2.2.2.2[192.168.0.4] -- router=4.4.4.4[192.168.0.5] 1/10 0.0.0.0\n"
      "ospf router=2.2.2.2[192.168.0.8] -- router=4.4.4.4[192.168.0.9] 2/20 0.0.0.0\n",
      CP_OK, 0, "", "2 LSAs" },
    { "OSPF: told by one end, with and without the other's words", &cp_format_ospf,
      "    OSPF database, Area 0.0.0.0\n"
      "Router   1.1.1.1  1.1.1.1  0x80000001  1  0x22 0x1  48\n"
      "  id 2.2.2.2, data 10.0.0.1, Type PointToPoint (1), metric 5\n"
      "  id 3.3.3.3, data 10.0.0.5, Type PointToPoint (1), metric 6\n"
      "  id 1.1.1.1, data 10.0.0.9, Type PointToPoint (1), metric 7\n"
      "Router   2.2.2.2  2.2.2.2  0x80000001  1  0x22 0x1  48\n",
      "ospf router=1.1.1.1[10.0.0.1] -- router=2.2.2.2 -1/-1 0.0.0.0 one side\n"
      "ospf router=1.1.1.1[10.0.0.5] -- router=3.3.3.3 6/0 0.0.0.0 one side\n",
      CP_OK, 0, "", "1 router is without an LSA of its own here" },
    { "OSPF: the newest of an LSA counts, a flushed one does not", &cp_format_ospf,
      "    OSPF database, Area 0.0.0.0\n"
      "Router   1.1.1.1  1.1.1.1  0x80000002  1  0x22 0x1  48\n"
      "  id 2.2.2.2, data 10.0.0.1, Type PointToPoint (1), metric 5\n"
      "Router   1.1.1.1  1.1.1.1  0x80000001  1  0x22 0x1  48\n"
      "  id 2.2.2.2, data 10.0.0.1, Type PointToPoint (1), metric 99\n"
      "Router   2.2.2.2  2.2.2.2  0x80000001  1  0x22 0x1  48\n"
      "  id 1.1.1.1, data 10.0.0.2, Type PointToPoint (1), metric 98\n"
      "Router   2.2.2.2  2.2.2.2  0x80000003  1  0x22 0x1  48\n"
      "  id 1.1.1.1, data 10.0.0.2, Type PointToPoint (1), metric 6\n"
      "Router   3.3.3.3  3.3.3.3  0x80000001  3600  0x22 0x1  48\n"
      "  id 1.1.1.1, data 10.0.0.6, Type PointToPoint (1), metric 7\n",
      "ospf router=1.1.1.1[10.0.0.1] -- router=2.2.2.2[10.0.0.2] 5/6 0.0.0.0\n", CP_OK, 0, "",
      "2 LSAs" },
    { "OSPF: a virtual link is none; a link without a metric, a metric that cannot be",
      &cp_format_ospf,
      "  Router Link States (Area 0)\n  LS age: 1\n  Link State ID: 1.1.1.1\n"
      "  LS Seq Number: 80000001\n"
      "    Link connected to: a Virtual Link\n     (Link ID) Neighboring Router ID: 2.2.2.2\n"
      "       TOS 0 Metric: 1\n"
      "    Link connected to: another Router (point-to-point)\n"
      "     (Link ID) Neighboring Router ID: 2.2.2.2\n"
      "    Link connected to: another Router (point-to-point)\n"
      "     (Link ID) Neighboring Router ID: 2.2.2.2\n       TOS 0 Metric: 65536\n",
      "", CP_OK, 2, "a link of 1.1.1.1 has no metric", "" },
    { "OSPF: the text of VRP", &cp_format_ospf,
      "\n          OSPF Process 1 with Router ID 10.0.3.3\n                 Area: 0.0.0.1\n"
      "\t\t Link State Database \n\n\n"
      "  Type      : Router\n  Ls id     : 10.0.3.3\n  Adv rtr   : 10.0.3.3  \n"
      "  Ls age    : 207 \n  Len       : 60 \n  Options   :  ABR  E  \n  seq#      : 80000007 \n"
      "  chksum    : 0xb5ad\n  Link count: 3\n   * Link ID: 10.0.3.0     \n"
      "     Data   : 255.255.255.0 \n     Link Type: StubNet      \n     Metric : 0 \n"
      "     Priority : Low\n   * Link ID: 10.0.2.2     \n     Data   : 10.0.23.3    \n"
      "     Link Type: P-2-P        \n     Metric : 4882\n   * Link ID: 10.0.9.4\n"
      "     Data   : 10.0.9.3\n     Link Type: TransNet\n     Metric : 7\n\n"
      "  Type      : Router\n  LS ID     : 10.0.2.2\n  LS age    : 203 \n  Seq#      : 80000007 \n"
      "       Link ID: 10.0.3.3     \n     Data   : 10.0.23.2    \n"
      "     Link Type: P-2-P        \n     Metric : 48\n"
      "  Type      : Network\n  Ls id     : 10.0.9.4\n  Ls age    : 1\n  seq#      : 80000001\n"
      "  Net mask  : 255.255.255.0\n   Attached Router    10.0.3.3\n"
      "   Attached Router    10.0.4.4\n"
      "  Type      : Sum-Net\n  Ls id     : 10.9.9.0\n  Ls age    : 1\n  seq#      : 80000001\n"
      "  Type      : Router\n  Ls id     : 10.0.7.7\n  Ls age    : 3600\n  seq#      : 80000001\n"
      "   * Link ID: 10.0.3.3     \n     Link Type: P-2-P\n     Metric : 48\n",
      "ospf router=10.0.3.3[10.0.23.3] -- router=10.0.2.2[10.0.23.2] 4882/48 0.0.0.1\n"
      "ospf router=10.0.3.3[10.0.9.3] -- router=10.0.4.4 7/0 0.0.0.1 one side\n",
      CP_OK, 0, "", "3 LSAs" },
    { "OSPF: JSON", &cp_format_ospf,
      "{\"routerLinkStates\":{\"areas\":{\"0.0.0.0\":[{\"lsaAge\":16,\"linkStateId\":\"10.0.0.1\","
      "\"lsaSeqNumber\":\"80000006\",\"routerLinks\":{\"link0\":{\"linkType\":\"another Router "
      "(point-to-point)\",\"neighborRouterId\":\"10.0.0.2\",\"routerInterfaceAddress\":"
      "\"10.0.12.1\",\"tos0Metric\":11},\"link1\":{\"linkType\":\"a Transit "
      "Network\",\"designatedRouterAddress\":\"10.9.0.2\",\"routerInterfaceAddress\":\"10.9.0.1\","
      "\"tos0Metric\":3}}},{\"lsaAge\":1,\"linkStateId\":\"10.0.0.2\",\"lsaSeqNumber\":"
      "\"80000006\",\"routerLinks\":{\"link0\":{\"linkType\":\"another Router (point-to-point)\","
      "\"neighborRouterId\":\"10.0.0.1\",\"routerInterfaceAddress\":\"10.0.12.2\","
      "\"tos0Metric\":12}}}]}},\"networkLinkStates\":{\"areas\":{\"0.0.0.0\":[{\"linkStateId\":"
      "\"10.9.0.2\",\"attchedRouters\":{\"10.0.0.1\":{},\"10.0.0.9\":{}}}]}}}",
      "ospf router=10.0.0.1[10.0.12.1] -- router=10.0.0.2[10.0.12.2] 11/12 0.0.0.0\n"
      "ospf router=10.0.0.1[10.9.0.1] -- router=10.0.0.9 3/0 0.0.0.0 one side\n",
      CP_OK, 0, "", "3 LSAs" },
    { "OSPF: without detail", &cp_format_ospf,
      "OSPF Router with ID(10.1.1.1)\n Router Link States (Area 0.0.0.2)\n"
      "Link ID  ADV Router  Age  Seq#  Checksum Link count\n"
      "10.1.1.1 10.1.1.1 00:29:08 0x80000031 0x001D5F 1\n",
      "", CP_OK, 0, "", "no router or network LSA in detail" },
    { "OSPF: no JSON", &cp_format_ospf, "{\"routerLinkStates\":", "", CP_EFORMAT, 0, "", "" },
    /* ---- IS-IS */
    { "IS-IS: the text of FRR, with the names of ids", &cp_format_isis,
      "Area X:\nIS-IS Level-2 link-state database:\n"
      "LSP ID                  PduLen  SeqNumber   Chksum  Holdtime  ATT/P/OL\n"
      "r1.00-00             *    111   0x00000002  0x14f5    1179    0/0/0\n"
      "  Hostname: r1\n  TE Router ID: 10.255.0.1\n"
      "  Extended Reachability: 0000.0000.0004.03 (Metric: 11)\n"
      "  Extended Reachability: 0000.0000.0005.00 (Metric: 0)\n"
      "  Extended IP Reachability: 10.0.100.0/24 (Metric: 11)\n\n"
      "r4.00-00                  111   0x00000002  0x685f    1174    0/0/0\n"
      "  Extended Reachability: 0000.0000.0004.03 (Metric: 14)\n"
      "  MT Reachability: 0000.0000.0001.00 (Metric: 1) ipv6-unicast\n"
      "r4.03-00                   62   0x00000001  0xf0c4    1123    0/0/0\n"
      "  Extended Reachability: 0000.0000.0004.00 (Metric: 0)\n"
      "  Extended Reachability: 0000.0000.0001.00 (Metric: 0)\n"
      "r5.00-00                   92   0x00000002  0x5425    1154    0/0/1\n"
      "  Extended Reachability: 0000.0000.0001.00 (Metric: 16777215)\n"
      "    6 LSPs\n\nvrf     : default\nLevel  System ID      Dynamic Hostname\n"
      "2      0000.0000.0004 r4\n2      0000.0000.0005 r5\n     * 0000.0000.0001 r1\n",
      "isis hostname=r5 router=0000.0000.0005 -- ip=10.255.0.1 hostname=r1 router=0000.0000.0001 "
      "-1/1 level-2 a overloaded\n"
      "isis hostname=r4 router=0000.0000.0004 -- ip=10.255.0.1 hostname=r1 router=0000.0000.0001 "
      "14/11 level-2\n",
      CP_OK, 0, "", "4 LSPs" },
    { "IS-IS: names and ids that nothing joins", &cp_format_isis,
      "IS-IS Level-1 link-state database:\n"
      "r1.00-00             *    111   0x00000002  0x14f5    1179    0/0/0\n"
      "  Extended Reachability: 0000.0000.0002.00 (Metric: 11)\n",
      "isis hostname=r1 -- router=0000.0000.0002 11/0 level-1 one side\n", CP_OK, 0, "",
      "1 system is without an LSP of its own" },
    { "IS-IS: the text of IOS; the wide way counts, other topologies do not", &cp_format_isis,
      "\nIS-IS Level-1 Link State Database:\n"
      "LSPID                 LSP Seq Num  LSP Checksum  LSP Holdtime      ATT/P/OL\n"
      "R1.00-00            * 0x00000007   0x1234        1010              0/0/0\n"
      "  Area Address: 49.0001\n  NLPID:        0xCC 0x8E\n  Hostname: R1\n"
      "  IP Address:   10.0.0.1\n"
      "  Metric: 10         IP 10.1.2.0 255.255.255.0\n"
      "  Metric: 10         IS R2.00\n"
      "  Metric: 11         IS-Extended R2.00\n    Interface IP Address: 10.1.2.1\n"
      "    Neighbor IP Address: 10.1.2.2\n"
      "  Metric: 12         IS (MT-IPv6) R2.00\n"
      "  Metric: 12         MT (IPv6 Unicast) IS-Extended R2.00\n"
      "R2.00-00              0x00000007   0x1234        1010              0/0/0\n"
      "  Hostname: R2\n"
      "  Metric: 20         IS-Extended R1.00\n    Interface IP Address: 10.1.2.2\n"
      "    Neighbor IP Address: 10.1.2.1\n"
      "R3.00-00              0x00000009   0x1234        0 (10)            0/0/0\n"
      "  Metric: 20         IS-Extended R1.00\n",
      "isis ip=10.0.0.1 hostname=R1[10.1.2.1] -- hostname=R2[10.1.2.2] 11/20 level-1\n", CP_OK, 0,
      "", "2 LSPs" },
    { "IS-IS: XR says what level in brackets; ids with names in the LSP", &cp_format_isis,
      "IS-IS 1 (Level-2) Link State Database\n"
      "0000.0000.0001.00-00  0x00000007   0x1234        1010 /1199         0/0/0\n"
      "  Hostname:     r1\n  Router ID:    1.1.1.1\n  Metric: 10         IS-Extended r2.00\n"
      "0000.0000.0002.00-00  0x00000007   0x1234        1010 /1199         0/0/1\n"
      "  Hostname:     r2\n  Metric: 12         IS-Extended r1.00\n",
      "isis ip=1.1.1.1 hostname=r1 router=0000.0000.0001 -- hostname=r2 router=0000.0000.0002 "
      "10/12 level-2 b overloaded\n",
      CP_OK, 0, "", "2 LSPs" },
    { "IS-IS: the text of Junos, extensive", &cp_format_isis,
      "IS-IS level 2 link-state database:\n\n"
      "R7.00-00 Sequence: 0x9, Checksum: 0xebe7, Lifetime: 1008 secs\n"
      "   IS neighbor: R2.00                      Metric:       10\n"
      "   IP prefix: 7.0.0.0/32                   Metric:        0 Internal Up\n\n"
      "  Header: LSP ID: R7.00-00, Length: 226 bytes\n"
      "  Packet: LSP ID: R7.00-00, Length: 226 bytes, Lifetime : 65533 secs\n"
      "    Checksum: 0xebe7, Sequence: 0x9, Attributes: 0x7 <L1 L2 Overload>\n"
      "  TLVs:\n    Area address: 49.0007 (3)\n    IP router id: 7.0.0.0\n"
      "    IP address: 7.0.0.0\n    Hostname: R7\n"
      "    Extended IS Reachability TLV, Type: 22, Length: 88\n"
      "    IS extended neighbor: R2.00, Metric: default 10 SubTLV len: 33\n"
      "      IP address: 172.16.27.7\n      Neighbor's IP address: 172.16.27.2\n"
      "      Local interface index: 334, Remote interface index: 336\n"
      "  No queued transmissions\n\n"
      "R2.00-00 Sequence: 0x6, Checksum: 0x8f2d, Lifetime: 1008 secs\n"
      "   IS neighbor: R7.00                      Metric:       20\n",
      "isis ip=7.0.0.0 hostname=R7[172.16.27.7] -- hostname=R2[172.16.27.2] 10/20 level-2 a "
      "overloaded\n",
      CP_OK, 0, "", "2 LSPs" },
    { "IS-IS: the text of VRP, verbose", &cp_format_isis,
      "                        Database information for ISIS(1)\n"
      "                        --------------------------------\n\n"
      "                          Level-2 Link State Database\n\n"
      "LSPID                 Seq Num      Checksum      Holdtime      Length  ATT/P/OL\n"
      "-------------------------------------------------------------------------------\n"
      "0000.0000.0001.00-00* 0x0000000d   0xddb3        1135          169     0/0/0   \n"
      " SOURCE       R1.00\n HOST NAME    R1\n NLPID        IPV4\n AREA ADDR    49.0001 \n"
      " INTF ADDR    10.1.12.1\n INTF ADDR V6 2011::1\n NBR  ID      R2.00  COST: 5\n"
      "+NBR  ID      R2.00  COST: 10\n"
      "+IP-Extended  10.1.12.0       255.255.255.0    COST: 10  \n"
      "0000.0000.0002.00-00  0x0000000d   0xddb3        1135          169     0/0/1   \n"
      " SOURCE       R2.00\n+NBR  ID      0000.0000.0001.00  COST: 20\n"
      "Total LSP(s): 2\n",
      "isis ip=10.1.12.1 hostname=R1 router=0000.0000.0001 -- hostname=R2 router=0000.0000.0002 "
      "10/20 level-2 b overloaded\n",
      CP_OK, 0, "", "2 LSPs" },
    { "IS-IS: JSON of now", &cp_format_isis,
      "{\"areas\":[{\"area\":{\"name\":\"X\"},\"levels\":[{\"id\":2,\"lsps\":[{\"lsp\":{\"id\":"
      "\"0000.0000.0001.00-00\"},\"seqNumber\":\"0x00000002\",\"holdtime\":1115,\"attPOl\":"
      "\"0/0/0\",\"hostname\":\"r1\",\"teRouterId\":\"10.0.0.1\",\"extReach\":[{\"mtId\":"
      "\"Extended\",\"id\":\"0000.0000.0002.00\",\"metric\":10}]},{\"lsp\":{\"id\":"
      "\"0000.0000.0002.00-00\"},\"seqNumber\":\"0x00000002\",\"holdtime\":1115,\"attPOl\":"
      "\"0/0/1\",\"extReach\":[{\"mtId\":\"Extended\",\"id\":\"0000.0000.0001.00\",\"metric\":11}]}"
      "]}]}]}",
      "isis ip=10.0.0.1 hostname=r1 router=0000.0000.0001 -- router=0000.0000.0002 10/11 level-2 b "
      "overloaded\n",
      CP_OK, 0, "", "2 LSPs" },
    { "IS-IS: JSON that lost LSPs", &cp_format_isis,
      "{\"areas\":[{\"levels\":[{\"id\":1,\"lsp\":{\"id\":\"r5.00-00\"},\"seq-number\":"
      "\"0x00000001\",\"holdtime\":1167,\"att-p-ol\":\"0/0/0\",\"ext-reach\":{\"mt-id\":"
      "\"Extended\",\"id\":\"0000.0000.0003.00\",\"metric\":4},\"count\":5}]}]}",
      "isis hostname=r5 -- router=0000.0000.0003 4/0 level-1 one side\n", CP_OK, 1,
      "of 5 LSPs of level 1 one is in the JSON", "" },
    { "IS-IS: an LSP before a level, a neighbour that is none", &cp_format_isis,
      "IS-IS\nR2.00-00 0x00000007 0x1234 1010 0/0/0\nIS-IS Level-1 Link State Database:\n"
      "R2.00-00 0x00000007 0x1234 1010 0/0/0\n  Metric: 10 IS R1\n",
      "", CP_OK, 2, "an LSP of no level", "" },
    /* ---- graphs */
    { "node-link", &cp_format_node_link,
      "{\"directed\":false,\"nodes\":[{\"id\":0,\"name\":\"north\",\"ip\":\"192.0.2.1\"},"
      "{\"id\":1,\"label\":\"south\"},{\"id\":2}],\"links\":[{\"source\":0,\"target\":1,"
      "\"metric\":10,\"Capacity\":\"10G\",\"sourcePort\":\"ge1\",\"dst_port\":\"ge2\","
      "\"srlg\":\"duct\",\"name\":\"n-s\"},{\"source\":1,\"target\":2,\"weight\":2.5},"
      "{\"source\":2,\"target\":9},{\"source\":1,\"target\":1,\"cost\":0}]}",
      "graph \"n-s\" hostname=north ip=192.0.2.1[ge1] -- hostname=south[ge2] 10/0 10000000000bps "
      "{duct}\n"
      "graph hostname=south -- hostname=2 0/0\n"
      "graph hostname=south -- hostname=south 0/0\n",
      CP_OK, 2, "cost: \"0\" is no metric", "3 nodes, 4 edges; 1 edge from a node to itself" },
    { "node-link of old: ends are places", &cp_format_node_link,
      "{\"nodes\":[{\"id\":\"a\"},{\"id\":\"b\"}],\"links\":[{\"source\":0,\"target\":1}],"
      "\"multigraph\":false}",
      "graph hostname=a -- hostname=b 0/0\n", CP_OK, 0, "", "2 nodes, 1 edges" },
    { "node-link, directed: two edges are a link", &cp_format_node_link,
      "{\"directed\":true,\"nodes\":[{\"id\":\"a\"},{\"id\":\"b\"}],\"edges\":[{\"source\":\"b\","
      "\"target\":\"a\",\"metric\":20},{\"source\":\"a\",\"target\":\"b\",\"metric\":10},"
      "{\"source\":\"a\",\"target\":\"b\",\"metric\":11}]}",
      "graph hostname=a -- hostname=b 10/20\ngraph hostname=a -- hostname=b 11/0 one side\n", CP_OK,
      0, "", "directed" },
    { "node-link without lists", &cp_format_node_link, "{\"nodes\":{},\"directed\":true}", "",
      CP_EFORMAT, 0, "", "" },
    { "GML", &cp_format_gml,
      "Creator \"x\"\n# graph [\ngraph [\n  directed 0\n  node [ id 0 label \"S&#233;oul\"\n"
      "    graphics [ x 1.0 y [ z 2 ] ] Latitude 37.5 ]\n  node [ id 1 label \"B\" ]\n"
      "  node [ id 1 label \"C\" ]\n"
      "  edge [ source 0 target 1 LinkSpeedRaw 10000000000.0 metric 10 ]\n]\n",
      "graph hostname=S\xc3\xa9oul -- hostname=B 10/0 10000000000bps\n", CP_OK, 1,
      "node \"1\" is there twice", "2 nodes, 1 edges" },
    { "GML that breaks off", &cp_format_gml,
      "graph [ directed 1 node [ id a ] node [ id b ] edge [ source a target b ] edge [ source",
      "graph hostname=a -- hostname=b 0/0 one side\n", CP_OK, 1, "what follows was not read", "" },
    { "GML that is none", &cp_format_gml, "graph [ ]]", "", CP_EFORMAT, 0, "", "" },
    { "GraphML", &cp_format_graphml,
      "<?xml version='1.0' encoding='utf-8'?>\n"
      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
      "<key id=\"d0\" for=\"edge\" attr.name=\"metric\" attr.type=\"int\"/>\n"
      "<key id='d1' for='node' attr.name='name' attr.type='string'/>\n"
      "<graph edgedefault=\"undirected\">\n"
      "<node id=\"n0\"><data key=\"d1\">north &amp; <![CDATA[<more>]]></data></node>\n"
      "<node id=\"n1\"><data key=\"d6\"><y:ShapeNode><y:NodeLabel a='b'>south</y:NodeLabel>"
      "</y:ShapeNode></data></node>\n"
      "<edge source=\"n0\" target=\"n1\" sourceport=\"p1\"><data key=\"d0\">10</data></edge>\n"
      "<edge source=\"n0\" target=\"n2\"/><hyperedge><endpoint node='n0'/></hyperedge>\n"
      "</graph></graphml>\n",
      "graph hostname=north &<more>[p1] -- hostname=south 10/0\n", CP_OK, 2,
      "a hyperedge: it is no link", "2 nodes, 2 edges" },
    { "GraphML with entities", &cp_format_graphml,
      "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [ <!ENTITY a \"aaaaaaaaaa\"> <!ENTITY b "
      "\"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"> ]>\n<graphml><graph><node "
      "id=\"&b;\"/></graph></graphml>",
      "", CP_EFORMAT, 0, "", "" },
    { "GraphML with an entity that nobody declared", &cp_format_graphml,
      "<graphml><graph><node id=\"&xxe;\"/><node id=\"b\"/>"
      "<edge source=\"&xxe;\" target=\"b\"/></graph></graphml>",
      "graph hostname=&xxe; -- hostname=b 0/0\n", CP_OK, 0, "", "" },
    { "GraphML that breaks off", &cp_format_graphml,
      "<graphml><graph edgedefault='directed'><node id='a'/><node id='b'/>\n"
      "<edge source='a' target='b'/>\n<edge source='b'",
      "graph hostname=a -- hostname=b 0/0 one side\n", CP_OK, 1, "what follows was not read", "" },
    /* ---- neighbours of a host */
    { "lldpcli json0 and whose it is", &cp_format_lldpcli,
      "{\"local-chassis\":[{\"chassis\":[{\"id\":[{\"type\":\"mac\",\"value\":"
      "\"00:00:5e:00:53:01\"}],\"name\":[{\"value\":\"r1\"}],\"mgmt-ip\":[{\"value\":"
      "\"192.0.2.1\"}]}]}]}\n"
      "{\"lldp\":[{\"interface\":[{\"name\":\"eth0\",\"via\":\"LLDP\",\"chassis\":[{\"id\":"
      "[{\"type\":\"mac\",\"value\":\"00:00:5e:00:53:02\"}],\"name\":[{\"value\":\"r2\"}]}],"
      "\"port\":[{\"id\":[{\"type\":\"ifname\",\"value\":\"ge1\"}],\"descr\":[{\"value\":"
      "\"to r1\"}]}]}]}]}",
      "lldp chassis=00:00:5e:00:53:01 mac=00:00:5e:00:53:01 hostname=r1 ip=192.0.2.1[eth0] -- "
      "chassis=00:00:5e:00:53:02 mac=00:00:5e:00:53:02 hostname=r2[ge1] 0/0 one side\n",
      CP_OK, 0, "", "" },
    { "lldpcli json", &cp_format_lldpcli,
      "{\"lldp\":{\"interface\":[{\"eth0\":{\"via\":\"LLDP\",\"chassis\":{\"r2\":{\"id\":{"
      "\"type\":\"local\",\"value\":\"box-9\"},\"mgmt-ip\":[\"192.0.2.2\",\"fe80::1\"]}},"
      "\"port\":{\"id\":{\"type\":\"mac\",\"value\":\"00:00:5e:00:53:02\"},\"descr\":\"ge1\"}}},"
      "{\"eth1\":{\"via\":\"CDPv2\",\"chassis\":{\"id\":{\"type\":\"ifname\",\"value\":\"e0\"}},"
      "\"port\":{\"id\":{\"type\":\"ifname\",\"value\":\"ge3\"}}}}]}}",
      "lldp [eth0] -- chassis=box-9 hostname=r2 ip=192.0.2.2[ge1] 0/0 one side\n", CP_OK, 1,
      "a neighbour on eth1 that nothing names", "whose neighbours these are is not told" },
    { "lldpcli json with one interface", &cp_format_lldpcli,
      "{\"lldp\":{\"interface\":{\"eth0\":{\"via\":\"CDPv2\",\"chassis\":{\"sw\":{\"id\":{"
      "\"type\":\"local\",\"value\":\"sw\"}}},\"port\":{\"id\":{\"type\":\"ifname\",\"value\":"
      "\"Gi0/1\"}}}}}}",
      "cdp [eth0] -- chassis=sw hostname=sw[Gi0/1] 0/0 one side\n", CP_OK, 0, "", "" },
    { "lldpcli without neighbours", &cp_format_lldpcli, "{\"lldp\":{}}", "", CP_OK, 0, "", "" },
    /* ---- cables */
    { "cables of now", &cp_format_cables,
      "{\"count\":4,\"next\":null,\"results\":[{\"id\":7,\"status\":{\"value\":\"connected\"},"
      "\"label\":\"north-7\",\"a_terminations\":[{\"object_type\":\"dcim.interface\",\"object\":{"
      "\"name\":\"et-1\",\"device\":{\"name\":\"core-1\"}}}],\"b_terminations\":[{\"object_type\":"
      "\"dcim.interface\",\"object\":{\"name\":\"xe-1\",\"device\":{\"name\":\"agg-2\"}}},{"
      "\"object_type\":\"circuits.circuittermination\",\"object\":{\"id\":3,\"circuit\":{\"cid\":"
      "\"C-17\"}}}]},{\"id\":8,\"status\":{\"value\":\"planned\"},\"a_terminations\":[{"
      "\"object\":{\"name\":\"x\",\"device\":{\"name\":\"a\"}}}],\"b_terminations\":[{\"object\":{"
      "\"name\":\"y\",\"device\":{\"name\":\"b\"}}}]},{\"id\":9,\"a_terminations\":[{"
      "\"object_type\":\"dcim.powerport\",\"object\":{\"name\":\"x\",\"device\":{\"name\":\"a\"}}}]"
      ","
      "\"b_terminations\":[]},{\"id\":10,\"a_terminations\":[],\"b_terminations\":[]}]}",
      "cable \"north-7\" hostname=core-1[et-1] -- hostname=agg-2[xe-1] 0/0\n"
      "cable \"north-7\" hostname=core-1[et-1] -- hostname=C-17 0/0\n",
      CP_OK, 1, "the cable has no first end", "" },
    { "cables of old, a page of several", &cp_format_cables,
      "{\"next\":\"https://x/?offset=50\",\"results\":[{\"termination_a_type\":\"dcim.interface\","
      "\"termination_a\":{\"name\":\"et-1\",\"device\":{\"name\":\"core-1\"}},"
      "\"termination_b\":{\"name\":\"xe-1\",\"device\":{\"display_name\":\"agg-2\"}}}]}",
      "cable hostname=core-1[et-1] -- hostname=agg-2[xe-1] 0/0\n", CP_OK, 1, "a page of several",
      "" },
    { "interfaces", &cp_format_cables,
      "[{\"name\":\"et-1\",\"device\":{\"name\":\"core-1\"},\"connected_endpoints\":[{\"name\":"
      "\"xe-1\",\"device\":{\"name\":\"agg-2\"}}]},{\"name\":\"lo\",\"device\":{\"name\":"
      "\"core-1\"},\"connected_endpoints\":null}]",
      "cable hostname=core-1[et-1] -- hostname=agg-2[xe-1] 0/0 one side\n", CP_OK, 0, "", "" },
    { "no list of results", &cp_format_cables, "{\"termination_a\":1}", "", CP_EFORMAT, 0, "", "" },
};

static void check_row(const struct row *r)
{
    static const cp_read_opts opts;
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    cp_obs_sink sink = { &b, skip_obs, show_link, NULL, NULL };
    cp_source src = { .records = 0 };
    cp_err err = { .msg = "" };
    cp_bytes in = cp_bytes_of_str(cp_str_c(r->in));
    const cp_format *f = cp_format_detect(in, CP_STR("x"));
    ok(f == r->format || r->rc != CP_OK, "%s: taken for %s", r->name, f ? f->name : "nothing");
    cp_rc rc = r->format->read(a, cp_input_of_bytes(a, in), &opts, &sink, &src, &err);
    is_int(rc, r->rc, "%s: result (%s)", r->name, rc == CP_OK ? "" : err.msg);
    is_cstr(cp_buf_str(&b), r->links, "%s", r->name);
    is_uint(src.records_bad, r->bad, "%s: bad", r->name);
    ok(cp_str_has(src.n_problems ? src.problems[0].text : CP_STR(""), cp_str_c(r->problem)),
       "%s: problem \"%.*s\"", r->name, CP_FMT(src.n_problems ? src.problems[0].text : CP_STR("")));
    ok(cp_str_has(src.note, cp_str_c(r->note)), "%s: note \"%.*s\"", r->name, CP_FMT(src.note));
    cp_arena_free(a);
}

/* What lldpcli writes begins with its one member; a file that only counts frames of LLDP is none of
 * its own. */
static void check_lldpcli_detect(void)
{
    static const struct {
        const char *in;
        bool want;
    } heads[] = {
        { "{\"lldp\":{}}", true },
        { "\xef\xbb\xbf{ \"lldp\" : [ ] }", true },
        { "{\"local-chassis\":{\"chassis\":{}}}", true },
        { "{\"file\":\"a.pcap\",\"protocols\":{\"lldp\":3,\"chassis\":1}}", false },
        { "{\"lldp\":3,\"cdp\":1}\n{\"lldp\":4}", false },
        { "[{\"lldp\":{\"chassis\":1}}]", false },
        { "{\"lldp", false },
        { "{\"lldp\"", false },
        { "{\"lldp\":", false },
        { "{", false },
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        cp_bytes head = cp_bytes_of_str(cp_str_c(heads[i].in));
        is_int(cp_format_lldpcli.detect(head, CP_STR("x")) > 0, heads[i].want, "lldpcli: %s",
               heads[i].in);
    }
}

/* A segment of more routers than are linked with each other, and a limit of links that holds. */
static void check_large_segment(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_lsdb *db = cp_lsdb_new(a, CP_LINK_OSPF);
    cp_buf b = cp_buf_new(a);
    cp_obs_sink sink = { &b, skip_obs, show_link, NULL, NULL };
    cp_source src = { .records = 0 };
    for (unsigned i = 0; i < 300; i++) {
        cp_str id = cp_str_fmt(a, "10.0.%u.%u", i >> 8, i & 0xff);
        ok(cp_lsdb_begin(db, CP_LSA_ROUTER, CP_STR("0.0.0.0"), id, 0, 1, 1), "router %u", i);
        cp_lsdb_arc(db, CP_LSA_SEGMENT, CP_STR("10.9.0.1"), CP_STR(""), CP_STR(""), i + 1, 1);
    }
    is_int(cp_lsdb_tell(db, a, &sink, &src, CP_TIME_NONE, NULL), CP_OK, "told");
    uint32_t n = 0;
    for (cp_str rest = cp_buf_str(&b), line; cp_str_cut_line(&rest, &line); n++)
        ;
    is_uint(n, 256 * 255 / 2, "links of the first 256");
    is_uint(src.records_bad, 1, "told");
    ok(src.n_problems && cp_str_has(src.problems[0].text, CP_STR("has 300 routers")), "why");
    cp_arena_free(a);
}

/* What a host says of its neighbours, besides the link. */
static void check_observations(void)
{
    cp_arena *a = cp_arena_new(0);
    heard *h = hear(a, &cp_format_lldpcli,
                    CP_STR("{\"lldp\":[{\"interface\":[{\"name\":\"eth0\",\"via\":\"LLDP\","
                           "\"chassis\":[{\"id\":[{\"type\":\"mac\",\"value\":"
                           "\"00:00:5E:00:53:02\"}],\"name\":[{\"value\":\"r2\"}],\"descr\":[{"
                           "\"value\":\"AcmeOS 2.1\"}],\"mgmt-ip\":[{\"value\":\"192.0.2.2\"}],"
                           "\"capability\":[{\"type\":\"Router\",\"enabled\":true},{\"type\":"
                           "\"Wlan\",\"enabled\":false}]}],\"port\":[{\"id\":[{\"type\":"
                           "\"ifname\",\"value\":\"ge1\"}],\"descr\":[{\"value\":\"to r1\"}]}],"
                           "\"lldp-med\":[{\"inventory\":[{\"serial\":[{\"value\":\"AB12345\"}],"
                           "\"model\":[{\"value\":\"AX5735\"}]}]}]}]}]}"),
                    NULL);
    is_int(h->rc, CP_OK, "read");
    is_cstr(cp_buf_str(&h->obs),
            "lldp.chassis_id=00:00:5E:00:53:02\nlldp.sys_name=r2\nlldp.sys_descr=AcmeOS 2.1\n"
            "lldp.sys_caps=router\nlldp.mgmt_addr=192.0.2.2\nlldp.med.serial=AB12345\n"
            "lldp.med.model=AX5735\nlldp.port_id=ge1\nlldp.port_descr=to r1\n",
            "observations");
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    check_lldpcli_detect();
    check_large_segment();
    check_observations();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].rc == CP_OK)
            cut_everywhere(rows[i].format, cp_str_c(rows[i].in), rows[i].name);
    return tap_done();
}
