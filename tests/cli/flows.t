## Flows of a case: who talks to whom, how much, since when. What is not known comes first.
$ cleanpath import -q --case f.case $DATA/flows/equipment.csv
$ cleanpath import --case f.case $DATA/flows/conn.log $DATA/flows/nfdump.csv
cleanpath: data/flows/conn.log: zeek, 0 observations, 0 links, 12 flows of 1 exporter
cleanpath: data/flows/nfdump.csv: nfdump-csv, 0 observations, 0 links, 2 flows of 1 exporter; some records were malformed
cleanpath: data/flows/nfdump.csv: 1 exporter does not say how it samples: its volumes may be too small
$ cleanpath flows --case f.case --policy us-fcc-covered-list | sed '/tables:/d'
Coverage
  data/flows/equipment.csv: inventory-csv, 4 records, 20 observations
    columns: name, maker, product, ip, class, role
  data/flows/conn.log: zeek, 12 records, 0 observations, 12 flows of 1 exporter, of 2025-11-23
  data/flows/nfdump.csv: nfdump-csv, 3 records, 0 observations, 2 flows of 1 exporter, 1 MALFORMED, read in part, of 2025-11-23
    times have no zone and are read as UTC; whether packets were sampled, and by how much these figures were multiplied, is not told
    1 exporter does not say how it samples: its volumes may be too small
    data/flows/nfdump.csv:4: no flow: sa is missing or is no such thing in "2025-11-23 09:00:01,x,5.000,nobody,192.0.2.18,443,42000,TCP,"
  4 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! Of 1 of 4 assets the maker is not established (confidence below 0.95): they are not known to be clean.
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

Flows
  14 flows from 2025-11-23 08:00 to 2025-11-23 15:00 UTC
  ! 1 exporter does not say how packets were sampled: figures with ? are at least so much (--sampling ADDRESS=N)
  ! no routing table of IPv4 is in the case: whose network far ends are in is not known (`import` reads MRT, pfx2as, CSV)
  (not told), log, domain 0: 12 flows, not sampled
  192.0.2.254, nfdump, domain 0: 2 flows, sampling unknown

6 conversations by service; of 14 flows 14 are in view, >= 28.2 kB ?
CLIENT                           SERVER                         SERVICE    TO SERVER  TO CLIENT FLOWS FIRST            LAST
core-1 (192.0.2.1)               olt-17 (192.0.2.17) [excluded] tcp/22       4.08 kB    11.6 kB     1 2025-11-23 08:02 2025-11-23 08:03
olt-17 (192.0.2.17) [excluded]   203.0.113.9                    tcp/443      4.90 kB    3.30 kB     8 2025-11-23 08:00 2025-11-23 15:00
olt-18 (192.0.2.18) [excluded]   203.0.113.77                   tcp/443 >= 1.80 kB ? >= 900 B ?     1 2025-11-23 09:00 2025-11-23 09:00
198.51.100.77                    olt-18 (192.0.2.18) [excluded] tcp/23         520 B      764 B     1 2025-11-23 08:03 2025-11-23 08:03
box-9 (192.0.2.9) [undetermined] 203.0.113.53                   udp/53          68 B      148 B     1 2025-11-23 08:03 2025-11-23 08:03
core-1 (192.0.2.1)               olt-17 (192.0.2.17) [excluded] udp/123         76 B       76 B     1 2025-11-23 08:03 2025-11-23 08:03
## Narrowed to one side, by what is said of it, by words; and added up otherwise.
$ cleanpath flows -q --case f.case --policy us-fcc-covered-list --only excluded --top pairs
8 pairs of source and destination; of 14 flows 13 are in view, >= 28.0 kB ?
SOURCE                         DESTINATION                           BYTES PACKETS FLOWS FIRST            LAST
olt-17 (192.0.2.17) [excluded] core-1 (192.0.2.1)                  11.7 kB      51     2 2025-11-23 08:02 2025-11-23 08:03
olt-17 (192.0.2.17) [excluded] 203.0.113.9                         4.90 kB      48     8 2025-11-23 08:00 2025-11-23 15:00
core-1 (192.0.2.1)             olt-17 (192.0.2.17) [excluded]      4.16 kB      41     2 2025-11-23 08:02 2025-11-23 08:03
203.0.113.9                    olt-17 (192.0.2.17) [excluded]      3.30 kB      40     8 2025-11-23 08:00 2025-11-23 15:00
olt-18 (192.0.2.18) [excluded] 203.0.113.77                   >= 1.80 kB ?      12     1 2025-11-23 09:00 2025-11-23 09:00
203.0.113.77                   olt-18 (192.0.2.18) [excluded]   >= 900 B ?       9     1 2025-11-23 09:00 2025-11-23 09:00
olt-18 (192.0.2.18) [excluded] 198.51.100.77                         764 B       7     1 2025-11-23 08:03 2025-11-23 08:03
198.51.100.77                  olt-18 (192.0.2.18) [excluded]        520 B       8     1 2025-11-23 08:03 2025-11-23 08:03
$ cleanpath flows -q --case f.case --only excluded; echo $?
  ! nothing is judged, and so nothing called excluded: say who you are (`cleanpath profile set`), or --policy ID
