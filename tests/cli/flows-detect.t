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

## The view narrows findings too; what is not in it is counted.
$ cleanpath flows -q --case f.case --detect beacon 192.0.2.18; echo $?
Detectors
  beacon (contacts by a timer or a clock): 1 of 1 looked at
  not in view: 1
0
$ cleanpath flows --case f.case --detect ghosts; echo $?
cleanpath: --detect "ghosts": expected all, beacon
2
