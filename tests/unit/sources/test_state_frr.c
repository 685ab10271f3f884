/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of FRR 8.4 as routers in namespaces print them, of FRR 10 and Quagga as their
 * documentation and sources have them, and of EdgeOS in the form of samples of ntc-templates. */
#include "sources/state/state.h"
#include "state_told.h"

typedef struct row {
    const char *name, *in, *rows, *problems;
    cp_rc rc;
} row;

static const row text_rows[] = {
    { "FRR 8.4: selected and in the kernel; a recursive next hop became those that follow",
      "r1# show ip route\n"
      "Codes: K - kernel route, C - connected, S - static, R - RIP,\n"
      "       O - OSPF, I - IS-IS, B - BGP, E - EIGRP, N - NHRP,\n"
      "       T - Table, v - VNC, V - VNC-Direct, A - Babel, F - PBR,\n"
      "       f - OpenFabric,\n"
      "       > - selected route, * - FIB route, q - queued, r - rejected, b - backup\n"
      "       t - trapped, o - offload failure\n"
      "\n"
      "K>* 0.0.0.0/0 [0/100] via 192.0.2.1, eth0, 00:00:26\n"
      "O   10.1.0.0/24 [110/10] is directly connected, eth1, weight 1, 00:00:26\n"
      "C>* 10.1.0.0/24 is directly connected, eth1, 00:00:26\n"
      "O>* 10.2.0.0/24 [110/20] via 192.0.2.2, eth0, weight 1, 00:00:24\n"
      "  *                      via 192.0.2.6, eth1 onlink, weight 1, 00:00:24\n"
      "  b                      via 192.0.2.10, eth2, weight 1, 00:00:24\n"
      "O[1] 10.2.0.0/24 [110/30] via 192.0.2.9, eth0 inactive, weight 1, 00:00:24\n"
      "S>  10.99.0.0/16 [1/0] via 10.255.0.2 (recursive), weight 1, 00:00:24\n"
      "  *                      via 192.0.2.2, eth0, label 16/17, weight 1, 00:00:24\n"
      "  *                      via 192.0.2.6, eth1, label implicit-null, weight 1, 00:00:2"
      "4\n"
      "S>* 192.0.2.128/25 [1/0] unreachable (ICMP unreachable), weight 1, 00:00:25\n"
      "S>* 198.51.100.0/24 [1/0] unreachable (blackhole), weight 1, 2d03h11m\n"
      "B>r 203.0.113.0/24 [20/0] via 192.0.2.2, eth0, weight 1, 00:00:25\n"
      "S>* 10.7.0.0/16 [1/0] via 192.0.2.2, eth9 (vrf red), weight 1, 00:00:25\n"
      "r1# \n",
      "route 0.0.0.0/0 via 192.0.2.1 if eth0 K 0/100 used :9\n"
      "route 10.1.0.0/24 if eth1 O 110/10 connected :10\n"
      "route 10.1.0.0/24 if eth1 C 0/0 used connected :11\n"
      "route 10.2.0.0/24 via 192.0.2.2 if eth0 O 110/20 used :12\n"
      "route 10.2.0.0/24 via 192.0.2.6 if eth1 O 110/20 used more :13\n"
      "route 10.2.0.0/24 via 192.0.2.10 if eth2 O 110/20 more backup :14\n"
      "route 10.2.0.0/24 via 192.0.2.9 if eth0 O 110/30 :15\n"
      "route 10.99.0.0/16 via 192.0.2.2 if eth0 S 1/0 used labelled :17\n"
      "route 10.99.0.0/16 via 192.0.2.6 if eth1 S 1/0 used more :18\n"
      "route 192.0.2.128/25 S 1/0 used drop :19\n"
      "route 198.51.100.0/24 S 1/0 used drop :20\n"
      "limit not installed \"a route that was selected is not, or not yet, in the kernel: B"
      ">r 203.0.113.0/24 [20/0] via 192.0.2.2, eth0, weight 1, 00:00:25\" :21\n"
      "route 203.0.113.0/24 via 192.0.2.2 if eth0 B 20/0 :21\n"
      "route 10.7.0.0/16 via 192.0.2.2 in red if eth9 S 1/0 used :22\n",
      "", CP_OK },
    { "VRFs by their headings, IPv6, local addresses of FRR 10",
      "r1# show ip route vrf all\n"
      "Codes: K - kernel route, C - connected, L - local, S - static,\n"
      "       > - selected route, * - FIB route, q - queued, r - rejected, b - backup\n"
      "\n"
      "IPv4 unicast VRF default:\n"
      "L * 192.0.2.7/32 is directly connected, eth0, weight 1, 00:01:02\n"
      "L>* 192.0.2.8/32 is directly connected, eth0, weight 1, 00:01:02\n"
      "\n"
      "VRF red:\n"
      "C>* 10.0.0.0/8 is directly connected, eth1, 00:01:02\n"
      "r1# show ipv6 route vrf red\n"
      "Codes: K - kernel route, C - connected, S - static, R - RIPng,\n"
      "       > - selected route, * - FIB route, q - queued, r - rejected, b - backup\n"
      "\n"
      "B>* 2001:db8:1::/48 [20/0] via fe80::1, eth0, weight 1, 00:00:26\n",
      "route 192.0.2.7/32 if eth0 L 0/0 local :6\n"
      "route 192.0.2.8/32 if eth0 L 0/0 used local :7\n"
      "route [red] 10.0.0.0/8 if eth1 C 0/0 used connected :10\n"
      "route [red] 2001:db8:1::/48 via fe80::1 if eth0 B 20/0 used :15\n",
      "", CP_OK },
    { "only a part of the table was asked for",
      "r1# show ip route ospf\n"
      "O>* 10.2.0.0/24 [110/20] via 192.0.2.2, eth0, 00:00:24\n",
      "limit part of the table \"only what was asked for: ospf\" :2\n"
      "route 10.2.0.0/24 via 192.0.2.2 if eth0 O 110/20 used :2\n",
      "", CP_OK },
    { "Quagga: no legend is needed; Null0",
      "r1# show ip route\n"
      "S>* 10.1.0.0/16 [1/0] is directly connected, Null0, bh\n"
      "S>* 10.2.0.0/16 [1/0] via 192.0.2.1 (recursive via 192.0.2.9), eth0\n"
      "B>  10.3.0.0/16 [200/0] via 192.0.2.33 (recursive), 01:00:00\n"
      "  *                       via 192.0.2.1, eth0, 01:00:00\n",
      "route 10.1.0.0/16 if Null0 S 1/0 used drop :2\n"
      "route 10.2.0.0/16 via 192.0.2.1 if eth0 S 1/0 used :3\n"
      "route 10.3.0.0/16 via 192.0.2.1 if eth0 B 200/0 used :5\n",
      "", CP_OK },
    { "what cannot be",
      "r1# show ip route\n"
      "C>* 10.0.0.0/8 is directly connected, eth0\n"
      "  *                      by 192.0.2.6, eth1\n"
      "S>* 10.1.0.0/33 [1/0] via 192.0.2.1, eth0\n"
      "  *                      via 192.0.2.6, eth1\n"
      "S>* 10.1.0.1/16 [1/0] via 192.0.2.1, eth0\n"
      "S>* 10.2.0.0/16 [1/0] via nowhere, eth0\n"
      "S>* 10.3.0.0/16 [1/0] via 192.0.2.1, eth0, with love\n"
      "O>* 10.2.0.0/24 [110/2\n"
      "192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 REACHABLE\n"
      "路由表\n",
      "route 10.0.0.0/8 if eth0 C 0/0 used connected :2\n"
      "line \"  *                      by 192.0.2.6, eth1\" :3\n"
      "line \"S>* 10.1.0.0/33 [1/0] via 192.0.2.1, eth0\" :4\n"
      "line \"  *                      via 192.0.2.6, eth1\" :5\n"
      "line \"S>* 10.1.0.1/16 [1/0] via 192.0.2.1, eth0\" :6\n"
      "line \"S>* 10.2.0.0/16 [1/0] via nowhere, eth0\" :7\n"
      "line \"S>* 10.3.0.0/16 [1/0] via 192.0.2.1, eth0, with love\" :8\n"
      "line \"O>* 10.2.0.0/24 [110/2\" :9\n"
      "line \"192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 REACHABLE\" :10\n"
      "line \"路由表\" :11\n"
      "limit not understood \"9 lines of the table\" :11\n",
      "3 not understood: *                      by 192.0.2.6, eth1\n"
      "4 a prefix longer than its address: S>* 10.1.0.0/33 [1/0] via 192.0.2.1, eth0\n"
      "5 a next hop without a prefix before it: *                      via 192.0.2.6, eth1"
      "\n"
      "6 bits are set behind the length of the prefix: S>* 10.1.0.1/16 [1/0] via 192.0.2.1,"
      " eth0\n"
      "7 the gateway is no address: S>* 10.2.0.0/16 [1/0] via nowhere, eth0\n"
      "8 not understood: S>* 10.3.0.0/16 [1/0] via 192.0.2.1, eth0, with love\n"
      "9 not understood: O>* 10.2.0.0/24 [110/2\n"
      "10 not understood: 192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 REACHABLE\n"
      "11 not understood: 路由表\n",
      CP_OK },
    { "EdgeOS: ZebOS's form, the stars before the `>`; recursive next hops in brackets",
      "admin@r1:~$ show ip route\n"
      "Codes: K - kernel, C - connected, S - static, R - RIP, B - BGP\n"
      "       O - OSPF, IA - OSPF inter area\n"
      "       N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2\n"
      "       E1 - OSPF external type 1, E2 - OSPF external type 2\n"
      "       > - selected route, * - FIB route, p - stale info\n"
      "\n"
      "IP Route Table for VRF \"default\"\n"
      "S    *> 0.0.0.0/0 [50/0] is directly connected, pppoe4\n"
      "S    *> 198.51.100.0/24 [1/0] via 192.0.2.1 (recursive is directly connected, pppoe4"
      ") )\n"
      "S       198.51.100.0/24 [9/0] via 192.0.2.2, eth1\n"
      "S    *> 203.0.113.0/24 [1/0] via 192.0.2.25 (recursive is directly connected, pppoe4"
      ") )\n"
      "     *>                  [1/0] via 192.0.2.20 (recursive is directly connected, pppo"
      "e4) )\n"
      "O IA *> 10.0.0.0/8 [110/20] via 192.0.2.30, eth1, 00:01:02\n"
      "C    *> 192.0.2.0/24 is directly connected, eth1\n",
      "route 0.0.0.0/0 if pppoe4 S 50/0 used connected :9\n"
      "route 198.51.100.0/24 via 192.0.2.1 if pppoe4 S 1/0 used :10\n"
      "route 198.51.100.0/24 via 192.0.2.2 if eth1 S 9/0 :11\n"
      "route 203.0.113.0/24 via 192.0.2.25 if pppoe4 S 1/0 used :12\n"
      "route 203.0.113.0/24 via 192.0.2.20 if pppoe4 S 1/0 used more :13\n"
      "route 10.0.0.0/8 via 192.0.2.30 if eth1 O IA 110/20 used :14\n"
      "route 192.0.2.0/24 if eth1 C 0/0 used connected :15\n",
      "", CP_OK },
    { "EdgeOS, IPv6: a legend without `>`, and :: where there is no gateway",
      "admin@r1:~$ show ipv6 route\n"
      "IPv6 Routing Table\n"
      "Codes: K - kernel route, C - connected, S - static, R - RIP, O - OSPF,\n"
      "       IA - OSPF inter area, E1 - OSPF external type 1,\n"
      "       N2 - OSPF NSSA external type 2, B - BGP\n"
      "Timers: Uptime\n"
      "\n"
      "IP Route Table for VRF \"default\"\n"
      "S      ::/0 [50/0] via ::, pppoe4, 01w0d05h\n"
      "S      2001:db8:1::/48 [1/0] via 2001:db8::2, eth1, 00:00:04\n"
      "C      ::1/128 via ::, lo, 01w0d05h\n",
      "route ::/0 if pppoe4 S 50/0 used connected :9\n"
      "route 2001:db8:1::/48 via 2001:db8::2 if eth1 S 1/0 used :10\n"
      "route ::1/128 if lo C 0/0 used connected :11\n",
      "", CP_OK },
    { "interfaces in short",
      "r1# show interface brief\n"
      "Interface       Status  VRF             Addresses\n"
      "---------       ------  ---             ---------\n"
      "eth0            up      default         192.0.2.7/24\n"
      "                                        2001:db8::7/64\n"
      "eth1            down    red             198.51.100.1/33\n"
      "lo              up      default         \n",
      "iface eth0 up :4\n"
      "address 192.0.2.7/24 if eth0 :4\n"
      "address 2001:db8::7/64 if eth0 :5\n"
      "iface [red] eth1 down :6\n"
      "line \"eth1            down    red             198.51.100.1/33\" :6\n"
      "iface lo up :7\n",
      "6 a prefix longer than its address: eth1            down    red             198.51.1"
      "00.1/33\n",
      CP_OK },
    { "neighbours and version of EdgeOS",
      "admin@r1:~$ show ipv6 neighbors\n"
      "2001:db8::9 dev eth0 lladdr 00:00:5e:00:53:09 router STALE\n"
      "fe80::1  FAILED\n"
      "admin@r1:~$ show version\n"
      "Version:      v2.0.6\n"
      "Build ID:     5208554\n"
      "Build on:     07/08/19 06:11\n"
      "HW model:     EdgeRouter 6P\n"
      "odd\n",
      "neighbour 2001:db8::9 00:00:5e:00:53:09 if eth0 :2\n"
      "neighbour fe80::1 :3\n"
      "line \"odd\" :9\n",
      "9 not understood: odd\n", CP_OK },
};

