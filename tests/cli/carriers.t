## Which routes go through carriers that a policy names: a table of two peers, of which one goes round. Of the other ASes nobody told who holds them, which is not clean.
$ python3 $DATA/bgp_table.py "203.0.113.0/24=64496 136907 64500=1: 64497 64500" "203.0.113.64/26=64496 55990 136907 136907 64501" "198.51.100.0/24=64496 64502 {64501 136907}=1: 64497 64502" "192.0.2.128/25=64496=1: 136907" > rib.20251120.0000
$ sed 's/^id: .*/id: no-carriers/;s/^entities.*//;s/nothing of Acme/no carrier services of it/;s/makers: .acme., equipment: .any./makers: [huawei], equipment: [carrier_service]/' $DATA/no-acme.yaml > own.yaml
$ cleanpath carriers -p ./own.yaml --rib rib.20251120.0000
Coverage
  rib.20251120.0000: mrt, 5 records, 0 observations, of 2025-11-20
    a routing table: 4 prefixes, 7 routes of 2 peers
  tables: makers of 2026-11-23
  80 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! Of 3 of 7 routes it is not known who holds one of the ASes on them (of 80 AS numbers it is): they are not known to be clean.

ROUTES       N  SHARE
excluded     4 57.1 %
restricted   0  0.0 %
undetermined 0  0.0 %
not_known    3 42.9 %
allowed      0  0.0 %
7 routes to 4 prefixes, told by 2 peers
prefixes with excluded paths only: 1; with excluded ones and others: 3; without: 0
1 of the routes that count do so only by an AS in an AS_SET

Carriers on the paths
CARRIER                                        RESULT   BY                      ROUTES PREFIXES SINCE      ENTERED FROM                                   LEFT TO                                  FOR EXAMPLE
AS136907 Huawei Cloud (international) (Huawei) excluded no-carriers, clause all      4        4 2025-11-13 itself told it 1, AS55990 1, AS64496 1, 1 more it is the origin 2, AS64500 1, AS64501 1 64496 136907 64500
AS55990 Huawei Cloud (China) (Huawei)          excluded no-carriers, clause all      1        1 2025-11-13 AS64496 1                                      AS136907 1                               64496 55990 136907 64501

By what it is known who holds them
AS136907 Huawei Cloud (international) (Huawei): verified, read 2026-11-23: code index: public code file id 22119800522 (AS table, Hong Kong)
AS55990 Huawei Cloud (China) (Huawei): verified, read 2026-11-23: https://github.com/missuo/ASN-China/blob/b29f6ae013e2231d0d9bc36a931bf90f24a96307/ASN.China.list

Peers, those with the least share of such paths first
PEER                ROUTES EXCLUDED  SHARE RESTRICTED UNDETERMINED NOT KNOWN ALLOWED
192.0.2.2 (AS64497)      3        1 33.3 %          0            0         2       0
192.0.2.1 (AS64496)      4        3 75.0 %          0            0         1       0

Prefixes, those with the largest share of such paths first
PREFIX          PATHS EXCLUDED OPEN OTHERS THROUGH           SINCE      ORIGIN
203.0.113.64/26     1        1    0      0 AS55990, AS136907 2025-11-13 AS64501
192.0.2.128/25      2        1    0      1 AS136907          2025-11-14 AS64496
198.51.100.0/24     2        1    0      1 AS136907          2025-11-13 AS64502
203.0.113.0/24      2        1    0      1 AS136907          2025-11-13 AS64500
[1]
$ cleanpath carriers -q -p ./own.yaml rib.20251120.0000 -n 1
ROUTES       N  SHARE
excluded     4 57.1 %
restricted   0  0.0 %
undetermined 0  0.0 %
not_known    3 42.9 %
allowed      0  0.0 %
7 routes to 4 prefixes, told by 2 peers
prefixes with excluded paths only: 1; with excluded ones and others: 3; without: 0
1 of the routes that count do so only by an AS in an AS_SET

