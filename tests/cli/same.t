## The same evidence gives the same answer: in any order of the files, from files or from a case, as often as one asks.
$ cat >same.py <<'END'
> # same.py A B: the assets of two answers (NDJSON), with their evidence and verdicts, whatever the order of the sources
> import json, sys
> def assets(path):
>     lines = [json.loads(line) for line in open(path, encoding='utf-8')]
>     for a in lines[1:]:
>         a['sources'].sort()
>         a['evidence'].sort(key=lambda e: json.dumps(e, sort_keys=True))
>     counts = [(p['id'], p['counts']) for p in lines[0]['policies']]
>     return {a['asset']: a for a in lines[1:]}, [a['asset'] for a in lines[1:]], counts, lines[0]['obligations']
> a, b = assets(sys.argv[1]), assets(sys.argv[2])
> bad = [k for k in sorted(a[0].keys() | b[0].keys()) if a[0].get(k) != b[0].get(k)]
> print('the same %d' % len(a[0]) if a == b else 'different: %s of %d and %d' % (bad[:3], len(a[0]), len(b[0])))
> END
$ cp -r $EXAMPLES/metro-5g net && cleanpath synth -q --devices 400 --seed 3 made && cleanpath audit -q -f ndjson net made >plain; echo $?
1
## Backwards, by their hashes, and each folder on its own way.
$ find net made -type f | sort -r | xargs cleanpath audit -q -f ndjson --profile net/profile.yaml >back 2>/dev/null; python3 same.py plain back
the same 427
$ find net made -type f | while read f; do echo "$(echo "$f" | md5sum) $f"; done | sort | cut -c36- | xargs cleanpath audit -q -f ndjson --profile net/profile.yaml >hash 2>/dev/null; python3 same.py plain hash
the same 427
$ mkdir -p copy/2 copy/1 && cp -r made copy/1/made && cp -r net copy/2/net && cd copy && (cd 2 && cleanpath audit -q -f ndjson net ../1/made >../../moved); cd .. && sed -i 's|\.\./1/made|made|g' moved && python3 same.py plain moved
the same 427
## From a case, imported at once, in parts and in another order; the same case twice gives the same bytes, by another process, too.
$ cleanpath import -q --case one.case net made; cleanpath audit -q -f ndjson --case one.case >case1; python3 same.py plain case1
the same 427
$ for f in $(find made net -type f | sort -r); do cleanpath import -q --case two.case $f; done 2>/dev/null; cleanpath profile load --case two.case net/profile.yaml; cleanpath audit -q -f ndjson --case two.case >case2; python3 same.py plain case2
the same 427
$ cleanpath audit -q -f ndjson --case one.case | cmp - case1; for f in table csv json html; do cleanpath report -q -f $f --case one.case >1; cleanpath report -q -f $f --case one.case >2; cmp 1 2; done
$ cp one.case other.case; cleanpath import -q --case one.case net made; cleanpath audit -q -f ndjson --case one.case | cmp - case1; cleanpath audit -q -f ndjson --case other.case | cmp - case1
## A realm of its own keeps private addresses and names apart; a serial number is the same everywhere.
$ printf 'name,ip,serial\nr1,10.0.0.1,\nr2,10.0.0.2,SN00042X\n' >plan.csv && cleanpath import -q --realm north --case three.case plan.csv && cleanpath import -q --realm south --case three.case plan.csv && cleanpath assets -q -f csv --case three.case --policy us-ndaa-889-a1a | cut -d, -f1-3
asset,name,realm
ip-10.0.0.1-north,r1,north
ip-10.0.0.1-south,r1,south
serial-sn00042x,r2,north
## A table of several regions: the column says to which of them a row belongs, in the case and without one.
$ printf 'name,ip,realm,maker\nr1,10.0.0.1,north,Nokia\nr1,10.0.0.1,south,Huawei\nr9,10.0.0.9,,Nokia\n' >all.csv && printf 'ip,site\n10.0.0.1,Aston\n' >south.csv
$ cleanpath import -q --case four.case all.csv && cleanpath import -q --realm south --case four.case south.csv && cleanpath assets -q -f csv --case four.case --policy us-ndaa-889-a1a | cut -d, -f1-4,10
asset,name,realm,maker,site
ip-10.0.0.1-north,r1,north,Nokia,
ip-10.0.0.1-south,r1,south,Huawei,Aston
ip-10.0.0.9,r9,default,Nokia,
$ cleanpath identify -q -f csv all.csv | cut -d, -f1-4
asset,name,realm,maker
ip-10.0.0.1-north,r1,north,Nokia
ip-10.0.0.1-south,r1,south,Huawei
ip-10.0.0.9,r9,default,Nokia
