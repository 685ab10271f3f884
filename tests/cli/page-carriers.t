## What a page shows of routes is what `carriers` answers: whom they go through, who is before and behind, since when; and what a watch told live. Hostile names of registers stay names.
$ python3 $DATA/bgp_table.py "203.0.113.0/24=64496 136907 64500=1: 64497 64500" "203.0.113.64/26=64496 55990 136907 136907 64501" "198.51.100.0/24=64496 64502 {64501 136907}=1: 64497 64502" "192.0.2.128/25=64496=1: 136907" "203.0.112.0/24=64496 64510 136907 64511 64512" > rib.mrt
$ sed 's/^id: .*/id: no-carriers/;s/^entities.*//;s/nothing of Acme/no carrier services of it/;s/makers: .acme., equipment: .any./makers: [huawei], equipment: [carrier_service]/' $DATA/no-acme.yaml > own.yaml
$ printf '# format:aut|changed|aut_name|org_id|opaque_id|source\n64496|20240101|EX-A|EX-1||T\n64510|20240101|<script>ran=1</script>|EX-9||T\n# format:org_id|changed|org_name|country|source\nEX-1|20240101|Example One|ZZ|T\n' > orgs.txt
$ printf '# source:made\n64510|64499|-1\n136907|64499|-1\n136907|64500|-1\n64496|64510|0\n' > rel.txt; printf 'ASN,IP Prefix,Max Length,Trust Anchor\nAS64500,203.0.113.0/24,24,x\n' > vrps.csv
$ printf '203.0.113.0/24\n10.0.0.0/8\n' > ours.txt; echo 198.51.100.7 > to.txt
$ cat >alarms.ndjson <<'END'
> {"event":"schema","at":"2026-11-27T10:00:00Z","text":"cleanpath/carriers-watch/1"}
> {"event":"new","at":"2026-11-27T10:05:00Z","prefix":"203.0.113.0/24","asn":136907,"result":"excluded","router":"r1","peer":"192.0.2.1","peer_asn":64496,"path":[64496,136907,64500],"before":[64496,64500],"leak":"leak by AS64496, from a provider to a peer","rpki":"invalid-as"}
> {"event":"ended","at":"2026-11-27T11:05:00Z","prefix":"203.0.113.0/24","asn":136907,"router":"r1","peer_asn":64496,"path":[],"since":"2026-11-27T10:05:00Z"}
> nonsense
> {"event":"new","at":"2026-11-27T12:05:00Z","prefix":"198.51.100.0/24","asn":55990,"result":"excluded","router":"r2","peer_asn":64497,"path":[64497,55990],"before":[]}
> {"event":"router went","at":"2026-11-27T12:30:00Z","text":"r1: closed"}
> {"event":"new","at":"yesterday"}
> END
$ cat >show.py <<'END'
> import base64, json, re, sys, zlib
> page = open(sys.argv[1], encoding='utf-8').read()
> main = json.loads(zlib.decompress(base64.b64decode(re.search(r'id="main">([^<]*)', page)[1]), -15))
> c = main['carriers']
> if not c: sys.exit(print(c))
> word = dict(zip('01249', ('excluded', 'restricted', 'undetermined', 'allowed', 'not known')))
> name = lambda at: 'none' if at < 0 else ' '.join(filter(None, (c['ases']['as'][at], c['ases']['name'][at])))
> path = lambda p: ' '.join('...' if at < 0 else c['ases']['as'][at] for at in p)
> for n in c['notes']: print('!', n)
> print('routes', *c['routes'], 'prefixes', c['prefixes'], 'stuck', c['stuck'], 'some', c['some'], 'files', c['files'], c['first_at'])
> for p in c['policies']: print(main['policies'][p['policy']]['id'] + ':', p['sentence'])
> for x in c['carriers']:
>     print('%s [%s] held by %s (%s): %d routes, %d prefixes, since %s' % (name(x['as']), word[c['ases']['standing'][x['as']]], x['holder'], x['confidence'], x['routes'], x['prefixes'], x['since']), [(main['policies'][v['policy']]['id'], v['result'], v['clause']) for v in x['verdicts']])
>     for k in ('entered', 'left'): print('   ', k, ', '.join('%s %d' % (name(a), n) for a, n in x[k]['rows']), x[k]['more'] or '')
>     print('    path', path(x['path']))
> r = c['rows']
> for i in range(r['n']): print(r['prefix'][i], r['asked'][i], r['paths'][i], 'via', path(r['via'][i]), 'since', r['since'][i], 'origin', name(r['origin'][i]), r['rpki'][i], '|', path(r['path'][i]))
> for k in ('ours', 'to'):
>     if c[k]: print(k, {x: c[k][x] for x in ('all', 'touched', 'stuck', 'unrouted')}, [(x['asked'], x['covered_by'], x['prefixes'], x['paths']) for x in c[k]['rows']])
> for n in c['map']['nodes']: print('  node', n['column'], name(n['as']), n['n'], *(k for k in ('peer', 'origin') if n[k]), (n['x'], n['y']))
> for a, b, n, far in c['map']['edges']: print('  edge', name(c['map']['nodes'][a]['as']), '..>' if far else '-->', name(c['map']['nodes'][b]['as']), n)
> if c['when']: print('since', c['when']['day'], c['when']['place_days'], [(name(x['as']), x['all'], x['n']) for x in c['when']['lines']])
> if c['alarms']:
>     print('alarms', {k: v for k, v in c['alarms'].items() if k != 'rows'})
>     for x in c['alarms']['rows']: print('   ', x['prefix'], name(x['as']), word[str(x['standing'])], x['began'], x['ended'], x['router'], x['peer'], x['leak'], x['rpki'], '|', path(x['path']), '| before', path(x['before']))
> if c['reach']: print('reach', {k: v for k, v in c['reach'].items() if k not in ('neighbours', 'unavoidable')}, [(name(x['as']), x['tie'], x['prefixes'], x['prefixes_clean']) for x in c['reach']['neighbours']], [(name(x['as']), x['prefixes']) for x in c['reach']['unavoidable']])
> END
$ cleanpath carriers -p ./own.yaml --rib rib.mrt --ours ours.txt --to to.txt --orgs orgs.txt --relations rel.txt --our-as 64499 --vrps vrps.csv --alarms alarms.ndjson -f html -o c.html; python3 show.py c.html
cleanpath: alarms.ndjson:4: expected an object of JSON
cleanpath: alarms.ndjson:7: expected a time in "at" (RFC 3339)
! Of 2 of 8 routes it is not known who holds one of the ASes on them (of 82 AS numbers it is): they are not known to be clean.
routes 5 0 0 2 1 prefixes 5 stuck 2 some 3 files 1 2025-11-20T00:00:00Z
no-carriers: Of 2 carriers on the paths that count it excludes 2, restricts 0 and leaves 0 undetermined.
AS136907 Huawei Cloud (international) [excluded] held by Huawei (verified): 5 routes, 5 prefixes, since 2025-11-13 [('no-carriers', 0, 'all')]
    entered none 1, AS55990 Huawei Cloud (China) 1, AS64496 Example One 1, AS64501 1, AS64510 <script>ran=1</script> 1 
    left none 2, AS64500 1, AS64501 1, AS64511 1 
    path AS64496 AS136907 AS64500