0 conversations by service; of 14 flows 0 are in view, 0 B
4
$ cleanpath flows --case f.case --only excluded -f json | python3 -c 'import json,sys; d = json.load(sys.stdin); print(d["n_rows"], d["traffic"]["policies"])'
0 0
$ cleanpath flows -q --case f.case --only unknown
1 conversation by service; of 14 flows 1 is in view, 216 B
CLIENT            SERVER       SERVICE TO SERVER TO CLIENT FLOWS FIRST            LAST
box-9 (192.0.2.9) 203.0.113.53 udp/53       68 B     148 B     1 2025-11-23 08:03 2025-11-23 08:03
$ cleanpath flows -q --case f.case role:access port:22 port:23
2 conversations by service; of 14 flows 2 are in view, 17.0 kB
CLIENT             SERVER              SERVICE TO SERVER TO CLIENT FLOWS FIRST            LAST
core-1 (192.0.2.1) olt-17 (192.0.2.17) tcp/22    4.08 kB   11.6 kB     1 2025-11-23 08:02 2025-11-23 08:03
198.51.100.77      olt-18 (192.0.2.18) tcp/23      520 B     764 B     1 2025-11-23 08:03 2025-11-23 08:03
$ cleanpath flows -q --case f.case 203.0.113.9 olt-17
1 conversation by service; of 14 flows 8 are in view, 8.19 kB
CLIENT              SERVER      SERVICE TO SERVER TO CLIENT FLOWS FIRST            LAST
olt-17 (192.0.2.17) 203.0.113.9 tcp/443   4.90 kB   3.30 kB     8 2025-11-23 08:00 2025-11-23 15:00
$ cleanpath flows -q --case f.case --policy us-fcc-covered-list --only excluded 203.0.113.0/25 --top pairs -n 1
4 pairs of source and destination; of 14 flows 10 are in view, >= 10.9 kB ?
SOURCE                         DESTINATION   BYTES PACKETS FLOWS FIRST            LAST
olt-17 (192.0.2.17) [excluded] 203.0.113.9 4.90 kB      48     8 2025-11-23 08:00 2025-11-23 15:00
... and 3 more: --limit N
$ cleanpath flows -q --case f.case core-1 olt-17 --top pairs
2 pairs of source and destination; of 14 flows 2 are in view, 15.8 kB
SOURCE              DESTINATION           BYTES PACKETS FLOWS FIRST            LAST
olt-17 (192.0.2.17) core-1 (192.0.2.1)  11.7 kB      51     2 2025-11-23 08:02 2025-11-23 08:03
core-1 (192.0.2.1)  olt-17 (192.0.2.17) 4.16 kB      41     2 2025-11-23 08:02 2025-11-23 08:03
$ cleanpath flows -q --case f.case olt-17 203.0.113.77 | head -1
0 conversations by service; of 14 flows 0 are in view, 0 B
$ cleanpath flows -q --case f.case --policy us-fcc-covered-list --only excluded olt-18 198.51.100.77 192.0.2.0/24
1 conversation by service; of 14 flows 1 is in view, 1.28 kB
CLIENT        SERVER                         SERVICE TO SERVER TO CLIENT FLOWS FIRST            LAST
198.51.100.77 olt-18 (192.0.2.18) [excluded] tcp/23      520 B     764 B     1 2025-11-23 08:03 2025-11-23 08:03
$ cleanpath flows -q --case f.case 10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4 10.0.0.5 10.0.0.6; echo $?
cleanpath: a flow has two ends: at most 5 words that each may be of either
2
$ cleanpath flows -q --case f.case --top services
5 services; of 14 flows 14 are in view, >= 28.2 kB ?
  . FLOWS: of one that tells of both ways each counts
