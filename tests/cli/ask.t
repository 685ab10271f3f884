## What would have to be known, whom to ask, and what each answer would settle.
$ cp $DATA/register.csv . && cleanpath import -q register.csv
$ cleanpath policy ask -q --policy us-ndaa-889-a1b
2 verdicts are undetermined. SETTLES: how many of them the answer alone settles, surely and at best.
RANK: the order in which the questions settle most. LEFT: how many remain open, in the mean, after all up to this rank.
SUPPLIER           QUESTION                                                       ASSETS RANK SETTLES LEFT
Hikvision          What it is used for: cam-1, class video_surveillance, at north      1    1       1  1.0
(unknown supplier) Who made it: box-1                                                  1    2  0 to 1  0.0
2 more questions matter only if these are answered in an unlikely way: ask again then.
$ cleanpath policy ask -q --policy us-ndaa-889-a1b --max 1
2 verdicts are undetermined. SETTLES: how many of them the answer alone settles, surely and at best.
RANK: the order in which the questions settle most. LEFT: how many remain open, in the mean, after all up to this rank.
SUPPLIER  QUESTION                                                       ASSETS RANK SETTLES LEFT
Hikvision What it is used for: cam-1, class video_surveillance, at north      1    1       1  1.0
... and 6 more questions (--max)
$ cleanpath policy ask -q --policy us-ndaa-889-a1b -f json | python3 -c 'import json,sys; d = json.load(sys.stdin); print(d["schema"], d["undetermined"], d["not_asked"]); [print(q["rank"], q["supplier"], q["facts"], q["assets"], q["settles"]["surely"], q["settles"]["at_best"]) for q in d["questions"]]'
cleanpath/policy-ask/1 2 {'contradicted': 0, 'maker_not_listed': 0, 'no_column': 0, 'assets_without_identifier': 0, 'beyond_max': 0, 'later': 2}
1 Hikvision ['purpose'] ['serial-sn00019c'] 1 1
2 (unknown supplier) ['maker'] ['serial-sn00021e'] 0 1
## The form; somebody fills it in, and it is evidence like any other.
$ cleanpath policy ask -q --policy us-ndaa-889-a1b -f csv -o form.csv && cut -d, -f1-3 form.csv
question,supplier,fact
purpose-d80c83f6,Hikvision,purpose
maker-9396dbfd,(unknown supplier),maker
$ python3 - <<'END'
> import csv
> rows = list(csv.DictReader(open('form.csv')))
> for r in rows:
>     if r['fact'] == 'purpose':
>         r.update(answer='shop', answered_by='J. Doe', answered_on='2026-11-20', note='asked by phone')
>     print(r['fact'], '|', r['asks'].split(' [')[0], '|', r['assets'], '|', r['subjects'], '|', r['realm'])
> out = csv.DictWriter(open('answers.csv', 'w'), rows[0].keys())
> out.writeheader()
> out.writerows(rows)
> END
purpose | What it is used for: cam-1, class video_surveillance, at north | 1: cam-1 | serial:SN00019C | default
maker | Who made it: box-1 | 1: box-1 | serial:SN00021E | default
$ cleanpath import answers.csv 2>&1
cleanpath: answers.csv: answers-csv, 2 observations, 0 links
$ cleanpath explain cam-1 -q --policy us-ndaa-889-a1b | grep -A3 '^  us-ndaa\|purpose'
  purpose            0.95  fact   other

Verdicts
  us-ndaa-889-a1b: allowed (in_force, binds you: yes)
    What it is used for is none of the purposes of clause f3B: video surveillance and telecommunications equipment of Hytera, Hikvision or Dahua, with their subsidiaries and affiliates, for public safety, security of government facilities, physical security surveillance of critical infrastructure or other national security purposes.
    rests on maker at confidence 0.95 (threshold 0.95)
    source: https://www.govinfo.gov/content/pkg/FR-2020-07-14/html/2020-15293.htm (official, 2020-07-14)
    source: https://www.govinfo.gov/content/pkg/FR-2020-08-27/html/2020-18772.htm (official, 2020-08-27)
--
answers.csv    2 inventory.purpose other                                       purpose=other               3.0 
answers.csv    2 inventory.answer  purpose: J. Doe, 2026-11-20: asked by phone                                 
## Somebody else says something else: both are kept and shown, and the fact is open again.
$ sed 's/J. Doe/A. Smith/; s/shop/police/' answers.csv >others.csv && cleanpath import -q others.csv && cleanpath audit --policy us-ndaa-889-a1b | grep '!.*answered'
  ! 1 fact was answered twice and differently; it stays open: purpose of cam-1: other (J. Doe, 2026-11-20: asked by phone) and public_safety (A. Smith, 2026-11-20: asked by phone).
$ cleanpath explain cam-1 -q --policy us-ndaa-889-a1b | grep -A1 'Contradicting\|^  us-ndaa\|purpose '
  purpose            0.49  claim  other

