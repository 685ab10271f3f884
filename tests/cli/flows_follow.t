## needs: program python3
## What is new in a case while a collector adds to it. Who sends and looks on is tests/data/flow/follow.py.
$ cleanpath flows --every 1s
cleanpath: --every is of --follow
[2]
$ cleanpath flows --for 1s
cleanpath: --for is of --follow
[2]
$ cleanpath flows --follow --every soon
cleanpath: --every is "soon", expected a time such as 2s, 10m or 2h
[2]
$ cleanpath flows --follow --for 0s
cleanpath: --for is "0s", expected a time such as 2s, 10m or 2h
[2]
$ cleanpath flows --follow --format csv
cleanpath: --follow does not go with --format csv
[2]
$ cleanpath flows --follow --block text
cleanpath: --follow does not go with --block
[2]
$ cleanpath flows --follow --output told.txt
cleanpath: --follow does not go with --output
[2]
$ cleanpath flows --follow --clickhouse http://127.0.0.1:1
cleanpath: --follow does not go with --clickhouse
[2]
## A case that is not there yet.
$ cleanpath flows --follow --case net.case
cleanpath: net.case: cannot look at the case: No such file or directory
[3]
## New, then grown by as much as came; of what is not shown how many there are. The journal can be shortened while somebody follows.
$ python3 data/flow/follow.py 'v5=1' 'v5=1' 'v9=1 --first 29' -- cleanpath flows --follow --every 1s --limit 2 -q --case net.case
journal: busy 0, left 0
TIME ! 1 source was read and told nothing of any equipment (the coverage says of what it consists).
TIME ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.
TIME ! no flows are in the case: `import` reads them (NetFlow, IPFIX, sFlow, captures, nfcapd, Zeek), `collect` receives them
TIME ! nothing is judged, and so nothing called excluded: say who you are (`cleanpath profile set`), or --policy ID
TIME ! 1 source is still received, or the collector was killed: more flows may come
TIME ! no routing table of IPv4 is in the case: whose network far ends are in is not known (`import` reads MRT, pfx2as, CSV)
TIME new  10.0.0.29 -> 192.0.2.1 tcp/443: 30 B, back 0 B, 1 flow
TIME new  10.0.0.28 -> 192.0.2.1 tcp/443: 29 B, back 0 B, 1 flow
... and 28 more: --limit N
TIME grew 10.0.0.29 -> 192.0.2.1 tcp/443: 30 B, back 0 B, 1 flow
TIME grew 10.0.0.28 -> 192.0.2.1 tcp/443: 29 B, back 0 B, 1 flow
... and 28 more: --limit N
TIME ! 1 exporter does not say how packets were sampled: figures with ? are at least so much (--sampling ADDRESS=N)
TIME new  10.0.0.48 -> 192.0.2.1 tcp/443: >= 49 B ?, back 0 B, 1 flow
TIME new  10.0.0.47 -> 192.0.2.1 tcp/443: >= 48 B ?, back 0 B, 1 flow
... and 18 more: --limit N
exit status 0
## What stands on top of an answer is told first, and when it changes; --for ends it by itself.
$ cleanpath flows --follow --for 1s --case net.case | sed 's/of 20[0-9-]*/of DAY/g; s/127.0.0.1:[0-9]*/127.0.0.1:PORT/; s/^20[^ ]*/TIME/'
Coverage
  127.0.0.1:PORT: collect, 3 records, 0 observations, 80 flows of 2 exporters, of DAY
    1 exporter does not say how it samples: its volumes may be too small
  tables: oui of DAY, pen of DAY, makers of DAY, fingerprints of DAY
  0 assets, 0 links; judged as of DAY, facts from confidence 0.95
  ! The table pen is of DAY; blocks registered since are not known. A newer one is read with --registry FILE.

