## Strips of paths in a page: each device and each link says what it is, and names what it needs or rides on.
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
$ mkdir net; printf 'policies: [./rule.yaml]\naccept: 0.8\n' >cleanpath.yaml
$ cat >strips.py <<'END'
> import base64, json, re, sys, zlib
> page = open(sys.argv[1], encoding='utf-8').read()
> main = json.loads(zlib.decompress(base64.b64decode(re.search(r'id="main">([^<]*)', page)[1]), -15))
> paths, words = main['paths'], {0: 'excluded', 2: 'unknown', 4: 'clean'}
> def chain(t):
>     x = paths['things'][t]
>     said = '%s (%s%s)' % (x['name'], words[x['result']], ': ' + x['why'] if x['why'] else '')
>     return said if x['because'] < 0 else '%s (%s by %s) > %s' % (x['name'], words[x['result']], x['by'], chain(x['because']))
> def mentions(v):
>     return ['%s%s' % (chain(t), ' as ' + a if a else '') for t, a in zip(v['things'], v['alternatives'])] + ['and %d more' % v['more']] * (v['more'] > 0)
> def flags(h):
>     return ' breaks' * h['breaks'] + ' on-every' * h.get('on_every', False)
> def strip(title, hops):
>     print(' ', title)
>     for h in hops:
>         x = paths['things'][h['thing']] if h['thing'] >= 0 else {'by': 'several', 'why': None}
>         print('    %s: %s%s%s%s' % (h['name'], words[h['result']], ' by ' + x['by'] if x['by'] else '', ': ' + x['why'] if x['why'] else '', flags(h)))
>         for m in mentions(h['needs']):
>             print('      needs', m)
>         link = h['link']
>         if link:
>             print('    | %s%s' % (words[link['result']], flags(link)))
>             for m in mentions(link['rides']):
>                 print('      rides on', m)
> for row in paths['rows']:
>     print(row['from'], 'to', row['to'], row['some']['answer'], row['every']['answer'])
>     strip('path', row['hops'])
>     if row['dirty']:
>         strip('not clean', row['dirty'])
>     print('  why:', row['why'])
>     if row['breaks']:
>         print('  breaks:', row['breaks'])
>     print('  survives:', row['survives'])
> END
## All devices are clean, and what carries the link is not; or is in no inventory.
$ printf 'name,maker,ip\na,Bergson,192.0.2.1\nb,Bergson,192.0.2.2\nc,Bergson,192.0.2.3\nd,Bergson,192.0.2.4\nwdm-1,Bergson,192.0.2.11\nwdm-3,Acme,192.0.2.13\nwdm-4,Bergson,192.0.2.14\n' >net/inventory.csv
$ printf 'a,b\na,b\nb,c\nc,d\n' >net/links.csv; printf 'link,alternative,transmission\na|b,working,wdm-1\na|b,protection,wdm-3\nb|c,,lease-9\nc|d,,wave-7\nwave-7,,wdm-4\n' >net/carriage.csv; printf 'from,to,bps\na,b,9000\nb,c,8000\nc,d,7000\na,d,6000\n' >net/demands.csv
$ cleanpath report -q -f html -p no-acme -o 1.html net; python3 strips.py 1.html
a to b proven-excluded proven-excluded
  path
    a: clean
    | excluded
      rides on wdm-3 (excluded: by clause all) as protection
      rides on wdm-1 (clean) as working
    b: clean
  why: there is no clean path; in the way: the link a|b (excluded: rides on wdm-3)
  survives: None
b to c undetermined undetermined
  path
    b: clean
    | unknown breaks
      rides on lease-9 (unknown: in no inventory)
    c: clean
  why: this path is clean if what is unknown on it is; without what is unknown there is none; in the way: the link a|b (excluded: rides on wdm-3), the link b|c (unknown: rides on lease-9)
  breaks: {'text': 'no path that may be clean is left when the link b - c fails', 'nodes': [1, 2], 'n': 1, 'of': 'links'}
  survives: {'at_least': None, 'at_most': 0, 'of': 'links'}
c to d undetermined undetermined
  path
    c: clean
    | clean breaks
      rides on wave-7 (clean)
    d: clean
  why: this path is clean; in what is known: proven-clean, but the model is incomplete: The carriage of 1 link is told that no table of links has (a link is called as its table calls it, or A|B): wave-7.
  breaks: {'text': 'no clean path is left when the link c - d fails', 'nodes': [2, 3], 'n': 1, 'of': 'links'}
  survives: {'at_least': None, 'at_most': 0, 'of': 'links'}
