/* SPDX-License-Identifier: Apache-2.0 */
/* IOS, IOS XE, IOS XR, NX-OS, EOS, ASA. Rows are written after the form of samples in ntc-templates
 * (github.com/networktocode/ntc-templates, Apache-2.0) and of the vendors' command references, with
 * addresses of documentation. */
#include "state_told.h"

#define LEGEND                                             \
    "Codes: C - connected, S - static, R - RIP, B - BGP\n" \
    "       D - EIGRP, O - OSPF, IA - OSPF inter area\n\n"

static const struct row {
    const char *name, *in, *rows, *problems;
} rows[] = {
    { "IOS: subnets under their headings, two next hops, Null0, another table",
      "r1#show ip route vrf red\nRouting Table: red\n" LEGEND
      "Gateway of last resort is 192.0.2.1 to network 0.0.0.0\n\n"
      "S*    0.0.0.0/0 [1/0] via 192.0.2.1\n"
      "      10.0.0.0/8 is variably subnetted, 3 subnets, 2 masks\n"
      "O E2     10.1.0.0/16 [110/20] via 192.0.2.1, 00:01:02, Vlan10\n"
      "                     [110/20] via 192.0.2.5, 1d02h, Vlan20\n"
      "B        10.2.0.0/16 [200/0], 3w4d, Null0\n"
      "B        10.3.0.0/16 [200/0] via 192.0.2.9 (blue), 3w4d\n"
      "      198.51.100.0/26 is subnetted, 2 subnets\n"
      "C        198.51.100.0 is directly connected, Vlan30\n"
      "L        198.51.100.64 is directly connected, Vlan31\n",
      "@r1\n"
      "route [red] 0.0.0.0/0 via 192.0.2.1 S 1/0 used :8\n"
      "route [red] 10.1.0.0/16 via 192.0.2.1 if Vlan10 O E2 110/20 used :10\n"
      "route [red] 10.1.0.0/16 via 192.0.2.5 if Vlan20 O E2 110/20 used more :11\n"
      "route [red] 10.2.0.0/16 if Null0 B 200/0 used drop :12\n"
      "route [red] 10.3.0.0/16 via 192.0.2.9 in blue B 200/0 used :13\n"
      "route [red] 198.51.100.0/26 if Vlan30 C 0/0 used connected :15\n"
      "route [red] 198.51.100.64/26 if Vlan31 L 0/0 used local :16\n",
      "" },
    { "IOS: masks instead of lengths, a route over two lines",
      "r1#show ip route\n" LEGEND "     10.0.0.0 255.255.255.0 is subnetted, 2 subnets\n"
      "O       10.1.1.0 [110/2] via 192.0.2.1, 00:00:09, Vlan10\n"
      "O IA    10.1.2.0\n"
      "           [110/3] via 192.0.2.1, 00:00:09, GigabitEthernet0/1\n"
      "D    192.0.2.0 255.255.255.0 is a summary, 00:00:03, Null0\n",
      "@r1\n"
      "route 10.1.1.0/24 via 192.0.2.1 if Vlan10 O 110/2 used :6\n"
      "route 10.1.2.0/24 via 192.0.2.1 if GigabitEthernet0/1 O IA 110/3 used :8\n"
      "route 192.0.2.0/24 if Null0 D 0/0 used drop :9\n",
      "" },
    { "IOS: fewer subnets than the heading says, /33, host bits, no mask, no next hop",
      "r1#show ip route\n" LEGEND "      10.0.0.0/8 is variably subnetted, 4 subnets, 2 masks\n"
      "O        10.1.0.0/33 [110/2] via 192.0.2.1, 00:00:09, Vlan10\n"
      "O        10.1.0.1/16 [110/2] via 192.0.2.1, 00:00:09, Vlan10\n"
      "O        10.9.0.0 [110/2] via 192.0.2.1, 00:00:09, Vlan10\n"
      "O        10.2.0.0/16 [110/2] via 192.0.2.1, 00:00:09, Vlan10\n"
      "                     [110/2] via nobody\n"
      "O        10.3.0.0/16\n"
      "C        10.4.0.0/16 is directly connected, Vlan4\n"
      "something else\n",
      "@r1\n"
      "line \"O        10.1.0.0/33 [110/2] via 192.0.2.1, 00:00:09, Vlan10\" :6\n"
      "line \"O        10.1.0.1/16 [110/2] via 192.0.2.1, 00:00:09, Vlan10\" :7\n"
      "line \"O        10.9.0.0 [110/2] via 192.0.2.1, 00:00:09, Vlan10\" :8\n"
      "route 10.2.0.0/16 via 192.0.2.1 if Vlan10 O 110/2 used :9\n"
      "line \"                     [110/2] via nobody\" :10\n"
      "line \"O        10.3.0.0/16\" :11\n"
      "route 10.4.0.0/16 if Vlan4 C 0/0 used connected :12\n"
      "line \"something else\" :13\n"
      "limit incomplete \"2 of 4 subnets are shown\" :13\n"
      "limit not understood \"5 lines of the table\" :13\n",
      "6 a prefix longer than its address: "
      "O        10.1.0.0/33 [110/2] via 192.0.2.1, 00:00:09, Vlan10\n"
      "7 bits are set behind the length of the prefix: "
      "O        10.1.0.1/16 [110/2] via 192.0.2.1, 00:00:09, Vlan10\n"
      "8 a network without its mask: O        10.9.0.0 [110/2] via 192.0.2.1, 00:00:09, Vlan10\n"
      "10 no route: [110/2] via nobody\n"
      "11 a route without a next hop: O        10.3.0.0/16\n"
      "13 not understood: something else\n" },
    { "IOS: a part of a table is a part, a refusal is no empty table",
      "r1#show ip route ospf\n" LEGEND
      "      10.0.0.0/8 is variably subnetted, 4 subnets, 2 masks\n"
      "O        10.1.0.0/16 [110/2] via 192.0.2.1, 00:00:09, Vlan10\n"
      "r1#show ip route vrf green\n"
      "Codes: C - connected\n% IP routing table vrf green does not exist\n",
      "@r1\n"
      "limit part of the table \"only what was asked for: ospf\" :2\n"
      "route 10.1.0.0/16 via 192.0.2.1 if Vlan10 O 110/2 used :6\n"
      "limit [green] not answered \"% IP routing table vrf green does not exist\" :9\n",
      "" },
    { "IOS: IPv6",
      "r1#show ipv6 route\nIPv6 Routing Table - default - 5 entries\n"
      "Codes: C - Connected, L - Local, S - Static, U - Per-user Static route\n"
      "       B - BGP, R - RIP, I1 - ISIS L1, I2 - ISIS L2\n"
      "S   ::/0 [1/0]\n     via FE80::1, GigabitEthernet0/0\n"
      "C   2001:DB8:1::/64 [0/0]\n     via GigabitEthernet0/0, directly connected\n"
      "L   2001:DB8:1::1/128 [0/0]\n     via GigabitEthernet0/0, receive\n"
      "B   2001:DB8:2::/48 [200/0]\n     via 192.0.2.1%default, indirectly connected\n"
      "O   2001:DB8:3::/48 [110/2]\n     via FE80::1, GigabitEthernet0/0\n"
      "     via FE80::2, GigabitEthernet0/1\n"
      "L   FF00::/8 [0/0]\n     via Null0, receive\n",
      "@r1\n"
      "route ::/0 via fe80::1 if GigabitEthernet0/0 S 1/0 used :6\n"
      "route 2001:db8:1::/64 if GigabitEthernet0/0 C 0/0 used connected :8\n"
      "route 2001:db8:1::1/128 if GigabitEthernet0/0 L 0/0 used local :10\n"
      "route 2001:db8:2::/48 via 192.0.2.1 in default B 200/0 used :12\n"
      "route 2001:db8:3::/48 via fe80::1 if GigabitEthernet0/0 O 110/2 used :14\n"
      "route 2001:db8:3::/48 via fe80::2 if GigabitEthernet0/1 O 110/2 used more :15\n"
      "route ff00::/8 if Null0 L 0/0 used drop :17\n",
      "" },
    { "XR: a backup stands first, another table's next hop goes with a label",
      "RP/0/RSP0/CPU0:r1#show route vrf red ipv4\nTue May 22 22:32:30.765 UTC\n\n"
      "Codes: C - connected, S - static, R - RIP, B - BGP, (>) - Diversion path\n"
      "       M - mobile route, r - RPL, (!) - FRR Backup path\n\n"
      "Gateway of last resort is not set\n\n"
      "O    198.51.100.1/32 [110/0] via 192.0.2.9, 04:43:27, GigabitEthernet0/0/0/0 (!)\n"
      "                     [110/64] via 192.0.2.33, 04:43:27, GigabitEthernet0/0/0/3\n"
      "B    203.0.113.0/24 [200/0] via 192.0.2.7 (nexthop in vrf default), 1w4d\n"
      "L    192.0.2.10/32 is directly connected, 04:43:54, Loopback0\n",
      "@r1\n"
      "route [red] 198.51.100.1/32 via 192.0.2.9 if GigabitEthernet0/0/0/0 O 110/0 backup :9\n"
      "route [red] 198.51.100.1/32 via 192.0.2.33 if GigabitEthernet0/0/0/3 O 110/64 used more "
      ":10\n"
      "route [red] 203.0.113.0/24 via 192.0.2.7 in default B 200/0 used labelled :11\n"
      "route [red] 192.0.2.10/32 if Loopback0 L 0/0 used local :12\n",
      "" },
    { "XR: IPv6 over several lines",
      "RP/0/RP0/CPU0:r1#show route ipv6\nCodes: C - connected, (!) - FRR Backup path\n\n"
      "C    2001:db8:1::/64 is directly connected,\n      01:00:00, GigabitEthernet0/0/0/0\n"
      "i L2 2001:db8:2::/64 \n      [115/20] via fe80::1, 01:00:00, GigabitEthernet0/0/0/0\n"
      "      [115/20] via fe80::2, 01:00:00, GigabitEthernet0/0/0/1\n",
      "@r1\n"
      "route 2001:db8:1::/64 if GigabitEthernet0/0/0/0 C 0/0 used connected :5\n"
      "route 2001:db8:2::/64 via fe80::1 if GigabitEthernet0/0/0/0 i L2 115/20 used :7\n"
      "route 2001:db8:2::/64 via fe80::2 if GigabitEthernet0/0/0/1 i L2 115/20 used more :8\n",
      "" },
    { "EOS: letters apart, next hops below each other, a tunnel, an overlay, marks",
      "r1#show ip route\nVRF: default\n"
      "WARNING: Some of the routes are not programmed in\nhardware, and they are marked with '%'.\n"
      "Codes: C - connected, S - static, K - kernel,\n       NG - Nexthop Group Static Route\n\n"
      "Gateway of last resort:\n"
      " O E1   0.0.0.0/0 [110/21] via 192.0.2.48, Vlan55\n"
      "                           via 192.0.2.50, Vlan65\n\n"
      " B I%   198.51.100.0/24 [200/0] via 192.0.2.1, Ethernet1\n"
      " S      203.0.113.0/24 is directly connected, Null0\n"
      " B E    203.0.113.9/32 [200/0] via VTEP 192.0.2.8 VNI 50 router-mac 00:00:5e:00:53:01 "
      "local-interface Vxlan1\n"
      " C      192.0.2.128/31 is directly connected, Tunnel1, Static Interface GRE tunnel index 1, "
      "dst 192.0.2.9, src 192.0.2.7\n",
      "@r1\n"
      "route 0.0.0.0/0 via 192.0.2.48 if Vlan55 O E1 110/21 used :9\n"
      "route 0.0.0.0/0 via 192.0.2.50 if Vlan65 O E1 110/21 used more :10\n"
      "limit marked with % \"a route that is overridden or not programmed: "
      "B I%   198.51.100.0/24 [200/0] via 192.0.2.1, Ethernet1\" :12\n"
      "route 198.51.100.0/24 via 192.0.2.1 if Ethernet1 B I 200/0 used :12\n"
      "route 203.0.113.0/24 if Null0 S 0/0 used drop :13\n"
      "route 203.0.113.9/32 via 192.0.2.8 if Vxlan1 B E 200/0 used labelled :14\n"
      "route 192.0.2.128/31 if Tunnel1 C 0/0 used connected labelled :15\n",
      "" },
    { "NX-OS: the best have a star; several tables",
      "r1#show ip route vrf all\nIP Route Table for VRF \"default\"\n"
      "'*' denotes best ucast next-hop\n'**' denotes best mcast next-hop\n"
      "'[x/y]' denotes [preference/metric]\n'%<string>' in via output denotes VRF <string>\n\n"
      "192.0.2.0/24, ubest/mbest: 1/0, attached\n"
      "    *via 192.0.2.7, Vlan22, [0/0], 1w0d, direct\n"
      "192.0.2.7/32, ubest/mbest: 1/0, attached\n"
      "    *via 192.0.2.7, Vlan22, [0/0], 1w0d, local\n"
      "198.51.100.0/24, ubest/mbest: 2/0\n"
      "    *via 192.0.2.1, Eth1/1, [110/5], 1w0d, ospf-1, intra\n"
      "     via Null0, [254/0], 1y16w, static\n"
      "IP Route Table for VRF \"red\"\n"
      "203.0.113.0/24, ubest/mbest: 1/0\n"
      "    *via 192.0.2.1%default, [200/0], 41w6d, bgp-64512, internal, tag 64512, segid: 5 "
      "tunnelid: 0x1 encap: VXLAN\n"
      "203.0.113.1/24, ubest/mbest: 1/0\n"
      "    *via 192.0.2.1, [200/0], 41w6d, bgp-64512\n",
      "@r1\n"
      "route 192.0.2.0/24 if Vlan22 direct 0/0 used connected :9\n"
      "route 192.0.2.7/32 if Vlan22 local 0/0 used local :11\n"
      "route 198.51.100.0/24 via 192.0.2.1 if Eth1/1 ospf-1 110/5 used :13\n"
      "route 198.51.100.0/24 if Null0 static 254/0 more drop :14\n"
      "limit incomplete \"1 of 2 best next hops are shown\" :15\n"
      "route [red] 203.0.113.0/24 via 192.0.2.1 in default bgp-64512 200/0 used labelled :17\n"
      "line [red] \"203.0.113.1/24, ubest/mbest: 1/0\" :18\n"
      "line [red] \"    *via 192.0.2.1, [200/0], 41w6d, bgp-64512\" :19\n"
      "limit [red] not understood \"2 lines of the table\" :19\n",
      "18 bits are set behind the length of the prefix: 203.0.113.1/24, ubest/mbest: 1/0\n"
      "19 a next hop without a prefix above it: *via 192.0.2.1, [200/0], 41w6d, bgp-64512\n" },
    { "ASA: masks, names of interfaces, VPN",
      "fw#show route\n" LEGEND "Gateway of last resort is not set\n"
      "V        192.0.2.4 255.255.255.255 \n           connected by VPN (advertised), outside\n"
      "O E1     198.51.100.0 255.255.255.0 \n           [110/11] via 192.0.2.52, 2w2d, inside\n"
      "           [110/11] via 192.0.2.51, 7w0d, inside\n"
      "S        203.0.113.0 255.255.255.64 [1/0] via 192.0.2.1, inside\n",
      "@fw\n"
      "route 192.0.2.4/32 if outside V 0/0 used labelled :7\n"
      "route 198.51.100.0/24 via 192.0.2.52 if inside O E1 110/11 used :9\n"
      "route 198.51.100.0/24 via 192.0.2.51 if inside O E1 110/11 used more :10\n"
      "line \"S        203.0.113.0 255.255.255.64 [1/0] via 192.0.2.1, inside\" :11\n"
      "limit not understood \"1 lines of the table\" :11\n",
      "11 a mask with gaps: S        203.0.113.0 255.255.255.64 [1/0] via 192.0.2.1, inside\n" },
};

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_arena *a = cp_arena_new(0);
        const struct row *r = &rows[i];
        state_told *t = state_tell(a, "x.txt", r->in);
        is_int(t->rc, CP_OK, "%s", r->name);
        is_cstr(cp_buf_str(&t->rows), r->rows, "%s: rows", r->name);
        is_cstr(cp_buf_str(&t->problems), r->problems, "%s: problems", r->name);
        cp_arena_free(a);
    }
    return tap_done();
}