Carriers on the paths
CARRIER                                        RESULT   BY                      ROUTES PREFIXES SINCE      ENTERED FROM                                   LEFT TO                                  FOR EXAMPLE
AS136907 Huawei Cloud (international) (Huawei) excluded no-carriers, clause all      4        4 2025-11-13 itself told it 1, AS55990 1, AS64496 1, 1 more it is the origin 2, AS64500 1, AS64501 1 64496 136907 64500
... and 1 more: --limit N, or another format, has them all

By what it is known who holds them
AS136907 Huawei Cloud (international) (Huawei): verified, read 2026-11-23: code index: public code file id 22119800522 (AS table, Hong Kong)

Peers, those with the least share of such paths first
PEER                ROUTES EXCLUDED  SHARE RESTRICTED UNDETERMINED NOT KNOWN ALLOWED
192.0.2.2 (AS64497)      3        1 33.3 %          0            0         2       0
... and 1 more: --limit N, or another format, has them all

Prefixes, those with the largest share of such paths first
PREFIX          PATHS EXCLUDED OPEN OTHERS THROUGH           SINCE      ORIGIN
203.0.113.64/26     1        1    0      0 AS55990, AS136907 2025-11-13 AS64501
... and 3 more: --limit N, or another format, has them all
[1]
$ cleanpath carriers -p ./own.yaml rib.20251120.0000 -f csv --all
prefix,paths,excluded,restricted,undetermined,not_known,allowed,via,since,origin
192.0.2.128/25,2,1,0,0,1,0,AS136907,2025-11-14,64496
198.51.100.0/24,2,1,0,0,1,0,AS136907,2025-11-13,64502
203.0.113.0/24,2,1,0,0,1,0,AS136907,2025-11-13,64500
203.0.113.64/26,1,1,0,0,0,0,"AS55990; AS136907",2025-11-13,64501
[1]

## Our prefixes and where we go to: what stands for each; what is no prefix is told, with its line.
$ printf '# ours\n203.0.113.0/24\n' > ours.txt; printf 'prefix,site,weight\n198.51.100.7,a,3\n192.0.2.0/24,b,1\n2001:db8::/32,c,1\n198.51.100.0/33,d,1\n203.0.113.64/28,e,-1\n' > to.csv
$ cleanpath carriers -q -p ./own.yaml --rib rib.20251120.0000 --ours ours.txt --to to.csv | sed -n '/^Our/,/^Carriers/p'
cleanpath: to.csv:5: expected a prefix or an address
cleanpath: to.csv:6: expected a weight that is a number from 0 to 1e18
Our prefixes: by which paths others reach us
ASKED ABOUT    STANDS FOR PATHS EXCLUDED  SHARE OPEN NOT KNOWN ALLOWED NO OTHER WAY
203.0.113.0/24 2 prefixes     3        2 66.7 %    0         1       0            1

Where we go to
ASKED ABOUT   STANDS FOR          PATHS EXCLUDED  SHARE OPEN NOT KNOWN ALLOWED NO OTHER WAY
198.51.100.7  in 198.51.100.0/24      2        1 50.0 %    0         1       0 
192.0.2.0/24  1 prefix                2        1 50.0 %    0         1       0 
2001:db8::/32 no route: not known     0        0      -    0         0       0 
by weight: 0.0 % have no way but through excluded carriers, of 20.0 % no route is known

Carriers on the paths
$ cleanpath carriers -p ./own.yaml rib.20251120.0000 -f ndjson --to to.csv 2>/dev/null | python3 -c 'import json, sys; d, *rows = map(json.loads, sys.stdin); print(d["routes"], d["prefixes"], d["excluded_routes"], d["to"][1]["paths"]["excluded"]); [print(r["prefix"], r["paths"], r["excluded_paths"], r["via"], r["path"]) for r in rows]'
7 4 4 1
192.0.2.128/25 2 1 [136907] [136907]
198.51.100.0/24 2 1 [136907] [64496, 64502, 64501, 136907]
203.0.113.0/24 2 1 [136907] [64496, 136907, 64500]
203.0.113.64/26 1 1 [55990, 136907] [64496, 55990, 136907, 64501]