static const row json_rows[] = {
    { "routes as JSON",
      "{\n"
      "\"10.2.0.0/24\":[{\"prefix\":\"10.2.0.0/24\",\"protocol\":\"ospf\",\"vrfId\":0,\"vrf"
      "Name\":\"default\",\"selected\":true,\"installed\":true,\"distance\":110,\"metric\":"
      "20,\"nexthops\":[{\"fib\":true,\"ip\":\"192.0.2.2\",\"interfaceName\":\"eth0\",\"act"
      "ive\":true},{\"fib\":true,\"ip\":\"192.0.2.6\",\"interfaceName\":\"eth1\",\"active\""
      ":true,\"labels\":[16]}]},{\"prefix\":\"10.2.0.0/24\",\"protocol\":\"ospf\",\"vrfId\""
      ":0,\"vrfName\":\"default\",\"selected\":false,\"installed\":false,\"distance\":110,"
      "\"metric\":20,\"nexthops\":[{\"ip\":\"192.0.2.9\",\"interfaceName\":\"eth2\"}]}],\n"
      "\"10.9.0.0/16\":[{\"prefix\":\"10.9.0.0/16\",\"protocol\":\"ospf\",\"vrfId\":0,\"vrf"
      "Name\":\"default\",\"selected\":true,\"installed\":true,\"distance\":110,\"metric\":"
      "20,\"nexthops\":[{\"ip\":\"10.255.0.2\",\"recursive\":true,\"active\":true},{\"fib\""
      ":true,\"ip\":\"192.0.2.2\",\"interfaceName\":\"eth0\",\"active\":true,\"labels\":[3]"
      "}]}],\n"
      "\"192.0.2.0/25\":[{\"prefix\":\"192.0.2.0/25\",\"protocol\":\"ospf\",\"vrfId\":0,\"v"
      "rfName\":\"default\",\"selected\":true,\"installed\":true,\"distance\":110,\"metric"
      "\":20,\"nexthops\":[{\"fib\":true,\"unreachable\":true,\"blackhole\":true}]}],\n"
      "\"192.0.2.7/32\":[{\"prefix\":\"192.0.2.7/32\",\"protocol\":\"local\",\"vrfId\":0,\""
      "vrfName\":\"default\",\"selected\":true,\"installed\":true,\"distance\":110,\"metric"
      "\":20,\"nexthops\":[{\"fib\":true,\"directlyConnected\":true,\"interfaceName\":\"eth"
      "0\"}]}]}\n",
      "route 10.2.0.0/24 via 192.0.2.2 if eth0 ospf 110/20 used :2\n"
      "route 10.2.0.0/24 via 192.0.2.6 if eth1 ospf 110/20 used more labelled :2\n"
      "route 10.2.0.0/24 via 192.0.2.9 if eth2 ospf 110/20 :2\n"
      "route 10.9.0.0/16 via 192.0.2.2 if eth0 ospf 110/20 used :3\n"
      "route 192.0.2.0/25 ospf 110/20 used drop :4\n"
      "route 192.0.2.7/32 if eth0 local 110/20 used local :5\n",
      "", CP_OK },
    { "VRFs around the tables, a route that is queued, and records that cannot be",
      "{\"red\":{\"10.0.0.0/33\":[{\"prefix\":\"10.0.0.0/33\",\"protocol\":\"ospf\",\"vrfId"
      "\":0,\"vrfName\":\"red\",\"selected\":true,\"installed\":true,\"distance\":110,\"met"
      "ric\":20,\"nexthops\":[{\"fib\":true,\"ip\":\"192.0.2.2\",\"interfaceName\":\"eth0\""
      ",\"active\":true}]}],\"10.0.0.0/8\":[{\"prefix\":\"10.0.0.0/8\",\"protocol\":\"ospf"
      "\",\"vrfId\":0,\"vrfName\":\"red\",\"selected\":true,\"installed\":false,\"distance"
      "\":110,\"metric\":20,\"nexthops\":[{\"fib\":true,\"ip\":\"192.0.2.2\",\"interfaceNam"
      "e\":\"eth0\",\"active\":true}]}],\"10.1.0.0/16\":[{\"prefix\":\"10.1.0.0/16\",\"prot"
      "ocol\":\"ospf\",\"vrfId\":0,\"vrfName\":\"default\",\"selected\":true,\"installed\":"
      "true,\"distance\":110,\"metric\":20,\"nexthops\":[{\"fib\":true}]}]},\n"
      "\"blue\":7,\n"
      "\"10.2.0.0/16\":[{\"prefix\":\"10.2.0.0/16\",\"protocol\":\"ospf\",\"vrfId\":0,\"vrf"
      "Name\":\"default\",\"selected\":true,\"installed\":true,\"distance\":110,\"metric\":"
      "20}]}\n",
      "line \"10.0.0.0/33\" :1\n"
      "limit not installed \"a route that was selected is not, or not yet, in the kernel: 1"
      "0.0.0.0/8\" :1\n"
      "route [red] 10.0.0.0/8 via 192.0.2.2 if eth0 ospf 110/20 used :1\n"
      "line \"10.1.0.0/16\" :1\n"
      "line \"7\" :2\n"
      "line \"10.2.0.0/16\" :3\n"
      "limit not understood \"4 lines of the table\" :3\n",
      "1 a prefix longer than its address: 10.0.0.0/33\n"
      "1 a next hop without address and interface: 10.1.0.0/16\n"
      "2 neither a table of routes nor a VRF's: 7\n"
      "3 a route without \"nexthops\": 10.2.0.0/16\n",
      CP_OK },
    { "cut off",
      "{\"10.0.0.0/8\":[\n"
      "{\"prefix\":\"10.0.0.0/8\",\"protocol\":\"ospf\",\"vrfId\":0,\"vrfName\":\"default\""
      ",\"selected\":true,\"installed\":true,\"distance\":110,\"metric\":20,\"nexthops\":[{"
      "\"fib\":true,\"ip\":\"192.0.2.2\",\"interfaceName\":\"eth0\",\"active\":true}]},\n"
      "{\"prefix\":\"10.\n",
      "route 10.0.0.0/8 via 192.0.2.2 if eth0 ospf 110/20 used :2\n"
      "line \"{\"prefix\":\"10.\" :3\n"
      "limit cut off \"the JSON is cut off or broken\" :3\n"
      "limit not understood \"1 line of the table\" :3\n",
      "3 the JSON is cut off or broken here: {\"prefix\":\"10.\n", CP_OK },
    { "BGP: its table is none of forwarding",
      "{\"vrfId\":0,\"vrfName\":\"red\",\"tableVersion\":4,\"routerId\":\"192.0.2.7\",\"rou"
      "tes\":{\"10.0.0.0/8\":[{\"valid\":true,\"bestpath\":true,\"metric\":5,\"nexthops\":["
      "{\"ip\":\"192.0.2.2\",\"afi\":\"ipv4\",\"used\":true}]},\n"
      "{\"metric\":1,\"nexthops\":[{\"ip\":\"192.0.2.3\"}]}],\"10.0.0.1/8\":[{\"valid\":tru"
      "e,\"nexthops\":[]}]}}\n",
      "route [red] 10.0.0.0/8 via 192.0.2.2 bgp 0/5 :1\n"
      "line [red] \"10.0.0.1/8\" :2\n",
      "2 bits are set behind the length of the prefix: 10.0.0.1/8\n", CP_OK },
    { "interfaces as JSON",
      "{\"eth0\":{\"administrativeStatus\":\"up\",\"operationalStatus\":\"up\",\"vrfName\":"
      "\"default\",\"hardwareAddress\":\"00:00:5e:00:53:01\",\"interfaceType\":\"VETH\",\"p"
      "arentInterface\":\"x\",\n"
      "\"ipAddresses\":[{\"address\":\"192.0.2.7/24\",\"secondary\":false},{\"address\":\"1"
      "92.0.2.8/24\",\"secondary\":true}]},\n"
      "\"eth0.10\":{\"administrativeStatus\":\"up\",\"operationalStatus\":\"down\",\"vrfNam"
      "e\":\"red\",\"interfaceType\":\"Vlan\",\"vlanId\":10,\"parentInterface\":\"eth0\",\""
      "description\":\"to r2\",\"ipAddresses\":[{\"address\":\"198.51.100.1/99\"}]}}\n",
      "iface eth0 up mac 00:00:5e:00:53:01 :1\n"
      "address 192.0.2.7/24 if eth0 :2\n"
      "address 192.0.2.8/24 if eth0 secondary :2\n"
      "iface [red] eth0.10 down vlan 10 parent eth0 \"to r2\" :3\n"
      "line \"198.51.100.1/99\" :3\n",
      "3 no address with a length that it can have: 198.51.100.1/99\n", CP_OK },
};

static void check(const row *rows, size_t n, const char *file)
{
    for (size_t i = 0; i < n; i++) {
        cp_arena *a = cp_arena_new(0);
        const row *r = &rows[i];
        state_told *t = state_tell(a, file, r->in);
        cp_str rest = cp_buf_str(&t->rows), host = CP_STR("");
        (void)cp_str_cut_line(&rest, &host);
        is_int(t->rc, r->rc, "%s", r->name);
        is_cstr(host, "@r1", "%s: host", r->name);
        is_cstr(rest, r->rows, "%s: rows", r->name);
        is_cstr(cp_buf_str(&t->problems), r->problems, "%s: problems", r->name);
        cp_arena_free(a);
    }
}

int main(void)
{
    check(text_rows, sizeof text_rows / sizeof *text_rows, "r1.txt");
    check(json_rows, sizeof json_rows / sizeof *json_rows, "r1.json");
    return tap_done();
}
