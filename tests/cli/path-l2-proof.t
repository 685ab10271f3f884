## What packets fare is proved: a certificate for cleanpath-check, address by address.
$ cp $DATA/no-acme.yaml rule.yaml
$ printf 'policies: [./rule.yaml]\naccept: 0.8\n' >cleanpath.yaml
$ cp $DATA/l2/* . && cleanpath path r1 --dst 0.0.0.0/0 -q -p no-acme --certificate proof *.csv r?.txt >answer; echo $?; cleanpath-check proof.problem proof | tail -n +2 | cut -d ' ' -f 4-
1
from=mac-00005e005311 vrf=% first=0.0.0.0 last=10.0.11.255 becomes=no-route answer=no-path
from=mac-00005e005311 vrf=% first=10.0.12.0 last=10.0.12.1 becomes=delivered answer=proven-clean
from=mac-00005e005311 vrf=% first=10.0.12.2 last=10.0.12.2 becomes=delivered answer=proven-excluded
from=mac-00005e005311 vrf=% first=10.0.12.3 last=10.0.12.3 becomes=delivered answer=proven-clean
from=mac-00005e005311 vrf=% first=10.0.12.4 last=10.0.12.255 becomes=no-route answer=no-path
from=mac-00005e005311 vrf=% first=10.0.13.0 last=10.0.13.3 becomes=delivered answer=proven-clean
from=mac-00005e005311 vrf=% first=10.0.13.4 last=10.255.0.0 becomes=no-route answer=no-path
from=mac-00005e005311 vrf=% first=10.255.0.1 last=10.255.0.1 becomes=delivered answer=proven-clean
from=mac-00005e005311 vrf=% first=10.255.0.2 last=10.255.0.3 becomes=delivered answer=proven-excluded
from=mac-00005e005311 vrf=% first=10.255.0.4 last=192.0.1.255 becomes=no-route answer=no-path
from=mac-00005e005311 vrf=% first=192.0.2.0 last=192.0.2.255 becomes=delivered answer=proven-clean
from=mac-00005e005311 vrf=% first=192.0.3.0 last=198.51.99.255 becomes=no-route answer=no-path
from=mac-00005e005311 vrf=% first=198.51.100.0 last=198.51.100.255 becomes=lost answer=undetermined
from=mac-00005e005311 vrf=% first=198.51.101.0 last=203.0.112.255 becomes=no-route answer=no-path
from=mac-00005e005311 vrf=% first=203.0.113.0 last=203.0.113.255 becomes=dropped answer=no-path
from=mac-00005e005311 vrf=% first=203.0.114.0 last=255.255.255.255 becomes=no-route answer=no-path
$ sed -n '/^ask packets 0 exposure 0 10.255.0.2/,/^ask/p' proof
ask packets 0 exposure 0 10.255.0.2 10.255.0.3 delivered proven-excluded
tree -
split dst 10.255.0.3
leaf 2 0 1
leaf 3 0 1 2
touch 0 packet 10.255.0.2 0.0.0.0 0 0 0 way 1 0
packet 10.255.0.2 0.0.0.0 0 0 0 way 1 0
ask packets 0 exposure 0 10.255.0.4 192.0.1.255 no-route no-path
$ cleanpath-check --format json proof.problem proof | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["schema"], len(d["proved"]), d["proved"][2])'
cleanpath/check/1 16 {'question': 'packets', 'policy': 'no-acme', 'reading': 'exposure', 'from': 'mac-00005e005311', 'vrf': '%', 'first': '10.0.12.2', 'last': '10.0.12.2', 'becomes': 'delivered', 'answer': 'proven-excluded'}
## Of what routers tell, and of who made r2: another answer is refused, and so is another network.
$ sed 's/10.0.12.2 10.0.12.2 delivered proven-excluded/10.0.12.2 10.0.12.2 delivered proven-clean/' proof >other; cleanpath-check proof.problem other
other:16: refused: no number, or one too great
[5]
$ sed 's/^d x /d c /' proof.problem >other.problem; cleanpath-check other.problem proof
proof:2: refused: it is about another problem
[5]
## To a router: to each of its addresses.
$ cleanpath path r1 r3 --level l2 -q -p no-acme --certificate proof *.csv r?.txt >answer; cleanpath-check proof.problem proof | cut -d ' ' -f 4-

from=mac-00005e005311 vrf=% first=10.0.13.2 last=10.0.13.2 becomes=delivered answer=proven-clean
from=mac-00005e005311 vrf=% first=10.0.23.2 last=10.0.23.2 becomes=no-route answer=no-path
from=mac-00005e005311 vrf=% first=10.255.0.3 last=10.255.0.3 becomes=delivered answer=proven-excluded
from=mac-00005e005311 vrf=% first=192.0.2.1 last=192.0.2.1 becomes=delivered answer=proven-clean
$ cleanpath path trace r1 192.0.2.7 --certificate proof *.csv r?.txt
cleanpath: --certificate is of FROM and TO, not of path trace
[2]