## What has changed between two tables: who came, who went, which prefixes have no other way any more.
$ python3 $DATA/bgp_table.py "198.51.100.0/24=64496 64501" "192.0.2.0/24=64496 136907 64502=64496 64502" "203.0.113.0/24=64496 55990 64503" "203.0.112.0/24=64496 136907 64504" > monday.mrt
$ python3 $DATA/bgp_table.py "198.51.100.0/24=64496 136907 64501" "192.0.2.0/24=64496 136907 64502" "203.0.113.0/24=64496 136907 64503" "203.0.114.0/24=64496 136907 64505" > tuesday.mrt
$ cleanpath carriers diff -q -p ./own.yaml monday.mrt tuesday.mrt
came 1: prefixes that go through carriers that count, and did not before
others 1: prefixes that go through others of them
only_way 1: prefixes that have no other way any more
appeared 1: prefixes that were not there, and go through such carriers
gone 1: prefixes that went through such carriers, and are not there any more
CHANGE   PREFIX          CAME     WENT     PATHS BEFORE    NOW PATH NOW           PATH BEFORE
only_way 192.0.2.0/24                            1 of 2 1 of 1 64496 136907 64502 64496 136907 64502
came     198.51.100.0/24 AS136907                0 of 1 1 of 1 64496 136907 64501 
gone     203.0.112.0/24           AS136907       1 of 1                           64496 136907 64504
others   203.0.113.0/24  AS136907 AS55990        1 of 1 1 of 1 64496 136907 64503 64496 55990 64503
appeared 203.0.114.0/24  AS136907                       1 of 1 64496 136907 64505 
[1]
$ cleanpath carriers diff -q -p ./own.yaml tuesday.mrt monday.mrt -f csv
change,prefix,came,went,paths_before,paths_now,path_now,path_before
other_way,192.0.2.0/24,,,1 of 1,1 of 2,64496 136907 64502,64496 136907 64502
went,198.51.100.0/24,,AS136907,1 of 1,0 of 1,,64496 136907 64501
appeared,203.0.112.0/24,AS136907,,,1 of 1,64496 136907 64504,
others,203.0.113.0/24,AS55990,AS136907,1 of 1,1 of 1,64496 55990 64503,64496 136907 64503
gone,203.0.114.0/24,,AS136907,1 of 1,,,64496 136907 64505
[1]
$ cleanpath carriers diff -q -p ./own.yaml monday.mrt monday.mrt
no prefix goes through other carriers than before
$ cleanpath carriers diff -p ./own.yaml monday.mrt
cleanpath: carriers diff needs two files: BEFORE AFTER
[2]

## What others say: who holds the other ASes, what the RPKI says of origins, and, under a set of relations, what we could reach without excluded networks and by which neighbour.
$ printf '# format:aut|changed|aut_name|org_id|opaque_id|source\n64496|20240101|EX-A|EX-1||T\n64502|20240101|EX-C|EX-2||T\n64500|20240101|EX-B|EX-9||T\n# format:org_id|changed|org_name|country|source\nEX-1|20240101|Example One|ZZ|T\nEX-2|20240101|Example Two|ZZ|T\n' > orgs.txt
$ printf '# source:made\n136907|64510|-1\n64496|64510|-1\n136907|64501|-1\n64496|64502|-1\n136907|64496|0\n64496|64500|-1\n136907|64500|-1\n64500|64511|0\n' > rel.txt
$ printf 'ASN,IP Prefix,Max Length,Trust Anchor\nAS64500,203.0.113.0/24,24,x\nAS64502,198.51.100.0/24,24,x\n' > vrps.csv
$ cleanpath carriers -p ./own.yaml rib.20251120.0000 --orgs orgs.txt --relations rel.txt --our-as 64510 --vrps vrps.csv
Coverage
  rel.txt: as-relations, 8 records, 0 observations
    6 providers, 2 peerings, 0 siblings, of a day that is not told
  orgs.txt: as-organisations, 5 records, 0 observations
    3 AS, 2 organisations
  vrps.csv: vrps, 2 records, 0 observations
    2 VRPs
  rib.20251120.0000: mrt, 5 records, 0 observations, of 2025-11-20
    a routing table: 4 prefixes, 7 routes of 2 peers
  tables: makers of 2026-11-23
  83 assets, 0 links; judged as of 2026-11-23, facts from confidence 0.95
  ! Of 2 of 7 routes it is not known who holds one of the ASes on them (of 83 AS numbers it is): they are not known to be clean.

