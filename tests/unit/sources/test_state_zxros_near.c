/* SPDX-License-Identifier: Apache-2.0 */
/* What ZXROS shows of neighbours (LLDP), of filters and of routes of IPv6: forms of the command
 * manual of ZXROSNG and of published captures, with addresses of documentation. */
#include "sources/state/state.h"
#include "state_rows.h"

static const state_row rows[] = {
    { "LLDP in brief: a name that goes on below, one that was cut, a port longer than its column",
      "r1#show lldp neighbor brief\n"
      "Scope Codes:\n"
      "    NB    = Nearest bridge\n"
      "    NC    = Nearest Customer Bridge\n"
      "    NTPMR = Nearest non-TPMR bridge\n"
      "   Total neighbors: 5\n"
      "Local Intf       Scope Chassis ID      Port ID         Hold-time System Name\n"
      "--------------------------------------------------------------------------------\n"
      "gei-0/1/0/1      NB    0000.5e00.5302 gei-0/2/0/1     119    a-name-that-goes\n"
      "                                                             -on\n"
      "xgei-0/1/1/2     NB    0000.5e00.5303 XGigabitEthernet1/0/1 120    r3\n"
      "xxvgei-1/1/0/    NC    0000.5e00.5304 1/1/c1/1, 100G  90     a-name-that-is-\n"
      "20                                                           cut-o...\n"
      "gei-0/1/0/4      XX    0000.5e00.5305 1/1/1           90     r5\n"
      "gei-0/1/0/5      NB    0000.5e00.5305 1/1/1\n",
      "@r1\n"
      "line \"gei-0/1/0/4      XX    0000.5e00.5305 1/1/1           90     r5\" :14\n"
      "line \"gei-0/1/0/5      NB    0000.5e00.5305 1/1/1\" :15\n"
      "limit incomplete \"3 of 5 neighbours are told\" :15\n",
      "14 a scope of LLDP that is not known: gei-0/1/0/4      XX    0000.5e00.5305 1/1/1           "
      "90     r5\n"
      "15 no hold time: gei-0/1/0/5      NB    0000.5e00.5305 1/1/1\n",
      CP_OK,
      "lldp [gei-0/1/0/1] -- chassis=00:00:5e:00:53:02 mac=00:00:5e:00:53:02 "
      "hostname=a-name-that-goes-on [gei-0/2/0/1]\n"
      "lldp [xgei-0/1/1/2] -- chassis=00:00:5e:00:53:03 mac=00:00:5e:00:53:03 hostname=r3 "
      "[XGigabitEthernet1/0/1]\n"
      "lldp [xxvgei-1/1/0/20] -- chassis=00:00:5e:00:53:04 mac=00:00:5e:00:53:04 [1/1/c1/1, "
      "100G]\n",
      NULL },
    { "LLDP: capabilities, a platform of several lines",
      "r1#show lldp neighbor\n"
      "The total neighbor number:2\n"
      "Capability Codes:\n"
      "                  N - Other, r - Repeater, B - Bridge, W - WLAN Access Point,\n"
      "                  R - Router, T - Telephone, D - DOCSIS Cable Device,\n"
      "                  S - Station Only\n"
      "Local-Port    Chassis-ID    Holdtime Capability Platform         Peer-Port\n"
      "--------------------------------------------------------------------------------\n"
      "fei-0/20/0/1  00005e005302  82       B R        M6000v2.00.20(2. fei-0/20/0/9\n"
      "                                                2.0), ZXR10, ..  \n"
      "fei-0/20/0/2  00005e005303  x        B R        M6000v2.00.20(2. fei-0/20/0/9\n",
      "@r1\n"
      "line \"fei-0/20/0/2  00005e005303  x        B R        M6000v2.00.20(2. fei-0/20/0/9\" :11\n"
      "limit incomplete \"1 of 2 neighbours are told\" :11\n",
      "11 a line that is cut short: fei-0/20/0/2  00005e005303  x        B R        "
      "M6000v2.00.20(2. fei-0/20/0/9\n",
      CP_OK,
      "lldp [fei-0/20/0/1] -- chassis=00:00:5e:00:53:02 mac=00:00:5e:00:53:02 [fei-0/20/0/9]\n",
      NULL },
    { "LLDP entry by entry, of two releases",
      "r1#show lldp entry\n"
      "--------------------------------------------------------\n"
      " Local Port: gei-0/1/0/4 | Interface Name\n"
      " Group MAC address: Nearest Bridge | MAC Address\n"
      " Chassis ID: 00005e005302 | MAC Address\n"
      " Peer Port: gei-0/2/0/4 Nearest Bridge | Interface Name\n"
      " TTL: 1 | Time to live\n"
      " System Name: r2\n"
      " System Description: M6000v2.00.20(2.2.0), ZXR10,\n"
      "ZXR10 M6000-16 Software, NULL\n"
      " System Capability: Bridge, Router\n"
      "LLDP DOT3-TLV INFO:\n"
      "  MAC/PHY Cfg/Status TLV:\n"
      "r2#show lldp entry\n"
      "frob\n"
      "Local port :xgei-0/1/1/2\n"
      "Chassis type :MAC address\n"
      "Chassis ID :0000.5e00.5303\n"
      "Port ID type :Interface name\n"
      "Port ID :XGigabitEthernet1/0/1\n"
      "System name :r3\n"
      "Management address :IPv4-192.0.2.26, IfIndex-10, OID-0\n",
      "@r2\n"
      "line \"frob\" :15\n",
      "15 not understood: frob\n", CP_OK,
      "lldp [gei-0/1/0/4] -- chassis=00:00:5e:00:53:02 mac=00:00:5e:00:53:02 hostname=r2 "
      "[gei-0/2/0/4]\n"
      "lldp [xgei-0/1/1/2] -- chassis=00:00:5e:00:53:03 mac=00:00:5e:00:53:03 hostname=r3 "
      "[XGigabitEthernet1/0/1]\n",
      NULL },
    { "lists of rules, one of which is not whole",
      "r1#show ipv4-access-lists\n"
      "ipv4-access-list web                                           3/3 (showed/total)\n"
      "  10 deny tcp 192.0.2.10 0.0.0.0 any\n"
      "  11 permit tcp 192.0.2.14 0.0.0.0 range 1000-2000 any precedence 6\n"
      "  20 permit any\n"
      "ipv4-access-list more                                          1/2 (showed/total)\n"
      "  10 deny udp any any\n"
      "  frob\n"
      "r1#show ipv6-access-lists name six\n"
      "ipv6-access-list six                                           1/1 (showed/total)\n"
      "  10 deny tcp 2001:db8::/32 any\n",
      "@r1\n"
      "rule web 10 deny v4 proto 6-6 src 192.0.2.10/32 dst any sport 0-65535 dport 0-65535 \"10 "
      "deny tcp 192.0.2.10 0.0.0.0 any\" :3\n"
      "rule web 11 permit v4 partial proto 6-6 src 192.0.2.14/32 dst any sport 1000-2000 dport "
      "0-65535 \"11 permit tcp 192.0.2.14 0.0.0.0 range 1000-2000 any precedence 6\" :4\n"
      "rule web 20 permit v4 proto 0-255 src any dst any sport 0-65535 dport 0-65535 \"20 permit "
      "any\" :5\n"
      "rule more 10 deny v4 proto 17-17 src any dst any sport 0-65535 dport 0-65535 \"10 deny udp "
      "any any\" :7\n"
      "rule more 10 unknown v4 proto 0-255 src any dst any sport 0-65535 dport 0-65535 \"frob\" "
      ":8\n"
      "line \"  frob\" :8\n"
      "limit not understood \"1 line of the table\" :9\n"
      "rule six 10 deny v6 proto 6-6 src 2001:db8::/32 dst any sport 0-65535 dport 0-65535 \"10 "
      "deny tcp 2001:db8::/32 any\" :11\n",
      "8 not understood: frob\n", CP_OK, "", NULL },
    { "where lists apply",
      "r1#show ipv4-access-groups\n"
      "===============================================================================\n"
      "Interface name:gei-0/1/0/1\n"
      "-------------------------------------------------------------------------------\n"
      "Direction    ACL name                        Sequence-num    Default action\n"
      "-------------------------------------------------------------------------------\n"
      "Ingress       web\n"
      "Egress        more\n"
      "===============================================================================\n"
      "VLAN ID:1\n"
      "-------------------------------------------------------------------------------\n"
      "Direction    ACL name                        Sequence-num    Default action\n"
      "-------------------------------------------------------------------------------\n"
      "Egress      more\n"
      "Sideways    more\n"
      "r1#show ipv6-access-groups\n"
      "Interface name:gei-0/1/0/1\n"
      "Ingress       six\n",
      "@r1\n"
      "use gei-0/1/0/1 web v4 in :7\n"
      "use gei-0/1/0/1 more v4 out :8\n"
      "limit filter of a VLAN \"VLAN 1\" :10\n"
      "line \"Sideways    more\" :15\n"
      "limit not understood \"1 line of the table\" :16\n"
      "use gei-0/1/0/1 six v6 in :18\n",
      "15 not understood: Sideways    more\n", CP_OK, "", NULL },
    { "routes of IPv6 of a VRF: several ways, to nobody, its own",
      "r1#show ipv6 forwarding route vrf blue\n"
      "IPv6 Routing Table:\n"
      "  Dest                                      Protocol     Pri Metric Flag\n"
      "  Nexthop,Interface\n"
      "  2001:db8::/64                             C            0   0\n"
      "    ::,gei-0/1/0/1.10\n"
      "  2001:db8::1/128                           C            0   0\n"
      "    ::,gei-0/1/0/1.10\n"
      "  2001:db8:1::/48                           B            200 0\n"
      "    2001:db8::2,smartgroup1\n"
      "    2001:db8::3,smartgroup1\n"
      "  2001:db8:2::/48                           S            1   0\n"
      "    ::,null1\n"
      "  2001:db8:3::/48                           S            1   0\n",
      "@r1\n"
      "route [blue] 2001:db8::/64 if gei-0/1/0/1.10 C 0/0 used connected :6\n"
      "route [blue] 2001:db8::1/128 if gei-0/1/0/1.10 C 0/0 used local :8\n"
      "route [blue] 2001:db8:1::/48 via 2001:db8::2 if smartgroup1 B 200/0 used :10\n"
      "route [blue] 2001:db8:1::/48 via 2001:db8::3 if smartgroup1 B 200/0 used more :11\n"
      "route [blue] 2001:db8:2::/48 if null1 S 1/0 used drop :13\n"
      "limit [blue] incomplete \"a prefix without a next hop\" :14\n",
      "", CP_OK, "", NULL },
    { "routes of IPv6: what is malformed",
      "r1#show ipv6 forwarding route\n"
      "  Dest                                      Protocol     Pri Metric Flag\n"
      "  Nexthop,Interface\n"
      "    2001:db8::2,smartgroup1\n"
      "  2001:db8::/129                            C            0   0\n"
      "  2001:db8::1/64                            C            0   0\n"
      "    ::,gei-0/1/0/1.10\n"
      "  2001:db8::/64                             C            0\n"
      "  2001:db8::/64                             C            0   0   Q\n"
      "  2001:db8::/64                             C            0   0\n"
      "    nobody,gei-0/1/0/1\n"
      "    ::\n"
      "  \xe8\xb7\xaf\xe7\x94\xb1\xe8\xa1\xa8\n",
      "@r1\n"
      "line \"    2001:db8::2,smartgroup1\" :4\n"
      "line \"  2001:db8::/129                            C            0   0\" :5\n"
      "line \"  2001:db8::1/64                            C            0   0\" :6\n"
      "line \"    ::,gei-0/1/0/1.10\" :7\n"
      "line \"  2001:db8::/64                             C            0\" :8\n"
      "line \"  2001:db8::/64                             C            0   0   Q\" :9\n"
      "line \"    nobody,gei-0/1/0/1\" :11\n"
      "limit incomplete \"a prefix without a next hop\" :12\n"
      "line \"    ::\" :12\n"
      "line \"  \xe8\xb7\xaf\xe7\x94\xb1\xe8\xa1\xa8\" :13\n"
      "limit not understood \"9 lines of the table\" :13\n",
      "4 not understood: 2001:db8::2,smartgroup1\n"
      "5 a prefix longer than its address: 2001:db8::/129                            C            "
      "0   0\n"
      "6 bits are set behind the length of the prefix: 2001:db8::1/64                            C "
      "           0   0\n"
      "7 not understood: ::,gei-0/1/0/1.10\n"
      "8 a line that is cut short: 2001:db8::/64                             C            0\n"
      "9 a flag that is not known: 2001:db8::/64                             C            0   0   "
      "Q\n"
      "11 no next hop and interface: nobody,gei-0/1/0/1\n"
      "12 no prefix: ::\n"
      "13 no prefix: \xe8\xb7\xaf\xe7\x94\xb1\xe8\xa1\xa8\n",
      CP_OK, "", NULL },
};

int main(void)
{
    state_rows_check(rows, sizeof rows / sizeof *rows);
    return tap_done();
}
