## What changes if another policy applies. On the case:
$ cat >register.csv <<'END'
> name,maker,product,class,site,installed,purpose,status
> agg-1,Huawei,NE40E,transport,north,2019-05-01,other,
> agg-2,ZTE,ZXR10,transport,south,2020,other,
> cam-1,Hikvision,DS-2CD2,camera,north,2021-03-01,,
> cam-2,Hikvision,DS-2CD2,camera,south,2021-03-01,public safety,
> core-1,Ericsson,AXE,core,north,2018-01-01,other,
> box-1,,,router,south,,other,
> old-1,Huawei,NE40E,transport,north,2010-01-01,other,removed
> END
$ cleanpath import -q register.csv && cleanpath profile set -q name='Bergson Net'
$ cleanpath policy diff cn-micron-2023 us-ndaa-889-a1a
A  cn-micron-2023 on 2026-11-23 (in_force): Micron barred from critical information infrastructure
B  us-ndaa-889-a1a on 2026-11-23 (in_force): NDAA FY2019 section 889(a)(1)(A): what the federal government buys (Part A)
What changes if B applies instead of A, both judged as if they bound us.

6 assets from 1 sources; 1 not in service left out (--all compares them too).
  ! Of 1 of 7 assets the maker is not established (confidence below 0.95): they are not known to be clean.
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.

3 added, 0 removed, 0 changed, 2 undecidable, 1 the same

MAKER       ADDED REMOVED CHANGED UNDECIDABLE SAME
Hikvision       1       0       0           1    0
(not known)     0       0       0           1    0
Huawei          1       0       0           0    0
ZTE             1       0       0           0    0

CLASS              ADDED REMOVED CHANGED UNDECIDABLE SAME
transport              2       0       0           1    0
video_surveillance     1       0       0           1    0

SITE  ADDED REMOVED CHANGED UNDECIDABLE SAME
south     2       0       0           1    0
north     1       0       0           1    1

CHANGE      ASSET MAKER     CLASS              A             B                WHY
added       agg-1 Huawei    transport          not_addressed excluded f3A     Clause f3A excludes it: telecommunications equipment of Huawei or ZTE, with their subsidiaries and affiliates.
added       agg-2 ZTE       transport          not_addressed excluded f3A     Clause f3A excludes it: telecommunications equipment of Huawei or ZTE, with their subsidiaries and affiliates.
added       cam-2 Hikvision video_surveillance not_addressed excluded f3B     Clause f3B excludes it: video surveillance and telecommunications equipment of Hytera, Hikvision or Dahua, with their subsidiaries and affiliates, for public safety, security of government facilities, physical security surveillance of critical infrastructure or other national security purposes.
undecidable box-1 ?         transport          not_addressed undetermined f3A missing: maker, manufactured
undecidable cam-1 Hikvision video_surveillance not_addressed undetermined f3B missing: purpose
[4]
$ cleanpath policy diff us-ndaa-889-a1a cn-micron-2023 -q --fail-on-unknown never --limit 2 --all
0 added, 4 removed, 0 changed, 2 undecidable, 1 the same

MAKER       ADDED REMOVED CHANGED UNDECIDABLE SAME
Hikvision       0       1       0           1    0
Huawei          0       2       0           0    0
(not known)     0       0       0           1    0
ZTE             0       1       0           0    0

CLASS              ADDED REMOVED CHANGED UNDECIDABLE SAME
transport              0       3       0           1    0
video_surveillance     0       1       0           1    0

SITE  ADDED REMOVED CHANGED UNDECIDABLE SAME
north     0       2       0           1    1
south     0       2       0           1    0

CHANGE  ASSET MAKER  CLASS     A            B             WHY
removed agg-1 Huawei transport excluded f3A not_addressed Clause f3A excludes it: telecommunications equipment of Huawei or ZTE, with their subsidiaries and affiliates.
removed agg-2 ZTE    transport excluded f3A not_addressed Clause f3A excludes it: telecommunications equipment of Huawei or ZTE, with their subsidiaries and affiliates.
... and 4 more (--limit 0 shows all)
## Policies that share their clauses differ in duties; the same one on two days.
$ cleanpath policy diff us-ndaa-889-a1a us-ndaa-889-a1b -q
0 added, 0 removed, 3 changed, 2 undecidable, 1 the same

MAKER       ADDED REMOVED CHANGED UNDECIDABLE SAME
Hikvision       0       0       1           1    0
(not known)     0       0       0           1    0
Huawei          0       0       1           0    0
ZTE             0       0       1           0    0

CLASS              ADDED REMOVED CHANGED UNDECIDABLE SAME
transport              0       0       2           1    0
video_surveillance     0       0       1           1    0

SITE  ADDED REMOVED CHANGED UNDECIDABLE SAME
south     0       0       2           1    0
north     0       0       1           1    1

