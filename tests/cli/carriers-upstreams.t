## Which upstream to take, by prefixes: of each the longest prefix that it tells itself decides. AS64496 tells a longer one of 203.0.113.64/26, through carriers that are named; AS64497 does not, and leads there by its 203.0.113.0/24.
$ python3 $DATA/bgp_table.py "0.0.0.0/0=64496=1: 64497" "203.0.113.0/24=64496 136907 64500=1: 64497 64500" "203.0.113.64/26=64496 55990 64501" "198.51.100.0/24=64496 64502=1: 64497 64999" "192.0.2.128/25=64496 136907=1: 136907" > rib.mrt
$ sed 's/^id: .*/id: no-carriers/;s/^entities.*//;s/nothing of Acme/no carrier services of it/;s/makers: .acme., equipment: .any./makers: [huawei], equipment: [carrier_service]/' $DATA/no-acme.yaml > own.yaml
$ printf '# format:aut|changed|aut_name|org_id|opaque_id|source\n64496|20240101|EX-A|EX-1||T\n64497|20240101|EX-B|EX-1||T\n64502|20240101|EX-C|EX-1||T\n64500|20240101|EX-D|EX-1||T\n64501|20240101|EX-E|EX-1||T\n# format:org_id|changed|org_name|country|source\nEX-1|20240101|Example One|ZZ|T\n' > orgs.txt
$ cleanpath carriers -q -p ./own.yaml --orgs orgs.txt rib.mrt --upstreams | sed -n '/^Which/,/^Carriers on/p'
Which upstream to take, by prefixes: 5 prefixes
UPSTREAM  CLEAN NOT KNOWN UNDETERMINED RESTRICTED EXCLUDED NO ROUTE CLEAN PREFIXES
AS64497  60.0 %    20.0 %        0.0 %      0.0 %   20.0 %    0.0 %              3
AS64496  40.0 %     0.0 %        0.0 %      0.0 %   60.0 %    0.0 %              2

The fewest upstreams that together reach the most cleanly (of all sets)
UPSTREAMS WHO               SHARE
        1 AS64497          60.0 %
        2 AS64497, AS64496 80.0 %

Not clean whichever is taken: 20.0 %, 1 prefix
PREFIX         WANTED  SHARE AT BEST  BY      ORIGIN                                         THROUGH  FOR EXAMPLE
192.0.2.128/25      1 20.0 % excluded AS64496 AS136907 Huawei Cloud (international) (Huawei) AS136907 64496 136907

Carriers on the paths
## With weights of where we go to: a prefix is divided where longer ones were told within it, by its addresses.
$ printf 'prefix,bytes\n203.0.113.0/24,8\n198.51.100.9,3\n192.0.2.200,1\n2001:db8::1,4\n' > to.csv
$ cleanpath carriers -q -p ./own.yaml --orgs orgs.txt rib.mrt --upstreams --to to.csv --our-upstream AS64496,64510 | sed -n '/^Which/,$p'
Which upstream to take, by where we go to (--to): 4 prefixes
UPSTREAM        CLEAN NOT KNOWN UNDETERMINED RESTRICTED EXCLUDED NO ROUTE CLEAN PREFIXES GAINED   LOST
AS64497        50.0 %    18.8 %        0.0 %      0.0 %    6.2 %   25.0 %              2 50.0 % 18.8 %
AS64496, today 18.8 %     0.0 %        0.0 %      0.0 %   56.2 %   25.0 %              1  0.0 %  0.0 %
today: clean 18.8 % if each goes by the cleanest, 18.8 % by the worst

The fewest upstreams that together reach the most cleanly (of all sets)
UPSTREAMS WHO               SHARE GAINED   LOST
        1 AS64497          50.0 % 50.0 % 18.8 %
        2 AS64497, AS64496 68.8 % 50.0 %  0.0 %

Not clean whichever is taken: 31.2 %, 1 prefix
PREFIX         WANTED SHARE AT BEST  BY      ORIGIN                                         THROUGH  FOR EXAMPLE
192.0.2.128/25      1 6.2 % excluded AS64496 AS136907 Huawei Cloud (international) (Huawei) AS136907 64496 136907
4 (25.0 %): no route of anybody leads there

