## needs: program python3
## Routers that tell of their BGP by BMP, while their tables are watched. Who plays them is tests/data/bmp/routers.py; r1's table has 192.0.2.0/24 by BGP.
$ cp $DATA/no-acme.yaml rule.yaml
$ printf 'policies: [./rule.yaml]\naccept: 0.8\n' >cleanpath.yaml; cp $DATA/l2/* .; sed -i '/^192/s/ospf/bgp/' r1.txt
## The Loc-RIB, with path identifiers: what it has is all that the router forwards by.
$ python3 data/bmp/routers.py 'r1 up-id' 'r1 +192.0.2.0/24=10.0.13.2#1' 'r1 eor' 'r1 +192.0.2.0/24=10.0.12.2#2|= no' 'r1 -192.0.2.0/24#1|is to r2 .bmp' -- cleanpath path r1 --dst 192.0.2.0/24 --watch bmp:ADDRESS -q -p no-acme *.csv r?.txt
TIME r1 -> 192.0.2.0/24 +1: was proven-clean (delivered), is proven-excluded (delivered, no route); r1: 192.0.2.0/24 was to r3, is to r2, r3 (bmp:r1:5)
TIME = no-acme: was proven-clean, is proven-excluded
TIME r1 -> 192.0.2.0/24 +1: was proven-excluded (delivered, no route), is proven-excluded (no route); r1: 192.0.2.0/24 was to r2, r3, is to r2 (bmp:r1:6)
exit status 1
## Without them it may forward by another one, too: excluded is certain, clean is not, but where somebody says so, or the table had that next hop alone.
$ python3 data/bmp/routers.py 'r1 up' 'r1 +192.0.2.0/24=10.0.13.2' 'r1 eor' 'r1 +192.0.2.0/24=10.0.12.2|= no' 'r1 +192.0.2.0/24=10.0.13.2|= no' -- cleanpath path r1 --dst 192.0.2.0/24 --watch bmp:ADDRESS -q -p no-acme *.csv r?.txt
TIME ! bmp:r1 tells one route of each prefix (no ADD-PATH, RFC 7911), and may forward by several: a next hop more is not known, but with --assume-complete or where its table shows none
TIME r1 -> 192.0.2.0/24 +1: was proven-clean (delivered), is proven-excluded (no route, next hop not known); r1: 192.0.2.0/24 was to r3, is to r2, nobody known (bmp:r1:5)
TIME = no-acme: was proven-clean, is proven-excluded
TIME r1 -> 192.0.2.0/24 +1: was proven-excluded (no route, next hop not known), is undetermined (delivered, next hop not known); r1: 192.0.2.0/24 was to r2, nobody known, is to r3, nobody known (bmp:r1:6)
TIME = no-acme: was proven-excluded, is undetermined
exit status 4
$ python3 data/bmp/routers.py 'r1 up' 'r1 eor|= no' 'r1 +192.0.2.0/24=10.0.12.2|= no' 'r1 +192.0.2.0/24=10.0.13.2|= no' -- cleanpath path r1 --dst 192.0.2.0/24 --watch bmp:ADDRESS --assume-complete -q -p no-acme *.csv r?.txt
TIME r1 -> 192.0.2.0/24 +1: was proven-clean (delivered), is not-modelled (not modelled); r1: 192.0.2.0/24 was to r3, is not modelled, BGP has it no more; another protocol may (bmp:r1:3)
TIME = no-acme: was proven-clean, is not-modelled
TIME r1 -> 192.0.2.0/24 +1: was not-modelled (not modelled), is proven-excluded (no route); r1: 192.0.2.0/24 was not modelled, is to r2 (bmp:r1:4)
TIME = no-acme: was not-modelled, is proven-excluded
TIME r1 -> 192.0.2.0/24 +1: was proven-excluded (no route), is proven-clean (delivered); r1: 192.0.2.0/24 was to r2, is to r3 (bmp:r1:5)
TIME = no-acme: was proven-excluded, is proven-clean
exit status 0
## What BGP has no more another protocol may have; a longer prefix of its own; the table is told again.
$ python3 data/bmp/routers.py 'r1 up-id' 'r1 +192.0.2.0/24=10.0.13.2' 'r1 eor' 'r1 -192.0.2.0/24|= no' 'r1 +192.0.2.64/26=10.0.13.2|192.0.2.64' 'r1 -192.0.2.64/26|192.0.2.64' 'file=r1.later=user@r1:~$ ip route\n10.0.13.0/30 dev eth2 proto kernel scope link\n192.0.2.0/24 via 10.0.13.2 dev eth2 proto ospf\n|= no' 'r1 +192.0.2.0/24=10.0.12.2|= no' -- cleanpath path r1 --dst 192.0.2.0/24 --watch bmp:ADDRESS --watch r1.later -q -p no-acme *.csv r1.txt r2.txt r3.txt
TIME r1 -> 192.0.2.0/24 +1: was proven-clean (delivered), is not-modelled (not modelled); r1: 192.0.2.0/24 was to r3, is not modelled, BGP has it no more; another protocol may (bmp:r1:5)
TIME = no-acme: was proven-clean, is not-modelled
TIME r1 -> 192.0.2.64/26: was not-modelled (not modelled), is proven-clean (delivered); r1: 192.0.2.64/26 was not there, is to r3 (bmp:r1:6)
TIME r1 -> 192.0.2.64/26: was proven-clean (delivered), is not-modelled (not modelled); r1: 192.0.2.64/26 was to r3, is not there (bmp:r1:7)
TIME r1 -> 192.0.2.0/24 +2: was not-modelled (not modelled), is proven-clean (delivered); r1: 192.0.2.0/24 was not modelled, is to r3 (r1.later:3)
TIME = no-acme: was not-modelled, is proven-clean
TIME r1 -> 192.0.2.0/24 +2: was proven-clean (delivered), is not-modelled (not modelled); r1: 192.0.2.0/24 was to r3, is not modelled, BGP has it, too, and it is not known which protocol is preferred (bmp:r1:8)
TIME = no-acme: was proven-clean, is not-modelled
exit status 4
## Which protocol is preferred: by the distances that the table shows; networks of its own stay.
$ cat >r1.frr <<'END'
> r1# show ip route json
> {"10.0.12.0/30":[{"prefix":"10.0.12.0/30","protocol":"connected","selected":true,"installed":true,"distance":0,"nexthops":[{"fib":true,"directlyConnected":true,"interfaceName":"eth1","active":true}]}],
>  "10.0.13.0/30":[{"prefix":"10.0.13.0/30","protocol":"connected","selected":true,"installed":true,"distance":0,"nexthops":[{"fib":true,"directlyConnected":true,"interfaceName":"eth2","active":true}]}],
>  "192.0.2.0/26":[{"prefix":"192.0.2.0/26","protocol":"static","selected":true,"installed":true,"distance":1,"nexthops":[{"fib":true,"ip":"10.0.13.2","afi":"ipv4","active":true}]}],
>  "192.0.2.64/26":[{"prefix":"192.0.2.64/26","protocol":"ospf","selected":true,"installed":true,"distance":110,"nexthops":[{"fib":true,"ip":"10.0.13.2","afi":"ipv4","active":true}]}],
>  "192.0.2.128/26":[{"prefix":"192.0.2.128/26","protocol":"bgp","selected":true,"installed":true,"distance":20,"nexthops":[{"fib":true,"ip":"10.0.13.2","afi":"ipv4","active":true}]}],
>  "192.0.2.192/26":[{"prefix":"192.0.2.192/26","protocol":"bgp","selected":true,"installed":true,"distance":200,"nexthops":[{"fib":true,"ip":"10.0.13.2","afi":"ipv4","active":true}]}]}
> r1#
> END
$ (sed '/ip route/,$d' r1.txt; cat r1.frr) >r1.both; sed 's/:200,/:20,/' r1.both >r1.one
$ python3 data/bmp/routers.py 'r1 up-id' 'r1 +10.0.13.0/30=10.0.12.2' 'r1 +192.0.2.0/26=10.0.12.2' 'r1 +192.0.2.64/26=10.0.12.2' 'r1 +192.0.2.128/26=10.0.12.2' 'r1 +192.0.2.192/26=10.0.13.2' 'r1 eor|= no' -- cleanpath path r1 --dst 192.0.2.0/24 --watch bmp:ADDRESS -q -p no-acme *.csv r1.both r2.txt r3.txt
TIME r1 -> 192.0.2.64/26: was proven-clean (delivered), is not-modelled (not modelled); r1: 192.0.2.64/26 was to r3, is not modelled, BGP has it, too, and it is not known which protocol is preferred (bmp:r1:5)
TIME r1 -> 192.0.2.128/26: was proven-clean (delivered), is proven-excluded (no route); r1: 192.0.2.128/26 was to r3, is to r2 (bmp:r1:6)
TIME = no-acme: was proven-clean, is proven-excluded
exit status 1
$ python3 data/bmp/routers.py 'r1 up-id' 'r1 +192.0.2.0/26=10.0.12.2' 'r1 +192.0.2.128/26=10.0.13.2' 'r1 +192.0.2.192/26=10.0.13.2' 'r1 eor|= no' -- cleanpath path r1 --dst 192.0.2.0/26 --watch bmp:ADDRESS -q -p no-acme *.csv r1.one r2.txt r3.txt
TIME r1 -> 192.0.2.0/26 +1: was proven-clean (delivered), is not-modelled (not modelled); r1: 192.0.2.0/26 was to r3, is not modelled, BGP has it, too, and it is not known which protocol is preferred (bmp:r1:3)
TIME = no-acme: was proven-clean, is not-modelled
exit status 4
## What peers announce (Adj-RIB-In) does not say which route is the best; what it tells them says nothing.
$ python3 data/bmp/routers.py 'r1 out+192.0.2.0/24=10.0.12.2' 'r1 in+192.0.2.0/24=10.0.13.2|= no' 'file=r1.later=user@r1:~$ ip route\n10.0.13.0/30 dev eth2 proto kernel scope link\n192.0.2.0/24 via 10.0.13.2 dev eth2 proto bgp\n|= no' 'r1 in-down|= no' -- cleanpath path r1 --dst 192.0.2.0/24 --watch bmp:ADDRESS --watch r1.later -q -p no-acme *.csv r1.txt r2.txt r3.txt
TIME ! bmp:r1 tells what its peers announce (Adj-RIB-In), and not what it selects (Loc-RIB, RFC 9069): prefixes that it speaks of are not modelled until its table is told
TIME r1 -> 192.0.2.0/24 +1: was proven-clean (delivered), is not-modelled (not modelled); r1: 192.0.2.0/24 was to r3, is not modelled, a peer of BGP told something else of it; which route is the best is not told (bmp:r1:3)
TIME = no-acme: was proven-clean, is not-modelled
TIME r1 -> 192.0.2.0/24 +1: was not-modelled (not modelled), is proven-clean (delivered); r1: 192.0.2.0/24 was not modelled, is to r3 (r1.later:3)
TIME = no-acme: was not-modelled, is proven-clean
TIME r1 -> 192.0.2.0/24 +1: was proven-clean (delivered), is not-modelled (not modelled); r1: 192.0.2.0/24 was to r3, is not modelled, a peer of BGP told something else of it; which route is the best is not told (bmp:r1:4)
TIME = no-acme: was proven-clean, is not-modelled
exit status 4
## It goes, comes again, sends what is no BMP: nothing is proven of its table until it is whole again.
$ python3 data/bmp/routers.py 'r1 up-id' 'r1 eor|= no' 'r1 +192.0.2.0/24=10.0.13.2|= no' 'r1 down|= no' 'r1 up-id' 'r1 +192.0.2.0/24=10.0.13.2' 'r1 eor|= no' 'r1 bad|= no' -- cleanpath path r1 --dst 192.0.2.0/24 --watch bmp:ADDRESS -q -p no-acme *.csv r?.txt
TIME r1 -> 192.0.2.0/24 +1: was proven-clean (delivered), is not-modelled (not modelled); r1: 192.0.2.0/24 was to r3, is not modelled, BGP has it no more; another protocol may (bmp:r1:3)
TIME = no-acme: was proven-clean, is not-modelled
TIME r1 -> 192.0.2.0/24 +1: was not-modelled (not modelled), is proven-clean (delivered); r1: 192.0.2.0/24 was not modelled, is to r3 (bmp:r1:4)
TIME = no-acme: was not-modelled, is proven-clean
TIME ! bmp:r1: its Loc-RIB is not told any more: it is down; that table is not modelled until all of it is told again, or the table
TIME r1 -> 192.0.2.0/24 +1: was proven-clean (delivered), is not-modelled (not modelled); r1: was 192.0.2.0/24 to r3 (bmp:r1:4), is 0.0.0.0/0 not modelled (BGP: not told any more: it is down, bmp:r1:4)
TIME = no-acme: was proven-clean, is not-modelled
TIME r1 -> 192.0.2.0/24 +1: was not-modelled (not modelled), is proven-clean (delivered); r1: was 0.0.0.0/0 not modelled (BGP: not told any more: it is down, bmp:r1:4), is 192.0.2.0/24 to r3 (bmp:r1:7)
TIME = no-acme: was not-modelled, is proven-clean
TIME ! bmp:r1: its Loc-RIB is not told any more: it is down; that table is not modelled until all of it is told again, or the table
TIME ! BMP: r1 (127.0.0.1) is gone: version 0 of BMP, expected 3
TIME r1 -> 192.0.2.0/24 +1: was proven-clean (delivered), is not-modelled (not modelled); r1: was 192.0.2.0/24 to r3 (bmp:r1:7), is 0.0.0.0/0 not modelled (BGP: not told any more: it is down, bmp:r1:8)
TIME = no-acme: was proven-clean, is not-modelled
exit status 3
## Which router, which table: a name that nobody has, a VRF that is not known, only a part of it, a table that was never told, a name that another address belongs to.
$ (cat r2.txt; echo 'user@r2:~$ ip -d addr'; sed -n '2,4p' r2.txt; echo '    inet 127.0.0.1/8 scope host lo') >r2.lo; sed '/ip route/,$d' r3.txt >r3.none
$ python3 data/bmp/routers.py 'r9 up' 'r9 eor|is no device' 'r1 up=red/7' 'r1 +192.0.2.0/24=10.0.12.2|not used' 'r1 up-part' 'r1 +198.51.100.0/24=10.0.13.2' 'r1 -198.51.100.0/24|198' 'r3 up-id' 'r3 eor|no routing table' -- cleanpath path r1 --dst 0.0.0.0/0 --watch bmp:ADDRESS -q -p no-acme *.csv r1.txt r2.txt r3.none
TIME ! BMP: r9 (127.0.0.1) is no device of the network, or several are called so: what it tells is not used
TIME ! bmp:r1: which of its tables the Loc-RIB "red" (distinguisher 7) is of is not known: it is not used
TIME ! bmp:r1 tells one route of each prefix (no ADD-PATH, RFC 7911), and may forward by several: a next hop more is not known, but with --assume-complete or where its table shows none
TIME r1 -> 198.51.100.0/24: was undetermined (next hop not known), is not-modelled (not modelled); r1: 198.51.100.0/24 was to nobody known, is not modelled, BGP told that it went, but not all that BGP has (bmp:r1:6)
TIME ! BMP: of r3 (127.0.0.1) no routing table was told, without which it is not known what it does with what BGP has
exit status 1
$ python3 data/bmp/routers.py 'r1 up' 'r1 +192.0.2.0/24=10.0.12.2|not used' -- cleanpath path r1 --dst 192.0.2.0/24 --watch bmp:ADDRESS -q -p no-acme *.csv r1.txt r2.lo r3.txt
TIME ! BMP: r1 (127.0.0.1) calls itself so, and connects from an address of another device: what it tells is not used
exit status 0
$ python3 data/bmp/routers.py 'r1 up' 'r1 eor' -- cleanpath path r1 --dst 192.0.2.0/24 --watch bmp:ADDRESS --within 192.0.2.0/24 -q -p no-acme *.csv r?.txt
exit status 0
## Version 6 of addresses, next hops of it for routes of version 4 (RFC 8950); for programs.
$ python3 data/bmp/routers.py 'r1 up-id' 'r1 +2001:db8::/32=2001:db8::1' 'r1 eor6' 'r1 +192.0.2.0/24=2001:db8::9' 'r1 eor|= no' -- cleanpath path r1 --dst 192.0.2.0/24 --watch bmp:ADDRESS -q -p no-acme *.csv r?.txt
TIME r1 -> 192.0.2.0/24 +1: was proven-clean (delivered), is undetermined (next hop not known); r1: 192.0.2.0/24 was to r3, is to nobody known (bmp:r1:5)
TIME = no-acme: was proven-clean, is undetermined
exit status 4
## Updates at random, held against the same asked anew of the table that follows.
$ cp $DATA/l2/* . && python3 data/watch/bmp_oracle.py 20 5 cleanpath
20 updates, 0 wrong
## What cannot be asked.
$ cleanpath path r1 --dst 192.0.2.0/24 --watch bmp:nowhere -p no-acme *.csv r?.txt
cleanpath: --watch is "bmp:nowhere", expected bmp:ADDRESS:PORT, as bmp:192.0.2.1:1790 or bmp:[::]:1790
[2]
$ cleanpath path r1 --dst 192.0.2.0/24 --watch - --within 192.0.2.0/24 -p no-acme *.csv r?.txt </dev/null
cleanpath: --within is of --watch bmp:ADDRESS:PORT
[2]
$ cleanpath path r1 --dst 192.0.2.0/24 --within 192.0.2.0/24 -p no-acme *.csv r?.txt
cleanpath: --within is of --watch bmp:ADDRESS:PORT
[2]
$ cleanpath path r1 --dst 192.0.2.0/24 --watch bmp:192.0.2.1:1790 -p no-acme *.csv r?.txt
cleanpath: cannot listen on 192.0.2.1:1790: this machine has no such address
[3]