CHANGE      ASSET MAKER     CLASS              A                B                WHY
changed     agg-1 Huawei    transport          excluded f3A     excluded f3A     duties: before: buy forbidden; then: use forbidden
changed     agg-2 ZTE       transport          excluded f3A     excluded f3A     duties: before: buy forbidden; then: use forbidden
changed     cam-2 Hikvision video_surveillance excluded f3B     excluded f3B     duties: before: buy forbidden; then: use forbidden
undecidable box-1 ?         transport          undetermined f3A undetermined f3A missing: maker, manufactured
undecidable cam-1 Hikvision video_surveillance undetermined f3B undetermined f3B missing: purpose
[4]
$ cleanpath policy diff us-fcc-covered-list@2021-01-01 us-fcc-covered-list -q -f csv
change,case,asset,name,maker,maker_id,class,class_from,site,a_result,a_clause,b_result,b_clause,differs_in,missing,reason
added,,name-agg-1,agg-1,Huawei,huawei,transport,,north,not_addressed,,excluded,1,,,"Clause 1 excludes it: Huawei telecommunications and video surveillance equipment and services, with subsidiaries and affiliates."
added,,name-agg-2,agg-2,ZTE,zte,transport,,south,not_addressed,,excluded,2,,,"Clause 2 excludes it: ZTE telecommunications and video surveillance equipment and services, with subsidiaries and affiliates."
added,,name-cam-2,cam-2,Hikvision,hikvision,video_surveillance,,south,not_addressed,,excluded,4,,,"Clause 4 excludes it: Hikvision video surveillance and telecommunications equipment and services, with subsidiaries and affiliates, for public safety, security of government facilities, physical security surveillance of critical infrastructure or other national security purposes."
undecidable,,name-box-1,box-1,,,transport,,south,not_addressed,,undetermined,1,,"maker;manufactured","Clause 1 could exclude it: Huawei telecommunications and video surveillance equipment and services, with subsidiaries and affiliates; to find out: who made it (maker); then perhaps manufactured."
undecidable,,name-cam-1,cam-1,Hikvision,hikvision,video_surveillance,,north,not_addressed,,undetermined,4,,purpose,"Clause 4 could exclude it: Hikvision video surveillance and telecommunications equipment and services, with subsidiaries and affiliates, for public safety, security of government facilities, physical security surveillance of critical infrastructure or other national security purposes; to find out: what it is used for (purpose)."
[4]
## For other programs.
$ cleanpath policy diff cn-micron-2023 us-ndaa-889-a1a -f json | python3 -c '
> import json, sys
> d = json.load(sys.stdin)
> print(d["schema"], d["as_of"], d["a"]["policy"], d["b"]["on"], d["counts"]["added"], d["counts"]["undecidable"])
> for k in ("added", "undecidable"):
>     for r in d[k]: print(k, r["name"], r["maker"]["id"], r["class"], r["site"], r["clause"], r["missing"])
> print(d["counts"]["by_site"], d["cases"][0]["operator"])'
cleanpath/policy-diff/1 2026-11-23 cn-micron-2023 2026-11-23 3 2
added agg-1 huawei transport north f3A []
added agg-2 zte transport south f3A []
added cam-2 hikvision video_surveillance south f3B []
undecidable box-1 None transport south f3A ['maker', 'manufactured']
undecidable cam-1 hikvision video_surveillance north f3B ['purpose']
[{'name': 'south', 'added': 2, 'removed': 0, 'changed': 0, 'undecidable': 1, 'same': 0}, {'name': 'north', 'added': 1, 'removed': 0, 'changed': 0, 'undecidable': 1, 'same': 1}] Bergson Net
## On files, which are only looked at.
$ cleanpath policy diff cn-micron-2023 us-ndaa-889-a1a -q register.csv | head -1
3 added, 0 removed, 0 changed, 2 undecidable, 1 the same
## On several cases: a table by operator.
$ mkdir ops && cp cleanpath.case ops/north.case && cleanpath import -q --case ops/south.case data/register.csv && echo no case >ops/west.case
$ cleanpath policy diff cn-micron-2023 us-ndaa-889-a1a --case ops | head -12
cleanpath: ops/west.case: cannot read the case: file is not a database (expected a case made by cleanpath)
A  cn-micron-2023 on 2026-11-23 (in_force): Micron barred from critical information infrastructure
B  us-ndaa-889-a1a on 2026-11-23 (in_force): NDAA FY2019 section 889(a)(1)(A): what the federal government buys (Part A)
What changes if B applies instead of A, both judged as if they bound us.

10 assets of 3 cases; 1 could not be read.

