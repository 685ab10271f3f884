## What inspections cost. Two ways from a to e: by b, or by c and d.
$ cat >rule.yaml <<'END'
> schema: cleanpath-policy/1
> id: no-acme
> title: No equipment of Acme
> jurisdiction: SE
> kind: rules
> law: in_force
> effective: 2026-01-01
> read: 2026-11-20
> addressees: [{role: telecom_service_provider}]
> sources: {memo: {url: "https://intranet.example/memo-17", date: 2025-12, tier: official}}
> entities: [{id: acme, name: Acme}]
> clauses:
> - {id: all, title: nothing of Acme, makers: [acme], equipment: [any], src: memo, confidence: verified}
> END
$ printf 'policies: [./rule.yaml]\naccept: 0.8\n' >cleanpath.yaml
$ printf 'name,maker,ip,site,class\na,Bergson,192.0.2.1,north,transport\nb,,192.0.2.2,north,transport\nc,,192.0.2.3,south,transport\nd,,192.0.2.4,south,ran\ne,Bergson,192.0.2.5,west,transport\n' >inventory.csv
$ printf 'a,b,metric\na,b,1\nb,e,1\na,c,1\nc,d,1\nd,e,1\n' >links.csv
$ cleanpath path -q inspect a e --some inventory.csv links.csv -p no-acme
From a to e, exposure
Scope: transmission only; not given: dependencies, carriage, far ends

POLICY  SOME
no-acme undetermined

no-acme
  inspect (some): proven-clean if these turn out clean: b (unknown: maker?); cost 1 (assumed: 1 each), the least there is
  inspect (some): proven-excluded if these turn out excluded: b (unknown: maker?), c (unknown: maker?); cost 2 (assumed: 1 each), the least there is
[4]
## A visit to the south costs a day and a half, one to b five; what is not priced costs 1.
$ printf 'asset,site,class,inspection_cost\nb,,,5\n,south,,1.5\n' >inspections.csv
$ cleanpath path -q inspect a e --some inventory.csv links.csv inspections.csv -p no-acme
From a to e, exposure
Scope: transmission only; not given: dependencies, carriage, far ends

POLICY  SOME
no-acme undetermined

no-acme
  inspect (some): proven-clean if these turn out clean: c (unknown: maker?), d (unknown: maker?); cost 3, the least there is
  inspect (some): proven-excluded if these turn out excluded: b (unknown: maker?), c (unknown: maker?); cost 6.5, the least there is
[4]
$ printf 'site,inspection_cost\nsouth,1.5\n' >south.csv
$ cleanpath path -q inspect a e --some inventory.csv links.csv south.csv -p no-acme
From a to e, exposure
Scope: transmission only; not given: dependencies, carriage, far ends

POLICY  SOME
no-acme undetermined

no-acme
  inspect (some): proven-clean if these turn out clean: b (unknown: maker?); cost 1 (assumed: 1 for b), the least there is
  inspect (some): proven-excluded if these turn out excluded: b (unknown: maker?), c (unknown: maker?); cost 2.5 (assumed: 1 for b), the least there is
[4]
## The nearest price counts: of d that of its site and class.
$ printf 'asset,site,class,inspection_cost\nb,,,3\n,south,,1.5\n,,Base station,9\n,south,ran,0\n*,,,2\n' >inspections.csv
$ cleanpath path -q inspect a e inventory.csv links.csv inspections.csv -p no-acme
From a to e, exposure
Scope: transmission only; not given: dependencies, carriage, far ends

POLICY  SOME         EVERY
no-acme undetermined undetermined

no-acme
  inspect (some): proven-clean if these turn out clean: c (unknown: maker?), d (unknown: maker?); cost 1.5, the least there is
  inspect (some): proven-excluded if these turn out excluded: b (unknown: maker?), d (unknown: maker?); cost 3, the least there is
  inspect (every): proven-clean if these turn out clean: b (unknown: maker?), c (unknown: maker?), d (unknown: maker?); cost 4.5, the least there is
  inspect (every): proven-excluded if these turn out excluded: d (unknown: maker?); cost 0, the least there is