AS55990 Huawei Cloud (China) [excluded] held by Huawei (verified): 1 routes, 1 prefixes, since 2025-11-13 [('no-carriers', 0, 'all')]
    entered AS64496 Example One 1 
    left AS136907 Huawei Cloud (international) 1 
    path AS64496 AS55990 AS136907 AS64501
203.0.113.64/26 1 [1, 0, 0, 0, 0] via AS55990 AS136907 since 2025-11-13 origin AS64501 invalid-as | AS64496 AS55990 AS136907 AS64501
198.51.100.0/24 2 [1, 0, 0, 1, 0] via AS136907 since 2025-11-13 origin AS64502 not-found | AS64496 AS64502 AS64501 AS136907
203.0.113.0/24 1 [1, 0, 0, 1, 0] via AS136907 since 2025-11-13 origin AS64500 valid | AS64496 AS136907 AS64500
203.0.112.0/24 0 [1, 0, 0, 0, 0] via AS136907 since 2025-11-13 origin AS64512 not-found | AS64496 AS64510 AS136907 AS64511 AS64512
192.0.2.128/25 0 [1, 0, 0, 0, 1] via AS136907 since 2025-11-14 origin AS64496 Example One not-found | AS136907
ours {'all': 2, 'touched': 1, 'stuck': 1, 'unrouted': 1} [('203.0.113.0/24', None, 2, [2, 0, 0, 1, 0]), ('10.0.0.0/8', None, 0, [0, 0, 0, 0, 0])]
to {'all': 1, 'touched': 1, 'stuck': 0, 'unrouted': 0} [('198.51.100.7', '198.51.100.0/24', 1, [1, 0, 0, 1, 0])]
  node peer AS64496 Example One 4 peer (5461, 32767)
  node entered AS64501 1 (16383, 21845)
  node entered AS64510 <script>ran=1</script> 1 (16383, 43690)
  node carrier AS136907 Huawei Cloud (international) 5 (38228, 32767)
  node carrier AS55990 Huawei Cloud (China) 1 (27306, 32767)
  node left AS64511 1 (49151, 32767)
  node origin AS64500 1 origin (60073, 10922)
  node origin AS64501 1 origin (60073, 32767)
  node origin AS64512 1 origin (60073, 54612)
  edge AS64496 Example One ..> AS64501 1
  edge AS64496 Example One ..> AS64510 <script>ran=1</script> 1
  edge AS64496 Example One --> AS136907 Huawei Cloud (international) 1
  edge AS64496 Example One --> AS55990 Huawei Cloud (China) 1
  edge AS64501 --> AS136907 Huawei Cloud (international) 1
  edge AS64510 <script>ran=1</script> --> AS136907 Huawei Cloud (international) 1
  edge AS136907 Huawei Cloud (international) --> AS64511 1
  edge AS136907 Huawei Cloud (international) --> AS64500 1
  edge AS136907 Huawei Cloud (international) --> AS64501 1
  edge AS55990 Huawei Cloud (China) --> AS136907 Huawei Cloud (international) 1
  edge AS64511 ..> AS64512 1
