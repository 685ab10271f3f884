## Whose network the far end is in: routing tables as evidence. Without one that is not known, and is said so.
$ cleanpath import -q --case r.case $DATA/flows/equipment.csv $DATA/flows/conn.log $DATA/flows/nfdump.csv
$ cleanpath flows --case r.case -n 1 | sed -n '/^Flows/,/^$/p'
Flows
  14 flows from 2025-11-23 08:00 to 2025-11-23 15:00 UTC
  ! 1 exporter does not say how packets were sampled: figures with ? are at least so much (--sampling ADDRESS=N)
  ! nothing is judged, and so nothing called excluded: say who you are (`cleanpath profile set`), or --policy ID
  ! no routing table of IPv4 is in the case: whose network far ends are in is not known (`import` reads MRT, pfx2as, CSV)
  (not told), log, domain 0: 12 flows, not sampled
  192.0.2.254, nfdump, domain 0: 2 flows, sampling unknown


## A table of MRT, by hand: two peers, of which one sees another origin; a route that is malformed; a default route.
$ python3 - > rib.20251120.0000 <<'E'
> import struct, sys
> def record(subtype, body):
>     sys.stdout.buffer.write(struct.pack(">IHHI", 1763596800, 13, subtype, len(body)) + body)
> def route(peer, *path, origin=0):
>     attrs = bytes([0x40, 1, 1, origin]) + bytes([0x40, 2, 2 + 4 * len(path), 2, len(path)]) + struct.pack(">%dI" % len(path), *path)
>     return struct.pack(">HIH", peer, 1763000000, len(attrs)) + attrs
> def prefix(n, length, net, *routes):
>     record(2, struct.pack(">IB", n, length) + bytes(net) + struct.pack(">H", len(routes)) + b"".join(routes))
> record(1, bytes(4) + struct.pack(">H", 0) + struct.pack(">H", 2) + bytes([2, 0, 0, 0, 1, 192, 0, 2, 1]) + struct.pack(">I", 64496) + bytes([2, 0, 0, 0, 2, 192, 0, 2, 2]) + struct.pack(">I", 64497))
> prefix(0, 0, [], route(0, 64496))
> prefix(1, 24, [203, 0, 113], route(0, 64496, 64500), route(1, 64497, 64500))
> prefix(2, 26, [203, 0, 113, 64], route(0, 64496, 64501), route(1, 64497, 64502), route(1, 64497, 64502))
> prefix(3, 24, [198, 51, 100], route(0, 64496, 136907), route(1, 64499, origin=9))
> E
$ cleanpath import --case r.case rib.20251120.0000
cleanpath: rib.20251120.0000: mrt, 0 observations, 0 links, 4 prefixes; some records were malformed
$ printf 'asn,name\n64500,"EXAMPLE-1 Example, Inc."\n64502,OTHER\n' > names.csv
$ cleanpath import --case r.case names.csv
cleanpath: names.csv: as-names, 0 observations, 0 links, 2 names of AS
$ cleanpath flows --case r.case | sed -n '/^Flows/,$p'
Flows
  14 flows from 2025-11-23 08:00 to 2025-11-23 15:00 UTC
  ! 1 exporter does not say how packets were sampled: figures with ? are at least so much (--sampling ADDRESS=N)
  ! nothing is judged, and so nothing called excluded: say who you are (`cleanpath profile set`), or --policy ID
  . whose network far ends are in is by 3 prefixes of 2025-11-20; names of 2 AS
  (not told), log, domain 0: 12 flows, not sampled
  192.0.2.254, nfdump, domain 0: 2 flows, sampling unknown

