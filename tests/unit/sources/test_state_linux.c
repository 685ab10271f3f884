/* SPDX-License-Identifier: Apache-2.0 */
/* What iproute2 shows of Linux, as lines and as JSON. The forms are those of iproute2 6.1, asked of
 * a kernel 6.18 in a namespace; addresses are those of documentation (RFC 5737, RFC 3849). VRFs,
 * tunnels and MPLS, which that kernel lacks, are as ip-link(8) and ip-route(8) have them. */
#include "sources/state/state.h"
#include "state_told.h"

typedef struct row {
    const char *name, *in, *rows, *problems;
    cp_rc rc;
} row;

static const row route_rows[] = {
    { "a default route whose next hop is of the other version (RFC 8950)",
      "user@r1:~$ ip route\ndefault via inet6 fe80::1 dev eth0 proto bgp metric 20\n"
      "user@r1:~$ ip -6 route\ndefault via inet 192.0.2.1 dev eth0 metric 20\n",
      "route 0.0.0.0/0 via fe80::1 if eth0 bgp 0/20 used :2\n"
      "route ::/0 via 192.0.2.1 if eth0 0/20 used :4\n",
      "", CP_OK },
    { "routes as lines, with the lowest metric used",
      "root@r1:~# ip route\n"
      "default via 192.0.2.1 dev eth0 proto dhcp src 192.0.2.7 metric 100\n"
      "198.51.100.0/24 via 192.0.2.2 dev eth0 proto bgp metric 20\n"
      "198.51.100.0/24 via 192.0.2.3 dev eth0 proto ospf metric 30 onlink\n"
      "192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.7\n"
      "blackhole 203.0.113.0/24 proto static\n"
      "root@r1:~# \n",
      "route 0.0.0.0/0 via 192.0.2.1 if eth0 dhcp 0/100 used :2\n"
      "route 198.51.100.0/24 via 192.0.2.2 if eth0 bgp 0/20 used :3\n"
      "route 198.51.100.0/24 via 192.0.2.3 if eth0 ospf 0/30 :4\n"
      "route 192.0.2.0/24 if eth0 kernel 0/0 used connected :5\n"
      "route 203.0.113.0/24 static 0/0 used drop :6\n",
      "", CP_OK },
    { "several next hops stand in lines of their own",
      "user@r1:~$ sudo ip -4 r\n198.51.100.0/24 proto bgp metric 20\n"
      "\tnexthop via 192.0.2.2 dev eth0 weight 1\n"
      "\tnexthop via 192.0.2.3 dev eth1 weight 3 linkdown\n",
      "route 198.51.100.0/24 via 192.0.2.2 if eth0 bgp 0/20 used :3\n"
      "limit link down if eth1 \"routes over links without carrier are used, or passed over, as "
      "ignore_routes_with_linkdown says\" :2\n"
      "route 198.51.100.0/24 via 192.0.2.3 if eth1 bgp 0/20 used more :4\n",
      "", CP_OK },
    { "a route whose next hops do not come",
      "user@r1:~$ ip route\n198.51.100.0/24 proto bgp metric 20\n"
      "192.0.2.0/24 dev eth0 scope link\n",
      "line \"198.51.100.0/24\" :2\n"
      "limit not understood \"a route without next hop\" :2\n"
      "route 192.0.2.0/24 if eth0 0/0 used connected :3\n",
      "2 a route without next hop: 198.51.100.0/24\n", CP_OK },
    { "what cannot be: longer than the address, host bits, no address, a word that is not known",
      "user@r1:~$ ip route\n192.0.2.0/24 dev eth0 scope link\n198.51.100.0/33 via 192.0.2.1 dev "
      "eth0\n"
      "198.51.100.1/24 via 192.0.2.1 dev eth0\n198.51.100.0/24 via here dev eth0\n"
      "198.51.100.0/24 via 192.0.2.1 dev eth0 by magic\n198.51.100.0/24 via 192.0.2.1 dev\n",
      "route 192.0.2.0/24 if eth0 0/0 used connected :2\n"
      "line \"198.51.100.0/33 via 192.0.2.1 dev eth0\" :3\n"
      "line \"198.51.100.1/24 via 192.0.2.1 dev eth0\" :4\n"
      "line \"198.51.100.0/24 via here dev eth0\" :5\n"
      "line \"198.51.100.0/24 via 192.0.2.1 dev eth0 by magic\" :6\n"
      "line \"198.51.100.0/24 via 192.0.2.1 dev\" :7\n"
      "limit not understood \"5 lines of the table\" :7\n",
      "3 a prefix longer than its address: 198.51.100.0/33 via 192.0.2.1 dev eth0\n"
      "4 bits are set behind the length of the prefix: 198.51.100.1/24 via 192.0.2.1 dev eth0\n"
      "5 the gateway is no address: 198.51.100.0/24 via here dev eth0\n"
      "6 \"by\" of a route is not known: 198.51.100.0/24 via 192.0.2.1 dev eth0 by magic\n"
      "7 a route that is cut off: 198.51.100.0/24 via 192.0.2.1 dev\n",
      CP_OK },
    { "all tables: local addresses, a VRF by its table, what is not forwarded",
      "user@r1:~$ ip route show table all\n"
      "10.0.0.0/8 via 192.0.2.9 dev eth1 table 100\n"
      "local 192.0.2.7 dev eth0 table local proto kernel scope host src 192.0.2.7\n"
      "broadcast 192.0.2.255 dev eth0 table local proto kernel scope link src 192.0.2.7\n"
      "default via fe80::1 dev eth0 metric 1024 pref medium\n"
      "multicast ff00::/8 dev eth0 table local proto kernel metric 256 pref medium\n",
      "route [100] 10.0.0.0/8 via 192.0.2.9 if eth1 0/0 used :2\n"
      "route 192.0.2.7/32 if eth0 kernel 0/0 used local :3\n"
      "route 192.0.2.255/32 if eth0 kernel 0/0 used drop :4\n"
      "route ::/0 via fe80::1 if eth0 0/1024 used :5\n"
      "route ff00::/8 if eth0 kernel 0/256 used drop :6\n",
      "", CP_OK },
    { "a VRF by its name, and the default route of IPv6 that says no address",
      "user@r1:~$ ip -6 route show vrf red\ndefault dev tun0 metric 1024 pref medium\n"
      "2001:db8:1::/48 via 2001:db8::2 dev eth0 metric 20 pref medium\n"
      "2001:db8:1::/48 via 2001:db8::3 dev eth0 metric 20 pref medium\n",
      "route [red] ::/0 if tun0 0/1024 used connected :2\n"
      "route [red] 2001:db8:1::/48 via 2001:db8::2 if eth0 0/20 used :3\n"
      "route [red] 2001:db8:1::/48 via 2001:db8::3 if eth0 0/20 used more :4\n",
      "", CP_OK },
    { "labels, tunnels, a type of service, throw",
      "user@r1:~$ ip route\n"
      "10.1.0.0/16 encap mpls 100/200 via 192.0.2.7 dev eth0\n"
      "10.2.0.0/16 encap ip id 5 src 0.0.0.0 dst 192.0.2.7 ttl 0 tos 0 dev eth0 scope link\n"
      "10.3.0.0/16 tos 0x10 via 192.0.2.9 dev eth0\nthrow 10.4.0.0/16\n",
      "route 10.1.0.0/16 via 192.0.2.7 if eth0 0/0 used labelled :2\n"
      "route 10.2.0.0/16 if eth0 0/0 used labelled :3\n"
      "limit policy routing \"routes by the type of service\" :4\n"
      "route 10.3.0.0/16 via 192.0.2.9 if eth0 0/0 :4\n"
      "limit policy routing \"throw: the next table is asked\" :5\n"
      "route 10.4.0.0/16 0/0 drop :5\n",
      "", CP_OK },
    { "a table of neighbours within one of routes",
      "user@r1:~$ ip route\n192.0.2.0/24 dev eth0 scope link\n"
      "192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 REACHABLE\n",
      "route 192.0.2.0/24 if eth0 0/0 used connected :2\n"
      "line \"192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 REACHABLE\" :3\n"
      "limit not understood \"1 line of the table\" :3\n",
      "3 \"lladdr\" of a route is not known: 192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 "
      "REACHABLE\n",
      CP_OK },
};