since 2025-11-13 1 [('none', 5, [4, 1]), ('AS136907 Huawei Cloud (international)', 5, [4, 1]), ('AS55990 Huawei Cloud (China)', 1, [1, 0])]
alarms {'all': 2, 'open': 1, 'leaks': 1, 'invalid': 1, 'bad_lines': 2, 'routers_went': 1, 'first_at': '2026-11-27T10:00:00Z', 'last_at': '2026-11-27T12:30:00Z'}
    198.51.100.0/24 AS55990 Huawei Cloud (China) excluded 2026-11-27T12:05:00Z None r2 None None None | AS64497 AS55990 | before 
    203.0.113.0/24 AS136907 Huawei Cloud (international) excluded 2026-11-27T10:05:00Z 2026-11-27T11:05:00Z r1 192.0.2.1 leak by AS64496, from a provider to a peer invalid-as | AS64496 AS136907 AS64500 | before AS64496 AS64500
reach {'relations': 'rel.txt', 'our_as': 10, 'ases': 4, 'ases_clean': 2, 'prefixes': 2, 'prefixes_clean': 1, 'neighbours_more': 0, 'unavoidable_more': 0} [('AS64510 <script>ran=1</script>', 'provider', 1, 1), ('AS136907 Huawei Cloud (international)', 'provider', 1, 0)] [('AS136907 Huawei Cloud (international)', 1)]
$ grep -c '<script>ran' c.html; sed -n '/<h2>Carriers/,/<.noscript>/p' c.html
0
<h2>Carriers</h2>
<p>Of 2 of 8 routes it is not known who holds one of the ASes on them (of 82 AS numbers it is): they are not known to be clean.</p>
<p>Of 8 routes to 5 prefixes, told by 2 peers, 5 (62.5 %) go through excluded carriers, 2 (25.0 %) go over ASes of which nobody told who holds them, 1 (12.5 %) goes over known and allowed ones only. Of the prefixes 2 have no path but excluded ones, 3 have such paths and others.</p>
<p>No equipment of Acme (no-carriers): Of 2 carriers on the paths that count it excludes 2, restricts 0 and leaves 0 undetermined.</p>
<p>Our prefixes: of 2 asked about 1 has paths through such carriers, 1 has no way but through excluded ones, and of 1 no route is known.</p>
<p>Where we go to: of 1 asked about 1 has paths through such carriers, 0 have no way but through excluded ones, and of 0 no route is known.</p>
<p>AS136907 Huawei Cloud (international): excluded, 5 routes to 5 prefixes since 2025-11-13; entered from AS55990 (1), AS64496 (1), AS64501 (1) and 1 more; it told itself 1; left to AS64500 (1), AS64501 (1), AS64511 (1); it is the origin of 2.</p>
<p>AS55990 Huawei Cloud (China): excluded, 1 route to 1 prefix since 2025-11-13; entered from AS64496 (1); left to AS136907 (1).</p>
<p>Alarms of watching: 2, of which 1 had not ended; 1 by a route leak, 1 with an origin that is not valid.</p>
</noscript>
$ python3 -c 'exec(open("show.py").read().split("c = main")[0]); print(main["title"], main["assets"]["id"], main["policies"][0]["counts"]["excluded"])' c.html
Carriers ['asn-55990', 'asn-136907'] 2