Carriers on the paths
CARRIER                                        RESULT   BY                      ROUTES PREFIXES SINCE      ENTERED FROM                LEFT TO                       FOR EXAMPLE        WANTED NO WAY ROUND
AS136907 Huawei Cloud (international) (Huawei) excluded no-carriers, clause all      3        2 2025-11-13 AS64496 2, itself told it 1 it is the origin 2, AS64500 1 64496 136907 64500 43.8 %        6.2 %
AS55990 Huawei Cloud (China) (Huawei)          excluded no-carriers, clause all      1        1 2025-11-13 AS64496 1                   AS64501 1                     64496 55990 64501  12.5 %        0.0 %

By what it is known who holds them
AS136907 Huawei Cloud (international) (Huawei): verified, read 2026-11-23: code index: public code file id 22119800522 (AS table, Hong Kong)
AS55990 Huawei Cloud (China) (Huawei): verified, read 2026-11-23: https://github.com/missuo/ASN-China/blob/b29f6ae013e2231d0d9bc36a931bf90f24a96307/ASN.China.list

Peers, those with the least share of such paths first
PEER                ROUTES EXCLUDED  SHARE RESTRICTED UNDETERMINED NOT KNOWN ALLOWED
192.0.2.2 (AS64497)      4        1 25.0 %          0            0         1       2
192.0.2.1 (AS64496)      5        3 60.0 %          0            0         0       2

Prefixes, those with the largest share of such paths first
PREFIX          PATHS EXCLUDED OPEN OTHERS THROUGH  SINCE      ORIGIN                                         WANTED
192.0.2.128/25      2        2    0      0 AS136907 2025-11-13 AS136907 Huawei Cloud (international) (Huawei)      1
203.0.113.64/26     1        1    0      0 AS55990  2025-11-13 AS64501 Example One                                 2
203.0.113.0/24      2        1    0      1 AS136907 2025-11-13 AS64500 Example One                                 6
$ cleanpath carriers -p ./own.yaml --orgs orgs.txt rib.mrt --to to.csv --our-upstream AS64496,64510 | grep 'No session'
  ! No session is with AS64510 (--our-upstream): what is reached by it today is not known, and counts as not clean.
$ cleanpath carriers -q -p ./own.yaml rib.mrt --upstreams -f csv
upstream,asn,sessions,one_session_of_several,used_today,in_part,routes,allowed_to,allowed_from,allowed_prefixes,not_known_to,not_known_from,not_known_prefixes,undetermined_to,undetermined_from,undetermined_prefixes,restricted_to,restricted_from,restricted_prefixes,excluded_to,excluded_from,excluded_prefixes,no_route_to,no_route_from,no_route_prefixes
AS64497,64497,1,no,no,no,4,0,0,0,4,0,4,0,0,0,0,0,0,1,0,1,0,0,0
AS64496,64496,1,no,no,no,5,0,0,0,2,0,2,0,0,0,0,0,0,3,0,3,0,0,0
[1]
## Weights that are none, or too large to be added up, are told and left out.
$ printf 'prefix,bytes\n203.0.113.0/24,1e308\n198.51.100.9,1e18\n192.0.2.200,inf\n2001:db8::1,nan\n198.51.100.0/24,1e400\n192.0.2.1,0\n' > huge.csv; cleanpath carriers -q -p ./own.yaml --orgs orgs.txt rib.mrt --to huge.csv --upstreams | sed -n '/^Which/,/^$/p'
cleanpath: huge.csv:2: expected a weight that is a number from 0 to 1e18
cleanpath: huge.csv:4: expected a weight that is a number from 0 to 1e18
cleanpath: huge.csv:5: expected a weight that is a number from 0 to 1e18
cleanpath: huge.csv:6: expected a weight that is a number from 0 to 1e18
Which upstream to take, by where we go to (--to): 2 prefixes
UPSTREAM   CLEAN NOT KNOWN UNDETERMINED RESTRICTED EXCLUDED NO ROUTE CLEAN PREFIXES
AS64496  100.0 %     0.0 %        0.0 %      0.0 %    0.0 %    0.0 %              2
AS64497    0.0 %   100.0 %        0.0 %      0.0 %    0.0 %    0.0 %              1


