## Two routers that show their configurations, one with braces and one as set commands, and their routes: what the filter of r2 lets through.
$ cp $DATA/no-acme.yaml rule.yaml
$ printf 'policies: [./rule.yaml]\naccept: 0.8\n' >cleanpath.yaml
$ cp $DATA/l2-junos/* . && cleanpath path trace r1 192.0.2.7 --src 198.51.100.7 --dport 22 -q -p no-acme *.csv r?.txt
Packet to 192.0.2.7 from 198.51.100.7, protocol 6, ports 0 to 22
  r1 (clean): 192.0.2.0/24 forwarded, by r1.txt:60 (Static)
    -> r2, in: permitted
  r2 (excluded: by clause all): 192.0.2.0/24 forwarded, by r2.txt:33 (Direct)
    -> a host there

Becomes: delivered; proven-excluded by no-acme
[1]
$ cleanpath path trace r1 192.0.2.7 --src 198.51.100.77 --dport 22 -q -p no-acme *.csv r?.txt
Packet to 192.0.2.7 from 198.51.100.77, protocol 6, ports 0 to 22
  r1 (clean): 192.0.2.0/24 forwarded, by r1.txt:60 (Static)
    -> r2, in: denied

Becomes: denied; proven-excluded by no-acme
[1]
## The longest prefix of a term decides: what it excepts does not match.
$ cleanpath path trace r1 192.0.2.7 --src 198.51.100.77 --dport 443 -q -p no-acme *.csv r?.txt
Packet to 192.0.2.7 from 198.51.100.77, protocol 6, ports 0 to 443
  r1 (clean): 192.0.2.0/24 forwarded, by r1.txt:60 (Static)
    -> r2, in: permitted
  r2 (excluded: by clause all): 192.0.2.0/24 forwarded, by r2.txt:33 (Direct)
    -> a host there

Becomes: delivered; proven-excluded by no-acme
[1]
$ cleanpath path trace r1 192.0.2.200 --src 198.51.100.77 --dport 443 -q -p no-acme *.csv r?.txt
Packet to 192.0.2.200 from 198.51.100.77, protocol 6, ports 0 to 443
  r1 (clean): 192.0.2.0/24 forwarded, by r1.txt:60 (Static)
    -> r2, in: denied

Becomes: denied; proven-excluded by no-acme
[1]
$ cleanpath path r1 r2 --level l2 -q -p no-acme *.csv r?.txt
POLICY  ANSWER
no-acme proven-excluded

By no-acme, exposure; packets that the router has taken in, by any way that it may choose
FROM DESTINATION    MORE BECOMES           ANSWER
r1   10.0.12.2/32     +1 delivered, denied proven-excluded
r1   203.0.113.1/32      no route          no-path
[1]
## A filter that a group brings in, of which nothing is known, may decide anything.
$ sed -i 's/ mtu 9192;/ unit <*> { family inet { filter { output nobody; } } }/' r1.txt && cleanpath path trace r1 192.0.2.7 --src 198.51.100.7 --dport 22 -q -p no-acme *.csv r?.txt
Packet to 192.0.2.7 from 198.51.100.7, protocol 6, ports 0 to 22
  r1 (clean): 192.0.2.0/24 forwarded, by r1.txt:60 (Static)
    -> r2, out: not known, in: permitted
  r2 (excluded: by clause all): 192.0.2.0/24 forwarded, by r2.txt:33 (Direct)
    -> a host there

Becomes: delivered, not modelled; not-modelled by no-acme
[4]
## A statement that is not known leaves the router open.
$ cp $DATA/l2-junos/* . && sed -i 's/^set version.*/&\nset frob 1/' r2.txt && cleanpath path trace r1 192.0.2.7 --src 198.51.100.7 --dport 22 -p no-acme *.csv r?.txt | sed -n '/^Forwarding/,$p'
Forwarding
  2 routers, 2 tables, 13 routes of IPv4 in use
  ! r2 is not modelled: not understood: frob 1 (r2.txt:3)

