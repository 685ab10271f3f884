## What is not the same in two cases, and why. The network on Monday:
$ cat >monday.csv <<'END'
> name,maker,product,class,site,version,serial,mac,purpose,status
> agg-1,Huawei,NE40E,transport,north,8.1,SN10001,,other,
> agg-2,ZTE,ZXR10,transport,south,,SN10002,,other,
> cam-1,Hikvision,DS-2CD2,camera,north,,SN10003,,,
> core-1,Ericsson,AXE,core,north,,SN10005,,other,
> old-1,Huawei,NE40E,transport,north,,SN10006,,other,removed
> gone-1,Nokia,7750,transport,south,,SN10007,,other,
> ren-1,Nokia,7750,transport,south,,,00:00:5e:aa:53:01,other,
> END
## On Tuesday agg-1 is another device of another maker, ren-1 has a new name and tells its serial number.
$ cat >tuesday.csv <<'END'
> name,maker,product,class,site,version,serial,mac,purpose,status
> agg-1,Nokia,7750,transport,north,8.1,SN20001,,other,
> agg-2,ZTE,ZXR10,transport,south,2.0,SN10002,,other,
> cam-1,Hikvision,DS-2CD2,camera,north,,SN10003,,public safety,
> core-1,Ericsson,AXE,core,east,,SN10005,,other,
> old-1,Huawei,NE40E,transport,north,,SN10006,,other,in_service
> new-1,Huawei,NE40E,transport,south,,SN10008,,other,
> ren-2,Nokia,7750,transport,south,,SN10009,00:00:5e:aa:53:01,other,
> END
$ cleanpath import -q --case monday.case monday.csv && cleanpath import -q --case tuesday.case tuesday.csv
$ cleanpath diff monday.case tuesday.case -p us-fcc-covered-list
before monday.case on 2026-11-23: 7 assets (6 judged) from 1 source
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.
after  tuesday.case on 2026-11-23: 7 assets (7 judged) from 1 source
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.
Both were judged now, each on its day. Profile, statements, policies and day are the same, so what changed is because of the network.

Equipment: 2 new, 2 gone, 5 changed (1 under another id), 0 the same.
Verdicts: 4 changed (network 4); 3 new findings, 1 gone; 0 newly undetermined, 1 no longer.
Paths were not compared: no link of monday.case is known.

CHANGE  ASSET  MAKER     PRODUCT SITE  WHAT
new     agg-1  Nokia     7750    north has address or name of serial-sn10001
new     new-1  Huawei    NE40E   south 
gone    agg-1  Huawei    NE40E   north has address or name of serial-sn20001
gone    gone-1 Nokia     7750    south 
changed agg-2  ZTE       ZXR10   south version: ? -> 2.0
changed cam-1  Hikvision DS-2CD2 north purpose: ? -> public safety
changed core-1 Ericsson  AXE     east  site: north -> east
changed old-1  Huawei    NE40E   north status: removed -> in_service
changed ren-2  Nokia     7750    south was mac-00005eaa5301 (same mac); name: ren-1 -> ren-2

VERDICT      ASSET MAKER     POLICY              BEFORE         AFTER      BECAUSE OF WHY
new finding  cam-1 Hikvision us-fcc-covered-list undetermined 4 excluded 4 network    Clause 4 excludes it: Hikvision video surveillance and telecommunications equipment and services, with subsidiaries and affiliates, for public safety, security of government facilities, physical security surveillance of critical infrastructure or other national security purposes.
new finding  new-1 Huawei    us-fcc-covered-list -              excluded 1 network    Clause 1 excludes it: Huawei telecommunications and video surveillance equipment and services, with subsidiaries and affiliates.
new finding  old-1 Huawei    us-fcc-covered-list -              excluded 1 network    Clause 1 excludes it: Huawei telecommunications and video surveillance equipment and services, with subsidiaries and affiliates.
finding gone agg-1 Huawei    us-fcc-covered-list excluded 1     -          network    It is there no longer.
[1]
## The same network on another day: what the law changed.
$ cleanpath diff monday.case@2021-01-01 monday.case -p us-fcc-covered-list
before monday.case on 2021-01-01: 7 assets (6 judged) from 1 source
after  monday.case on 2026-11-23: 7 assets (6 judged) from 1 source
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.
Both were judged now, each on its day. Besides the network the policies or the day is another: a cause is what changes the verdict by itself.

