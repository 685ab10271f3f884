## What the routers' own tables do: r1 reaches r3 through r2 for one address, and past it for another.
$ cp $DATA/no-acme.yaml rule.yaml
$ printf 'policies: [./rule.yaml]\naccept: 0.8\n' >cleanpath.yaml
$ cp $DATA/l2/* . && cleanpath path r1 r3 --level l2 -p no-acme *.csv r?.txt
Coverage
  inventory.csv: inventory-csv, 3 records, 9 observations
    columns: name, manufacturer -> maker, model -> product
  links.csv: links-csv, 3 records, 0 observations
    columns: a, a_port, b, b_port, metric
  r1.txt: router-state, 16 records, 7 observations, 13 rows of router state
  r2.txt: router-state, 13 records, 7 observations, 10 rows of router state
  r3.txt: router-state, 16 records, 10 observations, 12 rows of router state
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  3 assets, 3 links; judged as of 2026-11-23, facts from confidence 0.8
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Forwarding
  3 routers, 3 tables, 15 routes of IPv4 in use
  ! r1: next hop 10.0.99.9 on eth2 of 1 route is not known: no route leads to the next hop (r1.txt:17)

POLICY  ANSWER
no-acme proven-excluded

By no-acme, exposure; packets that the router has taken in, by any way that it may choose
FROM DESTINATION   MORE BECOMES   ANSWER
r1   10.0.13.2/32       delivered proven-clean
r1   10.0.23.2/32       no route  no-path
r1   10.255.0.3/32      delivered proven-excluded
r1   192.0.2.1/32       delivered proven-clean
[1]
$ cleanpath path r1 --dst 0.0.0.0/0 -q -p no-acme *.csv r?.txt
POLICY  ANSWER
no-acme proven-excluded

By no-acme, exposure; packets that the router has taken in, by any way that it may choose
FROM DESTINATION     MORE BECOMES            ANSWER
r1   0.0.0.0/0            no route           no-path
r1   10.0.12.0/30      +1 delivered          proven-clean
r1   10.0.12.2/32         delivered          proven-excluded
r1   10.0.13.0/30      +2 delivered          proven-clean
r1   10.0.23.0/30      +2 no route           no-path
r1   10.255.0.1/32        delivered          proven-clean
r1   10.255.0.2/32     +1 delivered          proven-excluded
r1   192.0.2.0/24      +1 delivered          proven-clean
r1   198.51.100.0/24      next hop not known undetermined
r1   203.0.113.0/24       dropped            no-path
[1]
$ cleanpath path trace r1 192.0.2.7 -q -p no-acme *.csv r?.txt
Packet to 192.0.2.7 from 0.0.0.0, protocol 6, ports 0 to 0
  r1 (clean): 192.0.2.0/24 forwarded, by r1.txt:16 (ospf)
    -> r3
  r3 (clean): 192.0.2.0/24 forwarded, by r3.txt:17 (kernel)
    -> a host there

Becomes: delivered; proven-clean by no-acme
$ cleanpath path trace r1 198.51.100.1 -q -p no-acme *.csv r?.txt
Packet to 198.51.100.1 from 0.0.0.0, protocol 6, ports 0 to 0
  r1 (clean): 198.51.100.0/24 forwarded, by r1.txt:17 (static)
    -> a next hop that is not known

Becomes: next hop not known; undetermined by no-acme
[4]
$ cleanpath path trace r1 10.255.0.3 --dport 22 -f json -p no-acme *.csv r?.txt | python3 -c 'import json,sys; d=json.load(sys.stdin); [print(s["table"]["name"], s["does"], s["prefix"], s["by"], [h["to"] for h in s["hops"]]) for s in d["steps"]]; print(d["becomes"], d["answers"])'
r1 forwarded 10.255.0.3/32 [{'source': 'r1.txt', 'line': 15, 'protocol': 'ospf', 'interface': 'eth1', 'via': '10.0.12.2'}] [{'id': 'mac-00005e005321', 'name': 'r2', 'vrf': None}]
r2 forwarded 10.255.0.3/32 [{'source': 'r2.txt', 'line': 14, 'protocol': 'ospf', 'interface': 'eth2', 'via': '10.0.23.2'}] [{'id': 'mac-00005e005331', 'name': 'r3', 'vrf': None}]
r3 delivered 10.255.0.3/32 [] []
['delivered'] {'no-acme': 'proven-excluded'}
## The same of a case.
$ cleanpath import -q --case c.case *.csv r?.txt && cleanpath path r1 r3 --level l2 -q -p no-acme --case c.case
POLICY  ANSWER
no-acme proven-excluded

By no-acme, exposure; packets that the router has taken in, by any way that it may choose
FROM DESTINATION   MORE BECOMES   ANSWER
r1   10.0.13.2/32       delivered proven-clean
r1   10.0.23.2/32       no route  no-path
r1   10.255.0.3/32      delivered proven-excluded
r1   192.0.2.1/32       delivered proven-clean
[1]
## What cannot be asked.
$ cleanpath path trace r1 192.0.2.0/24 -p no-acme --case c.case
cleanpath: path trace is of one address, "192.0.2.0/24" are more
[2]
$ cleanpath path r1 --dst 192.0.2.0/33 -p no-acme --case c.case
cleanpath: "192.0.2.0/33" is no prefix or address, as 192.0.2.0/24
[2]
$ cleanpath path r1 --dst 192.0.2.0/24 --vrf red -p no-acme --case c.case
cleanpath: r1 has no forwarding table of VRF red that is known
[2]
$ cleanpath path r1 r3 --level l2 -p no-acme *.csv
cleanpath: no router says how it forwards: import what its terminal shows (docs/formats/router-state.md)
[2]
## A line that was not understood is a limit of the table.
$ echo 'what is this' >>r2.txt; cleanpath path trace r1 10.255.0.3 -p no-acme *.csv r?.txt | sed -n '/^Forwarding/,$p'
Forwarding
  3 routers, 3 tables, 15 routes of IPv4 in use
  ! r2 is not modelled: not understood: what is this (r2.txt:16)
  ! r1: next hop 10.0.99.9 on eth2 of 1 route is not known: no route leads to the next hop (r1.txt:17)

Packet to 10.255.0.3 from 0.0.0.0, protocol 6, ports 0 to 0
  r1 (clean): 10.255.0.3/32 forwarded, by r1.txt:15 (ospf)
    -> r2
  r2 (excluded: by clause all): 0.0.0.0/0 not modelled: not understood: what is this

Becomes: not modelled; proven-excluded by no-acme
## Addresses that all routers treat alike.
$ cp $DATA/l2/* . && cleanpath path classes -q -p no-acme *.csv r?.txt
15 classes of 17 regions of addresses; by no-acme
DESTINATION     REGIONS PARTS BECOMES, FROM ANYWHERE       ANSWER
0.0.0.0/0             1     1 no route                     no-path
10.0.12.0/30          1     1 delivered, no route          no-path
10.0.12.1/32          1     1 delivered, no route          no-path
10.0.12.2/32          2     1 delivered, no route          proven-excluded
10.0.13.0/30          1     1 delivered, no route          proven-clean
10.0.13.1/32          1     1 delivered, no route          proven-clean
10.0.13.2/32          2     1 delivered, no route          proven-clean
10.0.23.0/30          1     1 delivered, no route          no-path
10.0.23.1/32          1     1 delivered, no route          proven-excluded
10.0.23.2/32          1     1 delivered, no route          no-path
10.255.0.1/32         1     1 delivered                    proven-clean
10.255.0.3/32         1     1 delivered                    proven-excluded
192.0.2.0/24          1     1 delivered, no route          proven-clean
198.51.100.0/24       1     1 no route, next hop not known no-path
203.0.113.0/24        1     1 no route, dropped            no-path
[1]
$ cleanpath path classes -f json -p no-acme *.csv r?.txt | python3 -c 'import json,sys; d=json.load(sys.stdin); print(len(d["classes"]), d["regions"], d["classes"][0])'
15 17 {'destination': '0.0.0.0/0', 'regions': 1, 'parts': 1, 'becomes': ['no route'], 'answers': {'no-acme': 'no-path'}}
$ cleanpath path classes --dst 192.0.2.0/24 -p no-acme *.csv r?.txt
cleanpath: path classes are of all addresses: --dst ::/0 for IPv6
[2]
## Another day: r1 sends the packets for r3 past r2, and r3 has lost a network.
$ mkdir day2 && cp *.csv r?.txt day2 && sed -i 's/10.255.0.3 via 10.0.12.2 dev eth1/10.255.0.3 via 10.0.13.2 dev eth2/' day2/r1.txt && sed -i '/^192.0.2.0.24 dev eth3/d; /eth3/,/192.0.2.1/d' day2/r3.txt
$ cleanpath import -q --case day1.case *.csv r?.txt && cleanpath import -q --case day2.case day2/* && cleanpath path diff -q day1.case day2.case -p no-acme
5 changes of 51 that were compared; by no-acme
FROM DESTINATION   MORE WAS                        IS                      WHY
r1   10.255.0.3/32      proven-excluded: delivered proven-clean: delivered r1: was 10.255.0.3/32 to r2 (r1.txt:15), is 10.255.0.3/32 to r3 (day2/r1.txt:15)
r1   192.0.2.0/24       proven-clean: delivered    no-path: no route       r3: was 192.0.2.0/24 to a host (r3.txt:17), is no route
r1   192.0.2.1/32       proven-clean: delivered    no-path: no route       r3: was 192.0.2.1/32 delivered, is no route
r3   192.0.2.0/24       proven-clean: delivered    no-path: no route       r3: was 192.0.2.0/24 to a host (r3.txt:17), is no route
r3   192.0.2.1/32       proven-clean: delivered    no-path: no route       r3: was 192.0.2.1/32 delivered, is no route
[4]
$ cleanpath path diff -q day1.case day1.case -p no-acme
0 changes of 51 that were compared; by no-acme
$ cleanpath path diff day2.case day1.case -f json -p no-acme | python3 -c 'import json,sys; d=json.load(sys.stdin); [print(c["from"], c["destination"], c["was"], c["is"], c["why"]) for c in d["changes"]]'
r1 10.255.0.3/32 {'answer': 'proven-clean', 'becomes': ['delivered']} {'answer': 'proven-excluded', 'becomes': ['delivered']} r1: was 10.255.0.3/32 to r3 (day2/r1.txt:15), is 10.255.0.3/32 to r2 (r1.txt:15)
r1 192.0.2.0/24 {'answer': 'no-path', 'becomes': ['no route']} {'answer': 'proven-clean', 'becomes': ['delivered']} r3: was no route, is 192.0.2.0/24 to a host (r3.txt:17)
r1 192.0.2.1/32 {'answer': 'no-path', 'becomes': ['no route']} {'answer': 'proven-clean', 'becomes': ['delivered']} r3: was no route, is 192.0.2.1/32 delivered
r3 192.0.2.0/24 {'answer': 'no-path', 'becomes': ['no route']} {'answer': 'proven-clean', 'becomes': ['delivered']} r3: was no route, is 192.0.2.0/24 to a host (r3.txt:17)
r3 192.0.2.1/32 {'answer': 'no-path', 'becomes': ['no route']} {'answer': 'proven-clean', 'becomes': ['delivered']} r3: was no route, is 192.0.2.1/32 delivered
$ cleanpath path diff day1.case -p no-acme
cleanpath: path diff needs two cases
[2]
## What was understood, row by row.
$ cp $DATA/l2/* . && cleanpath routes -q r1.txt
ROUTER VRF WHAT  KEY             VALUE               MORE                  STANDS IN
r1         route 10.0.12.0/30    eth1                kernel 0/0, connected r1.txt:12
r1         route 10.0.13.0/30    eth2                kernel 0/0, connected r1.txt:13
r1         route 10.255.0.2/32   via 10.0.12.2, eth1 ospf 0/20             r1.txt:14
r1         route 10.255.0.3/32   via 10.0.12.2, eth1 ospf 0/20             r1.txt:15
r1         route 192.0.2.0/24    via 10.0.13.2, eth2 ospf 0/20             r1.txt:16
r1         route 198.51.100.0/24 via 10.0.99.9, eth2 static 0/0            r1.txt:17
r1         route 203.0.113.0/24                      static 0/0, drop      r1.txt:18
$ cleanpath routes --of all --match eth2 -f csv r1.txt r3.txt
router,vrf,what,key,value,more,source,line
r1,,interface,eth2,up,00:00:5e:00:53:12,r1.txt,8
r1,,address,10.0.13.1,eth2,,r1.txt,10
r1,,route,10.0.13.0/30,eth2,"kernel 0/0, connected",r1.txt,13
r1,,route,192.0.2.0/24,"via 10.0.13.2, eth2",ospf 0/20,r1.txt,16
r1,,route,198.51.100.0/24,"via 10.0.99.9, eth2",static 0/0,r1.txt,17
r3,,interface,eth2,up,00:00:5e:00:53:35,r3.txt,8
r3,,address,10.0.13.2,eth2,,r3.txt,10
r3,,route,10.0.13.0/30,eth2,"kernel 0/0, connected",r3.txt,16
r3,,route,10.255.0.1/32,"via 10.0.13.1, eth2",ospf 0/20,r3.txt,18
$ echo 'what is this' >>r2.txt; cleanpath routes r2.txt *.csv | sed -n '/^Router/,/^r2.*route/p'
Router state
  4 routes, 0 neighbours, 3 interfaces, 3 addresses, 0 rules of filters
  ! 1 line not understood, 1 limit of what is modelled

ROUTER VRF WHAT           KEY           VALUE               MORE                  STANDS IN
r2         not understood               what is this                              r2.txt:16
r2         limit                        not understood      1 line of the table   r2.txt:16
r2         route          10.0.12.0/30  eth1                kernel 0/0, connected r2.txt:12
$ cleanpath routes -f json --match 203.0.113 r1.txt | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["schema"], d["limits"], d["rows"])'
cleanpath/routes/1 0 [{'router': 'r1', 'vrf': None, 'what': 'route', 'key': '203.0.113.0/24', 'value': None, 'more': 'static 0/0, drop', 'source': 'r1.txt', 'line': 18}]
$ cleanpath routes --of foo r1.txt
cleanpath: --of is "foo", expected one of routes|neighbours|interfaces|addresses|filters|lsps|stations|peers|limits|all
[2]
## With whom routers are told to exchange routes: what a group has, what is not looked for on an interface, what is off.
$ printf 'hostname i1\n!\ninterface Ethernet0/1\n ip ospf 1 area 0\n ip ospf cost 10\nrouter ospf 1\n router-id 192.0.2.1\n passive-interface default\n network 198.51.100.0 0.0.0.255 area 1\n no passive-interface Ethernet0/1\nrouter bgp 64496\n neighbor EDGE peer-group\n neighbor 192.0.2.2 peer-group EDGE\n neighbor 192.0.2.3 remote-as 0\n neighbor EDGE remote-as 64497\n neighbor EDGE shutdown\nend\n' >i1.cfg
$ printf 'frr version 8.4.4\nhostname f1\ninterface eth0\n ip router isis A\n isis metric 10\nrouter bgp 1.10 vrf red\n neighbor eth0 interface remote-as internal\nrouter isis A\n net 49.0001.1920.0000.2001.00\n is-type level-2-only\n' >f1.cfg
$ cleanpath routes -q --of peers i1.cfg f1.cfg
ROUTER VRF WHAT KEY             VALUE                                  MORE                    STANDS IN
i1         peer this router     BGP                                    AS 64496                i1.cfg:11
i1         peer 192.0.2.2       BGP, AS 64497                          own AS 64496, off, EDGE i1.cfg:13
i1         peer 192.0.2.3       BGP                                    own AS 64496            i1.cfg:14
i1         peer this router     OSPF 1, id 192.0.2.1                                           i1.cfg:6
i1         peer Ethernet0/1     OSPF 1, area 0, metric 10                                      i1.cfg:4
i1         peer 198.51.100.0/24 OSPF 1, area 1                         passive                 i1.cfg:9
f1     red peer this router     BGP                                    AS 65546                f1.cfg:6
f1     red peer eth0            BGP, AS 65546                          own AS 65546            f1.cfg:7
f1         peer this router     IS-IS A, NET 49.0001.1920.0000.2001.00 level 2                 f1.cfg:8
f1         peer eth0            IS-IS A, metric 10                     level 2                 f1.cfg:4
## The same rows of two routers, whose names only the files tell: each has its own.
$ printf '192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 STALE\n' >n1.neigh.txt; cp n1.neigh.txt n2.neigh.txt; cleanpath routes -q --of neighbours n1.neigh.txt n2.neigh.txt
ROUTER VRF WHAT      KEY       VALUE             MORE STANDS IN
n1         neighbour 192.0.2.1 00:00:5e:00:53:01 eth0 n1.neigh.txt:1
n2         neighbour 192.0.2.1 00:00:5e:00:53:01 eth0 n2.neigh.txt:1
$ cleanpath import -q --case two.case n1.neigh.txt n2.neigh.txt && cleanpath routes -q --of neighbours --case two.case
ROUTER VRF WHAT      KEY       VALUE             MORE STANDS IN
n1         neighbour 192.0.2.1 00:00:5e:00:53:01 eth0 n1.neigh.txt:1
n2         neighbour 192.0.2.1 00:00:5e:00:53:01 eth0 n2.neigh.txt:1
## Two files of one router that contradict each other, as of two days: neither is taken for what is in force.
$ cp $DATA/l2/* . && sed 's/10.255.0.3 via 10.0.12.2 dev eth1/10.255.0.3 via 10.0.13.2 dev eth2/' r1.txt >r1-later.txt; cleanpath path trace r1 192.0.2.7 -p no-acme *.csv r1.txt r1-later.txt r2.txt r3.txt | sed -n '/^Forwarding/,$p'
Forwarding
  3 routers, 3 tables, 22 routes of IPv4 in use
  ! r1 is not modelled: two sources tell its routes differently (r1.txt:15, r1-later.txt:15)

Packet to 192.0.2.7 from 0.0.0.0, protocol 6, ports 0 to 0
  r1 (clean): 0.0.0.0/0 not modelled: two sources tell its routes differently

Becomes: not modelled; not-modelled by no-acme
## A table of labels: packets for that prefix go on with one, which the table of routes does not tell, and what becomes of them is not modelled.
$ cat >lsp.txt <<'END'
> <r1>display mpls lsp
>                  LSP Information: LDP LSP
> FEC                In/Out Label    In/Out IF                      Vrf Name
> 192.0.2.0/24       NULL/1025       -/eth2
> 192.0.2.0/24       1024/1025       -/eth2
> 10.255.0.2/32      NULL/3          -/eth1
> END
$ cleanpath routes -q --of lsps lsp.txt
ROUTER VRF WHAT KEY           VALUE                             MORE STANDS IN
r1         lsp  192.0.2.0/24  label none to 1025, eth2          LDP  lsp.txt:4
r1         lsp  192.0.2.0/24  label 1024 to 1025, eth2          LDP  lsp.txt:5
r1         lsp  10.255.0.2/32 label none to implicit null, eth1 LDP  lsp.txt:6
$ cleanpath path trace r1 192.0.2.7 -q -p no-acme *.csv lsp.txt r?.txt
Packet to 192.0.2.7 from 0.0.0.0, protocol 6, ports 0 to 0
  r1 (clean): 192.0.2.0/24 not modelled, by r1.txt:16 (ospf)

Becomes: not modelled; not-modelled by no-acme
[4]
$ printf '<r1>display mac-address\nMAC Address    VLAN/VSI/BD    Learned-From   Type\n0000-5e00-5301 10/-/-         eth1           dynamic\n' >mac.txt; cleanpath routes -q --of stations mac.txt
ROUTER VRF WHAT    KEY               VALUE MORE             STANDS IN
r1         station 00:00:5e:00:53:01 eth1  VLAN 10, dynamic mac.txt:3
## A terminal that speaks Chinese, in GB18030 as such systems write: rows are read, headings are not understood and counted.
$ cat >cn.txt <<'END'
> <r1>display ip routing-table
> 目的地/掩码         协议    优先级 开销     标记 下一跳          接口
>       192.0.2.0/24  Direct  0    0             D   192.0.2.1       GE0/1/0
>    198.51.100.0/24  OSPF    10   3             D   192.0.2.2       GE0/1/0
> END
$ python3 -c 'open("cn.log", "wb").write(open("cn.txt", encoding="utf-8").read().encode("gb18030"))'; cleanpath routes cn.log | sed -n '2,3p;/^Router/,$p'
  cn.log: router-state, 3 records, 2 observations, 4 rows of router state, 1 MALFORMED, read in part
    cn.log:2: not understood: 目的地/掩码         协议    优先级 开销     标记 下一跳          接口
Router state
  2 routes, 0 neighbours, 0 interfaces, 0 addresses, 0 rules of filters
  ! 1 line not understood, 1 limit of what is modelled

ROUTER VRF WHAT           KEY             VALUE                                                                 MORE                  STANDS IN
r1         not understood                 目的地/掩码         协议    优先级 开销     标记 下一跳          接口                       cn.log:2
r1         limit                          not understood                                                        1 line of the table   cn.log:4
r1         route          192.0.2.0/24    GE0/1/0                                                               Direct 0/0, connected cn.log:3
r1         route          198.51.100.0/24 via 192.0.2.2, GE0/1/0                                                OSPF 10/3             cn.log:4
