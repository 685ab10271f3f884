## What looks like more than traffic: of excluded equipment first, with its numbers and what would be benign.
$ cleanpath import -q --case f.case $DATA/flows/equipment.csv && cleanpath import -q --case f.case $DATA/flows/conn.log
$ cleanpath flows -q --case f.case --policy us-fcc-covered-list --detect beacon; echo $?
Detectors
  beacon (contacts by a timer or a clock): 1 of 1 looked at

Of excluded or restricted equipment
  beacon, score 1.000: olt-17 (192.0.2.17) [excluded] -> 203.0.113.9 tcp/443
    8 of 8 connections follow each other after 1 h or a multiple of it, give or take 0.11 % of that; 100 % of the beats between were seen. The intervals are e^27.4 times as likely from such a timer as from the best fit of chance, bursts and daily rhythm; with all periods, jitters and sizes that were tried, chance does so with p = 3.9e-9. Among all pairs that were looked at: p = 3.9e-9. Benign if it looks for updates, or a page that is open loads itself again.
1
$ cleanpath flows -q --case f.case --policy us-fcc-covered-list --detect beacon -f json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["detectors"]); [print(x["asset"], x["kind"], x["of"], x["peer"], x["verdict"], x["service"], x["score"] > 0.99, x["sampling"], x["evidence"]["rhythms"][0]["period_s"] // 60) for x in d["findings"]]'
[{'kind': 'beacon', 'found': 1, 'looked_at': 1, 'cannot_see': None}]
ip-192.0.2.17 beacon excluded 203.0.113.9 excluded tcp/443 True 1 60.0
$ cleanpath flows -q --case f.case --detect beacon -f csv | cut -d, -f1-9
kind,address,asset,verdict,peer,peer_asset,peer_verdict,service,score
beacon,192.0.2.17,ip-192.0.2.17,,203.0.113.9,,,tcp/443,1.0000

## All detectors: a connection of 19 hours, doors that were tried by who knows whom, Telnet from outside.
$ cleanpath import -q --case all.case $DATA/flows/equipment.csv && cleanpath import -q --case all.case $DATA/flows/conn.log $DATA/flows/planted.log
$ cleanpath flows -q --case all.case --policy us-fcc-covered-list --detect all; echo $?
Detectors
  beacon (contacts by a timer or a clock): 1 of 1 looked at
  long (connections that last longer than is usual for their service): 1 of 46 looked at
  scan (sources whose first contacts fail, as a scanner's do): 1 of 17 looked at
  management (management sessions from outside, or of who manages nothing else): 1 of 3 looked at
    ! 0 devices are seen to be managed by who manages others, too: below 3, who is a stranger inside is not told.

Of excluded or restricted equipment
  beacon, score 1.000: olt-17 (192.0.2.17) [excluded] -> 203.0.113.9 tcp/443
    8 of 8 connections follow each other after 1 h or a multiple of it, give or take 0.11 % of that; 100 % of the beats between were seen. The intervals are e^27.4 times as likely from such a timer as from the best fit of chance, bursts and daily rhythm; with all periods, jitters and sizes that were tried, chance does so with p = 3.9e-9. Among all pairs that were looked at: p = 3.9e-9. Benign if it looks for updates, or a page that is open loads itself again.
  long, score 1.000: olt-18 (192.0.2.18) [excluded] -> 203.0.113.200 tcp/443
    One connection lasted 19 h (370 kB there, 296 kB back). The longest of each of 26 conversations of this service last 1.9 s (median): so long or longer has p = 1.9e-7.
    Benign if a page or a device keeps a channel open to be called on (WebSocket, push).
  management, score 0.999: 198.51.100.77 -> olt-18 (192.0.2.18) [excluded] tcp/23
    198.51.100.77, which is outside, managed 192.0.2.18 by Telnet: 1 of 1 sessions were answered, 520 B there, 764 B back.
    Benign if it is a maker, a contractor or a management station that you let in and whose address this is, or a service meant for the public.

Of equipment of which maker or verdict are not known
  scan, score 1.000: box-9 (192.0.2.9) [undetermined] -> several
    192.0.2.9 tried 17 destinations; with 15 of them the first contact failed. That is up to e^19.4 times as likely of a scanner, of whose attempts 80 % fail, as of a source of which 20 % do.
    Benign if it is your own scanner or monitoring, a peer-to-peer program, or what it asks was down or behind a filter at that time, or answers took a way where nobody meters.
1
$ cleanpath flows -q --case all.case --policy us-fcc-covered-list --detect long,scan,management -f ndjson | tail -n +2 | python3 -c 'import json,sys; [print(x["kind"], x["of"], x["asset"], x["peer"], x["service"], "%.4f" % x["score"], x["evidence"]["numbers"]) for x in map(json.loads, sys.stdin)]'
long excluded ip-192.0.2.18 203.0.113.200 tcp/443 1.0000 {'longest_s': 68400, 'longest_bytes': 370000, 'longest_bytes_back': 296000, 'usual_s': 1.8973665961010278, 'compared_with': 26}
management excluded None 192.0.2.18 tcp/23 0.9990 {'answered': 1, 'devices_of_source': 1, 'managers_of_device': 0}
scan unknown ip-192.0.2.9 None None 1.0000 {'destinations': 17, 'failed': 15, 'conversations': 17}
## The view narrows findings too; what is not in it is counted.
$ cleanpath flows -q --case f.case --detect beacon 192.0.2.18; echo $?
Detectors
  beacon (contacts by a timer or a clock): 1 of 1 looked at
  not in view: 1
0
$ cleanpath flows --case f.case --detect ghosts; echo $?
cleanpath: --detect "ghosts": expected all, beacon, long, scan, management
2
