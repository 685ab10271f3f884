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
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

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
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  SOME
no-acme undetermined

no-acme
  inspect (some): proven-clean if these turn out clean: c (unknown: maker?), d (unknown: maker?); cost 3, the least there is
  inspect (some): proven-excluded if these turn out excluded: b (unknown: maker?), c (unknown: maker?); cost 6.5, the least there is
[4]
$ printf 'site,inspection_cost\nsouth,1.5\n' >south.csv
$ cleanpath path -q inspect a e --some inventory.csv links.csv south.csv -p no-acme
From a to e, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

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
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

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
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

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
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

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
## What hangs on a device. A row of four; c is of Acme, and d reaches b and a without it by e.
$ printf 'name,maker,ip,site,subscribers\na,Bergson,192.0.2.1,north,1000\nb,Bergson,192.0.2.2,north,\nc,Acme,192.0.2.3,south,5\nd,Bergson,192.0.2.4,south,300\ne,Bergson,192.0.2.5,west,40\nf,Bergson,192.0.2.6,far,7\n' >inventory.csv
$ printf 'a,b,metric\na,b,1\nb,c,1\nc,d,1\nb,e,1\ne,d,1\n' >links.csv
$ cleanpath path -q blast inventory.csv links.csv -p no-acme
What is cut off without one device: pairs of others that lose every clean path, and that lose every path
+OWN: likewise of what it is an end of itself
SUBSCRIBERS: its own, and those who are cut off from the largest part that is left
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

no-acme
of 1352 subscribers
DEVICE MAKER   VERDICT                 CLEAN SUBSCRIBERS SUBSCRIBERS CLEAN PAIRS +OWN PAIRS +OWN
b      Bergson clean                                1000        1000           2    3     3    4
a      Bergson clean                                1000        1000           0    3     0    4
e      Bergson clean                                 340          40           2    3     0    4
d      Bergson clean                                 300         300           0    3     0    4
f      Bergson clean                                   7           7           0    0     0    0
c      Acme    excluded: by clause all                 0           5           0    0     0    4
## The same with what flows; nobody knows mars, a site has two devices, f has no link, and one is told twice.
$ printf 'from,to,bps\na,d,4G\na,e,1G\nd,north,3G\nd,mars,1G\n192.0.2.6,a,1G\na,e,1G\nb,c,-1\nb,c,nan\nb,c,1e30\n' >demands.csv
$ cleanpath path blast inventory.csv links.csv demands.csv -p no-acme | grep -v 'tables:\|! '
Coverage
  inventory.csv: inventory-csv, 6 records, 29 observations
    columns: name, maker, ip, site, subscribers
  links.csv: links-csv, 5 records, 0 observations
    columns: a, b, metric
  demands.csv: demands-csv, 9 records, 0 observations, 6 relations, 3 MALFORMED, read in part
    columns: from, to, bps
    demands.csv:8: "-1" is no rate: write bits per second, or a unit such as 10G; the demand does not count
    demands.csv:9: the demand has no rate
    demands.csv:10: "1e30" is no rate: write bits per second, or a unit such as 10G; the demand does not count
  6 assets, 5 links; judged as of 2026-11-23, facts from confidence 0.8

Network
  6 devices, 5 links, 5 with metrics
  . 1 asset with subscribers has no link that is known.
  . 1 demand does not count: no device is known where it starts or ends: mars.
  . A demand of several devices (a site, a prefix) is taken to flow in equal parts between all pairs of them.
  . 1 demand is between ends of which one is told already; they add up.

What is cut off without one device: pairs of others that lose every clean path, and that lose every path
+OWN: likewise of what it is an end of itself
SUBSCRIBERS: its own, and those who are cut off from the largest part that is left
DEMAND: as a part of all that is told
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