6 conversations by service; of 14 flows 14 are in view, >= 28.2 kB ?
CLIENT                           SERVER                                        SERVICE    TO SERVER  TO CLIENT FLOWS FIRST            LAST
core-1 (192.0.2.1)               olt-17 (192.0.2.17)                           tcp/22       4.08 kB    11.6 kB     1 2025-11-23 08:02 2025-11-23 08:03
olt-17 (192.0.2.17)              203.0.113.9, AS64500 EXAMPLE-1 Example, Inc.  tcp/443      4.90 kB    3.30 kB     8 2025-11-23 08:00 2025-11-23 15:00
olt-18 (192.0.2.18)              203.0.113.77, AS64502 or AS64501              tcp/443 >= 1.80 kB ? >= 900 B ?     1 2025-11-23 09:00 2025-11-23 09:00
198.51.100.77, AS136907 = Huawei olt-18 (192.0.2.18)                           tcp/23         520 B      764 B     1 2025-11-23 08:03 2025-11-23 08:03
box-9 (192.0.2.9)                203.0.113.53, AS64500 EXAMPLE-1 Example, Inc. udp/53          68 B      148 B     1 2025-11-23 08:03 2025-11-23 08:03
core-1 (192.0.2.1)               olt-17 (192.0.2.17)                           udp/123         76 B       76 B     1 2025-11-23 08:03 2025-11-23 08:03
$ cleanpath flows -q --case r.case --top as
3 pairs of networks; of 14 flows 12 are in view, >= 12.4 kB ?
NETWORK                         WITH            TO IT    FROM IT FLOWS FIRST            LAST
AS64500 EXAMPLE-1 Example, Inc. (inside)      4.96 kB    3.44 kB     9 2025-11-23 08:00 2025-11-23 15:00
AS64502 or AS64501              (inside) >= 1.80 kB ? >= 900 B ?     1 2025-11-23 09:00 2025-11-23 09:00
AS136907 = Huawei               (inside)        764 B      520 B     1 2025-11-23 08:03 2025-11-23 08:03
$ cleanpath flows -q --case r.case as:64500
2 conversations by service; of 14 flows 9 are in view, 8.41 kB
CLIENT              SERVER                                        SERVICE TO SERVER TO CLIENT FLOWS FIRST            LAST
olt-17 (192.0.2.17) 203.0.113.9, AS64500 EXAMPLE-1 Example, Inc.  tcp/443   4.90 kB   3.30 kB     8 2025-11-23 08:00 2025-11-23 15:00
box-9 (192.0.2.9)   203.0.113.53, AS64500 EXAMPLE-1 Example, Inc. udp/53       68 B     148 B     1 2025-11-23 08:03 2025-11-23 08:03
$ cleanpath flows -q --case r.case as:1
0 conversations by service; of 14 flows 0 are in view, 0 B
$ cleanpath flows -q --case r.case --top as -f csv
src,src_asset,src_verdict,dst,dst_asset,dst_verdict,service,bytes,packets,flows,bytes_back,packets_back,flows_back,bytes_estimated,flows_of_unknown_sampling,first_at,last_at,src_as,src_as_name,src_entity,dst_as,dst_as_name,dst_entity
(inside),,,"AS64500 EXAMPLE-1 Example, Inc.",,,,4964,49,9,3444,41,9,8408,0,2025-11-23T08:00:00Z,2025-11-23T15:00:05Z,,,,64500,"EXAMPLE-1 Example, Inc.",
(inside),,,AS64502 or AS64501,,,,1800,12,1,900,9,1,2700,2,2025-11-23T09:00:00Z,2025-11-23T09:00:05Z,,,,"64502; 64501","OTHER; ","; "
(inside),,,AS136907 = Huawei,,,,764,7,1,520,8,1,1284,0,2025-11-23T08:03:00Z,2025-11-23T08:03:02Z,,,,136907,,huawei
$ cleanpath flows -q --case r.case --top pairs 203.0.113.77 198.51.100.77 -f json | python3 -c 'import json, sys; d = json.load(sys.stdin); print(d["routing"])'
{'prefixes_v4': 3, 'prefixes_v6': 0, 'default_routes': 1, 'as_names': 2, 'first_at': '2025-11-20T00:00:00Z', 'last_at': '2025-11-20T00:00:00Z', 'some_undated': False, 'days_apart': 0, 'damaged_blocks': 0}
$ cleanpath flows -q --case r.case --top pairs -f ndjson | python3 -c '
> import json, sys
> for line in sys.stdin:
>     d = json.loads(line)
>     for side in "src", "dst":
>         if side + "_as" in d: print(d[side], d[side + "_as"], d.get(side + "_prefix"))' | sort -u
198.51.100.77 [{'asn': 136907, 'name': None, 'entity': 'huawei'}] 198.51.100.0/24
203.0.113.53 [{'asn': 64500, 'name': 'EXAMPLE-1 Example, Inc.', 'entity': None}] 203.0.113.0/24
203.0.113.77 [{'asn': 64502, 'name': 'OTHER', 'entity': None}, {'asn': 64501, 'name': None, 'entity': None}] 203.0.113.64/26
203.0.113.9 [{'asn': 64500, 'name': 'EXAMPLE-1 Example, Inc.', 'entity': None}] 203.0.113.0/24
$ cleanpath flows -q --case r.case --detect management -f json | python3 -c '
> import json, sys
> for x in json.load(sys.stdin)["findings"]: print(x["address"], x.get("address_as"), x["peer"], x.get("peer_as"))' | sort -u
198.51.100.77 [{'asn': 136907, 'name': None, 'entity': 'huawei'}] 192.0.2.18 None
$ cleanpath flows -q --case r.case --policy us-fcc-covered-list --only excluded --block text | grep -v '^#' | head -3
192.0.2.17 203.0.113.9 # olt-17 [excluded] - AS64500 EXAMPLE-1 Example, Inc.; tcp/443
192.0.2.18 198.51.100.77 # olt-18 [excluded] - AS136907 = Huawei; tcp/23
192.0.2.18 203.0.113.77 # olt-18 [excluded] - AS64502 or AS64501; tcp/443
$ cleanpath audit --case r.case -f json | python3 -c 'import json, sys; [print(s["name"], s.get("prefixes"), s.get("as_names"), s["records_bad"]) for s in json.load(sys.stdin)["coverage"]["sources"][-2:]]'
rib.20251120.0000 4 None 1
names.csv None 2 0
## Of several tables that of the nearest day counts; one that is far says so.
$ printf '203.0.113.0/24\t64510\n' > ipasn_20200101.dat
$ cleanpath import -q --case r.case ipasn_20200101.dat && cleanpath flows --case r.case -n 1 | grep -E "networ|routing"
  . whose network far ends are in is by 3 prefixes of 2025-11-20; names of 2 AS
  . 1 routing table of other days is not used