WHO            BYTES PACKETS FLOWS FIRST            LAST
tcp/22       15.7 kB      90     2 2025-11-23 08:02 2025-11-23 08:03
tcp/443 >= 10.9 kB ?     109    18 2025-11-23 08:00 2025-11-23 15:00
tcp/23       1.28 kB      15     2 2025-11-23 08:03 2025-11-23 08:03
udp/53         216 B       2     2 2025-11-23 08:03 2025-11-23 08:03
udp/123        152 B       2     2 2025-11-23 08:03 2025-11-23 08:03
$ cleanpath flows -q --case f.case 203.0.113.0/24 --top destinations --sort flows -n 2
6 destinations; of 14 flows 11 are in view, >= 11.1 kB ?
WHO                   BYTES PACKETS FLOWS FIRST            LAST
olt-17 (192.0.2.17) 3.30 kB      40     8 2025-11-23 08:00 2025-11-23 15:00
203.0.113.9         4.90 kB      48     8 2025-11-23 08:00 2025-11-23 15:00
... and 4 more: --limit N
$ cleanpath flows -q --case f.case --top hours --from 2025-11-23T09:00:00Z --to 2025-11-23T10:30:00Z
2 hours; of 14 flows 4 are in view, >= 4.75 kB ?
  . FLOWS: of one that tells of both ways each counts
