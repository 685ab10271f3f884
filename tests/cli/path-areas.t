## Routes between areas are not paths of least metric: what a router of OSPF shows, of one area and of two.
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
$ printf 'name,maker,ip\na,Nokia,192.0.2.1\nb,Nokia,192.0.2.2\nc,Huawei,192.0.2.3\nd,Nokia,192.0.2.4\n' >inventory.csv
$ python3 database.py 0.0.0.0 0.0.0.0 0.0.0.0 >one.json; cleanpath path -q a d inventory.csv one.json --level l1 -p us-fcc-covered-list --as-of 2026-11-23
From a to d, exposure
Scope: transmission only; not given: dependencies, carriage, far ends

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
$ python3 database.py 0.0.0.1 0.0.0.0 0.0.0.0 >two.json; cleanpath path -q a d inventory.csv two.json --level l1 -p us-fcc-covered-list --as-of 2026-11-23
From a to d, exposure
Scope: transmission only; not given: dependencies, carriage, far ends

POLICY              ROUTES
us-fcc-covered-list not-modelled

us-fcc-covered-list
  routes: not-modelled: not all links are in the same areas of routing (0.0.0.0, 0.0.0.1): between areas the least metric does not decide
[4]
$ cleanpath path -q a d inventory.csv two.json --fail 1 -f json -p us-fcc-covered-list --as-of 2026-11-23 | grep -A3 -e '"routes": {' -e '"failures": {' | head -8
  "routes": {
    "answer": "not-modelled",
    "because": "not all links are in the same areas of routing (0.0.0.0, 0.0.0.1): between areas the least metric does not decide"
  },
  "failures": {
    "answer": "not-modelled",
    "because": "not all links are in the same areas of routing (0.0.0.0, 0.0.0.1): between areas the least metric does not decide"
  },
## What the topology says is not concerned.
$ cleanpath path -q a b inventory.csv two.json --some -p us-fcc-covered-list --as-of 2026-11-23
From a to b, exposure
Scope: transmission only; not given: dependencies, carriage, far ends

POLICY              SOME
us-fcc-covered-list proven-clean

us-fcc-covered-list
  some: proven-clean: this path is clean
    DEVICE MAKER VERDICT LINK
    a      Nokia clean   198.51.100.12 > 198.51.100.21
    b      Nokia clean   