## As JSON: the same, and of each carrier how much goes through it.
$ cleanpath carriers -p ./own.yaml --orgs orgs.txt rib.mrt --to to.csv --our-upstream 64496 -f json >up.json; python3 - <<'E'
> import json
> d = json.load(open('up.json'))
> u = d['upstreams']
> print(u['wanted']['by'], u['wanted']['all'], u['wanted']['without_route'])
> for r in u['rows']:
>     print(r['asn'], r['is_used_today'], {k: v['to'] for k, v in r['ways'].items() if v['to']}, r['gained']['to'], r['lost']['to'])
> for k in 'clean', 'through_none_named':
>     print(k, u[k]['is_exact'], [(s['asns'], s['reached']['to']) for s in u[k]['steps']])
> print(u['today']['clean_by_the_cleanest'], u['not_clean_by_any'])
> for x in u['left']: print(x['prefix'], x['at_best'], x.get('by'), x['wanted'], x['origin'], x['path'])
> for x in d['carriers']: print(x['asn'], x['wanted']['by_one_upstream']['to'], x['wanted']['by_every_upstream']['to'], x['wanted']['by_one_of_today']['to'])
> for x in d['rows']: print(x['prefix'], x['wanted'])
> E
to {'to': 16, 'from': 0, 'prefixes': 4} {'to': 4, 'from': 0, 'prefixes': 0}
64497 False {'allowed': 8, 'not_known': 3, 'excluded': 1, 'no_route': 4} 8 3
64496 True {'allowed': 3, 'excluded': 9, 'no_route': 4} 0 0
clean True [([64497], 8), ([64497, 64496], 11)]
through_none_named True [([64497], 11)]
{'to': 3, 'from': 0, 'prefixes': 1} {'to': 5, 'from': 0, 'prefixes': 1}
192.0.2.128/25 excluded 64496 {'to': 1, 'from': 0, 'prefixes': 1} 136907 [64496, 136907]
136907 7 1 7
55990 2 0 2
192.0.2.128/25 {'to': 1, 'from': 0, 'prefixes': 1}
203.0.113.0/24 {'to': 6, 'from': 0, 'prefixes': 1}
203.0.113.64/26 {'to': 2, 'from': 0, 'prefixes': 1}
$ cleanpath carriers -p ./own.yaml --orgs orgs.txt rib.mrt --to to.csv --upstreams -f ndjson | head -1 | python3 -c 'import json, sys; a = json.load(sys.stdin); b = json.load(open("up.json")); print(a["upstreams"]["clean"]["most"] == b["upstreams"]["clean"]["most"], a["upstreams"].get("today"))'
True None

## By the flows of a case: bytes by the addresses that are not ours, both ways apart; who says how packets were sampled is scaled, and who does not is told.
$ cleanpath import -q --case k.case $DATA/flows/equipment.csv $DATA/flows/conn.log $DATA/flows/nfdump.csv
$ cleanpath carriers -p ./own.yaml --orgs orgs.txt rib.mrt --traffic --case k.case | sed -n '/^  !/p;/^Which/,/^Peers/p'
  ! Of 1 of 9 routes it is not known who holds one of the ASes on them (of 85 AS numbers it is): they are not known to be clean.
  ! Sampling unknown: 1 exporter does not say how packets were sampled (2 flows of this traffic): its bytes are at least so many, and shares may be others (--sampling ADDRESS=N).
Which upstream to take, by the traffic of the case: at least 7.53 kB to 3 prefixes, 4.86 kB from them
UPSTREAM  CLEAN NOT KNOWN UNDETERMINED RESTRICTED EXCLUDED NO ROUTE CLEAN PREFIXES OF WHAT COMES
AS64497  89.9 %    10.1 %        0.0 %      0.0 %    0.0 %    0.0 %              2        89.3 %
AS64496  10.1 %     0.0 %        0.0 %      0.0 %   89.9 %    0.0 %              1        10.7 %

The fewest upstreams that together reach the most cleanly (of all sets)
UPSTREAMS WHO                SHARE
        1 AS64497           89.9 %
        2 AS64497, AS64496 100.0 %

Carriers on the paths
CARRIER                                        RESULT   BY                      ROUTES PREFIXES SINCE      ENTERED FROM                LEFT TO                       FOR EXAMPLE        WANTED NO WAY ROUND
AS136907 Huawei Cloud (international) (Huawei) excluded no-carriers, clause all      3        2 2025-11-13 AS64496 2, itself told it 1 it is the origin 2, AS64500 1 64496 136907 64500 65.9 %        0.0 %
AS55990 Huawei Cloud (China) (Huawei)          excluded no-carriers, clause all      1        1 2025-11-13 AS64496 1                   AS64501 1                     64496 55990 64501  23.9 %        0.0 %

