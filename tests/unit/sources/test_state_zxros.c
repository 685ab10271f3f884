/* SPDX-License-Identifier: Apache-2.0 */
/* ZXROS: forms of routers in service (ARP, interfaces, tunnels), of a troubleshooting guide
 * (routes) and of the manuals of ZXR10 (routes of older versions), with addresses of
 * documentation. */
#include "sources/state/state.h"
#include "state_told.h"

#define ROUTES                                                                 \
    "Routes: 3            Route-paths: 4\nIPv4 Routing Table:\n"               \
    "Headers: Dest: Destination,  Gw: Gateway,  Pri: Priority;\n"              \
    "Codes  : BROADC: Broadcast, USER-I: User-ipaddr, USER-S: User-special,\n" \
    "         MULTIC: Multicast, USER-N: User-network, DHCP-D: DHCP-DFT,\n"    \
    "         BP: BRAS-pool, HAGP: Hybrid-access-gateway-protocol;\n"          \
    "Status codes: *valid, >best, R: Relay;\n"                                 \
    "    Dest               Gw              Interface          Owner       Pri Metric\n"
#define ARP                                                                          \
    "Arp protect whole is disabled \nThe count is 2\n"                               \
    "IP                       Hardware                    Exter  Inter  Sub\n"       \
    "Address         Age      Address        Interface    VlanID VlanID Interface\n" \
    "--------------------------------------------------------------------------------\n"