Flows
  80 flows from 2026-09-21 14:13 to 2026-09-21 14:13 UTC
  ! 1 exporter does not say how packets were sampled: figures with ? are at least so much (--sampling ADDRESS=N)
  ! nothing is judged, and so nothing called excluded: say who you are (`cleanpath profile set`), or --policy ID
  ! no routing table of IPv4 is in the case: whose network far ends are in is not known (`import` reads MRT, pfx2as, CSV)
  127.0.0.1, netflow-v5, domain 0: 60 flows, not sampled
  127.0.0.2, netflow-v9, domain 7: 20 flows, sampling unknown

TIME ! no collector adds flows to this case now
$ python3 data/flow/follow.py --end term 'v5=1 --first 29' -- cleanpath flows --follow --every 1s --limit 1 --top sources -q --format json --case net.case | grep -v '"event":"start"'
journal: busy 0, left 0
{"event":"note","at":"TIME","about":"coverage","text":"1 source was read and told nothing of any equipment (the coverage says of what it consists)."}
{"event":"note","at":"TIME","about":"coverage","text":"The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE."}
{"event":"note","at":"TIME","about":"coverage","text":"1 exporter does not say how packets were sampled: figures with ? are at least so much (--sampling ADDRESS=N)"}
{"event":"note","at":"TIME","about":"coverage","text":"nothing is judged, and so nothing called excluded: say who you are (`cleanpath profile set`), or --policy ID"}
{"event":"note","at":"TIME","about":"coverage","text":"no routing table of IPv4 is in the case: whose network far ends are in is not known (`import` reads MRT, pfx2as, CSV)"}
{"event":"note","at":"TIME","about":"receiving","text":"1 source is still received, or the collector was killed: more flows may come"}
{"event":"look","at":"TIME","look":0,"flows":80,"in_view":80,"n_rows":49,"n_told":0,"receiving":1}
{"event":"row","at":"TIME","is_new":true,"row":{"src":"10.0.0.58","src_asset":null,"src_verdict":null,"src_whose":"inside","bytes":59,"packets":1,"flows":1,"sampling_unknown":0,"bytes_estimated":59,"bytes_low":59,"bytes_high":59,"packets_estimated":1,"first_at":"2026-09-21T14:13:10Z","last_at":"2026-09-21T14:13:15Z"}}
{"event":"look","at":"TIME","look":1,"flows":30,"in_view":30,"n_rows":30,"n_told":1,"receiving":1}
{"event":"end","at":"TIME","by":"interruption","looks":2}
exit status 0
## A case that goes away, or is another one.
$ python3 data/flow/follow.py --end replaced 'v5=1' -- cleanpath flows --follow --every 1s --limit 1 --top services -q --case net.case
journal: busy 0, left 0
TIME ! 1 source was read and told nothing of any equipment (the coverage says of what it consists).
TIME ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.
TIME ! 1 exporter does not say how packets were sampled: figures with ? are at least so much (--sampling ADDRESS=N)
TIME ! nothing is judged, and so nothing called excluded: say who you are (`cleanpath profile set`), or --policy ID
TIME ! no routing table of IPv4 is in the case: whose network far ends are in is not known (`import` reads MRT, pfx2as, CSV)
TIME ! 1 source is still received, or the collector was killed: more flows may come
TIME grew tcp/443: 465 B, 30 flows
cleanpath: net.case: another file is in the place of the case: begin again
exit status 3
$ python3 data/flow/follow.py --end gone 'v5=1' -- cleanpath flows --follow --every 1s --limit 1 --top services -q --case net.case
journal: busy 0, left 0
TIME ! 1 source was read and told nothing of any equipment (the coverage says of what it consists).
TIME ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.
TIME ! 1 exporter does not say how packets were sampled: figures with ? are at least so much (--sampling ADDRESS=N)
TIME ! nothing is judged, and so nothing called excluded: say who you are (`cleanpath profile set`), or --policy ID
TIME ! no routing table of IPv4 is in the case: whose network far ends are in is not known (`import` reads MRT, pfx2as, CSV)
TIME ! 1 source is still received, or the collector was killed: more flows may come
TIME grew tcp/443: 465 B, 30 flows
cleanpath: net.case: cannot look at the case: No such file or directory
exit status 3
## Who reads no more ends it.
$ cleanpath flows --follow -q --case gone.case | head -1 | sed 's/^20[^ ]*/TIME/'
TIME ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.
## Findings that were not told before: at first those that stand, then what new flows bring. The exit status is 1, as without --follow. New evidence is looked at, too.
$ cleanpath import -q --case net.case $DATA/flows/conn.log
$ python3 data/flow/follow.py "import $DATA/flows/equipment.csv" "import $DATA/flows/planted.log" -- cleanpath flows --follow --every 1s --detect beacon,scan -q --policy us-fcc-covered-list --case net.case
journal: busy 0, left 0
TIME ! 1 source was read and told nothing of any equipment (the coverage says of what it consists).
TIME ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.
TIME ! no routing table of IPv4 is in the case: whose network far ends are in is not known (`import` reads MRT, pfx2as, CSV)
TIME ! 1 source is still received, or the collector was killed: more flows may come
TIME found before, of others
  beacon, score 1.000: 192.0.2.17 -> 203.0.113.9 tcp/443
    8 of 8 connections follow each other after 1 h or a multiple of it, give or take 0.11 % of that; 100 % of the beats between were seen. The intervals are e^27.5 times as likely from such a timer as from the best fit of chance, bursts and daily rhythm; with all periods, jitters and sizes that were tried, chance does so with p = 7.2e-9. Among all pairs that were looked at: p = 7.2e-9. Benign if it looks for updates, or a page that is open loads itself again.