no-acme
of 1352 subscribers
of a demand of 10 Gbit/s: 9 Gbit/s has a path, 9 Gbit/s a clean one
DEVICE MAKER   VERDICT                 CLEAN SUBSCRIBERS SUBSCRIBERS CLEAN DEMAND  +OWN DEMAND  +OWN CLEAN PAIRS +OWN PAIRS +OWN
b      Bergson clean                                1000        1000        75.0% 15.0%  75.0% 15.0%           2    3     3    4
a      Bergson clean                                1000        1000         0.0% 75.0%   0.0% 75.0%           0    3     0    4
e      Bergson clean                                 340          40        70.0% 20.0%   0.0% 20.0%           2    3     0    4
d      Bergson clean                                 300         300         0.0% 70.0%   0.0% 70.0%           0    3     0    4
f      Bergson clean                                   7           7         0.0%  0.0%   0.0%  0.0%           0    0     0    0
c      Acme    excluded: by clause all                 0           5         0.0%  0.0%   0.0%  0.0%           0    0     0    4
$ cleanpath path -q blast inventory.csv links.csv demands.csv -p no-acme -f csv
policy,asset,name,maker,label,clean_pairs,pairs,own_clean_pairs,own_pairs,clean_subscribers,subscribers,clean_demand_bps,demand_bps,own_clean_demand_bps,own_demand_bps
no-acme,ip-192.0.2.2,b,Bergson,clean,2,3,3,4,1000,1000,7500000000,7500000000,1500000000,1500000000
no-acme,ip-192.0.2.1,a,Bergson,clean,0,0,3,4,1000,1000,0,0,7500000000,7500000000
no-acme,ip-192.0.2.5,e,Bergson,clean,2,0,3,4,340,40,7000000000,0,2000000000,2000000000
no-acme,ip-192.0.2.4,d,Bergson,clean,0,0,3,4,300,300,0,0,7000000000,7000000000
no-acme,ip-192.0.2.6,f,Bergson,clean,0,0,0,0,7,7,0,0,0,0
no-acme,ip-192.0.2.3,c,Acme,excluded,0,0,0,4,0,5,0,0,0,0
$ cleanpath path -q blast inventory.csv links.csv demands.csv -p no-acme -f json | python3 -c '
> import json, sys
> r = json.load(sys.stdin)["rankings"][0]
> print({k: v for k, v in r.items() if k != "devices"})
> for d in r["devices"]: print(d["name"], d["clean_subscribers"], d["clean_demand_bps"], d["clean_demand_share"], d["own_demand_bps"])'
{'policy': 'no-acme', 'has_rule': True, 'subscribers': 1352, 'demand_bps': 10000000000, 'demand_with_path_bps': 9000000000, 'demand_with_clean_path_bps': 9000000000}
b 1000 7500000000 0.75 1500000000
a 1000 0 0 7500000000
e 340 7000000000 0.7 2000000000
d 300 0 0 7000000000
f 7 0 0 0
c 0 0 0 0
## A bad row of demands is no reason to think that something is needed.
$ cleanpath path a d --some inventory.csv links.csv demands.csv -p no-acme | grep -c 'proven-clean: this'
1
## Prefixes and filters are ends, too, and what is in no inventory.
$ printf 'a,b,metric\na,b,1\nb,c,1\nc,d,1\nb,e,1\ne,d,1\ne,x,1\n' >links.csv
$ printf 'from,to,bps\n192.0.2.0/31,x,2G\nmaker:acme,site:west,1G\n10.0.0.0/8,a,1G\n' >demands.csv
$ cleanpath path -q blast inventory.csv links.csv demands.csv -p no-acme -f csv | cut -d, -f3,12-
name,clean_demand_bps,demand_bps,own_clean_demand_bps,own_demand_bps
b,0,2000000000,0,0
a,0,0,0,2000000000
e,0,2000000000,0,1000000000
d,0,0,0,0
f,0,0,0,0
c,0,0,0,1000000000
x,0,0,0,2000000000
## In a case they are kept, once.
$ rm -f cleanpath.case*; cleanpath import -q inventory.csv links.csv demands.csv; cleanpath import demands.csv; cleanpath path -q blast -p no-acme -f csv | cut -d, -f3,12-
cleanpath: demands.csv: is in the case already, nothing changed
name,clean_demand_bps,demand_bps,own_clean_demand_bps,own_demand_bps
b,0,2000000000,0,0
a,0,0,0,2000000000
e,0,2000000000,0,1000000000
d,0,0,0,0
f,0,0,0,0
c,0,0,0,1000000000
x,0,0,0,2000000000
## Numbers of subscribers that are none; and no-rule.
$ printf 'name,ip,subscribers\na,192.0.2.1,-5\nb,192.0.2.2,1e9\n' >more.csv; cleanpath path blast inventory.csv more.csv links.csv -p no-acme | grep subscribers
    columns: name, maker, ip, site, subscribers
    columns: name, ip, subscribers
    more.csv:2: subscribers: "-5" is no number
    more.csv:3: subscribers: "1e9" is no number
  . 1 asset with subscribers has no link that is known.