Equipment: 0 new, 0 gone, 0 changed, 7 the same.
Verdicts: 6 changed (policy 6); 2 new findings, 0 gone; 1 newly undetermined, 0 no longer.
Paths were not compared: no link of monday.case is known.

VERDICT      ASSET  MAKER     POLICY              BEFORE        AFTER          BECAUSE OF WHY
new finding  agg-1  Huawei    us-fcc-covered-list not_addressed excluded 1     policy     Clause 1 excludes it: Huawei telecommunications and video surveillance equipment and services, with subsidiaries and affiliates.
new finding  agg-2  ZTE       us-fcc-covered-list not_addressed excluded 2     policy     Clause 2 excludes it: ZTE telecommunications and video surveillance equipment and services, with subsidiaries and affiliates.
undetermined cam-1  Hikvision us-fcc-covered-list not_addressed undetermined 4 policy     Clause 4 could exclude it: Hikvision video surveillance and telecommunications equipment and services, with subsidiaries and affiliates, for public safety, security of government facilities, physical security surveillance of critical infrastructure or other national security purposes; to find out: what it is used for (purpose).
changed      core-1 Ericsson  us-fcc-covered-list not_addressed allowed        policy     The rule governs this kind of thing, and on 2026-11-23 no clause names this one.
changed      gone-1 Nokia     us-fcc-covered-list not_addressed allowed        policy     The rule governs this kind of thing, and on 2026-11-23 no clause names this one.
changed      ren-1  Nokia     us-fcc-covered-list not_addressed allowed        policy     The rule governs this kind of thing, and on 2026-11-23 no clause names this one.
[1]
## Both: what would have changed without the other stands as the one, what needed both as the two.
$ cleanpath diff monday.case@2021-01-01 tuesday.case -q -p us-fcc-covered-list | sed -n '/^VERDICT/,$p' | cut -c1-92
VERDICT     ASSET  MAKER     POLICY              BEFORE        AFTER      BECAUSE OF      WH
new finding agg-2  ZTE       us-fcc-covered-list not_addressed excluded 2 policy          Cl
new finding cam-1  Hikvision us-fcc-covered-list not_addressed excluded 4 network, policy Cl
new finding new-1  Huawei    us-fcc-covered-list -             excluded 1 network, policy Cl
new finding old-1  Huawei    us-fcc-covered-list -             excluded 1 network, policy Cl
changed     core-1 Ericsson  us-fcc-covered-list not_addressed allowed    policy          Th
changed     ren-2  Nokia     us-fcc-covered-list not_addressed allowed    policy          Th
## Nothing changed.
$ cleanpath diff monday.case monday.case -q -p us-fcc-covered-list
Equipment: 0 new, 0 gone, 0 changed, 7 the same.
Verdicts: 0 changed; 0 new findings, 0 gone; 0 newly undetermined, 0 no longer.
Paths were not compared: no link of monday.case is known.
## Packs of one's own, as they were: another digest is a policy, not the network.
$ mkdir packs then && cleanpath policy new -q --from us-fcc-covered-list --id ours -o packs/ours.yaml && sed 's/huawei/nokia/' packs/ours.yaml >then/ours.yaml
$ cleanpath diff monday.case tuesday.case --policies packs --policies-before then -p ours -q | sed -n '/^VERDICT/,$p' | cut -c1-72
VERDICT      ASSET  MAKER     POLICY BEFORE         AFTER      BECAUSE O
new finding  cam-1  Hikvision ours   undetermined 4 excluded 4 network  
new finding  new-1  Huawei    ours   -              excluded 1 network, 
new finding  old-1  Huawei    ours   -              excluded 1 network, 
finding gone ren-2  Nokia     ours   excluded 1     allowed    policy   
finding gone gone-1 Nokia     ours   excluded 1     -          network, 
$ cleanpath diff monday.case tuesday.case --policies packs --policies-before then -p ours -f json | python3 -c '
> import json, sys
> d = json.load(sys.stdin)
> p = d["policies"][0]
> print(d["other"], p["id"], p["digest_before"] != p["digest_after"])'
['policy'] ours True
## Who we are is a cause of its own; so is a waiver that ends.
$ cp monday.case us.case && cleanpath profile set -q --case us.case country=US roles=usf_recipient && cp monday.case nobody.case && cleanpath profile set -q --case nobody.case country=SE
$ cleanpath diff nobody.case us.case -f csv | sed -n 's/.*,\([a-z;]*\),"*[A-Z][^"]*"*.$/\1/p' | sort -u
profile
$ cleanpath diff us.case nobody.case -q | sed -n 's/[0-9][0-9]* changed (\([a-z]*\) [0-9]*).*/\1/p'
Verdicts: profile
$ cp monday.case told.case && printf 'maker,product,licensee,from,to\nNokia,7750,,2020-01-01,2030-01-01\n' >approvals.csv && cleanpath import -q --case told.case approvals.csv
$ cleanpath diff monday.case told.case -q -p in-nsdts | sed 's/ WHY.*//; s/ Clause.*//; s/ The rule.*//'
Equipment: 0 new, 0 gone, 0 changed, 7 the same.
Verdicts: 2 changed (profile 2); 0 new findings, 0 gone; 0 newly undetermined, 2 no longer.
Paths were not compared: no link of monday.case is known.

