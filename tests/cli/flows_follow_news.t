## needs: program python3
## What is out of the ordinary, as it comes. Who sends and looks on is tests/data/flow/follow.py.
$ cleanpath flows --follow --top talks --since 2025-11-23
cleanpath: --since is of --top new; else --from
[2]
$ cleanpath flows --top outside --since 2025-11-23
cleanpath: --since is of --top new; else --from
[2]
$ cleanpath import -q --case net.case $DATA/flows/equipment.csv $DATA/flows/conn.log
## What is there is known; a peer that a device meets for the first time is told once, with the chance of it.
$ python3 data/flow/follow.py "import $DATA/flows/planted.log" "v5=1" -- cleanpath flows --follow --every 1s --top new -q --limit 3 --policy us-fcc-covered-list --case net.case | grep -v 'table\|told nothing'
journal: busy 0, left 0
TIME ! Of 1 of 4 assets the maker is not established (confidence below 0.95): they are not known to be clean.
TIME ! 1 source is still received, or the collector was killed: more flows may come
TIME ! known from the case before, and not told: 4 pairs of who met whom (--since DAY tells what began since then)
TIME ! devices that were not seen before, and whom they met first, are not told: 16
TIME new  olt-17 [excluded] with 203.0.113.211: 85.4 MB there, 9.20 kB back, 1 flow; P 0.0909, before 10 flows, 2 peers; 3 new ones since
TIME new  olt-17 [excluded] with 203.0.113.210: 171 kB there, 29.4 kB back, 7 flows; P 0.0909, before 10 flows, 2 peers; 3 new ones since
TIME new  olt-17 [excluded] with 198.51.100.90: 540 B there, 820 B back, 4 flows; P 0.0909, before 10 flows, 2 peers; 3 new ones since
... and 17 more: --limit N
TIME ! devices that were not seen before, and whom they met first, are not told: 30
TIME new  core-1 with 10.0.0.29: 0 B there, 30 B back, 1 flow; P 0.333, before 2 flows, 1 peer; 30 new ones since
TIME new  core-1 with 10.0.0.28: 0 B there, 29 B back, 1 flow; P 0.333, before 2 flows, 1 peer; 30 new ones since
TIME new  core-1 with 10.0.0.27: 0 B there, 28 B back, 1 flow; P 0.333, before 2 flows, 1 peer; 30 new ones since
... and 27 more: --limit N
exit status 0
## Begun again, nothing is told again, but what --since asks for.
$ cleanpath flows --follow --for 1s --top new -q --case net.case | sed 's/^20[^ ]*/TIME/' | grep -v 'table\|told nothing\|is judged'
TIME ! Of 1 of 4 assets the maker is not established (confidence below 0.95): they are not known to be clean.
TIME ! no collector adds flows to this case now
TIME ! known from the case before, and not told: 78 pairs of who met whom (--since DAY tells what began since then)
$ cleanpath flows --follow --for 1s --top new -q --limit 2 --since 2026-09-21 --case net.case | sed 's/^20[^ ]*/TIME/' | grep -v 'table\|told nothing\|is judged'
TIME ! Of 1 of 4 assets the maker is not established (confidence below 0.95): they are not known to be clean.
TIME ! no collector adds flows to this case now
TIME ! known from the case before, and not told: 78 pairs of who met whom (--since DAY tells what began since then)
TIME was  core-1 with 10.0.0.29: 0 B there, 30 B back, 1 flow; P 0.333, before 2 flows, 1 peer; 30 new ones since
TIME was  core-1 with 10.0.0.28: 0 B there, 29 B back, 1 flow; P 0.333, before 2 flows, 1 peer; 30 new ones since
... and 28 more: --limit N
$ cleanpath flows --follow --for 1s --top management -q --limit 3 --case net.case --since 2025-11-22 | sed 's/^20[^ ]*/TIME/' | grep -v 'table\|told nothing\|is judged'
TIME ! Of 1 of 4 assets the maker is not established (confidence below 0.95): they are not known to be clean.
TIME ! no collector adds flows to this case now
TIME ! known from the case before, and not told: 48 rows of this kind (--since DAY tells what began since then)
TIME was  olt-17 with core-1 ssh (tcp/22) of the device: 11.6 kB there, 4.08 kB back, 1 flow
TIME was  olt-18 with 198.51.100.77 telnet (tcp/23) of the device, readable: 764 B there, 520 B back, 1 flow
TIME was  10.20.0.8 with box-9 telnet (tcp/23) of the device, readable: 190 B there, 180 B back, 1 flow
... and 45 more: --limit N
## Who manages what, and whom the equipment's own addresses talk to outside, of new flows alone; of excluded equipment.
$ rm net.case; cleanpath import -q --case net.case $DATA/flows/equipment.csv $DATA/flows/conn.log
$ python3 data/flow/follow.py "import $DATA/flows/planted.log" -- cleanpath flows --follow --every 1s --top outside --only excluded -q --policy us-fcc-covered-list --case net.case | grep -v 'table\|told nothing'
journal: busy 0, left 0
TIME ! Of 1 of 4 assets the maker is not established (confidence below 0.95): they are not known to be clean.
TIME ! 1 source is still received, or the collector was killed: more flows may come
TIME ! known from the case before, and not told: 2 rows of this kind (--since DAY tells what began since then)
TIME new  olt-17 (192.0.2.17) [excluded] with 203.0.113.211 https (tcp/443): 85.4 MB there, 9.20 kB back, 1 flow
TIME new  olt-18 (192.0.2.18) [excluded] with 203.0.113.200 https (tcp/443): 370 kB there, 296 kB back, 1 flow
TIME new  olt-17 (192.0.2.17) [excluded] with 203.0.113.210 https (tcp/443): 171 kB there, 29.4 kB back, 7 flows
TIME new  olt-17 (192.0.2.17) [excluded] with 198.51.100.90 tcp/4433: 540 B there, 700 B back, 1 flow
TIME new  olt-17 (192.0.2.17) [excluded] with 198.51.100.90 tcp/7000 of the device: 0 B there, 40 B back, 1 flow
TIME new  olt-17 (192.0.2.17) [excluded] with 198.51.100.90 tcp/8000 of the device: 0 B there, 40 B back, 1 flow
TIME new  olt-17 (192.0.2.17) [excluded] with 198.51.100.90 tcp/9000 of the device: 0 B there, 40 B back, 1 flow
exit status 0
$ rm net.case; cleanpath import -q --case net.case $DATA/flows/equipment.csv $DATA/flows/conn.log
$ python3 data/flow/follow.py "import $DATA/flows/planted.log" -- cleanpath flows --follow --every 1s --top management --limit 1 -f json -q --case net.case | grep -v '"about":"coverage"\|"start"'
journal: busy 0, left 0
{"event":"note","at":"TIME","about":"receiving","text":"1 source is still received, or the collector was killed: more flows may come"}
{"event":"note","at":"TIME","about":"known","text":"known from the case before, and not told: 2 rows of this kind (--since DAY tells what began since then)"}
{"event":"look","at":"TIME","look":0,"flows":12,"n_rows":0,"n_told":0,"known":2,"devices_left_out":0,"receiving":1}
{"event":"row","at":"TIME","is_new":true,"row":{"src":"10.20.0.8","src_asset":null,"src_verdict":null,"src_whose":"inside","dst":null,"dst_asset":"ip-192.0.2.9","dst_verdict":null,"dst_whose":"ours","protocol":6,"port":23,"service":"tcp/23","server":"src","server_by":["begun"],"bytes":190,"packets":4,"flows":1,"sampling_unknown":0,"bytes_estimated":190,"bytes_low":190,"bytes_high":190,"packets_estimated":4,"back":{"bytes":180,"packets":4,"flows":1,"sampling_unknown":0,"bytes_estimated":180,"bytes_low":180,"bytes_high":180,"packets_estimated":4},"first_at":"2025-11-23T08:01:47Z","last_at":"2025-11-23T08:01:48Z","device":"src","management":"telnet","is_readable":true}}
{"event":"look","at":"TIME","look":1,"flows":53,"n_rows":16,"n_told":1,"known":18,"devices_left_out":0,"receiving":1}
{"event":"end","at":"TIME","by":"interruption","looks":2}
exit status 0
## Peers that no like device has: all is compared whenever flows are new. The peer that was rare before is not told.
$ python3 - <<'END'
> T = '\t'
> def log(name, rows):
>     with open(name, 'w') as f:
>         f.write('#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n')
>         f.write('#fields' + T + T.join('ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes '
>                 'resp_bytes conn_state history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes'.split()) + '\n')
>         for i, (at, src, dst) in enumerate(rows):
>             f.write(T.join(map(str, (at, name + str(i), src, 40000 + i, dst, 443, 'tcp', '-', 1, 300, 200, 'SF', 'ShADadFf', 6, 612, 5, 412))) + '\n')
> like = ['192.0.2.%d' % (i + 1) for i in range(6)]
> log('before.log', [(1763884800 + i, x, '203.0.113.10') for i, x in enumerate(like)] + [(1763884900, like[0], '203.0.113.99')])
> log('after.log', [(1763888400 + i, x, '203.0.113.10') for i, x in enumerate(like)] + [(1763888500, like[2], '198.51.100.5'), (1763888501, like[0], '203.0.113.99')])
> with open('kit.csv', 'w') as f:
>     f.write('name,maker,product,ip\n' + ''.join('olt-%d,Huawei,MA5800,%s\n' % (i + 1, x) for i, x in enumerate(like)))
> END
$ rm net.case; cleanpath import -q --case net.case kit.csv before.log
$ python3 data/flow/follow.py "import after.log" -- cleanpath flows --follow --every 1s --top rare -q --case net.case | grep -v 'table\|told nothing'
journal: busy 0, left 0
TIME ! nothing is judged, and so nothing called excluded: say who you are (`cleanpath profile set`), or --policy ID
TIME ! 1 source is still received, or the collector was killed: more flows may come
TIME ! known from the case before, and not told: 1 row of this kind (--since DAY tells what began since then)
TIME new  olt-3 with 198.51.100.5: 612 B there, 412 B back, 1 flow; P 0.143, 1 of 6; 1 peer is its alone, p 0.333
exit status 0
## Names of far ends: of names only new blocks are read, and those from before are known.
$ rm net.case; cleanpath import -q --case net.case $DATA/flows/equipment.csv $DATA/flows/dns.log
$ python3 data/flow/follow.py "import $DATA/flows/conn.log" "import $DATA/flows/planted.log $DATA/flows/ssl.log" -- cleanpath flows --follow --every 1s --limit 3 -q --case net.case 203.0.113.0/24 | grep '^TIME new\|^TIME grew\|^exit'
TIME new  olt-17 (192.0.2.17) -> 203.0.113.9 telemetry.example +1 tcp/443: 4.90 kB, back 3.30 kB, 8 flows
TIME new  box-9 (192.0.2.9) -> 203.0.113.53 udp/53: 68 B, back 148 B, 1 flow
TIME new  olt-17 (192.0.2.17) -> 203.0.113.211 tcp/443: 85.4 MB, back 9.20 kB, 1 flow
TIME new  olt-18 (192.0.2.18) -> 203.0.113.200 tcp/443: 370 kB, back 296 kB, 1 flow
TIME new  olt-17 (192.0.2.17) -> 203.0.113.210 tcp/443: 171 kB, back 29.4 kB, 7 flows
exit status 0