static const struct row {
    const char *name, *in, *rows, *problems;
} rows[] = {
    { "routes of a VRF, with what is best, of two ways, and ends",
      "r1#show ip forwarding route vrf red\n\n" ROUTES
      "*>  192.0.2.0/30       192.0.2.2       bvi3.2000          Direct      0   0     \n"
      "*>  192.0.2.2/32       192.0.2.2       bvi3.2000          Address     0   0     \n"
      "*>  198.51.100.0/24    192.0.2.1       bvi3.2000          OSPF        110 20    \n"
      "*>                     192.0.2.5       xgei-1/1/0/1.4     OSPF        110 20    \n"
      "                                       095\n"
      "*   198.51.100.0/24    192.0.2.9       bvi3.2000          BGP         200 0     \n"
      "*>  203.0.113.0/24     0.0.0.0         null1              Static      1   0     \n"
      "*>  203.0.113.9/32     198.51.100.2    NULL               BGP         200 0     \n",
      "@r1\n"
      "route [red] 192.0.2.0/30 if bvi3.2000 Direct 0/0 used connected :11\n"
      "route [red] 192.0.2.2/32 if bvi3.2000 Address 0/0 used local :12\n"
      "route [red] 198.51.100.0/24 via 192.0.2.1 if bvi3.2000 OSPF 110/20 used :13\n"
      "route [red] 198.51.100.0/24 via 192.0.2.5 if xgei-1/1/0/1.4095 OSPF 110/20 used more :14\n"
      "route [red] 198.51.100.0/24 via 192.0.2.9 if bvi3.2000 BGP 200/0 :16\n"
      "route [red] 203.0.113.0/24 if null1 Static 1/0 used drop :17\n"
      "route [red] 203.0.113.9/32 via 198.51.100.2 BGP 200/0 used :18\n",
      "" },
    { "older versions: masks, and no status",
      "r1#show ip route\nIPv4 Routing Table:\n"
      "Dest            Mask            Gw              Interface       Owner     pri metric\n"
      "192.0.2.0       255.255.255.252 192.0.2.2       fei_1/1         direct    0   0\n"
      "192.0.2.2       255.255.255.255 192.0.2.2       fei_1/1         address   0   0\n"
      "198.51.100.0    255.255.255.0   192.0.2.1       fei_1/1         ospf      110 20\n"
      "198.51.100.0    255.255.255.0   192.0.2.5       fei_1/2         ospf      110 20\n",
      "@r1\n"
      "route 192.0.2.0/30 if fei_1/1 direct 0/0 used connected :4\n"
      "route 192.0.2.2/32 if fei_1/1 address 0/0 used local :5\n"
      "route 198.51.100.0/24 via 192.0.2.1 if fei_1/1 ospf 110/20 used :6\n"
      "route 198.51.100.0/24 via 192.0.2.5 if fei_1/2 ospf 110/20 used more :7\n",
      "" },
    { "what is malformed, and missing",
      "r1#show ip forwarding route\n" ROUTES
      "*>  192.0.2.0/33       192.0.2.2       bvi3.2000          Direct      0   0     \n"
      "*>  192.0.2.1/24       192.0.2.2       bvi3.2000          Direct      0   0     \n"
      "*>  192.0.2.0/24       192.0.2.x       bvi3.2000          Direct      0   0     \n"
      "*>  192.0.2.0/24       192.0.2.2       bvi3.2000\n"
      "\xe8\xb7\xaf\xe7\x94\xb1\xe8\xa1\xa8\n"
      "inet.0: 3 destinations, 4 routes (3 active, 0 holddown, 0 hidden)\n",
      "@r1\n"
      "line \"*>  192.0.2.0/33       192.0.2.2       bvi3.2000          Direct      0   0\" :10\n"
      "line \"*>  192.0.2.1/24       192.0.2.2       bvi3.2000          Direct      0   0\" :11\n"
      "line \"*>  192.0.2.0/24       192.0.2.x       bvi3.2000          Direct      0   0\" :12\n"
      "line \"*>  192.0.2.0/24       192.0.2.2       bvi3.2000\" :13\n"
      "line \"\xe8\xb7\xaf\xe7\x94\xb1\xe8\xa1\xa8\" :14\n"
      "line \"inet.0: 3 destinations, 4 routes (3 active, 0 holddown, 0 hidden)\" :15\n"
      "limit incomplete \"0 of 4 ways of routes are told\" :15\n"
      "limit not understood \"6 lines of the table\" :15\n",
      "10 a prefix longer than its address: *>  192.0.2.0/33       192.0.2.2       bvi3.2000       "
      "   Direct      0   0\n"
      "11 bits are set behind the length of the prefix: *>  192.0.2.1/24       192.0.2.2       "
      "bvi3.2000          Direct      0   0\n"
      "12 a field that is none of its column: *>  192.0.2.0/24       192.0.2.x       bvi3.2000     "
      "     Direct      0   0\n"
      "13 a line that is cut short: *>  192.0.2.0/24       192.0.2.2       bvi3.2000\n"
      "14 a line that is cut short: \xe8\xb7\xaf\xe7\x94\xb1\xe8\xa1\xa8\n"
      "15 a field that is none of its column: inet.0: 3 destinations, 4 routes (3 active, 0 "
      "holddown, 0 hidden)\n" },
    { "neighbours, whose names go on below",
      "r1#show arp\n" ARP "192.0.2.1       H        0000.5e00.5301 xgei-1/1/0/1 201    N/A    N/A\n"
      "                                        .201                       \n"
      "192.0.2.2       00:14:17 0000.5e00.5302 xgei-1/1/0/1 201    N/A    xgei-1/1/0/1.\n"
      "                                        .201                       201\n"
      "198.51.100.1    00:00:39 0000.5e00.5303 xxvgei-1/1/0 N/A    N/A    xxvgei-1/1/0/\n"
      "                                        /20                        20\n"
      "203.0.113.11    H        0000.5e00.5304 mgmt_eth     N/A    N/A    N/A\n"
      "203.0.113.12    H\n",
      "@r1\n"
      "iface xgei-1/1/0/1.201 mac 00:00:5e:00:53:01 :7\n"
      "neighbour 192.0.2.2 00:00:5e:00:53:02 if xgei-1/1/0/1.201 :9\n"
      "neighbour 198.51.100.1 00:00:5e:00:53:03 if xxvgei-1/1/0/20 :11\n"
      "iface mgmt_eth mac 00:00:5e:00:53:04 :13\n"
      "line \"203.0.113.12    H\" :14\n"
      "limit not understood \"1 line of the table\" :14\n",
      "14 no interface: 203.0.113.12    H\n" },
    { "interfaces in blocks",
      "r1#show interface\n"
      "xxvgei-1/1/0/24 is up, ifindex: 8225\n"
      "  Description: to r2; port 4\n"
      "  Line protocol is up, IPv4 protocol is up, IPv6 protocol is down,\n"
      " detected status is RX-OK/TX-OK\n"
      "  Hardware is XXVGigabit Ethernet, address is 0000.5e00.5301\n"
      "  Internet address is 192.0.2.2/31 \n"
      "  BW 10 Gbit/s\n  IP MTU 9178 bytes\n  In_Bytes          9284060783182        In_Packets "
      "37\n"
      "xxvgei-1/1/0/32 is administratively down, ifindex: 8233\n"
      "  The interface is configured shutdown\n"
      "  Internet address is unassigned\n"
      "loopback0 is up, ifindex: 9\n  Line protocol is down\n  Internet address is 192.0.2.1/40\n"
      "  Colour is blue\n",
      "@r1\n"
      "address 192.0.2.2/31 if xxvgei-1/1/0/24 :7\n"
      "iface xxvgei-1/1/0/24 up mac 00:00:5e:00:53:01 \"to r2; port 4\" :2\n"
      "iface xxvgei-1/1/0/32 down :11\n"
      "line \"  Internet address is 192.0.2.1/40\" :16\n"
      "line \"  Colour is blue\" :17\n"
      "iface loopback0 down :14\n",
      "16 no address with a length: Internet address is 192.0.2.1/40\n"
      "17 not understood: Colour is blue\n" },
    { "interfaces in tables",
      "r1#show interface brief\n"
      "Interface               Attribute  Mode         BW    Admin Phy   Prot  Description\n"
      "xgei-1/1/0/1            optical    Duplex/full  1G    up    up    up    Link to r2\n"
      "xgei-1/1/0/3            optical    Duplex/full  1G    down  down  down\n"
      "r1#show ip interface brief\n"
      "Interface                IP-Address      Mask            Admin Phy  Prot Description\n"
      "loopback0                192.0.2.9       255.255.255.255 up    up   up   own\n"
      "mgmt_eth                 unassigned      unassigned      up    down down\n"
      "mgmt_eth2                192.0.2.9       255.0.255.255   up    down down\n",
      "@r1\n"
      "iface xgei-1/1/0/1 up \"Link to r2\" :3\n"
      "iface xgei-1/1/0/3 down :4\n"
      "iface loopback0 up \"own\" :7\n"
      "address 192.0.2.9/32 if loopback0 :7\n"
      "iface mgmt_eth down :8\n"
      "line \"mgmt_eth2                192.0.2.9       255.0.255.255   up    down down\" :9\n"
      "limit not understood \"1 line of the table\" :9\n",
      "9 no address with a mask: mgmt_eth2                192.0.2.9       255.0.255.255   up    "
      "down down\n" },
    { "tunnels",
      "r1#show mpls traffic-eng tunnels\n\nName: tunnel_1\n      (Tunnel1) Destination: "
      "192.0.2.87\n"
      "  Status:\n    Admin: up  Oper: up  Path:  valid  Signalling: connected\n",
      "@r1\n"
      "limit mpls if tunnel_1 \"a tunnel of traffic engineering\" :3\n",
      "" },
};

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_arena *a = cp_arena_new(0);
        const struct row *r = &rows[i];
        state_told *t = state_tell(a, "x", r->in);
        is_int(t->rc, CP_OK, "%s", r->name);
        is_cstr(cp_buf_str(&t->rows), r->rows, "%s: rows", r->name);
        is_cstr(cp_buf_str(&t->problems), r->problems, "%s: problems", r->name);
        cp_arena_free(a);
    }
    return tap_done();
}
