## Routes that cannot be so, or are only a part: each is named where it stands, and nothing is concluded without it.
$ cat >head <<'END'
> <r1>display ip interface brief
> Interface                         IP Address/Mask      Physical   Protocol
> GigabitEthernet0/0/1              10.0.12.1/30         up         up
> GigabitEthernet0/0/2              10.0.13.1/30         up         up
> <r1>display ip routing-table
> Route Flags: R - relay, D - download to fib
> ------------------------------------------------------------------------------
> Routing Tables: Public
> END
$ cat >columns <<'END'
> 
> Destination/Mask    Proto   Pre  Cost      Flags NextHop         Interface
> 
>       10.0.12.0/30  Direct  0    0           D   10.0.12.1       GigabitEthernet0/0/1
> END
$ cp $DATA/no-acme.yaml rule.yaml
$ printf 'policies: [./rule.yaml]\naccept: 0.8\n' >cleanpath.yaml; printf 'name,manufacturer,model\nr1,Example Networks,E1\nr2,Example Networks,E1\n' >inventory.csv
$ cat >fate <<'END'
> #!/bin/sh
> # fate ADDRESS FILE...: what is said of the tables, and what becomes of a packet from r1
> a=$1; shift; cleanpath path trace r1 $a -p no-acme inventory.csv "$@" | sed -n '/^Forwarding/,$p' | grep -v '^$'
> END
$ chmod +x fate
## A prefix of 33 bits, one with bits behind it; the router counts three routes.
$ (cat head; echo '         Destinations : 3        Routes : 3'; cat columns; echo '   203.0.113.0/33   OSPF    10   2           D   10.0.12.2       GigabitEthernet0/0/1'; echo '   203.0.113.9/24   OSPF    10   2           D   10.0.12.2       GigabitEthernet0/0/1') >r1.txt; cleanpath routes -q r1.txt; ./fate 10.0.12.2 r1.txt
ROUTER VRF WHAT           KEY          VALUE                                                                                 MORE                                          STANDS IN
r1         not understood                 203.0.113.0/33   OSPF    10   2           D   10.0.12.2       GigabitEthernet0/0/1                                               r1.txt:14
r1         not understood                 203.0.113.9/24   OSPF    10   2           D   10.0.12.2       GigabitEthernet0/0/1                                               r1.txt:15
r1         limit                       incomplete                                                                            1 of 3 routes to 1 of 3 destinations are here r1.txt:15
r1         limit                       not understood                                                                        2 lines of the table                          r1.txt:15
r1         route          10.0.12.0/30 GigabitEthernet0/0/1                                                                  Direct 0/0, connected                         r1.txt:13
Forwarding
  1 router, 1 table, 1 route of IPv4 in use
  ! r1 is not modelled: not understood:    203.0.113.0/33   OSPF    10   2           D   10.0.12.2       GigabitEthernet0/0/1 (r1.txt:14)
Packet to 10.0.12.2 from 0.0.0.0, protocol 6, ports 0 to 0
  r1 (clean): 0.0.0.0/0 not modelled: not understood:    203.0.113.0/33   OSPF    10   2           D   10.0.12.2       GigabitEthernet0/0/1
Becomes: not modelled; not-modelled by no-acme
## Next hops that lead to each other, an interface that there is not.
$ (cat head; echo '         Destinations : 4        Routes : 4'; cat columns; echo '    192.0.2.0/24    Static  60   0          RD   198.51.100.1    GigabitEthernet0/0/1'; echo '  198.51.100.0/24   Static  60   0          RD   192.0.2.1       GigabitEthernet0/0/1'; echo '   203.0.113.0/24   OSPF    10   2           D   10.0.99.2       GigabitEthernet0/0/9') >r1.txt; ./fate 192.0.2.1 r1.txt; ./fate 203.0.113.1 r1.txt
Forwarding
  1 router, 1 table, 4 routes of IPv4 in use
  ! r1: next hop 198.51.100.1 of 1 route is not known: its next hop leads back to itself (r1.txt:14)
  ! r1: next hop 192.0.2.1 of 1 route is not known: its next hop leads back to itself (r1.txt:15)
  ! r1: next hop 10.0.99.2 on GigabitEthernet0/0/9 of 1 route is not known: nobody is known to have the address (r1.txt:16)
Packet to 192.0.2.1 from 0.0.0.0, protocol 6, ports 0 to 0
  r1 (clean): 192.0.2.0/24 forwarded, by r1.txt:14 (Static)
    -> a next hop that is not known
Becomes: next hop not known; undetermined by no-acme
Forwarding
  1 router, 1 table, 4 routes of IPv4 in use
  ! r1: next hop 198.51.100.1 of 1 route is not known: its next hop leads back to itself (r1.txt:14)
  ! r1: next hop 192.0.2.1 of 1 route is not known: its next hop leads back to itself (r1.txt:15)
  ! r1: next hop 10.0.99.2 on GigabitEthernet0/0/9 of 1 route is not known: nobody is known to have the address (r1.txt:16)
Packet to 203.0.113.1 from 0.0.0.0, protocol 6, ports 0 to 0
  r1 (clean): 203.0.113.0/24 forwarded, by r1.txt:16 (OSPF)
    -> a next hop that is not known
