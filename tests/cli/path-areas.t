## Routing of several areas: within an area goes before less metric by the backbone.
$ cat >rule.yaml <<'EOF'
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
> duties:
> - {verb: buy, text: not bought, src: memo, confidence: verified}
> EOF
$ printf 'policies: [./rule.yaml]\naccept: 0.8\n' >cleanpath.yaml
$ printf 'name,maker,ip\ns,Bergson,192.0.2.1\nb,Acme,192.0.2.2\nc,Bergson,192.0.2.3\nt,Bergson,192.0.2.4\n' >inventory.csv
$ cat >lsdb.py <<'EOF'
> import sys
> areas = {}
> for word in sys.argv[1:]:
>     area, a, b, metric = word.split(',')
>     for x, y in ((a, b), (b, a)):
>         areas.setdefault(area, {}).setdefault(x, []).append((y, metric))
> print('       OSPF Router with ID (192.0.2.1)\n')
> for area in sorted(areas):
>     print('                Router Link States (Area 0.0.0.%s)\n' % area)
>     for x in sorted(areas[area]):
>         print('  LS age: 16\n  LS Type: router-LSA\n  Link State ID: 192.0.2.%s\n  LS Seq Number: 80000006' % x)
>         print('   Number of Links: %d\n' % len(areas[area][x]))
>         for y, metric in areas[area][x]:
>             print('    Link connected to: another Router (point-to-point)\n     (Link ID) Neighboring Router ID: 192.0.2.%s' % y)
>             print('     (Link Data) Router Interface address: 198.51.100.%s%s\n       TOS 0 Metric: %s\n' % (x, y, metric))
> EOF
## All in one area: s, b, c, t is the shortest. With s and t in an area of their own they use their own link.
$ $PYTHON lsdb.py 0,1,4,100 0,1,2,1 0,2,3,1 0,3,4,1 >one.txt; cleanpath path -q s t --level l1 inventory.csv one.txt -p no-acme
From s to t, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  ROUTES
no-acme proven-excluded

no-acme
  routes: proven-excluded: metric 3, 1/1 of the traffic meets excluded equipment
    DEVICE MAKER   VERDICT                 LINK
    s      Bergson clean                   198.51.100.12 > 198.51.100.21
    b      Acme    excluded: by clause all 198.51.100.23 > 198.51.100.32
    c      Bergson clean                   198.51.100.34 > 198.51.100.43
    t      Bergson clean                   
[1]
$ $PYTHON lsdb.py 1,1,4,100 1,1,2,1 0,2,3,1 2,3,4,1 >areas.txt; cleanpath path -q s t --level l1 inventory.csv areas.txt -p no-acme
From s to t, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  ROUTES
no-acme proven-clean

no-acme
  routes: proven-clean: metric 100, 0/1 of the traffic meets excluded equipment; by areas
    DEVICE MAKER   VERDICT LINK
    s      Bergson clean   198.51.100.14 > 198.51.100.41
    t      Bergson clean   
## When that link fails they do not. Both have a certificate.
$ cleanpath path -q s t --fail 1 inventory.csv areas.txt -p no-acme --certificate proof; cleanpath-check proof.problem proof
From s to t, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY  ROUTES       FAILURES
no-acme proven-clean proven-excluded

no-acme
  routes: proven-clean: metric 100, 0/1 of the traffic meets excluded equipment; by areas
    DEVICE MAKER   VERDICT LINK
    s      Bergson clean   198.51.100.14 > 198.51.100.41
    t      Bergson clean   
  up to 1 failure: proven-excluded: a route meets excluded equipment if s - t fails; at worst 1/1 of the traffic, without s - t
    DEVICE MAKER   VERDICT                 LINK
    s      Bergson clean                   198.51.100.12 > 198.51.100.21
    b      Acme    excluded: by clause all 198.51.100.23 > 198.51.100.32
    c      Bergson clean                   198.51.100.34 > 198.51.100.43
    t      Bergson clean                   