## Beside equipment, in one report: the same data, and a paragraph or a sheet in other formats. Both tell the exit status.
$ printf 'name,maker,product\ncore-1,Nokia,7750\n' > inv.csv
$ cleanpath report -q -p ./own.yaml --rib rib.mrt --ours ours.txt -o r.html inv.csv; echo $?; python3 show.py r.html > a; cleanpath carriers -q -p ./own.yaml --rib rib.mrt --ours ours.txt -f html -o c.html; echo $?; python3 show.py c.html | diff - a
1
1
$ cleanpath report -q -p ./own.yaml --rib rib.mrt -f table inv.csv --fail-on never; cleanpath report -q -p ./own.yaml --rib rib.mrt -f board inv.csv --fail-on never | sed -n '/Carriers/,/^## Dates/s/^[#-]* *//p' | cut -c1-100
Answer
POLICY      BY LAW      BINDS YOU EXCLUDED RESTRICTED UNDETERMINED ALLOWED NOT ADDRESSED
no-carriers SE in_force yes              0          0            0       0             1

Assets
RESULT        NAME   MAKER SURE PRODUCT SITE WHY
not_addressed core-1 Nokia 0.95 7750         

Carriers
Of 3 of 8 routes it is not known who holds one of the ASes on them (of 80 AS numbers it is): they are not known to be clean.
Of 8 routes to 5 prefixes, told by 2 peers, 5 (62.5 %) go through excluded carriers, 3 (37.5 %) go over ASes of which nobody told who holds them. Of the prefixes 2 have no path but excluded ones, 3 have such paths and others.
No equipment of Acme (no-carriers): Of 2 carriers on the paths that count it excludes 2, restricts 0 and leaves 0 undetermined.
AS136907 Huawei Cloud (international): excluded, 5 routes to 5 prefixes since 2025-11-13; entered from AS55990 (1), AS64496 (1), AS64501 (1) and 1 more; it told itself 1; left to AS64500 (1), AS64501 (1), AS64511 (1); it is the origin of 2.
AS55990 Huawei Cloud (China): excluded, 1 route to 1 prefix since 2025-11-13; entered from AS64496 (1); left to AS136907 (1).
Carriers on the way