of 1352 subscribers
$ cleanpath path -q blast inventory.csv links.csv demands.csv -p no-acme --as-of 2025-12-31
What is cut off without one device: pairs of others that lose every clean path, and that lose every path
+OWN: likewise of what it is an end of itself
SUBSCRIBERS: its own, and those who are cut off from the largest part that is left
DEMAND: as a part of all that is told
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends; the model is incomplete

no-acme: no-rule: it excludes nothing on that day
## Two links between two devices, told without ports, are one whose metrics contradict each other; with ports they are two.
$ printf 'a,b,metric,metric_back\na,b,10,\nb,a,20,\na,b,unused,30\nb,e,5,\n' >twice.csv; cleanpath links inventory.csv twice.csv | sed '1,/^Network/d'
  2 links
  ! 1 x a link of which metrics are told that contradict each other (if they are of several links, ports tell which)

A PORT B PORT METRIC SPEED SEEN                                                       SURE EVIDENCE
a      b          10       told by a table, CONTRADICTING METRICS: 10, 20, unused, 30 0.90 twice.csv:2 +2
b      e           5       told by a table                                            0.90 twice.csv:5
$ cleanpath links -f json inventory.csv twice.csv | python3 -c '
> import json, sys
> for l in json.load(sys.stdin)["links"]: print(l["a"]["name"], l["b"]["name"], l["contradicting"], l["metric"], [(t["pos"], t["metric"], t["metric_back"]) for t in l["evidence"]])'
a b True 10 [(2, 10, None), (3, 20, None), (4, 'unused', 30)]
b e False 5 [(5, 5, None)]
$ cleanpath path a e --level l1 inventory.csv twice.csv -p no-acme | sed -n '/^Network/,/^$/p;/routes:/p'
Network
  6 devices, 2 links, 2 with metrics
  . Of 1 link metrics are told that contradict each other: a - b (10, 20, unused, 30). Taken is that of the routing, then the lesser; nothing is proven of routes. If they are of several links between two devices, ports tell which.

  routes: undetermined: metric 15, 0/1 of the traffic meets excluded equipment; in what is known: proven-clean, but metrics contradict each other
$ printf 'a,b,a_port,metric\na,b,1,10\na,b,2,20\nb,e,,5\n' >ports.csv; cleanpath links -q inventory.csv ports.csv; cleanpath path a e --level l1 inventory.csv ports.csv -p no-acme | grep routes:
A PORT B PORT METRIC SPEED SEEN            SURE EVIDENCE
a 1    b          10       told by a table 0.90 ports.csv:2
a 2    b          20       told by a table 0.90 ports.csv:3
b      e           5       told by a table 0.90 ports.csv:4
  routes: proven-clean: metric 15, 0/1 of the traffic meets excluded equipment
$ (echo a,b,metric; for i in $(seq 20); do echo b,e,$i; done) >many.csv; cleanpath links -q inventory.csv many.csv
A PORT B PORT METRIC SPEED SEEN                                                               SURE EVIDENCE
b      e           1       told by a table, CONTRADICTING METRICS: 1, 2, 3, 4, 5, 6, 7, 8 ... 0.90 many.csv:2 +19
