## Findings that somebody knows to be harmless: left out by a list, and counted with the line that did it.
$ cleanpath import -q --case all.case $DATA/flows/equipment.csv && cleanpath import -q --case all.case $DATA/flows/conn.log $DATA/flows/planted.log $DATA/flows/planted-dns.log
$ cleanpath flows -q --case all.case --policy us-fcc-covered-list --detect all -f json | python3 -c 'import json,sys; d = json.load(sys.stdin); [print(x["kind"], x["address"], x["peer"], x["service"]) for x in d["findings"]]; print(d.get("allowed"))'
knock 198.51.100.90 192.0.2.17 tcp/4433
beacon 192.0.2.17 203.0.113.9 tcp/443
beacon 192.0.2.17 203.0.113.210 tcp/443
long 192.0.2.18 203.0.113.200 tcp/443
management 198.51.100.77 192.0.2.18 tcp/23
exfiltration 192.0.2.17 203.0.113.211 tcp/443
dns-tunnel 192.0.2.17 far.example udp/53
scan 192.0.2.9 None None
None
$ cat >known.txt <<'END'
> # what we know
> beacon long olt-17 203.0.113.0/24   # telemetry, agreed
> 
> scan 10.0.0.0/8
> exfiltration port:udp/53
> beacon olt-99                       # was taken away
> management 198.51.100.77 olt-18 port:tcp/23
> END
$ cleanpath flows -q --case all.case --policy us-fcc-covered-list --detect all --allow known.txt | sed -n '/left out/,/^$/p'
  left out, as known.txt has it: 3
    line 2, beacon long olt-17 203.0.113.0/24: 2
    line 4, scan 10.0.0.0/8: 0
    line 5, exfiltration port:udp/53: 0
    line 6, beacon olt-99: ! without effect: word "olt-99": expected an address, a network, port:N, as:N, or words that an asset has
    line 7, management 198.51.100.77 olt-18 port:tcp/23: 1

$ cleanpath flows -q --case all.case --policy us-fcc-covered-list --detect all --allow known.txt -f json | python3 -c 'import json,sys; d = json.load(sys.stdin); print(d["n_findings"], d["not_in_view"], d["allowed"]["findings"]); [print(*x.values()) for x in d["allowed"]["lines"]]'
5 0 3
2 beacon long olt-17 203.0.113.0/24 2 None
4 scan 10.0.0.0/8 0 None
5 exfiltration port:udp/53 0 None
6 beacon olt-99 0 word "olt-99": expected an address, a network, port:N, as:N, or words that an asset has
7 management 198.51.100.77 olt-18 port:tcp/23 1 None
## If nothing else was found, the exit status is 0. Of what is not in view nothing is counted.
$ cleanpath import -q --case f.case $DATA/flows/equipment.csv $DATA/flows/conn.log
$ echo 'beacon 203.0.113.9' >one.txt; cleanpath flows -q --case f.case --policy us-fcc-covered-list --detect beacon --allow one.txt; echo $?
Detectors
  beacon (contacts by a timer or a clock): 1 of 1 looked at
  left out, as one.txt has it: 1
    line 1, beacon 203.0.113.9: 1
0
$ cleanpath flows -q --case f.case --detect beacon --allow one.txt 192.0.2.18 | tail -n 3
  not in view: 1
  left out, as one.txt has it: 0
    line 1, beacon 203.0.113.9: 0
$ cleanpath flows -q --case f.case --follow --for 2s --every 1s --detect beacon --allow one.txt | sed 's/^[^ ]* //' | grep -E 'left out|beacon'
! 1 finding is left out (--allow)
## A port is not allowed for what has none.
$ echo 'scan beacon port:1-65535' >ports.txt; cleanpath flows -q --case all.case --detect scan,beacon --allow ports.txt | sed -n '/left out/,/^$/p'
  left out, as ports.txt has it: 2
    line 1, scan beacon port:1-65535: 2


## Mistakes.
$ cleanpath flows --case f.case --allow one.txt; echo $?
cleanpath: --allow goes with --detect
2
$ cleanpath flows --case f.case --detect all --allow none.txt; echo $?
cleanpath: none.txt: cannot open: No such file or directory
3
$ (echo 'beacon # all of them'; python3 -c 'print("1.1.1.1 " * 17)'; printf 'beacon\t203.0.113.9 # theirs\r\n') >all.txt; cleanpath flows -q --case f.case --detect beacon --allow all.txt | sed -n '/left out/,/^$/p'
  left out, as all.txt has it: 1
    line 1, beacon: ! without effect: expected an address, a network, port:N, as:N, or words of an asset
    line 2, 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1: ! without effect: more than 16 words
    line 3, beacon 203.0.113.9: 1
$ python3 -c 'print("beacon 10.0.0.1\n" * 1025)' >long.txt; cleanpath flows --case f.case --detect all --allow long.txt; echo $?
cleanpath: long.txt: line 1025: more than 1024 lines
3
$ printf 'beacon port:99999\nbeacon \033[31m203.0.113.9\nbeacon 1.1.1.1 1.1.1.2 1.1.1.3 1.1.1.4 1.1.1.5 1.1.1.6\n' >bad.txt; cleanpath flows -q --case f.case --detect beacon --allow bad.txt | sed -n '/left out/,/^$/p'
  left out, as bad.txt has it: 0
    line 1, beacon port:99999: ! without effect: word "port:99999": expected port:N, port:N-M or port:udp/N
    line 2, beacon �[31m203.0.113.9: ! without effect: word "�[31m203.0.113.9": expected an address, a network, port:N, as:N, or words that an asset has
    line 3, beacon 1.1.1.1 1.1.1.2 1.1.1.3 1.1.1.4 1.1.1.5 1.1.1.6: ! without effect: a flow has two ends: at most 5 words that each may be of either