VERDICT ASSET  MAKER POLICY   BEFORE                       AFTER   BECAUSE OF
changed gone-1 Nokia in-nsdts undetermined trusted-sources allowed profile    It is on the designated authority's list of trusted products, as clause trusted-sources asks.
changed ren-1  Nokia in-nsdts undetermined trusted-sources allowed profile    It is on the designated authority's list of trusted products, as clause trusted-sources asks.
$ printf 'waivers:\n- {asset: agg-1, rule: us-fcc-covered-list, reason: replaced in spring, approver: J. Doe, expires: 2026-10-31}\n' >waivers.yaml
$ cleanpath diff monday.case@2026-10-01 monday.case -p us-fcc-covered-list --fail-on-unknown never | sed 's/ WHY.*//; s/ Clause.*//'
before monday.case on 2026-10-01: 7 assets (6 judged) from 1 source
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.
after  monday.case on 2026-11-23: 7 assets (6 judged) from 1 source
  ! waivers.yaml:2: the waiver of agg-1 for us-fcc-covered-list expired on 2026-10-31; 1 finding comes back.
  ! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.
Both were judged now, each on its day. Besides the network the policies or the day is another: a cause is what changes the verdict by itself.

Equipment: 0 new, 0 gone, 0 changed, 7 the same.
Verdicts: 1 changed (waiver 1); 1 new finding, 0 gone; 0 newly undetermined, 0 no longer.
Paths were not compared: no link of monday.case is known.