Contradicting
  purpose            0.49         public_safety

--
  us-ndaa-889-a1b: undetermined, clause f3B (in_force, binds you: yes)
    Clause f3B could exclude it: video surveillance and telecommunications equipment of Hytera, Hikvision or Dahua, with their subsidiaries and affiliates, for public safety, security of government facilities, physical security surveillance of critical infrastructure or other national security purposes; to find out: what it is used for (purpose).
--
answers.csv    2 inventory.purpose other                                         purpose=other               3.0 
answers.csv    2 inventory.answer  purpose: J. Doe, 2026-11-20: asked by phone                                   
others.csv     2 inventory.purpose public_safety                                 purpose=public_safety       3.0 
others.csv     2 inventory.answer  purpose: A. Smith, 2026-11-20: asked by phone                                 
$ cleanpath policy ask --policy us-ndaa-889-a1b | grep 'contradicts itself\|cam-1'
! 1 fact was answered twice and differently; it stays open: purpose of cam-1: other (J. Doe, 2026-11-20: asked by phone) and public_safety (A. Smith, 2026-11-20: asked by phone).
! Of 1 fact the evidence contradicts itself; one more answer would settle nothing.
## What cannot be read is told with its line; the rest counts.
$ cat >bad.csv <<'END'
> fact,subjects,answer,answered_by,answered_on,note
> purpose,serial:SN00019C,publc safety,J. Doe,2026-11-20,
> purpose,serial:SN00019C,shop,,2026-11-20,
> purpose,serial:SN00019C,shop,J. Doe,,
> purposes,serial:SN00019C,shop,J. Doe,2026-11-20,
> purpose,serial:SN00019C,,,,
> purpose,serial:SN99999X,shop,J. Doe,2026-11-20,
> criterion:no-such,maker:nokia,yes,J. Doe,2026-11-20,
> installed,name:cam-1,2020,J. Doe,2026-11-20,
> maker,serial:SN00021E,Nonesuch Works,J. Doe,2026-11-20,
> END
$ cleanpath audit --policy us-ndaa-889-a1b register.csv bad.csv | grep '!.*bad.csv'
  ! 1 answer is to a criterion that no set has: no-such (bad.csv:8).
  ! 1 answer names a maker that no list has, so it settles nothing: Nonesuch Works (bad.csv:10).
  ! 1 answer names devices that are not in the evidence: bad.csv:7.
$ cleanpath audit --policy us-ndaa-889-a1b -f json register.csv bad.csv | python3 -c 'import json,sys; s = json.load(sys.stdin)["coverage"]["sources"][1]; print(s["state"], s["note"].split("; ")[1:], *["%d: %s" % (p["pos"], p["text"]) for p in s["problems"]], sep="\n")'
partly_read
['1 question unanswered']
2: "publc safety" is no answer to purpose; did you mean public_safety?: the row was not read
3: the answer has no answered_by: evidence must say who says so; it was not read
4: the answer has no answered_on: evidence must say when it was said; it was not read
5: there is no fact "purposes" to be answered; did you mean purpose?: the row was not read
9: subjects: "name:cam-1" is no identifier such as mac:00:00:5e:00:53:01: this device was passed over
$ cleanpath import --as answers-csv register.csv
cleanpath: register.csv:1: no column for all of fact, subjects, answer, answered_by, answered_on; found "name", "maker", "product", "serial", "mac", "ip", "site", "class", "generation", "status", "purpose": name it, for example --map 'name=answer'
[3]
## Criteria are asked of a maker, once for all of its things.
$ cleanpath policy ask -q --policy pl-ksc-2026 -f csv --max 1 register.csv | cut -d, -f2,3,6-
supplier,fact,subjects,realm,answer,answered_by,answered_on,note
Hikvision,criterion:pl-dwr-decision,1,maker:hikvision,,,,,
$ cat >criteria.csv <<'END'
> fact,subjects,answer,answered_by,answered_on
> criterion:pl-dwr-decision,maker:nokia,no,J. Doe,2026-11-20
> criterion:pl-dwr-decision,maker:hikvision,no,J. Doe,2026-11-20
> criterion:pl-dwr-decision,maker:Hikvision,yes,A. Smith,2026-11-21
> criterion:pl-dwr-decision,maker:nobody,yes,A. Smith,2026-11-21
> END
$ cleanpath audit --policy pl-ksc-2026 register.csv criteria.csv | grep '!.*criteria.csv\|^[a-z]* *\(agg-2\|cam-1\)'
  ! 1 answer is about a maker that nobody knows: nobody (criteria.csv:5).
  ! 1 fact of a maker was answered twice and differently; it stays open: pl-dwr-decision of hikvision: no (J. Doe, criteria.csv:3) and yes (A. Smith, criteria.csv:4).