$ cleanpath import -q --case far.case $DATA/flows/conn.log ipasn_20200101.dat && cleanpath flows --case far.case -n 1 203.0.113.9 | sed -n '/^Flows/,$p'
Flows
  12 flows from 2025-11-23 08:00 to 2025-11-23 15:00 UTC
  ! nothing is judged, and so nothing called excluded: say who you are (`cleanpath profile set`), or --policy ID
  . whose network far ends are in is by 1 prefix of 2020-01-01; names of 0 AS
  ! the routing table is up to 2153 days from the flows: whose a network was then may differ
  (not told), log, domain 0: 12 flows, not sampled

1 conversation by service; of 12 flows 8 are in view, 8.19 kB
CLIENT                   SERVER               SERVICE TO SERVER TO CLIENT FLOWS FIRST            LAST
192.0.2.17, AS not known 203.0.113.9, AS64510 tcp/443   4.90 kB   3.30 kB     8 2025-11-23 08:00 2025-11-23 15:00
$ cleanpath flows -q --case far.case 203.0.113.9 -f ndjson | tail -1 | tr ',' '\n' | grep days
"as_days_apart":2153}
## Words, and files that are none.
$ cleanpath flows --case r.case as:x
cleanpath: word "as:x": expected as:N, the number of an AS
[2]
$ cleanpath import -q --case none.case $DATA/flows/conn.log && cleanpath flows --case none.case as:64500
cleanpath: word "as:64500": no routing table is in the case (`import` reads MRT, pfx2as, CSV)
[3]
$ printf 'prefix,asn\n203.0.113.0/24,64500\n203.0.113.0/33,64500\nx,1\n' > mine.csv
$ cleanpath import --case none.case mine.csv
cleanpath: mine.csv: prefixes, 0 observations, 0 links, 1 prefix; some records were malformed
$ head -c 100 rib.20251120.0000 > cut.mrt
$ cleanpath import --dry-run cut.mrt
cut.mrt: mrt, 3 records, 1 malformed, 0 observations, 0 links, 1 prefix
    a routing table: 1 prefix, 1 route of 2 peers
    3: the file ends in a record