WHO                     BYTES PACKETS FLOWS FIRST            LAST
2025-11-23 09:00 >= 3.72 kB ?      32     4 2025-11-23 09:00 2025-11-23 09:00
2025-11-23 10:00      1.02 kB      11     2 2025-11-23 10:00 2025-11-23 10:00
$ cleanpath flows -q --case f.case --by-asset --top sources -f csv
src,src_asset,src_verdict,dst,dst_asset,dst_verdict,service,bytes,packets,flows,bytes_back,packets_back,flows_back,bytes_estimated,flows_of_unknown_sampling,first_at,last_at,src_as,src_as_name,src_entity,dst_as,dst_as_name,dst_entity
olt-17,ip-192.0.2.17,,,,,,16572,99,10,0,0,0,16572,0,2025-11-23T08:00:00Z,2025-11-23T15:00:05Z,,,,,,
core-1,ip-192.0.2.1,,,,,,4156,41,2,0,0,0,4156,0,2025-11-23T08:02:00Z,2025-11-23T08:03:21Z,,,,,,
203.0.113.9,,,,,,,3296,40,8,0,0,0,3296,0,2025-11-23T08:00:00Z,2025-11-23T15:00:05Z,,,,,,
olt-18,ip-192.0.2.18,,,,,,2564,19,2,0,0,0,2564,1,2025-11-23T08:03:00Z,2025-11-23T09:00:05Z,,,,,,
203.0.113.77,,,,,,,900,9,1,0,0,0,900,1,2025-11-23T09:00:00Z,2025-11-23T09:00:05Z,,,,,,
198.51.100.77,,,,,,,520,8,1,0,0,0,520,0,2025-11-23T08:03:00Z,2025-11-23T08:03:02Z,,,,,,
203.0.113.53,,,,,,,148,1,1,0,0,0,148,0,2025-11-23T08:03:20Z,2025-11-23T08:03:20Z,,,,,,
box-9,ip-192.0.2.9,,,,,,68,1,1,0,0,0,68,0,2025-11-23T08:03:20Z,2025-11-23T08:03:20Z,,,,,,
$ cleanpath flows -q --case f.case ::/0 | head -1
0 conversations by service; of 14 flows 0 are in view, 0 B
## Where an exporter does not say how it samples, somebody may.
$ cleanpath flows -q --case f.case --sampling 192.0.2.254=1000 --exporter 192.0.2.254
1 conversation by service; of 14 flows 2 are in view, 2.70 MB (249 kB - 10.3 MB)
CLIENT              SERVER       SERVICE                   TO SERVER                TO CLIENT FLOWS FIRST            LAST
olt-18 (192.0.2.18) 203.0.113.77 tcp/443 1.80 MB (54.3 kB - 8.86 MB) 900 kB (900 B - 7.27 MB)     1 2025-11-23 09:00 2025-11-23 09:00
$ cleanpath flows -q --case f.case --sampling 192.0.2.254=1000 --exporter 192.0.2.254 -f ndjson | tail -n +2 | python3 -c 'import json,sys; [print(r["src"], r["dst"], r["service"], r["bytes"], r["bytes_estimated"], r["bytes_low"] <= r["bytes_estimated"] <= r["bytes_high"]) for r in map(json.loads, sys.stdin)]'
192.0.2.18 203.0.113.77 tcp/443 1800 1800000 True
$ cleanpath flows -q --case f.case --policy us-fcc-covered-list -f ndjson --limit 3 | tail -n +2 | python3 -c 'import json,sys; [print(r["src"], r["src_whose"], r["dst"], r["dst_whose"]) for r in map(json.loads, sys.stdin)]'
192.0.2.1 allowed 192.0.2.17 excluded
192.0.2.17 excluded 203.0.113.9 outside
192.0.2.18 excluded 203.0.113.77 outside
## What an address went by that is of no asset: first what the other end asked for or was told, then,
## in parentheses, what others were told.
$ cp f.case n.case
$ cleanpath import -q --case n.case $DATA/flows/dns.log $DATA/flows/ssl.log
$ cleanpath flows -q --case n.case 203.0.113.0/25
3 conversations by service; of 14 flows 11 are in view, >= 11.1 kB ?
CLIENT              SERVER                           SERVICE    TO SERVER  TO CLIENT FLOWS FIRST            LAST
olt-17 (192.0.2.17) 203.0.113.9 telemetry.example +1 tcp/443      4.90 kB    3.30 kB     8 2025-11-23 08:00 2025-11-23 15:00
olt-18 (192.0.2.18) 203.0.113.77 (shop.example)      tcp/443 >= 1.80 kB ? >= 900 B ?     1 2025-11-23 09:00 2025-11-23 09:00
box-9 (192.0.2.9)   203.0.113.53                     udp/53          68 B      148 B     1 2025-11-23 08:03 2025-11-23 08:03
$ cleanpath flows -q --case n.case 203.0.113.9 --top destinations
2 destinations; of 14 flows 8 are in view, 8.19 kB
WHO                           BYTES PACKETS FLOWS FIRST            LAST
203.0.113.9 shop.example +2 4.90 kB      48     8 2025-11-23 08:00 2025-11-23 15:00
olt-17 (192.0.2.17)         3.30 kB      40     8 2025-11-23 08:00 2025-11-23 15:00
$ cleanpath flows -q --case n.case 203.0.113.9 --top destinations -f ndjson | tail -n +2 | python3 -c 'import json,sys; [print(r["dst"], r.get("dst_n_names"), r.get("dst_names_by"), r.get("dst_names")) for r in map(json.loads, sys.stdin)]'
203.0.113.9 3 None [{'name': 'shop.example', 'count': 3, 'kinds': ['dns.answer']}, {'name': 'telemetry.example', 'count': 3, 'kinds': ['dns.answer', 'tls.sni']}, {'name': 'fallback.example', 'count': 1, 'kinds': ['dns.answer']}]
192.0.2.17 None None None
$ cleanpath flows -q --case n.case 203.0.113.0/25 -f ndjson | tail -n +2 | python3 -c 'import json,sys; [print(r["dst"], r["dst_n_names"], r["dst_names_by"], r["dst_names"]) for r in map(json.loads, sys.stdin) if "dst_names" in r]'
203.0.113.9 2 peer [{'name': 'telemetry.example', 'count': 3, 'kinds': ['dns.answer', 'tls.sni']}, {'name': 'fallback.example', 'count': 1, 'kinds': ['dns.answer']}]
203.0.113.77 1 anybody [{'name': 'shop.example', 'count': 1, 'kinds': ['dns.answer']}]
## An address that was leased to one after the other is whose it was at that time.
$ cat > leases.ndjson <<'END'
> {"subject":{"mac":"00:00:5e:00:53:01","ip":"192.0.2.17"},"kind":"dhcp.lease","value":"192.0.2.17 2025-11-23T08:00:00Z 2025-11-23T09:00:00Z"}
> {"subject":{"mac":"00:00:5e:00:53:01","ip":"192.0.2.17"},"kind":"dhcp.lease","value":"192.0.2.17 2025-11-23T08:30:00Z 2025-11-23T10:30:00Z"}
> {"subject":{"mac":"00:00:5e:00:53:02","ip":"192.0.2.17"},"kind":"dhcp.lease","value":"192.0.2.17 2025-11-23T12:00:00Z 2025-11-23T18:00:00Z"}
> END
$ cleanpath import -q --case l.case leases.ndjson $DATA/flows/conn.log
$ cleanpath flows --case l.case --by-asset 203.0.113.9 | sed -n '/leased/p; /CLIENT/,$p'
  . 1 address was leased to several assets: whose flows are goes by their time (--by-asset)