undetermined cam-1 Hikvision 0.95 DS-2CD2042 north undetermined pl-ksc-2026 (criterion:pl-dwr-decision?, criterion:pl-dwr-all?)
allowed      agg-2 Nokia     0.95 7750 SR-1  south 
$ cleanpath policy ask -q --policy pl-ksc-2026 register.csv criteria.csv | grep 'contradicts\|decision'
! Of 1 fact the evidence contradicts itself; one more answer would settle nothing.
Huawei             Is it true of Huawei: the minister has classified the supplier as a high-risk supplier by decision                                  1    1  0 to 1  2.5
Huawei             Is it true of Huawei: that decision covers all types of products, services and processes of the supplier that the network uses      1    2       0  2.0
## What nobody can be asked about by a table is said.
$ printf 'name,maker,class\ntwin,Hikvision,video_surveillance\ntwin,Hikvision,video_surveillance\n' >twins.csv && cleanpath policy ask -q --policy us-ndaa-889-a1b twins.csv
! 2 assets have no identifier of its own to which an answer could be tied; a serial number, an address, or a name that no other has would do.
2 verdicts are undetermined, and no answer in a table would settle one.
$ cleanpath policy ask -q --policy us-ndaa-889-a1b --accept 0.99 register.csv | grep accept
! With --accept 0.99 no single answer is a fact: one alone has 0.9525.
$ cleanpath policy ask -f html register.csv
cleanpath: --format is "html", expected one of table|json|csv|ics|xlsx
[2]
$ cleanpath policy ask nothing.csv --policy us-ndaa-889-a1b
cleanpath: nothing.csv: cannot open: No such file or directory
! 1 source could not be read; what it would have shown is missing here.
! The table pen is of 2024-08-23; blocks registered since are not known. A newer one is read with --registry FILE.
There is no equipment to ask about.
[3]

## Whether what is inside is substantial or essential is asked of the supplier, once for each model, with whose parts are meant.
$ printf 'name,serial,maker,product,class,supplier,contains\nagg-1,AG00001,Juniper,EX3400,transport,Acme Supplies,Huawei\nagg-2,AG00002,Juniper,EX3400,transport,Acme Supplies,Huawei; Nokia\ncore-1,CO00001,Nokia,7750,transport,Acme Supplies,ZTE\nfree-1,FR00001,Nokia,7750,transport,Acme Supplies,Juniper\n' >inside.csv
$ cleanpath import -q --case inside.case inside.csv && cleanpath policy ask -q --case inside.case --policy us-ndaa-889-a1b
3 verdicts are undetermined. SETTLES: how many of them the answer alone settles, surely and at best.
RANK: the order in which the questions settle most. LEFT: how many remain open, in the mean, after all up to this rank.
SUPPLIER      QUESTION                                                                                                                                                         ASSETS RANK SETTLES LEFT
Acme Supplies Whether what the rule covers inside is substantial or essential (needed for proper function or performance), or critical technology: 2 things, EX3400, class transport; inside: Huawei      2    1       2  1.0
Acme Supplies Whether what the rule covers inside is substantial or essential (needed for proper function or performance), or critical technology: core-1, 7750, class transport; inside: ZTE      1    2       1  0.0
$ cleanpath policy ask -q --case inside.case --policy us-ndaa-889-a1b -f csv -o inside-form.csv && sed 's/,default,,,,/,default,no,J. Doe,2026-11-20,data sheet/; 2s/,no,J/,yes,J/' inside-form.csv >inside-answers.csv && cut -d, -f3,8- inside-answers.csv
fact,answer,answered_by,answered_on,note
essential, yes]","2: agg-1, agg-2","serial:AG00001;serial:AG00002",default,yes,J. Doe,2026-11-20,data sheet
essential, yes]",1: core-1,serial:CO00001,default,no,J. Doe,2026-11-20,data sheet
$ cleanpath import -q --case inside.case inside-answers.csv && cleanpath audit -q --case inside.case --policy us-ndaa-889-a1b --as-of 2026-11-27 | sed -n '/^Assets/,$p'
Assets
RESULT   NAME   MAKER            SURE PRODUCT SITE WHY
excluded agg-1  Juniper Networks 0.95 EX3400       excluded us-ndaa-889-a1b
excluded agg-2  Juniper Networks 0.95 EX3400       excluded us-ndaa-889-a1b
allowed  core-1 Nokia            0.95 7750         
allowed  free-1 Nokia            0.95 7750         
$ cleanpath explain -q --case inside.case --policy us-ndaa-889-a1b --as-of 2026-11-27 core-1 | grep 'essential  \|needs a\|inventory.answer'
  essential          0.95  fact   no
    Clause component needs a component that is substantial or essential, or critical technology, and it is said that none of these is: equipment, systems and services with telecommunications equipment of Huawei or ZTE inside as a substantial or essential component, or as critical technology.
inside-answers.csv   3 inventory.answer    essential: J. Doe, 2026-11-20: data sheet                               
