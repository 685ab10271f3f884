## needs: program python3
## What the routers' tables do, told while they change. Who changes files and pipes is tests/data/watch/watch.py.
$ cp $DATA/no-acme.yaml rule.yaml
$ printf 'policies: [./rule.yaml]\naccept: 0.8\n' >cleanpath.yaml; cp $DATA/l2/* .
## Answers of terminals on standard input: r1 sends packets for r3 past r2, then loses routes, then has another next hop that nobody knows.
$ cat >update <<'END'
> user@r1:~$ ip route
> 10.0.12.0/30 dev eth1 proto kernel scope link src 10.0.12.1
> 10.0.13.0/30 dev eth2 proto kernel scope link src 10.0.13.1
> 10.255.0.2 via 10.0.12.2 dev eth1 proto ospf metric 20
> 10.255.0.3 via 10.0.13.2 dev eth2 proto ospf metric 20
> 192.0.2.0/24 via 10.0.13.2 dev eth2 proto ospf metric 20
> 198.51.100.0/24 via 10.0.99.9 dev eth2 proto static
> blackhole 203.0.113.0/24 proto static
> user@r1:~$ date
> Mon Nov 23
> user@r1:~$ ip -j route
> [{"dst":"10.0.13.0/30","dev":"eth2","protocol":"kernel","scope":"link","flags":[]},
>  {"dst":"10.255.0.3","gateway":"10.0.13.2","dev":"eth2","protocol":"ospf","flags":[]},
>  {"dst":"192.0.2.0/24","gateway":"10.255.0.3","protocol":"static","flags":[]}]
> user@r3:~$ ip route
> 10.0.13.0/30 dev eth2 proto kernel scope link src 10.0.13.2
> 192.0.2.0/25 dev eth3 proto kernel scope link src 192.0.2.1
> user@r9:~$ ip route
> default via 10.0.0.1
> END
$ cleanpath path r1 --dst 0.0.0.0/0 --watch - -q -p no-acme *.csv r?.txt <update | sed 's/^20[^ ]*/TIME/'
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
TIME r1 -> 10.255.0.3/32: was proven-excluded (delivered), is proven-clean (delivered); r1: 10.255.0.3/32 was to r2, is to r3 (-:5)
TIME ! not used: what answers "date" (-:9)
TIME r1 -> 10.0.12.0/30: was proven-clean (delivered), is no-path (no route); r1: 10.0.12.0/30 was to a host, is not there (-:11)
TIME r1 -> 10.0.12.2/32 +1: was proven-excluded (delivered), is no-path (no route); r1: 10.0.12.2/32 was to r2, is not there (-:11)
TIME r1 -> 198.51.100.0/24: was undetermined (next hop not known), is no-path (no route); r1: 198.51.100.0/24 was to nobody known, is not there (-:11)
TIME r1 -> 203.0.113.0/24: was no-path (dropped), is no-path (no route); r1: 203.0.113.0/24 was dropped, is not there (-:11)
TIME = no-acme: was proven-excluded, is no-path
TIME r1 -> 192.0.2.0/24: was proven-clean (delivered), is no-path (no route); r3: 192.0.2.0/24 was to a host, is not there (-:15)
TIME ! r9 is no device of the network, or several are called so: what it tells is not used (-:18)
## What cannot be read: nothing is proven of the tables of that router, until the same can be read again.
$ printf 'user@r1:~$ ip route\nwhat is this\nuser@r1:~$ ip route\n' | cat - update | sed '/ip -j/,$d' >bad; cleanpath path r1 --dst 192.0.2.0/24 --watch - -q -p no-acme *.csv r?.txt <bad | sed 's/^20[^ ]*/TIME/'
POLICY  ANSWER
no-acme proven-clean

