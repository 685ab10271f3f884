## Links that routers are configured to have: r1 tells networks, the others interfaces; two lines between r1 and r2, and a network of three.
$ printf 'name,maker,ip\nr1,Bergson,10.255.0.1\nr2,Acme,10.255.0.2\nr3,Bergson,10.255.0.3\n' >inventory.csv
$ cat >r1.txt <<'END'
> <r1>display current-configuration
> sysname r1
> interface GigabitEthernet0/0/1
>  ip address 192.0.2.1 255.255.255.252
>  ospf cost 10
> interface GigabitEthernet0/0/2
>  ip address 192.0.2.5 255.255.255.252
>  ospf cost 15
> interface GigabitEthernet0/0/3
>  ip address 198.51.100.1 255.255.255.0
>  ospf cost 1
> interface GigabitEthernet0/0/4
>  ip address 203.0.113.1 255.255.255.252
> ospf 1 router-id 10.255.0.1
>  silent-interface GigabitEthernet0/0/4
>  area 0.0.0.0
>   network 192.0.2.0 0.0.0.255
>   network 198.51.100.0 0.0.0.255
>   network 203.0.113.0 0.0.0.255
> bgp 64496
>  peer 192.0.2.2 as-number 64496
>  peer 203.0.113.9 as-number 64511
> return
> END
$ cat >r2.txt <<'END'
> <r2>display current-configuration
> sysname r2
> interface GigabitEthernet0/0/1
>  ip address 192.0.2.2 255.255.255.252
>  ospf cost 20
>  ospf enable 1 area 0
> interface GigabitEthernet0/0/2
>  ip address 192.0.2.6 255.255.255.252
>  ospf cost 25
>  ospf enable 1 area 0
> interface GigabitEthernet0/0/3
>  ip address 198.51.100.2 255.255.255.0
>  ospf cost 2
>  ospf enable 1 area 0
> ospf 1 router-id 10.255.0.2
>  area 0
> return
> END
$ cat >r3.txt <<'END'
> <r3>display current-configuration
> sysname r3
> interface GigabitEthernet0/0/1
>  ip address 203.0.113.2 255.255.255.252
>  ospf enable 1 area 0
> interface GigabitEthernet0/0/3
>  ip address 198.51.100.3 255.255.255.0
>  ospf cost 3
>  ospf enable 1 area 0
> ospf 1 router-id 10.255.0.3
>  area 0
> return
> END
$ cleanpath links inventory.csv r?.txt | sed '1,/^$/d'
Network
  5 links

A  PORT                 B  PORT                 METRIC SPEED SEEN                    SURE EVIDENCE
r1 GigabitEthernet0/0/1 r2 GigabitEthernet0/0/1  10/20       configured at both ends 0.90 r2.txt:6 +2
r1 GigabitEthernet0/0/2 r2 GigabitEthernet0/0/2  15/25       configured at both ends 0.90 r2.txt:10 +2
r1 GigabitEthernet0/0/3 r2 GigabitEthernet0/0/3    1/2       configured at both ends 0.90 r2.txt:14 +2
r1 GigabitEthernet0/0/3 r3 GigabitEthernet0/0/3    1/3       configured at both ends 0.90 r3.txt:9 +2
r2 GigabitEthernet0/0/3 r3 GigabitEthernet0/0/3    2/3       configured at both ends 0.90 r3.txt:9 +1
$ cleanpath links -f ndjson inventory.csv r?.txt | $PYTHON -c 'import json,sys; rows = [json.loads(l) for l in sys.stdin]; r = rows[1]; print(r["seen"], r["metric"], r["metric_back"], [(e["source"], e["pos"], e["kind"], e["area"], e["metric"]) for e in r["evidence"]]); print([r["srlg"] for r in rows[1:]])'
['configured_a', 'configured_b'] 10 20 [('r2.txt', 6, 'ospf_configured', '0.0.0.0', 20), ('r1.txt', 17, 'ospf_configured', '0.0.0.0', None), ('r1.txt', 5, 'ospf_configured', '0.0.0.0', 10)]
[None, None, 'segment 198.51.100.0/24', 'segment 198.51.100.0/24', 'segment 198.51.100.0/24']
## What only one end is told: r1 is silent towards r3.
$ cleanpath neighbours -q inventory.csv r?.txt | grep 'one end'
r1        yes   r3 GigabitEthernet0/0/1 GigabitEthernet0/0/4 configured at one end   r3.txt:5
r3        yes   r1 GigabitEthernet0/0/4 GigabitEthernet0/0/1 configured at one end   r3.txt:5
## A session of BGP is no link; whose the address is stands beside it.
$ cleanpath routes -q --of peers inventory.csv r?.txt | grep BGP
r1         peer this router          BGP                       AS 64496            r1.txt:20
r1         peer 192.0.2.2            BGP, AS 64496             own AS 64496, is r2 r1.txt:21
r1         peer 203.0.113.9          BGP, AS 64511             own AS 64496        r1.txt:22
## What a database or a neighbour's words tell of the same line is better, and it stays one line.
$ cat >ospf.txt <<'END'
>     OSPF database, Area 0.0.0.0
> Router   10.255.0.1  10.255.0.1  0x80000001  1  0x22 0x1  48
>   id 10.255.0.2, data 192.0.2.5, Type PointToPoint (1), metric 15
> Router   10.255.0.2  10.255.0.2  0x80000001  1  0x22 0x1  48
>   id 10.255.0.1, data 192.0.2.6, Type PointToPoint (1), metric 30
> END
$ printf 'a,b,a_port,b_port,capacity\nr1,r2,Gi0/0/1,Gi0/0/1,10G\n' >links.csv
$ cleanpath links -q inventory.csv links.csv ospf.txt r1.txt r2.txt
A  PORT                 B  PORT                 METRIC SPEED SEEN                                                                           SURE EVIDENCE
r1 GigabitEthernet0/0/1 r2 GigabitEthernet0/0/1  10/20   10G told by a table and configured at both ends                                    0.98 r2.txt:6 +3
r1 GigabitEthernet0/0/2 r2 GigabitEthernet0/0/2  15/30       used by routing and configured at both ends, CONTRADICTING METRICS: 15, 30, 25 0.98 ospf.txt:3 +3
r1 GigabitEthernet0/0/3 r2 GigabitEthernet0/0/3    1/2       configured at both ends                                                        0.90 r2.txt:14 +2
## Out of a case it is the same.
$ cleanpath import -q inventory.csv r?.txt && cleanpath links -q >case.out && cleanpath links -q --case none.case inventory.csv r?.txt | diff - case.out
## Routes go by what is configured; without a cost, which a router finds itself, nothing is said of them.
$ cp $DATA/no-acme.yaml rule.yaml; printf 'policies: [./rule.yaml]\naccept: 0.8\n' >cleanpath.yaml
$ cleanpath path r1 r3 --level l1 -p no-acme inventory.csv r?.txt | sed '1,/^Network/d'
  3 devices, 5 links, 5 with metrics
  . 5 links are told by the configurations of both ends alone: that they are plugged in, nobody says.

