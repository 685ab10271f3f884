/* SPDX-License-Identifier: Apache-2.0 */
/* Neighbours of VRP and Comware: ARP, ND, LLDP. The forms are those of docs/formats/router-state.md
 * (VRP, Comware). */
#include "sources/state/state.h"
#include "state_rows.h"

static const state_row rows[] = {
    { "prompts while it is configured: a view that names tell apart, another, none",
      "[~r1-diagnose]display arp\n"
      "[*r2-GigabitEthernet0/0/1]dis arp\n"
      "IP ADDRESS      MAC ADDRESS     EXPIRE(M) TYPE        INTERFACE   VPN-INSTANCE\n"
      "192.0.2.1       0000-5e00-5301            I -         GE0/0/1\n"
      "[r3-core]display arp\n"
      "IP ADDRESS      MAC ADDRESS     EXPIRE(M) TYPE        INTERFACE   VPN-INSTANCE\n"
      "192.0.2.2       0000-5e00-5302            I -         GE0/0/1\n"
      "[1]\n",
      "@r2\nneighbour 192.0.2.1 00:00:5e:00:53:01 if GE0/0/1 :4\n"
      "@r3-core\nneighbour 192.0.2.2 00:00:5e:00:53:02 if GE0/0/1 :7\nline \"[1]\" :8\n"
      "limit not understood \"1 line of the table\" :8\n",
      "8 not understood: [1]\n", CP_OK, NULL, NULL },
    { "ARP: own, learnt, of a VPN, not yet known; VLANs in the next line",
      "<r1>display arp all\n"
      "IP ADDRESS      MAC ADDRESS     EXPIRE(M) TYPE        INTERFACE   VPN-INSTANCE\n"
      "                                    VLAN/CEVLAN(SIP/DIP)\n"
      "------------------------------------------------------------------------------\n"
      "192.0.2.1       0000-5e00-5301            I -         GE0/0/1\n"
      "192.0.2.2       0000-5e00-5302  17        D-0         GE0/0/1\n"
      "                                            10/-\n"
      "198.51.100.2    0000-5e00-5303            S--         GE0/0/2     red\n"
      "192.0.2.3       Incomplete      1         D-0         GE0/0/1\n"
      "------------------------------------------------------------------------------\n"
      "Total:5         Dynamic:3       Static:1     Interface:1\n",
      "@r1\n"
      "neighbour 192.0.2.1 00:00:5e:00:53:01 if GE0/0/1 :5\n"
      "neighbour 192.0.2.2 00:00:5e:00:53:02 if GE0/0/1 :6\n"
      "neighbour [red] 198.51.100.2 00:00:5e:00:53:03 if GE0/0/2 :8\n"
      "neighbour 192.0.2.3 if GE0/0/1 :9\n"
      "limit incomplete \"4 of 5 neighbours are here\" :11\n",
      "", CP_OK, "" },
    { "ARP as VRP 8 shows it",
      "<r1>display arp\n"
      "ARP timeout:1200s\n"
      "ARP Entry Types: D - Dynamic, S - Static, I - Interface, O - OpenFlow, RD - Redirect\n"
      "EXP: Expire-time VLAN:VLAN or Bridge Domain\n"
      "\n"
      "IP ADDRESS      MAC ADDRESS    EXP(M) TYPE/VLAN       INTERFACE        VPN-INSTANCE\n"
      "----------------------------------------------------------------------------------------\n"
      "192.0.2.1       0000-5e00-5301        I               10GE1/0/1        red\n"
      "192.0.2.2       0000-5e00-5302 10     D/100           10GE1/0/1\n"
      "----------------------------------------------------------------------------------------\n"
      "Total:2         Dynamic:1       Static:0    Interface:1    OpenFlow:0\n",
      "@r1\n"
      "neighbour [red] 192.0.2.1 00:00:5e:00:53:01 if 10GE1/0/1 :8\n"
      "neighbour 192.0.2.2 00:00:5e:00:53:02 if 10GE1/0/1 :9\n",
      "", CP_OK, "" },
    { "ARP brief, with VLANs at the end",
      "<r1>display arp brief\n"
      "IP ADDRESS      MAC ADDRESS    EXPIRE(M) TYPE  INTERFACE           VLAN/CEVLAN\n"
      "------------------------------------------------------------------------------\n"
      "192.0.2.1       0000-5e00-5301           I -   Vlanif1\n"
      "192.0.2.2       0000-5e00-5302 3         D-0   GE0/0/0                1/-\n"
      "------------------------------------------------------------------------------\n"
      "Total:2         Dynamic:1       Static:0     Interface:1\n",
      "@r1\n"
      "neighbour 192.0.2.1 00:00:5e:00:53:01 if Vlanif1 :4\n"
      "neighbour 192.0.2.2 00:00:5e:00:53:02 if GE0/0/0 :5\n",
      "", CP_OK, "" },
    { "ARP of Comware, of a VPN by the arguments",
      "<r1>display arp vpn-instance red\n"
      "  Type: S-Static   D-Dynamic   O-Openflow   R-Rule   M-Multiport  I-Invalid\n"
      "IP address      MAC address    VLAN/VSI name Interface                Aging Type\n"
      "192.0.2.2       0000-5e00-5302 10            XGE1/0/47                16    D\n"
      "192.0.2.3       0000-5e00-5303 --            GE1/0/1                  5     D\n",
      "@r1\n"
      "neighbour [red] 192.0.2.2 00:00:5e:00:53:02 if XGE1/0/47 :4\n"
      "neighbour [red] 192.0.2.3 00:00:5e:00:53:03 if GE1/0/1 :5\n",
      "", CP_OK, "" },
    { "ARP: rows that cannot be, what follows no heading, another language",
      "<r1>display arp\n"
      "192.0.2.2       0000-5e00-5302  17        D-0         GE0/0/1\n"
      "IP ADDRESS      MAC ADDRESS     EXPIRE(M) TYPE        INTERFACE   VPN-INSTANCE\n"
      "192.0.2.2       0000-5e00       17        D-0         GE0/0/1\n"
      "192.0.2.2       0000-5e00-5302  17\n"
      "192.0.2.300     0000-5e00-5302  17        D-0         GE0/0/1\n"
      "没有表项\n",
      "@r1\n"
      "line \"192.0.2.2       0000-5e00-5302  17        D-0         GE0/0/1\" :2\n"
      "line \"192.0.2.2       0000-5e00       17        D-0         GE0/0/1\" :4\n"
      "line \"192.0.2.2       0000-5e00-5302  17\" :5\n"
      "line \"192.0.2.300     0000-5e00-5302  17        D-0         GE0/0/1\" :6\n"
      "line \"没有表项\" :7\n"
      "limit not understood \"5 lines of the table\" :7\n",
      "2 no heading of a table stands above: 192.0.2.2       0000-5e00-5302  17        D-0         "
      "GE0/0/1\n"
      "4 no hardware address: 192.0.2.2       0000-5e00       17        D-0         GE0/0/1\n"
      "5 no type and interface: 192.0.2.2       0000-5e00-5302  17\n"
      "6 not understood: 192.0.2.300     0000-5e00-5302  17        D-0         GE0/0/1\n"
      "7 not understood: 没有表项\n",
      CP_OK, "" },
    { "ND of VRP",
      "<r1>display ipv6 neighbors\n"
      "-----------------------------------------------------------------------------\n"
      "IPv6 Address : 2001:DB8::2\n"
      "Link-layer   : 0000-5e00-5302                     State     : STALE\n"
      "Interface    : 10GE1/0/33                         Age       : 33\n"
      "VLAN         : 333                                CEVLAN    : -\n"
      "VPN name     : red                                Is Router : TRUE\n"
      "Secure FLAG  : UN-SECURE                          Nickname  : -\n"
      "\n"
      "IPv6 Address : FE80::2\n"
      "Link-layer   : -                                  State     : INCMP\n"
      "Interface    : 10GE1/0/33                         Age       : 33\n"
      "VPN name     :                                    Is Router : FALSE\n"
      "-----------------------------------------------------------------------------\n"
      "Total: 3      Dynamic: 2      Static: 0\n",
      "@r1\n"
      "neighbour [red] 2001:db8::2 00:00:5e:00:53:02 if 10GE1/0/33 :3\n"
      "neighbour fe80::2 if 10GE1/0/33 :10\n"
      "limit incomplete \"2 of 3 neighbours are here\" :15\n",
      "", CP_OK, "" },
    { "ND of Comware",
      "<r1>display ipv6 neighbors all\n"
      "Type: S-Static    D-Dynamic    O-Openflow     R-Rule    IS-Invalid static\n"
      "IPv6 address              Link layer     VID  Interface      State T  Age\n"
      "FE80::2                   0000-5e00-5302 N/A  GE1/0/1        STALE D  1238\n"
      "2001:DB8::2               0000-5e00      N/A  GE1/0/1        STALE D  1238\n",
      "@r1\n"
      "neighbour fe80::2 00:00:5e:00:53:02 if GE1/0/1 :4\n"
      "line \"2001:DB8::2               0000-5e00      N/A  GE1/0/1        STALE D  1238\" :5\n"
      "limit not understood \"1 line of the table\" :5\n",
      "5 no hardware address and interface: 2001:DB8::2               0000-5e00      N/A  GE1/0/1  "
      "      STALE D  1238\n",
      CP_OK, "" },
    { "LLDP of VRP: a description of several lines, several neighbours",
      "<r1>display lldp neighbor\n"
      "GigabitEthernet0/0/0 has 0 neighbors\n"
      "\n"
      "GigabitEthernet0/0/1 has 1 neighbor(s):\n"
      "\n"
      "Neighbor index :1\n"
      "Chassis type   :MAC address\n"
      "Chassis ID     :000a-0b00-5301\n"
      "Port ID type   :Interface name\n"
      "Port ID        :GigabitEthernet0/0/2\n"
      "Port description    :to r1\n"
      "System name         :r2\n"
      "System description  :a router\n"
      "of three lines\n"
      "System name of nobody: it is the description still\n"
      "System capabilities supported   :bridge router\n"
      "Management address type  :ipv4\n"
      "Management address value :192.0.2.2\n"
      "Expired time   :95s\n"
      "\n"
      "GigabitEthernet0/0/2 has 1 neighbor(s):\n"
      "\n"
      "Neighbor index :1\n"
      "Chassis ID     :000a-0b00-5303\n"
      "Port ID        :000a-0b00-5304\n"
      "Port description    :eth0\n"
      "System name         :--\n",
      "", "", CP_OK,
      "lldp [GigabitEthernet0/0/1] -- mac=00:0a:0b:00:53:01 hostname=r2 ip=192.0.2.2 "
      "[GigabitEthernet0/0/2]\n"
      "lldp [GigabitEthernet0/0/2] -- mac=00:0a:0b:00:53:03 [eth0]\n" },
    { "LLDP of Comware, and a neighbour that nothing names",
      "<r1>display lldp neighbor-information verbose\n"
      "LLDP neighbor-information of port 1[Ten-GigabitEthernet1/0/0/1]:\n"
      "LLDP agent nearest-bridge:\n"
      " LLDP neighbor index : 1\n"
      " Chassis type        : MAC address\n"
      " Chassis ID          : 000a-0b00-5301\n"
      " Port ID             : GigabitEthernet0/0/1\n"
      " System name         : r2\n"
      " System description  : one\n"
      "                       two\n"
      " System capabilities supported : Bridge, Router\n"
      " Management address                : 192.0.2.2\n"
      "\n"
      "LLDP neighbor-information of port 2[Ten-GigabitEthernet1/0/0/2]:\n"
      " LLDP neighbor index : 1\n"
      " Port ID             : GigabitEthernet0/0/9\n",
      "@r1\n"
      "line \"Ten-GigabitEthernet1/0/0/2\" :15\n",
      "15 a neighbour that nothing names: Ten-GigabitEthernet1/0/0/2\n", CP_OK,
      "lldp [Ten-GigabitEthernet1/0/0/1] -- mac=00:0a:0b:00:53:01 hostname=r2 ip=192.0.2.2 "
      "[GigabitEthernet0/0/1]\n" },
    { "LLDP as lists",
      "<r1>display lldp neighbor brief\n"
      "Local Intf       Neighbor Dev             Neighbor Intf             Exptime (sec)\n"
      "GE0/0/1          r2                       GE0/0/2                   101\n"
      "<r2>display lldp neighbor-information list\n"
      "System Name          Local Interface Chassis ID      Port ID\n"
      "a-very-long-name.exa GE1/0/24        000a-0b00-5301  Port 1\n"
      "mple\n"
      "r3                   XGE1/0/29       000a-0b00-5303  Ten-GigabitEthernet1/0/17\n",
      "", "", CP_OK,
      "lldp [GE0/0/1] -- hostname=r2 [GE0/0/2]\n"
      "lldp [GE1/0/24] -- mac=00:0a:0b:00:53:01 [Port 1]\n"
      "lldp [XGE1/0/29] -- mac=00:0a:0b:00:53:03 hostname=r3 [Ten-GigabitEthernet1/0/17]\n" },
};

int main(void)
{
    state_rows_check(rows, sizeof rows / sizeof *rows);
    return tap_done();
}