Of 3 of 8 routes it is not known who holds one of the ASes on them (of 80 AS numbers it is): they ar
Of 8 routes to 5 prefixes, told by 2 peers, 5 (62.5 %) go through excluded carriers, 3 (37.5 %) go o
No equipment of Acme (no-carriers): Of 2 carriers on the paths that count it excludes 2, restricts 0
AS136907 Huawei Cloud (international): excluded, 5 routes to 5 prefixes since 2025-11-13; entered fr
AS55990 Huawei Cloud (China): excluded, 1 route to 1 prefix since 2025-11-13; entered from AS64496 (
Dates
$ cleanpath report -q -p ./own.yaml -o n.html inv.csv; python3 show.py n.html
None
$ cleanpath report -q -p ./own.yaml --rib rib.mrt --ours ours.txt --vrps vrps.csv -f xlsx -o r.xlsx inv.csv; python3 - <<'END'
> import re, zipfile
> import xml.etree.ElementTree as E
> N = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
> z = zipfile.ZipFile('r.xlsx')
> names = [s.get('name') for s in E.fromstring(z.read('xl/workbook.xml')).iter(N + 'sheet')]
> shared = [''.join(t.text or '' for t in s.iter(N + 't')) for s in E.fromstring(z.read('xl/sharedStrings.xml'))] if 'xl/sharedStrings.xml' in z.namelist() else []
> def text(c):
>     if c.get('t') == 'inlineStr': return ''.join(t.text or '' for t in c.iter(N + 't'))
>     v = c.find(N + 'v')
>     return '' if v is None else shared[int(v.text)] if c.get('t') == 's' else v.text
> for r in E.fromstring(z.read('xl/worksheets/sheet%d.xml' % (names.index('Carriers') + 1))).iter(N + 'row'): print(' | '.join(map(text, r)))
> for r in E.fromstring(z.read('xl/worksheets/sheet1.xml')).iter(N + 'row'):
>     if text(r[0]) == 'Carriers': print(text(r[1])[:60])
> END
Prefix | Asked about | Paths | Excluded | Restricted | Undetermined | Not known | Allowed | Through | Since | Origin | RPKI | For example
203.0.113.64/26 | ours | 1 | 1 | 0 | 0 | 0 | 0 | AS55990 Huawei Cloud (China); AS136907 Huawei Cloud (international) | 2025-11-13 | AS64501 | invalid-as | AS64496; AS55990 Huawei Cloud (China); AS136907 Huawei Cloud (international); AS64501
203.0.113.0/24 | ours | 2 | 1 | 0 | 0 | 1 | 0 | AS136907 Huawei Cloud (international) | 2025-11-13 | AS64500 | valid | AS64496; AS136907 Huawei Cloud (international); AS64500
203.0.112.0/24 | 1 | 1 | 0 | 0 | 0 | 0 | AS136907 Huawei Cloud (international) | 2025-11-13 | AS64512 | not-found | AS64496; AS64510; AS136907 Huawei Cloud (international); AS64511; AS64512
192.0.2.128/25 | 2 | 1 | 0 | 0 | 1 | 0 | AS136907 Huawei Cloud (international) | 2025-11-14 | AS64496 | not-found | AS136907 Huawei Cloud (international)
198.51.100.0/24 | 2 | 1 | 0 | 0 | 1 | 0 | AS136907 Huawei Cloud (international) | 2025-11-13 | AS64502 | not-found | AS64496; AS64502; AS64501; AS136907 Huawei Cloud (international)
Of 3 of 8 routes it is not known who holds one of the ASes o
Of 8 routes to 5 prefixes, told by 2 peers, 5 (62.5 %) go th
No equipment of Acme (no-carriers): Of 2 carriers on the pat
Our prefixes: of 2 asked about 1 has paths through such carr
AS136907 Huawei Cloud (international): excluded, 5 routes to
AS55990 Huawei Cloud (China): excluded, 1 route to 1 prefix 

## Nobody is told the network: prefixes, peers and other ASes are pseudonyms; carriers that count stay.
$ cleanpath report -q --redact -p ./own.yaml --rib rib.mrt --ours ours.txt --orgs orgs.txt --relations rel.txt --our-as 64499 --alarms alarms.ndjson -o x.html inv.csv 2>/dev/null; python3 - <<'END'
> import base64, json, re, zlib
> page = open('x.html').read()
> main = json.loads(zlib.decompress(base64.b64decode(re.search(r'id="main">([^<]*)', page)[1]), -15))
> text = json.dumps(main['carriers']) + re.search('<noscript>.*</noscript>', page, re.S)[0]
> print(sorted(set(re.findall(r'\b\d+\.\d+\.\d+\.\d+\b|AS\d+|\b64[45]\d\d\b|Example One|\br[12]\b|rel.txt', text))), main['carriers']['alarms']['rows'][1]['leak'].replace(main['carriers']['ases']['as'][2], 'X'))
> END
['AS136907', 'AS55990'] leak by X, from a provider to a peer

## More ASes than fit: the map has some 60, all others are told as numbers, and no route gets lost between columns.
$ python3 - <<'END' | xargs python3 $DATA/bgp_table.py > wide.mrt
> for i in range(250): print('"10.%d.%d.0/24=64496 %d %s %d %d"' % (i // 200, i % 200, 65000 + i % 90, (136907, '55990 136907', '136907 55990', 136907)[i % 4], 66000 + i % 70, 67000 + i))
> END
$ cleanpath carriers -q -p ./own.yaml wide.mrt -f html -o w.html; python3 - <<'END'
> import sys; sys.argv = ['', 'w.html']
> exec(open('show.py').read().split('for n in c')[0])
> m = c['map']
> nodes = m['nodes']
> print(len(nodes), [(k, sum(n['column'] == k for n in nodes), sum(n['stands_for'] for n in nodes if n['column'] == k), sum(n['n'] for n in nodes if n['column'] == k)) for k in ('peer', 'entered', 'carrier', 'left', 'origin')])
> into = lambda k: sum(n for a, b, n, far in m['edges'] if nodes[b]['column'] == k and nodes[a]['column'] != k and not far)
> out = lambda k: sum(n for a, b, n, far in m['edges'] if nodes[a]['column'] == k and nodes[b]['column'] != k and not far)
> print('into carriers', into('carrier'), 'out of them', out('carrier'), 'far', sum(n for *_, n, far in m['edges'] if far))
> places = {(n['x'], n['y']) for n in nodes}
> print(len(places) == len(nodes), [(name(n['as']) if n['as'] >= 0 else 'others', n['stands_for']) for n in nodes if n['as'] < 0], m['tallest'])
> END
39 [('peer', 1, 1, 250), ('entered', 13, 90, 250), ('carrier', 2, 2, 375), ('left', 13, 70, 250), ('origin', 10, 250, 250)]
into carriers 250 out of them 250 far 500
True [('others', 78), ('others', 58), ('others', 241)] 13

## Our AS may be a setting: then a report without routes, or without relations, is not asked about it.
$ echo 'our-as: 64499' > cleanpath.yaml; cleanpath report -q -p ./own.yaml -o n.html inv.csv; echo $?; cleanpath report -q -p ./own.yaml --rib rib.mrt -o n.html inv.csv; echo $?; rm cleanpath.yaml
0
1

## What cannot be done, one error each.
$ cleanpath carriers -p ./own.yaml --rib rib.mrt -f sarif
cleanpath: --format is "sarif", expected one of table|json|ndjson|csv|html
[2]
$ cleanpath carriers -p ./own.yaml --rib rib.mrt --alarms alarms.ndjson
cleanpath: --alarms is of --format html
[2]
$ cleanpath carriers -p ./own.yaml --rib rib.mrt --alarms ours.txt -f html -o y.html
cleanpath: ours.txt:1: expected what carriers watch --format ndjson prints ("event": "schema", "text": "cleanpath/carriers-watch/1")
[3]
$ cleanpath carriers -p ./own.yaml --rib rib.mrt --alarms none.txt -f html -o y.html; test -e y.html || echo nothing is there
cleanpath: none.txt: cannot open: No such file or directory
nothing is there
$ cleanpath report -p ./own.yaml --rib rib.mrt -f json inv.csv
cleanpath: --rib is of --format html, table, board and xlsx; `cleanpath carriers --format` has json, ndjson and csv
[2]
$ cleanpath report -p ./own.yaml --ours ours.txt -o y.html inv.csv
cleanpath: a table of routes is missing, of which that is asked: --rib FILE
[2]
$ cleanpath report -q --rib rib.mrt -o y.html inv.csv
cleanpath: nobody says whose rules are meant: name them with --policy ID, or who you are in a profile (cleanpath profile set ...)
[2]
$ cleanpath report -q -p ./own.yaml --rib inv.csv -o y.html inv.csv; echo $?; python3 show.py y.html
cleanpath: inv.csv: there is no route of BGP in it (inventory-csv)
3
routes 0 0 0 0 0 prefixes 0 stuck 0 some 0 files 0 None
no-carriers: Of 0 carriers on the paths that count it excludes 0, restricts 0 and leaves 0 undetermined.