Packet to 192.0.2.7 from 198.51.100.7, protocol 6, ports 0 to 22
  r1 (clean): 192.0.2.0/24 forwarded, by r1.txt:60 (Static)
    -> r2, in: permitted
  r2 (excluded: by clause all): 0.0.0.0/0 not modelled, by r2.txt:28 (Static)

Becomes: not modelled; proven-excluded by no-acme
## A configuration is known by its form, though it begins with nothing but users.
$ { echo 'version 1;'; echo 'system {'; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do echo "    user u$i;"; done; echo '}'; } >r9.conf && cleanpath import --dry-run r9.conf
r9.conf: router-state, 1 record, 0 malformed, 3 observations, 0 links
    1 answer read
    rows 0, lines harmless 20, not understood 0
## With whom a configuration says that routes are exchanged: what stands nearest counts, and `interface all` is for what nothing names.
$ cat >r8.conf <<'END'
> set version 21.4R3
> set system host-name r8
> set interfaces ge-0/0/0 unit 0 family inet address 192.0.2.1/30
> set interfaces ge-0/0/1 unit 0 family inet address 192.0.2.5/30
> set interfaces ge-0/0/1 unit 0 family iso
> set interfaces lo0 unit 0 family inet address 203.0.113.8/32
> set interfaces lo0 unit 0 family iso address 49.0001.2030.0011.3008.00
> set routing-options router-id 203.0.113.8
> set routing-options autonomous-system 64500
> set protocols bgp group core type internal
> set protocols bgp group core local-address 203.0.113.8
> set protocols bgp group core neighbor 203.0.113.9
> set protocols bgp group up peer-as 64501
> set protocols bgp group up neighbor 192.0.2.2
> set protocols bgp group up neighbor 192.0.2.6 peer-as 64502
> set protocols bgp group up neighbor 192.0.2.6 shutdown
> set protocols ospf reference-bandwidth 100g
> set protocols ospf area 0.0.0.0 interface all metric 10
> set protocols ospf area 0.0.0.0 interface lo0.0 passive
> set protocols isis level 1 disable
> set protocols isis interface ge-0/0/1.0 level 2 metric 30
> END
$ cleanpath routes --of peers -q r8.conf
ROUTER VRF WHAT KEY         VALUE                                MORE                           STANDS IN
r8         peer this router BGP, id 203.0.113.8                  AS 64500                       r8.conf:10
r8         peer 203.0.113.9 BGP, AS 64500                        own AS 64500, over lo0.0, core r8.conf:12
r8         peer 192.0.2.2   BGP, AS 64501                        own AS 64500, up               r8.conf:14
r8         peer 192.0.2.6   BGP, AS 64502                        own AS 64500, off, up          r8.conf:15
r8         peer this router OSPF, id 203.0.113.8                 reference bandwidth 100000     r8.conf:17
r8         peer ge-0/0/0.0  OSPF, area 0.0.0.0, metric 10                                       r8.conf:18
r8         peer ge-0/0/1.0  OSPF, area 0.0.0.0, metric 10                                       r8.conf:18
r8         peer lo0.0       OSPF, area 0.0.0.0                   passive                        r8.conf:19
r8         peer this router IS-IS, NET 49.0001.2030.0011.3008.00 level 2                        r8.conf:20
r8         peer ge-0/0/1.0  IS-IS, metric 30                     level 2                        r8.conf:21
## An AS that cannot be is not understood, and the neighbour has none.
$ sed 's/64502/0/' r8.conf >r9.conf && cleanpath import --dry-run r9.conf
r9.conf: router-state, 20 records, 1 malformed, 6 observations, 0 links, 20 rows of router state
    1 answer read
    rows 20, lines harmless 1, not understood 1
    15: no number of an autonomous system: protocols bgp group up neighbor 192.0.2.6 peer-as 0
$ cleanpath routes --of peers --match 192.0.2.6 -q r9.conf
ROUTER VRF WHAT KEY       VALUE MORE                  STANDS IN
r8         peer 192.0.2.6 BGP   own AS 64500, off, up r9.conf:15