By no-acme, exposure; packets that the router has taken in, by any way that it may choose
FROM DESTINATION  MORE BECOMES   ANSWER
r1   192.0.2.0/24   +1 delivered proven-clean
TIME ! r1, "ip route": no answer of a router that is known here; its tables are not modelled until it can be (-:1)
TIME r1 -> 192.0.2.0/24 +1: was proven-clean (delivered), is not-modelled (not modelled); r1: was 192.0.2.0/24 to r3 (r1.txt:16), is 0.0.0.0/0 not modelled (cannot be read: no answer of a router that is known here, -:1)
TIME = no-acme: was proven-clean, is not-modelled
TIME ! r1, "ip route": no answer of a router that is known here; its tables are not modelled until it can be (-:3)
TIME r1 -> 192.0.2.0/24 +1: was not-modelled (not modelled), is proven-clean (delivered); r1: was 0.0.0.0/0 not modelled (cannot be read: no answer of a router that is known here, -:1), is 192.0.2.0/24 to r3 (-:9)
TIME = no-acme: was not-modelled, is proven-clean
TIME ! not used: what answers "date" (-:12)
$ printf 'user@r1:~$ ip -j route\n[{"dst":\n' | cleanpath path r1 --dst 192.0.2.0/24 --watch - -q -p no-acme *.csv r?.txt | sed -n '/^20/s/^20[^ ]*/TIME/p'
TIME ! r1, "ip -j route": no answer of a router that is known here; its tables are not modelled until it can be (-:1)
TIME r1 -> 192.0.2.0/24 +1: was proven-clean (delivered), is not-modelled (not modelled); r1: was 192.0.2.0/24 to r3 (r1.txt:16), is 0.0.0.0/0 not modelled (cannot be read: no answer of a router that is known here, -:1)
TIME = no-acme: was proven-clean, is not-modelled
$ printf 'user@r1:~$ ip route\n' | cleanpath path r1 --dst 192.0.2.0/24 --watch - -q -p no-acme *.csv r?.txt >told; echo $?; sed -n '/^20/s/^20[^ ]*/TIME/p' told
3
TIME ! r1, "ip route": no answer of a router that is known here; its tables are not modelled until it can be (-:1)
TIME r1 -> 192.0.2.0/24 +1: was proven-clean (delivered), is not-modelled (not modelled); r1: was 192.0.2.0/24 to r3 (r1.txt:16), is 0.0.0.0/0 not modelled (cannot be read: no answer of a router that is known here, -:1)
TIME = no-acme: was proven-clean, is not-modelled
$ printf 'what is this\n' | cleanpath path r1 --dst 192.0.2.0/24 --watch - -q -p no-acme *.csv r?.txt | sed -n '/^20/s/^20[^ ]*/TIME/p'
TIME ! -: no answer of a router that is known here; whose it is is not known, and nothing follows from it (-:1)
## For programs: an object a line; each region has its own.
$ cleanpath path r1 --dst 192.0.2.0/24 --watch - -f json -p no-acme *.csv r?.txt <update | python3 -c 'import json,sys; [print({k: v for k, v in json.loads(x).items() if k not in ("at", "head")}) for x in sys.stdin]'
{'event': 'start', 'schema': 'cleanpath/path-watch/1'}
{'event': 'answer', 'from': {'id': 'mac-00005e005311', 'name': 'r1', 'vrf': None}, 'destination': '192.0.2.0/24', 'is': {'becomes': ['delivered'], 'answers': {'no-acme': 'proven-clean'}}}
{'event': 'answer', 'from': {'id': 'mac-00005e005311', 'name': 'r1', 'vrf': None}, 'destination': '192.0.2.1/32', 'is': {'becomes': ['delivered'], 'answers': {'no-acme': 'proven-clean'}}}
{'event': 'overall', 'policy': 'no-acme', 'answer': 'proven-clean'}
{'event': 'note', 'text': 'not used: what answers "date"', 'source': '-', 'line': 9}
{'event': 'answer', 'from': {'id': 'mac-00005e005311', 'name': 'r1', 'vrf': None}, 'destination': '192.0.2.0/25', 'is': {'becomes': ['delivered'], 'answers': {'no-acme': 'proven-clean'}}}
{'event': 'changed', 'from': {'id': 'mac-00005e005311', 'name': 'r1', 'vrf': None}, 'destination': '192.0.2.0/24', 'was': {'becomes': ['delivered'], 'answers': {'no-acme': 'proven-clean'}}, 'is': {'becomes': ['no route'], 'answers': {'no-acme': 'no-path'}}, 'why': 'r3: 192.0.2.0/24 was to a host, is not there (-:15)', 'source': '-', 'line': 15}
{'event': 'overall', 'policy': 'no-acme', 'answer_before': 'proven-clean', 'answer': 'no-path'}
{'event': 'note', 'text': 'r9 is no device of the network, or several are called so: what it tells is not used', 'source': '-', 'line': 18}
{'event': 'end', 'by': 'input', 'answers_read': 4, 'not_read': 0, 'in_doubt': 0}
## Files: another takes the place of one, one is written anew, a pipe; an interface goes down.
$ mkfifo pipe && python3 data/watch/watch.py 'r1.txt|replace|10.255.0.3 via 10.0.12.2 dev eth1|10.255.0.3 via 10.0.13.2 dev eth2|10.255.0.3' 'r1.txt|rewrite|10.255.0.3 via 10.0.13.2 dev eth2|10.255.0.3 via 10.0.12.2 dev eth1|10.255.0.3' 'pipe|write|user@r1:~$ ip route\n10.0.13.0/30 dev eth2 proto kernel scope link\ndefault via 10.0.13.2 dev eth2\n|198.51' 'pipe|write|user@r1:~$ ip route\n10.0.12.0/30 dev eth1 proto kernel scope link\ndefault via 10.0.12.2 dev eth1\n|198.51' 'r1.txt|rewrite|UP,LOWER_UP> mtu 1500 qdisc noqueue state UP|> mtu 1500 qdisc noqueue state DOWN|10.0.1[23].1' -- cleanpath path r1 --dst 0.0.0.0/0 --watch r1.txt --watch pipe -q -p no-acme *.csv r?.txt
TIME r1 -> 10.255.0.3/32: was proven-excluded (delivered), is proven-clean (delivered); r1: 10.255.0.3/32 was to r2, is to r3 (r1.txt:15)
TIME r1 -> 10.255.0.3/32: was proven-clean (delivered), is proven-excluded (delivered); r1: 10.255.0.3/32 was to r3, is to r2 (r1.txt:15)
TIME r1 -> 10.0.12.0/30: was proven-clean (delivered), is no-path (no route); r1: 10.0.12.0/30 was to a host, is not there (pipe:1)
TIME r1 -> 10.0.12.2/32: was proven-excluded (delivered), is no-path (no route); r1: 10.0.12.2/32 was to r2, is not there (pipe:1)
TIME r1 -> 10.0.23.0/30: was no-path (no route), is proven-clean (delivered); r1: 0.0.0.0/0 was not there, is to r3 (pipe:3)
TIME r1 -> 10.0.23.1/32: was no-path (no route), is proven-excluded (delivered); r1: 0.0.0.0/0 was not there, is to r3 (pipe:3)
TIME r1 -> 10.0.23.2/32: was no-path (no route), is proven-clean (delivered); r1: 0.0.0.0/0 was not there, is to r3 (pipe:3)
TIME r1 -> 10.255.0.2/32: was proven-excluded (delivered), is no-path (no route); r1: 10.255.0.2/32 was to r2, is not there (pipe:1)
TIME r1 -> 10.255.0.3/32: was proven-excluded (delivered), is proven-clean (delivered); r1: 10.255.0.3/32 was to r2, is not there (pipe:1)
TIME r1 -> 198.51.100.0/24: was undetermined (next hop not known), is no-path (no route); r1: 198.51.100.0/24 was to nobody known, is not there (pipe:1)
TIME r1 -> 203.0.113.0/24: was no-path (dropped), is no-path (no route); r1: 203.0.113.0/24 was dropped, is not there (pipe:1)
TIME r1 -> 0.0.0.0/0: was no-path (no route), is proven-excluded (no route); r1: 0.0.0.0/0 was to r3, is to r2 (pipe:6)
TIME r1 -> 10.0.12.0/30: was no-path (no route), is proven-clean (delivered); r1: 10.0.12.0/30 was not there, is to a host (pipe:5)
TIME r1 -> 10.0.12.2/32: was no-path (no route), is proven-excluded (delivered); r1: 10.0.12.2/32 was not there, is to r2 (pipe:4)
TIME r1 -> 10.0.13.0/30 +1: was proven-clean (delivered), is proven-excluded (no route); r1: 10.0.13.0/30 was to a host, is not there (pipe:4)
TIME r1 -> 10.0.23.0/30 +1: was proven-clean (delivered), is proven-excluded (delivered); r1: 0.0.0.0/0 was to r3, is to r2 (pipe:6)
TIME r1 -> 10.255.0.2/32: was no-path (no route), is proven-excluded (delivered); r1: 0.0.0.0/0 was to r3, is to r2 (pipe:6)
TIME r1 -> 10.255.0.3/32: was proven-clean (delivered), is proven-excluded (delivered); r1: 0.0.0.0/0 was to r3, is to r2 (pipe:6)
TIME r1 -> 192.0.2.0/24 +1: was proven-clean (delivered), is proven-excluded (no route); r1: 0.0.0.0/0 was to r3, is to r2 (pipe:6)
TIME r1 -> 198.51.100.0/24 +1: was no-path (no route), is proven-excluded (no route); r1: 0.0.0.0/0 was to r3, is to r2 (pipe:6)
TIME r1 -> 0.0.0.0/0: was proven-excluded (no route), is no-path (no route); r1: was 0.0.0.0/0 to r2 (pipe:6), is no route
TIME r1 -> 10.0.12.1/32: was proven-clean (delivered), is not-modelled (not modelled); r1: was 10.0.12.1/32 delivered, is 10.0.12.1/32 not modelled
TIME r1 -> 10.0.13.0/30: was proven-excluded (no route), is proven-clean (delivered); r1: was 0.0.0.0/0 to r2 (pipe:6), is 10.0.13.0/30 to a host (r1.txt:13)
TIME r1 -> 10.0.13.1/32: was proven-clean (delivered), is not-modelled (not modelled); r1: was 10.0.13.1/32 delivered, is 10.0.13.1/32 not modelled
TIME r1 -> 10.0.13.2/32: was proven-excluded (no route), is proven-clean (delivered); r1: was 0.0.0.0/0 to r2 (pipe:6), is 10.0.13.2/32 to r3
TIME r1 -> 10.0.23.0/30 +2: was proven-excluded (delivered), is no-path (no route); r1: was 0.0.0.0/0 to r2 (pipe:6), is no route
TIME r1 -> 192.0.2.0/24 +1: was proven-excluded (no route), is proven-clean (delivered); r1: was 0.0.0.0/0 to r2 (pipe:6), is 192.0.2.0/24 to r3 (r1.txt:16)
TIME r1 -> 198.51.100.0/24: was proven-excluded (no route), is undetermined (next hop not known); r1: was 0.0.0.0/0 to r2 (pipe:6), is 198.51.100.0/24 to nobody known (r1.txt:17)
TIME r1 -> 203.0.113.0/24: was proven-excluded (no route), is no-path (dropped); r1: was 0.0.0.0/0 to r2 (pipe:6), is 203.0.113.0/24 dropped (r1.txt:18)
exit status 1
## A file that only grows: what it says last counts; what stands before the first prompt is of nobody.
$ cp $DATA/l2/r1.txt . && (echo 'Script started'; sed -n '/ip route/,$p' r1.txt) >r1.log; python3 data/watch/watch.py 'r1.log|append|user@r1:~$ ip route\n10.0.12.0/30 dev eth1 proto kernel scope link\n|192.0.2.0' 'r1.log|append|user@r1:~$ ip route\n10.0.13.0/30 dev eth2 proto kernel scope link\n192.0.2.0/24 via 10.0.13.2 dev eth2\n|192.0.2.0' -- cleanpath path r1 --dst 192.0.2.0/24 --watch r1.log -q -p no-acme *.csv r?.txt
TIME r1 -> 192.0.2.0/24 +1: was proven-clean (delivered), is no-path (no route); r1: 192.0.2.0/24 was to r3, is not there (r1.log:10)
TIME = no-acme: was proven-clean, is no-path
TIME r1 -> 192.0.2.0/24 +1: was no-path (no route), is proven-clean (delivered); r1: 192.0.2.0/24 was not there, is to r3 (r1.log:14)
TIME = no-acme: was no-path, is proven-clean
exit status 0
## Of a case; a router of which only the inventory tells, and a file that comes later.
$ cleanpath import -q --case c.case *.csv r2.txt r3.txt; cleanpath path r2 --dst 192.0.2.0/24 --watch later.txt --for 1s -q -p no-acme --case c.case
POLICY  ANSWER
no-acme proven-excluded