CASE  OPERATOR      ASSETS    ADDED  REMOVED  CHANGED UNDECIDABLE
north Bergson Net        6        3        0        0           2
south                    4        1        0        0           2
west              not read not read not read not read    not read

4 added, 0 removed, 0 changed, 4 undecidable, 2 the same
$ cleanpath policy diff cn-micron-2023 us-ndaa-889-a1a -q -f csv --case ops/north.case --case ops/south.case | cut -d, -f1-2 | sort | uniq -c
      3 added,north
      1 added,south
      1 change,case
      2 undecidable,north
      2 undecidable,south
$ cleanpath policy diff cn-micron-2023 us-ndaa-889-a1a -q -f json --case ops/north.case --case ops/south.case | python3 -c '
> import json, sys
> d = json.load(sys.stdin)
> for c in d["cases"]: print(c["case"], c["operator"], c["assets"], c["added"], c["undecidable"])'
north Bergson Net 6 3 2
south None 4 1 2
## On products: of the case, or of lists. What nobody knows is undecidable, never silently absent.
$ printf 'maker,product,class\nHuawei,NE40E-X8,router\nHikvision,DS-2CD2,camera\nBergson,B1,router\nEricsson,AIR 6449,base station\nTP-Link,Archer,\n' >list.csv
$ cleanpath policy diff cn-micron-2023 us-ndaa-889-a1a --catalog
cleanpath: cleanpath.case: there are no products in this case: `cleanpath catalog import DIR|FILE...` brings them
[3]
$ cleanpath catalog import list.csv
5 products from 1 list
$ cleanpath policy diff cn-micron-2023 us-ndaa-889-a1a --catalog
A  cn-micron-2023 on 2026-11-23 (in_force): Micron barred from critical information infrastructure
B  us-ndaa-889-a1a on 2026-11-23 (in_force): NDAA FY2019 section 889(a)(1)(A): what the federal government buys (Part A)
What changes if B applies instead of A, both judged as if they bound us.

Catalogue (the case): products 5, lists 1.
Products whose maker is not established: 1 (no file of makers lists it) and 1 (the name means several): Bergson, TP-Link. They are not known to be clean.
CLASS                                             PRODUCTS STATED PRESUMED
core network                                             0      0        0
radio access network                                     1      1        0
transport and aggregation                                2      2        0
fixed access                                             0      0        0
network management                                       0      0        0
virtualization platform                                  0      0        0
consumer-grade router, hotspot or residential CPE        0      0        0
optical network unit                                     0      0        0
video surveillance                                       1      1        0
land mobile radio                                        0      0        0
radio module                                             0      0        0
security appliance                                       0      0        0
semiconductors                                           0      0        0
memory                                                   0      0        0
storage                                                  0      0        0
satellite equipment                                      0      0        0
submarine cable                                          0      0        0
server                                                   0      0        0
services                                                 0      0        0
service of a carrier                                     0      0        0
data centre                                              0      0        0
power supply                                             0      0        0
passive antenna                                          0      0        0
timing and synchronisation                               0      0        0
operations support                                       0      0        0
lawful interception                                      0      0        0
telephone exchange of an organisation                    0      0        0
telecommunications equipment of another kind             0      0        0
class not known                                          1        

1 added, 0 removed, 0 changed, 2 undecidable, 2 the same

MAKER       ADDED REMOVED CHANGED UNDECIDABLE SAME
(not known)     0       0       0           1    1
Hikvision       0       0       0           1    0
Huawei          1       0       0           0    0

CLASS              ADDED REMOVED CHANGED UNDECIDABLE SAME
transport              1       0       0           1    0
video_surveillance     0       0       0           1    0