static const row json_rows[] = {
    { "routes as JSON: a record a row, next hops, another version's gateway",
      "[{\"dst\":\"default\",\"gateway\":\"192.0.2.1\",\"dev\":\"eth0\",\"flags\":[]},\n"
      "{\"dst\":\"198.51.100.0/24\",\"protocol\":\"bgp\",\"metric\":20,\"flags\":[],\"nexthops\":"
      "[{\"gateway\":\"192.0.2.2\",\"dev\":\"eth0\",\"weight\":1,\"flags\":[]},"
      "{\"gateway\":\"192.0.2.3\",\"dev\":\"eth1\",\"weight\":1,\"flags\":[\"dead\"]}]},\n"
      "{\"dst\":\"203.0.113.0/24\",\"via\":{\"family\":\"inet6\",\"host\":\"fe80::1\"},"
      "\"dev\":\"eth0\",\"flags\":[]},\n"
      "{\"type\":\"unreachable\",\"dst\":\"10.0.0.0/8\",\"metric\":9,\"flags\":[]}]\n",
      "route 0.0.0.0/0 via 192.0.2.1 if eth0 0/0 used :1\n"
      "route 198.51.100.0/24 via 192.0.2.2 if eth0 bgp 0/20 used :2\n"
      "route 198.51.100.0/24 via 192.0.2.3 if eth1 bgp 0/20 more :2\n"
      "route 203.0.113.0/24 via fe80::1 if eth0 0/0 used :3\n"
      "route 10.0.0.0/8 0/9 used drop :4\n",
      "", CP_OK },
    { "an encapsulation says dst twice, which is no map: the first is the route's",
      "[{\"dst\":\"10.4.0.0/16\",\"encap\":\"ip\",\"id\":5,\"src\":\"0.0.0.0\",\"dst\":"
      "\"192.0.2.7\",\"ttl\":0,\"tos\":0,\"dev\":\"eth0\",\"scope\":\"link\",\"flags\":[]}]",
      "route 10.4.0.0/16 if eth0 0/0 used labelled :1\n", "", CP_OK },
    { "one bad record loses no good one",
      "[{\"dst\":\"10.0.0.0/33\",\"dev\":\"eth0\",\"flags\":[]},\n"
      "{\"dst\":\"10.0.0.0/8\",\"dev\":\"eth0\",\"flags\":[]},\n"
      "{\"dst\":\"10.0.0.0/8\",,\"flags\":[]},\n"
      "{\"dst\":\"10.1.0.0/16\",\"flags\":[],\"gateway\":\"x\"}, 7 ]",
      "line \"{\"dst\":\"10.0.0.0/33\",\"dev\":\"eth0\",\"flags\":[]}\" :1\n"
      "route 10.0.0.0/8 if eth0 0/0 used connected :2\n"
      "line \"{\"dst\":\"10.0.0.0/8\",,\"flags\":[]}\" :3\n"
      "line \"{\"dst\":\"10.1.0.0/16\",\"flags\":[],\"gateway\":\"x\"}\" :4\n"
      "line \"7\" :4\n"
      "limit not understood \"4 lines of the table\" :4\n",
      NULL, CP_OK },
    { "cut off within a record",
      "[{\"dst\":\"10.0.0.0/8\",\"dev\":\"eth0\",\"flags\":[]},\n{\"dst\":\"10.",
      "route 10.0.0.0/8 if eth0 0/0 used connected :1\n"
      "line \"{\"dst\":\"10.\" :2\n"
      "limit cut off \"the JSON is cut off or broken\" :2\n"
      "limit not understood \"1 line of the table\" :2\n",
      "2 the JSON is cut off or broken here: {\"dst\":\"10.\n", CP_OK },
    { "two answers of one file, and none where there is no neighbour",
      "root@r1:~# ip -j -4 route\n[{\"dst\":\"10.0.0.0/8\",\"dev\":\"eth0\",\"flags\":[]}]\n"
      "root@r1:~# ip -j neigh\n"
      "[{\"dst\":\"192.0.2.1\",\"dev\":\"eth0\",\"lladdr\":\"00:00:5e:00:53:01\","
      "\"state\":[\"STALE\"]},\n{\"dst\":\"192.0.2.2\",\"dev\":\"eth0\",\"state\":[\"FAILED\"]},\n"
      "{\"dst\":\"192.0.2.3\",\"dev\":\"eth0\",\"proxy\":null,\"state\":[]},\n"
      "{\"dst\":\"me\",\"dev\":\"eth0\",\"state\":[]}]\n"
      "root@r1:~# exit\n",
      "route 10.0.0.0/8 if eth0 0/0 used connected :2\n"
      "neighbour 192.0.2.1 00:00:5e:00:53:01 if eth0 :4\n"
      "neighbour 192.0.2.2 if eth0 :5\n"
      "line \"{\"dst\":\"me\",\"dev\":\"eth0\",\"state\":[]}\" :7\n"
      "limit not understood \"1 line of the table\" :8\n",
      "7 \"dst\" is no address: {\"dst\":\"me\",\"dev\":\"eth0\",\"state\":[]}\n", CP_OK },
    { "rules: three are there always, one of a VRF; others are policy routing",
      "root@r1:~# ip -j rule\n[{\"priority\":0,\"src\":\"all\",\"table\":\"local\"},"
      "{\"priority\":1000,\"src\":\"all\",\"l3mdev\":null},"
      "{\"priority\":32765,\"src\":\"10.0.0.0\",\"srclen\":8,\"table\":\"50\"},"
      "{\"priority\":32766,\"src\":\"all\",\"table\":\"main\"}]\n"
      "root@r1:~# ip rule\n0:\tfrom all lookup local\n1000:\tfrom all lookup [l3mdev-table]\n"
      "32000:\tfrom all fwmark 0x1 lookup main\n",
      "limit policy routing \"{\"priority\":32765,\"src\":\"10.0.0.0\",\"srclen\":8,\"table\":"
      "\"50\"}\" :2\n"
      "limit policy routing \"32000:\tfrom all fwmark 0x1 lookup main\" :6\n"
      "limit policy routing \"the rules do not ask the tables local and main for all packets\" "
      ":6\n",
      "", CP_OK },
};