[4]
$ cleanpath path inspect a e --some inventory.csv links.csv inspections.csv -p no-acme -f json | python3 -c '
> import json, sys
> for i in json.load(sys.stdin)["inspect"]:
>     print(i["question"], i["cost_clean"], i["cost_excluded"], i["exact"], [(x["name"], x["cost"], x["cost_assumed"]) for x in i["to_clean"]])'
some 1.5 3 True [('c', 1.5, False), ('d', 0, False)]
## Prices that contradict each other, that are none, and of what nobody knows.
$ printf 'asset,site,class,inspection_cost\nb,,,1\n192.0.2.2,,,4\n,nowhere,,1\nzz;c,,,1\nc,,,-1\nc,,,NaN\nc,,,1e9\n,,laser,1\n' >inspections.csv
$ cleanpath path inspect a e --some inventory.csv links.csv inspections.csv -p no-acme | grep -v 'tables:\|! '
Coverage
  inventory.csv: inventory-csv, 5 records, 22 observations
    columns: name, maker, ip, site, class
  links.csv: links-csv, 5 records, 0 observations
    columns: a, b, metric
  inspections.csv: inspections-csv, 8 records, 0 observations, 5 relations, 4 MALFORMED, read in part
    columns: asset, site, class, inspection_cost
    inspections.csv:6: "-1" is no cost: 0 to 1000000, with at most three decimals; the row does not count
    inspections.csv:7: the row does not say what the inspection costs
    inspections.csv:8: "1e9" is no cost: 0 to 1000000, with at most three decimals; the row does not count
    ... and 1 more
  5 assets, 5 links; judged as of 2026-11-23, facts from confidence 0.8

Network
  5 devices, 5 links, 5 with metrics
  . Costs of inspections contradict each other, of b; the dearest counts.
  . 2 prices of inspections fit nothing that is known here without a nearer price: site nowhere, zz.

From a to e, exposure
Scope: transmission only; not given: dependencies, carriage, far ends

POLICY  SOME
no-acme undetermined

no-acme
  inspect (some): proven-clean if these turn out clean: c (unknown: maker?), d (unknown: maker?); cost 2 (assumed: 1 for d), the least there is
  inspect (some): proven-excluded if these turn out excluded: b (unknown: maker?), c (unknown: maker?); cost 5, the least there is
## In a case they are kept, once.
$ printf 'asset,cost\nb,0.25\n*,3\n' >inspections.csv
$ cleanpath import inventory.csv links.csv inspections.csv; cp inspections.csv inspections-2.csv; cleanpath import inspections.csv inspections-2.csv
cleanpath: inventory.csv: inventory-csv, 22 observations, 0 links
cleanpath: links.csv: links-csv, 0 observations, 5 links
cleanpath: inspections.csv: inspections-csv, 0 observations, 0 links, 2 relations
cleanpath: inspections.csv: is in the case already, nothing changed
cleanpath: inspections-2.csv: is in the case already, nothing changed
$ cleanpath path -q inspect a e --some -p no-acme
From a to e, exposure
Scope: transmission only; not given: dependencies, carriage, far ends

POLICY  SOME
no-acme undetermined

no-acme
  inspect (some): proven-clean if these turn out clean: b (unknown: maker?); cost 0.25, the least there is
  inspect (some): proven-excluded if these turn out excluded: b (unknown: maker?), c (unknown: maker?); cost 3.25, the least there is
[4]
## What is bought has a cost, too: such a table stays an inventory, unless it is said.
$ printf 'name,site,class,cost\nx,north,ran,100\n' >bought.csv; cleanpath import bought.csv; cleanpath import --as inspections-csv bought.csv
cleanpath: bought.csv: inventory-csv, 3 observations, 0 links
cleanpath: bought.csv: inspections-csv, 0 observations, 0 links, 1 relations