VERDICT     ASSET MAKER  POLICY              BEFORE              AFTER      BECAUSE OF
new finding agg-1 Huawei us-fcc-covered-list excluded 1 (waived) excluded 1 waiver    
$ rm waivers.yaml
## Sites between which a clean path came or went, where links are known.
$ printf 'a,b\nagg-1,agg-2\nagg-2,gone-1\nagg-1,core-1\n' >links.csv && cp monday.case linked.case && cleanpath import -q --case linked.case links.csv
$ printf 'a,b\nagg-1,new-1\nnew-1,ren-2\nagg-1,core-1\n' >links2.csv && cp tuesday.case linked2.case && cleanpath import -q --case linked2.case links2.csv
$ cleanpath diff linked.case linked2.case -q -p us-fcc-covered-list | sed -n '/^Paths/p; /^PATHS/,$p'
Paths: 4 answers changed, of 3 before and 6 after (`path --all`).
PATHS UNDER         FROM  TO    BEFORE          AFTER           BECAUSE OF
us-fcc-covered-list east  east  -               proven-clean    network
us-fcc-covered-list east  north -               proven-clean    network
us-fcc-covered-list east  south -               proven-excluded network
us-fcc-covered-list north north proven-excluded proven-clean    network
## As a table, and for other programs.
$ cleanpath diff monday.case tuesday.case -p us-fcc-covered-list -f csv | cut -d, -f1-10,13-15
change,asset,asset_before,matched_by,name,maker,product,site,policy,field,before,after,because
new,serial-sn20001,,,agg-1,Nokia,7750,north,,,,,
new,serial-sn10008,,,new-1,Huawei,NE40E,south,,,,,
gone,,serial-sn10001,,agg-1,Huawei,NE40E,north,,,,,
gone,,serial-sn10007,,gone-1,Nokia,7750,south,,,,,
changed,serial-sn10002,serial-sn10002,id,agg-2,ZTE,ZXR10,south,,version,,2.0,
changed,serial-sn10003,serial-sn10003,id,cam-1,Hikvision,DS-2CD2,north,,purpose,,public safety,
changed,serial-sn10005,serial-sn10005,id,core-1,Ericsson,AXE,east,,site,north,east,
changed,serial-sn10006,serial-sn10006,id,old-1,Huawei,NE40E,north,,status,removed,in_service,
changed,serial-sn10009,mac-00005eaa5301,mac,ren-2,Nokia,7750,south,,name,ren-1,ren-2,
finding,serial-sn10003,serial-sn10003,,cam-1,Hikvision,DS-2CD2,north,us-fcc-covered-list,,undetermined 4,excluded 4,network
finding,serial-sn10008,,,new-1,Huawei,NE40E,south,us-fcc-covered-list,,,excluded 1,network
finding,serial-sn10006,serial-sn10006,,old-1,Huawei,NE40E,north,us-fcc-covered-list,,,excluded 1,network
verdict,,serial-sn10001,,agg-1,Huawei,NE40E,north,us-fcc-covered-list,,excluded 1,,network
$ cleanpath diff monday.case tuesday.case -p us-fcc-covered-list -f json | python3 -c '
> import json, sys
> d = json.load(sys.stdin)
> print(d["schema"], d["as_of"], d["before"]["case"], d["after"]["assets"], d["counts"]["because"])
> for r in d["changed"]: print(r["name"], r["asset"], r["asset_before"], r["matched_by"], [(f["field"], f["before"] and f["before"]["value"], f["after"]["value"]) for f in r["fields"]])
> for r in d["verdicts"][:2]: print(r["name"], r["policy"], r["because"], r["differs_in"], r["before"] and r["before"]["result"], r["after"]["result"], r["after"]["finding"])'
cleanpath/diff/1 2026-11-23 monday.case 7 {'network': 4, 'profile': 0, 'policy': 0, 'waiver': 0}
agg-2 serial-sn10002 serial-sn10002 id [('version', None, '2.0')]
cam-1 serial-sn10003 serial-sn10003 id [('purpose', None, 'public safety')]
core-1 serial-sn10005 serial-sn10005 id [('site', 'north', 'east')]
old-1 serial-sn10006 serial-sn10006 id [('status', 'removed', 'in_service')]
ren-2 serial-sn10009 mac-00005eaa5301 mac [('name', 'ren-1', 'ren-2')]
cam-1 us-fcc-covered-list ['network'] ['result', 'duties'] undetermined excluded True
new-1 us-fcc-covered-list ['network'] ['result'] None excluded True
## Exit status: new findings only; a second look finds none.
$ cleanpath diff tuesday.case tuesday.case -q -p us-fcc-covered-list >/dev/null
$ cleanpath diff monday.case tuesday.case -q -p us-fcc-covered-list --fail-on never --fail-on-unknown never >/dev/null
## What cannot be compared.
$ cleanpath diff monday.case
cleanpath: diff needs two cases: diff CASE1 CASE2, each also as CASE@DATE
[2]
$ cleanpath diff monday.case nothing.case
cleanpath: nothing.case: there is no case here: `cleanpath import FILE...` makes one
[3]
$ cleanpath diff monday.case@soon tuesday.case
cleanpath: "monday.case@soon" is no file; CASE@DATE needs a day such as 2026-11-23
[2]
$ cp monday.case 'odd@name.case' && cleanpath diff 'odd@name.case' monday.case -q -p us-fcc-covered-list
Equipment: 0 new, 0 gone, 0 changed, 7 the same.
Verdicts: 0 changed; 0 new findings, 0 gone; 0 newly undetermined, 0 no longer.
Paths were not compared: no link of odd@name.case is known.
$ echo no case >broken.case; cleanpath diff monday.case broken.case
cleanpath: broken.case: cannot read the case: file is not a database (expected a case made by cleanpath)
[3]
## Names from outside do nothing to a terminal or a spreadsheet.
$ printf 'name,maker,product,site,serial\n"=cmd|x!A1",Huawei,"NE\033[31m40E",\342\200\256north,SN30001\n' >hostile.csv && cleanpath import -q --case hostile.case hostile.csv
$ cleanpath diff monday.case hostile.case -q -p us-fcc-covered-list -f csv | grep SN30001 -i | cut -d, -f1-8 | cat -v
new,serial-sn30001,,,"'=cmd|x!A1",Huawei,NEM-oM-?M-=[31m40E,M-oM-?M-=north
finding,serial-sn30001,,,"'=cmd|x!A1",Huawei,NEM-oM-?M-=[31m40E,M-oM-?M-=north
$ cleanpath diff monday.case hostile.case -q -p us-fcc-covered-list -f json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["new"][0]["name"])'
=cmd|x!A1