static const row link_rows[] = {
    { "interfaces and addresses as lines, with -d",
      "user@r1:~$ ip -d addr\n"
      "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default\n"
      "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00 promiscuity 0 minmtu 0\n"
      "    inet 127.0.0.1/8 scope host lo\n"
      "       valid_lft forever preferred_lft forever\n"
      "2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default\n"
      "    link/ether 00:00:5e:00:53:01 brd ff:ff:ff:ff:ff:ff promiscuity 0 minmtu 68\n"
      "    altname enp1s0\n"
      "    inet 192.0.2.7/24 brd 192.0.2.255 scope global eth0\n"
      "    inet 192.0.2.8/24 scope global secondary eth0\n"
      "3: eth0.10@eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 master red state UP\n"
      "    link/ether 00:00:5e:00:53:01 brd ff:ff:ff:ff:ff:ff promiscuity 0\n"
      "    vlan protocol 802.1Q id 10 <REORDER_HDR>\n"
      "    vrf_slave table 100 addrgenmode eui64\n"
      "    inet 198.51.100.1 peer 198.51.100.2/32 scope global eth0.10\n"
      "4: red: <NOARP,MASTER,UP,LOWER_UP> mtu 65575 qdisc noqueue state UP\n"
      "    link/ether 00:00:5e:00:53:02 brd ff:ff:ff:ff:ff:ff promiscuity 0\n"
      "    vrf table 100 addrgenmode eui64\n"
      "5: gre1@NONE: <POINTOPOINT,NOARP> mtu 1476 qdisc noop state DOWN\n"
      "    link/gre 192.0.2.7 peer 192.0.2.9 promiscuity 0\n"
      "    gre remote 192.0.2.9 local 192.0.2.7 ttl inherit\n"
      "6: eth1: <BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP> mtu 1500 master bond0 state UP\n"
      "    link/ether 00:00:5e:00:53:03 brd ff:ff:ff:ff:ff:ff promiscuity 0\n"
      "    bond_slave state ACTIVE mii_status UP\n",
      "iface lo up :2\naddress 127.0.0.1/8 if lo :4\n"
      "iface eth0 up mac 00:00:5e:00:53:01 :6\n"
      "address 192.0.2.7/24 if eth0 :9\naddress 192.0.2.8/24 if eth0 secondary :10\n"
      "iface [red] eth0.10 up mac 00:00:5e:00:53:01 vlan 10 parent eth0 :11\n"
      "address [red] 198.51.100.1/32 if eth0.10 :15\n"
      "iface [red] red up vrf mac 00:00:5e:00:53:02 \"100\" :16\n"
      "iface gre1 down :19\nlimit tunnel if gre1 \"gre\" :19\n"
      "iface eth1 up member mac 00:00:5e:00:53:03 parent bond0 :22\n",
      "", CP_OK },
    { "lines that are none of an interface",
      "user@r1:~$ ip link\n1: eth0: <UP> mtu 1500\n    link/ether 00:00:5e:00:53:01 promiscuity 0\n"
      "    inet 192.0.2.1/33 scope global eth0\n    quux\nfoo\n",
      "iface eth0 down mac 00:00:5e:00:53:01 :2\n"
      "line \"    inet 192.0.2.1/33 scope global eth0\" :4\nline \"    quux\" :5\nline \"foo\" "
      ":6\n",
      "4 a prefix longer than its address: inet 192.0.2.1/33 scope global eth0\n"
      "5 not understood: quux\n6 not understood: foo\n",
      CP_OK },
    { "interfaces as JSON: of a VRF, a VLAN, a tunnel, one with XDP",
      "[{\"ifname\":\"lo\",\"flags\":[\"LOOPBACK\",\"UP\",\"LOWER_UP\"],\"link_type\":\"loopback\","
      "\"address\":\"00:00:00:00:00:00\"},{},\n"
      "{\"link\":\"eth0\",\"ifname\":\"eth0.10\",\"flags\":[\"UP\",\"LOWER_UP\"],\"master\":"
      "\"red\",\"link_type\":\"ether\",\"address\":\"00:00:5e:00:53:01\",\"promiscuity\":0,"
      "\"linkinfo\":{\"info_kind\":\"vlan\",\"info_data\":{\"protocol\":\"802.1Q\",\"id\":10},"
      "\"info_slave_kind\":\"vrf\",\"info_slave_data\":{\"table\":100}},\"addr_info\":[{\"family\":"
      "\"inet\",\"local\":\"192.0.2.7\",\"prefixlen\":24},{},\n"
      "{\"family\":\"inet\",\"local\":\"192.0.2.8\",\"prefixlen\":99}]},\n"
      "{\"ifname\":\"red\",\"flags\":[\"UP\",\"LOWER_UP\"],\"link_type\":\"ether\",\"linkinfo\":"
      "{\"info_kind\":\"vrf\",\"info_data\":{\"table\":100}}},\n"
      "{\"ifname\":\"wg0\",\"flags\":[\"UP\"],\"link_type\":\"none\",\"promiscuity\":0,"
      "\"linkinfo\":"
      "{\"info_kind\":\"wireguard\"},\"xdp\":{\"mode\":1}},\n"
      "{\"ifname\":\"new0\",\"flags\":[],\"link_type\":\"ether\",\"promiscuity\":0,\"linkinfo\":"
      "{\"info_kind\":\"newest\"}},{\"flags\":[]}]\n",
      "iface lo up :1\n"
      "iface [red] eth0.10 up mac 00:00:5e:00:53:01 vlan 10 parent eth0 :2\n"
      "address [red] 192.0.2.7/24 if eth0.10 :2\n"
      "line \"eth0.10\" :3\n"
      "iface [red] red up vrf \"100\" :4\n"
      "iface wg0 down :5\nlimit tunnel if wg0 \"wireguard\" :5\n"
      "limit program if wg0 \"XDP decides of packets that come in\" :5\n"
      "iface new0 down :6\nlimit kind of interface if new0 \"newest\" :6\n"
      "line \"{\"flags\":[]}\" :6\n",
      NULL, CP_OK },
    { "without -d a tunnel may look like a port",
      "[{\"ifname\":\"vx0\",\"flags\":[\"UP\",\"LOWER_UP\"],\"link_type\":\"ether\",\"address\":"
      "\"00:00:5e:00:53:01\"},{\"ifname\":\"vx1\",\"flags\":[],\"link_type\":\"ether\"}]",
      "iface vx0 up mac 00:00:5e:00:53:01 :1\n"
      "limit kinds of interfaces \"asked without -d: tunnels and VRFs are not told apart from "
      "ports\" :1\niface vx1 down :1\n",
      "", CP_OK },
    { "what the kernel was told of forwarding",
      "root@r1:~# ip -j netconf\n[{\"family\":\"inet\",\"interface\":\"eth0\",\"forwarding\":true,"
      "\"rp_filter\":\"strict\",\"ignore_routes_with_linkdown\":false},\n"
      "{\"family\":\"inet\",\"interface\":\"all\",\"forwarding\":false,\"rp_filter\":\"loose\"}]\n",
      "limit reverse path if eth0 \"packets are dropped by where their source would be reached "
      "(strict)\" :2\n"
      "limit forwarding \"IPv4 is not forwarded, as far as no interface has it set for itself\" "
      ":3\n",
      "", CP_OK },
};

