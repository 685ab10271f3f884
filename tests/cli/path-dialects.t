## What packets become on the way from a router with ZXROS to one with SR OS: filters of both, from their configurations.
$ cp $DATA/no-acme.yaml rule.yaml
$ printf 'policies: [./rule.yaml]\naccept: 0.8\n' >cleanpath.yaml
$ cp $DATA/l2-dialects/* . && cleanpath path z1 s1 --level l2 -p no-acme inventory.csv ?1.txt
Coverage
  inventory.csv: inventory-csv, 2 records, 6 observations
    columns: name, manufacturer -> maker, model -> product
  s1.txt: router-state, 41 records, 5 observations, 19 rows of router state
  z1.txt: router-state, 16 records, 4 observations, 15 rows of router state
  tables: oui of 2026-08-26, pen of 2024-08-23, makers of 2026-11-23, fingerprints of 2026-11-27
  2 assets, 2 links; judged as of 2026-11-23, facts from confidence 0.8
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Forwarding
  2 routers, 2 tables, 10 routes of IPv4 in use

POLICY  ANSWER
no-acme proven-clean

By no-acme, exposure; packets that the router has taken in, by any way that it may choose
FROM DESTINATION  MORE BECOMES           ANSWER
z1   192.0.2.1/32   +2 delivered, denied proven-clean
## To the network behind it; past the filter of the one on the way out, and of the other on the way in.
$ cleanpath path trace z1 198.51.100.7 --dport 80 -q -p no-acme inventory.csv ?1.txt
Packet to 198.51.100.7 from 0.0.0.0, protocol 6, ports 0 to 80
  z1 (clean): 198.51.100.0/24 forwarded, by z1.txt:33 (Static)
    -> s1, out: permitted, in: permitted
  s1 (clean): 198.51.100.0/24 forwarded, by s1.txt:78 (Local)
    -> a host there

Becomes: delivered; proven-clean by no-acme
$ cleanpath path trace z1 198.51.100.7 --dport 23 -q -p no-acme inventory.csv ?1.txt
Packet to 198.51.100.7 from 0.0.0.0, protocol 6, ports 0 to 23
  z1 (clean): 198.51.100.0/24 forwarded, by z1.txt:33 (Static)
    -> s1, out: permitted, in: denied

Becomes: denied; no-path by no-acme
[4]
$ cleanpath path trace z1 198.51.100.7 --protocol udp --dport 53 -q -p no-acme inventory.csv ?1.txt
Packet to 198.51.100.7 from 0.0.0.0, protocol 17, ports 0 to 53
  z1 (clean): 198.51.100.0/24 forwarded, by z1.txt:33 (Static)
    -> s1, out: denied, in: permitted

Becomes: denied; no-path by no-acme
[4]
$ cleanpath path trace s1 203.0.113.9 -q -p no-acme inventory.csv ?1.txt
Packet to 203.0.113.9 from 0.0.0.0, protocol 6, ports 0 to 0
  s1 (clean): 203.0.113.0/25 forwarded, by s1.txt:82 (Static)
    -> z1
  z1 (clean): 203.0.113.0/25 forwarded, by z1.txt:35 (Direct)
    -> a host there

Becomes: delivered; proven-clean by no-acme
## Where a filter sends packets elsewhere, what becomes of them is not modelled.
$ cleanpath path trace z1 198.51.101.7 --dport 80 -q -p no-acme inventory.csv ?1.txt
Packet to 198.51.101.7 from 0.0.0.0, protocol 6, ports 0 to 80
  z1 (clean): 198.51.101.0/24 forwarded, by z1.txt:34 (Static)
    -> s1, out: permitted, in: permitted
  s1 (clean): 198.51.101.0/24 forwarded, by s1.txt:80 (Local)
    -> a host there, out: not known

Becomes: delivered, not modelled; not-modelled by no-acme
[4]
## A rule that was not understood decides anything.
$ sed 's/rule 10 deny udp any any eq 53/rule 10 deny udp any any frob/' z1.txt >z1-later.txt; cleanpath path trace z1 198.51.100.7 --protocol udp --dport 53 -q -p no-acme inventory.csv z1-later.txt s1.txt
Packet to 198.51.100.7 from 0.0.0.0, protocol 17, ports 0 to 53
  z1 (clean): 198.51.100.0/24 forwarded, by z1-later.txt:33 (Static)
    -> s1, out: not known, in: permitted
  s1 (clean): 198.51.100.0/24 forwarded, by s1.txt:78 (Local)
    -> a host there

Becomes: delivered, not modelled; not-modelled by no-acme
[4]
## What was understood of them.
$ cleanpath routes -q --of filters inventory.csv ?1.txt
ROUTER VRF WHAT   KEY           VALUE                                                                  MORE      STANDS IN
s1         filter to z1         10                                                                     IPv4, in  s1.txt:38
s1         filter lab           20                                                                     IPv4, in  s1.txt:59
s1         rule   10 10         deny protocol 6 from any port any to 198.51.100.0/24 port 23                     s1.txt:11
s1         rule   10 4294967295 permit protocol any from any port any to any port any                            s1.txt:10
s1         rule   20 10         not known protocol any from 198.51.101.128/25 port any to any port any           s1.txt:21
s1         rule   20 4294967295 permit protocol any from any port any to any port any                            s1.txt:20
z1         filter gei-0/1/0/1   outward                                                                IPv4, out z1.txt:9
z1         rule   outward 10    deny protocol 17 from any port any to any port 53                                z1.txt:18
z1         rule   outward 20    permit protocol any from any port any to any port any                            z1.txt:19
$ cleanpath links -q inventory.csv ?1.txt
A  PORT  B  PORT        METRIC SPEED SEEN               SURE EVIDENCE
s1 1/1/1 z1 gei-0/1/0/1              heard at both ends 0.99 s1.txt:94 +1
## With whom routers are told to exchange routes: of a group, of an interface, and that it is not looked for there.
$ printf '#\nsysname v1\n#\ninterface Vlanif10\n ospf enable 1 area 0\n ospf cost 10\n#\nbgp 65001\n group core internal\n peer core connect-interface LoopBack0\n peer 192.0.2.2 group core\n peer 198.51.100.1 as-number 64500\n peer 198.51.100.1 ignore\n#\nospf 1 router-id 192.0.2.1\n silent-interface Vlanif10\n#\nreturn\n' >v1.cfg
$ printf '# TiMOS-B-12.0.R4\nexit all\nconfigure\n    router Base\n        autonomous-system 65001\n        isis 0\n            level-capability level-2\n            area-id 49.0001\n            interface "to v1"\n                level 2\n                    metric 10\n                exit\n            exit\n        exit\n        bgp\n            group "core"\n                peer-as 65001\n                neighbor 192.0.2.1\n                exit\n            exit\n        exit\n    exit\nexit all\n' >s2.cfg
$ cleanpath routes -q --of peers v1.cfg s2.cfg
ROUTER VRF WHAT KEY          VALUE                     MORE                               STANDS IN
v1         peer this router  BGP                       AS 65001                           v1.cfg:8
v1         peer 192.0.2.2    BGP, AS 65001             own AS 65001, over LoopBack0, core v1.cfg:11
v1         peer 198.51.100.1 BGP, AS 64500             own AS 65001, off                  v1.cfg:12
v1         peer this router  OSPF 1, id 192.0.2.1                                         v1.cfg:15
v1         peer Vlanif10     OSPF 1, area 0, metric 10 passive                            v1.cfg:5
s2         peer this router  BGP                       AS 65001                           s2.cfg:15
s2         peer 192.0.2.1    BGP, AS 65001             own AS 65001, core                 s2.cfg:18
s2         peer this router  IS-IS 0, NET 49.0001      level 2                            s2.cfg:6
s2         peer to v1        IS-IS 0, metric 10        level 2                            s2.cfg:9
