/* SPDX-License-Identifier: Apache-2.0 */
/* Databases of OSPF and IS-IS in the log of a terminal, beside other answers: the forms are those
 * of test_ospf.c and test_isis.c. */
#include "sources/state/state.h"
#include "state_rows.h"

static const state_row rows[] = {
    { "VRP: routes, both databases and neighbours in one log",
      "<r1>display ip routing-table\n"
      "Route Flags: R - relay, D - download to fib\n"
      "------------------------------------------------------------------------------\n"
      "Routing Tables: Public\n"
      "         Destinations : 1        Routes : 1\n"
      "Destination/Mask    Proto   Pre  Cost      Flags NextHop         Interface\n"
      "      192.0.2.0/24  Direct  0    0           D   192.0.2.1       GE0/1/0\n"
      "<r1>display isis lsdb verbose\n"
      "\n"
      "                        Database information for ISIS(1)\n"
      "                        --------------------------------\n"
      "                          Level-2 Link State Database\n"
      "\n"
      "LSPID                 Seq Num      Checksum      Holdtime      Length  ATT/P/OL\n"
      "-------------------------------------------------------------------------------\n"
      "0000.0000.0001.00-00* 0x00000009   0x4ae4        1115          102     0/0/0\n"
      " SOURCE       r1.00\n"
      " HOST NAME    r1\n"
      " NLPID        IPV4\n"
      " INTF ADDR    192.0.2.1\n"
      "+NBR  ID      r2.00  COST: 10\n"
      "\n"
      "0000.0000.0002.00-00  0x00000009   0x4ae4        1115          102     0/0/0\n"
      " HOST NAME    r2\n"
      " INTF ADDR    192.0.2.2\n"
      "+NBR  ID      r1.00  COST: 20\n"
      "Total LSP(s): 2\n"
      "<r1>display ospf lsdb router\n"
      "         OSPF Process 1 with Router ID 192.0.2.1\n"
      "                         Area: 0.0.0.0\n"
      "                 Link State Database\n"
      "\n"
      "  Type      : Router\n"
      "  Ls id     : 192.0.2.1\n"
      "  Adv rtr   : 192.0.2.1\n"
      "  Ls age    : 16\n"
      "  seq#      : 80000007\n"
      "   * Link ID: 192.0.2.2\n"
      "     Data   : 198.51.100.1\n"
      "     Link Type: P-2-P\n"
      "     Metric : 48\n"
      "  Type      : Router\n"
      "  Ls id     : 192.0.2.2\n"
      "  Ls age    : 16\n"
      "  seq#      : 80000007\n"
      "   * Link ID: 192.0.2.1\n"
      "     Data   : 198.51.100.2\n"
      "     Link Type: P-2-P\n"
      "     Metric : 47\n"
      "<r1>display arp\n"
      "IP ADDRESS      MAC ADDRESS     EXPIRE(M) TYPE        INTERFACE   VPN-INSTANCE\n"
      "192.0.2.2       0000-5e00-5302  17        D-0         GE0/1/0\n",
      "@r1\n"
      "route 192.0.2.0/24 if GE0/1/0 Direct 0/0 used connected :7\n"
      "neighbour 192.0.2.2 00:00:5e:00:53:02 if GE0/1/0 :52\n",
      "", CP_OK,
      "isis [] -- ip=192.0.2.2 hostname=r2 []\n"
      "ospf [198.51.100.1] -- [198.51.100.2]\n",
      NULL },
    { "IOS: the database in detail, between other answers; then of another process the same router",
      "r1#show ip ospf database router\n"
      "\n"
      "            OSPF Router with ID (192.0.2.1) (Process ID 1)\n"
      "\n"
      "                Router Link States (Area 0)\n"
      "\n"
      "  LS age: 16\n"
      "  Options: (No TOS-capability, DC)\n"
      "  LS Type: Router Links\n"
      "  Link State ID: 192.0.2.1\n"
      "  Advertising Router: 192.0.2.1\n"
      "  LS Seq Number: 80000006\n"
      "  Checksum: 0x8F2D\n"
      "  Length: 48\n"
      "  Number of Links: 1\n"
      "\n"
      "    Link connected to: another Router (point-to-point)\n"
      "     (Link ID) Neighboring Router ID: 192.0.2.2\n"
      "     (Link Data) Router Interface address: 198.51.100.1\n"
      "      Number of MTID metrics: 0\n"
      "       TOS 0 Metrics: 11\n"
      "\n"
      "r1#show ip arp\n"
      "Protocol  Address          Age (min)  Hardware Addr   Type   Interface\n"
      "Internet  198.51.100.2            7   0000.5e00.5302  ARPA   GigabitEthernet0/1\n"
      "r1#show isis database detail\n"
      "\n"
      "IS-IS Level-2 Link State Database:\n"
      "LSPID                 LSP Seq Num  LSP Checksum  LSP Holdtime      ATT/P/OL\n"
      "r1.00-00            * 0x00000007   0x1234        1010              0/0/0\n"
      "  Hostname: r1\n"
      "  IP Address:   192.0.2.1\n"
      "  Metric: 10         IS-Extended r2.00\n",
      "@r1\n"
      "neighbour 198.51.100.2 00:00:5e:00:53:02 if GigabitEthernet0/1 :25\n",
      "", CP_OK,
      "isis [] -- []\n"
      "ospf [198.51.100.1] -- []\n",
      NULL },
    { "a level that was told in one answer does not hold for the next; a bad LSP is counted",
      "<r1>display isis lsdb verbose\n"
      "                          Level-2 Link State Database\n"
      "LSPID                 Seq Num      Checksum      Holdtime      Length  ATT/P/OL\n"
      "0000.0000.0001.00-00* 0x00000009   0x4ae4        1115          102     0/0/0\n"
      "+NBR  ID      r2.00  COST: 10\n"
      "<r1>display isis lsdb verbose\n"
      "0000.0000.0003.00-00* 0x00000009   0x4ae4        1115          102     0/0/0\n"
      "+NBR  ID      r2.00  COST: 10\n"
      "<r1>display arp\n"
      "IP ADDRESS      MAC ADDRESS     EXPIRE(M) TYPE        INTERFACE   VPN-INSTANCE\n"
      "192.0.2.2       0000-5e00-5302  17        D-0         GE0/1/0\n",
      "@r1\n"
      "neighbour 192.0.2.2 00:00:5e:00:53:02 if GE0/1/0 :11\n",
      "7 an LSP of no level, or without an id\n", CP_OK, "isis [] -- []\n", NULL },
    { "no database is there: refused, in JSON",
      "r1#show isis database detail\n"
      "% IS-IS is not running\n"
      "r1#show ip ospf database json\n"
      "{\"routerLinkStates\":{}}\n"
      "r1#show ip arp\n"
      "Protocol  Address          Age (min)  Hardware Addr   Type   Interface\n"
      "Internet  198.51.100.2            7   0000.5e00.5302  ARPA   GigabitEthernet0/1\n",
      "@r1\n"
      "neighbour 198.51.100.2 00:00:5e:00:53:02 if GigabitEthernet0/1 :7\n",
      "", CP_OK, "", NULL },
};

int main(void)
{
    state_rows_check(rows, sizeof rows / sizeof *rows);
    return tap_done();
}