ROUTES       N  SHARE
excluded     4 57.1 %
restricted   0  0.0 %
undetermined 0  0.0 %
not_known    2 28.6 %
allowed      1 14.3 %
7 routes to 4 prefixes, told by 2 peers
prefixes with excluded paths only: 1; with excluded ones and others: 3; without: 0
1 of the routes that count do so only by an AS in an AS_SET

What could be reached
under the relations rel.txt, from AS64510: 5 ASes with 4 of the prefixes; without excluded ones 3 with 3 (75.0 %)
AS136907 Huawei Cloud (international) (Huawei) cannot be avoided to 1 other AS with 1 prefix
NEIGHBOUR                                      IS OUR   RESULT   ASES CLEANLY PREFIXES CLEANLY  SHARE
AS64496 Example One                            provider allowed     5       3        4       3 75.0 %
AS136907 Huawei Cloud (international) (Huawei) provider excluded    5       0        4       0  0.0 %

Carriers on the paths
CARRIER                                        RESULT   BY                      ROUTES PREFIXES SINCE      ENTERED FROM                                   LEFT TO                                  FOR EXAMPLE
AS136907 Huawei Cloud (international) (Huawei) excluded no-carriers, clause all      4        4 2025-11-13 itself told it 1, AS55990 1, AS64496 1, 1 more it is the origin 2, AS64500 1, AS64501 1 64496 136907 64500
AS55990 Huawei Cloud (China) (Huawei)          excluded no-carriers, clause all      1        1 2025-11-13 AS64496 1                                      AS136907 1                               64496 55990 136907 64501

By what it is known who holds them
AS136907 Huawei Cloud (international) (Huawei): verified, read 2026-11-23: code index: public code file id 22119800522 (AS table, Hong Kong)
AS55990 Huawei Cloud (China) (Huawei): verified, read 2026-11-23: https://github.com/missuo/ASN-China/blob/b29f6ae013e2231d0d9bc36a931bf90f24a96307/ASN.China.list

Peers, those with the least share of such paths first
PEER                ROUTES EXCLUDED  SHARE RESTRICTED UNDETERMINED NOT KNOWN ALLOWED
192.0.2.2 (AS64497)      3        1 33.3 %          0            0         2       0
192.0.2.1 (AS64496)      4        3 75.0 %          0            0         0       1

Prefixes, those with the largest share of such paths first
PREFIX          PATHS EXCLUDED OPEN OTHERS THROUGH           SINCE      ORIGIN              RPKI
203.0.113.64/26     1        1    0      0 AS55990, AS136907 2025-11-13 AS64501             invalid-as
192.0.2.128/25      2        1    0      1 AS136907          2025-11-14 AS64496 Example One not-found
198.51.100.0/24     2        1    0      1 AS136907          2025-11-13 AS64502 Example Two valid
203.0.113.0/24      2        1    0      1 AS136907          2025-11-13 AS64500 EX-B        valid
[1]
$ cleanpath carriers -p ./own.yaml rib.20251120.0000 --relations rel.txt --our-as 64499 -f ndjson | head -1 | python3 -c 'import json, sys; d = json.load(sys.stdin); print(d["coverage"]["notes"][-1], d.get("reach"))'
AS64499 (--our-as) is in no relation: what it reaches is not known. None
$ cleanpath carriers -p ./own.yaml rib.20251120.0000 --our-as 64510
cleanpath: --our-as goes with --relations FILE, or --upstreams
[2]
$ cleanpath carriers -p ./own.yaml rib.20251120.0000 --relations orgs.txt
cleanpath: orgs.txt: not one relation of two AS (AS|AS|-1)
[3]