$ python3 -c 'import sys; sys.stdout.buffer.write(b"\x69\x1e\x5f\0\0\x10\0\4\0\0\0\2xx" * 3)' > updates.mrt
$ cleanpath import --dry-run updates.mrt
updates.mrt: not read
    updates.mrt: MRT without a routing table: of 3 records 3 are updates, 0 of other kinds, and 0 malformed
[3]
$ bzip2 -k rib.20251120.0000 && cleanpath import --dry-run rib.20251120.0000.bz2
rib.20251120.0000.bz2: mrt, 5 records, 1 malformed, 0 observations, 0 links, 4 prefixes
    a routing table: 4 prefixes, 7 routes of 2 peers
    malformed and left out: 1
    used without an attribute that is malformed: 0
    5: ORIGIN is malformed
$ bzip2 -c updates.mrt | head -c 40 > cut.bz2; cleanpath import --dry-run cut.bz2
cut.bz2: not read
    cut.bz2: the bzip2 data is cut off (at byte 40)
[3]
$ xz -k rib.20251120.0000 && cleanpath import --dry-run rib.20251120.0000.xz
rib.20251120.0000.xz: mrt, 5 records, 1 malformed, 0 observations, 0 links, 4 prefixes
    a routing table: 4 prefixes, 7 routes of 2 peers
    malformed and left out: 1
    used without an attribute that is malformed: 0
    5: ORIGIN is malformed
$ xz -c rib.20251120.0000 | head -c 60 > cut.xz; cleanpath import --dry-run cut.xz
cut.xz: not read
    cut.xz: the xz data is cut off (at byte 60)
    1: the file ends in a record
[3]
## What bgpdump printed of a table is one, too.
$ printf 'TABLE_DUMP2|1763596800|B|192.0.2.1|64500|198.51.100.0/24|64500 64510|IGP|192.0.2.1|0|0||NAG||\nTABLE_DUMP2|1763596800|B|192.0.2.2|64501|198.51.100.0/24|64501 64510|IGP|192.0.2.2|0|0|64501:7|NAG||\nTABLE_DUMP2|1763596800|B|192.0.2.2|64501|203.0.113.0/24|64501 x|IGP|192.0.2.2|0|0||NAG||\n' > table.txt
$ cleanpath import --dry-run table.txt
table.txt: bgpdump, 3 records, 1 malformed, 0 observations, 0 links, 1 prefix
    a routing table: 1 prefix, 2 routes
    malformed and left out: 1
    used without an attribute that is malformed: 0
    3: a line has a path that is malformed
$ printf 'BGP4MP|1763596800|W|192.0.2.1|64500|198.51.100.0/24\n' > messages.txt; cleanpath import --dry-run messages.txt
messages.txt: not read
    messages.txt: MRT without a routing table: of 1 records 1 are updates, 0 of other kinds, and 0 malformed
[3]