problem 74189fe7f0e8e7f751c1ab86c741f8cf28a3cf691c8b24fb99712c0d7af22ea0
routes-some policy=no-acme reading=exposure from=ip-192.0.2.1 to=ip-192.0.2.4 answer=proven-clean
routes-every policy=no-acme reading=exposure from=ip-192.0.2.1 to=ip-192.0.2.4 failures=0 kinds=dlr answer=proven-clean
routes-every policy=no-acme reading=exposure from=ip-192.0.2.1 to=ip-192.0.2.4 failures=1 kinds=dlr answer=proven-excluded fail_together=1
## Its problem says who is in which area. A border that does not tell the backbone what it has within its area: refused.
$ sed -n '/^groups/,/^risks/p' proof.problem; grep -n ^dist proof | tail -2
groups 0
areas 5
a 0 1
a 1 1
a 2 2
a 3 1
a 3 2
links 4
4 5 1 1 -
4 7 100 100 -
1 2 1 1 -
6 8 1 1 -
risks 0
17:dist 8 1 2b 2 1b 3 0 4 100 5 101 6 1 7 0 8 0
19:dist 8 1 2b 2 1b 3 0 4 3o 5 2o 6 1 7 0 8 0
$ sed 's/^dist 8 1 2b/dist 7/' proof >other; cleanpath-check proof.problem other
other:8: refused: a link offers less than a distance
[5]
$ cleanpath path -q s t --level l1 inventory.csv areas.txt -p no-acme -f json | $PYTHON -c 'import json, sys; print({k: v for k, v in json.load(sys.stdin)["routes"].items() if k in ("answer", "metric", "by_areas")})'
{'answer': 'proven-clean', 'by_areas': True, 'metric': 100}
## Routes between areas: what a router of OSPF shows, of one area and of two.
$ cat >database.py <<'EOF'
> import json, sys
> # a --- b --- c --- d in areas as told, metric 10
> links, areas = [(1, 2), (2, 3), (3, 4)], sys.argv[1:]
> out = {}
> for (a, b), area in zip(links, areas):
>     for here, there in ((a, b), (b, a)):
>         lsa = out.setdefault(area, {}).setdefault(here, [])
>         lsa.append({'linkType': 'another Router (point-to-point)', 'neighborRouterId': '192.0.2.%d' % there,
>                     'routerInterfaceAddress': '198.51.100.%d%d' % (here, there), 'tos0Metric': 10})
> print(json.dumps({'routerId': '192.0.2.2', 'routerLinkStates': {'areas': {area: [
>     {'lsaType': 'router-LSA', 'linkStateId': '192.0.2.%d' % r, 'advertisingRouter': '192.0.2.%d' % r, 'lsaSeqNumber': '80000001', 'lsaAge': 1,
>      'routerLinks': {'link%d' % i: l for i, l in enumerate(v)}} for r, v in routers.items()] for area, routers in out.items()}}}))
> EOF
$ printf 'name,maker,ip\na,Nokia,192.0.2.1\nb,Nokia,192.0.2.2\nc,Huawei,192.0.2.3\nd,Nokia,192.0.2.4\n' >boxes.csv
$ python3 database.py 0.0.0.0 0.0.0.0 0.0.0.0 >one.json; cleanpath path -q a d boxes.csv one.json --level l1 -p us-fcc-covered-list --as-of 2026-11-23
From a to d, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY              ROUTES
us-fcc-covered-list proven-excluded

us-fcc-covered-list
  routes: proven-excluded: metric 30, 1/1 of the traffic meets excluded equipment
    DEVICE MAKER  VERDICT               LINK
    a      Nokia  clean                 198.51.100.12 > 198.51.100.21
    b      Nokia  clean                 198.51.100.23 > 198.51.100.32
    c      Huawei excluded: by clause 1 198.51.100.34 > 198.51.100.43
    d      Nokia  clean                 
[1]
$ python3 database.py 0.0.0.1 0.0.0.0 0.0.0.0 >two.json; cleanpath path -q a d boxes.csv two.json --level l1 -p us-fcc-covered-list --as-of 2026-11-23
From a to d, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY              ROUTES
us-fcc-covered-list proven-excluded

us-fcc-covered-list
  routes: proven-excluded: metric 30, 1/1 of the traffic meets excluded equipment; by areas
    DEVICE MAKER  VERDICT               LINK
    a      Nokia  clean                 198.51.100.12 > 198.51.100.21
    b      Nokia  clean                 198.51.100.23 > 198.51.100.32
    c      Huawei excluded: by clause 1 198.51.100.34 > 198.51.100.43
    d      Nokia  clean                 
[1]
## A link that is told to be in two of them is more than is modelled.
$ python3 database.py 0.0.0.2 0.0.0.0 0.0.0.0 >other.json; cleanpath path -q a d boxes.csv two.json other.json --fail 1 -p us-fcc-covered-list --as-of 2026-11-23
From a to d, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY              ROUTES       FAILURES
us-fcc-covered-list not-modelled not-modelled

us-fcc-covered-list
  routes: not-modelled: a - b is in several areas of OSPF (0.0.0.1, 0.0.0.2)
  failures: not-modelled: a - b is in several areas of OSPF (0.0.0.1, 0.0.0.2)
[4]
## What the topology says is not concerned.
$ cleanpath path -q a b boxes.csv two.json --some -p us-fcc-covered-list --as-of 2026-11-23
From a to b, exposure
Scope: transmission only; not looked at: what the devices depend on (no table of dependencies), what carries the links (no table of carriage), anything beyond the ends

POLICY              SOME
us-fcc-covered-list proven-clean

us-fcc-covered-list
  some: proven-clean: this path is clean
    DEVICE MAKER VERDICT LINK
    a      Nokia clean   198.51.100.12 > 198.51.100.21
    b      Nokia clean   