By no-acme, exposure; packets that the router has taken in, by any way that it may choose
FROM DESTINATION  MORE BECOMES  ANSWER
r2   192.0.2.0/24   +1 no route proven-excluded
[1]
$ cleanpath path r2 --dst 10.0.13.0/30 --watch - -q -p no-acme --case c.case <update | sed 's/^20[^ ]*/TIME/'
POLICY  ANSWER
no-acme proven-excluded

By no-acme, exposure; packets that the router has taken in, by any way that it may choose
FROM DESTINATION  MORE BECOMES  ANSWER
r2   10.0.13.0/30   +1 no route proven-excluded
TIME ! not used: what answers "date" (-:9)
TIME ! r9 is no device of the network, or several are called so: what it tells is not used (-:18)
## Updates at random, held against the same asked anew.
$ cp $DATA/l2/* . && python3 data/watch/oracle.py 12 5 cleanpath
12 updates, 0 wrong; all kinds were told: True
## What cannot be asked.
$ cleanpath path r1 --dst 192.0.2.0/24 --interval 1s
cleanpath: --interval is of --watch
[2]
$ cleanpath path r1 --dst 192.0.2.0/24 --watch - --interval soon
cleanpath: --interval is "soon", expected a time such as 2s, 10m or 2h
[2]
$ cleanpath path trace r1 192.0.2.1 --watch -
cleanpath: --watch does not go with path trace
[2]
$ cleanpath path --all --watch -
cleanpath: --watch does not go with --all
[2]
$ cleanpath path r1 --dst 192.0.2.0/24 --watch - --output x
cleanpath: --watch does not go with --output
[2]
$ cleanpath path r1 --dst 192.0.2.0/24 --watch - --certificate x
cleanpath: --watch does not go with --certificate
[2]
$ cleanpath path r1 --dst 192.0.2.0/24 --watch - -f csv
cleanpath: --watch does not go with --format csv
[2]
$ cleanpath path r1 --dst 192.0.2.0/24 --watch . -p no-acme *.csv r?.txt
cleanpath: --watch is ".": expected a file or a pipe
[2]