CHANGE      PRODUCT           MAKER     CLASS              A             B                WHY
added       huawei/ne40e-x8   Huawei    transport          not_addressed excluded f3A     Clause f3A excludes it: telecommunications equipment of Huawei or ZTE, with their subsidiaries and affiliates.
undecidable hikvision/ds-2cd2 Hikvision video_surveillance not_addressed undetermined f3B missing: purpose
undecidable bergson/b1        ?         transport          not_addressed undetermined f3A missing: maker, purpose, manufactured
[4]
$ cleanpath policy diff cn-micron-2023 us-ndaa-889-a1a --catalog -q -f csv list.csv
change,case,product,name,maker,maker_id,class,class_from,site,a_result,a_clause,b_result,b_clause,differs_in,missing,reason
added,,huawei/ne40e-x8,NE40E-X8,Huawei,huawei,transport,stated,,not_addressed,,excluded,f3A,,,"Clause f3A excludes it: telecommunications equipment of Huawei or ZTE, with their subsidiaries and affiliates."
undecidable,,hikvision/ds-2cd2,DS-2CD2,Hikvision,hikvision,video_surveillance,stated,,not_addressed,,undetermined,f3B,,purpose,"Clause f3B could exclude it: video surveillance and telecommunications equipment of Hytera, Hikvision or Dahua, with their subsidiaries and affiliates, for public safety, security of government facilities, physical security surveillance of critical infrastructure or other national security purposes; to find out: what it is used for (purpose)."
undecidable,,bergson/b1,B1,,,transport,stated,,not_addressed,,undetermined,f3A,,"maker;purpose;manufactured","Clause f3A could exclude it: telecommunications equipment of Huawei or ZTE, with their subsidiaries and affiliates; to find out: who made it (maker); then perhaps purpose, manufactured."
[4]
$ cleanpath policy diff cn-micron-2023 us-ndaa-889-a1a --catalog -f json list.csv | python3 -c '
> import json, sys
> d = json.load(sys.stdin)
> print(d["coverage"]["products"], d["coverage"]["maker_unknown"], [c["products"] for c in d["coverage"]["classes"] if c["class"] == "core"])
> for k in ("added", "undecidable"):
>     for r in d[k]: print(k, r["product"], r["maker"], r["class"], r["class_from"], r["missing"])'
5 1 [0]
added huawei/ne40e-x8 {'id': 'huawei', 'name': 'Huawei'} transport stated []
undecidable hikvision/ds-2cd2 {'id': 'hikvision', 'name': 'Hikvision'} video_surveillance stated ['purpose']
undecidable bergson/b1 {'id': None, 'name': None} transport stated ['maker', 'purpose', 'manufactured']
$ printf 'schema: cleanpath-profile/1\ncountry: US\ncomponent_coverage: partial\n' >p.yaml && cleanpath policy diff cn-micron-2023 us-ndaa-889-a1a --catalog --profile p.yaml -q list.csv | head -1
1 added, 0 removed, 0 changed, 4 undecidable, 0 the same
$ cleanpath policy diff cn-micron-2023 us-ndaa-889-a1a --catalog --profile absent.yaml list.csv
cleanpath: absent.yaml: cannot open: No such file or directory
[3]
## What cannot be done.
$ cleanpath policy diff us-ndaa-889-a1a
cleanpath: policy diff needs two policies: diff A B
[2]
$ cleanpath policy diff us-ndaa-889-a1a us-ndaa-889-a1c
cleanpath: there is no policy "us-ndaa-889-a1c"; did you mean us-ndaa-889-a1a?
[2]
$ cleanpath policy diff nothing-like-it us-ndaa-889-a1a
cleanpath: there is no policy "nothing-like-it"; `cleanpath policy list` shows all
[2]
$ cleanpath policy diff us-ndaa-889-a1a us-ndaa-889-a1a
cleanpath: A and B are the same policy on the same day; POLICY@DATE compares two days
[2]
$ cleanpath policy diff us-ndaa-889-a1a us-ndaa-889-a1a@2026-11-23
cleanpath: A and B are the same policy on the same day; POLICY@DATE compares two days
[2]
$ cleanpath policy diff us-ndaa-889-a1a us-ndaa-889-a1a@soon
cleanpath: "us-ndaa-889-a1a@soon": expected POLICY@DATE with a day such as 2026-11-23
[2]
$ cleanpath policy diff us-ndaa-889-a1a kr-position
cleanpath: kr-position is a position: it is shown and never judges, so nothing can be compared with it
[2]
$ cleanpath policy diff cn-micron-2023 us-ndaa-889-a1a --case none.case
cleanpath: none.case: there is no case here: `cleanpath import FILE...` makes one
[3]
$ cleanpath profile set -q --case empty.case name=Acme && cleanpath policy diff cn-micron-2023 us-ndaa-889-a1a --case empty.case
cleanpath: empty.case: no asset is known: there is nothing to compare
[3]
$ cleanpath policy diff cn-micron-2023 us-ndaa-889-a1a --case cleanpath.case register.csv
cleanpath: policy diff compares on FILEs or on a --case, not on both
[2]
$ cleanpath policy diff cn-micron-2023 us-ndaa-889-a1a --catalog --case ops/north.case --case ops/south.case
cleanpath: --catalog takes one --case
[2]
$ mkdir nothing && cleanpath policy diff cn-micron-2023 us-ndaa-889-a1a --case nothing
cleanpath: nothing: there is no case (*.case) in this folder
[3]
$ cleanpath policy diff cn-micron-2023 us-ndaa-889-a1a -o cleanpath.case
cleanpath: --output is "cleanpath.case", which is the case
[2]
$ cleanpath policy diff cn-micron-2023 us-ndaa-889-a1a absent.csv
cleanpath: absent.csv: cannot open: No such file or directory
cleanpath: absent.csv: no asset is known: there is nothing to compare
[3]
$ cleanpath policy list -f csv
cleanpath: policy list prints table or json
[2]