a to d proven-excluded proven-excluded
  path
    a: clean
    | excluded
      rides on wdm-3 (excluded: by clause all) as protection
      rides on wdm-1 (clean) as working
    b: clean on-every
    | unknown
      rides on lease-9 (unknown: in no inventory)
    c: clean on-every
    | clean
      rides on wave-7 (clean)
    d: clean
  why: there is no clean path; in the way: the link a|b (excluded: rides on wdm-3)
  survives: None
## What a device needs: its manager is clean, and runs on a host that is not.
$ rm net/*; printf 'name,maker,ip,managed by\na,Bergson,192.0.2.1,ems\nb,Bergson,192.0.2.2,\nc,Bergson,192.0.2.3,\nd,,192.0.2.4,\nems,Bergson,192.0.2.21,\nhost,Acme,192.0.2.22,\n' >net/inventory.csv
$ printf 'a,b\na,b\nb,c\nc,d\n' >net/links.csv; printf 'asset,group,needs,kind\nems,host,host,host\na,time,ptp,timing\nc,time,ptp,timing\n' >net/needs.csv; printf 'from,to,bps\na,b,9000\nb,c,8000\nb,d,7000\n' >net/demands.csv
$ cleanpath report -q -f html -p no-acme -o 2.html net; python3 strips.py 2.html
a to b proven-excluded proven-excluded
  path
    a: excluded by need
      needs ems (excluded by need) > host (excluded: by clause all)
      needs ptp (unknown: in no inventory)
    | clean
    b: clean
  why: there is no clean path; an end itself is not clean: a (excluded: needs ems, that needs host)
  survives: None
b to c undetermined undetermined
  path
    b: clean
    | clean breaks
    c: unknown by need
      needs ptp (unknown: in no inventory)
  why: this path is clean if what is unknown on it is; without what is unknown there is none; an end itself is not clean: c (unknown: needs ptp)
  breaks: {'text': 'no path that may be clean is left when the link b - c fails', 'nodes': [1, 2], 'n': 1, 'of': 'links'}
  survives: {'at_least': None, 'at_most': 0, 'of': 'links'}
b to d undetermined undetermined
  path
    b: clean
    | clean
    c: unknown by need breaks on-every
      needs ptp (unknown: in no inventory)
    | clean
    d: unknown by itself: maker?
  why: this path is clean if what is unknown on it is; without what is unknown there is none; an end itself is not clean: d (unknown: maker?)
  breaks: {'text': 'no path that may be clean is left when c fails', 'nodes': [2], 'n': 1, 'of': 'devices'}
  survives: {'at_least': None, 'at_most': 0, 'of': 'devices'}
## Of several paths the one with the least that is excluded; where one is clean, what breaks it, and one that is not.
$ rm net/*; printf 'name,maker,ip\na,Bergson,192.0.2.1\nb,Bergson,192.0.2.2\nc,Acme,192.0.2.3\nd,Bergson,192.0.2.4\ne,Acme,192.0.2.5\nf,Acme,192.0.2.6\ng,,192.0.2.7\nh,Bergson,192.0.2.8\n' >net/inventory.csv
$ printf 'a,b\na,b\nb,d\na,c\nc,d\na,e\ne,f\ne,h\nf,h\nd,g\ng,h\n' >net/links.csv; printf 'from,to,bps\na,d,9000\na,h,8000\na,b,7000\nc,h,6000\n' >net/demands.csv
$ cleanpath report -q -f html -p no-acme -o 3.html net; python3 strips.py 3.html
a to d proven-clean proven-excluded
  path
    a: clean
    | clean
    b: clean breaks
    | clean
    d: clean
  not clean
    a: clean
    | clean
    c: excluded by itself: by clause all
    | clean
    d: clean
  why: this path is clean
  breaks: {'text': 'no clean path is left when b fails', 'nodes': [1], 'n': 1, 'of': 'devices'}
  survives: {'at_least': 0, 'at_most': 0, 'of': 'devices'}
a to h undetermined proven-excluded
  path
    a: clean
    | clean
    b: clean breaks
    | clean
    d: clean
    | clean
    g: unknown by itself: maker?
    | clean
    h: clean
  why: this path is clean if what is unknown on it is; without what is unknown there is none; in the way: c (excluded: by clause all), e (excluded: by clause all), g (unknown: maker?)
  breaks: {'text': 'no path that may be clean is left when b fails', 'nodes': [1], 'n': 1, 'of': 'devices'}
  survives: {'at_least': None, 'at_most': 0, 'of': 'devices'}
a to b proven-clean proven-excluded
  path
    a: clean
    | clean breaks
    b: clean
  not clean
    a: clean
    | clean
    c: excluded by itself: by clause all
    | clean
    d: clean
    | clean
    b: clean
  why: this path is clean
  breaks: {'text': 'no clean path is left when the link a - b fails', 'nodes': [0, 1], 'n': 1, 'of': 'links'}
  survives: {'at_least': 0, 'at_most': 0, 'of': 'links'}
c to h proven-excluded proven-excluded
  path
    c: excluded by itself: by clause all
    | clean
    d: clean
    | clean
    g: unknown by itself: maker?
    | clean
    h: clean
  why: there is no clean path; an end itself is not clean: c (excluded: by clause all)
  survives: None
## Redacted: what carries and what is needed has pseudonyms, too, whether it is an asset or not.
$ rm net/*; printf 'name,maker,ip,managed by\nzugspitze,Bergson,192.0.2.1,karwendel\nwatzmann,Bergson,192.0.2.2,\nkarwendel,Acme,192.0.2.3,\n' >net/inventory.csv; printf 'name,a,b\nloisach-lambda,zugspitze,watzmann\n' >net/links.csv
$ printf 'link,alternative,transmission\nloisach-lambda,via partnach,isar-wave\nloisach-lambda,via partnach,lech-lease\nisar-wave,,ammer-duct\nnever|partnach-9,,nowhere-7\n' >net/carriage.csv; printf 'asset,group,needs,kind\nwatzmann,time,kochel-clock,timing\n' >net/needs.csv; printf 'from,to,bps\nzugspitze,watzmann,5\n' >net/demands.csv
$ cleanpath report -q -f html -p no-acme -o open.html net; cleanpath report -q --redact --redact-key key -f html -p no-acme -o shared.html net; python3 strips.py open.html; python3 strips.py shared.html | sed 's/-[0-9a-f]\{8\}/-X/g'
zugspitze to watzmann proven-excluded proven-excluded
  path
    zugspitze: excluded by need
      needs karwendel (excluded: by clause all)
    | unknown
      rides on lech-lease (unknown: in no inventory) as via partnach
      rides on isar-wave (unknown by carriage) > ammer-duct (unknown: in no inventory) as via partnach
    watzmann: unknown by need
      needs kochel-clock (unknown: in no inventory)
  why: there is no clean path; an end itself is not clean: zugspitze (excluded: needs karwendel)
  survives: None
device-X to device-X proven-excluded proven-excluded
  path
    device-X: excluded by need
      needs device-X (excluded: by clause all)
    | unknown
      rides on device-X (unknown: in no inventory) as alternative 1
      rides on device-X (unknown by carriage) > device-X (unknown: in no inventory) as alternative 1
    device-X: unknown by need
      needs device-X (unknown: in no inventory)
  why: there is no clean path; an end itself is not clean: device-X (excluded: needs device-X)
  survives: None
$ python3 - <<'END'
> import base64, re, zlib
> page = open('shared.html', encoding='utf-8').read()
> text = re.sub(r'<script.*?</script>', '', page, flags=re.S) + ''.join(zlib.decompress(base64.b64decode(b), -15).decode() for b in re.findall(r'<script type="text/plain" id="[^"]*">([^<]*)', page))
> print(len(text) > 10000, [w for w in 'zugspitze watzmann karwendel loisach partnach isar lech ammer kochel nowhere'.split() if w in text.lower()])
> END
True []
## The same for programs, of one pair.
$ cleanpath path -q zugspitze watzmann --some -p no-acme net -f json | python3 -c 'import json, sys; d = json.load(sys.stdin)["some"]; print(d["answer"], [(t["name"], t["label"], t["why"]) for t in d["why_not"]])'
proven-excluded [('zugspitze', 'excluded', 'needs karwendel (by clause all)')]
$ cleanpath path -q zugspitze watzmann --every -p no-acme net -f json | python3 -c 'import json, sys; link = json.load(sys.stdin)["every"]["path"][0]["link"]; print(link["label"], link["carriage_more"]); [print(t["name"], t["alternative"], t["label"], t["why"]) for t in link["carriage"]]'
unknown 0
lech-lease via partnach unknown in no inventory
isar-wave via partnach unknown rides on ammer-duct (in no inventory)