Becomes: next hop not known; undetermined by no-acme
## The pager was left.
$ (cat head; echo '         Destinations : 9        Routes : 9'; cat columns; echo '  ---- More ----') >r1.txt; ./fate 192.0.2.1 r1.txt
Forwarding
  1 router, 1 table, 1 route of IPv4 in use
  ! r1 is not modelled: incomplete: 1 of 9 routes to 1 of 9 destinations are here (r1.txt:13)
Packet to 192.0.2.1 from 0.0.0.0, protocol 6, ports 0 to 0
  r1 (clean): 0.0.0.0/0 not modelled: incomplete: 1 of 9 routes to 1 of 9 destinations are here
Becomes: not modelled; not-modelled by no-acme
## A table of another system below the heading; and one of another router, whose prompt is pasted with it.
$ (cat head; echo '         Destinations : 1        Routes : 1'; cat columns; echo 'O        192.0.2.0/24 [110/2] via 10.0.12.2, 00:01:02, GigabitEthernet0/1') >r1.txt; ./fate 192.0.2.1 r1.txt
Forwarding
  1 router, 1 table, 1 route of IPv4 in use
  ! r1 is not modelled: not understood: O        192.0.2.0/24 [110/2] via 10.0.12.2, 00:01:02, GigabitEthernet0/1 (r1.txt:14)
Packet to 192.0.2.1 from 0.0.0.0, protocol 6, ports 0 to 0
  r1 (clean): 0.0.0.0/0 not modelled: not understood: O        192.0.2.0/24 [110/2] via 10.0.12.2, 00:01:02, GigabitEthernet0/1
Becomes: not modelled; not-modelled by no-acme
$ (cat head; echo '         Destinations : 1        Routes : 1'; cat columns; echo 'r2#show ip route'; echo 'Gateway of last resort is not set'; echo; echo 'S        192.0.2.0/24 is directly connected, Null0') >r1.txt; cleanpath routes -q r1.txt; ./fate 192.0.2.1 r1.txt
ROUTER VRF WHAT  KEY          VALUE                MORE                  STANDS IN
r1         route 10.0.12.0/30 GigabitEthernet0/0/1 Direct 0/0, connected r1.txt:13
r2         route 192.0.2.0/24 Null0                S 0/0, drop           r1.txt:17
Forwarding
  2 routers, 2 tables, 2 routes of IPv4 in use
Packet to 192.0.2.1 from 0.0.0.0, protocol 6, ports 0 to 0
  r1 (clean): no route
Becomes: no route; no-path by no-acme
## Headings in another language: the rows are read, the heading is counted.
$ (cat head; echo '         目的网段数 : 1        路由数 : 1'; cat columns) >r1.txt; cleanpath routes -q r1.txt
ROUTER VRF WHAT           KEY          VALUE                                     MORE                  STANDS IN
r1         not understood                       目的网段数 : 1        路由数 : 1                       r1.txt:9
r1         limit                       not understood                            1 line of the table   r1.txt:13
r1         route          10.0.12.0/30 GigabitEthernet0/0/1                      Direct 0/0, connected r1.txt:13
## Only a default route.
$ printf 'r1#show ip route\nGateway of last resort is 10.0.12.2 to network 0.0.0.0\n\nS*    0.0.0.0/0 [1/0] via 10.0.12.2\n' >r1.txt; ./fate 192.0.2.1 r1.txt
Forwarding
  1 router, 1 table, 1 route of IPv4 in use
  ! r1: next hop 10.0.12.2 of 1 route is not known: its next hop leads back to itself (r1.txt:4)
Packet to 192.0.2.1 from 0.0.0.0, protocol 6, ports 0 to 0
  r1 (clean): 0.0.0.0/0 forwarded, by r1.txt:4 (S)
    -> a next hop that is not known
Becomes: next hop not known; undetermined by no-acme
## VRFs whose names differ in case are two; the same name on two routers as well.
$ printf 'r1#show ip route vrf red\nRouting Table: red\nS        192.0.2.0/24 is directly connected, Null0\nr1#show ip route vrf RED\nRouting Table: RED\nS        192.0.2.0/25 is directly connected, Null0\nr2#show ip route vrf red\nRouting Table: red\nS        192.0.2.128/25 is directly connected, Null0\n' >r1.txt; cleanpath routes -q r1.txt
ROUTER VRF WHAT  KEY            VALUE MORE        STANDS IN
r1     red route 192.0.2.0/24   Null0 S 0/0, drop r1.txt:3
r1     RED route 192.0.2.0/25   Null0 S 0/0, drop r1.txt:6
r2     red route 192.0.2.128/25 Null0 S 0/0, drop r1.txt:9
## Two days in two files: which is in force is not known.
$ printf 'r1#show ip route\nGateway of last resort is not set\n\nS        192.0.2.0/24 is directly connected, Null0\n' >monday.txt; printf 'r1#show ip route\nGateway of last resort is not set\n\nS        192.0.2.0/24 [1/0] via 10.0.12.2\n' >tuesday.txt; ./fate 192.0.2.1 monday.txt tuesday.txt
Forwarding
  1 router, 1 table, 2 routes of IPv4 in use
  ! r1 is not modelled: two sources tell its routes differently (monday.txt:4, tuesday.txt:4)
Packet to 192.0.2.1 from 0.0.0.0, protocol 6, ports 0 to 0
  r1 (clean): 0.0.0.0/0 not modelled: two sources tell its routes differently
Becomes: not modelled; not-modelled by no-acme