TIME ! Of 1 of 4 assets the maker is not established (confidence below 0.95): they are not known to be clean.
TIME found, of excluded or restricted equipment
  beacon, score 1.000: olt-17 (192.0.2.17) [excluded] -> 203.0.113.9 tcp/443
    8 of 8 connections follow each other after 1 h or a multiple of it, give or take 0.11 % of that; 100 % of the beats between were seen. The intervals are e^27.5 times as likely from such a timer as from the best fit of chance, bursts and daily rhythm; with all periods, jitters and sizes that were tried, chance does so with p = 7.2e-9. Among all pairs that were looked at: p = 7.2e-9. Benign if it looks for updates, or a page that is open loads itself again.
TIME found, of excluded or restricted equipment
  beacon, score 1.000: olt-17 (192.0.2.17) [excluded] -> 203.0.113.210 tcp/443
    7 of 7 connections follow each other after 1 d or a multiple of it, give or take 0.00084 % of that; 100 % of the beats between were seen. The intervals are e^23.6 times as likely from such a timer as from the best fit of chance, bursts and daily rhythm; with all periods, jitters and sizes that were tried, chance does so with p = 3.2e-7. Among all pairs that were looked at: p = 6.3e-7. Benign if it looks for updates, or a page that is open loads itself again.
TIME found, of equipment of which maker or verdict are not known
  scan, score 1.000: box-9 (192.0.2.9) [undetermined] -> several
    192.0.2.9 tried 17 destinations; with 15 of them the first contact failed. That is up to e^19.4 times as likely of a scanner, of whose attempts 80 % fail, as of a source of which 20 % do.
    Benign if it is your own scanner or monitoring, a peer-to-peer program, or what it asks or its own way out was down or behind a filter at that time, or answers took a way where nobody meters.
exit status 1
$ cleanpath flows --follow --for 1s --detect beacon -q -f ndjson --case net.case | python3 -c 'import json,sys; [print(x["is_new"], x["finding"]["kind"], x["finding"]["peer"]) for x in map(json.loads, sys.stdin) if x["event"] == "finding"]'
False beacon 203.0.113.9
False beacon 203.0.113.210