From r1 to r3, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  ROUTES
no-acme proven-clean

no-acme
  routes: proven-clean: metric 1, 0/1 of the traffic meets excluded equipment
    DEVICE MAKER   VERDICT LINK
    r1     Bergson clean   GigabitEthernet0/0/3 > GigabitEthernet0/0/3
    r3     Bergson clean   
$ sed '/ospf cost 3/d' r3.txt >r3-auto.txt; cleanpath path r1 r3 --level l1 -q -p no-acme inventory.csv r[12].txt r3-auto.txt | tail -2
no-acme
  routes: not-modelled: r1 - r3 is configured without a cost at one end or both
## A neighbour that a router is told of by address, and that is in no inventory.
$ sed 's/^ area 0.0.0.0/ peer 198.51.100.77\n&/' r1.txt >r1-nbma.txt; cleanpath neighbours -q inventory.csv r1-nbma.txt; cleanpath path r1 r2 --some -p no-acme inventory.csv r1-nbma.txt r2.txt | grep -A1 '! 1 neighbour'
NEIGHBOUR     KNOWN           OF PORT                 ITS PORT      SEEN                  EVIDENCE
198.51.100.77 NOT INVENTORIED r1 GigabitEthernet0/0/3 198.51.100.77 configured at one end r1-nbma.txt:16
  ! 1 neighbour that routers are configured to have is in no inventory: 198.51.100.77.
  The model is incomplete: what that could overturn is not proven (--assume-complete takes it as complete).
## One address twice: nothing tells which are on one line.
$ sed 's/198.51.100.3/198.51.100.2/' r3.txt >r3-twice.txt; cleanpath links inventory.csv r[12].txt r3-twice.txt | sed '1,/^$/d'
Network
  2 links
  ! 1 x a network of configured neighbours on which two have one address: nothing tells which are on one line

A  PORT                 B  PORT                 METRIC SPEED SEEN                    SURE EVIDENCE
r1 GigabitEthernet0/0/1 r2 GigabitEthernet0/0/1  10/20       configured at both ends 0.90 r2.txt:6 +2
r1 GigabitEthernet0/0/2 r2 GigabitEthernet0/0/2  15/25       configured at both ends 0.90 r2.txt:10 +2
## A line without addresses of its own: what is configured at both ends, and that somebody has the line.
$ printf 'frr version 10.0\nfrr defaults traditional\nhostname u1\ninterface eth0\n ip address 192.0.2.1/32\n ip ospf area 0\n ip ospf cost 7\n ip ospf network point-to-point\n ip router isis 1\n isis metric 8\n link-params\n  enable\n  metric 9\n exit-link-params\ninterface lo\n ip address 192.0.2.1/32\n' >u1.conf
$ printf 'sysname u2\n#\nisis 1\n ipv6 enable topology ipv6\n#\ninterface GigabitEthernet0/0/1\n ip address unnumbered interface LoopBack0\n ospf enable 1 area 0\n ospf cost 11\n isis enable 1\n isis cost 12\n isis ipv6 cost 13\n#\nreturn\n' >u2.cfg
$ printf 'name,maker\nu1,Bergson\nu2,Bergson\n' >un.csv; printf 'link,a,b,a_port,b_port\n,u1,u2,eth0,GE0/0/1\n' >un-links.csv
$ cleanpath links -q un.csv un-links.csv u1.conf u2.cfg
A  PORT B  PORT                 METRIC SPEED SEEN                                        SURE EVIDENCE
u1 eth0 u2 GigabitEthernet0/0/1   7/11       told by a table and configured at both ends 0.98 un-links.csv:2 +6
$ cleanpath links -q un.csv u1.conf u2.cfg
no links
$ cleanpath routes --of peers -q u1.conf u2.cfg
ROUTER VRF WHAT KEY                  VALUE                     MORE STANDS IN
u1         peer eth0                 OSPF, area 0, metric 7         u1.conf:6
u1         peer eth0                 IS-IS 1, metric 8              u1.conf:9
u2         peer this router          IS-IS 1                        u2.cfg:3
u2         peer GigabitEthernet0/0/1 OSPF 1, area 0, metric 11      u2.cfg:8
u2         peer GigabitEthernet0/0/1 IS-IS 1, metric 12             u2.cfg:10
u2         peer GigabitEthernet0/0/1 IS-IS 1, metric 13        IPv6 u2.cfg:10
