## What looks like more than traffic: of excluded equipment first, with its numbers and what would be benign.
$ cleanpath import -q --case f.case $DATA/flows/equipment.csv && cleanpath import -q --case f.case $DATA/flows/conn.log
$ cleanpath flows -q --case f.case --policy us-fcc-covered-list --detect beacon; echo $?
Detectors
  beacon (contacts by a timer or a clock): 1 of 1 looked at

Of excluded or restricted equipment
  beacon, score 1.000: olt-17 (192.0.2.17) [excluded] -> 203.0.113.9 tcp/443
    8 of 8 connections follow each other after 1 h or a multiple of it, give or take 0.11 % of that; 100 % of the beats between were seen. The intervals are e^27.5 times as likely from such a timer as from the best fit of chance, bursts and daily rhythm; with all periods, jitters and sizes that were tried, chance does so with p = 7.2e-9. Among all pairs that were looked at: p = 7.2e-9. Benign if it looks for updates, or a page that is open loads itself again.
1
$ cleanpath flows -q --case f.case --policy us-fcc-covered-list --detect beacon -f json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["detectors"]); [print(x["asset"], x["kind"], x["of"], x["peer"], x["verdict"], x["service"], x["score"] > 0.99, x["sampling"], x["evidence"]["rhythms"][0]["period_s"] // 60) for x in d["findings"]]'
[{'kind': 'beacon', 'found': 1, 'looked_at': 1, 'cannot_see': None}]
ip-192.0.2.17 beacon excluded 203.0.113.9 excluded tcp/443 True 1 60.0
$ cleanpath flows -q --case f.case --detect beacon -f csv | cut -d, -f1-9
kind,address,asset,verdict,peer,peer_asset,peer_verdict,service,score
beacon,192.0.2.17,ip-192.0.2.17,,203.0.113.9,,,tcp/443,1.0000

## All detectors: a connection of 19 hours, an upload unlike other days, names that carry data, doors that were tried by who knows whom, Telnet from outside, three closed ports and a call back.
$ cleanpath import -q --case all.case $DATA/flows/equipment.csv && cleanpath import -q --case all.case $DATA/flows/conn.log $DATA/flows/planted.log $DATA/flows/planted-dns.log
$ cleanpath flows -q --case all.case --policy us-fcc-covered-list --detect all; echo $?
Detectors
  beacon (contacts by a timer or a clock): 2 of 2 looked at
  long (connections that last longer than is usual for their service): 1 of 52 looked at
  exfiltration (more is sent out than on other days, or than by like devices): 1 of 7 looked at
  dns-tunnel (names that are asked for carry data): 1 of 61 looked at
  scan (sources whose first contacts fail, as a scanner's do): 1 of 18 looked at
  management (management sessions from outside, or of who manages nothing else): 1 of 3 looked at
    ! 0 devices are seen to be managed by who manages others, too: below 3, who is a stranger inside is not told.
  knock (unanswered packets after which somebody connects): 1 of 1 looked at
  mirror (what is sent to one address follows what comes from all others): 0 of 2 looked at
  covert (waiting times between connections that spell something): 0 of 0 looked at
  support (people from outside, by VPN or bastion, on excluded or unknown equipment): 0 of 0 looked at
    ! no log of logins is in the case: who came from outside by a VPN or a bastion is not known.

Of excluded or restricted equipment
  knock, score 1.000: 198.51.100.90 -> olt-17 (192.0.2.17) [excluded] tcp/4433
    198.51.100.90 sent 3 contacts to 3 other ports of 192.0.2.17 without an answer; within a minute the other one connected back, to port 4433. That came before 1 of 1 connection between them, and there are 3 unanswered contacts in all: by chance p = 2.6e-11.
    Benign if a program tries one port after the other until one is open, a name service or a discovery is asked first that a filter drops, an address is tried before it is lent, or port knocking is your own way in.
  beacon, score 1.000: olt-17 (192.0.2.17) [excluded] -> 203.0.113.9 tcp/443
    8 of 8 connections follow each other after 1 h or a multiple of it, give or take 0.11 % of that; 100 % of the beats between were seen. The intervals are e^27.5 times as likely from such a timer as from the best fit of chance, bursts and daily rhythm; with all periods, jitters and sizes that were tried, chance does so with p = 7.2e-9. Among all pairs that were looked at: p = 1.4e-8. Benign if it looks for updates, or a page that is open loads itself again.
  beacon, score 1.000: olt-17 (192.0.2.17) [excluded] -> 203.0.113.210 tcp/443
    7 of 7 connections follow each other after 1 d or a multiple of it, give or take 0.00084 % of that; 100 % of the beats between were seen. The intervals are e^23.6 times as likely from such a timer as from the best fit of chance, bursts and daily rhythm; with all periods, jitters and sizes that were tried, chance does so with p = 3.2e-7. Among all pairs that were looked at: p = 6.3e-7. Benign if it looks for updates, or a page that is open loads itself again.
  long, score 1.000: olt-18 (192.0.2.18) [excluded] -> 203.0.113.200 tcp/443
    One connection lasted 19 h (370 kB there, 296 kB back). The longest of each of 28 conversations of this service last 2.1 s (median): so long or longer has p = 8.9e-6.
    Benign if a page or a device keeps a channel open to be called on (WebSocket, push).
  management, score 0.999: 198.51.100.77 -> olt-18 (192.0.2.18) [excluded] tcp/23
    198.51.100.77, which is outside, managed 192.0.2.18 by telnet: 1 of 1 session was answered, 520 B there, 764 B back.
    Benign if it is a maker, a contractor or a management station that you let in and whose address this is, or a service meant for the public.
  exfiltration, score 0.996: olt-17 (192.0.2.17) [excluded] -> 203.0.113.211 tcp/443
    On 2025-11-29 85.4 MB were sent to this outside address; in all 100 % of the bytes between them go out. Of other days of this device, 6 it is compared with, the median is 24.9 kB: p = 5.7e-4.
    Benign if it is a backup, an upload of logs or measurements, a mirror of a public service, or a person who sends a large file.
  dns-tunnel, score 0.992: olt-17 (192.0.2.17) [excluded] -> far.example udp/53
    36 queries for 36 distinct names below far.example, with 45 characters of 5.0 bits in the mean before it: they could carry 1.01 kB. 100 % ask for TXT, NULL or private types. Among 61 clients and domains the median is 1 B; p = 1.6e-4 for what they could carry, 0.032 for types, in all 1.4e-4.
    Benign if it is a service that asks in names (reputation of files or addresses, block lists, telemetry of a content network), or a test of resolvers.

Of equipment of which maker or verdict are not known
  scan, score 1.000: box-9 (192.0.2.9) [undetermined] -> several
    192.0.2.9 tried 17 destinations; with 15 of them the first contact failed. That is up to e^19.4 times as likely of a scanner, of whose attempts 80 % fail, as of a source of which 20 % do.
    Benign if it is your own scanner or monitoring, a peer-to-peer program, or what it asks or its own way out was down or behind a filter at that time, or answers took a way where nobody meters.
1
$ cleanpath flows -q --case all.case --policy us-fcc-covered-list --detect long,exfiltration,dns-tunnel,scan,management,knock -f ndjson | tail -n +2 | python3 -c 'import json,sys; [print(x["kind"], x["of"], x["asset"], x["peer"], x["service"], "%.4f" % x["score"], x["evidence"]["numbers"]) for x in map(json.loads, sys.stdin)]'
knock excluded None 192.0.2.17 tcp/4433 1.0000 {'unanswered': 3, 'connections': 1, 'connections_after_knock': 1, 'most_before_one': 3, 'ports_before_one': 3, 'connects_back': 1, 'waited_for': 0, 'within_s': 60}
long excluded ip-192.0.2.18 203.0.113.200 tcp/443 0.9995 {'longest_s': 68400, 'longest_bytes': 370000, 'longest_bytes_back': 296000, 'usual_s': 2.0976176963403033, 'compared_with': 28}
management excluded None 192.0.2.18 tcp/23 0.9990 {'answered': 1, 'devices_of_source': 1, 'managers_of_device': 0}
exfiltration excluded ip-192.0.2.17 203.0.113.211 tcp/443 0.9960 {'day_bytes': 85371520, 'out_share': 0.999892247336401, 'own_days': 6, 'own_usual_bytes': 24925.569378877623, 'like_devices': 1, 'like_usual_bytes': 369999.99999999977}
dns-tunnel excluded ip-192.0.2.17 far.example udp/53 0.9915 {'queries': 36, 'distinct_names': 36, 'mean_length': 45, 'longest': 47, 'bits_a_character': 4.9773765162890555, 'data_type_share': 1, 'could_carry_bytes': 1007.9187445485337, 'other_clients': 0}
scan unknown ip-192.0.2.9 None None 1.0000 {'destinations': 17, 'failed': 15, 'conversations': 17}
## The far end has the names that it went by; drawn where it is asked or a terminal looks on.
$ cp f.case named.case && cleanpath import -q --case named.case $DATA/flows/dns.log $DATA/flows/ssl.log
$ LC_ALL=C cleanpath flows -q --case named.case --detect beacon --plot
Detectors
  beacon (contacts by a timer or a clock): 1 of 1 looked at

Of others
  beacon, score 1.000: olt-17 (192.0.2.17) -> 203.0.113.9 telemetry.example +1 tcp/443
    8 of 8 connections follow each other after 1 h or a multiple of it, give or take 0.11 % of that; 100 % of the beats between were seen. The intervals are e^27.5 times as likely from such a timer as from the best fit of chance, bursts and daily rhythm; with all periods, jitters and sizes that were tried, chance does so with p = 7.2e-9. Among all pairs that were looked at: p = 7.2e-9. Benign if it looks for updates, or a page that is open loads itself again.
    seen      |@@@@@@@@| 2025-11-23 08 h to 2025-11-23 15 h UTC, 1 h a place
    intervals |    @    | 25 min 19 s to 2 h
[1]
$ LC_ALL=C.UTF-8 cleanpath flows -q --case named.case --detect beacon --plot | tail -n 2
    seen      |████████| 2025-11-23 08 h to 2025-11-23 15 h UTC, 1 h a place
    intervals |    █    | 25 min 19 s to 2 h
$ cleanpath flows -q --case named.case --detect beacon -f json | python3 -c 'import json,sys; [print(x["peer"], x["peer_n_names"], x["peer_names_by"], x["peer_names"], "names" in x) for x in json.load(sys.stdin)["findings"]]'
203.0.113.9 2 peer [{'name': 'telemetry.example', 'count': 3, 'kinds': ['dns.answer', 'tls.sni']}, {'name': 'fallback.example', 'count': 1, 'kinds': ['dns.answer']}] False
## The view narrows findings too; what is not in it is counted.
$ cleanpath flows -q --case f.case --detect beacon 192.0.2.18; echo $?
Detectors
  beacon (contacts by a timer or a clock): 1 of 1 looked at
  not in view: 1
0
$ cleanpath flows --case f.case --detect ghosts; echo $?
cleanpath: --detect "ghosts": expected all, beacon, long, exfiltration, dns-tunnel, scan, management, knock, mirror, covert, support
2
## Waiting times that spell something; one kind alone looks at what it says.
$ python3 -c 'import random; r = random.Random(7); t = 1763884800.0; print("#separator \\x09\n#path\tconn\n#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tduration\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes"); [(print("%.3f\t192.0.2.17\t%d\t203.0.113.66\t443\ttcp\t0.2\t4\t300\t3\t200" % (t, 20000 + i)), globals().__setitem__("t", t + r.choice((40, 90)) * r.uniform(0.99, 1.01))) for i in range(120)]' >covert.log
$ cleanpath import -q --case covert.case $DATA/flows/equipment.csv covert.log && cleanpath flows -q --case covert.case --detect covert; echo $?
Detectors
  covert (waiting times between connections that spell something): 1 of 1 looked at

Of others
  covert, score 1.000: olt-17 (192.0.2.17) -> 203.0.113.66 tcp/443
    119 of 119 intervals are one of 40 s, 1 min 30 s, in an order that the one before does not tell (1.00 of 1.00 bits are open): 119 bits could have been sent so; chance does so with log10 p = -143.8.
    Benign if it is a program that waits one of several fixed times, as retries do, or several programs on one pair.
1
$ cleanpath flows -q --case f.case --detect mirror; echo $?
Detectors
  mirror (what is sent to one address follows what comes from all others): 0 of 0 looked at
0
## A copy of what comes into a router by interface 2 goes through it to an address outside, from where it was made: no two ends tell of it.
$ cat >transit.py <<'END'
> import math, random
> r = random.Random(5)
> print('ts,te,td,sa,da,sp,dp,pr,flg,ipkt,ibyt,opkt,obyt,in,out,ra')
> def row(m, s, src, dst, n, i, o, proto='TCP'):
>     t = f'2025-11-23 {10 + m // 60}:{m % 60:02}:{s:02}'
>     print(f'{t},{t},1.0,{src},{dst},4000,443,{proto},...AP...,{1 + n // 1000},{n},0,0,{i},{o},192.0.2.1')
> for m in range(120):
>     by = [0, 0, 0, 0]
>     for u in range(12):
>         n = 2000 + int(math.exp(6 + r.random() * 7))
>         row(m, u, f'198.51.100.{u % 5}', f'10.0.0.{u}', n, 1 + u % 3, 9)
>         by[1 + u % 3] += n
>     row(m, 20, '192.0.2.250', '203.0.113.77', by[2] * 21 // 20, 0, 8, 'GRE')
> END
$ python3 transit.py >transit.csv && cleanpath import -q --case transit.case transit.csv; cleanpath flows -q --case transit.case --detect mirror; echo $?
Detectors
  mirror (what is sent to one address follows what comes from all others): 1 of 13 looked at
    ! 1 exporter does not say how it samples: where packets were sampled, volumes of few packets are mostly chance, which hides what follows them.

Of others
  mirror, score 1.000: 192.0.2.1 -> 203.0.113.77
    What passes this exporter to that address, whoever sends it, rises and falls with what comes into it by interface 2 to others: rank correlation 1.00 of 119 changes from one bin of 1 min to the next, by chance p = 3.0e-2463. 31.9 MB go there, 30.4 MB came in: as much as a copy of it has.
    Benign if it is your own probe, a collector of copies, a lawful interception that is yours, a tunnel or an address of translation that all pass, or a replica.
1
$ cleanpath flows -q --case transit.case --detect mirror -f ndjson | tail -n +2 | python3 -c 'import json,sys; [print(x["kind"], x["address"], x["peer"], x["evidence"]["numbers"]) for x in map(json.loads, sys.stdin)]'
mirror 192.0.2.1 203.0.113.77 {'correlation': 1, 'changes': 119, 'bin_s': 60, 'later_s': 0, 'out_bytes': 31933221, 'in_bytes': 30412644, 'interface': 2}
## Connections that leave a router by two interfaces are copied; where packets take turns between two, they are not.
$ cat >twice.py <<'END'
> import random, sys
> r = random.Random(6)
> print('ts,te,td,sa,da,sp,dp,pr,flg,ipkt,ibyt,opkt,obyt,in,out,ra')
> for i in range(200):
>     n, size, t = r.randint(1, 30), r.randint(40, 1400), f'2025-11-23 {10 + i // 60}:{i % 60:02}:00'
>     a = n if sys.argv[1] == 'copies' else r.randint(0, n)
>     for packets, out in ((a, 9), (n if sys.argv[1] == 'copies' and i % 4 == 0 else n - a, 8)):
>         if packets: print(f'{t},{t},1.0,10.0.0.{i % 9},198.51.100.{i % 7},{4000 + i},443,TCP,...AP...,{packets},{packets * size},0,0,2,{out},192.0.2.1')
> END
$ for what in copies turns; do python3 twice.py $what >$what.csv; cleanpath import -q --case $what.case $what.csv; cleanpath flows -q --case $what.case --detect mirror --plot | sed '/^    ! /d'; done
Detectors
  mirror (what is sent to one address follows what comes from all others): 1 of 11 looked at

Of others
  mirror, score 1.000: 192.0.2.1 -> several
    Of 50 connections that left this device at the same time by interface 8 and by interface 9, having come in by one, 50 are equal in packets and in bytes: they were sent twice. Where packets take turns, half of them at most are equal: by chance p = 8.9e-16. They are 100 % of what left by interface 8.
    Benign if one interface is part of the other (a bundle, a VLAN, a tunnel) and both are metered, a switch floods what it has not learnt, or it is a port for your own probe or a lawful interception that is yours.
Detectors
  mirror (what is sent to one address follows what comes from all others): 0 of 9 looked at
$ cleanpath flows -q --case copies.case --detect mirror -f json | python3 -c 'import json,sys; [print(x["address"], x["peer"], x["evidence"]["numbers"]) for x in json.load(sys.stdin)["findings"]]'
192.0.2.1 None {'sent_twice': 50, 'left_by_both': 50, 'interface': 8, 'other_interface': 9, 'share': 1}