By what it is known who holds them
AS136907 Huawei Cloud (international) (Huawei): verified, read 2026-11-23: code index: public code file id 22119800522 (AS table, Hong Kong)
AS55990 Huawei Cloud (China) (Huawei): verified, read 2026-11-23: https://github.com/missuo/ASN-China/blob/b29f6ae013e2231d0d9bc36a931bf90f24a96307/ASN.China.list

Peers, those with the least share of such paths first
$ cleanpath carriers -q -p ./own.yaml --orgs orgs.txt rib.mrt --traffic --case k.case --sampling 192.0.2.254=1000 | sed -n '/^Which/,/^$/p'
Which upstream to take, by the traffic of the case: 1.81 MB to 3 prefixes, 904 kB from them
UPSTREAM   CLEAN NOT KNOWN UNDETERMINED RESTRICTED EXCLUDED NO ROUTE CLEAN PREFIXES OF WHAT COMES
AS64497  100.0 %     0.0 %        0.0 %      0.0 %    0.0 %    0.0 %              2        99.9 %
AS64496    0.0 %     0.0 %        0.0 %      0.0 %  100.0 %    0.0 %              1         0.1 %

$ cleanpath flows -q --case k.case --top destinations -f csv | python3 -c 'import csv, sys; print(sum(int(r["bytes_estimated"]) for r in csv.DictReader(sys.stdin) if r["dst"][:3] in ("198", "203")))'
7528
$ printf '203.0.113.64/26\n' > some.txt; cleanpath carriers -q -p ./own.yaml --orgs orgs.txt rib.mrt --traffic --to some.txt --case k.case | sed -n '/^Which/,/^$/p'
Which upstream to take, by the traffic of the case: at least 1.80 kB to 1 prefix, 900 B from it
UPSTREAM   CLEAN NOT KNOWN UNDETERMINED RESTRICTED EXCLUDED NO ROUTE CLEAN PREFIXES OF WHAT COMES
AS64497  100.0 %     0.0 %        0.0 %      0.0 %    0.0 %    0.0 %              1       100.0 %
AS64496    0.0 %     0.0 %        0.0 %      0.0 %  100.0 %    0.0 %              0         0.0 %

$ printf '203.0.113.0/24\n' > ours.txt; cleanpath carriers -q -p ./own.yaml --orgs orgs.txt rib.mrt --traffic --ours ours.txt --case k.case | sed -n '/^Which/,/^$/p'
Which upstream to take, by the traffic of the case: 764 B to 1 prefix, 520 B from it
UPSTREAM   CLEAN NOT KNOWN UNDETERMINED RESTRICTED EXCLUDED NO ROUTE CLEAN PREFIXES OF WHAT COMES
AS64496  100.0 %     0.0 %        0.0 %      0.0 %    0.0 %    0.0 %              1       100.0 %
AS64497    0.0 %   100.0 %        0.0 %      0.0 %    0.0 %    0.0 %              0         0.0 %