## A table of UTF-16 is read; a file that is named twice counts once.
$ printf 'network;bytes\n203.0.113.64/26;3\n198.51.100.7;1\n' | iconv -t UTF-16 > traffic.csv
$ cleanpath carriers -q -p ./own.yaml rib.20251120.0000 ./rib.20251120.0000 --to traffic.csv | sed -n '/told by/p;/^Where/,/^$/p'
cleanpath: ./rib.20251120.0000 is named twice: its routes count once
7 routes to 4 prefixes, told by 2 peers
Where we go to
ASKED ABOUT     STANDS FOR         PATHS EXCLUDED   SHARE OPEN NOT KNOWN ALLOWED NO OTHER WAY
203.0.113.64/26 1 prefix               1        1 100.0 %    0         0       0            1
198.51.100.7    in 198.51.100.0/24     2        1  50.0 %    0         1       0 
by weight: 75.0 % have no way but through excluded carriers, of 0.0 % no route is known


## What cannot be done, one error each.
$ cleanpath carriers -p ./own.yaml
cleanpath: carriers needs a routing table or updates: --rib FILE
[2]
$ cleanpath carriers rib.20251120.0000 --case none.case
cleanpath: none.case: there is no case here: `cleanpath import FILE...` makes one
[3]
$ printf 'a,b\n' > none.csv; cleanpath carriers -p ./own.yaml rib.20251120.0000 --to none.csv
cleanpath: none.csv:1: expected a prefix or an address
cleanpath: none.csv: not one prefix or address in it
[3]
$ cleanpath carriers -q -p ./own.yaml $DATA/register.csv missing.mrt -n 1
cleanpath: data/register.csv: there is no route of BGP in it (inventory-csv)
cleanpath: missing.mrt: cannot open: No such file or directory
ROUTES       N SHARE
excluded     0     -
restricted   0     -
undetermined 0     -
not_known    0     -
allowed      0     -
0 routes to 0 prefixes, told by 0 peers
prefixes with excluded paths only: 0; with excluded ones and others: 0; without: 0
[3]
$ head -c 150 rib.20251120.0000 > cut.mrt; cleanpath carriers -q -p ./own.yaml cut.mrt -n 1
ROUTES       N  SHARE
excluded     1 50.0 %
restricted   0  0.0 %
undetermined 0  0.0 %
not_known    1 50.0 %
allowed      0  0.0 %
2 routes to 1 prefix, told by 2 peers
prefixes with excluded paths only: 0; with excluded ones and others: 1; without: 0

Carriers on the paths
CARRIER                                        RESULT   BY                      ROUTES PREFIXES SINCE      ENTERED FROM LEFT TO   FOR EXAMPLE
AS136907 Huawei Cloud (international) (Huawei) excluded no-carriers, clause all      1        1 2025-11-13 AS64496 1    AS64500 1 64496 136907 64500

By what it is known who holds them
AS136907 Huawei Cloud (international) (Huawei): verified, read 2026-11-23: code index: public code file id 22119800522 (AS table, Hong Kong)

Peers, those with the least share of such paths first
PEER                ROUTES EXCLUDED SHARE RESTRICTED UNDETERMINED NOT KNOWN ALLOWED
192.0.2.2 (AS64497)      1        0 0.0 %          0            0         1       0
... and 1 more: --limit N, or another format, has them all

Prefixes, those with the largest share of such paths first
PREFIX         PATHS EXCLUDED OPEN OTHERS THROUGH  SINCE      ORIGIN
203.0.113.0/24     2        1    0      1 AS136907 2025-11-13 AS64500
[1]