CLIENT           SERVER      SERVICE TO SERVER TO CLIENT FLOWS FIRST            LAST
mac-00005e005302 203.0.113.9 tcp/443   2.45 kB   1.65 kB     4 2025-11-23 12:00 2025-11-23 15:00
mac-00005e005301 203.0.113.9 tcp/443   1.84 kB   1.24 kB     3 2025-11-23 08:00 2025-11-23 10:00
192.0.2.17       203.0.113.9 tcp/443     612 B     412 B     1 2025-11-23 11:00 2025-11-23 11:00
$ cleanpath flows -q --case l.case mac-00005e005302
1 conversation by service; of 12 flows 4 are in view, 4.10 kB
CLIENT     SERVER      SERVICE TO SERVER TO CLIENT FLOWS FIRST            LAST
192.0.2.17 203.0.113.9 tcp/443   2.45 kB   1.65 kB     4 2025-11-23 12:00 2025-11-23 15:00
## Mistakes are told, with what was expected.
$ cleanpath flows --case f.case nowhere; echo $?
cleanpath: word "nowhere": expected an address, a network, port:N, as:N, or words that an asset has
2
$ cleanpath flows --case f.case port:99999; echo $?
cleanpath: word "port:99999": expected port:N, port:N-M or port:udp/N
2
$ cleanpath flows --case f.case --sampling 192.0.2.254=x; echo $?
cleanpath: --sampling "192.0.2.254=x": expected ADDRESS=N, one packet in N
2
$ cleanpath flows --case f.case --exporter 192.0.2.99; echo $?
cleanpath: --exporter "192.0.2.99": expected the address of an exporter (`flows` lists them)
2
$ cleanpath flows --case f.case --from 2026-01-02 --to 2026-01-01; echo $?
cleanpath: --to "2026-01-01": expected a time behind --from
2
$ cleanpath flows --case f.case --from yesterday; echo $?
cleanpath: --from "yesterday": expected a day (2026-11-23) or a moment (2026-11-23T10:00:00Z)
2
$ cleanpath flows --case none.case; echo $?
cleanpath: none.case: there is no case here: `cleanpath import FILE...` makes one
3
$ cleanpath import -q --case empty.case $DATA/flows/equipment.csv && cleanpath flows --case empty.case | sed '/^Coverage/,/^$/d'
Flows
  0 flows
  ! no flows are in the case: `import` reads them (NetFlow, IPFIX, sFlow, captures, nfcapd, Zeek), `collect` receives them
  ! nothing is judged, and so nothing called excluded: say who you are (`cleanpath profile set`), or --policy ID

0 conversations by service; of 0 flows 0 are in view, 0 B