## Updates behind a table: what was taken back last does not count any more, and the shorter prefix is used again. Of several sessions with one AS the worst counts.
$ python3 - >updates.mrt <<'E'
> import struct, sys
> def path(*asns): return b'\x40\x02' + bytes([2 + 4 * len(asns), 2, len(asns)]) + struct.pack('>%dI' % len(asns), *asns)
> def nets(*v): return b''.join(bytes([n]) + bytes(a)[:(n + 7) // 8] for n, *a in v)
> def update(peer, asn, gone, attrs, told):
>     body = struct.pack('>H', len(gone)) + gone + struct.pack('>H', len(attrs)) + attrs + told
>     body = b'\xff' * 16 + struct.pack('>HB', 19 + len(body), 2) + body
>     head = struct.pack('>IIHH', asn, 65000, 0, 1) + bytes(peer) + bytes([192, 0, 2, 254])
>     sys.stdout.buffer.write(struct.pack('>IHHI', 1763600000, 16, 4, len(head) + len(body)) + head + body)
> attrs = lambda *asns: b'\x40\x01\x01\x00' + path(*asns) + b'\x40\x03\x04\xc0\x00\x02\x01'
> update((192, 0, 2, 1), 64496, nets((26, 203, 0, 113, 64)), b'', b'')
> update((192, 0, 2, 1), 64496, b'', attrs(64496, 64500), nets((24, 203, 0, 113, 0)))
> update((192, 0, 2, 9), 64497, b'', attrs(64497, 136907, 64502), nets((24, 203, 0, 113, 0)))
> E
$ cleanpath carriers -q -p ./own.yaml --orgs orgs.txt rib.mrt updates.mrt --upstreams | sed -n '/^Which/,/^$/p'
Which upstream to take, by prefixes: 4 prefixes
UPSTREAM               CLEAN NOT KNOWN UNDETERMINED RESTRICTED EXCLUDED NO ROUTE CLEAN PREFIXES
AS64496               75.0 %     0.0 %        0.0 %      0.0 %   25.0 %    0.0 %              3
AS64497, 2 sessions   25.0 %    25.0 %        0.0 %      0.0 %   50.0 %    0.0 %              1
  192.0.2.2 (AS64497) 50.0 %    25.0 %        0.0 %      0.0 %   25.0 %    0.0 %              2
  192.0.2.9 (AS64497)  0.0 %     0.0 %        0.0 %      0.0 %   25.0 %   75.0 %              0


## Routers of our own: the upstream is the first AS of each path.
$ cleanpath carriers -q -p ./own.yaml --orgs orgs.txt rib.mrt --upstreams --our-as 64496 | sed -n '/^Which/,/^$/p'
Which upstream to take, by prefixes: 5 prefixes
UPSTREAM  CLEAN NOT KNOWN UNDETERMINED RESTRICTED EXCLUDED NO ROUTE CLEAN PREFIXES
AS64497  60.0 %    20.0 %        0.0 %      0.0 %   20.0 %    0.0 %              3
AS64502  20.0 %     0.0 %        0.0 %      0.0 %    0.0 %   80.0 %              1
AS55990   0.0 %     0.0 %        0.0 %      0.0 %   20.0 %   80.0 %              0
AS136907  0.0 %     0.0 %        0.0 %      0.0 %   60.0 %   40.0 %              0


## Where nobody told who holds most ASes, nothing is clean; what is through none that is named is told apart.
$ cleanpath carriers -q -p ./own.yaml rib.mrt --upstreams | sed -n '/^Which/,/^Carriers on/p'
Which upstream to take, by prefixes: 5 prefixes
UPSTREAM CLEAN NOT KNOWN UNDETERMINED RESTRICTED EXCLUDED NO ROUTE CLEAN PREFIXES
AS64497  0.0 %    80.0 %        0.0 %      0.0 %   20.0 %    0.0 %              0
AS64496  0.0 %    40.0 %        0.0 %      0.0 %   60.0 %    0.0 %              0
none leads anywhere cleanly, as far as is known who holds the ASes on the paths (--orgs tells of more)

The fewest upstreams that together reach the most through none that a policy names, as far as is known (of all sets)
UPSTREAMS WHO      SHARE
        1 AS64497 80.0 %

Not clean whichever is taken: 100.0 %, 5 prefixes
PREFIX          WANTED  SHARE AT BEST   BY      ORIGIN                                         THROUGH  FOR EXAMPLE
192.0.2.128/25       1 20.0 % excluded  AS64496 AS136907 Huawei Cloud (international) (Huawei) AS136907 64496 136907
0.0.0.0/0            1 20.0 % not_known AS64496 AS64496                                                 
198.51.100.0/24      1 20.0 % not_known AS64496 AS64502                                                 
203.0.113.0/24       1 20.0 % not_known AS64497 AS64500                                        AS136907 64496 136907 64500
203.0.113.64/26      1 20.0 % not_known AS64497 AS64501                                        AS55990  64496 55990 64501

Carriers on the paths

## What cannot be done.
$ cleanpath carriers -p ./own.yaml rib.mrt --traffic
cleanpath: cleanpath.case: there is no case here: `cleanpath import FILE...` makes one
[3]
$ cleanpath import -q --case none.case $DATA/flows/equipment.csv; cleanpath carriers -p ./own.yaml rib.mrt --traffic --case none.case
cleanpath: --traffic: there are no flows in the case (`import` and `collect` add them)
[3]
$ cleanpath carriers -p ./own.yaml rib.mrt --our-upstream nobody
cleanpath: --our-upstream is "nobody", expected AS numbers
[2]
$ cleanpath carriers -p ./own.yaml rib.mrt --sampling 192.0.2.1=10
cleanpath: --sampling goes with --traffic
[2]
$ cleanpath carriers diff -p ./own.yaml rib.mrt rib.mrt --upstreams
cleanpath: --upstreams and --traffic are not of carriers diff
[2]
$ cleanpath carriers -p ./own.yaml rib.mrt --our-as 64496
cleanpath: --our-as goes with --relations FILE, or --upstreams
[2]