static const row neighbour_rows[] = {
    { "neighbours: those that did not answer have no address",
      "user@r1:~$ ip n show\n192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 ref 1 used 1/2/3 probes 4 "
      "router REACHABLE\n192.0.2.2 dev eth0  FAILED\n2001:db8::1 lladdr 00:00:5e:00:53:02 STALE\n"
      "192.0.2.3 dev eth0 lladdr 00:00:5e:00:53:03 extern_learn NOARP proto zebra\n"
      "192.0.2.9 dev eth0 proxy\n192.0.2.4 dev eth0 lladdr zz STALE\n192.0.2.5 dev eth0 happy\n",
      "neighbour 192.0.2.1 00:00:5e:00:53:01 if eth0 :2\n"
      "neighbour 192.0.2.2 if eth0 :3\nneighbour 2001:db8::1 00:00:5e:00:53:02 :4\n"
      "neighbour 192.0.2.3 00:00:5e:00:53:03 if eth0 :5\n"
      "line \"192.0.2.4 dev eth0 lladdr zz STALE\" :7\nline \"192.0.2.5 dev eth0 happy\" :8\n"
      "limit not understood \"2 lines of the table\" :8\n",
      NULL, CP_OK },
};

static void check(const row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        cp_arena *a = cp_arena_new(0);
        const row *r = &rows[i];
        state_told *t = state_tell(a, "r1.json", r->in);
        cp_str rest = cp_buf_str(&t->rows), host = CP_STR("");
        (void)cp_str_cut_line(&rest, &host);
        is_int(t->rc, r->rc, "%s", r->name);
        is_cstr(host, "@r1", "%s: host", r->name);
        is_cstr(rest, r->rows, "%s: rows", r->name);
        if (r->problems)
            is_cstr(cp_buf_str(&t->problems), r->problems, "%s: problems", r->name);
        cp_arena_free(a);
    }
}

/* A line of JSON may be longer than one of a terminal, and a table of any length is streamed. */
static void check_long(void)
{
    enum { ROUTES = 20000 };
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "[");
    for (uint32_t i = 0; i < ROUTES; i++)
        cp_buf_fmt(&b, "%s{\"dst\":\"10.%u.%u.0/24\",\"dev\":\"eth0\",\"flags\":[]}", i ? "," : "",
                   i / 256, i % 256);
    cp_buf_add_c(&b, "]");
    cp_buf_char(&b, '\0');
    state_told *t = state_tell(a, "r1.json", cp_buf_str(&b).p);
    is_uint(t->src.states, ROUTES, "all routes of one line");
    is_uint(t->src.records_bad, 0, "and nothing was cut");
    cp_arena_free(a);
}

int main(void)
{
    check(route_rows, sizeof route_rows / sizeof *route_rows);
    check(json_rows, sizeof json_rows / sizeof *json_rows);
    check(link_rows, sizeof link_rows / sizeof *link_rows);
    check(neighbour_rows, sizeof neighbour_rows / sizeof *neighbour_rows);
    check_long();
    return tap_done();
}
